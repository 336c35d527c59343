//! When an invoice is to be paid. Whether it is overdue is the receivable's business.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::date::last_of_month;

/// The agreed time to pay.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentTerms {
    /// So many days after the issue date; 0 is due at once.
    NetDays(u16),
    /// So many days after the last day of the month of issue.
    EndOfMonth {
        /// Days after the month's end; 0 is the last day itself.
        plus_days: u16,
    },
}

impl PaymentTerms {
    /// The last day on which a payment is in time. Stops at the end of the calendar instead of failing.
    pub fn due_date(&self, issued: NaiveDate) -> NaiveDate {
        let (start, days) = match *self {
            PaymentTerms::NetDays(days) => (issued, days),
            PaymentTerms::EndOfMonth { plus_days } => (last_of_month(issued), plus_days),
        };
        start
            .checked_add_days(Days::new(u64::from(days)))
            .unwrap_or(NaiveDate::MAX)
    }
}
