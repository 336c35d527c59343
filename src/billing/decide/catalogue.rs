//! Products and their prices.

use crate::billing::book::Book;
use crate::billing::catalogue::{PriceVersion, Product};
use crate::billing::change::Change;
use crate::billing::id::ProductId;
use crate::billing::refusal::{Field, Refusal, RefusalKind};

pub(super) fn add(book: &Book, product: Product) -> Result<Vec<Change>, Refusal> {
    product.check()?;
    check_code(book, &product)?;
    if book.products.contains_key(&product.id) {
        return Err(Refusal::field(
            Field::Product,
            RefusalKind::Taken { what: product.name },
        ));
    }
    Ok(vec![Change::ProductAdded(product)])
}

pub(super) fn revise(book: &Book, product: Product) -> Result<Vec<Change>, Refusal> {
    let before = book
        .products
        .get(&product.id)
        .ok_or(Refusal::unknown(Field::Product))?;
    product.check()?;
    check_code(book, &product)?;
    Ok(vec![Change::ProductRevised(Product {
        prices: before.prices.clone(),
        import: before.import,
        ..product
    })])
}

pub(super) fn change_price(
    book: &Book,
    id: ProductId,
    version: PriceVersion,
) -> Result<Vec<Change>, Refusal> {
    let mut product = book
        .products
        .get(&id)
        .ok_or(Refusal::unknown(Field::Product))?
        .clone();
    if let Some(notified) = version.notified.filter(|notified| *notified > version.from) {
        // Telling customers after the day is no notice.
        return Err(Refusal::field(
            Field::PriceFrom,
            RefusalKind::TooEarly { earliest: notified },
        ));
    }
    product
        .prices
        .retain(|other| other.from != version.from || other.currency != version.currency);
    product.prices.push(version);
    product
        .prices
        .sort_by_key(|version| (version.currency, version.from));
    product.check()?;
    Ok(vec![Change::ProductRevised(product)])
}

fn check_code(book: &Book, product: &Product) -> Result<(), Refusal> {
    // Two codes that differ in capitals alone are one to whoever reads them aloud.
    let code = product.code.trim().to_lowercase();
    let same =
        |other: &&Product| other.id != product.id && other.code.trim().to_lowercase() == code;
    match book.products.values().find(same) {
        Some(other) => Err(Refusal::field(
            Field::Code,
            RefusalKind::Taken {
                what: other.name.clone(),
            },
        )),
        None => Ok(()),
    }
}
