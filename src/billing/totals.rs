//! Document totals by EN 16931 (BG-22, BG-23): net per line, tax per group on the sum.

use crate::billing::line::{InvoiceLine, Reduction};
use crate::billing::refusal::{Location, Refusal};
use crate::billing::tax::{Tax, TaxBreakdown};
use crate::money::{Currency, Money, Rounding, split};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A discount or a fee on the whole document, as a person types it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Adjustment {
    /// Deduction or addition.
    pub kind: AdjustmentKind,
    /// How much.
    pub value: Reduction,
    /// Why (BT-97, BT-104).
    pub reason: String,
}

/// Deduction or addition.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdjustmentKind {
    /// A discount (BG-20).
    Allowance,
    /// A fee (BG-21).
    Charge,
}

/// A discount or fee as it stands on an issued document: one for each tax group it falls into, inside the tax base.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AllowanceCharge {
    /// Deduction or addition.
    pub kind: AdjustmentKind,
    /// The amount (BT-92, BT-99), zero or more.
    pub amount: Money,
    /// The group it belongs to (BT-95, BT-102).
    #[serde(flatten)]
    pub tax: Tax,
    /// What was typed.
    pub value: Reduction,
    /// Why.
    pub reason: String,
}

/// Document totals (EN 16931 BG-22).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Totals {
    /// Sum of line net amounts (BT-106).
    pub lines_total: Money,
    /// Sum of allowances on document level (BT-107).
    pub allowances_total: Money,
    /// Sum of charges on document level (BT-108).
    pub charges_total: Money,
    /// Total without VAT (BT-109).
    pub tax_exclusive_total: Money,
    /// Total VAT (BT-110).
    pub tax_total: Money,
    /// Total with VAT (BT-112).
    pub tax_inclusive_total: Money,
    /// Paid in advance (BT-113).
    pub prepaid_amount: Money,
    /// Rounding (BT-114): makes prices that contain the tax come out as printed.
    pub rounding_amount: Money,
    /// Amount due (BT-115).
    pub amount_due: Money,
    /// VAT by category and rate (BG-23).
    pub breakdown: Vec<TaxBreakdown>,
}

/// Lines, allowances and totals that belong together.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Computed {
    /// The lines, their net amounts settled.
    pub lines: Vec<InvoiceLine>,
    /// Document discounts and fees by tax group.
    pub allowance_charges: Vec<AllowanceCharge>,
    /// The totals.
    pub totals: Totals,
}

/// Computes a document from its priced lines.
///
/// Rounding: each line once ([`LineItem::price`](crate::billing::line::LineItem::price)), each allowance once, the tax
/// once per group of category and rate (BR-CO-17). The order of the lines doesn't change any total. The result is the
/// same for the same input, so a document can be checked against it at any time.
pub fn compute(
    currency: Currency,
    mut lines: Vec<InvoiceLine>,
    adjustments: &[Adjustment],
) -> Result<Computed, Refusal> {
    if let Some(index) = lines
        .iter()
        .position(|line| line.net.currency() != currency)
    {
        return Err(Refusal::currency_mismatch(
            currency,
            lines[index].net.currency(),
            Location::Line(index),
        ));
    }
    let mut rounding = Money::zero(currency);
    take_tax_out_of_inclusive_prices(currency, &mut lines, &mut rounding)?;

    let mut base: BTreeMap<Tax, Money> = BTreeMap::new();
    for line in &lines {
        add(&mut base, line.tax, line.net);
    }
    let allowance_charges = spread_adjustments(currency, &base, adjustments)?;
    let lines_total = total(currency, lines.iter().map(|line| line.net))?;
    let of_kind = |kind| {
        total(
            currency,
            allowance_charges
                .iter()
                .filter(|each| each.kind == kind)
                .map(|each| each.amount),
        )
    };
    let allowances_total = of_kind(AdjustmentKind::Allowance)?;
    let charges_total = of_kind(AdjustmentKind::Charge)?;
    for each in &allowance_charges {
        let signed = match each.kind {
            AdjustmentKind::Allowance => -each.amount,
            AdjustmentKind::Charge => each.amount,
        };
        add(&mut base, each.tax, signed);
    }

    let mut breakdown = Vec::with_capacity(base.len());
    for (tax, taxable) in base {
        // Once per tax group: rounding each line first can move the tax by a cent per line.
        let amount = round(tax.rate.of_exact(taxable.to_decimal()), currency)?;
        let reason = lines
            .iter()
            .filter(|line| line.tax == tax)
            .find_map(|line| line.item.tax.reason.clone());
        breakdown.push(TaxBreakdown {
            tax,
            taxable,
            amount,
            reason,
        });
    }
    let tax_total = total(currency, breakdown.iter().map(|group| group.amount))?;
    let tax_exclusive_total = lines_total - allowances_total + charges_total;
    let tax_inclusive_total = tax_exclusive_total + tax_total;
    let prepaid_amount = Money::zero(currency);
    // Only a document of prices with tax and nothing else has a sum it promised in advance.
    if !allowance_charges.is_empty() {
        rounding = Money::zero(currency);
    }
    let totals = Totals {
        lines_total,
        allowances_total,
        charges_total,
        tax_exclusive_total,
        tax_total,
        tax_inclusive_total,
        prepaid_amount,
        rounding_amount: rounding,
        amount_due: tax_inclusive_total - prepaid_amount + rounding,
        breakdown,
    };
    Ok(Computed {
        lines,
        allowance_charges,
        totals,
    })
}

