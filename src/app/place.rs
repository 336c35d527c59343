//! Screens and the browser's address: where it stands, and going elsewhere.

use super::route::Route;

/// The path part of the document's base without its last slash: "" at a host's root, "/sub" below.
pub fn base() -> String {
    use leptos::prelude::document;
    let address = document().base_uri().ok().flatten().unwrap_or_default();
    let path = web_sys::Url::new(&address)
        .map(|url| url.pathname())
        .unwrap_or_default();
    path.trim_end_matches('/').to_owned()
}

/// The screen on show, following the address; `None` where no screen is. Call below the router.
pub fn use_route() -> leptos::prelude::Memo<Option<Route>> {
    use leptos::prelude::{Get, Memo};
    let pathname = leptos_router::hooks::use_location().pathname;
    let base = base();
    Memo::new(move |_| {
        let path = pathname.get();
        Route::parse(path.strip_prefix(base.as_str()).unwrap_or(&path))
    })
}

/// What the address asks of the screen on show, after its `?`. Not the router's own hook: that follows the address only while
/// the path stays the same, and all screens are one route.
pub fn use_query() -> leptos::prelude::Memo<leptos_router::params::ParamsMap> {
    leptos_router::hooks::use_location().query
}

/// Gives a function that shows a screen, for the end of a command; where a person chooses, use a link.
pub fn use_go() -> impl Fn(Route) + Clone + 'static {
    let navigate = leptos_router::hooks::use_navigate();
    move |route: Route| {
        let path = format!("/{}", route.href().trim_start_matches("./"));
        navigate(&path, leptos_router::NavigateOptions::default());
    }
}
