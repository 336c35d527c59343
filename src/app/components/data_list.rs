//! Names and their values, row by row.

use leptos::prelude::*;

/// `<DataList><Datum name=…>…</Datum></DataList>`.
#[component]
pub fn DataList(children: Children) -> impl IntoView {
    view! { <dl class="data-list">{children()}</dl> }
}

/// One row of a [`DataList`].
#[component]
pub fn Datum(
    /// What it is.
    #[prop(into)]
    name: Signal<String>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="datum">
            <dt>{name}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
