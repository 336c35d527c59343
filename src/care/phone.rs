//! One spelling of a phone number, so that it is found however it was written: E.164 (ITU-T), `+` and digits.

/// The fewest and the most digits of a number with its country's code (E.164 allows fifteen).
const DIGITS: std::ops::RangeInclusive<usize> = 7..=15;

/// A number as E.164 writes it; none where the text is no phone number. `home` are the digits of the country's code for numbers
/// that begin with 0, such as `358`. Spaces, hyphens, slashes, dots and brackets mean nothing; `00` is `+`; a zero in brackets
/// after a country's code is not dialled.
pub fn e164(text: &str, home: &str) -> Option<String> {
    let plain = text.trim().replace("(0)", "");
    let mut dialled = String::with_capacity(plain.len());
    for letter in plain.chars() {
        match letter {
            '+' if dialled.is_empty() => dialled.push('+'),
            digit if digit.is_ascii_digit() => dialled.push(digit),
            ' ' | '\u{a0}' | '\u{202f}' | '-' | '\u{2010}' | '\u{2011}' | '\u{2013}' | '/'
            | '.' | '(' | ')' => {}
            _ => return None,
        }
    }
    let digits = if let Some(international) = dialled.strip_prefix('+') {
        international.to_owned()
    } else if let Some(international) = dialled.strip_prefix("00") {
        international.to_owned()
    } else {
        format!("{home}{}", dialled.strip_prefix('0')?)
    };
    let is_number = DIGITS.contains(&digits.len()) && !digits.starts_with('0');
    is_number.then(|| format!("+{digits}"))
}

/// Whether somebody can be called at what the text begins with: three digits at least, as short as an extension, before any
/// letter. What follows, such as a name or an extension, is for whoever dials.
pub fn is_dialable(text: &str) -> bool {
    let dialled = text.split(char::is_alphabetic).next().unwrap_or_default();
    dialled.chars().filter(char::is_ascii_digit).count() >= 3
}
