//! What a service costs for given days, and what of it has to be billed or taken back by a day.
//!
//! The same function serves the billing run, the preview of a change and the explanation of a bill: it compares what
//! the contract says for each day with what was billed for it. Days that nobody was billed for become charges; billed
//! days that the contract no longer says so are taken back. So a run that is repeated finds nothing to do, a missed
//! period is caught up, and a change in the middle of a period prorates by days, up or down.

use crate::billing::catalogue::Product;
use crate::billing::contract::{BilledSpan, BillingMode, Contract, Discount, PriceSource, Service};
use crate::billing::id::InvoiceId;
use crate::billing::identifier::CountryCode;
use crate::billing::line::{Derivation, LineItem, Origin, Proration, Reduction};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::tax::{Rate, Tax, TaxRule, TaxTreatment};
use crate::calendar::Period;
use crate::money::{Money, Quantity, UnitPrice, split};
use chrono::{Days, NaiveDate};
use uuid::Uuid;

/// Stands for the invoice that isn't issued yet in spans of a preview.
pub(crate) const UNISSUED: InvoiceId = InvoiceId(Uuid::nil());

/// Periods of one service billed at once; what is missed beyond is caught up by the next run.
const AT_ONCE: usize = 1_200;

/// Billing periods, besides the last one, that a change can still reach.
const OPEN_PERIODS: i64 = 3;

/// Days that a change can still reach at least.
const OPEN_DAYS: u64 = 92;

/// What a service is rated with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rating<'a> {
    /// The contract.
    pub contract: &'a Contract,
    /// The service of it.
    pub service: &'a Service,
    /// Its product.
    pub product: Option<&'a Product>,
    /// The seller's country, whose rates hold.
    pub country: CountryCode,
    /// The customer's standing.
    pub treatment: TaxTreatment,
}

/// What has to be billed for a service by a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct ServiceBill {
    /// Lines: charges, and credits with the invoice they take back from.
    pub items: Vec<BillItem>,
    /// What is billed of the service afterwards.
    pub spans: Vec<BilledSpan>,
    /// Days before are billed for good afterwards.
    pub closed_before: Option<NaiveDate>,
}

/// A line to be billed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct BillItem {
    /// The line; of negative quantity where it takes back.
    pub item: LineItem,
    /// The invoice it takes back from.
    pub takes_back_from: Option<InvoiceId>,
}

/// What a contract says that some days of a service cost, whatever was billed for them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Agreed {
    /// The days.
    pub days: Period,
    /// The line that the run would bill for them.
    pub item: LineItem,
    /// How its amount comes about.
    pub derivation: Derivation,
    /// Category and rate on its last day.
    pub tax: Tax,
}

impl Agreed {
    /// The amount as priced: without tax, or with it where the price contains it.
    pub fn priced(&self) -> Money {
        self.derivation.priced()
    }
}

/// Days of one billing period with one price.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Segment {
    period: Period,
    of: u32,
    quantity: Quantity,
    unit_price: UnitPrice,
    reduction: Option<Reduction>,
    reason: Option<String>,
    rule: TaxRule,
    tax: Tax,
}

impl<'a> Rating<'a> {
    /// What has to be billed by `target`, or nothing.
    pub fn bill(&self, target: NaiveDate) -> Result<Option<ServiceBill>, Refusal> {
        let mut items = Vec::new();
        let mut spans = Vec::new();
        let mut untouched: Vec<&BilledSpan> = self.service.billed.iter().collect();
        let mut latest: Option<i64> = None;
        for (index, period) in self.periods(target) {
            let (billed, rest): (Vec<_>, Vec<_>) = untouched
                .into_iter()
                .partition(|span| period.intersect(&span.period).is_some());
            untouched = rest;
            let before = spans.len();
            self.bill_period(period, target, &billed, &mut items, &mut spans)?;
            if spans.len() > before {
                latest = Some(latest.map_or(index, |latest| latest.max(index)));
            }
        }
        if items.is_empty() {
            return Ok(None);
        }
        spans.extend(untouched.into_iter().cloned());
        spans.sort_by_key(|span| span.period);
        let closed_before = self.closed_before(latest);
        spans.retain(|span| closed_before.is_none_or(|closed| span.period.to() > closed));
        Ok(Some(ServiceBill {
            items,
            spans,
            closed_before,
        }))
    }

