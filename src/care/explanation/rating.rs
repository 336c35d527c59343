//! What a bill comes to in which only some things have changed, rated by the billing engine itself.
//!
//! A line is computed by [`LineItem`]'s own code, the document by [`compute`]. A document's total depends on its lines only by
//! their sums per tax, with prices that contain the tax apart; so each sum is given to [`compute`] as one line, and a bill of
//! five hundred lines is rated a thousand times within milliseconds.
//!
//! A bill between the two was never issued, and a document discount can be too large for it. Then the discount takes what
//! there is; where tax groups are below zero, discounts and fees are split over those that are above.

use super::bill::Incomparable;
use super::matching::{Joined, Match, Role, matches, roles};
use super::shapley::Chosen;
use super::{Factor, LineKind, alone};
use crate::billing::invoice::Invoice;
use crate::billing::line::{Derivation, InvoiceLine, LineItem, Origin, Proration, Reduction};
use crate::billing::refusal::Location;
use crate::billing::tax::{Tax, TaxCategory, TaxRule};
use crate::billing::totals::{Adjustment, AdjustmentKind, Computed, compute};
use crate::money::{Currency, Money, Quantity, Rounding, UnitPrice, split};
use std::collections::BTreeMap;

/// A line as it is compared: whole, or the part of it that a line of the other bill stands for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Side {
    /// Its place on its bill.
    pub place: usize,
    /// The item.
    pub item: LineItem,
    /// Its tax.
    pub tax: Tax,
}

/// A line against a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Pair {
    /// On the one bill.
    pub old: Side,
    /// On the other.
    pub new: Side,
    /// Which of the two is a part of its line.
    pub cut: Option<Cut>,
}

/// The side on which a line was cut, because the other bill has several for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Cut {
    /// A line of the old bill.
    Old,
    /// A line of the new one.
    New,
}

/// A line on one bill alone.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Lone {
    /// Its place.
    pub place: usize,
    /// Whether it is on the new bill.
    pub is_new: bool,
    /// What it belongs to.
    pub factor: Factor,
}

/// What rounding the parts of a line by themselves leaves to the line as it is billed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Remainder {
    /// The place of the line that was cut.
    pub place: usize,
    /// Whether it is on the new bill.
    pub is_new: bool,
    amount: Money,
}

/// Two bills of one currency, line by line.
pub(super) struct Bills<'a> {
    /// The one.
    pub old: &'a Invoice,
    /// The other.
    pub new: &'a Invoice,
    /// What is on both.
    pub pairs: Vec<Pair>,
    /// What is on one.
    pub lone: Vec<Lone>,
    /// What is left of lines that were cut.
    pub remainders: Vec<Remainder>,
}

