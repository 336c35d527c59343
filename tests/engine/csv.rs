//! Customers and contracts from CSV: what is understood, what is refused, and the real file.

use crate::backup_book::{account, day, sample, seller};
use lasku::billing::account::AccountKind;
use lasku::billing::book::Book;
use lasku::billing::command::Command;
use lasku::billing::contract::{BillingMode, PriceSource};
use lasku::billing::decide::{Context, Fetched, decide};
use lasku::billing::id::{AccountId, ImportId};
use lasku::billing::line::Reduction;
use lasku::billing::tax::TaxRule;
use lasku::calendar::{CycleUnit, PaymentTerms};
use lasku::exchange::csv::encoding::{Encoding, decode, detect};
use lasku::exchange::csv::*;
use lasku::insight::lifetime::{By, Group, Life, grouped, lives};
use lasku::insight::survival::Survival;
use lasku::money::Currency;
use proptest::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn table(text: &str) -> Table {
    Table::read(text, Delimiter::guess(text), true).unwrap()
}

pub fn fixed() -> Vec<(Target, String)> {
    [
        (Target::Description, "Kuukausimaksu"),
        (Target::Vat, "25.5 %"),
        (Target::Cycle, "monthly"),
        (Target::Mode, "in advance"),
        (Target::Starts, "2026-01-01"),
    ]
    .map(|(target, value)| (target, value.to_owned()))
    .to_vec()
}

fn book() -> Book {
    let mut desk = crate::backup_book::Desk::new();
    desk.ask(Command::ReviseSeller(seller()));
    desk.book
}

pub fn read_with(table: &Table, mapping: &Mapping, book: &Book) -> Understood {
    let mut ids = 0x7000_u128;
    let mut fresh = || {
        ids += 1;
        Uuid::from_u128(ids)
    };
    let mut context = ImportContext {
        book,
        today: day("2026-01-10"),
        import: ImportId(Uuid::from_u128(1)),
        fresh: &mut fresh,
    };
    understand(table, mapping, &mut context)
}

fn read(text: &str) -> Understood {
    let table = table(text);
    read_with(&table, &Mapping::guess(&table, &fixed()), &book())
}

/// Decides the import as the app does, and gives the book after it.
fn import(book: &Book, understood: &Understood) -> Book {
    let mut fresh = Uuid::nil;
    let mut context = Context {
        now: "2026-01-10T10:00:00Z".parse().unwrap(),
        today: day("2026-01-10"),
        fetched: &Fetched::default(),
        fresh: &mut fresh,
    };
    let command = Command::ImportRecords {
        import: ImportId(Uuid::from_u128(1)),
        source: "file.csv".into(),
        accounts: understood.accounts.clone(),
        products: understood.products.clone(),
        contracts: understood.contracts.clone(),
    };
    let changes = decide(book, command, &mut context).unwrap();
    let mut book = book.clone();
    book.apply(&changes);
    book
}

/// The customers of a real telephone company; the file is not ours to hand on.
pub const TELCO: &str = "../shared/data/telco-customers.csv";

/// The file, where it is.
pub fn telephone_customers() -> Option<Vec<u8>> {
    let beside = format!("{}/{TELCO}", env!("CARGO_MANIFEST_DIR"));
    [beside, format!("../{TELCO}")]
        .iter()
        .find_map(|path| std::fs::read(path).ok())
}

