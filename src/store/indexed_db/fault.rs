//! What IndexedDB says when something fails, in the store's words.

use crate::store::StoreError;
use indexed_db_futures::error::{Error, OpenDbError};
use wasm_bindgen::{JsCast, JsValue};

/// Why a transaction didn't do its work.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Fault {
    /// The connection is gone, or the browser gave no reason: worth one more attempt over a new connection.
    Lost(String),
    /// Another attempt would end the same.
    Final(StoreError),
}

impl Fault {
    /// After the last attempt.
    pub(super) fn into_error(self) -> StoreError {
        match self {
            Fault::Lost(_) => StoreError::ConnectionLost,
            Fault::Final(error) => error,
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Fault::Final(error)
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let words = error.to_string();
        match name(&error).as_deref() {
            Some("QuotaExceededError") => Fault::Final(StoreError::Quota),
            // A closed connection, WebKit's lost database server, a transaction that was taken away.
            Some(
                "InvalidStateError" | "UnknownError" | "AbortError" | "TransactionInactiveError",
            ) => Fault::Lost(words),
            Some(_) => Fault::Final(StoreError::Other(words)),
            None => match error {
                Error::MissingData(_) => Fault::Lost(words),
                _ => Fault::Final(StoreError::Other(words)),
            },
        }
    }
}

/// Why a database can't be opened.
pub(super) fn open_error(error: OpenDbError) -> StoreError {
    let words = error.to_string();
    let base = match &error {
        OpenDbError::Base(base) => base,
        _ => return StoreError::Unavailable { reason: words },
    };
    match name(base).as_deref() {
        Some("QuotaExceededError") => StoreError::Quota,
        Some("VersionError") => StoreError::NewerVersion {
            found: super::door::SCHEMA + 1,
            known: super::door::SCHEMA,
        },
        _ => StoreError::Unavailable { reason: words },
    }
}

fn name(error: &Error) -> Option<String> {
    match error {
        Error::DomException(exception) => {
            let value: &JsValue = exception.as_ref();
            let exception: &web_sys::DomException = value.dyn_ref()?;
            Some(exception.name())
        }
        _ => None,
    }
}
