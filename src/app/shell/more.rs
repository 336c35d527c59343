//! What the phone's dock has no room for.

use super::{Windows, side::PlaceLink, use_identity};
use crate::app::{
    components::{Dialog, Icon, Symbol},
    locale::{t_string, use_i18n},
    navigation::places,
    route::Route,
};
use leptos::prelude::*;

/// The rest of the navigation.
#[component]
pub fn More(route: Memo<Option<Route>>) -> impl IntoView {
    let i18n = use_i18n();
    let windows = expect_context::<Windows>();
    let identity = use_identity();
    // Any change of page closes it, also the one its own links make.
    Effect::new(move || {
        route.track();
        windows.more.set(false);
    });
    view! {
        <Dialog title=move || t_string!(i18n, shell.more) open=windows.more>
            <nav aria-label=move || t_string!(i18n, shell.more)>
                // Also for the page that is open already, which changes no route.
                <ul class="more-places" on:click=move |_| windows.more.set(false)>
                    {places().filter(|place| !place.in_dock).map(|place| view! {
                        <li><PlaceLink place route/></li>
                    }).collect_view()}
                </ul>
            </nav>
            <Show when=move || !identity.person.read().is_empty()>
                <button type="button" class="place" on:click=move |_| { windows.more.set(false); windows.people.set(true); }>
                    <Icon symbol=Symbol::Person/>
                    <span>{identity.person}</span>
                </button>
            </Show>
        </Dialog>
    }
}
