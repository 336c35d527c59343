//! Callers who wait, the longest first, each with a ticking clock; and calls under way.

use super::{Part, answer, case_title, send, use_desk};
use crate::app::{
    components::{Badge, Button, ButtonKind, KeyHint, Symbol, Tone},
    locale::{t, t_string, use_i18n},
    route::{Route, use_go},
    wording::duration_text,
    workspace::use_workspace,
};
use crate::billing::id::CaseId;
use crate::care::command::Command;
use crate::care::queue::Ringing;
use leptos::prelude::*;

/// Seconds after which a wait is long: nine of ten callers are to be answered before (Belgian charter for customers: 150 s).
const LONG: i64 = 150;
/// Seconds after which a wait wants attention.
const NOTABLE: i64 = 60;

/// Who waits, and who is on the line.
#[component]
pub fn Waiting() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let ringing = Memo::new(move |_| desk.queue.with(|queue| queue.ringing.clone()));
    let talking = Memo::new(move |_| desk.queue.with(|queue| queue.talking.clone()));
    view! {
        <Newcomer ringing/>
        <Part title=move || t_string!(i18n, desk.waiting) count=move || ringing.read().len()>
            <ul class="desk-list">
                <For
                    each=move || ringing.get().into_iter().enumerate()
                    key=|(place, waiting)| (waiting.case, *place == 0)
                    children=move |(place, waiting)| view! { <Caller waiting is_first=place == 0/> }
                />
            </ul>
        </Part>
        <Part title=move || t_string!(i18n, desk.talking) count=move || talking.read().len()>
            <ul class="desk-list">
                <For each=move || talking.get() key=|case| *case children=move |case| view! { <Talk case/> }/>
            </ul>
        </Part>
    }
}

/// Says who began to wait. The clocks tick outside of it: a region that is read aloud must not change by the second.
#[component]
fn Newcomer(ringing: Memo<Vec<Ringing>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let waits = Memo::new(move |before: Option<&(Vec<CaseId>, Option<CaseId>)>| {
        let now = ringing.with(|ringing| ringing.iter().map(|each| each.case).collect::<Vec<_>>());
        let newcomer = before.and_then(|(known, told)| {
            let new = now.iter().rev().find(|case| !known.contains(case)).copied();
            new.or(told.filter(|told| now.contains(told)))
        });
        (now, newcomer)
    });
    let sentence = move || {
        let (_, newcomer) = waits.get();
        newcomer.map(|case| {
            let who = case_title(workspace, i18n, case);
            t_string!(i18n, desk.began_to_wait, who = who).to_string()
        })
    };
    view! { <p class="heard" role="status">{sentence}</p> }
}

#[component]
fn Caller(waiting: Ringing, is_first: bool) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let desk = use_desk();
    let go = use_go();
    let case = waiting.case;
    let who = move || case_title(workspace, i18n, case);
    let seconds = move || (desk.now.get() - waiting.since).num_seconds().max(0);
    let tone = Signal::derive(move || match seconds() {
        seconds if seconds >= LONG => Tone::Bad,
        seconds if seconds >= NOTABLE => Tone::Warn,
        _ => Tone::Neutral,
    });
    view! {
        <li class="desk-row desk-row-waiting">
            <span class=move || format!("desk-clock {}", tone.get().class())>{move || clock(seconds())}</span>
            <span class="desk-who">
                <a href=Route::Case(case).href()>{move || case_title(workspace, i18n, case)}</a>
            </span>
            <span class="desk-steps">
                <Button kind=ButtonKind::Primary symbol=Symbol::Phone on_press=move |()| answer(workspace, case, go.clone())>
                    {t!(i18n, desk.answer)}<span class="heard">" "{who}</span>{is_first.then(|| view! { " "<KeyHint keys=vec!["A"]/> })}
                </Button>
                <Button on_press=move |()| desk.promising.set(Some(case))>
                    {t!(i18n, desk.promise)}<span class="heard">" "{who}</span>{is_first.then(|| view! { " "<KeyHint keys=vec!["B"]/> })}
                </Button>
                <Button kind=ButtonKind::Quiet on_press=move |()| send(workspace, Command::Abandon(case))>
                    {t!(i18n, desk.abandoned)}<span class="heard">" "{who}</span>
                </Button>
            </span>
        </li>
    }
}

#[component]
fn Talk(case: CaseId) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <li class="desk-row">
            <Badge tone=Tone::Good>{t!(i18n, desk.on_line)}</Badge>
            <span class="desk-who">
                <a href=Route::Case(case).href()>{move || case_title(workspace, i18n, case)}</a>
            </span>
            <span class="desk-steps">
                <Button on_press=move |()| send(workspace, Command::HangUp(case))>
                    {t!(i18n, desk.hang_up)}<span class="heard">" "{move || case_title(workspace, i18n, case)}</span>
                </Button>
            </span>
        </li>
    }
}

/// Minutes and seconds as on a clock; hours where it comes to that.
pub fn clock(seconds: i64) -> String {
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// How long until, or since, in words.
pub fn until_text(locale: crate::app::locale::Locale, seconds: i64) -> String {
    duration_text(locale, seconds.abs())
}
