//! Everything that happened in a case, the newest first.

use super::Reach;
use crate::app::{
    components::{Badge, Section, Tone},
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    wording::{case_kind_name, level_name, outcome_name, recognition_name},
    workspace::{Failure, Workspace, use_workspace},
};
use crate::billing::desk::case::{Case, CaseEvent, Happening};
use crate::billing::id::{ExperimentId, GrantId, InvoiceId};
use leptos::{prelude::*, task::spawn_local};
use std::collections::{BTreeMap, BTreeSet};

/// The numbers of documents.
type Numbers = BTreeMap<InvoiceId, String>;

/// The documents that a case speaks of.
fn documents(case: &Case) -> BTreeSet<InvoiceId> {
    let spoken_of = case.events.iter().filter_map(|event| match event.what {
        Happening::Explained(id) | Happening::Corrected(id) | Happening::Disputed(id) => Some(id),
        _ => None,
    });
    spoken_of.collect()
}

/// The list.
#[component]
pub fn Timeline(case: Memo<Option<Case>>, reach: Memo<Reach>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    // The documents that the case speaks of; each is read once.
    let spoken_of = Memo::new(move |_| case.with(|case| case.iter().flat_map(documents).collect()));
    let numbers = RwSignal::new(Numbers::new());
    Effect::new(move || {
        let asked: BTreeSet<InvoiceId> = spoken_of.get();
        let known = numbers.get_untracked();
        let missing: Vec<_> = asked
            .into_iter()
            .filter(|id| !known.contains_key(id))
            .collect();
        if missing.is_empty() {
            return;
        }
        spawn_local(async move {
            match workspace.documents(&missing).await {
                Ok(found) => {
                    let found = found
                        .into_iter()
                        .map(|document| (document.id, document.number));
                    numbers.try_update(|numbers| numbers.extend(found));
                }
                Err(error) => workspace.report(&Failure::Store(error)),
            }
        });
    });
    let rows = move || {
        let format = format.get();
        let numbers = numbers.get();
        case.with(|case| {
            let events = case.iter().flat_map(|case| case.events.iter().rev());
            let reach = reach.get();
            events
                .filter(|event| reach.shows(event.at))
                .map(|event| {
                    let who = name(workspace, event);
                    let text = text(workspace, &numbers, i18n, format, &event.what);
                    let when = format.moment(event.at);
                    let late = event
                        .is_late_entry
                        .then(|| view! { <Badge>{t!(i18n, desk.late_entry)}</Badge> });
                    let clock = event.is_clock_behind.then(
                        || view! { <Badge tone=Tone::Warn>{t!(i18n, desk.clock_behind)}</Badge> },
                    );
                    view! {
                        <li class="case-event">
                            <p class="case-event-text">{text}</p>
                            <p class="desk-detail">{when}" "{who}" "{late}" "{clock}</p>
                        </li>
                    }
                })
                .collect_view()
        })
    };
    view! {
        <Section title=move || t_string!(i18n, desk.history)>
            <ol class="case-timeline">{rows}</ol>
            <Show when=move || !reach.get().is_whole()>
                <p class="section-note">{t!(i18n, desk.history_since)}</p>
            </Show>
        </Section>
    }
}

fn name(workspace: Workspace, event: &CaseEvent) -> String {
    let name = workspace.with(|book| {
        let person = event.by.and_then(|by| book.people.get(&by));
        person.map(|person| person.name.clone())
    });
    name.map(|name| format!("· {name}")).unwrap_or_default()
}

