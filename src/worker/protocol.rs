//! What the page asks of the worker, and what it answers. Both sides are this program, so there are no versions.

use super::copy_in::{Inspection, OpenError, Opener};
use super::copy_out::{Copied, CopyError};
use super::reading::{Reading, Unreadable};
use crate::billing::account::Account;
use crate::billing::desk::caller::{Cost, Hex};
use crate::billing::id::InvoiceId;
use crate::billing::invoice::Invoice;
use crate::billing::letter::Letter;
use crate::billing::seller::Seller;
use crate::billing::statement::Statement;
use crate::billing::stationery::{LogoFault, Stationery};
use crate::care::review::FirmReview;
use crate::exchange::backup::{ImportMode, ImportPlan, Mark, Problems};
use crate::store::StoreError;
use chrono::{DateTime, NaiveDate, Utc};
use rust_decimal::Decimal;
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
    /// One paper in a form in which it leaves the device.
    Press {
        /// What is put on paper.
        paper: Box<Paper>,
        /// The form.
        form: Form,
        /// How the seller's papers look.
        stationery: Box<Stationery>,
        /// When: an e-invoice's frame of transmission says so.
        at: DateTime<Utc>,
    },
    /// Many issued documents in one file. Progress is told in documents.
    PressMany {
        /// Which, in the order in which they stand in the file.
        documents: Vec<InvoiceId>,
        /// The form of each.
        form: Form,
        /// In what they come.
        bundle: Bundle,
        /// How the seller's papers look.
        stationery: Box<Stationery>,
        /// When.
        at: DateTime<Utc>,
    },
    /// A draft of an e-mail with the files attached, for the person's own mail program.
    Mail {
        /// What is put on paper.
        paper: Box<Paper>,
        /// In which forms it is attached.
        forms: Vec<Form>,
        /// To whom, about what, and what it says.
        mail: Mail,
        /// How the seller's papers look.
        stationery: Box<Stationery>,
        /// When.
        at: DateTime<Utc>,
    },
    /// What keeps a document from being written in a form. A draft need not have a number yet.
    Check {
        /// The document as it would be.
        invoice: Box<Invoice>,
        /// The form.
        form: Form,
    },
    /// The invoices in the file that comes with the request: UBL, CII, a PDF with one in it, Finvoice.
    Read,
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

/// What is put on paper.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Paper {
    /// An issued invoice or credit note.
    Document(Invoice),
    /// What a draft would become: it says that it is no invoice, has no number, and nobody can pay from it.
    Preview(Invoice),
    /// The same as a quote.
    Quote {
        /// What is offered, as a draft would become it.
        invoice: Invoice,
        /// The last day on which it holds.
        valid_until: NaiveDate,
    },
    /// A letter.
    Letter {
        /// The letter.
        letter: Letter,
        /// Who writes it.
        seller: Seller,
        /// What it is about, in the words it has or those of its kind.
        subject: String,
        /// What it says, a paragraph each.
        paragraphs: Vec<String>,
    },
    /// A statement of account.
    Statement {
        /// Whose.
        account: Account,
        /// Who writes it.
        seller: Seller,
        /// What moved.
        statement: Statement,
        /// The day it is made.
        on: NaiveDate,
    },
}

/// In what many documents come.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Bundle {
    /// One PDF to print, each document on pages of its own. Only for [`Form::Pdf`].
    OneFile,
    /// A ZIP archive with one file each, and a list of those that could not be written.
    Zip,
}

/// An e-mail that a person sends themselves.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mail {
    /// The sender's name and address; the mail program knows its own, too.
    pub from: (String, String),
    /// The receiver's name and address. The address may be empty.
    pub to: (String, String),
    /// What it is about.
    pub subject: String,
    /// What it says, a paragraph each.
    pub paragraphs: Vec<String>,
}

