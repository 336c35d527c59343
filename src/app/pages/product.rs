//! One product: what it is, its prices by the day from which they hold, and who pays them.

use super::catalogue::{is_on_sale, margin, share_text};
use super::display_name::{currencies, unit_name};
use super::form::{Faults, Reader};
use super::tax_fields::rule_text;
use crate::app::{
    components::{
        Actions, Badge, Button, ButtonKind, ConfirmDialog, DataList, DateField, DateView, Datum,
        Dialog, ErrorSummary, LinkButton, Notice as NoticeBox, PageHeader, Section, SelectField,
        Symbol, Tone, UnitPriceField,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        NotFound,
        role_note::{RoleNote, falls_short},
    },
    route::Route,
    workspace::{Notice, use_workspace},
};
use crate::billing::book::Book;
use crate::billing::catalogue::{PriceVersion, Product};
use crate::billing::command::Command;
use crate::billing::contract::{Contract, PriceSource};
use crate::billing::desk::role::Role;
use crate::billing::id::ProductId;
use crate::billing::refusal::Field;
use crate::money::Currency;
use chrono::{Months, NaiveDate};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

const PRICE: &str = "price-price";
const FROM: &str = "price-from";
const NOTIFIED: &str = "price-notified";

/// The page.
#[component]
pub fn ProductPage(
    /// Which.
    id: ProductId,
) -> impl IntoView {
    let workspace = use_workspace();
    let product = Memo::new(move |_| workspace.with(|book| book.products.get(&id).cloned()));
    let known = Signal::derive(move || product.get());
    view! {
        {move || match known.read().is_some() {
            true => view! { <Known product=known/> }.into_any(),
            false => view! { <NotFound/> }.into_any(),
        }}
    }
}

#[component]
fn Known(product: Signal<Option<Product>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let is_pricing = RwSignal::new(false);
    let is_withdrawing = RwSignal::new(false);
    let name = move || {
        product.with(|product| {
            product
                .as_ref()
                .map(|product| product.name.clone())
                .unwrap_or_default()
        })
    };
    let id = product.with_untracked(|product| product.as_ref().map(|product| product.id));
    let sold = Memo::new(move |_| {
        let today = workspace.today();
        product.with(|product| {
            product
                .as_ref()
                .is_some_and(|product| is_on_sale(product, today))
        })
    });
    let may_revise = move || workspace.role() >= Role::Manager;
    let withdraw = move |from: Option<NaiveDate>| {
        let Some(product) = product.get_untracked() else {
            return;
        };
        let command = Command::ReviseProduct(Product {
            withdrawn: from,
            ..product
        });
        spawn_local(async move {
            if let Err(failure) = workspace.dispatch(command).await {
                workspace.report(&failure);
            }
        });
    };
    view! {
        <PageHeader title=name subtitle=move || product.with(|product| product.as_ref().map(|product| product.code.clone()).unwrap_or_default())>
            <Show when=may_revise>
                <Show when=move || sold.get() fallback=move || view! {
                    <Button on_press=move |()| withdraw(None)>{t!(i18n, catalogue.sell_again)}</Button>
                }>
                    <Button on_press=move |()| is_withdrawing.set(true)>{t!(i18n, catalogue.withdraw)}</Button>
                </Show>
            </Show>
            {id.map(|id| view! { <LinkButton route=Route::EditProduct(id) symbol=Symbol::Edit>{t!(i18n, words.edit)}</LinkButton> })}
            <Button kind=ButtonKind::Primary symbol=Symbol::Plus on_press=move |()| is_pricing.set(true)>
                {t!(i18n, catalogue.new_price)}
            </Button>
        </PageHeader>
        <Show when=move || !sold.get()>
            <NoticeBox title=move || t_string!(i18n, catalogue.withdrawn_title)>{t!(i18n, catalogue.withdrawn_text)}</NoticeBox>
        </Show>
        {move || product.get().map(|product| view! { <Details product=product.clone()/><Prices product/> })}
        <Dialog title=move || t_string!(i18n, catalogue.new_price_title) open=is_pricing>
            {move || product.get_untracked().map(|product| view! { <PriceForm product open=is_pricing/> })}
        </Dialog>
        <ConfirmDialog
            title=move || t_string!(i18n, catalogue.withdraw_title)
            text=move || t_string!(i18n, catalogue.withdraw_text)
            confirm=move || t_string!(i18n, catalogue.withdraw)
            open=is_withdrawing
            on_confirm=move |()| withdraw(Some(workspace.today()))
        />
    }
}

