//! Contracts: adding, amending, resting, ending; and charges that wait for the next bill.

use super::account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::{Contract, EndCause, Pause, Service, Terms};
use crate::billing::id::{ChargeId, ContractId, ServiceId};
use crate::billing::plan::{self, PlanChange};
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::calendar::is_supported;
use chrono::NaiveDate;

pub(super) fn add(book: &Book, contract: Contract) -> Result<Vec<Change>, Refusal> {
    account::find_open(book, contract.account)?;
    check(book, &contract)?;
    if book.contracts.contains_key(&contract.id) {
        return Err(Refusal::field(
            Field::Number,
            RefusalKind::Taken {
                what: contract.number,
            },
        ));
    }
    Ok(vec![Change::ContractAdded(contract)])
}

pub(super) fn revise(book: &Book, contract: Contract) -> Result<Vec<Change>, Refusal> {
    let before = find(book, contract.id)?;
    let kept = Contract {
        number: contract.number,
        name: contract.name,
        notice: contract.notice,
        minimum_term: contract.minimum_term,
        order_reference: contract.order_reference,
        notes: contract.notes,
        ..before.clone()
    };
    keep(book, kept)
}

pub(super) fn amend(
    book: &Book,
    id: ContractId,
    service: ServiceId,
    terms: Terms,
) -> Result<Vec<Change>, Refusal> {
    amend_all(book, id, service, vec![terms])
}

/// Terms of a service from the first of some days on, each from its own day; terms in between give way.
pub(super) fn amend_all(
    book: &Book,
    id: ContractId,
    service: ServiceId,
    terms: Vec<Terms>,
) -> Result<Vec<Change>, Refusal> {
    let Some(from) = terms.first().map(|terms| terms.from) else {
        return Ok(Vec::new());
    };
    let mut contract = find(book, id)?.clone();
    check_in_force(&contract, from)?;
    let service = contract.service_mut(service)?;
    reach(service, from)?;
    if from < service.starts {
        return Err(Refusal::field(
            Field::Effective,
            RefusalKind::TooEarly {
                earliest: service.starts,
            },
        ));
    }
    service.terms.retain(|other| other.from < from);
    service.terms.extend(terms);
    keep(book, contract)
}

pub(super) fn add_service(
    book: &Book,
    id: ContractId,
    service: Service,
) -> Result<Vec<Change>, Refusal> {
    let mut contract = find(book, id)?.clone();
    check_in_force(&contract, service.starts)?;
    if contract.service(service.id).is_some() {
        return Err(Refusal::field(
            Field::Product,
            RefusalKind::Taken {
                what: service.description,
            },
        ));
    }
    contract.services.push(service);
    keep(book, contract)
}

pub(super) fn end_service(
    book: &Book,
    id: ContractId,
    service: ServiceId,
    last_day: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let mut contract = find(book, id)?.clone();
    let service = contract.service_mut(service)?;
    reach_after(service, last_day)?;
    if last_day < service.starts {
        return Err(Refusal::field(
            Field::LastDay,
            RefusalKind::TooEarly {
                earliest: service.starts,
            },
        ));
    }
    service.last_day = Some(last_day);
    keep(book, contract)
}

pub(super) fn pause(
    book: &Book,
    id: ContractId,
    from: NaiveDate,
    resumes: Option<NaiveDate>,
) -> Result<Vec<Change>, Refusal> {
    let mut contract = find(book, id)?.clone();
    check_in_force(&contract, from)?;
    for service in &contract.services {
        reach(service, from)?;
    }
    let overlaps = contract.pauses.iter().any(|other| {
        let ends_before = other
            .resumes
            .is_some_and(|other_resumes| other_resumes <= from);
        let begins_after = resumes.is_some_and(|resumes| resumes <= other.from);
        !ends_before && !begins_after
    });
    if overlaps {
        return Err(Refusal::field(Field::Effective, RefusalKind::PauseOverlap));
    }
    contract.pauses.push(Pause { from, resumes });
    contract.pauses.sort_by_key(|pause| pause.from);
    keep(book, contract)
}

