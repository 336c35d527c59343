//! What was billed for a service against its contract, day by day: F01 to F05 and F15.
//!
//! Every charged day is looked at once. First the days that two lines share, then those outside the contract, then the rest
//! against the price and the discount agreed for them, then that price against the notices of rises. So no cent is owed
//! twice.

use super::account::Reviewer;
use super::finding::{Evidence, Rule, Severity};
use super::ledger::{Charge, Ledger};
use super::rise::Rises;
use super::{coverage, overlap, part, service_after_end};
use crate::billing::account::Account;
use crate::billing::catalogue::Product;
use crate::billing::contract::{Contract, Service};
use crate::billing::invoice::Invoice;
use crate::billing::proration::minus;
use crate::billing::run::{Agreed, agreed_of};
use crate::calendar::Period;
use crate::money::{Money, UnitPrice};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// Something found on one line, as priced and before credits.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub rule: Rule,
    pub severity: Severity,
    pub invoice: &'a Invoice,
    pub line: usize,
    pub amount: Money,
    pub evidence: Evidence,
}

/// Every service of an account.
pub(super) fn services<'a>(
    reviewer: &Reviewer<'_>,
    account: &Account,
    ledger: &mut Ledger<'a>,
) -> Vec<Part<'a>> {
    let mut parts = Vec::new();
    for contract in reviewer.book.contracts_of(account.id) {
        for service in &contract.services {
            if let Some(charges) = ledger.services.get_mut(&service.id) {
                let check = Check {
                    reviewer,
                    account,
                    contract,
                    service,
                };
                check.all(charges, &mut parts);
            }
        }
    }
    parts
}

#[derive(Clone, Copy)]
struct Check<'b> {
    reviewer: &'b Reviewer<'b>,
    account: &'b Account,
    contract: &'b Contract,
    service: &'b Service,
}

