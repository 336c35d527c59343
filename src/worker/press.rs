//! One document in a form in which it leaves the device.

use super::protocol::{Fault, Form};
use crate::billing::account::Language;
use crate::billing::invoice::Invoice;
use crate::document::einvoice::{self, CannotSay, CannotWrite, Profile, Syntax};
use crate::document::finvoice::missing::{Field, Lack, Part};
use crate::document::finvoice::{self, Sender};
use crate::document::pay::{barcode, epc, qr, swiss};
use crate::document::pdf::words::Words;
use crate::document::pdf::{self, Barcode, Extra, Fonts, Look, QrCode, QrKind};
use chrono::{DateTime, Utc};

/// A file to be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pressed {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its content.
    pub content: Vec<u8>,
}

/// Why there is no file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unpressed {
    /// The form's rules refuse the document.
    Unfit(Vec<Fault>),
    /// A library could not do it; its words.
    Failed(String),
}

/// Whether a form is drawn, and so needs typefaces.
pub fn needs_fonts(form: Form) -> bool {
    matches!(form, Form::Pdf | Form::FacturX)
}

/// Makes the file. `fonts` are needed where the form is drawn ([`needs_fonts`]); `at` is when this is done.
pub fn press(
    invoice: &Invoice,
    form: Form,
    fonts: Option<&Fonts>,
    at: DateTime<Utc>,
) -> Result<Pressed, Unpressed> {
    let content = match form {
        Form::Pdf => drawn(invoice, fonts)?,
        Form::FacturX => {
            // The rules first: they need no drawing.
            fit(einvoice::write(invoice, Profile::En16931, Syntax::Cii))?;
            fit(einvoice::write_into_pdf(invoice, &drawn(invoice, fonts)?))?
        }
        Form::Peppol => xml(invoice, Profile::Peppol, Syntax::Ubl)?,
        Form::XRechnungUbl => xml(invoice, Profile::XRechnung, Syntax::Ubl)?,
        Form::XRechnungCii => xml(invoice, Profile::XRechnung, Syntax::Cii)?,
        Form::Ubl => xml(invoice, Profile::En16931, Syntax::Ubl)?,
        Form::Cii => xml(invoice, Profile::En16931, Syntax::Cii)?,
        Form::Finvoice => in_finvoice(invoice, at)?,
    };
    let (suffix, kind) = match form {
        Form::Pdf => (".pdf", "application/pdf"),
        Form::FacturX => ("-factur-x.pdf", "application/pdf"),
        Form::Peppol => ("-peppol.xml", "application/xml"),
        Form::XRechnungUbl | Form::XRechnungCii => ("-xrechnung.xml", "application/xml"),
        Form::Ubl => ("-ubl.xml", "application/xml"),
        Form::Cii => ("-cii.xml", "application/xml"),
        Form::Finvoice => ("-finvoice.xml", "application/xml"),
    };
    Ok(Pressed {
        name: format!("{}{suffix}", file_name(invoice)),
        kind,
        content,
    })
}

/// What the document is and its number, without what a file's name may not hold.
fn file_name(invoice: &Invoice) -> String {
    let what = match (invoice.language, invoice.is_credit_note()) {
        (Language::En, false) => "invoice",
        (Language::En, true) => "credit-note",
        (Language::Fi, false) => "lasku",
        (Language::Fi, true) => "hyvityslasku",
    };
    let number: String = invoice
        .number
        .chars()
        .map(|letter| {
            if letter.is_alphanumeric() {
                letter
            } else {
                '-'
            }
        })
        .collect();
    format!("{what}-{number}")
}

fn xml(invoice: &Invoice, profile: Profile, syntax: Syntax) -> Result<Vec<u8>, Unpressed> {
    fit(einvoice::write(invoice, profile, syntax)).map(String::into_bytes)
}

fn fit<T>(written: Result<T, CannotWrite>) -> Result<T, Unpressed> {
    written.map_err(|error| match error {
        CannotWrite::Said(said) => Unpressed::Unfit(vec![unsaid(&said)]),
        CannotWrite::Broken(found) => Unpressed::Unfit(
            found
                .into_iter()
                .map(|finding| Fault {
                    rule: finding.rule,
                    place: finding.place,
                    text: finding.text,
                })
                .collect(),
        ),
        CannotWrite::Pdf(words) => Unpressed::Failed(words),
    })
}

