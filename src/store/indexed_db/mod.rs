//! Records at rest in the browser's IndexedDB: a [`Packed`] store over one database.
//!
//! It works in a window and in a worker. This folder is the only place that knows IndexedDB, and
//! the one that keeps the mark beside it.

mod door;
mod fault;
pub mod kept_mark;
pub mod local_storage;
mod timer;

pub use door::Door;

use crate::store::StoreError;
use crate::store::packed::Packed;

/// The name of the database.
pub const NAME: &str = "lasku";

/// A book in IndexedDB.
pub type IndexedDb = Packed<Door>;

/// Opens the database of that name, making it where there is none. `on_closed` is called when the connection ends because
/// another tab brings a newer version: this one must be loaded again.
pub async fn connect(name: &str, on_closed: impl Fn() + 'static) -> Result<IndexedDb, StoreError> {
    Ok(Packed::new(Door::open(name, on_closed).await?))
}
