//! The QR code of a SEPA credit transfer: EPC069-12, version 002, as banking apps across the single euro payments area read it.
//!
//! The payload is lines of UTF-8: service tag, version, character set, identification, BIC, name, IBAN, amount, purpose,
//! structured reference, text, information. Empty lines at the end are left out.
//!
//! Finnish banking apps take a viitenumero in the line of the structured reference and the due date as
//! `ReqdExctnDt/YYYY-MM-DD` in the line of information (Finance Finland, guide on the EPC code on invoices, 2015).

use super::{cut, one_line, payable};
use crate::billing::identifier::{CountryCode, Iban, PaymentReference};
use crate::billing::invoice::Invoice;
use crate::money::{Currency, Money};
use std::fmt;

/// The most bytes a payload may have: what version 13 of a QR code holds at level M.
pub const MOST_BYTES: usize = 331;

/// The most characters of the name; longer ones are cut.
pub const MOST_OF_NAME: usize = 70;

/// The most characters of the text to the payee.
pub const MOST_OF_TEXT: usize = 140;

/// The largest amount, in cents: 999 999 999.99.
pub const MOST_CENTS: i64 = 99_999_999_999;

/// The rule of EPC069-12 that the invoice breaks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum EpcError {
    /// The name of the payee is mandatory, and the seller has none.
    NameMissing,
    /// The amount is above 999 999 999.99.
    AmountTooLarge {
        /// What is due.
        amount: Money,
    },
    /// Outside the European Economic Area the BIC is mandatory, and the seller gave none.
    BicMissing {
        /// Where the account is; `None` for Kosovo.
        country: Option<CountryCode>,
    },
    /// The text to the payee is longer than 140 characters. It is not cut: half a reference finds no invoice.
    TextTooLong {
        /// How many characters it has.
        characters: usize,
    },
    /// The payload is longer than 331 bytes. Only long names or texts outside the Latin script come to that.
    TooManyBytes {
        /// How many it has.
        bytes: usize,
    },
}

/// The payload for an invoice, or the rule it breaks.
///
/// None for a credit note, where nothing is due, where the seller has no IBAN, and where the currency isn't the euro. A
/// viitenumero stands in the structured line where the seller is Finnish, an RF reference everywhere; a reference of
/// another kind is told as text, and without any the number of the invoice is. The amount is exact.
pub fn of(invoice: &Invoice) -> Option<Result<String, EpcError>> {
    let amount = payable(invoice)?;
    let iban = invoice.seller.iban?;
    if amount.currency() != Currency::EUR {
        return None;
    }
    Some(payload(invoice, &iban, amount))
}

fn payload(invoice: &Invoice, iban: &Iban, amount: Money) -> Result<String, EpcError> {
    let seller = &invoice.seller;
    let name = cut(&one_line(&seller.name), MOST_OF_NAME);
    if name.is_empty() {
        return Err(EpcError::NameMissing);
    }
    if amount.minor() > MOST_CENTS {
        return Err(EpcError::AmountTooLarge { amount });
    }
    let bic = seller.bic.as_ref().map(|bic| bic.as_str()).unwrap_or("");
    if bic.is_empty() && !is_in_the_economic_area(iban) {
        return Err(EpcError::BicMissing {
            country: iban.country(),
        });
    }
    let (structured, text) = remittance(invoice)?;
    let is_finnish = seller.address.country == CountryCode::FI;
    let information = if is_finnish {
        format!("ReqdExctnDt/{}", invoice.due_date)
    } else {
        String::new()
    };
    let amount = format!("EUR{}", amount.to_decimal());
    let lines = [
        "BCD",
        "002",
        "1",
        "SCT",
        bic,
        &name,
        iban.as_str(),
        &amount,
        "",
        &structured,
        &text,
        &information,
    ];
    let payload = lines.join("\n").trim_end_matches('\n').to_owned();
    if payload.len() > MOST_BYTES {
        return Err(EpcError::TooManyBytes {
            bytes: payload.len(),
        });
    }
    Ok(payload)
}

/// The structured reference or the text: one of them is empty, because the guideline allows only one.
fn remittance(invoice: &Invoice) -> Result<(String, String), EpcError> {
    let is_finnish = invoice.seller.address.country == CountryCode::FI;
    let text = match &invoice.reference {
        Some(PaymentReference::Rf(reference)) => {
            return Ok((reference.as_str().to_owned(), String::new()));
        }
        Some(PaymentReference::Finnish(reference)) if is_finnish => {
            return Ok((reference.as_str().to_owned(), String::new()));
        }
        // Elsewhere a bank takes digits in that line for a broken RF reference.
        Some(PaymentReference::Finnish(reference)) => reference.as_str().to_owned(),
        Some(PaymentReference::Qr(reference)) => reference.as_str().to_owned(),
        Some(PaymentReference::Text(text)) => one_line(text),
        None => one_line(&invoice.number),
    };
    match text.chars().count() {
        characters if characters > MOST_OF_TEXT => Err(EpcError::TextTooLong { characters }),
        _ => Ok((String::new(), text)),
    }
}

/// The European Economic Area, where the BIC may be left out since version 002.
fn is_in_the_economic_area(iban: &Iban) -> bool {
    iban.country().is_some_and(|country| {
        country.is_eu() || matches!(country.code(), "AX" | "IS" | "LI" | "NO")
    })
}

impl fmt::Display for EpcError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NameMissing => write!(f, "the payee has no name"),
            Self::AmountTooLarge { amount } => {
                write!(f, "{amount} is above 999999999.99 EUR")
            }
            Self::BicMissing {
                country: Some(country),
            } => write!(f, "an account in {country} needs its BIC"),
            Self::BicMissing { country: None } => write!(f, "the account needs its BIC"),
            Self::TextTooLong { characters } => {
                write!(f, "{characters} characters of text, {MOST_OF_TEXT} fit")
            }
            Self::TooManyBytes { bytes } => write!(f, "{bytes} bytes, {MOST_BYTES} fit"),
        }
    }
}

impl std::error::Error for EpcError {}
