//! What is wrong with a form, at its top: one link for each field. It takes the focus when errors appear.

use super::icon::{Icon, Symbol};
use crate::app::locale::{t, use_i18n};
use leptos::{html, prelude::*};
use wasm_bindgen::JsCast;

/// One field that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The id that was given to the field.
    pub field: String,
    /// What is wrong, naming the field.
    pub text: String,
}

impl FieldError {
    /// What is wrong with a field.
    pub fn new(field: impl Into<String>, text: impl Into<String>) -> Self {
        FieldError {
            field: field.into(),
            text: text.into(),
        }
    }
}

/// Moves the focus to an element by its id.
pub fn focus(id: &str) {
    let element = document()
        .get_element_by_id(id)
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(Err(error)) = element.map(|element| element.focus()) {
        leptos::logging::warn!("no focus for {id}: {error:?}");
    }
}

/// The summary: `<ErrorSummary errors/>`; empty means nothing is shown.
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the form.
    #[prop(into)]
    errors: Signal<Vec<FieldError>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let place = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<usize>| {
        let count = errors.read().len();
        if count > 0 && before != Some(count) {
            request_animation_frame(move || {
                if let Some(Err(error)) = place.get_untracked().map(|place| place.focus()) {
                    leptos::logging::warn!("no focus for the summary: {error:?}");
                }
            });
        }
        count
    });
    let links = move || {
        errors
            .get()
            .into_iter()
            .map(|error| {
                let field = error.field.clone();
                let href = format!("#{field}");
                view! {
                    <li>
                        <a href=href on:click=move |event| {
                            // The base of the document would turn the fragment into another page.
                            event.prevent_default();
                            focus(&field);
                        }>{error.text}</a>
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <div class="error-summary-place" role="alert">
            <Show when=move || !errors.read().is_empty()>
                <div class="error-summary" tabindex="-1" node_ref=place>
                    <p class="error-summary-title"><Icon symbol=Symbol::Warning/><span>{t!(i18n, words.please_check)}</span></p>
                    <ul>{links}</ul>
                </div>
            </Show>
        </div>
    }
}
