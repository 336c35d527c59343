//! Every document and payment of the customer, the newest first.

use crate::app::{
    components::{Badge, Card, Column, Notice as NoticeBox, RowLink, Tone, VirtualTable},
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    route::Route,
    wording::{store_error_text, summary_kind_name},
    workspace::{Workspace, use_workspace},
};
use crate::billing::id::{AccountId, InvoiceId};
use crate::money::Money;
use crate::store::StoreError;
use crate::store::summary::{Summary, SummaryKind};
use chrono::NaiveDate;
use leptos::prelude::*;

/// A document or payment as the list shows it.
#[derive(Clone, PartialEq)]
struct Row {
    kind: SummaryKind,
    document: Option<InvoiceId>,
    number: String,
    on: NaiveDate,
    due: NaiveDate,
    total: Money,
}

impl Row {
    fn of(summary: &Summary<'_>) -> Self {
        let number = if summary.number.is_empty() {
            &summary.reference
        } else {
            &summary.number
        };
        Row {
            kind: summary.kind,
            document: summary.document(),
            number: number.to_string(),
            on: summary.on,
            due: summary.due,
            total: match summary.kind {
                SummaryKind::Invoice => summary.total,
                // From the seller's side: what takes off the debt stands with a minus.
                SummaryKind::CreditNote | SummaryKind::Payment => -summary.total,
            },
        }
    }
}

async fn fetch(workspace: Workspace, id: AccountId) -> Result<Vec<Row>, StoreError> {
    let family = workspace.with_untracked(|book| book.merged_with(id));
    let summaries = workspace.summaries().await?;
    let mut rows: Vec<Row> = [&summaries.documents, &summaries.payments]
        .into_iter()
        .flat_map(|table| {
            table
                .by_account(&family)
                .into_iter()
                .filter_map(|index| table.row(index))
        })
        .map(|summary| Row::of(&summary))
        .collect();
    // The sort keeps the order of issuing within a day.
    rows.reverse();
    rows.sort_by_key(|row| std::cmp::Reverse(row.on));
    Ok(rows)
}

/// The list.
#[component]
pub fn Documents(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
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
            view! { <p class="quiet">{t!(i18n, accounts.no_documents)}</p> }.into_any()
        }
        Some(Ok(rows)) => view! { <Table id rows/> }.into_any(),
    }
}

#[component]
fn Table(id: AccountId, rows: Vec<Row>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let count = rows.len();
    let rows = StoredValue::new(rows);
    let read = move |row: usize| rows.with_value(|rows| rows.get(row).cloned());
    let name = |text: fn(Locale) -> &'static str| {
        Signal::derive(move || text(i18n.get_locale()).to_owned())
    };
    let standing = move |row: &Row| {
        let open = row.document.and_then(|document| {
            workspace.with(|book| {
                book.receivables
                    .get(&document)
                    .filter(|item| item.account == id)
                    .map(|item| (item.open(), item.is_overdue(workspace.today())))
            })
        });
        open.map(|(open, is_overdue)| {
            let tone = if is_overdue { Tone::Bad } else { Tone::Warn };
            let text = move || {
                t_string!(
                    i18n,
                    accounts.open_amount,
                    amount = format.get().money(open)
                )
                .to_string()
            };
            view! { <Badge tone>{text}</Badge> }
        })
    };
    let title = move |row: Row| {
        let kind = row.kind;
        let text = move || summary_kind_name(i18n, kind);
        match row.document {
            Some(document) => {
                view! { <RowLink route=Route::Invoice(document)>{text}" "{row.number}</RowLink> }
                    .into_any()
            }
            None => view! { <span>{text}" "{row.number}</span> }.into_any(),
        }
    };
    let columns = vec![
        Column::new(
            "what",
            name(|locale| td_string!(locale, accounts.what)),
            40,
            move |row| read(row).map(title),
        )
        .unsorted()
        .card(Card::Title),
        Column::new(
            "on",
            name(|locale| td_string!(locale, accounts.day)),
            15,
            move |row| read(row).map(|row| format.get().date(row.on)),
        )
        .unsorted(),
        Column::new(
            "due",
            name(|locale| td_string!(locale, accounts.due)),
            15,
            move |row| {
                read(row)
                    .filter(|row| row.kind == SummaryKind::Invoice)
                    .map(|row| format.get().date(row.due))
            },
        )
        .unsorted()
        .card(Card::Hidden),
        Column::new(
            "standing",
            name(|locale| td_string!(locale, accounts.standing)),
            18,
            move |row| read(row).and_then(|row| standing(&row)),
        )
        .unsorted()
        .card(Card::Aside),
        Column::new(
            "total",
            name(|locale| td_string!(locale, accounts.amount)),
            15,
            move |row| read(row).map(|row| format.get().money(row.total)),
        )
        .unsorted()
        .amount()
        .card(Card::Value),
    ];
    view! {
        <VirtualTable
            label=move || t_string!(i18n, accounts.documents_count, count = count).to_string()
            count=Signal::stored(count)
            columns
        />
    }
}
