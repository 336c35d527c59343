//! Replacing a whole book: written beside the old one, then put in its place by one transaction.

use crate::billing::change::Change;
use crate::store::packed::Packed;
use crate::store::packed::directory::{Directory, Meta};
use crate::store::packed::disk::{Disk, Found, Query, Write};
use crate::store::packed::pack::{Shelf, generation_prefix};
use crate::store::packed::plan::Planner;
use crate::store::record::Record;
use crate::store::{Durability, Replacement, StoreError};
use std::borrow::Cow;
use std::collections::HashMap;
use uuid::Uuid;

/// Where the last generation that somebody began to write is noted.
const CLAIM: &str = "claim";

/// Records written in one transaction: few enough to hold in memory, enough that the disk is seldom waited for.
const BATCH: usize = 4000;

/// A book on its way into a packed store.
#[derive(Debug)]
pub struct PackedReplacement<D> {
    store: Packed<D>,
    /// What stood above the old book when this began.
    began: Option<Vec<u8>>,
    directory: Directory,
    positions: HashMap<(Shelf, Uuid), u64>,
    /// Records with their JSON, where it was written before.
    waiting: Vec<(Record, Option<Vec<u8>>)>,
    /// How many batches were written.
    batches: u64,
}

impl<D: Disk> PackedReplacement<D> {
    /// Claims a generation that nobody writes to.
    pub(super) async fn begin(store: Packed<D>) -> Result<Self, StoreError> {
        let mut began = None;
        let mut generation = 0;
        let mut decide = |found: Found| {
            let current = match found.meta.as_deref() {
                // A damaged book can be replaced, too.
                Some(bytes) => Meta::read(bytes).map_or(0, |meta| meta.generation),
                None => 0,
            };
            generation = claimed(&found).max(current) + 1;
            began = found.meta;
            let claim = generation.to_string().into_bytes();
            Ok(vec![Write::Put(CLAIM.into(), claim)])
        };
        let claim = [Query::One(CLAIM.into())];
        let disk = store.disk();
        disk.write(Durability::Relaxed, &claim, &mut decide).await?;
        Ok(PackedReplacement {
            directory: Directory::new(Meta::new(generation, Uuid::nil())),
            store,
            began,
            positions: HashMap::new(),
            waiting: Vec::new(),
            batches: 0,
        })
    }

    async fn write(&mut self, records: Vec<(Record, Option<Vec<u8>>)>) -> Result<(), StoreError> {
        let plan = {
            let position = |of: Shelf, id: Uuid| self.positions.get(&(of, id)).copied();
            let mut planner = Planner::new(&self.directory, &position);
            for (record, written) in records {
                match record {
                    Record::Journal(entry) => planner.journal_written(&entry, written),
                    other => planner.change_written(&as_change(other), written.map(Cow::Owned))?,
                }
            }
            planner.finish()
        };
        // Counting the batches tells a batch whose answer was lost from one that wasn't kept.
        let counter = format!(
            "{}batches",
            generation_prefix(self.directory.meta.generation)
        );
        let mut queries = plan.queries();
        queries.push(Query::One(counter.clone()));
        let count = (self.batches + 1).to_string().into_bytes();
        let mut decide = |found: Found| {
            let kept = found.values.last().and_then(|values| values.first());
            if kept == Some(&count) {
                return Ok(Vec::new());
            }
            let mut writes = plan.writes(&found)?;
            writes.push(Write::Put(counter.clone(), count.clone()));
            Ok(writes)
        };
        let disk = self.store.disk();
        disk.write(Durability::Relaxed, &queries, &mut decide)
            .await?;
        self.batches += 1;
        self.directory.adopt(plan.changed);
        Ok(())
    }

    /// Notes where documents and payments will rest, for the open items that follow.
    fn note(&mut self, record: &Record, ahead: &mut (u64, u64)) {
        match record {
            Record::Document(invoice) => {
                self.positions
                    .insert((Shelf::Documents, invoice.id.0), ahead.0);
                ahead.0 += 1;
            }
            Record::Payment(payment) => {
                self.positions
                    .insert((Shelf::Payments, payment.id.0), ahead.1);
                ahead.1 += 1;
            }
            _ => {}
        }
    }
}

