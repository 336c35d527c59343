//! Reading the file slice by slice: records are found, read, checked and handed on one at a time.
//!
//! A record that can't be read is one problem and the next one is read all the same, so that the list is complete.

use super::check::Checks;
use super::fault::{unknown_keys, unreadable};
use super::inventory::Inventory;
use super::problem::{Place, ProblemKind, Problems};
use super::record::Record;
use super::scan::{Step, ValueScan};
use super::{FORMAT, FORMAT_VERSION, FileRecord, MAX_FILE, Mark, Section};
use crate::billing::account::Account;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::{
    caller::Caller, case::Case, experiment::Experiment, grant::Grant, policy::Policy,
};
use crate::billing::draft::Draft;
use crate::billing::invoice::Invoice;
use crate::billing::journal::{Hash, JournalEntry};
use crate::billing::json::{json, write_json};
use crate::billing::letter::Letter;
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, Receivable};
use crate::billing::seller::{Import, Person, Seller};
use crate::billing::stationery::Stationery;
use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Takes the records as they are read.
pub trait Keep {
    /// Takes one record, and the JSON it is stored as. The file may still turn out to be unacceptable.
    fn record(&mut self, record: FileRecord, json: &[u8]);
}

/// Keeps nothing: the file is only looked at.
#[derive(Clone, Copy, Debug, Default)]
pub struct Discard;

impl Keep for Discard {
    fn record(&mut self, _record: FileRecord, _json: &[u8]) {}
}

/// What was found in a file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Report {
    /// When it was written, as it says.
    pub exported_at: Option<DateTime<Utc>>,
    /// How far the book had come.
    pub mark: Option<Mark>,
    /// How many records of each section.
    pub counts: Vec<(Section, u32)>,
    /// What is in it, by identity.
    pub inventory: Inventory,
    /// What is wrong with it.
    pub problems: Problems,
}

impl Report {
    /// How many records a section has.
    pub fn count(&self, section: Section) -> u32 {
        self.counts
            .iter()
            .find(|(each, _)| *each == section)
            .map_or(0, |(_, count)| *count)
    }
}

/// Larger records than this are none of ours.
const MAX_RECORD: usize = 4 << 20;
/// An entry of the journal lists every document of a billing run.
const MAX_ENTRY: usize = 64 << 20;
/// More records in a section than a business makes in a lifetime.
const MAX_RECORDS: u32 = 5_000_000;

/// What the reader expects next.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Expects {
    Object,
    Key {
        first: bool,
    },
    Colon,
    Value,
    Element {
        first: bool,
    },
    EndOfElement,
    EndOfMember,
    Nothing,
    /// Something was so wrong that the rest can't be understood.
    Stopped,
}

/// The value that is being followed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Key,
    Member,
    Element,
}

/// Reads a file that arrives in slices.
#[derive(Debug)]
pub struct Reader<K> {
    keep: K,
    expects: Expects,
    /// The value in the middle of which a slice ended.
    following: Option<(Part, ValueScan)>,
    held: Vec<u8>,
    began: u64,
    offset: u64,
    key: String,
    section: Option<(Section, u32)>,
    seen: BTreeSet<String>,
    counts: Vec<(Section, u32)>,
    exported_at: Option<DateTime<Utc>>,
    mark: Option<Mark>,
    checks: Checks,
    canonical: Vec<u8>,
}

impl<K: Keep> Reader<K> {
    /// A reader at the beginning of a file.
    pub fn new(keep: K) -> Self {
        Reader {
            keep,
            expects: Expects::Object,
            following: None,
            held: Vec::new(),
            began: 0,
            offset: 0,
            key: String::new(),
            section: None,
            seen: BTreeSet::new(),
            counts: Vec::new(),
            exported_at: None,
            mark: None,
            checks: Checks::default(),
            canonical: Vec::new(),
        }
    }

    /// What is wrong so far.
    pub fn problems(&self) -> &Problems {
        &self.checks.problems
    }

    /// What keeps the records.
    pub fn keep(&mut self) -> &mut K {
        &mut self.keep
    }

