//! What opening a file would do: replace the present book, or be added to it as a whole. Nothing is done here.

use super::inventory::Inventory;
use super::sequence::take_apart;
use super::{FileRecord, Keep, Report, Section};
use crate::billing::change::Change;
use crate::billing::id::{PersonId, SeriesId};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of the present book.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ImportMode {
    /// The file takes its place.
    Replace,
    /// The file's records come beside its own. The present seller and journal stay; the journal gets one entry.
    Add,
}

/// What opening a file would do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ImportPlan {
    /// How.
    pub mode: ImportMode,
    /// How many records would come, by section.
    pub counts: Vec<(Section, u32)>,
    /// Why it can't be done; none where it can.
    pub obstacles: Vec<Obstacle>,
    /// Documents of the present book that the file doesn't have, and that would be gone.
    pub documents_lost: u32,
    /// Whether the file is a copy of the present book, as it was at some time.
    pub is_same_book: bool,
}

impl ImportPlan {
    /// Whether it can be done.
    pub fn is_possible(&self) -> bool {
        self.obstacles.is_empty()
    }
}

/// Why a file can't be opened so.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Obstacle {
    /// Something in it is wrong.
    Problems {
        /// How much.
        errors: u64,
    },
    /// It is a copy of the present book: everything in it would be there twice.
    SameBook,
    /// Records of the present book have the same ids.
    IdTaken {
        /// Of which kind.
        section: Section,
        /// How many.
        count: u32,
    },
    /// Records of the present book have the same numbers or codes.
    NumberTaken {
        /// Of which kind.
        section: Section,
        /// How many.
        count: u32,
        /// One of them.
        example: String,
    },
    /// More documents than can be recorded at once.
    TooMany {
        /// The most.
        limit: u32,
    },
}

/// Added documents are all named in one entry of the journal.
const MAX_ADDED: u32 = 20_000;

/// Says what opening the file would do to the present book.
pub fn plan_import(present: &Inventory, file: &Report, mode: ImportMode) -> ImportPlan {
    let found = &file.inventory;
    let is_same_book = present.database == found.database;
    let mut obstacles = Vec::new();
    if !file.problems.is_acceptable() {
        let errors = file.problems.errors;
        obstacles.push(Obstacle::Problems { errors });
    }
    let mut counts = file.counts.clone();
    match mode {
        ImportMode::Replace => {}
        ImportMode::Add => {
            counts.retain(|(section, _)| *section != Section::Journal);
            if is_same_book {
                obstacles.push(Obstacle::SameBook);
            } else {
                obstacles.extend(collisions(present, found));
            }
            let documents = file.count(Section::Invoices) + file.count(Section::Payments);
            if documents > MAX_ADDED {
                obstacles.push(Obstacle::TooMany { limit: MAX_ADDED });
            }
        }
    }
    let lost = present
        .invoices
        .keys()
        .filter(|id| !found.invoices.contains_key(id))
        .count();
    ImportPlan {
        mode,
        counts,
        obstacles,
        documents_lost: match mode {
            ImportMode::Replace => u32::try_from(lost).unwrap_or(u32::MAX),
            ImportMode::Add => 0,
        },
        is_same_book,
    }
}

fn collisions(present: &Inventory, found: &Inventory) -> Vec<Obstacle> {
    let shared = [
        (
            Section::Series,
            in_both(&keys(&present.series), &keys(&found.series)),
        ),
        (
            Section::Accounts,
            in_both(&keys(&present.accounts), &keys(&found.accounts)),
        ),
        (
            Section::Products,
            in_both(&keys(&present.products), &keys(&found.products)),
        ),
        (
            Section::Contracts,
            in_both(&keys(&present.contracts), &keys(&found.contracts)),
        ),
        (Section::Charges, in_both(&present.charges, &found.charges)),
        (Section::Drafts, in_both(&present.drafts, &found.drafts)),
        (Section::Imports, in_both(&present.imports, &found.imports)),
        (Section::Cases, in_both(&present.cases, &found.cases)),
        (Section::Grants, in_both(&present.grants, &found.grants)),
        (Section::Letters, in_both(&present.letters, &found.letters)),
        (
            Section::Experiments,
            in_both(&present.experiments, &found.experiments),
        ),
        (
            Section::Invoices,
            in_both(&keys(&present.invoices), &keys(&found.invoices)),
        ),
        (
            Section::Payments,
            in_both(&present.payments, &found.payments),
        ),
    ];
    let ids = shared
        .into_iter()
        .filter(|(_, count)| *count > 0)
        .map(|(section, count)| Obstacle::IdTaken { section, count });
    let numbers = |inventory: &Inventory| -> BTreeSet<String> {
        inventory
            .invoices
            .values()
            .map(|(_, number)| number.clone())
            .collect()
    };
    // Two series that share a pattern would sooner or later give one number twice.
    let patterns = |inventory: &Inventory, only_used: bool| -> BTreeSet<String> {
        let documents = inventory.invoices.values();
        let used: BTreeSet<_> = documents.filter_map(|(id, _)| *id).collect();
        inventory
            .series
            .values()
            .filter(|series| !only_used || used.contains(&series.id))
            .map(|series| series.pattern.clone())
            .collect()
    };
    let taken = [
        taken(
            Section::Series,
            patterns(present, false),
            patterns(found, true),
        ),
        taken(
            Section::Accounts,
            values(&present.accounts),
            values(&found.accounts),
        ),
        taken(
            Section::Products,
            values(&present.products),
            values(&found.products),
        ),
        taken(
            Section::Contracts,
            values(&present.contracts),
            values(&found.contracts),
        ),
        taken(Section::Invoices, numbers(present), numbers(found)),
        to_be_taken(present, found),
        to_be_taken(found, present),
    ];
    ids.chain(taken.into_iter().flatten()).collect()
}

