//! A store's book written into a file, without holding more of it than a few packs.

use crate::billing::book::Book;
use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::journal::JournalHead;
use crate::billing::receivable::CreditSource;
use crate::exchange::backup::{Header, Mark, Section, Writer};
use crate::store::record::Archive;
use crate::store::summary::Summaries;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;
use std::fmt;
use std::io::{self, Write};

/// Why a book could not be copied out.
#[derive(Debug)]
pub enum CopyError {
    /// There is no book.
    NoBook,
    /// The store couldn't read it.
    Store(StoreError),
    /// What was written to couldn't take it.
    Write(io::Error),
}

impl From<StoreError> for CopyError {
    fn from(error: StoreError) -> Self {
        CopyError::Store(error)
    }
}

impl From<io::Error> for CopyError {
    fn from(error: io::Error) -> Self {
        CopyError::Write(error)
    }
}

impl fmt::Display for CopyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CopyError::NoBook => f.write_str("no book"),
            CopyError::Store(error) => error.fmt(f),
            CopyError::Write(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CopyError {}

/// What was copied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Copied {
    /// How far the book had come.
    pub mark: Mark,
    /// How many invoices and credit notes.
    pub documents: u64,
    /// How many payments.
    pub payments: u64,
    /// Places of a damaged store that can't be read and are not in the file.
    pub damaged: u64,
}

/// Packs asked for at once.
const PACKS: usize = 8;

/// Writes the whole book. `progress` is told how many of how many records are written.
///
/// [`StoreError::Stale`] where the book changed meanwhile: the copy would hold two states, so it is begun again.
pub async fn copy_out<S: Store, W: Write>(
    store: &S,
    exported_at: DateTime<Utc>,
    out: W,
    progress: impl FnMut(u64, u64),
) -> Result<(W, Copied), CopyError> {
    let opened = store.open().await?.ok_or(CopyError::NoBook)?;
    let book = &opened.book;
    let mark = Mark::of(book);
    let header = Header {
        mark: &mark,
        exported_at,
        seller: &book.seller,
    };
    let mut copy = Copy {
        store,
        at: book.journal,
        writer: Writer::begin(out, &header)?,
        done: 0,
        // Every document and payment has its open item.
        total: 2 * (opened.documents + opened.payments) + book.journal.sequence,
        progress,
    };
    copy.working_set(book)?;
    copy.archive(Archive::Documents, Section::Invoices).await?;
    copy.archive(Archive::Payments, Section::Payments).await?;
    let summaries = store.summaries().await?;
    copy.receivables(book, &summaries).await?;
    copy.credits(book, &summaries).await?;
    copy.archive(Archive::Journal, Section::Journal).await?;
    let copied = Copied {
        mark,
        documents: opened.documents,
        payments: opened.payments,
        damaged: 0,
    };
    Ok((copy.writer.finish()?, copied))
}

struct Copy<'a, S, W: Write, P> {
    store: &'a S,
    at: JournalHead,
    writer: Writer<W>,
    done: u64,
    total: u64,
    progress: P,
}

