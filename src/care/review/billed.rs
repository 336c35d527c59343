//! What was billed against what should have been: F01 to F06, F15, F16.

use super::part;
use crate::calendar::{Period, days_between};
use crate::money::{Currency, Money, Percent, Quantity, Rounding, UnitPrice};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// F01: a line against the contract's price.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PriceDifference {
    /// Billed above the contract.
    pub over: Money,
    /// Billed below it; told, and never charged afterwards of itself.
    pub under: Money,
}

/// F01: what a line is above or below the contract's price at the beginning of its period.
pub fn contract_price(
    quantity: Quantity,
    billed: UnitPrice,
    agreed: UnitPrice,
    currency: Currency,
) -> Option<PriceDifference> {
    let net = |price: UnitPrice| {
        let exact = price.value().checked_mul(quantity.value())?;
        Rounding::HalfAwayFromZero.reduce(exact, currency).ok()
    };
    let over = net(billed)?.checked_sub(net(agreed)?).ok()?;
    let zero = Money::zero(currency);
    Some(PriceDifference {
        over: over.max(zero),
        under: (-over).max(zero),
    })
}

/// F02: two lines of one service for the same days.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Overlap {
    /// Days that both charge.
    pub days: u32,
    /// What is owed: those days of the line that is cheaper by the day.
    pub refund: Money,
}

/// F02: what two recurring lines of one service charge twice; none where they share no day.
pub fn overlap(one: (Period, Money), other: (Period, Money)) -> Option<Overlap> {
    let shared = one.0.intersect(&other.0)?.days();
    let days = |period: Period| Decimal::from(period.days());
    let a_day = |(period, net): (Period, Money)| net.to_decimal().checked_div(days(period));
    let cheaper = if a_day(other)? < a_day(one)? {
        other
    } else {
        one
    };
    Some(Overlap {
        days: u32::try_from(shared).ok()?,
        refund: part(cheaper.1, Decimal::from(shared), days(cheaper.0))?,
    })
}

/// Days that should not have been charged, and what is owed for them.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Rest {
    /// How many.
    pub days: u32,
    /// Their share of the line.
    pub refund: Money,
}

/// F03: what a line charges after a contract's last day.
pub fn service_after_end(period: Period, net: Money, last_day: NaiveDate) -> Option<Rest> {
    let first_after = last_day.succ_opt()?.max(period.from());
    let after = days_between(first_after, period.to()).max(0);
    Some(Rest {
        days: u32::try_from(after).ok()?,
        refund: part(net, Decimal::from(after), Decimal::from(period.days()))?,
    })
}

/// F04: what of a promised discount was not given; zero where all was.
pub fn missing_discount(gross: Money, promised: Percent, given: Money) -> Option<Money> {
    let due = part(gross, promised.value(), Decimal::ONE_HUNDRED)?;
    let missing = due.checked_sub(given).ok()?;
    Some(missing.max(Money::zero(gross.currency())))
}

/// F05: a rise of a price, and the notice of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PriceRise {
    /// Whether the customer was told too late, or not at all.
    pub is_flagged: bool,
    /// The first day from which the notice would have held; none where there was none.
    pub earliest: Option<NaiveDate>,
    /// What is owed for every whole period charged before that day, for one unit.
    pub a_period: Decimal,
}

/// F05: whether a rise was told so many months before it held. A month ends with its last day: told on 31 January holds from
/// 28 February.
pub fn price_rise(
    old: UnitPrice,
    new: UnitPrice,
    effective: NaiveDate,
    told: Option<NaiveDate>,
    months: u32,
) -> PriceRise {
    let earliest = told.and_then(|told| told.checked_add_months(Months::new(months)));
    let is_late = earliest.is_none_or(|earliest| earliest > effective);
    let is_flagged = new > old && is_late;
    PriceRise {
        is_flagged,
        earliest,
        a_period: if is_flagged {
            new.value() - old.value()
        } else {
            Decimal::ZERO
        },
    }
}

