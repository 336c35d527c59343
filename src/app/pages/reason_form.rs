//! Taking something back: the form asks why, and nothing else.

use crate::app::{
    components::{Actions, Button, ButtonKind, ErrorSummary, FieldError, TextField},
    locale::{t, t_string, use_i18n},
    wording::failure_text,
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use leptos::{prelude::*, task::spawn_local};

/// The form; it stands in a dialog.
#[component]
pub fn ReasonForm(
    /// Id of the field, different from every other on the page.
    id: &'static str,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// What the button says.
    #[prop(into)]
    confirm: Signal<String>,
    /// What is said when it was done.
    #[prop(into)]
    done: Signal<String>,
    /// What is asked of the book, for a reason.
    command: impl Fn(String) -> Command + Copy + 'static,
    /// The dialog.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let reason = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let error = Signal::derive(move || {
        errors.with(|errors| errors.first().map(|error| error.text.clone()))
    });
    let save = move || {
        let reason = reason.get_untracked().trim().to_owned();
        if reason.is_empty() {
            let text = t_string!(i18n, payments.reason_missing);
            errors.set(vec![FieldError::new(id, text)]);
            return;
        }
        errors.set(Vec::new());
        spawn_local(async move {
            match workspace.dispatch(command(reason)).await {
                Ok(_) => {
                    // Said before the dialog and its form are gone.
                    workspace.notify(Notice::Done(done.get_untracked()));
                    open.set(false);
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(id, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{text}</p>
            <TextField label=move || t_string!(i18n, payments.reason) value=reason error id required=true/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Danger submit=true>{confirm}</Button>
            </Actions>
        </form>
    }
}
