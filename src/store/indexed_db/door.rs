//! The one door to IndexedDB. Every transaction goes through it, and only a transaction that has completed is believed.

use super::fault::{Fault, open_error};
use super::timer::within;
use crate::store::packed::disk::{Disk, Found, Query, Write};
use crate::store::{Durability, StoreError};
use indexed_db_futures::KeyRange;
use indexed_db_futures::cursor::CursorDirection;
use indexed_db_futures::database::Database;
use indexed_db_futures::future::{BasicRequest, GetAllPrimitiveRequest};
use indexed_db_futures::object_store::ObjectStore;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::{
    Transaction, TransactionDurability, TransactionFinishKind, TransactionMode, TransactionOptions,
};
use js_sys::Uint8Array;
use std::cell::RefCell;
use std::fmt;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// The version of the object stores. What is in them has a version of its own.
pub(super) const SCHEMA: u32 = 1;

/// The object store of what stands above all packs.
const META: &str = "meta";

/// Its only key.
const META_KEY: &str = "book";

/// The object store of the packs.
const RECORDS: &str = "records";

/// After so many milliseconds without an answer another tab is in the way. A tab that queues behind a blocked one is told
/// nothing by the browser.
const OPENING: u32 = 8_000;

/// After so many milliseconds a failed transaction has been told why.
const ABORTING: u32 = 1_000;

/// A connection to one database.
pub struct Door {
    name: String,
    connection: Rc<RefCell<Option<Database>>>,
    on_closed: Rc<dyn Fn()>,
}

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Door").field("name", &self.name).finish()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        if let Some(database) = self.connection.borrow_mut().take() {
            database.close();
        }
    }
}

impl Door {
    /// Opens a database, making it where there is none.
    pub(super) async fn open(
        name: &str,
        on_closed: impl Fn() + 'static,
    ) -> Result<Door, StoreError> {
        let door = Door {
            name: name.to_owned(),
            connection: Rc::new(RefCell::new(None)),
            on_closed: Rc::new(on_closed),
        };
        door.database().await?;
        Ok(door)
    }

    /// The connection, opened again where it was lost.
    async fn database(&self) -> Result<Database, StoreError> {
        if let Some(database) = self.connection.borrow().as_ref() {
            return Ok(database.clone());
        }
        let opening = async {
            Database::open(self.name.as_str())
                .with_version(SCHEMA)
                .with_on_upgrade_needed(|event, database| {
                    // Each version adds its stores here, in this function that can't wait: only so is a failed upgrade undone.
                    if event.old_version() < 1.0 {
                        database.create_object_store(META).build()?;
                        database.create_object_store(RECORDS).build()?;
                    }
                    Ok(())
                })
                .await
        };
        let opened = within(OPENING, opening).await.ok_or(StoreError::Blocked)?;
        let database = opened.map_err(open_error)?;
        self.watch(&database)?;
        self.connection.replace(Some(database.clone()));
        Ok(database)
    }

    /// Lets go of the database when another tab brings a newer version, and notices when the browser takes it away.
    fn watch(&self, database: &Database) -> Result<(), StoreError> {
        let mut changes = database
            .version_changes()
            .map_err(|error| Fault::from(error).into_error())?;
        let watched = database.clone();
        let connection = Rc::clone(&self.connection);
        let on_closed = Rc::clone(&self.on_closed);
        wasm_bindgen_futures::spawn_local(async move {
            let newer_version = changes.recv().await.is_some();
            drop(changes);
            connection.replace(None);
            watched.close();
            if newer_version {
                on_closed();
            }
        });
        Ok(())
    }

    /// Closes the connection behind the door's back, as a browser does that needs the room.
    pub fn break_connection(&self) {
        if let Some(database) = self.connection.borrow().as_ref() {
            database.clone().close();
        }
    }

    /// Does something with a connection, once more with a new one where the first was lost.
    async fn connected<T>(
        &self,
        mut act: impl AsyncFnMut(&Database) -> Result<T, Fault>,
    ) -> Result<T, StoreError> {
        let mut last = false;
        loop {
            let database = self.database().await?;
            match act(&database).await {
                Ok(found) => return Ok(found),
                Err(Fault::Lost(_)) if !last => self.let_go(),
                Err(fault) => return Err(fault.into_error()),
            }
            last = true;
        }
    }

