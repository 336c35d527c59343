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
mod picture;
mod press;
mod shape;
mod statement;
mod structure;
mod table;
mod typesetter;
pub mod wording;
pub mod words;
mod wrap;

pub use error::{LogoFault, PdfError};
pub use extra::{Attachment, Barcode, Extra, PaymentPart, QrCode, Relationship};
pub use fonts::Fonts;
pub use letter::letter;
pub use logo::Logo;
pub use look::{Look, Rgb, Shade, Template};
pub use statement::{StatementOf, statement};

use crate::billing::account::Language;
use crate::billing::invoice::Invoice;
use chrono::NaiveDate;
use invoice::Standing;
use press::{About, Press};
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

/// Draws what a draft would become: with a notice that it is none, without a number, and without anything to pay from.
pub fn preview(invoice: &Invoice, look: &Look, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let documents = [(invoice, Extra::default())];
    bind(documents, Standing::Preview, look, fonts)
}

/// Draws the same as a quote that holds until a day, that day included: it ends in the total with VAT, and nothing is to
/// be paid.
pub fn quote(
    invoice: &Invoice,
    valid_until: NaiveDate,
    look: &Look,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let documents = [(invoice, Extra::default())];
    bind(documents, Standing::Quote { valid_until }, look, fonts)
}

/// Draws the first page of a document as a picture for the screen (SVG).
pub fn first_page(
    invoice: &Invoice,
    look: &Look,
    fonts: &Fonts,
    extra: &Extra,
) -> Result<String, PdfError> {
    let ts = Typesetter::new(fonts, look);
    let sheets = invoice::sheets(&ts, invoice, Standing::Issued, extra);
    let page = sheets.pages.first().ok_or(PdfError::Empty)?;
    Ok(picture::picture(page, fonts, ts.logo))
}

/// Draws documents into one file to print, each on pages of its own, with an outline. Language and date of the file are the
/// first document's. Refused where there is none.
pub fn print_file<'a>(
    documents: impl IntoIterator<Item = (&'a Invoice, Extra)>,
    look: &Look,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    bind(documents, Standing::Issued, look, fonts)
}

fn bind<'a>(
    documents: impl IntoIterator<Item = (&'a Invoice, Extra)>,
    standing: Standing,
    look: &Look,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let ts = Typesetter::new(fonts, look);
    let mut press = Press::new(fonts, ts.logo)?;
    let mut ends: Option<(&Invoice, &Invoice)> = None;
    let mut ids = Vec::new();
    let mut attachments = Vec::new();
    for (invoice, extra) in documents {
        press.add(&invoice::sheets(&ts, invoice, standing, &extra));
        ends = Some((ends.map_or(invoice, |(first, _)| first), invoice));
        ids.push(invoice.id.to_string());
        attachments.extend(extra.attachments);
    }
    let Some((first, last)) = ends else {
        return Err(PdfError::Empty);
    };
    let title = |invoice| invoice::title(invoice, standing);
    let title = match ids.len() {
        1 => title(first),
        _ => format!("{} – {}", title(first), title(last)),
    };
    let about = About {
        title: format!("{title}, {}", first.seller.name),
        author: first.seller.name.clone(),
        language: tag(first.language),
        day: first.issue_date,
        id: ids.join(" "),
    };
    press.finish(ts, about, attachments)
}

/// A language by its tag (BCP 47).
fn tag(language: Language) -> &'static str {
    match language {
        Language::En => "en",
        Language::Fi => "fi",
    }
}
