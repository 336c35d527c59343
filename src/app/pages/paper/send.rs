//! Sending a document: which files, to whom, and by which program of the device.

use super::{
    Made, Ready, Unfit, form_name, mail, make, own_work, press, save,
    sent::note_sent,
    share::{Shared, can_share, share},
};
use crate::app::{
    components::{
        Button, ButtonKind, CheckField, Choice, Dialog, Notice, SelectField, Symbol, TextArea,
        TextField, TextKind, Tone, error_summary::focus, use_toasts,
    },
    locale::{t, t_string, use_i18n},
    long_work::LongWork,
    pages::form::trimmed,
    wording::identifier_error_text,
    workspace::use_workspace,
};
use crate::billing::{identifier::check_email, invoice::Invoice, letter::Way};
use crate::worker::protocol::{Fault, Form, Mail, Paper, Request};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;

/// The button, and the dialog.
#[component]
pub fn SendButton(invoice: StoredValue<Rc<Invoice>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let is_open = RwSignal::new(false);
    let number = invoice.with_value(|invoice| invoice.number.clone());
    view! {
        <Button kind=ButtonKind::Primary symbol=Symbol::Mail on_press=move |()| is_open.set(true)>
            {t!(i18n, documents.send)}
        </Button>
        <Dialog title=move || t_string!(i18n, documents.send_title, number = number.clone()) open=is_open>
            {move || is_open.get().then(|| view! { <SendForm invoice/> })}
        </Dialog>
    }
}

/// What stands in the form.
#[derive(Clone, Copy)]
struct Wish {
    with_pdf: RwSignal<bool>,
    e_invoice: RwSignal<Option<Form>>,
    to: RwSignal<String>,
    subject: RwSignal<String>,
    text: RwSignal<String>,
}

impl Wish {
    fn forms(self) -> Vec<Form> {
        let pdf = self.with_pdf.get().then_some(Form::Pdf);
        pdf.into_iter().chain(self.e_invoice.get()).collect()
    }
}

/// How far it is.
#[derive(Clone, Default)]
enum State {
    /// Nothing is asked.
    #[default]
    Waiting,
    /// Files are being made.
    Making,
    /// They are there, and the browser wants another press.
    PressAgain(Vec<Ready>),
    /// A draft of an e-mail was saved.
    Drafted,
    /// The form's rules refuse the document.
    Unfit(Vec<Fault>),
    /// It couldn't be done.
    Failed(String),
}