    /// Closes a connection that doesn't answer any more.
    fn let_go(&self) {
        if let Some(database) = self.connection.borrow_mut().take() {
            database.close();
        }
    }
}

impl Disk for Door {
    async fn read(&self, queries: &[Query]) -> Result<Found, StoreError> {
        self.connected(async |database: &Database| read(database, queries).await)
            .await
    }

    async fn read_each(
        &self,
        query: &Query,
        each: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        // A connection that is lost has answered nothing yet, so nothing is shown twice.
        self.connected(async |database: &Database| read_each(database, query, each).await)
            .await
    }

    async fn write(
        &self,
        durability: Durability,
        queries: &[Query],
        decide: &mut dyn FnMut(Found) -> Result<Vec<Write>, StoreError>,
    ) -> Result<(), StoreError> {
        self.connected(async |database: &Database| {
            write(database, durability, queries, decide).await
        })
        .await
    }
}

async fn read(database: &Database, queries: &[Query]) -> Result<Found, Fault> {
    let transaction = database
        .transaction([META, RECORDS])
        .with_mode(TransactionMode::Readonly)
        .build()?;
    find(&transaction, queries).await
}

/// The values stay with the browser until their turn comes.
async fn read_each(
    database: &Database,
    query: &Query,
    each: &mut dyn FnMut(&[u8]) -> Result<(), StoreError>,
) -> Result<Option<Vec<u8>>, Fault> {
    let transaction = database
        .transaction([META, RECORDS])
        .with_mode(TransactionMode::Readonly)
        .build()?;
    let meta = transaction.object_store(META)?;
    let records = transaction.object_store(RECORDS)?;
    let above = meta.get::<JsValue, _, _>(META_KEY).primitive()?;
    let answer = ask(&records, query)?;
    let meta = above.await?.map(bytes).transpose()?;
    let mut room = Vec::new();
    let mut show = |value: JsValue| {
        let value = array(value)?;
        room.resize(value.length() as usize, 0);
        value.copy_to(&mut room);
        each(&room).map_err(Fault::Final)
    };
    match answer {
        Answer::One(value) => value.await?.into_iter().try_for_each(show)?,
        Answer::All(values) => {
            for value in values.await? {
                show(value?)?;
            }
        }
        Answer::Keys(keys) => {
            for key in keys.await? {
                each(key?.as_bytes()).map_err(Fault::Final)?;
            }
        }
        Answer::Last => {
            if let Some(value) = last(&records, query).await? {
                each(&value).map_err(Fault::Final)?;
            }
        }
    }
    Ok(meta)
}

async fn write(
    database: &Database,
    durability: Durability,
    queries: &[Query],
    decide: &mut dyn FnMut(Found) -> Result<Vec<Write>, StoreError>,
) -> Result<(), Fault> {
    let durability = match durability {
        Durability::Strict => TransactionDurability::Strict,
        Durability::Relaxed => TransactionDurability::Relaxed,
    };
    let transaction = database
        .transaction([META, RECORDS])
        .with_mode(TransactionMode::Readwrite)
        .with_options(TransactionOptions::new().with_durability(durability))
        .build()?;
    // Listens from the beginning: a transaction that has ended says nothing any more.
    let done = transaction.on_done()?;
    let found = find(&transaction, queries).await?;
    // A transaction that is dropped is rolled back.
    let writes = decide(found)?;
    if writes.is_empty() {
        return Ok(());
    }
    for each in &writes {
        request(&transaction, each)?;
    }
    match done.await {
        TransactionFinishKind::Ok => Ok(()),
        TransactionFinishKind::Abort => Err(reason(&transaction)),
        TransactionFinishKind::Err => {
            // The request has failed; the transaction says why when it has been rolled back.
            if transaction.error().is_none() {
                within(ABORTING, transaction.on_done()?).await;
            }
            Err(reason(&transaction))
        }
    }
}

/// Why a transaction was rolled back.
fn reason(transaction: &Transaction<'_>) -> Fault {
    match transaction.error() {
        Some(error) => Fault::from(error),
        None => Fault::Lost("rolled back without a reason".into()),
    }
}

