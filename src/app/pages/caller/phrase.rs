//! The phrase or PIN: the representative types what the caller says, and gets one word.

use super::{
    Answer, Line,
    spoken_field::{SpokenField, spoken},
    way::Way,
};
use crate::app::{
    components::{Button, ButtonKind},
    locale::{t, t_string, td_string, use_i18n},
    wording::phrase_fault_text,
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::care::caller::PhraseFault;
use crate::care::command::Command;
use leptos::{prelude::*, task::spawn_local};

/// The way.
#[component]
pub fn PhraseWay(line: Line, account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let said = RwSignal::new(String::new());
    let is_missing = RwSignal::new(false);
    let missing = Signal::derive(move || {
        let is_missing = is_missing.get() && said.read().is_empty();
        is_missing.then(|| phrase_fault_text(i18n, PhraseFault::Empty))
    });
    let hear = move || {
        // An identity code is spoken of at the field already.
        is_missing.set(said.read_untracked().trim().is_empty());
        let Some(text) = spoken(said) else { return };
        // From here on it is in nobody's memory but the function's that hashes it.
        said.set(String::new());
        let kept = workspace.with_untracked(|book| book.callers.get(&account)?.secret.clone());
        let Some(kept) = kept else { return };
        line.answer.set(Answer::Comparing);
        spawn_local(async move {
            match workspace.hash_heard(text, &kept).await {
                Ok(heard) => {
                    let command = Command::HearPhrase {
                        case: line.case,
                        hash: heard.hash,
                        pepper: heard.pepper,
                    };
                    line.tell(i18n, workspace.dispatch(command).await);
                }
                Err(fault) => {
                    let locale = i18n.get_locale_untracked();
                    let text = td_string!(locale, caller.hash_failed, words = fault.0).to_string();
                    line.answer.set(Answer::Refused(text));
                }
            }
        });
    };
    let is_comparing = Signal::derive(move || *line.answer.read() == Answer::Comparing);
    view! {
        <Way name=move || t_string!(i18n, caller.phrase) note=move || t_string!(i18n, caller.phrase_note) is_open=true>
            <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); hear(); }>
                <SpokenField
                    id="caller-phrase"
                    label=move || t_string!(i18n, caller.phrase_said)
                    hint=Signal::derive(move || t_string!(i18n, caller.phrase_hint).to_owned())
                    value=said
                    error=missing
                    is_hidden=true
                />
                <div class="actions"><Button submit=true kind=ButtonKind::Primary disabled=is_comparing>{t!(i18n, caller.compare)}</Button></div>
            </form>
        </Way>
    }
}
