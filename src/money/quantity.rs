//! How much of something is billed. A credited line carries a negative quantity.

use std::ops::Neg;

use rust_decimal::Decimal;

use super::MoneyError;
use super::decimal::{bounded, decimal_texts};

/// A quantity of either sign: at most 4 decimals and 12 digits in all.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Quantity(Decimal);

impl Quantity {
    /// One piece.
    pub const ONE: Quantity = Quantity(Decimal::ONE);
    /// None.
    pub const ZERO: Quantity = Quantity(Decimal::ZERO);
    /// The most decimals a quantity has.
    pub const MAX_DECIMALS: u32 = 4;
    /// The most digits a quantity has, before and after the point together.
    pub const MAX_DIGITS: u32 = 12;

    /// Checks and normalises; nothing is rounded.
    pub fn new(value: Decimal) -> Result<Quantity, MoneyError> {
        bounded(value, Quantity::MAX_DECIMALS, Quantity::MAX_DIGITS).map(Quantity)
    }

    /// The number.
    pub const fn value(self) -> Decimal {
        self.0
    }

    /// Whether it is none.
    pub const fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// Whether something is taken back.
    pub const fn is_negative(self) -> bool {
        self.0.is_sign_negative()
    }
}

impl Neg for Quantity {
    type Output = Quantity;

    fn neg(self) -> Quantity {
        // There is no negative zero: it would be a second text for the same value.
        if self.is_zero() {
            self
        } else {
            Quantity(-self.0)
        }
    }
}

impl From<u32> for Quantity {
    fn from(pieces: u32) -> Quantity {
        Quantity(Decimal::from(pieces))
    }
}

decimal_texts!(Quantity, "a quantity such as \"2.5\"");
