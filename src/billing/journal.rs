//! The journal: who changed what and when, hash-chained so that a later change to it shows.
//!
//! An entry names records by id and printed number, and the digest of what was kept, never personal data: a customer's
//! details can be erased without breaking the chain.

use crate::billing::change::Change;
use crate::billing::id::PersonId;
use crate::billing::json::{json, write_json};
use crate::billing::receivable::{Credit, CreditSource};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use uuid::Uuid;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Deserialize)]
#[serde(try_from = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first entry names as its predecessor.
    pub const ZERO: Hash = Hash([0; 32]);

    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }
}

/// The digits on the stack, because a run writes one for each document.
struct Digits([u8; 64]);

impl Digits {
    fn of(Hash(hash): Hash) -> Digits {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(hash) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        Digits(digits)
    }

    fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("digits are ASCII")
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(Digits::of(*self).as_str())
    }
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(Digits::of(*self).as_str())
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        Digits::of(hash).as_str().to_owned()
    }
}

impl TryFrom<String> for Hash {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let invalid = || format!("not a SHA-256 digest in lower-case hexadecimal: {text:?}");
        let bytes = text.as_bytes();
        if bytes.len() != 64 {
            return Err(invalid());
        }
        let mut hash = [0; 32];
        for (byte, pair) in hash.iter_mut().zip(bytes.chunks_exact(2)) {
            let digit = |c: u8| match c {
                b'0'..=b'9' => Some(c - b'0'),
                b'a'..=b'f' => Some(c - b'a' + 10),
                _ => None,
            };
            *byte = digit(pair[0])
                .zip(digit(pair[1]))
                .map(|(high, low)| high * 16 + low)
                .ok_or_else(invalid)?;
        }
        Ok(Hash(hash))
    }
}

/// Where the journal stands.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct JournalHead {
    /// Number of entries.
    pub sequence: u64,
    /// Hash of the last.
    pub hash: Hash,
}

/// One kept command.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct JournalEntry {
    /// 1 for the first.
    pub sequence: u64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who, by id and by the name they had.
    pub by: Author,
    /// What was asked, as the command's name.
    pub command: String,
    /// What was kept.
    pub facts: Vec<Fact>,
    /// Digest of the digests of the command's changes, in order.
    pub digest: Hash,
    /// Hash of the entry before.
    pub previous: Hash,
    /// Hash of this entry: of its JSON with this field left out.
    pub hash: Hash,
}

/// Who made an entry.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Author {
    /// The person.
    pub id: PersonId,
    /// Their name at the time.
    pub name: String,
}

/// One record that was kept.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Fact {
    /// What happened to it.
    pub what: FactKind,
    /// Its id; none where many are counted together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<Uuid>,
    /// Its printed number or amount.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// How many, where many are counted together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u32>,
    /// Digest of a document that never changes, so that it can be checked against the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<Hash>,
}

/// What happened to a record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum FactKind {
    SellerRevised,
    PersonRevised,
    SeriesRevised,
    AccountAdded,
    AccountRevised,
    AccountRemoved,
    ProductAdded,
    ProductRevised,
    ProductRemoved,
    ContractAdded,
    ContractRevised,
    ContractRemoved,
    ChargeAdded,
    ChargeRemoved,
    DraftSaved,
    DraftRemoved,
    InvoiceIssued,
    CreditNoteIssued,
    PaymentReceived,
    ReceivableRevised,
    CreditRevised,
    ImportRecorded,
    ImportUndone,
    CaseRevised,
    CallerRevised,
    GrantRevised,
    LetterKept,
    ExperimentRevised,
    PolicyRevised,
    StationeryRevised,
    DocumentSent,
    /// Issued by another program.
    InvoiceTakenOver,
    /// Likewise.
    CreditNoteTakenOver,
}

/// More facts than this of one kind in one command are counted, not listed; documents and payments are always listed.
const LISTED: u32 = 200;

/// The entry's fields that its hash covers, in order.
#[derive(Serialize)]
struct Sealed<'a> {
    sequence: u64,
    at: &'a DateTime<Utc>,
    by: &'a Author,
    command: &'a str,
    facts: &'a [Fact],
    digest: Hash,
    previous: Hash,
}

