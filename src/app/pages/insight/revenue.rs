//! Recurring revenue: what contracts bring a month and what moves it, how long customers stay, whom to talk to, and what is owed.

mod cohorts;
mod kept;
mod receivables;
mod recurring;
mod risk;

use crate::app::{
    components::{Choice, EmptyState, SegmentedField, SelectField, Symbol},
    format::Format,
    locale::{t_string, use_i18n},
    workspace::use_workspace,
};
use crate::billing::book::Book;
use crate::insight::revenue::revenue;
use crate::money::{Currency, Money};
use leptos::prelude::*;
use rust_decimal::prelude::ToPrimitive;
use std::collections::BTreeSet;

/// How far back is looked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Span {
    Year,
    TwoYears,
}

impl Span {
    fn months(self) -> usize {
        match self {
            Span::Year => 12,
            Span::TwoYears => 24,
        }
    }
}

/// The part of the page.
#[component]
pub fn Revenue() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_empty = Memo::new(move |_| {
        workspace.with(|book| book.contracts.is_empty() && book.receivables.is_empty())
    });
    view! {
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Curve
                    title=move || t_string!(i18n, revenue.empty_title)
                    text=move || t_string!(i18n, revenue.empty_text)
                />
            }
        >
            <Parts/>
        </Show>
    }
}

#[component]
fn Parts() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let currencies = Memo::new(move |_| workspace.with(currencies));
    let own = workspace.with_untracked(|book| book.seller.currency);
    let first = currencies.with_untracked(|all| {
        let has_own = all.contains(&own);
        all.first().copied().filter(|_| !has_own).unwrap_or(own)
    });
    let currency = RwSignal::new(first);
    let span = RwSignal::new(Span::Year);
    let spans = Signal::derive(move || {
        vec![
            Choice::new(Span::Year, t_string!(i18n, revenue.months_12)),
            Choice::new(Span::TwoYears, t_string!(i18n, revenue.months_24)),
        ]
    });
    let choices = Signal::derive(move || {
        let choice = |each: Currency| Choice::new(each, each.code());
        currencies.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let has_several = Memo::new(move |_| currencies.with(|all| all.len() > 1));
    let found = Memo::new(move |_| {
        let (currency, today) = (currency.get(), workspace.today());
        workspace.with(|book| revenue(book, currency, today, span.get().months()))
    });
    view! {
        <div class="toolbar">
            <SegmentedField label=move || t_string!(i18n, revenue.months) value=span choices=spans/>
            <Show when=move || has_several.get()>
                <SelectField label=move || t_string!(i18n, revenue.currency) value=currency choices/>
            </Show>
        </div>
        <recurring::Recurring found/>
        <kept::Kept found/>
        <cohorts::Cohorts/>
        <risk::Risk currency found/>
        <receivables::Receivables currency/>
    }
}

fn currencies(book: &Book) -> Vec<Currency> {
    let contracts = book.contracts.values().map(|contract| contract.currency);
    let owed = book.receivables.values().map(|item| item.total.currency());
    contracts
        .chain(owed)
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect()
}

/// An amount in whole units of its currency, to be drawn.
fn units(money: Money) -> f64 {
    money.to_decimal().to_f64().unwrap_or(f64::NAN)
}

/// A tick of the vertical axis: whole where it is whole.
fn tick(format: Format, y: f64) -> String {
    let is_whole = (y - y.round()).abs() < 1e-9;
    format.decimal(y, if is_whole { 0 } else { 2 })
}

/// A place in a list as a place on an axis.
fn place(index: usize) -> f64 {
    u32::try_from(index).map_or(f64::NAN, f64::from)
}
