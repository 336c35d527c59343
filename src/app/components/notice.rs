//! A message that stays in the page.

use super::{
    badge::Tone,
    icon::{Icon, Symbol},
};
use leptos::prelude::*;

/// `<Notice tone=Tone::Warn title=…>text and, if there is one, the way out</Notice>`.
#[component]
pub fn Notice(
    /// How serious it is.
    #[prop(optional)]
    tone: Tone,
    /// What is the matter, in a few words.
    #[prop(optional, into)]
    title: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    let symbol = match tone {
        Tone::Neutral | Tone::Info => Symbol::Info,
        Tone::Good => Symbol::Check,
        Tone::Warn | Tone::Bad => Symbol::Warning,
    };
    view! {
        <div class=format!("notice {}", tone.class())>
            <Icon symbol/>
            <div class="notice-body">
                {title.map(|title| view! { <p class="notice-title">{title}</p> })}
                <div>{children()}</div>
            </div>
        </div>
    }
}
