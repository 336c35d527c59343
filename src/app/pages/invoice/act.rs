//! What can be done about an issued document.

use super::{
    credit::{CreditDialog, left_to_credit},
    dispute::DisputeDialog,
    paper_file, source_of,
    write_off::{ReverseWriteOff, WriteOffDialog},
};
use crate::app::{
    components::{Button, ButtonKind, Section, Symbol, use_toasts},
    locale::{t, t_string, use_i18n},
    pages::{
        paper::{EInvoiceButton, PdfButton, SendButton},
        payments::credit::CreditActions,
    },
    route::{Route, use_go},
    workspace::{DocumentRecord, Notice, use_workspace},
};
use crate::billing::{
    command::Command, draft::Draft, id::DraftId, invoice::Invoice, line::LineItem, line::Origin,
};
use crate::worker::protocol::Paper;
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;

/// Print and save, in the page's head.
#[component]
pub fn PaperActions(invoice: StoredValue<Rc<Invoice>, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    let save = move |()| match invoice.with_value(|invoice| paper_file::save(invoice)) {
        Ok(name) => toasts.say(t_string!(i18n, invoices.saved_html, name = name)),
        Err(error) => toasts.warn(format!("{error:?}")),
    };
    view! {
        <SendButton invoice/>
        <PdfButton paper=move || Some(Paper::Document(invoice.with_value(|invoice| (**invoice).clone())))/>
        <EInvoiceButton invoice/>
        <Button symbol=Symbol::Download on_press=save>{t!(i18n, invoices.save_html)}</Button>
        <Button symbol=Symbol::Print on_press=move |()| paper_file::print()>{t!(i18n, invoices.print)}</Button>
    }
}

/// The steps that lead on from here.
#[component]
pub fn Actions(record: DocumentRecord) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let go = use_go();
    let is_crediting = RwSignal::new(false);
    let is_writing_off = RwSignal::new(false);
    let is_disputing = RwSignal::new(false);
    let id = record.invoice.id;
    let receivable = record.receivable.clone();
    let can_receive = receivable
        .as_ref()
        .is_some_and(|receivable| receivable.open().is_positive());
    let can_credit = receivable
        .as_ref()
        .is_some_and(|receivable| left_to_credit(&record.invoice, receivable).is_positive());
    let can_dispute = receivable
        .as_ref()
        .is_some_and(|receivable| receivable.undisputed_open().is_positive());
    let reversals = receivable.as_ref().map(|receivable| {
        let of = |written_off| {
            let number = receivable.number.clone();
            view! { <ReverseWriteOff invoice=id number written_off/> }
        };
        receivable.written_off().into_iter().map(of).collect_view()
    });
    let source = source_of(&record);
    let account = record.invoice.account;
    let invoice = StoredValue::new_local(record.invoice.clone());
    let copy = move |()| {
        let draft = invoice.with_value(|invoice| {
            copied(invoice, workspace.fresh_id::<DraftId>(), workspace.today())
        });
        let id = draft.id;
        let go = go.clone();
        spawn_local(async move {
            match workspace.dispatch(Command::SaveDraft(draft)).await {
                Ok(_) => {
                    workspace.notify(Notice::Done(t_string!(i18n, invoices.copied).to_string()));
                    go(Route::Draft(id));
                }
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    view! {
        <Section title=move || t_string!(i18n, invoices.next_steps)>
            <div class="actions">
                {can_receive.then(|| view! {
                    <a class="button button-primary" href=Route::NewPayment.asking("invoice", id)>
                        <span>{t!(i18n, invoices.receive)}</span>
                    </a>
                })}
                {can_credit.then(|| view! {
                    <Button on_press=move |()| is_crediting.set(true)>{t!(i18n, invoices.credit)}</Button>
                })}
                {can_receive.then(|| view! {
                    <Button on_press=move |()| is_writing_off.set(true)>{t!(i18n, invoices.write_off)}</Button>
                })}
                {can_dispute.then(|| view! {
                    <Button on_press=move |()| is_disputing.set(true)>{t!(i18n, dunning.dispute)}</Button>
                })}
                {reversals}
                <Button kind=ButtonKind::Quiet on_press=copy>{t!(i18n, invoices.copy)}</Button>
            </div>
            {source.map(|source| view! { <CreditActions source account/> })}
        </Section>
        {receivable.map(|receivable| {
            let owed = receivable.clone();
            let disputed = receivable.clone();
            view! {
                <CreditDialog invoice=invoice receivable open=is_crediting/>
                <WriteOffDialog receivable=owed open=is_writing_off/>
                <DisputeDialog receivable=disputed open=is_disputing/>
            }
        })}
    }
}

/// A new draft with the same lines; what ties a line to a contract or a charge stays behind, since that is billed.
fn copied(invoice: &Invoice, id: DraftId, today: chrono::NaiveDate) -> Draft {
    let items = invoice.lines.iter().map(|line| LineItem {
        origin: Origin {
            product: line.item.origin.product,
            ..Origin::default()
        },
        ..line.item.clone()
    });
    Draft {
        id,
        account: invoice.account,
        currency: invoice.currency,
        items: items.collect(),
        adjustments: invoice.adjustments.clone(),
        supplied: None,
        terms: None,
        order_reference: invoice.order_reference.clone(),
        note: invoice.note.clone(),
        created: today,
    }
}
