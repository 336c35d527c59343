//! What a packed store needs of a database: values by key, and transactions.
//!
//! The door is narrow on purpose. A transaction reads first, then a function that can't wait for anything decides what to
//! write, then all of it is committed or nothing. So no transaction can end early because something foreign was awaited.

use crate::store::{Durability, StoreError};

/// What to read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Query {
    /// The value of a key.
    One(String),
    /// The values of the keys that begin with `prefix`, from `from` on, in order, at most `limit`.
    Range {
        /// The first key that counts.
        from: String,
        /// How the keys begin.
        prefix: String,
        /// How many at most.
        limit: u32,
    },
    /// The value of the last key that begins with `prefix` and isn't after `to`.
    Last {
        /// How the key begins.
        prefix: String,
        /// The last key that counts.
        to: String,
    },
    /// The keys that begin with `prefix`, in order, instead of values.
    Keys {
        /// How the keys begin.
        prefix: String,
    },
}

/// What was read, all at one moment.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Found {
    /// What stands above all: which book, and how far it has come.
    pub meta: Option<Vec<u8>>,
    /// For each query its values.
    pub values: Vec<Vec<Vec<u8>>>,
}

/// What to write.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Write {
    /// Above all.
    Meta(Vec<u8>),
    /// A value.
    Put(String, Vec<u8>),
    /// Removes a value.
    Delete(String),
    /// Removes the values of all keys from the first to before the second.
    DeleteRange(String, String),
}

/// A database of byte values.
#[allow(async_fn_in_trait)]
pub trait Disk {
    /// Reads at one moment.
    async fn read(&self, queries: &[Query]) -> Result<Found, StoreError>;

    /// Reads at one moment, and shows the values one after the other, so that they needn't be in memory together. Answers
    /// what stands above all. The first error of `each` ends it.
    async fn read_each(
        &self,
        query: &Query,
        each: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<Option<Vec<u8>>, StoreError>;

    /// One transaction: reads, asks `decide` what to write, and commits all of that. Where it decides against it, nothing is
    /// written. It may be asked again when the connection broke.
    async fn write(
        &self,
        durability: Durability,
        queries: &[Query],
        decide: &mut dyn FnMut(Found) -> Result<Vec<Write>, StoreError>,
    ) -> Result<(), StoreError>;
}
