//! The form for money that came in.

use super::{
    allocation::{self, AllocationRow, AllocationTable},
    find::{self, Payer},
};
use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, DateField, ErrorSummary, FieldError, MoneyField,
        PageHeader, Section, SelectField, TextField, amount_field::amount_error,
        combobox::Combobox,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::{Route, use_go, use_query},
    wording::{failure_text, method_name},
    workspace::{Notice, use_workspace},
};
use crate::billing::{
    command::Command,
    id::PaymentId,
    payment::{Payment, PaymentMethod},
};
use crate::money::{Currency, Money};
use leptos::{prelude::*, task::spawn_local};

const PAYER: &str = "payer";
const AMOUNT: &str = "payment-amount";
const RECEIVED: &str = "payment-received";

/// The page; `?invoice=` or `?account=` says who pays.
#[component]
pub fn NewPayment() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let payer = RwSignal::new(asked_payer());
    let amount = RwSignal::new(String::new());
    let received = RwSignal::new(Some(workspace.today()));
    let method = RwSignal::new(PaymentMethod::default());
    let reference = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let is_saving = RwSignal::new(false);
    let id: PaymentId = workspace.fresh_id();
    let currency = Memo::new(move |_| {
        workspace.with(|book| {
            payer
                .get()
                .and_then(|payer| payer.account(book))
                .and_then(|account| book.accounts.get(&account))
                .map_or(book.seller.currency, |account| account.currency)
        })
    });
    let rows = RwSignal::new(Vec::<AllocationRow>::new());
    let proposed = StoredValue::new(String::new());
    // The payer is chosen outside this form's own signals: the invoices follow it.
    Effect::new(move || {
        let Some(chosen) = payer.get() else {
            rows.set(Vec::new());
            return;
        };
        let account = workspace.with_untracked(|book| chosen.account(book));
        let open = account
            .map(|account| allocation::rows_of(workspace, account, currency.get_untracked()))
            .unwrap_or_default();
        let format = format.get_untracked();
        // What somebody typed stays; what was proposed for another payer does not.
        let is_own = amount.with_untracked(|text| {
            !text.trim().is_empty() && proposed.with_value(|proposed| proposed != text)
        });
        if !is_own {
            let owed = meant(workspace, chosen, &open);
            let text = owed.map_or_else(String::new, |owed| format.amount_plain(owed));
            proposed.set_value(text.clone());
            amount.set(text);
        }
        if let Some(sum) = read_amount(&amount.get_untracked(), currency.get_untracked(), format) {
            allocation::spread(&open, sum, chosen.invoice(), format);
        }
        rows.set(open);
    });
    let typed = Signal::derive(move || read_amount(&amount.get(), currency.get(), format.get()));
    // A changed amount is spread again, oldest first, as long as it can be read.
    Effect::new(move |before: Option<Option<Money>>| {
        let now = typed.get();
        if let (Some(before), Some(amount)) = (before, now)
            && before != now
        {
            let first = payer.get_untracked().and_then(Payer::invoice);
            rows.with_untracked(|rows| {
                allocation::spread(rows, amount, first, format.get_untracked());
            });
        }
        now
    });
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
        let format = format.get_untracked();
        let mut wrong = Vec::new();
        let account = payer
            .get_untracked()
            .and_then(|payer| workspace.with_untracked(|book| payer.account(book)));
        if account.is_none() {
            wrong.push(FieldError::new(
                PAYER,
                t_string!(i18n, payments.customer_missing),
            ));
        }
        let sum = Money::parse(
            &amount.get_untracked(),
            format.decimal_style(),
            currency.get_untracked(),
        );
        let sum = match sum {
            Ok(sum) if sum.is_positive() => Some(sum),
            Ok(_) => {
                wrong.push(FieldError::new(
                    AMOUNT,
                    t_string!(i18n, payments.amount_positive),
                ));
                None
            }
            Err(error) => {
                wrong.push(FieldError::new(
                    AMOUNT,
                    amount_error(i18n.get_locale_untracked(), &error),
                ));
                None
            }
        };
        let day = received.get_untracked();
        if day.is_none() {
            wrong.push(FieldError::new(
                RECEIVED,
                t_string!(i18n, payments.date_missing),
            ));
        }
        let too_much = t_string!(i18n, payments.allocation_above_amount).to_string();
        let allocations = rows
            .with_untracked(|rows| allocation::read(rows, sum, too_much, format, i18n))
            .unwrap_or_else(|more| {
                wrong.extend(more);
                Vec::new()
            });
        let (Some(account), Some(sum), Some(day), true) = (account, sum, day, wrong.is_empty())
        else {
            errors.set(wrong);
            return;
        };
        errors.set(Vec::new());
        is_saving.set(true);
        let command = Command::ReceivePayment {
            payment: Payment {
                id,
                account,
                received: day,
                amount: sum,
                method: method.get_untracked(),
                reference: reference.get_untracked().trim().to_owned(),
                note: note.get_untracked().trim().to_owned(),
            },
            allocations,
        };
        let go = go.clone();
        spawn_local(async move {
            let outcome = workspace.dispatch(command).await;
            is_saving.set(false);
            match outcome {
                Ok(_) => {
                    let text = t_string!(i18n, payments.recorded, amount = format.money(sum));
                    workspace.notify(Notice::Done(text));
                    go(Route::Payment(id));
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(AMOUNT, failure_text(i18n, &failure))])
                }
            }
        });
    };
    view! {
        <PageHeader title=move || t_string!(i18n, payments.receive)/>
        <ErrorSummary errors/>
        <form class="form" data-unsaved="" on:submit=move |event| { event.prevent_default(); save(); }>
            <Section title=move || t_string!(i18n, payments.customer)>
                <Combobox
                    label=move || t_string!(i18n, payments.find)
                    value=payer
                    find=move |text: String| workspace.with(|book| find::find(book, &text, format.get(), i18n))
                    name_of=move |payer: Payer| workspace.with(|book| find::name_of(book, payer, i18n))
                    error=error_at(PAYER)
                    hint=move || t_string!(i18n, payments.find_hint)
                    id=PAYER
                />
                <div class="field-row">
                    <MoneyField label=move || t_string!(i18n, payments.amount) value=amount currency error=error_at(AMOUNT) id=AMOUNT/>
                    <DateField label=move || t_string!(i18n, payments.received) value=received error=error_at(RECEIVED) id=RECEIVED/>
                    <SelectField label=move || t_string!(i18n, payments.method) value=method choices=methods/>
                </div>
                <div class="field-row">
                    <TextField label=move || t_string!(i18n, payments.reference) value=reference/>
                    <TextField label=move || t_string!(i18n, payments.note) value=note/>
                </div>
            </Section>
            <Section
                title=move || t_string!(i18n, payments.allocation)
                note=move || t_string!(i18n, payments.allocation_note)
            >
                {move || payer.get().map(|_| view! { <AllocationTable rows=rows.get() amount=typed errors/> })}
            </Section>
            <Actions>
                <Button kind=ButtonKind::Primary submit=true disabled=is_saving>{t!(i18n, payments.save)}</Button>
            </Actions>
        </form>
    }
}

/// Who the address says pays.
fn asked_payer() -> Option<Payer> {
    let query = use_query();
    query.with_untracked(|query| {
        let invoice = query
            .get("invoice")
            .and_then(|id| id.parse().ok())
            .map(Payer::Invoice);
        let account = query
            .get("account")
            .and_then(|id| id.parse().ok())
            .map(Payer::Account);
        invoice.or(account)
    })
}

/// What is open on the invoice that is meant, or on all of a customer's.
fn meant(
    workspace: crate::app::workspace::Workspace,
    payer: Payer,
    open: &[AllocationRow],
) -> Option<Money> {
    workspace.with_untracked(|book| match payer.invoice() {
        Some(invoice) => book.receivables.get(&invoice).map(|each| each.open()),
        // Whoever names nothing pays all they owe, more often than not; the amount may be typed over.
        None => open
            .iter()
            .map(|row| row.open)
            .reduce(|sum, open| sum + open),
    })
}

fn read_amount(
    text: &str,
    currency: Currency,
    format: crate::app::format::Format,
) -> Option<Money> {
    Money::parse(text, format.decimal_style(), currency).ok()
}
