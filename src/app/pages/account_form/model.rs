//! What is typed about a customer, and the account it makes.

use crate::app::locale::{Locale, td_string};
use crate::app::pages::form::{Fault, Found, Reader, trimmed};
use crate::billing::account::{Account, AccountKind, Address, ContactPerson, Grouping, Language};
use crate::billing::book::Book;
use crate::billing::id::AccountId;
use crate::billing::identifier::{BusinessId, CountryCode, EInvoiceAddress, VatId, check_email};
use crate::billing::refusal::Field;
use crate::billing::tax::TaxTreatment;
use crate::calendar::PaymentTerms;
use crate::care::phone::is_dialable;
use crate::money::{Currency, DecimalStyle};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Ids of the controls; the error summary leads to them.
pub const NUMBER: &str = "account-number";
pub const NAME: &str = "account-name";
pub const BUSINESS_ID: &str = "account-business-id";
pub const VAT_ID: &str = "account-vat-id";
pub const E_INVOICE: &str = "account-e-invoice";
pub const TERMS: &str = "account-terms-days";
pub const SINCE: &str = "account-since";
pub const CURRENCY: &str = "account-currency";
pub const EMAIL: &str = "account-email";
pub const PHONE: &str = "account-phone";

/// Terms of payment as the form offers them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsKind {
    /// The seller's.
    Usual,
    /// Days after the issue date.
    NetDays,
    /// Days after the end of the month.
    EndOfMonth,
}

/// An address as typed.
#[derive(Clone, Copy)]
pub struct AddressForm {
    pub lines: RwSignal<String>,
    pub postal_code: RwSignal<String>,
    pub city: RwSignal<String>,
    pub country: RwSignal<CountryCode>,
}

/// A contact as typed.
#[derive(Clone, Copy, PartialEq)]
pub struct ContactForm {
    /// Tells it from the others while the form is open.
    pub key: usize,
    pub name: RwSignal<String>,
    pub role: RwSignal<String>,
    pub email: RwSignal<String>,
    pub phone: RwSignal<String>,
}

/// Everything typed about a customer. Nothing typed is lost by what is chosen elsewhere in the form.
#[derive(Clone, Copy)]
pub struct AccountForm {
    pub kind: RwSignal<AccountKind>,
    pub number: RwSignal<String>,
    pub name: RwSignal<String>,
    pub business_id: RwSignal<String>,
    pub vat_id: RwSignal<String>,
    pub e_invoice: RwSignal<String>,
    pub operator: RwSignal<String>,
    pub contacts: RwSignal<Vec<ContactForm>>,
    pub address: AddressForm,
    pub has_delivery: RwSignal<bool>,
    pub delivery: AddressForm,
    pub language: RwSignal<Language>,
    pub currency: RwSignal<Currency>,
    pub terms: RwSignal<TermsKind>,
    pub terms_days: RwSignal<String>,
    pub treatment: RwSignal<TaxTreatment>,
    pub grouping: RwSignal<Grouping>,
    pub buyer_reference: RwSignal<String>,
    pub tags: RwSignal<String>,
    pub notes: RwSignal<String>,
    pub since: RwSignal<Option<NaiveDate>>,
}

impl AddressForm {
    fn of(address: &Address) -> Self {
        AddressForm {
            lines: RwSignal::new(address.lines.join("\n")),
            postal_code: RwSignal::new(address.postal_code.clone()),
            city: RwSignal::new(address.city.clone()),
            country: RwSignal::new(address.country),
        }
    }

    fn read(self) -> Address {
        Address {
            lines: self.lines.with(|lines| {
                lines
                    .lines()
                    .map(str::trim)
                    .filter(|line| !line.is_empty())
                    .map(str::to_owned)
                    .collect()
            }),
            postal_code: trimmed(self.postal_code),
            city: trimmed(self.city),
            country: self.country.get(),
        }
    }
}

impl ContactForm {
    fn of(key: usize, contact: &ContactPerson) -> Self {
        ContactForm {
            key,
            name: RwSignal::new(contact.name.clone()),
            role: RwSignal::new(contact.role.clone()),
            email: RwSignal::new(contact.email.clone()),
            phone: RwSignal::new(contact.phone.clone()),
        }
    }

    fn read(self) -> Option<ContactPerson> {
        let contact = ContactPerson {
            name: trimmed(self.name),
            role: trimmed(self.role),
            email: trimmed(self.email),
            phone: trimmed(self.phone),
            // The book knows since when.
            phone_since: None,
        };
        (contact != ContactPerson::default()).then_some(contact)
    }

