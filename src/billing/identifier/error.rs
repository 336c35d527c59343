//! What is wrong with an identifier a person typed or a file brought.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Why a text is not the identifier it was given as. The screens turn it into a sentence; `Display` is for logs.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IdentifierError {
    /// Nothing but white space and separators.
    Empty,
    /// Too short or too long; counted in characters without separators.
    Length {
        /// The fewest characters allowed.
        least: usize,
        /// The most characters allowed.
        most: usize,
        /// How many there are.
        found: usize,
    },
    /// A character that cannot stand there.
    Character {
        /// Its place, counted from 1 in the text without separators (and, in a VAT id, without the country).
        at: usize,
        /// The character.
        found: char,
    },
    /// The check digits do not fit the rest: one of the characters is wrong, or two have changed places.
    CheckDigit {
        /// What they would be if all the rest is right; `None` where no check digit makes such a number valid.
        expected: Option<String>,
    },
    /// No country has this code, or the code is not one this kind of identifier begins with.
    UnknownCountry {
        /// The code that was given.
        code: String,
    },
    /// The code in front is on no list of schemes that are in use.
    UnknownScheme {
        /// The code that was given.
        code: String,
    },
    /// Length and characters may be right, but nothing of this shape is given out.
    Pattern,
}

impl fmt::Display for IdentifierError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "nothing is given"),
            Self::Length { least, most, found } if least == most => {
                write!(f, "{found} characters where {least} are needed")
            }
            Self::Length { least, most, found } => {
                write!(f, "{found} characters where {least} to {most} are needed")
            }
            Self::Character { at, found } => write!(f, "character {at} cannot be {found:?}"),
            Self::CheckDigit {
                expected: Some(expected),
            } => {
                write!(f, "the check digits do not fit, {expected} would")
            }
            Self::CheckDigit { expected: None } => write!(f, "the check digits do not fit"),
            Self::UnknownCountry { code } => write!(f, "{code:?} is not the code of a country"),
            Self::UnknownScheme { code } => write!(f, "{code:?} is no scheme of addresses"),
            Self::Pattern => write!(f, "not the form such a number has"),
        }
    }
}

impl std::error::Error for IdentifierError {}
