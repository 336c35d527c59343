//! Discounts at discretion: asked for, approved, given.
//!
//! What was asked is bound by a digest; an approval of something that has changed since is refused, so that nobody approves
//! twenty per cent and gives forty.

use super::{Desk, add};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::contract::{Contract, Service};
use crate::billing::decide::{Context, amend_service};
use crate::billing::desk::case::{Case, CaseKind, Happening};
use crate::billing::desk::grant::{Decided, Grant, GrantKind, GrantState};
use crate::billing::desk::role::Role;
use crate::billing::id::{AccountId, CaseId, GrantId};
use crate::billing::journal::Hash;
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::care::authority::Verdict;
use crate::care::case::{Phase, is_matter_of};
use crate::care::command::NewGrant;
use crate::care::offer::{self, Circumstances, Judged, Known, Unjudged};
use crate::care::permission::{is_sole_operator, role_of};
use crate::care::refusal::Refused;
use chrono::Days;

/// What is asked, and what became of asking.
struct Asked<'a> {
    contract: &'a Contract,
    service: &'a Service,
    found: Judged,
    binding: Hash,
}

pub(super) fn ask(
    book: &Book,
    new: NewGrant,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    if book.grants.contains_key(&new.id) {
        let what = new.reason_code;
        return Err(Refusal::field(Field::Reduction, RefusalKind::Taken { what }).into());
    }
    let role = role_of(book, desk.person);
    let asked = judged(book, &new, role, desk, context)?;
    let account = asked.contract.account;
    // What waits and was overtaken by a change is void, and may be asked for anew.
    let mut waiting = book.grants_of(account).filter(|grant| grant.is_waiting());
    if waiting.any(|grant| grant.binding == asked.binding) {
        return Err(Refused::AskedAlready);
    }
    let (Some(effect), Some(expiry)) = (asked.found.judgement.effect, new.expiry) else {
        return Err(refused(&asked));
    };
    if expiry < context.today {
        let earliest = context.today;
        return Err(Refusal::field(Field::DueDate, RefusalKind::TooEarly { earliest }).into());
    }
    let latest = Days::new(book.policy().discounts.offer_days.into());
    if let Some(latest) = context
        .today
        .checked_add_days(latest)
        .filter(|last| *last < expiry)
    {
        return Err(Refusal::field(Field::DueDate, RefusalKind::TooLate { latest }).into());
    }
    check_first_offer(book, &new, account)?;
    // What could not be given is not asked for, either.
    let given = give(book, &asked, &new)?;
    let state = match asked.found.judgement.verdict {
        Verdict::Refuse => return Err(refused(&asked)),
        Verdict::NeedsApproval(needs) => GrantState::Waiting { needs },
        Verdict::Grant => GrantState::Given(decided(desk, context, String::new(), false)),
    };
    let is_given = matches!(state, GrantState::Given(_));
    let grant = Grant {
        id: new.id,
        account,
        contract: new.contract,
        service: new.service,
        case: new.case,
        kind: new.kind,
        severity: new.severity,
        percent: new.percent,
        months: new.months,
        from: new.from,
        expiry,
        reason_code: new.reason_code.trim().to_owned(),
        note: new.note.trim().to_owned(),
        price: asked.found.ask.price,
        total: effect.total,
        binding: asked.binding,
        asked_by: desk.person,
        asked_at: context.now,
        state,
    };
    let mut changes = Vec::new();
    if is_given {
        changes.extend(given);
    }
    let what = if is_given {
        Happening::Granted(new.id)
    } else {
        Happening::Offered(new.id)
    };
    changes.push(Change::GrantRevised(grant));
    changes.extend(noted(book, new.case, what, desk, context)?);
    Ok(changes)
}

/// Whoever wants to leave hears one offer and no more (Finnish Consumer Ombudsman, 4/2025, on obstructed cancelling). What was
/// asked for and declined was never offered.
fn check_first_offer(book: &Book, new: &NewGrant, account: AccountId) -> Result<(), Refused> {
    if new.kind != GrantKind::Retention {
        return Ok(());
    }
    let is_leaving = |case: &&Case| case.kind == CaseKind::Cancel;
    let named = new
        .case
        .and_then(|id| book.cases.get(&id))
        .filter(is_leaving);
    let open = || {
        let mut cases = book.unsettled_cases();
        cases.find(|case| is_leaving(case) && is_matter_of(book, case, account))
    };
    let Some(case) = named.or_else(open) else {
        return Ok(());
    };
    let began = case.opened_at();
    let was_made = book.grants_of(account).any(|grant| {
        grant.kind == GrantKind::Retention
            && grant.asked_at >= began
            && !matches!(grant.state, GrantState::Declined(_))
    });
    if was_made {
        return Err(Refused::OfferedAlready { case: case.number });
    }
    Ok(())
}