#[component]
fn Details(product: Product) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let unit = product.unit.clone();
    let tax = {
        let product = product.clone();
        move || {
            let country = workspace.with(|book| book.seller.address.country);
            rule_text(i18n, format.get(), country, &product.tax, workspace.today())
        }
    };
    let cost = product.cost.map(|cost| {
        let currency = workspace.with_untracked(|book| book.seller.currency);
        view! {
            <Datum name=move || t_string!(i18n, catalogue.cost)>{move || format.get().unit_price(cost, currency)}</Datum>
        }
    });
    let left = workspace.with_untracked(|book| margin(book, &product, workspace.today())).map(|share| view! {
        <Datum name=move || t_string!(i18n, catalogue.margin)>{move || share_text(format.get(), share)}</Datum>
    });
    let description = (!product.description.is_empty()).then(|| {
        let text = product.description.clone();
        view! { <Datum name=move || t_string!(i18n, catalogue.description)>{text}</Datum> }
    });
    view! {
        <Section title=move || t_string!(i18n, catalogue.section_product)>
            <DataList>
                {description}
                <Datum name=move || t_string!(i18n, catalogue.unit)>{move || unit_name(i18n.get_locale(), &unit)}</Datum>
                <Datum name=move || t_string!(i18n, catalogue.tax)>{tax}</Datum>
                {product.family.clone().map(|family| view! {
                    <Datum name=move || t_string!(i18n, catalogue.family)>{family}</Datum>
                })}
                {product.tax_included.then(|| view! {
                    <Datum name=move || t_string!(i18n, catalogue.prices)>{t!(i18n, catalogue.tax_included)}</Datum>
                })}
                {cost}
                {left}
            </DataList>
        </Section>
    }
}

/// Every price, the latest first.
#[component]
fn Prices(product: Product) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let mut versions = product.prices.clone();
    versions.sort_by(|one, other| {
        one.currency
            .cmp(&other.currency)
            .then(other.from.cmp(&one.from))
    });
    let rows = versions
        .into_iter()
        .map(|version| {
            let holds = product.version_on(version.currency, today).is_some_and(|now| now.from == version.from);
            let badge = if holds {
                view! { <Badge tone=Tone::Good>{t!(i18n, catalogue.price_now)}</Badge> }.into_any()
            } else if version.from > today {
                view! { <Badge tone=Tone::Info>{t!(i18n, catalogue.price_later)}</Badge> }.into_any()
            } else {
                ().into_any()
            };
            let notified = version.notified.map(|day| view! { <DateView day/> });
            view! {
                <tr>
                    <th scope="row"><DateView day=version.from/></th>
                    <td>{badge}</td>
                    <td>{notified}</td>
                    <td class="amount">{move || format.get().unit_price(version.price, version.currency)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <Section title=move || t_string!(i18n, catalogue.prices) note=move || t_string!(i18n, catalogue.prices_note)>
            <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, catalogue.prices)>
                <table class="simple-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, catalogue.from)}</th>
                            <th scope="col">{t!(i18n, catalogue.standing)}</th>
                            <th scope="col">{t!(i18n, catalogue.notified)}</th>
                            <th scope="col" class="amount">{t!(i18n, catalogue.price)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </Section>
    }
}

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        PRICE => td_string!(locale, catalogue.price).to_string(),
        FROM => td_string!(locale, catalogue.from).to_string(),
        NOTIFIED => td_string!(locale, catalogue.notified).to_string(),
        _ => String::new(),
    }
}

