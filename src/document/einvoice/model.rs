//! An issued document as the semantic model of EN 16931-1.

use super::Profile;
use super::line::{adjustment, date, line, period, rate};
use super::party::{buyer, country, postal, seller, some};
use crate::billing::account::Language;
use crate::billing::invoice::{Invoice, InvoiceType};
use crate::billing::tax::{TaxBreakdown, TaxCategory};
use crate::billing::totals::{AdjustmentKind, Totals};
use crate::calendar::Period as Days;
use crate::document::pdf::words::Words;
use crate::money::{Currency, Money};
use en16931::invoice::{
    Code, CreditTransfer, Delivery, DocumentTotals, InvoiceNote, PaymentInstructions, PaymentMeans,
    PrecedingInvoice, VatBreakdown,
};
use en16931::{DocumentKind, DocumentReference, InvoiceAmount, Percentage};
use rust_decimal::Decimal;
use std::fmt;

/// A transfer in euros within the single payments area (UNCL 4461: 58).
const SEPA_TRANSFER: &str = "58";
/// Any other transfer (30).
const TRANSFER: &str = "30";
/// What a credit note is set off against (97, clearing between partners).
const SET_OFF: &str = "97";

/// The process both Peppol and XRechnung name (PEPPOL-EN16931-R001): an invoice that asks for no answer.
const BILLING: &str = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";

/// What an invoice holds and EN 16931 can't say.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CannotSay {
    /// An amount has more than two decimals, which BR-DEC-01 to BR-DEC-28 forbid: currencies of three decimals.
    Decimals {
        /// The amount.
        amount: Money,
    },
    /// A line whose price would be negative (BR-27).
    NegativePrice {
        /// The line.
        description: String,
    },
    /// An amount beyond what the format holds.
    TooLarge,
}

impl fmt::Display for CannotSay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CannotSay::Decimals { amount } => write!(
                f,
                "{amount} has more than two decimals; an EN 16931 invoice has at most two"
            ),
            CannotSay::NegativePrice { description } => write!(
                f,
                "the price of {description:?} would be negative; EN 16931 allows negative quantities only"
            ),
            CannotSay::TooLarge => f.write_str("an amount is too large for an EN 16931 invoice"),
        }
    }
}

/// The document as the model. Nothing is computed anew, and nothing is checked against the rules: that is [`check`](super::check).
///
/// # Errors
/// If the standard has no words for something in it.
pub fn model(invoice: &Invoice, profile: Profile) -> Result<en16931::Invoice, CannotSay> {
    let with_vat = invoice
        .taxes()
        .any(|tax| tax.category != TaxCategory::OutsideScope);
    let mut model = en16931::Invoice::default();
    model.specification_id = Some(profile.rules().specification_id.to_owned());
    model.number = some(&invoice.number);
    model.issue_date = date(invoice.issue_date);
    model.currency = Some(Code::new(invoice.currency.code()));
    model.buyer_reference = some(&invoice.buyer.reference);
    model.purchase_order_reference = some(&invoice.order_reference).map(DocumentReference::new);
    model
        .notes
        .extend(some(&invoice.note).map(InvoiceNote::new));
    model.seller = seller(&invoice.seller, with_vat);
    model.buyer = buyer(&invoice.buyer, with_vat);
    model.delivery = delivery(invoice);
    model.invoicing_period = whole_period(invoice).map(period);
    model.totals = totals(&invoice.totals)?;
    // EN 16931 itself leaves the process open.
    if profile != Profile::En16931 {
        model.business_process = Some(BILLING.to_owned());
    }
    match &invoice.type_code {
        InvoiceType::Commercial => {
            model.kind = DocumentKind::Invoice;
            model.type_code = Some(Code::new("380"));
            model.due_date = date(invoice.due_date);
            model.payment_terms = some(&invoice.seller.late_payment);
            model.payment = transfer(invoice);
        }
        InvoiceType::CreditNote(correction) => {
            model.kind = DocumentKind::CreditNote;
            model.type_code = Some(Code::new("381"));
            model.preceding_invoices = vec![PrecedingInvoice {
                reference: DocumentReference::new(correction.number.clone()),
                issue_date: date(correction.issue_date),
            }];
            model.payment = Some(PaymentInstructions {
                means_code: Some(Code::new(SET_OFF)),
                ..PaymentInstructions::default()
            });
        }
    }
    for (place, each) in invoice.lines.iter().enumerate() {
        model.lines.push(line(place + 1, each)?);
    }
    for each in &invoice.allowance_charges {
        match each.kind {
            AdjustmentKind::Allowance => model.allowances.push(adjustment(each)?),
            AdjustmentKind::Charge => model.charges.push(adjustment(each)?),
        }
    }
    for group in &invoice.totals.breakdown {
        model
            .vat_breakdown
            .push(breakdown(group, profile, invoice.language)?);
    }
    Ok(model)
}

