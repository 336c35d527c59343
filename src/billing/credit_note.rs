//! Credit notes: what of an invoice can still be credited, and the lines that do it.
//!
//! A line that took days of an earlier invoice back credits that one, and is never credited itself: what it gave back stays
//! given back, and its invoice charged more than it came to. So the credit notes on such an invoice may come to more than it.

use crate::billing::command::{CreditExtent, CreditInvoice};
use crate::billing::draft::Draft;
use crate::billing::id::DraftId;
use crate::billing::invoice::Invoice;
use crate::billing::line::{InvoiceLine, LineItem, Reduction};
use crate::billing::receivable::{Credited, Receivable};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::tax::{Rate, TaxRule};
use crate::billing::totals::{Adjustment, Computed, Totals, compute};
use crate::money::{Money, Quantity, Rounding, UnitPrice};

/// The unit of an amount that is no count of anything (UN/ECE Recommendation 20).
const LUMP_SUM: &str = "LS";

/// What can still be credited of an invoice, with tax.
pub fn creditable(invoice: &Invoice, receivable: &Receivable) -> Result<Money, Refusal> {
    if !invoice.lines.iter().any(takes_back) {
        return Ok(receivable.creditable());
    }
    let charges = invoice.lines.iter().filter(|line| !takes_back(line));
    let charged = compute(
        invoice.currency,
        charges.cloned().collect(),
        &invoice.adjustments,
    )?;
    let mut left = charged.totals.amount_due;
    let mut of_total = invoice.totals.amount_due;
    for credited in &receivable.credited {
        of_total -= credited.amount;
        left -= if of_total.is_positive() {
            credited.amount
        } else {
            // Only what the invoice came to is noted; the lines tell the whole.
            credited.amount.max(come_to(invoice, credited)?)
        };
    }
    Ok(left.max(Money::zero(invoice.currency)))
}

/// What can still be credited of each line, as priced.
pub fn creditable_lines(invoice: &Invoice, receivable: &Receivable) -> Vec<Money> {
    let left = |(index, line): (usize, &InvoiceLine)| {
        if takes_back(line) {
            Money::zero(invoice.currency)
        } else {
            line.priced() - receivable.credited_on(index)
        }
    };
    invoice.lines.iter().enumerate().map(left).collect()
}

/// Whether a line of an invoice takes back what an earlier one charged for a contract.
fn takes_back(line: &InvoiceLine) -> bool {
    line.priced().is_negative() && line.item.origin.service.is_some()
}

/// What credited lines come to with their tax.
fn come_to(invoice: &Invoice, credited: &Credited) -> Result<Money, Refusal> {
    let lines = credited
        .lines
        .iter()
        .filter_map(|(index, amount)| Some((invoice.lines.get(*index)?, *amount)))
        .map(|(line, amount)| credited_line(invoice, line, amount, Location::Whole))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(compute(invoice.currency, lines, &[])?.totals.amount_due)
}

/// A credit note, what it comes to, and how much of which line it takes back.
type CreditParts = (Draft, Computed, Vec<(usize, Money)>);

