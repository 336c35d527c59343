//! Shares of customers: how well one is known, how far two are apart, and how many customers it takes to tell.
//!
//! Intervals are Wilson's and Newcombe's, which stay right when nobody or everybody was kept; Wald's, which have no width then,
//! are not here.

use super::distribution::{
    Interval, Z95, normal_quantile, normal_sf, normal_two_sided, turning_point,
};

/// Counts expected by chance below this are too few for the normal approximation, in any cell (W. G. Cochran 1954).
pub const SMALLEST_EXPECTED: f64 = 5.0;

/// Why something is not a share.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ProportionError {
    /// Nobody was counted.
    Nobody,
    /// More had the event than were counted.
    MoreThanAll,
}

/// So many of so many: customers kept of customers talked to, say. There is at least one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Proportion {
    events: u64,
    total: u64,
}

impl Proportion {
    /// A share of at least one customer.
    pub fn of(events: u64, total: u64) -> Result<Self, ProportionError> {
        if total == 0 {
            Err(ProportionError::Nobody)
        } else if events > total {
            Err(ProportionError::MoreThanAll)
        } else {
            Ok(Proportion { events, total })
        }
    }

    /// How many had the event.
    pub fn events(&self) -> u64 {
        self.events
    }

    /// How many were counted.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// The share, between 0 and 1.
    pub fn value(&self) -> f64 {
        self.events as f64 / self.total as f64
    }

    /// The variance of the share as an estimate, `pq/n`; it is 0 of nobody and of everybody, which says nothing about how well
    /// the share is known.
    pub fn variance(&self) -> f64 {
        let others = (self.total - self.events) as f64 / self.total as f64;
        self.value() * others / self.total as f64
    }

    /// Wilson's 95 % interval, within 0 and 1. Its lower end is exactly 0 for nobody, its upper end exactly 1 for everybody.
    ///
    /// E. B. Wilson, Journal of the American Statistical Association 22 (1927).
    pub fn wilson(&self) -> Interval {
        let n = self.total as f64;
        let p = self.value();
        let square = Z95 * Z95;
        let denominator = 1.0 + square / n;
        let middle = (p + square / (2.0 * n)) / denominator;
        let reach = Z95 * (self.variance() + square / (4.0 * n * n)).sqrt() / denominator;
        Interval {
            low: match self.events {
                0 => 0.0,
                _ => (middle - reach).max(0.0),
            },
            high: match self.total - self.events {
                0 => 1.0,
                _ => (middle + reach).min(1.0),
            },
        }
    }
}

/// How far the first share is above the second.
pub fn difference(first: Proportion, second: Proportion) -> f64 {
    first.value() - second.value()
}

/// The variance of that difference, from either share's own variance.
pub fn difference_variance(first: Proportion, second: Proportion) -> f64 {
    first.variance() + second.variance()
}

/// The larger of that variance and the pooled one, `pq (1/n1 + 1/n2)`.
///
/// The own variance of a small arm in which nobody left is 0, as if its share were known exactly; whoever looks often meets that
/// moment. The pooled variance doesn't fall for it.
pub fn cautious_variance(first: Proportion, second: Proportion) -> f64 {
    difference_variance(first, second).max(pooled_variance(first, second))
}

/// The variance of the difference if the shares are the same.
fn pooled_variance(first: Proportion, second: Proportion) -> f64 {
    let (n1, n2) = (first.total as f64, second.total as f64);
    let all = n1 + n2;
    let pooled = (first.events as f64 + second.events as f64) / all;
    let others =
        ((first.total - first.events) as f64 + (second.total - second.events) as f64) / all;
    pooled * others * (1.0 / n1 + 1.0 / n2)
}

/// The 95 % interval of the difference of two shares, within -1 and 1: method 10 of R. G. Newcombe, Statistics in Medicine 17
/// (1998), which joins the two Wilson intervals.
pub fn newcombe(first: Proportion, second: Proportion) -> Interval {
    let (p1, p2) = (first.value(), second.value());
    let (one, two) = (first.wilson(), second.wilson());
    let middle = p1 - p2;
    let bounds = Interval {
        low: middle - (p1 - one.low).hypot(two.high - p2),
        high: middle + (one.high - p1).hypot(p2 - two.low),
    };
    bounds.within(Interval {
        low: -1.0,
        high: 1.0,
    })
}

/// A test by the normal distribution.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ZTest {
    /// The difference in standard errors.
    pub z: f64,
    /// How probable at least so large a difference would be, in either direction, if there were none.
    pub p: f64,
}

