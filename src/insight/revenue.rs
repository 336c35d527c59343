//! Monthly recurring revenue: what running contracts come to a month, and what moved it.
//!
//! It is read from the contracts, not from the bills: each service at its price on a day, less the discount that holds, without
//! VAT, brought to one month. A contract that rests counts as nothing. Usage, single charges and fees recur at nobody's word and
//! are left out. The month of a customer is looked at on its last day, so what began and ended between is not seen.

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::contract::{Contract, Service};
use crate::billing::id::AccountId;
use crate::billing::line::Reduction;
use crate::calendar::{first_of_month, last_of_month};
use crate::money::{Currency, Money, Percent, Rounding, UnitPrice};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Months over which what stays of the revenue is told.
pub const RETENTION_MONTHS: usize = 12;

/// Why the revenue of a customer moved from one month to the next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum MovementKind {
    /// There was none the month before, and never before.
    New,
    /// There was none the month before, but there was earlier.
    Reactivated,
    /// It is more than the month before.
    Expansion,
    /// It is less than the month before, but not nothing.
    Contraction,
    /// It is nothing, and there was some the month before.
    Churn,
}

impl MovementKind {
    /// Every kind, what adds first.
    pub const ALL: [MovementKind; 5] = [
        MovementKind::New,
        MovementKind::Reactivated,
        MovementKind::Expansion,
        MovementKind::Contraction,
        MovementKind::Churn,
    ];
}

/// All that moved the revenue in one way.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Movement {
    /// In which way.
    pub kind: MovementKind,
    /// By how much; negative where it takes away.
    pub amount: Money,
    /// Of which customers, the one that moved it most first.
    pub customers: Vec<AccountId>,
}

/// The revenue on the last day of a month, or on today in a month that isn't over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevenueMonth {
    /// The day.
    pub on: NaiveDate,
    /// What it was at the end of the month before.
    pub before: Money,
    /// What it is.
    pub total: Money,
    /// The customers it comes from, the largest first.
    pub customers: Vec<AccountId>,
    /// What moved it, in the order of [`MovementKind::ALL`]. `before` and all amounts sum to `total`, to the cent.
    pub movements: Vec<Movement>,
}

/// What stays of the revenue of the customers there were twelve months ago. New customers don't count.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RevenueRetention {
    /// The day twelve months ago.
    pub since: NaiveDate,
    /// What came from them then.
    pub base: Money,
    /// What comes from them now.
    pub now: Money,
    /// What of `base` is left if nobody is counted with more than then.
    pub kept: Money,
    /// Who they are, the largest first.
    pub customers: Vec<AccountId>,
    /// Those from whom nothing comes any more.
    pub lost: Vec<AccountId>,
}

impl RevenueRetention {
    /// Net revenue retention: what comes now, as a share of what came then. Above 1 where those who stay take more than those
    /// who leave took along. None where nothing came then.
    pub fn net(&self) -> Option<f64> {
        share(self.now, self.base)
    }

    /// Gross revenue retention: what is left of what came then, never above 1. None where nothing came then.
    pub fn gross(&self) -> Option<f64> {
        share(self.kept, self.base)
    }
}

/// The revenue of some months in one currency.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Revenue {
    /// The currency.
    pub currency: Currency,
    /// The months, the earliest first. The last one is today's.
    pub months: Vec<RevenueMonth>,
    /// What stays of the revenue; none where fewer than twelve months are looked at.
    pub retention: Option<RevenueRetention>,
}

/// An amount as a share of another; none of nothing.
pub(super) fn share(part: Money, whole: Money) -> Option<f64> {
    // Amounts have at most eighteen digits, of which a share needs a few.
    (whole.minor() > 0).then(|| part.minor() as f64 / whole.minor() as f64)
}

/// The days on which `count` months and the one before them are looked at, in order: the last day of each month, and `today`
/// for the month that isn't over.
pub fn month_ends(today: NaiveDate, count: usize) -> Vec<NaiveDate> {
    let this_month = first_of_month(today);
    let back = u32::try_from(count).unwrap_or(u32::MAX);
    (0..=back)
        .rev()
        .filter_map(|back| match back {
            0 => Some(today),
            _ => this_month
                .checked_sub_months(Months::new(back))
                .map(last_of_month),
        })
        .collect()
}

/// What a service comes to a month on a day, without VAT: its price for a billing period less the discount of the day, divided by
/// the months of the period and rounded once. A month is a twelfth of 365.2425 days where the period counts in days or weeks.
///
/// Nothing on a day on which the contract or the service doesn't run or rests, and where no price or rate is known.
pub fn monthly_price(
    book: &Book,
    contract: &Contract,
    service: &Service,
    on: NaiveDate,
) -> Option<Money> {
    let account = book.accounts.get(&contract.account)?;
    let terms = Priced::on(book, account, contract, service, on)?;
    terms.a_month(contract)
}

