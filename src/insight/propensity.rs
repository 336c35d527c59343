//! Comparing treated customers with others who were not chosen by lot: by how likely each was to be treated.
//!
//! That likelihood (the propensity score, Rosenbaum and Rubin 1983) is a logistic regression on what was known before. Weighting
//! by it makes the groups alike in what was known, and in nothing else: what decided the treatment and wasn't written down stays
//! a difference, and no figure here shows it.

use super::cox::Coefficient;
use super::matrix::{
    BadTable, Cholesky, Likelihood, Maximum, NoMaximum, Standard, Sum, Symmetric, dot, is_usable,
    maximise, values,
};
use super::survival::Estimate;

/// A score below this is too close to never being treated.
pub const LOWEST_SCORE: f64 = 0.1;
/// A score above this is too close to always being treated.
pub const HIGHEST_SCORE: f64 = 0.9;
/// Where more customers than this share have such a score, the groups hardly overlap. Our choice, as the limits are.
pub const COMMON: f64 = 0.1;
/// The furthest that the logarithm of the odds of being treated is from zero; weights and their squares are finite below it.
const FURTHEST: f64 = 300.0;
/// Groups whose standardised means differ by less are well balanced.
pub const GOOD_BALANCE: f64 = 0.1;

/// Why there is no logistic regression.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LogisticError {
    /// There are no rows.
    Empty,
    /// There are more or fewer outcomes than rows.
    UnequalLengths,
    /// A row has more or fewer covariates than the first.
    Ragged {
        /// Which row, from 0.
        row: usize,
    },
    /// A covariate is not a number, infinite or beyond 1e150.
    BadNumber {
        /// Which row, from 0.
        row: usize,
    },
    /// The outcome is the same in all rows.
    OneOutcome,
    /// A covariate is the same for all, or follows from those before it.
    Collinear {
        /// Which covariate, from 0.
        covariate: usize,
    },
    /// A covariate tells without exception what the outcome is: its odds ratio is 0 or infinite. None for the constant.
    Separation {
        /// Which covariate, from 0.
        covariate: Option<usize>,
    },
    /// The search came to no end.
    NotConverged,
}

/// A logistic regression.
#[derive(Clone, PartialEq, Debug)]
pub struct Logistic {
    /// The logarithm of the odds where all covariates are zero.
    pub constant: Coefficient,
    /// One coefficient per covariate.
    pub coefficients: Vec<Coefficient>,
    /// The log-likelihood.
    pub log_likelihood: f64,
    /// The log-likelihood without covariates.
    pub null_log_likelihood: f64,
}

impl Logistic {
    /// The regression of outcomes on covariates, to which a constant is added.
    ///
    /// # Errors
    /// If a row can't be used, or a coefficient has no finite estimate.
    pub fn of(rows: &[Vec<f64>], outcomes: &[bool]) -> Result<Self, LogisticError> {
        let covariates = rows.iter().map(Vec::as_slice);
        Ok(Fitted::of(covariates, outcomes)?.regression())
    }

    /// How much worse it says the outcomes than they say themselves: minus two log-likelihoods.
    pub fn deviance(&self) -> f64 {
        -2.0 * self.log_likelihood
    }

    /// The deviance without covariates.
    pub fn null_deviance(&self) -> f64 {
        -2.0 * self.null_log_likelihood
    }

    /// The probability of the outcome for covariates; none if there are more or fewer than coefficients, or they are no
    /// numbers.
    pub fn probability(&self, covariates: &[f64]) -> Option<f64> {
        if covariates.len() != self.coefficients.len() {
            return None;
        }
        let terms = self.coefficients.iter().zip(covariates);
        let terms = terms.map(|(coefficient, value)| coefficient.estimate * value);
        let linear = Sum::of(terms.chain([self.constant.estimate]));
        (!linear.is_nan()).then(|| logistic(linear))
    }
}

