//! Percentages of tax, discount and interest, kept exactly as agreed: 2.5 % stays 2.5 %.

use rust_decimal::Decimal;

use super::MoneyError;
use super::decimal::{bounded, decimal_texts};

/// A percentage from 0 to 1000 with at most 6 decimals.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Percent(Decimal);

impl Percent {
    /// Nothing of it.
    pub const ZERO: Percent = Percent(Decimal::ZERO);
    /// All of it.
    pub const HUNDRED: Percent = Percent(Decimal::ONE_HUNDRED);
    /// The most decimals a percentage has.
    pub const MAX_DECIMALS: u32 = 6;

    /// A whole percentage.
    pub fn whole(percent: u8) -> Percent {
        Percent(Decimal::from(percent))
    }

    /// Checks and normalises; nothing is rounded.
    pub fn new(value: Decimal) -> Result<Percent, MoneyError> {
        // Ten digits hold 1000.000000.
        let value = bounded(value, Percent::MAX_DECIMALS, 10)?;
        if value.is_sign_negative() {
            Err(MoneyError::Negative)
        } else if value > Decimal::ONE_THOUSAND {
            Err(MoneyError::TooLarge)
        } else {
            Ok(Percent(value))
        }
    }

    /// The number before the percent sign.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// This share of an amount, not rounded; [`Rounding::reduce`](super::Rounding::reduce) rounds it once.
    ///
    /// Exact for every amount of up to 18 digits. An amount near the end of a decimal's range gives that end, which
    /// `reduce` refuses as too large.
    pub fn of_exact(self, amount: Decimal) -> Decimal {
        let percent = self.0;
        // Shifting the point divides by a hundred without a division.
        let factor = Decimal::from_i128_with_scale(percent.mantissa(), percent.scale() + 2);
        amount.saturating_mul(factor)
    }
}

decimal_texts!(Percent, "a percentage such as \"25.5\"");
