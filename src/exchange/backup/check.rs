//! Checks that need more than one record: identities while reading, and at the end everything that names something else.

use super::Mark;
use super::Section;
use super::chain::Chain;
use super::inventory::*;
use super::problem::{Place, ProblemKind, Problems};
use super::record::Record;
use super::sequence::{Given, passed_over, take_apart};
use crate::billing::account::Account;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::{
    caller::Caller, case::Case, experiment::Experiment, grant::Grant, policy::Policy,
};
use crate::billing::draft::Draft;
use crate::billing::id::*;
use crate::billing::invoice::{Invoice, InvoiceType};
use crate::billing::journal::{Hash, JournalEntry};
use crate::billing::letter::Letter;
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, EntryKind, Receivable, UseKind};
use crate::billing::seller::{Import, Person};
use crate::billing::stationery::Stationery;
use std::collections::{BTreeMap, BTreeSet};

/// What has been read, and what was wrong with it.
#[derive(Debug, Default)]
pub(super) struct Checks {
    pub(super) inventory: Inventory,
    pub(super) problems: Problems,
    facts: Facts,
    chain: Chain,
    customer_numbers: BTreeSet<String>,
    article_codes: BTreeSet<String>,
    contract_numbers: BTreeSet<String>,
    document_numbers: BTreeMap<String, Option<SeriesId>>,
}

impl Checks {
    pub(super) fn end(self) -> (Inventory, Problems) {
        (self.inventory, self.problems)
    }

    /// Notes an identity; `insert` says whether it is new.
    pub(super) fn unique(
        &mut self,
        section: Section,
        index: u32,
        label: &str,
        insert: impl FnOnce(&mut Inventory) -> bool,
    ) {
        if !insert(&mut self.inventory) {
            let place = Place::record(section, index, label);
            self.problems.push(place, ProblemKind::DuplicateId);
        }
    }

    fn unique_number(&mut self, section: Section, index: u32, number: &str) {
        let numbers = match section {
            Section::Accounts => &mut self.customer_numbers,
            Section::Products => &mut self.article_codes,
            _ => &mut self.contract_numbers,
        };
        if !numbers.insert(number.to_owned()) {
            let number = number.to_owned();
            let place = Place::record(section, index, &number);
            self.problems
                .push(place, ProblemKind::DuplicateNumber { number });
        }
    }

    /// Notes what a record names and isn't known yet; what is known needs no second look.
    pub(super) fn links<T: Record>(&mut self, from: Section, index: u32, record: &T) {
        for to in record.names() {
            if !self.knows(to) {
                self.facts.links.push(Link { from, index, to });
            }
        }
    }

    pub(super) fn knows(&self, target: Target) -> bool {
        let known = &self.inventory;
        match target {
            Target::Series(id) => known.series.contains_key(&id),
            Target::Account(id) => known.accounts.contains_key(&id),
            Target::Product(id) => known.products.contains_key(&id),
            Target::Contract(id) => known.contracts.contains_key(&id),
            Target::Import(id) => known.imports.contains(&id),
            Target::Case(id) => known.cases.contains(&id),
            Target::Grant(id) => known.grants.contains(&id),
            Target::Experiment(id) => known.experiments.contains(&id),
            Target::Invoice(id) => known.invoices.contains_key(&id),
            Target::Payment(id) => known.payments.contains(&id),
        }
    }

    pub(super) fn person(&mut self, index: u32, person: &Person, _: Hash) {
        self.unique(Section::People, index, &person.name, |known| {
            known.people.insert(person.id)
        });
    }

    pub(super) fn series(&mut self, index: u32, series: &NumberSeries, _: Hash) {
        self.unique(Section::Series, index, &series.name, |known| {
            known.series.insert(series.id, series.clone()).is_none()
        });
    }

    pub(super) fn account(&mut self, index: u32, account: &Account, _: Hash) {
        self.unique_number(Section::Accounts, index, &account.number);
        self.facts.accounts.insert(
            account.id,
            AccountFact {
                merged_into: account.merged_into,
            },
        );
        self.unique(Section::Accounts, index, &account.number, |known| {
            known
                .accounts
                .insert(account.id, account.number.clone())
                .is_none()
        });
    }

    pub(super) fn product(&mut self, index: u32, product: &Product, _: Hash) {
        self.unique_number(Section::Products, index, &product.code);
        self.unique(Section::Products, index, &product.code, |known| {
            known
                .products
                .insert(product.id, product.code.clone())
                .is_none()
        });
    }

