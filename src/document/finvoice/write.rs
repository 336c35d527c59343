//! Writing an issued invoice as Finvoice 3.0.

use super::missing::{Effect, Missing, missing, route_lack, route_of};
use super::xml::Xml;
use super::{party, row, text, value};
use crate::billing::account::Language;
use crate::billing::identifier::PaymentReference;
use crate::billing::invoice::{Invoice, InvoiceType};
use crate::billing::line::Reduction;
use crate::billing::tax::{TaxBreakdown, TaxCategory};
use crate::billing::totals::{AdjustmentKind, AllowanceCharge};
use crate::document::pay::barcode::Barcode;
use crate::money::Currency;
use chrono::{DateTime, SecondsFormat, Utc};

/// The most characters of an invoice's number. It is never cut.
pub(super) const MOST_OF_NUMBER: usize = 20;

/// UNCL 7161, a miscellaneous fee; said where nobody wrote why.
const FEE: &str = "ABK";

/// The file as UTF-8, or everything that keeps it from being written.
///
/// `at` is the time the message is made, which stands in the frame of transmission. Without the seller's and the buyer's address
/// and operator the file has no such frame: the operator adds it. Amounts of a credit note (INV02) are
/// negative. Amounts are told exactly, with two decimals; names and free texts are cut where the schema demands it, numbers
/// and addresses never: what doesn't fit of them is left out, and [`missing`] tells so.
pub fn write(invoice: &Invoice, at: DateTime<Utc>) -> Result<Vec<u8>, Vec<Missing>> {
    let prevents: Vec<Missing> = missing(invoice)
        .into_iter()
        .filter(|each| each.effect == Effect::NotWritten)
        .collect();
    if !prevents.is_empty() {
        return Err(prevents);
    }
    let mut xml = Xml::begin(invoice.is_credit_note());
    let attributes = [
        ("Version", "3.0"),
        ("xmlns:xsi", "http://www.w3.org/2001/XMLSchema-instance"),
        ("xsi:noNamespaceSchemaLocation", "Finvoice3.0.xsd"),
    ];
    xml.group_with("Finvoice", &attributes, |xml| {
        transmission(xml, invoice, at);
        party::seller(xml, &invoice.seller);
        party::buyer(xml, &invoice.buyer);
        party::delivery(xml, invoice);
        xml.group("InvoiceDetails", |xml| details(xml, invoice));
        if let Some(barcode) = Barcode::of(invoice) {
            xml.exact("VirtualBankBarcode", &[], barcode.digits());
        }
        for (index, line) in invoice.lines.iter().enumerate() {
            row::row(xml, invoice, index, line);
        }
        xml.group("EpiDetails", |xml| payment(xml, invoice));
    });
    Ok(xml.end())
}

/// The frame of transmission, where both ends are known.
fn transmission(xml: &mut Xml, invoice: &Invoice, at: DateTime<Utc>) {
    let [from, to] = [&invoice.seller.e_invoice, &invoice.buyer.e_invoice].map(route_of);
    let route = [from.0, from.1, to.0, to.1].map(text::one_line);
    if route.iter().any(|part| route_lack(part).is_some()) {
        return;
    }
    let [from, from_operator, to, to_operator] = &route;
    xml.group("MessageTransmissionDetails", |xml| {
        xml.group("MessageSenderDetails", |xml| {
            end(xml, "From", from, from_operator);
        });
        xml.group("MessageReceiverDetails", |xml| {
            end(xml, "To", to, to_operator);
        });
        xml.group("MessageDetails", |xml| {
            xml.exact("MessageIdentifier", &[], &invoice.id.to_string());
            let time = at.to_rfc3339_opts(SecondsFormat::Secs, true);
            xml.exact("MessageTimeStamp", &[], &time);
            xml.exact("SpecificationIdentifier", &[], "EN16931");
        });
    });
}

fn end(xml: &mut Xml, direction: &str, address: &str, intermediator: &str) {
    let (scheme, identifier) = scheme(address);
    let scheme = scheme.map(|code| ("SchemeID", code));
    xml.exact(
        &format!("{direction}Identifier"),
        scheme.as_slice(),
        identifier,
    );
    xml.exact(&format!("{direction}Intermediator"), &[], intermediator);
}

/// The scheme of an electronic address and what stands in it. A Finnish OVT number has the scheme 0216; an IBAN has none.
fn scheme(address: &str) -> (Option<&str>, &str) {
    match address.split_once(':') {
        // Names have no colons or blanks, and an identifier has two characters at least.
        Some((code, identifier))
            if (1..=10).contains(&code.len())
                && code.bytes().all(|byte| byte.is_ascii_alphanumeric())
                && identifier.chars().count() >= 2 =>
        {
            (Some(code), identifier)
        }
        None if address.starts_with("0037") => (Some("0216"), address),
        Some(_) | None => (None, address),
    }
}

