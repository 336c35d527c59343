//! Long work off the page's thread.

/// Answers requests until the page ends the worker.
pub fn serve() {}
