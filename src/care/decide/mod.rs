//! Decisions at the desk: a wish and the book become changes, or a refusal. Pure, like billing's.
//!
//! Everything a person asks goes through [`decide`], what they ask of billing too: here it is looked at whether their role may
//! do it, and, while a customer is on the line with them, whether it is known surely enough who that is.

mod caller;
mod case;
mod experiment;
mod follow;
mod grant;
mod letter;
mod person;

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::command::Command as Billing;
use crate::billing::decide::{self as billing, Context, Needs};
use crate::billing::desk::caller::Level;
use crate::billing::desk::case::{Case, CaseEvent, Happening};
use crate::billing::id::{CaseId, PersonId};
use crate::billing::refusal::{Field, Refusal};
use crate::care::caller::FactTable;
use crate::care::case::{is_matter_of, is_on_line, recognition};
use crate::care::command::{Command, Wish};
use crate::care::concern::concerns;
use crate::care::permission::{needs as least_role, role_of};
use crate::care::refusal::Refused;
use crate::money::Money;
use chrono::{DateTime, Utc};

/// More events than any case has.
const MOST_EVENTS: usize = 5_000;

/// Who asks, and what they were shown.
#[derive(Clone, Debug, Default)]
pub struct Desk {
    /// Who works at the device, if somebody said so.
    pub person: Option<PersonId>,
    /// What callers can be asked; only where [`needs_facts`] says so.
    pub facts: Option<FactTable>,
    /// Whether something is found to be owed to the customer; only where [`needs_review`] names them.
    pub has_open_finding: Option<bool>,
    /// What the customer was billed within the last 365 days, with VAT, less credit notes; only where [`needs_review`] names
    /// them.
    pub spend_12_months: Option<Money>,
}

/// What has to be fetched for a wish; ask again with what was fetched, until nothing more is named.
pub fn needs(book: &Book, wish: &Wish, fetched: &billing::Fetched) -> Needs {
    let mut needs = match wish {
        Wish::Billing(command) => billing::needs(book, command, fetched),
        Wish::Care(_) => Needs::default(),
    };
    if let Wish::Care(Command::ShowPaper {
        invoice: Some(invoice),
        ..
    }) = wish
        && !fetched.invoices.contains_key(invoice)
    {
        needs.invoices.push(*invoice);
    }
    needs
}

/// Whether a wish needs the facts that callers can be asked.
pub fn needs_facts(wish: &Wish) -> bool {
    matches!(wish, Wish::Care(Command::HearFacts { .. }))
}

/// The account whose fair treatment has to be looked at before a wish is decided.
pub fn needs_review(book: &Book, wish: &Wish) -> Option<crate::billing::id::AccountId> {
    match wish {
        Wish::Care(Command::AskGrant(grant)) => book
            .contracts
            .get(&grant.contract)
            .map(|contract| contract.account),
        Wish::Care(Command::ApproveGrant { grant, .. }) => {
            book.grants.get(grant).map(|grant| grant.account)
        }
        _ => None,
    }
}

/// Decides a wish.
pub fn decide(
    book: &Book,
    wish: Wish,
    desk: &Desk,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let least = least_role(book, &wish, desk.person, context.today);
    if role_of(book, desk.person) < least {
        return Err(Refused::NotPermitted { needs: least });
    }
    check_caller(book, &wish, desk, context)?;
    match wish {
        Wish::Billing(command) => {
            if let Billing::RevisePerson(person) = &command {
                person::check_owner_remains(book, person)?;
            }
            let before = match &command {
                Billing::ReviseAccount(account) => book.accounts.get(&account.id).cloned(),
                // What was told of the other account is new contact data of this one.
                Billing::MergeAccounts { into, .. } => book.accounts.get(into).cloned(),
                _ => None,
            };
            let merged_into = match &command {
                Billing::MergeAccounts { into, .. } => Some(*into),
                _ => None,
            };
            let deed = follow::Deed::of(&command);
            let mut changes = billing::decide(book, command, context)?;
            if let Some(deed) = deed {
                deed.write(book, &mut changes, desk, context)?;
            }
            if let Some(into) = merged_into {
                case::now_of(into, &mut changes, desk, context)?;
            }
            if let Some(before) = before {
                letter::tell_of_new_contact_data(book, &before, &mut changes, context);
            }
            Ok(changes)
        }
        Wish::Care(command) => decide_care(book, command, desk, context),
    }
}

