//! How it stands: who waits now, the longest waits of the days, and whether promised calls were made.

use super::Seen;
use super::words::{customers, interval_text, tone, use_names, wait_text};
use crate::app::{
    components::{
        FigureCell, FigureColumn, FigureRow, FigureStat, FigureTable, Figures, Stats, Tone,
    },
    format::Format,
    locale::{I18n, t_string, use_format, use_i18n},
    pages::desk::clock,
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::care::waiting::{Ending, PromisedCall};
use crate::insight::proportion::Proportion;
use crate::insight::queueing::FEWEST_CALLS;
use crate::insight::waiting::{
    AT_LATEST, Light, NOTABLE, Observed, PercentileInterval, RightNow, SOON,
};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::sync::Arc;

/// The figures that lead the page, and whom those of this moment are about.
#[component]
pub fn Standing(seen: Seen, now: RwSignal<DateTime<Utc>>) -> impl IntoView {
    let workspace = use_workspace();
    // Every minute is often enough for what is due; the clock of who waits longest ticks by itself.
    let minute = Memo::new(move |_| now.get().timestamp().div_euclid(60));
    let here = Memo::new(move |_| {
        minute.track();
        workspace.with(|book| RightNow::of(book.cases.values(), workspace.now()))
    });
    view! {
        <Stats>
            <LongestNow here now/>
            <LongWaits seen/>
            <Soon seen/>
            <StillToCall here/>
            <Kept seen/>
        </Stats>
        <Whose here/>
    }
}

#[component]
fn LongestNow(here: Memo<RightNow>, now: RwSignal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let seconds = Memo::new(move |_| here.read().longest(now.get()));
    let light = move || Light::of_longest_now(seconds.get());
    let note = move || {
        let watch = clock(NOTABLE.into());
        let limit = clock(SOON.into());
        match (seconds.get(), light()) {
            (None, _) => t_string!(i18n, wait.nobody_waits).to_owned(),
            (Some(_), Light::Good | Light::Unknown) => {
                t_string!(i18n, wait.light_good, limit = watch).to_string()
            }
            (Some(_), Light::Watch) => t_string!(i18n, wait.light_watch, limit = watch).to_string(),
            (Some(_), Light::Bad) => t_string!(i18n, wait.light_bad, limit = limit).to_string(),
        }
    };
    view! {
        <FigureStat
            label=move || t_string!(i18n, wait.longest_now).to_owned()
            tone=Signal::derive(move || match seconds.get() {
                Some(_) => tone(light()),
                None => Tone::Neutral,
            })
            note
            figure=move || seconds.get().map_or_else(|| "–".to_owned(), |seconds| clock(seconds.into()))
            customers=whose(move || here.read().waiting.iter().map(|call| call.account).collect())
            name_of=use_names()
        />
    }
}

/// The wait that 95 of 100 answered callers did not exceed.
#[component]
fn LongWaits(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let light = Memo::new(move |_| {
        seen.with(|seen| seen.as_ref().map_or(Light::Unknown, |seen| seen.light()))
    });
    let is_known = move || !matches!(light.get(), Light::Unknown);
    let figure = move || {
        let seconds = seen.with(|seen| seen.as_ref()?.figures.percentile(95)?.round().to_i64());
        let seconds = seconds.filter(|_| is_known());
        seconds.map_or_else(|| "–".to_owned(), clock)
    };
    // Nothing that could be opened stands behind a dash.
    let late = move || {
        if is_known() {
            of_calls(seen, answered_later)
        } else {
            Vec::new()
        }
    };
    let note = move || {
        let light = match light.get() {
            Light::Good => {
                let limit = clock(SOON.into());
                t_string!(i18n, wait.light_good, limit = limit).to_string()
            }
            Light::Watch => {
                let limit = clock(SOON.into());
                t_string!(i18n, wait.light_watch, limit = limit).to_string()
            }
            Light::Bad => {
                let limit = clock(AT_LATEST.into());
                t_string!(i18n, wait.light_bad, limit = limit).to_string()
            }
            Light::Unknown => {
                let answered =
                    seen.with(|seen| seen.as_ref().map_or(0, |seen| seen.figures.answered));
                t_string!(
                    i18n,
                    wait.light_unknown,
                    count = answered,
                    least = FEWEST_CALLS
                )
                .to_string()
            }
        };
        match seen.with(|seen| seen.as_ref().and_then(|seen| between(seen))) {
            Some((low, high)) => {
                let between = t_string!(i18n, wait.between, low = low, high = high).to_string();
                format!("{light} {between}")
            }
            None => light,
        }
    };
    view! {
        <FigureStat
            label=move || t_string!(i18n, wait.p95).to_owned()
            tone=Signal::derive(move || tone(light.get()))
            note
            figure
            customers=whose(late)
            name_of=use_names()
        />
    }
}

/// Between which waits the percentile lies, where there are enough calls to tell both ends.
fn between(seen: &Observed) -> Option<(String, String)> {
    let interval = PercentileInterval::of(seen.figures.answered_waits(), 95);
    let (low, high) = interval.low.zip(interval.high)?;
    Some((clock(low.into()), clock(high.into())))
}

#[component]
fn Soon(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let share = Memo::new(move |_| seen.with(|seen| seen.as_ref()?.within_of_offered(SOON)));
    let label = move || {
        let limit = wait_text(format.get(), SOON.into());
        t_string!(i18n, wait.soon, limit = limit).to_string()
    };
    view! {
        <FigureStat
            label
            note=move || share_note(i18n, format.get(), share.get())
            figure=move || share_text(format.get(), share.get())
            customers=whose(move || of_calls(seen, |seen| seen.counted().map(|call| call.account).collect()))
            name_of=use_names()
        />
    }
}

/// The customers of some calls, each once.
fn whose(
    of: impl Fn() -> Vec<Option<AccountId>> + Send + Sync + 'static,
) -> Signal<Arc<[AccountId]>> {
    Signal::derive(move || Arc::from(customers(of())))
}

fn of_calls(
    seen: Seen,
    of: impl Fn(&Observed) -> Vec<Option<AccountId>>,
) -> Vec<Option<AccountId>> {
    seen.with(|seen| seen.as_ref().map_or_else(Vec::new, |seen| of(seen)))
}

/// Those who waited at least as long as the 95 % did not exceed.
fn answered_later(seen: &Observed) -> Vec<Option<AccountId>> {
    let Some(limit) = seen.figures.percentile(95) else {
        return Vec::new();
    };
    seen.ended(Ending::Answered)
        .filter(|call| Decimal::from(call.wait.seconds) >= limit)
        .map(|call| call.account)
        .collect()
}

fn share_text(format: Format, share: Option<Proportion>) -> String {
    share.map_or_else(|| "–".to_owned(), |share| format.share(share.value(), 0))
}

fn share_note(i18n: I18n, format: Format, share: Option<Proportion>) -> String {
    match share {
        Some(share) => {
            let (some, all) = (share.events(), share.total());
            let between = interval_text(format, share);
            t_string!(
                i18n,
                wait.share_note,
                some = some,
                all = all,
                between = between
            )
            .to_string()
        }
        None => t_string!(i18n, wait.not_known).to_owned(),
    }
}

/// Call-backs that were promised and not made yet, whenever that was.
#[component]
fn StillToCall(here: Memo<RightNow>) -> impl IntoView {
    let i18n = use_i18n();
    let late = Memo::new(move |_| here.read().late.len());
    let note = move || {
        let due = here.read().due.len();
        t_string!(i18n, wait.to_call_note, count = due).to_string()
    };
    view! {
        <FigureStat
            label=move || t_string!(i18n, wait.to_call_late).to_owned()
            tone=Signal::derive(move || if late.get() > 0 { Tone::Bad } else { Tone::Neutral })
            note
            figure=move || late.get().to_string()
            customers=whose(move || here.read().late.iter().map(|call| call.account).collect())
            name_of=use_names()
        />
    }
}

/// Whose calls are waited for at this moment; shown while there are any.
#[component]
fn Whose(here: Memo<RightNow>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let name_of = use_names();
    move || {
        let here = here.get();
        let is_any = !here.waiting.is_empty() || !here.late.is_empty() || !here.due.is_empty();
        is_any.then(|| {
            let format = format.get();
            let row = |name: &str, whose: Vec<Option<AccountId>>| {
                let cells = vec![
                    FigureCell::text(name),
                    FigureCell::count(format, whose.len()),
                ];
                FigureRow::new(cells).of(customers(whose))
            };
            let of = |calls: &[PromisedCall]| calls.iter().map(|call| call.account).collect();
            let waiting = here.waiting.iter().map(|call| call.account).collect();
            let figures = Figures {
                title: t_string!(i18n, wait.right_now).to_owned(),
                definition: t_string!(i18n, wait.right_now_definition).to_owned(),
                columns: vec![
                    FigureColumn::words(t_string!(i18n, wait.what)),
                    FigureColumn::amount(t_string!(i18n, wait.calls)),
                ],
                rows: vec![
                    row(t_string!(i18n, wait.on_line), waiting),
                    row(t_string!(i18n, wait.keeping.late), of(&here.late)),
                    row(t_string!(i18n, wait.keeping.due), of(&here.due)),
                ],
                on: workspace.today(),
                file: t_string!(i18n, wait.file_now).to_owned(),
            };
            view! { <FigureTable figures name_of/> }
        })
    }
}

#[component]
fn Kept(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let share = Memo::new(move |_| seen.with(|seen| seen.as_ref()?.kept_in_time()));
    view! {
        <FigureStat
            label=move || t_string!(i18n, wait.kept).to_owned()
            note=move || share_note(i18n, format.get(), share.get())
            figure=move || share_text(format.get(), share.get())
            customers=whose(move || of_calls(seen, |seen| seen.promised.iter().map(|call| call.account).collect()))
            name_of=use_names()
        />
    }
}
