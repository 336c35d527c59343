//! Codes to pay from: EPC QR, Swiss QR-bill, Finnish bank barcode.
//!
//! Each is made from an issued invoice alone. `None` says that such a code has no place on the document (a credit note,
//! nothing due, another currency or country); an error says that it has one and which rule the invoice breaks, so that a
//! person can act on it. How large the modules are drawn, and the white space around them, is the drawer's business.

pub mod barcode;
pub mod epc;
pub mod qr;
pub mod swiss;

use crate::billing::invoice::Invoice;
use crate::money::Money;

/// What is to be paid on the invoice: none of a credit note, and none where nothing or less is due.
fn payable(invoice: &Invoice) -> Option<Money> {
    let due = invoice.totals.amount_due;
    let is_to_be_paid = !invoice.is_credit_note() && due.is_positive();
    is_to_be_paid.then_some(due)
}

/// One line of text for a payload whose fields are lines: every control character and run of white space becomes one space.
fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The first `most` characters, without the space that may stand at the cut.
fn cut(text: &str, most: usize) -> String {
    let kept: String = text.chars().take(most).collect();
    kept.trim_end().to_owned()
}
