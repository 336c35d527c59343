//! What an amount settles: the open invoices of a customer, oldest first, each with an amount that can be changed.

use crate::app::{
    components::{
        Button, ButtonKind, FieldError, MoneyField, Total, Totals, amount_field::amount_error,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    route::Route,
    workspace::Workspace,
};
use crate::billing::{
    command::Allocation,
    id::{AccountId, InvoiceId},
};
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use leptos::prelude::*;

/// One open invoice and what is settled of it, as typed.
#[derive(Clone)]
pub struct AllocationRow {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    due: NaiveDate,
    pub open: Money,
    text: RwSignal<String>,
}

impl AllocationRow {
    /// The id of its field.
    fn id(&self) -> String {
        format!("settles-{}", self.invoice)
    }
}

/// The open invoices of an account in a currency, oldest first.
pub fn rows_of(workspace: Workspace, account: AccountId, currency: Currency) -> Vec<AllocationRow> {
    let mut rows: Vec<AllocationRow> = workspace.with_untracked(|book| {
        book.receivables_of(account)
            .filter(|each| each.total.currency() == currency && each.open().is_positive())
            .map(|each| AllocationRow {
                invoice: each.invoice,
                number: each.number.clone(),
                due: each.due_date,
                open: each.open(),
                text: RwSignal::new(String::new()),
            })
            .collect()
    });
    rows.sort_by(|a, b| (a.due, &a.number).cmp(&(b.due, &b.number)));
    rows
}

/// Spreads an amount: `first` as far as it goes, then the oldest.
pub fn spread(rows: &[AllocationRow], amount: Money, first: Option<InvoiceId>, format: Format) {
    let mut left = amount;
    let chosen = rows.iter().filter(|row| Some(row.invoice) == first);
    let others = rows.iter().filter(|row| Some(row.invoice) != first);
    for row in chosen.chain(others) {
        let settles = left.min(row.open);
        left -= settles;
        row.text.set(if settles.is_positive() {
            format.amount_plain(settles)
        } else {
            String::new()
        });
    }
}

/// Reads what was typed; every amount that can't be is named.
pub fn read(
    rows: &[AllocationRow],
    amount: Option<Money>,
    too_much: String,
    format: Format,
    i18n: I18n,
) -> Result<Vec<Allocation>, Vec<FieldError>> {
    let mut allocations = Vec::new();
    let mut wrong = Vec::new();
    for row in rows {
        let text = row.text.get_untracked();
        if text.trim().is_empty() {
            continue;
        }
        match Money::parse(&text, format.decimal_style(), row.open.currency()) {
            Ok(settles) if settles > row.open => wrong.push(FieldError::new(
                row.id(),
                t_string!(
                    i18n,
                    payments.allocation_too_much,
                    amount = format.money(row.open),
                    number = row.number.clone()
                ),
            )),
            Ok(settles) if settles.is_zero() => {}
            Ok(amount) => allocations.push(Allocation {
                invoice: row.invoice,
                amount,
            }),
            Err(error) => wrong.push(FieldError::new(
                row.id(),
                amount_error(i18n.get_locale_untracked(), &error),
            )),
        }
    }
    if let (Some(amount), Some(first)) = (amount, rows.first()) {
        let sum = Money::sum(
            amount.currency(),
            allocations.iter().map(|each: &Allocation| each.amount),
        );
        if sum.is_ok_and(|sum| sum > amount) {
            wrong.push(FieldError::new(first.id(), too_much));
        }
    }
    if wrong.is_empty() {
        Ok(allocations)
    } else {
        Err(wrong)
    }
}

/// What is settled by now, and what of the amount stays as credit; nothing where an amount can't be read yet.
fn settled(rows: &[AllocationRow], format: Format) -> Option<Money> {
    let currency = rows.first()?.open.currency();
    let mut sum = Money::zero(currency);
    for row in rows {
        let text = row.text.get();
        if !text.trim().is_empty() {
            sum += Money::parse(&text, format.decimal_style(), currency).ok()?;
        }
    }
    Some(sum)
}

/// The table: `<AllocationTable rows amount errors/>`.
#[component]
pub fn AllocationTable(
    /// The open invoices.
    rows: Vec<AllocationRow>,
    /// What there is to settle them with; none while it can't be read.
    amount: Signal<Option<Money>>,
    /// What is wrong with the form.
    errors: RwSignal<Vec<FieldError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    if rows.is_empty() {
        return view! { <p class="quiet">{t!(i18n, payments.allocation_none)}</p> }.into_any();
    }
    let kept = StoredValue::new(rows.clone());
    let oldest_first = move |()| {
        if let Some(amount) = amount.get_untracked() {
            kept.with_value(|rows| spread(rows, amount, None, format.get_untracked()));
        }
    };
    let nothing =
        move |()| kept.with_value(|rows| rows.iter().for_each(|row| row.text.set(String::new())));
    let sum = Memo::new(move |_| kept.with_value(|rows| settled(rows, format.get())));
    let rest = move || {
        let rest = amount.get()?.checked_sub(sum.get()?).ok()?;
        (!rest.is_negative()).then_some(rest)
    };
    let rows = rows
        .into_iter()
        .map(|row| view! { <AllocationLine row errors/> })
        .collect_view();
    view! {
        <div class="allocation" role="group" aria-label=move || t_string!(i18n, payments.allocation)>
            {rows}
            <div class="actions">
                <Button kind=ButtonKind::Quiet on_press=oldest_first>{t!(i18n, payments.oldest_first)}</Button>
                <Button kind=ButtonKind::Quiet on_press=nothing>{t!(i18n, payments.nothing_settled)}</Button>
            </div>
            <Totals>
                <Total name=move || t_string!(i18n, payments.settled_sum)>
                    {move || sum.get().map(|sum| format.get().money(sum))}
                </Total>
                <Total name=move || t_string!(i18n, payments.rest_credit)>
                    {move || rest().map(|rest| format.get().money(rest))}
                </Total>
            </Totals>
        </div>
    }
    .into_any()
}

#[component]
fn AllocationLine(row: AllocationRow, errors: RwSignal<Vec<FieldError>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let id = row.id();
    let AllocationRow {
        invoice,
        number,
        due,
        open,
        text,
    } = row;
    let sought = id.clone();
    let error = Signal::derive(move || {
        errors.with(|errors| {
            errors
                .iter()
                .find(|error| error.field == sought)
                .map(|error| error.text.clone())
        })
    });
    let label = number.clone();
    view! {
        <div class="allocation-line">
            <p class="allocation-invoice">
                <a href=Route::Invoice(invoice).href()>{number}</a>
                <span class="quiet">
                    {move || t_string!(i18n, payments.found_open, amount = format.get().money(open), date = format.get().date(due))}
                </span>
            </p>
            <MoneyField
                label=move || t_string!(i18n, payments.allocation_for, number = label.clone())
                value=text
                currency=open.currency()
                error
                id
            />
        </div>
    }
}
