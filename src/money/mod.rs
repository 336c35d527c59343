//! Exact amounts: money in minor units, unit prices, quantities, percentages, rounding, splitting and reading what people type.
//!
//! Multiplication goes through exact decimals and is rounded once, by [`Rounding::reduce`]. How an amount looks on a screen
//! (grouping, currency sign) is not decided here; the texts written here are the stored ones.

#![deny(clippy::float_arithmetic)]

mod amount;
mod currency;
mod decimal;
mod error;
mod parse;
mod percent;
mod quantity;
mod rounding;
mod split;
mod unit_price;

pub use amount::{MAX_MINOR, Money};
pub use currency::Currency;
pub use error::MoneyError;
pub use parse::{DecimalStyle, ParseAmountError, parse_decimal};
pub use percent::Percent;
pub use quantity::Quantity;
pub use rounding::Rounding;
pub use split::split;
pub use unit_price::UnitPrice;
