//! From an invoice of a file to one that can be taken over: the figures of the file as money, and what can't become such.

use super::reading::{ReadAdjustment, ReadLine, ReadTax, Reading};
use crate::billing::account::Account;
use crate::billing::id::InvoiceId;
use crate::billing::identifier::PaymentReference;
use crate::billing::invoice::CreditReason;
use crate::billing::taken_over::{Corrected, TakenOver, TakenOverLine};
use crate::billing::tax::TaxBreakdown;
use crate::billing::tax::{Tax, TaxCategory};
use crate::billing::totals::Totals;
use crate::money::{Currency, Money, Percent, Quantity, UnitPrice};
use rust_decimal::{Decimal, RoundingStrategy};

/// Why an invoice of a file can't be taken over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum NotTakeable {
    /// Its currency is none that can be billed in.
    Currency {
        /// The code.
        code: String,
    },
    /// It has no date.
    NoDate,
    /// It has no lines.
    NoLines,
    /// A line has no amount.
    NoAmount {
        /// The line, counted from 1.
        line: usize,
    },
    /// A line or sum is taxed in a way that isn't known here.
    Tax {
        /// The category's code.
        category: String,
        /// The rate.
        rate: Option<Decimal>,
    },
    /// A discount or fee on the whole document that names no tax, where there are several.
    Adjustment {
        /// Its name.
        name: String,
    },
    /// A figure has more digits or decimals than its currency or kind can hold.
    Figure {
        /// The figure.
        figure: Decimal,
    },
}

/// The invoice of the file as one of an account, of which so much is still open.
///
/// Discounts and fees on the whole become lines. Nothing is computed anew but where a line's price and quantity don't lead to
/// its amount: then the amount is the price of one.
///
/// # Errors
/// If a figure, a date or a tax of the file has no place here.
pub fn taken_over(
    reading: &Reading,
    id: InvoiceId,
    account: &Account,
    open: Money,
) -> Result<TakenOver, NotTakeable> {
    let code = &reading.currency;
    let currency =
        Currency::parse(code).map_err(|_| NotTakeable::Currency { code: code.clone() })?;
    let issue_date = reading.issue_date.ok_or(NotTakeable::NoDate)?;
    if reading.lines.is_empty() {
        return Err(NotTakeable::NoLines);
    }
    let figures = Figures {
        currency,
        // Some programs state what they give back as negative amounts.
        is_turned: reading.is_credit_note && reading.totals.tax_inclusive.is_sign_negative(),
    };
    let mut lines = Vec::with_capacity(reading.lines.len() + reading.adjustments.len());
    for (place, each) in reading.lines.iter().enumerate() {
        // Words between the lines are none.
        if each.net.is_none() && each.price.is_none() && each.quantity.is_none() {
            continue;
        }
        lines.push(figures.line(place + 1, each, &reading.taxes)?);
    }
    for each in &reading.adjustments {
        lines.push(figures.adjustment(each, &reading.taxes)?);
    }
    Ok(TakenOver {
        id,
        account: account.id,
        number: reading.number.clone(),
        issue_date,
        due_date: reading.due_date.unwrap_or(issue_date),
        currency,
        totals: figures.totals(reading)?,
        lines,
        reference: Some(reading.payment.reference.trim())
            .filter(|text| !text.is_empty())
            .map(PaymentReference::read),
        corrects: reading.is_credit_note.then(|| Corrected {
            number: reading.corrects.clone(),
            reason: CreditReason::BillingError,
        }),
        open,
    })
}

/// How figures of the file become money.
struct Figures {
    currency: Currency,
    is_turned: bool,
}

impl Figures {
    fn money(&self, figure: Decimal) -> Result<Money, NotTakeable> {
        let figure = if self.is_turned { -figure } else { figure };
        Money::from_decimal(figure.normalize(), self.currency)
            .map_err(|_| NotTakeable::Figure { figure })
    }

    fn or_nothing(&self, figure: Option<Decimal>) -> Result<Money, NotTakeable> {
        self.money(figure.unwrap_or_default())
    }

    fn line(
        &self,
        place: usize,
        line: &ReadLine,
        taxes: &[ReadTax],
    ) -> Result<TakenOverLine, NotTakeable> {
        let product = line.price.zip(line.quantity);
        let product = product.and_then(|(price, quantity)| price.checked_mul(quantity));
        let net = line
            .net
            .or(product.map(|product| {
                product.round_dp_with_strategy(
                    self.currency.minor_digits(),
                    RoundingStrategy::MidpointAwayFromZero,
                )
            }))
            .ok_or(NotTakeable::NoAmount { line: place })?;
        let net = self.money(net)?;
        let (quantity, unit_price) = match (line.quantity, line.price) {
            (Some(quantity), Some(price)) if leads_to(quantity, price, net, self.is_turned) => {
                (if self.is_turned { -quantity } else { quantity }, price)
            }
            _ => one_at(net),
        };
        Ok(TakenOverLine {
            description: line.description.clone(),
            quantity: Quantity::new(quantity)
                .map_err(|_| NotTakeable::Figure { figure: quantity })?,
            unit: line.unit.clone(),
            unit_price: UnitPrice::new(unit_price)
                .map_err(|_| NotTakeable::Figure { figure: unit_price })?,
            net,
            tax: tax(&line.category, line.rate)?,
            reason: reason(taxes, &line.category),
        })
    }

