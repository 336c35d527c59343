//! Changing the plan: another product of the same family takes a service's place, in one step, all or nothing.
//!
//! The old service ends on the day before and the new one begins. What that does to the bills isn't computed here: the run
//! takes back days that were billed at the old price and charges them at the new one, as after any other change.

use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::contract::{Contract, Discount, PriceSource, Service, Terms};
use crate::billing::id::{ContractId, ProductId, ServiceId};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use chrono::NaiveDate;

/// A wish to change the plan of a service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanChange {
    /// The contract.
    pub contract: ContractId,
    /// The service that ends.
    pub service: ServiceId,
    /// Identity of the service that begins.
    pub new_service: ServiceId,
    /// What it delivers: a product of the same family and unit, on sale on that day.
    pub product: ProductId,
    /// At which price.
    pub price: PriceSource,
    /// The first day of the new service.
    pub from: NaiveDate,
    /// Whether discounts that were promised go on with the new service. Otherwise they end with the old one.
    pub keeps_discounts: bool,
    /// Lets the change be made before minimum term and notice are over.
    pub waive_notice: bool,
}

/// When a contract lets its plan be changed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ChangeWindow {
    /// The first day on which a new plan may begin.
    pub earliest: NaiveDate,
    /// The day after the billing period that contains `earliest`; none outside the supported years.
    pub next_period: Option<NaiveDate>,
    /// The last day that minimum term and notice bind the customer to the old plan; none where they don't.
    pub bound_until: Option<NaiveDate>,
}

impl ChangeWindow {
    /// The window of a contract on `today`.
    ///
    /// Without notice and outside a minimum term the change may be made today. Otherwise the old plan runs through the day
    /// on which the contract itself could end ([`Contract::earliest_end`]), and the new one begins on the day after.
    pub fn of(contract: &Contract, today: NaiveDate) -> ChangeWindow {
        let is_free = contract.notice.after(today) <= today
            && contract.minimum_term.is_none_or(|term| term < today);
        let bound_until = (!is_free).then(|| contract.earliest_end(today));
        let earliest =
            bound_until.map_or(today, |bound| bound.succ_opt().unwrap_or(NaiveDate::MAX));
        let window = ChangeWindow {
            earliest,
            next_period: None,
            bound_until,
        };
        window.not_before(contract, contract.starts)
    }

    /// The window if minimum term and notice are waived.
    pub fn waived(contract: &Contract, today: NaiveDate) -> ChangeWindow {
        let window = ChangeWindow {
            earliest: today,
            next_period: None,
            bound_until: None,
        };
        window.not_before(contract, contract.starts)
    }

    /// The same, and not before `day`.
    pub fn not_before(self, contract: &Contract, day: NaiveDate) -> ChangeWindow {
        let earliest = self.earliest.max(day);
        let period = contract.cycle.period_containing(earliest);
        ChangeWindow {
            earliest,
            next_period: period.map(|period| period.to()),
            ..self
        }
    }
}

/// Discounts of a service that still run on `day` or begin later; they are what a change of plan can lose.
pub fn discounts_from(service: &Service, day: NaiveDate) -> Vec<&Discount> {
    let now = service.terms_on(day);
    let later = service.terms.iter().filter(|terms| terms.from > day);
    let mut found: Vec<&Discount> = Vec::new();
    for discount in now
        .into_iter()
        .chain(later)
        .filter_map(|terms| terms.discount.as_ref())
    {
        let runs = discount.until.is_none_or(|until| day <= until);
        if runs && !found.contains(&discount) {
            found.push(discount);
        }
    }
    found
}

/// Whether a product can take the place of a service's: of the same family, sold in the same unit, on sale on `day`.
///
/// A product without a family is no alternative to anything.
pub fn is_alternative(
    service: &Service,
    present: &Product,
    other: &Product,
    day: NaiveDate,
) -> bool {
    let same_family = present.family.is_some() && present.family == other.family;
    same_family && other.unit == service.unit && other.is_sold_on(day)
}

