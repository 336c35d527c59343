//! Who sells and who buys, and where e-invoices reach them.

use crate::billing::account::Address;
use crate::billing::identifier::{BusinessId, CountryCode, EInvoiceAddress, VatId};
use crate::billing::invoice::Buyer;
use crate::billing::seller::Seller;
use en16931::Identifier;
use en16931::invoice::{Code, Contact, Party, PostalAddress};

/// The Finnish organisation's own address for e-invoices (OVT), in the list of electronic address schemes.
const OVT: &str = "0216";

/// E-mail, in the same list.
const E_MAIL: &str = "EM";

/// The schemes by which a VAT id is an electronic address (EAS code list of the European Commission). Finland's is not among those
/// that Peppol takes (PEPPOL-EN16931-CL008); its businesses have an OVT number.
const VAT_SCHEMES: [(&str, &str); 29] = [
    ("AT", "9914"),
    ("BE", "9925"),
    ("BG", "9926"),
    ("CH", "9927"),
    ("CY", "9928"),
    ("CZ", "9929"),
    ("DE", "9930"),
    ("EE", "9931"),
    ("ES", "9920"),
    ("FR", "9957"),
    ("GB", "9932"),
    ("GR", "9933"),
    ("HR", "9934"),
    ("HU", "9910"),
    ("IE", "9935"),
    ("IT", "0211"),
    ("LI", "9936"),
    ("LT", "9937"),
    ("LU", "9938"),
    ("LV", "9939"),
    ("MC", "9940"),
    ("MT", "9943"),
    ("NL", "9944"),
    ("PL", "9945"),
    ("PT", "9946"),
    ("RO", "9947"),
    ("SI", "9949"),
    ("SK", "9950"),
    ("SM", "9951"),
];

/// The seller (BG-4). `with_vat` is false on a document outside the scope of the tax, which may name no VAT id (BR-O-02).
pub(super) fn seller(seller: &Seller, with_vat: bool) -> Party {
    let name = some(&seller.name);
    let business_id = seller.business_id.as_ref().map(ToString::to_string);
    Party {
        name: name.clone(),
        legal_registration: business_id.clone().map(Identifier::new),
        vat_identifier: seller
            .vat_id
            .as_ref()
            .filter(|_| with_vat)
            .map(ToString::to_string),
        electronic_address: seller_address(seller),
        address: postal(&seller.address),
        // The contact is the business itself: a person's name is nobody's business but theirs (BR-DE-5 asks for one of the two).
        contact: Contact {
            name,
            phone: some(&seller.phone),
            email: some(&seller.email),
        },
        ..Party::default()
    }
}

/// The buyer (BG-7).
pub(super) fn buyer(buyer: &Buyer, with_vat: bool) -> Party {
    Party {
        name: some(&buyer.name),
        identifiers: some(&buyer.number)
            .map(Identifier::new)
            .into_iter()
            .collect(),
        legal_registration: buyer
            .business_id
            .as_deref()
            .and_then(some)
            .map(Identifier::new),
        vat_identifier: buyer
            .vat_id
            .as_ref()
            .filter(|_| with_vat)
            .map(ToString::to_string),
        electronic_address: buyer_address(buyer),
        address: postal(&buyer.address),
        contact: Contact {
            name: some(&buyer.contact),
            ..Contact::default()
        },
        ..Party::default()
    }
}

/// The seller's own electronic address (BT-34): as it was given, else in Finland made of the business id (OVT), elsewhere of the
/// VAT id, else the e-mail.
fn seller_address(seller: &Seller) -> Option<Identifier> {
    let given = seller.e_invoice.as_ref().and_then(electronic);
    given
        .or_else(|| electronic(&seller.business_id.as_ref()?.ovt()))
        .or_else(|| seller.vat_id.as_ref().and_then(by_vat_id))
        .or_else(|| some(&seller.email).map(|email| Identifier::schemed(email, E_MAIL)))
}

/// The buyer's electronic address (BT-49): as it was given, else in Finland made of the business id (OVT), elsewhere of the VAT id.
/// An address that only Finnish banks know (an IBAN) is none here.
fn buyer_address(buyer: &Buyer) -> Option<Identifier> {
    let given = buyer.e_invoice.as_ref().and_then(electronic);
    let is_finnish = buyer.address.country == CountryCode::FI;
    let business_id = buyer.business_id.as_ref().filter(|_| is_finnish);
    given
        .or_else(|| electronic(&BusinessId::parse(business_id?).ok()?.ovt()))
        .or_else(|| buyer.vat_id.as_ref().and_then(by_vat_id))
}

fn electronic(given: &EInvoiceAddress) -> Option<Identifier> {
    let address = given.address();
    if address.starts_with("0037") {
        return Some(Identifier::schemed(address, OVT));
    }
    if let Some((scheme, identifier)) = address.split_once(':') {
        return Some(Identifier::schemed(identifier, scheme));
    }
    address
        .contains('@')
        .then(|| Identifier::schemed(address, E_MAIL))
}

fn by_vat_id(id: &VatId) -> Option<Identifier> {
    let text = id.to_string();
    // A Finnish one is FI and the digits of the business id.
    if let Some(digits) = text.strip_prefix("FI") {
        return electronic(&BusinessId::parse(digits).ok()?.ovt());
    }
    // Greece writes EL before its numbers; the list of schemes is by country.
    let country = match text.get(..2)? {
        "EL" => "GR",
        other => other,
    };
    let (_, scheme) = VAT_SCHEMES.iter().find(|(known, _)| *known == country)?;
    Some(Identifier::schemed(text, *scheme))
}

/// A postal address (BG-5, BG-8, BG-15): the first line, the second, and all that follow in the third.
pub(super) fn postal(address: &Address) -> PostalAddress {
    let mut lines = address.lines.iter().filter_map(|line| some(line));
    let (line1, line2) = (lines.next(), lines.next());
    let rest: Vec<String> = lines.collect();
    PostalAddress {
        line1,
        line2,
        line3: some(&rest.join(", ")),
        city: some(&address.city),
        post_code: some(&address.postal_code),
        country: Some(country(address.country)),
        ..PostalAddress::default()
    }
}

pub(super) fn country(country: CountryCode) -> Code {
    Code::new(country.to_string())
}

/// The text without white space at its ends; none where nothing is left.
pub(super) fn some(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}
