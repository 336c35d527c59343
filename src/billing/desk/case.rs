//! Cases: what customers want, and everything that happened since they said so.
//!
//! A case is its events. Whether it is open, whose it is, how long somebody has waited and what is due follows from them each
//! time it is asked for.

use crate::billing::desk::caller::{Level, Method};
use crate::billing::desk::policy::Target;
use crate::billing::id::{AccountId, CaseId, ExperimentId, GrantId, InvoiceId, PersonId};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A matter of a customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Case {
    /// Identity.
    pub id: CaseId,
    /// What people call it; counts up.
    pub number: u32,
    /// Whose matter it is, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    /// How they came.
    pub channel: Channel,
    /// What it is about.
    pub kind: CaseKind,
    /// How urgent, 1 first.
    pub priority: Priority,
    /// In a few words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// The number they called from, or left. Says nothing of who they are.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// By when it is to be answered and settled; kept with the case, so that a new policy rewrites nobody's past.
    pub target: Target,
    /// What happened, in order; never empty.
    pub events: Vec<CaseEvent>,
}

/// How a customer came.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Channel {
    Phone,
    Visit,
    Mail,
    Letter,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Channel; 4] = [
        Channel::Phone,
        Channel::Visit,
        Channel::Mail,
        Channel::Letter,
    ];
}

/// What a case is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CaseKind {
    Question,
    Dispute,
    Change,
    Cancel,
    Complaint,
}

impl CaseKind {
    /// Every kind.
    pub const ALL: [CaseKind; 5] = [
        CaseKind::Question,
        CaseKind::Dispute,
        CaseKind::Change,
        CaseKind::Cancel,
        CaseKind::Complaint,
    ];
}

/// How urgent a case is: 1 to 4, 1 first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Priority(u8);

impl Priority {
    /// Every priority, the most urgent first.
    pub const ALL: [Priority; 4] = [Priority(1), Priority(2), Priority(3), Priority(4)];
    /// That of a case of which nobody said otherwise.
    pub const USUAL: Priority = Priority(3);
}

impl From<Priority> for u8 {
    fn from(priority: Priority) -> u8 {
        priority.0
    }
}

impl TryFrom<u8> for Priority {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        match number {
            1..=4 => Ok(Priority(number)),
            _ => Err(format!("a priority is 1 to 4, not {number}")),
        }
    }
}

/// One thing that happened.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CaseEvent {
    /// When; never before the event before it.
    pub at: DateTime<Utc>,
    /// Who did it; none where nobody said who they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PersonId>,
    /// The device's clock stood before the event before it; `at` is that event's.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_clock_behind: bool,
    /// Typed in later than it happened; kept out of percentiles of waits.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_late_entry: bool,
    /// What.
    pub what: Happening,
}

