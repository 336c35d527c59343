//! What leaves on paper or as data: PDF, e-invoices, and codes to pay from.
//!
//! Everything here is made from an issued document alone, on the device. Nothing is sent.

#![deny(clippy::float_arithmetic)]

pub mod einvoice;
pub mod finvoice;
pub mod limit;
pub mod pay;
pub mod pdf;
