//! billing
pub mod identifier;