    pub(super) fn contract(&mut self, index: u32, contract: &Contract, _: Hash) {
        self.unique_number(Section::Contracts, index, &contract.number);
        self.unique(Section::Contracts, index, &contract.number, |known| {
            known
                .contracts
                .insert(contract.id, contract.number.clone())
                .is_none()
        });
    }

    pub(super) fn charge(&mut self, index: u32, charge: &PendingCharge, _: Hash) {
        self.unique(Section::Charges, index, &charge.label(), |known| {
            known.charges.insert(charge.id)
        });
    }

    pub(super) fn draft(&mut self, index: u32, draft: &Draft, _: Hash) {
        self.unique(Section::Drafts, index, &draft.label(), |known| {
            known.drafts.insert(draft.id)
        });
    }

    pub(super) fn import(&mut self, index: u32, import: &Import, _: Hash) {
        self.unique(Section::Imports, index, &import.source, |known| {
            known.imports.insert(import.id)
        });
    }

    pub(super) fn policy(&mut self, index: u32, _: &Policy, _: Hash) {
        self.unique(Section::Policies, index, "", |known| {
            known.policies = known.policies.saturating_add(1);
            known.policies == 1
        });
    }

    pub(super) fn stationery(&mut self, index: u32, _: &Stationery, _: Hash) {
        self.unique(Section::Stationery, index, "", |known| {
            known.stationery = known.stationery.saturating_add(1);
            known.stationery == 1
        });
    }

    pub(super) fn case(&mut self, index: u32, case: &Case, _: Hash) {
        self.unique(Section::Cases, index, &case.label(), |known| {
            known.cases.insert(case.id)
        });
    }

    pub(super) fn caller(&mut self, index: u32, caller: &Caller, _: Hash) {
        self.unique(Section::Callers, index, "", |known| {
            known.callers.insert(caller.account)
        });
    }

    pub(super) fn grant(&mut self, index: u32, grant: &Grant, _: Hash) {
        self.unique(Section::Grants, index, &grant.label(), |known| {
            known.grants.insert(grant.id)
        });
    }

    pub(super) fn experiment(&mut self, index: u32, experiment: &Experiment, _: Hash) {
        self.unique(Section::Experiments, index, &experiment.name, |known| {
            known.experiments.insert(experiment.id)
        });
    }

    pub(super) fn letter(&mut self, index: u32, letter: &Letter, _: Hash) {
        self.unique(Section::Letters, index, &letter.label(), |known| {
            known.letters.insert(letter.id)
        });
    }

    pub(super) fn receivable(&mut self, index: u32, receivable: &Receivable, _: Hash) {
        for entry in &receivable.entries {
            let source = match entry.kind {
                EntryKind::Payment(id) => CreditSource::Payment(id),
                EntryKind::CreditNote(id) => CreditSource::CreditNote(id),
                EntryKind::WriteOff { .. }
                | EntryKind::WriteOffReversal { .. }
                | EntryKind::SettledBefore => continue,
            };
            self.facts.settled(source, receivable.invoice, entry.amount);
        }
        let fact = OpenItemFact {
            index,
            account: receivable.account,
            number: receivable.number.clone(),
            on: receivable.issue_date,
            due_date: Some(receivable.due_date),
            total: receivable.total,
        };
        let before = self.facts.receivables.insert(receivable.invoice, fact);
        self.unique(Section::Receivables, index, &receivable.number, |_| {
            before.is_none()
        });
    }

    pub(super) fn credit(&mut self, index: u32, credit: &Credit, _: Hash) {
        for each in &credit.uses {
            if let UseKind::Invoice { id, .. } = each.kind {
                self.facts.used(credit.source, id, each.amount);
            }
        }
        let fact = OpenItemFact {
            index,
            account: credit.account,
            number: credit.label.clone(),
            on: credit.on,
            due_date: None,
            total: credit.amount,
        };
        let before = self.facts.credits.insert(credit.source, fact);
        self.unique(Section::Credits, index, &credit.label, |_| before.is_none());
    }

    pub(super) fn invoice(&mut self, index: u32, invoice: &Invoice, digest: Hash) {
        self.document_number(index, invoice);
        self.facts.documents.insert(
            invoice.id,
            DocumentFact {
                index,
                account: invoice.account,
                issue_date: invoice.issue_date,
                due_date: invoice.due_date,
                total: invoice.totals.amount_due,
                corrects: match &invoice.type_code {
                    InvoiceType::Commercial => None,
                    InvoiceType::CreditNote(correction) => Some(correction.invoice),
                },
                digest,
            },
        );
        self.unique(Section::Invoices, index, &invoice.number, |known| {
            known
                .invoices
                .insert(invoice.id, (invoice.series, invoice.number.clone()))
                .is_none()
        });
    }

