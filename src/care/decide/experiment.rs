//! Experiments: planned, begun and ended; the lot of a customer, kept to or not.

use super::{Desk, add, find};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::decide::Context;
use crate::billing::desk::case::{Case, Happening};
use crate::billing::desk::experiment::{Experiment, ExperimentState};
use crate::billing::id::{CaseId, ExperimentId};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::care::case::Phase;
use crate::care::experiment::{drawn, lot_of};
use crate::care::refusal::Refused;

pub(super) fn plan(book: &Book, plan: Experiment) -> Result<Vec<Change>, Refused> {
    let before = book.experiments.get(&plan.id);
    if before.is_some_and(|before| before.state != ExperimentState::Planned) {
        return Err(Refused::ExperimentBegan);
    }
    let plan = Experiment {
        state: ExperimentState::Planned,
        // Another key would be another lot.
        key: before.map_or(plan.key, |before| before.key),
        name: plan.name.trim().to_owned(),
        ..plan
    };
    plan.check()?;
    let is_taken = |other: &&Experiment| other.id != plan.id && other.name == plan.name;
    if book.experiments.values().any(|other| is_taken(&other)) {
        let what = plan.name.clone();
        return Err(Refusal::field(Field::Name, RefusalKind::Taken { what }).into());
    }
    Ok(vec![Change::ExperimentRevised(plan)])
}

pub(super) fn start(
    book: &Book,
    id: ExperimentId,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let plan = find_experiment(book, id)?;
    if plan.state != ExperimentState::Planned {
        return Err(Refused::ExperimentBegan);
    }
    // A customer in two lots at once would be offered two things, and neither could be told from the other.
    let overlaps = |other: &&Experiment| {
        other.is_running() && other.kinds.iter().any(|kind| plan.kinds.contains(kind))
    };
    if let Some(other) = book.experiments.values().find(overlaps) {
        let what = other.name.clone();
        return Err(Refusal::field(Field::Family, RefusalKind::Taken { what }).into());
    }
    let since = context.now;
    Ok(vec![Change::ExperimentRevised(Experiment {
        state: ExperimentState::Running { since },
        ..plan.clone()
    })])
}

pub(super) fn stop(
    book: &Book,
    id: ExperimentId,
    adopted: Option<usize>,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let running = find_experiment(book, id)?;
    let ExperimentState::Running { since } = running.state else {
        return Err(Refused::ExperimentNotRunning);
    };
    let stopped = Experiment {
        state: ExperimentState::Stopped {
            since,
            at: context.now.max(since),
            adopted,
        },
        ..running.clone()
    };
    stopped.check()?;
    Ok(vec![Change::ExperimentRevised(stopped)])
}

/// A customer takes part once: whoever was drawn before stays what they are, in any later case.
pub(super) fn draw(
    book: &Book,
    case: CaseId,
    id: ExperimentId,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let experiment = find_experiment(book, id)?;
    if !experiment.is_running() {
        return Err(Refused::ExperimentNotRunning);
    }
    let mut case = open_case(book, case)?;
    if !experiment.kinds.contains(&case.kind) {
        return Err(Refused::NotInExperiment);
    }
    let account = case.account.ok_or(Refused::NobodyNamed)?;
    if drawn(&case, id).is_some() {
        return Ok(Vec::new());
    }
    let arm = lot_of(book, experiment, account).ok_or(Refused::NotInExperiment)?;
    let what = Happening::Drawn {
        experiment: id,
        arm,
    };
    add(&mut case, what, desk, context)?;
    Ok(vec![Change::CaseRevised(case)])
}

pub(super) fn set_aside(
    book: &Book,
    case: CaseId,
    id: ExperimentId,
    why: String,
    desk: &Desk,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let mut case = open_case(book, case)?;
    if drawn(&case, id).is_none() {
        return Err(Refused::NoLot);
    }
    let why = why.trim().to_owned();
    if why.is_empty() {
        return Err(Refusal::field(Field::Reason, RefusalKind::Empty).into());
    }
    let what = Happening::SetAside {
        experiment: id,
        why,
    };
    add(&mut case, what, desk, context)?;
    Ok(vec![Change::CaseRevised(case)])
}

fn find_experiment(book: &Book, id: ExperimentId) -> Result<&Experiment, Refused> {
    let found = book.experiments.get(&id);
    found.ok_or_else(|| Refusal::unknown(Field::Name).into())
}

fn open_case(book: &Book, id: CaseId) -> Result<Case, Refused> {
    let case = find(book, id)?;
    if Phase::of(case).is_resolved() {
        return Err(Refused::CaseResolved);
    }
    Ok(case.clone())
}