/// Sends all requests, then waits for their answers in turn. Awaiting anything else would end the transaction.
async fn find(transaction: &Transaction<'_>, queries: &[Query]) -> Result<Found, Fault> {
    let meta = transaction.object_store(META)?;
    let records = transaction.object_store(RECORDS)?;
    let above = meta.get::<JsValue, _, _>(META_KEY).primitive()?;
    let mut answers = Vec::with_capacity(queries.len());
    for query in queries {
        answers.push(ask(&records, query)?);
    }
    let mut found = Found {
        meta: above.await?.map(bytes).transpose()?,
        values: Vec::with_capacity(queries.len()),
    };
    for (answer, query) in answers.into_iter().zip(queries) {
        found.values.push(match answer {
            Answer::One(value) => value.await?.map(bytes).transpose()?.into_iter().collect(),
            Answer::All(values) => values
                .await?
                .map(|value| bytes(value?))
                .collect::<Result<Vec<Vec<u8>>, Fault>>()?,
            Answer::Keys(keys) => keys
                .await?
                .map(|key| key.map(String::into_bytes))
                .collect::<Result<Vec<Vec<u8>>, _>>()?,
            Answer::Last => last(&records, query).await?.into_iter().collect(),
        });
    }
    Ok(found)
}

/// A request that was sent.
enum Answer {
    One(BasicRequest<Option<JsValue>>),
    All(GetAllPrimitiveRequest<JsValue>),
    Keys(GetAllPrimitiveRequest<String>),
    /// Cursors are asked when their turn comes.
    Last,
}

fn ask(records: &ObjectStore<'_>, query: &Query) -> Result<Answer, Fault> {
    Ok(match query {
        Query::One(key) => Answer::One(records.get(key.as_str()).primitive()?),
        Query::Range {
            from,
            prefix,
            limit,
        } => {
            let range = KeyRange::Bound(from.clone(), false, behind(prefix), true);
            let request = records.get_all().with_query::<String, _>(range);
            Answer::All(request.with_limit(*limit).primitive()?)
        }
        Query::Keys { prefix } => {
            let range = KeyRange::Bound(prefix.clone(), false, behind(prefix), true);
            let request = records.get_all_keys().with_query::<String, _>(range);
            Answer::Keys(request.primitive()?)
        }
        Query::Last { .. } => Answer::Last,
    })
}

async fn last(records: &ObjectStore<'_>, query: &Query) -> Result<Option<Vec<u8>>, Fault> {
    let Query::Last { prefix, to } = query else {
        return Ok(None);
    };
    let range = KeyRange::Bound(prefix.clone(), false, to.clone(), false);
    let cursor = records
        .open_cursor()
        .with_query::<String, _>(range)
        .with_direction(CursorDirection::Prev)
        .primitive()?
        .await?;
    match cursor {
        Some(mut cursor) => {
            let value: Option<JsValue> = cursor.next_record().await?;
            value.map(bytes).transpose()
        }
        None => Ok(None),
    }
}

/// Sends a request to write. Its answer isn't waited for: only the whole transaction's counts.
fn request(transaction: &Transaction<'_>, write: &Write) -> Result<(), Fault> {
    match write {
        Write::Meta(bytes) => {
            let store = transaction.object_store(META)?;
            let value = JsValue::from(Uint8Array::from(bytes.as_slice()));
            drop(
                store
                    .put(value)
                    .with_key(META_KEY)
                    .without_key_type()
                    .primitive()?,
            );
        }
        Write::Put(key, bytes) => {
            let store = transaction.object_store(RECORDS)?;
            let value = JsValue::from(Uint8Array::from(bytes.as_slice()));
            drop(
                store
                    .put(value)
                    .with_key(key.as_str())
                    .without_key_type()
                    .primitive()?,
            );
        }
        Write::Delete(key) => {
            let store = transaction.object_store(RECORDS)?;
            drop(store.delete(key.as_str()).primitive()?);
        }
        Write::DeleteRange(from, to) => {
            let store = transaction.object_store(RECORDS)?;
            let range = KeyRange::Bound(from.clone(), false, to.clone(), true);
            drop(store.delete::<String, _>(range).primitive()?);
        }
    }
    Ok(())
}

/// A key behind all keys that begin with the prefix.
fn behind(prefix: &str) -> String {
    format!("{prefix}\u{ffff}")
}

/// A value as it was put.
fn bytes(value: JsValue) -> Result<Vec<u8>, Fault> {
    Ok(array(value)?.to_vec())
}

fn array(value: JsValue) -> Result<Uint8Array, Fault> {
    value.dyn_into().map_err(|_| {
        Fault::Final(StoreError::Damaged {
            place: RECORDS.into(),
            fault: "a value is not bytes".into(),
        })
    })
}
