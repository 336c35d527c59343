//! Reading a packed store: the working set, records of the archive, summaries, the journal, and what is left of a damaged one.

use crate::billing::journal::{JournalEntry, JournalHead};
use crate::billing::receivable::CreditSource;
use crate::store::packed::directory::{ARCHIVE_PACK, Directory, Meta, Place};
use crate::store::packed::disk::{Disk, Query};
use crate::store::packed::pack::{Contents, Shelf, generation_prefix, working_prefix};
use crate::store::packed::{Known, Packed};
use crate::store::record::{Archive, Kind, Pack, Record, bare_book};
use crate::store::summary::{SEGMENT, Segment, Summaries, Summary, Table};
use crate::store::{Opened, Rescue, StoreError};
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::rc::Rc;
use uuid::Uuid;

/// Values read at once where many are needed; between two such readings the page can do something else.
const SLICE: u32 = 8;

/// How often something is read again that another tab changed meanwhile.
const ATTEMPTS: usize = 5;

/// Numbers from here on mean the second shelf, where an archive has two.
const SECOND_SHELF: u64 = 1 << 40;

/// Where a record may lie.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Wanted {
    shelf: Shelf,
    pack: u64,
    id: Uuid,
}

impl<D: Disk> Packed<D> {
    pub(super) async fn read_meta(&self) -> Result<Option<Meta>, StoreError> {
        let found = self.disk().read(&[]).await?;
        found.meta.as_deref().map(Meta::read).transpose()
    }

    pub(super) async fn read_working_set(&self) -> Result<Option<Opened>, StoreError> {
        for _ in 0..ATTEMPTS {
            let Some(before) = self.read_meta().await? else {
                self.inner.known.replace(None);
                return Ok(None);
            };
            let prefix = working_prefix(before.generation);
            let query = Query::Range {
                from: prefix.clone(),
                prefix,
                limit: u32::MAX,
            };
            let mut directory = Directory::new(before.clone());
            let mut book = bare_book(before.book);
            let mut enter = |bytes: &[u8]| {
                let contents =
                    Contents::read(bytes).ok_or_else(|| damaged("work", "not a pack"))?;
                let place = contents.shelf.place(contents.number);
                if let Some(fault) = contents.fault {
                    return Err(damaged(&place, fault));
                }
                for frame in contents.frames {
                    let record = record(contents.shelf, frame.json)
                        .map_err(|fault| damaged(&place, &fault))?;
                    record.enter(&mut book);
                    let place = Place {
                        pack: contents.number,
                        ordinal: frame.ordinal,
                    };
                    directory.note(contents.shelf, frame.id, place);
                }
                Ok(())
            };
            let meta = self.disk().read_each(&query, &mut enter).await?;
            let meta = Meta::read(meta.as_deref().ok_or(StoreError::Stale)?)?;
            // Another book took its place between the two readings.
            if meta.generation != before.generation {
                continue;
            }
            book.journal = meta.journal;
            directory.meta = meta.clone();
            let opened = Opened {
                book,
                documents: meta.documents,
                payments: meta.payments,
            };
            self.know(directory);
            return Ok(Some(opened));
        }
        Err(StoreError::Stale)
    }

    /// Keeps the summaries that were read, unless documents were added behind our back.
    fn know(&self, directory: Directory) {
        let mut known = self.inner.known.borrow_mut();
        let summaries = known.take().and_then(|before| {
            let (a, b) = (&before.directory.meta, &directory.meta);
            let same = a.generation == b.generation
                && a.documents == b.documents
                && a.payments == b.payments;
            before.summaries.filter(|_| same)
        });
        *known = Some(Known {
            directory,
            summaries,
        });
    }

    pub(super) async fn read_summaries(&self) -> Result<Rc<Summaries>, StoreError> {
        for _ in 0..ATTEMPTS {
            let (meta, summaries) =
                self.known(|known| (known.directory.meta.clone(), known.summaries.clone()))?;
            if let Some(summaries) = summaries {
                return Ok(summaries);
            }
            let documents = self
                .read_rows(&meta, Shelf::DocumentRows, meta.documents)
                .await?;
            let payments = self
                .read_rows(&meta, Shelf::PaymentRows, meta.payments)
                .await?;
            let mut known = self.inner.known.borrow_mut();
            let known = known.as_mut().ok_or(StoreError::Stale)?;
            let now = &known.directory.meta;
            let same = now.generation == meta.generation
                && now.documents == meta.documents
                && now.payments == meta.payments;
            // Otherwise something was issued while the rows were read: once more.
            if let Some((documents, payments)) = documents.zip(payments).filter(|_| same) {
                let summaries = Rc::new(Summaries {
                    documents,
                    payments,
                });
                known.summaries = Some(Rc::clone(&summaries));
                return Ok(summaries);
            }
        }
        Err(StoreError::Stale)
    }

