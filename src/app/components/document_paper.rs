//! An invoice or credit note as the customer gets it: on paper, in the customer's language.
//!
//! What stands here is read from the document alone, so a preview, a printed page and a saved file can't differ.

mod file;
mod line;
mod payment;
mod sums;
pub mod wording;

pub use file::standalone_file;

use super::paper::Paper;
use crate::app::pages::display_name::country_name;
use crate::{
    app::{
        format::Format,
        locale::{Locale, td_string},
    },
    billing::{
        account::{Address, Language},
        identifier::CountryCode,
        invoice::{Buyer, Correction, Invoice, InvoiceType},
    },
};
use leptos::prelude::*;

/// Whether a document has been issued or is only looked at beforehand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperStage {
    /// Issued: it has its number.
    Issued,
    /// Not issued yet: it says so, and its number is still to be given.
    Preview,
}

/// The language of the screen's texts that a document is written in.
pub fn paper_locale(language: Language) -> Locale {
    match language {
        Language::En => Locale::en,
        Language::Fi => Locale::fi,
    }
}

/// The document: `<DocumentPaper invoice stage=PaperStage::Issued/>`.
#[component]
pub fn DocumentPaper(
    /// The document.
    invoice: Invoice,
    /// Whether it is issued.
    stage: PaperStage,
) -> impl IntoView {
    let locale = paper_locale(invoice.language);
    let format = Format::new(locale);
    let title = wording::document_title(locale, &invoice.type_code);
    let lang = match locale {
        Locale::en => "en",
        Locale::fi => "fi",
    };
    let label = format!("{title} {}", invoice.number);
    view! {
        <Paper label=move || label.clone() lang>
            {head(&invoice, locale, &title, stage)}
            {parties(&invoice, locale, format, stage)}
            {line::table(&invoice, locale, format)}
            {sums::view(&invoice, locale, format)}
            {notes(&invoice, locale)}
            {payment::view(&invoice, locale, format, stage)}
            {foot(&invoice, locale)}
        </Paper>
    }
}

fn head(invoice: &Invoice, locale: Locale, title: &str, stage: PaperStage) -> AnyView {
    let mark = match stage {
        PaperStage::Issued => None,
        PaperStage::Preview => Some(td_string!(locale, invoices.paper_preview).to_string()),
    };
    let number = match stage {
        PaperStage::Issued => invoice.number.clone(),
        PaperStage::Preview => String::new(),
    };
    view! {
        <div class="paper-head">
            <p class="paper-seller">{invoice.seller.name.clone()}</p>
            <div class="paper-heading">
                <p class="paper-title">{title.to_owned()}" "{number}</p>
                {mark.map(|mark| view! { <p class="paper-mark">{mark}</p> })}
            </div>
        </div>
    }
    .into_any()
}

fn parties(invoice: &Invoice, locale: Locale, format: Format, stage: PaperStage) -> AnyView {
    let buyer = &invoice.buyer;
    let home = invoice.seller.address.country;
    let contact = (!buyer.contact.trim().is_empty())
        .then(|| td_string!(locale, invoices.paper_contact, name = buyer.contact.clone()));
    let delivery = buyer.delivery_address.as_ref().map(|address| {
        view! {
            <div class="paper-delivery">
                <p class="paper-label">{td_string!(locale, invoices.paper_deliver_to).to_string()}</p>
                {address_lines(address, home, locale)}
            </div>
        }
    });
    view! {
        <div class="paper-parties">
            <div>
                <p class="paper-label">{td_string!(locale, invoices.paper_billed_to).to_string()}</p>
                <p class="paper-buyer">{buyer.name.clone()}</p>
                {contact.map(|contact| view! { <p>{contact}</p> })}
                {address_lines(&buyer.address, home, locale)}
                {buyer_ids(buyer, locale)}
                {delivery}
            </div>
            <dl class="paper-facts">{facts(invoice, locale, format, stage)}</dl>
        </div>
    }
    .into_any()
}

fn buyer_ids(buyer: &Buyer, locale: Locale) -> AnyView {
    let vat = buyer.vat_id.as_ref().map(ToString::to_string);
    let business = buyer.business_id.clone().filter(|_| vat.is_none());
    let row = |name: String, value: String| view! { <p class="paper-quiet">{name}" "{value}</p> };
    (
        vat.map(|id| row(td_string!(locale, invoices.paper_vat_id).to_string(), id)),
        business.map(|id| {
            row(
                td_string!(locale, invoices.paper_business_id).to_string(),
                id,
            )
        }),
    )
        .into_any()
}

