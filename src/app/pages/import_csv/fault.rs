//! Fields of the mapping and what is wrong with a row, in words.

use crate::app::locale::{I18n, td_string};
use crate::app::wording::refusal_text;
use crate::exchange::csv::{FaultKind, RowFault, Target};

/// What people call a field.
pub fn target_name(i18n: I18n, target: Target) -> String {
    let locale = i18n.get_locale();
    match target {
        Target::Number => td_string!(locale, files.target.number),
        Target::Name => td_string!(locale, files.target.name),
        Target::FirstName => td_string!(locale, files.target.first_name),
        Target::LastName => td_string!(locale, files.target.last_name),
        Target::Kind => td_string!(locale, files.target.kind),
        Target::BusinessId => td_string!(locale, files.target.business_id),
        Target::VatId => td_string!(locale, files.target.vat_id),
        Target::EInvoice => td_string!(locale, files.target.e_invoice),
        Target::Contact => td_string!(locale, files.target.contact),
        Target::Email => td_string!(locale, files.target.email),
        Target::Phone => td_string!(locale, files.target.phone),
        Target::Street => td_string!(locale, files.target.street),
        Target::StreetMore => td_string!(locale, files.target.street_more),
        Target::PostalCode => td_string!(locale, files.target.postal_code),
        Target::City => td_string!(locale, files.target.city),
        Target::Country => td_string!(locale, files.target.country),
        Target::Language => td_string!(locale, files.target.language),
        Target::Currency => td_string!(locale, files.target.currency),
        Target::Terms => td_string!(locale, files.target.terms),
        Target::Tags => td_string!(locale, files.target.tags),
        Target::Notes => td_string!(locale, files.target.notes),
        Target::Since => td_string!(locale, files.target.since),
        Target::ContractNumber => td_string!(locale, files.target.contract_number),
        Target::ProductCode => td_string!(locale, files.target.product_code),
        Target::Description => td_string!(locale, files.target.description),
        Target::Price => td_string!(locale, files.target.price),
        Target::Quantity => td_string!(locale, files.target.quantity),
        Target::Unit => td_string!(locale, files.target.unit),
        Target::Vat => td_string!(locale, files.target.vat),
        Target::Discount => td_string!(locale, files.target.discount),
        Target::Cycle => td_string!(locale, files.target.cycle),
        Target::Mode => td_string!(locale, files.target.mode),
        Target::Starts => td_string!(locale, files.target.starts),
        Target::Ends => td_string!(locale, files.target.ends),
        Target::BilledUntil => td_string!(locale, files.target.billed_until),
        Target::Tenure => td_string!(locale, files.target.tenure),
        Target::OrderReference => td_string!(locale, files.target.order_reference),
    }
    .to_owned()
}

/// What is wrong, with its field.
pub fn fault_text(i18n: I18n, fault: &RowFault) -> String {
    let text = kind_text(i18n, &fault.kind);
    match fault.target {
        Some(target) => {
            let field = target_name(i18n, target);
            td_string!(
                i18n.get_locale(),
                words.fault_at,
                field = field,
                text = text
            )
            .to_string()
        }
        None => text,
    }
}

fn kind_text(i18n: I18n, kind: &FaultKind) -> String {
    let locale = i18n.get_locale();
    match kind {
        FaultKind::Empty => td_string!(locale, files.fault.empty).to_owned(),
        FaultKind::NotANumber { text } => {
            td_string!(locale, files.fault.not_a_number, text = text.clone()).to_string()
        }
        FaultKind::AmbiguousNumber { one, other } => td_string!(
            locale,
            files.fault.ambiguous_number,
            one = one.clone(),
            other = other.clone()
        )
        .to_string(),
        FaultKind::NotADate { text } => {
            td_string!(locale, files.fault.not_a_date, text = text.clone()).to_string()
        }
        FaultKind::AmbiguousDate { text } => {
            td_string!(locale, files.fault.ambiguous_date, text = text.clone()).to_string()
        }
        FaultKind::NotKnown { text } => {
            td_string!(locale, files.fault.not_known, text = text.clone()).to_string()
        }
        FaultKind::TooManyCells { cells } => {
            td_string!(locale, files.fault.too_many_cells, cells = *cells).to_string()
        }
        FaultKind::Taken { number } => {
            td_string!(locale, files.fault.taken, number = number.clone()).to_string()
        }
        FaultKind::Repeated { line } => {
            td_string!(locale, files.fault.repeated, line = *line).to_string()
        }
        FaultKind::EndsBeforeStart => td_string!(locale, files.fault.ends_before_start).to_owned(),
        FaultKind::Breaks(refusal) => refusal_text(i18n, refusal),
    }
}
