//! Drafts, billing runs and credit notes: what gives numbers.

use super::{Context, Fetched, account, money};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::change::Change;
use crate::billing::command::{CreditInvoice, IssueRun};
use crate::billing::contract::Contract;
use crate::billing::credit_note::{credit_note, creditable};
use crate::billing::draft::{Draft, Stamp};
use crate::billing::id::{ContractId, DraftId, InvoiceId, ProductId, RunId, SeriesId};
use crate::billing::invoice::{Correction, CreditReason, Invoice, InvoiceType};
use crate::billing::line::{InvoiceLine, LineItem};
use crate::billing::numbering::NumberSeries;
use crate::billing::proration::UNISSUED;
use crate::billing::receivable::{
    Credit, CreditSource, Credited, Entry, EntryKind, Receivable, UseKind, WrittenOff,
};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::run::{Proposal, ProposedDocument, ProposedKind, propose};
use crate::billing::totals::Computed;
use crate::calendar::is_supported;
use crate::money::{Money, Rounding};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn save_draft(book: &Book, draft: Draft) -> Result<Vec<Change>, Refusal> {
    let account = account::find_open(book, draft.account)?;
    if draft.currency != account.currency {
        return Err(Refusal::currency_mismatch(
            account.currency,
            draft.currency,
            Location::Field(Field::Currency),
        ));
    }
    // A draft may be unfinished, but what is there must be computable.
    draft.compute(
        &book.seller,
        account.treatment,
        draft.supplied.unwrap_or(draft.created),
    )?;
    Ok(vec![Change::DraftSaved(draft)])
}

pub(super) fn discard_draft(book: &Book, id: DraftId) -> Result<Vec<Change>, Refusal> {
    if !book.drafts.contains_key(&id) {
        return Err(Refusal::unknown(Field::Invoice));
    }
    Ok(vec![Change::DraftRemoved(id)])
}

pub(super) fn issue_draft(
    book: &Book,
    id: DraftId,
    series: SeriesId,
    issue_date: NaiveDate,
    invoice: InvoiceId,
) -> Result<Vec<Change>, Refusal> {
    let draft = book
        .drafts
        .get(&id)
        .ok_or(Refusal::unknown(Field::Invoice))?
        .clone();
    let account = account::find_open(book, draft.account)?;
    if account.treatment.needs_buyer_vat_id() && account.vat_id.is_none() {
        return Err(Refusal::field(Field::VatId, RefusalKind::BuyerVatIdMissing));
    }
    let computed = draft.compute(&book.seller, account.treatment, issue_date)?;
    let mut issuing = Issuing::begin(book, series, issue_date, None)?;
    issuing.invoice(draft, computed, account, invoice)?;
    let mut changes = issuing.finish();
    changes.push(Change::DraftRemoved(id));
    Ok(changes)
}

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

pub(super) fn issue_run(
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
    Ok(issuing.finish())
}

/// Documents of one transaction in the making.
struct Issuing<'a> {
    book: &'a Book,
    series: NumberSeries,
    issue_date: NaiveDate,
    run: Option<RunId>,
    receivables: BTreeMap<InvoiceId, Receivable>,
    contracts: BTreeMap<ContractId, Contract>,
    products: BTreeMap<ProductId, Product>,
    changes: Vec<Change>,
}

/// What a credit note takes back.
struct Target {
    invoice: InvoiceId,
    reason: CreditReason,
    lines: Vec<(usize, Money)>,
}

impl<'a> Issuing<'a> {
    fn begin(
        book: &'a Book,
        series: SeriesId,
        issue_date: NaiveDate,
        run: Option<RunId>,
    ) -> Result<Self, Refusal> {
        book.seller.check_for_issuing()?;
        if !is_supported(issue_date) {
            return Err(Refusal::field(Field::Date, RefusalKind::DateOutOfRange));
        }
        let series = book.series.get(&series).filter(|series| !series.retired);
        let series = series.ok_or(Refusal::whole(RefusalKind::NoSeries))?.clone();
        Ok(Issuing {
            book,
            series,
            issue_date,
            run,
            receivables: BTreeMap::new(),
            contracts: BTreeMap::new(),
            products: BTreeMap::new(),
            changes: Vec::new(),
        })
    }

    /// Every change, the series with the numbers taken among them; nothing where nothing was issued.
    fn finish(mut self) -> Vec<Change> {
        if self.changes.is_empty() {
            return self.changes;
        }
        self.changes.extend(
            self.receivables
                .into_values()
                .map(Change::ReceivableRevised),
        );
        self.changes
            .extend(self.contracts.into_values().map(Change::ContractRevised));
        self.changes
            .extend(self.products.into_values().map(Change::ProductRevised));
        self.changes.push(Change::SeriesRevised(self.series));
        self.changes
    }

