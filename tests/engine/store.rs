//! Stores that need no browser keep what every store promises, and the packed one survives what a disk does.

use crate::support::House;
use crate::support::promises;
use crate::support::ram::{Fault, Ram};
use crate::support::shop::{Shop, eur};
use lasku::store::mark::{Mark, SeriesMark, Verdict, judge};
use lasku::store::memory::Memory;
use lasku::store::packed::disk::{Disk, Found, Write};
use lasku::store::record::Kind;
use lasku::store::{Durability, Opened, Store, StoreError};
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};
use uuid::Uuid;

impl House for Memory {
    type Store = Memory;

    async fn connect(&self) -> Memory {
        self.clone()
    }
}

/// Nothing here ever waits for anything outside.
fn run<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(done) => done,
        Poll::Pending => panic!("a store in memory waits"),
    }
}

macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        mod memory {
            use super::*;
            $(#[test] fn $name() { run(promises::$name(Memory::default())); })*
            #[test] fn a_book_is_replaced_as_a_whole_or_not_at_all() {
                run(promises::a_book_is_replaced_as_a_whole_or_not_at_all(Memory::default(), Memory::default()));
            }
            #[test] fn thousands_of_invoices_are_kept_in_batches() {
                run(promises::thousands_of_invoices_are_kept_in_batches(Memory::default(), 5));
            }
        }
        mod packed {
            use super::*;
            $(#[test] fn $name() { run(promises::$name(Ram::default())); })*
            #[test] fn a_book_is_replaced_as_a_whole_or_not_at_all() {
                run(promises::a_book_is_replaced_as_a_whole_or_not_at_all(Ram::default(), Ram::default()));
            }
            #[test] fn thousands_of_invoices_are_kept_in_batches() {
                run(promises::thousands_of_invoices_are_kept_in_batches(Ram::default(), 5));
            }
        }
    };
}

promises! {
    an_empty_store_has_no_book,
    a_book_is_created_once,
    a_reopened_book_is_the_same,
    a_commit_on_an_old_state_keeps_nothing,
    of_two_that_want_a_number_one_gets_it,
    a_settled_invoice_rests_until_it_is_open_again,
    a_document_that_is_sent_rests_as_before,
    summaries_follow_the_commits,
    a_copy_never_mixes_two_states,
    the_journal_is_read_from_any_entry,
    a_rescue_gives_every_record,
    a_mark_is_never_ahead_of_its_database,
}

#[test]
fn a_commit_that_is_rolled_back_leaves_book_summaries_and_numbers_as_they_were() {
    run(async {
        let ram = Ram::default();
        let mut shop = Shop::begin(ram.connect().await).await;
        let account = shop.account("A1").await;
        let first = shop.invoice(account, "10.00").await.unwrap();
        shop.store.summaries().await.unwrap();
        let changes = shop.copies(&first, 120);
        let before = shop.book.clone();
        ram.fail_next(Fault::Full);
        assert_eq!(
            shop.keep("issue_run", &changes).await,
            Err(StoreError::Quota)
        );
        assert_eq!(shop.book, before);
        assert_eq!(shop.store.summaries().await.unwrap().documents.len(), 1);
        // There is room again: the same changes are kept as if nothing had been.
        shop.keep("issue_run", &changes).await.unwrap();
        let opened = ram.connect().await.open().await.unwrap().unwrap();
        assert_eq!((opened.book, opened.documents), (shop.book, 121));
    });
}

#[test]
fn a_commit_whose_answer_was_lost_is_kept_once() {
    run(async {
        let ram = Ram::default();
        let mut shop = Shop::begin(ram.connect().await).await;
        let account = shop.account("A1").await;
        ram.fail_next(Fault::AnswerLost);
        shop.invoice(account, "10.00").await.unwrap();
        ram.fail_next(Fault::AnswerLost);
        shop.account("A2").await;
        let store = ram.connect().await;
        let opened = store.open().await.unwrap().unwrap();
        assert_eq!((opened.book, opened.documents), (shop.book, 1));
        assert_eq!(store.summaries().await.unwrap().documents.len(), 1);
    });
}

#[test]
fn what_is_decided_against_is_not_written() {
    run(async {
        let ram = Ram::default();
        let shop = Shop::begin(ram.connect().await).await;
        let keys = ram.keys();
        let mut against = |_: Found| Err(StoreError::Stale);
        let refused = ram.write(Durability::Strict, &[], &mut against).await;
        assert_eq!(refused, Err(StoreError::Stale));
        assert_eq!(ram.keys(), keys);
        assert_eq!(shop.store.open().await.unwrap().unwrap().book, shop.book);
    });
}

#[test]
fn the_packs_of_a_replaced_book_are_removed() {
    run(async {
        let ram = Ram::default();
        promises::a_book_is_replaced_as_a_whole_or_not_at_all(Ram::default(), ram.clone()).await;
        let generations: std::collections::BTreeSet<String> = ram
            .keys()
            .iter()
            .filter_map(|key| {
                key.split_once('/')
                    .map(|(generation, _)| generation.to_owned())
            })
            .collect();
        assert_eq!(generations.len(), 1, "{generations:?}");
    });
}

