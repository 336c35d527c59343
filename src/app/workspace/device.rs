//! What this device remembers beside the book: its number series, who works at it and the last page.
//!
//! Kept in local storage; losing it costs a choice, never a record.

use crate::app::preference::{keep, read};
use crate::app::route::Route;
use crate::billing::id::{PersonId, SeriesId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

const SERIES: &str = "lasku.series";
const PERSON: &str = "lasku.person";
const PIN_TRIES: &str = "lasku.pin-tries";
const PAGE: &str = "lasku.page";
const SEEN: &str = "lasku.seen-at";

/// The series whose numbers this device gives, if one was chosen.
pub fn series() -> Option<SeriesId> {
    read(SERIES)
}

/// Keeps the series of this device.
pub fn keep_series(series: SeriesId) {
    keep(SERIES, series);
}

/// Who works at this device, if somebody said so.
pub fn person() -> Option<PersonId> {
    read(PERSON)
}

/// Keeps who works at this device.
pub fn keep_person(person: PersonId) {
    keep(PERSON, person);
}

/// When somebody last looked at what is due here.
pub fn seen() -> Option<DateTime<Utc>> {
    read::<i64>(SEEN).and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

/// Notes that somebody looks at what is due here.
pub fn keep_seen(at: DateTime<Utc>) {
    // A number, not a date in words: the first screen writes it, and needs less of the program so.
    keep(SEEN, at.timestamp());
}

/// Wrong PINs of one person in a row on this device.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PinTries {
    /// Whose PIN was tried.
    pub person: PersonId,
    /// How often it was wrong.
    pub failures: u32,
    /// When it was wrong last.
    pub last: DateTime<Utc>,
}

/// Wrong PINs that were tried on this device, of each person.
pub fn pin_tries() -> Vec<PinTries> {
    read(PIN_TRIES).unwrap_or_default()
}

/// Keeps how often PINs were wrong.
pub fn keep_pin_tries(tries: &[PinTries]) {
    keep(PIN_TRIES, tries);
}

/// The page that was open last.
pub fn page() -> Option<Route> {
    read::<String>(PAGE).and_then(|path| Route::parse(&path))
}

/// Keeps the page that is open.
pub fn keep_page(route: Route) {
    keep(PAGE, route.href());
}
