//! Buttons that act and links that look like buttons.

use super::icon::{Icon, Symbol};
use crate::app::route::Route;
use leptos::prelude::*;

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one step a page leads to.
    Primary,
    /// Any other step.
    #[default]
    Plain,
    /// A step beside the way: no frame until it is pointed at.
    Quiet,
    /// A step that takes something away.
    Danger,
}

impl ButtonKind {
    fn class(self) -> &'static str {
        match self {
            ButtonKind::Primary => "button button-primary",
            ButtonKind::Plain => "button",
            ButtonKind::Quiet => "button button-quiet",
            ButtonKind::Danger => "button button-danger",
        }
    }
}

/// A button: `<Button kind=ButtonKind::Primary on_press=move |()| save()>{t!(i18n, words.save)}</Button>`.
///
/// Inside a form, `submit=true` makes it the form's own button and `on_press` may be left out.
#[component]
pub fn Button(
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before the words.
    #[prop(optional, into)]
    symbol: Option<Symbol>,
    /// Whether it sends the form it stands in.
    #[prop(optional)]
    submit: bool,
    /// Whether it can be pressed at all now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// What pressing does.
    #[prop(optional, into)]
    on_press: Option<Callback<()>>,
    children: Children,
) -> impl IntoView {
    view! {
        <button
            type=if submit { "submit" } else { "button" }
            class=kind.class()
            disabled=disabled
            on:click=move |_| {
                if let Some(press) = on_press {
                    press.run(());
                }
            }
        >
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            <span>{children()}</span>
        </button>
    }
}

/// A link that looks like a button, for steps that are screens of their own.
#[component]
pub fn LinkButton(
    /// The screen it leads to.
    route: Route,
    /// How much it asks for.
    #[prop(optional)]
    kind: ButtonKind,
    /// A picture before the words.
    #[prop(optional, into)]
    symbol: Option<Symbol>,
    children: Children,
) -> impl IntoView {
    view! {
        <a href=route.href() class=kind.class()>
            {symbol.map(|symbol| view! { <Icon symbol/> })}
            <span>{children()}</span>
        </a>
    }
}

/// A square button with a picture; its label is its name and its tooltip.
#[component]
pub fn IconButton(
    /// The picture.
    #[prop(into)]
    symbol: Signal<Symbol>,
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// What pressing does.
    #[prop(into)]
    on_press: Callback<()>,
    /// Whether it can be pressed at all now.
    #[prop(optional, into)]
    disabled: Signal<bool>,
) -> impl IntoView {
    view! {
        <button
            type="button"
            class="icon-button"
            aria-label=label
            title=label
            disabled=disabled
            on:click=move |_| on_press.run(())
        >
            <Icon symbol/>
        </button>
    }
}
