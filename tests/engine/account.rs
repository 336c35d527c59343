//! Accounts: likeness, merging, closing; imports and their undoing.

use super::builder::{World, account, bare, check_story, day, eur, item};
use lasku::billing::account::{ContactPerson, Likeness};
use lasku::billing::change::Change;
use lasku::billing::charge::PendingCharge;
use lasku::billing::command::{Allocation, Command, CreditExtent};
use lasku::billing::contract::Contract;
use lasku::billing::id::{AccountId, ImportId};
use lasku::billing::payment::Payment;
use lasku::billing::refusal::RefusalKind;
use uuid::Uuid;

fn contact(email: &str, phone: &str) -> ContactPerson {
    ContactPerson {
        email: email.into(),
        phone: phone.into(),
        ..ContactPerson::default()
    }
}

#[test]
fn the_same_customer_twice_is_noticed_by_what_both_have() {
    let first = || account(AccountId(Uuid::from_u128(1)), "1");
    let second = || account(AccountId(Uuid::from_u128(2)), "2");
    assert_eq!(first().likeness(&second()), None);
    let (mut one, mut other) = (first(), second());
    one.business_id = Some("0112038-9".into());
    other.business_id = Some("01120389".into());
    assert_eq!(one.likeness(&other), Some(Likeness::BusinessId));
    let (mut one, mut other) = (first(), second());
    one.contacts.push(contact("Aino@Example.fi ", ""));
    other.contacts.push(contact("aino@example.fi", ""));
    assert_eq!(one.likeness(&other), Some(Likeness::Email));
    let (mut one, mut other) = (first(), second());
    one.contacts.push(contact("", "040 123 4567"));
    other.contacts.push(contact("", "040-1234567"));
    assert_eq!(one.likeness(&other), Some(Likeness::Phone));
    let (mut one, mut other) = (first(), second());
    one.name = "Pekan Paja Oy".into();
    other.name = "pekan-paja OY".into();
    one.address.postal_code = "00100".into();
    other.address.postal_code = "00 100".into();
    assert_eq!(one.likeness(&other), Some(Likeness::Name));
    assert_eq!(one.likeness(&one), None, "nobody is like themselves");
}

#[test]
fn two_customers_never_share_a_number() {
    let mut world = World::new();
    world.account(|account| account.number = "77".into());
    let mut other = account(world.id(), " 77 ");
    let kind = format!("{:?}", world.refused(Command::AddAccount(other.clone())));
    assert!(kind.starts_with("Taken"), "{kind}");
    other.number = "78".into();
    world.must(Command::AddAccount(other));
}

#[test]
fn merging_moves_everything_and_loses_nothing() {
    let mut world = World::new();
    let from = world.account(|account| {
        account.contacts.push(contact("a@example.fi", ""));
        account.notes = "rings twice".into();
        account.tags = vec!["vip".into()];
    });
    let into = world.account(|_| {});
    let contract = world.contract(from, "monthly 30.00 EUR, anchor 1, from 2026-01-01");
    world.bill(day("2026-01-01"), day("2026-01-01")).unwrap();
    let paid = world.invoice(from, "10.00");
    let payment = Payment {
        id: world.id(),
        account: from,
        received: world.today,
        amount: eur("12.00"),
        method: Default::default(),
        reference: String::new(),
        note: String::new(),
    };
    let payment_id = payment.id;
    let allocations = vec![Allocation {
        invoice: paid,
        amount: eur("10.00"),
    }];
    world.must(Command::ReceivePayment {
        payment,
        allocations,
    });
    let draft = world.draft(from, vec![item("1", "5.00")]);
    world.must(Command::SaveDraft(draft));
    assert_eq!(world.balance(from), "35.65");

    world.must(Command::MergeAccounts { from, into });
    assert_eq!(world.balance(from), "0.00");
    assert_eq!(world.balance(into), "35.65");
    assert_eq!(world.book.contracts[&contract].account, into);
    assert_eq!(world.book.drafts_of(into).count(), 1);
    let kept = &world.book.accounts[&into];
    assert_eq!(
        (kept.contacts.len(), kept.tags.len(), kept.notes.as_str()),
        (1, 1, "rings twice")
    );
    assert!(!world.book.accounts[&from].is_open());
    assert_eq!(
        world.refused(Command::MergeAccounts { from, into }),
        RefusalKind::AccountClosed
    );
    assert_eq!(
        world.refused(Command::ReopenAccount(from)),
        RefusalKind::AccountClosed
    );
    assert_eq!(
        world.refused(Command::MergeAccounts { from: into, into }),
        RefusalKind::AccountInUse
    );

    // What rested in the store when the accounts were merged comes back under the one that stays.
    world.must(Command::ReversePayment {
        payment: payment_id,
        reason: "bounced".into(),
        on: world.today,
    });
    assert_eq!(world.balance(into), "47.65");
    world.credit(paid, CreditExtent::Rest, false).unwrap();
    assert_eq!(world.balance(into), "37.65");
    assert_eq!(world.balance(from), "0.00");
    // The contract is billed to the account that stays.
    let (issued, _) = world.bill(day("2026-02-01"), day("2026-02-01")).unwrap();
    let invoice = &world.archive.invoices[&issued[0]];
    assert_eq!(
        (invoice.account, bare(invoice.totals.amount_due)),
        (into, "37.65".into())
    );
    world.check();
}

