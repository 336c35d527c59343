//! The field that narrows a list while one types; `/` goes there.

use super::{
    button::IconButton,
    icon::{Icon, Symbol},
    identity::fresh_id,
};
use crate::app::locale::{t_string, use_i18n};
use leptos::{html, prelude::*};

/// `<SearchField label=… value=query/>`.
#[component]
pub fn SearchField(
    /// What is searched; also shown in the empty field.
    #[prop(into)]
    label: Signal<String>,
    /// What is typed, both ways.
    value: RwSignal<String>,
) -> impl IntoView {
    let i18n = use_i18n();
    let place = NodeRef::<html::Input>::new();
    let clear = move |()| {
        value.set(String::new());
        if let Some(Err(error)) = place.get_untracked().map(|place| place.focus()) {
            leptos::logging::warn!("no focus for the search: {error:?}");
        }
    };
    view! {
        <div class="search-field" role="search">
            <Icon symbol=Symbol::Search/>
            <input
                id=fresh_id("search")
                class="control"
                type="text"
                enterkeyhint="search"
                autocomplete="off"
                spellcheck="false"
                data-shortcut="search"
                aria-label=label
                placeholder=label
                node_ref=place
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:keydown=move |event| {
                    if event.key() == "Escape" && !value.read_untracked().is_empty() {
                        event.prevent_default();
                        value.set(String::new());
                    }
                }
            />
            <Show when=move || !value.read().is_empty()>
                <IconButton symbol=Symbol::Close label=move || t_string!(i18n, words.clear_search) on_press=clear/>
            </Show>
        </div>
    }
}
