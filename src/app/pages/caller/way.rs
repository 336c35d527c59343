//! One way to be recognised: its name, opened when it is chosen.

use leptos::prelude::*;

/// `<Way name=… is_open=true>…</Way>`.
#[component]
pub fn Way(
    /// What it is.
    #[prop(into)]
    name: Signal<String>,
    /// What it makes of the caller, in a few words.
    #[prop(into)]
    note: Signal<String>,
    /// Whether it stands open at first.
    #[prop(optional)]
    is_open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="way" open=is_open>
            <summary>
                <span class="way-name">{name}</span>
                <span class="way-note">{note}</span>
            </summary>
            <div class="way-body">{children()}</div>
        </details>
    }
}
