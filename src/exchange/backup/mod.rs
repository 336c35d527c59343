//! The whole book as one JSON file: its sections, in the order in which they are written.
//!
//! The shape of each record is the serde shape of its type; `public/lasku.schema.json` describes the file to other
//! programs. [`write`] writes it, [`read`] reads and checks it, [`plan`] says what opening it would do.

mod amount;
mod chain;
mod check;
mod fault;
mod inventory;
mod plan;
mod problem;
mod read;
mod record;
mod reference;
mod scan;
mod sequence;
mod write;

pub use inventory::Inventory;
pub use plan::{Adding, ImportMode, ImportPlan, Obstacle, plan_import};
pub use problem::{Fault, Place, Problem, ProblemKind, Problems, Severity};
pub use read::{Discard, Keep, Reader, Report};
pub use scan::{ScanError, records_of};
pub use write::{Header, Writer};

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::{
    caller::Caller, case::Case, experiment::Experiment, grant::Grant, policy::Policy,
};
use crate::billing::draft::Draft;
use crate::billing::id::SeriesId;
use crate::billing::invoice::Invoice;
use crate::billing::journal::{JournalEntry, JournalHead};
use crate::billing::letter::Letter;
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, Receivable};
use crate::billing::seller::{Import, Person, Seller};
use crate::billing::stationery::Stationery;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What the file calls itself.
pub const FORMAT: &str = "lasku";

/// The version of the format that is written. A change that an older program would misread gets a new one, and every
/// version ever released stays readable.
pub const FORMAT_VERSION: u32 = 1;

/// The largest file that is opened, in bytes.
pub const MAX_FILE: u64 = 1 << 30;

/// A list of records in the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Section {
    People,
    Series,
    Accounts,
    Products,
    Contracts,
    Charges,
    Drafts,
    Imports,
    Policies,
    Stationery,
    Cases,
    Callers,
    Grants,
    Letters,
    Experiments,
    Invoices,
    Payments,
    Receivables,
    Credits,
    Journal,
}

impl Section {
    /// Every section, in the order of the file. Records stand in the order of their ids, but invoices, payments and the
    /// journal as they came about, and receivables and credits in the order of what they are about.
    pub const ALL: [Section; 20] = [
        Section::People,
        Section::Series,
        Section::Accounts,
        Section::Products,
        Section::Contracts,
        Section::Charges,
        Section::Drafts,
        Section::Imports,
        Section::Policies,
        Section::Stationery,
        Section::Cases,
        Section::Callers,
        Section::Grants,
        Section::Letters,
        Section::Experiments,
        Section::Invoices,
        Section::Payments,
        Section::Receivables,
        Section::Credits,
        Section::Journal,
    ];

    /// Its key in the file.
    pub fn key(self) -> &'static str {
        match self {
            Section::People => "people",
            Section::Series => "series",
            Section::Accounts => "accounts",
            Section::Products => "products",
            Section::Contracts => "contracts",
            Section::Charges => "charges",
            Section::Drafts => "drafts",
            Section::Imports => "imports",
            Section::Policies => "policies",
            Section::Stationery => "stationery",
            Section::Cases => "cases",
            Section::Callers => "callers",
            Section::Grants => "grants",
            Section::Letters => "letters",
            Section::Experiments => "experiments",
            Section::Receivables => "receivables",
            Section::Credits => "credits",
            Section::Invoices => "invoices",
            Section::Payments => "payments",
            Section::Journal => "journal",
        }
    }

    /// Whether a file without it is no whole book. Files written before there was a customer desk lack its
    /// sections, and those from before a look could be chosen lack that.
    pub fn is_required(self) -> bool {
        !matches!(
            self,
            Section::Policies
                | Section::Stationery
                | Section::Cases
                | Section::Callers
                | Section::Grants
                | Section::Letters
                | Section::Experiments
        )
    }

    /// The section of that key.
    pub fn of_key(key: &str) -> Option<Section> {
        Section::ALL
            .into_iter()
            .find(|section| section.key() == key)
    }
}

/// A record of the file.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum FileRecord {
    Seller(Seller),
    Person(Person),
    Series(NumberSeries),
    Account(Account),
    Product(Product),
    Contract(Contract),
    Charge(PendingCharge),
    Draft(Draft),
    Import(Import),
    Policy(Policy),
    Stationery(Stationery),
    Case(Case),
    Caller(Caller),
    Grant(Grant),
    Letter(Letter),
    Experiment(Experiment),
    Invoice(Invoice),
    Payment(Payment),
    Receivable(Receivable),
    Credit(Credit),
    Entry(JournalEntry),
}

/// How far a book had come when it was saved: a copy that is behind its own mark has lost something.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// The book.
    pub database: Uuid,
    /// The next number of each series.
    pub series: BTreeMap<SeriesId, u64>,
    /// Where the journal stood.
    pub journal: JournalHead,
}

impl Mark {
    /// How far a book has come.
    pub fn of(book: &Book) -> Self {
        Mark {
            database: book.id,
            series: book
                .series
                .values()
                .map(|series| (series.id, series.next))
                .collect(),
            journal: book.journal,
        }
    }
}
