//! One line of a draft: what is typed, and its fields.

use super::form::{DraftForm, Measure, decimal_text, reduction_text};
use crate::app::{
    components::{
        CheckField, Choice, IconButton, MoneyField, PercentField, QuantityField, SegmentedField,
        SelectField, Symbol, TextField, UnitPriceField, error_summary::focus, unit::unit_sign,
    },
    format::Format,
    locale::{I18n, t_string, use_format, use_i18n},
    pages::{
        display_name::units,
        form::{Faults, Reader},
        tax_fields::{TaxChoice, TaxFields, TaxForm, rule_text},
    },
    wording::tax_category_name,
    workspace::{Workspace, use_workspace},
};
use crate::billing::{
    line::{LineItem, Origin, Proration, Reduction},
    tax::TaxRule,
};
use crate::calendar::Period;
use crate::money::{Currency, Quantity, UnitPrice};
use leptos::prelude::*;

/// How a line is reduced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Discount {
    /// Not at all.
    None,
    /// By a percentage or an amount.
    By(Measure),
}

/// A line as typed.
#[derive(Clone, Copy)]
pub struct LineForm {
    /// Tells it from the others while it is on the page.
    pub key: u32,
    description: RwSignal<String>,
    quantity: RwSignal<String>,
    unit: RwSignal<String>,
    price: RwSignal<String>,
    tax_included: RwSignal<bool>,
    discount: RwSignal<Discount>,
    discount_value: RwSignal<String>,
    reason: RwSignal<String>,
    tax: TaxForm,
    period: Option<Period>,
    proration: Option<Proration>,
    origin: Origin,
}

impl PartialEq for LineForm {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl LineForm {
    /// The fields of an item.
    pub fn of(key: u32, item: &LineItem, format: Format) -> Self {
        let (discount, value) = match item.reduction {
            None => (Discount::None, String::new()),
            Some(reduction) => {
                let (measure, value) = reduction_text(reduction, format);
                (Discount::By(measure), value)
            }
        };
        let price = if item.unit_price == UnitPrice::ZERO && item.description.is_empty() {
            String::new()
        } else {
            decimal_text(item.unit_price.value().to_string(), format)
        };
        LineForm {
            key,
            description: RwSignal::new(item.description.clone()),
            quantity: RwSignal::new(decimal_text(item.quantity.value().to_string(), format)),
            unit: RwSignal::new(item.unit.clone()),
            price: RwSignal::new(price),
            tax_included: RwSignal::new(item.tax_included),
            discount: RwSignal::new(discount),
            discount_value: RwSignal::new(value),
            reason: RwSignal::new(item.reduction_reason.clone().unwrap_or_default()),
            tax: TaxForm::of(&item.tax),
            period: item.period,
            proration: item.proration,
            origin: item.origin,
        }
    }

    /// An empty line.
    pub fn empty(key: u32, format: Format) -> Self {
        let item = LineItem {
            description: String::new(),
            quantity: Quantity::ONE,
            unit: "C62".to_owned(),
            unit_price: UnitPrice::ZERO,
            tax_included: false,
            reduction: None,
            reduction_reason: None,
            tax: TaxRule::STANDARD,
            period: None,
            proration: None,
            origin: Origin::default(),
        };
        LineForm::of(key, &item, format)
    }

    /// The id of one of its fields.
    pub fn id(self, field: &str) -> String {
        format!("line-{}-{field}", self.key)
    }

