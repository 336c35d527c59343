//! Statistics: what keeps customers, how well that is known, and how long people wait.
//!
//! What further data can be asked with, each function of plain values:
//!
//! | question | function |
//! |---|---|
//! | who is still here | [`Survival::of`](survival::Survival::of), [`survival_difference`](survival::survival_difference), [`restricted_mean_difference`](survival::restricted_mean_difference) |
//! | do curves differ | [`LogRank::of`](log_rank::LogRank::of), [`LogRank::stratified`](log_rank::LogRank::stratified) |
//! | how much faster do they leave | [`CoxData::fit`](cox::CoxData::fit), [`time_dependent`](cox::time_dependent), [`landmark`](cox::landmark) |
//! | shares | [`Proportion::wilson`](proportion::Proportion::wilson), [`newcombe`](proportion::newcombe), [`fisher_exact`](proportion::fisher_exact), [`sample_size`](proportion::sample_size), [`schoenfeld_events`](proportion::schoenfeld_events) |
//! | like with like | [`MantelHaenszel::of`](stratified::MantelHaenszel::of), [`Propensity::of`](propensity::Propensity::of) |
//! | many comparisons, many looks | [`benjamini_hochberg`](multiplicity::benjamini_hochberg), [`AlwaysValid::of`](sequential::AlwaysValid::of), [`false_alarm_rate`](sequential::false_alarm_rate) |
//! | experiments | [`Experiment::assignment`](experiment::Experiment::assignment), [`SampleRatio::of`](experiment::SampleRatio::of), [`Plan::size`](experiment::Plan::size) |
//! | groups against a group | [`compare`](retention::compare), [`Evidence::verdict`](verdict::Evidence::verdict) |
//! | waiting | [`ErlangC::of`](queueing::ErlangC::of), [`ErlangA::of`](queueing::ErlangA::of), [`agents_needed`](queueing::agents_needed) |
//!
//! Pure: plain durations, events, groups and strata in, figures out. Binary floating point is allowed here, and only here and
//! where figures are drawn; money that is shown to the cent comes from [`billing`](crate::billing).

pub mod cohort;
pub mod cox;
pub mod distribution;
pub mod experiment;
pub mod history;
pub mod lifetime;
pub mod log_rank;
mod matrix;
pub mod multiplicity;
pub mod practice;
pub mod propensity;
pub mod proportion;
pub mod queueing;
pub mod receivable;
pub mod retention;
pub mod revenue;
pub mod risk;
pub mod sequential;
pub mod stratified;
pub mod survival;
pub mod trial;
pub mod verdict;
pub mod waiting;
