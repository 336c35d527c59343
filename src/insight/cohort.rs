//! Cohorts: customers by the time of their first contract, and how many of them still have one.
//!
//! Each customer is looked at on their own day, so many months after the first contract began. A group is told only as far as the
//! youngest of its customers has come: whoever had no time to leave says nothing about staying.

use super::proportion::Proportion;
use crate::billing::book::Book;
use crate::billing::contract::Contract;
use crate::billing::id::AccountId;
use crate::calendar::first_of_month;
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeMap;

/// Months after the first contract that are looked at.
pub const MONTHS: u32 = 12;

/// How long a time makes a group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum CohortSpan {
    /// A calendar month.
    Month,
    /// A calendar quarter.
    Quarter,
}

impl CohortSpan {
    fn months(self) -> u32 {
        match self {
            CohortSpan::Month => 1,
            CohortSpan::Quarter => 3,
        }
    }

    /// The first day of the span that a day is in.
    pub fn first_day(self, day: NaiveDate) -> NaiveDate {
        let month = first_of_month(day);
        let back = month.month0() % self.months();
        month.checked_sub_months(Months::new(back)).unwrap_or(month)
    }
}

/// Customers whose first contract began in the same span.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Cohort {
    /// The first day of the span.
    pub from: NaiveDate,
    /// The customers.
    pub customers: Vec<AccountId>,
    /// Those with a running contract after 1, 2, … [`MONTHS`] months; none where not all of them have come that far.
    pub kept: Vec<Option<Vec<AccountId>>>,
}

impl Cohort {
    /// How many of them still have a contract after so many months.
    pub fn proportion(&self, months: u32) -> Option<Proportion> {
        let place = usize::try_from(months.checked_sub(1)?).ok()?;
        let kept = self.kept.get(place)?.as_ref()?;
        Proportion::of(kept.len() as u64, self.customers.len() as u64).ok()
    }

    /// The share that still has a contract after so many months.
    pub fn share(&self, months: u32) -> Option<f64> {
        Some(self.proportion(months)?.value())
    }
}

/// The last `count` spans in which a customer came, the earliest first. Customers that were merged are one; a contract that rests
/// runs.
pub fn cohorts(book: &Book, today: NaiveDate, span: CohortSpan, count: usize) -> Vec<Cohort> {
    let mut customers: BTreeMap<AccountId, Vec<&Contract>> = BTreeMap::new();
    for contract in book.contracts.values().filter(|each| each.starts <= today) {
        if let Some(owner) = book.current_account(contract.account) {
            customers.entry(owner.id).or_default().push(contract);
        }
    }
    let oldest = back(span, span.first_day(today), count.saturating_sub(1));
    let mut groups: BTreeMap<NaiveDate, Vec<Member<'_>>> = BTreeMap::new();
    for (id, contracts) in &customers {
        let first = contracts.iter().map(|contract| contract.starts).min();
        if let Some(first) = first
            && first >= oldest
        {
            let group = groups.entry(span.first_day(first)).or_default();
            group.push(Member {
                id: *id,
                first,
                contracts,
            });
        }
    }
    groups
        .into_iter()
        .map(|(from, members)| {
            let kept = (1..=MONTHS)
                .map(|months| kept_after(&members, months, today))
                .collect();
            Cohort {
                from,
                customers: members.iter().map(|member| member.id).collect(),
                kept,
            }
        })
        .collect()
}

/// A customer of a group.
struct Member<'a> {
    id: AccountId,
    /// The day on which the first contract began.
    first: NaiveDate,
    contracts: &'a [&'a Contract],
}

fn back(span: CohortSpan, from: NaiveDate, count: usize) -> NaiveDate {
    let months = u32::try_from(count)
        .unwrap_or(u32::MAX)
        .saturating_mul(span.months());
    from.checked_sub_months(Months::new(months))
        .unwrap_or(NaiveDate::MIN)
}

/// Those with a contract so many months after their first; none where one of them has not come that far.
fn kept_after(members: &[Member<'_>], months: u32, today: NaiveDate) -> Option<Vec<AccountId>> {
    let mut kept = Vec::new();
    for member in members {
        let then = member
            .first
            .checked_add_months(Months::new(months))
            .filter(|then| *then <= today)?;
        let mut contracts = member.contracts.iter();
        if contracts.any(|contract| contract.is_in_force(then)) {
            kept.push(member.id);
        }
    }
    Some(kept)
}
