//! What an e-mail with a document says, in the customer's language.

use crate::app::{
    components::document_paper::paper_locale, format::Format, locale::td_string,
    workspace::Workspace,
};
use crate::billing::invoice::Invoice;
use crate::money::Currency;
use crate::worker::protocol::Mail;

/// The largest amount of an EPC QR code (EPC069-12), in cents; there is one for euros only.
const MOST_OF_CODE: i64 = 99_999_999_999;

/// The e-mail as it begins; a person may change every word of it.
pub fn usual(workspace: Workspace, invoice: &Invoice) -> Mail {
    let locale = paper_locale(invoice.language);
    let format = Format::new(locale);
    let seller = &invoice.seller;
    let number = invoice.number.clone();
    let amount = format.money(invoice.totals.amount_due);
    let day = format.date(invoice.issue_date);
    let (subject, what) = if invoice.is_credit_note() {
        (
            td_string!(
                locale,
                documents.mail_credit_subject,
                number = number.clone(),
                seller = seller.name.clone()
            ),
            td_string!(
                locale,
                documents.mail_credit_text,
                number = number,
                date = day,
                amount = amount
            ),
        )
    } else {
        (
            td_string!(
                locale,
                documents.mail_subject,
                number = number.clone(),
                seller = seller.name.clone()
            ),
            td_string!(
                locale,
                documents.mail_text,
                number = number,
                date = day,
                amount = amount,
                due = format.date(invoice.due_date)
            ),
        )
    };
    let greeting = match invoice.buyer.contact.trim() {
        "" => td_string!(locale, documents.mail_greeting).to_owned(),
        contact => td_string!(
            locale,
            documents.mail_greeting_to,
            name = contact.to_owned()
        ),
    };
    let closing = td_string!(locale, documents.mail_closing).to_owned();
    let paragraphs = vec![
        greeting,
        what,
        pay(invoice),
        format!("{closing}\n{}", seller.name),
    ];
    let address = workspace.with_untracked(|book| {
        let account = book.accounts.get(&invoice.account)?;
        let mut emails = account.contacts.iter().map(|contact| contact.email.trim());
        emails.find(|email| !email.is_empty()).map(str::to_owned)
    });
    Mail {
        from: (seller.name.clone(), seller.email.clone()),
        to: (invoice.buyer.name.clone(), address.unwrap_or_default()),
        subject,
        paragraphs: paragraphs
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
    }
}

/// How to pay, for whoever reads the e-mail and not the paper; empty where there is nothing to pay.
fn pay(invoice: &Invoice) -> String {
    let locale = paper_locale(invoice.language);
    let Some(iban) = &invoice.seller.iban else {
        return String::new();
    };
    if invoice.is_credit_note() || !invoice.totals.amount_due.is_positive() {
        return String::new();
    }
    let reference = match &invoice.reference {
        Some(reference) => reference.printed(),
        None => invoice.number.clone(),
    };
    let asked = td_string!(
        locale,
        documents.mail_pay,
        account = iban.grouped(),
        reference = reference
    );
    let due = invoice.totals.amount_due;
    match due.currency() == Currency::EUR && due.minor() <= MOST_OF_CODE {
        true => format!("{asked} {}", td_string!(locale, documents.mail_code)),
        false => asked,
    }
}
