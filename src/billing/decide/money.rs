//! Payments, credits, refunds, write-offs: what settles invoices. Both sides of every allocation are kept together.

use super::{Context, account, issuing};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::command::Allocation;
use crate::billing::id::{AccountId, InvoiceId, PaymentId, WriteOffId};
use crate::billing::payment::Payment;
use crate::billing::receivable::{
    Credit, CreditSource, CreditUse, Entry, EntryKind, Receivable, UseKind,
};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind, required};
use crate::calendar::is_supported;
use crate::money::Money;
use chrono::NaiveDate;
use std::collections::BTreeMap;

pub(super) fn receive(
    book: &Book,
    payment: Payment,
    allocations: &[Allocation],
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let account = account::find(book, payment.account)?;
    positive(payment.amount, Location::Field(Field::Amount))?;
    past(payment.received, today)?;
    if payment.amount.currency() != account.currency {
        return Err(Refusal::currency_mismatch(
            account.currency,
            payment.amount.currency(),
            Location::Field(Field::Amount),
        ));
    }
    let source = CreditSource::Payment(payment.id);
    if book.credits.contains_key(&source) {
        return Err(Refusal::field(
            Field::Amount,
            RefusalKind::Taken {
                what: payment.amount.to_string(),
            },
        ));
    }
    let credit = Credit {
        source,
        account: payment.account,
        label: payment.reference.clone(),
        on: payment.received,
        amount: payment.amount,
        uses: Vec::new(),
        sent: Vec::new(),
    };
    let on = payment.received;
    let mut changes = vec![Change::PaymentReceived(payment)];
    changes.extend(allocate(book, credit, allocations, on)?);
    Ok(changes)
}

pub(super) fn use_credit(
    book: &Book,
    source: CreditSource,
    allocations: &[Allocation],
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    past(on, today)?;
    if allocations.is_empty() {
        return Err(Refusal::field(Field::Invoice, RefusalKind::Empty));
    }
    let credit = find_credit(book, source)?.clone();
    not_before(credit.on, on)?;
    allocate(book, credit, allocations, on)
}

pub(super) fn refund(
    book: &Book,
    source: CreditSource,
    amount: Money,
    paid_back: UseKind,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    past(on, today)?;
    let mut credit = find_credit(book, source)?.clone();
    not_before(credit.on, on)?;
    take(
        &mut credit,
        amount,
        paid_back,
        on,
        Location::Field(Field::Amount),
    )?;
    Ok(vec![Change::CreditRevised(credit)])
}

pub(super) fn write_off(
    book: &Book,
    id: WriteOffId,
    invoice: InvoiceId,
    amount: Money,
    reason: String,
    on: NaiveDate,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    past(on, today)?;
    required(&reason, Field::Reason)?;
    let mut receivable = find_receivable(book, invoice)?.clone();
    not_before(receivable.issue_date, on)?;
    let at = Location::Field(Field::Amount);
    settle(
        &mut receivable,
        amount,
        EntryKind::WriteOff { id, reason },
        on,
        at,
    )?;
    Ok(vec![Change::ReceivableRevised(receivable)])
}

pub(super) fn reverse_write_off(
    book: &Book,
    invoice: InvoiceId,
    write_off: WriteOffId,
    reason: String,
    on: NaiveDate,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    past(on, context.today)?;
    required(&reason, Field::Reason)?;
    let mut receivable = issuing::find_receivable(book, context.fetched, invoice)?.clone();
    let written_off = receivable
        .written_off()
        .into_iter()
        .find(|each| each.id == write_off)
        .ok_or(Refusal::whole(RefusalKind::NotWrittenOff))?;
    not_before(written_off.on, on)?;
    receivable.account = account::current(book, receivable.account)?.id;
    receivable.entries.push(Entry {
        on,
        kind: EntryKind::WriteOffReversal {
            id: write_off,
            reason,
        },
        amount: -written_off.amount,
    });
    Ok(vec![Change::ReceivableRevised(receivable)])
}

pub(super) fn reverse(
    book: &Book,
    payment: PaymentId,
    reason: String,
    on: NaiveDate,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    past(on, context.today)?;
    required(&reason, Field::Reason)?;
    let source = CreditSource::Payment(payment);
    let mut credit = book
        .credits
        .get(&source)
        .or_else(|| context.fetched.credits.get(&source))
        .ok_or(Refusal::whole(RefusalKind::NotFetched))?
        .clone();
    if credit.is_reversed() {
        return Err(Refusal::whole(RefusalKind::AlreadyReversed));
    }
    let refunded = credit.refunded();
    if refunded.is_positive() {
        // Money that went back can't also never have come.
        return Err(Refusal::field(
            Field::Amount,
            RefusalKind::MoreThanLeft {
                left: credit.amount - refunded,
                asked: credit.amount,
            },
        ));
    }
    // What it settled is open again from then on, so it can't be before that either.
    let uses = credit.uses.iter().map(|each| each.on);
    not_before(uses.fold(credit.on, NaiveDate::max), on)?;
    let mut settled: BTreeMap<InvoiceId, (String, Money)> = BTreeMap::new();
    for each in &credit.uses {
        if let UseKind::Invoice { id, number } = &each.kind {
            let entry = settled
                .entry(*id)
                .or_insert_with(|| (number.clone(), Money::zero(each.amount.currency())));
            entry.1 += each.amount;
        }
    }
    credit.account = account::current(book, credit.account)?.id;
    let mut changes = Vec::new();
    for (invoice, (number, amount)) in settled
        .into_iter()
        .filter(|(_, (_, amount))| !amount.is_zero())
    {
        let mut receivable = book
            .receivables
            .get(&invoice)
            .or_else(|| context.fetched.receivables.get(&invoice))
            .ok_or(Refusal::whole(RefusalKind::NotFetched))?
            .clone();
        receivable.account = account::current(book, receivable.account)?.id;
        receivable.entries.push(Entry {
            on,
            kind: EntryKind::Payment(payment),
            amount: -amount,
        });
        credit.uses.push(CreditUse {
            on,
            kind: UseKind::Invoice {
                id: invoice,
                number,
            },
            amount: -amount,
        });
        changes.push(Change::ReceivableRevised(receivable));
    }
    let left = credit.left();
    credit.uses.push(CreditUse {
        on,
        kind: UseKind::Reversal { reason },
        amount: left,
    });
    changes.push(Change::CreditRevised(credit));
    Ok(changes)
}

