//! The kinds of records a store keeps, and packs of them.

use crate::billing::account::{Account, Language};
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::{
    caller::Caller, case::Case, experiment::Experiment, grant::Grant, policy::Policy,
};
use crate::billing::draft::Draft;
use crate::billing::id::SeriesId;
use crate::billing::identifier::CountryCode;
use crate::billing::invoice::Invoice;
use crate::billing::journal::JournalEntry;
use crate::billing::letter::Letter;
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, Receivable};
use crate::billing::seller::{Import, Person, Seller};
use crate::billing::stationery::Stationery;
use uuid::Uuid;

/// A record of any kind.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Record {
    Seller(Seller),
    Person(Person),
    Series(NumberSeries),
    Account(Account),
    Product(Product),
    Contract(Contract),
    Charge(PendingCharge),
    Draft(Draft),
    Import(Import),
    Case(Case),
    Caller(Caller),
    Grant(Grant),
    Letter(Letter),
    Experiment(Experiment),
    Policy(Policy),
    Stationery(Stationery),
    Document(Invoice),
    Payment(Payment),
    /// Open or settled.
    Receivable(Receivable),
    /// With something left, or used up.
    Credit(Credit),
    Journal(JournalEntry),
}

impl Record {
    /// Gives back the room that lists were given while they were read: most have one entry, in room for four.
    fn shrink(&mut self) {
        match self {
            Record::Account(account) => {
                account.contacts.shrink_to_fit();
                account.address.lines.shrink_to_fit();
                account.tags.shrink_to_fit();
            }
            Record::Contract(contract) => {
                contract.services.shrink_to_fit();
                for service in &mut contract.services {
                    service.terms.shrink_to_fit();
                    service.billed.shrink_to_fit();
                }
            }
            Record::Receivable(receivable) => receivable.entries.shrink_to_fit(),
            Record::Credit(credit) => credit.uses.shrink_to_fit(),
            Record::Case(case) => case.events.shrink_to_fit(),
            Record::Caller(caller) => caller.attempts.shrink_to_fit(),
            Record::Letter(letter) => letter.paragraphs.shrink_to_fit(),
            Record::Seller(_)
            | Record::Person(_)
            | Record::Series(_)
            | Record::Product(_)
            | Record::Charge(_)
            | Record::Draft(_)
            | Record::Import(_)
            | Record::Grant(_)
            | Record::Experiment(_)
            | Record::Policy(_)
            | Record::Stationery(_)
            | Record::Document(_)
            | Record::Payment(_)
            | Record::Journal(_) => {}
        }
    }

    /// Takes its place in a book's working set. What belongs to the archive leaves the book as it is.
    pub(crate) fn enter(mut self, book: &mut Book) {
        self.shrink();
        match self {
            Record::Seller(seller) => book.seller = seller,
            Record::Person(person) => {
                book.people.insert(person.id, person);
            }
            Record::Series(series) => {
                book.series.insert(series.id, series);
            }
            Record::Account(account) => {
                book.accounts.insert(account.id, account);
            }
            Record::Product(product) => {
                book.products.insert(product.id, product);
            }
            Record::Contract(contract) => book.put_contract(contract),
            Record::Charge(charge) => book.put_charge(charge),
            Record::Draft(draft) => {
                book.drafts.insert(draft.id, draft);
            }
            Record::Import(import) => {
                book.imports.insert(import.id, import);
            }
            Record::Case(case) => book.put_case(case),
            Record::Caller(caller) => {
                book.callers.insert(caller.account, caller);
            }
            Record::Grant(grant) => book.put_grant(grant),
            Record::Letter(letter) => book.put_letter(letter),
            Record::Experiment(experiment) => {
                book.experiments.insert(experiment.id, experiment);
            }
            Record::Policy(policy) => book.policy = Some(policy),
            Record::Stationery(stationery) => book.stationery = Some(stationery),
            Record::Receivable(receivable) => book.put_receivable(receivable),
            Record::Credit(credit) => book.put_credit(credit),
            Record::Document(_) | Record::Payment(_) | Record::Journal(_) => {}
        }
    }
}

/// A book without any record, to be filled from a store.
pub(crate) fn bare_book(id: Uuid) -> Book {
    let mut book = Book::new(id, SeriesId(id), CountryCode::FI, Language::default());
    book.series.clear();
    book
}

/// Kinds of records, in the order in which a book is read and written.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
#[allow(missing_docs)]
pub enum Kind {
    Seller,
    Person,
    Series,
    Account,
    Product,
    Contract,
    Charge,
    Draft,
    Import,
    Case,
    Caller,
    Grant,
    Letter,
    Experiment,
    Policy,
    Stationery,
    Document,
    Payment,
    Receivable,
    Credit,
    Journal,
}

/// Records that rest outside the working set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Archive {
    /// Invoices and credit notes, in the order of issuing.
    Documents,
    /// Payments, in the order of recording.
    Payments,
    /// Receivables on which nothing is open, in the order of their invoices.
    SettledReceivables,
    /// Credits of which nothing is left: those of payments in their order, then those of credit notes in theirs.
    UsedCredits,
    /// The journal, in its order.
    Journal,
}

/// Some records of the archive, one after the other.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pack {
    /// Where to go on reading: the `from` of the next question.
    pub next: u64,
    /// Each record as JSON.
    pub records: Vec<Vec<u8>>,
}
