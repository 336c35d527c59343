//! Open items: what is owed on an invoice, and what is left of a payment or credit note.
//!
//! Nothing here is a stored balance: what is open follows from the entries each time it is asked for.

use crate::billing::dispute::{Collection, Dispute};
use crate::billing::dunning::Reminder;
use crate::billing::id::{AccountId, InvoiceId, PaymentId, RefundId, WriteOffId};
use crate::billing::letter::Sent;
use crate::billing::payment::PaymentMethod;
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What is owed on an invoice, and the entries that settle it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Receivable {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whose it is.
    pub account: AccountId,
    /// The invoice's number.
    pub number: String,
    /// Its issue date.
    pub issue_date: NaiveDate,
    /// Its due date.
    pub due_date: NaiveDate,
    /// Its amount due when issued.
    pub total: Money,
    /// What has settled it so far, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<Entry>,
    /// Credit notes on it, whether they settled it or went to the customer's credit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub credited: Vec<Credited>,
    /// Reminders, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reminders: Vec<Reminder>,
    /// Disputes about it, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub disputes: Vec<Dispute>,
    /// Handed to a collection agency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub collection: Option<Collection>,
    /// When and how the invoice left the house, in order; the invoice itself never changes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<Sent>,
}

/// Something that settles part of an invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Entry {
    /// The day it counts from.
    pub on: NaiveDate,
    /// What it is.
    pub kind: EntryKind,
    /// How much less is open; negative where an entry is taken back.
    pub amount: Money,
}

/// What settles part of an invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EntryKind {
    /// Part of a payment.
    Payment(PaymentId),
    /// Part of a credit note.
    CreditNote(InvoiceId),
    /// Given up.
    WriteOff {
        /// Identity.
        id: WriteOffId,
        /// Why.
        reason: String,
    },
    /// What was given up is asked for again; the amount is negative.
    WriteOffReversal {
        /// The write-off.
        id: WriteOffId,
        /// Why.
        reason: String,
    },
    /// Settled before the invoice was taken over from another program; how isn't known.
    SettledBefore,
}

/// A write-off, as far as it was not taken back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenOff {
    /// Identity.
    pub id: WriteOffId,
    /// The latest day on which something of it was written off or taken back.
    pub on: NaiveDate,
    /// Why it was written off.
    pub reason: String,
    /// What of it still settles the invoice.
    pub amount: Money,
}

/// A credit note on an invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Credited {
    /// The credit note.
    pub credit_note: InvoiceId,
    /// Its number.
    pub number: String,
    /// Its amount.
    pub amount: Money,
    /// How much of which line, as priced; lines counted from 0.
    pub lines: Vec<(usize, Money)>,
}

/// How an invoice stands.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Standing {
    /// Nothing has settled it yet.
    Open,
    /// Something is still open.
    PartlySettled,
    /// Nothing is open.
    Settled,
    /// Credited in full.
    Credited,
    /// Settled, part of it by giving up.
    WrittenOff,
}

impl Receivable {
    /// What is still open.
    pub fn open(&self) -> Money {
        self.entries
            .iter()
            .fold(self.total, |open, entry| open - entry.amount)
    }

    /// What of the open amount is disputed and not decided.
    pub fn disputed(&self) -> Money {
        let currency = self.total.currency();
        let open = self.open().max(Money::zero(currency));
        self.contested().min(open)
    }

    /// Whether a dispute about it waits for a decision.
    pub fn is_disputed(&self) -> bool {
        self.disputes.iter().any(Dispute::is_open)
    }

    /// Whether nothing is left to do about it, so that it rests in the archive: nothing is open, and no dispute waits for a decision,
    /// even of what was paid meanwhile.
    pub fn rests(&self) -> bool {
        self.open().is_zero() && !self.is_disputed()
    }

    /// What was settled before it was taken over from another program.
    pub fn settled_before(&self) -> Money {
        let before = |entry: &&Entry| matches!(entry.kind, EntryKind::SettledBefore);
        let entries = self.entries.iter().filter(before);
        entries.fold(Money::zero(self.total.currency()), |sum, entry| {
            sum + entry.amount
        })
    }

    /// What is disputed, whether or not it was paid meanwhile.
    pub fn contested(&self) -> Money {
        let open = self.disputes.iter().filter(|dispute| dispute.is_open());
        open.fold(Money::zero(self.total.currency()), |sum, dispute| {
            sum + dispute.amount
        })
    }

    /// What is open and not disputed: all that may be reminded of or collected.
    pub fn undisputed_open(&self) -> Money {
        self.open() - self.disputed()
    }

    /// Whether a collection agency has it.
    pub fn is_in_collection(&self) -> bool {
        self.collection.is_some()
    }

    /// What can still be credited: the total less earlier credit notes, paid or not.
    pub fn creditable(&self) -> Money {
        self.credited
            .iter()
            .fold(self.total, |left, credited| left - credited.amount)
    }

    /// How much of a line has been credited, as priced.
    pub fn credited_on(&self, line: usize) -> Money {
        self.credited
            .iter()
            .flat_map(|credited| &credited.lines)
            .filter(|(index, _)| *index == line)
            .fold(Money::zero(self.total.currency()), |sum, (_, amount)| {
                sum + *amount
            })
    }

    /// How it stands.
    pub fn standing(&self) -> Standing {
        let open = self.open();
        if open == self.total && !self.total.is_zero() {
            return Standing::Open;
        }
        if !open.is_zero() {
            return Standing::PartlySettled;
        }
        if !self.written_off().is_empty() {
            return Standing::WrittenOff;
        }
        if !self.total.is_zero() && self.creditable().is_zero() {
            return Standing::Credited;
        }
        Standing::Settled
    }

