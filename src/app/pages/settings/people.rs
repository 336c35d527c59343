//! People on this device: who works with the book, in which role, and by which PIN they take over.

mod person_form;
mod pin_form;

use crate::app::{
    components::{
        Badge, Button, ButtonKind, ConfirmDialog, Dialog, Notice as NoticeBox, Section, Symbol,
        Tone,
    },
    locale::{t, t_string, td_string, use_i18n},
    pages::{
        role_note::{RoleNote, falls_short},
        take_over::TakeOver,
    },
    wording::role_name,
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command as Billing;
use crate::billing::desk::role::Role;
use crate::billing::id::PersonId;
use crate::billing::seller::Person;
use crate::care::command::{Command, Wish};
use leptos::{prelude::*, task::spawn_local};
use person_form::PersonForm;
use pin_form::PinForm;

/// What a dialog of the section is about.
#[derive(Clone, Copy)]
struct Asked {
    person: RwSignal<Option<PersonId>>,
    edit: RwSignal<bool>,
    pin: RwSignal<bool>,
    reset: RwSignal<bool>,
    leave: RwSignal<bool>,
}

impl Asked {
    fn new() -> Self {
        Asked {
            person: RwSignal::new(None),
            edit: RwSignal::new(false),
            pin: RwSignal::new(false),
            reset: RwSignal::new(false),
            leave: RwSignal::new(false),
        }
    }

    fn open(self, which: RwSignal<bool>, person: Option<PersonId>) {
        self.person.set(person);
        which.set(true);
    }
}

/// Who works with the book here, and who does now.
#[component]
pub fn PeopleSection() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let asked = Asked::new();
    let taking_over = RwSignal::new(false);
    let falls_short = falls_short(workspace, Role::Owner);
    let people = Memo::new(move |_| {
        workspace.with(|book| {
            let working = book.people.values().filter(|person| !person.left);
            working.cloned().collect::<Vec<_>>()
        })
    });
    let has_people = Memo::new(move |_| !people.read().is_empty());
    view! {
        <Section title=move || t_string!(i18n, settings.people) note=move || t_string!(i18n, settings.people_note)>
            <RoleNote needs=Role::Owner/>
            <ul class="people">
                {move || people.get().into_iter().map(|person| view! { <PersonRow person asked/> }).collect_view()}
            </ul>
            <div class="actions">
                <Button symbol=Symbol::Plus disabled=falls_short on_press=move |()| asked.open(asked.edit, None)>{t!(i18n, settings.add_person)}</Button>
                <Show when=move || has_people.get()>
                    <Button symbol=Symbol::Person on_press=move |()| taking_over.set(true)>{t!(i18n, settings.take_over)}</Button>
                </Show>
            </div>
            <NoticeBox tone=Tone::Info title=move || t_string!(i18n, settings.no_lock_title)>
                {t!(i18n, settings.no_lock_text)}
            </NoticeBox>
        </Section>
        <TakeOver open=taking_over/>
        <Dialogs asked/>
    }
}

/// One person: name, role, whether a PIN is asked, and what can be changed.
#[component]
fn PersonRow(person: Person, asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = person.id;
    let has_pin = person.pin.is_some();
    let is_here = Memo::new(move |_| workspace.person() == Some(id));
    // The engine decides; a button that it would refuse is only not offered.
    let is_owner = Memo::new(move |_| workspace.role() == Role::Owner);
    view! {
        <li class="person">
            <div class="person-who">
                <p><strong>{person.name.clone()}</strong> " " <span class="quiet">{move || role_name(i18n, person.role)}</span></p>
                <p class="person-marks">
                    <Show when=move || is_here.get()><Badge tone=Tone::Good>{t!(i18n, settings.works_here_now)}</Badge></Show>
                    {if has_pin {
                        view! { <Badge tone=Tone::Neutral>{t!(i18n, settings.has_pin)}</Badge> }.into_any()
                    } else {
                        view! { <Badge tone=Tone::Warn>{t!(i18n, settings.has_no_pin)}</Badge> }.into_any()
                    }}
                </p>
            </div>
            <div class="actions">
                <Show when=move || is_here.get() || is_owner.get()>
                    <Button kind=ButtonKind::Quiet on_press=move |()| asked.open(asked.edit, Some(id))>{t!(i18n, words.edit)}</Button>
                </Show>
                <Show when=move || is_here.get()>
                    <Button kind=ButtonKind::Quiet on_press=move |()| asked.open(asked.pin, Some(id))>
                        {if has_pin { t_string!(i18n, settings.change_pin) } else { t_string!(i18n, settings.set_pin) }}
                    </Button>
                </Show>
                <Show when=move || has_pin && is_owner.get() && !is_here.get()>
                    <Button kind=ButtonKind::Quiet on_press=move |()| asked.open(asked.reset, Some(id))>{t!(i18n, settings.reset_pin)}</Button>
                </Show>
                <Show when=move || is_owner.get()>
                    <Button kind=ButtonKind::Quiet on_press=move |()| asked.open(asked.leave, Some(id))>{t!(i18n, words.remove)}</Button>
                </Show>
            </div>
        </li>
    }
}

/// The dialogs of the section.
#[component]
fn Dialogs(asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let send = move |wish: Wish| {
        spawn_local(async move {
            match workspace.dispatch(wish).await {
                Ok(_) => workspace.notify(Notice::Done(
                    t_string!(i18n, settings.people_saved).to_owned(),
                )),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    let made_code = RwSignal::new(None::<String>);
    let found = move || {
        let id = asked.person.get()?;
        workspace.with(|book| book.people.get(&id).cloned())
    };
    let name = move || found().map(|person| person.name).unwrap_or_default();
    let reset = move || {
        if let Some(person) = asked.person.get_untracked() {
            send(Wish::Care(Command::SetPin {
                person,
                hash: None,
                pin: None,
                recovery: None,
            }));
        }
    };
    let leave = move || {
        if let Some(person) = untrack(found) {
            send(Wish::Billing(Billing::RevisePerson(Person {
                left: true,
                ..person
            })));
        }
    };
    view! {
        <Dialog title=move || t_string!(i18n, settings.person) open=asked.edit>
            {move || view! { <PersonForm person=untrack(found) open=asked.edit/> }}
        </Dialog>
        <Dialog title=move || t_string!(i18n, settings.pin) open=asked.pin is_held=Signal::derive(move || made_code.read().is_some())>
            {move || untrack(found).map(|person| view! { <PinForm person open=asked.pin code=made_code/> })}
        </Dialog>
        <ConfirmDialog
            title=move || t_string!(i18n, settings.reset_pin)
            text=move || td_string!(i18n.get_locale(), settings.reset_pin_text, name = name()).to_string()
            confirm=move || t_string!(i18n, settings.reset_pin)
            open=asked.reset
            on_confirm=move |()| reset()
        />
        <ConfirmDialog
            title=move || t_string!(i18n, settings.leave_title)
            text=move || td_string!(i18n.get_locale(), settings.leave_text, name = name()).to_string()
            confirm=move || t_string!(i18n, words.remove)
            open=asked.leave
            on_confirm=move |()| leave()
        />
    }
}
