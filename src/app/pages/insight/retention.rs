//! What keeps customers: how long they stay, and what became of them after what was done for them.
//!
//! What is shown is as sure as it is: counts where there are few, intervals where there are enough, and no word of "keeps" where
//! nobody drew lots.

mod compared;
mod decided;
mod lifetimes;

use crate::app::{
    components::Section,
    locale::{t_string, use_i18n},
    workspace::Workspace,
};
use crate::billing::id::AccountId;
pub(super) use compared::{curve_drawing, curve_line, even_ticks, until};
use decided::Decided;
use leptos::prelude::*;
use lifetimes::Lifetimes;

/// The tab.
#[component]
pub fn Retention() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=move || t_string!(i18n, insight.decided_title) note=move || t_string!(i18n, insight.decided_note)>
            <Decided/>
        </Section>
        <Section title=move || t_string!(i18n, insight.lives_title) note=move || t_string!(i18n, insight.lives_note)>
            <Lifetimes/>
        </Section>
    }
}

/// What a customer is called.
pub(super) fn customer_name(workspace: Workspace) -> Callback<AccountId, String> {
    Callback::new(move |id: AccountId| {
        let name = workspace.with(|book| {
            let account = book.accounts.get(&id);
            account.map(|account| account.name.clone())
        });
        name.unwrap_or_default()
    })
}
