//! Experiments: what customers are offered is left to the lot, so that what keeps them can be told from what goes with staying.
//!
//! Who gets what follows from the key, the experiment and the customer ([`lot`](crate::care::lot)); it is not kept here.

use crate::billing::desk::case::CaseKind;
use crate::billing::id::ExperimentId;
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::money::Percent;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// All weights of an experiment's arms together.
pub const WEIGHTS: u32 = 10_000;

/// The arms an experiment has: one without an offer, and up to four with one.
pub const ARMS: std::ops::RangeInclusive<usize> = 2..=5;

/// An experiment.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Experiment {
    /// Identity.
    pub id: ExperimentId,
    /// What people call it.
    pub name: String,
    /// What the lot is keyed with: random, made once, and the same on every device that has the book.
    pub key: Uuid,
    /// Which contacts take part.
    pub kinds: Vec<CaseKind>,
    /// What is offered; the first is the holdout, to whom nothing is.
    pub arms: Vec<Arm>,
    /// The question that was asked before it began: who is still a customer after so many days.
    pub horizon_days: u32,
    /// Contacts in all arms together with which the difference that matters shows, as planned before it began.
    pub planned: u64,
    /// The share of the holdout that was expected to stay, in per cent, when it was planned.
    pub expected: Percent,
    /// The difference that matters, in percentage points.
    pub difference: Percent,
    /// How far it is.
    pub state: ExperimentState,
}

/// What some of the customers are offered.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Arm {
    /// Its name.
    pub name: String,
    /// How many of 10,000 customers are in it.
    pub weight: u32,
    /// What they are offered.
    pub offer: Offer,
}

/// What an arm is offered.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offer {
    /// Nothing beside the service that everybody gets.
    Nothing,
    /// A discount.
    Discount {
        /// How much off.
        percent: Percent,
        /// For how many months.
        months: u32,
    },
    /// What is in the arm's name, such as "a call after a week".
    Practice,
}

/// How far an experiment is.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExperimentState {
    /// It has not begun.
    Planned,
    /// It runs.
    Running {
        /// Since when.
        since: DateTime<Utc>,
    },
    /// It is over.
    Stopped {
        /// When it began.
        since: DateTime<Utc>,
        /// When it was ended.
        at: DateTime<Utc>,
        /// The arm that everybody is offered since then.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        adopted: Option<usize>,
    },
}

impl Experiment {
    /// When it began, if it did.
    pub fn began_at(&self) -> Option<DateTime<Utc>> {
        match self.state {
            ExperimentState::Planned => None,
            ExperimentState::Running { since } | ExperimentState::Stopped { since, .. } => {
                Some(since)
            }
        }
    }

    /// When it was ended, if it was.
    pub fn stopped_at(&self) -> Option<DateTime<Utc>> {
        match self.state {
            ExperimentState::Planned | ExperimentState::Running { .. } => None,
            ExperimentState::Stopped { at, .. } => Some(at),
        }
    }

    /// Whether the lot decides now.
    pub fn is_running(&self) -> bool {
        matches!(self.state, ExperimentState::Running { .. })
    }

    /// The arm that everybody is offered since it ended.
    pub fn adopted(&self) -> Option<&Arm> {
        match self.state {
            ExperimentState::Stopped { adopted, .. } => self.arms.get(adopted?),
            ExperimentState::Planned | ExperimentState::Running { .. } => None,
        }
    }

    /// What holds for an experiment by itself.
    pub fn check(&self) -> Result<(), Refusal> {
        required(&self.name, Field::Name)?;
        let wrong = |field, kind| Err(Refusal::field(field, kind));
        if self.kinds.is_empty() {
            return wrong(Field::Family, RefusalKind::Empty);
        }
        if !ARMS.contains(&self.arms.len()) {
            return wrong(Field::Lines, RefusalKind::Empty);
        }
        for (place, arm) in self.arms.iter().enumerate() {
            let at = |kind| Refusal {
                kind,
                at: crate::billing::refusal::Location::Line(place),
            };
            if arm.name.trim().is_empty() {
                return Err(at(RefusalKind::Empty));
            }
            if arm.weight == 0 {
                return Err(at(RefusalKind::NotPositive));
            }
            if self.arms[..place]
                .iter()
                .any(|other| other.name == arm.name)
            {
                let what = arm.name.clone();
                return Err(at(RefusalKind::Taken { what }));
            }
            if let Offer::Discount { percent, months } = arm.offer {
                if percent > Percent::HUNDRED {
                    return Err(at(RefusalKind::DiscountAboveWhole));
                }
                if months == 0 || percent == Percent::ZERO {
                    return Err(at(RefusalKind::NotPositive));
                }
            }
        }
        // Against nobody without an offer nothing could be compared.
        if self
            .arms
            .first()
            .is_none_or(|first| first.offer != Offer::Nothing)
        {
            return wrong(Field::Lines, RefusalKind::NoHoldout);
        }
        let weights: u64 = self.arms.iter().map(|arm| u64::from(arm.weight)).sum();
        if weights != u64::from(WEIGHTS) {
            return wrong(Field::Quantity, RefusalKind::WeightsNotWhole);
        }
        if self.horizon_days == 0 {
            return wrong(Field::Terms, RefusalKind::NotPositive);
        }
        if let ExperimentState::Stopped { adopted, .. } = self.state
            && adopted.is_some_and(|arm| arm >= self.arms.len())
        {
            return wrong(Field::Lines, RefusalKind::Unknown);
        }
        Ok(())
    }
}
