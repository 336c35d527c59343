//! Lines of the invoice (BG-25).

use super::xml::Xml;
use super::{text, value};
use crate::billing::account::Language;
use crate::billing::invoice::Invoice;
use crate::billing::line::{InvoiceLine, LineItem, Reduction};
use crate::billing::tax::{Tax, TaxCategory};
use crate::money::Quantity;
use rust_decimal::{Decimal, RoundingStrategy};

/// UNCL 5189, a discount; said where nobody wrote why.
pub(super) const DISCOUNT: &str = "95";

/// One `InvoiceRow`.
///
/// Where the price contains the tax, the row tells that price and the amount with tax, and the net amount is the row's share
/// of its group: there is no exact net price. Otherwise the row has no tax amount, which EN 16931 counts per group only.
pub(super) fn row(xml: &mut Xml, invoice: &Invoice, index: usize, line: &InvoiceLine) {
    xml.group("InvoiceRow", |xml| {
        let item = &line.item;
        xml.text("ArticleName", &item.description, 100);
        if item.description.chars().count() > 100 {
            xml.text("ArticleDescription", &item.description, 512);
        }
        quantities(xml, item);
        if let Some(period) = item.period {
            xml.date("StartDate", period.from());
            xml.date("EndDate", period.last_day());
        }
        prices(xml, invoice, item);
        xml.exact("RowPositionIdentifier", &[], &(index + 1).to_string());
        proration_in_words(xml, invoice.language, item);
        discount(xml, line);
        rate(xml, "RowVatRatePercent", line.tax);
        xml.exact("RowVatCode", &[], line.tax.category.code());
        if item.tax_included {
            xml.amount("RowVatAmount", line.priced() - line.net);
        }
        xml.amount("RowVatExcludedAmount", line.net);
        if item.tax_included {
            xml.amount("RowAmount", line.priced());
        }
    });
}

/// The rate, which what is outside the scope of the tax must not have (BR-O-05).
pub(super) fn rate(xml: &mut Xml, name: &str, tax: Tax) {
    if tax.category == TaxCategory::OutsideScope {
        return;
    }
    if let Some(percent) = value::percent(tax.rate) {
        xml.exact(name, &[], &percent);
    }
}

/// Older receivers read the delivered quantity, EN 16931 the invoiced one; what is billed is both.
fn quantities(xml: &mut Xml, item: &LineItem) {
    let signed: Quantity = if xml.credits() {
        -item.quantity
    } else {
        item.quantity
    };
    let content = value::number(signed.value());
    for name in ["DeliveredQuantity", "InvoicedQuantity"] {
        xml.exact(name, &unit_code("QuantityUnitCode", &item.unit), &content);
    }
}

/// The unit under this attribute and, where it has the form of a code of Recommendation 20, as such.
fn unit_code<'a>(name: &'a str, unit: &'a str) -> Vec<(&'a str, &'a str)> {
    let mut attributes = Vec::new();
    let is_token = (1..=14).contains(&unit.chars().count()) && text::one_line(unit) == unit;
    if is_token {
        attributes.push((name, unit));
    }
    let is_code = (2..=3).contains(&unit.len())
        && unit
            .bytes()
            .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_code {
        attributes.push(("QuantityUnitCodeUN", unit));
    }
    attributes
}

fn prices(xml: &mut Xml, invoice: &Invoice, item: &LineItem) {
    let Some((price, units)) = value::price(item.unit_price.value()) else {
        return;
    };
    let mut attributes = vec![("AmountCurrencyIdentifier", invoice.currency.code())];
    attributes.extend(unit_code("UnitPriceUnitCode", &item.unit));
    if item.tax_included {
        xml.exact("UnitPriceVatIncludedAmount", &attributes, &price);
    } else {
        xml.exact("UnitPriceAmount", &attributes, &price);
        if let Some(net) = net_price(item, units) {
            xml.exact("UnitPriceNetAmount", &attributes, &net);
        }
    }
    if units > 1 {
        xml.exact("UnitPriceBaseQuantity", &[], &units.to_string());
    }
}

/// The price the quantity is multiplied by: that of the days charged. Rounded to the five decimals of the schema, half away
/// from zero; the row's amount is not computed from it.
fn net_price(item: &LineItem, units: u32) -> Option<String> {
    let whole = item.unit_price.value().checked_mul(Decimal::from(units))?;
    let charged = match item.proration {
        Some(part) if !part.is_whole() && part.of > 0 => whole
            .checked_mul(Decimal::from(part.days))?
            .checked_div(Decimal::from(part.of))?,
        _ => whole,
    };
    let charged = charged.round_dp_with_strategy(
        value::PRICE_DECIMALS,
        RoundingStrategy::MidpointAwayFromZero,
    );
    value::price(charged).map(|(price, _)| price)
}

fn proration_in_words(xml: &mut Xml, language: Language, item: &LineItem) {
    let Some(part) = item.proration.filter(|part| !part.is_whole()) else {
        return;
    };
    let words = match language {
        Language::En => format!("{} of {} days", part.days, part.of),
        Language::Fi => format!("{}/{} päivää", part.days, part.of),
    };
    xml.text("RowFreeText", &words, 512);
}

/// A deduction on the line (BG-27). Its amount is without tax, so a price with tax tells the percentage alone.
fn discount(xml: &mut Xml, line: &InvoiceLine) {
    let item = &line.item;
    let Some(reduction) = item.reduction else {
        return;
    };
    if let Reduction::Percent(percent) = reduction
        && let Some(percent) = value::percent(percent)
    {
        xml.exact("RowDiscountPercent", &[], &percent);
    }
    if !item.tax_included {
        xml.amount("RowDiscountAmount", line.derivation.reduction);
        xml.amount("RowDiscountBaseAmount", line.derivation.gross);
    }
    xml.exact("RowDiscountTypeCode", &[], DISCOUNT);
    let reason = item.reduction_reason.as_deref().unwrap_or_default();
    xml.text("RowDiscountTypeText", reason, 35);
}
