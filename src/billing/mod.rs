//! The engine: what is billed, what is owed, and why. Pure: no clock, no randomness, no database, no screen.
//!
//! [`decide`](decide::decide) turns a [`Command`](command::Command) into [`Change`](change::Change)s or a
//! [`Refusal`](refusal::Refusal); [`Book::apply`](book::Book::apply) makes them so after the store kept them.
#![deny(clippy::float_arithmetic)]

pub mod account;
pub mod book;
pub mod catalogue;
pub mod change;
pub mod charge;
pub mod code_list;
pub mod command;
pub mod contract;
pub mod credit_note;
pub mod decide;
pub mod desk;
pub mod dispute;
pub mod draft;
pub mod dunning;
pub mod id;
pub mod identifier;
pub mod invoice;
pub mod journal;
pub(crate) mod json;
pub mod letter;
pub mod line;
pub mod numbering;
pub mod payment;
pub mod plan;
pub(crate) mod proration;
pub mod receivable;
pub mod refusal;
pub mod report;
pub mod run;
pub mod seller;
pub mod statement;
pub mod stationery;
pub mod taken_over;
pub mod tax;
pub mod tax_rate;
pub mod totals;
