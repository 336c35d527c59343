//! The code of a bank (ISO 9362). Only its structure is checked; the directory of banks is not carried along.

use super::{
    CountryCode, IdentifierError, compact, only_letters_and_digits, read_and_written_as_text,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A bank identifier code of 8 or 11 characters, in upper case: four letters, the country, the place, the branch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Bic(String);

impl Bic {
    /// Reads a code in either case; spaces in it are ignored.
    pub fn parse(text: &str) -> Result<Bic, IdentifierError> {
        let code = compact(text);
        only_letters_and_digits(&code)?;
        match code.len() {
            0 => return Err(IdentifierError::Empty),
            8 | 11 => {}
            found => {
                return Err(IdentifierError::Length {
                    least: 8,
                    most: 11,
                    found,
                });
            }
        }
        // The standard allows digits in the first four places, but every bank has letters there.
        if let Some((index, found)) = code
            .chars()
            .take(6)
            .enumerate()
            .find(|(_, c)| c.is_ascii_digit())
        {
            return Err(IdentifierError::Character {
                at: index + 1,
                found,
            });
        }
        // Kosovo has banks but no ISO country code; XK is the one in use.
        if &code[4..6] != "XK" {
            CountryCode::parse(&code[4..6])?;
        }
        Ok(Bic(code))
    }

    /// The code as it is sent.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Where the bank is; `None` for Kosovo, which ISO 3166 does not list.
    pub fn country(&self) -> Option<CountryCode> {
        CountryCode::parse(&self.0[4..6]).ok()
    }
}

impl fmt::Display for Bic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

read_and_written_as_text!(Bic);