    /// What the contract says for `days`, cut where a billing period ends or something changes. Days on which nothing is
    /// charged are in none of the parts. What was billed, or billed for good, is not looked at.
    pub fn agreed(&self, days: Period) -> Result<Vec<Agreed>, Refusal> {
        let cycle = &self.contract.cycle;
        let mut found = Vec::with_capacity(1);
        for index in cycle.index_of(days.from()).. {
            let Some(period) = cycle.period(index).filter(|each| each.from() < days.to()) else {
                break;
            };
            for segment in self.segments(period)? {
                let Some(part) = segment.period.intersect(&days) else {
                    continue;
                };
                let item = self.charge(&segment, part);
                found.push(Agreed {
                    days: part,
                    derivation: item.derive(self.contract.currency, &Location::Whole)?,
                    item,
                    tax: segment.tax,
                });
            }
        }
        Ok(found)
    }

    /// The day on which something will have to be billed next, if nothing changes.
    pub fn next_due(&self, after: NaiveDate) -> Option<NaiveDate> {
        let window = self.window()?;
        let covered = self
            .service
            .billed
            .iter()
            .map(|span| span.period.to())
            .max();
        let from = covered.map_or(window.from(), |covered| covered.max(window.from()));
        if from >= window.to() {
            return None;
        }
        let first = self.contract.cycle.index_of(from);
        // A paused contract may rest for many periods; a year's worth of days is looked at.
        for index in first..first + 400 {
            let period = self.contract.cycle.period(index)?;
            let clipped = period.intersect(&window)?;
            let due = self.due(period, clipped);
            let rests = self.contract.is_paused(clipped.from())
                && self.contract.is_paused(clipped.last_day());
            if due > after && !rests {
                return Some(due);
            }
        }
        None
    }

    /// Billing periods to look at, in order: those due by `target`, and those billed already.
    fn periods(&self, target: NaiveDate) -> Vec<(i64, Period)> {
        let cycle = &self.contract.cycle;
        let billed = self.service.billed.iter();
        let mut indexes: Vec<i64> = billed
            .map(|span| cycle.index_of(span.period.from()))
            .collect();
        indexes.sort_unstable();
        indexes.dedup();
        if let Some(window) = self.window() {
            let mut index = cycle.index_of(window.from());
            while indexes.len() < AT_ONCE {
                let Some(period) = cycle.period(index) else {
                    break;
                };
                let Some(clipped) = period.intersect(&window) else {
                    break;
                };
                if self.due(period, clipped) > target {
                    break;
                }
                if let Err(at) = indexes.binary_search(&index) {
                    indexes.insert(at, index);
                }
                index += 1;
            }
        }
        indexes
            .into_iter()
            .filter_map(|index| cycle.period(index).map(|period| (index, period)))
            .collect()
    }

    /// The days on which the service may be charged: of contract and service, and not billed for good.
    fn window(&self) -> Option<Period> {
        let (contract, service) = (self.contract, self.service);
        let from = contract.starts.max(service.starts);
        let from = service
            .closed_before
            .map_or(from, |closed| closed.max(from));
        let to = [contract.last_day, service.last_day]
            .into_iter()
            .flatten()
            .min()
            .map_or(Some(NaiveDate::MAX), |last| {
                last.checked_add_days(Days::new(1))
            })?;
        Period::new(from, to.min(NaiveDate::from_ymd_opt(9999, 12, 31)?))
    }

    /// When a billing period is billed, `clipped` being the days of it that are charged.
    fn due(&self, period: Period, clipped: Period) -> NaiveDate {
        match self.contract.mode {
            BillingMode::InAdvance => clipped.from(),
            // A service that ends before its contract waits for the end of the period.
            BillingMode::InArrears => match self.contract.last_day {
                Some(last) if last < period.last_day() => last
                    .checked_add_days(Days::new(1))
                    .unwrap_or(NaiveDate::MAX),
                _ => period.to(),
            },
        }
    }

