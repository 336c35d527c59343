//! How many are still here after so many days: Kaplan-Meier curves, and what two of them differ by.
//!
//! A customer who hasn't left yet, or has left for a reason that is counted apart, is censored: known to have stayed so long,
//! and no longer counted afterwards. Who is censored on the day that another leaves was still there on that day. Nothing is
//! said of days beyond the longest that anybody was seen, unless everybody had left by then.

use super::distribution::{Interval, Z95};
use super::matrix::{Sum, is_usable};

/// A share this close to a half is a half: it is a product of fractions, each rounded.
const HALF: f64 = 0.5 * (1.0 + 1e-12);

/// How long one customer was seen. Any unit of time will do, if it is one for all.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Observation {
    /// Days from time zero until the end, or until the last day that is known.
    pub days: f64,
    /// Whether it ended; if not, it is censored.
    pub ended: bool,
}

/// Why there is no curve.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SurvivalError {
    /// Nobody was seen.
    Empty,
    /// A duration is negative, infinite or not a number.
    BadDuration {
        /// Which observation, from 0.
        row: usize,
    },
}

/// One distinct duration of a curve.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Step {
    /// The duration.
    pub time: f64,
    /// Customers who were seen at least so long.
    pub at_risk: usize,
    /// Those of them who ended then.
    pub events: usize,
    /// Those of them who were censored then.
    pub censored: usize,
    /// The share that is still here after it.
    pub survival: f64,
    /// Greenwood's standard error of the share; none once everybody has left.
    pub standard_error: Option<f64>,
    /// The share's 95 % interval on the scale of log(-log); none once everybody has left.
    pub interval: Option<Interval>,
}

/// A figure and how well it is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The figure.
    pub value: f64,
    /// Its standard error; none where the data don't tell it, because nothing has happened in a group or nobody is left in it.
    pub standard_error: Option<f64>,
    /// Its 95 % interval; none where the data don't tell it.
    pub interval: Option<Interval>,
}

impl Estimate {
    /// A figure with a symmetric interval. A variance of zero is no knowledge but the lack of it, and gives none.
    pub fn normal(value: f64, variance: f64) -> Self {
        let is_known = variance > 0.0 && variance.is_finite();
        let standard_error = is_known.then(|| variance.sqrt());
        Estimate {
            value,
            standard_error,
            interval: standard_error.map(|error| Interval::around(value, Z95 * error)),
        }
    }
}

/// The curve of Kaplan and Meier (1958): the share still here, after each duration.
#[derive(Clone, PartialEq, Debug)]
pub struct Survival {
    /// Customers.
    pub members: usize,
    /// Those who ended.
    pub events: usize,
    /// One step per distinct duration, censored ones too, shortest first.
    pub steps: Vec<Step>,
}

impl Survival {
    /// The curve of observations, in any order.
    ///
    /// # Errors
    /// If there are none, or a duration is negative, infinite or not a number.
    pub fn of(observations: &[Observation]) -> Result<Self, SurvivalError> {
        if observations.is_empty() {
            return Err(SurvivalError::Empty);
        }
        if let Some(row) = first_bad_duration(observations) {
            return Err(SurvivalError::BadDuration { row });
        }
        let mut ordered = observations.to_vec();
        ordered.sort_unstable_by(|one, other| one.days.total_cmp(&other.days));
        Ok(Survival {
            members: ordered.len(),
            events: ordered.iter().filter(|each| each.ended).count(),
            steps: steps(&ordered),
        })
    }

    /// The share still here after so many days, with its interval. None before day 0, and beyond the last step unless
    /// everybody has left.
    pub fn at(&self, days: f64) -> Option<Estimate> {
        if days.is_nan() || days < 0.0 || !self.is_known_until(days) {
            return None;
        }
        let reached = self.steps.partition_point(|step| step.time <= days);
        let whole = Estimate {
            value: 1.0,
            standard_error: Some(0.0),
            interval: Some(WHOLE),
        };
        Some(reached.checked_sub(1).map_or(whole, |last| {
            let step = &self.steps[last];
            Estimate {
                value: step.survival,
                standard_error: step.standard_error,
                interval: step.interval,
            }
        }))
    }

    /// Customers who were seen at least so many days: the number under the curve.
    pub fn at_risk(&self, days: f64) -> usize {
        let shorter = self.steps.partition_point(|step| step.time < days);
        self.steps.get(shorter).map_or(0, |step| step.at_risk)
    }

    /// The shortest duration after which at most half are still here; none if more than half are at the end.
    pub fn median(&self) -> Option<f64> {
        let until_half = self.steps.partition_point(|step| step.survival > HALF);
        self.steps.get(until_half).map(|step| step.time)
    }

    /// The mean of the days kept within the first so many: the area under the curve until then.
    ///
    /// None if `until` is negative or not a finite number, and where the curve isn't known so long.
    pub fn restricted_mean(&self, until: f64) -> Option<Estimate> {
        self.restricted(until)
            .map(|(mean, variance)| Estimate::normal(mean, variance))
    }

