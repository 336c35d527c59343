//! The device's own key for customers' phrases (NIST SP 800-63B-4, 3.1.1.2: a keyed hash whose key is kept apart), and chance.
//!
//! The browser makes the key and never gives it out, not even to this program; it rests in a database of its own, beside the
//! records and in no backup. That keeps it from whoever gets a backup or runs a script, not from whoever takes the disk: a
//! browser does not encrypt what it stores. web-sys's Web Crypto is not compiled in for four calls, so they are bound here.

use super::secret::SecretFault;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use uuid::Uuid;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// The key's database. Opening a backup or another book leaves it alone.
const NAME: &str = "lasku-key";
const STORE: &str = "key";
const KEY: &str = "phrase";

#[wasm_bindgen]
extern "C" {
    type Crypto;
    type Subtle;

    #[wasm_bindgen(method, catch, js_name = getRandomValues)]
    fn fill(this: &Crypto, bytes: &Uint8Array) -> Result<Uint8Array, JsValue>;

    #[wasm_bindgen(method, catch, js_name = generateKey)]
    fn generate_key(
        this: &Subtle,
        algorithm: &JsValue,
        extractable: bool,
        uses: &Array,
    ) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn sign(
        this: &Subtle,
        algorithm: &str,
        key: &JsValue,
        text: &Uint8Array,
    ) -> Result<Promise, JsValue>;
}

/// The key of this device.
pub struct Pepper {
    /// What phrases that went through it name.
    pub id: Uuid,
    key: JsValue,
}

impl Pepper {
    /// HMAC-SHA-256 of a text under the key.
    pub async fn tag(&self, text: &[u8]) -> Result<Vec<u8>, SecretFault> {
        let signed = subtle()?.sign("HMAC", &self.key, &Uint8Array::from(text))?;
        Ok(Uint8Array::new(&JsFuture::from(signed).await?).to_vec())
    }
}

/// The key of this device, made when it is first asked for.
pub async fn of_device() -> Result<Pepper, SecretFault> {
    let database = open().await?;
    if let Some(kept) = kept(&database).await? {
        return Ok(kept);
    }
    let made = Pepper {
        id: fresh_id()?,
        key: make_key().await?,
    };
    add(&database, &made).await?;
    // Another tab may have been first: its key is the device's then.
    kept(&database)
        .await?
        .ok_or_else(|| SecretFault("the key was not kept".to_owned()))
}

/// So many bytes that nobody can foresee.
pub fn by_chance(count: usize) -> Result<Vec<u8>, SecretFault> {
    let count = u32::try_from(count).unwrap_or(u32::MAX);
    let filled = crypto()?.fill(&Uint8Array::new_with_length(count))?;
    Ok(filled.to_vec())
}

/// An id by chance.
fn fresh_id() -> Result<Uuid, SecretFault> {
    let bytes = <[u8; 16]>::try_from(by_chance(16)?)
        .map_err(|_| SecretFault("too few bytes by chance".to_owned()))?;
    Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
}

async fn make_key() -> Result<JsValue, SecretFault> {
    let algorithm = Object::new();
    Reflect::set(&algorithm, &"name".into(), &"HMAC".into())?;
    Reflect::set(&algorithm, &"hash".into(), &"SHA-256".into())?;
    let uses = Array::of1(&"sign".into());
    let made = subtle()?.generate_key(&algorithm, false, &uses)?;
    Ok(JsFuture::from(made).await?)
}

async fn open() -> Result<Database, SecretFault> {
    Database::open(NAME)
        .with_version(1_u8)
        .with_on_upgrade_needed(|_, database| {
            database.create_object_store(STORE).build()?;
            Ok(())
        })
        .await
        .map_err(words)
}

async fn kept(database: &Database) -> Result<Option<Pepper>, SecretFault> {
    let transaction = database.transaction(STORE).build().map_err(words)?;
    let store = transaction.object_store(STORE).map_err(words)?;
    let request = store.get::<JsValue, _, _>(KEY).primitive();
    let Some(kept) = request.map_err(words)?.await.map_err(words)? else {
        return Ok(None);
    };
    let id = Reflect::get(&kept, &"id".into())?.as_string();
    let id = id.and_then(|id| Uuid::parse_str(&id).ok());
    let id = id.ok_or_else(|| SecretFault("the key has no id".to_owned()))?;
    let key = Reflect::get(&kept, &"key".into())?;
    Ok(Some(Pepper { id, key }))
}

/// Keeps the key unless there is one.
async fn add(database: &Database, pepper: &Pepper) -> Result<(), SecretFault> {
    let record = Object::new();
    Reflect::set(&record, &"id".into(), &pepper.id.to_string().into())?;
    Reflect::set(&record, &"key".into(), &pepper.key)?;
    let transaction = database
        .transaction(STORE)
        .with_mode(TransactionMode::Readwrite)
        .build()
        .map_err(words)?;
    let store = transaction.object_store(STORE).map_err(words)?;
    let there = store.get::<JsValue, _, _>(KEY).primitive();
    if there.map_err(words)?.await.map_err(words)?.is_some() {
        return Ok(());
    }
    let put = store.put(JsValue::from(record)).with_key(KEY).primitive();
    put.map_err(words)?.await.map_err(words)?;
    transaction.commit().await.map_err(words)
}

fn crypto() -> Result<Crypto, SecretFault> {
    let crypto = Reflect::get(&js_sys::global(), &"crypto".into())?;
    if crypto.is_object() {
        Ok(crypto.unchecked_into())
    } else {
        Err(SecretFault("no Web Crypto".to_owned()))
    }
}

/// Missing where a page does not come over HTTPS.
fn subtle() -> Result<Subtle, SecretFault> {
    let subtle = Reflect::get(&crypto()?.into(), &"subtle".into())?;
    if subtle.is_object() {
        Ok(subtle.unchecked_into())
    } else {
        Err(SecretFault(
            "no Web Crypto: the page must come over HTTPS".to_owned(),
        ))
    }
}

fn words(error: impl std::fmt::Display) -> SecretFault {
    SecretFault(error.to_string())
}
