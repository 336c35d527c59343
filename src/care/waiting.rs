//! How long callers waited: figures of a day, a week or any other set of calls.
//!
//! Who gave up within the first seconds did not wait and is left out of everything, and that is said. Percentiles are those of
//! answered calls, with linear interpolation between neighbours (type 7 of Hyndman and Fan 1996).

use crate::billing::desk::case::{Case, CaseEvent, Happening};
use crate::billing::id::{AccountId, CaseId};
use crate::calendar::{Period, Tz};
use crate::care::case::{LONGEST_CALL, Phase};
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;

/// How a call ended its wait.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ending {
    /// Somebody answered.
    Answered,
    /// The caller gave up.
    Abandoned,
    /// The caller is called back.
    CallBack,
}

/// One call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Wait {
    /// Seconds until its end.
    pub seconds: u32,
    /// How it ended.
    pub ending: Ending,
}

/// The figures. Shares are between 0 and 1; what cannot be told of no call at all is none.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WaitFigures {
    /// Calls that count.
    pub offered: usize,
    /// Calls that were answered.
    pub answered: usize,
    /// Callers who gave up.
    pub abandoned: usize,
    /// Callers who gave up so soon that they are not counted.
    pub short_abandons: usize,
    /// Callers who are called back.
    pub call_backs: usize,
    /// The mean wait of answered calls (average speed of answer), in seconds.
    pub mean_answer: Option<Decimal>,
    /// The longest wait of an answered call.
    pub longest: Option<u32>,
    /// Callers who gave up, of those offered.
    pub abandon_rate: Option<Decimal>,
    /// Seconds until somebody gives up: all waiting together over the callers who gave up.
    pub patience: Option<Decimal>,
    /// Waits of answered calls, in order.
    answered_waits: Vec<u32>,
}

impl WaitFigures {
    /// The figures of calls; who gave up within fewer seconds than `short` is left out.
    pub fn of(calls: &[Wait], short: u32) -> Self {
        let is_short = |call: &&Wait| call.ending == Ending::Abandoned && call.seconds < short;
        let counted: Vec<&Wait> = calls.iter().filter(|call| !is_short(call)).collect();
        let count = |ending| counted.iter().filter(|call| call.ending == ending).count();
        let mut answered_waits: Vec<u32> = counted
            .iter()
            .filter(|call| call.ending == Ending::Answered)
            .map(|call| call.seconds)
            .collect();
        answered_waits.sort_unstable();
        let abandoned = count(Ending::Abandoned);
        let sum = |waits: &mut dyn Iterator<Item = u32>| waits.map(u64::from).sum::<u64>();
        WaitFigures {
            offered: counted.len(),
            answered: answered_waits.len(),
            abandoned,
            short_abandons: calls.len() - counted.len(),
            call_backs: count(Ending::CallBack),
            mean_answer: share(
                sum(&mut answered_waits.iter().copied()),
                answered_waits.len(),
            ),
            longest: answered_waits.last().copied(),
            abandon_rate: share(abandoned as u64, counted.len()),
            patience: share(sum(&mut counted.iter().map(|call| call.seconds)), abandoned),
            answered_waits,
        }
    }

    /// How long each answered call waited, in seconds, the shortest first.
    pub fn answered_waits(&self) -> &[u32] {
        &self.answered_waits
    }

    /// How many calls were answered within so many seconds.
    pub fn count_within(&self, seconds: u32) -> usize {
        self.answered_waits.partition_point(|wait| *wait <= seconds)
    }

    /// Calls answered within so many seconds, of all that were offered.
    pub fn within_of_offered(&self, seconds: u32) -> Option<Decimal> {
        share(self.within(seconds), self.offered)
    }

    /// Calls answered within so many seconds, of those that were answered.
    pub fn within_of_answered(&self, seconds: u32) -> Option<Decimal> {
        share(self.within(seconds), self.answered)
    }

    /// The wait, in seconds, that so many per cent of the answered calls did not exceed; of 0 to 100.
    pub fn percentile(&self, percent: u32) -> Option<Decimal> {
        let last = self.answered_waits.len().checked_sub(1)?;
        let hundred = Decimal::ONE_HUNDRED;
        let place = Decimal::from(last).checked_mul(Decimal::from(percent.min(100)))? / hundred;
        let below = usize::try_from(place.floor()).ok()?;
        let at = |place: usize| Decimal::from(self.answered_waits[place.min(last)]);
        Some(at(below) + (at(below + 1) - at(below)) * place.fract())
    }

