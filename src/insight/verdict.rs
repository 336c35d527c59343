//! Verdicts: the few words that a page may say about an offer, and what must be so before it says them.
//!
//! Nothing here estimates; it weighs what the other files found. The measure was chosen before the experiment began: whoever
//! looks at all measures and takes the best one finds something in nothing.

use super::distribution::{Interval, Z95, turning_point};
use super::experiment::SampleRatio;
use super::multiplicity::benjamini_hochberg;
use super::proportion::{Proportion, cautious_variance, difference, difference_p};
use super::sequential::AlwaysValid;

/// With fewer contacts than this in an arm only counts are shown.
pub const FEWEST_CONTACTS: u64 = 20;

/// With fewer customers than this who left, in both arms together, only counts are shown.
pub const FEWEST_EVENTS: u64 = 10;

/// The largest q, adjusted for all arms of the experiment, with which an offer is said to do anything.
pub const LARGEST_Q: f64 = 0.10;

/// How often an always-valid interval may exclude the truth, ever.
pub const ALWAYS_VALID_ALARM: f64 = 0.05;

/// Counts below this are not shown per representative: they say more about chance, and about single customers, than about them.
pub const SMALLEST_CELL: u64 = 5;

/// How the customers of two arms became comparable.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Grade {
    /// A: by lot, compared as assigned.
    Randomised,
    /// B: by adjustment for what is known of them (Mantel-Haenszel, weighting); shown with the table of balance.
    Adjusted,
    /// C: not at all. Nobody should decide on this.
    Raw,
}

impl Grade {
    /// Its letter.
    pub fn letter(&self) -> char {
        match self {
            Grade::Randomised => 'A',
            Grade::Adjusted => 'B',
            Grade::Raw => 'C',
        }
    }
}

/// What happened in an arm until the same number of days after each contact; who isn't followed up yet is not in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct ArmCount {
    /// Customers talked to, as assigned.
    pub contacts: u64,
    /// Those of them who left.
    pub events: u64,
}

impl ArmCount {
    /// The share of customers kept. None of nobody.
    pub fn kept(&self) -> Option<Proportion> {
        Proportion::of(self.contacts.checked_sub(self.events)?, self.contacts).ok()
    }
}

/// What an arm did against the holdout by the measure that was chosen before; more than 0 is more customers kept, or kept longer.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Finding {
    /// The difference.
    pub difference: f64,
    /// Its p, adjusted for all arms.
    pub q: f64,
}

/// What the planned look finds in each arm, if the measure is the share of customers kept, by the test that the counts allow and
/// Benjamini and Hochberg's q. None for an arm or a holdout of nobody.
pub fn findings(holdout: ArmCount, arms: &[ArmCount]) -> Vec<Option<Finding>> {
    let pairs = arms.iter().map(|arm| arm.kept().zip(holdout.kept()));
    let tests = pairs.map(|pair| {
        let (arm, holdout) = pair?;
        Some((difference(arm, holdout), difference_p(arm, holdout)))
    });
    let tests: Vec<Option<(f64, f64)>> = tests.collect();
    let p: Vec<Option<f64>> = tests.iter().map(|test| test.map(|(_, p)| p)).collect();
    let found = tests.into_iter().zip(benjamini_hochberg(&p));
    let finding = |(test, q): (Option<(f64, f64)>, Option<f64>)| {
        let ((difference, _), q) = test.zip(q)?;
        Some(Finding { difference, q })
    };
    found.map(finding).collect()
}

/// A difference of an arm to the holdout, and how well it is known.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Estimate {
    /// The difference; more than 0 is more customers kept, or kept longer.
    pub difference: f64,
    /// Its variance.
    pub variance: f64,
}

impl Estimate {
    /// Of the shares of customers kept, with a variance that is safe to look at often. None for an arm of nobody.
    pub fn of_shares(arm: ArmCount, holdout: ArmCount) -> Option<Self> {
        let (arm, holdout) = (arm.kept()?, holdout.kept()?);
        Some(Estimate {
            difference: difference(arm, holdout),
            variance: cautious_variance(arm, holdout),
        })
    }

    /// Of another measure, such as days kept, that was worked out with its variance. None with fewer than 5 customers who left,
    /// or fewer than 5 who didn't, in either arm: the variance of so few is now and then far too small, and whoever looks often
    /// meets that moment.
    pub fn of_measure(
        arm: ArmCount,
        holdout: ArmCount,
        difference: f64,
        variance: f64,
    ) -> Option<Self> {
        let has_enough = |arm: ArmCount| {
            let stayed = arm.contacts.saturating_sub(arm.events);
            arm.events.min(stayed) >= SMALLEST_CELL
        };
        let is_known = has_enough(arm) && has_enough(holdout);
        is_known.then_some(Estimate {
            difference,
            variance,
        })
    }
}

