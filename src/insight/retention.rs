//! Groups of customers compared: how many stayed, how long, how sure that is, and in which words it may be said.
//!
//! Everything here takes plain durations, events, groups and strata, so that any records can be asked. Every group is watched from its
//! own time zero; a group that is defined by what happened after it can't be compared ([`Refused::ImmortalTime`]).

use super::cox::{Cox, CoxData, CoxError, Row, Ties};
use super::distribution::Interval;
use super::log_rank::{ChiSquareTest, LogRank};
use super::multiplicity::benjamini_hochberg;
use super::propensity::{Overlap, Propensity, Unit, WeightSummary, Weights};
use super::proportion::{Proportion, difference, newcombe};
use super::stratified::{MantelHaenszel, Stratum};
use super::survival::{
    Estimate, Observation, Survival, restricted_mean_difference, survival_difference,
};
use super::verdict::{FEWEST_CONTACTS, FEWEST_EVENTS, Worth};

/// The days that are counted: "days kept in the first 180".
pub const HORIZON: f64 = 180.0;

/// A customer in a group.
#[derive(Clone, PartialEq, Debug)]
pub struct Subject {
    /// How long they were seen from time zero on.
    pub seen: Observation,
    /// Who they are like: customers of one number are compared with each other.
    pub stratum: usize,
    /// What was known of them at time zero; as many numbers for everybody.
    pub covariates: Vec<f64>,
    /// Whether they were still customers when the chosen days had passed; none where that is not known.
    pub stayed: Option<bool>,
}

/// What makes a group a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Membership {
    /// It was decided at time zero.
    AtTimeZero,
    /// It came about later, such as "ever got a discount": whoever left early never had the time to get one, so those who did seem to
    /// stay longer whatever it does (immortal time).
    Later,
}

/// Why groups are not compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Refused {
    /// A group is defined by what happened after time zero.
    ImmortalTime,
    /// There is nobody to compare with.
    NoReference,
}

/// What is known of one group.
#[derive(Clone, PartialEq, Debug)]
pub struct Arm {
    /// Customers in it.
    pub contacts: usize,
    /// Those of them who left of their own will.
    pub events: usize,
    /// The curve; none of nobody.
    pub curve: Option<Survival>,
    /// Days kept until the horizon, if it is known so long.
    pub days_kept: Option<Estimate>,
    /// The share that stayed the chosen days, of those of whom it is known.
    pub stayed: Option<Proportion>,
    /// Its comparison with the reference; none of the reference itself, or where there are too few to say anything.
    pub against: Option<Against>,
    /// Whether there are too few for anything but counts.
    pub has_too_few: bool,
}

/// A group against the reference.
#[derive(Clone, PartialEq, Debug)]
pub struct Against {
    /// The share that stayed, less that of the reference, with Newcombe's interval.
    pub share: Option<(f64, Interval)>,
    /// The survival at the horizon, less that of the reference.
    pub survival: Option<Estimate>,
    /// Days kept, less those of the reference.
    pub days: Option<Estimate>,
    /// Whether the curves differ.
    pub log_rank: Option<ChiSquareTest>,
    /// Whether they differ within strata.
    pub stratified: Option<ChiSquareTest>,
    /// How much faster they leave; or why that can't be told.
    pub hazard: Result<Hazard, CoxError>,
    /// The p of the log-rank test, adjusted for every comparison that is shown with it (Benjamini and Hochberg).
    pub q: Option<f64>,
    /// The difference after adjustment for what was known at time zero.
    pub adjusted: Adjusted,
}

/// A hazard ratio.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Hazard {
    /// How many leave for each that leaves the reference, at any moment.
    pub ratio: f64,
    /// Its 95 % interval.
    pub interval: Interval,
    /// Whether there are fewer than ten events per coefficient.
    pub has_few_events: bool,
}

/// Differences in the share that stayed, adjusted for what is known; what isn't known is not adjusted for.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Adjusted {
    /// Within strata (Mantel and Haenszel, with Sato's variance).
    pub within: Option<Estimate>,
    /// By inverse probability weights.
    pub weighted: Option<Weighted>,
}

