//! The seller, the look of its documents, people and number series.

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::numbering::NumberSeries;
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::billing::seller::{Person, Seller};
use crate::billing::stationery::Stationery;

pub(super) fn revise_seller(seller: Seller) -> Result<Vec<Change>, Refusal> {
    required(&seller.name, Field::Name)?;
    Ok(vec![Change::SellerRevised(seller)])
}

pub(super) fn revise_stationery(stationery: Stationery) -> Result<Vec<Change>, Refusal> {
    stationery.check()?;
    Ok(vec![Change::StationeryRevised(stationery)])
}

pub(super) fn revise_person(book: &Book, person: Person) -> Result<Vec<Change>, Refusal> {
    required(&person.name, Field::Name)?;
    // Two of one name could not be told apart where the journal says who did something.
    let name = folded(&person.name);
    let same = book
        .people
        .values()
        .find(|other| other.id != person.id && !other.left && folded(&other.name) == name);
    if let Some(other) = same.filter(|_| !person.left) {
        let what = other.name.clone();
        return Err(Refusal::field(Field::Name, RefusalKind::Taken { what }));
    }
    Ok(vec![Change::PersonRevised(person)])
}

pub(super) fn revise_series(book: &Book, series: NumberSeries) -> Result<Vec<Change>, Refusal> {
    required(&series.name, Field::Name)?;
    series.check()?;
    let before = book.series.get(&series.id);
    if before.is_none_or(|before| folded(&before.name) != folded(&series.name)) {
        let name = folded(&series.name);
        others(book, &series)
            .find(|other| folded(&other.name) == name)
            .map_or(Ok(()), |other| Err(taken(Field::Name, other)))?;
    }
    // What was agreed before this was asked stays as it is.
    let is_other_pattern = before.is_none_or(|before| before.pattern != series.pattern);
    let taken_over = book.series.values();
    let taken_over = taken_over
        .flat_map(|series| series.taken_over.iter().cloned())
        .collect();
    let mut kept = match before {
        None => NumberSeries {
            taken_over,
            former: Vec::new(),
            raised_from: None,
            last_issued: None,
            ..series
        },
        Some(before) => {
            let mut kept = NumberSeries {
                taken_over,
                former: before.former.clone(),
                next: before.next,
                raised_from: before.raised_from,
                last_issued: before.last_issued,
                ..series
            };
            if is_other_pattern && before.last_issued.is_some() {
                kept.former.push(before.pattern.clone());
            }
            // Under a new pattern too: coming back to the old one would give its numbers again. A series that should begin
            // at 1 is a new series.
            kept.go_on_at(series.next)?;
            kept
        }
    };
    if is_other_pattern {
        check_pattern(book, &kept)?;
        kept.former.retain(|former| *former != kept.pattern);
        kept.former.dedup();
    }
    Ok(vec![Change::SeriesRevised(kept)])
}

/// That no number and no payment reference will be given twice.
fn check_pattern(book: &Book, series: &NumberSeries) -> Result<(), Refusal> {
    let refused = |kind| Err(Refusal::field(Field::Pattern, kind));
    // Two series that share a pattern would give one number twice.
    let same = form(&series.pattern);
    if let Some(other) = others(book, series).find(|other| form(&other.pattern) == same) {
        return Err(taken(Field::Pattern, other));
    }
    if !series.fits_references() {
        return refused(RefusalKind::PatternInvalid);
    }
    let shares = if series.repeats_references() {
        Some(series)
    } else {
        others(book, series).find(|other| other.shares_references_with(series))
    };
    match shares {
        Some(other) => refused(RefusalKind::SharedReferences {
            series: other.name.clone(),
        }),
        None => Ok(()),
    }
}

/// The other series, those no longer offered too: their invoices are still to be paid.
fn others<'a>(book: &'a Book, series: &NumberSeries) -> impl Iterator<Item = &'a NumberSeries> {
    let id = series.id;
    book.series.values().filter(move |other| other.id != id)
}

fn taken(field: Field, other: &NumberSeries) -> Refusal {
    let what = other.name.clone();
    Refusal::field(field, RefusalKind::Taken { what })
}

/// Texts that look the same are the same.
fn folded(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .to_lowercase()
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
    folded(&form)
}
