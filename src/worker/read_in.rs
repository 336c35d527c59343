//! Invoices out of files from elsewhere, as a person looks at them.

use super::fault::by_rule;
use super::protocol::{Fault, FaultKind};
use super::reading::{
    Format, ReadAdjustment, ReadLine, ReadPayment, ReadTax, ReadTotals, Reading, Side, Unreadable,
};
use crate::document::einvoice::{self, CannotRead, Severity};
use crate::document::finvoice::read::{self as stated, Amount};
use crate::document::finvoice::{self, ReadError};
use crate::document::limit::LARGEST;
use chrono::NaiveDate;
use en16931::Identifier;
use en16931::invoice::{Code, DocumentAllowanceCharge, LineAllowanceCharge, Party, PaymentMeans};
use en16931_formats::report::{Entry, Kind};
use rust_decimal::{Decimal, RoundingStrategy};

/// Refuses a file by its size alone, before it is taken into memory.
pub fn check_size(bytes: u64) -> Result<(), Unreadable> {
    let most = LARGEST as u64;
    match bytes > most {
        true => Err(Unreadable::TooLarge { bytes, most }),
        false => Ok(()),
    }
}

/// The invoices in a file: UBL, CII, a PDF with one in it, or Finvoice, of which a file may hold several.
///
/// Nothing is corrected. [`Reading::faults`] tells rules that are broken and sums that don't add up.
///
/// # Errors
/// If it is none of these, broken, or made to do harm. A file is read whole or not at all.
pub fn read(bytes: &[u8]) -> Result<Vec<Reading>, Unreadable> {
    check_size(bytes.len() as u64)?;
    if bytes.is_empty() {
        return Err(Unreadable::Empty);
    }
    if bytes.starts_with(b"%PDF") {
        return of_standard(bytes);
    }
    if !begins_as_xml(bytes) {
        return Err(Unreadable::NotAnInvoiceFile);
    }
    if !finvoice::is_finvoice(bytes) {
        return of_standard(bytes);
    }
    let invoices = finvoice::read_all(bytes).map_err(|error| by_finvoice(&error))?;
    match invoices.is_empty() {
        true => Err(Unreadable::NoInvoice {
            found: "Envelope".to_owned(),
        }),
        false => Ok(invoices.iter().map(of_finvoice).collect()),
    }
}

/// Whether a file begins as XML does: with `<`, after white space and a byte order mark, in bytes of UTF-8 or UTF-16.
fn begins_as_xml(bytes: &[u8]) -> bool {
    let is_before =
        |byte: &u8| byte.is_ascii_whitespace() || [0xEF, 0xBB, 0xBF, 0xFE, 0xFF, 0].contains(byte);
    bytes.iter().find(|byte| !is_before(byte)) == Some(&b'<')
}

fn of_standard(bytes: &[u8]) -> Result<Vec<Reading>, Unreadable> {
    match einvoice::read(bytes) {
        Ok(found) => Ok(vec![of_model(&found)]),
        Err(error) => Err(by_standard(error)),
    }
}

fn by_standard(error: CannotRead) -> Unreadable {
    match error {
        CannotRead::TooLarge { bytes } => Unreadable::TooLarge {
            bytes: bytes as u64,
            most: LARGEST as u64,
        },
        CannotRead::Hostile => Unreadable::Hostile,
        CannotRead::DocumentType => Unreadable::DocumentType,
        CannotRead::Encoding { found } => Unreadable::Encoding { found },
        CannotRead::Broken { line, column, .. } => Unreadable::Broken { line, column },
        CannotRead::NoInvoice { found } => Unreadable::NoInvoice { found },
        CannotRead::Encrypted => Unreadable::Encrypted,
        CannotRead::PlainPdf => Unreadable::PlainPdf,
        CannotRead::BrokenPdf { .. } => Unreadable::BrokenPdf,
        CannotRead::Other { words } => Unreadable::Other { words },
    }
}

