//! How long callers waited on some days, hour by hour of the week, and how many people an hour takes.
//!
//! What was observed comes from the cases; what could be comes from the models of [`queueing`](super::queueing). A figure of too
//! few calls says so instead of pretending.

use super::distribution::{chi_square_sf, incomplete_beta};
use super::proportion::Proportion;
use super::queueing::{
    Alone, CallBacks, Dispersion, ErlangA, ErlangC, FEWEST_CALLS, Load, MOST_AGENTS, QueueError,
    Target, agents_needed, agents_needed_with_patience, patience,
};
use crate::billing::desk::case::{Case, CaseEvent, Happening};
use crate::billing::desk::policy::Policy;
use crate::calendar::{Period, Stretch, WorkingTime, is_supported};
use crate::care::waiting::{
    Call, Calls, Ending, Keeping, PromisedCall, StillWaiting, Talk, WaitFigures, calls_within,
    promised_calls, still_waiting, talks_within,
};
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use std::collections::BTreeMap;

/// Seconds within which a caller is answered soon; nine of ten are to be (Belgian charter for customers: two minutes and a half).
pub const SOON: u32 = 150;

/// Seconds within which 95 of 100 callers are to be answered (Spain, Ley 10/2025: three minutes).
pub const AT_LATEST: u32 = 180;

/// The seconds within which answers are counted.
pub const LIMITS: [u32; 3] = [20, SOON, AT_LATEST];

/// Seconds after which whoever waits now wants attention.
pub const NOTABLE: u32 = 60;

/// Of fewer callers who gave up, nobody can say how patient callers are.
pub const FEWEST_GIVEN_UP: usize = 5;

/// More rows are not worked out for a table of staffing.
const MOST_ROWS: u32 = 30;

/// Which days are looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Span {
    /// So many days, today included.
    Last(u16),
    /// Every day since the first call.
    All,
}

impl Span {
    /// The days, if the first call came on that day.
    fn days(self, today: NaiveDate, first_call: Option<NaiveDate>) -> Option<Period> {
        let from = match self {
            Span::Last(days) => {
                let back = Days::new(u64::from(days.saturating_sub(1)));
                today.checked_sub_days(back).unwrap_or(today)
            }
            // A device whose clock had lost its year takes calls of years that no book has.
            Span::All => {
                let first = first_call.filter(|day| is_supported(*day));
                first.unwrap_or(today).min(today)
            }
        };
        Period::through(from, today)
    }
}

/// What was observed on some days.
#[derive(Clone, PartialEq, Debug)]
pub struct Observed {
    /// The days, today included.
    pub days: Period,
    /// Callers who gave up within fewer seconds are not counted.
    pub short: u32,
    /// All calls of the days, those that are not counted among them.
    pub calls: Calls,
    /// The figures of those that were measured.
    pub figures: WaitFigures,
    /// The calls that were answered and have ended.
    pub talks: Vec<Talk>,
    /// The call-backs that were promised on the days.
    pub promised: Vec<PromisedCall>,
    /// Hour by hour.
    pub week: Week,
}

