//! What was decided for customers at the desk, and what became of them.
//!
//! The unit is a contact that was settled, of a customer who had a contract that day. Time zero is the moment of the decision, which
//! is when the case was settled, for every arm alike: whoever was offered nothing is watched from the same moment as whoever was
//! given a discount. What happened to the case afterwards changes nothing of it.

use crate::billing::book::Book;
use crate::billing::contract::{Contract, EndCause};
use crate::billing::desk::case::{Case, CaseKind, Happening};
use crate::billing::desk::grant::{Grant, Severity};
use crate::billing::id::{AccountId, CaseId, ExperimentId, PersonId};
use crate::care::offer::month_of;
use crate::insight::survival::Observation;
use crate::money::Money;
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// Days after a decision with which a customer counts as saved.
pub const SAVE_DAYS: i64 = 30;

/// What was done for a customer: of several things the one that changes most for them, in this order.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Practice {
    /// A special discount was given.
    Discount,
    /// The contract was changed.
    Changed,
    /// A mistake was corrected.
    Corrected,
    /// A bill was explained.
    Explained,
    /// They were called back in time.
    CalledBack,
    /// None of these.
    Nothing,
}

impl Practice {
    /// Every practice; the last is what the others are compared with.
    pub const ALL: [Practice; 6] = [
        Practice::Discount,
        Practice::Changed,
        Practice::Corrected,
        Practice::Explained,
        Practice::CalledBack,
        Practice::Nothing,
    ];
}

/// How it went on with a customer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// They are customers still.
    Stayed,
    /// They left, as far as anybody said of their own will.
    Left(Option<EndCause>),
    /// They were lost in another way, which is counted apart: death, a move, bills that weren't paid.
    Lost(EndCause),
}

/// How a customer was followed from a day on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Followed {
    /// Days that are known of: until the end, or until the last day of data.
    pub days: i64,
    /// How it went on.
    pub ending: Ending,
}

impl Followed {
    /// For a curve: only who left of their own will is an event, and everybody else is censored.
    pub fn observation(&self) -> Observation {
        Observation {
            days: self.days as f64,
            ended: matches!(self.ending, Ending::Left(_)),
        }
    }

    /// Whether they were still customers after so many days; none where that is not known, because fewer days have passed or they
    /// were lost in another way before.
    pub fn stayed(&self, days: i64) -> Option<bool> {
        match self.ending {
            _ if self.days >= days => Some(true),
            Ending::Left(_) => Some(false),
            Ending::Stayed | Ending::Lost(_) => None,
        }
    }
}

/// One decision.
#[derive(Clone, PartialEq, Debug)]
pub struct Decision {
    /// The case.
    pub case: CaseId,
    /// Whose; the account that stayed, where some were merged.
    pub account: AccountId,
    /// The day of the decision.
    pub on: NaiveDate,
    /// What the case was about.
    pub kind: CaseKind,
    /// Who decided.
    pub by: Option<PersonId>,
    /// What was done.
    pub practice: Practice,
    /// The discount that was given.
    pub grant: Option<Grant>,
    /// How badly something went wrong, where that was written down.
    pub severity: Option<Severity>,
    /// Days they had been a customer.
    pub tenure: i64,
    /// A month of their contracts without VAT and without discounts, in the account's currency.
    pub month: Money,
    /// What a month costs the seller; none where that is not known of everything.
    pub cost: Option<Money>,
    /// Special discounts they had been given before.
    pub earlier_grants: usize,
    /// Cases they had opened within a year before.
    pub earlier_cases: usize,
    /// How it went on.
    pub followed: Followed,
}

/// Every decision until `today`, oldest first, the first of each customer only: somebody who calls every week would otherwise
/// count for many.
pub fn decisions(book: &Book, today: NaiveDate) -> Vec<Decision> {
    let zone = book.policy().hours.zone;
    let mut found: Vec<(DateTime<Utc>, Decision)> = book
        .cases
        .values()
        .filter_map(|case| {
            let at = settled_at(case)?;
            Some((at, decision(book, case, (at, zone.day_of(at)), today)?))
        })
        .collect();
    found.sort_by_key(|(at, decision)| (*at, decision.case));
    let mut known = BTreeSet::new();
    found
        .into_iter()
        .map(|(_, decision)| decision)
        .filter(|decision| known.insert(decision.account))
        .collect()
}

