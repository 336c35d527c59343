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
    /// A Swiss payment part with its receipt, at the lower edge of the last page. It takes the place of everything else to
    /// pay from.
    pub payment_part: Option<PaymentPart>,
    /// Files inside the PDF.
    pub attachments: Vec<Attachment>,
}

/// A square code, row by row from the top.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct QrCode {
    modules: Vec<bool>,
    side: usize,
    /// What it is, in the language of the document; stands below it.
    pub caption: String,
}

impl QrCode {
    /// A code of its rows; `None` where they make no square.
    pub fn new(rows: &[Vec<bool>], caption: impl Into<String>) -> Option<QrCode> {
        let side = rows.len();
        let is_square = side > 0 && rows.iter().all(|row| row.len() == side);
        is_square.then(|| QrCode {
            modules: rows.concat(),
            side,
            caption: caption.into(),
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

/// What stands on a Swiss payment part and on its receipt, in words as they are printed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PaymentPart {
    /// The Swiss QR code, without its cross.
    pub code: QrCode,
    /// The account, in groups.
    pub account: String,
    /// Who is paid: name, street, post code with town.
    pub creditor: Vec<String>,
    /// The reference, in groups; empty where there is none.
    pub reference: String,
    /// What else is said; may be empty.
    pub information: String,
    /// Who pays, as [`creditor`](Self::creditor); empty where it is written by hand.
    pub debtor: Vec<String>,
    /// The currency by its code.
    pub currency: String,
    /// The amount, with a blank between thousands and two decimals.
    pub amount: String,
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
