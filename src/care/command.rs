//! What is asked at the desk.

use crate::billing::command::Command as BillingCommand;
use crate::billing::desk::caller::{Enrolment, Hex, Secret};
use crate::billing::desk::case::{CallBack, CaseKind, Channel, Outcome, Priority, Promise};
use crate::billing::desk::experiment::Experiment;
use crate::billing::desk::grant::{GrantKind, Severity};
use crate::billing::desk::policy::Policy;
use crate::billing::id::*;
use crate::billing::letter::Way;
use crate::care::caller::StatedFact;
use crate::money::{Money, Percent};
use chrono::{DateTime, NaiveDate, Utc};

/// What a person asks, of billing or at the desk.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::large_enum_variant)]
pub enum Wish {
    /// Of billing.
    Billing(BillingCommand),
    /// At the desk.
    Care(Command),
}

impl From<BillingCommand> for Wish {
    fn from(command: BillingCommand) -> Self {
        Wish::Billing(command)
    }
}

impl From<Command> for Wish {
    fn from(command: Command) -> Self {
        Wish::Care(command)
    }
}

impl Wish {
    /// Its name in the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Wish::Billing(command) => command.name(),
            Wish::Care(command) => command.name(),
        }
    }
}

/// What is asked at the desk. Ids of new records come with the command, so that asking twice adds once.
#[derive(Clone, PartialEq, Eq, Debug)]
#[allow(clippy::large_enum_variant)]
pub enum Command {
    /// The phone rings.
    CallIn {
        /// The new case.
        case: CaseId,
        /// The number that is shown, if any.
        phone: String,
    },
    /// A matter comes by visit, mail or letter, or by phone without anybody waiting.
    OpenCase(NewCase),
    /// A call of the past is typed in.
    EnterCall {
        /// The new case.
        case: CaseId,
        /// The number they called from.
        phone: String,
        /// When it rang.
        rang: DateTime<Utc>,
        /// When it was answered; none where the caller gave up.
        answered: Option<DateTime<Utc>>,
        /// When it ended.
        ended: DateTime<Utc>,
    },
    /// The call is answered, and the case is the one's who does.
    Answer(CaseId),
    /// The caller gave up waiting.
    Abandon(CaseId),
    /// The call is over.
    HangUp(CaseId),
    /// The call goes on: the caller stays recognised.
    StillThere(CaseId),
    /// Calls the customer.
    CallOut {
        /// The case.
        case: CaseId,
        /// The number.
        phone: String,
    },
    /// They did not answer.
    NotReached(CaseId),
    /// Says whose matter it is.
    NameCase {
        /// The case.
        case: CaseId,
        /// Whose.
        account: AccountId,
    },
    /// Gives a case to somebody.
    Assign {
        /// The case.
        case: CaseId,
        /// To whom.
        to: PersonId,
    },
    /// Says what it is about and how urgent it is.
    Sort {
        /// The case.
        case: CaseId,
        /// What it is about.
        kind: CaseKind,
        /// How urgent.
        priority: Priority,
        /// In a few words.
        subject: String,
    },
    /// Something that happened in a case.
    Record {
        /// The case.
        case: CaseId,
        /// What.
        what: Remark,
    },
    /// Promises a call-back.
    PromiseCallBack {
        /// The case.
        case: CaseId,
        /// When and where.
        call: CallBack,
    },
    /// Settles a case.
    Resolve {
        /// The case.
        case: CaseId,
        /// How.
        outcome: Outcome,
        /// In words.
        note: String,
    },
    /// It came up again.
    Reopen(CaseId),

    /// The caller tells number, total and due date of one invoice.
    ShowPaper {
        /// The case.
        case: CaseId,
        /// The invoice of that number, if there is one.
        invoice: Option<InvoiceId>,
        /// The number they tell.
        number: String,
        /// The total they tell.
        total: Money,
        /// The due date they tell.
        due: NaiveDate,
    },
    /// The caller tells their phrase or PIN.
    HearPhrase {
        /// The case.
        case: CaseId,
        /// What it comes to with the kept salt, cost and key.
        hash: Hex,
        /// The key it went through.
        pepper: Option<uuid::Uuid>,
    },
    /// The caller tells facts of their account.
    HearFacts {
        /// The case.
        case: CaseId,
        /// What they tell.
        facts: Vec<StatedFact>,
    },
    /// They were called at a number on file and answered.
    RecogniseByCallBack(CaseId),
    /// They are here and showed who they are.
    RecogniseByVisit(CaseId),
    /// Sets the phrase of a customer.
    SetPhrase {
        /// Whose.
        account: AccountId,
        /// The phrase as it is kept; none takes it away.
        secret: Option<Secret>,
        /// How it came about.
        enrolment: Enrolment,
    },

    /// Takes over this device.
    TakeOver {
        /// Who does.
        person: PersonId,
        /// What their PIN comes to; none where they have none.
        hash: Option<Hex>,
    },
    /// Sets the PIN of somebody who works here, or takes it away.
    SetPin {
        /// Whose.
        person: PersonId,
        /// What the PIN that is given up comes to; nobody else's is asked of an owner.
        hash: Option<Hex>,
        /// The new one as it is kept; none takes it away.
        pin: Option<Secret>,
        /// What lets them set another one when they forget it.
        recovery: Option<Secret>,
    },
    /// Takes over this device with the recovery code of a forgotten PIN, which goes, and the code with it.
    Recover {
        /// Who does.
        person: PersonId,
        /// What the code comes to.
        hash: Hex,
    },

