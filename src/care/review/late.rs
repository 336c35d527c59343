//! Lateness: F10, F11 and F14 on every reminder that cost something, and money that lies unused while an invoice is overdue.
//!
//! A fee is owed once, whatever rules it breaks: whole where it fell into a dispute or the money was there, else what is
//! above the law's most. A reminder that left the disputed part of an invoice out asked for nothing disputed.

use super::account::Case;
use super::dunned::{Charge, ChargeKind, Dispute, Reminder};
use super::finding::{Correction, Evidence, Finding, LineCredit, Rule, Severity};
use super::{disputed_charges, misplaced_payment, reminders};
use crate::billing::account::AccountKind;
use crate::billing::charge::PendingCharge;
use crate::billing::dispute;
use crate::billing::dunning::{self, ReminderFee};
use crate::billing::id::ChargeId;
use crate::billing::invoice::Invoice;
use crate::billing::receivable::{Credit, Receivable};
use crate::money::{Currency, Money};
use chrono::NaiveDate;

/// What is found about an account's overdue invoices.
pub(super) fn lateness(case: &Case<'_>) -> Vec<Finding> {
    let mut found: Vec<Finding> = case
        .records
        .receivables
        .iter()
        .filter(|receivable| !receivable.reminders.is_empty())
        .flat_map(|receivable| fees(case, receivable))
        .collect();
    found.extend(unused(case));
    found
}

/// What is owed of the fees of one invoice's reminders.
fn fees(case: &Case<'_>, receivable: &Receivable) -> Vec<Finding> {
    let checks = most(case, receivable.total.currency()).and_then(|most| {
        let zero = Money::zero(most.currency());
        let sent: Vec<Reminder> = receivable
            .reminders
            .iter()
            .map(|each| Reminder {
                sent: each.sent_on,
                fee: each.fee.as_ref().map_or(zero, |fee| fee.amount),
            })
            .collect();
        reminders(receivable.due_date, &sent, most)
    });
    let mut found = Vec::new();
    for (place, reminder) in receivable.reminders.iter().enumerate() {
        let Some(fee) = &reminder.fee else { continue };
        let check = checks.as_ref().and_then(|checks| checks.get(place));
        let excess = check.map(|check| check.excess);
        let (rule, owed) = if is_disputed(receivable, reminder, fee) {
            (Rule::DisputedCharge, fee.amount)
        } else if has_been_paid(case, reminder, fee) {
            (Rule::Misplaced, fee.amount)
        } else if let Some(excess) = excess.filter(|excess| excess.is_positive()) {
            (Rule::Reminder, excess)
        } else {
            continue;
        };
        let evidence = Evidence::Late {
            invoice: receivable.invoice,
            number: receivable.number.clone(),
            on: reminder.sent_on,
            charged: fee.amount,
            allowed: fee.amount - owed,
            days_since: check.map(|check| check.days_since),
        };
        found.extend(charged(case, rule, fee.charge, owed, evidence));
    }
    found
}

/// The most a reminder to a person may cost. The law speaks of euros, and leaves companies to their agreement.
fn most(case: &Case<'_>, currency: Currency) -> Option<Money> {
    let is_person = match case.account.kind {
        AccountKind::Person => true,
        AccountKind::Company => false,
    };
    (is_person && currency == Currency::EUR)
        .then(|| Money::new(case.reviewer.thresholds.reminder_fee, currency))
}

/// F10: whether a reminder asked for what was disputed.
fn is_disputed(receivable: &Receivable, reminder: &dunning::Reminder, fee: &ReminderFee) -> bool {
    let charges = [Charge {
        id: fee.charge.to_string(),
        kind: ChargeKind::ReminderFee,
        amount: fee.amount,
        on: reminder.sent_on,
    }];
    let falls_into = |each: &&dispute::Dispute| {
        let dispute = Dispute {
            invoice: receivable.total,
            disputed: each.amount,
            from: each.opened_on,
            until: each.decided.as_ref().map(|decision| decision.on),
        };
        disputed_charges(&dispute, &charges).is_some_and(|(owed, _)| owed.is_positive())
    };
    let disputed = receivable
        .disputes
        .iter()
        .filter(falls_into)
        .fold(Money::zero(receivable.total.currency()), |sum, each| {
            sum + each.amount
        });
    let open = receivable
        .entries
        .iter()
        .filter(|entry| entry.on <= reminder.sent_on)
        .fold(receivable.total, |open, entry| open - entry.amount);
    disputed.is_positive() && reminder.open > open - disputed
}

/// F14: whether the customer's unused money would have settled what a reminder asked for.
fn has_been_paid(case: &Case<'_>, reminder: &dunning::Reminder, fee: &ReminderFee) -> bool {
    let currency = reminder.open.currency();
    let left = |credit: &Credit| {
        credit
            .uses
            .iter()
            .filter(|each| each.on <= reminder.sent_on)
            .fold(credit.amount, |left, each| left - each.amount)
    };
    let lay_there = case
        .records
        .credits
        .iter()
        .filter(|credit| credit.amount.currency() == currency)
        .filter(|credit| credit.on <= reminder.sent_on && !credit.is_reversed())
        .fold(Money::zero(currency), |sum, credit| sum + left(credit));
    misplaced_payment(fee.amount, lay_there, reminder.open).is_some_and(|owed| owed.is_positive())
}

/// What is owed of a fee, less what was credited of it; nothing of a fee that was withdrawn.
fn charged(
    case: &Case<'_>,
    rule: Rule,
    charge: ChargeId,
    owed: Money,
    evidence: Evidence,
) -> Option<Finding> {
    if let Some(pending) = case.reviewer.book.charges.get(&charge) {
        return Some(Finding {
            rule,
            severity: Severity::Owed,
            amount: pending_with_tax(case, pending, owed),
            evidence: vec![evidence],
            // It can't be withdrawn in part.
            correction: Some(Correction::Withdraw(charge)),
        });
    }
    let (invoice, line) = line_of(case, charge)?;
    let receivable = case.receivable(invoice.id)?;
    let owed = owed
        .checked_sub(receivable.credited_on(line))
        .ok()
        .filter(|owed| owed.is_positive())?;
    let credit = LineCredit {
        invoice: invoice.id,
        lines: vec![(line, owed)],
        reason: rule.reason(),
        bill_again: false,
    };
    Some(case.owed(rule, invoice, vec![evidence], credit))
}

fn pending_with_tax(case: &Case<'_>, pending: &PendingCharge, owed: Money) -> Money {
    if pending.item.tax_included {
        return owed;
    }
    let rule = case.account.treatment.over(&pending.item.tax);
    let country = case.reviewer.book.seller.address.country;
    let tax = rule
        .on(country, pending.on)
        .map(|tax| tax.rate.of_exact(owed.to_decimal()))
        .and_then(|tax| {
            crate::money::Rounding::HalfAwayFromZero
                .reduce(tax, owed.currency())
                .ok()
        });
    tax.map_or(owed, |tax| owed + tax)
}

/// The line that billed a charge.
fn line_of<'a>(case: &Case<'a>, charge: ChargeId) -> Option<(&'a Invoice, usize)> {
    case.records
        .documents
        .iter()
        .filter(|each| !each.is_credit_note())
        .find_map(|invoice| {
            let billed = invoice
                .lines
                .iter()
                .position(|line| line.item.origin.charge == Some(charge));
            billed.map(|line| (invoice, line))
        })
}

/// F14: a credit that would settle an overdue invoice whole, and lies there. To be used, before anybody is reminded.
fn unused(case: &Case<'_>) -> Vec<Finding> {
    let today: NaiveDate = case.reviewer.today;
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
