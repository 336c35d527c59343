//! The head of a page and of its sections.

use crate::app::locale::{t_string, use_i18n};
use leptos::prelude::*;

/// The id of the page's heading; the focus goes there when a page is shown.
pub const PAGE_TITLE: &str = "page-title";

/// The page's heading, what it is about, and its first steps at the right. It also names the document.
#[component]
pub fn PageHeader(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// A quiet line below.
    #[prop(optional, into)]
    subtitle: Option<Signal<String>>,
    /// Buttons and links.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let i18n = use_i18n();
    Effect::new(move || {
        document().set_title(&t_string!(i18n, shell.document_title, page = title.get()))
    });
    view! {
        <header class="page-header">
            <div class="page-heading">
                <h1 id=PAGE_TITLE tabindex="-1">{title}</h1>
                {subtitle.map(|subtitle| view! { <p class="page-subtitle">{subtitle}</p> })}
            </div>
            {children.map(|children| view! { <div class="page-actions">{children()}</div> })}
        </header>
    }
}

/// A part of a page under its own heading, set off by a hairline.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// A quiet sentence beside or below the heading.
    #[prop(optional, into)]
    note: Option<Signal<String>>,
    children: Children,
) -> impl IntoView {
    let id = super::identity::fresh_id("section");
    let labelled = id.clone();
    view! {
        <section class="section" aria-labelledby=labelled>
            <div class="section-head">
                <h2 id=id>{title}</h2>
                {note.map(|note| view! { <p class="section-note">{note}</p> })}
            </div>
            <div class="section-body">{children()}</div>
        </section>
    }
}
