//! Other people's e-invoices: UBL, CII, and a PDF that carries one.

use en16931_formats::{Error, Read};

/// The largest file that is read, in bytes. An invoice of ten thousand lines has six million.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// Why a file is no e-invoice that can be read. Nothing was changed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CannotRead {
    /// The file is larger than [`LARGEST`].
    TooLarge {
        /// Its bytes.
        bytes: usize,
    },
    /// Nested so deeply that it is an attack rather than an invoice.
    TooDeep,
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
    /// The PDF is broken, encrypted, or carries no invoice; the library's words.
    Pdf {
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
    en16931_formats::read(bytes).map_err(|error| match error {
        Error::TooDeep { .. } => CannotRead::TooDeep,
        Error::Xml {
            message,
            line,
            column,
        } => CannotRead::Broken {
            line,
            column,
            words: message,
        },
        Error::NotAnInvoice { found } => CannotRead::NoInvoice { found },
        other if bytes.starts_with(b"%PDF") => CannotRead::Pdf {
            words: other.to_string(),
        },
        other => CannotRead::Other {
            words: other.to_string(),
        },
    })
}
