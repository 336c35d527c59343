//! What every export form says, read back as a person sees it, and what official samples state.

use crate::cases::{Case, cases};
use crate::tools::press;
use lasku::billing::invoice::{Invoice, InvoiceType};
use lasku::worker::protocol::{FaultKind, Form};
use lasku::worker::read_in::read;
use lasku::worker::reading::{Format, Reading};
use rust_decimal::Decimal;
use std::fs;
use std::path::PathBuf;

/// The forms in which a case is written and read: drawing takes its time, so that few are drawn.
fn forms(case: &Case) -> Vec<Form> {
    let is_drawn = matches!(case.name, "one-line" | "credit-note");
    let forms = Form::E_INVOICES.into_iter();
    forms
        .filter(|form| is_drawn || *form != Form::FacturX)
        .collect()
}

#[test]
fn every_form_is_read_back_with_what_the_document_says() {
    for case in cases() {
        for form in forms(&case) {
            let name = format!("{} {form:?}", case.name);
            let made = press()
                .document(&case.invoice, form)
                .unwrap_or_else(|error| panic!("{name}: {error:?}"));
            let found = read(&made.content).unwrap();
            let [reading] = found.as_slice() else {
                panic!("{name}: {} invoices", found.len());
            };
            assert_eq!(reading.faults, [], "{name}");
            check(&name, reading, &case.invoice, form);
        }
    }
}

/// Finvoice has the amounts of a credit note negative, and names of at most seventy characters.
fn check(name: &str, reading: &Reading, invoice: &Invoice, form: Form) {
    let is_finvoice = form == Form::Finvoice;
    let sign = match is_finvoice && invoice.is_credit_note() {
        true => Decimal::NEGATIVE_ONE,
        false => Decimal::ONE,
    };
    let same = |found: Option<Decimal>, money: lasku::money::Money, what: &str| {
        let found = found.unwrap_or_default();
        assert_eq!(found, sign * money.to_decimal(), "{name}: {what}");
    };
    let short = |text: &str| -> String {
        match is_finvoice {
            true => text
                .chars()
                .take(70)
                .collect::<String>()
                .trim_end()
                .to_owned(),
            false => text.to_owned(),
        }
    };
    let format = match form {
        Form::Pdf | Form::Picture | Form::FacturX => Format::FacturX,
        Form::Peppol | Form::XRechnungUbl | Form::Ubl => Format::Ubl,
        Form::XRechnungCii | Form::Cii => Format::Cii,
        Form::Finvoice => Format::Finvoice,
    };
    assert_eq!(reading.format, format, "{name}");
    assert_eq!(reading.number, invoice.number, "{name}");
    assert_eq!(reading.is_credit_note, invoice.is_credit_note(), "{name}");
    assert_eq!(reading.issue_date, Some(invoice.issue_date), "{name}");
    assert_eq!(reading.supplied, invoice.supplied, "{name}");
    assert_eq!(reading.currency, invoice.currency.code(), "{name}");
    assert_eq!(reading.order, invoice.order_reference, "{name}");
    assert_eq!(reading.buyer_reference, invoice.buyer.reference, "{name}");
    match &invoice.type_code {
        InvoiceType::Commercial => {
            assert_eq!(reading.due_date, Some(invoice.due_date), "{name}");
            let account = invoice.seller.iban.map(|iban| iban.to_string());
            assert_eq!(Some(&reading.payment.account), account.as_ref(), "{name}");
        }
        InvoiceType::CreditNote(correction) => {
            assert_eq!(reading.corrects, correction.number, "{name}");
        }
    }
    assert_eq!(reading.seller.name, short(&invoice.seller.name), "{name}");
    assert_eq!(reading.buyer.name, short(&invoice.buyer.name), "{name}");
    let town = &invoice.buyer.address;
    let town = format!("{} {}", town.postal_code, town.city);
    assert!(reading.buyer.address.contains(&town), "{name}");
    let country = invoice.buyer.address.country;
    assert_eq!(reading.buyer.country, country.code(), "{name}");

    assert_eq!(reading.lines.len(), invoice.lines.len(), "{name}");
    for (found, line) in reading.lines.iter().zip(&invoice.lines) {
        same(found.net, line.net, "net");
        assert_eq!(found.category, line.tax.category.code(), "{name}");
        let quantity = found.quantity.unwrap();
        assert_eq!(quantity.abs(), line.item.quantity.value().abs(), "{name}");
        assert_eq!(found.unit, line.item.unit, "{name}");
        let expected: String = line.item.description.chars().take(20).collect();
        assert!(
            found.description.starts_with(&expected),
            "{name}: {}",
            found.description
        );
    }
    let totals = &invoice.totals;
    same(reading.totals.lines, totals.lines_total, "lines");
    same(
        reading.totals.tax_exclusive,
        totals.tax_exclusive_total,
        "net",
    );
    same(reading.totals.tax, totals.tax_total, "tax");
    same(
        Some(reading.totals.tax_inclusive),
        totals.tax_inclusive_total,
        "total",
    );
    same(Some(reading.totals.due), totals.amount_due, "due");
    assert_eq!(reading.taxes.len(), totals.breakdown.len(), "{name}");
    for (found, group) in reading.taxes.iter().zip(&totals.breakdown) {
        same(Some(found.taxable), group.taxable, "taxable");
        same(Some(found.amount), group.amount, "tax of a rate");
    }
    let sum: Decimal = reading.adjustments.iter().map(|each| each.amount).sum();
    let charged = totals.charges_total.to_decimal() - totals.allowances_total.to_decimal();
    assert_eq!(sum, sign * charged, "{name}: adjustments");
}

