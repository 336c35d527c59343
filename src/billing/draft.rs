//! Drafts: invoices in the making. A draft may change and has no number.

use crate::billing::account::Account;
use crate::billing::dunning::DunningPolicy;
use crate::billing::id::{AccountId, DraftId, InvoiceId, RunId, SeriesId};
use crate::billing::invoice::{Buyer, Invoice, InvoiceType, payment_reference};
use crate::billing::line::LineItem;
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::seller::Seller;
use crate::billing::tax::TaxTreatment;
use crate::billing::totals::{Adjustment, Computed, compute};
use crate::calendar::PaymentTerms;
use crate::money::Currency;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An invoice in the making.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Draft {
    /// Identity.
    pub id: DraftId,
    /// Whose it is.
    pub account: AccountId,
    /// Its currency; the account's.
    pub currency: Currency,
    /// The lines.
    pub items: Vec<LineItem>,
    /// Discounts and fees on the whole.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// The day of supply, where lines have no period of their own (BT-72); `None` takes the issue date.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplied: Option<NaiveDate>,
    /// Terms of payment; `None` takes the account's, else the seller's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<PaymentTerms>,
    /// The buyer's order number (BT-13).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub order_reference: String,
    /// A text to the customer (BT-22).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Begun on.
    pub created: NaiveDate,
}

/// What turns a draft into a document, beside the draft itself.
#[derive(Clone, Debug)]
pub struct Stamp<'a> {
    /// Identity of the document.
    pub id: InvoiceId,
    /// Its number, taken from the series.
    pub number: String,
    /// The series.
    pub series: SeriesId,
    /// Issue date (BT-2).
    pub issue_date: NaiveDate,
    /// The seller as of now.
    pub seller: &'a Seller,
    /// The customer as of now.
    pub account: &'a Account,
    /// The billing run it comes from.
    pub run: Option<RunId>,
}

impl Draft {
    /// Computes lines and totals for a document issued on `day`.
    ///
    /// `treatment` is the account's; the billing run passes `Domestic`, because its lines carry the treatment already
    /// and lines that take something back keep the tax they were billed with.
    pub fn compute(
        &self,
        seller: &Seller,
        treatment: TaxTreatment,
        day: NaiveDate,
    ) -> Result<Computed, Refusal> {
        let country = seller.address.country;
        let mut lines = Vec::with_capacity(self.items.len());
        for (index, item) in self.items.iter().enumerate() {
            let at = Location::Line(index);
            let supplied = item
                .period
                .map(|period| period.last_day())
                .or(self.supplied)
                .unwrap_or(day);
            let mut item = item.clone();
            if treatment != TaxTreatment::Domestic {
                item.tax = treatment.over(&item.tax);
            }
            let tax = item.tax.on(country, supplied).ok_or(Refusal {
                kind: RefusalKind::NoTaxRate { on: supplied },
                at: at.clone(),
            })?;
            lines.push(item.into_line(self.currency, tax, &at)?);
        }
        compute(self.currency, lines, &self.adjustments)
    }

    /// Checks what holds for a draft by itself before it may be issued.
    pub fn check_for_issuing(&self) -> Result<(), Refusal> {
        if self.items.is_empty() {
            return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
        }
        for (index, item) in self.items.iter().enumerate() {
            if item.description.trim().is_empty() {
                return Err(Refusal {
                    kind: RefusalKind::Empty,
                    at: Location::Line(index),
                });
            }
        }
        Ok(())
    }

    /// Consumes the draft and gives the invoice. The only way across.
    pub fn issue(self, stamp: Stamp<'_>, computed: Computed) -> Result<Invoice, Refusal> {
        self.check_for_issuing()?;
        let due = computed.totals.amount_due;
        if due.is_negative() {
            return Err(Refusal::whole(RefusalKind::NegativeTotal { total: due }));
        }
        let terms = self
            .terms
            .or(stamp.account.terms)
            .unwrap_or(stamp.seller.terms);
        let due_date = terms.due_date(stamp.issue_date);
        Ok(self.document(stamp, computed, InvoiceType::Commercial, due_date))
    }

    /// Puts a document together; [`issue`](Draft::issue) and credit notes have checked what must hold.
    pub(crate) fn document(
        self,
        stamp: Stamp<'_>,
        computed: Computed,
        type_code: InvoiceType,
        due_date: NaiveDate,
    ) -> Invoice {
        let Computed {
            lines,
            allowance_charges,
            totals,
        } = computed;
        Invoice {
            id: stamp.id,
            reference: match type_code {
                InvoiceType::Commercial => payment_reference(&stamp.number, stamp.seller),
                InvoiceType::CreditNote(_) => None,
            },
            number: stamp.number,
            series: Some(stamp.series),
            taken_over: false,
            type_code,
            account: self.account,
            issue_date: stamp.issue_date,
            due_date,
            supplied: self.supplied,
            currency: self.currency,
            language: stamp.account.language,
            // How it reminds is its own affair.
            seller: Seller {
                dunning: DunningPolicy::default(),
                ..stamp.seller.clone()
            },
            buyer: Buyer::of(stamp.account),
            order_reference: self.order_reference,
            note: self.note,
            lines,
            adjustments: self.adjustments,
            allowance_charges,
            totals,
            run: stamp.run,
        }
    }
}
