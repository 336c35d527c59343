//! Do groups leave at the same pace: the log-rank test of two or more, whole or within strata.
//!
//! Only whether they differ; by how much is said by [`cox`](super::cox) and by differences of [`survival`](super::survival).

use super::distribution::{chi_square_sf, ln_gamma};
use super::matrix::{Cholesky, Sum, Symmetric, values};
use super::survival::{Observation, first_bad_duration};

/// A chi-square test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct ChiSquareTest {
    /// The statistic.
    pub chi_square: f64,
    /// Its degrees of freedom.
    pub degrees: usize,
    /// How likely a statistic at least as large is if nothing differs, from the upper tail itself.
    pub p: f64,
}

impl ChiSquareTest {
    /// The test of a statistic.
    pub fn of(chi_square: f64, degrees: usize) -> Self {
        ChiSquareTest {
            chi_square,
            degrees,
            p: chi_square_sf(chi_square, degrees as f64),
        }
    }

    /// The natural logarithm of `p`, also where `p` itself is smaller than any number (about 1e-308) and reads 0.
    pub fn ln_p(&self) -> f64 {
        if self.p >= f64::MIN_POSITIVE {
            self.p.ln()
        } else {
            ln_far_tail(self.degrees as f64 / 2.0, self.chi_square / 2.0)
        }
    }
}

/// The logarithm of the regularised upper incomplete gamma function far out in its tail, by its continued fraction
/// (DLMF 8.9.2), from the inside out.
fn ln_far_tail(shape: f64, x: f64) -> f64 {
    // So far out a few terms are enough; more change nothing.
    let inside = (1..=100).rev().map(f64::from).fold(0.0, |rest, term| {
        term * (term - shape) / (x + 2.0 * term + 1.0 - shape - rest)
    });
    shape * x.ln() - x - ln_gamma(shape) - (x + 1.0 - shape - inside).ln()
}

/// What was seen of a group, and what would be if all left at one pace.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Tally {
    /// Customers.
    pub members: usize,
    /// Those who ended.
    pub observed: usize,
    /// How many would have.
    pub expected: f64,
}

/// Why there is no test.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogRankError {
    /// Fewer than two groups.
    FewerThanTwoGroups,
    /// A stratum lists more or fewer groups than the first.
    UnequalStrata {
        /// Which stratum, from 0.
        stratum: usize,
    },
    /// Nobody is in a group, in any stratum.
    EmptyGroup {
        /// Which group, from 0.
        group: usize,
    },
    /// A duration is negative, infinite or not a number.
    BadDuration {
        /// Which stratum, from 0.
        stratum: usize,
        /// Which group, from 0.
        group: usize,
        /// Which observation of it, from 0.
        row: usize,
    },
    /// Nobody ended.
    NoEvents,
    /// Whenever somebody ended, only one group was there or everybody ended at once, or some groups were never there together.
    NothingToCompare,
}

/// The log-rank test (Mantel 1966; Peto and Peto 1972), with the hypergeometric variance.
#[derive(Clone, PartialEq, Debug)]
pub struct LogRank {
    /// The groups, in the order given.
    pub groups: Vec<Tally>,
    /// The test. A group that had nobody left at the first end counts no degree of freedom.
    pub test: ChiSquareTest,
}

impl LogRank {
    /// The test of groups.
    ///
    /// # Errors
    /// If the groups can't be compared; the error says why.
    pub fn of<G: AsRef<[Observation]>>(groups: &[G]) -> Result<Self, LogRankError> {
        LogRank::stratified(&[groups])
    }

    /// The test of groups within strata: customers are compared only with those of their own stratum. Every stratum lists
    /// the same groups in the same order; one that has nobody there is empty.
    ///
    /// # Errors
    /// If the groups can't be compared; the error says why.
    pub fn stratified<S: AsRef<[G]>, G: AsRef<[Observation]>>(
        strata: &[S],
    ) -> Result<Self, LogRankError> {
        let (groups, counts) = counted(strata, Weight::Even)?;
        Ok(LogRank {
            groups: groups
                .into_iter()
                .zip(values(&counts.expected))
                .map(|(tally, expected)| Tally { expected, ..tally })
                .collect(),
            test: counts.test()?,
        })
    }
}

/// The test of Peto and Peto, which counts early ends for more: each by the share of all that was still here before it.
///
/// # Errors
/// If the groups can't be compared; the error says why.
pub fn peto<G: AsRef<[Observation]>>(groups: &[G]) -> Result<ChiSquareTest, LogRankError> {
    counted(&[groups], Weight::StillHere)?.1.test()
}

/// How much an end counts for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Weight {
    /// All alike.
    Even,
    /// By the share that was still here.
    StillHere,
}

/// Sums over the times at which somebody ended.
struct Counts {
    /// Per group.
    expected: Vec<Sum>,
    /// Weighted ends less expected ones, per group.
    excess: Vec<Sum>,
    /// Lower triangle of the covariance of the excesses.
    covariance: Vec<Sum>,
}

