//! The check of the journal: every entry follows the one before, and every document is as it was when it was issued.

use super::moment;
use crate::app::{
    components::{Button, LinkButton, Notice, Progress, Symbol, Tone},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    route::Route,
    workspace::{Failure, Workspace, pause, use_workspace},
};
use crate::billing::id::{InvoiceId, PaymentId};
use crate::billing::journal::{
    ChainBreak, ChainFault, FactKind, JournalEntry, JournalHead, document_digest,
};
use crate::store::{Store, StoreError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::BTreeMap;

/// Entries that are read and checked at a time.
const STRIDE: usize = 100;
/// Documents that are fetched and digested between two breaths of the page.
const DOCUMENTS: usize = 100;

/// How the check stands.
#[derive(Clone, PartialEq, Eq)]
enum Check {
    Idle,
    Running { done: u64, total: u64 },
    Whole { entries: u64, documents: u64 },
    Broken(Finding),
}

/// The first thing that is not as it should be.
#[derive(Clone, PartialEq, Eq)]
enum Finding {
    Chain(ChainBreak),
    /// The journal ends too early.
    End {
        last: u64,
        expected: u64,
    },
    Document {
        sequence: u64,
        label: String,
        fault: DocumentFault,
    },
}

/// What is wrong with a document an entry vouches for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum DocumentFault {
    Missing,
    Changed,
    Totals,
}

/// The button that begins the check, its progress and its outcome.
#[component]
pub fn CheckPanel() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let check = RwSignal::new(Check::Idle);
    let begin = move |()| {
        let total = workspace.with_untracked(|book| book.journal.sequence);
        check.set(Check::Running { done: 0, total });
        spawn_local(async move {
            match run(workspace, check).await {
                // The page was left.
                Ok(None) => {}
                Ok(Some(outcome)) => check.set(outcome),
                Err(error) => {
                    workspace.report(&Failure::Store(error));
                    check.set(Check::Idle);
                }
            }
        });
    };
    let outcome = move || match check.get() {
        Check::Idle => view! {
            <div class="toolbar">
                <Button symbol=Symbol::Check on_press=begin>{t!(i18n, journal.check)}</Button>
            </div>
        }
        .into_any(),
        Check::Running { .. } => view! { <Running check/> }.into_any(),
        Check::Whole { entries, documents } => {
            let text = move || whole_text(i18n, format.get(), entries, documents);
            view! {
                <Notice tone=Tone::Good title=Signal::derive(move || t_string!(i18n, journal.whole_title).to_owned())>
                    <p>{text}</p>
                    <Button on_press=begin>{t!(i18n, journal.check_again)}</Button>
                </Notice>
            }
            .into_any()
        }
        Check::Broken(finding) => {
            let text = move || finding_text(i18n, format.get(), &finding);
            view! {
                <Notice tone=Tone::Bad title=Signal::derive(move || t_string!(i18n, journal.broken_title).to_owned())>
                    <p>{text}</p>
                    <p>{t!(i18n, journal.advice)}</p>
                    <LinkButton route=Route::Files>{t!(i18n, workspace.open_files)}</LinkButton>
                </Notice>
            }
            .into_any()
        }
    };
    view! { <div class="journal-check" aria-live="polite">{outcome}</div> }
}

#[component]
fn Running(check: RwSignal<Check>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let place = Memo::new(move |_| match check.get() {
        Check::Running { done, total } => (as_count(done), as_count(total)),
        Check::Idle | Check::Whole { .. } | Check::Broken(_) => (0, 0),
    });
    let label = move || {
        let (done, total) = place.get();
        let format = format.get();
        t_string!(
            i18n,
            journal.checking,
            done = format.number(done),
            total = format.number(total)
        )
        .to_string()
    };
    let done = Signal::derive(move || place.get().0);
    let total = Signal::derive(move || place.get().1);
    view! { <Progress label done total/> }
}

