//! Invoices of another program: taken over with what is open of them, and with numbers that no series gives again.

use super::issuing::find_receivable;
use super::{Context, Fetched, Needs, account};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::InvoiceId;
use crate::billing::invoice::{Correction, Invoice};
use crate::billing::receivable::{
    Credit, CreditSource, CreditUse, Credited, Entry, EntryKind, Receivable, UseKind,
};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::taken_over::{Corrected, TakenOver};
use crate::money::{Money, split};

/// Every number first, and then the invoice that a credit note corrects.
pub(super) fn needs(document: &TakenOver, fetched: &Fetched, needs: &mut Needs) {
    needs.numbers = fetched.numbers.is_none();
    let corrects = document.corrects.as_ref();
    if let Some(id) = corrects.and_then(|corrected| find(corrected, fetched)) {
        needs.invoices.push(id);
        needs.receivables.push(id);
    }
}

pub(super) fn take_over(
    book: &Book,
    mut document: TakenOver,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    document.number = document.number.trim().to_owned();
    document.check(context.today)?;
    let account = account::find_open(book, document.account)?;
    if document.currency != account.currency {
        return Err(Refusal::currency_mismatch(
            account.currency,
            document.currency,
            Location::Field(Field::Currency),
        ));
    }
    check_is_new(&document, context.fetched)?;
    let number = document.number.clone();
    let computed = document.compute()?;
    let (open, due) = (document.open, computed.totals.amount_due);
    if open.is_negative() {
        return Err(Refusal::field(Field::Amount, RefusalKind::NotPositive));
    }
    if open > due {
        let kind = RefusalKind::MoreThanOpen {
            open: due,
            asked: open,
        };
        return Err(Refusal::field(Field::Amount, kind));
    }
    let Some(corrected) = document.corrects.clone() else {
        let invoice = document.into_document(&book.seller, account, computed, None);
        let receivable = owed_on(&invoice, open);
        let mut changes = vec![
            Change::InvoiceIssued(invoice),
            Change::ReceivableRevised(receivable),
        ];
        changes.extend(passed_over(book, &number));
        return Ok(changes);
    };
    if !due.is_positive() {
        return Err(Refusal::field(Field::Amount, RefusalKind::NotPositive));
    }
    let (invoice, before) = find_corrected(book, &corrected, context.fetched)?;
    let owner = account::current(book, before.account)?.id;
    if owner != account.id {
        return Err(Refusal::field(Field::Account, RefusalKind::OtherAccount));
    }
    let correction = Correction {
        invoice: invoice.id,
        number: invoice.number.clone(),
        issue_date: invoice.issue_date,
        reason: corrected.reason,
    };
    let note = document.into_document(&book.seller, account, computed, Some(correction));
    let mut receivable = Receivable {
        account: owner,
        ..before.clone()
    };
    let credited = credited_by(&note, invoice, &receivable)?;
    receivable.credited.push(credited);
    let credit = left_of(&note, open);
    let mut changes = vec![
        Change::InvoiceIssued(note),
        Change::ReceivableRevised(receivable),
        Change::CreditRevised(credit),
    ];
    changes.extend(passed_over(book, &number));
    Ok(changes)
}

/// That neither the document nor another of its number is there.
fn check_is_new(document: &TakenOver, fetched: &Fetched) -> Result<(), Refusal> {
    let numbers = fetched
        .numbers
        .as_ref()
        .ok_or(Refusal::whole(RefusalKind::NotFetched))?;
    let is_there = numbers.contains_key(&document.number)
        || numbers.values().any(|known| *known == document.id);
    if is_there {
        let what = document.number.clone();
        return Err(Refusal::field(Field::Number, RefusalKind::Taken { what }));
    }
    Ok(())
}

fn find(corrected: &Corrected, fetched: &Fetched) -> Option<InvoiceId> {
    let numbers = fetched.numbers.as_ref()?;
    numbers.get(corrected.number.trim()).copied()
}