/// A weighted difference and how good the weights are.
#[derive(Clone, PartialEq, Debug)]
pub struct Weighted {
    /// The difference.
    pub effect: Estimate,
    /// Standardised differences of the covariates that differ among these customers: which, before, and after.
    pub balance: Vec<(usize, Option<f64>, Option<f64>)>,
    /// How much the weights leave.
    pub weights: WeightSummary,
    /// Whether customers of each group have their like in the other.
    pub overlap: Overlap,
}

/// Compares groups with one of them, which is `reference`.
///
/// # Errors
/// If the groups can't be compared at all; the error says why.
pub fn compare(
    groups: &[Vec<Subject>],
    reference: usize,
    membership: Membership,
    horizon: f64,
) -> Result<Vec<Arm>, Refused> {
    if membership == Membership::Later {
        return Err(Refused::ImmortalTime);
    }
    let control = groups.get(reference).ok_or(Refused::NoReference)?;
    let mut arms: Vec<Arm> = groups.iter().map(|group| arm(group, horizon)).collect();
    let base = arms.get(reference).cloned().ok_or(Refused::NoReference)?;
    for (place, group) in groups.iter().enumerate() {
        let Some(arm) = arms.get_mut(place) else {
            continue;
        };
        if place == reference {
            continue;
        }
        let events = arm.events + base.events;
        let smaller = arm.contacts.min(base.contacts) as u64;
        arm.has_too_few = smaller < FEWEST_CONTACTS || (events as u64) < FEWEST_EVENTS;
        if !arm.has_too_few {
            arm.against = Some(against(group, control, arm, &base, horizon));
        }
    }
    let p: Vec<Option<f64>> = arms
        .iter()
        .map(|arm| Some(arm.against.as_ref()?.log_rank?.p))
        .collect();
    for (arm, q) in arms.iter_mut().zip(benjamini_hochberg(&p)) {
        if let Some(against) = &mut arm.against {
            against.q = q;
        }
    }
    Ok(arms)
}

fn arm(group: &[Subject], horizon: f64) -> Arm {
    let seen: Vec<Observation> = group.iter().map(|subject| subject.seen).collect();
    let curve = Survival::of(&seen).ok();
    let known = group.iter().filter_map(|subject| subject.stayed);
    let (stayed, all) = known.fold((0, 0), |(stayed, all), is_here| {
        (stayed + u64::from(is_here), all + 1)
    });
    Arm {
        contacts: group.len(),
        events: seen.iter().filter(|each| each.ended).count(),
        days_kept: curve
            .as_ref()
            .and_then(|curve| curve.restricted_mean(horizon)),
        stayed: Proportion::of(stayed, all).ok(),
        curve,
        against: None,
        has_too_few: false,
    }
}

fn against(group: &[Subject], control: &[Subject], arm: &Arm, base: &Arm, horizon: f64) -> Against {
    let curves = arm.curve.as_ref().zip(base.curve.as_ref());
    let seen = |group: &[Subject]| -> Vec<Observation> {
        group.iter().map(|subject| subject.seen).collect()
    };
    let log_rank = LogRank::of(&[seen(control), seen(group)]).ok();
    Against {
        share: arm
            .stayed
            .zip(base.stayed)
            .map(|(arm, base)| (difference(arm, base), newcombe(arm, base))),
        survival: curves.and_then(|(arm, base)| survival_difference(arm, base, horizon)),
        days: curves.and_then(|(arm, base)| restricted_mean_difference(arm, base, horizon)),
        log_rank: log_rank.map(|found| found.test),
        stratified: within_strata(group, control),
        hazard: hazard(group, control),
        q: None,
        adjusted: Adjusted {
            within: mantel_haenszel(group, control),
            weighted: weighted(group, control),
        },
    }
}

fn strata_of(group: &[Subject], control: &[Subject]) -> Vec<usize> {
    let both = group.iter().chain(control);
    let mut strata: Vec<usize> = both.map(|subject| subject.stratum).collect();
    strata.sort_unstable();
    strata.dedup();
    strata
}

fn within_strata(group: &[Subject], control: &[Subject]) -> Option<ChiSquareTest> {
    let seen = |group: &[Subject], stratum: usize| -> Vec<Observation> {
        let like = group.iter().filter(|subject| subject.stratum == stratum);
        like.map(|subject| subject.seen).collect()
    };
    let strata: Vec<[Vec<Observation>; 2]> = strata_of(group, control)
        .into_iter()
        .map(|stratum| [seen(control, stratum), seen(group, stratum)])
        .collect();
    Some(LogRank::stratified(&strata).ok()?.test)
}

