//! Crediting an invoice: the credit note, and what becomes of the days it was for.

use super::issuing::{Issuing, Target, find_receivable};
use super::{Context, account};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::charge::PendingCharge;
use crate::billing::command::CreditInvoice;
use crate::billing::contract::BilledSpan;
use crate::billing::credit_note::{credit_note, creditable};
use crate::billing::id::{AccountId, ChargeId};
use crate::billing::invoice::Invoice;
use crate::billing::receivable::Receivable;
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::money::Money;
use chrono::NaiveDate;

pub(super) fn credit_invoice(
    book: &Book,
    credit: CreditInvoice,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    let invoice = context
        .fetched
        .invoices
        .get(&credit.invoice)
        .ok_or(Refusal::whole(RefusalKind::NotFetched))?;
    if invoice.is_credit_note() {
        return Err(Refusal::field(Field::Invoice, RefusalKind::NotAnInvoice));
    }
    if credit.issue_date < invoice.issue_date {
        return Err(Refusal::field(
            Field::Date,
            RefusalKind::TooEarly {
                earliest: invoice.issue_date,
            },
        ));
    }
    let receivable = find_receivable(book, context.fetched, credit.invoice)?;
    let (draft, computed, lines) = credit_note(invoice, receivable, &credit)?;
    let (asked, creditable) = (computed.totals.amount_due, creditable(invoice, receivable)?);
    if asked > creditable {
        return Err(Refusal::field(
            Field::Amount,
            RefusalKind::CreditExceedsInvoice { creditable, asked },
        ));
    }
    let account = account::current(book, receivable.account)?;

    let mut issuing = Issuing::begin(book, credit.series, credit.issue_date, None)?;
    let target = Target {
        invoice: credit.invoice,
        reason: credit.reason,
        lines: lines.clone(),
    };
    issuing.credit_note(
        draft,
        computed,
        account,
        credit.credit_note,
        target,
        context.fetched,
    )?;
    issuing.give_back_days(invoice, receivable, &lines, credit.bill_again)?;
    let mut changes = issuing.finish();
    if credit.bill_again {
        let charges = charged_again(invoice, receivable, &lines, account.id, context);
        changes.extend(charges.map(Change::ChargeAdded));
    }
    Ok(changes)
}

/// What was on the invoice beside days of a contract, and is credited whole, waits for the next bill again: as it was, with the
/// VAT of its class on its day.
fn charged_again(
    invoice: &Invoice,
    before: &Receivable,
    credited: &[(usize, Money)],
    account: AccountId,
    context: &mut Context<'_>,
) -> impl Iterator<Item = PendingCharge> {
    credited.iter().filter_map(move |(index, amount)| {
        let line = invoice.lines.get(*index)?;
        let whole = before.credited_on(*index) + *amount == line.priced();
        if line.item.origin.service.is_some() || !whole {
            return None;
        }
        let id = ChargeId((context.fresh)());
        let mut item = line.item.clone();
        item.origin.charge = Some(id);
        Some(PendingCharge {
            id,
            account,
            contract: item.origin.contract,
            on: supplied(invoice, *index),
            item,
        })
    })
}

/// The day on which a line was supplied: the last of its period, or the invoice's.
pub fn supplied(invoice: &Invoice, line: usize) -> NaiveDate {
    let period = invoice.lines.get(line).and_then(|line| line.item.period);
    period
        .map(|period| period.last_day())
        .or(invoice.supplied)
        .unwrap_or(invoice.issue_date)
}

impl Issuing<'_> {
    /// What becomes of the days that credited lines were for: billed again by the next run, or given away.
    ///
    /// `before` is the receivable as it was: a line credited in several parts counts as credited whole by the last.
    fn give_back_days(
        &mut self,
        invoice: &Invoice,
        before: &Receivable,
        credited: &[(usize, Money)],
        bill_again: bool,
    ) -> Result<(), Refusal> {
        for (index, amount) in credited {
            // A line that takes something back bills no days.
            let Some(line) = invoice
                .lines
                .get(*index)
                .filter(|line| !line.priced().is_negative())
            else {
                continue;
            };
            let (Some(contract), Some(service)) =
                (line.item.origin.contract, line.item.origin.service)
            else {
                continue;
            };
            let Ok(contract) = self.contract(contract) else {
                continue;
            };
            let Ok(service) = contract.service_mut(service) else {
                continue;
            };
            let Some(days) = line.item.period else {
                continue;
            };
            let of_line =
                |span: &&mut BilledSpan| span.invoice == invoice.id && days.covers(&span.period);
            let whole = before.credited_on(*index) + *amount == line.priced();
            if whole && bill_again {
                // Days billed for good are not looked at by any run, so they can't be promised to one.
                if let Some(closed) = service.closed_before.filter(|closed| days.from() < *closed) {
                    return Err(Refusal::field(
                        Field::Effective,
                        RefusalKind::TooEarly { earliest: closed },
                    ));
                }
                service
                    .billed
                    .retain(|span| span.invoice != invoice.id || !days.covers(&span.period));
                continue;
            }
            let mut left = *amount;
            for span in service.billed.iter_mut().filter(of_line) {
                let taken = left.min(span.amount);
                span.amount -= taken;
                left -= taken;
                span.waived |= whole;
            }
        }
        Ok(())
    }
}
