//! A store of packed records over any [`Disk`]: many records to a value, as JSON in bytes.
//!
//! The working set lies in packs of its own and is read at the start; documents, payments and the journal lie in packs that
//! are only appended to; settled open items lie beside their documents. Nothing here knows a browser.

pub mod directory;
pub mod disk;
pub mod pack;
pub mod plan;
mod reading;
mod replacement;

pub use replacement::PackedReplacement;

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::invoice::Invoice;
use crate::billing::journal::{JournalEntry, JournalHead, Written};
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::store::record::{Archive, Pack};
use crate::store::summary::{Summaries, Summary};
use crate::store::{Commit, Durability, Opened, Rescue, Store, StoreError};
use directory::{Directory, Meta};
use disk::{Disk, Write};
use pack::Shelf;
use plan::{Planner, asks_for_positions};
use std::borrow::Cow;
use std::cell::RefCell;
use std::rc::Rc;
use uuid::Uuid;

/// A packed store. Clones share what they know.
#[derive(Debug)]
pub struct Packed<D> {
    inner: Rc<Inner<D>>,
}

#[derive(Debug)]
struct Inner<D> {
    disk: D,
    /// Nothing before the first opening.
    known: RefCell<Option<Known>>,
}

/// What is known of the book without reading.
#[derive(Clone, Debug)]
struct Known {
    directory: Directory,
    summaries: Option<Rc<Summaries>>,
}

impl<D> Clone for Packed<D> {
    fn clone(&self) -> Self {
        Packed {
            inner: Rc::clone(&self.inner),
        }
    }
}

impl<D: Disk> Packed<D> {
    /// A store over a disk. Nothing is read yet.
    pub fn new(disk: D) -> Self {
        Packed {
            inner: Rc::new(Inner {
                disk,
                known: RefCell::new(None),
            }),
        }
    }

    /// The disk.
    pub fn disk(&self) -> &D {
        &self.inner.disk
    }

    /// Asks what is known of the book. [`StoreError::Stale`] before it was opened.
    fn known<T>(&self, ask: impl FnOnce(&Known) -> T) -> Result<T, StoreError> {
        let known = self.inner.known.borrow();
        known.as_ref().map(ask).ok_or(StoreError::Stale)
    }

    fn plan_of(
        &self,
        commit: &Commit<'_>,
        written: Option<&Written>,
    ) -> Result<plan::Plan, StoreError> {
        self.known(|known| {
            if known.directory.meta.journal != commit.expected {
                return Err(StoreError::Stale);
            }
            let position = |of: Shelf, id: Uuid| known.position(of, id);
            let mut planner = Planner::new(&known.directory, &position);
            for (index, change) in commit.changes.iter().enumerate() {
                let record = written.and_then(|written| written.record(index));
                planner.change_written(change, record.map(Cow::Borrowed))?;
            }
            planner.journal(commit.entry);
            Ok(planner.finish())
        })?
    }

    async fn keep(&self, commit: Commit<'_>, written: Option<&Written>) -> Result<(), StoreError> {
        let asks = self.known(|known| {
            known.summaries.is_none() && asks_for_positions(&known.directory, commit.changes)
        })?;
        if asks {
            self.read_summaries().await?;
        }
        let plan = self.plan_of(&commit, written)?;
        let mut decide = |found: disk::Found| {
            let meta = Meta::read(found.meta.as_deref().ok_or(StoreError::Stale)?)?;
            // The answer to the first attempt was lost, not the commit.
            if meta == plan.changed.meta {
                return Ok(Vec::new());
            }
            let same_book = meta.generation == plan.changed.meta.generation;
            if meta.journal != commit.expected || !same_book {
                return Err(StoreError::Stale);
            }
            let mut writes = plan.writes(&found)?;
            writes.push(Write::Meta(plan.changed.meta.bytes()));
            Ok(writes)
        };
        let disk = &self.inner.disk;
        disk.write(commit.durability, &plan.queries(), &mut decide)
            .await?;
        self.adopt(plan, &commit);
        Ok(())
    }

    /// Notes a commit that was kept.
    fn adopt(&self, plan: plan::Plan, commit: &Commit<'_>) {
        let mut known = self.inner.known.borrow_mut();
        let Some(known) = known.as_mut() else { return };
        // Somebody opened the store again in the meantime and knows more than this commit.
        if known.directory.meta.journal != commit.expected {
            return;
        }
        known.directory.adopt(plan.changed);
        if let Some(summaries) = known.summaries.as_mut() {
            let summaries = Rc::make_mut(summaries);
            for change in commit.changes {
                match change {
                    Change::InvoiceIssued(invoice) => {
                        summaries.documents.push(&Summary::of_document(invoice));
                    }
                    Change::PaymentReceived(payment) => {
                        summaries.payments.push(&Summary::of_payment(payment));
                    }
                    _ => {}
                }
            }
        }
    }
}

impl Known {
    /// The ordinal of a document or payment, if its summary was read.
    fn position(&self, of: Shelf, id: Uuid) -> Option<u64> {
        let summaries = self.summaries.as_ref()?;
        let table = match of {
            Shelf::Payments => &summaries.payments,
            _ => &summaries.documents,
        };
        table.position(id).map(|at| at as u64)
    }
}

