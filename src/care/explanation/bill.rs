//! Why one issued invoice differs from another of the same account: the parts, and what each is about.
//!
//! Both bills are rated by the billing engine's own code, so the rated total of each is the amount due that was printed (EN
//! 16931 BT-115); where it isn't, nothing is explained and the reader is told. A credit note is no bill to compare: it takes
//! back part of the invoice that it names, and its amounts say so.

use super::rating::{Bills, Cut, Pair, Rating, share};
use super::shapley::share_out;
use super::{Explanation, Factor, Part};
use crate::billing::id::ContractId;
use crate::billing::invoice::Invoice;
use crate::billing::line::{Proration, Reduction};
use crate::billing::refusal::Refusal;
use crate::billing::tax::Tax;
use crate::billing::totals::{Adjustment, AdjustmentKind};
use crate::calendar::Period;
use crate::money::{Currency, Money, MoneyError, Quantity, UnitPrice};
use chrono::{Datelike, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Two bills compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comparison {
    /// The totals and the parts that lead from the one to the other.
    pub explanation: Explanation,
    /// What each part is about, in the order of the parts.
    pub about: Vec<Vec<Concern>>,
    /// Both bills' lines side by side: in the order of the new bill, then what is on the old one alone.
    pub rows: Vec<Row>,
}

impl Comparison {
    /// How much more the new bill is.
    pub fn difference(&self) -> Money {
        self.explanation.new_total - self.explanation.old_total
    }

    /// Parts with what they are about, the largest first; of equal ones the factor that comes first.
    pub fn by_size(&self) -> Vec<(Part, &[Concern])> {
        let mut parts: Vec<(Part, &[Concern])> = self
            .explanation
            .parts
            .iter()
            .zip(&self.about)
            .map(|(part, about)| (*part, about.as_slice()))
            .collect();
        parts.sort_by_key(|(part, _)| std::cmp::Reverse(part.amount.abs()));
        parts
    }
}

/// One thing that a part is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Concern {
    /// What the newer bill calls it; of a discount or fee on a whole bill its reason.
    pub name: String,
    /// The line of the old bill.
    pub old: Option<usize>,
    /// The line of the new bill.
    pub new: Option<usize>,
    /// The day from which it is so, where that is within the period of the bill.
    pub since: Option<NaiveDate>,
    /// What became of it.
    pub turn: Turn,
    /// How far apart the lines are: what to name first.
    weight: Money,
}

/// What became of a thing, with its old and its new value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Turn {
    /// Another price.
    Price {
        /// The old one.
        old: Price,
        /// The new one.
        new: Price,
        /// Of one such unit (UN/ECE Recommendation 20).
        unit: String,
    },
    /// Another quantity.
    Quantity {
        /// The old one.
        old: Quantity,
        /// The new one.
        new: Quantity,
        /// Of such units (UN/ECE Recommendation 20).
        unit: String,
    },
    /// Another part of the billing period; the whole of it is one of one.
    Share {
        /// The old one.
        old: Proration,
        /// The new one.
        new: Proration,
    },
    /// The same days, charged in several parts, each rounded by itself.
    Parts,
    /// Another discount on a line.
    Discount {
        /// The old one.
        old: Option<Reduction>,
        /// The new one.
        new: Option<Reduction>,
    },
    /// Another discount or fee on the whole bill.
    Adjustment {
        /// Discount or fee.
        kind: AdjustmentKind,
        /// The old one.
        old: Option<Reduction>,
        /// The new one.
        new: Option<Reduction>,
    },
    /// Another tax.
    Tax {
        /// The old one.
        old: Tax,
        /// The new one.
        new: Tax,
    },
    /// On the new bill alone.
    Came {
        /// The line's amount as priced.
        amount: Money,
        /// The days it is for.
        period: Option<Period>,
    },
    /// On the old bill alone.
    Went {
        /// The line's amount as priced.
        amount: Money,
        /// The days it is for.
        period: Option<Period>,
    },
}

/// A price as it was agreed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Price {
    /// Of one unit for a whole billing period.
    pub unit_price: UnitPrice,
    /// Whether it contains the tax.
    pub tax_included: bool,
}