    /// Whether something is open after the due date.
    pub fn is_overdue(&self, today: NaiveDate) -> bool {
        self.due_date < today && self.open().is_positive()
    }

    /// Days since the due date; zero or less when it isn't due.
    pub fn days_overdue(&self, today: NaiveDate) -> i64 {
        (today - self.due_date).num_days()
    }

    /// Write-offs of which something still settles the invoice, in order.
    pub fn written_off(&self) -> Vec<WrittenOff> {
        let mut all: Vec<WrittenOff> = Vec::new();
        for entry in &self.entries {
            let (EntryKind::WriteOff { id, reason } | EntryKind::WriteOffReversal { id, reason }) =
                &entry.kind
            else {
                continue;
            };
            match all.iter_mut().find(|other| other.id == *id) {
                Some(known) => {
                    known.amount += entry.amount;
                    known.on = known.on.max(entry.on);
                }
                None => all.push(WrittenOff {
                    id: *id,
                    on: entry.on,
                    reason: reason.clone(),
                    amount: entry.amount,
                }),
            }
        }
        all.retain(|each| each.amount.is_positive());
        all
    }
}

/// Where a credit comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditSource {
    /// A payment.
    Payment(PaymentId),
    /// A credit note.
    CreditNote(InvoiceId),
}

/// What is left of a payment or credit note, and what it was used for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Credit {
    /// Where it comes from.
    pub source: CreditSource,
    /// Whose it is.
    pub account: AccountId,
    /// The credit note's number, or the payment's reference.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    /// Since when.
    pub on: NaiveDate,
    /// How much it was.
    pub amount: Money,
    /// What it was used for, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<CreditUse>,
    /// When and how the credit note left the house, in order; always empty for a payment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<Sent>,
}

/// A use of a credit.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CreditUse {
    /// The day it counts from.
    pub on: NaiveDate,
    /// What for.
    pub kind: UseKind,
    /// How much less is left; negative where a use is taken back.
    pub amount: Money,
}

/// What a credit is used for.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UseKind {
    /// Settles an invoice.
    Invoice {
        /// The invoice.
        id: InvoiceId,
        /// Its number.
        number: String,
    },
    /// Paid back to the customer.
    Refund {
        /// Identity.
        id: RefundId,
        /// How.
        method: PaymentMethod,
        /// Why.
        reason: String,
    },
    /// The payment never was: it bounced, or was recorded by mistake.
    Reversal {
        /// Why.
        reason: String,
    },
    /// Used before the credit note was taken over from another program; what for isn't known.
    SettledBefore,
}

impl Credit {
    /// What is left.
    pub fn left(&self) -> Money {
        self.uses
            .iter()
            .fold(self.amount, |left, each| left - each.amount)
    }

    /// What was used of it before it was taken over from another program.
    pub fn settled_before(&self) -> Money {
        let before = |each: &&CreditUse| matches!(each.kind, UseKind::SettledBefore);
        let uses = self.uses.iter().filter(before);
        uses.fold(Money::zero(self.amount.currency()), |sum, each| {
            sum + each.amount
        })
    }

    /// What was paid back.
    pub fn refunded(&self) -> Money {
        self.uses
            .iter()
            .filter(|each| matches!(each.kind, UseKind::Refund { .. }))
            .fold(Money::zero(self.amount.currency()), |sum, each| {
                sum + each.amount
            })
    }

    /// Whether the payment was taken back.
    pub fn is_reversed(&self) -> bool {
        self.uses
            .iter()
            .any(|each| matches!(each.kind, UseKind::Reversal { .. }))
    }
}

/// Days overdue by which open items are grouped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Bucket {
    /// Not due yet, or due today.
    Current,
    /// 1 to 30 days.
    To30,
    /// 31 to 60 days.
    To60,
    /// 61 to 90 days.
    To90,
    /// More than 90 days.
    Over90,
}

impl Bucket {
    /// Every bucket, in order.
    pub const ALL: [Bucket; 5] = [
        Bucket::Current,
        Bucket::To30,
        Bucket::To60,
        Bucket::To90,
        Bucket::Over90,
    ];

    /// The bucket of something so many days overdue.
    pub fn of(days_overdue: i64) -> Bucket {
        match days_overdue {
            ..=0 => Bucket::Current,
            1..=30 => Bucket::To30,
            31..=60 => Bucket::To60,
            61..=90 => Bucket::To90,
            91.. => Bucket::Over90,
        }
    }
}

/// Open amounts by days overdue, in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ageing {
    /// Open amount by bucket, in the order of [`Bucket::ALL`].
    pub buckets: [Money; 5],
}

impl Ageing {
    /// Groups what is open on `today`. All in `currency`; others are left out.
    pub fn of<'a>(
        receivables: impl IntoIterator<Item = &'a Receivable>,
        currency: crate::money::Currency,
        today: NaiveDate,
    ) -> Ageing {
        let mut buckets = [Money::zero(currency); 5];
        for receivable in receivables {
            if receivable.total.currency() == currency {
                let bucket = Bucket::of(receivable.days_overdue(today));
                buckets[bucket as usize] += receivable.open();
            }
        }
        Ageing { buckets }
    }

    /// The sum of all buckets.
    pub fn total(&self) -> Money {
        self.buckets
            .iter()
            .skip(1)
            .fold(self.buckets[0], |sum, amount| sum + *amount)
    }
}