async fn put(ram: &Ram, write: Write) {
    let mut decide = |_: Found| Ok(vec![write.clone()]);
    ram.write(Durability::Relaxed, &[], &mut decide)
        .await
        .unwrap();
}

/// Writes garbage over the pack whose key ends so.
async fn damage(ram: &Ram, end: &str, bytes: &[u8]) {
    let key = ram.keys().into_iter().find(|key| key.ends_with(end));
    let key = key.unwrap_or_else(|| panic!("no key ends with {end}: {:?}", ram.keys()));
    put(ram, Write::Put(key, bytes.to_vec())).await;
}

#[test]
fn a_damaged_pack_is_named_and_the_rest_can_be_rescued() {
    run(async {
        let ram = Ram::default();
        let mut shop = Shop::begin(ram.connect().await).await;
        let account = shop.account("A1").await;
        let model = shop.invoice(account, "10.00").await.unwrap();
        let changes = shop.copies(&model, 250);
        shop.keep("issue_run", &changes).await.unwrap();
        shop.pay(&model, eur("12.55")).await;

        damage(&ram, "documents/0000000001", b"garbage").await;
        let store = ram.connect().await;
        assert!(store.open().await.is_ok(), "the working set is whole");
        let lost = store.packs(
            shop.book.journal,
            lasku::store::record::Archive::Documents,
            0,
            9,
        );
        let StoreError::Damaged { place, .. } = lost.await.unwrap_err() else {
            panic!("not named")
        };
        assert_eq!(place, "documents");
        let rescue = store.rescue().await.unwrap();
        let documents = rescue
            .records
            .iter()
            .filter(|(kind, _)| *kind == Kind::Document);
        assert_eq!(documents.count(), 151);
        assert_eq!(rescue.damaged.len(), 1);
        let StoreError::Damaged { place, .. } = &rescue.damaged[0] else {
            panic!("not named")
        };
        assert_eq!(place, "documents/0000000001");

        damage(&ram, "accounts/0000000000", b"").await;
        let error = ram.connect().await.open().await.unwrap_err();
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        let rescue = ram.connect().await.rescue().await.unwrap();
        assert_eq!(rescue.damaged.len(), 2);
    });
}

#[test]
fn records_of_a_newer_version_are_left_alone() {
    run(async {
        let ram = Ram::default();
        Shop::begin(ram.connect().await).await;
        let newer = Write::Meta(br#"{"format":2,"something":"else"}"#.to_vec());
        put(&ram, newer).await;
        let error = ram.connect().await.open().await.unwrap_err();
        assert_eq!(error, StoreError::NewerVersion { found: 2, known: 1 });
    });
}

#[test]
fn the_mark_is_judged_by_book_journal_documents_and_series() {
    let opened: Opened = run(async {
        let mut shop = Shop::begin(Memory::default()).await;
        let account = shop.account("A1").await;
        shop.invoice(account, "10.00").await.unwrap();
        shop.store.open().await.unwrap().unwrap()
    });
    let found = Mark::of(&opened.book, opened.documents);
    let series = *found.series.keys().next().unwrap();
    let change = |change: &dyn Fn(&mut Mark)| {
        let mut mark = found.clone();
        change(&mut mark);
        judge(Some(&mark), Some(&opened))
    };
    assert_eq!(judge(None, Some(&opened)), Verdict::Fine);
    assert_eq!(change(&|_| {}), Verdict::Fine);
    assert_eq!(change(&|mark| mark.journal.sequence -= 1), Verdict::Fine);
    assert_eq!(change(&|mark| mark.documents -= 1), Verdict::Fine);
    let set_back = |mark: &mut Mark| {
        mark.journal.sequence -= 1;
        mark.series.get_mut(&series).unwrap().next += 90;
    };
    assert_eq!(
        change(&set_back),
        Verdict::Fine,
        "a next number typed by mistake was set back, and the browser died before the mark was kept"
    );
    let last_year = |mark: &mut Mark| {
        mark.series.insert(
            series,
            SeriesMark {
                next: 900,
                last_issued: "2025-12-31".parse().ok(),
            },
        );
    };
    assert_eq!(
        change(&last_year),
        Verdict::Fine,
        "a yearly series began again"
    );
    for behind in [
        change(&|mark| mark.journal.sequence += 1),
        change(&|mark| mark.journal.hash = Default::default()),
        change(&|mark| mark.documents += 1),
        change(&|mark| mark.series.get_mut(&series).unwrap().next += 1),
        change(&|mark| {
            let other = mark.series[&series];
            mark.series.insert(Uuid::from_u128(8).into(), other);
        }),
    ] {
        assert!(matches!(behind, Verdict::Behind { .. }), "{behind:?}");
    }
    let other = change(&|mark| mark.database = Uuid::from_u128(9));
    assert!(matches!(other, Verdict::OtherBook { .. }), "{other:?}");
}
