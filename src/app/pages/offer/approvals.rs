//! Special discounts that wait for somebody's decision: who asks, for whom, exactly what, and what the bills become.

use super::foresight::effect;
use super::model::severity_name;
use crate::app::{
    components::{
        Actions, Badge, Button, ButtonKind, DataList, DateView, Datum, Dialog, EmptyState,
        ErrorSummary, FieldError, Notice as NoticeBox, PageHeader, Symbol, TextField, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::contract::change::EffectView,
    route::Route,
    wording::{failure_text, grant_kind_name, role_name},
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::desk::grant::{Grant, GrantState};
use crate::billing::desk::role::Role;
use crate::billing::id::{GrantId, PersonId};
use crate::care::command::Command;
use crate::care::offer;
use crate::care::permission::is_sole_operator;
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// Id of the field in the dialog that declines.
const WHY: &str = "decline-reason";

/// The page.
#[component]
pub fn Approvals() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let waiting = Memo::new(move |_| {
        workspace.with(|book| {
            let waiting = book.grants.values().filter(|grant| grant.is_waiting());
            let mut waiting: Vec<(_, GrantId)> =
                waiting.map(|grant| (grant.asked_at, grant.id)).collect();
            waiting.sort_unstable();
            waiting.into_iter().map(|(_, id)| id).collect::<Vec<_>>()
        })
    });
    let declining: RwSignal<Option<GrantId>> = RwSignal::new(None);
    let open = RwSignal::new(false);
    let decline = Callback::new(move |id: GrantId| {
        declining.set(Some(id));
        open.set(true);
    });
    view! {
        <PageHeader
            title=move || t_string!(i18n, offers.approvals)
            subtitle=move || t_string!(i18n, offers.approvals_text)
        />
        <Show
            when=move || !waiting.read().is_empty()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Check
                    title=move || t_string!(i18n, offers.nothing_waits)
                    text=move || t_string!(i18n, offers.nothing_waits_text)
                />
            }
        >
            <div class="requests">
                <For each=move || waiting.get() key=|id| *id let:id><Request id decline/></For>
            </div>
        </Show>
        <Dialog title=move || t_string!(i18n, offers.decline_title) open>
            {move || declining.get().map(|id| view! { <DeclineForm id open/> })}
        </Dialog>
    }
}

/// The name of somebody, or that nobody said who they are.
pub fn person_name(workspace: Workspace, person: Option<PersonId>) -> Option<String> {
    let id = person?;
    workspace.with_untracked(|book| book.people.get(&id).map(|person| person.name.clone()))
}

/// One request.
#[component]
fn Request(id: GrantId, decline: Callback<GrantId>) -> impl IntoView {
    let workspace = use_workspace();
    let grant = Memo::new(move |_| workspace.with(|book| book.grants.get(&id).cloned()));
    move || {
        grant
            .get()
            .filter(Grant::is_waiting)
            .map(|grant| view! { <RequestView grant decline/> })
    }
}

#[component]
fn RequestView(grant: Grant, decline: Callback<GrantId>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let (customer, contract, service) = workspace.with_untracked(|book| {
        let contract = book.contracts.get(&grant.contract);
        let service = contract.and_then(|contract| contract.service(grant.service));
        (
            book.accounts
                .get(&grant.account)
                .map(|account| account.name.clone())
                .unwrap_or_default(),
            contract
                .map(|contract| contract.name.clone())
                .unwrap_or_default(),
            service
                .map(|service| service.description.clone())
                .unwrap_or_default(),
        )
    });
    let asked_by = person_name(workspace, grant.asked_by);
    let what = {
        let (percent, months, from) = (grant.percent, grant.months, grant.from);
        move || {
            let percent = format.get().percent(percent);
            let from = format.get().date(from);
            t_string!(
                i18n,
                offers.what,
                percent = percent,
                count = months,
                from = from
            )
            .to_string()
        }
    };
    let found = {
        let grant = grant.clone();
        Memo::new(move |_| {
            let (today, now) = (workspace.today(), workspace.now());
            workspace.with(|book| {
                let decides = offer::decides_now(&book.policy(), &grant, now);
                let new = offer::asked(&grant);
                let is_outdated = offer::is_outdated(book, &grant);
                (
                    decides,
                    is_outdated,
                    grant.expiry < today,
                    effect(book, &new, today),
                )
            })
        })
    };
    // Whoever waited too long asks the next role, too; the one that was asked first may still decide.
    let needs = match grant.state {
        GrantState::Waiting { needs } => Some(needs),
        _ => None,
    };
    let standing = Signal::derive(move || {
        let (_, is_outdated, is_expired, _) = found.get();
        (needs, is_outdated || is_expired)
    });
    let note = (!grant.note.is_empty()).then(|| grant.note.clone());
    let (kind, severity) = (grant.kind, grant.severity);
    let (total, expiry) = (grant.total, grant.expiry);
    let label = customer.clone();
    let asked_on = grant.asked_at.with_timezone(&chrono::Local).date_naive();
    view! {
        <article class="service request" aria-label=label>
            <header class="service-head">
                <h2><a href=Route::Account(grant.account).href()>{customer}</a></h2>
                {move || found.get().0.map(|role| view! {
                    <Badge tone=Tone::Info>{move || t_string!(i18n, offers.decides, role = role_name(i18n, role)).to_string()}</Badge>
                })}
            </header>
            <p class="request-what">{what}</p>
            {move || found.get().1.then(|| view! {
                <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, offers.outdated)>{t!(i18n, offers.outdated_text)}</NoticeBox>
            })}
            {move || found.get().2.then(|| view! {
                <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, offers.expired)>{t!(i18n, offers.expired_text)}</NoticeBox>
            })}
            <DataList>
                <Datum name=move || t_string!(i18n, offers.service)>
                    <a href=Route::Contract(grant.contract).href()>{contract}</a>" · "{service}
                </Datum>
                <Datum name=move || t_string!(i18n, offers.total)>{move || format.get().money(total)}</Datum>
                <Datum name=move || t_string!(i18n, offers.reason)>
                    {move || grant_kind_name(i18n, kind)}" · "{grant.reason_code.clone()}
                    {severity.map(|severity| view! { " · "{move || severity_name(i18n, severity)} })}
                </Datum>
                {note.map(|note| view! { <Datum name=move || t_string!(i18n, offers.note)>{note}</Datum> })}
                <Datum name=move || t_string!(i18n, offers.asked_by)>
                    {move || asked_by.clone().unwrap_or_else(|| t_string!(i18n, offers.nobody).to_string())}
                    " · "<DateView day=asked_on/>
                </Datum>
                <Datum name=move || t_string!(i18n, offers.expiry)><DateView day=expiry/></Datum>
            </DataList>
            <details class="request-bills">
                <summary>{t!(i18n, offers.show_bills)}</summary>
                {move || found.get().3.map(|effect| view! { <EffectView effect/> })}
            </details>
            <Steps id=grant.id asked_by=grant.asked_by standing decline/>
        </article>
    }
}

