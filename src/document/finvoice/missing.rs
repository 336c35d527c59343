//! What Finvoice needs and an invoice lacks, told before it is written.

use super::party::{LEAST, PostalAddress};
use super::write::MOST_OF_NUMBER;
use super::{text, value};
use crate::billing::account::Address;
use crate::billing::identifier::{EInvoiceAddress, PaymentReference};
use crate::billing::invoice::{Invoice, InvoiceType};
use crate::billing::tax::TaxCategory;

/// Something Finvoice needs and the invoice lacks, or has in a form that can't be told.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Missing {
    /// Whose or where.
    pub part: Part,
    /// What.
    pub field: Field,
    /// In which way.
    pub lack: Lack,
    /// What follows.
    pub effect: Effect,
}

/// A part of the document.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The document as a whole.
    Document,
    /// The seller.
    Seller,
    /// The buyer.
    Buyer,
    /// The place of delivery.
    Delivery,
    /// A line, counted from 0.
    Line(usize),
}

/// A field of a part.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Field {
    Name,
    Street,
    PostalCode,
    City,
    Iban,
    Bic,
    Number,
    /// The number of the invoice that a credit note corrects.
    CorrectedNumber,
    Currency,
    Lines,
    UnitPrice,
    TaxRate,
    Reference,
    /// The address e-invoices are sent from or to.
    EInvoiceAddress,
    /// The operator or bank behind it.
    Operator,
    /// The day of supply.
    DeliveryDate,
    /// The address goods went to.
    DeliveryAddress,
}

/// How something is missing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Lack {
    /// There is nothing.
    Absent,
    /// There are fewer characters than the schema takes.
    TooShort {
        /// The fewest.
        least: usize,
    },
    /// There are more characters or digits than the schema takes, and cutting them would change what is meant.
    TooLong {
        /// The most.
        most: usize,
    },
    /// There are more decimals than the schema takes.
    TooManyDecimals {
        /// The most.
        most: u32,
    },
    /// The schema has no place for a value of this kind.
    NotTellable,
}

/// What follows from a lack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// No valid file can be written.
    NotWritten,
    /// The file is valid without the part, and the receiver doesn't get it.
    LeftOut,
}

/// Everything missing, in the order of the file. Empty where the file says all that the invoice does.
pub fn missing(invoice: &Invoice) -> Vec<Missing> {
    let mut found = Found(Vec::new());
    transmission(&mut found, invoice);
    seller(&mut found, invoice);
    found.name(Part::Buyer, &invoice.buyer.name);
    found.address(Part::Buyer, &invoice.buyer.address);
    if let Some(address) = &invoice.buyer.delivery_address {
        found.address(Part::Delivery, address);
    }
    community_supply(&mut found, invoice);
    document(&mut found, invoice);
    lines(&mut found, invoice);
    found.0
}

struct Found(Vec<Missing>);

impl Found {
    fn add(&mut self, part: Part, field: Field, lack: Lack, effect: Effect) {
        self.0.push(Missing {
            part,
            field,
            lack,
            effect,
        });
    }

    fn name(&mut self, part: Part, name: &str) {
        match text::one_line(name).chars().count() {
            0 => self.add(part, Field::Name, Lack::Absent, Effect::NotWritten),
            length if length < LEAST => self.add(
                part,
                Field::Name,
                Lack::TooShort { least: LEAST },
                Effect::NotWritten,
            ),
            _ => {}
        }
    }

    /// An address is told whole or not at all.
    fn address(&mut self, part: Part, address: &Address) {
        let told = PostalAddress::of(address);
        for (field, is_missing) in [
            (Field::Street, told.streets.is_empty()),
            (Field::PostalCode, told.postal_code.is_empty()),
            (Field::City, told.city.is_empty()),
        ] {
            if is_missing {
                self.add(part, field, Lack::Absent, Effect::LeftOut);
            }
        }
    }

    /// Between two and 35 characters.
    fn route(&mut self, part: Part, field: Field, content: &str) {
        if let Some(lack) = route_lack(content) {
            self.add(part, field, lack, Effect::LeftOut);
        }
    }
}

/// What is wrong with an address or an operator's code.
pub(super) fn route_lack(content: &str) -> Option<Lack> {
    const MOST: usize = 35;
    match text::one_line(content).chars().count() {
        0 => Some(Lack::Absent),
        length if length < LEAST => Some(Lack::TooShort { least: LEAST }),
        length if length > MOST => Some(Lack::TooLong { most: MOST }),
        _ => None,
    }
}