impl Observed {
    /// From the cases, at an instant. None where the day is outside the supported years.
    pub fn of<'a>(
        cases: impl Iterator<Item = &'a Case> + Clone,
        policy: &Policy,
        span: Span,
        now: DateTime<Utc>,
    ) -> Option<Self> {
        let (zone, short) = (&policy.hours.zone, policy.targets.short_abandon);
        let day_of = |at| zone.day_of(at);
        let first_call = first_ring(cases.clone(), |_| true).map(day_of);
        let days = span.days(zone.day_of(now), first_call)?;
        // Before, nothing was observed.
        let first_day = first_ring(cases.clone(), |event| !event.is_late_entry).map(day_of);
        let calls = calls_within(cases.clone(), zone, days);
        let waits: Vec<_> = calls.measured.iter().map(|call| call.wait).collect();
        let promised = promised_calls(cases.clone(), now);
        let is_of_days = |call: &&PromisedCall| days.contains(zone.day_of(call.at));
        Some(Observed {
            days,
            short,
            figures: WaitFigures::of(&waits, short),
            talks: talks_within(cases, zone, days),
            promised: promised.iter().filter(is_of_days).copied().collect(),
            week: Week::of(&calls, &policy.hours, (days, first_day), short, now),
            calls,
        })
    }

    /// The calls that count: without those who gave up so soon that they did not wait.
    pub fn counted(&self) -> impl Iterator<Item = &Call> {
        let short = self.short;
        self.calls
            .measured
            .iter()
            .filter(move |call| is_counted(call, short))
    }

    /// The calls that came to such an end.
    pub fn ended(&self, ending: Ending) -> impl Iterator<Item = &Call> {
        self.counted()
            .filter(move |call| call.wait.ending == ending)
    }

    /// The calls answered within so many seconds, of all that count.
    pub fn within_of_offered(&self, seconds: u32) -> Option<Proportion> {
        share(self.figures.count_within(seconds), self.figures.offered)
    }

    /// The calls answered within so many seconds, of those answered.
    pub fn within_of_answered(&self, seconds: u32) -> Option<Proportion> {
        share(self.figures.count_within(seconds), self.figures.answered)
    }

    /// Callers who gave up, of all that count.
    pub fn gave_up(&self) -> Option<Proportion> {
        share(self.figures.abandoned, self.figures.offered)
    }

    /// How many of the days' promises are so.
    pub fn promises(&self, keeping: Keeping) -> usize {
        let is_so = |call: &&PromisedCall| call.keeping == keeping;
        self.promised.iter().filter(is_so).count()
    }

    /// The days' call-backs that were made in time, of those whose time is over. Those still to be made in time, moved or no
    /// longer needed say nothing of it.
    pub fn kept_in_time(&self) -> Option<Proportion> {
        let kept = self.promises(Keeping::Kept);
        let late = self.promises(Keeping::MadeLate) + self.promises(Keeping::Late);
        share(kept, kept + late)
    }

    /// How the wait stands that 95 of 100 answered callers did not exceed.
    pub fn light(&self) -> Light {
        let is_known = self.figures.answered as u64 >= FEWEST_CALLS;
        match self.figures.percentile(95) {
            Some(seconds) if is_known && seconds <= SOON.into() => Light::Good,
            Some(seconds) if is_known && seconds <= AT_LATEST.into() => Light::Watch,
            Some(_) if is_known => Light::Bad,
            Some(_) | None => Light::Unknown,
        }
    }

    /// The load that was observed, in one hour of the week or in all opening hours.
    pub fn load(&self, hour: Option<HourOfWeek>) -> ObservedLoad {
        let (calls, hours, dispersion) = match hour {
            Some(hour) => {
                let cell = self.week.cells.get(&hour);
                (
                    cell.map_or(0, |cell| cell.offered),
                    cell.map_or(0.0, Cell::hours),
                    cell.and_then(Cell::dispersion),
                )
            }
            None => (
                self.week.offered(),
                self.week.hours(),
                self.week.dispersion(),
            ),
        };
        let is_known = calls >= FEWEST_CALLS && hours > 0.0;
        let talked: f64 = self.talks.iter().map(|talk| f64::from(talk.seconds)).sum();
        let is_talk_known = self.talks.len() as u64 >= FEWEST_CALLS;
        let waited: f64 = self
            .counted()
            .map(|call| f64::from(call.wait.seconds))
            .sum();
        let gave_up = self.figures.abandoned;
        let is_patience_known =
            self.figures.offered as u64 >= FEWEST_CALLS && gave_up >= FEWEST_GIVEN_UP;
        ObservedLoad {
            calls,
            hours,
            talks: self.talks.len(),
            gave_up,
            calls_per_hour: is_known.then(|| calls as f64 / hours),
            handling_minutes: is_talk_known
                .then(|| talked / 60.0 / self.talks.len() as f64)
                .filter(|minutes| *minutes > 0.0),
            patience_minutes: is_patience_known
                .then(|| patience(waited / 60.0, gave_up as u64))
                .flatten()
                .filter(|minutes| *minutes > 0.0),
            dispersion,
        }
    }
}