fn counted<S: AsRef<[G]>, G: AsRef<[Observation]>>(
    strata: &[S],
    weight: Weight,
) -> Result<(Vec<Tally>, Counts), LogRankError> {
    let tallies = tallies(strata)?;
    let mut counts = Counts::none(tallies.len());
    for stratum in strata {
        counts.add_stratum(stratum.as_ref(), weight);
    }
    Ok((tallies, counts))
}

fn tallies<S: AsRef<[G]>, G: AsRef<[Observation]>>(
    strata: &[S],
) -> Result<Vec<Tally>, LogRankError> {
    let width = strata.first().map_or(0, |first| first.as_ref().len());
    if width < 2 {
        return Err(LogRankError::FewerThanTwoGroups);
    }
    let none = Tally {
        members: 0,
        observed: 0,
        expected: 0.0,
    };
    let mut tallies = vec![none; width];
    for (stratum, groups) in strata.iter().enumerate() {
        let groups = groups.as_ref();
        if groups.len() != width {
            return Err(LogRankError::UnequalStrata { stratum });
        }
        for (group, (members, tally)) in groups.iter().zip(&mut tallies).enumerate() {
            let members = members.as_ref();
            if let Some(row) = first_bad_duration(members) {
                return Err(LogRankError::BadDuration {
                    stratum,
                    group,
                    row,
                });
            }
            tally.members += members.len();
            tally.observed += members.iter().filter(|each| each.ended).count();
        }
    }
    if let Some(group) = tallies.iter().position(|tally| tally.members == 0) {
        return Err(LogRankError::EmptyGroup { group });
    }
    if tallies.iter().all(|tally| tally.observed == 0) {
        return Err(LogRankError::NoEvents);
    }
    Ok(tallies)
}

impl Counts {
    fn none(width: usize) -> Self {
        Counts {
            expected: vec![Sum::default(); width],
            excess: vec![Sum::default(); width],
            covariance: vec![Sum::default(); width * (width + 1) / 2],
        }
    }

    fn add_stratum<G: AsRef<[Observation]>>(&mut self, groups: &[G], weight: Weight) {
        let mut members: Vec<(Observation, usize)> = Vec::new();
        for (group, observations) in groups.iter().enumerate() {
            members.extend(observations.as_ref().iter().map(|each| (*each, group)));
        }
        members.sort_unstable_by(|one, other| one.0.days.total_cmp(&other.0.days));
        let mut at_risk: Vec<usize> = groups.iter().map(|each| each.as_ref().len()).collect();
        let mut ended = vec![0; groups.len()];
        let mut still_here = 1.0;
        for tied in members.chunk_by(|one, other| one.0.days == other.0.days) {
            ended.fill(0);
            for (_, group) in tied.iter().filter(|(each, _)| each.ended) {
                ended[*group] += 1;
            }
            let events: usize = ended.iter().sum();
            if events > 0 {
                let all: usize = at_risk.iter().sum();
                let counts_for = match weight {
                    Weight::Even => 1.0,
                    Weight::StillHere => still_here,
                };
                self.add_time(&at_risk, &ended, counts_for);
                still_here *= (all - events) as f64 / all as f64;
            }
            for (_, group) in tied {
                at_risk[*group] -= 1;
            }
        }
    }

    fn add_time(&mut self, at_risk: &[usize], ended: &[usize], weight: f64) {
        let all = at_risk.iter().sum::<usize>() as f64;
        let events = ended.iter().sum::<usize>() as f64;
        // The last one at risk ends for certain: nothing varies.
        let spread = if all > 1.0 {
            weight * weight * events * (all - events) / (all - 1.0)
        } else {
            0.0
        };
        let mut cells = self.covariance.iter_mut();
        for (group, count) in at_risk.iter().enumerate() {
            let share = *count as f64 / all;
            let expected = events * share;
            self.expected[group].add(expected);
            self.excess[group].add(weight * (ended[group] as f64 - expected));
            for (other, cell) in (0..=group).zip(&mut cells) {
                // Not 1 - share, which loses digits where a group is nearly all.
                let rest = if other == group {
                    (all - *count as f64) / all
                } else {
                    -(at_risk[other] as f64) / all
                };
                cell.add(spread * share * rest);
            }
        }
    }

    fn test(&self) -> Result<ChiSquareTest, LogRankError> {
        let covariance = Symmetric::of(self.excess.len(), values(&self.covariance));
        let varying: Vec<usize> = (0..self.excess.len())
            .filter(|group| covariance.at(*group, *group) > 0.0)
            .collect();
        // The excesses add up to nothing, so that the last says nothing new.
        let Some((_, chosen)) = varying.split_last() else {
            return Err(LogRankError::NothingToCompare);
        };
        let excess: Vec<f64> = chosen
            .iter()
            .map(|group| self.excess[*group].value())
            .collect();
        let factor = Cholesky::of(&covariance.part(chosen));
        let factor = factor.map_err(|_| LogRankError::NothingToCompare)?;
        if chosen.is_empty() {
            return Err(LogRankError::NothingToCompare);
        }
        Ok(ChiSquareTest::of(
            factor.inverse_form(&excess),
            chosen.len(),
        ))
    }
}
