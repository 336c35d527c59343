//! A day, picked with the browser's own calendar.

use super::field::{Field, FieldIds};
use chrono::NaiveDate;
use leptos::prelude::*;

/// A day or none: `<DateField label=… value=from/>` with `from: RwSignal<Option<NaiveDate>>`.
#[component]
pub fn DateField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The day, both ways; none while the field is empty or half typed.
    value: RwSignal<Option<NaiveDate>>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let described = ids.clone();
    view! {
        <Field ids=ids.clone() label hint error>
            <input
                id=ids.control
                type="date"
                class="control control-date"
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=move || described.described_by(hint.is_some(), error.read().is_some())
                prop:value=move || value.get().map(|day| day.to_string()).unwrap_or_default()
                on:change=move |event| value.set(event_target_value(&event).parse().ok())
            />
        </Field>
    }
}
