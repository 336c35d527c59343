//! The screens. A page arranges components, reads the workspace and sends commands; it decides nothing.
//!
//! A new page is one file here, one arm in [`view`], one line in [`super::navigation::GROUPS`].

pub mod settings;

use super::{
    components::{EmptyState, LinkButton, PageHeader, Symbol},
    locale::{t, t_string, use_i18n},
    route::Route,
};
use leptos::prelude::*;

/// The page at a route.
pub fn view(route: Route) -> AnyView {
    match route {
        Route::Today | Route::Settings => view! { <settings::Settings/> }.into_any(),
        Route::Accounts
        | Route::NewAccount
        | Route::Account(_)
        | Route::EditAccount(_)
        | Route::Catalogue
        | Route::Contracts
        | Route::NewContract
        | Route::Contract(_)
        | Route::BillingRun
        | Route::Invoices
        | Route::NewInvoice
        | Route::Draft(_)
        | Route::Invoice(_)
        | Route::Payments
        | Route::Reports
        | Route::Files
        | Route::ImportCsv
        | Route::Journal => view! { <NotFound/> }.into_any(),
    }
}

/// What stands at an address that is no screen.
#[component]
pub fn NotFound() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <PageHeader title=move || t_string!(i18n, shell.not_found)/>
        <EmptyState
            symbol=Symbol::Search
            title=move || t_string!(i18n, shell.not_found_title)
            text=move || t_string!(i18n, shell.not_found_text)
        >
            <LinkButton route=Route::Today>{t!(i18n, shell.not_found_back)}</LinkButton>
        </EmptyState>
    }
}