    /// The id of its e-mail's control.
    pub fn email_id(self) -> String {
        format!("{EMAIL}-{}", self.key)
    }

    /// The id of its phone's control.
    pub fn phone_id(self) -> String {
        format!("{PHONE}-{}", self.key)
    }
}

impl AccountForm {
    /// The fields of an account.
    pub fn of(account: &Account) -> Self {
        let (terms, days) = match account.terms {
            None => (TermsKind::Usual, String::new()),
            Some(PaymentTerms::NetDays(days)) => (TermsKind::NetDays, days.to_string()),
            Some(PaymentTerms::EndOfMonth { plus_days }) => {
                (TermsKind::EndOfMonth, plus_days.to_string())
            }
        };
        let delivery = account
            .delivery_address
            .clone()
            .unwrap_or(Address::in_country(account.address.country));
        let e_invoice = account.e_invoice.as_ref();
        let contacts = account
            .contacts
            .iter()
            .enumerate()
            .map(|(key, contact)| ContactForm::of(key, contact));
        AccountForm {
            kind: RwSignal::new(account.kind),
            number: RwSignal::new(account.number.clone()),
            name: RwSignal::new(account.name.clone()),
            business_id: RwSignal::new(account.business_id.clone().unwrap_or_default()),
            vat_id: RwSignal::new(
                account
                    .vat_id
                    .as_ref()
                    .map(VatId::to_string)
                    .unwrap_or_default(),
            ),
            e_invoice: RwSignal::new(
                e_invoice
                    .map(|at| at.address().to_owned())
                    .unwrap_or_default(),
            ),
            operator: RwSignal::new(
                e_invoice
                    .and_then(|at| at.operator())
                    .unwrap_or_default()
                    .to_owned(),
            ),
            contacts: RwSignal::new(contacts.collect()),
            address: AddressForm::of(&account.address),
            has_delivery: RwSignal::new(account.delivery_address.is_some()),
            delivery: AddressForm::of(&delivery),
            language: RwSignal::new(account.language),
            currency: RwSignal::new(account.currency),
            terms: RwSignal::new(terms),
            terms_days: RwSignal::new(days),
            treatment: RwSignal::new(account.treatment),
            grouping: RwSignal::new(account.grouping),
            buyer_reference: RwSignal::new(account.buyer_reference.clone()),
            tags: RwSignal::new(account.tags.join(", ")),
            notes: RwSignal::new(account.notes.clone()),
            since: RwSignal::new(Some(account.since)),
        }
    }

    /// A place for one more contact.
    pub fn add_contact(self) {
        self.contacts.update(|contacts| {
            let key = contacts
                .iter()
                .map(|contact| contact.key + 1)
                .max()
                .unwrap_or(0);
            contacts.push(ContactForm::of(key, &ContactPerson::default()));
        });
    }

    /// Takes a contact out.
    pub fn remove_contact(self, key: usize) {
        self.contacts
            .update(|contacts| contacts.retain(|contact| contact.key != key));
    }

    /// Reads the account over what it was before.
    pub fn read(self, before: &Account, style: DecimalStyle) -> Result<Account, Found> {
        let mut reader = Reader::new(style);
        let is_company = self.kind.get() == AccountKind::Company;
        let name = reader.text(NAME, &self.name.get());
        let number = reader.text(NUMBER, &self.number.get());
        let address = self.address.read();
        let typed_business_id = trimmed(self.business_id);
        let business_id = if !is_company || typed_business_id.is_empty() {
            None
        } else if address.country == CountryCode::FI {
            reader
                .take(BUSINESS_ID, BusinessId::parse(&typed_business_id))
                .map(|id| id.to_string())
        } else {
            Some(typed_business_id)
        };
        let typed_vat_id = trimmed(self.vat_id);
        let vat_id = (is_company && !typed_vat_id.is_empty())
            .then(|| reader.take(VAT_ID, VatId::parse(&typed_vat_id)))
            .flatten();
        let (typed_e_invoice, operator) = (trimmed(self.e_invoice), trimmed(self.operator));
        let e_invoice = (is_company && !(typed_e_invoice.is_empty() && operator.is_empty()))
            .then(|| {
                reader.take(
                    E_INVOICE,
                    EInvoiceAddress::new(&typed_e_invoice, Some(&operator)),
                )
            })
            .flatten();
        let mut contacts = Vec::new();
        for form in self.contacts.get() {
            let Some(contact) = form.read() else { continue };
            if !contact.email.is_empty() {
                reader.take(form.email_id(), check_email(&contact.email));
            }
            if !contact.phone.is_empty() && !is_dialable(&contact.phone) {
                reader.wrong(form.phone_id(), Fault::Phone);
            }
            contacts.push(contact);
        }
        let terms = match self.terms.get() {
            TermsKind::Usual => None,
            TermsKind::NetDays => reader
                .days(TERMS, &self.terms_days.get())
                .map(PaymentTerms::NetDays),
            TermsKind::EndOfMonth => reader
                .days(TERMS, &self.terms_days.get())
                .map(|plus_days| PaymentTerms::EndOfMonth { plus_days }),
        };
        let since = reader.chosen(SINCE, self.since.get());
        let tags = self.tags.with(|tags| {
            tags.split(',')
                .map(str::trim)
                .filter(|tag| !tag.is_empty())
                .map(str::to_owned)
                .collect()
        });
        let account = since.map(|since| Account {
            number,
            kind: self.kind.get(),
            name,
            business_id,
            vat_id,
            e_invoice,
            contacts,
            address,
            delivery_address: self.has_delivery.get().then(|| self.delivery.read()),
            language: self.language.get(),
            currency: self.currency.get(),
            terms,
            treatment: self.treatment.get(),
            grouping: self.grouping.get(),
            buyer_reference: trimmed(self.buyer_reference),
            tags,
            notes: trimmed(self.notes),
            since,
            ..before.clone()
        });
        reader.finish(account)
    }

