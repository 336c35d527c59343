//! What a representative may give: a discount within their own limits, or one that somebody else must approve.
//!
//! A correction of a mistake is no discount and has no limit. Discounts that are active at once count together:
//! `1 − Π(1 − dᵢ)`, so 10 % on 10 % is 19 %.

use crate::billing::desk::grant::Severity;
pub use crate::billing::desk::policy::{Authority as Policy, Limits};
use crate::billing::desk::policy::{Condition, Rule};
pub use crate::billing::desk::role::Role;
use crate::money::{Money, Percent, Rounding};
use chrono::NaiveDate;
use rust_decimal::{Decimal, prelude::ToPrimitive};
use std::fmt;

/// Why something is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// A mistake is put right.
    Correction,
    /// It was agreed with the contract.
    Contractual,
    /// An amends that nobody owes.
    Goodwill,
    /// So that the customer stays.
    Retention,
}

/// What is to be given, and to whom.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Ask {
    /// Why.
    pub kind: Kind,
    /// Who gives it.
    pub role: Role,
    /// The month's price without any discount.
    pub price: Money,
    /// What the month costs the business.
    pub cost: Money,
    /// Discounts that are active already.
    pub active: Vec<Percent>,
    /// The discount.
    pub percent: Percent,
    /// For so many months.
    pub months: u32,
    /// What was given to this customer at discretion within the last 365 days.
    pub grants_last_year: u32,
    /// What is left of the month's budget.
    pub budget_left: Money,
    /// When the offer ends.
    pub expiry: Option<NaiveDate>,
    /// Why, by the business's own list.
    pub reason_code: Option<String>,
    /// Whether the customer's debts are being collected.
    pub is_in_collection: bool,
    /// Whether something is found to be owed to the customer.
    pub has_open_finding: bool,
}

/// What the discount comes to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Effect {
    /// All active discounts together, in per cent.
    pub percent: Decimal,
    /// The month's price afterwards, rounded half away from zero.
    pub price: Money,
    /// What it costs over all months, against the price with the discounts that are active already.
    pub total: Money,
    /// What of the price is left after the cost, in per cent of it; none of a price of zero.
    pub margin: Option<Decimal>,
}

/// One reason against a grant by the one who asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Reason {
    /// A correction is nobody's gift.
    Correction,
    /// It is owed by contract.
    Contractual,
    /// No promotion while debts are collected.
    InCollection,
    /// What is owed is put right first.
    CorrectFirst,
    /// An offer has an end.
    NoExpiry,
    /// An offer has a reason.
    NoReasonCode,
    /// Nothing, or more than everything, is taken off.
    NoDiscount,
    /// Too much at once.
    Percent {
        /// All discounts together.
        effective: Decimal,
        /// The limit.
        limit: Percent,
    },
    /// Too long.
    Months {
        /// Asked for.
        months: u32,
        /// The limit.
        limit: u32,
    },
    /// Too much money.
    Total {
        /// Over all months.
        total: Money,
        /// The limit.
        limit: Money,
    },
    /// Too often.
    Grants {
        /// With this one.
        grants: u32,
        /// The limit.
        limit: u32,
    },
    /// Too little is left.
    Margin {
        /// What is left, in per cent.
        margin: Option<Decimal>,
        /// The floor.
        floor: Percent,
    },
    /// The month's budget does not reach.
    Budget,
}

impl fmt::Display for Reason {
    /// For logs and tests; what a person reads is worded elsewhere.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Reason::Correction => {
                out.write_str("correction of a billing error: not a discount, no limit, no quota")
            }
            Reason::Contractual => out.write_str("agreed with the contract: not at discretion"),
            Reason::InCollection => out.write_str("no sales promotion in a collection contact"),
            Reason::CorrectFirst => out.write_str("correct what is owed first"),
            Reason::NoExpiry => out.write_str("expiry missing"),
            Reason::NoReasonCode => out.write_str("reason code missing"),
            Reason::NoDiscount => out.write_str("no discount"),
            Reason::Percent { effective, limit } => {
                write!(
                    out,
                    "effective {:.4} % > {} %",
                    effective.round_dp(4),
                    limit.value()
                )
            }
            Reason::Months { months, limit } => write!(out, "{months} months > {limit}"),
            Reason::Total { total, limit } => write!(out, "total {total} > {limit}"),
            Reason::Grants { grants, limit } => write!(out, "{grants} in 12 months > {limit}"),
            Reason::Margin { margin, floor } => {
                let floor = floor.value();
                match margin {
                    Some(margin) => {
                        write!(out, "margin {:.4} % < floor {floor} %", margin.round_dp(4))
                    }
                    None => write!(out, "no price left, floor {floor} %"),
                }
            }
            Reason::Budget => out.write_str("budget"),
        }
    }
}

