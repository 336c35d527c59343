//! Parts of one page of which one is shown at a time.

use super::choice_field::Choice;
use super::identity::fresh_id;
use leptos::{ev::KeyboardEvent, prelude::*};

/// Tabs: `<Tabs label=… chosen choices=…>{move || match chosen.get() { … }}</Tabs>`; arrows move, the panel follows.
#[component]
pub fn Tabs<T>(
    /// The name of the group.
    #[prop(into)]
    label: Signal<String>,
    /// Which is shown, both ways.
    chosen: RwSignal<T>,
    /// Which there are.
    #[prop(into)]
    choices: Signal<Vec<Choice<T>>>,
    /// The panel of the chosen tab.
    children: Children,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let id = fresh_id("tabs");
    let panel = format!("{id}-panel");
    let place = Memo::new(move |_| {
        let chosen = chosen.read();
        choices
            .read()
            .iter()
            .position(|choice| choice.value == *chosen)
            .unwrap_or(0)
    });
    let tab_id = {
        let id = id.clone();
        move |place: usize| format!("{id}-{place}")
    };
    let steer = {
        let tab_id = tab_id.clone();
        move |event: KeyboardEvent| {
            let count = choices.read_untracked().len();
            let here = place.get_untracked();
            let next = match event.key().as_str() {
                "ArrowRight" => (here + 1) % count.max(1),
                "ArrowLeft" => (here + count.max(1) - 1) % count.max(1),
                "Home" => 0,
                "End" => count.saturating_sub(1),
                _ => return,
            };
            event.prevent_default();
            if let Some(choice) = choices.read_untracked().get(next) {
                chosen.set(choice.value.clone());
            }
            super::error_summary::focus(&tab_id(next));
        }
    };
    // Where not all have room the row is moved, so that the chosen one is in sight.
    Effect::new({
        let tab_id = tab_id.clone();
        move |_| {
            if let Some(tab) = document().get_element_by_id(&tab_id(place.get())) {
                let nearest = web_sys::ScrollIntoViewOptions::new();
                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                nearest.set_inline(web_sys::ScrollLogicalPosition::Nearest);
                tab.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        }
    });
    let labelled = {
        let tab_id = tab_id.clone();
        move || tab_id(place.get())
    };
    let controls = panel.clone();
    let tabs = move || {
        choices
            .get()
            .into_iter()
            .enumerate()
            .map(|(here, choice)| {
                let picked = choice.value;
                view! {
                    <button
                        type="button"
                        role="tab"
                        class="tab"
                        id=tab_id(here)
                        aria-controls=controls.clone()
                        aria-selected=move || if place.get() == here { "true" } else { "false" }
                        tabindex=move || if place.get() == here { "0" } else { "-1" }
                        on:click=move |_| chosen.set(picked.clone())
                    >
                        {choice.name}
                    </button>
                }
            })
            .collect_view()
    };
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=steer>{tabs}</div>
        <div class="tab-panel" role="tabpanel" id=panel aria-labelledby=labelled tabindex="-1">{children()}</div>
    }
}
