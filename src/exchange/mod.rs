//! Files in and out: the whole book as one JSON file, and customers and contracts from CSV.
//!
//! Everything here is pure: bytes in, records or problems out. Opening files and storing what they held is not decided here.
#![deny(clippy::float_arithmetic)]

pub mod backup;
pub mod csv;
pub mod sample;
