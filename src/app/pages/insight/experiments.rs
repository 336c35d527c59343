//! Experiments: planned with their size before they begin, looked at as often as one likes while they run, ended with or without
//! something that everybody is offered from then on.

mod outcome;
mod plan_form;

use crate::app::{
    components::{
        Badge, Button, ButtonKind, ConfirmDialog, Dialog, EmptyState, Section, Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::role_note::{RoleNote, falls_short},
    wording::case_kind_name,
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::desk::experiment::{Experiment, ExperimentState};
use crate::billing::desk::role::Role;
use crate::billing::id::ExperimentId;
use crate::care::command::Command;
use leptos::{prelude::*, task::spawn_local};
use outcome::{Outcome, StopForm};
use plan_form::PlanForm;

/// What a dialog is about.
#[derive(Clone, Copy)]
struct Asked {
    plan: RwSignal<bool>,
    start: RwSignal<bool>,
    stop: RwSignal<bool>,
    which: RwSignal<Option<ExperimentId>>,
}

impl Asked {
    fn open(self, dialog: RwSignal<bool>, which: Option<ExperimentId>) {
        self.which.set(which);
        dialog.set(true);
    }
}

/// The tab.
#[component]
pub fn Experiments() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let asked = Asked {
        plan: RwSignal::new(false),
        start: RwSignal::new(false),
        stop: RwSignal::new(false),
        which: RwSignal::new(None),
    };
    let falls_short = falls_short(workspace, Role::Manager);
    // What runs first, then what is planned, then what is over, the newest of each first.
    let all = Memo::new(move |_| {
        let mut all: Vec<Experiment> =
            workspace.with(|book| book.experiments.values().cloned().collect());
        let rank = |experiment: &Experiment| match experiment.state {
            ExperimentState::Running { .. } => 0,
            ExperimentState::Planned => 1,
            ExperimentState::Stopped { .. } => 2,
        };
        all.sort_by_key(|experiment| (rank(experiment), std::cmp::Reverse(experiment.id)));
        all
    });
    view! {
        <RoleNote needs=Role::Manager/>
        <p class="section-note">{t!(i18n, trials.intro)}</p>
        <div class="actions">
            <Button kind=ButtonKind::Primary symbol=Symbol::Plus disabled=falls_short on_press=move |()| asked.open(asked.plan, None)>
                {t!(i18n, trials.plan)}
            </Button>
        </div>
        {move || {
            let all = all.get();
            if all.is_empty() {
                view! {
                    <EmptyState
                        symbol=Symbol::Curve
                        title=move || t_string!(i18n, trials.none_title)
                        text=move || t_string!(i18n, trials.none_text)
                    />
                }
                .into_any()
            } else {
                all.into_iter().map(|experiment| view! { <One experiment asked/> }).collect_view().into_any()
            }
        }}
        <Dialogs asked/>
    }
}

#[component]
fn Dialogs(asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let found = move || {
        let id = asked.which.get_untracked()?;
        workspace.with_untracked(|book| book.experiments.get(&id).cloned())
    };
    let start = move |()| {
        if let Some(id) = asked.which.get_untracked() {
            send(
                workspace,
                Command::StartExperiment(id),
                t_string!(i18n, trials.begun).to_owned(),
            );
        }
    };
    view! {
        <Dialog title=move || t_string!(i18n, trials.plan) open=asked.plan>
            {move || view! { <PlanForm before=found() open=asked.plan/> }}
        </Dialog>
        <ConfirmDialog
            title=move || t_string!(i18n, trials.start_title)
            text=move || t_string!(i18n, trials.start_text)
            confirm=move || t_string!(i18n, trials.start)
            open=asked.start
            on_confirm=start
            is_danger=false
        />
        <Dialog title=move || t_string!(i18n, trials.stop_title) open=asked.stop>
            {move || found().map(|experiment| view! { <StopForm experiment open=asked.stop/> })}
        </Dialog>
    }
}

/// Asks something and says that it was done, or why not.
fn send(workspace: Workspace, command: Command, done: String) {
    spawn_local(async move {
        match workspace.dispatch(command).await {
            Ok(_) => workspace.notify(Notice::Done(done)),
            Err(failure) => workspace.report(&failure),
        }
    });
}

#[component]
fn One(experiment: Experiment, asked: Asked) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let falls_short = falls_short(workspace, Role::Manager);
    let id = experiment.id;
    let name = experiment.name.clone();
    let (state, kinds) = (experiment.state, experiment.kinds.clone());
    let horizon = experiment.horizon_days;
    let planned = experiment.planned;
    let badge = move || match state {
        ExperimentState::Planned => {
            view! { <Badge>{t!(i18n, trials.state_planned)}</Badge> }.into_any()
        }
        ExperimentState::Running { .. } => {
            view! { <Badge tone=Tone::Good>{t!(i18n, trials.state_running)}</Badge> }.into_any()
        }
        ExperimentState::Stopped { .. } => {
            view! { <Badge tone=Tone::Neutral>{t!(i18n, trials.state_stopped)}</Badge> }.into_any()
        }
    };
    let about = move || {
        let kinds: Vec<String> = kinds
            .iter()
            .map(|kind| case_kind_name(i18n, *kind))
            .collect();
        let planned = usize::try_from(planned).unwrap_or(usize::MAX);
        t_string!(
            i18n,
            trials.about,
            kinds = kinds.join(", "),
            days = horizon,
            planned = format.get().number(planned)
        )
        .to_string()
    };
    let adopted = experiment.adopted().map(|arm| arm.name.clone());
    let has_begun = experiment.began_at().is_some();
    view! {
        <Section title=Signal::stored(name)>
            <p>{badge}" "{about}</p>
            {adopted.map(|name| view! { <p>{move || t_string!(i18n, trials.adopted, name = name.clone()).to_string()}</p> })}
            {has_begun.then(|| view! { <Outcome experiment=experiment.clone()/> })}
            <div class="actions">
                {match state {
                    ExperimentState::Planned => view! {
                        <Button disabled=falls_short on_press=move |()| asked.open(asked.plan, Some(id))>{t!(i18n, words.edit)}</Button>
                        <Button kind=ButtonKind::Primary disabled=falls_short on_press=move |()| asked.open(asked.start, Some(id))>{t!(i18n, trials.start)}</Button>
                    }
                    .into_any(),
                    ExperimentState::Running { .. } => view! {
                        <Button disabled=falls_short on_press=move |()| asked.open(asked.stop, Some(id))>{t!(i18n, trials.stop)}</Button>
                    }
                    .into_any(),
                    ExperimentState::Stopped { .. } => ().into_any(),
                }}
            </div>
        </Section>
    }
}
