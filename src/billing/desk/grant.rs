//! Discounts at discretion: asked for, approved or not, given.

use crate::billing::id::{AccountId, CaseId, ContractId, GrantId, PersonId, ServiceId};
use crate::billing::journal::Hash;
use crate::money::{Money, Percent};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// Why something is given at discretion.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantKind {
    /// An amends that nobody owes.
    Goodwill,
    /// So that the customer stays.
    Retention,
}

/// How badly something went wrong for the customer, 1 to 3 on paper.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// It annoyed them.
    Slight,
    /// It cost them time or money.
    Serious,
    /// They went without what they pay for.
    Grave,
}

impl Severity {
    /// Every one, the least first.
    pub const ALL: [Severity; 3] = [Severity::Slight, Severity::Serious, Severity::Grave];
}

/// A discount at discretion on one service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Grant {
    /// Identity.
    pub id: GrantId,
    /// Whose.
    pub account: AccountId,
    /// The contract.
    pub contract: ContractId,
    /// The service that becomes cheaper.
    pub service: ServiceId,
    /// The case in which it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// Why in one word.
    pub kind: GrantKind,
    /// How badly something went wrong, where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// How much off.
    pub percent: Percent,
    /// For how many months.
    pub months: u32,
    /// The first day on which it holds.
    pub from: NaiveDate,
    /// The day after which the offer can't be taken any more.
    pub expiry: NaiveDate,
    /// Why, by the business's own list.
    pub reason_code: String,
    /// Why, in words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// A month's price without VAT and without any discount.
    pub price: Money,
    /// What it costs over all months.
    pub total: Money,
    /// Binds an approval to exactly what was asked: customer, service, percent, months, and the prices and discounts meanwhile.
    pub binding: Hash,
    /// Who asked; none on a device where nobody said who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What became of it.
    pub state: GrantState,
}

/// What became of a grant.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantState {
    /// It waits for somebody of this role, or a higher one.
    Waiting {
        /// The least role.
        needs: super::role::Role,
    },
    /// It was given.
    Given(Decided),
    /// It was not given.
    Declined(Decided),
    /// Whoever asked took it back, or what was asked no longer is as it was.
    Withdrawn(Decided),
}

/// Who decided, and when.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// Who.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// When.
    pub at: DateTime<Utc>,
    /// In words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Nobody else works here who could have approved it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_sole_operator: bool,
}

impl Grant {
    /// When it was given, if it was.
    pub fn given_at(&self) -> Option<DateTime<Utc>> {
        match &self.state {
            GrantState::Given(decided) => Some(decided.at),
            GrantState::Waiting { .. } | GrantState::Declined(_) | GrantState::Withdrawn(_) => None,
        }
    }

    /// Whether somebody has yet to decide.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, GrantState::Waiting { .. })
    }
}
