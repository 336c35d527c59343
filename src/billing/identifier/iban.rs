//! Bank account numbers (ISO 13616). The structure of each country's numbers comes from the SWIFT register through
//! the `iban_validate` package.

use super::{
    CountryCode, IdentifierError, compact, length_within, modulo_97, only_letters_and_digits,
    read_and_written_as_text,
};
use iban::{IbanLike, ParseBaseIbanError, ParseIbanError};
use serde::{Deserialize, Serialize};
use std::{cmp, fmt};

/// An account number whose length, structure and check digits are right. Kept and exported in the electronic form.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Iban(iban::Iban);

impl Iban {
    /// Reads a number in either case, however it is grouped.
    pub fn parse(text: &str) -> Result<Iban, IdentifierError> {
        let number = compact(text);
        only_letters_and_digits(&number)?;
        length_within(&number, 5, 34)?;
        // Before the check digits, because with a wrong country the right ones would be of no help.
        let country: String = number.chars().take(2).collect();
        if country != "XK" {
            CountryCode::parse(&country)?;
        }
        match number.parse::<iban::Iban>() {
            Ok(iban) => Ok(Iban(iban)),
            Err(error) => Err(explain(&number, error)),
        }
    }

    /// Whether it is one of the Swiss and Liechtenstein accounts that are paid with a QR reference only: institution id 30000 to
    /// 31999 (SIX, implementation guidelines QR-bill).
    pub fn is_qr(&self) -> bool {
        let number = self.as_str();
        let is_swiss = number.starts_with("CH") || number.starts_with("LI");
        let institution = number.get(4..9).and_then(|id| id.parse::<u32>().ok());
        is_swiss && institution.is_some_and(|id| (30_000..=31_999).contains(&id))
    }

    /// Without spaces, as it is sent and kept.
    pub fn as_str(&self) -> &str {
        self.0.electronic_str()
    }

    /// In groups of four, as it is printed.
    pub fn grouped(&self) -> String {
        self.0.to_string()
    }

    /// Where the bank is; `None` for Kosovo, which ISO 3166 does not list.
    pub fn country(&self) -> Option<CountryCode> {
        CountryCode::parse(self.0.country_code()).ok()
    }
}

fn explain(number: &str, error: ParseIbanError) -> IdentifierError {
    match error {
        ParseIbanError::InvalidBaseIban {
            source: ParseBaseIbanError::InvalidChecksum,
        } => {
            let (country, rest) = (&number[..2], &number[4..]);
            let check = 98 - modulo_97(&format!("{rest}{country}00"));
            IdentifierError::CheckDigit {
                expected: Some(format!("{check:02}")),
            }
        }
        ParseIbanError::InvalidBaseIban {
            source: ParseBaseIbanError::InvalidFormat,
        }
        | ParseIbanError::InvalidBban(_) => IdentifierError::Pattern,
        ParseIbanError::UnknownCountry(base) => IdentifierError::UnknownCountry {
            code: base.country_code().to_string(),
        },
    }
}

impl fmt::Display for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Iban({})", self.as_str())
    }
}

impl PartialOrd for Iban {
    fn partial_cmp(&self, other: &Iban) -> Option<cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Iban {
    fn cmp(&self, other: &Iban) -> cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

read_and_written_as_text!(Iban);
