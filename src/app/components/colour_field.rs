//! Choosing a colour with the browser's own chooser.

use super::field::{Field, FieldIds};
use leptos::prelude::*;

/// `<ColourField label=… value=accent/>`; the value is written `#1f5c4d`.
#[component]
pub fn ColourField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// The colour, both ways.
    value: RwSignal<String>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
) -> impl IntoView {
    let ids = FieldIds::new(None);
    let described = ids.clone();
    view! {
        <Field ids=ids.clone() label hint error=Signal::stored(None)>
            <span class="colour-line">
                <input
                    id=ids.control
                    type="color"
                    class="control control-colour"
                    aria-describedby=described.described_by(hint.is_some(), false)
                    prop:value=value
                    on:input=move |event| value.set(event_target_value(&event))
                />
                <output class="colour-name">{value}</output>
            </span>
        </Field>
    }
}
