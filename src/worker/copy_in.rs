//! A file read slice by slice: only looked at, put in the place of the present book, or added to it.

use crate::billing::change::Change;
use crate::billing::journal::{Author, JournalEntry, JournalHead};
use crate::billing::numbering::NumberSeries;
use crate::exchange::backup::{
    Adding, Discard, FileRecord, ImportMode, ImportPlan, Inventory, Keep, Mark, Problems, Reader,
    Report, Section, plan_import,
};
use crate::store::record::Record;
use crate::store::{Commit, Durability, Opened, Replacement, Store, StoreError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Gives the slices of a file, one after the other.
#[allow(async_fn_in_trait)]
pub trait Slices {
    /// How many bytes there are in all.
    fn total(&self) -> u64;
    /// The next slice; none at the end.
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String>;
}

/// What a file holds, and what opening it would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Inspection {
    /// The book.
    pub database: Uuid,
    /// The seller's name.
    pub seller: String,
    /// When it was written, as it says.
    pub exported_at: Option<DateTime<Utc>>,
    /// How many records of each section.
    pub counts: Vec<(Section, u32)>,
    /// What is wrong with it.
    pub problems: Problems,
    /// What putting it in the place of the present book would do.
    pub replace: ImportPlan,
    /// What adding it to the present book would do.
    pub add: ImportPlan,
}

/// Why a file was not opened. The present book is as it was.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OpenError {
    /// The file can't be read; the browser's words.
    File(String),
    /// Something in it is wrong.
    Problems(Problems),
    /// It can't be added to this book.
    Plan(ImportPlan),
    /// The store didn't take it.
    Store(StoreError),
}

impl From<StoreError> for OpenError {
    fn from(error: StoreError) -> Self {
        OpenError::Store(error)
    }
}

/// Looks at a file.
pub async fn inspect<S: Store>(
    store: &S,
    slices: &mut impl Slices,
    progress: impl FnMut(u64, u64),
) -> Result<Inspection, OpenError> {
    let (report, Discard) = read(slices, Discard, progress).await?;
    let present = present(store).await?;
    Ok(Inspection {
        database: report.inventory.database,
        seller: report.inventory.seller.clone(),
        exported_at: report.exported_at,
        counts: report.counts.clone(),
        replace: plan_import(&present, &report, ImportMode::Replace),
        add: plan_import(&present, &report, ImportMode::Add),
        problems: report.problems,
    })
}

/// Who opens a file, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Opener {
    /// Who, for the journal.
    pub author: Author,
    /// When.
    pub at: DateTime<Utc>,
    /// The number series as far as they had come here.
    pub given: Vec<NumberSeries>,
}

/// Puts the file in the place of the present book: all of it, or nothing.
///
/// A copy that is older than numbers given since must not give them again, since customers have them on paper: its series
/// go on behind them, and the journal says so.
pub async fn replace<S: Store>(
    store: &S,
    slices: &mut impl Slices,
    opener: Opener,
    mut progress: impl FnMut(u64, u64),
) -> Result<Mark, OpenError> {
    let mut replacement = store.replace().await?;
    let mut reader = Reader::new(Held::default());
    let total = slices.total();
    let mut done = 0;
    while let Some(slice) = slices.next().await.map_err(OpenError::File)? {
        reader.push(&slice);
        done += slice.len() as u64;
        if !reader.problems().is_acceptable() {
            break;
        }
        let records = std::mem::take(&mut reader.keep().records);
        replacement.put_written(records).await?;
        progress(done, total);
    }
    let (report, held) = reader.finish();
    let Some(mark) = report.mark.filter(|_| report.problems.is_acceptable()) else {
        return Err(OpenError::Problems(report.problems));
    };
    replacement.put_written(held.records).await?;
    replacement.keep(mark.database).await?;
    keep_numbers(store, opener).await?;
    Ok(mark)
}

async fn keep_numbers<S: Store>(store: &S, opener: Opener) -> Result<(), StoreError> {
    let book = opened(store).await?.book;
    let raised = |given: NumberSeries| {
        let series = book.series.get(&given.id)?;
        let mut raised = series.clone();
        if (series.last_issued, series.next) < (given.last_issued, given.next) {
            raised.next = given.next;
            raised.raised_from = None;
            raised.last_issued = given.last_issued;
        }
        // Numbers of documents from elsewhere stay passed over, whether or not the file has the documents.
        raised.taken_over.extend(given.taken_over);
        (raised != *series).then_some(Change::SeriesRevised(raised))
    };
    let changes: Vec<Change> = opener.given.into_iter().filter_map(raised).collect();
    if changes.is_empty() {
        return Ok(());
    }
    keep(
        store,
        book.journal,
        opener.author,
        opener.at,
        "keep_numbers",
        &changes,
    )
    .await
}

