//! The worker's side of the conversation with the page.

#[cfg(feature = "document")]
mod documents;
#[cfg(feature = "document")]
mod fonts;

use super::copy_in::{self, Slices};
use super::copy_out::{CopyError, copy_out};
use super::fairness::review_all;
use super::protocol::{Failed, Reply, Request};
use super::rescue::rescue_out;
use crate::billing::desk::caller::Hex;
use crate::care::secret::argon2id;
use crate::exchange::backup::ImportMode;
use crate::store::StoreError;
use crate::store::indexed_db::{self, IndexedDb};
use chrono::{DateTime, NaiveDate, Utc};
use js_sys::{Array, Reflect, Uint8Array};
use std::io::{self, Write};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, BlobPropertyBag, DedicatedWorkerGlobalScope, MessageEvent};

/// Answers requests until the page ends the worker.
pub fn serve() {
    console_error_panic_hook::set_once();
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
        let data = event.data();
        let text = Reflect::get(&data, &"text".into()).ok();
        let file = Reflect::get(&data, &"file".into()).ok();
        let file = file.and_then(|file| file.dyn_into::<Blob>().ok());
        let text = text.and_then(|text| text.as_string()).unwrap_or_default();
        match serde_json::from_str(&text) {
            Ok(request) => spawn_local(answer(request, file)),
            Err(error) => say(&failed(Failed::File(error.to_string())), None),
        }
    });
    scope.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    heard.forget();
    say(&Reply::Ready, None);
}

async fn answer(request: Request, file: Option<Blob>) {
    let (reply, file) = match carry_out(request, file).await {
        Ok((reply, file)) => (reply, file),
        Err(error) => (failed(error), None),
    };
    say(&reply, file.as_ref());
}

fn failed(error: Failed) -> Reply {
    Reply::Failed(error)
}

/// What is answered, perhaps with a file.
type Answer = Result<(Reply, Option<Blob>), Failed>;

async fn carry_out(request: Request, file: Option<Blob>) -> Answer {
    match request {
        Request::Save { exported_at } => {
            let (reply, file) = save(&store().await?, exported_at).await?;
            Ok((reply, Some(file)))
        }
        Request::Inspect => {
            let mut slices = slices(file)?;
            let tell = Pace::default().teller();
            let found = copy_in::inspect(&store().await?, &mut slices, tell).await?;
            Ok((Reply::Inspected(Box::new(found)), None))
        }
        Request::Open { mode, opener } => {
            let store = store().await?;
            let mut slices = slices(file)?;
            let tell = Pace::default().teller();
            let mark = match mode {
                ImportMode::Replace => {
                    Some(copy_in::replace(&store, &mut slices, opener, tell).await?)
                }
                ImportMode::Add => {
                    copy_in::add(&store, &mut slices, opener, tell).await?;
                    None
                }
            };
            Ok((Reply::Opened(mark), None))
        }
        Request::Review { today } => Ok((review(&store().await?, today).await?, None)),
        Request::Press { .. }
        | Request::PressMany { .. }
        | Request::Mail { .. }
        | Request::Check { .. }
        | Request::Read => of_documents(request, file).await,
        // Nothing of the book is needed for this: it is not even opened.
        Request::Hash { secret, salt, cost } => {
            let hash = argon2id(&secret.0, &salt.0, cost).map_err(|error| Failed::Hash(error.0))?;
            Ok((Reply::Hashed(Hex(hash.to_vec())), None))
        }
    }
}

#[cfg(feature = "document")]
async fn of_documents(request: Request, file: Option<Blob>) -> Answer {
    match request {
        Request::Press {
            paper,
            form,
            stationery,
            at,
        } => documents::pressed(&paper, form, &stationery, at).await,
        Request::PressMany {
            documents: ids,
            form,
            bundle,
            stationery,
            at,
        } => documents::pressed_many(&ids, form, bundle, &stationery, at).await,
        Request::Mail {
            paper,
            forms,
            mail,
            stationery,
            at,
        } => documents::mailed(&paper, &forms, &mail, &stationery, at).await,
        Request::Check { invoice, form } => documents::checked(&invoice, form),
        Request::Read => documents::read(file).await,
        Request::Save { .. }
        | Request::Inspect
        | Request::Open { .. }
        | Request::Review { .. }
        | Request::Hash { .. } => unreachable!("asked of the other half of this program"),
    }
}

/// Only the program that is built with documents can make or read them; the page asks no other.
#[cfg(not(feature = "document"))]
async fn of_documents(_: Request, _: Option<Blob>) -> Answer {
    Err(Failed::File("documents are made by another worker".into()))
}

/// A file for the page.
#[cfg(feature = "document")]
fn blob(content: &[u8], kind: &str) -> Result<Blob, Failed> {
    let bytes = Array::of1(&Uint8Array::from(content));
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    Blob::new_with_u8_array_sequence_and_options(&bytes, &options)
        .map_err(|error| Failed::File(words(&error)))
}

async fn store() -> Result<IndexedDb, Failed> {
    indexed_db::connect(indexed_db::NAME, || {})
        .await
        .map_err(Failed::Store)
}

fn slices(file: Option<Blob>) -> Result<FileSlices, Failed> {
    file.map(FileSlices::of)
        .ok_or_else(|| Failed::File("no file".into()))
}

