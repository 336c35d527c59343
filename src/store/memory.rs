//! The reference store: everything in memory, in the plainest way. Other stores must behave like it.

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::invoice::Invoice;
use crate::billing::journal::{JournalEntry, JournalHead};
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::store::record::{Archive, Kind, Pack, Record, bare_book};
use crate::store::summary::{Summaries, Summary};
use crate::store::{Commit, Opened, Replacement, Rescue, Store, StoreError};
use serde::Serialize;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use uuid::Uuid;

/// A store in memory. Clones share their records, as tabs share a database.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    kept: Rc<RefCell<Option<Kept>>>,
}

#[derive(Clone, Debug)]
struct Kept {
    book: Book,
    documents: Vec<Invoice>,
    payments: Vec<Payment>,
    settled: BTreeMap<InvoiceId, Receivable>,
    used: BTreeMap<CreditSource, Credit>,
    journal: Vec<JournalEntry>,
    summaries: Rc<Summaries>,
}

impl Kept {
    fn new(book: Book) -> Self {
        Kept {
            book,
            documents: Vec::new(),
            payments: Vec::new(),
            settled: BTreeMap::new(),
            used: BTreeMap::new(),
            journal: Vec::new(),
            summaries: Rc::default(),
        }
    }

    fn put_document(&mut self, invoice: &Invoice) {
        let summaries = Rc::make_mut(&mut self.summaries);
        summaries.documents.push(&Summary::of_document(invoice));
        self.documents.push(invoice.clone());
    }

    fn put_payment(&mut self, payment: &Payment) {
        let summaries = Rc::make_mut(&mut self.summaries);
        summaries.payments.push(&Summary::of_payment(payment));
        self.payments.push(payment.clone());
    }

    /// Keeps an open item at rest when nothing is left of it, and only then.
    fn rest_receivable(&mut self, receivable: &Receivable) {
        if receivable.rests() {
            self.settled.insert(receivable.invoice, receivable.clone());
        } else {
            self.settled.remove(&receivable.invoice);
        }
    }

    fn rest_credit(&mut self, credit: &Credit) {
        if credit.left().is_zero() {
            self.used.insert(credit.source, credit.clone());
        } else {
            self.used.remove(&credit.source);
        }
    }

    fn used_in_order(&self) -> impl Iterator<Item = &Credit> {
        let of_payments = self
            .payments
            .iter()
            .map(|payment| CreditSource::Payment(payment.id));
        let of_notes = self
            .documents
            .iter()
            .map(|document| CreditSource::CreditNote(document.id));
        of_payments
            .chain(of_notes)
            .filter_map(|source| self.used.get(&source))
    }

    fn settled_in_order(&self) -> impl Iterator<Item = &Receivable> {
        self.documents
            .iter()
            .filter_map(|document| self.settled.get(&document.id))
    }
}

impl Store for Memory {
    type Replacement = Incoming;

    async fn open(&self) -> Result<Option<Opened>, StoreError> {
        Ok(self.kept.borrow().as_ref().map(|kept| Opened {
            book: kept.book.clone(),
            documents: kept.documents.len() as u64,
            payments: kept.payments.len() as u64,
        }))
    }

    async fn create(&self, book: &Book) -> Result<(), StoreError> {
        let mut kept = self.kept.borrow_mut();
        if kept.is_some() {
            return Err(StoreError::Stale);
        }
        *kept = Some(Kept::new(book.clone()));
        Ok(())
    }

    async fn commit(&self, commit: Commit<'_>) -> Result<(), StoreError> {
        let mut kept = self.kept.borrow_mut();
        let kept = kept.as_mut().ok_or(StoreError::Stale)?;
        if kept.book.journal != commit.expected {
            return Err(StoreError::Stale);
        }
        for change in commit.changes {
            match change {
                Change::InvoiceIssued(invoice) => kept.put_document(invoice),
                Change::PaymentReceived(payment) => kept.put_payment(payment),
                Change::ReceivableRevised(receivable) | Change::InvoiceSent(receivable) => {
                    kept.rest_receivable(receivable);
                }
                Change::CreditRevised(credit) | Change::CreditNoteSent(credit) => {
                    kept.rest_credit(credit);
                }
                _ => {}
            }
        }
        kept.book.apply(commit.changes);
        kept.book.journal = commit.entry.head();
        kept.journal.push(commit.entry.clone());
        Ok(())
    }

