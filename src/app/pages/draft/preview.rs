//! What the draft comes to, while it is typed: the sums, and the paper.

use super::{Reading, form::DraftForm};
use crate::app::{
    components::{
        DocumentPaper, PaperStage, Section, Total, Totals, document_paper::wording::tax_name,
    },
    locale::{t, t_string, use_format, use_i18n},
    workspace::{Workspace, use_workspace},
};
use crate::billing::{
    draft::{Draft, Stamp},
    id::InvoiceId,
    invoice::{Invoice, InvoiceType},
    totals::Computed,
};
use leptos::prelude::*;
use uuid::Uuid;

/// The sums.
#[component]
pub fn Sums(reading: Memo<Reading>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=move || t_string!(i18n, invoices.draft_totals)>
            <div aria-live="polite">
                {move || match reading.get() {
                    Reading::Incomplete => view! { <p class="quiet">{t!(i18n, invoices.draft_incomplete)}</p> }.into_any(),
                    Reading::Whole(whole) => view! { <Whole computed=whole.1/> }.into_any(),
                }}
            </div>
        </Section>
    }
}

#[component]
fn Whole(computed: Computed) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let totals = computed.totals;
    let (net, rounding, due) = (
        totals.tax_exclusive_total,
        totals.rounding_amount,
        totals.amount_due,
    );
    let taxes = totals
        .breakdown
        .into_iter()
        .map(|group| {
            view! {
                <Total name=move || tax_name(i18n.get_locale(), group.tax)>
                    {move || format.get().money(group.amount)}
                </Total>
            }
        })
        .collect_view();
    view! {
        <Totals>
            <Total name=move || t_string!(i18n, invoices.paper_net_total)>{move || format.get().money(net)}</Total>
            {taxes}
            {(!rounding.is_zero()).then(|| view! {
                <Total name=move || t_string!(i18n, invoices.paper_rounding)>{move || format.get().money(rounding)}</Total>
            })}
            <Total name=move || t_string!(i18n, invoices.paper_due) is_due=true>{move || format.get().money(due)}</Total>
        </Totals>
    }
}

/// The paper.
#[component]
pub fn Sheet(reading: Memo<Reading>, form: DraftForm) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <details class="draft-preview" open>
            <summary>{t!(i18n, invoices.draft_preview)}</summary>
            {move || match reading.get() {
                Reading::Incomplete => None,
                Reading::Whole(whole) => {
                    let (draft, computed) = *whole;
                    let day = form.issue_date.get().unwrap_or(draft.created);
                    as_issued(workspace, draft, computed, day, InvoiceType::Commercial)
                        .map(|invoice| view! { <DocumentPaper invoice stage=PaperStage::Preview/> })
                }
            }}
        </details>
    }
}

/// The document as it would be issued on a day, without a number.
pub fn as_issued(
    workspace: Workspace,
    draft: Draft,
    computed: Computed,
    day: chrono::NaiveDate,
    type_code: InvoiceType,
) -> Option<Invoice> {
    workspace.with(|book| {
        let account = book.accounts.get(&draft.account)?;
        let terms = draft.terms.or(account.terms).unwrap_or(book.seller.terms);
        let due = match type_code {
            InvoiceType::Commercial => terms.due_date(day),
            InvoiceType::CreditNote(_) => day,
        };
        let stamp = Stamp {
            id: InvoiceId(Uuid::nil()),
            number: String::new(),
            series: workspace.series(),
            issue_date: day,
            seller: &book.seller,
            account,
            run: None,
        };
        Some(draft.document(stamp, computed, type_code, due))
    })
}