/// How often a copy or a review is begun again because the book changed meanwhile.
const ATTEMPTS: usize = 3;

async fn save(store: &IndexedDb, exported_at: DateTime<Utc>) -> Result<(Reply, Blob), Failed> {
    let mut attempt = 1;
    loop {
        let tell = Pace::default().teller();
        match copy_out(store, exported_at, Parts::default(), tell).await {
            Ok((parts, copied)) => {
                let file = parts
                    .file(BOOK)
                    .map_err(|error| Failed::File(words(&error)))?;
                return Ok((Reply::Saved(copied), file));
            }
            Err(CopyError::Store(StoreError::Stale)) if attempt < ATTEMPTS => {
                attempt += 1;
            }
            // What can still be read is worth keeping.
            Err(CopyError::Store(StoreError::Damaged { .. })) => {
                let (parts, copied) = rescue_out(store, exported_at, Parts::default()).await?;
                let file = parts
                    .file(BOOK)
                    .map_err(|error| Failed::File(words(&error)))?;
                return Ok((Reply::Saved(copied), file));
            }
            Err(error) => return Err(error.into()),
        }
    }
}

async fn review(store: &IndexedDb, today: NaiveDate) -> Result<Reply, Failed> {
    let mut attempt = 1;
    loop {
        match review_all(store, today, Pace::default().teller()).await {
            Ok(firm) => return Ok(Reply::Reviewed(Box::new(firm))),
            Err(CopyError::Store(StoreError::Stale)) if attempt < ATTEMPTS => {
                attempt += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
}

/// Tells the page how far the work has come, not more often than anybody can see.
#[derive(Default)]
struct Pace {
    last: f64,
}

impl Pace {
    fn teller(mut self) -> impl FnMut(u64, u64) {
        move |done, total| {
            let now = js_sys::Date::now();
            if now - self.last > 80.0 {
                self.last = now;
                say(&Reply::Progress { done, total }, None);
            }
        }
    }
}

fn say(reply: &Reply, file: Option<&Blob>) {
    let Ok(scope) = js_sys::global().dyn_into::<DedicatedWorkerGlobalScope>() else {
        return;
    };
    let text = serde_json::to_string(reply).unwrap_or_else(|error| {
        // A reply holds texts, numbers and amounts within their bounds only.
        unreachable!("a reply that has no JSON: {error}")
    });
    let message = js_sys::Object::new();
    let file = file.map_or(JsValue::NULL, JsValue::from);
    let sent = Reflect::set(&message, &"text".into(), &text.into())
        .and_then(|_| Reflect::set(&message, &"file".into(), &file))
        .and_then(|_| scope.post_message(&message));
    if let Err(error) = sent {
        web_sys::console::error_2(&"the page could not be answered".into(), &error);
    }
}

/// A file read in slices.
struct FileSlices {
    file: Blob,
    at: u64,
    total: u64,
}

/// Large enough that asking costs nothing, small enough that a phone has room for it.
const SLICE: u64 = 4 << 20;

impl FileSlices {
    fn of(file: Blob) -> Self {
        FileSlices {
            // A file's size is a whole number that JavaScript keeps as a float.
            total: file.size() as u64,
            file,
            at: 0,
        }
    }
}

impl Slices for FileSlices {
    fn total(&self) -> u64 {
        self.total
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        if self.at >= self.total {
            return Ok(None);
        }
        let end = (self.at + SLICE).min(self.total);
        let slice = self
            .file
            .slice_with_f64_and_f64(self.at as f64, end as f64)
            .map_err(|error| words(&error))?;
        let bytes = JsFuture::from(slice.array_buffer())
            .await
            .map_err(|error| words(&error))?;
        self.at = end;
        Ok(Some(Uint8Array::new(&bytes).to_vec()))
    }
}

/// What is written, handed to the browser part by part: it keeps large files where there is room for them.
#[derive(Default)]
struct Parts {
    bytes: Vec<u8>,
    parts: Array,
}

const PART: usize = 8 << 20;

/// The media type of a book.
const BOOK: &str = "application/json";

impl Parts {
    fn hand_over(&mut self) -> Result<(), JsValue> {
        let bytes = Array::of1(&Uint8Array::from(self.bytes.as_slice()));
        self.parts
            .push(&Blob::new_with_u8_array_sequence(&bytes)?.into());
        self.bytes.clear();
        Ok(())
    }

    /// Takes a part that is large enough to be handed over by itself.
    #[cfg(feature = "document")]
    fn take(&mut self, part: &[u8]) -> Result<(), JsValue> {
        let bytes = Array::of1(&Uint8Array::from(part));
        let part = Blob::new_with_u8_array_sequence(&bytes)?;
        self.parts.push(&part.into());
        Ok(())
    }

    fn file(mut self, kind: &str) -> Result<Blob, JsValue> {
        self.hand_over()?;
        let options = BlobPropertyBag::new();
        options.set_type(kind);
        Blob::new_with_blob_sequence_and_options(&self.parts, &options)
    }
}

impl Write for Parts {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.bytes.extend_from_slice(bytes);
        if self.bytes.len() >= PART {
            self.hand_over()
                .map_err(|error| io::Error::other(words(&error)))?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn words(error: &JsValue) -> String {
    match error.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => format!("{error:?}"),
    }
}
