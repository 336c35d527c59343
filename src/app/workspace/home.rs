//! Where the book rests: the one place that names a kind of store.

use crate::billing::book::Book;
use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::invoice::Invoice;
use crate::billing::journal::{JournalEntry, JournalHead};
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::store::record::{Archive, Pack, Record};
use crate::store::summary::Summaries;
use crate::store::{Commit, Opened, Replacement, Rescue, Store, StoreError};
use std::rc::Rc;

/// The store of this page.
pub struct Home {
    store: Rc<Nowhere>,
}

impl Home {
    /// A store that is not connected yet.
    pub fn new() -> Self {
        Home {
            store: Rc::new(Nowhere),
        }
    }

    /// Opens the database.
    pub async fn connect(&self) -> Result<(), StoreError> {
        Ok(())
    }

    /// The store.
    pub fn store(&self) -> Rc<Nowhere> {
        self.store.clone()
    }
}

/// No store at all.
pub struct Nowhere;

fn nowhere<T>() -> Result<T, StoreError> {
    Err(StoreError::Unavailable {
        reason: "no store".into(),
    })
}

impl Replacement for Nowhere {
    async fn put(&mut self, _: Vec<Record>) -> Result<(), StoreError> {
        nowhere()
    }
    async fn keep(self, _: uuid::Uuid) -> Result<(), StoreError> {
        nowhere()
    }
}

impl Store for Nowhere {
    type Replacement = Nowhere;
    async fn open(&self) -> Result<Option<Opened>, StoreError> {
        nowhere()
    }
    async fn create(&self, _: &Book) -> Result<(), StoreError> {
        nowhere()
    }
    async fn commit(&self, _: Commit<'_>) -> Result<(), StoreError> {
        nowhere()
    }
    async fn head(&self) -> Result<JournalHead, StoreError> {
        nowhere()
    }
    async fn invoices(&self, _: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
        nowhere()
    }
    async fn payments(&self, _: &[PaymentId]) -> Result<Vec<Payment>, StoreError> {
        nowhere()
    }
    async fn receivables(&self, _: &[InvoiceId]) -> Result<Vec<Receivable>, StoreError> {
        nowhere()
    }
    async fn credits(&self, _: &[CreditSource]) -> Result<Vec<Credit>, StoreError> {
        nowhere()
    }
    async fn summaries(&self) -> Result<Rc<Summaries>, StoreError> {
        nowhere()
    }
    async fn journal(&self, _: u64, _: usize) -> Result<Vec<JournalEntry>, StoreError> {
        nowhere()
    }
    async fn packs(
        &self,
        _: JournalHead,
        _: Archive,
        _: u64,
        _: usize,
    ) -> Result<Vec<Pack>, StoreError> {
        nowhere()
    }
    async fn replace(&self) -> Result<Nowhere, StoreError> {
        nowhere()
    }
    async fn rescue(&self) -> Result<Rescue, StoreError> {
        nowhere()
    }
}
