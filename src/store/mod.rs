//! Records at rest: what a store must do, and how it says that it couldn't.
//!
//! Two stores keep the same promises: [`memory`] is the reference, and [`packed`] keeps many records in one value, in a
//! browser's IndexedDB for instance. A store knows no rule of billing; it keeps what was decided, whole or not at all.

#[cfg(target_family = "wasm")]
pub mod indexed_db;
pub mod mark;
pub mod memory;
pub mod packed;
pub mod record;
pub mod summary;

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::invoice::Invoice;
use crate::billing::journal::{JournalEntry, JournalHead, Written};
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use record::{Archive, Pack, Record};
use std::fmt;
use std::rc::Rc;
use summary::{Summaries, Summary};

/// How surely a commit must be on disk when the store says that it is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Durability {
    /// Flushed to disk: for everything that has left the house or is about to, such as an issued number.
    Strict,
    /// With the operating system, which writes it within seconds.
    Relaxed,
}

/// The changes of one command with their journal entry: kept together, or not at all.
#[derive(Clone, Copy, Debug)]
pub struct Commit<'a> {
    /// Where the journal stood when the changes were decided.
    pub expected: JournalHead,
    /// What to keep.
    pub changes: &'a [Change],
    /// Who asked for it.
    pub entry: &'a JournalEntry,
    /// How surely.
    pub durability: Durability,
}

/// A book as found in a store.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Opened {
    /// The working set.
    pub book: Book,
    /// How many invoices and credit notes rest in the store.
    pub documents: u64,
    /// How many payments rest in the store.
    pub payments: u64,
}

/// Why a store didn't do what was asked. Nothing was kept then.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum StoreError {
    /// The browser gives no more room.
    Quota,
    /// Another tab holds an older version of the database open and doesn't let go.
    Blocked,
    /// The records were written by a newer version of the app.
    NewerVersion {
        /// The version found.
        found: u32,
        /// The newest this app can read.
        known: u32,
    },
    /// The store has moved on, by another tab for instance: open it again and decide again.
    Stale,
    /// The browser closed the connection, and opening it again failed.
    ConnectionLost,
    /// A record can't be read. The rest can: see [`Store::rescue`].
    Damaged {
        /// The kind of record and its place, for instance `documents/12`.
        place: String,
        /// What is wrong with it.
        fault: String,
    },
    /// The browser gives no database at all, as in some private windows.
    Unavailable {
        /// The browser's words.
        reason: String,
    },
    /// Something else; the browser's words.
    Other(String),
}

impl fmt::Display for StoreError {
    /// For logs; the screen has words of its own.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StoreError::Quota => f.write_str("no room left"),
            StoreError::Blocked => f.write_str("blocked by another tab"),
            StoreError::NewerVersion { found, known } => {
                write!(f, "records of version {found}, known is {known}")
            }
            StoreError::Stale => f.write_str("the store has moved on"),
            StoreError::ConnectionLost => f.write_str("connection to the database lost"),
            StoreError::Damaged { place, fault } => write!(f, "damaged: {place}: {fault}"),
            StoreError::Unavailable { reason } => write!(f, "no database: {reason}"),
            StoreError::Other(words) => f.write_str(words),
        }
    }
}

impl std::error::Error for StoreError {}

/// Everything that can still be read of a damaged store.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Rescue {
    /// Records by kind, each as JSON.
    pub records: Vec<(record::Kind, Vec<u8>)>,
    /// What can't be read.
    pub damaged: Vec<StoreError>,
}

/// Records at rest. One book in each store.
#[allow(async_fn_in_trait)]
pub trait Store {
    /// A whole new book on its way in.
    type Replacement: Replacement;

    /// Reads the working set; `None` where no book has been kept yet. Reading again catches up with other tabs.
    async fn open(&self) -> Result<Option<Opened>, StoreError>;

    /// Keeps a new book in an empty store. [`StoreError::Stale`] where there is one already.
    async fn create(&self, book: &Book) -> Result<(), StoreError>;

    /// Keeps the changes and their journal entry in one transaction. [`StoreError::Stale`] when the store's journal doesn't
    /// stand where the commit expects it, and nothing is kept then.
    async fn commit(&self, commit: Commit<'_>) -> Result<(), StoreError>;

    /// The same, of changes whose records were written for their entry already.
    async fn commit_written(
        &self,
        commit: Commit<'_>,
        written: &Written,
    ) -> Result<(), StoreError> {
        debug_assert!(written.record(commit.changes.len()).is_none());
        self.commit(commit).await
    }

    /// Where the store's journal stands now, whoever moved it.
    async fn head(&self) -> Result<JournalHead, StoreError>;

    /// Documents in the order asked for; unknown ones are left out.
    async fn invoices(&self, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError>;

    /// Payments in the order asked for; unknown ones are left out.
    async fn payments(&self, ids: &[PaymentId]) -> Result<Vec<Payment>, StoreError>;

    /// What is owed on invoices, open or settled, in the order asked for; unknown ones are left out.
    async fn receivables(&self, ids: &[InvoiceId]) -> Result<Vec<Receivable>, StoreError>;

    /// What is left of payments and credit notes, even if nothing, in the order asked for; unknown ones are left out.
    async fn credits(&self, sources: &[CreditSource]) -> Result<Vec<Credit>, StoreError>;

    /// A compact row for every document and payment. Read when first asked for, then kept in step with the commits.
    async fn summaries(&self) -> Result<Rc<Summaries>, StoreError>;

    /// The documents that were issued last, the newest first, without reading the others.
    async fn last_documents(&self, count: usize) -> Result<Vec<Summary<'static>>, StoreError>;

    /// Journal entries from the sequence number `from` on, at most `limit`.
    async fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError>;

    /// Records of the archive in their order, as kept, for copying them out: up to `limit` packs from the pack `from` on; none
    /// at the end. [`StoreError::Stale`] when the journal no longer stands at `at`: the copy would mix two states.
    async fn packs(
        &self,
        at: JournalHead,
        archive: Archive,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Pack>, StoreError>;

    /// Begins to replace whatever is in the store by another book. Nothing of it shows before [`Replacement::keep`].
    async fn replace(&self) -> Result<Self::Replacement, StoreError>;

    /// Reads whatever can be read, for a copy of a damaged store.
    async fn rescue(&self) -> Result<Rescue, StoreError>;
}

/// A whole new book on its way in. Dropped, it leaves the store as it was.
#[allow(async_fn_in_trait)]
pub trait Replacement {
    /// Adds records. Documents and payments come in the order in which they shall rest, and before the receivables and
    /// credits that name them; journal entries in their order.
    async fn put(&mut self, records: Vec<Record>) -> Result<(), StoreError>;

    /// The same, of records whose JSON was written already.
    async fn put_written(&mut self, records: Vec<(Record, Vec<u8>)>) -> Result<(), StoreError> {
        self.put(records.into_iter().map(|(record, _)| record).collect())
            .await
    }

    /// Puts the new book, known by `id`, in the place of the old one, all at once. [`StoreError::Stale`] when the store has
    /// moved on since the replacement began.
    async fn keep(self, id: uuid::Uuid) -> Result<(), StoreError>;
}