/// Street, post code with town, and the country where it isn't the seller's.
fn address_lines(address: &Address, home: CountryCode, locale: Locale) -> AnyView {
    let town = format!("{} {}", address.postal_code, address.city);
    let abroad = (address.country != home).then(|| country_name(locale, address.country));
    address
        .lines
        .iter()
        .cloned()
        .chain([town])
        .chain(abroad)
        .filter(|text| !text.trim().is_empty())
        .map(|text| view! { <p>{text}</p> })
        .collect_view()
        .into_any()
}

fn facts(invoice: &Invoice, locale: Locale, format: Format, stage: PaperStage) -> AnyView {
    let number = match stage {
        PaperStage::Issued => invoice.number.clone(),
        PaperStage::Preview => td_string!(locale, invoices.paper_no_number).to_string(),
    };
    let mut rows = vec![
        (
            td_string!(locale, invoices.paper_number).to_string(),
            number,
        ),
        (
            td_string!(locale, invoices.paper_issue_date).to_string(),
            format.date(invoice.issue_date),
        ),
    ];
    if let Some(day) = invoice.supplied {
        rows.push((
            td_string!(locale, invoices.paper_supplied).to_string(),
            format.date(day),
        ));
    }
    match &invoice.type_code {
        InvoiceType::Commercial => rows.push((
            td_string!(locale, invoices.paper_due_date).to_string(),
            format.date(invoice.due_date),
        )),
        InvoiceType::CreditNote(correction) => {
            rows.extend(correction_rows(correction, locale, format))
        }
    }
    rows.push((
        td_string!(locale, invoices.paper_customer_number).to_string(),
        invoice.buyer.number.clone(),
    ));
    rows.push((
        td_string!(locale, invoices.paper_buyer_reference).to_string(),
        invoice.buyer.reference.clone(),
    ));
    rows.push((
        td_string!(locale, invoices.paper_order).to_string(),
        invoice.order_reference.clone(),
    ));
    if let Some(reference) = &invoice.reference {
        rows.push((
            td_string!(locale, invoices.paper_reference).to_string(),
            reference.printed(),
        ));
    }
    rows.into_iter()
        .filter(|(_, value)| !value.trim().is_empty())
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view()
        .into_any()
}

fn correction_rows(
    correction: &Correction,
    locale: Locale,
    format: Format,
) -> [(String, String); 2] {
    [
        (
            td_string!(locale, invoices.paper_corrects).to_string(),
            td_string!(
                locale,
                invoices.paper_corrects_value,
                number = correction.number.clone(),
                date = format.date(correction.issue_date)
            ),
        ),
        (
            td_string!(locale, invoices.paper_reason).to_string(),
            wording::credit_reason(locale, correction.reason),
        ),
    ]
}

/// What the law asks to be said about taxes that are not charged, and the text to the customer.
fn notes(invoice: &Invoice, locale: Locale) -> AnyView {
    let legal = invoice
        .totals
        .breakdown
        .iter()
        .filter_map(|group| wording::no_tax_reason(locale, group))
        .map(|text| view! { <p class="paper-legal">{text}</p> })
        .collect_view();
    let note = (!invoice.note.trim().is_empty())
        .then(|| view! { <p class="paper-note">{invoice.note.clone()}</p> });
    view! { <div class="paper-notes">{legal}{note}</div> }.into_any()
}

/// Who the seller is: Directive 2006/112/EC, Article 226 (3) and (5).
fn foot(invoice: &Invoice, locale: Locale) -> AnyView {
    let seller = &invoice.seller;
    let address = seller
        .address
        .lines
        .iter()
        .cloned()
        .chain([format!(
            "{} {}",
            seller.address.postal_code, seller.address.city
        )])
        .filter(|text| !text.trim().is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let ids = [
        seller
            .business_id
            .as_ref()
            .map(|id| format!("{} {id}", td_string!(locale, invoices.paper_business_id))),
        seller
            .vat_id
            .as_ref()
            .map(|id| format!("{} {id}", td_string!(locale, invoices.paper_vat_id))),
    ];
    let seller_line = [seller.name.clone(), address];
    let reach = [
        seller.email.clone(),
        seller.phone.clone(),
        seller.website.clone(),
    ];
    let joined = |parts: Vec<String>| {
        parts
            .into_iter()
            .filter(|part| !part.trim().is_empty())
            .collect::<Vec<_>>()
            .join(" · ")
    };
    let late = seller.late_payment.trim();
    // Nobody is late with a credit note.
    let late = if late.is_empty() || invoice.is_credit_note() {
        String::new()
    } else {
        td_string!(locale, invoices.paper_late_payment, rate = late)
    };
    let lines = [
        late,
        seller.footer.clone(),
        joined(seller_line.to_vec()),
        joined(ids.into_iter().flatten().collect()),
        joined(reach.to_vec()),
    ]
    .into_iter()
    .filter(|text| !text.trim().is_empty())
    .map(|text| view! { <p>{text}</p> })
    .collect_view();
    view! { <div class="paper-foot">{lines}</div> }.into_any()
}
