//! What is in a file or a book, by identity: little enough to keep for a hundred thousand documents.

use crate::billing::book::Book;
use crate::billing::id::*;
use crate::billing::journal::{Hash, JournalHead};
use crate::billing::numbering::NumberSeries;
use crate::billing::receivable::CreditSource;
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What is in a file or a book.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Inventory {
    /// Identity of the book.
    pub database: Uuid,
    /// The seller's name.
    pub seller: String,
    /// Number series.
    pub series: BTreeMap<SeriesId, NumberSeries>,
    /// People.
    pub people: BTreeSet<PersonId>,
    /// Customer numbers.
    pub accounts: BTreeMap<AccountId, String>,
    /// Article codes.
    pub products: BTreeMap<ProductId, String>,
    /// Contract numbers.
    pub contracts: BTreeMap<ContractId, String>,
    /// Waiting charges.
    pub charges: BTreeSet<ChargeId>,
    /// Drafts.
    pub drafts: BTreeSet<DraftId>,
    /// Imports.
    pub imports: BTreeSet<ImportId>,
    /// How many policies: one at the most.
    pub policies: u32,
    /// How many looks of documents: one at the most.
    pub stationery: u32,
    /// Cases.
    pub cases: BTreeSet<CaseId>,
    /// Accounts whose customers can be recognised.
    pub callers: BTreeSet<AccountId>,
    /// Discounts at discretion.
    pub grants: BTreeSet<GrantId>,
    /// Letters.
    pub letters: BTreeSet<LetterId>,
    /// Experiments.
    pub experiments: BTreeSet<ExperimentId>,
    /// Documents: series, where they have one, and number.
    pub invoices: BTreeMap<InvoiceId, (Option<SeriesId>, String)>,
    /// Payments.
    pub payments: BTreeSet<PaymentId>,
    /// Where the journal stands.
    pub journal: JournalHead,
}

impl Inventory {
    /// What is in a book; the documents and payments, which the book doesn't hold, come from the store.
    pub fn of_book(
        book: &Book,
        documents: impl IntoIterator<Item = (InvoiceId, SeriesId, String)>,
        payments: impl IntoIterator<Item = PaymentId>,
    ) -> Self {
        Inventory {
            database: book.id,
            seller: book.seller.name.clone(),
            series: book.series.clone(),
            people: book.people.keys().copied().collect(),
            accounts: numbers(&book.accounts, |account| &account.number),
            products: numbers(&book.products, |product| &product.code),
            contracts: numbers(&book.contracts, |contract| &contract.number),
            charges: book.charges.keys().copied().collect(),
            drafts: book.drafts.keys().copied().collect(),
            imports: book.imports.keys().copied().collect(),
            policies: u32::from(book.policy.is_some()),
            stationery: u32::from(book.stationery.is_some()),
            cases: book.cases.keys().copied().collect(),
            callers: book.callers.keys().copied().collect(),
            grants: book.grants.keys().copied().collect(),
            letters: book.letters.keys().copied().collect(),
            experiments: book.experiments.keys().copied().collect(),
            invoices: documents
                .into_iter()
                .map(|(id, series, number)| (id, (Some(series), number)))
                .collect(),
            payments: payments.into_iter().collect(),
            journal: book.journal,
        }
    }
}

fn numbers<K: Ord + Copy, T>(
    records: &BTreeMap<K, T>,
    number: impl Fn(&T) -> &String,
) -> BTreeMap<K, String> {
    records
        .iter()
        .map(|(id, record)| (*id, number(record).clone()))
        .collect()
}

/// What the checks that need several records keep of each.
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) accounts: BTreeMap<AccountId, AccountFact>,
    pub(super) documents: BTreeMap<InvoiceId, DocumentFact>,
    pub(super) payments: BTreeMap<PaymentId, PaymentFact>,
    pub(super) receivables: BTreeMap<InvoiceId, OpenItemFact>,
    pub(super) credits: BTreeMap<CreditSource, OpenItemFact>,
    /// By source and invoice: what the invoice says was settled, and what the source says it was used for.
    pub(super) allocations: BTreeMap<(CreditSource, InvoiceId), Allocated>,
    pub(super) links: Vec<Link>,
    /// What the journal recorded of documents and payments.
    pub(super) recorded: BTreeMap<Uuid, Hash>,
}

#[derive(Debug)]
pub(super) struct AccountFact {
    pub(super) merged_into: Option<AccountId>,
}

#[derive(Debug)]
pub(super) struct DocumentFact {
    pub(super) index: u32,
    pub(super) account: AccountId,
    pub(super) issue_date: NaiveDate,
    pub(super) due_date: NaiveDate,
    pub(super) total: Money,
    /// The invoice a credit note is about.
    pub(super) corrects: Option<InvoiceId>,
    pub(super) digest: Hash,
}

#[derive(Debug)]
pub(super) struct PaymentFact {
    pub(super) index: u32,
    pub(super) account: AccountId,
    pub(super) received: NaiveDate,
    pub(super) amount: Money,
    pub(super) digest: Hash,
}

/// A receivable or credit.
#[derive(Debug)]
pub(super) struct OpenItemFact {
    pub(super) index: u32,
    pub(super) account: AccountId,
    pub(super) number: String,
    pub(super) on: NaiveDate,
    pub(super) due_date: Option<NaiveDate>,
    pub(super) total: Money,
}

#[derive(Debug, Default)]
pub(super) struct Allocated {
    pub(super) settled: i64,
    pub(super) used: i64,
    pub(super) currency: Option<Currency>,
}

/// One record naming another.
#[derive(Debug)]
pub(super) struct Link {
    pub(super) from: super::Section,
    pub(super) index: u32,
    pub(super) to: Target,
}

/// A record that is named.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Target {
    Series(SeriesId),
    Account(AccountId),
    Product(ProductId),
    Contract(ContractId),
    Import(ImportId),
    Case(CaseId),
    Grant(GrantId),
    Experiment(ExperimentId),
    Invoice(InvoiceId),
    Payment(PaymentId),
}