/// A credit note for an invoice, and how much of which line it takes back.
pub(crate) fn credit_note(
    invoice: &Invoice,
    receivable: &Receivable,
    credit: &CreditInvoice,
) -> Result<CreditParts, Refusal> {
    let left = creditable_lines(invoice, receivable);
    let creditable = creditable(invoice, receivable)?;
    let asked: Vec<(usize, Money)> = match &credit.extent {
        CreditExtent::Rest => left
            .iter()
            .copied()
            .enumerate()
            .filter(|(_, amount)| !amount.is_zero())
            .collect(),
        CreditExtent::Lines(lines) => lines.clone(),
    };
    if asked.is_empty() {
        return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
    }
    let mut lines = Vec::with_capacity(asked.len());
    for (position, (index, amount)) in asked.iter().enumerate() {
        let at = Location::Line(position);
        let line = invoice.lines.get(*index).ok_or(Refusal {
            kind: RefusalKind::Unknown,
            at: at.clone(),
        })?;
        if amount.currency() != invoice.currency {
            return Err(Refusal::currency_mismatch(
                invoice.currency,
                amount.currency(),
                at,
            ));
        }
        let repeated = asked[..position].iter().any(|(other, _)| other == index);
        let same_sign = amount.is_negative() == line.priced().is_negative() && !amount.is_zero();
        if repeated || !same_sign || takes_back(line) {
            return Err(Refusal {
                kind: RefusalKind::NotPositive,
                at,
            });
        }
        if amount.abs() > left[*index].abs() {
            let kind = RefusalKind::CreditExceedsInvoice {
                creditable: left[*index],
                asked: *amount,
            };
            return Err(Refusal { kind, at });
        }
        lines.push(credited_line(invoice, line, *amount, at)?);
    }
    let takes_all = asked.len() == left.iter().filter(|amount| !amount.is_zero()).count()
        && asked.iter().all(|(index, amount)| left[*index] == *amount);
    let is_first = receivable.credited.is_empty();
    let adjustments = if takes_all && is_first {
        invoice.adjustments.clone()
    } else {
        share_of_adjustments(invoice, &lines)?
    };
    let mut computed = compute(invoice.currency, lines, &adjustments)?;
    if takes_all {
        // The last credit note closes the invoice to the cent, whatever rounding left over.
        let over = computed.totals.amount_due - creditable;
        round_by(&mut computed, -over);
    } else {
        let over = computed.totals.amount_due - creditable;
        if over.is_positive() && over.minor() <= asked.len() as i64 {
            round_by(&mut computed, -over);
        }
    }
    let draft = Draft {
        id: DraftId(credit.credit_note.0),
        account: receivable.account,
        currency: invoice.currency,
        items: computed
            .lines
            .iter()
            .map(|line| line.item.clone())
            .collect(),
        adjustments,
        supplied: invoice.supplied,
        terms: None,
        order_reference: invoice.order_reference.clone(),
        note: credit.note.clone(),
        created: credit.issue_date,
    };
    Ok((draft, computed, asked))
}

/// What a credit note would come to, by the code that issues it; the refusal it would meet where it cannot be issued.
pub fn preview(
    invoice: &Invoice,
    receivable: &Receivable,
    credit: &CreditInvoice,
) -> Result<Totals, Refusal> {
    credit_note(invoice, receivable, credit).map(|(_, computed, _)| computed.totals)
}

/// The lines by which a credit note comes to `amount` with tax, each in proportion to what is left of it.
///
/// A line without tax moves in whole cents, so not every sum with tax can be reached: what comes nearest is given.
pub fn extent_for(
    invoice: &Invoice,
    receivable: &Receivable,
    credit: &CreditInvoice,
    amount: Money,
) -> Result<CreditExtent, Refusal> {
    if amount >= creditable(invoice, receivable)? {
        return Ok(CreditExtent::Rest);
    }
    let left: Vec<(usize, Money)> = creditable_lines(invoice, receivable)
        .into_iter()
        .enumerate()
        .filter(|(_, left)| left.is_positive())
        .collect();
    let comes_to = |lines: &[(usize, Money)]| {
        let extent = CreditExtent::Lines(lines.to_vec());
        let credit = CreditInvoice {
            extent,
            ..credit.clone()
        };
        preview(invoice, receivable, &credit).map(|totals| totals.amount_due)
    };
    let whole = comes_to(&left)?;
    let mut lines = Vec::with_capacity(left.len());
    for (index, left) in &left {
        let share = share_of(*left, amount, whole)?.min(*left);
        if share.is_positive() {
            lines.push((*index, share));
        }
    }
    if lines.is_empty() {
        lines.extend(
            left.first()
                .map(|(index, _)| (*index, Money::new(1, invoice.currency))),
        );
    }
    let Some(largest) = (0..lines.len()).max_by_key(|place| lines[*place].1.minor()) else {
        return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
    };
    let most = left
        .iter()
        .find(|(index, _)| *index == lines[largest].0)
        .map_or(lines[largest].1, |(_, left)| *left);
    let begun = lines[largest].1;
    let mut nearest: Option<(i64, Vec<(usize, Money)>)> = None;
    for step in -4..=4 {
        let moved = begun + Money::new(step, invoice.currency);
        if !moved.is_positive() || moved > most {
            continue;
        }
        lines[largest].1 = moved;
        let off = (comes_to(&lines)? - amount).minor().abs();
        if nearest.as_ref().is_none_or(|(least, _)| off < *least) {
            nearest = Some((off, lines.clone()));
        }
    }
    nearest
        .map(|(_, lines)| CreditExtent::Lines(lines))
        .ok_or(Refusal::field(Field::Lines, RefusalKind::Empty))
}

