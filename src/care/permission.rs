//! What each role may do.
//!
//! Enforced by the engine for every command, whatever a screen shows. It keeps honest people to their part and leaves a trace;
//! it is no lock: whoever has the device and knows how can change the records past the app.

use crate::billing::book::Book;
use crate::billing::command::{Command as Billing, CreditExtent, CreditInvoice};
use crate::billing::desk::role::Role;
use crate::billing::id::PersonId;
use crate::billing::seller::Person;
use crate::care::agreement::{below_before, below_usual, plan_below_usual, service_below_usual};
use crate::care::command::{Command as Care, Wish};
use crate::money::Money;
use chrono::NaiveDate;
use rust_decimal::Decimal;

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
pub fn is_sole_operator(book: &Book, person: Option<PersonId>) -> bool {
    let mut working = book.people.values().filter(|person| !person.left);
    match (working.next(), working.next()) {
        (None, _) => true,
        // They must have said that it is them: anybody may stand at a device where nobody did.
        (Some(only), None) => person == Some(only.id),
        (Some(_), Some(_)) => false,
    }
}

/// The least role that may do this, if this person asks.
pub fn needs(book: &Book, wish: &Wish, person: Option<PersonId>, today: NaiveDate) -> Role {
    match wish {
        Wish::Billing(command) => needs_of_billing(book, command, person, today),
        Wish::Care(command) => match command {
            Care::RevisePolicy(_)
            | Care::PlanExperiment(_)
            | Care::StartExperiment(_)
            | Care::StopExperiment { .. } => Role::Manager,
            // Where nobody else works, whoever does decides on their own requests, and that is written down.
            Care::ApproveGrant { .. } if is_sole_operator(book, person) => Role::Representative,
            // Their own PIN is everybody's to set.
            Care::SetPin { person: whose, .. } if Some(*whose) != person => Role::Owner,
            // Who decides is looked at with the discount itself.
            Care::ApproveGrant { .. } | Care::DeclineGrant { .. } => Role::Lead,
            _ => Role::Representative,
        },
    }
}

fn needs_of_billing(
    book: &Book,
    command: &Billing,
    asks: Option<PersonId>,
    today: NaiveDate,
) -> Role {
    match command {
        Billing::ReviseSeller(_) | Billing::ReviseStationery(_) | Billing::ReviseSeries(_) => {
            Role::Owner
        }
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
        | Billing::TakeOverInvoice(_)
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
        Billing::AddContract(contract) => may_agree(book, below_usual(book, contract)),
        Billing::AddService { contract, service } => {
            let contract = book.contracts.get(contract);
            let share =
                contract.map(|contract| service_below_usual(book, contract.currency, service));
            may_agree(book, share.unwrap_or_default())
        }
        Billing::AmendService {
            contract,
            service,
            terms,
        } => may_agree(book, below_before(book, *contract, *service, terms)),
        Billing::ChangePlan(change) => {
            let agreed = may_agree(book, plan_below_usual(book, change));
            let waived = if change.waive_notice {
                Role::Lead
            } else {
                Role::Representative
            };
            agreed.max(waived)
        }
        // To ease what binds the customer is to waive it.
        Billing::ReviseContract(contract) => {
            let before = book.contracts.get(&contract.id);
            let is_eased = before
                .is_some_and(|before| contract.earliest_end(today) < before.earliest_end(today));
            if is_eased {
                Role::Lead
            } else {
                Role::Representative
            }
        }
        Billing::EndService {
            contract, last_day, ..
        } => {
            let contract = book.contracts.get(contract);
            let is_bound =
                contract.is_some_and(|contract| *last_day < contract.earliest_end(today));
            if is_bound {
                Role::Lead
            } else {
                Role::Representative
            }
        }
        // Money out of the till, if only the customer's own.
        Billing::Refund { amount, .. } => within(book, *amount),
        Billing::EndContract { waive_notice, .. } if *waive_notice => Role::Lead,
        _ => Role::Representative,
    }
}

/// A correction has no limit. What is given without obligation has.
fn needs_of_credit(book: &Book, credit: &CreditInvoice) -> Role {
    if credit.reason.is_owed() {
        return Role::Representative;
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

/// The least role that may agree a price so far below the usual one: a share of it, 0 to 1. Whoever may give that much off for
/// some months may agree it; a representative agrees nothing below the usual price.
fn may_agree(book: &Book, below: Decimal) -> Role {
    if below.is_zero() {
        return Role::Representative;
    }
    let policy = book.policy();
    let percent = below * Decimal::ONE_HUNDRED;
    [Role::Lead, Role::Manager]
        .into_iter()
        .find(|role| percent <= policy.discounts.authority.of(*role).percent.value())
        .unwrap_or(Role::Owner)
}