    /// Whether the rest of the file is of no use any more.
    pub fn has_stopped(&self) -> bool {
        self.expects == Expects::Stopped
    }

    /// Reads the next slice.
    pub fn push(&mut self, slice: &[u8]) {
        let mut at = 0;
        while at < slice.len() && !self.has_stopped() {
            at = if self.following.is_some() {
                self.follow(slice, at)
            } else {
                self.step(slice, at)
            };
        }
        self.offset += slice.len() as u64;
        if self.offset > MAX_FILE && !self.has_stopped() {
            self.stop(Place::file(), ProblemKind::FileTooLarge { limit: MAX_FILE });
        }
    }

    /// Ends the file and checks what needs all of it.
    pub fn finish(mut self) -> (Report, K) {
        if !self.has_stopped() && self.expects != Expects::Nothing {
            let kind = if self.offset == 0 {
                ProblemKind::OtherFormat
            } else {
                ProblemKind::CutOff
            };
            self.stop(Place::file(), kind);
        }
        if !self.has_stopped() {
            self.check_whole();
        }
        let (inventory, problems) = self.checks.end();
        let report = Report {
            exported_at: self.exported_at,
            mark: self.mark,
            counts: self.counts,
            inventory,
            problems,
        };
        (report, self.keep)
    }

    fn check_whole(&mut self) {
        // A file of something else lacks everything; saying so once is enough.
        if !self.seen.contains("format") {
            self.stop(Place::file(), ProblemKind::OtherFormat);
            return;
        }
        let others = ["version", "database", "exported_at", "mark", "seller"];
        let sections = Section::ALL
            .into_iter()
            .filter(|section| section.is_required())
            .map(Section::key);
        for key in others.into_iter().chain(sections) {
            if !self.seen.contains(key) {
                self.checks
                    .problems
                    .push(Place::key(key), ProblemKind::Missing);
            }
        }
        self.checks.whole(self.mark.as_ref());
    }

    fn stop(&mut self, place: Place, kind: ProblemKind) {
        self.expects = Expects::Stopped;
        self.following = None;
        self.held = Vec::new();
        self.checks.problems.push(place, kind);
    }

    fn not_json(&mut self, at: usize) {
        let at = self.offset + at as u64;
        // What doesn't even begin like an object was never one of our files.
        let kind = if self.expects == Expects::Object {
            ProblemKind::OtherFormat
        } else {
            ProblemKind::NotJson { at }
        };
        self.stop(Place::file(), kind);
    }

    /// Reads what stands between values; gives the place of the next byte.
    fn step(&mut self, slice: &[u8], at: usize) -> usize {
        let byte = slice[at];
        if matches!(byte, b' ' | b'\n' | b'\r' | b'\t') || self.is_mark(byte, at) {
            return at + 1;
        }
        let next = match (self.expects, byte) {
            (Expects::Object, b'{') => Expects::Key { first: true },
            (Expects::Key { first: true }, b'}') | (Expects::EndOfMember, b'}') => Expects::Nothing,
            (Expects::Key { .. }, b'"') => return self.begin(Part::Key, at),
            (Expects::Colon, b':') => Expects::Value,
            (Expects::Value, b'[') if Section::of_key(&self.key).is_some() => {
                self.section = Section::of_key(&self.key).map(|section| (section, 0));
                Expects::Element { first: true }
            }
            (Expects::Value, _) => return self.begin(Part::Member, at),
            (Expects::Element { first: true }, b']') | (Expects::EndOfElement, b']') => {
                self.counts.extend(self.section.take());
                Expects::EndOfMember
            }
            (Expects::Element { .. }, b',' | b']') => {
                self.not_json(at);
                return at;
            }
            (Expects::Element { .. }, _) => return self.begin(Part::Element, at),
            (Expects::EndOfElement, b',') => Expects::Element { first: false },
            (Expects::EndOfMember, b',') => Expects::Key { first: false },
            _ => {
                self.not_json(at);
                return at;
            }
        };
        self.expects = next;
        at + 1
    }

