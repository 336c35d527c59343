//! Customer care: who calls, who waits, what changed on a bill, and what a representative may give.
//!
//! As pure as billing: every rule is a function of values. The functions that answer the published cases of each rule:
//!
//! | cases | function |
//! |---|---|
//! | clock of a case | [`WorkingTime::deadline`](crate::calendar::WorkingTime::deadline), [`elapsed`](crate::calendar::WorkingTime::elapsed) |
//! | lockout | [`lockout::Lockout::attempt`], [`unlock`](lockout::Lockout::unlock) |
//! | call-backs | [`call_back::schedule`] |
//! | why a bill changed | [`explanation::explain`]; of issued invoices [`explanation::bill::compare`] |
//! | authority | [`authority::judge`] |
//! | phone numbers | [`phone::e164`] |
//! | waits | [`waiting::WaitFigures::of`] |
//! | secrets | [`secret::normalise`], [`secret::argon2id`], [`secret::pbkdf2_sha256`] |
//! | entropy of facts | [`secret::min_entropy_bits`] |
//! | best tariff, F09 | [`savings::best_tariff`] |
//! | fairness, F01 to F16 | the functions of [`review`], each named after its rule |

#![deny(clippy::float_arithmetic)]

pub mod agreement;
pub mod authority;
pub mod call_back;
pub mod caller;
pub mod case;
pub mod command;
pub mod concern;
pub mod decide;
pub mod experiment;
pub mod explanation;
pub mod lockout;
pub mod lot;
pub mod offer;
pub mod permission;
pub mod phone;
pub mod queue;
pub mod refusal;
pub mod review;
pub mod savings;
pub mod secret;
pub mod sight;
pub mod waiting;
