//! What is agreed and what waits: contracts with their next bill, charges for the next bill, drafts.

use crate::app::{
    components::{Button, ButtonKind, DateView, IconButton, Section, Symbol},
    locale::{t, t_string, use_format, use_i18n},
    pages::contract::can_fit,
    pages::contracts::{ContractStanding, StandingBadge},
    pages::display_name::unit_name,
    route::Route,
    workspace::use_workspace,
};
use crate::billing::book::Book;
use crate::billing::charge::PendingCharge;
use crate::billing::command::Command;
use crate::billing::contract::Contract;
use crate::billing::id::{AccountId, ChargeId, DraftId};
use crate::billing::refusal::Location;
use crate::billing::run::next_bills;
use crate::money::Money;
use chrono::NaiveDate;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

#[derive(Clone, PartialEq)]
struct ContractRow {
    contract: Contract,
    /// The day of its next bill, or none for a credit that waits for one; and what that comes to.
    next: Option<(Option<NaiveDate>, Money)>,
}

/// The customer's contracts, those that run first.
#[component]
pub fn Contracts(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let contracts = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let mut rows: Vec<ContractRow> = book
                .contracts_of(id)
                .map(|contract| row(book, contract, today))
                .collect();
            rows.sort_by_key(|row| {
                (
                    ContractStanding::of(&row.contract, today),
                    row.contract.starts,
                )
            });
            rows
        })
    });
    let rows = move || {
        let today = workspace.today();
        contracts
            .get()
            .into_iter()
            .map(|ContractRow { contract, next }| {
                let standing = ContractStanding::of(&contract, today);
                let fits = can_fit(&contract, today);
                let (day, amount) = next.unzip();
                view! {
                    <tr>
                        <th scope="row">
                            <a href=Route::Contract(contract.id).href()>{contract.name}</a>
                            {fits.then(|| view! {
                                <a class="row-step" href=Route::Savings(contract.id).href()>{t!(i18n, savings.find)}</a>
                            })}
                        </th>
                        <td><StandingBadge standing/></td>
                        <td>{day.map(|day| match day {
                            Some(day) => view! { <DateView day/> }.into_any(),
                            None => t!(i18n, contracts.credit_waits).into_any(),
                        })}</td>
                        <td class="amount">{move || amount.map(|amount| format.get().money(amount))}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let is_open = Memo::new(move |_| {
        workspace.with(|book| {
            book.accounts
                .get(&id)
                .is_some_and(|account| account.is_open())
        })
    });
    view! {
        <Section title=move || t_string!(i18n, contracts.title)>
            <Show
                when=move || !contracts.read().is_empty()
                fallback=move || view! { <p class="quiet">{t!(i18n, accounts.no_contracts)}</p> }
            >
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, contracts.title)>
                    <table class="simple-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, contracts.name)}</th>
                                <th scope="col">{t!(i18n, contracts.standing)}</th>
                                <th scope="col">{t!(i18n, contracts.next_bill)}</th>
                                <th scope="col" class="amount">{t!(i18n, accounts.with_tax)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            </Show>
            <Show when=move || is_open.get()>
                <div class="actions">
                    <a class="button" href=format!("{}?account={id}", Route::NewContract.href())>{t!(i18n, contracts.new)}</a>
                </div>
            </Show>
        </Section>
    }
}

fn row(book: &Book, contract: &Contract, today: NaiveDate) -> ContractRow {
    // A contract that can't be billed says why on its own page.
    let next = next_bills(book, contract, today, 1)
        .ok()
        .and_then(|bills| bills.into_iter().next());
    ContractRow {
        contract: contract.clone(),
        next: next.map(|bill| {
            let on = (!bill.is_carried).then_some(bill.on);
            (on, bill.computed.totals.amount_due)
        }),
    }
}

/// Charges that wait for the next bill; nothing is shown where there are none.
#[component]
pub fn Charges(
    /// Whose.
    id: AccountId,
    /// Opens the dialog for another.
    charging: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let charges = Memo::new(move |_| {
        let mut charges: Vec<PendingCharge> =
            workspace.with(|book| book.charges_of(id).cloned().collect());
        charges.sort_by_key(|charge| charge.on);
        charges
    });
    let withdraw = move |charge: ChargeId| {
        spawn_local(async move {
            if let Err(failure) = workspace.dispatch(Command::WithdrawCharge(charge)).await {
                workspace.report(&failure);
            }
        });
    };
    let rows = move || {
        charges
            .get()
            .into_iter()
            .map(|charge| {
                let amount = workspace.with(|book| amount(book, &charge));
                let (item, id) = (charge.item, charge.id);
                let quantity = move || {
                    format!("{} {}", format.get().quantity(item.quantity), unit_name(i18n.get_locale(), &item.unit))
                };
                let name = item.description.clone();
                let label = move || t_string!(i18n, accounts.withdraw_charge, name = name.clone()).to_string();
                view! {
                    <tr>
                        <th scope="row">{item.description}</th>
                        <td>{quantity}</td>
                        <td><DateView day=charge.on/></td>
                        <td class="amount">{move || amount.map(|amount| format.get().money(amount))}</td>
                        <td class="amount"><IconButton symbol=Symbol::Trash label on_press=move |()| withdraw(id)/></td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || !charges.read().is_empty()>
            <Section title=move || t_string!(i18n, accounts.charges) note=move || t_string!(i18n, accounts.charges_note)>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, accounts.charges)>
                    <table class="simple-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, accounts.what)}</th>
                                <th scope="col">{t!(i18n, contracts.quantity)}</th>
                                <th scope="col">{t!(i18n, accounts.supplied)}</th>
                                <th scope="col" class="amount">{t!(i18n, accounts.amount)}</th>
                                <th scope="col" class="amount">{t!(i18n, accounts.step)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
                <div class="actions">
                    <Button kind=ButtonKind::Plain symbol=Symbol::Plus on_press=move |()| charging.set(true)>
                        {t!(i18n, accounts.add_charge)}
                    </Button>
                </div>
            </Section>
        </Show>
    }
}

/// What a charge comes to as priced, where it can be priced.
fn amount(book: &Book, charge: &PendingCharge) -> Option<Money> {
    let account = book.accounts.get(&charge.account)?;
    let tax = account
        .treatment
        .over(&charge.item.tax)
        .on(book.seller.address.country, charge.on)?;
    let line = charge
        .item
        .price(account.currency, tax, Location::Whole)
        .ok()?;
    Some(line.priced())
}

/// Drafts of the customer; nothing is shown where there are none.
#[component]
pub fn Drafts(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let drafts = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let Some(account) = book.accounts.get(&id) else {
                return Vec::new();
            };
            let mut drafts: Vec<(DraftId, NaiveDate, Option<Money>)> = book
                .drafts_of(id)
                .map(|draft| {
                    let computed = draft.compute(&book.seller, account.treatment, today).ok();
                    (
                        draft.id,
                        draft.created,
                        computed.map(|computed| computed.totals.amount_due),
                    )
                })
                .collect();
            drafts.sort_by_key(|(_, created, _)| *created);
            drafts
        })
    });
    let rows = move || {
        drafts
            .get()
            .into_iter()
            .map(|(draft, created, amount)| view! {
                <li class="spread">
                    <a href=Route::Draft(draft).href()>
                        {move || t_string!(i18n, accounts.draft_of, day = format.get().date(created)).to_string()}
                    </a>
                    <span>{move || amount.map(|amount| format.get().money(amount))}</span>
                </li>
            })
            .collect_view()
    };
    view! {
        <Show when=move || !drafts.read().is_empty()>
            <Section title=move || t_string!(i18n, accounts.drafts)><ul class="plain-list">{rows}</ul></Section>
        </Show>
    }
}