impl JournalEntry {
    /// Seals the changes of one command behind `head`.
    pub fn seal(
        head: JournalHead,
        at: DateTime<Utc>,
        by: Author,
        command: &str,
        changes: &[Change],
    ) -> Self {
        Self::seal_written(head, at, by, command, changes).0
    }

    /// The same, and what was written to make the digests, so that a store needn't write it again.
    pub fn seal_written(
        head: JournalHead,
        at: DateTime<Utc>,
        by: Author,
        command: &str,
        changes: &[Change],
    ) -> (Self, Written) {
        let (facts, digest, mut written) = facts(changes);
        let mut entry = JournalEntry {
            sequence: head.sequence + 1,
            at,
            by,
            command: command.to_owned(),
            facts,
            digest,
            previous: head.hash,
            hash: Hash::ZERO,
        };
        let end = written.json.len();
        entry.hash = entry.derive_hash_behind(&mut written.json);
        written.json.truncate(end);
        (entry, written)
    }

    /// Where the journal stands after this entry.
    pub fn head(&self) -> JournalHead {
        JournalHead {
            sequence: self.sequence,
            hash: self.hash,
        }
    }

    /// The hash that follows from the entry's content.
    pub fn derive_hash(&self) -> Hash {
        self.derive_hash_behind(&mut Vec::with_capacity(1024))
    }

    /// Writes what is hashed behind other bytes.
    fn derive_hash_behind(&self, bytes: &mut Vec<u8>) -> Hash {
        let sealed = Sealed {
            sequence: self.sequence,
            at: &self.at,
            by: &self.by,
            command: &self.command,
            facts: &self.facts,
            digest: self.digest,
            previous: self.previous,
        };
        let from = bytes.len();
        write_json(&sealed, bytes);
        Hash::of(&bytes[from..])
    }

    /// Whether the entry is whole and follows `head`.
    pub fn verify(&self, head: JournalHead) -> Result<JournalHead, ChainBreak> {
        // A file may claim any number; nothing follows the largest.
        let expected = head.sequence.saturating_add(1);
        let fault = if self.sequence != expected || self.sequence == head.sequence {
            Some(ChainFault::Sequence { expected })
        } else if self.previous != head.hash {
            Some(ChainFault::Previous)
        } else if self.derive_hash() != self.hash {
            Some(ChainFault::Content)
        } else {
            None
        };
        match fault {
            None => Ok(self.head()),
            Some(fault) => Err(ChainBreak {
                sequence: self.sequence,
                at: self.at,
                fault,
            }),
        }
    }

    /// The documents the entry vouches for, with their digests.
    pub fn documents(&self) -> impl Iterator<Item = (Uuid, Hash)> + '_ {
        self.facts
            .iter()
            .filter_map(|fact| fact.subject.zip(fact.digest))
    }
}

/// The first broken entry of a journal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChainBreak {
    /// Its number.
    pub sequence: u64,
    /// Its time.
    pub at: DateTime<Utc>,
    /// What is wrong with it.
    pub fault: ChainFault,
}

/// What is wrong with a journal entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChainFault {
    /// Its number doesn't follow: entries are missing, doubled or exchanged.
    Sequence {
        /// The number that should come.
        expected: u64,
    },
    /// It doesn't name the hash of the entry before.
    Previous,
    /// Its content was changed.
    Content,
}

/// The digest of an issued document or a payment, over its JSON.
pub fn document_digest<T: Serialize>(document: &T) -> Hash {
    Hash::of(&json(document))
}

/// The JSON of the records in the changes of an entry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Written {
    json: Vec<u8>,
    records: Vec<Range<usize>>,
}

impl Written {
    /// The record in the change at that place.
    pub fn record(&self, index: usize) -> Option<&[u8]> {
        self.json.get(self.records.get(index)?.clone())
    }

    /// Writes a change behind the others and answers its digest: a document's or payment's own, by which it can be checked
    /// against the journal and which stands for it here; otherwise that of the change as a whole.
    fn push(&mut self, change: &Change) -> Hash {
        let from = self.json.len();
        match change {
            Change::InvoiceIssued(invoice) => write_json(invoice, &mut self.json),
            Change::PaymentReceived(payment) => write_json(payment, &mut self.json),
            _ => write_json(change, &mut self.json),
        }
        let bytes = &self.json[from..];
        let record = if kind(change).is_vouched_for() {
            from..self.json.len()
        } else {
            // `{"kind":record}`
            let name = bytes.iter().position(|byte| *byte == b':').unwrap_or(0);
            from + name + 1..self.json.len() - 1
        };
        self.records.push(record);
        Hash::of(bytes)
    }
}

