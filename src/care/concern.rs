//! What a wish does to which customer, and how surely its caller must be known for that while somebody is on the line.

use crate::billing::book::Book;
use crate::billing::command::Command as Billing;
use crate::billing::contract::Contract;
use crate::billing::decide::Fetched;
use crate::billing::desk::caller::Level;
use crate::billing::id::{AccountId, ContractId, InvoiceId};
use crate::billing::receivable::CreditSource;
use crate::care::command::{Command as Care, Wish};

/// One customer whom a wish concerns.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Concern {
    /// Whose.
    pub account: AccountId,
    /// How surely they must be known.
    pub level: Level,
    /// The invoice it is about, where whoever holds that one may ask for it.
    pub invoice: Option<InvoiceId>,
}

/// Everybody whom a wish concerns, as far as it matters who is on the line.
///
/// Every command is named here, so that a new one is thought of.
pub fn concerns(book: &Book, fetched: &Fetched, wish: &Wish) -> Vec<Concern> {
    let at = |level, account: Option<AccountId>| {
        let concern = account.map(|account| Concern {
            account,
            level,
            invoice: None,
        });
        concern.into_iter().collect::<Vec<_>>()
    };
    let of_contract = |id: &ContractId| {
        let contract = book.contracts.get(id);
        contract.map(|contract: &Contract| contract.account)
    };
    let of_invoice = |id: &InvoiceId| {
        let open = book.receivables.get(id).or(fetched.receivables.get(id));
        open.map(|receivable| receivable.account)
            .or_else(|| fetched.invoices.get(id).map(|invoice| invoice.account))
    };
    let of_credit = |source: &CreditSource| {
        let credit = book.credits.get(source).or(fetched.credits.get(source));
        credit.map(|credit| credit.account)
    };
    match wish {
        Wish::Billing(command) => match command {
            // Contact data are what a thief changes first.
            Billing::ReviseAccount(account) => at(Level::L3, Some(account.id)),
            Billing::CloseAccount { account, .. } | Billing::ReopenAccount(account) => {
                at(Level::L3, Some(*account))
            }
            // Who is known as the customer of one is not known as the customer of the other.
            Billing::MergeAccounts { from, into } => [*from, *into]
                .into_iter()
                .flat_map(|account| at(Level::L3, Some(account)))
                .collect(),
            Billing::AddContract(contract) => at(Level::L2, Some(contract.account)),
            Billing::ReviseContract(contract) => at(Level::L2, of_contract(&contract.id)),
            Billing::AmendService { contract, .. }
            | Billing::AddService { contract, .. }
            | Billing::EndService { contract, .. }
            | Billing::PauseContract { contract, .. }
            | Billing::ResumeContract { contract, .. }
            | Billing::EndContract { contract, .. }
            | Billing::WithdrawEnd(contract) => at(Level::L2, of_contract(contract)),
            Billing::ChangePlan(change) => at(Level::L2, of_contract(&change.contract)),
            Billing::AddCharge(charge) => at(Level::L2, Some(charge.account)),
            Billing::WithdrawCharge(charge) => {
                let charge = book.charges.get(charge);
                at(Level::L2, charge.map(|charge| charge.account))
            }
            Billing::SaveDraft(draft) => at(Level::L2, Some(draft.account)),
            Billing::DiscardDraft(draft) | Billing::IssueDraft { draft, .. } => {
                let draft = book.drafts.get(draft);
                at(Level::L2, draft.map(|draft| draft.account))
            }
            Billing::CreditInvoice(credit) => at(Level::L2, of_invoice(&credit.invoice)),
            Billing::WriteOff { invoice, .. }
            | Billing::ReverseWriteOff { invoice, .. }
            | Billing::HandToCollection { invoice, .. }
            | Billing::TakeBackFromCollection(invoice) => at(Level::L2, of_invoice(invoice)),
            Billing::DecideDispute(decision) => at(Level::L2, of_invoice(&decision.invoice)),
            // Whoever holds an invoice may say that it is wrong.
            Billing::OpenDispute { invoice, .. } => of_invoice(invoice)
                .map(|account| Concern {
                    account,
                    level: Level::L1,
                    invoice: Some(*invoice),
                })
                .into_iter()
                .collect(),
            Billing::UseCredit { source, .. } => at(Level::L2, of_credit(source)),
            Billing::ReversePayment { payment, .. } => {
                at(Level::L2, of_credit(&CreditSource::Payment(*payment)))
            }
            // Money back goes to whoever asks for it.
            Billing::Refund { source, .. } => at(Level::L3, of_credit(source)),
            Billing::HoldReminders { account, .. } => at(Level::L2, Some(*account)),
            // The business's own, or nothing that is done for a caller.
            Billing::ReviseSeller(_)
            | Billing::ReviseStationery(_)
            | Billing::RevisePerson(_)
            | Billing::ReviseSeries(_)
            | Billing::AddAccount(_)
            | Billing::AddProduct(_)
            | Billing::ReviseProduct(_)
            | Billing::ChangePrice { .. }
            | Billing::IssueRun(_)
            | Billing::TakeOverInvoice(_)
            | Billing::SendDocument { .. }
            | Billing::SendDocuments { .. }
            | Billing::ReceivePayment { .. }
            | Billing::SendReminders { .. }
            | Billing::ImportRecords { .. }
            | Billing::UndoImport(_) => Vec::new(),
        },
        Wish::Care(command) => match command {
            Care::SetPhrase { account, .. } => at(Level::L3, Some(*account)),
            Care::AskGrant(grant) => at(Level::L2, of_contract(&grant.contract)),
            Care::ApproveGrant { grant, .. } => {
                let grant = book.grants.get(grant);
                at(Level::L2, grant.map(|grant| grant.account))
            }
            _ => Vec::new(),
        },
    }
}
