//! Is this customer treated fairly? Each rule is one function of values that says what it found, with its evidence.
//!
//! [`review_account`] applies them to an account's contracts and everything that was billed for them, and names the command
//! that corrects each finding; [`FirmReview`] adds up all accounts.
//!
//! What is owed to the customer is a correction, never a discount. What was charged too little is told, and never charged
//! afterwards of itself. Amounts are rounded half away from zero, once.

mod account;
mod billed;
mod bills;
mod compared;
mod document;
mod dunned;
mod finding;
mod firm;
mod late;
mod ledger;
mod market;
mod plan;
mod rise;
mod service;

pub use account::{AccountRecords, Reviewer, review_account};
pub use finding::{
    Correction, Evidence, Finding, LineCredit, Place, Review, Rule, Severity, Stamp, Thresholds,
};
pub use firm::{AccountFindings, FirmReview, Penalty, RuleSums};

pub use billed::{
    Coverage, Overlap, PriceDifference, PriceRise, Rest, VatDifference, arithmetic, contract_price,
    coverage, missing_discount, overlap, price_rise, service_after_end, vat,
};
pub use compared::{Loyalty, Peers, Shock, ShockMethod, bill_shock, loyalty_penalty, peers};
pub use dunned::{
    Charge, ChargeKind, Dispute, Reminder, ReminderCheck, disputed_charges, misplaced_payment,
    reminders,
};

use crate::money::{Money, Rounding};
use rust_decimal::Decimal;

/// A share of an amount, rounded once; none beyond what can be counted.
fn part(amount: Money, some: Decimal, of: Decimal) -> Option<Money> {
    let exact = amount.to_decimal().checked_mul(some)?.checked_div(of)?;
    Rounding::HalfAwayFromZero
        .reduce(exact, amount.currency())
        .ok()
}
