//! Who is calling: what it takes to be recognised, what facts are worth, and what phrase a customer may choose.
//!
//! After 47 CFR 64.2010 (customer proprietary network information), NIST SP 800-63B-4 and, for Finland, the Data Protection
//! Act 1050/2018, section 29: an identity code is never a way to be recognised.

use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::change::Change;
use crate::billing::desk::caller::{Hex, Level, Method, Secret};
use crate::billing::desk::case::Happening;
use crate::billing::desk::policy::Identity;
use crate::billing::id::AccountId;
use crate::care::phone::e164;
use crate::care::secret::{Nfkc, holds_identity_code, min_entropy_bits, normalise_by};
use crate::money::Money;
use chrono::{Days, NaiveDate};
use rust_decimal::Decimal;
use std::collections::BTreeMap;
use subtle::ConstantTimeEq;

/// The fewest characters of a phrase that a customer chooses (NIST SP 800-63B-4, 3.1.1.2).
pub const LEAST_CHARACTERS: usize = 15;

/// A fact of an account that may be asked of a caller. Never a name, an address, a date of birth, an identity code, a
/// customer number or the number they call from: those are known to others.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FactKind {
    /// What their last invoice came to.
    LastInvoice,
    /// What they last paid.
    LastPayment,
    /// On which day they last paid.
    LastPaymentDay,
}

impl FactKind {
    /// Every kind.
    pub const ALL: [FactKind; 3] = [
        FactKind::LastInvoice,
        FactKind::LastPayment,
        FactKind::LastPaymentDay,
    ];
}

/// What a fact is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum FactValue {
    /// An amount, in minor units of its currency's code as written.
    Amount(Money),
    /// A day.
    Day(NaiveDate),
}

/// What a caller says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct StatedFact {
    /// About what.
    pub kind: FactKind,
    /// What they say.
    pub said: FactValue,
}

/// The facts of all customers, each kind by account.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FactTable(BTreeMap<FactKind, BTreeMap<AccountId, FactValue>>);

impl FactTable {
    /// Notes a fact; a later one of the same kind and account takes its place.
    pub fn note(&mut self, kind: FactKind, account: AccountId, value: FactValue) {
        self.0.entry(kind).or_default().insert(account, value);
    }

    /// What a fact of this kind is worth among this business's customers, in bits: `−log₂` of the share of the commonest value.
    pub fn bits(&self, kind: FactKind) -> Decimal {
        let mut counts: BTreeMap<FactValue, u64> = BTreeMap::new();
        for value in self.0.get(&kind).into_iter().flat_map(BTreeMap::values) {
            *counts.entry(*value).or_default() += 1;
        }
        min_entropy_bits(counts.into_values())
    }

    /// The kinds that are known of an account: what can be asked of its customer.
    pub fn known_of(&self, account: AccountId) -> Vec<FactKind> {
        FactKind::ALL
            .into_iter()
            .filter(|kind| self.of(*kind, account).is_some())
            .collect()
    }

    /// The fact of an account.
    pub fn of(&self, kind: FactKind, account: AccountId) -> Option<FactValue> {
        self.0.get(&kind)?.get(&account).copied()
    }
}

/// Whether a phone number is on file, and since when it counts.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OnFile {
    /// It is, for long enough.
    Old,
    /// It is, but only counts from this day on.
    New(NaiveDate),
    /// It is not.
    No,
}

/// Whether a phone number is on file at an account. `home` are the digits of the seller's country's code.
pub fn on_file(
    account: &Account,
    phone: &str,
    home: &str,
    identity: &Identity,
    today: NaiveDate,
) -> OnFile {
    let Some(wanted) = e164(phone, home) else {
        return OnFile::No;
    };
    let found = account
        .contacts
        .iter()
        .find(|contact| e164(&contact.phone, home).as_deref() == Some(&wanted));
    match found {
        None => OnFile::No,
        Some(contact) => match contact
            .phone_since
            .map(|since| counts_from(since, identity))
        {
            Some(from) if today < from => OnFile::New(from),
            _ => OnFile::Old,
        },
    }
}