/// What is known of an arm at this moment, valid however often one looks.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Standing {
    /// The difference, and the q of the always-valid p of all arms.
    pub finding: Finding,
    /// The variance of the difference.
    pub variance: f64,
    /// The width of the prior of such differences, in their unit.
    pub tau: f64,
    /// The always-valid interval: of this moment, or what all looks until now have in common.
    pub interval: Interval,
}

/// How each arm stands at this moment, with a prior of such a width. None where there is no estimate, or no variance yet.
pub fn standings(estimates: &[Option<Estimate>], tau: f64) -> Vec<Option<Standing>> {
    let known = estimates.iter().map(|estimate| {
        let Estimate {
            difference,
            variance,
        } = (*estimate)?;
        AlwaysValid::of(difference, variance, tau, ALWAYS_VALID_ALARM)
    });
    let known: Vec<Option<AlwaysValid>> = known.collect();
    let p: Vec<Option<f64>> = known
        .iter()
        .map(|known| known.map(|known| known.p))
        .collect();
    let all = estimates.iter().zip(&known).zip(benjamini_hochberg(&p));
    let standing = |((estimate, known), q): ((&Option<Estimate>, &Option<AlwaysValid>), _)| {
        let Estimate {
            difference,
            variance,
        } = (*estimate)?;
        Some(Standing {
            finding: Finding { difference, q: q? },
            variance,
            tau,
            interval: (*known)?.interval,
        })
    };
    all.map(standing).collect()
}

/// All that a verdict on one arm is made of.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Evidence {
    /// How the customers became comparable.
    pub grade: Grade,
    /// The arm.
    pub arm: ArmCount,
    /// The holdout.
    pub holdout: ArmCount,
    /// Contacts in all arms until now.
    pub contacts: u64,
    /// Contacts in all arms that were planned before the first; none if nothing was.
    pub planned: Option<u64>,
    /// Whether the arms have the sizes that the lot lets expect; none if it could not be worked out, and then nothing is said.
    pub sample_ratio: Option<SampleRatio>,
    /// What the planned contacts showed: the first so many, and not one more, once each was followed up. It never changes again,
    /// so looking at it every day is one look.
    pub at_plan: Option<Finding>,
    /// What all contacts until now show.
    pub now: Option<Standing>,
}

/// What a page says about an offer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Too few contacts or events for anything but counts.
    CountsOnly,
    /// The arms' sizes are not those of a lot: something went wrong with the assignment, and nothing can be said.
    LotNotKept,
    /// It keeps customers.
    KeepsCustomers,
    /// It drives customers away.
    DrivesCustomersAway,
    /// It is not known yet.
    NotKnownYet(Unknown),
}

/// Why it is not known yet.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Unknown {
    /// The customers were not assigned by lot; more of the same won't tell.
    NotRandomised,
    /// So many contacts more are planned.
    UntilPlanned(u64),
    /// So many contacts more, in all arms together, would tell if the difference stayed what it is now.
    IfItStays(u64),
    /// The planned contacts and the always-valid interval say the opposite of each other.
    Contradiction,
    /// There is no difference, or no figure yet, that a number of contacts could be worked out from.
    CannotBeTold,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    Keeps,
    DrivesAway,
}

impl Evidence {
    /// The verdict.
    ///
    /// Of an offer that does nothing, "keeps customers" is said at most so often as the planned look (half of 10 %, the other
    /// half being "drives away") and the always-valid interval (half of 5 %) are wrong together.
    pub fn verdict(&self) -> Verdict {
        if !self.has_enough() {
            return Verdict::CountsOnly;
        }
        if self.grade != Grade::Randomised {
            return Verdict::NotKnownYet(Unknown::NotRandomised);
        }
        if !self.sample_ratio.is_some_and(|ratio| ratio.is_sound()) {
            return Verdict::LotNotKept;
        }
        match (self.by_plan(), self.by_always_valid()) {
            (None, None) => Verdict::NotKnownYet(self.unknown()),
            (Some(one), Some(other)) if one != other => {
                Verdict::NotKnownYet(Unknown::Contradiction)
            }
            (Some(Direction::Keeps), _) | (_, Some(Direction::Keeps)) => Verdict::KeepsCustomers,
            (Some(Direction::DrivesAway), _) | (_, Some(Direction::DrivesAway)) => {
                Verdict::DrivesCustomersAway
            }
        }
    }

