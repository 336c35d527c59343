//! What a run issued: the numbers, the sums, what was refused; and all of it on paper.

use super::account_name;
use crate::app::{
    components::{
        Button, ButtonKind, DocumentPaper, LinkButton, Notice, PaperStage, Section, Stat, Stats,
        Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::paper::BundleButton,
    route::Route,
    wording::{failure_text, refusal_text},
    workspace::{RunOutcome, Stop, use_workspace},
};
use crate::billing::invoice::Invoice;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;

/// So many documents are printed at once: a browser lays them all out before it prints the first.
const SHEETS: usize = 250;

/// The result.
#[component]
pub fn Outcome(outcome: Arc<RunOutcome>, #[prop(into)] on_again: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let count = outcome.issued();
    let ends: Vec<_> = outcome
        .documents
        .first()
        .into_iter()
        .chain(outcome.documents.last())
        .copied()
        .collect();
    let numbers = LocalResource::new(move || {
        let ends = ends.clone();
        async move { workspace.documents(&ends).await }
    });
    let numbers_text = move || match numbers.get() {
        Some(Ok(found)) => match found.as_slice() {
            [] => t_string!(i18n, billing.none_issued).to_string(),
            [only] => t_string!(i18n, billing.number_one, number = only.number.clone()),
            [first, .., last] if first.number == last.number => {
                t_string!(i18n, billing.number_one, number = first.number.clone())
            }
            [first, .., last] => t_string!(
                i18n,
                billing.numbers,
                first = first.number.clone(),
                last = last.number.clone()
            ),
        },
        Some(Err(_)) | None => String::new(),
    };
    let is_whole = outcome.stopped.is_none();
    let title = move || {
        if is_whole {
            t_string!(i18n, billing.done_title).to_string()
        } else {
            t_string!(i18n, billing.stopped_title).to_string()
        }
    };
    let stopped = match &outcome.stopped {
        Some(Stop::Failed(failure)) => Some(failure_text(i18n, failure)),
        Some(Stop::Cancelled) | None => None,
    };
    let totals = outcome
        .totals
        .values()
        .map(|total| {
            let total = *total;
            view! { <Stat label=move || t_string!(i18n, billing.total)>{move || format.get().money(total)}</Stat> }
        })
        .collect_view();
    let refused = outcome.clone();
    let issued = outcome.clone();
    view! {
        <Section title>
            <div role="status">
                <Stats>
                    <Stat label=move || t_string!(i18n, billing.done_label) note=numbers_text>{move || format.get().number(count)}</Stat>
                    {totals}
                </Stats>
            </div>
            {stopped.map(|text| view! { <Notice tone=Tone::Bad>{text}</Notice> })}
            <div class="actions">
                <LinkButton route=Route::Invoices kind=ButtonKind::Primary>{t!(i18n, billing.see_invoices)}</LinkButton>
                <BundleButton documents=move || issued.documents.clone() count/>
                <Button on_press=on_again>{t!(i18n, billing.run_again)}</Button>
            </div>
        </Section>
        <RefusedList outcome=refused/>
        <PrintAll outcome/>
    }
}

#[component]
fn RefusedList(outcome: Arc<RunOutcome>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let count = outcome.refused.len();
    let rows = outcome
        .refused
        .iter()
        .cloned()
        .map(|each| {
            let name = account_name(workspace, each.account);
            let text = move || refusal_text(i18n, &each.refusal);
            view! {
                <li>
                    <a href=Route::Account(each.account).href()>{name}</a>
                    <span class="quiet">{text}</span>
                </li>
            }
        })
        .collect_view();
    (count > 0).then(|| {
        view! {
            <Section title=move || t_string!(i18n, billing.failed, count = count, figure = format.get().number(count))>
                <ul class="skipped-cases">{rows}</ul>
            </Section>
        }
    })
}

/// The documents of the run on paper, a pile at a time.
#[component]
fn PrintAll(outcome: Arc<RunOutcome>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let sheets = RwSignal::new(Vec::<Invoice>::new());
    let is_preparing = RwSignal::new(false);
    let print = move |ids: Vec<crate::billing::id::InvoiceId>| {
        is_preparing.set(true);
        spawn_local(async move {
            match workspace.documents(&ids).await {
                Ok(found) => {
                    sheets.set(found);
                    // The sheets must stand in the page before it is printed.
                    request_animation_frame(move || {
                        request_animation_frame(move || {
                            is_preparing.set(false);
                            if let Err(error) = window().print() {
                                leptos::logging::warn!("the page could not be printed: {error:?}");
                            }
                        });
                    });
                }
                Err(error) => {
                    is_preparing.set(false);
                    workspace.report(&error.into());
                }
            }
        });
    };
    let is_one_pile = outcome.documents.len() <= SHEETS;
    let piles = outcome
        .documents
        .chunks(SHEETS)
        .enumerate()
        .map(|(place, ids)| {
            let ids = ids.to_vec();
            let (first, last) = (place * SHEETS + 1, place * SHEETS + ids.len());
            let label = move || {
                if is_one_pile {
                    t_string!(i18n, billing.print_all).to_string()
                } else {
                    t_string!(
                        i18n,
                        billing.print_some,
                        first = format.get().number(first),
                        last = format.get().number(last)
                    )
                }
            };
            view! {
                <Button symbol=Symbol::Print disabled=is_preparing on_press=move |()| print(ids.clone())>{label}</Button>
            }
        })
        .collect_view();
    let papers = move || {
        sheets
            .get()
            .into_iter()
            .map(|invoice| view! { <DocumentPaper invoice stage=PaperStage::Issued/> })
            .collect_view()
    };
    view! {
        <div class="actions run-print">{piles}</div>
        <p class="quiet" role="status">{move || is_preparing.get().then_some(t!(i18n, billing.printing))}</p>
        <div class="printed-only">{papers}</div>
    }
}
