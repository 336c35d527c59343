//! A document by itself: F06, the rates of VAT, and F16, the sum.

use super::account::Case;
use super::finding::{Correction, Evidence, Finding, LineCredit, Rule, Severity};
use super::ledger::place;
use super::{arithmetic, part, vat};
use crate::billing::credit_note::creditable_lines;
use crate::billing::decide::supplied;
use crate::billing::invoice::{Invoice, InvoiceType};
use crate::billing::receivable::Receivable;
use crate::billing::totals::AdjustmentKind;
use crate::money::{Money, Percent};
use rust_decimal::Decimal;

/// F06 on every invoice. A price that contains the VAT stays what it is at any rate: nothing of it is owed.
pub(super) fn vat_rates(case: &Case<'_>) -> Vec<Finding> {
    invoices(case)
        .filter_map(|invoice| vat_of(case, invoice))
        .collect()
}

fn invoices<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a Invoice> {
    case.records
        .documents
        .iter()
        .filter(|each| match each.type_code {
            InvoiceType::Commercial => true,
            InvoiceType::CreditNote(_) => false,
        })
}

/// The rate of a line's class on its day of supply, as the engine takes it.
fn right_rate(invoice: &Invoice, place: usize) -> Option<Percent> {
    let line = invoice.lines.get(place)?;
    if line.item.tax_included {
        return Some(line.tax.rate);
    }
    let day = supplied(invoice, place);
    let tax = line.item.tax.on(invoice.seller.address.country, day)?;
    Some(tax.rate)
}

fn vat_of(case: &Case<'_>, invoice: &Invoice) -> Option<Finding> {
    let receivable = case.receivable(invoice.id)?;
    let right: Vec<Percent> = (0..invoice.lines.len())
        .map(|line| right_rate(invoice, line))
        .collect::<Option<_>>()?;
    let is_right = invoice
        .lines
        .iter()
        .zip(&right)
        .all(|(line, right)| line.tax.rate == *right);
    let left = nets_left(invoice, receivable)?;
    let is_credited = !receivable.credited.is_empty();
    if is_right && is_credited {
        return None;
    }
    let lines: Vec<(Money, Percent)> = left
        .iter()
        .zip(&invoice.lines)
        .map(|(net, line)| (*net, line.tax.rate))
        .collect();
    let (lines, right) = with_adjustments(invoice, lines, right);
    let billed = if is_credited {
        vat(&lines, &right, Money::zero(invoice.currency))?.recomputed
    } else {
        invoice.totals.tax_total
    };
    let found = vat(&lines, &right, billed)?;
    if !found.is_flagged() || found.over.is_zero() {
        return None;
    }
    let wrong: Vec<usize> = found
        .wrong_lines
        .iter()
        .copied()
        .filter(|line| left.get(*line).is_some_and(|net| !net.is_zero()))
        .collect();
    let evidence: Vec<Evidence> = wrong
        .iter()
        .map(|line| Evidence::Vat {
            place: place(invoice, *line),
            billed: lines[*line].1,
            right: right[*line],
        })
        .collect();
    if found.over.is_negative() {
        return Some(Finding {
            rule: Rule::Vat,
            severity: Severity::Undercharged,
            amount: -found.over,
            evidence,
            correction: None,
        });
    }
    if wrong.is_empty() {
        // The rates are right and their sum is not.
        return sum_owed(case, invoice, receivable, Rule::Vat, found.over, Vec::new());
    }
    Some(Finding {
        rule: Rule::Vat,
        severity: Severity::Owed,
        amount: found.over,
        evidence,
        correction: billed_again(case, invoice, receivable, &wrong),
    })
}

/// The lines credited whole and billed again by the next run, at the right rate: VAT can't be credited without what it is on.
/// What is of no service is charged again by itself where nothing of it was credited yet. None where days are billed for good.
fn billed_again(
    case: &Case<'_>,
    invoice: &Invoice,
    receivable: &Receivable,
    lines: &[usize],
) -> Option<Correction> {
    let left = creditable_lines(invoice, receivable);
    let mut credited = Vec::with_capacity(lines.len());
    for line in lines {
        let billed = invoice.lines.get(*line)?;
        let item = &billed.item;
        let rest = *left.get(*line)?;
        if item.origin.service.is_none() {
            if rest != billed.priced() {
                return None;
            }
            credited.push((*line, rest));
            continue;
        }
        let contract = case.reviewer.book.contracts.get(&item.origin.contract?)?;
        let service = contract.service(item.origin.service?)?;
        let days = item.period?;
        let is_open = service
            .closed_before
            .is_none_or(|closed| closed <= days.from());
        let is_span = service
            .billed
            .iter()
            .any(|span| span.invoice == invoice.id && days.covers(&span.period));
        if !is_open || !is_span {
            return None;
        }
        credited.push((*line, rest));
    }
    let credit = LineCredit {
        invoice: invoice.id,
        lines: credited,
        reason: Rule::Vat.reason(),
        bill_again: true,
    };
    case.comes_to(invoice, &credit)?;
    Some(Correction::Credit(credit))
}

