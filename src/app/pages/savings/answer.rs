//! The answer: one sentence first, then every plan with what it would have cost.

use super::choose::discounts_text;
use crate::app::{
    components::{
        Badge, CheckField, LinkButton, Notice as NoticeBox, Section, ShortTable, Symbol, Tone,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::contract::{Contract, Service};
use crate::billing::id::{ProductId, ServiceId};
use crate::care::savings::{MONTHS, Savings, SavingsPolicy, Tariff, WhyNothing};
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The sentence, and what has to be known with it.
#[component]
pub fn Answer(savings: Savings) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let best = savings.best().cloned();
    let tone = if best.is_some() {
        "answer answer-good"
    } else {
        "answer"
    };
    let (count, gains) = (
        savings.history.periods,
        savings
            .tariffs
            .iter()
            .any(|tariff| tariff.saving.is_positive()),
    );
    let name = best
        .as_ref()
        .map(|best| product_name(workspace, best.product));
    let sentence = {
        let saving = best.as_ref().map(|best| best.saving);
        move || match (saving, name.clone()) {
            (Some(saving), Some(plan)) => {
                let amount = format.get().money(saving);
                t_string!(
                    i18n,
                    savings.best,
                    plan = plan,
                    count = count,
                    amount = amount
                )
                .to_string()
            }
            _ if gains => t_string!(i18n, savings.not_enough).to_string(),
            _ => t_string!(i18n, savings.cheapest).to_string(),
        }
    };
    let more = best.map(|best| {
        let earliest = savings.window.earliest;
        let horizon = last_day(&savings);
        let text = move || {
            let format = format.get();
            let ahead = t_string!(
                i18n,
                savings.ahead,
                day = format.date(earliest),
                horizon = format.date(horizon),
                amount = format.money(best.coming_saving)
            );
            // A year of bills says it already.
            if best.saving == best.saving_a_year {
                return ahead.to_string();
            }
            let amount = format.money(best.saving_a_year);
            format!(
                "{} {ahead}",
                t_string!(i18n, savings.a_year, amount = amount)
            )
        };
        view! { <p class="answer-more">{text}</p> }
    });
    let months = savings.history.months;
    let short = (months < MONTHS).then(|| {
        let text = move || match months {
            0 => t_string!(i18n, savings.short_none).to_string(),
            months => t_string!(i18n, savings.short, count = months).to_string(),
        };
        view! { <p class="quiet">{text}</p> }
    });
    let credited = savings.history.credited;
    let credited = credited.is_positive().then(|| view! {
        <p class="quiet">{move || t_string!(i18n, savings.credited, amount = format.get().money(credited)).to_string()}</p>
    });
    view! {
        <div class=tone role="status">
            <p class="answer-sentence">{sentence}</p>
            {more}
            {short}
            {credited}
        </div>
    }
}

/// The last day that the comparison of the future holds.
fn last_day(savings: &Savings) -> NaiveDate {
    savings.horizon.pred_opt().unwrap_or(savings.horizon)
}

/// Every plan, the present one first.
#[component]
pub fn Plans(
    contract: Contract,
    service: ServiceId,
    savings: Savings,
    keeps: RwSignal<bool>,
    chosen: RwSignal<Option<ProductId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let best = savings.best().map(|best| best.product);
    let present = contract.service(service).cloned();
    let count = savings.history.periods;
    let horizon = last_day(&savings);
    let coming_title =
        move || t_string!(i18n, savings.coming, day = format.get().date(horizon)).to_string();
    let rows = savings
        .tariffs
        .iter()
        .map(|tariff| {
            let is_best = best == Some(tariff.product);
            let is_present =
                present.as_ref().and_then(|service| service.product) == Some(tariff.product);
            let name = product_name(workspace, tariff.product);
            view! { <PlanRow tariff=tariff.clone() name is_best is_present chosen/> }
        })
        .collect_view();
    let (billed, coming) = (savings.history.billed, savings.coming);
    let note = move || {
        let format = format.get();
        let policy = SavingsPolicy::default();
        let least = i64::from(policy.least_a_year)
            .checked_mul(billed.currency().minor_per_whole())
            .map(|minor| Money::new(minor, billed.currency()))
            .unwrap_or(Money::zero(billed.currency()));
        let thresholds = t_string!(
            i18n,
            savings.thresholds,
            share = format.percent(policy.least_share),
            amount = format.money(least)
        );
        let coming = t_string!(i18n, savings.coming_note, column = coming_title()).to_string();
        format!("{} {thresholds} {coming}", t_string!(i18n, savings.how))
    };
    let keeps_field = (!savings.discounts.is_empty()).then(|| {
        let discounts = savings.discounts.clone();
        let hint = move || {
            let discounts = discounts_text(i18n.get_locale(), format.get(), &discounts);
            if keeps.get() {
                t_string!(i18n, savings.discount_kept, discounts = discounts).to_string()
            } else {
                t_string!(i18n, savings.discount_lost, discounts = discounts).to_string()
            }
        };
        view! {
            <CheckField
                label=move || t_string!(i18n, savings.discount_keeps) hint value=keeps
            />
        }
    });
    view! {
        <Section title=move || t_string!(i18n, savings.plans)>
            {keeps_field}
            <div class="plans">
            <ShortTable label=move || t_string!(i18n, savings.plans)>
                <thead>
                    <tr>
                        <th scope="col">{t!(i18n, savings.plan)}</th>
                        <th scope="col" class="amount">{move || t_string!(i18n, savings.billed, count = count).to_string()}</th>
                        <th scope="col" class="amount">{coming_title}</th>
                        <th scope="col"><span class="heard">{t!(i18n, savings.choose)}</span></th>
                    </tr>
                </thead>
                <tbody>
                    {present.map(|service| view! { <PresentRow service currency=contract.currency billed coming/> })}
                    {rows}
                </tbody>
            </ShortTable>
            </div>
            <p class="quiet savings-note">{note}</p>
        </Section>
    }
}

#[component]
fn PresentRow(service: Service, currency: Currency, billed: Money, coming: Money) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let today = workspace.today();
    let price = workspace.with_untracked(|book| {
        let product = service.product.and_then(|id| book.products.get(&id));
        service.price_on(product, currency, today.max(service.starts))
    });
    let money = move |amount: Money| move || format.get().money(amount);
    view! {
        <tr>
            <th scope="row">
                <span class="plan-name">{service.description}</span>
                <span class="plan-price">
                    {move || price.map(|price| format.get().unit_price(price, currency))}" · "{t!(i18n, savings.present)}
                </span>
            </th>
            <td class="amount">{money(billed)}</td>
            <td class="amount">{money(coming)}</td>
            <td></td>
        </tr>
    }
}

