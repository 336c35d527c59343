//! What keeps a document from being written in a form, in plain words, each with the rule's own id.

use super::field::place_name;
use crate::app::{
    components::{Notice, Tone},
    format::Format,
    locale::{I18n, t_string, use_i18n},
};
use crate::worker::protocol::{Fault, FaultKind, Form, PayCode, PayField, PressNote, Uncoded};
use leptos::prelude::*;

/// Everything that keeps the document from being written, each rule with its id.
#[component]
pub fn Unfit(
    /// The rules.
    faults: Vec<Fault>,
    /// Whether the document is still to be issued, so that it can be completed.
    #[prop(optional)]
    is_draft: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let count = faults.len();
    let lines = move || fault_lines(i18n, faults.clone());
    view! {
        <Notice tone=Tone::Warn title=move || t_string!(i18n, documents.unfit, count = count).to_string()>
            <ul class="plain-list">{lines}</ul>
            <p>{move || if is_draft { t_string!(i18n, documents.unfit_draft_note) } else { t_string!(i18n, documents.unfit_note) }}</p>
        </Notice>
    }
}

/// One item of a list each.
pub fn fault_lines(i18n: I18n, faults: Vec<Fault>) -> impl IntoView + use<> {
    faults
        .into_iter()
        .map(|fault| {
            let words = fault_text(i18n, &fault);
            let rule = [fault.rule.as_str(), fault.place.as_str()]
                .into_iter()
                .filter(|part| !part.is_empty())
                .collect::<Vec<_>>()
                .join(", ");
            view! { <li>{words}" "<span class="quiet">{format!("({rule})")}</span></li> }
        })
        .collect_view()
}

/// A form by its name.
pub fn form_name(i18n: I18n, form: Form) -> &'static str {
    match form {
        Form::Pdf | Form::Picture => t_string!(i18n, documents.pdf),
        Form::FacturX => t_string!(i18n, documents.factur_x),
        Form::Peppol => t_string!(i18n, documents.peppol),
        Form::XRechnungUbl => t_string!(i18n, documents.xrechnung_ubl),
        Form::XRechnungCii => t_string!(i18n, documents.xrechnung_cii),
        Form::Ubl => t_string!(i18n, documents.ubl),
        Form::Cii => t_string!(i18n, documents.cii),
        Form::Finvoice => t_string!(i18n, documents.finvoice),
    }
}

/// For whom a form is, and what sending takes.
pub fn form_hint(i18n: I18n, form: Form) -> &'static str {
    match form {
        Form::Pdf | Form::Picture => "",
        Form::FacturX => t_string!(i18n, documents.factur_x_hint),
        Form::Peppol => t_string!(i18n, documents.peppol_hint),
        Form::XRechnungUbl | Form::XRechnungCii => t_string!(i18n, documents.xrechnung_hint),
        Form::Ubl | Form::Cii => t_string!(i18n, documents.core_hint),
        Form::Finvoice => t_string!(i18n, documents.finvoice_hint),
    }
}

/// A rule in plain words where we have them, otherwise in those of its authors.
fn fault_text(i18n: I18n, fault: &Fault) -> String {
    if let Some(lack) = lack_text(i18n, fault) {
        return lack;
    }
    let words = match fault.rule.as_str() {
        "BR-DE-15" => t_string!(i18n, documents.rule_buyer_reference),
        "PEPPOL-EN16931-R003" => t_string!(i18n, documents.rule_order_or_reference),
        "PEPPOL-EN16931-R010" => t_string!(i18n, documents.rule_buyer_address),
        "PEPPOL-EN16931-R020" => t_string!(i18n, documents.rule_seller_address),
        "BR-DE-2" | "BR-DE-5" | "BR-DE-6" | "BR-DE-7" => {
            t_string!(i18n, documents.rule_seller_contact)
        }
        "BR-DE-1" | "BR-50" | "BR-61" => t_string!(i18n, documents.rule_payment),
        "BR-DE-3" | "BR-DE-4" => t_string!(i18n, documents.rule_seller_place),
        "BR-DE-8" | "BR-DE-9" => t_string!(i18n, documents.rule_buyer_place),
        "BR-S-02" | "BR-S-03" | "BR-S-04" | "BR-Z-02" | "BR-E-02" | "BR-AE-02" | "BR-G-02" => {
            t_string!(i18n, documents.rule_seller_vat)
        }
        "BR-AE-03" | "BR-AE-04" | "BR-IC-02" | "BR-IC-03" | "BR-IC-04" => {
            t_string!(i18n, documents.rule_buyer_vat)
        }
        "BR-CO-26" => t_string!(i18n, documents.rule_seller_id),
        "BR-DEC" => t_string!(i18n, documents.rule_decimals),
        "BR-IC-11" => t_string!(i18n, documents.rule_delivery),
        _ => {
            let words = fault.text.clone();
            return match place_name(i18n, &fault.place) {
                Some(field) => {
                    t_string!(i18n, documents.rule_of_field, field = field, words = words)
                }
                None => t_string!(i18n, documents.rule_alone, words = words),
            };
        }
    };
    words.to_owned()
}

