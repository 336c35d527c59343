//! What tests of every store share: a small shop that works over a store, and the promises a store must keep.

pub mod promises;
#[cfg(not(target_family = "wasm"))]
pub mod ram;
pub mod shop;

use lasku::store::Store;

/// A place with one database, to which any number of connections can be opened.
#[allow(async_fn_in_trait)]
pub trait House {
    type Store: Store;

    async fn connect(&self) -> Self::Store;
}
