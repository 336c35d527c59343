//! Rises of a catalogue price against their notices, for one service: what F05 compares a bill with.

use super::price_rise;
use crate::billing::catalogue::{PriceVersion, Product};
use crate::billing::contract::{PriceSource, Service};
use crate::calendar::Period;
use crate::money::{Currency, UnitPrice};
use chrono::NaiveDate;

/// A product's rises that came without notice in time.
#[derive(Debug)]
pub(super) struct Rises {
    /// The product as if every rise held from the day that its notice allows.
    pub in_time: Product,
    late: Vec<Late>,
}

/// A rise that was charged too soon.
#[derive(Debug)]
pub(super) struct Late {
    pub rise: PriceVersion,
    /// The price that still holds.
    pub before: UnitPrice,
    /// The first day on which the rise may be charged; none without a notice.
    pub earliest: Option<NaiveDate>,
}

impl Rises {
    /// The rises that a service on catalogue price met; none where all were told in time. The price of the day on which the
    /// service came to the catalogue's price was agreed then.
    pub fn of(
        product: &Product,
        currency: Currency,
        service: &Service,
        months: u32,
    ) -> Option<Rises> {
        let since = service
            .terms
            .iter()
            .find(|terms| terms.price == PriceSource::Catalogue)?
            .from
            .max(service.starts);
        let mut before = product.price_on(currency, since)?;
        let mut later: Vec<&PriceVersion> = product
            .prices
            .iter()
            .filter(|version| version.currency == currency && version.from > since)
            .collect();
        if later.is_empty() {
            return None;
        }
        later.sort_by_key(|version| version.from);
        let mut prices: Vec<PriceVersion> = product
            .prices
            .iter()
            .filter(|version| version.currency == currency && version.from <= since)
            .cloned()
            .collect();
        let mut late = Vec::new();
        for (place, version) in later.iter().enumerate() {
            let told = price_rise(
                before,
                version.price,
                version.from,
                version.notified,
                months,
            );
            if !told.is_flagged {
                prices.push((*version).clone());
                before = version.price;
                continue;
            }
            late.push(Late {
                rise: (*version).clone(),
                before,
                earliest: told.earliest,
            });
            let next = later.get(place + 1).map(|next| next.from);
            let holds = told
                .earliest
                .filter(|earliest| next.is_none_or(|next| *earliest < next));
            if let Some(from) = holds {
                prices.push(PriceVersion {
                    from,
                    ..(*version).clone()
                });
                before = version.price;
            }
        }
        (!late.is_empty()).then(|| Rises {
            in_time: Product {
                prices,
                ..product.clone()
            },
            late,
        })
    }

    /// The last rise that charged some of these days too soon.
    pub fn over(&self, days: &[Period]) -> Option<&Late> {
        self.late.iter().rev().find(|late| {
            days.iter().any(|days| {
                let first = days.from().max(late.rise.from);
                first < days.to() && late.earliest.is_none_or(|earliest| first < earliest)
            })
        })
    }
}
