//! What can be done with what is left of a payment or credit note: settle invoices with it, or pay it back.

use super::allocation::{self, AllocationRow, AllocationTable};
use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, Dialog, ErrorSummary, FieldError, MoneyField,
        SelectField, TextField, amount_field::amount_error,
    },
    locale::{t, t_string, use_format, use_i18n},
    wording::{failure_text, method_name},
    workspace::{Notice, use_workspace},
};
use crate::billing::{
    command::Command, id::AccountId, payment::PaymentMethod, receivable::CreditSource,
};
use crate::money::Money;
use leptos::{prelude::*, task::spawn_local};

const AMOUNT: &str = "refund-amount";
const REASON: &str = "refund-reason";
const USE: &str = "use-credit";

/// The two steps, each with its dialog.
#[component]
pub fn CreditActions(
    /// The payment or credit note.
    source: CreditSource,
    /// Whose it is.
    account: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_using = RwSignal::new(false);
    let is_refunding = RwSignal::new(false);
    let left = Memo::new(move |_| {
        workspace.with(|book| book.credits.get(&source).map(|credit| credit.left()))
    });
    let can_settle = Memo::new(move |_| {
        workspace.with(|book| {
            book.receivables_of(account)
                .any(|item| item.open().is_positive())
        })
    });
    view! {
        <Show when=move || left.get().is_some_and(|left| left.is_positive())>
            <div class="actions">
                <Show when=move || can_settle.get()>
                    <Button on_press=move |()| is_using.set(true)>{t!(i18n, payments.use_credit)}</Button>
                </Show>
                <Button on_press=move |()| is_refunding.set(true)>{t!(i18n, payments.refund)}</Button>
            </div>
        </Show>
        <Dialog title=move || t_string!(i18n, payments.use_title) open=is_using>
            {move || left.get().map(|left| view! { <UseForm source account left open=is_using/> })}
        </Dialog>
        <Dialog title=move || t_string!(i18n, payments.refund_title) open=is_refunding>
            {move || left.get().map(|left| view! { <RefundForm source left open=is_refunding/> })}
        </Dialog>
    }
}

#[component]
fn UseForm(
    source: CreditSource,
    account: AccountId,
    left: Money,
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let rows: Vec<AllocationRow> = allocation::rows_of(workspace, account, left.currency());
    allocation::spread(&rows, left, None, format.get_untracked());
    let kept = StoredValue::new(rows.clone());
    let save = move || {
        let too_much = t_string!(i18n, payments.allocation_above_credit).to_string();
        let read = kept.with_value(|rows| {
            allocation::read(rows, Some(left), too_much, format.get_untracked(), i18n)
        });
        let allocations = match read {
            Ok(allocations) => allocations,
            Err(wrong) => {
                errors.set(wrong);
                return;
            }
        };
        let command = Command::UseCredit {
            source,
            allocations,
            on: workspace.today(),
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => {
                    open.set(false);
                    workspace.notify(Notice::Done(t_string!(i18n, payments.used).to_string()));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(USE, failure_text(i18n, &failure))])
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <form class="form" id=USE tabindex="-1" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{move || t_string!(i18n, payments.use_left, amount = format.get().money(left))}</p>
            <AllocationTable rows amount=Signal::derive(move || Some(left)) errors/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, payments.use_do)}</Button>
            </Actions>
        </form>
    }
}

#[component]
fn RefundForm(source: CreditSource, left: Money, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let amount = RwSignal::new(format.get_untracked().amount_plain(left));
    let reason = RwSignal::new(String::new());
    let method = RwSignal::new(PaymentMethod::default());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let methods = Signal::derive(move || {
        PaymentMethod::ALL
            .into_iter()
            .map(|method| Choice::new(method, method_name(i18n, method)))
            .collect::<Vec<_>>()
    });
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
    let save = move || {
        let style = format.get_untracked().decimal_style();
        let mut wrong = Vec::new();
        let amount = match Money::parse(&amount.get_untracked(), style, left.currency()) {
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
        let command = Command::Refund {
            id: workspace.fresh_id(),
            source,
            amount,
            method: method.get_untracked(),
            reason,
            on: workspace.today(),
        };
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => {
                    open.set(false);
                    workspace.notify(Notice::Done(t_string!(i18n, payments.refunded).to_string()));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(AMOUNT, failure_text(i18n, &failure))])
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{t!(i18n, payments.refund_text)}</p>
            <MoneyField
                label=move || t_string!(i18n, payments.amount)
                value=amount
                currency=left.currency()
                error=error_at(AMOUNT)
                hint=move || t_string!(i18n, payments.use_left, amount = format.get().money(left))
                id=AMOUNT
            />
            <SelectField label=move || t_string!(i18n, payments.method) value=method choices=methods/>
            <TextField label=move || t_string!(i18n, payments.reason) value=reason error=error_at(REASON) id=REASON required=true/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, payments.refund_do)}</Button>
            </Actions>
        </form>
    }
}