#[test]
fn the_telephone_customers_come_in_to_the_cent() {
    let Some(bytes) = telephone_customers() else {
        eprintln!("SKIPPED: {TELCO} is not here; the import of the real file was not tested");
        return;
    };
    assert_eq!(detect(&bytes), Encoding::Utf8);
    let text = decode(&bytes, Encoding::Utf8);
    assert_eq!(Delimiter::guess(&text), Delimiter::Comma);
    let table = table(&text);
    let mut mapping = Mapping::guess(&table, &fixed());
    assert_eq!(mapping.sources[&Target::Number], Source::Column(0));
    assert_eq!(mapping.sources[&Target::Name], Source::Column(0));
    assert_eq!(mapping.sources[&Target::Price], Source::Column(18));
    assert!(mapping.with_contracts);
    mapping.ended = EndedRule::suggest(&table, day("2026-01-01"));
    assert_eq!(
        mapping.ended,
        Some(EndedRule {
            column: 20,
            value: "Yes".into(),
            starts: day("2025-01-01"),
            last_day: day("2025-12-31"),
        })
    );
    let book = book();
    let found = read_with(&table, &mapping, &book);
    assert_eq!(found.bad, []);
    assert_eq!(found.like, []);
    assert_eq!(found.accounts.len(), 7_043);
    assert_eq!((found.running, found.ended), (5_174, 1_869));
    let sum: Decimal = "316985.75".parse().unwrap();
    assert_eq!(found.price_sum, BTreeMap::from([(Currency::EUR, sum)]));
    assert_eq!(found.catch_up, None, "nothing lies before the first bill");
    let first = &found.contracts[0];
    assert_eq!(first.number, "7590-VHVEG");
    assert_eq!(
        first.services[0].tax,
        TaxRule::STANDARD,
        "25.5 % is Finland's own rate"
    );
    let after = import(&book, &found);
    assert_eq!(after.accounts.len(), 7_043);
    assert_eq!(after.contracts.len(), 7_043);
}

#[test]
fn names_of_columns_are_known_in_two_languages_and_from_other_programs() {
    let rows: [(&str, &[(Target, usize)]); 6] = [
        (
            "Asiakasnumero;Nimi;Y-tunnus;Sähköposti;Katuosoite;Postinumero;Postitoimipaikka;Maa",
            &[
                (Target::Number, 0),
                (Target::Name, 1),
                (Target::BusinessId, 2),
                (Target::Email, 3),
                (Target::Street, 4),
                (Target::PostalCode, 5),
                (Target::City, 6),
                (Target::Country, 7),
            ],
        ),
        (
            "customer_name,email,contact_first_name,contact_last_name,customer_currency,account_number,phone",
            &[
                (Target::Name, 0),
                (Target::Email, 1),
                (Target::FirstName, 2),
                (Target::LastName, 3),
                (Target::Currency, 4),
                (Target::Number, 5),
                (Target::Phone, 6),
            ],
        ),
        (
            "Organization,First Name,Last Name,Email,Phone,Street,City,Province/State,Country,Postal Code,Notes",
            &[
                (Target::Name, 0),
                (Target::PostalCode, 9),
                (Target::Notes, 10),
            ],
        ),
        (
            "Display Name,Company Name,Currency Code,Billing Address,Billing Street2,Billing City,Billing Code,EmailID,Customer ID",
            &[
                (Target::Name, 1),
                (Target::Street, 3),
                (Target::StreetMore, 4),
                (Target::City, 5),
                (Target::PostalCode, 6),
                (Target::Email, 7),
                (Target::Number, 8),
            ],
        ),
        (
            "id,Customer ID,Customer Name,Customer Email,Status,Amount,Interval,Start Date (UTC),Current Period End (UTC),Ended At (UTC)",
            &[
                (Target::Number, 1),
                (Target::Name, 2),
                (Target::Price, 5),
                (Target::Cycle, 6),
                (Target::Starts, 7),
                (Target::BilledUntil, 8),
                (Target::Ends, 9),
            ],
        ),
        (
            "Sopimusnumero|Asiakas|Kuukausimaksu|ALV|Alkaa|Laskutettu asti|Alennus",
            &[
                (Target::ContractNumber, 0),
                (Target::Name, 1),
                (Target::Price, 2),
                (Target::Vat, 3),
                (Target::Starts, 4),
                (Target::BilledUntil, 5),
                (Target::Discount, 6),
            ],
        ),
    ];
    for (header, expected) in rows {
        let found = guess(&table(&format!("{header}\n")));
        for (target, column) in expected {
            assert_eq!(found.get(target), Some(column), "{target:?} in {header}");
        }
    }
}

/// The file, mapped as history: what was bought first is the kind of contract, and months as a customer give the first day.
fn as_history(table: &Table) -> Mapping {
    let column = |name: &str| {
        let place = table.header.iter().position(|each| each == name);
        Source::Column(place.unwrap())
    };
    let mut mapping = Mapping::guess(table, &fixed());
    mapping.ended = EndedRule::suggest(table, day("2026-01-01"));
    mapping
        .sources
        .insert(Target::Description, column("Contract"));
    mapping.sources.insert(Target::Tenure, column("tenure"));
    mapping
}

