//! The seller, and the people who work with the book on this device.

use crate::billing::account::{Address, Language};
use crate::billing::desk::{caller::Secret, role::Role};
use crate::billing::dunning::DunningPolicy;
use crate::billing::id::{ImportId, PersonId};
use crate::billing::identifier::{Bic, BusinessId, CountryCode, EInvoiceAddress, Iban, VatId};
use crate::billing::refusal::{Field, Refusal, RefusalKind};
use crate::calendar::PaymentTerms;
use crate::money::Currency;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// The business that bills (EN 16931 BG-4).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Seller {
    /// Legal name (BT-27).
    pub name: String,
    /// Address (BG-5).
    pub address: Address,
    /// Finnish business id (BT-30).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_id: Option<BusinessId>,
    /// VAT id (BT-31).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<VatId>,
    /// E-mail (BT-43).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub email: String,
    /// Phone (BT-42).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// Web address.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub website: String,
    /// Where it sends e-invoices from and receives its own (BT-34), and the operator that carries them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_invoice: Option<EInvoiceAddress>,
    /// Account to pay to (BT-84).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iban: Option<Iban>,
    /// Its bank (BT-86).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bic: Option<Bic>,
    /// The usual currency.
    pub currency: Currency,
    /// The usual terms of payment.
    pub terms: PaymentTerms,
    /// The usual language of documents.
    pub language: Language,
    /// Interest on late payment as it stands on invoices, in words of the seller.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub late_payment: String,
    /// A closing text on invoices.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub footer: String,
    /// When and how it reminds of what is overdue.
    #[serde(default, skip_serializing_if = "DunningPolicy::is_default")]
    pub dunning: DunningPolicy,
}

impl Seller {
    /// A seller of whom nothing is known yet.
    pub fn unnamed(country: CountryCode, language: Language) -> Self {
        Seller {
            name: String::new(),
            address: Address::in_country(country),
            business_id: None,
            vat_id: None,
            email: String::new(),
            phone: String::new(),
            website: String::new(),
            e_invoice: None,
            iban: None,
            bic: None,
            currency: Currency::EUR,
            terms: PaymentTerms::NetDays(14),
            language,
            late_payment: String::new(),
            footer: String::new(),
            dunning: DunningPolicy::default(),
        }
    }

    /// Checks what the law asks of the seller on an invoice: name and address (Directive 2006/112/EC, Article 226(5)).
    /// One of VAT id, business id must be there as well (BR-CO-26).
    pub fn check_for_issuing(&self) -> Result<(), Refusal> {
        let lacks = |field| Err(Refusal::field(field, RefusalKind::SellerIncomplete));
        if self.name.trim().is_empty() {
            return lacks(Field::Name);
        }
        if self.address.city.trim().is_empty() && self.address.lines.is_empty() {
            return lacks(Field::Address);
        }
        if self.business_id.is_none() && self.vat_id.is_none() {
            return lacks(Field::BusinessId);
        }
        Ok(())
    }
}

/// Somebody who works with the book on this device; the journal names them.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Person {
    /// Identity.
    pub id: PersonId,
    /// Name as the journal shows it.
    pub name: String,
    /// What they may do.
    #[serde(default, skip_serializing_if = "Role::is_default")]
    pub role: Role,
    /// What they are recognised by when they take over this device; none where anybody may say that it is them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pin: Option<Secret>,
    /// The code that lets them set another PIN when they forgot theirs; shown once, when the PIN was set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recovery: Option<Secret>,
    /// No longer works here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub left: bool,
}

/// One import of a file.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Import {
    /// Identity.
    pub id: ImportId,
    /// When.
    pub at: DateTime<Utc>,
    /// Name of the file, or of the sample.
    pub source: String,
    /// Accounts it brought.
    pub accounts: u32,
    /// Products it brought.
    pub products: u32,
    /// Contracts it brought.
    pub contracts: u32,
}
