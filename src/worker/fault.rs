//! What a form lacks or refuses, as codes that the page words; where a rule has words of its own, those too.

use super::protocol::{Fault, FaultKind};
use crate::document::einvoice::{CannotSay, Finding};
use crate::document::finvoice::Missing;
use crate::document::finvoice::missing::{Field, Lack, Part};

/// What a rule of EN 16931 or of a profile finds.
pub(super) fn by_rule(finding: Finding) -> Fault {
    Fault {
        rule: finding.rule,
        place: finding.place,
        line: None,
        kind: FaultKind::Rule,
        text: finding.text,
    }
}

/// What the standard has no words for.
pub(super) fn unsaid(said: &CannotSay) -> Fault {
    let (rule, place, kind) = match said {
        CannotSay::Decimals { .. } => ("BR-DEC", "amount", FaultKind::TooManyDecimals { most: 2 }),
        CannotSay::NegativePrice { .. } => ("BR-27", "line.unit_price", FaultKind::Negative),
        CannotSay::TooLarge => ("EN 16931", "amount", FaultKind::NotTellable),
    };
    Fault {
        rule: rule.to_owned(),
        place: place.to_owned(),
        line: None,
        kind,
        text: said.to_string(),
    }
}

/// What Finvoice lacks, as a code of part and field, such as `seller.iban`.
pub(super) fn lack(missing: &Missing) -> Fault {
    let (part, line) = match missing.part {
        Part::Document => ("document", None),
        Part::Seller => ("seller", None),
        Part::Buyer => ("buyer", None),
        Part::Delivery => ("delivery", None),
        Part::Line(place) => ("line", Some(small(place + 1))),
    };
    let (field, words) = match missing.field {
        Field::Name => ("name", "name"),
        Field::Street => ("street", "street"),
        Field::PostalCode => ("postal_code", "postal code"),
        Field::City => ("city", "town"),
        Field::Iban => ("iban", "account number (IBAN)"),
        Field::Bic => ("bic", "bank code (BIC)"),
        Field::Number => ("number", "number"),
        Field::CorrectedNumber => ("corrected_number", "number of the corrected invoice"),
        Field::Currency => ("currency", "currency"),
        Field::Lines => ("lines", "line"),
        Field::UnitPrice => ("unit_price", "unit price"),
        Field::TaxRate => ("tax_rate", "tax rate"),
        Field::Reference => ("reference", "reference to pay with"),
        Field::EInvoiceAddress => ("e_invoice_address", "address for e-invoices"),
        Field::Operator => ("operator", "operator"),
        Field::DeliveryDate => ("date", "day of supply"),
        Field::DeliveryAddress => ("address", "delivery address"),
    };
    let (kind, lacks) = match missing.lack {
        Lack::Absent => (FaultKind::Absent, "is missing".to_owned()),
        Lack::TooShort { least } => (
            FaultKind::TooShort {
                least: small(least),
            },
            format!("is shorter than {least} characters"),
        ),
        Lack::TooLong { most } => (
            FaultKind::TooLong { most: small(most) },
            format!("is longer than {most} characters"),
        ),
        Lack::TooManyDecimals { most } => (
            FaultKind::TooManyDecimals { most },
            format!("has more than {most} decimals"),
        ),
        Lack::NotTellable => (
            FaultKind::NotTellable,
            "has no place in the format".to_owned(),
        ),
    };
    Fault {
        rule: "Finvoice 3.0".to_owned(),
        place: format!("{part}.{field}"),
        line,
        kind,
        text: format!("{part}: the {words} {lacks}."),
    }
}

/// A number of characters or lines, which is never so large.
pub(super) fn small(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
