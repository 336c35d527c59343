//! What was really billed for a service in its last twelve months, and what the same days and quantities would have cost.
//!
//! Nothing is priced here: a line is taken as it stands on its document, given another price and tax, and computed by
//! [`LineItem::price`] and [`compute`], as it was on the day it was billed.

use crate::billing::contract::{Contract, Service};
use crate::billing::id::ServiceId;
use crate::billing::identifier::CountryCode;
use crate::billing::invoice::Invoice;
use crate::billing::line::{InvoiceLine, LineItem};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::tax::{TaxRule, TaxTreatment};
use crate::billing::totals::compute;
use crate::calendar::Period;
use crate::money::{Currency, Money, UnitPrice};
use chrono::{Months, NaiveDate};
use std::collections::BTreeSet;

/// Months looked back on.
pub const MONTHS: u32 = 12;

/// What was billed for a service, and the services before it in whose place it came, in its last twelve months.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct History {
    /// The days that were billed, from the first to the last.
    pub days: Period,
    /// Billing periods.
    pub periods: usize,
    /// Whole months within `days`, twelve at most.
    pub months: u32,
    /// What the customer paid for them, VAT included, less what was credited.
    pub billed: Money,
    /// Part of a line that was credited as an amount. It lowers `billed` and is not given on any other plan, so that a
    /// saving is never shown too large.
    pub credited: Money,
    documents: Vec<Part>,
    currency: Currency,
}

/// The lines of one document that are about the service.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Part {
    is_credit_note: bool,
    lines: Vec<(InvoiceLine, Shape)>,
}

/// How a line came to its amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shape {
    /// Quantity × price × days, charged or taken back: another price makes another amount.
    Rated,
    /// An amount that was credited or carried, whatever the price was.
    Amount,
    /// Metered usage: it costs the same on every plan.
    Usage,
}

/// Another price for the same days and quantities.
#[derive(Clone, Copy, Debug)]
pub struct Pricing<'a> {
    /// Price of one unit for a whole billing period.
    pub price: UnitPrice,
    /// How it is taxed.
    pub tax: &'a TaxRule,
    /// Whether the price contains the tax.
    pub tax_included: bool,
    /// Whether the discounts that were given would have been given.
    pub keeps_discounts: bool,
    /// The tax rule of the service as it was billed; where both are the same, the line keeps the tax it was billed with.
    pub billed_tax: &'a TaxRule,
    /// The customer's standing.
    pub treatment: TaxTreatment,
    /// The seller's country, whose rates hold.
    pub country: CountryCode,
}

impl History {
    /// Reads the documents of an account; none where nothing of the service was billed.
    ///
    /// The last billing period that begins by `today` is the latest one, and those that begin within twelve months before
    /// its end count with it: twelve of a monthly contract, four of a quarterly one.
    pub fn read(
        contract: &Contract,
        service: &Service,
        invoices: &[Invoice],
        today: NaiveDate,
    ) -> Result<Option<History>, Refusal> {
        let chain = chain(contract, service);
        let cycle = &contract.cycle;
        let mut documents: Vec<&Invoice> = invoices.iter().collect();
        // A credit note of the same day comes after its invoice.
        documents.sort_by_key(|each| (each.issue_date, each.is_credit_note(), each.number.clone()));
        let is_about = |line: &&InvoiceLine| {
            line.item.origin.contract == Some(contract.id)
                && line
                    .item
                    .origin
                    .service
                    .is_some_and(|id| chain.contains(&id))
        };
        let index = |line: &InvoiceLine| Some(cycle.index_of(line.item.period?.from()));
        let indexes: BTreeSet<i64> = documents
            .iter()
            .flat_map(|each| each.lines.iter().filter(is_about).filter_map(index))
            .filter(|index| cycle.start_of(*index).is_some_and(|start| start <= today))
            .collect();
        let Some(last) = indexes.last().and_then(|index| cycle.period(*index)) else {
            return Ok(None);
        };
        let since = last
            .to()
            .checked_sub_months(Months::new(MONTHS))
            .map_or(last.from(), |since| since.min(last.from()));
        let counts = |index: i64| cycle.start_of(index).is_some_and(|start| start >= since);
        let kept: BTreeSet<i64> = indexes.into_iter().filter(|index| counts(*index)).collect();

        let mut charges: Vec<LineItem> = Vec::new();
        let mut parts = Vec::new();
        for document in documents {
            let is_credit_note = document.is_credit_note();
            let lines: Vec<(InvoiceLine, Shape)> = document
                .lines
                .iter()
                .filter(is_about)
                .filter(|line| index(line).is_some_and(|index| kept.contains(&index)))
                .map(|line| (line.clone(), shape(line, is_credit_note, &mut charges)))
                .collect();
            if !lines.is_empty() {
                parts.push(Part {
                    is_credit_note,
                    lines,
                });
            }
        }
        History::of(parts, contract.currency, &charges, kept.len())
    }

