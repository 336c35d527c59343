//! What is to be known of a read invoice: whose it is, what kind of file, how to pay it, what is wrong with it.

use super::{figure, take_over::TakeOver, whose::Whose};
use crate::app::{
    components::{DataList, Datum, Notice, Section, Tone},
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::paper::fault_lines,
    route::Route,
    workspace::use_workspace,
};
use crate::worker::reading::{Format, Reading};
use leptos::prelude::*;

#[component]
pub(super) fn Facts(reading: Reading) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let whose = workspace.with_untracked(|book| Whose::of(book, &reading));
    let take_over = match &whose {
        Whose::Own(customer) => {
            let customer = customer.as_ref().map(|account| account.id);
            let reading = reading.clone();
            Some(view! { <TakeOver reading customer/> })
        }
        Whose::Supplier | Whose::Others => None,
    };
    let Reading {
        format: kind,
        profile,
        payment,
        faults,
        is_credit_note,
        currency,
        totals,
        due_date,
        ..
    } = reading;
    let is_payable = !is_credit_note && !payment.account.is_empty();
    let rows = [
        (t_string!(i18n, reading.account), payment.account),
        (t_string!(i18n, reading.bic), payment.bic),
        (t_string!(i18n, reading.reference), payment.reference),
        (t_string!(i18n, reading.terms), payment.terms),
    ];
    let rows = rows
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <Datum name=move || name>{value}</Datum> })
        .collect_view();
    view! {
        <Section title=move || t_string!(i18n, reading.about)>
            <WhoseNotice whose/>
            <DataList>
                <Datum name=move || t_string!(i18n, reading.kind)>{move || format_name(i18n, kind)}</Datum>
                {(!profile.is_empty()).then(|| view! {
                    <Datum name=move || t_string!(i18n, reading.profile)><span class="long-word">{profile}</span></Datum>
                })}
            </DataList>
        </Section>
        {is_payable.then(|| view! {
            <Section title=move || t_string!(i18n, reading.payment)>
                <DataList>
                    <Datum name=move || t_string!(i18n, reading.due)>{move || figure::amount(format.get(), totals.due, &currency)}</Datum>
                    {due_date.map(|day| view! {
                        <Datum name=move || t_string!(i18n, reading.due_date)>{move || format.get().date(day)}</Datum>
                    })}
                    {rows}
                </DataList>
            </Section>
        })}
        {take_over}
        <Section title=move || t_string!(i18n, reading.rules)>
            {if faults.is_empty() {
                view! { <Notice tone=Tone::Good>{t!(i18n, reading.no_faults)}</Notice> }.into_any()
            } else {
                let count = faults.len();
                view! {
                    <Notice tone=Tone::Warn title=move || t_string!(i18n, reading.faults, count = count)>
                        <ul class="plain-list">{move || fault_lines(i18n, faults.clone())}</ul>
                    </Notice>
                }.into_any()
            }}
        </Section>
    }
}

#[component]
fn WhoseNotice(whose: Whose) -> impl IntoView {
    let i18n = use_i18n();
    match whose {
        Whose::Supplier => {
            view! { <Notice tone=Tone::Info>{t!(i18n, reading.supplier)}</Notice> }.into_any()
        }
        Whose::Own(Some(account)) => view! {
            <Notice tone=Tone::Info>
                {t!(i18n, reading.own)}" "
                <a href=Route::Account(account.id).href()>{account.name.clone()}</a>
            </Notice>
        }
        .into_any(),
        Whose::Own(None) => {
            view! { <Notice tone=Tone::Info>{t!(i18n, reading.own)}</Notice> }.into_any()
        }
        Whose::Others => {
            view! { <Notice tone=Tone::Info>{t!(i18n, reading.others)}</Notice> }.into_any()
        }
    }
}

fn format_name(i18n: I18n, format: Format) -> &'static str {
    match format {
        Format::Ubl => t_string!(i18n, reading.ubl),
        Format::Cii => t_string!(i18n, reading.cii),
        Format::FacturX => t_string!(i18n, reading.factur_x),
        Format::Finvoice => t_string!(i18n, reading.finvoice),
    }
}
