//! Accounts: the customers and what is kept about them.

use crate::billing::dunning::ReminderHold;
use crate::billing::id::{AccountId, ImportId};
use crate::billing::identifier::{CountryCode, EInvoiceAddress, VatId, phone_digits};
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::billing::tax::TaxTreatment;
use crate::calendar::PaymentTerms;
use crate::money::Currency;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A customer.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Account {
    /// Identity.
    pub id: AccountId,
    /// The customer number printed on documents (BT-46); unique.
    pub number: String,
    /// Person or company.
    pub kind: AccountKind,
    /// Name (BT-44).
    pub name: String,
    /// Company number in the customer's own country (BT-47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_id: Option<String>,
    /// VAT id (BT-48).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<VatId>,
    /// Where e-invoices go (BT-49).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_invoice: Option<EInvoiceAddress>,
    /// People to talk to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactPerson>,
    /// Postal address (BG-8).
    pub address: Address,
    /// Where goods go, if elsewhere (BG-15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<Address>,
    /// The language of documents.
    pub language: Language,
    /// The currency of everything between the customer and the seller.
    pub currency: Currency,
    /// Terms of payment; `None` takes the seller's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<PaymentTerms>,
    /// How the customer's standing changes the tax.
    #[serde(default)]
    pub treatment: TaxTreatment,
    /// One invoice for all contracts, or one each.
    #[serde(default)]
    pub grouping: Grouping,
    /// The buyer's reference that must stand on invoices (BT-10).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub buyer_reference: String,
    /// Words to find customers by.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Free notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// Customer since.
    pub since: NaiveDate,
    /// The day on which address, phone or e-mail were last changed; none where they never were.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact_changed: Option<NaiveDate>,
    /// Left in peace for a while, whatever is overdue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reminders_held: Option<ReminderHold>,
    /// Closed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<NaiveDate>,
    /// The account this one was merged into.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<AccountId>,
    /// The import it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
}

/// Person or company.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum AccountKind {
    Person,
    #[default]
    Company,
}

/// The language of a document.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Language {
    #[default]
    En,
    Fi,
}

/// Whether an account's contracts share an invoice.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grouping {
    /// One invoice for everything due.
    #[default]
    Together,
    /// One invoice for each contract.
    PerContract,
}

/// Somebody to talk to at the customer's.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct ContactPerson {
    /// Name (BT-56).
    pub name: String,
    /// What they do there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// E-mail (BT-58).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Phone as typed (BT-57); search looks at its digits.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The day on which the phone became this one; none where it was never another.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_since: Option<NaiveDate>,
}

/// A postal address (EN 16931 BG-5, BG-8).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Address {
    /// Street and further lines, at most three.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Post code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub postal_code: String,
    /// City.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub city: String,
    /// Country (BT-55).
    pub country: CountryCode,
}

impl Address {
    /// An address of which only the country is known.
    pub fn in_country(country: CountryCode) -> Self {
        Address {
            lines: Vec::new(),
            postal_code: String::new(),
            city: String::new(),
            country,
        }
    }
}

impl Account {
    /// Whether new business can be done with it.
    pub fn is_open(&self) -> bool {
        self.closed.is_none() && self.merged_into.is_none()
    }

    /// Checks what holds for an account by itself.
    pub fn check(&self) -> Result<(), Refusal> {
        required(&self.name, Field::Name)?;
        required(&self.number, Field::Number)?;
        if self.treatment.needs_buyer_vat_id() && self.vat_id.is_none() {
            return Err(Refusal::field(Field::VatId, RefusalKind::BuyerVatIdMissing));
        }
        if self.closed.is_some_and(|closed| closed < self.since) {
            return Err(Refusal::field(
                Field::LastDay,
                RefusalKind::TooEarly {
                    earliest: self.since,
                },
            ));
        }
        Ok(())
    }

    /// Why `other` may be the same customer, or `None`.
    ///
    /// Compared are the VAT id, company number, e-mail and phone digits where both have them, and the name with
    /// post code. Spaces, case and punctuation don't count.
    pub fn likeness(&self, other: &Account) -> Option<Likeness> {
        if self.id == other.id {
            return None;
        }
        if self.vat_id.is_some() && self.vat_id == other.vat_id {
            return Some(Likeness::VatId);
        }
        let folded =
            |text: &Option<String>| text.as_deref().map(fold).filter(|text| !text.is_empty());
        if folded(&self.business_id).is_some()
            && folded(&self.business_id) == folded(&other.business_id)
        {
            return Some(Likeness::BusinessId);
        }
        let shares = |of: &dyn Fn(&ContactPerson) -> String| {
            self.contacts.iter().map(of).any(|mine| {
                !mine.is_empty() && other.contacts.iter().map(of).any(|theirs| theirs == mine)
            })
        };
        if shares(&|contact| contact.email.trim().to_lowercase()) {
            return Some(Likeness::Email);
        }
        if shares(&|contact| phone_digits(&contact.phone)) {
            return Some(Likeness::Phone);
        }
        let same_name = !self.name.trim().is_empty() && fold(&self.name) == fold(&other.name);
        let same_place = fold(&self.address.postal_code) == fold(&other.address.postal_code);
        (same_name && same_place).then_some(Likeness::Name)
    }
}

/// What two accounts have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[allow(missing_docs)]
pub enum Likeness {
    VatId,
    BusinessId,
    Email,
    Phone,
    Name,
}

fn fold(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
