//! Whether the browser lets this page use its local storage at all. `gloo-storage` takes it for granted and panics without.

/// Whether the local storage is there. It isn't where a person has blocked the data of sites, and in some private windows.
pub fn is_allowed() -> bool {
    web_sys::window().is_some_and(|window| matches!(window.local_storage(), Ok(Some(_))))
}
