//! The figures of the first page, derived from the book.

use crate::billing::book::Book;
use crate::billing::id::InvoiceId;
use crate::billing::receivable::{Ageing, Bucket, Receivable};
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Late invoices that are listed.
const LISTED: usize = 6;

/// What is owed and late.
#[derive(Clone, PartialEq, Eq)]
pub struct Figures {
    /// What is owed by currency, the seller's own first, even when it is zero.
    pub owed: Vec<Money>,
    /// How many invoices are open.
    pub open: usize,
    /// What is overdue by currency.
    pub late: Vec<Money>,
    /// How many invoices are overdue.
    pub overdue: usize,
    /// Days since the due date of the oldest.
    pub oldest_days: i64,
    /// What is owed in the seller's currency by days overdue.
    pub ageing: Ageing,
    /// The invoices that are overdue the longest.
    pub longest: Vec<Late>,
}

/// A late invoice.
#[derive(Clone, PartialEq, Eq)]
pub struct Late {
    /// The invoice.
    pub invoice: InvoiceId,
    /// Its number.
    pub number: String,
    /// Whose it is.
    pub customer: String,
    /// Days since the due date.
    pub days: i64,
    /// What is open.
    pub open: Money,
}

impl Figures {
    /// The figures of a day.
    pub fn of(book: &Book, today: NaiveDate) -> Figures {
        let home = book.seller.currency;
        let mut owed = sums(home);
        let mut late = sums(home);
        let mut overdue: Vec<&Receivable> = Vec::new();
        for item in book.receivables.values() {
            add(&mut owed, item.open());
            if item.is_overdue(today) {
                add(&mut late, item.open());
                overdue.push(item);
            }
        }
        overdue.sort_by(|a, b| (a.due_date, &a.number).cmp(&(b.due_date, &b.number)));
        let longest = overdue.iter().take(LISTED).map(|item| Late {
            invoice: item.invoice,
            number: item.number.clone(),
            customer: book
                .accounts
                .get(&item.account)
                .map(|account| account.name.clone())
                .unwrap_or_default(),
            days: item.days_overdue(today),
            open: item.open(),
        });
        Figures {
            open: book
                .receivables
                .values()
                .filter(|item| !item.open().is_zero())
                .count(),
            overdue: overdue.len(),
            oldest_days: overdue.first().map_or(0, |item| item.days_overdue(today)),
            ageing: Ageing::of(book.receivables.values(), home, today),
            longest: longest.collect(),
            owed: in_order(home, owed),
            late: in_order(home, late),
        }
    }

    /// The length of each ageing bar against the longest, in thousandths.
    pub fn shares(&self) -> [u16; Bucket::ALL.len()] {
        let amounts = self.ageing.buckets.map(|amount| amount.minor().max(0));
        let longest = amounts.iter().copied().max().unwrap_or(0).max(1);
        // In i128: an amount times a thousand may not fit where the amount does.
        amounts.map(|amount| {
            u16::try_from(i128::from(amount) * 1000 / i128::from(longest)).unwrap_or(1000)
        })
    }
}

/// What a billing run of today would bill.
#[derive(Clone, PartialEq, Eq)]
pub struct DueForBilling {
    /// How many customers would get something.
    pub accounts: usize,
    /// The sums by currency.
    pub amounts: Vec<Money>,
}

impl DueForBilling {
    /// Sums up what each customer would get.
    pub fn of(home: Currency, totals: &[Money]) -> DueForBilling {
        let mut amounts = sums(home);
        for total in totals {
            add(&mut amounts, *total);
        }
        DueForBilling {
            accounts: totals.len(),
            amounts: in_order(home, amounts),
        }
    }
}

fn sums(home: Currency) -> BTreeMap<Currency, Money> {
    BTreeMap::from([(home, Money::zero(home))])
}

fn add(sums: &mut BTreeMap<Currency, Money>, amount: Money) {
    let currency = amount.currency();
    *sums.entry(currency).or_insert(Money::zero(currency)) += amount;
}

fn in_order(home: Currency, sums: BTreeMap<Currency, Money>) -> Vec<Money> {
    let (own, others): (Vec<Money>, Vec<Money>) = sums
        .into_values()
        .partition(|amount| amount.currency() == home);
    own.into_iter().chain(others).collect()
}
