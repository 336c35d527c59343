//! Promises a call: at which number, in which window, and by when at the latest.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, ErrorSummary, SelectField, TextField, TextKind,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::form::Faults,
    workspace::{Notice, use_workspace},
};
use crate::billing::desk::case::CallBack;
use crate::billing::id::CaseId;
use crate::billing::refusal::Field;
use crate::care::command::Command;
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const PHONE: &str = "call-back-phone";
const WINDOW: &str = "call-back-window";

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        PHONE => td_string!(locale, desk.phone).to_string(),
        WINDOW => td_string!(locale, desk.when).to_string(),
        _ => String::new(),
    }
}

/// The form; it stands in a dialog.
#[component]
pub fn CallBackForm(case: CaseId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let now = workspace.now();
    let (numbers, windows) = workspace.with_untracked(|book| {
        let found = book.cases.get(&case);
        let account = found.and_then(|case| book.accounts.get(&case.account?));
        let mut numbers: Vec<String> = account
            .iter()
            .flat_map(|account| &account.contacts)
            .map(|contact| contact.phone.trim().to_owned())
            .filter(|phone| !phone.is_empty())
            .collect();
        numbers.extend(
            found
                .map(|case| case.phone.clone())
                .filter(|phone| !phone.is_empty()),
        );
        (numbers, windows(&book.policy(), now))
    });
    let phone = RwSignal::new(numbers.first().cloned().unwrap_or_default());
    let note = RwSignal::new(String::new());
    let window = RwSignal::new(windows.last().copied());
    let faults = Faults::new(i18n, field_name);
    let is_open = !windows.is_empty();
    let choices = Signal::derive(move || {
        windows
            .iter()
            .enumerate()
            .map(|(place, (from, until))| {
                let format = format.get();
                let name = if place + 1 == windows.len() {
                    let until = format.moment(*until);
                    t_string!(i18n, desk.window_any, until = until).to_string()
                } else {
                    let (from, until) = (format.moment(*from), format.moment(*until));
                    t_string!(i18n, desk.window, from = from, until = until).to_string()
                };
                Choice::new(Some((*from, *until)), name)
            })
            .collect::<Vec<_>>()
    });
    let save = move || {
        let Some((from, until)) = window.get_untracked() else {
            return;
        };
        let call = CallBack {
            from,
            until,
            due: until,
            phone: phone.get_untracked().trim().to_owned(),
            note: note.get_untracked().trim().to_owned(),
        };
        spawn_local(async move {
            match workspace
                .dispatch(Command::PromiseCallBack { case, call })
                .await
            {
                Ok(_) => {
                    workspace.notify(Notice::Done(t_string!(i18n, desk.promised).to_string()));
                    open.set(false);
                }
                Err(failure) => faults.fail(failure, |field| match field {
                    Field::Phone => Some(PHONE),
                    Field::Date => Some(WINDOW),
                    _ => None,
                }),
            }
        });
    };
    view! {
        <ErrorSummary errors=faults.summary()/>
        <Show when=move || !is_open>
            <p class="dialog-text">{t!(i18n, desk.never_open)}</p>
        </Show>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{t!(i18n, desk.promise_text)}</p>
            <TextField label=move || t_string!(i18n, desk.phone) value=phone kind=TextKind::Phone error=faults.at(PHONE) id=PHONE required=true/>
            <SelectField label=move || t_string!(i18n, desk.when) value=window choices id=WINDOW error=faults.at(WINDOW)/>
            <TextField label=move || t_string!(i18n, desk.about) value=note/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true disabled=!is_open>{t!(i18n, desk.promise)}</Button>
            </Actions>
        </form>
    }
}

/// The windows that can be promised: the open stretches until the end of the next working day, and all of them together last.
fn windows(
    policy: &crate::billing::desk::policy::Policy,
    now: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let Some(end) = policy.hours.end_of_next_day(now) else {
        return Vec::new();
    };
    let mut windows = policy.hours.stretches(now, end);
    windows.push((now, end));
    windows
}
