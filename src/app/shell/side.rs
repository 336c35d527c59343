//! The navigation: at the side of a desktop, in a dock at the foot of a phone.

use super::{Icon, Symbol, Windows, use_identity};
use crate::app::{
    components::KeyHint,
    locale::{t, t_string, use_i18n},
    navigation::{GROUPS, Place, group_name, place_name, places, short_place_name},
    route::Route,
};
use leptos::prelude::*;

/// The desktop's side.
#[component]
pub fn SideNavigation(route: Memo<Option<Route>>) -> impl IntoView {
    let i18n = use_i18n();
    let windows = expect_context::<Windows>();
    let identity = use_identity();
    let groups = GROUPS.iter().filter(|group| !group.places.is_empty()).map(|group| view! {
        <div class="nav-group">
            <p class="nav-heading">{move || group_name(i18n.get_locale(), group.kind)}</p>
            <ul>{group.places.iter().map(|place| view! { <li><PlaceLink place=*place route/></li> }).collect_view()}</ul>
        </div>
    }).collect_view();
    view! {
        <header class="side">
            <a class="brand" href=Route::Today.href()>{t!(i18n, shell.name)}</a>
            <button type="button" class="side-search" on:click=move |_| windows.palette.set(true)>
                <Icon symbol=Symbol::Search/>
                <span>{t!(i18n, shell.search)}</span>
                <KeyHint keys=vec!["Ctrl", "K"]/>
            </button>
            <nav class="side-nav" aria-label=move || t_string!(i18n, shell.navigation)>{groups}</nav>
            <div class="side-foot">
                <Show when=move || !identity.seller.read().is_empty()>
                    <p class="side-seller">{identity.seller}</p>
                </Show>
                <Show when=move || !identity.person.read().is_empty()>
                    <button type="button" class="side-person" title=move || t_string!(i18n, settings.take_over) on:click=move |_| windows.people.set(true)>
                        <Icon symbol=Symbol::Person/><span>{identity.person}</span>
                    </button>
                </Show>
                <button type="button" class="side-help" on:click=move |_| windows.shortcuts.set(true)>
                    <span>{t!(i18n, shell.shortcuts)}</span>
                    <KeyHint keys=vec!["?"]/>
                </button>
            </div>
        </header>
    }
}

/// One place of the navigation.
#[component]
pub fn PlaceLink(
    place: Place,
    route: Memo<Option<Route>>,
    #[prop(optional)] is_short: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let name = move || {
        if is_short {
            short_place_name(i18n.get_locale(), place.route)
        } else {
            place_name(i18n.get_locale(), place.route)
        }
    };
    let is_here = move || route.get().map(Route::section) == Some(place.route);
    view! {
        <a class="place" href=place.route.href() aria-current=move || is_here().then_some("page")>
            <Icon symbol=place.symbol/>
            <span>{name}</span>
        </a>
    }
}

/// The phone's foot: four places and the rest.
#[component]
pub fn Dock(route: Memo<Option<Route>>) -> impl IntoView {
    let i18n = use_i18n();
    let windows = expect_context::<Windows>();
    let links = places()
        .filter(|place| place.in_dock)
        .map(|place| view! { <PlaceLink place route is_short=true/> })
        .collect_view();
    view! {
        <nav class="dock" aria-label=move || t_string!(i18n, shell.navigation_short)>
            {links}
            <button type="button" class="place" aria-haspopup="dialog" on:click=move |_| windows.more.set(true)>
                <Icon symbol=Symbol::More/>
                <span>{t!(i18n, shell.more)}</span>
            </button>
        </nav>
    }
}
