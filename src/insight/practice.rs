//! Decisions put into groups that may be compared: by what was done, how large a discount was, why it was given.

use super::history::{Decision, Practice};
use super::retention::{Arm, Membership, Refused, Subject, Value, compare, worth};
use super::trial::amount;
use super::verdict::{ArmCount, Evidence, Grade, Verdict, Worth};
use crate::billing::desk::case::CaseKind;
use crate::billing::id::{AccountId, PersonId};

/// What decisions are grouped by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// What was done.
    Practice,
    /// How much of a discount was given.
    Size,
    /// Why it was given, by the business's own list.
    Reason,
    /// Who decided.
    Person,
    /// Whether the customer ever got a discount, then or later: a comparison that is refused.
    EverDiscounted,
}

impl By {
    /// Every way.
    pub const ALL: [By; 5] = [
        By::Practice,
        By::Size,
        By::Reason,
        By::Person,
        By::EverDiscounted,
    ];
}

/// A group of decisions.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Group {
    /// Something was done.
    Practice(Practice),
    /// A discount of up to so many per cent, and more than the size before.
    UpTo(u32),
    /// A discount for a reason.
    Reason(String),
    /// Somebody decided.
    Person(Option<PersonId>),
}

/// The largest discount of each size, in per cent.
const SIZES: [u32; 4] = [10, 20, 30, 100];

/// A group with what is known of it.
#[derive(Clone, PartialEq, Debug)]
pub struct Compared {
    /// Which.
    pub group: Group,
    /// Its customers.
    pub customers: Vec<AccountId>,
    /// Curve, counts and comparison.
    pub arm: Arm,
    /// Customers who were lost in another way: they are censored, and counted apart.
    pub lost: usize,
    /// What may be said; none of the group that the others are compared with.
    pub verdict: Option<Verdict>,
    /// What it is worth per customer until the horizon, in the customers' currency.
    pub worth: Option<Worth>,
}

/// The report.
#[derive(Clone, PartialEq, Debug)]
pub struct Report {
    /// The groups, the one that the others are compared with first.
    pub groups: Vec<Compared>,
    /// How the groups became comparable.
    pub grade: Grade,
    /// Whether every month's cost is known; otherwise the worth counts revenue, not margin.
    pub knows_cost: bool,
}

/// The names of what is adjusted for, in the order of the covariates.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Covariate {
    /// Years as a customer.
    Tenure,
    /// A month's bill.
    Month,
    /// Discounts before.
    EarlierGrants,
    /// Cases within a year before.
    EarlierCases,
    /// How badly something went wrong.
    Severity,
    /// The case was of this kind.
    Kind(CaseKind),
}

impl Covariate {
    /// All of them; the kind that is left out is the one that the others are told from.
    pub const ALL: [Covariate; 9] = [
        Covariate::Tenure,
        Covariate::Month,
        Covariate::EarlierGrants,
        Covariate::EarlierCases,
        Covariate::Severity,
        Covariate::Kind(CaseKind::Dispute),
        Covariate::Kind(CaseKind::Change),
        Covariate::Kind(CaseKind::Cancel),
        Covariate::Kind(CaseKind::Complaint),
    ];

    fn of(self, decision: &Decision) -> f64 {
        match self {
            Covariate::Tenure => decision.tenure as f64 / 365.0,
            Covariate::Month => amount(decision.month),
            Covariate::EarlierGrants => decision.earlier_grants as f64,
            Covariate::EarlierCases => decision.earlier_cases as f64,
            Covariate::Severity => decision
                .severity
                .map_or(0.0, |severity| f64::from(severity as u8) + 1.0),
            Covariate::Kind(kind) => f64::from(u8::from(decision.kind == kind)),
        }
    }
}

