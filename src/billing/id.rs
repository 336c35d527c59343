//! Identities of records. Each kind has its own type, so that one cannot stand where another is meant.
//!
//! A printed number (of an invoice, a customer, a contract) is never an id.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }
    )* };
}

id! {
    /// An account.
    AccountId,
    /// A product of the catalogue.
    ProductId,
    /// A contract.
    ContractId,
    /// A service within a contract.
    ServiceId,
    /// A one-off charge or metered usage that waits for the next bill.
    ChargeId,
    /// A draft.
    DraftId,
    /// An issued invoice or credit note.
    InvoiceId,
    /// A payment.
    PaymentId,
    /// Money paid back.
    RefundId,
    /// An open amount given up.
    WriteOffId,
    /// A person who works with the book on this device.
    PersonId,
    /// A number series.
    SeriesId,
    /// One import of a file, so that it can be undone as a whole.
    ImportId,
    /// One billing run.
    RunId,
    /// A matter of a customer at the desk.
    CaseId,
    /// A discount that was asked for or given.
    GrantId,
    /// A letter to a customer.
    LetterId,
    /// An experiment with offers.
    ExperimentId,
    /// A reminder of an overdue invoice.
    ReminderId,
    /// A dispute about an invoice.
    DisputeId,
}