#[test]
fn an_account_with_something_open_does_not_close() {
    let close = |account| Command::CloseAccount {
        account,
        on: day("2026-03-31"),
    };
    let mut world = World::new();
    let account = world.account(|_| {});
    let invoice = world.invoice(account, "10.00");
    assert_eq!(world.refused(close(account)), RefusalKind::AccountInUse);
    world.credit(invoice, CreditExtent::Rest, false).unwrap();
    let draft = world.draft(account, Vec::new());
    let id = draft.id;
    world.must(Command::SaveDraft(draft));
    assert_eq!(world.refused(close(account)), RefusalKind::AccountInUse);
    world.must(Command::DiscardDraft(id));
    let contract = world.contract(account, "monthly 30.00 EUR, from 2026-01-01");
    assert_eq!(world.refused(close(account)), RefusalKind::AccountInUse);
    world.must(Command::EndContract {
        contract,
        last_day: day("2026-03-31"),
        reason: String::new(),
        cause: None,
        waive_notice: true,
    });
    world.must(close(account));
    let draft = world.draft(account, Vec::new());
    assert_eq!(
        world.refused(Command::SaveDraft(draft)),
        RefusalKind::AccountClosed
    );
    world.must(Command::ReopenAccount(account));
}

#[test]
fn an_import_is_added_as_a_whole_and_removed_as_a_whole_unless_it_was_used() {
    let mut world = World::new();
    let before = world.book.clone();
    let id: AccountId = world.id();
    let contract = world.contract_of(id, "monthly 30.00 EUR, from 2026-01-01");
    let import: ImportId = world.id();
    let records = |numbers: [&str; 2], import| Command::ImportRecords {
        import,
        source: "customers.csv".into(),
        accounts: vec![
            account(id, numbers[0]),
            account(AccountId(Uuid::from_u128(900)), numbers[1]),
        ],
        products: Vec::new(),
        contracts: vec![contract.clone()],
    };
    let kind = format!("{:?}", world.refused(records(["1", "1"], import)));
    assert!(kind.starts_with("Taken"), "one bad line: {kind}");
    world.must(records(["1", "2"], import));
    assert_eq!(world.book.accounts.len(), 2);
    world.must(Command::UndoImport(import));
    assert_eq!(world.book.accounts, before.accounts);
    assert_eq!(world.book.contracts, before.contracts);

    world.must(records(["1", "2"], import));
    world.bill(day("2026-01-01"), day("2026-01-01")).unwrap();
    assert_eq!(
        world.refused(Command::UndoImport(import)),
        RefusalKind::ImportUsed { count: 2 }
    );
}

