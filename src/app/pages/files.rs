//! Files: everything out into one file and in again, lists for spreadsheets, and where the records are kept.

mod imports;
mod inspection;
mod lists;
mod open;
mod problem;
mod save;
mod storage;

use crate::app::{
    components::PageHeader,
    locale::{t_string, use_i18n},
};
use leptos::prelude::*;

pub use save::{WorkProgress, failed_text, save_backup};

/// The files page.
#[component]
pub fn Files() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=move || t_string!(i18n, files.title) subtitle=move || t_string!(i18n, files.subtitle)/>
        <save::SaveSection/>
        <open::OpenSection/>
        <imports::ImportsSection/>
        <lists::ListsSection/>
        <storage::StorageSection/>
    }
}
