//! Papers in the forms in which they leave the device.

use super::fault::{by_rule, lack, unsaid};
use super::pay_from::to_pay_from;
use super::protocol::{Fault, Form, Paper, PressNote};
use crate::billing::account::{Account, Language};
use crate::billing::invoice::Invoice;
use crate::billing::letter::Letter;
use crate::document::einvoice::{self, CannotWrite, Profile, Syntax};
use crate::document::finvoice;
use crate::document::pdf::{self, Fonts, LogoFault, Look, PdfError, StatementOf};
use chrono::{DateTime, NaiveDate, Utc};
use std::collections::BTreeSet;

/// A file to be saved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pressed {
    /// Its name.
    pub name: String,
    /// Its media type.
    pub kind: &'static str,
    /// Its content.
    pub content: Vec<u8>,
    /// Codes to pay from that are missing on the paper.
    pub notes: Vec<PressNote>,
}

/// Why there is no file.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Unpressed {
    /// The form's rules refuse the document.
    Unfit(Vec<Fault>),
    /// The logo can't be drawn.
    Logo(LogoFault),
    /// A library could not do it; its words.
    Failed(String),
}

impl From<PdfError> for Unpressed {
    fn from(error: PdfError) -> Self {
        match error {
            PdfError::Logo(fault) => Unpressed::Logo(fault),
            PdfError::Font { .. }
            | PdfError::Attachment { .. }
            | PdfError::Empty
            | PdfError::Refused(_) => Unpressed::Failed(error.to_string()),
        }
    }
}

/// Whether a form is drawn, and so needs typefaces.
pub fn needs_fonts(form: Form) -> bool {
    match form {
        Form::Pdf | Form::Picture | Form::FacturX => true,
        Form::Peppol
        | Form::XRechnungUbl
        | Form::XRechnungCii
        | Form::Ubl
        | Form::Cii
        | Form::Finvoice => false,
    }
}

/// What papers are made with.
#[derive(Clone, Copy)]
pub struct Press<'a> {
    /// The typefaces; needed where a form is drawn ([`needs_fonts`]).
    pub fonts: Option<&'a Fonts>,
    /// How the seller's papers look.
    pub look: &'a Look,
    /// When this is done: an e-invoice's frame of transmission says so.
    pub at: DateTime<Utc>,
}