/// The facts of changes, one digest over all changes, which is the digest of their digests, and what was written for it.
///
/// Facts of a kind are counted instead of listed where there are too many, behind those that are listed.
fn facts(changes: &[Change]) -> (Vec<Fact>, Hash, Written) {
    let mut counts: BTreeMap<FactKind, u32> = BTreeMap::new();
    for change in changes {
        let count = counts.entry(kind(change)).or_default();
        *count = count.saturating_add(1);
    }
    counts.retain(|kind, count| *count > LISTED && !kind.is_vouched_for());
    let mut facts = Vec::new();
    let mut all = Sha256::new();
    let mut written = Written {
        json: Vec::with_capacity(changes.len() * 1024),
        records: Vec::with_capacity(changes.len()),
    };
    for change in changes {
        let Hash(one) = written.push(change);
        all.update(one);
        let what = kind(change);
        if !counts.contains_key(&what) {
            let digest = what.is_vouched_for().then_some(Hash(one));
            facts.push(Fact {
                digest,
                ..fact(change)
            });
        }
    }
    facts.extend(counts.into_iter().map(|(what, count)| Fact {
        what,
        subject: None,
        label: String::new(),
        count: Some(count),
        digest: None,
    }));
    (facts, Hash(all.finalize().into()), written)
}

impl FactKind {
    /// Whether facts of this kind carry the digest of what was kept; these are always listed.
    fn is_vouched_for(self) -> bool {
        match self {
            FactKind::InvoiceIssued
            | FactKind::CreditNoteIssued
            | FactKind::InvoiceTakenOver
            | FactKind::CreditNoteTakenOver
            | FactKind::PaymentReceived => true,
            FactKind::SellerRevised
            | FactKind::PersonRevised
            | FactKind::SeriesRevised
            | FactKind::AccountAdded
            | FactKind::AccountRevised
            | FactKind::AccountRemoved
            | FactKind::ProductAdded
            | FactKind::ProductRevised
            | FactKind::ProductRemoved
            | FactKind::ContractAdded
            | FactKind::ContractRevised
            | FactKind::ContractRemoved
            | FactKind::ChargeAdded
            | FactKind::ChargeRemoved
            | FactKind::DraftSaved
            | FactKind::DraftRemoved
            | FactKind::ReceivableRevised
            | FactKind::CreditRevised
            | FactKind::ImportRecorded
            | FactKind::ImportUndone
            | FactKind::CaseRevised
            | FactKind::CallerRevised
            | FactKind::GrantRevised
            | FactKind::LetterKept
            | FactKind::ExperimentRevised
            | FactKind::PolicyRevised
            | FactKind::StationeryRevised
            | FactKind::DocumentSent => false,
        }
    }
}

