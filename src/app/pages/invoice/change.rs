//! Why the bill changed: the answer in short, compared with the bill before or with any other.

use crate::app::{
    components::Section,
    locale::{Locale, t, t_string, use_i18n},
    pages::comparison::{
        Beside, Choose, Compared, Sentences, beside, outcome, outcome_view, reader,
    },
    route::Route,
    wording::{store_error_text, why::headline},
    workspace::use_workspace,
};
use crate::billing::{id::InvoiceId, invoice::Invoice};
use leptos::prelude::*;
use std::rc::Rc;

/// The section; a credit note has none.
#[component]
pub fn WhyChanged(invoice: Rc<Invoice>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let bill = invoice.clone();
    let around = LocalResource::new(move || {
        let bill = bill.clone();
        async move { beside(workspace, &bill).await }
    });
    let is_bill = !invoice.is_credit_note();
    let invoice = StoredValue::new_local(invoice);
    is_bill.then(|| {
        view! {
            <Section title=move || t_string!(i18n, why.section)>
                {move || match around.get() {
                    None => view! { <p class="quiet" role="status">{t!(i18n, invoices.loading)}</p> }.into_any(),
                    Some(Err(error)) => view! { <p>{store_error_text(i18n, &error)}</p> }.into_any(),
                    Some(Ok(beside)) => view! { <Against invoice=invoice.get_value() beside=Rc::new(beside)/> }.into_any(),
                }}
            </Section>
        }
    })
}

#[component]
fn Against(invoice: Rc<Invoice>, beside: Rc<Beside>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let id = invoice.id;
    let chosen = RwSignal::new(beside.before);
    let around = beside.clone();
    let compared = LocalResource::new(move || {
        let (invoice, beside, chosen) = (invoice.clone(), around.clone(), chosen.get());
        async move { outcome(workspace, invoice, &beside, chosen).await }
    });
    let can_choose = !beside.choices.is_empty();
    view! {
        {move || compared.get().map(|outcome| {
            outcome_view(i18n, outcome, |compared| view! { <Brief compared id chosen/> }.into_any())
        })}
        {can_choose.then(|| view! { <div class="comparison-choose"><Choose beside chosen/></div> })}
    }
}

/// The answer in the customer's words, and the way to the whole of it.
#[component]
fn Brief(
    compared: Rc<Compared>,
    id: InvoiceId,
    chosen: RwSignal<Option<InvoiceId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (_, locale) = reader(workspace, &compared);
    let lang = match locale {
        Locale::en => "en",
        Locale::fi => "fi",
    };
    let Compared { old, new, found } = &*compared;
    let has_parts = !found.explanation.parts.is_empty();
    let href = move || match chosen.get() {
        Some(other) => Route::Comparison(id).asking("against", other),
        None => Route::Comparison(id).href(),
    };
    view! {
        <div class="comparison-brief" lang=lang>
            <p>{headline(locale, old, new, found)}</p>
            {has_parts.then(|| view! { <Sentences locale found=found.clone()/> })}
        </div>
        <a class="button" href=href><span>{t!(i18n, why.full)}</span></a>
    }
}
