//! Experiments: who gets which offer by lot, whether the lot was kept to, and how many contacts it takes.
//!
//! Nothing here remembers an assignment: every device works the same arm out of the same key, offline, so two tabs or two
//! representatives can't disagree.

use super::distribution::chi_square_sf;
use super::proportion::{ErrorRates, Visible, sample_size, smallest_visible};
use crate::care::lot::{BUCKETS, SEPARATOR, arm_of, bucket, digest};

/// All weights of an experiment's arms together; a weight is in basis points.
pub const BASIS_POINTS: u32 = BUCKETS;

/// Shares of arms that are less probable than this show that customers were not assigned by lot, and no verdict is given.
///
/// R. Kohavi, D. Tang, Y. Xu, Trustworthy Online Controlled Experiments (2020), chapter 21.
pub const SAMPLE_RATIO_ALARM: f64 = 0.001;

/// Why something is not an experiment.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExperimentError {
    /// The experiment has no name, or a name with the separator 0x1F.
    Name,
    /// There are fewer than two arms.
    Arms,
    /// Two arms have the same name, or one has none.
    ArmName,
    /// An arm has no weight, or the weights are not 10,000 basis points together.
    Weights,
}

/// What some customers get and others don't.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// How many of 10,000 customers get it.
    pub basis_points: u32,
}

/// An experiment: its name and its arms, in an order that must not change while it runs, nor may the weights.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Experiment {
    name: String,
    arms: Vec<Arm>,
}

/// Where the lot fell.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Assignment<'a> {
    /// The first eight bytes of the digest.
    pub digest: u64,
    /// Which of the 10,000 buckets that is.
    pub bucket: u32,
    /// The arm that the bucket belongs to.
    pub arm: &'a Arm,
}

impl Experiment {
    /// An experiment of at least two arms, whose weights are 10,000 together.
    pub fn of(name: &str, arms: Vec<Arm>) -> Result<Self, ExperimentError> {
        if name.is_empty() || name.as_bytes().contains(&SEPARATOR) {
            return Err(ExperimentError::Name);
        }
        if arms.len() < 2 {
            return Err(ExperimentError::Arms);
        }
        let mut names: Vec<&str> = arms.iter().map(|arm| arm.name.as_str()).collect();
        names.sort_unstable();
        let is_repeated = names.windows(2).any(|pair| pair.first() == pair.last());
        if is_repeated || names.contains(&"") {
            return Err(ExperimentError::ArmName);
        }
        let all: u64 = arms.iter().map(|arm| u64::from(arm.basis_points)).sum();
        let is_empty = |arm: &Arm| arm.basis_points == 0;
        if all != u64::from(BASIS_POINTS) || arms.iter().any(is_empty) {
            return Err(ExperimentError::Weights);
        }
        Ok(Experiment {
            name: name.to_owned(),
            arms,
        })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its arms, in order.
    pub fn arms(&self) -> &[Arm] {
        &self.arms
    }

    /// The arm of a customer: the bucket of HMAC-SHA-256(key, experiment 0x1F customer).
    ///
    /// The customer is bytes, because the lot depends on every one of them: "ä" may be one character (NFC, two bytes) or an "a"
    /// with a mark (NFD, three bytes), which look the same and fall into different arms. Give the identifier that the app itself
    /// made and never changes, not a name that somebody typed or another system rewrote; who must use a name brings it to NFC
    /// before, always.
    pub fn assignment(&self, key: &[u8], customer: &[u8]) -> Assignment<'_> {
        let digest = digest(key, self.name.as_bytes(), customer);
        let bucket = bucket(digest);
        let weights: Vec<u32> = self.arms.iter().map(|arm| arm.basis_points).collect();
        let holder = arm_of(bucket, &weights).and_then(|place| self.arms.get(place));
        let arm = holder.or(self.arms.last());
        Assignment {
            digest,
            bucket,
            // The weights are 10,000 together, so some arm holds every bucket.
            arm: arm.expect("an experiment has arms"),
        }
    }

    /// Whether so many customers in each arm, in order, are what the weights let expect. None if the counts are not one per arm,
    /// or all 0.
    pub fn sample_ratio(&self, counts: &[u64]) -> Option<SampleRatio> {
        let weights: Vec<u32> = self.arms.iter().map(|arm| arm.basis_points).collect();
        SampleRatio::of(counts, &weights)
    }
}

