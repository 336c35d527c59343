//! Letters: what the business tells a customer in writing beside its invoices.
//!
//! A letter keeps the words it was written in and the address it went to; it never changes. When and how it left the house is
//! added to it.

use crate::billing::account::{Address, Language};
use crate::billing::id::{AccountId, CaseId, InvoiceId, LetterId};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A letter to a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Letter {
    /// Identity.
    pub id: LetterId,
    /// Whose.
    pub account: AccountId,
    /// What it is for.
    pub kind: LetterKind,
    /// Its date.
    pub on: NaiveDate,
    /// The language it is in.
    pub language: Language,
    /// To whom.
    pub recipient: String,
    /// Where to.
    pub address: Address,
    /// The e-mail address it may go to instead.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// What it is about. Empty where the kind says it all; the words then follow from the kind.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// What it says, a paragraph each. Empty where the kind says it all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub paragraphs: Vec<String>,
    /// The invoice it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub invoice: Option<InvoiceId>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// How it left the house.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<Sent>,
}

/// What a letter is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterKind {
    /// Something is overdue.
    Reminder,
    /// A dispute was decided.
    DisputeDecision,
    /// Contact data was changed; goes to the old address and to the new one.
    ContactChange,
    /// The phrase by which the customer is recognised was set, changed or removed; goes to the address on file.
    PhraseChange,
    /// Why a bill is what it is.
    Explanation,
    /// A discount was given.
    Discount,
    /// A contract was changed.
    ContractChange,
    /// A contract ends.
    ContractEnd,
}

/// One way in which a letter or document left.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sent {
    /// When.
    pub at: DateTime<Utc>,
    /// How.
    pub way: Way,
    /// The e-mail address or name it went to, where somebody noted it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
}

/// How something leaves the house.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Way {
    Post,
    Email,
    Shared,
    Read,
    /// As a file for the operator who carries it to the receiver.
    EInvoice,
}
