//! Why a document could not be made.

pub use crate::billing::stationery::LogoFault;
use std::fmt;

/// Why a document could not be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PdfError {
    /// A face can't be read as a TrueType or OpenType font.
    Font {
        /// Which of the faces handed in, from 0: regular, strong, then the others.
        index: usize,
    },
    /// The logo can't be read.
    Logo(LogoFault),
    /// A file to be attached has no proper media type, or the name of another one.
    Attachment {
        /// Its name.
        name: String,
    },
    /// There is nothing to print.
    Empty,
    /// The document breaks a rule of PDF/A or PDF/UA, or a limit of the format; in the words of the library that writes it.
    Refused(String),
}

impl fmt::Display for PdfError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PdfError::Font { index } => write!(f, "face {index} is no font"),
            PdfError::Logo(fault) => write!(f, "the logo: {fault}"),
            PdfError::Attachment { name } => write!(f, "{name} can't be attached"),
            PdfError::Empty => f.write_str("there is nothing to print"),
            PdfError::Refused(why) => f.write_str(why),
        }
    }
}

impl std::error::Error for PdfError {}
