//! Reading amounts as people type them, in either way of writing decimals.
//!
//! A text that could mean two numbers is refused: an invoice a thousand times too small is worse than a question.

use std::fmt;

use rust_decimal::Decimal;

use super::MoneyError;

/// How the reader writes decimals.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DecimalStyle {
    /// `1 234,50`, as in Finland.
    Comma,
    /// `1,234.50`, as in Britain.
    Point,
}

/// Why a typed text is not taken as a number.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ParseAmountError {
    /// Nothing was typed.
    Empty,
    /// Something that does not belong in a number.
    NotANumber {
        /// Which character, counted from 0 in the text as typed.
        at: usize,
    },
    /// One separator before exactly three digits, as in `1,000`: a thousand, or one?
    Ambiguous {
        /// How to write the larger reading so that it is understood: `1000`.
        as_thousands: String,
        /// How to write the smaller reading in the reader's style: `1,00` or `1.00`.
        as_decimal: String,
    },
    /// The digits are not grouped by threes, as in `12,34.5`.
    BadGrouping,
    /// More decimals than this kind of value has.
    TooManyDecimals,
    /// A larger number than this kind of value has.
    TooLarge,
    /// Below zero where only zero and more is meant.
    Negative,
}

/// Reads `1 234,50`, `1,234.50`, `1.234,50`, `1'234.50`, `1234.5`, `-5`, `−5` or `+5`.
///
/// Both decimal separators are understood in both styles; the style says how a correction is suggested. When comma and point
/// both occur, the last is the decimal one. The decimals are kept as written.
pub fn parse_decimal(text: &str, style: DecimalStyle) -> Result<Decimal, ParseAmountError> {
    let number = Number::read(text)?;
    let (whole, fraction) = number.divide(style)?;
    assemble(number.negative, whole, fraction)
}

/// No amount of ours needs more decimals; a longer text is a mistake or a pasted computation.
const MAX_DECIMALS: usize = 10;
/// Whole digits, so that all digits together fit a [`Decimal`].
const MAX_WHOLE_DIGITS: usize = 18;
/// Digits between two grouping separators.
const GROUP: usize = 3;

/// A typed number taken apart: runs of digits and the separators between them.
struct Number {
    negative: bool,
    /// One more than separators; only the first may be empty, as in `,5`.
    runs: Vec<String>,
    separators: Vec<Separator>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Separator {
    Comma,
    Point,
    /// Any of the spaces used between groups.
    Space,
    /// The Swiss way of grouping.
    Apostrophe,
}

impl Separator {
    fn of(character: char) -> Option<Separator> {
        match character {
            ',' => Some(Separator::Comma),
            '.' => Some(Separator::Point),
            // Plain, no-break, narrow no-break and thin space.
            ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' => Some(Separator::Space),
            '\'' | '\u{2019}' => Some(Separator::Apostrophe),
            _ => None,
        }
    }

    /// Whether it can stand before decimals; spaces and apostrophes only group.
    fn may_be_decimal(self) -> bool {
        match self {
            Separator::Comma | Separator::Point => true,
            Separator::Space | Separator::Apostrophe => false,
        }
    }
}

impl Number {
    fn read(text: &str) -> Result<Number, ParseAmountError> {
        let leading = text
            .chars()
            .take_while(|character| character.is_whitespace())
            .count();
        let trimmed = text.trim();
        if trimmed.is_empty() {
            return Err(ParseAmountError::Empty);
        }
        let mut number = Number {
            negative: false,
            runs: vec![String::new()],
            separators: Vec::new(),
        };
        let mut last_at = leading;
        for (offset, character) in trimmed.chars().enumerate() {
            let at = leading + offset;
            last_at = at;
            let run_is_empty = number.runs.last().is_none_or(String::is_empty);
            match character {
                '0'..='9' => number
                    .runs
                    .iter_mut()
                    .last()
                    .into_iter()
                    .for_each(|run| run.push(character)),
                '+' if offset == 0 => {}
                '-' | '\u{2212}' if offset == 0 => number.negative = true,
                _ => match Separator::of(character) {
                    // Only a decimal separator may open a number, and two never stand side by side.
                    Some(separator)
                        if !run_is_empty
                            || (number.separators.is_empty() && separator.may_be_decimal()) =>
                    {
                        number.separators.push(separator);
                        number.runs.push(String::new());
                    }
                    Some(_) | None => return Err(ParseAmountError::NotANumber { at }),
                },
            }
        }
        // A number ends with a digit: "5," may be unfinished, and a lone sign is none.
        if number.runs.last().is_none_or(String::is_empty) {
            return Err(ParseAmountError::NotANumber { at: last_at });
        }
        Ok(number)
    }

