//! VAT by rate, and sales by month, product and customer, over documents issued in chosen days.

use crate::app::{
    components::{
        Choice, DateField, EmptyState, Notice, Progress, Section, SegmentedField, Stat, Stats,
        Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording,
    workspace::{Failure, pause, use_workspace},
};
use crate::billing::id::InvoiceId;
use crate::billing::report::{Sales, Sum};
use crate::calendar::{Period, first_of_month, last_of_month};
use crate::money::Currency;
use chrono::{Datelike, Months, NaiveDate};
use leptos::{prelude::*, task::spawn_local};

/// Which part of the report is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// VAT by category and rate.
    Tax,
    /// Sales by month, product and customer.
    Sales,
}

/// Days that are often asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Span {
    ThisMonth,
    LastMonth,
    ThisYear,
    LastYear,
}

/// How far the report is. A late answer to an earlier question is dropped by its question's number.
#[derive(Clone, PartialEq)]
enum State {
    Reading,
    Ready(Sales),
    Failed(String),
}

/// Documents read at once; between, the page draws.
const AT_ONCE: usize = 200;

/// The report over the days chosen.
#[component]
pub fn SalesReport(
    /// Which part of it.
    part: Part,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let today = workspace.today();
    let span = RwSignal::new(Span::ThisMonth);
    let (first, last) = days(Span::ThisMonth, today);
    let from = RwSignal::new(Some(first));
    let to = RwSignal::new(Some(last));
    Effect::new(move |before: Option<Span>| {
        let span = span.get();
        if before.is_some_and(|before| before != span) {
            let (first, last) = days(span, workspace.today());
            from.set(Some(first));
            to.set(Some(last));
        }
        span
    });
    let state = RwSignal::new(State::Reading);
    let question = StoredValue::new(0_u64);
    let done = RwSignal::new(0_usize);
    let total = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let (from, to) = (from.get(), to.get());
        workspace.version();
        question.update_value(|number| *number += 1);
        let asked = question.get_value();
        let is_stale = move || question.try_get_value() != Some(asked);
        state.set(State::Reading);
        let Some((from, to)) = from.zip(to) else {
            return;
        };
        spawn_local(async move {
            let read = async {
                let summaries = workspace.summaries().await?;
                let table = &summaries.documents;
                let ids: Vec<InvoiceId> = (0..table.len())
                    .filter_map(|row| table.row(row))
                    .filter(|row| from <= row.on && row.on <= to)
                    .filter_map(|row| row.document())
                    .collect();
                done.set(0);
                total.set(ids.len());
                let mut sales = Sales::default();
                for part in ids.chunks(AT_ONCE) {
                    if is_stale() {
                        return Ok(None);
                    }
                    for invoice in workspace.documents(part).await? {
                        sales.add(&invoice);
                    }
                    done.update(|done| *done += part.len());
                    pause().await;
                }
                Ok(Some(sales))
            };
            let answer: Result<Option<Sales>, Failure> = read.await;
            if is_stale() {
                return;
            }
            match answer {
                Ok(Some(sales)) => state.set(State::Ready(sales)),
                Ok(None) => {}
                Err(failure) => state.set(State::Failed(wording::failure_text(i18n, &failure))),
            }
        });
    });
    let spans = Signal::derive(move || {
        vec![
            Choice::new(Span::ThisMonth, t_string!(i18n, reports.this_month)),
            Choice::new(Span::LastMonth, t_string!(i18n, reports.last_month)),
            Choice::new(Span::ThisYear, t_string!(i18n, reports.this_year)),
            Choice::new(Span::LastYear, t_string!(i18n, reports.last_year)),
        ]
    });
    view! {
        <div class="field-row">
            <SegmentedField label=move || t_string!(i18n, reports.period) value=span choices=spans/>
            <DateField label=move || t_string!(i18n, reports.from) value=from/>
            <DateField label=move || t_string!(i18n, reports.to) value=to/>
        </div>
        {move || match state.get() {
            State::Reading => view! {
                <Progress label=move || t_string!(i18n, reports.reading) done total/>
            }.into_any(),
            State::Failed(why) => view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, reports.failed)>{why}</Notice>
            }.into_any(),
            State::Ready(sales) if sales.totals.is_empty() => view! {
                <EmptyState symbol=Symbol::Report title=move || t_string!(i18n, reports.empty) text=move || t_string!(i18n, reports.empty_text)/>
            }.into_any(),
            State::Ready(sales) => {
                let currencies: Vec<Currency> = sales.totals.keys().copied().collect();
                let sales = StoredValue::new(sales);
                currencies.into_iter().map(|currency| match part {
                    Part::Tax => view! { <TaxTable sales currency/> }.into_any(),
                    Part::Sales => view! { <SalesTables sales currency/> }.into_any(),
                }).collect_view().into_any()
            }
        }}
    }
}

/// First and last day.
fn days(span: Span, today: NaiveDate) -> (NaiveDate, NaiveDate) {
    let month = |day: NaiveDate| (first_of_month(day), last_of_month(day));
    let year = |year: i32| {
        let first = NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(today);
        let last = NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(today);
        (first, last)
    };
    match span {
        Span::ThisMonth => month(today),
        Span::LastMonth => month(today.checked_sub_months(Months::new(1)).unwrap_or(today)),
        Span::ThisYear => year(today.year()),
        Span::LastYear => year(today.year() - 1),
    }
}

