//! Keys that work on every page, and the window that lists them.

use super::Windows;
use crate::app::{
    components::{Dialog, KeyHint},
    locale::{t, t_string, use_i18n},
    navigation::{places, use_place_name},
    pages::desk::ring,
    route::Route,
    unsaved::use_leave,
    workspace::use_workspace,
};
use leptos::{ev, prelude::*};
use wasm_bindgen::JsCast;

/// Ctrl K opens the palette; `?` this help; `g` and a letter go to a place; `/` goes to the page's search.
pub fn listen(windows: Windows) {
    let go = use_leave();
    let workspace = use_workspace();
    let is_after_g = StoredValue::new(false);
    let listener = window_event_listener(ev::keydown, move |event| {
        let key = event.key();
        let is_chord = event.ctrl_key() || event.meta_key();
        if is_chord && !event.alt_key() && !event.shift_key() && key.eq_ignore_ascii_case("k") {
            event.prevent_default();
            windows.palette.update(|open| *open = !*open);
            return;
        }
        if is_chord || event.alt_key() || is_typing(&event) || is_dialog_open() {
            return;
        }
        let was_after_g = is_after_g.get_value();
        is_after_g.set_value(false);
        match key.as_str() {
            "?" => windows.shortcuts.set(true),
            "/" => {
                event.prevent_default();
                if !focus_search() {
                    windows.palette.set(true);
                }
            }
            "g" if !was_after_g => is_after_g.set_value(true),
            "w" if was_after_g => {
                event.prevent_default();
                ring(workspace);
                go(Route::Desk);
            }
            letter if was_after_g => {
                if let Some(place) = places().find(|place| place.key == Some(letter)) {
                    event.prevent_default();
                    // A page's own key must not follow.
                    go(place.route);
                }
            }
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// Whether a key is the page's own to use: nobody types, no window is open, and it is no chord.
pub fn is_free_key(event: &ev::KeyboardEvent) -> bool {
    let is_chord = event.ctrl_key() || event.meta_key() || event.alt_key();
    !is_chord && !event.default_prevented() && !is_typing(event) && !is_dialog_open()
}

fn is_typing(event: &ev::KeyboardEvent) -> bool {
    let Some(element) = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return false;
    };
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT")
        || element.is_content_editable()
}

/// Goes to the page's own search; false where it has none.
fn focus_search() -> bool {
    let field = document()
        .query_selector("main [data-shortcut='search']")
        .ok()
        .flatten();
    field
        .and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|field| field.focus().is_ok())
}

fn is_dialog_open() -> bool {
    document()
        .query_selector("dialog[open]")
        .ok()
        .flatten()
        .is_some()
}

/// The window that lists the keys.
#[component]
pub fn ShortcutHelp() -> impl IntoView {
    let i18n = use_i18n();
    let windows = expect_context::<Windows>();
    let place_name = use_place_name();
    let going = move || {
        places().filter_map(|place| place.key.map(|key| (place.route, key))).map(|(route, key)| {
            view! {
                <div class="datum"><dt>{move || place_name(route)}</dt><dd><KeyHint keys=vec!["g", key]/></dd></div>
            }
        }).collect_view()
    };
    view! {
        <Dialog title=move || t_string!(i18n, shell.shortcuts) open=windows.shortcuts>
            <dl class="data-list data-list-keys">
                <div class="datum"><dt>{t!(i18n, shell.key_palette)}</dt><dd><KeyHint keys=vec!["Ctrl", "K"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, shell.key_search)}</dt><dd><KeyHint keys=vec!["/"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, shell.key_help)}</dt><dd><KeyHint keys=vec!["?"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, desk.ring)}</dt><dd><KeyHint keys=vec!["g", "w"]/></dd></div>
                {going}
            </dl>
            <h3 class="case-subhead">{t!(i18n, desk.title)}</h3>
            <dl class="data-list data-list-keys">
                <div class="datum"><dt>{t!(i18n, desk.ring)}</dt><dd><KeyHint keys=vec!["R"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, desk.answer)}</dt><dd><KeyHint keys=vec!["A"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, desk.promise)}</dt><dd><KeyHint keys=vec!["B"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, desk.hang_up)}</dt><dd><KeyHint keys=vec!["H"]/></dd></div>
                <div class="datum"><dt>{t!(i18n, desk.new_case)}</dt><dd><KeyHint keys=vec!["N"]/></dd></div>
            </dl>
        </Dialog>
    }
}