/// What the one at the device can do with a request. Who may is decided by the engine; here a step that can't be is left out.
#[component]
fn Steps(
    id: GrantId,
    asked_by: Option<PersonId>,
    /// The least role that may decide, and whether it can't be approved any more, whoever decides.
    standing: Signal<(Option<Role>, bool)>,
    decline: Callback<GrantId>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let send = move |command: Command, done: String| {
        spawn_local(async move {
            match workspace.dispatch(command).await {
                Ok(_) => workspace.notify(Notice::Done(done)),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    let is_own = move || workspace.person() == asked_by;
    let is_sole = move || {
        let person = workspace.person();
        workspace.with(|book| is_sole_operator(book, person))
    };
    let can_decide = move || workspace.role() >= Role::Lead && !is_own() || is_sole();
    // Where nobody else works, whoever does decides with everybody's authority.
    let falls_short = move || {
        let (decides, _) = standing.get();
        decides.filter(|decides| !is_sole() && workspace.role() < *decides)
    };
    let can_approve = move || can_decide() && falls_short().is_none() && !standing.get().1;
    let out_of_reach = move || {
        let needs = falls_short().filter(|_| can_decide())?;
        let role = role_name(i18n, needs);
        let text = t_string!(i18n, offers.other_decides, role = role).to_string();
        Some(view! { <p class="quiet">{text}</p> })
    };
    let can_withdraw = move || is_own() || workspace.role() >= Role::Lead;
    let approve = move |()| {
        let note = String::new();
        let done = t_string!(i18n, offers.approved).to_string();
        send(Command::ApproveGrant { grant: id, note }, done);
    };
    let withdraw = move |()| {
        let done = t_string!(i18n, offers.withdrawn).to_string();
        send(Command::WithdrawGrant(id), done);
    };
    view! {
        <Show when=move || is_own() && !is_sole()>
            <p class="quiet">{t!(i18n, offers.own)}</p>
        </Show>
        {out_of_reach}
        <Actions>
            <Show when=can_withdraw>
                <Button on_press=withdraw>{t!(i18n, offers.withdraw)}</Button>
            </Show>
            <Show when=can_decide>
                <Button on_press=move |()| decline.run(id)>{t!(i18n, offers.decline)}</Button>
            </Show>
            <Show when=can_approve>
                <Button kind=ButtonKind::Primary on_press=approve>{t!(i18n, offers.approve)}</Button>
            </Show>
        </Actions>
    }
}

/// Why it is not given.
#[component]
fn DeclineForm(id: GrantId, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let reason = RwSignal::new(String::new());
    let errors = RwSignal::new(Vec::<FieldError>::new());
    let error = Signal::derive(move || {
        errors.with(|errors| errors.first().map(|error| error.text.clone()))
    });
    let save = move || {
        errors.set(Vec::new());
        let note = reason.get_untracked();
        spawn_local(async move {
            match workspace
                .dispatch(Command::DeclineGrant { grant: id, note })
                .await
            {
                Ok(_) => {
                    let done = t_string!(i18n, offers.declined_done).to_string();
                    workspace.notify(Notice::Done(done));
                    open.set(false);
                }
                Err(failure) => {
                    errors.set(vec![FieldError::new(WHY, failure_text(i18n, &failure))]);
                }
            }
        });
    };
    view! {
        <ErrorSummary errors/>
        <form class="form" on:submit=move |event| { event.prevent_default(); save(); }>
            <p class="dialog-text">{t!(i18n, offers.decline_text)}</p>
            <TextField label=move || t_string!(i18n, offers.reason) value=reason error id=WHY required=true/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, offers.decline)}</Button>
            </Actions>
        </form>
    }
}
