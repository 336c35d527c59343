//! What was done with the customer, from the journal, the newest first.

use crate::app::{
    components::{Notice as NoticeBox, Tone},
    format::Format,
    locale::{t, use_format, use_i18n},
    wording::{command_name, fact_text, store_error_text},
    workspace::{Workspace, use_workspace},
};
use crate::billing::id::AccountId;
use crate::billing::journal::{Fact, JournalEntry};
use crate::store::StoreError;
use chrono::{DateTime, Local, Utc};
use leptos::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

/// So many entries are read at once.
const CHUNK: u64 = 500;
/// The search goes back so many entries at most, newest first.
const DEEPEST: u64 = 20_000;
/// So many entries are shown at most.
const MOST: usize = 100;

/// One entry with the facts about the customer in it.
#[derive(Clone, PartialEq)]
struct Row {
    at: DateTime<Utc>,
    by: String,
    command: String,
    facts: Vec<Fact>,
}

impl Row {
    fn of(entry: &JournalEntry, subjects: &BTreeSet<Uuid>) -> Option<Self> {
        let facts: Vec<Fact> = entry
            .facts
            .iter()
            .filter(|fact| {
                fact.subject
                    .is_some_and(|subject| subjects.contains(&subject))
            })
            .cloned()
            .collect();
        (!facts.is_empty()).then(|| Row {
            at: entry.at,
            by: entry.by.name.clone(),
            command: entry.command.clone(),
            facts,
        })
    }
}

/// Every record that is about the customer.
async fn subjects(workspace: Workspace, id: AccountId) -> Result<BTreeSet<Uuid>, StoreError> {
    let (family, mut subjects) = workspace.with_untracked(|book| {
        let family = book.merged_with(id);
        let mut subjects: BTreeSet<Uuid> = family.iter().map(|account| account.0).collect();
        subjects.extend(book.contracts_of(id).map(|contract| contract.id.0));
        subjects.extend(book.charges_of(id).map(|charge| charge.id.0));
        subjects.extend(book.grants_of(id).map(|grant| grant.id.0));
        subjects.extend(book.drafts_of(id).map(|draft| draft.id.0));
        (family, subjects)
    });
    let summaries = workspace.summaries().await?;
    for table in [&summaries.documents, &summaries.payments] {
        subjects.extend(
            table
                .by_account(&family)
                .into_iter()
                .filter_map(|index| Some(table.row(index)?.id)),
        );
    }
    Ok(subjects)
}

async fn fetch(workspace: Workspace, id: AccountId) -> Result<Vec<Row>, StoreError> {
    let subjects = subjects(workspace, id).await?;
    let last = workspace.with_untracked(|book| book.journal.sequence);
    let deepest = last.saturating_sub(DEEPEST);
    let mut rows = Vec::new();
    let mut to = last;
    while to > deepest && rows.len() < MOST {
        let from = to.saturating_sub(CHUNK).max(deepest);
        let limit = usize::try_from(to - from).unwrap_or(usize::MAX);
        let entries = workspace.journal(from + 1, limit).await?;
        rows.extend(
            entries
                .iter()
                .rev()
                .filter_map(|entry| Row::of(entry, &subjects)),
        );
        to = from;
    }
    rows.truncate(MOST);
    Ok(rows)
}

/// The list.
#[component]
pub fn History(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let fetched = LocalResource::new(move || {
        workspace.version();
        fetch(workspace, id)
    });
    move || match fetched.get() {
        None => {
            view! { <p class="quiet" role="status">{t!(i18n, accounts.reading)}</p> }.into_any()
        }
        Some(Err(error)) => {
            view! { <NoticeBox tone=Tone::Bad>{store_error_text(i18n, &error)}</NoticeBox> }
                .into_any()
        }
        Some(Ok(rows)) if rows.is_empty() => {
            view! { <p class="quiet">{t!(i18n, accounts.no_history)}</p> }.into_any()
        }
        Some(Ok(rows)) => {
            let rows = rows
                .into_iter()
                .map(|row| entry(i18n, format.get(), row))
                .collect_view();
            view! { <ol class="plain-list history">{rows}</ol> }.into_any()
        }
    }
}

fn entry(i18n: crate::app::locale::I18n, format: Format, row: Row) -> impl IntoView {
    let at = row.at.with_timezone(&Local);
    let when = format!(
        "{} {}",
        format.date(at.date_naive()),
        format.time(at.time())
    );
    let facts = row
        .facts
        .iter()
        .map(|fact| fact_text(i18n, fact))
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <li class="history-entry">
            <span class="quiet">{when}" "{row.by}</span>
            <strong>{command_name(i18n, &row.command)}</strong>
            <span>{facts}</span>
        </li>
    }
}
