//! The second step: which column is what, with the first rows as they would be understood.

use super::Step;
use super::fault::target_name;
use super::field_form::{FieldForm, MappingForm, Pick};
use super::preview::Preview;
use crate::app::{
    components::{
        Button, ButtonKind, CheckField, Choice, DateField, Section, SelectField, TextField,
    },
    locale::{I18n, t, t_string, use_i18n},
};
use crate::exchange::csv::{DateStyle, Table, Target};
use crate::money::DecimalStyle;
use leptos::prelude::*;
use std::sync::Arc;

/// The step.
#[component]
pub fn ColumnsStep(table: Arc<Table>, form: MappingForm, step: RwSignal<Step>) -> impl IntoView {
    let i18n = use_i18n();
    let header = StoredValue::new(table.header.clone());
    view! {
        <Section title=move || t_string!(i18n, files.csv.customer) note=move || t_string!(i18n, files.csv.customer_note)>
            <Fields form targets=Target::CUSTOMER.to_vec() header/>
            <details class="more-fields">
                <summary>{t!(i18n, files.csv.more_fields)}</summary>
                <Fields form targets=Target::CUSTOMER_MORE.to_vec() header/>
            </details>
        </Section>
        <Section title=move || t_string!(i18n, files.csv.contract) note=move || t_string!(i18n, files.csv.contract_note)>
            <div class="mapping-switch">
                <CheckField label=move || t_string!(i18n, files.csv.with_contracts).to_owned() value=form.with_contracts/>
            </div>
            <Show when=move || form.with_contracts.get()>
                <Fields form targets=Target::CONTRACT.to_vec() header/>
                <div class="mapping-switch">
                    <CheckField
                        label=move || t_string!(i18n, files.csv.first_of_month).to_owned()
                        value=form.first_of_month
                    />
                    <Ended form header/>
                </div>
                <details class="more-fields">
                    <summary>{t!(i18n, files.csv.more_fields)}</summary>
                    <Fields form targets=Target::CONTRACT_MORE.to_vec() header/>
                </details>
            </Show>
        </Section>
        <Section title=move || t_string!(i18n, files.csv.writing) note=move || t_string!(i18n, files.csv.writing_note)>
            <div class="mapping-switch"><Styles form/></div>
        </Section>
        <Section title=move || t_string!(i18n, files.csv.preview) note=move || t_string!(i18n, files.csv.preview_note)>
            <Preview table form/>
        </Section>
        <div class="actions">
            <Button on_press=move |()| step.set(Step::File)>{t!(i18n, words.back)}</Button>
            <Button kind=ButtonKind::Primary on_press=move |()| step.set(Step::Check)>{t!(i18n, files.csv.check)}</Button>
        </div>
    }
}

#[component]
fn Fields(
    form: MappingForm,
    targets: Vec<Target>,
    header: StoredValue<Vec<String>>,
) -> impl IntoView {
    let fields = targets
        .into_iter()
        .filter_map(|target| form.field(target))
        .map(|field| view! { <FieldRow field header/> })
        .collect_view();
    view! { <div class="mapping-fields">{fields}</div> }
}

/// A field, the column it comes from, and its fixed value.
#[component]
fn FieldRow(field: FieldForm, header: StoredValue<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let choices = move || {
        let mut choices = vec![
            Choice::new(Pick::Nothing, t_string!(i18n, files.csv.nothing)),
            Choice::new(Pick::Fixed, t_string!(i18n, files.csv.fixed)),
        ];
        header.with_value(|header| {
            choices.extend(
                header
                    .iter()
                    .enumerate()
                    .map(|(column, name)| Choice::new(Pick::Column(column), name.as_str())),
            );
        });
        choices
    };
    view! {
        <div class="mapping-field">
            <SelectField
                label=move || target_name(i18n, field.target)
                value=field.pick
                choices=Signal::derive(choices)
            />
            <Show when=move || field.pick.get() == Pick::Fixed>
                <FixedValue field/>
            </Show>
        </div>
    }
}

