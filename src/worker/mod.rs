//! Long work off the page's thread: the whole book out to a file and in again, papers, and invoices from elsewhere.
//!
//! The worker is a program of its own, loaded when it is first needed. It opens the same database as the page.

#[cfg(feature = "document")]
pub mod archive;
pub mod copy_in;
pub mod copy_out;
pub mod fairness;
#[cfg(feature = "document")]
mod fault;
#[cfg(feature = "document")]
pub mod mail;
#[cfg(feature = "document")]
mod pay_from;
#[cfg(feature = "document")]
pub mod press;
pub mod protocol;
#[cfg(feature = "document")]
pub mod read_in;
pub mod reading;
pub mod rescue;
#[cfg(target_family = "wasm")]
mod serve;
pub mod take_over;
#[cfg(feature = "document")]
mod zipped;

#[cfg(target_family = "wasm")]
pub use serve::serve;
