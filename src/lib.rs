//! Lasku: billing and customer care that runs wholly in the browser.
//!
//! The layers, each importing only those named before it:
//!
//! | layer | what it is |
//! |---|---|
//! | [`money`] | exact amounts: minor units, unit prices, quantities, percentages, rounding, splitting, typed input |
//! | [`calendar`] | civil dates: periods, billing cycles with an anchor day, payment terms |
//! | [`billing`] | the engine: what is billed, what is owed, and why |
//! | [`care`] | customer care: who calls, who waits, what changed on a bill, what may be given |
//! | [`insight`] | statistics: recurring revenue, what keeps customers, how well that is known, how long people wait |
//! | `document` | what leaves on paper or as data: PDF, e-invoices, codes to pay from |
//! | [`exchange`] | files in and out: the JSON backup, CSV, the sample |
//! | [`store`] | records at rest: the trait, in memory, in IndexedDB |
//! | `worker` | long work off the page's thread |
//! | `app` | the Leptos shell (wasm only) |
//!
//! A change takes one road: a page sends a [`Command`](billing::command::Command);
//! [`decide`](billing::decide::decide) turns it into [`Change`](billing::change::Change)s or a
//! [`Refusal`](billing::refusal::Refusal); a [`Store`](store::Store) keeps all of them with their journal entry in one
//! transaction, or none; then [`Book::apply`](billing::book::Book::apply) makes them so.

#[cfg(all(target_family = "wasm", feature = "app"))]
pub mod app;
pub mod billing;
pub mod calendar;
pub mod care;
#[cfg(feature = "document")]
pub mod document;
pub mod exchange;
pub mod insight;
pub mod money;
pub mod store;
pub mod worker;
