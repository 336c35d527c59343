//! The sums of a document: VAT by rate at the left, the way to the amount due at the right.

use super::super::block::{Block, Mark};
use super::super::geometry::{MEASURE, mm};
use super::super::look::{Rgb, Template};
use super::super::structure::Role;
use super::super::table::inset;
use super::super::typesetter::{Align, Typesetter};
use super::super::wording;
use super::{Setting, Standing, spread};
use crate::billing::line::Reduction;
use crate::billing::totals::{AdjustmentKind, AllowanceCharge};
use crate::money::Money;

/// Width of the sums.
const WIDTH: f32 = mm(78.0);
/// Width of what stands beside them.
pub(super) const BESIDE: f32 = MEASURE - WIDTH - mm(12.0);
/// Space above.
pub(super) const ABOVE: f32 = mm(4.0);

/// The sums, with space above.
pub(super) fn block(ts: &Typesetter, it: &Setting) -> Block {
    let mut block = Block::default();
    if needs_breakdown(it) {
        block.put(inset(ts.template), 0.0, breakdown(ts, it));
    }
    block.put(MEASURE - WIDTH, 0.0, totals(ts, it));
    let mut spaced = Block::default();
    spaced.put(0.0, ABOVE, block);
    spaced
}

/// What the last sum is called.
pub(super) fn due_label<'a>(it: &Setting<'a>) -> &'a str {
    match it.standing {
        Standing::Issued if it.invoice.is_credit_note() => &it.words.credited,
        Standing::Issued => &it.words.due,
        // Nobody is asked to pay.
        Standing::Preview if ends_apart(it) => &it.words.amount,
        Standing::Preview | Standing::Quote { .. } => &it.words.total,
    }
}

/// The last sum: what is due, or of a quote the total with VAT.
pub(super) fn last(it: &Setting) -> Money {
    match it.standing {
        Standing::Issued | Standing::Preview => it.invoice.totals.amount_due,
        Standing::Quote { .. } => it.invoice.totals.tax_inclusive_total,
    }
}

/// Whether what is due is another amount than the total with VAT.
fn ends_apart(it: &Setting) -> bool {
    let totals = &it.invoice.totals;
    let is_apart = !totals.rounding_amount.is_zero() || !totals.prepaid_amount.is_zero();
    match it.standing {
        Standing::Issued | Standing::Preview => is_apart,
        Standing::Quote { .. } => false,
    }
}

/// Several rates, or no tax for a reason, need a table; one rate stands in the sums.
pub(super) fn needs_breakdown(it: &Setting) -> bool {
    let groups = &it.invoice.totals.breakdown;
    groups.len() > 1 || groups.iter().any(|group| group.tax.category.needs_reason())
}

fn breakdown(ts: &Typesetter, it: &Setting) -> Block {
    let words = it.words;
    let style = ts.cell().sized(8.5, 12.0);
    let head_style = ts.small();
    let table = ts.element(Some(it.part), Role::Table(words.breakdown.clone()));
    let head = ts.element(Some(table), Role::TableHead);
    let head = ts.element(Some(head), Role::Row);
    let body = ts.element(Some(table), Role::TableBody);
    let amount_width = mm(27.0);
    let name_width = BESIDE - 2.0 * amount_width - mm(4.0);
    let places = [
        (0.0, name_width, Align::Left),
        (name_width + mm(2.0), amount_width, Align::Right),
        (
            name_width + amount_width + mm(4.0),
            amount_width,
            Align::Right,
        ),
    ];
    let row = |texts: [&str; 3], style, marks: [Mark; 3]| {
        let mut row = Block::default();
        for ((text, mark), (x, width, align)) in texts.into_iter().zip(marks).zip(places) {
            row.put(x, 0.0, ts.text(text, style, width, align, mark));
        }
        row
    };
    let heads = [&words.vat_rate, &words.taxable, &words.vat_amount].map(String::as_str);
    let marks = heads.map(|_| Mark::Element(ts.element(Some(head), Role::ColumnHead)));
    let mut block = row(heads, head_style, marks);
    block.rule(0.0, block.height + 2.0, BESIDE, 0.4, ts.palette.rule);
    block.height += 2.0;
    for group in &it.invoice.totals.breakdown {
        let name = wording::tax_name(it.invoice.language, group.tax);
        let taxable = it.format.amount_plain(group.taxable);
        let amount = it.format.amount_plain(group.amount);
        let element = ts.element(Some(body), Role::Row);
        let marks = [Role::RowHead, Role::Cell, Role::Cell]
            .map(|role| Mark::Element(ts.element(Some(element), role)));
        block.append(2.5, row([&name, &taxable, &amount], style, marks));
    }
    block
}

