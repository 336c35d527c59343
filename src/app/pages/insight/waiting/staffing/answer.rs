//! What the model answers: with the people asked about, with others, alone, and in call-backs.

use super::super::words::{minutes_cell, use_names, wait_text};
use crate::app::{
    components::{
        ChartLine, ChartPoint, DataList, Datum, FigureCell, FigureColumn, FigureRow, FigureTable,
        Figures, LineChart, LineDrawing, Notice, Tone,
    },
    format::Format,
    locale::{I18n, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::insight::waiting::{Staffed, Staffing};
use chrono::NaiveDate;
use leptos::prelude::*;

/// More ticks than this would run into one another on a phone.
const MOST_TICKS: usize = 8;

/// With one decimal this and less is none.
const ROUNDS_TO_NONE: f64 = 0.05;

/// The answers, one below the other.
#[component]
pub fn Answer(staffing: Staffing) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let today = use_workspace().today();
    let name_of = use_names();
    let staffing = StoredValue::new(staffing);
    move || {
        let format = format.get();
        staffing.with_value(|staffing| {
            let figures = table(i18n, format, staffing, today);
            let drawing = drawing(i18n, staffing);
            let write = move |share: f64| format.share(share, 0);
            view! {
                {asked(i18n, format, staffing)}
                {needed(i18n, format, staffing)}
                {call_backs(i18n, format, staffing)}
                {alone(i18n, format, staffing)}
                <LineChart drawing write_y=write is_open=true>
                    <FigureTable figures name_of is_titled=true/>
                </LineChart>
            }
        })
    }
}

fn minutes_text(i18n: I18n, format: Format, minutes: Option<f64>) -> String {
    minutes.map_or_else(
        || t_string!(i18n, wait.without_end).to_owned(),
        |minutes| wait_text(format, minutes * 60.0),
    )
}

/// The target's time.
fn limit(format: Format, staffing: &Staffing) -> String {
    wait_text(format, staffing.question.target.minutes * 60.0)
}

/// With the people asked about.
fn asked(i18n: I18n, format: Format, staffing: &Staffing) -> impl IntoView + use<> {
    let found = staffing.asked;
    let share = move |share: f64| format.share(share, 1);
    let limit = limit(format, staffing);
    let gives_up = found.gives_up.map(|part| {
        view! { <Datum name=move || t_string!(i18n, wait.give_up)>{share(part)}</Datum> }
    });
    let within = move || {
        let limit = limit.clone();
        t_string!(i18n, wait.answered_within, limit = limit).to_string()
    };
    let title = t_string!(i18n, wait.with_people, count = found.people).to_string();
    view! {
        <div>
            <h3>{title}</h3>
            <DataList>
                <Datum name=within>{share(found.within)}</Datum>
                <Datum name=move || t_string!(i18n, wait.who_wait)>{share(found.waits)}</Datum>
                <Datum name=move || t_string!(i18n, wait.mean_wait)>{minutes_text(i18n, format, found.mean_wait)}</Datum>
                <Datum name=move || t_string!(i18n, wait.p95_all)>{minutes_text(i18n, format, found.wait_of_95_percent)}</Datum>
                {gives_up}
                <Datum name=move || t_string!(i18n, wait.busy)>{share(found.busy)}</Datum>
            </DataList>
        </div>
    }
}

/// The smallest number of people for the target.
fn needed(i18n: I18n, format: Format, staffing: &Staffing) -> impl IntoView + use<> {
    let target = format.share(staffing.question.target.share, 1);
    let limit = limit(format, staffing);
    let people = staffing.question.people;
    let (tone, text) = match staffing.needed {
        Some(needed) => {
            let tone = match needed <= people {
                true => Tone::Good,
                false => Tone::Warn,
            };
            let text = t_string!(
                i18n,
                wait.needed,
                count = needed,
                target = target,
                limit = limit
            );
            (tone, text.to_string())
        }
        None => {
            let text = t_string!(i18n, wait.needed_nobody, target = target, limit = limit);
            (Tone::Bad, text.to_string())
        }
    };
    view! { <Notice tone title=move || t_string!(i18n, wait.needed_title)>{text}</Notice> }
}

/// What becomes a call-back if only the people asked about work.
fn call_backs(i18n: I18n, format: Format, staffing: &Staffing) -> impl IntoView + use<> {
    let people = staffing.question.people;
    let limit = limit(format, staffing);
    let rule = t_string!(i18n, wait.rule_call_back, limit = limit).to_string();
    let (tone, text) = match staffing.beyond_per_hour() {
        Some(beyond) if beyond < ROUNDS_TO_NONE => {
            let text = t_string!(i18n, wait.call_back_full, count = people);
            (Tone::Bad, text.to_string())
        }
        Some(beyond) => {
            let beyond = format.decimal(beyond, 1);
            let text = t_string!(
                i18n,
                wait.call_back_too_many,
                count = people,
                beyond = beyond
            );
            (Tone::Bad, text.to_string())
        }
        None => {
            let per_hour = format.decimal(staffing.asked.call_backs.per_hour, 1);
            let share = format.share(staffing.asked.call_backs.share, 0);
            let text = t_string!(
                i18n,
                wait.call_back_slots,
                count = people,
                per_hour = per_hour,
                share = share
            )
            .to_string();
            let slots = staffing
                .slots
                .filter(|slots| *slots > 0)
                .map(|slots| t_string!(i18n, wait.slots, count = slots).to_string());
            (Tone::Info, format!("{text} {}", slots.unwrap_or_default()))
        }
    };
    view! {
        <Notice tone title=move || t_string!(i18n, wait.call_back_title)>
            <p>{rule}</p>
            <p>{text}</p>
        </Notice>
    }
}

/// What one person alone can promise.
fn alone(i18n: I18n, format: Format, staffing: &Staffing) -> impl IntoView + use<> {
    let calls = staffing.question.load.calls_per_hour();
    let target = format.share(staffing.question.target.share, 1);
    let limit = limit(format, staffing);
    let most = staffing.alone.most_calls_per_hour;
    let keeps = most.map(|most| {
        let text = t_string!(
            i18n,
            wait.alone_most,
            most = format.decimal(most, 1),
            target = target,
            limit = limit
        );
        text.to_string()
    });
    let is_enough = most.is_some_and(|most| calls <= most);
    let rest = match (is_enough, staffing.alone_call_backs.can_be_kept) {
        (true, _) => {
            t_string!(i18n, wait.alone_enough, calls = format.decimal(calls, 1)).to_string()
        }
        (false, true) => t_string!(
            i18n,
            wait.alone_call_backs,
            calls = format.decimal(calls, 1),
            per_hour = format.decimal(staffing.alone_call_backs.per_hour, 1)
        )
        .to_string(),
        (false, false) => {
            t_string!(i18n, wait.alone_too_many, calls = format.decimal(calls, 1)).to_string()
        }
    };
    let text = format!("{} {rest}", keeps.unwrap_or_default());
    view! { <Notice tone=Tone::Info title=move || t_string!(i18n, wait.alone_title)>{text}</Notice> }
}

/// The table of more and fewer people.
fn table(i18n: I18n, format: Format, staffing: &Staffing, today: NaiveDate) -> Figures {
    let question = staffing.question;
    let has_patience = question.patience_minutes.is_some();
    let row = |found: &Staffed| {
        let people = usize::try_from(found.people).unwrap_or(usize::MAX);
        let meets = match found.meets(question.target) {
            true => t_string!(i18n, words.yes),
            false => t_string!(i18n, words.no),
        };
        let mut cells = vec![
            FigureCell::count(format, people),
            FigureCell::share(format, found.within, 1),
            FigureCell::text(meets),
            FigureCell::share(format, found.waits, 1),
            minutes_cell(format, found.mean_wait),
            minutes_cell(format, found.wait_of_95_percent),
        ];
        cells.extend(
            found
                .gives_up
                .map(|part| FigureCell::share(format, part, 1)),
        );
        cells.push(FigureCell::share(format, found.busy, 1));
        cells.push(match found.call_backs.can_be_kept {
            true => FigureCell::decimal(format, found.call_backs.per_hour, 1),
            false => FigureCell::text(t_string!(i18n, wait.too_many)),
        });
        FigureRow::new(cells)
    };
    let seconds = format.decimal(question.target.minutes * 60.0, 0);
    let within = t_string!(i18n, wait.within_percent, seconds = seconds).to_string();
    let mut columns = vec![
        FigureColumn::words(t_string!(i18n, wait.people)),
        FigureColumn::amount(within),
        FigureColumn::words(t_string!(i18n, wait.target_met)),
        FigureColumn::amount(t_string!(i18n, wait.who_wait_percent)),
        FigureColumn::amount(t_string!(i18n, wait.mean_wait_seconds)),
        FigureColumn::amount(t_string!(i18n, wait.p95_seconds)),
    ];
    if has_patience {
        columns.push(FigureColumn::amount(t_string!(i18n, wait.give_up_percent)));
    }
    columns.push(FigureColumn::amount(t_string!(i18n, wait.busy_percent)));
    columns.push(FigureColumn::amount(t_string!(
        i18n,
        wait.call_backs_per_hour
    )));
    let calls = format.decimal(question.load.calls_per_hour(), 2);
    let minutes = format.decimal(question.load.handling_minutes(), 2);
    let target = format.share(question.target.share, 1);
    let definition = t_string!(
        i18n,
        wait.staffing_definition,
        calls = calls,
        minutes = minutes,
        target = target
    )
    .to_string();
    let patience = match question.patience_minutes {
        Some(patience) => {
            let patience = format.decimal(patience, 2);
            t_string!(i18n, wait.definition_patience, minutes = patience).to_string()
        }
        None => t_string!(i18n, wait.definition_no_patience).to_owned(),
    };
    Figures {
        title: t_string!(i18n, wait.staffing_table).to_owned(),
        definition: format!("{definition} {patience}"),
        columns,
        rows: staffing.rows.iter().map(row).collect(),
        on: today,
        file: t_string!(i18n, wait.file_staffing).to_owned(),
    }
}

/// The share answered in time, the target, and those who give up, by the number of people.
fn drawing(i18n: I18n, staffing: &Staffing) -> LineDrawing {
    let line = |name: &str, value: &dyn Fn(&Staffed) -> Option<f64>| ChartLine {
        name: name.to_owned(),
        points: staffing
            .rows
            .iter()
            .filter_map(|found| Some(ChartPoint::new(f64::from(found.people), value(found)?)))
            .collect(),
        ..ChartLine::default()
    };
    let target = staffing.question.target.share;
    let mut lines = vec![
        line(t_string!(i18n, wait.line_within), &|found| {
            Some(found.within)
        }),
        line(t_string!(i18n, wait.line_target), &|_| Some(target)),
    ];
    if staffing.question.patience_minutes.is_some() {
        lines.push(line(t_string!(i18n, wait.line_give_up), &|found| {
            found.gives_up
        }));
    }
    let people: Vec<u32> = staffing.rows.iter().map(|found| found.people).collect();
    let every = people.len().div_ceil(MOST_TICKS).max(1);
    let ticks = people.iter().step_by(every);
    LineDrawing {
        caption: t_string!(i18n, wait.chart).to_owned(),
        x_title: t_string!(i18n, wait.people).to_owned(),
        y_title: t_string!(i18n, wait.of_callers_axis).to_owned(),
        lines,
        x_ticks: ticks
            .map(|people| (f64::from(*people), people.to_string()))
            .collect(),
        y_range: Some((0.0, 1.0)),
        ..LineDrawing::default()
    }
}
