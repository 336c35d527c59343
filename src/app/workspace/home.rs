//! Where the book rests: the one place that names a kind of store and the mark beside it.

use crate::store::StoreError;
use crate::store::indexed_db::{self, IndexedDb, kept_mark};
use crate::store::mark::Mark;
use std::cell::RefCell;
use std::rc::Rc;

/// The kind of store in which books are kept.
pub type Kept = IndexedDb;

/// The store of this page.
#[derive(Default)]
pub struct Home {
    store: RefCell<Option<Rc<Kept>>>,
}

impl Home {
    /// Opens the database. `on_closed` is called when another tab brings a newer version of it.
    pub async fn connect(&self, on_closed: impl Fn() + 'static) -> Result<(), StoreError> {
        // An earlier connection would stand in the way of its own successor.
        self.store.replace(None);
        let store = indexed_db::connect(indexed_db::NAME, on_closed).await?;
        self.store.replace(Some(Rc::new(store)));
        Ok(())
    }

    /// The store, once it is connected.
    pub fn store(&self) -> Result<Rc<Kept>, StoreError> {
        self.store
            .borrow()
            .clone()
            .ok_or(StoreError::ConnectionLost)
    }

    /// How far the book had come, as noted outside of the store.
    pub fn read_mark(&self) -> Result<Option<Mark>, StoreError> {
        kept_mark::read()
    }

    /// Notes how far the book has come.
    pub fn keep_mark(&self, mark: &Mark) -> Result<(), StoreError> {
        kept_mark::keep(mark)
    }
}