    fn within(&self, seconds: u32) -> u64 {
        self.count_within(seconds) as u64
    }
}

fn share(some: u64, of: usize) -> Option<Decimal> {
    Decimal::from(some).checked_div(Decimal::from(of))
}

/// The waits of one day's calls, where the desk is. Calls that nobody measured are left out, as in [`calls_within`]; so are those
/// who still wait.
pub fn waits_of<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    zone: &Tz,
    day: NaiveDate,
) -> Vec<Wait> {
    let calls = calls_when(cases, |at| zone.day_of(at) == day);
    calls.measured.iter().map(|call| call.wait).collect()
}

/// One call with its instant, and whose it was.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Call {
    /// The case it is in.
    pub case: CaseId,
    /// Whose matter that is, once known.
    pub account: Option<AccountId>,
    /// When the phone rang.
    pub at: DateTime<Utc>,
    /// How long they waited, and how that ended.
    pub wait: Wait,
}

/// Calls of some days, in the order in which they came.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Calls {
    /// Those that were measured.
    pub measured: Vec<Call>,
    /// Those that were typed in afterwards, and those during which the device's clock was set back: nobody measured their wait.
    pub unmeasured: Vec<Call>,
}

/// The calls of a period's days, where the desk is; those who still wait are in neither list.
pub fn calls_within<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    zone: &Tz,
    days: Period,
) -> Calls {
    let mut calls = calls_when(cases, |at| days.contains(zone.day_of(at)));
    let in_order = |call: &Call| (call.at, call.case);
    calls.measured.sort_by_key(in_order);
    calls.unmeasured.sort_by_key(in_order);
    calls
}

fn calls_when<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    is_asked_for: impl Fn(DateTime<Utc>) -> bool,
) -> Calls {
    let mut calls = Calls::default();
    for case in cases {
        let mut ring: Option<&CaseEvent> = None;
        for event in &case.events {
            let ending = match event.what {
                Happening::CalledIn => {
                    ring = Some(event);
                    continue;
                }
                Happening::Answered => Ending::Answered,
                Happening::Abandoned => Ending::Abandoned,
                Happening::CallBackPromised(_) => Ending::CallBack,
                // The line is free or another's, and nobody knows how long the caller held it.
                Happening::CalledOut(_)
                | Happening::HungUp
                | Happening::NotReached
                | Happening::Resolved { .. }
                | Happening::Reopened => {
                    ring = None;
                    continue;
                }
                _ => continue,
            };
            let Some(ring) = ring.take().filter(|ring| is_asked_for(ring.at)) else {
                continue;
            };
            let call = Call {
                case: case.id,
                account: case.account,
                at: ring.at,
                wait: Wait {
                    seconds: seconds_between(ring.at, event.at),
                    ending,
                },
            };
            let is_measured = !ring.is_late_entry && !event.is_late_entry && !event.is_clock_behind;
            match is_measured {
                true => calls.measured.push(call),
                false => calls.unmeasured.push(call),
            }
        }
    }
    calls
}

/// A call that was answered, from the answer to its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Talk {
    /// The case it is in.
    pub case: CaseId,
    /// Whose matter that is, once known.
    pub account: Option<AccountId>,
    /// When it was answered.
    pub at: DateTime<Utc>,
    /// How long it lasted.
    pub seconds: u32,
}

/// The calls that were answered on a period's days and have ended. Left out are those that nobody measured, and those that lasted
/// so long that somebody must have forgotten to hang up.
pub fn talks_within<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    zone: &Tz,
    days: Period,
) -> Vec<Talk> {
    let mut talks = Vec::new();
    for case in cases {
        let mut answer: Option<&CaseEvent> = None;
        for event in &case.events {
            match event.what {
                Happening::Answered => answer = Some(event),
                Happening::HungUp | Happening::Resolved { .. } => {
                    let Some(answer) = answer.take() else {
                        continue;
                    };
                    let is_measured =
                        !answer.is_late_entry && !event.is_late_entry && !event.is_clock_behind;
                    let is_possible = event.at - answer.at < LONGEST_CALL;
                    if is_measured && is_possible && days.contains(zone.day_of(answer.at)) {
                        talks.push(Talk {
                            case: case.id,
                            account: case.account,
                            at: answer.at,
                            seconds: seconds_between(answer.at, event.at),
                        });
                    }
                }
                // Whatever begins anew ends what was forgotten, at a time that nobody knows.
                Happening::CalledIn
                | Happening::CalledOut(_)
                | Happening::NotReached
                | Happening::Abandoned
                | Happening::Reopened => answer = None,
                _ => {}
            }
        }
    }
    talks.sort_by_key(|talk| (talk.at, talk.case));
    talks
}

