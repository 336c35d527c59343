//! What a recognised customer can be helped with, on the same screen: what they owe, their last bills, their contracts.
//!
//! How much of it is shown follows from how surely the caller is known while they are on the line.

use super::lot::Lot;
use crate::app::{
    components::{DateView, Icon, LinkButton, MoneyView, Section, ShortTable, Symbol},
    locale::{t, t_string, use_format, use_i18n},
    pages::account::Verdict,
    route::Route,
    workspace::{Failure, use_workspace},
};
use crate::billing::desk::case::Case;
use crate::billing::id::{AccountId, CaseId};
use crate::care::sight::{Sight, sight as may_see};
use crate::store::summary::{Summary, SummaryKind};
use chrono::{DateTime, Utc};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// So many bills are at hand.
const BILLS: usize = 4;

/// What can be told and done.
#[component]
pub fn Help(id: CaseId, case: Memo<Option<Case>>, now: RwSignal<DateTime<Utc>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let account = Memo::new(move |_| case.with(|case| case.as_ref()?.account));
    let sight = Memo::new(move |_| {
        let person = workspace.person();
        let at = now.get();
        let account = account.get()?;
        Some(workspace.with(|book| may_see(book, person, account, at)))
    });
    move || {
        let account = account.get()?;
        Some(match sight.get()? {
            Sight::Whole => view! { <Everything id account/> }.into_any(),
            Sight::OneInvoice { invoice, .. } => view! {
                <Section title=move || t_string!(i18n, desk.help)>
                    <p>{t!(i18n, desk.sight_one)}</p>
                    <p><a class="button" href=Route::Invoice(invoice).href()><Icon symbol=Symbol::Invoice/><span>{t!(i18n, desk.that_invoice)}</span></a></p>
                </Section>
            }
            .into_any(),
            Sight::Unrecognised { .. } => view! {
                <Section title=move || t_string!(i18n, desk.help)>
                    <p>{t!(i18n, desk.sight_none)}</p>
                </Section>
            }
            .into_any(),
            Sight::SomebodyElses { .. } => view! {
                <Section title=move || t_string!(i18n, desk.help)>
                    <p>{t!(i18n, caller.gate_somebody_elses)}</p>
                </Section>
            }
            .into_any(),
        })
    }
}

#[component]
fn Everything(id: CaseId, account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=move || t_string!(i18n, desk.help)>
            <Verdict id=account/>
            <Lot id account/>
            <Balance account/>
            <Bills account/>
            <Contracts id account/>
        </Section>
    }
}

#[component]
fn Balance(account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let sentence = move || {
        let today = workspace.today();
        workspace.with(|book| {
            let currency = book.accounts.get(&account)?.currency;
            let balance = book.balance(account, currency);
            let overdue = book
                .receivables_of(account)
                .filter(|item| item.is_overdue(today))
                .count();
            let amount = format.get().money(balance.abs());
            Some(if balance.is_negative() {
                t_string!(i18n, desk.in_credit, amount = amount).to_string()
            } else if balance.is_zero() {
                t_string!(i18n, desk.owes_nothing).to_owned()
            } else if overdue > 0 {
                t_string!(i18n, desk.owes_overdue, amount = amount, count = overdue).to_string()
            } else {
                t_string!(i18n, desk.owes, amount = amount).to_string()
            })
        })
    };
    view! { <p class="case-balance">{sentence}</p> }
}

/// The last bills, each one press from why it is what it is.
#[component]
fn Bills(account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let bills = RwSignal::new(Vec::<Summary<'static>>::new());
    Effect::new(move || {
        let version = workspace.version();
        spawn_local(async move {
            let family = workspace.with_untracked(|book| book.merged_with(account));
            match workspace.summaries().await {
                Ok(_) if workspace.version() != version => {}
                Ok(summaries) => {
                    let rows = summaries.documents.by_account(&family).into_iter().rev();
                    let rows = rows.take(BILLS);
                    let found = rows.filter_map(|row| summaries.documents.row(row));
                    bills.try_set(found.map(Summary::into_owned).collect());
                }
                Err(error) => workspace.report(&Failure::Store(error)),
            }
        });
    });
    let rows = move || {
        bills
            .get()
            .into_iter()
            .filter_map(|row| {
                let invoice = row.document()?;
                let total = match row.kind {
                    SummaryKind::CreditNote => -row.total,
                    SummaryKind::Invoice | SummaryKind::Payment => row.total,
                };
                // A credit note is about its invoice, and is not compared.
                let why = (row.kind == SummaryKind::Invoice).then(|| {
                    let heard = row.number.to_string();
                    view! {
                        <a href=Route::Comparison(invoice).href()>{t!(i18n, desk.why)}<span class="heard">" "{heard}</span></a>
                    }
                });
                Some(view! {
                    <tr>
                        <td><a href=Route::Invoice(invoice).href()>{row.number.to_string()}</a></td>
                        <td><DateView day=row.on/></td>
                        <td class="amount"><MoneyView money=total/></td>
                        <td class="amount">{why}</td>
                    </tr>
                })
            })
            .collect_view()
    };
    view! {
        <Show when=move || !bills.read().is_empty()>
            <ShortTable label=move || t_string!(i18n, desk.last_bills)>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, desk.last_bills)}</th>
                        <th scope="col">{t!(i18n, today.date)}</th>
                        <th scope="col" class="amount">{t!(i18n, today.amount)}</th>
                        <th scope="col" class="amount">{t!(i18n, desk.explained)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </ShortTable>
        </Show>
    }
}

#[component]
fn Contracts(id: CaseId, account: AccountId) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let contracts = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            book.contracts_of(account)
                .filter(|contract| contract.last_day.is_none_or(|last| today <= last))
                .map(|contract| {
                    let name = if contract.name.is_empty() {
                        contract.number.clone()
                    } else {
                        contract.name.clone()
                    };
                    (contract.id, name)
                })
                .collect::<Vec<_>>()
        })
    });
    let rows = move || {
        contracts
            .get()
            .into_iter()
            .map(|(contract, name)| {
                let (for_fitting, heard) = (name.clone(), name.clone());
                view! {
                    <li class="row-between">
                        <a href=Route::Contract(contract).href()>{name}</a>
                        <span class="row-end">
                            <LinkButton route=Route::Savings(contract)>{t!(i18n, desk.fitting)}<span class="heard">" "{for_fitting}</span></LinkButton>
                            <a class="button" href=Route::Offer(contract).asking("case", id)><span>{t!(i18n, desk.discount)}<span class="heard">" "{heard}</span></span></a>
                        </span>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !contracts.read().is_empty()>
            <h3 class="case-subhead">{t!(i18n, desk.contracts)}</h3>
            <ul class="plain-rows">{rows}</ul>
        </Show>
    }
}
