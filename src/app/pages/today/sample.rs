//! What is said while the book is the sample, and the way out of it.

use crate::app::{
    components::{Button, ConfirmDialog, Notice, Tone},
    locale::{t, t_string, use_i18n},
    workspace::{Notice as Message, use_workspace},
};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Shown while the sample is in the book.
#[component]
pub fn SampleNotice() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let asks = RwSignal::new(false);
    let is_sample = Memo::new(move |_| workspace.is_sample() && !workspace.is_filling());
    let remove = move |()| {
        spawn_local(async move {
            match workspace.start_over().await {
                Ok(()) => {
                    let text = t_string!(i18n, today.sample.removed).to_owned();
                    workspace.notify(Message::Done(text));
                }
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    view! {
        <Show when=move || is_sample.get()>
            <div class="today-sample">
                <Notice tone=Tone::Info title=Signal::derive(move || t_string!(i18n, today.sample.title).to_owned())>
                    <p>{t!(i18n, today.sample.text)}</p>
                    <Button on_press=move |()| asks.set(true)>{t!(i18n, today.sample.remove)}</Button>
                </Notice>
            </div>
        </Show>
        <ConfirmDialog
            title=move || t_string!(i18n, today.sample.question).to_owned()
            text=move || t_string!(i18n, today.sample.warning).to_owned()
            confirm=move || t_string!(i18n, today.sample.remove).to_owned()
            open=asks
            on_confirm=remove
        />
    }
}
