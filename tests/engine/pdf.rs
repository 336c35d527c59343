//! Documents as PDF files: what stands on them, on how many pages, and that the same document gives the same bytes.
//!
//! The library that writes them checks PDF/A-3a and PDF/UA-1 and refuses what breaks them. What can be read is asked of
//! `pdftotext` (Debian: poppler-utils); where it isn't installed, those checks say that they were skipped.

use super::builder::{account, day, item, money, percent};
use lasku::billing::account::{Address, Language};
use lasku::billing::id::*;
use lasku::billing::identifier::*;
use lasku::billing::invoice::*;
use lasku::billing::letter::{Letter, LetterKind};
use lasku::billing::line::{LineItem, Proration, Reduction};
use lasku::billing::refusal::Location;
use lasku::billing::seller::Seller;
use lasku::billing::statement::{Movement, MovementKind, Statement};
use lasku::billing::tax::{TaxCategory, TaxRule};
use lasku::billing::totals::{Adjustment, AdjustmentKind, compute};
use lasku::calendar::Period;
use lasku::document::pdf::format::Format;
use lasku::document::pdf::words::{Words, country_name};
use lasku::document::pdf::*;
use lasku::money::{Currency, Money};
use proptest::prelude::*;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Instant;
use uuid::Uuid;

#[test]
fn the_words_of_both_languages_can_be_read() {
    for language in [Language::En, Language::Fi] {
        assert!(!Words::of(language).invoice.is_empty());
        for country in CountryCode::all() {
            assert_ne!(country_name(language, country), country.code());
        }
    }
}

#[test]
fn amounts_and_days_are_written_as_the_language_has_them() {
    let rows = [
        ("1234.50 EUR", "€1,234.50", "1 234,50 €"),
        ("-1234.50 EUR", "−€1,234.50", "−1 234,50 €"),
        ("0.00 EUR", "€0.00", "0,00 €"),
        ("999.99 SEK", "SEK 999.99", "999,99 SEK"),
        ("-1235 JPY", "−JP¥1,235", "−1 235 ¥"),
        ("1234567.891 KWD", "KWD 1,234,567.891", "1 234 567,891 KWD"),
        ("1.00 USD", "US$1.00", "1,00 $"),
    ];
    for (amount, en, fi) in rows {
        let amount: Money = amount.parse().unwrap();
        let written = |language| Format::new(language).money(amount).replace('\u{a0}', " ");
        assert_eq!(written(Language::En), en);
        assert_eq!(written(Language::Fi), fi);
    }
    let (en, fi) = (Format::new(Language::En), Format::new(Language::Fi));
    assert_eq!(en.date(day("2026-09-02")), "2 Sept 2026");
    assert_eq!(fi.date(day("2026-03-02")), "2.3.2026");
    let march = Period::new(day("2026-03-01"), day("2026-04-01")).unwrap();
    assert_eq!(en.period(march), "March 2026");
    assert_eq!(fi.period(march), "maaliskuu 2026");
    let price = "0.012345".parse().unwrap();
    assert_eq!(en.unit_price(price, Currency::EUR), "€0.012345");
    assert_eq!(en.percent(percent("25.5")), "25.5%");
    assert_eq!(fi.percent(percent("25.5")), "25,5\u{a0}%");
    assert_eq!(fi.quantity("1234.5".parse().unwrap()), "1\u{a0}234,5");
}

#[test]
fn an_accent_is_darkened_until_it_can_be_read() {
    let yellow = Rgb::new(0xff, 0xe1, 0x00);
    assert!(yellow.contrast_with_white() < 4.5);
    assert!(yellow.readable().contrast_with_white() >= 4.5);
    let dark = Rgb::new(0x1f, 0x5c, 0x4d);
    assert_eq!(dark.readable(), dark);
    assert!(Rgb::WHITE.readable().contrast_with_white() >= 4.5);
}

