//! What `make bench` measures inside a browser: the engine in wasm, and the store with the engine before it.
//!
//! Each function does one thing, times it with the page's clock and answers JSON. What is compared with what, and how often, is
//! the business of `run.mjs`.

#[cfg(target_family = "wasm")]
mod archive;
#[cfg(target_family = "wasm")]
mod complete;
#[cfg(target_family = "wasm")]
mod customers;
#[cfg(target_family = "wasm")]
mod workload;

fn main() {}

#[cfg(target_family = "wasm")]
mod page {
    use super::archive::Archive;
    use super::complete::complete;
    use super::customers::Customers;
    use super::workload::{Ids, apply, book, day, issue, plan, run};
    use lasku::billing::book::Book;
    use lasku::billing::change::Change;
    use lasku::billing::id::RunId;
    use lasku::store::indexed_db::{self, IndexedDb};
    use lasku::store::summary::Summaries;
    use lasku::store::{Commit, Durability, Replacement, Store, StoreError};
    use lasku::worker::protocol::{Bundle, Form, Paper, Request};
    use serde_json::json;
    use std::cell::RefCell;
    use std::rc::Rc;
    use wasm_bindgen::prelude::*;

    /// Accounts in a batch, as in the app.
    const BATCH: usize = 250;

    /// The database of [`bill`]; the app's own is for the archive.
    const OWN: &str = "lasku-bench";

    thread_local! {
        static ROWS: RefCell<Rc<Summaries>> = RefCell::default();
        static BUSINESS: RefCell<Option<(Book, IndexedDb)>> = const { RefCell::new(None) };
    }

    fn now() -> f64 {
        web_sys::window()
            .and_then(|window| window.performance())
            .map_or_else(js_sys::Date::now, |clock| clock.now())
    }

    fn fault(error: StoreError) -> JsError {
        JsError::new(&error.to_string())
    }

    /// Statistics of so many customers: curves, their test, and Cox's model.
    #[wasm_bindgen]
    pub fn statistics(customers: u32) -> String {
        let made = Customers::made(customers);
        let timed = |work: fn(&Customers) -> f64| {
            let begun = now();
            std::hint::black_box(work(&made));
            now() - begun
        };
        json!({
            "survival_ms": timed(Customers::survival),
            "log_rank_ms": timed(Customers::log_rank),
            "cox_ms": timed(Customers::cox),
            "practices_ms": timed(Customers::compared),
        })
        .to_string()
    }

    /// Drafts, issues and journals one invoice for each customer. Nothing is kept.
    #[wasm_bindgen]
    pub async fn engine(customers: u32) -> String {
        let mut book = book(customers);
        let begun = now();
        let preview = plan(&book, day(2026, 1, 1));
        let previewed = now();
        let invoices = run(&mut book, &preview, BATCH, &mut Ids::new(1 << 100), |_| {});
        let issue_ms = now() - previewed;
        json!({ "invoices": invoices, "preview_ms": previewed - begun, "issue_ms": issue_ms })
            .to_string()
    }

    /// Keeps a business with so many customers for [`bill`].
    #[wasm_bindgen]
    pub async fn business(customers: u32) -> Result<(), JsError> {
        let book = book(customers);
        let store = connect(OWN).await?;
        store.create(&book).await.map_err(fault)?;
        store.open().await.map_err(fault)?;
        BUSINESS.set(Some((book, store)));
        Ok(())
    }

    /// Bills every customer of the business and keeps each batch strictly before the next is decided, as the app does. Answers
    /// the documents, too, one a line, for writing the same bytes without us.
    #[wasm_bindgen]
    pub async fn bill() -> Result<Vec<JsValue>, JsError> {
        let (mut book, store) = BUSINESS.take().ok_or_else(|| JsError::new("no business"))?;
        let mut ids = Ids::new(1 << 100);
        let mut documents = String::new();
        let (mut invoices, mut engine_ms, mut longest_ms) = (0, 0.0, 0.0_f64);
        let begun = now();
        let preview = plan(&book, day(2026, 1, 1));
        let preview_ms = now() - begun;
        let run = RunId(ids.next());
        let mut writing_down_ms = 0.0;
        let mut own_tasks = Vec::new();
        for proposals in preview.proposals.chunks(BATCH) {
            let decided = now();
            let batch = issue(&book, &preview.request, proposals, run, &mut ids);
            let took = now() - decided;
            engine_ms += took;
            longest_ms = longest_ms.max(took);
            let commit = Commit {
                expected: book.journal,
                changes: &batch.changes,
                entry: &batch.entry,
                durability: Durability::Strict,
            };
            store
                .commit_written(commit, &batch.written)
                .await
                .map_err(fault)?;
            apply(&mut book, &batch);
            invoices += proposals.len();
            // The documents for comparing are written down in a task of their own, which is not counted.
            let copying = now();
            pause().await;
            for change in &batch.changes {
                if let Change::InvoiceIssued(invoice) = change {
                    documents.push_str(&serde_json::to_string(invoice)?);
                    documents.push('\n');
                }
            }
            pause().await;
            writing_down_ms += now() - copying;
            own_tasks.push((copying, now()));
        }
        let figures = json!({
            "invoices": invoices,
            "ms": now() - begun - writing_down_ms,
            "preview_ms": preview_ms,
            "engine_ms": engine_ms,
            "longest_batch_ms": longest_ms,
            "bytes": documents.len() - invoices,
            "not_counted": own_tasks,
        });
        Ok(vec![figures.to_string().into(), documents.into()])
    }

