//! The road of a change: what is asked, what is decided, what is kept, and only then what is shown.

use super::{Failure, Inner, Stage, Workspace, persistence, tab::News, web_lock};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::decide::{Context, Fetched, Needs};
use crate::billing::id::{AccountId, InvoiceId};
use crate::billing::journal::{JournalEntry, JournalHead};
use crate::care::caller::{FactKind, FactTable, FactValue};
use crate::care::command::Wish;
use crate::care::decide::{self as care, Desk};
use crate::store::summary::{Summaries, SummaryKind};
use crate::store::{Commit, Durability, Store, StoreError};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

/// One tab at a time decides and keeps.
const WRITE_LOCK: &str = "lasku.write";

impl Workspace {
    /// Carries out what is asked, of billing or at the desk, or says why not. Commands take turns; each sees the book the one
    /// before left.
    pub async fn dispatch(&self, wish: impl Into<Wish>) -> Result<Vec<Change>, Failure> {
        let wish = wish.into();
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let _lock = web_lock::hold(WRITE_LOCK).await;
        match self.attempt(&inner, &wish).await {
            // Another tab was faster: its changes first, then the question again.
            Err(Failure::Store(StoreError::Stale)) => {
                self.reload().await?;
                self.attempt(&inner, &wish).await
            }
            outcome => outcome,
        }
    }

    async fn attempt(&self, inner: &Rc<Inner>, wish: &Wish) -> Result<Vec<Change>, Failure> {
        if self.stage.get_untracked() != Stage::Ready {
            return Err(Failure::ReadOnly);
        }
        let (expected, fetched, desk) = self.fetch(inner, wish).await?;
        let changes = self.book.with_untracked(|book| {
            let mut context = Context {
                now: self.now(),
                today: self.today.get_untracked(),
                fetched: &fetched,
                fresh: &mut uuid::Uuid::now_v7,
            };
            care::decide(book, wish.clone(), &desk, &mut context)
        })?;
        if !changes.is_empty() {
            self.keep(inner, expected, wish.name(), &changes).await?;
        }
        Ok(changes)
    }

    /// Keeps what was decided: in the store, then in the book, then in the mark, then in the other tabs.
    pub(super) async fn keep(
        &self,
        inner: &Rc<Inner>,
        expected: JournalHead,
        command: &str,
        changes: &[Change],
    ) -> Result<(), Failure> {
        let (entry, written) =
            JournalEntry::seal_written(expected, self.now(), self.author(), command, changes);
        let commit = Commit {
            expected,
            changes,
            entry: &entry,
            durability: durability(changes),
        };
        inner.home.store()?.commit_written(commit, &written).await?;
        let head = entry.head();
        self.book.update(|book| {
            book.apply(changes);
            book.journal = head;
        });
        let issued = issued(changes);
        inner.documents.set(inner.documents.get() + issued);
        self.version.update(|version| *version += 1);
        self.write_mark();
        if let Some(channel) = &inner.channel {
            let id = self.book.with_untracked(|book| book.id);
            channel.tell(&News {
                book: id,
                head,
                is_replaced: false,
            });
        }
        self.ask_for_persistence(inner, changes);
        Ok(())
    }

    /// Fetches what is needed to decide, as often as the engine asks for more.
    async fn fetch(
        &self,
        inner: &Rc<Inner>,
        wish: &Wish,
    ) -> Result<(JournalHead, Fetched, Desk), StoreError> {
        let mut fetched = Fetched::default();
        let mut head = self.book.with_untracked(|book| book.journal);
        let mut asked: Vec<Needs> = Vec::new();
        loop {
            let needs = self
                .book
                .with_untracked(|book| care::needs(book, wish, &fetched));
            // The same question again: the record is not there, and the engine will say so.
            if needs.is_empty() || asked.contains(&needs) {
                let desk = self.desk(inner, wish).await?;
                let now = self.book.with_untracked(|book| book.journal);
                if now == head {
                    return Ok((head, fetched, desk));
                }
                (head, fetched) = (now, Fetched::default());
                asked.clear();
                continue;
            }
            fetch_into(&mut fetched, inner, &needs).await?;
            asked.push(needs);
            let now = self.book.with_untracked(|book| book.journal);
            if now != head {
                // Another tab's news came in between; what was fetched may be old.
                (head, fetched) = (now, Fetched::default());
                asked.clear();
            }
        }
    }

    /// Who asks, and what the engine has to know beside the book.
    async fn desk(&self, inner: &Rc<Inner>, wish: &Wish) -> Result<Desk, StoreError> {
        let facts = if care::needs_facts(wish) {
            let summaries = inner.home.store()?.summaries().await?;
            Some(self.with_untracked(|book| facts(book, &summaries)))
        } else {
            None
        };
        let reviewed = self.with_untracked(|book| care::needs_review(book, wish));
        let known = match reviewed {
            Some(account) => Some(self.known_of(account).await?),
            None => None,
        };
        Ok(Desk {
            person: self.person_untracked(),
            facts,
            has_open_finding: known.map(|known| known.has_open_finding),
            spend_12_months: known.and_then(|known| known.spend_12_months),
        })
    }

