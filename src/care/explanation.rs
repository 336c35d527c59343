//! Why a bill differs from another: parts that sum to the difference to the cent.
//!
//! Each factor's part is its Shapley value over the orders in which the factors could have changed (Shapley 1953; for
//! decompositions Shorrocks 2013): additive, free of any order, and summing exactly. A bill in which some factors have
//! changed and others have not is rated by one function, with its rounding: a line's net half away from zero, VAT per rate
//! on the sum of the nets (EN 16931 BR-CO-17).
//!
//! Two forms of a bill are explained by the same shares: the plain [`RatedLine`]s of the published cases, and issued invoices
//! ([`bill::compare`]), which are rated by the billing engine itself.

pub mod bill;
mod matching;
mod rating;
mod shapley;

use shapley::{Chosen, share_out};

use crate::money::{Currency, Money, MoneyError, Rounding};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// What can change, in the order in which equal shares of a cent are given away.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Factor {
    /// The price of a unit.
    Price,
    /// How much.
    Quantity,
    /// How much of the period.
    Proration,
    /// The discount.
    Discount,
    /// The rate of VAT.
    TaxRate,
    /// Something new.
    ServiceAdded,
    /// Something that is no more.
    ServiceRemoved,
    /// Something charged once.
    OneOff,
    /// A fee.
    Fee,
    /// A credit.
    Credit,
}

impl Factor {
    /// Every factor, in order.
    pub const ALL: [Factor; 10] = [
        Factor::Price,
        Factor::Quantity,
        Factor::Proration,
        Factor::Discount,
        Factor::TaxRate,
        Factor::ServiceAdded,
        Factor::ServiceRemoved,
        Factor::OneOff,
        Factor::Fee,
        Factor::Credit,
    ];
}

/// What sort of line it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LineKind {
    /// Charged every period.
    Recurring,
    /// Charged by what was used.
    Usage,
    /// Charged once.
    OneOff,
    /// A fee.
    Fee,
    /// A credit.
    Credit,
}

/// A line as it is rated.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RatedLine {
    /// What it is about; the same on both bills where it is the same.
    pub id: String,
    /// What sort of line.
    pub kind: LineKind,
    /// How much.
    pub quantity: Decimal,
    /// The price of one for a whole period.
    pub unit_price: Decimal,
    /// Days charged, of the days of the period; both the same for a whole one.
    pub days: (u32, u32),
    /// In per cent.
    pub discount: Decimal,
    /// In per cent.
    pub tax_rate: Decimal,
}

/// One part of the difference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Part {
    /// What changed.
    pub factor: Factor,
    /// Its part in minor units as a fraction in lowest terms, before cents are given away.
    pub exact: (i128, i128),
    /// Its part.
    pub amount: Money,
}

/// The difference of two bills and its parts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// What the one came to.
    pub old_total: Money,
    /// What the other came to.
    pub new_total: Money,
    /// In the order of [`Factor::ALL`]; only what changed anything.
    pub parts: Vec<Part>,
}

/// Explains the way from one bill to another.
///
/// Every part is rounded down to a whole minor unit; those that are left over go to the largest fractions, of equal ones to
/// the factor that comes first. So the parts sum to the difference exactly.
pub fn explain(
    old: &[RatedLine],
    new: &[RatedLine],
    currency: Currency,
) -> Result<Explanation, MoneyError> {
    let present: Vec<Factor> = Factor::ALL
        .into_iter()
        .filter(|factor| is_present(*factor, old, new))
        .collect();
    share_out(&present, currency, |chosen: Chosen<'_>| {
        total(
            &between(old, new, |factor| chosen.contains(factor)),
            currency,
        )
    })
}

