//! Many documents in one file: a PDF to print, or a ZIP archive with a file each.
//!
//! An archive is handed on in parts while it grows, so that a year's invoices need no more room than some dozens of them.

use super::press::{Press, Pressed, Unpressed, plain};
use super::protocol::{Bundle, Fault, FaultKind, Form, Misfit};
use super::zipped::Archive;
use crate::billing::account::Language;
use crate::billing::id::InvoiceId;
use crate::billing::invoice::Invoice;
use crate::document::pdf::LogoFault;
use crate::document::pdf::words::Words;
use crate::store::{Store, StoreError};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;
use std::io;

/// Which documents, in what.
#[derive(Clone, Copy)]
pub struct Order<'a> {
    /// The documents in the order in which they stand in the file.
    pub documents: &'a [InvoiceId],
    /// The form of each.
    pub form: Form,
    /// In what they come.
    pub bundle: Bundle,
}

/// What was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bundled {
    /// The file's name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// How many documents it holds.
    pub count: u64,
    /// Those it does not hold.
    pub misfits: Vec<Misfit>,
}

/// Why nothing was made.
#[derive(Debug)]
pub enum Unbundled {
    /// The store couldn't give the documents.
    Store(StoreError),
    /// The logo can't be drawn.
    Logo(LogoFault),
    /// What was written to couldn't take it.
    Write(io::Error),
    /// A library could not do it; its words.
    Failed(String),
}

impl From<StoreError> for Unbundled {
    fn from(error: StoreError) -> Self {
        Unbundled::Store(error)
    }
}

impl From<io::Error> for Unbundled {
    fn from(error: io::Error) -> Self {
        Unbundled::Write(error)
    }
}

impl From<Unpressed> for Unbundled {
    fn from(error: Unpressed) -> Self {
        match error {
            Unpressed::Logo(fault) => Unbundled::Logo(fault),
            Unpressed::Failed(words) => Unbundled::Failed(words),
            Unpressed::Unfit(faults) => Unbundled::Failed(format!("{faults:?}")),
        }
    }
}

/// Documents fetched at once: enough that each pack of the archive is read once or twice, few enough to have room.
const FETCHED: usize = 200;

/// Makes the file. Its bytes are given to `take`, part by part; `progress` is told how many of how many documents are done.
///
/// A document that the form refuses, or that the store doesn't know, is left out and told in
/// [`misfits`](Bundled::misfits), in an archive also in a text file of its own.
///
/// # Errors
/// If nothing can be made at all; one PDF of forms that are none is refused as well.
pub async fn bundle<S: Store>(
    store: &S,
    press: &Press<'_>,
    order: Order<'_>,
    take: impl FnMut(Vec<u8>) -> io::Result<()>,
    progress: impl FnMut(u64, u64),
) -> Result<Bundled, Unbundled> {
    // A store answers only about a book that it has opened.
    store.open().await?;
    match (order.bundle, order.form) {
        (Bundle::Zip, _) => archive(store, press, order, take, progress).await,
        (Bundle::OneFile, Form::Pdf) => print_file(store, press, order, take, progress).await,
        (
            Bundle::OneFile,
            Form::Picture
            | Form::FacturX
            | Form::Peppol
            | Form::XRechnungUbl
            | Form::XRechnungCii
            | Form::Ubl
            | Form::Cii
            | Form::Finvoice,
        ) => {
            let words = format!("{:?} is no form to print in one file", order.form);
            Err(Unbundled::Failed(words))
        }
    }
}

/// How often the book is opened anew because somebody went on working meanwhile.
const ATTEMPTS: usize = 5;

/// Issued documents never change; but where a book is being written to, the store wants to look at it again first.
async fn fetched<S: Store>(store: &S, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
    let mut attempt = 1;
    loop {
        match store.invoices(ids).await {
            Err(StoreError::Stale) if attempt < ATTEMPTS => {
                store.open().await?;
                attempt += 1;
            }
            found => return found,
        }
    }
}

