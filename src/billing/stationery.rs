//! How a seller's documents look on paper: template, accent colour, logo.
//!
//! It says nothing of what a document says. Documents are drawn in the look of the day they are drawn on.

use crate::billing::refusal::{Field, Refusal, RefusalKind};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde::{Deserialize, Serialize};
use std::fmt;

/// How a seller's documents look.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Stationery {
    /// The design.
    pub template: Template,
    /// The accent colour as chosen; a document is drawn in it as dark as it must be to be read.
    pub accent: Rgb,
    /// The logo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<Picture>,
}

/// A design.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Template {
    /// A letterhead: fine rules, the accent on the title and at the sum.
    #[default]
    Classic,
    /// Areas of colour: a band at the head, the amount in a panel of its own, filled heads of tables.
    Modern,
    /// Black on white, with no area of colour and the least ink.
    Plain,
}

impl Template {
    /// Every template, in the order in which a form offers them.
    pub const ALL: [Template; 3] = [Template::Classic, Template::Modern, Template::Plain];
}

/// A colour on the screen (sRGB), written `#1f5c4d`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Rgb {
    /// Red.
    pub red: u8,
    /// Green.
    pub green: u8,
    /// Blue.
    pub blue: u8,
}

impl Default for Rgb {
    fn default() -> Self {
        Rgb::new(0x1f, 0x5c, 0x4d)
    }
}

impl Rgb {
    /// White.
    pub const WHITE: Rgb = Rgb::new(255, 255, 255);

    /// A colour.
    pub const fn new(red: u8, green: u8, blue: u8) -> Rgb {
        Rgb { red, green, blue }
    }

    /// Reads `#1f5c4d`; capital letters too.
    pub fn parse(text: &str) -> Option<Rgb> {
        let digits = text.trim().strip_prefix('#')?;
        let is_hex = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
        is_hex.then_some(())?;
        Some(Rgb::new(part(0)?, part(2)?, part(4)?))
    }
}

impl fmt::Display for Rgb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl From<Rgb> for String {
    fn from(colour: Rgb) -> String {
        colour.to_string()
    }
}

impl TryFrom<String> for Rgb {
    type Error = String;

    fn try_from(text: String) -> Result<Rgb, String> {
        Rgb::parse(&text).ok_or_else(|| format!("{text:?} is no colour like #1f5c4d"))
    }
}

/// A picture as it was chosen: a PNG or JPEG file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Picture {
    /// What kind of file it is.
    pub kind: PictureKind,
    /// The file in Base64 (RFC 4648, section 4).
    pub content: String,
}

/// Kinds of pictures.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PictureKind {
    Png,
    Jpeg,
}

impl PictureKind {
    /// The media type (RFC 2083, RFC 2046).
    pub fn media_type(self) -> &'static str {
        match self {
            PictureKind::Png => "image/png",
            PictureKind::Jpeg => "image/jpeg",
        }
    }
}

impl Picture {
    /// The largest file, in bytes: a logo of more would make every document slow to send.
    pub const LARGEST: usize = 512 * 1024;

    /// Takes a file's bytes. Only its first bytes are looked at; what is broken later shows when it is drawn.
    pub fn of(file: &[u8]) -> Result<Picture, PictureFault> {
        let kind = if file.starts_with(b"\x89PNG\r\n\x1a\n") {
            PictureKind::Png
        } else if file.starts_with(&[0xff, 0xd8, 0xff]) {
            PictureKind::Jpeg
        } else {
            return Err(PictureFault::Kind);
        };
        if file.len() > Picture::LARGEST {
            return Err(PictureFault::TooLarge { bytes: file.len() });
        }
        Ok(Picture {
            kind,
            content: STANDARD.encode(file),
        })
    }

    /// The file's bytes.
    pub fn file(&self) -> Result<Vec<u8>, PictureFault> {
        let file = STANDARD
            .decode(&self.content)
            .map_err(|_| PictureFault::Broken)?;
        match Picture::of(&file)?.kind == self.kind {
            true => Ok(file),
            false => Err(PictureFault::Kind),
        }
    }

    /// An address that a page can show it from.
    pub fn data_url(&self) -> String {
        format!("data:{};base64,{}", self.kind.media_type(), self.content)
    }
}

/// What is wrong with a picture.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureFault {
    /// Neither PNG nor JPEG.
    Kind,
    /// Larger than [`Picture::LARGEST`].
    TooLarge {
        /// Its bytes.
        bytes: usize,
    },
    /// Not what Base64 can be.
    Broken,
}

/// Why a logo can't be drawn.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogoFault {
    /// It is neither PNG nor JPEG.
    Format,
    /// It is of one of the two, and damaged or of a kind that can't be embedded; what the library said, in English.
    Damaged(String),
    /// It is a JPEG in the colours of a printing press (CMYK), which need a profile of that press.
    Cmyk,
    /// It has no width or no height.
    NoSize,
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

impl Stationery {
    /// Refuses a logo that is no picture, or too large.
    pub fn check(&self) -> Result<(), Refusal> {
        match self.logo.as_ref().map(Picture::file) {
            Some(Err(fault)) => Err(Refusal::field(Field::Logo, RefusalKind::Picture(fault))),
            Some(Ok(_)) | None => Ok(()),
        }
    }
}
