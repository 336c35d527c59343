//! The billing run: look at everything that is due by a day, leave out whom one wants, then issue it all.

mod choose;
mod document;
mod outcome;
mod proposals;
mod skipped;
mod sums;

use crate::app::{
    components::{
        Button, ButtonKind, ConfirmDialog, EmptyState, LinkButton, Notice, PageHeader, Progress,
        Section, Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::role_note::RoleNote,
    route::Route,
    wording::failure_text,
    workspace::{Failure, RunOutcome, Workspace, use_workspace},
};
use crate::billing::{
    desk::role::Role,
    id::AccountId,
    run::{self, Preview, RunRequest, SkipReason},
};
use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use std::{collections::BTreeSet, sync::Arc};

/// Where the run is.
#[derive(Clone)]
enum Stage {
    /// Looking and choosing.
    Choosing,
    /// Issuing; so many accounts are done, of how many.
    Issuing { done: usize, total: usize },
    /// Issued, wholly or in part.
    Done(Arc<RunOutcome>),
    /// Nothing was issued, because.
    Failed(Failure),
}

/// What a person chose.
#[derive(Clone, Copy)]
struct Choices {
    /// Bill everything due by that day.
    target: RwSignal<Option<NaiveDate>>,
    /// Issue date of the documents.
    issue_date: RwSignal<Option<NaiveDate>>,
    /// Accounts that are left out.
    left_out: RwSignal<BTreeSet<AccountId>>,
}

/// The page.
#[component]
pub fn BillingRun() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let choices = Choices {
        target: RwSignal::new(Some(workspace.today())),
        issue_date: RwSignal::new(Some(workspace.today())),
        left_out: RwSignal::new(BTreeSet::new()),
    };
    let stage = RwSignal::new(Stage::Choosing);
    let is_cancelled = StoredValue::new(false);
    let preview = Memo::new(move |before: Option<&Option<Arc<Preview>>>| {
        // While batches are issued the book changes every moment; what was confirmed stays on show.
        let is_choosing = stage.with(|stage| matches!(stage, Stage::Choosing | Stage::Failed(_)));
        if !is_choosing {
            return before.cloned().flatten();
        }
        let request = RunRequest {
            target: choices.target.get()?,
            issue_date: choices.issue_date.get()?,
            only: None,
        };
        Some(Arc::new(
            workspace.with(|book| run::preview(book, &request)),
        ))
    });
    let issue = move |()| {
        let Some(preview) = preview.get_untracked() else {
            return;
        };
        let confirmed = chosen(&preview, &choices.left_out.get_untracked());
        is_cancelled.set_value(false);
        stage.set(Stage::Issuing {
            done: 0,
            total: confirmed.proposals.len(),
        });
        spawn_local(async move {
            let outcome = workspace
                .issue_run(
                    &confirmed,
                    move |done, total| stage.set(Stage::Issuing { done, total }),
                    move || is_cancelled.get_value(),
                )
                .await;
            stage.set(match outcome {
                Ok(outcome) => Stage::Done(Arc::new(outcome)),
                Err(failure) => Stage::Failed(failure),
            });
        });
    };
    let again = move |()| {
        choices.left_out.set(BTreeSet::new());
        stage.set(Stage::Choosing);
    };
    // A memo of which part is on show, so that progress doesn't build the page again and again.
    let part = Memo::new(move |_| {
        stage.with(|stage| match stage {
            Stage::Choosing | Stage::Failed(_) => 0,
            Stage::Issuing { .. } => 1,
            Stage::Done(_) => 2,
        })
    });
    view! {
        <PageHeader
            title=move || t_string!(i18n, billing.title)
            subtitle=move || t_string!(i18n, billing.subtitle)
        />
        {move || match part.get() {
            0 => view! { <Choosing choices preview stage on_issue=issue/> }.into_any(),
            1 => view! { <Issuing stage on_cancel=move |()| is_cancelled.set_value(true)/> }.into_any(),
            _ => match stage.get_untracked() {
                Stage::Done(outcome) => view! { <outcome::Outcome outcome on_again=again/> }.into_any(),
                Stage::Choosing | Stage::Issuing { .. } | Stage::Failed(_) => ().into_any(),
            },
        }}
    }
}

/// The preview without the accounts that are left out.
fn chosen(preview: &Preview, left_out: &BTreeSet<AccountId>) -> Preview {
    let mut chosen = preview.clone();
    chosen
        .proposals
        .retain(|proposal| !left_out.contains(&proposal.account));
    chosen
}

/// How many documents are proposed, those of the accounts left out apart.
fn documents_of(preview: &Preview, left_out: &BTreeSet<AccountId>) -> usize {
    preview
        .proposals
        .iter()
        .filter(|proposal| !left_out.contains(&proposal.account))
        .map(|proposal| proposal.documents.len())
        .sum()
}