/// A customer.
#[derive(Clone, PartialEq, Debug)]
pub struct Unit {
    /// What was known before it was decided whether to treat; as many numbers for each.
    pub covariates: Vec<f64>,
    /// Whether the customer was treated.
    pub treated: bool,
    /// What came of it: 1 for kept and 0 for lost, or any other figure.
    pub outcome: f64,
}

/// Why nothing can be compared.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PropensityError {
    /// An outcome is not a number, infinite or beyond 1e150.
    BadOutcome {
        /// Which customer, from 0.
        row: usize,
    },
    /// A customer's score is so close to 0 or 1 that the customer has no like in the other group.
    NoOverlap {
        /// Which customer, from 0.
        row: usize,
    },
    /// There are no scores; [`LogisticError::OneOutcome`] means that all or none were treated.
    Scores(LogisticError),
}

/// How customers are weighted.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weights {
    /// By the inverse of the probability of the group that they are in: says what treating all would do.
    Inverse,
    /// By the probability of the other group (Li, Morgan and Zaslavsky 2018): says what treating those does who could as well
    /// be in either, and balances every covariate exactly.
    Overlap,
}

/// Groups compared by weighted means (Hajek).
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WeightedEffect {
    /// The weighted mean outcome of the treated.
    pub treated_mean: f64,
    /// The weighted mean outcome of the others.
    pub control_mean: f64,
    /// The first less the second; the standard error by the influence function, which knows that the scores are estimates.
    pub effect: Estimate,
    /// The standard error if the scores were known beforehand; none where the data don't tell it.
    pub known_scores_error: Option<f64>,
}

/// How alike the groups are in a covariate.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Balance {
    /// The mean of the treated less that of the others, in standard deviations of the groups as they are; none if the
    /// covariate doesn't vary within them.
    pub before: Option<f64>,
    /// The same of weighted means, in the same standard deviations.
    pub after: Option<f64>,
    /// The weighted mean of the treated less that of the others, in the covariate's own unit.
    pub difference: f64,
}

/// How much the weights leave.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct WeightSummary {
    /// As many evenly weighted treated customers would say as much (Kish).
    pub effective_treated: f64,
    /// As many evenly weighted other customers would say as much.
    pub effective_control: f64,
    /// The largest weight of one customer.
    pub largest: f64,
}

/// Whether customers of each group have their like in the other.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Overlap {
    /// The lowest score.
    pub lowest: f64,
    /// The highest.
    pub highest: f64,
    /// Customers whose score is below [`LOWEST_SCORE`] or above [`HIGHEST_SCORE`].
    pub outside: usize,
    /// Whether they are so many that the comparison rests on few customers.
    pub is_poor: bool,
}

/// Customers with their scores.
pub struct Propensity {
    fitted: Fitted,
    outcomes: Vec<f64>,
}

impl Propensity {
    /// The scores of customers.
    ///
    /// # Errors
    /// If a customer can't be used, or there are no scores: if all or none were treated, or a covariate decided it.
    pub fn of(units: &[Unit]) -> Result<Self, PropensityError> {
        if let Some(row) = units.iter().position(|unit| !is_usable(unit.outcome)) {
            return Err(PropensityError::BadOutcome { row });
        }
        let treated: Vec<bool> = units.iter().map(|unit| unit.treated).collect();
        let covariates = units.iter().map(|unit| unit.covariates.as_slice());
        let fitted = Fitted::of(covariates, &treated).map_err(PropensityError::Scores)?;
        let is_beyond = |index: &usize| fitted.linear(*index).abs() > FURTHEST;
        if let Some(row) = (0..units.len()).find(is_beyond) {
            return Err(PropensityError::NoOverlap { row });
        }
        Ok(Propensity {
            fitted,
            outcomes: units.iter().map(|unit| unit.outcome).collect(),
        })
    }

    /// The regression that the scores are from.
    pub fn regression(&self) -> Logistic {
        self.fitted.regression()
    }

    /// The probability of being treated, per customer.
    pub fn scores(&self) -> Vec<f64> {
        self.customers().map(|each| each.score).collect()
    }

