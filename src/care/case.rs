//! How a case stands: everything here follows from its events, each time it is asked for. No timer decides anything.

use crate::billing::book::Book;
use crate::billing::desk::caller::{Level, Method};
use crate::billing::desk::case::{CallBack, Case, Happening, Outcome, Promise};
use crate::billing::desk::policy::Identity;
use crate::billing::id::{AccountId, InvoiceId, PersonId};
use crate::calendar::{Stretch, WorkingTime};
use chrono::{DateTime, TimeDelta, Utc};

/// A line nobody hung up on is taken to be dead after so long.
const LONGEST_CALL: TimeDelta = TimeDelta::hours(4);

/// Where a case stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Phase {
    /// The phone rings.
    Ringing {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// Somebody talks with the customer.
    Talking {
        /// Since when.
        since: DateTime<Utc>,
        /// Who; none on a device where nobody said who they are.
        with: Option<PersonId>,
    },
    /// Nobody has answered yet.
    New,
    /// Somebody works on it.
    Open,
    /// The customer has to do something first.
    WaitingOnCustomer {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It is settled.
    Resolved {
        /// When.
        at: DateTime<Utc>,
        /// How.
        outcome: Outcome,
    },
}

/// Whether something was done in time.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// It was.
    Met {
        /// When.
        at: DateTime<Utc>,
        /// By when it had to be.
        due: DateTime<Utc>,
    },
    /// It was not, or not yet.
    Missed {
        /// When it was done after all.
        at: Option<DateTime<Utc>>,
        /// By when it had to be.
        due: DateTime<Utc>,
    },
    /// There is time left.
    Running {
        /// By when it has to be.
        due: DateTime<Utc>,
        /// Working time left.
        left: TimeDelta,
        /// Working time used, in per cent of the target.
        used: u8,
    },
    /// The desk does not open often enough for it ever to be due.
    Never,
}

/// The clocks of a case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Clocks {
    /// Until the first answer.
    pub first_response: Clock,
    /// Until the answer to what the customer said last; the same as the first where they said nothing since.
    pub next_response: Option<Clock>,
    /// Until it is settled.
    pub resolution: Clock,
    /// It rests, because the customer has to do something first.
    pub is_resting: bool,
}

/// Whether a case is a matter of this account. What was two accounts once is one customer: the records of either are theirs.
pub fn is_matter_of(book: &Book, case: &Case, account: AccountId) -> bool {
    case.account
        .is_some_and(|whose| whose == account || book.merged_with(whose).contains(&account))
}

/// The open case in which something is done for a customer now: the call that somebody has on the line, where it is theirs,
/// otherwise the one of theirs in which something happened last.
pub fn matter_at_hand(
    book: &Book,
    person: Option<PersonId>,
    account: AccountId,
    now: DateTime<Utc>,
) -> Option<&Case> {
    let open = || {
        let cases = book.unsettled_cases();
        cases.filter(|case| is_matter_of(book, case, account))
    };
    open()
        .find(|case| is_on_line(case, person, now))
        .or_else(|| open().max_by_key(|case| case.last_at()))
}

/// How surely it is known who is on the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Recognition {
    /// How surely.
    pub level: Level,
    /// How they were recognised.
    pub method: Option<Method>,
    /// The one invoice that may be talked about, where it is no more.
    pub invoice: Option<InvoiceId>,
    /// When it ends, if nothing happens.
    pub until: Option<DateTime<Utc>>,
    /// It had been known, and too long nothing happened.
    pub has_lapsed: bool,
}

