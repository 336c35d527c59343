//! Why a row can't be imported, or should be looked at.

use super::Target;
use crate::billing::account::Likeness;
use crate::billing::refusal::Refusal;

/// A row that is not imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BadRow {
    /// Its place in the table's rows.
    pub row: usize,
    /// What is wrong with it.
    pub faults: Vec<RowFault>,
}

/// One thing that is wrong with a row.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RowFault {
    /// The field; none where it is the row as a whole.
    pub target: Option<Target>,
    /// What.
    pub kind: FaultKind,
}

/// What is wrong.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum FaultKind {
    /// Nothing there, and it is needed.
    Empty,
    /// No number.
    NotANumber {
        /// The text.
        text: String,
    },
    /// Two numbers at once: a thousand, or one?
    AmbiguousNumber {
        /// One reading.
        one: String,
        /// The other.
        other: String,
    },
    /// No day.
    NotADate {
        /// The text.
        text: String,
    },
    /// Two days at once: day first, or month first?
    AmbiguousDate {
        /// The text.
        text: String,
    },
    /// A word that is not known in this field.
    NotKnown {
        /// The text.
        text: String,
    },
    /// More cells than the heading has names, so that it is not clear which is which.
    TooManyCells {
        /// How many.
        cells: usize,
    },
    /// The book has a customer or contract of that number.
    Taken {
        /// The number.
        number: String,
    },
    /// An earlier row has that number.
    Repeated {
        /// The line of the earlier row.
        line: u64,
    },
    /// The contract would end before it starts.
    EndsBeforeStart,
    /// It breaks a rule that holds for every such record.
    Breaks(Refusal),
}

/// A row whose customer may be one that is known already. It is imported.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LikeRow {
    /// Its place in the table's rows.
    pub row: usize,
    /// The other customer: number and name.
    pub other: String,
    /// What they have in common.
    pub likeness: Likeness,
}
