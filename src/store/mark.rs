//! The high-water mark: what a database must at least hold, kept outside of it.
//!
//! A browser can reopen a database without its last writes, or empty, and say nothing; the next invoice would then bear a
//! number that a customer already has on paper. The mark is kept after every commit, so a database may be ahead of it,
//! never behind.

use crate::billing::book::Book;
use crate::billing::id::SeriesId;
use crate::billing::journal::JournalHead;
use crate::billing::numbering::NumberSeries;
use crate::store::Opened;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// How far a book had come.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Mark {
    /// Identity of the book.
    pub database: Uuid,
    /// Where its number series stood.
    pub series: BTreeMap<SeriesId, SeriesMark>,
    /// Where its journal stood.
    pub journal: JournalHead,
    /// How many invoices and credit notes it had issued.
    pub documents: u64,
    /// When it was last saved to a file: where a lost database may be found again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub saved: Option<DateTime<Utc>>,
}

/// Where a number series stood.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct SeriesMark {
    /// The sequence number of the next document.
    pub next: u64,
    /// Issue date of the last document.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_issued: Option<NaiveDate>,
}

impl Mark {
    /// How far a book with so many documents has come.
    pub fn of(book: &Book, documents: u64) -> Mark {
        Mark {
            database: book.id,
            series: book
                .series
                .values()
                .map(|series| (series.id, SeriesMark::of(series)))
                .collect(),
            journal: book.journal,
            documents,
            saved: None,
        }
    }

    /// Whether something that `self` has is not in `other`.
    fn is_ahead_of(&self, other: &Mark) -> bool {
        let journal = match self.journal.sequence.cmp(&other.journal.sequence) {
            // Written after the mark was kept, perhaps just before the browser died. Every change is in one transaction with its
            // entry, so a number series that is behind was set back on purpose.
            std::cmp::Ordering::Less => return self.documents > other.documents,
            std::cmp::Ordering::Equal => self.journal.hash != other.journal.hash,
            std::cmp::Ordering::Greater => true,
        };
        let series = self.series.iter().any(|(id, mark)| {
            other
                .series
                .get(id)
                .is_none_or(|other| mark.rank() > other.rank())
        });
        journal || series || self.documents > other.documents
    }
}

impl SeriesMark {
    fn of(series: &NumberSeries) -> SeriesMark {
        SeriesMark {
            next: series.next,
            last_issued: series.last_issued,
        }
    }

    /// A yearly series begins again at 1, so the year counts first.
    fn rank(&self) -> (Option<i32>, u64) {
        (self.last_issued.map(|day| day.year()), self.next)
    }
}

/// What the mark says about a database as it was found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Everything that was marked is there.
    Fine,
    /// No book, and none was ever marked: the first start.
    New,
    /// The database is empty, though a book was kept in it.
    Lost {
        /// What was kept.
        mark: Mark,
    },
    /// The database lacks the last writes.
    Behind {
        /// What was kept.
        mark: Mark,
        /// What is there.
        found: Mark,
    },
    /// The database holds another book than the one marked.
    OtherBook {
        /// What was kept.
        mark: Mark,
        /// What is there.
        found: Mark,
    },
}

/// Compares a database as it was opened with the mark. No number may be issued unless it is [`Verdict::Fine`] or
/// [`Verdict::New`].
pub fn judge(mark: Option<&Mark>, opened: Option<&Opened>) -> Verdict {
    let Some(opened) = opened else {
        return match mark {
            Some(mark) => Verdict::Lost { mark: mark.clone() },
            None => Verdict::New,
        };
    };
    let Some(mark) = mark else {
        return Verdict::Fine;
    };
    let found = Mark::of(&opened.book, opened.documents);
    let mark = mark.clone();
    if mark.database != found.database {
        Verdict::OtherBook { mark, found }
    } else if mark.is_ahead_of(&found) {
        Verdict::Behind { mark, found }
    } else {
        Verdict::Fine
    }
}
