//! Prints how fast documents are made natively, and how large they are. A program, not a test.
//!
//! A number given as an argument is the number of documents: `cargo bench --bench document -- 5174`.

#[allow(dead_code)]
mod archive;
mod complete;
#[allow(dead_code)]
mod workload;

use archive::Archive;
use complete::complete;
use lasku::billing::id::InvoiceId;
use lasku::billing::invoice::Invoice;
use lasku::document::pdf::{Fonts, Look};
use lasku::store::memory::Memory;
use lasku::store::{Replacement, Store};
use lasku::worker::archive::{Order, bundle};
use lasku::worker::press::{Press, Unpressed};
use lasku::worker::protocol::{Bundle, Form};
use lasku::worker::read_in::read;
use std::cell::Cell;
use std::future::Future;
use std::pin::pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Instant;

fn main() {
    // Cargo adds options of its own.
    let count = std::env::args()
        .find_map(|word| word.parse().ok())
        .unwrap_or(1_000);
    let (store, ids) = now(filled(count));
    let documents = now(store.invoices(&ids)).expect("documents");
    let (fonts, look) = (fonts(), Look::default());
    let press = Press {
        fonts: Some(&fonts),
        look: &look,
        at: chrono::DateTime::UNIX_EPOCH,
    };
    // First, and the least first: the most memory there has been is never told less.
    for (form, in_what) in [
        (Form::Ubl, Bundle::Zip),
        (Form::Pdf, Bundle::Zip),
        (Form::Pdf, Bundle::OneFile),
    ] {
        together(&store, &press, &ids, form, in_what);
    }
    for form in Form::E_INVOICES.into_iter().chain([Form::Pdf]) {
        each(&press, &documents, form);
    }
}

/// Each by itself, and what is made read again where it can be.
fn each(press: &Press, documents: &[Invoice], form: Form) {
    let begun = Instant::now();
    let mut made = Vec::with_capacity(documents.len());
    let mut refused = 0_u64;
    for invoice in documents {
        match press.document(invoice, form) {
            Ok(file) => made.push(file.content),
            Err(Unpressed::Unfit(_)) => refused += 1,
            Err(error) => panic!("{form:?}: {error:?}"),
        }
    }
    let took = begun.elapsed().as_secs_f64();
    let mut sizes: Vec<usize> = made.iter().map(Vec::len).collect();
    sizes.sort_unstable();
    let middle = sizes.get(sizes.len() / 2).copied().unwrap_or(0);
    let speed = documents.len() as f64 / took;
    print!(
        "{form:<12?} {speed:>8.0} documents/s  {middle:>7} bytes in the middle  {refused} refused"
    );
    match form {
        Form::Pdf | Form::Picture => println!(),
        Form::FacturX
        | Form::Peppol
        | Form::XRechnungUbl
        | Form::XRechnungCii
        | Form::Ubl
        | Form::Cii
        | Form::Finvoice => {
            let begun = Instant::now();
            for file in &made {
                read(file).expect("an invoice");
            }
            let speed = made.len() as f64 / begun.elapsed().as_secs_f64();
            println!("  {speed:>8.0}/s read again with its rules");
        }
    }
}

/// All in one file, of which no part is kept.
fn together(store: &Memory, press: &Press, ids: &[InvoiceId], form: Form, in_what: Bundle) {
    let before = most_memory();
    let begun = Instant::now();
    let order = Order {
        documents: ids,
        form,
        bundle: in_what,
    };
    let written = Rc::new(Cell::new(0));
    let counted = Rc::clone(&written);
    let take = move |part: Vec<u8>| {
        counted.set(counted.get() + part.len());
        Ok(())
    };
    let made = now(bundle(store, press, order, take, |_, _| {})).expect("a file");
    let took = begun.elapsed().as_secs_f64();
    println!(
        "{in_what:?} of {form:?}: {} documents in {took:.2} s ({:.0}/s), {:.1} MB, {:.0} MB more memory at most than before",
        made.count,
        made.count as f64 / took,
        written.get() as f64 / 1e6,
        most_memory() - before,
    );
}

/// The most memory this program has had, in MB; zero where the system doesn't tell.
fn most_memory() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok());
    kilobytes.unwrap_or(0.0) / 1e3
}

fn fonts() -> Fonts {
    let face = |name: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/public/fonts/pdf/");
        std::fs::read(format!("{folder}{name}.ttf")).expect("a typeface")
    };
    let others = ["noto-sans", "noto-sans-hebrew", "noto-sans-arabic"];
    let others = others.map(|name| face(&format!("{name}-regular")));
    let (regular, strong) = (
        face("hanken-grotesk-regular"),
        face("hanken-grotesk-semibold"),
    );
    Fonts::read(regular, strong, others.into()).expect("typefaces")
}

async fn filled(invoices: u32) -> (Memory, Vec<InvoiceId>) {
    let store = Memory::default();
    let mut replacement = store.replace().await.expect("an empty store");
    let mut archive = Archive::new(7_000.min(invoices));
    let id = archive.id();
    while archive.documents() < invoices {
        let records = archive.next(invoices).into_iter().map(complete);
        replacement.put(records.collect()).await.expect("room");
    }
    replacement.put(archive.rest()).await.expect("room");
    replacement.keep(id).await.expect("nobody else");
    let summaries = store.summaries().await.expect("summaries");
    let ids = summaries.documents.rows();
    let ids = ids.filter_map(|row| row.document()).collect();
    (store, ids)
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