impl<D: Disk> Store for Packed<D> {
    type Replacement = PackedReplacement<D>;

    async fn open(&self) -> Result<Option<Opened>, StoreError> {
        self.read_working_set().await
    }

    async fn create(&self, book: &Book) -> Result<(), StoreError> {
        let mut meta = Meta::new(1, book.id);
        meta.journal = book.journal;
        let directory = Directory::new(meta);
        let nowhere = |_: Shelf, _: Uuid| None;
        let mut planner = Planner::new(&directory, &nowhere);
        for change in as_changes(book) {
            planner.change(&change)?;
        }
        let plan = planner.finish();
        let mut decide = |found: disk::Found| {
            let meta = plan.changed.meta.bytes();
            match found.meta.as_ref() {
                None => {
                    // A replacement that was given up may have left packs behind.
                    let mut writes = vec![Write::DeleteRange("0".into(), ":".into())];
                    writes.extend(plan.writes(&plan.nothing_found())?);
                    writes.push(Write::Meta(meta));
                    Ok(writes)
                }
                // The answer to the first attempt was lost, not the book.
                Some(there) if *there == meta => Ok(Vec::new()),
                Some(_) => Err(StoreError::Stale),
            }
        };
        let disk = &self.inner.disk;
        disk.write(Durability::Strict, &[], &mut decide).await
    }

    async fn commit(&self, commit: Commit<'_>) -> Result<(), StoreError> {
        self.keep(commit, None).await
    }

    async fn commit_written(
        &self,
        commit: Commit<'_>,
        written: &Written,
    ) -> Result<(), StoreError> {
        self.keep(commit, Some(written)).await
    }

    async fn head(&self) -> Result<JournalHead, StoreError> {
        Ok(self.read_meta().await?.ok_or(StoreError::Stale)?.journal)
    }

    async fn invoices(&self, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        self.fetch_archived(Shelf::Documents, &ids).await
    }

    async fn payments(&self, ids: &[PaymentId]) -> Result<Vec<Payment>, StoreError> {
        let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
        self.fetch_archived(Shelf::Payments, &ids).await
    }

    async fn receivables(&self, ids: &[InvoiceId]) -> Result<Vec<Receivable>, StoreError> {
        let wanted: Vec<(CreditSource, bool)> = ids
            .iter()
            .map(|id| (CreditSource::CreditNote(*id), true))
            .collect();
        self.fetch_open_items(&wanted).await
    }

    async fn credits(&self, sources: &[CreditSource]) -> Result<Vec<Credit>, StoreError> {
        let wanted: Vec<(CreditSource, bool)> =
            sources.iter().map(|source| (*source, false)).collect();
        self.fetch_open_items(&wanted).await
    }

    async fn summaries(&self) -> Result<Rc<Summaries>, StoreError> {
        self.read_summaries().await
    }

    async fn last_documents(&self, count: usize) -> Result<Vec<Summary<'static>>, StoreError> {
        self.read_last_documents(count).await
    }

    async fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        self.read_journal(from, limit).await
    }

    async fn packs(
        &self,
        at: JournalHead,
        archive: Archive,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Pack>, StoreError> {
        self.read_packs(at, archive, from, limit).await
    }

    async fn replace(&self) -> Result<PackedReplacement<D>, StoreError> {
        PackedReplacement::begin(self.clone()).await
    }

    async fn rescue(&self) -> Result<Rescue, StoreError> {
        self.read_whatever_can_be_read().await
    }
}

/// What would have to be kept to make an empty book into this one. A new book has no documents, so nothing open either.
fn as_changes(book: &Book) -> Vec<Change> {
    let mut changes = vec![Change::SellerRevised(book.seller.clone())];
    changes.extend(book.people.values().cloned().map(Change::PersonRevised));
    changes.extend(book.series.values().cloned().map(Change::SeriesRevised));
    changes.extend(book.accounts.values().cloned().map(Change::AccountAdded));
    changes.extend(book.products.values().cloned().map(Change::ProductAdded));
    changes.extend(book.contracts.values().cloned().map(Change::ContractAdded));
    changes.extend(book.charges.values().cloned().map(Change::ChargeAdded));
    changes.extend(book.drafts.values().cloned().map(Change::DraftSaved));
    changes.extend(book.imports.values().cloned().map(Change::ImportRecorded));
    changes.extend(book.cases.values().cloned().map(Change::CaseRevised));
    changes.extend(book.callers.values().cloned().map(Change::CallerRevised));
    changes.extend(book.grants.values().cloned().map(Change::GrantRevised));
    changes.extend(book.letters.values().cloned().map(Change::LetterKept));
    changes.extend(
        book.experiments
            .values()
            .cloned()
            .map(Change::ExperimentRevised),
    );
    changes.extend(book.policy.iter().cloned().map(Change::PolicyRevised));
    changes.extend(
        book.stationery
            .iter()
            .cloned()
            .map(Change::StationeryRevised),
    );
    changes
}
