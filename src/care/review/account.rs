//! The review of one account: every rule against its contracts and everything that was billed for them.

use super::bills::last_bill;
use super::document::{totals, vat_rates};
use super::finding::{
    Correction, Evidence, Finding, LineCredit, Review, Rule, Severity, Stamp, Thresholds,
};
use super::late::lateness;
use super::ledger::Ledger;
use super::market::Market;
use super::plan::plans;
use super::service::{Part, services};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::contract::Contract;
use crate::billing::credit_note::preview;
use crate::billing::id::{AccountId, InvoiceId, ProductId, SeriesId};
use crate::billing::invoice::Invoice;
use crate::billing::receivable::{Credit, Receivable};
use crate::billing::run::due_lines;
use crate::money::{Money, Rounding};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Everything that rests in the store about an account, and about those merged into it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AccountRecords {
    /// Whose.
    pub account: AccountId,
    /// Invoices and credit notes, in the order of issuing.
    pub documents: Vec<Invoice>,
    /// What is owed on the invoices, open or settled.
    pub receivables: Vec<Receivable>,
    /// Payments and credit notes, used up or not.
    pub credits: Vec<Credit>,
}

/// What all reviews of a book on a day have in common.
#[derive(Clone, Debug)]
pub struct Reviewer<'a> {
    pub(super) book: &'a Book,
    pub(super) today: NaiveDate,
    pub(super) thresholds: Thresholds,
    pub(super) market: Market,
}

/// The review of one account. Of an account that isn't in the book nothing can be said.
pub fn review_account(
    book: &Book,
    records: &AccountRecords,
    today: NaiveDate,
    thresholds: &Thresholds,
) -> Option<Review> {
    let products: BTreeSet<ProductId> = book
        .contracts_of(records.account)
        .flat_map(|contract| &contract.services)
        .filter_map(|service| service.product)
        .collect();
    let reviewer = Reviewer {
        book,
        today,
        thresholds: *thresholds,
        market: Market::of(book, today, Some(&products)),
    };
    reviewer.review(records)
}

impl<'a> Reviewer<'a> {
    /// For every account of a book.
    pub fn of(book: &'a Book, today: NaiveDate, thresholds: &Thresholds) -> Self {
        Reviewer {
            book,
            today,
            thresholds: *thresholds,
            market: Market::of(book, today, None),
        }
    }

    /// The review of one account; none where it isn't in the book.
    pub fn review(&self, records: &AccountRecords) -> Option<Review> {
        let account = self.book.accounts.get(&records.account)?;
        let mut ledger = Ledger::of(records);
        for contract in self.book.contracts_of(account.id) {
            self.expect(&mut ledger, contract);
        }
        let mut parts = services(self, account, &mut ledger);
        settle(&mut parts, &mut ledger);
        let case = Case {
            reviewer: self,
            account,
            records,
        };
        let mut findings = case.by_document(parts);
        findings.extend(vat_rates(&case));
        findings.extend(totals(&case));
        findings.extend(lateness(&case));
        findings.extend(plans(&case));
        findings.extend(last_bill(&case));
        Some(put_together(account, findings))
    }

    /// Changes that the next run will settle are no findings. A change may wait for a day within what is billed already.
    fn expect(&self, ledger: &mut Ledger<'_>, contract: &Contract) {
        let last = contract
            .services
            .iter()
            .flat_map(|service| &service.billed)
            .map(|span| span.period.last_day())
            .max();
        let Some(target) = last.map(|last| last.max(self.today)) else {
            return;
        };
        // A contract that can't be priced as it stands is refused by the run, which says so.
        if let Ok(due) = due_lines(self.book, contract, target) {
            ledger.expect(&due, contract.currency);
        }
    }
}

/// One account under review.
#[derive(Clone, Copy)]
pub(super) struct Case<'a> {
    pub reviewer: &'a Reviewer<'a>,
    pub account: &'a Account,
    pub records: &'a AccountRecords,
}

