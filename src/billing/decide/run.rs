//! Issuing a billing run: what was shown, account by account, as documents.

use super::issuing::{Issuing, Target};
use super::{Context, Fetched, account};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::command::IssueRun;
use crate::billing::id::{ContractId, InvoiceId};
use crate::billing::invoice::{CreditReason, Invoice};
use crate::billing::line::{InvoiceLine, LineItem};
use crate::billing::proration::UNISSUED;
use crate::billing::receivable::Credited;
use crate::billing::refusal::{Location, Refusal, RefusalKind};
use crate::billing::run::{Proposal, ProposedDocument, ProposedKind, propose};
use crate::money::{Money, Rounding};
use std::collections::{BTreeMap, BTreeSet};

/// Invoices that a batch of a run takes something back from.
pub(super) fn taken_back_from(book: &Book, run: &IssueRun) -> BTreeSet<InvoiceId> {
    let mut invoices = BTreeSet::new();
    for confirmed in &run.accounts {
        let Some(account) = book.accounts.get(&confirmed.account) else {
            continue;
        };
        if let Some(proposal) = propose(book, account, run.target, run.issue_date, &mut Vec::new())
        {
            for document in &proposal.documents {
                invoices.extend(document.takes_back.iter().flatten());
            }
        }
    }
    invoices
}

pub(super) fn issue(
    book: &Book,
    run: &IssueRun,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    let mut issuing = Issuing::begin(book, run.series, run.issue_date, Some(run.run))?;
    // A document, its receivable and a contract for most accounts, and the series.
    issuing.changes.reserve(run.accounts.len() * 3 + 1);
    let mut billed = BTreeSet::new();
    for confirmed in &run.accounts {
        // The book doesn't know yet what this batch bills: an account named twice would be billed twice.
        if !billed.insert(confirmed.account) {
            continue;
        }
        let account = account::find(book, confirmed.account)?;
        let at = || Location::Account(account.name.clone());
        let Some(proposal) = propose(book, account, run.target, run.issue_date, &mut Vec::new())
        else {
            // Billed meanwhile, by another tab or an earlier try.
            continue;
        };
        let found = proposal.total();
        if found != confirmed.total {
            let kind = RefusalKind::PreviewOutdated {
                expected: confirmed.total,
                found,
            };
            return Err(Refusal { kind, at: at() });
        }
        issuing
            .proposal(proposal, account, context)
            .map_err(|refusal| Refusal {
                at: at(),
                ..refusal
            })?;
    }
    let changes = issuing.finish();
    if changes.is_empty() {
        return Err(Refusal::whole(RefusalKind::NothingToBill));
    }
    Ok(changes)
}

impl Issuing<'_> {
    fn proposal(
        &mut self,
        proposal: Proposal,
        account: &Account,
        context: &mut Context<'_>,
    ) -> Result<(), Refusal> {
        // An account may get one invoice for each contract; days are marked with the one that bills them.
        let mut issued: BTreeMap<ContractId, InvoiceId> = BTreeMap::new();
        for document in proposal.documents {
            let id = InvoiceId((context.fresh)());
            let ProposedDocument {
                kind,
                draft,
                computed,
                takes_back,
            } = document;
            match kind {
                ProposedKind::Invoice => {
                    let charged = computed
                        .lines
                        .iter()
                        .zip(&takes_back)
                        .filter(|(line, from)| from.is_none() && line.item.origin.service.is_some())
                        .filter_map(|(line, _)| line.item.origin.contract);
                    issued.extend(charged.map(|contract| (contract, id)));
                    // Nearly no invoice takes anything back; the others needn't pay for a copy of their lines.
                    let lines = takes_back
                        .iter()
                        .any(Option::is_some)
                        .then(|| computed.lines.clone());
                    let number = self.invoice(draft, computed, account, id)?;
                    if let Some(lines) = lines {
                        self.note_taken_back(id, &number, &lines, &takes_back, context.fetched)?;
                    }
                }
                ProposedKind::CreditNote { invoice } => {
                    let original = context
                        .fetched
                        .invoices
                        .get(&invoice)
                        .ok_or(Refusal::whole(RefusalKind::NotFetched))?;
                    let lines = computed
                        .lines
                        .iter()
                        .filter_map(|line| Some((line_of(original, &line.item)?, line.priced())))
                        .collect();
                    let target = Target {
                        invoice,
                        reason: CreditReason::ContractChange,
                        lines,
                    };
                    self.credit_note(draft, computed, account, id, target, context.fetched)?;
                }
            }
        }
        for update in proposal.updates {
            let invoice = issued.get(&update.contract).copied();
            let contract = self.contract(update.contract)?;
            let service = contract.service_mut(update.service)?;
            service.billed = update.spans;
            service.closed_before = update.closed_before;
            for span in service
                .billed
                .iter_mut()
                .filter(|span| span.invoice == UNISSUED)
            {
                span.invoice = invoice.ok_or(Refusal::whole(RefusalKind::NothingToBill))?;
            }
        }
        self.changes
            .extend(proposal.charges.into_iter().map(Change::ChargeRemoved));
        Ok(())
    }

    /// Marks on earlier invoices what lines of this one take back, so that it can't be credited a second time.
    fn note_taken_back(
        &mut self,
        id: InvoiceId,
        number: &str,
        lines: &[InvoiceLine],
        takes_back: &[Option<InvoiceId>],
        fetched: &Fetched,
    ) -> Result<(), Refusal> {
        for (line, from) in lines
            .iter()
            .zip(takes_back)
            .filter_map(|(line, from)| Some((line, (*from)?)))
        {
            let original = fetched
                .invoices
                .get(&from)
                .ok_or(Refusal::whole(RefusalKind::NotFetched))?;
            let mut receivable = self.receivable(from, fetched)?;
            let amount = (-with_tax(line)?).min(receivable.creditable());
            let lines = line_of(original, &line.item)
                .map(|index| (index, -line.priced()))
                .into_iter()
                .collect();
            receivable.credited.push(Credited {
                credit_note: id,
                number: number.to_owned(),
                amount,
                lines,
            });
            self.receivables.insert(from, receivable);
        }
        Ok(())
    }
}

/// The line of an invoice that billed the days of `item`.
fn line_of(invoice: &Invoice, item: &LineItem) -> Option<usize> {
    invoice.lines.iter().position(|line| {
        let same_days = line
            .item
            .period
            .zip(item.period)
            .is_some_and(|(billed, back)| billed.covers(&back));
        line.item.origin.service == item.origin.service
            && same_days
            && !line.item.quantity.is_negative()
    })
}

/// A line with its own tax.
fn with_tax(line: &InvoiceLine) -> Result<Money, Refusal> {
    if line.item.tax_included {
        return Ok(line.priced());
    }
    let tax = line.tax.rate.of_exact(line.net.to_decimal());
    Rounding::HalfAwayFromZero
        .reduce(tax, line.net.currency())
        .map(|tax| line.net + tax)
        .map_err(|_| Refusal::amount_too_large(Location::Whole))
}
