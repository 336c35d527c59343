//! Letters that are written of themselves: contact data or a phrase changed, and the old and the new address are told.
//!
//! After 47 CFR 64.2010(f): the customer hears of a change where they were reached before, so that a thief can't change it in
//! silence.

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::decide::Context;
use crate::billing::id::LetterId;
use crate::billing::letter::{Letter, LetterKind, Sent, Way};
use crate::billing::refusal::{Field, Refusal};
use crate::care::refusal::Refused;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Notes the day of new contact data in the revised account, and writes to the old and the new address.
pub(super) fn tell_of_new_contact_data(
    book: &Book,
    before: &Account,
    changes: &mut Vec<Change>,
    context: &mut Context<'_>,
) {
    let mut letters = Vec::new();
    for change in changes.iter_mut() {
        let Change::AccountRevised(after) = change else {
            continue;
        };
        if after.id != before.id {
            continue;
        }
        note_phones(before, after, context.today);
        if !differs(before, after) {
            after.contact_changed = before.contact_changed;
            continue;
        }
        // What nobody could be reached at before is no change that anybody must hear of.
        let was_reachable = has_contact_data(before);
        after.contact_changed = if was_reachable {
            Some(context.today)
        } else {
            before.contact_changed
        };
        if !was_reachable || !book.policy().identity.writes_notices {
            continue;
        }
        letters.push(letter(before, LetterKind::ContactChange, context));
        for lost in lost_emails(before, after) {
            letters.push(Letter {
                email: lost,
                ..letter(before, LetterKind::ContactChange, context)
            });
        }
        let goes_elsewhere = (&before.address, email(before)) != (&after.address, email(after));
        if goes_elsewhere {
            letters.push(letter(after, LetterKind::ContactChange, context));
        }
    }
    changes.extend(letters.into_iter().map(Change::LetterKept));
}

/// Writes to the address on file that the phrase was set, changed or taken away.
pub(super) fn tell_of_phrase(
    book: &Book,
    account: &Account,
    changes: &mut Vec<Change>,
    context: &mut Context<'_>,
) {
    if book.policy().identity.writes_notices {
        let letter = letter(account, LetterKind::PhraseChange, context);
        changes.push(Change::LetterKept(letter));
    }
}

pub(super) fn send(
    book: &Book,
    id: LetterId,
    way: Way,
    context: &Context<'_>,
) -> Result<Vec<Change>, Refused> {
    let found = book.letters.get(&id);
    let mut letter = found
        .ok_or_else(|| Refusal::unknown(Field::Reference))?
        .clone();
    letter.sent.push(Sent {
        at: context.now,
        way,
        to: String::new(),
    });
    Ok(vec![Change::LetterKept(letter)])
}

/// A letter to an account whose words follow from its kind.
pub(super) fn letter(account: &Account, kind: LetterKind, context: &mut Context<'_>) -> Letter {
    Letter {
        id: LetterId((context.fresh)()),
        account: account.id,
        kind,
        on: context.today,
        language: account.language,
        recipient: account.name.clone(),
        address: account.address.clone(),
        email: email(account).to_owned(),
        subject: String::new(),
        paragraphs: Vec::new(),
        invoice: None,
        case: None,
        sent: Vec::new(),
    }
}

fn email(account: &Account) -> &str {
    let mut all = account.contacts.iter().map(|contact| contact.email.trim());
    all.find(|email| !email.is_empty()).unwrap_or_default()
}

/// E-mail addresses that are no longer there, but for the one that is written to anyhow.
fn lost_emails(before: &Account, after: &Account) -> Vec<String> {
    let emails = |account: &Account| -> BTreeSet<String> {
        let emails = account.contacts.iter().map(|contact| contact.email.trim());
        let emails = emails.filter(|email| !email.is_empty());
        emails.map(str::to_lowercase).collect()
    };
    let mut lost = emails(before);
    for kept in emails(after) {
        lost.remove(&kept);
    }
    lost.remove(&email(before).to_lowercase());
    lost.into_iter().collect()
}

fn has_contact_data(account: &Account) -> bool {
    !account.address.lines.is_empty()
        || account
            .contacts
            .iter()
            .any(|contact| !contact.phone.is_empty() || !contact.email.is_empty())
}

/// A phone that was there before keeps its day; a new one counts from today.
fn note_phones(before: &Account, after: &mut Account, today: NaiveDate) {
    for contact in &mut after.contacts {
        let known = before
            .contacts
            .iter()
            .find(|known| known.phone.trim() == contact.phone.trim());
        contact.phone_since = match known {
            Some(known) => known.phone_since,
            None if contact.phone.trim().is_empty() => None,
            None => Some(today),
        };
    }
}

/// Whether the customer would be reached elsewhere.
fn differs(before: &Account, after: &Account) -> bool {
    let ways = |account: &Account| {
        let mut ways: Vec<(String, String)> = account
            .contacts
            .iter()
            .map(|contact| {
                (
                    contact.phone.trim().to_owned(),
                    contact.email.trim().to_lowercase(),
                )
            })
            .filter(|(phone, email)| !phone.is_empty() || !email.is_empty())
            .collect();
        ways.sort();
        ways
    };
    // Where the bills and the goods go, too.
    let places = |account: &Account| {
        (
            account.name.clone(),
            account.address.clone(),
            account.delivery_address.clone(),
            account.e_invoice.clone(),
        )
    };
    places(before) != places(after) || ways(before) != ways(after)
}
