//! The catalogue: products and their prices in versions.

use crate::billing::id::{ImportId, ProductId};
use crate::billing::refusal::{Field, Refusal, RefusalKind, required};
use crate::billing::tax::TaxRule;
use crate::money::{Currency, UnitPrice};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// Something sold.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Product {
    /// Identity.
    pub id: ProductId,
    /// Article code (BT-155); unique.
    pub code: String,
    /// Name (BT-153).
    pub name: String,
    /// Description (BT-154).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Unit of measure, a code of UN/ECE Recommendation 20 (BT-130).
    pub unit: String,
    /// How it is taxed.
    pub tax: TaxRule,
    /// Whether its prices contain the tax.
    #[serde(default)]
    pub tax_included: bool,
    /// What one unit costs the seller, in the seller's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<UnitPrice>,
    /// Prices, by the day from which they hold.
    pub prices: Vec<PriceVersion>,
    /// What it is one plan of: products of the same family deliver the same kind of thing, and one can take another's
    /// place. None where nothing can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// No longer sold from this day; running contracts go on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<NaiveDate>,
    /// The import it came with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import: Option<ImportId>,
}

/// A price from a day on.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct PriceVersion {
    /// The first day on which it holds, also for running contracts at catalogue price.
    pub from: NaiveDate,
    /// The currency it is in.
    pub currency: Currency,
    /// Price of one unit.
    pub price: UnitPrice,
    /// The day on which customers were told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notified: Option<NaiveDate>,
}

impl Product {
    /// The price of one unit on `day`.
    pub fn price_on(&self, currency: Currency, day: NaiveDate) -> Option<UnitPrice> {
        self.version_on(currency, day).map(|version| version.price)
    }

    /// The price version that holds on `day`.
    pub fn version_on(&self, currency: Currency, day: NaiveDate) -> Option<&PriceVersion> {
        self.prices
            .iter()
            .filter(|version| version.currency == currency && version.from <= day)
            .max_by_key(|version| version.from)
    }

    /// Whether new customers can have it on `day`.
    pub fn is_sold_on(&self, day: NaiveDate) -> bool {
        self.withdrawn.is_none_or(|withdrawn| day < withdrawn)
    }

    /// Checks what holds for a product by itself.
    pub fn check(&self) -> Result<(), Refusal> {
        required(&self.name, Field::Name)?;
        required(&self.code, Field::Code)?;
        required(&self.unit, Field::Description)?;
        if let Some(family) = &self.family {
            required(family, Field::Family)?;
        }
        for (index, version) in self.prices.iter().enumerate() {
            let repeated = self.prices[..index].iter().any(|earlier| {
                earlier.from == version.from && earlier.currency == version.currency
            });
            if repeated {
                return Err(Refusal::field(
                    Field::PriceFrom,
                    RefusalKind::Taken {
                        what: version.from.to_string(),
                    },
                ));
            }
        }
        Ok(())
    }
}
