//! People on this device: the names that the journal writes down.

use crate::app::{
    components::{Badge, Button, ButtonKind, Section, TextField, Tone},
    locale::{t, t_string, use_i18n},
    wording,
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::seller::Person;
use leptos::{prelude::*, task::spawn_local};

/// Who works with the book here, and who does now.
#[component]
pub fn PeopleSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let name = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let people = move || {
        workspace.with(|book| {
            book.people
                .values()
                .filter(|person| !person.left)
                .cloned()
                .collect::<Vec<_>>()
        })
    };
    let keep = move |person: Person, then_choose: bool| {
        spawn_local(async move {
            let id = person.id;
            match workspace.dispatch(Command::RevisePerson(person)).await {
                Ok(_) => {
                    error.set(None);
                    name.set(String::new());
                    if then_choose {
                        workspace.choose_person(id);
                    }
                    workspace.notify(Notice::Done(
                        t_string!(i18n, settings.people_saved).to_string(),
                    ));
                }
                Err(failure) => error.set(Some(wording::failure_text(i18n, &failure))),
            }
        });
    };
    let add = move || {
        let person = Person {
            id: workspace.fresh_id(),
            name: name.get_untracked().trim().to_owned(),
            role: crate::billing::desk::role::Role::default(),
            pin: None,
            left: false,
        };
        let is_first = people().is_empty();
        keep(person, is_first);
    };
    let row = move |person: Person| {
        let id = person.id;
        let leaving = Person {
            left: true,
            ..person.clone()
        };
        view! {
            <li class="row-between">
                <span>{person.name.clone()}</span>
                <span class="row-end">
                    <Show
                        when=move || workspace.person() == Some(id)
                        fallback=move || view! {
                            <Button kind=ButtonKind::Quiet on_press=move |()| workspace.choose_person(id)>{t!(i18n, settings.this_is_me)}</Button>
                        }
                    >
                        <Badge tone=Tone::Good>{t!(i18n, settings.works_here_now)}</Badge>
                    </Show>
                    <Button kind=ButtonKind::Quiet on_press=move |()| keep(leaving.clone(), false)>{t!(i18n, words.remove)}</Button>
                </span>
            </li>
        }
    };
    view! {
        <Section title=move || t_string!(i18n, settings.people) note=move || t_string!(i18n, settings.people_note)>
            <ul class="plain-list">{move || people().into_iter().map(row).collect_view()}</ul>
            <form novalidate class="form" on:submit=move |event| { event.prevent_default(); add(); }>
                <TextField id="person-name" label=move || t_string!(i18n, settings.person_name) value=name error/>
                <div class="actions"><Button submit=true>{t!(i18n, settings.add_person)}</Button></div>
            </form>
        </Section>
    }
}