fn share(some: usize, of: usize) -> Option<Proportion> {
    Proportion::of(some as u64, of as u64).ok()
}

fn is_counted(call: &Call, short: u32) -> bool {
    call.wait.ending != Ending::Abandoned || call.wait.seconds >= short
}

/// When the phone first rang, of the rings that are asked for.
fn first_ring<'a>(
    cases: impl Iterator<Item = &'a Case>,
    is_asked_for: impl Fn(&CaseEvent) -> bool,
) -> Option<DateTime<Utc>> {
    cases
        .flat_map(|case| &case.events)
        .filter(|event| event.what == Happening::CalledIn && is_asked_for(event))
        .map(|event| event.at)
        .min()
}

/// Who waits at this moment, and which promised calls are still to be made, whenever they were promised.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RightNow {
    /// Who waits on the line, the longest first.
    pub waiting: Vec<StillWaiting>,
    /// The call-backs that should have been made by now.
    pub late: Vec<PromisedCall>,
    /// The call-backs for which there is time left.
    pub due: Vec<PromisedCall>,
}

impl RightNow {
    /// From the cases, at an instant.
    pub fn of<'a>(cases: impl Iterator<Item = &'a Case> + Clone, now: DateTime<Utc>) -> Self {
        let promised = promised_calls(cases.clone(), now);
        let of = |keeping: Keeping| {
            let calls = promised.iter().filter(|call| call.keeping == keeping);
            calls.copied().collect()
        };
        RightNow {
            waiting: still_waiting(cases),
            late: of(Keeping::Late),
            due: of(Keeping::Due),
        }
    }

    /// How many seconds the longest waiting caller has waited by now. None if nobody waits.
    pub fn longest(&self, now: DateTime<Utc>) -> Option<u32> {
        let first = self.waiting.first()?;
        let seconds = (now - first.since).num_seconds().max(0);
        Some(u32::try_from(seconds).unwrap_or(u32::MAX))
    }
}

/// How a figure stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Light {
    /// Callers are answered soon.
    Good,
    /// It is about to take too long.
    Watch,
    /// It takes too long.
    Bad,
    /// There are too few calls to tell.
    Unknown,
}

impl Light {
    /// Of whoever waits longest now; good if nobody does.
    pub fn of_longest_now(seconds: Option<u32>) -> Light {
        match seconds {
            Some(seconds) if seconds >= SOON => Light::Bad,
            Some(seconds) if seconds >= NOTABLE => Light::Watch,
            Some(_) | None => Light::Good,
        }
    }
}

/// Between which observed values the wait lies with 95 % confidence that so many per cent of callers don't exceed. An end is none
/// where there are too few calls to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PercentileInterval {
    /// Its lower end, in seconds.
    pub low: Option<u32>,
    /// Its upper end.
    pub high: Option<u32>,
}

impl PercentileInterval {
    /// From waits in order, the shortest first, and a percentage of 1 to 99. By the binomial distribution of how many waits lie
    /// below, whatever waits are distributed like (H. A. David and H. N. Nagaraja, Order Statistics, 2003, 7.1).
    pub fn of(waits: &[u32], percent: u32) -> Self {
        let count = waits.len();
        let part = f64::from(percent.clamp(1, 99)) / 100.0;
        // The probability that at most so many of the waits lie below.
        let at_most = |below: usize| match below < count {
            true => incomplete_beta((count - below) as f64, below as f64 + 1.0, 1.0 - part),
            false => 1.0,
        };
        let places: Vec<usize> = (0..count).collect();
        let lower = places.partition_point(|below| at_most(*below) <= 0.025);
        let upper = places.partition_point(|below| at_most(*below) < 0.975);
        PercentileInterval {
            low: lower
                .checked_sub(1)
                .and_then(|place| waits.get(place))
                .copied(),
            high: waits.get(upper).copied(),
        }
    }
}

// Hours of the week

/// An hour of the week, where the desk is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct HourOfWeek {
    /// Days since Monday.
    pub weekday: u8,
    /// Of 0 to 23.
    pub hour: u8,
}

