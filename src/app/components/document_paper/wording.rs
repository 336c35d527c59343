//! Words that a document and the screens about it share: titles, taxes, units, reasons, terms.

use crate::{
    app::{
        format::Format,
        locale::{Locale, td_string},
    },
    billing::{
        invoice::{CreditReason, InvoiceType},
        line::{LineItem, Reduction},
        tax::{Tax, TaxBreakdown, TaxCategory},
    },
    calendar::PaymentTerms,
    money::{Currency, Quantity},
};

/// What the document is called.
pub fn document_title(locale: Locale, kind: &InvoiceType) -> String {
    match kind {
        InvoiceType::Commercial => td_string!(locale, invoices.paper_invoice).to_string(),
        InvoiceType::CreditNote(_) => td_string!(locale, invoices.paper_credit_note).to_string(),
    }
}

/// A tax as it stands in a narrow column: its rate, or why there is none.
pub fn tax_short(locale: Locale, tax: Tax) -> String {
    match tax.category {
        TaxCategory::Standard => Format::new(locale).percent(tax.rate),
        TaxCategory::Zero => Format::new(locale).percent(tax.rate),
        TaxCategory::Exempt => td_string!(locale, invoices.paper_category_exempt).to_string(),
        TaxCategory::ReverseCharge => {
            td_string!(locale, invoices.paper_category_reverse_charge).to_string()
        }
        TaxCategory::IntraCommunity => {
            td_string!(locale, invoices.paper_category_intra_community).to_string()
        }
        TaxCategory::Export => td_string!(locale, invoices.paper_category_export).to_string(),
        TaxCategory::OutsideScope => {
            td_string!(locale, invoices.paper_category_outside).to_string()
        }
    }
}

/// A tax by its full name.
pub fn tax_name(locale: Locale, tax: Tax) -> String {
    match tax.category {
        TaxCategory::Standard | TaxCategory::Zero => td_string!(
            locale,
            invoices.tax_rate_name,
            rate = Format::new(locale).percent(tax.rate)
        ),
        other => category_name(locale, other),
    }
}

/// A category's name.
pub fn category_name(locale: Locale, category: TaxCategory) -> String {
    match category {
        TaxCategory::Standard => td_string!(locale, invoices.tax_standard).to_string(),
        TaxCategory::Zero => td_string!(locale, invoices.tax_zero).to_string(),
        TaxCategory::Exempt => td_string!(locale, invoices.tax_exempt).to_string(),
        TaxCategory::ReverseCharge => td_string!(locale, invoices.tax_reverse_charge).to_string(),
        TaxCategory::IntraCommunity => td_string!(locale, invoices.tax_intra_community).to_string(),
        TaxCategory::Export => td_string!(locale, invoices.tax_export).to_string(),
        TaxCategory::OutsideScope => td_string!(locale, invoices.tax_outside_scope).to_string(),
    }
}

/// What must be said where no tax is charged (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10).
///
/// The seller's own words go first: which article of which law applies depends on the case, so ours stay neutral.
pub fn no_tax_reason(locale: Locale, group: &TaxBreakdown) -> Option<String> {
    let own = group
        .reason
        .clone()
        .filter(|reason| !reason.trim().is_empty());
    let usual = match group.tax.category {
        TaxCategory::Standard | TaxCategory::Zero => return None,
        TaxCategory::Exempt => td_string!(locale, invoices.legal_exempt),
        TaxCategory::ReverseCharge => td_string!(locale, invoices.legal_reverse_charge),
        TaxCategory::IntraCommunity => td_string!(locale, invoices.legal_intra_community),
        TaxCategory::Export => td_string!(locale, invoices.legal_export),
        TaxCategory::OutsideScope => td_string!(locale, invoices.legal_outside_scope),
    };
    Some(own.unwrap_or_else(|| usual.to_string()))
}

/// Why an invoice is credited.
pub fn credit_reason(locale: Locale, reason: CreditReason) -> String {
    match reason {
        CreditReason::BillingError => td_string!(locale, invoices.reason_billing_error),
        CreditReason::DuplicatedCharge => td_string!(locale, invoices.reason_duplicated_charge),
        CreditReason::ContractChange => td_string!(locale, invoices.reason_contract_change),
        CreditReason::NotDelivered => td_string!(locale, invoices.reason_not_delivered),
        CreditReason::Complaint => td_string!(locale, invoices.reason_complaint),
        CreditReason::Goodwill => td_string!(locale, invoices.reason_goodwill),
    }
    .to_string()
}

/// Terms of payment in words.
pub fn terms_name(locale: Locale, terms: PaymentTerms) -> String {
    match terms {
        PaymentTerms::NetDays(0) => td_string!(locale, invoices.terms_at_once).to_string(),
        PaymentTerms::NetDays(days) => {
            td_string!(locale, invoices.terms_net, count = days)
        }
        PaymentTerms::EndOfMonth { plus_days: 0 } => {
            td_string!(locale, invoices.terms_month_end).to_string()
        }
        PaymentTerms::EndOfMonth { plus_days } => {
            td_string!(locale, invoices.terms_month_end_plus, count = plus_days)
        }
    }
}

/// How a line's amount came about, in signs every reader knows: `2 × 29.85 € × 15/31 − 10%`.
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
