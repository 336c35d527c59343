//! Sums that keep their low digits, small symmetric systems, and the search for the top of a likelihood on them.
//!
//! Small means as many rows as a model has coefficients. Nothing here knows of customers.

/// The largest size of a number that models accept: its square is still far from infinite.
const LARGEST: f64 = 1e150;
/// A pivot so small beside its diagonal is rounding: the column follows from those before it.
const SINGULAR: f64 = 1e-12;
/// A gain of the log-likelihood by which no coefficient moves more than 1e-11 of its standard error.
const ARRIVED: f64 = 1e-22;
/// Where rounding keeps the gain above [`ARRIVED`], one below this is good enough: 1e-8 of a standard error.
const NEARLY_ARRIVED: f64 = 1e-16;
/// With no more than this to gain, each step is much shorter than the one before. Where it isn't, a coefficient is on its way to
/// infinity, and the likelihood only creeps up to what it never reaches.
const NO_GAIN: f64 = 1e-8;
/// Two log-likelihoods differ by as much, per size, through rounding.
const ROUNDING: f64 = 1e-12;
/// A coefficient beyond this, per range of its column, can be why a likelihood has become flat: e^5 is a ratio of 148.
const FAR: f64 = 5.0;
const ITERATIONS: usize = 100;
const HALVINGS: usize = 30;

/// A sum whose rounding is kept beside it (Neumaier 1974): right to the last digit for hundreds of thousands of terms, and
/// when large terms are taken away again.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Sum {
    high: f64,
    low: f64,
}

impl Sum {
    /// Adds a term.
    pub fn add(&mut self, term: f64) {
        let high = self.high + term;
        let of_term = high - self.high;
        self.low += (self.high - (high - of_term)) + (term - of_term);
        self.high = high;
    }

    /// What the terms come to.
    pub fn value(&self) -> f64 {
        self.high + self.low
    }

    /// What all the terms come to.
    pub fn of(terms: impl IntoIterator<Item = f64>) -> f64 {
        let mut sum = Sum::default();
        terms.into_iter().for_each(|term| sum.add(term));
        sum.value()
    }
}

/// The values of sums.
pub(super) fn values(sums: &[Sum]) -> Vec<f64> {
    sums.iter().map(Sum::value).collect()
}

/// The inner product of two vectors of one length.
pub(super) fn dot(one: &[f64], other: &[f64]) -> f64 {
    one.iter().zip(other).map(|(a, b)| a * b).sum()
}

/// A symmetric matrix: its lower triangle, row after row.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Symmetric {
    size: usize,
    lower: Vec<f64>,
}

impl Symmetric {
    /// All zero.
    pub fn zero(size: usize) -> Self {
        Symmetric {
            size,
            lower: vec![0.0; triangle(size)],
        }
    }

    /// Of its lower triangle, row after row.
    pub fn of(size: usize, lower: Vec<f64>) -> Self {
        debug_assert_eq!(lower.len(), triangle(size));
        Symmetric { size, lower }
    }

    /// The value in a row and column, either way round.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.lower[place(row, column)]
    }

    /// Adds to the value in a row and column.
    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        self.lower[place(row, column)] += value;
    }

    /// Adds the products of a vector with itself, each times a weight.
    pub fn add_product(&mut self, vector: &[f64], weight: f64) {
        let mut cells = self.lower.iter_mut();
        for (row, left) in vector.iter().enumerate() {
            for (right, cell) in vector[..=row].iter().zip(&mut cells) {
                *cell += weight * left * right;
            }
        }
    }

    /// The lower triangle, row after row.
    pub fn lower(&self) -> &[f64] {
        &self.lower
    }

    /// The same, to write.
    pub fn lower_mut(&mut self) -> &mut [f64] {
        &mut self.lower
    }

    /// The vector, this matrix and the vector multiplied: a variance, if this is a covariance.
    pub fn form(&self, vector: &[f64]) -> f64 {
        let row = |row| Sum::of((0..self.size).map(|column| self.at(row, column) * vector[column]));
        Sum::of((0..self.size).map(|index| vector[index] * row(index)))
    }

    /// Rows and columns that are chosen, in their order.
    pub fn part(&self, chosen: &[usize]) -> Self {
        let cells = chosen.iter().enumerate().flat_map(|(index, row)| {
            chosen[..=index]
                .iter()
                .map(move |column| self.at(*row, *column))
        });
        Symmetric::of(chosen.len(), cells.collect())
    }
}

