//! Figures that lead a page, and the sum at the end of a bill.

use super::badge::Tone;
use leptos::prelude::*;

/// A big figure with its label: `<Stat label=…>{move || format.get().money(owed.get())}</Stat>`.
#[component]
pub fn Stat(
    /// What the figure counts.
    #[prop(into)]
    label: Signal<String>,
    /// How it stands.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    /// A quiet line below.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class=move || format!("stat {}", tone.get().class())>
            <p class="stat-label">{label}</p>
            <p class="stat-figure">{children()}</p>
            {note.map(|note| view! { <p class="stat-note">{note}</p> })}
        </div>
    }
}

/// Stats side by side, divided by hairlines.
#[component]
pub fn Stats(children: Children) -> impl IntoView {
    view! { <div class="stats">{children()}</div> }
}

/// A column of sums; the last, marked `is_due`, stands over the double rule.
#[component]
pub fn Totals(children: Children) -> impl IntoView {
    view! { <dl class="totals">{children()}</dl> }
}

/// One sum of [`Totals`].
#[component]
pub fn Total(
    /// What is summed.
    #[prop(into)]
    name: Signal<String>,
    /// Whether this is the sum everything leads to.
    #[prop(optional)]
    is_due: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="total" class:total-due=is_due>
            <dt>{name}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
