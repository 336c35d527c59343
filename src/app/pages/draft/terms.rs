//! Dates, terms of payment, references and the text to the customer.

use super::form::{DraftForm, TERMS_DAYS, TermsChoice};
use crate::app::{
    components::{
        Choice, DateField, SelectField, TextArea, TextField, TextKind,
        document_paper::wording::terms_name,
    },
    locale::{t_string, use_i18n},
    pages::form::Faults,
    workspace::use_workspace,
};
use leptos::prelude::*;

/// The fields.
#[component]
pub fn Terms(form: DraftForm, faults: Faults) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let usual = move || {
        workspace.with(|book| {
            form.account
                .get()
                .and_then(|id| book.accounts.get(&id)?.terms)
                .unwrap_or(book.seller.terms)
        })
    };
    let choices = Signal::derive(move || {
        let terms = terms_name(i18n.get_locale(), usual());
        vec![
            Choice::new(
                TermsChoice::Usual,
                t_string!(i18n, invoices.draft_terms_usual, terms = terms),
            ),
            Choice::new(
                TermsChoice::NetDays,
                t_string!(i18n, invoices.draft_terms_net),
            ),
            Choice::new(
                TermsChoice::EndOfMonth,
                t_string!(i18n, invoices.draft_terms_month_end),
            ),
        ]
    });
    view! {
        <div class="field-row">
            <DateField label=move || t_string!(i18n, invoices.draft_issue_date) value=form.issue_date/>
            <DateField
                label=move || t_string!(i18n, invoices.draft_supplied)
                value=form.supplied
                hint=move || t_string!(i18n, invoices.draft_supplied_hint)
            />
        </div>
        <div class="field-row">
            <SelectField label=move || t_string!(i18n, invoices.draft_terms) value=form.terms choices/>
            <Show when=move || form.terms.get() != TermsChoice::Usual>
                <TextField
                    label=move || t_string!(i18n, invoices.draft_terms_days)
                    value=form.terms_days
                    kind=TextKind::Decimal
                    error=faults.at(TERMS_DAYS)
                    id=TERMS_DAYS
                />
            </Show>
            <TextField label=move || t_string!(i18n, invoices.draft_order_reference) value=form.order_reference/>
        </div>
        <TextArea label=move || t_string!(i18n, invoices.draft_note) value=form.note rows=3/>
    }
}
