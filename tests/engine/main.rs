#![allow(missing_docs)]
mod architecture;
mod calendar;
mod identifier;
mod money;
mod split;
mod tax_rate;
