//! How long customers stay, by the time of their first contract.

use crate::app::pages::insight::{retention::customer_name, waiting::share_cells};
use crate::app::{
    components::{
        Choice, FigureCell, FigureColumn, FigureRow, FigureTable, Figures, Section, SegmentedField,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::insight::cohort::{Cohort, CohortSpan, MONTHS, cohorts};
use chrono::{Months, NaiveDate};
use leptos::prelude::*;

/// Below this many customers a share would say more than they can.
const FEW: usize = 5;

/// Months after which a share is told with its interval.
const AFTER: [u32; 3] = [3, 6, 12];

/// How many spans are looked at: each long enough ago to have a full year among them.
fn count(span: CohortSpan) -> usize {
    match span {
        CohortSpan::Month => 18,
        CohortSpan::Quarter => 12,
    }
}

/// The section.
#[component]
pub fn Cohorts() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let name_of = customer_name(workspace);
    let span = RwSignal::new(CohortSpan::Quarter);
    let choices = Signal::derive(move || {
        vec![
            Choice::new(
                CohortSpan::Quarter,
                t_string!(i18n, revenue.cohorts_quarter),
            ),
            Choice::new(CohortSpan::Month, t_string!(i18n, revenue.cohorts_month)),
        ]
    });
    let found = Memo::new(move |_| {
        let (span, today) = (span.get(), workspace.today());
        workspace.with(|book| cohorts(book, today, span, count(span)))
    });
    let shown = move || {
        let (format, span, today) = (format.get(), span.get(), workspace.today());
        found.with(|found| {
            if found.is_empty() {
                return view! { <p class="quiet">{t!(i18n, revenue.cohorts_none)}</p> }.into_any();
            }
            let shares = figures(i18n, format, found, span, today);
            let sureness = sureness(i18n, format, found, span, today);
            view! {
                <FigureTable figures=shares name_of/>
                <details class="line-chart-table">
                    <summary>{t!(i18n, revenue.cohorts_sure)}</summary>
                    <FigureTable figures=sureness name_of is_titled=true/>
                </details>
            }
            .into_any()
        })
    };
    view! {
        <Section title=move || t_string!(i18n, revenue.cohorts) note=move || t_string!(i18n, revenue.cohorts_note)>
            <div class="toolbar">
                <SegmentedField label=move || t_string!(i18n, revenue.cohorts_span) value=span choices/>
            </div>
            {shown}
        </Section>
    }
}

fn name(i18n: I18n, format: Format, from: NaiveDate, span: CohortSpan) -> String {
    match span {
        CohortSpan::Month => format.month_short(from),
        CohortSpan::Quarter => {
            let last = from.checked_add_months(Months::new(2)).unwrap_or(from);
            let (from, to) = (format.month_short(from), format.month_short(last));
            t_string!(i18n, revenue.cohorts_name, from = from, to = to).to_string()
        }
    }
}

fn figures(
    i18n: I18n,
    format: Format,
    found: &[Cohort],
    span: CohortSpan,
    today: NaiveDate,
) -> Figures {
    let mut columns = vec![
        FigureColumn::words(t_string!(i18n, revenue.cohorts_first)),
        FigureColumn::amount(t_string!(i18n, revenue.customers)),
    ];
    columns.extend((1..=MONTHS).map(|months| {
        let name = t_string!(i18n, revenue.cohorts_after, months = months).to_string();
        FigureColumn::amount(name)
    }));
    let cell = |cohort: &Cohort, months: u32| {
        let place = usize::try_from(months.saturating_sub(1)).unwrap_or(usize::MAX);
        let kept = cohort.kept.get(place).and_then(Option::as_ref);
        let (Some(kept), Some(share)) = (kept, cohort.share(months)) else {
            return FigureCell::empty();
        };
        let cell = FigureCell::share(format, share, 0)
            .shaded(share)
            .of(kept.clone());
        let all = cohort.customers.len();
        if all < FEW {
            let (kept, all) = (format.number(kept.len()), format.number(all));
            return cell.shown_as(format!("{kept}/{all}"));
        }
        cell
    };
    let row = |cohort: &Cohort| {
        let mut cells = vec![
            FigureCell::text(name(i18n, format, cohort.from, span)),
            FigureCell::count(format, cohort.customers.len()).of(cohort.customers.clone()),
        ];
        cells.extend((1..=MONTHS).map(|months| cell(cohort, months)));
        FigureRow::new(cells)
    };
    Figures {
        title: t_string!(i18n, revenue.cohorts_title).to_owned(),
        definition: t_string!(i18n, revenue.cohorts_definition).to_owned(),
        columns,
        rows: found.iter().map(row).collect(),
        on: today,
        file: t_string!(i18n, revenue.file_cohorts).to_owned(),
    }
}

/// The shares after a quarter, half a year and a year with their intervals.
fn sureness(
    i18n: I18n,
    format: Format,
    found: &[Cohort],
    span: CohortSpan,
    today: NaiveDate,
) -> Figures {
    let mut columns = vec![
        FigureColumn::words(t_string!(i18n, revenue.cohorts_first)),
        FigureColumn::amount(t_string!(i18n, revenue.customers)),
    ];
    columns.extend(AFTER.into_iter().flat_map(|months| {
        let share = t_string!(i18n, revenue.cohorts_after, months = months).to_string();
        [
            FigureColumn::amount(share),
            FigureColumn::amount(t_string!(i18n, wait.at_least)),
            FigureColumn::amount(t_string!(i18n, wait.at_most)),
        ]
    }));
    let rows = found.iter().map(|cohort| {
        let mut cells = vec![
            FigureCell::text(name(i18n, format, cohort.from, span)),
            FigureCell::count(format, cohort.customers.len()).of(cohort.customers.clone()),
        ];
        cells.extend(
            AFTER
                .into_iter()
                .flat_map(|months| share_cells(format, cohort.proportion(months))),
        );
        FigureRow::new(cells)
    });
    Figures {
        title: t_string!(i18n, revenue.cohorts_sure).to_owned(),
        definition: t_string!(i18n, revenue.cohorts_sure_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: today,
        file: t_string!(i18n, revenue.file_cohorts_sure).to_owned(),
    }
}