    fn bill_period(
        &self,
        period: Period,
        target: NaiveDate,
        billed: &[&BilledSpan],
        items: &mut Vec<BillItem>,
        spans: &mut Vec<BilledSpan>,
    ) -> Result<(), Refusal> {
        let wanted = self.segments(period)?;
        let mut covered: Vec<Period> = Vec::new();
        let mut taken_back: Vec<Period> = Vec::new();
        for span in billed {
            let kept: Vec<Period> = if span.waived {
                vec![span.period]
            } else {
                wanted
                    .iter()
                    .filter(|wanted| wanted.is_as(span))
                    .filter_map(|w| w.period.intersect(&span.period))
                    .collect()
            };
            // What changes after the target date is billed when its day has come.
            let (lost, waiting): (Vec<_>, Vec<_>) = minus(span.period, &kept)
                .into_iter()
                .partition(|lost| lost.from() <= target);
            let mut stays: Vec<Period> = kept.into_iter().chain(waiting).collect();
            stays.sort();
            covered.extend(&stays);
            self.take_back(span, &lost, &join(stays), items, spans)?;
            taken_back.extend(lost);
        }
        // A period in arrears that was billed early, because the contract was to end, is charged on when its day comes.
        let is_due = self
            .window()
            .and_then(|window| window.intersect(&period))
            .is_some_and(|clipped| self.due(period, clipped) <= target);
        for segment in wanted {
            let lacking = minus(segment.period, &covered);
            let charged: Vec<Period> = if is_due {
                lacking
            } else {
                let again =
                    |days: Period| taken_back.iter().filter_map(move |t| t.intersect(&days));
                lacking.into_iter().flat_map(again).collect()
            };
            for days in charged {
                let item = self.charge(&segment, days);
                let derivation = item.derive(self.contract.currency, &Location::Whole)?;
                spans.push(BilledSpan {
                    period: days,
                    of: segment.of,
                    quantity: segment.quantity,
                    unit_price: segment.unit_price,
                    reduction: segment.reduction,
                    tax: segment.tax,
                    amount: derivation.priced(),
                    invoice: UNISSUED,
                    waived: false,
                });
                items.push(BillItem {
                    item,
                    takes_back_from: None,
                });
            }
        }
        Ok(())
    }

    /// Takes back what was billed for the lost days of a span; `stays` are the days of it that remain.
    fn take_back(
        &self,
        span: &BilledSpan,
        lost: &[Period],
        stays: &[Period],
        items: &mut Vec<BillItem>,
        spans: &mut Vec<BilledSpan>,
    ) -> Result<(), Refusal> {
        let mut left = span.amount;
        let count =
            |days: &[Period]| -> u64 { days.iter().map(|days| days.days().unsigned_abs()).sum() };
        let is_reduced = !lost.is_empty() && self.is_reduced(span)?;
        for (index, days) in lost.iter().enumerate() {
            let is_rest = stays.is_empty() && index + 1 == lost.len();
            let item = if is_reduced {
                // What a credit note gave back was given back for every day: each is worth its share of what is left.
                let after = count(&lost[index + 1..]) + count(stays);
                let share = split(left, &[days.days().unsigned_abs(), after]);
                self.lump(span, *days, share.first().copied().unwrap_or(left))?
            } else {
                self.credit(span, *days, left, is_rest)?
            };
            if let Some((item, amount)) = item {
                left -= amount;
                items.push(BillItem {
                    item,
                    takes_back_from: Some(span.invoice),
                });
            }
        }
        let weights: Vec<u64> = stays
            .iter()
            .map(|days| days.days().unsigned_abs())
            .collect();
        for (days, amount) in stays.iter().zip(split(left, &weights)) {
            spans.push(BilledSpan {
                period: *days,
                amount,
                ..span.clone()
            });
        }
        Ok(())
    }

    /// A line that takes back `days` of a span, and how much that is: never more than is `left` of it, and exactly what
    /// is left where it is the rest.
    fn credit(
        &self,
        span: &BilledSpan,
        days: Period,
        left: Money,
        is_rest: bool,
    ) -> Result<Option<(LineItem, Money)>, Refusal> {
        if !left.is_positive() {
            return Ok(None);
        }
        let exact = self.as_billed(span, days);
        let amount = -exact
            .derive(self.contract.currency, &Location::Whole)?
            .priced();
        if amount <= left && (!is_rest || amount == left) {
            return Ok((!amount.is_zero()).then_some((exact, amount)));
        }
        // The parts of the span were rounded: what is left is the amount.
        self.lump(span, days, left)
    }

