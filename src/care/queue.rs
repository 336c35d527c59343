//! The desk at a glance: who waits, who is to be called back, what is due, and what to do next.
//!
//! The longest wait comes first. Nothing here remembers anything; two devices with the same events see the same queue.

use crate::billing::book::Book;
use crate::billing::desk::case::{CallBack, Case};
use crate::billing::desk::policy::Policy;
use crate::billing::desk::role::Role;
use crate::billing::id::{CaseId, GrantId, PersonId};
use crate::care::call_back::{Request, schedule};
use crate::care::case::{Clock, Clocks, Phase, call_back, clocks, open_promises, owner};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use std::collections::BTreeMap;

/// How far ahead call-backs are given a time.
const AHEAD: TimeDelta = TimeDelta::days(14);

/// The desk.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Queue {
    /// Callers who wait, the longest first.
    pub ringing: Vec<Ringing>,
    /// Calls under way.
    pub talking: Vec<CaseId>,
    /// Promised call-backs, those due first first.
    pub call_backs: Vec<CallBackDue>,
    /// Everything else that is not settled, the tightest first.
    pub open: Vec<CaseDue>,
    /// Promises that were not kept yet, those due first first.
    pub promises: Vec<PromiseDue>,
    /// Discounts that wait for somebody's approval, the oldest first.
    pub approvals: Vec<GrantId>,
}

/// A caller who waits.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Ringing {
    /// The case.
    pub case: CaseId,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// A promised call-back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CallBackDue {
    /// The case.
    pub case: CaseId,
    /// What was promised.
    pub call: CallBack,
    /// When there is time for it; none where there is not, which has to be told.
    pub planned: Option<DateTime<Utc>>,
    /// It should have been made by now.
    pub is_overdue: bool,
    /// The customer can be called now.
    pub is_now: bool,
}

/// A case that is not settled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct CaseDue {
    /// The case.
    pub case: CaseId,
    /// Whose it is.
    pub owner: Option<PersonId>,
    /// Where it stands.
    pub phase: Phase,
    /// Its clocks.
    pub clocks: Clocks,
    /// When the next thing is due.
    pub due: Option<DateTime<Utc>>,
    /// How it is with that.
    pub urgency: Urgency,
}

/// How pressing something is, the most pressing first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Urgency {
    /// Too late already.
    Missed,
    /// Nearly.
    Close,
    /// There is time.
    Calm,
    /// The customer has to do something first.
    Resting,
}

/// A promise that was not kept yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PromiseDue {
    /// The case.
    pub case: CaseId,
    /// Its place in the case.
    pub place: usize,
    /// What.
    pub what: String,
    /// By when.
    pub by: NaiveDate,
}

/// The best thing to do next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Next {
    /// Answer the longest waiting caller.
    Answer(CaseId),
    /// Go on with the call.
    Talk(CaseId),
    /// Call back.
    CallBack(CaseId),
    /// Answer a case.
    Reply(CaseId),
    /// Keep a promise.
    KeepPromise(CaseId),
    /// Decide on a discount.
    Approve(GrantId),
    /// Nobody waits.
    Nothing,
}

/// What became due while nobody looked.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Missed {
    /// Call-backs.
    pub call_backs: Vec<CaseId>,
    /// Answers and solutions.
    pub cases: Vec<CaseId>,
    /// Promises.
    pub promises: Vec<CaseId>,
}

impl Missed {
    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        self.call_backs.is_empty() && self.cases.is_empty() && self.promises.is_empty()
    }

    /// How many things did.
    pub fn count(&self) -> usize {
        self.call_backs.len() + self.cases.len() + self.promises.len()
    }
}

impl Queue {
    /// The desk of a book at an instant.
    pub fn of(book: &Book, policy: &Policy, now: DateTime<Utc>) -> Queue {
        let mut queue = Queue::default();
        for case in book.unsettled_cases() {
            let phase = Phase::of(case);
            match phase {
                Phase::Resolved { .. } => continue,
                Phase::Ringing { since } => queue.ringing.push(Ringing {
                    case: case.id,
                    since,
                }),
                Phase::Talking { .. } => queue.talking.push(case.id),
                Phase::New | Phase::Open | Phase::WaitingOnCustomer { .. } => {
                    let due = due_case(case, phase, policy, now);
                    match call_back(case) {
                        Some(call) => {
                            queue.call_backs.push(due_call(case, call, now));
                            // A promise to call does not make the case itself less late.
                            if due.urgency <= Urgency::Close {
                                queue.open.push(due);
                            }
                        }
                        None => queue.open.push(due),
                    }
                }
            }
            let promises = open_promises(case).into_iter();
            queue
                .promises
                .extend(promises.map(|(place, promise)| PromiseDue {
                    case: case.id,
                    place,
                    what: promise.what.clone(),
                    by: promise.by,
                }));
        }
        queue
            .ringing
            .sort_by_key(|waiting| (waiting.since, waiting.case));
        queue
            .call_backs
            .sort_by_key(|each| (each.call.due, each.case));
        queue
            .open
            .sort_by_key(|each| (each.urgency, each.due, each.case));
        queue.promises.sort_by_key(|each| (each.by, each.case));
        queue.approvals = waiting_grants(book);
        plan(&mut queue.call_backs, book, policy, now);
        queue
    }