async fn keep<S: Store>(
    store: &S,
    head: JournalHead,
    author: Author,
    at: DateTime<Utc>,
    command: &str,
    changes: &[Change],
) -> Result<(), StoreError> {
    let entry = JournalEntry::seal(head, at, author, command, changes);
    store
        .commit(Commit {
            expected: head,
            changes,
            entry: &entry,
            durability: Durability::Strict,
        })
        .await
}

/// Adds the file's records to the present book, under one entry of its journal.
pub async fn add<S: Store>(
    store: &S,
    slices: &mut impl Slices,
    opener: Opener,
    progress: impl FnMut(u64, u64),
) -> Result<(), OpenError> {
    let opened = opened(store).await?;
    let adding = Adding::to(opened.book.people.keys().copied());
    let (report, adding) = read(slices, adding, progress).await?;
    if !report.problems.is_acceptable() {
        return Err(OpenError::Problems(report.problems));
    }
    let plan = plan_import(&present(store).await?, &report, ImportMode::Add);
    if !plan.is_possible() {
        return Err(OpenError::Plan(plan));
    }
    let changes: Vec<Change> = adding.changes();
    let (head, at) = (opened.book.journal, opener.at);
    keep(store, head, opener.author, at, "add_file", &changes).await?;
    Ok(())
}

async fn read<K: Keep>(
    slices: &mut impl Slices,
    keep: K,
    mut progress: impl FnMut(u64, u64),
) -> Result<(Report, K), OpenError> {
    let mut reader = Reader::new(keep);
    let total = slices.total();
    let mut done = 0;
    while !reader.has_stopped() {
        let Some(slice) = slices.next().await.map_err(OpenError::File)? else {
            break;
        };
        reader.push(&slice);
        done += slice.len() as u64;
        progress(done, total);
    }
    Ok(reader.finish())
}

async fn opened<S: Store>(store: &S) -> Result<Opened, StoreError> {
    // The page has opened the store before, so there is a book.
    store.open().await?.ok_or(StoreError::Stale)
}

/// What is in the present book; nothing where it is lost or can't be read, since then anything may take its place.
async fn present<S: Store>(store: &S) -> Result<Inventory, StoreError> {
    let opened = match store.open().await {
        Ok(Some(opened)) => opened,
        Ok(None) | Err(StoreError::Damaged { .. }) => return Ok(Inventory::default()),
        Err(error) => return Err(error),
    };
    let summaries = store.summaries().await?;
    let series = opened
        .book
        .series
        .keys()
        .next()
        .copied()
        .unwrap_or(Uuid::nil().into());
    let documents: Vec<_> = summaries
        .documents
        .rows()
        .filter_map(|row| Some((row.document()?, series, row.number.into_owned())))
        .collect();
    let payments: Vec<_> = summaries
        .payments
        .rows()
        .filter_map(|row| row.payment())
        .collect();
    Ok(Inventory::of_book(&opened.book, documents, payments))
}

/// Records on their way into the store.
#[derive(Default)]
struct Held {
    records: Vec<(Record, Vec<u8>)>,
}

impl Keep for Held {
    fn record(&mut self, record: FileRecord, json: &[u8]) {
        let record = match record {
            FileRecord::Seller(seller) => Record::Seller(seller),
            FileRecord::Person(person) => Record::Person(person),
            FileRecord::Series(series) => Record::Series(series),
            FileRecord::Account(account) => Record::Account(account),
            FileRecord::Product(product) => Record::Product(product),
            FileRecord::Contract(contract) => Record::Contract(contract),
            FileRecord::Charge(charge) => Record::Charge(charge),
            FileRecord::Draft(draft) => Record::Draft(draft),
            FileRecord::Import(import) => Record::Import(import),
            FileRecord::Policy(policy) => Record::Policy(policy),
            FileRecord::Stationery(stationery) => Record::Stationery(stationery),
            FileRecord::Case(case) => Record::Case(case),
            FileRecord::Caller(caller) => Record::Caller(caller),
            FileRecord::Grant(grant) => Record::Grant(grant),
            FileRecord::Letter(letter) => Record::Letter(letter),
            FileRecord::Experiment(experiment) => Record::Experiment(experiment),
            FileRecord::Invoice(invoice) => Record::Document(invoice),
            FileRecord::Payment(payment) => Record::Payment(payment),
            FileRecord::Receivable(receivable) => Record::Receivable(receivable),
            FileRecord::Credit(credit) => Record::Credit(credit),
            FileRecord::Entry(entry) => Record::Journal(entry),
        };
        self.records.push((record, json.to_vec()));
    }
}
