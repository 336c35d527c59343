//! Lines of drafts and invoices, and how each amount came about.

use crate::billing::id::{ChargeId, ContractId, ProductId, ServiceId};
use crate::billing::refusal::{Location, Refusal, RefusalKind};
use crate::billing::tax::{Tax, TaxRule};
use crate::calendar::Period;
use crate::money::{Currency, Money, Percent, Quantity, Rounding, UnitPrice};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// A deduction from a line or a price: a share of it, or an amount of money.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reduction {
    /// A share of the amount.
    Percent(Percent),
    /// An amount for one whole billing period, or for the line where there is no period. Never more than the amount itself.
    Amount(Money),
}

/// The days of a period that a price is charged for.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Proration {
    /// Days charged.
    pub days: u32,
    /// Days of the whole billing period.
    pub of: u32,
}

impl Proration {
    /// Whether every day of the period is charged.
    pub fn is_whole(self) -> bool {
        self.days == self.of
    }
}

/// What a line is about, before anything is computed. A form edits this; the billing run makes it from a contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct LineItem {
    /// What is sold (BT-153).
    pub description: String,
    /// How much of it (BT-129); negative where an earlier charge is taken back.
    pub quantity: Quantity,
    /// Unit of measure (BT-130), a code of UN/ECE Recommendation 20.
    pub unit: String,
    /// Price of one unit (BT-146, or with VAT where `tax_included`).
    pub unit_price: UnitPrice,
    /// Whether `unit_price` contains the tax.
    #[serde(default, skip_serializing_if = "is_false")]
    pub tax_included: bool,
    /// A deduction on this line (BG-27).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduction: Option<Reduction>,
    /// Why there is a deduction (BT-139).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduction_reason: Option<String>,
    /// How it is taxed.
    pub tax: TaxRule,
    /// The days it is about (BG-26).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// The part of a billing period that is charged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proration: Option<Proration>,
    /// Where it comes from.
    #[serde(default, skip_serializing_if = "Origin::is_empty")]
    pub origin: Origin,
}

/// The records a line comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Origin {
    /// The product of the catalogue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// The contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contract: Option<ContractId>,
    /// The service of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceId>,
    /// The one-off charge or metered usage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub charge: Option<ChargeId>,
}

impl Origin {
    /// Whether the line was typed by hand.
    pub fn is_empty(&self) -> bool {
        *self == Origin::default()
    }
}

/// How a line's amount came about: `quantity × unit price × days ÷ days of the period − reduction`.
///
/// Emitted by [`LineItem::price`], the only code that computes a line; what a customer reads as the explanation of
/// their bill is this value.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Derivation {
    /// Quantity × unit price × days ÷ days of the period, rounded once.
    pub gross: Money,
    /// What the reduction takes off, rounded once; of the same sign as `gross`.
    pub reduction: Money,
}

/// An item with its amounts: a line of an invoice (EN 16931 BG-25).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct InvoiceLine {
    /// What it is about.
    pub item: LineItem,
    /// Category and rate on the day of supply (BG-30).
    pub tax: Tax,
    /// How the amount came about.
    pub derivation: Derivation,
    /// The line's amount without tax (BT-131), rounded to the currency. Where the price contains the tax, the
    /// line's share of its group's net sum.
    pub net: Money,
}

impl InvoiceLine {
    /// The amount as priced: without tax, or with it where the price contains it.
    pub fn priced(&self) -> Money {
        self.derivation.priced()
    }
}

impl Derivation {
    /// What the line comes to as priced.
    pub(crate) fn priced(&self) -> Money {
        self.gross - self.reduction
    }
}

impl LineItem {
    /// Computes the line.
    ///
    /// The product is exact and rounded once, half away from zero, to the currency's minor unit; so is the reduction
    /// (EN 16931 BT-131 = BT-129 × BT-146 ÷ BT-149 − BT-136, each rounded by itself).
    pub fn price(
        &self,
        currency: Currency,
        tax: Tax,
        at: Location,
    ) -> Result<InvoiceLine, Refusal> {
        self.clone().into_line(currency, tax, &at)
    }

    /// The same of an item that isn't needed any more.
    pub(crate) fn into_line(
        self,
        currency: Currency,
        tax: Tax,
        at: &Location,
    ) -> Result<InvoiceLine, Refusal> {
        let derivation = self.derive(currency, at)?;
        Ok(InvoiceLine {
            net: derivation.priced(),
            item: self,
            tax,
            derivation,
        })
    }

    /// The line's amounts alone.
    pub(crate) fn derive(&self, currency: Currency, at: &Location) -> Result<Derivation, Refusal> {
        let round = |exact: Decimal| {
            Rounding::HalfAwayFromZero
                .reduce(exact, currency)
                .map_err(|_| Refusal::amount_too_large(at.clone()))
        };
        let full = self
            .quantity
            .value()
            .checked_mul(self.unit_price.value())
            .ok_or_else(|| Refusal::amount_too_large(at.clone()))?;
        // Multiplying before dividing keeps 30.00 × 10 ÷ 30 at 10.00 and not 9.99999….
        let prorate = |exact: Decimal| match self.proration {
            Some(part) if !part.is_whole() && part.of > 0 => exact
                .checked_mul(Decimal::from(part.days))
                .and_then(|days| days.checked_div(Decimal::from(part.of)))
                .ok_or_else(|| Refusal::amount_too_large(at.clone())),
            _ => Ok(exact),
        };
        let exact = prorate(full)?;
        let gross = round(exact)?;
        let reduction = match self.reduction {
            None => Money::zero(currency),
            // Of the exact product, not of the rounded one: rounding twice can move a cent.
            Some(Reduction::Percent(percent)) => {
                if percent > Percent::HUNDRED {
                    return Err(Refusal {
                        kind: RefusalKind::DiscountAboveWhole,
                        at: at.clone(),
                    });
                }
                gross - round(exact - percent.of_exact(exact))?
            }
            Some(Reduction::Amount(amount)) => {
                if amount.currency() != currency {
                    return Err(Refusal::currency_mismatch(
                        currency,
                        amount.currency(),
                        at.clone(),
                    ));
                }
                // A deduction that adds is a price of its own (BT-136 is never negative).
                if amount.is_negative() {
                    return Err(Refusal {
                        kind: RefusalKind::NotPositive,
                        at: at.clone(),
                    });
                }
                let taken = round(prorate(amount.to_decimal())?)?;
                let limit = gross.abs();
                let taken = if taken > limit { limit } else { taken };
                if gross.is_negative() { -taken } else { taken }
            }
        };
        Ok(Derivation { gross, reduction })
    }
}

fn is_false(value: &bool) -> bool {
    !*value
}
