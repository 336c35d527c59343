//! VAT identification numbers of businesses. How each country forms them stands in `vat_rule`.
//!
//! A number that passes is well formed. Whether it exists is known to VIES, which this program cannot ask.

use super::{
    BusinessId, CountryCode, IdentifierError, compact, length_within, read_and_written_as_text,
    vat_rule,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A VAT id with its country prefix, in upper case without spaces, dots or dashes: `FI20774740`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct VatId(String);

/// How far a VAT id could be checked without asking anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VatCheck {
    /// Length, characters and check digits are right.
    CheckDigits,
    /// Length and characters are right; this form has no check digits, or none that are published.
    Structure,
}

impl VatId {
    /// Reads a VAT id in either case; spaces, dots, dashes and slashes are ignored.
    ///
    /// Greece begins with EL (GR is taken and turned into it), Northern Ireland with XI. A Belgian id of the nine
    /// digits used before 2008 gets the 0 that it has now.
    pub fn parse(text: &str) -> Result<VatId, IdentifierError> {
        let mut text = compact(text);
        length_within(&text, 4, 20)?;
        if text.starts_with("GR") {
            text.replace_range(..2, "EL");
        }
        if text.starts_with("BE") && text.len() == 11 {
            text.insert(2, '0');
        }
        let prefix: String = text.chars().take(2).collect();
        country_of_prefix(&prefix)?;
        vat_rule::check(&prefix, &text[prefix.len()..])?;
        Ok(VatId(text))
    }

    pub(super) fn of_finnish(business: &BusinessId) -> VatId {
        VatId(format!("FI{}", business.digits()))
    }

    /// The whole id, prefix included.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The two letters it begins with: the country's code, but EL for Greece and XI for Northern Ireland.
    pub fn prefix(&self) -> &str {
        &self.0[..2]
    }

    /// What follows the prefix.
    pub fn number(&self) -> &str {
        &self.0[2..]
    }

    /// The country that gave it out; Greece for EL, the United Kingdom for XI.
    pub fn country(&self) -> CountryCode {
        // The constructor has looked the prefix up.
        country_of_prefix(self.prefix()).expect("a VAT id begins with a known prefix")
    }

    /// Whether supplies to its holder can be intra-Community supplies; Northern Ireland counts, for goods.
    pub fn is_eu(&self) -> bool {
        self.prefix() == "XI" || self.country().is_eu()
    }

    /// What was checked. Never that the id exists.
    pub fn check(&self) -> VatCheck {
        vat_rule::check(self.prefix(), self.number()).expect("a VAT id has passed its rule")
    }
}

fn country_of_prefix(prefix: &str) -> Result<CountryCode, IdentifierError> {
    match prefix {
        "EL" => Ok(CountryCode::GR),
        "XI" => Ok(CountryCode::GB),
        code => CountryCode::parse(code),
    }
}

impl fmt::Display for VatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

read_and_written_as_text!(VatId);
