//! Issuing a billing run: batch by batch, each batch one commit, with a pause for the page in between.

use super::{Failure, Stage, Workspace, pause, web_lock};
use crate::billing::change::Change;
use crate::billing::command::{Command, Confirmed, IssueRun};
use crate::billing::id::{AccountId, InvoiceId, RunId};
use crate::billing::refusal::{Location, Refusal, RefusalKind};
use crate::billing::run::Preview;
use crate::money::{Currency, Money};
use crate::store::StoreError;
use std::collections::{BTreeMap, BTreeSet};

/// So many accounts are billed by one commit: few enough that the page stays awake, enough that the disk does not wait.
const BATCH: usize = 250;

/// One run at a time, whatever the tab.
const RUN_LOCK: &str = "lasku.run";

/// What became of a run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunOutcome {
    /// The run, as its documents name it.
    pub run: RunId,
    /// The documents that were issued, in order.
    pub documents: Vec<InvoiceId>,
    /// The sum of their amounts due by currency, credit notes negative.
    pub totals: BTreeMap<Currency, Money>,
    /// Accounts that had nothing due any more: billed meanwhile.
    pub passed_over: Vec<AccountId>,
    /// Accounts that were not billed, and why.
    pub refused: Vec<Refused>,
    /// Why it ended before the last account.
    pub stopped: Option<Stop>,
}

/// An account that was not billed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// The account.
    pub account: AccountId,
    /// Why.
    pub refusal: Refusal,
}

/// Why a run ended before the last account. What was issued by then stays issued; a new run bills the rest.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Stop {
    /// Somebody pressed cancel.
    Cancelled,
    /// The next batch could not be kept.
    Failed(Failure),
}

impl RunOutcome {
    /// How many documents were issued.
    pub fn issued(&self) -> usize {
        self.documents.len()
    }
}

impl Workspace {
    /// Issues what a preview shows. An account whose sum is no longer the confirmed one is refused and the others go on.
    ///
    /// `on_progress` hears how many accounts are done, of how many. Between batches `cancelled` is asked.
    pub async fn issue_run(
        &self,
        preview: &Preview,
        on_progress: impl Fn(usize, usize),
        cancelled: impl Fn() -> bool,
    ) -> Result<RunOutcome, Failure> {
        if self.stage() != Stage::Ready {
            return Err(Failure::ReadOnly);
        }
        let Some(_lock) = web_lock::try_hold(RUN_LOCK).await else {
            return Err(Failure::RunElsewhere);
        };
        let confirmed: Vec<Confirmed> = preview
            .proposals
            .iter()
            .map(|proposal| Confirmed {
                account: proposal.account,
                total: proposal.total(),
            })
            .collect();
        let all = confirmed.len();
        let mut outcome = RunOutcome {
            run: self.fresh_id(),
            documents: Vec::new(),
            totals: BTreeMap::new(),
            passed_over: Vec::new(),
            refused: Vec::new(),
            stopped: None,
        };
        let mut waiting: Vec<Vec<Confirmed>> =
            confirmed.chunks(BATCH).rev().map(<[_]>::to_vec).collect();
        let mut done = 0;
        on_progress(done, all);
        while let Some(batch) = waiting.pop() {
            if cancelled() {
                outcome.stopped = Some(Stop::Cancelled);
                break;
            }
            match self.issue_batch(preview, outcome.run, &batch).await {
                Ok(changes) => {
                    outcome.add(&batch, &changes);
                    done += batch.len();
                }
                Err(Failure::Refused(refusal)) if concerns_one_account(&refusal) => {
                    if let [only] = batch.as_slice() {
                        outcome.refused.push(Refused {
                            account: only.account,
                            refusal,
                        });
                        done += 1;
                    } else {
                        // One of them: halving finds it and bills the others.
                        let (first, second) = batch.split_at(batch.len() / 2);
                        waiting.push(second.to_vec());
                        waiting.push(first.to_vec());
                    }
                }
                Err(Failure::Refused(refusal)) if refusal.kind == RefusalKind::NothingToBill => {
                    outcome
                        .passed_over
                        .extend(batch.iter().map(|each| each.account));
                    done += batch.len();
                }
                Err(failure) if outcome.documents.is_empty() => return Err(failure),
                Err(failure) => {
                    outcome.stopped = Some(Stop::Failed(failure));
                    break;
                }
            }
            on_progress(done, all);
            pause().await;
        }
        Ok(outcome)
    }

    async fn issue_batch(
        &self,
        preview: &Preview,
        run: RunId,
        batch: &[Confirmed],
    ) -> Result<Vec<Change>, Failure> {
        let command = || {
            Command::IssueRun(IssueRun {
                run,
                target: preview.request.target,
                issue_date: preview.request.issue_date,
                series: self.series(),
                accounts: batch.to_vec(),
            })
        };
        match self.dispatch(command()).await {
            // Another tab keeps writing; what is billed by now is passed over, so asking again bills once.
            Err(Failure::Store(StoreError::Stale)) => self.dispatch(command()).await,
            outcome => outcome,
        }
    }
}

impl RunOutcome {
    fn add(&mut self, batch: &[Confirmed], changes: &[Change]) {
        let mut billed = BTreeSet::new();
        for change in changes {
            if let Change::InvoiceIssued(document) = change {
                billed.insert(document.account);
                self.documents.push(document.id);
                let due = document.totals.amount_due;
                let signed = if document.is_credit_note() { -due } else { due };
                let sum = self
                    .totals
                    .entry(document.currency)
                    .or_insert(Money::zero(document.currency));
                *sum += signed;
            }
        }
        let passed_over = batch.iter().map(|each| each.account);
        self.passed_over
            .extend(passed_over.filter(|account| !billed.contains(account)));
    }
}

fn concerns_one_account(refusal: &Refusal) -> bool {
    match refusal.at {
        Location::Account(_) => true,
        Location::Whole
        | Location::Field(_)
        | Location::Line(_)
        | Location::Adjustment(_)
        | Location::Row(_) => false,
    }
}
