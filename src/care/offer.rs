//! A discount at discretion on one service: what it is judged by, and what it makes of the contract's terms.
//!
//! Amounts are without VAT, as the limits are: what a price with VAT loses in tax is not the business's to give.

use crate::billing::book::Book;
use crate::billing::contract::{Contract, Discount, PriceSource, Service, Terms};
use crate::billing::desk::grant::{Grant, GrantKind, GrantState};
use crate::billing::desk::policy::Policy;
use crate::billing::desk::role::Role;
use crate::billing::id::{AccountId, GrantId};
use crate::billing::journal::Hash;
use crate::billing::line::Reduction;
use crate::billing::receivable::Receivable;
use crate::calendar::whole_months;
use crate::care::authority::{
    Ask, Judgement, Kind, Policy as Authority, Standing, Verdict, judge, nearest_of_all, raised,
};
use crate::care::command::NewGrant;
use crate::care::review::{AccountRecords, Thresholds, review_account};
use crate::money::{Money, Percent, Quantity, Rounding, UnitPrice};
use chrono::{DateTime, Datelike, Days, Months, NaiveDate, TimeDelta, Utc};
use rust_decimal::Decimal;

/// Days within which discounts at discretion are counted.
const YEAR: TimeDelta = TimeDelta::days(365);

/// A discount judged on every day on which the terms it would hold with begin. What it comes to is that of the strictest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judged {
    /// What it was judged by, on the strictest day.
    pub ask: Ask,
    /// The verdict of that day.
    pub judgement: Judgement,
    /// The limits it was judged by.
    pub authority: Authority,
    asks: Vec<Ask>,
}

impl Judged {
    /// What the one who asks may give alone instead, and for how many months.
    pub fn nearest(&self) -> Option<(Percent, u32)> {
        nearest_of_all(&self.authority, &self.asks)
    }
}

/// What can't be judged, and why.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unjudged {
    /// The service has no price on that day.
    NoPrice {
        /// The day.
        on: NaiveDate,
    },
    /// The policy counts in another currency than the contract.
    Currency,
}

/// Judges a discount by the policy of the book.
pub fn judged(
    book: &Book,
    contract: &Contract,
    service: &Service,
    new: &NewGrant,
    role: Role,
    circumstances: &Circumstances,
) -> Result<Judged, Unjudged> {
    let discounts = book.policy().discounts;
    if discounts.budget.currency() != contract.currency {
        return Err(Unjudged::Currency);
    }
    let standing = Standing {
        tenure_months: circumstances.tenure_months,
        spend_12_months: circumstances.spend_12_months,
        severity: new.severity,
        grants_last_year: circumstances.grants_last_year,
    };
    let authority = raised(&discounts.authority, &discounts.rules, &standing);
    let nowhere = Unjudged::NoPrice { on: new.from };
    let begins = begins(book, service, new).ok_or(nowhere)?;
    let asks = begins
        .into_iter()
        .map(|on| {
            let ask = ask(book, contract, service, new, on, role, circumstances);
            ask.ok_or(Unjudged::NoPrice { on })
        })
        .collect::<Result<Vec<Ask>, Unjudged>>()?;
    let mut strictest: Option<(Ask, Judgement)> = None;
    for ask in &asks {
        let found = judge(&authority, ask).ok_or(Unjudged::Currency)?;
        let weight = |judgement: &Judgement| {
            let verdict = match judgement.verdict {
                Verdict::Grant => 0,
                Verdict::NeedsApproval(role) => 1 + role as u8,
                Verdict::Refuse => u8::MAX,
            };
            (verdict, judgement.effect.map(|effect| effect.total.minor()))
        };
        let is_stricter = strictest
            .as_ref()
            .is_none_or(|(_, other)| weight(&found) > weight(other));
        if is_stricter {
            strictest = Some((ask.clone(), found));
        }
    }
    let (ask, judgement) = strictest.ok_or(nowhere)?;
    Ok(Judged {
        ask,
        judgement,
        authority,
        asks,
    })
}

/// A month of a service, without VAT and without any discount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Month {
    /// What it is sold at.
    pub price: Money,
    /// What it costs the seller; none where nobody said so in the contract's currency.
    pub cost: Option<Money>,
}

/// A month of a service at the terms of a day; none where it has no price then.
pub fn month_of(
    book: &Book,
    contract: &Contract,
    service: &Service,
    on: NaiveDate,
) -> Option<Month> {
    let product = service.product.and_then(|id| book.products.get(&id));
    let terms = service.terms_on(on)?;
    let unit = service.price_on(product, contract.currency, on)?;
    let unit = without_tax(book, contract, service, unit, on)?;
    // A cost in another currency than the contract's says nothing about its margin.
    let cost = product
        .and_then(|product| product.cost)
        .filter(|_| contract.currency == book.seller.currency);
    Some(Month {
        price: a_month(contract, terms.quantity, unit)?,
        cost: match cost {
            Some(cost) => Some(a_month(contract, terms.quantity, cost)?),
            None => None,
        },
    })
}

