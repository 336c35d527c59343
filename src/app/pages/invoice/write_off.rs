//! Giving up what is open on an invoice, or part of it; and asking for it again.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Dialog, ErrorSummary, FieldError, MoneyField, TextField,
        amount_field::amount_error,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::reason_form::ReasonForm,
    wording::failure_text,
    workspace::{Notice, use_workspace},
};
use crate::billing::{
    command::Command,
    id::InvoiceId,
    receivable::{Receivable, WrittenOff},
};
use crate::money::Money;
use leptos::{prelude::*, task::spawn_local};

const AMOUNT: &str = "write-off-amount";
const REASON: &str = "write-off-reason";
const REVERSAL_REASON: &str = "write-off-reversal-reason";

/// The dialog.
#[component]
pub fn WriteOffDialog(receivable: Receivable, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let number = receivable.number.clone();
    let receivable = StoredValue::new(receivable);
    view! {
        <Dialog title=move || t_string!(i18n, invoices.write_off_title, number = number.clone()) open>
            <WriteOffForm receivable open/>
        </Dialog>
    }
}

#[component]
fn WriteOffForm(receivable: StoredValue<Receivable>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let (invoice, owed) =
        receivable.with_value(|receivable| (receivable.invoice, receivable.open()));
    let currency = owed.currency();
    let amount = RwSignal::new(format.get_untracked().amount_plain(owed));
    let reason = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let error_at = move |field: &'static str| {
        Signal::derive(move || {
            errors.with(|errors| {
                errors
                    .iter()
                    .find(|error| error.field == field)
                    .map(|error| error.text.clone())
            })
        })
    };
    let save = move |()| {
        let mut wrong = Vec::new();
        let style = format.get_untracked().decimal_style();
        let amount = match Money::parse(&amount.get_untracked(), style, currency) {
            Ok(amount) => Some(amount),
            Err(error) => {
                wrong.push(FieldError::new(
                    AMOUNT,
                    amount_error(i18n.get_locale_untracked(), &error),
                ));
                None
            }
        };
        let reason = reason.get_untracked().trim().to_owned();
        if reason.is_empty() {
            wrong.push(FieldError::new(
                REASON,
                t_string!(i18n, payments.reason_missing),
            ));
        }
        let (Some(amount), true) = (amount, wrong.is_empty()) else {
            errors.set(wrong);
            return;
        };
        errors.set(Vec::new());
        let command = Command::WriteOff {
            id: workspace.fresh_id(),
            invoice,
            amount,
            reason,
            on: workspace.today(),
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => {
                    open.set(false);
                    workspace.notify(Notice::Done(
                        t_string!(i18n, invoices.written_off).to_string(),
                    ));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(AMOUNT, failure_text(i18n, &failure))])
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <p class="dialog-text">{t!(i18n, invoices.write_off_text)}</p>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(()); }>
            <MoneyField
                label=move || t_string!(i18n, invoices.amount)
                value=amount
                currency=currency
                error=error_at(AMOUNT)
                hint=move || t_string!(i18n, invoices.amount_hint, amount = format.get().money(owed))
                id=AMOUNT
            />
            <TextField label=move || t_string!(i18n, invoices.reason) value=reason error=error_at(REASON) id=REASON required=true/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Danger submit=true>{t!(i18n, invoices.write_off)}</Button>
            </Actions>
        </form>
    }
}

/// The action that takes a write-off back, with its dialog.
#[component]
pub fn ReverseWriteOff(
    /// The invoice.
    invoice: InvoiceId,
    /// Its number.
    number: String,
    /// What was given up.
    written_off: WrittenOff,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let open = RwSignal::new(false);
    let workspace = use_workspace();
    let WrittenOff {
        id: write_off,
        amount,
        ..
    } = written_off;
    let reverse = move |reason| Command::ReverseWriteOff {
        invoice,
        write_off,
        reason,
        on: workspace.today(),
    };
    let text = Signal::derive(move || {
        let amount = format.get().money(amount);
        t_string!(i18n, invoices.reverse_write_off_text, amount = amount).to_string()
    });
    let confirm =
        Signal::derive(move || t_string!(i18n, invoices.reverse_write_off_do).to_string());
    let done = Signal::derive(move || t_string!(i18n, invoices.write_off_reversed).to_string());
    view! {
        <Button on_press=move |()| open.set(true)>
            {move || t_string!(i18n, invoices.reverse_write_off, amount = format.get().money(amount))}
        </Button>
        <Dialog title=move || t_string!(i18n, invoices.reverse_write_off_title, number = number.clone()) open>
            {move || open.get().then(|| view! {
                <ReasonForm id=REVERSAL_REASON text confirm done command=reverse open/>
            })}
        </Dialog>
    }
}