    /// What is typed so far as far as it can be read, to look for the same customer in the book.
    pub fn sketch(self, before: &Account) -> Account {
        let is_company = self.kind.get() == AccountKind::Company;
        let filled = |text: RwSignal<String>| {
            Some(trimmed(text)).filter(|text| is_company && !text.is_empty())
        };
        Account {
            name: trimmed(self.name),
            business_id: filled(self.business_id),
            vat_id: filled(self.vat_id).and_then(|text| VatId::parse(&text).ok()),
            contacts: self
                .contacts
                .get()
                .into_iter()
                .filter_map(ContactForm::read)
                .collect(),
            address: self.address.read(),
            ..before.clone()
        }
    }
}

/// An account of which nothing is known yet but what the seller usually does.
pub fn blank(book: &Book, id: AccountId, today: NaiveDate) -> Account {
    Account {
        id,
        number: next_number(
            book.accounts
                .values()
                .map(|account| account.number.as_str()),
            1001,
        ),
        kind: AccountKind::Company,
        name: String::new(),
        business_id: None,
        vat_id: None,
        e_invoice: None,
        contacts: vec![ContactPerson::default()],
        address: Address::in_country(book.seller.address.country),
        delivery_address: None,
        language: book.seller.language,
        currency: book.seller.currency,
        terms: None,
        treatment: TaxTreatment::Domestic,
        grouping: Grouping::Together,
        buyer_reference: String::new(),
        tags: Vec::new(),
        notes: String::new(),
        since: today,
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: None,
    }
}

/// The number after the greatest plain one in use, or the first.
pub fn next_number<'a>(used: impl Iterator<Item = &'a str>, first: u64) -> String {
    let greatest = used
        .filter(|number| number.len() <= 12)
        .filter_map(|number| number.trim().parse::<u64>().ok())
        .max();
    greatest.map_or(first, |greatest| greatest + 1).to_string()
}

/// The name of a field by the id of its control.
pub fn field_name(locale: Locale, field: &str) -> String {
    match field {
        NUMBER => td_string!(locale, accounts.number).to_string(),
        NAME => td_string!(locale, accounts.name).to_string(),
        BUSINESS_ID => td_string!(locale, accounts.business_id).to_string(),
        VAT_ID => td_string!(locale, accounts.vat_id).to_string(),
        E_INVOICE => td_string!(locale, accounts.e_invoice).to_string(),
        TERMS => td_string!(locale, accounts.terms_days).to_string(),
        SINCE => td_string!(locale, accounts.since_day).to_string(),
        CURRENCY => td_string!(locale, accounts.currency).to_string(),
        field if field.starts_with(EMAIL) => td_string!(locale, accounts.email).to_string(),
        field if field.starts_with(PHONE) => td_string!(locale, accounts.phone).to_string(),
        _ => String::new(),
    }
}

/// Where the form shows what the book says about a field.
pub fn place_of(field: Field) -> Option<&'static str> {
    match field {
        Field::Name => Some(NAME),
        Field::Number => Some(NUMBER),
        Field::VatId => Some(VAT_ID),
        Field::BusinessId => Some(BUSINESS_ID),
        Field::Currency => Some(CURRENCY),
        Field::Terms => Some(TERMS),
        _ => None,
    }
}
