//! The lines of a document, each with the days it is about and how its amount came about.

use super::{super::unit::unit_sign, wording};
use crate::{
    app::{
        format::Format,
        locale::{Locale, td_string},
    },
    billing::{invoice::Invoice, line::InvoiceLine},
    money::Currency,
};
use leptos::prelude::*;

/// The table of lines.
pub fn table(invoice: &Invoice, locale: Locale, format: Format) -> AnyView {
    let rows = invoice
        .lines
        .iter()
        .map(|line| row(line, invoice.currency, locale, format))
        .collect_view();
    view! {
        <table class="paper-table paper-lines">
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, invoices.paper_col_what).to_string()}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_quantity).to_string()}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_price).to_string()}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_tax).to_string()}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_col_net).to_string()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn row(line: &InvoiceLine, currency: Currency, locale: Locale, format: Format) -> AnyView {
    let item = &line.item;
    let period = item
        .period
        .map(|period| view! { <span class="paper-derivation">{format.period(period)}</span> });
    let formula = wording::needs_formula(item).then(|| {
        let reason = item
            .reduction_reason
            .as_ref()
            .filter(|reason| !reason.trim().is_empty())
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        let text = format!("{}{reason}", wording::formula(format, currency, item));
        view! { <span class="paper-derivation">{text}</span> }
    });
    let quantity = format!(
        "{} {}",
        format.quantity(item.quantity),
        unit_sign(locale, &item.unit)
    );
    let with_tax = item.tax_included.then(|| {
        view! { <span class="paper-derivation">{td_string!(locale, invoices.paper_with_tax).to_string()}</span> }
    });
    view! {
        <tr>
            <th scope="row">{item.description.clone()}{period}{formula}</th>
            <td class="paper-amount">{quantity}</td>
            <td class="paper-amount">{format.unit_price(item.unit_price, currency)}{with_tax}</td>
            <td class="paper-amount">{wording::tax_short(locale, line.tax)}</td>
            <td class="paper-amount">{format.amount_plain(line.net)}</td>
        </tr>
    }
    .into_any()
}