impl<S: Store, W: Write, P: FnMut(u64, u64)> Copy<'_, S, W, P> {
    fn working_set(&mut self, book: &Book) -> io::Result<()> {
        self.all(Section::People, book.people.values())?;
        self.all(Section::Series, book.series.values())?;
        self.all(Section::Accounts, book.accounts.values())?;
        self.all(Section::Products, book.products.values())?;
        self.all(Section::Contracts, book.contracts.values())?;
        self.all(Section::Charges, book.charges.values())?;
        self.all(Section::Drafts, book.drafts.values())?;
        self.all(Section::Imports, book.imports.values())?;
        self.all(Section::Policies, book.policy.iter())?;
        self.all(Section::Stationery, book.stationery.iter())?;
        self.all(Section::Cases, book.cases.values())?;
        self.all(Section::Callers, book.callers.values())?;
        self.all(Section::Grants, book.grants.values())?;
        self.all(Section::Letters, book.letters.values())?;
        self.all(Section::Experiments, book.experiments.values())
    }

    fn all<'b, T: Serialize + 'b>(
        &mut self,
        section: Section,
        records: impl Iterator<Item = &'b T>,
    ) -> io::Result<()> {
        for record in records {
            self.writer.record(section, record)?;
        }
        Ok(())
    }

    async fn archive(&mut self, archive: Archive, section: Section) -> Result<(), CopyError> {
        let mut from = 0;
        loop {
            let packs = self.store.packs(self.at, archive, from, PACKS).await?;
            let Some(last) = packs.last() else {
                return Ok(());
            };
            from = last.next;
            for record in packs.iter().flat_map(|pack| &pack.records) {
                self.writer.raw(section, record)?;
                self.done += 1;
            }
            (self.progress)(self.done, self.total);
        }
    }

    /// Open ones are in the book and settled ones in the archive; in the file both stand in the order of their invoices.
    async fn receivables(&mut self, book: &Book, summaries: &Summaries) -> Result<(), CopyError> {
        #[derive(Deserialize)]
        struct About {
            invoice: InvoiceId,
        }
        let mut settled = Rested::of(Archive::SettledReceivables);
        for row in summaries.documents.rows() {
            let Some(id) = row.document() else { continue };
            if let Some(open) = book.receivables.get(&id) {
                self.writer.record(Section::Receivables, open)?;
                self.done += 1;
                continue;
            }
            let is_next = |about: &About| about.invoice == id;
            if let Some(record) = settled.take_if(self.store, self.at, is_next).await? {
                self.writer.raw(Section::Receivables, &record)?;
                self.done += 1;
                (self.progress)(self.done, self.total);
            }
        }
        settled.must_be_done(self.store, self.at).await
    }

    async fn credits(&mut self, book: &Book, summaries: &Summaries) -> Result<(), CopyError> {
        #[derive(Deserialize)]
        struct About {
            source: CreditSource,
        }
        let payments = summaries.payments.rows().filter_map(|row| row.payment());
        let documents = summaries.documents.rows().filter_map(|row| row.document());
        let sources = payments
            .map(|id: PaymentId| CreditSource::Payment(id))
            .chain(documents.map(CreditSource::CreditNote));
        let mut used = Rested::of(Archive::UsedCredits);
        for source in sources {
            if let Some(left) = book.credits.get(&source) {
                self.writer.record(Section::Credits, left)?;
                self.done += 1;
                continue;
            }
            let is_next = |about: &About| about.source == source;
            if let Some(record) = used.take_if(self.store, self.at, is_next).await? {
                self.writer.raw(Section::Credits, &record)?;
                self.done += 1;
                (self.progress)(self.done, self.total);
            }
        }
        used.must_be_done(self.store, self.at).await
    }
}

/// Records of the archive, taken from the front.
struct Rested {
    archive: Archive,
    from: u64,
    waiting: VecDeque<Vec<u8>>,
    is_done: bool,
}

impl Rested {
    fn of(archive: Archive) -> Self {
        Rested {
            archive,
            from: 0,
            waiting: VecDeque::new(),
            is_done: false,
        }
    }

    async fn fill<S: Store>(&mut self, store: &S, at: JournalHead) -> Result<(), StoreError> {
        while self.waiting.is_empty() && !self.is_done {
            let packs = store.packs(at, self.archive, self.from, PACKS).await?;
            match packs.last() {
                Some(last) => self.from = last.next,
                None => self.is_done = true,
            }
            self.waiting
                .extend(packs.into_iter().flat_map(|pack| pack.records));
        }
        Ok(())
    }

    /// Takes the first, if it is the one that is meant.
    async fn take_if<S: Store, T: for<'de> Deserialize<'de>>(
        &mut self,
        store: &S,
        at: JournalHead,
        is_meant: impl Fn(&T) -> bool,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        self.fill(store, at).await?;
        let Some(first) = self.waiting.front() else {
            return Ok(None);
        };
        let about: T = serde_json::from_slice(first).map_err(|error| self.damaged(&error))?;
        if is_meant(&about) {
            Ok(self.waiting.pop_front())
        } else {
            Ok(None)
        }
    }

    /// A record that belongs to no document would be missing from the file without a word.
    async fn must_be_done<S: Store>(mut self, store: &S, at: JournalHead) -> Result<(), CopyError> {
        self.fill(store, at).await?;
        if self.waiting.is_empty() {
            Ok(())
        } else {
            Err(self.damaged(&"an open item without its document").into())
        }
    }

    fn damaged(&self, fault: &dyn fmt::Display) -> StoreError {
        StoreError::Damaged {
            place: format!("{:?}", self.archive),
            fault: fault.to_string(),
        }
    }
}
