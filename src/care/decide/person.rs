//! Who takes over a device, by which PIN, and what becomes of a PIN that was forgotten.

use super::Desk;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::desk::caller::{Hex, Secret};
use crate::billing::desk::role::Role;
use crate::billing::id::PersonId;
use crate::billing::refusal::{Field, Refusal};
use crate::billing::seller::Person;
use crate::care::caller::is_same;
use crate::care::refusal::Refused;

/// Somebody says that it is them from now on. The journal gets an entry of it.
pub(super) fn take_over(
    book: &Book,
    id: PersonId,
    hash: Option<&Hex>,
) -> Result<Vec<Change>, Refused> {
    let person = working(book, id)?;
    check_pin(person, hash)?;
    Ok(vec![Change::PersonRevised(person.clone())])
}

/// Sets or takes away a PIN. Whoever changes their own says the old one first, so that nobody does it at a device that was left
/// alone; that it is an owner who changes another's was looked at before.
pub(super) fn set_pin(
    book: &Book,
    id: PersonId,
    hash: Option<&Hex>,
    (pin, recovery): (Option<Secret>, Option<Secret>),
    desk: &Desk,
) -> Result<Vec<Change>, Refused> {
    let person = working(book, id)?;
    if desk.person == Some(id) {
        check_pin(person, hash)?;
    }
    let revised = Person {
        recovery: recovery.filter(|_| pin.is_some()),
        pin,
        ..person.clone()
    };
    Ok(vec![Change::PersonRevised(revised)])
}

/// Whoever holds the code that was shown with the PIN takes over without it. The PIN goes, and the code is used up.
pub(super) fn recover(book: &Book, id: PersonId, hash: &Hex) -> Result<Vec<Change>, Refused> {
    let person = working(book, id)?;
    let is_right = person
        .recovery
        .as_ref()
        .is_some_and(|kept| is_same(kept, hash));
    if !is_right {
        return Err(Refused::WrongRecovery);
    }
    let recovered = Person {
        pin: None,
        recovery: None,
        ..person.clone()
    };
    Ok(vec![Change::PersonRevised(recovered)])
}

/// While anybody works here one of them is an owner. A business of which everybody has left begins anew.
pub(super) fn check_owner_remains(book: &Book, revised: &Person) -> Result<(), Refused> {
    let others = book.people.values().filter(|other| other.id != revised.id);
    let staying = others.chain([revised]).filter(|person| !person.left);
    let mut roles = staying.map(|person| person.role).peekable();
    if roles.peek().is_none() || roles.any(|role| role == Role::Owner) {
        Ok(())
    } else {
        Err(Refused::LastOwner)
    }
}

fn working(book: &Book, id: PersonId) -> Result<&Person, Refused> {
    let known = book.people.get(&id).filter(|person| !person.left);
    known.ok_or_else(|| Refusal::unknown(Field::Name).into())
}

fn check_pin(person: &Person, hash: Option<&Hex>) -> Result<(), Refused> {
    match (&person.pin, hash) {
        (None, _) => Ok(()),
        (Some(_), None) => Err(Refused::PinNeeded),
        (Some(pin), Some(hash)) if is_same(pin, hash) => Ok(()),
        (Some(_), Some(_)) => Err(Refused::WrongPin),
    }
}
