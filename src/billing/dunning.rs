//! Reminders: when an overdue invoice is asked for again, what the reminder costs, and why some invoices are left in peace.
//!
//! Days count from the due date, never from the issue date. Towards consumers the Finnish Debt Collection Act (513/1999)
//! lets a reminder cost at most 5 EUR, and only where at least 14 days passed since the due date or the reminder before it;
//! what is disputed must not be collected.

use crate::billing::account::{Account, AccountKind};
use crate::billing::book::Book;
use crate::billing::id::{AccountId, ChargeId, InvoiceId, LetterId, ReminderId};
use crate::billing::receivable::Receivable;
use crate::money::{Currency, Money};
use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

/// The most a reminder may cost a consumer, in cents (Debt Collection Act 513/1999).
const MOST_FEE_OF_CONSUMERS: i64 = 500;
/// Days that must pass before a reminder to a consumer may cost something (Debt Collection Act 513/1999).
const LEAST_DAYS_OF_CONSUMERS: u16 = 14;

/// When and how a business reminds.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct DunningPolicy {
    /// Towards consumers.
    #[serde(default)]
    pub consumers: DunningRule,
    /// Towards companies.
    #[serde(default)]
    pub companies: DunningRule,
}

/// When and how some customers are reminded.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct DunningRule {
    /// Days from the due date to the first reminder.
    pub days_after_due: u16,
    /// Days from one reminder to the next.
    pub days_between: u16,
    /// How many reminders an invoice gets.
    pub reminders: u8,
    /// What a reminder costs; nothing where accounts are in another currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<Money>,
}

impl Default for DunningRule {
    fn default() -> Self {
        DunningRule {
            days_after_due: 14,
            days_between: 14,
            reminders: 2,
            fee: None,
        }
    }
}

/// What the law says against a policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DunningWarning {
    /// A reminder costs a consumer more than 5 EUR.
    FeeTooHigh,
    /// A reminder that costs a consumer something comes less than 14 days after the due date or the one before.
    FeeTooEarly,
}

impl DunningPolicy {
    /// Whether it is what every business starts with.
    pub fn is_default(&self) -> bool {
        *self == DunningPolicy::default()
    }

    /// The rule for a customer.
    pub fn of(&self, kind: AccountKind) -> &DunningRule {
        match kind {
            AccountKind::Person => &self.consumers,
            AccountKind::Company => &self.companies,
        }
    }

    /// What the law says against it.
    pub fn warnings(&self) -> Vec<DunningWarning> {
        let rule = &self.consumers;
        let Some(fee) = rule.fee.filter(|fee| fee.is_positive()) else {
            return Vec::new();
        };
        let mut warnings = Vec::new();
        if fee.currency() == Currency::EUR && fee.minor() > MOST_FEE_OF_CONSUMERS {
            warnings.push(DunningWarning::FeeTooHigh);
        }
        if rule.days_after_due.min(rule.days_between) < LEAST_DAYS_OF_CONSUMERS {
            warnings.push(DunningWarning::FeeTooEarly);
        }
        warnings
    }
}

/// A reminder that was sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reminder {
    /// Identity.
    pub id: ReminderId,
    /// Which of the invoice's reminders, from 1.
    pub level: u8,
    /// When.
    pub sent_on: NaiveDate,
    /// What it asked for: what was open and not disputed.
    pub open: Money,
    /// Days since the due date.
    pub days_overdue: i64,
    /// What it costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fee: Option<ReminderFee>,
    /// The letter.
    pub letter: LetterId,
}

/// What a reminder costs. It comes with the next bill.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReminderFee {
    /// The charge; the line that bills it names it as its origin.
    pub charge: ChargeId,
    /// How much.
    pub amount: Money,
}

/// A customer who is left in peace for a while, whatever is overdue.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReminderHold {
    /// The last day.
    pub until: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A reminder that can be sent.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueReminder {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whose it is.
    pub account: AccountId,
    /// Which of the invoice's reminders, from 1.
    pub level: u8,
    /// What it asks for: what is open and not disputed.
    pub open: Money,
    /// What it leaves out.
    pub disputed: Money,
    /// Days since the due date.
    pub days_overdue: i64,
    /// What it costs.
    pub fee: Option<Money>,
}