/// What a discount is judged by on one of its days; none where the service has no price then, or more digits than can be
/// counted.
fn ask(
    book: &Book,
    contract: &Contract,
    service: &Service,
    new: &NewGrant,
    on: NaiveDate,
    role: Role,
    circumstances: &Circumstances,
) -> Option<Ask> {
    let product = service.product.and_then(|id| book.products.get(&id));
    let terms = service.terms_on(on)?;
    let unit = service.price_on(product, contract.currency, on)?;
    let month = month_of(book, contract, service, on)?;
    let price = month.price;
    let cost = month.cost.unwrap_or(Money::zero(contract.currency));
    let is_known_reason = book.policy().discounts.knows_reason(&new.reason_code);
    Some(Ask {
        kind: match new.kind {
            GrantKind::Goodwill => Kind::Goodwill,
            GrantKind::Retention => Kind::Retention,
        },
        role,
        price,
        cost,
        active: held(terms, on)
            .and_then(|discount| share(discount, terms.quantity, unit))
            .into_iter()
            .collect(),
        percent: new.percent,
        months: new.months,
        grants_last_year: circumstances.grants_last_year,
        budget_left: circumstances.budget_left,
        expiry: new.expiry,
        reason_code: is_known_reason.then(|| new.reason_code.clone()),
        is_in_collection: circumstances.is_in_collection,
        has_open_finding: circumstances.has_open_finding,
    })
}

/// What rests beside the book and counts for a discount.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Known {
    /// Whether something is found to be owed to the customer.
    pub has_open_finding: bool,
    /// What the customer was billed within the last 365 days; none where no rule of the policy asks for it.
    pub spend_12_months: Option<Money>,
}

impl Known {
    /// From everything that rests in the store about an account. What was billed is the sum of the invoices of the last 365
    /// days less credit notes, with VAT, in the currency the policy counts in.
    pub fn of(book: &Book, records: &AccountRecords, today: NaiveDate) -> Known {
        let review = review_account(book, records, today, &Thresholds::default());
        let currency = book.policy().discounts.budget.currency();
        let recent = records.documents.iter().filter(|document| {
            let age = today - document.issue_date;
            document.currency == currency && age < YEAR
        });
        let spend = recent.fold(Money::zero(currency), |sum, document| {
            let total = document.totals.tax_inclusive_total;
            let next = if document.is_credit_note() {
                sum.checked_sub(total)
            } else {
                sum.checked_add(total)
            };
            next.unwrap_or(sum)
        });
        Known {
            has_open_finding: review.is_some_and(|review| !review.is_fair()),
            spend_12_months: Some(spend),
        }
    }
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
    /// Whole months since they became a customer.
    pub tenure_months: u32,
    /// What the customer was billed within the last 365 days, where a rule of the policy asks for it.
    pub spend_12_months: Option<Money>,
}

impl Circumstances {
    /// Those of an account now. A discount that is being decided is not counted against itself.
    pub fn of(
        book: &Book,
        account: AccountId,
        except: GrantId,
        known: Known,
        now: DateTime<Utc>,
    ) -> Circumstances {
        let others = || book.grants.values().filter(move |grant| grant.id != except);
        let recent = others()
            .filter(|grant| grant.account == account)
            .filter_map(Grant::given_at)
            .filter(|at| now - *at < YEAR)
            .count();
        let policy = book.policy();
        let zone = &policy.hours.zone;
        let month = |at: DateTime<Utc>| {
            let day = zone.day_of(at);
            (day.year(), day.month())
        };
        let budget = policy.discounts.budget;
        let left = others()
            .filter(|grant| grant.given_at().is_some_and(|at| month(at) == month(now)))
            .filter(|grant| grant.total.currency() == budget.currency())
            .fold(budget, |left, grant| {
                left.checked_sub(grant.total).unwrap_or(left)
            });
        let today = zone.day_of(now);
        let since = book.accounts.get(&account).map(|account| account.since);
        Circumstances {
            grants_last_year: u32::try_from(recent).unwrap_or(u32::MAX),
            budget_left: left,
            is_in_collection: book
                .receivables_of(account)
                .any(Receivable::is_in_collection),
            has_open_finding: known.has_open_finding,
            tenure_months: since.map_or(0, |since| whole_months(since, today)),
            spend_12_months: known.spend_12_months,
        }
    }
}

