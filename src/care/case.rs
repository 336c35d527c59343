//! How a case stands: everything here follows from its events, each time it is asked for. No timer decides anything.

mod course;

use crate::billing::book::Book;
use crate::billing::desk::caller::{Level, Method};
use crate::billing::desk::case::{
    CallBack, Case, CaseEvent, CaseKind, Happening, Outcome, Promise,
};
use crate::billing::desk::policy::{Identity, Target};
use crate::billing::id::{AccountId, InvoiceId, PersonId};
use crate::calendar::{Stretch, WorkingTime};
use chrono::{DateTime, TimeDelta, Utc};
use course::{Course, Line, Work};

/// A line nobody hung up on is taken to be dead after so long.
pub const LONGEST_CALL: TimeDelta = TimeDelta::hours(4);

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
        .is_some_and(|whose| book.belongs_to(account, whose))
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
    /// Where a case stands: who is on the line comes first.
    pub fn of(case: &Case) -> Phase {
        let course = Course::of(case);
        match (course.line, course.work) {
            (Line::Ringing { since }, _) => Phase::Ringing { since },
            (Line::Open { since, with, .. }, _) => Phase::Talking { since, with },
            (Line::Free, Work::New) => Phase::New,
            (Line::Free, Work::Open) => Phase::Open,
            (Line::Free, Work::Waiting { since }) => Phase::WaitingOnCustomer { since },
            (Line::Free, Work::Resolved { at, outcome }) => Phase::Resolved { at, outcome },
        }
    }

    /// Whether it is settled.
    pub fn is_resolved(self) -> bool {
        matches!(self, Phase::Resolved { .. })
    }
}

/// How the call that is, or was, on the line began: the customer called, or was called.
pub fn last_call(case: &Case) -> Option<&CaseEvent> {
    let begins =
        |event: &&CaseEvent| matches!(event.what, Happening::CalledIn | Happening::CalledOut(_));
    case.events.iter().rev().find(begins)
}

/// Whether the last call was made by us.
pub fn is_call_ours(case: &Case) -> bool {
    last_call(case).is_some_and(|event| event.what != Happening::CalledIn)
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
    let idle = TimeDelta::seconds(i64::from(identity.idle_seconds));
    let mut found = Recognition::default();
    let mut last: Option<DateTime<Utc>> = None;
    for event in &case.events {
        // What ended in silence does not come back to life with whatever happens next.
        if found.level > Level::L0 && last.is_some_and(|last| event.at - last > idle) {
            found = Recognition {
                has_lapsed: true,
                ..Recognition::default()
            };
        }
        last = Some(event.at);
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
    let course = Course::of(case);
    let mut pauses = course.pauses;
    let is_resting = match course.work {
        Work::Waiting { since } => {
            pauses.push((since, since.max(now)));
            true
        }
        Work::New | Work::Open | Work::Resolved { .. } => false,
    };
    let resolved = match course.work {
        Work::Resolved { at, .. } => Some(at),
        Work::New | Work::Open | Work::Waiting { .. } => None,
    };
    let begin = begin(case);
    let targets = Targets::of(case, begin);
    let first = |target: Target| minutes(target.first_response);
    Clocks {
        // Before the first answer nobody can be waiting for the customer.
        first_response: targets.clock(first, hours, begin, &[], course.answered, now),
        next_response: course
            .last_word
            .map(|since| clock(hours, (since, first(case.target)), &pauses, None, now)),
        resolution: targets.clock(
            |target| minutes(target.resolution),
            hours,
            begin,
            &pauses,
            resolved,
            now,
        ),
        is_resting,
    }
}

fn minutes(minutes: u32) -> TimeDelta {
    TimeDelta::minutes(i64::from(minutes))
}

/// The targets that a case had one after another: what was missed stays missed, whatever the case is called later.
struct Targets {
    /// Those of before, each with the end of its time.
    past: Vec<(DateTime<Utc>, Target)>,
    present: Target,
}

impl Targets {
    fn of(case: &Case, begin: DateTime<Utc>) -> Targets {
        let past = case.events.iter().filter_map(|event| match event.what {
            Happening::Sorted {
                before: Some(target),
                ..
            } if begin < event.at => Some((event.at, target)),
            _ => None,
        });
        Targets {
            past: past.collect(),
            present: case.target,
        }
    }

    fn clock(
        &self,
        of: impl Fn(Target) -> TimeDelta,
        hours: &WorkingTime,
        begin: DateTime<Utc>,
        pauses: &[Stretch],
        done: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Clock {
        for (end, target) in &self.past {
            if done.is_some_and(|done| done <= *end) {
                return clock(hours, (begin, of(*target)), pauses, done, now);
            }
            match hours.deadline(begin, of(*target), pauses) {
                Some(due) if due < *end => return Clock::Missed { at: done, due },
                _ => {}
            }
        }
        clock(hours, (begin, of(self.present)), pauses, done, now)
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

/// The outcome that what was done in a case speaks for: what changed most for the customer. The one who settles it has the last
/// word.
pub fn likely_outcome(book: &Book, case: &Case) -> Outcome {
    let was_done = |is: fn(&Happening) -> bool| case.events.iter().any(|event| is(&event.what));
    let opened = case.opened_at().date_naive();
    let has_end = case.account.is_some_and(|account| {
        let mut contracts = book.contracts_of(account);
        contracts.any(|contract| contract.last_day.is_some_and(|last| opened <= last))
    });
    let was_changed = was_done(|what| matches!(what, Happening::Changed(_)));
    if was_done(|what| matches!(what, Happening::Granted(_))) {
        Outcome::Discounted
    } else if was_done(|what| matches!(what, Happening::Corrected(_))) {
        Outcome::Corrected
    } else if was_changed && has_end && case.kind == CaseKind::Cancel {
        Outcome::Ended
    } else if was_changed {
        Outcome::Changed
    } else {
        Outcome::Explained
    }
}
