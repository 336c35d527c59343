//! The whole book as one file: what goes out comes in again, and whatever is wrong is named with its place.

use crate::backup_book::*;
use lasku::billing::catalogue::Product;
use lasku::billing::command::Command;
use lasku::billing::contract::{EndCause, PriceSource, Service};
use lasku::billing::id::ProductId;
use lasku::billing::identifier::EInvoiceAddress;
use lasku::billing::plan::PlanChange;
use lasku::billing::seller::Seller;
use lasku::exchange::backup::*;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

const V1: &[u8] = include_bytes!("formats/v1.json");
const V1_EXPERIMENT: &[u8] = include_bytes!("formats/v1-experiment.json");
const V1_STATIONERY: &[u8] = include_bytes!("formats/v1-stationery.json");
const V1_HISTORY: &[u8] = include_bytes!("formats/v1-history.json");
const V1_DESK: &[u8] = include_bytes!("formats/v1-desk.json");

fn inspect(file: &[u8]) -> Report {
    let mut reader = Reader::new(Discard);
    reader.push(file);
    reader.finish().0
}

/// Writes what was read, as opening and saving would.
struct Again {
    seller: Option<Seller>,
    records: Vec<(Section, Vec<u8>)>,
}

impl Keep for Again {
    fn record(&mut self, record: FileRecord, _json: &[u8]) {
        fn json<T: serde::Serialize>(record: &T) -> Vec<u8> {
            serde_json::to_vec(record).unwrap()
        }
        let (section, bytes) = match &record {
            FileRecord::Seller(seller) => {
                self.seller = Some(seller.clone());
                return;
            }
            FileRecord::Person(r) => (Section::People, json(r)),
            FileRecord::Series(r) => (Section::Series, json(r)),
            FileRecord::Account(r) => (Section::Accounts, json(r)),
            FileRecord::Product(r) => (Section::Products, json(r)),
            FileRecord::Contract(r) => (Section::Contracts, json(r)),
            FileRecord::Charge(r) => (Section::Charges, json(r)),
            FileRecord::Draft(r) => (Section::Drafts, json(r)),
            FileRecord::Import(r) => (Section::Imports, json(r)),
            FileRecord::Policy(r) => (Section::Policies, json(r)),
            FileRecord::Stationery(r) => (Section::Stationery, json(r)),
            FileRecord::Case(r) => (Section::Cases, json(r)),
            FileRecord::Caller(r) => (Section::Callers, json(r)),
            FileRecord::Grant(r) => (Section::Grants, json(r)),
            FileRecord::Letter(r) => (Section::Letters, json(r)),
            FileRecord::Experiment(r) => (Section::Experiments, json(r)),
            FileRecord::Invoice(r) => (Section::Invoices, json(r)),
            FileRecord::Payment(r) => (Section::Payments, json(r)),
            FileRecord::Receivable(r) => (Section::Receivables, json(r)),
            FileRecord::Credit(r) => (Section::Credits, json(r)),
            FileRecord::Entry(r) => (Section::Journal, json(r)),
        };
        self.records.push((section, bytes));
    }
}

fn again(file: &[u8], slice: usize) -> Vec<u8> {
    let mut reader = Reader::new(Again {
        seller: None,
        records: Vec::new(),
    });
    for slice in file.chunks(slice) {
        reader.push(slice);
    }
    let (report, kept) = reader.finish();
    assert_eq!(report.problems, Problems::default());
    let header = Header {
        mark: report.mark.as_ref().unwrap(),
        exported_at: report.exported_at.unwrap(),
        seller: kept.seller.as_ref().unwrap(),
    };
    let mut writer = Writer::begin(Vec::new(), &header).unwrap();
    for (index, (section, record)) in kept.records.iter().enumerate() {
        // By themselves or in packs: the file is the same.
        if index % 2 == 0 {
            writer.raw(*section, record).unwrap();
        } else {
            writer
                .pack(*section, &[b"[ ", record.as_slice(), b" ]"].concat())
                .unwrap();
        }
    }
    writer.finish().unwrap()
}

#[test]
fn a_book_saved_opened_and_saved_again_gives_the_same_bytes() {
    let file = sample().file();
    assert_eq!(
        inspect(&file).problems,
        Problems::default(),
        "{}",
        String::from_utf8_lossy(&file)
    );
    for slice in [1, 7, 4096, file.len()] {
        assert!(again(&file, slice) == file, "in slices of {slice}");
    }
}

