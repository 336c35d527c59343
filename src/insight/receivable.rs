//! What was owed at the end of past months, and how many days of invoicing that was.
//!
//! What was open on a day follows from the entries of each invoice up to that day, so nothing has to have been written down then.
//! Invoices that are settled rest in the archive and are read for this, one after the other.

use super::revenue::plus;
use crate::billing::id::AccountId;
use crate::billing::receivable::Receivable;
use crate::money::{Currency, Money};
use chrono::{Days, NaiveDate};
use std::collections::{BTreeMap, BTreeSet};

/// Days of invoicing that receivables are compared with.
pub const WINDOW: u64 = 90;

/// What of an invoice was open at the end of a day; none before it was issued.
pub fn open_on(receivable: &Receivable, day: NaiveDate) -> Option<Money> {
    let is_issued = receivable.issue_date <= day;
    let entries = receivable.entries.iter().filter(|entry| entry.on <= day);
    is_issued.then(|| {
        entries.fold(receivable.total, |open, entry| {
            open.checked_sub(entry.amount).unwrap_or(open)
        })
    })
}

/// What was owed on a day.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Outstanding {
    /// The day.
    pub on: NaiveDate,
    /// What was open, with VAT.
    pub open: Money,
    /// What was invoiced in the [`WINDOW`] days until then, less credit notes, with VAT.
    pub invoiced: Money,
    /// Who owed.
    pub owing: Vec<AccountId>,
}

impl Outstanding {
    /// Days sales outstanding: what is open, divided by what was invoiced in the window, times its days. None where nothing was
    /// invoiced.
    pub fn days(&self) -> Option<f64> {
        let share = super::revenue::share(self.open, self.invoiced)?;
        Some(share * WINDOW as f64)
    }
}

/// Gathers documents and what became of them, for some days at once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutstandingDays {
    days: Vec<NaiveDate>,
    sums: BTreeMap<Currency, Vec<Sums>>,
}

/// The sums of one day.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Sums {
    open: Money,
    invoiced: Money,
    owing: BTreeSet<AccountId>,
}

impl OutstandingDays {
    /// Begins with nothing.
    pub fn new(days: Vec<NaiveDate>) -> OutstandingDays {
        OutstandingDays {
            days,
            sums: BTreeMap::new(),
        }
    }

    /// Takes an issued document into account: an invoice adds to what was invoiced, a credit note takes away.
    pub fn add_document(&mut self, issued: NaiveDate, total: Money, is_credit_note: bool) {
        let amount = if is_credit_note { -total } else { total };
        for (day, sums) in self.of_mut(total.currency()) {
            let before = day.checked_sub_days(Days::new(WINDOW));
            if issued <= *day && before.is_none_or(|before| before < issued) {
                sums.invoiced = plus(sums.invoiced, amount);
            }
        }
    }

    /// Takes an invoice into account, open or settled. `owner` is whose it is now.
    pub fn add_receivable(&mut self, receivable: &Receivable, owner: AccountId) {
        for (day, sums) in self.of_mut(receivable.total.currency()) {
            if let Some(amount) = open_on(receivable, *day)
                && !amount.is_zero()
            {
                sums.open = plus(sums.open, amount);
                sums.owing.insert(owner);
            }
        }
    }

    /// The currencies that were met.
    pub fn currencies(&self) -> Vec<Currency> {
        self.sums.keys().copied().collect()
    }

    /// The days in order, in one currency.
    pub fn of(&self, currency: Currency) -> Vec<Outstanding> {
        let Some(sums) = self.sums.get(&currency) else {
            return Vec::new();
        };
        self.days
            .iter()
            .zip(sums)
            .map(|(on, sums)| Outstanding {
                on: *on,
                open: sums.open,
                invoiced: sums.invoiced,
                owing: sums.owing.iter().copied().collect(),
            })
            .collect()
    }

    fn of_mut(&mut self, currency: Currency) -> impl Iterator<Item = (&NaiveDate, &mut Sums)> {
        let none = Sums {
            open: Money::zero(currency),
            invoiced: Money::zero(currency),
            owing: BTreeSet::new(),
        };
        let sums = self.sums.entry(currency);
        let sums = sums.or_insert_with(|| vec![none; self.days.len()]);
        self.days.iter().zip(sums)
    }
}
