//! Every screen has one address, and the address leads back to it. The page is not built here: its table of addresses knows no browser.

use crate::route::{AccountId, ContractId, DraftId, InvoiceId, LetterId, PaymentId, Route};
use uuid::Uuid;

fn every_route() -> Vec<Route> {
    let id = Uuid::from_u128(0x0192_f0a4_7c3e_7d11_8f2a_5b6c_7d8e_9f00);
    vec![
        Route::Today,
        Route::Accounts,
        Route::NewAccount,
        Route::Account(AccountId(id)),
        Route::EditAccount(AccountId(id)),
        Route::Catalogue,
        Route::Contracts,
        Route::NewContract,
        Route::Contract(ContractId(id)),
        Route::EditContract(ContractId(id)),
        Route::Savings(ContractId(id)),
        Route::Offer(ContractId(id)),
        Route::Approvals,
        Route::BillingRun,
        Route::Invoices,
        Route::NewInvoice,
        Route::Draft(DraftId(id)),
        Route::Invoice(InvoiceId(id)),
        Route::Comparison(InvoiceId(id)),
        Route::Payments,
        Route::NewPayment,
        Route::Payment(PaymentId(id)),
        Route::Reminders,
        Route::Letter(LetterId(id)),
        Route::Reports,
        Route::Fairness,
        Route::Files,
        Route::ImportCsv,
        Route::ReadInvoice,
        Route::Settings,
        Route::Journal,
    ]
}

#[test]
fn every_address_leads_back_to_its_screen() {
    for route in every_route() {
        assert_eq!(
            Route::parse(&format!("/{}", route.href())),
            Some(route),
            "{route:?}"
        );
        assert_eq!(Route::parse(&route.href()), Some(route), "{route:?}");
    }
}

#[test]
fn no_two_screens_share_an_address() {
    let mut addresses: Vec<String> = every_route().into_iter().map(Route::href).collect();
    addresses.sort();
    addresses.dedup();
    assert_eq!(addresses.len(), every_route().len());
}

#[test]
fn an_address_is_relative_so_that_the_app_runs_below_any_path() {
    for route in every_route() {
        assert!(!route.href().starts_with('/'), "{route:?}");
    }
}

#[test]
fn an_address_without_a_screen_is_nowhere() {
    for path in [
        "/account",
        "/accounts/not-an-id",
        "/accounts/new/edit",
        "/invoices/1/2/3",
        "/files/json",
    ] {
        assert_eq!(Route::parse(path), None, "{path}");
    }
}