fn unsaid(said: &CannotSay) -> Fault {
    let rule = match said {
        CannotSay::Decimals { .. } => "BR-DEC",
        CannotSay::NegativePrice { .. } => "BR-27",
        CannotSay::TooLarge => "",
    };
    Fault {
        rule: rule.to_owned(),
        place: String::new(),
        text: said.to_string(),
    }
}

fn fault(missing: &finvoice::Missing) -> Fault {
    let part = match missing.part {
        Part::Document => "the document".to_owned(),
        Part::Seller => "the seller".to_owned(),
        Part::Buyer => "the buyer".to_owned(),
        Part::Delivery => "the place of delivery".to_owned(),
        Part::Sender => "the sender".to_owned(),
        Part::Line(place) => format!("line {}", place + 1),
    };
    let field = match missing.field {
        Field::Name => "name",
        Field::Street => "street",
        Field::PostalCode => "postal code",
        Field::City => "town",
        Field::Iban => "account number (IBAN)",
        Field::Bic => "bank code (BIC)",
        Field::Number => "number",
        Field::CorrectedNumber => "number of the corrected invoice",
        Field::Currency => "currency",
        Field::Lines => "lines",
        Field::UnitPrice => "unit price",
        Field::TaxRate => "tax rate",
        Field::Reference => "reference to pay with",
        Field::EInvoiceAddress => "address for e-invoices",
        Field::Operator => "operator",
        Field::DeliveryDate => "day of supply",
        Field::DeliveryAddress => "delivery address",
    };
    let lack = match missing.lack {
        Lack::Absent => "missing".to_owned(),
        Lack::TooShort { least } => format!("shorter than {least} characters"),
        Lack::TooLong { most } => format!("longer than {most} characters"),
        Lack::TooManyDecimals { most } => format!("of more than {most} decimals"),
        Lack::NotTellable => "nothing that Finvoice has a place for".to_owned(),
    };
    Fault {
        rule: "Finvoice 3.0".to_owned(),
        place: part,
        text: format!("The {field} is {lack}."),
    }
}

/// Finvoice without a frame of transmission: the seller's own address in the network is the operator's to fill in.
fn in_finvoice(invoice: &Invoice, at: DateTime<Utc>) -> Result<Vec<u8>, Unpressed> {
    finvoice::write(invoice, &Sender::default(), at)
        .map_err(|lacks| Unpressed::Unfit(lacks.iter().map(fault).collect()))
}

fn drawn(invoice: &Invoice, fonts: Option<&Fonts>) -> Result<Vec<u8>, Unpressed> {
    let Some(fonts) = fonts else {
        return Err(Unpressed::Failed("no typefaces".to_owned()));
    };
    pdf::render(invoice, &Look::default(), fonts, to_pay_from(invoice))
        .map_err(|error| Unpressed::Failed(error.to_string()))
}

/// The codes that belong on a document. What a code can't say is left off the paper: everything it would say stands there in words.
fn to_pay_from(invoice: &Invoice) -> Extra {
    let swiss = swiss::of(invoice).and_then(Result::ok);
    let kind = if swiss.is_some() {
        QrKind::Swiss
    } else {
        QrKind::Plain
    };
    let payload = swiss.or_else(|| epc::of(invoice).and_then(Result::ok));
    let rows = payload.and_then(|payload| qr::Matrix::of(&payload).ok());
    let rows = rows.map(|matrix| matrix.rows().map(<[bool]>::to_vec).collect::<Vec<_>>());
    let caption = Words::of(invoice.language).scan_to_pay.as_str();
    Extra {
        qr: rows.and_then(|rows| QrCode::new(&rows, caption, kind)),
        barcode: barcode::Barcode::of(invoice).map(|code| Barcode {
            modules: code.modules().to_vec(),
            text: code.digits().to_owned(),
        }),
        attachments: Vec::new(),
    }
}
