//! The form for a product, new or known. Prices after the first have their own dialog on the product's page.

use super::display_name::{currencies, units};
use super::form::{Faults, Found, Reader, trimmed};
use super::tax_fields::{TaxFields, TaxForm};
use crate::app::{
    components::{
        Actions, Button, ButtonKind, CheckField, DateField, ErrorSummary, LinkButton, PageHeader,
        Section, SelectField, TextArea, TextField, UnitPriceField,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    pages::{
        NotFound,
        role_note::{RoleNote, falls_short},
    },
    route::{Route, use_go},
    workspace::{Notice, use_workspace},
};
use crate::billing::catalogue::{PriceVersion, Product};
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::id::ProductId;
use crate::billing::refusal::Field;
use crate::billing::tax::TaxRule;
use crate::money::{Currency, DecimalStyle};
use chrono::{Datelike, NaiveDate};
use leptos::{ev::SubmitEvent, prelude::*};
use wasm_bindgen_futures::spawn_local;

const CODE: &str = "product-code";
const NAME: &str = "product-name";
const UNIT: &str = "product-unit";
const COST: &str = "product-cost";
const TAX: &str = "product-tax";
const PRICE: &str = "product-price";
const FROM: &str = "product-from";

/// What is typed about a product.
#[derive(Clone, Copy)]
struct ProductForm {
    code: RwSignal<String>,
    name: RwSignal<String>,
    description: RwSignal<String>,
    unit: RwSignal<String>,
    family: RwSignal<String>,
    tax: TaxForm,
    tax_included: RwSignal<bool>,
    cost: RwSignal<String>,
    /// The first price; of a new product only.
    price: RwSignal<String>,
    currency: RwSignal<Currency>,
    from: RwSignal<Option<NaiveDate>>,
}

impl ProductForm {
    fn of(product: &Product, style: DecimalStyle, currency: Currency, today: NaiveDate) -> Self {
        // Prices usually hold for the whole year, so that contracts that began earlier in it find one.
        let new_year = today.with_ordinal(1).unwrap_or(today);
        ProductForm {
            code: RwSignal::new(product.code.clone()),
            name: RwSignal::new(product.name.clone()),
            description: RwSignal::new(product.description.clone()),
            unit: RwSignal::new(product.unit.clone()),
            family: RwSignal::new(product.family.clone().unwrap_or_default()),
            tax: TaxForm::of(&product.tax),
            tax_included: RwSignal::new(product.tax_included),
            cost: RwSignal::new(
                product
                    .cost
                    .map(|cost| as_typed(cost.value(), style))
                    .unwrap_or_default(),
            ),
            price: RwSignal::new(String::new()),
            currency: RwSignal::new(currency),
            from: RwSignal::new(Some(new_year)),
        }
    }

    fn read(self, before: &Product, is_new: bool, style: DecimalStyle) -> Result<Product, Found> {
        let mut reader = Reader::new(style);
        let name = reader.text(NAME, &self.name.get());
        let code = reader.text(CODE, &self.code.get());
        let tax = self.tax.read(&mut reader, TAX);
        let cost = self.cost.get();
        let cost = (!cost.trim().is_empty())
            .then(|| reader.unit_price(COST, &cost))
            .flatten();
        let first = is_new.then(|| {
            let price = reader.unit_price(PRICE, &self.price.get());
            let from = reader.chosen(FROM, self.from.get());
            price.zip(from).map(|(price, from)| PriceVersion {
                from,
                currency: self.currency.get(),
                price,
                notified: None,
            })
        });
        let prices = match first {
            Some(first) => first.into_iter().collect(),
            None => before.prices.clone(),
        };
        let product = tax.map(|tax| Product {
            code,
            name,
            description: trimmed(self.description),
            unit: self.unit.get(),
            family: Some(trimmed(self.family)).filter(|family| !family.is_empty()),
            tax,
            tax_included: self.tax_included.get(),
            cost,
            prices,
            ..before.clone()
        });
        reader.finish(product)
    }
}

/// A number as its field would have it typed.
pub fn as_typed(value: rust_decimal::Decimal, style: DecimalStyle) -> String {
    let text = value.to_string();
    match style {
        DecimalStyle::Comma => text.replace('.', ","),
        DecimalStyle::Point => text,
    }
}

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        CODE => td_string!(locale, catalogue.code).to_string(),
        NAME => td_string!(locale, catalogue.name).to_string(),
        UNIT => td_string!(locale, catalogue.unit).to_string(),
        COST => td_string!(locale, catalogue.cost).to_string(),
        PRICE => td_string!(locale, catalogue.price).to_string(),
        FROM => td_string!(locale, catalogue.from).to_string(),
        field if field.starts_with(TAX) => td_string!(locale, catalogue.tax).to_string(),
        _ => String::new(),
    }
}

fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Name => Some(NAME),
        Field::Code => Some(CODE),
        Field::Tax => Some(TAX),
        Field::Price => Some(PRICE),
        Field::PriceFrom => Some(FROM),
        _ => None,
    }
}

