//! What each kind of record says by itself: its label, its days, the lists in it, and the records it names.

use super::inventory::Target;
use super::problem::ProblemKind;
use super::{FileRecord, amount};
use crate::billing::account::Account;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::caller::Caller;
use crate::billing::desk::case::{Case, Happening};
use crate::billing::desk::experiment::Experiment;
use crate::billing::desk::grant::{Grant, GrantState};
use crate::billing::desk::policy::Policy;
use crate::billing::draft::Draft;
use crate::billing::invoice::{Invoice, InvoiceType};
use crate::billing::journal::JournalEntry;
use crate::billing::letter::Letter;
use crate::billing::line::{LineItem, Origin};
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, CreditSource, EntryKind, Receivable, UseKind};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::billing::seller::{Import, Person};
use crate::billing::stationery::Stationery;
use crate::calendar::is_supported;
use chrono::NaiveDate;
use serde::{Serialize, de::DeserializeOwned};

/// Entries in a list of one record; more is a mistake or an attack.
pub(super) const MAX_ENTRIES: usize = 10_000;

/// A record of the file.
pub(super) trait Record: Serialize + DeserializeOwned {
    /// It as a record of the file.
    fn filed(self) -> FileRecord;

    /// What people call it.
    fn label(&self) -> String;

    /// Its days, apart from those whose type allows only good ones.
    fn days(&self) -> Vec<NaiveDate> {
        Vec::new()
    }

    /// The length of its longest list.
    fn longest_list(&self) -> usize {
        0
    }

    /// The records it names.
    fn names(&self) -> Vec<Target> {
        Vec::new()
    }

    /// What holds for it by itself. Called only when its days and lists are within bounds.
    fn check(&self) -> Result<(), ProblemKind> {
        Ok(())
    }

    /// Days, lists and rules.
    fn faults(&self) -> Result<(), ProblemKind> {
        if self.longest_list() > MAX_ENTRIES {
            let limit = MAX_ENTRIES as u64;
            return Err(ProblemKind::TooLarge { limit });
        }
        if !self.days().into_iter().all(is_supported) {
            return Err(ProblemKind::DateOutOfRange);
        }
        self.check()
    }
}

impl Record for Person {
    fn filed(self) -> FileRecord {
        FileRecord::Person(self)
    }
    fn label(&self) -> String {
        self.name.clone()
    }
}

