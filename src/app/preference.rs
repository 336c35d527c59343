//! What a person prefers on this device: theme and language, kept in local storage. No records are kept here.

use crate::store::StoreError;
use crate::store::indexed_db::local_storage;
use leptos::prelude::*;
use serde::{Deserialize, Serialize, de::DeserializeOwned};

const THEME: &str = "lasku.theme";
const LANGUAGE: &str = "lasku.language";

/// Light, dark, or as the system is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Follow the system.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// The language of the screens.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Follow the browser.
    #[default]
    Browser,
    /// English.
    English,
    /// Finnish.
    Finnish,
}

/// The preferences as signals; writing one keeps it.
#[derive(Clone, Copy)]
pub struct Preferences {
    /// Light, dark, or as the system is.
    pub theme: RwSignal<Theme>,
    /// The language of the screens.
    pub language: RwSignal<Language>,
}

/// The preferences of this device.
pub fn use_preferences() -> Preferences {
    expect_context::<Preferences>()
}

/// Reads what is kept, keeps what changes, and shows the theme on the document. Gives the language.
pub fn provide_preferences() -> RwSignal<Language> {
    let preferences = Preferences {
        theme: RwSignal::new(read(THEME).unwrap_or_default()),
        language: RwSignal::new(read(LANGUAGE).unwrap_or_default()),
    };
    provide_context(preferences);
    Effect::new(move |before: Option<Theme>| {
        let theme = preferences.theme.get();
        show(theme);
        if before.is_some_and(|before| before != theme) {
            keep(THEME, theme);
        }
        theme
    });
    Effect::new(move |before: Option<Language>| {
        let language = preferences.language.get();
        if before.is_some_and(|before| before != language) {
            keep(LANGUAGE, language);
        }
        language
    });
    preferences.language
}

/// What was chosen on this device. A missing or unreadable choice is the same as none: the default is always right.
pub fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    match local_storage::read(key) {
        Ok(value) => value,
        Err(StoreError::Unavailable { .. }) => None,
        Err(error) => {
            leptos::logging::warn!("the preference {key} is unreadable: {error}");
            None
        }
    }
}

/// Keeps what was chosen. A private window may refuse; the choice then holds until the page is closed.
pub fn keep(key: &str, value: impl Serialize) {
    match local_storage::keep(key, value) {
        Ok(()) | Err(StoreError::Unavailable { .. }) => {}
        Err(error) => leptos::logging::warn!("the preference {key} could not be kept: {error}"),
    }
}

fn show(theme: Theme) {
    let Some(root) = document().document_element() else {
        return;
    };
    let outcome = match theme {
        Theme::System => root.remove_attribute("data-theme"),
        Theme::Light => root.set_attribute("data-theme", "lasku-light"),
        Theme::Dark => root.set_attribute("data-theme", "lasku-dark"),
    };
    if let Err(error) = outcome {
        leptos::logging::warn!("the theme could not be shown: {error:?}");
    }
}
