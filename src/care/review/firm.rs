//! The reviews of all accounts, added up: who is owed what, which rules find most, and what the firm's old customers pay above
//! its new ones.

use super::finding::{Evidence, Review, Rule, Severity};
use crate::billing::id::{AccountId, ProductId};
use crate::money::{Currency, Money, Rounding};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

/// All accounts.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct FirmReview {
    /// How many were looked at.
    pub accounts: u64,
    /// How many of them are owed nothing.
    pub fair: u64,
    /// How many invoices and credit notes were read.
    pub documents: u64,
    /// What is owed to customers, in each currency.
    pub owed: Vec<Money>,
    /// What each rule found, in the order of the rules.
    pub rules: Vec<RuleSums>,
    /// Accounts with findings, the one that is owed most first.
    pub found: Vec<AccountFindings>,
    /// F08 by plan.
    pub penalties: Vec<Penalty>,
}

/// What one rule found.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct RuleSums {
    /// The rule.
    pub rule: Rule,
    /// How serious what it found is.
    pub severity: Severity,
    /// On how many accounts.
    pub accounts: u64,
    /// How many findings.
    pub findings: u64,
    /// Their sum in each currency.
    pub amounts: Vec<Money>,
}

/// What was found on one account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct AccountFindings {
    /// Whose.
    pub account: AccountId,
    /// What is owed, with VAT.
    pub owed: Money,
    /// The rules of what is owed.
    pub rules: Vec<Rule>,
    /// The rules of what there is to talk about.
    pub talk: Vec<Rule>,
    /// What was charged too little, with VAT.
    pub undercharged: Money,
}

/// What old customers of a plan pay above new ones in the next twelve months, with VAT.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Penalty {
    /// The plan.
    pub product: ProductId,
    /// How many services.
    pub count: u64,
    /// What they pay more, all together.
    pub total: Money,
}

impl Penalty {
    /// The mean, rounded half away from zero.
    pub fn mean(&self) -> Option<Money> {
        let exact = self
            .total
            .to_decimal()
            .checked_div(Decimal::from(self.count))?;
        Rounding::HalfAwayFromZero
            .reduce(exact, self.total.currency())
            .ok()
    }
}

impl FirmReview {
    /// Adds the review of an account, for which so many documents were read.
    pub fn add(&mut self, account: AccountId, review: &Review, documents: u64) {
        self.accounts += 1;
        self.documents += documents;
        self.fair += u64::from(review.is_fair());
        add(&mut self.owed, review.owed);
        let mut seen: Vec<(Rule, Severity)> = Vec::new();
        for finding in &review.findings {
            let key = (finding.rule, finding.severity);
            let sums = self.sums(key.0, key.1);
            sums.findings += 1;
            if !seen.contains(&key) {
                sums.accounts += 1;
                seen.push(key);
            }
            add(&mut sums.amounts, finding.amount);
            for evidence in &finding.evidence {
                if let Evidence::Loyalty { product, .. } = evidence {
                    self.add_penalty(*product, finding.amount);
                }
            }
        }
        if !review.findings.is_empty() {
            self.found.push(AccountFindings {
                account,
                owed: review.owed,
                rules: review.rules(Severity::Owed),
                talk: review.rules(Severity::Talk),
                undercharged: review
                    .of(Severity::Undercharged)
                    .filter(|finding| finding.amount.currency() == review.owed.currency())
                    .fold(Money::zero(review.owed.currency()), |sum, finding| {
                        sum + finding.amount
                    }),
            });
        }
    }

    /// Puts the accounts that are owed most first.
    pub fn finish(&mut self) {
        self.found
            .sort_by_key(|each| (std::cmp::Reverse(each.owed.minor()), each.account));
        self.rules.sort_by_key(|sums| (sums.severity, sums.rule));
        self.penalties
            .sort_by_key(|each| (std::cmp::Reverse(each.total.minor()), each.product));
        self.owed.retain(|sum| sum.is_positive());
    }

    fn sums(&mut self, rule: Rule, severity: Severity) -> &mut RuleSums {
        let is_it = |sums: &RuleSums| sums.rule == rule && sums.severity == severity;
        let at = match self.rules.iter().position(is_it) {
            Some(at) => at,
            None => {
                self.rules.push(RuleSums {
                    rule,
                    severity,
                    accounts: 0,
                    findings: 0,
                    amounts: Vec::new(),
                });
                self.rules.len() - 1
            }
        };
        &mut self.rules[at]
    }

    fn add_penalty(&mut self, product: ProductId, amount: Money) {
        let is_it =
            |each: &Penalty| each.product == product && each.total.currency() == amount.currency();
        match self.penalties.iter().position(is_it) {
            Some(at) => {
                self.penalties[at].count += 1;
                self.penalties[at].total += amount;
            }
            None => self.penalties.push(Penalty {
                product,
                count: 1,
                total: amount,
            }),
        }
    }
}

/// Adds to the sum of its currency.
fn add(sums: &mut Vec<Money>, amount: Money) {
    let currency: Currency = amount.currency();
    match sums.iter_mut().find(|sum| sum.currency() == currency) {
        Some(sum) => *sum += amount,
        None => sums.push(amount),
    }
}
