//! A field for an amount: keeps the text while it is typed, and on leaving says what it understood.

use super::field::{Field, FieldIds};
use leptos::prelude::*;

/// What a field makes of the text that stands in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Nothing was typed.
    Empty,
    /// What was understood, written out.
    Understood(String),
    /// Why nothing could be understood, in words.
    Wrong(String),
}

/// The field under every amount field; it reads with the function it is given, on leaving and while it is wrong.
#[component]
pub fn ReadingField(
    /// The label.
    label: Signal<String>,
    /// The text, both ways.
    value: RwSignal<String>,
    /// What the text says.
    read: Callback<String, Reading>,
    /// What the form says is wrong with it.
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    id: Option<String>,
    /// The unit at the end of the field.
    suffix: Signal<String>,
) -> impl IntoView {
    let ids = FieldIds::new(id);
    let described = ids.clone();
    let output = format!("{}-read", ids.control);
    let is_typing = RwSignal::new(false);
    let reading = Memo::new(move |_| read.run(value.get()));
    let wrong = Signal::derive(move || {
        let own = match reading.get() {
            Reading::Wrong(text) if !is_typing.get() => Some(text),
            Reading::Wrong(_) | Reading::Empty | Reading::Understood(_) => None,
        };
        own.or_else(|| error.get())
    });
    let understood = move || match reading.get() {
        Reading::Understood(text) if !is_typing.get() => format!("= {text}"),
        Reading::Understood(_) | Reading::Empty | Reading::Wrong(_) => String::new(),
    };
    view! {
        <Field ids=ids.clone() label hint error=wrong>
            <div class="control-frame">
                <input
                    id=ids.control.clone()
                    class="control control-amount"
                    type="text"
                    inputmode="decimal"
                    autocomplete="off"
                    aria-invalid=move || wrong.read().is_some().then_some("true")
                    aria-describedby=move || described.described_by(hint.is_some(), wrong.read().is_some())
                    prop:value=value
                    on:focus=move |_| is_typing.set(true)
                    on:input=move |event| value.set(event_target_value(&event))
                    on:blur=move |_| is_typing.set(false)
                />
                <span class="control-suffix" aria-hidden="true">{suffix}</span>
            </div>
            <output class="field-reading" id=output for=ids.control>{understood}</output>
        </Field>
    }
}
