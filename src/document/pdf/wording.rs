//! Words that follow from a document: titles, taxes, units, reasons, how an amount came about.

use super::format::Format;
use super::words::{Words, fill};
use crate::billing::account::Language;
use crate::billing::invoice::{CreditReason, InvoiceType};
use crate::billing::line::{LineItem, Reduction};
use crate::billing::statement::MovementKind;
use crate::billing::tax::{Tax, TaxBreakdown, TaxCategory};
use crate::money::{Currency, Quantity};

/// What the document is called.
pub fn document_title(words: &Words, kind: &InvoiceType) -> String {
    match kind {
        InvoiceType::Commercial => words.invoice.clone(),
        InvoiceType::CreditNote(_) => words.credit_note.clone(),
    }
}

/// A tax as it stands in a narrow column: its rate, or why there is none.
pub fn tax_short(language: Language, tax: Tax) -> String {
    let words = Words::of(language);
    match tax.category {
        TaxCategory::Standard | TaxCategory::Zero => Format::new(language).percent(tax.rate),
        TaxCategory::Exempt => words.category_exempt.clone(),
        TaxCategory::ReverseCharge => words.category_reverse_charge.clone(),
        TaxCategory::IntraCommunity => words.category_intra_community.clone(),
        TaxCategory::Export => words.category_export.clone(),
        TaxCategory::OutsideScope => words.category_outside.clone(),
    }
}

/// A tax by its full name.
pub fn tax_name(language: Language, tax: Tax) -> String {
    let words = Words::of(language);
    match tax.category {
        TaxCategory::Standard | TaxCategory::Zero => {
            let rate = Format::new(language).percent(tax.rate);
            fill(&words.tax_rate_name, &[("rate", &rate)])
        }
        TaxCategory::Exempt => words.tax_exempt.clone(),
        TaxCategory::ReverseCharge => words.tax_reverse_charge.clone(),
        TaxCategory::IntraCommunity => words.tax_intra_community.clone(),
        TaxCategory::Export => words.tax_export.clone(),
        TaxCategory::OutsideScope => words.tax_outside_scope.clone(),
    }
}

/// What must be said where no tax is charged (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10). The seller's own words go first.
pub fn no_tax_reason(words: &Words, group: &TaxBreakdown) -> Option<String> {
    let usual = match group.tax.category {
        TaxCategory::Standard | TaxCategory::Zero => return None,
        TaxCategory::Exempt => &words.legal_exempt,
        TaxCategory::ReverseCharge => &words.legal_reverse_charge,
        TaxCategory::IntraCommunity => &words.legal_intra_community,
        TaxCategory::Export => &words.legal_export,
        TaxCategory::OutsideScope => &words.legal_outside_scope,
    };
    let own = group
        .reason
        .clone()
        .filter(|reason| !reason.trim().is_empty());
    Some(own.unwrap_or_else(|| usual.clone()))
}

/// Why an invoice is credited.
pub fn credit_reason(words: &Words, reason: CreditReason) -> String {
    match reason {
        CreditReason::BillingError => words.reason_billing_error.clone(),
        CreditReason::DuplicatedCharge => words.reason_duplicated_charge.clone(),
        CreditReason::ContractChange => words.reason_contract_change.clone(),
        CreditReason::NotDelivered => words.reason_not_delivered.clone(),
        CreditReason::Complaint => words.reason_complaint.clone(),
        CreditReason::Goodwill => words.reason_goodwill.clone(),
    }
}

/// How a line's amount came about, in signs every reader knows: `2 × 29,85 € × 15/31 − 10 %`.
pub fn formula(format: Format, currency: Currency, item: &LineItem) -> String {
    let mut parts = Vec::new();
    if item.quantity != Quantity::ONE {
        parts.push(format.quantity(item.quantity));
    }
    parts.push(format.unit_price(item.unit_price, currency));
    if let Some(part) = item.proration.filter(|part| !part.is_whole()) {
        parts.push(format!("{}/{}", part.days, part.of));
    }
    let product = parts.join(" × ");
    match item.reduction {
        None => product,
        Some(reduction) => format!("{product} − {}", reduction_text(format, reduction)),
    }
}

/// A deduction: its percentage, or its amount.
pub fn reduction_text(format: Format, reduction: Reduction) -> String {
    match reduction {
        Reduction::Percent(percent) => format.percent(percent),
        Reduction::Amount(amount) => format.money(amount),
    }
}

/// Whether a line needs more than quantity and price to be understood.
pub fn needs_formula(item: &LineItem) -> bool {
    item.reduction.is_some() || item.proration.is_some_and(|part| !part.is_whole())
}

/// What moved on an account.
pub fn movement(words: &Words, kind: MovementKind) -> &str {
    match kind {
        MovementKind::Invoice(_) => &words.movement_invoice,
        MovementKind::CreditNote(_) => &words.movement_credit_note,
        MovementKind::Payment(_) => &words.movement_payment,
        MovementKind::Refund => &words.movement_refund,
        MovementKind::Reversal(_) => &words.movement_reversal,
        MovementKind::WriteOff(_) => &words.movement_write_off,
        MovementKind::WriteOffReversal(_) => &words.movement_write_off_reversal,
    }
}

/// The sign of a unit (UN/ECE Recommendation 20 and 21); the code itself where it is not one of the common ones.
pub fn unit_sign<'a>(words: &'a Words, code: &'a str) -> &'a str {
    match code {
        "C62" | "H87" | "EA" => &words.unit_c62,
        "MON" => &words.unit_mon,
        "ANN" => &words.unit_ann,
        "HUR" => &words.unit_hur,
        "DAY" => &words.unit_day,
        "WEE" => &words.unit_wee,
        "MIN" => &words.unit_min,
        "KGM" => &words.unit_kgm,
        "GRM" => &words.unit_grm,
        "TNE" => &words.unit_tne,
        "LTR" => &words.unit_ltr,
        "MTQ" => &words.unit_mtq,
        "MTR" => &words.unit_mtr,
        "KMT" => &words.unit_kmt,
        "MTK" => &words.unit_mtk,
        "KWH" => &words.unit_kwh,
        "SET" => &words.unit_set,
        "XPK" => &words.unit_xpk,
        "LS" => &words.unit_ls,
        other => other,
    }
}
