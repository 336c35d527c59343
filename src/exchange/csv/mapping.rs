//! Which column, or which fixed value, fills which field, and the rules that go beyond a column.

use super::header::{fold, guess, guess_left};
use super::value::{DateStyle, guess_dates, guess_numbers};
use super::{Row, Table, Target};
use crate::money::DecimalStyle;
use chrono::{Days, Months, NaiveDate};
use std::collections::BTreeMap;

/// Where a field comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Source {
    /// A column, counted from 0.
    Column(usize),
    /// The same for every row, written as a cell would be.
    Fixed(String),
}

/// How rows become customers and contracts.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Mapping {
    /// Where each field comes from; fields that aren't there take what is usual.
    pub sources: BTreeMap<Target, Source>,
    /// Whether each row also brings a contract.
    pub with_contracts: bool,
    /// Whether day or month is written first, where the values don't say it.
    pub dates: Option<DateStyle>,
    /// What stands before the decimals, where the values don't say it.
    pub numbers: Option<DecimalStyle>,
    /// Which contracts have ended.
    pub ended: Option<EndedRule>,
    /// Billing periods begin on the first of the month, not on the contract's own day.
    pub first_of_month: bool,
}

/// Contracts whose row says that they have ended. They are kept with their days, and nothing more is billed for them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EndedRule {
    /// The column that says it.
    pub column: usize,
    /// What stands there.
    pub value: String,
    /// The day they started.
    pub starts: NaiveDate,
    /// Their last day.
    pub last_day: NaiveDate,
}

impl EndedRule {
    /// Whether the row's contract has ended.
    pub(super) fn holds(&self, row: &Row) -> bool {
        let cell = row.cells.get(self.column).map_or("", String::as_str);
        fold(cell) == fold(&self.value) && !self.value.trim().is_empty()
    }

    /// A rule for the column that seems to say it: a year up to the day before `starts`.
    pub fn suggest(table: &Table, starts: NaiveDate) -> Option<EndedRule> {
        let (column, value) = guess_left(table)?;
        Some(EndedRule {
            column,
            value,
            starts: starts.checked_sub_months(Months::new(12))?,
            last_day: starts.checked_sub_days(Days::new(1))?,
        })
    }
}

impl Mapping {
    /// What the names of the columns and the values suggest. `fixed` are values for fields of a contract that no column
    /// fills.
    pub fn guess(table: &Table, fixed: &[(Target, String)]) -> Mapping {
        let mut sources: BTreeMap<Target, Source> = guess(table)
            .into_iter()
            .map(|(target, column)| (target, Source::Column(column)))
            .collect();
        let has_name = [Target::Name, Target::FirstName, Target::LastName]
            .iter()
            .any(|target| sources.contains_key(target));
        // A customer known by a number only is called by it.
        if !has_name && let Some(number) = sources.get(&Target::Number).cloned() {
            sources.insert(Target::Name, number);
        }
        let with_contracts =
            sources.contains_key(&Target::Price) || sources.contains_key(&Target::ProductCode);
        if with_contracts {
            for (target, value) in fixed {
                sources
                    .entry(*target)
                    .or_insert_with(|| Source::Fixed(value.clone()));
            }
        }
        let mut mapping = Mapping {
            sources,
            with_contracts,
            ..Mapping::default()
        };
        mapping.guess_styles(table);
        mapping
    }

    /// Finds out how days and numbers are written in the columns that are now used.
    pub fn guess_styles(&mut self, table: &Table) {
        let columns = |of: fn(Target) -> bool| -> Vec<usize> {
            self.sources
                .iter()
                .filter_map(|(target, source)| match source {
                    Source::Column(column) if of(*target) => Some(*column),
                    Source::Column(_) | Source::Fixed(_) => None,
                })
                .collect()
        };
        let dates = columns(Target::is_date);
        let numbers = columns(Target::is_number);
        let values = |columns: Vec<usize>| {
            columns
                .into_iter()
                .flat_map(|column| table.column(column))
                .collect::<Vec<_>>()
        };
        self.dates = guess_dates(values(dates));
        self.numbers = guess_numbers(values(numbers));
    }

    /// What a row has for a field; empty where nothing fills it.
    pub(super) fn text<'a>(&'a self, target: Target, row: &'a Row) -> &'a str {
        match self.sources.get(&target) {
            Some(Source::Column(column)) => row.cells.get(*column).map_or("", String::as_str),
            Some(Source::Fixed(text)) => text.trim(),
            None => "",
        }
    }
}
