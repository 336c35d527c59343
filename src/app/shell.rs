//! The frame round every page: navigation, search, messages, and what happens when a page changes.

use super::{
    components::{
        CommandPalette, Icon, IconButton, PaletteEntry, Symbol, ToastRegion,
        command_palette::PaletteSource, error_summary::focus, page_header::PAGE_TITLE,
        toast::provide_toasts,
    },
    locale::{t, t_string, use_i18n},
    navigation::{places, use_place_name},
    pages,
    route::{Route, base, use_go, use_route},
    workspace::provide_workspace,
};
use leptos::{ev, prelude::*};
use leptos_router::{
    components::{FlatRoutes, Route as RouteView, Router},
    path,
};

mod keys;
mod more;
mod side;
mod update;

/// The element every page stands in; the skip link leads here.
const MAIN: &str = "main";

/// Whose books these are and who keeps them here; the workspace fills it in once they are known.
#[derive(Clone, Copy)]
pub struct Identity {
    /// The seller's name.
    pub seller: RwSignal<String>,
    /// The person on this device.
    pub person: RwSignal<String>,
}

/// Whose books these are.
pub fn use_identity() -> Identity {
    expect_context::<Identity>()
}

/// Which of the shell's own windows are open.
#[derive(Clone, Copy)]
struct Windows {
    palette: RwSignal<bool>,
    more: RwSignal<bool>,
    shortcuts: RwSignal<bool>,
}

/// The shell.
#[component]
pub fn Shell() -> impl IntoView {
    provide_toasts();
    provide_workspace();
    provide_context(Identity {
        seller: RwSignal::new(String::new()),
        person: RwSignal::new(String::new()),
    });
    provide_context(Windows {
        palette: RwSignal::new(false),
        more: RwSignal::new(false),
        shortcuts: RwSignal::new(false),
    });
    view! {
        <Router base=base()>
            <FlatRoutes fallback=|| ()>
                <RouteView path=path!("/*any") view=Frame/>
            </FlatRoutes>
        </Router>
    }
}

/// Everything below the router.
#[component]
fn Frame() -> impl IntoView {
    let i18n = use_i18n();
    let windows = expect_context::<Windows>();
    let route = use_route();
    let place_name = use_place_name();
    let source = PaletteSource(StoredValue::new(Callback::new(move |query: String| {
        find_place(&query, place_name)
    })));
    provide_context(source);
    focus_the_heading(route);
    keys::listen(windows);
    view! {
        <a class="skip-link" href="#main" on:click=move |event: ev::MouseEvent| {
            event.prevent_default();
            focus(MAIN);
        }>{t!(i18n, shell.skip)}</a>
        <div class="shell">
            <side::SideNavigation route/>
            <TopBar/>
            <div class="shell-page">
                <update::UpdateBanner/>
                <main id=MAIN class="page" tabindex="-1">
                    {move || match route.get() {
                        Some(route) => pages::view(route),
                        None => view! { <pages::NotFound/> }.into_any(),
                    }}
                </main>
            </div>
            <side::Dock route/>
        </div>
        <ToastRegion/>
        <CommandPalette open=windows.palette find=move |query: String| source.0.get_value().run(query)/>
        <more::More route/>
        <keys::ShortcutHelp/>
    }
}

/// The phone's bar on top: the name, and the search.
#[component]
fn TopBar() -> impl IntoView {
    let i18n = use_i18n();
    let windows = expect_context::<Windows>();
    view! {
        <header class="top-bar">
            <a class="brand" href=Route::Today.href()>{t!(i18n, shell.name)}</a>
            <IconButton
                symbol=Symbol::Search
                label=move || t_string!(i18n, shell.search)
                on_press=move |()| windows.palette.set(true)
            />
        </header>
    }
}

/// Until records can be found, the palette knows the places.
fn find_place(query: &str, place_name: impl Fn(Route) -> String) -> Vec<PaletteEntry> {
    let asked = query.trim().to_lowercase();
    places()
        .map(|place| PaletteEntry {
            title: place_name(place.route),
            detail: String::new(),
            kind: String::new(),
            symbol: place.symbol,
            route: place.route,
        })
        .filter(|entry| entry.title.to_lowercase().contains(&asked))
        .collect()
}

/// After a change of page the focus goes to the new heading, so that a screen reader says where one is.
fn focus_the_heading(route: Memo<Option<Route>>) {
    Effect::new(move |before: Option<Option<Route>>| {
        let now = route.get();
        if before.is_some_and(|before| before != now) {
            request_animation_frame(|| {
                window().scroll_to_with_x_and_y(0.0, 0.0);
                focus(PAGE_TITLE);
            });
        }
        now
    });
}