/// The bill in which the factors that `is_new` names have changed, and the others not.
fn between(
    old: &[RatedLine],
    new: &[RatedLine],
    is_new: impl Fn(Factor) -> bool,
) -> Vec<RatedLine> {
    let mut lines = Vec::new();
    for before in old {
        match counterpart(before, new) {
            Some(after) => lines.push(RatedLine {
                unit_price: pick(&is_new, Factor::Price, before.unit_price, after.unit_price),
                quantity: pick(&is_new, Factor::Quantity, before.quantity, after.quantity),
                days: pick(&is_new, Factor::Proration, before.days, after.days),
                discount: pick(&is_new, Factor::Discount, before.discount, after.discount),
                tax_rate: pick(&is_new, Factor::TaxRate, before.tax_rate, after.tax_rate),
                ..before.clone()
            }),
            None if !is_new(alone(before.kind, Factor::ServiceRemoved)) => {
                lines.push(before.clone());
            }
            None => {}
        }
    }
    for after in new {
        if counterpart(after, old).is_none() && is_new(alone(after.kind, Factor::ServiceAdded)) {
            lines.push(after.clone());
        }
    }
    lines
}

fn pick<T>(is_new: &impl Fn(Factor) -> bool, factor: Factor, before: T, after: T) -> T {
    if is_new(factor) { after } else { before }
}

fn counterpart<'a>(line: &RatedLine, others: &'a [RatedLine]) -> Option<&'a RatedLine> {
    others.iter().find(|other| other.id == line.id)
}

/// The factor of a line that stands on one bill alone.
fn alone(kind: LineKind, service: Factor) -> Factor {
    match kind {
        LineKind::Recurring | LineKind::Usage => service,
        LineKind::OneOff => Factor::OneOff,
        LineKind::Fee => Factor::Fee,
        LineKind::Credit => Factor::Credit,
    }
}

fn is_present(factor: Factor, old: &[RatedLine], new: &[RatedLine]) -> bool {
    let pairs = || {
        old.iter()
            .filter_map(|before| Some((before, counterpart(before, new)?)))
    };
    let only = |some: &[RatedLine], others: &[RatedLine], service: Factor| {
        some.iter()
            .any(|line| counterpart(line, others).is_none() && alone(line.kind, service) == factor)
    };
    match factor {
        Factor::Price => pairs().any(|(a, b)| a.unit_price != b.unit_price),
        Factor::Quantity => pairs().any(|(a, b)| a.quantity != b.quantity),
        Factor::Proration => pairs().any(|(a, b)| a.days != b.days),
        Factor::Discount => pairs().any(|(a, b)| a.discount != b.discount),
        Factor::TaxRate => pairs().any(|(a, b)| a.tax_rate != b.tax_rate),
        Factor::ServiceAdded
        | Factor::ServiceRemoved
        | Factor::OneOff
        | Factor::Fee
        | Factor::Credit => {
            only(old, new, Factor::ServiceRemoved) || only(new, old, Factor::ServiceAdded)
        }
    }
}

/// What a bill comes to.
fn total(lines: &[RatedLine], currency: Currency) -> Result<Money, MoneyError> {
    let mut nets: BTreeMap<Decimal, Money> = BTreeMap::new();
    for line in lines {
        let group = nets
            .entry(line.tax_rate.normalize())
            .or_insert(Money::zero(currency));
        *group = group.checked_add(net(line, currency)?)?;
    }
    let mut total = Money::zero(currency);
    for (rate, net) in nets {
        let tax = net
            .to_decimal()
            .checked_mul(rate)
            .and_then(|exact| exact.checked_div(Decimal::ONE_HUNDRED))
            .ok_or(MoneyError::TooLarge)?;
        let tax = Rounding::HalfAwayFromZero.reduce(tax, currency)?;
        total = total.checked_add(net)?.checked_add(tax)?;
    }
    Ok(total)
}

/// Quantity × price × days ÷ days of the period × (1 − discount), rounded once.
fn net(line: &RatedLine, currency: Currency) -> Result<Money, MoneyError> {
    let (days, of) = line.days;
    let of = Decimal::from(of.max(1));
    let exact = line
        .quantity
        .checked_mul(line.unit_price)
        .and_then(|exact| exact.checked_mul(Decimal::from(days)))
        .and_then(|exact| exact.checked_mul(Decimal::ONE_HUNDRED - line.discount))
        .and_then(|exact| exact.checked_div(of * Decimal::ONE_HUNDRED))
        .ok_or(MoneyError::TooLarge)?;
    Rounding::HalfAwayFromZero.reduce(exact, currency)
}
