//! What a caller knows: how it is compared, and how hard it is to guess.
//!
//! Nothing here is ever shown or kept in clear: only the outcome of [`argon2id`] is, with its salt and cost.

pub use crate::billing::desk::caller::Cost;
use argon2::{Algorithm, Argon2, Params, Version};
use rust_decimal::Decimal;
use sha2::Sha256;
use unicode_normalization::UnicodeNormalization;

/// A cost or a salt that the function does not take; says which in its own words.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SecretError(pub String);

/// A phrase as it is compared: compatibility forms made one (NFKC), in small letters, every run of spaces and hyphens one
/// space, none at the ends. So it does not matter how a representative types what they hear.
pub fn normalise(phrase: &str) -> String {
    normalise_by(nfkc, phrase)
}

/// What makes compatibility forms one (NFKC, Unicode Standard Annex 15).
pub type Nfkc = fn(&str) -> String;

/// [`Nfkc`] of the engine's own. Its tables are large; a browser has them anyway.
pub fn nfkc(text: &str) -> String {
    text.nfkc().collect()
}

/// [`normalise`] with the tables of somebody else.
pub fn normalise_by(nfkc: Nfkc, phrase: &str) -> String {
    let small: String = nfkc(phrase).chars().flat_map(char::to_lowercase).collect();
    nfkc(&small)
        .split(|letter: char| letter.is_whitespace() || matches!(letter, '-' | '\u{2010}'))
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// A PIN or phrase as it is compared, however it was said or written down: of figures alone only the figures count, so that
/// `482 193` is `482193`; a phrase is [normalised](normalise).
pub fn as_compared(nfkc: Nfkc, text: &str) -> String {
    let phrase = normalise_by(nfkc, text);
    let is_pin = phrase
        .chars()
        .all(|letter| letter.is_ascii_digit() || letter == ' ');
    if is_pin {
        phrase.split(' ').collect()
    } else {
        phrase
    }
}

/// The fewest figures of a PIN of somebody who works here (NIST SP 800-63B-4, 3.1.2.2: six figures).
pub const LEAST_PIN: usize = 6;

/// Why a PIN can't be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PinFault {
    /// It holds something that is no figure: a phone's number keys could not type it.
    NotFigures,
    /// It has too few figures.
    TooShort,
    /// It is the first that anybody would try: one figure over and over, or figures in a row.
    TooSimple,
}

/// Checks a PIN that somebody who works here chooses.
pub fn check_pin(nfkc: Nfkc, text: &str) -> Result<(), PinFault> {
    let pin: Vec<char> = as_compared(nfkc, text).chars().collect();
    if !pin.iter().all(char::is_ascii_digit) {
        return Err(PinFault::NotFigures);
    }
    if pin.len() < LEAST_PIN {
        return Err(PinFault::TooShort);
    }
    let steps = pin
        .windows(2)
        .map(|pair| i64::from(u32::from(pair[1])) - i64::from(u32::from(pair[0])));
    let steps: Vec<i64> = steps.collect();
    let is_even = steps.iter().all(|step| *step == steps[0]);
    if is_even && steps[0].abs() <= 1 {
        return Err(PinFault::TooSimple);
    }
    Ok(())
}

/// Argon2id, version 1.3 (RFC 9106), 32 bytes.
pub fn argon2id(secret: &[u8], salt: &[u8], cost: Cost) -> Result<[u8; 32], SecretError> {
    let failed = |error: argon2::Error| SecretError(error.to_string());
    let params = Params::new(cost.memory, cost.passes, cost.lanes, Some(32)).map_err(failed)?;
    let mut out = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(secret, salt, &mut out)
        .map_err(failed)?;
    Ok(out)
}

/// PBKDF2 with HMAC-SHA-256 (RFC 8018), for files of others; fills `out`.
pub fn pbkdf2_sha256(secret: &[u8], salt: &[u8], iterations: u32, out: &mut [u8]) {
    pbkdf2::pbkdf2_hmac::<Sha256>(secret, salt, iterations, out);
}

/// Whether a text is a Finnish personal identity code, or looks like one: nobody may be recognised by it
/// (Data Protection Act 1050/2018, section 29).
pub fn is_identity_code(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    let bytes = text.as_bytes();
    bytes.len() == 11
        && bytes[..6].iter().all(u8::is_ascii_digit)
        && matches!(bytes[6], b'-' | b'+' | b'A'..=b'F' | b'U'..=b'Y')
        && bytes[7..10].iter().all(u8::is_ascii_digit)
        && bytes[10].is_ascii_alphanumeric()
}

/// Whether an identity code stands anywhere in a text, however its sign is typed and with spaces in it.
pub fn holds_identity_code(text: &str) -> bool {
    let signs: Vec<char> = text
        .chars()
        .filter(|sign| !sign.is_whitespace())
        .map(|sign| match sign {
            // Hyphens and dashes of every length, and the minus sign.
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            other => other,
        })
        .collect();
    (0..signs.len()).any(|place| {
        let code: String = signs[place..].iter().take(11).collect();
        let before = place.checked_sub(1).and_then(|before| signs.get(before));
        // Words run together without their spaces: only a digit before or after makes it a longer number.
        let is_number = |sign: Option<&char>| sign.is_some_and(char::is_ascii_digit);
        is_identity_code(&code) && !is_number(before) && !is_number(signs.get(place + 11))
    })
}

/// Bits of a guess that a fact is worth, where each value is held by so many customers: `−log₂` of the share of the commonest
/// one (min-entropy). Of no customer at all a fact is worth nothing. Right to twelve digits.
pub fn min_entropy_bits(counts: impl IntoIterator<Item = u64>) -> Decimal {
    let (sum, most) = counts
        .into_iter()
        .fold((0_u64, 0_u64), |(sum, most), count| {
            (sum.saturating_add(count), most.max(count))
        });
    let Some(ratio) = Decimal::from(sum).checked_div(Decimal::from(most)) else {
        return Decimal::ZERO;
    };
    log2(ratio)
}

/// The binary logarithm of a number of at least 1, by squaring: exact to 2⁻⁴⁰.
fn log2(mut rest: Decimal) -> Decimal {
    let mut whole = 0_u32;
    while rest >= Decimal::TWO {
        rest /= Decimal::TWO;
        whole += 1;
    }
    let mut bits = 0_u64;
    for _ in 0..40 {
        rest *= rest;
        bits <<= 1;
        if rest >= Decimal::TWO {
            rest /= Decimal::TWO;
            bits |= 1;
        }
    }
    Decimal::from(whole) + Decimal::from(bits) / Decimal::from(1_u64 << 40)
}
