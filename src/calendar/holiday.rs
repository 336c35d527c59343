//! Public holidays of Finland, worked out for any year.
//!
//! Church holidays: Church Act (kirkkolaki 652/2023; the days and their places in the week as since 1992); New Year's Day and
//! Epiphany among them. May Day: act 272/1944. Independence Day: act 388/1937. The eves of Midsummer and Christmas are no public
//! holidays by law, though few desks are open then; they are the business's own to add.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeSet;

/// The public holidays of a year; empty for a year out of the calendar's reach.
pub fn finnish_holidays(year: i32) -> BTreeSet<NaiveDate> {
    let fixed = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 25), (12, 26)];
    let fixed = fixed
        .into_iter()
        .filter_map(|(month, day)| NaiveDate::from_ymd_opt(year, month, day));
    // Good Friday, Easter Day and the day after, Ascension Day, Whit Sunday.
    let moving = easter(year).into_iter().flat_map(|easter| {
        let before = easter.checked_sub_days(Days::new(2));
        let after = [0, 1, 39, 49]
            .into_iter()
            .map(move |days| easter.checked_add_days(Days::new(days)));
        std::iter::once(before).chain(after).flatten()
    });
    // Midsummer Day: the Saturday from 20 to 26 June; All Saints' Day: the Saturday from 31 October to 6 November.
    let saturdays = [(6, 20), (10, 31)].into_iter().filter_map(|(month, day)| {
        let first = NaiveDate::from_ymd_opt(year, month, day)?;
        first
            .iter_days()
            .take(7)
            .find(|day| day.weekday() == Weekday::Sat)
    });
    fixed.chain(moving).chain(saturdays).collect()
}

/// Easter Day by the Gregorian computus (Meeus, Jones and Butcher); none before the Gregorian calendar.
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - b / 4 - g + 15) % 30;
    let l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let sum = h + l - 7 * m + 114;
    let (month, day) = (
        u32::try_from(sum / 31).ok()?,
        u32::try_from(sum % 31).ok()? + 1,
    );
    NaiveDate::from_ymd_opt(year, month, day)
}