    /// What callers can be asked, by the summaries as last read; none until they are.
    pub fn facts_now(&self) -> Option<FactTable> {
        let summaries = self.summaries_now()?;
        Some(self.with_untracked(|book| facts(book, &summaries)))
    }

    fn ask_for_persistence(&self, inner: &Rc<Inner>, changes: &[Change]) {
        let is_first = inner.asked_for_persistence.get();
        let is_worth_keeping = changes.iter().any(|change| {
            matches!(
                change,
                Change::SellerRevised(_) | Change::AccountAdded(_) | Change::InvoiceIssued(_)
            )
        });
        if is_first || !is_worth_keeping {
            return;
        }
        inner.asked_for_persistence.set(true);
        if self.persistence.get_untracked() == persistence::Persistence::Granted {
            return;
        }
        let answer = self.persistence;
        leptos::task::spawn_local(async move { answer.set(persistence::request().await) });
    }
}

async fn fetch_into(
    fetched: &mut Fetched,
    inner: &Rc<Inner>,
    needs: &Needs,
) -> Result<(), StoreError> {
    let store = inner.home.store()?;
    if !needs.invoices.is_empty() {
        let found = store.invoices(&needs.invoices).await?;
        fetched
            .invoices
            .extend(found.into_iter().map(|each| (each.id, each)));
    }
    if !needs.receivables.is_empty() {
        let found = store.receivables(&needs.receivables).await?;
        fetched
            .receivables
            .extend(found.into_iter().map(|each| (each.invoice, each)));
    }
    if !needs.credits.is_empty() {
        let found = store.credits(&needs.credits).await?;
        fetched
            .credits
            .extend(found.into_iter().map(|each| (each.source, each)));
    }
    if needs.documented {
        let summaries = store.summaries().await?;
        fetched.documented = Some(documented(&summaries));
    }
    if needs.numbers {
        let summaries = store.summaries().await?;
        fetched.numbers = Some(numbers(&summaries));
    }
    Ok(())
}

/// How many documents the changes issue.
fn issued(changes: &[Change]) -> u64 {
    let documents = changes
        .iter()
        .filter(|change| matches!(change, Change::InvoiceIssued(_)));
    documents.map(|_| 1).sum()
}

/// What has left the house, and money, is on disk before anybody is told that it is kept.
fn durability(changes: &[Change]) -> Durability {
    let is_document_or_money = changes.iter().any(|change| {
        matches!(
            change,
            Change::InvoiceIssued(_)
                | Change::PaymentReceived(_)
                | Change::ReceivableRevised(_)
                | Change::CreditRevised(_)
                | Change::InvoiceSent(_)
                | Change::CreditNoteSent(_)
        )
    });
    if is_document_or_money {
        Durability::Strict
    } else {
        Durability::Relaxed
    }
}

/// Accounts that have any document or payment.
fn documented(summaries: &Summaries) -> BTreeSet<AccountId> {
    let documents = summaries.documents.rows().map(|row| row.account);
    let payments = summaries.payments.rows().map(|row| row.account);
    documents.chain(payments).collect()
}

/// The numbers of all documents.
fn numbers(summaries: &Summaries) -> BTreeMap<String, InvoiceId> {
    let rows = summaries.documents.rows();
    rows.filter_map(|row| Some((row.number.clone().into_owned(), row.document()?)))
        .collect()
}

/// What callers can be asked: the last invoice and the last payment of every customer.
fn facts(book: &Book, summaries: &Summaries) -> FactTable {
    // What was an account of its own once is asked of the customer it belongs to now.
    let whose = |account| {
        book.current_account(account)
            .map_or(account, |owner| owner.id)
    };
    let mut table = FactTable::default();
    // An invoice that was taken over from another program stands behind newer ones.
    let mut last: BTreeMap<AccountId, NaiveDate> = BTreeMap::new();
    for row in summaries.documents.rows() {
        let account = whose(row.account);
        let is_newer = last.get(&account).is_none_or(|last| *last <= row.on);
        if row.kind == SummaryKind::Invoice && is_newer {
            last.insert(account, row.on);
            table.note(FactKind::LastInvoice, account, FactValue::Amount(row.total));
        }
    }
    for row in summaries.payments.rows() {
        let amount = FactValue::Amount(row.total);
        table.note(FactKind::LastPayment, whose(row.account), amount);
        table.note(
            FactKind::LastPaymentDay,
            whose(row.account),
            FactValue::Day(row.on),
        );
    }
    table
}