/// When a case was settled for the first time.
fn settled_at(case: &Case) -> Option<DateTime<Utc>> {
    let settled = case
        .events
        .iter()
        .find(|event| matches!(event.what, Happening::Resolved { .. }));
    settled.map(|event| event.at)
}

fn decision(
    book: &Book,
    case: &Case,
    (at, on): (DateTime<Utc>, NaiveDate),
    today: NaiveDate,
) -> Option<Decision> {
    let account = book.that_stayed(case.account?);
    let known = book.accounts.get(&account)?;
    let began = case.opened_at();
    let grant = book
        .grants_of(account)
        .filter(|grant| grant.case == Some(case.id))
        .filter(|grant| grant.given_at().is_some_and(|given| given <= at))
        .max_by_key(|grant| grant.total)
        .cloned();
    let before = case.events.iter().take_while(|event| event.at <= at);
    let practice = practice(before.map(|event| &event.what), grant.is_some(), case);
    let by = case
        .events
        .iter()
        .find(|event| matches!(event.what, Happening::Resolved { .. }))
        .and_then(|event| event.by);
    let (month, cost) = month(book, account, on, known.currency)?;
    let earlier_grants = book
        .grants_of(account)
        .filter(|grant| grant.given_at().is_some_and(|given| given < began))
        .count();
    let year = began.checked_sub_days(chrono::Days::new(365))?;
    let earlier_cases = book
        .cases_of(account)
        .filter(|other| other.id != case.id)
        .filter(|other| (year..began).contains(&other.opened_at()))
        .count();
    let followed = followed(book, account, on, today)?;
    Some(Decision {
        case: case.id,
        account,
        on,
        kind: case.kind,
        by,
        practice,
        severity: grant.as_ref().and_then(|grant| grant.severity),
        grant,
        tenure: (on - known.since).num_days().max(0),
        month,
        cost,
        earlier_grants,
        earlier_cases,
        followed,
    })
}

fn practice<'a>(
    events: impl Iterator<Item = &'a Happening>,
    was_given: bool,
    case: &Case,
) -> Practice {
    let done = events.filter_map(|what| match what {
        Happening::Granted(_) => Some(Practice::Discount),
        Happening::Changed(_) => Some(Practice::Changed),
        Happening::Corrected(_) => Some(Practice::Corrected),
        Happening::Explained(_) => Some(Practice::Explained),
        Happening::CallBackDone if was_in_time(case) => Some(Practice::CalledBack),
        _ => None,
    });
    let given = was_given.then_some(Practice::Discount);
    done.chain(given).min().unwrap_or(Practice::Nothing)
}

/// Whether every call-back that was made in a case was made by the time it was promised for.
fn was_in_time(case: &Case) -> bool {
    let mut due = None;
    let mut in_time = true;
    for event in &case.events {
        match &event.what {
            Happening::CallBackPromised(call) => due = Some(call.due),
            Happening::CallBackDone => {
                in_time &= due.take().is_some_and(|due| event.at <= due);
            }
            _ => {}
        }
    }
    in_time
}

/// A month of everything an account has on a day, and what it costs; none where nothing runs.
fn month(
    book: &Book,
    account: AccountId,
    on: NaiveDate,
    currency: crate::money::Currency,
) -> Option<(Money, Option<Money>)> {
    let zero = Money::zero(currency);
    let (mut price, mut cost, mut has_any) = (zero, Some(zero), false);
    for contract in running(book, account, on) {
        has_any = true;
        if contract.currency != currency {
            continue;
        }
        let services = contract.services.iter().filter(|service| {
            service.starts <= on && service.last_day.is_none_or(|last| on <= last)
        });
        for service in services {
            let Some(month) = month_of(book, contract, service, on) else {
                continue;
            };
            price = price.checked_add(month.price).ok()?;
            cost = match (cost, month.cost) {
                (Some(sum), Some(more)) => sum.checked_add(more).ok(),
                _ => None,
            };
        }
    }
    has_any.then_some((price, cost))
}