impl Phase {
    /// Where a case stands.
    pub fn of(case: &Case) -> Phase {
        let mut phase = Phase::New;
        for event in &case.events {
            let at = event.at;
            phase = match &event.what {
                Happening::CalledIn => Phase::Ringing { since: at },
                Happening::Answered => Phase::Talking {
                    since: at,
                    with: event.by,
                },
                Happening::CalledOut(_) => Phase::Talking {
                    since: at,
                    with: event.by,
                },
                Happening::Abandoned => Phase::New,
                Happening::Opened => Phase::New,
                Happening::HungUp | Happening::NotReached | Happening::Resumed => Phase::Open,
                Happening::Reopened => Phase::Open,
                Happening::WaitingOnCustomer(_) => Phase::WaitingOnCustomer { since: at },
                Happening::Resolved { outcome, .. } => Phase::Resolved {
                    at,
                    outcome: *outcome,
                },
                Happening::Replied(_) if phase == Phase::New => Phase::Open,
                // Who was promised a call does not wait on the line any more.
                Happening::CallBackPromised(_) if matches!(phase, Phase::Ringing { .. }) => {
                    Phase::Open
                }
                Happening::Named(_)
                | Happening::Assigned(_)
                | Happening::Sorted { .. }
                | Happening::Noted(_)
                | Happening::Replied(_)
                | Happening::Promised(_)
                | Happening::PromiseKept(_)
                | Happening::CallBackPromised(_)
                | Happening::CallBackDone
                | Happening::NotVerified(_)
                | Happening::Verified { .. }
                | Happening::StillThere
                | Happening::Explained(_)
                | Happening::Corrected(_)
                | Happening::Changed(_)
                | Happening::Offered(_)
                | Happening::Granted(_)
                | Happening::Disputed(_) => phase,
            };
        }
        phase
    }

    /// Whether it is settled.
    pub fn is_resolved(self) -> bool {
        matches!(self, Phase::Resolved { .. })
    }
}

/// Whose case it is: who was given it last, or who answered.
pub fn owner(case: &Case) -> Option<PersonId> {
    case.events.iter().rev().find_map(|event| match event.what {
        Happening::Assigned(person) => Some(person),
        Happening::Answered => event.by,
        _ => None,
    })
}

/// Whether somebody is on the line with this person now.
pub fn is_on_line(case: &Case, person: Option<PersonId>, now: DateTime<Utc>) -> bool {
    match Phase::of(case) {
        Phase::Talking { with, .. } => with == person && now - case.last_at() < LONGEST_CALL,
        Phase::Ringing { .. }
        | Phase::New
        | Phase::Open
        | Phase::WaitingOnCustomer { .. }
        | Phase::Resolved { .. } => false,
    }
}

/// How surely it is known who is on the line. It ends with the call, and after some time without anything happening.
pub fn recognition(case: &Case, identity: &Identity, now: DateTime<Utc>) -> Recognition {
    let mut found = Recognition::default();
    for event in &case.events {
        match &event.what {
            Happening::CalledIn
            | Happening::Answered
            | Happening::CalledOut(_)
            | Happening::Opened
            | Happening::Abandoned
            | Happening::HungUp
            | Happening::NotReached
            | Happening::Resolved { .. }
            | Happening::Reopened
            // Recognised was whoever the matter was thought to be of.
            | Happening::Named(_) => found = Recognition::default(),
            Happening::Verified {
                method,
                level,
                invoice,
            } if *level >= found.level => {
                found = Recognition {
                    level: *level,
                    method: Some(*method),
                    invoice: *invoice,
                    ..Recognition::default()
                };
            }
            _ => {}
        }
    }
    if found.level == Level::L0 {
        return found;
    }
    let idle = TimeDelta::seconds(i64::from(identity.idle_seconds));
    let Some(until) = case.last_at().checked_add_signed(idle) else {
        return found;
    };
    if now > until {
        return Recognition {
            has_lapsed: true,
            ..Recognition::default()
        };
    }
    found.until = Some(until);
    found
}

