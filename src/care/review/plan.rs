//! A contract's price against what others pay, what a new customer would pay, and other plans: F07, F08, F09.

use super::account::Case;
use super::finding::{Evidence, Finding, Rule, Severity};
use super::loyalty_penalty;
use super::market::is_active;
use crate::billing::catalogue::Product;
use crate::billing::contract::{Contract, PriceSource, Service, Terms};
use crate::billing::refusal::Location;
use crate::billing::run::agreed;
use crate::billing::totals::compute;
use crate::calendar::Period;
use crate::care::savings::{Question, best_tariff};
use crate::money::Money;
use chrono::{Datelike, Months, NaiveDate};

/// Months that are looked ahead.
const AHEAD: u32 = 12;

/// What there is to talk about on the account's services.
pub(super) fn plans(case: &Case<'_>) -> Vec<Finding> {
    let (book, today) = (case.reviewer.book, case.reviewer.today);
    let mut found = Vec::new();
    for contract in book.contracts_of(case.account.id) {
        for service in &contract.services {
            if !is_active(contract, service, today) {
                continue;
            }
            let Some(product) = service.product.and_then(|id| book.products.get(&id)) else {
                continue;
            };
            found.extend(among_peers(case, contract, service, product));
            found.extend(loyalty(case, contract, service, product));
            found.extend(tariff(case, contract, service));
        }
    }
    found
}

fn talk(rule: Rule, amount: Money, evidence: Evidence) -> Finding {
    Finding {
        rule,
        severity: Severity::Talk,
        amount,
        evidence: vec![evidence],
        correction: None,
    }
}

fn among_peers(
    case: &Case<'_>,
    contract: &Contract,
    service: &Service,
    product: &Product,
) -> Option<Finding> {
    let reviewer = case.reviewer;
    let (price, peers) =
        reviewer
            .market
            .standing(reviewer.book, contract, service, reviewer.today)?;
    let evidence = || Evidence::Peers {
        contract: contract.id,
        product: product.id,
        price,
        median: peers.median,
        count: peers.count,
    };
    peers
        .is_flagged
        .then(|| talk(Rule::Peers, Money::zero(contract.currency), evidence()))
}

/// F08. A new customer pays the catalogue's price without a discount: no other offer to new customers is kept in a book.
fn loyalty(
    case: &Case<'_>,
    contract: &Contract,
    service: &Service,
    product: &Product,
) -> Option<Finding> {
    let today = case.reviewer.today;
    let is_comparable = product.is_sold_on(today)
        && product.unit == service.unit
        && product.tax_included == service.tax_included;
    // At the catalogue's price nobody pays more than a new customer.
    let has_own_price = service.terms.iter().any(|terms| match terms.price {
        PriceSource::Own(_) => true,
        PriceSource::Catalogue => false,
    });
    if !is_comparable || !has_own_price {
        return None;
    }
    let terms = service.terms_on(today)?;
    let new = Service {
        terms: vec![Terms {
            from: service.starts,
            quantity: terms.quantity,
            price: PriceSource::Catalogue,
            discount: None,
        }],
        ..service.clone()
    };
    let is_bound = contract.minimum_term.is_some_and(|term| today <= term);
    let own = a_year(case, contract, service)?;
    let new = a_year(case, contract, &new)?;
    let found = loyalty_penalty(months(contract.starts, today), is_bound, &[own], &[new])?;
    let evidence = Evidence::Loyalty {
        contract: contract.id,
        product: product.id,
        own,
        new,
    };
    found
        .is_flagged
        .then(|| talk(Rule::Loyalty, found.penalty, evidence))
}

/// What a service costs in the next twelve months, with VAT, if it neither ends nor rests.
fn a_year(case: &Case<'_>, contract: &Contract, service: &Service) -> Option<Money> {
    let (book, today) = (case.reviewer.book, case.reviewer.today);
    let days = Period::new(today, today.checked_add_months(Months::new(AHEAD))?)?;
    let contract = Contract {
        last_day: None,
        pauses: Vec::new(),
        services: Vec::new(),
        ..contract.clone()
    };
    let service = Service {
        last_day: None,
        billed: Vec::new(),
        ..service.clone()
    };
    let lines = agreed(book, &contract, &service, days)
        .ok()?
        .into_iter()
        .map(|each| {
            each.item
                .price(contract.currency, each.tax, Location::Whole)
        })
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    let computed = compute(contract.currency, lines, &[]).ok()?;
    Some(computed.totals.amount_due)
}

/// Whole months from one day to another.
fn months(from: NaiveDate, to: NaiveDate) -> u32 {
    let count = |day: NaiveDate| day.year() * 12 + day.month0().cast_signed();
    let between = count(to) - count(from);
    let is_short = to.day() < from.day();
    u32::try_from(between - i32::from(is_short)).unwrap_or_default()
}

/// F09, by the rule that the savings page answers with.
fn tariff(case: &Case<'_>, contract: &Contract, service: &Service) -> Option<Finding> {
    let best = best_tariff(&Question {
        book: case.reviewer.book,
        contract: contract.id,
        service: service.id,
        invoices: &case.records.documents,
        today: case.reviewer.today,
        policy: case.reviewer.thresholds.savings,
    });
    // What can't be priced can't be compared.
    let best = best.ok().flatten()?;
    let evidence = Evidence::Tariff {
        contract: contract.id,
        service: service.id,
        product: best.product,
        saving: best.saving_a_year,
    };
    Some(talk(Rule::BestTariff, best.saving_a_year, evidence))
}
