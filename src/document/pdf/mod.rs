//! Documents as PDF files: invoices, credit notes, letters, statements of account.
//!
//! A file is made from an issued document alone: no clock, no network, no file system. The same document gives the same
//! bytes. It conforms to PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1); the library that writes it checks what can be
//! checked, and refuses the rest. Lengths are in points and binary floats, here only; money stays exact.
//!
//! What a code to pay from says, and what an attached file holds, is decided elsewhere and handed in as [`Extra`].

// Geometry is measured, not counted; no amount of money passes through it.
#![allow(clippy::float_arithmetic)]

mod block;
mod error;
mod extra;
mod fonts;
pub mod format;
mod furniture;
mod geometry;
mod invoice;
mod letter;
mod logo;
mod look;
mod pages;
mod press;
mod shape;
mod statement;
mod structure;
mod table;
mod typesetter;
mod wording;
pub mod words;
mod wrap;

pub use error::{LogoFault, PdfError};
pub use extra::{Attachment, Barcode, Extra, QrCode, QrKind, Relationship};
pub use fonts::Fonts;
pub use letter::letter;
pub use logo::Logo;
pub use look::{Look, Rgb, Template};
pub use statement::{StatementOf, statement};

use crate::billing::account::Language;
use crate::billing::invoice::Invoice;
use press::{About, Tools};
use typesetter::Typesetter;

/// Draws an invoice or credit note.
pub fn render(
    invoice: &Invoice,
    look: &Look,
    fonts: &Fonts,
    extra: Extra,
) -> Result<Vec<u8>, PdfError> {
    print_file([(invoice, extra)], look, fonts)
}

/// Draws documents into one file to print, each on pages of its own, with an outline. Language and date of the file are the
/// first document's. Refused where there is none.
pub fn print_file<'a>(
    documents: impl IntoIterator<Item = (&'a Invoice, Extra)>,
    look: &Look,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let documents: Vec<(&Invoice, Extra)> = documents.into_iter().collect();
    let Some((first, _)) = documents.first() else {
        return Err(PdfError::Empty);
    };
    let title = match documents.as_slice() {
        [(only, _)] => invoice::title(only),
        [(first, _), .., (last, _)] => {
            format!("{} – {}", invoice::title(first), invoice::title(last))
        }
        [] => String::new(),
    };
    let ids: Vec<String> = documents
        .iter()
        .map(|(invoice, _)| invoice.id.to_string())
        .collect();
    let about = About {
        title: format!("{title}, {}", first.seller.name),
        author: first.seller.name.clone(),
        language: tag(first.language),
        day: first.issue_date,
        id: ids.join(" "),
    };
    let ts = Typesetter::new(fonts, look);
    let mut sheets = Vec::with_capacity(documents.len());
    let mut attachments = Vec::new();
    for (invoice, extra) in documents {
        sheets.push(invoice::sheets(&ts, invoice, &extra));
        attachments.extend(extra.attachments);
    }
    let tools = Tools {
        fonts,
        logo: look.logo.as_ref(),
    };
    press::print(tools, &sheets, &ts.into_structure(), about, attachments)
}

/// A language by its tag (BCP 47).
fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fi => "fi",
    }
}