/// The clocks of a case at an instant.
pub fn clocks(case: &Case, hours: &WorkingTime, now: DateTime<Utc>) -> Clocks {
    let pauses = pauses(case, now);
    let begin = begin(case);
    let minutes = |minutes: u32| TimeDelta::minutes(i64::from(minutes));
    let answered = case
        .events
        .iter()
        .find(|event| is_answer(&event.what))
        .map(|event| event.at);
    let resolved = match Phase::of(case) {
        Phase::Resolved { at, .. } => Some(at),
        Phase::Ringing { .. }
        | Phase::Talking { .. }
        | Phase::New
        | Phase::Open
        | Phase::WaitingOnCustomer { .. } => None,
    };
    let first = minutes(case.target.first_response);
    Clocks {
        // Before the first answer nobody can be waiting for the customer.
        first_response: clock(hours, (begin, first), &[], answered.or(resolved), now),
        next_response: last_word(case)
            .map(|since| clock(hours, (since, first), &pauses, None, now)),
        resolution: clock(
            hours,
            (begin, minutes(case.target.resolution)),
            &pauses,
            resolved,
            now,
        ),
        is_resting: matches!(Phase::of(case), Phase::WaitingOnCustomer { .. }),
    }
}

/// The promised call-back that was not made yet.
pub fn call_back(case: &Case) -> Option<&CallBack> {
    case.events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            Happening::CallBackPromised(call) => Some(Some(call)),
            Happening::CallBackDone | Happening::Resolved { .. } => Some(None),
            _ => None,
        })
        .flatten()
}

/// Promises that were not kept yet, with their places.
pub fn open_promises(case: &Case) -> Vec<(usize, &Promise)> {
    let is_kept = |place: usize| {
        case.events
            .iter()
            .any(|event| event.what == Happening::PromiseKept(place))
    };
    promises(case)
        .enumerate()
        .filter(|(place, _)| !is_kept(*place))
        .collect()
}

/// Everything that was promised, in order.
pub fn promises(case: &Case) -> impl Iterator<Item = &Promise> {
    case.events.iter().filter_map(|event| match &event.what {
        Happening::Promised(promise) => Some(promise),
        _ => None,
    })
}

/// When the matter began, or began again.
fn begin(case: &Case) -> DateTime<Utc> {
    case.events
        .iter()
        .rev()
        .find(|event| event.what == Happening::Reopened)
        .map_or(case.opened_at(), |event| event.at)
}

fn is_answer(what: &Happening) -> bool {
    matches!(
        what,
        Happening::Answered | Happening::Replied(_) | Happening::CallBackDone
    )
}

/// When the customer last said something that nobody has answered, after a first answer.
fn last_word(case: &Case) -> Option<DateTime<Utc>> {
    let mut answered = false;
    let mut since = None;
    for event in &case.events {
        if is_answer(&event.what) || matches!(event.what, Happening::Resolved { .. }) {
            answered = true;
            since = None;
        } else if answered && matches!(event.what, Happening::CalledIn | Happening::Resumed) {
            since = since.or(Some(event.at));
        }
    }
    since
}

/// When the case rested because of the customer.
fn pauses(case: &Case, now: DateTime<Utc>) -> Vec<Stretch> {
    let mut pauses = Vec::new();
    let mut since: Option<DateTime<Utc>> = None;
    for event in &case.events {
        match &event.what {
            Happening::WaitingOnCustomer(_) => since = since.or(Some(event.at)),
            Happening::Resumed
            | Happening::CalledIn
            | Happening::Reopened
            | Happening::Resolved { .. } => {
                pauses.extend(since.take().map(|begin| (begin, event.at)));
            }
            _ => {}
        }
    }
    pauses.extend(since.map(|begin| (begin, begin.max(now))));
    pauses
}

fn clock(
    hours: &WorkingTime,
    (begin, target): (DateTime<Utc>, TimeDelta),
    pauses: &[Stretch],
    done: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Clock {
    let Some(due) = hours.deadline(begin, target, pauses) else {
        return Clock::Never;
    };
    match done {
        Some(at) if at <= due => Clock::Met { at, due },
        Some(at) => Clock::Missed { at: Some(at), due },
        None if now > due => Clock::Missed { at: None, due },
        None => {
            let spent = hours.elapsed(begin, now, pauses);
            let used = (spent.num_seconds().max(0) * 100) / target.num_seconds().max(1);
            Clock::Running {
                due,
                left: (target - spent).max(TimeDelta::zero()),
                used: u8::try_from(used.min(100)).unwrap_or(100),
            }
        }
    }
}
