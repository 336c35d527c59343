//! Fees, interest and reminders against the rules for them: F10, F11, F14.

use super::part;
use crate::calendar::days_between;
use crate::money::Money;
use chrono::NaiveDate;

/// Days between a due date, or a reminder, and the next reminder that may cost something
/// (Debt Collection Act 513/1999, section 10 a).
const BETWEEN_REMINDERS: i64 = 14;

/// What a charge is for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ChargeKind {
    /// A reminder.
    ReminderFee,
    /// Collection.
    CollectionFee,
    /// Lateness.
    LateInterest,
}

/// A charge for lateness.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Charge {
    /// Which.
    pub id: String,
    /// What for.
    pub kind: ChargeKind,
    /// How much.
    pub amount: Money,
    /// Of which day.
    pub on: NaiveDate,
}

/// A dispute of an invoice, or of a part of it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dispute {
    /// The invoice's amount.
    pub invoice: Money,
    /// What of it is disputed.
    pub disputed: Money,
    /// Its first day.
    pub from: NaiveDate,
    /// Its last day; none while it lasts.
    pub until: Option<NaiveDate>,
}

/// F10: what was charged for lateness during a dispute, and how much of it has to go: fees whole, interest for the disputed
/// share.
pub fn disputed_charges<'a>(
    dispute: &Dispute,
    charges: &'a [Charge],
) -> Option<(Money, Vec<&'a str>)> {
    let inside: Vec<&Charge> = charges
        .iter()
        .filter(|charge| {
            dispute.from <= charge.on && dispute.until.is_none_or(|until| charge.on <= until)
        })
        .collect();
    let mut sum = Money::zero(dispute.invoice.currency());
    for charge in &inside {
        let reversed = match charge.kind {
            ChargeKind::ReminderFee | ChargeKind::CollectionFee => charge.amount,
            ChargeKind::LateInterest => part(
                charge.amount,
                dispute.disputed.to_decimal(),
                dispute.invoice.to_decimal(),
            )?,
        };
        sum = sum.checked_add(reversed).ok()?;
    }
    Some((
        sum,
        inside.into_iter().map(|each| each.id.as_str()).collect(),
    ))
}

/// A reminder that cost something.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Reminder {
    /// When it was sent.
    pub sent: NaiveDate,
    /// What it cost.
    pub fee: Money,
}

/// F11: one reminder against the rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ReminderCheck {
    /// Days since the due date, or since the reminder before.
    pub days_since: i64,
    /// What it may cost.
    pub allowed: Money,
    /// What it cost above that.
    pub excess: Money,
}

/// F11: what each reminder to a consumer, in the order in which they were sent, cost above what it may: `most` each, and
/// nothing within a fortnight of the due date or of the one before.
pub fn reminders(due: NaiveDate, sent: &[Reminder], most: Money) -> Option<Vec<ReminderCheck>> {
    let zero = Money::zero(most.currency());
    let mut since = due;
    sent.iter()
        .map(|reminder| {
            let days_since = days_between(since, reminder.sent);
            since = reminder.sent;
            let allowed = if days_since >= BETWEEN_REMINDERS {
                most
            } else {
                zero
            };
            Some(ReminderCheck {
                days_since,
                allowed,
                excess: reminder.fee.checked_sub(allowed).ok()?.max(zero),
            })
        })
        .collect()
}

/// F14: a fee of a day on which the customer's money lay there unused: what of it is owed. Zero where the money did not reach.
pub fn misplaced_payment(fee: Money, credit: Money, open: Money) -> Option<Money> {
    let reaches = !credit.checked_sub(open).ok()?.is_negative() && open.is_positive();
    Some(if reaches {
        fee
    } else {
        Money::zero(fee.currency())
    })
}
