//! Who takes over a device.

use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::desk::caller::Hex;
use crate::billing::id::PersonId;
use crate::billing::refusal::{Field, Refusal};
use crate::care::caller::is_same;
use crate::care::refusal::Refused;

/// Somebody says that it is them from now on. The journal gets an entry of it.
pub(super) fn take_over(
    book: &Book,
    id: PersonId,
    hash: Option<&Hex>,
) -> Result<Vec<Change>, Refused> {
    let person = book
        .people
        .get(&id)
        .filter(|person| !person.left)
        .ok_or_else(|| Refusal::unknown(Field::Name))?;
    match (&person.pin, hash) {
        (None, _) => {}
        (Some(_), None) => return Err(Refused::PinNeeded),
        (Some(pin), Some(hash)) if is_same(pin, hash) => {}
        (Some(_), Some(_)) => return Err(Refused::WrongPin),
    }
    Ok(vec![Change::PersonRevised(person.clone())])
}
