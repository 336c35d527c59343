//! What every store promises. Each function is one promise; a test calls it with a fresh house.

use super::House;
use super::shop::{Shop, day, eur};
use lasku::billing::change::Change;
use lasku::billing::command::Command;
use lasku::billing::id::*;
use lasku::billing::invoice::Invoice;
use lasku::billing::journal::{JournalEntry, JournalHead};
use lasku::billing::letter::Way;
use lasku::billing::receivable::CreditSource;
use lasku::billing::stationery::{Stationery, Template};
use lasku::store::mark::{Mark, Verdict, judge};
use lasku::store::record::{Archive, Kind, Record};
use lasku::store::summary::SummaryKind;
use lasku::store::{Commit, Durability, Opened, Replacement, Store, StoreError};
use std::collections::BTreeSet;
use uuid::Uuid;

async fn reopened<H: House>(house: &H) -> Opened {
    let store = house.connect().await;
    store.open().await.unwrap().expect("a book was kept")
}

pub async fn an_empty_store_has_no_book<H: House>(house: H) {
    let store = house.connect().await;
    assert_eq!(store.open().await.unwrap(), None);
    assert_eq!(judge(None, None), Verdict::New);
}

pub async fn a_book_is_created_once<H: House>(house: H) {
    let shop = Shop::begin(house.connect().await).await;
    let other = house.connect().await;
    let mut another = shop.book.clone();
    another.id = Uuid::from_u128(9);
    assert_eq!(other.create(&another).await, Err(StoreError::Stale));
    assert_eq!(reopened(&house).await.book, shop.book);
}

/// Accounts, drafts, invoices, payments in part and in whole, and taken back: whatever happened, it is found again.
pub async fn a_reopened_book_is_the_same<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let mut invoices = Vec::new();
    for number in 1..=5 {
        let account = shop.account(&format!("A{number}")).await;
        for _ in 0..3 {
            invoices.push(shop.invoice(account, "100.00").await.unwrap());
        }
    }
    let mut payments = Vec::new();
    for invoice in &invoices[..6] {
        payments.push(shop.pay(invoice, invoice.totals.amount_due).await);
    }
    shop.pay(&invoices[7], eur("10.00")).await;
    shop.reverse(payments[2]).await;
    shop.reverse(payments[3]).await;
    let opened = reopened(&house).await;
    assert_eq!(opened.book, shop.book);
    assert_eq!((opened.documents, opened.payments), (15, 7));
    assert_eq!(opened.book.receivables.len(), 11);
    assert_eq!(
        opened.book.receivables[&invoices[7].id].open(),
        eur("115.50")
    );
    let ids: Vec<InvoiceId> = invoices.iter().map(|invoice| invoice.id).collect();
    let store = house.connect().await;
    store.open().await.unwrap();
    assert_eq!(store.invoices(&ids).await.unwrap(), invoices);
}

pub async fn a_commit_on_an_old_state_keeps_nothing<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    let invoice = shop.invoice(account, "10.00").await.unwrap();
    let before = shop.book.clone();
    let changes = shop.copies(&invoice, 3);
    let entry = shop.entry("issue_run", &changes);
    let commit = Commit {
        expected: JournalHead::default(),
        changes: &changes,
        entry: &entry,
        durability: Durability::Strict,
    };
    assert_eq!(shop.store.commit(commit).await, Err(StoreError::Stale));
    let opened = reopened(&house).await;
    assert_eq!(opened.book, before);
    assert_eq!(opened.documents, 1);
    assert_eq!(shop.store.summaries().await.unwrap().documents.len(), 1);
}