impl<'a> Bills<'a> {
    /// Matches the lines of two bills.
    pub fn of(old: &'a Invoice, new: &'a Invoice) -> Result<Bills<'a>, Incomparable> {
        let mut bills = Bills {
            old,
            new,
            pairs: Vec::new(),
            lone: Vec::new(),
            remainders: Vec::new(),
        };
        let (old_roles, new_roles) = (roles(&old.lines), roles(&new.lines));
        for each in matches((&old.lines, &old_roles), (&new.lines, &new_roles)) {
            match each {
                Match::Both(Joined::One(was, is)) => bills.pairs.push(Pair {
                    old: whole(old, was),
                    new: whole(new, is),
                    cut: None,
                }),
                Match::Both(Joined::Parted(was, parts)) => {
                    let parts: Vec<Side> = parts.into_iter().map(|is| whole(new, is)).collect();
                    let cut = bills.cut(was, false, &parts)?;
                    let pairs = cut.into_iter().zip(parts);
                    bills.pairs.extend(pairs.map(|(old, new)| Pair {
                        old,
                        new,
                        cut: Some(Cut::Old),
                    }));
                }
                Match::Both(Joined::United(parts, is)) => {
                    let parts: Vec<Side> = parts.into_iter().map(|was| whole(old, was)).collect();
                    let cut = bills.cut(is, true, &parts)?;
                    let pairs = parts.into_iter().zip(cut);
                    bills.pairs.extend(pairs.map(|(old, new)| Pair {
                        old,
                        new,
                        cut: Some(Cut::New),
                    }));
                }
                Match::Old(place) => bills.lone.push(Lone {
                    place,
                    is_new: false,
                    factor: lone_factor(old_roles[place], Factor::ServiceRemoved),
                }),
                Match::New(place) => bills.lone.push(Lone {
                    place,
                    is_new: true,
                    factor: lone_factor(new_roles[place], Factor::ServiceAdded),
                }),
            }
        }
        Ok(bills)
    }

    /// The line at a place of the new bill or the old one.
    pub fn line(&self, place: usize, is_new: bool) -> &'a InvoiceLine {
        let bill = if is_new { self.new } else { self.old };
        &bill.lines[place]
    }

    /// Discounts or fees on a whole bill.
    pub fn adjustments(
        &self,
        kind: AdjustmentKind,
        is_new: bool,
    ) -> impl Iterator<Item = &'a Adjustment> {
        let bill = if is_new { self.new } else { self.old };
        bill.adjustments
            .iter()
            .filter(move |each| each.kind == kind)
    }

    /// Whatever differs, in order. A factor may yet turn out to change no total.
    pub fn factors(&self) -> Vec<Factor> {
        let differ = |kind| {
            !self
                .adjustments(kind, false)
                .eq(self.adjustments(kind, true))
        };
        let mut factors: Vec<Factor> = self.lone.iter().map(|lone| lone.factor).collect();
        factors.extend(self.pairs.iter().flat_map(Pair::factors));
        factors.extend(self.remainders.iter().map(|_| Factor::Proration));
        factors.extend(differ(AdjustmentKind::Allowance).then_some(Factor::Discount));
        factors.extend(differ(AdjustmentKind::Charge).then_some(Factor::Fee));
        factors.sort_unstable();
        factors.dedup();
        factors
    }

    /// Cuts a line into the parts that the other bill has, and notes what rounding leaves.
    fn cut(
        &mut self,
        place: usize,
        is_new: bool,
        parts: &[Side],
    ) -> Result<Vec<Side>, Incomparable> {
        let bill = if is_new { self.new } else { self.old };
        let line = whole(bill, place);
        let shares = parts.iter().map(|part| share(&part.item));
        let days: u64 = shares.clone().map(|share| u64::from(share.days)).sum();
        let cut: Vec<Side> = shares
            .map(|part| Side {
                item: LineItem {
                    proration: Some(part_of(share(&line.item), part, days)),
                    ..line.item.clone()
                },
                ..line.clone()
            })
            .collect();
        let mut amount = bill.lines[place].priced();
        for part in &cut {
            amount = amount.checked_sub(priced(&part.item, bill.currency)?)?;
        }
        if !amount.is_zero() {
            self.remainders.push(Remainder {
                place,
                is_new,
                amount,
            });
        }
        Ok(cut)
    }
}

impl Pair {
    /// What differs, in order.
    pub fn factors(&self) -> Vec<Factor> {
        let (a, b) = (&self.old.item, &self.new.item);
        let price = |item: &LineItem| (item.unit_price, item.tax_included);
        let differs = [
            (Factor::Price, price(a) != price(b)),
            (Factor::Quantity, a.quantity != b.quantity),
            (Factor::Proration, share(a) != share(b)),
            (Factor::Discount, a.reduction != b.reduction),
            (Factor::TaxRate, self.old.tax != self.new.tax),
        ];
        differs
            .into_iter()
            .filter_map(|(factor, differs)| differs.then_some(factor))
            .collect()
    }

    /// How far apart the two lines are.
    pub fn distance(&self, currency: Currency) -> Result<Money, Incomparable> {
        let (old, new) = (&self.old.item, &self.new.item);
        Ok(priced(new, currency)?
            .checked_sub(priced(old, currency)?)?
            .abs())
    }

