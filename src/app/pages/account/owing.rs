//! What is owed and why: open invoices, and credits that could settle them.

use crate::app::{
    components::{Badge, Button, DateView, Section, Tone},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::{Notice, use_workspace},
};
use crate::billing::book::Book;
use crate::billing::command::{Allocation, Command};
use crate::billing::id::AccountId;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Open invoices and credits.
#[component]
pub fn Owing(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let open = Memo::new(move |_| {
        let mut open: Vec<Receivable> =
            workspace.with(|book| book.receivables_of(id).cloned().collect());
        open.sort_by(|one, other| {
            (one.due_date, &one.number).cmp(&(other.due_date, &other.number))
        });
        open
    });
    let credits = Memo::new(move |_| {
        workspace.with(|book| book.credits_of(id).cloned().collect::<Vec<Credit>>())
    });
    let rows = move || {
        let today = workspace.today();
        open.get()
            .into_iter()
            .map(|item| {
                let days = item.days_overdue(today);
                let standing = if item.is_disputed() {
                    view! { <Badge tone=Tone::Warn>{t!(i18n, dunning.disputed)}</Badge> }.into_any()
                } else if item.is_overdue(today) {
                    let text = move || t_string!(i18n, accounts.days_overdue, count = days).to_string();
                    view! { <Badge tone=Tone::Bad>{text}</Badge> }.into_any()
                } else {
                    view! { <Badge>{t!(i18n, accounts.not_due)}</Badge> }.into_any()
                };
                let (total, left) = (item.total, item.open());
                view! {
                    <tr>
                        <th scope="row"><a href=Route::Invoice(item.invoice).href()>{item.number}</a></th>
                        <td class="roomy"><DateView day=item.issue_date/></td>
                        <td><DateView day=item.due_date/></td>
                        <td>{standing}</td>
                        <td class="amount roomy">{move || format.get().money(total)}</td>
                        <td class="amount">{move || format.get().money(left)}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let invoices = move || {
        view! {
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, accounts.open_invoices)>
                <table class="simple-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, accounts.invoice)}</th>
                            <th scope="col" class="roomy">{t!(i18n, accounts.issued)}</th>
                            <th scope="col">{t!(i18n, accounts.due)}</th>
                            <th scope="col">{t!(i18n, accounts.standing)}</th>
                            <th scope="col" class="amount roomy">{t!(i18n, accounts.total)}</th>
                            <th scope="col" class="amount">{t!(i18n, accounts.open)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
    };
    view! {
        <Section title=move || t_string!(i18n, accounts.owing)>
            <Show when=move || !open.read().is_empty() fallback=move || view! { <p class="quiet">{t!(i18n, accounts.owes_nothing)}</p> }>
                {invoices}
            </Show>
            <Show when=move || !credits.read().is_empty()><CreditRows id credits/></Show>
        </Section>
    }
}

#[component]
fn CreditRows(id: AccountId, credits: Memo<Vec<Credit>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let settle = move |source: CreditSource| {
        let allocations = workspace.with_untracked(|book| oldest_first(book, id, source));
        let command = Command::UseCredit {
            source,
            allocations,
            on: workspace.today(),
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => workspace.notify(Notice::Done(
                    t_string!(i18n, accounts.credit_used).to_string(),
                )),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    let can_use = Memo::new(move |_| {
        workspace.with(|book| {
            book.receivables_of(id)
                .any(|item| item.open().is_positive())
        })
    });
    let rows = move || {
        credits
            .get()
            .into_iter()
            .map(|credit| {
                let source = credit.source;
                let left = credit.left();
                let what = match source {
                    CreditSource::Payment(_) => view! { <span>{t!(i18n, accounts.credit_payment)}</span> }.into_any(),
                    CreditSource::CreditNote(note) => {
                        let label = credit.label.clone();
                        view! { <span>{t!(i18n, accounts.credit_note)}" "<a href=Route::Invoice(note).href()>{label}</a></span> }
                            .into_any()
                    }
                };
                let button = move || can_use.get().then(|| view! {
                    <Button on_press=move |()| settle(source)>{t!(i18n, accounts.use_credit)}</Button>
                });
                view! {
                    <tr>
                        <th scope="row">{what}</th>
                        <td><DateView day=credit.on/></td>
                        <td class="amount">{move || format.get().money(left)}</td>
                        <td class="amount">{button}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <table class="simple-table">
            <caption>{t!(i18n, accounts.credits)}</caption>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, accounts.credit)}</th>
                    <th scope="col">{t!(i18n, accounts.since)}</th>
                    <th scope="col" class="amount">{t!(i18n, accounts.left)}</th>
                    <th scope="col" class="amount">{t!(i18n, accounts.step)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
}

/// What a credit would settle: the invoices due first, as far as it goes.
fn oldest_first(book: &Book, id: AccountId, source: CreditSource) -> Vec<Allocation> {
    let Some(credit) = book.credits.get(&source) else {
        return Vec::new();
    };
    let mut left = credit.left();
    let mut open: Vec<&Receivable> = book
        .receivables_of(id)
        .filter(|item| item.total.currency() == left.currency())
        .collect();
    open.sort_by_key(|item| (item.due_date, item.issue_date));
    let mut allocations = Vec::new();
    for item in open {
        let amount = item.open().min(left);
        if amount.is_positive() {
            allocations.push(Allocation {
                invoice: item.invoice,
                amount,
            });
            left -= amount;
        }
    }
    allocations
}
