//! What the page asks of the worker, and what it answers. Both sides are this program, so there are no versions.

use super::copy_in::{Inspection, OpenError, Opener};
use super::copy_out::{Copied, CopyError};
use crate::billing::desk::caller::{Cost, Hex};
use crate::care::review::FirmReview;
use crate::exchange::backup::{ImportMode, ImportPlan, Mark, Problems};
use crate::store::StoreError;
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// What the page asks. A worker does one thing and is ended then, which is also how work is cancelled: nothing it does
/// shows before it is complete.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Request {
    /// The whole book as a file.
    Save {
        /// The time the file says.
        exported_at: DateTime<Utc>,
    },
    /// What is in the file that comes with the request.
    Inspect,
    /// Open the file that comes with the request.
    Open {
        /// What becomes of the present book.
        mode: ImportMode,
        /// Who asks.
        opener: Opener,
    },
    /// Whether every customer is treated fairly.
    Review {
        /// The day.
        today: NaiveDate,
    },
    /// What a phrase or PIN comes to. It is compared and kept as that only.
    Hash {
        /// The phrase as it is compared, or its HMAC under a key of the device.
        secret: Hex,
        /// The salt.
        salt: Hex,
        /// What a guess costs.
        cost: Cost,
    },
}

/// What the worker answers.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Reply {
    /// It can be asked now.
    Ready,
    /// So much is done.
    Progress {
        /// Records or bytes.
        done: u64,
        /// How many in all.
        total: u64,
    },
    /// The file comes with the answer.
    Saved(Copied),
    /// What is in the file.
    Inspected(Box<Inspection>),
    /// The file is open; where it took the place of the present book, this far it had come.
    Opened(Option<Mark>),
    /// Every account was reviewed.
    Reviewed(Box<FirmReview>),
    /// What the phrase comes to.
    Hashed(Hex),
    /// It couldn't be done. Nothing has changed.
    Failed(Failed),
}

/// Why it couldn't be done.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Failed {
    /// The store.
    Store(#[serde(with = "StoreFault")] StoreError),
    /// The file can't be read; the browser's words.
    File(String),
    /// Something in the file is wrong.
    Problems(Problems),
    /// The file can't be added to this book.
    Plan(ImportPlan),
    /// A phrase can't be hashed with this salt or at this cost; the function's words.
    Hash(String),
}

impl From<OpenError> for Failed {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::File(words) => Failed::File(words),
            OpenError::Problems(problems) => Failed::Problems(problems),
            OpenError::Plan(plan) => Failed::Plan(plan),
            OpenError::Store(error) => Failed::Store(error),
        }
    }
}

impl From<CopyError> for Failed {
    fn from(error: CopyError) -> Self {
        match error {
            CopyError::NoBook => Failed::Store(StoreError::Stale),
            CopyError::Store(error) => Failed::Store(error),
            CopyError::Write(error) => Failed::File(error.to_string()),
        }
    }
}

/// The shape in which a store's error travels.
#[derive(Serialize, Deserialize)]
#[serde(remote = "StoreError")]
enum StoreFault {
    Quota,
    Blocked,
    NewerVersion { found: u32, known: u32 },
    Stale,
    ConnectionLost,
    Damaged { place: String, fault: String },
    Unavailable { reason: String },
    Other(String),
}
