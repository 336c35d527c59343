//! Documents that leave the house: when, how and to whom stands beside them, settled or not.

use super::builder::{World, day, eur};
use lasku::billing::command::{Allocation, Command, CreditExtent};
use lasku::billing::desk::role::Role;
use lasku::billing::id::{AccountId, InvoiceId};
use lasku::billing::journal::FactKind;
use lasku::billing::letter::{Sent, Way};
use lasku::billing::payment::Payment;
use lasku::billing::receivable::CreditSource;
use lasku::billing::refusal::RefusalKind;
use lasku::care::command::Wish;
use lasku::care::permission::needs;

fn send(document: InvoiceId, way: Way, to: &str) -> Command {
    Command::SendDocument {
        document,
        way,
        to: to.into(),
    }
}

fn pay(world: &mut World, account: AccountId, invoice: InvoiceId, amount: &str) {
    let payment = Payment {
        id: world.id(),
        account,
        received: world.today,
        amount: eur(amount),
        method: Default::default(),
        reference: String::new(),
        note: String::new(),
    };
    let amount = eur(amount);
    world.must(Command::ReceivePayment {
        payment,
        allocations: vec![Allocation { invoice, amount }],
    });
}

/// How a document left: `email maija@esimerkki.fi, post`.
fn told(world: &World, document: InvoiceId) -> String {
    let receivable = world.archive.receivables.get(&document);
    let credit = world
        .archive
        .credits
        .get(&CreditSource::CreditNote(document));
    let sent = receivable
        .map(|item| &item.sent)
        .or(credit.map(|item| &item.sent))
        .unwrap();
    let word = |sent: &Sent| {
        let way = serde_json::to_value(sent.way).unwrap();
        format!("{} {}", way.as_str().unwrap(), sent.to)
            .trim()
            .to_owned()
    };
    sent.iter().map(word).collect::<Vec<_>>().join(", ")
}

#[test]
fn an_invoice_that_leaves_twice_says_so_twice_and_never_changes() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let invoice = world.invoice(account, "10.00");
    let issued = world.archive.invoices[&invoice].clone();
    world.must(send(invoice, Way::Email, " maija@esimerkki.fi "));
    world.today = day("2026-01-20");
    world.must(send(invoice, Way::Post, ""));
    assert_eq!(told(&world, invoice), "email maija@esimerkki.fi, post");
    let sent = &world.book.receivables[&invoice].sent;
    let days: Vec<String> = sent
        .iter()
        .map(|sent| sent.at.date_naive().to_string())
        .collect();
    assert_eq!(days, ["2026-01-01", "2026-01-20"]);
    assert_eq!(world.archive.invoices[&invoice], issued);
    // What happens to the invoice afterwards leaves the notes as they are.
    pay(&mut world, account, invoice, "4.00");
    assert_eq!(told(&world, invoice), "email maija@esimerkki.fi, post");
}

#[test]
fn a_settled_invoice_and_a_credit_note_are_sent_as_well() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let paid = world.invoice(account, "10.00");
    pay(&mut world, account, paid, "10.00");
    let open = world.invoice(account, "20.00");
    let used_up = world.credit(open, CreditExtent::Rest, false).unwrap();
    let left = world.credit(paid, CreditExtent::Rest, false).unwrap();
    assert!(world.book.receivables.is_empty());
    assert_eq!(world.book.credits.len(), 1);
    let balance = world.balance(account);
    for document in [paid, open, used_up, left] {
        world.must(send(document, Way::Shared, "portal"));
        assert_eq!(told(&world, document), "shared portal");
    }
    assert!(world.book.receivables.is_empty());
    assert_eq!(world.book.credits.len(), 1);
    assert_eq!(world.balance(account), balance);
}

#[test]
fn the_journal_names_the_document_that_was_sent() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let invoice = world.invoice(account, "10.00");
    let note = world.credit(invoice, CreditExtent::Rest, false).unwrap();
    for (document, number) in [(invoice, "2026-00001"), (note, "2026-00002")] {
        world.must(send(document, Way::Email, "maija@esimerkki.fi"));
        let entry = world.journal.last().unwrap();
        assert_eq!(entry.command, "send_document");
        let [fact] = &entry.facts[..] else {
            panic!("{entry:?}");
        };
        assert_eq!(fact.what, FactKind::DocumentSent);
        assert_eq!(fact.subject, Some(document.0));
        assert_eq!(fact.label, number);
        // Whom it went to can be erased without breaking the chain.
        let json = serde_json::to_string(entry).unwrap();
        assert!(!json.contains("maija"), "{json}");
    }
}

#[test]
fn of_many_every_one_is_noted_once_or_none_is() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let first = world.invoice(account, "10.00");
    let second = world.invoice(account, "20.00");
    pay(&mut world, account, second, "20.00");
    let note = world.credit(first, CreditExtent::Rest, false).unwrap();
    let send = |documents| Command::SendDocuments {
        documents,
        way: Way::Post,
    };
    let unknown = world.id();
    assert_eq!(
        world.refused(send(vec![first, unknown])),
        RefusalKind::NotFetched
    );
    assert_eq!(world.refused(send(Vec::new())), RefusalKind::Empty);
    assert_eq!(told(&world, first), "");
    let changes = world.must(send(vec![first, second, note, first]));
    assert_eq!(changes.len(), 3);
    for document in [first, second, note] {
        assert_eq!(told(&world, document), "post");
    }
}

#[test]
fn whoever_issues_a_document_may_send_it() {
    let world = World::new();
    let document = InvoiceId(uuid::Uuid::nil());
    let one = send(document, Way::Email, "");
    let many = Command::SendDocuments {
        documents: vec![document],
        way: Way::Post,
    };
    for command in [one, many] {
        let least = needs(&world.book, &Wish::Billing(command), None, world.today);
        assert_eq!(least, Role::Representative);
    }
}