fn by_finvoice(error: &ReadError) -> Unreadable {
    let wrong = |element: &str, found: &str| Unreadable::Wrong {
        element: element.to_owned(),
        found: found.to_owned(),
    };
    match error {
        ReadError::TooLarge { bytes } => Unreadable::TooLarge {
            bytes: *bytes as u64,
            most: LARGEST as u64,
        },
        ReadError::Encoding { name } => Unreadable::Encoding {
            found: name.clone(),
        },
        ReadError::Bytes { .. } => Unreadable::Encoding {
            found: String::new(),
        },
        ReadError::DocumentType => Unreadable::DocumentType,
        ReadError::TooDeep | ReadError::TooMany => Unreadable::Hostile,
        ReadError::Broken { line, column } => Unreadable::Broken {
            line: *line,
            column: *column,
        },
        ReadError::NotFinvoice { root } => Unreadable::NoInvoice {
            found: root.clone(),
        },
        ReadError::Version { found } => wrong("Version", found),
        ReadError::Type { code } => wrong("InvoiceTypeCode", code),
        ReadError::Missing { element } => Unreadable::Missing {
            element: (*element).to_owned(),
        },
        ReadError::Content { element, found } => wrong(element, found),
        ReadError::Currency { code } => wrong("AmountCurrencyIdentifier", code),
        // Several are read here.
        ReadError::Several { .. } => Unreadable::Other {
            words: error.to_string(),
        },
    }
}

fn of_model(found: &en16931_formats::Read) -> Reading {
    let invoice = &found.invoice;
    let is_in_pdf = found.pdf.is_some();
    let format = match found.syntax {
        _ if is_in_pdf => Format::FacturX,
        en16931_formats::Syntax::Ubl => Format::Ubl,
        // Somebody else's enum, whose second case this is.
        _ => Format::Cii,
    };
    let payment = invoice.payment.as_ref();
    let transfer = payment.and_then(|payment| match &payment.means {
        Some(PaymentMeans::CreditTransfer(transfers)) => transfers.first(),
        _ => None,
    });
    let totals = &invoice.totals;
    let decimal = |amount: en16931::InvoiceAmount| amount.into_decimal();
    let malformed = found.entries.iter().filter_map(fault_of_entry);
    let broken = einvoice::check_read(invoice)
        .into_iter()
        .filter(|finding| finding.severity == Severity::Fatal)
        .map(by_rule);
    Reading {
        format,
        profile: text(invoice.specification_id.as_ref()),
        is_credit_note: invoice.kind == en16931::DocumentKind::CreditNote,
        number: text(invoice.number.as_ref()),
        issue_date: invoice.issue_date.and_then(day),
        due_date: invoice.due_date.and_then(day),
        supplied: invoice
            .delivery
            .as_ref()
            .and_then(|delivery| delivery.date)
            .and_then(day),
        currency: text(invoice.currency.as_ref()),
        corrects: invoice
            .preceding_invoices
            .first()
            .map(|preceding| preceding.reference.as_str().to_owned())
            .unwrap_or_default(),
        order: invoice
            .purchase_order_reference
            .as_ref()
            .map(|order| order.as_str().to_owned())
            .unwrap_or_default(),
        buyer_reference: text(invoice.buyer_reference.as_ref()),
        seller: side(&invoice.seller),
        buyer: side(&invoice.buyer),
        lines: invoice.lines.iter().map(line_of_model).collect(),
        adjustments: invoice
            .allowances
            .iter()
            .map(|each| on_the_whole(each, -decimal(each.amount)))
            .chain(
                invoice
                    .charges
                    .iter()
                    .map(|each| on_the_whole(each, decimal(each.amount))),
            )
            .collect(),
        taxes: invoice
            .vat_breakdown
            .iter()
            .map(|group| ReadTax {
                category: group.category.to_string(),
                rate: group.rate.map(|rate| rate.into_decimal()),
                taxable: decimal(group.taxable_amount),
                amount: decimal(group.tax_amount),
                reason: match &group.exemption_reason {
                    Some(reason) => reason.clone(),
                    None => text(group.exemption_reason_code.as_ref()),
                },
            })
            .collect(),
        totals: ReadTotals {
            lines: Some(decimal(totals.line_total)),
            tax_exclusive: Some(decimal(totals.taxable_total)),
            tax: totals.vat_total.map(decimal),
            tax_inclusive: decimal(totals.gross_total),
            prepaid: totals.paid.map(decimal),
            rounding: totals.rounding.map(decimal),
            due: decimal(totals.due),
        },
        payment: ReadPayment {
            account: text(transfer.and_then(|transfer| transfer.account_identifier.as_ref())),
            bic: text(transfer.and_then(|transfer| transfer.provider_identifier.as_ref())),
            reference: text(payment.and_then(|payment| payment.remittance_information.as_ref())),
            terms: text(invoice.payment_terms.as_ref()),
        },
        notes: invoice
            .notes
            .iter()
            .map(|note| text(note.note.as_ref()))
            .filter(|note| !note.is_empty())
            .collect(),
        faults: malformed.chain(broken).collect(),
    }
}

