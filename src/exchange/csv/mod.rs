//! Customers and contracts from files that other programs wrote, and lists for them.
//!
//! A file goes through four steps, each a pure function: its text is [decoded](encoding), cut into a [`Table`], its columns
//! are given a [`Mapping`], and its rows are [understood](understand). What can't be understood stays in the list of bad
//! rows, with the reason; nothing is guessed silently.

mod contract;
mod customer;
pub mod encoding;
mod fault;
mod header;
mod mapping;
mod row;
mod sheet;
mod table;
mod target;
mod value;

pub use fault::{BadRow, FaultKind, LikeRow, RowFault};
pub use header::guess;
pub use mapping::{EndedRule, Mapping, Source};
pub use row::{ImportContext, Understood, understand};
pub use sheet::{Cell, Sheet, bad_rows};
pub use table::{Delimiter, Row, Table, TableError};
pub use target::Target;
pub use value::{DateStyle, guess_dates, guess_numbers};