#[test]
fn months_as_a_customer_become_the_first_day_and_nothing_before_is_billed() {
    let table = table(
        "Number;Price;tenure;Contract;Churn\n1;10;14;Plan;No\n2;10;0;Plan;No\n3;10;5;Plan;Yes\n4;10;0;Plan;Yes\n5;10;x;Plan;No\n",
    );
    let mut mapping = as_history(&table);
    mapping.ended = Some(EndedRule {
        column: 4,
        value: "Yes".into(),
        starts: day("2025-01-01"),
        last_day: day("2025-12-31"),
    });
    let found = read_with(&table, &mapping, &book());
    let told: Vec<_> = found
        .contracts
        .iter()
        .map(|each| (each.starts, each.last_day, each.services[0].closed_before))
        .collect();
    let (first, last) = (day("2026-01-01"), day("2025-12-31"));
    assert_eq!(
        told,
        [
            (day("2024-11-01"), None, Some(first)),
            (first, None, Some(first)),
            (day("2025-08-01"), Some(last), Some(first)),
            (last, Some(last), Some(first)),
        ]
    );
    assert_eq!(found.bad.len(), 1, "x is no number of months");
    assert_eq!(found.bad[0].faults[0].target, Some(Target::Tenure));
}

#[test]
fn the_telephone_customers_stayed_as_long_as_other_peoples_software_says() {
    let Some(bytes) = telephone_customers() else {
        eprintln!("SKIPPED: {TELCO} is not here; the lifetimes of the real file were not tested");
        return;
    };
    let text = decode(&bytes, Encoding::Utf8);
    let table = table(&text);
    let book = book();
    let found = read_with(&table, &as_history(&table), &book);
    assert_eq!(found.bad, []);
    let book = import(&book, &found);
    let groups = grouped(lives(&book, By::Service, day("2026-01-01")), 5);
    let told: BTreeMap<String, (usize, usize, Survival)> = groups
        .iter()
        .map(|(group, lives)| {
            let Group::Named(name) = group else {
                panic!("{group:?} has no name");
            };
            let seen: Vec<_> = lives.iter().map(Life::observation).collect();
            let ended = seen.iter().filter(|each| each.ended).count();
            (
                name.clone(),
                (seen.len(), ended, Survival::of(&seen).unwrap()),
            )
        })
        .collect();
    // Values of lifelines 0.30.3.
    let rows = [
        (
            "Month-to-month",
            3875,
            1655,
            12.0,
            0.703_096_636_3,
            Some(35.0),
        ),
        (
            "Month-to-month",
            3875,
            1655,
            24.0,
            0.585_915_473_9,
            Some(35.0),
        ),
        ("One year", 1473, 166, 24.0, 0.978_272_376_4, None),
        ("Two year", 1695, 48, 60.0, 0.986_199_545_6, None),
    ];
    for (name, count, ended, months, share, median) in rows {
        let (customers, left, curve) = &told[name];
        assert_eq!((*customers, *left), (count, ended), "{name}");
        let found = curve.at(months).unwrap().value;
        assert!((found - share).abs() < 1e-10, "{name} {months}: {found}");
        assert_eq!(curve.median(), median, "{name}");
    }
}

#[test]
fn a_row_becomes_a_customer_with_a_contract() {
    let found = read(
        "Number;Name;Type;VAT ID;E-invoice address;First name;Last name;Email;Phone;Street;Zip;City;Country;Language;Payment terms;Tags;Contract number;Service;Price;Qty;VAT;Discount;Interval;Billing mode;Start;End;Billed until;PO\n\
         77;Laine Oy;company;FI02012566;003702012566;Liisa;Laine;liisa@laine.example;050 1;Kauppakatu 1;33100;Tampere;Suomi;suomi;14 pv netto;a, b;S-9;Huolto;1 234,50 €;2;14 %;10 %;3 kk;jälkikäteen;1.3.2025;31.12.2026;31.12.2025;PO-1\n",
    );
    assert_eq!(found.bad, []);
    let account = &found.accounts[0];
    assert_eq!(account.name, "Laine Oy");
    assert_eq!(account.kind, AccountKind::Company);
    assert_eq!(account.terms, Some(PaymentTerms::NetDays(14)));
    assert_eq!(account.tags, ["a", "b"]);
    assert_eq!(account.address.country.code(), "FI");
    assert_eq!(account.contacts[0].email, "liisa@laine.example");
    let contract = &found.contracts[0];
    assert_eq!(contract.number, "S-9");
    assert_eq!(
        (contract.cycle.every, contract.cycle.unit),
        (3, CycleUnit::Month)
    );
    assert_eq!(contract.mode, BillingMode::InArrears);
    assert_eq!(contract.starts, day("2025-03-01"));
    assert_eq!(contract.last_day, Some(day("2026-12-31")));
    let service = &contract.services[0];
    assert_eq!(service.closed_before, Some(day("2026-01-01")));
    assert_eq!(
        service.terms[0].price,
        PriceSource::Own("1234.5".parse().unwrap())
    );
    assert_eq!(service.terms[0].quantity.to_string(), "2");
    assert_eq!(
        service.terms[0]
            .discount
            .as_ref()
            .map(|each| each.reduction),
        Some(Reduction::Percent("10".parse().unwrap()))
    );
    import(&book(), &found);
}

