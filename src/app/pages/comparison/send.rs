//! The explanation out of the page: shared, copied, drafted as an e-mail, printed. Nothing is sent by the app itself.

use super::Compared;
use crate::app::{
    components::{Button, Icon, Symbol, document_paper::paper_locale, use_toasts},
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::case::ExplainedButton,
    wording::why::letter,
    workspace::{Workspace, use_workspace},
};
use crate::billing::account::Account;
use js_sys::{Function, Object, Promise, Reflect, encode_uri_component};
use leptos::{prelude::*, task::spawn_local};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// What is sent, and to whom.
#[derive(Clone)]
struct Letter {
    subject: String,
    text: String,
    address: String,
}

/// The buttons.
#[component]
pub fn Send(compared: Rc<Compared>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let toasts = use_toasts();
    let letter = StoredValue::new(letter_of(workspace, &compared));
    let (account, invoice) = (compared.new.account, compared.new.id);
    let copy = move |()| {
        spawn_local(async move {
            match copied(&letter.with_value(|letter| letter.text.clone())).await {
                Ok(()) => toasts.say(t_string!(i18n, why.copied)),
                Err(error) => {
                    leptos::logging::warn!("the text could not be copied: {error:?}");
                    toasts.warn(t_string!(i18n, why.copy_failed));
                }
            }
        });
    };
    let share = move |()| {
        spawn_local(async move {
            let shared = letter.with_value(Letter::clone);
            // Whoever closes the browser's own window has simply not shared.
            if let Err(error) = shared.share().await {
                leptos::logging::log!("not shared: {error:?}");
            }
        });
    };
    let print = |()| {
        if let Err(error) = window().print() {
            leptos::logging::warn!("the page could not be printed: {error:?}");
        }
    };
    view! {
        <div class="toolbar comparison-send">
            {can_share().then(|| view! {
                <Button symbol=Symbol::Upload on_press=share>{t!(i18n, why.hand_on)}</Button>
            })}
            <Button symbol=Symbol::Draft on_press=copy>{t!(i18n, why.copy)}</Button>
            <a
                class="button"
                href=letter.with_value(Letter::mailto)
                title=move || t_string!(i18n, why.mail_hint)
            >
                <Icon symbol=Symbol::Mail/>
                <span>{t!(i18n, why.mail)}</span>
            </a>
            <Button symbol=Symbol::Print on_press=print>{t!(i18n, words.print)}</Button>
            <ExplainedButton account invoice/>
        </div>
    }
}

/// The customer as of now, and the language that they read.
pub fn reader(workspace: Workspace, compared: &Compared) -> (Option<Account>, Locale) {
    let account =
        workspace.with_untracked(|book| book.current_account(compared.new.account).cloned());
    let language = account
        .as_ref()
        .map_or(compared.new.language, |account| account.language);
    (account, paper_locale(language))
}

fn letter_of(workspace: Workspace, compared: &Compared) -> Letter {
    let (account, locale) = reader(workspace, compared);
    let address = account
        .into_iter()
        .flat_map(|account| account.contacts)
        .map(|contact| contact.email)
        .find(|email| !email.trim().is_empty());
    let number = compared.new.number.clone();
    Letter {
        subject: td_string!(locale, why.mail_subject, number = number),
        text: letter(locale, &compared.old, &compared.new, &compared.found),
        address: address.unwrap_or_default(),
    }
}

impl Letter {
    /// A draft in the mail program (RFC 6068: lines end with CR LF).
    fn mailto(&self) -> String {
        let encoded = |text: &str| String::from(encode_uri_component(text));
        format!(
            "mailto:{}?subject={}&body={}",
            encoded(self.address.trim()).replace("%40", "@"),
            encoded(&self.subject),
            encoded(&self.text.replace('\n', "\r\n"))
        )
    }

    async fn share(&self) -> Result<(), JsValue> {
        let shared = Object::new();
        Reflect::set(&shared, &"title".into(), &self.subject.as_str().into())?;
        Reflect::set(&shared, &"text".into(), &self.text.as_str().into())?;
        let navigator = window().navigator();
        call(&navigator, "share", &shared).await
    }
}

/// Whether the browser shares at all. Asked by name: many don't have it.
fn can_share() -> bool {
    let navigator = window().navigator();
    Reflect::get(&navigator, &"share".into()).is_ok_and(|share| share.is_function())
}

async fn copied(text: &str) -> Result<(), JsValue> {
    // Undefined where the page was not loaded safely.
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into())?;
    call(&clipboard, "writeText", &text.into()).await
}

async fn call(object: &JsValue, method: &str, argument: &JsValue) -> Result<(), JsValue> {
    let method: Function = Reflect::get(object, &method.into())?.dyn_into()?;
    let promise: Promise = method.call1(object, argument)?.dyn_into()?;
    JsFuture::from(promise).await.map(|_| ())
}