fn decide_care(
    book: &Book,
    command: Command,
    desk: &Desk,
    context: &mut Context<'_>,
) -> Result<Vec<Change>, Refused> {
    match command {
        Command::CallIn { case, phone } => case::call_in(book, case, phone, desk, context),
        Command::OpenCase(new) => case::open(book, new, desk, context),
        Command::EnterCall {
            case,
            phone,
            rang,
            answered,
            ended,
        } => case::enter(book, case, phone, (rang, answered, ended), desk, context),
        Command::Answer(case) => case::answer(book, case, desk, context),
        Command::Abandon(case) => case::abandon(book, case, desk, context),
        Command::HangUp(case) => case::hang_up(book, case, desk, context),
        Command::StillThere(case) => {
            case::on_line(book, case, Happening::StillThere, desk, context)
        }
        Command::CallOut { case, phone } => case::call_out(book, case, phone, desk, context),
        Command::NotReached(case) => {
            case::on_line(book, case, Happening::NotReached, desk, context)
        }
        Command::NameCase { case, account } => case::name(book, case, account, desk, context),
        Command::Assign { case, to } => case::assign(book, case, to, desk, context),
        Command::Sort {
            case,
            kind,
            priority,
            subject,
        } => case::sort(book, case, (kind, priority, subject), desk, context),
        Command::Record { case, what } => case::record(book, case, what, desk, context),
        Command::PromiseCallBack { case, call } => {
            case::promise_call_back(book, case, call, desk, context)
        }
        Command::Resolve {
            case,
            outcome,
            note,
        } => case::resolve(book, case, outcome, note, desk, context),
        Command::Reopen(case) => case::reopen(book, case, desk, context),

        Command::ShowPaper {
            case,
            invoice,
            number,
            total,
            due,
        } => caller::show_paper(book, case, invoice, (number, total, due), desk, context),
        Command::HearPhrase { case, hash, pepper } => {
            caller::hear_phrase(book, case, &hash, pepper, desk, context)
        }
        Command::HearFacts { case, facts } => caller::hear_facts(book, case, &facts, desk, context),
        Command::RecogniseByCallBack(case) => {
            caller::recognise_by_call_back(book, case, desk, context)
        }
        Command::RecogniseByVisit(case) => caller::recognise_by_visit(book, case, desk, context),
        Command::SetPhrase {
            account,
            secret,
            enrolment,
        } => caller::set_phrase(book, account, secret, enrolment, context),

        Command::TakeOver { person, hash } => {
            check_no_call(book, desk, context)?;
            person::take_over(book, person, hash.as_ref())
        }
        Command::SetPin {
            person,
            hash,
            pin,
            recovery,
        } => person::set_pin(book, person, hash.as_ref(), (pin, recovery), desk),
        Command::Recover { person, hash } => {
            check_no_call(book, desk, context)?;
            person::recover(book, person, &hash)
        }

        Command::AskGrant(grant) => grant::ask(book, grant, desk, context),
        Command::ApproveGrant { grant, note } => grant::approve(book, grant, note, desk, context),
        Command::DeclineGrant { grant, note } => grant::decline(book, grant, note, desk, context),
        Command::WithdrawGrant(grant) => grant::withdraw(book, grant, desk, context),

        Command::PlanExperiment(plan) => experiment::plan(book, plan),
        Command::StartExperiment(id) => experiment::start(book, id, context),
        Command::StopExperiment {
            experiment,
            adopted,
        } => experiment::stop(book, experiment, adopted, context),
        Command::DrawLot { case, experiment } => {
            experiment::draw(book, case, experiment, desk, context)
        }
        Command::SetLotAside {
            case,
            experiment,
            why,
        } => experiment::set_aside(book, case, experiment, why, desk, context),

        Command::SendLetter { letter, way } => letter::send(book, letter, way, context),
        Command::RevisePolicy(policy) => {
            policy.check()?;
            Ok(vec![Change::PolicyRevised(policy)])
        }
    }
}

/// While somebody is on the line with the one who asks, what is done to accounts needs to know who that is.
fn check_caller(
    book: &Book,
    wish: &Wish,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<(), Refused> {
    let Some(case) = live_call(book, desk.person, context.now) else {
        return Ok(());
    };
    let identity = book.policy().identity;
    let known = recognition(case, &identity, context.now);
    for concern in concerns(book, context.fetched, wish) {
        // Recognised is the caller as the customer of one account and what was merged with it, and of no other.
        let is_theirs = is_matter_of(book, case, concern.account);
        let is_known = match concern.level {
            Level::L1 if known.level == Level::L1 => known.invoice == concern.invoice,
            level => known.level >= level,
        };
        if !(is_theirs && is_known) {
            return Err(Refused::NotVerified {
                case: case.number,
                needs: concern.level,
            });
        }
    }
    Ok(())
}

/// Whoever takes over has nobody on the line, and would see what the caller of the one before may not.
fn check_no_call(book: &Book, desk: &Desk, context: &Context<'_>) -> Result<(), Refused> {
    match live_call(book, desk.person, context.now) {
        Some(call) => Err(Refused::OnCall { case: call.number }),
        None => Ok(()),
    }
}

/// The call that somebody has on the line.
pub fn live_call(book: &Book, person: Option<PersonId>, now: DateTime<Utc>) -> Option<&Case> {
    book.unsettled_cases()
        .find(|case| is_on_line(case, person, now))
}

fn find(book: &Book, case: CaseId) -> Result<&Case, Refused> {
    let found = book.cases.get(&case);
    found.ok_or_else(|| Refusal::unknown(Field::Lines).into())
}

fn account(book: &Book, id: crate::billing::id::AccountId) -> Result<&Account, Refused> {
    let found = book.accounts.get(&id);
    found.ok_or_else(|| Refusal::unknown(Field::Account).into())
}

/// The case with one more thing that happened, now. A clock that was set back is taken to stand still, and that is written down.
fn add(
    case: &mut Case,
    what: Happening,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<(), Refused> {
    if case.events.len() >= MOST_EVENTS {
        return Err(Refused::CaseTooLong);
    }
    let last = case.events.last().map(|event| event.at);
    case.events.push(CaseEvent {
        at: last.map_or(context.now, |last| last.max(context.now)),
        by: desk.person,
        is_clock_behind: last.is_some_and(|last| context.now < last),
        is_late_entry: false,
        what,
    });
    Ok(())
}