    /// Some editors put a byte order mark before the text.
    fn is_mark(&self, byte: u8, at: usize) -> bool {
        let place = usize::try_from(self.offset).map_or(usize::MAX, |offset| offset + at);
        b"\xef\xbb\xbf".get(place) == Some(&byte)
    }

    fn begin(&mut self, part: Part, at: usize) -> usize {
        self.began = self.offset + at as u64;
        self.following = Some((part, ValueScan::default()));
        at
    }

    /// Follows a value through the slice; a whole one is read where it lies, a torn one is held.
    fn follow(&mut self, slice: &[u8], at: usize) -> usize {
        let Some((part, mut scan)) = self.following.take() else {
            return at;
        };
        let rest = &slice[at..];
        match scan.advance(rest) {
            Step::Complete(end) if self.held.is_empty() => {
                self.value(part, &rest[..end]);
                at + end
            }
            Step::Complete(end) => {
                let mut held = std::mem::take(&mut self.held);
                held.extend_from_slice(&rest[..end]);
                self.value(part, &held);
                held.clear();
                self.held = held;
                at + end
            }
            Step::More => {
                self.held.extend_from_slice(rest);
                let limit = self.limit();
                if self.held.len() > limit {
                    let limit = limit as u64;
                    self.stop(self.place(""), ProblemKind::TooLarge { limit });
                } else {
                    self.following = Some((part, scan));
                }
                slice.len()
            }
            Step::TooDeep => {
                self.stop(self.place(""), ProblemKind::TooDeep);
                at
            }
            Step::Missing => {
                self.not_json(at);
                at
            }
        }
    }

    fn limit(&self) -> usize {
        match self.section {
            Some((Section::Journal, _)) => MAX_ENTRY,
            _ => MAX_RECORD,
        }
    }

    fn place(&self, label: &str) -> Place {
        match self.section {
            Some((section, index)) => Place::record(section, index, label),
            None => Place::key(&self.key),
        }
    }

    /// Reads a whole value.
    fn value(&mut self, part: Part, raw: &[u8]) {
        match part {
            Part::Key => match serde_json::from_slice::<String>(raw) {
                Ok(key) => {
                    self.key = key;
                    self.expects = Expects::Colon;
                }
                Err(_) => {
                    let at = self.began;
                    self.stop(Place::file(), ProblemKind::NotJson { at });
                }
            },
            Part::Member => {
                self.expects = Expects::EndOfMember;
                self.member(raw);
            }
            Part::Element => {
                self.expects = Expects::EndOfElement;
                if raw.len() > self.limit() {
                    let limit = self.limit() as u64;
                    self.problem(ProblemKind::TooLarge { limit });
                } else if let Some((section, _)) = self.section {
                    self.element(section, raw);
                }
                self.count_element();
            }
        }
        if self.expects == Expects::Colon && !self.seen.insert(self.key.clone()) {
            let place = Place::key(&self.key);
            self.checks.problems.push(place, ProblemKind::Repeated);
        }
    }

    fn count_element(&mut self) {
        let Some((_, index)) = &mut self.section else {
            return;
        };
        *index += 1;
        if *index > MAX_RECORDS {
            let limit = u64::from(MAX_RECORDS);
            self.stop(self.place(""), ProblemKind::TooLarge { limit });
        }
    }

    fn problem(&mut self, kind: ProblemKind) {
        let place = self.place("");
        self.checks.problems.push(place, kind);
    }

    /// Reads what stands outside the sections.
    fn member(&mut self, raw: &[u8]) {
        match self.key.as_str() {
            "format" => {
                if self.parsed::<String>(raw).as_deref() != Some(FORMAT) {
                    self.stop(Place::key("format"), ProblemKind::OtherFormat);
                }
            }
            "version" => self.version(raw),
            "database" => {
                self.checks.inventory.database = self.parsed::<Uuid>(raw).unwrap_or_default();
            }
            "exported_at" => self.exported_at = self.parsed(raw),
            "mark" => self.mark = self.parsed(raw),
            "seller" => {
                if let Some(seller) = self.parsed::<Seller>(raw) {
                    self.unknown_keys(raw, &seller, "");
                    self.checks.inventory.seller.clone_from(&seller.name);
                    let json = json(&seller);
                    self.keep.record(FileRecord::Seller(seller), &json);
                }
            }
            key if Section::of_key(key).is_some() => {
                let message = "expected a list".to_owned();
                self.problem(ProblemKind::Unreadable { message });
            }
            _ => self.problem(ProblemKind::UnknownKey),
        }
    }