/// Lines of both bills that are one thing, by their places.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// On the old bill; empty where it is new.
    pub old: Vec<usize>,
    /// On the new bill; empty where it is no more.
    pub new: Vec<usize>,
    /// Whether anything about it differs.
    pub has_changed: bool,
}

/// Why two bills can't be compared.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Incomparable {
    /// One of them is a credit note.
    CreditNote {
        /// Its number.
        number: String,
    },
    /// Amounts of two currencies have no difference.
    Currencies {
        /// Of the one.
        old: Currency,
        /// Of the other.
        new: Currency,
    },
    /// The lines of a bill don't come to what was printed on it: the record is damaged.
    NotReproduced {
        /// Its number.
        number: String,
        /// The amount due as printed.
        printed: Money,
        /// What its lines come to.
        rated: Money,
    },
    /// A line can't be computed, or a sum is too large to be kept.
    NotRated,
}

impl From<MoneyError> for Incomparable {
    fn from(_: MoneyError) -> Self {
        Incomparable::NotRated
    }
}

impl From<Refusal> for Incomparable {
    fn from(_: Refusal) -> Self {
        Incomparable::NotRated
    }
}

/// Explains the way from one bill to another, which need not be the later one.
///
/// At most ten factors are told apart, so a bill is rated at most 1 024 times, whatever its length.
pub fn compare(old: &Invoice, new: &Invoice) -> Result<Comparison, Incomparable> {
    if let Some(note) = [old, new].into_iter().find(|bill| bill.is_credit_note()) {
        let number = note.number.clone();
        return Err(Incomparable::CreditNote { number });
    }
    if old.currency != new.currency {
        let (old, new) = (old.currency, new.currency);
        return Err(Incomparable::Currencies { old, new });
    }
    let bills = Bills::of(old, new)?;
    let rating = Rating::of(&bills)?;
    let explanation = share_out(&bills.factors(), new.currency, |chosen| {
        rating.total(chosen)
    })?;
    for (bill, rated) in [(old, explanation.old_total), (new, explanation.new_total)] {
        let printed = bill.totals.amount_due;
        if rated != printed {
            let number = bill.number.clone();
            return Err(Incomparable::NotReproduced {
                number,
                printed,
                rated,
            });
        }
    }
    let mut concerns = concerns(&bills)?;
    let about = explanation
        .parts
        .iter()
        .map(|part| concerns.remove(&part.factor).unwrap_or_default())
        .collect();
    Ok(Comparison {
        explanation,
        about,
        rows: rows(&bills),
    })
}

/// Two bills in the order in which the customer got them.
pub fn in_order<'a>(one: &'a Invoice, other: &'a Invoice) -> (&'a Invoice, &'a Invoice) {
    if order(one) <= order(other) {
        (one, other)
    } else {
        (other, one)
    }
}

/// The bill that the customer got before this one: of the same currency and, where there are such, about one of the same
/// contracts; so a sale in between and the bill of another contract are passed over.
pub fn bill_before<'a>(
    bill: &Invoice,
    others: impl IntoIterator<Item = &'a Invoice>,
) -> Option<&'a Invoice> {
    let earlier = others
        .into_iter()
        .filter(|other| is_comparable(bill, other) && order(other) < order(bill));
    earlier.max_by_key(|other| (shares_contract(bill, other), order(other)))
}

/// The bill issued in the same month a year before; of several the one about the same contracts, then the one nearest to the
/// day.
pub fn same_month_last_year<'a>(
    bill: &Invoice,
    others: impl IntoIterator<Item = &'a Invoice>,
) -> Option<&'a Invoice> {
    let day = bill.issue_date;
    let then = others.into_iter().filter(|other| {
        is_comparable(bill, other)
            && other.issue_date.month() == day.month()
            && other.issue_date.year() == day.year() - 1
    });
    then.max_by_key(|other| {
        let apart = other.issue_date.day().abs_diff(day.day());
        (
            shares_contract(bill, other),
            std::cmp::Reverse(apart),
            order(other),
        )
    })
}

fn is_comparable(bill: &Invoice, other: &Invoice) -> bool {
    other.id != bill.id && !other.is_credit_note() && other.currency == bill.currency
}

