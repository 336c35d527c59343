//! Numbers and codes that other people give out: countries, VAT ids, bank accounts, payment references, addresses.
//!
//! Every type here is proof that the text is well formed, check digits included. None says that the thing exists:
//! that is known only to the register it stands in, and this program asks nobody.

mod bic;
mod business_id;
mod check_digit;
mod contact;
mod country;
mod e_invoice_address;
mod error;
mod iban;
mod payment_reference;
mod vat_id;
mod vat_rule;

pub use bic::Bic;
pub use business_id::BusinessId;
pub use contact::{check_email, phone_digits, same_phone};
pub use country::CountryCode;
pub use e_invoice_address::EInvoiceAddress;
pub use error::IdentifierError;
pub use iban::Iban;
pub use payment_reference::{FinnishReference, PaymentReference, QrReference, RfReference};
pub use vat_id::{VatCheck, VatId};

/// Gives a type with `parse` and `Display` the other roads from and to text, so that a stored text is read by the same
/// rules as a typed one.
macro_rules! read_and_written_as_text {
    ($name:ident) => {
        impl std::str::FromStr for $name {
            type Err = $crate::billing::identifier::IdentifierError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::parse(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = $crate::billing::identifier::IdentifierError;

            fn try_from(text: String) -> Result<Self, Self::Error> {
                Self::parse(&text)
            }
        }

        impl From<$name> for String {
            fn from(value: $name) -> String {
                value.to_string()
            }
        }
    };
}
use read_and_written_as_text;

/// The text in upper case without the marks people put between groups: white space, dots, dashes and slashes.
fn compact(text: &str) -> String {
    text.chars()
        .filter(|c| !is_separator(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect()
}

fn is_separator(c: char) -> bool {
    // The dashes are those a word processor or a PDF puts where a person meant a hyphen; U+200B and U+FEFF come along
    // when text is copied from a web page.
    c.is_whitespace()
        || matches!(
            c,
            '.' | '-' | '/' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{200B}' | '\u{FEFF}'
        )
}

/// The digits' values, or where the first character stands that is not a digit.
fn digit_values(text: &str) -> Result<Vec<u32>, IdentifierError> {
    text.chars()
        .enumerate()
        .map(|(index, found)| {
            found.to_digit(10).ok_or(IdentifierError::Character {
                at: index + 1,
                found,
            })
        })
        .collect()
}

/// Refuses the first character that is not an ASCII letter in upper case or a digit.
fn only_letters_and_digits(text: &str) -> Result<(), IdentifierError> {
    match text
        .chars()
        .enumerate()
        .find(|(_, c)| !(c.is_ascii_uppercase() || c.is_ascii_digit()))
    {
        Some((index, found)) => Err(IdentifierError::Character {
            at: index + 1,
            found,
        }),
        None => Ok(()),
    }
}

/// Refuses a text that is empty or whose number of characters is outside the bounds.
fn length_within(text: &str, least: usize, most: usize) -> Result<(), IdentifierError> {
    match text.chars().count() {
        0 => Err(IdentifierError::Empty),
        found if found < least || found > most => {
            Err(IdentifierError::Length { least, most, found })
        }
        _ => Ok(()),
    }
}

/// The sum of each digit times its weight.
fn weighted_sum(digits: &[u32], weights: &[u32]) -> u32 {
    digits
        .iter()
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum()
}

/// The remainder by 97 of a text of digits and letters, where A counts as 10 and Z as 35 (ISO 7064, MOD 97-10).
fn modulo_97(text: &str) -> u32 {
    text.chars()
        .filter_map(|c| c.to_digit(36))
        .fold(0, |remainder, value| {
            if value < 10 {
                (remainder * 10 + value) % 97
            } else {
                (remainder * 100 + value) % 97
            }
        })
}
