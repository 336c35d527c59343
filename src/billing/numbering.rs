//! Number series: gap-free numbers for invoices and credit notes.
//!
//! One or more series, each sequential and unique (Directive 2006/112/EC, Article 226(2)); a device that works apart
//! has a series of its own.

use crate::billing::id::SeriesId;
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// A gap-free sequence of document numbers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct NumberSeries {
    /// Identity.
    pub id: SeriesId,
    /// What people call it, for instance the device that uses it.
    pub name: String,
    /// How a number looks: `{YYYY}`, `{YY}`, and `{N}` with as many N as digits at least, as in `{YYYY}-{NNNNN}`.
    pub pattern: String,
    /// Whether it begins at 1 in each year.
    pub yearly: bool,
    /// The sequence number of the next document.
    pub next: u64,
    /// The issue date of the last document: dates in a series never go back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_issued: Option<NaiveDate>,
    /// No longer offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
}

impl NumberSeries {
    /// The series a new book begins with.
    pub fn initial(id: SeriesId) -> Self {
        NumberSeries {
            id,
            name: "1".into(),
            pattern: "{YYYY}-{NNNNN}".into(),
            yearly: true,
            next: 1,
            last_issued: None,
            retired: false,
        }
    }

    /// Checks that the pattern never gives one number twice.
    pub fn check(&self) -> Result<(), Refusal> {
        let invalid = Err(Refusal::field(Field::Pattern, RefusalKind::PatternInvalid));
        let Some(parts) = parse(&self.pattern) else {
            return invalid;
        };
        let places = parts
            .iter()
            .filter(|part| matches!(part, Part::Sequence(_)))
            .count();
        let shows_year = parts
            .iter()
            .any(|part| matches!(part, Part::Year | Part::ShortYear));
        // EN 16931 sets no length; Finvoice takes 20 characters at most.
        if places != 1 || (self.yearly && !shows_year) || self.number(9_999_999, 2026).len() > 30 {
            return invalid;
        }
        if self.next == 0 {
            return Err(Refusal::field(Field::Next, RefusalKind::NotPositive));
        }
        Ok(())
    }

    /// The number that would be given on `day`, without taking it.
    pub fn peek(&self, day: NaiveDate) -> String {
        self.number(self.sequence_on(day), day.year())
    }

    /// Takes the next number for a document issued on `day`.
    pub fn take(&mut self, day: NaiveDate) -> Result<String, Refusal> {
        if let Some(last) = self.last_issued.filter(|last| day < *last) {
            return Err(Refusal::field(
                Field::Date,
                RefusalKind::TooEarly { earliest: last },
            ));
        }
        let sequence = self.sequence_on(day);
        let number = self.number(sequence, day.year());
        self.next = sequence + 1;
        self.last_issued = Some(day);
        Ok(number)
    }

    fn sequence_on(&self, day: NaiveDate) -> u64 {
        let new_year = self
            .last_issued
            .is_some_and(|last| last.year() < day.year());
        if self.yearly && new_year {
            1
        } else {
            self.next
        }
    }

    fn number(&self, sequence: u64, year: i32) -> String {
        let mut number = String::with_capacity(self.pattern.len());
        for part in parse(&self.pattern).unwrap_or_default() {
            let written = match part {
                Part::Text(text) => number.write_str(text),
                Part::Year => write!(number, "{year:04}"),
                Part::ShortYear => write!(number, "{:02}", year.rem_euclid(100)),
                Part::Sequence(digits) => write!(number, "{sequence:0digits$}"),
            };
            debug_assert!(written.is_ok(), "a string takes any text");
        }
        number
    }
}

enum Part<'a> {
    Text(&'a str),
    Year,
    ShortYear,
    Sequence(usize),
}

fn parse(pattern: &str) -> Option<Vec<Part<'_>>> {
    let mut parts = Vec::new();
    let mut rest = pattern;
    while let Some(open) = rest.find('{') {
        if rest[..open].contains('}') {
            return None;
        }
        if open > 0 {
            parts.push(Part::Text(&rest[..open]));
        }
        let close = open + rest[open..].find('}')?;
        let name = &rest[open + 1..close];
        parts.push(match name {
            "YYYY" => Part::Year,
            "YY" => Part::ShortYear,
            _ if !name.is_empty() && name.len() <= 12 && name.bytes().all(|b| b == b'N') => {
                Part::Sequence(name.len())
            }
            _ => return None,
        });
        rest = &rest[close + 1..];
    }
    if rest.contains('}') {
        return None;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    Some(parts)
}
