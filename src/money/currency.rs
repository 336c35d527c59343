//! ISO 4217 currencies that can be billed in: those with a minor unit.
//!
//! Names and signs belong to the screen, which asks the browser for them.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::MoneyError;

/// The highest numeric code of ISO 4217.
const LAST_NUMERIC_CODE: u16 = 999;

/// A currency of ISO 4217, with its number of decimals at hand. Ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Currency {
    /// Three capital ASCII letters.
    code: [u8; 3],
    /// Decimals of the minor unit, 0 to 4.
    digits: u8,
}

impl Currency {
    /// The euro.
    pub const EUR: Currency = Currency {
        code: *b"EUR",
        digits: 2,
    };

    /// Finds a currency by its code of three capital letters. Withdrawn currencies are found too, because old invoices name
    /// them; see [`Currency::successor`].
    pub fn parse(code: &str) -> Result<Currency, MoneyError> {
        // Nearly every amount of a book is in euros.
        if code == "EUR" {
            return Ok(Currency::EUR);
        }
        let table = table();
        table
            .binary_search_by(|entry| entry.code.as_slice().cmp(code.as_bytes()))
            .map(|found| table[found])
            .map_err(|_| MoneyError::UnknownCurrency)
    }

    /// The code of three capital letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.code).expect("a currency's code is ASCII by construction")
    }

    /// Decimals of the minor unit: 2 for cents, 0 for yen, 3 for Kuwaiti fils.
    pub const fn minor_digits(self) -> u32 {
        self.digits as u32
    }

    /// How many minor units make one whole: 100, 1, 1000, 10000.
    pub const fn minor_per_whole(self) -> i64 {
        10_i64.pow(self.digits as u32)
    }

    /// The currency that has taken this one's place, when it is withdrawn.
    pub fn successor(self) -> Option<Currency> {
        let successor = iso_currency::Currency::from_code(self.code())?.is_superseded()?;
        Currency::parse(successor.code()).ok()
    }

    /// Every currency one can bill in, in the order of the codes.
    pub fn all() -> impl Iterator<Item = Currency> {
        table().iter().copied()
    }
}

/// The currencies with a minor unit, sorted by code for the binary search.
fn table() -> &'static [Currency] {
    static TABLE: OnceLock<Vec<Currency>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut all: Vec<Currency> = (0..=LAST_NUMERIC_CODE)
            .filter_map(iso_currency::Currency::from_numeric)
            .filter_map(with_minor_unit)
            .collect();
        all.sort_unstable();
        all
    })
}

/// Leaves out gold, special drawing rights and the code for "no currency": they have no smallest unit to round to.
fn with_minor_unit(entry: iso_currency::Currency) -> Option<Currency> {
    let digits = u8::try_from(entry.exponent()?).ok()?;
    let code = <[u8; 3]>::try_from(entry.code().as_bytes()).ok()?;
    Some(Currency { code, digits })
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Currency {
    type Err = MoneyError;

    fn from_str(code: &str) -> Result<Currency, MoneyError> {
        Currency::parse(code)
    }
}

impl Serialize for Currency {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Currency, D::Error> {
        struct Code;

        impl de::Visitor<'_> for Code {
            type Value = Currency;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an ISO 4217 currency code")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Currency, E> {
                Currency::parse(text).map_err(E::custom)
            }
        }

        deserializer.deserialize_str(Code)
    }
}
