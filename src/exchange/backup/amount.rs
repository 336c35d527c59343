//! Checks of amounts that don't trust them: one currency, and sums that may not fit.

use super::problem::ProblemKind;
use crate::billing::id::WriteOffId;
use crate::billing::invoice::Invoice;
use crate::billing::receivable::{Credit, EntryKind, Receivable};
use crate::billing::totals::Totals;
use crate::money::{Currency, Money};
use std::collections::BTreeMap;

/// The first amount in another currency than `expected`.
pub(super) fn one_currency(
    expected: Currency,
    amounts: impl IntoIterator<Item = Money>,
) -> Result<(), ProblemKind> {
    amounts
        .into_iter()
        .map(Money::currency)
        .find(|found| *found != expected)
        .map_or(Ok(()), |found| {
            Err(ProblemKind::OtherCurrency { expected, found })
        })
}

/// An amount, and what was taken of it: never more than there was, never less than nothing.
pub(super) fn not_more_than_there(
    amount: Money,
    taken: impl IntoIterator<Item = Money>,
) -> Result<(), ProblemKind> {
    let currency = amount.currency();
    let taken = Money::sum(currency, taken).map_err(|_| too_large())?;
    let within = if amount.is_negative() {
        amount <= taken && !taken.is_positive()
    } else {
        taken <= amount && !taken.is_negative()
    };
    if within {
        Ok(())
    } else {
        Err(ProblemKind::MoreThanThere { amount, taken })
    }
}

/// What a receivable says, by itself.
pub(super) fn check_receivable(receivable: &Receivable) -> Result<(), ProblemKind> {
    let entries = || receivable.entries.iter().map(|entry| entry.amount);
    let credited = || receivable.credited.iter().map(|credited| credited.amount);
    let lines = receivable
        .credited
        .iter()
        .flat_map(|credited| credited.lines.iter().map(|(_, amount)| *amount));
    let reminders = receivable.reminders.iter().flat_map(|reminder| {
        let fee = reminder.fee.as_ref().map(|fee| fee.amount);
        [reminder.open].into_iter().chain(fee)
    });
    let disputes = receivable.disputes.iter().flat_map(|dispute| {
        let granted = dispute.decided.as_ref().map(|decision| decision.granted);
        [dispute.amount].into_iter().chain(granted)
    });
    let disputed = receivable
        .disputes
        .iter()
        .filter(|dispute| dispute.is_open());
    one_currency(
        receivable.total.currency(),
        entries()
            .chain(credited())
            .chain(lines)
            .chain(reminders)
            .chain(disputes),
    )?;
    not_more_than_there(receivable.total, disputed.map(|dispute| dispute.amount))?;
    not_more_than_there(receivable.total, entries())?;
    not_more_than_there(receivable.total, credited())?;
    check_reversals(receivable)
}

/// That no write-off is taken back that wasn't made, or more of it than there was.
fn check_reversals(receivable: &Receivable) -> Result<(), ProblemKind> {
    let mut write_offs: BTreeMap<WriteOffId, (Vec<Money>, Vec<Money>)> = BTreeMap::new();
    for entry in &receivable.entries {
        match entry.kind {
            EntryKind::WriteOff { id, .. } => {
                write_offs.entry(id).or_default().0.push(entry.amount);
            }
            EntryKind::WriteOffReversal { id, .. } => {
                write_offs.entry(id).or_default().1.push(-entry.amount);
            }
            EntryKind::Payment(_) | EntryKind::CreditNote(_) | EntryKind::SettledBefore => {}
        }
    }
    for (given_up, reversed) in write_offs.into_values() {
        let given_up =
            Money::sum(receivable.total.currency(), given_up).map_err(|_| too_large())?;
        not_more_than_there(given_up, reversed)?;
    }
    Ok(())
}

fn too_large() -> ProblemKind {
    ProblemKind::TooLarge {
        limit: crate::money::MAX_MINOR.unsigned_abs(),
    }
}

/// What a credit says, by itself.
pub(super) fn check_credit(credit: &Credit) -> Result<(), ProblemKind> {
    let uses = || credit.uses.iter().map(|each| each.amount);
    one_currency(credit.amount.currency(), uses())?;
    not_more_than_there(credit.amount, uses())
}

/// That a document adds up. Its amounts are of one currency first: adding two is a fault that the arithmetic doesn't forgive.
pub(super) fn check_invoice(invoice: &Invoice) -> Result<(), ProblemKind> {
    let lines = invoice
        .lines
        .iter()
        .flat_map(|line| [line.net, line.derivation.gross, line.derivation.reduction]);
    let adjustments = invoice.allowance_charges.iter().map(|each| each.amount);
    one_currency(
        invoice.currency,
        lines.chain(adjustments).chain(amounts(&invoice.totals)),
    )?;
    invoice
        .verify()
        .map_err(|differ| ProblemKind::TotalsDiffer {
            kept: differ.kept.amount_due,
            derived: differ.derived.map(|totals| totals.amount_due),
        })
}

fn amounts(totals: &Totals) -> impl Iterator<Item = Money> + '_ {
    let sums = [
        totals.lines_total,
        totals.allowances_total,
        totals.charges_total,
        totals.tax_exclusive_total,
        totals.tax_total,
        totals.tax_inclusive_total,
        totals.prepaid_amount,
        totals.rounding_amount,
        totals.amount_due,
    ];
    let groups = totals
        .breakdown
        .iter()
        .flat_map(|group| [group.taxable, group.amount]);
    sums.into_iter().chain(groups)
}
