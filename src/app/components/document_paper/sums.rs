//! The sums of a document: VAT by rate at the left, the way to the amount due at the right.

use super::wording;
use crate::{
    app::{
        format::Format,
        locale::{Locale, td_string},
    },
    billing::{
        invoice::Invoice,
        line::Reduction,
        totals::{AdjustmentKind, AllowanceCharge},
    },
};
use leptos::prelude::*;

/// The sums.
pub fn view(invoice: &Invoice, locale: Locale, format: Format) -> AnyView {
    view! {
        <div class="paper-sums">
            {breakdown(invoice, locale, format)}
            <dl class="paper-totals">{totals(invoice, locale, format)}</dl>
        </div>
    }
    .into_any()
}

fn breakdown(invoice: &Invoice, locale: Locale, format: Format) -> AnyView {
    let rows = invoice
        .totals
        .breakdown
        .iter()
        .map(|group| {
            view! {
                <tr>
                    <th scope="row">{wording::tax_short(locale, group.tax)}</th>
                    <td class="paper-amount">{format.amount_plain(group.taxable)}</td>
                    <td class="paper-amount">{format.amount_plain(group.amount)}</td>
                </tr>
            }
        })
        .collect_view();
    view! {
        <table class="paper-table paper-vat">
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, invoices.paper_vat_rate).to_string()}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_taxable).to_string()}</th>
                    <th scope="col" class="paper-amount">{td_string!(locale, invoices.paper_vat_amount).to_string()}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn totals(invoice: &Invoice, locale: Locale, format: Format) -> AnyView {
    let totals = &invoice.totals;
    let mut rows = Vec::new();
    if !invoice.allowance_charges.is_empty() {
        rows.push((
            td_string!(locale, invoices.paper_lines_total).to_string(),
            format.amount_plain(totals.lines_total),
        ));
        rows.extend(
            invoice
                .allowance_charges
                .iter()
                .map(|each| allowance(invoice, each, locale, format)),
        );
    }
    rows.push((
        td_string!(locale, invoices.paper_net_total).to_string(),
        format.amount_plain(totals.tax_exclusive_total),
    ));
    rows.push((
        td_string!(locale, invoices.paper_tax_total).to_string(),
        format.amount_plain(totals.tax_total),
    ));
    let ends_apart = !totals.rounding_amount.is_zero() || !totals.prepaid_amount.is_zero();
    if ends_apart {
        rows.push((
            td_string!(locale, invoices.paper_total).to_string(),
            format.amount_plain(totals.tax_inclusive_total),
        ));
    }
    if !totals.prepaid_amount.is_zero() {
        rows.push((
            td_string!(locale, invoices.paper_prepaid).to_string(),
            format.amount_plain(-totals.prepaid_amount),
        ));
    }
    if !totals.rounding_amount.is_zero() {
        rows.push((
            td_string!(locale, invoices.paper_rounding).to_string(),
            format.amount_plain(totals.rounding_amount),
        ));
    }
    let due = if invoice.is_credit_note() {
        td_string!(locale, invoices.paper_credited).to_string()
    } else {
        td_string!(locale, invoices.paper_due).to_string()
    };
    let rows = rows
        .into_iter()
        .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view();
    view! {
        {rows}
        <div class="paper-total-due"><dt>{due}</dt><dd>{format.money(totals.amount_due)}</dd></div>
    }
    .into_any()
}

/// A discount or fee says its reason, its percentage, and where there are several rates, which it belongs to.
fn allowance(
    invoice: &Invoice,
    each: &AllowanceCharge,
    locale: Locale,
    format: Format,
) -> (String, String) {
    let (usual, amount) = match each.kind {
        AdjustmentKind::Allowance => (
            td_string!(locale, invoices.paper_discount).to_string(),
            -each.amount,
        ),
        AdjustmentKind::Charge => (
            td_string!(locale, invoices.paper_fee).to_string(),
            each.amount,
        ),
    };
    let mut name = if each.reason.trim().is_empty() {
        usual
    } else {
        each.reason.clone()
    };
    match each.value {
        Reduction::Percent(percent) => {
            name.push(' ');
            name.push_str(&format.percent(percent));
        }
        Reduction::Amount(_) => {}
    }
    if invoice.totals.breakdown.len() > 1 {
        name.push_str(&format!(" ({})", wording::tax_name(locale, each.tax)));
    }
    (name, format.amount_plain(amount))
}
