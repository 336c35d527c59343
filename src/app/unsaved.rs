//! What is typed and not kept yet: nobody leaves it without being asked.
//!
//! A form marks its place with [`ATTRIBUTE`]; a touch of any of its fields is noticed here. Links, the keys, the palette
//! and the browser's back button then ask first; closing or reloading the page asks with the browser's own question.

use super::components::{Actions, Button, ButtonKind, Dialog};
use super::locale::{t, t_string, use_i18n};
use super::route::{Route, base, use_go, use_route};
use leptos::{ev, prelude::*};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Element, Event, HtmlAnchorElement, MouseEvent, PopStateEvent};

/// The attribute of an element whose fields are lost when the page is left; the value says nothing.
pub const ATTRIBUTE: &str = "data-unsaved";

/// Where somebody wanted to go.
#[derive(Clone, PartialEq)]
enum Leaving {
    /// To an address of the app, relative to the host.
    To(String),
    /// To where the browser's history leads.
    Back,
}

/// Whether the page holds something unsaved.
#[derive(Clone, Copy)]
pub struct Unsaved {
    /// The address of the page that holds it.
    at: RwSignal<Option<String>>,
    wish: RwSignal<Option<Leaving>>,
    asks: RwSignal<bool>,
}

/// Watches over the page's forms. Call above the router, whose own listeners must come second.
pub fn provide_unsaved() {
    let unsaved = Unsaved {
        at: RwSignal::new(None),
        wish: RwSignal::new(None),
        asks: RwSignal::new(false),
    };
    provide_context(unsaved);
    unsaved.listen();
}

/// Whether the page holds something unsaved.
pub fn use_unsaved() -> Unsaved {
    expect_context::<Unsaved>()
}

/// Gives a function that shows a screen where a person asks for it away from a link: the keys, the palette.
pub fn use_leave() -> impl Fn(Route) + Clone + 'static {
    let go = use_go();
    let unsaved = use_unsaved();
    move |route: Route| {
        let address = format!("{}/{}", base(), route.href().trim_start_matches("./"));
        if !unsaved.stops(Leaving::To(address)) {
            go(route);
        }
    }
}

impl Unsaved {
    /// Something was typed or chosen.
    fn touch(self) {
        if self.at.read_untracked().is_none() {
            self.at.set(location().href().ok());
        }
    }

    /// It is kept, or given up.
    pub fn clear(self) {
        if self.at.read_untracked().is_some() {
            self.at.set(None);
        }
    }

    /// Whether leaving has to be asked about first; the question is put.
    fn stops(self, leaving: Leaving) -> bool {
        let stops = self.at.read_untracked().is_some();
        if stops {
            self.wish.set(Some(leaving));
            self.asks.set(true);
        }
        stops
    }

    fn listen(self) {
        // Not `change`, which comes when a field is left, and that may be after what stands in it was saved. Clicks are of
        // choices that are made without typing: in a list, or with a button that adds or takes away.
        for name in ["input", "click"] {
            let target: web_sys::EventTarget = document().into();
            listen(&target, name, move |event| {
                let Some(element) = target_of(&event) else {
                    return;
                };
                let is_choice = || is_in(&element, "button[type='button'], [role='option']");
                if is_in(&element, &format!("[{ATTRIBUTE}]"))
                    && (event.type_() != "click" || is_choice())
                {
                    self.touch();
                }
            });
        }
        listen(&window().into(), "click", move |event| {
            if let Some(address) = followed(&event)
                && self.stops(Leaving::To(address))
            {
                event.prevent_default();
                event.stop_propagation();
            }
        });
        listen(&window().into(), "popstate", move |event| {
            let Some(here) = self.at.get_untracked() else {
                return;
            };
            // The browser has gone already: it is brought back, and the router hears nothing of it. One step back leads
            // from there to where it went, forwards or backwards.
            let returned = window()
                .history()
                .and_then(|history| history.push_state_with_url(&JsValue::NULL, "", Some(&here)));
            if returned.is_ok() && event.dyn_ref::<PopStateEvent>().is_some() {
                event.stop_immediate_propagation();
                self.stops(Leaving::Back);
            }
        });
        let held = StoredValue::new_local(None::<WindowListenerHandle>);
        // Only while there is something to lose: a page with such a listener is not kept ready by some browsers.
        Effect::new(move || {
            let is_unsaved = self.at.read().is_some();
            if let Some(before) = held.try_update_value(Option::take).flatten() {
                before.remove();
            }
            if is_unsaved {
                held.set_value(Some(window_event_listener(ev::beforeunload, |event| {
                    event.prevent_default();
                    // Older browsers ask only for this.
                    event.set_return_value("unsaved");
                })));
            }
        });
    }
}

