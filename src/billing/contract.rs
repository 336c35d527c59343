//! Contracts: recurring agreements, their services, and dated changes to them.
//!
//! What a contract costs for given days is [`proration`](crate::billing::proration)'s business.

use crate::billing::catalogue::Product;
use crate::billing::id::{AccountId, ContractId, ImportId, InvoiceId, ProductId, ServiceId};
use crate::billing::line::Reduction;
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::billing::tax::{Tax, TaxRule};
use crate::calendar::{BillingCycle, Period};
use crate::money::{Currency, Money, Percent, Quantity, UnitPrice};
use chrono::{Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};

/// A recurring agreement with an account.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Contract {
    /// Identity.
    pub id: ContractId,
    /// Whose it is.
    pub account: AccountId,
    /// The contract number printed on documents (BT-12); unique.
    pub number: String,
    /// What people call it.
    pub name: String,
    /// Its currency; the account's.
    pub currency: Currency,
    /// How often it is billed.
    pub cycle: BillingCycle,
    /// Before or after the period.
    pub mode: BillingMode,
    /// First day.
    pub starts: NaiveDate,
    /// The last day of the minimum term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_term: Option<NaiveDate>,
    /// Notice to be given before it ends.
    #[serde(default)]
    pub notice: Notice,
    /// Its last day, once that is agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<NaiveDate>,
    /// Why it ends, in the customer's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub end_reason: String,
    /// Why it ends, in one word that can be counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_cause: Option<EndCause>,
    /// The day on which its end was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_asked: Option<NaiveDate>,
    /// Days on which it rests and nothing is charged, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pauses: Vec<Pause>,
    /// What it contains.
    pub services: Vec<Service>,
    /// The buyer's order number (BT-13).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub order_reference: String,
    /// Free notes.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub notes: String,
    /// The import it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
}

/// Why a contract ends.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndCause {
    /// It costs too much.
    Price,
    /// Somebody else's is better.
    OtherSeller,
    /// It isn't needed any more.
    NotNeeded,
    /// The customer moves.
    Moves,
    /// The customer isn't content with it.
    Dissatisfied,
    /// The customer has died, or the company has ceased.
    Ceased,
    /// The bills aren't paid.
    Unpaid,
    /// Anything else.
    Other,
}

impl EndCause {
    /// Every cause, in the order in which a form offers them.
    pub const ALL: [EndCause; 8] = [
        EndCause::Price,
        EndCause::OtherSeller,
        EndCause::NotNeeded,
        EndCause::Moves,
        EndCause::Dissatisfied,
        EndCause::Ceased,
        EndCause::Unpaid,
        EndCause::Other,
    ];
}

/// When a period is billed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BillingMode {
    /// On the first day of the period.
    #[default]
    InAdvance,
    /// On the day after the period.
    InArrears,
}

/// Notice before the end.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Notice {
    /// None: it may end today.
    #[default]
    None,
    /// So many days.
    Days(u16),
    /// So many months.
    Months(u16),
}

impl Notice {
    /// The first day on which notice given on `day` lets a contract end.
    pub fn after(self, day: NaiveDate) -> NaiveDate {
        match self {
            Notice::None => Some(day),
            Notice::Days(days) => day.checked_add_days(Days::new(days.into())),
            Notice::Months(months) => day.checked_add_months(Months::new(months.into())),
        }
        .unwrap_or(NaiveDate::MAX)
    }
}

/// Days of rest.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Pause {
    /// The first day of rest.
    pub from: NaiveDate,
    /// The first day that is charged again, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resumes: Option<NaiveDate>,
}

impl Pause {
    /// Whether the contract rests on `day`.
    pub fn contains(&self, day: NaiveDate) -> bool {
        self.from <= day && self.resumes.is_none_or(|resumes| day < resumes)
    }
}

/// One priced service of a contract.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Service {
    /// Identity.
    pub id: ServiceId,
    /// The product it delivers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub product: Option<ProductId>,
    /// What the customer reads on the bill.
    pub description: String,
    /// Unit of measure.
    pub unit: String,
    /// How it is taxed.
    pub tax: TaxRule,
    /// Whether its price contains the tax.
    #[serde(default)]
    pub tax_included: bool,
    /// First day.
    pub starts: NaiveDate,
    /// Last day, if it ends before the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<NaiveDate>,
    /// Its terms by the day from which they hold, in order, the first from its first day. A later entry is an amendment.
    pub terms: Vec<Terms>,
    /// What has been billed, by days, as far back as a change may still reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub billed: Vec<BilledSpan>,
    /// Days before this one are billed for good: a change can't reach them, a credit note can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_before: Option<NaiveDate>,
    /// The service of the same contract in whose place it came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<ServiceId>,
}

/// Quantity, price and discount from a day on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Terms {
    /// The first day on which they hold.
    pub from: NaiveDate,
    /// How much.
    pub quantity: Quantity,
    /// At which price a billing period.
    pub price: PriceSource,
    /// Less what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub discount: Option<Discount>,
}

/// Where the price comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceSource {
    /// Agreed with this customer.
    Own(UnitPrice),
    /// The catalogue's price of the day.
    Catalogue,
}

