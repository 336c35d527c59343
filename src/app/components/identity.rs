//! Fresh element ids, so that labels, hints and errors can name the control they belong to.

use std::cell::Cell;

thread_local! {
    static LAST: Cell<u32> = const { Cell::new(0) };
}

/// An id no other element of the page has.
pub fn fresh_id(kind: &str) -> String {
    let number = LAST.with(|last| {
        last.set(last.get() + 1);
        last.get()
    });
    format!("{kind}-{number}")
}
