//! Both bills' lines side by side, each with how it came about, down to what is to be paid.

use crate::app::{
    components::document_paper::wording::{formula, tax_short},
    format::Format,
    locale::{Locale, td_string},
};
use crate::billing::{invoice::Invoice, line::InvoiceLine, totals::Totals};
use crate::care::explanation::bill::{Comparison, Row};
use crate::money::Money;
use leptos::prelude::*;

/// So many lines that are the same are shown one by one; more are one row with their sum.
const SHOWN: usize = 12;

/// The table.
pub fn view(
    locale: Locale,
    format: Format,
    old: &Invoice,
    new: &Invoice,
    found: &Comparison,
) -> AnyView {
    let same: Vec<&Row> = found.rows.iter().filter(|row| !row.has_changed).collect();
    let is_short = same.len() <= SHOWN;
    let shown = found.rows.iter().filter(|row| is_short || row.has_changed);
    let rows = shown
        .map(|row| line_row(locale, format, old, new, row))
        .collect_view();
    let rest = (!is_short).then(|| same_row(locale, format, old, new, &same));
    let bill = |bill: &Invoice| td_string!(locale, why.chart_bill, number = bill.number.clone());
    view! {
        <table class="paper-table comparison-lines">
            <caption>{td_string!(locale, why.lines)}</caption>
            <thead>
                <tr>
                    <th scope="col">{td_string!(locale, why.line_what)}</th>
                    <th scope="col" class="paper-amount">{bill(old)}</th>
                    <th scope="col" class="paper-amount">{bill(new)}</th>
                </tr>
            </thead>
            <tbody>{rows}{rest}</tbody>
            <tbody class="comparison-sums">{sums(locale, format, old, new)}</tbody>
        </table>
    }
    .into_any()
}

fn line_row(locale: Locale, format: Format, old: &Invoice, new: &Invoice, row: &Row) -> AnyView {
    let name = match (row.new.first(), row.old.first()) {
        (Some(place), _) => new.lines[*place].item.description.clone(),
        (None, Some(place)) => old.lines[*place].item.description.clone(),
        (None, None) => String::new(),
    };
    let mark = row.has_changed.then(
        || view! { <span class="comparison-mark">{td_string!(locale, why.line_mark)}</span> },
    );
    let cell = |bill: &Invoice, places: &[usize]| {
        if places.is_empty() {
            let none = td_string!(locale, why.line_none);
            return view! { <span class="paper-derivation">{none}</span> }.into_any();
        }
        let lines = places
            .iter()
            .map(|place| side(locale, format, bill, &bill.lines[*place]));
        lines.collect_view().into_any()
    };
    view! {
        <tr class:comparison-changed=row.has_changed>
            <th scope="row">{name}{mark}</th>
            <td class="comparison-side">{cell(old, &row.old)}</td>
            <td class="comparison-side">{cell(new, &row.new)}</td>
        </tr>
    }
    .into_any()
}

/// One line of one bill: what it comes to without VAT, its days, and how it was computed.
fn side(locale: Locale, format: Format, bill: &Invoice, line: &InvoiceLine) -> AnyView {
    let item = &line.item;
    let days = item
        .period
        .map(|days| view! { <span class="paper-derivation">{format.period(days)}</span> });
    let reason = item
        .reduction_reason
        .as_ref()
        .filter(|reason| !reason.trim().is_empty())
        .map(|reason| format!(" ({reason})"))
        .unwrap_or_default();
    let with_tax = if item.tax_included {
        format!(", {}", td_string!(locale, invoices.paper_with_tax))
    } else {
        String::new()
    };
    let tax = td_string!(locale, invoices.paper_col_tax);
    let came_about = format!(
        "{}{reason}{with_tax}, {tax} {}",
        formula(format, bill.currency, item),
        tax_short(locale, line.tax)
    );
    view! {
        <div class="comparison-line">
            <span class="comparison-net">{format.amount_plain(line.net)}</span>
            {days}
            <span class="paper-derivation">{came_about}</span>
        </div>
    }
    .into_any()
}

fn same_row(
    locale: Locale,
    format: Format,
    old: &Invoice,
    new: &Invoice,
    same: &[&Row],
) -> AnyView {
    let sum = |bill: &Invoice, places: fn(&Row) -> &Vec<usize>| {
        same.iter()
            .flat_map(|row| places(row))
            .fold(Money::zero(bill.currency), |sum, place| {
                sum + bill.lines[*place].net
            })
    };
    let (was, is) = (sum(old, |row| &row.old), sum(new, |row| &row.new));
    let count = format.number(same.len());
    view! {
        <tr>
            <th scope="row">{td_string!(locale, why.line_same, count = count)}</th>
            <td class="paper-amount">{format.amount_plain(was)}</td>
            <td class="paper-amount">{format.amount_plain(is)}</td>
        </tr>
    }
    .into_any()
}

/// The way from the lines to what is to be paid, as it is printed on the bills.
fn sums(locale: Locale, format: Format, old: &Invoice, new: &Invoice) -> AnyView {
    let zero = Money::zero(new.currency);
    let rows: [(String, fn(&Totals) -> Money, bool); 6] = [
        (
            td_string!(locale, invoices.paper_discount).to_string(),
            |totals| -totals.allowances_total,
            false,
        ),
        (
            td_string!(locale, invoices.paper_fee).to_string(),
            |totals| totals.charges_total,
            false,
        ),
        (
            td_string!(locale, invoices.paper_net_total).to_string(),
            |totals| totals.tax_exclusive_total,
            true,
        ),
        (
            td_string!(locale, invoices.paper_tax_total).to_string(),
            |totals| totals.tax_total,
            true,
        ),
        (
            td_string!(locale, invoices.paper_rounding).to_string(),
            |totals| totals.rounding_amount,
            false,
        ),
        (
            td_string!(locale, invoices.paper_due).to_string(),
            |totals| totals.amount_due,
            true,
        ),
    ];
    rows.into_iter()
        .map(|(name, of, always)| (name, of(&old.totals), of(&new.totals), always))
        .filter(|(_, was, is, always)| *always || *was != zero || *is != zero)
        .map(|(name, was, is, _)| {
            view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="paper-amount">{format.amount_plain(was)}</td>
                    <td class="paper-amount">{format.amount_plain(is)}</td>
                </tr>
            }
        })
        .collect_view()
        .into_any()
}