/// A discount on a service.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Discount {
    /// A share of the price, or an amount a whole billing period.
    pub reduction: Reduction,
    /// Its last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Why (BT-139).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Days of a service that have been billed, and at what.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct BilledSpan {
    /// The days.
    pub period: Period,
    /// Days of the whole billing period.
    pub of: u32,
    /// Quantity.
    pub quantity: Quantity,
    /// Price of one unit for the whole billing period.
    pub unit_price: UnitPrice,
    /// The discount.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reduction: Option<Reduction>,
    /// Category and rate as billed.
    pub tax: Tax,
    /// The line's amount as priced, without what was taken back since.
    pub amount: Money,
    /// The invoice.
    pub invoice: InvoiceId,
    /// Credited without being billed again: the days are given away, whatever becomes of the terms.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub waived: bool,
}

impl Service {
    /// The terms that hold on `day`.
    pub fn terms_on(&self, day: NaiveDate) -> Option<&Terms> {
        self.terms.iter().rev().find(|terms| terms.from <= day)
    }

    /// The price of one unit for a billing period on `day`.
    pub fn price_on(
        &self,
        product: Option<&Product>,
        currency: Currency,
        day: NaiveDate,
    ) -> Option<UnitPrice> {
        match self.terms_on(day)?.price {
            PriceSource::Own(price) => Some(price),
            PriceSource::Catalogue => product?.price_on(currency, day),
        }
    }
}

impl Contract {
    /// Whether it is in force on `day`, paused or not.
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.starts <= day && self.last_day.is_none_or(|last| day <= last)
    }

    /// Whether it rests on `day`.
    pub fn is_paused(&self, day: NaiveDate) -> bool {
        self.pauses.iter().any(|pause| pause.contains(day))
    }

    /// The earliest last day if notice is given on `day`: minimum term and notice both kept.
    pub fn earliest_end(&self, day: NaiveDate) -> NaiveDate {
        let by_notice = self.notice.after(day);
        self.minimum_term
            .map_or(by_notice, |term| term.max(by_notice))
    }

    /// The service of that id.
    pub fn service(&self, id: ServiceId) -> Option<&Service> {
        self.services.iter().find(|service| service.id == id)
    }

    pub(crate) fn service_mut(&mut self, id: ServiceId) -> Result<&mut Service, Refusal> {
        self.services
            .iter_mut()
            .find(|service| service.id == id)
            .ok_or(Refusal::unknown(Field::Product))
    }

    /// Checks what holds for a contract by itself.
    pub fn check(&self) -> Result<(), Refusal> {
        required(&self.number, Field::Number)?;
        if self.services.is_empty() {
            return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
        }
        if self.last_day.is_some_and(|last| last < self.starts) {
            return Err(Refusal::field(
                Field::LastDay,
                RefusalKind::TooEarly {
                    earliest: self.starts,
                },
            ));
        }
        for pair in self.pauses.windows(2) {
            if pair[0].resumes.is_none_or(|resumes| resumes > pair[1].from) {
                return Err(Refusal::field(Field::Resumes, RefusalKind::PauseOverlap));
            }
        }
        for pause in &self.pauses {
            if pause.resumes.is_some_and(|resumes| resumes <= pause.from) {
                return Err(Refusal::field(
                    Field::Resumes,
                    RefusalKind::TooEarly {
                        earliest: pause.from,
                    },
                ));
            }
        }
        for service in &self.services {
            service.check(self)?;
        }
        Ok(())
    }
}

impl Service {
    fn check(&self, contract: &Contract) -> Result<(), Refusal> {
        required(&self.description, Field::Description)?;
        if let Some(replaced) = self.replaces
            && (replaced == self.id || contract.service(replaced).is_none())
        {
            return Err(Refusal::unknown(Field::Product));
        }
        let Some(first) = self.terms.first() else {
            return Err(Refusal::field(Field::Price, RefusalKind::Empty));
        };
        if self.starts < contract.starts {
            return Err(Refusal::field(
                Field::Starts,
                RefusalKind::TooEarly {
                    earliest: contract.starts,
                },
            ));
        }
        if first.from > self.starts {
            return Err(Refusal::field(
                Field::Effective,
                RefusalKind::TooLate {
                    latest: self.starts,
                },
            ));
        }
        if self
            .terms
            .windows(2)
            .any(|pair| pair[0].from >= pair[1].from)
        {
            return Err(Refusal::field(
                Field::Effective,
                RefusalKind::TooEarly {
                    earliest: self.starts,
                },
            ));
        }
        for terms in &self.terms {
            if terms.quantity.is_negative() {
                return Err(Refusal::field(Field::Quantity, RefusalKind::NotPositive));
            }
            if let Some(Discount {
                reduction: Reduction::Amount(amount),
                ..
            }) = &terms.discount
            {
                if amount.currency() != contract.currency {
                    return Err(Refusal::field(
                        Field::Reduction,
                        RefusalKind::CurrencyMismatch {
                            expected: contract.currency,
                            found: amount.currency(),
                        },
                    ));
                }
                if amount.is_negative() {
                    return Err(Refusal::field(Field::Reduction, RefusalKind::NotPositive));
                }
            }
            if let Some(Discount {
                reduction: Reduction::Percent(percent),
                ..
            }) = &terms.discount
                && *percent > Percent::HUNDRED
            {
                return Err(Refusal::field(
                    Field::Reduction,
                    RefusalKind::DiscountAboveWhole,
                ));
            }
            if terms.price == PriceSource::Catalogue && self.product.is_none() {
                return Err(Refusal::field(Field::Product, RefusalKind::Empty));
            }
        }
        Ok(())
    }
}
