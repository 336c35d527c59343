//! Recognising callers. The answer is one word, yes or no, and never which part of what was said was wrong.

use super::{Desk, account, add, find};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::decide::Context;
use crate::billing::desk::caller::{
    Attempt, Caller, Enrolment, Heard, Hex, Level, Method, REMEMBERED, Secret,
};
use crate::billing::desk::case::{Case, Channel, Happening};
use crate::billing::id::{AccountId, CaseId, InvoiceId};
use crate::care::caller::{
    FactKind, FactTable, FactValue, OnFile, StatedFact, country_code, is_same, level, on_file,
};
use crate::care::case::Phase;
use crate::care::decide::letter;
use crate::care::lockout::Lockout;
use crate::care::refusal::Refused;
use crate::money::Money;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) fn show_paper(
    book: &Book,
    id: CaseId,
    invoice: Option<InvoiceId>,
    (number, total, due): (String, Money, NaiveDate),
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = on_line(find(book, id)?)?.clone();
    let paper = match invoice {
        None => None,
        Some(id) => Some(
            context
                .fetched
                .invoices
                .get(&id)
                .ok_or(Refused::NotFetched)?,
        ),
    };
    // Of whom the paper is, or whose the matter is said to be: a wrong guess counts against them.
    let whose = case.account.or_else(|| {
        // An account that was merged is the one it was merged into.
        let owner = book.current_account(paper?.account)?;
        Some(owner.id)
    });
    // A number that no invoice has is as wrong as any other; only there is nobody whom it could count against.
    let Some(whose) = whose else {
        add(
            &mut case,
            Happening::NotVerified(Method::OwnPaper),
            desk,
            context,
        )?;
        return Ok(vec![Change::CaseRevised(case)]);
    };
    let is_right = paper.is_some_and(|paper| {
        book.belongs_to(paper.account, whose)
            && paper.number.trim().eq_ignore_ascii_case(number.trim())
            && paper.totals.amount_due == total
            && paper.due_date == due
    });
    let mut caller = caller(book, whose);
    let is_right = hear(
        &mut caller,
        Method::OwnPaper,
        is_right,
        &case,
        book,
        desk,
        context,
    )?;
    if is_right && case.account.is_none() {
        case.account = Some(whose);
        add(&mut case, Happening::Named(whose), desk, context)?;
    }
    let what = if is_right {
        Happening::Verified {
            method: Method::OwnPaper,
            level: Level::L1,
            invoice,
        }
    } else {
        Happening::NotVerified(Method::OwnPaper)
    };
    add(&mut case, what, desk, context)?;
    Ok(vec![
        Change::CallerRevised(caller),
        Change::CaseRevised(case),
    ])
}

pub(super) fn hear_phrase(
    book: &Book,
    id: CaseId,
    hash: &Hex,
    pepper: Option<Uuid>,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = on_line(find(book, id)?)?.clone();
    let account = named(book, &case)?;
    let caller = caller(book, account.id);
    if caller.is_worn_out() {
        return Err(Refused::PhraseWornOut);
    }
    let secret = caller.secret.as_ref().ok_or(Refused::NoPhrase)?;
    if secret.pepper != pepper {
        return Err(Refused::PhraseElsewhere);
    }
    let is_right = is_same(secret, hash);
    let tried = (case, account, caller);
    heard(tried, Method::Phrase, is_right, book, desk, context)
}

pub(super) fn hear_facts(
    book: &Book,
    id: CaseId,
    facts: &[StatedFact],
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = on_line(find(book, id)?)?.clone();
    let account = named(book, &case)?;
    let identity = book.policy().identity;
    if identity.refuses_facts {
        return Err(Refused::FactsRefused);
    }
    let table = desk.facts.as_ref().ok_or(Refused::NotFetched)?;
    let mut kinds: Vec<_> = facts.iter().map(|fact| fact.kind).collect();
    kinds.sort();
    kinds.dedup();
    let bits = worth(table, facts, kinds);
    if bits < Decimal::from(identity.fact_bits) {
        return Err(Refused::FactsTooEasy {
            bits,
            needed: identity.fact_bits,
        });
    }
    let is_right = facts
        .iter()
        .all(|fact| table.of(fact.kind, account.id) == Some(fact.said));
    let caller = caller(book, account.id);
    let tried = (case, account, caller);
    heard(tried, Method::Facts, is_right, book, desk, context)
}

/// What facts are worth together, in bits. An amount that is said twice, as the last invoice and as what was paid of it, is one
/// fact: whoever holds that paper knows both.
fn worth(table: &FactTable, facts: &[StatedFact], kinds: Vec<FactKind>) -> Decimal {
    let mut heard: BTreeMap<FactValue, Decimal> = BTreeMap::new();
    for kind in kinds {
        let bits = table.bits(kind);
        let said = facts.iter().filter(|fact| fact.kind == kind);
        for fact in said {
            let known = heard.entry(fact.said).or_default();
            *known = bits.max(*known);
        }
    }
    heard.into_values().sum()
}

