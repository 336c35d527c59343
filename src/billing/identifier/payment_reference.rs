//! The reference a payer gives with a payment, by which the payment finds its invoice.
//!
//! Finding the invoice is not done here; [`PaymentReference::matches`] only compares.

use super::{
    IdentifierError, compact, digit_values, length_within, modulo_97, only_letters_and_digits,
};
use serde::{Deserialize, Serialize, Serializer};
use std::fmt;

/// A Finnish reference number (viitenumero) of 4 to 20 digits, the last of them the check digit; no leading zeros,
/// which mean nothing in it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinnishReference(String);

/// An international creditor reference (ISO 11649): RF, two check digits, 1 to 21 letters or digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RfReference(String);

/// The reference of a Swiss QR-bill to a QR-IBAN: 27 digits, the last of them the check digit, leading zeros included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QrReference(String);

/// What the payer is asked to give with the payment. Kept as the text a bank would send, without spaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(from = "String")]
pub enum PaymentReference {
    /// A Finnish viitenumero.
    Finnish(FinnishReference),
    /// An ISO 11649 reference.
    Rf(RfReference),
    /// A Swiss QR reference.
    Qr(QrReference),
    /// Free text, or a structured reference of a kind not known here. Made by [`PaymentReference::parse`] or
    /// [`PaymentReference::read`], which never put a valid structured reference here.
    Text(String),
}

impl PaymentReference {
    /// Adds the check digit to 3 to 19 digits, leading zeros not counted: `123` gives `1232`.
    pub fn finnish(base: &str) -> Result<PaymentReference, IdentifierError> {
        let base = compact(base);
        digit_values(&base)?;
        let base = significant(&base);
        length_within(base, 3, 19)?;
        let check = finnish_check_digit(base);
        Ok(PaymentReference::Finnish(FinnishReference(format!(
            "{base}{check}"
        ))))
    }

    /// Adds RF and the check digits to 1 to 21 letters or digits: `2348236` gives `RF332348236`.
    ///
    /// In Finland the base is a whole viitenumero, check digit included.
    pub fn rf(base: &str) -> Result<PaymentReference, IdentifierError> {
        let base = compact(base);
        only_letters_and_digits(&base)?;
        let base = significant(&base);
        length_within(base, 1, 21)?;
        let check = rf_check_digits(base);
        Ok(PaymentReference::Rf(RfReference(format!(
            "RF{check}{base}"
        ))))
    }

    /// Reads what a person typed: digits must be a valid viitenumero or QR reference, RF and two digits must begin a valid
    /// RF reference, anything else is free text of at most 140 characters (the limit of a SEPA transfer).
    pub fn parse(text: &str) -> Result<PaymentReference, IdentifierError> {
        let compacted = compact(text);
        if let Some(reference) = QrReference::read(&compacted) {
            Ok(PaymentReference::Qr(reference))
        } else if is_digits(&compacted) {
            read_finnish(&compacted).map(PaymentReference::Finnish)
        } else if begins_like_rf(&compacted) {
            read_rf(&compacted).map(PaymentReference::Rf)
        } else {
            let text = text.trim();
            length_within(text, 1, 140)?;
            Ok(PaymentReference::Text(text.to_string()))
        }
    }

    /// Reads what a bank or another program sent: whatever is not a valid reference stays text, as payers do type
    /// wrong digits and the payment has come all the same.
    pub fn read(text: &str) -> PaymentReference {
        PaymentReference::parse(text)
            .unwrap_or_else(|_| PaymentReference::Text(text.trim().to_string()))
    }

    /// As it is printed: a viitenumero in groups of five from the right, an RF reference in groups of four,
    /// a QR reference in groups of five from the right.
    pub fn printed(&self) -> String {
        match self {
            PaymentReference::Finnish(reference) => grouped(&reference.0, 5, reference.0.len() % 5),
            PaymentReference::Rf(reference) => grouped(&reference.0, 4, 0),
            PaymentReference::Qr(reference) => grouped(&reference.0, 5, QR_LENGTH % 5),
            PaymentReference::Text(text) => text.clone(),
        }
    }

    /// The QR reference of an invoice that has this reference: the same digits, or those an RF reference or a viitenumero
    /// is built on. None where they have letters, and for a text.
    pub fn as_qr(&self) -> Option<QrReference> {
        match self {
            PaymentReference::Finnish(reference) => QrReference::of(&reference.0),
            PaymentReference::Rf(reference) => QrReference::of(reference.base()),
            PaymentReference::Qr(reference) => Some(reference.clone()),
            PaymentReference::Text(_) => None,
        }
    }

    /// Whether a payment that came with this text means this reference.
    ///
    /// Spaces, case and leading zeros do not matter; an RF reference means the viitenumero it is built on, and a QR
    /// reference what it is built on. A text with a wrong check digit matches nothing: it may as well be the slip of another customer.
    pub fn matches(&self, other: &str) -> bool {
        match (self, PaymentReference::read(other)) {
            (PaymentReference::Text(one), PaymentReference::Text(other)) => same_words(one, &other),
            (_, PaymentReference::Text(_)) | (PaymentReference::Text(_), _) => false,
            (PaymentReference::Finnish(one), PaymentReference::Finnish(other)) => *one == other,
            (PaymentReference::Rf(one), PaymentReference::Rf(other)) => *one == other,
            (PaymentReference::Finnish(digits), PaymentReference::Rf(rf)) => digits.0 == rf.base(),
            (PaymentReference::Rf(rf), PaymentReference::Finnish(digits)) => digits.0 == rf.base(),
            (one, PaymentReference::Qr(other)) => one.as_qr() == Some(other),
            (PaymentReference::Qr(one), other) => other.as_qr().as_ref() == Some(one),
        }
    }
}