async fn print_file<S: Store>(
    store: &S,
    press: &Press<'_>,
    order: Order<'_>,
    mut take: impl FnMut(Vec<u8>) -> io::Result<()>,
    mut progress: impl FnMut(u64, u64),
) -> Result<Bundled, Unbundled> {
    let total = order.documents.len() as u64;
    let mut documents = Vec::with_capacity(order.documents.len());
    let mut misfits = Vec::new();
    for some in order.documents.chunks(FETCHED) {
        let found = fetched(store, some).await?;
        misfits.extend(unknown(some, &found));
        documents.extend(found);
    }
    let mut count = 0;
    let file = press.print_file(&documents, || {
        count += 1;
        progress(count, total);
    })?;
    let language = documents
        .first()
        .map_or(Language::En, |first| first.language);
    take(file)?;
    Ok(Bundled {
        name: format!("{}.pdf", name(language, press.at)),
        kind: "application/pdf",
        count,
        misfits,
    })
}

async fn archive<S: Store>(
    store: &S,
    press: &Press<'_>,
    order: Order<'_>,
    take: impl FnMut(Vec<u8>) -> io::Result<()>,
    mut progress: impl FnMut(u64, u64),
) -> Result<Bundled, Unbundled> {
    let total = order.documents.len() as u64;
    let mut archive = Archive::new(take, press.at);
    let (mut count, mut misfits, mut language) = (0, Vec::new(), None);
    for some in order.documents.chunks(FETCHED) {
        let found = fetched(store, some).await?;
        misfits.extend(unknown(some, &found));
        for invoice in &found {
            language.get_or_insert(invoice.language);
            match press.document(invoice, order.form) {
                Ok(made) => {
                    archive.add(&made)?;
                    count += 1;
                }
                Err(Unpressed::Unfit(faults)) => misfits.push(misfit(invoice, faults)),
                // One document that can't be drawn keeps nobody from having the others.
                Err(Unpressed::Failed(words)) => {
                    let fault = unmade("", FaultKind::Rule, words);
                    misfits.push(misfit(invoice, vec![fault]));
                }
                Err(Unpressed::Logo(fault)) => return Err(Unbundled::Logo(fault)),
            }
            progress(count + misfits.len() as u64, total);
        }
    }
    let language = language.unwrap_or(Language::En);
    if !misfits.is_empty() {
        archive.add(&list(language, &misfits))?;
    }
    archive.finish()?;
    Ok(Bundled {
        name: format!("{}.zip", name(language, press.at)),
        kind: "application/zip",
        count,
        misfits,
    })
}

fn name(language: Language, at: DateTime<Utc>) -> String {
    let what = Words::of(language).print_file.to_lowercase();
    plain(&[&what, &at.date_naive().to_string()])
}

fn misfit(invoice: &Invoice, faults: Vec<Fault>) -> Misfit {
    Misfit {
        document: invoice.id,
        number: invoice.number.clone(),
        faults,
    }
}

fn unmade(place: &str, kind: FaultKind, text: String) -> Fault {
    Fault {
        rule: String::new(),
        place: place.to_owned(),
        line: None,
        kind,
        text,
    }
}

/// What was asked for and is not in the store.
fn unknown(asked: &[InvoiceId], found: &[Invoice]) -> Vec<Misfit> {
    let known: BTreeSet<InvoiceId> = found.iter().map(|invoice| invoice.id).collect();
    let missing = asked.iter().filter(|id| !known.contains(id));
    let told = missing.map(|id| Misfit {
        document: *id,
        number: String::new(),
        faults: vec![unmade(
            "document",
            FaultKind::Absent,
            format!("{id} is not in the store"),
        )],
    });
    told.collect()
}

/// The documents that the archive doesn't hold, as a text file in it.
fn list(language: Language, misfits: &[Misfit]) -> Pressed {
    let words = Words::of(language);
    let mut text = format!("{}\r\n", words.left_out);
    for misfit in misfits {
        text.push_str(&format!("\r\n{}\r\n", misfit.number));
        for fault in &misfit.faults {
            let said = [&fault.rule, &fault.place, &fault.text];
            let said = said.map(|part| part.trim());
            let said = said.into_iter().filter(|part| !part.is_empty());
            let said = said.collect::<Vec<_>>().join("  ");
            text.push_str(&format!("  {said}\r\n"));
        }
    }
    Pressed {
        name: format!("{}.txt", words.left_out_file),
        kind: "text/plain",
        content: text.into_bytes(),
        notes: Vec::new(),
    }
}
