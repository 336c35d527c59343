//! Drafts: keeping one, throwing it away, and issuing it as an invoice.

use super::account;
use super::issuing::Issuing;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::draft::Draft;
use crate::billing::id::{DraftId, InvoiceId, SeriesId};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use chrono::NaiveDate;

pub(super) fn save(book: &Book, draft: Draft) -> Result<Vec<Change>, Refusal> {
    let account = account::find_open(book, draft.account)?;
    if draft.currency != account.currency {
        return Err(Refusal::currency_mismatch(
            account.currency,
            draft.currency,
            Location::Field(Field::Currency),
        ));
    }
    // A draft may be unfinished, but what is there must be computable.
    draft.compute(
        &book.seller,
        account.treatment,
        draft.supplied.unwrap_or(draft.created),
    )?;
    Ok(vec![Change::DraftSaved(draft)])
}

pub(super) fn discard(book: &Book, id: DraftId) -> Result<Vec<Change>, Refusal> {
    if !book.drafts.contains_key(&id) {
        return Err(Refusal::unknown(Field::Invoice));
    }
    Ok(vec![Change::DraftRemoved(id)])
}

pub(super) fn issue(
    book: &Book,
    id: DraftId,
    series: SeriesId,
    issue_date: NaiveDate,
    invoice: InvoiceId,
) -> Result<Vec<Change>, Refusal> {
    let draft = book
        .drafts
        .get(&id)
        .ok_or(Refusal::unknown(Field::Invoice))?
        .clone();
    let account = account::find_open(book, draft.account)?;
    if account.treatment.needs_buyer_vat_id() && account.vat_id.is_none() {
        return Err(Refusal::field(Field::VatId, RefusalKind::BuyerVatIdMissing));
    }
    let computed = draft.compute(&book.seller, account.treatment, issue_date)?;
    let mut issuing = Issuing::begin(book, series, issue_date, None)?;
    issuing.invoice(draft, computed, account, invoice)?;
    let mut changes = issuing.finish();
    changes.push(Change::DraftRemoved(id));
    Ok(changes)
}
