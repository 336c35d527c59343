//! Why a file can't be read.

use crate::document::limit::{LARGEST, MOST_DEPTH};
use std::fmt;

/// Why a file can't be read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ReadError {
    /// The file is larger than [`LARGEST`](crate::document::limit::LARGEST).
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// The encoding is none of UTF-8, ISO-8859-1 and ISO-8859-15.
    Encoding {
        /// The one declared.
        name: String,
    },
    /// The bytes are not the encoding they are declared as.
    Bytes {
        /// The first that isn't, counted from 0.
        at: usize,
    },
    /// The file declares a document type, with which come entities. Finvoice has none.
    DocumentType,
    /// Elements stand deeper within each other than [`MOST_DEPTH`](crate::document::limit::MOST_DEPTH).
    TooDeep,
    /// There are more documents, elements, attributes or namespaces than is taken.
    TooMany,
    /// The file is no well-formed XML.
    Broken {
        /// Line, counted from 1.
        line: u32,
        /// Character in the line, counted from 1.
        column: u32,
    },
    /// The file is XML, but no Finvoice.
    NotFinvoice {
        /// The name of its first element; empty where there is none.
        root: String,
    },
    /// A version that is not known.
    Version {
        /// The one declared; empty where none is.
        found: String,
    },
    /// A message of another kind than an invoice or a credit note: an order, a notice of terms, a report.
    Type {
        /// Its code.
        code: String,
    },
    /// The file holds several invoices, which [`read_all`](super::read_all) reads.
    Several {
        /// How many.
        count: usize,
    },
    /// An element without which there is no invoice is missing or empty.
    Missing {
        /// Its name.
        element: &'static str,
    },
    /// An element whose content can't be read as what it is.
    Content {
        /// Its name.
        element: String,
        /// Its content.
        found: String,
    },
    /// A currency that isn't known.
    Currency {
        /// Its code.
        code: String,
    },
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge { bytes } => write!(f, "{bytes} bytes, {LARGEST} are taken"),
            Self::Encoding { name } => write!(f, "the encoding {name:?} is not known"),
            Self::Bytes { at } => write!(f, "byte {at} is not in the encoding of the file"),
            Self::DocumentType => write!(f, "the file declares a document type"),
            Self::TooDeep => write!(f, "elements are nested deeper than {MOST_DEPTH}"),
            Self::TooMany => write!(f, "there are too many elements or attributes"),
            Self::Broken { line, column } => write!(f, "no XML at line {line}, column {column}"),
            Self::NotFinvoice { root } => write!(f, "{root:?} is no Finvoice"),
            Self::Version { found } => write!(f, "version {found:?} is not known"),
            Self::Type { code } => write!(f, "{code:?} is no invoice"),
            Self::Several { count } => write!(f, "{count} invoices in one file"),
            Self::Missing { element } => write!(f, "{element} is missing"),
            Self::Content { element, found } => write!(f, "{element} is {found:?}"),
            Self::Currency { code } => write!(f, "the currency {code:?} is not known"),
        }
    }
}

impl std::error::Error for ReadError {}
