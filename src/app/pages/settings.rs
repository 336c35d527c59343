//! Settings: one section per matter; the sections that touch records stand in their own files.

mod lists;
mod look;
mod people;
mod policy;
mod reminders;
mod seller;
mod series;
mod stationery;
mod tax;

use crate::app::{
    components::PageHeader,
    locale::{t_string, use_i18n},
};
use leptos::prelude::*;

/// The settings page.
#[component]
pub fn Settings() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=move || t_string!(i18n, settings.title) subtitle=move || t_string!(i18n, settings.subtitle)/>
        <seller::SellerSection/>
        <stationery::StationerySection/>
        <series::SeriesSection/>
        <reminders::RemindersSection/>
        <tax::TaxSection/>
        <lists::ListsSection/>
        <people::PeopleSection/>
        <policy::PolicySection/>
        <look::Look/>
    }
}
