//! How a business wants its customers cared for: opening hours, targets, how callers are recognised, who may give what.

use crate::billing::desk::grant::Severity;
use crate::billing::desk::role::Role;
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::calendar::{Opening, Tz, WorkingTime};
use crate::money::{Currency, Money, Percent};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The whole policy. A book without one has [`Policy::usual`].
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Policy {
    /// When the desk is open.
    pub hours: WorkingTime,
    /// By when cases are answered.
    pub targets: Targets,
    /// How callers are recognised.
    pub identity: Identity,
    /// Who may give what.
    pub discounts: Discounts,
}

/// By when a case is answered and settled, in minutes of working time.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Target {
    /// First answer.
    pub first_response: u32,
    /// Settled.
    pub resolution: u32,
}

/// Targets of cases.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Targets {
    /// Of a dispute about a bill.
    pub dispute: Target,
    /// Of everything else.
    pub other: Target,
    /// A share of a target, in per cent, after which a case stands out.
    pub warn_at: u8,
    /// Callers who give up within fewer seconds did not wait.
    pub short_abandon: u32,
    /// How long a call-back is taken to last, in minutes.
    pub call_back_minutes: u32,
    /// A case can be opened again within so many days of its end.
    pub reopen_days: u32,
}

/// How callers are recognised.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Identity {
    /// What follows failures.
    pub ladder: Ladder,
    /// A number on file may be called back when it has been there for so many days; strong verification asks for as many
    /// without any change of contact data.
    pub unchanged_days: u32,
    /// What facts must be worth together, in bits.
    pub fact_bits: u32,
    /// Facts are no way to be recognised (47 CFR 64.2010(b)).
    pub refuses_facts: bool,
    /// After so many seconds without anything happening nobody is recognised any more (Commission Delegated Regulation (EU)
    /// 2018/389, art. 4(3)(d): five minutes).
    pub idle_seconds: u32,
    /// Whether a change of contact data or phrase is told to the old and the new address.
    pub writes_notices: bool,
}

/// What follows each failure in a row.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ladder {
    /// Seconds to wait after the first failure, the second, and so on; none after those that are not named.
    pub waits: Vec<u32>,
    /// The failure that locks.
    pub locks_at: u32,
}

impl Default for Ladder {
    /// Nothing after two failures, 30 seconds after the third, five minutes after the fourth; the fifth locks.
    fn default() -> Self {
        Ladder {
            waits: vec![0, 0, 30, 300],
            locks_at: 5,
        }
    }
}

/// Who may give what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discounts {
    /// Limits of the roles, and of everybody.
    pub authority: Authority,
    /// What raises those limits for some customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<Rule>,
    /// What may be given in a calendar month, all discounts over all their months.
    pub budget: Money,
    /// Reasons to choose from.
    pub reasons: Vec<String>,
    /// Minutes of working time after which somebody higher is asked.
    pub approval_minutes: u32,
    /// An offer can be taken for so many days.
    pub offer_days: u32,
}

/// How far one role's authority reaches.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Limits {
    /// The most that all active discounts together may take off.
    pub percent: Percent,
    /// The most months.
    pub months: u32,
    /// The most money over all months.
    pub total: Money,
    /// The most grants to one customer within 365 days, this one included.
    pub grants_a_year: u32,
}

/// One of the [`Limits`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Limit {
    Percent,
    Months,
    Total,
    GrantsAYear,
}

impl Limits {
    /// The first of them that is wider than the other's.
    fn above(&self, other: &Limits) -> Option<Limit> {
        let is_above = [
            (Limit::Percent, self.percent > other.percent),
            (Limit::Months, self.months > other.months),
            (
                Limit::Total,
                self.total.to_decimal() > other.total.to_decimal(),
            ),
            (Limit::GrantsAYear, self.grants_a_year > other.grants_a_year),
        ];
        let found = is_above.into_iter().find(|(_, is_above)| *is_above);
        found.map(|(limit, _)| limit)
    }
}

/// Raises what a role may give where everything it names holds: "a lead may give a customer of five years 25 %".
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Whose authority it raises; of the roles above, too, where theirs is less.
    pub role: Role,
    /// What must hold, all of it.
    pub when: Vec<Condition>,
    /// How far the authority then reaches. What is less than the role's own limits changes nothing.
    pub allow: Limits,
}

/// Something that holds for a customer and what happened to them, or does not.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// A customer for at least so many whole months.
    TenureMonths(u32),
    /// Billed at least so much within the last 365 days, with VAT, less credit notes.
    #[serde(rename = "spend_12_months")]
    Spend(Money),
    /// At least so badly did something go wrong.
    Severity(Severity),
    /// At most so many discounts at discretion within the last 365 days, this one not included.
    GrantsLastYear(u32),
}

/// The limits of each role, and those of the whole business.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Authority {
    /// Of each role, in the order of [`Role::ALL`].
    pub limits: [Limits; 4],
    /// The least margin that anybody but the owner may leave, as a share of the price.
    pub margin_floor: Percent,
}

impl Authority {
    /// The limits of a role.
    pub fn of(&self, role: Role) -> &Limits {
        &self.limits[role as usize]
    }

