//! Payments: money received. What becomes of it is a [`Credit`](crate::billing::receivable::Credit)'s business.

use crate::billing::id::{AccountId, PaymentId};
use crate::money::Money;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Money received. It never changes; a mistake is taken back by a reversal.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Payment {
    /// Identity.
    pub id: PaymentId,
    /// Who paid.
    pub account: AccountId,
    /// The day the money arrived.
    pub received: NaiveDate,
    /// How much; more than zero.
    pub amount: Money,
    /// How.
    pub method: PaymentMethod,
    /// The reference it came with.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
    /// Free note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// How money moved.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PaymentMethod {
    #[default]
    BankTransfer,
    Card,
    Cash,
    MobilePayment,
    DirectDebit,
    Other,
}

impl PaymentMethod {
    /// Every method, in the order in which a form offers them.
    pub const ALL: [PaymentMethod; 6] = [
        PaymentMethod::BankTransfer,
        PaymentMethod::Card,
        PaymentMethod::Cash,
        PaymentMethod::MobilePayment,
        PaymentMethod::DirectDebit,
        PaymentMethod::Other,
    ];
}