fn kind(change: &Change) -> FactKind {
    match change {
        Change::SellerRevised(_) => FactKind::SellerRevised,
        Change::PersonRevised(_) => FactKind::PersonRevised,
        Change::SeriesRevised(_) => FactKind::SeriesRevised,
        Change::AccountAdded(_) => FactKind::AccountAdded,
        Change::AccountRevised(_) => FactKind::AccountRevised,
        Change::AccountRemoved(_) => FactKind::AccountRemoved,
        Change::ProductAdded(_) => FactKind::ProductAdded,
        Change::ProductRevised(_) => FactKind::ProductRevised,
        Change::ProductRemoved(_) => FactKind::ProductRemoved,
        Change::ContractAdded(_) => FactKind::ContractAdded,
        Change::ContractRevised(_) => FactKind::ContractRevised,
        Change::ContractRemoved(_) => FactKind::ContractRemoved,
        Change::ChargeAdded(_) => FactKind::ChargeAdded,
        Change::ChargeRemoved(_) => FactKind::ChargeRemoved,
        Change::DraftSaved(_) => FactKind::DraftSaved,
        Change::DraftRemoved(_) => FactKind::DraftRemoved,
        Change::InvoiceIssued(invoice) => match (invoice.is_credit_note(), invoice.taken_over) {
            (false, false) => FactKind::InvoiceIssued,
            (true, false) => FactKind::CreditNoteIssued,
            (false, true) => FactKind::InvoiceTakenOver,
            (true, true) => FactKind::CreditNoteTakenOver,
        },
        Change::PaymentReceived(_) => FactKind::PaymentReceived,
        Change::ReceivableRevised(_) => FactKind::ReceivableRevised,
        Change::CreditRevised(_) => FactKind::CreditRevised,
        Change::InvoiceSent(_) | Change::CreditNoteSent(_) => FactKind::DocumentSent,
        Change::ImportRecorded(_) => FactKind::ImportRecorded,
        Change::ImportUndone(_) => FactKind::ImportUndone,
        Change::CaseRevised(_) => FactKind::CaseRevised,
        Change::CallerRevised(_) => FactKind::CallerRevised,
        Change::GrantRevised(_) => FactKind::GrantRevised,
        Change::LetterKept(_) => FactKind::LetterKept,
        Change::ExperimentRevised(_) => FactKind::ExperimentRevised,
        Change::PolicyRevised(_) => FactKind::PolicyRevised,
        Change::StationeryRevised(_) => FactKind::StationeryRevised,
    }
}

/// The payment or credit note that a credit comes from.
fn source(credit: &Credit) -> Uuid {
    match credit.source {
        CreditSource::Payment(id) => id.0,
        CreditSource::CreditNote(id) => id.0,
    }
}

/// What was kept, without its digest.
fn fact(change: &Change) -> Fact {
    let (subject, label) = match change {
        Change::SellerRevised(_) => (None, String::new()),
        Change::PersonRevised(person) => (Some(person.id.0), String::new()),
        Change::SeriesRevised(series) => (Some(series.id.0), series.name.clone()),
        Change::AccountAdded(account) | Change::AccountRevised(account) => {
            (Some(account.id.0), account.number.clone())
        }
        Change::AccountRemoved(id) => (Some(id.0), String::new()),
        Change::ProductAdded(product) | Change::ProductRevised(product) => {
            (Some(product.id.0), product.code.clone())
        }
        Change::ProductRemoved(id) => (Some(id.0), String::new()),
        Change::ContractAdded(contract) | Change::ContractRevised(contract) => {
            (Some(contract.id.0), contract.number.clone())
        }
        Change::ContractRemoved(id) => (Some(id.0), String::new()),
        Change::ChargeAdded(charge) => (Some(charge.id.0), String::new()),
        Change::ChargeRemoved(id) => (Some(id.0), String::new()),
        Change::DraftSaved(draft) => (Some(draft.id.0), String::new()),
        Change::DraftRemoved(id) => (Some(id.0), String::new()),
        Change::InvoiceIssued(invoice) => (Some(invoice.id.0), invoice.number.clone()),
        Change::PaymentReceived(payment) => (Some(payment.id.0), payment.amount.to_string()),
        Change::ReceivableRevised(receivable) | Change::InvoiceSent(receivable) => {
            (Some(receivable.invoice.0), receivable.number.clone())
        }
        Change::CreditRevised(credit) => (Some(source(credit)), credit.left().to_string()),
        Change::CreditNoteSent(credit) => (Some(source(credit)), credit.label.clone()),
        Change::ImportRecorded(import) => (Some(import.id.0), String::new()),
        Change::ImportUndone(id) => (Some(id.0), String::new()),
        Change::CaseRevised(case) => (Some(case.id.0), case.number.to_string()),
        Change::CallerRevised(caller) => (Some(caller.account.0), String::new()),
        Change::GrantRevised(grant) => (Some(grant.id.0), grant.total.to_string()),
        Change::LetterKept(letter) => (Some(letter.id.0), String::new()),
        Change::ExperimentRevised(experiment) => (Some(experiment.id.0), experiment.name.clone()),
        Change::PolicyRevised(_) | Change::StationeryRevised(_) => (None, String::new()),
    };
    Fact {
        what: kind(change),
        subject,
        label,
        count: None,
        digest: None,
    }
}
