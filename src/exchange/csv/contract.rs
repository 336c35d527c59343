//! The contract of a row.

use super::Target;
use super::fault::FaultKind;
use super::row::{ImportContext, Reading};
use super::value;
use crate::billing::catalogue::Product;
use crate::billing::contract::{
    BillingMode, Contract, Discount, Notice, PriceSource, Service, Terms,
};
use crate::billing::id::AccountId;
use crate::billing::tax::TaxRule;
use crate::calendar::{BillingCycle, CycleUnit, first_of_month};
use crate::money::{Currency, Quantity, UnitPrice};
use chrono::{Months, NaiveDate};
use uuid::Uuid;

/// The days of a contract.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Span {
    pub(super) starts: NaiveDate,
    pub(super) last_day: Option<NaiveDate>,
    /// What lies before is billed for good.
    pub(super) closed_before: Option<NaiveDate>,
    /// The day whose VAT rates the row speaks of.
    pub(super) taxed: NaiveDate,
}

/// The first day of somebody who has been a customer for so many whole months on a day.
fn begun(on: NaiveDate, months: Option<u32>) -> Option<NaiveDate> {
    on.checked_sub_months(Months::new(months.unwrap_or(0)))
}

/// How many whole months the customer has been one; none where the file doesn't say.
fn tenure(reading: &mut Reading<'_>) -> Option<u32> {
    reading.read(Target::Tenure, |text| {
        let months = text.trim().parse().ok();
        let months = months.filter(|months: &u32| *months <= MOST_MONTHS);
        months.ok_or_else(|| FaultKind::NotANumber {
            text: text.to_owned(),
        })
    })
}

/// A hundred years.
const MOST_MONTHS: u32 = 1_200;

/// Reads the days of a row's contract; `None` where they can't be read, which is noted.
pub(super) fn span(reading: &mut Reading<'_>) -> Option<Span> {
    let dates = reading.mapping.dates;
    if let Some(ended) = reading
        .mapping
        .ended
        .as_ref()
        .filter(|rule| rule.holds(reading.row))
    {
        let (starts, last_day) = (ended.starts, ended.last_day);
        // Whole months until the day after the last; who left within the first month had one day at least.
        let starts = match tenure(reading) {
            None => starts,
            Some(months) => begun(last_day.succ_opt()?, Some(months))?.min(last_day),
        };
        if last_day < starts {
            reading.fault(Some(Target::Ends), FaultKind::EndsBeforeStart);
        }
        return Some(Span {
            starts,
            last_day: Some(last_day),
            closed_before: last_day.succ_opt(),
            taxed: last_day,
        });
    }
    let on = reading.needed(Target::Starts, |text| value::date(text, dates))?;
    let months = tenure(reading);
    let starts = begun(on, months)?;
    let last_day = reading.read(Target::Ends, |text| value::date(text, dates));
    let billed = reading.read(Target::BilledUntil, |text| value::date(text, dates));
    if last_day.is_some_and(|last| last < starts) {
        reading.fault(Some(Target::Ends), FaultKind::EndsBeforeStart);
    }
    Some(Span {
        starts,
        last_day,
        // A day before the start says only that nothing has been billed.
        closed_before: billed
            .filter(|billed| *billed >= starts)
            .and_then(|billed| billed.succ_opt())
            // What was before the day that months are counted to was billed elsewhere.
            .max(months.map(|_| on)),
        taxed: on,
    })
}

