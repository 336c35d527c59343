//! Promised call-backs and open cases, what is due first first.

use super::{Part, send, use_desk, waiting::until_text};
use crate::app::{
    components::{Badge, Button, Symbol, Tone},
    locale::{I18n, t, t_string, use_format, use_i18n},
    route::{Route, use_go},
    wording::{case_kind_name, channel_name},
    workspace::{Workspace, use_workspace},
};
use crate::billing::desk::case::Channel;
use crate::billing::id::CaseId;
use crate::care::command::Command;
use crate::care::queue::{CallBackDue, CaseDue, Urgency};
use leptos::prelude::*;
use wasm_bindgen_futures::spawn_local;

/// How a case is called: the customer, or the number they called from, or that nobody is known yet.
pub fn case_title(workspace: Workspace, i18n: I18n, id: CaseId) -> String {
    workspace.with(|book| {
        let Some(case) = book.cases.get(&id) else {
            return String::new();
        };
        let account = case.account.and_then(|account| book.accounts.get(&account));
        let who = match account {
            Some(account) => account.name.clone(),
            None if !case.phone.is_empty() => case.phone.clone(),
            None if case.channel == Channel::Phone => {
                t_string!(i18n, desk.unknown_caller).to_owned()
            }
            None => t_string!(i18n, desk.unnamed).to_owned(),
        };
        if case.subject.is_empty() {
            who
        } else {
            format!("{who} · {}", case.subject)
        }
    })
}

/// Promised call-backs.
#[component]
pub fn CallBacks() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let calls = Memo::new(move |_| desk.queue.with(|queue| queue.call_backs.clone()));
    view! {
        <Part title=move || t_string!(i18n, desk.call_backs) count=move || calls.read().len()>
            <ul class="desk-list">
                {move || calls.get().into_iter().map(|due| view! { <CallBackRow due/> }).collect_view()}
            </ul>
        </Part>
    }
}

#[component]
fn CallBackRow(due: CallBackDue) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let desk = use_desk();
    let go = use_go();
    let (case, phone) = (due.case, due.call.phone.clone());
    let note = due.call.note.clone();
    let (limit, planned) = (due.call.due, due.planned);
    let left = move || (limit - desk.now.get()).num_seconds();
    let badge = move || {
        let time = until_text(i18n.get_locale(), left());
        if left() < 0 {
            view! { <Badge tone=Tone::Bad>{t_string!(i18n, desk.overdue_by, time = time).to_string()}</Badge> }
        } else {
            view! { <Badge tone=Tone::Neutral>{t_string!(i18n, desk.due_in, time = time).to_string()}</Badge> }
        }
    };
    let plan = move || match planned {
        Some(at) => {
            let time = format.get().moment(at);
            t_string!(i18n, desk.planned, time = time).to_string()
        }
        None => t_string!(i18n, desk.not_placed).to_owned(),
    };
    let (dial, heard) = (phone.clone(), phone.clone());
    let call = move |()| {
        let (go, phone) = (go.clone(), dial.clone());
        spawn_local(async move {
            match workspace.dispatch(Command::CallOut { case, phone }).await {
                Ok(_) => go(Route::Case(case)),
                Err(failure) => workspace.report(&failure),
            }
        });
    };
    view! {
        <li class="desk-row">
            {badge}
            <span class="desk-who">
                <a href=Route::Case(case).href()>{move || case_title(workspace, i18n, case)}</a>
                <span class="desk-detail">{phone}" · "{plan}</span>
                {(!note.is_empty()).then(|| view! { <span class="desk-detail">{note}</span> })}
            </span>
            <span class="desk-steps">
                <Button symbol=Symbol::Phone on_press=call>
                    {t!(i18n, desk.call)}<span class="heard">" "{heard}</span>
                </Button>
            </span>
        </li>
    }
}

/// Open cases.
#[component]
pub fn Cases() -> impl IntoView {
    let i18n = use_i18n();
    let desk = use_desk();
    let cases = Memo::new(move |_| desk.queue.with(|queue| queue.open.clone()));
    view! {
        <Part title=move || t_string!(i18n, desk.cases) count=move || cases.read().len()>
            <ul class="desk-list">
                {move || cases.get().into_iter().map(|due| view! { <CaseRow due/> }).collect_view()}
            </ul>
        </Part>
    }
}

#[component]
fn CaseRow(due: CaseDue) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let desk = use_desk();
    let id = due.case;
    let badge = move || {
        let left = due.due.map(|due| (due - desk.now.get()).num_seconds());
        let time = until_text(i18n.get_locale(), left.unwrap_or(0));
        let (tone, text) = match (due.urgency, left) {
            (Urgency::Missed, _) => (
                Tone::Bad,
                t_string!(i18n, desk.overdue_by, time = time).to_string(),
            ),
            (Urgency::Resting, _) => (Tone::Info, t_string!(i18n, desk.resting).to_owned()),
            (_, None) => (Tone::Neutral, t_string!(i18n, desk.no_deadline).to_owned()),
            (Urgency::Close, Some(_)) => (
                Tone::Warn,
                t_string!(i18n, desk.due_in, time = time).to_string(),
            ),
            (Urgency::Calm, Some(_)) => (
                Tone::Neutral,
                t_string!(i18n, desk.due_in, time = time).to_string(),
            ),
        };
        view! { <Badge tone>{text}</Badge> }
    };
    let detail = move || {
        workspace.with(|book| {
            let case = book.cases.get(&id)?;
            let owner = due.owner.and_then(|owner| book.people.get(&owner));
            let number = t_string!(i18n, desk.case_number, number = case.number).to_string();
            let parts = [
                Some(number),
                Some(case_kind_name(i18n, case.kind)),
                Some(channel_name(i18n, case.channel)),
                owner.map(|person| person.name.clone()),
            ];
            Some(parts.into_iter().flatten().collect::<Vec<_>>().join(" · "))
        })
    };
    view! {
        <li class="desk-row">
            {badge}
            <span class="desk-who">
                <a href=Route::Case(id).href()>{move || case_title(workspace, i18n, id)}</a>
                <span class="desk-detail">{detail}</span>
            </span>
            <span class="desk-steps">
                <Show when=move || due.owner.is_none() && workspace.person().is_some()>
                    <Button on_press=move |()| {
                        if let Some(to) = workspace.person() {
                            send(workspace, Command::Assign { case: id, to });
                        }
                    }>{t!(i18n, desk.take)}<span class="heard">" "{move || case_title(workspace, i18n, id)}</span></Button>
                </Show>
            </span>
        </li>
    }
}
