//! What is typed of a draft, and what it says. What was typed is kept whatever is wrong with it.

use super::line::LineForm;
use crate::app::{
    format::Format,
    pages::form::{Fault, Found, Reader, trimmed},
};
use crate::billing::{
    draft::Draft,
    id::{AccountId, DraftId},
    line::Reduction,
    totals::{Adjustment, AdjustmentKind},
};
use crate::calendar::PaymentTerms;
use crate::money::{Currency, DecimalStyle};
use chrono::NaiveDate;
use leptos::prelude::*;

/// The id of the customer's field.
pub const ACCOUNT: &str = "draft-account";
/// The id of the place where lines are added.
pub const LINES: &str = "draft-add-line";
/// The id of the days of the terms.
pub const TERMS_DAYS: &str = "draft-terms-days";

/// Which terms of payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TermsChoice {
    /// Those of the customer, else the seller's.
    Usual,
    /// Days after the issue date.
    NetDays,
    /// Days after the end of the month.
    EndOfMonth,
}

/// How a discount or fee is typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A percentage.
    Percent,
    /// An amount.
    Amount,
}

/// A discount or fee on the whole, as typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct AdjustmentForm {
    /// Tells it from the others while it is on the page.
    pub key: u32,
    /// Deduction or addition.
    pub kind: AdjustmentKind,
    /// How it is measured.
    pub measure: RwSignal<Measure>,
    /// How much.
    pub value: RwSignal<String>,
    /// Why.
    pub reason: RwSignal<String>,
}

impl AdjustmentForm {
    /// An empty one.
    pub fn new(key: u32, kind: AdjustmentKind) -> Self {
        AdjustmentForm {
            key,
            kind,
            measure: RwSignal::new(Measure::Percent),
            value: RwSignal::new(String::new()),
            reason: RwSignal::new(String::new()),
        }
    }

    /// The fields of one that is kept.
    fn of(key: u32, adjustment: &Adjustment, format: Format) -> Self {
        let form = AdjustmentForm::new(key, adjustment.kind);
        let (measure, value) = reduction_text(adjustment.value, format);
        form.measure.set(measure);
        form.value.set(value);
        form.reason.set(adjustment.reason.clone());
        form
    }

    /// The id of the field for its value.
    pub fn value_id(self) -> String {
        format!("adjustment-{}-value", self.key)
    }

    /// The id of the field for its reason.
    pub fn reason_id(self) -> String {
        format!("adjustment-{}-reason", self.key)
    }

    fn read(self, reader: &mut Reader, currency: Currency) -> Option<Adjustment> {
        let value = match self.measure.get() {
            Measure::Percent => reader
                .percent(self.value_id(), &self.value.get())
                .map(Reduction::Percent),
            Measure::Amount => reader
                .money(self.value_id(), &self.value.get(), currency)
                .map(Reduction::Amount),
        };
        let reason = reader.text(self.reason_id(), &self.reason.get());
        Some(Adjustment {
            kind: self.kind,
            value: value?,
            reason,
        })
    }
}

/// A reduction as it stands in a field.
pub fn reduction_text(reduction: Reduction, format: Format) -> (Measure, String) {
    match reduction {
        Reduction::Percent(percent) => (
            Measure::Percent,
            decimal_text(percent.value().to_string(), format),
        ),
        Reduction::Amount(amount) => (Measure::Amount, format.amount_plain(amount)),
    }
}

/// A decimal as the reader of the page writes it.
pub fn decimal_text(plain: String, format: Format) -> String {
    match format.decimal_style() {
        DecimalStyle::Point => plain,
        DecimalStyle::Comma => plain.replace('.', ","),
    }
}