    fn of(
        documents: Vec<Part>,
        currency: Currency,
        charges: &[LineItem],
        periods: usize,
    ) -> Result<Option<History>, Refusal> {
        let days = charges.iter().filter_map(|item| item.period);
        let bounds = days.fold(None, |bounds: Option<(NaiveDate, NaiveDate)>, each| {
            Some(match bounds {
                None => (each.from(), each.to()),
                Some((from, to)) => (from.min(each.from()), to.max(each.to())),
            })
        });
        let Some(days) = bounds.and_then(|(from, to)| Period::new(from, to)) else {
            return Ok(None);
        };
        let reaches = |months: &u32| {
            days.from()
                .checked_add_months(Months::new(*months))
                .is_some_and(|reached| reached <= days.to())
        };
        let credited = total(currency, &documents, |line, shape| {
            Ok((shape == Shape::Amount).then(|| line.clone()))
        })?;
        Ok(Some(History {
            days,
            periods,
            months: (1..=MONTHS).take_while(reaches).last().unwrap_or(0),
            billed: total(currency, &documents, |line, _| Ok(Some(line.clone())))?,
            credited: -credited,
            documents,
            currency,
        }))
    }

    /// What the same days and quantities would have come to, VAT included.
    ///
    /// Each line is computed as it was, with the other price; what was credited as a mere amount is left out.
    pub fn rated(&self, pricing: &Pricing<'_>) -> Result<Money, Refusal> {
        total(self.currency, &self.documents, |line, shape| match shape {
            Shape::Usage => Ok(Some(line.clone())),
            Shape::Amount => Ok(None),
            Shape::Rated => pricing.rate(line, self.currency).map(Some),
        })
    }

    /// `saving` over these days as a saving a year: the same where they are twelve months, else in proportion to 365 days,
    /// rounded once, half away from zero. None beyond what can be counted.
    pub fn a_year(&self, saving: Money) -> Option<Money> {
        let days = self.days.days();
        if self.months >= MONTHS || days <= 0 {
            return Some(saving);
        }
        let exact = saving
            .to_decimal()
            .checked_mul(365.into())?
            .checked_div(days.into())?;
        crate::money::Rounding::HalfAwayFromZero
            .reduce(exact, self.currency)
            .ok()
    }
}

impl Pricing<'_> {
    fn rate(&self, line: &InvoiceLine, currency: Currency) -> Result<InvoiceLine, Refusal> {
        let mut item = line.item.clone();
        item.unit_price = self.price;
        item.tax_included = self.tax_included;
        if !self.keeps_discounts {
            item.reduction = None;
            item.reduction_reason = None;
        }
        let tax = if self.tax == self.billed_tax {
            line.tax
        } else {
            let rule = self.treatment.over(self.tax);
            let on = item
                .period
                .map_or(NaiveDate::MIN, |period| period.last_day());
            let tax = rule
                .on(self.country, on)
                .ok_or(Refusal::field(Field::Tax, RefusalKind::NoTaxRate { on }))?;
            item.tax = rule;
            tax
        };
        item.price(currency, tax, Location::Whole)
    }
}

/// The sum of the documents' amounts due, credit notes negative, over the lines that `take` makes of theirs.
fn total(
    currency: Currency,
    documents: &[Part],
    take: impl Fn(&InvoiceLine, Shape) -> Result<Option<InvoiceLine>, Refusal>,
) -> Result<Money, Refusal> {
    let mut sum = Money::zero(currency);
    for part in documents {
        let mut lines = Vec::with_capacity(part.lines.len());
        for (line, shape) in &part.lines {
            if let Some(mut line) = take(line, *shape)? {
                // The share of a document's net sum that the line was given is settled again among these lines.
                line.net = line.priced();
                lines.push(line);
            }
        }
        let due = compute(currency, lines, &[])?.totals.amount_due;
        let due = if part.is_credit_note { -due } else { due };
        sum = sum
            .checked_add(due)
            .map_err(|_| Refusal::whole(RefusalKind::AmountTooLarge))?;
    }
    Ok(sum)
}

/// Tells how a line came to its amount; `charges` are the rated charges before it.
fn shape(line: &InvoiceLine, is_credit_note: bool, charges: &mut Vec<LineItem>) -> Shape {
    let item = &line.item;
    if item.origin.charge.is_some() {
        return Shape::Usage;
    }
    if !is_credit_note && !item.quantity.is_negative() {
        charges.push(item.clone());
        return Shape::Rated;
    }
    let is_part_of = |charge: &LineItem| {
        charge.unit_price == item.unit_price
            && charge.unit == item.unit
            && charge.reduction == item.reduction
            && (charge.quantity == item.quantity || charge.quantity == -item.quantity)
            && charge
                .period
                .zip(item.period)
                .is_some_and(|(charged, taken)| charged.covers(&taken))
    };
    if charges.iter().any(is_part_of) {
        Shape::Rated
    } else {
        Shape::Amount
    }
}

/// The service and those before it in whose place it came.
fn chain(contract: &Contract, service: &Service) -> BTreeSet<ServiceId> {
    let mut chain = BTreeSet::new();
    let mut next = Some(service.id);
    while let Some(id) = next.filter(|id| chain.insert(*id)) {
        next = contract.service(id).and_then(|service| service.replaces);
    }
    chain
}
