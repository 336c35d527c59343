//! What a case is about, how urgent it is, and whose it is.

use crate::app::{
    components::{Actions, Button, Choice, Section, SelectField, TextField},
    locale::{t, t_string, use_i18n},
    pages::desk::{kind_choices, priority_choices, send},
    workspace::use_workspace,
};
use crate::billing::desk::case::{Case, CaseKind, Priority};
use crate::billing::id::{CaseId, PersonId};
use crate::care::case::owner;
use crate::care::command::Command;
use leptos::prelude::*;

/// The form; it follows what is kept.
#[component]
pub fn Sorting(id: CaseId, case: Memo<Option<Case>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let subject = RwSignal::new(String::new());
    let kind = RwSignal::new(CaseKind::Question);
    let priority = RwSignal::new(Priority::USUAL);
    Effect::new(move || {
        case.with(|case| {
            if let Some(case) = case {
                subject.set(case.subject.clone());
                kind.set(case.kind);
                priority.set(case.priority);
            }
        });
    });
    let is_changed = Memo::new(move |_| {
        let (subject, kind, priority) = (subject.get(), kind.get(), priority.get());
        case.with(|case| {
            case.as_ref().is_some_and(|case| {
                (case.subject.as_str(), case.kind, case.priority)
                    != (subject.trim(), kind, priority)
            })
        })
    });
    let save = move || {
        let command = Command::Sort {
            case: id,
            kind: kind.get_untracked(),
            priority: priority.get_untracked(),
            subject: subject.get_untracked(),
        };
        send(workspace, command);
    };
    view! {
        <Section title=move || t_string!(i18n, desk.about_case)>
            <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
                <TextField label=move || t_string!(i18n, desk.subject) value=subject/>
                <SelectField label=move || t_string!(i18n, desk.kind_label) value=kind choices=kind_choices(i18n)/>
                <SelectField label=move || t_string!(i18n, desk.priority) value=priority choices=priority_choices(i18n)/>
                <Show when=move || is_changed.get()>
                    <Actions><Button submit=true>{t!(i18n, words.save)}</Button></Actions>
                </Show>
            </form>
            <Owner id case/>
        </Section>
    }
}

#[component]
fn Owner(id: CaseId, case: Memo<Option<Case>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = Memo::new(move |_| case.with(|case| owner(case.as_ref()?)));
    let chosen = RwSignal::new(None::<PersonId>);
    Effect::new(move || chosen.set(now.get()));
    let people = Signal::derive(move || {
        let mut choices = vec![Choice::new(None, t_string!(i18n, desk.nobodys))];
        workspace.with(|book| {
            let people = book.people.values().filter(|person| !person.left);
            choices.extend(people.map(|person| Choice::new(Some(person.id), person.name.clone())));
        });
        choices
    });
    Effect::new(move || {
        if let Some(to) = chosen.get().filter(|to| Some(*to) != now.get_untracked()) {
            send(workspace, Command::Assign { case: id, to });
        }
    });
    let has_others = move || people.read().len() > 1;
    view! {
        <Show when=has_others>
            <SelectField label=move || t_string!(i18n, desk.owner) value=chosen choices=people/>
        </Show>
    }
}
