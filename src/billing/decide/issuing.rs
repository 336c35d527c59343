//! Documents in the making: what gives numbers, and what is owed by them.

use super::{Fetched, account, money};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::change::Change;
use crate::billing::contract::Contract;
use crate::billing::draft::{Draft, Stamp};
use crate::billing::id::{ContractId, InvoiceId, ProductId, RunId, SeriesId};
use crate::billing::invoice::{Correction, CreditReason, Invoice, InvoiceType};
use crate::billing::numbering::NumberSeries;
use crate::billing::receivable::{
    Credit, CreditSource, Credited, Entry, EntryKind, Receivable, UseKind, WrittenOff,
};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::totals::Computed;
use crate::calendar::is_supported;
use crate::money::Money;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Documents of one transaction in the making.
pub(super) struct Issuing<'a> {
    book: &'a Book,
    series: NumberSeries,
    issue_date: NaiveDate,
    run: Option<RunId>,
    pub(super) receivables: BTreeMap<InvoiceId, Receivable>,
    contracts: BTreeMap<ContractId, Contract>,
    products: BTreeMap<ProductId, Product>,
    pub(super) changes: Vec<Change>,
}

/// What a credit note takes back.
pub(super) struct Target {
    pub(super) invoice: InvoiceId,
    pub(super) reason: CreditReason,
    pub(super) lines: Vec<(usize, Money)>,
}

impl<'a> Issuing<'a> {
    pub(super) fn begin(
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
    pub(super) fn finish(mut self) -> Vec<Change> {
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

    pub(super) fn invoice(
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
                reminders: Vec::new(),
                disputes: Vec::new(),
                collection: None,
                sent: Vec::new(),
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
    pub(super) fn credit_note(
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
            sent: Vec::new(),
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

    pub(super) fn contract(&mut self, id: ContractId) -> Result<&mut Contract, Refusal> {
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

    pub(super) fn receivable(
        &self,
        id: InvoiceId,
        fetched: &Fetched,
    ) -> Result<Receivable, Refusal> {
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

pub(super) fn find_receivable<'a>(
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
