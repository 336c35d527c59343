//! The PDF with the e-invoice in it, and the form in which each document leaves.

use crate::cases::cases;
use crate::tools::press;
use lasku::document::einvoice::read;
use lasku::worker::press::Unpressed;
use lasku::worker::protocol::Form;
use std::fs;
use std::path::PathBuf;

#[test]
fn people_read_the_pdf_and_programs_the_invoice_in_it() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("documents/pdf");
    fs::create_dir_all(&folder).unwrap();
    for case in cases() {
        let made = press()
            .document(&case.invoice, Form::FacturX)
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
        let again = press().document(&case.invoice, Form::FacturX).unwrap();
        assert!(
            again == made,
            "{}: the same document, another file",
            case.name
        );
    }
}

#[test]
fn every_form_is_a_file_of_its_own_name() {
    let invoice = cases().remove(0).invoice;
    let mut names = Vec::new();
    for form in Form::E_INVOICES.into_iter().chain([Form::Pdf]) {
        let made = press()
            .document(&invoice, form)
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
        let Err(Unpressed::Unfit(faults)) = press().document(&invoice, form) else {
            panic!("{form:?} was made");
        };
        assert!(
            faults.iter().any(|fault| fault.rule == "BR-S-02"),
            "{faults:?}"
        );
    }
}
