//! Lines (BG-25) and what is taken off or added on the whole (BG-20, BG-21).
//!
//! A receiver computes a line again: quantity × price ÷ the quantity the price is for, less the discount (Peppol R120). Where that is
//! not what the line came to (part of a period was charged, or the price contained the tax), the price stands for the whole quantity
//! instead of one unit, which is exact for every line.

use super::model::{CannotSay, amount};
use super::party::some;
use crate::billing::line::{InvoiceLine as Line, Reduction};
use crate::billing::tax::{Tax, TaxCategory};
use crate::billing::totals::AllowanceCharge;
use crate::calendar::Period as Days;
use crate::money::{Money, Rounding};
use en16931::invoice::{
    Code, DocumentAllowanceCharge, InvoiceLine, Item, LineAllowanceCharge, LineVat, Period,
    PriceDetails,
};
use en16931::{Date, Percentage, Quantity, UnitPriceAmount};
use rust_decimal::Decimal;

/// The reason code of a discount (UNCL 5189: 95).
const DISCOUNT: &str = "95";

/// The reason code of another fee (UNCL 7161: ABK, miscellaneous).
const OTHER_FEE: &str = "ABK";

/// A line, counted from 1.
pub(super) fn line(number: usize, line: &Line) -> Result<InvoiceLine, CannotSay> {
    let item = &line.item;
    let price = Price::of(line)?;
    let allowance = match price.allowance {
        Some(allowance) => Some(LineAllowanceCharge {
            amount: amount(allowance)?,
            base_amount: None,
            percentage: None,
            reason: item.reduction_reason.as_deref().and_then(some),
            reason_code: Some(Code::new(DISCOUNT)),
        }),
        None => None,
    };
    Ok(InvoiceLine {
        id: number.to_string(),
        quantity: Quantity::new(item.quantity.value()),
        unit_code: Code::new(item.unit.clone()),
        net_amount: amount(line.net)?,
        period: item.period.map(period),
        allowances: allowance.into_iter().collect(),
        price: PriceDetails {
            net_price: UnitPriceAmount::new(price.amount),
            base_quantity: price.per.map(Quantity::new),
            base_quantity_code: price.per.map(|_| Code::new(item.unit.clone())),
            ..PriceDetails::default()
        },
        vat: vat(line.tax),
        item: Item {
            name: some(&item.description),
            ..Item::default()
        },
        note: None,
        order_line_reference: None,
        accounting_reference: None,
        object_identifier: None,
        charges: Vec::new(),
    })
}

/// A price as the standard can say it.
struct Price {
    /// BT-146, zero or more.
    amount: Decimal,
    /// BT-149; none where the price is for one unit.
    per: Option<Decimal>,
    /// BT-136, without tax.
    allowance: Option<Money>,
}

impl Price {
    fn of(line: &Line) -> Result<Price, CannotSay> {
        let quantity = line.item.quantity.value();
        let (gross, allowance) = without_tax(line)?;
        let unit = line.item.unit_price.value();
        let each = unit.checked_mul(quantity);
        let computed = each.and_then(|each| {
            Rounding::HalfAwayFromZero
                .reduce(each, line.net.currency())
                .ok()
        });
        let is_plain = !line.item.tax_included && computed == Some(gross);
        if is_plain && !unit.is_sign_negative() {
            return Ok(Price {
                amount: unit,
                per: None,
                allowance,
            });
        }
        // A price is never negative (BR-27): what is taken back has a negative quantity.
        if quantity.is_zero()
            || gross.is_negative() != quantity.is_sign_negative() && !gross.is_zero()
        {
            return Err(CannotSay::NegativePrice {
                description: line.item.description.clone(),
            });
        }
        let is_one = quantity.abs() == Decimal::ONE;
        Ok(Price {
            amount: gross.abs().to_decimal(),
            per: (!is_one).then(|| quantity.abs()),
            allowance,
        })
    }
}

/// A line before its discount, and the discount, both without tax; together they are the line's net amount.
fn without_tax(line: &Line) -> Result<(Money, Option<Money>), CannotSay> {
    let reduction = line.derivation.reduction;
    // The discount of a line that takes back is negative, too: it goes into the price.
    if !reduction.is_positive() {
        return Ok((line.net, None));
    }
    let allowance = if line.item.tax_included {
        let hundred = Decimal::ONE_HUNDRED;
        let net = reduction
            .to_decimal()
            .checked_mul(hundred)
            .and_then(|times| times.checked_div(hundred + line.tax.rate.value()))
            .ok_or(CannotSay::TooLarge)?;
        Rounding::HalfAwayFromZero
            .reduce(net, line.net.currency())
            .map_err(|_| CannotSay::TooLarge)?
    } else {
        reduction
    };
    let gross = line
        .net
        .checked_add(allowance)
        .map_err(|_| CannotSay::TooLarge)?;
    Ok((gross, Some(allowance).filter(|amount| !amount.is_zero())))
}

/// A discount or fee on the whole, in the tax group it falls into.
pub(super) fn adjustment(given: &AllowanceCharge) -> Result<DocumentAllowanceCharge, CannotSay> {
    let code = match given.kind {
        crate::billing::totals::AdjustmentKind::Allowance => DISCOUNT,
        crate::billing::totals::AdjustmentKind::Charge => OTHER_FEE,
    };
    // A share is told only with what it is a share of (Peppol R041, R042), which a split over tax groups no longer says.
    let reason = match given.value {
        Reduction::Percent(percent) => Some(format!("{} ({percent} %)", given.reason.trim())),
        Reduction::Amount(_) => some(&given.reason),
    };
    Ok(DocumentAllowanceCharge {
        amount: amount(given.amount)?,
        base_amount: None,
        percentage: None,
        vat: vat(given.tax),
        reason: reason.as_deref().and_then(some),
        reason_code: Some(Code::new(code)),
    })
}

/// Category and rate. What is outside the scope of the tax has no rate (BR-O-05).
pub(super) fn vat(tax: Tax) -> LineVat {
    LineVat {
        category: Code::new(tax.category.code()),
        rate: rate(tax),
    }
}

pub(super) fn rate(tax: Tax) -> Option<Percentage> {
    match tax.category {
        TaxCategory::OutsideScope => None,
        _ => Some(Percentage::new(tax.rate.value())),
    }
}

/// First and last day (BG-26, BG-14).
pub(super) fn period(days: Days) -> Period {
    Period {
        start: date(days.from()),
        end: date(days.last_day()),
    }
}

/// A day; none beyond the years the standard writes.
pub(super) fn date(day: chrono::NaiveDate) -> Option<Date> {
    Date::parse(&day.to_string()).ok()
}