    /// The groups compared by weighted means.
    pub fn weighted(&self, weights: Weights) -> WeightedEffect {
        let [treated, control] = [true, false].map(|group| self.weighted_mean(weights, group));
        let count = self.outcomes.len() as f64;
        let mut slope = vec![Sum::default(); self.fitted.width()];
        let mut influences = Vec::with_capacity(self.outcomes.len());
        for each in self.customers() {
            let (group, sign) = each.of(&treated, &control);
            let rest = sign * (each.outcome - group.mean) * count / group.weight;
            let change = rest * each.weight_slope(weights);
            self.add_row(&mut slope, each.index, change / count);
            influences.push(rest * each.weight(weights));
        }
        let effect = treated.mean - control.mean;
        let known_scores = Estimate::normal(effect, mean_variance(influences.iter().copied()));
        let by_scores = self.score_influences(&values(&slope));
        let together = influences.iter().zip(by_scores).map(|(one, two)| one + two);
        WeightedEffect {
            treated_mean: treated.mean,
            control_mean: control.mean,
            effect: Estimate::normal(effect, mean_variance(together)),
            known_scores_error: known_scores.standard_error,
        }
    }

    /// The effect by weighted totals over all customers (Horvitz and Thompson 1952). Not for use: a constant added to every
    /// outcome changes it; [`weighted`](Self::weighted) doesn't mind.
    pub fn horvitz_thompson(&self) -> f64 {
        let terms = self
            .customers()
            .map(|each| each.sign() * each.weight(Weights::Inverse) * each.outcome);
        Sum::of(terms) / self.outcomes.len() as f64
    }

    /// The effect by inverse weights and a linear regression of the outcome in each group (augmented weighting; Robins, Rotnitzky
    /// and Zhao 1994), which is right if either the scores or the regressions are. The standard error knows that both are
    /// estimates. None if a group is too small or too uniform for a regression.
    pub fn augmented(&self) -> Option<Estimate> {
        let count = self.outcomes.len() as f64;
        let width = self.fitted.width();
        let lines = [self.line(true)?, self.line(false)?];
        let mut effect = Sum::default();
        let mut by_scores = vec![Sum::default(); width];
        let mut by_lines = [vec![Sum::default(); width], vec![Sum::default(); width]];
        let mut parts = Vec::with_capacity(self.outcomes.len());
        for each in self.customers() {
            let row = self.row(each.index);
            let expected = [0, 1].map(|group| dot(&row, &lines[group].coefficients));
            let own = usize::from(!each.treated);
            let rest = each.outcome - expected[own];
            let weight = each.weight(Weights::Inverse);
            let part = expected[0] - expected[1] + each.sign() * weight * rest;
            effect.add(part);
            parts.push(part);
            let change = each.sign() * rest * each.weight_slope(Weights::Inverse);
            self.add_row(&mut by_scores, each.index, change / count);
            for (group, sums) in by_lines.iter_mut().enumerate() {
                let of_group = [1.0, -1.0][group];
                let weighted = if group == own { 1.0 - weight } else { 1.0 };
                self.add_row(sums, each.index, of_group * weighted / count);
            }
        }
        let effect = effect.value() / count;
        let by_scores = self.score_influences(&values(&by_scores));
        let slopes = [0, 1].map(|group| lines[group].factor.solve(&values(&by_lines[group])));
        let influences = self.customers().zip(parts).zip(by_scores);
        let influences = influences.map(|((each, part), by_scores)| {
            let own = usize::from(!each.treated);
            let row = self.row(each.index);
            let rest = each.outcome - dot(&row, &lines[own].coefficients);
            part - effect + by_scores + rest * dot(&row, &slopes[own])
        });
        Some(Estimate::normal(effect, mean_variance(influences)))
    }

    /// How alike the groups are in each covariate, before and after weighting.
    pub fn balance(&self, weights: Weights) -> Vec<Balance> {
        (0..self.fitted.table.width)
            .map(|column| self.balance_of(column, weights))
            .collect()
    }

