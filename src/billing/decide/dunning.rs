//! Reminders, disputes and their decision, collection: what is asked for again, and what is left in peace.

use super::{Context, account, crediting, issuing};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::charge::PendingCharge;
use crate::billing::command::{AskReminder, DecideDispute, LetterText};
use crate::billing::dispute::{Collection, Decision, Dispute, Outcome};
use crate::billing::dunning::{
    DueReminder, HeldBy, Reminder, ReminderFee, ReminderHold, reminder_due,
};
use crate::billing::id::{AccountId, InvoiceId};
use crate::billing::letter::{Letter, LetterKind};
use crate::billing::line::{LineItem, Origin};
use crate::billing::receivable::Receivable;
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind, required};
use crate::billing::tax::{TaxCategory, TaxRule, TaxTreatment};
use crate::calendar::is_supported;
use crate::money::{Money, Quantity, UnitPrice};
use chrono::NaiveDate;

/// Reminds of invoices: all that were asked for, or none.
pub(super) fn send_reminders(
    book: &Book,
    reminders: Vec<AskReminder>,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    not_to_come(on, today)?;
    if reminders.is_empty() {
        return Err(Refusal::field(Field::Invoice, RefusalKind::Empty));
    }
    let mut changes = Vec::new();
    let mut named = Vec::new();
    for (index, asked) in reminders.into_iter().enumerate() {
        let at = |kind| Refusal {
            kind,
            at: Location::Line(index),
        };
        if named.contains(&asked.invoice) {
            let what = asked.invoice.to_string();
            return Err(at(RefusalKind::Taken { what }));
        }
        named.push(asked.invoice);
        let receivable = find_open(book, asked.invoice).map_err(|refusal| at(refusal.kind))?;
        if on <= receivable.due_date {
            return Err(at(RefusalKind::TooEarly {
                earliest: receivable.due_date.succ_opt().unwrap_or(NaiveDate::MAX),
            }));
        }
        let due = reminder_due(book, receivable, on).map_err(|held| at(refused_for(held)))?;
        check_confirmed(&asked, &due).map_err(at)?;
        changes
            .extend(remind(book, receivable, due, asked, on).map_err(|refusal| at(refusal.kind))?);
    }
    Ok(changes)
}

/// That a reminder asks for what was looked at.
fn check_confirmed(asked: &AskReminder, due: &DueReminder) -> Result<(), RefusalKind> {
    let zero = Money::zero(due.open.currency());
    let fee = asked.fee.as_ref().map_or(zero, |fee| fee.amount);
    let pairs = [(asked.open, due.open), (fee, due.fee.unwrap_or(zero))];
    match pairs
        .into_iter()
        .find(|(expected, found)| expected != found)
    {
        Some((expected, found)) => Err(RefusalKind::PreviewOutdated { expected, found }),
        None => Ok(()),
    }
}

fn refused_for(held: HeldBy) -> RefusalKind {
    match held {
        HeldBy::Dispute => RefusalKind::Disputed,
        HeldBy::Collection => RefusalKind::InCollection,
        HeldBy::Hold(hold) => RefusalKind::RemindersHeld { until: hold.until },
        HeldBy::Credit => RefusalKind::CoveredByCredit,
        HeldBy::NotBefore(earliest) => RefusalKind::TooEarly { earliest },
        HeldBy::AllSent => RefusalKind::AllReminded,
    }
}

fn remind(
    book: &Book,
    receivable: &Receivable,
    due: DueReminder,
    asked: AskReminder,
    on: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let account = account::find(book, receivable.account)?;
    let mut changes = Vec::new();
    let mut fee = None;
    if let Some(asked_fee) = asked.fee {
        fee = Some(ReminderFee {
            charge: asked_fee.charge,
            amount: asked_fee.amount,
        });
        changes.push(Change::ChargeAdded(PendingCharge {
            id: asked_fee.charge,
            account: account.id,
            contract: None,
            on,
            item: LineItem {
                description: asked_fee.description,
                quantity: Quantity::ONE,
                unit: "C62".to_owned(),
                unit_price: UnitPrice::new(asked_fee.amount.to_decimal())
                    .map_err(|_| Refusal::amount_too_large(Location::Whole))?,
                tax_included: false,
                reduction: None,
                reduction_reason: None,
                tax: fee_tax(account, asked_fee.tax_reason),
                period: None,
                proration: None,
                origin: Origin {
                    charge: Some(asked_fee.charge),
                    ..Origin::default()
                },
            },
        }));
    }
    let mut reminded = receivable.clone();
    reminded.reminders.push(Reminder {
        id: asked.id,
        level: due.level,
        sent_on: on,
        open: due.open,
        days_overdue: due.days_overdue,
        fee,
        letter: asked.letter.id,
    });
    changes.push(Change::ReceivableRevised(reminded));
    let letter = letter(
        account,
        LetterKind::Reminder,
        asked.letter,
        receivable.invoice,
        on,
    );
    changes.push(Change::LetterKept(letter));
    Ok(changes)
}

