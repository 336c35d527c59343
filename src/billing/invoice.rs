//! Invoices and credit notes as issued. They never change.
//!
//! EN 16931 knows one semantic model for both and tells them apart by the type code (BT-3). What is still owed on an
//! invoice is a [`Receivable`](crate::billing::receivable::Receivable)'s business.

use crate::billing::account::{Account, Address, Language};
use crate::billing::id::{AccountId, InvoiceId, RunId, SeriesId};
use crate::billing::identifier::{
    CountryCode, EInvoiceAddress, Iban, PaymentReference, QrReference, VatId,
};
use crate::billing::line::InvoiceLine;
use crate::billing::numbering::{MOST_DIGITS, SHORT_REFERENCE};
use crate::billing::seller::Seller;
use crate::billing::tax::Tax;
use crate::billing::totals::{Adjustment, AllowanceCharge, Totals, compute};
use crate::money::Currency;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An issued invoice or credit note.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Invoice {
    /// Identity.
    pub id: InvoiceId,
    /// The number (BT-1).
    pub number: String,
    /// The series it is from; none where it was taken over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub series: Option<SeriesId>,
    /// Whether another program issued it; no report counts it as a sale made here. See
    /// [`taken_over`](crate::billing::taken_over).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub taken_over: bool,
    /// Invoice or credit note (BT-3).
    pub type_code: InvoiceType,
    /// Whose it is.
    pub account: AccountId,
    /// Issue date (BT-2).
    pub issue_date: NaiveDate,
    /// Due date (BT-9); of a credit note the issue date.
    pub due_date: NaiveDate,
    /// Day of supply (BT-72), where one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplied: Option<NaiveDate>,
    /// Currency (BT-5).
    pub currency: Currency,
    /// Language of the document.
    pub language: Language,
    /// The seller on the day of issue.
    pub seller: Seller,
    /// The customer on the day of issue.
    pub buyer: Buyer,
    /// Reference to pay with (BT-83).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<PaymentReference>,
    /// The buyer's order number (BT-13).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub order_reference: String,
    /// A text to the customer (BT-22).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// The lines (BG-25).
    pub lines: Vec<InvoiceLine>,
    /// Discounts and fees on the whole as typed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub adjustments: Vec<Adjustment>,
    /// The same by tax group (BG-20, BG-21).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowance_charges: Vec<AllowanceCharge>,
    /// Totals: kept as the customer has them on paper, and derived again whenever the invoice is read.
    pub totals: Totals,
    /// The billing run it came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<RunId>,
}

/// Invoice or credit note (BT-3, UNCL 1001).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvoiceType {
    /// 380, a commercial invoice.
    Commercial,
    /// 381, a credit note; amounts are positive and it names its invoice.
    CreditNote(Correction),
}

/// What a credit note corrects (BG-3).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Correction {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number (BT-25).
    pub number: String,
    /// Its issue date (BT-26).
    pub issue_date: NaiveDate,
    /// Why.
    pub reason: CreditReason,
}

/// Why an invoice is credited.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CreditReason {
    /// The invoice was wrong.
    BillingError,
    /// The same was billed twice.
    DuplicatedCharge,
    /// The contract changed or ended.
    ContractChange,
    /// Goods came back, or a service was not delivered.
    NotDelivered,
    /// Quality was not as agreed.
    Complaint,
    /// Given without obligation.
    Goodwill,
}

impl CreditReason {
    /// Every reason, in the order in which a form offers them.
    pub const ALL: [CreditReason; 6] = [
        CreditReason::BillingError,
        CreditReason::DuplicatedCharge,
        CreditReason::ContractChange,
        CreditReason::NotDelivered,
        CreditReason::Complaint,
        CreditReason::Goodwill,
    ];

    /// Whether what is credited was owed: a mistake is put right. Otherwise it is given at discretion.
    pub fn is_owed(self) -> bool {
        match self {
            CreditReason::BillingError
            | CreditReason::DuplicatedCharge
            | CreditReason::ContractChange
            | CreditReason::NotDelivered => true,
            CreditReason::Complaint | CreditReason::Goodwill => false,
        }
    }
}