impl Case<'_> {
    pub fn receivable(&self, invoice: InvoiceId) -> Option<&Receivable> {
        self.records
            .receivables
            .iter()
            .find(|each| each.invoice == invoice)
    }

    /// What is found on the lines of one document is one finding for each rule.
    fn by_document(&self, parts: Vec<Part<'_>>) -> Vec<Finding> {
        let mut groups: BTreeMap<(Severity, Rule, InvoiceId), Vec<Part<'_>>> = BTreeMap::new();
        let mut order: Vec<(Severity, Rule, InvoiceId)> = Vec::new();
        for part in parts {
            let key = (part.severity, part.rule, part.invoice.id);
            if !groups.contains_key(&key) {
                order.push(key);
            }
            groups.entry(key).or_default().push(part);
        }
        order
            .into_iter()
            .filter_map(|key| self.finding(groups.remove(&key)?))
            .collect()
    }

    fn finding(&self, parts: Vec<Part<'_>>) -> Option<Finding> {
        let first = parts.first()?;
        let (rule, severity, invoice) = (first.rule, first.severity, first.invoice);
        let mut lines: BTreeMap<usize, Money> = BTreeMap::new();
        for part in &parts {
            lines
                .entry(part.line)
                .and_modify(|sum| *sum += part.amount)
                .or_insert(part.amount);
        }
        let lines: Vec<(usize, Money)> = lines.into_iter().collect();
        let evidence = parts.into_iter().map(|part| part.evidence).collect();
        if severity != Severity::Owed {
            return Some(Finding {
                rule,
                severity,
                amount: with_tax(invoice, &lines),
                evidence,
                correction: None,
            });
        }
        let credit = LineCredit {
            invoice: invoice.id,
            lines,
            reason: rule.reason(),
            bill_again: false,
        };
        Some(self.owed(rule, invoice, evidence, credit))
    }

    /// A finding that a credit note corrects; its amount is that of the credit note.
    pub fn owed(
        &self,
        rule: Rule,
        invoice: &Invoice,
        evidence: Vec<Evidence>,
        credit: LineCredit,
    ) -> Finding {
        let sum = self.comes_to(invoice, &credit);
        Finding {
            rule,
            severity: Severity::Owed,
            amount: sum.unwrap_or_else(|| with_tax(invoice, &credit.lines)),
            evidence,
            correction: sum.map(|_| Correction::Credit(credit)),
        }
    }

    /// What a credit note would come to, by the code that issues it.
    pub fn comes_to(&self, invoice: &Invoice, credit: &LineCredit) -> Option<Money> {
        let stamp = Stamp {
            credit_note: InvoiceId(Uuid::nil()),
            series: SeriesId(Uuid::nil()),
            on: self.reviewer.today.max(invoice.issue_date),
        };
        let receivable = self.receivable(invoice.id)?;
        preview(invoice, receivable, &credit.stamped(stamp))
            .ok()
            .map(|totals| totals.amount_due)
    }
}

/// Parts of lines with their own VAT, rounded once each.
pub(super) fn with_tax(invoice: &Invoice, lines: &[(usize, Money)]) -> Money {
    let mut sum = Money::zero(invoice.currency);
    for (line, amount) in lines {
        let tax = invoice
            .lines
            .get(*line)
            .filter(|line| !line.item.tax_included)
            .map(|line| line.tax.rate.of_exact(amount.to_decimal()))
            .and_then(|tax| {
                Rounding::HalfAwayFromZero
                    .reduce(tax, invoice.currency)
                    .ok()
            });
        sum += *amount;
        sum += tax.unwrap_or(Money::zero(invoice.currency));
    }
    sum
}

/// Takes what was credited by hand off what is owed: a credit of exactly a finding's amount settles that finding, anything
/// else settles one after the other.
fn settle(parts: &mut Vec<Part<'_>>, ledger: &mut Ledger<'_>) {
    for charges in ledger.services.values_mut() {
        for charge in charges.iter_mut().filter(|each| !each.credits.is_empty()) {
            let is_here = |part: &Part<'_>| {
                part.severity == Severity::Owed
                    && part.invoice.id == charge.invoice.id
                    && part.line == charge.line
            };
            let mut left = Money::zero(charge.amount.currency());
            for credit in charge.credits.drain(..) {
                match parts
                    .iter_mut()
                    .find(|part| is_here(part) && part.amount == credit)
                {
                    Some(part) => part.amount = Money::zero(credit.currency()),
                    None => left += credit,
                }
            }
            for part in parts.iter_mut().filter(|part| is_here(part)) {
                let settled = part.amount.min(left);
                part.amount -= settled;
                left -= settled;
            }
        }
    }
    parts.retain(|part| part.amount.is_positive());
}

fn put_together(account: &Account, mut findings: Vec<Finding>) -> Review {
    findings.sort_by_key(|finding| (finding.severity, finding.rule));
    let flagged: BTreeSet<Rule> = findings
        .iter()
        .filter(|finding| finding.severity != Severity::Undercharged)
        .map(|finding| finding.rule)
        .collect();
    let owed = findings
        .iter()
        .filter(|finding| finding.severity == Severity::Owed)
        .filter(|finding| finding.amount.currency() == account.currency)
        .fold(Money::zero(account.currency), |sum, finding| {
            sum + finding.amount
        });
    Review {
        passed: Rule::ALL
            .into_iter()
            .filter(|rule| !flagged.contains(rule))
            .collect(),
        findings,
        owed,
    }
}