/// An overdue invoice that is left in peace.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct HeldReminder {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Whose it is.
    pub account: AccountId,
    /// What is open.
    pub open: Money,
    /// Why.
    pub why: HeldBy,
}

/// Why an overdue invoice is not reminded of.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum HeldBy {
    /// All that is open is disputed.
    Dispute,
    /// A collection agency has it.
    Collection,
    /// The customer is left in peace.
    Hold(ReminderHold),
    /// What is left of the customer's payments and credit notes covers it.
    Credit,
    /// Not yet.
    NotBefore(NaiveDate),
    /// Every reminder was sent.
    AllSent,
}

/// What is to be reminded of, and what is not.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RemindersDue {
    /// Reminders that can be sent, longest overdue first.
    pub due: Vec<DueReminder>,
    /// Overdue invoices that are left in peace, longest overdue first.
    pub held: Vec<HeldReminder>,
}

/// Who is to be reminded on `today`, and who is not and why.
pub fn reminders_due(book: &Book, today: NaiveDate) -> RemindersDue {
    let mut overdue: Vec<&Receivable> = book
        .receivables
        .values()
        .filter(|receivable| receivable.is_overdue(today))
        .collect();
    overdue.sort_by_key(|receivable| (receivable.due_date, &receivable.number));
    let mut all = RemindersDue::default();
    for receivable in overdue {
        match reminder_due(book, receivable, today) {
            Ok(due) => all.due.push(due),
            Err(why) => all.held.push(HeldReminder {
                invoice: receivable.invoice,
                account: receivable.account,
                open: receivable.open(),
                why,
            }),
        }
    }
    all
}

/// The reminder of one overdue invoice, or why there is none.
pub fn reminder_due(
    book: &Book,
    receivable: &Receivable,
    today: NaiveDate,
) -> Result<DueReminder, HeldBy> {
    if receivable.is_in_collection() {
        return Err(HeldBy::Collection);
    }
    let open = receivable.undisputed_open();
    if !open.is_positive() {
        return Err(HeldBy::Dispute);
    }
    let account = book.accounts.get(&receivable.account);
    let hold = account.and_then(|account| account.reminders_held.clone());
    if let Some(hold) = hold.filter(|hold| hold.until >= today) {
        return Err(HeldBy::Hold(hold));
    }
    if credit_left(book, receivable) >= open {
        return Err(HeldBy::Credit);
    }
    let rule = rule_for(book, account);
    let sent = receivable.reminders.len();
    if sent >= usize::from(rule.reminders) {
        return Err(HeldBy::AllSent);
    }
    let earliest = earliest(receivable, rule);
    if today < earliest {
        return Err(HeldBy::NotBefore(earliest));
    }
    Ok(DueReminder {
        invoice: receivable.invoice,
        account: receivable.account,
        level: u8::try_from(sent).unwrap_or(u8::MAX).saturating_add(1),
        open,
        disputed: receivable.disputed(),
        days_overdue: receivable.days_overdue(today),
        fee: rule
            .fee
            .filter(|fee| fee.is_positive() && fee.currency() == open.currency()),
    })
}

fn rule_for<'a>(book: &'a Book, account: Option<&Account>) -> &'a DunningRule {
    let kind = account.map_or(AccountKind::Person, |account| account.kind);
    book.seller.dunning.of(kind)
}

/// The first day of the next reminder. After a dispute its days count from the decision.
fn earliest(receivable: &Receivable, rule: &DunningRule) -> NaiveDate {
    let (from, days) = match receivable.reminders.last() {
        Some(last) => (last.sent_on, rule.days_between),
        None => (receivable.due_date, rule.days_after_due),
    };
    let decided = receivable
        .disputes
        .iter()
        .filter_map(|dispute| dispute.decided.as_ref().map(|decision| decision.on));
    let from = decided.fold(from, NaiveDate::max);
    from.checked_add_days(Days::new(u64::from(days)))
        .unwrap_or(NaiveDate::MAX)
}

/// What is left of the customer's payments and credit notes, in the invoice's currency.
fn credit_left(book: &Book, receivable: &Receivable) -> Money {
    let currency = receivable.total.currency();
    book.credits_of(receivable.account)
        .filter(|credit| credit.amount.currency() == currency)
        .fold(Money::zero(currency), |sum, credit| sum + credit.left())
}
