//! Who works at this device: somebody else takes over, by their PIN where they have one.
//!
//! Wrong PINs make the next one wait, and longer each time. This device remembers how often; whoever empties its storage empties
//! that as well, which is said where PINs are set.

use super::caller::spoken_field::SpokenField;
use crate::app::{
    components::{
        Actions, Badge, Button, ButtonKind, Dialog, Notice as NoticeBox, Tone, error_summary::focus,
    },
    locale::{I18n, t, t_string, td_string, use_i18n},
    wording::{duration_text, failure_text, role_name},
    workspace::{
        Failure, Notice, Workspace,
        device::{PinTries, keep_pin_tries, pin_tries},
        use_workspace,
    },
};
use crate::billing::desk::caller::{Hex, Secret};
use crate::billing::id::PersonId;
use crate::billing::seller::Person;
use crate::care::command::Command;
use crate::care::lockout::wait_for_pin;
use crate::care::refusal::Refused;
use chrono::{DateTime, TimeDelta, Utc};
use leptos::{prelude::*, task::spawn_local};

/// Seconds until another PIN of somebody is heard on this device.
pub fn pin_wait(person: PersonId, now: DateTime<Utc>) -> u32 {
    let tries = pin_tries();
    let Some(tried) = tries.iter().find(|tried| tried.person == person) else {
        return 0;
    };
    let wait = TimeDelta::seconds(i64::from(wait_for_pin(tried.failures)));
    // A clock that was set back shortens no wait.
    let left = tried.last + wait - now.max(tried.last);
    u32::try_from(left.num_seconds()).unwrap_or(0)
}

/// Notes what became of a PIN that was heard.
pub fn note_pin<T>(person: PersonId, outcome: &Result<T, Failure>, now: DateTime<Utc>) {
    let is_wrong = matches!(
        outcome,
        Err(Failure::Care(Refused::WrongPin | Refused::WrongRecovery))
    );
    let mut tries = pin_tries();
    let before = tries.iter().find(|tried| tried.person == person).copied();
    tries.retain(|tried| tried.person != person);
    if is_wrong {
        let before = before.unwrap_or(PinTries {
            person,
            failures: 0,
            last: now,
        });
        tries.push(PinTries {
            person,
            failures: before.failures.saturating_add(1),
            last: before.last.max(now),
        });
    }
    keep_pin_tries(&tries);
}

/// What a PIN that was typed comes to, unless another has to wait; in words where it can't be told.
pub async fn heard_pin(
    workspace: Workspace,
    i18n: I18n,
    person: PersonId,
    text: String,
    kept: &Secret,
) -> Result<Hex, String> {
    let locale = i18n.get_locale_untracked();
    let left = pin_wait(person, workspace.now());
    if left > 0 {
        let time = duration_text(locale, i64::from(left));
        return Err(td_string!(locale, settings.pin_wait, time = time).to_string());
    }
    match workspace.hash_heard(text, kept).await {
        Ok(heard) => Ok(heard.hash),
        Err(fault) => Err(td_string!(locale, caller.hash_failed, words = fault.0).to_string()),
    }
}

/// Where the dialog is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Choose,
    Pin(PersonId),
    Code(PersonId),
}

/// The dialog; the navigation and the settings open it.
#[component]
pub fn TakeOver(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Dialog title=move || t_string!(i18n, settings.take_over) open><Steps open/></Dialog>
    }
}

#[component]
fn Steps(open: RwSignal<bool>) -> impl IntoView {
    let workspace = use_workspace();
    let i18n = use_i18n();
    let step = RwSignal::new(Step::Choose);
    let error = RwSignal::new(None::<String>);
    let go = Callback::new(move |command: (PersonId, Command)| {
        let (person, command) = command;
        spawn_local(async move {
            let outcome = workspace.dispatch(command).await;
            note_pin(person, &outcome, workspace.now());
            match outcome {
                Ok(_) => {
                    workspace.choose_person(person);
                    let name = name_of(workspace, person);
                    let locale = i18n.get_locale_untracked();
                    workspace.notify(Notice::Done(
                        td_string!(locale, settings.taken_over, name = name).to_string(),
                    ));
                    open.set(false);
                }
                Err(failure) => error.set(Some(failure_text(i18n, &failure))),
            }
        });
    });
    move || {
        let view = match step.get() {
            Step::Choose => view! { <Choose step go/> }.into_any(),
            Step::Pin(person) => view! { <PinStep person step error go/> }.into_any(),
            Step::Code(person) => view! { <CodeStep person step error go/> }.into_any(),
        };
        view! {
            {view}
            <div role="alert">
                {move || error.get().map(|text| view! { <NoticeBox tone=Tone::Bad>{text}</NoticeBox> })}
            </div>
        }
    }
}

/// Gives the focus to the field of a step once it stands there: the press that led to it left it on a button that is gone.
fn begin_at(field: &'static str) {
    Effect::new(move || request_animation_frame(move || focus(field)));
}

fn name_of(workspace: Workspace, person: PersonId) -> String {
    workspace.with_untracked(|book| {
        let person = book.people.get(&person);
        person.map(|person| person.name.clone()).unwrap_or_default()
    })
}