/// Two tabs issue at once: one gets the number, the other is told to look again, and then gets the next.
pub async fn of_two_that_want_a_number_one_gets_it<H: House>(house: H) {
    let mut first = Shop::begin(house.connect().await).await;
    let account = first.account("A1").await;
    let mut second = Shop::open(house.connect().await, 10_000).await;
    let mut numbers = Vec::new();
    for _ in 0..5 {
        let invoice = first.invoice(account, "10.00").await.unwrap();
        numbers.push(invoice.number.clone());
        assert_eq!(
            second.invoice(account, "20.00").await,
            Err(StoreError::Stale)
        );
        let ids = 20_000 + numbers.len() as u128 * 100;
        second = Shop::open(second.store, ids).await;
        numbers.push(second.invoice(account, "20.00").await.unwrap().number);
        let ids = 30_000 + numbers.len() as u128 * 100;
        first = Shop::open(first.store, ids).await;
        assert_eq!(first.book, second.book);
    }
    let expected: Vec<String> = (1..=10).map(|n| format!("2026-{n:05}")).collect();
    assert_eq!(numbers, expected);
}

pub async fn a_settled_invoice_rests_until_it_is_open_again<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    let invoice = shop.invoice(account, "10.00").await.unwrap();
    let other = shop.invoice(account, "10.00").await.unwrap();
    let payment = shop.pay(&invoice, eur("12.55")).await;
    assert!(!shop.book.receivables.contains_key(&invoice.id));
    let source = CreditSource::Payment(payment);
    // As another tab sees it, which has to look for what rests.
    let store = house.connect().await;
    let opened = store.open().await.unwrap().unwrap();
    assert!(!opened.book.receivables.contains_key(&invoice.id));
    let asked = [invoice.id, other.id, InvoiceId(Uuid::from_u128(999_999))];
    let found = store.receivables(&asked).await.unwrap();
    assert_eq!(found.len(), 2);
    assert_eq!(found[0].open(), eur("0.00"));
    assert_eq!(found[1], shop.book.receivables[&other.id]);
    let credits = store.credits(&[source]).await.unwrap();
    assert_eq!(credits[0].left(), eur("0.00"));

    shop.reverse(payment).await;
    let opened = reopened(&house).await;
    assert_eq!(opened.book, shop.book);
    assert_eq!(opened.book.receivables[&invoice.id].open(), eur("12.55"));
    store.open().await.unwrap();
    let found = store.receivables(&[invoice.id]).await.unwrap();
    assert_eq!(found, [opened.book.receivables[&invoice.id].clone()]);
    let at = shop.book.journal;
    let resting = store.packs(at, Archive::SettledReceivables, 0, 10).await;
    let resting: usize = resting.unwrap().iter().map(|pack| pack.records.len()).sum();
    assert_eq!(resting, 0, "it rests and is open at once");

    shop.pay(&invoice, eur("12.55")).await;
    assert_eq!(reopened(&house).await.book, shop.book);
}

/// An open invoice, a settled one, and a look of the documents: what was noted of each is found again, where it was.
pub async fn a_document_that_is_sent_rests_as_before<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    let settled = shop.invoice(account, "10.00").await.unwrap();
    shop.pay(&settled, eur("12.55")).await;
    let open = shop.invoice(account, "10.00").await.unwrap();
    shop.ask(Command::ReviseStationery(Stationery {
        template: Template::Plain,
        ..Stationery::default()
    }))
    .await
    .unwrap();
    // As another tab does it, which has to look for what rests.
    let mut shop = Shop::open(house.connect().await, 10_000).await;
    for way in [Way::Email, Way::Post] {
        let documents = vec![settled.id, open.id];
        shop.ask(Command::SendDocuments { documents, way })
            .await
            .unwrap();
    }
    let opened = reopened(&house).await;
    assert_eq!(opened.book, shop.book);
    assert_eq!(opened.book.stationery().template, Template::Plain);
    assert!(!opened.book.receivables.contains_key(&settled.id));
    let store = house.connect().await;
    store.open().await.unwrap();
    let found = store.receivables(&[settled.id, open.id]).await.unwrap();
    for receivable in found {
        let ways: Vec<Way> = receivable.sent.iter().map(|sent| sent.way).collect();
        assert_eq!(ways, [Way::Email, Way::Post], "{}", receivable.number);
    }
    let at = shop.book.journal;
    let resting = store.packs(at, Archive::SettledReceivables, 0, 10).await;
    let resting: usize = resting.unwrap().iter().map(|pack| pack.records.len()).sum();
    assert_eq!(resting, 1);
}