pub(super) fn resume(
    book: &Book,
    id: ContractId,
    resumes: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let mut contract = find(book, id)?.clone();
    let latest = contract
        .pauses
        .iter()
        .rposition(|pause| pause.from <= resumes);
    let Some(index) = latest else {
        return Err(Refusal::field(Field::Resumes, RefusalKind::PauseOverlap));
    };
    let pause = contract.pauses[index];
    let first_change = pause.resumes.map_or(resumes, |before| before.min(resumes));
    for service in &contract.services {
        reach(service, first_change)?;
    }
    if resumes == pause.from {
        // It never rested.
        contract.pauses.remove(index);
    } else {
        contract.pauses[index].resumes = Some(resumes);
    }
    keep(book, contract)
}

pub(super) fn change_plan(
    book: &Book,
    change: &PlanChange,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let contract = plan::changed(book, change, today)?;
    account::find_open(book, contract.account)?;
    keep(book, contract)
}

/// How a contract ends.
pub(super) struct End {
    pub last_day: NaiveDate,
    pub reason: String,
    pub cause: Option<EndCause>,
    pub waive_notice: bool,
}

pub(super) fn end(
    book: &Book,
    id: ContractId,
    end: End,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    let End {
        last_day,
        reason,
        cause,
        waive_notice,
    } = end;
    let mut contract = find(book, id)?.clone();
    let bound = contract.earliest_end(today);
    if last_day < bound && !waive_notice {
        return Err(Refusal::field(
            Field::LastDay,
            RefusalKind::Bound { until: bound },
        ));
    }
    if last_day < contract.starts {
        return Err(Refusal::field(
            Field::LastDay,
            RefusalKind::TooEarly {
                earliest: contract.starts,
            },
        ));
    }
    for service in &contract.services {
        reach_after(service, last_day)?;
    }
    contract.last_day = Some(last_day);
    contract.end_reason = reason;
    contract.end_cause = cause;
    contract.end_asked = Some(today);
    keep(book, contract)
}

pub(super) fn withdraw_end(book: &Book, id: ContractId) -> Result<Vec<Change>, Refusal> {
    let mut contract = find(book, id)?.clone();
    account::find_open(book, contract.account)?;
    contract.last_day = None;
    contract.end_reason.clear();
    contract.end_cause = None;
    contract.end_asked = None;
    keep(book, contract)
}

pub(super) fn add_charge(book: &Book, charge: PendingCharge) -> Result<Vec<Change>, Refusal> {
    let account = account::find_open(book, charge.account)?;
    required(&charge.item.description, Field::Description)?;
    if charge.item.quantity.is_zero() || charge.item.quantity.is_negative() {
        return Err(Refusal::field(Field::Quantity, RefusalKind::NotPositive));
    }
    if !is_supported(charge.on) {
        return Err(Refusal::field(Field::Date, RefusalKind::DateOutOfRange));
    }
    if let Some(contract) = charge.contract
        && find(book, contract)?.account != account.id
    {
        return Err(Refusal::field(Field::Account, RefusalKind::OtherAccount));
    }
    if book.charges.contains_key(&charge.id) {
        return Err(Refusal::field(
            Field::Description,
            RefusalKind::Taken {
                what: charge.item.description,
            },
        ));
    }
    // What can't be priced now can't be billed later.
    let tax = account
        .treatment
        .over(&charge.item.tax)
        .on(book.seller.address.country, charge.on)
        .ok_or(Refusal::field(
            Field::Tax,
            RefusalKind::NoTaxRate { on: charge.on },
        ))?;
    let at = crate::billing::refusal::Location::Field(Field::Price);
    charge.item.price(account.currency, tax, at)?;
    Ok(vec![Change::ChargeAdded(charge)])
}

