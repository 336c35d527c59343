//! Settling a case: how it ended, in one choice and a few words.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, ErrorSummary, FieldError, Notice as NoticeBox,
        SelectField, TextArea, Tone,
    },
    locale::{t, t_string, use_i18n},
    route::{Route, use_go},
    wording::{failure_text, outcome_name},
    workspace::{Notice, use_workspace},
};
use crate::billing::desk::case::Outcome;
use crate::billing::id::CaseId;
use crate::care::case::{call_back, likely_outcome};
use crate::care::command::Command;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const NOTE: &str = "settle-note";

/// The form; it stands in a dialog.
#[component]
pub fn SettleForm(id: CaseId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let go = use_go();
    let outcome = RwSignal::new(workspace.with_untracked(|book| {
        let case = book.cases.get(&id);
        case.map_or(Outcome::Explained, |case| likely_outcome(book, case))
    }));
    let note = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let choices = Signal::derive(move || {
        let name = |outcome| Choice::new(outcome, outcome_name(i18n, outcome));
        Outcome::ALL.into_iter().map(name).collect::<Vec<_>>()
    });
    // To settle is to let go of what was promised.
    let is_call_owed = Memo::new(move |_| {
        workspace.with(|book| book.cases.get(&id).and_then(call_back).is_some())
    });
    let save = move || {
        let command = Command::Resolve {
            case: id,
            outcome: outcome.get_untracked(),
            note: note.get_untracked(),
        };
        let go = go.clone();
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => {
                    workspace.notify(Notice::Done(t_string!(i18n, desk.resolved).to_string()));
                    open.set(false);
                    go(Route::Desk);
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(NOTE, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <Show when=move || is_call_owed.get()>
            <NoticeBox tone=Tone::Warn>{t!(i18n, desk.settle_ends_call_back)}</NoticeBox>
        </Show>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <SelectField label=move || t_string!(i18n, desk.outcome_label) value=outcome choices/>
            <TextArea label=move || t_string!(i18n, desk.note) value=note id=NOTE/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, desk.resolve)}</Button>
            </Actions>
        </form>
    }
}
