//! Customers who leave, and the statistics of them that are timed.

use chrono::NaiveDate;
use lasku::billing::desk::case::CaseKind;
use lasku::billing::id::{AccountId, CaseId};
use lasku::insight::cox::{CoxData, Row, Ties};
use lasku::insight::history::{Decision, Ending, Followed, Practice};
use lasku::insight::log_rank::LogRank;
use lasku::insight::practice::{By, report};
use lasku::insight::survival::{Observation, Survival};
use lasku::money::{Currency, Money};
use uuid::Uuid;

/// Groups of customers.
const GROUPS: usize = 4;

/// Customers with durations, ends, a group and covariates, always the same ones.
pub struct Customers {
    groups: Vec<Vec<Observation>>,
    rows: Vec<Row>,
    decisions: Vec<Decision>,
}

impl Customers {
    /// So many customers, about half of whom left.
    pub fn made(count: u32) -> Self {
        // Park and Miller's generator: the figures of two runs are of the same customers.
        let mut state = 20_251_127_u64;
        let mut next = || {
            state = state * 48_271 % 2_147_483_647;
            state as f64 / 2_147_483_647.0
        };
        let mut groups = vec![Vec::new(); GROUPS];
        let mut rows = Vec::new();
        let mut decisions = Vec::new();
        for place in 0..count as usize {
            let group = place % GROUPS;
            let covariates: Vec<f64> = std::iter::once(group as f64)
                .chain((0..3).map(|_| next()))
                .collect();
            let rate = 0.004 * (0.1 * group as f64 + 0.3 * covariates[1]).exp();
            let leaves = (-next().ln() / rate).ceil();
            let seen = (next() * 365.0).ceil();
            let (days, ended) = (leaves.min(seen), leaves <= seen);
            groups[group].push(Observation { days, ended });
            decisions.push(decision(place, days as i64, ended, next()));
            rows.push(Row {
                entry: None,
                exit: days,
                ended,
                stratum: 0,
                covariates,
            });
        }
        Customers {
            groups,
            rows,
            decisions,
        }
    }

    /// Kaplan-Meier curves of all groups; the last share, so that nothing is left out.
    pub fn survival(&self) -> f64 {
        let curves = self
            .groups
            .iter()
            .filter_map(|group| Survival::of(group).ok());
        let last = curves.filter_map(|curve| curve.steps.last().map(|step| step.survival));
        last.sum()
    }

    /// The log-rank test of all groups.
    pub fn log_rank(&self) -> f64 {
        LogRank::of(&self.groups).map_or(f64::NAN, |found| found.test.chi_square)
    }

    /// Cox's model with four covariates.
    pub fn cox(&self) -> f64 {
        let fitted = CoxData::of(&self.rows).and_then(|data| data.fit(Ties::Efron));
        fitted.map_or(f64::NAN, |model| model.log_likelihood)
    }

    /// The whole comparison of what was done for them: curves, tests, Cox, strata, weights, worth.
    pub fn compared(&self) -> f64 {
        report(&self.decisions, By::Practice, 90).map_or(f64::NAN, |report| {
            let worths = report.groups.iter().filter_map(|group| group.worth);
            worths.map(|worth| worth.estimate).sum()
        })
    }
}

/// What was done for the customer of a place; which of the practices it was depends a little on what they pay.
fn decision(place: usize, days: i64, ended: bool, luck: f64) -> Decision {
    let month = 20 + (place % 37) as i64;
    let which = (luck * 5.0 + month as f64 / 57.0) as usize % Practice::ALL.len();
    let id = Uuid::from_u128(place as u128 + 1);
    Decision {
        case: CaseId(id),
        account: AccountId(id),
        on: NaiveDate::from_ymd_opt(2025, 1, 15).unwrap_or_default(),
        kind: CaseKind::ALL[place % CaseKind::ALL.len()],
        by: None,
        practice: Practice::ALL[which],
        grant: None,
        severity: None,
        tenure: (place % 1_500) as i64,
        month: Money::new(month * 100, Currency::EUR),
        cost: None,
        earlier_grants: place % 3,
        earlier_cases: place % 4,
        followed: Followed {
            days,
            ending: if ended {
                Ending::Left(None)
            } else {
                Ending::Stayed
            },
        },
    }
}
