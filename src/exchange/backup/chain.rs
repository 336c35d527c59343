//! The journal of a file: every break of its chain.

use super::Section;
use super::problem::{Place, ProblemKind, Problems};
use crate::billing::journal::{JournalEntry, JournalHead};

/// How far the chain has been followed.
#[derive(Debug, Default)]
pub(super) struct Chain {
    head: JournalHead,
}

impl Chain {
    /// Follows it one entry further. After a break it goes on from the entry as it stands, so that one break is one problem.
    pub(super) fn follow(&mut self, index: u32, entry: &JournalEntry, problems: &mut Problems) {
        self.head = match entry.verify(self.head) {
            Ok(head) => head,
            Err(broken) => {
                let kind = ProblemKind::ChainBroken {
                    sequence: broken.sequence,
                    fault: broken.fault.into(),
                };
                let label = entry.sequence.to_string();
                problems.push(Place::record(Section::Journal, index, &label), kind);
                entry.head()
            }
        };
    }

    /// Where it stands.
    pub(super) fn head(&self) -> JournalHead {
        self.head
    }
}
