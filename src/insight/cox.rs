//! How much faster do some leave than others, all else being equal: proportional hazards (Cox 1972).
//!
//! A customer is one [`Row`], or several in a row where something about them changes: what happened later never counts for days
//! before it. To divide customers by what they got at any time ("ever had a discount") counts the days that they had to stay in
//! order to get it as its success; [`time_dependent`] and [`landmark`] are the two right shapes of such data.

use super::distribution::{Interval, Z95, normal_sf};
use super::log_rank::ChiSquareTest;
use super::matrix::{
    BadTable, Cholesky, Likelihood, Maximum, NoMaximum, Standard, Sum, Symmetric, dot, is_usable,
    maximise, values,
};
use std::ops::Range;

/// Fewer ends than this per coefficient, and a model says little (Peduzzi and others 1995).
pub const EVENTS_PER_COEFFICIENT: usize = 10;

/// A customer, or a stretch of a customer's days.
#[derive(Clone, PartialEq, Debug)]
pub struct Row {
    /// The day after which the stretch begins; none if the customer is there from the beginning.
    pub entry: Option<f64>,
    /// The day on which it ends.
    pub exit: f64,
    /// Whether the customer ended then; if not, it is censored, or another row goes on.
    pub ended: bool,
    /// Customers are compared only within their own stratum.
    pub stratum: usize,
    /// What is true of the customer in the stretch; as many numbers in each row.
    pub covariates: Vec<f64>,
}

/// What happened to a customer who may have been given something on the way.
#[derive(Clone, PartialEq, Debug)]
pub struct History {
    /// Days until the end, or until the last day that is known.
    pub days: f64,
    /// Whether it ended.
    pub ended: bool,
    /// The day on which it was given.
    pub treated_on: Option<f64>,
    /// The stratum.
    pub stratum: usize,
    /// What else is true of the customer from the beginning.
    pub covariates: Vec<f64>,
}

/// How ends on one day are taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ties {
    /// Efron's (1977): close to what an unknown order of them would give.
    Efron,
    /// Breslow's (1974): as if each found the others still there. Rougher; for comparison with programs that use it.
    Breslow,
}

/// Why there is no model.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoxError {
    /// There are no rows.
    Empty,
    /// There is nothing to compare customers by.
    NoCovariates,
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
    /// A row's days are negative or no numbers, or it ends no later than it begins.
    BadStay {
        /// Which row, from 0.
        row: usize,
    },
    /// Nobody ended.
    NoEvents,
    /// A covariate is the same for all, or follows from those before it.
    Collinear {
        /// Which covariate, from 0.
        covariate: usize,
    },
    /// A covariate tells without exception who ends, as when nobody in a group ended: its hazard ratio is 0 or infinite.
    Separation {
        /// Which covariate, from 0.
        covariate: usize,
    },
    /// The search came to no end.
    NotConverged,
}

/// A coefficient of a model.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Coefficient {
    /// The logarithm of the ratio that one more of the covariate makes.
    pub estimate: f64,
    /// Its standard error.
    pub standard_error: f64,
}

impl Coefficient {
    /// The ratio: of hazards in [`Cox`], of odds in [`Logistic`](super::propensity::Logistic).
    pub fn ratio(&self) -> f64 {
        ratio(self.estimate)
    }

    /// The ratio's 95 % interval.
    pub fn ratio_interval(&self) -> Interval {
        let logarithms = Interval::around(self.estimate, Z95 * self.standard_error);
        Interval {
            low: ratio(logarithms.low),
            high: ratio(logarithms.high),
        }
    }

    /// The estimate in standard errors.
    pub fn z(&self) -> f64 {
        self.estimate / self.standard_error
    }

    /// How likely an estimate at least as far from zero is, either way, if the covariate changes nothing (Wald).
    pub fn p(&self) -> f64 {
        2.0 * normal_sf(self.z().abs())
    }
}

fn ratio(logarithm: f64) -> f64 {
    logarithm.exp().min(f64::MAX)
}

/// A fitted model.
#[derive(Clone, PartialEq, Debug)]
pub struct Cox {
    /// One coefficient per covariate.
    pub coefficients: Vec<Coefficient>,
    /// The partial log-likelihood of the model.
    pub log_likelihood: f64,
    /// The same without covariates.
    pub null_log_likelihood: f64,
    /// Whether any covariate matters, by the two likelihoods.
    pub likelihood_ratio: ChiSquareTest,
    /// The same by the coefficients and their covariance.
    pub wald: ChiSquareTest,
    /// The same by the slope without covariates; for groups without ties it is the log-rank test.
    pub score: ChiSquareTest,
    /// Rows.
    pub rows: usize,
    /// Rows that ended.
    pub events: usize,
    /// Whether there are fewer than ten ends per coefficient, so that the model is not to be relied on.
    pub has_few_events: bool,
    covariance: Symmetric,
    ties: Ties,
    /// Per range of a covariate.
    standardised: Vec<f64>,
}

