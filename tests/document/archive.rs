//! Many documents in one file.

use crate::cases::{Case, cases, store, three_decimals};
use crate::tools::{kept, now, press, printed};
use lasku::billing::id::InvoiceId;
use lasku::store::memory::Memory;
use lasku::worker::archive::{Bundled, Order, bundle};
use lasku::worker::protocol::{Bundle, Form};
use lasku::worker::read_in::read;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use std::rc::Rc;
use uuid::Uuid;
use zip::ZipArchive;

/// Small ones, with one that no e-invoice can say.
fn some() -> Vec<Case> {
    let small = ["one-line", "several-rates", "right-to-left", "credit-note"];
    let mut cases = cases();
    cases.retain(|case| small.contains(&case.name));
    cases.push(Case {
        name: "dinar",
        invoice: three_decimals(),
    });
    cases
}

/// What was made, its bytes, in how many parts they came, and how often progress was told.
fn bundled(
    store: &Memory,
    documents: &[InvoiceId],
    form: Form,
    in_what: Bundle,
) -> (Bundled, Vec<u8>, usize, Vec<(u64, u64)>) {
    let parts: Rc<RefCell<Vec<Vec<u8>>>> = Rc::default();
    let taking = Rc::clone(&parts);
    let mut told = Vec::new();
    let order = Order {
        documents,
        form,
        bundle: in_what,
    };
    let take = move |part| {
        taking.borrow_mut().push(part);
        Ok(())
    };
    let tell = |done, total| told.push((done, total));
    let made = now(bundle(store, &press(), order, take, tell)).unwrap();
    let parts = parts.borrow();
    (made, parts.concat(), parts.len(), told)
}

fn names(archive: &[u8]) -> Vec<String> {
    let archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    archive
        .file_names()
        .map(|name| name.unwrap().into_owned())
        .collect()
}

fn content(archive: &[u8], name: &str) -> Vec<u8> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut content = Vec::new();
    let mut file = archive.by_name(name).unwrap();
    file.read_to_end(&mut content).unwrap();
    content
}

#[test]
fn an_archive_holds_every_document_once_and_lists_the_others() {
    let cases = some();
    let (store, ids) = store(&cases, 30);
    let (made, file, _, told) = bundled(&store, &ids, Form::Ubl, Bundle::Zip);
    let total = ids.len() as u64;
    assert_eq!((made.count, made.misfits.len()), (120, 30));
    assert_eq!(told.last(), Some(&(total, total)));
    assert_eq!(made.name, "asiakirjat-2026-01-09.zip");
    let path = kept("documents", "archive.zip", &file);
    let names = names(&file);
    let unique: BTreeSet<&String> = names.iter().collect();
    assert_eq!((names.len(), unique.len()), (121, 121));
    let text = String::from_utf8(content(&file, "puuttuvat.txt")).unwrap();
    let dinar = &cases[4].invoice.number;
    assert!(text.contains("BR-DEC") && text.contains(dinar), "{text}");
    for name in names.iter().filter(|name| name.ends_with(".xml")) {
        let back = read(&content(&file, name)).unwrap();
        assert!(name.contains(&back[0].number), "{name}");
    }
    if let Some(said) = printed("python3", &["-m", "zipfile", "-t", path.to_str().unwrap()]) {
        assert_eq!(String::from_utf8_lossy(&said).trim(), "Done testing");
    }
}

#[test]
fn a_large_archive_is_handed_on_in_parts() {
    let mut cases = some();
    cases.truncate(1);
    let (store, ids) = store(&cases, 100);
    let (made, file, parts, _) = bundled(&store, &ids, Form::Pdf, Bundle::Zip);
    assert_eq!((made.count, made.misfits.len()), (100, 0));
    assert!(
        parts > 1 && file.len() > 2_000_000,
        "{parts} of {}",
        file.len()
    );
    let names = names(&file);
    assert_eq!(names.len(), 100);
    let last = names.last().unwrap();
    assert!(content(&file, last).starts_with(b"%PDF"));
    let (_, again, ..) = bundled(&store, &ids, Form::Pdf, Bundle::Zip);
    assert!(file == again, "the same documents, another file");
}

#[test]
fn documents_to_print_come_in_one_file() {
    let cases = some();
    let (store, mut ids) = store(&cases, 2);
    ids.push(InvoiceId(Uuid::from_u128(404)));
    let (made, file, _, told) = bundled(&store, &ids, Form::Pdf, Bundle::OneFile);
    assert_eq!(made.name, "asiakirjat-2026-01-09.pdf");
    assert_eq!(made.count, 10);
    // What the store doesn't know is told, too.
    assert_eq!(made.misfits.len(), 1);
    assert_eq!(made.misfits[0].faults[0].place, "document");
    assert_eq!(told.len(), 10);
    let path = kept("documents", "print.pdf", &file);
    if let Some(said) = printed("pdfinfo", &[path.to_str().unwrap()]) {
        let said = String::from_utf8_lossy(&said).into_owned();
        let pages = said.lines().find(|line| line.starts_with("Pages:"));
        assert!(pages.is_some_and(|line| line.ends_with(" 10")), "{said}");
    }
}
