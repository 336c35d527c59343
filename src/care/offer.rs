//! A discount at discretion on one service: what it is judged by, and what it makes of the contract's terms.

use crate::billing::book::Book;
use crate::billing::contract::{Contract, Discount, Service, Terms};
use crate::billing::desk::grant::{Grant, GrantKind};
use crate::billing::desk::role::Role;
use crate::billing::id::{AccountId, GrantId};
use crate::billing::journal::Hash;
use crate::billing::line::Reduction;
use crate::calendar::CycleUnit;
use crate::care::authority::{Ask, Kind};
use crate::care::command::NewGrant;
use crate::money::{Money, Percent, Quantity, Rounding, UnitPrice};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;

/// Days within which discounts at discretion are counted.
const YEAR: TimeDelta = TimeDelta::days(365);

/// What a discount is judged by; none where the service has no price on that day, or more digits than can be counted.
pub fn ask(
    book: &Book,
    contract: &Contract,
    service: &Service,
    new: &NewGrant,
    role: Role,
    circumstances: &Circumstances,
) -> Option<Ask> {
    let product = service.product.and_then(|id| book.products.get(&id));
    let terms = service.terms_on(new.from)?;
    let unit = service.price_on(product, contract.currency, new.from)?;
    let price = a_month(contract, terms.quantity, unit)?;
    let cost = match product.and_then(|product| product.cost) {
        Some(cost) => a_month(contract, terms.quantity, cost)?,
        None => Money::zero(contract.currency),
    };
    Some(Ask {
        kind: match new.kind {
            GrantKind::Goodwill => Kind::Goodwill,
            GrantKind::Retention => Kind::Retention,
        },
        role,
        price,
        cost,
        active: active(contract, terms, price, new.from)
            .into_iter()
            .collect(),
        percent: new.percent,
        months: new.months,
        grants_last_year: circumstances.grants_last_year,
        budget_left: circumstances.budget_left,
        expiry: new.expiry,
        reason_code: Some(new.reason_code.clone()),
        is_in_collection: circumstances.is_in_collection,
        has_open_finding: circumstances.has_open_finding,
    })
}

/// What else counts for a discount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Circumstances {
    /// What was given to the customer at discretion within the last 365 days.
    pub grants_last_year: u32,
    /// What is left of the calendar month's budget.
    pub budget_left: Money,
    /// Whether the customer's debts are being collected.
    pub is_in_collection: bool,
    /// Whether something is found to be owed to the customer.
    pub has_open_finding: bool,
}

impl Circumstances {
    /// Those of an account now. A discount that is being decided is not counted against itself.
    pub fn of(
        book: &Book,
        account: AccountId,
        except: GrantId,
        has_open_finding: bool,
        now: DateTime<Utc>,
    ) -> Circumstances {
        let others = || book.grants.values().filter(move |grant| grant.id != except);
        let recent = others()
            .filter(|grant| grant.account == account)
            .filter_map(Grant::given_at)
            .filter(|at| now - *at < YEAR)
            .count();
        let policy = book.policy();
        let zone = policy.hours.zone;
        let month = |at: DateTime<Utc>| {
            let day = at.with_timezone(&zone).date_naive();
            (day.year(), day.month())
        };
        let budget = policy.discounts.budget;
        let left = others()
            .filter(|grant| grant.given_at().is_some_and(|at| month(at) == month(now)))
            .filter(|grant| grant.total.currency() == budget.currency())
            .fold(budget, |left, grant| {
                left.checked_sub(grant.total).unwrap_or(left)
            });
        Circumstances {
            grants_last_year: u32::try_from(recent).unwrap_or(u32::MAX),
            budget_left: left,
            is_in_collection: false,
            has_open_finding,
        }
    }
}

/// The terms of a service while and after a discount holds: a list of terms to be agreed one after the other.
///
/// Discounts that are active already are not lost: while both hold they count together (`1 − Π(1 − dᵢ)`, to six decimals of a
/// per cent), before and after each holds by itself.
pub fn terms(contract: &Contract, service: &Service, new: &NewGrant) -> Option<Vec<Terms>> {
    let last = last_day(new)?;
    let after = last.checked_add_days(Days::new(1))?;
    // Terms that begin while the discount holds are discounted, too.
    let mut begins: Vec<NaiveDate> = vec![new.from];
    begins.extend(
        service
            .terms
            .iter()
            .map(|terms| terms.from)
            .filter(|from| new.from < *from && *from <= last),
    );
    let ends = service
        .terms
        .iter()
        .filter_map(|terms| terms.discount.as_ref()?.until)
        .filter_map(|until| until.checked_add_days(Days::new(1)))
        .filter(|day| new.from < *day && *day <= last);
    begins.extend(ends);
    begins.push(after);
    begins.sort_unstable();
    begins.dedup();
    let mut all = Vec::new();
    for from in begins {
        let before = service.terms_on(from)?;
        let held = before
            .discount
            .clone()
            .filter(|discount| discount.until.is_none_or(|until| from <= until));
        let discount = if from == after {
            held
        } else {
            Some(together(held, new, contract, service, from, last)?)
        };
        all.push(Terms {
            from,
            discount,
            ..before.clone()
        });
    }
    // Terms that begin later stand as they are.
    all.extend(
        service
            .terms
            .iter()
            .filter(|terms| terms.from > after)
            .cloned(),
    );
    Some(all)
}

