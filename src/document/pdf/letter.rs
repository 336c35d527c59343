//! Letters: reminders and everything else a business writes to a customer.

use super::error::PdfError;
use super::fonts::Fonts;
use super::format::Format;
use super::furniture::{self, Furniture, address_lines, filled};
use super::geometry::MEASURE;
use super::look::Look;
use super::press::{self, About, Sheets};
use super::structure::Role;
use super::tag;
use super::typesetter::{Align, Typesetter};
use super::words::Words;
use crate::billing::letter::Letter;
use crate::billing::seller::Seller;

/// Draws a letter.
///
/// `subject` and `paragraphs` are what it says: a letter that keeps no words of its own has those of its kind, which the
/// caller knows.
pub fn letter(
    letter: &Letter,
    seller: &Seller,
    subject: &str,
    paragraphs: &[String],
    look: &Look,
    fonts: &Fonts,
) -> Result<Vec<u8>, PdfError> {
    let ts = Typesetter::new(fonts, look);
    let words = Words::of(letter.language);
    let day = Format::new(letter.language).date(letter.on);
    let address = address_lines(&letter.address, seller.address.country, letter.language);
    let it = Furniture {
        seller,
        language: letter.language,
        title: subject.trim().to_owned(),
        number: String::new(),
        notice: None,
        recipient: filled([vec![letter.recipient.clone()], address].concat()),
        facts: vec![(words.issue_date.clone(), day)],
        headline: None,
    };
    let part = ts.element(None, Role::Part(tag(letter.language)));
    let first = furniture::first_page_of_letter(&ts, part, &it);
    let (mut pages, foot) = furniture::begin(&ts, &it, first);
    let style = ts.body().sized(10.0, 15.0);
    let width = MEASURE * 0.85;
    for text in filled(paragraphs.iter().cloned()) {
        pages.flow(ts.paragraph(part, &text, style, width, Align::Left));
        pages.gap(7.5);
    }
    pages.gap(7.5);
    pages.keep(ts.paragraph(part, &seller.name, style, width, Align::Left));
    let sheets = Sheets {
        title: it.title.clone(),
        pages: furniture::finish(&ts, part, &it, (pages, foot), 0.0),
    };
    let about = About {
        title: format!("{}, {}", it.title, seller.name),
        author: seller.name.clone(),
        language: tag(letter.language),
        day: letter.on,
        id: letter.id.to_string(),
    };
    press::print(ts, fonts, &sheets, about)
}