    /// Fills the app's own database with that many settled documents of that many accounts; `in_every_form` gives their parties all
    /// that an e-invoice asks of them.
    #[wasm_bindgen]
    pub async fn archive(
        documents: u32,
        accounts: u32,
        in_every_form: bool,
    ) -> Result<String, JsError> {
        let store = connect(indexed_db::NAME).await?;
        let begun = now();
        let mut archive = Archive::new(accounts);
        let mut replacement = store.replace().await.map_err(fault)?;
        while archive.documents() < documents {
            let mut records = archive.next(documents);
            if in_every_form {
                records = records.into_iter().map(complete).collect();
            }
            replacement.put(records).await.map_err(fault)?;
        }
        let made = archive.documents();
        let id = archive.id();
        replacement.put(archive.rest()).await.map_err(fault)?;
        replacement.keep(id).await.map_err(fault)?;
        Ok(json!({ "documents": made, "ms": now() - begun }).to_string())
    }

    /// Opens the app's own book: everything the app reads before its first screen.
    #[wasm_bindgen]
    pub async fn book_open() -> Result<String, JsError> {
        let store = connect(indexed_db::NAME).await?;
        let begun = now();
        let opened = store.open().await.map_err(fault)?;
        let ms = now() - begun;
        let opened = opened.ok_or_else(|| JsError::new("no book"))?;
        Ok(json!({ "ms": ms, "accounts": opened.book.accounts.len(), "documents": opened.documents }).to_string())
    }

    /// Reads the summaries of the app's own book, once after each start, and keeps them for [`search`].
    #[wasm_bindgen]
    pub async fn summaries() -> Result<String, JsError> {
        let store = connect(indexed_db::NAME).await?;
        store.open().await.map_err(fault)?;
        let begun = now();
        let rows = store.summaries().await.map_err(fault)?;
        let ms = now() - begun;
        let count = rows.documents.len();
        ROWS.set(rows);
        Ok(json!({ "ms": ms, "documents": count }).to_string())
    }

    /// Searches the documents after each keystroke of a text. Answers what each took.
    #[wasm_bindgen]
    pub fn search(text: &str) -> String {
        let rows = ROWS.with_borrow(Rc::clone);
        let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
        let (mut took, mut found) = (Vec::new(), Vec::new());
        for end in ends {
            let begun = now();
            let hits = rows.documents.search(&text[..end]);
            took.push(now() - begun);
            found.push(hits.len());
        }
        json!({ "ms": took, "found": found }).to_string()
    }

    /// What the app asks its worker for, to have the archive's first documents in a form: one file, or a ZIP with a file each.
    #[wasm_bindgen]
    pub fn many(documents: usize, form: &str, in_zip: bool) -> Result<String, JsError> {
        let rows = ROWS.with_borrow(Rc::clone);
        let bundle = match in_zip {
            true => Bundle::Zip,
            false => Bundle::OneFile,
        };
        let request = Request::PressMany {
            documents: rows
                .documents
                .rows()
                .filter_map(|row| row.document())
                .take(documents)
                .collect(),
            form: serde_json::from_value(json!(form))?,
            bundle,
            stationery: Box::default(),
            at: chrono::Utc::now(),
        };
        Ok(serde_json::to_string(&request)?)
    }

    /// What the app asks its worker for, to have the archive's first document as a PDF.
    #[wasm_bindgen]
    pub async fn one() -> Result<String, JsError> {
        let rows = ROWS.with_borrow(Rc::clone);
        let first = rows.documents.rows().find_map(|row| row.document());
        let store = connect(indexed_db::NAME).await?;
        store.open().await.map_err(fault)?;
        let found = store.invoices(first.as_slice()).await.map_err(fault)?;
        let document = found.into_iter().next();
        let request = Request::Press {
            paper: Box::new(Paper::Document(
                document.ok_or_else(|| JsError::new("the archive is empty"))?,
            )),
            form: Form::Pdf,
            stationery: Box::default(),
            at: chrono::Utc::now(),
        };
        Ok(serde_json::to_string(&request)?)
    }

    /// Lets the browser end the task.
    async fn pause() {
        let waiting = js_sys::Promise::new(&mut |done, _| {
            if let Some(window) = web_sys::window() {
                // Without a timer the promise never resolves, and the figure is missed.
                if let Err(error) = window.set_timeout_with_callback(&done) {
                    wasm_bindgen::throw_val(error);
                }
            }
        });
        if let Err(error) = wasm_bindgen_futures::JsFuture::from(waiting).await {
            wasm_bindgen::throw_val(error);
        }
    }

    async fn connect(name: &str) -> Result<IndexedDb, JsError> {
        indexed_db::connect(name, || {}).await.map_err(fault)
    }
}