/// Walks the whole journal. `None` when nobody looks any more.
async fn run(workspace: Workspace, check: RwSignal<Check>) -> Result<Option<Check>, StoreError> {
    let store = workspace.store()?;
    let goal = workspace.with_untracked(|book| book.journal);
    let mut head = JournalHead::default();
    let mut documents = 0;
    while head.sequence < goal.sequence {
        let entries = store.journal(head.sequence + 1, STRIDE).await?;
        if entries.is_empty() {
            return Ok(Some(Check::Broken(Finding::End {
                last: head.sequence,
                expected: goal.sequence,
            })));
        }
        for entry in &entries {
            match entry.verify(head) {
                Ok(next) => head = next,
                Err(broken) => return Ok(Some(Check::Broken(Finding::Chain(broken)))),
            }
            documents += entry.documents().count() as u64;
            if let Some(finding) = check_documents(workspace, entry).await? {
                return Ok(Some(Check::Broken(finding)));
            }
        }
        let is_watched = check
            .try_set(Check::Running {
                done: head.sequence.min(goal.sequence),
                total: goal.sequence,
            })
            .is_none();
        if !is_watched {
            return Ok(None);
        }
        pause().await;
    }
    Ok(Some(Check::Whole {
        entries: head.sequence,
        documents,
    }))
}

/// Whether every document an entry vouches for is in the store as it was.
async fn check_documents(
    workspace: Workspace,
    entry: &JournalEntry,
) -> Result<Option<Finding>, StoreError> {
    let store = workspace.store()?;
    let vouched: Vec<_> = entry
        .facts
        .iter()
        .filter_map(|fact| Some((fact.what, fact.subject?, fact.digest?, &fact.label)))
        .collect();
    for some in vouched.chunks(DOCUMENTS) {
        let invoices: Vec<InvoiceId> = some
            .iter()
            .filter(|(what, ..)| *what != FactKind::PaymentReceived)
            .map(|(_, id, ..)| InvoiceId(*id))
            .collect();
        let payments: Vec<PaymentId> = some
            .iter()
            .filter(|(what, ..)| *what == FactKind::PaymentReceived)
            .map(|(_, id, ..)| PaymentId(*id))
            .collect();
        let mut found = BTreeMap::new();
        for invoice in store.invoices(&invoices).await? {
            let digest = document_digest(&invoice);
            found.insert(invoice.id.0, (digest, invoice.verify().is_ok()));
        }
        for payment in store.payments(&payments).await? {
            found.insert(payment.id.0, (document_digest(&payment), true));
        }
        for (_, id, digest, label) in some {
            let fault = match found.get(id) {
                None => DocumentFault::Missing,
                Some((there, _)) if there != digest => DocumentFault::Changed,
                Some((_, false)) => DocumentFault::Totals,
                Some((_, true)) => continue,
            };
            return Ok(Some(Finding::Document {
                sequence: entry.sequence,
                label: (*label).clone(),
                fault,
            }));
        }
        if vouched.len() > DOCUMENTS {
            pause().await;
        }
    }
    Ok(None)
}

fn whole_text(i18n: I18n, format: Format, entries: u64, documents: u64) -> String {
    t_string!(
        i18n,
        journal.whole,
        count = entries,
        entries = format.number(as_count(entries)),
        documents = format.number(as_count(documents))
    )
    .to_string()
}

fn finding_text(i18n: I18n, format: Format, finding: &Finding) -> String {
    match finding {
        Finding::Chain(ChainBreak {
            sequence,
            at,
            fault,
        }) => {
            let at = moment(format, *at);
            match fault {
                ChainFault::Sequence { expected } => t_string!(
                    i18n,
                    journal.broken_sequence,
                    sequence = *sequence,
                    expected = *expected
                )
                .to_string(),
                ChainFault::Previous => {
                    t_string!(i18n, journal.broken_previous, sequence = *sequence, at = at)
                        .to_string()
                }
                ChainFault::Content => {
                    t_string!(i18n, journal.broken_content, sequence = *sequence, at = at)
                        .to_string()
                }
            }
        }
        Finding::End { last, expected } => t_string!(
            i18n,
            journal.broken_end,
            sequence = *last,
            expected = *expected
        )
        .to_string(),
        Finding::Document {
            sequence,
            label,
            fault,
        } => {
            let (sequence, label) = (*sequence, label.clone());
            match fault {
                DocumentFault::Missing => t_string!(
                    i18n,
                    journal.document_missing,
                    sequence = sequence,
                    label = label
                )
                .to_string(),
                DocumentFault::Changed => t_string!(
                    i18n,
                    journal.document_changed,
                    sequence = sequence,
                    label = label
                )
                .to_string(),
                DocumentFault::Totals => t_string!(
                    i18n,
                    journal.document_totals,
                    sequence = sequence,
                    label = label
                )
                .to_string(),
            }
        }
    }
}

fn as_count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
