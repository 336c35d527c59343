//! The journal: who changed what and when, hash-chained so that a later change to it shows.
//!
//! An entry names records by id and printed number, and the digest of what was kept, never personal data: a customer's
//! details can be erased without breaking the chain.

use crate::billing::change::Change;
use crate::billing::id::PersonId;
use crate::billing::invoice::Invoice;
use crate::billing::receivable::CreditSource;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt;
use uuid::Uuid;

/// A SHA-256 digest, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Hash([u8; 32]);

impl Hash {
    /// What the first entry names as its predecessor.
    pub const ZERO: Hash = Hash([0; 32]);

    /// The digest of some bytes.
    pub fn of(bytes: &[u8]) -> Hash {
        Hash(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0 {
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl From<Hash> for String {
    fn from(hash: Hash) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = String::with_capacity(64);
        for byte in hash.0 {
            text.push(char::from(DIGITS[usize::from(byte >> 4)]));
            text.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
        text
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
}

/// More facts than this of one kind in one command are counted, not listed; documents and payments are always listed.
const LISTED: usize = 200;

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
        let facts: Vec<Fact> = changes.iter().map(fact).collect();
        let digest = digest(changes, &facts);
        let mut entry = JournalEntry {
            sequence: head.sequence + 1,
            at,
            by,
            command: command.to_owned(),
            facts: summed_up(facts),
            digest,
            previous: head.hash,
            hash: Hash::ZERO,
        };
        entry.hash = entry.derive_hash();
        entry
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
        let sealed = Sealed {
            sequence: self.sequence,
            at: &self.at,
            by: &self.by,
            command: &self.command,
            facts: &self.facts,
            digest: self.digest,
            previous: self.previous,
        };
        Hash::of(&json(&sealed))
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

/// Counts the facts of a kind instead of listing them where there are too many.
fn summed_up(mut facts: Vec<Fact>) -> Vec<Fact> {
    let mut kinds: Vec<FactKind> = facts.iter().map(|fact| fact.what).collect();
    kinds.sort_unstable();
    kinds.dedup();
    for kind in kinds {
        let many = facts.iter().filter(|fact| fact.what == kind).count();
        if many > LISTED
            && facts
                .iter()
                .all(|fact| fact.what != kind || fact.digest.is_none())
        {
            facts.retain(|fact| fact.what != kind);
            let count = Some(u32::try_from(many).unwrap_or(u32::MAX));
            facts.push(Fact {
                what: kind,
                subject: None,
                label: String::new(),
                count,
                digest: None,
            });
        }
    }
    facts
}

fn fact(change: &Change) -> Fact {
    let plain = |what, subject: Uuid, label: &str| Fact {
        what,
        subject: Some(subject),
        label: label.to_owned(),
        count: None,
        digest: None,
    };
    match change {
        Change::SellerRevised(_) => Fact {
            what: FactKind::SellerRevised,
            subject: None,
            label: String::new(),
            count: None,
            digest: None,
        },
        Change::PersonRevised(person) => plain(FactKind::PersonRevised, person.id.0, ""),
        Change::SeriesRevised(series) => plain(FactKind::SeriesRevised, series.id.0, &series.name),
        Change::AccountAdded(account) => {
            plain(FactKind::AccountAdded, account.id.0, &account.number)
        }
        Change::AccountRevised(account) => {
            plain(FactKind::AccountRevised, account.id.0, &account.number)
        }
        Change::AccountRemoved(id) => plain(FactKind::AccountRemoved, id.0, ""),
        Change::ProductAdded(product) => plain(FactKind::ProductAdded, product.id.0, &product.code),
        Change::ProductRevised(product) => {
            plain(FactKind::ProductRevised, product.id.0, &product.code)
        }
        Change::ProductRemoved(id) => plain(FactKind::ProductRemoved, id.0, ""),
        Change::ContractAdded(contract) => {
            plain(FactKind::ContractAdded, contract.id.0, &contract.number)
        }
        Change::ContractRevised(contract) => {
            plain(FactKind::ContractRevised, contract.id.0, &contract.number)
        }
        Change::ContractRemoved(id) => plain(FactKind::ContractRemoved, id.0, ""),
        Change::ChargeAdded(charge) => plain(FactKind::ChargeAdded, charge.id.0, ""),
        Change::ChargeRemoved(id) => plain(FactKind::ChargeRemoved, id.0, ""),
        Change::DraftSaved(draft) => plain(FactKind::DraftSaved, draft.id.0, ""),
        Change::DraftRemoved(id) => plain(FactKind::DraftRemoved, id.0, ""),
        Change::InvoiceIssued(invoice) => invoice_fact(invoice),
        Change::PaymentReceived(payment) => Fact {
            digest: Some(document_digest(payment)),
            ..plain(
                FactKind::PaymentReceived,
                payment.id.0,
                &payment.amount.to_string(),
            )
        },
        Change::ReceivableRevised(receivable) => plain(
            FactKind::ReceivableRevised,
            receivable.invoice.0,
            &receivable.number,
        ),
        Change::CreditRevised(credit) => {
            let subject = match credit.source {
                CreditSource::Payment(id) => id.0,
                CreditSource::CreditNote(id) => id.0,
            };
            plain(FactKind::CreditRevised, subject, &credit.left().to_string())
        }
        Change::ImportRecorded(import) => plain(FactKind::ImportRecorded, import.id.0, ""),
        Change::ImportUndone(id) => plain(FactKind::ImportUndone, id.0, ""),
    }
}

fn invoice_fact(invoice: &Invoice) -> Fact {
    let what = if invoice.is_credit_note() {
        FactKind::CreditNoteIssued
    } else {
        FactKind::InvoiceIssued
    };
    Fact {
        what,
        subject: Some(invoice.id.0),
        label: invoice.number.clone(),
        count: None,
        digest: Some(document_digest(invoice)),
    }
}

/// One digest over all changes: the digest of their digests. A document's own digest stands for it, so that its JSON is
/// made and hashed once.
fn digest(changes: &[Change], facts: &[Fact]) -> Hash {
    let mut all = Sha256::new();
    for (change, fact) in changes.iter().zip(facts) {
        let Hash(one) = fact.digest.unwrap_or_else(|| Hash::of(&json(change)));
        all.update(one);
    }
    Hash(all.finalize().into())
}

/// JSON of a record of ours. Map keys are strings and no float occurs, so writing it can't fail.
fn json<T: Serialize>(value: &T) -> Vec<u8> {
    serde_json::to_vec(value)
        .unwrap_or_else(|error| unreachable!("a record that has no JSON: {error}"))
}
