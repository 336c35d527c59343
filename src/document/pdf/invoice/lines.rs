//! The lines of a document, each with the days it is about and how its amount came about.

use super::super::table::{Column, Row, Table};
use super::super::typesetter::{Align, Style, Typesetter};
use super::super::wording;
use super::Setting;
use crate::billing::line::InvoiceLine;
use crate::money::Money;

/// The table of lines, with the sum of net amounts up to each.
pub(super) fn table(ts: &Typesetter, it: &Setting) -> Table {
    let (invoice, words) = (it.invoice, it.words);
    let column = |head: &str, align| Column {
        head: head.to_owned(),
        align,
    };
    let net_head = format!("{} ({})", words.column_net, invoice.currency);
    let mut sum = Money::zero(invoice.currency);
    let rows = invoice
        .lines
        .iter()
        .map(|line| {
            // Past what money can hold nothing is summed; such a document was never issued.
            sum = sum.checked_add(line.net).unwrap_or(sum);
            Row {
                cells: cells(ts, it, line),
                carried: it.format.amount_plain(sum),
            }
        })
        .collect();
    Table {
        summary: words.lines_total.clone(),
        wide: 0,
        columns: vec![
            column(&words.column_what, Align::Left),
            column(&words.column_quantity, Align::Right),
            column(&words.column_price, Align::Right),
            column(&words.column_tax, Align::Right),
            column(&net_head, Align::Right),
        ],
        rows,
        carried_forward: words.carried_forward.clone(),
        brought_forward: words.brought_forward.clone(),
    }
}

fn cells(ts: &Typesetter, it: &Setting, line: &InvoiceLine) -> Vec<Vec<(String, Style)>> {
    let (item, format, words) = (&line.item, it.format, it.words);
    let text = ts.cell();
    let small = ts.small().sized(7.8, 10.8);
    let mut what = vec![(item.description.clone(), text)];
    if let Some(period) = item.period {
        what.push((format.period(period), small));
    }
    if wording::needs_formula(item) {
        let reason = item
            .reduction_reason
            .as_ref()
            .filter(|reason| !reason.trim().is_empty())
            .map(|reason| format!(" ({reason})"))
            .unwrap_or_default();
        let formula = wording::formula(format, it.invoice.currency, item);
        what.push((format!("{formula}{reason}"), small));
    }
    let quantity = format!(
        "{}\u{a0}{}",
        format.quantity(item.quantity),
        wording::unit_sign(words, &item.unit)
    );
    let price = format.unit_price(item.unit_price, it.invoice.currency);
    let mut price = vec![(price, text)];
    if item.tax_included {
        price.push((words.with_tax.clone(), small));
    }
    let tax = wording::tax_short(it.invoice.language, line.tax);
    let net = format.amount_plain(line.net);
    vec![
        what,
        vec![(quantity, text)],
        price,
        vec![(tax, text)],
        vec![(net, text)],
    ]
}