/// Whether the arms have the sizes that their weights let expect, by Pearson's chi-square test.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct SampleRatio {
    /// The statistic; infinite if an arm without weight has customers.
    pub chi_square: f64,
    /// Arms with weight, less one.
    pub degrees: usize,
    /// How probable at least such a deviation is by lot.
    pub p: f64,
}

impl SampleRatio {
    /// From customers and weights per arm, in the same order. None if their numbers differ, nobody was counted, or only one arm
    /// has weight.
    pub fn of(counts: &[u64], weights: &[u32]) -> Option<Self> {
        let customers: f64 = counts.iter().map(|count| *count as f64).sum();
        let weight: f64 = weights.iter().map(|weight| f64::from(*weight)).sum();
        let weighted = weights.iter().filter(|weight| **weight > 0).count();
        if counts.len() != weights.len() || customers == 0.0 || weighted < 2 {
            return None;
        }
        let part = |(count, of_weight): (&u64, &u32)| {
            let expected = customers * f64::from(*of_weight) / weight;
            match (*of_weight, *count) {
                (0, 0) => 0.0,
                (0, _) => f64::INFINITY,
                (_, count) => (count as f64 - expected).powi(2) / expected,
            }
        };
        let chi_square = counts.iter().zip(weights).map(part).sum();
        let degrees = weighted - 1;
        Some(SampleRatio {
            chi_square,
            degrees,
            p: chi_square_sf(chi_square, degrees as f64),
        })
    }

    /// Whether a verdict may be given: the deviation is not so improbable that the lot cannot have been kept to.
    pub fn is_sound(&self) -> bool {
        self.p >= SAMPLE_RATIO_ALARM
    }
}

/// What an experiment is to find, said before it starts: one arm against the holdout.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Plan {
    /// The share of customers kept without any offer.
    pub base: f64,
    /// The share that would make the offer worth it.
    pub target: f64,
    /// How many of 10,000 contacts go to the holdout.
    pub holdout: u32,
    /// How many of 10,000 contacts go to the arm.
    pub arm: u32,
    /// How often the plan may be wrong.
    pub rates: ErrorRates,
}

/// Contacts that a plan takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PlannedSize {
    /// In the holdout.
    pub holdout: u64,
    /// In the arm.
    pub arm: u64,
    /// In all arms of the experiment together, others included.
    pub contacts: u64,
}

impl Plan {
    /// The contacts that it takes, to be fixed before the first one. None for shares that are the same or no shares, an arm
    /// without weight, impossible rates, or more contacts than can be counted.
    pub fn size(&self) -> Option<PlannedSize> {
        if !self.has_weights() {
            return None;
        }
        let (holdout, arm) = (f64::from(self.holdout), f64::from(self.arm));
        let ratio = arm / holdout;
        let of_holdout = sample_size(self.base, self.target, ratio, self.rates)?;
        let contacts = of_holdout * f64::from(BASIS_POINTS) / holdout;
        Some(PlannedSize {
            holdout: people(of_holdout)?,
            arm: people(of_holdout * ratio)?,
            contacts: people(contacts)?,
        })
    }

    /// The nearest shares that so many contacts in all arms together would let tell from the base. None if that leaves the
    /// holdout or the arm empty, or for what is no plan.
    pub fn visible(&self, contacts: u64) -> Option<Visible> {
        if !self.has_weights() {
            return None;
        }
        smallest_visible(
            self.base,
            part(contacts, self.holdout),
            part(contacts, self.arm),
            self.rates,
        )
    }

    fn has_weights(&self) -> bool {
        let all = u64::from(self.holdout) + u64::from(self.arm);
        self.holdout > 0 && self.arm > 0 && all <= u64::from(BASIS_POINTS)
    }
}

fn part(contacts: u64, basis_points: u32) -> u64 {
    let part = u128::from(contacts) * u128::from(basis_points) / u128::from(BASIS_POINTS);
    u64::try_from(part).unwrap_or(u64::MAX)
}

/// Whole people, rounded up. None for more than can be counted exactly.
fn people(size: f64) -> Option<u64> {
    const MOST: f64 = 9_007_199_254_740_992.0;
    let whole = size.ceil();
    (0.0..=MOST).contains(&whole).then_some(whole as u64)
}

/// Whole weeks until so many contacts more are made at a rate per week. None unless the rate is positive and finite.
pub fn weeks_needed(contacts: u64, per_week: f64) -> Option<u64> {
    let is_rate = per_week > 0.0 && per_week.is_finite();
    is_rate.then(|| people(contacts as f64 / per_week))?
}