    /// The rows of a shelf; `None` when there are not as many any more as were expected.
    async fn read_rows(
        &self,
        meta: &Meta,
        shelf: Shelf,
        count: u64,
    ) -> Result<Option<Table>, StoreError> {
        let mut table = Table::default();
        let packs = count.div_ceil(SEGMENT as u64);
        let mut number = 0;
        while number < packs {
            let query = Query::Range {
                from: shelf.key(meta.generation, number),
                prefix: shelf.prefix(meta.generation),
                limit: SLICE,
            };
            let found = self.disk().read(&[query]).await?;
            let now = Meta::read(found.meta.as_deref().ok_or(StoreError::Stale)?)?;
            let grown = now.documents != meta.documents || now.payments != meta.payments;
            if now.generation != meta.generation || grown {
                // Of another tab; it has to be opened again.
                let ours = self.known(|known| known.directory.meta == *meta)?;
                return if ours {
                    Err(StoreError::Stale)
                } else {
                    Ok(None)
                };
            }
            let before = number;
            for bytes in found.values.iter().flatten() {
                table.push_segment(segment(shelf, number, count, bytes)?);
                number += 1;
            }
            if number == before {
                return Err(damaged(&shelf.place(number), "it is missing"));
            }
        }
        Ok(Some(table))
    }

