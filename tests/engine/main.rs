#![allow(missing_docs)]
// What the included file of the page names from its own crate.
use lasku::billing;

mod account;
mod adjustment;
mod architecture;
mod backup;
mod backup_book;
mod backup_store;
mod billing_run;
mod builder;
mod calendar;
mod call;
mod caller;
mod care;
mod code_list;
mod credit_note;
mod csv;
mod desk;
mod dunning;
mod experiment;
mod explanation;
mod fairness;
#[cfg(feature = "document")]
mod finvoice;
mod history;
mod identifier;
mod insight_revenue;
mod journal;
mod money;
mod numbering;
mod offer;
#[cfg(feature = "document")]
mod pay;
mod payment;
#[cfg(feature = "document")]
mod pdf;
mod proportion;
mod proration;
mod queueing;
mod retention;
#[path = "../../src/app/route.rs"]
#[allow(dead_code)]
mod route;
mod routes;
mod savings;
mod sending;
mod split;
mod stationery;
mod store;
#[path = "../support/mod.rs"]
mod support;
mod survival;
mod taken_over;
mod tax;
mod tax_rate;
mod waiting;