fn totals(ts: &Typesetter, it: &Setting) -> Block {
    let list = ts.element(Some(it.part), Role::List);
    let style = ts.cell();
    let inset = inset(ts.template);
    let width = WIDTH - 2.0 * inset;
    let mut rows = Block::default();
    for (label, value) in steps(it) {
        let row = spread(ts, (&label, &value), style, width, ts.pair(list));
        rows.append(2.5, row);
    }
    let mut block = Block::default();
    block.put(inset, 0.0, rows);
    block.append(4.0, due(ts, it, ts.pair(list)));
    block
}

/// The amount due, as the template has it.
fn due(ts: &Typesetter, it: &Setting, marks: (Mark, Mark)) -> Block {
    let value = it.format.money(last(it));
    let label = due_label(it);
    let inset = inset(ts.template);
    let (pad, style) = match ts.template {
        Template::Classic => (
            5.0,
            ts.body()
                .strong()
                .sized(13.0, 17.0)
                .coloured(ts.palette.accent),
        ),
        Template::Modern => (
            6.0,
            ts.body().strong().sized(13.0, 17.0).coloured(Rgb::WHITE),
        ),
        Template::Plain => (4.0, ts.body().strong().sized(11.0, 15.0)),
    };
    let mut style = style;
    while ts.width(&value, style) + ts.width(label, style) + mm(5.0) > WIDTH - 2.0 * inset
        && style.size > 8.5
    {
        style = style.sized(style.size - 0.5, style.leading);
    }
    let text = spread(ts, (label, &value), style, WIDTH - 2.0 * inset, marks);
    let height = text.height + 2.0 * pad;
    let mut block = Block::default();
    match ts.template {
        Template::Classic => {
            block.rule(0.0, 0.0, WIDTH, 0.9, ts.palette.accent);
            block.rule(0.0, height, WIDTH, 0.4, ts.palette.accent);
        }
        Template::Modern => block.area(0.0, 0.0, WIDTH, height, ts.palette.accent),
        Template::Plain => {
            block.rule(0.0, 0.0, WIDTH, 0.4, ts.palette.text);
            block.rule(0.0, height, WIDTH, 0.4, ts.palette.text);
            block.rule(0.0, height + 1.6, WIDTH, 0.4, ts.palette.text);
        }
    }
    block.put(inset, pad, text);
    block.height = height + 1.6;
    block
}

/// From the sum of the lines to the amount due, each step with its amount.
fn steps(it: &Setting) -> Vec<(String, String)> {
    let (words, totals) = (it.words, &it.invoice.totals);
    let plain = |amount| it.format.amount_plain(amount);
    let mut steps = Vec::new();
    if !it.invoice.allowance_charges.is_empty() {
        steps.push((words.lines_total.clone(), plain(totals.lines_total)));
        let each = it.invoice.allowance_charges.iter();
        steps.extend(each.map(|each| allowance(it, each)));
    }
    steps.push((words.net_total.clone(), plain(totals.tax_exclusive_total)));
    let tax = match totals.breakdown.as_slice() {
        [only] if !needs_breakdown(it) => wording::tax_name(it.invoice.language, only.tax),
        _ => words.tax_total.clone(),
    };
    steps.push((tax, plain(totals.tax_total)));
    if !ends_apart(it) {
        return steps;
    }
    steps.push((words.total.clone(), plain(totals.tax_inclusive_total)));
    if !totals.prepaid_amount.is_zero() {
        steps.push((words.prepaid.clone(), plain(-totals.prepaid_amount)));
    }
    if !totals.rounding_amount.is_zero() {
        steps.push((words.rounding.clone(), plain(totals.rounding_amount)));
    }
    steps
}

/// A discount or fee says its reason, its percentage, and where there are several rates, which it belongs to.
fn allowance(it: &Setting, each: &AllowanceCharge) -> (String, String) {
    let (usual, amount) = match each.kind {
        AdjustmentKind::Allowance => (&it.words.discount, -each.amount),
        AdjustmentKind::Charge => (&it.words.fee, each.amount),
    };
    let mut name = match each.reason.trim() {
        "" => usual.clone(),
        reason => reason.to_owned(),
    };
    match each.value {
        Reduction::Percent(percent) => {
            name.push(' ');
            name.push_str(&it.format.percent(percent));
        }
        Reduction::Amount(_) => {}
    }
    if it.invoice.totals.breakdown.len() > 1 {
        let tax = wording::tax_name(it.invoice.language, each.tax);
        name.push_str(&format!(" ({tax})"));
    }
    (name, it.format.amount_plain(amount))
}