    fn stamp<'s>(&mut self, id: InvoiceId, account: &'s Account) -> Result<Stamp<'s>, Refusal>
    where
        'a: 's,
    {
        Ok(Stamp {
            id,
            number: self.series.take(self.issue_date)?,
            series: self.series.id,
            issue_date: self.issue_date,
            seller: &self.book.seller,
            account,
            run: self.run,
        })
    }

    fn invoice(
        &mut self,
        draft: Draft,
        computed: Computed,
        account: &Account,
        id: InvoiceId,
    ) -> Result<String, Refusal> {
        let stamp = self.stamp(id, account)?;
        let invoice = draft.issue(stamp, computed)?;
        self.note_origins(&invoice)?;
        let number = invoice.number.clone();
        self.receivables.insert(
            id,
            Receivable {
                invoice: id,
                account: account.id,
                number: number.clone(),
                issue_date: invoice.issue_date,
                due_date: invoice.due_date,
                total: invoice.totals.amount_due,
                entries: Vec::new(),
                credited: Vec::new(),
            },
        );
        self.changes.push(Change::InvoiceIssued(invoice));
        Ok(number)
    }

    /// A contract or product that stands on a document stays: it doesn't belong to the import it came with any more.
    fn note_origins(&mut self, invoice: &Invoice) -> Result<(), Refusal> {
        let book = self.book;
        for origin in invoice.lines.iter().map(|line| line.item.origin) {
            if let Some(contract) = origin.contract
                && (book.contracts.get(&contract)).is_some_and(|each| each.import.is_some())
            {
                self.contract(contract)?.import = None;
            }
            if let Some(id) = origin.product
                && let Some(product) = book.products.get(&id).filter(|each| each.import.is_some())
            {
                let kept = Product {
                    import: None,
                    ..product.clone()
                };
                self.products.insert(id, kept);
            }
        }
        Ok(())
    }

    /// Issues a credit note and sets it against its invoice; what the invoice no longer has open becomes the customer's credit.
    fn credit_note(
        &mut self,
        draft: Draft,
        computed: Computed,
        account: &Account,
        id: InvoiceId,
        target: Target,
        fetched: &Fetched,
    ) -> Result<String, Refusal> {
        let amount = computed.totals.amount_due;
        if !amount.is_positive() {
            return Err(Refusal::field(Field::Amount, RefusalKind::NotPositive));
        }
        let mut receivable = self.receivable(target.invoice, fetched)?;
        let correction = Correction {
            invoice: target.invoice,
            number: receivable.number.clone(),
            issue_date: receivable.issue_date,
            reason: target.reason,
        };
        let stamp = self.stamp(id, account)?;
        let number = stamp.number.clone();
        let document = draft.document(
            stamp,
            computed,
            InvoiceType::CreditNote(correction),
            self.issue_date,
        );
        self.changes.push(Change::InvoiceIssued(document));

        let source = CreditSource::CreditNote(id);
        let mut credit = Credit {
            source,
            account: account.id,
            label: number.clone(),
            on: self.issue_date,
            amount,
            uses: Vec::new(),
        };
        take_back_write_offs(&mut receivable, amount, self.issue_date);
        let settles = amount.min(receivable.open());
        if settles.is_positive() {
            let at = Location::Field(Field::Amount);
            let used = UseKind::Invoice {
                id: target.invoice,
                number: receivable.number.clone(),
            };
            money::settle(
                &mut receivable,
                settles,
                EntryKind::CreditNote(id),
                self.issue_date,
                at.clone(),
            )?;
            money::take(&mut credit, settles, used, self.issue_date, at)?;
        }
        receivable.credited.push(Credited {
            credit_note: id,
            number: number.clone(),
            // An invoice that took something back charged more than it came to, and rounding may give a cent more.
            amount: amount.min(receivable.creditable()),
            lines: target.lines,
        });
        self.receivables.insert(target.invoice, receivable);
        self.changes.push(Change::CreditRevised(credit));
        Ok(number)
    }

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
            let of_line = |span: &&mut crate::billing::contract::BilledSpan| {
                span.invoice == invoice.id && days.covers(&span.period)
            };
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

    fn contract(&mut self, id: ContractId) -> Result<&mut Contract, Refusal> {
        if !self.contracts.contains_key(&id) {
            let found = self
                .book
                .contracts
                .get(&id)
                .ok_or(Refusal::unknown(Field::Number))?;
            self.contracts.insert(id, found.clone());
        }
        self.contracts
            .get_mut(&id)
            .ok_or(Refusal::unknown(Field::Number))
    }

    fn receivable(&self, id: InvoiceId, fetched: &Fetched) -> Result<Receivable, Refusal> {
        let receivable = match self.receivables.get(&id) {
            Some(receivable) => receivable,
            None => find_receivable(self.book, fetched, id)?,
        };
        Ok(Receivable {
            account: account::current(self.book, receivable.account)?.id,
            ..receivable.clone()
        })
    }
}

fn find_receivable<'a>(
    book: &'a Book,
    fetched: &'a Fetched,
    id: InvoiceId,
) -> Result<&'a Receivable, Refusal> {
    book.receivables
        .get(&id)
        .or_else(|| fetched.receivables.get(&id))
        .ok_or(Refusal::whole(RefusalKind::NotFetched))
}

/// What was given up and is credited now was never owed: the credit settles it, and nothing of it goes to the customer.
fn take_back_write_offs(receivable: &mut Receivable, credited: Money, on: NaiveDate) {
    let mut lacks = credited - receivable.open();
    for WrittenOff {
        id, reason, amount, ..
    } in receivable.written_off()
    {
        let back = amount.min(lacks);
        if back.is_positive() {
            lacks -= back;
            receivable.entries.push(Entry {
                on,
                kind: EntryKind::WriteOff { id, reason },
                amount: -back,
            });
        }
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