/// Whether it may be given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// The one who asks gives it.
    Grant,
    /// It is given when somebody of this role, or a higher one, approves.
    NeedsApproval(Role),
    /// Nobody gives it as it was asked.
    Refuse,
}

/// The whole answer.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Judgement {
    /// Whether it may be given.
    pub verdict: Verdict,
    /// What it comes to; none where it was not looked at.
    pub effect: Option<Effect>,
    /// Why the one who asks does not give it alone; or why there is no limit.
    pub reasons: Vec<Reason>,
}

impl Judgement {
    fn without_effect(verdict: Verdict, reason: Reason) -> Self {
        Judgement {
            verdict,
            effect: None,
            reasons: vec![reason],
        }
    }
}

/// Judges what is asked. None where the amounts are of different currencies or beyond what can be counted.
pub fn judge(policy: &Policy, ask: &Ask) -> Option<Judgement> {
    match ask.kind {
        Kind::Correction => {
            return Some(Judgement::without_effect(
                Verdict::Grant,
                Reason::Correction,
            ));
        }
        Kind::Contractual => {
            return Some(Judgement::without_effect(
                Verdict::Grant,
                Reason::Contractual,
            ));
        }
        Kind::Goodwill | Kind::Retention => {}
    }
    let refused = [
        (ask.is_in_collection, Reason::InCollection),
        (ask.has_open_finding, Reason::CorrectFirst),
        (ask.expiry.is_none(), Reason::NoExpiry),
        (
            ask.reason_code
                .as_ref()
                .is_none_or(|code| code.trim().is_empty()),
            Reason::NoReasonCode,
        ),
        (
            ask.percent.is_zero() || ask.percent > Percent::HUNDRED || ask.months == 0,
            Reason::NoDiscount,
        ),
    ];
    let refused: Vec<Reason> = refused
        .into_iter()
        .filter_map(|(is_so, reason)| is_so.then_some(reason))
        .collect();
    if !refused.is_empty() {
        return Some(Judgement {
            verdict: Verdict::Refuse,
            effect: None,
            reasons: refused,
        });
    }
    let effect = effect(ask)?;
    let mut reasons = beyond(policy.of(ask.role), ask, &effect)?;
    // The lowest role that may, not below the one who asks; nobody's limits hold, the owner decides.
    let mut needed = Role::ALL
        .into_iter()
        .filter(|role| *role >= ask.role)
        .find(|role| beyond(policy.of(*role), ask, &effect).is_some_and(|found| found.is_empty()))
        .unwrap_or(Role::Owner);
    if effect
        .margin
        .is_none_or(|margin| margin < policy.margin_floor.value())
    {
        if ask.role < Role::Owner {
            reasons.push(Reason::Margin {
                margin: effect.margin,
                floor: policy.margin_floor,
            });
        }
        needed = Role::Owner;
    }
    if effect
        .total
        .checked_sub(ask.budget_left)
        .ok()?
        .is_positive()
    {
        if ask.role < Role::Manager {
            reasons.push(Reason::Budget);
        }
        needed = needed.max(Role::Manager);
    }
    let verdict = if needed <= ask.role {
        Verdict::Grant
    } else {
        Verdict::NeedsApproval(needed)
    };
    Some(Judgement {
        verdict,
        effect: Some(effect),
        reasons,
    })
}

/// The most, in whole per cent and no longer than asked, that the one who asks may give alone.
pub fn nearest_grant(policy: &Policy, ask: &Ask) -> Option<(Percent, u32)> {
    nearest_of_all(policy, std::slice::from_ref(ask))
}

/// The most that may be given alone whichever of several asks it is judged by: the same grant, on days of different terms.
/// As long as possible first, then as much as possible.
pub fn nearest_of_all(policy: &Policy, asks: &[Ask]) -> Option<(Percent, u32)> {
    let first = asks.first()?;
    let longest = first.months.min(policy.of(first.role).months);
    let most = first.percent.min(Percent::HUNDRED).value().floor();
    let whole = most.to_u8()?;
    (1..=longest)
        .rev()
        .flat_map(|months| {
            (1..=whole)
                .rev()
                .map(move |percent| (Percent::whole(percent), months))
        })
        .find(|(percent, months)| {
            asks.iter().all(|ask| {
                let lesser = Ask {
                    percent: *percent,
                    months: *months,
                    ..ask.clone()
                };
                judge(policy, &lesser).is_some_and(|found| found.verdict == Verdict::Grant)
            })
        })
}

