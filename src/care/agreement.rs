//! How far below its usual price a service is agreed: what a role may agree in a contract reaches as far as its authority over
//! discounts, so that nobody gives as a price what they may not give as a discount.

use crate::billing::book::Book;
use crate::billing::contract::{Contract, PriceSource, Service, Terms};
use crate::billing::id::{ContractId, ProductId, ServiceId};
use crate::billing::line::Reduction;
use crate::billing::plan::PlanChange;
use crate::money::Currency;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// The largest share of the usual price, 0 to 1, that a contract's services are agreed below it.
///
/// Usual is the catalogue's price of the day; a service of no product has none, and nothing is below it.
pub fn below_usual(book: &Book, contract: &Contract) -> Decimal {
    let services = contract.services.iter();
    services
        .map(|service| service_below_usual(book, contract.currency, service))
        .max()
        .unwrap_or_default()
}

/// The same of one service.
pub fn service_below_usual(book: &Book, currency: Currency, service: &Service) -> Decimal {
    let terms = service.terms.iter();
    terms
        .map(|terms| {
            let usual = catalogue(book, currency, service.product, terms.from);
            let agreed = agreed(book, currency, service.product, terms, terms.from);
            let discounted = terms.discount.is_some();
            below(usual.or_else(|| full(terms).filter(|_| discounted)), agreed)
        })
        .max()
        .unwrap_or_default()
}

/// The largest share by which new terms of a service are below what held until then, on their first day or on any later day
/// on which something else was agreed.
pub fn below_before(book: &Book, contract: ContractId, service: ServiceId, new: &Terms) -> Decimal {
    let Some(contract) = book.contracts.get(&contract) else {
        return Decimal::ZERO;
    };
    let Some(service) = contract.service(service) else {
        return Decimal::ZERO;
    };
    let price = |terms: &Terms, day| agreed(book, contract.currency, service.product, terms, day);
    let held = service.terms_on(new.from).into_iter();
    let later = service.terms.iter().filter(|terms| terms.from > new.from);
    let days = held
        .map(|terms| (terms, new.from))
        .chain(later.map(|terms| (terms, terms.from)));
    days.map(|(terms, day)| below(price(terms, day), price(new, day)))
        .max()
        .unwrap_or_default()
}

/// The share by which a changed plan is below its own usual price.
pub fn plan_below_usual(book: &Book, change: &PlanChange) -> Decimal {
    let (Some(contract), PriceSource::Own(price)) =
        (book.contracts.get(&change.contract), change.price)
    else {
        return Decimal::ZERO;
    };
    let usual = catalogue(book, contract.currency, Some(change.product), change.from);
    below(usual, Some(price.value()))
}

fn catalogue(
    book: &Book,
    currency: Currency,
    product: Option<ProductId>,
    day: NaiveDate,
) -> Option<Decimal> {
    let product = book.products.get(&product?)?;
    Some(product.price_on(currency, day)?.value())
}

/// The price before any discount, where it is the customer's own.
fn full(terms: &Terms) -> Option<Decimal> {
    match terms.price {
        PriceSource::Own(price) => Some(price.value()),
        PriceSource::Catalogue => None,
    }
}

/// The price of one unit on a day with its discount; none where the catalogue has none.
fn agreed(
    book: &Book,
    currency: Currency,
    product: Option<ProductId>,
    terms: &Terms,
    day: NaiveDate,
) -> Option<Decimal> {
    let price = full(terms).or_else(|| catalogue(book, currency, product, day))?;
    let discount = terms
        .discount
        .as_ref()
        .filter(|discount| discount.until.is_none_or(|until| day <= until));
    match discount.map(|discount| discount.reduction) {
        None => Some(price),
        Some(Reduction::Percent(percent)) => {
            let off = price.checked_mul(percent.value())? / Decimal::ONE_HUNDRED;
            price.checked_sub(off)
        }
        // An amount is for the whole quantity.
        Some(Reduction::Amount(amount)) => {
            let each = amount.to_decimal().checked_div(terms.quantity.value());
            price.checked_sub(each.unwrap_or_default())
        }
    }
}

fn below(usual: Option<Decimal>, agreed: Option<Decimal>) -> Decimal {
    match (usual, agreed) {
        (Some(usual), Some(agreed)) if usual > agreed && !usual.is_zero() => {
            (usual - agreed).checked_div(usual).unwrap_or(Decimal::ONE)
        }
        _ => Decimal::ZERO,
    }
}
