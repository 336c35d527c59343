//! Cases: begun, answered, gone on with, settled.

use super::{Desk, account, add, find};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::decide::Context;
use crate::billing::desk::case::{
    CallBack, Case, CaseEvent, CaseKind, Channel, Happening, Outcome, Priority,
};
use crate::billing::desk::policy::{Policy, Target};
use crate::billing::id::{AccountId, CaseId, PersonId};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::care::caller::country_code;
use crate::care::case::{Phase, call_back, is_call_ours, is_on_line, owner, promises};
use crate::care::command::{NewCase, Remark};
use crate::care::phone::{e164, is_dialable};
use crate::care::refusal::Refused;
use chrono::{DateTime, Days, Utc};

pub(super) fn call_in(
    book: &Book,
    id: CaseId,
    phone: String,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    // A number on file says whose matter it may be, and nothing of who is calling.
    let account = by_phone(book, &phone);
    let mut case = blank(book, id, Channel::Phone);
    case.account = account;
    case.phone = phone.trim().to_owned();
    add(&mut case, Happening::CalledIn, desk, context)?;
    keep(book, case)
}

pub(super) fn open(
    book: &Book,
    new: NewCase,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    if let Some(id) = new.account {
        account(book, id)?;
    }
    let mut case = blank(book, new.id, new.channel);
    case.account = new.account;
    case.kind = new.kind;
    case.priority = new.priority;
    case.subject = new.subject.trim().to_owned();
    case.target = target(&book.policy(), new.kind);
    add(&mut case, Happening::Opened, desk, context)?;
    if let Some(person) = desk.person {
        add(&mut case, Happening::Assigned(person), desk, context)?;
    }
    keep(book, case)
}

pub(super) fn enter(
    book: &Book,
    id: CaseId,
    phone: String,
    (rang, answered, ended): (DateTime<Utc>, Option<DateTime<Utc>>, DateTime<Utc>),
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let is_in_order = answered.is_none_or(|answered| rang <= answered && answered <= ended);
    if rang > ended || !is_in_order {
        let earliest = rang.date_naive();
        return Err(Refusal::field(Field::Date, RefusalKind::TooEarly { earliest }).into());
    }
    if ended > context.now {
        let latest = context.today;
        return Err(Refusal::field(Field::Date, RefusalKind::TooLate { latest }).into());
    }
    let mut case = blank(book, id, Channel::Phone);
    case.account = by_phone(book, &phone);
    case.phone = phone.trim().to_owned();
    let event = |at, what| CaseEvent {
        at,
        by: desk.person,
        is_clock_behind: false,
        is_late_entry: true,
        what,
    };
    case.events.push(event(rang, Happening::CalledIn));
    match answered {
        Some(answered) => {
            case.events.push(event(answered, Happening::Answered));
            case.events.push(event(ended, Happening::HungUp));
        }
        None => case.events.push(event(ended, Happening::Abandoned)),
    }
    keep(book, case)
}

pub(super) fn answer(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = find(book, id)?;
    match Phase::of(case) {
        Phase::Ringing { .. } => {}
        Phase::Talking { .. }
        | Phase::New
        | Phase::Open
        | Phase::WaitingOnCustomer { .. }
        | Phase::Resolved { .. } => return Err(Refused::NotRinging),
    }
    let mut changes = ended_before(book, id, desk, context)?;
    changes.extend(with(book, id, Happening::Answered, desk, context)?);
    Ok(changes)
}

pub(super) fn abandon(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    match Phase::of(find(book, id)?) {
        Phase::Ringing { .. } => with(book, id, Happening::Abandoned, desk, context),
        _ => Err(Refused::NotRinging),
    }
}

pub(super) fn hang_up(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = find(book, id)?.clone();
    on_line_now(&case)?;
    end_call(&mut case, desk, context)?;
    keep(book, case)
}

/// Something that can only happen while somebody is on the line.
pub(super) fn on_line(
    book: &Book,
    id: CaseId,
    what: Happening,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    on_line_now(find(book, id)?)?;
    with(book, id, what, desk, context)
}

pub(super) fn call_out(
    book: &Book,
    id: CaseId,
    phone: String,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let what = Happening::CalledOut(dialable(&phone)?);
    let mut changes = ended_before(book, id, desk, context)?;
    changes.extend(with(book, id, what, desk, context)?);
    Ok(changes)
}

