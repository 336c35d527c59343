//! Finvoice 3.0, which Finnish banks and operators carry.
//!
//! [`write`](fn@write) makes a file of an issued invoice or credit note, [`missing`](fn@missing) tells beforehand what the
//! invoice lacks for it, and [`read`](fn@read) reads a file of any version from 1.3 on. Elements, their order, lengths and
//! patterns come from Finvoice3.0.xsd of Finance Finland; what the schema doesn't check (reference numbers, accounts,
//! arithmetic) the types of the invoice have checked already.
//!
//! Encoding: UTF-8. The schema takes any; guides name ISO-8859-15 as the stated character set, and published open writers
//! use UTF-8. Which operators would refuse UTF-8 is not known. A name outside Latin-9 could not be written otherwise.
//!
//! Nothing is sent: a file goes to the operator or bank the seller has a contract with.

mod encoding;
mod frame;
mod guard;
pub mod missing;
mod party;
pub mod read;
mod row;
mod text;
mod value;
pub mod write;
mod xml;

pub use frame::is_finvoice;
pub use missing::{Missing, missing};
pub use read::{Read, ReadError, read, read_all};
pub use write::write;