fn order(bill: &Invoice) -> (NaiveDate, usize, &str) {
    // Numbers of one series count up: of two the shorter is the earlier.
    (bill.issue_date, bill.number.len(), &bill.number)
}

fn shares_contract(bill: &Invoice, other: &Invoice) -> bool {
    let contracts = |bill: &Invoice| -> BTreeSet<ContractId> {
        let lines = bill.lines.iter();
        lines.filter_map(|line| line.item.origin.contract).collect()
    };
    !contracts(bill).is_disjoint(&contracts(other))
}

/// What each factor is about, the largest first.
fn concerns(bills: &Bills<'_>) -> Result<BTreeMap<Factor, Vec<Concern>>, Incomparable> {
    let mut concerns: BTreeMap<Factor, Vec<Concern>> = BTreeMap::new();
    let mut note = |factor, concern| concerns.entry(factor).or_default().push(concern);
    let shares = shares(bills);
    let mut told: BTreeSet<(Cut, usize)> = BTreeSet::new();
    for pair in &bills.pairs {
        let weight = pair.distance(bills.new.currency)?;
        for factor in pair.factors() {
            let key = cut_line(pair);
            if factor == Factor::Proration
                && let Some(key) = key
                && !told.insert(key)
            {
                continue;
            }
            let whole = key.and_then(|key| shares.get(&key).copied());
            if let Some(turn) = turn(pair, factor, whole) {
                note(factor, of_pair(pair, turn, weight));
            }
        }
    }
    for lone in &bills.lone {
        let line = bills.line(lone.place, lone.is_new);
        let (amount, period) = (line.priced(), line.item.period);
        let turn = if lone.is_new {
            Turn::Came { amount, period }
        } else {
            Turn::Went { amount, period }
        };
        note(
            lone.factor,
            Concern {
                name: line.item.description.clone(),
                old: (!lone.is_new).then_some(lone.place),
                new: lone.is_new.then_some(lone.place),
                since: None,
                turn,
                weight: amount.abs(),
            },
        );
    }
    for rest in &bills.remainders {
        note(
            Factor::Proration,
            Concern {
                name: bills.line(rest.place, rest.is_new).item.description.clone(),
                old: (!rest.is_new).then_some(rest.place),
                new: rest.is_new.then_some(rest.place),
                since: None,
                turn: Turn::Parts,
                weight: Money::zero(bills.new.currency),
            },
        );
    }
    for (kind, factor) in [
        (AdjustmentKind::Allowance, Factor::Discount),
        (AdjustmentKind::Charge, Factor::Fee),
    ] {
        for concern in adjusted(bills, kind) {
            note(factor, concern);
        }
    }
    for each in concerns.values_mut() {
        each.sort_by_key(|concern| std::cmp::Reverse(concern.weight));
    }
    Ok(concerns)
}

/// The line that a pair is a part of.
fn cut_line(pair: &Pair) -> Option<(Cut, usize)> {
    pair.cut.map(|cut| match cut {
        Cut::Old => (cut, pair.old.place),
        Cut::New => (cut, pair.new.place),
    })
}

/// For lines that were cut: the part of the billing period before and after, all parts together.
fn shares(bills: &Bills<'_>) -> BTreeMap<(Cut, usize), (Proration, Proration)> {
    let mut parts: BTreeMap<(Cut, usize), Proration> = BTreeMap::new();
    for pair in &bills.pairs {
        let Some(key) = cut_line(pair) else { continue };
        let part = match key.0 {
            Cut::Old => share(&pair.new.item),
            Cut::New => share(&pair.old.item),
        };
        parts
            .entry(key)
            .and_modify(|sum| sum.days = sum.days.saturating_add(part.days))
            .or_insert(part);
    }
    parts
        .into_iter()
        .map(|(key, sum)| {
            let line = |is_new| share(&bills.line(key.1, is_new).item);
            let shares = match key.0 {
                Cut::Old => (line(false), sum),
                Cut::New => (sum, line(true)),
            };
            (key, shares)
        })
        .collect()
}

