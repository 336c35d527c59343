#![allow(missing_docs)]
mod architecture;
mod backup;
mod backup_book;
mod calendar;
mod identifier;
mod money;
mod split;
mod tax_rate;
