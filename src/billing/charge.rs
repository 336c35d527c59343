//! One-off charges and metered usage that wait for the next bill.

use crate::billing::id::{AccountId, ChargeId, ContractId};
use crate::billing::line::LineItem;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something to be put on the account's next bill.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PendingCharge {
    /// Identity.
    pub id: ChargeId,
    /// Whose it is.
    pub account: AccountId,
    /// The contract it belongs to, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    /// The day it was supplied; it is billed with the first run whose target date is not before.
    pub on: NaiveDate,
    /// What it is. Metered usage is a quantity of a product at the price of that day.
    pub item: LineItem,
}
