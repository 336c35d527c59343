//! Decisions: a command and the book become changes, or a refusal. Pure.
//!
//! Nothing is half decided: either every change of a command is given, or none.

mod account;
mod catalogue;
mod contract;
mod crediting;
mod draft;
mod dunning;
mod import;
mod issuing;
mod money;
mod run;
mod sending;
mod settings;
mod taking_over;

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::command::Command;
use crate::billing::contract::Terms;
use crate::billing::id::{AccountId, ContractId, InvoiceId, ServiceId};
use crate::billing::invoice::Invoice;
use crate::billing::receivable::{Credit, CreditSource, Receivable, UseKind};
use crate::billing::refusal::Refusal;
use chrono::{DateTime, NaiveDate, Utc};
pub use crediting::supplied;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What a decision may know beside the book.
pub struct Context<'a> {
    /// Now.
    pub now: DateTime<Utc>,
    /// Today where the seller is.
    pub today: NaiveDate,
    /// What [`needs`] asked for.
    pub fetched: &'a Fetched,
    /// Ids for records that the command doesn't name, such as the invoices of a run.
    pub fresh: &'a mut dyn FnMut() -> Uuid,
}

/// Records at rest that were fetched for a command.
#[derive(Clone, Debug, Default)]
pub struct Fetched {
    /// Documents.
    pub invoices: BTreeMap<InvoiceId, Invoice>,
    /// What is owed on invoices, settled ones too.
    pub receivables: BTreeMap<InvoiceId, Receivable>,
    /// What is left of payments and credit notes, used up ones too.
    pub credits: BTreeMap<CreditSource, Credit>,
    /// Accounts that have any document or payment.
    pub documented: Option<BTreeSet<AccountId>>,
    /// The numbers of all documents.
    pub numbers: Option<BTreeMap<String, InvoiceId>>,
}

/// Records that must be fetched before deciding.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Needs {
    /// Documents.
    pub invoices: Vec<InvoiceId>,
    /// Receivables that aren't in the book because nothing is open on them.
    pub receivables: Vec<InvoiceId>,
    /// Credits that aren't in the book because nothing is left of them.
    pub credits: Vec<CreditSource>,
    /// Which accounts have any document or payment.
    pub documented: bool,
    /// The numbers of all documents.
    pub numbers: bool,
}

impl Needs {
    /// Whether there is nothing to fetch.
    pub fn is_empty(&self) -> bool {
        self.invoices.is_empty()
            && self.receivables.is_empty()
            && self.credits.is_empty()
            && !self.documented
            && !self.numbers
    }
}

/// What has to be fetched for a command.
///
/// Taking a payment back needs its credit first and then the invoices it settled: ask again after fetching, with what
/// was fetched, until nothing more is named.
pub fn needs(book: &Book, command: &Command, fetched: &Fetched) -> Needs {
    let mut needs = Needs::default();
    match command {
        Command::CreditInvoice(credit) => {
            needs.invoices.push(credit.invoice);
            needs.receivables.push(credit.invoice);
        }
        Command::DecideDispute(decision) => {
            needs
                .invoices
                .extend(decision.credit.as_ref().map(|credit| credit.invoice));
            needs.receivables.push(decision.invoice);
        }
        Command::TakeBackFromCollection(invoice) => needs.receivables.push(*invoice),
        Command::TakeOverInvoice(document) => taking_over::needs(document, fetched, &mut needs),
        Command::SendDocument { document, .. } => {
            sending::needs(book, fetched, [*document], &mut needs);
        }
        Command::SendDocuments { documents, .. } => {
            sending::needs(book, fetched, documents.iter().copied(), &mut needs);
        }
        Command::IssueRun(run) => {
            for invoice in run::taken_back_from(book, run) {
                needs.invoices.push(invoice);
                needs.receivables.push(invoice);
            }
        }
        Command::ReverseWriteOff { invoice, .. } => needs.receivables.push(*invoice),
        Command::ReversePayment { payment, .. } => {
            let source = CreditSource::Payment(*payment);
            let credit = book
                .credits
                .get(&source)
                .or_else(|| fetched.credits.get(&source));
            match credit {
                None => needs.credits.push(source),
                Some(credit) => needs
                    .receivables
                    .extend(credit.uses.iter().filter_map(|each| match each.kind {
                        UseKind::Invoice { id, .. } => Some(id),
                        UseKind::Refund { .. }
                        | UseKind::Reversal { .. }
                        | UseKind::SettledBefore => None,
                    })),
            }
        }
        Command::UndoImport(_) => needs.documented = fetched.documented.is_none(),
        _ => {}
    }
    needs
        .invoices
        .retain(|id| !fetched.invoices.contains_key(id));
    needs
        .receivables
        .retain(|id| !book.receivables.contains_key(id) && !fetched.receivables.contains_key(id));
    needs.receivables.sort_unstable();
    needs.receivables.dedup();
    needs
}