/// What could not be read as it must be: an element twice, a date that is none. What is merely not known here is no fault.
fn fault_of_entry(entry: &Entry) -> Option<Fault> {
    let is_fault = matches!(
        entry.kind,
        Kind::Malformed | Kind::Duplicate | Kind::Ambiguous
    );
    is_fault.then(|| Fault {
        rule: entry.rule.clone().unwrap_or_default(),
        place: entry.term.clone().unwrap_or_else(|| entry.path.clone()),
        line: None,
        kind: FaultKind::Rule,
        text: entry.message.clone(),
    })
}

fn text<T: ToString>(text: Option<&T>) -> String {
    text.map(|text| text.to_string().trim().to_owned())
        .unwrap_or_default()
}

fn day(date: en16931::Date) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(date.year(), date.month().into(), date.day().into())
}

fn schemed(identifier: &Identifier) -> String {
    match identifier.scheme() {
        Some(scheme) => format!("{scheme}:{}", identifier.content()),
        None => identifier.content().to_owned(),
    }
}

fn side(party: &Party) -> Side {
    let address = &party.address;
    let lines = [&address.line1, &address.line2, &address.line3];
    Side {
        name: text(party.name.as_ref()),
        address: address_lines(
            lines.into_iter().flatten().cloned(),
            &text(address.post_code.as_ref()),
            &text(address.city.as_ref()),
        ),
        country: text(address.country.as_ref()),
        vat_id: text(party.vat_identifier.as_ref()),
        business_id: party
            .legal_registration
            .as_ref()
            .map(|id| id.content().to_owned())
            .unwrap_or_default(),
        e_invoice: party
            .electronic_address
            .as_ref()
            .map(schemed)
            .unwrap_or_default(),
        contact: text(party.contact.name.as_ref()),
        phone: text(party.contact.phone.as_ref()),
        email: text(party.contact.email.as_ref()),
    }
}

fn address_lines(
    streets: impl Iterator<Item = String>,
    postal_code: &str,
    city: &str,
) -> Vec<String> {
    streets
        .chain([format!("{postal_code} {city}")])
        .map(|line| line.trim().to_owned())
        .filter(|line| !line.is_empty())
        .collect()
}

/// The price of one: a net price for several is divided (BT-146 by BT-149), rounded to ten decimals half away from zero.
fn line_of_model(line: &en16931::invoice::InvoiceLine) -> ReadLine {
    let price = line.price.net_price.into_decimal();
    let per = line.price.base_quantity.map(|per| per.into_decimal());
    ReadLine {
        description: match &line.item.name {
            Some(name) => name.clone(),
            None => text(line.item.description.as_ref()),
        },
        quantity: Some(line.quantity.into_decimal()),
        unit: line.unit_code.to_string(),
        price: of_one(price, per),
        category: line.vat.category.to_string(),
        rate: line.vat.rate.map(|rate| rate.into_decimal()),
        net: Some(line.net_amount.into_decimal()),
        adjustments: on_line(&line.allowances, -Decimal::ONE)
            .chain(on_line(&line.charges, Decimal::ONE))
            .collect(),
    }
}