    /// A discount or fee on the whole, as a line of its own tax; where it names none, of the only one there is.
    fn adjustment(
        &self,
        each: &ReadAdjustment,
        taxes: &[ReadTax],
    ) -> Result<TakenOverLine, NotTakeable> {
        let (category, rate) = match taxes {
            _ if each.rate.is_some() || !each.category.is_empty() => (&each.category, each.rate),
            [only] => (&only.category, only.rate),
            _ => {
                return Err(NotTakeable::Adjustment {
                    name: each.reason.clone(),
                });
            }
        };
        let line = ReadLine {
            description: each.reason.clone(),
            quantity: None,
            unit: "C62".to_owned(),
            price: None,
            category: category.clone(),
            rate,
            net: Some(each.amount),
            adjustments: Vec::new(),
        };
        self.line(0, &line, taxes)
    }

    fn totals(&self, reading: &Reading) -> Result<Totals, NotTakeable> {
        let stated = &reading.totals;
        let tax_inclusive = self.money(stated.tax_inclusive)?;
        let tax = match (stated.tax, stated.tax_exclusive) {
            (Some(tax), _) => self.money(tax)?,
            (None, Some(net)) => self.money(stated.tax_inclusive - net)?,
            (None, None) => self.money(Decimal::ZERO)?,
        };
        let net = match stated.tax_exclusive {
            Some(net) => self.money(net)?,
            None => tax_inclusive - tax,
        };
        let breakdown = reading
            .taxes
            .iter()
            .map(|group| {
                Ok(TaxBreakdown {
                    tax: self::tax(&group.category, group.rate)?,
                    taxable: self.money(group.taxable)?,
                    amount: self.money(group.amount)?,
                    reason: Some(group.reason.clone()).filter(|reason| !reason.is_empty()),
                })
            })
            .collect::<Result<_, _>>()?;
        let zero = Money::zero(self.currency);
        Ok(Totals {
            // Discounts and fees on the whole are lines here.
            lines_total: net,
            allowances_total: zero,
            charges_total: zero,
            tax_exclusive_total: net,
            tax_total: tax,
            tax_inclusive_total: tax_inclusive,
            prepaid_amount: self.or_nothing(stated.prepaid)?,
            rounding_amount: self.or_nothing(stated.rounding)?,
            amount_due: self.money(stated.due)?,
            breakdown,
        })
    }
}

/// Whether price and quantity lead to an amount, perhaps by way of a deduction on the line.
fn leads_to(quantity: Decimal, price: Decimal, net: Money, is_turned: bool) -> bool {
    let Some(product) = quantity.checked_mul(price) else {
        return false;
    };
    let product = if is_turned { -product } else { product };
    let net = net.to_decimal();
    let is_same_way = product.is_sign_negative() == net.is_sign_negative() || net.is_zero();
    // Half a cent is what rounding may add.
    // A price that contains the VAT has more decimals than a price can have here.
    let can_be_kept = UnitPrice::new(price).is_ok() && Quantity::new(quantity).is_ok();
    can_be_kept && is_same_way && net.abs() <= product.abs() + Decimal::new(5, 3)
}

/// One of it, at the whole amount; what is taken back is a negative quantity.
fn one_at(net: Money) -> (Decimal, Decimal) {
    let net = net.to_decimal();
    match net.is_sign_negative() {
        true => (-Decimal::ONE, -net),
        false => (Decimal::ONE, net),
    }
}

fn tax(category: &str, rate: Option<Decimal>) -> Result<Tax, NotTakeable> {
    let unknown = || NotTakeable::Tax {
        category: category.to_owned(),
        rate,
    };
    let rate = Percent::new(rate.unwrap_or_default().normalize()).map_err(|_| unknown())?;
    let is_taxed = rate != Percent::ZERO;
    let known = TaxCategory::ALL
        .into_iter()
        .find(|known| known.code() == category);
    let category = match known {
        Some(known) => known,
        // Finvoice leaves the category out where the rate says it.
        None if category.is_empty() && is_taxed => TaxCategory::Standard,
        None if category.is_empty() => TaxCategory::Zero,
        None => return Err(unknown()),
    };
    // A rate beside a category without tax would make two of one.
    let is_rated = matches!(category, TaxCategory::Standard);
    if is_taxed && !is_rated {
        return Err(unknown());
    }
    Ok(Tax { category, rate })
}

/// Why no tax is charged, as the group of the category says it.
fn reason(taxes: &[ReadTax], category: &str) -> Option<String> {
    let group = taxes.iter().find(|group| group.category == category)?;
    Some(group.reason.clone()).filter(|reason| !reason.is_empty())
}
