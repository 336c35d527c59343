//! Customers at risk, by rules that a person can check.
//!
//! These are reasons to talk to somebody, not a forecast: nothing here says how likely it is that a customer leaves.

use super::revenue::{monthly_of, plus};
use crate::billing::book::Book;
use crate::billing::contract::{Contract, Service};
use crate::billing::desk::case::{CaseKind, Happening};
use crate::billing::id::{AccountId, CaseId};
use crate::calendar::days_between;
use crate::money::{Currency, Money, UnitPrice};
use chrono::{Days, NaiveDate};
use std::collections::BTreeMap;

/// Days ahead in which the end of a minimum term or a discount counts.
pub const AHEAD: u64 = 60;

/// Days back in which a price rise or a contact counts.
pub const BACK: u64 = 90;

/// Days overdue above which an invoice counts.
pub const OVERDUE: i64 = 30;

/// Contacts from which they count.
pub const CONTACTS: u32 = 2;

/// A reason to talk to a customer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// The end of a contract was asked for, or its last day is near.
    EndAsked {
        /// Its last day, once agreed.
        last_day: Option<NaiveDate>,
    },
    /// The minimum term ends soon.
    TermEnds {
        /// Its last day.
        on: NaiveDate,
    },
    /// A complaint, a dispute or a wish to leave is not settled.
    OpenCase {
        /// Which.
        case: CaseId,
        /// What people call it.
        number: u32,
        /// What it is about.
        kind: CaseKind,
    },
    /// An invoice is disputed, and nobody decided yet.
    DisputedInvoice {
        /// The invoice's number.
        number: String,
    },
    /// Something undisputed is long overdue.
    Overdue {
        /// Days since the earliest due date.
        days: i64,
        /// All that is so long overdue, in one currency.
        open: Money,
    },
    /// The price of a running service rose.
    PriceRose {
        /// The first day of the present price.
        on: NaiveDate,
        /// The price of one unit for a billing period before.
        from: UnitPrice,
        /// The present one.
        to: UnitPrice,
    },
    /// A discount ends soon.
    DiscountEnds {
        /// Its last day.
        on: NaiveDate,
    },
    /// The customer has been in touch more than once.
    Contacts {
        /// How many times.
        count: u32,
    },
}

/// A customer with at least one reason.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AtRisk {
    /// Who.
    pub account: AccountId,
    /// What comes from them a month, today.
    pub monthly: Money,
    /// The reasons, in the order of [`Reason`].
    pub reasons: Vec<Reason>,
}

/// Customers with a running contract in the currency and a reason to talk to them, the largest monthly revenue first.
pub fn at_risk(book: &Book, currency: Currency, today: NaiveDate) -> Vec<AtRisk> {
    let mut found: BTreeMap<AccountId, AtRisk> = BTreeMap::new();
    let running =
        |contract: &&Contract| contract.currency == currency && contract.is_in_force(today);
    for contract in book.contracts.values().filter(running) {
        let Some(owner) = book.current_account(contract.account) else {
            continue;
        };
        let entry = found.entry(owner.id).or_insert_with(|| AtRisk {
            account: owner.id,
            monthly: Money::zero(currency),
            reasons: Vec::new(),
        });
        entry.reasons.extend(of_contract(book, contract, today));
    }
    of_cases(book, today, &mut found);
    of_receivables(book, today, &mut found);
    found.retain(|_, each| !each.reasons.is_empty());
    for contract_owner in book.accounts.keys() {
        let owner = book.current_account(*contract_owner).map(|owner| owner.id);
        if let Some(each) = owner.and_then(|owner| found.get_mut(&owner)) {
            let monthly = monthly_of(book, *contract_owner, currency, today);
            each.monthly = plus(each.monthly, monthly);
        }
    }
    let mut all: Vec<AtRisk> = found.into_values().collect();
    for each in &mut all {
        each.reasons.sort_by_key(rank);
    }
    all.sort_by(|one, other| {
        let by_money = other.monthly.minor().cmp(&one.monthly.minor());
        by_money.then(other.reasons.len().cmp(&one.reasons.len()))
    });
    all
}

fn rank(reason: &Reason) -> u8 {
    match reason {
        Reason::EndAsked { .. } => 0,
        Reason::TermEnds { .. } => 1,
        Reason::OpenCase { .. } => 2,
        Reason::DisputedInvoice { .. } => 3,
        Reason::Overdue { .. } => 4,
        Reason::PriceRose { .. } => 5,
        Reason::DiscountEnds { .. } => 6,
        Reason::Contacts { .. } => 7,
    }
}