pub(super) fn recognise_by_call_back(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = on_line(find(book, id)?)?.clone();
    let account = named(book, &case)?;
    let dialled = case
        .events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            Happening::CalledOut(phone) => Some(Some(phone.clone())),
            Happening::CalledIn => Some(None),
            _ => None,
        });
    let phone = dialled.flatten().ok_or(Refused::NotOnFile)?;
    let home = country_code(book.seller.address.country.code());
    let identity = book.policy().identity;
    match on_file(account, &phone, home, &identity, context.today) {
        OnFile::Old => {}
        OnFile::New(from) => return Err(Refused::NumberTooNew { from }),
        OnFile::No => return Err(Refused::NotOnFile),
    }
    met(case, account, Method::CallBack, book, desk, context)
}

pub(super) fn recognise_by_visit(
    book: &Book,
    id: CaseId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let case = find(book, id)?.clone();
    if Phase::of(&case).is_resolved() {
        return Err(Refused::CaseResolved);
    }
    // Who is on the phone shows nothing.
    if case.channel != Channel::Visit {
        return Err(Refused::NotOnCall);
    }
    let account = named(book, &case)?;
    met(case, account, Method::Visit, book, desk, context)
}

pub(super) fn set_phrase(
    book: &Book,
    id: AccountId,
    secret: Option<Secret>,
    enrolment: Enrolment,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let account = account(book, id)?;
    let before = caller(book, id);
    if before.secret.is_none() && secret.is_none() {
        return Ok(Vec::new());
    }
    let caller = Caller {
        enrolment: secret.as_ref().map(|_| enrolment),
        secret,
        failures: 0,
        ..before
    };
    let mut changes = vec![Change::CallerRevised(caller)];
    letter::tell_of_phrase(book, account, &mut changes, context);
    Ok(changes)
}

fn caller(book: &Book, account: AccountId) -> Caller {
    let known = book.callers.get(&account).cloned();
    known.unwrap_or_else(|| Caller::new(account))
}

fn on_line(case: &Case) -> Result<&Case, Refused> {
    match Phase::of(case) {
        Phase::Talking { .. } => Ok(case),
        Phase::Ringing { .. }
        | Phase::New
        | Phase::Open
        | Phase::WaitingOnCustomer { .. }
        | Phase::Resolved { .. } => Err(Refused::NotOnCall),
    }
}

fn named<'a>(book: &'a Book, case: &Case) -> Result<&'a Account, Refused> {
    account(book, case.account.ok_or(Refused::NobodyNamed)?)
}

/// Hears one attempt, unless it comes too early or no more are heard, and says whether it was right.
fn hear(
    caller: &mut Caller,
    method: Method,
    is_right: bool,
    case: &Case,
    book: &Book,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<bool, Refused> {
    let ladder = book.policy().identity.ladder;
    let lockout = Lockout::replay(&ladder, &caller.attempts);
    if lockout.is_locked() {
        return Err(Refused::LockedOut);
    }
    if let Some(left) = lockout.wait(context.now) {
        return Err(Refused::TooEarly { left });
    }
    let heard = if is_right {
        Heard::Right
    } else {
        caller.failures = caller.failures.saturating_add(1);
        Heard::Wrong
    };
    note(caller, method, heard, case, desk, context);
    Ok(is_right)
}

/// What one attempt comes to, in what is kept of the customer and in the case.
fn heard(
    (mut case, account, mut caller): (Case, &Account, Caller),
    method: Method,
    is_right: bool,
    book: &Book,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let is_right = hear(&mut caller, method, is_right, &case, book, desk, context)?;
    recognise(&mut case, account, method, is_right, book, desk, context)?;
    Ok(vec![
        Change::CallerRevised(caller),
        Change::CaseRevised(case),
    ])
}

/// Whoever was called at the number on file, or came in person, is recognised, and heard again after too many failures.
fn met(
    mut case: Case,
    account: &Account,
    method: Method,
    book: &Book,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut caller = caller(book, account.id);
    note(&mut caller, method, Heard::Unlocked, &case, desk, context);
    recognise(&mut case, account, method, true, book, desk, context)?;
    Ok(vec![
        Change::CallerRevised(caller),
        Change::CaseRevised(case),
    ])
}

fn note(
    caller: &mut Caller,
    method: Method,
    heard: Heard,
    case: &Case,
    desk: &Desk,
    context: &Context<'_>,
) {
    let last = caller.attempts.last().map(|attempt| attempt.at);
    caller.attempts.push(Attempt {
        at: last.map_or(context.now, |last| last.max(context.now)),
        by: desk.person,
        case: Some(case.id),
        method,
        heard,
    });
    let surplus = caller.attempts.len().saturating_sub(REMEMBERED);
    caller.attempts.drain(..surplus);
}

fn recognise(
    case: &mut Case,
    account: &Account,
    method: Method,
    is_right: bool,
    book: &Book,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<(), Refused> {
    let what = if is_right {
        Happening::Verified {
            method,
            level: level(method, account, &book.policy().identity, context.today),
            invoice: None,
        }
    } else {
        Happening::NotVerified(method)
    };
    add(case, what, desk, context)
}
