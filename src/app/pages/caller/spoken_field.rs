//! A field for what a caller says. The browser keeps nothing of it: no history, no spelling aid, no password store.

use crate::app::{
    components::field::{Field, FieldIds},
    locale::use_i18n,
    wording::phrase_fault_text,
};
use crate::care::caller::PhraseFault;
use crate::care::secret::holds_identity_code;
use leptos::prelude::*;

/// What was typed, unless it is an identity code.
pub fn spoken(text: RwSignal<String>) -> Option<String> {
    let typed = text.get_untracked();
    (!typed.trim().is_empty() && !holds_identity_code(&typed)).then_some(typed)
}

/// A line of text that says at once when it holds an identity code.
#[component]
pub fn SpokenField(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What stands in it, both ways; whoever uses it empties it.
    value: RwSignal<String>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// What else is wrong with it.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Whether only figures are typed: a phone shows its number keys.
    #[prop(optional)]
    is_figures: bool,
    /// Whether it is hidden from whoever looks over the shoulder.
    #[prop(optional)]
    is_hidden: bool,
    /// The control's id.
    #[prop(optional, into)]
    id: Option<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let ids = FieldIds::new(id);
    let described = ids.clone();
    let wrong = Signal::derive(move || {
        if holds_identity_code(&value.read()) {
            Some(phrase_fault_text(i18n, PhraseFault::IdentityCode))
        } else {
            error.get()
        }
    });
    view! {
        <Field ids=ids.clone() label hint error=wrong>
            <input
                id=ids.control
                class="control"
                class:control-hidden=is_hidden
                type="text"
                inputmode=is_figures.then_some("numeric")
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
                aria-invalid=move || wrong.read().is_some().then_some("true")
                aria-describedby=move || described.described_by(hint.is_some(), wrong.read().is_some())
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
            />
        </Field>
    }
}