/// A number that somebody can be called at.
fn dialable(phone: &str) -> Result<String, Refused> {
    let phone = phone.trim();
    let wrong = |kind| Err(Refusal::field(Field::Phone, kind).into());
    if phone.is_empty() {
        wrong(RefusalKind::Empty)
    } else if !is_dialable(phone) {
        wrong(RefusalKind::NotAPhone)
    } else {
        Ok(phone.to_owned())
    }
}

/// Nobody talks on two lines: the calls that this person forgot to end are over when they begin another, and with them what was
/// known of those callers.
fn ended_before(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let others = book
        .unsettled_cases()
        .filter(|case| case.id != id && is_on_line(case, desk.person, context.now));
    let mut changes = Vec::new();
    for case in others {
        let mut case = case.clone();
        end_call(&mut case, desk, context)?;
        changes.push(Change::CaseRevised(case));
    }
    Ok(changes)
}

fn end_call(case: &mut Case, desk: &Desk, context: &Context<'_>) -> Result<(), Refused> {
    let was_called = is_call_ours(case);
    add(case, Happening::HungUp, desk, context)?;
    // They were reached: what was promised is kept.
    if was_called && call_back(case).is_some() {
        add(case, Happening::CallBackDone, desk, context)?;
    }
    Ok(())
}

pub(super) fn name(
    book: &Book,
    id: CaseId,
    of: AccountId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    account(book, of)?;
    let mut case = find(book, id)?.clone();
    if case.account == Some(of) {
        return Ok(Vec::new());
    }
    case.account = Some(of);
    add_open(&mut case, Happening::Named(of), desk, context)?;
    keep(book, case)
}

/// Writes into cases that a merge moved whose they are now: whoever was recognised as the customer of the account that went is
/// not known as that of the one that stays.
pub(super) fn now_of(
    account: AccountId,
    changes: &mut [Change],
    desk: &Desk,
    context: &Context<'_>,
) -> Result<(), Refused> {
    for change in changes {
        if let Change::CaseRevised(case) = change {
            add(case, Happening::Named(account), desk, context)?;
        }
    }
    Ok(())
}

pub(super) fn assign(
    book: &Book,
    id: CaseId,
    to: PersonId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = find(book, id)?;
    // Somebody who works at this device without a name can own a case, too.
    let is_known = book.people.get(&to).is_some_and(|person| !person.left);
    if !is_known && desk.person != Some(to) {
        return Err(Refusal::unknown(Field::Name).into());
    }
    if owner(case) == Some(to) {
        return Ok(Vec::new());
    }
    with(book, id, Happening::Assigned(to), desk, context)
}

pub(super) fn sort(
    book: &Book,
    id: CaseId,
    (kind, priority, subject): (CaseKind, Priority, String),
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = find(book, id)?.clone();
    case.subject = subject.trim().to_owned();
    if (case.kind, case.priority) != (kind, priority) {
        let before = case.target;
        if case.kind != kind {
            case.target = target(&book.policy(), kind);
        }
        case.kind = kind;
        case.priority = priority;
        let what = Happening::Sorted {
            kind,
            priority,
            before: (before != case.target).then_some(before),
        };
        add_open(&mut case, what, desk, context)?;
    }
    keep(book, case)
}

pub(super) fn record(
    book: &Book,
    id: CaseId,
    what: Remark,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = find(book, id)?;
    let written = |text: String| {
        let text = text.trim().to_owned();
        if text.is_empty() {
            Err(Refused::from(Refusal::field(
                Field::Text,
                RefusalKind::Empty,
            )))
        } else {
            Ok(text)
        }
    };
    let what = match what {
        Remark::Note(text) => Happening::Noted(written(text)?),
        Remark::Reply(text) => Happening::Replied(written(text)?),
        Remark::Wait(text) => Happening::WaitingOnCustomer(written(text)?),
        Remark::Resume => Happening::Resumed,
        Remark::Promise(mut promise) => {
            promise.what = written(promise.what)?;
            if promise.by < context.today {
                let earliest = context.today;
                let kind = RefusalKind::TooEarly { earliest };
                return Err(Refusal::field(Field::Date, kind).into());
            }
            Happening::Promised(promise)
        }
        Remark::KeepPromise(place) => {
            if place >= promises(case).count() {
                return Err(Refusal::unknown(Field::Lines).into());
            }
            let kept = Happening::PromiseKept(place);
            if case.events.iter().any(|event| event.what == kept) {
                return Ok(Vec::new());
            }
            kept
        }
        Remark::Explained(invoice) => Happening::Explained(invoice),
        Remark::Corrected(invoice) => Happening::Corrected(invoice),
        Remark::Changed(text) => Happening::Changed(written(text)?),
        Remark::Disputed(invoice) => Happening::Disputed(invoice),
    };
    with(book, id, what, desk, context)
}

