//! Time zones: which day it is somewhere, and when a clock on the wall there shows a time.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use jiff::Timestamp;
use jiff::civil;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A time zone of the IANA database, known and kept by its name.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Tz(TimeZone);

/// There is no time zone of that name.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct NoSuchZone;

impl Tz {
    /// That of Finland.
    pub fn helsinki() -> Tz {
        "Europe/Helsinki".parse().unwrap_or(Tz(TimeZone::UTC))
    }

    /// Its name in the database.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// Which day it is there.
    pub fn day_of(&self, at: DateTime<Utc>) -> NaiveDate {
        self.wall(at).date()
    }

    /// What the calendar and the clock on the wall show there.
    pub fn wall(&self, at: DateTime<Utc>) -> NaiveDateTime {
        let offset =
            Timestamp::from_second(at.timestamp()).map_or(0, |at| self.0.to_offset(at).seconds());
        let local = at.checked_add_signed(TimeDelta::seconds(i64::from(offset)));
        local.unwrap_or(at).naive_utc()
    }

    /// When a clock on the wall shows this there. Of a time that comes twice the first; a time that is left out is counted as
    /// if the clocks had not been set. None outside the years that are supported.
    pub fn instant(&self, wall: NaiveDateTime) -> Option<DateTime<Utc>> {
        let small = |number: u32| i8::try_from(number).ok();
        let wall = civil::DateTime::new(
            i16::try_from(wall.year()).ok()?,
            small(wall.month())?,
            small(wall.day())?,
            small(wall.hour())?,
            small(wall.minute())?,
            small(wall.second())?,
            0,
        )
        .ok()?;
        let found = self.0.to_ambiguous_timestamp(wall).compatible().ok()?;
        DateTime::from_timestamp(found.as_second(), 0)
    }
}

impl fmt::Debug for Tz {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl fmt::Display for Tz {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

impl FromStr for Tz {
    type Err = NoSuchZone;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        TimeZone::get(name).map(Tz).map_err(|_| NoSuchZone)
    }
}

impl From<Tz> for String {
    fn from(zone: Tz) -> String {
        zone.name().to_owned()
    }
}

impl TryFrom<String> for Tz {
    type Error = String;

    fn try_from(name: String) -> Result<Self, Self::Error> {
        name.parse()
            .map_err(|NoSuchZone| format!("no time zone of the IANA database: {name:?}"))
    }
}