/// What all contracts of a currency that an account has itself come to a month on a day.
pub fn monthly_of(book: &Book, account: AccountId, currency: Currency, on: NaiveDate) -> Money {
    let contracts = book
        .contracts_of(account)
        .filter(|contract| contract.currency == currency);
    let services = contracts.flat_map(|contract| {
        let services = contract.services.iter();
        services.filter_map(move |service| monthly_price(book, contract, service, on))
    });
    services.fold(Money::zero(currency), plus)
}

/// The revenue of the last `count` months, and what moved it. Customers that were merged are one.
pub fn revenue(book: &Book, currency: Currency, today: NaiveDate, count: usize) -> Revenue {
    let days = month_ends(today, count);
    let customers = customers(book, currency, &days);
    let months = days
        .windows(2)
        .enumerate()
        .filter_map(|(place, pair)| {
            let [_, on] = pair else { return None };
            Some(month(book, currency, &days, &customers, place, *on))
        })
        .collect();
    Revenue {
        currency,
        months,
        retention: retention(currency, &days, &customers),
    }
}

/// One customer over the days.
struct Customer<'a> {
    id: AccountId,
    contracts: Vec<&'a Contract>,
    amounts: Vec<Money>,
}

impl Customer<'_> {
    fn on(&self, place: usize) -> Option<Money> {
        self.amounts.get(place).copied()
    }

    /// Whether something came from the customer at the end of any month before the day of that place.
    fn paid_before(&self, book: &Book, days: &[NaiveDate], place: usize) -> bool {
        let within = self.amounts.iter().take(place);
        if within.into_iter().any(|amount| amount.is_positive()) {
            return true;
        }
        let Some(first) = days.first().copied() else {
            return false;
        };
        let begun = self.contracts.iter().map(|contract| contract.starts).min();
        let mut on = begun.map_or(first, last_of_month);
        while on < first {
            if self
                .contracts
                .iter()
                .any(|contract| is_charged(book, contract, on))
            {
                return true;
            }
            let next = first_of_month(on).checked_add_months(Months::new(1));
            on = next.map_or(first, last_of_month);
        }
        false
    }
}

/// Whether anything of a contract costs something on a day.
fn is_charged(book: &Book, contract: &Contract, on: NaiveDate) -> bool {
    let services = contract.services.iter();
    services
        .filter_map(|service| monthly_price(book, contract, service, on))
        .any(|price| price.is_positive())
}

fn customers<'a>(book: &'a Book, currency: Currency, days: &[NaiveDate]) -> Vec<Customer<'a>> {
    let mut found: BTreeMap<AccountId, Customer<'a>> = BTreeMap::new();
    for contract in book.contracts.values() {
        if contract.currency != currency {
            continue;
        }
        let (Some(account), Some(owner)) = (
            book.accounts.get(&contract.account),
            book.current_account(contract.account),
        ) else {
            continue;
        };
        let customer = found.entry(owner.id).or_insert_with(|| Customer {
            id: owner.id,
            contracts: Vec::new(),
            amounts: vec![Money::zero(currency); days.len()],
        });
        customer.contracts.push(contract);
        for service in &contract.services {
            // Most services cost the same for years: the price is computed anew only where something is different.
            let mut last: Option<(Priced, Option<Money>)> = None;
            for (day, sum) in days.iter().zip(&mut customer.amounts) {
                let Some(priced) = Priced::on(book, account, contract, service, *day) else {
                    continue;
                };
                let price = match last {
                    Some((same, price)) if same == priced => price,
                    _ => priced.a_month(contract),
                };
                last = Some((priced, price));
                if let Some(price) = price {
                    *sum = plus(*sum, price);
                }
            }
        }
    }
    found.into_values().collect()
}

