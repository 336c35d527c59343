//! Writing something into a case: a note, an answer, what the customer has to do first, a promise.

use crate::app::{
    components::{
        Actions, Button, Choice, DateField, ErrorSummary, Section, SegmentedField, TextArea,
    },
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::{
        desk::send,
        form::{Fault, Faults},
    },
    unsaved::use_unsaved,
    workspace::use_workspace,
};
use crate::billing::desk::case::Promise;
use crate::billing::id::CaseId;
use crate::billing::refusal::Field;
use crate::care::case::Phase;
use crate::care::command::{Command, Remark};
use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const TEXT: &str = "remark-text";
const BY: &str = "remark-by";

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        TEXT => td_string!(locale, desk.text).to_string(),
        BY => td_string!(locale, desk.by_when).to_string(),
        _ => String::new(),
    }
}

/// What is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Note,
    Reply,
    Wait,
    Promise,
}

/// The form; a settled case has none.
#[component]
pub fn RemarkForm(id: CaseId, phase: Memo<Option<Phase>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_open = Memo::new(move |_| phase.get().is_some_and(|phase| !phase.is_resolved()));
    let is_waiting =
        Memo::new(move |_| matches!(phase.get(), Some(Phase::WaitingOnCustomer { .. })));
    view! {
        <Show when=move || is_waiting.get()>
            <div class="desk-next">
                <p class="desk-next-text">{t!(i18n, desk.waits_on_customer)}</p>
                <Button on_press=move |()| send(
                    workspace,
                    Command::Record { case: id, what: Remark::Resume },
                )>{t!(i18n, desk.resume)}</Button>
            </div>
        </Show>
        <Show when=move || is_open.get()><Form id/></Show>
    }
}

#[component]
fn Form(id: CaseId) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let kind = RwSignal::new(Kind::Note);
    let text = RwSignal::new(String::new());
    let by = RwSignal::new(None::<NaiveDate>);
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let unsaved = use_unsaved();
    let kinds = Signal::derive(move || {
        vec![
            Choice::new(Kind::Note, t_string!(i18n, desk.note)),
            Choice::new(Kind::Reply, t_string!(i18n, desk.reply)),
            Choice::new(Kind::Wait, t_string!(i18n, desk.wait)),
            Choice::new(Kind::Promise, t_string!(i18n, desk.promise_something)),
        ]
    });
    let save = move || {
        let written = text.get_untracked();
        let what = match kind.get_untracked() {
            Kind::Note => Remark::Note(written),
            Kind::Reply => Remark::Reply(written),
            Kind::Wait => Remark::Wait(written),
            Kind::Promise => {
                let Some(by) = by.get_untracked() else {
                    faults.set(vec![(BY.to_owned(), Fault::Empty)]);
                    return;
                };
                Remark::Promise(Promise { what: written, by })
            }
        };
        // A second press writes nothing twice.
        if is_saving.get_untracked() {
            return;
        }
        is_saving.set(true);
        spawn_local(async move {
            let outcome = workspace.dispatch(Command::Record { case: id, what }).await;
            is_saving.set(false);
            match outcome {
                Ok(_) => {
                    faults.clear();
                    text.set(String::new());
                    unsaved.clear();
                }
                Err(failure) => faults.fail(failure, |field| match field {
                    Field::Text => Some(TEXT),
                    Field::Date => Some(BY),
                    _ => None,
                }),
            }
        });
    };
    view! {
        <Section title=move || t_string!(i18n, desk.write)>
            <ErrorSummary errors=faults.summary()/>
            <form class="form" data-unsaved="" on:submit=move |event| { event.prevent_default(); save(); }>
                <SegmentedField label=move || t_string!(i18n, desk.what_kind) value=kind choices=kinds/>
                <TextArea label=move || t_string!(i18n, desk.text) value=text error=faults.at(TEXT) id=TEXT rows=2/>
                <Show when=move || kind.get() == Kind::Promise>
                    <DateField label=move || t_string!(i18n, desk.by_when) value=by error=faults.at(BY) id=BY/>
                </Show>
                <Actions><Button submit=true disabled=is_saving>{t!(i18n, desk.write_down)}</Button></Actions>
            </form>
        </Section>
    }
}
