//! The document as a file: PDF, or an e-invoice in the form its receiver asks for. Made in the worker, on this device.

use crate::app::{
    components::{
        Button, ButtonKind, Choice, Dialog, Notice, SelectField, Symbol, Toasts, Tone, use_toasts,
    },
    download::save_file,
    locale::{I18n, t, t_string, use_i18n},
    long_work::{Ended, LongWork},
    pages::files::failed_text,
    workspace::use_workspace,
};
use crate::billing::invoice::Invoice;
use crate::worker::protocol::{Fault, Form, Reply, Request};
use chrono::{DateTime, Utc};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;

/// The buttons, and the dialog of e-invoices.
#[component]
pub fn PressActions(invoice: StoredValue<Rc<Invoice>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let work = StoredValue::new_local(LongWork::new());
    let is_busy = RwSignal::new(false);
    let is_open = RwSignal::new(false);
    on_cleanup(move || {
        work.try_with_value(LongWork::stop);
    });
    let save_pdf = move |()| {
        is_busy.set(true);
        let request = ask(&invoice.get_value(), Form::Pdf, workspace.now());
        spawn_local(async move {
            let made = make(i18n, toasts, work.get_value(), request).await;
            if let Made::Failed(why) = made {
                toasts.warn(why);
            }
            is_busy.try_set(false);
        });
    };
    let pdf = move || {
        if is_busy.get() {
            t_string!(i18n, documents.making)
        } else {
            t_string!(i18n, documents.pdf)
        }
    };
    view! {
        <Button kind=ButtonKind::Primary symbol=Symbol::Download disabled=is_busy on_press=save_pdf>{pdf}</Button>
        <Button on_press=move |()| is_open.set(true)>{t!(i18n, documents.e_invoice)}</Button>
        <Dialog title=move || t_string!(i18n, documents.title) open=is_open>
            {move || is_open.get().then(|| view! { <EInvoiceForm invoice open=is_open/> })}
        </Dialog>
    }
}

#[component]
fn EInvoiceForm(
    invoice: StoredValue<Rc<Invoice>, LocalStorage>,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let work = StoredValue::new_local(LongWork::new());
    let is_busy = RwSignal::new(false);
    let form = RwSignal::new(Form::Peppol);
    let faults = RwSignal::new(Vec::<Fault>::new());
    let failure = RwSignal::new(None::<String>);
    on_cleanup(move || {
        work.try_with_value(LongWork::stop);
    });
    // What was said of one form is not true of another.
    Effect::new(move |_| {
        form.track();
        faults.set(Vec::new());
        failure.set(None);
    });
    let forms = Signal::derive(move || {
        let choice = |form| Choice::new(form, form_name(i18n, form));
        Form::E_INVOICES.into_iter().map(choice).collect::<Vec<_>>()
    });
    let save = move |()| {
        is_busy.set(true);
        let request = ask(&invoice.get_value(), form.get_untracked(), workspace.now());
        spawn_local(async move {
            let made = make(i18n, toasts, work.get_value(), request).await;
            is_busy.try_set(false);
            match made {
                Made::Saved => {
                    open.try_set(false);
                }
                Made::Unfit(found) => {
                    faults.try_set(found);
                }
                Made::Failed(why) => {
                    failure.try_set(Some(why));
                }
            }
        });
    };
    view! {
        <div class="dialog-form">
            <p>{t!(i18n, documents.intro)}</p>
            <SelectField
                label=move || t_string!(i18n, documents.form)
                value=form
                choices=forms
                hint=Signal::derive(move || form_hint(i18n, form.get()).to_owned())
            />
            {move || failure.get().map(|why| view! { <Notice tone=Tone::Bad>{why}</Notice> })}
            {move || (!faults.read().is_empty()).then(|| view! { <Unfit faults=faults.get()/> })}
            <div class="actions">
                <Button kind=ButtonKind::Primary symbol=Symbol::Download disabled=is_busy on_press=save>
                    {move || if is_busy.get() { t_string!(i18n, documents.making) } else { t_string!(i18n, documents.save) }}
                </Button>
            </div>
        </div>
    }
}

/// Everything that keeps the document from being written, each rule with its id.
#[component]
fn Unfit(faults: Vec<Fault>) -> impl IntoView {
    let i18n = use_i18n();
    let count = faults.len();
    let lines = move || {
        faults
            .iter()
            .map(|fault| {
                let words = fault_text(i18n, fault);
                let rule = [fault.rule.as_str(), fault.place.as_str()]
                    .into_iter()
                    .filter(|part| !part.is_empty())
                    .collect::<Vec<_>>()
                    .join(", ");
                view! { <li>{words}" "<span class="quiet">{format!("({rule})")}</span></li> }
            })
            .collect_view()
    };
    view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, documents.unfit, count = count).to_string()>
            <ul class="plain-list">{lines}</ul>
            <p>{t!(i18n, documents.unfit_note)}</p>
        </Notice>
    }
}