/// A customer of before, for whom an import brings a contract of a product it brings, too.
fn imported() -> (World, AccountId, Contract, ImportId) {
    let mut world = World::new();
    let account = world.account(|_| {});
    world.product("30.00");
    let contract = world.contract_of(account, "monthly catalogue EUR, from 2026-01-01");
    let product = world.book.products.values().next().unwrap().clone();
    world.book.apply(&[Change::ProductRemoved(product.id)]);
    let import: ImportId = world.id();
    world.must(Command::ImportRecords {
        import,
        source: "contracts.csv".into(),
        accounts: Vec::new(),
        products: vec![product],
        contracts: vec![contract.clone()],
    });
    (world, account, contract, import)
}

#[test]
fn an_import_is_not_undone_while_something_names_what_it_brought() {
    let used = |count| RefusalKind::ImportUsed { count };
    let (mut world, account, contract, import) = imported();
    let product = contract.services[0].product;
    let mut charge = PendingCharge {
        id: world.id(),
        account,
        contract: Some(contract.id),
        on: day("2026-01-05"),
        item: item("1", "5.00"),
    };
    world.must(Command::AddCharge(charge.clone()));
    assert_eq!(world.refused(Command::UndoImport(import)), used(1));
    world.must(Command::WithdrawCharge(charge.id));
    charge.contract = None;
    charge.item.origin.product = product;
    world.must(Command::AddCharge(charge.clone()));
    assert_eq!(world.refused(Command::UndoImport(import)), used(1));
    world.must(Command::WithdrawCharge(charge.id));

    let mut draft = world.draft(account, vec![item("1", "5.00")]);
    draft.items[0].origin.product = product;
    world.must(Command::SaveDraft(draft.clone()));
    assert_eq!(world.refused(Command::UndoImport(import)), used(1));
    world.must(Command::DiscardDraft(draft.id));
    world.must(Command::UndoImport(import));
    assert!(world.book.contracts.is_empty() && world.book.products.is_empty());
}

#[test]
fn an_import_is_not_undone_once_a_document_names_what_it_brought() {
    let used = |count| RefusalKind::ImportUsed { count };
    // An invoice by hand names the product.
    let (mut world, account, contract, import) = imported();
    let mut draft = world.draft(account, vec![item("1", "5.00")]);
    draft.items[0].origin.product = contract.services[0].product;
    world.issue(draft).unwrap();
    assert_eq!(world.refused(Command::UndoImport(import)), used(1));

    // A bill names contract and product, also when its days are to be billed again.
    let (mut world, account, _, import) = imported();
    let (issued, _) = world.bill(day("2026-01-01"), day("2026-01-01")).unwrap();
    world.credit(issued[0], CreditExtent::Rest, true).unwrap();
    let services = world
        .book
        .contracts_of(account)
        .flat_map(|each| &each.services);
    assert!(services.map(|service| service.billed.len()).sum::<usize>() == 0);
    assert_eq!(world.refused(Command::UndoImport(import)), used(2));
}

#[test]
fn a_rest_may_not_lie_over_another() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-01",
        &[
            ("pause 2026-02-01 to 2026-03-01", ""),
            ("pause 2026-02-15", "refused: PauseOverlap"),
            ("pause 2026-01-15 to 2026-02-02", "refused: PauseOverlap"),
            ("pause 2026-01-15 to 2026-02-01", ""),
            ("pause 2026-03-01", ""),
            ("resume 2026-04-01", ""),
            ("resume 2026-01-10", "refused: PauseOverlap"),
        ],
    );
}

#[test]
fn what_a_contract_says_must_make_sense() {
    let mut world = World::new();
    let account = world.account(|_| {});
    for (text, kind) in [
        (
            "monthly 30.00 EUR, from 2026-02-01, until 2026-01-31",
            "TooEarly",
        ),
        ("monthly 30.00 SEK, from 2026-02-01", "CurrencyMismatch"),
        (
            "monthly 30.00 EUR, from 2026-02-01, quantity -1",
            "NotPositive",
        ),
        (
            "monthly 30.00 EUR, from 2026-02-01, less 150 %",
            "DiscountAboveWhole",
        ),
        (
            "monthly 30.00 EUR, from 2026-02-01, less -1.00",
            "NotPositive",
        ),
    ] {
        let contract = world.contract_of(account, text);
        let found = format!("{:?}", world.refused(Command::AddContract(contract)));
        assert!(found.starts_with(kind), "{text}: {found}");
    }
}
