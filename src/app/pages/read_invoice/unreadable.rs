//! Why a file is no invoice that can be read, and what helps.

use crate::app::locale::{I18n, t_string};
use crate::worker::reading::Unreadable;

pub(super) fn unreadable_text(i18n: I18n, why: &Unreadable) -> String {
    match why {
        Unreadable::TooLarge { bytes, most } => t_string!(
            i18n,
            reading.too_large,
            size = bytes / 1_048_576,
            most = most / 1_048_576
        ),
        Unreadable::Empty => t_string!(i18n, reading.empty).to_owned(),
        Unreadable::Hostile => t_string!(i18n, reading.hostile).to_owned(),
        Unreadable::DocumentType => t_string!(i18n, reading.document_type).to_owned(),
        Unreadable::Broken { line, column } => {
            t_string!(i18n, reading.broken_xml, line = *line, column = *column)
        }
        Unreadable::Encoding { found } => {
            t_string!(i18n, reading.encoding, found = found.clone())
        }
        Unreadable::NotAnInvoiceFile => t_string!(i18n, reading.not_an_invoice_file).to_owned(),
        Unreadable::NoInvoice { found } => {
            t_string!(i18n, reading.no_invoice, found = found.clone())
        }
        Unreadable::Missing { element } => {
            t_string!(i18n, reading.missing, element = element.clone())
        }
        Unreadable::Wrong { element, found } => {
            t_string!(
                i18n,
                reading.wrong,
                element = element.clone(),
                found = found.clone()
            )
        }
        Unreadable::Encrypted => t_string!(i18n, reading.encrypted).to_owned(),
        Unreadable::PlainPdf => t_string!(i18n, reading.plain_pdf).to_owned(),
        Unreadable::BrokenPdf => t_string!(i18n, reading.broken_pdf).to_owned(),
        Unreadable::Other { words } => t_string!(i18n, reading.broken, words = words.clone()),
    }
}
