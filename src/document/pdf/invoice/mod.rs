//! An invoice or credit note on its pages.

mod facts;
mod lines;
mod payment;
mod sums;

use super::block::{Block, Mark};
use super::extra::Extra;
use super::format::Format;
use super::furniture::{self, Furniture, Headline, address_lines, filled};
use super::geometry::{FOLLOWING_TOP, FOOT_BOTTOM, FOOT_GAP, MEASURE, mm};
use super::pages::Pages;
use super::press::Sheets;
use super::structure::{ElementId, Role};
use super::table;
use super::typesetter::{Align, Style, Typesetter};
use super::wording;
use super::words::{Words, fill};
use crate::billing::invoice::{Invoice, InvoiceType};

/// What every part of an invoice needs to be set.
pub(super) struct Setting<'a> {
    pub invoice: &'a Invoice,
    pub words: &'static Words,
    pub format: Format,
    /// The document in the structure of the file.
    pub part: ElementId,
}

/// The title of a document with its number: `Invoice 1027`.
pub(super) fn title(invoice: &Invoice) -> String {
    let words = Words::of(invoice.language);
    let title = wording::document_title(words, &invoice.type_code);
    format!("{title} {}", invoice.number)
}

/// Sets a document.
pub(super) fn sheets(ts: &Typesetter, invoice: &Invoice, extra: &Extra) -> Sheets {
    let it = Setting {
        invoice,
        words: Words::of(invoice.language),
        format: Format::new(invoice.language),
        part: ts.element(None, Role::Part(super::tag(invoice.language))),
    };
    let furniture = furniture_of(&it);
    let (first, y) = furniture::first_page(ts, it.part, &furniture);
    let foot_again = furniture::foot(ts, &furniture, || Mark::Pagination);
    let top = FOLLOWING_TOP + furniture::following_head(ts, &furniture).height + mm(6.0);
    let mut pages = Pages::new(first, y, top, FOOT_BOTTOM - foot_again.height - FOOT_GAP);

    let lines = table::set(ts, it.part, lines::table(ts, &it));
    let mut sums = sums::block(ts, &it);
    let is_beside = put_texts_beside(ts, &it, &mut sums);
    table::flow(ts, &mut pages, lines, sums);
    if !is_beside {
        put_texts_below(ts, &it, &mut pages);
    }
    if let Some(payment) = payment::block(ts, &it, extra) {
        pages.gap(mm(4.0));
        pages.keep_at_the_foot(payment);
    }

    let foot = furniture::foot(ts, &furniture, || {
        Mark::Element(ts.element(Some(it.part), Role::Paragraph))
    });
    furniture::complete(ts, &furniture, &foot, &foot_again, &mut pages.sheets);
    Sheets {
        title: title(invoice),
        pages: pages.sheets,
    }
}

fn furniture_of<'a>(it: &Setting<'a>) -> Furniture<'a> {
    let invoice = it.invoice;
    let (words, buyer) = (it.words, &invoice.buyer);
    let contact = buyer.contact.trim();
    let contact = match contact.is_empty() {
        true => String::new(),
        false => fill(&words.contact, &[("name", contact)]),
    };
    let home = invoice.seller.address.country;
    let address = address_lines(&buyer.address, home, invoice.language);
    let until = match invoice.type_code {
        InvoiceType::Commercial => (words.due_date.clone(), it.format.date(invoice.due_date)),
        InvoiceType::CreditNote(_) => {
            (words.issue_date.clone(), it.format.date(invoice.issue_date))
        }
    };
    Furniture {
        seller: &invoice.seller,
        language: invoice.language,
        title: wording::document_title(words, &invoice.type_code),
        number: invoice.number.clone(),
        recipient: filled([vec![buyer.name.clone(), contact], address].concat()),
        facts: facts::of(it),
        headline: Some(Headline {
            label: sums::due_label(it).to_owned(),
            amount: it.format.money(invoice.totals.amount_due),
            until: Some(until),
        }),
    }
}

/// Where no VAT by rate stands beside the sums, short texts do. Whether they did.
fn put_texts_beside(ts: &Typesetter, it: &Setting, sums: &mut Block) -> bool {
    if sums::needs_breakdown(it) {
        return false;
    }
    let set = |mark: &dyn Fn() -> Mark| {
        let mut block = Block::default();
        for (text, style) in texts(ts, it) {
            block.append(
                mm(1.5),
                ts.text(&text, style, sums::BESIDE, Align::Left, mark()),
            );
        }
        block
    };
    // Measured before it is marked: what is not drawn must not be part of the document.
    if set(&|| Mark::Pagination).height > sums.height - sums::ABOVE {
        return false;
    }
    let marked = set(&|| Mark::Element(ts.element(Some(it.part), Role::Paragraph)));
    sums.put(0.0, sums::ABOVE, marked);
    true
}

fn put_texts_below(ts: &Typesetter, it: &Setting, pages: &mut Pages) {
    for (index, (text, style)) in texts(ts, it).into_iter().enumerate() {
        pages.gap(if index == 0 { mm(5.0) } else { mm(1.5) });
        // As long as a line can be read with ease.
        let width = MEASURE * 0.78;
        pages.flow(ts.paragraph(it.part, &text, style, width, Align::Left));
    }
}

/// What the law asks to be said about taxes that are not charged, the text to the customer, and the seller's own words.
fn texts(ts: &Typesetter, it: &Setting) -> Vec<(String, Style)> {
    let invoice = it.invoice;
    let groups = invoice.totals.breakdown.iter();
    let legal = groups.filter_map(|group| wording::no_tax_reason(it.words, group));
    let mut said: Vec<String> = Vec::new();
    for text in legal {
        if !said.contains(&text) {
            said.push(text);
        }
    }
    let late = invoice.seller.late_payment.trim();
    // Nobody is late with a credit note.
    let late = match late.is_empty() || invoice.is_credit_note() {
        true => String::new(),
        false => fill(&it.words.late_payment, &[("rate", late)]),
    };
    let body = ts.body().sized(9.0, 13.0);
    let quiet = body.sized(8.0, 11.5).coloured(ts.palette.quiet);
    said.into_iter()
        .map(|text| (text, body))
        .chain([(invoice.note.clone(), body)])
        .chain([(late, quiet), (invoice.seller.footer.clone(), quiet)])
        .filter(|(text, _)| !text.trim().is_empty())
        .collect()
}

/// A line of label and value across a width, both marked: `Rows  1 234,50`.
pub(super) fn spread(
    ts: &Typesetter,
    (label, value): (&str, &str),
    style: Style,
    width: f32,
    (label_mark, value_mark): (Mark, Mark),
) -> Block {
    let value_width = ts.width(value, style);
    let label_width = (width - value_width - mm(4.0)).max(mm(15.0));
    let mut block = ts.text(label, style, label_width, Align::Left, label_mark);
    block.put(
        0.0,
        0.0,
        ts.text(value, style, width, Align::Right, value_mark),
    );
    block
}