fn details(xml: &mut Xml, invoice: &Invoice) {
    let (code, code_un, words) = type_of(invoice);
    xml.exact(
        "InvoiceTypeCode",
        &[("CodeListAgencyIdentifier", "SPY")],
        code,
    );
    xml.exact("InvoiceTypeCodeUN", &[], code_un);
    xml.exact("InvoiceTypeText", &[], words);
    xml.exact("OriginCode", &[], "Original");
    xml.text("InvoiceNumber", &invoice.number, MOST_OF_NUMBER);
    xml.date("InvoiceDate", invoice.issue_date);
    if let InvoiceType::CreditNote(correction) = &invoice.type_code {
        xml.whole("OriginalInvoiceNumber", &correction.number, MOST_OF_NUMBER);
        xml.date("OriginalInvoiceDate", correction.issue_date);
    }
    xml.whole("SellersBuyerIdentifier", &invoice.buyer.number, 70);
    xml.text("OrderIdentifier", &invoice.order_reference, 70);
    xml.text("BuyerReferenceIdentifier", &invoice.buyer.reference, 70);
    totals(xml, invoice);
    for group in &invoice.totals.breakdown {
        vat(xml, invoice.language, group);
    }
    xml.texts("InvoiceFreeText", text::wrap(&invoice.note, 512));
    xml.group("PaymentTermsDetails", |xml| {
        xml.date("InvoiceDueDate", invoice.due_date);
        let words = text::wrap(&invoice.seller.late_payment, 70);
        if !words.is_empty() {
            xml.group("PaymentOverDueFineDetails", |xml| {
                xml.texts("PaymentOverDueFineFreeText", words.into_iter().take(3));
            });
        }
    });
    // All discounts before all fees: the schema's order.
    for each in of_kind(invoice, AdjustmentKind::Allowance) {
        adjustment(xml, each);
    }
    for each in of_kind(invoice, AdjustmentKind::Charge) {
        adjustment(xml, each);
    }
}

/// The type in the words of Finvoice, of UNCL 1001 and of the reader.
fn type_of(invoice: &Invoice) -> (&'static str, &'static str, &'static str) {
    match (&invoice.type_code, invoice.language) {
        (InvoiceType::Commercial, Language::Fi) => ("INV01", "380", "LASKU"),
        (InvoiceType::Commercial, Language::En) => ("INV01", "380", "INVOICE"),
        (InvoiceType::CreditNote(_), Language::Fi) => ("INV02", "381", "HYVITYSLASKU"),
        (InvoiceType::CreditNote(_), Language::En) => ("INV02", "381", "CREDIT NOTE"),
    }
}

fn totals(xml: &mut Xml, invoice: &Invoice) {
    let totals = &invoice.totals;
    xml.amount("RowsTotalVatExcludedAmount", totals.lines_total);
    xml.amount_unless_zero("DiscountsTotalVatExcludedAmount", totals.allowances_total);
    xml.amount_unless_zero("ChargesTotalVatExcludedAmount", totals.charges_total);
    xml.amount("InvoiceTotalVatExcludedAmount", totals.tax_exclusive_total);
    xml.amount("InvoiceTotalVatAmount", totals.tax_total);
    xml.amount("InvoiceTotalVatIncludedAmount", totals.tax_inclusive_total);
    xml.amount_unless_zero("InvoiceTotalRoundoffAmount", totals.rounding_amount);
    xml.amount_unless_zero("InvoicePaidAmount", totals.prepaid_amount);
}

/// One group of the breakdown (BG-23).
fn vat(xml: &mut Xml, language: Language, group: &TaxBreakdown) {
    xml.group("VatSpecificationDetails", |xml| {
        let category = group.tax.category;
        xml.amount("VatBaseAmount", group.taxable);
        row::rate(xml, "VatRatePercent", group.tax);
        xml.exact("VatCode", &[], category.code());
        xml.amount("VatRateAmount", group.amount);
        let reason = group.reason.as_deref();
        let reason = reason.unwrap_or_else(|| exemption(category, language));
        xml.texts("VatFreeText", text::wrap(reason, 70).into_iter().take(3));
        if let Some(code) = category.reason_code() {
            xml.exact("VatExemptionReasonCode", &[], code);
        }
    });
}

