//! Looking more than once: how often that raises a false alarm, and the ways to look that don't.
//!
//! Either the looks are planned and each must pass a higher bound (O'Brien and Fleming, Pocock), or the p and the interval are
//! valid at every moment (the mixture sequential probability ratio test), so that a page may be opened every day.
//!
//! Looks are equally spaced in information: after as many contacts each time.

use super::distribution::{Interval, normal_density, normal_quantile, normal_sf};
use super::proportion::{Proportion, difference, difference_variance};

/// More looks than this are not worked out; a daily look for a year is 365.
pub const MOST_LOOKS: usize = 400;

/// More looks than this are not planned; a weekly look for a year is 52.
pub const MOST_PLANNED_LOOKS: usize = 60;

/// The width of the prior of differences of two shares, where nothing else is known: most discounts move the share of customers
/// kept by less than this.
pub const SHARE_TAU: f64 = 0.1;

/// Why a plan of looks is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum SequentialError {
    /// No look, more than [`MOST_LOOKS`], or more to plan than [`MOST_PLANNED_LOOKS`].
    Looks,
    /// A bound is negative or not a number.
    Bound,
    /// The rate of false alarms is not between 0 and 1.
    FalseAlarm,
}

/// How often at least one of so many equally spaced looks passes its bound, in either direction, where there is no difference.
/// `bounds` holds one per look, in standard errors.
///
/// By recursive integration over the sums that have not passed yet (P. Armitage, C. K. McPherson, B. C. Rowe, Journal of the
/// Royal Statistical Society A 132, 1969).
pub fn false_alarm_rate(bounds: &[f64]) -> Result<f64, SequentialError> {
    if bounds.is_empty() || bounds.len() > MOST_LOOKS {
        return Err(SequentialError::Looks);
    }
    if bounds.iter().any(|bound| bound.is_nan() || *bound < 0.0) {
        return Err(SequentialError::Bound);
    }
    // The first look is a step from 0; the density of the sums is even, so only their positive half is kept.
    let mut sums = vec![Sum {
        value: 0.0,
        weight: 0.5,
    }];
    let mut alarms = 0.0;
    for (look, bound) in bounds.iter().enumerate() {
        let end = bound * ((look + 1) as f64).sqrt();
        alarms += passing(&sums, end);
        sums = staying(&sums, end, look + 1);
    }
    Ok(alarms.min(1.0))
}

/// A sum of steps that has not passed, and how much probability it stands for; its negative has the same.
struct Sum {
    value: f64,
    weight: f64,
}

/// How probable it is that the next step leads beyond an end, on either side.
fn passing(sums: &[Sum], end: f64) -> f64 {
    let beyond = |sum: &Sum| 2.0 * (normal_sf(end - sum.value) + normal_sf(end + sum.value));
    sums.iter().map(|sum| sum.weight * beyond(sum)).sum()
}

/// The sums after the next step that stay within an end.
fn staying(sums: &[Sum], end: f64, steps: usize) -> Vec<Sum> {
    // Beyond nine standard deviations of the sum nothing is left to integrate, however high the bound.
    let end = end.min(9.0 * (steps as f64).sqrt());
    // Steps have a deviation of 1: so many nodes make the error of the quadrature vanish beside rounding.
    let count = 24 + (3.0 * end) as usize;
    let density = |value: f64| {
        let from =
            |sum: &Sum| normal_density(value - sum.value) + normal_density(value + sum.value);
        sums.iter().map(|sum| sum.weight * from(sum)).sum::<f64>()
    };
    let nodes = gauss_legendre(count);
    let scaled = nodes.iter().map(|node| {
        let value = 0.5 * end * (1.0 + node.place);
        let weight = 0.5 * end * node.weight * density(value);
        Sum { value, weight }
    });
    scaled.collect()
}

/// A node of a quadrature between -1 and 1.
#[derive(Clone, Copy)]
struct Node {
    place: f64,
    weight: f64,
}

