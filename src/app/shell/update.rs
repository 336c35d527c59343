//! A new version waits: the person decides when it takes over. And once: the app now works without a network.

use crate::app::{
    components::{Button, ButtonKind, Icon, Symbol, use_toasts},
    locale::{t, t_string, use_i18n},
};
use leptos::{ev, prelude::*};

/// Listens for `lasku-update-waiting`, `lasku-update-applied` (another tab took the new version; this one joins it) and
/// `lasku-offline-ready` from the registration of the service worker; answers with `lasku-update-apply`.
#[component]
pub fn UpdateBanner() -> impl IntoView {
    let i18n = use_i18n();
    let toasts = use_toasts();
    // What was said before this was drawn stands on the document.
    let said = document()
        .document_element()
        .is_some_and(|root| root.has_attribute("data-update"));
    let is_waiting = RwSignal::new(said);
    let waiting = window_event_listener(
        ev::Custom::<web_sys::Event>::new("lasku-update-waiting"),
        move |_| {
            is_waiting.set(true);
        },
    );
    let applied = window_event_listener(
        ev::Custom::<web_sys::Event>::new("lasku-update-applied"),
        move |_| {
            is_waiting.set(true);
        },
    );
    let ready = window_event_listener(
        ev::Custom::<web_sys::Event>::new("lasku-offline-ready"),
        move |_| {
            toasts.say(t_string!(i18n, shell.offline_ready));
        },
    );
    on_cleanup(move || {
        waiting.remove();
        applied.remove();
        ready.remove();
    });
    view! {
        <div role="status">
            <Show when=move || is_waiting.get()>
                <div class="update-banner">
                    <Icon symbol=Symbol::Download/>
                    <p>{t!(i18n, shell.update_waiting)}</p>
                    <Button kind=ButtonKind::Plain on_press=|()| apply()>{t!(i18n, shell.update_apply)}</Button>
                </div>
            </Show>
        </div>
    }
}

fn apply() {
    let sent =
        web_sys::Event::new("lasku-update-apply").and_then(|event| window().dispatch_event(&event));
    if let Err(error) = sent {
        leptos::logging::warn!("the new version could not be asked for: {error:?}");
    }
}
