//! Documents that leave the house: noted beside what is owed on an invoice or left of a credit note, settled or not.

use super::{Context, Fetched, Needs};
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::InvoiceId;
use crate::billing::letter::{Sent, Way};
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use std::collections::BTreeSet;

/// Whether a document is an invoice or a credit note is known only once its record is found, so both are asked for.
pub(super) fn needs(
    book: &Book,
    fetched: &Fetched,
    documents: impl IntoIterator<Item = InvoiceId>,
    needs: &mut Needs,
) {
    for document in documents {
        if find(book, fetched, document).is_none() {
            needs.receivables.push(document);
            needs.credits.push(CreditSource::CreditNote(document));
        }
    }
    needs.credits.sort_unstable();
    needs.credits.dedup();
}

pub(super) fn send(
    book: &Book,
    documents: &[InvoiceId],
    way: Way,
    to: &str,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refusal> {
    if documents.is_empty() {
        return Err(Refusal::field(Field::Invoice, RefusalKind::Empty));
    }
    let sent = Sent {
        at: context.now,
        way,
        to: to.to_owned(),
    };
    let mut named = BTreeSet::new();
    let once = documents.iter().filter(|document| named.insert(**document));
    once.map(|document| {
        let item = find(book, context.fetched, *document);
        let item = item.ok_or(Refusal::whole(RefusalKind::NotFetched))?;
        Ok(item.sent(sent.clone()))
    })
    .collect()
}

/// What is kept beside a document that never changes itself.
enum Beside<'a> {
    Invoice(&'a Receivable),
    CreditNote(&'a Credit),
}

impl Beside<'_> {
    fn sent(self, sent: Sent) -> Change {
        match self {
            Beside::Invoice(receivable) => {
                let mut receivable = receivable.clone();
                receivable.sent.push(sent);
                Change::InvoiceSent(receivable)
            }
            Beside::CreditNote(credit) => {
                let mut credit = credit.clone();
                credit.sent.push(sent);
                Change::CreditNoteSent(credit)
            }
        }
    }
}

fn find<'a>(book: &'a Book, fetched: &'a Fetched, id: InvoiceId) -> Option<Beside<'a>> {
    let receivables = [&book.receivables, &fetched.receivables];
    let credits = [&book.credits, &fetched.credits];
    let source = CreditSource::CreditNote(id);
    receivables
        .iter()
        .find_map(|items| items.get(&id).map(Beside::Invoice))
        .or_else(|| {
            credits
                .iter()
                .find_map(|items| items.get(&source).map(Beside::CreditNote))
        })
}
