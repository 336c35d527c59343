//! A short table: `<table>` with its own head, body and foot; on a phone it scrolls sideways in its frame.

use leptos::prelude::*;

/// `<ShortTable label=…><thead>…</thead><tbody>…<td class="amount">…</tbody></ShortTable>`.
#[component]
pub fn ShortTable(
    /// What it holds: its name for a screen reader.
    #[prop(into)]
    label: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="table-scroll" role="region" aria-label=label tabindex="0">
            <table class="simple-table" aria-label=label>{children()}</table>
        </div>
    }
}