/// Terms of a service from the first of some days on, each from its own day; terms in between give way. For decisions that
/// agree on several terms at once.
pub(crate) fn amend_service(
    book: &Book,
    contract: ContractId,
    service: ServiceId,
    terms: Vec<Terms>,
) -> Result<Vec<Change>, Refusal> {
    contract::amend_all(book, contract, service, terms)
}

/// Decides a command.
pub fn decide(
    book: &Book,
    command: Command,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    match command {
        Command::ReviseSeller(seller) => settings::revise_seller(seller),
        Command::ReviseStationery(stationery) => settings::revise_stationery(stationery),
        Command::RevisePerson(person) => settings::revise_person(book, person),
        Command::ReviseSeries(series) => settings::revise_series(book, series),

        Command::AddAccount(account) => account::add(book, account),
        Command::ReviseAccount(account) => account::revise(book, account),
        Command::CloseAccount { account, on } => account::close(book, account, on),
        Command::ReopenAccount(account) => account::reopen(book, account),
        Command::MergeAccounts { from, into } => account::merge(book, from, into, context.today),

        Command::AddProduct(product) => catalogue::add(book, product),
        Command::ReviseProduct(product) => catalogue::revise(book, product),
        Command::ChangePrice { product, version } => {
            catalogue::change_price(book, product, version)
        }

        Command::AddContract(contract) => contract::add(book, contract),
        Command::ReviseContract(contract) => contract::revise(book, contract),
        Command::AmendService {
            contract,
            service,
            terms,
        } => contract::amend(book, contract, service, terms),
        Command::AddService { contract, service } => contract::add_service(book, contract, service),
        Command::EndService {
            contract,
            service,
            last_day,
        } => contract::end_service(book, contract, service, last_day),
        Command::ChangePlan(change) => contract::change_plan(book, &change, context.today),
        Command::PauseContract {
            contract,
            from,
            resumes,
        } => contract::pause(book, contract, from, resumes),
        Command::ResumeContract { contract, resumes } => contract::resume(book, contract, resumes),
        Command::EndContract {
            contract,
            last_day,
            reason,
            cause,
            waive_notice,
        } => {
            let end = contract::End {
                last_day,
                reason,
                cause,
                waive_notice,
            };
            contract::end(book, contract, end, context.today)
        }
        Command::WithdrawEnd(contract) => contract::withdraw_end(book, contract),
        Command::AddCharge(charge) => contract::add_charge(book, charge),
        Command::WithdrawCharge(charge) => contract::withdraw_charge(book, charge),

        Command::SaveDraft(draft) => draft::save(book, draft),
        Command::DiscardDraft(draft) => draft::discard(book, draft),
        Command::IssueDraft {
            draft,
            series,
            issue_date,
            invoice,
        } => draft::issue(book, draft, series, issue_date, invoice),
        Command::IssueRun(run) => run::issue(book, &run, context),
        Command::CreditInvoice(credit) => crediting::credit_invoice(book, credit, context),

        Command::TakeOverInvoice(document) => taking_over::take_over(book, document, context),
        Command::SendDocument { document, way, to } => {
            sending::send(book, &[document], way, to.trim(), context)
        }
        Command::SendDocuments { documents, way } => {
            sending::send(book, &documents, way, "", context)
        }

        Command::ReceivePayment {
            payment,
            allocations,
        } => money::receive(book, payment, &allocations, context.today),
        Command::UseCredit {
            source,
            allocations,
            on,
        } => money::use_credit(book, source, &allocations, on, context.today),
        Command::Refund {
            id,
            source,
            amount,
            method,
            reason,
            on,
        } => money::refund(
            book,
            source,
            amount,
            UseKind::Refund { id, method, reason },
            on,
            context.today,
        ),
        Command::WriteOff {
            id,
            invoice,
            amount,
            reason,
            on,
        } => money::write_off(book, id, invoice, amount, reason, on, context.today),
        Command::ReverseWriteOff {
            invoice,
            write_off,
            reason,
            on,
        } => money::reverse_write_off(book, invoice, write_off, reason, on, context),
        Command::ReversePayment {
            payment,
            reason,
            on,
        } => money::reverse(book, payment, reason, on, context),

        Command::SendReminders { reminders, on } => {
            dunning::send_reminders(book, reminders, on, context.today)
        }
        Command::OpenDispute { invoice, dispute } => {
            dunning::open_dispute(book, invoice, dispute, context.today)
        }
        Command::DecideDispute(decision) => dunning::decide_dispute(book, decision, context),
        Command::HandToCollection {
            invoice,
            collection,
        } => dunning::hand_to_collection(book, invoice, collection, context.today),
        Command::TakeBackFromCollection(invoice) => {
            dunning::take_back_from_collection(book, invoice, context)
        }
        Command::HoldReminders { account, hold } => {
            dunning::hold_reminders(book, account, hold, context.today)
        }

        Command::ImportRecords {
            import,
            source,
            accounts,
            products,
            contracts,
        } => import::records(
            book,
            import,
            source,
            accounts,
            products,
            contracts,
            context.now,
        ),
        Command::UndoImport(import) => import::undo(book, import, context.fetched),
    }
}