    /// The first limit that is wider than the same one of the role above; asking that role would be asked of somebody who may
    /// give less.
    pub fn above_next(&self) -> Option<(Role, Limit)> {
        let pairs = Role::ALL.into_iter().zip(self.limits.windows(2));
        pairs
            .filter_map(|(role, pair)| Some((role, pair.first()?.above(pair.get(1)?)?)))
            .next()
    }
}

impl Policy {
    /// What holds until the business says otherwise: Monday to Friday from nine to five, disputes answered within one hour of
    /// work and settled within five days of it, everything else within four hours and ten days.
    pub fn usual(currency: Currency) -> Self {
        let day = 8 * 60;
        let limits = |percent: u8, months, total: u32, grants_a_year| Limits {
            percent: Percent::whole(percent),
            months,
            total: Money::whole(total, currency),
            grants_a_year,
        };
        Policy {
            hours: usual_hours(),
            targets: Targets {
                dispute: Target {
                    first_response: 60,
                    resolution: 5 * day,
                },
                other: Target {
                    first_response: 4 * 60,
                    resolution: 10 * day,
                },
                warn_at: 80,
                short_abandon: 5,
                call_back_minutes: 15,
                reopen_days: 14,
            },
            identity: Identity {
                ladder: Ladder::default(),
                unchanged_days: 30,
                fact_bits: 20,
                refuses_facts: false,
                idle_seconds: 300,
                writes_notices: true,
            },
            discounts: Discounts {
                authority: Authority {
                    limits: [
                        limits(10, 3, 50, 1),
                        limits(20, 6, 200, 2),
                        limits(40, 12, 1_000, 3),
                        limits(100, 24, 1_000_000, 1_000),
                    ],
                    margin_floor: Percent::whole(15),
                },
                rules: Vec::new(),
                budget: Money::whole(500, currency),
                reasons: Vec::new(),
                approval_minutes: day,
                offer_days: 14,
            },
        }
    }
}

fn usual_hours() -> WorkingTime {
    let day = || {
        Opening::new(9 * 60, 17 * 60)
            .into_iter()
            .collect::<Vec<_>>()
    };
    WorkingTime {
        zone: Tz::helsinki(),
        week: [day(), day(), day(), day(), day(), Vec::new(), Vec::new()],
        holidays: BTreeSet::new(),
    }
}

impl Policy {
    /// Checks what holds for a policy by itself: the desk opens at some time, targets and limits are no nonsense, and amounts
    /// are in one currency.
    pub fn check(&self) -> Result<(), Refusal> {
        let is_closed = self.hours.week.iter().all(Vec::is_empty);
        if is_closed {
            return Err(Refusal::field(Field::Starts, RefusalKind::Empty));
        }
        if self.hours.overlap().is_some() {
            return Err(Refusal::field(Field::Hours, RefusalKind::HoursOverlap));
        }
        let targets = [self.targets.dispute, self.targets.other];
        let without_time = |target: &Target| target.first_response == 0 || target.resolution == 0;
        if targets.iter().any(without_time) || self.targets.call_back_minutes == 0 {
            return Err(Refusal::field(Field::Terms, RefusalKind::NotPositive));
        }
        if self.identity.ladder.locks_at == 0 || self.identity.idle_seconds == 0 {
            return Err(Refusal::field(Field::Quantity, RefusalKind::NotPositive));
        }
        let discounts = &self.discounts;
        let expected = discounts.budget.currency();
        let raised = discounts.rules.iter().map(|rule| &rule.allow);
        for limits in discounts.authority.limits.iter().chain(raised) {
            let found = limits.total.currency();
            if found != expected {
                return Err(Refusal::currency_mismatch(
                    expected,
                    found,
                    Location::Field(Field::Amount),
                ));
            }
            if limits.total.is_negative() || limits.percent > Percent::HUNDRED {
                return Err(Refusal::field(
                    Field::Reduction,
                    RefusalKind::DiscountAboveWhole,
                ));
            }
        }
        let spends = discounts.rules.iter().flat_map(|rule| &rule.when);
        for condition in spends {
            if let Condition::Spend(least) = condition
                && least.currency() != expected
            {
                return Err(Refusal::currency_mismatch(
                    expected,
                    least.currency(),
                    Location::Field(Field::Amount),
                ));
            }
        }
        if discounts.authority.above_next().is_some() {
            return Err(Refusal::field(Field::Limit, RefusalKind::AboveHigherRole));
        }
        if discounts.rules.iter().any(|rule| rule.when.is_empty()) {
            return Err(Refusal::field(Field::Terms, RefusalKind::Empty));
        }
        Ok(())
    }
}

impl Discounts {
    /// Whether a rule asks what was billed within a year: that rests in the archive.
    pub fn asks_for_spend(&self) -> bool {
        self.rules
            .iter()
            .flat_map(|rule| &rule.when)
            .any(|condition| matches!(condition, Condition::Spend(_)))
    }

    /// Whether a rule asks how badly something went wrong.
    pub fn asks_for_severity(&self) -> bool {
        self.rules
            .iter()
            .flat_map(|rule| &rule.when)
            .any(|condition| matches!(condition, Condition::Severity(_)))
    }

    /// Whether a reason is one of the business's own list; any that says something where it has none.
    pub fn knows_reason(&self, reason: &str) -> bool {
        let reason = reason.trim();
        !reason.is_empty()
            && (self.reasons.is_empty() || self.reasons.iter().any(|known| known.trim() == reason))
    }
}
