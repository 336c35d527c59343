//! The Leptos shell.

use leptos::prelude::*;

#[allow(missing_docs)]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

/// Mounts the app in the page's body.
pub fn mount() {
    console_error_panic_hook::set_once();
    mount_to_body(|| view! { <h1>"Lasku"</h1> });
}
