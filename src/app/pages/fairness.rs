//! Is every customer treated fairly? The review of all accounts, made in the worker, so that the page stays free.

mod customers;
mod sums;

use crate::app::{
    components::{
        Button, EmptyState, Notice as NoticeBox, PageHeader, Progress, Section, Symbol, Tone,
    },
    locale::{I18n, t, t_string, use_format, use_i18n},
    long_work::{Ended, LongWork},
    pages::files::failed_text,
    workspace::{Workspace, use_workspace},
};
use crate::billing::desk::role::Role;
use crate::care::review::FirmReview;
use crate::worker::protocol::{Reply, Request};
use customers::Customers;
use leptos::{prelude::*, task::spawn_local};
use std::sync::Arc;
use sums::{Figures, Penalties, Rules};

/// How the check stands.
#[derive(Clone, PartialEq)]
enum Check {
    Running { done: u64, total: u64 },
    Stopped,
    Failed(String),
    Done(Arc<FirmReview>),
}

/// The page. The check begins by itself.
#[component]
pub fn Fairness() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let has_accounts = Memo::new(move |_| workspace.with(|book| !book.accounts.is_empty()));
    view! {
        <PageHeader
            title=move || t_string!(i18n, fairness.title)
            subtitle=move || t_string!(i18n, fairness.subtitle)
        />
        <Show
            when=move || has_accounts.get()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Scales
                    title=move || t_string!(i18n, fairness.empty_title)
                    text=move || t_string!(i18n, fairness.empty_text)
                />
            }
        >
            <CheckView/>
        </Show>
    }
}

#[component]
fn CheckView() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let work = StoredValue::new_local(LongWork::new());
    let check = RwSignal::new(Check::Running { done: 0, total: 0 });
    let begin = move |()| {
        check.set(Check::Running { done: 0, total: 0 });
        spawn_local(async move {
            let outcome = run(workspace, i18n, work.get_value(), check).await;
            // The page may have been left.
            check.try_set(outcome);
        });
    };
    begin(());
    on_cleanup(move || {
        work.try_with_value(LongWork::stop);
    });
    let again = move || {
        view! {
            <div class="toolbar">
                <Button symbol=Symbol::Check on_press=begin>{t!(i18n, fairness.again)}</Button>
            </div>
        }
    };
    move || {
        match check.get() {
        Check::Running { .. } => view! { <Running check work/> }.into_any(),
        Check::Stopped => view! {
            <p role="status">{t!(i18n, fairness.stopped)}</p>
            {again()}
        }
        .into_any(),
        Check::Failed(why) => view! {
            <NoticeBox tone=Tone::Bad title=move || t_string!(i18n, fairness.failed)>{why}</NoticeBox>
            {again()}
        }
        .into_any(),
        Check::Done(firm) => view! {
            <Outcome firm/>
            {again()}
        }
        .into_any(),
    }
    }
}

/// Asks the worker.
async fn run(workspace: Workspace, i18n: I18n, work: LongWork, check: RwSignal<Check>) -> Check {
    let request = Request::Review {
        today: workspace.today(),
    };
    let progress = move |done, total| {
        check.try_set(Check::Running { done, total });
    };
    match work.run(&request, None, progress).await {
        Ended::Answered(reply, _) => match *reply {
            Reply::Reviewed(firm) => Check::Done(Arc::from(firm)),
            Reply::Failed(failed) => Check::Failed(failed_text(i18n, &failed)),
            Reply::Ready
            | Reply::Progress { .. }
            | Reply::Saved(_)
            | Reply::Inspected(_)
            | Reply::Opened(_)
            | Reply::Pressed { .. }
            | Reply::PressedMany { .. }
            | Reply::Unfit(_)
            | Reply::Read(_)
            | Reply::Unreadable(_)
            | Reply::Hashed(_) => Check::Stopped,
        },
        Ended::Stopped => Check::Stopped,
        Ended::Broken(words) => {
            Check::Failed(t_string!(i18n, fairness.unreadable, words = words).to_string())
        }
    }
}

#[component]
fn Running(check: RwSignal<Check>, work: StoredValue<LongWork, LocalStorage>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let place = Memo::new(move |_| match check.get() {
        Check::Running { done, total } => (as_count(done), as_count(total)),
        Check::Stopped | Check::Failed(_) | Check::Done(_) => (0, 0),
    });
    let label = move || {
        let ((done, total), format) = (place.get(), format.get());
        let (done, total) = (format.number(done), format.number(total));
        t_string!(i18n, fairness.working, done = done, total = total).to_string()
    };
    view! {
        <Progress
            label
            done=Signal::derive(move || place.get().0)
            total=Signal::derive(move || place.get().1)
            on_cancel=move |()| work.with_value(LongWork::stop)
        />
    }
}

#[component]
fn Outcome(firm: Arc<FirmReview>) -> impl IntoView {
    let i18n = use_i18n();
    let sees_under = sees_undercharged(use_workspace());
    let (of_rules, of_penalties) = (firm.clone(), firm.clone());
    let (figures, customers) = (firm.clone(), firm);
    view! {
        <Figures firm=figures/>
        <Section title=move || t_string!(i18n, fairness.by_rule)>
            <Show when=move || sees_under.get()>
                <p class="section-note">{t!(i18n, fairness.by_rule_note)}</p>
            </Show>
            <Rules firm=of_rules/>
        </Section>
        <Section title=move || t_string!(i18n, fairness.customers)>
            <Customers firm=customers/>
        </Section>
        <Section
            title=move || t_string!(i18n, fairness.penalty)
            note=move || t_string!(i18n, fairness.penalty_note)
        >
            <Penalties firm=of_penalties/>
        </Section>
    }
}

/// Whether what was charged too little is shown: to whoever runs the business, for nobody is asked to pay it afterwards.
fn sees_undercharged(workspace: Workspace) -> Memo<bool> {
    Memo::new(move |_| workspace.role() >= Role::Manager)
}

fn as_count(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}