    fn document_number(&mut self, index: u32, invoice: &Invoice) {
        let number = invoice.number.clone();
        let before = self.document_numbers.insert(number.clone(), invoice.series);
        let kind = match before {
            None => return,
            Some(series) if series == invoice.series => ProblemKind::DuplicateNumber { number },
            Some(_) => ProblemKind::SharedNumber { number },
        };
        let place = Place::record(Section::Invoices, index, &invoice.number);
        self.problems.push(place, kind);
    }

    pub(super) fn payment(&mut self, index: u32, payment: &Payment, digest: Hash) {
        self.facts.payments.insert(
            payment.id,
            PaymentFact {
                index,
                account: payment.account,
                received: payment.received,
                amount: payment.amount,
                digest,
            },
        );
        self.unique(Section::Payments, index, &payment.label(), |known| {
            known.payments.insert(payment.id)
        });
    }

    pub(super) fn entry(&mut self, index: u32, entry: &JournalEntry, _: Hash) {
        self.facts.recorded.extend(entry.documents());
        self.chain.follow(index, entry, &mut self.problems);
    }

    /// What can be said only when everything has been read.
    pub(super) fn whole(&mut self, mark: Option<&Mark>) {
        self.inventory.journal = self.chain.head();
        self.dangling();
        self.facts.open_items(&mut self.problems);
        self.facts.allocated(&mut self.problems);
        self.facts.as_recorded(&mut self.problems);
        self.numbers();
        if let Some(mark) = mark {
            self.behind(mark);
        }
    }

    fn dangling(&mut self) {
        for link in std::mem::take(&mut self.facts.links) {
            if self.knows(link.to) {
                continue;
            }
            let (section, id) = match link.to {
                Target::Series(id) => (Section::Series, id.to_string()),
                Target::Account(id) => (Section::Accounts, id.to_string()),
                Target::Product(id) => (Section::Products, id.to_string()),
                Target::Contract(id) => (Section::Contracts, id.to_string()),
                Target::Import(id) => (Section::Imports, id.to_string()),
                Target::Case(id) => (Section::Cases, id.to_string()),
                Target::Grant(id) => (Section::Grants, id.to_string()),
                Target::Experiment(id) => (Section::Experiments, id.to_string()),
                Target::Invoice(id) => (Section::Invoices, id.to_string()),
                Target::Payment(id) => (Section::Payments, id.to_string()),
            };
            let place = Place::record(link.from, link.index, "");
            self.problems
                .push(place, ProblemKind::Dangling { section, id });
        }
    }

    /// That no series gives a number twice, and where numbers are missing.
    fn numbers(&mut self) {
        let mut given: BTreeMap<SeriesId, Given> = BTreeMap::new();
        for (id, number) in self.inventory.invoices.values() {
            if let Some(id) = id
                && let Some(series) = self.inventory.series.get(id)
                && let Some(taken) = take_apart(series, number)
            {
                given.entry(*id).or_default().note(series, taken);
            }
        }
        for (index, series) in self.inventory.series.values().enumerate() {
            let Some(given) = given.get_mut(&series.id) else {
                continue;
            };
            for number in &series.taken_over {
                if let Some(taken) = passed_over(series, number) {
                    given.pass_over(series, taken);
                }
            }
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let place = || Place::record(Section::Series, index, &series.name);
            if let Some(issued) = given.highest().filter(|highest| *highest >= series.next) {
                let next = series.next;
                self.problems
                    .push(place(), ProblemKind::SeriesBehind { next, issued });
            }
            for gap in given.gaps() {
                let (missing, first) = (gap.count, gap.first);
                self.problems
                    .push(place(), ProblemKind::Gap { missing, first });
            }
        }
    }

    fn behind(&mut self, mark: &Mark) {
        let known = &self.inventory;
        let same_series = mark.series.iter().all(|(id, next)| {
            known
                .series
                .get(id)
                .is_some_and(|series| series.next == *next)
        });
        let is_complete =
            mark.database == known.database && mark.journal == known.journal && same_series;
        if !is_complete {
            self.problems
                .push(Place::key("mark"), ProblemKind::BehindMark);
        }
    }
}