impl Press<'_> {
    /// Makes the file of a paper. Only issued documents have other forms than a PDF.
    pub fn paper(&self, paper: &Paper, form: Form) -> Result<Pressed, Unpressed> {
        let content = match (paper, form) {
            (Paper::Document(invoice), _) => return self.document(invoice, form),
            (Paper::Preview(invoice), Form::Pdf) => {
                pdf::preview(invoice, self.look, self.fonts()?)?
            }
            (
                Paper::Quote {
                    invoice,
                    valid_until,
                },
                Form::Pdf,
            ) => pdf::quote(invoice, *valid_until, self.look, self.fonts()?)?,
            (
                Paper::Letter {
                    letter,
                    seller,
                    subject,
                    paragraphs,
                },
                Form::Pdf,
            ) => pdf::letter(
                letter,
                seller,
                subject,
                paragraphs,
                self.look,
                self.fonts()?,
            )?,
            (
                Paper::Statement {
                    account,
                    seller,
                    statement,
                    on,
                },
                Form::Pdf,
            ) => {
                let of = StatementOf {
                    seller,
                    account,
                    on: *on,
                };
                pdf::statement(statement, of, self.look, self.fonts()?)?
            }
            (
                Paper::Preview(_)
                | Paper::Quote { .. }
                | Paper::Letter { .. }
                | Paper::Statement { .. },
                _,
            ) => {
                let words = format!("only an issued document has the form {form:?}");
                return Err(Unpressed::Failed(words));
            }
        };
        Ok(Pressed {
            name: format!("{}.pdf", stem(paper)),
            kind: "application/pdf",
            content,
            notes: Vec::new(),
        })
    }

    /// Makes the file of an issued document.
    pub fn document(&self, invoice: &Invoice, form: Form) -> Result<Pressed, Unpressed> {
        let mut notes = Vec::new();
        let content = match form {
            Form::Pdf => self.drawn(invoice, &mut notes)?,
            Form::Picture => {
                // A logo may break off behind its head, which only whoever draws all of it notices.
                if self.look.logo.is_some() {
                    self.drawn(invoice, &mut Vec::new())?;
                }
                let extra = to_pay_from(invoice, &mut notes);
                pdf::first_page(invoice, self.look, self.fonts()?, &extra)?.into_bytes()
            }
            Form::FacturX => {
                // The rules first: they need no drawing.
                fit(einvoice::write(invoice, Profile::En16931, Syntax::Cii))?;
                let drawn = self.drawn(invoice, &mut notes)?;
                fit(einvoice::write_into_pdf(invoice, &drawn))?
            }
            Form::Peppol => xml(invoice, Profile::Peppol, Syntax::Ubl)?,
            Form::XRechnungUbl => xml(invoice, Profile::XRechnung, Syntax::Ubl)?,
            Form::XRechnungCii => xml(invoice, Profile::XRechnung, Syntax::Cii)?,
            Form::Ubl => xml(invoice, Profile::En16931, Syntax::Ubl)?,
            Form::Cii => xml(invoice, Profile::En16931, Syntax::Cii)?,
            Form::Finvoice => in_finvoice(invoice, self.at)?,
        };
        let (suffix, kind) = suffix(form);
        Ok(Pressed {
            name: format!("{}{suffix}", of_document(invoice)),
            kind,
            content,
            notes,
        })
    }

    /// Draws documents into one file to print. `each` is told of every document that is drawn.
    pub fn print_file(
        &self,
        documents: &[Invoice],
        mut each: impl FnMut(),
    ) -> Result<Vec<u8>, Unpressed> {
        let documents = documents
            .iter()
            .inspect(|_| each())
            .map(|invoice| (invoice, to_pay_from(invoice, &mut Vec::new())));
        Ok(pdf::print_file(documents, self.look, self.fonts()?)?)
    }

    fn fonts(&self) -> Result<&Fonts, Unpressed> {
        self.fonts
            .ok_or_else(|| Unpressed::Failed("no typefaces".to_owned()))
    }

    fn drawn(&self, invoice: &Invoice, notes: &mut Vec<PressNote>) -> Result<Vec<u8>, Unpressed> {
        let extra = to_pay_from(invoice, notes);
        Ok(pdf::render(invoice, self.look, self.fonts()?, extra)?)
    }
}

/// The number that a document is checked with which has none yet.
const STAND_IN: &str = "1";

/// What keeps a document from being written in a form. One without a number is looked at as if it had a short one. A PDF can be
/// made of any.
pub fn check(invoice: &Invoice, form: Form, at: DateTime<Utc>) -> Result<Vec<Fault>, String> {
    let number = match invoice.number.is_empty() {
        true => STAND_IN.to_owned(),
        false => invoice.number.clone(),
    };
    let invoice = Invoice {
        number,
        ..invoice.clone()
    };
    let written = match form {
        Form::Pdf | Form::Picture => Ok(Vec::new()),
        Form::FacturX | Form::Cii => xml(&invoice, Profile::En16931, Syntax::Cii),
        Form::Peppol => xml(&invoice, Profile::Peppol, Syntax::Ubl),
        Form::XRechnungUbl => xml(&invoice, Profile::XRechnung, Syntax::Ubl),
        Form::XRechnungCii => xml(&invoice, Profile::XRechnung, Syntax::Cii),
        Form::Ubl => xml(&invoice, Profile::En16931, Syntax::Ubl),
        Form::Finvoice => in_finvoice(&invoice, at),
    };
    match written {
        Ok(_) => Ok(Vec::new()),
        Err(Unpressed::Unfit(faults)) => Ok(faults),
        Err(Unpressed::Logo(fault)) => Err(fault.to_string()),
        Err(Unpressed::Failed(words)) => Err(words),
    }
}

