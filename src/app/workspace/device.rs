//! What this device remembers beside the book: its number series, who works at it and the last page.
//!
//! Kept in local storage; losing it costs a choice, never a record.

use crate::app::preference::{keep, read};
use crate::app::route::Route;
use crate::billing::id::{PersonId, SeriesId};
use chrono::{DateTime, Utc};

const SERIES: &str = "lasku.series";
const PERSON: &str = "lasku.person";
const PAGE: &str = "lasku.page";
const SEEN: &str = "lasku.seen";

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
    read::<String>(SEEN).and_then(|at| at.parse().ok())
}

/// Notes that somebody looks at what is due here.
pub fn keep_seen(at: DateTime<Utc>) {
    keep(SEEN, at.to_rfc3339());
}

/// The page that was open last.
pub fn page() -> Option<Route> {
    read::<String>(PAGE).and_then(|path| Route::parse(&path))
}

/// Keeps the page that is open.
pub fn keep_page(route: Route) {
    keep(PAGE, route.href());
}
