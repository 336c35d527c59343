//! Other people's e-invoices: UBL, CII, and a PDF that carries one.

use crate::document::limit::LARGEST;
use en16931_formats::{Error, Read, zugferd};
use memchr::memmem;

/// Why a file is no e-invoice that can be read. Nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CannotRead {
    /// The file is larger than [`LARGEST`].
    TooLarge {
        /// Its bytes.
        bytes: usize,
    },
    /// Nested so deeply that it is an attack rather than an invoice, or a PDF that unpacks to more than a device can give.
    Hostile,
    /// A document type is declared, with which come entities. No e-invoice has one.
    DocumentType,
    /// The encoding is neither UTF-8 nor UTF-16, or not the one that is declared.
    Encoding {
        /// What was found.
        found: String,
    },
    /// The XML is broken; where, and the parser's words.
    Broken {
        /// Line, counted from 1.
        line: u32,
        /// Column, counted from 1.
        column: u32,
        /// What the parser said.
        words: String,
    },
    /// Well-formed, but no invoice of EN 16931; what it is instead.
    NoInvoice {
        /// The name of its first element.
        found: String,
    },
    /// The PDF is protected by a password.
    Encrypted,
    /// The PDF carries no invoice.
    PlainPdf,
    /// The PDF is broken; the library's words.
    BrokenPdf {
        /// What it said.
        words: String,
    },
    /// Anything else; the library's words.
    Other {
        /// What it said.
        words: String,
    },
}

/// Reads UBL 2.1, CII D16B, or a Factur-X or ZUGFeRD PDF. A document type definition is refused, and so are its entities.
///
/// # Errors
/// If it is none of these, or would take more than a device can give.
pub fn read(bytes: &[u8]) -> Result<Read, CannotRead> {
    if bytes.len() > LARGEST {
        return Err(CannotRead::TooLarge { bytes: bytes.len() });
    }
    en16931_formats::read(bytes).map_err(|error| {
        // Streams of an encrypted PDF are unreadable in any of several ways, and the reason is the one.
        if is_encrypted(bytes) {
            return CannotRead::Encrypted;
        }
        explained(error)
    })
}

fn explained(error: Error) -> CannotRead {
    match error {
        Error::TooDeep { .. } => CannotRead::Hostile,
        // The parser's own word for a document type definition.
        Error::Xml { message, .. } if message.contains("DTD") => CannotRead::DocumentType,
        Error::Xml {
            message,
            line,
            column,
        } => CannotRead::Broken {
            line,
            column,
            words: message,
        },
        Error::Encoding { found } => CannotRead::Encoding { found },
        Error::NotAnInvoice { found } => CannotRead::NoInvoice { found },
        Error::Pdf(error) => match error {
            zugferd::Error::NoInvoice { .. } => CannotRead::PlainPdf,
            zugferd::Error::LimitExceeded { .. } => CannotRead::Hostile,
            zugferd::Error::Encoding { found } => CannotRead::Encoding { found },
            other => CannotRead::BrokenPdf {
                words: other.to_string(),
            },
        },
        other => CannotRead::Other {
            words: other.to_string(),
        },
    }
}

/// Whether a PDF says so: the entry stands in the trailer or in the dictionary of its cross-reference stream, neither of
/// which is ever packed.
fn is_encrypted(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF") && memmem::find(bytes, b"/Encrypt").is_some()
}
