//! Drafts at the top of the list: the newest few, or all of them.

use crate::app::{
    components::{DateView, Section, ShortTable},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::{book::Book, draft::Draft, id::DraftId};
use crate::money::Money;
use chrono::NaiveDate;
use leptos::prelude::*;

/// So many drafts stand above the list of documents.
const FEW: usize = 5;

/// A draft in short.
#[derive(Clone, PartialEq, Eq)]
struct DraftRow {
    id: DraftId,
    created: NaiveDate,
    customer: Option<String>,
    lines: String,
    total: Option<Money>,
}

impl DraftRow {
    fn of(book: &Book, draft: &Draft, today: NaiveDate) -> DraftRow {
        let account = book.accounts.get(&draft.account);
        let total = account.and_then(|account| {
            draft
                .compute(&book.seller, account.treatment, today)
                .ok()
                .map(|computed| computed.totals.amount_due)
        });
        let lines: Vec<&str> = draft
            .items
            .iter()
            .map(|item| item.description.as_str())
            .collect();
        DraftRow {
            id: draft.id,
            created: draft.created,
            customer: account.map(|account| account.name.clone()),
            lines: lines.join(", "),
            total,
        }
    }
}

/// The drafts; `is_alone` shows all of them, and says so where there are none.
#[component]
pub fn Drafts(is_alone: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let rows = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let most = if is_alone.get() { usize::MAX } else { FEW };
            book.drafts
                .values()
                .rev()
                .take(most)
                .map(|draft| DraftRow::of(book, draft, today))
                .collect::<Vec<_>>()
        })
    });
    let body = move || {
        rows.get()
            .into_iter()
            .map(|row| {
                let customer = row
                    .customer
                    .unwrap_or_else(|| t_string!(i18n, invoices.unknown_customer).to_string());
                let total = row.total;
                view! {
                    <tr>
                        <th scope="row"><a href=Route::Draft(row.id).href()>{customer}</a></th>
                        <td class="draft-lines">{row.lines}</td>
                        <td><DateView day=row.created/></td>
                        <td class="amount">{move || total.map(|total| format.get().money(total))}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <Show when=move || is_alone.get() || !rows.read().is_empty()>
            <Section title=move || t_string!(i18n, invoices.drafts)>
                <Show
                    when=move || !rows.read().is_empty()
                    fallback=move || view! { <p class="quiet">{t!(i18n, invoices.no_drafts)}</p> }
                >
                    <ShortTable label=move || t_string!(i18n, invoices.drafts)>
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, invoices.column_customer)}</th>
                                <th scope="col">{t!(i18n, invoices.draft_lines)}</th>
                                <th scope="col">{t!(i18n, invoices.column_date)}</th>
                                <th scope="col" class="amount">{t!(i18n, invoices.column_total)}</th>
                            </tr>
                        </thead>
                        <tbody>{body}</tbody>
                    </ShortTable>
                </Show>
            </Section>
        </Show>
    }
}