impl Cox {
    /// The covariance of two coefficients; none if there are no such ones.
    pub fn covariance(&self, one: usize, other: usize) -> Option<f64> {
        let width = self.coefficients.len();
        (one < width && other < width).then(|| self.covariance.at(one, other))
    }
}

/// The test whether hazards are proportional (Grambsch and Therneau 1994), as a score test for coefficients that change with
/// the share of all customers who had ended.
#[derive(Clone, PartialEq, Debug)]
pub struct Proportionality {
    /// Per covariate.
    pub covariates: Vec<ChiSquareTest>,
    /// All together.
    pub all: ChiSquareTest,
}

/// Rows in the order in which a model reads them: by stratum, latest first.
pub struct CoxData {
    table: Standard,
    exits: Vec<f64>,
    ended: Vec<bool>,
    strata: Vec<Stratum>,
    events: usize,
    /// Shares of all customers who had ended before each of their times: pooled over strata, shortest time first.
    gone_before: Vec<(f64, f64)>,
}

struct Stratum {
    rows: Range<usize>,
    /// Rows that begin late and the days after which they begin, latest first.
    late: Vec<(f64, usize)>,
}

impl CoxData {
    /// The data of rows in any order.
    ///
    /// # Errors
    /// If they are no data for a model; the error says why.
    pub fn of(rows: &[Row]) -> Result<Self, CoxError> {
        let width = rows.first().ok_or(CoxError::Empty)?.covariates.len();
        if width == 0 {
            return Err(CoxError::NoCovariates);
        }
        if let Some(row) = rows.iter().position(|row| !is_stay(row)) {
            return Err(CoxError::BadStay { row });
        }
        let mut order: Vec<usize> = (0..rows.len()).collect();
        order.sort_unstable_by(|one, other| {
            let (one, other) = (&rows[*one], &rows[*other]);
            let by_stratum = one.stratum.cmp(&other.stratum);
            by_stratum.then(other.exit.total_cmp(&one.exit))
        });
        let covariates = order.iter().map(|index| rows[*index].covariates.as_slice());
        let table = Standard::of(covariates, width).map_err(|bad| bad_table(bad, &order))?;
        let events = rows.iter().filter(|row| row.ended).count();
        if events == 0 {
            return Err(CoxError::NoEvents);
        }
        Ok(CoxData {
            table,
            exits: order.iter().map(|index| rows[*index].exit).collect(),
            ended: order.iter().map(|index| rows[*index].ended).collect(),
            strata: strata(rows, &order),
            events,
            gone_before: gone_before(rows),
        })
    }

    /// The model that makes the ends as they were most likely.
    ///
    /// # Errors
    /// If a coefficient has no finite estimate, or the search comes to no end.
    pub fn fit(&self, ties: Ties) -> Result<Cox, CoxError> {
        let width = self.table.width;
        let found = maximise(vec![0.0; width], |at| self.likelihood(at, ties)).map_err(none)?;
        let score = Cholesky::of(&found.start.information)
            .map_err(|covariate| CoxError::Collinear { covariate })?
            .inverse_form(&found.start.score);
        let gain = 2.0 * (found.end.log - found.start.log);
        let test = |chi_square: f64| ChiSquareTest::of(chi_square.max(0.0), width);
        Ok(Cox {
            coefficients: self.coefficients(&found),
            log_likelihood: found.end.log,
            null_log_likelihood: found.start.log,
            likelihood_ratio: test(gain),
            wald: test(found.end.information.form(&found.coefficients)),
            score: test(score),
            rows: self.exits.len(),
            events: self.events,
            has_few_events: self.events < EVENTS_PER_COEFFICIENT * width,
            covariance: self.unscaled(&found.covariance),
            ties,
            standardised: found.coefficients,
        })
    }

