//! One issued document: the paper, how it stands, what happened to it, and what can be done about it.

mod act;
pub use credit::issued_number;
pub use paper_file::print;
pub use why::LineSteps;

mod change;
mod credit;
mod dispute;
mod paper_file;
mod timeline;
mod why;
mod write_off;

use crate::app::{
    components::{
        DataList, DateView, Datum, DocumentPaper, DocumentStanding, EmptyState, LinkButton,
        MoneyView, Notice, PageHeader, PaperStage, Section, StandingBadge, Symbol, Tone,
    },
    locale::{t, t_string, use_i18n},
    pages::{caller::SightGate, desk::use_ticking, paper::SentSection},
    route::Route,
    wording::store_error_text,
    workspace::{DocumentRecord, use_workspace},
};
use crate::billing::{
    id::InvoiceId,
    invoice::{Correction, InvoiceType},
    receivable::CreditSource,
};
use crate::care::sight::{Sight, sight};
use leptos::prelude::*;

/// The page.
#[component]
pub fn InvoicePage(
    /// Which document.
    id: InvoiceId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let record = LocalResource::new(move || {
        workspace.version();
        async move { workspace.document(id).await }
    });
    move || match record.get() {
        None => view! {
            <PageHeader title=move || t_string!(i18n, invoices.title)/>
            <p class="quiet" role="status">{t!(i18n, invoices.loading)}</p>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <PageHeader title=move || t_string!(i18n, invoices.title)/>
            <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.load_failed)>
                {store_error_text(i18n, &error)}
            </Notice>
        }
        .into_any(),
        Some(Ok(None)) => view! { <NoSuch/> }.into_any(),
        Some(Ok(Some(record))) => {
            let account = Some(record.invoice.account);
            let record = StoredValue::new_local(record);
            view! {
                <SightGate account document=id><Document record=record.get_value()/></SightGate>
            }
            .into_any()
        }
    }
}

#[component]
fn NoSuch() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=move || t_string!(i18n, invoices.title)/>
        <EmptyState
            symbol=Symbol::Invoice
            title=move || t_string!(i18n, invoices.not_found_title)
            text=move || t_string!(i18n, invoices.not_found_text)
        >
            <LinkButton route=Route::Invoices>{t!(i18n, invoices.to_list)}</LinkButton>
        </EmptyState>
    }
}

#[component]
fn Document(record: DocumentRecord) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = use_ticking(workspace);
    let account = record.invoice.account;
    // Who holds this one invoice is told what stands on it. Only that case is left out: before anybody else the gate stands,
    // and behind it a form keeps what was typed into it.
    let is_paper_alone = Memo::new(move |_| {
        let (person, now) = (workspace.person(), now.get());
        let seen = workspace.with(|book| sight(book, person, account, now));
        matches!(seen, Sight::OneInvoice { .. })
    });
    let all = StoredValue::new_local(record.clone());
    let steps = move || {
        let record = all.get_value();
        (!is_paper_alone.get()).then(|| {
            view! {
                <act::Actions record=record.clone()/>
                <dispute::Disputes record/>
            }
        })
    };
    let sent = move || {
        let record = all.get_value();
        let sent = match (record.receivable, record.credit) {
            (Some(receivable), _) => receivable.sent,
            (None, Some(credit)) => credit.sent,
            (None, None) => Vec::new(),
        };
        let document = record.invoice.id;
        (!is_paper_alone.get()).then(|| view! { <SentSection document sent/> })
    };
    let changed = move || {
        let invoice = all.with_value(|record| record.invoice.clone());
        (!is_paper_alone.get()).then(|| view! { <change::WhyChanged invoice/> })
    };
    let timeline = move || {
        let record = all.get_value();
        (!is_paper_alone.get()).then(|| view! { <timeline::Timeline record/> })
    };
    let invoice = record.invoice.clone();
    let number = StoredValue::new(invoice.number.clone());
    let kept = StoredValue::new_local(invoice.clone());
    let is_credit_note = invoice.is_credit_note();
    let title = move || {
        let number = number.get_value();
        if is_credit_note {
            t_string!(i18n, invoices.credit_note_title, number = number)
        } else {
            t_string!(i18n, invoices.invoice_title, number = number)
        }
    };
    let damage = record.damage.is_some().then(|| {
        view! {
            <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.damaged_title)>
                {t!(i18n, invoices.damaged_text, number = number.get_value())}
            </Notice>
        }
    });
    view! {
        <PageHeader title>
            <act::PaperActions invoice=kept/>
        </PageHeader>
        {damage}
        <div class="document-page">
            <div class="document-paper">
                <DocumentPaper invoice=(*invoice).clone() stage=PaperStage::Issued/>
            </div>
            <div class="document-side">
                <Summary record=record.clone()/>
                {sent}
                {steps}
                {changed}
                {timeline}
                <why::Why invoice/>
            </div>
        </div>
    }
}

