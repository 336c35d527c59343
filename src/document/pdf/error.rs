//! Why a document could not be made.

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

/// What is wrong with a logo.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum LogoFault {
    /// It is neither PNG nor JPEG.
    Format,
    /// It is of one of the two, and damaged or of a kind that can't be embedded.
    Damaged(String),
    /// It is a JPEG in the colours of a printing press (CMYK), which need a profile of that press.
    Cmyk,
    /// It has no width or no height.
    NoSize,
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

impl fmt::Display for LogoFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            LogoFault::Format => f.write_str("neither PNG nor JPEG"),
            LogoFault::Damaged(why) => write!(f, "damaged ({why})"),
            LogoFault::Cmyk => f.write_str("a JPEG in CMYK"),
            LogoFault::NoSize => f.write_str("without width or height"),
        }
    }
}

impl std::error::Error for PdfError {}
