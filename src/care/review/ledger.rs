//! What was charged for each service, and what became of it: days that a run took back, amounts that were credited.
//!
//! A take-back isn't told from its line alone: the run notes it on the invoice it takes back from, and that is read here.

use super::account::AccountRecords;
use super::finding::Place;
use super::part;
use crate::billing::id::{InvoiceId, ServiceId};
use crate::billing::invoice::Invoice;
use crate::billing::proration::minus;
use crate::billing::receivable::{Credited, Receivable};
use crate::billing::refusal::Location;
use crate::billing::run::DueLine;
use crate::calendar::Period;
use crate::money::{Currency, Money, split};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, HashMap};

/// A line that charged days of a service.
#[derive(Clone, Debug)]
pub(super) struct Charge<'a> {
    pub invoice: &'a Invoice,
    pub line: usize,
    /// The days it was for.
    pub period: Period,
    /// Those that no run took back.
    pub kept: Vec<Period>,
    /// The amount as priced, without what a run took back.
    pub amount: Money,
    /// What was credited by hand, credit note by credit note.
    pub credits: Vec<Money>,
}

impl<'a> Charge<'a> {
    pub fn place(&self) -> Place {
        place(self.invoice, self.line)
    }

    /// Days that are left.
    pub fn days(&self) -> i64 {
        self.kept.iter().map(Period::days).sum()
    }

    /// The share of the amount for some of the days that are left.
    pub fn share(&self, days: i64) -> Option<Money> {
        let of = self.days();
        if days == of {
            return Some(self.amount);
        }
        part(self.amount, Decimal::from(days), Decimal::from(of))
    }

    /// The days that are left with their shares, to the cent.
    pub fn pieces(&self) -> Vec<(Period, Money)> {
        let weights: Vec<u64> = self
            .kept
            .iter()
            .map(|days| days.days().unsigned_abs())
            .collect();
        let shares = split(self.amount, &weights);
        self.kept.iter().copied().zip(shares).collect()
    }

    /// Whether all of it was credited by hand.
    fn is_credited(&self) -> bool {
        let credited = self
            .credits
            .iter()
            .fold(Money::zero(self.amount.currency()), |sum, each| sum + *each);
        credited.is_positive() && credited >= self.amount
    }

    fn take_back(&mut self, days: Option<Period>, amount: Money) {
        self.amount -= amount;
        if let Some(days) = days {
            self.drop_days(days);
        }
    }

    /// These days are not looked at any more.
    pub fn drop_days(&mut self, days: Period) {
        self.kept = self
            .kept
            .iter()
            .flat_map(|piece| minus(*piece, &[days]))
            .collect();
    }
}

/// Where a line is.
pub(super) fn place(invoice: &Invoice, line: usize) -> Place {
    let item = invoice.lines.get(line).map(|line| &line.item);
    Place {
        invoice: invoice.id,
        number: invoice.number.clone(),
        line,
        text: item
            .map(|item| item.description.clone())
            .unwrap_or_default(),
        days: item.and_then(|item| item.period),
    }
}

/// Charges by service, in the order of issuing.
#[derive(Debug, Default)]
pub(super) struct Ledger<'a> {
    pub services: BTreeMap<ServiceId, Vec<Charge<'a>>>,
}

impl<'a> Ledger<'a> {
    pub fn of(records: &'a AccountRecords) -> Self {
        let mut ledger = Ledger::default();
        let receivables: HashMap<InvoiceId, &Receivable> = records
            .receivables
            .iter()
            .map(|each| (each.invoice, each))
            .collect();
        let documents: HashMap<InvoiceId, &Invoice> = records
            .documents
            .iter()
            .map(|each| (each.id, each))
            .collect();
        for invoice in records
            .documents
            .iter()
            .filter(|each| !each.is_credit_note())
        {
            ledger.read(invoice);
            let credited = receivables
                .get(&invoice.id)
                .map_or(&[][..], |receivable| &receivable.credited);
            for credited in credited {
                ledger.note(invoice, credited, &documents);
            }
        }
        for charges in ledger.services.values_mut() {
            // What was given back whole is no charge any more.
            for charge in charges.iter_mut().filter(|charge| charge.is_credited()) {
                charge.kept.clear();
            }
        }
        ledger
    }

    fn read(&mut self, invoice: &'a Invoice) {
        for (place, line) in invoice.lines.iter().enumerate() {
            let (Some(service), Some(period)) = (line.item.origin.service, line.item.period) else {
                continue;
            };
            if line.item.quantity.is_negative() || line.priced().is_negative() {
                continue;
            }
            self.services.entry(service).or_default().push(Charge {
                invoice,
                line: place,
                period,
                kept: vec![period],
                amount: line.priced(),
                credits: Vec::new(),
            });
        }
    }

    /// Reads what a document credited of an invoice: days where a run took them back, an amount where a person gave it.
    fn note(
        &mut self,
        invoice: &Invoice,
        credited: &Credited,
        documents: &HashMap<InvoiceId, &Invoice>,
    ) {
        let by = documents.get(&credited.credit_note);
        let taking_back = by.filter(|by| !by.is_credit_note() || by.run.is_some());
        for (line, amount) in &credited.lines {
            let service = invoice
                .lines
                .get(*line)
                .and_then(|line| line.item.origin.service);
            let charge = service
                .and_then(|service| self.services.get_mut(&service))
                .and_then(|charges| {
                    charges
                        .iter_mut()
                        .rev()
                        .find(|charge| charge.invoice.id == invoice.id && charge.line == *line)
                });
            let Some(charge) = charge else { continue };
            match taking_back {
                None => charge.credits.push(*amount),
                Some(by) => {
                    let days = taken_days(by, charge, *amount);
                    charge.take_back(days, *amount);
                }
            }
        }
    }

    /// What the next run takes back by itself needs no correction.
    pub fn expect(&mut self, due: &[DueLine], currency: Currency) {
        for line in due {
            let (Some(from), Some(service), Some(days)) = (
                line.takes_back_from,
                line.item.origin.service,
                line.item.period,
            ) else {
                continue;
            };
            let Ok(derivation) = line.item.derive(currency, &Location::Whole) else {
                continue;
            };
            let charge = self.services.get_mut(&service).and_then(|charges| {
                charges
                    .iter_mut()
                    .find(|charge| charge.invoice.id == from && charge.period.covers(&days))
            });
            if let Some(charge) = charge {
                charge.take_back(Some(days), -derivation.priced());
            }
        }
    }
}

/// The days that a run's document takes back of a charge: those of its line of that amount.
fn taken_days(by: &Invoice, charge: &Charge<'_>, amount: Money) -> Option<Period> {
    let service = charge.invoice.lines.get(charge.line)?.item.origin.service;
    by.lines
        .iter()
        .filter(|line| {
            let takes_back = line.item.quantity.is_negative() || by.is_credit_note();
            takes_back && line.item.origin.service == service && line.priced().abs() == amount
        })
        .filter_map(|line| line.item.period)
        // Two parts of one line may come to the same amount: each takes days that are still there.
        .find(|days| charge.kept.iter().any(|kept| kept.covers(days)))
}
