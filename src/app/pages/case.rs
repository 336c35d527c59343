//! One case: who it is about, what is known of the caller, what can be done, and everything that happened.
//!
//! While a caller is on the line who is not recognised, it shows what was said in this call and nothing of what was before.

mod clocks;
mod explained;
mod help;
mod lot;
mod remark;
mod settle;
mod subject;
mod timeline;
mod whose;

use crate::app::{
    components::{
        Badge, Button, ButtonKind, Dialog, EmptyState, KeyHint, LinkButton, PageHeader, Symbol,
        Tone,
    },
    locale::{t, t_string, use_i18n},
    pages::caller::{CallerPanel, SightGate},
    pages::desk::{CallBackForm, case_title, send, use_ticking},
    route::Route,
    workspace::{Workspace, use_workspace},
};
use crate::billing::desk::case::Case;
use crate::billing::id::CaseId;
use crate::care::case::{Phase, is_call_ours, last_call};
use crate::care::command::Command;
use crate::care::sight::{Sight, sight, sight_of_lists};
use chrono::{DateTime, Utc};
use clocks::Deadlines;
pub use explained::ExplainedButton;
use help::Help;
use leptos::{ev, prelude::*};
use remark::RemarkForm;
use settle::SettleForm;
use subject::Sorting;
use timeline::Timeline;
use whose::Whose;

/// The page.
#[component]
pub fn CasePage(
    /// Which.
    id: CaseId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let case = Memo::new(move |_| workspace.with(|book| book.cases.get(&id).cloned()));
    let is_known = Memo::new(move |_| case.read().is_some());
    move || {
        if is_known.get() {
            view! { <Known id case/> }.into_any()
        } else {
            view! {
                <PageHeader title=move || t_string!(i18n, desk.case_title)/>
                <EmptyState
                    symbol=Symbol::Search
                    title=move || t_string!(i18n, desk.no_case_title)
                    text=move || t_string!(i18n, desk.no_case_text)
                >
                    <LinkButton route=Route::Desk>{t!(i18n, desk.to_desk)}</LinkButton>
                </EmptyState>
            }
            .into_any()
        }
    }
}

/// Which windows of the page are open.
#[derive(Clone, Copy)]
struct Windows {
    promise: RwSignal<bool>,
    settle: RwSignal<bool>,
}

/// How much of a case may be looked at now.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Reach {
    /// All of it.
    Whole,
    /// What happened in the call that is on, since then.
    Since(DateTime<Utc>),
    /// Nothing: another customer is on the line.
    SomebodyElses,
}

impl Reach {
    /// How far it reaches for whoever works at this device; a case without a customer is looked at like a list.
    fn now(workspace: Workspace, case: &Case, now: DateTime<Utc>) -> Reach {
        let person = workspace.person();
        workspace.with(|book| {
            let seen = match case.account {
                Some(account) => sight(book, person, account, now),
                None => sight_of_lists(book, person, now),
            };
            match seen {
                Sight::Whole => Reach::Whole,
                Sight::SomebodyElses { .. } => Reach::SomebodyElses,
                Sight::OneInvoice { case, .. } | Sight::Unrecognised { case } => {
                    let call = book.cases.get(&case);
                    Reach::Since(call.map_or(now, call_began))
                }
            }
        })
    }

    /// Whether what happened at a moment may be looked at.
    fn shows(self, at: DateTime<Utc>) -> bool {
        match self {
            Reach::Whole => true,
            Reach::Since(began) => at >= began,
            Reach::SomebodyElses => false,
        }
    }

    fn is_whole(self) -> bool {
        self == Reach::Whole
    }
}

/// When the last call of a case began: a caller's with their waiting.
fn call_began(case: &Case) -> DateTime<Utc> {
    let call = last_call(case);
    call.map_or_else(|| case.opened_at(), |event| event.at)
}

/// The page, unless the matter is another customer's than the one on the line.
#[component]
fn Known(id: CaseId, case: Memo<Option<Case>>) -> impl IntoView {
    let workspace = use_workspace();
    let now = use_ticking(workspace);
    let reach = Memo::new(move |_| {
        let now = now.get();
        case.with(|case| {
            case.as_ref()
                .map_or(Reach::Whole, |case| Reach::now(workspace, case, now))
        })
    });
    let gated = Signal::derive(move || {
        let is_gated = reach.get() == Reach::SomebodyElses;
        case.with(|case| case.as_ref()?.account.filter(|_| is_gated))
    });
    view! { <SightGate account=gated><Body id case reach now/></SightGate> }
}

