//! A span of whole days, from its first day up to, but without, its end.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize, Serializer};

use super::date::{days_between, is_supported, parse_date};

/// The days from `from` until the day before `to`; never empty. Stored as `2026-01-01..2026-02-01`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
#[serde(try_from = "String")]
pub struct Period {
    from: NaiveDate,
    to: NaiveDate,
}

/// The text is not a period: two days that exist, the first before the second, as in `2026-01-01..2026-02-01`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct PeriodError;

impl Period {
    /// The period from the first day up to, but without, the second; none when that is no day at all, or when a day is
    /// outside the supported years and could not be stored.
    pub fn new(from: NaiveDate, to: NaiveDate) -> Option<Period> {
        let keepable = from < to && is_supported(from) && is_supported(to);
        keepable.then_some(Period { from, to })
    }

    /// The period from the first day through the last, as people write it on paper.
    pub fn through(from: NaiveDate, last_day: NaiveDate) -> Option<Period> {
        Period::new(from, last_day.succ_opt()?)
    }

    /// The first day.
    pub const fn from(&self) -> NaiveDate {
        self.from
    }

    /// The day after the last.
    pub const fn to(&self) -> NaiveDate {
        self.to
    }

    /// The last day, as it is printed on an invoice.
    pub fn last_day(&self) -> NaiveDate {
        // The end is after the first day, so there is a day before it.
        self.to.pred_opt().unwrap_or(self.from)
    }

    /// How many days; at least one.
    pub fn days(&self) -> i64 {
        days_between(self.from, self.to)
    }

    /// Whether the day is in the period.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && day < self.to
    }

    /// Whether every day of the other period is in this one.
    pub fn covers(&self, other: &Period) -> bool {
        self.from <= other.from && other.to <= self.to
    }

    /// The days both have in common, if any.
    pub fn intersect(&self, other: &Period) -> Option<Period> {
        Period::new(self.from.max(other.from), self.to.min(other.to))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.from, self.to)
    }
}

impl FromStr for Period {
    type Err = PeriodError;

    fn from_str(text: &str) -> Result<Period, PeriodError> {
        let (from, to) = text.split_once("..").ok_or(PeriodError)?;
        let (from, to) = parse_date(from).zip(parse_date(to)).ok_or(PeriodError)?;
        Period::new(from, to).ok_or(PeriodError)
    }
}

/// The stored form is made on the stack: every line and every billed span has one.
impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = *b"0000-00-00..0000-00-00";
        put_date(&mut text[..10], self.from);
        put_date(&mut text[12..], self.to);
        let text = std::str::from_utf8(&text).map_err(serde::ser::Error::custom)?;
        serializer.serialize_str(text)
    }
}

/// Puts the digits of a day of a supported year, which has four.
fn put_date(text: &mut [u8], date: NaiveDate) {
    let mut put = |places: std::ops::Range<usize>, mut number: u32| {
        for place in places.rev() {
            text[place] = b"0123456789"[(number % 10) as usize];
            number /= 10;
        }
    };
    put(0..4, date.year().unsigned_abs());
    put(5..7, date.month());
    put(8..10, date.day());
}

impl From<Period> for String {
    fn from(period: Period) -> String {
        period.to_string()
    }
}

impl TryFrom<String> for Period {
    type Error = PeriodError;

    fn try_from(text: String) -> Result<Period, PeriodError> {
        text.parse()
    }
}

impl fmt::Display for PeriodError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a period such as 2026-01-01..2026-02-01")
    }
}

impl std::error::Error for PeriodError {}
