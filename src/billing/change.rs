//! Facts to keep. A command becomes changes; the store keeps all of them in one transaction, or none; then the book applies them.

use crate::billing::account::Account;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::{
    caller::Caller, case::Case, experiment::Experiment, grant::Grant, policy::Policy,
};
use crate::billing::draft::Draft;
use crate::billing::id::{AccountId, ChargeId, ContractId, DraftId, ImportId, ProductId};
use crate::billing::invoice::Invoice;
use crate::billing::letter::Letter;
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::Payment;
use crate::billing::receivable::{Credit, Receivable};
use crate::billing::seller::{Import, Person, Seller};
use crate::billing::stationery::Stationery;
use serde::{Deserialize, Serialize};

/// One fact to keep. What it names is the record as it is from now on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
// A change is made, kept and dropped at once; boxing each would cost more than the room it saves.
#[allow(missing_docs, clippy::large_enum_variant)]
pub enum Change {
    SellerRevised(Seller),
    PersonRevised(Person),
    SeriesRevised(NumberSeries),
    AccountAdded(Account),
    AccountRevised(Account),
    /// Only by undoing an import; an account that was used is never removed.
    AccountRemoved(AccountId),
    ProductAdded(Product),
    ProductRevised(Product),
    /// Only by undoing an import.
    ProductRemoved(ProductId),
    ContractAdded(Contract),
    ContractRevised(Contract),
    /// Only by undoing an import.
    ContractRemoved(ContractId),
    ChargeAdded(PendingCharge),
    /// Billed or withdrawn.
    ChargeRemoved(ChargeId),
    DraftSaved(Draft),
    /// Issued or thrown away.
    DraftRemoved(DraftId),
    InvoiceIssued(Invoice),
    PaymentReceived(Payment),
    /// What is owed on an invoice; open ones are in the book, settled ones rest in the store.
    ReceivableRevised(Receivable),
    /// What is left of a payment or credit note; the same holds.
    CreditRevised(Credit),
    /// What is owed on an invoice, with one more note of how the invoice left the house.
    InvoiceSent(Receivable),
    /// What is left of a credit note, with one more note of how it left the house.
    CreditNoteSent(Credit),
    ImportRecorded(Import),
    ImportUndone(ImportId),
    CaseRevised(Case),
    CallerRevised(Caller),
    GrantRevised(Grant),
    LetterKept(Letter),
    ExperimentRevised(Experiment),
    PolicyRevised(Policy),
    StationeryRevised(Stationery),
}