pub async fn summaries_follow_the_commits<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let (a, b) = (shop.account("A1").await, shop.account("B2").await);
    let first = shop.invoice(a, "10.00").await.unwrap();
    assert_eq!(shop.store.summaries().await.unwrap().documents.len(), 1);
    let second = shop.invoice(b, "1234.50").await.unwrap();
    let payment = shop.pay(&first, eur("12.55")).await;
    let kept = shop.store.summaries().await.unwrap();
    let store = house.connect().await;
    store.open().await.unwrap();
    let read = store.summaries().await.unwrap();
    assert_eq!(
        read, kept,
        "rows kept in step and rows read must be the same"
    );

    let row = read.documents.row(1).unwrap();
    assert_eq!(row.document(), Some(second.id));
    assert_eq!(row.kind, SummaryKind::Invoice);
    assert_eq!((row.on, row.due), (day("2026-03-01"), day("2026-03-15")));
    assert_eq!(row.total, eur("1549.30"));
    assert_eq!(row.number, "2026-00002");
    assert_eq!(read.payments.row(0).unwrap().payment(), Some(payment));
    assert_eq!(read.documents.row(2), None);
    assert_eq!(read.documents.position(second.id.0), Some(1));
    assert_eq!(read.documents.position(payment.0), None);
    assert_eq!(read.documents.by_account(&BTreeSet::from([b])), [1]);
    assert_eq!(read.documents.by_account(&BTreeSet::from([a, b])), [0, 1]);
    assert_eq!(read.payments.by_account(&BTreeSet::from([a])), [0]);
    for (text, found) in [
        ("00002", vec![1]),
        ("2026-", vec![0, 1]),
        ("1549.30", vec![1]),
        ("1 549,30", vec![1]),
        ("1,549.30 €", vec![1]),
        ("12,55", vec![0]),
        ("  ", vec![0, 1]),
        ("nobody", vec![]),
    ] {
        assert_eq!(read.documents.search(text), found, "{text:?}");
    }
    assert_eq!(read.payments.search("rf18 5390"), [0]);
}

/// Batches of 250. The number of rows passes the size of packs and segments several times over.
pub async fn thousands_of_invoices_are_kept_in_batches<H: House>(house: H, batches: usize) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    let model = shop.invoice(account, "10.00").await.unwrap();
    let mut all: Vec<InvoiceId> = vec![model.id];
    for _ in 0..batches {
        let changes = shop.copies(&model, 250);
        all.extend(changes.iter().filter_map(|change| match change {
            Change::InvoiceIssued(invoice) => Some(invoice.id),
            _ => None,
        }));
        shop.keep("issue_run", &changes).await.unwrap();
    }
    let store = house.connect().await;
    let opened = store.open().await.unwrap().unwrap();
    assert_eq!(opened.documents, all.len() as u64);
    assert!(opened.book == shop.book, "the book differs");
    let asked = [all[0], all[99], all[100], all[1000], all[all.len() - 1]];
    let found = store.invoices(&asked).await.unwrap();
    let found: Vec<InvoiceId> = found.iter().map(|invoice| invoice.id).collect();
    assert_eq!(found, asked);
    let rows = store.summaries().await.unwrap();
    assert!(*rows == *shop.store.summaries().await.unwrap());
    let in_order = rows.documents.rows().map(|row| InvoiceId(row.id));
    assert!(in_order.eq(all.iter().copied()), "the order differs");
    let mut from = 0;
    let mut copied: Vec<InvoiceId> = Vec::new();
    loop {
        let packs = store.packs(shop.book.journal, Archive::Documents, from, 7);
        let packs = packs.await.unwrap();
        let Some(last) = packs.last() else { break };
        from = last.next;
        for json in packs.iter().flat_map(|pack| &pack.records) {
            let invoice: Invoice = serde_json::from_slice(json).unwrap();
            copied.push(invoice.id);
        }
    }
    assert!(copied == all, "the copy differs");
}