/// What became of a file.
enum Made {
    Saved,
    Unfit(Vec<Fault>),
    Failed(String),
}

fn ask(invoice: &Rc<Invoice>, form: Form, at: DateTime<Utc>) -> Request {
    Request::Press {
        invoice: Box::new((**invoice).clone()),
        form,
        at,
    }
}

/// Has the file made and gives it to the person.
async fn make(i18n: I18n, toasts: Toasts, work: LongWork, request: Request) -> Made {
    let failed =
        |words: String| Made::Failed(t_string!(i18n, documents.failed, words = words).to_string());
    match work.run(&request, None, |_, _| {}).await {
        Ended::Answered(reply, file) => match (*reply, file) {
            (Reply::Pressed { name }, Some(file)) => match save_file(&file, &name) {
                Ok(()) => {
                    toasts.say(t_string!(i18n, documents.saved, name = name).to_string());
                    Made::Saved
                }
                Err(error) => failed(format!("{error:?}")),
            },
            (Reply::Unfit(faults), _) => Made::Unfit(faults),
            (Reply::Failed(why), _) => Made::Failed(failed_text(i18n, &why)),
            (other, _) => failed(format!("{other:?}")),
        },
        // Only leaving the page stops it.
        Ended::Stopped => Made::Saved,
        Ended::Broken(words) => failed(words),
    }
}

fn form_name(i18n: I18n, form: Form) -> &'static str {
    match form {
        Form::Pdf => t_string!(i18n, documents.pdf),
        Form::FacturX => t_string!(i18n, documents.factur_x),
        Form::Peppol => t_string!(i18n, documents.peppol),
        Form::XRechnungUbl => t_string!(i18n, documents.xrechnung_ubl),
        Form::XRechnungCii => t_string!(i18n, documents.xrechnung_cii),
        Form::Ubl => t_string!(i18n, documents.ubl),
        Form::Cii => t_string!(i18n, documents.cii),
        Form::Finvoice => t_string!(i18n, documents.finvoice),
    }
}

fn form_hint(i18n: I18n, form: Form) -> &'static str {
    match form {
        Form::Pdf => "",
        Form::FacturX => t_string!(i18n, documents.factur_x_hint),
        Form::Peppol => t_string!(i18n, documents.peppol_hint),
        Form::XRechnungUbl | Form::XRechnungCii => t_string!(i18n, documents.xrechnung_hint),
        Form::Ubl | Form::Cii => t_string!(i18n, documents.core_hint),
        Form::Finvoice => t_string!(i18n, documents.finvoice_hint),
    }
}

/// A rule in plain words where we have them, otherwise in those of its authors.
fn fault_text(i18n: I18n, fault: &Fault) -> String {
    let words = match fault.rule.as_str() {
        "BR-DE-15" => t_string!(i18n, documents.rule_buyer_reference),
        "PEPPOL-EN16931-R003" => t_string!(i18n, documents.rule_order_or_reference),
        "PEPPOL-EN16931-R010" => t_string!(i18n, documents.rule_buyer_address),
        "PEPPOL-EN16931-R020" => t_string!(i18n, documents.rule_seller_address),
        "BR-DE-2" | "BR-DE-5" | "BR-DE-6" | "BR-DE-7" => {
            t_string!(i18n, documents.rule_seller_contact)
        }
        "BR-DE-1" | "BR-50" | "BR-61" => t_string!(i18n, documents.rule_payment),
        "BR-DE-3" | "BR-DE-4" => t_string!(i18n, documents.rule_seller_place),
        "BR-DE-8" | "BR-DE-9" => t_string!(i18n, documents.rule_buyer_place),
        "BR-S-02" | "BR-S-03" | "BR-S-04" | "BR-Z-02" | "BR-E-02" | "BR-AE-02" | "BR-G-02" => {
            t_string!(i18n, documents.rule_seller_vat)
        }
        "BR-AE-03" | "BR-AE-04" | "BR-IC-02" | "BR-IC-03" | "BR-IC-04" => {
            t_string!(i18n, documents.rule_buyer_vat)
        }
        "BR-CO-26" => t_string!(i18n, documents.rule_seller_id),
        "BR-DEC" => t_string!(i18n, documents.rule_decimals),
        "BR-IC-11" => t_string!(i18n, documents.rule_delivery),
        _ => return fault.text.clone(),
    };
    words.to_owned()
}
