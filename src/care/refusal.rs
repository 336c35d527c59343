//! Why a wish at the desk was not fulfilled. Nothing changed.

use crate::billing::desk::caller::Level;
use crate::billing::desk::role::Role;
use crate::billing::refusal::Refusal;
use crate::care::authority::Reason;
use crate::money::Percent;
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Why a wish was not fulfilled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Refused {
    /// Billing says no.
    Billing(Refusal),
    /// The role of the one who asks does not reach so far; this one does.
    NotPermitted {
        /// The least role that may.
        needs: Role,
    },
    /// The caller is not known surely enough.
    NotVerified {
        /// The case whose caller it is.
        case: u32,
        /// How surely they must be known.
        needs: Level,
    },
    /// Nobody is on the line.
    NotOnCall,
    /// The call was answered by somebody else.
    SomebodyElses,
    /// Nobody waits on this line any more: the call was answered or given up already.
    NotRinging,
    /// The case is settled: open it again first.
    CaseResolved,
    /// It was settled so long ago that it is a new case.
    TooLongAgo {
        /// The last day on which it could be opened again.
        until: NaiveDate,
    },
    /// It is not known whose matter it is.
    NobodyNamed,
    /// A case this long is somebody's mistake.
    CaseTooLong,
    /// Too early after wrong attempts.
    TooEarly {
        /// Seconds until another is heard.
        left: u32,
    },
    /// No attempt is heard any more: call the number on file back, or recognise them in person.
    LockedOut,
    /// The customer has no phrase.
    NoPhrase,
    /// The phrase was guessed at too often and counts no more: set another.
    PhraseWornOut,
    /// The phrase was set on another device, with a key that never leaves it: set another here.
    PhraseElsewhere,
    /// The number is not on file.
    NotOnFile,
    /// The number has not been on file for long enough.
    NumberTooNew {
        /// The first day on which it counts.
        from: NaiveDate,
    },
    /// The facts are too easy to guess.
    FactsTooEasy {
        /// What they are worth together, in bits.
        bits: Decimal,
        /// What they must be worth.
        needed: u32,
    },
    /// The business doesn't recognise anybody by facts.
    FactsRefused,
    /// The PIN is wrong.
    WrongPin,
    /// The person has a PIN, and none was given.
    PinNeeded,
    /// There is no recovery code, or it is another.
    WrongRecovery,
    /// Nobody who stays would be an owner: nobody could change the settings any more.
    LastOwner,
    /// What was read before deciding is missing: a fault of ours, never of the user.
    NotFetched,
    /// A discount can't be given as it was asked.
    Discount {
        /// Why.
        why: Vec<Reason>,
        /// What the one who asks may give instead, and for how many months.
        nearest: Option<(Percent, u32)>,
    },
    /// The same discount waits for approval already.
    AskedAlready,
    /// The experiment has begun, and what was planned stays as it is.
    ExperimentBegan,
    /// The experiment does not run.
    ExperimentNotRunning,
    /// Contacts of this kind are not part of the experiment.
    NotInExperiment,
    /// No lot was drawn in this case.
    NoLot,
    /// Nothing is waiting to be decided.
    NotWaiting,
    /// Nobody decides what they asked for themselves.
    OwnRequest,
    /// What was asked no longer is as it was: ask anew.
    Outdated,
    /// Somebody is on the line: the call ends first.
    OnCall {
        /// Its case.
        case: u32,
    },
    /// Whoever wants to leave was made an offer already, and hears no second one.
    OfferedAlready {
        /// The case in which they want to leave.
        case: u32,
    },
    /// The offer can't be taken any more.
    Expired {
        /// Its last day.
        on: NaiveDate,
    },
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Refused::Billing(refusal)
    }
}