    /// The best thing to do next for somebody of this role.
    pub fn next(
        &self,
        book: &Book,
        person: Option<PersonId>,
        role: Role,
        today: NaiveDate,
    ) -> Next {
        let is_mine = |case: &CaseId| {
            book.cases.get(case).is_some_and(
                |case| matches!(Phase::of(case), Phase::Talking { with, .. } if with == person),
            )
        };
        if let Some(case) = self.talking.iter().find(|case| is_mine(case)) {
            return Next::Talk(*case);
        }
        if let Some(waiting) = self.ringing.first() {
            return Next::Answer(waiting.case);
        }
        let first_call = self.call_backs.iter();
        if let Some(call) = first_call.clone().find(|call| call.is_overdue) {
            return Next::CallBack(call.case);
        }
        let own = |case: &&CaseDue| case.owner.is_none() || case.owner == person;
        let pressing = self.open.iter().filter(own);
        if let Some(case) = pressing.clone().find(|case| case.urgency <= Urgency::Close) {
            return Next::Reply(case.case);
        }
        if let Some(call) = first_call.clone().find(|call| call.is_now) {
            return Next::CallBack(call.case);
        }
        if let Some(promise) = self.promises.iter().find(|promise| promise.by <= today) {
            return Next::KeepPromise(promise.case);
        }
        if role > Role::Representative
            && let Some(grant) = self.approvals.first()
        {
            return Next::Approve(*grant);
        }
        match pressing.clone().find(|case| case.urgency == Urgency::Calm) {
            Some(case) => Next::Reply(case.case),
            None => Next::Nothing,
        }
    }

    /// What became due between two instants, while the app was closed.
    pub fn missed_between(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        today: NaiveDate,
    ) -> Missed {
        let is_within = |due: DateTime<Utc>| from < due && due <= until;
        let since = from.date_naive();
        Missed {
            call_backs: self
                .call_backs
                .iter()
                .filter(|each| is_within(each.call.due))
                .map(|each| each.case)
                .collect(),
            cases: self
                .open
                .iter()
                .filter(|each| each.due.is_some_and(is_within))
                .map(|each| each.case)
                .collect(),
            promises: self
                .promises
                .iter()
                .filter(|each| since <= each.by && each.by < today)
                .map(|each| each.case)
                .collect(),
        }
    }
}

fn due_call(case: &Case, call: &CallBack, now: DateTime<Utc>) -> CallBackDue {
    CallBackDue {
        case: case.id,
        call: call.clone(),
        planned: None,
        is_overdue: call.due < now,
        is_now: call.from <= now && now <= call.until,
    }
}

fn due_case(case: &Case, phase: Phase, policy: &Policy, now: DateTime<Utc>) -> CaseDue {
    let clocks = clocks(case, &policy.hours, now);
    let pending = [
        Some(clocks.first_response),
        clocks.next_response,
        Some(clocks.resolution),
    ];
    let due = pending
        .into_iter()
        .flatten()
        .filter_map(pending_until)
        .min();
    let urgency = pending
        .into_iter()
        .flatten()
        .map(|clock| urgency(clock, policy.targets.warn_at))
        .min()
        .unwrap_or(Urgency::Calm);
    CaseDue {
        case: case.id,
        owner: owner(case),
        phase,
        clocks,
        due,
        urgency: if clocks.is_resting && urgency > Urgency::Missed {
            Urgency::Resting
        } else {
            urgency
        },
    }
}

fn pending_until(clock: Clock) -> Option<DateTime<Utc>> {
    match clock {
        Clock::Running { due, .. } | Clock::Missed { at: None, due } => Some(due),
        Clock::Met { .. } | Clock::Missed { at: Some(_), .. } | Clock::Never => None,
    }
}

/// How pressing a clock is; one that has ended presses no more.
pub fn urgency(clock: Clock, warn_at: u8) -> Urgency {
    match clock {
        Clock::Missed { at: None, .. } => Urgency::Missed,
        Clock::Running { used, .. } if used >= warn_at => Urgency::Close,
        Clock::Running { .. }
        | Clock::Met { .. }
        | Clock::Missed { at: Some(_), .. }
        | Clock::Never => Urgency::Calm,
    }
}

fn waiting_grants(book: &Book) -> Vec<GrantId> {
    let mut waiting: Vec<_> = book
        .grants
        .values()
        .filter(|grant| grant.is_waiting())
        .map(|grant| (grant.asked_at, grant.id))
        .collect();
    waiting.sort();
    waiting.into_iter().map(|(_, grant)| grant).collect()
}

/// Gives every call-back a time in the opening hours to come; whoever works here can take one at a time.
fn plan(calls: &mut [CallBackDue], book: &Book, policy: &Policy, now: DateTime<Utc>) {
    if calls.is_empty() {
        return;
    }
    let minutes =
        |at: DateTime<Utc>| u32::try_from((at - now).num_minutes().max(0)).unwrap_or(u32::MAX);
    let open: Vec<(u32, u32)> = policy
        .hours
        .stretches(now, now + AHEAD)
        .into_iter()
        .map(|(begin, end)| (minutes(begin), minutes(end)))
        .collect();
    let people = book.people.values().filter(|person| !person.left).count();
    let agents: BTreeMap<String, Vec<(u32, u32)>> = (0..people.max(1))
        .map(|agent| (agent.to_string(), open.clone()))
        .collect();
    let requests: Vec<Request> = calls
        .iter()
        .map(|each| Request {
            id: each.case.to_string(),
            asked: 0,
            from: minutes(each.call.from),
            // One that is overdue is made as soon as there is time.
            until: if each.is_overdue {
                minutes(now + AHEAD)
            } else {
                minutes(each.call.until)
            },
            due: minutes(each.call.due),
        })
        .collect();
    let placed = schedule(&requests, &agents, policy.targets.call_back_minutes);
    for call in calls {
        let slot = placed.get(&call.case.to_string()).cloned().flatten();
        call.planned = slot.map(|slot| now + TimeDelta::minutes(i64::from(slot.start)));
    }
}
