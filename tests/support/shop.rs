//! A small shop that takes every command the road it takes in the app: fetch, decide, keep, apply.

use chrono::{DateTime, NaiveDate};
use lasku::billing::account::{Account, Address, Language};
use lasku::billing::book::Book;
use lasku::billing::change::Change;
use lasku::billing::command::{Allocation, Command};
use lasku::billing::decide::{Context, Fetched, decide, needs};
use lasku::billing::draft::Draft;
use lasku::billing::id::*;
use lasku::billing::identifier::{BusinessId, CountryCode};
use lasku::billing::invoice::Invoice;
use lasku::billing::journal::{Author, JournalEntry};
use lasku::billing::line::{LineItem, Origin};
use lasku::billing::payment::{Payment, PaymentMethod};
use lasku::billing::receivable::Receivable;
use lasku::billing::tax::TaxRule;
use lasku::money::{Currency, Money, Quantity};
use lasku::store::{Commit, Durability, Store, StoreError};
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn eur(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

pub struct Shop<S> {
    pub store: S,
    pub book: Book,
    ids: u128,
}

impl<S: Store> Shop<S> {
    /// A new book with a seller who may issue.
    pub async fn begin(store: S) -> Shop<S> {
        let series = SeriesId(Uuid::from_u128(2));
        let mut book = Book::new(Uuid::from_u128(1), series, CountryCode::FI, Language::En);
        let id = BusinessId::parse("0112038-9").unwrap();
        book.seller.name = "Testi Oy".into();
        book.seller.address.city = "Helsinki".into();
        book.seller.vat_id = Some(id.vat_id());
        book.seller.business_id = Some(id);
        store.create(&book).await.unwrap();
        Shop::open(store, 100).await
    }

    /// A book that is there. Ids of new records are counted from `ids`, so that two desks don't make the same.
    pub async fn open(store: S, ids: u128) -> Shop<S> {
        let opened = store.open().await.unwrap().expect("a book was kept");
        Shop {
            store,
            book: opened.book,
            ids,
        }
    }

    pub fn fresh<T: From<Uuid>>(&mut self) -> T {
        self.ids += 1;
        T::from(Uuid::from_u128(self.ids))
    }

    pub fn series(&self) -> SeriesId {
        *self.book.series.keys().next().unwrap()
    }

    pub async fn ask(&mut self, command: Command) -> Result<Vec<Change>, StoreError> {
        let fetched = self.fetch(&command).await?;
        let mut ids = self.ids;
        let mut fresh = || {
            ids += 1;
            Uuid::from_u128(ids)
        };
        let mut context = Context {
            now: DateTime::UNIX_EPOCH,
            today: day("2026-06-30"),
            fetched: &fetched,
            fresh: &mut fresh,
        };
        let name = command.name();
        let changes = decide(&self.book, command, &mut context)
            .unwrap_or_else(|refusal| panic!("{name} was refused: {refusal:?}"));
        self.ids = ids;
        self.keep(name, &changes).await?;
        Ok(changes)
    }

    async fn fetch(&self, command: &Command) -> Result<Fetched, StoreError> {
        let mut fetched = Fetched::default();
        loop {
            let needs = needs(&self.book, command, &fetched);
            if needs.is_empty() {
                return Ok(fetched);
            }
            for invoice in self.store.invoices(&needs.invoices).await? {
                fetched.invoices.insert(invoice.id, invoice);
            }
            for receivable in self.store.receivables(&needs.receivables).await? {
                fetched.receivables.insert(receivable.invoice, receivable);
            }
            for credit in self.store.credits(&needs.credits).await? {
                fetched.credits.insert(credit.source, credit);
            }
        }
    }

    /// Keeps changes whatever they are.
    pub async fn keep(&mut self, name: &str, changes: &[Change]) -> Result<(), StoreError> {
        let entry = self.entry(name, changes);
        let commit = Commit {
            expected: self.book.journal,
            changes,
            entry: &entry,
            durability: Durability::Relaxed,
        };
        self.store.commit(commit).await?;
        self.book.apply(changes);
        self.book.journal = entry.head();
        Ok(())
    }

    pub fn entry(&self, name: &str, changes: &[Change]) -> JournalEntry {
        let author = Author {
            id: PersonId(Uuid::from_u128(7)),
            name: "Aino".into(),
        };
        JournalEntry::seal(
            self.book.journal,
            DateTime::UNIX_EPOCH,
            author,
            name,
            changes,
        )
    }

    pub async fn account(&mut self, number: &str) -> AccountId {
        let account = account(self.fresh(), number);
        let id = account.id;
        self.ask(Command::AddAccount(account)).await.unwrap();
        id
    }

    /// Issues an invoice of one line at a net price with 25.5 % VAT.
    pub async fn invoice(&mut self, account: AccountId, net: &str) -> Result<Invoice, StoreError> {
        let draft: DraftId = self.fresh();
        let item = LineItem {
            description: "Work".into(),
            quantity: Quantity::ONE,
            unit: "C62".into(),
            unit_price: net.parse().unwrap(),
            tax_included: false,
            reduction: None,
            reduction_reason: None,
            tax: TaxRule::STANDARD,
            period: None,
            proration: None,
            origin: Origin::default(),
        };
        self.ask(Command::SaveDraft(Draft {
            id: draft,
            account,
            currency: Currency::EUR,
            items: vec![item],
            adjustments: Vec::new(),
            supplied: None,
            terms: None,
            order_reference: String::new(),
            note: String::new(),
            created: day("2026-03-01"),
        }))
        .await?;
        let command = Command::IssueDraft {
            draft,
            series: self.series(),
            issue_date: day("2026-03-01"),
            invoice: self.fresh(),
        };
        let changes = self.ask(command).await?;
        let issued = changes.into_iter().find_map(|change| match change {
            Change::InvoiceIssued(invoice) => Some(invoice),
            _ => None,
        });
        Ok(issued.expect("issuing issues an invoice"))
    }

    /// Records a payment that settles an invoice as far as it goes.
    pub async fn pay(&mut self, invoice: &Invoice, amount: Money) -> PaymentId {
        let id: PaymentId = self.fresh();
        let command = Command::ReceivePayment {
            payment: Payment {
                id,
                account: invoice.account,
                received: day("2026-03-05"),
                amount,
                method: PaymentMethod::BankTransfer,
                reference: "RF18 5390 0754 7034".into(),
                note: String::new(),
            },
            allocations: vec![Allocation {
                invoice: invoice.id,
                amount,
            }],
        };
        self.ask(command).await.unwrap();
        id
    }

    pub async fn reverse(&mut self, payment: PaymentId) {
        let command = Command::ReversePayment {
            payment,
            reason: "It bounced".into(),
            on: day("2026-03-06"),
        };
        self.ask(command).await.unwrap();
    }

    /// Copies of an issued invoice with ids and numbers of their own, and what is owed on each: for the bulk of an archive.
    pub fn copies(&mut self, of: &Invoice, count: usize) -> Vec<Change> {
        let mut changes = Vec::new();
        for _ in 0..count {
            let mut invoice = of.clone();
            invoice.id = self.fresh();
            invoice.number = format!("Bulk-{:06}", self.ids);
            changes.push(Change::ReceivableRevised(owed_on(&invoice)));
            changes.push(Change::InvoiceIssued(invoice));
        }
        // The engine puts a document before what is owed on it.
        changes.reverse();
        changes
    }
}

pub fn owed_on(invoice: &Invoice) -> Receivable {
    Receivable {
        invoice: invoice.id,
        account: invoice.account,
        number: invoice.number.clone(),
        issue_date: invoice.issue_date,
        due_date: invoice.due_date,
        total: invoice.totals.amount_due,
        entries: Vec::new(),
        credited: Vec::new(),
        reminders: Vec::new(),
        disputes: Vec::new(),
        collection: None,
        sent: Vec::new(),
    }
}

pub fn account(id: AccountId, number: &str) -> Account {
    Account {
        id,
        number: number.into(),
        kind: Default::default(),
        name: format!("Customer {number}"),
        business_id: None,
        vat_id: None,
        e_invoice: None,
        contacts: Vec::new(),
        address: Address::in_country(CountryCode::FI),
        delivery_address: None,
        language: Language::En,
        currency: Currency::EUR,
        terms: None,
        treatment: Default::default(),
        grouping: Default::default(),
        buyer_reference: String::new(),
        tags: Vec::new(),
        notes: String::new(),
        since: day("2026-01-01"),
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: None,
    }
}