/// The least role that is asked to decide now: when a request waits longer than the policy's working time, the next role is
/// asked, too, and after as long again the one above. None where nothing waits.
pub fn decides_now(policy: &Policy, grant: &Grant, now: DateTime<Utc>) -> Option<Role> {
    let GrantState::Waiting { needs } = grant.state else {
        return None;
    };
    let limit = i64::from(policy.discounts.approval_minutes);
    if limit == 0 {
        return Some(needs);
    }
    let waited = policy.hours.elapsed(grant.asked_at, now, &[]).num_seconds();
    // Longer than the limit: what waits for exactly so long is still in time.
    let steps = (waited - 1).max(0) / (limit * 60);
    let place = usize::try_from(steps)
        .unwrap_or(usize::MAX)
        .saturating_add(needs as usize);
    Some(Role::ALL.get(place).copied().unwrap_or(Role::Owner))
}

/// Whether a request that waits is still of what it was asked of; an approval of anything else is refused.
pub fn is_outdated(book: &Book, grant: &Grant) -> bool {
    let new = asked(grant);
    let found = book
        .contracts
        .get(&grant.contract)
        .and_then(|contract| Some((contract, contract.service(grant.service)?)))
        .and_then(|(contract, service)| binding(book, contract, service, &new));
    found != Some(grant.binding)
}

/// The days on which a discount begins to hold with other terms: its first, and each on which the service's terms, another
/// discount or the catalogue's price changes while it holds.
fn begins(book: &Book, service: &Service, new: &NewGrant) -> Option<Vec<NaiveDate>> {
    let last = last_day(new)?;
    let while_it_holds = |day: &NaiveDate| new.from < *day && *day <= last;
    let mut begins = vec![new.from];
    begins.extend(
        service
            .terms
            .iter()
            .map(|terms| terms.from)
            .filter(while_it_holds),
    );
    let ends = service.terms.iter().filter_map(|terms| {
        terms
            .discount
            .as_ref()?
            .until?
            .checked_add_days(Days::new(1))
    });
    begins.extend(ends.filter(while_it_holds));
    let product = service.product.and_then(|id| book.products.get(&id));
    let prices = product.into_iter().flat_map(|product| &product.prices);
    begins.extend(
        prices
            .map(|version| version.from)
            .filter(while_it_holds)
            .filter(|day| {
                let terms = service.terms_on(*day);
                terms.is_some_and(|terms| terms.price == PriceSource::Catalogue)
            }),
    );
    begins.sort_unstable();
    begins.dedup();
    Some(begins)
}

