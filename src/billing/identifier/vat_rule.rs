//! How each country forms its VAT ids: lengths, characters, check digits.
//!
//! The formulas are those the tax administrations or the European Commission publish. Where a country has a form
//! without a published check (or gives out numbers that break it), only the structure is checked, and
//! [`VatCheck::Structure`] says so.

use super::business_id::check_business_id;
use super::check_digit::{
    Checked, after_letter, any_of, complement, digits_of_length, ends_with_digit,
    ends_with_mod_11_10, ends_with_text, first_digit_among, first_digit_not_zero, leading_digits,
    letter_of, luhn_sum, moved_by, value,
};
use super::{
    IdentifierError, VatCheck, digit_values, length_within, modulo_97, only_letters_and_digits,
    weighted_sum,
};

/// Checks what follows the prefix of a VAT id.
pub(super) fn check(prefix: &str, number: &str) -> Checked {
    match prefix {
        "AT" => austria(number),
        "BE" => belgium(number),
        "BG" => bulgaria(number),
        "CH" => switzerland(number),
        "CY" => cyprus(number),
        "CZ" => czechia(number),
        "DE" => ends_with_mod_11_10(number, 9),
        "DK" => denmark(number),
        "EE" => estonia(number),
        "EL" => greece(number),
        "ES" => spain(number),
        "FI" => check_business_id(number).map(|()| VatCheck::CheckDigits),
        "FR" => france(number),
        "GB" | "XI" => united_kingdom(number),
        "HR" => ends_with_mod_11_10(number, 11),
        "HU" => hungary(number),
        "IE" => ireland(number),
        "IT" => italy(number),
        "LT" => lithuania(number),
        "LU" => luxembourg(number),
        "LV" => latvia(number),
        "MT" => malta(number),
        "NL" => netherlands(number),
        "NO" => norway(number),
        "PL" => poland(number),
        "PT" => portugal(number),
        "RO" => romania(number),
        "SE" => sweden(number),
        "SI" => slovenia(number),
        "SK" => slovakia(number),
        _ => elsewhere(number),
    }
}

/// U and eight digits, the last a Luhn-like sum that starts at 4.
fn austria(number: &str) -> Checked {
    let number = after_letter(number, 'U')?;
    let digits = digits_of_length(number, 8)?;
    ends_with_digit(
        &digits,
        Some((10 - (luhn_sum(&digits[..7], 2) + 4) % 10) % 10),
    )
}

/// Ten digits, the last two 97 less the remainder by 97 of the others.
///
/// The quirk: some programs also take 00 for 97 and 98 for 01. Belgium gives out neither, so they are refused.
fn belgium(number: &str) -> Checked {
    let digits = digits_of_length(number, 10)?;
    first_digit_among(&digits, &[0, 1])?;
    ends_with_text(number, 2, format!("{:02}", 97 - value(&digits[..8]) % 97))
}