    fn version(&mut self, raw: &[u8]) {
        let Some(found) = self.parsed::<u64>(raw) else {
            return;
        };
        let known = FORMAT_VERSION;
        if found > u64::from(known) {
            // Whatever else seems wrong may be right in that version.
            self.checks.problems = Problems::default();
            let kind = ProblemKind::NewerVersion { found, known };
            self.stop(Place::key("version"), kind);
        } else if found == 0 {
            self.stop(Place::key("version"), ProblemKind::OtherFormat);
        }
    }

    fn parsed<T: DeserializeOwned>(&mut self, raw: &[u8]) -> Option<T> {
        match serde_json::from_slice(raw) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = error.to_string();
                self.problem(ProblemKind::Unreadable { message });
                None
            }
        }
    }

    fn element(&mut self, section: Section, raw: &[u8]) {
        match section {
            Section::People => self.record::<Person>(raw, Checks::person),
            Section::Series => self.record::<NumberSeries>(raw, Checks::series),
            Section::Accounts => self.record::<Account>(raw, Checks::account),
            Section::Products => self.record::<Product>(raw, Checks::product),
            Section::Contracts => self.record::<Contract>(raw, Checks::contract),
            Section::Charges => self.record::<PendingCharge>(raw, Checks::charge),
            Section::Drafts => self.record::<Draft>(raw, Checks::draft),
            Section::Imports => self.record::<Import>(raw, Checks::import),
            Section::Policies => self.record::<Policy>(raw, Checks::policy),
            Section::Stationery => self.record::<Stationery>(raw, Checks::stationery),
            Section::Cases => self.record::<Case>(raw, Checks::case),
            Section::Callers => self.record::<Caller>(raw, Checks::caller),
            Section::Grants => self.record::<Grant>(raw, Checks::grant),
            Section::Letters => self.record::<Letter>(raw, Checks::letter),
            Section::Experiments => self.record::<Experiment>(raw, Checks::experiment),
            Section::Receivables => self.record::<Receivable>(raw, Checks::receivable),
            Section::Credits => self.record::<Credit>(raw, Checks::credit),
            Section::Invoices => self.record::<Invoice>(raw, Checks::invoice),
            Section::Payments => self.record::<Payment>(raw, Checks::payment),
            Section::Journal => self.record::<JournalEntry>(raw, Checks::entry),
        }
    }

    fn unknown_keys<T: Serialize>(&mut self, raw: &[u8], record: &T, label: &str) {
        for path in unknown_keys(raw, record) {
            let mut place = self.place(label);
            place.path.push_str(&path);
            self.checks.problems.push(place, ProblemKind::UnknownKey);
        }
    }

    fn record<T: Record>(&mut self, raw: &[u8], note: fn(&mut Checks, u32, &T, Hash)) {
        let Some((section, index)) = self.section else {
            return;
        };
        let record: T = match serde_json::from_slice(raw) {
            Ok(record) => record,
            Err(_) => {
                let (place, kind) = unreadable::<T>(self.place(""), raw);
                self.checks.problems.push(place, kind);
                return;
            }
        };
        self.canonical.clear();
        write_json(&record, &mut self.canonical);
        // Bytes as this program writes them hold nothing that it doesn't know.
        if self.canonical != raw {
            self.unknown_keys(raw, &record, &record.label());
        }
        if let Err(kind) = record.faults() {
            let place = self.place(&record.label());
            self.checks.problems.push(place, kind);
        }
        self.checks.links(section, index, &record);
        // Only what the journal vouches for has its digest taken.
        let digest = match section {
            Section::Invoices | Section::Payments => Hash::of(&self.canonical),
            _ => Hash::ZERO,
        };
        note(&mut self.checks, index, &record, digest);
        self.keep.record(record.filed(), &self.canonical);
    }
}
