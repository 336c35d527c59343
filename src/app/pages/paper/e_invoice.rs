//! The document as an e-invoice, in the form its receiver asks for.

use super::{Made, Unfit, form_hint, form_name, make, own_work, press, save, usual_form};
use crate::app::{
    components::{
        Button, ButtonKind, Choice, Dialog, Notice, SelectField, Symbol, Tone, use_toasts,
    },
    locale::{t, t_string, use_i18n},
    long_work::LongWork,
    workspace::use_workspace,
};
use crate::billing::invoice::Invoice;
use crate::worker::protocol::{Fault, Form, Paper};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;

/// The button, and the dialog that chooses the form.
#[component]
pub fn EInvoiceButton(invoice: StoredValue<Rc<Invoice>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(false);
    view! {
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
    let work = own_work();
    let is_busy = RwSignal::new(false);
    let usual = invoice.with_value(|invoice| {
        workspace
            .with_untracked(|book| usual_form(&book.seller, book.accounts.get(&invoice.account)?))
    });
    let form = RwSignal::new(usual.unwrap_or(Form::Peppol));
    let faults = RwSignal::new(Vec::<Fault>::new());
    let failure = RwSignal::new(None::<String>);
    // What was said of one form is not true of another.
    Effect::new(move |_| {
        form.track();
        work.with_value(LongWork::stop);
        faults.set(Vec::new());
        failure.set(None);
    });
    let forms = Signal::derive(move || {
        let choice = |form| Choice::new(form, form_name(i18n, form));
        Form::E_INVOICES.into_iter().map(choice).collect::<Vec<_>>()
    });
    let save_it = move |()| {
        is_busy.set(true);
        let paper = Paper::Document(invoice.with_value(|invoice| (**invoice).clone()));
        let request = press(workspace, paper, form.get_untracked());
        spawn_local(async move {
            let made = make(i18n, &work.get_value(), &request).await;
            is_busy.try_set(false);
            match made {
                Made::Ready(ready) => match save(i18n, toasts, &ready) {
                    Ok(()) => {
                        open.try_set(false);
                    }
                    Err(why) => {
                        failure.try_set(Some(why));
                    }
                },
                Made::Unfit(found) => {
                    faults.try_set(found);
                }
                Made::Stopped => {}
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
                <Button kind=ButtonKind::Primary symbol=Symbol::Download disabled=is_busy on_press=save_it>
                    {move || if is_busy.get() { t_string!(i18n, documents.making) } else { t_string!(i18n, documents.save) }}
                </Button>
            </div>
        </div>
    }
}