/// The last day on which a discount holds.
pub fn last_day(new: &NewGrant) -> Option<NaiveDate> {
    new.from
        .checked_add_months(Months::new(new.months))?
        .checked_sub_days(Days::new(1))
}

/// Binds an approval to exactly what was asked; any change of it gives another.
pub fn binding(account: AccountId, ask: &Ask, new: &NewGrant) -> Hash {
    let active: Vec<String> = ask
        .active
        .iter()
        .map(|percent| percent.value().normalize().to_string())
        .collect();
    let text = format!(
        "{account}|{}|{}|{}|{}|{}|{}|{}",
        new.contract,
        new.service,
        ask.percent.value().normalize(),
        ask.months,
        new.from,
        ask.price,
        active.join("+"),
    );
    Hash::of(text.as_bytes())
}

/// What was asked for, from the record of it.
pub fn asked(grant: &Grant) -> NewGrant {
    NewGrant {
        id: grant.id,
        contract: grant.contract,
        service: grant.service,
        case: grant.case,
        kind: grant.kind,
        percent: grant.percent,
        months: grant.months,
        from: grant.from,
        reason_code: grant.reason_code.clone(),
        note: grant.note.clone(),
        expiry: Some(grant.expiry),
    }
}

/// A price for a billing period as one for a month, rounded once.
fn a_month(contract: &Contract, quantity: Quantity, unit: UnitPrice) -> Option<Money> {
    let period = unit.value().checked_mul(quantity.value())?;
    let every = Decimal::from(contract.cycle.every);
    // A year of 365.2425 days has twelve months.
    let days = Decimal::new(30_436_875, 6);
    let month = match contract.cycle.unit {
        CycleUnit::Month => period.checked_div(every)?,
        CycleUnit::Year => period.checked_div(every.checked_mul(Decimal::from(12))?)?,
        CycleUnit::Week => period
            .checked_mul(days)?
            .checked_div(every.checked_mul(Decimal::from(7))?)?,
        CycleUnit::Day => period.checked_mul(days)?.checked_div(every)?,
    };
    Rounding::HalfAwayFromZero
        .reduce(month, contract.currency)
        .ok()
}

/// The discount that is active on a day, as a share of the month's price.
fn active(contract: &Contract, terms: &Terms, price: Money, on: NaiveDate) -> Option<Percent> {
    let discount = terms.discount.as_ref()?;
    if discount.until.is_some_and(|until| until < on) {
        return None;
    }
    match discount.reduction {
        Reduction::Percent(percent) => Some(percent),
        Reduction::Amount(amount) => {
            let month = a_month(
                contract,
                Quantity::ONE,
                UnitPrice::new(amount.to_decimal()).ok()?,
            )?;
            share(month, price)
        }
    }
}

fn share(some: Money, of: Money) -> Option<Percent> {
    let percent = some
        .to_decimal()
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(of.to_decimal())?;
    Percent::new(
        percent
            .round_dp(Percent::MAX_DECIMALS)
            .min(Decimal::ONE_HUNDRED),
    )
    .ok()
}

/// The discount of a stretch in which the new one holds, with the one that holds there anyway.
fn together(
    held: Option<Discount>,
    new: &NewGrant,
    contract: &Contract,
    service: &Service,
    from: NaiveDate,
    last: NaiveDate,
) -> Option<Discount> {
    let Some(held) = held else {
        return Some(Discount {
            reduction: Reduction::Percent(new.percent),
            until: Some(last),
            reason: new.reason_code.clone(),
        });
    };
    let terms = service.terms_on(from)?;
    let own = match held.reduction {
        Reduction::Percent(percent) => percent,
        Reduction::Amount(_) => {
            let unit = match terms.price {
                crate::billing::contract::PriceSource::Own(price) => price,
                // A share of a price that the catalogue may change is no fixed amount: it can't be put together.
                crate::billing::contract::PriceSource::Catalogue => return None,
            };
            let price = a_month(contract, terms.quantity, unit)?;
            active(contract, terms, price, from)?
        }
    };
    let hundred = Decimal::ONE_HUNDRED;
    let kept = (hundred - own.value())
        .checked_mul(hundred - new.percent.value())?
        .checked_div(hundred)?;
    let percent = (hundred - kept).round_dp(Percent::MAX_DECIMALS);
    Some(Discount {
        reduction: Reduction::Percent(Percent::new(percent).ok()?),
        until: Some(held.until.map_or(last, |until| until.min(last))),
        reason: if held.reason.is_empty() {
            new.reason_code.clone()
        } else {
            format!("{}; {}", held.reason, new.reason_code)
        },
    })
}
