//! One paper as a PDF.

use super::{Made, make, own_work, press, save};
use crate::app::{
    components::{Button, ButtonKind, Symbol, use_toasts},
    locale::{t_string, use_i18n},
    workspace::use_workspace,
};
use crate::worker::protocol::{Form, Paper};
use leptos::{prelude::*, task::spawn_local};

/// The button: `<PdfButton paper=move || …/>`; without a paper nothing can be made yet.
#[component]
pub fn PdfButton(
    /// What is put on paper, asked when the button is pressed.
    paper: impl Fn() -> Option<Paper> + 'static,
    /// What the button says; “PDF” where nothing else is said.
    #[prop(optional, into)]
    label: Option<Signal<String>>,
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// Whether there is nothing to be put on paper now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let work = own_work();
    let is_busy = RwSignal::new(false);
    let paper = StoredValue::new_local(paper);
    let pressed = move |()| {
        let Some(paper) = paper.with_value(|paper| untrack(paper)) else {
            return;
        };
        is_busy.set(true);
        let request = press(workspace, paper, Form::Pdf);
        spawn_local(async move {
            let made = make(i18n, &work.get_value(), &request).await;
            is_busy.try_set(false);
            let wrong = match made {
                Made::Ready(ready) => save(i18n, toasts, &ready).err(),
                // A PDF has no rules of its own that a document could break.
                Made::Unfit(_) | Made::Stopped => None,
                Made::Failed(why) => Some(why),
            };
            if let Some(why) = wrong {
                toasts.warn(why);
            }
        });
    };
    let text = move || match label {
        _ if is_busy.get() => t_string!(i18n, documents.making).to_owned(),
        Some(label) => label.get(),
        None => t_string!(i18n, documents.pdf).to_owned(),
    };
    view! {
        <Button
            kind
            symbol=Symbol::Download
            disabled=Signal::derive(move || is_busy.get() || disabled.get())
            on_press=pressed
        >
            {text}
        </Button>
    }
}