/// `amount ÷ whole` of a line, rounded once.
fn share_of(line: Money, amount: Money, whole: Money) -> Result<Money, Refusal> {
    let too_large = || Refusal::amount_too_large(Location::Whole);
    let share = line
        .to_decimal()
        .checked_mul(amount.to_decimal())
        .and_then(|product| product.checked_div(whole.to_decimal()))
        .ok_or_else(too_large)?;
    Rounding::HalfAwayFromZero
        .reduce(share, line.currency())
        .map_err(|_| too_large())
}

/// The line again where all of it is credited; else one that says the amount.
fn credited_line(
    invoice: &Invoice,
    line: &InvoiceLine,
    amount: Money,
    at: Location,
) -> Result<InvoiceLine, Refusal> {
    // The tax is that of the invoice, whatever the law says today.
    let tax = TaxRule {
        category: line.tax.category,
        rate: Rate::Fixed(line.tax.rate),
        reason: line.item.tax.reason.clone(),
    };
    if amount == line.priced() {
        return LineItem {
            tax,
            ..line.item.clone()
        }
        .price(invoice.currency, line.tax, at);
    }
    let price = UnitPrice::new(amount.abs().to_decimal())
        .map_err(|_| Refusal::amount_too_large(at.clone()))?;
    let item = LineItem {
        quantity: if amount.is_negative() {
            -Quantity::ONE
        } else {
            Quantity::ONE
        },
        // A part is no count of the line's hours or pieces.
        unit: LUMP_SUM.to_owned(),
        unit_price: price,
        reduction: None,
        reduction_reason: None,
        proration: None,
        tax,
        ..line.item.clone()
    };
    item.price(invoice.currency, line.tax, at)
}

/// Discounts and fees on the whole invoice, in proportion to the lines that are credited.
fn share_of_adjustments(
    invoice: &Invoice,
    lines: &[InvoiceLine],
) -> Result<Vec<Adjustment>, Refusal> {
    let whole = invoice.totals.lines_total;
    let too_large = || Refusal::amount_too_large(Location::Whole);
    // Without tax, as the whole is: a line whose price contains the tax knows its net only once it is computed.
    let part = compute(invoice.currency, lines.to_vec(), &[])?
        .totals
        .lines_total;
    invoice
        .adjustments
        .iter()
        .map(|adjustment| {
            let value = match adjustment.value {
                Reduction::Percent(percent) => Reduction::Percent(percent),
                Reduction::Amount(_) if whole.is_zero() => {
                    Reduction::Amount(Money::zero(invoice.currency))
                }
                Reduction::Amount(amount) => {
                    let share = amount
                        .to_decimal()
                        .checked_mul(part.to_decimal())
                        .and_then(|product| product.checked_div(whole.to_decimal()))
                        .ok_or_else(too_large)?;
                    let share = Rounding::HalfAwayFromZero.reduce(share, invoice.currency);
                    Reduction::Amount(share.map_err(|_| too_large())?)
                }
            };
            Ok(Adjustment {
                value,
                ..adjustment.clone()
            })
        })
        .collect()
}

/// Adds a rounding amount.
pub(crate) fn round_by(computed: &mut Computed, amount: Money) {
    computed.totals.rounding_amount += amount;
    computed.totals.amount_due += amount;
}