fn of_pair(pair: &Pair, turn: Turn, weight: Money) -> Concern {
    let since = match pair.cut {
        Some(Cut::Old) => pair.new.item.period.map(|days| days.from()),
        Some(Cut::New) | None => None,
    };
    Concern {
        name: pair.new.item.description.clone(),
        old: Some(pair.old.place),
        new: Some(pair.new.place),
        since: match turn {
            Turn::Share { .. } => None,
            _ => since,
        },
        turn,
        weight,
    }
}

/// What became of a pair in one respect; `whole` are the shares of a line that was cut.
fn turn(pair: &Pair, factor: Factor, whole: Option<(Proration, Proration)>) -> Option<Turn> {
    let (old, new) = (&pair.old.item, &pair.new.item);
    match factor {
        Factor::Price => Some(Turn::Price {
            old: Price {
                unit_price: old.unit_price,
                tax_included: old.tax_included,
            },
            new: Price {
                unit_price: new.unit_price,
                tax_included: new.tax_included,
            },
            unit: new.unit.clone(),
        }),
        Factor::Quantity => Some(Turn::Quantity {
            old: old.quantity,
            new: new.quantity,
            unit: new.unit.clone(),
        }),
        Factor::Proration => {
            let (old, new) = whole.unwrap_or((share(old), share(new)));
            Some(Turn::Share { old, new })
        }
        Factor::Discount => Some(Turn::Discount {
            old: old.reduction,
            new: new.reduction,
        }),
        Factor::TaxRate => Some(Turn::Tax {
            old: pair.old.tax,
            new: pair.new.tax,
        }),
        // A pair is on both bills.
        Factor::ServiceAdded
        | Factor::ServiceRemoved
        | Factor::OneOff
        | Factor::Fee
        | Factor::Credit => None,
    }
}

/// Discounts or fees on the whole bill that differ; those of one reason are the same.
fn adjusted(bills: &Bills<'_>, kind: AdjustmentKind) -> Vec<Concern> {
    let zero = Money::zero(bills.new.currency);
    let mut left: Vec<&Adjustment> = bills.adjustments(kind, true).collect();
    let mut concerns = Vec::new();
    let mut note = |name: &str, old: Option<Reduction>, new: Option<Reduction>| {
        let amount = |value: Option<Reduction>| match value {
            Some(Reduction::Amount(amount)) => amount,
            Some(Reduction::Percent(_)) | None => zero,
        };
        if old != new {
            concerns.push(Concern {
                name: name.to_owned(),
                old: None,
                new: None,
                since: None,
                turn: Turn::Adjustment { kind, old, new },
                weight: amount(new).checked_sub(amount(old)).unwrap_or(zero).abs(),
            });
        }
    };
    for was in bills.adjustments(kind, false) {
        let is = left.iter().position(|is| is.reason == was.reason);
        let is = is.map(|place| left.remove(place));
        note(&was.reason, Some(was.value), is.map(|is| is.value));
    }
    for is in left {
        note(&is.reason, None, Some(is.value));
    }
    concerns
}

/// Both bills' lines side by side.
fn rows(bills: &Bills<'_>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut cut: BTreeMap<(Cut, usize), usize> = BTreeMap::new();
    for pair in &bills.pairs {
        let has_changed = !pair.factors().is_empty();
        let key = cut_line(pair);
        if let Some(row) = key.and_then(|key| rows.get_mut(*cut.get(&key)?)) {
            match pair.cut {
                Some(Cut::Old) => row.new.push(pair.new.place),
                Some(Cut::New) | None => row.old.push(pair.old.place),
            }
            row.has_changed = true;
            continue;
        }
        if let Some(key) = key {
            cut.insert(key, rows.len());
        }
        rows.push(Row {
            old: vec![pair.old.place],
            new: vec![pair.new.place],
            has_changed: has_changed || key.is_some(),
        });
    }
    rows.extend(bills.lone.iter().map(|lone| {
        let (old, new) = if lone.is_new {
            (Vec::new(), vec![lone.place])
        } else {
            (vec![lone.place], Vec::new())
        };
        Row {
            old,
            new,
            has_changed: true,
        }
    }));
    let place = |places: &[usize]| places.first().copied().unwrap_or(usize::MAX);
    rows.sort_by_key(|row| (place(&row.new), place(&row.old)));
    rows
}
