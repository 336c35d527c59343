//! The services of a contract, each with its terms over time.

use super::change::{Change, Changing};
use crate::app::{
    components::{Actions, Badge, Button, DateView, Section, Tone},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::display_name::unit_name,
    workspace::use_workspace,
};
use crate::billing::contract::{Contract, PriceSource, Service, Terms};
use crate::billing::line::Reduction;
use crate::money::{Currency, UnitPrice};
use leptos::prelude::*;

/// Every service.
#[component]
pub fn Services(
    /// The contract.
    contract: Contract,
    /// Where a change begins.
    changing: Changing,
) -> impl IntoView {
    let i18n = use_i18n();
    let currency = contract.currency;
    let over = contract.last_day;
    let services = contract
        .services
        .into_iter()
        .map(|service| {
            let is_over = over.is_some_and(|last| last < service.starts);
            view! { <ServiceView service currency changing is_over/> }
        })
        .collect_view();
    view! { <Section title=move || t_string!(i18n, contracts.services)>{services}</Section> }
}

/// One service.
#[component]
fn ServiceView(
    service: Service,
    currency: Currency,
    changing: Changing,
    is_over: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let id = service.id;
    let catalogue = service.product.and_then(|product| {
        workspace.with_untracked(|book| {
            book.products
                .get(&product)
                .and_then(|product| product.price_on(currency, today))
        })
    });
    let has_ended = is_over || service.last_day.is_some_and(|last| last < today);
    let now = service
        .terms_on(today.max(service.starts))
        .map(|terms| terms.from);
    let rows = service
        .terms
        .iter()
        .rev()
        .map(|terms| {
            let badge = if has_ended {
                ().into_any()
            } else if terms.from > today {
                view! { <Badge tone=Tone::Info>{t!(i18n, contracts.later)}</Badge> }.into_any()
            } else if Some(terms.from) == now {
                view! { <Badge tone=Tone::Good>{t!(i18n, contracts.now)}</Badge> }.into_any()
            } else {
                ().into_any()
            };
            let (terms, unit) = (terms.clone(), service.unit.clone());
            let from = terms.from;
            let text = move || terms_text(i18n, format.get(), &terms, &unit, currency, catalogue);
            view! {
                <tr>
                    <th scope="row"><DateView day=from/></th>
                    <td>{text}</td>
                    <td>{badge}</td>
                </tr>
            }
        })
        .collect_view();
    let end = service.last_day.map(|last| view! {
        <p class="quiet">{move || t_string!(i18n, contracts.service_ends, day = format.get().date(last)).to_string()}</p>
    });
    let description = service.description.clone();
    let label = service.description.clone();
    view! {
        <article class="service" aria-label=label>
            <header class="service-head">
                <h3>{description}</h3>
                {(!has_ended).then(|| view! {
                    <Actions>
                        <Button on_press=move |()| changing.begin(Change::Amend(id))>{t!(i18n, contracts.change)}</Button>
                        <Button on_press=move |()| changing.begin(Change::EndService(id))>{t!(i18n, contracts.end_service)}</Button>
                    </Actions>
                })}
            </header>
            {end}
            <table class="simple-table">
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, contracts.from)}</th>
                        <th scope="col">{t!(i18n, contracts.terms)}</th>
                        <th scope="col">{t!(i18n, contracts.standing)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </article>
    }
}

/// `2 pieces × 30,00 € − 10 % until 31.12.2026`.
fn terms_text(
    i18n: I18n,
    format: Format,
    terms: &Terms,
    unit: &str,
    currency: Currency,
    catalogue: Option<UnitPrice>,
) -> String {
    let price = match (terms.price, catalogue) {
        (PriceSource::Own(price), _) => format.unit_price(price, currency),
        (PriceSource::Catalogue, Some(price)) => t_string!(
            i18n,
            contracts.catalogue_price_of,
            price = format.unit_price(price, currency)
        )
        .to_string(),
        (PriceSource::Catalogue, None) => t_string!(i18n, contracts.price_catalogue).to_string(),
    };
    let mut text = format!(
        "{} {} × {price}",
        format.quantity(terms.quantity),
        unit_name(i18n.get_locale(), unit)
    );
    if let Some(discount) = &terms.discount {
        let reduction = match discount.reduction {
            Reduction::Percent(percent) => format.percent(percent),
            Reduction::Amount(amount) => format.money(amount),
        };
        text.push_str(&format!(" \u{2212} {reduction}"));
        if let Some(until) = discount.until {
            let until = t_string!(i18n, contracts.until, day = format.date(until)).to_string();
            text.push_str(&format!(" {until}"));
        }
        if !discount.reason.is_empty() {
            text.push_str(&format!(" ({})", discount.reason));
        }
    }
    text
}
