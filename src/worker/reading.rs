//! An invoice as a file from elsewhere states it, for a person to look at. Nothing is corrected, and nothing computed anew.

use super::protocol::Fault;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// An invoice or credit note from a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reading {
    /// What kind of file it was.
    pub format: Format,
    /// The rules it says it follows (BT-24), or the version of Finvoice.
    pub profile: String,
    /// Whether it takes money back.
    pub is_credit_note: bool,
    /// Its number (BT-1).
    pub number: String,
    /// Its date (BT-2).
    pub issue_date: Option<NaiveDate>,
    /// When it is due (BT-9).
    pub due_date: Option<NaiveDate>,
    /// The day of supply (BT-72).
    pub supplied: Option<NaiveDate>,
    /// The currency of its amounts (BT-5), as ISO 4217 has it.
    pub currency: String,
    /// The number of the invoice it corrects (BT-25).
    pub corrects: String,
    /// The buyer's order (BT-13).
    pub order: String,
    /// The buyer's own reference (BT-10).
    pub buyer_reference: String,
    /// Who bills (BG-4).
    pub seller: Side,
    /// Who is billed (BG-7).
    pub buyer: Side,
    /// What is billed (BG-25).
    pub lines: Vec<ReadLine>,
    /// Discounts and fees on the whole (BG-20, BG-21); discounts are negative.
    pub adjustments: Vec<ReadAdjustment>,
    /// VAT by rate (BG-23).
    pub taxes: Vec<ReadTax>,
    /// The sums (BG-22).
    pub totals: ReadTotals,
    /// How it is paid (BG-16).
    pub payment: ReadPayment,
    /// Texts on it (BT-22).
    pub notes: Vec<String>,
    /// Rules of EN 16931 that it breaks, and sums that don't add up.
    pub faults: Vec<Fault>,
}

/// Kinds of files that hold an invoice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub enum Format {
    /// OASIS UBL 2.1.
    Ubl,
    /// UN/CEFACT Cross Industry Invoice.
    Cii,
    /// A PDF with one in it: Factur-X, ZUGFeRD.
    FacturX,
    /// Finvoice.
    Finvoice,
}

/// One of the two parties.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Side {
    /// Name.
    pub name: String,
    /// Street lines, post code with town.
    pub address: Vec<String>,
    /// Country, as ISO 3166-1 has it.
    pub country: String,
    /// VAT id.
    pub vat_id: String,
    /// Business or company id.
    pub business_id: String,
    /// Where e-invoices to it go, with its scheme.
    pub e_invoice: String,
    /// A person or department.
    pub contact: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
}

/// One line.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReadLine {
    /// What.
    pub description: String,
    /// How much of it (BT-129).
    pub quantity: Option<Decimal>,
    /// In which unit (BT-130).
    pub unit: String,
    /// The price of one (BT-146).
    pub price: Option<Decimal>,
    /// The tax's category (BT-151).
    pub category: String,
    /// The tax's rate in percent (BT-152).
    pub rate: Option<Decimal>,
    /// Without VAT (BT-131).
    pub net: Option<Decimal>,
    /// Discounts and fees on the line and why there are any (BG-27, BG-28), which the net amount holds; discounts are negative.
    pub adjustments: Vec<(String, Decimal)>,
}

/// A discount or fee on the whole.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReadAdjustment {
    /// Why (BT-97, BT-104).
    pub reason: String,
    /// How much without VAT (BT-92, BT-99); a discount is negative.
    pub amount: Decimal,
    /// The tax's category (BT-95, BT-102); empty where the file leaves it open.
    pub category: String,
    /// The tax's rate in percent (BT-96, BT-103).
    pub rate: Option<Decimal>,
}

/// The VAT of one rate.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReadTax {
    /// Category (BT-118).
    pub category: String,
    /// Rate in percent (BT-119).
    pub rate: Option<Decimal>,
    /// What is taxed (BT-116).
    pub taxable: Decimal,
    /// The tax (BT-117).
    pub amount: Decimal,
    /// Why none is charged (BT-120, BT-121).
    pub reason: String,
}

/// The sums.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReadTotals {
    /// The lines (BT-106).
    pub lines: Option<Decimal>,
    /// Without VAT (BT-109).
    pub tax_exclusive: Option<Decimal>,
    /// VAT (BT-110).
    pub tax: Option<Decimal>,
    /// With VAT (BT-112).
    pub tax_inclusive: Decimal,
    /// Paid in advance (BT-113).
    pub prepaid: Option<Decimal>,
    /// Rounding (BT-114).
    pub rounding: Option<Decimal>,
    /// To pay (BT-115).
    pub due: Decimal,
}

/// How it is paid.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ReadPayment {
    /// The account (BT-84).
    pub account: String,
    /// Its bank (BT-86).
    pub bic: String,
    /// The reference to pay with (BT-83).
    pub reference: String,
    /// Terms in words (BT-20).
    pub terms: String,
}

/// Why a file is no invoice that can be read. Nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub enum Unreadable {
    /// There is nothing in it.
    Empty,
    /// The file is too large.
    TooLarge {
        /// Its bytes.
        bytes: u64,
        /// The most.
        most: u64,
    },
    /// Nested so deeply, or of so many elements, that it is an attack rather than an invoice.
    Hostile,
    /// It names a document type, with which entities come: refused.
    DocumentType,
    /// The XML is broken; where.
    Broken {
        /// Line, counted from 1.
        line: u32,
        /// Column, counted from 1.
        column: u32,
    },
    /// It is not in an encoding that is read here, or not in the one it declares.
    Encoding {
        /// The one declared or found; empty where bytes are not in the one declared.
        found: String,
    },
    /// Neither XML nor PDF.
    NotAnInvoiceFile,
    /// XML, but no invoice that is known here; the name of its first element.
    NoInvoice {
        /// The element.
        found: String,
    },
    /// Something an invoice must have is missing.
    Missing {
        /// The element.
        element: String,
    },
    /// An element holds something it can't hold.
    Wrong {
        /// The element.
        element: String,
        /// What it holds.
        found: String,
    },
    /// The PDF is protected by a password.
    Encrypted,
    /// The PDF holds no e-invoice.
    PlainPdf,
    /// The PDF is broken.
    BrokenPdf,
    /// Anything else; the library's words, in English.
    Other {
        /// What it said.
        words: String,
    },
}
