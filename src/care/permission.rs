//! What each role may do, and how surely a caller must be known for what is done while they are on the line.
//!
//! Enforced by the engine for every command, whatever a screen shows. It keeps honest people to their part and leaves a trace;
//! it is no lock: whoever has the device and knows how can change the records past the app.

use crate::billing::book::Book;
use crate::billing::command::{Command as Billing, CreditExtent, CreditInvoice};
use crate::billing::contract::{Contract, PriceSource, Terms};
use crate::billing::desk::caller::Level;
use crate::billing::desk::role::Role;
use crate::billing::id::{AccountId, PersonId};
use crate::billing::invoice::CreditReason;
use crate::billing::seller::Person;
use crate::care::command::{Command as Care, Wish};
use crate::money::Money;

/// The role of whoever works at a device. Where nobody is known to work here, it is the owner's device; where people are known
/// and nobody said which of them it is, it is anybody's.
pub fn role_of(book: &Book, person: Option<PersonId>) -> Role {
    let known = person.and_then(|id| book.people.get(&id));
    match known.filter(|person| !person.left) {
        Some(person) => person.role,
        None if book.people.values().all(|person| person.left) => Role::Owner,
        None => Role::Representative,
    }
}

/// Whether nobody else works here who could decide.
pub fn is_sole_operator(book: &Book) -> bool {
    book.people.values().filter(|person| !person.left).count() <= 1
}

/// The least role that may do this, if this person asks.
pub fn needs(book: &Book, wish: &Wish, person: Option<PersonId>) -> Role {
    match wish {
        Wish::Billing(command) => needs_of_billing(book, command, person),
        Wish::Care(command) => match command {
            Care::RevisePolicy(_) => Role::Manager,
            // Where nobody else works, whoever does decides on their own requests, and that is written down.
            Care::ApproveGrant { .. } if is_sole_operator(book) => Role::Representative,
            // Their own PIN is everybody's to set.
            Care::SetPin { person: whose, .. } if Some(*whose) != person => Role::Owner,
            // Who decides is looked at with the discount itself.
            Care::ApproveGrant { .. } | Care::DeclineGrant { .. } => Role::Lead,
            _ => Role::Representative,
        },
    }
}

fn needs_of_billing(book: &Book, command: &Billing, asks: Option<PersonId>) -> Role {
    match command {
        Billing::ReviseSeller(_) | Billing::ReviseSeries(_) => Role::Owner,
        Billing::RevisePerson(person) => {
            // Their own name is everybody's to say, and nothing else of themselves.
            let before = book.people.get(&person.id);
            let is_only_name = before.is_some_and(|before| {
                let renamed = Person {
                    name: before.name.clone(),
                    ..person.clone()
                };
                *before == renamed
            });
            if is_only_name && asks == Some(person.id) {
                Role::Representative
            } else {
                Role::Owner
            }
        }
        Billing::AddProduct(_)
        | Billing::ReviseProduct(_)
        | Billing::ChangePrice { .. }
        | Billing::ImportRecords { .. }
        | Billing::UndoImport(_) => Role::Manager,
        Billing::MergeAccounts { .. } | Billing::IssueRun(_) | Billing::ReversePayment { .. } => {
            Role::Lead
        }
        // Given up or given back at discretion: as far as the role's authority over money reaches.
        Billing::WriteOff { amount, .. } => within(book, *amount),
        Billing::CreditInvoice(credit) => needs_of_credit(book, credit),
        Billing::DecideDispute(decision) => match &decision.credit {
            Some(credit) => needs_of_credit(book, credit),
            None => Role::Representative,
        },
        Billing::HandToCollection { .. } => Role::Lead,
        Billing::AddContract(contract) if has_own_terms(contract) => Role::Lead,
        Billing::AmendService {
            contract,
            service,
            terms,
        } => {
            let before = book
                .contracts
                .get(contract)
                .and_then(|contract| contract.service(*service))
                .and_then(|service| service.terms_on(terms.from));
            if is_better(before, terms) {
                Role::Lead
            } else {
                Role::Representative
            }
        }
        Billing::EndContract { waive_notice, .. } if *waive_notice => Role::Lead,
        _ => Role::Representative,
    }
}

