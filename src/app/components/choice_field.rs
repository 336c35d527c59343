//! Choosing one of several: a list that opens, or the few choices side by side; and one thing that is so or not.

use super::field::{Field, FieldIds};
use leptos::prelude::*;

/// One thing that can be chosen, and its name in the page's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice<T> {
    /// What is chosen.
    pub value: T,
    /// Its name.
    pub name: String,
}

impl<T> Choice<T> {
    /// A choice and its name.
    pub fn new(value: T, name: impl Into<String>) -> Self {
        Choice {
            value,
            name: name.into(),
        }
    }
}

/// A list that opens: `<SelectField label=… value=currency choices=currencies/>`; `value` is any comparable type.
#[component]
pub fn SelectField<T>(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen, both ways.
    value: RwSignal<T>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice<T>>>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let ids = FieldIds::new(id);
    let described = ids.clone();
    // As they stand on the screen: a place in the list means one of these.
    let choices = Memo::new(move |_| choices.get());
    let choose = move |event| {
        let place: Option<usize> = event_target_value(&event).parse().ok();
        if let Some(choice) = place.and_then(|place| choices.read_untracked().get(place).cloned()) {
            value.set(choice.value);
        }
    };
    view! {
        <Field ids=ids.clone() label hint error>
            <select
                id=ids.control
                class="control control-select"
                aria-invalid=move || error.read().is_some().then_some("true")
                aria-describedby=move || described.described_by(hint.is_some(), error.read().is_some())
                on:change=choose
            >
                {move || {
                    choices.get().into_iter().enumerate().map(|(place, choice)| {
                        let chosen = choice.value;
                        view! {
                            <option value=place prop:selected=move || *value.read() == chosen>{choice.name}</option>
                        }
                    }).collect_view()
                }}
            </select>
        </Field>
    }
}

/// Two to five choices side by side.
#[component]
pub fn SegmentedField<T>(
    /// The label of the group.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen, both ways.
    value: RwSignal<T>,
    /// What can be chosen.
    #[prop(into)]
    choices: Signal<Vec<Choice<T>>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let name = super::identity::fresh_id("segments");
    view! {
        <fieldset class="field segmented-field">
            <legend class="field-label">{label}</legend>
            <div class="segments">
                {move || {
                    choices.get().into_iter().map(|choice| {
                        let (chosen, picked) = (choice.value.clone(), choice.value);
                        view! {
                            <label class="segment">
                                <input
                                    type="radio"
                                    name=name.clone()
                                    prop:checked=move || *value.read() == chosen
                                    on:change=move |_| value.set(picked.clone())
                                />
                                <span>{choice.name}</span>
                            </label>
                        }
                    }).collect_view()
                }}
            </div>
        </fieldset>
    }
}

/// One thing that is so or not.
#[component]
pub fn CheckField(
    /// What is so.
    #[prop(into)]
    label: Signal<String>,
    /// Whether it is, both ways.
    value: RwSignal<bool>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    view! {
        <div class="field check-field">
            <label class="check-line" for=ids.control.clone()>
                <input
                    id=ids.control.clone()
                    type="checkbox"
                    class="check"
                    aria-describedby=hint.map(|_| ids.hint.clone())
                    prop:checked=value
                    on:change=move |event| value.set(event_target_checked(&event))
                />
                <span>{label}</span>
            </label>
            {hint.map(|hint| view! { <p class="field-hint" id=ids.hint>{hint}</p> })}
        </div>
    }
}
