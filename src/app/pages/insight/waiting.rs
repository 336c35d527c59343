//! How long callers wait: what was observed on the days one chooses, hour by hour of the week, and how many people a promise
//! takes. The light hangs on the longest waits and never on the mean.

mod answers;
mod hours;
mod staffing;
mod standing;
mod words;

use crate::app::{
    components::{Choice, EmptyState, Section, SegmentedField, Symbol},
    locale::{t_string, use_format, use_i18n},
    pages::desk::use_ticking,
    workspace::use_workspace,
};
use crate::insight::waiting::{Observed, Span};
use answers::{Answers, PromisedCalls};
use hours::Hours;
use leptos::prelude::*;
use staffing::StaffingCalculator;
use standing::Standing;
use std::sync::Arc;
pub(super) use words::share_cells;

/// How often what was observed is worked out anew if nothing happens, in seconds: oftener, an open list would close at every turn.
const TURN: i64 = 900;

/// What was observed; none where this device's day is outside the supported years.
type Seen = Memo<Option<Arc<Observed>>>;

/// The tab.
#[component]
pub fn Waiting() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let span = RwSignal::new(Span::Last(28));
    let now = use_ticking(workspace);
    let turn = Memo::new(move |_| now.get().timestamp().div_euclid(TURN));
    let seen: Seen = Memo::new(move |_| {
        turn.track();
        let span = span.get();
        workspace.with(|book| {
            let observed = Observed::of(book.cases.values(), &book.policy(), span, workspace.now());
            observed.map(Arc::new)
        })
    });
    let spans = Signal::derive(move || {
        let last = |days: u16| {
            let name = t_string!(i18n, wait.last_days, count = days).to_string();
            Choice::new(Span::Last(days), name)
        };
        let all = Choice::new(Span::All, t_string!(i18n, wait.all_days));
        vec![last(7), last(28), last(90), all]
    });
    let has_calls = Memo::new(move |_| {
        seen.with(|seen| {
            let calls = seen.as_ref().map(|seen| &seen.calls);
            calls.is_some_and(|calls| !calls.measured.is_empty() || !calls.unmeasured.is_empty())
        })
    });
    view! {
        <div class="field-row">
            <SegmentedField label=move || t_string!(i18n, wait.days) value=span choices=spans/>
        </div>
        <Rules seen/>
        <Standing seen now/>
        <Show
            when=move || has_calls.get()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Phone
                    title=move || t_string!(i18n, wait.empty_title)
                    text=move || t_string!(i18n, wait.empty_text)
                />
            }
        >
            <Section title=move || t_string!(i18n, wait.answers)>
                {move || seen.get().map(|seen| view! { <Answers seen/> })}
            </Section>
            <Section title=move || t_string!(i18n, wait.hours) note=move || t_string!(i18n, wait.hours_note)>
                {move || seen.get().map(|seen| view! { <Hours seen/> })}
            </Section>
        </Show>
        <Section title=move || t_string!(i18n, wait.promised) note=move || t_string!(i18n, wait.promised_note)>
            {move || seen.get().map(|seen| view! { <PromisedCalls seen/> })}
        </Section>
        <StaffingCalculator seen/>
    }
}

/// Which days these are, and which calls are not counted.
#[component]
fn Rules(seen: Seen) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let sentences = move || {
        let format = format.get();
        seen.get().map(|seen| {
            let days = format.period(seen.days);
            let short = t_string!(
                i18n,
                wait.rule_short,
                count = seen.short,
                calls = format.number(seen.figures.short_abandons)
            )
            .to_string();
            let unmeasured = t_string!(
                i18n,
                wait.rule_unmeasured,
                count = seen.calls.unmeasured.len()
            )
            .to_string();
            format!("{days}. {short} {unmeasured}")
        })
    };
    view! { <p class="section-note">{sentences}</p> }
}