impl<D: Disk> Replacement for PackedReplacement<D> {
    async fn put(&mut self, records: Vec<Record>) -> Result<(), StoreError> {
        self.waiting
            .extend(records.into_iter().map(|record| (record, None)));
        self.write_full().await
    }

    async fn put_written(&mut self, records: Vec<(Record, Vec<u8>)>) -> Result<(), StoreError> {
        let records = records.into_iter();
        self.waiting
            .extend(records.map(|(record, json)| (record, Some(json))));
        self.write_full().await
    }

    async fn keep(mut self, id: Uuid) -> Result<(), StoreError> {
        let batch = std::mem::take(&mut self.waiting);
        self.write_noted(batch).await?;
        self.directory.meta.book = id;
        let meta = self.directory.meta.bytes();
        let generation = self.directory.meta.generation;
        let mut decide = |found: Found| {
            // The answer to the first attempt was lost, not the book.
            if found.meta.as_ref() == Some(&meta) {
                return Ok(Vec::new());
            }
            if found.meta != self.began || claimed(&found) != generation {
                return Err(StoreError::Stale);
            }
            // Keys of generations begin with a digit; a colon sorts behind the digits.
            Ok(vec![
                Write::Meta(meta.clone()),
                Write::DeleteRange("0".into(), generation_prefix(generation)),
                Write::DeleteRange(generation_prefix(generation + 1), ":".into()),
            ])
        };
        let claim = [Query::One(CLAIM.into())];
        let disk = self.store.disk();
        disk.write(Durability::Strict, &claim, &mut decide).await?;
        self.store.inner.known.replace(None);
        Ok(())
    }
}

impl<D: Disk> PackedReplacement<D> {
    async fn write_full(&mut self) -> Result<(), StoreError> {
        while self.waiting.len() >= BATCH {
            let rest = self.waiting.split_off(BATCH);
            let batch = std::mem::replace(&mut self.waiting, rest);
            self.write_noted(batch).await?;
        }
        Ok(())
    }

    async fn write_noted(
        &mut self,
        batch: Vec<(Record, Option<Vec<u8>>)>,
    ) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let meta = &self.directory.meta;
        let mut ahead = (meta.documents, meta.payments);
        for (record, _) in &batch {
            self.note(record, &mut ahead);
        }
        self.write(batch).await
    }
}

fn claimed(found: &Found) -> u64 {
    let bytes = found.values.first().and_then(|values| values.first());
    let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
    text.and_then(|text| text.parse().ok()).unwrap_or(0)
}

/// The change that keeps a record.
fn as_change(record: Record) -> Change {
    match record {
        Record::Seller(seller) => Change::SellerRevised(seller),
        Record::Person(person) => Change::PersonRevised(person),
        Record::Series(series) => Change::SeriesRevised(series),
        Record::Account(account) => Change::AccountAdded(account),
        Record::Product(product) => Change::ProductAdded(product),
        Record::Contract(contract) => Change::ContractAdded(contract),
        Record::Charge(charge) => Change::ChargeAdded(charge),
        Record::Draft(draft) => Change::DraftSaved(draft),
        Record::Import(import) => Change::ImportRecorded(import),
        Record::Case(case) => Change::CaseRevised(case),
        Record::Caller(caller) => Change::CallerRevised(caller),
        Record::Grant(grant) => Change::GrantRevised(grant),
        Record::Letter(letter) => Change::LetterKept(letter),
        Record::Experiment(experiment) => Change::ExperimentRevised(experiment),
        Record::Policy(policy) => Change::PolicyRevised(policy),
        Record::Stationery(stationery) => Change::StationeryRevised(stationery),
        Record::Document(invoice) => Change::InvoiceIssued(invoice),
        Record::Payment(payment) => Change::PaymentReceived(payment),
        Record::Receivable(receivable) => Change::ReceivableRevised(receivable),
        Record::Credit(credit) => Change::CreditRevised(credit),
        Record::Journal(_) => unreachable!("journal entries are planned by themselves"),
    }
}
