//! The price of one unit, net of tax, before it is multiplied.
//!
//! Never negative (EN 16931 BR-27): what is taken back has a negative quantity instead.

use rust_decimal::Decimal;

use super::decimal::{bounded, decimal_texts};
use super::{MoneyError, Quantity};

/// A unit price in whole currency units: zero or more, at most 6 decimals and 16 digits in all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct UnitPrice(Decimal);

impl UnitPrice {
    /// Free of charge.
    pub const ZERO: UnitPrice = UnitPrice(Decimal::ZERO);
    /// The most decimals a price has.
    pub const MAX_DECIMALS: u32 = 6;
    /// The most digits a price has, before and after the point together.
    pub const MAX_DIGITS: u32 = 16;

    /// Checks and normalises; nothing is rounded.
    pub fn new(value: Decimal) -> Result<UnitPrice, MoneyError> {
        let value = bounded(value, UnitPrice::MAX_DECIMALS, UnitPrice::MAX_DIGITS)?;
        if value.is_sign_negative() {
            Err(MoneyError::Negative)
        } else {
            Ok(UnitPrice(value))
        }
    }

    /// The price in whole currency units.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Whether it costs nothing.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Price × quantity, exactly. It becomes money through [`Rounding::reduce`](super::Rounding::reduce), once.
    pub fn times_exact(self, quantity: Quantity) -> Decimal {
        // 16 and 12 digits give at most 28, which a Decimal holds.
        self.0 * quantity.value()
    }
}

decimal_texts!(UnitPrice, "a unit price such as \"12.5\"");
