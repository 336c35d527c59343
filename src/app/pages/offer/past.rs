//! Special discounts of a customer and of a contract: what was given, what waits, what was not given; and how much money the
//! one at the device may give back.

use super::approvals::person_name;
use crate::app::{
    components::{Badge, DateView, LinkButton, Notice as NoticeBox, Section, Symbol, Tone},
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::desk::grant::{Grant, GrantState};
use crate::billing::id::{AccountId, ContractId};
use crate::care::offer;
use crate::care::permission::money_limit;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Everything that was given, asked for or declined for a customer, the latest first. Nothing where there is nothing.
#[component]
pub fn Discounts(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let grants = Memo::new(move |_| {
        workspace.with(|book| {
            let mut grants: Vec<Grant> = book.grants_of(id).cloned().collect();
            grants.sort_by_key(|grant| std::cmp::Reverse((grant.asked_at, grant.id)));
            grants
        })
    });
    view! {
        <Show when=move || !grants.read().is_empty()>
            <Section title=move || t_string!(i18n, offers.discounts)>
                <div class="table-scroll" tabindex="0" role="region" aria-label=move || t_string!(i18n, offers.discounts)>
                    <table class="simple-table">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, offers.discount)}</th>
                                <th scope="col">{t!(i18n, offers.until)}</th>
                                <th scope="col">{t!(i18n, offers.state)}</th>
                                <th scope="col" class="amount">{t!(i18n, offers.total)}</th>
                            </tr>
                        </thead>
                        <tbody>{move || grants.get().into_iter().map(|grant| view! { <Row grant/> }).collect_view()}</tbody>
                    </table>
                </div>
            </Section>
        </Show>
    }
}

fn last_day(grant: &Grant) -> Option<NaiveDate> {
    offer::last_day(&offer::asked(grant))
}

#[component]
fn Row(grant: Grant) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let service = workspace.with_untracked(|book| {
        let contract = book.contracts.get(&grant.contract)?;
        let service = contract.service(grant.service)?;
        Some(service.description.clone())
    });
    let (percent, contract) = (grant.percent, grant.contract);
    let (total, last) = (grant.total, last_day(&grant));
    let by = match &grant.state {
        GrantState::Waiting { .. } => person_name(workspace, grant.asked_by),
        GrantState::Given(decided)
        | GrantState::Declined(decided)
        | GrantState::Withdrawn(decided) => person_name(workspace, decided.by),
    };
    let note = match &grant.state {
        GrantState::Declined(decided) => decided.note.clone(),
        GrantState::Waiting { .. } | GrantState::Given(_) | GrantState::Withdrawn(_) => {
            grant.reason_code.clone()
        }
    };
    let (is_given, is_sole) = match &grant.state {
        GrantState::Given(decided) => (true, decided.is_sole_operator),
        _ => (false, false),
    };
    let about = [Some(note), by]
        .into_iter()
        .flatten()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" · ");
    view! {
        <tr>
            <th scope="row">
                {move || format.get().percent(percent)}" · "
                <a href=Route::Contract(contract).href()>{service.unwrap_or_default()}</a>
                <span class="row-step quiet">{about}</span>
            </th>
            <td>{last.filter(|_| is_given).map(|day| view! { <DateView day/> })}</td>
            <td>
                <StateBadge state=grant.state/>
                {is_sole.then(|| view! { <span class="row-step quiet">{t!(i18n, offers.sole)}</span> })}
            </td>
            <td class="amount">{move || format.get().money(total)}</td>
        </tr>
    }
}

#[component]
fn StateBadge(state: GrantState) -> impl IntoView {
    let i18n = use_i18n();
    match state {
        GrantState::Waiting { .. } => {
            view! { <Badge tone=Tone::Warn>{t!(i18n, offers.waits)}</Badge> }.into_any()
        }
        GrantState::Given(_) => {
            view! { <Badge tone=Tone::Good>{t!(i18n, offers.was_given)}</Badge> }.into_any()
        }
        GrantState::Declined(_) => {
            view! { <Badge>{t!(i18n, offers.was_declined)}</Badge> }.into_any()
        }
        GrantState::Withdrawn(_) => {
            view! { <Badge>{t!(i18n, offers.was_withdrawn)}</Badge> }.into_any()
        }
    }
}

/// What holds of special discounts on a contract, and what waits, in words.
#[component]
pub fn ContractDiscounts(
    /// Which contract.
    id: ContractId,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let grants = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            book.grants
                .values()
                .filter(|grant| grant.contract == id)
                .filter(|grant| match grant.state {
                    GrantState::Waiting { .. } => true,
                    GrantState::Given(_) => last_day(grant).is_some_and(|last| today <= last),
                    GrantState::Declined(_) | GrantState::Withdrawn(_) => false,
                })
                .cloned()
                .collect::<Vec<Grant>>()
        })
    });
    let line = move |grant: Grant| {
        let by = match &grant.state {
            GrantState::Given(decided) => person_name(workspace, decided.by),
            _ => person_name(workspace, grant.asked_by),
        };
        let is_waiting = grant.is_waiting();
        let (percent, from, last) = (grant.percent, grant.from, last_day(&grant));
        let title = move || {
            let format = format.get();
            let percent = format.percent(percent);
            let from = format.date(from);
            let last = last.map(|day| format.date(day)).unwrap_or_default();
            if is_waiting {
                t_string!(
                    i18n,
                    offers.line_waits,
                    percent = percent,
                    from = from,
                    last = last
                )
                .to_string()
            } else {
                t_string!(
                    i18n,
                    offers.line_given,
                    percent = percent,
                    from = from,
                    last = last
                )
                .to_string()
            }
        };
        let text = [Some(grant.reason_code.clone()), by]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(" · ");
        let tone = if is_waiting { Tone::Info } else { Tone::Good };
        view! {
            <NoticeBox tone title>
                <p>{text}</p>
                {is_waiting.then(|| view! {
                    <LinkButton route=Route::Approvals symbol=Symbol::Check>{t!(i18n, offers.approvals)}</LinkButton>
                })}
            </NoticeBox>
        }
    };
    move || {
        let grants = grants.get();
        (!grants.is_empty()).then(|| {
            view! { <div class="notices">{grants.into_iter().map(line).collect_view()}</div> }
        })
    }
}

/// How much money the one at the device may give back without obligation, and what to do above that.
#[component]
pub fn MoneyLimit() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    move || {
        let role = workspace.role();
        let limit = workspace.with(|book| money_limit(book, role))?;
        let text = move || {
            t_string!(i18n, offers.money_limit, amount = format.get().money(limit)).to_string()
        };
        Some(view! { <p class="field-hint">{text}</p> })
    }
}