/// The form for a new product.
#[component]
pub fn NewProduct() -> impl IntoView {
    let workspace = use_workspace();
    let product = Product {
        id: workspace.fresh_id(),
        code: String::new(),
        name: String::new(),
        description: String::new(),
        unit: "C62".to_owned(),
        tax: TaxRule::STANDARD,
        tax_included: false,
        cost: None,
        prices: Vec::new(),
        family: None,
        withdrawn: None,
        import: None,
    };
    view! { <Form before=product is_new=true/> }
}

/// The form for a known product.
#[component]
pub fn EditProduct(
    /// Which.
    id: ProductId,
) -> impl IntoView {
    let workspace = use_workspace();
    match workspace.with_untracked(|book| book.products.get(&id).cloned()) {
        Some(product) => view! { <Form before=product is_new=false/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Form(before: Product, is_new: bool) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let go = use_go();
    let id = before.id;
    let currency = workspace.with_untracked(|book| book.seller.currency);
    let style = format.get_untracked().decimal_style();
    let form = ProductForm::of(&before, style, currency, workspace.today());
    let faults = Faults::new(i18n, field_name);
    let is_saving = RwSignal::new(false);
    let falls_short = falls_short(workspace, Role::Manager);
    let old_name = before.name.clone();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        let style = format.get_untracked().decimal_style();
        match untrack(|| form.read(&before, is_new, style)) {
            Err(found) => faults.set(found),
            Ok(product) => {
                faults.clear();
                is_saving.set(true);
                let command = if is_new {
                    Command::AddProduct(product)
                } else {
                    Command::ReviseProduct(product)
                };
                let go = go.clone();
                spawn_local(async move {
                    let kept = workspace.dispatch(command).await;
                    is_saving.set(false);
                    match kept {
                        Ok(_) => {
                            let text =
                                t_string!(i18n, catalogue.saved, name = form.name.get_untracked());
                            workspace.notify(Notice::Done(text.to_string()));
                            go(Route::Product(id));
                        }
                        Err(failure) => faults.fail(failure, place_of),
                    }
                });
            }
        }
    };
    let title = move || {
        if is_new {
            t_string!(i18n, catalogue.new_title).to_string()
        } else {
            t_string!(i18n, catalogue.edit_title, name = old_name.clone()).to_string()
        }
    };
    let back = if is_new {
        Route::Catalogue
    } else {
        Route::Product(id)
    };
    let units = Memo::new(move |_| units(i18n.get_locale(), &form.unit.get_untracked()));
    view! {
        <PageHeader title/>
        <RoleNote needs=Role::Manager/>
        <form class="form" data-unsaved="" novalidate on:submit=save>
            <ErrorSummary errors=faults.summary()/>
            <Section title=move || t_string!(i18n, catalogue.section_product)>
                <div class="field-row">
                    <TextField
                        label=move || t_string!(i18n, catalogue.code)
                        hint=move || t_string!(i18n, catalogue.code_hint)
                        value=form.code id=CODE required=true error=faults.at(CODE)
                    />
                    <SelectField
                        label=move || t_string!(i18n, catalogue.unit)
                        hint=move || t_string!(i18n, catalogue.unit_hint)
                        value=form.unit choices=units id=UNIT
                    />
                </div>
                <TextField label=move || t_string!(i18n, catalogue.name) value=form.name id=NAME required=true error=faults.at(NAME)/>
                <TextArea label=move || t_string!(i18n, catalogue.description) value=form.description rows=2/>
                <TextField
                    label=move || t_string!(i18n, catalogue.family)
                    hint=move || t_string!(i18n, catalogue.family_hint)
                    value=form.family
                />
            </Section>
            <Section title=move || t_string!(i18n, catalogue.section_tax)>
                <TaxFields form=form.tax faults field=TAX/>
                <CheckField
                    label=move || t_string!(i18n, catalogue.tax_included)
                    hint=move || t_string!(i18n, catalogue.tax_included_hint)
                    value=form.tax_included
                />
            </Section>
            <Section title=move || t_string!(i18n, catalogue.section_price)>
                {is_new.then(|| view! { <FirstPrice form faults/> })}
                <UnitPriceField
                    label=move || t_string!(i18n, catalogue.cost)
                    hint=move || t_string!(i18n, catalogue.cost_hint)
                    value=form.cost currency id=COST error=faults.at(COST)
                />
            </Section>
            <Actions>
                <Button submit=true kind=ButtonKind::Primary disabled=Signal::derive(move || is_saving.get() || falls_short.get())>{t!(i18n, words.save)}</Button>
                <LinkButton route=back>{t!(i18n, words.cancel)}</LinkButton>
            </Actions>
        </form>
    }
}

#[component]
fn FirstPrice(form: ProductForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let currencies = Memo::new(move |_| currencies(i18n.get_locale()));
    view! {
        <div class="field-row">
            <UnitPriceField
                label=move || t_string!(i18n, catalogue.price)
                value=form.price currency=form.currency id=PRICE error=faults.at(PRICE)
            />
            <SelectField label=move || t_string!(i18n, catalogue.currency) value=form.currency choices=currencies/>
            <DateField label=move || t_string!(i18n, catalogue.from) value=form.from id=FROM error=faults.at(FROM)/>
        </div>
    }
}
