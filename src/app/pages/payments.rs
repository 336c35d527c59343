//! Payments: the list of money received, and what is left of it.

mod allocation;
pub mod credit;
mod detail;
mod find;
mod receive;

pub use detail::PaymentPage;
pub use receive::NewPayment;

use crate::app::{
    components::{
        Badge, ButtonKind, EmptyState, LinkButton, Notice, PageHeader, RowLink, SearchField,
        Symbol, Tone, VirtualTable,
        virtual_table::{Card, Column, Direction, Sort},
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::invoices::accounts_named,
    route::Route,
    wording::store_error_text,
    workspace::use_workspace,
};
use crate::billing::{id::PaymentId, receivable::CreditSource};
use crate::store::summary::{Summaries, Summary};
use leptos::prelude::*;
use std::rc::Rc;

/// The page.
#[component]
pub fn Payments() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let summaries = LocalResource::new(move || {
        workspace.version();
        async move { workspace.summaries().await }
    });
    view! {
        <PageHeader
            title=move || t_string!(i18n, payments.title)
            subtitle=move || t_string!(i18n, payments.subtitle)
        >
            <LinkButton route=Route::NewPayment kind=ButtonKind::Primary symbol=Symbol::Plus>
                {t!(i18n, payments.receive)}
            </LinkButton>
        </PageHeader>
        {move || match summaries.get() {
            None => view! { <p class="quiet" role="status">{t!(i18n, invoices.loading)}</p> }.into_any(),
            Some(Err(error)) => view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.load_failed)>
                    {store_error_text(i18n, &error)}
                </Notice>
            }.into_any(),
            Some(Ok(all)) if all.payments.is_empty() => view! {
                <EmptyState
                    symbol=Symbol::Payment
                    title=move || t_string!(i18n, payments.empty_title)
                    text=move || t_string!(i18n, payments.empty_text)
                >
                    <LinkButton route=Route::NewPayment kind=ButtonKind::Primary>{t!(i18n, payments.receive)}</LinkButton>
                </EmptyState>
            }.into_any(),
            Some(Ok(summaries)) => view! { <List summaries/> }.into_any(),
        }}
    }
}

#[component]
fn List(summaries: Rc<Summaries>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let summaries = StoredValue::new_local(summaries);
    let text = RwSignal::new(String::new());
    let sort = RwSignal::new(Sort::descending("date"));
    let order = Memo::new(move |_| {
        let sort = sort.get();
        let mut places = summaries.with_value(|all| sorted(all, sort.key));
        if sort.direction == Direction::Descending {
            places.reverse();
        }
        places
    });
    let rows = Memo::new(move |_| {
        let mut places = order.get();
        let text = text.get();
        if text.trim().is_empty() {
            return places;
        }
        let asked = summaries.with_value(|all| {
            let mut asked = vec![false; all.payments.len()];
            let named = workspace.with(|book| accounts_named(book, &text));
            let by_name = if named.is_empty() {
                Vec::new()
            } else {
                all.payments.by_account(&named)
            };
            for place in all.payments.search(&text).into_iter().chain(by_name) {
                asked[place] = true;
            }
            asked
        });
        places.retain(|place| asked[*place as usize]);
        places
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    view! {
        <div class="toolbar"><SearchField label=move || t_string!(i18n, payments.search) value=text/></div>
        <Show
            when=move || count.get() != 0
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Search
                    title=move || t_string!(i18n, payments.empty_title_filter)
                    text=move || t_string!(i18n, payments.empty_text_filter)
                />
            }
        >
            <VirtualTable
                label=move || t_string!(i18n, payments.table, figure = format.get().number(count.get()))
                count
                columns=columns(summaries, rows)
                sort
                query=text
            />
        </Show>
    }
}

fn sorted(summaries: &Summaries, key: &str) -> Vec<u32> {
    let rows: Vec<Summary<'_>> = summaries.payments.rows().collect();
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let mut places: Vec<u32> = (0..count).collect();
    let row = |place: &u32| &rows[*place as usize];
    match key {
        "amount" => {
            places.sort_by_key(|place| (row(place).total.currency(), row(place).total.minor()))
        }
        "reference" => places.sort_by(|a, b| row(a).reference.cmp(&row(b).reference)),
        _ => places.sort_by_key(|place| row(place).on),
    }
    places
}

fn columns(
    summaries: StoredValue<Rc<Summaries>, LocalStorage>,
    rows: Memo<Vec<u32>>,
) -> Vec<Column> {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let place = move |row: usize| rows.with(|rows| rows.get(row).map(|place| *place as usize));
    vec![
        Column::new(
            "customer",
            Signal::derive(move || t_string!(i18n, payments.column_customer).to_string()),
            30,
            move |row| {
                summaries.with_value(|all| {
                    let row = all.payments.row(place(row)?)?;
                    let name = workspace
                        .with(|book| {
                            book.accounts
                                .get(&row.account)
                                .map(|each| each.name.clone())
                        })
                        .unwrap_or_else(|| t_string!(i18n, invoices.unknown_customer).to_string());
                    Some(
                        view! { <RowLink route=Route::Payment(PaymentId(row.id))>{name}</RowLink> },
                    )
                })
            },
        )
        .unsorted()
        .card(Card::Title),
        Column::new(
            "date",
            Signal::derive(move || t_string!(i18n, payments.column_date).to_string()),
            14,
            move |row| {
                summaries
                    .with_value(|all| Some(format.get().date(all.payments.row(place(row)?)?.on)))
            },
        )
        .card(Card::Detail),
        Column::new(
            "reference",
            Signal::derive(move || t_string!(i18n, payments.column_reference).to_string()),
            22,
            move |row| {
                summaries
                    .with_value(|all| Some(all.payments.row(place(row)?)?.reference.to_string()))
            },
        )
        .card(Card::Hidden),
        Column::new(
            "amount",
            Signal::derive(move || t_string!(i18n, payments.column_amount).to_string()),
            16,
            move |row| {
                summaries.with_value(|all| {
                    Some(format.get().money(all.payments.row(place(row)?)?.total))
                })
            },
        )
        .amount()
        .card(Card::Value),
        Column::new(
            "left",
            Signal::derive(move || t_string!(i18n, payments.column_left).to_string()),
            18,
            move |row| {
                summaries.with_value(|all| {
                    let id = PaymentId(all.payments.row(place(row)?)?.id);
                    let left = workspace.with(|book| {
                        book.credits
                            .get(&CreditSource::Payment(id))
                            .map(|credit| credit.left())
                    })?;
                    Some(view! {
                        <Badge tone=Tone::Info>{move || format.get().money(left)}</Badge>
                    })
                })
            },
        )
        .amount()
        .unsorted()
        .card(Card::Aside),
    ]
}
