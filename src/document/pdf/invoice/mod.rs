//! An invoice or credit note on its pages.

mod facts;
mod lines;
mod payment;
mod slip;
mod sums;

use super::block::{Block, Mark};
use super::extra::Extra;
use super::format::Format;
use super::furniture::{self, Furniture, Headline, address_lines, filled};
use super::geometry::{MEASURE, mm};
use super::look::Template;
use super::pages::Pages;
use super::press::Sheets;
use super::structure::{ElementId, Role};
use super::table;
use super::typesetter::{Align, Style, Typesetter};
use super::wording;
use super::words::{Words, fill};
use crate::billing::invoice::{Invoice, InvoiceType};
use chrono::NaiveDate;

/// As what a document stands on paper.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Standing {
    /// It is issued: somebody owes it, or is owed it.
    Issued,
    /// It shows what would be issued. It has no number, and nobody can pay from it.
    Preview,
    /// It is offered until that day.
    Quote { valid_until: NaiveDate },
}

/// What every part of an invoice needs to be set.
pub(super) struct Setting<'a> {
    pub invoice: &'a Invoice,
    pub standing: Standing,
    pub words: &'static Words,
    pub format: Format,
    /// The document in the structure of the file.
    pub part: ElementId,
}

/// What a document is called, and its number where it has one.
fn name_and_number(invoice: &Invoice, standing: Standing) -> (String, String) {
    let words = Words::of(invoice.language);
    let title = wording::document_title(words, &invoice.type_code);
    match standing {
        Standing::Issued => (title, invoice.number.clone()),
        Standing::Preview => (title, String::new()),
        Standing::Quote { .. } => (words.quote.clone(), invoice.number.clone()),
    }
}

/// The title of a document with its number: `Invoice 1027`; of a preview what it is not.
pub(super) fn title(invoice: &Invoice, standing: Standing) -> String {
    let (name, number) = name_and_number(invoice, standing);
    match preview_note(invoice, standing) {
        Some(note) => note.to_owned(),
        None => format!("{name} {number}").trim().to_owned(),
    }
}

/// What is said of a document that is only shown.
fn preview_note(invoice: &Invoice, standing: Standing) -> Option<&'static str> {
    let words = Words::of(invoice.language);
    match standing {
        Standing::Preview if invoice.is_credit_note() => Some(&words.preview_credit_note),
        Standing::Preview => Some(&words.preview),
        Standing::Issued | Standing::Quote { .. } => None,
    }
}

/// Sets a document.
pub(super) fn sheets(
    ts: &Typesetter,
    invoice: &Invoice,
    standing: Standing,
    extra: &Extra,
) -> Sheets {
    let it = Setting {
        invoice,
        standing,
        words: Words::of(invoice.language),
        format: Format::new(invoice.language),
        part: ts.element(None, Role::Part(super::tag(invoice.language))),
    };
    let furniture = furniture_of(&it);
    let first = furniture::first_page(ts, it.part, &furniture);
    let (mut pages, foot) = furniture::begin(ts, &furniture, first);
    if let Some(text) = furniture.notice {
        pages.keep(notice(ts, it.part, text));
        pages.gap(mm(4.0));
    }

    let lines = table::set(ts, it.part, lines::table(ts, &it));
    let mut sums = sums::block(ts, &it);
    let is_beside = put_texts_beside(ts, &it, &mut sums);
    table::flow(ts, &mut pages, lines, sums);
    if !is_beside {
        put_texts_below(ts, &it, &mut pages);
    }
    let mut lift = 0.0;
    if is_payable(&it) {
        match &extra.payment_part {
            Some(part) => {
                lift = slip::LIFT;
                if pages.room() < lift {
                    pages.turn();
                }
                pages.put_at(0.0, slip::TOP, slip::block(ts, it.part, part));
            }
            None => {
                pages.gap(mm(4.0));
                pages.keep_at_the_foot(payment::block(ts, &it, extra));
            }
        }
    }

    Sheets {
        title: title(invoice, standing),
        pages: furniture::finish(ts, it.part, &furniture, (pages, foot), lift),
    }
}

/// Whether somebody can pay from it: not from a credit note, not where nothing is due, not from what is not issued.
fn is_payable(it: &Setting) -> bool {
    let is_due = match it.invoice.type_code {
        InvoiceType::Commercial => it.invoice.totals.amount_due.is_positive(),
        InvoiceType::CreditNote(_) => false,
    };
    is_due && it.standing == Standing::Issued
}

/// What nobody may overlook, across the page above the lines.
fn notice(ts: &Typesetter, part: ElementId, text: &str) -> Block {
    let pad = mm(2.5);
    let style = ts.body().strong().sized(11.0, 15.0);
    let style = style.coloured(ts.palette.accent);
    let text = ts.paragraph(part, text, style, MEASURE - 2.0 * pad, Align::Centre);
    let height = text.height + 2.0 * pad;
    let mut block = Block::default();
    match ts.template {
        Template::Classic | Template::Modern => {
            block.area(0.0, 0.0, MEASURE, height, ts.palette.tint);
        }
        Template::Plain => {
            block.rule(0.0, 0.0, MEASURE, 0.8, ts.palette.text);
            block.rule(0.0, height, MEASURE, 0.8, ts.palette.text);
        }
    }
    block.put(pad, pad, text);
    block.height = height;
    block
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
    let until = match (it.standing, &invoice.type_code) {
        (Standing::Quote { valid_until }, _) => {
            (words.valid_until.clone(), it.format.date(valid_until))
        }
        (Standing::Issued | Standing::Preview, InvoiceType::Commercial) => {
            (words.due_date.clone(), it.format.date(invoice.due_date))
        }
        (Standing::Issued | Standing::Preview, InvoiceType::CreditNote(_)) => {
            (words.issue_date.clone(), it.format.date(invoice.issue_date))
        }
    };
    let (title, number) = name_and_number(invoice, it.standing);
    Furniture {
        seller: &invoice.seller,
        language: invoice.language,
        title,
        number,
        notice: preview_note(invoice, it.standing),
        recipient: filled([vec![buyer.name.clone(), contact], address].concat()),
        facts: facts::of(it),
        headline: Some(Headline {
            label: sums::due_label(it).to_owned(),
            amount: it.format.money(sums::last(it)),
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
    // Nobody is late with a credit note or a quote.
    let nobody_owes = match it.standing {
        Standing::Issued | Standing::Preview => invoice.is_credit_note(),
        Standing::Quote { .. } => true,
    };
    let late = match late.is_empty() || nobody_owes {
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