impl HourOfWeek {
    fn of(wall: NaiveDateTime) -> Self {
        let small = |number: u32| u8::try_from(number).unwrap_or_default();
        HourOfWeek {
            weekday: small(wall.weekday().num_days_from_monday()),
            hour: small(wall.hour()),
        }
    }
}

/// The calls of the opening hours, hour by hour of the week.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Week {
    /// Every hour in which the desk was open.
    pub cells: BTreeMap<HourOfWeek, Cell>,
    /// Calls that count and came while the desk was closed.
    pub outside: Vec<Call>,
}

/// One hour of the week.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Cell {
    /// Calls that count.
    pub offered: u64,
    /// Those answered within [`SOON`].
    pub within: u64,
    /// The calls.
    pub calls: Vec<Call>,
    /// Each time that the desk was open then: on which day, for how many seconds, and with how many calls.
    times: BTreeMap<NaiveDate, (u32, u64)>,
}

impl Week {
    fn of(
        calls: &Calls,
        hours: &WorkingTime,
        (days, first_day): (Period, Option<NaiveDate>),
        short: u32,
        now: DateTime<Utc>,
    ) -> Self {
        let zone = &hours.zone;
        let mut week = Week::default();
        let Some(first_day) = first_day else {
            return week;
        };
        let begin = zone.instant(days.from().max(first_day).into());
        let end = zone.instant(days.to().into());
        let Some((begin, end)) = begin.zip(end) else {
            return week;
        };
        let open = open_between(hours, begin, end.min(now));
        for (from, until) in &open {
            let mut at = *from;
            while at < *until {
                let wall = zone.wall(at);
                // Up to the next full hour on the wall; where the clocks are set it is looked at again.
                let passed = wall.minute() * 60 + wall.second();
                let rest = 3_600_u32.saturating_sub(passed).max(1);
                let next = (at + TimeDelta::seconds(i64::from(rest))).min(*until);
                let seconds = u32::try_from((next - at).num_seconds()).unwrap_or_default();
                let cell = week.cells.entry(HourOfWeek::of(wall)).or_default();
                cell.times.entry(wall.date()).or_default().0 += seconds;
                // A second at least, whatever the fractions of both are.
                at = next.max(at + TimeDelta::seconds(1));
            }
        }
        for call in calls.measured.iter().filter(|call| is_counted(call, short)) {
            let before = open.partition_point(|(from, _)| *from <= call.at);
            let stretch = before.checked_sub(1).and_then(|place| open.get(place));
            let wall = zone.wall(call.at);
            let is_open = stretch.is_some_and(|(_, until)| call.at < *until);
            match week.cells.get_mut(&HourOfWeek::of(wall)) {
                Some(cell) if is_open => cell.add(call, wall.date()),
                Some(_) | None => week.outside.push(*call),
            }
        }
        week
    }

    /// The days of the week on which the desk was open, counted from Monday as 0.
    pub fn weekdays(&self) -> Vec<u8> {
        let mut days: Vec<u8> = self.cells.keys().map(|hour| hour.weekday).collect();
        days.dedup();
        days
    }

    /// The hours of the day in which the desk was open on any day, in order.
    pub fn hours_of_day(&self) -> Vec<u8> {
        let mut hours: Vec<u8> = self.cells.keys().map(|hour| hour.hour).collect();
        hours.sort_unstable();
        hours.dedup();
        hours
    }

    /// Calls that count and came while the desk was open.
    pub fn offered(&self) -> u64 {
        self.cells.values().map(|cell| cell.offered).sum()
    }

    /// For how many hours the desk was open.
    pub fn hours(&self) -> f64 {
        self.cells.values().map(Cell::hours).sum()
    }

