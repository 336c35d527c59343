//! The browser's local storage: small values by name, as JSON. `gloo-storage` panics where there is none, so everything goes
//! through here.
//!
//! Every name begins with `lasku.`: where a browser keeps none, the page's starter knows it for a first visit (`public/boot.js`)
//! and begins with half of the program.

use crate::store::StoreError;
use gloo_storage::errors::StorageError;
use gloo_storage::{LocalStorage, Storage};
use serde::{Serialize, de::DeserializeOwned};

/// The value of that name, if there is one. One that can't be read is damage, not absence.
pub fn read<T: DeserializeOwned>(key: &str) -> Result<Option<T>, StoreError> {
    allowed()?;
    match LocalStorage::get(key) {
        Ok(value) => Ok(Some(value)),
        Err(StorageError::KeyNotFound(_)) => Ok(None),
        Err(error) => Err(StoreError::Damaged {
            place: key.into(),
            fault: error.to_string(),
        }),
    }
}

/// Keeps a value by its name.
pub fn keep(key: &str, value: impl Serialize) -> Result<(), StoreError> {
    allowed()?;
    LocalStorage::set(key, value).map_err(|error| StoreError::Other(error.to_string()))
}

/// Forgets the value of that name; there is none where nothing is kept.
pub fn forget(key: &str) {
    if allowed().is_ok() {
        LocalStorage::delete(key);
    }
}

/// A person may have blocked the data of sites, and some private windows refuse it.
fn allowed() -> Result<(), StoreError> {
    let storage = web_sys::window().map(|window| window.local_storage());
    if matches!(storage, Some(Ok(Some(_)))) {
        return Ok(());
    }
    Err(StoreError::Unavailable {
        reason: "localStorage".into(),
    })
}
