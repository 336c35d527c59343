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
    let person = RwSignal::new(None::<PersonId>);
    let kept = Memo::new(move |_| {
        case.with(|case| {
            let case = case.as_ref()?;
            Some((case.subject.clone(), case.kind, case.priority))
        })
    });
    let kept_owner = Memo::new(move |_| case.with(|case| owner(case.as_ref()?)));
    // Whatever else happens in the case leaves what is being typed alone.
    Effect::new(move || {
        if let Some((kept_subject, kept_kind, kept_priority)) = kept.get() {
            subject.set(kept_subject);
            kind.set(kept_kind);
            priority.set(kept_priority);
        }
    });
    Effect::new(move || person.set(kept_owner.get()));
    let is_sorted_anew = Memo::new(move |_| {
        let typed = (subject.get().trim().to_owned(), kind.get(), priority.get());
        kept.get().is_some_and(|kept| kept != typed)
    });
    let given_to = Memo::new(move |_| person.get().filter(|to| Some(*to) != kept_owner.get()));
    let save = move || {
        if let Some(to) = given_to.get_untracked() {
            send(workspace, Command::Assign { case: id, to });
        }
        if is_sorted_anew.get_untracked() {
            let command = Command::Sort {
                case: id,
                kind: kind.get_untracked(),
                priority: priority.get_untracked(),
                subject: subject.get_untracked(),
            };
            send(workspace, command);
        }
    };
    view! {
        <Section title=move || t_string!(i18n, desk.about_case)>
            <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
                <TextField label=move || t_string!(i18n, desk.subject) value=subject/>
                <SelectField label=move || t_string!(i18n, desk.kind_label) value=kind choices=kind_choices(i18n)/>
                <SelectField label=move || t_string!(i18n, desk.priority) value=priority choices=priority_choices(i18n)/>
                <Owner value=person kept=kept_owner/>
                <Show when=move || is_sorted_anew.get() || given_to.get().is_some()>
                    <Actions><Button submit=true>{t!(i18n, words.save)}</Button></Actions>
                </Show>
            </form>
        </Section>
    }
}

#[component]
fn Owner(value: RwSignal<Option<PersonId>>, kept: Memo<Option<PersonId>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let people = Signal::derive(move || {
        // Whoever has a case can give it to another; nobody can put it down.
        let nobody = kept.get().is_none();
        let nobody = nobody.then(|| Choice::new(None, t_string!(i18n, desk.nobodys)));
        let mut choices: Vec<_> = nobody.into_iter().collect();
        workspace.with(|book| {
            let people = book.people.values();
            let people = people.filter(|person| !person.left || Some(person.id) == kept.get());
            choices.extend(people.map(|person| Choice::new(Some(person.id), person.name.clone())));
        });
        choices
    });
    let has_others = move || people.read().len() > 1;
    view! {
        <Show when=has_others>
            <SelectField label=move || t_string!(i18n, desk.owner) value choices=people/>
        </Show>
    }
}