fn check_bad(text: &str, target: Option<Target>, kind: &FaultKind) {
    let found = read(text);
    let faults: Vec<_> = found.bad.iter().flat_map(|bad| &bad.faults).collect();
    assert!(
        faults
            .iter()
            .any(|fault| fault.target == target && fault.kind == *kind),
        "{text}: {faults:?}"
    );
    assert!(found.accounts.len() <= 1);
}

#[test]
fn what_can_be_read_in_two_ways_is_refused_and_not_guessed() {
    let text = |text: &str| text.to_owned();
    check_bad(
        "number,name,price\n1,A,\"1,234\"\n",
        Some(Target::Price),
        &FaultKind::AmbiguousNumber {
            one: text("1234"),
            other: text("1.2340"),
        },
    );
    check_bad(
        "number,name,price,start\n1,A,5,03/04/2026\n",
        Some(Target::Starts),
        &FaultKind::AmbiguousDate {
            text: text("03/04/2026"),
        },
    );
    // Another row says how.
    let found = read("number;name;price;start\n1;A;1.234;03/04/2026\n2;B;5,5;25/04/2026\n");
    assert_eq!(found.bad, []);
    assert_eq!(found.contracts[0].starts, day("2026-04-03"));
    assert_eq!(
        found.contracts[0].services[0].terms[0].price,
        PriceSource::Own("1234".parse().unwrap())
    );
}

#[test]
fn every_bad_row_has_its_reason() {
    let text = |text: &str| text.to_owned();
    let rows = [
        ("number,name\n1,\n", Some(Target::Name), FaultKind::Empty),
        (
            "number,name\n1,A\n1,B\n",
            Some(Target::Number),
            FaultKind::Repeated { line: 2 },
        ),
        (
            "name,vat id\nA,FI0201256\n",
            Some(Target::VatId),
            FaultKind::NotKnown {
                text: text("FI0201256"),
            },
        ),
        (
            "name,country\nA,Narnia\n",
            Some(Target::Country),
            FaultKind::NotKnown {
                text: text("Narnia"),
            },
        ),
        (
            "name,currency\nA,XX\n",
            Some(Target::Currency),
            FaultKind::NotKnown { text: text("XX") },
        ),
        (
            "name,payment terms\nA,soon\n",
            Some(Target::Terms),
            FaultKind::NotKnown { text: text("soon") },
        ),
        (
            "name,price\nA,free\n",
            Some(Target::Price),
            FaultKind::NotANumber { text: text("") },
        ),
        (
            "name,price\nA,-5\n",
            Some(Target::Price),
            FaultKind::NotANumber { text: text("-5") },
        ),
        ("name,price\nA,\n", Some(Target::Price), FaultKind::Empty),
        (
            "name,price,interval\nA,5,sometimes\n",
            Some(Target::Cycle),
            FaultKind::NotKnown {
                text: text("sometimes"),
            },
        ),
        (
            "name,price,start\nA,5,31.2.2026\n",
            Some(Target::Starts),
            FaultKind::NotADate {
                text: text("31.2.2026"),
            },
        ),
        (
            "name,price,end\nA,5,2025-12-31\n",
            Some(Target::Ends),
            FaultKind::EndsBeforeStart,
        ),
        (
            "name,price,contract number\nA,5,S\nB,5,S\n",
            Some(Target::ContractNumber),
            FaultKind::Repeated { line: 2 },
        ),
        (
            "name,price\nA,5,6\n",
            None,
            FaultKind::TooManyCells { cells: 3 },
        ),
    ];
    for (file, target, kind) in rows {
        check_bad(file, target, &kind);
    }
}

