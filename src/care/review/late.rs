//! Lateness: F14, and money that lies unused while an invoice is overdue.

use super::account::Case;
use super::finding::{Correction, Evidence, Finding, Rule, Severity};
use crate::billing::receivable::{Credit, Receivable};
use crate::money::Money;

/// What is found about an account's overdue invoices.
pub(super) fn lateness(case: &Case<'_>) -> Vec<Finding> {
    unused(case)
}

/// F14: a credit that would settle an overdue invoice whole, and lies there. To be used, before anybody is reminded.
fn unused(case: &Case<'_>) -> Vec<Finding> {
    let today = case.reviewer.today;
    let mut left: Vec<(&Credit, Money)> = case
        .records
        .credits
        .iter()
        .map(|credit| (credit, credit.left()))
        .filter(|(_, left)| left.is_positive())
        .collect();
    // The oldest money settles what was due first.
    left.sort_by_key(|(credit, _)| (credit.on, credit.source));
    let mut overdue: Vec<&Receivable> = case
        .records
        .receivables
        .iter()
        .filter(|each| each.is_overdue(today))
        .collect();
    overdue.sort_by_key(|each| (each.due_date, &each.number));
    let mut found = Vec::new();
    for receivable in overdue {
        let open = receivable.open();
        let Some((credit, lies)) = left
            .iter_mut()
            .find(|(_, left)| left.currency() == open.currency() && *left >= open)
        else {
            continue;
        };
        found.push(Finding {
            rule: Rule::Misplaced,
            severity: Severity::Talk,
            amount: open,
            evidence: vec![Evidence::Unused {
                invoice: receivable.invoice,
                number: receivable.number.clone(),
                open,
                left: *lies,
            }],
            correction: Some(Correction::Use {
                source: credit.source,
                invoice: receivable.invoice,
                amount: open,
            }),
        });
        *lies -= open;
    }
    found
}