    /// Finds out which separator is the decimal one, and gives the digits before and after it.
    fn divide(&self, style: DecimalStyle) -> Result<(String, &str), ParseAmountError> {
        let Some((&last, earlier)) = self.separators.split_last() else {
            return Ok((self.runs[0].clone(), ""));
        };
        let Some((fraction, whole_runs)) = self.runs.split_last() else {
            return Ok((String::new(), ""));
        };
        let decimal_is_written = last.may_be_decimal() && !earlier.contains(&last);
        if !decimal_is_written {
            // 1 234 567 or 1.234.567: every separator groups.
            return Ok((grouped(&self.runs, &self.separators)?, ""));
        }
        let could_be_group = earlier.is_empty()
            && fraction.len() == GROUP
            && (1..=GROUP).contains(&self.runs[0].len())
            && !self.runs[0].starts_with('0');
        if could_be_group {
            return Err(self.ambiguous(fraction, style));
        }
        Ok((grouped(whole_runs, earlier)?, fraction))
    }

    /// Both readings, each written so that it would be understood.
    fn ambiguous(&self, fraction: &str, style: DecimalStyle) -> ParseAmountError {
        let sign = if self.negative { "-" } else { "" };
        let whole = &self.runs[0];
        let mark = match style {
            DecimalStyle::Comma => ',',
            DecimalStyle::Point => '.',
        };
        // Two decimals say the same as three when the last is zero; otherwise a fourth makes it plain.
        let decimals = match fraction.strip_suffix('0') {
            Some(two) => two.to_owned(),
            None => format!("{fraction}0"),
        };
        ParseAmountError::Ambiguous {
            as_thousands: format!("{sign}{whole}{fraction}"),
            as_decimal: format!("{sign}{whole}{mark}{decimals}"),
        }
    }
}

/// Joins groups of threes under one kind of separator.
fn grouped(runs: &[String], separators: &[Separator]) -> Result<String, ParseAmountError> {
    let one_kind = separators.windows(2).all(|pair| pair[0] == pair[1]);
    let leads = !runs[0].starts_with('0') && (1..=GROUP).contains(&runs[0].len());
    let first_fits = separators.is_empty() || leads;
    let rest_fit = runs.iter().skip(1).all(|run| run.len() == GROUP);
    if one_kind && first_fits && rest_fit {
        Ok(runs.concat())
    } else {
        Err(ParseAmountError::BadGrouping)
    }
}

fn assemble(negative: bool, whole: String, fraction: &str) -> Result<Decimal, ParseAmountError> {
    let whole = whole.trim_start_matches('0');
    if whole.len() > MAX_WHOLE_DIGITS {
        return Err(ParseAmountError::TooLarge);
    }
    if fraction.len() > MAX_DECIMALS {
        return Err(ParseAmountError::TooManyDecimals);
    }
    let digits = whole.bytes().chain(fraction.bytes());
    let mantissa = digits.fold(0_i128, |number, digit| {
        number * 10 + i128::from(digit - b'0')
    });
    let scale = u32::try_from(fraction.len()).map_err(|_| ParseAmountError::TooManyDecimals)?;
    let signed = if negative { -mantissa } else { mantissa };
    Decimal::try_from_i128_with_scale(signed, scale).map_err(|_| ParseAmountError::TooLarge)
}

impl From<MoneyError> for ParseAmountError {
    fn from(error: MoneyError) -> ParseAmountError {
        match error {
            MoneyError::TooManyDecimals { allowed: _ } => ParseAmountError::TooManyDecimals,
            MoneyError::TooLarge => ParseAmountError::TooLarge,
            MoneyError::Negative => ParseAmountError::Negative,
            MoneyError::UnknownCurrency
            | MoneyError::CurrencyMismatch { .. }
            | MoneyError::Malformed => ParseAmountError::NotANumber { at: 0 },
        }
    }
}

impl fmt::Display for ParseAmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ParseAmountError::Empty => f.write_str("nothing was typed"),
            ParseAmountError::NotANumber { at } => {
                write!(f, "not a number at character {}", at + 1)
            }
            ParseAmountError::Ambiguous {
                as_thousands,
                as_decimal,
            } => {
                write!(
                    f,
                    "could be two numbers: write {as_thousands} or {as_decimal}"
                )
            }
            ParseAmountError::BadGrouping => f.write_str("the digits are not grouped by threes"),
            ParseAmountError::TooManyDecimals => f.write_str("too many decimals"),
            ParseAmountError::TooLarge => f.write_str("too large a number"),
            ParseAmountError::Negative => f.write_str("a number below zero"),
        }
    }
}

impl std::error::Error for ParseAmountError {}
