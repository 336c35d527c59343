//! The customer of a row.

use super::Target;
use super::fault::FaultKind;
use super::row::{ImportContext, Reading};
use super::value;
use crate::billing::account::{Account, AccountKind, Address, ContactPerson, Grouping};
use crate::billing::identifier::{EInvoiceAddress, VatId};
use crate::billing::tax::TaxTreatment;
use chrono::NaiveDate;
use uuid::Uuid;

/// Reads a customer. What can't be read is noted, and the row is bad then.
pub(super) fn account(
    reading: &mut Reading<'_>,
    context: &ImportContext<'_>,
    id: Uuid,
    number: &str,
    since: NaiveDate,
) -> Account {
    let name = name(reading, number);
    if name.is_empty() {
        reading.fault(Some(Target::Name), FaultKind::Empty);
    }
    let seller = &context.book.seller;
    let dates = reading.mapping.dates;
    Account {
        id: id.into(),
        number: number.to_owned(),
        kind: reading
            .read(Target::Kind, value::kind)
            .unwrap_or(AccountKind::Company),
        name,
        business_id: reading.filled(Target::BusinessId),
        vat_id: reading.read(Target::VatId, |text| {
            VatId::parse(text).map_err(|_| not_known(text))
        }),
        e_invoice: reading.read(Target::EInvoice, |text| {
            EInvoiceAddress::parse(text).map_err(|_| not_known(text))
        }),
        contacts: contacts(reading),
        address: Address {
            lines: [Target::Street, Target::StreetMore]
                .into_iter()
                .filter_map(|target| reading.filled(target))
                .collect(),
            postal_code: reading.filled(Target::PostalCode).unwrap_or_default(),
            city: reading.filled(Target::City).unwrap_or_default(),
            country: reading
                .read(Target::Country, value::country)
                .unwrap_or(seller.address.country),
        },
        delivery_address: None,
        language: reading
            .read(Target::Language, value::language)
            .unwrap_or(seller.language),
        currency: reading
            .read(Target::Currency, value::currency)
            .unwrap_or(seller.currency),
        terms: reading.read(Target::Terms, value::terms),
        treatment: TaxTreatment::Domestic,
        grouping: Grouping::Together,
        buyer_reference: String::new(),
        tags: tags(reading.text(Target::Tags)),
        notes: reading.filled(Target::Notes).unwrap_or_default(),
        since: reading
            .read(Target::Since, |text| value::date(text, dates))
            .unwrap_or(since),
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: Some(context.import),
    }
}

fn name(reading: &Reading<'_>, number: &str) -> String {
    let name = reading.text(Target::Name);
    let parts = [
        reading.text(Target::FirstName),
        reading.text(Target::LastName),
    ];
    let joined = parts.join(" ").trim().to_owned();
    let is_named = !name.is_empty() && name != number;
    // A company's file has its name and the name of somebody there; a person's file has only the parts.
    if is_named || joined.is_empty() {
        name.to_owned()
    } else {
        joined
    }
}

fn contacts(reading: &Reading<'_>) -> Vec<ContactPerson> {
    let person = ContactPerson {
        name: reading.filled(Target::Contact).unwrap_or_default(),
        role: String::new(),
        email: reading.filled(Target::Email).unwrap_or_default(),
        phone: reading.filled(Target::Phone).unwrap_or_default(),
        phone_since: None,
    };
    if person == ContactPerson::default() {
        Vec::new()
    } else {
        vec![person]
    }
}

fn tags(text: &str) -> Vec<String> {
    text.split([',', ';', '|'])
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .map(str::to_owned)
        .collect()
}

fn not_known(text: &str) -> FaultKind {
    FaultKind::NotKnown {
        text: text.to_owned(),
    }
}