/// What is wrong in our own words, where more is known than the rule's.
fn lack_text(i18n: I18n, fault: &Fault) -> Option<String> {
    let field = place_name(i18n, &fault.place)
        .unwrap_or(&fault.place)
        .to_owned();
    let field = match fault.line {
        Some(line) => t_string!(i18n, documents.of_line, line = line, field = field),
        None => field,
    };
    Some(match fault.kind {
        FaultKind::Rule => return None,
        FaultKind::Absent => t_string!(i18n, documents.lack_absent, field = field),
        FaultKind::TooShort { least } => {
            t_string!(i18n, documents.lack_too_short, field = field, least = least)
        }
        FaultKind::TooLong { most } => {
            t_string!(i18n, documents.lack_too_long, field = field, most = most)
        }
        FaultKind::TooManyDecimals { most } => {
            t_string!(i18n, documents.lack_decimals, field = field, most = most)
        }
        FaultKind::NotTellable => t_string!(i18n, documents.lack_not_tellable, field = field),
        FaultKind::Negative => t_string!(i18n, documents.lack_negative, field = field),
        FaultKind::Differs { stated, computed } => {
            let format = Format::new(i18n.get_locale());
            t_string!(
                i18n,
                documents.lack_differs,
                field = field,
                stated = format.figure(stated),
                computed = format.figure(computed)
            )
        }
    })
}

/// Which code to pay from is not on a paper, and why.
pub(super) fn note_text(i18n: I18n, note: &PressNote) -> String {
    let why = match note.why {
        Uncoded::Missing(field) => {
            t_string!(
                i18n,
                documents.uncoded_missing,
                field = pay_field(i18n, field)
            )
        }
        Uncoded::TooLong { field, most } => t_string!(
            i18n,
            documents.uncoded_too_long,
            field = pay_field(i18n, field),
            most = most
        ),
        Uncoded::Character { field, found } => t_string!(
            i18n,
            documents.uncoded_character,
            field = pay_field(i18n, field),
            found = found.to_string()
        ),
        Uncoded::AmountTooLarge { most } => {
            let most = Format::new(i18n.get_locale()).figure(most);
            t_string!(i18n, documents.uncoded_amount, most = most)
        }
        Uncoded::QrReferenceMissing => t_string!(i18n, documents.uncoded_qr_reference).to_owned(),
        Uncoded::TooMuch => t_string!(i18n, documents.uncoded_too_much).to_owned(),
    };
    match note.code {
        PayCode::Epc => t_string!(i18n, documents.note_epc, why = why),
        PayCode::Swiss => t_string!(i18n, documents.note_swiss, why = why),
        PayCode::Barcode => t_string!(i18n, documents.note_barcode, why = why),
    }
}

fn pay_field(i18n: I18n, field: PayField) -> &'static str {
    match field {
        PayField::Name => t_string!(i18n, documents.bt_27),
        PayField::Street => t_string!(i18n, documents.bt_35),
        PayField::PostalCode => t_string!(i18n, documents.bt_38),
        PayField::City => t_string!(i18n, documents.bt_37),
        PayField::Bic => t_string!(i18n, documents.field_bic),
        PayField::Text => t_string!(i18n, documents.pay_text),
    }
}
