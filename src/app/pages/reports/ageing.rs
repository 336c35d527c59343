//! Receivables ageing: open amounts by days overdue, for each customer who owes.

use crate::app::{
    components::{
        Bar, BarChart, Card, Column, Direction, EmptyState, RowLink, Sort, Stat, Stats, Symbol,
        Tone, VirtualTable,
    },
    locale::{t_string, use_format, use_i18n},
    route::Route,
    wording,
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::billing::receivable::{Ageing, Bucket};
use crate::money::{Currency, Money};
use leptos::prelude::*;
use std::collections::BTreeSet;

/// What one customer owes.
#[derive(Clone, PartialEq, Eq)]
struct Row {
    account: AccountId,
    name: String,
    ageing: Ageing,
}

/// One table for each currency in which something is open.
#[component]
pub fn AgeingReport() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let currencies = Memo::new(move |_| {
        workspace.with(|book| {
            book.receivables
                .values()
                .filter(|item| !item.open().is_zero())
                .map(|item| item.total.currency())
                .collect::<BTreeSet<Currency>>()
        })
    });
    view! {
        <Show
            when=move || !currencies.read().is_empty()
            fallback=move || view! {
                <EmptyState symbol=Symbol::Check title=move || t_string!(i18n, reports.nothing_open) text=move || t_string!(i18n, reports.nothing_open_text)/>
            }
        >
            {move || currencies.get().into_iter().map(|currency| view! { <InCurrency currency/> }).collect_view()}
        </Show>
    }
}

#[component]
fn InCurrency(currency: Currency) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let whole = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| Ageing::of(book.receivables.values(), currency, today))
    });
    let sort = RwSignal::new(Sort::descending("total"));
    let rows = Memo::new(move |_| {
        let today = workspace.today();
        let mut rows = workspace.with(|book| {
            let owing: BTreeSet<AccountId> = book
                .receivables
                .values()
                .filter(|item| item.total.currency() == currency && !item.open().is_zero())
                .map(|item| item.account)
                .collect();
            owing
                .into_iter()
                .map(|account| Row {
                    account,
                    name: book
                        .accounts
                        .get(&account)
                        .map(|account| account.name.clone())
                        .unwrap_or_default(),
                    ageing: Ageing::of(book.receivables_of(account), currency, today),
                })
                .collect::<Vec<_>>()
        });
        let sort = sort.get();
        rows.sort_by(|one, other| match sort.key {
            "name" => one.name.cmp(&other.name),
            "total" => one.ageing.total().cmp(&other.ageing.total()),
            column => {
                let of =
                    |row: &Row| bucket_of(column).map(|bucket| row.ageing.buckets[bucket as usize]);
                of(one).cmp(&of(other))
            }
        });
        if sort.direction == Direction::Descending {
            rows.reverse();
        }
        rows
    });
    let amount = move |money: Money| {
        if money.is_zero() {
            "–".to_owned()
        } else {
            format.get().amount_plain(money)
        }
    };
    let mut columns = vec![
        Column::new(
            "name",
            Signal::derive(move || t_string!(i18n, reports.customer).to_string()),
            28,
            move |row| {
                let found =
                    rows.with(|rows| rows.get(row).map(|row| (row.account, row.name.clone())));
                found.map(|(account, name)| {
                    view! { <RowLink route=Route::Account(account)>{name}</RowLink> }
                })
            },
        )
        .card(Card::Title),
    ];
    for bucket in Bucket::ALL {
        columns.push(
            Column::new(
                bucket_key(bucket),
                Signal::derive(move || wording::bucket_name(i18n, bucket)),
                12,
                move |row| {
                    rows.with(|rows| {
                        rows.get(row)
                            .map(|row| amount(row.ageing.buckets[bucket as usize]))
                    })
                },
            )
            .amount()
            .card(Card::Hidden),
        );
    }
    columns.push(
        Column::new(
            "total",
            Signal::derive(move || t_string!(i18n, reports.total).to_string()),
            12,
            move |row| rows.with(|rows| rows.get(row).map(|row| amount(row.ageing.total()))),
        )
        .amount()
        .card(Card::Value),
    );
    let bars = Signal::derive(move || {
        let ageing = whole.get();
        let longest = ageing
            .buckets
            .iter()
            .map(|money| money.minor())
            .max()
            .unwrap_or(0)
            .max(1);
        Bucket::ALL
            .into_iter()
            .zip(ageing.buckets)
            .map(|(bucket, money)| Bar {
                name: wording::bucket_name(i18n, bucket),
                amount: format.get().money(money),
                per_mille: u16::try_from(money.minor().max(0) * 1000 / longest).unwrap_or(1000),
                tone: tone(bucket),
            })
            .collect()
    });
    view! {
        <Stats>
            <Stat label=move || t_string!(i18n, reports.owed)>{move || format.get().money(whole.get().total())}</Stat>
            <Stat label=move || t_string!(i18n, reports.overdue) tone=Tone::Bad>{move || {
                let ageing = whole.get();
                format.get().money(ageing.total() - ageing.buckets[0])
            }}</Stat>
        </Stats>
        <BarChart title=move || t_string!(i18n, reports.ageing_chart) bars/>
        <VirtualTable label=move || t_string!(i18n, reports.ageing) count=move || rows.with(Vec::len) columns sort/>
    }
}

fn bucket_key(bucket: Bucket) -> &'static str {
    match bucket {
        Bucket::Current => "current",
        Bucket::To30 => "to30",
        Bucket::To60 => "to60",
        Bucket::To90 => "to90",
        Bucket::Over90 => "over90",
    }
}

fn bucket_of(key: &str) -> Option<Bucket> {
    Bucket::ALL
        .into_iter()
        .find(|bucket| bucket_key(*bucket) == key)
}

fn tone(bucket: Bucket) -> Tone {
    match bucket {
        Bucket::Current => Tone::Neutral,
        Bucket::To30 | Bucket::To60 => Tone::Warn,
        Bucket::To90 | Bucket::Over90 => Tone::Bad,
    }
}
