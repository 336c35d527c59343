//! The facts beside the address: numbers, days, references.

use super::super::furniture::{address_lines, filled};
use super::super::wording;
use super::super::words::fill;
use super::{Setting, Standing, name_and_number};
use crate::billing::invoice::{Correction, InvoiceType};

/// Names with their values, in the order in which they are read.
pub(super) fn of(it: &Setting) -> Vec<(String, String)> {
    let (invoice, words, buyer) = (it.invoice, it.words, &it.invoice.buyer);
    let mut rows: Vec<(&String, String)> = vec![
        (&words.number, name_and_number(invoice, it.standing).1),
        (&words.issue_date, it.format.date(invoice.issue_date)),
    ];
    if let Some(day) = invoice.supplied {
        rows.push((&words.supplied, it.format.date(day)));
    }
    match (it.standing, &invoice.type_code) {
        (Standing::Quote { valid_until }, _) => {
            rows.push((&words.valid_until, it.format.date(valid_until)));
        }
        (Standing::Issued | Standing::Preview, InvoiceType::Commercial) => {
            rows.push((&words.due_date, it.format.date(invoice.due_date)));
        }
        (Standing::Issued | Standing::Preview, InvoiceType::CreditNote(correction)) => {
            rows.push((&words.corrects, corrected(it, correction)));
            rows.push((
                &words.reason,
                wording::credit_reason(words, correction.reason),
            ));
        }
    }
    rows.push((&words.customer_number, buyer.number.clone()));
    let vat_id = buyer.vat_id.as_ref().map(ToString::to_string);
    // The VAT id says which business it is, too.
    let business_id = buyer.business_id.clone().filter(|_| vat_id.is_none());
    rows.push((&words.buyer_vat_id, vat_id.unwrap_or_default()));
    rows.push((&words.buyer_business_id, business_id.unwrap_or_default()));
    rows.push((&words.buyer_reference, buyer.reference.clone()));
    rows.push((&words.order, invoice.order_reference.clone()));
    // Nobody pays from anything else.
    if let (Standing::Issued, Some(reference)) = (it.standing, &invoice.reference) {
        rows.push((&words.reference, reference.printed()));
    }
    if let Some(address) = &buyer.delivery_address {
        let home = invoice.seller.address.country;
        let lines = filled(address_lines(address, home, invoice.language));
        rows.push((&words.deliver_to, lines.join("\n")));
    }
    rows.into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| (name.clone(), value))
        .collect()
}

fn corrected(it: &Setting, correction: &Correction) -> String {
    let day = it.format.date(correction.issue_date);
    let values = [
        ("number", correction.number.as_str()),
        ("date", day.as_str()),
    ];
    fill(&it.words.corrects_value, &values)
}