/// What can happen in a case.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Happening {
    /// It came by visit, mail or letter.
    Opened,
    /// The phone rings; somebody waits.
    CalledIn,
    /// The caller was answered.
    Answered,
    /// The caller gave up waiting.
    Abandoned,
    /// The call is over.
    HungUp,
    /// The customer was called at this number.
    CalledOut(String),
    /// The customer was called and did not answer.
    NotReached,
    /// The matter is this customer's.
    Named(AccountId),
    /// It is this person's from now on.
    Assigned(PersonId),
    /// What it is about and how urgent it is.
    Sorted {
        /// What it is about.
        kind: CaseKind,
        /// How urgent.
        priority: Priority,
        /// By when it had to be answered and settled until then, where that changed with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Target>,
    },
    /// Something was written down.
    Noted(String),
    /// The customer got an answer.
    Replied(String),
    /// The customer has to do something first: the clock rests.
    WaitingOnCustomer(String),
    /// It goes on.
    Resumed,
    /// Something was promised.
    Promised(Promise),
    /// The promise of that place, counted from 0, was kept.
    PromiseKept(usize),
    /// A call-back was promised.
    CallBackPromised(CallBack),
    /// The promised call-back was made.
    CallBackDone,
    /// Somebody tried to be recognised and was not.
    NotVerified(Method),
    /// Somebody was recognised.
    Verified {
        /// How.
        method: Method,
        /// How surely.
        level: Level,
        /// The one invoice that may be talked about, where it is no more than that.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        invoice: Option<InvoiceId>,
    },
    /// The call goes on: who was recognised still is.
    StillThere,
    /// A bill was explained.
    Explained(InvoiceId),
    /// A mistake was put right by this document.
    Corrected(InvoiceId),
    /// The contract was changed.
    Changed(String),
    /// An offer was made.
    Offered(GrantId),
    /// A discount was given.
    Granted(GrantId),
    /// Of this invoice something is disputed.
    Disputed(InvoiceId),
    /// The lot decided what the customer is offered.
    Drawn {
        /// In which experiment.
        experiment: ExperimentId,
        /// The arm, counted from 0.
        arm: usize,
    },
    /// What the lot decided was not kept to, and why. The customer counts as drawn all the same.
    SetAside {
        /// In which experiment.
        experiment: ExperimentId,
        /// Why.
        why: String,
    },
    /// It is settled.
    Resolved {
        /// How.
        outcome: Outcome,
        /// In words.
        note: String,
    },
    /// It came up again.
    Reopened,
}

/// Something that was promised to the customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Promise {
    /// What.
    pub what: String,
    /// By when.
    pub by: NaiveDate,
}

/// A promised call.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct CallBack {
    /// Not before.
    pub from: DateTime<Utc>,
    /// Not after.
    pub until: DateTime<Utc>,
    /// The end of the next working day, or what was agreed.
    pub due: DateTime<Utc>,
    /// Which number.
    pub phone: String,
    /// What about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// How a case ended.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Outcome {
    Explained,
    Corrected,
    Changed,
    Discounted,
    Ended,
    Rejected,
    Withdrawn,
    Other,
}

impl Outcome {
    /// Every outcome, in the order in which a form offers them.
    pub const ALL: [Outcome; 8] = [
        Outcome::Explained,
        Outcome::Corrected,
        Outcome::Changed,
        Outcome::Discounted,
        Outcome::Ended,
        Outcome::Rejected,
        Outcome::Withdrawn,
        Outcome::Other,
    ];
}

impl Case {
    /// Since when.
    pub fn opened_at(&self) -> DateTime<Utc> {
        self.events
            .first()
            .map_or(DateTime::<Utc>::MIN_UTC, |event| event.at)
    }

    /// When something last happened.
    pub fn last_at(&self) -> DateTime<Utc> {
        self.events
            .last()
            .map_or(DateTime::<Utc>::MIN_UTC, |event| event.at)
    }

    /// Whether the case was settled and not opened again since.
    pub fn is_settled(&self) -> bool {
        let decisive = self.events.iter().rev().find_map(|event| match event.what {
            Happening::Resolved { .. } => Some(true),
            Happening::CalledIn
            | Happening::Answered
            | Happening::CalledOut(_)
            | Happening::Abandoned
            | Happening::Opened
            | Happening::HungUp
            | Happening::NotReached
            | Happening::Resumed
            | Happening::Reopened
            | Happening::WaitingOnCustomer(_) => Some(false),
            _ => None,
        });
        decisive.unwrap_or(false)
    }
}

impl Case {
    /// Checks what holds for a case by itself: something happened, in order, and promises that are kept were made.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.events.is_empty() {
            return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
        }
        if self.events.windows(2).any(|pair| pair[0].at > pair[1].at) {
            return Err(Refusal::field(
                Field::Date,
                RefusalKind::TooEarly {
                    earliest: self.opened_at().date_naive(),
                },
            ));
        }
        let mut promises = 0;
        for event in &self.events {
            match event.what {
                Happening::Promised(_) => promises += 1,
                Happening::PromiseKept(place) if place >= promises => {
                    return Err(Refusal::unknown(Field::Lines));
                }
                _ => {}
            }
        }
        Ok(())
    }
}