    async fn head(&self) -> Result<JournalHead, StoreError> {
        self.read(|kept| kept.book.journal)
    }

    async fn invoices(&self, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
        self.read(|kept| {
            let place = |id: &InvoiceId| kept.summaries.documents.position(id.0);
            let found = ids.iter().filter_map(place);
            found.map(|at| kept.documents[at].clone()).collect()
        })
    }

    async fn payments(&self, ids: &[PaymentId]) -> Result<Vec<Payment>, StoreError> {
        self.read(|kept| {
            let place = |id: &PaymentId| kept.summaries.payments.position(id.0);
            let found = ids.iter().filter_map(place);
            found.map(|at| kept.payments[at].clone()).collect()
        })
    }

    async fn receivables(&self, ids: &[InvoiceId]) -> Result<Vec<Receivable>, StoreError> {
        self.read(|kept| {
            let open = &kept.book.receivables;
            ids.iter()
                .filter_map(|id| open.get(id).or_else(|| kept.settled.get(id)))
                .cloned()
                .collect()
        })
    }

    async fn credits(&self, sources: &[CreditSource]) -> Result<Vec<Credit>, StoreError> {
        self.read(|kept| {
            let left = &kept.book.credits;
            sources
                .iter()
                .filter_map(|source| left.get(source).or_else(|| kept.used.get(source)))
                .cloned()
                .collect()
        })
    }

    async fn last_documents(&self, count: usize) -> Result<Vec<Summary<'static>>, StoreError> {
        self.read(|kept| kept.summaries.documents.last(count))
    }

    async fn summaries(&self) -> Result<Rc<Summaries>, StoreError> {
        self.read(|kept| Rc::clone(&kept.summaries))
    }

    async fn journal(&self, from: u64, limit: usize) -> Result<Vec<JournalEntry>, StoreError> {
        self.read(|kept| {
            let entries = kept.journal.iter().filter(|entry| entry.sequence >= from);
            entries.take(limit).cloned().collect()
        })
    }

    async fn packs(
        &self,
        at: JournalHead,
        archive: Archive,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Pack>, StoreError> {
        if self.head().await? != at {
            return Err(StoreError::Stale);
        }
        self.read(|kept| match archive {
            Archive::Documents => packed(kept.documents.iter(), from, limit),
            Archive::Payments => packed(kept.payments.iter(), from, limit),
            Archive::SettledReceivables => packed(kept.settled_in_order(), from, limit),
            Archive::UsedCredits => packed(kept.used_in_order(), from, limit),
            Archive::Journal => packed(kept.journal.iter(), from, limit),
        })
    }

    async fn replace(&self) -> Result<Incoming, StoreError> {
        Ok(Incoming {
            store: Rc::clone(&self.kept),
            began: self.standing(),
            kept: Kept::new(bare_book(Uuid::nil())),
        })
    }

    async fn rescue(&self) -> Result<Rescue, StoreError> {
        let kept = self.kept.borrow();
        let mut records = Vec::new();
        if let Some(kept) = kept.as_ref() {
            let book = &kept.book;
            records.push((Kind::Seller, json(&book.seller)));
            add(&mut records, Kind::Person, book.people.values());
            add(&mut records, Kind::Series, book.series.values());
            add(&mut records, Kind::Account, book.accounts.values());
            add(&mut records, Kind::Product, book.products.values());
            add(&mut records, Kind::Contract, book.contracts.values());
            add(&mut records, Kind::Charge, book.charges.values());
            add(&mut records, Kind::Draft, book.drafts.values());
            add(&mut records, Kind::Import, book.imports.values());
            add(&mut records, Kind::Case, book.cases.values());
            add(&mut records, Kind::Caller, book.callers.values());
            add(&mut records, Kind::Grant, book.grants.values());
            add(&mut records, Kind::Letter, book.letters.values());
            add(&mut records, Kind::Experiment, book.experiments.values());
            add(&mut records, Kind::Policy, book.policy.iter());
            add(&mut records, Kind::Stationery, book.stationery.iter());
            add(&mut records, Kind::Document, kept.documents.iter());
            add(&mut records, Kind::Payment, kept.payments.iter());
            add(&mut records, Kind::Receivable, book.receivables.values());
            add(&mut records, Kind::Receivable, kept.settled_in_order());
            add(&mut records, Kind::Credit, book.credits.values());
            add(&mut records, Kind::Credit, kept.used_in_order());
            add(&mut records, Kind::Journal, kept.journal.iter());
        }
        Ok(Rescue {
            records,
            damaged: Vec::new(),
        })
    }
}

