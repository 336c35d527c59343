//! The PDF with the e-invoice in it, and the form in which each document leaves.

use crate::cases::cases;
use chrono::{DateTime, Utc};
use lasku::document::einvoice::read;
use lasku::document::pdf::Fonts;
use lasku::worker::press::{Unpressed, press};
use lasku::worker::protocol::Form;
use std::fs;
use std::path::PathBuf;

fn fonts() -> Fonts {
    let face = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/fonts/pdf/");
        fs::read(format!("{folder}{name}.ttf")).unwrap()
    };
    let others = ["noto-sans", "noto-sans-hebrew", "noto-sans-arabic"];
    let others = others.map(|name| face(&format!("{name}-regular")));
    Fonts::read(
        face("hanken-grotesk-regular"),
        face("hanken-grotesk-semibold"),
        others.into(),
    )
    .unwrap()
}

fn at() -> DateTime<Utc> {
    "2026-01-09T10:00:00Z".parse().unwrap()
}

#[test]
fn people_read_the_pdf_and_programs_the_invoice_in_it() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("documents/pdf");
    fs::create_dir_all(&folder).unwrap();
    let fonts = fonts();
    for case in cases() {
        let made = press(&case.invoice, Form::FacturX, Some(&fonts), at())
            .unwrap_or_else(|error| panic!("{}: {error:?}", case.name));
        fs::write(folder.join(format!("{}.pdf", case.name)), &made.content).unwrap();
        let inside = read(&made.content).unwrap();
        assert_eq!(
            inside.invoice.number.as_deref(),
            Some(&*case.invoice.number)
        );
        assert_eq!(
            inside.invoice.totals.due.into_decimal(),
            case.invoice.totals.amount_due.to_decimal(),
            "{}",
            case.name
        );
        let again = press(&case.invoice, Form::FacturX, Some(&fonts), at()).unwrap();
        assert!(
            again == made,
            "{}: the same document, another file",
            case.name
        );
    }
}

#[test]
fn every_form_is_a_file_of_its_own_name() {
    let fonts = fonts();
    let invoice = cases().remove(0).invoice;
    let mut names = Vec::new();
    for form in Form::E_INVOICES.into_iter().chain([Form::Pdf]) {
        let made = press(&invoice, form, Some(&fonts), at())
            .unwrap_or_else(|error| panic!("{form:?}: {error:?}"));
        assert!(made.content.len() > 1_000, "{form:?}");
        names.push(made.name);
    }
    names.sort();
    names.dedup();
    // XRechnung has one name in both syntaxes.
    assert_eq!(names.len(), Form::E_INVOICES.len());
}

#[test]
fn what_a_form_refuses_is_named_and_nothing_is_made() {
    let mut invoice = cases().remove(0).invoice;
    invoice.seller.vat_id = None;
    for form in [Form::Ubl, Form::Cii, Form::FacturX] {
        let Err(Unpressed::Unfit(faults)) = press(&invoice, form, Some(&fonts()), at()) else {
            panic!("{form:?} was made");
        };
        assert!(
            faults.iter().any(|fault| fault.rule == "BR-S-02"),
            "{faults:?}"
        );
    }
}
