//! VAT rates of the member states of the European Union, each from its first day on.
//!
//! The rates are data, in `tax_rate.json`. Which rate a product has is not decided here, and neither is whether VAT is
//! charged at all.

use super::identifier::CountryCode;
use crate::money::Percent;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The place of a rate among a country's rates. What each is used for is the country's law.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RateClass {
    /// The rate of whatever no other rate is set for.
    Standard,
    /// The reduced rate, or the first of two (Directive 2006/112/EC, Article 98).
    Reduced,
    /// The other reduced rate.
    SecondReduced,
    /// A rate below 5 %.
    SuperReduced,
    /// Taxed at nothing.
    Zero,
}

impl RateClass {
    /// Every class, from the standard rate down.
    pub const ALL: [RateClass; 5] = [
        RateClass::Standard,
        RateClass::Reduced,
        RateClass::SecondReduced,
        RateClass::SuperReduced,
        RateClass::Zero,
    ];
}

/// The rate in force on a day; `None` where the country has none of the class, or the table does not know it.
pub fn rate_on(country: CountryCode, class: RateClass, day: NaiveDate) -> Option<Percent> {
    let classes = table().countries.get(&country)?;
    if class == RateClass::Zero {
        return Some(Percent::ZERO);
    }
    let (_, rate) = classes
        .get(&class)?
        .iter()
        .rev()
        .find(|(first_day, _)| *first_day <= day)?;
    *rate
}

/// The days after `from` and before `to` on which another rate begins, in order: a period of `from` to `to` (the day
/// after its last) is billed in parts that meet on these days.
pub fn changes_between(
    country: CountryCode,
    class: RateClass,
    from: NaiveDate,
    to: NaiveDate,
) -> Vec<NaiveDate> {
    let Some(steps) = table()
        .countries
        .get(&country)
        .and_then(|classes| classes.get(&class))
    else {
        return Vec::new();
    };
    steps
        .iter()
        .map(|(first_day, _)| *first_day)
        .filter(|day| from < *day && *day < to)
        .collect()
}

/// The classes a country has on a day with their rates, from the standard rate down; none where the country is not in
/// the table.
pub fn classes(country: CountryCode, day: NaiveDate) -> Vec<(RateClass, Percent)> {
    RateClass::ALL
        .into_iter()
        .filter_map(|class| Some((class, rate_on(country, class, day)?)))
        .collect()
}

/// The day up to which the table was checked. A change announced after it is not in it.
pub fn as_of() -> NaiveDate {
    table().as_of
}

/// Where the rates come from, and what was left out, in English.
pub fn source() -> (&'static str, &'static str) {
    (&table().source, &table().note)
}

/// The first day of a rate, and the rate; `None` for the end of a rate that has no successor.
type Step = (NaiveDate, Option<Percent>);

#[derive(Deserialize)]
struct RateTable {
    as_of: NaiveDate,
    source: String,
    note: String,
    countries: BTreeMap<CountryCode, BTreeMap<RateClass, Vec<Step>>>,
}

fn table() -> &'static RateTable {
    static TABLE: OnceLock<RateTable> = OnceLock::new();
    TABLE.get_or_init(|| {
        // The file is part of the program, so a fault in it is ours; the first test that asks for a rate finds it.
        serde_json::from_str(include_str!("tax_rate.json"))
            .expect("the table of VAT rates is well formed")
    })
}
