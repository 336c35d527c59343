//! The palette (Ctrl K, ⌘ K): type a few letters, go to any account, invoice or action.

use super::{
    dialog::follow,
    icon::{Icon, Symbol},
    identity::fresh_id,
    key_hint::KeyHint,
};
use crate::app::{
    locale::{t, t_string, use_i18n},
    route::Route,
    unsaved::use_leave,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// No more than so many answers are shown.
const MOST: usize = 20;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaletteEntry {
    /// What it is called.
    pub title: String,
    /// What tells it from its namesakes: a number, a town.
    pub detail: String,
    /// What kind of thing it is, in the page's language.
    pub kind: String,
    /// Its picture.
    pub symbol: Symbol,
    /// Where choosing it leads.
    pub route: Route,
}

/// `<CommandPalette open find/>`; `find` gives at most twenty answers for what was typed, best first.
#[component]
pub fn CommandPalette(
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// The answers for what was typed.
    #[prop(into)]
    find: Callback<String, Vec<PaletteEntry>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let place = NodeRef::<html::Dialog>::new();
    follow(open, place);
    view! {
        <dialog
            class="palette"
            aria-label=move || t_string!(i18n, shell.palette)
            node_ref=place
            on:close=move |_| open.set(false)
            on:click=move |event| {
                // Only the space round the palette is the dialog itself.
                let is_outside = place.get_untracked().is_some_and(|dialog| {
                    event.target().is_some_and(|target| js_sys::Object::is(&target, &dialog))
                });
                if is_outside {
                    open.set(false);
                }
            }
        >
            <Show when=move || open.get()><Search open find/></Show>
        </dialog>
    }
}

/// The field and its answers; made anew each time the palette opens.
#[component]
fn Search(open: RwSignal<bool>, find: Callback<String, Vec<PaletteEntry>>) -> impl IntoView {
    let i18n = use_i18n();
    let go = use_leave();
    let query = RwSignal::new(String::new());
    let marked = RwSignal::new(0_usize);
    let answers = Memo::new(move |_| {
        let mut answers = find.run(query.get());
        answers.truncate(MOST);
        answers
    });
    let list = fresh_id("palette");
    let option_id = {
        let list = list.clone();
        move |place: usize| format!("{list}-{place}")
    };
    let choose = move |place: usize| {
        if let Some(answer) = answers.read_untracked().get(place) {
            open.set(false);
            go(answer.route);
        }
    };
    let steer = {
        let choose = choose.clone();
        let option_id = option_id.clone();
        move |event: KeyboardEvent| {
            let count = answers.read_untracked().len().max(1);
            match event.key().as_str() {
                "ArrowDown" => marked.update(|place| *place = (*place + 1) % count),
                "ArrowUp" => marked.update(|place| *place = (*place + count - 1) % count),
                "Enter" => choose(marked.get_untracked()),
                _ => return,
            }
            event.prevent_default();
            if let Some(option) = document().get_element_by_id(&option_id(marked.get_untracked())) {
                let nearest = web_sys::ScrollIntoViewOptions::new();
                nearest.set_block(web_sys::ScrollLogicalPosition::Nearest);
                option.scroll_into_view_with_scroll_into_view_options(&nearest);
            }
        }
    };
    let options = {
        let option_id = option_id.clone();
        move || {
            answers.get().into_iter().enumerate().map(|(place, answer)| {
                let choose = choose.clone();
                view! {
                    <li
                        role="option"
                        class="palette-entry"
                        id=option_id(place)
                        aria-selected=move || if marked.get() == place { "true" } else { "false" }
                        on:click=move |_| choose(place)
                        on:pointermove=move |_| marked.set(place)
                    >
                        <Icon symbol=answer.symbol/>
                        <span class="palette-title">{answer.title}</span>
                        <span class="palette-detail">{answer.detail}</span>
                        <span class="palette-kind">{answer.kind}</span>
                    </li>
                }
            }).collect_view()
        }
    };
    let active = move || (!answers.read().is_empty()).then(|| option_id(marked.get()));
    view! {
        <div class="palette-search">
            <Icon symbol=Symbol::Search/>
            <input
                type="text"
                role="combobox"
                autofocus
                autocomplete="off"
                spellcheck="false"
                aria-expanded="true"
                aria-autocomplete="list"
                aria-controls=list.clone()
                aria-activedescendant=active
                aria-label=move || t_string!(i18n, shell.palette)
                placeholder=move || t_string!(i18n, shell.palette_placeholder)
                prop:value=query
                on:input=move |event| {
                    marked.set(0);
                    query.set(event_target_value(&event));
                }
                on:keydown=steer
            />
            <KeyHint keys=vec!["Esc"]/>
        </div>
        <ul class="palette-list" role="listbox" id=list aria-label=move || t_string!(i18n, shell.palette_answers)>
            {options}
        </ul>
        <p class="palette-none" role="status">
            {move || answers.read().is_empty().then_some(t!(i18n, shell.palette_none))}
        </p>
    }
}
