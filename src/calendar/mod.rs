//! Civil dates: periods, billing cycles with an anchor day, payment terms; and working time, the only thing here with a clock.
//!
//! A date here is a calendar day without a clock or a time zone. Nobody asks for today here; it is an argument.

#![deny(clippy::float_arithmetic)]

mod billing_cycle;
mod date;
mod holiday;
mod payment_terms;
mod period;
mod working_time;
mod zone;

pub use billing_cycle::{BillingCycle, BillingCycleError, CycleUnit};
pub use date::{
    FIRST_YEAR, LAST_YEAR, days_between, days_in_month, first_of_month, is_supported,
    last_of_month, parse_date, whole_months,
};
pub use holiday::{easter, finnish_holidays};
pub use payment_terms::PaymentTerms;
pub use period::{Period, PeriodError};
pub use working_time::{Opening, OpeningError, Stretch, WorkingTime};
pub use zone::{NoSuchZone, Tz};