    /// How much weights leave.
    pub fn weights(&self, weights: Weights) -> WeightSummary {
        let effective = |treated: bool| {
            let group = || self.customers().filter(move |each| each.treated == treated);
            let all = Sum::of(group().map(|each| each.weight(weights)));
            let squares = Sum::of(group().map(|each| each.weight(weights).powi(2)));
            all * all / squares
        };
        let each = self.customers().map(|each| each.weight(weights));
        WeightSummary {
            effective_treated: effective(true),
            effective_control: effective(false),
            largest: each.fold(0.0, f64::max),
        }
    }

    /// Whether customers of each group have their like in the other.
    pub fn overlap(&self) -> Overlap {
        let scores = || self.customers().map(|each| each.score);
        let is_outside = |score: &f64| *score < LOWEST_SCORE || *score > HIGHEST_SCORE;
        let outside = scores().filter(is_outside).count();
        Overlap {
            lowest: scores().fold(1.0, f64::min),
            highest: scores().fold(0.0, f64::max),
            outside,
            is_poor: outside as f64 > COMMON * self.outcomes.len() as f64,
        }
    }

    fn customers(&self) -> impl Iterator<Item = Customer> + '_ {
        let treated = self.fitted.outcomes.iter();
        let rows = treated.zip(&self.outcomes).enumerate();
        rows.map(|(index, (treated, outcome))| {
            let linear = self.fitted.linear(index);
            Customer {
                index,
                treated: *treated,
                outcome: *outcome,
                linear,
                score: logistic(linear),
            }
        })
    }

    fn weighted_mean(&self, weights: Weights, treated: bool) -> Group {
        let group = || self.customers().filter(|each| each.treated == treated);
        let weight = Sum::of(group().map(|each| each.weight(weights)));
        let total = Sum::of(group().map(|each| each.weight(weights) * each.outcome));
        Group {
            weight,
            mean: total / weight,
        }
    }

    fn balance_of(&self, column: usize, weights: Weights) -> Balance {
        let range = self.fitted.table.ranges[column];
        let value = |each: &Customer| self.fitted.table.row(each.index)[column];
        let group = |treated: bool| self.customers().filter(move |each| each.treated == treated);
        let mean = |treated: bool, weight: &dyn Fn(&Customer) -> f64| {
            let all = Sum::of(group(treated).map(|each| weight(&each)));
            Sum::of(group(treated).map(|each| weight(&each) * value(&each))) / all
        };
        let variance = |treated: bool| {
            let middle = mean(treated, &|_| 1.0);
            let squares = Sum::of(group(treated).map(|each| (value(&each) - middle).powi(2)));
            let degrees = (group(treated).count() as f64 - 1.0).max(1.0);
            squares / degrees
        };
        let deviation = ((variance(true) + variance(false)) / 2.0).sqrt();
        let before = mean(true, &|_| 1.0) - mean(false, &|_| 1.0);
        let weight = |each: &Customer| each.weight(weights);
        let after = mean(true, &weight) - mean(false, &weight);
        let standardised = |difference: f64| (deviation > 0.0).then(|| difference / deviation);
        Balance {
            before: standardised(before),
            after: standardised(after),
            difference: after * range,
        }
    }

    /// A linear regression of the outcome in a group.
    fn line(&self, treated: bool) -> Option<Line> {
        let count = self.outcomes.len() as f64;
        let mut squares = Symmetric::zero(self.fitted.width());
        let mut products = vec![Sum::default(); self.fitted.width()];
        for each in self.customers().filter(|each| each.treated == treated) {
            squares.add_product(&self.row(each.index), 1.0 / count);
            self.add_row(&mut products, each.index, each.outcome / count);
        }
        let factor = Cholesky::of(&squares).ok()?;
        Some(Line {
            coefficients: factor.solve(&values(&products)),
            factor,
        })
    }

    /// What each customer moves a figure by moving the scores, if the figure changes so with the regression's coefficients.
    fn score_influences(&self, slope: &[f64]) -> impl Iterator<Item = f64> + '_ {
        let covariance = &self.fitted.found.covariance;
        let count = self.outcomes.len() as f64;
        let width = self.fitted.width();
        let change: Vec<f64> = (0..width)
            .map(|row| {
                Sum::of((0..width).map(|column| covariance.at(row, column) * slope[column])) * count
            })
            .collect();
        self.customers().map(move |each| {
            let treated = if each.treated { 1.0 } else { 0.0 };
            (treated - each.score) * dot(&self.row(each.index), &change)
        })
    }

    fn row(&self, index: usize) -> Vec<f64> {
        self.fitted.row(index)
    }

    fn add_row(&self, sums: &mut [Sum], index: usize, factor: f64) {
        let row = std::iter::once(&1.0).chain(self.fitted.table.row(index));
        for (sum, value) in sums.iter_mut().zip(row) {
            sum.add(factor * value);
        }
    }
}

