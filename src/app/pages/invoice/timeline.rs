//! What happened to a document, day by day: issued, paid, credited, given up, used, paid back.

use crate::app::{
    components::{DateView, MoneyView, Section},
    locale::{I18n, t_string, use_i18n},
    route::Route,
    wording::letter::decided_for,
    workspace::DocumentRecord,
};
use crate::billing::receivable::{Credit, EntryKind, Receivable, UseKind};
use crate::money::Money;
use chrono::NaiveDate;
use leptos::prelude::*;

/// One thing that happened.
#[derive(Clone)]
struct Event {
    on: NaiveDate,
    text: String,
    route: Option<Route>,
    amount: Money,
}

/// The timeline.
#[component]
pub fn Timeline(record: DocumentRecord) -> impl IntoView {
    let i18n = use_i18n();
    let record = StoredValue::new_local(record);
    let rows = move || {
        record.with_value(|record| {
            events(i18n, record)
                .into_iter()
                .map(|event| {
                    let text = match event.route {
                        Some(route) => view! { <a href=route.href()>{event.text}</a> }.into_any(),
                        None => event.text.into_any(),
                    };
                    view! {
                        <li class="timeline-event">
                            <span class="timeline-day"><DateView day=event.on/></span>
                            <span class="timeline-text">{text}</span>
                            <span class="timeline-amount"><MoneyView money=event.amount/></span>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <Section title=move || t_string!(i18n, invoices.timeline)>
            <ol class="timeline">{rows}</ol>
        </Section>
    }
}

fn events(i18n: I18n, record: &DocumentRecord) -> Vec<Event> {
    let invoice = &record.invoice;
    let mut events = vec![Event {
        on: invoice.issue_date,
        text: t_string!(i18n, invoices.entry_issued).to_string(),
        route: None,
        amount: invoice.totals.amount_due,
    }];
    if let Some(receivable) = &record.receivable {
        events.extend(settling(i18n, receivable));
        events.extend(asking(i18n, receivable));
    }
    if let Some(credit) = &record.credit {
        events.extend(using(i18n, credit));
    }
    events.sort_by_key(|event| event.on);
    events
}

fn settling(i18n: I18n, receivable: &Receivable) -> impl Iterator<Item = Event> {
    receivable.entries.iter().map(move |entry| {
        let (text, route) = match &entry.kind {
            EntryKind::Payment(id) if entry.amount.is_negative() => (
                t_string!(i18n, invoices.entry_payment_back).to_string(),
                Some(Route::Payment(*id)),
            ),
            EntryKind::Payment(id) => (
                t_string!(i18n, invoices.entry_payment).to_string(),
                Some(Route::Payment(*id)),
            ),
            EntryKind::CreditNote(id) => {
                let number = receivable
                    .credited
                    .iter()
                    .find(|credited| credited.credit_note == *id)
                    .map(|credited| credited.number.clone())
                    .unwrap_or_default();
                (
                    t_string!(i18n, invoices.entry_credit_note, number = number),
                    Some(Route::Invoice(*id)),
                )
            }
            EntryKind::WriteOff { id: _, reason } => (
                t_string!(i18n, invoices.entry_written_off, reason = reason.clone()),
                None,
            ),
            EntryKind::WriteOffReversal { id: _, reason } => (
                t_string!(
                    i18n,
                    invoices.entry_write_off_reversed,
                    reason = reason.clone()
                ),
                None,
            ),
            EntryKind::SettledBefore => (
                t_string!(i18n, invoices.entry_settled_before).to_string(),
                None,
            ),
        };
        Event {
            on: entry.on,
            text,
            route,
            amount: -entry.amount,
        }
    })
}

/// Reminders, disputes and collection.
fn asking(i18n: I18n, receivable: &Receivable) -> Vec<Event> {
    let reminders = receivable.reminders.iter().map(|reminder| Event {
        on: reminder.sent_on,
        text: t_string!(i18n, dunning.reminded, level = reminder.level).to_string(),
        route: Some(Route::Letter(reminder.letter)),
        amount: reminder.open,
    });
    let disputes = receivable.disputes.iter().flat_map(|dispute| {
        let opened = Event {
            on: dispute.opened_on,
            text: t_string!(
                i18n,
                dunning.disputed_event,
                reason = dispute.reason.clone()
            )
            .to_string(),
            route: None,
            amount: dispute.amount,
        };
        let decided = dispute.decided.as_ref().map(|decision| {
            let outcome = decided_for(i18n, decision.outcome);
            Event {
                on: decision.on,
                text: t_string!(i18n, dunning.decided_event, outcome = outcome).to_string(),
                route: decision.letter.map(Route::Letter),
                amount: decision.granted,
            }
        });
        [opened].into_iter().chain(decided)
    });
    let collection = receivable.collection.iter().map(|collection| Event {
        on: collection.since,
        text: t_string!(i18n, dunning.collected, agency = collection.agency.clone()).to_string(),
        route: None,
        amount: receivable.open(),
    });
    reminders.chain(disputes).chain(collection).collect()
}

fn using(i18n: I18n, credit: &Credit) -> impl Iterator<Item = Event> {
    credit.uses.iter().map(move |each| {
        let (text, route) = match &each.kind {
            UseKind::Invoice { id, number } if each.amount.is_negative() => (
                t_string!(i18n, invoices.entry_used_back, number = number.clone()),
                Some(Route::Invoice(*id)),
            ),
            UseKind::Invoice { id, number } => (
                t_string!(i18n, invoices.entry_used, number = number.clone()),
                Some(Route::Invoice(*id)),
            ),
            UseKind::Refund {
                id: _,
                method: _,
                reason,
            } => (
                t_string!(i18n, invoices.entry_refund, reason = reason.clone()),
                None,
            ),
            UseKind::Reversal { reason } => (
                t_string!(i18n, invoices.entry_reversal, reason = reason.clone()),
                None,
            ),
            UseKind::SettledBefore => (
                t_string!(i18n, invoices.entry_used_before).to_string(),
                None,
            ),
        };
        Event {
            on: each.on,
            text,
            route,
            amount: -each.amount,
        }
    })
}
