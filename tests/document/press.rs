//! Papers: previews, quotes, letters and statements, what a form lacks, and codes that can't be drawn.

use crate::backup_book::{day, seller};
use crate::cases::{cases, swiss};
use crate::tools::{at, press, text, with_look};
use base64::Engine;
use lasku::billing::account::Language;
use lasku::billing::invoice::Invoice;
use lasku::billing::letter::{Letter, LetterKind};
use lasku::billing::stationery::{LogoFault, Picture, PictureKind, Stationery};
use lasku::document::pdf::{Look, PdfError, Template};
use lasku::worker::press::{Unpressed, check};
use lasku::worker::protocol::{FaultKind, Form, Paper, PayCode, PayField, Uncoded};
use uuid::Uuid;

fn invoice(language: Language) -> Invoice {
    Invoice {
        language,
        number: "104711".into(),
        ..cases().remove(0).invoice
    }
}

/// What stands on it in each template.
fn texts(paper: &Paper, name: &str) -> Vec<String> {
    let read = Template::ALL.iter().filter_map(|template| {
        let look = Look {
            template: *template,
            ..Look::default()
        };
        let made = with_look(&look).paper(paper, Form::Pdf).unwrap();
        text(&made.content, &format!("{name}-{template:?}"))
    });
    read.collect()
}

#[test]
fn a_preview_says_what_it_is_and_has_nothing_to_pay_from() {
    let table = [
        (Language::En, "Preview – not an invoice", "To pay"),
        (Language::Fi, "Esikatselu – ei ole lasku", "Maksettavaa"),
    ];
    for (language, notice, asks) in table {
        let paper = Paper::Preview(invoice(language));
        for text in texts(&paper, &format!("preview-{language:?}")) {
            assert!(text.contains(notice), "{text}");
            for absent in ["104711", asks, "Scan to pay", "Maksa skannaamalla"] {
                assert!(!text.contains(absent), "{absent}: {text}");
            }
        }
    }
}

#[test]
fn a_preview_of_a_credit_note_says_that_it_is_none() {
    let note = cases().into_iter().find(|case| case.name == "credit-note");
    let note = Invoice {
        language: Language::En,
        ..note.unwrap().invoice
    };
    for text in texts(&Paper::Preview(note), "preview-credit-note") {
        assert!(text.contains("Preview – not a credit note"), "{text}");
    }
}

#[test]
fn a_quote_ends_in_the_total_and_the_day_it_holds_until() {
    let table = [
        (
            Language::En,
            ["Quote", "Valid until", "31 Jan 2026", "Total with VAT"],
            ["To pay", "Due date", "Interest"],
        ),
        (
            Language::Fi,
            [
                "Tarjous",
                "Voimassa asti",
                "31.1.2026",
                "Verollinen yhteensä",
            ],
            ["Maksettavaa", "Eräpäivä", "Viivästyskorko"],
        ),
    ];
    for (language, says, silent) in table {
        let mut invoice = invoice(language);
        invoice.number.clear();
        invoice.seller.late_payment = "9,5 %".into();
        let paper = Paper::Quote {
            invoice,
            valid_until: day("2026-01-31"),
        };
        for text in texts(&paper, &format!("quote-{language:?}")) {
            for expected in says {
                assert!(text.contains(expected), "{expected} is missing: {text}");
            }
            for absent in silent.into_iter().chain(["Scan to pay", "104711"]) {
                assert!(!text.contains(absent), "{absent}: {text}");
            }
        }
    }
}