/// Pages by number of lines, template by template.
#[test]
fn documents_of_any_length_keep_their_amounts_and_their_carried_sums() {
    for template in Template::ALL {
        for language in [Language::En, Language::Fi] {
            for (lines, least, most) in [(1, 1, 1), (3, 1, 1), (30, 2, 3), (500, 15, 30)] {
                let invoice = sample(language, lines);
                let name = format!("{template:?}-{language:?}-{lines}");
                let file = draw(&name, &invoice, template, codes(language));
                let pages = page_count(&file);
                assert!((least..=most).contains(&pages), "{name}: {pages} pages");
                check_amounts(&name, &invoice, &file);
                check_carried(&name, &invoice, &file);
            }
        }
    }
}

#[test]
fn the_same_document_gives_the_same_bytes() {
    let invoice = sample(Language::Fi, 30);
    let draw = || {
        render(
            &invoice,
            &look(Template::Modern),
            &fonts(),
            codes(Language::Fi),
        )
        .unwrap()
    };
    assert!(draw() == draw());
}

#[test]
fn a_credit_note_names_its_invoice_and_asks_for_no_payment() {
    let invoice = sample(Language::En, 2);
    let mut note = invoice.clone();
    note.number = "2002".into();
    note.reference = None;
    note.type_code = InvoiceType::CreditNote(Correction {
        invoice: invoice.id,
        number: "1027".into(),
        issue_date: invoice.issue_date,
        reason: CreditReason::NotDelivered,
    });
    for template in Template::ALL {
        let file = draw(
            &format!("credit-{template:?}"),
            &note,
            template,
            codes(Language::En),
        );
        assert_eq!(page_count(&file), 1);
        let Some(text) = read_back(&file) else { return };
        for expected in ["Credit note", "1027, 2 Mar 2026", "Returned or", "Credited"] {
            assert!(text.contains(expected), "{expected} is missing: {text}");
        }
        assert!(
            !text.contains("To pay") && !text.contains("Interest on late"),
            "{text}"
        );
    }
}

#[test]
fn reverse_charge_and_several_rates_are_explained() {
    let mut lines = goods(4);
    lines[0].tax = TaxRule::untaxed(TaxCategory::ReverseCharge);
    lines[1].tax = TaxRule::fixed(percent("14"));
    lines[2].tax = TaxRule::untaxed(TaxCategory::Exempt);
    lines[2].tax.reason = Some("Koulutus, AVL 39 §".into());
    let discount = Adjustment {
        kind: AdjustmentKind::Allowance,
        value: Reduction::Percent(percent("2.5")),
        reason: "Kanta-asiakas".into(),
    };
    let fee = Adjustment {
        kind: AdjustmentKind::Charge,
        value: Reduction::Amount(money("4.90", Currency::EUR)),
        reason: String::new(),
    };
    let invoice = document(Language::Fi, Currency::EUR, lines, &[discount, fee]);
    for template in Template::ALL {
        let name = format!("rates-{template:?}");
        let file = draw(&name, &invoice, template, codes(Language::Fi));
        check_amounts(&name, &invoice, &file);
        let Some(text) = read_back(&file) else { return };
        for expected in [
            "veron suorittaa ostaja",
            "Koulutus, AVL 39 §",
            "Kanta-asiakas",
            "Lisämaksu",
        ] {
            assert!(text.contains(expected), "{expected} is missing: {text}");
        }
        for group in &invoice.totals.breakdown {
            let taxable = Format::new(Language::Fi).amount_plain(group.taxable);
            assert!(
                text.contains(&spaced(&taxable)),
                "{taxable} is missing: {text}"
            );
        }
    }
}

#[test]
fn currencies_with_no_and_with_three_decimals_are_drawn() {
    for (code, price) in [
        ("JPY", "123456"),
        ("KWD", "1234.567"),
        ("EUR", "9999999.999999"),
    ] {
        let currency = Currency::parse(code).unwrap();
        let mut lines = goods(3);
        for line in &mut lines {
            line.unit_price = price.parse().unwrap();
        }
        let invoice = document(Language::Fi, currency, lines, &[]);
        for template in Template::ALL {
            let name = format!("{code}-{template:?}");
            let file = draw(&name, &invoice, template, Extra::default());
            check_amounts(&name, &invoice, &file);
        }
    }
}

