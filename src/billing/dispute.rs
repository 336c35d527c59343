//! Disputes: a customer says that an invoice, or part of it, is wrong. What is disputed is neither reminded of nor collected
//! until somebody decided; no time that passes decides it.

use crate::billing::id::{CaseId, DisputeId, InvoiceId, LetterId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// What a customer says is wrong with an invoice.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Dispute {
    /// Identity.
    pub id: DisputeId,
    /// Since when.
    pub opened_on: NaiveDate,
    /// How much of the invoice, with tax.
    pub amount: Money,
    /// What the customer says.
    pub reason: String,
    /// The case it came up in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decision>,
}

impl Dispute {
    /// Whether nobody decided yet.
    pub fn is_open(&self) -> bool {
        self.decided.is_none()
    }
}

/// How a dispute ended.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decision {
    /// When.
    pub on: NaiveDate,
    /// Who was right.
    pub outcome: Outcome,
    /// What the credit note gives back, with tax; zero where nothing is.
    pub granted: Money,
    /// Why.
    pub note: String,
    /// The letter that says so to the customer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub letter: Option<LetterId>,
    /// The credit note that gives it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_note: Option<InvoiceId>,
}

/// Who was right in a dispute.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The customer.
    Upheld,
    /// The customer in part.
    Partly,
    /// The business: all of it stays owed.
    Rejected,
}

impl Outcome {
    /// Who was right, from what was disputed and what is given back.
    ///
    /// A sum without tax can't reach every sum with tax, so up to two cents less than disputed are still all of it.
    pub fn of(disputed: Money, granted: Money) -> Outcome {
        if !granted.is_positive() {
            Outcome::Rejected
        } else if granted.minor().saturating_add(2) >= disputed.minor() {
            Outcome::Upheld
        } else {
            Outcome::Partly
        }
    }
}

/// An invoice that was handed to a collection agency.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Collection {
    /// Since when.
    pub since: NaiveDate,
    /// To whom.
    pub agency: String,
}
