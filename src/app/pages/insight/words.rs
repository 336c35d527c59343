//! Intervals and verdicts in words.

use crate::app::{
    format::Format,
    locale::{I18n, t_string},
};
use crate::insight::distribution::Interval;
use crate::insight::verdict::{Unknown, Verdict};

/// Both ends.
pub fn interval_text(interval: Interval, write: impl Fn(f64) -> String) -> String {
    let (low, high) = (write(interval.low), write(interval.high));
    format!("{low} … {high}")
}

/// What may be said.
pub fn verdict_text(i18n: I18n, format: Format, verdict: Verdict) -> String {
    let count = |more: u64| format.number(usize::try_from(more).unwrap_or(usize::MAX));
    match verdict {
        Verdict::CountsOnly => t_string!(i18n, insight.counts_only).to_owned(),
        Verdict::LotNotKept => t_string!(i18n, insight.lot_not_kept).to_owned(),
        Verdict::KeepsCustomers => t_string!(i18n, insight.keeps).to_owned(),
        Verdict::DrivesCustomersAway => t_string!(i18n, insight.drives_away).to_owned(),
        Verdict::NotKnownYet(Unknown::NotRandomised) => {
            t_string!(i18n, insight.not_randomised).to_owned()
        }
        Verdict::NotKnownYet(Unknown::UntilPlanned(more)) => {
            t_string!(i18n, insight.until_planned, more = count(more)).to_string()
        }
        Verdict::NotKnownYet(Unknown::IfItStays(more)) => {
            t_string!(i18n, insight.if_it_stays, more = count(more)).to_string()
        }
        Verdict::NotKnownYet(Unknown::Contradiction) => {
            t_string!(i18n, insight.contradiction).to_owned()
        }
        Verdict::NotKnownYet(Unknown::CannotBeTold) => {
            t_string!(i18n, insight.cannot_be_told).to_owned()
        }
    }
}
