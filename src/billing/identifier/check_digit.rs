//! The arithmetic that check digits are made of. Which country uses which stands in `vat_rule`.

use super::{IdentifierError, VatCheck, digit_values, length_within};

/// What was checked, or what is wrong.
pub(super) type Checked = Result<VatCheck, IdentifierError>;

/// ISO 7064, MOD 11,10: Germany and Croatia.
pub(super) fn ends_with_mod_11_10(number: &str, length: usize) -> Checked {
    let digits = digits_of_length(number, length)?;
    if length == 9 {
        first_digit_not_zero(&digits)?;
    }
    let product = digits[..length - 1].iter().fold(10, |product, digit| {
        let sum = (digit + product) % 10;
        2 * (if sum == 0 { 10 } else { sum }) % 11
    });
    ends_with_digit(&digits, Some((11 - product) % 10))
}

/// The digits' sum where every second one, beginning at the weight given for the first, is doubled and its digits added.
pub(super) fn luhn_sum(digits: &[u32], second_weight: u32) -> u32 {
    // With `second_weight` 2 the second, fourth … digit is doubled, with 1 the first, third … one.
    let first_weight = 3 - second_weight;
    digits
        .iter()
        .zip([first_weight, second_weight].into_iter().cycle())
        .map(|(digit, weight)| digit * weight / 10 + digit * weight % 10)
        .sum()
}

/// What is missing from the sum to the next multiple.
pub(super) fn complement(sum: u32, modulus: u32) -> u32 {
    (modulus - sum % modulus) % modulus
}

pub(super) fn value(digits: &[u32]) -> u64 {
    digits
        .iter()
        .fold(0, |value, digit| value * 10 + u64::from(*digit))
}

pub(super) fn letter_of(alphabet: &[u8], index: u32) -> String {
    char::from(alphabet[index as usize % alphabet.len()]).to_string()
}

pub(super) fn digits_of_length(number: &str, length: usize) -> Result<Vec<u32>, IdentifierError> {
    let digits = digit_values(number)?;
    length_within(number, length, length)?;
    Ok(digits)
}

/// The first digits of a number that goes on with letters; the number is long enough.
pub(super) fn leading_digits(number: &str, count: usize) -> Result<Vec<u32>, IdentifierError> {
    digit_values(&number.chars().take(count).collect::<String>())
}

pub(super) fn after_letter(number: &str, letter: char) -> Result<&str, IdentifierError> {
    match number.strip_prefix(letter) {
        Some(rest) => Ok(rest),
        None => match number.chars().next() {
            Some(found) => Err(IdentifierError::Character { at: 1, found }),
            None => Err(IdentifierError::Empty),
        },
    }
}

pub(super) fn first_digit_not_zero(digits: &[u32]) -> Result<(), IdentifierError> {
    first_digit_among(digits, &[1, 2, 3, 4, 5, 6, 7, 8, 9])
}

pub(super) fn first_digit_among(digits: &[u32], allowed: &[u32]) -> Result<(), IdentifierError> {
    match digits
        .first()
        .and_then(|digit| char::from_digit(*digit, 10).map(|found| (digit, found)))
    {
        Some((digit, found)) if !allowed.contains(digit) => {
            Err(IdentifierError::Character { at: 1, found })
        }
        Some(_) | None => Ok(()),
    }
}

pub(super) fn ends_with_digit(digits: &[u32], expected: Option<u32>) -> Checked {
    match expected {
        Some(expected) if digits.last() == Some(&expected) => Ok(VatCheck::CheckDigits),
        expected => Err(IdentifierError::CheckDigit {
            expected: expected.map(|digit| digit.to_string()),
        }),
    }
}

pub(super) fn ends_with_text(number: &str, count: usize, expected: String) -> Checked {
    if number.ends_with(&expected) && expected.len() == count {
        Ok(VatCheck::CheckDigits)
    } else {
        Err(IdentifierError::CheckDigit {
            expected: Some(expected),
        })
    }
}

/// For numbers of several systems, where it is not known which one was meant.
pub(super) fn any_of(passed: &[bool]) -> Checked {
    if passed.contains(&true) {
        Ok(VatCheck::CheckDigits)
    } else {
        Err(IdentifierError::CheckDigit { expected: None })
    }
}

/// Moves the place of a wrong character by what stands before the part that was looked at.
pub(super) fn moved_by(error: IdentifierError, before: usize) -> IdentifierError {
    match error {
        IdentifierError::Character { at, found } => IdentifierError::Character {
            at: at + before,
            found,
        },
        other => other,
    }
}
