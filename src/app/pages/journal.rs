//! The journal: every change, the newest first, and the check that none was altered since.

mod check;

use crate::app::{
    components::{Card, Column, EmptyState, PageHeader, RowLink, Symbol, VirtualTable},
    format::Format,
    locale::{I18n, t_string, use_format, use_i18n},
    route::Route,
    wording::{command_name, fact_text},
    workspace::{Failure, Workspace, use_workspace},
};
use crate::billing::id::{AccountId, ContractId, DraftId, InvoiceId, PaymentId, ProductId};
use crate::billing::journal::{Fact, FactKind, JournalEntry};
use crate::store::{Store, StoreError};
use check::CheckPanel;
use chrono::{DateTime, Local, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::{BTreeMap, BTreeSet};

/// Entries are read so many at a time, those in sight first.
const PAGE: u64 = 100;

/// What has been read of the journal: its pages by number.
#[derive(Clone, Copy)]
struct Pages {
    workspace: Workspace,
    read: RwSignal<BTreeMap<u64, Vec<JournalEntry>>>,
    asked: StoredValue<BTreeSet<u64>>,
}

impl Pages {
    fn new(workspace: Workspace) -> Self {
        Pages {
            workspace,
            read: RwSignal::new(BTreeMap::new()),
            asked: StoredValue::new(BTreeSet::new()),
        }
    }

    /// An entry, if it has been read; otherwise it is asked for.
    fn entry(self, sequence: u64) -> Option<JournalEntry> {
        let page = sequence.checked_sub(1)? / PAGE;
        let entry = self.read.with(|read| {
            let entries = read.get(&page)?;
            entries
                .iter()
                .find(|entry| entry.sequence == sequence)
                .cloned()
        });
        if entry.is_none() {
            self.ask(page);
        }
        entry
    }

    fn ask(self, page: u64) {
        let is_new = self
            .asked
            .try_update_value(|asked| asked.insert(page))
            .unwrap_or(false);
        if !is_new {
            return;
        }
        spawn_local(async move {
            match self.read_page(page).await {
                Ok(entries) => {
                    self.read.try_update(|read| read.insert(page, entries));
                }
                Err(error) => self.workspace.report(&Failure::Store(error)),
            }
            // A page that is not full yet grows: it may be asked for again.
            self.asked.try_update_value(|asked| asked.remove(&page));
        });
    }

    async fn read_page(self, page: u64) -> Result<Vec<JournalEntry>, StoreError> {
        let limit = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let store = self.workspace.store()?;
        store.journal(page * PAGE + 1, limit).await
    }

    /// Reads the last page again when it has grown.
    fn grow(self, head: u64) {
        let Some(page) = head.checked_sub(1).map(|last| last / PAGE) else {
            return;
        };
        let is_short = self.read.with_untracked(|read| {
            read.get(&page)
                .is_some_and(|entries| entries.last().is_none_or(|last| last.sequence < head))
        });
        if is_short {
            self.ask(page);
        }
    }
}

/// The journal's page.
#[component]
pub fn Journal() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let head = Memo::new(move |_| workspace.with(|book| book.journal.sequence));
    let pages = Pages::new(workspace);
    Effect::new(move || pages.grow(head.get()));
    view! {
        <PageHeader
            title=move || t_string!(i18n, shell.journal).to_owned()
            subtitle=move || t_string!(i18n, journal.subtitle).to_owned()
        />
        <Show
            when=move || { head.get() > 0 }
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Journal
                    title=move || t_string!(i18n, journal.empty_title).to_owned()
                    text=move || t_string!(i18n, journal.empty_text).to_owned()
                />
            }
        >
            <CheckPanel/>
            <Entries head pages/>
        </Show>
    }
}

#[component]
fn Entries(head: Memo<u64>, pages: Pages) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let count = Signal::derive(move || usize::try_from(head.get()).unwrap_or(usize::MAX));
    let label = move || {
        let number = format.get().number(count.get());
        t_string!(i18n, journal.table, count = count.get(), number = number).to_string()
    };
    // The newest stands first.
    let entry_at = move |row: usize| {
        let below = u64::try_from(row).unwrap_or(u64::MAX);
        pages.entry(head.get().checked_sub(below)?)
    };
    let columns = vec![
        Column::new(
            "when",
            Signal::derive(move || t_string!(i18n, journal.when).to_owned()),
            22,
            move |row| {
                move || match entry_at(row) {
                    Some(entry) => moment(format.get(), entry.at),
                    None => t_string!(i18n, journal.reading).to_owned(),
                }
            },
        )
        .unsorted()
        .card(Card::Detail),
        Column::new(
            "what",
            Signal::derive(move || t_string!(i18n, journal.what).to_owned()),
            56,
            move |row| move || entry_at(row).map(|entry| view! { <What entry/> }),
        )
        .unsorted()
        .card(Card::Title),
        Column::new(
            "who",
            Signal::derive(move || t_string!(i18n, journal.who).to_owned()),
            22,
            move |row| {
                move || {
                    entry_at(row).map(|entry| {
                        if entry.by.name.is_empty() {
                            t_string!(i18n, journal.nobody).to_owned()
                        } else {
                            entry.by.name
                        }
                    })
                }
            },
        )
        .unsorted()
        .card(Card::Aside),
        Column::new(
            "sequence",
            Signal::derive(move || t_string!(i18n, journal.sequence).to_owned()),
            12,
            move |row| move || entry_at(row).map(|entry| entry.sequence.to_string()),
        )
        .amount()
        .unsorted()
        .card(Card::Hidden),
    ];
    view! { <VirtualTable label count columns/> }
}

