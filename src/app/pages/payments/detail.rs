//! One payment: what it settled, what is left, and how it is taken back.

use super::credit::CreditActions;
use crate::app::{
    components::{
        Badge, Button, ButtonKind, DataList, DateView, Datum, Dialog, EmptyState, LinkButton,
        MoneyView, Notice, PageHeader, Section, ShortTable, Symbol, Tone,
    },
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::{caller::SightGate, reason_form::ReasonForm},
    route::Route,
    wording::{method_name, store_error_text},
    workspace::use_workspace,
};
use crate::billing::desk::role::Role;
use crate::billing::{
    command::Command,
    id::PaymentId,
    payment::Payment,
    receivable::{Credit, CreditSource, UseKind},
};
use leptos::prelude::*;

const REASON: &str = "reverse-reason";

/// The page.
#[component]
pub fn PaymentPage(
    /// Which payment.
    id: PaymentId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let record = LocalResource::new(move || {
        workspace.version();
        async move {
            let payment = workspace.payments(&[id]).await?.pop();
            let credit = workspace.credit(CreditSource::Payment(id)).await?;
            Ok::<_, crate::store::StoreError>(payment.map(|payment| (payment, credit)))
        }
    });
    move || match record.get() {
        None => view! {
            <PageHeader title=move || t_string!(i18n, payments.title)/>
            <p class="quiet" role="status">{t!(i18n, invoices.loading)}</p>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <PageHeader title=move || t_string!(i18n, payments.title)/>
            <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.load_failed)>
                {store_error_text(i18n, &error)}
            </Notice>
        }
        .into_any(),
        Some(Ok(None)) => view! {
            <PageHeader title=move || t_string!(i18n, payments.title)/>
            <EmptyState
                symbol=Symbol::Payment
                title=move || t_string!(i18n, payments.detail_not_found)
                text=move || t_string!(i18n, invoices.not_found_text)
            >
                <LinkButton route=Route::Payments>{t!(i18n, payments.back)}</LinkButton>
            </EmptyState>
        }
        .into_any(),
        Some(Ok(Some(found))) => {
            let account = Some(found.0.account);
            let found = StoredValue::new(found);
            let detail = move || {
                let (payment, credit) = found.get_value();
                view! { <Detail payment credit/> }
            };
            view! { <SightGate account>{detail()}</SightGate> }.into_any()
        }
    }
}

#[component]
fn Detail(payment: Payment, credit: Option<Credit>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let is_reversing = RwSignal::new(false);
    let Payment {
        id,
        account,
        received,
        amount,
        method,
        reference,
        note,
    } = payment;
    let name = workspace.with_untracked(|book| {
        book.accounts
            .get(&account)
            .map(|account| account.name.clone())
            .unwrap_or_default()
    });
    let is_reversed = credit.as_ref().is_some_and(Credit::is_reversed);
    let can_reverse = move || !is_reversed && workspace.role() >= Role::Lead;
    let left = credit.as_ref().map(Credit::left);
    let text_datum = move |name: fn(I18n) -> String, value: String| {
        (!value.is_empty()).then(|| view! { <Datum name=move || name(i18n)>{value}</Datum> })
    };
    view! {
        <PageHeader title=move || t_string!(i18n, payments.detail_title, amount = format.get().money(amount))>
            <Show when=can_reverse>
                <Button kind=ButtonKind::Danger on_press=move |()| is_reversing.set(true)>{t!(i18n, payments.reverse)}</Button>
            </Show>
        </PageHeader>
        <DataList>
            <Datum name=move || t_string!(i18n, payments.customer)>
                <a href=Route::Account(account).href()>{name}</a>
            </Datum>
            <Datum name=move || t_string!(i18n, payments.column_state)>
                <State is_reversed has_rest=left.is_some_and(|left| left.is_positive())/>
            </Datum>
            <Datum name=move || t_string!(i18n, payments.received)><DateView day=received/></Datum>
            <Datum name=move || t_string!(i18n, payments.amount)><MoneyView money=amount/></Datum>
            {left.map(|left| view! {
                <Datum name=move || t_string!(i18n, payments.detail_left)><MoneyView money=left/></Datum>
            })}
            <Datum name=move || t_string!(i18n, payments.method)>{move || method_name(i18n, method)}</Datum>
            {text_datum(|i18n| t_string!(i18n, payments.reference).to_string(), reference)}
            {text_datum(|i18n| t_string!(i18n, payments.note).to_string(), note)}
        </DataList>
        <Section title=move || t_string!(i18n, payments.detail_settles)>
            <Uses credit/>
            <CreditActions source=CreditSource::Payment(id) account/>
        </Section>
        <Dialog title=move || t_string!(i18n, payments.reverse_title) open=is_reversing>
            <ReverseForm payment=id open=is_reversing/>
        </Dialog>
    }
}

#[component]
fn State(is_reversed: bool, has_rest: bool) -> impl IntoView {
    let i18n = use_i18n();
    match (is_reversed, has_rest) {
        (true, _) => {
            view! { <Badge tone=Tone::Warn>{t!(i18n, payments.state_reversed)}</Badge> }.into_any()
        }
        (false, true) => {
            view! { <Badge tone=Tone::Info>{t!(i18n, payments.state_left)}</Badge> }.into_any()
        }
        (false, false) => {
            view! { <Badge tone=Tone::Good>{t!(i18n, payments.state_used)}</Badge> }.into_any()
        }
    }
}

#[component]
fn Uses(credit: Option<Credit>) -> impl IntoView {
    let i18n = use_i18n();
    let uses = credit.map(|credit| credit.uses).unwrap_or_default();
    if uses.is_empty() {
        return view! { <p class="quiet">{t!(i18n, payments.detail_none)}</p> }.into_any();
    }
    let uses = StoredValue::new(uses);
    let rows = move || {
        uses.get_value()
            .into_iter()
            .map(|each| {
                let taken_back = each.amount.is_negative();
                let what = match each.kind {
                    UseKind::Invoice { id, number } => {
                        let text = if taken_back {
                            t_string!(i18n, payments.used_back, number = number)
                        } else {
                            t_string!(i18n, payments.used_invoice, number = number)
                        };
                        view! { <a href=Route::Invoice(id).href()>{text}</a> }.into_any()
                    }
                    UseKind::Refund { reason, .. } => {
                        t_string!(i18n, payments.used_refund, reason = reason).into_any()
                    }
                    UseKind::Reversal { reason } => {
                        t_string!(i18n, payments.used_reversal, reason = reason).into_any()
                    }
                    UseKind::SettledBefore => {
                        t_string!(i18n, invoices.entry_used_before).into_any()
                    }
                };
                view! {
                    <tr>
                        <td><DateView day=each.on/></td>
                        <th scope="row">{what}</th>
                        <td class="amount"><MoneyView money=each.amount/></td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <ShortTable label=move || t_string!(i18n, payments.detail_settles)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, payments.column_date)}</th>
                    <th scope="col">{t!(i18n, payments.allocation_settles)}</th>
                    <th scope="col" class="amount">{t!(i18n, payments.amount)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
    }
    .into_any()
}

#[component]
fn ReverseForm(payment: PaymentId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let reverse = move |reason| Command::ReversePayment {
        payment,
        reason,
        on: workspace.today(),
    };
    view! {
        <ReasonForm
            id=REASON
            text=Signal::derive(move || t_string!(i18n, payments.reverse_text).to_string())
            confirm=Signal::derive(move || t_string!(i18n, payments.reverse_do).to_string())
            done=Signal::derive(move || t_string!(i18n, payments.reversed).to_string())
            command=reverse
            open
        />
    }
}
