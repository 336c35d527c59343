//! A bill that fits: what a contract's own bills would have cost on every other plan, and the change to one of them.

mod answer;
mod choose;
mod letter;
mod offer;

pub use letter::{Letter, language_of};
pub use offer::Offer;

use crate::app::{
    components::{Choice, LinkButton, Notice as NoticeBox, PageHeader, SelectField, Symbol, Tone},
    locale::{t, t_string, use_i18n},
    pages::NotFound,
    route::Route,
    wording::{refusal_text, store_error_text},
    workspace::{Workspace, use_workspace},
};
use crate::billing::contract::{Contract, Service};
use crate::billing::id::{ContractId, ProductId, ServiceId};
use crate::billing::invoice::Invoice;
use crate::billing::refusal::Refusal;
use crate::care::savings::{Finding, Question, Savings, SavingsPolicy, find};
use answer::{Answer, Plans, Why};
use choose::ChooseView;
use chrono::NaiveDate;
use leptos::prelude::*;
use letter::{Agreed, Done};
use std::sync::Arc;

/// The page.
#[component]
pub fn SavingsPage(
    /// Of which contract.
    id: ContractId,
) -> impl IntoView {
    let workspace = use_workspace();
    match workspace.with_untracked(|book| book.contracts.get(&id).cloned()) {
        Some(contract) => view! { <Known contract/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Known(contract: Contract) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let agreed: RwSignal<Option<Agreed>> = RwSignal::new(None);
    let (id, name) = (contract.id, contract.name.clone());
    let customer = workspace.with_untracked(|book| {
        book.accounts
            .get(&contract.account)
            .map(|account| account.name.clone())
            .unwrap_or_default()
    });
    let subtitle = move || {
        let (name, customer) = (name.clone(), customer.clone());
        t_string!(i18n, savings.subtitle, name = name, customer = customer).to_string()
    };
    let contract = StoredValue::new(contract);
    view! {
        <PageHeader title=move || t_string!(i18n, savings.title) subtitle>
            <LinkButton route=Route::Contract(id) symbol=Symbol::Contract>{t!(i18n, savings.back)}</LinkButton>
        </PageHeader>
        {move || match agreed.get() {
            Some(agreed) => view! { <Done agreed/> }.into_any(),
            None => view! { <Finder contract=contract.get_value() agreed/> }.into_any(),
        }}
    }
}

/// Services that still run on a day, of which another plan could be found.
pub(super) fn running(contract: &Contract, today: NaiveDate) -> Vec<&Service> {
    let runs = |service: &&Service| service.last_day.is_none_or(|last| today <= last);
    contract.services.iter().filter(runs).collect()
}

/// Asks the rule about one service.
fn ask(
    workspace: Workspace,
    contract: ContractId,
    service: ServiceId,
    keeps_discounts: bool,
    invoices: &[Invoice],
) -> Result<Finding, Refusal> {
    workspace.with_untracked(|book| {
        find(&Question {
            book,
            contract,
            service,
            invoices,
            today: workspace.today(),
            policy: SavingsPolicy {
                keeps_discounts,
                ..SavingsPolicy::default()
            },
        })
    })
}

/// Reads the bills, then says what was found.
#[component]
fn Finder(contract: Contract, agreed: RwSignal<Option<Agreed>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let account = contract.account;
    let services: Vec<Service> = running(&contract, workspace.today())
        .into_iter()
        .cloned()
        .collect();
    let Some(first) = services
        .iter()
        .find(|service| service.product.is_some())
        .or(services.first())
    else {
        let text = move || t_string!(i18n, savings.no_service).to_string();
        return view! { <NoticeBox tone=Tone::Info>{text}</NoticeBox> }.into_any();
    };
    let service = RwSignal::new(first.id);
    let choices: Vec<Choice<ServiceId>> = services
        .iter()
        .map(|service| Choice::new(service.id, service.description.clone()))
        .collect();
    let has_choice = choices.len() > 1;
    let keeps = RwSignal::new(false);
    // Read once: what was issued doesn't change, and the page must stand still while a change is kept.
    let fetched = LocalResource::new(move || async move { workspace.documents_of(account).await });
    let contract = StoredValue::new(contract);
    view! {
        {has_choice.then(|| view! {
            <div class="savings-service">
                <SelectField label=move || t_string!(i18n, savings.service) value=service choices=Signal::stored(choices)/>
            </div>
        })}
        {move || match fetched.get() {
            None => view! { <p class="quiet" role="status">{t!(i18n, savings.reading)}</p> }.into_any(),
            Some(Err(error)) => view! { <NoticeBox tone=Tone::Bad>{store_error_text(i18n, &error)}</NoticeBox> }.into_any(),
            Some(Ok(invoices)) => {
                let invoices = Arc::new(invoices);
                view! { <Findings contract=contract.get_value() service invoices keeps agreed/> }.into_any()
            }
        }}
    }
    .into_any()
}

/// What was found for the chosen service.
#[component]
fn Findings(
    contract: Contract,
    service: RwSignal<ServiceId>,
    invoices: Arc<Vec<Invoice>>,
    keeps: RwSignal<bool>,
    agreed: RwSignal<Option<Agreed>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = contract.id;
    let contract = StoredValue::new(contract);
    let chosen: RwSignal<Option<ProductId>> = RwSignal::new(None);
    Effect::new(move |before: Option<ServiceId>| {
        let now = service.get();
        if before.is_some_and(|before| before != now) {
            chosen.set(None);
        }
        now
    });
    let finding = Memo::new(move |_| ask(workspace, id, service.get(), keeps.get(), &invoices));
    move || match finding.get() {
        Err(refusal) => {
            view! { <NoticeBox tone=Tone::Warn>{refusal_text(i18n, &refusal)}</NoticeBox> }
                .into_any()
        }
        Ok(Finding::Nothing(why)) => {
            let contract = contract.get_value();
            view! { <Why contract service=service.get_untracked() why/> }.into_any()
        }
        Ok(Finding::Compared(savings)) => {
            let (contract, service) = (contract.get_value(), service.get_untracked());
            view! { <Compared contract service savings=*savings keeps chosen agreed/> }.into_any()
        }
    }
}

#[component]
fn Compared(
    contract: Contract,
    service: ServiceId,
    savings: Savings,
    keeps: RwSignal<bool>,
    chosen: RwSignal<Option<ProductId>>,
    agreed: RwSignal<Option<Agreed>>,
) -> impl IntoView {
    let stored = StoredValue::new((contract.clone(), savings.clone()));
    view! {
        <Answer savings=savings.clone()/>
        <Plans contract service savings keeps chosen/>
        {move || chosen.get().map(|product| {
            let (contract, savings) = stored.get_value();
            view! { <ChooseView contract service savings product keeps agreed/> }
        })}
    }
}
