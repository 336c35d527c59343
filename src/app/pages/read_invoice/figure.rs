//! Figures of a file as they stand in it.

use crate::app::format::Format;
use crate::money::Currency;
use rust_decimal::Decimal;

/// An amount with its currency; a code that is no currency stands as it is.
pub(super) fn amount(format: Format, value: Decimal, currency: &str) -> String {
    match Currency::parse(currency) {
        Ok(currency) => format.stated(value, currency),
        Err(_) => format!("{} {currency}", format.figure(value)),
    }
}
