//! The last bill against those before it: F12.

use super::account::Case;
use super::finding::{Evidence, Finding, Rule, Severity};
use super::{bill_shock, part};
use crate::billing::invoice::Invoice;
use crate::billing::proration::minus;
use crate::calendar::{Period, days_between};
use crate::money::{Money, Rounding};
use rust_decimal::Decimal;

/// Bills that are compared: a year of monthly ones.
const MOST_BILLS: usize = 12;

/// Days that every bill is reckoned for.
const DAYS: i64 = 30;

/// Whether the last bill of a run is far above those before it, thirty days of each.
pub(super) fn last_bill(case: &Case<'_>) -> Option<Finding> {
    let mut bills: Vec<(&Invoice, Money)> = case
        .records
        .documents
        .iter()
        .filter(|each| !each.is_credit_note() && each.run.is_some())
        .filter_map(|invoice| Some((invoice, thirty_days(case, invoice)?)))
        .collect();
    let (invoice, bill) = bills.pop()?;
    let age = days_between(invoice.issue_date, case.reviewer.today);
    if age > i64::from(case.reviewer.thresholds.shock_days) {
        return None;
    }
    let same_currency = |(_, each): &&(&Invoice, Money)| each.currency() == bill.currency();
    let before: Vec<Money> = bills
        .iter()
        .rev()
        .filter(same_currency)
        .take(MOST_BILLS)
        .map(|(_, bill)| *bill)
        .collect();
    let shock = bill_shock(&before, bill)?;
    if !shock.is_flagged {
        return None;
    }
    let usual = Rounding::HalfAwayFromZero
        .reduce(shock.median, bill.currency())
        .ok()?;
    Some(Finding {
        rule: Rule::BillShock,
        severity: Severity::Talk,
        amount: bill - usual,
        evidence: vec![Evidence::Shock {
            invoice: invoice.id,
            number: invoice.number.clone(),
            bill,
            usual,
            bills: before.len(),
        }],
        correction: None,
    })
}

/// Thirty days of a bill, with VAT, without what was credited; none of a bill that is for no days.
fn thirty_days(case: &Case<'_>, invoice: &Invoice) -> Option<Money> {
    let mut days: Vec<Period> = Vec::new();
    for line in &invoice.lines {
        if let Some(period) = line
            .item
            .period
            .filter(|_| line.item.origin.service.is_some() && !line.item.quantity.is_negative())
        {
            days.extend(minus(period, &days.clone()));
        }
    }
    let count: i64 = days.iter().map(Period::days).sum();
    if count == 0 {
        return None;
    }
    let credited = case
        .receivable(invoice.id)
        .map_or(&[][..], |receivable| &receivable.credited);
    let left = credited
        .iter()
        .fold(invoice.totals.amount_due, |left, each| left - each.amount);
    part(left, Decimal::from(DAYS), Decimal::from(count))
}
