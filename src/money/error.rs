//! Why a stored or computed amount is refused. What people type is refused with [`ParseAmountError`](super::ParseAmountError).

use std::fmt;

use super::Currency;

/// Why a value is not an amount we can keep.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum MoneyError {
    /// The code is not in ISO 4217, or it names something without a minor unit (gold, "no currency").
    UnknownCurrency,
    /// Two currencies met where one was meant.
    CurrencyMismatch {
        /// The currency expected.
        expected: Currency,
        /// The currency that came.
        found: Currency,
    },
    /// The text is not an amount in its stored form, such as `12.34 EUR`.
    Malformed,
    /// More decimals than the kind of value allows.
    TooManyDecimals {
        /// How many are allowed.
        allowed: u32,
    },
    /// Beyond what can be added up safely.
    TooLarge,
    /// Below zero where only zero and more is meant.
    Negative,
}

impl fmt::Display for MoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MoneyError::UnknownCurrency => {
                f.write_str("not an ISO 4217 currency with a minor unit")
            }
            MoneyError::CurrencyMismatch { expected, found } => {
                write!(
                    f,
                    "an amount in {expected} was expected, this one is in {found}"
                )
            }
            MoneyError::Malformed => f.write_str("not an amount in its stored form"),
            MoneyError::TooManyDecimals { allowed } => write!(f, "more than {allowed} decimals"),
            MoneyError::TooLarge => f.write_str("too large an amount"),
            MoneyError::Negative => f.write_str("an amount below zero"),
        }
    }
}

impl std::error::Error for MoneyError {}