/// What became of a promised call-back.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Keeping {
    /// It was made in time.
    Kept,
    /// It was made later than promised; or when it was late already, another time was agreed or the case settled without it.
    MadeLate,
    /// It was not made yet, and is late.
    Late,
    /// There is time left.
    Due,
    /// Before it was due, the case was settled without it.
    Dropped,
    /// Before it was due, another time was agreed.
    Moved,
}

/// A call-back that was promised.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PromisedCall {
    /// The case it is in.
    pub case: CaseId,
    /// Whose matter that is, once known.
    pub account: Option<AccountId>,
    /// When it was promised.
    pub at: DateTime<Utc>,
    /// By when.
    pub due: DateTime<Utc>,
    /// What became of it.
    pub keeping: Keeping,
}

/// Every call-back that was ever promised, in order, and how it stands at an instant.
pub fn promised_calls<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    now: DateTime<Utc>,
) -> Vec<PromisedCall> {
    let mut promised = Vec::new();
    for case in cases {
        // When the open promise was given, and by when it is to be kept.
        let mut open: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
        // Whether the customer is being called since.
        let mut is_calling = false;
        let mut end = |open: Option<(DateTime<Utc>, DateTime<Utc>)>,
                       ended: DateTime<Utc>,
                       in_time: Keeping,
                       late: Keeping| {
            if let Some((at, due)) = open {
                promised.push(PromisedCall {
                    case: case.id,
                    account: case.account,
                    at,
                    due,
                    keeping: if ended > due { late } else { in_time },
                });
            }
        };
        for event in &case.events {
            let at = event.at;
            match &event.what {
                Happening::CallBackPromised(call) => {
                    let before = open.replace((at, call.due));
                    end(before, at, Keeping::Moved, Keeping::MadeLate);
                    is_calling = false;
                }
                Happening::CallBackDone => {
                    end(open.take(), at, Keeping::Kept, Keeping::MadeLate);
                }
                Happening::CalledOut(_) => is_calling = true,
                Happening::NotReached | Happening::HungUp | Happening::CalledIn => {
                    is_calling = false;
                }
                Happening::Resolved { .. } => {
                    // Who is on the line because they were called has had their call.
                    let in_time = match is_calling {
                        true => Keeping::Kept,
                        false => Keeping::Dropped,
                    };
                    end(open.take(), at, in_time, Keeping::MadeLate);
                    is_calling = false;
                }
                _ => {}
            }
        }
        end(open, now, Keeping::Due, Keeping::Late);
    }
    promised.sort_by_key(|call| (call.at, call.case));
    promised
}

/// The caller who has waited longest and still does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StillWaiting {
    /// The case.
    pub case: CaseId,
    /// Whose matter that is, once known.
    pub account: Option<AccountId>,
    /// Since when.
    pub since: DateTime<Utc>,
}

/// Who waits on the line now, the longest first.
pub fn still_waiting<'a>(cases: impl IntoIterator<Item = &'a Case>) -> Vec<StillWaiting> {
    let mut waiting: Vec<StillWaiting> = cases
        .into_iter()
        .filter_map(|case| match Phase::of(case) {
            Phase::Ringing { since } => Some(StillWaiting {
                case: case.id,
                account: case.account,
                since,
            }),
            Phase::Talking { .. }
            | Phase::New
            | Phase::Open
            | Phase::WaitingOnCustomer { .. }
            | Phase::Resolved { .. } => None,
        })
        .collect();
    waiting.sort_by_key(|call| (call.since, call.case));
    waiting
}

fn seconds_between(from: DateTime<Utc>, until: DateTime<Utc>) -> u32 {
    u32::try_from((until - from).num_seconds().max(0)).unwrap_or(u32::MAX)
}