/// What a customer and what happened to them are like, for the rules of the policy.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Standing {
    /// Whole months since they became a customer.
    pub tenure_months: u32,
    /// Billed within the last 365 days, with VAT, less credit notes; none where nobody looked.
    pub spend_12_months: Option<Money>,
    /// How badly something went wrong.
    pub severity: Option<Severity>,
    /// Discounts at discretion within the last 365 days.
    pub grants_last_year: u32,
}

impl Standing {
    fn meets(&self, condition: &Condition) -> bool {
        match *condition {
            Condition::TenureMonths(least) => self.tenure_months >= least,
            Condition::Spend(least) => self.spend_12_months.is_some_and(|spend| {
                spend.currency() == least.currency() && spend.minor() >= least.minor()
            }),
            Condition::Severity(least) => self.severity.is_some_and(|found| found >= least),
            Condition::GrantsLastYear(most) => self.grants_last_year <= most,
        }
    }
}

/// The limits that hold for a customer: each role's own, raised by every rule all of whose conditions hold.
pub fn raised(policy: &Policy, rules: &[Rule], standing: &Standing) -> Policy {
    let mut raised = policy.clone();
    let met = rules
        .iter()
        .filter(|rule| rule.when.iter().all(|condition| standing.meets(condition)));
    for rule in met {
        for role in Role::ALL.into_iter().filter(|role| *role >= rule.role) {
            let limits = &mut raised.limits[role as usize];
            let allow = rule.allow;
            *limits = Limits {
                percent: limits.percent.max(allow.percent),
                months: limits.months.max(allow.months),
                // Amounts of another currency raise nothing.
                total: if limits.total.currency() == allow.total.currency()
                    && allow.total.minor() > limits.total.minor()
                {
                    allow.total
                } else {
                    limits.total
                },
                grants_a_year: limits.grants_a_year.max(allow.grants_a_year),
            };
        }
    }
    raised
}

fn effect(ask: &Ask) -> Option<Effect> {
    let hundred = Decimal::ONE_HUNDRED;
    let kept = |discounts: &[Percent]| {
        discounts.iter().try_fold(Decimal::ONE, |kept, discount| {
            kept.checked_mul((hundred - discount.value()).checked_div(hundred)?)
        })
    };
    let before = kept(&ask.active)?;
    let after = before.checked_mul(kept(&[ask.percent])?)?;
    let rounded = |exact: Decimal| {
        Rounding::HalfAwayFromZero
            .reduce(exact, ask.price.currency())
            .ok()
    };
    let exact = |kept: Decimal| ask.price.to_decimal().checked_mul(kept);
    let new = rounded(exact(after)?)?;
    let a_month = exact(before)?.checked_sub(exact(after)?)?;
    let margin = (!new.is_zero())
        .then(|| {
            let left = new.checked_sub(ask.cost).ok()?.to_decimal();
            left.checked_mul(hundred)?.checked_div(new.to_decimal())
        })
        .flatten();
    Some(Effect {
        percent: (Decimal::ONE - after).checked_mul(hundred)?.normalize(),
        price: new,
        // Of the exact difference: cents rounded each month would add up.
        total: rounded(a_month.checked_mul(Decimal::from(ask.months))?)?,
        margin,
    })
}

/// In what the discount is beyond a role's limits.
fn beyond(limits: &Limits, ask: &Ask, effect: &Effect) -> Option<Vec<Reason>> {
    let mut reasons = Vec::new();
    if effect.percent > limits.percent.value() {
        reasons.push(Reason::Percent {
            effective: effect.percent,
            limit: limits.percent,
        });
    }
    if ask.months > limits.months {
        reasons.push(Reason::Months {
            months: ask.months,
            limit: limits.months,
        });
    }
    if effect.total.checked_sub(limits.total).ok()?.is_positive() {
        reasons.push(Reason::Total {
            total: effect.total,
            limit: limits.total,
        });
    }
    let grants = ask.grants_last_year.saturating_add(1);
    if grants > limits.grants_a_year {
        reasons.push(Reason::Grants {
            grants,
            limit: limits.grants_a_year,
        });
    }
    Some(reasons)
}
