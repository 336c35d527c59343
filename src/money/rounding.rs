//! Rounding: the one place where an exact decimal becomes money.

use rust_decimal::Decimal;

use super::{Currency, Money, MoneyError};

/// How the digit after the currency's last decides.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Rounding {
    /// A half goes away from zero: 0.125 becomes 0.13 and −0.125 becomes −0.13. This is what invoices use.
    HalfAwayFromZero,
}

impl Rounding {
    /// Rounds once, to the currency's decimals.
    pub fn reduce(self, exact: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let digits = currency.minor_digits();
        let mantissa = exact.mantissa().unsigned_abs();
        let magnitude = match exact.scale().checked_sub(digits) {
            Some(surplus) => self.drop_digits(mantissa, surplus),
            None => mantissa
                .checked_mul(10_u128.pow(digits - exact.scale()))
                .ok_or(MoneyError::TooLarge)?,
        };
        let magnitude = i64::try_from(magnitude).map_err(|_| MoneyError::TooLarge)?;
        let minor = if exact.is_sign_negative() {
            -magnitude
        } else {
            magnitude
        };
        Money::checked(minor, currency)
    }

    /// Divides by a power of ten and rounds. The sign is handled outside, so rounding is the same on both sides of zero.
    fn drop_digits(self, mantissa: u128, surplus: u32) -> u128 {
        // Nearly every amount fits 64 bits, where division is one instruction; 128 bits would call a routine.
        let narrow = u64::try_from(mantissa).ok();
        match (self, narrow.zip(10_u64.checked_pow(surplus))) {
            (Rounding::HalfAwayFromZero, Some((mantissa, unit))) => {
                let goes_up = mantissa % unit >= unit.div_ceil(2);
                u128::from(mantissa / unit + u64::from(goes_up))
            }
            (Rounding::HalfAwayFromZero, None) => {
                let unit = 10_u128.pow(surplus);
                let goes_up = mantissa % unit >= unit.div_ceil(2);
                mantissa / unit + u128::from(goes_up)
            }
        }
    }
}
