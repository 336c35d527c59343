//! Whose invoice a file holds: compared by VAT id, business id and name, without spaces, case and punctuation.

use crate::billing::{account::Account, book::Book};
use crate::worker::reading::{Reading, Side};

/// Whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// Somebody bills us.
    Supplier,
    /// We billed it, from this program or another; the customer, if the book knows one like it.
    Own(Option<Box<Account>>),
    /// Neither party is us.
    Others,
}

impl Whose {
    pub(super) fn of(book: &Book, reading: &Reading) -> Whose {
        let seller = &book.seller;
        let vat_id = seller.vat_id.as_ref().map(ToString::to_string);
        let business_id = seller.business_id.as_ref().map(ToString::to_string);
        let us = |side: &Side| {
            is_same(
                side,
                &seller.name,
                vat_id.as_deref(),
                business_id.as_deref(),
            )
        };
        if us(&reading.seller) {
            let customer = book.accounts.values().find(|account| {
                let vat_id = account.vat_id.as_ref().map(ToString::to_string);
                is_same(
                    &reading.buyer,
                    &account.name,
                    vat_id.as_deref(),
                    account.business_id.as_deref(),
                )
            });
            Whose::Own(customer.cloned().map(Box::new))
        } else if us(&reading.buyer) {
            Whose::Supplier
        } else {
            Whose::Others
        }
    }
}

/// Ids decide where both have one; names do otherwise.
fn is_same(side: &Side, name: &str, vat_id: Option<&str>, business_id: Option<&str>) -> bool {
    let pairs = [
        (side.vat_id.as_str(), vat_id.unwrap_or_default()),
        (side.business_id.as_str(), business_id.unwrap_or_default()),
    ];
    for (theirs, ours) in pairs {
        let (theirs, ours) = (folded(theirs), folded(ours));
        if !theirs.is_empty() && !ours.is_empty() {
            return theirs == ours;
        }
    }
    let (theirs, ours) = (folded(&side.name), folded(name));
    !theirs.is_empty() && theirs == ours
}

fn folded(text: &str) -> String {
    let letters = text.chars().filter(|letter| letter.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}
