//! What the run passes over, grouped by reason, each group opening to its cases.

use super::account_name;
use crate::app::{
    components::{Button, ButtonKind, Section},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    route::Route,
    wording::refusal_text,
    workspace::use_workspace,
};
use crate::billing::run::{Preview, SkipReason, Skipped};
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// So many cases are shown at first.
const STEP: usize = 50;

/// Reasons of one kind stand together; what a person may have to mend comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Group {
    Refused,
    Carried,
    NothingDue,
    NotStarted,
    Paused,
    Ended,
    NoContract,
    Closed,
}

impl Group {
    fn of(reason: &SkipReason) -> Group {
        match reason {
            SkipReason::NotStarted { .. } => Group::NotStarted,
            SkipReason::Ended { .. } => Group::Ended,
            SkipReason::Paused { .. } => Group::Paused,
            SkipReason::NothingDue { .. } => Group::NothingDue,
            SkipReason::AccountClosed => Group::Closed,
            SkipReason::NoContract => Group::NoContract,
            SkipReason::CreditCarried { .. } => Group::Carried,
            SkipReason::Refused(_) => Group::Refused,
        }
    }

    fn name(self, i18n: I18n) -> String {
        match self {
            Group::Refused => t_string!(i18n, billing.skip_refused),
            Group::Carried => t_string!(i18n, billing.skip_carried),
            Group::NothingDue => t_string!(i18n, billing.skip_nothing_due),
            Group::NotStarted => t_string!(i18n, billing.skip_not_started),
            Group::Paused => t_string!(i18n, billing.skip_paused),
            Group::Ended => t_string!(i18n, billing.skip_ended),
            Group::NoContract => t_string!(i18n, billing.skip_no_contract),
            Group::Closed => t_string!(i18n, billing.skip_closed),
        }
        .to_string()
    }
}

/// The groups.
#[component]
pub fn SkippedList(preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let groups = Memo::new(move |_| {
        let mut groups: BTreeMap<Group, Vec<Skipped>> = BTreeMap::new();
        preview.with(|preview| {
            for skipped in preview.iter().flat_map(|preview| &preview.skipped) {
                groups
                    .entry(Group::of(&skipped.reason))
                    .or_default()
                    .push(skipped.clone());
            }
        });
        groups
    });
    view! {
        <Show when=move || groups.with(|groups| !groups.is_empty())>
            <Section
                title=move || t_string!(i18n, billing.skipped)
                note=move || t_string!(i18n, billing.skipped_note)
            >
                <div class="skipped">
                    {move || groups.get().into_iter().map(|(group, cases)| view! { <GroupView group cases/> }).collect_view()}
                </div>
            </Section>
        </Show>
    }
}

#[component]
fn GroupView(group: Group, cases: Vec<Skipped>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let count = cases.len();
    let shown = RwSignal::new(STEP);
    let is_open = RwSignal::new(false);
    let cases = StoredValue::new(cases);
    let rows = move || {
        // A closed group of thousands costs nothing.
        let most = if is_open.get() { shown.get() } else { 0 };
        cases.with_value(|cases| {
            cases
                .iter()
                .take(most)
                .cloned()
                .map(|case| view! { <CaseView case/> })
                .collect_view()
        })
    };
    let more = move || count.saturating_sub(shown.get());
    view! {
        <details
            class="skipped-group"
            on:toggle=move |event| {
                is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"));
            }
        >
            <summary>
                <span>{move || group.name(i18n)}</span>
                <span class="quiet">
                    {t!(i18n, billing.skipped_count, count = move || count, figure = move || format.get().number(count))}
                </span>
            </summary>
            <ul class="skipped-cases">{rows}</ul>
            <Show when=move || { is_open.get() && more() > 0 }>
                <Button kind=ButtonKind::Quiet on_press=move |()| shown.update(|shown| *shown += 4 * STEP)>
                    {t!(i18n, billing.show_more, count = more, figure = move || format.get().number(more()))}
                </Button>
            </Show>
        </details>
    }
}

#[component]
fn CaseView(case: Skipped) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let contract = case.contract.and_then(|id| {
        workspace.with_untracked(|book| {
            book.contracts
                .get(&id)
                .map(|contract| (id, contract.number.clone()))
        })
    });
    let name = account_name(workspace, case.account);
    let reason = StoredValue::new(case.reason);
    view! {
        <li>
            <a href=Route::Account(case.account).href()>{name}</a>
            {contract.map(|(id, number)| view! { <a class="quiet" href=Route::Contract(id).href()>{number}</a> })}
            <span class="quiet">{move || reason.with_value(|reason| detail(i18n, format.get(), reason))}</span>
        </li>
    }
}

fn detail(i18n: I18n, format: Format, reason: &SkipReason) -> String {
    match reason {
        SkipReason::NotStarted { starts } => {
            t_string!(
                i18n,
                billing.skip_detail_starts,
                date = format.date(*starts)
            )
        }
        SkipReason::Ended { on } => {
            t_string!(i18n, billing.skip_detail_ended, date = format.date(*on))
        }
        SkipReason::Paused {
            resumes: Some(resumes),
        } => t_string!(
            i18n,
            billing.skip_detail_resumes,
            date = format.date(*resumes)
        ),
        SkipReason::Paused { resumes: None } => {
            t_string!(i18n, billing.skip_detail_paused).to_string()
        }
        SkipReason::NothingDue { next: Some(next) } => {
            t_string!(i18n, billing.skip_detail_next, date = format.date(*next))
        }
        SkipReason::NothingDue { next: None } => {
            t_string!(i18n, billing.skip_detail_none).to_string()
        }
        SkipReason::AccountClosed | SkipReason::NoContract => String::new(),
        SkipReason::CreditCarried { amount } => format.money(*amount),
        SkipReason::Refused(refusal) => refusal_text(i18n, refusal),
    }
}
