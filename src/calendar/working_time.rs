//! Working time: how long somebody has waited while the desk was open, and by when an answer is due.
//!
//! Opening hours are local; they become instants first, and real seconds are counted from there, so that a day with 23 or
//! 25 hours is as long as it is. Nobody asks for the time here; it is an argument.

use super::zone::Tz;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// Minutes of a day of 24 hours.
const DAY: u16 = 24 * 60;

/// A search for a due time ends after so many days: nobody is promised an answer in ten years.
const FURTHEST_DAYS: u64 = 3_660;

/// Hours of one weekday, in minutes since local midnight; the end is not part of them, and 1440 is the end of the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Opening {
    from: u16,
    to: u16,
}

/// Why opening hours are refused.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum OpeningError {
    /// No hours, such as `9:00-17:00`.
    Unreadable,
    /// They end before they begin, or have no length.
    Empty,
    /// They end after midnight: those of the next day are hours of their own.
    AfterMidnight,
}

impl Opening {
    /// Hours from one minute of the day to another, 1440 at most.
    pub fn new(from: u16, to: u16) -> Result<Opening, OpeningError> {
        if to > DAY {
            Err(OpeningError::AfterMidnight)
        } else if from >= to {
            Err(OpeningError::Empty)
        } else {
            Ok(Opening { from, to })
        }
    }
}

impl fmt::Display for Opening {
    /// As it is kept: `09:00-17:00`, the end of the day as `24:00`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (from, to) = (self.from, self.to);
        let (a, b) = (from / 60, from % 60);
        write!(out, "{a:02}:{b:02}-{:02}:{:02}", to / 60, to % 60)
    }
}

impl FromStr for Opening {
    type Err = OpeningError;

    /// Reads hours however a person writes them: `9-17`, `9.00–12.30`, `08:00 - 24:00`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let minute = |text: &str| {
            let (hour, minute) = text.split_once([':', '.']).unwrap_or((text, "0"));
            let number = |text: &str| text.trim().parse::<u16>().ok();
            let (hour, minute) = (number(hour)?, number(minute)?);
            (hour <= 24 && minute < 60).then_some(hour * 60 + minute)
        };
        let (from, to) = text
            .split_once(['-', '\u{2013}'])
            .ok_or(OpeningError::Unreadable)?;
        let from = minute(from.trim()).ok_or(OpeningError::Unreadable)?;
        let to = minute(to.trim()).ok_or(OpeningError::Unreadable)?;
        Opening::new(from, to)
    }
}

impl From<Opening> for String {
    fn from(opening: Opening) -> String {
        opening.to_string()
    }
}

impl TryFrom<String> for Opening {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
            .map_err(|_| format!("not opening hours such as \"09:00-17:00\": {text:?}"))
    }
}

/// When the desk is open.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct WorkingTime {
    /// Where the desk is.
    pub zone: Tz,
    /// Hours of each weekday, Monday first.
    pub week: [Vec<Opening>; 7],
    /// Days without any hours.
    pub holidays: BTreeSet<NaiveDate>,
}

/// A stretch of time; the end is not part of it.
pub type Stretch = (DateTime<Utc>, DateTime<Utc>);

impl WorkingTime {
    /// The first weekday, counted from Monday as 0, two of whose stretches overlap: their time would count twice.
    pub fn overlap(&self) -> Option<usize> {
        let overlaps = |hours: &Vec<Opening>| {
            let mut hours = hours.clone();
            hours.sort_unstable_by_key(|opening| (opening.from, opening.to));
            hours.windows(2).any(|pair| pair[1].from < pair[0].to)
        };
        self.week.iter().position(overlaps)
    }

    /// Working time from one instant to another, without what lies in a pause. Pauses may overlap and come in any order.
    pub fn elapsed(
        &self,
        from: DateTime<Utc>,
        until: DateTime<Utc>,
        pauses: &[Stretch],
    ) -> TimeDelta {
        self.open_from(from, pauses)
            .take_while(|(begin, _)| *begin < until)
            .fold(TimeDelta::zero(), |sum, (begin, end)| {
                sum + (end.min(until) - begin)
            })
    }

