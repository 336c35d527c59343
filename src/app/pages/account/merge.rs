//! Merging this account into another: what goes where is said before it happens.

use crate::app::{
    components::{
        Actions, Button, ButtonKind, Combobox, ErrorSummary, Found, Notice as NoticeBox, Tone,
    },
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::contract_form::find_accounts,
    pages::form::{Fault, Faults},
    route::{Route, use_go},
    workspace::{Notice, use_workspace},
};
use crate::billing::command::Command;
use crate::billing::id::AccountId;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

const INTO: &str = "merge-into";

fn field_name(locale: Locale, field: &str) -> String {
    match field {
        INTO => td_string!(locale, accounts.merge_into).to_string(),
        _ => String::new(),
    }
}

/// The form.
#[component]
pub fn MergeForm(
    /// The account that goes.
    id: AccountId,
    /// Whether the dialog is open.
    open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let go = use_go();
    let into = RwSignal::new(None::<AccountId>);
    let faults = Faults::new(i18n, field_name);
    let (find, name_of) = find_accounts();
    let others = Callback::new(move |typed: String| {
        let found: Vec<Found<AccountId>> = find.run(typed);
        found
            .into_iter()
            .filter(|found| found.value != id)
            .collect::<Vec<_>>()
    });
    let moved = Memo::new(move |_| {
        workspace.with(|book| {
            (
                book.contracts_of(id).count(),
                book.receivables_of(id).count() + book.credits_of(id).count(),
            )
        })
    });
    let merge = move |()| {
        let Some(into) = into.get_untracked() else {
            faults.set(vec![(INTO.to_owned(), Fault::Empty)]);
            return;
        };
        let go = go.clone();
        spawn_local(async move {
            match workspace
                .dispatch(Command::MergeAccounts { from: id, into })
                .await
            {
                Ok(_) => {
                    workspace.notify(Notice::Done(t_string!(i18n, accounts.merged).to_string()));
                    open.set(false);
                    go(Route::Account(into));
                }
                Err(failure) => faults.fail(failure, |_| Some(INTO)),
            }
        });
    };
    view! {
        <div class="dialog-form">
            <ErrorSummary errors=faults.summary()/>
            <Combobox
                label=move || t_string!(i18n, accounts.merge_into)
                hint=move || t_string!(i18n, contracts.account_hint)
                value=into find=others name_of id=INTO error=faults.at(INTO)
            />
            <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, accounts.merge_what)>
                <ul class="plain-list">
                    <li>{move || {
                        let (contracts, items) = moved.get();
                        t_string!(i18n, accounts.merge_moves, contracts = contracts, items = items).to_string()
                    }}</li>
                    <li>{t!(i18n, accounts.merge_documents)}</li>
                    <li>{t!(i18n, accounts.merge_closed)}</li>
                </ul>
            </NoticeBox>
            <Actions>
                <Button kind=ButtonKind::Danger on_press=merge>{t!(i18n, accounts.merge_confirm)}</Button>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
            </Actions>
        </div>
    }
}
