//! Numbers of a series read back: which sequence number, of which year.

use crate::billing::numbering::NumberSeries;
use std::collections::{BTreeMap, BTreeSet};

/// A number taken apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Taken {
    /// The year in the number, as far as the pattern shows it.
    pub(super) year: Option<u32>,
    /// The sequence number.
    pub(super) sequence: u64,
}

/// Reads a number by the series' pattern; `None` where it was given under another pattern.
pub(super) fn take_apart(series: &NumberSeries, number: &str) -> Option<Taken> {
    let pattern = series.pattern.as_str();
    let open = pattern.find("{N")?;
    let close = open + pattern[open..].find('}')?;
    let digits = close - open - 1;
    let mut taken = Taken {
        year: None,
        sequence: 0,
    };
    // Only the sequence number has no fixed length, so what stands before and after it is matched from the two ends.
    let rest = strip_before(&pattern[..open], number, &mut taken.year)?;
    let rest = strip_after(&pattern[close + 1..], rest, &mut taken.year)?;
    let is_number = rest.len() >= digits && rest.bytes().all(|byte| byte.is_ascii_digit());
    let is_padded = rest.len() > digits && rest.starts_with('0');
    if !is_number || is_padded {
        return None;
    }
    taken.sequence = rest.parse().ok()?;
    Some(taken)
}

/// Reads a number of a document from elsewhere as the one of the series that was passed over for it: the same, or one with the same
/// digits (a reference is made of these alone).
pub(super) fn passed_over(series: &NumberSeries, number: &str) -> Option<Taken> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let mut bare = series.clone();
    let mut is_part = false;
    bare.pattern.retain(|letter| {
        is_part = letter == '{' || (is_part && letter != '}');
        is_part || letter == '}' || letter.is_ascii_digit()
    });
    take_apart(series, number)
        .or_else(|| take_apart(&bare, &digits))
        .or_else(|| take_apart(&bare, digits.trim_start_matches('0')))
}

/// The sequence numbers of a series that were given, by year.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Given {
    years: BTreeMap<u32, Vec<u64>>,
    /// Numbers that documents from elsewhere have: none of its own, and no gap where it passed them over.
    passed_over: BTreeSet<(u32, u64)>,
}

/// Numbers missing between the lowest and the highest of a year.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Missing {
    pub(super) first: u64,
    pub(super) count: u64,
}

impl Given {
    /// Notes one number.
    pub(super) fn note(&mut self, series: &NumberSeries, taken: Taken) {
        let year = year_of(series, taken);
        self.years.entry(year).or_default().push(taken.sequence);
    }

    /// Notes a number that a document from elsewhere has.
    pub(super) fn pass_over(&mut self, series: &NumberSeries, taken: Taken) {
        let year = year_of(series, taken);
        self.passed_over.insert((year, taken.sequence));
    }

    /// The highest number of the latest year.
    pub(super) fn highest(&self) -> Option<u64> {
        self.years.values().next_back()?.iter().max().copied()
    }

    /// The gaps, a year at a time.
    pub(super) fn gaps(&mut self) -> Vec<Missing> {
        let mut gaps = Vec::new();
        for (year, numbers) in &mut self.years {
            let first = numbers.iter().min().copied().unwrap_or_default();
            let last = numbers.iter().max().copied().unwrap_or_default();
            let passed_over = self.passed_over.range((*year, first)..=(*year, last));
            numbers.extend(passed_over.map(|(_, sequence)| *sequence));
            numbers.sort_unstable();
            let between = |pair: &[u64]| (pair[1] - pair[0]).saturating_sub(1);
            let count: u64 = numbers.windows(2).map(between).sum();
            let first = numbers.windows(2).find(|pair| between(pair) > 0);
            if let Some(first) = first {
                gaps.push(Missing {
                    first: first[0] + 1,
                    count,
                });
            }
        }
        gaps
    }
}

/// The year that a number counts in: all are one where the series goes on over the years.
fn year_of(series: &NumberSeries, taken: Taken) -> u32 {
    if series.yearly {
        taken.year.unwrap_or(0)
    } else {
        0
    }
}

fn strip_before<'a>(pattern: &str, text: &'a str, year: &mut Option<u32>) -> Option<&'a str> {
    let mut rest = text;
    let mut parts = pattern;
    while !parts.is_empty() {
        if let Some(after) = parts.strip_prefix('{') {
            let (name, after) = after.split_once('}')?;
            rest = read_year(rest.get(..name.len())?, year).and(rest.get(name.len()..))?;
            parts = after;
        } else {
            let end = parts.find('{').unwrap_or(parts.len());
            rest = rest.strip_prefix(&parts[..end])?;
            parts = &parts[end..];
        }
    }
    Some(rest)
}

fn strip_after<'a>(pattern: &str, text: &'a str, year: &mut Option<u32>) -> Option<&'a str> {
    // Braces around a year of four or two digits: the printed form is two characters shorter for each.
    let printed = pattern.len() - 2 * pattern.matches('{').count();
    let split = text.len().checked_sub(printed)?;
    let (rest, tail) = (text.get(..split)?, text.get(split..)?);
    strip_before(pattern, tail, year)?
        .is_empty()
        .then_some(rest)
}

fn read_year(text: &str, year: &mut Option<u32>) -> Option<()> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    *year = Some(text.parse().ok()?);
    Some(())
}
