//! How to pay: account, reference and day, as a payer types them into the bank.

use super::PaperStage;
use crate::{
    app::{
        format::Format,
        locale::{Locale, td_string},
    },
    billing::invoice::{Invoice, InvoiceType},
};
use leptos::prelude::*;

/// The box of a payable invoice; nothing on a credit note, or where nothing is due.
pub fn view(invoice: &Invoice, locale: Locale, format: Format, stage: PaperStage) -> AnyView {
    let is_payable = match invoice.type_code {
        InvoiceType::Commercial => invoice.totals.amount_due.is_positive(),
        InvoiceType::CreditNote(_) => false,
    };
    if !is_payable {
        return ().into_any();
    }
    let seller = &invoice.seller;
    let reference = match (&invoice.reference, stage) {
        (Some(reference), PaperStage::Issued) => reference.printed(),
        (None, PaperStage::Issued) => invoice.number.clone(),
        (_, PaperStage::Preview) => td_string!(locale, invoices.paper_no_number).to_string(),
    };
    // Two columns side by side: to whom at the left, when and how much at the right.
    let rows = [
        (
            td_string!(locale, invoices.paper_recipient).to_string(),
            seller.name.clone(),
        ),
        (
            td_string!(locale, invoices.paper_due_date).to_string(),
            format.date(invoice.due_date),
        ),
        (
            "IBAN".to_owned(),
            seller
                .iban
                .as_ref()
                .map(|iban| iban.grouped())
                .unwrap_or_default(),
        ),
        (
            td_string!(locale, invoices.paper_amount).to_string(),
            format.money(invoice.totals.amount_due),
        ),
        (
            td_string!(locale, invoices.paper_reference).to_string(),
            reference,
        ),
        (
            "BIC".to_owned(),
            seller
                .bic
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
        ),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! { <dl class="paper-payment">{rows}</dl> }.into_any()
}
