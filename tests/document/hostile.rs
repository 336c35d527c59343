//! Files that are broken, protected, or made to do harm: each is refused at once, and by its own reason.

use crate::cases::cases;
use crate::tools::{kept, press, printed};
use lasku::document::limit::LARGEST;
use lasku::worker::protocol::Form;
use lasku::worker::read_in::{check_size, read};
use lasku::worker::reading::Unreadable;
use std::fs;
use std::time::Instant;

const UBL: &str = r#"xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2""#;

fn nested(root: &str, levels: usize) -> Vec<u8> {
    let (open, close) = ("<a>".repeat(levels), "</a>".repeat(levels));
    let name = root.split(' ').next().unwrap();
    format!("<{root}>{open}{close}</{name}>").into_bytes()
}

fn bomb(root: &str) -> Vec<u8> {
    let mut entities = r#"<!ENTITY l0 "lol">"#.to_owned();
    for level in 1..10 {
        let before = format!("&l{};", level - 1).repeat(10);
        entities.push_str(&format!(r#"<!ENTITY l{level} "{before}">"#));
    }
    let name = root.split(' ').next().unwrap();
    format!(r#"<?xml version="1.0"?><!DOCTYPE {name} [{entities}]><{root}>&l9;</{name}>"#)
        .into_bytes()
}

fn finvoice() -> Vec<u8> {
    let invoice = cases().remove(0).invoice;
    press().document(&invoice, Form::Finvoice).unwrap().content
}

fn replaced(file: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = std::str::from_utf8(file).unwrap();
    assert!(text.contains(from), "{from}");
    text.replace(from, to).into_bytes()
}

#[test]
fn each_is_refused_by_its_own_reason() {
    let invoice = cases().remove(0).invoice;
    let plain = press().document(&invoice, Form::Pdf).unwrap().content;
    let ubl = press().document(&invoice, Form::Ubl).unwrap().content;
    let finvoice = finvoice();
    let no_invoice = |found: &str| Unreadable::NoInvoice {
        found: found.into(),
    };
    let wrong = |element: &str, found: &str| Unreadable::Wrong {
        element: element.into(),
        found: found.into(),
    };
    let encoding = |found: &str| Unreadable::Encoding {
        found: found.into(),
    };
    let latin = b"<?xml version=\"1.0\" encoding=\"windows-1252\"?><Finvoice/>".to_vec();
    let table: Vec<(&str, Vec<u8>, Unreadable)> = vec![
        ("nothing", Vec::new(), Unreadable::Empty),
        (
            "a picture",
            b"\x89PNG\r\n\x1a\n".to_vec(),
            Unreadable::NotAnInvoiceFile,
        ),
        (
            "a table",
            b"number;amount\n1;2".to_vec(),
            Unreadable::NotAnInvoiceFile,
        ),
        (
            "huge",
            vec![b' '; 21 << 20],
            Unreadable::TooLarge {
                bytes: 21 << 20,
                most: LARGEST as u64,
            },
        ),
        (
            "deep UBL",
            nested(&format!("Invoice {UBL}"), 100_000),
            Unreadable::Hostile,
        ),
        (
            "deep Finvoice",
            nested("Finvoice Version=\"3.0\"", 100_000),
            Unreadable::Hostile,
        ),
        (
            "entities in UBL",
            bomb(&format!("Invoice {UBL}")),
            Unreadable::DocumentType,
        ),
        (
            "entities in Finvoice",
            bomb("Finvoice Version=\"3.0\""),
            Unreadable::DocumentType,
        ),
        (
            "cut off",
            ubl[..ubl.len() / 2].to_vec(),
            // Where it ends depends on how it is written; only that it is told.
            Unreadable::Broken { line: 0, column: 0 },
        ),
        (
            "cut off Finvoice",
            finvoice[..finvoice.len() / 2].to_vec(),
            Unreadable::Broken { line: 0, column: 0 },
        ),
        (
            "another document",
            b"<?xml version=\"1.0\"?><Order/>".to_vec(),
            no_invoice("Order"),
        ),
        (
            "an envelope alone",
            b"<s:Envelope xmlns:s=\"x\"/>".to_vec(),
            no_invoice("Envelope"),
        ),
        (
            "a version",
            replaced(&finvoice, "Version=\"3.0\"", "Version=\"9.0\""),
            wrong("Version", "9.0"),
        ),
        (
            "an order",
            replaced(&finvoice, ">INV01<", ">ORD01<"),
            wrong("InvoiceTypeCode", "ORD01"),
        ),
        (
            "no number",
            replaced(
                &finvoice,
                &format!("<InvoiceNumber>{}</InvoiceNumber>", invoice.number),
                "",
            ),
            Unreadable::Missing {
                element: "InvoiceNumber".into(),
            },
        ),
        (
            "a day",
            replaced(&finvoice, ">20260109<", ">20260199<"),
            wrong("InvoiceDate", "20260199"),
        ),
        ("an encoding", latin, encoding("windows-1252")),
        (
            "not UTF-8",
            b"<Invoice>\xff</Invoice>".to_vec(),
            encoding("invalid UTF-8"),
        ),
        ("a PDF of a document", plain, Unreadable::PlainPdf),
        (
            "a broken PDF",
            b"%PDF-1.7\nnothing".to_vec(),
            Unreadable::BrokenPdf,
        ),
    ];
    for (name, bytes, expected) in table {
        let begun = Instant::now();
        let found = match read(&bytes).unwrap_err() {
            Unreadable::Broken { .. } => Unreadable::Broken { line: 0, column: 0 },
            other => other,
        };
        assert_eq!(found, expected, "{name}");
        assert!(begun.elapsed().as_secs() < 5, "{name}");
    }
}

#[test]
fn a_file_is_refused_by_its_size_before_it_is_read() {
    assert_eq!(check_size(LARGEST as u64), Ok(()));
    assert_eq!(
        check_size(LARGEST as u64 + 1),
        Err(Unreadable::TooLarge {
            bytes: LARGEST as u64 + 1,
            most: LARGEST as u64,
        })
    );
}

#[test]
fn a_pdf_with_a_password_is_said_to_have_one() {
    let invoice = cases().remove(0).invoice;
    let hybrid = press().document(&invoice, Form::FacturX).unwrap().content;
    assert!(read(&hybrid).is_ok());
    let from = kept("documents", "open.pdf", &hybrid);
    let to = from.with_file_name("encrypted.pdf");
    let arguments = [
        "--encrypt",
        "secret",
        "owner",
        "256",
        "--",
        from.to_str().unwrap(),
        to.to_str().unwrap(),
    ];
    if printed("qpdf", &arguments).is_some() {
        let encrypted = fs::read(&to).unwrap();
        assert_eq!(read(&encrypted).unwrap_err(), Unreadable::Encrypted);
    }
    // The same by hand, where qpdf is not installed: a trailer that says so.
    let at = hybrid.windows(7).rposition(|part| part == b"trailer");
    if let Some(at) = at {
        let mut by_hand = hybrid[..at].to_vec();
        by_hand.extend(b"trailer\n<</Encrypt 1 0 R/Root 1 0 R/Size 2>>\nstartxref\n0\n%%EOF");
        assert_eq!(read(&by_hand).unwrap_err(), Unreadable::Encrypted);
    }
}
