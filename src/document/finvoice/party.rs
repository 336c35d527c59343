//! Seller, buyer and place of delivery.

use super::text;
use super::xml::Xml;
use crate::billing::account::Address;
use crate::billing::identifier::{CountryCode, EInvoiceAddress};
use crate::billing::invoice::{Buyer, Invoice};
use crate::billing::seller::Seller;

/// The most characters of a seller's or buyer's name; a longer one is cut.
pub(super) const MOST_OF_NAME: usize = 70;

/// The most characters of a line of an address, a post code and a town.
const MOST_OF_LINE: usize = 35;

/// The most lines of street an address has.
const MOST_LINES: usize = 3;

/// The fewest characters of a name, a street, a post code and a town.
pub(super) const LEAST: usize = 2;

/// A postal address as the schema takes it: all of it, or none.
pub(super) struct PostalAddress {
    /// One to three lines.
    pub streets: Vec<String>,
    pub city: String,
    pub postal_code: String,
    country: CountryCode,
}

impl PostalAddress {
    /// The address with every part as long as it may be. Long lines of street go on in the next element; a part of one
    /// character, which the schema refuses, counts as missing.
    pub(super) fn of(address: &Address) -> PostalAddress {
        let streets = address
            .lines
            .iter()
            .flat_map(|line| text::wrap(line, MOST_OF_LINE))
            .filter(|line| line.chars().count() >= LEAST)
            .take(MOST_LINES)
            .collect();
        let part = |content: &str| {
            let content = text::cut(content, MOST_OF_LINE);
            let is_told = content.chars().count() >= LEAST;
            if is_told { content } else { String::new() }
        };
        PostalAddress {
            streets,
            city: part(&address.city),
            postal_code: part(&address.postal_code),
            country: address.country,
        }
    }

    /// Whether it can be written.
    pub(super) fn is_complete(&self) -> bool {
        !self.streets.is_empty() && !self.city.is_empty() && !self.postal_code.is_empty()
    }

    /// Elements of this name begin with the party's.
    fn write(self, xml: &mut Xml, party: &str) {
        if !self.is_complete() {
            return;
        }
        xml.group(&format!("{party}PostalAddressDetails"), |xml| {
            xml.texts(&format!("{party}StreetName"), self.streets);
            xml.exact(&format!("{party}TownName"), &[], &self.city);
            xml.exact(
                &format!("{party}PostCodeIdentifier"),
                &[],
                &self.postal_code,
            );
            xml.exact("CountryCode", &[], self.country.code());
        });
    }
}

/// Everything about the seller (BG-4), its account and the address it sends from (BT-34) included.
pub(super) fn seller(xml: &mut Xml, seller: &Seller) {
    xml.group("SellerPartyDetails", |xml| {
        if let Some(id) = &seller.business_id {
            xml.exact("SellerPartyIdentifier", &[], &id.to_string());
        }
        xml.text("SellerOrganisationName", &seller.name, MOST_OF_NAME);
        if let Some(id) = &seller.vat_id {
            xml.exact("SellerOrganisationTaxCode", &[], id.as_str());
        }
        PostalAddress::of(&seller.address).write(xml, "Seller");
    });
    let address = seller.e_invoice.as_ref().map(EInvoiceAddress::address);
    unit_number(
        xml,
        "SellerOrganisationUnitNumber",
        address.unwrap_or_default(),
    );
    let has_contact = !seller.phone.trim().is_empty() || !seller.email.trim().is_empty();
    if has_contact {
        xml.group("SellerCommunicationDetails", |xml| {
            xml.whole("SellerPhoneNumberIdentifier", &seller.phone, 35);
            xml.whole("SellerEmailaddressIdentifier", &seller.email, 70);
        });
    }
    let has_account = seller.iban.is_some() && seller.bic.is_some();
    let has_words = !seller.website.trim().is_empty() || !seller.footer.trim().is_empty();
    if has_contact || has_account || has_words {
        xml.group("SellerInformationDetails", |xml| information(xml, seller));
    }
}

fn information(xml: &mut Xml, seller: &Seller) {
    xml.whole("SellerPhoneNumber", &seller.phone, 35);
    xml.whole("SellerCommonEmailaddressIdentifier", &seller.email, 70);
    xml.whole("SellerWebaddressIdentifier", &seller.website, 70);
    xml.text("SellerFreeText", &seller.footer, 512);
    // The schema wants the bank beside the account; the account alone stands among the details of payment.
    if let (Some(iban), Some(bic)) = (&seller.iban, &seller.bic) {
        xml.group("SellerAccountDetails", |xml| {
            xml.exact(
                "SellerAccountID",
                &[("IdentificationSchemeName", "IBAN")],
                iban.as_str(),
            );
            xml.exact(
                "SellerBic",
                &[("IdentificationSchemeName", "BIC")],
                bic.as_str(),
            );
        });
    }
}

/// The buyer (BG-7).
pub(super) fn buyer(xml: &mut Xml, buyer: &Buyer) {
    xml.group("BuyerPartyDetails", |xml| {
        xml.whole(
            "BuyerPartyIdentifier",
            buyer.business_id.as_deref().unwrap_or_default(),
            35,
        );
        xml.text("BuyerOrganisationName", &buyer.name, MOST_OF_NAME);
        if let Some(id) = &buyer.vat_id {
            xml.exact("BuyerOrganisationTaxCode", &[], id.as_str());
        }
        PostalAddress::of(&buyer.address).write(xml, "Buyer");
    });
    let address = buyer.e_invoice.as_ref();
    let address = address.map(|to| to.address()).unwrap_or_default();
    unit_number(xml, "BuyerOrganisationUnitNumber", address);
    xml.text("BuyerContactPersonName", &buyer.contact, 70);
}

/// The OVT number of an organisation, by which systems know it beside its business id; other addresses are not for here.
fn unit_number(xml: &mut Xml, name: &str, address: &str) {
    let number = address.strip_prefix("0037:").unwrap_or(address);
    if number.starts_with("0037") {
        xml.whole(name, number, MOST_OF_LINE);
    }
}

/// Where and when goods went (BG-13, BG-15).
pub(super) fn delivery(xml: &mut Xml, invoice: &Invoice) {
    let address = invoice.buyer.delivery_address.as_ref();
    let address = address.map(PostalAddress::of);
    if let Some(address) = address.filter(PostalAddress::is_complete) {
        xml.group("DeliveryPartyDetails", |xml| {
            xml.text(
                "DeliveryOrganisationName",
                &invoice.buyer.name,
                MOST_OF_LINE,
            );
            address.write(xml, "Delivery");
        });
    }
    if let Some(day) = invoice.supplied {
        xml.group("DeliveryDetails", |xml| xml.date("DeliveryDate", day));
    }
}
