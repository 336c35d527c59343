//! How long callers waited: figures of a day, a week or any other set of calls.
//!
//! Who gave up within the first seconds did not wait and is left out of everything, and that is said. Percentiles are those of
//! answered calls, with linear interpolation between neighbours (type 7 of Hyndman and Fan 1996).

use crate::billing::desk::case::{Case, Happening};
use crate::calendar::Tz;
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
        self.answered_waits.partition_point(|wait| *wait <= seconds) as u64
    }
}

fn share(some: u64, of: usize) -> Option<Decimal> {
    Decimal::from(some).checked_div(Decimal::from(of))
}

/// The waits of one day's calls, where the desk is. Calls that were typed in afterwards are left out, because nobody
/// measured them; so are those who still wait.
pub fn waits_of<'a>(
    cases: impl IntoIterator<Item = &'a Case>,
    zone: &Tz,
    day: NaiveDate,
) -> Vec<Wait> {
    let mut waits = Vec::new();
    for case in cases {
        let mut rang: Option<DateTime<Utc>> = None;
        for event in &case.events {
            let ending = match event.what {
                Happening::CalledIn => {
                    let is_then = zone.day_of(event.at) == day;
                    rang = (is_then && !event.is_late_entry).then_some(event.at);
                    continue;
                }
                Happening::Answered => Ending::Answered,
                Happening::Abandoned => Ending::Abandoned,
                Happening::CallBackPromised(_) => Ending::CallBack,
                _ => continue,
            };
            if let Some(since) = rang.take() {
                let seconds = (event.at - since).num_seconds().max(0);
                waits.push(Wait {
                    seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
                    ending,
                });
            }
        }
    }
    waits
}
