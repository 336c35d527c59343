//! The fields of one service, and of its terms alone.

use super::service_form::{DiscountKind, PriceKind, ServiceForm, TermsForm};
use crate::app::pages::catalogue::is_on_sale;
use crate::app::pages::display_name::{unit_name, units};
use crate::app::pages::form::Faults;
use crate::app::pages::tax_fields::TaxFields;
use crate::app::{
    components::{
        Button, CheckField, Choice, Combobox, DateField, Finder, Found, MoneyField, Notice,
        PercentField, QuantityField, SegmentedField, SelectField, TextField, Tone, UnitPriceField,
    },
    locale::{Locale, t_string, td_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::id::ProductId;
use crate::calendar::{BillingCycle, CycleUnit};
use crate::money::{Currency, Quantity};
use leptos::prelude::*;

/// The name of a service's field by the end of its control's id.
pub fn field_name(locale: Locale, field: &str) -> String {
    match field.rsplit('-').next() {
        Some("description") => td_string!(locale, contracts.description).to_string(),
        Some("quantity") => td_string!(locale, contracts.quantity).to_string(),
        Some("price") => td_string!(locale, contracts.price).to_string(),
        Some("discount") => td_string!(locale, contracts.discount).to_string(),
        Some("rate") => td_string!(locale, catalogue.tax_rate).to_string(),
        Some("tax") => td_string!(locale, catalogue.tax).to_string(),
        _ => String::new(),
    }
}

/// Finds products on sale by code and name.
pub fn find_products() -> Finder<ProductId> {
    let workspace = use_workspace();
    let format = use_format();
    let find = Callback::new(move |typed: String| {
        let words: Vec<String> = typed.split_whitespace().map(str::to_lowercase).collect();
        let today = workspace.today();
        workspace.with(|book| {
            let mut found: Vec<Found<ProductId>> = book
                .products
                .values()
                .filter(|product| is_on_sale(product, today))
                .filter(|product| {
                    let sought = format!("{} {}", product.code, product.name).to_lowercase();
                    words.iter().all(|word| sought.contains(word))
                })
                .map(|product| {
                    let price = crate::app::pages::catalogue::price_today(book, product, today);
                    let price =
                        price.map(|(price, currency)| format.get().unit_price(price, currency));
                    Found {
                        value: product.id,
                        title: product.name.clone(),
                        detail: [Some(product.code.clone()), price]
                            .into_iter()
                            .flatten()
                            .collect::<Vec<_>>()
                            .join(" · "),
                    }
                })
                .collect();
            found.sort_by_cached_key(|found| found.title.to_lowercase());
            found
        })
    });
    let name_of = Callback::new(move |id: ProductId| {
        workspace.with(|book| {
            book.products
                .get(&id)
                .map(|product| product.name.clone())
                .unwrap_or_default()
        })
    });
    (find, name_of)
}

/// Everything about one service.
#[component]
pub fn ServiceFields(
    /// What is typed.
    form: ServiceForm,
    /// The contract's currency.
    currency: Signal<Currency>,
    /// How often the contract is billed, as far as it is known.
    #[prop(into)]
    cycle: Signal<Option<BillingCycle>>,
    /// What is wrong with it.
    faults: Faults,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let field = form.field();
    // A price for a month on a bill for a quarter: three of them, as long as nobody typed another quantity.
    Effect::new(move |before: Option<u32>| {
        let now = held_by(cycle.get(), &form.unit.read()).unwrap_or(1);
        let before = before.unwrap_or(1);
        let quantity = form.terms.quantity;
        if now != before && quantity.with_untracked(|typed| typed.trim() == before.to_string()) {
            quantity.set(now.to_string());
        }
        now
    });
    let (find, name_of) = find_products();
    let take_over = move |id: ProductId| {
        if let Some(product) = workspace.with_untracked(|book| book.products.get(&id).cloned()) {
            form.fill(&product);
        }
    };
    let units = Memo::new(move |_| units(i18n.get_locale(), &form.unit.get()));
    let description = format!("{field}-description");
    let tax = format!("{field}-tax");
    view! {
        <Combobox
            label=move || t_string!(i18n, contracts.product)
            hint=move || t_string!(i18n, contracts.product_hint)
            value=form.product find name_of on_choose=take_over
        />
        <TextField
            label=move || t_string!(i18n, contracts.description)
            value=form.description id=description.clone() required=true error=faults.at(description)
        />
        <div class="field-row">
            <SelectField label=move || t_string!(i18n, catalogue.unit) value=form.unit choices=units/>
            <TaxFields form=form.tax faults field=tax/>
        </div>
        <CheckField label=move || t_string!(i18n, catalogue.tax_included) value=form.tax_included/>
        <TermsFields form=form.terms product=form.product unit=form.unit currency cycle faults field/>
    }
}

/// Quantity, price and discount.
#[component]
pub fn TermsFields(
    /// What is typed.
    form: TermsForm,
    /// The service's product.
    #[prop(into)]
    product: Signal<Option<ProductId>>,
    /// Its unit.
    #[prop(into)]
    unit: Signal<String>,
    /// The contract's currency.
    currency: Signal<Currency>,
    /// How often the contract is billed, as far as it is known.
    #[prop(into)]
    cycle: Signal<Option<BillingCycle>>,
    /// What is wrong with it.
    faults: Faults,
    /// The beginning of the controls' ids.
    field: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let code = unit;
    let unit = Signal::derive(move || unit_name(i18n.get_locale(), &code.get()));
    let price_kinds = Signal::derive(move || {
        vec![
            Choice::new(
                PriceKind::Catalogue,
                t_string!(i18n, contracts.price_catalogue),
            ),
            Choice::new(PriceKind::Own, t_string!(i18n, contracts.price_own)),
        ]
    });
    let catalogue_price = Signal::derive(move || {
        let today = workspace.today();
        let price = product.get().and_then(|id| {
            workspace.with(|book| {
                book.products
                    .get(&id)
                    .and_then(|product| product.price_on(currency.get(), today))
            })
        });
        match price {
            Some(price) => {
                let price = format.get().unit_price(price, currency.get());
                t_string!(i18n, contracts.catalogue_price_now, price = price).to_string()
            }
            None => t_string!(i18n, contracts.catalogue_price_none).to_string(),
        }
    });
    // Where a bill holds several of the unit, the price is for one of them, and the quantity says how many.
    let price_label = move || {
        if held_by(cycle.get(), &code.read()).is_some_and(|held| held > 1) {
            t_string!(i18n, contracts.price_of, unit = unit.get()).to_string()
        } else {
            t_string!(i18n, contracts.price).to_string()
        }
    };
    let quantity = format!("{field}-quantity");
    let price = format!("{field}-price");
    let is_catalogue = Memo::new(move |_| form.price_kind.get() == PriceKind::Catalogue);
    view! {
        <Show when=move || product.get().is_some()>
            <SegmentedField label=move || t_string!(i18n, contracts.price_kind) value=form.price_kind choices=price_kinds/>
        </Show>
        <div class="field-row">
            <QuantityField
                label=move || t_string!(i18n, contracts.quantity)
                value=form.quantity unit id=quantity.clone() error=faults.at(quantity.clone())
            />
            <Show
                when=move || !is_catalogue.get()
                fallback=move || view! { <p class="field-note">{catalogue_price}</p> }
            >
                <UnitPriceField
                    label=price_label
                    hint=move || t_string!(i18n, contracts.price_hint)
                    value=form.price currency id=price.clone() error=faults.at(price.clone())
                />
            </Show>
        </div>
        <Coverage form code cycle/>
        <DiscountFields form currency faults field/>
    }
}

/// How many of a unit one bill covers, where the unit is a span of time and the bill covers it whole.
fn held_by(cycle: Option<BillingCycle>, code: &str) -> Option<u32> {
    cycle?.holds(CycleUnit::of_code(code)?)
}

/// Says where the unit of the price and the days of a bill do not fit together.
#[component]
fn Coverage(
    form: TermsForm,
    code: Signal<String>,
    cycle: Signal<Option<BillingCycle>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let fit = Memo::new(move |_| {
        let (unit, cycle) = (CycleUnit::of_code(&code.read())?, cycle.get()?);
        let held = cycle.holds(unit);
        let fits = match held {
            // What cannot be read yet says so itself.
            Some(held) => {
                Quantity::parse(&form.quantity.read(), format.get().decimal_style()).is_ok_and(
                    |typed| (typed.value() % rust_decimal::Decimal::from(held)).is_zero(),
                ) || form.quantity.read().trim().is_empty()
            }
            None => false,
        };
        (!fits).then_some((unit, held))
    });
    let unit_name = move || unit_name(i18n.get_locale(), &code.get());
    let text = move |(unit, held): (CycleUnit, Option<u32>)| match held {
        None => t_string!(i18n, contracts.covers_not, unit = unit_name()).to_string(),
        Some(count) => {
            let units = match unit {
                CycleUnit::Day => t_string!(i18n, contracts.unit_days),
                CycleUnit::Week => t_string!(i18n, contracts.unit_weeks),
                CycleUnit::Month => t_string!(i18n, contracts.unit_months),
                CycleUnit::Year => t_string!(i18n, contracts.unit_years),
            };
            t_string!(
                i18n,
                contracts.covers,
                count = count,
                units = units,
                unit = unit_name()
            )
            .to_string()
        }
    };
    view! {
        <div role="status">
            {move || fit.get().map(|fit| view! {
                <Notice tone=Tone::Warn>
                    {move || text(fit)}
                    {fit.1.map(|count| view! {
                        <Button on_press=move |()| form.quantity.set(count.to_string())>
                            {move || t_string!(i18n, contracts.covers_use, count = count)}
                        </Button>
                    })}
                </Notice>
            })}
        </div>
    }
}

#[component]
fn DiscountFields(
    form: TermsForm,
    currency: Signal<Currency>,
    faults: Faults,
    field: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = Signal::derive(move || {
        vec![
            Choice::new(DiscountKind::None, t_string!(i18n, contracts.discount_none)),
            Choice::new(
                DiscountKind::Percent,
                t_string!(i18n, contracts.discount_percent),
            ),
            Choice::new(
                DiscountKind::Amount,
                t_string!(i18n, contracts.discount_amount),
            ),
        ]
    });
    let id = format!("{field}-discount");
    let amount = move || {
        match form.discount_kind.get() {
        DiscountKind::None => ().into_any(),
        DiscountKind::Percent => view! {
            <PercentField label=move || t_string!(i18n, contracts.discount) value=form.discount id=id.clone() error=faults.at(id.clone())/>
        }
        .into_any(),
        DiscountKind::Amount => view! {
            <MoneyField
                label=move || t_string!(i18n, contracts.discount)
                hint=move || t_string!(i18n, contracts.discount_amount_hint)
                value=form.discount currency id=id.clone() error=faults.at(id.clone())
            />
        }
        .into_any(),
    }
    };
    view! {
        <SegmentedField label=move || t_string!(i18n, contracts.discount_kind) value=form.discount_kind choices=kinds/>
        <Show when=move || form.discount_kind.get() != DiscountKind::None>
            <div class="field-row">
                {amount.clone()}
                <DateField
                    label=move || t_string!(i18n, contracts.discount_until)
                    hint=move || t_string!(i18n, contracts.discount_until_hint)
                    value=form.until
                />
                <TextField label=move || t_string!(i18n, contracts.discount_reason) value=form.reason/>
            </div>
        </Show>
    }
}
