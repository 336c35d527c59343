//! The language of the screen: what page authors import to show a text, and the context that carries it.
//!
//! ```ignore
//! let i18n = use_i18n();
//! view! { <h2>{t!(i18n, accounts.title)}</h2> <p>{t!(i18n, accounts.count, count = move || rows.get())}</p> }
//! let label = move || t_string!(i18n, accounts.name);      // where an attribute or a property needs a string
//! ```

pub use super::texts::i18n::{Locale, use_i18n};
pub use leptos_i18n::{t, t_display, t_string, td_string};

use super::{format::Format, preference::Language, texts::i18n::I18nSubContextProvider};
use leptos::prelude::*;

/// The language's context, as [`use_i18n`] gives it.
pub type I18n = leptos_i18n::I18nContext<Locale>;

/// The language the app starts with when a person has not chosen one: the browser's, else English.
pub fn browser_locale() -> Locale {
    let asked = window().navigator().language().unwrap_or_default();
    if asked.to_lowercase().starts_with("fi") {
        Locale::fi
    } else {
        Locale::en
    }
}

/// Resolves a person's choice.
pub fn chosen_locale(language: Language) -> Locale {
    match language {
        Language::Browser => browser_locale(),
        Language::English => Locale::en,
        Language::Finnish => Locale::fi,
    }
}

/// Carries the language to every text below, and tells the document about it.
#[component]
pub fn LocaleProvider(
    /// What the person chose.
    #[prop(into)]
    language: Signal<Language>,
    children: TypedChildren<impl IntoView + 'static>,
) -> impl IntoView {
    let locale = Memo::new(move |_| chosen_locale(language.get()));
    provide_context(FormatContext(Memo::new(move |_| Format::new(locale.get()))));
    Effect::new(move || {
        if let Some(root) = document().document_element() {
            let code = match locale.get() {
                Locale::en => "en",
                Locale::fi => "fi",
            };
            if let Err(error) = root.set_attribute("lang", code) {
                leptos::logging::warn!("the document's language could not be set: {error:?}");
            }
        }
    });
    view! { <I18nSubContextProvider initial_locale=Signal::from(locale) children/> }
}

#[derive(Clone, Copy)]
struct FormatContext(Memo<Format>);

/// How amounts and dates are written here, following the language.
pub fn use_format() -> Memo<Format> {
    expect_context::<FormatContext>().0
}