/// Compares decisions; `days` are those after which it is asked who stayed.
///
/// # Errors
/// If the groups can't be compared at all; the error says why.
pub fn report(decisions: &[Decision], by: By, days: i64) -> Result<Report, Refused> {
    if by == By::EverDiscounted {
        // Refused by what the groups are, whatever is in them.
        compare(&[Vec::new()], 0, Membership::Later, days as f64)?;
    }
    let groups = grouped(decisions, by);
    let subjects: Vec<Vec<Subject>> = groups
        .iter()
        .map(|(_, decisions)| decisions.iter().map(|each| subject(each, days)).collect())
        .collect();
    let arms = compare(&subjects, 0, Membership::AtTimeZero, days as f64)?;
    let knows_cost = decisions.iter().all(|decision| decision.cost.is_some());
    let base = arms.first().map(count);
    let is_compared = by != By::Person;
    let groups = groups
        .into_iter()
        .zip(arms)
        .enumerate()
        .map(|(place, ((group, decisions), mut arm))| {
            // Who decided is no treatment: representatives get different customers.
            if !is_compared {
                arm.against = None;
            }
            let evidence = base
                .filter(|_| place > 0 && is_compared)
                .map(|holdout| Evidence {
                    grade: Grade::Adjusted,
                    arm: count(&arm),
                    holdout,
                    contacts: 0,
                    planned: None,
                    sample_ratio: None,
                    at_plan: None,
                    now: None,
                });
            Compared {
                customers: decisions.iter().map(|each| each.account).collect(),
                lost: decisions
                    .iter()
                    .filter(|each| matches!(each.followed.ending, super::history::Ending::Lost(_)))
                    .count(),
                worth: worth(&arm, decisions.iter().map(|each| value(each, knows_cost))),
                group,
                arm,
                verdict: evidence.map(|evidence| evidence.verdict()),
            }
        })
        .collect();
    Ok(Report {
        groups,
        grade: if is_compared {
            Grade::Adjusted
        } else {
            Grade::Raw
        },
        knows_cost,
    })
}

/// The groups, with the one that the others are compared with first: customers for whom nothing was done.
fn grouped(decisions: &[Decision], by: By) -> Vec<(Group, Vec<&Decision>)> {
    let nothing = Group::Practice(Practice::Nothing);
    let mut groups = std::collections::BTreeMap::<Group, Vec<&Decision>>::new();
    for decision in decisions {
        if let Some(group) = group_of(decision, by) {
            groups.entry(group).or_default().push(decision);
        }
    }
    if by == By::Person {
        return groups.into_iter().collect();
    }
    let base = groups.remove(&nothing).unwrap_or_default();
    std::iter::once((nothing, base)).chain(groups).collect()
}

fn group_of(decision: &Decision, by: By) -> Option<Group> {
    let nothing = Group::Practice(Practice::Nothing);
    match by {
        By::Practice => Some(Group::Practice(decision.practice)),
        By::Person => Some(Group::Person(decision.by)),
        By::Size | By::Reason | By::EverDiscounted => {
            if decision.practice == Practice::Nothing {
                return Some(nothing);
            }
            let grant = decision.grant.as_ref()?;
            match by {
                By::Size => {
                    let size = SIZES
                        .into_iter()
                        .find(|size| grant.percent.value() <= rust_decimal::Decimal::from(*size));
                    size.map(Group::UpTo)
                }
                _ => Some(Group::Reason(grant.reason_code.clone())),
            }
        }
    }
}

fn subject(decision: &Decision, days: i64) -> Subject {
    // Like is compared with like: what the case was about, how badly it went wrong, and whether they are new.
    let kind = decision.kind as usize;
    let severity = decision
        .severity
        .map_or(0, |severity| severity as usize + 1);
    let tenure = match decision.tenure {
        ..365 => 0,
        365..1095 => 1,
        _ => 2,
    };
    Subject {
        seen: decision.followed.observation(),
        stratum: (kind * 4 + severity) * 3 + tenure,
        covariates: Covariate::ALL
            .iter()
            .map(|covariate| covariate.of(decision))
            .collect(),
        stayed: decision.followed.stayed(days),
    }
}

fn value(decision: &Decision, knows_cost: bool) -> Value {
    let cost = decision.cost.filter(|_| knows_cost).map_or(0.0, amount);
    Value {
        month: amount(decision.month) - cost,
        given: decision
            .grant
            .as_ref()
            .map_or(0.0, |grant| amount(grant.total)),
    }
}

fn count(arm: &Arm) -> ArmCount {
    ArmCount {
        contacts: arm.contacts as u64,
        events: arm.events as u64,
    }
}