#[test]
fn what_is_no_issued_document_is_a_pdf_or_nothing() {
    let invoice = invoice(Language::En);
    let letter = Letter {
        id: Uuid::from_u128(7).into(),
        account: invoice.account,
        kind: LetterKind::Reminder,
        on: invoice.issue_date,
        language: Language::En,
        recipient: invoice.buyer.name.clone(),
        address: invoice.buyer.address.clone(),
        email: String::new(),
        subject: String::new(),
        paragraphs: Vec::new(),
        invoice: Some(invoice.id),
        case: None,
        sent: Vec::new(),
    };
    let papers = [
        Paper::Preview(invoice),
        Paper::Letter {
            letter,
            seller: seller(),
            subject: "Hello".into(),
            paragraphs: vec!["One.".into(), "Two.".into()],
        },
    ];
    for paper in papers {
        let made = press().paper(&paper, Form::Pdf).unwrap();
        assert!(made.content.starts_with(b"%PDF"));
        for form in Form::E_INVOICES {
            let refused = press().paper(&paper, form);
            assert!(matches!(refused, Err(Unpressed::Failed(_))), "{form:?}");
        }
    }
}

#[test]
fn a_logo_that_cant_be_drawn_is_said_to_be_the_reason() {
    let picture = |content: &[u8], kind| Stationery {
        logo: Some(Picture {
            kind,
            content: base64::engine::general_purpose::STANDARD.encode(content),
        }),
        ..Stationery::default()
    };
    let cut_off = picture(b"\x89PNG\r\n\x1a\n\0\0\0", PictureKind::Png);
    let refused = Look::of(&cut_off).unwrap_err();
    assert!(
        matches!(refused, PdfError::Logo(LogoFault::Damaged(_))),
        "{refused:?}"
    );
    let text = picture(b"GIF89a", PictureKind::Png);
    assert_eq!(
        Look::of(&text).unwrap_err(),
        PdfError::Logo(LogoFault::Format)
    );
}

#[test]
fn a_draft_is_checked_without_its_number() {
    for form in Form::E_INVOICES {
        let mut draft = invoice(Language::En);
        draft.number.clear();
        assert_eq!(check(&draft, form, at()), Ok(Vec::new()), "{form:?}");
        draft.seller.vat_id = None;
        draft.seller.iban = None;
        draft.seller.name.clear();
        let found = check(&draft, form, at()).unwrap();
        assert!(!found.is_empty(), "{form:?}");
    }
    assert_eq!(
        check(&invoice(Language::En), Form::Pdf, at()),
        Ok(Vec::new())
    );
}

#[test]
fn what_finvoice_lacks_is_told_as_a_code() {
    let mut lacking = invoice(Language::En);
    lacking.seller.iban = None;
    lacking.buyer.name = "X".into();
    lacking.lines[0].tax.rate = "25.5555".parse().unwrap();
    let found = check(&lacking, Form::Finvoice, at()).unwrap();
    let told: Vec<_> = found
        .iter()
        .map(|fault| (fault.place.as_str(), fault.line, fault.kind))
        .collect();
    assert_eq!(
        told,
        [
            ("seller.iban", None, FaultKind::Absent),
            ("buyer.name", None, FaultKind::TooShort { least: 2 }),
            (
                "line.tax_rate",
                Some(1),
                FaultKind::TooManyDecimals { most: 3 }
            ),
        ]
    );
}

#[test]
fn a_code_that_is_missing_is_noted_with_the_reason() {
    let notes = |invoice: &Invoice| -> Vec<(PayCode, Uncoded)> {
        let made = press().document(invoice, Form::Pdf).unwrap();
        made.notes
            .iter()
            .map(|note| (note.code, note.why))
            .collect()
    };
    assert_eq!(notes(&invoice(Language::En)), []);
    let mut nameless = invoice(Language::En);
    nameless.seller.name = " ".into();
    let missing = Uncoded::Missing(PayField::Name);
    assert_eq!(notes(&nameless), [(PayCode::Epc, missing)]);
    let no_reference = swiss("CH4431999123000889012", "letters");
    let why = Uncoded::QrReferenceMissing;
    assert_eq!(notes(&no_reference), [(PayCode::Swiss, why)]);
    let mut cyrillic = swiss("CH5800791123000889012", "RF18539007547034");
    cyrillic.seller.address.city = "Биль".into();
    let why = Uncoded::Character {
        field: PayField::City,
        found: 'Б',
    };
    assert_eq!(notes(&cyrillic), [(PayCode::Swiss, why)]);
}
