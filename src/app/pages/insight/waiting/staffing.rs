//! How many people a promise takes: a calculator that begins with what was observed.

mod answer;
mod form;

use super::Seen;
use super::hours::chance_text;
use super::words::hour_of_week_name;
use crate::app::{
    components::{Choice, Notice, PercentField, QuantityField, Section, SelectField},
    locale::{t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::insight::queueing::FEWEST_CALLS;
use crate::insight::waiting::{FEWEST_GIVEN_UP, HourOfWeek, ObservedLoad, Staffing};
use answer::Answer;
use form::Form;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// The calculator. It keeps what one typed when the figures above change.
#[component]
pub fn StaffingCalculator(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let people = workspace.with_untracked(|book| {
        let here = book.people.values().filter(|person| !person.left);
        here.count().max(1)
    });
    let hour = RwSignal::new(None);
    let observed =
        Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|seen| seen.load(hour.get()))));
    let form = Form::new(people, format.get_untracked());
    form.follow(hour, observed, format);
    let staffing = Memo::new(move |_| {
        let question = form.question(format.get())?;
        Staffing::of(question).ok()
    });
    let chance = move || {
        observed.get().map(|observed| {
            let (tone, text) = chance_text(i18n, format.get(), observed.dispersion);
            view! { <Notice tone>{text}</Notice> }
        })
    };
    view! {
        <Section title=move || t_string!(i18n, wait.staffing) note=move || t_string!(i18n, wait.staffing_note)>
            <Fields form hour seen observed/>
            {chance}
        </Section>
        <Section title=move || t_string!(i18n, wait.staffing_answer)>
            {move || match staffing.get() {
                Some(staffing) => view! { <Answer staffing/> }.into_any(),
                None => view! { <p class="section-note">{t!(i18n, wait.fill_in)}</p> }.into_any(),
            }}
        </Section>
    }
}

#[component]
fn Fields(
    form: Form,
    hour: RwSignal<Option<HourOfWeek>>,
    seen: Seen,
    observed: Memo<Option<ObservedLoad>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let hours = Signal::derive(move || {
        let mut known: BTreeMap<HourOfWeek, u64> = seen.with(|seen| {
            let cells = seen.iter().flat_map(|seen| &seen.week.cells);
            let known = cells.filter(|(_, cell)| !cell.is_few());
            known.map(|(at, cell)| (*at, cell.offered)).collect()
        });
        // The one that is chosen stays, if other days have too few calls of it.
        if let Some(chosen) = hour.get() {
            let calls = observed.with(|observed| observed.map_or(0, |observed| observed.calls));
            known.entry(chosen).or_insert(calls);
        }
        let all = Choice::new(None, t_string!(i18n, wait.all_hours));
        let hours = known.into_iter().map(|(at, calls)| {
            let name = hour_of_week_name(i18n, at);
            let calls = t_string!(i18n, wait.count_calls, count = calls);
            Choice::new(Some(at), format!("{name} · {calls}"))
        });
        std::iter::once(all).chain(hours).collect::<Vec<_>>()
    });
    let faults = form.faults(i18n);
    view! {
        <SelectField
            label=move || t_string!(i18n, wait.begin_with)
            value=hour
            choices=hours
            hint=Signal::derive(move || t_string!(i18n, wait.begin_with_hint, least = FEWEST_CALLS).to_string())
        />
        <div class="field-row">
            <QuantityField
                label=move || t_string!(i18n, wait.calls_per_hour)
                value=form.calls
                error=faults.calls
                hint=hint(observed, Known::Calls)
            />
            <QuantityField
                label=move || t_string!(i18n, wait.handling)
                value=form.handling
                unit=move || t_string!(i18n, wait.minutes).to_owned()
                error=faults.handling
                hint=hint(observed, Known::Handling)
            />
        </div>
        <div class="field-row">
            <QuantityField label=move || t_string!(i18n, wait.people) value=form.people error=faults.people/>
            <QuantityField
                label=move || t_string!(i18n, wait.patience)
                value=form.patience
                unit=move || t_string!(i18n, wait.minutes).to_owned()
                error=faults.patience
                hint=hint(observed, Known::Patience)
            />
            <PercentField label=move || t_string!(i18n, wait.target_share) value=form.share error=faults.share/>
            <QuantityField
                label=move || t_string!(i18n, wait.target_seconds)
                value=form.seconds
                unit=move || t_string!(i18n, wait.unit_seconds).to_owned()
                error=faults.seconds
            />
        </div>
    }
}

/// What a field begins with.
#[derive(Clone, Copy)]
enum Known {
    Calls,
    Handling,
    Patience,
}

/// What was observed, or that it is not known yet and why.
fn hint(observed: Memo<Option<ObservedLoad>>, known: Known) -> Signal<String> {
    let i18n = use_i18n();
    let format = use_format();
    let least = FEWEST_CALLS;
    Signal::derive(move || {
        let Some(observed) = observed.get() else {
            return t_string!(i18n, wait.not_known).to_owned();
        };
        match known {
            Known::Calls if observed.calls_per_hour.is_some() => {
                let hours = format.get().decimal(observed.hours, 0);
                t_string!(
                    i18n,
                    wait.calls_observed,
                    count = observed.calls,
                    hours = hours
                )
                .to_string()
            }
            Known::Calls => {
                t_string!(i18n, wait.calls_few, count = observed.calls, least = least).to_string()
            }
            Known::Handling if observed.handling_minutes.is_some() => {
                t_string!(i18n, wait.handling_observed, count = observed.talks).to_string()
            }
            Known::Handling => t_string!(
                i18n,
                wait.handling_few,
                count = observed.talks,
                least = least
            )
            .to_string(),
            Known::Patience if observed.patience_minutes.is_some() => {
                t_string!(i18n, wait.patience_observed, count = observed.gave_up).to_string()
            }
            Known::Patience => t_string!(
                i18n,
                wait.patience_few,
                count = observed.gave_up,
                least = FEWEST_GIVEN_UP
            )
            .to_string(),
        }
    })
}