/// Per group: net sum = gross sum ÷ (1 + rate), rounded once and spread over the lines so that no cent is lost. What
/// the tax, computed on that net sum, then lacks to the promised gross sum is the rounding amount (at most one minor unit a group).
fn take_tax_out_of_inclusive_prices(
    currency: Currency,
    lines: &mut [InvoiceLine],
    rounding: &mut Money,
) -> Result<(), Refusal> {
    let mut groups: BTreeMap<Tax, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        if line.item.tax_included {
            groups.entry(line.tax).or_default().push(index);
        }
    }
    for (tax, members) in groups {
        let gross = total(currency, members.iter().map(|&index| lines[index].priced()))?;
        let factor = Decimal::ONE_HUNDRED + tax.rate.value();
        let net = round(gross.to_decimal() * Decimal::ONE_HUNDRED / factor, currency)?;
        let amount = round(tax.rate.of_exact(net.to_decimal()), currency)?;
        // The rounding amount is exact only where the whole group is of such prices.
        let is_whole_group = lines
            .iter()
            .all(|line| line.tax != tax || line.item.tax_included);
        if is_whole_group {
            *rounding += gross - net - amount;
        }
        let mut left = net;
        for &index in &members {
            let own = round(
                lines[index].priced().to_decimal() * Decimal::ONE_HUNDRED / factor,
                currency,
            )?;
            lines[index].net = own;
            left -= own;
        }
        // The cents that rounding each line left over go to the largest line, where they weigh least.
        if let Some(&largest) = members.iter().max_by_key(|&&index| lines[index].net.abs()) {
            lines[largest].net += left;
        }
    }
    Ok(())
}

/// A percentage is taken of each group by itself; an amount is split over the groups by their net sums.
fn spread_adjustments(
    currency: Currency,
    base: &BTreeMap<Tax, Money>,
    adjustments: &[Adjustment],
) -> Result<Vec<AllowanceCharge>, Refusal> {
    let mut spread = Vec::new();
    for (index, adjustment) in adjustments.iter().enumerate() {
        let at = Location::Adjustment(index);
        if base.values().any(|sum| sum.is_negative()) {
            return Err(Refusal::adjustment_on_negative(at));
        }
        let sum = total(currency, base.values().copied())?;
        let whole = match adjustment.value {
            Reduction::Percent(percent) => round(percent.of_exact(sum.to_decimal()), currency)?,
            Reduction::Amount(amount) if amount.currency() != currency => {
                return Err(Refusal::currency_mismatch(currency, amount.currency(), at));
            }
            Reduction::Amount(amount) => amount,
        };
        if whole.is_negative() || (adjustment.kind == AdjustmentKind::Allowance && whole > sum) {
            return Err(Refusal::allowance_above_sum(sum, whole, at));
        }
        let weights: Vec<u64> = base
            .values()
            .map(|group| group.minor().unsigned_abs())
            .collect();
        for ((&tax, _), amount) in base.iter().zip(split(whole, &weights)) {
            if !amount.is_zero() {
                spread.push(AllowanceCharge {
                    kind: adjustment.kind,
                    amount,
                    tax,
                    value: adjustment.value,
                    reason: adjustment.reason.clone(),
                });
            }
        }
    }
    Ok(spread)
}

fn add(base: &mut BTreeMap<Tax, Money>, tax: Tax, amount: Money) {
    base.entry(tax)
        .and_modify(|sum| *sum += amount)
        .or_insert(amount);
}

fn round(exact: Decimal, currency: Currency) -> Result<Money, Refusal> {
    Rounding::HalfAwayFromZero
        .reduce(exact, currency)
        .map_err(|_| Refusal::amount_too_large(Location::Whole))
}

fn total(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, Refusal> {
    Money::sum(currency, amounts).map_err(|_| Refusal::amount_too_large(Location::Whole))
}
