//! Letters: reminders and everything else a business writes to a customer.

use super::block::Mark;
use super::error::PdfError;
use super::fonts::Fonts;
use super::format::Format;
use super::furniture::{self, Furniture, address_lines, filled};
use super::geometry::{FOLLOWING_TOP, FOOT_BOTTOM, FOOT_GAP, MEASURE, mm};
use super::look::Look;
use super::pages::Pages;
use super::press::{self, About, Sheets, Tools};
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
        recipient: filled([vec![letter.recipient.clone()], address].concat()),
        facts: vec![(words.issue_date.clone(), day)],
        headline: None,
    };
    let part = ts.element(None, Role::Part(tag(letter.language)));
    let (first, y) = furniture::first_page_of_letter(&ts, part, &it);
    let foot_again = furniture::foot(&ts, &it, || Mark::Pagination);
    let top = FOLLOWING_TOP + furniture::following_head(&ts, &it).height + mm(6.0);
    let mut pages = Pages::new(first, y, top, FOOT_BOTTOM - foot_again.height - FOOT_GAP);
    let style = ts.body().sized(10.0, 15.0);
    let width = MEASURE * 0.85;
    for text in filled(paragraphs.iter().cloned()) {
        pages.flow(ts.paragraph(part, &text, style, width, Align::Left));
        pages.gap(7.5);
    }
    pages.gap(7.5);
    pages.keep(ts.paragraph(part, &seller.name, style, width, Align::Left));
    let foot = furniture::foot(&ts, &it, || {
        Mark::Element(ts.element(Some(part), Role::Paragraph))
    });
    furniture::complete(&ts, &it, &foot, &foot_again, &mut pages.sheets);
    let about = About {
        title: format!("{}, {}", it.title, seller.name),
        author: seller.name.clone(),
        language: tag(letter.language),
        day: letter.on,
        id: letter.id.to_string(),
    };
    let sheets = [Sheets {
        title: it.title.clone(),
        pages: pages.sheets,
    }];
    let tools = Tools {
        fonts,
        logo: look.logo.as_ref(),
    };
    press::print(tools, &sheets, &ts.into_structure(), about, Vec::new())
}