    /// Whether the hazards of a model of these data are proportional; none if the model has another number of rows or covariates,
    /// or if there are too few times to tell.
    pub fn proportionality(&self, model: &Cox) -> Option<Proportionality> {
        let width = self.table.width;
        if model.standardised.len() != width || model.rows != self.exits.len() {
            return None;
        }
        let middle = self.mean_clock();
        let mut slope = vec![Sum::default(); width];
        let mut information = vec![Sum::default(); 2 * width * (2 * width + 1) / 2];
        self.each_time(&model.standardised, model.ties, |time, part| {
            let clock = self.clock(time) - middle;
            for (sum, score) in slope.iter_mut().zip(&part.score) {
                sum.add(clock * score);
            }
            let mut cells = information.iter_mut();
            for row in 0..2 * width {
                for (column, cell) in (0..=row).zip(&mut cells) {
                    let changing = usize::from(row >= width) + usize::from(column >= width);
                    let factor = [1.0, clock, clock * clock][changing];
                    cell.add(factor * part.information.at(row % width, column % width));
                }
            }
        });
        let slope = values(&slope);
        let information = Symmetric::of(2 * width, values(&information));
        let test = |changing: &[usize]| {
            let chosen: Vec<usize> = (0..width)
                .chain(changing.iter().map(|index| index + width))
                .collect();
            let score: Vec<f64> = std::iter::repeat_n(0.0, width)
                .chain(changing.iter().map(|index| slope[*index]))
                .collect();
            let factor = Cholesky::of(&information.part(&chosen)).ok()?;
            let chi_square = factor.inverse_form(&score);
            Some(ChiSquareTest::of(chi_square, changing.len()))
        };
        let covariates: Option<Vec<_>> = (0..width).map(|index| test(&[index])).collect();
        let all: Vec<usize> = (0..width).collect();
        Some(Proportionality {
            covariates: covariates?,
            all: test(&all)?,
        })
    }

    fn coefficients(&self, found: &Maximum) -> Vec<Coefficient> {
        let ranges = self.table.ranges.iter().enumerate();
        ranges
            .map(|(index, range)| Coefficient {
                estimate: found.coefficients[index] / range,
                standard_error: found.covariance.at(index, index).sqrt() / range,
            })
            .collect()
    }

    fn unscaled(&self, covariance: &Symmetric) -> Symmetric {
        let ranges = &self.table.ranges;
        let mut unscaled = Symmetric::zero(ranges.len());
        for row in 0..ranges.len() {
            for column in 0..=row {
                let value = covariance.at(row, column) / ranges[row] / ranges[column];
                unscaled.add(row, column, value);
            }
        }
        unscaled
    }

    fn likelihood(&self, at: &[f64], ties: Ties) -> Likelihood {
        let width = self.table.width;
        let mut log = Sum::default();
        let mut score = vec![Sum::default(); width];
        let mut information = vec![Sum::default(); width * (width + 1) / 2];
        self.each_time(at, ties, |_, part| {
            log.add(part.log);
            let scores = score.iter_mut().zip(&part.score);
            scores.for_each(|(sum, value)| sum.add(*value));
            let cells = information.iter_mut().zip(part.information.lower());
            cells.for_each(|(sum, value)| sum.add(*value));
        });
        Likelihood {
            log: log.value(),
            score: values(&score),
            information: Symmetric::of(width, values(&information)),
        }
    }

    /// Shows what each time at which somebody ended adds to the likelihood, stratum by stratum, latest first.
    fn each_time(&self, at: &[f64], ties: Ties, mut show: impl FnMut(f64, &Likelihood)) {
        let width = self.table.width;
        let mut part = Likelihood {
            log: 0.0,
            score: vec![0.0; width],
            information: Symmetric::zero(width),
        };
        let (mut here, mut ending) = (Moments::none(width), Moments::none(width));
        for stratum in &self.strata {
            let linear = |row: usize| dot(self.table.row(row), at);
            // Only ratios of hazards count; taken against the largest, none overflows.
            let largest = stratum
                .rows
                .clone()
                .map(linear)
                .fold(f64::NEG_INFINITY, f64::max);
            let mut late = stratum.late.iter().peekable();
            let mut rows = stratum.rows.clone().peekable();
            here.clear();
            while let Some(time) = rows.peek().map(|row| self.exits[*row]) {
                ending.clear();
                part.log = 0.0;
                part.score.fill(0.0);
                while let Some(row) = rows.next_if(|row| self.exits[*row] == time) {
                    let logarithm = linear(row) - largest;
                    let covariates = self.table.row(row);
                    here.add(covariates, logarithm.exp());
                    if self.ended[row] {
                        ending.add(covariates, logarithm.exp());
                        part.log += logarithm;
                        let scores = part.score.iter_mut().zip(covariates);
                        scores.for_each(|(sum, value)| *sum += value);
                    }
                }
                if ending.count == 0 {
                    continue;
                }
                // At risk is who is there before the time: who begins with it or later isn't.
                while let Some((_, row)) = late.next_if(|(entry, _)| *entry >= time) {
                    let weight = (linear(*row) - largest).exp();
                    here.add(self.table.row(*row), -weight);
                }
                ends(&here, &ending, ties, &mut part);
                if here.has_lost_digits() {
                    part.log = f64::NAN;
                }
                show(time, &part);
            }
        }
    }