    pub(super) async fn read_last_documents(
        &self,
        count: usize,
    ) -> Result<Vec<Summary<'static>>, StoreError> {
        let (meta, summaries) =
            self.known(|known| (known.directory.meta.clone(), known.summaries.clone()))?;
        if let Some(summaries) = summaries {
            return Ok(summaries.documents.last(count));
        }
        let shelf = Shelf::DocumentRows;
        let oldest = meta.documents.saturating_sub(count as u64);
        let packs = oldest / SEGMENT as u64..meta.documents.div_ceil(SEGMENT as u64);
        let queries: Vec<Query> = packs
            .clone()
            .map(|number| Query::One(shelf.key(meta.generation, number)))
            .collect();
        let found = self.disk().read(&queries).await?;
        if Meta::read(found.meta.as_deref().ok_or(StoreError::Stale)?)? != meta {
            return Err(StoreError::Stale);
        }
        let mut table = Table::default();
        for (number, values) in packs.zip(&found.values) {
            let bytes = values
                .first()
                .ok_or_else(|| damaged(&shelf.place(number), "it is missing"))?;
            table.push_segment(segment(shelf, number, meta.documents, bytes)?);
        }
        Ok(table.last(count))
    }

    /// The ordinal of a document or payment; from an open item where there is one, otherwise from the summaries.
    async fn ordinals(&self, of: Shelf, ids: &[Uuid]) -> Result<Vec<Option<u64>>, StoreError> {
        let open: &[Shelf] = match of {
            Shelf::Payments => &[Shelf::LeftPayments],
            _ => &[Shelf::OpenReceivables, Shelf::LeftCreditNotes],
        };
        let near = |known: &Known, id: &Uuid| {
            open.iter()
                .find_map(|shelf| known.directory.place(*shelf, *id))
                .map(|place| place.ordinal)
        };
        let (all_near, read) = self.known(|known| {
            (
                ids.iter().all(|id| near(known, id).is_some()),
                known.summaries.is_some(),
            )
        })?;
        if !all_near && !read {
            self.read_summaries().await?;
        }
        self.known(|known| {
            ids.iter()
                .map(|id| near(known, id).or_else(|| known.position(of, *id)))
                .collect()
        })
    }

    pub(super) async fn fetch_archived<T: DeserializeOwned>(
        &self,
        shelf: Shelf,
        ids: &[Uuid],
    ) -> Result<Vec<T>, StoreError> {
        let ordinals = self.ordinals(shelf, ids).await?;
        let wanted: Vec<Wanted> = ids
            .iter()
            .zip(ordinals)
            .filter_map(|(id, ordinal)| {
                Some(Wanted {
                    shelf,
                    pack: ordinal? / ARCHIVE_PACK,
                    id: *id,
                })
            })
            .collect();
        let found: Vec<Option<T>> = self.fetch(&wanted).await?;
        found
            .into_iter()
            .zip(&wanted)
            .map(|(record, wanted)| {
                record.ok_or_else(|| {
                    damaged(
                        &wanted.shelf.place(wanted.pack),
                        &format!("{} is missing", wanted.id),
                    )
                })
            })
            .collect()
    }

    /// Receivables (`true`) or credits (`false`) of documents and payments.
    pub(super) async fn fetch_open_items<T: DeserializeOwned>(
        &self,
        items: &[(CreditSource, bool)],
    ) -> Result<Vec<T>, StoreError> {
        let mut wanted = Vec::with_capacity(items.len());
        for (source, receivable) in items {
            let (open, rest, of, id) = match source {
                CreditSource::CreditNote(id) if *receivable => (
                    Shelf::OpenReceivables,
                    Shelf::SettledReceivables,
                    Shelf::Documents,
                    id.0,
                ),
                CreditSource::CreditNote(id) => (
                    Shelf::LeftCreditNotes,
                    Shelf::UsedCreditNotes,
                    Shelf::Documents,
                    id.0,
                ),
                CreditSource::Payment(id) => (
                    Shelf::LeftPayments,
                    Shelf::UsedPayments,
                    Shelf::Payments,
                    id.0,
                ),
            };
            if let Some(place) = self.known(|known| known.directory.place(open, id))? {
                wanted.push(Wanted {
                    shelf: open,
                    pack: place.pack,
                    id,
                });
                continue;
            }
            if let Some(ordinal) = self.ordinals(of, &[id]).await?.into_iter().flatten().next() {
                wanted.push(Wanted {
                    shelf: rest,
                    pack: ordinal / ARCHIVE_PACK,
                    id,
                });
            }
        }
        let found: Vec<Option<T>> = self.fetch(&wanted).await?;
        let mut records = Vec::with_capacity(found.len());
        for (record, wanted) in found.into_iter().zip(&wanted) {
            match record {
                Some(record) => records.push(record),
                // It moved to its other shelf in another tab.
                None if wanted.shelf.is_working() => return Err(StoreError::Stale),
                // A credit note has no receivable, an invoice no credit.
                None => {}
            }
        }
        Ok(records)
    }

    async fn fetch<T: DeserializeOwned>(
        &self,
        wanted: &[Wanted],
    ) -> Result<Vec<Option<T>>, StoreError> {
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let generation = self.known(|known| known.directory.meta.generation)?;
        let packs: BTreeMap<(Shelf, u64), usize> = wanted
            .iter()
            .map(|wanted| ((wanted.shelf, wanted.pack), 0))
            .collect();
        let packs: BTreeMap<(Shelf, u64), usize> = packs
            .into_keys()
            .enumerate()
            .map(|(at, key)| (key, at))
            .collect();
        let queries: Vec<Query> = packs
            .keys()
            .map(|(shelf, number)| Query::One(shelf.key(generation, *number)))
            .collect();
        let found = self.disk().read(&queries).await?;
        let mut contents = Vec::with_capacity(packs.len());
        for ((shelf, number), values) in packs.keys().zip(&found.values) {
            contents.push(match values.first() {
                Some(bytes) => Some(Contents::expect(bytes, *shelf, *number)?),
                None => None,
            });
        }
        wanted
            .iter()
            .map(|wanted| {
                let at = packs[&(wanted.shelf, wanted.pack)];
                let frames = contents[at].iter().flat_map(|pack| &pack.frames);
                let frame = frames.into_iter().find(|frame| frame.id == wanted.id);
                frame
                    .map(|frame| serde_json::from_slice(frame.json))
                    .transpose()
                    .map_err(|error| damaged(&wanted.shelf.place(wanted.pack), &error.to_string()))
            })
            .collect()
    }

    pub(super) async fn read_journal(
        &self,
        from: u64,
        limit: usize,
    ) -> Result<Vec<JournalEntry>, StoreError> {
        let generation = self.known(|known| known.directory.meta.generation)?;
        let prefix = Shelf::Journal.prefix(generation);
        let first = Query::Last {
            prefix: prefix.clone(),
            to: Shelf::Journal.key(generation, from),
        };
        let mut entries = Vec::new();
        let mut found = self.disk().read(&[first]).await?.values;
        let mut next = from + 1;
        while entries.len() < limit {
            let mut any = false;
            for bytes in found.iter().flatten() {
                any = true;
                let contents = Contents::read(bytes)
                    .ok_or_else(|| damaged(Shelf::Journal.name(), "not a pack"))?;
                let place = Shelf::Journal.place(contents.number);
                if let Some(fault) = contents.fault {
                    return Err(damaged(&place, fault));
                }
                next = next.max(contents.number + 1);
                for frame in contents.frames.iter().filter(|frame| frame.ordinal >= from) {
                    if entries.len() == limit {
                        return Ok(entries);
                    }
                    let entry = serde_json::from_slice(frame.json)
                        .map_err(|error| damaged(&place, &error.to_string()))?;
                    entries.push(entry);
                }
            }
            // The first reading may find nothing, when the journal begins after `from`.
            if !any && next > from + 1 {
                break;
            }
            let query = Query::Range {
                from: Shelf::Journal.key(generation, next),
                prefix: prefix.clone(),
                limit: SLICE,
            };
            found = self.disk().read(&[query]).await?.values;
            if found.iter().all(Vec::is_empty) {
                break;
            }
        }
        Ok(entries)
    }

    pub(super) async fn read_packs(
        &self,
        at: JournalHead,
        archive: Archive,
        from: u64,
        limit: usize,
    ) -> Result<Vec<Pack>, StoreError> {
        let Some(meta) = self.read_meta().await? else {
            return Err(StoreError::Stale);
        };
        let (first, second) = match archive {
            Archive::Documents => (Shelf::Documents, None),
            Archive::Payments => (Shelf::Payments, None),
            Archive::SettledReceivables => (Shelf::SettledReceivables, None),
            Archive::UsedCredits => (Shelf::UsedPayments, Some(Shelf::UsedCreditNotes)),
            Archive::Journal => (Shelf::Journal, None),
        };
        let range = |shelf: Shelf, from: u64| Query::Range {
            from: shelf.key(meta.generation, from),
            prefix: shelf.prefix(meta.generation),
            limit: u32::try_from(limit).unwrap_or(u32::MAX),
        };
        let mut queries = Vec::new();
        if from < SECOND_SHELF {
            queries.push(range(first, from));
        }
        if let Some(second) = second {
            queries.push(range(second, from.saturating_sub(SECOND_SHELF)));
        }
        let found = self.disk().read(&queries).await?;
        let now = Meta::read(found.meta.as_deref().ok_or(StoreError::Stale)?)?;
        if now.journal != at || now.generation != meta.generation {
            return Err(StoreError::Stale);
        }
        let mut packs = Vec::new();
        for bytes in found.values.iter().flatten().take(limit) {
            let contents =
                Contents::read(bytes).ok_or_else(|| damaged(first.name(), "not a pack"))?;
            if let Some(fault) = contents.fault {
                return Err(damaged(&contents.shelf.place(contents.number), fault));
            }
            let offset = if Some(contents.shelf) == second {
                SECOND_SHELF
            } else {
                0
            };
            packs.push(Pack {
                next: offset + contents.number + 1,
                records: contents
                    .frames
                    .iter()
                    .map(|frame| frame.json.to_vec())
                    .collect(),
            });
        }
        Ok(packs)
    }

    pub(super) async fn read_whatever_can_be_read(&self) -> Result<Rescue, StoreError> {
        let mut rescue = Rescue::default();
        let meta = match self.read_meta().await {
            Ok(meta) => meta,
            Err(fault @ StoreError::Damaged { .. }) => {
                rescue.damaged.push(fault);
                None
            }
            Err(error) => return Err(error),
        };
        // Without meta it isn't known which generation counts, so all of them are given.
        let prefix = meta.map_or(String::new(), |meta| generation_prefix(meta.generation));
        let keys = self.disk().read(&[Query::Keys { prefix }]).await?.values;
        let keys: Vec<String> = keys
            .into_iter()
            .flatten()
            .filter_map(|key| String::from_utf8(key).ok())
            .collect();
        for keys in keys.chunks(64) {
            let queries: Vec<Query> = keys.iter().cloned().map(Query::One).collect();
            let found = self.disk().read(&queries).await?;
            for (key, values) in keys.iter().zip(&found.values) {
                let is_rows = [Shelf::DocumentRows, Shelf::PaymentRows]
                    .iter()
                    .any(|shelf| key.contains(shelf.name()));
                if !key.contains('/') || is_rows {
                    continue;
                }
                if let Some(bytes) = values.first() {
                    rescue_pack(key, bytes, &mut rescue);
                }
            }
        }
        Ok(rescue)
    }
}