/// What an entry says: its first fact, how many more, and the way to the record.
#[component]
fn What(entry: JournalEntry) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let lead = leading_fact(&entry.facts).cloned();
    let route = lead.as_ref().and_then(|fact| route_of(workspace, fact));
    let text = move || sentence(i18n, &entry, lead.as_ref());
    match route {
        Some(route) => view! { <RowLink route>{text}</RowLink> }.into_any(),
        None => view! { <span>{text}</span> }.into_any(),
    }
}

fn sentence(i18n: I18n, entry: &JournalEntry, lead: Option<&Fact>) -> String {
    let Some(lead) = lead else {
        return command_name(i18n, &entry.command);
    };
    let first = fact_text(i18n, lead);
    match entry.facts.len() {
        0 | 1 => first,
        all => {
            let count = all - 1;
            t_string!(i18n, journal.and_more, count = count, first = first).to_string()
        }
    }
}

/// The fact that says most: a document before money, money before the items that follow from them.
fn leading_fact(facts: &[Fact]) -> Option<&Fact> {
    facts.iter().min_by_key(|fact| match fact.what {
        FactKind::InvoiceIssued
        | FactKind::CreditNoteIssued
        | FactKind::InvoiceTakenOver
        | FactKind::CreditNoteTakenOver => 0,
        FactKind::PaymentReceived
        | FactKind::ImportRecorded
        | FactKind::ImportUndone
        | FactKind::ExperimentRevised
        | FactKind::GrantRevised
        | FactKind::DocumentSent => 1,
        FactKind::SellerRevised
        | FactKind::PersonRevised
        | FactKind::AccountAdded
        | FactKind::AccountRevised
        | FactKind::AccountRemoved
        | FactKind::ProductAdded
        | FactKind::ProductRevised
        | FactKind::ProductRemoved
        | FactKind::ContractAdded
        | FactKind::ContractRevised
        | FactKind::ContractRemoved
        | FactKind::ChargeAdded
        | FactKind::DraftSaved
        | FactKind::CaseRevised
        | FactKind::PolicyRevised
        | FactKind::StationeryRevised => 2,
        FactKind::SeriesRevised | FactKind::CallerRevised | FactKind::LetterKept => 3,
        FactKind::ReceivableRevised | FactKind::CreditRevised => 4,
        FactKind::ChargeRemoved | FactKind::DraftRemoved => 5,
    })
}

/// Where a fact's record is, if it still is.
fn route_of(workspace: Workspace, fact: &Fact) -> Option<Route> {
    let id = fact.subject?;
    workspace.with(|book| match fact.what {
        FactKind::SellerRevised
        | FactKind::PersonRevised
        | FactKind::SeriesRevised
        | FactKind::PolicyRevised
        | FactKind::StationeryRevised => Some(Route::Settings),
        FactKind::CallerRevised => book
            .accounts
            .contains_key(&AccountId(id))
            .then_some(Route::Account(AccountId(id))),
        FactKind::AccountAdded | FactKind::AccountRevised => book
            .accounts
            .contains_key(&AccountId(id))
            .then_some(Route::Account(AccountId(id))),
        FactKind::ProductAdded | FactKind::ProductRevised => book
            .products
            .contains_key(&ProductId(id))
            .then_some(Route::Product(ProductId(id))),
        FactKind::ContractAdded | FactKind::ContractRevised => book
            .contracts
            .contains_key(&ContractId(id))
            .then_some(Route::Contract(ContractId(id))),
        FactKind::DraftSaved => book
            .drafts
            .contains_key(&DraftId(id))
            .then_some(Route::Draft(DraftId(id))),
        FactKind::InvoiceIssued
        | FactKind::CreditNoteIssued
        | FactKind::InvoiceTakenOver
        | FactKind::CreditNoteTakenOver
        | FactKind::ReceivableRevised
        | FactKind::DocumentSent => Some(Route::Invoice(InvoiceId(id))),
        FactKind::PaymentReceived => Some(Route::Payment(PaymentId(id))),
        FactKind::AccountRemoved
        | FactKind::ProductRemoved
        | FactKind::ContractRemoved
        | FactKind::ChargeAdded
        | FactKind::ChargeRemoved
        | FactKind::DraftRemoved
        | FactKind::CreditRevised
        | FactKind::ImportRecorded
        | FactKind::ImportUndone
        | FactKind::CaseRevised
        | FactKind::GrantRevised
        | FactKind::LetterKept => None,
        FactKind::ExperimentRevised => Some(Route::Insight),
    })
}

/// A moment on this device's clock.
fn moment(format: Format, at: DateTime<Utc>) -> String {
    let local = at.with_timezone(&Local);
    format!(
        "{} {}",
        format.date(local.date_naive()),
        format.time(local.time())
    )
}