/// Nine digits for companies; ten for people and others, in one of three numbering systems.
fn bulgaria(number: &str) -> Checked {
    length_within(number, 9, 10)?;
    let digits = digit_values(number)?;
    if digits.len() == 9 {
        let first = weighted_sum(&digits, &[1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        let second = weighted_sum(&digits, &[3, 4, 5, 6, 7, 8, 9, 10]) % 11;
        return ends_with_digit(&digits, Some(if first == 10 { second % 10 } else { first }));
    }
    // A citizen's number begins with the birthday; the month is moved by 20 or 40 for other centuries.
    let (month, day) = (value(&digits[2..4]), value(&digits[4..6]));
    let is_a_birthday = matches!(month, 1..=12 | 21..=32 | 41..=52) && (1..=31).contains(&day);
    let citizen = weighted_sum(&digits, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10;
    let foreigner = weighted_sum(&digits, &[21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10;
    let other = complement(weighted_sum(&digits, &[4, 3, 2, 7, 6, 5, 4, 3, 2]), 11);
    let last = digits[9];
    any_of(&[
        is_a_birthday && citizen == last,
        foreigner == last,
        other == last,
    ])
}

/// E and nine digits, then the word for the tax in one of the languages, or nothing.
fn switzerland(number: &str) -> Checked {
    let number = after_letter(number, 'E')?;
    let number = ["MWST", "TVA", "IVA"]
        .iter()
        .find_map(|word| number.strip_suffix(word))
        .unwrap_or(number);
    let digits = digits_of_length(number, 9)?;
    let check = complement(weighted_sum(&digits, &[5, 4, 3, 2, 7, 6, 5, 4]), 11);
    ends_with_digit(&digits, (check != 10).then_some(check))
}

/// Eight digits and a letter; the digits in odd places count by a table.
fn cyprus(number: &str) -> Checked {
    const ODD_PLACE: [u32; 10] = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
    length_within(number, 9, 9)?;
    let digits = leading_digits(number, 8)?;
    if number.starts_with("12") {
        return Err(IdentifierError::Pattern);
    }
    let sum: u32 = digits
        .iter()
        .enumerate()
        .map(|(index, digit)| {
            if index % 2 == 0 {
                ODD_PLACE[*digit as usize]
            } else {
                *digit
            }
        })
        .sum();
    ends_with_text(number, 1, letter_of(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ", sum))
}

/// Eight digits for companies; nine beginning with 6 for special cases; nine or ten for people.
fn czechia(number: &str) -> Checked {
    length_within(number, 8, 10)?;
    let digits = digit_values(number)?;
    match (digits.len(), digits[0]) {
        (8, 9) => Err(IdentifierError::Character { at: 1, found: '9' }),
        (8, _) => ends_with_digit(&digits, Some(company_check(&digits[..7]))),
        (9, 6) => {
            let remainder = weighted_sum(&digits[1..8], &[8, 7, 6, 5, 4, 3, 2]) % 11;
            ends_with_digit(&digits, Some((remainder + 8) % 10))
        }
        // Birth numbers of before 1954 have no check digit.
        (9, _) => Ok(VatCheck::Structure),
        // Before 1985 a remainder of 10 was written as 0.
        _ => ends_with_digit(&digits, Some((value(&digits[..9]) % 11 % 10) as u32)),
    }
}

fn company_check(digits: &[u32]) -> u32 {
    match complement(weighted_sum(digits, &[8, 7, 6, 5, 4, 3, 2]), 11) {
        0 => 1,
        check => check % 10,
    }
}

fn denmark(number: &str) -> Checked {
    let digits = digits_of_length(number, 8)?;
    first_digit_not_zero(&digits)?;
    let check = complement(weighted_sum(&digits[..7], &[2, 7, 6, 5, 4, 3, 2]), 11);
    ends_with_digit(&digits, (check != 10).then_some(check))
}

fn estonia(number: &str) -> Checked {
    let digits = digits_of_length(number, 9)?;
    let sum = weighted_sum(&digits, &[3, 7, 1, 3, 7, 1, 3, 7]);
    ends_with_digit(&digits, Some(complement(sum, 10)))
}

fn greece(number: &str) -> Checked {
    let digits = digits_of_length(number, 9)?;
    let sum = weighted_sum(&digits, &[256, 128, 64, 32, 16, 8, 4, 2]);
    ends_with_digit(&digits, Some(sum % 11 % 10))
}

/// Nine characters. People end with a letter of the remainder by 23; organisations begin with a letter and end with a
/// Luhn digit or the letter that stands for it.
fn spain(number: &str) -> Checked {
    const PEOPLE: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    only_letters_and_digits(number)?;
    length_within(number, 9, 9)?;
    let first = number.chars().next().unwrap_or_default();
    let middle = &number[1..8];
    let digits = digit_values(middle).map_err(|error| moved_by(error, 1))?;
    match first {
        // The residents' number is all digits; foreigners' letters X, Y and Z stand for 0, 1 and 2.
        '0'..='9' | 'X' | 'Y' | 'Z' => {
            let first = match first {
                'X' => 0,
                'Y' => 1,
                'Z' => 2,
                digit => digit.to_digit(10).unwrap_or_default(),
            };
            let whole = u64::from(first) * 10_000_000 + value(&digits);
            ends_with_text(number, 1, letter_of(PEOPLE, (whole % 23) as u32))
        }
        'K' | 'L' | 'M' => {
            ends_with_text(number, 1, letter_of(PEOPLE, (value(&digits) % 23) as u32))
        }
        'A'..='H' | 'J' | 'N' | 'P'..='S' | 'U' | 'V' | 'W' => {
            let check = complement(luhn_sum(&digits, 1), 10);
            let letter = letter_of(b"JABCDEFGHI", check);
            // Sources differ on which kinds of organisation have the letter, so both are taken.
            if number.ends_with(&letter) {
                Ok(VatCheck::CheckDigits)
            } else {
                ends_with_text(number, 1, check.to_string())
            }
        }
        found => Err(IdentifierError::Character { at: 1, found }),
    }
}

/// Two characters of key and the nine digits of the SIREN, which end with a Luhn digit except in Monaco (000…).
fn france(number: &str) -> Checked {
    only_letters_and_digits(number)?;
    length_within(number, 11, 11)?;
    let digits = digit_values(&number[2..]).map_err(|error| moved_by(error, 2))?;
    if !number[2..].starts_with("000") {
        ends_with_digit(&digits, Some(complement(luhn_sum(&digits[..8], 2), 10)))?;
    }
    let siren = value(&digits);
    let key = &number[..2];
    if key.bytes().all(|b| b.is_ascii_digit()) {
        let expected = format!("{:02}", (siren * 100 + 12) % 97);
        return if key == expected {
            Ok(VatCheck::CheckDigits)
        } else {
            Err(IdentifierError::CheckDigit {
                expected: Some(expected),
            })
        };
    }
    // The newer key has a letter; I and O are not used in it.
    let mut places = [0; 2];
    for (index, found) in key.chars().enumerate() {
        places[index] =
            "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
                .find(found)
                .ok_or(IdentifierError::Character {
                    at: index + 1,
                    found,
                })? as u64;
    }
    let counted = if places[0] < 10 {
        places[0] * 24 + places[1] - 10
    } else {
        places[0] * 34 + places[1] - 100
    };
    any_of(&[(siren + 1 + counted / 11) % 11 == counted % 11])
}

/// Nine digits, or twelve with a branch; GD and HA with three digits for departments and health authorities.
fn united_kingdom(number: &str) -> Checked {
    only_letters_and_digits(number)?;
    if let Some(unit) = number
        .strip_prefix("GD")
        .or_else(|| number.strip_prefix("HA"))
    {
        let unit = digits_of_length(unit, 3).map_err(|error| moved_by(error, 2))?;
        let is_department = value(&unit) < 500;
        return if is_department == number.starts_with("GD") {
            Ok(VatCheck::Structure)
        } else {
            Err(IdentifierError::Pattern)
        };
    }
    let digits = digit_values(number)?;
    if digits.len() != 9 && digits.len() != 12 {
        length_within(number, 9, 9)?;
    }
    let sum = weighted_sum(&digits[..7], &[8, 7, 6, 5, 4, 3, 2])
        + u32::try_from(value(&digits[7..9])).unwrap_or_default();
    // When the older numbers ran out they were restarted from 100 with the sum moved by 55, in either direction as far
    // as sources tell; refusing a real number would be worse than taking a wrong one.
    let remainder = sum % 97;
    any_of(&[
        remainder == 0,
        digits[0] > 0 && matches!(remainder, 42 | 55),
    ])
}

/// Only the first eight digits of the domestic number are the VAT id; a full one is cut by the writer, not here.
fn hungary(number: &str) -> Checked {
    let digits = digits_of_length(number, 8)?;
    let sum = weighted_sum(&digits, &[9, 7, 3, 1, 9, 7, 3]);
    ends_with_digit(&digits, Some(complement(sum, 10)))
}

/// Seven digits, a check letter and perhaps a letter more; in the old form the second character is a letter, + or *.
fn ireland(number: &str) -> Checked {
    length_within(number, 8, 9)?;
    let letters: Vec<char> = number.chars().collect();
    let mut digits = Vec::with_capacity(7);
    for (index, found) in letters.iter().take(7).copied().enumerate() {
        let may_be_old_mark =
            index == 1 && (found.is_ascii_uppercase() || matches!(found, '+' | '*'));
        match found.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if may_be_old_mark && letters.len() == 8 => {}
            None => {
                return Err(IdentifierError::Character {
                    at: index + 1,
                    found,
                });
            }
        }
    }
    if digits.len() == 6 {
        // The old number is read as 0, its last five digits, then its first.
        digits = [&[0], &digits[1..], &digits[..1]].concat();
    }
    let last = match letters.get(8) {
        None => 0,
        Some('W') => 0,
        Some(letter @ 'A'..='V') => u32::from(*letter) - u32::from('A') + 1,
        Some(found) => {
            return Err(IdentifierError::Character {
                at: 9,
                found: *found,
            });
        }
    };
    let sum = weighted_sum(&digits, &[8, 7, 6, 5, 4, 3, 2]) + 9 * last;
    let expected = letter_of(b"WABCDEFGHIJKLMNOPQRSTUV", sum);
    if letters[7].to_string() == expected {
        Ok(VatCheck::CheckDigits)
    } else {
        Err(IdentifierError::CheckDigit {
            expected: Some(expected),
        })
    }
}

/// Seven digits, three for the office of registration, a Luhn digit.
fn italy(number: &str) -> Checked {
    let digits = digits_of_length(number, 11)?;
    let office = value(&digits[7..10]);
    let office_exists = (1..=100).contains(&office) || matches!(office, 120 | 121 | 888 | 999);
    ends_with_digit(&digits, Some(complement(luhn_sum(&digits[..10], 2), 10)))?;
    if office_exists && value(&digits[..7]) > 0 {
        Ok(VatCheck::CheckDigits)
    } else {
        Err(IdentifierError::Pattern)
    }
}

/// Nine digits for companies, twelve for others; the last but one is always 1.
fn lithuania(number: &str) -> Checked {
    let digits = digit_values(number)?;
    if digits.len() != 12 {
        length_within(number, 9, 9)?;
    }
    let length = digits.len();
    if digits[length - 2] != 1 {
        return Err(IdentifierError::Pattern);
    }
    let sum_from = |start: usize| -> u32 {
        digits[..length - 1]
            .iter()
            .zip((1..=9).cycle().skip(start))
            .map(|(digit, weight)| digit * weight)
            .sum()
    };
    let check = match sum_from(0) % 11 {
        10 => sum_from(2) % 11 % 10,
        remainder => remainder,
    };
    ends_with_digit(&digits, Some(check))
}

fn luxembourg(number: &str) -> Checked {
    let digits = digits_of_length(number, 8)?;
    ends_with_text(number, 2, format!("{:02}", value(&digits[..6]) % 89))
}

/// Eleven digits; above 3 at the start a company, else a person's code.
fn latvia(number: &str) -> Checked {
    let digits = digits_of_length(number, 11)?;
    if digits[0] > 3 {
        let sum = weighted_sum(&digits[..10], &[9, 1, 4, 8, 3, 10, 2, 5, 7, 6]);
        let check = (3 + 11 - sum % 11) % 11;
        return ends_with_digit(&digits, (check != 10).then_some(check));
    }
    let day_and_month = (value(&digits[..2]), value(&digits[2..4]));
    // Codes given out since 2017 begin with 32 and tell no birthday.
    if !matches!(day_and_month, (1..=31, 1..=12) | (32, _)) {
        return Err(IdentifierError::Pattern);
    }
    let sum = 1 + weighted_sum(&digits[..10], &[10, 5, 8, 4, 2, 1, 6, 3, 7, 9]);
    ends_with_digit(&digits, Some(sum % 11 % 10))
}

fn malta(number: &str) -> Checked {
    let digits = digits_of_length(number, 8)?;
    first_digit_not_zero(&digits)?;
    let sum = weighted_sum(&digits[..6], &[3, 4, 6, 7, 8, 9]);
    // The last two digits weigh 10 and 1, so they are read as one number of 37 less the remainder.
    ends_with_text(number, 2, format!("{:02}", 37 - sum % 37))
}

/// Nine digits, B and two digits. Companies' numbers pass the test of eleven in their first nine digits; those given
/// to people since 2020 pass MOD 97-10 over the whole.
fn netherlands(number: &str) -> Checked {
    only_letters_and_digits(number)?;
    length_within(number, 12, 12)?;
    let digits = leading_digits(number, 9)?;
    match number.chars().nth(9) {
        Some('B') | None => {}
        Some(found) => return Err(IdentifierError::Character { at: 10, found }),
    }
    let suffix = digit_values(&number[10..]).map_err(|error| moved_by(error, 10))?;
    if value(&suffix) == 0 || value(&digits) == 0 {
        return Err(IdentifierError::Pattern);
    }
    let sum = weighted_sum(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]);
    any_of(&[
        sum % 11 == digits[8],
        modulo_97(&format!("NL{number}")) == 1,
    ])
}

/// Nine digits; MVA follows when the organisation is registered for VAT.
fn norway(number: &str) -> Checked {
    let digits = digits_of_length(number.strip_suffix("MVA").unwrap_or(number), 9)?;
    let check = complement(weighted_sum(&digits[..8], &[3, 2, 7, 6, 5, 4, 3, 2]), 11);
    ends_with_digit(&digits, (check != 10).then_some(check))
}

fn poland(number: &str) -> Checked {
    let digits = digits_of_length(number, 10)?;
    let check = weighted_sum(&digits[..9], &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11;
    ends_with_digit(&digits, (check != 10).then_some(check))
}

fn portugal(number: &str) -> Checked {
    let digits = digits_of_length(number, 9)?;
    first_digit_not_zero(&digits)?;
    let check = complement(weighted_sum(&digits[..8], &[9, 8, 7, 6, 5, 4, 3, 2]), 11);
    ends_with_digit(&digits, Some(check % 10))
}

/// Two to ten digits; the weights stand against them from the right.
fn romania(number: &str) -> Checked {
    length_within(number, 2, 10)?;
    let digits = digit_values(number)?;
    first_digit_not_zero(&digits)?;
    let weights = &[7, 5, 3, 2, 1, 7, 5, 3, 2][10 - digits.len()..];
    let sum = weighted_sum(&digits[..digits.len() - 1], weights);
    ends_with_digit(&digits, Some(sum * 10 % 11 % 10))
}

/// The ten digits of the organisation or person, the last a Luhn digit, and 01.
fn sweden(number: &str) -> Checked {
    let digits = digits_of_length(number, 12)?;
    ends_with_digit(
        &digits[..10],
        Some(complement(luhn_sum(&digits[..9], 1), 10)),
    )?;
    if number.ends_with("01") {
        Ok(VatCheck::CheckDigits)
    } else {
        Err(IdentifierError::Pattern)
    }
}

fn slovenia(number: &str) -> Checked {
    let digits = digits_of_length(number, 8)?;
    first_digit_not_zero(&digits)?;
    let check = match 11 - weighted_sum(&digits[..7], &[8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => Some(0),
        // Such numbers are passed over.
        11 => None,
        check => Some(check),
    };
    ends_with_digit(&digits, check)
}

/// Ten digits that eleven divides; the third tells the kind of taxpayer.
fn slovakia(number: &str) -> Checked {
    let digits = digits_of_length(number, 10)?;
    first_digit_not_zero(&digits)?;
    if !matches!(digits[2], 2 | 3 | 4 | 7 | 8 | 9) {
        return Err(IdentifierError::Pattern);
    }
    let check = complement((value(&digits[..9]) * 10 % 11) as u32, 11);
    ends_with_digit(&digits, (check != 10).then_some(check))
}

/// A country whose rule is not carried: letters and digits, at least one digit.
fn elsewhere(number: &str) -> Checked {
    only_letters_and_digits(number)?;
    length_within(number, 2, 18)?;
    if number.bytes().any(|b| b.is_ascii_digit()) {
        Ok(VatCheck::Structure)
    } else {
        Err(IdentifierError::Pattern)
    }
}
