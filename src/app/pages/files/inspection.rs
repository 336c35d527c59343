//! What a file holds and what is wrong with it, before anything changes.

use super::problem::{obstacle_text, place_text, problem_text, section_name};
use crate::app::{
    components::{DataList, Datum, Notice, ShortTable, Tone},
    locale::{t, t_string, use_format, use_i18n},
};
use crate::exchange::backup::{ImportMode, ImportPlan, Problems, Section, Severity};
use crate::worker::copy_in::Inspection;
use chrono::Local;
use leptos::prelude::*;

/// What is in the file.
#[component]
pub fn Contents(
    /// The file's name.
    name: String,
    /// What was found.
    inspection: Inspection,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let seller = inspection.seller.clone();
    let saved = inspection.exported_at;
    let saved = move || {
        saved.map_or_else(
            || t_string!(i18n, files.unknown).to_owned(),
            |at| {
                let at = at.with_timezone(&Local);
                let day = format.get().date_long(at.date_naive());
                let time = format.get().time(at.time());
                t_string!(i18n, files.day_and_time, day = day, time = time).to_string()
            },
        )
    };
    let shown = [
        Section::Accounts,
        Section::Contracts,
        Section::Products,
        Section::Invoices,
        Section::Payments,
        Section::Drafts,
        Section::Journal,
    ];
    let counts = inspection.counts.clone();
    let rows = shown.map(|section| {
        let count = counts
            .iter()
            .find(|(each, _)| *each == section)
            .map_or(0, |(_, count)| *count);
        view! {
            <Datum name=move || section_name(i18n, section)>
                {move || format.get().number(usize::try_from(count).unwrap_or(usize::MAX))}
            </Datum>
        }
    });
    let problems = inspection.problems.clone();
    view! {
        <DataList>
            <Datum name=move || t_string!(i18n, files.file).to_owned()>{name}</Datum>
            <Datum name=move || t_string!(i18n, files.seller).to_owned()>
                {move || if seller.is_empty() { t_string!(i18n, files.unknown).to_owned() } else { seller.clone() }}
            </Datum>
            <Datum name=move || t_string!(i18n, files.saved_at).to_owned()>{saved}</Datum>
            {rows.into_iter().collect_view()}
        </DataList>
        <ProblemList problems/>
    }
}

/// What is wrong, place by place.
#[component]
fn ProblemList(problems: Problems) -> impl IntoView {
    let i18n = use_i18n();
    let count = |many: u64| usize::try_from(many).unwrap_or(usize::MAX);
    let (errors, warnings) = (count(problems.errors), count(problems.warnings));
    let shown = problems.listed.len();
    let all = errors + warnings;
    if all == 0 {
        return view! { <Notice tone=Tone::Good>{t!(i18n, files.no_problems)}</Notice> }.into_any();
    }
    let listed = StoredValue::new(problems.listed);
    let rows = move || {
        listed.with_value(|listed| {
            listed
                .iter()
                .map(|problem| {
                    let class = match problem.kind.severity() {
                        Severity::Warning => "problem-warning",
                        Severity::Error => "problem-error",
                    };
                    let place = place_text(i18n, &problem.place);
                    let text = problem_text(i18n, &problem.kind);
                    view! { <tr class=class><th scope="row">{place}</th><td>{text}</td></tr> }
                })
                .collect_view()
        })
    };
    let notice = if errors > 0 {
        view! { <Notice tone=Tone::Bad>{t!(i18n, files.has_errors, count = move || errors)}</Notice> }
            .into_any()
    } else {
        view! { <Notice tone=Tone::Warn>{t!(i18n, files.has_warnings, count = move || warnings)}</Notice> }
            .into_any()
    };
    view! {
        {notice}
        <div class="problem-list">
            <ShortTable label=move || t_string!(i18n, files.problems)>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, files.place)}</th>
                        <th scope="col">{t!(i18n, files.what)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ShortTable>
        </div>
        {(shown < all).then(|| view! {
            <p class="field-hint">{t!(i18n, files.more_problems, shown = shown, all = all)}</p>
        })}
    }
    .into_any()
}

/// What opening the file would do, or why it can't be.
#[component]
pub fn PlanText(plan: ImportPlan) -> impl IntoView {
    let i18n = use_i18n();
    if !plan.is_possible() {
        let obstacles = StoredValue::new(plan.obstacles);
        return view! {
            <ul class="plain-list field-hint">
                {move || obstacles.with_value(|obstacles| {
                    obstacles
                        .iter()
                        .map(|obstacle| view! { <li>{obstacle_text(i18n, obstacle)}</li> })
                        .collect_view()
                })}
            </ul>
        }
        .into_any();
    }
    let lost = usize::try_from(plan.documents_lost).unwrap_or(usize::MAX);
    let is_same = plan.is_same_book;
    match plan.mode {
        ImportMode::Replace => view! {
            <p class="field-hint">{t!(i18n, files.replace_text)}</p>
            {is_same.then(|| view! { <p class="field-hint">{t!(i18n, files.same_book)}</p> })}
            {(lost > 0).then(|| view! {
                <Notice tone=Tone::Bad>{t!(i18n, files.documents_lost, count = move || lost)}</Notice>
            })}
        }
        .into_any(),
        ImportMode::Add => {
            view! { <p class="field-hint">{t!(i18n, files.add_text)}</p> }.into_any()
        }
    }
}