#[test]
fn a_sum_that_does_not_add_up_is_told_with_what_it_would_be() {
    let invoice = cases().remove(0).invoice;
    let file = press().document(&invoice, Form::Finvoice).unwrap().content;
    let text = String::from_utf8(file).unwrap();
    // 120,00 and 30,60 of VAT.
    assert!(text.contains(">150,60<"));
    let text = text.replace(">150,60<", ">150,70<");
    let found = read(text.as_bytes()).unwrap().remove(0);
    let [fault] = found.faults.as_slice() else {
        panic!("{:?}", found.faults);
    };
    assert_eq!(fault.place, "totals.tax_inclusive");
    let kind = FaultKind::Differs {
        stated: "150.70".parse().unwrap(),
        computed: "150.60".parse().unwrap(),
    };
    assert_eq!(fault.kind, kind);
}

#[test]
fn a_broken_rule_is_told_by_its_id() {
    let invoice = cases().remove(0).invoice;
    for form in [Form::Ubl, Form::Cii] {
        let file = press().document(&invoice, form).unwrap().content;
        let text = String::from_utf8(file).unwrap();
        assert!(text.contains(">150.60<"));
        let text = text.replacen(">150.60<", ">150.70<", 1);
        let found = read(text.as_bytes()).unwrap().remove(0);
        let rules: Vec<&str> = found
            .faults
            .iter()
            .map(|fault| fault.rule.as_str())
            .collect();
        assert!(rules.contains(&"BR-CO-15"), "{form:?}: {rules:?}");
    }
}

#[test]
fn several_invoices_of_one_finvoice_file_are_read() {
    let files: Vec<u8> = cases()
        .iter()
        .take(3)
        .flat_map(|case| {
            press()
                .document(&case.invoice, Form::Finvoice)
                .unwrap()
                .content
        })
        .collect();
    assert_eq!(read(&files).unwrap().len(), 3);
}

#[test]
fn the_official_samples_are_read_with_what_they_state() {
    let shared = std::env::var("LASKU_SHARED")
        .map(PathBuf::from)
        .unwrap_or_else(|_| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let folder = shared.join("data/einvoice");
    if !folder.exists() {
        println!("skipped: the official samples are not here");
        return;
    }
    let mut count = 0;
    for entry in fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("camt") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let found = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        for reading in found {
            let due = reading.totals.due;
            let stated = [due, due.normalize()].map(|due| due.to_string());
            let stated = stated
                .iter()
                .flat_map(|due| [due.clone(), due.replace('.', ",")]);
            let is_stated = stated
                .into_iter()
                .any(|due| text.contains(&format!(">{due}<")));
            assert!(is_stated, "{name} states no {due}");
            assert!(
                !reading.lines.is_empty() && !reading.number.is_empty(),
                "{name}"
            );
            assert!(text.contains(&reading.number), "{name}");
            println!(
                "{name}: {} {due} {}, {} faults",
                reading.number,
                reading.currency,
                reading.faults.len()
            );
            count += 1;
        }
    }
    assert!(count > 6, "{count} samples");
}