    /// The sum it belongs to, and what it adds to it, with the changes that `is_new` names.
    fn rate(
        &self,
        currency: Currency,
        is_new: impl Fn(Factor) -> bool,
    ) -> Result<(Cell, Money), Incomparable> {
        let side = |factor| {
            if is_new(factor) { &self.new } else { &self.old }
        };
        let price = &side(Factor::Price).item;
        let item = LineItem {
            description: String::new(),
            unit: String::new(),
            unit_price: price.unit_price,
            tax_included: price.tax_included,
            quantity: side(Factor::Quantity).item.quantity,
            proration: side(Factor::Proration).item.proration,
            reduction: side(Factor::Discount).item.reduction,
            ..blank()
        };
        let cell = (side(Factor::TaxRate).tax, price.tax_included);
        Ok((cell, priced(&item, currency)?))
    }
}

/// Lines are added up by tax, and by whether the price contains it.
type Cell = (Tax, bool);

type Sums = BTreeMap<Cell, Money>;

/// The sums of two bills, ready to be rated with any choice of changes.
pub(super) struct Rating<'a> {
    bills: &'a Bills<'a>,
    currency: Currency,
    /// For lines that differ in the same factors: what they add up to for each choice of these factors.
    tables: BTreeMap<Vec<Factor>, Vec<Sums>>,
}

impl<'a> Rating<'a> {
    /// Adds the lines up.
    pub fn of(bills: &'a Bills<'a>) -> Result<Rating<'a>, Incomparable> {
        let currency = bills.new.currency;
        let mut rating = Rating {
            bills,
            currency,
            tables: BTreeMap::new(),
        };
        for pair in &bills.pairs {
            let factors = pair.factors();
            for bits in 0..1_usize << factors.len() {
                let is_new = |factor| {
                    let place = factors.iter().position(|each| *each == factor);
                    place.is_some_and(|place| bits & 1 << place != 0)
                };
                let (cell, amount) = pair.rate(currency, is_new)?;
                rating.add(&factors, bits, cell, amount)?;
            }
        }
        let alone = bills.lone.iter().map(|lone| {
            let line = bills.line(lone.place, lone.is_new);
            (lone.factor, lone.is_new, line, line.priced())
        });
        let left = bills.remainders.iter().map(|rest| {
            let line = bills.line(rest.place, rest.is_new);
            (Factor::Proration, rest.is_new, line, rest.amount)
        });
        for (factor, is_new, line, amount) in alone.chain(left) {
            let cell = (line.tax, line.item.tax_included);
            rating.add(&[factor], usize::from(is_new), cell, amount)?;
        }
        Ok(rating)
    }

    fn add(
        &mut self,
        factors: &[Factor],
        bits: usize,
        cell: Cell,
        amount: Money,
    ) -> Result<(), Incomparable> {
        if !self.tables.contains_key(factors) {
            let table = vec![Sums::new(); 1 << factors.len()];
            self.tables.insert(factors.to_vec(), table);
        }
        if let Some(sums) = self.tables.get_mut(factors).and_then(|t| t.get_mut(bits)) {
            add_to(sums, cell, amount)?;
        }
        Ok(())
    }

    /// What the bill comes to.
    pub fn total(&self, chosen: Chosen<'_>) -> Result<Money, Incomparable> {
        let mut sums = Sums::new();
        for (factors, table) in &self.tables {
            let bits = factors.iter().enumerate().fold(0, |bits, (place, factor)| {
                bits | usize::from(chosen.contains(*factor)) << place
            });
            for (cell, amount) in &table[bits] {
                add_to(&mut sums, *cell, *amount)?;
            }
        }
        let adjustments: Vec<Adjustment> = [
            (AdjustmentKind::Allowance, Factor::Discount),
            (AdjustmentKind::Charge, Factor::Fee),
        ]
        .into_iter()
        .flat_map(|(kind, factor)| self.bills.adjustments(kind, chosen.contains(factor)))
        .cloned()
        .collect();
        let lines = sums.into_iter().map(|(cell, sum)| line_of(cell, sum));
        settle(self.currency, lines.collect(), adjustments)
    }
}

