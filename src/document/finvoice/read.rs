//! Reading a Finvoice file, of any version from 1.3 to 3.0.
//!
//! A file is told as it states itself: amounts, totals and identifiers are not corrected and not compared. What a person
//! wants to trust is checked by whoever takes the file in. Nothing in a file can make reading it take long or fail with a
//! panic: it is bounded in size and depth, and document type declarations, with which entities come, are refused.

mod element;
mod error;
mod stated;

pub use error::ReadError;
pub use stated::{Amount, Party, Read, Route, Row, StatedAdjustment, StatedTotals, VatGroup};

use super::frame::documents;
use super::guard;
use crate::billing::identifier::{Iban, PaymentReference};
use chrono::NaiveDate;
use element::{Element, decimal};
use roxmltree::Document;

/// Reads a file of one invoice.
pub fn read(bytes: &[u8]) -> Result<Read, ReadError> {
    let mut invoices = read_all(bytes)?;
    match (invoices.pop(), invoices.len()) {
        (Some(invoice), 0) => Ok(invoice),
        (None, _) => Err(ReadError::NotFinvoice {
            root: String::new(),
        }),
        (Some(_), others) => Err(ReadError::Several { count: others + 1 }),
    }
}

/// Reads a file of one or more invoices, each with its SOAP envelope or without. Either all are read, or none.
pub fn read_all(bytes: &[u8]) -> Result<Vec<Read>, ReadError> {
    documents(bytes)?
        .iter()
        .map(|text| read_document(text))
        .collect()
}

fn read_document(text: &str) -> Result<Read, ReadError> {
    guard::check(text)?;
    let document = Document::parse(text).map_err(broken)?;
    let root = document.root_element();
    let finvoice = root
        .descendants()
        .find(|node| node.is_element() && node.tag_name().name() == "Finvoice");
    let Some(finvoice) = finvoice else {
        return Err(ReadError::NotFinvoice {
            root: root.tag_name().name().to_owned(),
        });
    };
    invoice(Element(finvoice))
}

fn broken(error: roxmltree::Error) -> ReadError {
    match error {
        roxmltree::Error::DtdDetected => ReadError::DocumentType,
        roxmltree::Error::NodesLimitReached
        | roxmltree::Error::AttributesLimitReached
        | roxmltree::Error::NamespacesLimitReached => ReadError::TooMany,
        other => {
            let at = other.pos();
            ReadError::Broken {
                line: at.row,
                column: at.col,
            }
        }
    }
}

fn invoice(root: Element) -> Result<Read, ReadError> {
    let version = root.0.attribute("Version").unwrap_or_default().trim();
    if !["1.3", "2.0", "2.01", "3.0"].contains(&version) {
        return Err(ReadError::Version {
            found: version.to_owned(),
        });
    }
    let details = root.must("InvoiceDetails")?;
    let type_code = details.must_text("InvoiceTypeCode")?;
    if !type_code.starts_with("INV") {
        return Err(ReadError::Type { code: type_code });
    }
    let is_credit_note = type_code == "INV02" || details.text("InvoiceTypeCodeUN") == "381";
    let epi = root.child("EpiDetails");
    let payment = epi.and_then(|epi| epi.child("EpiPaymentInstructionDetails"));
    let parties = epi.and_then(|epi| epi.child("EpiPartyDetails"));
    let totals = totals(details, payment)?;
    let account = account(root, parties);
    let reference = payment.map(|payment| payment.text("EpiRemittanceInfoIdentifier"));
    Ok(Read {
        version: version.to_owned(),
        is_credit_note,
        number: details.must_text("InvoiceNumber")?,
        issue_date: details.date("InvoiceDate")?.ok_or(ReadError::Missing {
            element: "InvoiceDate",
        })?,
        due_date: due_date(details, payment)?,
        delivered: match root.child("DeliveryDetails") {
            Some(delivery) => delivery.date("DeliveryDate")?,
            None => None,
        },
        currency: totals.tax_inclusive.currency,
        corrected: corrected(details)?,
        from: route(root, "MessageSenderDetails", "From"),
        to: route(root, "MessageReceiverDetails", "To"),
        seller: party(root, "Seller").unwrap_or_default(),
        buyer: party(root, "Buyer").unwrap_or_default(),
        delivery: party(root, "Delivery"),
        order_reference: details.text("OrderIdentifier"),
        buyer_reference: details.text("BuyerReferenceIdentifier"),
        lines: rows(root)?,
        adjustments: adjustments(details)?,
        vat: details.map("VatSpecificationDetails", vat_group)?,
        totals,
        reference: reference
            .filter(|text| !text.is_empty())
            .map(|text| PaymentReference::read(&text)),
        iban: Iban::parse(&account.0).ok(),
        account: account.0,
        bic: account.1,
        barcode: root.text("VirtualBankBarcode"),
        free_text: details.texts("InvoiceFreeText"),
        type_code,
    })
}

