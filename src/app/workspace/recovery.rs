//! Going on after records were lost: with the numbers that were given, so that none is given twice.

use super::{Failure, Stage, Workspace};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::SeriesId;
use crate::billing::numbering::NumberSeries;
use crate::store::mark::{Mark, SeriesMark, Verdict};
use crate::store::{Store, StoreError};
use leptos::prelude::*;

/// The name in the journal of what a person accepted.
const ACCEPTED: &str = "accept_recovery";

impl Workspace {
    /// Accepts the records as they are. Each series goes on after the highest number that was ever given, and the journal
    /// says that it happened.
    pub async fn accept_recovery(&self) -> Result<(), Failure> {
        let inner = self.inner();
        let _turn = inner.turn.lock().await;
        let Stage::Recovery(verdict) = self.stage.get_untracked() else {
            return Ok(());
        };
        let mark = match verdict {
            Verdict::Fine | Verdict::New => return Ok(()),
            Verdict::Lost { mark } => {
                self.found_after(&mark).await?;
                mark
            }
            Verdict::Behind { mark, .. } | Verdict::OtherBook { mark, .. } => mark,
        };
        let (head, changes) =
            self.with_untracked(|book| (book.journal, raised_series(book, &mark)));
        self.keep(&inner, head, ACCEPTED, &changes).await?;
        self.stage.set(Stage::Ready);
        Ok(())
    }

    /// A new book in the empty store, with the series that were lost.
    async fn found_after(&self, mark: &Mark) -> Result<(), StoreError> {
        let mut book = super::opening::new_book(self);
        if !mark.series.is_empty() {
            book.series = mark
                .series
                .iter()
                .map(|(id, place)| (*id, lost_series(*id, *place)))
                .collect();
        }
        let store = self.store()?;
        store.create(&book).await?;
        // The store knows its own places only once it was read.
        let opened = store.open().await?.ok_or(StoreError::Stale)?;
        self.take_over(opened);
        Ok(())
    }
}

/// The book's series where the mark knows of a later number.
fn raised_series(book: &Book, mark: &Mark) -> Vec<Change> {
    let mut changes = Vec::new();
    for (id, place) in &mark.series {
        let series = match book.series.get(id) {
            Some(series) if !is_ahead(place, series) => continue,
            Some(series) => NumberSeries {
                next: place.next,
                raised_from: None,
                last_issued: place.last_issued,
                ..series.clone()
            },
            // A series of another book says nothing about this one.
            None if mark.database != book.id => continue,
            None => lost_series(*id, *place),
        };
        changes.push(Change::SeriesRevised(series));
    }
    changes
}

fn is_ahead(place: &SeriesMark, series: &NumberSeries) -> bool {
    (place.last_issued, place.next) > (series.last_issued, series.next)
}

/// A series of which only its place is known.
fn lost_series(id: SeriesId, place: SeriesMark) -> NumberSeries {
    NumberSeries {
        next: place.next,
        raised_from: None,
        last_issued: place.last_issued,
        ..NumberSeries::initial(id)
    }
}