#[component]
fn Body(
    id: CaseId,
    case: Memo<Option<Case>>,
    reach: Memo<Reach>,
    now: RwSignal<DateTime<Utc>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let windows = Windows {
        promise: RwSignal::new(false),
        settle: RwSignal::new(false),
    };
    let phase = Memo::new(move |_| case.with(|case| case.as_ref().map(Phase::of)));
    listen(id, phase, reach, windows);
    let number = move || {
        let number = case.with(|case| case.as_ref().map_or(0, |case| case.number));
        t_string!(i18n, desk.case_number, number = number).to_string()
    };
    view! {
        <PageHeader title=move || case_title(workspace, i18n, id) subtitle=number>
            <Steps id phase windows/>
        </PageHeader>
        <div class="case-columns">
            <div class="case-caller"><CallerPanel case=id/></div>
            <div class="case-main">
                <Whose id case reach/>
                <Help id case now/>
                <RemarkForm id phase/>
                <Timeline case reach/>
            </div>
            <aside class="case-aside">
                <Deadlines id case reach now/>
                <Sorting id case/>
            </aside>
        </div>
        <Dialog title=move || t_string!(i18n, desk.promise_title) open=windows.promise>
            <CallBackForm case=id open=windows.promise/>
        </Dialog>
        <Dialog title=move || t_string!(i18n, desk.resolve) open=windows.settle>
            <SettleForm id open=windows.settle/>
        </Dialog>
    }
}

/// What can be done with the call and the case.
#[component]
fn Steps(id: CaseId, phase: Memo<Option<Phase>>, windows: Windows) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let press = move |command: Command| send(workspace, command);
    // A call that we made may have reached nobody: to end it is to say that somebody was.
    let is_ours =
        Memo::new(move |_| workspace.with(|book| book.cases.get(&id).is_some_and(is_call_ours)));
    let promise = move || {
        view! {
            <Button on_press=move |()| windows.promise.set(true)>
                {t!(i18n, desk.promise)}" "<KeyHint keys=vec!["B"]/>
            </Button>
        }
    };
    let resolve = move || {
        view! {
            <Button kind=ButtonKind::Primary symbol=Symbol::Check on_press=move |()| windows.settle.set(true)>
                {t!(i18n, desk.resolve)}
            </Button>
        }
    };
    move || {
        match phase.get()? {
        Phase::Ringing { .. } => Some(
            view! {
                <Button kind=ButtonKind::Quiet on_press=move |()| press(Command::Abandon(id))>{t!(i18n, desk.abandoned)}</Button>
                {promise()}
                <Button kind=ButtonKind::Primary symbol=Symbol::Phone on_press=move |()| press(Command::Answer(id))>
                    {t!(i18n, desk.answer)}" "<KeyHint keys=vec!["A"]/>
                </Button>
            }
            .into_any(),
        ),
        Phase::Talking { .. } => Some(
            view! {
                <Badge tone=Tone::Good>{t!(i18n, desk.on_line)}</Badge>
                {promise()}
                <Show when=move || is_ours.get()>
                    <Button on_press=move |()| press(Command::NotReached(id))>{t!(i18n, caller.not_reached)}</Button>
                </Show>
                <Button on_press=move |()| press(Command::HangUp(id))>
                    {t!(i18n, desk.hang_up)}" "<KeyHint keys=vec!["H"]/>
                </Button>
                {resolve()}
            }
            .into_any(),
        ),
        Phase::New | Phase::Open | Phase::WaitingOnCustomer { .. } => {
            Some(view! { {promise()} {resolve()} }.into_any())
        }
        Phase::Resolved { .. } => Some(
            view! {
                <Button symbol=Symbol::Undo on_press=move |()| press(Command::Reopen(id))>{t!(i18n, desk.reopen)}</Button>
            }
            .into_any(),
        ),
    }
    }
}

/// A: answer. H: end the call. B: promise a call-back.
fn listen(id: CaseId, phase: Memo<Option<Phase>>, reach: Memo<Reach>, windows: Windows) {
    let workspace = use_workspace();
    let listener = window_event_listener(ev::keydown, move |event| {
        if !crate::app::shell::is_free_key(&event) {
            return;
        }
        // What is not shown is not steered either.
        if reach.get_untracked() == Reach::SomebodyElses {
            return;
        }
        let Some(phase) = phase.get_untracked() else {
            return;
        };
        match (event.key().as_str(), phase) {
            ("a", Phase::Ringing { .. }) => send(workspace, Command::Answer(id)),
            ("h", Phase::Talking { .. }) => send(workspace, Command::HangUp(id)),
            ("b", _) if !phase.is_resolved() => windows.promise.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}
