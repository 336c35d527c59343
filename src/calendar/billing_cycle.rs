//! How often a contract is billed, and on which day.
//!
//! Only the rhythm is here; whether a period is billed before or after it belongs to the contract.

use std::fmt;

use chrono::{Datelike, Days, NaiveDate};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::date::{days_between, is_supported};
use super::period::Period;

/// What a cycle counts in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CycleUnit {
    /// Days.
    Day,
    /// Weeks of seven days.
    Week,
    /// Calendar months.
    Month,
    /// Calendar years.
    Year,
}

impl CycleUnit {
    /// The unit of a code of UN/ECE Recommendation 20; none where the code counts something else than these.
    pub fn of_code(code: &str) -> Option<CycleUnit> {
        match code {
            "DAY" => Some(CycleUnit::Day),
            "WEE" => Some(CycleUnit::Week),
            "MON" => Some(CycleUnit::Month),
            "ANN" => Some(CycleUnit::Year),
            _ => None,
        }
    }
}

/// An endless row of periods without gaps: period 0 begins on the anchor, period 1 follows it, period −1 goes before.
///
/// With months and years the anchor's day of the month is kept: from 31 January follow 28 February and 31 March. Where a
/// month is too short its last day stands in, and the next month counts from the anchor again, not from that day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "StoredCycle")]
pub struct BillingCycle {
    /// How many units one period takes, 1 to 999.
    pub every: u32,
    /// The unit.
    pub unit: CycleUnit,
    /// The first day of period 0.
    pub anchor: NaiveDate,
}

/// Why a billing cycle is refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum BillingCycleError {
    /// A period takes 1 to 999 units.
    EveryOutOfRange {
        /// What was asked for.
        every: u32,
    },
    /// The anchor is outside the supported years.
    AnchorOutOfRange,
}

#[derive(Deserialize)]
struct StoredCycle {
    every: u32,
    unit: CycleUnit,
    anchor: NaiveDate,
}

impl BillingCycle {
    /// The most units one period may take.
    pub const MAX_EVERY: u32 = 999;

    /// How a price of a period becomes one of a month: times the first, divided by the second, which is at least one. A year of
    /// 365.2425 days has twelve months, so that a month is 30.436875 days where periods count in days or weeks.
    pub fn month_of_period(self) -> (Decimal, Decimal) {
        let days = Decimal::new(30_436_875, 6);
        let (times, units) = match self.unit {
            CycleUnit::Month => (Decimal::ONE, 1),
            CycleUnit::Year => (Decimal::ONE, 12),
            CycleUnit::Week => (days, 7),
            CycleUnit::Day => (days, 1),
        };
        (times, Decimal::from(u64::from(self.every) * units))
    }

    /// A cycle of `every` units whose period 0 begins on the anchor.
    pub fn new(
        every: u32,
        unit: CycleUnit,
        anchor: NaiveDate,
    ) -> Result<BillingCycle, BillingCycleError> {
        if !(1..=BillingCycle::MAX_EVERY).contains(&every) {
            Err(BillingCycleError::EveryOutOfRange { every })
        } else if !is_supported(anchor) {
            Err(BillingCycleError::AnchorOutOfRange)
        } else {
            Ok(BillingCycle {
                every,
                unit,
                anchor,
            })
        }
    }

    /// How many of a unit of time every period holds; none where that is no whole number, or not the same for each.
    pub fn holds(&self, unit: CycleUnit) -> Option<u32> {
        match (self.unit, unit) {
            (own, asked) if own == asked => Some(self.every),
            (CycleUnit::Year, CycleUnit::Month) => self.every.checked_mul(12),
            (CycleUnit::Week, CycleUnit::Day) => self.every.checked_mul(7),
            (CycleUnit::Month, CycleUnit::Year) if self.every.is_multiple_of(12) => {
                Some(self.every / 12)
            }
            (CycleUnit::Day, CycleUnit::Week) if self.every.is_multiple_of(7) => {
                Some(self.every / 7)
            }
            _ => None,
        }
    }