/// What happened, as a sentence.
fn text(
    workspace: Workspace,
    numbers: &Numbers,
    i18n: I18n,
    format: Format,
    what: &Happening,
) -> String {
    let invoice = |id| numbers.get(&id).cloned().unwrap_or_default();
    match what {
        Happening::Opened => t_string!(i18n, desk.event.opened).to_owned(),
        Happening::CalledIn => t_string!(i18n, desk.event.called_in).to_owned(),
        Happening::Answered => t_string!(i18n, desk.event.answered).to_owned(),
        Happening::Abandoned => t_string!(i18n, desk.event.abandoned).to_owned(),
        Happening::HungUp => t_string!(i18n, desk.event.hung_up).to_owned(),
        Happening::CalledOut(phone) => {
            t_string!(i18n, desk.event.called_out, phone = phone.clone()).to_string()
        }
        Happening::NotReached => t_string!(i18n, desk.event.not_reached).to_owned(),
        Happening::Named(account) => {
            let name = workspace.with(|book| {
                let account = book.accounts.get(account);
                account.map(|account| account.name.clone())
            });
            let name = name.unwrap_or_default();
            t_string!(i18n, desk.event.named, name = name).to_string()
        }
        Happening::Assigned(person) => {
            let name = workspace.with(|book| {
                let person = book.people.get(person);
                person.map(|person| person.name.clone())
            });
            let name = name.unwrap_or_default();
            t_string!(i18n, desk.event.assigned, name = name).to_string()
        }
        Happening::Sorted { kind, priority, .. } => {
            let kind = case_kind_name(i18n, *kind);
            let priority = u8::from(*priority);
            t_string!(i18n, desk.event.sorted, kind = kind, priority = priority).to_string()
        }
        Happening::Noted(text) => text.clone(),
        Happening::Replied(text) => {
            t_string!(i18n, desk.event.replied, text = text.clone()).to_string()
        }
        Happening::WaitingOnCustomer(text) => {
            t_string!(i18n, desk.event.waiting, text = text.clone()).to_string()
        }
        Happening::Resumed => t_string!(i18n, desk.event.resumed).to_owned(),
        Happening::Promised(promise) => {
            let (what, day) = (promise.what.clone(), format.date(promise.by));
            t_string!(i18n, desk.event.promised, what = what, day = day).to_string()
        }
        Happening::PromiseKept(_) => t_string!(i18n, desk.event.promise_kept).to_owned(),
        Happening::CallBackPromised(call) => {
            let (phone, due) = (call.phone.clone(), format.moment(call.due));
            let text = t_string!(
                i18n,
                desk.event.call_back_promised,
                phone = phone,
                due = due
            );
            if call.note.is_empty() {
                text.to_string()
            } else {
                format!("{text}: {}", call.note)
            }
        }
        Happening::CallBackDone => t_string!(i18n, desk.event.call_back_done).to_owned(),
        Happening::NotVerified(method) => {
            let method = recognition_name(i18n, *method);
            t_string!(i18n, desk.event.not_verified, method = method).to_string()
        }
        Happening::Verified { method, level, .. } => {
            let (method, level) = (recognition_name(i18n, *method), level_name(i18n, *level));
            t_string!(i18n, desk.event.verified, method = method, level = level).to_string()
        }
        Happening::StillThere => t_string!(i18n, desk.event.still_there).to_owned(),
        Happening::Explained(id) => {
            t_string!(i18n, desk.event.explained, number = invoice(*id)).to_string()
        }
        Happening::Corrected(id) => {
            t_string!(i18n, desk.event.corrected, number = invoice(*id)).to_string()
        }
        Happening::Changed(what) => {
            t_string!(i18n, desk.event.changed, what = what.clone()).to_string()
        }
        Happening::Offered(id) => {
            let what = discount(workspace, i18n, format, *id);
            t_string!(i18n, desk.event.offered, what = what).to_string()
        }
        Happening::Granted(id) => {
            let what = discount(workspace, i18n, format, *id);
            t_string!(i18n, desk.event.granted, what = what).to_string()
        }
        Happening::Disputed(id) => {
            t_string!(i18n, desk.event.disputed, number = invoice(*id)).to_string()
        }
        Happening::Drawn { experiment, arm } => {
            let (name, arm) = drawn(workspace, *experiment, *arm);
            t_string!(i18n, trials.event_drawn, name = name, arm = arm).to_string()
        }
        Happening::SetAside { why, .. } => {
            t_string!(i18n, trials.event_set_aside, why = why.clone()).to_string()
        }
        Happening::Resolved { outcome, note } => {
            let outcome = outcome_name(i18n, *outcome);
            let text = t_string!(i18n, desk.event.resolved, outcome = outcome).to_string();
            if note.is_empty() {
                text
            } else {
                format!("{text} {note}")
            }
        }
        Happening::Reopened => t_string!(i18n, desk.event.reopened).to_owned(),
    }
}

/// How much a discount takes off, for how long, and what that comes to.
fn discount(workspace: Workspace, i18n: I18n, format: Format, id: GrantId) -> String {
    let Some(grant) = workspace.with(|book| book.grants.get(&id).cloned()) else {
        return String::new();
    };
    let (percent, total) = (format.percent(grant.percent), format.money(grant.total));
    t_string!(
        i18n,
        desk.event.discount,
        percent = percent,
        count = grant.months,
        total = total
    )
    .to_string()
}

/// The names of an experiment and of one of its arms.
fn drawn(workspace: Workspace, experiment: ExperimentId, arm: usize) -> (String, String) {
    workspace.with(|book| {
        let experiment = book.experiments.get(&experiment);
        let name = experiment.map(|experiment| experiment.name.clone());
        let arm = experiment.and_then(|experiment| experiment.arms.get(arm));
        let arm = arm.map(|arm| arm.name.clone());
        (name.unwrap_or_default(), arm.unwrap_or_default())
    })
}
