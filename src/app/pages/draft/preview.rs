//! What the draft comes to, while it is typed: the sums, and the paper.

use super::{Reading, form::DraftForm};
use crate::app::{
    components::{
        Button, ButtonKind, DateField, Dialog, DocumentPaper, PaperStage, Section, Total, Totals,
        document_paper::wording::tax_name,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::paper::PdfButton,
    workspace::{Workspace, use_workspace},
};
use crate::billing::{
    draft::{Draft, Stamp},
    id::InvoiceId,
    invoice::{Invoice, InvoiceType},
    totals::Computed,
};
use crate::worker::protocol::Paper;
use chrono::Days;
use leptos::prelude::*;
use uuid::Uuid;

/// So many days a quote holds unless somebody says otherwise.
const QUOTE_HOLDS: Days = Days::new(30);

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
    let is_quoting = RwSignal::new(false);
    let valid_until = RwSignal::new(workspace.today().checked_add_days(QUOTE_HOLDS));
    let is_incomplete =
        Signal::derive(move || reading.with(|reading| matches!(reading, Reading::Incomplete)));
    let past = Signal::derive(move || {
        let is_past = valid_until.get().is_some_and(|day| day < workspace.today());
        is_past.then(|| t_string!(i18n, documents.quote_past).to_owned())
    });
    let foreseen = move || match reading.get() {
        Reading::Incomplete => None,
        Reading::Whole(whole) => {
            let (draft, computed) = *whole;
            let day = form.issue_date.get().unwrap_or(draft.created);
            as_issued(workspace, draft, computed, day, InvoiceType::Commercial)
        }
    };
    view! {
        <div class="actions">
            <PdfButton
                paper=move || foreseen().map(Paper::Preview)
                label=Signal::derive(move || t_string!(i18n, documents.preview_pdf).to_owned())
                disabled=is_incomplete
            />
            <Button disabled=is_incomplete on_press=move |()| is_quoting.set(true)>{t!(i18n, documents.quote)}</Button>
        </div>
        <Dialog title=move || t_string!(i18n, documents.quote_title) open=is_quoting>
            <div class="dialog-form">
                <p>{t!(i18n, documents.quote_text)}</p>
                <DateField label=move || t_string!(i18n, documents.quote_until) value=valid_until error=past/>
                <div class="actions">
                    <PdfButton
                        paper=move || {
                            let valid_until = valid_until.get()?;
                            foreseen().map(|invoice| Paper::Quote { invoice, valid_until })
                        }
                        kind=ButtonKind::Primary
                        disabled=Signal::derive(move || is_incomplete.get() || valid_until.get().is_none() || past.get().is_some())
                    />
                </div>
            </div>
        </Dialog>
        <details class="draft-preview" open>
            <summary>{t!(i18n, invoices.draft_preview)}</summary>
            {move || foreseen().map(|invoice| view! { <DocumentPaper invoice stage=PaperStage::Preview/> })}
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