fn totals(details: Element, payment: Option<Element>) -> Result<StatedTotals, ReadError> {
    Ok(StatedTotals {
        lines: details.amount("RowsTotalVatExcludedAmount")?,
        discounts: details.amount("DiscountsTotalVatExcludedAmount")?,
        charges: details.amount("ChargesTotalVatExcludedAmount")?,
        tax_exclusive: details.amount("InvoiceTotalVatExcludedAmount")?,
        tax: details.amount("InvoiceTotalVatAmount")?,
        tax_inclusive: details.amount("InvoiceTotalVatIncludedAmount")?.ok_or(
            ReadError::Missing {
                element: "InvoiceTotalVatIncludedAmount",
            },
        )?,
        rounding: details.amount("InvoiceTotalRoundoffAmount")?,
        paid: details.amount("InvoicePaidAmount")?,
        due: match payment {
            Some(payment) => payment.amount("EpiInstructedAmount")?,
            None => None,
        },
    })
}

/// Of the terms of payment, or else the day the payer's bank is asked to pay on.
fn due_date(details: Element, payment: Option<Element>) -> Result<Option<NaiveDate>, ReadError> {
    let mut days = details
        .map("PaymentTermsDetails", |terms| terms.date("InvoiceDueDate"))?
        .into_iter()
        .flatten();
    match (days.next(), payment) {
        (Some(day), _) => Ok(Some(day)),
        (None, Some(payment)) => payment.date("EpiDateOptionDate"),
        (None, None) => Ok(None),
    }
}

/// Account and bank: of the details of payment, or else the seller's first.
fn account(root: Element, parties: Option<Element>) -> (String, String) {
    let beneficiary = parties.and_then(|parties| parties.child("EpiBeneficiaryPartyDetails"));
    let bank = parties.and_then(|parties| parties.child("EpiBfiPartyDetails"));
    let of_seller = root
        .child("SellerInformationDetails")
        .and_then(|information| information.child("SellerAccountDetails"));
    let first = |one: Option<String>, other: Option<String>| {
        one.filter(|text| !text.is_empty())
            .or(other)
            .unwrap_or_default()
    };
    (
        first(
            beneficiary.map(|beneficiary| beneficiary.text("EpiAccountID")),
            of_seller.map(|account| account.text("SellerAccountID")),
        ),
        first(
            bank.map(|bank| bank.text("EpiBfiIdentifier")),
            of_seller.map(|account| account.text("SellerBic")),
        ),
    )
}

fn corrected(details: Element) -> Result<Option<(String, Option<NaiveDate>)>, ReadError> {
    let number = details.text("OriginalInvoiceNumber");
    if !number.is_empty() {
        return Ok(Some((number, details.date("OriginalInvoiceDate")?)));
    }
    let Some(reference) = details.child("OriginalInvoiceReference") else {
        return Ok(None);
    };
    let number = reference.text("InvoiceNumber");
    let day = reference.date("InvoiceDate")?;
    Ok((!number.is_empty()).then_some((number, day)))
}

fn route(root: Element, end: &str, direction: &str) -> Option<Route> {
    let end = root.child("MessageTransmissionDetails")?.child(end)?;
    let identifier = end.child(&format!("{direction}Identifier"))?;
    let scheme = identifier.0.attribute("SchemeID").unwrap_or_default();
    Some(Route {
        scheme: scheme.to_owned(),
        address: identifier.content(),
        intermediator: end.text(&format!("{direction}Intermediator")),
    })
}