/// An amount of at most two decimals.
pub(super) fn amount(money: Money) -> Result<InvoiceAmount, CannotSay> {
    let exact = money.to_decimal().normalize();
    if exact.scale() > 2 {
        return Err(CannotSay::Decimals { amount: money });
    }
    InvoiceAmount::from_decimal_exact(exact).map_err(|_| CannotSay::TooLarge)
}

fn totals(totals: &Totals) -> Result<DocumentTotals, CannotSay> {
    let unless_zero = |money: Money| match money.is_zero() {
        true => Ok(None),
        false => amount(money).map(Some),
    };
    Ok(DocumentTotals {
        line_total: amount(totals.lines_total)?,
        allowance_total: unless_zero(totals.allowances_total)?,
        charge_total: unless_zero(totals.charges_total)?,
        taxable_total: amount(totals.tax_exclusive_total)?,
        vat_total: Some(amount(totals.tax_total)?),
        vat_total_accounting: None,
        gross_total: amount(totals.tax_inclusive_total)?,
        paid: unless_zero(totals.prepaid_amount)?,
        rounding: unless_zero(totals.rounding_amount)?,
        due: amount(totals.amount_due)?,
    })
}

fn breakdown(
    group: &TaxBreakdown,
    profile: Profile,
    language: Language,
) -> Result<VatBreakdown, CannotSay> {
    let category = group.tax.category;
    let reason = group.reason.as_deref().and_then(some);
    let code = category.reason_code().map(Code::new);
    // An exemption has no code that fits every case: the reason must be said in words (BR-E-10).
    let usual = (category == TaxCategory::Exempt).then(|| Words::of(language).legal_exempt.clone());
    Ok(VatBreakdown {
        taxable_amount: amount(group.taxable)?,
        tax_amount: amount(group.amount)?,
        category: Code::new(category.code()),
        // XRechnung wants a rate even of what is outside the scope of the tax (BR-DE-14).
        rate: rate(group.tax)
            .or((profile == Profile::XRechnung).then(|| Percentage::new(Decimal::ZERO))),
        exemption_reason: reason.or(usual),
        exemption_reason_code: code,
    })
}

/// Where and when (BG-13). Goods that leave for another member state need the country they go to (BR-IC-12).
fn delivery(invoice: &Invoice) -> Option<Delivery> {
    let crosses = invoice
        .taxes()
        .any(|tax| tax.category == TaxCategory::IntraCommunity);
    let address = invoice
        .buyer
        .delivery_address
        .as_ref()
        .or(Some(&invoice.buyer.address).filter(|_| crosses));
    let supplied = invoice.supplied.and_then(date);
    if address.is_none() && supplied.is_none() {
        return None;
    }
    Some(Delivery {
        date: supplied,
        address: address.map(|address| {
            let mut written = postal(address);
            written.country = Some(country(address.country));
            written
        }),
        ..Delivery::default()
    })
}

/// From the first to the last day that any line is about (BG-14).
fn whole_period(invoice: &Invoice) -> Option<Days> {
    let periods = || invoice.lines.iter().filter_map(|line| line.item.period);
    let from = periods().map(|days| days.from()).min()?;
    let to = periods().map(|days| days.to()).max()?;
    Days::new(from, to)
}

/// How an invoice is paid (BG-16): by transfer, with the reference where there is one.
fn transfer(invoice: &Invoice) -> Option<PaymentInstructions> {
    let account = invoice.seller.iban.as_ref()?;
    let is_sepa = invoice.currency == Currency::EUR;
    Some(PaymentInstructions {
        means_code: Some(Code::new(if is_sepa { SEPA_TRANSFER } else { TRANSFER })),
        remittance_information: invoice.reference.as_ref().map(ToString::to_string),
        means: Some(PaymentMeans::CreditTransfer(vec![CreditTransfer {
            account_identifier: Some(account.to_string()),
            account_name: some(&invoice.seller.name),
            provider_identifier: invoice.seller.bic.as_ref().map(ToString::to_string),
        }])),
        ..PaymentInstructions::default()
    })
}
