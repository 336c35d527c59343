//! What this device remembers beside the book: its number series, who works at it and the last page.
//!
//! Kept in local storage; losing it costs a choice, never a record.

use crate::app::route::Route;
use crate::billing::id::{PersonId, SeriesId};
use crate::store::indexed_db::local_storage;
use gloo_storage::{LocalStorage, Storage, errors::StorageError};
use serde::{Serialize, de::DeserializeOwned};

const SERIES: &str = "lasku.series";
const PERSON: &str = "lasku.person";
const PAGE: &str = "lasku.page";

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

/// The page that was open last.
pub fn page() -> Option<Route> {
    read::<String>(PAGE).and_then(|path| Route::parse(&path))
}

/// Keeps the page that is open.
pub fn keep_page(route: Route) {
    keep(PAGE, route.href());
}

fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    if !local_storage::is_allowed() {
        return None;
    }
    match LocalStorage::get(key) {
        Ok(value) => Some(value),
        Err(StorageError::KeyNotFound(_)) => None,
        Err(error) => {
            leptos::logging::warn!("the preference {key} is unreadable: {error}");
            None
        }
    }
}

fn keep(key: &str, value: impl Serialize) {
    if !local_storage::is_allowed() {
        return;
    }
    if let Err(error) = LocalStorage::set(key, value) {
        // A private window may refuse; the choice then holds until the page is closed.
        leptos::logging::warn!("the preference {key} could not be kept: {error}");
    }
}
