//! The catalogue: what is sold, at which price today, and what is left of it.

use super::display_name::unit_name;
use super::tax_fields::rule_text;
use crate::app::{
    components::{
        Badge, ButtonKind, Card, Choice, Column, EmptyState, LinkButton, PageHeader, RowLink,
        SearchField, SegmentedField, Sort, Symbol, VirtualTable, virtual_table::Direction,
    },
    format::Format,
    locale::{Locale, t, t_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::id::ProductId;
use crate::billing::tax::TaxRule;
use crate::money::{Currency, Percent, UnitPrice};
use chrono::NaiveDate;
use leptos::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

/// One product as the list shows it.
#[derive(Clone, PartialEq)]
struct Row {
    id: ProductId,
    code: String,
    name: String,
    unit: String,
    tax: TaxRule,
    tax_included: bool,
    price: Option<(UnitPrice, Currency)>,
    next: Option<NaiveDate>,
    margin: Option<Decimal>,
    is_on_sale: bool,
    sought: String,
}

impl Row {
    fn of(book: &Book, product: &Product, today: NaiveDate) -> Self {
        let price = price_today(book, product, today);
        Row {
            id: product.id,
            code: product.code.clone(),
            name: product.name.clone(),
            unit: product.unit.clone(),
            tax: product.tax.clone(),
            tax_included: product.tax_included,
            price,
            next: product
                .prices
                .iter()
                .map(|version| version.from)
                .filter(|from| *from > today)
                .min(),
            margin: margin(book, product, today),
            is_on_sale: is_on_sale(product, today),
            sought: [product.code.as_str(), &product.name, &product.description]
                .join("\n")
                .to_lowercase(),
        }
    }

    fn order(&self, other: &Row, key: &str) -> Ordering {
        let by_name = || self.name.to_lowercase().cmp(&other.name.to_lowercase());
        match key {
            "code" => self.code.to_lowercase().cmp(&other.code.to_lowercase()),
            "price" => {
                let price = |row: &Row| row.price.map(|(price, _)| price.value());
                price(self).cmp(&price(other)).then_with(by_name)
            }
            "margin" => self.margin.cmp(&other.margin).then_with(by_name),
            _ => by_name(),
        }
    }
}

/// Whether a product is sold on a day.
pub fn is_on_sale(product: &Product, day: NaiveDate) -> bool {
    product.is_sold_on(day)
}

/// The price of the day: in the seller's currency, or in the first other that has one.
pub fn price_today(
    book: &Book,
    product: &Product,
    today: NaiveDate,
) -> Option<(UnitPrice, Currency)> {
    let own = book.seller.currency;
    let others = product.prices.iter().map(|version| version.currency);
    std::iter::once(own)
        .chain(others)
        .find_map(|currency| Some((product.price_on(currency, today)?, currency)))
}

/// What is left of the price without tax after the cost, in per cent of the price with one decimal.
pub fn margin(book: &Book, product: &Product, today: NaiveDate) -> Option<Decimal> {
    let cost = product.cost?.value();
    let price = product.price_on(book.seller.currency, today)?.value();
    let net = if product.tax_included {
        let rate = product
            .tax
            .on(book.seller.address.country, today)?
            .rate
            .value();
        price
            .checked_mul(Decimal::ONE_HUNDRED)?
            .checked_div(Decimal::ONE_HUNDRED.checked_add(rate)?)?
    } else {
        price
    };
    let share = net
        .checked_sub(cost)?
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(net)?;
    Some(share.round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero))
}

/// A share in per cent that may be below zero.
pub fn share_text(format: Format, share: Decimal) -> String {
    match Percent::new(share.abs()) {
        Ok(percent) if share.is_sign_negative() && !share.is_zero() => {
            format!("\u{2212}{}", format.percent(percent))
        }
        Ok(percent) => format.percent(percent),
        Err(_) => String::new(),
    }
}

/// The page.
#[component]
pub fn Catalogue() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let query = RwSignal::new(String::new());
    let on_sale = RwSignal::new(true);
    let sort = RwSignal::new(Sort::ascending("name"));
    let all = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            book.products
                .values()
                .map(|product| Row::of(book, product, today))
                .collect::<Vec<_>>()
        })
    });
    let rows = Memo::new(move |_| {
        let words: Vec<String> =
            query.with(|typed| typed.split_whitespace().map(str::to_lowercase).collect());
        let Sort { key, direction } = sort.get();
        let mut rows: Vec<Row> = all.with(|all| {
            all.iter()
                .filter(|row| {
                    row.is_on_sale == on_sale.get()
                        && words.iter().all(|word| row.sought.contains(word))
                })
                .cloned()
                .collect()
        });
        rows.sort_by(|one, other| match direction {
            Direction::Ascending => one.order(other, key),
            Direction::Descending => other.order(one, key),
        });
        rows
    });
    let format = use_format();
    let count = Signal::derive(move || rows.with(Vec::len));
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let choices = Signal::derive(move || {
        vec![
            Choice::new(true, t_string!(i18n, catalogue.on_sale)),
            Choice::new(false, t_string!(i18n, catalogue.withdrawn_many)),
        ]
    });
    let columns = columns(rows);
    view! {
        <PageHeader
            title=move || t_string!(i18n, catalogue.title)
            subtitle=move || t_string!(i18n, catalogue.count, count = all.with(Vec::len), number = format.get().number(all.with(Vec::len))).to_string()
        >
            <LinkButton route=Route::NewProduct kind=ButtonKind::Primary symbol=Symbol::Plus>
                {t!(i18n, catalogue.new)}
            </LinkButton>
        </PageHeader>
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Catalogue
                    title=move || t_string!(i18n, catalogue.empty_title)
                    text=move || t_string!(i18n, catalogue.empty_text)
                >
                    <LinkButton route=Route::NewProduct kind=ButtonKind::Primary>{t!(i18n, catalogue.new)}</LinkButton>
                </EmptyState>
            }
        >
            <div class="toolbar">
                <SearchField label=move || t_string!(i18n, catalogue.search) value=query/>
                <SegmentedField label=move || t_string!(i18n, catalogue.shown) value=on_sale choices/>
            </div>
            <VirtualTable
                label=move || t_string!(i18n, catalogue.list, count = count.get(), number = format.get().number(count.get())).to_string()
                count
                columns=columns.clone()
                sort
            />
            <p class="list-foot" role="status">
                {move || if count.get() == 0 {
                    t_string!(i18n, catalogue.none_found).to_string()
                } else {
                    t_string!(i18n, catalogue.list, count = count.get(), number = format.get().number(count.get())).to_string()
                }}
            </p>
        </Show>
    }
}

