//! Invoices of the business's own that another program issued: taken over with their numbers, as history.
//!
//! What is taken over is an [`Invoice`] like any other: it can be paid, reminded of and credited. But it is no sale made here.
//! It belongs to no number series, and no report on VAT or sales counts it: the other program's report did. A credit note that is
//! issued here for it counts, because it is given here.

use crate::billing::account::Account;
use crate::billing::dunning::DunningPolicy;
use crate::billing::id::{AccountId, InvoiceId};
use crate::billing::identifier::PaymentReference;
use crate::billing::invoice::{Buyer, Correction, CreditReason, Invoice, InvoiceType};
use crate::billing::line::{InvoiceLine, LineItem, Origin, Reduction};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind, required};
use crate::billing::seller::Seller;
use crate::billing::tax::{Rate, Tax, TaxRule};
use crate::billing::totals::{Computed, Totals, compute};
use crate::calendar::is_supported;
use crate::money::{Currency, Money, Quantity, UnitPrice};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// A document of another program, as it states itself.
///
/// Discounts and fees on the whole document are lines of their own, negative for a discount. A document that states a prepaid amount
/// is refused: it would not be clear what of it can be credited.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenOver {
    /// Identity.
    pub id: InvoiceId,
    /// Whose it is.
    pub account: AccountId,
    /// The number (BT-1).
    pub number: String,
    /// Issue date (BT-2).
    pub issue_date: NaiveDate,
    /// Due date (BT-9); not looked at for a credit note.
    pub due_date: NaiveDate,
    /// Currency (BT-5); the account's.
    pub currency: Currency,
    /// The lines (BG-25).
    pub lines: Vec<TakenOverLine>,
    /// The totals as the document states them (BG-22, BG-23). They are kept where the lines come to them, to the cent; the wording of
    /// a group's reason is that of the lines.
    pub totals: Totals,
    /// Reference to pay with (BT-83).
    pub reference: Option<PaymentReference>,
    /// What a credit note corrects; none for an invoice. The amounts of a credit note are positive.
    pub corrects: Option<Corrected>,
    /// What is still open of an invoice, or left of a credit note; the rest was settled before.
    pub open: Money,
}

/// What a credit note that is taken over corrects.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Corrected {
    /// The number of the invoice (BT-25), which was taken over before.
    pub number: String,
    /// Why.
    pub reason: CreditReason,
}

/// A line as the document states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TakenOverLine {
    /// What was sold (BT-153).
    pub description: String,
    /// How much of it (BT-129).
    pub quantity: Quantity,
    /// Unit of measure (BT-130).
    pub unit: String,
    /// Price of one unit without tax (BT-146).
    pub unit_price: UnitPrice,
    /// Net amount (BT-131). Where it is less than the price of the quantity, the rest is a deduction on the line.
    pub net: Money,
    /// Category and rate (BT-151, BT-152).
    pub tax: Tax,
    /// Why no tax was charged, in words of its own (BT-120).
    pub reason: Option<String>,
}

/// A sum that a document states and that its lines come to as well.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatedSum {
    /// Net amount of a line (BT-131).
    LineNet,
    /// Sum of the lines (BT-106).
    LinesTotal,
    /// Sum of allowances on the whole (BT-107); none here.
    Allowances,
    /// Sum of charges on the whole (BT-108); none here.
    Charges,
    /// Taxable amount of a group (BT-116).
    Taxable(Tax),
    /// Tax of a group (BT-117).
    TaxAmount(Tax),
    /// Total without VAT (BT-109).
    TaxExclusive,
    /// Total VAT (BT-110).
    TaxTotal,
    /// Total with VAT (BT-112).
    TaxInclusive,
    /// Paid in advance (BT-113); none here.
    Prepaid,
    /// Rounding (BT-114), less than one whole.
    Rounding,
    /// Amount due (BT-115).
    AmountDue,
}

impl TakenOver {
    /// What holds for it by itself.
    pub(crate) fn check(&self, today: NaiveDate) -> Result<(), Refusal> {
        required(&self.number, Field::Number)?;
        let days = [
            (Field::Date, self.issue_date),
            (Field::DueDate, self.due_date),
        ];
        for (field, day) in days {
            if !is_supported(day) {
                return Err(Refusal::field(field, RefusalKind::DateOutOfRange));
            }
        }
        if self.issue_date > today {
            let kind = RefusalKind::TooLate { latest: today };
            return Err(Refusal::field(Field::Date, kind));
        }
        if self.corrects.is_none() && self.due_date < self.issue_date {
            let earliest = self.issue_date;
            let kind = RefusalKind::TooEarly { earliest };
            return Err(Refusal::field(Field::DueDate, kind));
        }
        if self.lines.is_empty() {
            return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
        }
        self.check_currency()
    }

    fn check_currency(&self) -> Result<(), Refusal> {
        let is_other = |amount: &Money| amount.currency() != self.currency;
        let nets = self.lines.iter().map(|line| line.net);
        for (index, net) in nets.enumerate() {
            if is_other(&net) {
                let at = Location::Line(index);
                return Err(Refusal::currency_mismatch(
                    self.currency,
                    net.currency(),
                    at,
                ));
            }
        }
        let totals = &self.totals;
        let groups = totals
            .breakdown
            .iter()
            .flat_map(|group| [group.taxable, group.amount]);
        let sums = [
            totals.lines_total,
            totals.allowances_total,
            totals.charges_total,
            totals.tax_exclusive_total,
            totals.tax_total,
            totals.tax_inclusive_total,
            totals.prepaid_amount,
            totals.rounding_amount,
            totals.amount_due,
            self.open,
        ];
        match sums.into_iter().chain(groups).find(is_other) {
            None => Ok(()),
            Some(other) => Err(Refusal::currency_mismatch(
                self.currency,
                other.currency(),
                Location::Field(Field::Amount),
            )),
        }
    }