pub(super) fn approve(
    book: &Book,
    id: GrantId,
    note: String,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let grant = waiting(book, id)?;
    let is_sole = is_sole_operator(book, desk.person);
    // What nobody put their name to may have been asked by anybody, this person too; an owner answers for it.
    let is_unnamed = grant.asked_by.is_none() && role_of(book, desk.person) < Role::Owner;
    if is_unnamed && !is_sole {
        return Err(Refused::NotPermitted { needs: Role::Owner });
    }
    if grant.asked_by == desk.person && !is_sole {
        return Err(Refused::OwnRequest);
    }
    // Where nobody else works, nobody else could decide: it is given, and written down as that.
    let role = if is_sole {
        Role::Owner
    } else {
        role_of(book, desk.person)
    };
    if grant.expiry < context.today {
        return Err(Refused::Expired { on: grant.expiry });
    }
    let new = offer::asked(grant);
    let asked = judged(book, &new, role, desk, context)?;
    // The approval is of exactly what was asked.
    if asked.binding != grant.binding {
        return Err(Refused::Outdated);
    }
    match asked.found.judgement.verdict {
        Verdict::Grant => {}
        Verdict::NeedsApproval(needs) => return Err(Refused::NotPermitted { needs }),
        Verdict::Refuse => return Err(refused(&asked)),
    }
    let mut changes = give(book, &asked, &new)?;
    changes.push(Change::GrantRevised(Grant {
        state: GrantState::Given(decided(desk, context, note, is_sole)),
        ..grant.clone()
    }));
    changes.extend(noted(
        book,
        grant.case,
        Happening::Granted(id),
        desk,
        context,
    )?);
    Ok(changes)
}

pub(super) fn decline(
    book: &Book,
    id: GrantId,
    note: String,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let grant = waiting(book, id)?;
    if note.trim().is_empty() {
        return Err(Refusal::field(Field::Reason, RefusalKind::Empty).into());
    }
    let state = GrantState::Declined(decided(desk, context, note, false));
    Ok(vec![Change::GrantRevised(Grant {
        state,
        ..grant.clone()
    })])
}

pub(super) fn withdraw(
    book: &Book,
    id: GrantId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let grant = waiting(book, id)?;
    let is_own = grant.asked_by == desk.person;
    if !is_own && role_of(book, desk.person) < Role::Lead {
        return Err(Refused::NotPermitted { needs: Role::Lead });
    }
    let state = GrantState::Withdrawn(decided(desk, context, String::new(), false));
    Ok(vec![Change::GrantRevised(Grant {
        state,
        ..grant.clone()
    })])
}

fn waiting(book: &Book, id: GrantId) -> Result<&Grant, Refused> {
    let grant = book
        .grants
        .get(&id)
        .ok_or_else(|| Refusal::unknown(Field::Reduction))?;
    if grant.is_waiting() {
        Ok(grant)
    } else {
        Err(Refused::NotWaiting)
    }
}

fn judged<'a>(
    book: &'a Book,
    new: &NewGrant,
    role: Role,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Asked<'a>, Refused> {
    let contract = book
        .contracts
        .get(&new.contract)
        .ok_or_else(|| Refusal::unknown(Field::Product))?;
    let service = contract
        .service(new.service)
        .ok_or_else(|| Refusal::unknown(Field::Product))?;
    if let Some(latest) = service.last_day.filter(|last| *last < new.from) {
        return Err(Refusal::field(Field::Effective, RefusalKind::TooLate { latest }).into());
    }
    let discounts = book.policy().discounts;
    if discounts.asks_for_spend() && desk.spend_12_months.is_none() {
        return Err(Refused::NotFetched);
    }
    let known = Known {
        has_open_finding: desk.has_open_finding.ok_or(Refused::NotFetched)?,
        spend_12_months: desk.spend_12_months,
    };
    let circumstances = Circumstances::of(book, contract.account, new.id, known, context.now);
    let no_price = |on| {
        let currency = contract.currency;
        Refusal::field(Field::Effective, RefusalKind::NoPrice { currency, on })
    };
    let found =
        offer::judged(book, contract, service, new, role, &circumstances).map_err(|unjudged| {
            match unjudged {
                Unjudged::NoPrice { on } => no_price(on),
                Unjudged::Currency => Refusal::field(
                    Field::Currency,
                    RefusalKind::CurrencyMismatch {
                        expected: discounts.budget.currency(),
                        found: contract.currency,
                    },
                ),
            }
        })?;
    let binding = offer::binding(book, contract, service, new).ok_or_else(|| no_price(new.from))?;
    Ok(Asked {
        contract,
        service,
        found,
        binding,
    })
}

fn refused(asked: &Asked<'_>) -> Refused {
    Refused::Discount {
        nearest: asked.found.nearest(),
        why: asked.found.judgement.reasons.clone(),
    }
}

/// The contract with the discount in it.
fn give(book: &Book, asked: &Asked<'_>, new: &NewGrant) -> Result<Vec<Change>, Refused> {
    let terms = offer::terms(book, asked.contract, asked.service, new)
        .ok_or_else(|| Refusal::field(Field::Effective, RefusalKind::DateOutOfRange))?;
    Ok(amend_service(book, new.contract, new.service, terms)?)
}

fn decided(desk: &Desk, context: &Context<'_>, note: String, is_sole_operator: bool) -> Decided {
    Decided {
        by: desk.person,
        at: context.now,
        note: note.trim().to_owned(),
        is_sole_operator,
    }
}

/// Written down in the case, where there is one and it is not settled.
fn noted(
    book: &Book,
    case: Option<CaseId>,
    what: Happening,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Option<Change>, Refused> {
    let Some(case) = case.and_then(|id| book.cases.get(&id)) else {
        return Ok(None);
    };
    if Phase::of(case).is_resolved() {
        return Ok(None);
    }
    let mut case = case.clone();
    add(&mut case, what, desk, context)?;
    Ok(Some(Change::CaseRevised(case)))
}
