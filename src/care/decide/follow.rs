//! What is done for a customer while they are on the line stands in the history of their call by itself: whoever calls back
//! later reads what was put right and what was changed, and what keeps customers can be told from what was done for them.

use super::case::target;
use super::{Desk, add, live_call};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::command::Command as Billing;
use crate::billing::contract::Contract;
use crate::billing::decide::Context;
use crate::billing::desk::case::{CaseKind, Happening};
use crate::billing::id::{AccountId, ContractId, InvoiceId, ProductId};
use crate::care::case::is_matter_of;
use crate::care::refusal::Refused;
use chrono::NaiveDate;

/// What a command does that a call's history should hold.
#[derive(Debug)]
pub(super) enum Deed {
    /// A mistake is put right by the credit note that is issued.
    Corrects,
    /// A contract is changed.
    Changes(ContractId, Detail),
    /// An invoice is disputed.
    Disputes(InvoiceId),
}

/// What of a contract is another than before, in signs that every language reads.
#[derive(Clone, Copy, Debug)]
pub(super) enum Detail {
    /// More than fits into a word.
    None,
    /// It ends on a day.
    Until(NaiveDate),
    /// It is of another plan.
    Plan(ProductId),
}

impl Detail {
    fn of(self, book: &Book, contract: String) -> String {
        match self {
            Detail::None => contract,
            Detail::Until(day) => format!("{contract} (\u{2013} {day})"),
            Detail::Plan(product) => match book.products.get(&product) {
                Some(product) => format!("{contract} \u{2192} {}", product.name),
                None => contract,
            },
        }
    }
}

impl Deed {
    /// What a command does; none where it has no place in a call's history.
    pub fn of(command: &Billing) -> Option<Deed> {
        match command {
            Billing::CreditInvoice(credit) => credit.reason.is_owed().then_some(Deed::Corrects),
            Billing::DecideDispute(decision) => {
                let credit = decision.credit.as_ref()?;
                credit.reason.is_owed().then_some(Deed::Corrects)
            }
            Billing::AmendService { contract, .. }
            | Billing::AddService { contract, .. }
            | Billing::EndService { contract, .. }
            | Billing::PauseContract { contract, .. }
            | Billing::ResumeContract { contract, .. }
            | Billing::WithdrawEnd(contract) => Some(Deed::Changes(*contract, Detail::None)),
            Billing::EndContract {
                contract, last_day, ..
            } => Some(Deed::Changes(*contract, Detail::Until(*last_day))),
            Billing::ChangePlan(change) => {
                Some(Deed::Changes(change.contract, Detail::Plan(change.product)))
            }
            Billing::OpenDispute { invoice, .. } => Some(Deed::Disputes(*invoice)),
            _ => None,
        }
    }

    /// Adds it to the call that is on, if it is its customer's.
    pub fn write(
        self,
        book: &Book,
        changes: &mut Vec<Change>,
        desk: &Desk,
        context: &Context<'_>,
    ) -> Result<(), Refused> {
        let Some(call) = live_call(book, desk.person, context.now) else {
            return Ok(());
        };
        let Some((account, what)) = self.happening(book, changes) else {
            return Ok(());
        };
        if !is_matter_of(book, call, account) {
            return Ok(());
        }
        let mut call = call.clone();
        let is_dispute = matches!(what, Happening::Disputed(_));
        add(&mut call, what, desk, context)?;
        // A question that turns out to be a dispute has the time of one.
        if is_dispute && call.kind == CaseKind::Question {
            let kind = CaseKind::Dispute;
            let before = std::mem::replace(&mut call.target, target(&book.policy(), kind));
            call.kind = kind;
            let sorted = Happening::Sorted {
                kind,
                priority: call.priority,
                before: (before != call.target).then_some(before),
            };
            add(&mut call, sorted, desk, context)?;
        }
        changes.push(Change::CaseRevised(call));
        Ok(())
    }

    fn happening(&self, book: &Book, changes: &[Change]) -> Option<(AccountId, Happening)> {
        match self {
            Deed::Corrects => changes.iter().find_map(|change| match change {
                Change::InvoiceIssued(document) => {
                    Some((document.account, Happening::Corrected(document.id)))
                }
                _ => None,
            }),
            Deed::Changes(id, detail) => {
                let contract = book.contracts.get(id)?;
                let what = detail.of(book, name(contract));
                Some((contract.account, Happening::Changed(what)))
            }
            Deed::Disputes(id) => {
                let account = book.receivables.get(id)?.account;
                Some((account, Happening::Disputed(*id)))
            }
        }
    }
}

fn name(contract: &Contract) -> String {
    let is_named = !contract.name.is_empty();
    let name = if is_named {
        &contract.name
    } else {
        &contract.number
    };
    name.clone()
}