impl Check<'_> {
    fn all<'a>(&self, charges: &mut [Charge<'a>], parts: &mut Vec<Part<'a>>) {
        let covered: Vec<Period> = charges.iter().map(|charge| charge.period).collect();
        twice(charges, parts);
        for charge in charges.iter_mut().filter(|charge| !charge.kept.is_empty()) {
            self.line(charge, parts);
        }
        if let Some(last) = charges.last() {
            parts.extend(self.unbilled(last, &covered));
        }
    }

    fn last_day(&self) -> Option<NaiveDate> {
        [self.contract.last_day, self.service.last_day]
            .into_iter()
            .flatten()
            .min()
    }

    fn agreed(&self, days: &[Period]) -> Option<Vec<Agreed>> {
        let product = self
            .service
            .product
            .and_then(|id| self.reviewer.book.products.get(&id));
        self.agreed_with(days, product)
    }

    /// None where the contract can't be priced; the run says why.
    fn agreed_with(&self, days: &[Period], product: Option<&Product>) -> Option<Vec<Agreed>> {
        let mut found = Vec::with_capacity(1);
        for piece in days {
            let service = (self.service, product);
            let book = self.reviewer.book;
            let parts = agreed_of(book, self.account, self.contract, service, *piece);
            found.extend(parts.ok()?);
        }
        Some(found)
    }

    /// The days of one line that no other line charges.
    fn line<'a>(&self, charge: &mut Charge<'a>, parts: &mut Vec<Part<'a>>) {
        let Some(agreed) = self.agreed(&charge.kept) else {
            return;
        };
        self.outside(charge, &agreed, parts);
        if charge.kept.is_empty() {
            return;
        }
        let Some(comparison) = Comparison::of(charge, &agreed) else {
            return;
        };
        parts.extend(comparison.parts(charge));
        parts.extend(self.rise(charge, &comparison));
    }

    /// F03 and F15: days after the end, and other days on which nothing was to be charged.
    fn outside<'a>(&self, charge: &mut Charge<'a>, agreed: &[Agreed], parts: &mut Vec<Part<'a>>) {
        let active: Vec<Period> = agreed.iter().map(|each| each.days).collect();
        let outside: Vec<Period> = charge
            .kept
            .iter()
            .flat_map(|piece| minus(*piece, &active))
            .collect();
        if outside.is_empty() {
            return;
        }
        let last_day = self.last_day();
        let (mut after, mut elsewhere) = ((0, zero(charge)), (0, zero(charge)));
        for days in &outside {
            let Some(share) = charge.share(days.days()) else {
                continue;
            };
            let rest = last_day.and_then(|last| service_after_end(*days, share, last));
            let (count, owed) = rest.map_or((0, zero(charge)), |rest| (rest.days, rest.refund));
            after = (after.0 + count, after.1 + owed);
            let others = u32::try_from(days.days()).unwrap_or_default() - count;
            elsewhere = (elsewhere.0 + others, elsewhere.1 + share - owed);
        }
        let mut add = |rule, amount: Money, evidence| {
            if amount.is_positive() {
                parts.push(Part {
                    rule,
                    severity: Severity::Owed,
                    invoice: charge.invoice,
                    line: charge.line,
                    amount,
                    evidence,
                });
            }
        };
        if let Some(last_day) = last_day {
            add(
                Rule::AfterEnd,
                after.1,
                Evidence::AfterEnd {
                    place: charge.place(),
                    last_day,
                    days: after.0,
                },
            );
        }
        add(
            Rule::Coverage,
            elsewhere.1,
            Evidence::Outside {
                place: charge.place(),
                days: elsewhere.0,
            },
        );
        charge.amount -= after.1 + elsewhere.1;
        for days in outside {
            charge.drop_days(days);
        }
    }

    /// F05: what a rise charged before its notice held.
    fn rise<'a>(&self, charge: &Charge<'a>, comparison: &Comparison) -> Option<Part<'a>> {
        let product = self.reviewer.book.products.get(&self.service.product?)?;
        let rises = Rises::of(
            product,
            self.contract.currency,
            self.service,
            self.reviewer.thresholds.notice_months,
        )?;
        let late = rises.over(&charge.kept)?;
        let fair = self.agreed_with(&charge.kept, Some(&rises.in_time))?;
        if fair.iter().map(|each| each.days.days()).sum::<i64>() != charge.days() {
            return None;
        }
        let fair = sum(charge, &fair)?;
        // What the line is above the contract is owed already, what it is below it was never paid.
        let due = comparison.billed.min(comparison.agreed);
        let amount = due.checked_sub(fair).ok()?;
        (amount > comparison.tolerance).then(|| Part {
            rule: Rule::PriceRise,
            severity: Severity::Owed,
            invoice: charge.invoice,
            line: charge.line,
            amount,
            evidence: Evidence::Rise {
                place: charge.place(),
                old: late.before,
                new: late.rise.price,
                from: late.rise.from,
                told: late.rise.notified,
                earliest: late.earliest,
            },
        })
    }

    /// F15: active days between the first and the last billed one that nobody billed. What is due now, the run will bill.
    fn unbilled<'a>(&self, last: &Charge<'a>, covered: &[Period]) -> Option<Part<'a>> {
        let from = covered.iter().map(Period::from).min()?;
        let to = covered.iter().map(Period::to).max()?;
        // Days that are not billed for good are billed by the next run.
        let days = Period::new(from, self.service.closed_before?.min(to))?;
        let agreed = self.agreed(&[days])?;
        let active: Vec<Period> = agreed.iter().map(|each| each.days).collect();
        let billed: Vec<Period> = covered
            .iter()
            .filter_map(|period| period.intersect(&days))
            .collect();
        let found = coverage(&active, &billed);
        let missing = agreed.iter().flat_map(|each| {
            let lacking = minus(each.days, &billed);
            lacking.into_iter().filter_map(move |days| {
                part(
                    each.priced(),
                    Decimal::from(days.days()),
                    Decimal::from(each.days.days()),
                )
            })
        });
        let amount = missing.fold(zero(last), |sum, each| sum + each);
        (found.unbilled > 0 && amount.is_positive()).then(|| Part {
            rule: Rule::Coverage,
            severity: Severity::Undercharged,
            invoice: last.invoice,
            line: last.line,
            amount,
            evidence: Evidence::Unbilled {
                contract: self.contract.id,
                text: self.service.description.clone(),
                days: found.unbilled,
            },
        })
    }
}

fn zero(charge: &Charge<'_>) -> Money {
    Money::zero(charge.amount.currency())
}

/// F02: days that two lines share. The line that is cheaper by the day is given back, the later one where they are alike.
fn twice<'a>(charges: &mut [Charge<'a>], parts: &mut Vec<Part<'a>>) {
    for later in 1..charges.len() {
        let (before, rest) = charges.split_at_mut(later);
        let Some(this) = rest.first_mut() else {
            continue;
        };
        for other in before {
            both(this, other, parts);
        }
    }
}

fn both<'a>(this: &mut Charge<'a>, other: &mut Charge<'a>, parts: &mut Vec<Part<'a>>) {
    let shared: Vec<Period> = this
        .kept
        .iter()
        .flat_map(|mine| {
            other
                .kept
                .iter()
                .filter_map(|theirs| mine.intersect(theirs))
        })
        .collect();
    if shared.is_empty() {
        return;
    }
    let (mine, theirs) = (this.pieces(), other.pieces());
    let refund = mine
        .iter()
        .flat_map(|mine| theirs.iter().filter_map(|theirs| overlap(*mine, *theirs)))
        .fold(zero(this), |sum, shared| sum + shared.refund);
    let (given, stays) = if is_cheaper(other, this) {
        (other, this)
    } else {
        (this, other)
    };
    let days: i64 = shared.iter().map(Period::days).sum();
    // The whole of a line is its amount, whatever rounding its pieces left over.
    let amount = if days == given.days() {
        given.amount
    } else {
        refund.min(given.amount)
    };
    if amount.is_positive() {
        parts.push(Part {
            rule: Rule::Duplicate,
            severity: Severity::Owed,
            invoice: given.invoice,
            line: given.line,
            amount,
            evidence: Evidence::Twice {
                place: given.place(),
                other: stays.place(),
                days: u32::try_from(days).unwrap_or_default(),
            },
        });
    }
    given.amount -= amount;
    for days in shared {
        given.drop_days(days);
    }
}

