//! What became of the calls of the days: how they ended, how soon they were answered, and how promised calls were kept.

use super::words::{customers, share_cells, use_names, wait_cell, wait_text};
use crate::app::{
    components::{FigureCell, FigureColumn, FigureRow, FigureTable, Figures},
    format::Format,
    locale::{I18n, t_string, use_format, use_i18n},
};
use crate::care::waiting::{Call, Ending, Keeping};
use crate::insight::proportion::Proportion;
use crate::insight::waiting::{LIMITS, Observed, PercentileInterval};
use leptos::prelude::*;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use std::sync::Arc;

/// How calls ended, how soon they were answered, and how long that took.
#[component]
pub fn Answers(seen: Arc<Observed>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let name_of = use_names();
    move || {
        let format = format.get();
        view! {
            <FigureTable figures=endings(i18n, format, &seen) name_of/>
            <FigureTable figures=limits(i18n, format, &seen) name_of/>
            <FigureTable figures=waits(i18n, format, &seen) name_of/>
        }
    }
}

/// The columns of a share: itself and the ends of its interval.
fn share_columns(share: &str, i18n: I18n) -> [FigureColumn; 3] {
    [
        FigureColumn::amount(share),
        FigureColumn::amount(t_string!(i18n, wait.at_least)),
        FigureColumn::amount(t_string!(i18n, wait.at_most)),
    ]
}

fn whose<'a>(calls: impl Iterator<Item = &'a Call>) -> Vec<crate::billing::id::AccountId> {
    customers(calls.map(|call| call.account))
}

fn endings(i18n: I18n, format: Format, seen: &Observed) -> Figures {
    let [share, low, high] = share_columns(t_string!(i18n, wait.of_callers), i18n);
    let row = |name: &str, count: usize, share: Option<Proportion>, whose: Vec<_>| {
        let [share, low, high] = share_cells(format, share);
        let cells = vec![
            FigureCell::text(name),
            FigureCell::count(format, count),
            share,
            low,
            high,
        ];
        FigureRow::new(cells).of(whose)
    };
    let ended = |name: &str, ending: Ending| {
        let count = seen.ended(ending).count();
        let share = Proportion::of(count as u64, seen.figures.offered as u64).ok();
        row(name, count, share, whose(seen.ended(ending)))
    };
    let short =
        |call: &&Call| call.wait.ending == Ending::Abandoned && call.wait.seconds < seen.short;
    let short_name = t_string!(i18n, wait.too_soon, count = seen.short).to_string();
    Figures {
        title: t_string!(i18n, wait.endings).to_owned(),
        definition: t_string!(i18n, wait.endings_definition, count = seen.short).to_string(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, wait.ending)),
            FigureColumn::amount(t_string!(i18n, wait.calls)),
            share,
            low,
            high,
        ],
        rows: vec![
            ended(t_string!(i18n, wait.answered), Ending::Answered),
            ended(t_string!(i18n, wait.gave_up), Ending::Abandoned),
            ended(t_string!(i18n, wait.called_back), Ending::CallBack),
            row(
                t_string!(i18n, wait.offered),
                seen.figures.offered,
                None,
                whose(seen.counted()),
            )
            .sum(),
            row(
                &short_name,
                seen.figures.short_abandons,
                None,
                whose(seen.calls.measured.iter().filter(short)),
            ),
            row(
                t_string!(i18n, wait.unmeasured),
                seen.calls.unmeasured.len(),
                None,
                whose(seen.calls.unmeasured.iter()),
            ),
        ],
        on: seen.days.last_day(),
        file: t_string!(i18n, wait.file_endings).to_owned(),
    }
}