    /// The item that was typed. Follows every field.
    pub fn read(self, reader: &mut Reader, currency: Currency) -> Option<LineItem> {
        let description = reader.text(self.id("description"), &self.description.get());
        let quantity = reader.quantity(self.id("quantity"), &self.quantity.get());
        let unit_price = reader.unit_price(self.id("price"), &self.price.get());
        let tax = self.tax.read(reader, &self.id("tax"));
        let reduction = match self.discount.get() {
            Discount::None => None,
            Discount::By(Measure::Percent) => reader
                .percent(self.id("discount"), &self.discount_value.get())
                .map(Reduction::Percent),
            Discount::By(Measure::Amount) => reader
                .money(self.id("discount"), &self.discount_value.get(), currency)
                .map(Reduction::Amount),
        };
        let reason = self.reason.get().trim().to_owned();
        Some(LineItem {
            description,
            quantity: quantity?,
            unit: self.unit.get(),
            unit_price: unit_price?,
            tax_included: self.tax_included.get(),
            reduction,
            reduction_reason: (reduction.is_some() && !reason.is_empty()).then_some(reason),
            tax: tax?,
            period: self.period,
            proration: self.proration,
            origin: self.origin,
        })
    }
}

/// The fields of a line, with the ways to move and remove it.
#[component]
pub fn LineFields(
    /// The form it belongs to.
    form: DraftForm,
    /// The line.
    line: LineForm,
    /// The currency of the draft.
    currency: Signal<Currency>,
    /// What is wrong.
    faults: Faults,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let place = Memo::new(move |_| {
        form.lines
            .with(|lines| lines.iter().position(|each| each.key == line.key))
            .unwrap_or(0)
    });
    let count = move || form.lines.with(Vec::len);
    let number = move || place.get() + 1;
    let swap = move |other: usize| {
        form.lines.update(|lines| {
            let here = place.get_untracked();
            if here < lines.len() && other < lines.len() {
                lines.swap(here, other);
            }
        });
    };
    let remove = move |()| {
        form.lines
            .update(|lines| lines.retain(|each| each.key != line.key));
        focus(super::form::LINES);
    };
    let unit_choices = Memo::new(move |_| units(i18n.get_locale(), &line.unit.get_untracked()));
    let price_label = move || {
        if line.tax_included.get() {
            t_string!(i18n, invoices.line_price_included).to_string()
        } else {
            t_string!(i18n, invoices.line_price).to_string()
        }
    };
    let begins_open = line.discount.get_untracked() != Discount::None;
    let tax_fault = faults.at(line.id("tax"));
    // Once something in it is wrong it stays open.
    let is_open = Memo::new(move |before: Option<&bool>| {
        before.copied().unwrap_or(begins_open) || tax_fault.get().is_some()
    });
    view! {
        <fieldset class="draft-line">
            <legend class="draft-line-head">
                <span>{move || t_string!(i18n, invoices.draft_line, number = number())}</span>
            </legend>
            <div class="draft-line-tools">
                <IconButton
                    symbol=Symbol::ChevronUp
                    label=move || t_string!(i18n, invoices.draft_line_up, number = number())
                    disabled=Signal::derive(move || place.get() == 0)
                    on_press=move |()| swap(place.get_untracked().saturating_sub(1))
                />
                <IconButton
                    symbol=Symbol::ChevronDown
                    label=move || t_string!(i18n, invoices.draft_line_down, number = number())
                    disabled=Signal::derive(move || place.get() + 1 >= count())
                    on_press=move |()| swap(place.get_untracked() + 1)
                />
                <IconButton
                    symbol=Symbol::Trash
                    label=move || t_string!(i18n, invoices.draft_line_remove, number = number())
                    on_press=remove
                />
            </div>
            <TextField
                label=move || t_string!(i18n, invoices.line_description)
                value=line.description
                error=faults.at(line.id("description"))
                id=line.id("description")
                required=true
            />
            <div class="draft-line-figures">
                <QuantityField
                    label=move || t_string!(i18n, invoices.line_quantity)
                    value=line.quantity
                    unit=Signal::derive(move || unit_sign(i18n.get_locale(), &line.unit.get()))
                    error=faults.at(line.id("quantity"))
                    id=line.id("quantity")
                />
                <SelectField label=move || t_string!(i18n, invoices.line_unit) value=line.unit choices=unit_choices/>
                <UnitPriceField
                    label=price_label
                    value=line.price
                    currency
                    error=faults.at(line.id("price"))
                    id=line.id("price")
                />
            </div>
            <details class="draft-line-more" open=is_open>
                <summary><span>{move || more_text(line, i18n, format.get(), workspace)}</span></summary>
                <div class="section-body">
                    <TaxFields form=line.tax faults field=line.id("tax")/>
                    <CheckField label=move || t_string!(i18n, invoices.line_tax_included) value=line.tax_included/>
                    <DiscountFields line currency faults/>
                </div>
            </details>
        </fieldset>
    }
}

/// What the closed part holds: the tax, and the discount if there is one.
fn more_text(line: LineForm, i18n: I18n, format: Format, workspace: Workspace) -> String {
    let tax = match line.tax.choice.get() {
        TaxChoice::Class(class) => {
            let rule = TaxRule::class(class);
            let day = workspace.today();
            let country = workspace.with(|book| book.seller.address.country);
            rule_text(i18n, format, country, &rule, day)
        }
        TaxChoice::Own => format!("{} %", line.tax.rate.get()),
        TaxChoice::Untaxed(category) => tax_category_name(i18n, category),
    };
    let tax = t_string!(i18n, invoices.line_tax_is, tax = tax);
    let value = line.discount_value.get();
    let discount = match line.discount.get() {
        Discount::None => t_string!(i18n, invoices.line_no_discount).to_string(),
        Discount::By(Measure::Percent) => {
            let value = format!("{value} %");
            t_string!(i18n, invoices.line_discount_is, value = value)
        }
        Discount::By(Measure::Amount) => t_string!(i18n, invoices.line_discount_is, value = value),
    };
    format!("{tax} · {discount}")
}

#[component]
fn DiscountFields(line: LineForm, currency: Signal<Currency>, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let kinds = Signal::derive(move || {
        vec![
            Choice::new(Discount::None, t_string!(i18n, invoices.discount_none)),
            Choice::new(
                Discount::By(Measure::Percent),
                t_string!(i18n, invoices.discount_percent),
            ),
            Choice::new(
                Discount::By(Measure::Amount),
                t_string!(i18n, invoices.discount_amount),
            ),
        ]
    });
    view! {
        <SegmentedField label=move || t_string!(i18n, invoices.discount_kind) value=line.discount choices=kinds/>
        {move || match line.discount.get() {
            Discount::None => ().into_any(),
            Discount::By(measure) => view! {
                <div class="field-row">
                    {match measure {
                        Measure::Percent => view! {
                            <PercentField
                                label=move || t_string!(i18n, invoices.line_discount_percent)
                                value=line.discount_value
                                error=faults.at(line.id("discount"))
                                id=line.id("discount")
                            />
                        }.into_any(),
                        Measure::Amount => view! {
                            <MoneyField
                                label=move || t_string!(i18n, invoices.line_discount_amount)
                                value=line.discount_value
                                currency
                                error=faults.at(line.id("discount"))
                                id=line.id("discount")
                            />
                        }.into_any(),
                    }}
                    <TextField label=move || t_string!(i18n, invoices.line_reason) value=line.reason/>
                </div>
            }.into_any(),
        }}
    }
}
