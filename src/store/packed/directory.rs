//! The directory: which pack holds which record of the working set, and what stands above all packs.

use crate::billing::journal::JournalHead;
use crate::store::StoreError;
use crate::store::packed::pack::Shelf;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// The version of what is stored. A greater one is refused, a smaller one migrated.
pub const FORMAT: u32 = 1;

/// Records of the working set in a pack.
pub const WORKING_PACK: usize = 64;

/// Documents or payments in a pack.
pub const ARCHIVE_PACK: u64 = 100;

/// Journal entries in a pack, at most.
const JOURNAL_PACK: u32 = 128;

/// Bytes of a journal pack after which the next entry begins another; the last pack is written anew with each commit.
const JOURNAL_BYTES: u64 = 32 * 1024;

/// What stands above all packs; read and written with every commit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Meta {
    /// See [`FORMAT`].
    pub format: u32,
    /// Which set of packs counts. A book that replaces another is written beside it, then this changes.
    pub generation: u64,
    /// Identity of the book.
    pub book: Uuid,
    /// Where its journal stands.
    pub journal: JournalHead,
    /// How many documents there are.
    pub documents: u64,
    /// How many payments there are.
    pub payments: u64,
    /// The last pack of the journal.
    pub journal_pack: JournalPack,
}

/// The last pack of the journal.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct JournalPack {
    /// The sequence number of its first entry.
    pub number: u64,
    /// How many entries it holds.
    pub entries: u32,
    /// How many bytes they take.
    pub bytes: u64,
}

impl JournalPack {
    /// The pack in which the entry `sequence` of so many bytes goes.
    pub fn after(self, sequence: u64, bytes: u64) -> JournalPack {
        let full = self.entries == 0
            || self.entries >= JOURNAL_PACK
            || self.bytes.saturating_add(bytes) > JOURNAL_BYTES;
        if full {
            JournalPack {
                number: sequence,
                entries: 1,
                bytes,
            }
        } else {
            JournalPack {
                number: self.number,
                entries: self.entries + 1,
                bytes: self.bytes + bytes,
            }
        }
    }
}

impl Meta {
    /// What stands above a book without records.
    pub fn new(generation: u64, book: Uuid) -> Meta {
        Meta {
            format: FORMAT,
            generation,
            book,
            journal: JournalHead::default(),
            documents: 0,
            payments: 0,
            journal_pack: JournalPack::default(),
        }
    }

    /// Reads it as stored.
    pub fn read(bytes: &[u8]) -> Result<Meta, StoreError> {
        #[derive(Deserialize)]
        struct Version {
            format: u32,
        }
        let damaged = |error: serde_json::Error| StoreError::Damaged {
            place: "meta".into(),
            fault: error.to_string(),
        };
        let version: Version = serde_json::from_slice(bytes).map_err(damaged)?;
        if version.format > FORMAT {
            return Err(StoreError::NewerVersion {
                found: version.format,
                known: FORMAT,
            });
        }
        serde_json::from_slice(bytes).map_err(damaged)
    }

    /// As it is stored.
    pub fn bytes(&self) -> Vec<u8> {
        crate::billing::json::json(self)
    }
}

/// Where a record of the working set is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Place {
    /// Number of its pack.
    pub pack: u64,
    /// The ordinal kept with it.
    pub ordinal: u64,
}

/// What a store knows without asking its database.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Directory {
    /// As of the last commit known here.
    pub meta: Meta,
    shelves: BTreeMap<Shelf, Places>,
}

#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Places {
    of: HashMap<Uuid, Place>,
    packs: Occupancy,
}

/// How many records are in each pack of a shelf.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Occupancy(BTreeMap<u64, usize>);

impl Occupancy {
    /// The pack for a new record: the last while it has room, so that records made together lie together; else one that has
    /// half emptied; else a new one.
    pub fn room(&self) -> u64 {
        let Some((last, count)) = self.0.last_key_value() else {
            return 0;
        };
        if *count < WORKING_PACK {
            return *last;
        }
        self.0
            .iter()
            .find(|(_, count)| **count <= WORKING_PACK / 2)
            .map_or(last + 1, |(number, _)| *number)
    }

    /// Whether a pack holds something.
    pub fn holds(&self, pack: u64) -> bool {
        self.0.contains_key(&pack)
    }

    /// Counts a record in.
    pub fn add(&mut self, pack: u64) {
        *self.0.entry(pack).or_default() += 1;
    }

    /// Counts a record out.
    pub fn remove(&mut self, pack: u64) {
        if let Some(count) = self.0.get_mut(&pack) {
            *count -= 1;
            if *count == 0 {
                self.0.remove(&pack);
            }
        }
    }
}

impl Directory {
    /// A directory of nothing yet.
    pub fn new(meta: Meta) -> Directory {
        Directory {
            meta,
            shelves: BTreeMap::new(),
        }
    }

    /// Notes where a record was found.
    pub fn note(&mut self, shelf: Shelf, id: Uuid, place: Place) {
        let places = self.shelves.entry(shelf).or_default();
        if places.of.insert(id, place).is_none() {
            places.packs.add(place.pack);
        }
    }

    /// Where a record is, if it is in the working set.
    pub fn place(&self, shelf: Shelf, id: Uuid) -> Option<Place> {
        self.shelves.get(&shelf)?.of.get(&id).copied()
    }

    /// How full the packs of a shelf are.
    pub fn occupancy(&self, shelf: Shelf) -> Option<&Occupancy> {
        self.shelves.get(&shelf).map(|places| &places.packs)
    }

    /// Takes over what a plan has changed, after it was kept.
    pub fn adopt(&mut self, changed: Changed) {
        self.meta = changed.meta;
        for (shelf, packs) in changed.packs {
            self.shelves.entry(shelf).or_default().packs = packs;
        }
        for ((shelf, id), place) in changed.places {
            let of = &mut self.shelves.entry(shelf).or_default().of;
            match place {
                Some(place) => of.insert(id, place),
                None => of.remove(&id),
            };
        }
    }
}

/// What changes in a directory when a plan is kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Changed {
    /// What stands above all packs from then on.
    pub meta: Meta,
    /// Records that moved, came or went.
    pub places: HashMap<(Shelf, Uuid), Option<Place>>,
    /// Occupancy of the shelves concerned.
    pub packs: BTreeMap<Shelf, Occupancy>,
}