/// A document that its form's rules refuse, among many.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Misfit {
    /// Which.
    pub document: InvoiceId,
    /// Its number.
    pub number: String,
    /// Why.
    pub faults: Vec<Fault>,
}

/// A form in which a document leaves the device.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Form {
    /// A PDF to read and to pay from.
    Pdf,
    /// Its first page as a picture (SVG), to be looked at on the screen.
    Picture,
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
    /// The rule's own id, such as `BR-DE-15`, or the standard, such as `Finvoice 3.0`.
    pub rule: String,
    /// What it is about: a business term such as `BT-10`, or where [`kind`](Self::kind) says more than
    /// [`Rule`](FaultKind::Rule), a code such as `seller.iban`.
    pub place: String,
    /// The line it is about, counted from 1.
    pub line: Option<u32>,
    /// What is wrong, where more is known than the rule's own words.
    pub kind: FaultKind,
    /// The rule in the words of its authors, in English.
    pub text: String,
}

/// In which way something is wrong.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum FaultKind {
    /// As the rule says; nothing more is known.
    Rule,
    /// There is nothing where something must be.
    Absent,
    /// There are fewer characters than must be.
    TooShort {
        /// The fewest.
        least: u32,
    },
    /// There are more characters or digits than may be, and none may be left out.
    TooLong {
        /// The most.
        most: u32,
    },
    /// There are more decimals than may be.
    TooManyDecimals {
        /// The most.
        most: u32,
    },
    /// The form has no place for what stands there.
    NotTellable,
    /// Less than zero, where that may not be.
    Negative,
    /// A sum is stated that its parts don't come to.
    Differs {
        /// What is stated.
        stated: Decimal,
        /// What the parts come to.
        computed: Decimal,
    },
}

/// A code to pay from that is missing on a paper which is whole without it. What it would say stands there in words.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PressNote {
    /// Which code.
    pub code: PayCode,
    /// Why it is missing.
    pub why: Uncoded,
}

/// Codes to pay from.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum PayCode {
    /// The QR code of the European Payments Council (EPC069-12).
    Epc,
    /// The Swiss QR code, and the payment part with it.
    Swiss,
    /// The Finnish bank barcode.
    Barcode,
}

/// Why a code to pay from can't be drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Uncoded {
    /// The seller lacks something that the code must say.
    Missing(PayField),
    /// Something is longer than the code holds, and half of it would mislead.
    TooLong {
        /// What.
        field: PayField,
        /// The most characters.
        most: u32,
    },
    /// A character that such a payment can't carry.
    Character {
        /// Where it stands.
        field: PayField,
        /// The character.
        found: char,
    },
    /// The amount is larger than the code holds.
    AmountTooLarge {
        /// The largest, in whole units of its currency.
        most: Decimal,
    },
    /// The account is a QR-IBAN, and no QR reference can be made of the invoice's reference.
    QrReferenceMissing,
    /// All of it together is longer than the code holds.
    TooMuch,
}

/// What a code to pay from says.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum PayField {
    /// The seller's name.
    Name,
    /// The seller's street.
    Street,
    /// The seller's post code.
    PostalCode,
    /// The seller's town.
    City,
    /// The code of the seller's bank.
    Bic,
    /// The text or reference in words.
    Text,
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
        /// Codes to pay from that are missing on the paper.
        notes: Vec<PressNote>,
    },
    /// Nothing was made, because the form's rules refuse the document. Of a check: what was found, which may be nothing.
    Unfit(Vec<Fault>),
    /// The file with many documents comes with the answer.
    PressedMany {
        /// The file's name.
        name: String,
        /// How many documents it holds.
        count: u64,
        /// Those it does not hold.
        misfits: Vec<Misfit>,
    },
    /// What was in the file: one invoice, or as many as a Finvoice file holds.
    Read(Vec<Reading>),
    /// The file is no invoice that can be read.
    Unreadable(Unreadable),
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
    /// The logo can't be drawn; without it the paper could be.
    Logo(LogoFault),
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