fn month(
    book: &Book,
    currency: Currency,
    days: &[NaiveDate],
    customers: &[Customer<'_>],
    place: usize,
    on: NaiveDate,
) -> RevenueMonth {
    let zero = Money::zero(currency);
    let (mut sum_before, mut total) = (zero, zero);
    let mut paying = Vec::new();
    let mut moved: [Vec<(AccountId, Money)>; 5] = Default::default();
    for customer in customers {
        let (Some(before), Some(after)) = (customer.on(place), customer.on(place + 1)) else {
            continue;
        };
        sum_before = plus(sum_before, before);
        total = plus(total, after);
        if after.is_positive() {
            paying.push((customer.id, after));
        }
        if before == after {
            continue;
        }
        let kind = if before.is_zero() {
            if customer.paid_before(book, days, place + 1) {
                MovementKind::Reactivated
            } else {
                MovementKind::New
            }
        } else if after.is_zero() {
            MovementKind::Churn
        } else if after > before {
            MovementKind::Expansion
        } else {
            MovementKind::Contraction
        };
        if let Some(all) = moved.get_mut(kind as usize) {
            all.push((customer.id, after - before));
        }
    }
    let movements = MovementKind::ALL
        .into_iter()
        .zip(moved)
        .map(|(kind, all)| Movement {
            kind,
            amount: all.iter().fold(zero, |sum, (_, amount)| plus(sum, *amount)),
            customers: largest_first(all),
        })
        .collect();
    RevenueMonth {
        on,
        before: sum_before,
        total,
        customers: largest_first(paying),
        movements,
    }
}

fn retention(
    currency: Currency,
    days: &[NaiveDate],
    customers: &[Customer<'_>],
) -> Option<RevenueRetention> {
    let last = days.len().checked_sub(1)?;
    let first = last.checked_sub(RETENTION_MONTHS)?;
    let since = *days.get(first)?;
    let zero = Money::zero(currency);
    let mut found = RevenueRetention {
        since,
        base: zero,
        now: zero,
        kept: zero,
        customers: Vec::new(),
        lost: Vec::new(),
    };
    let (mut all, mut lost) = (Vec::new(), Vec::new());
    for customer in customers {
        let (Some(then), Some(now)) = (customer.on(first), customer.on(last)) else {
            continue;
        };
        if !then.is_positive() {
            continue;
        }
        found.base = plus(found.base, then);
        found.now = plus(found.now, now);
        found.kept = plus(found.kept, then.min(now));
        all.push((customer.id, then));
        if now.is_zero() {
            lost.push((customer.id, then));
        }
    }
    found.customers = largest_first(all);
    found.lost = largest_first(lost);
    Some(found)
}

fn largest_first(mut all: Vec<(AccountId, Money)>) -> Vec<AccountId> {
    all.sort_by_key(|(id, amount)| (Reverse(amount.minor().unsigned_abs()), *id));
    all.into_iter().map(|(id, _)| id).collect()
}

/// A sum that no list of customers, however long, makes panic: beyond what can be kept, nothing is added.
pub(super) fn plus(sum: Money, amount: Money) -> Money {
    sum.checked_add(amount).unwrap_or(sum)
}

/// What the price of a service follows from on a day.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Priced {
    quantity: Decimal,
    unit: UnitPrice,
    reduction: Option<Reduction>,
    /// The rate that the price contains.
    contained: Option<Percent>,
}

impl Priced {
    /// None where nothing is charged on that day, or no price or rate is known.
    fn on(
        book: &Book,
        account: &Account,
        contract: &Contract,
        service: &Service,
        on: NaiveDate,
    ) -> Option<Priced> {
        let is_charged = contract.is_in_force(on)
            && !contract.is_paused(on)
            && service.starts <= on
            && service.last_day.is_none_or(|last| on <= last);
        if !is_charged {
            return None;
        }
        let product = service.product.and_then(|id| book.products.get(&id));
        let terms = service.terms_on(on)?;
        let discount = terms.discount.as_ref();
        let discount = discount.filter(|each| each.until.is_none_or(|until| on <= until));
        let contained = if service.tax_included {
            let rule = account.treatment.over(&service.tax);
            Some(rule.on(book.seller.address.country, on)?.rate)
        } else {
            None
        };
        Some(Priced {
            quantity: terms.quantity.value(),
            unit: service.price_on(product, contract.currency, on)?,
            reduction: discount.map(|discount| discount.reduction),
            contained,
        })
    }

    /// The price of a month; none where it is too large to be kept.
    fn a_month(self, contract: &Contract) -> Option<Money> {
        let full = self.unit.value().checked_mul(self.quantity)?;
        let period = match self.reduction {
            None => full,
            Some(Reduction::Percent(percent)) => {
                full.checked_sub(percent.of_exact(full))?.max(Decimal::ZERO)
            }
            Some(Reduction::Amount(amount)) => {
                full.checked_sub(amount.to_decimal())?.max(Decimal::ZERO)
            }
        };
        let (times, parts) = contract.cycle.month_of_period();
        // All is multiplied before anything is divided, and rounded once.
        let (times, parts) = match self.contained {
            None => (times, parts),
            Some(rate) => (
                times.checked_mul(Decimal::ONE_HUNDRED)?,
                parts.checked_mul(Decimal::ONE_HUNDRED.checked_add(rate.value())?)?,
            ),
        };
        let month = period.checked_mul(times)?.checked_div(parts)?;
        Rounding::HalfAwayFromZero
            .reduce(month, contract.currency)
            .ok()
    }
}