/// A customer with a score.
#[derive(Clone, Copy)]
struct Customer {
    index: usize,
    treated: bool,
    outcome: f64,
    /// The logarithm of the odds of being treated.
    linear: f64,
    score: f64,
}

impl Customer {
    /// 1 of a treated customer, -1 of another.
    fn sign(&self) -> f64 {
        if self.treated { 1.0 } else { -1.0 }
    }

    fn of<'a>(&self, treated: &'a Group, control: &'a Group) -> (&'a Group, f64) {
        let group = if self.treated { treated } else { control };
        (group, self.sign())
    }

    /// The odds of the other group. From the logarithm, not as `(1 - e) / e`, which loses digits at the ends.
    fn odds_of_other(&self) -> f64 {
        (-self.sign() * self.linear).exp()
    }

    fn weight(&self, weights: Weights) -> f64 {
        match weights {
            Weights::Inverse => 1.0 + self.odds_of_other(),
            Weights::Overlap => logistic(-self.sign() * self.linear),
        }
    }

    /// What the weight changes by with the logarithm of the odds.
    fn weight_slope(&self, weights: Weights) -> f64 {
        let size = match weights {
            Weights::Inverse => self.odds_of_other(),
            Weights::Overlap => logistic(self.linear) * logistic(-self.linear),
        };
        -self.sign() * size
    }
}

/// A group's weighted mean.
struct Group {
    weight: f64,
    mean: f64,
}

/// A linear regression, with the factor of its mean squares and products.
struct Line {
    coefficients: Vec<f64>,
    factor: Cholesky,
}

/// The variance of a mean of influences.
fn mean_variance(influences: impl Iterator<Item = f64>) -> f64 {
    let (mut squares, mut count) = (Sum::default(), 0.0);
    for influence in influences {
        squares.add(influence * influence);
        count += 1.0;
    }
    squares.value() / (count * count)
}

/// A logistic regression on standardised covariates.
struct Fitted {
    table: Standard,
    outcomes: Vec<bool>,
    /// The constant first.
    found: Maximum,
}