    /// Whether calls vary by chance within the hours of the week: each hour is compared with itself in other weeks, so that a
    /// Monday that is always busier is no bunch. None where no hour came twice.
    pub fn dispersion(&self) -> Option<Dispersion> {
        let mut all: Option<(f64, f64, u64)> = None;
        for cell in self.cells.values() {
            let counts = cell.counts();
            let Some(own) = Dispersion::of(&counts) else {
                continue;
            };
            let degrees = counts.len() as f64 - 1.0;
            let (chi_square, before, calls) = all.unwrap_or_default();
            all = Some((
                chi_square + own.chi_square,
                before + degrees,
                calls.saturating_add(own.calls),
            ));
        }
        all.map(|(chi_square, degrees, calls)| Dispersion {
            ratio: chi_square / degrees,
            chi_square,
            p: chi_square_sf(chi_square, degrees),
            calls,
        })
    }
}

/// The open stretches between two instants, however many years lie between.
fn open_between(hours: &WorkingTime, begin: DateTime<Utc>, end: DateTime<Utc>) -> Vec<Stretch> {
    // Working time is not looked for beyond ten years at once.
    const AT_ONCE: TimeDelta = TimeDelta::days(1_000);
    let mut open = Vec::new();
    let mut at = begin;
    while at < end {
        let until = (at + AT_ONCE).min(end);
        open.extend(hours.stretches(at, until));
        at = until;
    }
    open
}

impl Cell {
    fn add(&mut self, call: &Call, day: NaiveDate) {
        let is_soon = call.wait.ending == Ending::Answered && call.wait.seconds <= SOON;
        self.offered += 1;
        self.within += u64::from(is_soon);
        self.calls.push(*call);
        self.times.entry(day).or_default().1 += 1;
    }

    /// The calls answered within [`SOON`], of all that count. None without calls.
    pub fn share(&self) -> Option<Proportion> {
        Proportion::of(self.within, self.offered).ok()
    }

    /// Whether there are too few calls to use a model.
    pub fn is_few(&self) -> bool {
        self.offered < FEWEST_CALLS
    }

    /// How often the desk was open then.
    pub fn times(&self) -> usize {
        self.times.len()
    }

    /// For how many hours the desk was open then, all times together.
    pub fn hours(&self) -> f64 {
        let seconds: f64 = self.times.values().map(|(open, _)| f64::from(*open)).sum();
        seconds / 3_600.0
    }

    /// Whether calls vary from week to week as by chance. None if the hour came once, or without calls.
    pub fn dispersion(&self) -> Option<Dispersion> {
        Dispersion::of(&self.counts())
    }

    /// The calls of each time that was as long as most: a time cut short, by now or by the clocks being set, is no fair
    /// comparison.
    fn counts(&self) -> Vec<u64> {
        let mut lengths: BTreeMap<u32, usize> = BTreeMap::new();
        for (open, _) in self.times.values() {
            *lengths.entry(*open).or_default() += 1;
        }
        let usual = lengths
            .into_iter()
            .max_by_key(|(open, times)| (*times, *open));
        let is_usual = |(open, _): &&(u32, u64)| usual.is_some_and(|(usual, _)| usual == *open);
        let times = self.times.values().filter(is_usual);
        times.map(|(_, calls)| *calls).collect()
    }
}

// Staffing

/// What was observed of a load; what too few calls tell is none.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ObservedLoad {
    /// Calls that count.
    pub calls: u64,
    /// For how many hours the desk was open.
    pub hours: f64,
    /// Answered calls that have ended.
    pub talks: usize,
    /// Callers who gave up.
    pub gave_up: usize,
    /// Calls per opening hour.
    pub calls_per_hour: Option<f64>,
    /// Minutes from the answer to the end of a call, on average.
    pub handling_minutes: Option<f64>,
    /// Minutes until callers give up, on average.
    pub patience_minutes: Option<f64>,
    /// Whether the calls vary as by chance.
    pub dispersion: Option<Dispersion>,
}

/// What is asked of the model.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Question {
    /// The work that comes in.
    pub load: Load,
    /// How many people answer.
    pub people: u32,
    /// After how many minutes callers give up on average; none if they wait however long it takes.
    pub patience_minutes: Option<f64>,
    /// What is promised.
    pub target: Target,
}

