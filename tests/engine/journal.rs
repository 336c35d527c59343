//! The journal: a chain in which nothing can be changed, taken out or exchanged unnoticed.

use super::builder::{World, day};
use lasku::billing::journal::{ChainFault, Hash, JournalEntry, JournalHead, document_digest};
use uuid::Uuid;

/// A few months of a small business.
fn lived() -> World {
    let mut world = World::new();
    let account = world.account(|_| {});
    world.contract(account, "monthly 30.00 EUR, anchor 1, from 2026-01-01");
    for month in ["2026-01-01", "2026-02-01", "2026-03-01"] {
        world.today = day(month);
        world.bill(day(month), day(month)).unwrap();
    }
    world.invoice(account, "12.00");
    world
}

/// The number of the first broken entry, and what is wrong with it.
fn broken(entries: &[JournalEntry], head: JournalHead) -> Option<(u64, String)> {
    let mut at = JournalHead::default();
    for entry in entries {
        match entry.verify(at) {
            Ok(next) => at = next,
            Err(broken) => return Some((broken.sequence, format!("{:?}", broken.fault))),
        }
    }
    (at != head).then(|| (at.sequence, "head".to_owned()))
}

#[test]
fn an_untouched_journal_is_whole() {
    let world = lived();
    assert!(world.journal.len() > 6);
    assert_eq!(broken(&world.journal, world.book.journal), None);
}

#[test]
fn whatever_is_changed_in_an_entry_is_named() {
    let world = lived();
    type Forgery = fn(&mut JournalEntry);
    let changes: [(&str, Forgery); 8] = [
        ("time", |entry| entry.at += chrono::Duration::seconds(1)),
        ("name", |entry| entry.by.name.push('x')),
        ("person", |entry| entry.by.id.0 = Uuid::from_u128(1)),
        ("command", |entry| entry.command.push('x')),
        ("label", |entry| entry.facts[0].label.push('x')),
        ("fact", |entry| drop(entry.facts.pop())),
        ("digest", |entry| entry.digest = Hash::ZERO),
        ("own hash", |entry| entry.hash = Hash::ZERO),
    ];
    for nth in 0..world.journal.len() {
        for (what, change) in &changes {
            let mut entries = world.journal.clone();
            change(&mut entries[nth]);
            let found = broken(&entries, world.book.journal);
            let expected = (nth as u64 + 1, format!("{:?}", ChainFault::Content));
            assert_eq!(found, Some(expected), "{what} of entry {}", nth + 1);
        }
    }
}

#[test]
fn an_entry_that_was_changed_and_sealed_again_is_named_by_the_next() {
    let world = lived();
    for nth in 0..world.journal.len() {
        let mut entries = world.journal.clone();
        entries[nth].command.push('x');
        entries[nth].hash = entries[nth].derive_hash();
        let (at, fault) = broken(&entries, world.book.journal).unwrap();
        let is_last = nth + 1 == entries.len();
        if is_last {
            assert_eq!((at, fault.as_str()), (nth as u64 + 1, "head"));
        } else {
            assert_eq!((at, fault.as_str()), (nth as u64 + 2, "Previous"));
        }
    }
}

#[test]
fn entries_taken_out_doubled_or_exchanged_are_named() {
    let world = lived();
    for nth in 0..world.journal.len() - 1 {
        let place = nth as u64 + 1;
        let mut gone = world.journal.clone();
        gone.remove(nth);
        let (at, fault) = broken(&gone, world.book.journal).unwrap();
        assert_eq!((at, fault.starts_with("Sequence")), (place + 1, true));
        let mut exchanged = world.journal.clone();
        exchanged.swap(nth, nth + 1);
        assert!(broken(&exchanged, world.book.journal).is_some());
        let mut doubled = world.journal.clone();
        doubled.insert(nth, world.journal[nth].clone());
        assert!(broken(&doubled, world.book.journal).is_some());
    }
}

#[test]
fn an_end_that_was_cut_off_shows_against_the_head() {
    let world = lived();
    for kept in 0..world.journal.len() {
        let found = broken(&world.journal[..kept], world.book.journal);
        assert_eq!(found, Some((kept as u64, "head".to_owned())));
    }
}

#[test]
fn every_document_can_be_checked_against_the_journal() {
    let world = lived();
    let vouched: Vec<(Uuid, Hash)> = world
        .journal
        .iter()
        .flat_map(|entry| entry.documents().collect::<Vec<_>>())
        .collect();
    assert_eq!(vouched.len(), world.archive.invoices.len());
    for (id, digest) in vouched {
        let invoice = &world.archive.invoices[&lasku::billing::id::InvoiceId(id)];
        assert_eq!(document_digest(invoice), digest);
        let mut changed = invoice.clone();
        changed.buyer.name.push('x');
        assert_ne!(document_digest(&changed), digest);
    }
}

#[test]
fn an_entry_is_read_back_as_it_was_sealed() {
    for entry in lived().journal {
        let text = serde_json::to_string(&entry).unwrap();
        let read: JournalEntry = serde_json::from_str(&text).unwrap();
        assert_eq!(read, entry);
        assert_eq!(read.derive_hash(), entry.hash);
    }
}
