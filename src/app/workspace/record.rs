//! Records at rest, fetched when a page names them.

use super::Workspace;
use crate::billing::id::{AccountId, InvoiceId, PaymentId};
use crate::billing::invoice::{Invoice, TotalsDiffer};
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::billing::statement::{Statement, statement};
use crate::calendar::Period;
use crate::care::offer::Known;
use crate::care::review::AccountRecords;
use crate::money::Currency;
use crate::store::summary::{Summaries, Summary, SummaryKind};
use crate::store::{Store, StoreError};
use leptos::prelude::GetUntracked;
use std::rc::Rc;

/// An issued document with everything that became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentRecord {
    /// The document as issued.
    pub invoice: Rc<Invoice>,
    /// What is owed on it and what settled it; none for a credit note.
    pub receivable: Option<Receivable>,
    /// What is left of it; only for a credit note that gave the customer a credit.
    pub credit: Option<Credit>,
    /// Its totals don't follow from its lines: the record was damaged.
    pub damage: Option<Box<TotalsDiffer>>,
}

impl Workspace {
    /// A document with what became of it; `None` where no such document was issued.
    pub async fn document(&self, id: InvoiceId) -> Result<Option<DocumentRecord>, StoreError> {
        let inner = self.inner();
        let store = inner.home.store()?;
        let Some(invoice) = store.invoices(&[id]).await?.pop() else {
            return Ok(None);
        };
        let damage = invoice.verify().err();
        let (receivable, credit) = if invoice.is_credit_note() {
            (None, self.credit(CreditSource::CreditNote(id)).await?)
        } else {
            (self.receivable(id).await?, None)
        };
        Ok(Some(DocumentRecord {
            invoice: Rc::new(invoice),
            receivable,
            credit,
            damage,
        }))
    }

    /// Documents in the order asked for; unknown ones are left out.
    pub async fn documents(&self, ids: &[InvoiceId]) -> Result<Vec<Invoice>, StoreError> {
        self.inner().home.store()?.invoices(ids).await
    }

    /// Every document of an account and the accounts merged into it, as issued.
    pub async fn documents_of(&self, account: AccountId) -> Result<Vec<Invoice>, StoreError> {
        let ids = self.document_ids(account).await?;
        self.documents(&ids).await
    }

    /// What is owed on an invoice, open or settled.
    pub async fn receivable(&self, id: InvoiceId) -> Result<Option<Receivable>, StoreError> {
        if let Some(open) = self.with_untracked(|book| book.receivables.get(&id).cloned()) {
            return Ok(Some(open));
        }
        Ok(self.inner().home.store()?.receivables(&[id]).await?.pop())
    }

    /// What is owed on invoices, open or settled, in the order asked for; unknown ones are left out.
    pub async fn receivables(&self, ids: &[InvoiceId]) -> Result<Vec<Receivable>, StoreError> {
        self.inner().home.store()?.receivables(ids).await
    }

    /// What is left of a payment or credit note, even if nothing.
    pub async fn credit(&self, source: CreditSource) -> Result<Option<Credit>, StoreError> {
        if let Some(open) = self.with_untracked(|book| book.credits.get(&source).cloned()) {
            return Ok(Some(open));
        }
        Ok(self.inner().home.store()?.credits(&[source]).await?.pop())
    }

    /// Payments in the order asked for; unknown ones are left out.
    pub async fn payments(&self, ids: &[PaymentId]) -> Result<Vec<Payment>, StoreError> {
        self.inner().home.store()?.payments(ids).await
    }

    /// The invoices of an account and the accounts merged into it, in one currency, the newest first.
    pub async fn bills_of(
        &self,
        account: AccountId,
        currency: Currency,
    ) -> Result<Vec<Summary<'static>>, StoreError> {
        let family = self.with_untracked(|book| book.merged_with(account));
        let summaries = self.summaries().await?;
        let rows = summaries.documents.by_account(&family);
        let mut bills: Vec<Summary<'static>> = rows
            .into_iter()
            .filter_map(|row| summaries.documents.row(row))
            .filter(|row| row.kind == SummaryKind::Invoice && row.total.currency() == currency)
            .map(Summary::into_owned)
            .collect();
        // Rows stand in the order of issuing.
        bills.reverse();
        Ok(bills)
    }

    /// The documents issued last, the newest first.
    pub async fn last_documents(&self, count: usize) -> Result<Vec<Summary<'static>>, StoreError> {
        self.inner().home.store()?.last_documents(count).await
    }

    /// A compact row for every document and payment.
    pub async fn summaries(&self) -> Result<Rc<Summaries>, StoreError> {
        self.inner().home.store()?.summaries().await
    }

    /// Journal entries from the sequence number `from` on, at most `limit`.
    pub async fn journal(
        &self,
        from: u64,
        limit: usize,
    ) -> Result<Vec<crate::billing::journal::JournalEntry>, StoreError> {
        self.inner().home.store()?.journal(from, limit).await
    }

    /// Everything ever owed by an account and the accounts merged into it, open or settled.
    pub async fn receivables_of(&self, account: AccountId) -> Result<Vec<Receivable>, StoreError> {
        let ids = self.document_ids(account).await?;
        self.inner().home.store()?.receivables(&ids).await
    }

    /// Every payment and credit note of an account and the accounts merged into it, used up or not.
    pub async fn credits_of(&self, account: AccountId) -> Result<Vec<Credit>, StoreError> {
        let mut sources: Vec<CreditSource> = self
            .document_ids(account)
            .await?
            .into_iter()
            .map(CreditSource::CreditNote)
            .collect();
        let payments = self.payment_ids(account).await?;
        sources.extend(payments.into_iter().map(CreditSource::Payment));
        self.inner().home.store()?.credits(&sources).await
    }

    /// Everything ever billed to an account and the accounts merged into it, and what became of it.
    pub async fn records_of(&self, account: AccountId) -> Result<AccountRecords, StoreError> {
        let ids = self.document_ids(account).await?;
        let store = self.inner().home.store()?;
        Ok(AccountRecords {
            account,
            documents: store.invoices(&ids).await?,
            receivables: store.receivables(&ids).await?,
            credits: self.credits_of(account).await?,
        })
    }

    /// What rests beside the book and counts for a discount to an account.
    pub async fn known_of(&self, account: AccountId) -> Result<Known, StoreError> {
        let records = self.records_of(account).await?;
        let today = self.today.get_untracked();
        Ok(self.with_untracked(|book| Known::of(book, &records, today)))
    }

    /// The statement of an account over some days.
    pub async fn statement(
        &self,
        account: AccountId,
        currency: Currency,
        period: Period,
    ) -> Result<Statement, StoreError> {
        let receivables = self.receivables_of(account).await?;
        let credits = self.credits_of(account).await?;
        Ok(statement(&receivables, &credits, currency, period))
    }
}

impl Workspace {
    async fn document_ids(&self, account: AccountId) -> Result<Vec<InvoiceId>, StoreError> {
        let family = self.with_untracked(|book| book.merged_with(account));
        let summaries = self.summaries().await?;
        let rows = summaries.documents.by_account(&family);
        Ok(rows
            .into_iter()
            .filter_map(|row| summaries.documents.row(row)?.document())
            .collect())
    }

    async fn payment_ids(&self, account: AccountId) -> Result<Vec<PaymentId>, StoreError> {
        let family = self.with_untracked(|book| book.merged_with(account));
        let summaries = self.summaries().await?;
        let rows = summaries.payments.by_account(&family);
        Ok(rows
            .into_iter()
            .filter_map(|row| summaries.payments.row(row)?.payment())
            .collect())
    }
}