pub async fn a_copy_never_mixes_two_states<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    shop.invoice(account, "10.00").await.unwrap();
    let at = shop.book.journal;
    let store = house.connect().await;
    store.open().await.unwrap();
    assert_eq!(store.head().await, Ok(at));
    assert!(store.packs(at, Archive::Documents, 0, 1).await.is_ok());
    shop.account("A2").await;
    let packs = store.packs(at, Archive::Documents, 0, 1).await;
    assert_eq!(packs, Err(StoreError::Stale));
}

pub async fn the_journal_is_read_from_any_entry<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    for number in 1..=300 {
        shop.account(&format!("A{number}")).await;
    }
    let store = house.connect().await;
    store.open().await.unwrap();
    let all = store.journal(1, usize::MAX).await.unwrap();
    assert_eq!(all.len(), 300);
    let mut head = JournalHead::default();
    for entry in &all {
        head = entry.verify(head).unwrap();
    }
    assert_eq!(head, shop.book.journal);
    for (from, limit) in [
        (1, 1),
        (0, 2),
        (128, 2),
        (129, 200),
        (299, 9),
        (300, 1),
        (301, 5),
    ] {
        let skipped = usize::try_from(u64::max(from, 1) - 1).unwrap();
        let expected: Vec<JournalEntry> = all.iter().skip(skipped).take(limit).cloned().collect();
        let found = store.journal(from, limit).await.unwrap();
        assert_eq!(found, expected, "{limit} from {from}");
    }
}

/// Records of everything in a store, as an export would give them.
async fn everything<S: Store>(store: &S, opened: &Opened) -> Vec<Record> {
    let book = &opened.book;
    let mut records = vec![Record::Seller(book.seller.clone())];
    records.extend(book.people.values().cloned().map(Record::Person));
    records.extend(book.series.values().cloned().map(Record::Series));
    records.extend(book.accounts.values().cloned().map(Record::Account));
    records.extend(book.products.values().cloned().map(Record::Product));
    records.extend(book.contracts.values().cloned().map(Record::Contract));
    records.extend(book.charges.values().cloned().map(Record::Charge));
    records.extend(book.drafts.values().cloned().map(Record::Draft));
    records.extend(book.imports.values().cloned().map(Record::Import));
    for archive in [
        Archive::Documents,
        Archive::Payments,
        Archive::SettledReceivables,
        Archive::UsedCredits,
        Archive::Journal,
    ] {
        let packs = store.packs(book.journal, archive, 0, usize::MAX).await;
        for json in packs.unwrap().iter().flat_map(|pack| &pack.records) {
            records.push(match archive {
                Archive::Documents => Record::Document(serde_json::from_slice(json).unwrap()),
                Archive::Payments => Record::Payment(serde_json::from_slice(json).unwrap()),
                Archive::SettledReceivables => {
                    Record::Receivable(serde_json::from_slice(json).unwrap())
                }
                Archive::UsedCredits => Record::Credit(serde_json::from_slice(json).unwrap()),
                Archive::Journal => Record::Journal(serde_json::from_slice(json).unwrap()),
            });
        }
    }
    records.extend(book.receivables.values().cloned().map(Record::Receivable));
    records.extend(book.credits.values().cloned().map(Record::Credit));
    records
}