/// The Gauss-Legendre quadrature of so many nodes, by Newton's method on the Legendre polynomial.
fn gauss_legendre(count: usize) -> Vec<Node> {
    let n = count as f64;
    let node = |index: usize| {
        let mut place = (std::f64::consts::PI * (index as f64 + 0.75) / (n + 0.5)).cos();
        let mut slope = 1.0;
        for _ in 0..20 {
            let (value, before) = legendre(count, place);
            slope = n * (place * value - before) / (place * place - 1.0);
            let step = value / slope;
            place -= step;
            if step.abs() < 1e-15 {
                break;
            }
        }
        Node {
            place,
            weight: 2.0 / ((1.0 - place * place) * slope * slope),
        }
    };
    // Places are symmetric, so only the positive half is worked out; the middle of an odd count is its own mirror image.
    let half: Vec<Node> = (0..count.div_ceil(2)).map(node).collect();
    let mirrored = half.iter().take(count / 2).map(|node| Node {
        place: -node.place,
        weight: node.weight,
    });
    half.iter().copied().chain(mirrored).collect()
}

/// The Legendre polynomial of a degree, and the one before it.
fn legendre(degree: usize, x: f64) -> (f64, f64) {
    let mut before = 0.0;
    let mut value = 1.0;
    for k in 1..=degree {
        let k = k as f64;
        let next = ((2.0 * k - 1.0) * x * value - (k - 1.0) * before) / k;
        before = value;
        value = next;
    }
    (value, before)
}

/// How often at least one of so many looks is a false alarm if each is taken as the only one, at so high a rate: the reason for
/// everything else in this file.
pub fn uncorrected_looks(looks: usize, false_alarm: f64) -> Result<f64, SequentialError> {
    if !is_rate(false_alarm) {
        return Err(SequentialError::FalseAlarm);
    }
    check_looks(looks, MOST_LOOKS)?;
    false_alarm_rate(&vec![-normal_quantile(0.5 * false_alarm); looks])
}

/// Bounds of planned looks, in standard errors, one per look.
#[derive(Clone, PartialEq, Debug)]
pub struct Bounds {
    /// The constant that makes the false alarms right: Pocock's bound, and the last one of O'Brien and Fleming.
    pub constant: f64,
    /// The bound of each look.
    pub looks: Vec<f64>,
}

/// The same bound at every look: S. J. Pocock, Biometrika 64 (1977).
pub fn pocock(looks: usize, false_alarm: f64) -> Result<Bounds, SequentialError> {
    bounds(looks, false_alarm, |_| 1.0)
}

/// Bounds that are high at first and nearly the usual one at the last look, `constant sqrt(K / k)`: P. C. O'Brien and
/// T. R. Fleming, Biometrics 35 (1979).
pub fn obrien_fleming(looks: usize, false_alarm: f64) -> Result<Bounds, SequentialError> {
    bounds(looks, false_alarm, |look| {
        (looks as f64 / look as f64).sqrt()
    })
}

fn bounds(
    looks: usize,
    false_alarm: f64,
    shape: impl Fn(usize) -> f64,
) -> Result<Bounds, SequentialError> {
    if !is_rate(false_alarm) {
        return Err(SequentialError::FalseAlarm);
    }
    check_looks(looks, MOST_PLANNED_LOOKS)?;
    let shape: Vec<f64> = (1..=looks).map(shape).collect();
    let all = |constant: f64| -> Vec<f64> { shape.iter().map(|part| constant * part).collect() };
    // Between the bound of a single look and that of as many independent ones the rate falls.
    let low = -normal_quantile(0.5 * false_alarm);
    let high = -normal_quantile(0.5 * false_alarm / looks as f64) + 1e-9;
    let excess = |constant| false_alarm_rate(&all(constant)).map(|rate| (rate / false_alarm).ln());
    let constant = match looks {
        1 => low,
        _ => falling_zero(low, high, excess)?,
    };
    Ok(Bounds {
        constant,
        looks: all(constant),
    })
}

/// Where a falling function is 0, by the Illinois method: each step costs an integration over all looks, and the logarithm of the
/// rate is nearly straight. It is positive at `low` and negative at `high`.
fn falling_zero<E>(
    mut low: f64,
    mut high: f64,
    value: impl Fn(f64) -> Result<f64, E>,
) -> Result<f64, E> {
    let (mut at_low, mut at_high) = (value(low)?, value(high)?);
    let mut place = high;
    for _ in 0..100 {
        let before = place;
        place = (low * at_high - high * at_low) / (at_high - at_low);
        let here = value(place)?;
        let is_there = here.abs() < 1e-15 || (place - before).abs() < 1e-15 * place;
        if is_there {
            break;
        }
        // An end that stays counts half, or it would stay for good.
        if here > 0.0 {
            (low, at_low) = (place, here);
            at_high *= 0.5;
        } else {
            (high, at_high) = (place, here);
            at_low *= 0.5;
        }
    }
    Ok(place)
}