    /// The lines and totals, where the document states what its lines come to. Amounts are of one currency.
    pub(crate) fn compute(&self) -> Result<Computed, Refusal> {
        let priced = |(index, line): (usize, &TakenOverLine)| {
            line.price(self.currency, Location::Line(index))
        };
        let lines = self.lines.iter().enumerate().map(priced);
        let mut computed = compute(self.currency, lines.collect::<Result<_, _>>()?, &[])?;
        let (stated, derived) = (&self.totals, &mut computed.totals);
        let zero = Money::zero(self.currency);
        same(
            StatedSum::LinesTotal,
            stated.lines_total,
            derived.lines_total,
        )?;
        same(StatedSum::Allowances, stated.allowances_total, zero)?;
        same(StatedSum::Charges, stated.charges_total, zero)?;
        self.check_breakdown(derived)?;
        same(
            StatedSum::TaxExclusive,
            stated.tax_exclusive_total,
            derived.tax_exclusive_total,
        )?;
        same(StatedSum::TaxTotal, stated.tax_total, derived.tax_total)?;
        same(
            StatedSum::TaxInclusive,
            stated.tax_inclusive_total,
            derived.tax_inclusive_total,
        )?;
        same(StatedSum::Prepaid, stated.prepaid_amount, zero)?;
        if stated.rounding_amount.minor().abs() >= self.currency.minor_per_whole() {
            return Err(differs(StatedSum::Rounding, stated.rounding_amount, zero));
        }
        derived.rounding_amount = stated.rounding_amount;
        derived.amount_due = derived.tax_inclusive_total + stated.rounding_amount;
        same(StatedSum::AmountDue, stated.amount_due, derived.amount_due)?;
        let total = derived.amount_due;
        if total.is_negative() {
            return Err(Refusal::whole(RefusalKind::NegativeTotal { total }));
        }
        Ok(computed)
    }

    fn check_breakdown(&self, derived: &Totals) -> Result<(), Refusal> {
        let zero = Money::zero(self.currency);
        let of = |totals: &Totals, tax: Tax| {
            let groups = totals.breakdown.iter().filter(|group| group.tax == tax);
            groups.fold((zero, zero), |(taxable, amount), group| {
                (taxable + group.taxable, amount + group.amount)
            })
        };
        let groups = derived.breakdown.iter().chain(&self.totals.breakdown);
        for tax in groups.map(|group| group.tax) {
            let (stated, derived) = (of(&self.totals, tax), of(derived, tax));
            same(StatedSum::Taxable(tax), stated.0, derived.0)?;
            same(StatedSum::TaxAmount(tax), stated.1, derived.1)?;
        }
        Ok(())
    }

    /// The document, with seller and customer as of now; `correction` is that of a credit note.
    pub(crate) fn into_document(
        self,
        seller: &Seller,
        account: &Account,
        computed: Computed,
        correction: Option<Correction>,
    ) -> Invoice {
        let due_date = match correction {
            None => self.due_date,
            Some(_) => self.issue_date,
        };
        Invoice {
            id: self.id,
            number: self.number,
            series: None,
            taken_over: true,
            type_code: correction.map_or(InvoiceType::Commercial, InvoiceType::CreditNote),
            account: account.id,
            issue_date: self.issue_date,
            due_date,
            supplied: None,
            currency: self.currency,
            language: account.language,
            seller: Seller {
                dunning: DunningPolicy::default(),
                ..seller.clone()
            },
            buyer: Buyer::of(account),
            reference: self.reference,
            order_reference: String::new(),
            note: String::new(),
            lines: computed.lines,
            adjustments: Vec::new(),
            allowance_charges: computed.allowance_charges,
            totals: computed.totals,
            run: None,
        }
    }
}

impl TakenOverLine {
    fn price(&self, currency: Currency, at: Location) -> Result<InvoiceLine, Refusal> {
        if self.description.trim().is_empty() {
            let kind = RefusalKind::Empty;
            return Err(Refusal { kind, at });
        }
        let mut item = LineItem {
            description: self.description.clone(),
            quantity: self.quantity,
            unit: self.unit.clone(),
            unit_price: self.unit_price,
            tax_included: false,
            reduction: None,
            reduction_reason: None,
            tax: TaxRule {
                category: self.tax.category,
                rate: Rate::Fixed(self.tax.rate),
                reason: self.reason.clone(),
            },
            period: None,
            proration: None,
            origin: Origin::default(),
        };
        let full = item.derive(currency, &at)?.priced();
        let lacks = full.checked_sub(self.net);
        let lacks = lacks.map_err(|_| Refusal::amount_too_large(at.clone()))?;
        if !lacks.is_zero() {
            let is_deduction =
                lacks.is_negative() == full.is_negative() && lacks.abs() <= full.abs();
            if !is_deduction {
                let kind = differs(StatedSum::LineNet, self.net, full).kind;
                return Err(Refusal { kind, at });
            }
            item.reduction = Some(Reduction::Amount(lacks.abs()));
        }
        item.into_line(currency, self.tax, &at)
    }
}

fn same(sum: StatedSum, stated: Money, derived: Money) -> Result<(), Refusal> {
    if stated == derived {
        Ok(())
    } else {
        Err(differs(sum, stated, derived))
    }
}

fn differs(sum: StatedSum, stated: Money, derived: Money) -> Refusal {
    Refusal::field(
        Field::Amount,
        RefusalKind::SumDiffers {
            sum,
            stated,
            derived,
        },
    )
}
