//! Up to which day, dated when, numbered from which series.

use super::Choices;
use crate::app::{
    components::{Choice, DateField, SelectField},
    locale::{t, t_string, use_format, use_i18n},
    workspace::{Workspace, use_workspace},
};
use crate::billing::id::SeriesId;
use crate::calendar::{first_of_month, last_of_month};
use chrono::{Months, NaiveDate};
use leptos::prelude::*;

/// The fields.
#[component]
pub fn Choose(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let quick = move |label: fn(crate::app::locale::I18n) -> String, day: NaiveDate| {
        view! {
            <button
                type="button"
                class="chip"
                aria-pressed=move || if choices.target.get() == Some(day) { "true" } else { "false" }
                on:click=move |_| choices.target.set(Some(day))
            >
                {move || label(i18n)}
            </button>
        }
    };
    let quick_choices = move || {
        let today = workspace.today();
        let next_month = first_of_month(today).checked_add_months(Months::new(1));
        view! {
            {quick(|i18n| t_string!(i18n, billing.target_today).to_string(), today)}
            {quick(|i18n| t_string!(i18n, billing.target_month_end).to_string(), last_of_month(today))}
            {next_month.map(|day| quick(|i18n| t_string!(i18n, billing.target_next_month).to_string(), day))}
        }
    };
    let missing = move |day: RwSignal<Option<NaiveDate>>| {
        Signal::derive(move || {
            day.get()
                .is_none()
                .then(|| t_string!(i18n, billing.date_missing).to_string())
        })
    };
    let issue_error = Signal::derive(move || {
        let Some(day) = choices.issue_date.get() else {
            return Some(t_string!(i18n, billing.date_missing).to_string());
        };
        let last = workspace.with(|book| book.series.get(&workspace.series())?.last_issued)?;
        (day < last).then(|| {
            t_string!(
                i18n,
                billing.issue_too_early,
                date = format.get().date(last)
            )
        })
    });
    view! {
        <div class="run-choices">
            <div>
                <DateField
                    label=move || t_string!(i18n, billing.target)
                    value=choices.target
                    error=missing(choices.target)
                    hint=move || t_string!(i18n, billing.target_hint)
                    id="run-target"
                />
                <div class="chips" role="group" aria-label=move || t_string!(i18n, billing.target_quick)>{quick_choices}</div>
            </div>
            <DateField
                label=move || t_string!(i18n, billing.issue_date)
                value=choices.issue_date
                error=issue_error
                id="run-issue-date"
            />
            <Series choices/>
        </div>
    }
}

#[component]
fn Series(choices: Choices) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let series = RwSignal::new(workspace.series());
    Effect::new(move |before: Option<SeriesId>| {
        let chosen = series.get();
        if before.is_some_and(|before| before != chosen) {
            workspace.choose_series(chosen);
        }
        chosen
    });
    let all = Signal::derive(move || {
        workspace.with(|book| {
            book.series
                .values()
                .filter(|series| !series.retired)
                .map(|series| Choice::new(series.id, series.name.clone()))
                .collect::<Vec<_>>()
        })
    });
    let next = move || {
        let day = choices.issue_date.get().unwrap_or(workspace.today());
        t_string!(
            i18n,
            billing.series_next,
            number = next_number(workspace, day)
        )
    };
    view! {
        <Show
            when=move || all.with(|all| all.len() > 1)
            fallback=move || view! {
                <p class="run-next"><span class="field-label">{t!(i18n, billing.series)}</span><span class="quiet">{next}</span></p>
            }
        >
            <SelectField label=move || t_string!(i18n, billing.series) value=series choices=all hint=next/>
        </Show>
    }
}

/// The number the next document of this device's series would get.
pub fn next_number(workspace: Workspace, day: NaiveDate) -> String {
    let series = workspace.series();
    workspace.with(|book| {
        book.series
            .get(&series)
            .map(|series| series.peek(day))
            .unwrap_or_default()
    })
}
