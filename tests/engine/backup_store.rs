//! A store's book out to a file and in again, through the very code the worker runs.

use crate::backup_book::{Desk, sample, with_history, with_stationery};
use lasku::billing::book::Book;
use lasku::billing::command::Command;
use lasku::billing::id::{PersonId, SeriesId};
use lasku::billing::identifier::CountryCode;
use lasku::billing::journal::Author;
use lasku::billing::letter::Way;
use lasku::exchange::backup::{ImportMode, Obstacle, Problems, Section};
use lasku::store::memory::Memory;
use lasku::store::record::Record;
use lasku::store::{Replacement, Store};
use lasku::worker::copy_in::{OpenError, Opener, Slices, add, inspect, replace};
use lasku::worker::copy_out::copy_out;
use lasku::worker::rescue::rescue_out;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use uuid::Uuid;

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

struct InMemory<'a> {
    file: &'a [u8],
    slice: usize,
}

impl Slices for InMemory<'_> {
    fn total(&self) -> u64 {
        self.file.len() as u64
    }
    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        let (slice, rest) = self.file.split_at(self.slice.min(self.file.len()));
        self.file = rest;
        Ok((!slice.is_empty()).then(|| slice.to_vec()))
    }
}

fn slices(file: &[u8]) -> InMemory<'_> {
    InMemory { file, slice: 1000 }
}

fn silent(_: u64, _: u64) {}

/// A store with the desk's book in it.
fn stored(desk: &Desk) -> Memory {
    let store = Memory::default();
    now(store.create(&Book::new(
        Uuid::from_u128(0xE),
        SeriesId(Uuid::from_u128(0xF)),
        CountryCode::FI,
        lasku::billing::account::Language::Fi,
    )))
    .unwrap();
    now(store.open()).unwrap();
    now(replace(&store, &mut slices(&desk.file()), opener(), silent)).unwrap();
    now(store.open()).unwrap();
    store
}

fn saved(store: &Memory) -> Vec<u8> {
    let at = "2026-02-01T12:00:00Z".parse().unwrap();
    now(copy_out(store, at, Vec::new(), silent)).unwrap().0
}

fn opener() -> Opener {
    Opener {
        author: Author {
            id: PersonId(Uuid::from_u128(1)),
            name: "Aino".into(),
        },
        at: "2026-02-02T12:00:00Z".parse().unwrap(),
        given: Vec::new(),
    }
}

#[test]
fn what_a_store_gives_out_is_what_was_put_in() {
    let desk = sample();
    let store = stored(&desk);
    let file = saved(&store);
    assert!(file == desk.file(), "{}", String::from_utf8_lossy(&file));
    let opened = now(store.open()).unwrap().unwrap();
    assert_eq!(opened.book, desk.book);
}

#[test]
fn the_look_of_documents_goes_out_and_comes_in_and_the_own_one_stays_where_a_file_is_added() {
    let desk = with_stationery();
    let store = stored(&desk);
    assert!(saved(&store) == desk.file());
    let opened = now(store.open()).unwrap().unwrap();
    assert_eq!(opened.book.stationery, desk.book.stationery);
    // A file from before there was a choice takes the look away with everything else.
    now(replace(
        &store,
        &mut slices(&sample().file()),
        opener(),
        silent,
    ))
    .unwrap();
    assert_eq!(now(store.open()).unwrap().unwrap().book.stationery, None);

    let mut own = Desk::new();
    own.book.id = Uuid::from_u128(0xAAAA);
    own.book.series.clear();
    let store = stored(&own);
    now(add(&store, &mut slices(&desk.file()), opener(), silent)).unwrap();
    assert_eq!(now(store.open()).unwrap().unwrap().book.stationery, None);
}