fn limits(i18n: I18n, format: Format, seen: &Observed) -> Figures {
    let rows = LIMITS.into_iter().map(|limit| {
        let soon = seen
            .ended(Ending::Answered)
            .filter(move |call| call.wait.seconds <= limit);
        let mut cells = vec![
            FigureCell::written(wait_text(format, limit.into()), Decimal::from(limit)),
            FigureCell::count(format, seen.figures.count_within(limit)),
        ];
        cells.extend(share_cells(format, seen.within_of_offered(limit)));
        cells.extend(share_cells(format, seen.within_of_answered(limit)));
        FigureRow::new(cells).of(whose(soon))
    });
    let mut columns = vec![
        FigureColumn::words(t_string!(i18n, wait.limit)),
        FigureColumn::amount(t_string!(i18n, wait.calls)),
    ];
    columns.extend(share_columns(t_string!(i18n, wait.of_callers), i18n));
    columns.extend(share_columns(t_string!(i18n, wait.of_answered), i18n));
    Figures {
        title: t_string!(i18n, wait.limits).to_owned(),
        definition: t_string!(i18n, wait.limits_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: seen.days.last_day(),
        file: t_string!(i18n, wait.file_limits).to_owned(),
    }
}

fn waits(i18n: I18n, format: Format, seen: &Observed) -> Figures {
    let row = |name: &str, seconds: Option<f64>, between: PercentileInterval| {
        let longer = seen
            .ended(Ending::Answered)
            .filter(|call| seconds.is_some_and(|seconds| f64::from(call.wait.seconds) >= seconds));
        let cells = vec![
            FigureCell::text(name),
            wait_cell(format, seconds),
            wait_cell(format, between.low.map(f64::from)),
            wait_cell(format, between.high.map(f64::from)),
        ];
        FigureRow::new(cells).of(whose(longer))
    };
    let percentile = |name: &str, percent: u32| {
        let seconds = seen.figures.percentile(percent);
        let between = PercentileInterval::of(seen.figures.answered_waits(), percent);
        row(name, seconds.and_then(|seconds| seconds.to_f64()), between)
    };
    let without = PercentileInterval {
        low: None,
        high: None,
    };
    let mean = seen.figures.mean_answer.and_then(|mean| mean.to_f64());
    Figures {
        title: t_string!(i18n, wait.waits).to_owned(),
        definition: t_string!(i18n, wait.waits_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, wait.callers)),
            FigureColumn::amount(t_string!(i18n, wait.seconds)),
            FigureColumn::amount(t_string!(i18n, wait.at_least_seconds)),
            FigureColumn::amount(t_string!(i18n, wait.at_most_seconds)),
        ],
        rows: vec![
            percentile(t_string!(i18n, wait.half), 50),
            percentile(t_string!(i18n, wait.nine_of_ten), 90),
            percentile(t_string!(i18n, wait.ninety_five), 95),
            row(
                t_string!(i18n, wait.longest),
                seen.figures.longest.map(f64::from),
                without,
            ),
            row(t_string!(i18n, wait.mean), mean, without),
        ],
        on: seen.days.last_day(),
        file: t_string!(i18n, wait.file_waits).to_owned(),
    }
}

/// How the call-backs promised on the days were kept.
#[component]
pub fn PromisedCalls(seen: Arc<Observed>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let name_of = use_names();
    move || {
        let figures = promises(i18n, format.get(), &seen);
        view! { <FigureTable figures name_of is_titled=true/> }
    }
}

fn promises(i18n: I18n, format: Format, seen: &Observed) -> Figures {
    let row = |name: &str, keepings: &[Keeping]| {
        let these = || {
            let promised = seen.promised.iter();
            promised.filter(|call| keepings.contains(&call.keeping))
        };
        let cells = vec![
            FigureCell::text(name),
            FigureCell::count(format, these().count()),
        ];
        FigureRow::new(cells).of(customers(these().map(|call| call.account)))
    };
    Figures {
        title: t_string!(i18n, wait.promised).to_owned(),
        definition: t_string!(i18n, wait.promised_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, wait.became)),
            FigureColumn::amount(t_string!(i18n, wait.call_backs)),
        ],
        rows: vec![
            row(t_string!(i18n, wait.keeping.kept), &[Keeping::Kept]),
            row(
                t_string!(i18n, wait.keeping.made_late),
                &[Keeping::MadeLate],
            ),
            row(t_string!(i18n, wait.keeping.late), &[Keeping::Late]),
            row(t_string!(i18n, wait.keeping.due), &[Keeping::Due]),
            row(t_string!(i18n, wait.keeping.moved), &[Keeping::Moved]),
            row(t_string!(i18n, wait.keeping.dropped), &[Keeping::Dropped]),
            row(
                t_string!(i18n, wait.all_promised),
                &[
                    Keeping::Kept,
                    Keeping::MadeLate,
                    Keeping::Late,
                    Keeping::Due,
                    Keeping::Moved,
                    Keeping::Dropped,
                ],
            )
            .sum(),
        ],
        on: seen.days.last_day(),
        file: t_string!(i18n, wait.file_promised).to_owned(),
    }
}
