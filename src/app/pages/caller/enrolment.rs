//! What the customer of an account is recognised by: set, changed, taken away; and the attempts of late.

use super::{Hearing, locked, spoken_field::SpokenField};
use crate::app::{
    components::{
        Actions, Badge, Button, ButtonKind, ConfirmDialog, DataList, Datum, Dialog,
        Notice as NoticeBox, Section, ShortTable, Tone, error_summary::focus,
    },
    locale::{t, t_string, td_string, use_format, use_i18n},
    pages::desk::use_ticking,
    wording::{duration_text, failure_text, letter_kind_name, phrase_fault_text, recognition_name},
    workspace::{
        Notice,
        secret::{make_pin, nfkc},
        use_workspace,
    },
};
use crate::billing::desk::caller::{Attempt, Caller, Enrolment as Origin, Heard};
use crate::billing::id::AccountId;
use crate::billing::letter::LetterKind;
use crate::care::caller::check_phrase;
use crate::care::command::Command;
use chrono::Local;
use leptos::{prelude::*, task::spawn_local};

/// The PIN that was made.
const MADE: &str = "made-pin";
/// So many attempts are shown.
const SHOWN: usize = 10;

/// The section of an account's page.
#[component]
pub fn Enrolment(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let caller = Memo::new(move |_| {
        workspace
            .with(|book| book.callers.get(&id).cloned())
            .unwrap_or_else(|| Caller::new(id))
    });
    let making = RwSignal::new(false);
    let choosing = RwSignal::new(false);
    let removing = RwSignal::new(false);
    let has_phrase = Memo::new(move |_| caller.with(|caller| caller.secret.is_some()));
    let remove = move || {
        spawn_local(async move {
            let command = Command::SetPhrase {
                account: id,
                secret: None,
                enrolment: Origin::Made,
            };
            match workspace.dispatch(command).await {
                Ok(_) => workspace.notify(Notice::Done(
                    t_string!(i18n, caller.phrase_removed).to_owned(),
                )),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    view! {
        <Section title=move || t_string!(i18n, caller.enrolment) note=move || t_string!(i18n, caller.enrolment_note)>
            <State id caller/>
            <div class="actions">
                <Button on_press=move |()| making.set(true)>{t!(i18n, caller.make_pin)}</Button>
                <Button on_press=move |()| choosing.set(true)>{t!(i18n, caller.choose_phrase)}</Button>
                <Show when=move || has_phrase.get()>
                    <Button kind=ButtonKind::Quiet on_press=move |()| removing.set(true)>{t!(i18n, caller.remove_phrase)}</Button>
                </Show>
            </div>
            <Attempts caller/>
            <Letters id/>
        </Section>
        <Dialog title=move || t_string!(i18n, caller.make_pin) open=making><MakePin id open=making/></Dialog>
        <Dialog title=move || t_string!(i18n, caller.choose_phrase) open=choosing><ChoosePhrase id open=choosing/></Dialog>
        <ConfirmDialog
            title=move || t_string!(i18n, caller.remove_title)
            text=move || t_string!(i18n, caller.remove_text)
            confirm=move || t_string!(i18n, caller.remove_phrase)
            open=removing
            on_confirm=move |()| remove()
        />
    }
}

/// Whether there is a phrase, since when, and whether attempts are heard.
#[component]
fn State(id: AccountId, caller: Memo<Caller>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let now = use_ticking(workspace);
    let stands = Memo::new(move |_| locked(workspace, id, now.get()));
    let phrase = move || {
        caller.with(|caller| {
            let Some(secret) = &caller.secret else {
                return t_string!(i18n, caller.phrase_none).to_owned();
            };
            let locale = i18n.get_locale();
            let day = format
                .get()
                .date(secret.set_at.with_timezone(&Local).date_naive());
            match caller.enrolment {
                Some(Origin::Chosen) => td_string!(locale, caller.phrase_chosen_on, day = day),
                Some(Origin::Made) | None => td_string!(locale, caller.phrase_made_on, day = day),
            }
        })
    };
    let hearing = move || match stands.get() {
        Hearing::Open => {
            view! { <Badge tone=Tone::Good>{t!(i18n, caller.heard_now)}</Badge> }.into_any()
        }
        Hearing::Waits(left) => {
            let time = duration_text(i18n.get_locale(), i64::from(left));
            view! { <Badge tone=Tone::Warn>{t!(i18n, caller.heard_in, time = time)}</Badge> }
                .into_any()
        }
        Hearing::Locked => view! {
            <Badge tone=Tone::Bad>{t!(i18n, caller.locked_short)}</Badge>
        }
        .into_any(),
    };
    let is_worn_out = Memo::new(move |_| caller.with(Caller::is_worn_out));
    view! {
        <DataList>
            <Datum name=move || t_string!(i18n, caller.phrase)>{phrase}</Datum>
            <Datum name=move || t_string!(i18n, caller.attempts)>{hearing}</Datum>
        </DataList>
        <Show when=move || is_worn_out.get()>
            <NoticeBox tone=Tone::Warn>{t!(i18n, caller.worn_out)}</NoticeBox>
        </Show>
    }
}

/// Makes a PIN and shows it once.
#[component]
fn MakePin(id: AccountId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let pin = RwSignal::new(None::<String>);
    let error = RwSignal::new(None::<String>);
    let is_making = RwSignal::new(false);
    // The button that made it is gone, and the PIN is shown once: it takes the focus, and is read out.
    Effect::new(move || {
        if pin.read().is_some() {
            request_animation_frame(|| focus(MADE));
        }
    });
    let make = move || {
        error.set(None);
        is_making.set(true);
        spawn_local(async move {
            let sealed = async {
                let pin = make_pin()?;
                let secret = workspace.seal_phrase(pin.clone()).await?;
                Ok::<_, crate::app::workspace::SecretFault>((pin, secret))
            };
            match sealed.await {
                Ok((made, secret)) => {
                    let command = Command::SetPhrase {
                        account: id,
                        secret: Some(secret),
                        enrolment: Origin::Made,
                    };
                    match workspace.dispatch(command).await {
                        Ok(_) => pin.set(Some(made)),
                        Err(failure) => error.set(Some(failure_text(i18n, &failure))),
                    }
                }
                Err(fault) => {
                    let locale = i18n.get_locale_untracked();
                    let text = td_string!(locale, caller.hash_failed, words = fault.0).to_string();
                    error.set(Some(text));
                }
            }
            is_making.set(false);
        });
    };
    view! {
        <div role="alert">
            {move || error.get().map(|text| view! { <NoticeBox tone=Tone::Bad>{text}</NoticeBox> })}
        </div>
        {move || match pin.get() {
            Some(pin) => view! {
                <div id=MADE tabindex="-1">
                    <span class="heard">{t!(i18n, caller.pin)}</span>
                    <p class="caller-pin">{pin}</p>
                    <p class="dialog-text">{t!(i18n, caller.pin_once)}</p>
                </div>
                <Actions><Button kind=ButtonKind::Primary on_press=move |()| open.set(false)>{t!(i18n, caller.pin_told)}</Button></Actions>
            }
            .into_any(),
            None => view! {
                <p class="dialog-text">{t!(i18n, caller.make_pin_text)}</p>
                <Actions>
                    <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                    <Button kind=ButtonKind::Primary disabled=is_making on_press=move |()| make()>{t!(i18n, caller.make_pin)}</Button>
                </Actions>
            }
            .into_any(),
        }}
    }
}

/// Takes a phrase that the customer chooses.
#[component]
fn ChoosePhrase(id: AccountId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let phrase = RwSignal::new(String::new());
    let error = RwSignal::new(None::<String>);
    let is_saving = RwSignal::new(false);
    let save = move || {
        let text = phrase.get_untracked();
        let fault = workspace.with_untracked(|book| {
            let account = book.accounts.get(&id)?;
            check_phrase(nfkc, &text, account, book).err()
        });
        if let Some(fault) = fault {
            error.set(Some(phrase_fault_text(i18n, fault)));
            return;
        }
        phrase.set(String::new());
        error.set(None);
        is_saving.set(true);
        spawn_local(async move {
            let told = match workspace.seal_phrase(text).await {
                Ok(secret) => {
                    let command = Command::SetPhrase {
                        account: id,
                        secret: Some(secret),
                        enrolment: Origin::Chosen,
                    };
                    let outcome = workspace.dispatch(command).await;
                    outcome.err().map(|failure| failure_text(i18n, &failure))
                }
                Err(fault) => {
                    let locale = i18n.get_locale_untracked();
                    Some(td_string!(locale, caller.hash_failed, words = fault.0).to_string())
                }
            };
            is_saving.set(false);
            match told {
                None => {
                    workspace.notify(Notice::Done(t_string!(i18n, caller.phrase_set).to_owned()));
                    open.set(false);
                }
                told => error.set(told),
            }
        });
    };
    view! {
        <form novalidate class="dialog-form" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{t!(i18n, caller.choose_text)}</p>
            <SpokenField
                id="caller-choice"
                label=move || t_string!(i18n, caller.phrase_said)
                hint=Signal::derive(move || t_string!(i18n, caller.choose_hint).to_owned())
                value=phrase
                error=error
            />
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary disabled=is_saving>{t!(i18n, caller.set_phrase)}</Button>
            </Actions>
        </form>
    }
}

/// The attempts of late: when, how, what came of it, who listened; never what was said.
#[component]
fn Attempts(caller: Memo<Caller>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let row = move |attempt: Attempt| {
        let at = attempt.at.with_timezone(&Local);
        let when = format!(
            "{} {}",
            format.get().date(at.date_naive()),
            format.get().time(at.time())
        );
        let (tone, heard) = match attempt.heard {
            Heard::Right => (Tone::Good, t_string!(i18n, caller.was_right)),
            Heard::Wrong => (Tone::Bad, t_string!(i18n, caller.was_wrong)),
            Heard::Unheard => (Tone::Neutral, t_string!(i18n, caller.was_unheard)),
            Heard::Unlocked => (Tone::Good, t_string!(i18n, caller.was_unlocked)),
        };
        let who = workspace.with(|book| {
            let person = attempt.by.and_then(|by| book.people.get(&by));
            person.map(|person| person.name.clone()).unwrap_or_default()
        });
        view! {
            <tr>
                <th scope="row">{when}</th>
                <td>{recognition_name(i18n, attempt.method)}</td>
                <td><Badge tone=tone>{heard}</Badge></td>
                <td>{who}</td>
            </tr>
        }
    };
    move || {
        let attempts = caller.with(|caller| caller.attempts.clone());
        (!attempts.is_empty()).then(|| {
            view! {
                <ShortTable label=move || t_string!(i18n, caller.attempts)>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, caller.when)}</th>
                            <th scope="col">{t!(i18n, caller.how)}</th>
                            <th scope="col">{t!(i18n, caller.result)}</th>
                            <th scope="col">{t!(i18n, caller.who)}</th>
                        </tr>
                    </thead>
                    <tbody>{attempts.into_iter().rev().take(SHOWN).map(row).collect_view()}</tbody>
                </ShortTable>
            }
        })
    }
}

/// The letters that told of changes.
#[component]
fn Letters(id: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let letters = Memo::new(move |_| {
        workspace.with(|book| {
            let letters = book.letters_of(id).filter(|letter| {
                matches!(
                    letter.kind,
                    LetterKind::ContactChange | LetterKind::PhraseChange
                )
            });
            let mut letters: Vec<_> = letters
                .map(|letter| {
                    let city = letter.address.city.clone();
                    let place: Vec<String> =
                        letter.address.lines.iter().cloned().chain([city]).collect();
                    (
                        letter.on,
                        letter.kind,
                        place.join(", "),
                        letter.sent.is_empty(),
                    )
                })
                .collect();
            letters.reverse();
            letters
        })
    });
    move || {
        let letters = letters.get();
        (!letters.is_empty()).then(|| {
            let rows = letters.into_iter().take(SHOWN).map(|(on, kind, place, waits)| view! {
                <li class="spread">
                    <span>{letter_kind_name(i18n, kind)} " · " {place}</span>
                    <span class="row-end">
                        {waits.then(|| view! { <Badge tone=Tone::Warn>{t!(i18n, caller.letter_waits)}</Badge> })}
                        {format.get().date(on)}
                    </span>
                </li>
            }).collect_view();
            view! {
                <div>
                    <h3 class="section-note">{t!(i18n, caller.letters)}</h3>
                    <ul class="plain-list">{rows}</ul>
                </div>
            }
        })
    }
}
