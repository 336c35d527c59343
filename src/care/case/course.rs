//! How a case went, told from its events: who is on the line, and the state of the work, each for itself. That the customer has to
//! do something first is noted while they are on the line, and makes the call no less a call.

use crate::billing::desk::case::{Case, CaseEvent, Happening, Outcome};
use crate::billing::id::PersonId;
use crate::calendar::Stretch;
use chrono::{DateTime, Utc};

/// Who is on the line, whatever the state of the work on the matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Line {
    /// Nobody.
    Free,
    /// Somebody waits.
    Ringing { since: DateTime<Utc> },
    /// The customer, who called or was called.
    Open {
        since: DateTime<Utc>,
        with: Option<PersonId>,
        is_ours: bool,
    },
}

/// The state of the work, whoever is on the line.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Work {
    New,
    Open,
    Waiting { since: DateTime<Utc> },
    Resolved { at: DateTime<Utc>, outcome: Outcome },
}

/// How a case went, event by event.
pub(super) struct Course {
    /// Who is on the line.
    pub line: Line,
    /// The state of the work.
    pub work: Work,
    /// When it rested because of the customer; what lasts still is in `work`.
    pub pauses: Vec<Stretch>,
    /// The first answer since it began, or began again.
    pub answered: Option<DateTime<Utc>>,
    /// What the customer said last that nobody has answered, after a first answer.
    pub last_word: Option<DateTime<Utc>>,
}

impl Course {
    pub fn of(case: &Case) -> Course {
        let mut course = Course {
            line: Line::Free,
            work: Work::New,
            pauses: Vec::new(),
            answered: None,
            last_word: None,
        };
        for event in &case.events {
            course.step(event);
        }
        course
    }

    fn step(&mut self, event: &CaseEvent) {
        let at = event.at;
        match &event.what {
            Happening::Opened => self.work(Work::New, at),
            Happening::CalledIn => {
                // Whoever waits for the customer hears from them now.
                if self.work != Work::New {
                    self.work(Work::Open, at);
                }
                self.line = Line::Ringing { since: at };
                self.hear(at);
            }
            Happening::Answered | Happening::CalledOut(_) => {
                if matches!(self.work, Work::Resolved { .. }) {
                    self.work(Work::Open, at);
                }
                let is_ours = event.what != Happening::Answered;
                self.line = Line::Open {
                    since: at,
                    with: event.by,
                    is_ours,
                };
                if !is_ours {
                    self.answer(at);
                }
            }
            Happening::Abandoned => {
                self.line = Line::Free;
                let is_answered = self.answered.is_some();
                self.work(if is_answered { Work::Open } else { Work::New }, at);
            }
            Happening::HungUp => {
                let line = std::mem::replace(&mut self.line, Line::Free);
                if let Line::Open { since, is_ours, .. } = line {
                    // They were reached: what was waited for before is not waited for any more.
                    let waited = matches!(self.work, Work::Waiting { since: rest } if rest < since);
                    if waited {
                        self.work(Work::Open, at);
                    }
                    if is_ours {
                        self.answer(at);
                    }
                }
                self.begun(at);
            }
            Happening::NotReached => {
                self.line = Line::Free;
                self.begun(at);
            }
            Happening::WaitingOnCustomer(_) => self.work(Work::Waiting { since: at }, at),
            Happening::Resumed => {
                self.work(Work::Open, at);
                self.hear(at);
            }
            Happening::Reopened => {
                self.line = Line::Free;
                self.work(Work::Open, at);
                (self.answered, self.last_word) = (None, None);
            }
            Happening::Resolved { outcome, .. } => {
                self.line = Line::Free;
                let outcome = *outcome;
                self.work(Work::Resolved { at, outcome }, at);
                self.answer(at);
            }
            Happening::Replied(_) => {
                if self.work == Work::New {
                    self.work(Work::Open, at);
                }
                self.answer(at);
            }
            Happening::CallBackDone => self.answer(at),
            Happening::CallBackPromised(_) => {
                // Who was promised a call does not wait on the line any more.
                if matches!(self.line, Line::Ringing { .. }) {
                    self.line = Line::Free;
                    self.begun(at);
                }
            }
            Happening::Named(_)
            | Happening::Assigned(_)
            | Happening::Sorted { .. }
            | Happening::Noted(_)
            | Happening::Promised(_)
            | Happening::PromiseKept(_)
            | Happening::NotVerified(_)
            | Happening::Verified { .. }
            | Happening::StillThere
            | Happening::Explained(_)
            | Happening::Corrected(_)
            | Happening::Changed(_)
            | Happening::Offered(_)
            | Happening::Granted(_)
            | Happening::Drawn { .. }
            | Happening::SetAside { .. }
            | Happening::Disputed(_) => {}
        }
    }

    fn work(&mut self, now: Work, at: DateTime<Utc>) {
        match (self.work, now) {
            // Still waiting.
            (Work::Waiting { .. }, Work::Waiting { .. }) => return,
            (Work::Waiting { since }, _) => self.pauses.push((since, at)),
            _ => {}
        }
        self.work = now;
    }

    /// Something was done, if only tried.
    fn begun(&mut self, at: DateTime<Utc>) {
        if matches!(self.work, Work::New | Work::Resolved { .. }) {
            self.work(Work::Open, at);
        }
    }

    fn answer(&mut self, at: DateTime<Utc>) {
        self.answered = self.answered.or(Some(at));
        self.last_word = None;
    }

    fn hear(&mut self, at: DateTime<Utc>) {
        if self.answered.is_some() {
            self.last_word = self.last_word.or(Some(at));
        }
    }
}