pub(super) fn withdraw_charge(book: &Book, id: ChargeId) -> Result<Vec<Change>, Refusal> {
    if !book.charges.contains_key(&id) {
        return Err(Refusal::unknown(Field::Description));
    }
    Ok(vec![Change::ChargeRemoved(id)])
}

fn find(book: &Book, id: ContractId) -> Result<&Contract, Refusal> {
    book.contracts
        .get(&id)
        .ok_or(Refusal::unknown(Field::Number))
}

fn keep(book: &Book, contract: Contract) -> Result<Vec<Change>, Refusal> {
    check(book, &contract)?;
    Ok(vec![Change::ContractRevised(contract)])
}

/// Checks what holds for a contract by itself and within the book.
pub(super) fn check(book: &Book, contract: &Contract) -> Result<(), Refusal> {
    contract.check()?;
    let account = account::find(book, contract.account)?;
    check_within(contract, account.currency)?;
    let same = |other: &&Contract| {
        other.id != contract.id && other.number.trim() == contract.number.trim()
    };
    if let Some(other) = book.contracts.values().find(same) {
        return Err(Refusal::field(
            Field::Number,
            RefusalKind::Taken {
                what: other.name.clone(),
            },
        ));
    }
    for product in contract
        .services
        .iter()
        .filter_map(|service| service.product)
    {
        if !book.products.contains_key(&product) {
            return Err(Refusal::unknown(Field::Product));
        }
    }
    Ok(())
}

pub(super) fn check_within(
    contract: &Contract,
    currency: crate::money::Currency,
) -> Result<(), Refusal> {
    if contract.currency != currency {
        return Err(Refusal::field(
            Field::Currency,
            RefusalKind::CurrencyMismatch {
                expected: currency,
                found: contract.currency,
            },
        ));
    }
    let services = contract.services.iter().flat_map(|service| {
        service
            .terms
            .iter()
            .map(|terms| terms.from)
            .chain([service.starts])
            .chain(service.last_day)
    });
    let pauses = contract
        .pauses
        .iter()
        .flat_map(|pause| [pause.from].into_iter().chain(pause.resumes));
    let mut days = [contract.starts, contract.cycle.anchor]
        .into_iter()
        .chain(contract.last_day)
        .chain(contract.minimum_term)
        .chain(services)
        .chain(pauses);
    if days.any(|day| !is_supported(day)) {
        return Err(Refusal::field(Field::Starts, RefusalKind::DateOutOfRange));
    }
    Ok(())
}

fn check_in_force(contract: &Contract, day: NaiveDate) -> Result<(), Refusal> {
    if contract.last_day.is_some_and(|last| last < day) {
        return Err(Refusal::field(Field::Effective, RefusalKind::ContractEnded));
    }
    if day < contract.starts {
        return Err(Refusal::field(
            Field::Effective,
            RefusalKind::TooEarly {
                earliest: contract.starts,
            },
        ));
    }
    Ok(())
}

/// A change can't reach days that are billed for good; a credit note can.
fn reach(service: &Service, day: NaiveDate) -> Result<(), Refusal> {
    match service.closed_before.filter(|closed| day < *closed) {
        Some(closed) => Err(Refusal::field(
            Field::Effective,
            RefusalKind::TooEarly { earliest: closed },
        )),
        None => Ok(()),
    }
}

fn reach_after(service: &Service, last_day: NaiveDate) -> Result<(), Refusal> {
    let earliest = service.closed_before.and_then(|closed| closed.pred_opt());
    match earliest.filter(|earliest| last_day < *earliest) {
        // A service that ended before is not touched by a later end of its contract.
        Some(_) if service.last_day.is_some_and(|last| last <= last_day) => Ok(()),
        Some(earliest) => Err(Refusal::field(
            Field::LastDay,
            RefusalKind::TooEarly { earliest },
        )),
        None => Ok(()),
    }
}
