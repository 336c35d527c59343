//! The desk: who waits, who is to be called back, what is due, and the best thing to do next.
//!
//! Every step has a key; nothing here decides anything, the queue follows from the cases.

mod aside;
mod call_back_form;
mod list;
mod new_case;
mod next;
mod past_call;
mod waiting;

pub use call_back_form::CallBackForm;
pub use list::case_title;
pub use new_case::{kind_choices, priority_choices};
pub use waiting::clock;

use crate::app::{
    components::{Button, ButtonKind, Dialog, EmptyState, KeyHint, PageHeader, Section, Symbol},
    locale::{t, t_string, use_i18n},
    route::{Route, use_go},
    workspace::{Workspace, device, use_workspace},
};
use crate::billing::id::CaseId;
use crate::care::case::{Phase, is_on_line};
use crate::care::command::Command;
use crate::care::queue::Queue;
use aside::Aside;
use chrono::{DateTime, TimeDelta, Utc};
use leptos::{ev, prelude::*};
use list::{CallBacks, Cases};
use new_case::NewCaseForm;
use next::NextStep;
use past_call::PastCallForm;
use std::time::Duration;
use waiting::Waiting;
use wasm_bindgen_futures::spawn_local;

/// What the page shows, the moment it shows it for, and what its keys do.
#[derive(Clone, Copy)]
pub struct Desk {
    /// The queue as it stands.
    pub queue: Memo<Queue>,
    /// The clock on the wall, to the second.
    pub now: RwSignal<DateTime<Utc>>,
    /// The case a call-back is being promised in.
    pub promising: RwSignal<Option<CaseId>>,
}

/// The page.
#[component]
pub fn DeskPage() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let now = use_ticking(workspace);
    // Every minute is often enough for what is due; the clocks of those who wait tick by themselves.
    let minute = Memo::new(move |_| now.get().timestamp() / 60);
    let queue = Memo::new(move |_| {
        minute.track();
        workspace.with(|book| Queue::of(book, &book.policy(), now.get_untracked()))
    });
    let desk = Desk {
        queue,
        now,
        promising: RwSignal::new(None),
    };
    provide_context(desk);
    let windows = Windows::new();
    listen(desk, windows);
    device::keep_seen(workspace.now());
    let is_quiet = Memo::new(move |_| {
        queue.with(|queue| {
            queue.ringing.is_empty()
                && queue.talking.is_empty()
                && queue.call_backs.is_empty()
                && queue.open.is_empty()
        })
    });
    view! {
        <PageHeader title=move || t_string!(i18n, desk.title)>
            <Steps windows/>
        </PageHeader>
        <NextStep/>
        <div class="desk-columns">
            <div class="desk-main">
                <Waiting/>
                <CallBacks/>
                <Cases/>
                <Show when=move || is_quiet.get()>
                    <EmptyState
                        symbol=Symbol::Phone
                        title=move || t_string!(i18n, desk.quiet_title)
                        text=move || t_string!(i18n, desk.quiet_text)
                    />
                </Show>
            </div>
            <aside class="desk-aside"><Aside/></aside>
        </div>
        <Dialogs desk windows/>
    }
}

/// Which windows of the page are open.
#[derive(Clone, Copy)]
struct Windows {
    case: RwSignal<bool>,
    past: RwSignal<bool>,
}

impl Windows {
    fn new() -> Self {
        Windows {
            case: RwSignal::new(false),
            past: RwSignal::new(false),
        }
    }
}

#[component]
fn Steps(windows: Windows) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    view! {
        <div class="desk-actions">
        <Button kind=ButtonKind::Quiet symbol=Symbol::Edit on_press=move |()| windows.past.set(true)>
            {t!(i18n, desk.past_call)}
        </Button>
        <Button symbol=Symbol::Plus on_press=move |()| windows.case.set(true)>{t!(i18n, desk.new_case)}</Button>
        <Button kind=ButtonKind::Primary symbol=Symbol::Bell on_press=move |()| ring(workspace)>
            {t!(i18n, desk.ring)}" "<KeyHint keys=vec!["R"]/>
        </Button>
        </div>
    }
}

