#![cfg(target_family = "wasm")]
#![allow(missing_docs)]

mod route;
mod store;
#[path = "../support/mod.rs"]
mod support;