    /// The earliest instant at which so much working time has passed since `from`. What ends with the hours of a day is due
    /// then, not when the next day begins. None if the desk does not open so often within ten years.
    pub fn deadline(
        &self,
        from: DateTime<Utc>,
        target: TimeDelta,
        pauses: &[Stretch],
    ) -> Option<DateTime<Utc>> {
        if target <= TimeDelta::zero() {
            return Some(from);
        }
        let mut left = target;
        for (begin, end) in self.open_from(from, pauses) {
            if left <= end - begin {
                return Some(begin + left);
            }
            left -= end - begin;
        }
        None
    }

    /// The open stretches between two instants, in order.
    pub fn stretches(&self, from: DateTime<Utc>, until: DateTime<Utc>) -> Vec<Stretch> {
        self.open_from(from, &[])
            .take_while(|(begin, _)| *begin < until)
            .map(|(begin, end)| (begin, end.min(until)))
            .collect()
    }

    /// When the desk closes on the next day on which it opens at all, counted from the day after the instant's. None if it
    /// does not open within ten years.
    pub fn end_of_next_day(&self, from: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let today = self.zone.day_of(from);
        let days = today
            .iter_days()
            .skip(1)
            .take(usize::try_from(FURTHEST_DAYS).unwrap_or(usize::MAX));
        days.map(|day| self.hours_of(day))
            .find_map(|hours| hours.into_iter().map(|(_, end)| end).max())
    }

    /// The open stretches from an instant on, in order, none overlapping another, without the pauses.
    fn open_from(
        &self,
        from: DateTime<Utc>,
        pauses: &[Stretch],
    ) -> impl Iterator<Item = Stretch> + '_ {
        let mut pauses = pauses.to_vec();
        pauses.sort();
        // The day before, too: its hours may reach into the day of the instant where the clocks are set.
        let first = self.zone.day_of(from);
        let first = first.checked_sub_days(Days::new(1)).unwrap_or(first);
        // Where the last stretch ended: hours that overlap count once.
        let mut reached = from;
        first
            .iter_days()
            .take(usize::try_from(FURTHEST_DAYS).unwrap_or(usize::MAX))
            .flat_map(move |day| self.hours_of(day))
            .flat_map(move |(begin, end)| {
                let begin = begin.max(reached);
                reached = reached.max(end);
                without(begin, end, &pauses)
            })
    }

    /// The hours of a day, in order.
    fn hours_of(&self, day: NaiveDate) -> Vec<Stretch> {
        if self.holidays.contains(&day) {
            return Vec::new();
        }
        let weekday = usize::try_from(day.weekday().num_days_from_monday()).unwrap_or_default();
        let mut hours: Vec<Stretch> = self.week[weekday]
            .iter()
            .filter_map(|opening| {
                Some((
                    self.instant(day, opening.from)?,
                    self.instant(day, opening.to)?,
                ))
            })
            .collect();
        hours.sort();
        hours
    }

    /// When a clock on the wall shows a minute of a day. Of a time that comes twice the first; a time that is left out is
    /// counted as if the clocks had not been set.
    fn instant(&self, day: NaiveDate, minute: u16) -> Option<DateTime<Utc>> {
        let (day, minute) = if minute == DAY {
            (day.succ_opt()?, 0)
        } else {
            (day, u32::from(minute))
        };
        let wall = day.and_time(NaiveTime::from_hms_opt(minute / 60, minute % 60, 0)?);
        self.zone.instant(wall)
    }
}

/// What of a stretch lies in no pause. The pauses are sorted by their beginning.
fn without(begin: DateTime<Utc>, end: DateTime<Utc>, pauses: &[Stretch]) -> Vec<Stretch> {
    let mut rest = Vec::new();
    let mut begin = begin;
    for (pause, resumes) in pauses {
        if *pause >= end || begin >= end {
            break;
        }
        if *resumes <= begin {
            continue;
        }
        if *pause > begin {
            rest.push((begin, *pause));
        }
        begin = begin.max(*resumes);
    }
    if begin < end {
        rest.push((begin, end));
    }
    rest
}
