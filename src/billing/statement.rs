//! Statement of account: every movement between two days, and the balance before and after.
//!
//! A document that was taken over moves what was open of it then: the rest is the other program's history.

use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::receivable::{Credit, CreditSource, EntryKind, Receivable, UseKind};
use crate::calendar::Period;
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A statement of account. Amounts are from the seller's side: what adds to the debt is positive.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Statement {
    /// The days.
    pub period: Period,
    /// What was owed before the first day.
    pub opening: Money,
    /// What moved, in order of the days.
    pub movements: Vec<Movement>,
    /// What is owed after the last day.
    pub closing: Money,
}

/// Something that changed what a customer owes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Movement {
    /// The day.
    pub on: NaiveDate,
    /// What it was.
    pub kind: MovementKind,
    /// Its number, reference or reason.
    pub label: String,
    /// By how much; positive adds to the debt.
    pub amount: Money,
    /// What is owed after it.
    pub balance: Money,
}

/// What changed the debt.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[allow(missing_docs)]
pub enum MovementKind {
    Invoice(InvoiceId),
    CreditNote(InvoiceId),
    Payment(PaymentId),
    Refund,
    Reversal(PaymentId),
    WriteOff(InvoiceId),
    WriteOffReversal(InvoiceId),
}

/// Makes the statement from an account's items, settled ones too. Items in other currencies are left out.
pub fn statement<'a>(
    receivables: impl IntoIterator<Item = &'a Receivable>,
    credits: impl IntoIterator<Item = &'a Credit>,
    currency: Currency,
    period: Period,
) -> Statement {
    let mut all: Vec<Movement> = Vec::new();
    let mut add = |on: NaiveDate, kind: MovementKind, label: &str, amount: Money| {
        if !amount.is_zero() {
            all.push(Movement {
                on,
                kind,
                label: label.to_owned(),
                amount,
                balance: Money::zero(currency),
            });
        }
    };
    for item in receivables
        .into_iter()
        .filter(|item| item.total.currency() == currency)
    {
        add(
            item.issue_date,
            MovementKind::Invoice(item.invoice),
            &item.number,
            item.total - item.settled_before(),
        );
        for entry in &item.entries {
            match &entry.kind {
                EntryKind::WriteOff { reason, .. } => {
                    let kind = MovementKind::WriteOff(item.invoice);
                    add(entry.on, kind, reason, -entry.amount);
                }
                EntryKind::WriteOffReversal { reason, .. } => {
                    let kind = MovementKind::WriteOffReversal(item.invoice);
                    add(entry.on, kind, reason, -entry.amount);
                }
                // The payment or credit note itself moves the debt.
                EntryKind::Payment(_) | EntryKind::CreditNote(_) => {}
                // It is taken off the invoice.
                EntryKind::SettledBefore => {}
            }
        }
    }
    for credit in credits
        .into_iter()
        .filter(|credit| credit.amount.currency() == currency)
    {
        let kind = match credit.source {
            CreditSource::Payment(id) => MovementKind::Payment(id),
            CreditSource::CreditNote(id) => MovementKind::CreditNote(id),
        };
        let amount = credit.amount - credit.settled_before();
        add(credit.on, kind, &credit.label, -amount);
        for each in &credit.uses {
            match (&each.kind, credit.source) {
                (UseKind::Refund { reason, .. }, _) => {
                    add(each.on, MovementKind::Refund, reason, each.amount)
                }
                (UseKind::Reversal { reason }, CreditSource::Payment(id)) => {
                    add(each.on, MovementKind::Reversal(id), reason, each.amount);
                }
                // Between an invoice and what settles it nothing moves: both are in already.
                (UseKind::Invoice { .. } | UseKind::Reversal { .. }, _) => {}
                // It is taken off the credit note.
                (UseKind::SettledBefore, _) => {}
            }
        }
    }
    all.sort_by_key(|movement| (movement.on, movement.kind));

    let mut balance = Money::zero(currency);
    let mut opening = balance;
    let mut movements = Vec::new();
    for mut movement in all {
        if movement.on >= period.to() {
            break;
        }
        balance += movement.amount;
        movement.balance = balance;
        if movement.on < period.from() {
            opening = balance;
        } else {
            movements.push(movement);
        }
    }
    Statement {
        period,
        opening,
        movements,
        closing: balance,
    }
}