impl Fitted {
    fn of<'a>(
        rows: impl ExactSizeIterator<Item = &'a [f64]> + Clone,
        outcomes: &[bool],
    ) -> Result<Self, LogisticError> {
        if rows.len() != outcomes.len() {
            return Err(LogisticError::UnequalLengths);
        }
        let width = rows.clone().next().ok_or(LogisticError::Empty)?.len();
        let table = Standard::of(rows, width).map_err(bad_table)?;
        let happened = outcomes.iter().filter(|outcome| **outcome).count();
        if happened == 0 || happened == outcomes.len() {
            return Err(LogisticError::OneOutcome);
        }
        let mut start = vec![0.0; width + 1];
        start[0] = (happened as f64 / (outcomes.len() - happened) as f64).ln();
        let found = maximise(start, |at| likelihood(&table, outcomes, at)).map_err(none)?;
        Ok(Fitted {
            table,
            outcomes: outcomes.to_vec(),
            found,
        })
    }

    /// Coefficients, the constant among them.
    fn width(&self) -> usize {
        self.table.width + 1
    }

    /// A row with the constant.
    fn row(&self, index: usize) -> Vec<f64> {
        let row = self.table.row(index).iter().copied();
        std::iter::once(1.0).chain(row).collect()
    }

    fn linear(&self, index: usize) -> f64 {
        linear(&self.table, index, &self.found.coefficients)
    }

    fn regression(&self) -> Logistic {
        let covariance = &self.found.covariance;
        let columns = self.table.ranges.iter().zip(&self.found.coefficients[1..]);
        let coefficients = columns
            .enumerate()
            .map(|(index, (range, value))| Coefficient {
                estimate: value / range,
                standard_error: covariance.at(index + 1, index + 1).sqrt() / range,
            });
        // Where all covariates are zero, the standardised ones are so far from their means.
        let shifts = self.table.means.iter().zip(&self.table.ranges);
        let at_zero: Vec<f64> = std::iter::once(1.0)
            .chain(shifts.map(|(mean, range)| -mean / range))
            .collect();
        let constant = Sum::of(
            at_zero
                .iter()
                .zip(&self.found.coefficients)
                .map(|(a, b)| a * b),
        );
        Logistic {
            constant: Coefficient {
                estimate: constant,
                standard_error: covariance.form(&at_zero).sqrt(),
            },
            coefficients: coefficients.collect(),
            log_likelihood: self.found.end.log,
            null_log_likelihood: self.found.start.log,
        }
    }
}

fn likelihood(table: &Standard, outcomes: &[bool], at: &[f64]) -> Likelihood {
    let width = at.len();
    let mut log = Sum::default();
    let mut score = vec![Sum::default(); width];
    let mut information = vec![Sum::default(); width * (width + 1) / 2];
    let mut row = vec![1.0; width];
    for (index, outcome) in outcomes.iter().enumerate() {
        row[1..].copy_from_slice(table.row(index));
        let linear = linear(table, index, at);
        let away = if *outcome { linear } else { -linear };
        log.add(-softplus(-away));
        // The probability of what didn't happen, from its own side.
        let surprise = logistic(-away);
        let slope = if *outcome { surprise } else { -surprise };
        let spread = surprise * logistic(away);
        let mut cells = information.iter_mut();
        for (place, value) in row.iter().enumerate() {
            score[place].add(slope * value);
            for (other, cell) in row[..=place].iter().zip(&mut cells) {
                cell.add(spread * value * other);
            }
        }
    }
    Likelihood {
        log: log.value(),
        score: values(&score),
        information: Symmetric::of(width, values(&information)),
    }
}

/// The logarithm of the odds, of a table's row; the constant comes first.
fn linear(table: &Standard, index: usize, at: &[f64]) -> f64 {
    let (constant, slopes) = at.split_first().map_or((0.0, at), |(a, b)| (*a, b));
    constant + dot(table.row(index), slopes)
}

/// The probability whose odds have this logarithm.
fn logistic(linear: f64) -> f64 {
    1.0 / (1.0 + (-linear).exp())
}

/// `ln(1 + e^x)`, which never overflows.
fn softplus(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

fn bad_table(bad: BadTable) -> LogisticError {
    match bad {
        BadTable::Ragged(row) => LogisticError::Ragged { row },
        BadTable::BadNumber(row) => LogisticError::BadNumber { row },
        BadTable::Constant(covariate) => LogisticError::Collinear { covariate },
    }
}

fn none(none: NoMaximum) -> LogisticError {
    match none {
        NoMaximum::Collinear(column) => LogisticError::Collinear {
            covariate: column.saturating_sub(1),
        },
        NoMaximum::Separation(column) => LogisticError::Separation {
            covariate: column.checked_sub(1),
        },
        NoMaximum::NotConverged => LogisticError::NotConverged,
    }
}
