//! What became due at the desk while the app was closed, said once when it opens.

use crate::app::{
    components::{Button, ButtonKind, LinkButton, Symbol},
    locale::{t, t_string, use_i18n},
    route::Route,
    workspace::{Stage, device, painted, use_workspace, whole},
};
use crate::care::queue::{Missed, Queue};
use leptos::prelude::*;
use std::time::Duration;
use wasm_bindgen_futures::spawn_local;

/// How often it is noted that somebody looks.
const NOTED: Duration = Duration::from_secs(60);

/// The line above the page; none where nothing became due.
#[component]
pub fn MissedBanner(route: Memo<Option<Route>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let missed = RwSignal::new(None::<Missed>);
    let is_ready = Memo::new(move |_| workspace.stage() == Stage::Ready);
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) || !is_ready.get() {
            return done.unwrap_or(false);
        }
        let since = device::seen();
        spawn_local(async move {
            // First the screen.
            painted().await;
            // Who was never here before missed nothing, and a first visit waits for no more of the program.
            if let Some(since) = since {
                whole().await;
                let (now, today) = (workspace.now(), workspace.today());
                let found = workspace.with_untracked(|book| {
                    Queue::of(book, &book.policy(), now).missed_between(since, now, today)
                });
                missed.set(Some(found).filter(|found| !found.is_empty()));
            }
            device::keep_seen(workspace.now());
            set_interval(move || device::keep_seen(workspace.now()), NOTED);
        });
        true
    });
    // At the desk itself everything is in sight.
    Effect::new(move || {
        if route.get() == Some(Route::Desk) {
            missed.set(None);
        }
    });
    let text = move || {
        missed.get().map(|missed| {
            let count = missed.count();
            t_string!(i18n, desk.missed, count = count).to_string()
        })
    };
    view! {
        <Show when=move || missed.read().is_some()>
            <div class="update-banner" role="status">
                <p>{text}</p>
                <LinkButton route=Route::Desk symbol=Symbol::Phone>{t!(i18n, desk.to_desk)}</LinkButton>
                <Button kind=ButtonKind::Quiet on_press=move |()| missed.set(None)>{t!(i18n, words.close)}</Button>
            </div>
        </Show>
    }
}
