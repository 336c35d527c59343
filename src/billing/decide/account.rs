//! Accounts: adding, keeping, closing, merging.

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::id::AccountId;
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use chrono::NaiveDate;

pub(super) fn find(book: &Book, id: AccountId) -> Result<&Account, Refusal> {
    book.accounts
        .get(&id)
        .ok_or(Refusal::unknown(Field::Account))
}

/// The account, or the one it was merged into: items that rested in the store still name the account that went.
pub(super) fn current(book: &Book, id: AccountId) -> Result<&Account, Refusal> {
    let mut account = find(book, id)?;
    // Merging into an account that was merged is refused, so this ends; the count only guards damaged records.
    for _ in 0..book.accounts.len() {
        match account.merged_into {
            Some(into) => account = find(book, into)?,
            None => break,
        }
    }
    Ok(account)
}

/// The account, if new business can be done with it.
pub(super) fn find_open(book: &Book, id: AccountId) -> Result<&Account, Refusal> {
    let account = find(book, id)?;
    if account.is_open() {
        Ok(account)
    } else {
        Err(Refusal::field(Field::Account, RefusalKind::AccountClosed))
    }
}

pub(super) fn add(book: &Book, account: Account) -> Result<Vec<Change>, Refusal> {
    account.check()?;
    check_number(book, &account)?;
    if book.accounts.contains_key(&account.id) {
        return Err(Refusal::field(
            Field::Account,
            RefusalKind::Taken { what: account.name },
        ));
    }
    Ok(vec![Change::AccountAdded(account)])
}

pub(super) fn revise(book: &Book, account: Account) -> Result<Vec<Change>, Refusal> {
    account.check()?;
    let before = find(book, account.id)?;
    check_number(book, &account)?;
    if before.merged_into.is_some() {
        return Err(Refusal::field(Field::Account, RefusalKind::AccountClosed));
    }
    // Everything between the customer and the seller is in the account's currency; it can't change under it.
    if before.currency != account.currency && is_used(book, account.id) {
        return Err(Refusal::field(Field::Currency, RefusalKind::AccountInUse));
    }
    let kept = Account {
        closed: before.closed,
        merged_into: before.merged_into,
        import: before.import,
        reminders_held: before.reminders_held.clone(),
        ..account
    };
    Ok(vec![Change::AccountRevised(kept)])
}

pub(super) fn close(book: &Book, id: AccountId, on: NaiveDate) -> Result<Vec<Change>, Refusal> {
    let account = find_open(book, id)?;
    let running = book
        .contracts_of(id)
        .any(|contract| contract.last_day.is_none_or(|last| last > on));
    let waiting = book.charges_of(id).next().is_some() || book.drafts_of(id).next().is_some();
    let open = book.receivables_of(id).next().is_some() || book.credits_of(id).next().is_some();
    if running || waiting || open {
        return Err(Refusal::field(Field::Account, RefusalKind::AccountInUse));
    }
    let closed = Account {
        closed: Some(on),
        ..account.clone()
    };
    closed.check()?;
    Ok(vec![Change::AccountRevised(closed)])
}

pub(super) fn reopen(book: &Book, id: AccountId) -> Result<Vec<Change>, Refusal> {
    let account = find(book, id)?;
    if account.merged_into.is_some() {
        return Err(Refusal::field(Field::Account, RefusalKind::AccountClosed));
    }
    Ok(vec![Change::AccountRevised(Account {
        closed: None,
        ..account.clone()
    })])
}

pub(super) fn merge(
    book: &Book,
    from: AccountId,
    into: AccountId,
    today: NaiveDate,
) -> Result<Vec<Change>, Refusal> {
    if from == into {
        return Err(Refusal::field(Field::Account, RefusalKind::AccountInUse));
    }
    let gone = find(book, from)?;
    let stays = find_open(book, into)?;
    if gone.merged_into.is_some() {
        return Err(Refusal::field(Field::Account, RefusalKind::AccountClosed));
    }
    if gone.currency != stays.currency {
        return Err(Refusal::field(
            Field::Currency,
            RefusalKind::CurrencyMismatch {
                expected: stays.currency,
                found: gone.currency,
            },
        ));
    }
    let mut changes = Vec::new();
    for contract in book.contracts_of(from) {
        let mut contract = contract.clone();
        contract.account = into;
        changes.push(Change::ContractRevised(contract));
    }
    for charge in book.charges_of(from) {
        let mut charge = charge.clone();
        charge.account = into;
        changes.push(Change::ChargeAdded(charge));
    }
    for draft in book.drafts_of(from) {
        let mut draft = draft.clone();
        draft.account = into;
        changes.push(Change::DraftSaved(draft));
    }
    for receivable in book.receivables_of(from) {
        let mut receivable = receivable.clone();
        receivable.account = into;
        changes.push(Change::ReceivableRevised(receivable));
    }
    for credit in book.credits_of(from) {
        let mut credit = credit.clone();
        credit.account = into;
        changes.push(Change::CreditRevised(credit));
    }
    for case in book.cases_of(from) {
        let mut case = case.clone();
        case.account = Some(into);
        changes.push(Change::CaseRevised(case));
    }
    for grant in book.grants_of(from) {
        let mut grant = grant.clone();
        grant.account = into;
        changes.push(Change::GrantRevised(grant));
    }
    for letter in book.letters_of(from) {
        let mut letter = letter.clone();
        letter.account = into;
        changes.push(Change::LetterKept(letter));
    }
    // The phrase of the account that goes is nobody's any more: whoever knew it is not recognised as the customer that stays.
    let mut stays = stays.clone();
    for contact in &gone.contacts {
        if !stays.contacts.contains(contact) {
            stays.contacts.push(contact.clone());
        }
    }
    for tag in &gone.tags {
        if !stays.tags.contains(tag) {
            stays.tags.push(tag.clone());
        }
    }
    if !gone.notes.is_empty() {
        if !stays.notes.is_empty() {
            stays.notes.push_str("\n\n");
        }
        stays.notes.push_str(&gone.notes);
    }
    stays.since = stays.since.min(gone.since);
    let closed = gone.closed.unwrap_or(today.max(gone.since));
    changes.push(Change::AccountRevised(stays));
    changes.push(Change::AccountRevised(Account {
        closed: Some(closed),
        merged_into: Some(into),
        ..gone.clone()
    }));
    Ok(changes)
}

/// Whether anything hangs on the account.
pub(super) fn is_used(book: &Book, id: AccountId) -> bool {
    book.contracts_of(id).next().is_some()
        || book.charges_of(id).next().is_some()
        || book.drafts_of(id).next().is_some()
        || book.receivables_of(id).next().is_some()
        || book.credits_of(id).next().is_some()
        || is_cared_for(book, id)
}

/// Whether anything at the desk hangs on the account.
pub(super) fn is_cared_for(book: &Book, id: AccountId) -> bool {
    book.cases_of(id).next().is_some()
        || book.grants_of(id).next().is_some()
        || book.letters_of(id).next().is_some()
        || book.callers.contains_key(&id)
}

fn check_number(book: &Book, account: &Account) -> Result<(), Refusal> {
    let same =
        |other: &&Account| other.id != account.id && other.number.trim() == account.number.trim();
    match book.accounts.values().find(same) {
        Some(other) => Err(Refusal::field(
            Field::Number,
            RefusalKind::Taken {
                what: other.name.clone(),
            },
        )),
        None => Ok(()),
    }
}
