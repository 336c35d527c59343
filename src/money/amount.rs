//! Money: a whole number of minor units in one currency.
//!
//! Nothing here multiplies; prices become money through [`Rounding::reduce`](super::Rounding::reduce).

use std::fmt;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};
use std::str::FromStr;

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};

use super::parse::{DecimalStyle, ParseAmountError, parse_decimal};
use super::{Currency, MoneyError};

/// The largest amount taken in from outside, in minor units: a million million euros. Ninety thousand of them add up without
/// leaving the range of `i64`.
pub const MAX_MINOR: i64 = 100_000_000_000_000;

/// The longest stored form: a sign, nineteen digits, a point, a leading zero, a space and the code.
const LONGEST_TEXT: usize = 26;

/// An amount in the currency's minor unit, of either sign. Ordered by amount first; comparing two currencies orders nothing
/// useful, but is total.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// So many minor units. The bound [`MAX_MINOR`] is the caller's promise here.
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// So many minor units of a number that came from outside.
    pub fn checked(minor: i64, currency: Currency) -> Result<Money, MoneyError> {
        let within = minor.unsigned_abs() <= MAX_MINOR.unsigned_abs();
        if within {
            Ok(Money { minor, currency })
        } else {
            Err(MoneyError::TooLarge)
        }
    }

    /// So many whole units of the currency: euros, not cents.
    pub fn whole(units: u32, currency: Currency) -> Money {
        Money::new(i64::from(units) * currency.minor_per_whole(), currency)
    }

    /// Nothing, in this currency.
    pub const fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    /// Reads what a person typed, such as `1 234,50`. Decimals beyond the currency's are refused unless they are zeros.
    pub fn parse(
        text: &str,
        style: DecimalStyle,
        currency: Currency,
    ) -> Result<Money, ParseAmountError> {
        Money::from_decimal(parse_decimal(text, style)?, currency).map_err(ParseAmountError::from)
    }

    /// The amount equal to a decimal; nothing is rounded, a decimal beyond the currency's digits is refused.
    pub fn from_decimal(value: Decimal, currency: Currency) -> Result<Money, MoneyError> {
        let value = value.normalize();
        let digits = currency.minor_digits();
        let missing = digits
            .checked_sub(value.scale())
            .ok_or(MoneyError::TooManyDecimals { allowed: digits })?;
        let minor = value
            .mantissa()
            .checked_mul(10_i128.pow(missing))
            .ok_or(MoneyError::TooLarge)?;
        Money::checked(
            i64::try_from(minor).map_err(|_| MoneyError::TooLarge)?,
            currency,
        )
    }

    /// The number of minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// Whether it is above zero.
    pub const fn is_positive(self) -> bool {
        self.minor > 0
    }

    /// The amount without its sign.
    pub fn abs(self) -> Money {
        Money {
            minor: self.minor.abs(),
            currency: self.currency,
        }
    }

    /// The amount in whole units: 12.34 for 1234 cents. Exact, with the currency's number of decimals.
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.minor_digits())
    }

    /// The sum, unless the currencies differ or it could not be kept.
    pub fn checked_add(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::TooLarge)?;
        Money::checked(minor, self.currency)
    }

    /// The difference, unless the currencies differ or it could not be kept.
    pub fn checked_sub(self, other: Money) -> Result<Money, MoneyError> {
        self.same_currency(other)?;
        let minor = self
            .minor
            .checked_sub(other.minor)
            .ok_or(MoneyError::TooLarge)?;
        Money::checked(minor, self.currency)
    }

    /// The sum of any number of amounts; nothing adds up to zero in the currency given. The order of the amounts never
    /// changes the answer.
    pub fn sum(
        currency: Currency,
        amounts: impl IntoIterator<Item = Money>,
    ) -> Result<Money, MoneyError> {
        let zero = Money::zero(currency);
        let mut minor = 0_i128;
        for amount in amounts {
            zero.same_currency(amount)?;
            minor += i128::from(amount.minor);
        }
        Money::checked(
            i64::try_from(minor).map_err(|_| MoneyError::TooLarge)?,
            currency,
        )
    }

    /// The smaller of two amounts of one currency.
    pub fn min(self, other: Money) -> Money {
        self.must_match(other);
        if other.minor < self.minor {
            other
        } else {
            self
        }
    }

    /// The larger of two amounts of one currency.
    pub fn max(self, other: Money) -> Money {
        self.must_match(other);
        if other.minor > self.minor {
            other
        } else {
            self
        }
    }

    fn same_currency(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch {
                expected: self.currency,
                found: other.currency,
            })
        }
    }

    /// Documents and accounts hold one currency by construction, so two currencies here are a bug of ours.
    #[track_caller]
    fn must_match(self, other: Money) {
        assert!(
            self.currency == other.currency,
            "amounts in {} and {} were mixed within one document or account",
            self.currency,
            other.currency
        );
    }
}

/// Panics when the currencies differ, which is a bug of ours: documents and accounts hold one currency by construction.
impl Add for Money {
    type Output = Money;

    #[track_caller]
    fn add(self, other: Money) -> Money {
        self.must_match(other);
        Money {
            minor: in_range(self.minor.checked_add(other.minor)),
            currency: self.currency,
        }
    }
}