#[test]
fn long_names_and_other_scripts_are_drawn() {
    let long = "Pohjois-Suomen Erikoiskuljetus ja Nostopalvelu ".repeat(5);
    let mut invoice = sample(Language::Fi, 3);
    invoice.seller.name = long[..200].to_owned();
    invoice.buyer.name = "W".repeat(200);
    invoice.buyer.contact = long[..200].to_owned();
    invoice.order_reference = "PO-".repeat(60);
    invoice.lines[0].item.description = long.repeat(3);
    invoice.lines[1].item.description =
        "חברת החשמל לישראל בע\"מ 2026 — Ελλάδα, Україна, شركة".into();
    invoice.lines[2].item.description = "x\u{0}\t\u{e000}\u{fffe}漢字 🙂 a\u{301}".into();
    invoice.note = "z".repeat(1_000);
    let mut hebrew = sample(Language::En, 3);
    hebrew.buyer.name = "משה כהן ובניו בע״מ".into();
    hebrew.buyer.address.lines = vec!["רחוב הרצל 12".into()];
    hebrew.buyer.address.country = CountryCode::parse("IL").unwrap();
    hebrew.lines[0].item.description = "شركة المياه (2026)".into();
    for template in Template::ALL {
        let name = format!("long-{template:?}");
        let file = draw(&name, &invoice, template, codes(Language::Fi));
        check_amounts(&name, &invoice, &file);
        let name = format!("hebrew-{template:?}");
        let file = draw(&name, &hebrew, template, codes(Language::En));
        let Some(text) = read_back(&file) else {
            continue;
        };
        assert!(text.contains("משה"), "{text}");
        assert!(text.contains("Israel"), "{text}");
    }
    assert_eq!(fonts().missing("abc漢 אα"), ['漢']);
}

