//! A business with a past: documents month by month, each paid in full, as records for a store.

use crate::workload::{Batch, Ids, apply, book, day, issue, plan, seal};
use chrono::{Days, NaiveDate};
use lasku::billing::book::Book;
use lasku::billing::change::Change;
use lasku::billing::id::{PaymentId, RunId};
use lasku::billing::payment::{Payment, PaymentMethod};
use lasku::billing::receivable::{
    Credit, CreditSource, CreditUse, Entry, EntryKind, Receivable, UseKind,
};
use lasku::billing::run::Preview;
use lasku::store::record::Record;
use uuid::Uuid;

/// Accounts in a batch, as in the app.
const BATCH: usize = 250;

/// An archive in the making.
pub struct Archive {
    book: Book,
    ids: Ids,
    /// What is left of the month that is being billed.
    plan: Preview,
    begun: usize,
    run: RunId,
    /// Months from January 2026.
    month: u32,
    documents: u32,
    /// Settled open items; they come behind all documents and payments.
    settled: Vec<Record>,
}

impl Archive {
    /// Nothing billed yet.
    pub fn new(accounts: u32) -> Self {
        let mut ids = Ids::new(1 << 100);
        let book = book(accounts);
        Archive {
            plan: plan(&book, day(2026, 1, 1)),
            book,
            begun: 0,
            run: RunId(ids.next()),
            month: 0,
            ids,
            documents: 0,
            settled: Vec::new(),
        }
    }

    /// How many documents were made.
    pub fn documents(&self) -> u32 {
        self.documents
    }

    /// Which book it is.
    pub fn id(&self) -> Uuid {
        self.book.id
    }

    /// Bills the next accounts, so that there are `most` documents at most, and lets them pay.
    pub fn next(&mut self, most: u32) -> Vec<Record> {
        if self.begun == self.plan.proposals.len() {
            self.month += 1;
            self.plan = plan(
                &self.book,
                day(2026 + (self.month / 12) as i32, self.month % 12 + 1, 1),
            );
            self.begun = 0;
            self.run = RunId(self.ids.next());
        }
        let left = (most - self.documents) as usize;
        let end = self.plan.proposals.len().min(self.begun + BATCH.min(left));
        let proposals = &self.plan.proposals[self.begun..end];
        let issued = issue(
            &self.book,
            &self.plan.request,
            proposals,
            self.run,
            &mut self.ids,
        );
        self.begun = end;
        self.documents += proposals.len() as u32;
        let paid_on = self.plan.request.issue_date + Days::new(10);
        apply(&mut self.book, &issued);
        let paid = self.pay(&issued, paid_on);
        apply(&mut self.book, &paid);

        let mut records = Vec::new();
        for batch in [issued, paid] {
            records.push(Record::Journal(batch.entry));
            for change in batch.changes {
                match change {
                    Change::InvoiceIssued(invoice) => records.push(Record::Document(invoice)),
                    Change::PaymentReceived(payment) => records.push(Record::Payment(payment)),
                    Change::ReceivableRevised(item) if item.open().is_zero() => {
                        self.settled.push(Record::Receivable(item));
                    }
                    Change::CreditRevised(credit) => self.settled.push(Record::Credit(credit)),
                    // Contracts and the series come once, as they stand in the end.
                    _ => {}
                }
            }
        }
        records
    }

    /// Everything else: settled items and the working set.
    pub fn rest(self) -> Vec<Record> {
        let mut records = self.settled;
        let book = self.book;
        records.push(Record::Seller(book.seller));
        records.extend(book.series.into_values().map(Record::Series));
        records.extend(book.accounts.into_values().map(Record::Account));
        records.extend(book.contracts.into_values().map(Record::Contract));
        records
    }

    /// One payment for each invoice of a batch.
    fn pay(&mut self, issued: &Batch, on: NaiveDate) -> Batch {
        let mut changes = Vec::new();
        for change in &issued.changes {
            if let Change::ReceivableRevised(receivable) = change {
                let payment = PaymentId(self.ids.next());
                changes.extend(settle(receivable, payment, on));
            }
        }
        seal(&self.book, "receive_payment", changes)
    }
}

/// What becomes of a payment of the whole invoice.
fn settle(receivable: &Receivable, payment: PaymentId, on: NaiveDate) -> [Change; 3] {
    let amount = receivable.total;
    let reference = format!("RF{}", receivable.number);
    let mut receivable = receivable.clone();
    receivable.entries.push(Entry {
        on,
        kind: EntryKind::Payment(payment),
        amount,
    });
    let paid = Payment {
        id: payment,
        account: receivable.account,
        received: on,
        amount,
        method: PaymentMethod::BankTransfer,
        reference: reference.clone(),
        note: String::new(),
    };
    let credit = Credit {
        source: CreditSource::Payment(payment),
        account: receivable.account,
        label: reference,
        on,
        amount,
        uses: vec![CreditUse {
            on,
            kind: UseKind::Invoice {
                id: receivable.invoice,
                number: receivable.number.clone(),
            },
            amount,
        }],
        sent: Vec::new(),
    };
    [
        Change::PaymentReceived(paid),
        Change::ReceivableRevised(receivable),
        Change::CreditRevised(credit),
    ]
}