/// Whether two shares differ, with the pooled variance. None if nobody or everybody has the event in both: nothing varies.
pub fn two_proportion_z(first: Proportion, second: Proportion) -> Option<ZTest> {
    let variance = pooled_variance(first, second);
    if variance <= 0.0 {
        return None;
    }
    let z = difference(first, second) / variance.sqrt();
    let p = normal_two_sided(z);
    Some(ZTest { z, p })
}

/// The two-sided p of Fisher's exact test: of all tables with the same margins, those that are no more probable than this one.
///
/// Tables that are equally probable but for rounding, within 1e-7, count as equally probable, which is R's rule.
pub fn fisher_exact(first: Proportion, second: Proportion) -> f64 {
    const SAME: f64 = 1.0 + 1e-7;
    let (n1, n2) = (first.total, second.total);
    let events = first.events.saturating_add(second.events);
    let fewest = events.saturating_sub(n2);
    let most = events.min(n1);
    // Weights relative to the likeliest table: nothing overflows, and what underflows doesn't matter.
    let mode_share = (n1 as f64 + 1.0) * (events as f64 + 1.0) / (n1 as f64 + n2 as f64 + 2.0);
    let mode = (mode_share as u64).clamp(fewest, most);
    // How much likelier it is that `k` of the events are the first's than that `k - 1` are.
    let ratio = |k: u64| {
        let (k, n1, n2, events) = (k as f64, n1 as f64, n2 as f64, events as f64);
        (n1 - k + 1.0) * (events - k + 1.0) / (k * (n2 - events + k))
    };
    let upwards = (mode + 1..=most).scan(1.0, |weight: &mut f64, k| {
        *weight *= ratio(k);
        (*weight > 0.0).then_some((k, *weight))
    });
    let downwards = (fewest + 1..=mode).rev().scan(1.0, |weight: &mut f64, k| {
        *weight /= ratio(k);
        (*weight > 0.0).then_some((k - 1, *weight))
    });
    let weights: Vec<(u64, f64)> = downwards.chain([(mode, 1.0)]).chain(upwards).collect();
    let observed = weights
        .iter()
        .find(|(k, _)| *k == first.events)
        .map_or(0.0, |(_, weight)| *weight);
    let all: f64 = weights.iter().map(|(_, weight)| weight).sum();
    let as_rare: f64 = weights
        .iter()
        .map(|(_, weight)| *weight)
        .filter(|weight| *weight <= observed * SAME)
        .sum();
    (as_rare / all).min(1.0)
}

/// Whether fewer than 5 would be expected in any of the four cells if the shares were the same.
pub fn needs_exact_test(first: Proportion, second: Proportion) -> bool {
    let (n1, n2) = (first.total as f64, second.total as f64);
    let events = first.events as f64 + second.events as f64;
    let rarest = events.min(n1 + n2 - events);
    n1.min(n2) * rarest / (n1 + n2) < SMALLEST_EXPECTED
}

/// The p of a difference by the test that the counts allow: Fisher's where fewer than 5 are expected in a cell, else the z test.
pub fn difference_p(first: Proportion, second: Proportion) -> f64 {
    if needs_exact_test(first, second) {
        return fisher_exact(first, second);
    }
    two_proportion_z(first, second).map_or(1.0, |test| test.p)
}

/// How often a plan may be wrong, in either way.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ErrorRates {
    /// How often a difference is claimed, in either direction, where there is none.
    pub false_alarm: f64,
    /// How often a difference is found where it is as large as planned; at least one half.
    pub power: f64,
}

impl Default for ErrorRates {
    /// 5 % and 80 %.
    fn default() -> Self {
        ErrorRates {
            false_alarm: 0.05,
            power: 0.8,
        }
    }
}

impl ErrorRates {
    /// The quantiles of both, in standard errors. None for rates that no plan can have.
    fn quantiles(&self) -> Option<(f64, f64)> {
        let is_possible =
            self.false_alarm > 0.0 && self.false_alarm < 1.0 && (0.5..1.0).contains(&self.power);
        let quantiles = || {
            (
                -normal_quantile(0.5 * self.false_alarm),
                normal_quantile(self.power),
            )
        };
        is_possible.then(quantiles)
    }
}

/// How many customers the first arm needs so that two shares can be told apart, before rounding up; the second arm has `ratio`
/// times as many. None for shares that are the same or no shares.
///
/// With arms of the same size this is `(z_a sqrt(2 pq) + z_b sqrt(p1 q1 + p2 q2))² / (p1 - p2)²`, as in R's `power.prop.test`.
pub fn sample_size(first: f64, second: f64, ratio: f64, rates: ErrorRates) -> Option<f64> {
    let (alarm, power) = rates.quantiles()?;
    let are_shares = is_share(first) && is_share(second);
    let is_ratio = ratio > 0.0 && ratio.is_finite();
    if !are_shares || !is_ratio || first == second {
        return None;
    }
    let deviations = deviations(first, second, 1.0, ratio);
    let size = ((alarm * deviations.same + power * deviations.apart) / (first - second)).powi(2);
    size.is_finite().then_some(size)
}