/// Numbers of documents that one book took over from another program and that a series of the other may give.
fn to_be_taken(one: &Inventory, other: &Inventory) -> Option<Obstacle> {
    let numbers: BTreeSet<&String> = one
        .series
        .values()
        .flat_map(|series| &series.taken_over)
        .collect();
    let mut clashing = numbers.into_iter().filter(|number| {
        let mut series = other.series.values();
        series.any(|series| take_apart(series, number).is_some())
    });
    let example = clashing.next()?.clone();
    let count = u32::try_from(1 + clashing.count()).unwrap_or(u32::MAX);
    let section = Section::Invoices;
    Some(Obstacle::NumberTaken {
        section,
        count,
        example,
    })
}

fn keys<K: Ord + Copy, V>(map: &BTreeMap<K, V>) -> BTreeSet<K> {
    map.keys().copied().collect()
}

fn values<K>(map: &BTreeMap<K, String>) -> BTreeSet<String> {
    map.values().cloned().collect()
}

fn in_both<T: Ord>(one: &BTreeSet<T>, other: &BTreeSet<T>) -> u32 {
    u32::try_from(one.intersection(other).count()).unwrap_or(u32::MAX)
}

fn taken(section: Section, present: BTreeSet<String>, found: BTreeSet<String>) -> Option<Obstacle> {
    let example = present.intersection(&found).next()?.clone();
    Some(Obstacle::NumberTaken {
        section,
        count: in_both(&present, &found),
        example,
    })
}

/// Turns the records of a file into changes that add them to the present book.
#[derive(Debug, Default)]
pub struct Adding {
    known_people: BTreeSet<PersonId>,
    changes: Vec<Change>,
}

impl Adding {
    /// For a book that knows these people already.
    pub fn to(people: impl IntoIterator<Item = PersonId>) -> Self {
        Adding {
            known_people: people.into_iter().collect(),
            changes: Vec::new(),
        }
    }

    /// The changes, in the order of the file. A series that gave no number yet stays behind: the book has its own.
    pub fn changes(mut self) -> Vec<Change> {
        let used: BTreeSet<SeriesId> = self
            .changes
            .iter()
            .filter_map(|change| match change {
                Change::InvoiceIssued(invoice) => invoice.series,
                _ => None,
            })
            .collect();
        self.changes.retain(|change| match change {
            Change::SeriesRevised(series) => used.contains(&series.id),
            _ => true,
        });
        self.changes
    }
}

impl Keep for Adding {
    fn record(&mut self, record: FileRecord, _json: &[u8]) {
        self.changes.push(match record {
            FileRecord::Person(person) if self.known_people.contains(&person.id) => return,
            FileRecord::Person(person) => Change::PersonRevised(person),
            FileRecord::Series(series) => Change::SeriesRevised(series),
            FileRecord::Account(account) => Change::AccountAdded(account),
            FileRecord::Product(product) => Change::ProductAdded(product),
            FileRecord::Contract(contract) => Change::ContractAdded(contract),
            FileRecord::Charge(charge) => Change::ChargeAdded(charge),
            FileRecord::Draft(draft) => Change::DraftSaved(draft),
            FileRecord::Import(import) => Change::ImportRecorded(import),
            FileRecord::Case(case) => Change::CaseRevised(case),
            FileRecord::Caller(caller) => Change::CallerRevised(caller),
            FileRecord::Grant(grant) => Change::GrantRevised(grant),
            FileRecord::Letter(letter) => Change::LetterKept(letter),
            FileRecord::Experiment(experiment) => Change::ExperimentRevised(experiment),
            FileRecord::Invoice(invoice) => Change::InvoiceIssued(invoice),
            FileRecord::Payment(payment) => Change::PaymentReceived(payment),
            FileRecord::Receivable(receivable) => Change::ReceivableRevised(receivable),
            FileRecord::Credit(credit) => Change::CreditRevised(credit),
            // The present book keeps its own seller, policy, look and journal.
            FileRecord::Seller(_)
            | FileRecord::Policy(_)
            | FileRecord::Stationery(_)
            | FileRecord::Entry(_) => return,
        });
    }
}
