//! Codes to pay from: payloads line by line, and their pictures read back by a reader of somebody else's.

use super::builder::{World, day, item, money};
use lasku::billing::account::Address;
use lasku::billing::identifier::{CountryCode, Iban, PaymentReference, QrReference};
use lasku::billing::invoice::{Invoice, payment_reference};
use lasku::document::pay::barcode::{Barcode, DIGITS, MODULES};
use lasku::document::pay::epc::{self, EpcError};
use lasku::document::pay::qr::{Matrix, TooLong};
use lasku::document::pay::swiss::{self, Part, SwissError};
use lasku::money::{Currency, Money};
use std::path::{Path, PathBuf};
use std::process::Command;

/// An invoice of a Finnish seller over 20.00 EUR, due on 2026-01-15.
fn invoice() -> Invoice {
    let mut world = World::new();
    world.book.seller.iban = Some(iban("FI2112345600000785"));
    let account = world.account(|_| {});
    let draft = world.draft(account, vec![item("1", "20.00")]);
    let id = world.issue(draft).unwrap();
    let mut invoice = world.archive.invoices[&id].clone();
    invoice.number = "2026-1".into();
    due(&mut invoice, "20.00 EUR");
    invoice.due_date = day("2026-01-15");
    invoice.reference = Some(reference("1232"));
    invoice
}

fn due(invoice: &mut Invoice, amount: &str) {
    invoice.totals.amount_due = amount.parse().unwrap();
}