fn check_looks(looks: usize, most: usize) -> Result<(), SequentialError> {
    match (1..=most).contains(&looks) {
        true => Ok(()),
        false => Err(SequentialError::Looks),
    }
}

fn is_rate(value: f64) -> bool {
    value > 0.0 && value < 1.0
}

/// What is known of a difference at one moment, however often one looks.
///
/// The mixture sequential probability ratio test with a normal prior of width `tau` (H. Robbins, Annals of Mathematical
/// Statistics 41, 1970; R. Johari, P. Koomen, L. Pekelis, D. Walsh, Operations Research 70, 2022). The promise is that of large
/// samples, because the variance is estimated.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct AlwaysValid {
    /// The logarithm of the likelihood ratio against no difference.
    pub ln_likelihood_ratio: f64,
    /// The p of this moment.
    pub p: f64,
    /// The interval of this moment, one of a confidence sequence.
    pub interval: Interval,
}

impl AlwaysValid {
    /// From a difference, its variance, the width of the prior in the same unit, and the rate of false alarms. None unless all
    /// are finite and positive, but for the difference, which is finite.
    pub fn of(difference: f64, variance: f64, tau: f64, false_alarm: f64) -> Option<Self> {
        let is_positive = |value: f64| value > 0.0 && value.is_finite();
        let is_known = difference.is_finite() && is_positive(variance) && is_positive(tau);
        if !is_known || !is_rate(false_alarm) {
            return None;
        }
        let prior = tau * tau;
        let both = variance + prior;
        let ln_shrinking = (prior / variance).ln_1p();
        let pull = prior * difference * difference / (2.0 * variance * both);
        let ln_likelihood_ratio = pull - 0.5 * ln_shrinking;
        let half_width = (variance * both / prior * (ln_shrinking - 2.0 * false_alarm.ln())).sqrt();
        let is_told = ln_likelihood_ratio.is_finite() && half_width.is_finite();
        is_told.then(|| AlwaysValid {
            ln_likelihood_ratio,
            p: (-ln_likelihood_ratio).exp().min(1.0),
            interval: Interval::around(difference, half_width),
        })
    }

    /// Of two shares, with the first's difference to the second and either share's own variance. None while nobody or everybody
    /// had the event in both.
    ///
    /// With a small arm and rare events the own variance breaks the promise: with a holdout of 10 % and 5 % leaving, every third
    /// offer that does nothing would be said to do something. Verdicts take
    /// [`cautious_variance`](super::proportion::cautious_variance) instead.
    pub fn of_shares(
        first: Proportion,
        second: Proportion,
        tau: f64,
        false_alarm: f64,
    ) -> Option<Self> {
        let variance = difference_variance(first, second);
        AlwaysValid::of(difference(first, second), variance, tau, false_alarm)
    }
}

/// What all looks until now say together: the smallest p, and what all intervals hold. It only gets sharper.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ConfidenceSequence {
    /// The smallest p of all looks; 1 before the first.
    pub p: f64,
    /// What the intervals of all looks have in common; none before the first.
    pub interval: Option<Interval>,
    /// Whether some look's interval had nothing in common with those before: the difference is drifting, or chance was unkind.
    pub is_contradictory: bool,
}

impl Default for ConfidenceSequence {
    fn default() -> Self {
        ConfidenceSequence {
            p: 1.0,
            interval: None,
            is_contradictory: false,
        }
    }
}

impl ConfidenceSequence {
    /// With one look more.
    pub fn with(self, look: AlwaysValid) -> Self {
        let joint = match self.interval {
            None => Some(look.interval),
            Some(before) => before.intersection(&look.interval),
        };
        ConfidenceSequence {
            p: self.p.min(look.p),
            // When they contradict each other, the newest look has seen the most.
            interval: joint.or(Some(look.interval)),
            is_contradictory: self.is_contradictory || joint.is_none(),
        }
    }
}
