//! The seller, people and number series.

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::numbering::NumberSeries;
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::billing::seller::{Person, Seller};

pub(super) fn revise_seller(seller: Seller) -> Result<Vec<Change>, Refusal> {
    required(&seller.name, Field::Name)?;
    Ok(vec![Change::SellerRevised(seller)])
}

pub(super) fn revise_person(person: Person) -> Result<Vec<Change>, Refusal> {
    required(&person.name, Field::Name)?;
    Ok(vec![Change::PersonRevised(person)])
}

pub(super) fn revise_series(book: &Book, series: NumberSeries) -> Result<Vec<Change>, Refusal> {
    required(&series.name, Field::Name)?;
    series.check()?;
    // Two series that share a pattern would give one number twice.
    let clash = book
        .series
        .values()
        .find(|other| other.id != series.id && form(&other.pattern) == form(&series.pattern));
    if let Some(other) = clash {
        return Err(Refusal::field(
            Field::Pattern,
            RefusalKind::Taken {
                what: other.name.clone(),
            },
        ));
    }
    let mut kept = series;
    if let Some(before) = book.series.get(&kept.id) {
        kept.last_issued = before.last_issued;
        if before.last_issued.is_some() {
            // Under a new pattern too: coming back to the old one would give its numbers again. A series that should
            // begin at 1 is a new series.
            if kept.next < before.next {
                return Err(Refusal::field(
                    Field::Next,
                    RefusalKind::Taken {
                        what: before.next.to_string(),
                    },
                ));
            }
        }
    } else {
        kept.last_issued = None;
    }
    Ok(vec![Change::SeriesRevised(kept)])
}

/// The pattern without the number of digits: `{NNN}` and `{NNNN}` give the same numbers from 1000 on.
fn form(pattern: &str) -> String {
    let mut form = String::with_capacity(pattern.len());
    let mut last = ' ';
    let mut in_place = false;
    for c in pattern.chars() {
        match c {
            '{' => in_place = true,
            '}' => in_place = false,
            _ => {}
        }
        if !(in_place && c == 'N' && last == 'N') {
            form.push(c);
        }
        last = c;
    }
    form
}
