//! Experiments at the desk: what the lot says of a customer, and what it said in a case.

use crate::billing::book::Book;
use crate::billing::desk::case::{Case, Happening};
use crate::billing::desk::experiment::{Arm, Experiment};
use crate::billing::id::{AccountId, ExperimentId};
use crate::care::lot::{arm_of, bucket, digest};

/// The arm of a customer, counted from 0. What was merged is the account that stayed: somebody is in one arm whichever of their
/// accounts a case names.
pub fn lot_of(book: &Book, experiment: &Experiment, account: AccountId) -> Option<usize> {
    let account = book.that_stayed(account);
    let key = experiment.key.as_bytes();
    let name = experiment.id.to_string();
    let digest = digest(key, name.as_bytes(), account.to_string().as_bytes());
    let weights: Vec<u32> = experiment.arms.iter().map(|arm| arm.weight).collect();
    arm_of(bucket(digest), &weights)
}

/// The arm that was drawn in a case.
pub fn drawn(case: &Case, experiment: ExperimentId) -> Option<usize> {
    case.events.iter().find_map(|event| match event.what {
        Happening::Drawn {
            experiment: drawn,
            arm,
        } if drawn == experiment => Some(arm),
        _ => None,
    })
}

/// Why what the lot said in a case was set aside, if it was.
pub fn set_aside(case: &Case, experiment: ExperimentId) -> Option<&str> {
    case.events.iter().find_map(|event| match &event.what {
        Happening::SetAside {
            experiment: aside,
            why,
        } if *aside == experiment => Some(why.as_str()),
        _ => None,
    })
}

/// The running experiment that contacts like this take part in.
pub fn experiment_for<'a>(book: &'a Book, case: &Case) -> Option<&'a Experiment> {
    let mut running = book
        .experiments
        .values()
        .filter(|experiment| experiment.is_running() && experiment.kinds.contains(&case.kind));
    running.next()
}

/// What customers are offered since an experiment showed it; that of the latest where several did.
pub fn adopted_for<'a>(book: &'a Book, case: &Case) -> Option<(&'a Experiment, &'a Arm)> {
    let adopted = book
        .experiments
        .values()
        .filter(|experiment| experiment.kinds.contains(&case.kind))
        .filter_map(|experiment| Some((experiment, experiment.adopted()?)));
    adopted.max_by_key(|(experiment, _)| experiment.stopped_at())
}
