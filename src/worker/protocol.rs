//! What the page asks of the worker, and what it answers. Both sides are this program, so there are no versions.

use super::copy_in::{Inspection, OpenError, Opener};
use super::copy_out::{Copied, CopyError};
use crate::billing::desk::caller::{Cost, Hex};
use crate::billing::invoice::Invoice;
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
    /// One document in a form in which it leaves the device.
    Press {
        /// The document as issued.
        invoice: Box<Invoice>,
        /// The form.
        form: Form,
        /// When: an e-invoice's frame of transmission says so.
        at: DateTime<Utc>,
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

/// A form in which a document leaves the device.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Form {
    /// A PDF to read and to pay from.
    Pdf,
    /// The PDF with the e-invoice in it: Factur-X and ZUGFeRD, profile EN 16931.
    FacturX,
    /// Peppol BIS Billing 3.0, in UBL.
    Peppol,
    /// XRechnung 3.0, in UBL.
    XRechnungUbl,
    /// XRechnung 3.0, in CII.
    XRechnungCii,
    /// EN 16931 by itself, in UBL.
    Ubl,
    /// EN 16931 by itself, in CII.
    Cii,
    /// Finvoice 3.0.
    Finvoice,
}

impl Form {
    /// The e-invoices, in the order in which a form offers them.
    pub const E_INVOICES: [Form; 7] = [
        Form::Peppol,
        Form::Finvoice,
        Form::FacturX,
        Form::XRechnungUbl,
        Form::XRechnungCii,
        Form::Ubl,
        Form::Cii,
    ];
}

/// A rule of a form that a document breaks, or something that the form can't say.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fault {
    /// The rule's own id, such as `BR-DE-15`.
    pub rule: String,
    /// What it is about, such as `BT-10`.
    pub place: String,
    /// The rule in the words of its authors, in English.
    pub text: String,
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
    /// The file comes with the answer, under this name.
    Pressed {
        /// The file's name.
        name: String,
    },
    /// Nothing was made, because the form's rules refuse the document.
    Unfit(Vec<Fault>),
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
