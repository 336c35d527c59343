//! What goes onto or into a document beside its own data: codes to pay from, and files.
//!
//! What a code says is not this layer's business; it is handed in as dark and light modules.

/// What goes onto or into a document. Codes are drawn only where there is something to pay.
#[derive(Clone, Debug, Default)]
pub struct Extra {
    /// A square code.
    pub qr: Option<QrCode>,
    /// A code of bars.
    pub barcode: Option<Barcode>,
    /// Files inside the PDF.
    pub attachments: Vec<Attachment>,
}

/// A square code, row by row from the top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QrCode {
    modules: Vec<bool>,
    side: usize,
    /// What stands below it, in the language of the document.
    pub caption: String,
    /// Which code it is; that decides how large it is drawn.
    pub kind: QrKind,
}

/// Which code it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum QrKind {
    /// A code of the European Payments Council (EPC069-12), or any other.
    #[default]
    Plain,
    /// The Swiss QR code: 46 mm wide, with the Swiss cross of 7 mm in its middle (SIX Implementation Guidelines).
    Swiss,
}

impl QrCode {
    /// A code of its rows; `None` where they make no square.
    pub fn new(rows: &[Vec<bool>], caption: impl Into<String>, kind: QrKind) -> Option<QrCode> {
        let side = rows.len();
        let is_square = side > 0 && rows.iter().all(|row| row.len() == side);
        is_square.then(|| QrCode {
            modules: rows.concat(),
            side,
            caption: caption.into(),
            kind,
        })
    }

    /// How many modules it is wide.
    pub fn side(&self) -> usize {
        self.side
    }

    pub(super) fn rows(&self) -> impl Iterator<Item = &[bool]> {
        self.modules.chunks(self.side)
    }
}

/// A code of bars, from left to right without the quiet zones.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Barcode {
    /// Dark (`true`) and light modules, all of one width.
    pub modules: Vec<bool>,
    /// What stands below it.
    pub text: String,
}

/// A file inside the PDF.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Attachment {
    /// Its name: `factur-x.xml`.
    pub name: String,
    /// Its media type: `text/xml`.
    pub mime: String,
    /// What it is, for people.
    pub description: String,
    /// What it is to the document.
    pub relationship: Relationship,
    /// Its content.
    pub content: Vec<u8>,
}

/// What an attached file is to its document (ISO 19005-3, `AFRelationship`).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Relationship {
    /// The document was made from it.
    Source,
    /// What is seen was derived from it.
    Data,
    /// It says the same.
    Alternative,
    /// It adds to the document.
    Supplement,
    /// It is not known.
    Unspecified,
}