/// The tax of a reminder's fee: none, since it makes good a loss and pays for no supply.
///
/// Category `O` excludes every other category on an invoice (EN 16931 BR-O-11 to BR-O-14), and the fee comes with the next
/// bill: so it is `E` with its reason, save for customers to whom all is `O`.
fn fee_tax(account: &Account, reason: String) -> TaxRule {
    let category = match account.treatment {
        TaxTreatment::OutsideScope => TaxCategory::OutsideScope,
        _ => TaxCategory::Exempt,
    };
    TaxRule {
        reason: Some(reason),
        ..TaxRule::untaxed(category)
    }
}

/// Notes that a customer disputes an open invoice or part of it.
pub(super) fn open_dispute(
    book: &Book,
    invoice: InvoiceId,
    dispute: Dispute,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    not_to_come(dispute.opened_on, today)?;
    required(&dispute.reason, Field::Reason)?;
    let mut receivable = find_open(book, invoice)?.clone();
    if dispute.opened_on < receivable.issue_date {
        return Err(too_early(receivable.issue_date));
    }
    if receivable
        .disputes
        .iter()
        .any(|known| known.id == dispute.id)
    {
        return Err(Refusal::field(
            Field::Invoice,
            RefusalKind::Taken {
                what: dispute.reason,
            },
        ));
    }
    let total = receivable.total.currency();
    if dispute.amount.currency() != total {
        let at = Location::Field(Field::Amount);
        return Err(Refusal::currency_mismatch(
            total,
            dispute.amount.currency(),
            at,
        ));
    }
    if !dispute.amount.is_positive() {
        return Err(Refusal::field(Field::Amount, RefusalKind::NotPositive));
    }
    let open = receivable.undisputed_open();
    if dispute.amount > open {
        let asked = dispute.amount;
        return Err(Refusal::field(
            Field::Amount,
            RefusalKind::MoreThanOpen { open, asked },
        ));
    }
    receivable.disputes.push(Dispute {
        decided: None,
        ..dispute
    });
    // What is disputed is nobody's to collect until it is decided; handing it on again is a decision of its own.
    receivable.collection = None;
    Ok(vec![Change::ReceivableRevised(receivable)])
}

/// Decides a dispute: the credit note where something is given back, the letter, and the end of the hold, together.
pub(super) fn decide_dispute(
    book: &Book,
    asked: DecideDispute,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    not_to_come(asked.on, context.today)?;
    required(&asked.note, Field::Reason)?;
    let receivable = issuing::find_receivable(book, context.fetched, asked.invoice)?.clone();
    let place = receivable
        .disputes
        .iter()
        .position(|dispute| dispute.id == asked.dispute)
        .ok_or(Refusal::unknown(Field::Invoice))?;
    let dispute = &receivable.disputes[place];
    if !dispute.is_open() {
        return Err(Refusal::whole(RefusalKind::AlreadyDecided));
    }
    if asked.on < dispute.opened_on {
        return Err(too_early(dispute.opened_on));
    }
    let credit_note = asked.credit.as_ref().map(|credit| credit.credit_note);
    let mut changes = match asked.credit {
        Some(credit) if credit.invoice != asked.invoice => {
            return Err(Refusal::unknown(Field::Invoice));
        }
        Some(credit) => crediting::credit_invoice(book, credit, context)?,
        None => Vec::new(),
    };
    let granted = granted(&changes, credit_note, &receivable);
    if granted != asked.granted {
        return Err(Refusal::field(
            Field::Amount,
            RefusalKind::PreviewOutdated {
                expected: asked.granted,
                found: granted,
            },
        ));
    }
    let decision = Decision {
        on: asked.on,
        outcome: Outcome::of(dispute.amount, granted),
        granted,
        note: asked.note,
        letter: Some(asked.letter.id),
        credit_note,
    };
    let account = account::current(book, receivable.account)?;
    let mut letter = letter(
        account,
        LetterKind::DisputeDecision,
        asked.letter,
        asked.invoice,
        asked.on,
    );
    letter.case = dispute.case;
    keep_decision(&mut changes, receivable, place, decision);
    changes.push(Change::LetterKept(letter));
    Ok(changes)
}

