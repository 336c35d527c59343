//! Where a person is in a work of several steps.

use super::icon::{Icon, Symbol};
use crate::app::locale::{t_string, use_i18n};
use leptos::prelude::*;

/// `<Stepper steps=vec of names at=signal of the step, counted from zero/>`.
#[component]
pub fn Stepper(
    /// The names of the steps.
    #[prop(into)]
    steps: Signal<Vec<String>>,
    /// The step a person is at, counted from zero.
    #[prop(into)]
    at: Signal<usize>,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <ol class="stepper" aria-label=move || t_string!(i18n, words.steps)>
            {move || steps.get().into_iter().enumerate().map(|(place, name)| view! {
                <li
                    class="step"
                    class:step-done=move || { place < at.get() }
                    aria-current=move || (place == at.get()).then_some("step")
                >
                    <span class="step-mark" aria-hidden="true">
                        {move || if place < at.get() {
                            view! { <Icon symbol=Symbol::Check/> }.into_any()
                        } else {
                            (place + 1).to_string().into_any()
                        }}
                    </span>
                    <span class="step-name">{name}</span>
                </li>
            }).collect_view()}
        </ol>
    }
}