#[test]
fn a_customer_of_the_book_is_not_imported_twice_but_takes_a_contract() {
    let book = sample().book;
    let customers = table("number,name\n1001,Somebody\n");
    let found = read_with(&customers, &Mapping::guess(&customers, &fixed()), &book);
    assert_eq!(
        found.bad[0].faults[0].kind,
        FaultKind::Taken {
            number: "1001".into()
        }
    );
    let contracts = table("number,price\n1001,5\n1001,6\n");
    let found = read_with(&contracts, &Mapping::guess(&contracts, &fixed()), &book);
    assert_eq!(
        (found.bad.len(), found.accounts.len(), found.contracts.len()),
        (0, 0, 2)
    );
    let numbers: Vec<_> = found
        .contracts
        .iter()
        .map(|each| each.number.as_str())
        .collect();
    assert_eq!(numbers, ["1001", "1001-2"]);
}

#[test]
fn a_customer_who_may_be_known_is_flagged() {
    let mut book = book();
    let mut known = account(AccountId(Uuid::from_u128(9)), "5", "Åbo Marina AB");
    known.address.postal_code = "20100".into();
    book.accounts.insert(known.id, known);
    let customers = table("number,name,zip\n6,ÅBO-MARINA ab,20 100\n7,Other,20100\n");
    let found = read_with(&customers, &Mapping::guess(&customers, &fixed()), &book);
    assert_eq!(found.accounts.len(), 2);
    assert_eq!(found.like.len(), 1);
    assert_eq!(found.like[0].other, "5 Åbo Marina AB");
}

#[test]
fn customers_without_a_number_get_the_next_free_one() {
    let found = read("name\nA\nB\n");
    let numbers: Vec<_> = found
        .accounts
        .iter()
        .map(|each| each.number.as_str())
        .collect();
    assert_eq!(numbers, ["1001", "1002"]);
}

#[test]
fn what_the_next_run_would_catch_up_is_said_before() {
    let found = read("name,price,start\nA,5,2024-01-01\nB,5,2026-01-05\n");
    assert_eq!(found.catch_up, Some((1, day("2024-01-01"))));
}

#[test]
fn products_that_the_catalogue_lacks_come_with_the_contracts() {
    let found = read("name,price,sku,description\nA,5,NET,Broadband\nB,6,NET,Broadband\n");
    assert_eq!(found.products.len(), 1);
    assert_eq!(found.products[0].name, "Broadband");
    assert!(
        found
            .contracts
            .iter()
            .all(|each| each.services[0].product == Some(found.products[0].id))
    );
    import(&book(), &found);
}

#[test]
fn a_contract_of_a_known_product_takes_its_price_from_the_catalogue() {
    let book = sample().book;
    let contracts = table("number,product code\n1001,HUOLTO\n");
    let mut mapping = Mapping::guess(&contracts, &fixed());
    mapping.sources.remove(&Target::Description);
    let found = read_with(&contracts, &mapping, &book);
    assert_eq!(found.bad, []);
    let service = &found.contracts[0].services[0];
    assert_eq!(service.terms[0].price, PriceSource::Catalogue);
    assert_eq!(service.description, "Kuukausihuolto");
}

#[test]
fn files_are_read_in_the_encoding_they_are_written_in() {
    let text = "Nimi;Hinta\r\nÄänekosken Kirjä Öy;5 €\r\n";
    let windows: Vec<u8> = text
        .chars()
        .map(|c| {
            if c == '€' {
                0x80
            } else {
                u8::try_from(u32::from(c)).unwrap()
            }
        })
        .collect();
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let rows: [(Vec<u8>, Encoding); 6] = [
        (text.as_bytes().to_vec(), Encoding::Utf8),
        ([b"\xef\xbb\xbf", text.as_bytes()].concat(), Encoding::Utf8),
        (windows, Encoding::Windows1252),
        (little.clone(), Encoding::Utf16Le),
        (
            [b"\xff\xfe".as_slice(), &little].concat(),
            Encoding::Utf16Le,
        ),
        ([b"\xfe\xff".as_slice(), &big].concat(), Encoding::Utf16Be),
    ];
    for (bytes, encoding) in rows {
        assert_eq!(detect(&bytes), encoding);
        assert_eq!(decode(&bytes, encoding), text, "{}", encoding.name());
    }
}

