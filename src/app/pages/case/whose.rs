//! Whose matter it is: chosen while talking, or known already.

use super::Reach;
use crate::app::{
    components::{Button, Combobox, DataList, Datum, LinkButton, Section, Symbol},
    locale::{t, t_string, use_i18n},
    pages::{contract_form::find_accounts, desk::send},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::desk::case::Case;
use crate::billing::id::{AccountId, CaseId};
use crate::care::command::Command;
use leptos::prelude::*;

/// The customer of the case.
#[component]
pub fn Whose(id: CaseId, case: Memo<Option<Case>>, reach: Memo<Reach>) -> impl IntoView {
    let i18n = use_i18n();
    let account = Memo::new(move |_| case.with(|case| case.as_ref()?.account));
    let changing = RwSignal::new(false);
    view! {
        <Section title=move || t_string!(i18n, desk.customer)>
            {move || match account.get() {
                Some(account) if !changing.get() => view! { <Customer account changing reach/> }.into_any(),
                _ => view! { <Chooser id account changing/> }.into_any(),
            }}
        </Section>
    }
}

#[component]
fn Customer(account: AccountId, changing: RwSignal<bool>, reach: Memo<Reach>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let known = Memo::new(move |_| workspace.with(|book| book.accounts.get(&account).cloned()));
    move || {
        let known = known.get()?;
        let name = if reach.get().is_whole() {
            let place = [known.number.clone(), known.address.city.clone()];
            let place: Vec<String> = place.into_iter().filter(|part| !part.is_empty()).collect();
            view! {
                <a href=Route::Account(account).href()>{known.name}</a>
                <span class="desk-detail">{place.join(" · ")}</span>
            }
            .into_any()
        } else {
            // The name is what the caller said; what stands beside it in the records is theirs to say.
            view! { <span>{known.name}</span> }.into_any()
        };
        Some(view! {
            <div class="row-between">
                <p class="case-customer">{name}</p>
                <Button on_press=move |()| changing.set(true)>{t!(i18n, desk.somebody_else)}</Button>
            </div>
        })
    }
}

#[component]
fn Chooser(
    id: CaseId,
    account: Memo<Option<AccountId>>,
    changing: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let chosen = RwSignal::new(account.get_untracked());
    let (find, name_of) = find_accounts();
    let choose = move |account: AccountId| {
        changing.set(false);
        send(workspace, Command::NameCase { case: id, account });
    };
    view! {
        <Combobox
            label=move || t_string!(i18n, desk.whose)
            hint=move || t_string!(i18n, desk.whose_hint)
            value=chosen
            find
            name_of
            on_choose=choose
        />
        <DataList>
            <Datum name=move || t_string!(i18n, desk.not_a_customer)>
                <LinkButton route=Route::NewAccount symbol=Symbol::Plus>{t!(i18n, desk.add_customer)}</LinkButton>
            </Datum>
        </DataList>
    }
}