pub(super) fn promise_call_back(
    book: &Book,
    id: CaseId,
    call: CallBack,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = find(book, id)?.clone();
    let phone = dialable(&call.phone)?;
    if call.until <= call.from || call.until <= context.now || call.due < call.from {
        let earliest = context.today;
        return Err(Refusal::field(Field::Date, RefusalKind::TooEarly { earliest }).into());
    }
    // Who was promised a call does not wait on the line any more.
    let what = Happening::CallBackPromised(CallBack { phone, ..call });
    add_open(&mut case, what, desk, context)?;
    if matches!(Phase::of(&case), Phase::Talking { .. }) {
        add(&mut case, Happening::HungUp, desk, context)?;
    }
    keep(book, case)
}

pub(super) fn resolve(
    book: &Book,
    id: CaseId,
    outcome: Outcome,
    note: String,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let what = Happening::Resolved {
        outcome,
        note: note.trim().to_owned(),
    };
    with(book, id, what, desk, context)
}

pub(super) fn reopen(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = find(book, id)?.clone();
    let Phase::Resolved { at, .. } = Phase::of(&case) else {
        return Ok(Vec::new());
    };
    let days = u64::from(book.policy().targets.reopen_days);
    let until = at.date_naive().checked_add_days(Days::new(days));
    if let Some(until) = until.filter(|until| *until < context.today) {
        return Err(Refused::TooLongAgo { until });
    }
    add(&mut case, Happening::Reopened, desk, context)?;
    keep(book, case)
}

fn blank(book: &Book, id: CaseId, channel: Channel) -> Case {
    let kind = CaseKind::Question;
    Case {
        id,
        number: book.last_case_number().saturating_add(1),
        account: None,
        channel,
        kind,
        priority: Priority::USUAL,
        subject: String::new(),
        phone: String::new(),
        target: target(&book.policy(), kind),
        events: Vec::new(),
    }
}

pub(super) fn target(policy: &Policy, kind: CaseKind) -> Target {
    match kind {
        CaseKind::Dispute => policy.targets.dispute,
        CaseKind::Question | CaseKind::Change | CaseKind::Cancel | CaseKind::Complaint => {
            policy.targets.other
        }
    }
}

/// The only open account with this number on file.
pub(super) fn by_phone(book: &Book, phone: &str) -> Option<AccountId> {
    let home = country_code(book.seller.address.country.code());
    let wanted = e164(phone, home)?;
    let mut found = book.accounts.values().filter(|account| {
        account.is_open()
            && account
                .contacts
                .iter()
                .any(|contact| e164(&contact.phone, home).as_ref() == Some(&wanted))
    });
    let first = found.next()?;
    found.next().is_none().then_some(first.id)
}

fn on_line_now(case: &Case) -> Result<(), Refused> {
    match Phase::of(case) {
        Phase::Talking { .. } => Ok(()),
        Phase::Ringing { .. }
        | Phase::New
        | Phase::Open
        | Phase::WaitingOnCustomer { .. }
        | Phase::Resolved { .. } => Err(Refused::NotOnCall),
    }
}

fn with(
    book: &Book,
    id: CaseId,
    what: Happening,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = find(book, id)?.clone();
    add_open(&mut case, what, desk, context)?;
    keep(book, case)
}

/// Adds to a case that is not settled.
fn add_open(
    case: &mut Case,
    what: Happening,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<(), Refused> {
    if Phase::of(case).is_resolved() {
        return Err(Refused::CaseResolved);
    }
    add(case, what, desk, context)
}

fn keep(book: &Book, case: Case) -> Result<Vec<Change>, Refused> {
    if book.cases.get(&case.id) == Some(&case) {
        return Ok(Vec::new());
    }
    case.check()?;
    Ok(vec![Change::CaseRevised(case)])
}
