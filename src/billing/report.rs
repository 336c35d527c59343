//! Reports over issued documents: VAT by period and rate, sales by what and to whom.
//!
//! Every sum is over documents as issued here; a credit note counts negative on its own issue date. Documents that were taken over
//! from another program count nowhere: that program reported them, and counting them again would pay their VAT twice.

use crate::billing::id::{AccountId, ProductId};
use crate::billing::invoice::Invoice;
use crate::billing::tax::Tax;
use crate::money::{Currency, Money};
use chrono::{Datelike, NaiveDate};
use std::collections::BTreeMap;

/// Sums over documents, added one at a time, so that a year's archive never has to be in memory at once.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Sales {
    /// VAT by currency, category and rate (EN 16931 BG-23, summed).
    pub tax: BTreeMap<(Currency, Tax), TaxSum>,
    /// Net sales by currency and product; `None` is what was typed by hand.
    pub products: BTreeMap<(Currency, Option<ProductId>), Sum>,
    /// Net sales by currency and account.
    pub accounts: BTreeMap<(Currency, AccountId), Sum>,
    /// Net sales by currency and month, as its first day.
    pub months: BTreeMap<(Currency, NaiveDate), Sum>,
    /// Documents by currency.
    pub totals: BTreeMap<Currency, DocumentSum>,
}

/// Taxable amount and tax of a group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TaxSum {
    /// Taxable amount.
    pub taxable: Money,
    /// Tax.
    pub tax: Money,
    /// Documents in the group.
    pub documents: u32,
}

/// A net sum and how many lines or documents are in it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Sum {
    /// Without tax.
    pub net: Money,
    /// How many.
    pub count: u32,
}

/// Documents of one currency.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct DocumentSum {
    /// Invoices.
    pub invoices: u32,
    /// Credit notes.
    pub credit_notes: u32,
    /// Without tax.
    pub net: Money,
    /// Tax.
    pub tax: Money,
    /// With tax.
    pub gross: Money,
}

impl Sales {
    /// Adds a document; nothing where it was taken over.
    pub fn add(&mut self, invoice: &Invoice) {
        if invoice.taken_over {
            return;
        }
        let currency = invoice.currency;
        let signed = |amount: Money| {
            if invoice.is_credit_note() {
                -amount
            } else {
                amount
            }
        };
        let zero = Money::zero(currency);
        for group in &invoice.totals.breakdown {
            let sum = self.tax.entry((currency, group.tax)).or_insert(TaxSum {
                taxable: zero,
                tax: zero,
                documents: 0,
            });
            sum.taxable += signed(group.taxable);
            sum.tax += signed(group.amount);
            sum.documents += 1;
        }
        for line in &invoice.lines {
            add(
                &mut self.products,
                (currency, line.item.origin.product),
                signed(line.net),
            );
        }
        // Discounts and fees on the whole belong to no product.
        let adjustments = invoice.totals.tax_exclusive_total - invoice.totals.lines_total;
        if !adjustments.is_zero() {
            add(&mut self.products, (currency, None), signed(adjustments));
        }
        let net = signed(invoice.totals.tax_exclusive_total);
        add(&mut self.accounts, (currency, invoice.account), net);
        let month = invoice.issue_date.with_day(1).unwrap_or(invoice.issue_date);
        add(&mut self.months, (currency, month), net);
        let sum = self.totals.entry(currency).or_insert(DocumentSum {
            invoices: 0,
            credit_notes: 0,
            net: zero,
            tax: zero,
            gross: zero,
        });
        if invoice.is_credit_note() {
            sum.credit_notes += 1;
        } else {
            sum.invoices += 1;
        }
        sum.net += net;
        sum.tax += signed(invoice.totals.tax_total);
        sum.gross += signed(invoice.totals.tax_inclusive_total);
    }
}

fn add<K: Ord>(sums: &mut BTreeMap<K, Sum>, key: K, net: Money) {
    let sum = sums.entry(key).or_insert(Sum {
        net: Money::zero(net.currency()),
        count: 0,
    });
    sum.net += net;
    sum.count += 1;
}
