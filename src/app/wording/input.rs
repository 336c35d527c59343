//! What is wrong with something typed.

use super::{format_of, locale_of};
use crate::app::locale::{I18n, td_string};
use crate::billing::identifier::IdentifierError;
use crate::money::ParseAmountError;
use chrono::NaiveDate;

/// Why a typed text is not taken as a number.
pub fn amount_error_text(i18n: I18n, error: &ParseAmountError) -> String {
    let locale = locale_of(i18n);
    match error {
        ParseAmountError::Empty => td_string!(locale, errors.amount.empty).to_string(),
        ParseAmountError::NotANumber { at } => {
            td_string!(locale, errors.amount.not_a_number, at = at + 1).to_string()
        }
        ParseAmountError::Ambiguous {
            as_thousands,
            as_decimal,
        } => td_string!(
            locale,
            errors.amount.ambiguous,
            thousands = as_thousands.clone(),
            decimal = as_decimal.clone()
        )
        .to_string(),
        ParseAmountError::BadGrouping => td_string!(locale, errors.amount.bad_grouping).to_string(),
        ParseAmountError::TooManyDecimals => {
            td_string!(locale, errors.amount.too_many_decimals).to_string()
        }
        ParseAmountError::TooLarge => td_string!(locale, errors.amount.too_large).to_string(),
        ParseAmountError::Negative => td_string!(locale, errors.amount.negative).to_string(),
    }
}

/// How a date that was not understood should be typed.
pub fn date_error_text(i18n: I18n, today: NaiveDate) -> String {
    let locale = locale_of(i18n);
    let example = format_of(locale).date(today);
    td_string!(locale, errors.date.unreadable, example = example).to_string()
}

/// Why a typed text is not the identifier it was given as.
pub fn identifier_error_text(i18n: I18n, error: &IdentifierError) -> String {
    let locale = locale_of(i18n);
    match error {
        IdentifierError::Empty => td_string!(locale, errors.identifier.empty).to_string(),
        IdentifierError::Length { least, most, found } if least == most => td_string!(
            locale,
            errors.identifier.length,
            found = *found,
            needed = *most
        )
        .to_string(),
        IdentifierError::Length { least, most, found } => td_string!(
            locale,
            errors.identifier.length_range,
            found = *found,
            least = *least,
            most = *most
        )
        .to_string(),
        IdentifierError::Character { at, found } => td_string!(
            locale,
            errors.identifier.character,
            found = found.to_string(),
            at = *at
        )
        .to_string(),
        IdentifierError::CheckDigit {
            expected: Some(expected),
        } => td_string!(
            locale,
            errors.identifier.check_digit,
            expected = expected.clone()
        )
        .to_string(),
        IdentifierError::CheckDigit { expected: None } => {
            td_string!(locale, errors.identifier.check_digit_unknown).to_string()
        }
        IdentifierError::UnknownCountry { code } => td_string!(
            locale,
            errors.identifier.unknown_country,
            code = code.clone()
        )
        .to_string(),
        IdentifierError::UnknownScheme { code } => td_string!(
            locale,
            errors.identifier.unknown_scheme,
            code = code.clone()
        )
        .to_string(),
        IdentifierError::Pattern => td_string!(locale, errors.identifier.pattern).to_string(),
    }
}