fn rescue_pack(key: &str, bytes: &[u8], rescue: &mut Rescue) {
    // Without the generation, which means nothing to a reader.
    let place = key.splitn(3, '/').nth(2).unwrap_or(key);
    let Some(contents) = Contents::read(bytes) else {
        rescue.damaged.push(damaged(place, "not a pack"));
        return;
    };
    for frame in &contents.frames {
        match record(contents.shelf, frame.json) {
            Ok(_) => rescue
                .records
                .push((kind(contents.shelf), frame.json.to_vec())),
            Err(fault) => rescue.damaged.push(damaged(place, &fault)),
        }
    }
    if let Some(fault) = contents.fault {
        rescue.damaged.push(damaged(place, fault));
    }
}

/// A pack of summaries, of a shelf with `count` rows in all.
fn segment(shelf: Shelf, number: u64, count: u64, bytes: &[u8]) -> Result<Segment, StoreError> {
    let wrong = |fault: &str| damaged(&shelf.place(number), fault);
    let segment = Segment::decode(bytes).map_err(|fault| wrong(&fault))?;
    let expected = (count - number * SEGMENT as u64).min(SEGMENT as u64);
    if segment.len() as u64 != expected {
        return Err(wrong(&format!("{} rows, not {expected}", segment.len())));
    }
    Ok(segment)
}