/// The terms of a service while and after a discount holds: a list of terms to be agreed one after the other.
///
/// Discounts that are active already are not lost: while both hold they count together (`1 − Π(1 − dᵢ)`, to six decimals of a
/// per cent), before and after each holds by itself. An amount that is off already is put together as its share of the price
/// of each stretch, as far as the catalogue's prices are known today.
pub fn terms(
    book: &Book,
    contract: &Contract,
    service: &Service,
    new: &NewGrant,
) -> Option<Vec<Terms>> {
    let last = last_day(new)?;
    let after = last.checked_add_days(Days::new(1))?;
    let product = service.product.and_then(|id| book.products.get(&id));
    let mut all = Vec::new();
    for from in begins(book, service, new)? {
        let before = service.terms_on(from)?;
        let discount = match held(before, from) {
            None => Discount {
                reduction: Reduction::Percent(new.percent),
                until: Some(last),
                reason: new.reason_code.trim().to_owned(),
            },
            Some(held) => {
                let unit = service.price_on(product, contract.currency, from)?;
                together(held, share(held, before.quantity, unit)?, new, last)?
            }
        };
        all.push(Terms {
            from,
            discount: Some(discount),
            ..before.clone()
        });
    }
    let then = service.terms_on(after)?;
    all.push(Terms {
        from: after,
        discount: held(then, after).cloned(),
        ..then.clone()
    });
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

/// The contract as it would be with a discount; none where the discount can't hold.
pub fn applied(book: &Book, contract: &Contract, new: &NewGrant) -> Option<Contract> {
    let terms = terms(book, contract, contract.service(new.service)?, new)?;
    let mut applied = contract.clone();
    let service = applied
        .services
        .iter_mut()
        .find(|service| service.id == new.service)?;
    service.terms.retain(|other| other.from < new.from);
    service.terms.extend(terms);
    Some(applied)
}

/// The last day on which a discount holds.
pub fn last_day(new: &NewGrant) -> Option<NaiveDate> {
    new.from
        .checked_add_months(Months::new(new.months))?
        .checked_sub_days(Days::new(1))
}

/// Binds an approval to exactly what was asked: customer, service, discount, and the terms it would hold with. Any change of
/// it gives another.
pub fn binding(
    book: &Book,
    contract: &Contract,
    service: &Service,
    new: &NewGrant,
) -> Option<Hash> {
    let product = service.product.and_then(|id| book.products.get(&id));
    let mut text = format!(
        "{}|{}|{}|{}|{}|{}",
        contract.account,
        contract.id,
        service.id,
        new.percent.value().normalize(),
        new.months,
        new.from,
    );
    for on in begins(book, service, new)? {
        let terms = service.terms_on(on)?;
        let unit = service.price_on(product, contract.currency, on)?;
        let discount = held(terms, on).map(|discount| {
            let off = match discount.reduction {
                Reduction::Percent(percent) => format!("{} %", percent.value().normalize()),
                Reduction::Amount(amount) => amount.to_string(),
            };
            let until = discount.until.map(|day| day.to_string());
            format!("{off} until {}", until.unwrap_or_default())
        });
        text.push_str(&format!(
            "|{on}: {} x {} {} - {}",
            terms.quantity.value().normalize(),
            unit.value().normalize(),
            contract.currency,
            discount.unwrap_or_default(),
        ));
    }
    Some(Hash::of(text.as_bytes()))
}

/// What was asked for, from the record of it.
pub fn asked(grant: &Grant) -> NewGrant {
    NewGrant {
        id: grant.id,
        contract: grant.contract,
        service: grant.service,
        case: grant.case,
        kind: grant.kind,
        severity: grant.severity,
        percent: grant.percent,
        months: grant.months,
        from: grant.from,
        reason_code: grant.reason_code.clone(),
        note: grant.note.clone(),
        expiry: Some(grant.expiry),
    }
}

/// A price of a unit without the VAT it contains, unrounded up to what a unit price holds.
fn without_tax(
    book: &Book,
    contract: &Contract,
    service: &Service,
    unit: UnitPrice,
    on: NaiveDate,
) -> Option<UnitPrice> {
    if !service.tax_included {
        return Some(unit);
    }
    let account = book.accounts.get(&contract.account)?;
    let rule = account.treatment.over(&service.tax);
    let tax = rule.on(book.seller.address.country, on)?;
    let hundred = Decimal::ONE_HUNDRED;
    let net = unit
        .value()
        .checked_mul(hundred)?
        .checked_div(hundred.checked_add(tax.rate.value())?)?;
    UnitPrice::new(net.round_dp(UnitPrice::MAX_DECIMALS)).ok()
}

/// A price for a billing period as one for a month, rounded once.
fn a_month(contract: &Contract, quantity: Quantity, unit: UnitPrice) -> Option<Money> {
    let period = unit.value().checked_mul(quantity.value())?;
    let (times, parts) = contract.cycle.month_of_period();
    let month = period.checked_mul(times)?.checked_div(parts)?;
    Rounding::HalfAwayFromZero
        .reduce(month, contract.currency)
        .ok()
}

/// The discount that terms hold on a day.
fn held(terms: &Terms, on: NaiveDate) -> Option<&Discount> {
    let discount = terms.discount.as_ref()?;
    discount
        .until
        .is_none_or(|until| on <= until)
        .then_some(discount)
}

/// A discount as a share of the price of a billing period, to six decimals of a per cent; of no price it takes all.
fn share(discount: &Discount, quantity: Quantity, unit: UnitPrice) -> Option<Percent> {
    let amount = match discount.reduction {
        Reduction::Percent(percent) => return Some(percent),
        Reduction::Amount(amount) => amount,
    };
    let price = unit.value().checked_mul(quantity.value())?;
    if price.is_zero() {
        return Some(Percent::HUNDRED);
    }
    let percent = amount
        .to_decimal()
        .checked_mul(Decimal::ONE_HUNDRED)?
        .checked_div(price)?;
    Percent::new(
        percent
            .round_dp(Percent::MAX_DECIMALS)
            .min(Decimal::ONE_HUNDRED),
    )
    .ok()
}

/// The discount of a stretch in which the new one holds, with the one that holds there anyway.
fn together(held: &Discount, own: Percent, new: &NewGrant, last: NaiveDate) -> Option<Discount> {
    let hundred = Decimal::ONE_HUNDRED;
    let kept = (hundred - own.value())
        .checked_mul(hundred - new.percent.value())?
        .checked_div(hundred)?;
    let percent = (hundred - kept).round_dp(Percent::MAX_DECIMALS);
    let reason = new.reason_code.trim();
    Some(Discount {
        reduction: Reduction::Percent(Percent::new(percent).ok()?),
        until: Some(held.until.map_or(last, |until| until.min(last))),
        reason: if held.reason.is_empty() {
            reason.to_owned()
        } else {
            format!("{}; {reason}", held.reason)
        },
    })
}
