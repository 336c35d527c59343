//! E-invoices: every case in every profile and syntax, by the rules on the device, read back the same, and written out for the official
//! rules (`tests/validators`).

use crate::cases::{Case, cases, three_decimals, two_of_three_decimals};
use lasku::billing::invoice::Invoice;
use lasku::document::einvoice::*;
use lasku::document::limit::LARGEST;
use proptest::prelude::*;
use std::fs;
use std::path::PathBuf;

fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("documents/einvoice");
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Peppol carries UBL only.
fn syntaxes(profile: Profile) -> &'static [Syntax] {
    match profile {
        Profile::Peppol => &[Syntax::Ubl],
        Profile::XRechnung | Profile::En16931 => &Syntax::ALL,
    }
}

fn written(case: &Case, profile: Profile, syntax: Syntax) -> String {
    write(&case.invoice, profile, syntax)
        .unwrap_or_else(|error| panic!("{} {profile:?}: {error:?}", case.name))
}

/// What a case lacks in a profile: a buyer abroad without any address for e-invoices is no case of ours.
fn fatal(invoice: &Invoice, profile: Profile) -> Vec<String> {
    let found = check(invoice, profile).unwrap();
    let fatal = found
        .iter()
        .filter(|finding| finding.severity == Severity::Fatal);
    fatal
        .map(|finding| format!("{} {} {}", finding.rule, finding.place, finding.text))
        .collect()
}

