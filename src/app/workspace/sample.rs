//! The sample: a small business to try the app with, and its removal without a trace.

use super::{Failure, Workspace, opening};
use crate::billing::account::Language;
use crate::billing::command::{Allocation, Command};
use crate::billing::id::InvoiceId;
use crate::billing::payment::{Payment, PaymentMethod};
use crate::billing::receivable::Receivable;
use crate::billing::run::{RunRequest, preview};
use crate::exchange::sample;
use crate::store::record::Record;
use crate::store::{Replacement, Store};
use chrono::{Days, Months, NaiveDate};
use leptos::prelude::{Get, Set};
use uuid::Uuid;

impl Workspace {
    /// Whether nothing was ever kept but the book itself: only then is the sample offered.
    pub fn is_untouched(&self) -> bool {
        self.with(|book| book.journal.sequence == 0)
    }

    /// Whether the book is the sample, with whatever was tried on it.
    pub fn is_sample(&self) -> bool {
        self.with(|book| {
            book.imports
                .values()
                .any(|import| import.source == sample::SOURCE)
        })
    }

    /// Whether the sample is being put together right now.
    pub fn is_filling(&self) -> bool {
        self.filling.get()
    }

    /// Fills an untouched book with the sample: the same commands that a person would give, one after the other.
    pub async fn load_sample(&self, language: Language) -> Result<(), Failure> {
        self.filling.set(true);
        let filled = self.fill(language).await;
        self.filling.set(false);
        filled
    }

    async fn fill(&self, language: Language) -> Result<(), Failure> {
        if !self.is_untouched() {
            return Err(Failure::ReadOnly);
        }
        let today = self.today();
        for command in sample::commands(today, language, &mut Uuid::now_v7) {
            self.dispatch(command).await?;
        }
        let begins = sample::begins(today);
        for month in 0..=sample::MONTHS {
            let Some(day) = begins.checked_add_months(Months::new(month)) else {
                continue;
            };
            let request = RunRequest {
                target: day,
                issue_date: day,
                only: None,
            };
            let plan = self.with_untracked(|book| preview(book, &request));
            if !plan.proposals.is_empty() {
                self.issue_run(&plan, |_, _| {}, || false).await?;
            }
            self.pay_some(day, today).await?;
        }
        Ok(())
    }

    /// Most customers pay in time, one late, one too much, one in part: so that every page has something to show.
    async fn pay_some(&self, issued: NaiveDate, today: NaiveDate) -> Result<(), Failure> {
        let open: Vec<Receivable> = self.with_untracked(|book| {
            book.receivables
                .values()
                .filter(|item| item.issue_date == issued)
                .cloned()
                .collect()
        });
        for (index, item) in open.into_iter().enumerate() {
            let after = match index % 5 {
                0 => 9,
                1 => 12,
                2 => 14,
                3 => 25,
                _ => continue,
            };
            let Some(received) = issued
                .checked_add_days(Days::new(after))
                .filter(|day| *day <= today)
            else {
                continue;
            };
            let open = item.open();
            let (amount, settles) = match index {
                1 => (
                    open + crate::money::Money::new(1_000, open.currency()),
                    open,
                ),
                _ => (open, open),
            };
            let payment = Payment {
                id: self.fresh_id(),
                account: item.account,
                received,
                amount,
                method: PaymentMethod::BankTransfer,
                reference: self.reference_of(item.invoice).await?,
                note: String::new(),
            };
            let allocations = vec![Allocation {
                invoice: item.invoice,
                amount: settles,
            }];
            self.dispatch(Command::ReceivePayment {
                payment,
                allocations,
            })
            .await?;
        }
        Ok(())
    }

    async fn reference_of(&self, invoice: InvoiceId) -> Result<String, Failure> {
        let found = self.documents(&[invoice]).await?;
        Ok(found
            .into_iter()
            .filter_map(|invoice| invoice.reference)
            .map(String::from)
            .next()
            .unwrap_or_default())
    }

    /// Puts an empty book in the place of the present one. Everything in it is gone; the page has asked before.
    pub async fn start_over(&self) -> Result<(), Failure> {
        let book = opening::new_book(self);
        let mut records = vec![Record::Seller(book.seller.clone())];
        records.extend(book.series.values().cloned().map(Record::Series));
        let mut replacement = self.store()?.replace().await?;
        replacement.put(records).await?;
        replacement.keep(book.id).await?;
        self.backup.set(None);
        self.adopt().await?;
        Ok(())
    }
}
