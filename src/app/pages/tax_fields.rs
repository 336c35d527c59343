//! How something sold is taxed, as fields of a form: one list of the country's rates and the untaxed categories.

use super::form::{Faults, Reader, trimmed};
use crate::app::{
    components::{Choice, PercentField, SelectField, TextField},
    format::Format,
    locale::{I18n, Locale, t_string, td_string, use_format, use_i18n},
    wording::tax_category_name,
    workspace::use_workspace,
};
use crate::billing::identifier::CountryCode;
use crate::billing::tax::{Rate, TaxCategory, TaxRule};
use crate::billing::tax_rate::{RateClass, classes};
use chrono::NaiveDate;
use leptos::prelude::*;

/// One way of taxing, as the list offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TaxChoice {
    /// A rate of the law.
    Class(RateClass),
    /// A rate typed by hand.
    Own,
    /// No tax.
    Untaxed(TaxCategory),
}

/// The fields' values, as typed.
#[derive(Clone, Copy)]
pub struct TaxForm {
    /// Which way.
    pub choice: RwSignal<TaxChoice>,
    /// The rate typed by hand.
    pub rate: RwSignal<String>,
    /// Why no tax is charged, in words of the seller.
    pub reason: RwSignal<String>,
}

impl TaxForm {
    /// The fields of a rule.
    pub fn of(rule: &TaxRule) -> Self {
        let (choice, rate) = match (rule.category, rule.rate) {
            (TaxCategory::Standard, Rate::Class(class)) => (TaxChoice::Class(class), String::new()),
            (TaxCategory::Standard, Rate::Fixed(rate)) => {
                (TaxChoice::Own, rate.value().to_string())
            }
            (
                category @ (TaxCategory::Zero
                | TaxCategory::Exempt
                | TaxCategory::ReverseCharge
                | TaxCategory::IntraCommunity
                | TaxCategory::Export
                | TaxCategory::OutsideScope),
                _,
            ) => (TaxChoice::Untaxed(category), String::new()),
        };
        TaxForm {
            choice: RwSignal::new(choice),
            rate: RwSignal::new(rate),
            reason: RwSignal::new(rule.reason.clone().unwrap_or_default()),
        }
    }

    /// Takes over another rule.
    pub fn fill(self, rule: &TaxRule) {
        let other = TaxForm::of(rule);
        self.choice.set(other.choice.get_untracked());
        self.rate.set(other.rate.get_untracked());
        self.reason.set(other.reason.get_untracked());
    }

    /// Reads the rule; `field` begins the ids of the controls.
    pub fn read(self, reader: &mut Reader, field: &str) -> Option<TaxRule> {
        let mut rule = match self.choice.get() {
            TaxChoice::Class(class) => TaxRule::class(class),
            TaxChoice::Own => {
                TaxRule::fixed(reader.percent(format!("{field}-rate"), &self.rate.get())?)
            }
            TaxChoice::Untaxed(category) => TaxRule::untaxed(category),
        };
        let reason = trimmed(self.reason);
        if !reason.is_empty() && rule.category.needs_reason() {
            rule.reason = Some(reason);
        }
        Some(rule)
    }
}

fn class_name(locale: Locale, class: RateClass, rate: String) -> String {
    match class {
        RateClass::Standard => td_string!(locale, catalogue.rate_standard, rate = rate).to_string(),
        RateClass::Reduced => td_string!(locale, catalogue.rate_reduced, rate = rate).to_string(),
        RateClass::SecondReduced => {
            td_string!(locale, catalogue.rate_second_reduced, rate = rate).to_string()
        }
        RateClass::SuperReduced => {
            td_string!(locale, catalogue.rate_super_reduced, rate = rate).to_string()
        }
        RateClass::Zero => td_string!(locale, catalogue.rate_zero, rate = rate).to_string(),
    }
}

/// How something is taxed, in a few words: its rate on a day, or its category.
pub fn rule_text(
    i18n: I18n,
    format: Format,
    country: CountryCode,
    rule: &TaxRule,
    day: NaiveDate,
) -> String {
    match rule.on(country, day) {
        Some(tax) if tax.category == TaxCategory::Standard => format.percent(tax.rate),
        Some(tax) => tax_category_name(i18n, tax.category),
        None => t_string!(i18n, catalogue.rate_missing).to_owned(),
    }
}

/// The fields.
#[component]
pub fn TaxFields(
    /// What is typed.
    form: TaxForm,
    /// What is wrong with it.
    faults: Faults,
    /// The beginning of the controls' ids.
    #[prop(into)]
    field: String,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let choices = Memo::new(move |_| {
        let locale = i18n.get_locale();
        let country = workspace.with(|book| book.seller.address.country);
        let rates = classes(country, workspace.today())
            .into_iter()
            // Nothing per cent is offered once, as the category it is.
            .filter(|(class, _)| *class != RateClass::Zero)
            .map(|(class, rate)| {
                Choice::new(
                    TaxChoice::Class(class),
                    class_name(locale, class, format.get().percent(rate)),
                )
            });
        let own = Choice::new(TaxChoice::Own, td_string!(locale, catalogue.rate_own));
        let untaxed = TaxCategory::ALL
            .into_iter()
            .filter(|category| *category != TaxCategory::Standard)
            .map(|category| {
                Choice::new(
                    TaxChoice::Untaxed(category),
                    tax_category_name(i18n, category),
                )
            });
        let mut choices: Vec<Choice<TaxChoice>> = rates.chain([own]).chain(untaxed).collect();
        // A rate the table doesn't know today stays what it is.
        let present = form.choice.get();
        if !choices.iter().any(|choice| choice.value == present)
            && let TaxChoice::Class(class) = present
        {
            choices.insert(
                0,
                Choice::new(present, class_name(locale, class, "–".to_owned())),
            );
        }
        choices
    });
    let rate_id = format!("{field}-rate");
    let reason_id = format!("{field}-reason");
    let is_own = move || form.choice.get() == TaxChoice::Own;
    let needs_reason = move || matches!(form.choice.get(), TaxChoice::Untaxed(category) if category.needs_reason());
    view! {
        <SelectField
            label=move || t_string!(i18n, catalogue.tax)
            value=form.choice
            choices
            id=field.clone()
            error=faults.at(field)
        />
        <Show when=is_own>
            <PercentField
                label=move || t_string!(i18n, catalogue.tax_rate)
                value=form.rate
                id=rate_id.clone()
                error=faults.at(rate_id.clone())
            />
        </Show>
        <Show when=needs_reason>
            <TextField
                label=move || t_string!(i18n, catalogue.tax_reason)
                hint=move || t_string!(i18n, catalogue.tax_reason_hint)
                value=form.reason
                id=reason_id.clone()
            />
        </Show>
    }
}
