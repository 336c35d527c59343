//! How far a long work has come.

use super::button::Button;
use crate::app::locale::{t, use_i18n};
use leptos::prelude::*;

/// A bar, what is being done, and a way to stop it: `<Progress label=… done total on_cancel/>`.
#[component]
pub fn Progress(
    /// What is being done, with its figures ("120 of 5 174 invoices").
    #[prop(into)]
    label: Signal<String>,
    /// How much is done.
    #[prop(into)]
    done: Signal<usize>,
    /// How much there is; nothing known while it is zero.
    #[prop(into)]
    total: Signal<usize>,
    /// Stops the work; without it there is no button.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let id = super::identity::fresh_id("progress");
    let known = move |figure: usize| (total.get() > 0).then(|| figure.to_string());
    view! {
        <div class="progress">
            <div class="progress-work">
                <label class="progress-label" for=id.clone()>{label}</label>
                <progress
                    id=id
                    max=move || known(total.get())
                    value=move || known(done.get())
                ></progress>
            </div>
            {on_cancel.map(|cancel| view! {
                <Button on_press=move |()| cancel.run(())>{t!(i18n, words.stop)}</Button>
            })}
        </div>
    }
}
