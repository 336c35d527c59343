//! Moments to wait for, so that the page can draw and hear the person in between.

use js_sys::{Function, Promise};
use leptos::prelude::{document, window};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::AddEventListenerOptions;

/// Lets the page draw and hear the person before the next piece of long work.
pub async fn pause() {
    moment(|resolve| window().set_timeout_with_callback(resolve).map(drop)).await;
}

/// Waits until what was changed last stands on the screen; while nobody looks at the page, until somebody does.
pub async fn painted() {
    moment(|resolve| window().request_animation_frame(resolve).map(drop)).await;
    // The frame is drawn after its callbacks.
    pause().await;
}

/// Waits until the program is whole: what the first screen does not need is loaded after it (see `public/boot.js`), and
/// whoever needs it before holds the page up.
pub async fn whole() {
    let is_whole = |root: web_sys::Element| root.has_attribute("data-whole");
    if document().document_element().is_some_and(is_whole) {
        return;
    }
    let once = AddEventListenerOptions::new();
    once.set_once(true);
    moment(|resolve| {
        window().add_event_listener_with_callback_and_add_event_listener_options(
            "lasku-whole",
            resolve,
            &once,
        )
    })
    .await;
}

/// Waits until something calls the function it was given.
async fn moment(mut ask: impl FnMut(&Function) -> Result<(), JsValue>) {
    let moment = Promise::new(&mut |resolve, _| {
        if let Err(error) = ask(&resolve) {
            leptos::logging::warn!("nothing to wait for: {error:?}");
            // Better at once than never.
            if let Err(error) = resolve.call0(&JsValue::NULL) {
                leptos::logging::warn!("nobody waits: {error:?}");
            }
        }
    });
    if let Err(error) = JsFuture::from(moment).await {
        leptos::logging::warn!("a wait was cut short: {error:?}");
    }
}
