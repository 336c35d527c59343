//! Taking a file in: chosen with a button or dropped on the field.

use super::icon::{Icon, Symbol};
use crate::app::locale::{t, use_i18n};
use leptos::{html, prelude::*};
use web_sys::{DragEvent, File};

/// `<FileDrop label=… accept=".json" on_file=move |file| …/>`.
#[component]
pub fn FileDrop(
    /// What is to be given, on the button.
    #[prop(into)]
    label: Signal<String>,
    /// The kinds of file that are offered, as for an `<input>`.
    #[prop(into)]
    accept: String,
    /// Takes the file.
    #[prop(into)]
    on_file: UnsyncCallback<File>,
) -> impl IntoView {
    let i18n = use_i18n();
    let input = NodeRef::<html::Input>::new();
    let is_over = RwSignal::new(false);
    let choose = move |_| {
        if let Some(input) = input.get_untracked() {
            input.click();
        }
    };
    let chosen = move |_| {
        let Some(input) = input.get_untracked() else {
            return;
        };
        let file = input.files().and_then(|files| files.get(0));
        // The same file chosen again must be a change again.
        input.set_value("");
        if let Some(file) = file {
            on_file.run(file);
        }
    };
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        is_over.set(false);
        let files = event.data_transfer().and_then(|transfer| transfer.files());
        if let Some(file) = files.and_then(|files| files.get(0)) {
            on_file.run(file);
        }
    };
    view! {
        <div
            class="file-drop"
            class:file-drop-over=is_over
            on:dragover=move |event: DragEvent| {
                event.prevent_default();
                is_over.set(true);
            }
            on:dragleave=move |_| is_over.set(false)
            on:drop=dropped
        >
            <Icon symbol=Symbol::Upload/>
            <button type="button" class="button" on:click=choose><span>{label}</span></button>
            <p class="field-hint">{t!(i18n, words.or_drop_it)}</p>
            <input type="file" hidden accept=accept node_ref=input on:change=chosen/>
        </div>
    }
}
