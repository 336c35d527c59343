//! Decisions: a command and the book become changes, or a refusal. Pure.

use crate::billing::id::InvoiceId;
use crate::billing::invoice::Invoice;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a decision may know beside the book.
pub struct Context<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// Today where the seller is.
    pub today: NaiveDate,
    /// What [`needs`] asked for.
    pub fetched: &'a Fetched,
    /// Ids for records that the command doesn't name, such as the invoices of a run.
    pub fresh: &'a mut dyn FnMut() -> Uuid,
}

/// Records at rest that were fetched for a command.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// Documents.
    pub invoices: BTreeMap<InvoiceId, Invoice>,
    /// What is owed on invoices, settled ones too.
    pub receivables: BTreeMap<InvoiceId, Receivable>,
    /// What is left of payments and credit notes, used up ones too.
    pub credits: BTreeMap<CreditSource, Credit>,
}

/// Records that must be fetched before deciding.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// Documents.
    pub invoices: Vec<InvoiceId>,
    /// Receivables that aren't in the book because nothing is open on them.
    pub receivables: Vec<InvoiceId>,
    /// Credits that aren't in the book because nothing is left of them.
    pub credits: Vec<CreditSource>,
}
