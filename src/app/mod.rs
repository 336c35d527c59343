//! The Leptos shell: what a person sees and touches, and nothing that decides about money.
//!
//! [`route`] names every screen, [`locale`] the language, [`format`] turns amounts and dates into text, [`components`]
//! are the parts every page is made of, [`pages`] the screens, [`shell`] the frame around them.

pub mod components;
pub mod download;
pub mod format;
pub mod locale;
pub mod long_work;
pub mod navigation;
pub mod pages;
pub mod place;
pub mod preference;
pub mod route;
pub mod shell;
pub mod unsaved;
pub mod wording;
pub mod workspace;

#[allow(missing_docs, unused_imports, dead_code, clippy::all)]
mod texts {
    include!(concat!(env!("OUT_DIR"), "/i18n/mod.rs"));
}

use leptos::prelude::*;

/// Mounts the app in the page's body.
pub fn mount() {
    console_error_panic_hook::set_once();
    mount_to_body(App);
}

/// The whole app: the contexts every page relies on, then the shell.
#[component]
fn App() -> impl IntoView {
    let language = preference::provide_preferences();
    view! {
        <locale::LocaleProvider language>
            <shell::Shell/>
        </locale::LocaleProvider>
    }
}
