#![allow(missing_docs)]
mod calendar;
mod money;
mod split;
