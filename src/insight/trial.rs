//! What an experiment shows, at any moment: counted as drawn, whatever was done, and said only as far as the plan or an
//! always-valid interval allows.

use super::experiment::SampleRatio;
use super::history::Drawn;
use super::proportion::Proportion;
use super::retention::{self, Membership, Subject, Value, compare, worth};
use super::verdict::{
    ArmCount, Estimate as Share, Evidence, Grade, Standing, Verdict, Worth, findings, standings,
};
use crate::billing::desk::experiment::Experiment;
use crate::money::Money;
use chrono::{DateTime, TimeDelta, Utc};
use rust_decimal::prelude::ToPrimitive;

/// An experiment's outcome.
#[derive(Clone, PartialEq, Debug)]
pub struct Trial {
    /// Its arms, in their order; the first is the holdout.
    pub arms: Vec<ArmOutcome>,
    /// Customers who were drawn.
    pub contacts: u64,
    /// Those of them of whom it is known whether they stayed so long.
    pub followed: u64,
    /// Whether the arms have the sizes that the lot lets expect; none of nobody.
    pub sample_ratio: Option<SampleRatio>,
    /// Whether every discount's and every month's cost is known; otherwise the worth counts revenue, not margin.
    pub knows_cost: bool,
}

/// One arm.
#[derive(Clone, PartialEq, Debug)]
pub struct ArmOutcome {
    /// Customers who were drawn into it.
    pub contacts: u64,
    /// What became of those who were followed long enough.
    pub count: ArmCount,
    /// How often something else was done than the lot said.
    pub set_aside: u64,
    /// The share that stayed.
    pub kept: Option<Proportion>,
    /// Curve and comparison.
    pub figures: retention::Arm,
    /// How it stands against the holdout at this moment; none of the holdout.
    pub standing: Option<Standing>,
    /// What may be said of it; none of the holdout.
    pub verdict: Option<Verdict>,
    /// What it is worth per customer until the horizon, in the account's currency.
    pub worth: Option<Worth>,
}

/// The outcome of an experiment from those who were drawn, in the order in which they were.
pub fn outcome(experiment: &Experiment, drawn: &[Drawn], now: DateTime<Utc>) -> Trial {
    let horizon = i64::from(experiment.horizon_days);
    let places = 0..experiment.arms.len();
    let of_arm = |place: usize| drawn.iter().filter(move |each| each.arm == place);
    let counts: Vec<ArmCount> = places
        .clone()
        .map(|place| count(of_arm(place), horizon))
        .collect();
    let groups: Vec<Vec<Subject>> = places
        .clone()
        .map(|place| of_arm(place).map(|each| subject(each, horizon)).collect())
        .collect();
    let sizes: Vec<u64> = places
        .clone()
        .map(|place| of_arm(place).count() as u64)
        .collect();
    let weights: Vec<u32> = experiment.arms.iter().map(|arm| arm.weight).collect();
    let sample_ratio = SampleRatio::of(&sizes, &weights);
    let figures = compare(&groups, 0, Membership::AtTimeZero, horizon as f64).unwrap_or_default();
    let Some(holdout) = counts.first().copied() else {
        return Trial {
            arms: Vec::new(),
            contacts: 0,
            followed: 0,
            sample_ratio: None,
            knows_cost: true,
        };
    };
    let others = counts.get(1..).unwrap_or_default();
    let shares: Vec<Option<Share>> = others
        .iter()
        .map(|arm| Share::of_shares(*arm, holdout))
        .collect();
    // The prior is as wide as the difference that was said to matter before it began.
    let matters = experiment.difference.value().to_f64().unwrap_or(0.0) / 100.0;
    let now_known = standings(&shares, matters);
    let at_plan = at_plan(experiment, drawn, now);
    let contacts: u64 = sizes.iter().sum();
    let knows_cost = drawn.iter().all(|each| each.month_cost.is_some());
    let arms = places
        .zip(figures)
        .map(|(place, figures)| {
            let count = counts.get(place).copied().unwrap_or(holdout);
            let beside = place.checked_sub(1);
            let standing = beside.and_then(|beside| now_known.get(beside).copied().flatten());
            let evidence = beside.map(|beside| Evidence {
                grade: Grade::Randomised,
                arm: count,
                holdout,
                contacts,
                planned: Some(experiment.planned),
                sample_ratio,
                at_plan: at_plan.get(beside).copied().flatten(),
                now: standing,
            });
            ArmOutcome {
                contacts: sizes.get(place).copied().unwrap_or_default(),
                count,
                set_aside: of_arm(place)
                    .filter(|each| each.set_aside.is_some())
                    .count() as u64,
                kept: count.kept(),
                worth: worth(&figures, of_arm(place).map(|each| value(each, knows_cost))),
                figures,
                standing,
                verdict: evidence.map(|evidence| evidence.verdict()),
            }
        })
        .collect();
    Trial {
        arms,
        contacts,
        followed: counts.iter().map(|count| count.contacts).sum(),
        sample_ratio,
        knows_cost,
    }
}

fn subject(drawn: &Drawn, horizon: i64) -> Subject {
    Subject {
        seen: drawn.followed.observation(),
        stratum: 0,
        covariates: Vec::new(),
        stayed: drawn.followed.stayed(horizon),
    }
}

fn count<'a>(drawn: impl Iterator<Item = &'a Drawn>, horizon: i64) -> ArmCount {
    let known = drawn.filter_map(|each| each.followed.stayed(horizon));
    known.fold(
        ArmCount {
            contacts: 0,
            events: 0,
        },
        |count, stayed| ArmCount {
            contacts: count.contacts + 1,
            events: count.events + u64::from(!stayed),
        },
    )
}

/// What the planned contacts show, once every one of them was followed to the end. The first so many and no more: it never changes
/// again, so looking at it every day is one look.
fn at_plan(
    experiment: &Experiment,
    drawn: &[Drawn],
    now: DateTime<Utc>,
) -> Vec<Option<super::verdict::Finding>> {
    let horizon = i64::from(experiment.horizon_days);
    let planned = usize::try_from(experiment.planned).unwrap_or(usize::MAX);
    let Some(first) = drawn.get(..planned) else {
        return Vec::new();
    };
    let is_over = |each: &Drawn| now - each.at >= TimeDelta::days(horizon);
    if !first.iter().all(is_over) {
        return Vec::new();
    }
    let counts: Vec<ArmCount> = (0..experiment.arms.len())
        .map(|place| count(first.iter().filter(|each| each.arm == place), horizon))
        .collect();
    match counts.split_first() {
        Some((holdout, arms)) => findings(*holdout, arms),
        None => Vec::new(),
    }
}

/// What a customer brings, with the cost where it is known of everybody.
fn value(drawn: &Drawn, knows_cost: bool) -> Value {
    let cost = drawn.month_cost.filter(|_| knows_cost).map_or(0.0, amount);
    Value {
        month: amount(drawn.month) - cost,
        given: drawn.cost.map_or(0.0, amount),
    }
}

/// An amount as a number, where figures are estimated.
pub(crate) fn amount(money: Money) -> f64 {
    money.to_decimal().to_f64().unwrap_or(0.0)
}
