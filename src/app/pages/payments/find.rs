//! Who paid: a reference, a number, an amount or a name finds the open invoice or the customer.

use crate::app::{
    components::combobox::Found,
    format::Format,
    locale::{I18n, t_string},
};
use crate::billing::{
    account::Account,
    book::Book,
    id::{AccountId, InvoiceId},
    identifier::PaymentReference,
    receivable::Receivable,
};
use crate::money::Money;

/// Whom a payment is from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Payer {
    /// The customer of this invoice, which is meant.
    Invoice(InvoiceId),
    /// A customer.
    Account(AccountId),
}

impl Payer {
    /// The customer.
    pub fn account(self, book: &Book) -> Option<AccountId> {
        match self {
            Payer::Invoice(id) => book.receivables.get(&id).map(|each| each.account),
            Payer::Account(id) => Some(id),
        }
    }

    /// The invoice, where one is meant.
    pub fn invoice(self) -> Option<InvoiceId> {
        match self {
            Payer::Invoice(id) => Some(id),
            Payer::Account(_) => None,
        }
    }
}

/// So many answers of each kind are enough.
const MOST: usize = 8;

/// The answers for what was typed: open invoices by reference, number or amount, then customers by name or number.
pub fn find(book: &Book, text: &str, format: Format, i18n: I18n) -> Vec<Found<Payer>> {
    let wanted = text.trim().to_lowercase();
    // Free text is no reference that we gave.
    let reference = PaymentReference::parse(text)
        .is_ok_and(|reference| !matches!(reference, PaymentReference::Text(_)));
    let is_paid_with = |receivable: &Receivable| {
        reference
            && book
                .reference_of(receivable)
                .is_some_and(|ours| ours.matches(text))
    };
    let amount = |receivable: &Receivable| {
        Money::parse(text, format.decimal_style(), receivable.total.currency())
            .is_ok_and(|amount| amount == receivable.open() || amount == receivable.total)
    };
    let matches = |receivable: &&Receivable| {
        if wanted.is_empty() {
            return false;
        }
        receivable.number.to_lowercase().contains(&wanted)
            || is_paid_with(receivable)
            || amount(receivable)
    };
    let name = |account: AccountId| {
        book.accounts
            .get(&account)
            .map(|account| account.name.clone())
            .unwrap_or_default()
    };
    let invoices = book
        .receivables
        .values()
        .filter(|receivable| receivable.open().is_positive())
        .filter(matches)
        .take(MOST)
        .map(|receivable| Found {
            value: Payer::Invoice(receivable.invoice),
            title: t_string!(
                i18n,
                payments.found_invoice,
                number = receivable.number.clone(),
                name = name(receivable.account)
            ),
            detail: t_string!(
                i18n,
                payments.found_open,
                amount = format.money(receivable.open()),
                date = format.date(receivable.due_date)
            ),
        });
    let is_named = |account: &&Account| {
        account.is_open()
            && (account.name.to_lowercase().contains(&wanted)
                || account.number.to_lowercase().contains(&wanted))
    };
    let accounts = book
        .accounts
        .values()
        .filter(is_named)
        .take(MOST)
        .map(|account| {
            let balance = book.balance(account.id, account.currency);
            Found {
                value: Payer::Account(account.id),
                title: account.name.clone(),
                detail: if balance.is_positive() {
                    t_string!(
                        i18n,
                        payments.found_account_owes,
                        amount = format.money(balance)
                    )
                } else {
                    account.number.clone()
                },
            }
        });
    invoices.chain(accounts).collect()
}

/// What stands in the field once a payer is chosen.
pub fn name_of(book: &Book, payer: Payer, i18n: I18n) -> String {
    let name = payer
        .account(book)
        .and_then(|id| book.accounts.get(&id))
        .map(|account| account.name.clone())
        .unwrap_or_default();
    match payer {
        Payer::Account(_) => name,
        Payer::Invoice(id) => match book.receivables.get(&id) {
            Some(receivable) => t_string!(
                i18n,
                payments.found_invoice,
                number = receivable.number.clone(),
                name = name
            ),
            None => name,
        },
    }
}