/// A correction has no limit. What is given without obligation has.
fn needs_of_credit(book: &Book, credit: &CreditInvoice) -> Role {
    match credit.reason {
        CreditReason::BillingError
        | CreditReason::DuplicatedCharge
        | CreditReason::ContractChange
        | CreditReason::NotDelivered => return Role::Representative,
        CreditReason::Complaint | CreditReason::Goodwill => {}
    }
    let amount = match &credit.extent {
        CreditExtent::Lines(lines) => lines
            .iter()
            .map(|(_, amount)| *amount)
            .reduce(|sum, amount| sum.checked_add(amount).unwrap_or(sum)),
        CreditExtent::Rest => book
            .receivables
            .get(&credit.invoice)
            .map(|receivable| receivable.creditable()),
    };
    // Of a settled invoice the whole may be meant: that is not a representative's.
    amount.map_or(Role::Lead, |amount| within(book, amount))
}

/// The most money that a role may give up or give back at discretion; none where there is no limit.
pub fn money_limit(book: &Book, role: Role) -> Option<Money> {
    (role < Role::Owner).then(|| book.policy().discounts.authority.of(role).total)
}

/// The least role whose authority reaches an amount.
fn within(book: &Book, amount: Money) -> Role {
    let policy = book.policy();
    Role::ALL
        .into_iter()
        .find(|role| {
            let total = policy.discounts.authority.of(*role).total;
            total.currency() == amount.currency() && amount.minor() <= total.minor()
        })
        .unwrap_or(Role::Owner)
}

fn has_own_terms(contract: &Contract) -> bool {
    contract
        .services
        .iter()
        .flat_map(|service| &service.terms)
        .any(|terms| terms.discount.is_some())
}

/// Whether new terms hold a discount that the old ones don't, or a lower price of the customer's own.
fn is_better(before: Option<&Terms>, after: &Terms) -> bool {
    let is_cheaper = match (before.map(|terms| terms.price), after.price) {
        (Some(PriceSource::Own(old)), PriceSource::Own(new)) => new < old,
        (Some(PriceSource::Catalogue) | None, PriceSource::Own(_)) => true,
        (_, PriceSource::Catalogue) => false,
    };
    let held = before.and_then(|terms| terms.discount.as_ref());
    let is_new_discount = after.discount.is_some() && held != after.discount.as_ref();
    is_cheaper || is_new_discount
}

/// What a command does to an account, and how surely its caller must be known for that while they are on the line; none where
/// it does not matter.
pub fn concerns(book: &Book, wish: &Wish) -> Option<(AccountId, Level)> {
    let of_contract = |contract| {
        book.contracts
            .get(contract)
            .map(|contract: &Contract| contract.account)
    };
    match wish {
        Wish::Billing(command) => match command {
            // Contact data are what a thief changes first.
            Billing::ReviseAccount(account) => Some((account.id, Level::L3)),
            Billing::CloseAccount { account, .. } | Billing::ReopenAccount(account) => {
                Some((*account, Level::L3))
            }
            Billing::MergeAccounts { from, .. } => Some((*from, Level::L3)),
            Billing::AddContract(contract) => Some((contract.account, Level::L2)),
            Billing::ReviseContract(contract) => Some((contract.account, Level::L2)),
            Billing::AmendService { contract, .. }
            | Billing::AddService { contract, .. }
            | Billing::EndService { contract, .. }
            | Billing::PauseContract { contract, .. }
            | Billing::ResumeContract { contract, .. }
            | Billing::EndContract { contract, .. } => Some((of_contract(contract)?, Level::L2)),
            Billing::ChangePlan(change) => Some((of_contract(&change.contract)?, Level::L2)),
            Billing::WithdrawEnd(contract) => Some((of_contract(contract)?, Level::L2)),
            Billing::AddCharge(charge) => Some((charge.account, Level::L2)),
            // Money back goes to whoever asks for it.
            Billing::Refund { source, .. } => {
                let credit = book.credits.get(source)?;
                Some((credit.account, Level::L3))
            }
            _ => None,
        },
        Wish::Care(command) => match command {
            Care::SetPhrase { account, .. } => Some((*account, Level::L3)),
            Care::AskGrant(grant) => Some((of_contract(&grant.contract)?, Level::L2)),
            _ => None,
        },
    }
}
