//! Who the customer is: people, addresses, ids, how they are billed, notes.

use crate::app::{
    components::{DataList, DateView, Datum, Section},
    locale::{t_string, use_i18n},
    pages::display_name::country_name,
    wording::{grouping_name, language_name, tax_treatment_name, terms_text},
    workspace::use_workspace,
};
use crate::billing::account::{Account, Address, ContactPerson};
use leptos::prelude::*;

/// Everything kept about the customer.
#[component]
pub fn Profile(
    /// The customer.
    account: Account,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let usual = workspace.with_untracked(|book| book.seller.terms);
    let terms = account.terms.unwrap_or(usual);
    let (language, grouping, treatment) = (account.language, account.grouping, account.treatment);
    let text = |name: Signal<String>, text: Option<String>| {
        text.filter(|text| !text.is_empty())
            .map(|text| view! { <Datum name>{text}</Datum> })
    };
    macro_rules! name {
        ($key:ident) => {
            Signal::derive(move || t_string!(i18n, accounts.$key).to_owned())
        };
    }
    let contacts = account
        .contacts
        .iter()
        .cloned()
        .map(|contact| view! { <Contact contact/> })
        .collect_view();
    let has_contacts = !account.contacts.is_empty();
    view! {
        <Section title=move || t_string!(i18n, accounts.profile)>
            <div class="columns">
                <DataList>
                    {has_contacts.then(|| view! {
                        <Datum name=name!(section_contacts)><ul class="plain-list">{contacts}</ul></Datum>
                    })}
                    <Datum name=name!(section_address)><AddressLines address=account.address/></Datum>
                    {account.delivery_address.map(|address| view! {
                        <Datum name=name!(delivery_address)><AddressLines address/></Datum>
                    })}
                    {text(name!(tags), Some(account.tags.join(", ")))}
                    {text(name!(notes), Some(account.notes))}
                </DataList>
                <DataList>
                    {text(name!(business_id), account.business_id)}
                    {text(name!(vat_id), account.vat_id.map(|id| id.to_string()))}
                    {text(name!(e_invoice), account.e_invoice.map(|address| address.to_string()))}
                    <Datum name=name!(terms)>{move || terms_text(i18n, terms)}</Datum>
                    <Datum name=name!(treatment)>{move || tax_treatment_name(i18n, treatment)}</Datum>
                    <Datum name=name!(grouping)>{move || grouping_name(i18n, grouping)}</Datum>
                    {text(name!(buyer_reference), Some(account.buyer_reference))}
                    <Datum name=name!(language)>{move || language_name(i18n, language)}</Datum>
                    <Datum name=name!(currency)>{account.currency.code().to_owned()}</Datum>
                    <Datum name=name!(since_day)><DateView day=account.since/></Datum>
                </DataList>
            </div>
        </Section>
    }
}

#[component]
fn Contact(contact: ContactPerson) -> impl IntoView {
    let named = !contact.name.is_empty() || !contact.role.is_empty();
    let name = [contact.name, contact.role]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(", ");
    let email = (!contact.email.is_empty())
        .then(|| view! { <a href=format!("mailto:{}", contact.email)>{contact.email.clone()}</a> });
    let dialled: String = contact
        .phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
    let phone = (!contact.phone.is_empty())
        .then(|| view! { <a href=format!("tel:{dialled}")>{contact.phone.clone()}</a> });
    view! {
        <li class="contact">
            {named.then_some(name)}
            {email}
            {phone}
        </li>
    }
}

#[component]
fn AddressLines(address: Address) -> impl IntoView {
    let i18n = use_i18n();
    let country = address.country;
    let city = [address.postal_code, address.city]
        .into_iter()
        .filter(|text| !text.is_empty())
        .collect::<Vec<_>>()
        .join(" ");
    let lines = address
        .lines
        .into_iter()
        .chain((!city.is_empty()).then_some(city));
    view! {
        <address class="address">
            {lines.map(|line| view! { <span>{line}</span> }).collect_view()}
            <span>{move || country_name(i18n.get_locale(), country)}</span>
        </address>
    }
}