#[component]
fn Choosing(
    choices: Choices,
    preview: Memo<Option<Arc<Preview>>>,
    stage: RwSignal<Stage>,
    #[prop(into)] on_issue: Callback<()>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let is_confirming = RwSignal::new(false);
    let count = Memo::new(move |_| {
        preview.with(|preview| {
            preview.as_ref().map_or(0, |preview| {
                choices.left_out.with(|out| documents_of(preview, out))
            })
        })
    });
    let failure = move || {
        stage.with(|stage| match stage {
            Stage::Failed(failure) => Some(failure_text(i18n, failure)),
            Stage::Choosing | Stage::Issuing { .. } | Stage::Done(_) => None,
        })
    };
    let is_seller_incomplete =
        Memo::new(move |_| workspace.with(|book| book.seller.check_for_issuing().is_err()));
    let may_issue = Memo::new(move |_| workspace.role() >= Role::Lead);
    let confirm_text = move || {
        let day = choices.issue_date.get().unwrap_or(workspace.today());
        t_string!(
            i18n,
            billing.confirm_text,
            count = count.get(),
            figure = format.get().number(count.get()),
            date = format.get().date(day),
            number = choose::next_number(workspace, day)
        )
    };
    let has_proposals = Memo::new(move |_| {
        preview.with(|preview| {
            preview
                .as_ref()
                .is_some_and(|preview| !preview.proposals.is_empty())
        })
    });
    view! {
        {move || failure().map(|text| view! { <div role="alert"><Notice tone=Tone::Bad>{text}</Notice></div> })}
        <Show when=move || is_seller_incomplete.get()>
            <Notice tone=Tone::Warn>
                {t!(i18n, billing.no_seller)}" "
                <a href=Route::Settings.href()>{t!(i18n, billing.to_settings)}</a>
            </Notice>
        </Show>
        <RoleNote needs=Role::Lead/>
        <choose::Choose choices/>
        <Show when=move || has_proposals.get() fallback=move || view! { <NothingDue choices preview/> }>
            <sums::Sums preview left_out=choices.left_out/>
            <div class="run-confirm">
                <Button
                    kind=ButtonKind::Primary
                    symbol=Symbol::Billing
                    disabled=Signal::derive(move || count.get() == 0 || is_seller_incomplete.get() || !may_issue.get())
                    on_press=move |()| is_confirming.set(true)
                >
                    {t!(i18n, billing.issue, count = move || count.get(), figure = move || format.get().number(count.get()))}
                </Button>
            </div>
            <proposals::Proposals preview left_out=choices.left_out/>
        </Show>
        <skipped::SkippedList preview/>
        <ConfirmDialog
            title=move || t_string!(i18n, billing.confirm_title)
            text=confirm_text
            confirm=move || t_string!(i18n, billing.issue, count = count.get(), figure = format.get().number(count.get()))
            open=is_confirming
            is_danger=false
            on_confirm=on_issue
        />
    }
}

/// What stands in the place of the proposals: nothing is due, and when something will be.
#[component]
fn NothingDue(choices: Choices, preview: Memo<Option<Arc<Preview>>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let next = Memo::new(move |_| preview.with(|preview| next_due(preview.as_ref()?)));
    let has_preview = move || preview.with(Option::is_some);
    let title = move || {
        let day = choices.target.get().unwrap_or_default();
        t_string!(i18n, billing.nothing_title, date = format.get().date(day))
    };
    let text = move || match next.get() {
        Some(day) => t_string!(i18n, billing.nothing_next, date = format.get().date(day)),
        None => t_string!(i18n, billing.nothing_at_all).to_string(),
    };
    let step = move || {
        match next.get() {
        Some(day) => view! {
            <Button on_press=move |()| choices.target.set(Some(day))>
                {move || t_string!(i18n, billing.bill_next, date = format.get().date(day))}
            </Button>
        }
        .into_any(),
        None => view! {
            <LinkButton route=Route::NewContract kind=ButtonKind::Primary>{t!(i18n, billing.new_contract)}</LinkButton>
            <LinkButton route=Route::NewInvoice>{t!(i18n, billing.new_invoice)}</LinkButton>
        }
        .into_any(),
    }
    };
    view! {
        <Show when=has_preview>
            <EmptyState symbol=Symbol::Check title text>{step}</EmptyState>
        </Show>
    }
}

/// The first day on which something will be due.
fn next_due(preview: &Preview) -> Option<NaiveDate> {
    preview
        .skipped
        .iter()
        .filter_map(|skipped| match &skipped.reason {
            SkipReason::NothingDue { next } => *next,
            SkipReason::NotStarted { starts } => Some(*starts),
            SkipReason::Paused { resumes } => *resumes,
            SkipReason::Ended { .. }
            | SkipReason::AccountClosed
            | SkipReason::NoContract
            | SkipReason::CreditCarried { .. }
            | SkipReason::Refused(_) => None,
        })
        .filter(|day| *day > preview.request.target)
        .min()
}

#[component]
fn Issuing(stage: RwSignal<Stage>, #[prop(into)] on_cancel: Callback<()>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let figures = move || {
        stage.with(|stage| match stage {
            Stage::Issuing { done, total } => (*done, *total),
            Stage::Choosing | Stage::Done(_) | Stage::Failed(_) => (0, 0),
        })
    };
    let label = move || {
        let (done, total) = figures();
        t_string!(
            i18n,
            billing.issuing,
            done = format.get().number(done),
            total = format.get().number(total)
        )
    };
    view! {
        <Section
            title=move || t_string!(i18n, billing.step_issue)
            note=move || t_string!(i18n, billing.issuing_note)
        >
            <Progress
                label
                done=Signal::derive(move || figures().0)
                total=Signal::derive(move || figures().1)
                on_cancel
            />
        </Section>
    }
}

/// An account's name for the lists of this page.
fn account_name(workspace: Workspace, account: AccountId) -> String {
    workspace
        .with(|book| book.accounts.get(&account).map(|each| each.name.clone()))
        .unwrap_or_default()
}
