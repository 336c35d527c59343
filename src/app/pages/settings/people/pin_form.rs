//! One's own PIN: set, changed, given up. An owner gets a recovery code with it, shown once.

use crate::app::{
    components::{Actions, Button, ButtonKind, Notice as NoticeBox, Tone, error_summary::focus},
    locale::{I18n, t, t_string, td_string, use_i18n},
    pages::{
        caller::spoken_field::SpokenField,
        take_over::{heard_pin, note_pin},
    },
    wording::failure_text,
    workspace::{
        Notice, SecretFault, Workspace,
        secret::{make_recovery_code, nfkc},
        use_workspace,
    },
};
use crate::billing::desk::caller::Secret;
use crate::billing::desk::role::Role;
use crate::billing::seller::Person;
use crate::care::command::Command;
use crate::care::secret::{PinFault, as_compared, check_pin};
use leptos::{prelude::*, task::spawn_local};

/// The recovery code that was made.
const MADE: &str = "made-code";

/// The form; it stands in a dialog.
#[component]
pub fn PinForm(
    /// Whose PIN.
    person: Person,
    /// The dialog.
    open: RwSignal<bool>,
    /// The recovery code that was made; while there is one, only its own button closes the dialog.
    code: RwSignal<Option<String>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    code.set(None);
    let has_pin = person.pin.is_some();
    let person = StoredValue::new(person);
    let (old, new, again) = (
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
        RwSignal::new(String::new()),
    );
    let error = RwSignal::new(None::<String>);
    let is_busy = RwSignal::new(false);
    let keep = move |chosen: Option<String>| {
        let old_text = old.get_untracked();
        for field in [old, new, again] {
            field.set(String::new());
        }
        error.set(None);
        is_busy.set(true);
        spawn_local(async move {
            let outcome = set(workspace, i18n, person.get_value(), old_text, chosen).await;
            is_busy.try_set(false);
            match outcome {
                Ok(Some(made)) => {
                    code.try_set(Some(made));
                }
                Ok(None) => {
                    workspace.notify(Notice::Done(
                        t_string!(i18n, settings.people_saved).to_owned(),
                    ));
                    open.set(false);
                }
                Err(words) => {
                    error.try_set(Some(words));
                }
            }
        });
    };
    // The form is gone, and the code is shown once: it takes the focus, and is read out.
    Effect::new(move || {
        if code.read().is_some() {
            request_animation_frame(|| focus(MADE));
        }
    });
    let save = move || {
        error.set(None);
        let chosen = new.get_untracked();
        if let Err(fault) = check_pin(nfkc, &chosen) {
            error.set(Some(fault_text(i18n, fault)));
        } else if as_compared(nfkc, &chosen) != as_compared(nfkc, &again.get_untracked()) {
            error.set(Some(t_string!(i18n, settings.pins_differ).to_owned()));
        } else {
            keep(Some(chosen));
        }
    };
    let form = move || {
        view! {
            <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); save(); }>
                {has_pin.then(|| view! {
                    <SpokenField id="pin-old" label=move || t_string!(i18n, settings.pin_now) value=old is_figures=true is_hidden=true/>
                })}
                <SpokenField id="pin-new" label=move || t_string!(i18n, settings.pin_new) hint=Signal::derive(move || t_string!(i18n, settings.pin_hint).to_owned()) value=new is_figures=true is_hidden=true/>
                <SpokenField id="pin-again" label=move || t_string!(i18n, settings.pin_again) value=again is_figures=true is_hidden=true/>
                <div role="alert">
                    {move || error.get().map(|text| view! { <NoticeBox tone=Tone::Bad>{text}</NoticeBox> })}
                </div>
                <Actions>
                    {has_pin.then(|| view! {
                        <Button kind=ButtonKind::Quiet disabled=is_busy on_press=move |()| keep(None)>{t!(i18n, settings.remove_pin)}</Button>
                    })}
                    <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                    <Button submit=true kind=ButtonKind::Primary disabled=is_busy>{t!(i18n, settings.set_pin)}</Button>
                </Actions>
            </form>
        }
    };
    move || {
        match code.get() {
        None => form().into_any(),
        Some(code) => view! {
            <div id=MADE tabindex="-1">
                <p class="dialog-text">{t!(i18n, settings.code_once)}</p>
                <span class="heard">{t!(i18n, settings.recovery_code)}</span>
                <p class="caller-pin">{code}</p>
            </div>
            <Actions><Button kind=ButtonKind::Primary on_press=move |()| { open.set(false); }>{t!(i18n, settings.code_noted)}</Button></Actions>
        }
        .into_any(),
    }
    }
}

/// Sets the PIN; answers with the recovery code where there is one, or says why not.
async fn set(
    workspace: Workspace,
    i18n: I18n,
    person: Person,
    old: String,
    chosen: Option<String>,
) -> Result<Option<String>, String> {
    let id = person.id;
    let hash = match &person.pin {
        Some(kept) => Some(heard_pin(workspace, i18n, id, old, kept).await?),
        None => None,
    };
    let (pin, recovery, code) = seal(workspace, person.role, chosen)
        .await
        .map_err(|fault| {
            let locale = i18n.get_locale_untracked();
            td_string!(locale, caller.hash_failed, words = fault.0).to_string()
        })?;
    let command = Command::SetPin {
        person: id,
        hash,
        pin,
        recovery,
    };
    let outcome = workspace.dispatch(command).await;
    note_pin(id, &outcome, workspace.now());
    match outcome {
        Ok(_) => Ok(code),
        Err(failure) => Err(failure_text(i18n, &failure)),
    }
}

type Sealed = (Option<Secret>, Option<Secret>, Option<String>);

async fn seal(
    workspace: Workspace,
    role: Role,
    chosen: Option<String>,
) -> Result<Sealed, SecretFault> {
    let Some(chosen) = chosen else {
        return Ok((None, None, None));
    };
    let pin = workspace.seal_pin(chosen).await?;
    // Anybody else asks an owner; nobody stands above an owner.
    if role != Role::Owner {
        return Ok((Some(pin), None, None));
    }
    let code = make_recovery_code()?;
    let recovery = workspace.seal_pin(code.clone()).await?;
    Ok((Some(pin), Some(recovery), Some(code)))
}

fn fault_text(i18n: I18n, fault: PinFault) -> String {
    match fault {
        PinFault::NotFigures => t_string!(i18n, settings.pin_not_figures).to_owned(),
        PinFault::TooShort => t_string!(i18n, settings.pin_too_short).to_owned(),
        PinFault::TooSimple => t_string!(i18n, settings.pin_too_simple).to_owned(),
    }
}