fn triangle(size: usize) -> usize {
    size * (size + 1) / 2
}

fn place(row: usize, column: usize) -> usize {
    triangle(row.max(column)) + row.min(column)
}

/// The Cholesky factor of a positive definite matrix.
pub(super) struct Cholesky {
    factor: Symmetric,
}

impl Cholesky {
    /// The factor; where there is none, the first column that follows from those before it (or is not a number).
    pub fn of(matrix: &Symmetric) -> Result<Self, usize> {
        let mut factor = Symmetric::zero(matrix.size);
        for row in 0..matrix.size {
            for column in 0..=row {
                let known = (0..column).map(|k| -factor.at(row, k) * factor.at(column, k));
                let rest = Sum::of(known.chain([matrix.at(row, column)]));
                let value = if row == column {
                    let is_positive = rest > SINGULAR * matrix.at(row, row) && rest.is_normal();
                    is_positive.then(|| rest.sqrt()).ok_or(row)?
                } else {
                    rest / factor.at(column, column)
                };
                factor.add(row, column, value);
            }
        }
        Ok(Cholesky { factor })
    }

    /// The vector that the matrix makes of the answer.
    pub fn solve(&self, vector: &[f64]) -> Vec<f64> {
        let mut answer = self.forward(vector);
        for row in (0..answer.len()).rev() {
            let known = (row + 1..answer.len()).map(|k| -self.factor.at(k, row) * answer[k]);
            answer[row] = Sum::of(known.chain([answer[row]])) / self.factor.at(row, row);
        }
        answer
    }

    /// The vector, the inverse of the matrix and the vector multiplied: a chi-square, if the matrix is a covariance.
    pub fn inverse_form(&self, vector: &[f64]) -> f64 {
        Sum::of(self.forward(vector).into_iter().map(|each| each * each))
    }

    /// The inverse of the matrix.
    pub fn inverse(&self) -> Symmetric {
        let size = self.factor.size;
        let mut inverse = Symmetric::zero(size);
        for column in 0..size {
            let mut unit = vec![0.0; size];
            unit[column] = 1.0;
            for (row, value) in self.solve(&unit).into_iter().enumerate().skip(column) {
                inverse.add(row, column, value);
            }
        }
        inverse
    }

    fn forward(&self, vector: &[f64]) -> Vec<f64> {
        let mut answer: Vec<f64> = Vec::with_capacity(vector.len());
        for (row, value) in vector.iter().enumerate() {
            let known = (0..row).map(|k| -self.factor.at(row, k) * answer[k]);
            answer.push(Sum::of(known.chain([*value])) / self.factor.at(row, row));
        }
        answer
    }
}

/// What keeps a table of covariates from being one.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum BadTable {
    /// A row has more or fewer values than the first.
    Ragged(usize),
    /// A row holds what is not a number, infinite or beyond 1e150.
    BadNumber(usize),
    /// All values of a column are one.
    Constant(usize),
}

/// Covariates, each brought to mean zero and range one, so that months and cents are solved alike and a coefficient says by
/// itself whether it is on its way to infinity.
pub(super) struct Standard {
    /// Values in a row.
    pub width: usize,
    /// Each column's mean.
    pub means: Vec<f64>,
    /// Each column's largest value less its smallest.
    pub ranges: Vec<f64>,
    /// Row after row.
    values: Vec<f64>,
}

impl Standard {
    /// The table of rows.
    pub fn of<'a>(
        rows: impl Iterator<Item = &'a [f64]> + Clone,
        width: usize,
    ) -> Result<Self, BadTable> {
        for (index, row) in rows.clone().enumerate() {
            if row.len() != width {
                return Err(BadTable::Ragged(index));
            }
            if !row.iter().all(|value| is_usable(*value)) {
                return Err(BadTable::BadNumber(index));
            }
        }
        let mut values: Vec<f64> = rows.flatten().copied().collect();
        let (mut means, mut ranges) = (Vec::new(), Vec::new());
        for column in 0..width {
            let cells = || values.iter().skip(column).step_by(width).copied();
            let low = cells().fold(f64::INFINITY, f64::min);
            let range = cells().fold(f64::NEG_INFINITY, f64::max) - low;
            if range <= 1.0 / LARGEST {
                return Err(BadTable::Constant(column));
            }
            let count = cells().len() as f64;
            let middle = Sum::of(cells().map(|value| (value - low) / range)) / count;
            for value in values.iter_mut().skip(column).step_by(width) {
                *value = (*value - low) / range - middle;
            }
            means.push(low + middle * range);
            ranges.push(range);
        }
        Ok(Standard {
            width,
            means,
            ranges,
            values,
        })
    }

    /// A row.
    pub fn row(&self, index: usize) -> &[f64] {
        &self.values[index * self.width..(index + 1) * self.width]
    }
}

