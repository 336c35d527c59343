//! Lasku: billing and customer care that runs wholly in the browser.
//!
//! The modules stand in the order of their dependencies; a module imports only those above it.

#[cfg(target_family = "wasm")]
pub mod app;
pub mod billing;
pub mod calendar;
pub mod exchange;
pub mod money;
pub mod store;
#[cfg(target_family = "wasm")]
pub mod worker;
