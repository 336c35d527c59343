//! Theme and language of this device.

use crate::app::{
    components::{Choice, Section, SegmentedField},
    locale::{t_string, use_i18n},
    preference::{Language, Theme, use_preferences},
};
use leptos::prelude::*;

/// Theme and language of this device.
#[component]
pub fn Look() -> impl IntoView {
    let i18n = use_i18n();
    let preferences = use_preferences();
    let themes = Signal::derive(move || {
        vec![
            Choice::new(Theme::System, t_string!(i18n, settings.theme_system)),
            Choice::new(Theme::Light, t_string!(i18n, settings.theme_light)),
            Choice::new(Theme::Dark, t_string!(i18n, settings.theme_dark)),
        ]
    });
    let languages = Signal::derive(move || {
        vec![
            Choice::new(
                Language::Browser,
                t_string!(i18n, settings.language_browser),
            ),
            Choice::new(Language::English, "English"),
            Choice::new(Language::Finnish, "Suomi"),
        ]
    });
    view! {
        <Section title=move || t_string!(i18n, settings.look) note=move || t_string!(i18n, settings.look_note)>
            <SegmentedField label=move || t_string!(i18n, settings.theme) value=preferences.theme choices=themes/>
            <SegmentedField label=move || t_string!(i18n, settings.language) value=preferences.language choices=languages/>
        </Section>
    }
}
