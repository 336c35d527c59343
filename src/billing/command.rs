//! What a person asks. [`decide`](crate::billing::decide::decide) turns a command into changes, or into a refusal.

use crate::billing::account::Account;
use crate::billing::catalogue::{PriceVersion, Product};
use crate::billing::charge::PendingCharge;
use crate::billing::contract::{Contract, EndCause, Service, Terms};
use crate::billing::dispute::{Collection, Dispute};
use crate::billing::draft::Draft;
use crate::billing::dunning::ReminderHold;
use crate::billing::id::*;
use crate::billing::invoice::CreditReason;
use crate::billing::letter::Way;
use crate::billing::numbering::NumberSeries;
use crate::billing::payment::{Payment, PaymentMethod};
use crate::billing::plan::PlanChange;
use crate::billing::receivable::CreditSource;
use crate::billing::seller::{Person, Seller};
use crate::billing::stationery::Stationery;
use crate::billing::taken_over::TakenOver;
use crate::money::Money;
use chrono::NaiveDate;

/// What a person asks. Ids of new records come with the command, so that asking twice adds once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Command {
    /// Keeps the seller's details.
    ReviseSeller(Seller),
    /// Keeps how documents look. Documents that were issued before are drawn in it as well.
    ReviseStationery(Stationery),
    /// Adds or changes a person on this device.
    RevisePerson(Person),
    /// Adds or changes a number series. A series that gave numbers keeps its `last_issued`, and `next` never goes back over
    /// a number that was given.
    ReviseSeries(NumberSeries),

    /// Adds an account.
    AddAccount(Account),
    /// Keeps an account's details.
    ReviseAccount(Account),
    /// Closes an account; refused while contracts run, drafts wait or something is open.
    CloseAccount {
        /// Which.
        account: AccountId,
        /// On which day.
        on: NaiveDate,
    },
    /// Opens a closed account again.
    ReopenAccount(AccountId),
    /// Moves everything of `from` to `into`; documents keep the name they were issued with.
    MergeAccounts {
        /// The account that goes.
        from: AccountId,
        /// The account that stays.
        into: AccountId,
    },

    /// Adds a product.
    AddProduct(Product),
    /// Keeps a product's details. Price versions go through `ChangePrice`.
    ReviseProduct(Product),
    /// Adds a price version, or replaces the one of the same day and currency.
    ChangePrice {
        /// Which product.
        product: ProductId,
        /// The price from a day on.
        version: PriceVersion,
    },

    /// Adds a contract.
    AddContract(Contract),
    /// Keeps name, references, notice, minimum term, notes; not services, pauses, end or what was billed.
    ReviseContract(Contract),
    /// Terms of a service from `terms.from` on; later terms of the service give way to it.
    AmendService {
        /// The contract.
        contract: ContractId,
        /// The service.
        service: ServiceId,
        /// The terms from a day on.
        terms: Terms,
    },
    /// Adds a service.
    AddService {
        /// The contract.
        contract: ContractId,
        /// The service.
        service: Service,
    },
    /// Ends one service of a contract.
    EndService {
        /// The contract.
        contract: ContractId,
        /// The service.
        service: ServiceId,
        /// Its last day.
        last_day: NaiveDate,
    },
    /// Puts another plan in a service's place: refused until minimum term and notice are over, unless they are waived.
    ChangePlan(PlanChange),
    /// Rests a contract.
    PauseContract {
        /// The contract.
        contract: ContractId,
        /// First day of rest.
        from: NaiveDate,
        /// First day that is charged again, if known.
        resumes: Option<NaiveDate>,
    },
    /// Ends a rest that has no end yet, or moves its end.
    ResumeContract {
        /// The contract.
        contract: ContractId,
        /// First day that is charged again.
        resumes: NaiveDate,
    },
    /// Ends a contract. Before the minimum term and notice are over only with `waive_notice`.
    EndContract {
        /// The contract.
        contract: ContractId,
        /// Its last day.
        last_day: NaiveDate,
        /// Why, in the customer's words.
        reason: String,
        /// Why, in one word.
        cause: Option<EndCause>,
        /// Lets it end before minimum term and notice are over.
        waive_notice: bool,
    },
    /// Takes an end back.
    WithdrawEnd(ContractId),
    /// Puts a one-off charge or metered usage on the next bill.
    AddCharge(PendingCharge),
    /// Withdraws a charge that hasn't been billed.
    WithdrawCharge(ChargeId),

    /// Keeps a draft.
    SaveDraft(Draft),
    /// Throws a draft away.
    DiscardDraft(DraftId),
    /// Issues a kept draft.
    IssueDraft {
        /// The draft.
        draft: DraftId,
        /// The series.
        series: SeriesId,
        /// Issue date.
        issue_date: NaiveDate,
        /// Identity of the invoice.
        invoice: InvoiceId,
    },
    /// Issues one batch of a billing run. Accounts that have nothing due any more are passed over: running twice bills once.
    IssueRun(IssueRun),
    /// Credits an invoice in whole or in part.
    CreditInvoice(CreditInvoice),

    /// Takes over an invoice or credit note that another program issued, with its number.
    TakeOverInvoice(TakenOver),

    /// Notes that an invoice or credit note left the house now, and how. Any number of times.
    SendDocument {
        /// The invoice or credit note.
        document: InvoiceId,
        /// How.
        way: Way,
        /// The e-mail address or name it went to; may be empty.
        to: String,
    },
    /// The same of many at once: of all that are named, or of none.
    SendDocuments {
        /// The invoices and credit notes.
        documents: Vec<InvoiceId>,
        /// How.
        way: Way,
    },

    /// Records a payment and what it settles; the rest stays as the customer's credit.
    ReceivePayment {
        /// The payment.
        payment: Payment,
        /// What it settles.
        allocations: Vec<Allocation>,
    },
    /// Settles invoices from a credit that is left.
    UseCredit {
        /// The credit.
        source: CreditSource,
        /// What it settles.
        allocations: Vec<Allocation>,
        /// The day it counts from.
        on: NaiveDate,
    },
    /// Pays a credit back.
    Refund {
        /// Identity.
        id: RefundId,
        /// The credit.
        source: CreditSource,
        /// How much.
        amount: Money,
        /// How.
        method: PaymentMethod,
        /// Why.
        reason: String,
        /// When.
        on: NaiveDate,
    },
    /// Gives up what is open on an invoice, or part of it.
    WriteOff {
        /// Identity.
        id: WriteOffId,
        /// The invoice.
        invoice: InvoiceId,
        /// How much.
        amount: Money,
        /// Why.
        reason: String,
        /// When.
        on: NaiveDate,
    },
    /// Takes a write-off back, as far as it still settles the invoice: that much is open again.
    ReverseWriteOff {
        /// The invoice.
        invoice: InvoiceId,
        /// The write-off.
        write_off: WriteOffId,
        /// Why.
        reason: String,
        /// When.
        on: NaiveDate,
    },
    /// Takes a payment back that bounced or was recorded by mistake; what it settled is open again.
    ReversePayment {
        /// The payment.
        payment: PaymentId,
        /// Why.
        reason: String,
        /// When.
        on: NaiveDate,
    },

    /// Reminds of overdue invoices: of all that are named, or of none.
    SendReminders {
        /// The reminders.
        reminders: Vec<AskReminder>,
        /// Their day.
        on: NaiveDate,
    },
    /// Notes that a customer disputes an open invoice or part of it; that much is not reminded of until it is decided.
    OpenDispute {
        /// The invoice.
        invoice: InvoiceId,
        /// The dispute; a decision in it is not looked at.
        dispute: Dispute,
    },
    /// Decides a dispute, with its letter and the credit note.
    DecideDispute(DecideDispute),
    /// Hands an overdue invoice to a collection agency.
    HandToCollection {
        /// The invoice.
        invoice: InvoiceId,
        /// To whom, since when.
        collection: Collection,
    },
    /// Takes an invoice back from the agency.
    TakeBackFromCollection(InvoiceId),
    /// Leaves a customer in peace until a day; without one, no longer.
    HoldReminders {
        /// The customer.
        account: AccountId,
        /// Until when and why.
        hold: Option<ReminderHold>,
    },

    /// Adds imported records as a whole.
    ImportRecords {
        /// Identity.
        import: ImportId,
        /// Name of the file or sample.
        source: String,
        /// Accounts.
        accounts: Vec<Account>,
        /// Products.
        products: Vec<Product>,
        /// Contracts.
        contracts: Vec<Contract>,
    },
    /// Removes everything an import brought; refused when some of it was used since.
    UndoImport(ImportId),
}