#[test]
fn every_case_passes_the_rules_of_every_profile() {
    let mut faults = Vec::new();
    for case in cases() {
        for profile in Profile::ALL {
            for fault in fatal(&case.invoice, profile) {
                faults.push(format!("{} {profile:?}: {fault}", case.name));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let mut count = 0;
    for case in cases() {
        for profile in Profile::ALL {
            for syntax in syntaxes(profile) {
                let xml = written(&case, profile, *syntax);
                let name = format!("{}-{profile:?}-{syntax:?}.xml", case.name);
                fs::write(folder().join(&name), &xml).unwrap();
                let back = read(xml.as_bytes()).unwrap();
                assert!(back.entries.is_empty(), "{name}: {:?}", back.entries);
                let mut expected = model(&case.invoice, profile).unwrap();
                // The syntaxes have one place for a quantity without a price for more than one unit.
                for line in &mut expected.lines {
                    line.price.base_quantity_code = None;
                }
                let mut found = back.invoice;
                for line in &mut found.lines {
                    line.price.base_quantity_code = None;
                }
                assert_eq!(found, expected, "{name}");
                count += 1;
            }
        }
    }
    println!("{count} e-invoices in {}", folder().display());
}

#[test]
fn amounts_are_those_of_the_document_to_the_cent() {
    for case in cases() {
        let model = model(&case.invoice, Profile::En16931).unwrap();
        let totals = &case.invoice.totals;
        let same = |said: en16931::InvoiceAmount, kept: lasku::money::Money| {
            assert_eq!(said.into_decimal(), kept.to_decimal(), "{}", case.name);
        };
        same(model.totals.line_total, totals.lines_total);
        same(model.totals.taxable_total, totals.tax_exclusive_total);
        same(model.totals.gross_total, totals.tax_inclusive_total);
        same(model.totals.due, totals.amount_due);
        for (line, kept) in model.lines.iter().zip(&case.invoice.lines) {
            same(line.net_amount, kept.net);
            // The receiver's own sum comes to the same, exactly (Peppol R120 would allow two cents).
            let per = line
                .price
                .base_quantity
                .map_or(rust_decimal::Decimal::ONE, |per| per.into_decimal());
            let each = line.price.net_price.into_decimal() / per;
            let sum = (each * line.quantity.into_decimal()).round_dp_with_strategy(
                kept.net.to_decimal().scale(),
                rust_decimal::RoundingStrategy::MidpointAwayFromZero,
            );
            let off: rust_decimal::Decimal = line
                .allowances
                .iter()
                .map(|each| each.amount.into_decimal())
                .sum();
            assert_eq!(sum - off, kept.net.to_decimal(), "{}", case.name);
            assert!(!line.price.net_price.is_negative(), "{}: BR-27", case.name);
        }
    }
}

#[test]
fn three_decimals_are_said_to_be_impossible_and_never_rounded() {
    let invoice = three_decimals();
    for profile in Profile::ALL {
        let refused = check(&invoice, profile).unwrap_err();
        assert!(matches!(refused, CannotSay::Decimals { .. }), "{refused:?}");
    }
    assert!(write(&two_of_three_decimals(), Profile::En16931, Syntax::Ubl).is_ok());
}

#[test]
fn what_a_profile_lacks_is_named_by_its_rule() {
    let mut invoice = cases().remove(0).invoice;
    invoice.buyer.reference.clear();
    invoice.seller.phone.clear();
    invoice.order_reference.clear();
    invoice.buyer.e_invoice = None;
    invoice.buyer.vat_id = None;
    invoice.buyer.business_id = None;
    let rules = |profile| -> Vec<String> {
        let CannotWrite::Broken(found) = write(&invoice, profile, Syntax::Ubl).unwrap_err() else {
            panic!("not refused by a rule");
        };
        found.into_iter().map(|finding| finding.rule).collect()
    };
    let peppol = rules(Profile::Peppol);
    for rule in ["PEPPOL-EN16931-R003", "PEPPOL-EN16931-R010"] {
        assert!(
            peppol.iter().any(|found| found == rule),
            "{rule}: {peppol:?}"
        );
    }
    let german = rules(Profile::XRechnung);
    for rule in ["BR-DE-15", "BR-DE-6"] {
        assert!(
            german.iter().any(|found| found == rule),
            "{rule}: {german:?}"
        );
    }
}

/// A name, a file, and what must be said of it.
type Hostile = (&'static str, Vec<u8>, fn(&CannotRead) -> bool);

#[test]
fn what_is_no_invoice_is_refused_with_the_reason() {
    let deep = format!("{}{}", "<a>".repeat(5_000), "</a>".repeat(5_000));
    let bomb = r#"<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>"#;
    let cases: Vec<Hostile> = vec![
        ("deep", deep.into_bytes(), |error| {
            *error == CannotRead::Hostile
        }),
        ("entities", bomb.into(), |error| {
            *error == CannotRead::DocumentType
        }),
        ("cut off", b"<Invoice><a>".to_vec(), |error| {
            matches!(error, CannotRead::Broken { .. })
        }),
        (
            "another document",
            b"<order/>".to_vec(),
            |error| matches!(error, CannotRead::NoInvoice { found } if found.contains("order")),
        ),
        ("a broken PDF", b"%PDF-1.7\nnothing".to_vec(), |error| {
            matches!(error, CannotRead::BrokenPdf { .. })
        }),
        ("huge", vec![b' '; LARGEST + 1], |error| {
            matches!(error, CannotRead::TooLarge { .. })
        }),
    ];
    for (name, bytes, is_right) in cases {
        let error = read(&bytes).unwrap_err();
        assert!(is_right(&error), "{name}: {error:?}");
    }
}

#[test]
fn the_official_samples_are_read_with_the_totals_they_state() {
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
        if name.starts_with("camt") || name.contains("finvoice") {
            continue;
        }
        let bytes = fs::read(&path).unwrap();
        let found = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error:?}"));
        let due = found.invoice.totals.due;
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let stated = [due.to_string(), due.into_decimal().normalize().to_string()];
        let is_stated = stated
            .iter()
            .any(|each| text.contains(&format!(">{each}<")));
        assert!(is_stated, "{name} states no {due}");
        count += 1;
        assert!(!found.invoice.lines.is_empty(), "{name} has no line");
    }
    assert!(count > 5, "{count} samples");
}

proptest! {
    #[test]
    fn nothing_that_comes_as_a_file_breaks_the_reader(at in 0_usize..4_000, byte in 0_u8..=255, cut in 0_usize..4_000) {
        let case = cases().remove(0);
        let mut bytes = written(&case, Profile::En16931, Syntax::Cii).into_bytes();
        let length = bytes.len();
        bytes[at % length] = byte;
        bytes.truncate(length - cut % length);
        let _ = read(&bytes);
    }
}
