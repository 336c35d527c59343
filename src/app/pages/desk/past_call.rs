//! A call that was not caught while it rang, typed in afterwards.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, ErrorSummary, FieldError, TextField, TextKind,
    },
    locale::{t, t_string, use_i18n},
    wording::failure_text,
    workspace::{Notice, use_workspace},
};
use crate::care::command::Command;
use chrono::{DateTime, Local, NaiveTime, TimeDelta, TimeZone, Utc};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const TIME: &str = "past-call-time";

/// The form; it stands in a dialog.
#[component]
pub fn PastCallForm(open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let phone = RwSignal::new(String::new());
    let time = RwSignal::new(String::new());
    let waited = RwSignal::new("1".to_owned());
    let talked = RwSignal::new("5".to_owned());
    let is_answered = RwSignal::new(true);
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let error = Signal::derive(move || {
        errors.with(|errors| errors.first().map(|error| error.text.clone()))
    });
    let save = move || {
        // The field of a call that was not answered isn't on the page, so nothing wrong in it could be put right.
        let talked = is_answered.get_untracked().then(|| talked.get_untracked());
        let times = read(
            workspace.today(),
            &time.get_untracked(),
            &waited.get_untracked(),
            talked.as_deref().unwrap_or("0"),
        );
        let Some((rang, answered, ended)) = times else {
            errors.set(vec![FieldError::new(
                TIME,
                t_string!(i18n, desk.time_wrong),
            )]);
            return;
        };
        let is_answered = is_answered.get_untracked();
        let command = Command::EnterCall {
            case: workspace.fresh_id(),
            phone: phone.get_untracked(),
            rang,
            answered: is_answered.then_some(answered),
            ended: if is_answered { ended } else { answered },
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => {
                    workspace.notify(Notice::Done(t_string!(i18n, desk.entered).to_string()));
                    open.set(false);
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(TIME, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{t!(i18n, desk.past_text)}</p>
            <TextField label=move || t_string!(i18n, desk.phone) value=phone kind=TextKind::Phone/>
            <div class="field-row">
                <TextField label=move || t_string!(i18n, desk.rang_at) hint=move || t_string!(i18n, desk.time_hint) value=time error id=TIME required=true/>
                <TextField label=move || t_string!(i18n, desk.waited) value=waited kind=TextKind::Decimal/>
            </div>
            <CheckField label=move || t_string!(i18n, desk.was_answered) value=is_answered/>
            <Show when=move || is_answered.get()>
                <TextField label=move || t_string!(i18n, desk.talked) value=talked kind=TextKind::Decimal/>
            </Show>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, words.save)}</Button>
            </Actions>
        </form>
    }
}

/// When it rang today, was answered and ended; none where that is no time.
fn read(
    today: chrono::NaiveDate,
    time: &str,
    waited: &str,
    talked: &str,
) -> Option<(DateTime<Utc>, DateTime<Utc>, DateTime<Utc>)> {
    let time = time.trim().replace('.', ":");
    let time = NaiveTime::parse_from_str(&time, "%H:%M").ok()?;
    let minutes = |text: &str| {
        let minutes: u16 = text.trim().parse().ok()?;
        Some(TimeDelta::minutes(i64::from(minutes)))
    };
    let local = Local
        .from_local_datetime(&today.and_time(time))
        .earliest()?;
    let rang = local.to_utc();
    let answered = rang.checked_add_signed(minutes(waited)?)?;
    Some((
        rang,
        answered,
        answered.checked_add_signed(minutes(talked)?)?,
    ))
}
