//! Customers who leave, and the statistics of them that are timed.

use lasku::insight::cox::{CoxData, Row, Ties};
use lasku::insight::log_rank::LogRank;
use lasku::insight::survival::{Observation, Survival};

/// Groups of customers.
const GROUPS: usize = 4;

/// Customers with durations, ends, a group and covariates, always the same ones.
pub struct Customers {
    groups: Vec<Vec<Observation>>,
    rows: Vec<Row>,
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
            rows.push(Row {
                entry: None,
                exit: days,
                ended,
                stratum: 0,
                covariates,
            });
        }
        Customers { groups, rows }
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
}
