//! What a page says while it has nothing to show: what will stand here, and how to begin.

use super::icon::{Icon, Symbol};
use leptos::prelude::*;

/// `<EmptyState symbol=Symbol::Accounts title=… text=…><LinkButton …/></EmptyState>`.
#[component]
pub fn EmptyState(
    /// The picture.
    symbol: Symbol,
    /// What will stand here.
    #[prop(into)]
    title: Signal<String>,
    /// How it comes here.
    #[prop(into)]
    text: Signal<String>,
    /// The first step.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty-state">
            <span class="empty-state-mark"><Icon symbol/></span>
            <p class="empty-state-title">{title}</p>
            <p class="empty-state-text">{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
}
