//! What a file states, as it states it.

use crate::billing::identifier::{Iban, PaymentReference};
use crate::money::{Currency, Money, MoneyError};
use chrono::NaiveDate;
use rust_decimal::Decimal;

/// An invoice as a file states it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Read {
    /// The version of the format: `1.3`, `2.0`, `2.01`, `3.0`.
    pub version: String,
    /// The type in Finvoice's own code: `INV01` is an invoice, `INV02` a credit note.
    pub type_code: String,
    /// Whether it is a credit note, by the type code or by UNCL 1001's 381.
    pub is_credit_note: bool,
    /// The number (BT-1).
    pub number: String,
    /// The issue date (BT-2).
    pub issue_date: NaiveDate,
    /// The due date (BT-9), of the terms of payment or else of the payment's details.
    pub due_date: Option<NaiveDate>,
    /// The day of delivery (BT-72).
    pub delivered: Option<NaiveDate>,
    /// The currency of the total with tax (BT-5).
    pub currency: Currency,
    /// The invoice that this one corrects, and its date (BT-25, BT-26).
    pub corrected: Option<(String, Option<NaiveDate>)>,
    /// Where it was sent from.
    pub from: Option<Route>,
    /// Where it was sent to.
    pub to: Option<Route>,
    /// The seller (BG-4).
    pub seller: Party,
    /// The buyer (BG-7).
    pub buyer: Party,
    /// The place of delivery (BG-13).
    pub delivery: Option<Party>,
    /// The buyer's order number (BT-13).
    pub order_reference: String,
    /// The buyer's reference (BT-10).
    pub buyer_reference: String,
    /// Lines in the order of the file; those of comments alone are among them.
    pub lines: Vec<Row>,
    /// Discounts and fees on the whole.
    pub adjustments: Vec<StatedAdjustment>,
    /// The breakdown by rate (BG-23).
    pub vat: Vec<VatGroup>,
    /// The totals.
    pub totals: StatedTotals,
    /// The reference to pay with (BT-83).
    pub reference: Option<PaymentReference>,
    /// The account to pay to as written.
    pub account: String,
    /// The same where it is a valid IBAN (BT-84).
    pub iban: Option<Iban>,
    /// Its bank as written (BT-86).
    pub bic: String,
    /// The digits of the bank barcode.
    pub barcode: String,
    /// Texts to the customer (BT-22).
    pub free_text: Vec<String>,
}

/// An amount with as many decimals as the file has; the schema allows five.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Amount {
    /// The number, in whole units of the currency.
    pub value: Decimal,
    /// Its currency. Usually the document's, but the schema doesn't demand it.
    pub currency: Currency,
}

impl Amount {
    /// The same as money; nothing is rounded, needless decimals are refused.
    pub fn money(self) -> Result<Money, MoneyError> {
        Money::from_decimal(self.value, self.currency)
    }
}

/// An address in the network, and the operator or bank behind it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Route {
    /// The scheme of the address, such as `0216`; empty where none is told.
    pub scheme: String,
    /// The address.
    pub address: String,
    /// The operator.
    pub intermediator: String,
}

/// Seller, buyer or place of delivery as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Party {
    /// The name.
    pub name: String,
    /// Names that follow the first: in another language, or the rest of a long one.
    pub further_names: Vec<String>,
    /// The business id.
    pub business_id: String,
    /// The VAT id.
    pub vat_id: String,
    /// The contact person.
    pub contact: String,
    /// Phone.
    pub phone: String,
    /// E-mail.
    pub email: String,
    /// Lines of street.
    pub streets: Vec<String>,
    /// Post code.
    pub postal_code: String,
    /// City.
    pub city: String,
    /// Country, by its code of two letters where the file has it.
    pub country: String,
}

/// A line as written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    /// Whether it is a line of a group within another (`SubInvoiceRow`).
    pub is_sub_row: bool,
    /// The article's number.
    pub article: String,
    /// What is sold.
    pub name: String,
    /// More about it.
    pub description: String,
    /// How much is billed, or else delivered or ordered; `None` where it is no number.
    pub quantity: Option<Decimal>,
    /// The quantity as written.
    pub quantity_text: String,
    /// Its unit: the code of Recommendation 20, or else the seller's own.
    pub unit: String,
    /// The price without tax.
    pub unit_price: Option<Amount>,
    /// The price without tax after what is deducted from it.
    pub net_unit_price: Option<Amount>,
    /// The price with tax.
    pub gross_unit_price: Option<Amount>,
    /// How many units the price is for.
    pub price_units: Option<Decimal>,
    /// The first day it is about.
    pub from: Option<NaiveDate>,
    /// The last day it is about.
    pub last_day: Option<NaiveDate>,
    /// A deduction in per cent.
    pub discount_percent: Option<Decimal>,
    /// A deduction as an amount.
    pub discount: Option<Amount>,
    /// Why there is one.
    pub discount_reason: String,
    /// The rate of tax in per cent.
    pub vat_rate: Option<Decimal>,
    /// The category of tax (UNCL 5305).
    pub vat_code: String,
    /// The tax.
    pub vat: Option<Amount>,
    /// The amount without tax (BT-131).
    pub net: Option<Amount>,
    /// The amount with tax.
    pub gross: Option<Amount>,
    /// Texts.
    pub free_text: Vec<String>,
}

/// A discount or a fee on the whole, as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatedAdjustment {
    /// Whether it adds.
    pub is_charge: bool,
    /// Why.
    pub reason: String,
    /// In per cent.
    pub percent: Option<Decimal>,
    /// The amount.
    pub amount: Option<Amount>,
    /// The category of tax.
    pub vat_code: String,
    /// The rate of tax.
    pub vat_rate: Option<Decimal>,
}

/// A group of the breakdown as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct VatGroup {
    /// Taxable amount (BT-116).
    pub taxable: Option<Amount>,
    /// Rate in per cent (BT-119).
    pub rate: Option<Decimal>,
    /// Category (BT-118), or a national code in older files.
    pub code: String,
    /// Tax (BT-117).
    pub amount: Option<Amount>,
    /// Why no tax is charged (BT-120).
    pub reason: Vec<String>,
    /// The code of that (BT-121).
    pub reason_code: String,
}

/// Totals as written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StatedTotals {
    /// Sum of lines (BT-106).
    pub lines: Option<Amount>,
    /// Sum of discounts (BT-107).
    pub discounts: Option<Amount>,
    /// Sum of fees (BT-108).
    pub charges: Option<Amount>,
    /// Total without tax (BT-109).
    pub tax_exclusive: Option<Amount>,
    /// Tax (BT-110).
    pub tax: Option<Amount>,
    /// Total with tax (BT-112).
    pub tax_inclusive: Amount,
    /// Rounding (BT-114).
    pub rounding: Option<Amount>,
    /// Paid already (BT-113).
    pub paid: Option<Amount>,
    /// What is to be paid (BT-115).
    pub due: Option<Amount>,
}