impl Record for NumberSeries {
    fn filed(self) -> FileRecord {
        FileRecord::Series(self)
    }
    fn label(&self) -> String {
        self.name.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        self.last_issued.into_iter().collect()
    }
    fn longest_list(&self) -> usize {
        self.former.len()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        NumberSeries::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Account {
    fn filed(self) -> FileRecord {
        FileRecord::Account(self)
    }
    fn label(&self) -> String {
        self.number.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let phones = self.contacts.iter().map(|contact| contact.phone_since);
        let held = self.reminders_held.as_ref().map(|hold| hold.until);
        [Some(self.since), self.closed, self.contact_changed, held]
            .into_iter()
            .chain(phones)
            .flatten()
            .collect()
    }
    fn longest_list(&self) -> usize {
        self.contacts.len().max(self.tags.len())
    }
    fn names(&self) -> Vec<Target> {
        let into = self.merged_into.map(Target::Account);
        into.into_iter()
            .chain(self.import.map(Target::Import))
            .collect()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        Account::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Product {
    fn filed(self) -> FileRecord {
        FileRecord::Product(self)
    }
    fn label(&self) -> String {
        self.code.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        self.prices
            .iter()
            .flat_map(|version| [Some(version.from), version.notified])
            .chain([self.withdrawn])
            .flatten()
            .collect()
    }
    fn longest_list(&self) -> usize {
        self.prices.len()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        Product::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Contract {
    fn filed(self) -> FileRecord {
        FileRecord::Contract(self)
    }
    fn label(&self) -> String {
        self.number.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let own = [
            Some(self.starts),
            self.minimum_term,
            self.last_day,
            self.end_asked,
        ];
        let pauses = self
            .pauses
            .iter()
            .flat_map(|pause| [Some(pause.from), pause.resumes]);
        let services = self.services.iter().flat_map(|service| {
            let terms = service.terms.iter().flat_map(|terms| {
                let until = terms.discount.as_ref().and_then(|discount| discount.until);
                [Some(terms.from), until]
            });
            [
                Some(service.starts),
                service.last_day,
                service.closed_before,
            ]
            .into_iter()
            .chain(terms)
        });
        own.into_iter()
            .chain(pauses)
            .chain(services)
            .flatten()
            .collect()
    }
    fn longest_list(&self) -> usize {
        let in_services = self
            .services
            .iter()
            .map(|service| service.terms.len().max(service.billed.len()))
            .max();
        self.services
            .len()
            .max(self.pauses.len())
            .max(in_services.unwrap_or(0))
    }
    fn names(&self) -> Vec<Target> {
        let products = self
            .services
            .iter()
            .filter_map(|service| service.product.map(Target::Product));
        let invoices = self
            .services
            .iter()
            .flat_map(|service| &service.billed)
            .map(|span| Target::Invoice(span.invoice));
        [Target::Account(self.account)]
            .into_iter()
            .chain(self.import.map(Target::Import))
            .chain(products)
            .chain(invoices)
            .collect()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        let billed = self.services.iter().flat_map(|service| &service.billed);
        amount::one_currency(self.currency, billed.map(|span| span.amount))?;
        Contract::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for PendingCharge {
    fn filed(self) -> FileRecord {
        FileRecord::Charge(self)
    }
    fn label(&self) -> String {
        self.item.description.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        vec![self.on]
    }
    fn names(&self) -> Vec<Target> {
        [Target::Account(self.account)]
            .into_iter()
            .chain(self.contract.map(Target::Contract))
            .chain(named_by(&self.item.origin))
            .collect()
    }
}

impl Record for Draft {
    fn filed(self) -> FileRecord {
        FileRecord::Draft(self)
    }
    fn label(&self) -> String {
        first_description(&self.items)
    }
    fn days(&self) -> Vec<NaiveDate> {
        [Some(self.created), self.supplied]
            .into_iter()
            .flatten()
            .collect()
    }
    fn longest_list(&self) -> usize {
        self.items.len().max(self.adjustments.len())
    }
    fn names(&self) -> Vec<Target> {
        let lines = self.items.iter().flat_map(|item| named_by(&item.origin));
        [Target::Account(self.account)]
            .into_iter()
            .chain(lines)
            .collect()
    }
}

impl Record for Import {
    fn filed(self) -> FileRecord {
        FileRecord::Import(self)
    }
    fn label(&self) -> String {
        self.source.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        vec![self.at.date_naive()]
    }
}

impl Record for Policy {
    fn filed(self) -> FileRecord {
        FileRecord::Policy(self)
    }
    fn label(&self) -> String {
        String::new()
    }
    fn days(&self) -> Vec<NaiveDate> {
        self.hours.holidays.iter().copied().collect()
    }
    fn longest_list(&self) -> usize {
        let hours = self.hours.week.iter().map(Vec::len).max();
        self.hours
            .holidays
            .len()
            .max(hours.unwrap_or(0))
            .max(self.identity.ladder.waits.len())
            .max(self.discounts.reasons.len())
    }
    fn check(&self) -> Result<(), ProblemKind> {
        Policy::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Stationery {
    fn filed(self) -> FileRecord {
        FileRecord::Stationery(self)
    }
    fn label(&self) -> String {
        String::new()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        Stationery::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Case {
    fn filed(self) -> FileRecord {
        FileRecord::Case(self)
    }
    fn label(&self) -> String {
        self.number.to_string()
    }
    fn days(&self) -> Vec<NaiveDate> {
        self.events
            .iter()
            .flat_map(|event| {
                let named = match &event.what {
                    Happening::Promised(promise) => [Some(promise.by), None],
                    Happening::CallBackPromised(call) => {
                        [Some(call.until.date_naive()), Some(call.due.date_naive())]
                    }
                    _ => [None, None],
                };
                [Some(event.at.date_naive())].into_iter().chain(named)
            })
            .flatten()
            .collect()
    }
    fn longest_list(&self) -> usize {
        self.events.len()
    }
    fn names(&self) -> Vec<Target> {
        let events = self.events.iter().filter_map(|event| match &event.what {
            Happening::Named(account) => Some(Target::Account(*account)),
            Happening::Verified { invoice, .. } => invoice.map(Target::Invoice),
            Happening::Explained(invoice)
            | Happening::Corrected(invoice)
            | Happening::Disputed(invoice) => Some(Target::Invoice(*invoice)),
            Happening::Offered(grant) | Happening::Granted(grant) => Some(Target::Grant(*grant)),
            Happening::Drawn { experiment, .. } | Happening::SetAside { experiment, .. } => {
                Some(Target::Experiment(*experiment))
            }
            _ => None,
        });
        self.account
            .map(Target::Account)
            .into_iter()
            .chain(events)
            .collect()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        Case::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Caller {
    fn filed(self) -> FileRecord {
        FileRecord::Caller(self)
    }
    fn label(&self) -> String {
        String::new()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let attempts = self.attempts.iter().map(|attempt| attempt.at);
        let set = self.secret.iter().map(|secret| secret.set_at);
        attempts.chain(set).map(|at| at.date_naive()).collect()
    }
    fn longest_list(&self) -> usize {
        self.attempts.len()
    }
    fn names(&self) -> Vec<Target> {
        let cases = self.attempts.iter().filter_map(|attempt| attempt.case);
        [Target::Account(self.account)]
            .into_iter()
            .chain(cases.map(Target::Case))
            .collect()
    }
}

impl Record for Grant {
    fn filed(self) -> FileRecord {
        FileRecord::Grant(self)
    }
    fn label(&self) -> String {
        self.total.to_string()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let decided = match &self.state {
            GrantState::Waiting { .. } => None,
            GrantState::Given(decided)
            | GrantState::Declined(decided)
            | GrantState::Withdrawn(decided) => Some(decided.at.date_naive()),
        };
        [self.from, self.expiry, self.asked_at.date_naive()]
            .into_iter()
            .chain(decided)
            .collect()
    }
    fn names(&self) -> Vec<Target> {
        [
            Target::Account(self.account),
            Target::Contract(self.contract),
        ]
        .into_iter()
        .chain(self.case.map(Target::Case))
        .collect()
    }
}

impl Record for Letter {
    fn filed(self) -> FileRecord {
        FileRecord::Letter(self)
    }
    fn label(&self) -> String {
        self.subject.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let sent = self.sent.iter().map(|sent| sent.at.date_naive());
        [self.on].into_iter().chain(sent).collect()
    }
    fn longest_list(&self) -> usize {
        self.paragraphs
            .len()
            .max(self.sent.len())
            .max(self.address.lines.len())
    }
    fn names(&self) -> Vec<Target> {
        [Target::Account(self.account)]
            .into_iter()
            .chain(self.invoice.map(Target::Invoice))
            .chain(self.case.map(Target::Case))
            .collect()
    }
}

impl Record for Experiment {
    fn filed(self) -> FileRecord {
        FileRecord::Experiment(self)
    }
    fn label(&self) -> String {
        self.name.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let moments = self.began_at().into_iter().chain(self.stopped_at());
        moments.map(|at| at.date_naive()).collect()
    }
    fn longest_list(&self) -> usize {
        self.arms.len().max(self.kinds.len())
    }
    fn check(&self) -> Result<(), ProblemKind> {
        Experiment::check(self).map_err(ProblemKind::Breaks)
    }
}

impl Record for Receivable {
    fn filed(self) -> FileRecord {
        FileRecord::Receivable(self)
    }
    fn label(&self) -> String {
        self.number.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let entries = self.entries.iter().map(|entry| entry.on);
        let reminders = self.reminders.iter().map(|reminder| reminder.sent_on);
        let disputes = self.disputes.iter().flat_map(|dispute| {
            let decided = dispute.decided.as_ref().map(|decision| decision.on);
            [dispute.opened_on].into_iter().chain(decided)
        });
        let handed_over = self.collection.iter().map(|collection| collection.since);
        let sent = self.sent.iter().map(|sent| sent.at.date_naive());
        [self.issue_date, self.due_date]
            .into_iter()
            .chain(entries)
            .chain(reminders)
            .chain(disputes)
            .chain(handed_over)
            .chain(sent)
            .collect()
    }
    fn longest_list(&self) -> usize {
        let lines = self
            .credited
            .iter()
            .map(|credited| credited.lines.len())
            .max();
        self.entries
            .len()
            .max(self.credited.len())
            .max(self.reminders.len())
            .max(self.disputes.len())
            .max(self.sent.len())
            .max(lines.unwrap_or(0))
    }
    fn names(&self) -> Vec<Target> {
        let entries = self.entries.iter().filter_map(|entry| match entry.kind {
            EntryKind::Payment(id) => Some(Target::Payment(id)),
            EntryKind::CreditNote(id) => Some(Target::Invoice(id)),
            EntryKind::WriteOff { .. }
            | EntryKind::WriteOffReversal { .. }
            | EntryKind::SettledBefore => None,
        });
        let credited = self
            .credited
            .iter()
            .map(|credited| Target::Invoice(credited.credit_note));
        let disputes = self.disputes.iter().flat_map(|dispute| {
            let decided = dispute.decided.as_ref();
            let credit_note = decided.and_then(|decision| decision.credit_note);
            let case = dispute.case.map(Target::Case);
            case.into_iter().chain(credit_note.map(Target::Invoice))
        });
        [Target::Account(self.account), Target::Invoice(self.invoice)]
            .into_iter()
            .chain(entries)
            .chain(credited)
            .chain(disputes)
            .collect()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        amount::check_receivable(self)
    }
}

impl Record for Credit {
    fn filed(self) -> FileRecord {
        FileRecord::Credit(self)
    }
    fn label(&self) -> String {
        self.label.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let uses = self.uses.iter().map(|each| each.on);
        let sent = self.sent.iter().map(|sent| sent.at.date_naive());
        [self.on].into_iter().chain(uses).chain(sent).collect()
    }
    fn longest_list(&self) -> usize {
        self.uses.len().max(self.sent.len())
    }
    fn names(&self) -> Vec<Target> {
        let source = match self.source {
            CreditSource::Payment(id) => Target::Payment(id),
            CreditSource::CreditNote(id) => Target::Invoice(id),
        };
        let uses = self.uses.iter().filter_map(|each| match &each.kind {
            UseKind::Invoice { id, .. } => Some(Target::Invoice(*id)),
            UseKind::Refund { .. } | UseKind::Reversal { .. } | UseKind::SettledBefore => None,
        });
        [Target::Account(self.account), source]
            .into_iter()
            .chain(uses)
            .collect()
    }
    fn check(&self) -> Result<(), ProblemKind> {
        amount::check_credit(self)
    }
}

impl Record for Invoice {
    fn filed(self) -> FileRecord {
        FileRecord::Invoice(self)
    }
    fn label(&self) -> String {
        self.number.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        let corrects = match &self.type_code {
            InvoiceType::Commercial => None,
            InvoiceType::CreditNote(correction) => Some(correction.issue_date),
        };
        [
            Some(self.issue_date),
            Some(self.due_date),
            self.supplied,
            corrects,
        ]
        .into_iter()
        .flatten()
        .collect()
    }
    fn longest_list(&self) -> usize {
        self.lines
            .len()
            .max(self.adjustments.len())
            .max(self.allowance_charges.len())
            .max(self.totals.breakdown.len())
    }
    fn names(&self) -> Vec<Target> {
        let mut names = vec![Target::Account(self.account)];
        names.extend(self.series.map(Target::Series));
        if let InvoiceType::CreditNote(correction) = &self.type_code {
            names.push(Target::Invoice(correction.invoice));
        }
        for line in &self.lines {
            names.extend(named_by(&line.item.origin));
        }
        names
    }
    fn check(&self) -> Result<(), ProblemKind> {
        if self.number.trim().is_empty() {
            return Err(ProblemKind::Breaks(Refusal::field(
                Field::Number,
                RefusalKind::Empty,
            )));
        }
        // What was issued here has its number from a series; what was issued elsewhere hasn't.
        if self.taken_over == self.series.is_some() {
            return Err(ProblemKind::Breaks(Refusal::field(
                Field::Number,
                RefusalKind::NoSeries,
            )));
        }
        amount::check_invoice(self)
    }
}

impl Record for Payment {
    fn filed(self) -> FileRecord {
        FileRecord::Payment(self)
    }
    fn label(&self) -> String {
        self.reference.clone()
    }
    fn days(&self) -> Vec<NaiveDate> {
        vec![self.received]
    }
    fn names(&self) -> Vec<Target> {
        vec![Target::Account(self.account)]
    }
    fn check(&self) -> Result<(), ProblemKind> {
        if self.amount.is_positive() {
            Ok(())
        } else {
            Err(ProblemKind::Breaks(Refusal::field(
                Field::Amount,
                RefusalKind::NotPositive,
            )))
        }
    }
}

impl Record for JournalEntry {
    fn filed(self) -> FileRecord {
        FileRecord::Entry(self)
    }
    fn label(&self) -> String {
        self.sequence.to_string()
    }
    fn days(&self) -> Vec<NaiveDate> {
        vec![self.at.date_naive()]
    }
}

fn named_by(origin: &Origin) -> impl Iterator<Item = Target> + use<> {
    let product = origin.product.map(Target::Product);
    product
        .into_iter()
        .chain(origin.contract.map(Target::Contract))
}

fn first_description(items: &[LineItem]) -> String {
    items
        .first()
        .map(|item| item.description.clone())
        .unwrap_or_default()
}