#[component]
fn TaxTable(sales: StoredValue<Sales>, currency: Currency) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let totals = move || sales.with_value(|sales| sales.totals.get(&currency).copied());
    let rows = move || {
        let format = format.get();
        sales.with_value(|sales| {
            sales
                .tax
                .iter()
                .filter(|((of, _), _)| *of == currency)
                .map(|((_, tax), sum)| {
                    view! {
                        <tr>
                            <th scope="row">{wording::tax_category_name(i18n, tax.category)}</th>
                            <td class="amount">{format.percent(tax.rate)}</td>
                            <td class="amount">{format.number(sum.documents as usize)}</td>
                            <td class="amount">{format.money(sum.taxable)}</td>
                            <td class="amount">{format.money(sum.tax)}</td>
                        </tr>
                    }
                })
                .collect_view()
        })
    };
    let footer = move || {
        let format = format.get();
        totals().map(|sum| {
            view! {
                <tr class="total-row">
                    <th scope="row" colspan="3">{t!(i18n, reports.total)}</th>
                    <td class="amount">{format.money(sum.net)}</td>
                    <td class="amount">{format.money(sum.tax)}</td>
                </tr>
            }
        })
    };
    view! {
        <Section title=move || t_string!(i18n, reports.tax_in, currency = currency.code().to_owned()) note=move || t_string!(i18n, reports.tax_note)>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, reports.tax)>
                <table class="simple-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, reports.category)}</th>
                            <th scope="col" class="amount">{t!(i18n, reports.rate)}</th>
                            <th scope="col" class="amount">{t!(i18n, reports.documents)}</th>
                            <th scope="col" class="amount">{t!(i18n, reports.taxable)}</th>
                            <th scope="col" class="amount">{t!(i18n, reports.tax_amount)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                    <tfoot>{footer}</tfoot>
                </table>
            </div>
        </Section>
    }
}

#[component]
fn SalesTables(sales: StoredValue<Sales>, currency: Currency) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let totals = sales.with_value(|sales| sales.totals.get(&currency).copied());
    let months = move || {
        sales.with_value(|sales| {
            of_currency(&sales.months, currency)
                .map(|(month, sum)| {
                    let days = Period::through(month, last_of_month(month));
                    (
                        days.map(|days| format.get().period(days))
                            .unwrap_or_default(),
                        sum,
                    )
                })
                .map(|(name, sum)| row(view! { {name} }.into_any(), sum, format.get()))
                .collect_view()
        })
    };
    let products = move || {
        sales.with_value(|sales| {
            let mut sums: Vec<_> = of_currency(&sales.products, currency).collect();
            sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.net));
            sums.into_iter()
                .map(|(product, sum)| {
                    let name = product
                        .and_then(|id| {
                            workspace.with(|book| book.products.get(&id).map(|it| it.name.clone()))
                        })
                        .unwrap_or_else(|| t_string!(i18n, reports.without_product).to_string());
                    row(view! { {name} }.into_any(), sum, format.get())
                })
                .collect_view()
        })
    };
    let accounts = move || {
        sales.with_value(|sales| {
            let mut sums: Vec<_> = of_currency(&sales.accounts, currency).collect();
            sums.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.net));
            sums.into_iter()
                .take(20)
                .map(|(account, sum)| {
                    let name = workspace
                        .with(|book| book.accounts.get(&account).map(|account| account.name.clone()))
                        .unwrap_or_default();
                    let link = view! { <crate::app::components::RowLink route=Route::Account(account)>{name}</crate::app::components::RowLink> };
                    row(link.into_any(), sum, format.get())
                })
                .collect_view()
        })
    };
    view! {
        {totals.map(|sum| view! {
            <Stats>
                <Stat label=move || t_string!(i18n, reports.net)>{move || format.get().money(sum.net)}</Stat>
                <Stat label=move || t_string!(i18n, reports.tax_amount)>{move || format.get().money(sum.tax)}</Stat>
                <Stat label=move || t_string!(i18n, reports.gross)>{move || format.get().money(sum.gross)}</Stat>
                <Stat label=move || t_string!(i18n, reports.documents)>{move || format.get().number((sum.invoices + sum.credit_notes) as usize)}</Stat>
            </Stats>
        })}
        <SumTable title=Signal::derive(move || t_string!(i18n, reports.by_month).to_string()) head=Signal::derive(move || t_string!(i18n, reports.month).to_string()) rows=ViewFn::from(months)/>
        <SumTable title=Signal::derive(move || t_string!(i18n, reports.by_product).to_string()) head=Signal::derive(move || t_string!(i18n, reports.product).to_string()) rows=ViewFn::from(products)/>
        <SumTable title=Signal::derive(move || t_string!(i18n, reports.by_customer).to_string()) head=Signal::derive(move || t_string!(i18n, reports.customer).to_string()) rows=ViewFn::from(accounts)/>
    }
}

#[component]
fn SumTable(title: Signal<String>, head: Signal<String>, rows: ViewFn) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=title>
            <table class="simple-table">
                <thead>
                    <tr>
                        <th scope="col">{head}</th>
                        <th scope="col" class="amount">{t!(i18n, reports.count)}</th>
                        <th scope="col" class="amount">{t!(i18n, reports.net)}</th>
                    </tr>
                </thead>
                <tbody>{rows.run()}</tbody>
            </table>
        </Section>
    }
}

fn row(name: AnyView, sum: Sum, format: crate::app::format::Format) -> impl IntoView {
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td class="amount">{format.number(sum.count as usize)}</td>
            <td class="amount">{format.money(sum.net)}</td>
        </tr>
    }
}

fn of_currency<K: Ord + Copy>(
    sums: &std::collections::BTreeMap<(Currency, K), Sum>,
    currency: Currency,
) -> impl Iterator<Item = (K, Sum)> {
    sums.iter()
        .filter(move |((of, _), _)| *of == currency)
        .map(|((_, key), sum)| (*key, *sum))
}
