//! A dialog in front of the page; the browser keeps the focus in it, closes it on Esc and gives the focus back.

use super::{
    button::{Button, ButtonKind, IconButton},
    icon::Symbol,
    identity::fresh_id,
};
use crate::app::locale::{t, t_string, use_i18n};
use leptos::{html, prelude::*};

/// Shows or closes a native dialog as the signal says.
pub(super) fn follow(open: RwSignal<bool>, dialog: NodeRef<html::Dialog>) {
    Effect::new(move || {
        let is_open = open.get();
        let Some(element) = dialog.get() else { return };
        if is_open && !element.open() {
            show(dialog);
        } else if !is_open && element.open() {
            element.close();
        }
    });
}

fn show(dialog: NodeRef<html::Dialog>) {
    let Some(dialog) = dialog.get_untracked() else {
        return;
    };
    if let Err(error) = dialog.show_modal() {
        leptos::logging::warn!("the dialog did not open: {error:?}");
    }
}

/// A dialog: `<Dialog title=… open>…</Dialog>`; its content is made when it opens and dropped when it closes.
#[component]
pub fn Dialog(
    /// Its heading and name.
    #[prop(into)]
    title: Signal<String>,
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// Whether a paper stands in it, which wants its width.
    #[prop(optional)]
    is_wide: bool,
    /// Whether only a button in it closes it, because what it shows is shown once.
    #[prop(optional, into)]
    is_held: Signal<bool>,
    /// What stands in it.
    children: ChildrenFn,
) -> impl IntoView {
    let i18n = use_i18n();
    let place = NodeRef::<html::Dialog>::new();
    let title_id = fresh_id("dialog");
    follow(open, place);
    let labelled = title_id.clone();
    // The browser asks once before it closes a dialog on Esc, and closes it on the second press whatever the page says.
    let cancel = move |event: leptos::ev::Event| {
        if is_held.get_untracked() {
            event.prevent_default();
        }
    };
    let close = move |_| {
        if is_held.get_untracked() && open.get_untracked() {
            show(place);
        } else {
            open.set(false);
        }
    };
    view! {
        <dialog
            class="dialog"
            class:dialog-wide=is_wide
            aria-labelledby=labelled
            node_ref=place
            on:cancel=cancel
            on:close=close
        >
            <Show when=move || open.get()>
                <header class="dialog-head">
                    <h2 id=title_id.clone() tabindex="-1" autofocus>{title}</h2>
                    <Show when=move || !is_held.get()>
                        <IconButton
                            symbol=Symbol::Close
                            label=move || t_string!(i18n, words.close)
                            on_press=move |()| open.set(false)
                        />
                    </Show>
                </header>
                <div class="dialog-body">{children()}</div>
            </Show>
        </dialog>
    }
}

/// The row of buttons at the end of a dialog or a form.
#[component]
pub fn Actions(children: Children) -> impl IntoView {
    view! { <div class="actions">{children()}</div> }
}

/// Asks before something that takes away: `<ConfirmDialog title=… text=… confirm=… open on_confirm/>`.
#[component]
pub fn ConfirmDialog(
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What will happen.
    #[prop(into)]
    text: Signal<String>,
    /// The word on the button that does it: the deed, never "OK".
    #[prop(into)]
    confirm: Signal<String>,
    /// Whether it is open, both ways.
    open: RwSignal<bool>,
    /// What the button does.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// Whether the deed takes something away.
    #[prop(default = true)]
    is_danger: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let kind = if is_danger {
        ButtonKind::Danger
    } else {
        ButtonKind::Primary
    };
    view! {
        <Dialog title open>
            <p class="dialog-text">{text}</p>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button
                    kind
                    on_press=move |()| {
                        open.set(false);
                        on_confirm.run(());
                    }
                >
                    {confirm}
                </Button>
            </Actions>
        </Dialog>
    }
}
