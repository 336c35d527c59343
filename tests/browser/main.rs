#![cfg(target_family = "wasm")]
#![allow(missing_docs)]

mod route;
