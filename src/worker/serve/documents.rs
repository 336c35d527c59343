//! Papers, and invoices from elsewhere: what the page asks of them, and what the worker answers.

use super::{Answer, FileSlices, Pace, Parts, blob, fonts, store, words};
use crate::billing::id::InvoiceId;
use crate::billing::invoice::Invoice;
use crate::billing::stationery::Stationery;
use crate::document::pdf::{Fonts, Look, PdfError};
use crate::worker::archive::{Order, Unbundled, bundle};
use crate::worker::copy_in::Slices;
use crate::worker::press::{Press, Unpressed, check, needs_fonts, stem};
use crate::worker::protocol::{Bundle, Failed, Form, Mail, Paper, Reply};
use crate::worker::{mail, read_in};
use chrono::{DateTime, Utc};
use std::cell::RefCell;
use std::io;
use std::rc::Rc;
use web_sys::Blob;

/// How papers are drawn: the look, and the typefaces where a form needs them.
struct Drawing {
    look: Look,
    fonts: Option<Fonts>,
    at: DateTime<Utc>,
}

impl Drawing {
    async fn of(
        stationery: &Stationery,
        forms: &[Form],
        at: DateTime<Utc>,
    ) -> Result<Drawing, Failed> {
        let look = Look::of(stationery).map_err(|error| match error {
            PdfError::Logo(fault) => Failed::Logo(fault),
            PdfError::Font { .. }
            | PdfError::Attachment { .. }
            | PdfError::Empty
            | PdfError::Refused(_) => Failed::File(error.to_string()),
        })?;
        let fonts = match forms.iter().copied().any(needs_fonts) {
            true => Some(fonts::fetch().await.map_err(Failed::File)?),
            false => None,
        };
        Ok(Drawing { look, fonts, at })
    }

    fn press(&self) -> Press<'_> {
        Press {
            fonts: self.fonts.as_ref(),
            look: &self.look,
            at: self.at,
        }
    }
}

/// What keeps a paper from being made is an answer where the page can tell it to a person.
fn unpressed(error: Unpressed) -> Answer {
    match error {
        Unpressed::Unfit(faults) => Ok((Reply::Unfit(faults), None)),
        Unpressed::Logo(fault) => Err(Failed::Logo(fault)),
        Unpressed::Failed(words) => Err(Failed::File(words)),
    }
}

/// One paper.
pub async fn pressed(
    paper: &Paper,
    form: Form,
    stationery: &Stationery,
    at: DateTime<Utc>,
) -> Answer {
    let drawing = Drawing::of(stationery, &[form], at).await?;
    match drawing.press().paper(paper, form) {
        Ok(made) => {
            let file = blob(&made.content, made.kind)?;
            let (name, notes) = (made.name, made.notes);
            Ok((Reply::Pressed { name, notes }, Some(file)))
        }
        Err(error) => unpressed(error),
    }
}

/// One paper in several forms, attached to a draft of an e-mail.
pub async fn mailed(
    paper: &Paper,
    forms: &[Form],
    letter: &Mail,
    stationery: &Stationery,
    at: DateTime<Utc>,
) -> Answer {
    let drawing = Drawing::of(stationery, forms, at).await?;
    let mut files = Vec::with_capacity(forms.len());
    let mut notes = Vec::new();
    for form in forms {
        match drawing.press().paper(paper, *form) {
            Ok(made) => {
                notes.extend(made.notes.iter().cloned());
                files.push(made);
            }
            Err(error) => return unpressed(error),
        }
    }
    // Two forms with the same drawing in them lack the same codes.
    notes.dedup();
    let stem = stem(paper);
    let file = blob(&mail::write(letter, &files, &stem, at), mail::KIND)?;
    let name = format!("{stem}.eml");
    Ok((Reply::Pressed { name, notes }, Some(file)))
}

/// Many documents of the store in one file.
pub async fn pressed_many(
    documents: &[InvoiceId],
    form: Form,
    in_what: Bundle,
    stationery: &Stationery,
    at: DateTime<Utc>,
) -> Answer {
    let drawing = Drawing::of(stationery, &[form], at).await?;
    let order = Order {
        documents,
        form,
        bundle: in_what,
    };
    let parts = Rc::new(RefCell::new(Parts::default()));
    let kept = Rc::clone(&parts);
    let take = move |bytes: Vec<u8>| {
        kept.borrow_mut()
            .take(&bytes)
            .map_err(|error| io::Error::other(words(&error)))
    };
    let store = store().await?;
    let tell = Pace::default().teller();
    let made = bundle(&store, &drawing.press(), order, take, tell)
        .await
        .map_err(|error| match error {
            Unbundled::Store(error) => Failed::Store(error),
            Unbundled::Logo(fault) => Failed::Logo(fault),
            Unbundled::Write(error) => Failed::File(error.to_string()),
            Unbundled::Failed(words) => Failed::File(words),
        })?;
    let parts = std::mem::take(&mut *parts.borrow_mut());
    let file = parts
        .file(made.kind)
        .map_err(|error| Failed::File(words(&error)))?;
    let reply = Reply::PressedMany {
        name: made.name,
        count: made.count,
        misfits: made.misfits,
    };
    Ok((reply, Some(file)))
}

/// What keeps a document from being written in a form.
pub fn checked(invoice: &Invoice, form: Form) -> Answer {
    // The time stands in a frame of transmission, which no rule is about.
    match check(invoice, form, DateTime::UNIX_EPOCH) {
        Ok(faults) => Ok((Reply::Unfit(faults), None)),
        Err(words) => Err(Failed::File(words)),
    }
}

/// The invoices in a file; one that is too large is never taken into memory.
pub async fn read(file: Option<Blob>) -> Answer {
    let Some(file) = file else {
        return Err(Failed::File("no file".into()));
    };
    let mut slices = FileSlices::of(file);
    if let Err(refused) = read_in::check_size(slices.total()) {
        return Ok((Reply::Unreadable(refused), None));
    }
    let mut bytes = Vec::new();
    while let Some(slice) = slices.next().await.map_err(Failed::File)? {
        bytes.extend(slice);
    }
    let reply = match read_in::read(&bytes) {
        Ok(found) => Reply::Read(found),
        Err(refused) => Reply::Unreadable(refused),
    };
    Ok((reply, None))
}