/// Why no tax is charged, where nobody wrote words of their own (BR-E-10, BR-AE-10, BR-IC-10, BR-G-10, BR-O-10). Directive
/// 2006/112/EC, Article 226(11) and (11a).
fn exemption(category: TaxCategory, language: Language) -> &'static str {
    match (category, language) {
        (TaxCategory::Standard | TaxCategory::Zero, _) => "",
        (TaxCategory::Exempt, Language::En) => "VAT exempt",
        (TaxCategory::Exempt, Language::Fi) => "Veroton",
        (TaxCategory::ReverseCharge, Language::En) => {
            "Reverse charge: VAT is accounted for by the buyer"
        }
        (TaxCategory::ReverseCharge, Language::Fi) => {
            "Käännetty verovelvollisuus: veron suorittaa ostaja"
        }
        (TaxCategory::IntraCommunity, Language::En) => {
            "Intra-Community supply, Art. 138 Directive 2006/112/EC"
        }
        (TaxCategory::IntraCommunity, Language::Fi) => "Yhteisömyynti, AVL 72 a–c §",
        (TaxCategory::Export, Language::En) => "Export, Art. 146 Directive 2006/112/EC",
        (TaxCategory::Export, Language::Fi) => "Vienti, AVL 70 §",
        (TaxCategory::OutsideScope, Language::En) => "Outside the scope of VAT",
        (TaxCategory::OutsideScope, Language::Fi) => "Ei kuulu arvonlisäverotuksen piiriin",
    }
}

fn of_kind(invoice: &Invoice, kind: AdjustmentKind) -> impl Iterator<Item = &AllowanceCharge> {
    invoice
        .allowance_charges
        .iter()
        .filter(move |each| each.kind == kind)
}

/// A discount or fee on the whole (BG-20, BG-21), one for each group of tax.
fn adjustment(xml: &mut Xml, each: &AllowanceCharge) {
    let (name, words, code) = match each.kind {
        AdjustmentKind::Allowance => ("DiscountDetails", "FreeText", row::DISCOUNT),
        AdjustmentKind::Charge => ("ChargeDetails", "ReasonText", FEE),
    };
    xml.group(name, |xml| {
        xml.text(words, &each.reason, 70);
        xml.exact("ReasonCode", &[], code);
        if let Reduction::Percent(percent) = each.value
            && let Some(percent) = value::percent(percent)
        {
            xml.exact("Percent", &[], &percent);
        }
        xml.amount("Amount", each.amount);
        xml.exact("VatCategoryCode", &[], each.tax.category.code());
        row::rate(xml, "VatRatePercent", each.tax);
    });
}

/// How to pay (EpiDetails). Mandatory, also where nothing is to be paid.
fn payment(xml: &mut Xml, invoice: &Invoice) {
    let seller = &invoice.seller;
    xml.group("EpiIdentificationDetails", |xml| {
        xml.date("EpiDate", invoice.issue_date);
        xml.exact("EpiReference", &[], "");
    });
    xml.group("EpiPartyDetails", |xml| {
        xml.group("EpiBfiPartyDetails", |xml| {
            if let Some(bic) = &seller.bic {
                let scheme = [("IdentificationSchemeName", "BIC")];
                xml.exact("EpiBfiIdentifier", &scheme, bic.as_str());
            }
        });
        xml.group("EpiBeneficiaryPartyDetails", |xml| {
            xml.text("EpiNameAddressDetails", &seller.name, 35);
            if let Some(iban) = &seller.iban {
                let scheme = [("IdentificationSchemeName", "IBAN")];
                xml.exact("EpiAccountID", &scheme, iban.as_str());
            }
        });
    });
    xml.group("EpiPaymentInstructionDetails", |xml| {
        reference(xml, invoice.reference.as_ref());
        xml.amount("EpiInstructedAmount", invoice.totals.amount_due);
        xml.exact("EpiCharge", &[("ChargeOption", "SHA")], "SHA");
        xml.date("EpiDateOptionDate", invoice.due_date);
        // UNCL 4461: a SEPA credit transfer, or one in another currency.
        let means = if invoice.currency == Currency::EUR {
            "58"
        } else {
            "30"
        };
        xml.exact("EpiPaymentMeansCode", &[], means);
    });
}

fn reference(xml: &mut Xml, reference: Option<&PaymentReference>) {
    let (scheme, content) = match reference {
        Some(PaymentReference::Finnish(reference)) => ("SPY", reference.as_str()),
        Some(PaymentReference::Rf(reference)) => ("ISO", reference.as_str()),
        Some(PaymentReference::Qr(_) | PaymentReference::Text(_)) | None => return,
    };
    xml.exact(
        "EpiRemittanceInfoIdentifier",
        &[("IdentificationSchemeName", scheme)],
        content,
    );
}