/// Whether it is a number that a model can work with.
pub(super) fn is_usable(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// A log-likelihood with its first derivatives and its second ones, negative.
#[derive(Clone)]
pub(super) struct Likelihood {
    /// Its logarithm.
    pub log: f64,
    /// Its slope, per coefficient.
    pub score: Vec<f64>,
    /// How it bends.
    pub information: Symmetric,
}

/// Where a likelihood is largest.
pub(super) struct Maximum {
    /// The likelihood where the search began.
    pub start: Likelihood,
    /// The likelihood at its largest.
    pub end: Likelihood,
    /// The coefficients there.
    pub coefficients: Vec<f64>,
    /// The inverse of the information there.
    pub covariance: Symmetric,
}

/// Why no maximum was found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum NoMaximum {
    /// A coefficient follows from those before it.
    Collinear(usize),
    /// The likelihood grows for ever with a coefficient.
    Separation(usize),
    /// The search came to no end.
    NotConverged,
}

/// Newton's search, where a step that would lead down is halved. The coefficients are those of a [`Standard`] table.
pub(super) fn maximise(
    start: Vec<f64>,
    likelihood: impl Fn(&[f64]) -> Likelihood,
) -> Result<Maximum, NoMaximum> {
    let first = likelihood(&start);
    let mut coefficients = start;
    let mut here = first.clone();
    let mut arrived = None;
    let mut length_before = f64::INFINITY;
    for _ in 0..ITERATIONS {
        let factor = Cholesky::of(&here.information)
            .map_err(|column| no_top(&coefficients, NoMaximum::Collinear(column)))?;
        let step = factor.solve(&here.score);
        let gain = dot(&step, &here.score) / 2.0;
        arrived = (gain <= NEARLY_ARRIVED).then(|| factor.inverse());
        if gain <= ARRIVED {
            break;
        }
        let furthest = largest(&step);
        let length = step.get(furthest).map_or(0.0, |step| step.abs());
        if arrived.is_none() && gain <= NO_GAIN && length >= length_before / 2.0 {
            return Err(NoMaximum::Separation(furthest));
        }
        length_before = length;
        match halved(&coefficients, &step, here.log, &likelihood) {
            Some((there, next)) => (coefficients, here) = (there, next),
            None => break,
        }
    }
    let covariance = arrived.ok_or_else(|| no_top(&coefficients, NoMaximum::NotConverged))?;
    Ok(Maximum {
        start: first,
        end: here,
        coefficients,
        covariance,
    })
}

/// Why the search ended: a likelihood that has become flat far from its start has no top; near it there is another reason.
fn no_top(coefficients: &[f64], reason: NoMaximum) -> NoMaximum {
    let furthest = largest(coefficients);
    match coefficients.get(furthest) {
        Some(value) if value.abs() > FAR => NoMaximum::Separation(furthest),
        _ => reason,
    }
}

/// The place of the value furthest from zero.
fn largest(values: &[f64]) -> usize {
    let size = |place: &usize| values[*place].abs();
    let places = 0..values.len();
    places
        .max_by(|one, other| size(one).total_cmp(&size(other)))
        .unwrap_or(0)
}

fn halved(
    from: &[f64],
    step: &[f64],
    log: f64,
    likelihood: &impl Fn(&[f64]) -> Likelihood,
) -> Option<(Vec<f64>, Likelihood)> {
    // Close to the top two likelihoods differ by less than their rounding.
    let enough = log - ROUNDING * (1.0 + log.abs());
    let mut share = 1.0;
    for _ in 0..HALVINGS {
        let there: Vec<f64> = from.iter().zip(step).map(|(a, b)| a + share * b).collect();
        let next = likelihood(&there);
        if next.log.is_finite() && next.log >= enough {
            return Some((there, next));
        }
        share /= 2.0;
    }
    None
}
