#![allow(missing_docs)]
mod architecture;
mod backup;
mod backup_book;
mod backup_store;
mod billing_run;
mod builder;
mod calendar;
mod csv;
mod history;
mod identifier;
mod money;
mod proration;
mod split;
mod store;
#[path = "../support/mod.rs"]
mod support;
mod tax_rate;
