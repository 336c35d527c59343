//! The key that does what stands beside it.

use leptos::prelude::*;

/// `<KeyHint keys=vec!["g", "t"]/>`.
#[component]
pub fn KeyHint(
    /// The keys, one after the other.
    keys: Vec<&'static str>,
) -> impl IntoView {
    view! { <span class="key-hint">{keys.into_iter().map(|key| view! { <kbd>{key}</kbd> }).collect_view()}</span> }
}