/// Listens for good, before anybody else does.
fn listen(target: &web_sys::EventTarget, name: &str, heard: impl FnMut(Event) + 'static) {
    let heard = Closure::<dyn FnMut(Event)>::new(heard).into_js_value();
    if let Err(error) =
        target.add_event_listener_with_callback_and_bool(name, heard.unchecked_ref(), true)
    {
        leptos::logging::warn!("unsaved forms are not watched: {error:?}");
    }
}

fn target_of(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn is_in(element: &Element, selector: &str) -> bool {
    element.closest(selector).ok().flatten().is_some()
}

/// The address of another page of the app that a press on a link leads to in this very tab.
fn followed(event: &Event) -> Option<String> {
    let press: &MouseEvent = event.dyn_ref()?;
    if press.button() != 0
        || press.ctrl_key()
        || press.meta_key()
        || press.shift_key()
        || press.alt_key()
    {
        return None;
    }
    let link: HtmlAnchorElement = target_of(event)?
        .closest("a[href]")
        .ok()??
        .dyn_into()
        .ok()?;
    let here = location();
    let leads_on = link.target().is_empty()
        && !link.has_attribute("download")
        // Of an error summary: to a field of this very page, whatever the page's base makes of it.
        && link.get_attribute("href").is_some_and(|href| !href.starts_with('#'))
        && Some(link.origin()) == here.origin().ok()
        && Some(link.pathname()) != here.pathname().ok();
    leads_on.then(|| format!("{}{}", link.pathname(), link.search()))
}

/// The question, and what forgets what was typed when its page is gone. Below the router.
#[component]
pub fn UnsavedQuestion() -> impl IntoView {
    let i18n = use_i18n();
    let unsaved = use_unsaved();
    let route = use_route();
    let navigate = leptos_router::hooks::use_navigate();
    Effect::new(move |before: Option<Option<Route>>| {
        let now = route.get();
        if before.is_some_and(|before| before != now) {
            unsaved.clear();
        }
        now
    });
    let leave = Callback::new(move |()| {
        unsaved.asks.set(false);
        unsaved.clear();
        match unsaved.wish.get_untracked() {
            Some(Leaving::To(address)) => {
                let below = address.strip_prefix(base().as_str()).unwrap_or(&address);
                navigate(below, leptos_router::NavigateOptions::default());
            }
            Some(Leaving::Back) => {
                if let Err(error) = window().history().and_then(|history| history.back()) {
                    leptos::logging::warn!("the browser did not go back: {error:?}");
                }
            }
            None => {}
        }
    });
    view! {
        <Dialog title=move || t_string!(i18n, shell.unsaved_title) open=unsaved.asks>
            <p class="dialog-text">{t!(i18n, shell.unsaved_text)}</p>
            <Actions>
                <Button on_press=move |()| unsaved.asks.set(false)>{t!(i18n, shell.unsaved_stay)}</Button>
                <Button kind=ButtonKind::Danger on_press=move |()| leave.run(())>{t!(i18n, shell.unsaved_leave)}</Button>
            </Actions>
        </Dialog>
    }
}