/// F06: the VAT of a document.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VatDifference {
    /// Lines whose rate is not that of their class and day.
    pub wrong_lines: Vec<usize>,
    /// What the billed rates come to, computed anew.
    pub recomputed: Money,
    /// What the right rates come to.
    pub expected: Money,
    /// What was billed above that; negative where below.
    pub over: Money,
}

impl VatDifference {
    /// Whether a rate is wrong, or the sum is.
    pub fn is_flagged(&self) -> bool {
        let billed = self.expected.checked_add(self.over);
        !self.wrong_lines.is_empty() || billed != Ok(self.recomputed)
    }
}

/// F06: VAT per rate on the sum of the lines' nets (EN 16931 BR-CO-17). `lines` are net and billed rate, `right` the rates that
/// should have been.
pub fn vat(lines: &[(Money, Percent)], right: &[Percent], billed: Money) -> Option<VatDifference> {
    let currency = billed.currency();
    let sum = |rates: &mut dyn Iterator<Item = (Money, Percent)>| {
        let mut groups: BTreeMap<Decimal, Money> = BTreeMap::new();
        for (net, rate) in rates {
            let group = groups
                .entry(rate.value().normalize())
                .or_insert(Money::zero(currency));
            *group = group.checked_add(net).ok()?;
        }
        groups
            .into_iter()
            .try_fold(Money::zero(currency), |sum, (rate, net)| {
                sum.checked_add(part(net, rate, Decimal::ONE_HUNDRED)?).ok()
            })
    };
    let expected = sum(&mut lines
        .iter()
        .zip(right)
        .map(|((net, _), rate)| (*net, *rate)))?;
    Some(VatDifference {
        wrong_lines: lines
            .iter()
            .zip(right)
            .enumerate()
            .filter(|(_, ((_, rate), right))| rate != *right)
            .map(|(place, _)| place)
            .collect(),
        recomputed: sum(&mut lines.iter().copied())?,
        expected,
        over: billed.checked_sub(expected).ok()?,
    })
}

/// F15: the days of a service against the days that were billed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Coverage {
    /// Active days that nobody billed.
    pub unbilled: u32,
    /// Days that were billed more than once.
    pub double: u32,
    /// Days that were billed and not active.
    pub outside: u32,
}

impl Coverage {
    /// Whether too much was billed. Too little is only told.
    pub fn is_flagged(self) -> bool {
        self.double > 0 || self.outside > 0
    }
}

/// F15: whether each active day was billed exactly once.
pub fn coverage(active: &[Period], billed: &[Period]) -> Coverage {
    // How many begin less how many end on a day, of the active ones and of the billed ones.
    let mut turns: BTreeMap<NaiveDate, (i64, i64)> = BTreeMap::new();
    for period in active {
        turns.entry(period.from()).or_default().0 += 1;
        turns.entry(period.to()).or_default().0 -= 1;
    }
    for period in billed {
        turns.entry(period.from()).or_default().1 += 1;
        turns.entry(period.to()).or_default().1 -= 1;
    }
    let mut found = Coverage::default();
    let (mut is_active, mut times) = (0, 0);
    let mut last: Option<NaiveDate> = None;
    for (day, (of_active, of_billed)) in turns {
        let days = last.map_or(0, |last| days_between(last, day));
        let days = u32::try_from(days).unwrap_or_default();
        if is_active > 0 && times == 0 {
            found.unbilled += days;
        }
        if times > 1 {
            found.double += days;
        }
        if is_active == 0 && times > 0 {
            found.outside += days;
        }
        is_active += of_active;
        times += of_billed;
        last = Some(day);
    }
    found
}

/// F16: what a document's total is above the sum of its lines and its VAT; negative where below.
pub fn arithmetic(
    lines: impl IntoIterator<Item = Money>,
    vat: Money,
    total: Money,
) -> Option<Money> {
    lines
        .into_iter()
        .try_fold(total.checked_sub(vat).ok()?, |left, net| {
            left.checked_sub(net).ok()
        })
}