#[component]
fn FixedValue(field: FieldForm) -> impl IntoView {
    let i18n = use_i18n();
    let label = move || {
        let name = target_name(i18n, field.target);
        t_string!(i18n, files.csv.fixed_value, field = name).to_string()
    };
    match field.target {
        target if target.is_date() => view! { <DateField label value=field.day/> }.into_any(),
        Target::Cycle => {
            let choices = Signal::derive(move || cycles(i18n));
            view! { <SelectField label value=field.text choices/> }.into_any()
        }
        Target::Mode => {
            let choices = move || {
                vec![
                    Choice::new(
                        "in advance".to_owned(),
                        t_string!(i18n, files.csv.in_advance),
                    ),
                    Choice::new(
                        "in arrears".to_owned(),
                        t_string!(i18n, files.csv.in_arrears),
                    ),
                ]
            };
            view! { <SelectField label value=field.text choices=Signal::derive(choices)/> }
                .into_any()
        }
        _ => view! { <TextField label value=field.text/> }.into_any(),
    }
}

fn cycles(i18n: I18n) -> Vec<Choice<String>> {
    [
        ("monthly", t_string!(i18n, files.csv.monthly)),
        ("quarterly", t_string!(i18n, files.csv.quarterly)),
        ("half-yearly", t_string!(i18n, files.csv.half_yearly)),
        ("yearly", t_string!(i18n, files.csv.yearly)),
        ("weekly", t_string!(i18n, files.csv.weekly)),
    ]
    .map(|(value, name)| Choice::new(value.to_owned(), name))
    .to_vec()
}

/// The rule for contracts that have ended.
#[component]
fn Ended(form: MappingForm, header: StoredValue<Vec<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let ended = form.ended;
    let columns = move || {
        header.with_value(|header| {
            header
                .iter()
                .enumerate()
                .map(|(column, name)| Choice::new(column, name.as_str()))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <CheckField
            label=move || t_string!(i18n, files.csv.some_ended).to_owned()
            hint=move || t_string!(i18n, files.csv.some_ended_hint).to_owned()
            value=ended.is_on
        />
        <Show when=move || ended.is_on.get()>
            <div class="field-row">
                <SelectField
                    label=move || t_string!(i18n, files.csv.ended_column).to_owned()
                    value=ended.column
                    choices=Signal::derive(columns)
                />
                <TextField label=move || t_string!(i18n, files.csv.ended_value).to_owned() value=ended.value/>
            </div>
            <div class="field-row">
                <DateField label=move || t_string!(i18n, files.csv.ended_starts).to_owned() value=ended.starts/>
                <DateField label=move || t_string!(i18n, files.csv.ended_last_day).to_owned() value=ended.last_day/>
            </div>
        </Show>
    }
}

/// How days and decimals are written, where the values leave it open.
#[component]
fn Styles(form: MappingForm) -> impl IntoView {
    let i18n = use_i18n();
    let dates = move || {
        vec![
            Choice::new(None, t_string!(i18n, files.csv.as_values_say)),
            Choice::new(
                Some(DateStyle::DayFirst),
                t_string!(i18n, files.csv.day_first),
            ),
            Choice::new(
                Some(DateStyle::MonthFirst),
                t_string!(i18n, files.csv.month_first),
            ),
        ]
    };
    let numbers = move || {
        vec![
            Choice::new(None, t_string!(i18n, files.csv.as_values_say)),
            Choice::new(
                Some(DecimalStyle::Comma),
                t_string!(i18n, files.csv.decimal_comma),
            ),
            Choice::new(
                Some(DecimalStyle::Point),
                t_string!(i18n, files.csv.decimal_point),
            ),
        ]
    };
    view! {
        <div class="field-row">
            <SelectField
                label=move || t_string!(i18n, files.csv.dates).to_owned()
                value=form.dates
                choices=Signal::derive(dates)
            />
            <SelectField
                label=move || t_string!(i18n, files.csv.numbers).to_owned()
                value=form.numbers
                choices=Signal::derive(numbers)
            />
        </div>
    }
}
