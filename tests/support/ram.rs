//! A disk in memory, which can be told to fail.

use super::House;
use lasku::store::packed::Packed;
use lasku::store::packed::disk::{Disk, Found, Query, Write};
use lasku::store::{Durability, StoreError};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

#[derive(Clone, Default)]
pub struct Ram {
    shared: Rc<Shared>,
}

#[derive(Default)]
struct Shared {
    meta: RefCell<Option<Vec<u8>>>,
    values: RefCell<BTreeMap<String, Vec<u8>>>,
    fault: Cell<Fault>,
}

/// What the next transaction that writes does.
#[derive(Clone, Copy, Default)]
pub enum Fault {
    #[default]
    None,
    /// It is rolled back.
    Full,
    /// It is kept, but the answer is lost, and the door asks again.
    AnswerLost,
}

impl Ram {
    pub fn fail_next(&self, fault: Fault) {
        self.shared.fault.set(fault);
    }

    pub fn keys(&self) -> Vec<String> {
        self.shared.values.borrow().keys().cloned().collect()
    }

    fn find(&self, queries: &[Query]) -> Found {
        let values = self.shared.values.borrow();
        let under = |prefix: &str| -> Vec<(String, Vec<u8>)> {
            let all = values.iter().filter(|(key, _)| key.starts_with(prefix));
            all.map(|(key, value)| (key.clone(), value.clone()))
                .collect()
        };
        let answer = |query: &Query| -> Vec<Vec<u8>> {
            match query {
                Query::One(key) => values.get(key).cloned().into_iter().collect(),
                Query::Range {
                    from,
                    prefix,
                    limit,
                } => under(prefix)
                    .into_iter()
                    .filter(|(key, _)| key >= from)
                    .take(*limit as usize)
                    .map(|(_, value)| value)
                    .collect(),
                Query::Last { prefix, to } => {
                    let last = under(prefix).into_iter().rfind(|(key, _)| key <= to);
                    last.map(|(_, value)| value).into_iter().collect()
                }
                Query::Keys { prefix } => under(prefix)
                    .into_iter()
                    .map(|(key, _)| key.into_bytes())
                    .collect(),
            }
        };
        Found {
            meta: self.shared.meta.borrow().clone(),
            values: queries.iter().map(answer).collect(),
        }
    }

    fn keep(&self, writes: Vec<Write>) {
        let mut values = self.shared.values.borrow_mut();
        for write in writes {
            match write {
                Write::Meta(bytes) => {
                    self.shared.meta.replace(Some(bytes));
                }
                Write::Put(key, bytes) => {
                    values.insert(key, bytes);
                }
                Write::Delete(key) => {
                    values.remove(&key);
                }
                Write::DeleteRange(from, to) => values.retain(|key, _| *key < from || *key >= to),
            }
        }
    }
}

impl Disk for Ram {
    async fn read(&self, queries: &[Query]) -> Result<Found, StoreError> {
        Ok(self.find(queries))
    }

    async fn read_each(
        &self,
        query: &Query,
        each: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let found = self.find(std::slice::from_ref(query));
        found
            .values
            .iter()
            .flatten()
            .try_for_each(|value| each(value))?;
        Ok(found.meta)
    }

    async fn write(
        &self,
        _: Durability,
        queries: &[Query],
        decide: &mut dyn FnMut(Found) -> Result<Vec<Write>, StoreError>,
    ) -> Result<(), StoreError> {
        let writes = decide(self.find(queries))?;
        match self.shared.fault.take() {
            Fault::None => self.keep(writes),
            Fault::Full => return Err(StoreError::Quota),
            Fault::AnswerLost => {
                self.keep(writes);
                self.keep(decide(self.find(queries))?);
            }
        }
        Ok(())
    }
}

impl House for Ram {
    type Store = Packed<Ram>;

    async fn connect(&self) -> Packed<Ram> {
        Packed::new(self.clone())
    }
}