#[test]
fn an_empty_book_is_a_file_too() {
    let file = Desk::new().file();
    assert_eq!(inspect(&file).problems, Problems::default());
    assert!(again(&file, 64) == file);
}

#[test]
fn the_file_of_version_1_still_opens() {
    let report = inspect(V1);
    assert_eq!(report.problems, Problems::default());
    for section in Section::ALL.into_iter().filter(|each| each.is_required()) {
        assert!(report.count(section) > 0, "v1.json has no {section:?}");
    }
    assert!(again(V1, 1000) == V1);
}

#[test]
fn a_book_with_a_desk_is_a_file_too_and_one_without_the_same_as_ever() {
    let file = with_desk().file();
    assert_eq!(inspect(&file).problems, Problems::default());
    for slice in [7, 4096] {
        assert!(again(&file, slice) == file, "in slices of {slice}");
    }
    assert!(
        file == V1_DESK,
        "formats/v1-desk.json: the shape of the desk's records has changed"
    );
    assert!(!sample().file().windows(7).any(|text| text == b"\"cases\""));
}

#[test]
fn a_book_with_an_experiment_is_a_file_too() {
    let file = with_experiment().file();
    assert_eq!(inspect(&file).problems, Problems::default());
    for slice in [7, 4096] {
        assert!(again(&file, slice) == file, "in slices of {slice}");
    }
    assert!(
        file == V1_EXPERIMENT,
        "formats/v1-experiment.json: the shape of experiments has changed"
    );
    assert!(
        !with_desk()
            .file()
            .windows(13)
            .any(|text| text == b"\"experiments\"")
    );
}

#[test]
fn a_book_with_a_look_of_its_own_is_a_file_too() {
    let file = with_stationery().file();
    if std::env::var_os("LASKU_WRITE_FORMAT").is_some() {
        std::fs::write("tests/engine/formats/v1-stationery.json", &file).unwrap();
        return;
    }
    assert_eq!(inspect(&file).problems, Problems::default());
    for slice in [7, 4096] {
        assert!(again(&file, slice) == file, "in slices of {slice}");
    }
    assert!(
        file == V1_STATIONERY,
        "formats/v1-stationery.json: the shape of the look has changed"
    );
    assert_eq!(inspect(V1).inventory.stationery, 0);
}

/// Two invoices whose numbers differ in letters only would be paid with one reference.
#[test]
fn a_number_whose_digits_another_program_gave_is_passed_over_and_is_no_gap() {
    let mut desk = sample();
    let id = desk.series();
    let series = desk.book.series.get_mut(&id).unwrap();
    let theirs = series.peek(day("2026-02-01"));
    series.taken_over.insert(format!("LASKU {theirs}"));
    let before = desk.invoices.len();
    desk.run("2026-02-01");
    assert!(desk.invoices.len() > before);
    assert!(desk.invoices.iter().all(|each| each.number != theirs));
    assert_eq!(inspect(&desk.file()).problems, Problems::default());
}

#[test]
fn a_seller_who_sends_e_invoices_is_in_the_file_with_the_address() {
    let mut desk = sample();
    let mut seller = desk.book.seller.clone();
    seller.e_invoice = Some(EInvoiceAddress::parse("003720774740, DABAFIHH").unwrap());
    desk.ask(Command::ReviseSeller(seller));
    let file = desk.file();
    assert_eq!(inspect(&file).problems, Problems::default());
    assert!(again(&file, 4096) == file);
    let book: Value = serde_json::from_slice(&file).unwrap();
    assert_eq!(
        book["seller"]["e_invoice"],
        json!({"address": "003720774740", "operator": "DABAFIHH"})
    );
}

#[test]
fn a_book_with_documents_of_another_program_is_a_file_too() {
    let mut desk = with_history();
    let file = desk.file();
    if std::env::var_os("LASKU_WRITE_FORMAT").is_some() {
        std::fs::write("tests/engine/formats/v1-history.json", &file).unwrap();
        return;
    }
    assert_eq!(inspect(&file).problems, Problems::default());
    for slice in [7, 4096] {
        assert!(again(&file, slice) == file, "in slices of {slice}");
    }
    assert!(
        file == V1_HISTORY,
        "formats/v1-history.json: the shape of what was taken over or sent has changed"
    );
    // The series passes over the number that was taken over, and that is no gap.
    desk.run("2026-02-01");
    desk.run("2026-03-01");
    let numbers: Vec<&str> = desk
        .invoices
        .iter()
        .map(|invoice| invoice.number.as_str())
        .collect();
    assert!(numbers.contains(&"2026-00006") && numbers.contains(&"2026-00008"));
    assert_eq!(inspect(&desk.file()).problems, Problems::default());
}

