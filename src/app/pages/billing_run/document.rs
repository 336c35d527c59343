//! The documents of one account as they would be issued, each line with the way to its amount.

use super::account_name;
use crate::app::{
    components::{Dialog, DocumentPaper, PaperStage},
    locale::{t, t_string, use_i18n},
    pages::{draft::as_issued, invoice::LineSteps},
    workspace::{Workspace, use_workspace},
};
use crate::billing::{
    id::AccountId,
    invoice::{Correction, CreditReason, Invoice, InvoiceType},
    run::{Preview, ProposedDocument, ProposedKind},
};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::sync::Arc;

/// Opens when an account is chosen; closing it chooses none.
#[component]
pub fn PreviewDialog(
    preview: Memo<Option<Arc<Preview>>>,
    opened: RwSignal<Option<AccountId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let open = RwSignal::new(false);
    // The dialog closes itself by the browser's own means, so its state and the choice follow each other.
    Effect::new(move || {
        if opened.get().is_some() {
            open.set(true);
        }
    });
    Effect::new(move |before: Option<bool>| {
        let is_open = open.get();
        if before == Some(true) && !is_open {
            opened.set(None);
        }
        is_open
    });
    let title = move || {
        let name = opened
            .get()
            .map(|account| account_name(workspace, account))
            .unwrap_or_default();
        t_string!(i18n, billing.preview_title, name = name)
    };
    let papers = move || {
        let account = opened.get()?;
        let preview = preview.get()?;
        let day = preview.request.issue_date;
        let proposal = preview
            .proposals
            .iter()
            .find(|proposal| proposal.account == account)?;
        Some(
            proposal
                .documents
                .iter()
                .filter_map(|document| proposed(workspace, document, day))
                .map(|invoice| view! { <Proposed invoice/> })
                .collect_view(),
        )
    };
    view! {
        <Dialog title open is_wide=true>
            <p class="quiet">{t!(i18n, billing.preview_note)}</p>
            {papers}
        </Dialog>
    }
}

#[component]
fn Proposed(invoice: Invoice) -> impl IntoView {
    let currency = invoice.currency;
    let steps = invoice
        .lines
        .iter()
        .cloned()
        .map(|line| view! { <LineSteps line currency/> })
        .collect_view();
    view! {
        <DocumentPaper invoice stage=PaperStage::Preview/>
        <div class="why">{steps}</div>
    }
}

fn proposed(workspace: Workspace, document: &ProposedDocument, day: NaiveDate) -> Option<Invoice> {
    let type_code = match document.kind {
        ProposedKind::Invoice => InvoiceType::Commercial,
        ProposedKind::CreditNote { invoice } => {
            let (number, issue_date) = workspace.with(|book| {
                book.receivables
                    .get(&invoice)
                    .map(|each| (each.number.clone(), each.issue_date))
                    .unwrap_or((String::new(), day))
            });
            InvoiceType::CreditNote(Correction {
                invoice,
                number,
                issue_date,
                reason: CreditReason::ContractChange,
            })
        }
    };
    as_issued(
        workspace,
        document.draft.clone(),
        document.computed.clone(),
        day,
        type_code,
    )
}
