//! Number series: gap-free numbers for invoices and credit notes.
//!
//! One or more series, each sequential and unique (Directive 2006/112/EC, Article 226(2)); a device that works apart
//! has a series of its own.

use crate::billing::id::SeriesId;
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
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
    /// How earlier numbers looked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<String>,
    /// Whether it begins at 1 in each year.
    pub yearly: bool,
    /// The sequence number of the next document.
    pub next: u64,
    /// The first number that `next` was raised over by hand, as long as none was given since: so far it can be lowered again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raised_from: Option<u64>,
    /// The issue date of the last document: dates in a series never go back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_issued: Option<NaiveDate>,
    /// No longer offered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub retired: bool,
    /// Numbers of documents that were taken over from another program, whether they look like its own or not: they are passed over, and
    /// so are numbers with the same digits.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub taken_over: BTreeSet<String>,
}

impl NumberSeries {
    /// The series a new book begins with.
    pub fn initial(id: SeriesId) -> Self {
        NumberSeries {
            id,
            name: "1".into(),
            pattern: "{YYYY}-{NNNNN}".into(),
            former: Vec::new(),
            yearly: true,
            next: 1,
            raised_from: None,
            last_issued: None,
            retired: false,
            taken_over: BTreeSet::new(),
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
        self.free_on(day).1
    }

    /// Takes the next number for a document issued on `day`.
    pub fn take(&mut self, day: NaiveDate) -> Result<String, Refusal> {
        if let Some(last) = self.last_issued.filter(|last| day < *last) {
            return Err(Refusal::field(
                Field::Date,
                RefusalKind::TooEarly { earliest: last },
            ));
        }
        let (sequence, number) = self.free_on(day);
        self.next = sequence + 1;
        self.raised_from = None;
        self.last_issued = Some(day);
        Ok(number)
    }

    /// The lowest number that can be the next one: no number is given twice.
    pub fn lowest_next(&self) -> u64 {
        match self.last_issued {
            None => 1,
            Some(_) => self.raised_from.unwrap_or(self.next),
        }
    }

    /// Another `next`, where nothing would be given twice; the field remembers what it was raised over.
    pub(crate) fn go_on_at(&mut self, next: u64) -> Result<(), Refusal> {
        let lowest = self.lowest_next();
        if next < lowest {
            return Err(Refusal::field(
                Field::Next,
                RefusalKind::NumberTooLow { lowest },
            ));
        }
        self.raised_from = (self.last_issued.is_some() && next > lowest).then_some(lowest);
        self.next = next;
        Ok(())
    }

    /// The next number that no document from elsewhere has.
    fn free_on(&self, day: NaiveDate) -> (u64, String) {
        let mut sequence = self.sequence_on(day);
        let mut number = self.number(sequence, day.year());
        // Each number is another, so this ends.
        while self.passes_over(&number) {
            sequence += 1;
            number = self.number(sequence, day.year());
        }
        (sequence, number)
    }

    /// Whether a document from elsewhere has the number, or one with the same digits: a reference to pay with is made of these
    /// alone, and two invoices must not share it.
    fn passes_over(&self, number: &str) -> bool {
        self.taken_over.contains(number)
            || self
                .taken_over
                .iter()
                .any(|each| significant_digits(each).eq(significant_digits(number)))
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

/// A payment reference is made of the digits of a number and nothing else.
impl NumberSeries {
    /// Whether an invoice of this series could have the payment reference of one of the other, earlier ones among them. Year
    /// by year isn't looked at, so it may say yes where it would never come to that.
    pub fn shares_references_with(&self, other: &NumberSeries) -> bool {
        let theirs: Vec<_> = other
            .patterns()
            .flat_map(|pattern| other.references(pattern))
            .collect();
        self.patterns()
            .flat_map(|pattern| self.references(pattern))
            .any(|ours| theirs.iter().any(|theirs| meet(&ours, theirs)))
    }

    /// Whether under its pattern it could give a payment reference that it gave before. Where the digits are made alike it
    /// can't: the sequence goes on.
    pub(crate) fn repeats_references(&self) -> bool {
        let ours = self.references(&self.pattern);
        self.former
            .iter()
            .filter(|former| digits_of(former) != digits_of(&self.pattern))
            .flat_map(|former| self.references(former))
            .any(|theirs| ours.iter().any(|ours| meet(ours, &theirs)))
    }

    fn patterns(&self) -> impl Iterator<Item = &str> {
        let former = self.former.iter().map(String::as_str);
        [self.pattern.as_str()].into_iter().chain(former)
    }

    /// Whether a payment reference has room for all digits of a number.
    pub(crate) fn fits_references(&self) -> bool {
        self.references(&self.pattern)
            .iter()
            .all(|places| places.len() <= MOST_DIGITS)
    }

    /// The digits that may stand in each place, for every length that a number may have.
    fn references(&self, pattern: &str) -> Vec<Vec<Digits>> {
        let parts = parse(pattern).unwrap_or_default();
        let least = parts.iter().find_map(|part| match part {
            Part::Sequence(digits) => Some(*digits),
            Part::Text(_) | Part::Year | Part::ShortYear => None,
        });
        let least = least.unwrap_or(1);
        let most = least.max(SEQUENCE_DIGITS).max(self.next.to_string().len());
        let mut references: Vec<Vec<Digits>> = (least..=most)
            .map(|length| {
                let mut places = Vec::new();
                for part in &parts {
                    match part {
                        Part::Text(text) => {
                            let digits = text.bytes().filter(u8::is_ascii_digit);
                            places.extend(digits.map(|digit| Digits::only(digit - b'0')));
                        }
                        Part::Year => places.extend(YEAR),
                        Part::ShortYear => places.extend([Digits::ANY; 2]),
                        // Only a number of the least length is filled up with zeros.
                        Part::Sequence(_) => {
                            places.push(if length == least {
                                Digits::ANY
                            } else {
                                Digits::NOT_ZERO
                            });
                            places.extend(std::iter::repeat_n(Digits::ANY, length - 1));
                        }
                    }
                }
                places
            })
            .collect();
        let filled: Vec<Vec<Digits>> = references
            .iter()
            .filter_map(|places| filled_up(places))
            .collect();
        references.extend(filled);
        references
    }
}

/// How a pattern makes digits, however many at least.
fn digits_of(pattern: &str) -> String {
    let of = |part: Part<'_>| match part {
        Part::Text(text) => text.chars().filter(char::is_ascii_digit).collect(),
        Part::Year => "Y".to_owned(),
        Part::ShortYear => "y".to_owned(),
        Part::Sequence(_) => "N".to_owned(),
    };
    let parts = parse(pattern).unwrap_or_default();
    parts.into_iter().map(of).collect()
}

/// A pattern whose payment references are of their own beside all of `series`: `2-{YYYY}-{NNNNN}`, or with the next free number.
pub fn free_pattern<'a>(series: impl Iterator<Item = &'a NumberSeries> + Clone) -> String {
    let pattern = |first: u32| format!("{first}-{{YYYY}}-{{NNNNN}}");
    let is_free = |first: &u32| {
        let candidate = NumberSeries {
            pattern: pattern(*first),
            ..NumberSeries::initial(SeriesId(uuid::Uuid::nil()))
        };
        series
            .clone()
            .all(|other| !other.shares_references_with(&candidate))
    };
    pattern((2..1_000).find(is_free).unwrap_or(2))
}

/// What a number of fewer than three digits is filled up with, to be long enough for a payment reference.
pub(crate) const SHORT_REFERENCE: &str = "10000000";

/// Digits that a payment reference has room for, beside its check digit.
pub(crate) const MOST_DIGITS: usize = 19;

/// No series gives more numbers than these digits can tell, beyond those it began with.
const SEQUENCE_DIGITS: usize = 7;

/// Digits that may stand in one place, a bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Digits(u16);

impl Digits {
    const ANY: Digits = Digits(0b11_1111_1111);
    const NOT_ZERO: Digits = Digits(0b11_1111_1110);