/// A price from a day on, and whom it reaches.
#[component]
fn PriceForm(product: Product, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let id = product.id;
    let (today, seller_currency) = (
        workspace.today(),
        workspace.with_untracked(|book| book.seller.currency),
    );
    let price = RwSignal::new(String::new());
    let currency = RwSignal::new(
        product
            .prices
            .first()
            .map_or(seller_currency, |version| version.currency),
    );
    let from = RwSignal::new(
        today
            .checked_add_months(Months::new(1))
            .map(crate::calendar::first_of_month),
    );
    let notified = RwSignal::new(None::<NaiveDate>);
    let faults = Faults::new(i18n, field_name);
    let currencies = Memo::new(move |_| currencies(i18n.get_locale()));
    let reached = Memo::new(move |_| {
        let (from, currency) = (from.get()?, currency.get());
        Some((
            workspace.with(|book| reached_by(book, id, currency, from)),
            from,
        ))
    });
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let mut reader = Reader::new(format.get_untracked().decimal_style());
        let read = reader
            .unit_price(PRICE, &price.get_untracked())
            .zip(reader.chosen(FROM, from.get_untracked()));
        match reader.finish(read) {
            Err(found) => faults.set(found),
            Ok((price, from)) => {
                let version = PriceVersion {
                    from,
                    currency: currency.get_untracked(),
                    price,
                    notified: notified.get_untracked(),
                };
                spawn_local(async move {
                    match workspace
                        .dispatch(Command::ChangePrice {
                            product: id,
                            version,
                        })
                        .await
                    {
                        Ok(_) => {
                            workspace.notify(Notice::Done(
                                t_string!(i18n, catalogue.price_saved).to_string(),
                            ));
                            open.set(false);
                        }
                        Err(failure) => faults.fail(failure, |field| match field {
                            Field::PriceFrom => Some(FROM),
                            Field::Price => Some(PRICE),
                            _ => None,
                        }),
                    }
                });
            }
        }
    };
    view! {
        <form class="dialog-form" novalidate on:submit=save>
            <RoleNote needs=Role::Manager/>
            <ErrorSummary errors=faults.summary()/>
            <div class="field-row">
                <DateField label=move || t_string!(i18n, catalogue.from) value=from id=FROM error=faults.at(FROM)/>
                <SelectField label=move || t_string!(i18n, catalogue.currency) value=currency choices=currencies/>
            </div>
            <UnitPriceField label=move || t_string!(i18n, catalogue.price) value=price currency id=PRICE error=faults.at(PRICE)/>
            <DateField
                label=move || t_string!(i18n, catalogue.notified)
                hint=move || t_string!(i18n, catalogue.notified_hint)
                value=notified id=NOTIFIED error=faults.at(NOTIFIED)
            />
            <div role="status">
                {move || reached.get().map(|(count, from)| {
                    let day = format.get().date(from);
                    view! {
                        <NoticeBox tone=Tone::Info>
                            {t_string!(i18n, catalogue.reached, count = count, number = format.get().number(count), day = day).to_string()}
                        </NoticeBox>
                    }
                })}
            </div>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button submit=true kind=ButtonKind::Primary disabled=falls_short(workspace, Role::Manager)>{t!(i18n, catalogue.save_price)}</Button>
            </Actions>
        </form>
    }
}

/// How many contracts run on or after a day with the product at the catalogue's price.
fn reached_by(book: &Book, product: ProductId, currency: Currency, from: NaiveDate) -> usize {
    let pays = |contract: &&Contract| {
        contract.currency == currency
            && contract.last_day.is_none_or(|last| from <= last)
            && contract.services.iter().any(|service| {
                let at_catalogue_price =
                    service
                        .terms
                        .iter()
                        .rev()
                        .enumerate()
                        .any(|(later, terms)| {
                            terms.price == PriceSource::Catalogue
                                && (later == 0 || terms.from >= from)
                        });
                service.product == Some(product)
                    && service.last_day.is_none_or(|last| from <= last)
                    && at_catalogue_price
            })
    };
    book.contracts.values().filter(pays).count()
}
