//! What is wrong with a file, and where. A problem is data; the screen words it.

use crate::billing::journal::ChainFault;
use crate::billing::refusal::Refusal;
use crate::money::{Currency, Money};
use serde::{Deserialize, Serialize};
use std::fmt;

use super::Section;

/// One thing that is wrong with a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: ProblemKind,
}

/// A place in a file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Place {
    /// The path, as in `invoices[17].totals`; empty for the file as a whole. Records are counted from 0.
    pub path: String,
    /// What people call the record: its number or name.
    pub label: String,
}

impl Place {
    /// The file as a whole.
    pub fn file() -> Self {
        Place::default()
    }

    /// A key outside the records.
    pub fn key(key: &str) -> Self {
        Place {
            path: key.to_owned(),
            label: String::new(),
        }
    }

    /// A record of a section.
    pub fn record(section: Section, index: u32, label: &str) -> Self {
        Place {
            path: format!("{}[{index}]", section.key()),
            label: label.to_owned(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.path.is_empty(), self.label.is_empty()) {
            (true, _) => f.write_str("the file"),
            (false, true) => f.write_str(&self.path),
            (false, false) => write!(f, "{} ({})", self.path, self.label),
        }
    }
}

/// How much a problem weighs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The file can be opened, but somebody should know.
    Warning,
    /// The file is not opened.
    Error,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProblemKind {
    /// The file ends in the middle.
    CutOff,
    /// It is no JSON; what the parser said.
    NotJson {
        /// The byte, counted from 0.
        at: u64,
    },
    /// JSON, but not a file of this program.
    OtherFormat,
    /// Written by a newer version of this program.
    NewerVersion {
        /// Its version.
        found: u64,
        /// The newest version known here.
        known: u32,
    },
    /// Larger than a file may be.
    FileTooLarge {
        /// The most bytes.
        limit: u64,
    },
    /// Something every file has is not there.
    Missing,
    /// There twice.
    Repeated,
    /// Not known, and would be lost.
    UnknownKey,
    /// Not of the shape it should have; what the parser said, in English.
    Unreadable {
        /// The message.
        message: String,
    },
    /// A record nested deeper than any of ours.
    TooDeep,
    /// A record, or a list in it, beyond the limit.
    TooLarge {
        /// The limit, in bytes or entries.
        limit: u64,
    },
    /// A day outside the years 1900 to 9999.
    DateOutOfRange,
    /// Another record has the same id.
    DuplicateId,
    /// Another record has the same number or code.
    DuplicateNumber {
        /// The number.
        number: String,
    },
    /// It names a record that is not in the file.
    Dangling {
        /// Where the record should be.
        section: Section,
        /// Its id.
        id: String,
    },
    /// The record breaks a rule that holds for every such record.
    Breaks(Refusal),
    /// The totals don't follow from the lines.
    TotalsDiffer {
        /// The amount due that is in the file.
        kept: Money,
        /// The amount due that follows; none where the lines can't be computed.
        derived: Option<Money>,
    },
    /// Another currency than the record's own.
    OtherCurrency {
        /// The record's own.
        expected: Currency,
        /// What was found.
        found: Currency,
    },
    /// More was settled, credited or used than there was.
    MoreThanThere {
        /// What there was.
        amount: Money,
        /// What was taken of it.
        taken: Money,
    },
    /// An open item doesn't say what its document says.
    DiffersFromDocument {
        /// The field.
        field: String,
    },
    /// A document or payment without its open item.
    NoOpenItem,
    /// What an invoice was settled with and what the payment or credit note was used for are not the same.
    SidesDiffer {
        /// By the invoice.
        settled: Money,
        /// By the payment or credit note.
        used: Money,
    },
    /// The series would give a number again.
    SeriesBehind {
        /// The next number it would give.
        next: u64,
        /// The highest number that was given.
        issued: u64,
    },
    /// Numbers of a series are missing.
    Gap {
        /// How many.
        missing: u64,
        /// The first of them.
        first: u64,
    },
    /// Two records share a number, in different series.
    SharedNumber {
        /// The number.
        number: String,
    },
    /// The journal's chain breaks here.
    ChainBroken {
        /// The entry's number.
        sequence: u64,
        /// What is wrong with it.
        fault: Fault,
    },
    /// The file's mark says that the book had come further, or elsewhere.
    BehindMark,
    /// The document is not the one that the journal recorded.
    NotAsRecorded,
    /// The journal doesn't know the document.
    NotInJournal,
}

/// What is wrong with a journal entry.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fault {
    /// Its number doesn't follow: entries are missing, doubled or exchanged.
    Sequence {
        /// The number that should come.
        expected: u64,
    },
    /// It doesn't name the entry before.
    Previous,
    /// Its content was changed.
    Content,
}

impl From<ChainFault> for Fault {
    fn from(fault: ChainFault) -> Self {
        match fault {
            ChainFault::Sequence { expected } => Fault::Sequence { expected },
            ChainFault::Previous => Fault::Previous,
            ChainFault::Content => Fault::Content,
        }
    }
}

impl ProblemKind {
    /// How much it weighs.
    pub fn severity(&self) -> Severity {
        match self {
            ProblemKind::Gap { .. } | ProblemKind::SharedNumber { .. } => Severity::Warning,
            ProblemKind::CutOff
            | ProblemKind::NotJson { .. }
            | ProblemKind::OtherFormat
            | ProblemKind::NewerVersion { .. }
            | ProblemKind::FileTooLarge { .. }
            | ProblemKind::Missing
            | ProblemKind::Repeated
            | ProblemKind::UnknownKey
            | ProblemKind::Unreadable { .. }
            | ProblemKind::TooDeep
            | ProblemKind::TooLarge { .. }
            | ProblemKind::DateOutOfRange
            | ProblemKind::DuplicateId
            | ProblemKind::DuplicateNumber { .. }
            | ProblemKind::Dangling { .. }
            | ProblemKind::Breaks(_)
            | ProblemKind::TotalsDiffer { .. }
            | ProblemKind::OtherCurrency { .. }
            | ProblemKind::MoreThanThere { .. }
            | ProblemKind::DiffersFromDocument { .. }
            | ProblemKind::NoOpenItem
            | ProblemKind::SidesDiffer { .. }
            | ProblemKind::SeriesBehind { .. }
            | ProblemKind::ChainBroken { .. }
            | ProblemKind::BehindMark
            | ProblemKind::NotAsRecorded
            | ProblemKind::NotInJournal => Severity::Error,
        }
    }
}

/// The problems of a file: the first of them, and how many there are.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Problems {
    /// The first of them.
    pub listed: Vec<Problem>,
    /// How many keep the file from being opened.
    pub errors: u64,
    /// How many don't.
    pub warnings: u64,
}

/// A file can be wrong in a million places; nobody reads more than this.
const LISTED: usize = 200;

impl Problems {
    /// Notes one.
    pub fn push(&mut self, place: Place, kind: ProblemKind) {
        let severity = kind.severity();
        match severity {
            Severity::Warning => self.warnings += 1,
            Severity::Error => self.errors += 1,
        }
        if self.listed.len() < LISTED {
            self.listed.push(Problem { place, kind });
        } else if severity == Severity::Error
            && let Some(warning) = self
                .listed
                .iter_mut()
                .rev()
                .find(|each| each.kind.severity() == Severity::Warning)
        {
            // An error is worth more room than a warning.
            *warning = Problem { place, kind };
        }
    }

    /// Whether nothing keeps the file from being opened.
    pub fn is_acceptable(&self) -> bool {
        self.errors == 0
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.errors + self.warnings
    }
}