/// The contract as it would be. Pure; the book's own checks come with the command.
pub fn changed(book: &Book, change: &PlanChange, today: NaiveDate) -> Result<Contract, Refusal> {
    let from = change.from;
    let before = book
        .contracts
        .get(&change.contract)
        .ok_or(Refusal::unknown(Field::Number))?;
    let old = before
        .service(change.service)
        .ok_or(Refusal::unknown(Field::Product))?;
    let product = book
        .products
        .get(&change.product)
        .ok_or(Refusal::unknown(Field::Product))?;
    let window = ChangeWindow::of(before, today);
    if let Some(until) = window.bound_until.filter(|until| from <= *until)
        && !change.waive_notice
    {
        return Err(Refusal::field(
            Field::Effective,
            RefusalKind::Bound { until },
        ));
    }
    check_alternative(book, old, product, change)?;
    // The old service has at least one day.
    let earliest = old.starts.succ_opt().unwrap_or(NaiveDate::MAX);
    let earliest = old
        .closed_before
        .map_or(earliest, |closed| closed.max(earliest));
    if from < earliest {
        return Err(Refusal::field(
            Field::Effective,
            RefusalKind::TooEarly { earliest },
        ));
    }
    if before.last_day.is_some_and(|last| last < from) {
        return Err(Refusal::field(Field::Effective, RefusalKind::ContractEnded));
    }
    // Most often because the plan was changed already, in another tab or a moment ago.
    if let Some(on) = old.last_day.filter(|last| *last < from) {
        return Err(Refusal::field(
            Field::Effective,
            RefusalKind::ServiceEnded { on },
        ));
    }
    let new = begun(old, product, change)?;
    if before.service(new.id).is_some() {
        return Err(Refusal::field(
            Field::Product,
            RefusalKind::Taken {
                what: new.description,
            },
        ));
    }
    let mut contract = before.clone();
    let old = contract.service_mut(change.service)?;
    old.last_day = from.pred_opt();
    old.terms.retain(|terms| terms.from < from);
    contract.services.push(new);
    Ok(contract)
}

fn check_alternative(
    book: &Book,
    old: &Service,
    product: &Product,
    change: &PlanChange,
) -> Result<(), Refusal> {
    if !product.is_sold_on(change.from) {
        return Err(Refusal::field(Field::Product, RefusalKind::NotSold));
    }
    let present = old.product.and_then(|id| book.products.get(&id));
    if !present.is_some_and(|present| is_alternative(old, present, product, change.from)) {
        return Err(Refusal::field(Field::Product, RefusalKind::NoAlternative));
    }
    Ok(())
}

/// The new service: the quantities that were agreed, at the new price.
fn begun(old: &Service, product: &Product, change: &PlanChange) -> Result<Service, Refusal> {
    let from = change.from;
    let terms = |from: NaiveDate, terms: &Terms| Terms {
        from,
        quantity: terms.quantity,
        price: change.price,
        discount: terms
            .discount
            .clone()
            .filter(|_| change.keeps_discounts)
            .filter(|discount| discount.until.is_none_or(|until| from <= until)),
    };
    let now = old
        .terms_on(from)
        .ok_or(Refusal::field(Field::Effective, RefusalKind::Empty))?;
    let later = old.terms.iter().filter(|terms| terms.from > from);
    Ok(Service {
        id: change.new_service,
        product: Some(product.id),
        description: product.name.clone(),
        unit: product.unit.clone(),
        tax: product.tax.clone(),
        tax_included: product.tax_included,
        starts: from,
        last_day: old.last_day,
        terms: std::iter::once(terms(from, now))
            .chain(later.map(|each| terms(each.from, each)))
            .collect(),
        billed: Vec::new(),
        closed_before: None,
        replaces: Some(old.id),
    })
}
