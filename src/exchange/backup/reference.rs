//! Documents and their open items: each has the other, and both say the same.

use super::Section;
use super::inventory::{Allocated, Facts, OpenItemFact};
use super::problem::{Place, ProblemKind, Problems};
use crate::billing::id::{AccountId, InvoiceId};
use crate::billing::journal::Hash;
use crate::billing::receivable::CreditSource;
use crate::money::{MAX_MINOR, Money};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Nobody merges accounts more often than this, one into the next.
const MERGES: usize = 100;

impl Facts {
    /// Notes that an invoice was settled from a source.
    pub(super) fn settled(&mut self, source: CreditSource, invoice: InvoiceId, amount: Money) {
        let allocated = self.allocations.entry((source, invoice)).or_default();
        allocated.currency.get_or_insert(amount.currency());
        allocated.settled = allocated.settled.saturating_add(amount.minor());
    }

    /// Notes that a source was used for an invoice.
    pub(super) fn used(&mut self, source: CreditSource, invoice: InvoiceId, amount: Money) {
        let allocated = self.allocations.entry((source, invoice)).or_default();
        allocated.currency.get_or_insert(amount.currency());
        allocated.used = allocated.used.saturating_add(amount.minor());
    }

    /// That every document and payment has its open item, and the item says what the document says.
    pub(super) fn open_items(&self, problems: &mut Problems) {
        for (id, document) in &self.documents {
            let item = match document.corrects {
                None => self.receivables.get(id),
                Some(_) => self.credits.get(&CreditSource::CreditNote(*id)),
            };
            // A document over nothing leaves nothing open.
            if item.is_none() && !document.total.is_zero() {
                let place = Place::record(Section::Invoices, document.index, "");
                problems.push(place, ProblemKind::NoOpenItem);
            }
            if document
                .corrects
                .is_some_and(|invoice| self.is_credit_note(invoice))
            {
                let place = Place::record(Section::Invoices, document.index, "");
                let field = "type_code.credit_note.invoice".to_owned();
                problems.push(place, ProblemKind::DiffersFromDocument { field });
            }
        }
        for (id, payment) in &self.payments {
            if !self.credits.contains_key(&CreditSource::Payment(*id)) {
                let place = Place::record(Section::Payments, payment.index, "");
                problems.push(place, ProblemKind::NoOpenItem);
            }
        }
        for (id, item) in &self.receivables {
            if let Some(document) = self.documents.get(id) {
                let fields = [
                    ("invoice", document.corrects.is_some()),
                    ("total", document.total != item.total),
                    ("issue_date", document.issue_date != item.on),
                    ("due_date", Some(document.due_date) != item.due_date),
                    ("account", !self.became(document.account, item.account)),
                ];
                say_what_differs(Section::Receivables, item, &fields, problems);
            }
        }
        for (source, item) in &self.credits {
            let fields = match source {
                CreditSource::Payment(id) => self.payments.get(id).map(|payment| {
                    [
                        ("source", false),
                        ("amount", payment.amount != item.total),
                        ("on", payment.received != item.on),
                        ("account", !self.became(payment.account, item.account)),
                    ]
                }),
                CreditSource::CreditNote(id) => self.documents.get(id).map(|document| {
                    [
                        ("source", document.corrects.is_none()),
                        ("amount", document.total != item.total),
                        ("on", document.issue_date != item.on),
                        ("account", !self.became(document.account, item.account)),
                    ]
                }),
            };
            if let Some(fields) = fields {
                say_what_differs(Section::Credits, item, &fields, problems);
            }
        }
    }

    /// That both sides of every allocation say the same.
    pub(super) fn allocated(&self, problems: &mut Problems) {
        for ((source, invoice), allocated) in &self.allocations {
            let Allocated {
                settled,
                used,
                currency: Some(currency),
            } = *allocated
            else {
                continue;
            };
            if settled == used {
                continue;
            }
            let place = match (self.receivables.get(invoice), self.credits.get(source)) {
                (Some(item), _) => Place::record(Section::Receivables, item.index, &item.number),
                (None, Some(item)) => Place::record(Section::Credits, item.index, &item.number),
                (None, None) => Place::file(),
            };
            let shown = |minor: i64| Money::new(minor.clamp(-MAX_MINOR, MAX_MINOR), currency);
            let (settled, used) = (shown(settled), shown(used));
            problems.push(place, ProblemKind::SidesDiffer { settled, used });
        }
    }

    /// That every document and payment is the one that the journal recorded.
    pub(super) fn as_recorded(&self, problems: &mut Problems) {
        for (id, document) in &self.documents {
            let kind = recorded(&self.recorded, id.0, document.digest);
            note(problems, Section::Invoices, document.index, kind);
        }
        for (id, payment) in &self.payments {
            let kind = recorded(&self.recorded, id.0, payment.digest);
            note(problems, Section::Payments, payment.index, kind);
        }
    }

    fn is_credit_note(&self, invoice: InvoiceId) -> bool {
        self.documents
            .get(&invoice)
            .is_some_and(|document| document.corrects.is_some())
    }

    /// Whether one account is another, or was merged into it.
    fn became(&self, from: AccountId, into: AccountId) -> bool {
        let mut account = from;
        // A ring of merged accounts would never end.
        for _ in 0..MERGES {
            if account == into {
                return true;
            }
            let Some(next) = self
                .accounts
                .get(&account)
                .and_then(|fact| fact.merged_into)
            else {
                return false;
            };
            account = next;
        }
        false
    }
}

fn recorded(entries: &BTreeMap<Uuid, Hash>, id: Uuid, digest: Hash) -> Option<ProblemKind> {
    match entries.get(&id) {
        None => Some(ProblemKind::NotInJournal),
        Some(known) if *known != digest => Some(ProblemKind::NotAsRecorded),
        Some(_) => None,
    }
}

fn note(problems: &mut Problems, section: Section, index: u32, kind: Option<ProblemKind>) {
    if let Some(kind) = kind {
        problems.push(Place::record(section, index, ""), kind);
    }
}

fn say_what_differs(
    section: Section,
    item: &OpenItemFact,
    fields: &[(&str, bool)],
    problems: &mut Problems,
) {
    for (field, differs) in fields {
        if *differs {
            let place = Place::record(section, item.index, &item.number);
            let field = (*field).to_owned();
            problems.push(place, ProblemKind::DiffersFromDocument { field });
        }
    }
}