/// Panics when the currencies differ, which is a bug of ours: documents and accounts hold one currency by construction.
impl Sub for Money {
    type Output = Money;

    #[track_caller]
    fn sub(self, other: Money) -> Money {
        self.must_match(other);
        Money {
            minor: in_range(self.minor.checked_sub(other.minor)),
            currency: self.currency,
        }
    }
}

impl Neg for Money {
    type Output = Money;

    fn neg(self) -> Money {
        Money {
            minor: -self.minor,
            currency: self.currency,
        }
    }
}

/// Panics when the currencies differ, as [`Add`] does.
impl AddAssign for Money {
    #[track_caller]
    fn add_assign(&mut self, other: Money) {
        *self = *self + other;
    }
}

/// Panics when the currencies differ, as [`Sub`] does.
impl SubAssign for Money {
    #[track_caller]
    fn sub_assign(&mut self, other: Money) {
        *self = *self - other;
    }
}

/// Amounts are bounded by [`MAX_MINOR`] where they come in, so only ninety thousand of the largest could arrive here; lists
/// without a bound are added with [`Money::sum`], which answers instead.
#[track_caller]
fn in_range(minor: Option<i64>) -> i64 {
    minor.expect("bounded amounts add up within i64")
}

/// The stored form: `12.34 EUR`, `-0.05 EUR`, `1500 JPY`, `1.234 KWD`.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(Text::of(*self).as_str())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Text::of(*self).as_str())
    }
}

/// Reads the stored form back: exactly the currency's decimals, no grouping, no plus sign, no negative zero.
impl FromStr for Money {
    type Err = MoneyError;

    fn from_str(text: &str) -> Result<Money, MoneyError> {
        let (number, code) = text.split_once(' ').ok_or(MoneyError::Malformed)?;
        let currency = Currency::parse(code)?;
        let (negative, unsigned) = match number.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, number),
        };
        let digits = currency.minor_digits() as usize;
        let minor = match unsigned.split_once('.') {
            None if digits == 0 => whole_part(unsigned)?,
            Some((whole, fraction)) if digits > 0 && fraction.len() == digits => {
                let scaled = whole_part(whole)?
                    .checked_mul(currency.minor_per_whole())
                    .ok_or(MoneyError::TooLarge)?;
                scaled
                    .checked_add(digits_to_number(fraction)?)
                    .ok_or(MoneyError::TooLarge)?
            }
            None | Some(_) => return Err(MoneyError::Malformed),
        };
        match (negative, minor) {
            (true, 0) => Err(MoneyError::Malformed),
            (true, minor) => Money::checked(-minor, currency),
            (false, minor) => Money::checked(minor, currency),
        }
    }
}

/// What stands before the point: no needless leading zero, so that equal amounts have equal texts.
fn whole_part(text: &str) -> Result<i64, MoneyError> {
    let padded = text.len() > 1 && text.starts_with('0');
    if padded {
        Err(MoneyError::Malformed)
    } else {
        digits_to_number(text)
    }
}

fn digits_to_number(text: &str) -> Result<i64, MoneyError> {
    if text.is_empty() {
        return Err(MoneyError::Malformed);
    }
    let mut number = 0_i64;
    for byte in text.bytes() {
        if !byte.is_ascii_digit() {
            return Err(MoneyError::Malformed);
        }
        let digit = i64::from(byte - b'0');
        number = number
            .checked_mul(10)
            .and_then(|tens| tens.checked_add(digit))
            .ok_or(MoneyError::TooLarge)?;
    }
    Ok(number)
}

/// The stored form on the stack, because an archive writes millions of amounts.
struct Text {
    bytes: [u8; LONGEST_TEXT],
    start: usize,
}

impl Text {
    /// Writes from the back, where the digits come out of the division in order.
    fn of(money: Money) -> Text {
        let mut text = Text {
            bytes: [0; LONGEST_TEXT],
            start: LONGEST_TEXT,
        };
        text.put(money.currency.code().as_bytes());
        text.put(b" ");
        let mut rest = money.minor.unsigned_abs();
        let mut written = 0;
        // One digit stands before the point, even a zero.
        while rest > 0 || written <= money.currency.minor_digits() {
            if written > 0 && written == money.currency.minor_digits() {
                text.put(b".");
            }
            text.put(&[b"0123456789"[(rest % 10) as usize]]);
            rest /= 10;
            written += 1;
        }
        if money.is_negative() {
            text.put(b"-");
        }
        text
    }

    fn put(&mut self, part: &[u8]) {
        let end = self.start;
        self.start -= part.len();
        self.bytes[self.start..end].copy_from_slice(part);
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.bytes[self.start..]).expect("an amount's text is ASCII")
    }
}

/// What could not be read back is not written.
impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Money::checked(self.minor, self.currency).map_err(ser::Error::custom)?;
        serializer.serialize_str(Text::of(*self).as_str())
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Money, D::Error> {
        struct Stored;

        impl de::Visitor<'_> for Stored {
            type Value = Money;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an amount such as \"12.34 EUR\"")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Money, E> {
                text.parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Stored)
    }
}
