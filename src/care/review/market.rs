//! What all customers of a plan pay: the prices that F07 compares one of them with.

use super::compared::{Peers, peers_in_order};
use crate::billing::book::Book;
use crate::billing::contract::{Contract, Service};
use crate::billing::id::ProductId;
use crate::billing::line::Reduction;
use crate::calendar::CycleUnit;
use crate::money::{Currency, Percent, UnitPrice};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Customers are on the same plan where product, billing cycle and currency are the same.
type Plan = (ProductId, u32, CycleUnit, Currency);

/// Where every price of every plan stands among the others.
#[derive(Clone, Debug, Default)]
pub(super) struct Market(BTreeMap<Plan, BTreeMap<UnitPrice, Peers>>);

impl Market {
    /// The prices of services in force on `today`, of some products or of all.
    pub fn of(book: &Book, today: NaiveDate, only: Option<&BTreeSet<ProductId>>) -> Self {
        let mut prices: BTreeMap<Plan, Vec<UnitPrice>> = BTreeMap::new();
        for contract in book.contracts.values() {
            for service in &contract.services {
                let is_asked = service
                    .product
                    .is_some_and(|id| only.is_none_or(|only| only.contains(&id)));
                if !is_asked {
                    continue;
                }
                if let Some((plan, price)) = plan_and_price(book, contract, service, today) {
                    prices.entry(plan).or_default().push(price);
                }
            }
        }
        let plans = prices.into_iter().map(|(plan, mut prices)| {
            prices.sort_unstable();
            let distinct: BTreeSet<UnitPrice> = prices.iter().copied().collect();
            let standing = distinct
                .into_iter()
                .filter_map(|price| Some((price, peers_in_order(price, &prices)?)));
            (plan, standing.collect())
        });
        Market(plans.collect())
    }

    /// Where the price of a service stands, and the price.
    pub fn standing(
        &self,
        book: &Book,
        contract: &Contract,
        service: &Service,
        today: NaiveDate,
    ) -> Option<(UnitPrice, &Peers)> {
        let (plan, price) = plan_and_price(book, contract, service, today)?;
        Some((price, self.0.get(&plan)?.get(&price)?))
    }
}

/// The plan and the price of a service in force; a discount that runs is taken off.
fn plan_and_price(
    book: &Book,
    contract: &Contract,
    service: &Service,
    today: NaiveDate,
) -> Option<(Plan, UnitPrice)> {
    if !is_active(contract, service, today) {
        return None;
    }
    let id = service.product?;
    let price = service.price_on(book.products.get(&id), contract.currency, today)?;
    let terms = service.terms_on(today)?;
    let discount = terms
        .discount
        .as_ref()
        .filter(|discount| discount.until.is_none_or(|until| today <= until));
    let price = match discount.map(|discount| discount.reduction) {
        None => price,
        Some(Reduction::Percent(percent)) => {
            let rest = Percent::HUNDRED.value().checked_sub(percent.value())?;
            reduced(
                price
                    .value()
                    .checked_mul(rest)?
                    .checked_div(Decimal::ONE_HUNDRED)?,
            )?
        }
        // An amount is for the whole quantity.
        Some(Reduction::Amount(amount)) => {
            let each = amount.to_decimal().checked_div(terms.quantity.value())?;
            reduced(price.value().checked_sub(each)?.max(Decimal::ZERO))?
        }
    };
    let cycle = &contract.cycle;
    Some(((id, cycle.every, cycle.unit, contract.currency), price))
}

fn reduced(value: Decimal) -> Option<UnitPrice> {
    UnitPrice::new(value.round_dp(UnitPrice::MAX_DECIMALS)).ok()
}

/// Whether a service is charged on a day.
pub(super) fn is_active(contract: &Contract, service: &Service, day: NaiveDate) -> bool {
    contract.is_in_force(day)
        && service.starts <= day
        && service.last_day.is_none_or(|last| day <= last)
}