/// How a form's files end, and their media type.
fn suffix(form: Form) -> (&'static str, &'static str) {
    match form {
        Form::Pdf => (".pdf", "application/pdf"),
        Form::Picture => (".svg", "image/svg+xml"),
        Form::FacturX => ("-factur-x.pdf", "application/pdf"),
        Form::Peppol => ("-peppol.xml", "application/xml"),
        Form::XRechnungUbl | Form::XRechnungCii => ("-xrechnung.xml", "application/xml"),
        Form::Ubl => ("-ubl.xml", "application/xml"),
        Form::Cii => ("-cii.xml", "application/xml"),
        Form::Finvoice => ("-finvoice.xml", "application/xml"),
    }
}

/// The name of a paper's file, without its suffix: what it is, whose, and of which day, in the language of its reader.
pub fn stem(paper: &Paper) -> String {
    match paper {
        Paper::Document(invoice) => of_document(invoice),
        Paper::Preview(invoice) => {
            let what = what(invoice);
            let preview = match invoice.language {
                Language::En => "preview",
                Language::Fi => "esikatselu",
            };
            plain(&[what, preview, &invoice.buyer.name])
        }
        Paper::Quote { invoice, .. } => {
            let what = match invoice.language {
                Language::En => "quote",
                Language::Fi => "tarjous",
            };
            plain(&[what, &invoice.buyer.name, &invoice.issue_date.to_string()])
        }
        Paper::Letter { letter, .. } => of_letter(letter),
        Paper::Statement { account, on, .. } => of_statement(account, *on),
    }
}

fn of_letter(letter: &Letter) -> String {
    let what = match letter.language {
        Language::En => "letter",
        Language::Fi => "kirje",
    };
    plain(&[what, &letter.recipient, &letter.on.to_string()])
}

fn of_statement(account: &Account, on: NaiveDate) -> String {
    let what = match account.language {
        Language::En => "statement",
        Language::Fi => "tiliote",
    };
    plain(&[what, &account.number, &on.to_string()])
}

fn of_document(invoice: &Invoice) -> String {
    plain(&[what(invoice), &invoice.number])
}

fn what(invoice: &Invoice) -> &'static str {
    match (invoice.language, invoice.is_credit_note()) {
        (Language::En, false) => "invoice",
        (Language::En, true) => "credit-note",
        (Language::Fi, false) => "lasku",
        (Language::Fi, true) => "hyvityslasku",
    }
}

/// The most characters of a file's name without its suffix: every file system takes as many.
const MOST_OF_NAME: usize = 80;

/// Parts of a name with hyphens between them, and in the place of what a file's name may not hold.
pub(super) fn plain(parts: &[&str]) -> String {
    let text: String = parts.join("-").chars().take(MOST_OF_NAME).collect();
    text.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join("-")
}

/// A name that none of the others has, whatever a file system thinks of capital letters: `invoice-1-2.pdf` is the second.
pub(super) fn unique(name: &str, taken: &mut BTreeSet<String>) -> String {
    let (stem, suffix) = name.rsplit_once('.').unwrap_or((name, ""));
    let mut number = 1_u64;
    loop {
        let name = match number {
            1 => name.to_owned(),
            _ => format!("{stem}-{number}.{suffix}"),
        };
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

fn xml(invoice: &Invoice, profile: Profile, syntax: Syntax) -> Result<Vec<u8>, Unpressed> {
    fit(einvoice::write(invoice, profile, syntax)).map(String::into_bytes)
}

fn fit<T>(written: Result<T, CannotWrite>) -> Result<T, Unpressed> {
    written.map_err(|error| match error {
        CannotWrite::Said(said) => Unpressed::Unfit(vec![unsaid(&said)]),
        CannotWrite::Broken(found) => Unpressed::Unfit(found.into_iter().map(by_rule).collect()),
        CannotWrite::Pdf(words) => Unpressed::Failed(words),
    })
}

fn in_finvoice(invoice: &Invoice, at: DateTime<Utc>) -> Result<Vec<u8>, Unpressed> {
    finvoice::write(invoice, at).map_err(|lacks| Unpressed::Unfit(lacks.iter().map(lack).collect()))
}
