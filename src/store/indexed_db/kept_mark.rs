//! The high-water mark in the browser's local storage, which survives what happens to the database.

use super::local_storage;
use crate::store::StoreError;
use crate::store::mark::Mark;
use gloo_storage::errors::StorageError;
use gloo_storage::{LocalStorage, Storage};

const KEY: &str = "lasku.mark";

/// The mark, if there is one. One that can't be read is damage, not absence.
pub fn read() -> Result<Option<Mark>, StoreError> {
    allowed()?;
    match LocalStorage::get(KEY) {
        Ok(mark) => Ok(Some(mark)),
        Err(StorageError::KeyNotFound(_)) => Ok(None),
        Err(error) => Err(StoreError::Damaged {
            place: KEY.into(),
            fault: error.to_string(),
        }),
    }
}

/// Keeps the mark; after every commit.
pub fn keep(mark: &Mark) -> Result<(), StoreError> {
    allowed()?;
    LocalStorage::set(KEY, mark).map_err(|error| StoreError::Other(error.to_string()))
}

/// Forgets the mark, when a book is removed on purpose.
pub fn forget() {
    if local_storage::is_allowed() {
        LocalStorage::delete(KEY);
    }
}

fn allowed() -> Result<(), StoreError> {
    if local_storage::is_allowed() {
        return Ok(());
    }
    Err(StoreError::Unavailable {
        reason: "localStorage".into(),
    })
}