/// How surely somebody is recognised by a way, given when contact data were last changed.
pub fn level(method: Method, account: &Account, identity: &Identity, today: NaiveDate) -> Level {
    let is_settled = account
        .contact_changed
        .is_none_or(|changed| counts_from(changed, identity) <= today);
    match method {
        Method::OwnPaper => Level::L1,
        Method::Facts => Level::L2,
        Method::Visit => Level::L3,
        Method::Phrase | Method::CallBack if is_settled => Level::L3,
        Method::Phrase | Method::CallBack => Level::L2,
    }
}

/// From when on something counts that was changed on a day.
fn counts_from(changed: NaiveDate, identity: &Identity) -> NaiveDate {
    changed
        .checked_add_days(Days::new(u64::from(identity.unchanged_days)))
        .unwrap_or(NaiveDate::MAX)
}

/// Why a phrase can't be chosen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum PhraseFault {
    /// Nothing was typed.
    Empty,
    /// It is an identity code; nobody may be recognised by one.
    IdentityCode,
    /// It is too short to be hard to guess.
    TooShort,
    /// Somebody who knows the customer would guess it: it holds their name, street, phone, number or what they buy.
    Guessable,
}

/// Checks a phrase that a customer chooses. A PIN that the app makes needs no check.
pub fn check_phrase(
    nfkc: Nfkc,
    text: &str,
    account: &Account,
    book: &Book,
) -> Result<(), PhraseFault> {
    let phrase = normalise_by(nfkc, text);
    if phrase.is_empty() {
        return Err(PhraseFault::Empty);
    }
    if holds_identity_code(text) {
        return Err(PhraseFault::IdentityCode);
    }
    if phrase.chars().count() < LEAST_CHARACTERS {
        return Err(PhraseFault::TooShort);
    }
    let mut known: Vec<&str> = vec![&account.name, &account.number, &book.seller.name];
    known.extend(account.address.lines.iter().map(String::as_str));
    for contact in &account.contacts {
        known.extend([
            contact.name.as_str(),
            contact.phone.as_str(),
            contact.email.as_str(),
        ]);
    }
    let services = book
        .contracts_of(account.id)
        .flat_map(|contract| &contract.services);
    known.extend(services.map(|service| service.description.as_str()));
    let letters = |text: &str| -> String {
        normalise_by(nfkc, text)
            .chars()
            .filter(|letter| letter.is_alphanumeric())
            .collect()
    };
    let phrase = letters(&phrase);
    let gives_away = |known: &&str| {
        let known = letters(known);
        // Two letters stand in every phrase.
        known.chars().count() >= 4 && phrase.contains(&known)
    };
    if known.iter().any(gives_away) {
        return Err(PhraseFault::Guessable);
    }
    Ok(())
}

/// What an attempt to be recognised came to: one word, yes or no; none where the changes are of something else.
pub fn answer(changes: &[Change]) -> Option<bool> {
    let case = changes.iter().rev().find_map(|change| match change {
        Change::CaseRevised(case) => Some(case),
        _ => None,
    })?;
    match case.events.last()?.what {
        Happening::Verified { .. } => Some(true),
        Happening::NotVerified(_) => Some(false),
        _ => None,
    }
}

/// Whether two secrets are the same, in a time that does not tell where they differ.
pub fn is_same(secret: &Secret, hash: &Hex) -> bool {
    bool::from(secret.hash.0.ct_eq(&hash.0))
}

/// The digits of a country's telephone code, for numbers that are written as at home; E.164 assignments of the EU, the EEA,
/// the United Kingdom and Switzerland, and of North America.
pub fn country_code(country: &str) -> &'static str {
    match country {
        "AT" => "43",
        "BE" => "32",
        "BG" => "359",
        "CA" | "US" => "1",
        "CH" | "LI" => "41",
        "CY" => "357",
        "CZ" => "420",
        "DE" => "49",
        "DK" => "45",
        "EE" => "372",
        "ES" => "34",
        "FI" | "AX" => "358",
        "FR" => "33",
        "GB" => "44",
        "GR" => "30",
        "HR" => "385",
        "HU" => "36",
        "IE" => "353",
        "IS" => "354",
        "IT" => "39",
        "LT" => "370",
        "LU" => "352",
        "LV" => "371",
        "MT" => "356",
        "NL" => "31",
        "NO" => "47",
        "PL" => "48",
        "PT" => "351",
        "RO" => "40",
        "SE" => "46",
        "SI" => "386",
        "SK" => "421",
        _ => "358",
    }
}