#[component]
fn SendForm(invoice: StoredValue<Rc<Invoice>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let work = own_work();
    let usual = invoice.with_value(|invoice| mail::usual(workspace, invoice));
    let wish = Wish {
        with_pdf: RwSignal::new(true),
        e_invoice: RwSignal::new(None),
        to: RwSignal::new(usual.to.1.clone()),
        subject: RwSignal::new(usual.subject.clone()),
        text: RwSignal::new(usual.paragraphs.join("\n\n")),
    };
    let usual = StoredValue::new(usual);
    let state = RwSignal::new_local(State::Waiting);
    let document = invoice.with_value(|invoice| invoice.id);
    let paper = move || Paper::Document(invoice.with_value(|invoice| (**invoice).clone()));
    // Files made before are not those of another choice.
    Effect::new(move |_| {
        wish.with_pdf.track();
        wish.e_invoice.track();
        work.with_value(LongWork::stop);
        state.set(State::Waiting);
    });
    let forms = Signal::derive(move || {
        let none = Choice::new(None, t_string!(i18n, documents.no_e_invoice));
        let all = Form::E_INVOICES.map(|form| Choice::new(Some(form), form_name(i18n, form)));
        std::iter::once(none).chain(all).collect::<Vec<_>>()
    });
    let is_busy = Signal::derive(move || state.with(|state| matches!(state, State::Making)));
    let lacks_files = Signal::derive(move || is_busy.get() || wish.forms().is_empty());

    // Every file that is wished for, or what keeps the first of them from being made.
    let make_all = move || async move {
        let work = work.get_value();
        let mut all = Vec::new();
        for form in untrack(|| wish.forms()) {
            match make(i18n, &work, &press(workspace, paper(), form)).await {
                Made::Ready(ready) => all.push(ready),
                Made::Unfit(faults) => return Err(Some(State::Unfit(faults))),
                Made::Stopped => return Err(None),
                Made::Failed(why) => return Err(Some(State::Failed(why))),
            }
        }
        Ok(all)
    };
    let save_files = move |()| {
        state.set(State::Making);
        spawn_local(async move {
            let next = match make_all().await {
                Ok(all) => all
                    .iter()
                    .find_map(|ready| save(i18n, toasts, ready).err())
                    .map_or(State::Waiting, State::Failed),
                Err(Some(state)) => state,
                // By another choice, which says what is shown.
                Err(None) => return,
            };
            state.try_set(next);
        });
    };
    let share_files = move |()| {
        let before = match state.get_untracked() {
            State::PressAgain(all) => Some(all),
            State::Waiting
            | State::Making
            | State::Drafted
            | State::Unfit(_)
            | State::Failed(_) => None,
        };
        state.set(State::Making);
        spawn_local(async move {
            let made = match before {
                Some(all) => Ok(all),
                None => make_all().await,
            };
            let next = match made {
                Err(Some(state)) => state,
                Err(None) => return,
                Ok(all) => match share(&all, &wish.subject.get_untracked()).await {
                    Shared::Taken => {
                        note_sent(workspace, document, Way::Shared, String::new());
                        toasts.say(t_string!(i18n, documents.shared));
                        State::Waiting
                    }
                    Shared::Left => State::Waiting,
                    Shared::PressAgain => State::PressAgain(all),
                    Shared::Failed(words) => {
                        State::Failed(t_string!(i18n, documents.failed, words = words).to_string())
                    }
                },
            };
            state.try_set(next);
        });
    };
    let to_fault = RwSignal::new(None::<String>);
    let draft = move |()| {
        let to = trimmed(wish.to);
        // The person may write it in their own program, but what stands here goes into the draft as it is.
        let fault = (!to.is_empty()).then(|| check_email(&to).err()).flatten();
        to_fault.set(fault.map(|why| identifier_error_text(i18n, &why)));
        if to_fault.read_untracked().is_some() {
            return focus("send-to");
        }
        let usual = usual.get_value();
        let request = Request::Mail {
            paper: Box::new(paper()),
            forms: untrack(|| wish.forms()),
            mail: Mail {
                to: (usual.to.0, to),
                subject: trimmed(wish.subject),
                paragraphs: wish.text.with_untracked(|text| paragraphs(text)),
                from: usual.from,
            },
            stationery: Box::new(workspace.with_untracked(|book| book.stationery())),
            at: workspace.now(),
        };
        state.set(State::Making);
        spawn_local(async move {
            let next = match make(i18n, &work.get_value(), &request).await {
                Made::Ready(ready) => {
                    save(i18n, toasts, &ready).map_or_else(State::Failed, |()| State::Drafted)
                }
                Made::Unfit(faults) => State::Unfit(faults),
                Made::Stopped => return,
                Made::Failed(why) => State::Failed(why),
            };
            state.try_set(next);
        });
    };
    let sent = move |()| {
        note_sent(workspace, document, Way::Email, trimmed(wish.to));
        state.set(State::Waiting);
        toasts.say(t_string!(i18n, documents.noted));
    };
    let told = move || match state.get() {
        State::Waiting | State::Making => ().into_any(),
        State::PressAgain(_) => view! {
            <Notice tone=Tone::Info>{t!(i18n, documents.press_again)}</Notice>
        }
        .into_any(),
        State::Drafted => view! {
            <Notice tone=Tone::Good title=move || t_string!(i18n, documents.drafted)>
                <p>{t!(i18n, documents.drafted_note)}</p>
                <Button on_press=sent>{t!(i18n, dunning.sent_email)}</Button>
            </Notice>
        }
        .into_any(),
        State::Unfit(faults) => view! { <Unfit faults/> }.into_any(),
        State::Failed(why) => view! { <Notice tone=Tone::Bad>{why}</Notice> }.into_any(),
    };
    let share_button = can_share().then(|| {
        view! {
            <Button symbol=Symbol::Upload disabled=lacks_files on_press=share_files>{t!(i18n, documents.share)}</Button>
        }
    });
    view! {
        <div class="dialog-form">
            <fieldset class="field">
                <legend class="field-label">{t!(i18n, documents.files)}</legend>
                <CheckField label=move || t_string!(i18n, documents.pdf_to_pay_from) value=wish.with_pdf/>
            </fieldset>
            <SelectField
                label=move || t_string!(i18n, documents.e_invoice)
                value=wish.e_invoice
                choices=forms
                hint=move || t_string!(i18n, documents.e_invoice_hint)
            />
            <TextField
                label=move || t_string!(i18n, documents.mail_to)
                kind=TextKind::Email value=wish.to id="send-to" error=to_fault
            />
            <TextField label=move || t_string!(i18n, documents.mail_about) value=wish.subject id="send-subject"/>
            <TextArea label=move || t_string!(i18n, documents.mail_says) value=wish.text rows=8 id="send-text"/>
            <div role="status">{told}</div>
            <div class="actions">
                <Button kind=ButtonKind::Primary symbol=Symbol::Mail disabled=lacks_files on_press=draft>
                    {move || if is_busy.get() { t_string!(i18n, documents.making) } else { t_string!(i18n, documents.mail_draft) }}
                </Button>
                {share_button}
                <Button symbol=Symbol::Download disabled=lacks_files on_press=save_files>{t!(i18n, documents.save_files)}</Button>
            </div>
            <p class="field-hint">{t!(i18n, documents.send_hint)}</p>
        </div>
    }
}

/// Paragraphs are parted by an empty line.
fn paragraphs(text: &str) -> Vec<String> {
    let parts = text.split("\n\n").map(|part| part.trim().to_owned());
    parts.filter(|part| !part.is_empty()).collect()
}