/// The customer as they stand on a document (BG-7).
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Buyer {
    /// Customer number (BT-46).
    pub number: String,
    /// Name (BT-44).
    pub name: String,
    /// Company number (BT-47).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub business_id: Option<String>,
    /// VAT id (BT-48).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat_id: Option<VatId>,
    /// E-invoice address (BT-49).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e_invoice: Option<EInvoiceAddress>,
    /// Postal address (BG-8).
    pub address: Address,
    /// Delivery address (BG-15).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_address: Option<Address>,
    /// Contact person (BT-56).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// The buyer's reference (BT-10).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reference: String,
}

impl Buyer {
    /// The customer as of now.
    pub fn of(account: &Account) -> Self {
        Buyer {
            number: account.number.clone(),
            name: account.name.clone(),
            business_id: account.business_id.clone(),
            vat_id: account.vat_id.clone(),
            e_invoice: account.e_invoice.clone(),
            address: account.address.clone(),
            delivery_address: account.delivery_address.clone(),
            contact: account
                .contacts
                .first()
                .map(|contact| contact.name.clone())
                .unwrap_or_default(),
            reference: account.buyer_reference.clone(),
        }
    }
}

/// A difference between an invoice's kept totals and those that follow from its lines: the record is damaged.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TotalsDiffer {
    /// The invoice's number.
    pub number: String,
    /// The totals kept.
    pub kept: Totals,
    /// The totals derived; `None` where the lines can't even be computed.
    pub derived: Option<Totals>,
}

impl Invoice {
    /// Whether it is a credit note.
    pub fn is_credit_note(&self) -> bool {
        match self.type_code {
            InvoiceType::Commercial => false,
            InvoiceType::CreditNote(_) => true,
        }
    }

    /// Derives the totals again and compares them with those kept.
    pub fn verify(&self) -> Result<(), Box<TotalsDiffer>> {
        let differ = |derived| {
            Err(Box::new(TotalsDiffer {
                number: self.number.clone(),
                kept: self.totals.clone(),
                derived,
            }))
        };
        let mut lines = Vec::with_capacity(self.lines.len());
        for (index, line) in self.lines.iter().enumerate() {
            let at = crate::billing::refusal::Location::Line(index);
            match line.item.price(self.currency, line.tax, at) {
                Ok(again) if again.derivation == line.derivation => lines.push(again),
                _ => return differ(None),
            }
        }
        let Ok(mut again) = compute(self.currency, lines, &self.adjustments) else {
            return differ(None);
        };
        // A credit note for the rest of an invoice may close it with a rounding amount of its own, and another program may have
        // rounded to what is paid in cash.
        if self.is_credit_note() || self.taken_over {
            let change = self.totals.rounding_amount - again.totals.rounding_amount;
            again.totals.rounding_amount += change;
            again.totals.amount_due += change;
        }
        let same_lines = again
            .lines
            .iter()
            .zip(&self.lines)
            .all(|(a, b)| a.net == b.net);
        if !same_lines
            || again.totals != self.totals
            || again.allowance_charges != self.allowance_charges
        {
            return differ(Some(again.totals));
        }
        Ok(())
    }

    /// Distinct taxes on the document, in order.
    pub fn taxes(&self) -> impl Iterator<Item = Tax> + '_ {
        self.totals.breakdown.iter().map(|group| group.tax)
    }
}

/// The reference to pay with, made of the digits of the number alone, which is why no two series may share them
/// ([`shares_references_with`](crate::billing::numbering::NumberSeries::shares_references_with)): the Finnish viitenumero
/// for a Finnish seller, a QR reference where a QR-IBAN takes no other, ISO 11649 elsewhere.
pub fn payment_reference(number: &str, seller: &Seller) -> Option<PaymentReference> {
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let significant = digits.trim_start_matches('0');
    // The shortest viitenumero has three digits and a check digit. A shorter number is filled up far beyond where the
    // series will ever come: 12 as 112 would be the reference of invoice 112 as well.
    let base = match significant.len() {
        0 => return None,
        1 | 2 => format!("{SHORT_REFERENCE}{significant:0>2}"),
        length => significant[length.saturating_sub(MOST_DIGITS)..].to_owned(),
    };
    let is_to_qr_iban = seller.iban.as_ref().is_some_and(Iban::is_qr);
    if is_to_qr_iban {
        QrReference::of(&base).map(PaymentReference::Qr)
    } else if seller.address.country == CountryCode::FI {
        PaymentReference::finnish(&base).ok()
    } else {
        PaymentReference::rf(&base).ok()
    }
}
