//! The frame round every page: navigation, search, messages, and what happens when a page changes.

use super::{
    components::{
        CommandPalette, Icon, IconButton, Symbol, ToastRegion, error_summary::focus,
        page_header::PAGE_TITLE, toast::provide_toasts,
    },
    locale::{t, t_string, use_i18n},
    pages,
    route::{Route, base, use_go, use_route},
    unsaved::{UnsavedQuestion, provide_unsaved},
    workspace::{Stage, Workspace, device, provide_workspace, use_search, use_workspace},
};
use leptos::{ev, prelude::*};
use leptos_router::{
    components::{FlatRoutes, Route as RouteView, Router},
    path,
};

mod keys;
mod missed;
mod more;
mod side;
mod update;

pub use keys::is_free_key;

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
    people: RwSignal<bool>,
}

/// The shell.
#[component]
pub fn Shell() -> impl IntoView {
    provide_toasts();
    provide_unsaved();
    provide_workspace();
    provide_context(Identity {
        seller: RwSignal::new(String::new()),
        person: RwSignal::new(String::new()),
    });
    provide_context(Windows {
        palette: RwSignal::new(false),
        more: RwSignal::new(false),
        shortcuts: RwSignal::new(false),
        people: RwSignal::new(false),
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
    let workspace = use_workspace();
    follow_the_workspace(workspace, route);
    let find = use_search(workspace);
    // A page stands while its records do; files can be opened and saved in a recovery as well.
    let stands = Memo::new(move |_| match workspace.stage() {
        Stage::Ready => true,
        Stage::Recovery(_) | Stage::Failed(_) => route.get() == Some(Route::Files),
        Stage::Opening | Stage::Blocked | Stage::NewerVersion => false,
    });
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
                <missed::MissedBanner route/>
                <main id=MAIN class="page" tabindex="-1">
                    {move || match (stands.get(), route.get()) {
                        (false, _) => view! { <pages::recovery::StagePage/> }.into_any(),
                        (true, Some(route)) => pages::view(route),
                        (true, None) => view! { <pages::NotFound/> }.into_any(),
                    }}
                </main>
            </div>
            <side::Dock route/>
        </div>
        <ToastRegion/>
        <CommandPalette open=windows.palette find/>
        <more::More route/>
        <keys::ShortcutHelp/>
        <pages::take_over::TakeOver open=windows.people/>
        <UnsavedQuestion/>
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

/// Shows whose books these are, and remembers the page.
fn follow_the_workspace(workspace: Workspace, route: Memo<Option<Route>>) {
    let identity = use_identity();
    let seller = Memo::new(move |_| workspace.with(|book| book.seller.name.clone()));
    let person = Memo::new(move |_| {
        let id = workspace.person();
        workspace.with(|book| {
            let person = id.and_then(|id| book.people.get(&id));
            person.map(|person| person.name.clone()).unwrap_or_default()
        })
    });
    Effect::new(move || identity.seller.set(seller.get()));
    Effect::new(move || identity.person.set(person.get()));
    let listener = window_event_listener(ev::storage, move |_| workspace.follow_person());
    on_cleanup(move || listener.remove());
    let go = use_go();
    Effect::new(move |before: Option<()>| {
        let Some(route) = route.get() else { return };
        let last = device::page().filter(|last| *last != route);
        match last {
            // An installed app that is opened again goes on where it was left; an address that was typed is obeyed.
            Some(last) if before.is_none() && route == Route::Today && is_opened_as_app() => {
                go(last);
            }
            _ => device::keep_page(route),
        }
    });
}

/// Whether this is an installed app that has just been opened, not a page in a browser.
fn is_opened_as_app() -> bool {
    let display = window().match_media("(display-mode: standalone)");
    let is_app = display.ok().flatten().is_some_and(|media| media.matches());
    is_app && window().history().and_then(|history| history.length()) == Ok(1)
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