/// Discounts or fees on a line.
fn on_line(all: &[LineAllowanceCharge], sign: Decimal) -> impl Iterator<Item = (String, Decimal)> {
    all.iter().map(move |each| {
        let reason = words(each.reason.as_deref(), each.reason_code.as_ref());
        (reason, sign * each.amount.into_decimal())
    })
}

fn of_one(price: Decimal, per: Option<Decimal>) -> Option<Decimal> {
    const DECIMALS: u32 = 10;
    let price = price.checked_div(per.unwrap_or(Decimal::ONE))?;
    let price = price.round_dp_with_strategy(DECIMALS, RoundingStrategy::MidpointAwayFromZero);
    Some(price.normalize())
}

/// The reason in words, else its code.
fn words(reason: Option<&str>, code: Option<&Code>) -> String {
    match reason {
        Some(reason) => reason.to_owned(),
        None => text(code),
    }
}

fn on_the_whole(each: &DocumentAllowanceCharge, amount: Decimal) -> ReadAdjustment {
    ReadAdjustment {
        reason: words(each.reason.as_deref(), each.reason_code.as_ref()),
        amount,
        category: each.vat.category.to_string(),
        rate: each.vat.rate.map(|rate| rate.into_decimal()),
    }
}

fn of_finvoice(found: &finvoice::Read) -> Reading {
    let value = |amount: Option<Amount>| amount.map(|amount| amount.value);
    let adjustments = found.adjustments.iter().filter_map(|each| {
        let amount = each.amount?.value;
        let signed = if each.is_charge { amount } else { -amount };
        Some(ReadAdjustment {
            reason: each.reason.clone(),
            amount: signed,
            category: each.vat_code.clone(),
            rate: each.vat_rate,
        })
    });
    let taxes = found.vat.iter().map(|group| ReadTax {
        category: group.code.clone(),
        rate: group.rate,
        taxable: value(group.taxable).unwrap_or_default(),
        amount: value(group.amount).unwrap_or_default(),
        reason: match group.reason.is_empty() {
            true => group.reason_code.clone(),
            false => group.reason.join(" "),
        },
    });
    let totals = &found.totals;
    let inclusive = totals.tax_inclusive.value;
    Reading {
        format: Format::Finvoice,
        profile: found.version.clone(),
        is_credit_note: found.is_credit_note,
        number: found.number.clone(),
        issue_date: Some(found.issue_date),
        due_date: found.due_date,
        supplied: found.delivered,
        currency: found.currency.code().to_owned(),
        corrects: found
            .corrected
            .as_ref()
            .map(|(number, _)| number.clone())
            .unwrap_or_default(),
        order: found.order_reference.clone(),
        buyer_reference: found.buyer_reference.clone(),
        seller: side_of_finvoice(&found.seller, found.from.as_ref()),
        buyer: side_of_finvoice(&found.buyer, found.to.as_ref()),
        lines: found.lines.iter().map(line_of_finvoice).collect(),
        adjustments: adjustments.collect(),
        taxes: taxes.collect(),
        totals: ReadTotals {
            lines: value(totals.lines),
            tax_exclusive: value(totals.tax_exclusive),
            tax: value(totals.tax),
            tax_inclusive: inclusive,
            prepaid: value(totals.paid),
            rounding: value(totals.rounding),
            due: totals
                .due
                .filter(|due| due.currency == found.currency)
                .map_or(inclusive, |due| due.value),
        },
        payment: ReadPayment {
            account: found.account.clone(),
            bic: found.bic.clone(),
            reference: text(found.reference.as_ref()),
            terms: String::new(),
        },
        notes: found.free_text.clone(),
        faults: sums(found),
    }
}

