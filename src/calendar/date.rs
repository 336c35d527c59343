//! Single days: which ones we accept, how they are written, and the months they are in.

use chrono::{Datelike, Months, NaiveDate};

/// The first year a date may be in.
pub const FIRST_YEAR: i32 = 1900;
/// The last year a date may be in; a later one would not be written with four digits.
pub const LAST_YEAR: i32 = 9999;

/// Whether a date from outside is one we accept: a four-digit year from 1900 on.
pub fn is_supported(date: NaiveDate) -> bool {
    (FIRST_YEAR..=LAST_YEAR).contains(&date.year())
}

/// Reads a day in its stored form, `2026-01-31`: exactly ten characters, a day that exists, a supported year.
pub fn parse_date(text: &str) -> Option<NaiveDate> {
    let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
    if bytes[4] != b'-' || bytes[7] != b'-' {
        return None;
    }
    let year = i32::try_from(number(&bytes[..4])?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(&bytes[5..7])?, number(&bytes[8..])?)?;
    is_supported(date).then_some(date)
}

/// Days from the first day to the second; negative when the second is earlier.
pub fn days_between(from: NaiveDate, to: NaiveDate) -> i64 {
    to.signed_duration_since(from).num_days()
}

/// How many days the month of this date has.
pub fn days_in_month(date: NaiveDate) -> u32 {
    u32::from(date.num_days_in_month())
}

/// The first day of the month of this date.
pub fn first_of_month(date: NaiveDate) -> NaiveDate {
    // Day 1 exists in every month.
    date.with_day(1).unwrap_or(date)
}

/// The last day of the month of this date.
pub fn last_of_month(date: NaiveDate) -> NaiveDate {
    // The month's own length is a day of it.
    date.with_day(days_in_month(date)).unwrap_or(date)
}

/// Whole months between two days; none backwards. A month without the day of the first counts by its last.
pub fn whole_months(from: NaiveDate, to: NaiveDate) -> u32 {
    let of = |day: NaiveDate| i64::from(day.year()) * 12 + i64::from(day.month0());
    let begun = u32::try_from(of(to) - of(from)).unwrap_or(0);
    let is_whole = from
        .checked_add_months(Months::new(begun))
        .is_some_and(|end| end <= to);
    if is_whole {
        begun
    } else {
        begun.saturating_sub(1)
    }
}

fn number(digits: &[u8]) -> Option<u32> {
    let mut number = 0;
    for digit in digits {
        if !digit.is_ascii_digit() {
            return None;
        }
        number = number * 10 + u32::from(digit - b'0');
    }
    Some(number)
}
