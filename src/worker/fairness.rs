//! The review of all accounts, some hundreds of them at a time: no more documents than theirs are held at once.

use super::copy_out::CopyError;
use crate::billing::book::Book;
use crate::billing::id::{AccountId, InvoiceId, PaymentId};
use crate::billing::invoice::Invoice;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::care::review::{AccountRecords, FirmReview, Reviewer, Thresholds};
use crate::store::summary::{Summaries, SummaryKind};
use crate::store::{Store, StoreError};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Accounts whose documents are fetched at once. Fewer would read the archive's packs more often, more would hold more of them.
const ACCOUNTS: usize = 400;

/// Documents whose money is fetched at once.
type Owed = (Vec<Invoice>, Vec<Receivable>, Vec<Credit>);

/// Reviews every account that is not merged into another. `progress` is told how many of how many are done.
///
/// [`StoreError::Stale`] where the book changed meanwhile: the reviews would mix two states, so they are begun again.
pub async fn review_all<S: Store>(
    store: &S,
    today: NaiveDate,
    mut progress: impl FnMut(u64, u64),
) -> Result<FirmReview, CopyError> {
    let opened = store.open().await?.ok_or(CopyError::NoBook)?;
    let book = &opened.book;
    let wanted = Wanted::of(book, &*store.summaries().await?);
    let reviewer = Reviewer::of(book, today, &Thresholds::default());
    let accounts: Vec<AccountId> = book
        .accounts
        .values()
        .filter(|account| account.merged_into.is_none())
        .map(|account| account.id)
        .collect();
    let total = accounts.len() as u64;
    let mut firm = FirmReview::default();
    progress(0, total);
    for some in accounts.chunks(ACCOUNTS) {
        let mut records = wanted.fetch(store, some).await?;
        for account in some {
            let records = records.remove(account).unwrap_or(AccountRecords {
                account: *account,
                documents: Vec::new(),
                receivables: Vec::new(),
                credits: Vec::new(),
            });
            if let Some(review) = reviewer.review(&records) {
                firm.add(*account, &review, records.documents.len() as u64);
            }
        }
        progress(firm.accounts, total);
    }
    if store.head().await? != book.journal {
        return Err(StoreError::Stale.into());
    }
    firm.finish();
    Ok(firm)
}

/// What belongs to which account, those merged into it included.
struct Wanted {
    documents: BTreeMap<AccountId, Vec<(InvoiceId, bool)>>,
    payments: BTreeMap<AccountId, Vec<PaymentId>>,
}

impl Wanted {
    fn of(book: &Book, summaries: &Summaries) -> Wanted {
        let mut wanted = Wanted {
            documents: BTreeMap::new(),
            payments: BTreeMap::new(),
        };
        for row in summaries.documents.rows() {
            if let Some(id) = row.document() {
                let is_credit_note = row.kind == SummaryKind::CreditNote;
                let owner = owner(book, row.account);
                let documents = wanted.documents.entry(owner).or_default();
                documents.push((id, is_credit_note));
            }
        }
        for row in summaries.payments.rows() {
            if let Some(id) = row.payment() {
                let owner = owner(book, row.account);
                wanted.payments.entry(owner).or_default().push(id);
            }
        }
        wanted
    }

    async fn fetch<S: Store>(
        &self,
        store: &S,
        accounts: &[AccountId],
    ) -> Result<BTreeMap<AccountId, AccountRecords>, StoreError> {
        let documents = || {
            accounts
                .iter()
                .filter_map(|id| self.documents.get(id))
                .flatten()
        };
        let mut ids: Vec<InvoiceId> = documents().map(|(id, _)| *id).collect();
        // In the order in which they rest, so that each pack is read once.
        ids.sort_unstable();
        let invoiced: Vec<InvoiceId> = documents()
            .filter(|(_, is_credit_note)| !is_credit_note)
            .map(|(id, _)| *id)
            .collect();
        let notes = documents()
            .filter(|(_, is_credit_note)| *is_credit_note)
            .map(|(id, _)| CreditSource::CreditNote(*id));
        let payments = accounts
            .iter()
            .filter_map(|id| self.payments.get(id))
            .flatten()
            .map(|id| CreditSource::Payment(*id));
        let sources: Vec<CreditSource> = notes.chain(payments).collect();
        let fetched = (
            store.invoices(&ids).await?,
            store.receivables(&invoiced).await?,
            store.credits(&sources).await?,
        );
        Ok(self.sort(accounts, fetched))
    }

    /// Gives each account its own, documents in the order of issuing.
    fn sort(
        &self,
        accounts: &[AccountId],
        (documents, receivables, credits): Owed,
    ) -> BTreeMap<AccountId, AccountRecords> {
        let mut documents: BTreeMap<InvoiceId, Invoice> =
            documents.into_iter().map(|each| (each.id, each)).collect();
        let mut receivables: BTreeMap<InvoiceId, Receivable> = receivables
            .into_iter()
            .map(|each| (each.invoice, each))
            .collect();
        let mut credits: BTreeMap<CreditSource, Credit> = credits
            .into_iter()
            .map(|each| (each.source, each))
            .collect();
        let mut sorted = BTreeMap::new();
        for account in accounts {
            let ids = self.documents.get(account).map_or(&[][..], Vec::as_slice);
            let paid = self.payments.get(account).map_or(&[][..], Vec::as_slice);
            let sources = ids
                .iter()
                .map(|(id, _)| CreditSource::CreditNote(*id))
                .chain(paid.iter().map(|id| CreditSource::Payment(*id)));
            let records = AccountRecords {
                account: *account,
                credits: sources.filter_map(|id| credits.remove(&id)).collect(),
                receivables: ids
                    .iter()
                    .filter_map(|(id, _)| receivables.remove(id))
                    .collect(),
                documents: ids
                    .iter()
                    .filter_map(|(id, _)| documents.remove(id))
                    .collect(),
            };
            sorted.insert(*account, records);
        }
        sorted
    }
}

/// The account that another was merged into, and that one, to the end.
fn owner(book: &Book, account: AccountId) -> AccountId {
    let mut owner = account;
    // A chain is no longer than there are accounts, however it came about.
    for _ in 0..book.accounts.len() {
        match book.accounts.get(&owner).and_then(|each| each.merged_into) {
            Some(into) => owner = into,
            None => break,
        }
    }
    owner
}