fn side_of_finvoice(party: &stated::Party, route: Option<&stated::Route>) -> Side {
    let e_invoice = route.map(|route| match route.scheme.is_empty() {
        true => route.address.clone(),
        false => format!("{}:{}", route.scheme, route.address),
    });
    Side {
        name: party.name.clone(),
        address: address_lines(
            party.streets.iter().cloned(),
            &party.postal_code,
            &party.city,
        ),
        country: party.country.clone(),
        vat_id: party.vat_id.clone(),
        business_id: party.business_id.clone(),
        e_invoice: e_invoice.unwrap_or_default(),
        contact: party.contact.clone(),
        phone: party.phone.clone(),
        email: party.email.clone(),
    }
}

fn line_of_finvoice(row: &stated::Row) -> ReadLine {
    let price = row.net_unit_price.or(row.unit_price);
    let description = [&row.name, &row.description]
        .into_iter()
        .find(|text| !text.is_empty());
    ReadLine {
        description: match description {
            Some(text) => text.clone(),
            None => row.free_text.join(" "),
        },
        quantity: row.quantity,
        unit: row.unit.clone(),
        price: price.and_then(|price| of_one(price.value, row.price_units)),
        category: row.vat_code.clone(),
        rate: row.vat_rate,
        net: row.net.map(|net| net.value),
        adjustments: row
            .discount
            .map(|discount| (row.discount_reason.clone(), -discount.value))
            .into_iter()
            .collect(),
    }
}

/// Stated sums that their parts don't come to. A part that isn't stated can't be added, and nothing is said of its sum.
fn sums(found: &finvoice::Read) -> Vec<Fault> {
    let totals = &found.totals;
    let value = |amount: Option<Amount>| amount.map(|amount| amount.value);
    let or_zero = |amount: Option<Amount>| value(amount).unwrap_or_default();
    let rows = |counts: fn(&stated::Row) -> bool| {
        sum(found
            .lines
            .iter()
            .filter(|row| counts(row))
            .filter_map(|row| value(row.net)))
    };
    // Rows within others may be counted, or only say what the others are made of.
    let lines = [rows(|_| true), rows(|row| !row.is_sub_row)];
    let lines = lines
        .into_iter()
        .flatten()
        .find(|sum| value(totals.lines) == Some(*sum))
        .or(lines[0]);
    let net = value(totals.lines)
        .map(|lines| lines - or_zero(totals.discounts) + or_zero(totals.charges));
    let tax = sum(found.vat.iter().filter_map(|group| value(group.amount)));
    let taxable = sum(found.vat.iter().filter_map(|group| value(group.taxable)));
    let with_tax = match (value(totals.tax_exclusive), value(totals.tax)) {
        (Some(net), Some(tax)) => Some(net + tax),
        (Some(_), None) | (None, Some(_)) | (None, None) => None,
    };
    let inclusive = totals.tax_inclusive.value;
    let due = inclusive - or_zero(totals.paid) + or_zero(totals.rounding);
    [
        ("totals.lines", value(totals.lines), lines),
        ("totals.tax_exclusive", value(totals.tax_exclusive), net),
        ("totals.taxable", value(totals.tax_exclusive), taxable),
        ("totals.tax", value(totals.tax), tax),
        ("totals.tax_inclusive", Some(inclusive), with_tax),
        ("totals.due", value(totals.due), Some(due)),
    ]
    .into_iter()
    .filter_map(|(place, stated, computed)| differs(place, stated?, computed?))
    .collect()
}

/// None where there is nothing to add.
fn sum(mut parts: impl Iterator<Item = Decimal>) -> Option<Decimal> {
    let first = parts.next()?;
    Some(parts.fold(first, |sum, part| sum + part))
}

/// Amounts may have five decimals, and what is less than a cent off is no fault.
fn differs(place: &str, stated: Decimal, computed: Decimal) -> Option<Fault> {
    let is_off = (stated - computed).abs() >= Decimal::new(1, 2);
    is_off.then(|| Fault {
        rule: "Finvoice".to_owned(),
        place: place.to_owned(),
        line: None,
        kind: FaultKind::Differs { stated, computed },
        text: format!("{place} is {stated}, its parts come to {computed}."),
    })
}
