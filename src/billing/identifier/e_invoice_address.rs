//! Where a business receives e-invoices. The address is checked loosely: the operators keep the register of them.
//!
//! A scheme must be on the list of today when an address is typed or imported. What was kept before is read whatever the list
//! says now: schemes are taken off it, and the documents that name them stay.

use super::business_id::check_business_id;
use super::{BusinessId, Iban, IdentifierError, length_within};
use crate::billing::code_list::{self, List};
use serde::{Deserialize, Serialize};
use std::fmt;

/// An address in the Finvoice network (an OVT number such as `003712345671`, or an IBAN) or in Peppol
/// (`scheme:identifier` with a code of [`List::ElectronicAddressSchemes`]), and the operator it is reached through.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Given")]
pub struct EInvoiceAddress {
    address: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    operator: Option<String>,
}

/// The fields as a file brings them, before they are checked.
#[derive(Deserialize)]
struct Given {
    address: String,
    #[serde(default)]
    operator: Option<String>,
}

impl EInvoiceAddress {
    /// Checks the address, its scheme and the operator's code; an operator of white space counts as none.
    pub fn new(address: &str, operator: Option<&str>) -> Result<EInvoiceAddress, IdentifierError> {
        let read = EInvoiceAddress::kept(address, operator)?;
        match read.electronic_address() {
            Some((scheme, _)) if !code_list::is_known(List::ElectronicAddressSchemes, scheme) => {
                let code = scheme.to_owned();
                Err(IdentifierError::UnknownScheme { code })
            }
            Some(_) => Ok(read),
            None if read.has_a_number() || read.address.contains('@') => Ok(read),
            None => Err(IdentifierError::Pattern),
        }
    }

    /// Whether a number stands in it, as in an account or in what an operator makes of an OVT number: a word alone is no address.
    fn has_a_number(&self) -> bool {
        const LEAST: usize = 6;
        self.address.bytes().filter(u8::is_ascii_digit).count() >= LEAST
    }

    /// The same of an address that was kept before, with whatever scheme.
    fn kept(address: &str, operator: Option<&str>) -> Result<EInvoiceAddress, IdentifierError> {
        let address = without_spaces(address);
        length_within(&address, 3, 60)?;
        refuse_characters(&address, |c| {
            c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '.' | '_' | '@' | '/')
        })?;
        if let Some(organisation) = address.strip_prefix("0037") {
            check_ovt(organisation)?;
        } else if let Some((scheme, identifier)) = address.split_once(':') {
            check_scheme(scheme)?;
            length_within(identifier, 1, 50)?;
        } else if looks_like_finnish_iban(&address) {
            Iban::parse(&address)?;
        }
        let operator = match operator.map(without_spaces) {
            Some(code) if !code.is_empty() => {
                length_within(&code, 3, 35)?;
                refuse_characters(&code, |c| {
                    c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '.' | '_')
                })?;
                Some(code)
            }
            Some(_) | None => None,
        };
        Ok(EInvoiceAddress { address, operator })
    }

    /// Reads `address` or `address, operator`, the form it is displayed in.
    pub fn parse(text: &str) -> Result<EInvoiceAddress, IdentifierError> {
        match text.split_once(',') {
            Some((address, operator)) => EInvoiceAddress::new(address, Some(operator)),
            None => EInvoiceAddress::new(text, None),
        }
    }

    pub(super) fn of_finnish(business: &BusinessId) -> EInvoiceAddress {
        EInvoiceAddress {
            address: format!("0037{}", business.digits()),
            operator: None,
        }
    }

    /// The address without spaces.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The code of the operator or bank that delivers to it.
    pub fn operator(&self) -> Option<&str> {
        self.operator.as_deref()
    }

    /// Scheme code and identifier for Peppol; a Finnish OVT number has the scheme 0216.
    pub fn electronic_address(&self) -> Option<(&str, &str)> {
        if self.address.starts_with("0037") {
            // Scheme 0037 names the same numbers, but it was taken off the list for new documents.
            let identifier = self.address.strip_prefix("0037:").unwrap_or(&self.address);
            return Some(("0216", identifier));
        }
        self.address.split_once(':')
    }
}

/// After 0037: a business id's eight digits, and up to five characters that name a part of the organisation. Also the
/// written form `0037:003712345671` of the older electronic address.
fn check_ovt(organisation: &str) -> Result<(), IdentifierError> {
    let organisation = match organisation.strip_prefix(':') {
        Some(identifier) => identifier.strip_prefix("0037").unwrap_or(identifier),
        None => organisation,
    };
    length_within(organisation, 8, 13)?;
    refuse_characters(organisation, |c| c.is_ascii_alphanumeric())?;
    check_business_id(&organisation[..8])
}

fn check_scheme(scheme: &str) -> Result<(), IdentifierError> {
    length_within(scheme, 2, 4)?;
    refuse_characters(scheme, |c| c.is_ascii_alphanumeric())
}

fn looks_like_finnish_iban(address: &str) -> bool {
    address.len() == 18
        && address.starts_with("FI")
        && address[2..].bytes().all(|b| b.is_ascii_digit())
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

fn refuse_characters(text: &str, allowed: impl Fn(char) -> bool) -> Result<(), IdentifierError> {
    match text.chars().enumerate().find(|(_, c)| !allowed(*c)) {
        Some((index, found)) => Err(IdentifierError::Character {
            at: index + 1,
            found,
        }),
        None => Ok(()),
    }
}

impl TryFrom<Given> for EInvoiceAddress {
    type Error = IdentifierError;

    fn try_from(given: Given) -> Result<EInvoiceAddress, IdentifierError> {
        EInvoiceAddress::kept(&given.address, given.operator.as_deref())
    }
}

impl std::str::FromStr for EInvoiceAddress {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<EInvoiceAddress, IdentifierError> {
        EInvoiceAddress::parse(text)
    }
}

impl fmt::Display for EInvoiceAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.operator {
            Some(operator) => write!(f, "{}, {operator}", self.address),
            None => f.write_str(&self.address),
        }
    }
}