#[test]
fn a_line_higher_than_a_page_is_cut_and_nothing_is_lost() {
    let mut invoice = sample(Language::En, 3);
    let words: Vec<String> = (0..4_000).map(|number| format!("w{number}")).collect();
    invoice.lines[1].item.description = words.join(" ");
    for template in Template::ALL {
        let file = draw(
            &format!("high-{template:?}"),
            &invoice,
            template,
            codes(Language::En),
        );
        assert!(page_count(&file) > 3);
        check_carried("high", &invoice, &file);
        let Some(text) = read_back(&file) else { return };
        let found: std::collections::HashSet<&str> = text.split_whitespace().collect();
        let lost: Vec<&String> = words
            .iter()
            .filter(|word| !found.contains(word.as_str()))
            .collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}

/// What nobody types but a file may bring: the head of a document still leaves room for its body.
#[test]
fn texts_without_end_stay_in_their_place() {
    let endless = "Liikkeenharjoittaja ".repeat(400);
    let mut invoice = sample(Language::Fi, 3);
    invoice.number = "1".repeat(300);
    invoice.seller.name = endless.clone();
    invoice.seller.address.lines = vec![endless.clone(); 5];
    invoice.seller.email = "a".repeat(2_000);
    invoice.buyer.name = endless.clone();
    invoice.buyer.address.lines = vec![endless.clone(); 20];
    invoice.buyer.reference = endless.clone();
    invoice.order_reference = endless.clone();
    invoice.lines[0].item.unit = endless.clone();
    invoice.lines[0].item.reduction_reason = Some(endless.clone());
    for template in Template::ALL {
        let name = format!("endless-{template:?}");
        let file = draw(&name, &invoice, template, codes(Language::Fi));
        assert!(page_count(&file) < 40, "{name}");
        check_amounts(&name, &invoice, &file);
    }
}

#[test]
fn a_code_is_a_square() {
    let ragged = [vec![true, false], vec![true]];
    assert_eq!(QrCode::new(&ragged, ""), None);
}

#[test]
fn documents_print_into_one_file() {
    let invoices: Vec<Invoice> = (1..=4)
        .map(|lines| sample(Language::En, lines * 8))
        .collect();
    let pages: usize = invoices
        .iter()
        .map(|invoice| page_count(&draw("one", invoice, Template::Plain, Extra::default())))
        .sum();
    let documents = invoices.iter().map(|invoice| (invoice, Extra::default()));
    let file = print_file(documents, &look(Template::Plain), &fonts()).unwrap();
    keep("print-file", &file);
    assert_eq!(page_count(&file), pages);
    let nothing = print_file([], &look(Template::Plain), &fonts());
    assert_eq!(nothing, Err(PdfError::Empty));
}

#[test]
fn a_logo_is_drawn_or_refused() {
    let fault = |file: &[u8]| Logo::read(file.to_vec()).err();
    assert_eq!(fault(b"GIF89a"), Some(PdfError::Logo(LogoFault::Format)));
    assert_eq!(fault(b""), Some(PdfError::Logo(LogoFault::Format)));
    let broken = fault(b"\x89PNG\r\n\x1a\nnonsense");
    assert!(matches!(
        broken,
        Some(PdfError::Logo(LogoFault::Damaged(_)))
    ));
    let look = Look {
        logo: Some(Logo::read(png()).unwrap()),
        ..look(Template::Classic)
    };
    let file = render(&sample(Language::En, 3), &look, &fonts(), Extra::default()).unwrap();
    keep("logo", &file);
    // Cut short: its head can be read, the picture can't.
    let cut = Logo::read(png()[..60].to_vec());
    if let Ok(logo) = cut {
        let look = Look {
            logo: Some(logo),
            ..look
        };
        let refused = render(&sample(Language::En, 1), &look, &fonts(), Extra::default());
        assert!(matches!(refused, Err(PdfError::Logo(_))), "{refused:?}");
    }
}

#[test]
fn a_file_is_attached_or_refused() {
    let attachment = |mime: &str| Attachment {
        name: "factur-x.xml".into(),
        mime: mime.into(),
        description: "Invoice as data".into(),
        relationship: Relationship::Alternative,
        content: b"<a/>".to_vec(),
    };
    let with = |attachments| {
        let extra = Extra {
            attachments,
            ..Extra::default()
        };
        render(
            &sample(Language::En, 1),
            &look(Template::Classic),
            &fonts(),
            extra,
        )
    };
    let file = with(vec![attachment("text/xml")]).unwrap();
    keep("attached", &file);
    let refused = Err(PdfError::Attachment {
        name: "factur-x.xml".into(),
    });
    assert_eq!(with(vec![attachment("nonsense")]), refused);
    assert_eq!(
        with(vec![attachment("text/xml"), attachment("text/xml")]),
        refused
    );
}

#[test]
fn a_file_that_is_no_font_is_refused() {
    let [regular, strong] = [REGULAR, STRONG].map(<[u8]>::to_vec);
    let refused = Fonts::read(regular, strong, vec![b"nonsense".to_vec()]);
    assert_eq!(refused.err(), Some(PdfError::Font { index: 2 }));
}

#[test]
fn a_letter_is_drawn() {
    let letter = Letter {
        id: LetterId(Uuid::from_u128(5)),
        account: AccountId(Uuid::from_u128(2)),
        kind: LetterKind::Reminder,
        on: day("2026-04-20"),
        language: Language::Fi,
        recipient: "Åkerlund & Pojat Oy".into(),
        address: address("Kauppakatu 3", "33200", "Tampere"),
        email: String::new(),
        subject: String::new(),
        paragraphs: Vec::new(),
        invoice: None,
        case: None,
        sent: Vec::new(),
    };
    let paragraphs: Vec<String> = (0..3)
        .map(|_| "Laskumme 1027 erääntyi 16.3.2026. Emme ole saaneet siihen suoritusta, joten pyydämme teitä maksamaan avoinna olevan summan seitsemän päivän kuluessa tämän kirjeen päiväyksestä.".into())
        .collect();
    for template in Template::ALL {
        let subject = "Maksumuistutus laskusta 1027";
        let file = super::pdf::letter(&letter, &seller(), subject, &paragraphs, template);
        keep(&format!("letter-{template:?}"), &file);
        assert_eq!(page_count(&file), 1);
        let Some(text) = read_back(&file) else { return };
        assert!(
            text.contains(subject) && text.contains("Kauppakatu 3"),
            "{text}"
        );
    }
}

fn letter(
    letter: &Letter,
    seller: &Seller,
    subject: &str,
    paragraphs: &[String],
    template: Template,
) -> Vec<u8> {
    lasku::document::pdf::letter(
        letter,
        seller,
        subject,
        paragraphs,
        &look(template),
        &fonts(),
    )
    .unwrap()
}

#[test]
fn a_statement_carries_its_balance() {
    let mut balance = money("100.00", Currency::EUR);
    let mut movements = Vec::new();
    for number in 1..=60u128 {
        let amount = money(
            if number % 3 == 0 { "-50.00" } else { "30.25" },
            Currency::EUR,
        );
        balance += amount;
        let kind = match number % 3 {
            0 => MovementKind::Payment(PaymentId(Uuid::from_u128(number))),
            _ => MovementKind::Invoice(InvoiceId(Uuid::from_u128(number))),
        };
        movements.push(Movement {
            on: day("2026-02-01"),
            kind,
            label: format!("{}", 1000 + number),
            amount,
            balance,
        });
    }
    let statement = Statement {
        period: Period::new(day("2026-01-01"), day("2026-04-01")).unwrap(),
        opening: money("100.00", Currency::EUR),
        movements,
        closing: balance,
    };
    let mut account = account(AccountId(Uuid::from_u128(1)), "20001");
    account.address = address("Kauppakatu 3", "33200", "Tampere");
    let seller = seller();
    let of = StatementOf {
        seller: &seller,
        account: &account,
        on: day("2026-04-02"),
    };
    for template in Template::ALL {
        let file =
            lasku::document::pdf::statement(&statement, of, &look(template), &fonts()).unwrap();
        keep(&format!("statement-{template:?}"), &file);
        assert!(page_count(&file) >= 2);
        let Some(text) = read_back(&file) else { return };
        let closing = spaced(&Format::new(Language::En).money(statement.closing));
        assert!(text.contains(&closing), "{text}");
    }
}

#[test]
fn a_page_takes_little_time_and_space() {
    let (invoice, fonts, look) = (sample(Language::Fi, 3), fonts(), look(Template::Classic));
    let begun = Instant::now();
    let file = render(&invoice, &look, &fonts, codes(Language::Fi)).unwrap();
    println!("one page: {} bytes, {:?}", file.len(), begun.elapsed());
    assert!(file.len() < 60_000, "{} bytes", file.len());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_text_is_too_strange_for_a_document(name in ".{0,80}", what in "\\PC{0,200}", note in any::<String>()) {
        let mut invoice = sample(Language::En, 2);
        invoice.buyer.name = name;
        invoice.lines[0].item.description = what;
        invoice.note = note;
        let drawn = render(&invoice, &look(Template::Modern), &fonts(), Extra::default());
        prop_assert!(drawn.is_ok(), "{drawn:?}");
    }
}

// Checks

/// Every amount of every line and sum can be read.
#[track_caller]
fn check_amounts(name: &str, invoice: &Invoice, file: &[u8]) {
    let Some(text) = read_back(file) else { return };
    let format = Format::new(invoice.language);
    let totals = &invoice.totals;
    let sums = [totals.tax_exclusive_total, totals.tax_total];
    let expected = invoice
        .lines
        .iter()
        .map(|line| format.amount_plain(line.net))
        .chain(sums.map(|sum| format.amount_plain(sum)))
        .chain([format.money(totals.amount_due)]);
    for amount in expected {
        assert!(
            text.contains(&spaced(&amount)),
            "{name}: {amount} is missing:\n{text}"
        );
    }
}

/// What is carried forward at the foot of a page is brought forward at the head of the next, and is the sum of all lines
/// up to there.
#[track_caller]
fn check_carried(name: &str, invoice: &Invoice, file: &[u8]) {
    let Some(text) = read_back(file) else { return };
    let words = Words::of(invoice.language);
    let format = Format::new(invoice.language);
    let sums: Vec<String> = invoice
        .lines
        .iter()
        .scan(Money::zero(invoice.currency), |sum, line| {
            *sum += line.net;
            Some(spaced(&format.amount_plain(*sum)))
        })
        .collect();
    let after = |label: &str| -> Vec<String> {
        text.lines()
            .filter_map(|line| line.trim().strip_prefix(label))
            .map(|rest| rest.trim().to_owned())
            .collect()
    };
    let (forward, brought) = (after(&words.carried_forward), after(&words.brought_forward));
    assert!(
        forward.iter().all(|sum| brought.contains(sum)),
        "{name}: {forward:?} {brought:?}"
    );
    let mut from = 0;
    for sum in &forward {
        let at = sums[from..].iter().position(|each| each == sum);
        from += at.unwrap_or_else(|| panic!("{name}: {sum} is no sum of the first lines")) + 1;
    }
    if invoice.lines.len() > 40 {
        assert!(forward.len() > 5, "{name}: {forward:?}");
    }
}

/// No word stands outside the margins, and none on another.
#[track_caller]
fn check_places(name: &str, file: &[u8]) {
    let Some(words) = pdftotext(file, "-bbox") else {
        return;
    };
    for page in words.split("<page ").skip(1) {
        let words: Vec<[f32; 4]> = page.lines().filter_map(place).collect();
        for (index, one) in words.iter().enumerate() {
            let [left, _, right, bottom] = *one;
            let is_inside = left > 56.0 && right < 540.0 && bottom < 830.0;
            assert!(is_inside, "{name}: a word at {one:?}");
            let on = words[index + 1..].iter().find(|other| overlap(one, other));
            assert_eq!(on, None, "{name}: a word at {one:?}");
        }
    }
}

/// `<word xMin="56.7" yMin="…" xMax="…" yMax="…">`.
fn place(line: &str) -> Option<[f32; 4]> {
    let mut figures = line
        .trim()
        .strip_prefix("<word ")?
        .split('"')
        .skip(1)
        .step_by(2);
    let mut next = || figures.next()?.parse().ok();
    Some([next()?, next()?, next()?, next()?])
}

/// Whether two words are drawn over each other. A face's box is higher than its letters, by about a third at each end.
fn overlap(one: &[f32; 4], other: &[f32; 4]) -> bool {
    let spare = (one[3] - one[1]).min(other[3] - other[1]) * 0.3;
    let across = one[0] + 0.5 < other[2] && other[0] + 0.5 < one[2];
    let along = one[1] + spare < other[3] - spare && other[1] + spare < one[3] - spare;
    across && along
}

// Documents

const REGULAR: &[u8] = include_bytes!("../../public/fonts/pdf/hanken-grotesk-regular.ttf");
const STRONG: &[u8] = include_bytes!("../../public/fonts/pdf/hanken-grotesk-semibold.ttf");

fn fonts() -> Fonts {
    let others: [&[u8]; 3] = [
        include_bytes!("../../public/fonts/pdf/noto-sans-regular.ttf"),
        include_bytes!("../../public/fonts/pdf/noto-sans-hebrew-regular.ttf"),
        include_bytes!("../../public/fonts/pdf/noto-sans-arabic-regular.ttf"),
    ];
    let others = others.map(<[u8]>::to_vec).to_vec();
    Fonts::read(REGULAR.to_vec(), STRONG.to_vec(), others).unwrap()
}

fn look(template: Template) -> Look {
    let accent = match template {
        Template::Classic => Rgb::new(0x1f, 0x5c, 0x4d),
        Template::Modern => Rgb::new(0x1d, 0x4e, 0x89),
        Template::Plain => Rgb::new(0xff, 0xe1, 0x00),
    };
    Look {
        template,
        accent,
        logo: None,
    }
}

fn address(street: &str, postal_code: &str, city: &str) -> Address {
    Address {
        lines: vec![street.into()],
        postal_code: postal_code.into(),
        city: city.into(),
        country: CountryCode::FI,
    }
}

fn seller() -> Seller {
    let id = BusinessId::parse("0112038-9").unwrap();
    Seller {
        name: "Koivu & Kaarna Oy".into(),
        address: address("Hämeentie 15 B", "00500", "Helsinki"),
        vat_id: Some(id.vat_id()),
        business_id: Some(id),
        email: "laskutus@koivukaarna.example".into(),
        phone: "+358 9 123 4567".into(),
        website: "koivukaarna.example".into(),
        e_invoice: None,
        iban: Some(Iban::parse("FI7944052020036082").unwrap()),
        bic: Some(Bic::parse("HELSFIHH").unwrap()),
        late_payment: "9,5 %".into(),
        footer: "Kiitos tilauksestanne.".into(),
        ..Seller::unnamed(CountryCode::FI, Language::Fi)
    }
}

const GOODS: [(&str, &str, &str, &str); 6] = [
    ("Toimitilasiivous, Hämeentie 15", "12.5", "HUR", "42.00"),
    (
        "Website hosting and maintenance, including daily copies and an answer to every message within one working day",
        "1",
        "MON",
        "89.00",
    ),
    ("Paperitarvikkeet", "24", "C62", "3.75"),
    ("Electricity, metered", "1843.217", "KWH", "0.084512"),
    ("Ikkunanpesu", "1", "LS", "350.00"),
    ("Mattojen vaihto", "4", "C62", "18.90"),
];

fn goods(count: usize) -> Vec<LineItem> {
    (0..count)
        .map(|at| {
            let (what, quantity, unit, price) = GOODS[at % GOODS.len()];
            let mut line = item(quantity, price);
            line.description = if at < GOODS.len() {
                what.into()
            } else {
                format!("{what} ({at})")
            };
            line.unit = unit.into();
            if at % 6 == 1 {
                line.period = Period::new(day("2026-02-10"), day("2026-03-01"));
                line.proration = Some(Proration { days: 19, of: 28 });
            }
            if at % 6 == 2 {
                line.reduction = Some(Reduction::Percent(percent("10")));
                line.reduction_reason = Some("Vuosisopimus".into());
            }
            line
        })
        .collect()
}

fn sample(language: Language, lines: usize) -> Invoice {
    document(language, Currency::EUR, goods(lines), &[])
}

fn document(
    language: Language,
    currency: Currency,
    items: Vec<LineItem>,
    adjustments: &[Adjustment],
) -> Invoice {
    let supplied = day("2026-02-28");
    let lines = items
        .iter()
        .map(|item| {
            let tax = item.tax.on(CountryCode::FI, supplied).unwrap();
            item.price(currency, tax, Location::Whole).unwrap()
        })
        .collect();
    let computed = compute(currency, lines, adjustments).unwrap();
    Invoice {
        id: InvoiceId(Uuid::from_u128(0x1027)),
        number: "1027".into(),
        series: Some(SeriesId(Uuid::from_u128(1))),
        taken_over: false,
        type_code: InvoiceType::Commercial,
        account: AccountId(Uuid::from_u128(2)),
        issue_date: day("2026-03-02"),
        due_date: day("2026-03-16"),
        supplied: Some(supplied),
        currency,
        language,
        seller: seller(),
        buyer: Buyer {
            number: "20418".into(),
            name: "Åkerlund & Pojat Rakennus Oy".into(),
            business_id: Some("1234567-1".into()),
            vat_id: None,
            e_invoice: None,
            address: address("Kauppakatu 3 A 12", "33200", "Tampere"),
            delivery_address: Some(address("Satamakatu 8", "33230", "Tampere")),
            contact: "Maija Åkerlund".into(),
            reference: "Kustannuspaikka 4410".into(),
        },
        reference: PaymentReference::finnish("1027").ok(),
        order_reference: "PO-55812".into(),
        note: "Lisätietoja antaa Aino Koivu, 09 123 4567.".into(),
        lines: computed.lines,
        adjustments: adjustments.to_vec(),
        allowance_charges: computed.allowance_charges,
        totals: computed.totals,
        run: None,
    }
}

/// A code that a phone can read, and a bank barcode.
fn codes(language: Language) -> Extra {
    let payload =
        "BCD\n002\n1\nSCT\nHELSFIHH\nKoivu & Kaarna Oy\nFI7944052020036082\nEUR100.00\n\n10272";
    let code = fast_qr::QRBuilder::new(payload)
        .ecl(fast_qr::ECL::M)
        .build()
        .unwrap();
    let rows: Vec<Vec<bool>> = (0..code.size)
        .map(|y| {
            code[y][..code.size]
                .iter()
                .map(|module| module.value())
                .collect()
        })
        .collect();
    let caption = match language {
        Language::En => "Scan to pay",
        Language::Fi => "Maksa skannaamalla",
    };
    let digits = "479440520200360820048831500000000868516259619897100612";
    let bars = barcoders::sym::code128::Code128::new(format!("\u{106}{digits}")).unwrap();
    Extra {
        qr: QrCode::new(&rows, caption),
        barcode: Some(Barcode {
            modules: bars
                .encode()
                .into_iter()
                .map(|module| module == 1)
                .collect(),
            text: digits.into(),
        }),
        payment_part: None,
        attachments: Vec::new(),
    }
}

/// Two colours, 8 × 4, made by hand: every chunk with its check sum.
fn png() -> Vec<u8> {
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let mut chunk = |name: &[u8], data: &[u8]| {
        file.extend(u32::try_from(data.len()).unwrap().to_be_bytes());
        let body = [name, data].concat();
        file.extend(&body);
        file.extend(crc(&body).to_be_bytes());
    };
    chunk(b"IHDR", &[0, 0, 0, 8, 0, 0, 0, 4, 8, 0, 0, 0, 0]);
    let rows: Vec<u8> = (0..4u8)
        .flat_map(|row| [0, 40, 80, 120, 160, 200, 40, 80, 40 * row])
        .collect();
    let length = u16::try_from(rows.len()).unwrap();
    // Stored, not compressed (RFC 1951, 3.2.4).
    let mut stream = vec![0x78, 0x01, 0x01];
    stream.extend(length.to_le_bytes());
    stream.extend((!length).to_le_bytes());
    stream.extend(&rows);
    let (mut low, mut high) = (1u32, 0u32);
    for byte in &rows {
        low = (low + u32::from(*byte)) % 65_521;
        high = (high + low) % 65_521;
    }
    stream.extend((high << 16 | low).to_be_bytes());
    chunk(b"IDAT", &stream);
    chunk(b"IEND", &[]);
    file
}

fn crc(data: &[u8]) -> u32 {
    !data.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            if crc & 1 == 1 {
                crc >> 1 ^ 0xedb8_8320
            } else {
                crc >> 1
            }
        })
    })
}

