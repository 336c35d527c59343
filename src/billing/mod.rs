//! billing
pub mod identifier;
pub mod tax_rate;
