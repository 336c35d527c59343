//! What a column can fill.

use serde::{Deserialize, Serialize};

/// A field of a customer or of their contract.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Target {
    Number,
    Name,
    FirstName,
    LastName,
    Kind,
    BusinessId,
    VatId,
    EInvoice,
    Contact,
    Email,
    Phone,
    Street,
    StreetMore,
    PostalCode,
    City,
    Country,
    Language,
    Currency,
    Terms,
    Tags,
    Notes,
    Since,
    ContractNumber,
    ProductCode,
    Description,
    Price,
    Quantity,
    Unit,
    Vat,
    Discount,
    Cycle,
    Mode,
    Starts,
    Ends,
    BilledUntil,
    Tenure,
    OrderReference,
}

impl Target {
    /// Fields of a customer that most files have.
    pub const CUSTOMER: [Target; 9] = [
        Target::Number,
        Target::Name,
        Target::BusinessId,
        Target::Email,
        Target::Phone,
        Target::Street,
        Target::PostalCode,
        Target::City,
        Target::Country,
    ];

    /// The other fields of a customer.
    pub const CUSTOMER_MORE: [Target; 13] = [
        Target::FirstName,
        Target::LastName,
        Target::Kind,
        Target::VatId,
        Target::EInvoice,
        Target::Contact,
        Target::StreetMore,
        Target::Language,
        Target::Currency,
        Target::Terms,
        Target::Tags,
        Target::Notes,
        Target::Since,
    ];

    /// Fields of a contract that most contracts need.
    pub const CONTRACT: [Target; 8] = [
        Target::Description,
        Target::Price,
        Target::Vat,
        Target::Cycle,
        Target::Mode,
        Target::Starts,
        Target::Ends,
        Target::BilledUntil,
    ];

    /// The other fields of a contract.
    pub const CONTRACT_MORE: [Target; 7] = [
        Target::Tenure,
        Target::ContractNumber,
        Target::ProductCode,
        Target::Quantity,
        Target::Unit,
        Target::Discount,
        Target::OrderReference,
    ];

    /// Whether it is a number.
    pub fn is_number(self) -> bool {
        matches!(self, Target::Price | Target::Quantity | Target::Discount)
    }

    /// Whether it is a day.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Target::Since | Target::Starts | Target::Ends | Target::BilledUntil
        )
    }
}
