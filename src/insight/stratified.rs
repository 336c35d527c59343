//! Two groups compared within strata: Mantel and Haenszel's figures, which keep apart what a group did from who was in it.
//!
//! Within a stratum customers are alike in what decided who was treated. A stratum without both groups says nothing and counts
//! for nothing.

use super::distribution::{Interval, Z95};
use super::log_rank::ChiSquareTest;
use super::matrix::Sum;
use super::survival::Estimate;

/// A stratum's customers.
#[derive(Clone, Copy, PartialEq, Eq, Default, Debug)]
pub struct Stratum {
    /// Treated customers who were kept.
    pub treated_kept: u64,
    /// Treated customers who were lost.
    pub treated_lost: u64,
    /// Other customers who were kept.
    pub control_kept: u64,
    /// Other customers who were lost.
    pub control_lost: u64,
}

/// Why nothing can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum StratifiedError {
    /// There are no strata.
    Empty,
    /// No stratum has both treated and other customers.
    NothingToCompare,
}

/// An odds ratio.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct OddsRatio {
    /// The odds of being kept if treated, over those if not.
    pub ratio: f64,
    /// The standard error of its logarithm, of Robins, Breslow and Greenland (1986).
    pub log_standard_error: f64,
    /// Its 95 % interval.
    pub interval: Interval,
}

/// Whether the odds ratio is one in all strata.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Homogeneity {
    /// The test of Breslow and Day (1980).
    pub breslow_day: ChiSquareTest,
    /// The same with Tarone's correction (1985), which makes it right.
    pub tarone: ChiSquareTest,
}

/// Two groups compared within strata.
#[derive(Clone, PartialEq, Debug)]
pub struct MantelHaenszel {
    strata: Vec<Cells>,
}

impl MantelHaenszel {
    /// The comparison of strata.
    ///
    /// # Errors
    /// If no stratum has both groups.
    pub fn of(strata: &[Stratum]) -> Result<Self, StratifiedError> {
        if strata.is_empty() {
            return Err(StratifiedError::Empty);
        }
        let cells = strata.iter().map(Cells::of);
        let strata: Vec<Cells> = cells
            .filter(|each| each.treated > 0.0 && each.control > 0.0)
            .collect();
        if strata.is_empty() {
            return Err(StratifiedError::NothingToCompare);
        }
        Ok(MantelHaenszel { strata })
    }

    /// The share kept of the treated less that of the others, with the variance of Sato (1989). Without an interval where it
    /// is zero, as when all or none were kept.
    pub fn risk_difference(&self) -> Estimate {
        let weight = self.sum(|each| each.treated * each.control / each.all);
        let excess = |each: &Cells| (each.a * each.control - each.c * each.treated) / each.all;
        let difference = self.sum(excess) / weight;
        let by_difference = self.sum(|each| {
            let (treated, control) = (each.treated, each.control);
            let unequal = treated * control * (control - treated) / 2.0;
            (treated * treated * each.c - control * control * each.a + unequal) / each.all.powi(2)
        });
        let rest = self.sum(|each| {
            let mixed = each.a * (each.control - each.c) + each.c * (each.treated - each.a);
            mixed / (2.0 * each.all)
        });
        let variance = (difference * by_difference + rest) / (weight * weight);
        Estimate::normal(difference, variance)
    }

    /// The odds ratio; none if it is zero or infinite.
    pub fn odds_ratio(&self) -> Option<OddsRatio> {
        let concordant = |each: &Cells| each.a * each.d / each.all;
        let discordant = |each: &Cells| each.b * each.c / each.all;
        let on_diagonal = |each: &Cells| (each.a + each.d) / each.all;
        let off_diagonal = |each: &Cells| (each.b + each.c) / each.all;
        let (above, below) = (self.sum(concordant), self.sum(discordant));
        if !(above > 0.0 && below > 0.0) {
            return None;
        }
        let first = self.sum(|each| on_diagonal(each) * concordant(each));
        let mixed = self.sum(|each| {
            on_diagonal(each) * discordant(each) + off_diagonal(each) * concordant(each)
        });
        let last = self.sum(|each| off_diagonal(each) * discordant(each));
        let variance = first / (2.0 * above * above)
            + mixed / (2.0 * above * below)
            + last / (2.0 * below * below);
        let (ratio, error) = (above / below, variance.sqrt());
        Some(OddsRatio {
            ratio,
            log_standard_error: error,
            interval: Interval {
                low: ratio * (-Z95 * error).exp(),
                high: ratio * (Z95 * error).exp(),
            },
        })
    }