/// Part of a payment or credit for an invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Allocation {
    /// The invoice.
    pub invoice: InvoiceId,
    /// How much.
    pub amount: Money,
}

/// A batch of a billing run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IssueRun {
    /// The run.
    pub run: RunId,
    /// Bill everything due by that day.
    pub target: NaiveDate,
    /// Issue date of the invoices.
    pub issue_date: NaiveDate,
    /// The series.
    pub series: SeriesId,
    /// The accounts, each with the sum that was confirmed.
    pub accounts: Vec<Confirmed>,
}

/// What was confirmed for an account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Confirmed {
    /// The account.
    pub account: AccountId,
    /// Sum of the amounts due of its documents in the preview, credit notes negative.
    pub total: Money,
}

/// Crediting an invoice.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CreditInvoice {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Identity of the credit note.
    pub credit_note: InvoiceId,
    /// The series.
    pub series: SeriesId,
    /// Issue date.
    pub issue_date: NaiveDate,
    /// How much of it.
    pub extent: CreditExtent,
    /// Why.
    pub reason: CreditReason,
    /// A text to the customer.
    pub note: String,
    /// Whether what is credited whole is to be billed again by the next run: days of recurring services at the terms that hold
    /// then, anything else as it was. Otherwise it is given away.
    pub bill_again: bool,
}