/// Address and operator; empty where they are not known.
pub(super) fn route_of(end: &Option<EInvoiceAddress>) -> (&str, &str) {
    let end = end.as_ref();
    (
        end.map(EInvoiceAddress::address).unwrap_or_default(),
        end.and_then(EInvoiceAddress::operator).unwrap_or_default(),
    )
}

fn transmission(found: &mut Found, invoice: &Invoice) {
    let ends = [
        (Part::Seller, &invoice.seller.e_invoice),
        (Part::Buyer, &invoice.buyer.e_invoice),
    ];
    for (part, end) in ends {
        let (address, operator) = route_of(end);
        found.route(part, Field::EInvoiceAddress, address);
        found.route(part, Field::Operator, operator);
    }
}

fn seller(found: &mut Found, invoice: &Invoice) {
    found.name(Part::Seller, &invoice.seller.name);
    found.address(Part::Seller, &invoice.seller.address);
    // The details of payment are mandatory, even of a credit note, and so is the account in them.
    if invoice.seller.iban.is_none() {
        found.add(Part::Seller, Field::Iban, Lack::Absent, Effect::NotWritten);
    }
    if invoice.seller.bic.is_none() {
        found.add(Part::Seller, Field::Bic, Lack::Absent, Effect::LeftOut);
    }
}

/// Goods to another member state need the day and the place of delivery (BR-IC-11, BR-IC-12).
fn community_supply(found: &mut Found, invoice: &Invoice) {
    let is_community_supply = invoice
        .taxes()
        .any(|tax| tax.category == TaxCategory::IntraCommunity);
    if !is_community_supply {
        return;
    }
    let has_period = invoice.lines.iter().any(|line| line.item.period.is_some());
    if invoice.supplied.is_none() && !has_period {
        found.add(
            Part::Delivery,
            Field::DeliveryDate,
            Lack::Absent,
            Effect::LeftOut,
        );
    }
    if invoice.buyer.delivery_address.is_none() {
        found.add(
            Part::Delivery,
            Field::DeliveryAddress,
            Lack::Absent,
            Effect::LeftOut,
        );
    }
}

fn document(found: &mut Found, invoice: &Invoice) {
    match text::one_line(&invoice.number).chars().count() {
        0 => found.add(
            Part::Document,
            Field::Number,
            Lack::Absent,
            Effect::NotWritten,
        ),
        length if length > MOST_OF_NUMBER => found.add(
            Part::Document,
            Field::Number,
            Lack::TooLong {
                most: MOST_OF_NUMBER,
            },
            Effect::NotWritten,
        ),
        _ => {}
    }
    if let InvoiceType::CreditNote(correction) = &invoice.type_code
        && text::one_line(&correction.number).chars().count() > MOST_OF_NUMBER
    {
        found.add(
            Part::Document,
            Field::CorrectedNumber,
            Lack::TooLong {
                most: MOST_OF_NUMBER,
            },
            Effect::LeftOut,
        );
    }
    if !value::is_tellable(invoice.currency) {
        found.add(
            Part::Document,
            Field::Currency,
            Lack::TooManyDecimals {
                most: value::MOST_DIGITS,
            },
            Effect::NotWritten,
        );
    }
    let reference = match &invoice.reference {
        Some(PaymentReference::Finnish(_) | PaymentReference::Rf(_)) => None,
        Some(PaymentReference::Qr(_) | PaymentReference::Text(_)) => Some(Lack::NotTellable),
        None if invoice.is_credit_note() => None,
        None => Some(Lack::Absent),
    };
    if let Some(lack) = reference {
        found.add(Part::Document, Field::Reference, lack, Effect::LeftOut);
    }
}

fn lines(found: &mut Found, invoice: &Invoice) {
    if invoice.lines.is_empty() {
        found.add(
            Part::Document,
            Field::Lines,
            Lack::Absent,
            Effect::NotWritten,
        );
    }
    for (index, line) in invoice.lines.iter().enumerate() {
        if value::price(line.item.unit_price.value()).is_none() {
            found.add(
                Part::Line(index),
                Field::UnitPrice,
                Lack::TooLong {
                    most: value::WHOLE_DIGITS as usize,
                },
                Effect::NotWritten,
            );
        }
        if value::percent(line.tax.rate).is_none() {
            found.add(
                Part::Line(index),
                Field::TaxRate,
                Lack::TooManyDecimals { most: 3 },
                Effect::NotWritten,
            );
        }
    }
}