fn draw(name: &str, invoice: &Invoice, template: Template, extra: Extra) -> Vec<u8> {
    let file = render(invoice, &look(template), &fonts(), extra)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    keep(name, &file);
    check_places(name, &file);
    file
}

/// Files are kept where a person can look at them.
fn keep(name: &str, file: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("pdf");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(format!("{name}.pdf")), file).unwrap();
}

fn page_count(file: &[u8]) -> usize {
    let marks = [
        &b"/Type/Page\n"[..],
        b"/Type /Page\n",
        b"/Type/Page/",
        b"/Type /Page /",
    ];
    marks
        .iter()
        .map(|mark| {
            file.windows(mark.len())
                .filter(|window| window == mark)
                .count()
        })
        .sum()
}

/// The text of a file as it stands on the page; `None` where `pdftotext` is not installed.
fn read_back(file: &[u8]) -> Option<String> {
    Some(spaced(&pdftotext(file, "-layout")?))
}

fn pdftotext(file: &[u8], how: &str) -> Option<String> {
    let mut reader = match Command::new("pdftotext")
        .args([how, "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
    {
        Ok(reader) => reader,
        Err(_) => {
            println!("skipped: pdftotext is not installed");
            return None;
        }
    };
    let mut input = reader.stdin.take().unwrap();
    let file = file.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&file));
    let output = reader.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    Some(String::from_utf8(output.stdout).unwrap())
}

/// Spaces that don't break, as plain ones.
fn spaced(text: &str) -> String {
    text.replace(['\u{a0}', '\u{202f}'], " ")
}