    /// The share of all customers who had ended before a time.
    fn clock(&self, time: f64) -> f64 {
        let reached = self.gone_before.partition_point(|(each, _)| *each < time);
        self.gone_before.get(reached).map_or(0.0, |(_, gone)| *gone)
    }

    fn mean_clock(&self) -> f64 {
        let rows = self.exits.iter().zip(&self.ended);
        let ends = rows.filter(|(_, ended)| **ended);
        Sum::of(ends.map(|(time, _)| self.clock(*time))) / self.events as f64
    }
}

/// The rows of customers who were given something on the way: not given until that day, given from it on. The first covariate
/// is 1 while it is given and 0 before; the others follow.
///
/// # Errors
/// If a duration is negative, infinite or not a number.
pub fn time_dependent(histories: &[History]) -> Result<Vec<Row>, CoxError> {
    check(histories)?;
    let mut rows = Vec::new();
    for history in histories {
        // What is given on the last day changed nothing about the days before it.
        let change = history.treated_on.filter(|day| *day < history.days);
        match change {
            Some(day) if day > 0.0 => {
                rows.push(history.row(None, day, false, 0.0));
                rows.push(history.row(Some(day), history.days, history.ended, 1.0));
            }
            Some(_) => rows.push(history.row(None, history.days, history.ended, 1.0)),
            None => rows.push(history.row(None, history.days, history.ended, 0.0)),
        }
    }
    Ok(rows)
}

/// The rows of customers who were still there after a day, by what they had been given until then; days count from that day.
/// The first covariate is 1 if it was given and 0 if not, whatever came later; the others follow.
///
/// # Errors
/// If a duration is negative, infinite or not a number.
pub fn landmark(histories: &[History], day: f64) -> Result<Vec<Row>, CoxError> {
    check(histories)?;
    let still_there = histories.iter().filter(|history| history.days > day);
    let rows = still_there.map(|history| {
        let is_given = history.treated_on.is_some_and(|given| given <= day);
        let given = if is_given { 1.0 } else { 0.0 };
        history.row(None, history.days - day, history.ended, given)
    });
    Ok(rows.collect())
}

fn check(histories: &[History]) -> Result<(), CoxError> {
    let is_day = |day: f64| day >= 0.0 && is_usable(day);
    let is_bad = |history: &History| {
        !is_day(history.days) || history.treated_on.is_some_and(|day| !is_day(day))
    };
    match histories.iter().position(is_bad) {
        Some(row) => Err(CoxError::BadStay { row }),
        None => Ok(()),
    }
}

impl History {
    fn row(&self, entry: Option<f64>, exit: f64, ended: bool, given: f64) -> Row {
        let covariates = std::iter::once(given).chain(self.covariates.iter().copied());
        Row {
            entry,
            exit,
            ended,
            stratum: self.stratum,
            covariates: covariates.collect(),
        }
    }
}

fn is_stay(row: &Row) -> bool {
    let is_day = |day: f64| day >= 0.0 && is_usable(day);
    is_day(row.exit)
        && row
            .entry
            .is_none_or(|entry| is_day(entry) && entry < row.exit)
}

fn bad_table(bad: BadTable, order: &[usize]) -> CoxError {
    let given = |row: usize| order.get(row).copied().unwrap_or(row);
    match bad {
        BadTable::Ragged(row) => CoxError::Ragged { row: given(row) },
        BadTable::BadNumber(row) => CoxError::BadNumber { row: given(row) },
        BadTable::Constant(covariate) => CoxError::Collinear { covariate },
    }
}

fn none(none: NoMaximum) -> CoxError {
    match none {
        NoMaximum::Collinear(covariate) => CoxError::Collinear { covariate },
        NoMaximum::Separation(covariate) => CoxError::Separation { covariate },
        NoMaximum::NotConverged => CoxError::NotConverged,
    }
}