    /// The day of the month the cycle keeps, 1 to 31.
    pub fn anchor_day(&self) -> u32 {
        self.anchor.day()
    }

    /// The first day of period `n`; none outside the supported years.
    pub fn start_of(&self, n: i64) -> Option<NaiveDate> {
        let start = match self.step() {
            Step::Days(days) => shifted(self.anchor, n.checked_mul(days)?)?,
            Step::Months(months) => {
                let month = month_number(self.anchor).checked_add(n.checked_mul(months)?)?;
                day_in_month(month, self.anchor.day())?
            }
        };
        is_supported(start).then_some(start)
    }

    /// Period `n`; none when it is not wholly within the supported years.
    pub fn period(&self, n: i64) -> Option<Period> {
        Period::new(self.start_of(n)?, self.start_of(n.checked_add(1)?)?)
    }

    /// The number of the period that contains the day; negative before the anchor.
    pub fn index_of(&self, day: NaiveDate) -> i64 {
        match self.step() {
            Step::Days(days) => days_between(self.anchor, day).div_euclid(days),
            Step::Months(months) => {
                let passed = month_number(day) - month_number(self.anchor);
                let n = passed.div_euclid(months);
                let starts_this_month = passed.rem_euclid(months) == 0;
                let start_day = self.anchor.day().min(u32::from(day.num_days_in_month()));
                let before_the_start = starts_this_month && day.day() < start_day;
                if before_the_start { n - 1 } else { n }
            }
        }
    }

    /// The period that contains the day.
    pub fn period_containing(&self, day: NaiveDate) -> Option<Period> {
        self.period(self.index_of(day))
    }

    /// The periods from the one that contains `from` to the last that starts on `until_inclusive_start` or before.
    pub fn periods(
        &self,
        from: NaiveDate,
        until_inclusive_start: NaiveDate,
    ) -> impl Iterator<Item = Period> + use<> {
        let cycle = *self;
        (cycle.index_of(from)..)
            .map_while(move |n| cycle.period(n))
            .take_while(move |period| period.from() <= until_inclusive_start)
    }

    /// One period in the unit the arithmetic needs: a week is seven days, a year is twelve months.
    fn step(&self) -> Step {
        // The fields are public; a cycle of zero units would not move, so it is taken as one.
        let every = i64::from(self.every.max(1));
        match self.unit {
            CycleUnit::Day => Step::Days(every),
            CycleUnit::Week => Step::Days(every * 7),
            CycleUnit::Month => Step::Months(every),
            CycleUnit::Year => Step::Months(every * 12),
        }
    }
}

enum Step {
    Days(i64),
    Months(i64),
}

/// Months since the year 0, so that months can be added as numbers.
fn month_number(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 12 + i64::from(date.month0())
}

/// That day of the month, or the month's last day where it is shorter.
fn day_in_month(month_number: i64, day: u32) -> Option<NaiveDate> {
    let year = i32::try_from(month_number.div_euclid(12)).ok()?;
    let month = u32::try_from(month_number.rem_euclid(12) + 1).ok()?;
    let first = NaiveDate::from_ymd_opt(year, month, 1)?;
    first.with_day(day.min(u32::from(first.num_days_in_month())))
}

fn shifted(date: NaiveDate, days: i64) -> Option<NaiveDate> {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 {
        date.checked_sub_days(distance)
    } else {
        date.checked_add_days(distance)
    }
}

impl TryFrom<StoredCycle> for BillingCycle {
    type Error = BillingCycleError;

    fn try_from(stored: StoredCycle) -> Result<BillingCycle, BillingCycleError> {
        BillingCycle::new(stored.every, stored.unit, stored.anchor)
    }
}

impl fmt::Display for BillingCycleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BillingCycleError::EveryOutOfRange { every } => {
                write!(
                    f,
                    "a billing period takes 1 to {} units, not {every}",
                    BillingCycle::MAX_EVERY
                )
            }
            BillingCycleError::AnchorOutOfRange => {
                f.write_str("the cycle begins outside the years 1900 to 9999")
            }
        }
    }
}

impl std::error::Error for BillingCycleError {}
