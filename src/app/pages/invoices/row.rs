//! The rows of the invoices' list: a summary from the archive, joined with what the book knows to be open.

use crate::{
    app::{components::DocumentStanding, workspace::Workspace},
    billing::{
        book::Book,
        id::{AccountId, InvoiceId},
        receivable::CreditSource,
    },
    calendar::{first_of_month, last_of_month},
    money::Money,
    store::summary::{Summaries, Summary, SummaryKind},
};
use chrono::{Datelike, Months, NaiveDate};
use std::collections::BTreeSet;

/// Which documents are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Every one.
    All,
    /// Something is open, or left of a credit note.
    Open,
    /// Something is open after the due date.
    Overdue,
    /// Nothing is open.
    Closed,
    /// Credit notes only.
    CreditNotes,
    /// What has been begun and not issued.
    Drafts,
}

/// Which issue dates are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Span {
    All,
    ThisMonth,
    LastMonth,
    ThisYear,
    LastYear,
}

impl Span {
    /// The first and the last day; `None` where every day is meant.
    fn days(self, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let month = first_of_month(today);
        let year_of = |year: i32| {
            NaiveDate::from_ymd_opt(year, 1, 1).zip(NaiveDate::from_ymd_opt(year, 12, 31))
        };
        match self {
            Span::All => None,
            Span::ThisMonth => Some((month, last_of_month(today))),
            Span::LastMonth => {
                let before = month.checked_sub_months(Months::new(1))?;
                Some((before, last_of_month(before)))
            }
            Span::ThisYear => year_of(today.year()),
            Span::LastYear => year_of(today.year() - 1),
        }
    }
}

/// What the list is narrowed by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// What was typed.
    pub text: String,
    /// Which documents.
    pub filter: Filter,
    /// Which days.
    pub span: Span,
}

/// What is open of a document: on an invoice, or left of a credit note as a negative amount.
pub fn open_of(book: &Book, row: &Summary<'_>) -> Money {
    let id = InvoiceId(row.id);
    let open = match row.kind {
        SummaryKind::Invoice => book.receivables.get(&id).map(|each| each.open()),
        SummaryKind::CreditNote => book
            .credits
            .get(&CreditSource::CreditNote(id))
            .map(|credit| -credit.left()),
        SummaryKind::Payment => None,
    };
    open.unwrap_or(Money::zero(row.total.currency()))
}

/// How a document stands. What is closed rests in the store; how it was closed is on its own page.
pub fn standing_of(book: &Book, row: &Summary<'_>, today: NaiveDate) -> Option<DocumentStanding> {
    let id = InvoiceId(row.id);
    match row.kind {
        SummaryKind::Invoice => book
            .receivables
            .get(&id)
            .map(|receivable| DocumentStanding::of_receivable(receivable, today)),
        SummaryKind::CreditNote => Some(match book.credits.get(&CreditSource::CreditNote(id)) {
            Some(credit) => DocumentStanding::of_credit(credit),
            None => DocumentStanding::CreditUsed,
        }),
        SummaryKind::Payment => None,
    }
}

/// Accounts in whose name or number a text occurs.
pub fn accounts_named(book: &Book, text: &str) -> BTreeSet<AccountId> {
    let wanted = text.trim().to_lowercase();
    if wanted.is_empty() {
        return BTreeSet::new();
    }
    book.accounts
        .values()
        .filter(|account| {
            account.name.to_lowercase().contains(&wanted)
                || account.number.to_lowercase().contains(&wanted)
        })
        .map(|account| account.id)
        .collect()
}

/// Whether each row is asked for, by its place.
pub fn asked_for(workspace: Workspace, summaries: &Summaries, question: &Question) -> Vec<bool> {
    let table = &summaries.documents;
    let mut asked = vec![question.text.trim().is_empty(); table.len()];
    let today = workspace.today();
    workspace.with(|book| {
        if !question.text.trim().is_empty() {
            let named = accounts_named(book, &question.text);
            let by_name = if named.is_empty() {
                Vec::new()
            } else {
                table.by_account(&named)
            };
            for place in table.search(&question.text).into_iter().chain(by_name) {
                asked[place] = true;
            }
        }
        let days = question.span.days(today);
        if question.filter == Filter::All && days.is_none() {
            return;
        }
        for (place, row) in table.rows().enumerate() {
            if !asked[place] {
                continue;
            }
            let is_in_span = days.is_none_or(|(first, last)| first <= row.on && row.on <= last);
            asked[place] = is_in_span && passes(book, &row, question.filter, today);
        }
    });
    asked
}

fn passes(book: &Book, row: &Summary<'_>, filter: Filter, today: NaiveDate) -> bool {
    match filter {
        Filter::All => true,
        Filter::Open => !open_of(book, row).is_zero(),
        Filter::Overdue => row.due < today && open_of(book, row).is_positive(),
        Filter::Closed => open_of(book, row).is_zero(),
        Filter::CreditNotes => row.kind == SummaryKind::CreditNote,
        Filter::Drafts => false,
    }
}

/// Every place of the table, sorted by a column.
pub fn sorted(workspace: Workspace, summaries: &Summaries, key: &str) -> Vec<u32> {
    let table = &summaries.documents;
    let count = u32::try_from(table.len()).unwrap_or(u32::MAX);
    // The order of issuing is the order of the numbers and of the dates.
    let mut places: Vec<u32> = (0..count).collect();
    let rows: Vec<Summary<'_>> = table.rows().collect();
    let row = |place: &u32| &rows[*place as usize];
    match key {
        "due" => places.sort_by_key(|place| row(place).due),
        "total" => {
            places.sort_by_key(|place| (row(place).total.currency(), row(place).total.minor()))
        }
        "open" => {
            let open: Vec<Money> =
                workspace.with(|book| rows.iter().map(|row| open_of(book, row)).collect());
            places.sort_by_key(|place| {
                let open = open[*place as usize];
                (open.currency(), open.minor())
            });
        }
        "customer" => workspace.with(|book| {
            let names: Vec<String> = rows
                .iter()
                .map(|row| {
                    book.accounts
                        .get(&row.account)
                        .map(|account| account.name.to_lowercase())
                        .unwrap_or_default()
                })
                .collect();
            places.sort_by(|a, b| names[*a as usize].cmp(&names[*b as usize]));
        }),
        _ => {}
    }
    places
}