/// What of each line's net was not credited.
fn nets_left(invoice: &Invoice, receivable: &Receivable) -> Option<Vec<Money>> {
    invoice
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| {
            let credited = receivable.credited_on(index);
            if credited.is_zero() || line.priced().is_zero() {
                return Some(line.net);
            }
            let left = line.priced().checked_sub(credited).ok()?;
            part(line.net, left.to_decimal(), line.priced().to_decimal())
        })
        .collect()
}

/// Discounts and fees on the whole are in the base of the VAT, at the rate of their group.
fn with_adjustments(
    invoice: &Invoice,
    mut lines: Vec<(Money, Percent)>,
    mut right: Vec<Percent>,
) -> (Vec<(Money, Percent)>, Vec<Percent>) {
    for each in &invoice.allowance_charges {
        let amount = match each.kind {
            AdjustmentKind::Allowance => -each.amount,
            AdjustmentKind::Charge => each.amount,
        };
        lines.push((amount, each.tax.rate));
        right.push(each.tax.rate);
    }
    (lines, right)
}

/// F16 on every invoice.
pub(super) fn totals(case: &Case<'_>) -> Vec<Finding> {
    invoices(case)
        .filter_map(|invoice| total_of(case, invoice))
        .collect()
}

fn total_of(case: &Case<'_>, invoice: &Invoice) -> Option<Finding> {
    let totals = &invoice.totals;
    let adjustments = invoice
        .allowance_charges
        .iter()
        .map(|each| match each.kind {
            AdjustmentKind::Allowance => -each.amount,
            AdjustmentKind::Charge => each.amount,
        });
    let parts = invoice.lines.iter().map(|line| line.net).chain(adjustments);
    // Rounding (BT-114) and what was paid in advance (BT-113) are between the total and the amount due.
    let total = totals.amount_due - totals.rounding_amount + totals.prepaid_amount;
    let over = arithmetic(parts, totals.tax_total, total)?;
    if over.is_zero() {
        return None;
    }
    let sum = total - over;
    let evidence = vec![Evidence::Total {
        invoice: invoice.id,
        number: invoice.number.clone(),
        total,
        sum,
    }];
    if over.is_negative() {
        return Some(Finding {
            rule: Rule::Arithmetic,
            severity: Severity::Undercharged,
            amount: -over,
            evidence,
            correction: None,
        });
    }
    let receivable = case.receivable(invoice.id)?;
    sum_owed(case, invoice, receivable, Rule::Arithmetic, over, evidence)
}

/// A sum that belongs to no line, with tax, less everything that was credited of the invoice. It is credited on the line that
/// has most left.
fn sum_owed(
    case: &Case<'_>,
    invoice: &Invoice,
    receivable: &Receivable,
    rule: Rule,
    over: Money,
    evidence: Vec<Evidence>,
) -> Option<Finding> {
    let owed = receivable
        .credited
        .iter()
        .fold(over, |owed, credited| owed - credited.amount);
    if !owed.is_positive() {
        return None;
    }
    let left = creditable_lines(invoice, receivable);
    let (line, most) = left
        .into_iter()
        .enumerate()
        .max_by_key(|(_, left)| left.minor())?;
    let of = invoice.lines.get(line)?;
    let amount = if of.item.tax_included {
        Some(owed)
    } else {
        let factor = Decimal::ONE_HUNDRED + of.tax.rate.value();
        part(owed, Decimal::ONE_HUNDRED, factor)
    }?;
    if amount > most || !amount.is_positive() {
        return Some(Finding {
            rule,
            severity: Severity::Owed,
            amount: owed,
            evidence,
            correction: None,
        });
    }
    let credit = LineCredit {
        invoice: invoice.id,
        lines: vec![(line, amount)],
        reason: rule.reason(),
        bill_again: false,
    };
    Some(case.owed(rule, invoice, evidence, credit))
}
