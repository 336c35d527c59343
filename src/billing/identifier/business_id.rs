//! The Finnish business id, Y-tunnus, as the Finnish Patent and Registration Office gives it out.

use super::{
    CountryCode, EInvoiceAddress, IdentifierError, VatId, compact, digit_values, length_within,
    read_and_written_as_text, weighted_sum,
};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A Y-tunnus whose check digit is right. Shown and kept as `1234567-1`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BusinessId(
    /// The eight digits.
    String,
);

impl BusinessId {
    /// Reads a business id with or without the dash. Ids of before 1978 have six digits before it; a zero is put first.
    pub fn parse(text: &str) -> Result<BusinessId, IdentifierError> {
        let mut digits = compact(text);
        digit_values(&digits)?;
        length_within(&digits, 7, 8)?;
        if digits.len() == 7 {
            digits.insert(0, '0');
        }
        check_business_id(&digits)?;
        Ok(BusinessId(digits))
    }

    /// The eight digits without the dash.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whose register it stands in.
    pub fn country(&self) -> CountryCode {
        CountryCode::FI
    }

    /// The VAT id the business has if it is registered for VAT.
    pub fn vat_id(&self) -> VatId {
        VatId::of_finnish(self)
    }

    /// The e-invoice address most businesses have: 0037 and the digits.
    pub fn ovt(&self) -> EInvoiceAddress {
        EInvoiceAddress::of_finnish(self)
    }
}

/// Checks eight digits; also the rule of the Finnish VAT id and of the OVT address.
pub(super) fn check_business_id(digits: &str) -> Result<(), IdentifierError> {
    let values = digit_values(digits)?;
    length_within(digits, 8, 8)?;
    let check = match weighted_sum(&values, &[7, 9, 10, 5, 8, 4, 2]) % 11 {
        0 => 0,
        // Such numbers are passed over when ids are given out.
        1 => return Err(IdentifierError::CheckDigit { expected: None }),
        remainder => 11 - remainder,
    };
    if values[7] == check {
        Ok(())
    } else {
        Err(IdentifierError::CheckDigit {
            expected: Some(check.to_string()),
        })
    }
}

impl fmt::Display for BusinessId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", &self.0[..7], &self.0[7..])
    }
}

read_and_written_as_text!(BusinessId);
