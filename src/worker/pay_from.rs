//! The codes to pay from that belong on a document, and why one is missing.

use super::fault::small;
use super::protocol::{PayCode, PayField, PressNote, Uncoded};
use crate::billing::invoice::Invoice;
use crate::document::pay::swiss::SwissError;
use crate::document::pay::{barcode, epc, qr, swiss};
use crate::document::pdf::words::Words;
use crate::document::pdf::{Barcode, Extra, PaymentPart, QrCode};
use crate::money::Currency;
use rust_decimal::Decimal;

/// The codes that belong on a document. What a code can't say is left off the paper and noted: everything it would say
/// stands there in words.
pub(super) fn to_pay_from(invoice: &Invoice, notes: &mut Vec<PressNote>) -> Extra {
    let caption = Words::of(invoice.language).scan_to_pay.as_str();
    let mut note = |code, why| notes.push(PressNote { code, why });
    let payment_part = match swiss::bill(invoice) {
        Some(Ok(bill)) => payment_part(&bill, caption),
        Some(Err(error)) => {
            note(PayCode::Swiss, of_swiss(error));
            None
        }
        None => None,
    };
    let qr = match epc::of(invoice) {
        // The Swiss code is the one that Swiss banks read.
        _ if payment_part.is_some() => None,
        Some(Ok(payload)) => drawn_code(&payload, caption),
        Some(Err(error)) => {
            note(PayCode::Epc, of_epc(error));
            None
        }
        None => None,
    };
    let barcode = barcode::Barcode::of(invoice);
    if barcode.is_none() && barcode::is_too_large(invoice) {
        let most = Decimal::new(barcode::MOST_CENTS, 2);
        note(PayCode::Barcode, Uncoded::AmountTooLarge { most });
    }
    Extra {
        qr,
        payment_part,
        barcode: barcode.map(|code| Barcode {
            modules: code.modules().to_vec(),
            text: code.digits().to_owned(),
        }),
        attachments: Vec::new(),
    }
}

fn drawn_code(payload: &str, caption: &str) -> Option<QrCode> {
    // The payloads are checked to fit; a code of another shape than a square is never made.
    let matrix = qr::Matrix::of(payload).ok()?;
    let rows: Vec<Vec<bool>> = matrix.rows().map(<[bool]>::to_vec).collect();
    QrCode::new(&rows, caption)
}

fn payment_part(bill: &swiss::Bill, caption: &str) -> Option<PaymentPart> {
    Some(PaymentPart {
        code: drawn_code(&bill.payload(), caption)?,
        account: bill.account_in_groups(),
        creditor: bill.creditor.in_words(),
        reference: bill.reference_in_groups(),
        information: bill.message.clone(),
        debtor: bill
            .debtor
            .as_ref()
            .map(swiss::Party::in_words)
            .unwrap_or_default(),
        currency: bill.amount.currency().code().to_owned(),
        amount: bill.amount_in_groups(),
    })
}

fn of_epc(error: epc::EpcError) -> Uncoded {
    match error {
        epc::EpcError::NameMissing => Uncoded::Missing(PayField::Name),
        epc::EpcError::AmountTooLarge { .. } => Uncoded::AmountTooLarge {
            most: Decimal::new(epc::MOST_CENTS, Currency::EUR.minor_digits()),
        },
        epc::EpcError::BicMissing { .. } => Uncoded::Missing(PayField::Bic),
        epc::EpcError::TextTooLong { .. } => Uncoded::TooLong {
            field: PayField::Text,
            most: small(epc::MOST_OF_TEXT),
        },
        epc::EpcError::TooManyBytes { .. } => Uncoded::TooMuch,
    }
}

fn of_swiss(error: SwissError) -> Uncoded {
    let field = |part| match part {
        swiss::Part::Name => PayField::Name,
        swiss::Part::Street => PayField::Street,
        swiss::Part::PostalCode => PayField::PostalCode,
        swiss::Part::City => PayField::City,
        swiss::Part::Message => PayField::Text,
    };
    match error {
        SwissError::Missing(part) => Uncoded::Missing(field(part)),
        SwissError::TooLong(part) => Uncoded::TooLong {
            field: field(part),
            most: small(part.most()),
        },
        SwissError::Character { part, found } => Uncoded::Character {
            field: field(part),
            found,
        },
        SwissError::AmountTooLarge { .. } => Uncoded::AmountTooLarge {
            most: Decimal::new(swiss::MOST_MINOR, 2),
        },
        SwissError::QrReferenceMissing => Uncoded::QrReferenceMissing,
        SwissError::TooManyCharacters { .. } => Uncoded::TooMuch,
    }
}
