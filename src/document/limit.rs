//! How much of a file from elsewhere is taken, whatever its format: what comes from others may be made to do harm.

/// The largest file, in bytes. An e-invoice of ten thousand lines has six million.
pub const LARGEST: usize = 20 * 1024 * 1024;

/// How deep elements may stand within each other. No schema of an invoice comes to half of it, frames included.
pub const MOST_DEPTH: usize = 64;