#[component]
fn PlanRow(
    tariff: Tariff,
    name: String,
    is_best: bool,
    is_present: bool,
    chosen: RwSignal<Option<ProductId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let currency = tariff.cost.currency();
    let id = tariff.product;
    let is_chosen = move || chosen.get() == Some(id);
    let label = {
        let plan = name.clone();
        move || {
            let plan = plan.clone();
            if is_chosen() {
                t_string!(i18n, savings.chosen_named, plan = plan).to_string()
            } else {
                t_string!(i18n, savings.choose_named, plan = plan).to_string()
            }
        }
    };
    view! {
        <tr class:plan-chosen=is_chosen>
            <th scope="row">
                <span class="plan-name">{name}</span>
                <span class="plan-price">
                    {move || format.get().unit_price(tariff.price, currency)}
                    {is_present.then(|| view! { " · "{t!(i18n, savings.same_plan)} })}
                </span>
                {is_best.then(|| view! { <Badge tone=Tone::Good>{t!(i18n, savings.recommended)}</Badge> })}
            </th>
            <td class="amount"><Against amount=tariff.cost saving=tariff.saving/></td>
            <td class="amount"><Against amount=tariff.coming saving=tariff.coming_saving/></td>
            <td class="amount">
                <button
                    type="button"
                    class="button"
                    class:button-primary=move || is_best && !is_chosen()
                    aria-pressed=move || is_chosen().to_string()
                    aria-label=label
                    on:click=move |_| chosen.set(Some(id))
                >
                    {move || if is_chosen() { t_string!(i18n, savings.chosen) } else { t_string!(i18n, savings.choose) }}
                </button>
            </td>
        </tr>
    }
}

/// What a plan comes to, and below how that differs from the present one.
#[component]
fn Against(amount: Money, saving: Money) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    view! {
        <span>{move || format.get().money(amount)}</span>
        <span class="plan-price" class:plan-less=saving.is_positive()>{move || difference(i18n, format.get(), saving)}</span>
    }
}

fn difference(i18n: I18n, format: Format, saving: Money) -> String {
    let amount = format.money(saving.abs());
    if saving.is_positive() {
        t_string!(i18n, savings.less, amount = amount).to_string()
    } else if saving.is_negative() {
        t_string!(i18n, savings.more, amount = amount).to_string()
    } else {
        t_string!(i18n, savings.same).to_string()
    }
}

/// Why nothing is compared, and what to do about it.
#[component]
pub fn Why(contract: Contract, service: ServiceId, why: WhyNothing) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let product = contract
        .service(service)
        .and_then(|service| service.product);
    let (name, family) = workspace.with_untracked(|book| {
        product
            .and_then(|id| book.products.get(&id))
            .map(|product| {
                (
                    product.name.clone(),
                    product.family.clone().unwrap_or_default(),
                )
            })
            .unwrap_or_default()
    });
    let product_text = name.clone();
    let text = move || {
        let name = product_text.clone();
        match why {
            WhyNothing::NoProduct => t_string!(i18n, savings.no_product).to_string(),
            WhyNothing::NoFamily => t_string!(i18n, savings.no_family, product = name).to_string(),
            WhyNothing::NoOtherPlan => {
                t_string!(i18n, savings.no_other, family = family.clone()).to_string()
            }
            WhyNothing::NotBilled => t_string!(i18n, savings.not_billed).to_string(),
            WhyNothing::Ends => t_string!(i18n, savings.ends).to_string(),
        }
    };
    let can_open = matches!(why, WhyNothing::NoFamily | WhyNothing::NoOtherPlan);
    let open = product.filter(|_| can_open).map(|id| {
        view! {
            <LinkButton route=Route::Product(id) symbol=Symbol::Catalogue>
                {move || t_string!(i18n, savings.edit_product, product = name.clone()).to_string()}
            </LinkButton>
        }
    });
    view! { <NoticeBox tone=Tone::Info><p>{text}</p>{open}</NoticeBox> }
}

/// What a product is called.
pub fn product_name(workspace: crate::app::workspace::Workspace, id: ProductId) -> String {
    workspace.with_untracked(|book| {
        book.products
            .get(&id)
            .map(|product| product.name.clone())
            .unwrap_or_default()
    })
}