/// Digits of a QR reference, check digit included.
const QR_LENGTH: usize = 27;

impl QrReference {
    /// Fills at most 26 digits with zeros from the left and adds the check digit. None where there are more, none at all,
    /// or other characters.
    pub fn of(base: &str) -> Option<QrReference> {
        let fits = (1..QR_LENGTH).contains(&base.len()) && is_digits(base);
        fits.then(|| {
            let base = format!("{base:0>0$}", QR_LENGTH - 1);
            let check = qr_check_digit(&base);
            QrReference(format!("{base}{check}"))
        })
    }

    fn read(text: &str) -> Option<QrReference> {
        let base = text.get(..QR_LENGTH - 1)?;
        QrReference::of(base).filter(|whole| whole.0 == text)
    }

    /// The 27 digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FinnishReference {
    /// The digits with the check digit, without leading zeros.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl RfReference {
    /// The whole reference without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two check digits.
    pub fn check_digits(&self) -> &str {
        &self.0[2..4]
    }

    /// What follows the check digits.
    pub fn base(&self) -> &str {
        &self.0[4..]
    }
}

fn read_finnish(digits: &str) -> Result<FinnishReference, IdentifierError> {
    let digits = significant(digits);
    length_within(digits, 4, 20)?;
    let (base, check) = digits.split_at(digits.len() - 1);
    let expected = finnish_check_digit(base).to_string();
    if check == expected {
        Ok(FinnishReference(digits.to_string()))
    } else {
        Err(IdentifierError::CheckDigit {
            expected: Some(expected),
        })
    }
}

fn read_rf(text: &str) -> Result<RfReference, IdentifierError> {
    only_letters_and_digits(text)?;
    let (check, base) = (&text[2..4], &text[4..]);
    // Zeros a bank put before the base change nothing in the check digits, whose sum begins with the base.
    let base = significant(base);
    length_within(base, 1, 21)?;
    let expected = rf_check_digits(base);
    if check == expected {
        Ok(RfReference(format!("RF{check}{base}")))
    } else {
        Err(IdentifierError::CheckDigit {
            expected: Some(expected),
        })
    }
}

/// Weights 7, 3, 1 from the right; the check digit brings the sum to the next ten.
fn finnish_check_digit(base: &str) -> u32 {
    let sum: u32 = base
        .chars()
        .rev()
        .filter_map(|c| c.to_digit(10))
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(digit, weight)| digit * weight)
        .sum();
    (10 - sum % 10) % 10
}

/// Recursive modulus 10, as PostFinance publishes it: the carry walks through the table, and what it lacks to ten is the digit.
fn qr_check_digit(base: &str) -> usize {
    const TABLE: [usize; 10] = [0, 9, 4, 6, 8, 2, 7, 1, 3, 5];
    let carry = base
        .bytes()
        .filter(u8::is_ascii_digit)
        .fold(0, |carry, digit| {
            TABLE[(carry + usize::from(digit - b'0')) % 10]
        });
    (10 - carry) % 10
}

fn rf_check_digits(base: &str) -> String {
    format!("{:02}", 98 - modulo_97(&format!("{base}RF00")))
}

fn significant(digits: &str) -> &str {
    digits.trim_start_matches('0')
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

fn begins_like_rf(text: &str) -> bool {
    text.strip_prefix("RF")
        .is_some_and(|rest| rest.len() >= 2 && rest.bytes().take(2).all(|b| b.is_ascii_digit()))
}

fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| {
        text.to_lowercase()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    words(one) == words(other)
}

/// Spaces between groups of `size`, the first group shorter when `first` is not zero. The text is ASCII.
fn grouped(text: &str, size: usize, first: usize) -> String {
    let mut printed = String::with_capacity(text.len() + text.len() / size);
    for (index, character) in text.chars().enumerate() {
        if index > 0 && index % size == first {
            printed.push(' ');
        }
        printed.push(character);
    }
    printed
}

impl fmt::Display for PaymentReference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PaymentReference::Finnish(reference) => f.write_str(&reference.0),
            PaymentReference::Rf(reference) => f.write_str(&reference.0),
            PaymentReference::Qr(reference) => f.write_str(&reference.0),
            PaymentReference::Text(text) => f.write_str(text),
        }
    }
}

impl std::str::FromStr for PaymentReference {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<PaymentReference, IdentifierError> {
        PaymentReference::parse(text)
    }
}

impl From<String> for PaymentReference {
    fn from(text: String) -> PaymentReference {
        PaymentReference::read(&text)
    }
}

impl Serialize for PaymentReference {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            PaymentReference::Finnish(reference) => reference.as_str(),
            PaymentReference::Rf(reference) => reference.as_str(),
            PaymentReference::Qr(reference) => reference.as_str(),
            PaymentReference::Text(text) => text,
        })
    }
}

impl From<PaymentReference> for String {
    fn from(reference: PaymentReference) -> String {
        reference.to_string()
    }
}