/// The smallest share above and below `base` that could be told apart from it with so many customers.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Visible {
    /// The nearest share above that would be seen; none if not even all would.
    pub above: Option<f64>,
    /// The nearest share below that would be seen; none if not even nobody would.
    pub below: Option<f64>,
}

/// What could be seen, with `of_base` customers whose share is `base` and `others` to compare; the reverse of
/// [`sample_size`]. None for no share, an empty arm or impossible rates.
pub fn smallest_visible(
    base: f64,
    of_base: u64,
    others: u64,
    rates: ErrorRates,
) -> Option<Visible> {
    let (alarm, power) = rates.quantiles()?;
    if !is_share(base) || of_base == 0 || others == 0 {
        return None;
    }
    let is_seen = |share: f64| {
        let deviations = deviations(base, share, of_base as f64, others as f64);
        (base - share).abs() > alarm * deviations.same + power * deviations.apart
    };
    // What is seen minus what blurs it is convex in the distance, so it changes its sign once.
    let nearest = |end: f64| {
        let at = |part: f64| base + part * (end - base);
        (base != end && is_seen(end)).then(|| at(turning_point(0.0, 1.0, |part| is_seen(at(part)))))
    };
    Some(Visible {
        above: nearest(1.0),
        below: nearest(0.0),
    })
}

/// How probable it is to find the difference between two shares with arms of such sizes. None for no shares, empty arms or an
/// impossible rate.
pub fn power(first: f64, second: f64, n1: u64, n2: u64, false_alarm: f64) -> Option<f64> {
    let rates = ErrorRates {
        false_alarm,
        ..ErrorRates::default()
    };
    let (alarm, _) = rates.quantiles()?;
    let is_possible = is_share(first) && is_share(second) && n1 > 0 && n2 > 0;
    if !is_possible || first == second {
        return None;
    }
    let deviations = deviations(first, second, n1 as f64, n2 as f64);
    let beyond = alarm * deviations.same - (first - second).abs();
    Some(match deviations.apart > 0.0 {
        true => normal_sf(beyond / deviations.apart),
        false if beyond < 0.0 => 1.0,
        false => 0.0,
    })
}

/// Standard deviations of a difference of two shares.
struct Deviations {
    /// If the shares were the same.
    same: f64,
    /// If they are as far apart as assumed.
    apart: f64,
}

fn deviations(first: f64, second: f64, n1: f64, n2: f64) -> Deviations {
    let pooled = (n1 * first + n2 * second) / (n1 + n2);
    let spread = |share: f64| (share * (1.0 - share)).max(0.0);
    Deviations {
        same: (spread(pooled) * (1.0 / n1 + 1.0 / n2)).sqrt(),
        apart: (spread(first) / n1 + spread(second) / n2).sqrt(),
    }
}

fn is_share(value: f64) -> bool {
    (0.0..=1.0).contains(&value)
}

/// How many customers must have left, in both arms together, so that a log-rank test finds a hazard ratio; `allocation` is the
/// part of the customers in one arm. None for a ratio of 1 or what is no ratio or no part.
///
/// D. A. Schoenfeld, Biometrika 68 (1981).
pub fn schoenfeld_events(hazard_ratio: f64, allocation: f64, rates: ErrorRates) -> Option<f64> {
    let reach = schoenfeld_reach(allocation, rates)?;
    let is_ratio = hazard_ratio > 0.0 && hazard_ratio.is_finite() && hazard_ratio != 1.0;
    let events = (reach / hazard_ratio.ln()).powi(2);
    (is_ratio && events.is_finite()).then_some(events)
}

/// The hazard ratio nearest to 1, below it, that a log-rank test would find with so many events; the reverse of
/// [`schoenfeld_events`]. Its reciprocal is the one above. None without events.
pub fn smallest_visible_hazard_ratio(
    events: u64,
    allocation: f64,
    rates: ErrorRates,
) -> Option<f64> {
    let reach = schoenfeld_reach(allocation, rates)?;
    (events > 0).then(|| (-reach / (events as f64).sqrt()).exp())
}

/// The logarithm of the hazard ratio that a single event would show.
fn schoenfeld_reach(allocation: f64, rates: ErrorRates) -> Option<f64> {
    let (alarm, power) = rates.quantiles()?;
    let is_part = allocation > 0.0 && allocation < 1.0;
    is_part.then(|| (alarm + power) / (allocation * (1.0 - allocation)).sqrt())
}