    /// Whether the curve says anything about so many days.
    pub fn is_known_until(&self, days: f64) -> bool {
        let is_known = |step: &Step| step.survival == 0.0 || days <= step.time;
        self.steps.last().is_some_and(is_known)
    }

    /// The area until a day, and its variance: sum of `A^2 d / (n (n - d))`, where A is the area from a step until the day.
    fn restricted(&self, until: f64) -> Option<(f64, f64)> {
        if until < 0.0 || !is_usable(until) || !self.is_known_until(until) {
            return None;
        }
        let (mut area, mut variance) = (Sum::default(), Sum::default());
        let mut end = until;
        let within = self.steps.partition_point(|step| step.time < until);
        for step in self.steps[..within].iter().rev() {
            area.add(step.survival * (end - step.time));
            end = step.time;
            if let Some(spread) = greenwood_term(step.at_risk, step.events) {
                variance.add(area.value() * area.value() * spread);
            }
        }
        area.add(end);
        Some((area.value(), variance.value()))
    }
}

/// What the share still here after so many days is larger by than another's. None where one of them isn't known; without
/// an interval where in one of them nobody has left by then, or nobody is left.
pub fn survival_difference(of: &Survival, than: &Survival, days: f64) -> Option<Estimate> {
    let (one, other) = (of.at(days)?, than.at(days)?);
    let variances = [one, other].map(|each| each.standard_error.map_or(0.0, |error| error * error));
    Some(difference([one.value, other.value], variances))
}

/// How many days more are kept within the first so many. None where one of the curves isn't known so long; without an
/// interval where in one of them nobody has left by then.
pub fn restricted_mean_difference(of: &Survival, than: &Survival, until: f64) -> Option<Estimate> {
    let (one, other) = (of.restricted(until)?, than.restricted(until)?);
    Some(difference([one.0, other.0], [one.1, other.1]))
}

fn difference(values: [f64; 2], variances: [f64; 2]) -> Estimate {
    // A group in which nothing has happened has a variance of zero, which would be taken for certainty.
    let both_known = variances.iter().all(|variance| *variance > 0.0);
    let variance = if both_known {
        variances.iter().sum()
    } else {
        0.0
    };
    Estimate::normal(values[0] - values[1], variance)
}

/// The first observation whose duration is none.
pub(super) fn first_bad_duration(observations: &[Observation]) -> Option<usize> {
    let is_bad = |each: &Observation| !(each.days >= 0.0 && is_usable(each.days));
    observations.iter().position(is_bad)
}

const WHOLE: Interval = Interval {
    low: 1.0,
    high: 1.0,
};

fn steps(ordered: &[Observation]) -> Vec<Step> {
    let mut at_risk = ordered.len();
    let mut share = Share::whole(at_risk);
    let mut greenwood = Sum::default();
    let mut steps = Vec::new();
    // Not by bits: day -0.0 is day 0.0.
    for tied in ordered.chunk_by(|one, other| one.days == other.days) {
        let events = tied.iter().filter(|each| each.ended).count();
        let survival = share.after(at_risk, events);
        if let Some(term) = greenwood_term(at_risk, events) {
            greenwood.add(term);
        }
        let spread = greenwood.value().sqrt();
        let is_anybody_left = survival > 0.0;
        steps.push(Step {
            time: tied[0].days + 0.0,
            at_risk,
            events,
            censored: tied.len() - events,
            survival,
            standard_error: is_anybody_left.then_some(survival * spread),
            interval: is_anybody_left.then(|| log_log(survival, spread)),
        });
        at_risk -= tied.len();
    }
    steps
}

/// The share still here. Between two censorings it is a plain fraction of customers, which is divided once instead of
/// multiplied step by step: without censoring it is exact, and a half is a half.
struct Share {
    before: f64,
    of: usize,
    left: usize,
}

impl Share {
    fn whole(of: usize) -> Self {
        Share {
            before: 1.0,
            of,
            left: of,
        }
    }

    fn after(&mut self, at_risk: usize, events: usize) -> f64 {
        if at_risk != self.left {
            *self = Share {
                before: self.now(),
                ..Share::whole(at_risk)
            };
        }
        self.left = at_risk - events;
        self.now()
    }

    fn now(&self) -> f64 {
        self.before * (self.left as f64 / self.of as f64)
    }
}

/// A step's part of Greenwood's sum; none where nobody is left after it.
fn greenwood_term(at_risk: usize, events: usize) -> Option<f64> {
    let (at_risk, events) = (at_risk as f64, events as f64);
    let left = at_risk - events;
    (left > 0.0).then(|| events / (at_risk * left))
}

/// The share to the power of `exp(± z spread / ln share)`.
fn log_log(share: f64, spread: f64) -> Interval {
    if spread == 0.0 {
        return WHOLE;
    }
    let reach = (Z95 * spread / share.ln().abs()).exp();
    Interval {
        low: share.powf(reach),
        high: share.powf(1.0 / reach),
    }
}
