//! The frame round a control: its label above, its hint and its error below, tied together for a screen reader.

use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// The ids that tie a control to its label, hint and error.
#[derive(Clone, Debug)]
pub struct FieldIds {
    /// The control's own id; an error summary links to it.
    pub control: String,
    /// The hint's.
    pub hint: String,
    /// The error's.
    pub error: String,
}

impl FieldIds {
    /// The given id, or a fresh one, and what follows from it.
    pub fn new(id: Option<String>) -> Self {
        let control = id.unwrap_or_else(|| super::identity::fresh_id("field"));
        FieldIds {
            hint: format!("{control}-hint"),
            error: format!("{control}-error"),
            control,
        }
    }

    /// What `aria-describedby` names now.
    pub fn described_by(&self, has_hint: bool, has_error: bool) -> Option<String> {
        match (has_hint, has_error) {
            (false, false) => None,
            (true, false) => Some(self.hint.clone()),
            (false, true) => Some(self.error.clone()),
            (true, true) => Some(format!("{} {}", self.error, self.hint)),
        }
    }
}

/// The frame; the controls of this folder use it, a page seldom does.
#[component]
pub fn Field(
    /// The ids of the parts.
    ids: FieldIds,
    /// The label.
    label: Signal<String>,
    /// A quiet sentence below.
    hint: Option<Signal<String>>,
    /// What is wrong, if anything.
    error: Signal<Option<String>>,
    children: Children,
) -> impl IntoView {
    let FieldIds {
        control,
        hint: hint_id,
        error: error_id,
    } = ids;
    view! {
        <div class="field" class:field-wrong=move || error.read().is_some()>
            <label class="field-label" for=control>{label}</label>
            {children()}
            {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{hint}</p> })}
            {move || {
                error.get().map(|text| view! {
                    <p class="field-error" id=error_id.clone()><Icon symbol=Symbol::Warning/><span>{text}</span></p>
                })
            }}
        </div>
    }
}