fn ahead(today: NaiveDate) -> NaiveDate {
    let last = today.checked_add_days(Days::new(AHEAD));
    last.unwrap_or(NaiveDate::MAX)
}

fn back(today: NaiveDate) -> NaiveDate {
    let first = today.checked_sub_days(Days::new(BACK));
    first.unwrap_or(NaiveDate::MIN)
}

fn of_contract(book: &Book, contract: &Contract, today: NaiveDate) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let ends_soon = contract.last_day.is_some_and(|last| last <= ahead(today));
    if ends_soon || contract.end_asked.is_some() {
        reasons.push(Reason::EndAsked {
            last_day: contract.last_day,
        });
    }
    if let Some(on) = contract.minimum_term
        && today <= on
        && on <= ahead(today)
    {
        reasons.push(Reason::TermEnds { on });
    }
    let charged = |service: &&Service| {
        service.starts <= today && service.last_day.is_none_or(|last| today <= last)
    };
    for service in contract.services.iter().filter(charged) {
        reasons.extend(rise(book, contract, service, today));
        reasons.extend(discount_end(service, today));
    }
    reasons
}

/// A price that is higher than it was when the days that count began.
fn rise(book: &Book, contract: &Contract, service: &Service, today: NaiveDate) -> Option<Reason> {
    let product = service.product.and_then(|id| book.products.get(&id));
    let price = |day| service.price_on(product, contract.currency, day);
    let first = back(today).max(service.starts);
    let (from, to) = (price(first)?, price(today)?);
    if to <= from {
        return None;
    }
    let mut on = today;
    while let Some(before) = on.pred_opt().filter(|before| *before >= first) {
        if price(before) != Some(to) {
            break;
        }
        on = before;
    }
    Some(Reason::PriceRose { on, from, to })
}

/// A discount whose last day is near, unless the terms that follow have one, too.
fn discount_end(service: &Service, today: NaiveDate) -> Option<Reason> {
    let on = service.terms_on(today)?.discount.as_ref()?.until?;
    if on < today || on > ahead(today) {
        return None;
    }
    let after = on.succ_opt()?;
    let next = service
        .terms_on(after)
        .and_then(|terms| terms.discount.as_ref());
    let goes_on = next.is_some_and(|next| next.until.is_none_or(|until| after <= until));
    (!goes_on).then_some(Reason::DiscountEnds { on })
}

fn of_cases(book: &Book, today: NaiveDate, found: &mut BTreeMap<AccountId, AtRisk>) {
    let first = back(today);
    let mut contacts: BTreeMap<AccountId, u32> = BTreeMap::new();
    for case in book.cases.values() {
        let Some(owner) = case.account.and_then(|id| book.current_account(id)) else {
            continue;
        };
        let came = case.events.iter().filter(|event| {
            let on = event.at.date_naive();
            let is_contact = matches!(event.what, Happening::Opened | Happening::CalledIn);
            is_contact && first <= on && on <= today
        });
        let count = u32::try_from(came.count()).unwrap_or(u32::MAX);
        let sum = contacts.entry(owner.id).or_default();
        *sum = sum.saturating_add(count);
        let counts = match case.kind {
            CaseKind::Dispute | CaseKind::Complaint | CaseKind::Cancel => true,
            CaseKind::Question | CaseKind::Change => false,
        };
        if counts
            && !case.is_settled()
            && let Some(each) = found.get_mut(&owner.id)
        {
            each.reasons.push(Reason::OpenCase {
                case: case.id,
                number: case.number,
                kind: case.kind,
            });
        }
    }
    for (owner, count) in contacts {
        if count >= CONTACTS
            && let Some(each) = found.get_mut(&owner)
        {
            each.reasons.push(Reason::Contacts { count });
        }
    }
}

fn of_receivables(book: &Book, today: NaiveDate, found: &mut BTreeMap<AccountId, AtRisk>) {
    for item in book.receivables.values() {
        let owner = book.current_account(item.account).map(|owner| owner.id);
        let Some(each) = owner.and_then(|owner| found.get_mut(&owner)) else {
            continue;
        };
        if item.is_disputed() {
            each.reasons.push(Reason::DisputedInvoice {
                number: item.number.clone(),
            });
        }
        let (days, open) = (days_between(item.due_date, today), item.undisputed_open());
        if days <= OVERDUE || !open.is_positive() {
            continue;
        }
        let known = each.reasons.iter_mut().find_map(|reason| match reason {
            Reason::Overdue { days, open } => Some((days, open)),
            _ => None,
        });
        match known {
            Some((longest, sum)) => {
                *longest = days.max(*longest);
                *sum = plus(*sum, open);
            }
            None => each.reasons.push(Reason::Overdue { days, open }),
        }
    }
}