/// The invoice that a credit note corrects, which was taken over before.
fn find_corrected<'a>(
    book: &'a Book,
    corrected: &Corrected,
    fetched: &'a Fetched,
) -> Result<(&'a Invoice, &'a Receivable), Refusal> {
    let unknown = || {
        let number = corrected.number.clone();
        Refusal::field(Field::Invoice, RefusalKind::NotTakenOver { number })
    };
    let id = find(corrected, fetched).ok_or_else(unknown)?;
    let invoice = fetched
        .invoices
        .get(&id)
        .ok_or(Refusal::whole(RefusalKind::NotFetched))?;
    if !invoice.taken_over || invoice.is_credit_note() {
        return Err(unknown());
    }
    Ok((invoice, find_receivable(book, fetched, id)?))
}

/// What is owed on an invoice that was taken over. How and when the rest was settled isn't known, so that counts from the issue
/// date: it never seems to have been late.
fn owed_on(invoice: &Invoice, open: Money) -> Receivable {
    let total = invoice.totals.amount_due;
    let settled = total - open;
    let entries = (!settled.is_zero()).then_some(Entry {
        on: invoice.issue_date,
        kind: EntryKind::SettledBefore,
        amount: settled,
    });
    Receivable {
        invoice: invoice.id,
        account: invoice.account,
        number: invoice.number.clone(),
        issue_date: invoice.issue_date,
        due_date: invoice.due_date,
        total,
        entries: entries.into_iter().collect(),
        credited: Vec::new(),
        reminders: Vec::new(),
        disputes: Vec::new(),
        collection: None,
        sent: Vec::new(),
    }
}

/// What is left of a credit note that was taken over.
fn left_of(note: &Invoice, left: Money) -> Credit {
    let amount = note.totals.amount_due;
    let used = amount - left;
    let uses = (!used.is_zero()).then_some(CreditUse {
        on: note.issue_date,
        kind: UseKind::SettledBefore,
        amount: used,
    });
    Credit {
        source: CreditSource::CreditNote(note.id),
        account: note.account,
        label: note.number.clone(),
        on: note.issue_date,
        amount,
        uses: uses.into_iter().collect(),
        sent: Vec::new(),
    }
}

/// What a credit note leaves less to credit of its invoice. Which lines it was about isn't known: each group of VAT is taken from
/// the lines of that group, by what is left of them.
fn credited_by(
    note: &Invoice,
    invoice: &Invoice,
    before: &Receivable,
) -> Result<Credited, Refusal> {
    let exceeds = |creditable, asked| {
        let kind = RefusalKind::CreditExceedsInvoice { creditable, asked };
        Err(Refusal::field(Field::Amount, kind))
    };
    let (creditable, amount) = (before.creditable(), note.totals.amount_due);
    if amount > creditable {
        return exceeds(creditable, amount);
    }
    let mut lines = Vec::new();
    let groups = note.totals.breakdown.iter();
    for group in groups.filter(|group| !group.taxable.is_zero()) {
        let of_group = invoice.lines.iter().enumerate().filter_map(|(at, line)| {
            let left = line.priced() - before.credited_on(at);
            (line.tax == group.tax && left.is_positive()).then_some((at, left))
        });
        let of_group: Vec<(usize, Money)> = of_group.collect();
        let lefts = of_group.iter().map(|(_, left)| *left);
        let left = Money::sum(invoice.currency, lefts)
            .map_err(|_| Refusal::amount_too_large(Location::Whole))?;
        if group.taxable > left || group.taxable.is_negative() {
            return exceeds(left, group.taxable);
        }
        let weights: Vec<u64> = of_group
            .iter()
            .map(|(_, left)| left.minor().unsigned_abs())
            .collect();
        let parts = split(group.taxable, &weights);
        let credited = of_group
            .iter()
            .zip(parts)
            .map(|((at, _), part)| (*at, part));
        lines.extend(credited.filter(|(_, part)| !part.is_zero()));
    }
    Ok(Credited {
        credit_note: note.id,
        number: note.number.clone(),
        amount,
        lines,
    })
}

/// Every series passes the number over, whatever its pattern is or will be.
fn passed_over(book: &Book, number: &str) -> impl Iterator<Item = Change> {
    book.series.values().map(move |series| {
        let mut series = series.clone();
        series.taken_over.insert(number.to_owned());
        Change::SeriesRevised(series)
    })
}