    /// Whether being kept has to do with being treated (Cochran 1954; Mantel and Haenszel 1959), with the correction for
    /// continuity or without. None if in every stratum all or none were kept.
    pub fn association(&self, with_correction: bool) -> Option<ChiSquareTest> {
        let variance = self.sum(Cells::variance);
        if variance <= 0.0 {
            return None;
        }
        let excess = self.sum(|each| each.a - each.expected()).abs();
        let correction = if with_correction {
            excess.min(0.5)
        } else {
            0.0
        };
        let corrected = excess - correction;
        Some(ChiSquareTest::of(corrected * corrected / variance, 1))
    }

    /// Whether the odds ratio is one in all strata. None if there is no common one, or if fewer than two strata say anything.
    pub fn homogeneity(&self) -> Option<Homogeneity> {
        let ratio = self.odds_ratio()?.ratio;
        let telling = || self.strata.iter().filter(|each| each.variance() > 0.0);
        let degrees = telling().count().checked_sub(1).filter(|left| *left > 0)?;
        let fitted: Vec<(f64, f64)> = telling().map(|each| each.fitted(ratio)).collect();
        let statistic = Sum::of(
            fitted
                .iter()
                .map(|(excess, variance)| excess * excess / variance),
        );
        let excess = Sum::of(fitted.iter().map(|(excess, _)| *excess));
        let variance = Sum::of(fitted.iter().map(|(_, variance)| *variance));
        let corrected = (statistic - excess * excess / variance).max(0.0);
        statistic.is_finite().then(|| Homogeneity {
            breslow_day: ChiSquareTest::of(statistic, degrees),
            tarone: ChiSquareTest::of(corrected, degrees),
        })
    }

    fn sum(&self, of: impl Fn(&Cells) -> f64) -> f64 {
        Sum::of(self.strata.iter().map(of))
    }
}

/// A stratum as the formulas name it.
#[derive(Clone, Copy, PartialEq, Debug)]
struct Cells {
    /// Treated and kept.
    a: f64,
    /// Treated and lost.
    b: f64,
    /// Other and kept.
    c: f64,
    /// Other and lost.
    d: f64,
    treated: f64,
    control: f64,
    all: f64,
}

impl Cells {
    fn of(stratum: &Stratum) -> Self {
        let (a, b) = (stratum.treated_kept as f64, stratum.treated_lost as f64);
        let (c, d) = (stratum.control_kept as f64, stratum.control_lost as f64);
        Cells {
            a,
            b,
            c,
            d,
            treated: a + b,
            control: c + d,
            all: a + b + c + d,
        }
    }

    fn kept(&self) -> f64 {
        self.a + self.c
    }

    /// Treated customers who would be kept if it made no difference.
    fn expected(&self) -> f64 {
        self.treated * self.kept() / self.all
    }

    /// The hypergeometric variance of them.
    fn variance(&self) -> f64 {
        let lost = self.b + self.d;
        let pairs = self.all * (self.all - 1.0);
        self.expected() * self.control * lost / pairs
    }

    /// Treated and kept customers beyond those that an odds ratio makes expect, and their variance.
    fn fitted(&self, ratio: f64) -> (f64, f64) {
        // With x treated and kept, x (control - kept + x) = ratio (treated - x) (kept - x); of the two roots, the possible one,
        // written so that nothing is lost when the ratio is close to 1.
        let middle = self.control - self.kept() + ratio * (self.treated + self.kept());
        let product = ratio * self.treated * self.kept();
        let root = (middle * middle + 4.0 * (1.0 - ratio) * product)
            .max(0.0)
            .sqrt();
        let a = if middle > 0.0 {
            2.0 * product / (middle + root)
        } else {
            (root - middle) / (2.0 * (1.0 - ratio))
        };
        let (b, c) = (self.treated - a, self.kept() - a);
        let d = self.control - c;
        let variance = 1.0 / (1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d);
        (self.a - a, variance)
    }
}