/// The amount due, and where the engine would refuse a discount or a fee, the nearest that it would not.
fn settle(
    currency: Currency,
    lines: Vec<InvoiceLine>,
    adjustments: Vec<Adjustment>,
) -> Result<Money, Incomparable> {
    let due = |computed: Computed| computed.totals.amount_due;
    if adjustments.is_empty() {
        return Ok(due(compute(currency, lines, &[])?));
    }
    if let Ok(computed) = compute(currency, lines.clone(), &adjustments) {
        return Ok(due(computed));
    }
    let bare = compute(currency, lines.clone(), &[])?.totals;
    let zero = Money::zero(currency);
    let there_is = bare.lines_total.max(zero);
    let weights: Vec<u64> = bare
        .breakdown
        .iter()
        .map(|group| group.taxable.max(zero).minor().unsigned_abs())
        .collect();
    let mut lines = lines;
    for adjustment in adjustments {
        let asked = match adjustment.value {
            Reduction::Percent(percent) => Rounding::HalfAwayFromZero
                .reduce(percent.of_exact(there_is.to_decimal()), currency)?,
            Reduction::Amount(amount) => amount,
        };
        // Refuses an amount of another currency.
        zero.checked_add(asked)?;
        let signed = match adjustment.kind {
            AdjustmentKind::Allowance => -asked.min(there_is),
            AdjustmentKind::Charge => asked,
        };
        let shares = split(signed, &weights);
        let groups = bare.breakdown.iter().map(|group| (group.tax, false));
        lines.extend(groups.zip(shares).map(|(cell, sum)| line_of(cell, sum)));
    }
    Ok(due(compute(currency, lines, &[])?))
}

/// A line that says a sum.
fn line_of((tax, tax_included): Cell, sum: Money) -> InvoiceLine {
    InvoiceLine {
        item: LineItem {
            tax_included,
            ..blank()
        },
        tax,
        derivation: Derivation {
            gross: sum,
            reduction: Money::zero(sum.currency()),
        },
        net: sum,
    }
}

fn blank() -> LineItem {
    LineItem {
        description: String::new(),
        quantity: Quantity::ONE,
        unit: String::new(),
        unit_price: UnitPrice::ZERO,
        tax_included: false,
        reduction: None,
        reduction_reason: None,
        tax: TaxRule::untaxed(TaxCategory::Zero),
        period: None,
        proration: None,
        origin: Origin::default(),
    }
}

fn add_to(sums: &mut Sums, cell: Cell, amount: Money) -> Result<(), Incomparable> {
    let sum = sums
        .entry(cell)
        .or_insert_with(|| Money::zero(amount.currency()));
    *sum = sum.checked_add(amount)?;
    Ok(())
}

fn whole(bill: &Invoice, place: usize) -> Side {
    let line = &bill.lines[place];
    Side {
        place,
        item: line.item.clone(),
        tax: line.tax,
    }
}

fn lone_factor(role: Role, service: Factor) -> Factor {
    let kind = match role {
        Role::Service(_) => LineKind::Recurring,
        Role::Single => LineKind::OneOff,
        Role::Correction => LineKind::Credit,
    };
    alone(kind, service)
}

/// The part of a billing period that is charged; whatever is whole is one of one.
pub(super) fn share(item: &LineItem) -> Proration {
    item.proration
        .filter(|part| !part.is_whole() && part.of > 0)
        .unwrap_or(Proration { days: 1, of: 1 })
}

/// The share of a line that one of the parts stands for, which have `days` of their billing period together.
fn part_of(line: Proration, part: Proration, days: u64) -> Proration {
    let (line_days, line_of) = (u64::from(line.days), u64::from(line.of));
    if line_days * u64::from(part.of) == days * line_of {
        return part;
    }
    let share = line_days
        .checked_mul(part.days.into())
        .zip(line_of.checked_mul(days))
        .map(|(days, of)| {
            let by = common(days, of);
            (u32::try_from(days / by), u32::try_from(of / by))
        });
    match share {
        Some((Ok(days), Ok(of))) => Proration { days, of },
        // Beyond any billing period; whatever this share lacks is in the remainder.
        _ => part,
    }
}

fn common(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

fn priced(item: &LineItem, currency: Currency) -> Result<Money, Incomparable> {
    Ok(item.derive(currency, &Location::Whole)?.priced())
}
