//! The way from nothing to the first invoice: three steps, and two other ways to begin.

use crate::app::{
    components::{Button, ButtonKind, Icon, LinkButton, Section, Symbol},
    locale::{Locale, t, t_string, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::account::Language;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Shown until there is a contract, a draft or a document.
#[component]
pub fn FirstRun() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let has_seller =
        Memo::new(move |_| workspace.with(|book| book.seller.check_for_issuing().is_ok()));
    let has_account = Memo::new(move |_| workspace.with(|book| !book.accounts.is_empty()));
    let is_filling = Signal::derive(move || workspace.is_filling());
    let fill = move |()| {
        let language = match i18n.get_locale_untracked() {
            Locale::en => Language::En,
            Locale::fi => Language::Fi,
        };
        spawn_local(async move {
            if let Err(failure) = workspace.load_sample(language).await {
                workspace.report(&failure);
            }
        });
    };
    // The first step that is not done is the one to take.
    let is_next = move |step: u8| match (has_seller.get(), has_account.get()) {
        (false, _) => step == 1,
        (true, false) => step == 2,
        (true, true) => step == 3,
    };
    let kind_of = move |step: u8| {
        if is_next(step) {
            ButtonKind::Primary
        } else {
            ButtonKind::Plain
        }
    };
    view! {
        <div class="first-run">
            <h2 class="first-run-title">{t!(i18n, today.first.title)}</h2>
            <p class="first-run-text">{t!(i18n, today.first.text)}</p>
            <ol class="first-run-steps">
                <FirstStep
                    number=1
                    title=move || t_string!(i18n, today.first.seller).to_owned()
                    text=move || t_string!(i18n, today.first.seller_text).to_owned()
                    is_done=has_seller
                >
                    {move || view! {
                        <LinkButton route=Route::Settings kind=kind_of(1)>{t!(i18n, today.first.seller_do)}</LinkButton>
                    }}
                </FirstStep>
                <FirstStep
                    number=2
                    title=move || t_string!(i18n, today.first.account).to_owned()
                    text=move || t_string!(i18n, today.first.account_text).to_owned()
                    is_done=has_account
                >
                    {move || view! {
                        <LinkButton route=Route::NewAccount kind=kind_of(2)>{t!(i18n, today.first.account_do)}</LinkButton>
                        <LinkButton route=Route::ImportCsv kind=ButtonKind::Quiet>{t!(i18n, today.first.import_do)}</LinkButton>
                    }}
                </FirstStep>
                <FirstStep
                    number=3
                    title=move || t_string!(i18n, today.first.invoice).to_owned()
                    text=move || t_string!(i18n, today.first.invoice_text).to_owned()
                    is_done=Signal::stored(false)
                >
                    {move || view! {
                        <LinkButton route=Route::NewInvoice kind=kind_of(3)>{t!(i18n, today.first.invoice_do)}</LinkButton>
                        <LinkButton route=Route::NewContract kind=ButtonKind::Quiet>{t!(i18n, today.first.contract_do)}</LinkButton>
                    }}
                </FirstStep>
            </ol>
            <Section title=move || t_string!(i18n, today.first.other_ways).to_owned()>
                <div class="first-run-ways">
                    <Show when=move || workspace.is_untouched() || is_filling.get()>
                        <div>
                            <Button symbol=Symbol::Play disabled=is_filling on_press=fill>
                                {move || if is_filling.get() {
                                    t_string!(i18n, today.first.sample_filling)
                                } else {
                                    t_string!(i18n, today.first.sample)
                                }}
                            </Button>
                            <p class="section-note">{t!(i18n, today.first.sample_text)}</p>
                        </div>
                    </Show>
                    <div>
                        <LinkButton route=Route::Files symbol=Symbol::Upload>{t!(i18n, today.first.open_backup)}</LinkButton>
                        <p class="section-note">{t!(i18n, today.first.open_backup_text)}</p>
                    </div>
                </div>
            </Section>
        </div>
    }
}

/// One step: its number, or a mark when it is done.
#[component]
fn FirstStep(
    number: u8,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] is_done: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <li class="first-run-step" class:first-run-done=is_done>
            <span class="first-run-mark" aria-hidden="true">
                {move || if is_done.get() {
                    view! { <Icon symbol=Symbol::Check/> }.into_any()
                } else {
                    view! { <span>{number}</span> }.into_any()
                }}
            </span>
            <div>
                <h3>
                    {title}
                    <Show when=move || is_done.get()>
                        <span class="first-run-word">{t!(i18n, today.first.done)}</span>
                    </Show>
                </h3>
                <p class="section-note">{text}</p>
                <div class="actions">{children()}</div>
            </div>
        </li>
    }
}
