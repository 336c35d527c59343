//! Work that waits until the part of the page it is for comes into sight.

use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::{JsCast, closure::Closure};
use web_sys::{IntersectionObserver, IntersectionObserverEntry};

/// Becomes true when the element comes into sight, and stays so; at once where the browser can't tell.
pub fn once_in_view(place: NodeRef<html::Div>) -> ReadSignal<bool> {
    let (is_seen, see) = signal(false);
    Effect::new(move || {
        let Some(element) = place.get() else { return };
        let noticed: Closure<dyn FnMut(js_sys::Array)> =
            Closure::new(move |entries: js_sys::Array| {
                let in_sight = |entry: IntersectionObserverEntry| entry.is_intersecting();
                // A page may be gone while its last event is on the way.
                if entries
                    .iter()
                    .filter_map(|it| it.dyn_into().ok())
                    .any(in_sight)
                {
                    see.try_set(true);
                }
            });
        match IntersectionObserver::new(noticed.as_ref().unchecked_ref()) {
            Ok(observer) => {
                observer.observe(&element);
                let kept = SendWrapper::new((noticed, observer));
                on_cleanup(move || {
                    let (noticed, observer) = kept.take();
                    observer.disconnect();
                    drop(noticed);
                });
            }
            Err(error) => {
                leptos::logging::warn!("what is in sight is not known: {error:?}");
                see.set(true);
            }
        }
    });
    is_seen
}
