//! A field that finds one of many while one types: thousands of customers, a few products.

use super::field::{Field, FieldIds};
use super::icon::{Icon, Symbol};
use crate::app::locale::{t, use_i18n};
use leptos::{ev::KeyboardEvent, prelude::*};

/// No more than so many answers are shown; who wants another types another letter.
const MOST: usize = 12;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// What is chosen.
    pub value: T,
    /// What it is called.
    pub title: String,
    /// What tells it from its namesakes: a number, a town, a price.
    pub detail: String,
}

/// How a [`Combobox`] finds what was typed, and what it calls what was chosen.
pub type Finder<T> = (Callback<String, Vec<Found<T>>>, Callback<T, String>);

/// `<Combobox label value find name_of/>`: `find` answers what was typed, best first; `name_of` writes what is chosen.
///
/// Leaving the field without choosing brings back the name of what was chosen before; leaving it empty chooses nothing.
#[component]
pub fn Combobox<T>(
    /// The label.
    #[prop(into)]
    label: Signal<String>,
    /// What is chosen, both ways.
    value: RwSignal<Option<T>>,
    /// The answers for what was typed.
    #[prop(into)]
    find: Callback<String, Vec<Found<T>>>,
    /// The name of what is chosen.
    #[prop(into)]
    name_of: Callback<T, String>,
    /// What is wrong with it, if anything.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// A quiet sentence below.
    #[prop(optional, into)]
    hint: Option<Signal<String>>,
    /// The control's id, for an error summary.
    #[prop(optional, into)]
    id: Option<String>,
    /// Called when something is chosen, for what follows from it.
    #[prop(optional, into)]
    on_choose: Option<Callback<T>>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let i18n = use_i18n();
    let ids = FieldIds::new(id);
    let described = ids.clone();
    let list = format!("{}-list", ids.control);
    let is_open = RwSignal::new(false);
    let marked = RwSignal::new(0_usize);
    let typed = RwSignal::new(None::<String>);
    let text = Memo::new(move |_| {
        typed.get().unwrap_or_else(|| {
            value
                .get()
                .map(|chosen| name_of.run(chosen))
                .unwrap_or_default()
        })
    });
    let answers = Memo::new(move |_| {
        if !is_open.get() {
            return Vec::new();
        }
        let mut answers = find.run(typed.get().unwrap_or_default());
        answers.truncate(MOST);
        answers
    });
    let option_id = {
        let list = list.clone();
        move |place: usize| format!("{list}-{place}")
    };
    let close = move || {
        is_open.set(false);
        typed.set(None);
    };
    let choose = move |place: usize| {
        let answer = answers.read_untracked().get(place).cloned();
        close();
        if let Some(answer) = answer {
            value.set(Some(answer.value.clone()));
            // Last: what follows may take the field away.
            if let Some(on_choose) = on_choose {
                on_choose.run(answer.value);
            }
        }
    };
    let leave = move || {
        // A field that is taken away is left, too.
        if typed.is_disposed() {
            return;
        }
        if typed
            .get_untracked()
            .is_some_and(|text| text.trim().is_empty())
        {
            value.set(None);
        }
        close();
    };
    let steer = {
        let option_id = option_id.clone();
        move |event: KeyboardEvent| {
            let count = answers.read_untracked().len();
            match event.key().as_str() {
                "ArrowDown" | "ArrowUp" if !is_open.get_untracked() => {
                    marked.set(0);
                    is_open.set(true);
                }
                "ArrowDown" => marked.update(|place| *place = (*place + 1) % count.max(1)),
                "ArrowUp" => {
                    marked.update(|place| *place = (*place + count.max(1) - 1) % count.max(1))
                }
                "Enter" if is_open.get_untracked() && count > 0 => choose(marked.get_untracked()),
                "Escape" if is_open.get_untracked() => {
                    // A dialog round the field stays open; only the list goes.
                    event.stop_propagation();
                    close();
                }
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
            answers
                .get()
                .into_iter()
                .enumerate()
                .map(|(place, answer)| {
                    view! {
                        <li
                            role="option"
                            class="combobox-option"
                            id=option_id(place)
                            aria-selected=move || if marked.get() == place { "true" } else { "false" }
                            // The field must not lose the focus before the choice is made.
                            on:pointerdown=|event| event.prevent_default()
                            on:click=move |_| choose(place)
                            on:pointermove=move |_| marked.set(place)
                        >
                            <span class="combobox-title">{answer.title}</span>
                            <span class="combobox-detail">{answer.detail}</span>
                        </li>
                    }
                })
                .collect_view()
        }
    };
    let active = move || (!answers.read().is_empty()).then(|| option_id(marked.get()));
    let label_of_list = label;
    view! {
        <Field ids=ids.clone() label hint error>
            <div class="combobox">
                <input
                    id=ids.control
                    class="control"
                    type="text"
                    role="combobox"
                    autocomplete="off"
                    spellcheck="false"
                    aria-autocomplete="list"
                    aria-expanded=move || if is_open.get() { "true" } else { "false" }
                    aria-controls=list.clone()
                    aria-activedescendant=active
                    aria-invalid=move || error.read().is_some().then_some("true")
                    aria-describedby=move || described.described_by(hint.is_some(), error.read().is_some())
                    prop:value=text
                    on:input=move |event| {
                        marked.set(0);
                        typed.set(Some(event_target_value(&event)));
                        is_open.set(true);
                    }
                    on:click=move |_| is_open.set(true)
                    on:blur=move |_| leave()
                    on:keydown=steer
                />
                <Icon symbol=Symbol::ChevronDown/>
                <ul
                    class="combobox-list"
                    class:combobox-list-open=move || is_open.get()
                    role="listbox"
                    id=list
                    aria-label=label_of_list
                >
                    {options}
                </ul>
                <p class="combobox-none" role="status">
                    {move || (is_open.get() && answers.read().is_empty()).then_some(t!(i18n, words.nothing_found))}
                </p>
            </div>
        </Field>
    }
}
