//! The bills that can stand beside a bill, and the comparison with one of them.

use crate::app::workspace::Workspace;
use crate::billing::{id::InvoiceId, invoice::Invoice};
use crate::care::explanation::bill::{
    Comparison, Incomparable, bill_before, compare, in_order, same_month_last_year,
};
use crate::store::{StoreError, summary::Summary};
use chrono::Datelike;
use std::rc::Rc;

/// Earlier bills looked at to find the one before: a sale or another contract's bill may lie between.
const LOOKED_AT: usize = 12;

/// What can stand beside a bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Beside {
    /// The customer's other bills in that currency, the newest first.
    pub choices: Vec<Summary<'static>>,
    /// The bill before.
    pub before: Option<InvoiceId>,
    /// The bill of the same month last year.
    pub last_year: Option<InvoiceId>,
}

/// Two bills compared, the one that came first as the old one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Compared {
    /// The one that came first.
    pub old: Rc<Invoice>,
    /// The one that came later.
    pub new: Rc<Invoice>,
    /// What leads from the one to the other.
    pub found: Comparison,
}

/// What became of a comparison.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Outcome {
    /// There is no other bill.
    First,
    /// The bill asked for is not one of the customer's in that currency.
    NotHere,
    /// The records could not be read.
    Failed(StoreError),
    /// The two can't be compared.
    Cannot(Incomparable),
    /// It was made.
    Compared(Rc<Compared>),
}

/// Looks for the bills of the same customer.
pub async fn beside(workspace: Workspace, bill: &Invoice) -> Result<Beside, StoreError> {
    let account = workspace
        .with_untracked(|book| book.current_account(bill.account).map(|account| account.id))
        .unwrap_or(bill.account);
    let all = workspace.bills_of(account, bill.currency).await?;
    let at = all.iter().position(|row| row.id == bill.id.0);
    let earlier = all.iter().skip(at.map_or(0, |at| at + 1)).take(LOOKED_AT);
    let a_year_ago = all.iter().filter(|row| {
        row.on.month() == bill.issue_date.month() && row.on.year() == bill.issue_date.year() - 1
    });
    let mut ids: Vec<InvoiceId> = earlier
        .chain(a_year_ago)
        .filter_map(Summary::document)
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let found = workspace.documents(&ids).await?;
    Ok(Beside {
        before: bill_before(bill, &found).map(|other| other.id),
        last_year: same_month_last_year(bill, &found).map(|other| other.id),
        choices: all.into_iter().filter(|row| row.id != bill.id.0).collect(),
    })
}

/// Compares a bill with the chosen one.
pub async fn outcome(
    workspace: Workspace,
    bill: Rc<Invoice>,
    beside: &Beside,
    chosen: Option<InvoiceId>,
) -> Outcome {
    if bill.is_credit_note() {
        let number = bill.number.clone();
        return Outcome::Cannot(Incomparable::CreditNote { number });
    }
    let Some(id) = chosen else {
        return Outcome::First;
    };
    if !beside.choices.iter().any(|row| row.id == id.0) {
        return Outcome::NotHere;
    }
    let other = match workspace.documents(&[id]).await {
        Ok(mut documents) => documents.pop(),
        Err(error) => return Outcome::Failed(error),
    };
    let Some(other) = other.map(Rc::new) else {
        return Outcome::NotHere;
    };
    let is_later = std::ptr::eq(in_order(&bill, &other).0, &*other);
    let (old, new) = if is_later {
        (other, bill)
    } else {
        (bill, other)
    };
    match compare(&old, &new) {
        Ok(found) => Outcome::Compared(Rc::new(Compared { old, new, found })),
        Err(why) => Outcome::Cannot(why),
    }
}