/// A reminder to send, with what its sender saw of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskReminder {
    /// Identity.
    pub id: ReminderId,
    /// The invoice.
    pub invoice: InvoiceId,
    /// What it asks for.
    pub open: Money,
    /// What it costs, where it does.
    pub fee: Option<AskFee>,
    /// The letter.
    pub letter: LetterText,
}

/// The fee of a reminder, in the words of the bill it comes with.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AskFee {
    /// Identity of the charge.
    pub charge: ChargeId,
    /// How much.
    pub amount: Money,
    /// What the bill calls it.
    pub description: String,
    /// Why no tax is charged on it, as the bill says (BT-120).
    pub tax_reason: String,
}

/// What a letter says; to whom it goes follows from the account.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LetterText {
    /// Identity of the letter.
    pub id: LetterId,
    /// What it is about.
    pub subject: String,
    /// What it says, a paragraph each.
    pub paragraphs: Vec<String>,
}

/// The decision of a dispute. Without a credit note it is rejected; who was right follows from the amounts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DecideDispute {
    /// The invoice.
    pub invoice: InvoiceId,
    /// The dispute.
    pub dispute: DisputeId,
    /// When.
    pub on: NaiveDate,
    /// Why.
    pub note: String,
    /// What the credit note gives back, as it was shown; zero without one.
    pub granted: Money,
    /// The credit note.
    pub credit: Option<CreditInvoice>,
    /// The letter.
    pub letter: LetterText,
}

/// How much of an invoice is credited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CreditExtent {
    /// All that can still be credited.
    Rest,
    /// Lines, each with an amount as priced (with tax where the price contains it).
    Lines(Vec<(usize, Money)>),
}

impl Command {
    /// Its name in the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Command::ReviseSeller(_) => "revise_seller",
            Command::ReviseStationery(_) => "revise_stationery",
            Command::RevisePerson(_) => "revise_person",
            Command::ReviseSeries(_) => "revise_series",
            Command::AddAccount(_) => "add_account",
            Command::ReviseAccount(_) => "revise_account",
            Command::CloseAccount { .. } => "close_account",
            Command::ReopenAccount(_) => "reopen_account",
            Command::MergeAccounts { .. } => "merge_accounts",
            Command::AddProduct(_) => "add_product",
            Command::ReviseProduct(_) => "revise_product",
            Command::ChangePrice { .. } => "change_price",
            Command::AddContract(_) => "add_contract",
            Command::ReviseContract(_) => "revise_contract",
            Command::AmendService { .. } => "amend_service",
            Command::AddService { .. } => "add_service",
            Command::EndService { .. } => "end_service",
            Command::ChangePlan(_) => "change_plan",
            Command::PauseContract { .. } => "pause_contract",
            Command::ResumeContract { .. } => "resume_contract",
            Command::EndContract { .. } => "end_contract",
            Command::WithdrawEnd(_) => "withdraw_end",
            Command::AddCharge(_) => "add_charge",
            Command::WithdrawCharge(_) => "withdraw_charge",
            Command::SaveDraft(_) => "save_draft",
            Command::DiscardDraft(_) => "discard_draft",
            Command::IssueDraft { .. } => "issue_draft",
            Command::IssueRun(_) => "issue_run",
            Command::CreditInvoice(_) => "credit_invoice",
            Command::TakeOverInvoice(_) => "take_over_invoice",
            Command::SendDocument { .. } => "send_document",
            Command::SendDocuments { .. } => "send_documents",
            Command::ReceivePayment { .. } => "receive_payment",
            Command::UseCredit { .. } => "use_credit",
            Command::Refund { .. } => "refund",
            Command::WriteOff { .. } => "write_off",
            Command::ReverseWriteOff { .. } => "reverse_write_off",
            Command::ReversePayment { .. } => "reverse_payment",
            Command::SendReminders { .. } => "send_reminders",
            Command::OpenDispute { .. } => "open_dispute",
            Command::DecideDispute(_) => "decide_dispute",
            Command::HandToCollection { .. } => "hand_to_collection",
            Command::TakeBackFromCollection(_) => "take_back_from_collection",
            Command::HoldReminders { .. } => "hold_reminders",
            Command::ImportRecords { .. } => "import_records",
            Command::UndoImport(_) => "undo_import",
        }
    }
}
