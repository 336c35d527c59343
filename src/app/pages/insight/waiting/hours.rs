//! Hour by hour of the week: how many callers came, and how many of them were answered soon.

use super::words::{
    customers, hour_name, hour_of_week_name, interval_text, share_cells, use_names, weekday_name,
};
use crate::app::{
    components::{FigureCell, FigureColumn, FigureRow, FigureTable, Figures, Notice, Tone},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
};
use crate::insight::queueing::{Dispersion, FEWEST_CALLS};
use crate::insight::waiting::{Cell, HourOfWeek, Observed, SOON};
use leptos::prelude::*;
use std::sync::Arc;

/// The hours as a table of the week, and one by one.
#[component]
pub fn Hours(seen: Arc<Observed>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let name_of = use_names();
    move || {
        let format = format.get();
        let outside = seen.week.outside.len();
        let outside = (outside > 0).then(|| {
            let text = t_string!(i18n, wait.outside, count = outside).to_string();
            view! { <p class="section-note">{text}</p> }
        });
        let chance = chance_text(i18n, format, seen.week.dispersion());
        view! {
            <FigureTable figures=week(i18n, format, &seen) name_of is_titled=true/>
            {outside}
            <Notice tone=chance.0 title=move || t_string!(i18n, wait.chance)>{chance.1}</Notice>
            <details class="line-chart-table">
                <summary>{t!(i18n, wait.each_hour)}</summary>
                <FigureTable figures=one_by_one(i18n, format, &seen) name_of is_titled=true/>
            </details>
        }
    }
}

/// Whether calls come by chance, and so whether a model may be used.
pub fn chance_text(i18n: I18n, format: Format, found: Option<Dispersion>) -> (Tone, String) {
    let Some(found) = found else {
        return (
            Tone::Neutral,
            t_string!(i18n, wait.chance_unknown).to_owned(),
        );
    };
    let ratio = format.decimal(found.ratio, 1);
    if found.calls < FEWEST_CALLS {
        let least = FEWEST_CALLS;
        let text = t_string!(i18n, wait.chance_few, count = found.calls, least = least);
        (Tone::Neutral, text.to_string())
    } else if found.allows_model() {
        let text = t_string!(i18n, wait.chance_yes, ratio = ratio);
        (Tone::Neutral, text.to_string())
    } else {
        let text = t_string!(i18n, wait.chance_no, ratio = ratio);
        (Tone::Warn, text.to_string())
    }
}

/// The week: a column for each day, a row for each hour.
fn week(i18n: I18n, format: Format, seen: &Observed) -> Figures {
    let weekdays = seen.week.weekdays();
    let row = |hour: u8| {
        let mut cells = vec![FigureCell::text(hour_name(hour))];
        cells.extend(weekdays.iter().map(|weekday| {
            let weekday = *weekday;
            let cell = seen.week.cells.get(&HourOfWeek { weekday, hour });
            cell.map_or_else(
                || FigureCell::unknown().shown_as(t_string!(i18n, wait.closed)),
                |cell| week_cell(i18n, format, cell),
            )
        }));
        FigureRow::new(cells)
    };
    let mut columns = vec![FigureColumn::words(t_string!(i18n, wait.hour))];
    columns.extend(
        weekdays
            .iter()
            .map(|weekday| FigureColumn::amount(weekday_name(i18n, *weekday))),
    );
    Figures {
        title: t_string!(i18n, wait.hours).to_owned(),
        definition: t_string!(
            i18n,
            wait.week_definition,
            soon = SOON,
            least = FEWEST_CALLS
        )
        .to_string(),
        columns,
        rows: seen.week.hours_of_day().into_iter().map(row).collect(),
        on: seen.days.last_day(),
        file: t_string!(i18n, wait.file_week).to_owned(),
    }
}

/// One hour: the share with its interval, the calls, and shading for those who were not answered soon. Of few calls only counts.
fn week_cell(i18n: I18n, format: Format, cell: &Cell) -> FigureCell {
    let Some(share) = cell.share() else {
        return FigureCell::unknown().shown_as(t_string!(i18n, wait.no_calls));
    };
    let whose = customers(cell.calls.iter().map(|call| call.account));
    if cell.is_few() {
        let text =
            t_string!(i18n, wait.few, some = share.events(), all = share.total()).to_string();
        return FigureCell::unknown().shown_as(text).of(whose);
    }
    let text = format!(
        "{} ({}) · {}",
        format.share(share.value(), 0),
        interval_text(format, share),
        cell.offered
    );
    FigureCell::share(format, share.value(), 0)
        .shown_as(text)
        .of(whose)
        .shaded(1.0 - share.value())
}

/// Every hour with its numbers, for whoever goes on computing.
fn one_by_one(i18n: I18n, format: Format, seen: &Observed) -> Figures {
    let row = |(at, cell): (&HourOfWeek, &Cell)| {
        let counted = usize::try_from(cell.offered).unwrap_or(usize::MAX);
        let within = usize::try_from(cell.within).unwrap_or(usize::MAX);
        let mut cells = vec![
            FigureCell::text(hour_of_week_name(i18n, *at)),
            FigureCell::count(format, cell.times()),
            FigureCell::count(format, counted),
            FigureCell::count(format, within),
        ];
        cells.extend(share_cells(format, cell.share()));
        let dispersion = cell.dispersion();
        let known = dispersion.filter(|_| !cell.is_few());
        cells.push(known.map_or_else(FigureCell::unknown, |found| {
            FigureCell::decimal(format, found.ratio, 2)
        }));
        let model = match known {
            None => t_string!(i18n, wait.model_few),
            Some(found) if found.allows_model() => t_string!(i18n, wait.model_yes),
            Some(_) => t_string!(i18n, wait.model_no),
        };
        cells.push(FigureCell::text(model));
        FigureRow::new(cells).of(customers(cell.calls.iter().map(|call| call.account)))
    };
    Figures {
        title: t_string!(i18n, wait.each_hour).to_owned(),
        definition: t_string!(i18n, wait.each_hour_definition, least = FEWEST_CALLS).to_string(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, wait.hour)),
            FigureColumn::amount(t_string!(i18n, wait.times)),
            FigureColumn::amount(t_string!(i18n, wait.calls)),
            FigureColumn::amount(t_string!(i18n, wait.within_seconds, seconds = SOON).to_string()),
            FigureColumn::amount(t_string!(i18n, wait.of_callers)),
            FigureColumn::amount(t_string!(i18n, wait.at_least)),
            FigureColumn::amount(t_string!(i18n, wait.at_most)),
            FigureColumn::amount(t_string!(i18n, wait.variance)),
            FigureColumn::words(t_string!(i18n, wait.model)),
        ],
        rows: seen.week.cells.iter().map(row).collect(),
        on: seen.days.last_day(),
        file: t_string!(i18n, wait.file_hours).to_owned(),
    }
}