/// The whole form.
#[derive(Clone, Copy)]
pub struct DraftForm {
    /// Which draft.
    pub id: DraftId,
    /// The day it was begun.
    pub created: NaiveDate,
    /// The customer.
    pub account: RwSignal<Option<AccountId>>,
    /// The lines.
    pub lines: RwSignal<Vec<LineForm>>,
    /// Discounts and fees.
    pub adjustments: RwSignal<Vec<AdjustmentForm>>,
    /// The day of supply.
    pub supplied: RwSignal<Option<NaiveDate>>,
    /// Which terms.
    pub terms: RwSignal<TermsChoice>,
    /// Their days.
    pub terms_days: RwSignal<String>,
    /// The buyer's order number.
    pub order_reference: RwSignal<String>,
    /// A text to the customer.
    pub note: RwSignal<String>,
    /// The issue date.
    pub issue_date: RwSignal<Option<NaiveDate>>,
    last_key: StoredValue<u32>,
}

impl DraftForm {
    /// The fields of a draft.
    pub fn of(draft: &Draft, format: Format, today: NaiveDate) -> Self {
        let (terms, days) = match draft.terms {
            None => (TermsChoice::Usual, "14".to_owned()),
            Some(PaymentTerms::NetDays(days)) => (TermsChoice::NetDays, days.to_string()),
            Some(PaymentTerms::EndOfMonth { plus_days }) => {
                (TermsChoice::EndOfMonth, plus_days.to_string())
            }
        };
        let form = DraftForm {
            id: draft.id,
            created: draft.created,
            account: RwSignal::new((!draft.account.0.is_nil()).then_some(draft.account)),
            lines: RwSignal::new(Vec::new()),
            adjustments: RwSignal::new(Vec::new()),
            supplied: RwSignal::new(draft.supplied),
            terms: RwSignal::new(terms),
            terms_days: RwSignal::new(days),
            order_reference: RwSignal::new(draft.order_reference.clone()),
            note: RwSignal::new(draft.note.clone()),
            issue_date: RwSignal::new(Some(today)),
            last_key: StoredValue::new(0),
        };
        let lines = draft
            .items
            .iter()
            .map(|item| LineForm::of(form.fresh_key(), item, format))
            .collect();
        let adjustments = draft
            .adjustments
            .iter()
            .map(|each| AdjustmentForm::of(form.fresh_key(), each, format))
            .collect();
        form.lines.set(lines);
        form.adjustments.set(adjustments);
        form
    }

    /// A key no other line or adjustment of this form has.
    pub fn fresh_key(self) -> u32 {
        self.last_key.update_value(|last| *last += 1);
        self.last_key.get_value()
    }

    /// The draft that was typed, or what is wrong and where. Follows every field.
    pub fn read(self, style: DecimalStyle, currency: Currency) -> Result<Draft, Found> {
        let mut reader = Reader::new(style);
        let account = reader.chosen(ACCOUNT, self.account.get());
        let forms = self.lines.get();
        if forms.is_empty() {
            reader.wrong(LINES, Fault::Empty);
        }
        let items: Vec<_> = forms
            .into_iter()
            .filter_map(|line| line.read(&mut reader, currency))
            .collect();
        let adjustments: Vec<_> = self
            .adjustments
            .get()
            .into_iter()
            .filter_map(|each| each.read(&mut reader, currency))
            .collect();
        let terms = self.read_terms(&mut reader);
        let draft = account.map(|account| Draft {
            id: self.id,
            account,
            currency,
            items,
            adjustments,
            supplied: self.supplied.get(),
            terms,
            order_reference: trimmed(self.order_reference),
            note: trimmed(self.note),
            created: self.created,
        });
        reader.finish(draft)
    }

    fn read_terms(self, reader: &mut Reader) -> Option<PaymentTerms> {
        let mut days = || {
            let days = reader.whole(TERMS_DAYS, &self.terms_days.get(), 0, 365)?;
            u16::try_from(days).ok()
        };
        match self.terms.get() {
            TermsChoice::Usual => None,
            TermsChoice::NetDays => days().map(PaymentTerms::NetDays),
            TermsChoice::EndOfMonth => {
                days().map(|plus_days| PaymentTerms::EndOfMonth { plus_days })
            }
        }
    }
}