fn party(root: Element, who: &str) -> Option<Party> {
    let details = root.child(&format!("{who}PartyDetails"))?;
    let of = |parent: Option<Element>, name: &str| {
        parent.map_or_else(String::new, |parent| parent.text(&format!("{who}{name}")))
    };
    let mut names = details.texts(&format!("{who}OrganisationName")).into_iter();
    let contact = root.child(&format!("{who}CommunicationDetails"));
    let address = details.child(&format!("{who}PostalAddressDetails"));
    Some(Party {
        name: names.next().unwrap_or_default(),
        further_names: names.collect(),
        business_id: of(Some(details), "PartyIdentifier"),
        vat_id: of(Some(details), "OrganisationTaxCode"),
        contact: of(Some(root), "ContactPersonName"),
        phone: of(contact, "PhoneNumberIdentifier"),
        email: of(contact, "EmailaddressIdentifier"),
        streets: address.map_or_else(Vec::new, |address| {
            address.texts(&format!("{who}StreetName"))
        }),
        postal_code: of(address, "PostCodeIdentifier"),
        city: of(address, "TownName"),
        country: address.map_or_else(String::new, |address| address.text("CountryCode")),
    })
}

fn rows(root: Element) -> Result<Vec<Row>, ReadError> {
    let mut rows = Vec::new();
    for element in root.children("InvoiceRow") {
        let mut subs = element.children("SubInvoiceRow").peekable();
        // A row is a line of its own or holds others, never both.
        if subs.peek().is_none() {
            rows.push(row(element, "")?);
        }
        for sub in subs {
            rows.push(row(sub, "Sub")?);
        }
    }
    Ok(rows)
}

/// A row; the names of a row within another begin with `Sub`.
fn row(element: Element, prefix: &str) -> Result<Row, ReadError> {
    let named = |name: &str| format!("{prefix}{name}");
    let quantity = ["InvoicedQuantity", "DeliveredQuantity", "OrderedQuantity"]
        .iter()
        .filter_map(|name| element.child(&named(name)))
        .find(|quantity| !quantity.content().is_empty());
    let quantity_text = quantity.map_or_else(String::new, |quantity| quantity.content());
    Ok(Row {
        is_sub_row: !prefix.is_empty(),
        article: element.text(&named("ArticleIdentifier")),
        name: element.text(&named("ArticleName")),
        description: element.text(&named("ArticleDescription")),
        quantity: decimal(&quantity_text),
        quantity_text,
        unit: quantity.map_or_else(String::new, unit),
        unit_price: element.amount(&named("UnitPriceAmount"))?,
        net_unit_price: element.amount(&named("UnitPriceNetAmount"))?,
        gross_unit_price: element.amount(&named("UnitPriceVatIncludedAmount"))?,
        price_units: decimal(&element.text(&named("UnitPriceBaseQuantity"))),
        from: element.date(&named("StartDate"))?,
        last_day: element.date(&named("EndDate"))?,
        discount_percent: element.number(&named("RowDiscountPercent"))?,
        discount: element.amount(&named("RowDiscountAmount"))?,
        discount_reason: element.text(&named("RowDiscountTypeText")),
        vat_rate: element.number(&named("RowVatRatePercent"))?,
        vat_code: element.text(&named("RowVatCode")),
        vat: element.amount(&named("RowVatAmount"))?,
        net: element.amount(&named("RowVatExcludedAmount"))?,
        gross: element.amount(&named("RowAmount"))?,
        free_text: element.texts(&named("RowFreeText")),
    })
}

fn unit(quantity: Element) -> String {
    ["QuantityUnitCodeUN", "QuantityUnitCode"]
        .iter()
        .find_map(|name| quantity.0.attribute(*name))
        .unwrap_or_default()
        .to_owned()
}

fn adjustments(details: Element) -> Result<Vec<StatedAdjustment>, ReadError> {
    let mut all = details.map("DiscountDetails", |each| {
        adjustment(each, "FreeText", false)
    })?;
    all.extend(details.map("ChargeDetails", |each| adjustment(each, "ReasonText", true))?);
    Ok(all)
}

fn adjustment(
    element: Element,
    words: &str,
    is_charge: bool,
) -> Result<StatedAdjustment, ReadError> {
    Ok(StatedAdjustment {
        is_charge,
        reason: element.text(words),
        percent: element.number("Percent")?,
        amount: element.amount("Amount")?,
        vat_code: element.text("VatCategoryCode"),
        vat_rate: element.number("VatRatePercent")?,
    })
}

fn vat_group(element: Element) -> Result<VatGroup, ReadError> {
    Ok(VatGroup {
        taxable: element.amount("VatBaseAmount")?,
        rate: element.number("VatRatePercent")?,
        code: element.text("VatCode"),
        amount: element.amount("VatRateAmount")?,
        reason: element.texts("VatFreeText"),
        reason_code: element.text("VatExemptionReasonCode"),
    })
}