/// Reads a contract.
pub(super) fn contract(
    reading: &mut Reading<'_>,
    context: &mut ImportContext<'_>,
    account: (AccountId, Currency),
    number: String,
    span: Span,
    product: Option<&Product>,
) -> Option<Contract> {
    let (account, currency) = account;
    let country = context.book.seller.address.country;
    let numbers = reading.mapping.numbers;
    let description = reading
        .filled(Target::Description)
        .or_else(|| product.map(|product| product.name.clone()));
    let Some(description) = description else {
        reading.fault(Some(Target::Description), FaultKind::Empty);
        return None;
    };
    let own = reading.read(Target::Price, |text| {
        let bad = |_| FaultKind::NotANumber {
            text: text.to_owned(),
        };
        UnitPrice::new(value::number(text, numbers)?).map_err(bad)
    });
    let has_list_price = product.is_some_and(|product| {
        product
            .prices
            .iter()
            .any(|version| version.currency == currency)
    });
    let price = match own {
        Some(price) => PriceSource::Own(price),
        None if has_list_price && reading.text(Target::Price).is_empty() => PriceSource::Catalogue,
        None => {
            if reading.text(Target::Price).is_empty() {
                reading.fault(Some(Target::Price), FaultKind::Empty);
            }
            return None;
        }
    };
    let quantity = reading.read(Target::Quantity, |text| {
        let bad = |_| FaultKind::NotANumber {
            text: text.to_owned(),
        };
        Quantity::new(value::number(text, numbers)?).map_err(bad)
    });
    let discount = reading.read(Target::Discount, |text| {
        value::reduction(text, numbers, currency)
    });
    let tax = reading.read(Target::Vat, |text| {
        value::vat(text, numbers, country, span.taxed)
    });
    let (every, unit) = reading
        .read(Target::Cycle, value::cycle)
        .unwrap_or((1, CycleUnit::Month));
    let anchor = if reading.mapping.first_of_month {
        first_of_month(span.starts)
    } else {
        span.starts
    };
    let Ok(cycle) = BillingCycle::new(every, unit, anchor) else {
        let text = reading.text(Target::Cycle).to_owned();
        reading.fault(Some(Target::Cycle), FaultKind::NotKnown { text });
        return None;
    };
    let mode = reading
        .read(Target::Mode, value::mode)
        .unwrap_or(BillingMode::InAdvance);
    let service = Service {
        id: (context.fresh)().into(),
        product: product.map(|product| product.id),
        description: description.clone(),
        unit: reading
            .filled(Target::Unit)
            .or_else(|| product.map(|product| product.unit.clone()))
            .unwrap_or_else(|| "C62".to_owned()),
        tax: tax
            .or_else(|| product.map(|product| product.tax.clone()))
            .unwrap_or(TaxRule::STANDARD),
        tax_included: own.is_none() && product.is_some_and(|product| product.tax_included),
        starts: span.starts,
        last_day: None,
        terms: vec![Terms {
            from: span.starts,
            quantity: quantity.unwrap_or(Quantity::ONE),
            price,
            discount: discount.flatten().map(|reduction| Discount {
                reduction,
                until: None,
                reason: String::new(),
            }),
        }],
        billed: Vec::new(),
        closed_before: span.closed_before,
        replaces: None,
    };
    Some(Contract {
        id: (context.fresh)().into(),
        account,
        number,
        name: description,
        currency,
        cycle,
        mode,
        starts: span.starts,
        minimum_term: None,
        notice: Notice::None,
        last_day: span.last_day,
        end_reason: String::new(),
        end_cause: None,
        end_asked: None,
        pauses: Vec::new(),
        services: vec![service],
        order_reference: reading.filled(Target::OrderReference).unwrap_or_default(),
        notes: String::new(),
        import: Some(context.import),
    })
}

/// A product that the catalogue doesn't have yet, by the code of a row. It has no price: the contracts have their own.
pub(super) fn product(
    reading: &mut Reading<'_>,
    context: &ImportContext<'_>,
    code: &str,
    id: Uuid,
    on: NaiveDate,
) -> Product {
    let country = context.book.seller.address.country;
    let numbers = reading.mapping.numbers;
    let tax = reading.read(Target::Vat, |text| value::vat(text, numbers, country, on));
    Product {
        id: id.into(),
        code: code.to_owned(),
        name: reading
            .filled(Target::Description)
            .unwrap_or_else(|| code.to_owned()),
        description: String::new(),
        unit: reading
            .filled(Target::Unit)
            .unwrap_or_else(|| "C62".to_owned()),
        tax: tax.unwrap_or(TaxRule::STANDARD),
        tax_included: false,
        cost: None,
        prices: Vec::new(),
        family: None,
        withdrawn: None,
        import: Some(context.import),
    }
}