#[test]
fn how_documents_left_goes_out_and_comes_in() {
    let mut desk = sample();
    let documents: Vec<_> = desk.invoices.iter().map(|invoice| invoice.id).collect();
    desk.ask(Command::SendDocument {
        document: documents[0],
        way: Way::Email,
        to: "liisa@laine.example".into(),
    });
    desk.ask(Command::SendDocuments {
        documents: documents.clone(),
        way: Way::Post,
    });
    let noted = desk.receivables.values().map(|item| item.sent.len());
    let noted = noted.chain(desk.credits.values().map(|item| item.sent.len()));
    assert_eq!(noted.sum::<usize>(), documents.len() + 1);
    let store = stored(&desk);
    let file = saved(&store);
    assert!(file == desk.file(), "{}", String::from_utf8_lossy(&file));
    let found = now(inspect(&store, &mut slices(&file), silent)).unwrap();
    assert_eq!(found.problems, Problems::default());
}

#[test]
fn what_was_taken_over_goes_out_and_comes_in_and_is_added_where_no_series_gives_its_numbers() {
    let desk = with_history();
    let store = stored(&desk);
    assert!(saved(&store) == desk.file());
    let opened = now(store.open()).unwrap().unwrap();
    assert_eq!(opened.book, desk.book);

    let mut own = Desk::new();
    own.book.id = Uuid::from_u128(0xAAAA);
    let series = own.series();
    let mut moved = own.book.series.remove(&series).unwrap();
    moved.id = SeriesId(Uuid::from_u128(0xBBBB));
    for (pattern, expected) in [
        ("B-{NNNNN}", None),
        // It would come to L-17 one day.
        ("L-{N}", Some("L-17")),
    ] {
        moved.pattern = pattern.into();
        moved.yearly = false;
        own.book.series.insert(moved.id, moved.clone());
        let found = now(inspect(&stored(&own), &mut slices(&desk.file()), silent)).unwrap();
        let example = found.add.obstacles.iter().find_map(|each| match each {
            Obstacle::NumberTaken { example, .. } => Some(example.as_str()),
            _ => None,
        });
        assert_eq!(example, expected, "{pattern}");
        assert_eq!(found.add.is_possible(), expected.is_none(), "{pattern}");
    }
}

#[test]
fn progress_ends_at_its_total() {
    let store = stored(&sample());
    let mut last = (0, 0);
    let at = "2026-02-01T12:00:00Z".parse().unwrap();
    now(copy_out(&store, at, Vec::new(), |done, total| {
        last = (done, total)
    }))
    .unwrap();
    assert_eq!(last.0, last.1);
}

#[test]
fn a_file_with_a_fault_leaves_the_book_as_it_was() {
    let desk = sample();
    let store = stored(&desk);
    let text = String::from_utf8(desk.file()).unwrap();
    let wrong = text.replace("\"Laine Oy\"", "17");
    match now(replace(
        &store,
        &mut slices(wrong.as_bytes()),
        opener(),
        silent,
    )) {
        Err(OpenError::Problems(problems)) => assert!(problems.errors > 0),
        other => panic!("{other:?}"),
    }
    let cut = &text.as_bytes()[..text.len() / 2];
    assert!(now(replace(&store, &mut slices(cut), opener(), silent)).is_err());
    now(store.open()).unwrap();
    assert!(saved(&store) == desk.file());
}

#[test]
fn a_file_of_another_business_comes_beside_the_present_one() {
    let desk = sample();
    let mut own = Desk::new();
    own.book.id = Uuid::from_u128(0xAAAA);
    let series = own.series();
    let mut moved = own.book.series.remove(&series).unwrap();
    moved.id = SeriesId(Uuid::from_u128(0xBBBB));
    moved.pattern = "B-{NNNNN}".into();
    moved.yearly = false;
    own.book.series.insert(moved.id, moved);
    let store = stored(&own);
    let file = desk.file();
    let found = now(inspect(&store, &mut slices(&file), silent)).unwrap();
    assert_eq!(found.problems, Problems::default());
    assert!(found.add.is_possible(), "{:?}", found.add);
    now(add(&store, &mut slices(&file), opener(), silent)).unwrap();
    now(store.open()).unwrap();
    let again = now(inspect(&store, &mut slices(&saved(&store)), silent)).unwrap();
    assert_eq!(again.problems, Problems::default());
    let count = |section: Section| {
        again
            .counts
            .iter()
            .find(|(each, _)| *each == section)
            .unwrap()
            .1
    };
    assert_eq!(count(Section::Invoices), 5);
    assert_eq!(count(Section::Journal), 1);
    // A second time everything is there already.
    match now(add(&store, &mut slices(&file), opener(), silent)) {
        Err(OpenError::Plan(plan)) => assert!(
            plan.obstacles
                .iter()
                .any(|each| matches!(each, Obstacle::IdTaken { .. }))
        ),
        other => panic!("{other:?}"),
    }
    assert_eq!(found.replace.mode, ImportMode::Replace);
}