fn damaged(place: &str, fault: &str) -> StoreError {
    StoreError::Damaged {
        place: place.to_owned(),
        fault: fault.to_owned(),
    }
}

fn kind(shelf: Shelf) -> Kind {
    match shelf {
        Shelf::Seller => Kind::Seller,
        Shelf::People => Kind::Person,
        Shelf::Series => Kind::Series,
        Shelf::Accounts => Kind::Account,
        Shelf::Products => Kind::Product,
        Shelf::Contracts => Kind::Contract,
        Shelf::Charges => Kind::Charge,
        Shelf::Drafts => Kind::Draft,
        Shelf::Imports => Kind::Import,
        Shelf::Cases => Kind::Case,
        Shelf::Callers => Kind::Caller,
        Shelf::Grants => Kind::Grant,
        Shelf::Letters => Kind::Letter,
        Shelf::Experiments => Kind::Experiment,
        Shelf::Policy => Kind::Policy,
        Shelf::Stationery => Kind::Stationery,
        Shelf::OpenReceivables | Shelf::SettledReceivables => Kind::Receivable,
        Shelf::LeftPayments
        | Shelf::LeftCreditNotes
        | Shelf::UsedPayments
        | Shelf::UsedCreditNotes => Kind::Credit,
        Shelf::Documents | Shelf::DocumentRows => Kind::Document,
        Shelf::Payments | Shelf::PaymentRows => Kind::Payment,
        Shelf::Journal => Kind::Journal,
    }
}

fn record(shelf: Shelf, json: &[u8]) -> Result<Record, String> {
    // One function a kind: the first screen of a new book then loads only the kinds it reads.
    #[inline(never)]
    fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, String> {
        serde_json::from_slice(json).map_err(|error| error.to_string())
    }
    Ok(match kind(shelf) {
        Kind::Seller => Record::Seller(read(json)?),
        Kind::Person => Record::Person(read(json)?),
        Kind::Series => Record::Series(read(json)?),
        Kind::Account => Record::Account(read(json)?),
        Kind::Product => Record::Product(read(json)?),
        Kind::Contract => Record::Contract(read(json)?),
        Kind::Charge => Record::Charge(read(json)?),
        Kind::Draft => Record::Draft(read(json)?),
        Kind::Import => Record::Import(read(json)?),
        Kind::Case => Record::Case(read(json)?),
        Kind::Caller => Record::Caller(read(json)?),
        Kind::Grant => Record::Grant(read(json)?),
        Kind::Letter => Record::Letter(read(json)?),
        Kind::Experiment => Record::Experiment(read(json)?),
        Kind::Policy => Record::Policy(read(json)?),
        Kind::Stationery => Record::Stationery(read(json)?),
        Kind::Document => Record::Document(read(json)?),
        Kind::Payment => Record::Payment(read(json)?),
        Kind::Receivable => Record::Receivable(read(json)?),
        Kind::Credit => Record::Credit(read(json)?),
        Kind::Journal => Record::Journal(read(json)?),
    })
}
