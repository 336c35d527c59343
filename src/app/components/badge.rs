//! A word on the standing of something: a dot and a word, never a colour alone.

use leptos::prelude::*;

/// How something stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to say about it.
    #[default]
    Neutral,
    /// Done, settled, as it should be.
    Good,
    /// On its way, information.
    Info,
    /// Wants attention soon.
    Warn,
    /// Wants attention now.
    Bad,
}

impl Tone {
    /// The class that carries the tone's colour.
    pub fn class(self) -> &'static str {
        match self {
            Tone::Neutral => "tone-neutral",
            Tone::Good => "tone-good",
            Tone::Info => "tone-info",
            Tone::Warn => "tone-warn",
            Tone::Bad => "tone-bad",
        }
    }
}

/// `<Badge tone=Tone::Bad>{t!(i18n, words.overdue)}</Badge>`.
#[component]
pub fn Badge(
    /// How it stands.
    #[prop(optional, into)]
    tone: Signal<Tone>,
    children: Children,
) -> impl IntoView {
    view! { <span class=move || format!("badge {}", tone.get().class())>{children()}</span> }
}
