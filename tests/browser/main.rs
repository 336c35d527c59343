//! What needs a browser: the real IndexedDB and the real document. Natively there is nothing to test here.
#![allow(missing_docs)]

#[cfg(target_family = "wasm")]
mod store;
#[cfg(target_family = "wasm")]
#[path = "../support/mod.rs"]
mod support;
