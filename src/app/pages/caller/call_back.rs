//! Calling back at a number on file: whoever answers there is taken to be the customer.

use super::{Line, way::Way};
use crate::app::{
    components::{Button, ButtonKind, Icon, LinkButton, Symbol},
    format::Format,
    locale::{I18n, t, t_string, td_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::desk::case::{Case, Happening};
use crate::billing::id::AccountId;
use crate::care::caller::{OnFile, country_code, on_file};
use crate::care::case::Phase;
use crate::care::command::Command;
use leptos::{prelude::*, task::spawn_local};

/// A number on file.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Number {
    phone: String,
    name: String,
    since: Option<chrono::NaiveDate>,
    counts: OnFile,
}

/// The number that is being called now.
fn dialled(case: &Case) -> Option<String> {
    if !matches!(Phase::of(case), Phase::Talking { .. }) {
        return None;
    }
    let call = case
        .events
        .iter()
        .rev()
        .find_map(|event| match &event.what {
            Happening::CalledOut(phone) => Some(Some(phone.clone())),
            Happening::CalledIn | Happening::Answered => Some(None),
            _ => None,
        });
    call.flatten()
}

/// The way.
#[component]
pub fn CallBackWay(
    line: Line,
    account: AccountId,
    #[prop(optional)] is_open: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let numbers = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            let home = country_code(book.seller.address.country.code());
            let identity = book.policy().identity;
            let account = book.accounts.get(&account);
            let contacts = account.into_iter().flat_map(|account| {
                let with_phone = |contact: &&crate::billing::account::ContactPerson| {
                    !contact.phone.trim().is_empty()
                };
                let contacts = account.contacts.iter().filter(with_phone);
                contacts.map(|contact| Number {
                    phone: contact.phone.clone(),
                    name: contact.name.clone(),
                    since: contact.phone_since,
                    counts: on_file(account, &contact.phone, home, &identity, today),
                })
            });
            contacts.collect::<Vec<_>>()
        })
    });
    let dialled = Memo::new(move |_| line.found.with(|case| case.as_ref().and_then(dialled)));
    let is_calling = dialled.get_untracked().is_some() || !line.is_on_call();
    view! {
        <Way name=move || t_string!(i18n, caller.call_back) note=move || t_string!(i18n, caller.call_back_note) is_open=is_open || is_calling>
            {move || match dialled.get() {
                Some(phone) => view! { <Calling line phone/> }.into_any(),
                None => view! { <Numbers line account numbers/> }.into_any(),
            }}
        </Way>
    }
}

/// The numbers, each with its button.
#[component]
fn Numbers(line: Line, account: AccountId, numbers: Memo<Vec<Number>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let call = move |phone: String| {
        let case = line.case;
        spawn_local(async move {
            let command = Command::CallOut { case, phone };
            if let Err(failure) = workspace.dispatch(command).await {
                workspace.report(&failure);
            }
        });
    };
    move || {
        let numbers = numbers.get();
        if numbers.is_empty() {
            return view! {
                <p>{t!(i18n, caller.no_number)}</p>
                <div class="actions"><LinkButton route=Route::Account(account)>{t!(i18n, caller.to_account)}</LinkButton></div>
            }
            .into_any();
        }
        let rows = numbers
            .into_iter()
            .map(|number| {
                let note = number_note(i18n, format.get(), &number);
                let counts = number.counts == OnFile::Old;
                let phone = number.phone.clone();
                view! {
                    <li class="way-row">
                        <span>
                            <span class="way-figure">{number.phone.clone()}</span>
                            <span class="way-note">{note}</span>
                        </span>
                        {counts.then(|| view! {
                            <Button symbol=Symbol::Phone on_press=move |()| call(phone.clone())>{t!(i18n, caller.call)}</Button>
                        })}
                    </li>
                }
            })
            .collect_view();
        view! {
            <Show when=move || line.is_on_call()><p class="field-hint">{t!(i18n, caller.call_back_first)}</p></Show>
            <ul class="plain-list">{rows}</ul>
        }
        .into_any()
    }
}

fn number_note(i18n: I18n, format: Format, number: &Number) -> String {
    let locale = i18n.get_locale();
    let since = match (number.counts, number.since) {
        (OnFile::New(from), _) => {
            td_string!(locale, caller.number_counts_from, day = format.date(from)).to_string()
        }
        (OnFile::No, _) => td_string!(locale, caller.number_unreadable).to_string(),
        (OnFile::Old, Some(since)) => {
            td_string!(locale, caller.number_since, day = format.date(since)).to_string()
        }
        (OnFile::Old, None) => td_string!(locale, caller.number_always).to_string(),
    };
    if number.name.is_empty() {
        since
    } else {
        format!("{} · {since}", number.name)
    }
}

/// The call under way, and what came of it.
#[component]
fn Calling(line: Line, phone: String) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let send = move |command: Command| {
        spawn_local(async move {
            line.tell(i18n, workspace.dispatch(command).await);
        });
    };
    let case = line.case;
    let dialled: String = phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    view! {
        <p class="way-row">
            <a class="way-figure" href=format!("tel:{dialled}")><Icon symbol=Symbol::Phone/> {phone}</a>
        </p>
        <p class="field-hint">{t!(i18n, caller.calling)}</p>
        <div class="actions">
            <Button kind=ButtonKind::Primary on_press=move |()| send(Command::RecogniseByCallBack(case))>{t!(i18n, caller.it_is_them)}</Button>
            <Button on_press=move |()| send(Command::NotReached(case))>{t!(i18n, caller.not_reached)}</Button>
        </div>
    }
}