/// How it stands, in figures.
#[component]
fn Summary(record: DocumentRecord) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let invoice = record.invoice;
    let (account, buyer) = (invoice.account, invoice.buyer.name.clone());
    let due = invoice.due_date;
    let is_credit_note = invoice.is_credit_note();
    let (owed, credit) = (record.receivable.clone(), record.credit.clone());
    let standing = Memo::new(move |_| match (&owed, &credit) {
        (Some(receivable), _) => Some(DocumentStanding::of_receivable(
            receivable,
            workspace.today(),
        )),
        (None, Some(credit)) => Some(DocumentStanding::of_credit(credit)),
        (None, None) if is_credit_note => Some(DocumentStanding::CreditUsed),
        (None, None) => None,
    });
    let open = record
        .receivable
        .as_ref()
        .map(|receivable| receivable.open());
    let left = record.credit.as_ref().map(|credit| credit.left());
    let total = invoice.totals.amount_due;
    let corrects = match &invoice.type_code {
        InvoiceType::Commercial => None,
        InvoiceType::CreditNote(correction) => Some(correction.clone()),
    };
    view! {
        <Section title=move || t_string!(i18n, invoices.summary)>
            <DataList>
                <Datum name=move || t_string!(i18n, invoices.standing)>
                    {move || standing.get().map(|standing| view! { <StandingBadge standing/> })}
                </Datum>
                {open.map(|open| view! {
                    <Datum name=move || t_string!(i18n, invoices.open)><MoneyView money=open/></Datum>
                })}
                {left.map(|left| view! {
                    <Datum name=move || t_string!(i18n, invoices.credit_left)><MoneyView money=left/></Datum>
                })}
                <Datum name=move || t_string!(i18n, invoices.total)><MoneyView money=total/></Datum>
                {(!is_credit_note).then(|| view! {
                    <Datum name=move || t_string!(i18n, invoices.column_due)><DateView day=due/></Datum>
                })}
                <Datum name=move || t_string!(i18n, invoices.customer)>
                    <a href=Route::Account(account).href()>{buyer}</a>
                </Datum>
            </DataList>
            {corrects.map(|correction| view! { <Corrects correction/> })}
        </Section>
    }
}

#[component]
fn Corrects(correction: Correction) -> impl IntoView {
    let i18n = use_i18n();
    let format = crate::app::locale::use_format();
    let Correction {
        invoice,
        number,
        issue_date,
        reason: _,
    } = correction;
    view! {
        <p>
            <a href=Route::Invoice(invoice).href()>
                {move || t_string!(
                    i18n,
                    invoices.corrects,
                    number = number.clone(),
                    date = format.get().date(issue_date)
                )}
            </a>
        </p>
    }
}

/// The credit that a document left, if it left one.
fn source_of(record: &DocumentRecord) -> Option<CreditSource> {
    record
        .credit
        .as_ref()
        .filter(|credit| credit.left().is_positive())
        .map(|credit| credit.source)
}