    /// Whether there is enough for more than counts.
    pub fn has_enough(&self) -> bool {
        let events = self.arm.events.saturating_add(self.holdout.events);
        let smaller = self.arm.contacts.min(self.holdout.contacts);
        smaller >= FEWEST_CONTACTS && events >= FEWEST_EVENTS
    }

    fn by_plan(&self) -> Option<Direction> {
        let is_reached = self.planned.is_some_and(|planned| self.contacts >= planned);
        self.at_plan.filter(|_| is_reached)?.direction()
    }

    fn by_always_valid(&self) -> Option<Direction> {
        let standing = self.now?;
        let direction = standing.finding.direction()?;
        let excludes_none = match direction {
            Direction::Keeps => standing.interval.low > 0.0,
            Direction::DrivesAway => standing.interval.high < 0.0,
        };
        excludes_none.then_some(direction)
    }

    fn unknown(&self) -> Unknown {
        let short_of_plan =
            |planned: u64| planned.checked_sub(self.contacts).filter(|more| *more > 0);
        if let Some(more) = self.planned.and_then(short_of_plan) {
            return Unknown::UntilPlanned(more);
        }
        let more = self
            .now
            .and_then(|standing| more_contacts(self.contacts, &standing));
        more.map_or(Unknown::CannotBeTold, Unknown::IfItStays)
    }
}

impl Finding {
    /// What it says, if its q lets it say anything.
    fn direction(&self) -> Option<Direction> {
        let is_told = (0.0..=LARGEST_Q).contains(&self.q);
        if is_told && self.difference > 0.0 {
            Some(Direction::Keeps)
        } else if is_told && self.difference < 0.0 {
            Some(Direction::DrivesAway)
        } else {
            None
        }
    }
}

/// How many contacts more would make the always-valid interval exclude 0 if the difference stayed what it is: the variance falls
/// as contacts come. At least one; none if the difference is 0 or so small that more than a thousand million would be needed.
fn more_contacts(contacts: u64, standing: &Standing) -> Option<u64> {
    const MOST: f64 = 1e9;
    let difference = standing.finding.difference.abs();
    let is_excluded = |all: f64| {
        let variance = standing.variance * contacts as f64 / all;
        AlwaysValid::of(difference, variance, standing.tau, ALWAYS_VALID_ALARM)
            .is_some_and(|known| known.interval.low > 0.0)
    };
    let so_far = contacts as f64;
    if !is_excluded(so_far + MOST) {
        return None;
    }
    let all = match is_excluded(so_far) {
        true => so_far,
        false => turning_point(so_far, so_far + MOST, is_excluded),
    };
    Some(((all - so_far).ceil() as u64).max(1))
}

/// A count as it is shown per representative; none if it is small.
pub fn shown_per_representative(count: u64) -> Option<u64> {
    (count >= SMALLEST_CELL).then_some(count)
}

/// What an offer is worth per customer, in the currency of its margin.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Worth {
    /// As estimated.
    pub estimate: f64,
    /// The 95 % interval.
    pub interval: Interval,
}

impl Worth {
    /// The margin per day, times the days that a customer stays longer (the difference of restricted means, with its variance),
    /// less what the discount costs per customer. None for what is not finite, or a negative variance.
    pub fn of(margin_per_day: f64, days: f64, days_variance: f64, cost: f64) -> Option<Self> {
        let estimate = margin_per_day * days - cost;
        let half_width = margin_per_day.abs() * Z95 * days_variance.sqrt();
        let is_known = estimate.is_finite() && half_width.is_finite();
        is_known.then(|| Worth {
            estimate,
            interval: Interval::around(estimate, half_width),
        })
    }
}

/// The places of offers from the one that is surest to be worth something to the least sure: by the lower end of the interval, so
/// that a lucky offer with few customers does not come first. What has no worth comes last; equals keep their order.
pub fn ranking(offers: &[Option<Worth>]) -> Vec<usize> {
    let low = |worth: &Option<Worth>| worth.map_or(f64::NEG_INFINITY, |worth| worth.interval.low);
    let mut places: Vec<(usize, f64)> = offers.iter().map(low).enumerate().collect();
    places.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    places.into_iter().map(|(place, _)| place).collect()
}