fn hazard(group: &[Subject], control: &[Subject]) -> Result<Hazard, CoxError> {
    let row = |subject: &Subject, is_treated: f64| Row {
        entry: None,
        exit: subject.seen.days,
        ended: subject.seen.ended,
        stratum: 0,
        covariates: vec![is_treated],
    };
    let rows: Vec<Row> = control
        .iter()
        .map(|subject| row(subject, 0.0))
        .chain(group.iter().map(|subject| row(subject, 1.0)))
        .collect();
    let cox: Cox = CoxData::of(&rows)?.fit(Ties::Efron)?;
    let treated = cox.coefficients.first().ok_or(CoxError::NotConverged)?;
    Ok(Hazard {
        ratio: treated.ratio(),
        interval: treated.ratio_interval(),
        has_few_events: cox.has_few_events,
    })
}

fn mantel_haenszel(group: &[Subject], control: &[Subject]) -> Option<Estimate> {
    let count = |group: &[Subject], stratum: usize, is_here: bool| {
        let like = group.iter().filter(|subject| subject.stratum == stratum);
        like.filter(|subject| subject.stayed == Some(is_here))
            .count() as u64
    };
    let strata: Vec<Stratum> = strata_of(group, control)
        .into_iter()
        .map(|stratum| Stratum {
            treated_kept: count(group, stratum, true),
            treated_lost: count(group, stratum, false),
            control_kept: count(control, stratum, true),
            control_lost: count(control, stratum, false),
        })
        .collect();
    Some(MantelHaenszel::of(&strata).ok()?.risk_difference())
}

fn weighted(group: &[Subject], control: &[Subject]) -> Option<Weighted> {
    // What is one for everybody tells nobody apart, and a model of it has no single answer.
    let width = group.first().map_or(0, |subject| subject.covariates.len());
    let differs = |place: &usize| {
        let both = group.iter().chain(control);
        let mut values = both
            .filter(|subject| subject.stayed.is_some())
            .filter_map(|subject| subject.covariates.get(*place));
        values
            .next()
            .is_some_and(|first| values.any(|value| value != first))
    };
    let places: Vec<usize> = (0..width).filter(differs).collect();
    let unit = |subject: &Subject, treated: bool| {
        let known = places
            .iter()
            .map(|place| subject.covariates.get(*place).copied());
        Some(Unit {
            covariates: known.collect::<Option<Vec<f64>>>()?,
            treated,
            outcome: f64::from(u8::from(subject.stayed?)),
        })
    };
    let treated = group.iter().filter_map(|subject| unit(subject, true));
    let others = control.iter().filter_map(|subject| unit(subject, false));
    let units: Vec<Unit> = treated.chain(others).collect();
    let is_empty = units.iter().all(|unit| unit.covariates.is_empty());
    if is_empty {
        return None;
    }
    let scores = Propensity::of(&units).ok()?;
    let balance = scores.balance(Weights::Inverse);
    Some(Weighted {
        effect: scores.weighted(Weights::Inverse).effect,
        balance: places
            .iter()
            .zip(balance)
            .map(|(place, each)| (*place, each.before, each.after))
            .collect(),
        weights: scores.weights(Weights::Inverse),
        overlap: scores.overlap(),
    })
}

/// What a customer brings in a month, and what was given to them.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Value {
    /// The margin of a month, or what is billed where the cost isn't known.
    pub month: f64,
    /// What the discount cost over all its months.
    pub given: f64,
}

/// The mean length of a month in days, in the Gregorian calendar.
pub const DAYS_A_MONTH: f64 = 30.436875;

/// What an arm is worth per customer until the horizon: the margin of a day times the days that customers stay longer, less what was
/// given to each of them. None of the reference, or where too little is known.
pub fn worth(arm: &Arm, values: impl Iterator<Item = Value>) -> Option<Worth> {
    let days = arm.against.as_ref()?.days?;
    let (month, given, count) = values.fold((0.0, 0.0, 0.0), |(month, given, count), value| {
        (month + value.month, given + value.given, count + 1.0)
    });
    let error = days.standard_error?;
    Worth::of(
        month / count / DAYS_A_MONTH,
        days.value,
        error * error,
        given / count,
    )
}
