//! The screens. A page arranges components, reads the workspace and sends commands; it decides nothing.
//!
//! A new page is one file here, one arm in [`view`], one line in [`super::navigation::GROUPS`].

pub mod account;
pub mod account_form;
pub mod accounts;
pub mod billing_run;
pub mod caller;
pub mod case;
pub mod catalogue;
pub mod comparison;
pub mod contract;
pub mod contract_form;
pub mod contracts;
pub mod desk;
pub mod display_name;
pub mod draft;
pub mod fairness;
pub mod files;
pub mod form;
pub mod import_csv;
pub mod insight;
pub mod invoice;
pub mod invoices;
pub mod journal;
pub mod letter;
pub mod offer;
pub mod paper;
pub mod payments;
pub mod product;
pub mod product_form;
pub mod read_invoice;
pub mod reason_form;
pub mod recovery;
pub mod reminders;
pub mod reports;
pub mod role_note;
pub mod savings;
pub mod settings;
pub mod take_over;
pub mod tax_fields;
pub mod today;

use super::{
    components::{EmptyState, LinkButton, PageHeader, Symbol},
    locale::{t, t_string, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::{book::Book, id::AccountId};
use caller::{ListGate, SightGate};
use leptos::prelude::*;

/// The page at a route. The first page stands apart, so that it loads without all others.
pub fn view(route: Route) -> AnyView {
    if route == Route::Today {
        return view! { <today::Today/> }.into_any();
    }
    any_view(route)
}

#[inline(never)]
fn any_view(route: Route) -> AnyView {
    match route {
        Route::Today => view! { <today::Today/> }.into_any(),
        Route::Desk => view! { <desk::DeskPage/> }.into_any(),
        Route::Case(id) => view! { <case::CasePage id/> }.into_any(),
        Route::Settings => view! { <settings::Settings/> }.into_any(),
        Route::Journal => view! { <ListGate><journal::Journal/></ListGate> }.into_any(),
        Route::Accounts => view! { <ListGate><accounts::Accounts/></ListGate> }.into_any(),
        Route::NewAccount => view! { <account_form::NewAccount/> }.into_any(),
        Route::EditAccount(id) => {
            view! { <SightGate account=Some(id)><account_form::EditAccount id/></SightGate> }
                .into_any()
        }
        Route::Catalogue => view! { <catalogue::Catalogue/> }.into_any(),
        Route::NewProduct => view! { <product_form::NewProduct/> }.into_any(),
        Route::EditProduct(id) => view! { <product_form::EditProduct id/> }.into_any(),
        Route::Product(id) => view! { <product::ProductPage id/> }.into_any(),
        Route::Reminders => view! { <ListGate><reminders::Reminders/></ListGate> }.into_any(),
        Route::Letter(id) => {
            let account = owner(move |book| book.letters.get(&id).map(|letter| letter.account));
            view! { <SightGate account><letter::LetterPage id/></SightGate> }.into_any()
        }
        Route::Reports => view! { <ListGate><reports::Reports/></ListGate> }.into_any(),
        Route::Contracts => view! { <ListGate><contracts::Contracts/></ListGate> }.into_any(),
        Route::NewContract => view! { <contract_form::NewContract/> }.into_any(),
        Route::EditContract(id) => {
            let account =
                owner(move |book| book.contracts.get(&id).map(|contract| contract.account));
            view! { <SightGate account><contract_form::EditContract id/></SightGate> }.into_any()
        }
        Route::Contract(id) => view! { <contract::ContractPage id/> }.into_any(),
        Route::Savings(id) => {
            let account =
                owner(move |book| book.contracts.get(&id).map(|contract| contract.account));
            view! { <SightGate account><savings::SavingsPage id/></SightGate> }.into_any()
        }
        Route::Offer(id) => {
            let account =
                owner(move |book| book.contracts.get(&id).map(|contract| contract.account));
            view! { <SightGate account><offer::OfferPage id/></SightGate> }.into_any()
        }
        Route::Approvals => view! { <ListGate><offer::Approvals/></ListGate> }.into_any(),
        Route::BillingRun => view! { <billing_run::BillingRun/> }.into_any(),
        Route::Invoices => view! { <ListGate><invoices::Invoices/></ListGate> }.into_any(),
        Route::NewInvoice => view! { <draft::NewInvoice/> }.into_any(),
        Route::Draft(id) => {
            let account = owner(move |book| book.drafts.get(&id).map(|draft| draft.account));
            view! { <SightGate account><draft::DraftPage id/></SightGate> }.into_any()
        }
        Route::Invoice(id) => view! { <invoice::InvoicePage id/> }.into_any(),
        Route::Comparison(id) => view! { <comparison::ComparisonPage id/> }.into_any(),
        Route::Payments => view! { <ListGate><payments::Payments/></ListGate> }.into_any(),
        Route::NewPayment => view! { <payments::NewPayment/> }.into_any(),
        Route::Payment(id) => view! { <payments::PaymentPage id/> }.into_any(),
        Route::Account(id) => view! { <account::AccountPage id/> }.into_any(),
        Route::Fairness => view! { <ListGate><fairness::Fairness/></ListGate> }.into_any(),
        Route::Insight => view! { <ListGate><insight::InsightPage/></ListGate> }.into_any(),
        Route::Files => view! { <files::Files/> }.into_any(),
        Route::ImportCsv => view! { <import_csv::ImportCsv/> }.into_any(),
        Route::ReadInvoice => view! { <read_invoice::ReadInvoice/> }.into_any(),
    }
}

/// Whose a record is, for the gate before its page.
fn owner(
    of: impl Fn(&Book) -> Option<AccountId> + Send + Sync + 'static,
) -> Signal<Option<AccountId>> {
    let workspace = use_workspace();
    Signal::derive(move || workspace.with(&of))
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