#[test]
fn a_replacement_that_is_given_up_leaves_nothing() {
    let desk = sample();
    let store = stored(&desk);
    let mut replacement = now(store.replace()).unwrap();
    now(replacement.put(vec![Record::Seller(crate::backup_book::seller())])).unwrap();
    drop(replacement);
    now(store.open()).unwrap();
    assert!(saved(&store) == desk.file());
}

#[test]
fn an_older_copy_does_not_give_numbers_again_that_customers_have() {
    let older = sample();
    let mut newer = sample();
    newer.run("2026-02-01");
    let given: Vec<_> = newer.book.series.values().cloned().collect();
    assert!(given[0].next > older.book.series[&given[0].id].next);
    let store = stored(&newer);
    let opener = Opener {
        given: given.clone(),
        ..opener()
    };
    now(replace(&store, &mut slices(&older.file()), opener, silent)).unwrap();
    let opened = now(store.open()).unwrap().unwrap();
    assert_eq!(opened.book.series[&given[0].id], given[0]);
    assert_eq!(
        opened.book.journal.sequence,
        older.book.journal.sequence + 1
    );
    let found = now(inspect(&store, &mut slices(&saved(&store)), silent)).unwrap();
    assert_eq!(found.problems, Problems::default());
}

#[test]
fn an_older_copy_still_passes_over_the_numbers_of_another_program() {
    let older = sample();
    let newer = with_history();
    let given: Vec<_> = newer.book.series.values().cloned().collect();
    assert!(!given[0].taken_over.is_empty());
    let opener = Opener {
        given: given.clone(),
        ..opener()
    };
    let store = stored(&newer);
    now(replace(&store, &mut slices(&older.file()), opener, silent)).unwrap();
    let opened = now(store.open()).unwrap().unwrap();
    assert_eq!(opened.book.series[&given[0].id], given[0]);
}

#[test]
fn two_books_that_number_alike_are_not_put_together() {
    let desk = sample();
    let mut own = Desk::new();
    own.book.id = Uuid::from_u128(0xAAAA);
    let series = own.series();
    let mut moved = own.book.series.remove(&series).unwrap();
    moved.id = SeriesId(Uuid::from_u128(0xBBBB));
    own.book.series.insert(moved.id, moved);
    let found = now(inspect(&stored(&own), &mut slices(&desk.file()), silent)).unwrap();
    assert_eq!(
        found.add.obstacles,
        [Obstacle::NumberTaken {
            section: Section::Series,
            count: 1,
            example: "{YYYY}-{NNNNN}".into()
        }]
    );
}

#[test]
fn what_can_be_read_of_a_damaged_store_is_a_file_too() {
    let desk = with_stationery();
    let store = stored(&desk);
    let at = "2026-02-01T12:00:00Z".parse().unwrap();
    let (file, copied) = now(rescue_out(&store, at, Vec::new())).unwrap();
    assert_eq!(copied.documents, 5);
    let found = now(inspect(&store, &mut slices(&file), silent)).unwrap();
    assert_eq!(found.seller, "Meren Huolto Oy");
    let count = |section: Section| {
        found
            .counts
            .iter()
            .find(|(each, _)| *each == section)
            .unwrap()
            .1
    };
    assert_eq!(count(Section::Accounts), 4);
    assert_eq!(count(Section::Stationery), 1);
    assert_eq!(count(Section::Invoices), 5);
    assert_eq!(count(Section::Journal) as usize, desk.journal.len());
}
