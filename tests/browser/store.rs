//! IndexedDB keeps what every store promises, and what only a browser can break.

use crate::support::House;
use crate::support::promises;
use crate::support::shop::Shop;
use indexed_db_futures::database::Database;
use indexed_db_futures::prelude::*;
use indexed_db_futures::transaction::TransactionMode;
use lasku::billing::change::Change;
use lasku::store::indexed_db::{IndexedDb, connect, kept_mark};
use lasku::store::mark::Mark;
use lasku::store::packed::disk::{Disk, Found, Query, Write};
use lasku::store::{Durability, Store, StoreError};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::*;

wasm_bindgen_test_configure!(run_in_browser);

/// A database of its own for each test.
struct Fresh(String);

impl House for Fresh {
    type Store = IndexedDb;

    async fn connect(&self) -> IndexedDb {
        connect(&self.0, || {}).await.unwrap()
    }
}

async fn fresh(name: &str) -> Fresh {
    let name = format!("test-{name}");
    Database::delete_by_name(&name).unwrap().await.unwrap();
    Fresh(name)
}

macro_rules! promises {
    ($($name:ident),* $(,)?) => {
        $(#[wasm_bindgen_test] async fn $name() {
            promises::$name(fresh(stringify!($name)).await).await;
        })*
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

#[wasm_bindgen_test]
async fn thousands_of_invoices_are_kept_in_batches() {
    promises::thousands_of_invoices_are_kept_in_batches(fresh("thousands").await, 20).await;
}

#[wasm_bindgen_test]
async fn a_book_is_replaced_as_a_whole_or_not_at_all() {
    let (source, target) = (fresh("source").await, fresh("target").await);
    promises::a_book_is_replaced_as_a_whole_or_not_at_all(source, target).await;
}

/// The first request succeeds and the second can't: neither is kept.
#[wasm_bindgen_test]
async fn of_two_writes_of_which_the_second_fails_neither_is_kept() {
    let house = fresh("two-writes").await;
    let store = house.connect().await;
    let writes = vec![
        Write::Put("1/one".into(), b"one".to_vec()),
        // A range that ends before it begins is no range.
        Write::DeleteRange("b".into(), "a".into()),
    ];
    let mut decide = |_: Found| Ok(writes.clone());
    let written = store
        .disk()
        .write(Durability::Strict, &[], &mut decide)
        .await;
    assert!(written.is_err());
    assert_eq!(value(&house, "1/one").await, None);
}

/// Requests that were answered, and a commit that never came.
#[wasm_bindgen_test]
async fn a_forgotten_commit_keeps_nothing() {
    let house = fresh("forgotten").await;
    let store = house.connect().await;
    drop(store);
    {
        let database = raw(&house.0, 1).await;
        let transaction = database
            .transaction("records")
            .with_mode(TransactionMode::Readwrite)
            .build()
            .unwrap();
        let records = transaction.object_store("records").unwrap();
        let put = records.put(JsValue::from_str("x")).with_key("1/one");
        put.without_key_type().primitive().unwrap().await.unwrap();
        drop(records);
        drop(transaction);
        database.close();
    }
    assert_eq!(value(&house, "1/one").await, None);
}

/// Two tabs send their commits before either has an answer.
#[wasm_bindgen_test]
async fn of_two_commits_at_the_same_moment_one_is_kept() {
    let house = fresh("same-moment").await;
    let mut first = Shop::begin(house.connect().await).await;
    let account = first.account("A1").await;
    let model = first.invoice(account, "10.00").await.unwrap();
    for round in 1..=20 {
        let mut second = Shop::open(house.connect().await, round * 10_000).await;
        let mut first = Shop::open(house.connect().await, round * 10_000 + 5_000).await;
        let (a, b) = (first.copies(&model, 1), second.copies(&model, 1));
        let answers = both(first.keep("a", &a), second.keep("b", &b)).await;
        match answers {
            (Ok(()), Err(StoreError::Stale)) | (Err(StoreError::Stale), Ok(())) => {}
            other => panic!("{other:?}"),
        }
    }
    let opened = house.connect().await.open().await.unwrap().unwrap();
    assert_eq!(opened.documents, 21);
    assert_eq!(opened.book.receivables.len(), 21);
}

#[wasm_bindgen_test]
async fn a_newer_version_in_another_tab_closes_this_one_and_says_so() {
    let house = fresh("newer").await;
    let told = Rc::new(Cell::new(0));
    let tell = Rc::clone(&told);
    let store = connect(&house.0, move || tell.set(tell.get() + 1))
        .await
        .unwrap();
    let mut shop = Shop::begin(store).await;
    let newer = raw(&house.0, 2).await;
    assert_eq!(told.get(), 1);
    let change = Change::AccountAdded(crate::support::shop::account(shop.fresh(), "late"));
    let late = shop.keep("late", &[change]).await;
    assert!(
        matches!(late, Err(StoreError::NewerVersion { .. })),
        "{late:?}"
    );
    newer.close();
}

/// Somebody deletes the database and an old tab doesn't let go: whoever opens then waits, but not for ever.
#[wasm_bindgen_test]
async fn a_tab_in_the_way_is_named() {
    let house = fresh("blocked").await;
    let old = raw(&house.0, 1).await;
    let deleting = Database::delete_by_name(&house.0).unwrap();
    let opened = connect(&house.0, || {}).await;
    assert_eq!(opened.err(), Some(StoreError::Blocked));
    old.close();
    deleting.await.unwrap();
}

/// As when the browser takes the connection away: the next commit opens it again.
#[wasm_bindgen_test]
async fn a_lost_connection_is_opened_again() {
    let house = fresh("lost").await;
    let mut shop = Shop::begin(house.connect().await).await;
    shop.store.disk().break_connection();
    shop.account("A1").await;
    shop.store.disk().break_connection();
    assert_eq!(shop.store.open().await.unwrap().unwrap().book, shop.book);
}

#[wasm_bindgen_test]
async fn a_damaged_pack_is_named() {
    let house = fresh("damaged").await;
    let mut shop = Shop::begin(house.connect().await).await;
    shop.account("A1").await;
    let key = "00000001/work/accounts/0000000000";
    let mut garbage = value(&house, key).await.unwrap();
    garbage.truncate(40);
    let mut decide = |_: Found| Ok(vec![Write::Put(key.into(), garbage.clone())]);
    let disk = shop.store.disk();
    disk.write(Durability::Relaxed, &[], &mut decide)
        .await
        .unwrap();
    let Err(StoreError::Damaged { place, .. }) = house.connect().await.open().await else {
        panic!("not named")
    };
    assert_eq!(place, "accounts/0");
}

#[wasm_bindgen_test]
async fn the_mark_is_kept_beside_the_database() {
    kept_mark::forget();
    assert_eq!(kept_mark::read(), Ok(None));
    let house = fresh("mark").await;
    let shop = Shop::begin(house.connect().await).await;
    let mark = Mark::of(&shop.book, 0);
    kept_mark::keep(&mark).unwrap();
    assert_eq!(kept_mark::read(), Ok(Some(mark)));
    kept_mark::forget();
}

async fn raw(name: &str, version: u32) -> Database {
    Database::open(name)
        .with_version(version)
        .with_on_upgrade_needed(|event, database| {
            if event.old_version() < 1.0 {
                database.create_object_store("meta").build()?;
                database.create_object_store("records").build()?;
            }
            Ok(())
        })
        .await
        .unwrap()
}

/// The value of a key as another connection sees it.
async fn value(house: &Fresh, key: &str) -> Option<Vec<u8>> {
    let store = house.connect().await;
    let found = store.disk().read(&[Query::One(key.into())]).await.unwrap();
    found.values.into_iter().flatten().next()
}

/// Both at once.
async fn both<A: 'static, B: 'static>(
    a: impl Future<Output = A>,
    b: impl Future<Output = B>,
) -> (A, B) {
    let (mut a, mut b) = (std::pin::pin!(a), std::pin::pin!(b));
    let (mut left, mut right) = (None, None);
    std::future::poll_fn(move |context| {
        if left.is_none()
            && let std::task::Poll::Ready(done) = a.as_mut().poll(context)
        {
            left = Some(done);
        }
        if right.is_none()
            && let std::task::Poll::Ready(done) = b.as_mut().poll(context)
        {
            right = Some(done);
        }
        match (left.take(), right.take()) {
            (Some(a), Some(b)) => std::task::Poll::Ready((a, b)),
            (a, b) => {
                (left, right) = (a, b);
                std::task::Poll::Pending
            }
        }
    })
    .await
}
