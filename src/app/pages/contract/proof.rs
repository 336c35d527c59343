//! The confirmation that a customer who ends a contract gets: what was asked, on which day, and when it ends.

use crate::app::{
    components::{Actions, Button, Section, Symbol},
    locale::{t, t_string, td_string, use_i18n},
    pages::savings::Letter,
    workspace::use_workspace,
};
use crate::billing::account::Account;
use crate::billing::contract::Contract;
use leptos::prelude::*;

/// The confirmation, where it is asked for and there is an end to confirm.
#[component]
pub fn Proof(
    /// The contract.
    contract: Contract,
    /// Whether it is on show.
    is_shown: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let ends = contract.last_day?;
    let account = workspace.with_untracked(|book| book.accounts.get(&contract.account).cloned())?;
    let print = move |()| {
        if let Err(error) = window().print() {
            leptos::logging::warn!("the browser does not print: {error:?}");
        }
    };
    let (contract, account) = (StoredValue::new(contract), StoredValue::new(account));
    Some(view! {
        <Show when=move || is_shown.get()>
            <Section title=move || t_string!(i18n, savings.proof_section)>
                <Actions><Button symbol=Symbol::Print on_press=print>{t!(i18n, words.print)}</Button></Actions>
                {move || sheet(contract.get_value(), account.get_value(), ends)}
            </Section>
        </Show>
    })
}

fn sheet(contract: Contract, account: Account, ends: chrono::NaiveDate) -> impl IntoView {
    let (locale, format) = super::super::savings::language_of(&account);
    let asked = contract.end_asked.map(|day| {
        let text = td_string!(
            locale,
            savings.proof_text,
            number = contract.number.clone(),
            name = contract.name.clone(),
            day = format.date(day)
        );
        view! { <p>{text.to_string()}</p> }
    });
    let ends = td_string!(locale, savings.proof_ends, day = format.date(ends)).to_string();
    let heading = td_string!(
        locale,
        savings.letter_contract,
        number = contract.number,
        name = contract.name
    );
    view! {
        <Letter account title=td_string!(locale, savings.proof_title).to_string() heading=heading.to_string()>
            {asked}
            <p><strong>{ends}</strong></p>
            <p>{td_string!(locale, savings.proof_paid)}</p>
        </Letter>
    }
}
