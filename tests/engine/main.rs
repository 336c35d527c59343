#![allow(missing_docs)]
mod account;
mod architecture;
mod backup;
mod backup_book;
mod backup_store;
mod billing_run;
mod builder;
mod calendar;
mod care;
mod credit_note;
mod csv;
mod dunning;
mod history;
mod identifier;
mod journal;
mod money;
mod numbering;
mod payment;
mod proration;
mod split;
mod store;
#[path = "../support/mod.rs"]
mod support;
mod tax;
mod tax_rate;
