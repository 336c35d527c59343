//! What somebody who has a caller on the line may look at.
//!
//! While a call is on, the screen shows an account only as far as its caller is recognised as the customer: who is not asked to
//! read aloud what stands in front of them can't be talked into it. Without a call everything is to be seen, as on any desk.

use crate::billing::book::Book;
use crate::billing::desk::caller::Level;
use crate::billing::id::{AccountId, CaseId, InvoiceId, PersonId};
use crate::care::case::{is_matter_of, recognition};
use crate::care::decide::live_call;
use chrono::{DateTime, Utc};

/// How much of an account may be looked at.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Sight {
    /// All of it: nobody is on the line, or its own customer is, recognised.
    Whole,
    /// This one invoice and nothing else: the caller holds it in their hands.
    OneInvoice {
        /// The call.
        case: CaseId,
        /// The invoice.
        invoice: InvoiceId,
    },
    /// Nothing: the caller is not recognised.
    Unrecognised {
        /// The call.
        case: CaseId,
    },
    /// Nothing: the call is another customer's matter.
    SomebodyElses {
        /// The call.
        case: CaseId,
    },
}

impl Sight {
    /// Whether this document may be looked at.
    pub fn shows(self, document: InvoiceId) -> bool {
        match self {
            Sight::Whole => true,
            Sight::OneInvoice { invoice, .. } => invoice == document,
            Sight::Unrecognised { .. } | Sight::SomebodyElses { .. } => false,
        }
    }

    /// The call that stands in the way of seeing everything.
    pub fn case(self) -> Option<CaseId> {
        match self {
            Sight::Whole => None,
            Sight::OneInvoice { case, .. }
            | Sight::Unrecognised { case }
            | Sight::SomebodyElses { case } => Some(case),
        }
    }
}

/// How much of an account somebody may look at now.
pub fn sight(
    book: &Book,
    person: Option<PersonId>,
    account: AccountId,
    now: DateTime<Utc>,
) -> Sight {
    let Some(call) = live_call(book, person, now) else {
        return Sight::Whole;
    };
    let case = call.id;
    let is_theirs = is_matter_of(book, call, account);
    if call.account.is_some() && !is_theirs {
        return Sight::SomebodyElses { case };
    }
    let known = recognition(call, &book.policy().identity, now);
    match (known.level, known.invoice) {
        (Level::L2 | Level::L3, _) if is_theirs => Sight::Whole,
        (Level::L1, Some(invoice)) if is_theirs => Sight::OneInvoice { case, invoice },
        _ => Sight::Unrecognised { case },
    }
}

/// Whether lists of many customers may be looked at now, with what each owes and was billed: not before it is known who is on
/// the line. Where the caller holds one invoice, that is named, for it is what remains to be seen.
pub fn sight_of_lists(book: &Book, person: Option<PersonId>, now: DateTime<Utc>) -> Sight {
    let Some(call) = live_call(book, person, now) else {
        return Sight::Whole;
    };
    let case = call.id;
    let known = recognition(call, &book.policy().identity, now);
    match (known.level, known.invoice) {
        (Level::L2 | Level::L3, _) => Sight::Whole,
        (Level::L1, Some(invoice)) => Sight::OneInvoice { case, invoice },
        _ => Sight::Unrecognised { case },
    }
}