#[test]
fn cells_may_hold_delimiters_quotes_and_line_ends() {
    let text = "name;notes\r\n\"A;B\";\"says \"\"no\"\"\nand more\"\r\n\r\nC;\r\n";
    let table = table(text);
    assert_eq!(table.rows.len(), 2);
    assert_eq!(table.rows[0].cells, ["A;B", "says \"no\"\nand more"]);
    assert_eq!(table.rows[1].line, 5);
    assert_eq!(
        Table::read("", Delimiter::Comma, true),
        Err(TableError::Empty)
    );
    let unnamed = Table::read("A,5\nB,6\n", Delimiter::Comma, false).unwrap();
    assert_eq!(unnamed.header, ["1", "2"]);
    assert_eq!(unnamed.rows.len(), 2);
}

#[test]
fn bad_rows_go_out_as_they_were_and_never_as_formulas() {
    let text = "number,name,notes\n1,,\"=HYPERLINK(\"\"http://x\"\")\"\n";
    let table = table(text);
    let found = read(text);
    let file = bad_rows(
        &table,
        Delimiter::Comma,
        &found.bad,
        ["Line", "Problem"],
        |fault| format!("{:?}: {:?}", fault.target, fault.kind),
    );
    assert_eq!(
        file,
        "\u{feff}\"Line\",\"Problem\",\"number\",\"name\",\"notes\"\r\n\
         2,\"Some(Name): Empty\",\"1\",\"\",\"'=HYPERLINK(\"\"http://x\"\")\"\r\n"
    );
}

#[test]
fn lists_are_written_as_the_reader_writes_numbers() {
    let row = || {
        vec![
            Cell::Text("-5".into()),
            Cell::Text("-SUM(A1)".into()),
            Cell::Number("-12.50".parse().unwrap()),
            Cell::Date(day("2026-01-31")),
            Cell::Empty,
        ]
    };
    for (comma, expected) in [
        (
            false,
            "\u{feff}\"a\"\r\n\"-5\",\"'-SUM(A1)\",-12.50,2026-01-31,\r\n",
        ),
        (
            true,
            "\u{feff}\"a\"\r\n\"-5\";\"'-SUM(A1)\";-12,50;2026-01-31;\r\n",
        ),
    ] {
        let mut sheet = Sheet::new(&["a"], comma);
        sheet.row(row());
        assert_eq!(sheet.finish(), expected);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = decode(&bytes, detect(&bytes));
        if let Ok(table) = Table::read(&text, Delimiter::guess(&text), true) {
            let mut mapping = Mapping::guess(&table, &fixed());
            for (index, target) in [Target::Number, Target::Name, Target::Price, Target::Starts, Target::Vat, Target::Cycle].into_iter().enumerate() {
                mapping.sources.insert(target, Source::Column(index % table.header.len().max(1)));
            }
            mapping.with_contracts = true;
            read_with(&table, &mapping, &book());
        }
    }

    #[test]
    fn no_cell_panics(cell in "\\PC{0,12}|[0-9.,/ -]{0,12}|[+-]?[0-9]{1,30}([.,][0-9]{1,12})?") {
        let table = Table {
            header: vec!["x".into()],
            rows: vec![Row { line: 2, cells: vec![cell] }],
        };
        let every = Target::CUSTOMER.iter().chain(&Target::CUSTOMER_MORE).chain(&Target::CONTRACT).chain(&Target::CONTRACT_MORE);
        for target in every {
            let mut mapping = Mapping::guess(&table, &fixed());
            mapping.with_contracts = true;
            mapping.sources.extend(fixed().into_iter().map(|(target, value)| (target, Source::Fixed(value))));
            mapping.sources.insert(Target::Name, Source::Fixed("A".into()));
            mapping.sources.insert(Target::Price, Source::Fixed("5".into()));
            mapping.sources.insert(*target, Source::Column(0));
            read_with(&table, &mapping, &book());
        }
    }
}
