//! E-mail addresses and telephone numbers: light checks that catch slips, because only sending proves an address.

use super::{IdentifierError, length_within};

/// Whether the text has the shape of an e-mail address: something, one @, and a domain with a dot.
///
/// Kept light on purpose: refusing a strange but working address is worse than taking one that will bounce.
pub fn check_email(text: &str) -> Result<(), IdentifierError> {
    let address = text.trim();
    length_within(address, 6, 254)?;
    if let Some((index, found)) = address.chars().enumerate().find(|(_, c)| {
        c.is_whitespace() || c.is_control() || matches!(c, ',' | ';' | '<' | '>' | '"' | '(' | ')')
    }) {
        return Err(IdentifierError::Character {
            at: index + 1,
            found,
        });
    }
    let Some((local, domain)) = address.split_once('@') else {
        return Err(IdentifierError::Pattern);
    };
    let dots_stand_between =
        |part: &str| !part.is_empty() && part.split('.').all(|label| !label.is_empty());
    let domain_is_named =
        domain.contains('.') && !domain.contains('@') && dots_stand_between(domain);
    let top_level_is_long_enough = domain
        .rsplit('.')
        .next()
        .is_some_and(|label| label.chars().count() >= 2);
    if dots_stand_between(local) && domain_is_named && top_level_is_long_enough {
        Ok(())
    } else {
        Err(IdentifierError::Pattern)
    }
}

/// The digits of a telephone number; the international prefix, written + or 00, is left out.
///
/// `+358 40 123 4567` gives `358401234567`, `040-123 4567` gives `0401234567`.
pub fn phone_digits(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    match digits.strip_prefix("00") {
        Some(international) => international.to_string(),
        None => digits,
    }
}

/// Whether two telephone numbers may be the same line, one written with the country and the other without.
///
/// Compared are the national digits, at least seven of them, so this finds candidates; it does not identify a caller.
pub fn same_phone(one: &str, other: &str) -> bool {
    let (one, other) = (phone_digits(one), phone_digits(other));
    let (one, other) = (one.trim_start_matches('0'), other.trim_start_matches('0'));
    let long_enough = one.len() >= 7 && other.len() >= 7;
    long_enough && (one.ends_with(other) || other.ends_with(one))
}