fn strata(rows: &[Row], order: &[usize]) -> Vec<Stratum> {
    let mut strata = Vec::new();
    let mut start = 0;
    for same in order.chunk_by(|one, other| rows[*one].stratum == rows[*other].stratum) {
        let mut late: Vec<(f64, usize)> = same
            .iter()
            .enumerate()
            .filter_map(|(place, index)| Some((rows[*index].entry?, start + place)))
            .collect();
        late.sort_unstable_by(|one, other| other.0.total_cmp(&one.0));
        strata.push(Stratum {
            rows: start..start + same.len(),
            late,
        });
        start += same.len();
    }
    strata
}

/// One less the curve of all rows, just before each time at which somebody ended.
fn gone_before(rows: &[Row]) -> Vec<(f64, f64)> {
    let mut exits: Vec<(f64, bool)> = rows.iter().map(|row| (row.exit, row.ended)).collect();
    exits.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let mut entries: Vec<f64> = rows.iter().filter_map(|row| row.entry).collect();
    entries.sort_unstable_by(f64::total_cmp);
    let mut still_here = 1.0;
    let mut left = rows.len();
    let mut gone = Vec::new();
    for tied in exits.chunk_by(|one, other| one.0 == other.0) {
        let time = tied[0].0;
        let ended = tied.iter().filter(|(_, ended)| *ended).count();
        if ended > 0 {
            gone.push((time, 1.0 - still_here));
            let not_yet = entries.len() - entries.partition_point(|entry| *entry < time);
            let at_risk = left - not_yet;
            still_here *= (at_risk - ended) as f64 / at_risk as f64;
        }
        left -= tied.len();
    }
    gone
}

/// A difference this small beside what it is the difference of is rounding.
const NOISE: f64 = 2e-15;
/// What is left of a sum when so much has been taken away has no digits to rely on.
const LOST: f64 = 1e-18;

/// Sums of hazards, and of covariates and their products weighted by them.
struct Moments {
    count: usize,
    weight: Sum,
    /// The largest that `weight` has been.
    peak: f64,
    first: Vec<Sum>,
    second: Vec<Sum>,
}

impl Moments {
    fn none(width: usize) -> Self {
        Moments {
            count: 0,
            weight: Sum::default(),
            peak: 0.0,
            first: vec![Sum::default(); width],
            second: vec![Sum::default(); width * (width + 1) / 2],
        }
    }

    fn clear(&mut self) {
        self.count = 0;
        self.weight = Sum::default();
        self.peak = 0.0;
        self.first.fill(Sum::default());
        self.second.fill(Sum::default());
    }

    fn add(&mut self, covariates: &[f64], weight: f64) {
        self.count += 1;
        self.weight.add(weight);
        self.peak = self.peak.max(self.weight.value());
        let mut cells = self.second.iter_mut();
        for (row, value) in covariates.iter().enumerate() {
            let weighted = weight * value;
            self.first[row].add(weighted);
            for (other, cell) in covariates[..=row].iter().zip(&mut cells) {
                cell.add(weighted * other);
            }
        }
    }

    /// Whether those who were taken away again outweighed the rest too far: coefficients at which that is so are refused.
    fn has_lost_digits(&self) -> bool {
        self.weight.value() < LOST * self.peak
    }
}

/// What the ends at one time add: to a sum of the covariates of those who ended, less their mean among all who were there.
fn ends(here: &Moments, ending: &Moments, ties: Ties, part: &mut Likelihood) {
    let cells = part.information.lower_mut();
    cells.fill(0.0);
    let mut means = vec![0.0; here.first.len()];
    for before in 0..ending.count {
        // The share of those ending that has already left when the next of them does.
        let gone = match ties {
            Ties::Efron => before as f64 / ending.count as f64,
            Ties::Breslow => 0.0,
        };
        let rest = |here: &Sum, ending: &Sum| here.value() - gone * ending.value();
        let weight = rest(&here.weight, &ending.weight);
        part.log -= weight.ln();
        let sums = here.first.iter().zip(&ending.first);
        for (mean, (here, ending)) in means.iter_mut().zip(sums) {
            *mean = rest(here, ending) / weight;
        }
        for (score, mean) in part.score.iter_mut().zip(&means) {
            *score -= mean;
        }
        let mut seconds = here.second.iter().zip(&ending.second).zip(&mut *cells);
        for (row, mean) in means.iter().enumerate() {
            for (other, ((here, ending), cell)) in means[..=row].iter().zip(&mut seconds) {
                let product = rest(here, ending) / weight;
                let spread = product - mean * other;
                // Where all have one value, its square less its square is rounding and no variance.
                if spread.abs() > NOISE * product.abs() {
                    *cell += spread;
                }
            }
        }
    }
}