    /// A line that takes back an amount for days of a span, in one sum.
    fn lump(
        &self,
        span: &BilledSpan,
        days: Period,
        amount: Money,
    ) -> Result<Option<(LineItem, Money)>, Refusal> {
        if !amount.is_positive() {
            return Ok(None);
        }
        let price = UnitPrice::new(amount.to_decimal())
            .map_err(|_| Refusal::amount_too_large(Location::Whole))?;
        let item = LineItem {
            quantity: -Quantity::ONE,
            unit_price: price,
            reduction: None,
            proration: None,
            ..self.as_billed(span, days)
        };
        Ok(Some((item, amount)))
    }

    /// Days of a span at what was billed for them, taken back.
    fn as_billed(&self, span: &BilledSpan, days: Period) -> LineItem {
        LineItem {
            quantity: -span.quantity,
            unit_price: span.unit_price,
            reduction: span.reduction,
            tax: TaxRule {
                category: span.tax.category,
                rate: Rate::Fixed(span.tax.rate),
                reason: self.service.tax.reason.clone(),
            },
            ..self.item(days, span.of)
        }
    }

    /// Whether a credit note gave back part of what a span was billed at. A cent or two come of rounding its parts.
    fn is_reduced(&self, span: &BilledSpan) -> Result<bool, Refusal> {
        let billed = -self
            .as_billed(span, span.period)
            .derive(self.contract.currency, &Location::Whole)?
            .priced();
        Ok(billed.minor() - span.amount.minor() > 2)
    }

    fn charge(&self, segment: &Segment, days: Period) -> LineItem {
        LineItem {
            quantity: segment.quantity,
            unit_price: segment.unit_price,
            reduction: segment.reduction,
            reduction_reason: segment.reason.clone(),
            tax: segment.rule.clone(),
            ..self.item(days, segment.of)
        }
    }

    fn item(&self, days: Period, of: u32) -> LineItem {
        let charged = u32::try_from(days.days()).unwrap_or(of);
        LineItem {
            description: self.service.description.clone(),
            quantity: Quantity::ONE,
            unit: self.service.unit.clone(),
            unit_price: UnitPrice::ZERO,
            tax_included: self.service.tax_included,
            reduction: None,
            reduction_reason: None,
            tax: self.service.tax.clone(),
            period: Some(days),
            proration: (charged != of).then_some(Proration { days: charged, of }),
            origin: Origin {
                product: self.service.product,
                contract: Some(self.contract.id),
                service: Some(self.service.id),
                charge: None,
            },
        }
    }

    /// What the contract says for the days of a billing period, cut where something changes.
    fn segments(&self, period: Period) -> Result<Vec<Segment>, Refusal> {
        let Some(days) = self.window().and_then(|window| window.intersect(&period)) else {
            return Ok(Vec::new());
        };
        let of = u32::try_from(period.days())
            .map_err(|_| Refusal::field(Field::Cycle, RefusalKind::DateOutOfRange))?;
        let rule = self.treatment.over(&self.service.tax);
        let mut segments: Vec<Segment> = Vec::with_capacity(1);
        for part in self.cut(days, &rule) {
            if self.contract.is_paused(part.from()) {
                continue;
            }
            let segment = self.segment(part, of, &rule)?;
            match segments.last_mut() {
                Some(last) if last.continues_in(&segment) => {
                    last.period = join_two(last.period, part)
                }
                _ => segments.push(segment),
            }
        }
        Ok(segments)
    }