fn columns(rows: Memo<Vec<Row>>) -> Vec<Column> {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let read = move |row: usize| rows.with(|rows| rows.get(row).cloned());
    let price = move |row: Row| {
        let price = row
            .price
            .map(|(price, currency)| format.get().unit_price(price, currency));
        let next = row.next.map(|from| {
            view! { <Badge>{move || t_string!(i18n, catalogue.next_price, day = format.get().date(from)).to_string()}</Badge> }
        });
        let with_tax = (row.tax_included && row.price.is_some())
            .then(|| view! { <span class="quiet">{t!(i18n, catalogue.with_tax)}</span> });
        view! { <span class="owes">{next}{with_tax}<span>{price}</span></span> }
    };
    let tax = move |row: &Row| {
        let country = workspace.with(|book| book.seller.address.country);
        rule_text(i18n, format.get(), country, &row.tax, workspace.today())
    };
    let name = |locale_text: fn(Locale) -> &'static str| {
        Signal::derive(move || locale_text(i18n.get_locale()).to_owned())
    };
    use crate::app::locale::td_string;
    vec![
        Column::new(
            "code",
            name(|locale| td_string!(locale, catalogue.code)),
            14,
            move |row| read(row).map(|row| row.code),
        ),
        Column::new(
            "name",
            name(|locale| td_string!(locale, catalogue.name)),
            36,
            move |row| {
                read(row)
                    .map(|row| view! { <RowLink route=Route::Product(row.id)>{row.name}</RowLink> })
            },
        )
        .card(Card::Title),
        Column::new(
            "unit",
            name(|locale| td_string!(locale, catalogue.unit)),
            12,
            move |row| read(row).map(|row| unit_name(i18n.get_locale(), &row.unit)),
        )
        .unsorted()
        .card(Card::Aside),
        Column::new(
            "tax",
            name(|locale| td_string!(locale, catalogue.tax)),
            10,
            move |row| read(row).map(|row| tax(&row)),
        )
        .unsorted()
        .card(Card::Hidden),
        Column::new(
            "margin",
            name(|locale| td_string!(locale, catalogue.margin)),
            10,
            move |row| {
                read(row)
                    .and_then(|row| row.margin)
                    .map(|share| share_text(format.get(), share))
            },
        )
        .amount()
        .card(Card::Hidden),
        Column::new(
            "price",
            name(|locale| td_string!(locale, catalogue.price)),
            18,
            move |row| read(row).map(price),
        )
        .amount()
        .card(Card::Value),
    ]
}
