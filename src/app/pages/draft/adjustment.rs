//! Discounts and fees on the whole invoice.

use super::form::{AdjustmentForm, DraftForm, Measure};
use crate::app::{
    components::{
        Button, ButtonKind, Choice, IconButton, MoneyField, PercentField, SegmentedField, Symbol,
        TextField,
    },
    locale::{t, t_string, use_i18n},
    pages::form::Faults,
};
use crate::billing::totals::AdjustmentKind;
use crate::money::Currency;
use leptos::prelude::*;

/// All of them, and the buttons that add one.
#[component]
pub fn Adjustments(form: DraftForm, currency: Signal<Currency>, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let add = move |kind| {
        let key = form.fresh_key();
        form.adjustments
            .update(|all| all.push(AdjustmentForm::new(key, kind)));
    };
    view! {
        <For
            each=move || form.adjustments.get()
            key=|each| each.key
            children=move |each| view! { <AdjustmentFields form each currency faults/> }
        />
        <div class="actions">
            <Button kind=ButtonKind::Quiet symbol=Symbol::Plus on_press=move |()| add(AdjustmentKind::Allowance)>
                {t!(i18n, invoices.adjustment_add_discount)}
            </Button>
            <Button kind=ButtonKind::Quiet symbol=Symbol::Plus on_press=move |()| add(AdjustmentKind::Charge)>
                {t!(i18n, invoices.adjustment_add_fee)}
            </Button>
        </div>
    }
}

#[component]
fn AdjustmentFields(
    form: DraftForm,
    each: AdjustmentForm,
    currency: Signal<Currency>,
    faults: Faults,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || match each.kind {
        AdjustmentKind::Allowance => t_string!(i18n, invoices.adjustment_discount).to_string(),
        AdjustmentKind::Charge => t_string!(i18n, invoices.adjustment_fee).to_string(),
    };
    let measures = Signal::derive(move || {
        vec![
            Choice::new(Measure::Percent, t_string!(i18n, invoices.discount_percent)),
            Choice::new(Measure::Amount, t_string!(i18n, invoices.discount_amount)),
        ]
    });
    let remove = move |()| {
        form.adjustments
            .update(|all| all.retain(|other| other.key != each.key));
    };
    view! {
        <div class="draft-adjustment">
            <SegmentedField label=name value=each.measure choices=measures/>
            {move || match each.measure.get() {
                Measure::Percent => view! {
                    <PercentField
                        label=move || t_string!(i18n, invoices.discount_percent)
                        value=each.value
                        error=faults.at(each.value_id())
                        id=each.value_id()
                    />
                }.into_any(),
                Measure::Amount => view! {
                    <MoneyField
                        label=move || t_string!(i18n, invoices.amount)
                        value=each.value
                        currency
                        error=faults.at(each.value_id())
                        id=each.value_id()
                    />
                }.into_any(),
            }}
            <TextField
                label=move || t_string!(i18n, invoices.line_reason)
                value=each.reason
                error=faults.at(each.reason_id())
                id=each.reason_id()
                required=true
            />
            <IconButton
                symbol=Symbol::Trash
                label=move || t_string!(i18n, invoices.adjustment_remove, name = name())
                on_press=remove
            />
        </div>
    }
}