/// What a credit note comes to.
fn granted(changes: &[Change], credit_note: Option<InvoiceId>, receivable: &Receivable) -> Money {
    let issued = changes.iter().find_map(|change| match change {
        Change::InvoiceIssued(document) if Some(document.id) == credit_note => {
            Some(document.totals.amount_due)
        }
        _ => None,
    });
    issued.unwrap_or(Money::zero(receivable.total.currency()))
}

/// Writes the decision into the invoice's record as the credit note left it.
fn keep_decision(changes: &mut Vec<Change>, before: Receivable, place: usize, decision: Decision) {
    let credited = changes.iter_mut().find_map(|change| match change {
        Change::ReceivableRevised(after) if after.invoice == before.invoice => Some(after),
        _ => None,
    });
    match credited {
        Some(after) => after.disputes[place].decided = Some(decision),
        None => {
            let mut after = before;
            after.disputes[place].decided = Some(decision);
            changes.push(Change::ReceivableRevised(after));
        }
    }
}

/// Hands an overdue invoice to a collection agency; never while something of it is disputed.
pub(super) fn hand_to_collection(
    book: &Book,
    invoice: InvoiceId,
    collection: Collection,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    not_to_come(collection.since, today)?;
    required(&collection.agency, Field::Name)?;
    let mut receivable = find_open(book, invoice)?.clone();
    if receivable.is_in_collection() {
        return Err(Refusal::whole(RefusalKind::InCollection));
    }
    if receivable.is_disputed() {
        return Err(Refusal::whole(RefusalKind::Disputed));
    }
    if !receivable.is_overdue(collection.since) {
        let first = receivable.due_date.succ_opt().unwrap_or(NaiveDate::MAX);
        return Err(too_early(first));
    }
    receivable.collection = Some(collection);
    Ok(vec![Change::ReceivableRevised(receivable)])
}

/// Takes an invoice back from the agency.
pub(super) fn take_back_from_collection(
    book: &Book,
    invoice: InvoiceId,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    let mut receivable = issuing::find_receivable(book, context.fetched, invoice)?.clone();
    if receivable.collection.take().is_none() {
        return Err(Refusal::unknown(Field::Invoice));
    }
    Ok(vec![Change::ReceivableRevised(receivable)])
}

/// Leaves a customer in peace until a day; `None` ends that.
pub(super) fn hold_reminders(
    book: &Book,
    id: AccountId,
    hold: Option<ReminderHold>,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let account = account::find_open(book, id)?;
    if let Some(hold) = &hold {
        required(&hold.reason, Field::Reason)?;
        if !is_supported(hold.until) {
            return Err(Refusal::field(Field::Date, RefusalKind::DateOutOfRange));
        }
        if hold.until < today {
            return Err(too_early(today));
        }
    }
    Ok(vec![Change::AccountRevised(Account {
        reminders_held: hold,
        ..account.clone()
    })])
}

fn letter(
    account: &Account,
    kind: LetterKind,
    text: LetterText,
    invoice: InvoiceId,
    on: NaiveDate,
) -> Letter {
    let mut emails = account.contacts.iter().map(|contact| contact.email.trim());
    Letter {
        id: text.id,
        account: account.id,
        kind,
        on,
        language: account.language,
        recipient: account.name.clone(),
        address: account.address.clone(),
        email: emails
            .find(|email| !email.is_empty())
            .unwrap_or_default()
            .to_owned(),
        subject: text.subject,
        paragraphs: text.paragraphs,
        invoice: Some(invoice),
        case: None,
        sent: Vec::new(),
    }
}

fn find_open(book: &Book, invoice: InvoiceId) -> Result<&Receivable, Refusal> {
    book.receivables
        .get(&invoice)
        .ok_or(Refusal::unknown(Field::Invoice))
}

fn too_early(earliest: NaiveDate) -> Refusal {
    Refusal::field(Field::Date, RefusalKind::TooEarly { earliest })
}

/// What is written down has happened.
fn not_to_come(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if !is_supported(day) {
        return Err(Refusal::field(Field::Date, RefusalKind::DateOutOfRange));
    }
    if day > today {
        return Err(Refusal::field(
            Field::Date,
            RefusalKind::TooLate { latest: today },
        ));
    }
    Ok(())
}
