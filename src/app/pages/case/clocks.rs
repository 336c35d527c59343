//! By when the case is to be answered and settled, what was promised, and the promised call-back.

use super::Reach;
use crate::app::{
    components::{Badge, Button, DataList, DateView, Datum, Section, Symbol, Tone},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::desk::send,
    wording::duration_text,
    workspace::use_workspace,
};
use crate::billing::desk::case::{Case, Happening};
use crate::billing::id::CaseId;
use crate::care::case::{Clock, Clocks, call_back, clocks, open_promises};
use crate::care::command::{Command, Remark};
use crate::care::queue::{Urgency, urgency};
use chrono::{DateTime, Utc};
use leptos::prelude::*;

/// The clocks, and what was promised.
#[component]
pub fn Deadlines(
    id: CaseId,
    case: Memo<Option<Case>>,
    reach: Memo<Reach>,
    now: RwSignal<DateTime<Utc>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let minute = Memo::new(move |_| now.get().timestamp() / 60);
    let clocks = Memo::new(move |_| {
        minute.track();
        let policy = workspace.with(|book| book.policy());
        case.with(|case| {
            let case = case.as_ref()?;
            Some((
                clocks(case, &policy.hours, now.get_untracked()),
                policy.targets.warn_at,
            ))
        })
    });
    view! {
        <Section title=move || t_string!(i18n, desk.deadlines)>
            {move || clocks.get().map(|(clocks, warn_at)| view! { <ClockList clocks warn_at/> })}
            <CallBackLine id case reach/>
            <PromiseList id case reach/>
        </Section>
    }
}

#[component]
fn ClockList(clocks: Clocks, warn_at: u8) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let text = move |clock: Clock| {
        let tone = match (clock, urgency(clock, warn_at)) {
            (Clock::Met { .. }, _) => Tone::Good,
            (Clock::Missed { .. }, _) => Tone::Bad,
            (_, Urgency::Close) => Tone::Warn,
            _ => Tone::Neutral,
        };
        view! { <Badge tone>{move || clock_text(i18n, format.get(), clock)}</Badge> }
    };
    view! {
        <DataList>
            <Datum name=move || t_string!(i18n, desk.first_response)>{text(clocks.first_response)}</Datum>
            {clocks.next_response.map(|clock| view! {
                <Datum name=move || t_string!(i18n, desk.next_response)>{text(clock)}</Datum>
            })}
            <Datum name=move || t_string!(i18n, desk.resolution)>{text(clocks.resolution)}</Datum>
        </DataList>
        {clocks.is_resting.then(|| view! { <p class="section-note">{t!(i18n, desk.clock_rests)}</p> })}
    }
}

fn clock_text(i18n: I18n, format: Format, clock: Clock) -> String {
    match clock {
        Clock::Met { at, .. } => {
            t_string!(i18n, desk.clock_met, at = format.moment(at)).to_string()
        }
        Clock::Missed { at: Some(at), due } => {
            let late = duration_text(i18n.get_locale(), (at - due).num_seconds());
            t_string!(i18n, desk.clock_late, late = late).to_string()
        }
        Clock::Missed { at: None, due } => {
            t_string!(i18n, desk.clock_missed, due = format.moment(due)).to_string()
        }
        Clock::Running { due, .. } => {
            t_string!(i18n, desk.clock_running, due = format.moment(due)).to_string()
        }
        Clock::Never => t_string!(i18n, desk.no_deadline).to_owned(),
    }
}

#[component]
fn CallBackLine(id: CaseId, case: Memo<Option<Case>>, reach: Memo<Reach>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let call = Memo::new(move |_| {
        case.with(|case| {
            let case = case.as_ref()?;
            let call = call_back(case)?;
            let promised = Happening::CallBackPromised(call.clone());
            let is_shown = reach.get().shows(promised_at(case, &promised));
            Some((call.clone(), is_shown))
        })
    });
    move || {
        call.get().map(|(call, is_shown)| {
            let (from, until, phone) = (call.from, call.until, call.phone.clone());
            let text = move || {
                let format = format.get();
                let (from, until) = (format.moment(from), format.moment(until));
                t_string!(i18n, desk.window, from = from, until = until).to_string()
            };
            let dial = phone.clone();
            let heard = phone.clone();
            view! {
                <div class="case-promise">
                    <p><strong>{t!(i18n, desk.call_back_promised)}</strong></p>
                    {is_shown.then(|| view! {
                        <p class="desk-detail">{phone}" · "{text}</p>
                        <Button symbol=Symbol::Phone on_press=move |()| send(
                            workspace,
                            Command::CallOut { case: id, phone: dial.clone() },
                        )>{t!(i18n, desk.call)}<span class="heard">" "{heard}</span></Button>
                    })}
                </div>
            }
        })
    }
}

/// When something was last promised.
fn promised_at(case: &Case, what: &Happening) -> DateTime<Utc> {
    let promised = case.events.iter().rev().find(|event| event.what == *what);
    promised.map_or_else(|| case.opened_at(), |event| event.at)
}

#[component]
fn PromiseList(id: CaseId, case: Memo<Option<Case>>, reach: Memo<Reach>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let promises = Memo::new(move |_| {
        let reach = reach.get();
        case.with(|case| {
            let Some(case) = case else { return Vec::new() };
            let open = open_promises(case).into_iter();
            open.map(|(place, promise)| {
                let promised = Happening::Promised(promise.clone());
                let is_shown = reach.shows(promised_at(case, &promised));
                (place, promise.clone(), is_shown)
            })
            .collect::<Vec<_>>()
        })
    });
    move || {
        promises
            .get()
            .into_iter()
            .map(|(place, promise, is_shown)| {
                if !is_shown {
                    return view! {
                        <div class="case-promise"><p><strong>{t!(i18n, desk.promised_before)}</strong></p></div>
                    }
                    .into_any();
                }
                let heard = promise.what.clone();
                view! {
                    <div class="case-promise">
                        <p><strong>{promise.what}</strong></p>
                        <p class="desk-detail">{t!(i18n, desk.by_day)}" "<DateView day=promise.by/></p>
                        <Button symbol=Symbol::Check on_press=move |()| send(
                            workspace,
                            Command::Record { case: id, what: Remark::KeepPromise(place) },
                        )>{t!(i18n, desk.kept)}<span class="heard">" "{heard}</span></Button>
                    </div>
                }
                .into_any()
            })
            .collect_view()
    }
}
