//! Numbers and days in the words of the schema: a decimal comma, CCYYMMDD.

use crate::money::{Currency, Money, Percent};
use chrono::{Datelike, NaiveDate};
use rust_decimal::Decimal;

/// The most decimals of a currency that can be told: the amount to pay has exactly two (`EpiInstructedAmount`).
pub(super) const MOST_DIGITS: u32 = 2;

/// The most decimals of a unit price.
pub(super) const PRICE_DECIMALS: u32 = 5;

/// The most digits of an amount before the comma.
pub(super) const WHOLE_DIGITS: u32 = 15;

/// Whether amounts in this currency can be told exactly.
pub(super) fn is_tellable(currency: Currency) -> bool {
    currency.minor_digits() <= MOST_DIGITS
}

/// `1234,50`. Always two decimals, also of a currency without any; exact where the currency is tellable.
pub(super) fn amount(amount: Money) -> String {
    with_decimals(amount.to_decimal(), 2)
}

/// `2,5`, without needless zeros.
pub(super) fn number(value: Decimal) -> String {
    value.normalize().to_string().replace('.', ",")
}

/// `25,5`. None where the percentage has more than three decimals or is a thousand.
pub(super) fn percent(percent: Percent) -> Option<String> {
    let value = percent.value().normalize();
    let fits = value.scale() <= 3 && value < Decimal::ONE_THOUSAND;
    fits.then(|| number(value))
}

/// A unit price with two to five decimals, and how many units it is for: a price of six decimals is told for ten. None
/// where there are more than fifteen digits before the comma.
pub(super) fn price(value: Decimal) -> Option<(String, u32)> {
    let value = value.normalize();
    let (value, units) = if value.scale() > PRICE_DECIMALS {
        ((value * Decimal::TEN).normalize(), 10)
    } else {
        (value, 1)
    };
    let limit = Decimal::from(10_u64.pow(WHOLE_DIGITS));
    let fits = value.scale() <= PRICE_DECIMALS && value.abs() < limit;
    fits.then(|| (with_decimals(value, value.scale().max(2)), units))
}

/// `20260131`.
pub(super) fn date(day: NaiveDate) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn with_decimals(value: Decimal, decimals: u32) -> String {
    let decimals = decimals as usize;
    format!("{value:.decimals$}").replace('.', ",")
}
