//! Prints how fast the whole book goes out to a file and in again natively, in MB/s. A program, not a test.
//!
//! A number given as an argument is the number of invoices: `cargo bench --bench exchange -- 10000`.

#[allow(dead_code)]
mod archive;
#[allow(dead_code)]
mod workload;

use archive::Archive;
use lasku::exchange::backup::{Discard, FileRecord, Header, Keep, Mark, Reader, Section, Writer};
use lasku::store::memory::Memory;
use lasku::store::{Replacement, Store};
use lasku::worker::copy_out::copy_out;
use serde::Serialize;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

fn main() {
    // Cargo adds options of its own.
    let invoices = std::env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(100_000);
    let store = now(filled(invoices));
    let at = chrono::DateTime::UNIX_EPOCH;
    let report = |what: &str, bytes: usize, begun: Instant| {
        let took = begun.elapsed().as_secs_f64();
        let speed = bytes as f64 / 1e6 / took;
        println!("{what:<34} {took:>7.2} s  {speed:>7.0} MB/s");
    };

    let begun = Instant::now();
    let (file, copied) = now(copy_out(&store, at, Vec::new(), |_, _| {})).expect("a whole book");
    println!(
        "{} documents, {} payments, {:.1} MB",
        copied.documents,
        copied.payments,
        file.len() as f64 / 1e6
    );
    report("out of a store", file.len(), begun);

    let begun = Instant::now();
    let mut reader = Reader::new(Discard);
    file.chunks(4 << 20).for_each(|slice| reader.push(slice));
    let (found, Discard) = reader.finish();
    report("looked at and checked", file.len(), begun);
    for problem in found.problems.listed.iter().take(5) {
        println!("  {}: {:?}", problem.place, problem.kind);
    }

    let begun = Instant::now();
    let mut reader = Reader::new(Records::default());
    file.chunks(4 << 20).for_each(|slice| reader.push(slice));
    let (found, records) = reader.finish();
    report("the same, records kept", file.len(), begun);

    let begun = Instant::now();
    let header = Header {
        mark: &found.mark.unwrap_or_else(Mark::default),
        exported_at: at,
        seller: &records.seller.expect("a seller"),
    };
    let mut writer = Writer::begin(Vec::with_capacity(file.len()), &header).expect("room");
    for record in &records.all {
        write(&mut writer, record).expect("room");
    }
    let again = writer.finish().expect("room");
    report("written from records", again.len(), begun);
    assert!(again == file, "the same bytes");

    let begun = Instant::now();
    let value: serde_json::Value = serde_json::from_slice(&file).expect("JSON");
    report("serde_json to Value, to compare", file.len(), begun);
    drop(value);
}

async fn filled(invoices: u32) -> Memory {
    let store = Memory::default();
    let mut replacement = store.replace().await.expect("an empty store");
    let mut archive = Archive::new(7_000.min(invoices));
    let id = archive.id();
    while archive.documents() < invoices {
        let records = archive.next(invoices);
        replacement.put(records).await.expect("room");
    }
    replacement.put(archive.rest()).await.expect("room");
    replacement.keep(id).await.expect("nobody else");
    store
}

/// The store in memory never waits.
fn now<T>(work: impl Future<Output = T>) -> T {
    let mut context = Context::from_waker(Waker::noop());
    let mut work = pin!(work);
    loop {
        if let Poll::Ready(value) = work.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[derive(Default)]
struct Records {
    seller: Option<lasku::billing::seller::Seller>,
    all: Vec<FileRecord>,
}

impl Keep for Records {
    fn record(&mut self, record: FileRecord, _json: &[u8]) {
        match record {
            FileRecord::Seller(seller) => self.seller = Some(seller),
            other => self.all.push(other),
        }
    }
}

fn write(writer: &mut Writer<Vec<u8>>, record: &FileRecord) -> std::io::Result<()> {
    fn put<T: Serialize>(
        writer: &mut Writer<Vec<u8>>,
        section: Section,
        record: &T,
    ) -> std::io::Result<()> {
        writer.record(section, record)
    }
    match record {
        FileRecord::Seller(_) => Ok(()),
        FileRecord::Person(record) => put(writer, Section::People, record),
        FileRecord::Series(record) => put(writer, Section::Series, record),
        FileRecord::Account(record) => put(writer, Section::Accounts, record),
        FileRecord::Product(record) => put(writer, Section::Products, record),
        FileRecord::Contract(record) => put(writer, Section::Contracts, record),
        FileRecord::Charge(record) => put(writer, Section::Charges, record),
        FileRecord::Draft(record) => put(writer, Section::Drafts, record),
        FileRecord::Import(record) => put(writer, Section::Imports, record),
        FileRecord::Policy(record) => put(writer, Section::Policies, record),
        FileRecord::Stationery(record) => put(writer, Section::Stationery, record),
        FileRecord::Case(record) => put(writer, Section::Cases, record),
        FileRecord::Caller(record) => put(writer, Section::Callers, record),
        FileRecord::Grant(record) => put(writer, Section::Grants, record),
        FileRecord::Letter(record) => put(writer, Section::Letters, record),
        FileRecord::Experiment(record) => put(writer, Section::Experiments, record),
        FileRecord::Invoice(record) => put(writer, Section::Invoices, record),
        FileRecord::Payment(record) => put(writer, Section::Payments, record),
        FileRecord::Receivable(record) => put(writer, Section::Receivables, record),
        FileRecord::Credit(record) => put(writer, Section::Credits, record),
        FileRecord::Entry(record) => put(writer, Section::Journal, record),
    }
}