#[component]
fn Dialogs(desk: Desk, windows: Windows) -> impl IntoView {
    let i18n = use_i18n();
    let promising = RwSignal::new(false);
    // The window follows the case, and closing the window lets go of it; each only where the other differs.
    Effect::new(move || {
        let is_open = desk.promising.get().is_some();
        if promising.get_untracked() != is_open {
            promising.set(is_open);
        }
    });
    Effect::new(move || {
        if !promising.get() && desk.promising.get_untracked().is_some() {
            desk.promising.set(None);
        }
    });
    view! {
        <Dialog title=move || t_string!(i18n, desk.promise_title) open=promising>
            {move || desk.promising.get().map(|case| view! { <CallBackForm case open=promising/> })}
        </Dialog>
        <Dialog title=move || t_string!(i18n, desk.new_case) open=windows.case>
            <NewCaseForm open=windows.case/>
        </Dialog>
        <Dialog title=move || t_string!(i18n, desk.past_call) open=windows.past>
            <PastCallForm open=windows.past/>
        </Dialog>
    }
}

/// Two rings so close are one press of two fingers.
const TWICE: TimeDelta = TimeDelta::seconds(1);

/// The phone rings: somebody waits from now on.
pub fn ring(workspace: Workspace) {
    // A second press is the same ring.
    let now = workspace.now();
    let rings_already = workspace.with_untracked(|book| {
        book.unsettled_cases().any(|case| match Phase::of(case) {
            Phase::Ringing { since } => case.phone.is_empty() && now - since < TWICE,
            _ => false,
        })
    });
    if rings_already {
        return;
    }
    let command = Command::CallIn {
        case: workspace.fresh_id(),
        phone: String::new(),
    };
    send(workspace, command);
}

/// Asks something of the desk, and says why where it was not done.
pub fn send(workspace: Workspace, command: Command) {
    spawn_local(async move {
        if let Err(failure) = workspace.dispatch(command).await {
            workspace.report(&failure);
        }
    });
}

/// Answers a call and goes to its case.
pub fn answer(workspace: Workspace, case: CaseId, go: impl Fn(Route) + 'static) {
    spawn_local(async move {
        match workspace.dispatch(Command::Answer(case)).await {
            Ok(_) => go(Route::Case(case)),
            Err(failure) => workspace.report(&failure),
        }
    });
}

/// A clock that ticks every second while the page stands.
pub fn use_ticking(workspace: Workspace) -> RwSignal<DateTime<Utc>> {
    let now = RwSignal::new(workspace.now());
    let tick = move || {
        now.try_set(workspace.now());
    };
    match set_interval_with_handle(tick, Duration::from_secs(1)) {
        Ok(handle) => on_cleanup(move || handle.clear()),
        Err(error) => leptos::logging::warn!("the clock does not tick: {error:?}"),
    }
    now
}

/// R: it rings. A: answer the longest waiting. B: promise them a call-back. H: my call is over. N: a new case.
fn listen(desk: Desk, windows: Windows) {
    let workspace = use_workspace();
    let go = use_go();
    let first = move || {
        desk.queue
            .with_untracked(|queue| queue.ringing.first().map(|waiting| waiting.case))
    };
    // The call of whoever presses the key, or the only one there is.
    let own_call = move || {
        let (person, now) = (workspace.person_untracked(), workspace.now());
        workspace.with_untracked(|book| {
            let mut own = book
                .unsettled_cases()
                .filter(|case| is_on_line(case, person, now));
            own.next().map(|case| case.id)
        })
    };
    let listener = window_event_listener(ev::keydown, move |event| {
        if !crate::app::shell::is_free_key(&event) {
            return;
        }
        match event.key().as_str() {
            "r" => ring(workspace),
            "a" => match first() {
                Some(case) => answer(workspace, case, go.clone()),
                None => return,
            },
            "b" => match first() {
                Some(case) => desk.promising.set(Some(case)),
                None => return,
            },
            "h" => match own_call() {
                Some(case) => send(workspace, Command::HangUp(case)),
                None => return,
            },
            "n" => windows.case.set(true),
            _ => return,
        }
        event.prevent_default();
    });
    on_cleanup(move || listener.remove());
}

/// The desk of the page.
fn use_desk() -> Desk {
    expect_context::<Desk>()
}

/// A part of the desk that stands only where there is something in it.
#[component]
fn Part(
    #[prop(into)] title: Signal<String>,
    #[prop(into)] count: Signal<usize>,
    children: ChildrenFn,
) -> impl IntoView {
    let children = StoredValue::new(children);
    let is_there = move || count.get() > 0;
    view! {
        <Show when=is_there>
            <Section title=move || format!("{} · {}", title.get(), count.get())>
                {children.with_value(|children| children())}
            </Section>
        </Show>
    }
}