pub async fn a_book_is_replaced_as_a_whole_or_not_at_all<H: House>(source: H, target: H) {
    let mut shop = Shop::begin(source.connect().await).await;
    let account = shop.account("A1").await;
    let model = shop.invoice(account, "10.00").await.unwrap();
    let changes = shop.copies(&model, 1200);
    shop.keep("issue_run", &changes).await.unwrap();
    let paid = shop.invoice(account, "20.00").await.unwrap();
    shop.pay(&paid, eur("25.10")).await;
    let from = shop.store.open().await.unwrap().unwrap();
    let records = everything(&shop.store, &from).await;

    // The target has a book of its own, with more in it than the new one has of some kinds.
    let mut old = Shop::begin(target.connect().await).await;
    for number in 1..=70 {
        old.account(&format!("Old {number}")).await;
    }
    let id = Uuid::from_u128(77);

    let mut half = old.store.replace().await.unwrap();
    half.put(records[..1100].to_vec()).await.unwrap();
    drop(half);
    assert_eq!(reopened(&target).await.book, old.book, "half a book shows");

    let mut late = old.store.replace().await.unwrap();
    late.put(records.clone()).await.unwrap();
    old.account("Meanwhile").await;
    assert_eq!(late.keep(id).await, Err(StoreError::Stale));
    assert_eq!(reopened(&target).await.book, old.book);

    let mut whole = old.store.replace().await.unwrap();
    for part in records.chunks(700) {
        whole.put(part.to_vec()).await.unwrap();
        assert_eq!(reopened(&target).await.book, old.book);
    }
    whole.keep(id).await.unwrap();
    let store = target.connect().await;
    let opened = store.open().await.unwrap().unwrap();
    let mut expected = from.clone();
    expected.book.id = id;
    assert!(opened == expected, "the new book differs");
    assert!(
        everything(&store, &opened).await == records,
        "the new archive differs"
    );
    let kept = store.summaries().await.unwrap();
    assert!(*kept == *shop.store.summaries().await.unwrap());
    let late = old.ask(lasku::billing::command::Command::AddAccount(
        super::shop::account(AccountId(Uuid::from_u128(5)), "late"),
    ));
    assert_eq!(late.await, Err(StoreError::Stale));

    // The new book works like one that grew here.
    let mut shop = Shop::open(store, 1_000_000).await;
    let invoice = shop.invoice(account, "30.00").await.unwrap();
    shop.pay(&invoice, eur("37.65")).await;
    assert_eq!(reopened(&target).await.book, shop.book);
}

pub async fn a_rescue_gives_every_record<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    let invoice = shop.invoice(account, "10.00").await.unwrap();
    shop.invoice(account, "10.00").await.unwrap();
    shop.pay(&invoice, eur("12.55")).await;
    let rescue = house.connect().await.rescue().await.unwrap();
    assert_eq!(rescue.damaged, []);
    let count = |wanted: Kind| {
        rescue
            .records
            .iter()
            .filter(|(kind, _)| *kind == wanted)
            .count()
    };
    for (kind, expected) in [
        (Kind::Seller, 1),
        (Kind::Series, 1),
        (Kind::Account, 1),
        (Kind::Draft, 0),
        (Kind::Document, 2),
        (Kind::Payment, 1),
        (Kind::Receivable, 2),
        (Kind::Credit, 1),
        (Kind::Journal, 6),
    ] {
        assert_eq!(count(kind), expected, "{kind:?}");
    }
}

/// The mark of a state may be behind the database, never ahead of it.
pub async fn a_mark_is_never_ahead_of_its_database<H: House>(house: H) {
    let mut shop = Shop::begin(house.connect().await).await;
    let account = shop.account("A1").await;
    let mut marks = Vec::new();
    let mut opened = Vec::new();
    for _ in 0..3 {
        shop.invoice(account, "10.00").await.unwrap();
        let now = reopened(&house).await;
        marks.push(Mark::of(&now.book, now.documents));
        opened.push(now);
    }
    for (m, mark) in marks.iter().enumerate() {
        for (o, opened) in opened.iter().enumerate() {
            let verdict = judge(Some(mark), Some(opened));
            if m <= o {
                assert_eq!(verdict, Verdict::Fine);
            } else {
                let (mark, found) = (mark.clone(), marks[o].clone());
                assert_eq!(verdict, Verdict::Behind { mark, found });
            }
        }
        let mark = mark.clone();
        assert_eq!(judge(Some(&mark), None), Verdict::Lost { mark });
    }
}