fn secret_of(
    workspace: Workspace,
    person: PersonId,
    which: fn(&Person) -> &Option<Secret>,
) -> Option<Secret> {
    workspace.with_untracked(|book| {
        book.people
            .get(&person)
            .and_then(|person| which(person).clone())
    })
}

/// Everybody who works here.
#[component]
fn Choose(step: RwSignal<Step>, go: Callback<(PersonId, Command)>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let people = workspace.with_untracked(|book| {
        let working = book.people.values().filter(|person| !person.left);
        working.cloned().collect::<Vec<_>>()
    });
    let is_nobody = people.is_empty();
    let row = move |person: Person| {
        let id = person.id;
        let has_pin = person.pin.is_some();
        let is_here = move || workspace.person() == Some(id);
        let choose = move || {
            if has_pin {
                step.set(Step::Pin(id));
            } else {
                go.run((
                    id,
                    Command::TakeOver {
                        person: id,
                        hash: None,
                    },
                ));
            }
        };
        view! {
            <li>
                <button type="button" class="person-choice" on:click=move |_| choose()>
                    <span>{person.name.clone()} " " <span class="quiet">{role_name(i18n, person.role)}</span></span>
                    <Show when=is_here><Badge tone=Tone::Good>{t!(i18n, settings.works_here_now)}</Badge></Show>
                </button>
            </li>
        }
    };
    view! {
        {is_nobody.then(|| view! { <p class="dialog-text">{t!(i18n, settings.nobody_yet)}</p> })}
        <ul class="plain-list">{people.into_iter().map(row).collect_view()}</ul>
    }
}

/// Asks for the PIN.
#[component]
fn PinStep(
    person: PersonId,
    step: RwSignal<Step>,
    error: RwSignal<Option<String>>,
    go: Callback<(PersonId, Command)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let pin = RwSignal::new(String::new());
    let is_busy = RwSignal::new(false);
    let name = name_of(workspace, person);
    begin_at("take-over-pin");
    let has_code = secret_of(workspace, person, |person| &person.recovery).is_some();
    let send = move || {
        let text = pin.get_untracked();
        let Some(kept) = secret_of(workspace, person, |person| &person.pin) else {
            // It was removed meanwhile: they are chosen without one.
            step.set(Step::Choose);
            return;
        };
        if text.trim().is_empty() {
            error.set(Some(t_string!(i18n, desk.refused.pin_needed).to_owned()));
            focus("take-over-pin");
            return;
        }
        pin.set(String::new());
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            match heard_pin(workspace, i18n, person, text, &kept).await {
                Ok(hash) => go.run((
                    person,
                    Command::TakeOver {
                        person,
                        hash: Some(hash),
                    },
                )),
                Err(words) => error.set(Some(words)),
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); send(); }>
            <SpokenField id="take-over-pin" label=move || td_string!(i18n.get_locale(), settings.pin_of, name = name.clone()).to_string() value=pin is_figures=true is_hidden=true/>
            <Actions>
                {has_code.then(|| view! {
                    <Button kind=ButtonKind::Quiet on_press=move |()| { error.set(None); step.set(Step::Code(person)); }>{t!(i18n, settings.forgot_pin)}</Button>
                })}
                <Button on_press=move |()| { error.set(None); step.set(Step::Choose); }>{t!(i18n, words.back)}</Button>
                <Button submit=true kind=ButtonKind::Primary disabled=is_busy>{t!(i18n, settings.take_over)}</Button>
            </Actions>
            {(!has_code).then(|| view! { <p class="field-hint">{t!(i18n, settings.forgot_pin_hint)}</p> })}
        </form>
    }
}

/// Asks for the recovery code.
#[component]
fn CodeStep(
    person: PersonId,
    step: RwSignal<Step>,
    error: RwSignal<Option<String>>,
    go: Callback<(PersonId, Command)>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let code = RwSignal::new(String::new());
    begin_at("take-over-code");
    let is_busy = RwSignal::new(false);
    let send = move || {
        let text = code.get_untracked();
        let Some(kept) = secret_of(workspace, person, |person| &person.recovery) else {
            step.set(Step::Choose);
            return;
        };
        if text.trim().is_empty() {
            error.set(Some(t_string!(i18n, settings.code_needed).to_owned()));
            focus("take-over-code");
            return;
        }
        code.set(String::new());
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            match heard_pin(workspace, i18n, person, text, &kept).await {
                Ok(hash) => go.run((person, Command::Recover { person, hash })),
                Err(words) => error.set(Some(words)),
            }
            is_busy.try_set(false);
        });
    };
    view! {
        <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); send(); }>
            <SpokenField id="take-over-code" label=move || t_string!(i18n, settings.recovery_code) hint=Signal::derive(move || t_string!(i18n, settings.recovery_hint).to_owned()) value=code/>
            <Actions>
                <Button on_press=move |()| { error.set(None); step.set(Step::Choose); }>{t!(i18n, words.back)}</Button>
                <Button submit=true kind=ButtonKind::Primary disabled=is_busy>{t!(i18n, settings.take_over)}</Button>
            </Actions>
        </form>
    }
}
