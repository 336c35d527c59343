//! Why a bill differs from another of the same customer: on paper in the customer's language, to be read aloud, printed or
//! sent. Nothing leaves the device unless a person sends it.

mod bills;
mod choose;
mod lines;
mod send;
mod sheet;

pub use bills::{Beside, Compared, Outcome, beside, outcome};
pub use choose::Choose;
pub use send::reader;
pub use sheet::Sentences;

use crate::app::{
    components::{LinkButton, Notice, PageHeader, Symbol, Tone},
    locale::{I18n, t, t_string, use_i18n},
    pages::{NotFound, caller::SightGate},
    route::{Route, use_query},
    wording::{store_error_text, why::incomparable_text},
    workspace::use_workspace,
};
use crate::billing::{id::InvoiceId, invoice::Invoice};
use leptos::prelude::*;
use leptos_router::{NavigateOptions, hooks::use_navigate};
use send::Send;
use sheet::Sheet;
use std::rc::Rc;

/// The page; `?against=` names the other bill.
#[component]
pub fn ComparisonPage(
    /// Which bill.
    id: InvoiceId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let fetched = LocalResource::new(move || {
        workspace.version();
        async move {
            let Some(bill) = workspace.documents(&[id]).await?.pop() else {
                return Ok(None);
            };
            let beside = beside(workspace, &bill).await?;
            Ok(Some((Rc::new(bill), Rc::new(beside))))
        }
    });
    move || match fetched.get() {
        None => view! {
            <PageHeader title=move || t_string!(i18n, why.section)/>
            <p class="quiet" role="status">{t!(i18n, invoices.loading)}</p>
        }
        .into_any(),
        Some(Err(error)) => view! {
            <PageHeader title=move || t_string!(i18n, why.section)/>
            <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.load_failed)>
                {store_error_text(i18n, &error)}
            </Notice>
        }
        .into_any(),
        Some(Ok(None)) => view! { <NotFound/> }.into_any(),
        Some(Ok(Some((bill, beside)))) => {
            let account = Some(bill.account);
            let found = StoredValue::new_local((bill, beside));
            let known = move || {
                let (bill, beside) = found.get_value();
                view! { <Known bill beside/> }
            };
            view! { <SightGate account>{known()}</SightGate> }.into_any()
        }
    }
}

#[component]
fn Known(bill: Rc<Invoice>, beside: Rc<Beside>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let number = StoredValue::new(bill.number.clone());
    let id = bill.id;
    let asked = use_query()
        .read_untracked()
        .get("against")
        .and_then(|text| text.parse::<InvoiceId>().ok());
    let chosen = RwSignal::new(asked.or(beside.before));
    let navigate = use_navigate();
    // The address follows what is chosen, so that it can be kept or handed on.
    Effect::new(move |before: Option<Option<InvoiceId>>| {
        let now = chosen.get();
        if let (Some(before), Some(other)) = (before, now)
            && before != now
        {
            let options = NavigateOptions {
                replace: true,
                scroll: false,
                ..NavigateOptions::default()
            };
            let address = Route::Comparison(id).asking("against", other);
            navigate(&format!("/{address}"), options);
        }
        now
    });
    let (kept, around) = (bill.clone(), beside.clone());
    let compared = LocalResource::new(move || {
        let (bill, beside, chosen) = (kept.clone(), around.clone(), chosen.get());
        async move { outcome(workspace, bill, &beside, chosen).await }
    });
    let can_choose = !bill.is_credit_note() && !beside.choices.is_empty();
    view! {
        <PageHeader title=move || t_string!(i18n, why.title, number = number.get_value())>
            <LinkButton route=Route::Invoice(id) symbol=Symbol::Invoice>
                {move || t_string!(i18n, why.back, number = number.get_value())}
            </LinkButton>
        </PageHeader>
        {can_choose.then(|| view! { <div class="toolbar"><Choose beside chosen/></div> })}
        {move || compared.get().map(|outcome| {
            outcome_view(i18n, outcome, |compared| view! {
                <Send compared=compared.clone()/>
                <Sheet compared/>
            }.into_any())
        })}
    }
}

/// What became of a comparison; `show` shows one that could be made.
pub fn outcome_view(
    i18n: I18n,
    outcome: Outcome,
    show: impl FnOnce(Rc<Compared>) -> AnyView,
) -> AnyView {
    match outcome {
        Outcome::First => view! { <p class="quiet">{t!(i18n, why.first_bill)}</p> }.into_any(),
        Outcome::NotHere => view! {
            <Notice tone=Tone::Warn title=move || t_string!(i18n, why.not_here)>
                {t!(i18n, why.not_here_text)}
            </Notice>
        }
        .into_any(),
        Outcome::Failed(error) => view! {
            <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.load_failed)>
                {store_error_text(i18n, &error)}
            </Notice>
        }
        .into_any(),
        Outcome::Cannot(why) => view! {
            <Notice tone=Tone::Warn title=move || t_string!(i18n, why.cannot)>
                {move || incomparable_text(i18n, &why)}
            </Notice>
        }
        .into_any(),
        Outcome::Compared(compared) => show(compared),
    }
}