    /// Asks for a discount; it is given at once where the one who asks may.
    AskGrant(NewGrant),
    /// Gives a discount that waits.
    ApproveGrant {
        /// Which.
        grant: GrantId,
        /// In words.
        note: String,
    },
    /// Does not give it.
    DeclineGrant {
        /// Which.
        grant: GrantId,
        /// In words.
        note: String,
    },
    /// Takes the request back.
    WithdrawGrant(GrantId),

    /// Plans an experiment, or plans it anew as long as it has not begun.
    PlanExperiment(Experiment),
    /// Begins it: from now on the lot decides what is offered.
    StartExperiment(ExperimentId),
    /// Ends it.
    StopExperiment {
        /// Which.
        experiment: ExperimentId,
        /// The arm that everybody is offered from now on, counted from 0; none leaves it to the representative.
        adopted: Option<usize>,
    },
    /// Lets the lot decide what the customer of a case is offered.
    DrawLot {
        /// The case.
        case: CaseId,
        /// The experiment.
        experiment: ExperimentId,
    },
    /// Does otherwise than the lot decided.
    SetLotAside {
        /// The case.
        case: CaseId,
        /// The experiment.
        experiment: ExperimentId,
        /// Why.
        why: String,
    },

    /// Notes that a letter left the house.
    SendLetter {
        /// Which.
        letter: LetterId,
        /// How.
        way: Way,
    },
    /// Says how customers are cared for.
    RevisePolicy(Policy),
}

/// A case that begins without a ringing phone.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewCase {
    /// Identity.
    pub id: CaseId,
    /// Whose, if known.
    pub account: Option<AccountId>,
    /// How they came.
    pub channel: Channel,
    /// What it is about.
    pub kind: CaseKind,
    /// How urgent.
    pub priority: Priority,
    /// In a few words.
    pub subject: String,
}

/// Something to be written into a case.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Remark {
    /// A note.
    Note(String),
    /// The customer got an answer.
    Reply(String),
    /// The customer has to do this first.
    Wait(String),
    /// It goes on.
    Resume,
    /// A promise.
    Promise(Promise),
    /// The promise of that place, counted from 0, was kept.
    KeepPromise(usize),
    /// A bill was explained.
    Explained(InvoiceId),
    /// A mistake was put right by this document.
    Corrected(InvoiceId),
    /// The contract was changed.
    Changed(String),
    /// Of this invoice something is disputed.
    Disputed(InvoiceId),
}

/// A discount that is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewGrant {
    /// Identity.
    pub id: GrantId,
    /// The contract.
    pub contract: ContractId,
    /// The service.
    pub service: ServiceId,
    /// The case.
    pub case: Option<CaseId>,
    /// Why in one word.
    pub kind: GrantKind,
    /// How badly something went wrong, where it did.
    pub severity: Option<Severity>,
    /// How much off.
    pub percent: Percent,
    /// For how many months.
    pub months: u32,
    /// From when.
    pub from: NaiveDate,
    /// Why, by the business's own list.
    pub reason_code: String,
    /// Why, in words.
    pub note: String,
    /// The offer's last day.
    pub expiry: Option<NaiveDate>,
}

impl Command {
    /// Its name in the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Command::CallIn { .. } => "call_in",
            Command::OpenCase(_) => "open_case",
            Command::EnterCall { .. } => "enter_call",
            Command::Answer(_) => "answer_call",
            Command::Abandon(_) => "abandon_call",
            Command::HangUp(_) => "hang_up",
            Command::StillThere(_) => "still_there",
            Command::CallOut { .. } => "call_out",
            Command::NotReached(_) => "not_reached",
            Command::NameCase { .. } => "name_case",
            Command::Assign { .. } => "assign_case",
            Command::Sort { .. } => "sort_case",
            Command::Record { .. } => "record_in_case",
            Command::PromiseCallBack { .. } => "promise_call_back",
            Command::Resolve { .. } => "resolve_case",
            Command::Reopen(_) => "reopen_case",
            Command::ShowPaper { .. } => "show_paper",
            Command::HearPhrase { .. } => "hear_phrase",
            Command::HearFacts { .. } => "hear_facts",
            Command::RecogniseByCallBack(_) => "recognise_by_call_back",
            Command::RecogniseByVisit(_) => "recognise_by_visit",
            Command::SetPhrase { .. } => "set_phrase",
            Command::TakeOver { .. } => "take_over",
            Command::SetPin { .. } => "set_pin",
            Command::Recover { .. } => "recover_pin",
            Command::AskGrant(_) => "ask_grant",
            Command::ApproveGrant { .. } => "approve_grant",
            Command::DeclineGrant { .. } => "decline_grant",
            Command::WithdrawGrant(_) => "withdraw_grant",
            Command::PlanExperiment(_) => "plan_experiment",
            Command::StartExperiment(_) => "start_experiment",
            Command::StopExperiment { .. } => "stop_experiment",
            Command::DrawLot { .. } => "draw_lot",
            Command::SetLotAside { .. } => "set_lot_aside",
            Command::SendLetter { .. } => "send_letter",
            Command::RevisePolicy(_) => "revise_policy",
        }
    }
}
