//! Why this amount: each line opens to the steps that made it, as the engine took them.

use crate::app::{
    components::{
        DataList, Datum, Section,
        document_paper::wording::{formula, reduction_text},
        unit::unit_sign,
    },
    format::Format,
    locale::{t_string, use_format, use_i18n},
    pages::case::ExplainedButton,
};
use crate::billing::{invoice::Invoice, line::InvoiceLine};
use crate::money::Currency;
use leptos::prelude::*;
use std::rc::Rc;

/// Every line with its steps.
#[component]
pub fn Why(invoice: Rc<Invoice>) -> impl IntoView {
    let i18n = use_i18n();
    let (account, id, currency) = (invoice.account, invoice.id, invoice.currency);
    let lines = invoice
        .lines
        .iter()
        .cloned()
        .map(|line| view! { <LineSteps line currency/> })
        .collect_view();
    view! {
        <Section
            title=move || t_string!(i18n, invoices.why)
            note=move || t_string!(i18n, invoices.why_note)
        >
            <div class="why">{lines}</div>
            <ExplainedButton account invoice=id/>
        </Section>
    }
}

/// One line that opens to its derivation; the billing run's preview shows the same.
#[component]
pub fn LineSteps(
    /// The line.
    line: InvoiceLine,
    /// Its currency.
    currency: Currency,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let name = line.item.description.clone();
    let line = StoredValue::new(line);
    let steps = move || {
        line.with_value(|line| {
            steps(
                line,
                format.get(),
                currency,
                |code| unit_sign(i18n.get_locale(), code),
                i18n,
            )
            .into_iter()
            .map(|(name, value)| view! { <Datum name=move || name.clone()>{value}</Datum> })
            .collect_view()
        })
    };
    view! {
        <details class="why-line">
            <summary>
                <span>{name}</span>
                <span class="amount">{move || line.with_value(|line| format.get().money(line.net))}</span>
            </summary>
            <p class="why-formula">{move || line.with_value(|line| formula(format.get(), currency, &line.item))}</p>
            <DataList>{steps}</DataList>
        </details>
    }
}

fn steps(
    line: &InvoiceLine,
    format: Format,
    currency: Currency,
    unit: impl Fn(&str) -> String,
    i18n: crate::app::locale::I18n,
) -> Vec<(String, String)> {
    let item = &line.item;
    let mut steps = vec![(
        t_string!(i18n, invoices.why_price).to_string(),
        format!(
            "{} {} × {}",
            format.quantity(item.quantity),
            unit(&item.unit),
            format.unit_price(item.unit_price, currency)
        ),
    )];
    if let Some(period) = item.period {
        let days = match item.proration {
            Some(part) => t_string!(i18n, invoices.why_days_of, days = part.days, of = part.of),
            None => String::new(),
        };
        steps.push((
            t_string!(i18n, invoices.why_days).to_string(),
            format!("{} {days}", format.period(period)),
        ));
    }
    steps.push((
        t_string!(i18n, invoices.why_gross).to_string(),
        format.money(line.derivation.gross),
    ));
    if let Some(reduction) = item.reduction {
        let reason = item
            .reduction_reason
            .as_ref()
            .filter(|reason| !reason.is_empty())
            .map(|reason| format!(", {reason}"))
            .unwrap_or_default();
        steps.push((
            t_string!(i18n, invoices.why_reduction).to_string(),
            format!(
                "{} ({}{reason})",
                format.money(-line.derivation.reduction),
                reduction_text(format, reduction)
            ),
        ));
        steps.push((
            t_string!(i18n, invoices.why_line).to_string(),
            format.money(line.priced()),
        ));
    }
    if item.tax_included {
        steps.push((
            t_string!(
                i18n,
                invoices.why_included,
                rate = format.percent(line.tax.rate)
            ),
            format.money(line.priced() - line.net),
        ));
    }
    steps.push((
        t_string!(i18n, invoices.why_net).to_string(),
        format.money(line.net),
    ));
    steps
}