fn is_cheaper(one: &Charge<'_>, other: &Charge<'_>) -> bool {
    let a_day = |charge: &Charge<'_>| {
        charge
            .amount
            .to_decimal()
            .checked_div(Decimal::from(charge.days()))
    };
    a_day(one) < a_day(other)
}

/// A line's days that count against what was agreed for them.
struct Comparison {
    billed: Money,
    agreed: Money,
    due: Money,
    given: Money,
    billed_price: UnitPrice,
    agreed_price: UnitPrice,
    /// What rounding alone can make: nothing for a line as the run bills it, else a minor unit for each piece.
    tolerance: Money,
}

impl Comparison {
    fn of(charge: &Charge<'_>, agreed: &[Agreed]) -> Option<Comparison> {
        let line = charge.invoice.lines.get(charge.line)?;
        let first = agreed.first()?;
        let currency = charge.amount.currency();
        let is_whole = charge.kept == [charge.period] && charge.amount == line.priced();
        let is_alike = agreed.len() == 1 && first.item.tax_included == line.item.tax_included;
        let tolerance = if is_whole && is_alike {
            0
        } else {
            charge.kept.len() + agreed.len()
        };
        let due = agreed
            .iter()
            .fold(zero(charge), |sum, each| sum + each.derivation.reduction);
        let given = part(
            line.derivation.reduction,
            Decimal::from(charge.days()),
            Decimal::from(charge.period.days()),
        )?;
        Some(Comparison {
            billed: charge.amount,
            agreed: sum(charge, agreed)?,
            due,
            given,
            billed_price: line.item.unit_price,
            agreed_price: first.item.unit_price,
            tolerance: Money::new(i64::try_from(tolerance).ok()?, currency),
        })
    }

    /// F01 and F04. What is too much and is no missing discount is the price.
    fn parts<'a>(&self, charge: &Charge<'a>) -> Vec<Part<'a>> {
        let part = |rule, severity, amount, evidence| Part {
            rule,
            severity,
            invoice: charge.invoice,
            line: charge.line,
            amount,
            evidence,
        };
        let price = || Evidence::Price {
            place: charge.place(),
            billed: self.billed_price,
            agreed: self.agreed_price,
            billed_amount: self.billed,
            agreed_amount: self.agreed,
        };
        let over = self.billed - self.agreed;
        if over.abs() <= self.tolerance || over.is_zero() {
            return Vec::new();
        }
        if over.is_negative() {
            let under = Severity::Undercharged;
            return vec![part(Rule::ContractPrice, under, -over, price())];
        }
        let missing = (self.due - self.given).max(zero(charge)).min(over);
        // A cent of rounding is no discount that was forgotten.
        let missing = if missing > self.tolerance {
            missing
        } else {
            zero(charge)
        };
        let mut found = Vec::new();
        if missing.is_positive() {
            let evidence = Evidence::Discount {
                place: charge.place(),
                due: self.due,
                given: self.given,
            };
            found.push(part(
                Rule::MissingDiscount,
                Severity::Owed,
                missing,
                evidence,
            ));
        }
        if (over - missing).is_positive() {
            found.push(part(
                Rule::ContractPrice,
                Severity::Owed,
                over - missing,
                price(),
            ));
        }
        found
    }
}

/// What was agreed, as the line is priced: with tax where the line contains it.
fn sum(charge: &Charge<'_>, agreed: &[Agreed]) -> Option<Money> {
    let with_tax = charge.invoice.lines.get(charge.line)?.item.tax_included;
    let currency = charge.amount.currency();
    agreed.iter().try_fold(zero(charge), |sum, each| {
        let priced = each.priced();
        let factor = Decimal::ONE_HUNDRED + each.tax.rate.value();
        let amount = match (each.item.tax_included, with_tax) {
            (true, true) | (false, false) => priced,
            (false, true) => part(priced, factor, Decimal::ONE_HUNDRED)?,
            (true, false) => part(priced, Decimal::ONE_HUNDRED, factor)?,
        };
        (amount.currency() == currency)
            .then(|| sum.checked_add(amount).ok())
            .flatten()
    })
}