    fn segment(&self, part: Period, of: u32, rule: &TaxRule) -> Result<Segment, Refusal> {
        let day = part.from();
        let unknown = || {
            Refusal::field(
                Field::Price,
                RefusalKind::NoPrice {
                    currency: self.contract.currency,
                    on: day,
                },
            )
        };
        let terms = self.service.terms_on(day).ok_or_else(unknown)?;
        let unit_price = self
            .service
            .price_on(self.product, self.contract.currency, day)
            .ok_or_else(unknown)?;
        let discount = terms
            .discount
            .as_ref()
            .filter(|discount| discount.until.is_none_or(|until| day <= until));
        let tax = rule
            .on(self.country, part.last_day())
            .ok_or(Refusal::field(
                Field::Tax,
                RefusalKind::NoTaxRate {
                    on: part.last_day(),
                },
            ))?;
        Ok(Segment {
            period: part,
            of,
            quantity: terms.quantity,
            unit_price,
            reduction: discount.map(|discount| discount.reduction),
            reason: discount
                .map(|discount| discount.reason.clone())
                .filter(|reason| !reason.is_empty()),
            rule: rule.clone(),
            tax,
        })
    }

    /// Cuts days where terms, prices, discounts, pauses or the tax rate change.
    fn cut(&self, days: Period, rule: &TaxRule) -> Vec<Period> {
        let mut cuts: Vec<NaiveDate> = Vec::new();
        for pause in &self.contract.pauses {
            cuts.push(pause.from);
            cuts.extend(pause.resumes);
        }
        for terms in &self.service.terms {
            cuts.push(terms.from);
            if let Some(Discount {
                until: Some(until), ..
            }) = &terms.discount
            {
                cuts.extend(until.checked_add_days(Days::new(1)));
            }
        }
        if self
            .service
            .terms
            .iter()
            .any(|terms| terms.price == PriceSource::Catalogue)
            && let Some(product) = self.product
        {
            cuts.extend(product.prices.iter().map(|version| version.from));
        }
        cuts.extend(rule.changes_within(self.country, days));
        let mut parts = Vec::with_capacity(1);
        let mut from = days.from();
        cuts.retain(|cut| days.from() < *cut && *cut < days.to());
        cuts.sort_unstable();
        cuts.dedup();
        for cut in cuts.into_iter().chain([days.to()]) {
            parts.extend(Period::new(from, cut));
            from = cut;
        }
        parts
    }

    /// Days before are billed for good: more than [`OPEN_PERIODS`] billing periods and [`OPEN_DAYS`] days ago.
    fn closed_before(&self, latest: Option<i64>) -> Option<NaiveDate> {
        let before = self.service.closed_before;
        let cycle = &self.contract.cycle;
        let start = latest.and_then(|latest| {
            let by_periods = cycle.start_of(latest - OPEN_PERIODS)?;
            let by_days = cycle
                .start_of(latest)?
                .checked_sub_days(Days::new(OPEN_DAYS))?;
            cycle.start_of(cycle.index_of(by_periods.min(by_days)))
        });
        let first = self.service.starts.max(self.contract.starts);
        start
            .filter(|start| *start > first)
            .into_iter()
            .chain(before)
            .max()
    }
}

impl Segment {
    /// Whether a span was billed at the same terms. The tax doesn't count: it is that of the day of billing.
    fn is_as(&self, span: &BilledSpan) -> bool {
        self.quantity == span.quantity
            && self.unit_price == span.unit_price
            && self.reduction == span.reduction
    }

    fn continues_in(&self, next: &Segment) -> bool {
        self.period.to() == next.period.from()
            && self.quantity == next.quantity
            && self.unit_price == next.unit_price
            && self.reduction == next.reduction
            && self.tax == next.tax
    }
}

/// `whole` without `parts`, in order.
pub(crate) fn minus(whole: Period, parts: &[Period]) -> Vec<Period> {
    let mut left = vec![whole];
    for part in parts {
        left = left
            .into_iter()
            .flat_map(|piece| match piece.intersect(part) {
                None => vec![piece],
                Some(cut) => Period::new(piece.from(), cut.from())
                    .into_iter()
                    .chain(Period::new(cut.to(), piece.to()))
                    .collect(),
            })
            .collect();
    }
    left
}

/// Joins days that follow each other; `parts` are in order.
fn join(parts: Vec<Period>) -> Vec<Period> {
    let mut joined: Vec<Period> = Vec::with_capacity(parts.len());
    for part in parts {
        match joined.last_mut() {
            Some(last) if last.to() == part.from() => *last = join_two(*last, part),
            _ => joined.push(part),
        }
    }
    joined
}

fn join_two(first: Period, second: Period) -> Period {
    Period::new(first.from(), second.to()).unwrap_or(first)
}