impl Memory {
    fn read<T>(&self, ask: impl FnOnce(&Kept) -> T) -> Result<T, StoreError> {
        self.kept
            .borrow()
            .as_ref()
            .map(ask)
            .ok_or(StoreError::Stale)
    }

    fn standing(&self) -> Option<(Uuid, JournalHead)> {
        let kept = self.kept.borrow();
        kept.as_ref().map(|kept| (kept.book.id, kept.book.journal))
    }
}

/// A book on its way into a [`Memory`].
#[derive(Debug)]
pub struct Incoming {
    store: Rc<RefCell<Option<Kept>>>,
    began: Option<(Uuid, JournalHead)>,
    kept: Kept,
}

impl Replacement for Incoming {
    async fn put(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        for record in records {
            match &record {
                Record::Document(invoice) => self.kept.put_document(invoice),
                Record::Payment(payment) => self.kept.put_payment(payment),
                Record::Receivable(receivable) => self.kept.rest_receivable(receivable),
                Record::Credit(credit) => self.kept.rest_credit(credit),
                Record::Journal(entry) => {
                    self.kept.book.journal = entry.head();
                    self.kept.journal.push(entry.clone());
                }
                _ => {}
            }
            record.enter(&mut self.kept.book);
        }
        Ok(())
    }

    async fn keep(mut self, id: Uuid) -> Result<(), StoreError> {
        let store = Memory { kept: self.store };
        if store.standing() != self.began {
            return Err(StoreError::Stale);
        }
        self.kept.book.id = id;
        store.kept.replace(Some(self.kept));
        Ok(())
    }
}

/// Records in a pack that is copied out.
const PACK: usize = 100;

fn packed<'a, T: Serialize + 'a>(
    records: impl Iterator<Item = &'a T>,
    from: u64,
    limit: usize,
) -> Vec<Pack> {
    let begin = usize::try_from(from).unwrap_or(usize::MAX);
    let records: Vec<Vec<u8>> = records
        .skip(begin)
        .take(limit.saturating_mul(PACK))
        .map(json)
        .collect();
    let mut next = from;
    records
        .chunks(PACK)
        .map(|records| {
            next += records.len() as u64;
            Pack {
                next,
                records: records.to_vec(),
            }
        })
        .collect()
}

fn add<'a, T: Serialize + 'a>(
    records: &mut Vec<(Kind, Vec<u8>)>,
    kind: Kind,
    of_kind: impl Iterator<Item = &'a T>,
) {
    records.extend(of_kind.map(|record| (kind, json(record))));
}

/// JSON of a record of ours. Map keys are strings and no float occurs, so writing it can't fail.
pub(crate) fn json<T: Serialize>(record: &T) -> Vec<u8> {
    serde_json::to_vec(record)
        .unwrap_or_else(|error| unreachable!("a record that has no JSON: {error}"))
}