#[test]
fn a_document_without_a_series_was_taken_over_and_no_other() {
    for (flag, series) in [(json!(false), None), (json!(true), Some(()))] {
        let mut book: Value = serde_json::from_slice(V1_HISTORY).unwrap();
        let own = book["invoices"][0]["series"].clone();
        let document = book["invoices"]
            .as_array_mut()
            .unwrap()
            .iter_mut()
            .find(|each| each["number"] == "L-17")
            .unwrap();
        document["taken_over"] = flag;
        if series.is_some() {
            document["series"] = own;
        }
        let found = wrong(&serde_json::to_vec(&book).unwrap());
        assert!(
            found.iter().any(|each| each.starts_with("invoices[5]")),
            "{found:?}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_look_is_named_by_its_place() {
    let wrongs: [(&str, Spoil, &str); 3] = [
        (
            "a logo that is no picture",
            |book| book["stationery"][0]["logo"]["content"] = json!("R0lGODlh"),
            "stationery[0]",
        ),
        (
            "no colour",
            |book| book["stationery"][0]["accent"] = json!("green"),
            "stationery[0].accent",
        ),
        (
            "two looks",
            |book| {
                let first = book["stationery"][0].clone();
                book["stationery"].as_array_mut().unwrap().push(first);
            },
            "stationery[1]",
        ),
    ];
    for (what, spoil, place) in wrongs {
        let mut book: Value = serde_json::from_slice(V1_STATIONERY).unwrap();
        spoil(&mut book);
        let report = inspect(&serde_json::to_vec(&book).unwrap());
        assert_eq!(report.problems.errors, 1, "{what}: {:?}", report.problems);
        let found = report.problems.listed[0].place.to_string();
        assert!(found.starts_with(place), "{what}: {found}");
    }
}

/// Makes something in a file wrong.
type Spoil = fn(&mut Value);

#[test]
fn what_is_wrong_with_a_desk_is_named_by_its_place() {
    let wrongs: [(&str, Spoil, &str); 6] = [
        (
            "events out of order",
            |book| book["cases"][0]["events"][0]["at"] = json!("2026-03-01T00:00:00Z"),
            "cases[0]",
        ),
        (
            "no such priority",
            |book| book["cases"][0]["priority"] = json!(9),
            "cases[0]",
        ),
        (
            "an unknown account",
            |book| {
                book["letters"][0]["account"] = json!("00000000-0000-0000-0000-00000000dead");
            },
            "letters[0]",
        ),
        (
            "two policies",
            |book| {
                let policy = book["policies"][0].clone();
                book["policies"].as_array_mut().unwrap().push(policy);
            },
            "policies[1]",
        ),
        (
            "limits in another currency",
            |book| {
                book["policies"][0]["discounts"]["authority"]["limits"][0]["total"] =
                    json!("50.00 SEK");
            },
            "policies[0]",
        ),
        (
            "a secret that is no hexadecimal",
            |book| book["callers"][0]["secret"]["salt"] = json!("zz"),
            "callers[0]",
        ),
    ];
    for (name, spoil, place) in wrongs {
        let mut book: Value = serde_json::from_slice(&with_desk().file()).unwrap();
        spoil(&mut book);
        let found = wrong(&serde_json::to_vec(&book).unwrap());
        assert!(
            found.iter().any(|each| each.starts_with(place)),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn a_reversed_write_off_is_kept_in_the_file_and_checked() {
    let mut desk = sample();
    let (invoice, write_off) = desk
        .book
        .receivables
        .values()
        .find_map(|each| Some((each.invoice, each.written_off().first()?.id)))
        .unwrap();
    desk.ask(Command::ReverseWriteOff {
        invoice,
        write_off,
        reason: "väärä lasku".into(),
        on: super::backup_book::day("2026-01-20"),
    });
    let file = desk.file();
    assert_eq!(inspect(&file).problems, Problems::default());
    assert!(again(&file, 1000) == file);

    // The shape that the schema tells of.
    let mut value: Value = serde_json::from_slice(&file).unwrap();
    let receivables = value["receivables"].as_array_mut().unwrap();
    let (index, entries) = receivables
        .iter_mut()
        .enumerate()
        .find(|(_, each)| each["invoice"] == json!(invoice))
        .map(|(index, each)| (index, each["entries"].as_array_mut().unwrap()))
        .unwrap();
    let reversal = entries.last_mut().unwrap();
    let reason = "väärä lasku";
    assert_eq!(
        reversal["kind"],
        json!({ "write_off_reversal": { "id": write_off, "reason": reason } })
    );
    assert_eq!(reversal["amount"], json!("-0.10 EUR"));
    // More than was given up, though more than that is settled; and a write-off that never was.
    reversal["amount"] = json!("-0.11 EUR");
    entries.push(json!({ "on": "2026-01-20", "kind": { "write_off": {
        "id": "00000000-0000-0000-0000-00000000dead", "reason": "toinen"
    } }, "amount": "0.10 EUR" }));
    let changed = serde_json::to_vec(&value).unwrap();
    let expected = format!("receivables[{index}]: more_than_there");
    assert!(wrong(&changed).contains(&expected), "{:?}", wrong(&changed));
}

#[test]
fn a_change_of_plan_and_why_a_contract_ends_are_kept_in_the_file() {
    let mut desk = sample();
    let product: ProductId = desk.id();
    let present = desk.book.products.values().next().unwrap().clone();
    let named = |product: Product| Product {
        family: Some("Huolto".into()),
        unit: "C62".into(),
        ..product
    };
    desk.ask(Command::ReviseProduct(named(present.clone())));
    desk.ask(Command::AddProduct(named(Product {
        id: product,
        code: "HUOLTO-S".into(),
        ..present.clone()
    })));
    let (contract, service) = desk
        .book
        .contracts
        .values()
        .find_map(|contract| {
            let of_product = |service: &&Service| service.product == Some(present.id);
            Some((
                contract.clone(),
                contract.services.iter().find(of_product)?.id,
            ))
        })
        .unwrap();
    let new_service = desk.id();
    let from = contract.services[0]
        .closed_before
        .unwrap_or(contract.starts);
    desk.ask(Command::ChangePlan(PlanChange {
        contract: contract.id,
        service,
        new_service,
        product,
        price: PriceSource::Catalogue,
        from: from.succ_opt().unwrap(),
        keeps_discounts: true,
        waive_notice: true,
    }));
    desk.ask(Command::EndContract {
        contract: contract.id,
        last_day: day("2027-12-31"),
        reason: "muuttaa".into(),
        cause: Some(EndCause::Moves),
        waive_notice: true,
    });
    let file = desk.file();
    assert_eq!(inspect(&file).problems, Problems::default());
    assert!(again(&file, 1000) == file);

    // The shape that the schema tells of.
    let mut value: Value = serde_json::from_slice(&file).unwrap();
    let ended = value["contracts"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|each| each["id"] == json!(contract.id))
        .unwrap();
    assert_eq!(ended["end_cause"], json!("moves"));
    assert!(ended["end_asked"].is_string());
    let begun = ended["services"]
        .as_array_mut()
        .unwrap()
        .last_mut()
        .unwrap();
    assert_eq!(begun["replaces"], json!(service));
    // A service in whose place it can't have come.
    begun["replaces"] = json!("00000000-0000-0000-0000-00000000dead");
    let wrong = wrong(&serde_json::to_vec(&value).unwrap());
    assert!(
        wrong.iter().any(|each| each.starts_with("contracts[")),
        "{wrong:?}"
    );
}

/// Every path that occurs in a file, with the kind of value there.
fn shape(value: &Value, path: String, shape: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                // Keys that are ids are one path.
                let key = if key.len() == 36 { "{id}" } else { key };
                self::shape(value, format!("{path}.{key}"), shape);
            }
        }
        Value::Array(values) => {
            for value in values {
                self::shape(value, format!("{path}[]"), shape);
            }
        }
        Value::String(_) => drop(shape.insert(format!("{path}: text"))),
        Value::Number(_) => drop(shape.insert(format!("{path}: number"))),
        Value::Bool(_) => drop(shape.insert(format!("{path}: yes or no"))),
        Value::Null => drop(shape.insert(format!("{path}: null"))),
    }
}

fn shape_of(file: &[u8]) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    let value = serde_json::from_slice(file).unwrap();
    shape(&value, String::new(), &mut paths);
    paths
}

#[test]
fn the_shape_of_version_1_is_frozen() {
    let file = sample().file();
    if std::env::var_os("LASKU_WRITE_FORMAT").is_some() {
        std::fs::write("tests/engine/formats/v1.json", &file).unwrap();
        return;
    }
    let (frozen, now) = (shape_of(V1), shape_of(&file));
    let gone: Vec<_> = frozen.difference(&now).collect();
    let new: Vec<_> = now.difference(&frozen).collect();
    assert!(
        gone.is_empty() && new.is_empty(),
        "the file's shape has changed: gone {gone:#?}, new {new:#?}"
    );
}

/// Changes the value at a pointer; the record stays as readable as the change leaves it.
fn changed(pointer: &str, to: Value) -> Vec<u8> {
    let mut value: Value = serde_json::from_slice(V1).unwrap();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    match value.pointer_mut(parent).unwrap() {
        Value::Object(members) => drop(members.insert(key.to_owned(), to)),
        Value::Array(values) if key == "-" => values.push(to),
        Value::Array(values) => values[key.parse::<usize>().unwrap()] = to,
        other => panic!("nothing to change in {other}"),
    }
    serde_json::to_vec(&value).unwrap()
}

fn first(section: &str, index: usize) -> Value {
    let value: Value = serde_json::from_slice(V1).unwrap();
    value[section][index].clone()
}

/// What is wrong, as `path: kind`.
fn wrong(file: &[u8]) -> Vec<String> {
    inspect(file)
        .problems
        .listed
        .iter()
        .map(|problem| {
            let kind = serde_json::to_value(&problem.kind).unwrap();
            let kind = match kind {
                Value::String(name) => name,
                Value::Object(members) => members.keys().next().unwrap().clone(),
                other => other.to_string(),
            };
            format!("{}: {kind}", problem.place.path)
        })
        .collect()
}

fn check_wrong(pointer: &str, to: Value, expected: &str) {
    let found = wrong(&changed(pointer, to));
    assert!(
        found.iter().any(|each| each == expected),
        "{pointer}: expected {expected}, found {found:#?}"
    );
}

#[test]
fn every_fault_is_named_with_its_place() {
    let nobody = json!("00000000-0000-0000-0000-00000000dead");
    let rows: Vec<(&str, Value, &str)> = vec![
        ("/format", json!("other"), "format: other_format"),
        ("/version", json!(2), "version: newer_version"),
        ("/version", json!("1"), "version: unreadable"),
        ("/surprise", json!(1), "surprise: unknown_key"),
        ("/people", json!({}), "people: unreadable"),
        ("/seller/vat_id", json!(7), "seller: unreadable"),
        ("/seller/colour", json!("red"), "seller.colour: unknown_key"),
        (
            "/accounts/0/colour",
            json!("red"),
            "accounts[0].colour: unknown_key",
        ),
        (
            "/accounts/0/contacts/0/colour",
            json!("red"),
            "accounts[0].contacts[0].colour: unknown_key",
        ),
        ("/accounts/0/name", json!(7), "accounts[0].name: unreadable"),
        ("/accounts/0/name", json!(" "), "accounts[0]: breaks"),
        (
            "/accounts/0/since",
            json!("+12026-01-01"),
            "accounts[0]: date_out_of_range",
        ),
        (
            "/accounts/-",
            first("accounts", 0),
            "accounts[4]: duplicate_id",
        ),
        (
            "/accounts/1/number",
            json!("1001"),
            "accounts[1]: duplicate_number",
        ),
        (
            "/accounts/0/import",
            nobody.clone(),
            "accounts[0]: dangling",
        ),
        (
            "/contracts/0/account",
            nobody.clone(),
            "contracts[0]: dangling",
        ),
        ("/contracts/0/services", json!([]), "contracts[0]: breaks"),
        (
            "/contracts/0/last_day",
            json!("2025-01-01"),
            "contracts[0]: breaks",
        ),
        (
            "/contracts/0/services/0/billed/0/amount",
            json!("1.00 SEK"),
            "contracts[0]: other_currency",
        ),
        (
            "/products/0/prices/0/price",
            json!("-1"),
            "products[0].prices[0].price: unreadable",
        ),
        (
            "/invoices/0/totals/amount_due",
            json!("1.00 EUR"),
            "invoices[0]: totals_differ",
        ),
        (
            "/invoices/0/totals/tax_total",
            json!("1.00 SEK"),
            "invoices[0]: other_currency",
        ),
        (
            "/invoices/0/lines/0/net",
            json!("1.00 EUR"),
            "invoices[0]: totals_differ",
        ),
        (
            "/invoices/0/currency",
            json!("SEK"),
            "invoices[0]: other_currency",
        ),
        (
            "/invoices/0/series",
            nobody.clone(),
            "invoices[0]: dangling",
        ),
        (
            "/invoices/0/number",
            json!("2026-00002"),
            "invoices[1]: duplicate_number",
        ),
        (
            "/invoices/0/note",
            json!("hidden"),
            "invoices[0]: not_as_recorded",
        ),
        (
            "/receivables/0/total",
            json!("1000.00 EUR"),
            "receivables[0]: differs_from_document",
        ),
        (
            "/receivables/0/entries/0/amount",
            json!("9000.00 EUR"),
            "receivables[0]: more_than_there",
        ),
        (
            "/receivables/0/entries/0/amount",
            json!("1.00 EUR"),
            "receivables[0]: sides_differ",
        ),
        (
            "/receivables/0/entries/0/amount",
            json!("1.00 SEK"),
            "receivables[0]: other_currency",
        ),
        (
            "/receivables/0/account",
            nobody.clone(),
            "receivables[0]: dangling",
        ),
        ("/credits/0/uses", json!([]), "receivables[0]: sides_differ"),
        (
            "/credits/0/amount",
            json!("1.00 EUR"),
            "credits[0]: more_than_there",
        ),
        ("/receivables", json!([]), "invoices[0]: no_open_item"),
        ("/credits", json!([]), "payments[0]: no_open_item"),
        (
            "/payments/0/amount",
            json!("0.00 EUR"),
            "payments[0]: breaks",
        ),
        ("/series/0/next", json!(3), "series[0]: series_behind"),
        ("/series/0/pattern", json!("{N}{N}"), "series[0]: breaks"),
        ("/series/0/next", json!(99), "mark: behind_mark"),
        (
            "/journal/3/command",
            json!("nothing"),
            "journal[3]: chain_broken",
        ),
        (
            "/journal/3/previous",
            json!("0".repeat(64)),
            "journal[3]: chain_broken",
        ),
        ("/journal/3/sequence", json!(40), "journal[3]: chain_broken"),
        ("/mark/journal/sequence", json!(9999), "mark: behind_mark"),
        ("/journal", json!([]), "invoices[0]: not_in_journal"),
    ];
    for (pointer, to, expected) in rows {
        check_wrong(pointer, to, expected);
    }
}

#[test]
fn a_file_without_its_sections_says_which() {
    let found = wrong(br#"{"format":"lasku","version":1}"#);
    assert!(found.contains(&"journal: missing".to_owned()), "{found:?}");
    assert!(found.contains(&"seller: missing".to_owned()), "{found:?}");
}

#[test]
fn a_missing_number_is_a_warning_and_no_more() {
    let desk = sample();
    let mut value: Value = serde_json::from_slice(&desk.file()).unwrap();
    let position = value["invoices"]
        .as_array()
        .unwrap()
        .iter()
        .position(|invoice| invoice["number"] == "2026-00003")
        .unwrap();
    value["invoices"].as_array_mut().unwrap().remove(position);
    let report = inspect(&serde_json::to_vec(&value).unwrap());
    let gap = report
        .problems
        .listed
        .iter()
        .find(|problem| matches!(problem.kind, ProblemKind::Gap { .. }))
        .expect("the gap is named");
    assert_eq!(
        gap.kind,
        ProblemKind::Gap {
            missing: 1,
            first: 3
        }
    );
    assert_eq!(gap.kind.severity(), Severity::Warning);
}

#[test]
fn a_newer_version_is_one_message() {
    let mut file = changed("/version", json!(7));
    file.extend_from_slice(b"whatever a newer version has here");
    let report = inspect(&file);
    assert_eq!(report.problems.count(), 1, "{:?}", report.problems);
    assert_eq!(
        report.problems.listed[0].kind,
        ProblemKind::NewerVersion { found: 7, known: 1 }
    );
}

#[test]
fn keys_in_another_order_and_white_space_change_nothing() {
    let value: Value = serde_json::from_slice(V1).unwrap();
    let sorted = serde_json::to_vec_pretty(&value).unwrap();
    assert!(sorted != V1);
    let report = inspect(&sorted);
    // A document reads the same, so the journal still knows it.
    assert_eq!(report.problems, Problems::default());
    assert_eq!(report.inventory, inspect(V1).inventory);
}

#[test]
fn what_is_no_file_of_ours_gets_one_message() {
    let deep = format!(
        r#"{{"format":"lasku","version":1,"accounts":[{}"#,
        "[".repeat(200_000)
    );
    let rows: [(&str, &[u8], &str); 12] = [
        ("nothing", b"", ": other_format"),
        ("text", b"customerID,gender", ": other_format"),
        ("a list", b"[1,2,3]", ": other_format"),
        ("a number", b"7", ": other_format"),
        ("a zip", b"PK\x03\x04\x00\x00", ": other_format"),
        ("an empty object", b"{}", ": other_format"),
        (
            "something else's backup",
            br#"{"team":{},"invoices":[]}"#,
            ": other_format",
        ),
        ("UTF-16", b"\xff\xfe{\x00", ": other_format"),
        ("no version", br#"{"format":"lasku"}"#, "version: missing"),
        ("cut off", &V1[..V1.len() / 2], ": cut_off"),
        (
            "two files",
            br#"{"format":"lasku"} {"format":"lasku"}"#,
            ": not_json",
        ),
        ("deep", deep.as_bytes(), "accounts[0]: too_deep"),
    ];
    for (name, file, expected) in rows {
        let found = wrong(file);
        assert!(
            found.iter().any(|each| each == expected),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn text_that_is_not_utf_8_is_named_where_it_stands() {
    let at = V1
        .windows(8)
        .position(|bytes| bytes == b"Laine Oy")
        .unwrap();
    let mut file = V1.to_vec();
    file[at] = 0xE4;
    let found = wrong(&file);
    assert!(
        found
            .iter()
            .any(|each| each.starts_with("accounts[0]") && each.ends_with("unreadable")),
        "{found:?}"
    );
}

#[test]
fn one_bad_record_hides_no_other() {
    let mut value: Value = serde_json::from_slice(V1).unwrap();
    for account in value["accounts"].as_array_mut().unwrap() {
        account["name"] = json!(false);
    }
    let found = wrong(&serde_json::to_vec(&value).unwrap());
    let unreadable = found
        .iter()
        .filter(|each| each.ends_with(".name: unreadable"));
    assert_eq!(unreadable.count(), 4, "{found:#?}");
}

#[test]
fn a_million_faults_are_counted_and_the_first_two_hundred_listed() {
    let mut file = br#"{"format":"lasku","version":1,"people":["#.to_vec();
    for _ in 0..999_999 {
        file.extend_from_slice(b"1,");
    }
    file.extend_from_slice(b"1]}");
    let problems = inspect(&file).problems;
    assert_eq!(problems.listed.len(), 200);
    assert!(problems.errors >= 1_000_000);
}

#[test]
fn a_record_larger_than_any_of_ours_is_refused_before_it_is_read() {
    let mut reader = Reader::new(Discard);
    reader.push(br#"{"format":"lasku","version":1,"accounts":[{"name":""#);
    let slice = vec![b'x'; 1 << 20];
    let mut pushed = 0;
    while !reader.has_stopped() && pushed < 64 {
        reader.push(&slice);
        pushed += 1;
    }
    assert!(pushed <= 6, "{pushed} MB were taken in");
}

#[test]
fn a_file_replaces_the_book_or_says_what_would_be_lost() {
    let desk = sample();
    let report = inspect(&desk.file());
    let mut present = report.inventory.clone();
    let plan = plan_import(&present, &report, ImportMode::Replace);
    assert!(plan.is_possible() && plan.is_same_book && plan.documents_lost == 0);
    let extra = lasku::billing::id::InvoiceId(uuid::Uuid::from_u128(7));
    present
        .invoices
        .insert(extra, (Some(desk.series()), "2026-00099".into()));
    let plan = plan_import(&present, &report, ImportMode::Replace);
    assert_eq!(plan.documents_lost, 1);
}

#[test]
fn a_file_is_added_only_where_nothing_collides() {
    let report = inspect(&sample().file());
    let mut other = Inventory {
        database: uuid::Uuid::from_u128(1),
        ..Inventory::default()
    };
    assert!(plan_import(&other, &report, ImportMode::Add).is_possible());
    other.accounts.insert(
        lasku::billing::id::AccountId(uuid::Uuid::from_u128(2)),
        "1001".into(),
    );
    let plan = plan_import(&other, &report, ImportMode::Add);
    assert_eq!(
        plan.obstacles,
        [Obstacle::NumberTaken {
            section: Section::Accounts,
            count: 1,
            example: "1001".into()
        }]
    );
    let same = plan_import(&report.inventory, &report, ImportMode::Add);
    assert_eq!(same.obstacles, [Obstacle::SameBook]);
    let broken = inspect(&changed("/accounts/0/name", json!(1)));
    assert!(!plan_import(&other, &broken, ImportMode::Replace).is_possible());
}

#[test]
fn an_added_file_is_an_entry_in_the_present_journal() {
    let file = sample().file();
    let mut reader = Reader::new(Adding::to([]));
    reader.push(&file);
    let (_, adding) = reader.finish();
    let mut desk = Desk::new();
    desk.book.id = uuid::Uuid::from_u128(3);
    let own = desk.series();
    let mut series = desk.book.series.remove(&own).unwrap();
    series.id = lasku::billing::id::SeriesId(uuid::Uuid::from_u128(4));
    desk.ask(Command::ReviseSeller(seller()));
    desk.ask(Command::ReviseSeries(series));
    desk.keep("add_file", &adding.changes());
    let added = desk.file();
    assert_eq!(inspect(&added).problems, Problems::default());
    assert_eq!(
        inspect(&added).count(Section::Invoices),
        inspect(&file).count(Section::Invoices)
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_mutilated_file_never_panics(
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 1..6),
        slice in 1_usize..5000,
    ) {
        let mut file = V1.to_vec();
        for (index, byte, how) in edits {
            let at = index.index(file.len());
            match how {
                0 => file[at] = byte,
                1 => file.insert(at, byte),
                2 => drop(file.drain(at..(at + usize::from(byte)).min(file.len()))),
                _ => file[at] = b"0123456789{}[]\",:.-+eE"[usize::from(byte) % 22],
            }
        }
        let mut reader = Reader::new(Discard);
        for slice in file.chunks(slice) {
            reader.push(slice);
        }
        let whole = inspect(&file);
        prop_assert_eq!(reader.finish().0, whole);
    }

    #[test]
    fn values_of_any_kind_never_panic(
        which in any::<prop::sample::Index>(),
        value in prop_oneof![
            Just(Value::Null), Just(json!(true)), Just(json!(-1)), Just(json!(18446744073709551615_u64)), Just(json!(1e300)),
            Just(json!("")), Just(json!([])), Just(json!({})), Just(json!("999999999999.99 EUR")), Just(json!("-999999999999.99 EUR")),
            Just(json!("0.00 SEK")), Just(json!("9999-12-31")), Just(json!("-262143-01-01")), Just(json!("+262142-12-31")),
            Just(json!("9999999999.999999")), Just(json!("99999999.9999")), Just(json!("1000")), Just(json!("1900-01-01..9999-12-31")),
        ],
    ) {
        let mut file: Value = serde_json::from_slice(V1).unwrap();
        let mut count = 0;
        leaves(&file, &mut count);
        let mut left = which.index(count);
        replace_leaf(&mut file, &mut left, &value);
        inspect(&serde_json::to_vec(&file).unwrap());
    }
}

fn leaves(value: &Value, count: &mut usize) {
    match value {
        Value::Object(members) => members.values().for_each(|value| leaves(value, count)),
        Value::Array(values) => values.iter().for_each(|value| leaves(value, count)),
        _ => *count += 1,
    }
}

fn replace_leaf(value: &mut Value, left: &mut usize, by: &Value) {
    match value {
        Value::Object(members) => members
            .values_mut()
            .for_each(|value| replace_leaf(value, left, by)),
        Value::Array(values) => values
            .iter_mut()
            .for_each(|value| replace_leaf(value, left, by)),
        leaf => {
            if *left == 0 {
                *leaf = by.clone();
            }
            *left = left.wrapping_sub(1);
        }
    }
}