    const fn only(digit: u8) -> Digits {
        Digits(1 << digit)
    }

    fn meets(self, other: Digits) -> bool {
        self.0 & other.0 != 0
    }
}

/// The years 2000 to 2199.
const YEAR: [Digits; 4] = [Digits::only(2), Digits(0b11), Digits::ANY, Digits::ANY];

/// Whether both may be the same number; zeros before it don't count.
fn meet(one: &[Digits], other: &[Digits]) -> bool {
    let from_the_end = |places: &[Digits], place: usize| {
        let index = places.len().checked_sub(place + 1);
        index.map_or(Digits::only(0), |index| places[index])
    };
    let length = one.len().max(other.len());
    (0..length).all(|place| from_the_end(one, place).meets(from_the_end(other, place)))
}

/// The reference of a number of fewer than three digits, if it may be one.
fn filled_up(places: &[Digits]) -> Option<Vec<Digits>> {
    let zero = Digits::only(0);
    let leading = places.len().saturating_sub(2);
    let is_short = places[..leading].iter().all(|digits| digits.meets(zero));
    let filled = SHORT_REFERENCE
        .bytes()
        .map(|digit| Digits::only(digit - b'0'));
    let missing = std::iter::repeat_n(zero, 2_usize.saturating_sub(places.len()));
    is_short.then(|| {
        filled
            .chain(missing)
            .chain(places[leading..].iter().copied())
            .collect()
    })
}

enum Part<'a> {
    Text(&'a str),
    Year,
    ShortYear,
    Sequence(usize),
}

fn significant_digits(number: &str) -> impl Iterator<Item = u8> + '_ {
    number
        .bytes()
        .filter(u8::is_ascii_digit)
        .skip_while(|digit| *digit == b'0')
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
