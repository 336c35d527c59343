//! A document as it looks on paper: on the desk on screen, alone on the printer.

use leptos::prelude::*;

/// The sheet; what stands in it uses the `paper-…` classes of `style/paper.css`.
#[component]
pub fn Paper(
    /// What the sheet is, for a screen reader.
    #[prop(into)]
    label: Signal<String>,
    /// The language it is written in, which is the customer's.
    #[prop(into)]
    lang: String,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="paper-desk">
            <article class="paper" aria-label=label lang=lang>{children()}</article>
        </div>
    }
}
