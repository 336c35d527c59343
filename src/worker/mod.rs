//! Long work off the page's thread: the whole book out to a file, and in again.
//!
//! The worker is a program of its own, loaded when it is first needed. It opens the same database as the page.

pub mod copy_in;
pub mod copy_out;
pub mod fairness;
#[cfg(feature = "document")]
pub mod press;
pub mod protocol;
pub mod rescue;
#[cfg(target_family = "wasm")]
mod serve;

#[cfg(target_family = "wasm")]
pub use serve::serve;