/// Settles invoices from a credit.
pub(super) fn allocate(
    book: &Book,
    mut credit: Credit,
    allocations: &[Allocation],
    on: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let mut receivables: BTreeMap<InvoiceId, Receivable> = BTreeMap::new();
    for (index, allocation) in allocations.iter().enumerate() {
        let at = Location::Line(index);
        let receivable = match receivables.get_mut(&allocation.invoice) {
            Some(receivable) => receivable,
            None => {
                let found =
                    find_receivable(book, allocation.invoice).map_err(|refusal| Refusal {
                        at: at.clone(),
                        ..refusal
                    })?;
                receivables
                    .entry(allocation.invoice)
                    .or_insert(found.clone())
            }
        };
        if !same_customer(book, receivable.account, credit.account) {
            return Err(Refusal {
                kind: RefusalKind::OtherAccount,
                at,
            });
        }
        let entry = match credit.source {
            CreditSource::Payment(id) => EntryKind::Payment(id),
            CreditSource::CreditNote(id) => EntryKind::CreditNote(id),
        };
        let used = UseKind::Invoice {
            id: allocation.invoice,
            number: receivable.number.clone(),
        };
        settle(receivable, allocation.amount, entry, on, at.clone())?;
        take(&mut credit, allocation.amount, used, on, at)?;
    }
    let mut changes: Vec<Change> = receivables
        .into_values()
        .map(Change::ReceivableRevised)
        .collect();
    changes.push(Change::CreditRevised(credit));
    Ok(changes)
}

/// Adds an entry to an invoice; never more than is open.
pub(super) fn settle(
    receivable: &mut Receivable,
    amount: Money,
    kind: EntryKind,
    on: NaiveDate,
    at: Location,
) -> Result<(), Refusal> {
    check_currency(receivable.total, amount, &at)?;
    positive(amount, at.clone())?;
    let open = receivable.open();
    if amount > open {
        return Err(Refusal {
            kind: RefusalKind::MoreThanOpen {
                open,
                asked: amount,
            },
            at,
        });
    }
    receivable.entries.push(Entry { on, kind, amount });
    Ok(())
}

/// Uses part of a credit; never more than is left.
pub(super) fn take(
    credit: &mut Credit,
    amount: Money,
    kind: UseKind,
    on: NaiveDate,
    at: Location,
) -> Result<(), Refusal> {
    check_currency(credit.amount, amount, &at)?;
    positive(amount, at.clone())?;
    let left = credit.left();
    if amount > left {
        return Err(Refusal {
            kind: RefusalKind::MoreThanLeft {
                left,
                asked: amount,
            },
            at,
        });
    }
    credit.uses.push(CreditUse { on, kind, amount });
    Ok(())
}

fn find_receivable(book: &Book, invoice: InvoiceId) -> Result<&Receivable, Refusal> {
    book.receivables
        .get(&invoice)
        .ok_or(Refusal::unknown(Field::Invoice))
}

fn find_credit(book: &Book, source: CreditSource) -> Result<&Credit, Refusal> {
    book.credits
        .get(&source)
        .ok_or(Refusal::unknown(Field::Amount))
}

fn same_customer(book: &Book, one: AccountId, other: AccountId) -> bool {
    one == other || book.merged_with(one).contains(&other) || book.merged_with(other).contains(&one)
}

fn check_currency(expected: Money, found: Money, at: &Location) -> Result<(), Refusal> {
    if expected.currency() != found.currency() {
        return Err(Refusal::currency_mismatch(
            expected.currency(),
            found.currency(),
            at.clone(),
        ));
    }
    Ok(())
}

fn positive(amount: Money, at: Location) -> Result<(), Refusal> {
    if amount.is_positive() {
        Ok(())
    } else {
        Err(Refusal {
            kind: RefusalKind::NotPositive,
            at,
        })
    }
}

/// Money has moved when it is recorded: a day to come is a slip of the pen, or a promise.
fn past(day: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if !is_supported(day) {
        Err(Refusal::field(Field::Date, RefusalKind::DateOutOfRange))
    } else if day > today {
        Err(Refusal::field(
            Field::Date,
            RefusalKind::TooLate { latest: today },
        ))
    } else {
        Ok(())
    }
}

/// Nothing is settled, paid back or taken back before the day of what it comes from.
fn not_before(earliest: NaiveDate, on: NaiveDate) -> Result<(), Refusal> {
    if on < earliest {
        return Err(Refusal::field(
            Field::Date,
            RefusalKind::TooEarly { earliest },
        ));
    }
    Ok(())
}
