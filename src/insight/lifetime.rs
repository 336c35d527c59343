//! How long customers stay: from the first day of their first contract until they leave, in whole months.
//!
//! This describes, and explains nothing: a group is what customers are or bought, not what was done for them.

use super::history::{Ending, Followed, followed};
use super::survival::Observation;
use crate::billing::account::{Account, AccountKind};
use crate::billing::book::Book;
use crate::billing::contract::Contract;
use crate::billing::id::AccountId;
use crate::calendar::whole_months;
use chrono::NaiveDate;

/// What customers are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Not at all.
    Nothing,
    /// Companies, persons.
    Kind,
    /// What they were billed for first.
    Service,
    /// Their first tag.
    Tag,
    /// Whether their first contract had a minimum term.
    MinimumTerm,
}

impl By {
    /// Every way.
    pub const ALL: [By; 5] = [By::Nothing, By::Kind, By::Service, By::Tag, By::MinimumTerm];
}

/// A group of customers.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// All of them.
    Everybody,
    /// Of a kind.
    Kind(AccountKind),
    /// What a tag or a service is called.
    Named(String),
    /// Bound by a minimum term of so many months, or not at all.
    Term(Option<u32>),
    /// Those who are in no other.
    Others,
}

/// How long one customer stayed.
#[derive(Clone, PartialEq, Debug)]
pub struct Life {
    /// Who.
    pub account: AccountId,
    /// The group.
    pub group: Group,
    /// Whole months until they left, or until today.
    pub months: u32,
    /// How it ended.
    pub ending: Ending,
}

impl Life {
    /// For a curve, in months.
    pub fn observation(&self) -> Observation {
        Observation {
            days: f64::from(self.months),
            ended: matches!(self.ending, Ending::Left(_)),
        }
    }
}

/// The lives of all customers who ever had a contract, as of a day.
pub fn lives(book: &Book, by: By, today: NaiveDate) -> Vec<Life> {
    book.accounts
        .values()
        .filter(|account| account.merged_into.is_none())
        .filter_map(|account| life(book, account, by, today))
        .collect()
}

fn life(book: &Book, account: &Account, by: By, today: NaiveDate) -> Option<Life> {
    let begun = book
        .contracts_of(account.id)
        .filter(|contract| contract.starts <= today);
    let first: &Contract = begun.min_by_key(|contract| (contract.starts, contract.id))?;
    let Followed { days, ending } = followed(book, account.id, first.starts, today)?;
    let until = first
        .starts
        .checked_add_days(chrono::Days::new(days.unsigned_abs()))?;
    Some(Life {
        account: account.id,
        group: group(account, first, by),
        months: whole_months(first.starts, until),
        ending,
    })
}

fn group(account: &Account, first: &Contract, by: By) -> Group {
    match by {
        By::Nothing => Group::Everybody,
        By::Kind => Group::Kind(account.kind),
        By::Service => {
            let service = first.services.iter().min_by_key(|service| service.starts);
            service.map_or(Group::Others, |service| {
                Group::Named(service.description.clone())
            })
        }
        By::Tag => match account.tags.first() {
            Some(tag) => Group::Named(tag.clone()),
            None => Group::Others,
        },
        By::MinimumTerm => Group::Term(
            first
                .minimum_term
                .and_then(|last| last.succ_opt())
                .map(|end| whole_months(first.starts, end)),
        ),
    }
}

/// The groups by their size, the largest first; those beyond the `most` largest are one group of others at the end.
pub fn grouped(lives: Vec<Life>, most: usize) -> Vec<(Group, Vec<Life>)> {
    let mut groups = std::collections::BTreeMap::<Group, Vec<Life>>::new();
    for life in lives {
        groups.entry(life.group.clone()).or_default().push(life);
    }
    let mut groups: Vec<(Group, Vec<Life>)> = groups.into_iter().collect();
    groups.sort_by(|(one, of_one), (other, of_other)| {
        of_other.len().cmp(&of_one.len()).then(one.cmp(other))
    });
    if groups.len() > most {
        // Those who are in no group join those of the small ones.
        let nameless = groups.iter().position(|(group, _)| *group == Group::Others);
        let mut others = nameless.map_or(Vec::new(), |place| groups.remove(place).1);
        let kept = most.saturating_sub(1).min(groups.len());
        others.extend(
            groups
                .split_off(kept)
                .into_iter()
                .flat_map(|(_, rest)| rest),
        );
        groups.push((Group::Others, others));
    }
    groups
}
