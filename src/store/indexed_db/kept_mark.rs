//! The high-water mark in the browser's local storage, which survives what happens to the database.

use super::local_storage;
use crate::store::StoreError;
use crate::store::mark::Mark;

const KEY: &str = "lasku.mark";

/// The mark, if there is one. One that can't be read is damage, not absence.
pub fn read() -> Result<Option<Mark>, StoreError> {
    local_storage::read(KEY)
}

/// Keeps the mark; after every commit.
pub fn keep(mark: &Mark) -> Result<(), StoreError> {
    local_storage::keep(KEY, mark)
}

/// Forgets the mark, when a book is removed on purpose.
pub fn forget() {
    local_storage::forget(KEY);
}