fn iban(text: &str) -> Iban {
    Iban::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn reference(text: &str) -> PaymentReference {
    PaymentReference::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn address(street: &str, postal_code: &str, city: &str, country: &str) -> Address {
    Address {
        lines: vec![street.into()],
        postal_code: postal_code.into(),
        city: city.into(),
        country: CountryCode::parse(country).unwrap(),
    }
}

// EPC

#[test]
fn a_finnish_invoice_is_paid_by_reference_and_due_date() {
    assert_eq!(
        epc::of(&invoice()).unwrap().unwrap(),
        "BCD\n002\n1\nSCT\n\nTesti Oy\nFI2112345600000785\nEUR20.00\n\n1232\n\nReqdExctnDt/2026-01-15"
    );
}

#[test]
fn the_reference_stands_in_the_line_that_its_kind_and_the_seller_ask_for() {
    // Country of the seller, reference, lines 10 and on.
    let table = [
        ("FI", "1232", "1232||ReqdExctnDt/2026-01-15"),
        ("FI", "RF33 2348236", "RF332348236||ReqdExctnDt/2026-01-15"),
        (
            "FI",
            "Order  of\tMay",
            "|Order of May|ReqdExctnDt/2026-01-15",
        ),
        ("FI", "", "|2026-1|ReqdExctnDt/2026-01-15"),
        ("DE", "RF33 2348236", "RF332348236"),
        ("DE", "1232", "|1232"),
        ("DE", "Spende für Wikipedia", "|Spende für Wikipedia"),
        ("DE", "", "|2026-1"),
    ];
    for (country, text, expected) in table {
        let mut invoice = invoice();
        invoice.seller.address.country = CountryCode::parse(country).unwrap();
        invoice.reference = (!text.is_empty()).then(|| reference(text));
        let payload = epc::of(&invoice).unwrap().unwrap();
        let found: Vec<&str> = payload.split('\n').skip(9).collect();
        assert_eq!(found.join("|"), expected, "{country} {text}");
    }
}

#[test]
fn an_epc_code_has_its_place_only_where_a_transfer_in_euros_is_due() {
    let of = |change: fn(&mut Invoice)| {
        let mut invoice = invoice();
        change(&mut invoice);
        epc::of(&invoice)
    };
    assert_eq!(of(|invoice| due(invoice, "0.00 EUR")), None);
    assert_eq!(of(|invoice| due(invoice, "-0.01 EUR")), None);
    assert_eq!(of(|invoice| due(invoice, "20.00 SEK")), None);
    assert_eq!(of(|invoice| due(invoice, "2000 JPY")), None);
    assert_eq!(of(|invoice| invoice.seller.iban = None), None);
    assert_eq!(of(|invoice| *invoice = credit_note(invoice)), None);
    assert!(of(|invoice| due(invoice, "0.01 EUR")).unwrap().is_ok());
    assert!(
        of(|invoice| due(invoice, "999999999.99 EUR"))
            .unwrap()
            .is_ok()
    );
}

fn credit_note(invoice: &Invoice) -> Invoice {
    use lasku::billing::invoice::{Correction, CreditReason, InvoiceType};
    let mut note = invoice.clone();
    note.type_code = InvoiceType::CreditNote(Correction {
        invoice: invoice.id,
        number: invoice.number.clone(),
        issue_date: invoice.issue_date,
        reason: CreditReason::Goodwill,
    });
    note
}

#[test]
fn a_broken_rule_of_the_epc_code_is_named() {
    let check = |expected: EpcError, change: fn(&mut Invoice)| {
        let mut invoice = invoice();
        change(&mut invoice);
        assert_eq!(epc::of(&invoice), Some(Err(expected)));
    };
    check(EpcError::NameMissing, |invoice| {
        invoice.seller.name = " \n ".into();
    });
    check(
        EpcError::AmountTooLarge {
            amount: money("1000000000.00", Currency::EUR),
        },
        |invoice| due(invoice, "1000000000.00 EUR"),
    );
    check(
        EpcError::BicMissing {
            country: CountryCode::parse("CH").ok(),
        },
        |invoice| invoice.seller.iban = Some(iban("CH9300762011623852957")),
    );
    check(EpcError::TextTooLong { characters: 141 }, |invoice| {
        invoice.reference = Some(PaymentReference::Text("x".repeat(141)));
    });
    // 70 characters of four bytes each, and 20 of three in the text.
    check(EpcError::TooManyBytes { bytes: 409 }, |invoice| {
        invoice.seller.name = "𐍈".repeat(200);
        invoice.reference = Some(PaymentReference::Text("あ".repeat(20)));
    });
}

#[test]
fn a_name_is_cut_at_seventy_characters_and_never_within_one() {
    for (letter, bytes) in [("x", 70), ("ä", 140), ("あ", 210)] {
        let mut invoice = invoice();
        invoice.seller.name = letter.repeat(200);
        let payload = epc::of(&invoice).unwrap().unwrap();
        let name = payload.split('\n').nth(5).unwrap();
        assert_eq!((name.chars().count(), name.len()), (70, bytes));
    }
}

#[test]
fn no_line_of_the_payload_comes_from_within_a_text() {
    let mut invoice = invoice();
    invoice.seller.name = "Testi\nDE33100205000001194700\r\nOy".into();
    let payload = epc::of(&invoice).unwrap().unwrap();
    assert_eq!(payload.split('\n').count(), 12);
    assert_eq!(
        payload.split('\n').nth(5),
        Some("Testi DE33100205000001194700 Oy")
    );
}

/// PyPI's segno writes the same lines for these parties (in ISO 8859-1 and with `EUR20`, which are both allowed).
#[test]
fn the_example_of_segno_is_told_in_version_6() {
    let mut invoice = invoice();
    invoice.seller.name = "Wikimedia Foerdergesellschaft".into();
    invoice.seller.address.country = CountryCode::DE;
    invoice.seller.iban = Some(iban("DE33100205000001194700"));
    invoice.reference = Some(reference("Spende fuer Wikipedia"));
    let payload = epc::of(&invoice).unwrap().unwrap();
    assert_eq!(
        payload,
        "BCD\n002\n1\nSCT\n\nWikimedia Foerdergesellschaft\nDE33100205000001194700\nEUR20.00\n\n\n\
         Spende fuer Wikipedia"
    );
    assert_eq!(Matrix::of(&payload).unwrap().version(), 6);
}

#[test]
fn the_longest_epc_payload_fits_into_version_13() {
    let longest = Matrix::of(&"x".repeat(epc::MOST_BYTES)).unwrap();
    assert_eq!((longest.version(), longest.size()), (13, 69));
    let one_more = Matrix::of(&"x".repeat(epc::MOST_BYTES + 1)).unwrap();
    assert_eq!(one_more.version(), 14);
    assert_eq!(Matrix::of(&"x".repeat(2332)), Err(TooLong { bytes: 2332 }));
    assert_eq!(Matrix::of(&"x".repeat(2331)).unwrap().version(), 40);
}

// Swiss QR-bill

/// An invoice from Biel to Rorschach.
fn swiss_invoice(account: &str, amount: &str, text: &str) -> Invoice {
    let mut invoice = invoice();
    invoice.seller.name = "Robert Schneider AG".into();
    invoice.seller.address = address("Rue du Lac 1268", "2501", "Biel", "CH");
    invoice.seller.iban = Some(iban(account));
    invoice.buyer.name = "Pia Rutschmann".into();
    invoice.buyer.address = address("Marktgasse 28", "9400", "Rorschach", "CH");
    invoice.reference = (!text.is_empty()).then(|| PaymentReference::read(text));
    due(&mut invoice, amount);
    invoice
}

/// Expected are the lines that the Python package qrbill 1.2.0 writes for the same parties, amounts and references (with
/// CR LF, where ours are LF; both are allowed).
#[test]
fn a_swiss_payload_is_that_of_qrbill() {
    let creditor = "S|Robert Schneider AG|Rue du Lac 1268||2501|Biel|CH";
    let debtor = "S|Pia Rutschmann|Marktgasse 28||9400|Rorschach|CH";
    let table = [
        (
            swiss_invoice(
                "CH4431999123000889012",
                "1949.75 CHF",
                "21 00000 00003 13947 14300 09017",
            ),
            format!(
                "SPC|0200|1|CH4431999123000889012|{creditor}||||||||1949.75|CHF|{debtor}|QRR|210000000003139471430009017|2026-1|EPD"
            ),
        ),
        (
            swiss_invoice("CH5800791123000889012", "199.95 CHF", "RF18539007547034"),
            format!(
                "SPC|0200|1|CH5800791123000889012|{creditor}||||||||199.95|CHF|{debtor}|SCOR|RF18539007547034|2026-1|EPD"
            ),
        ),
        (
            {
                let mut invoice = swiss_invoice("CH5204835012345671000", "0.01 EUR", "");
                invoice.buyer.address.city.clear();
                invoice
            },
            format!(
                "SPC|0200|1|CH5204835012345671000|{creditor}||||||||0.01|EUR||||||||NON||2026-1|EPD"
            ),
        ),
        (
            {
                let mut invoice =
                    swiss_invoice("LI21088100002324013AA", "999999999.99 CHF", "RF332348236");
                invoice.seller.address = address("Rue du Lac 1268", "9490", "Vaduz", "LI");
                invoice.buyer.name = "日本".into();
                invoice
            },
            "SPC|0200|1|LI21088100002324013AA|S|Robert Schneider AG|Rue du Lac 1268||9490|Vaduz|LI||||||||\
             999999999.99|CHF||||||||SCOR|RF332348236|2026-1|EPD"
                .to_owned(),
        ),
    ];
    for (invoice, expected) in table {
        let payload = swiss::of(&invoice).unwrap().unwrap();
        assert_eq!(payload.replace('\n', "|"), expected);
    }
}

/// Base and check digit as PyPI's python-stdnum (`stdnum.ch.esr`) computes them; the first is the example of SIX.
#[test]
fn a_qr_reference_ends_with_the_recursive_check_digit() {
    let table = [
        ("21000000000313947143000901", 7),
        ("94580730215736819303642621", 3),
        ("29972200332245383236405622", 3),
        ("41549909514547527720405608", 0),
        ("65690702931375858471954061", 1),
        ("35895254814542124720198603", 2),
        ("95476200753292612652064279", 5),
    ];
    for (base, check) in table {
        let whole = format!("{base}{check}");
        let made = QrReference::of(base);
        assert_eq!(made.as_ref().map(QrReference::as_str), Some(&*whole));
    }
    assert_eq!(
        QrReference::of("2348236").as_ref().map(QrReference::as_str),
        Some("000000000000000000023482369")
    );
    for refused in ["", "12a", "210000000003139471430009017"] {
        assert_eq!(QrReference::of(refused), None, "{refused}");
    }
}

#[test]
fn only_a_qr_iban_is_paid_with_a_qr_reference() {
    // Account, reference, type and reference in the payload.
    let table = [
        (
            "CH4431999123000889012",
            "RF332348236",
            "QRR 000000000000000000023482369",
        ),
        (
            "CH4431999123000889012",
            "1232",
            "QRR 000000000000000000000012323",
        ),
        ("CH4431999123000889012", "", "none"),
        ("CH4431999123000889012", "RF04ABC", "none"),
        (
            "CH4431999123000889012",
            "210000000003139471430009018",
            "none",
        ),
        (
            "CH5800791123000889012",
            "210000000003139471430009017",
            "NON ",
        ),
        ("CH5800791123000889012", "1232", "NON "),
        ("CH5800791123000889012", "RF332348236", "SCOR RF332348236"),
    ];
    for (account, text, expected) in table {
        let found = match swiss::of(&swiss_invoice(account, "1.00 CHF", text)).unwrap() {
            Ok(payload) => {
                let lines: Vec<&str> = payload.split('\n').collect();
                assert_eq!(lines.len(), 31);
                format!("{} {}", lines[27], lines[28])
            }
            Err(SwissError::QrReferenceMissing) => "none".into(),
            Err(other) => panic!("{other}"),
        };
        assert_eq!(found, expected, "{account} {text}");
    }
    assert!(iban("CH4431999123000889012").is_qr());
    assert!(!iban("CH5800791123000889012").is_qr());
    assert!(!iban("FI2112345600000785").is_qr());
}

#[test]
fn a_swiss_code_has_its_place_only_on_a_swiss_invoice() {
    let of = |change: fn(&mut Invoice)| {
        let mut invoice = swiss_invoice("CH5800791123000889012", "10.00 CHF", "RF332348236");
        change(&mut invoice);
        swiss::of(&invoice)
    };
    assert!(of(|_| {}).unwrap().is_ok());
    assert_eq!(
        of(|invoice| invoice.seller.address.country = CountryCode::DE),
        None
    );
    assert_eq!(
        of(|invoice| invoice.seller.iban = Some(iban("FI2112345600000785"))),
        None
    );
    assert_eq!(of(|invoice| due(invoice, "10.00 SEK")), None);
    assert_eq!(of(|invoice| due(invoice, "0.00 CHF")), None);
    assert_eq!(of(|invoice| *invoice = credit_note(invoice)), None);
}

#[test]
fn a_broken_rule_of_the_swiss_code_is_named() {
    let check = |expected: SwissError, change: fn(&mut Invoice)| {
        let mut invoice = swiss_invoice("CH5800791123000889012", "10.00 CHF", "");
        change(&mut invoice);
        assert_eq!(swiss::of(&invoice), Some(Err(expected)));
    };
    check(SwissError::Missing(Part::Name), |invoice| {
        invoice.seller.name.clear();
    });
    check(SwissError::Missing(Part::PostalCode), |invoice| {
        invoice.seller.address.postal_code.clear();
    });
    check(SwissError::Missing(Part::City), |invoice| {
        invoice.seller.address.city = " ".into();
    });
    check(SwissError::TooLong(Part::City), |invoice| {
        invoice.seller.address.city = "x".repeat(36);
    });
    check(SwissError::TooLong(Part::Message), |invoice| {
        invoice.reference = Some(PaymentReference::Text("x".repeat(141)));
    });
    check(
        SwissError::Character {
            part: Part::Name,
            found: 'あ',
        },
        |invoice| invoice.seller.name = "ÄŐȘ€ あ".into(),
    );
    check(
        SwissError::AmountTooLarge {
            amount: "1000000000.00 CHF".parse().unwrap(),
        },
        |invoice| due(invoice, "1000000000.00 CHF"),
    );
}

// Finnish bank barcode

/// IBAN, cents, reference, due date, digits: the vectors of the banks' guide 5.3 and of the crate bank-barcode's tests.
#[rustfmt::skip]
const VECTORS: [(&str, i64, &str, &str, &str); 15] = [
    ("FI7944052020036082", 488315, "868516259619897", "2010-06-12", "479440520200360820048831500000000868516259619897100612"),
    ("FI5810171000000122", 48299, "559582243294671", "2012-01-31", "458101710000001220004829900000000559582243294671120131"),
    ("FI0250004640001302", 69380, "69875672083435364", "2011-07-24", "402500046400013020006938000000069875672083435364110724"),
    ("FI1566010001530641", 744454, "7758474790647489", "2019-12-19", "415660100015306410074445400000007758474790647489191219"),
    ("FI1680001400050267", 93585, "78777679656628687", "", "416800014000502670009358500000078777679656628687000000"),
    ("FI7331313001000058", 0, "868624", "2013-08-09", "473313130010000580000000000000000000000000868624130809"),
    ("FI8333010001100775", 15000020, "92125374252539897737", "2016-05-25", "483330100011007751500002000092125374252539897737160525"),
    ("FI3936363002092492", 103, "590738390", "2023-03-11", "439363630020924920000010300000000000000590738390230311"),
    ("FI9239390001003391", 2, "1357914", "2099-12-24", "492393900010033910000000200000000000000001357914991224"),
    ("FI7944052020036082", 488315, "RF09868516259619897", "2010-06-12", "579440520200360820048831509000000868516259619897100612"),
    ("FI5810171000000122", 48299, "RF06559582243294671", "2010-01-31", "558101710000001220004829906000000559582243294671100131"),
    ("FI0250004640001302", 69380, "RF61698756720839", "2011-07-24", "502500046400013020006938061000000000698756720839110724"),
    ("FI1566010001530641", 744454, "RF847758474790647489", "2019-12-19", "515660100015306410074445484000007758474790647489191219"),
    ("FI1680001400050267", 93585, "RF6078777679656628687", "", "516800014000502670009358560000078777679656628687000000"),
    ("FI7331313001000058", 0, "RF10868624", "2013-08-09", "573313130010000580000000010000000000000000868624130809"),
];

fn barcode(vector: (&str, i64, &str, &str, &str)) -> Barcode {
    let (account, cents, text, due, _) = vector;
    Barcode::new(
        &iban(account),
        Money::new(cents, Currency::EUR),
        &reference(text),
        (!due.is_empty()).then(|| day(due)),
    )
    .unwrap()
}

#[test]
fn a_bank_barcode_has_the_digits_of_the_guide() {
    for vector in VECTORS {
        let barcode = barcode(vector);
        assert_eq!(barcode.digits(), vector.4);
        assert_eq!(barcode.digits().len(), DIGITS);
        assert_eq!(barcode.modules().len(), MODULES);
    }
}

#[test]
fn the_bars_begin_with_set_c_and_end_with_the_check_symbol() {
    let bars: String = barcode(VECTORS[0])
        .modules()
        .iter()
        .map(|black| if *black { '1' } else { '0' })
        .collect();
    assert!(bars.starts_with("11010011100"), "start C");
    // The check value of the guide's first example is 40.
    assert_eq!(&bars[308..319], "11000101000");
    assert!(bars.ends_with("1100011101011"), "stop");
}

#[test]
fn an_invoice_has_a_barcode_only_where_a_finnish_bank_could_read_it() {
    let of = |change: fn(&mut Invoice)| {
        let mut invoice = invoice();
        change(&mut invoice);
        Barcode::of(&invoice).map(|barcode| barcode.digits().to_owned())
    };
    assert_eq!(
        of(|_| {}).as_deref(),
        Some("421123456000007850000200000000000000000000001232260115")
    );
    assert_eq!(
        of(|invoice| due(invoice, "999999.99 EUR")).as_deref(),
        Some("421123456000007859999999900000000000000000001232260115")
    );
    assert_eq!(of(|invoice| due(invoice, "1000000.00 EUR")), None);
    assert_eq!(of(|invoice| due(invoice, "0.00 EUR")), None);
    assert_eq!(of(|invoice| due(invoice, "20.00 SEK")), None);
    assert_eq!(of(|invoice| invoice.reference = None), None);
    assert_eq!(
        of(|invoice| invoice.reference = Some(reference("Order of May"))),
        None
    );
    assert_eq!(
        of(|invoice| invoice.reference = Some(PaymentReference::rf("ABC").unwrap())),
        None
    );
    assert_eq!(
        of(|invoice| invoice.seller.iban = Some(iban("DE33100205000001194700"))),
        None
    );
    assert_eq!(of(|invoice| invoice.seller.iban = None), None);
    assert_eq!(of(|invoice| *invoice = credit_note(invoice)), None);
}

// Read back

#[test]
fn a_reader_finds_in_the_picture_what_was_written() {
    if !has_reader() {
        println!("skipped: zbarimg is not installed");
        return;
    }
    let folder = std::env::temp_dir().join(format!("lasku-codes-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut payloads = vec![
        epc::of(&invoice()).unwrap().unwrap(),
        "x".repeat(epc::MOST_BYTES),
        swiss::of(&swiss_invoice(
            "CH4431999123000889012",
            "1949.75 CHF",
            "210000000003139471430009017",
        ))
        .unwrap()
        .unwrap(),
    ];
    for name in ["Myyjä Öy", "שלום עולם", "日本株式会社"] {
        let mut invoice = invoice();
        invoice.seller.name = name.into();
        payloads.push(epc::of(&invoice).unwrap().unwrap());
    }
    for payload in &payloads {
        let matrix = Matrix::of(payload).unwrap();
        let rows: Vec<Vec<bool>> = matrix.rows().map(<[bool]>::to_vec).collect();
        assert_eq!(rows.len(), matrix.size());
        assert_eq!(read_back(&folder, &rows, 1), *payload);
    }
    for vector in VECTORS {
        let bars = barcode(vector).modules().to_vec();
        assert_eq!(read_back(&folder, &[bars], 60), vector.4);
    }
    std::fs::remove_dir_all(&folder).unwrap();
    println!(
        "{} QR codes and {} barcodes read back",
        payloads.len(),
        VECTORS.len()
    );
}

fn has_reader() -> bool {
    Command::new("zbarimg").arg("--version").output().is_ok()
}

/// Draws the modules as a bitmap of text, four dots a module, ten modules of white around, and lets zbarimg read it.
fn read_back(folder: &Path, rows: &[Vec<bool>], height: usize) -> String {
    const DOTS: usize = 4;
    const QUIET: usize = 10;
    let width = (rows[0].len() + 2 * QUIET) * DOTS;
    let is_dark = |row: usize, column: usize| {
        let row = (row / DOTS).checked_sub(QUIET).map(|row| row / height);
        let column = (column / DOTS).checked_sub(QUIET);
        match (row, column) {
            (Some(row), Some(column)) => rows
                .get(row)
                .and_then(|row| row.get(column))
                .copied()
                .unwrap_or(false),
            _ => false,
        }
    };
    let lines = (rows.len() * height + 2 * QUIET) * DOTS;
    let mut bitmap = format!("P1\n{width} {lines}\n");
    for row in 0..lines {
        for column in 0..width {
            bitmap.push(if is_dark(row, column) { '1' } else { '0' });
        }
        bitmap.push('\n');
    }
    let file: PathBuf = folder.join("code.pbm");
    std::fs::write(&file, bitmap).unwrap();
    let read = Command::new("zbarimg")
        .args(["-q", "--raw", "--oneshot", "-Sbinary"])
        .arg(&file)
        .output()
        .unwrap();
    assert!(read.status.success(), "nothing was found in the picture");
    String::from_utf8(read.stdout).unwrap()
}

/// The bank of a QR-IBAN takes nothing else, so nothing else is asked of the customer.
#[test]
fn an_invoice_to_a_qr_iban_is_paid_with_a_qr_reference() {
    let mut seller = World::new().book.seller;
    let table = [
        ("FI", "FI2112345600000785", "2026000121"),
        ("CH", "CH5800791123000889012", "RF26202600012"),
        ("CH", "CH4431999123000889012", "000000000000000002026000125"),
    ];
    for (country, account, expected) in table {
        seller.address.country = CountryCode::parse(country).unwrap();
        seller.iban = Some(iban(account));
        let reference = payment_reference("2026-00012", &seller).unwrap();
        assert_eq!(String::from(reference), expected);
    }
}