/// What so many people come to.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Staffed {
    /// How many.
    pub people: u32,
    /// The share of callers who wait at all.
    pub waits: f64,
    /// The mean wait in minutes. None if the queue grows without end.
    pub mean_wait: Option<f64>,
    /// The share of callers answered within the minutes of the target.
    pub within: f64,
    /// The wait in minutes that 95 of 100 callers don't exceed, until they are answered or give up. None if the queue grows
    /// without end.
    pub wait_of_95_percent: Option<f64>,
    /// The share of callers who give up. None if they never do.
    pub gives_up: Option<f64>,
    /// The part of their time that people are on the phone.
    pub busy: f64,
    /// The callers who are called back, if nobody is to wait longer than the target says.
    pub call_backs: CallBacks,
}

impl Staffed {
    /// So many people instead of those asked about.
    pub fn of(question: Question, people: u32) -> Result<Self, QueueError> {
        let Question { load, target, .. } = question;
        let call_backs = CallBacks::of(load, people, target.minutes)?;
        Ok(match question.patience_minutes {
            None => {
                let model = ErlangC::of(load, people)?;
                Staffed {
                    people,
                    waits: model.wait_probability,
                    mean_wait: model.mean_wait(),
                    within: model.within(target.minutes),
                    wait_of_95_percent: model.wait_percentile(0.95),
                    gives_up: None,
                    busy: model.occupancy(),
                    call_backs,
                }
            }
            Some(patience) => {
                let model = ErlangA::of(load, people, patience)?;
                Staffed {
                    people,
                    waits: model.wait_probability,
                    mean_wait: Some(model.mean_wait()),
                    within: model.answered_within(target.minutes),
                    wait_of_95_percent: model.wait_percentile(0.95),
                    gives_up: Some(model.abandon_probability),
                    busy: model.occupancy(),
                    call_backs,
                }
            }
        })
    }

    /// Whether the target is met.
    pub fn meets(&self, target: Target) -> bool {
        self.within >= target.share
    }
}

/// The answers.
#[derive(Clone, PartialEq, Debug)]
pub struct Staffing {
    /// What was asked.
    pub question: Question,
    /// With the people asked about.
    pub asked: Staffed,
    /// The fewest people with whom the target is met. None if nobody could meet it.
    pub needed: Option<u32>,
    /// With one person and more, up to three more than are asked about or needed; of many, the last rows.
    pub rows: Vec<Staffed>,
    /// Call-back slots to keep free in an hour, so that they suffice in 95 of 100 hours.
    pub slots: Option<u64>,
    /// What one person alone can promise.
    pub alone: Alone,
    /// Call-backs if one person works alone.
    pub alone_call_backs: CallBacks,
}

impl Staffing {
    /// Asks the models.
    pub fn of(question: Question) -> Result<Self, QueueError> {
        let Question {
            load,
            people,
            patience_minutes,
            target,
        } = question;
        let asked = Staffed::of(question, people)?;
        let needed = match patience_minutes {
            None => agents_needed(load, target),
            Some(patience) => agents_needed_with_patience(load, patience, target),
        };
        let last = people
            .max(needed.unwrap_or(0))
            .saturating_add(3)
            .min(MOST_AGENTS);
        let first = last.saturating_sub(MOST_ROWS - 1).max(1);
        let rows: Result<Vec<Staffed>, QueueError> = (first..=last)
            .map(|people| Staffed::of(question, people))
            .collect();
        Ok(Staffing {
            question,
            asked,
            needed,
            rows: rows?,
            slots: asked.call_backs.slots(1.0, 0.95),
            alone: Alone::of(load, target)?,
            alone_call_backs: CallBacks::of(load, 1, target.minutes)?,
        })
    }

    /// The calls per hour that come in beyond what the people asked about get through: nothing that is promised helps with
    /// these. None if they get through.
    pub fn beyond_per_hour(&self) -> Option<f64> {
        let load = self.question.load;
        let most = f64::from(self.question.people) * 60.0 / load.handling_minutes();
        let beyond = load.calls_per_hour() - most;
        (!self.asked.call_backs.can_be_kept).then_some(beyond.max(0.0))
    }
}
