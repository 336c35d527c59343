//! The name and the role of somebody who works here.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, Notice as NoticeBox, SelectField, TextField, Tone,
    },
    locale::{t, t_string, use_i18n},
    wording::{failure_text, role_name},
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::seller::Person;
use leptos::{prelude::*, task::spawn_local};

/// The form; it stands in a dialog.
#[component]
pub fn PersonForm(
    /// Who is changed; none adds somebody.
    person: Option<Person>,
    /// The dialog.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_new = person.is_none();
    let is_first = workspace.with_untracked(|book| book.people.values().all(|person| person.left));
    let person = person.unwrap_or_else(|| Person {
        id: workspace.fresh_id(),
        name: String::new(),
        // Whoever is first owns the business; who comes after talks to customers until somebody says more.
        role: if is_first {
            Role::Owner
        } else {
            Role::Representative
        },
        pin: None,
        recovery: None,
        left: false,
    });
    let name = RwSignal::new(person.name.clone());
    let role = RwSignal::new(person.role);
    let error = RwSignal::new(None::<String>);
    let is_owner = workspace.role() == Role::Owner;
    let roles = Signal::derive(move || {
        let choice = |role| Choice::new(role, role_name(i18n, role));
        Role::ALL.into_iter().map(choice).collect::<Vec<_>>()
    });
    let may = move || match role.get() {
        Role::Representative => t_string!(i18n, settings.may_representative),
        Role::Lead => t_string!(i18n, settings.may_lead),
        Role::Manager => t_string!(i18n, settings.may_manager),
        Role::Owner => t_string!(i18n, settings.may_owner),
    };
    let save = move || {
        error.set(None);
        let revised = Person {
            name: name.get_untracked().trim().to_owned(),
            role: role.get_untracked(),
            ..person.clone()
        };
        spawn_local(async move {
            let id = revised.id;
            match workspace.dispatch(Command::RevisePerson(revised)).await {
                Ok(_) => {
                    if is_new && is_first {
                        workspace.choose_person(id);
                    }
                    workspace.notify(Notice::Done(
                        t_string!(i18n, settings.people_saved).to_owned(),
                    ));
                    open.set(false);
                }
                Err(failure) => error.set(Some(failure_text(i18n, &failure))),
            }
        });
    };
    view! {
        <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); save(); }>
            <TextField id="person-name" label=move || t_string!(i18n, settings.person_name) value=name required=true/>
            {(is_owner && !is_first).then(|| view! {
                <SelectField label=move || t_string!(i18n, settings.role) value=role choices=roles/>
            })}
            <p class="field-hint">{may}</p>
            <div role="alert">
                {move || error.get().map(|text| view! { <NoticeBox tone=Tone::Bad>{text}</NoticeBox> })}
            </div>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary>{t!(i18n, words.save)}</Button>
            </Actions>
        </form>
    }
}