fn running(book: &Book, account: AccountId, on: NaiveDate) -> impl Iterator<Item = &Contract> {
    book.contracts_of(account)
        .filter(move |contract| contract.is_in_force(on))
}

/// How it went on with an account from a day on, as far as `today` tells: it is a customer as long as any contract runs. None where
/// none ran on that day.
pub fn followed(
    book: &Book,
    account: AccountId,
    from: NaiveDate,
    today: NaiveDate,
) -> Option<Followed> {
    running(book, account, from).next()?;
    let all = book
        .contracts_of(account)
        .filter(|contract| contract.starts <= today);
    // The contract that ends last is the one they leave with.
    let last = all.max_by_key(|contract| contract.last_day.unwrap_or(NaiveDate::MAX))?;
    let ends = last.last_day.filter(|last| *last < today);
    let known = match ends {
        None => today,
        Some(day) => day.succ_opt().unwrap_or(day),
    };
    let ending = match (ends, last.end_cause) {
        (None, _) => Ending::Stayed,
        (Some(_), Some(cause @ (EndCause::Ceased | EndCause::Unpaid | EndCause::Moves))) => {
            Ending::Lost(cause)
        }
        (Some(_), cause) => Ending::Left(cause),
    };
    Some(Followed {
        days: (known - from).num_days().max(0),
        ending,
    })
}

/// A customer's lot in an experiment, and how it went on.
#[derive(Clone, PartialEq, Debug)]
pub struct Drawn {
    /// The case in which it was drawn.
    pub case: CaseId,
    /// Whose.
    pub account: AccountId,
    /// When it was drawn: time zero, whatever was offered.
    pub at: DateTime<Utc>,
    /// The arm, counted from 0.
    pub arm: usize,
    /// Why something else was done, if it was.
    pub set_aside: Option<String>,
    /// The discount that was given in the case.
    pub cost: Option<Money>,
    /// A month of their contracts without VAT and without discounts.
    pub month: Money,
    /// What a month costs the seller.
    pub month_cost: Option<Money>,
    /// How it went on.
    pub followed: Followed,
}

/// Everybody who was drawn in an experiment, in the order in which they were; a customer once, by their first lot.
pub fn drawn(book: &Book, experiment: ExperimentId, today: NaiveDate) -> Vec<Drawn> {
    let zone = book.policy().hours.zone;
    let mut found: Vec<Drawn> = book
        .cases
        .values()
        .filter_map(|case| {
            let (at, arm) = lot(case, experiment)?;
            drawn_in(book, case, experiment, (at, zone.day_of(at), arm), today)
        })
        .collect();
    found.sort_by_key(|drawn| (drawn.at, drawn.case));
    let mut known = BTreeSet::new();
    found.retain(|drawn| known.insert(drawn.account));
    found
}

/// When the lot of an experiment was drawn in a case, and which arm it was.
fn lot(case: &Case, experiment: ExperimentId) -> Option<(DateTime<Utc>, usize)> {
    case.events.iter().find_map(|event| match event.what {
        Happening::Drawn {
            experiment: of,
            arm,
        } if of == experiment => Some((event.at, arm)),
        _ => None,
    })
}

fn drawn_in(
    book: &Book,
    case: &Case,
    experiment: ExperimentId,
    (at, on, arm): (DateTime<Utc>, NaiveDate, usize),
    today: NaiveDate,
) -> Option<Drawn> {
    let account = book.that_stayed(case.account?);
    let currency = book.accounts.get(&account)?.currency;
    let (month, month_cost) = month(book, account, on, currency)?;
    let grants = book
        .grants_of(account)
        .filter(|grant| grant.case == Some(case.id) && grant.given_at().is_some());
    Some(Drawn {
        case: case.id,
        account,
        at,
        arm,
        set_aside: crate::care::experiment::set_aside(case, experiment).map(str::to_owned),
        cost: grants.map(|grant| grant.total).max(),
        month,
        month_cost,
        followed: followed(book, account, on, today)?,
    })
}
