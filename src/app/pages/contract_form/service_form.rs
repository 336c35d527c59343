//! One service of a contract as typed, and the terms on which it is delivered.

use crate::app::pages::form::{Reader, trimmed};
use crate::app::pages::product_form::as_typed;
use crate::app::pages::tax_fields::TaxForm;
use crate::billing::catalogue::Product;
use crate::billing::contract::{Discount, PriceSource, Service, Terms};
use crate::billing::id::{ProductId, ServiceId};
use crate::billing::line::Reduction;
use crate::billing::tax::TaxRule;
use crate::money::{Currency, DecimalStyle, Quantity};
use chrono::NaiveDate;
use leptos::prelude::*;

/// Where the price comes from, as the form offers it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceKind {
    /// The catalogue's price of the day.
    Catalogue,
    /// Agreed with this customer.
    Own,
}

/// Whether there is a discount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiscountKind {
    /// None.
    None,
    /// A share of the price.
    Percent,
    /// An amount a billing period.
    Amount,
}

/// Quantity, price and discount as typed.
#[derive(Clone, Copy)]
pub struct TermsForm {
    /// How much.
    pub quantity: RwSignal<String>,
    /// Where the price comes from.
    pub price_kind: RwSignal<PriceKind>,
    /// The agreed price.
    pub price: RwSignal<String>,
    /// Whether there is a discount.
    pub discount_kind: RwSignal<DiscountKind>,
    /// How much.
    pub discount: RwSignal<String>,
    /// Its last day.
    pub until: RwSignal<Option<NaiveDate>>,
    /// Why.
    pub reason: RwSignal<String>,
}

impl TermsForm {
    /// One piece at a price of its own, not typed yet.
    pub fn blank() -> Self {
        TermsForm {
            quantity: RwSignal::new(Quantity::ONE.value().to_string()),
            price_kind: RwSignal::new(PriceKind::Own),
            price: RwSignal::new(String::new()),
            discount_kind: RwSignal::new(DiscountKind::None),
            discount: RwSignal::new(String::new()),
            until: RwSignal::new(None),
            reason: RwSignal::new(String::new()),
        }
    }

    /// The fields of terms.
    pub fn of(terms: &Terms, style: DecimalStyle) -> Self {
        let form = TermsForm::blank();
        form.quantity.set(as_typed(terms.quantity.value(), style));
        match terms.price {
            PriceSource::Own(price) => form.price.set(as_typed(price.value(), style)),
            PriceSource::Catalogue => form.price_kind.set(PriceKind::Catalogue),
        }
        if let Some(discount) = &terms.discount {
            match discount.reduction {
                Reduction::Percent(percent) => {
                    form.discount_kind.set(DiscountKind::Percent);
                    form.discount.set(as_typed(percent.value(), style));
                }
                Reduction::Amount(amount) => {
                    form.discount_kind.set(DiscountKind::Amount);
                    form.discount.set(as_typed(amount.to_decimal(), style));
                }
            }
            form.until.set(discount.until);
            form.reason.set(discount.reason.clone());
        }
        form
    }

    /// Reads the terms from a day on; `field` begins the ids of the controls.
    pub fn read(
        self,
        reader: &mut Reader,
        field: &str,
        from: NaiveDate,
        currency: Currency,
    ) -> Option<Terms> {
        let quantity = reader.quantity(format!("{field}-quantity"), &self.quantity.get());
        let price = match self.price_kind.get() {
            PriceKind::Catalogue => Some(PriceSource::Catalogue),
            PriceKind::Own => reader
                .unit_price(format!("{field}-price"), &self.price.get())
                .map(PriceSource::Own),
        };
        let discount_id = format!("{field}-discount");
        let reduction = match self.discount_kind.get() {
            DiscountKind::None => None,
            DiscountKind::Percent => Some(
                reader
                    .percent(discount_id, &self.discount.get())
                    .map(Reduction::Percent),
            ),
            DiscountKind::Amount => Some(
                reader
                    .money(discount_id, &self.discount.get(), currency)
                    .map(Reduction::Amount),
            ),
        };
        let discount = match reduction {
            None => None,
            Some(reduction) => Some(Discount {
                reduction: reduction?,
                until: self.until.get(),
                reason: trimmed(self.reason),
            }),
        };
        Some(Terms {
            from,
            quantity: quantity?,
            price: price?,
            discount,
        })
    }
}

/// One service as typed.
#[derive(Clone, Copy)]
pub struct ServiceForm {
    /// Identity of the service.
    pub id: ServiceId,
    /// The product.
    pub product: RwSignal<Option<ProductId>>,
    /// What the customer reads.
    pub description: RwSignal<String>,
    /// Unit.
    pub unit: RwSignal<String>,
    /// How it is taxed.
    pub tax: TaxForm,
    /// Whether its price contains the tax.
    pub tax_included: RwSignal<bool>,
    /// Quantity, price, discount.
    pub terms: TermsForm,
}

impl ServiceForm {
    /// A service of which nothing is typed yet.
    pub fn blank(id: ServiceId) -> Self {
        ServiceForm {
            id,
            product: RwSignal::new(None),
            description: RwSignal::new(String::new()),
            unit: RwSignal::new("MON".to_owned()),
            tax: TaxForm::of(&TaxRule::STANDARD),
            tax_included: RwSignal::new(false),
            terms: TermsForm::blank(),
        }
    }

    /// Takes over what the catalogue says of a product.
    pub fn fill(self, product: &Product) {
        self.description.set(product.name.clone());
        self.unit.set(product.unit.clone());
        self.tax.fill(&product.tax);
        self.tax_included.set(product.tax_included);
        self.terms.price_kind.set(PriceKind::Catalogue);
    }

    /// The beginning of the ids of its controls.
    pub fn field(self) -> String {
        format!("service-{}", self.id)
    }

    /// Reads a service that starts on a day.
    pub fn read(
        self,
        reader: &mut Reader,
        starts: NaiveDate,
        currency: Currency,
    ) -> Option<Service> {
        let field = self.field();
        let description = reader.text(format!("{field}-description"), &self.description.get());
        let tax = self.tax.read(reader, &format!("{field}-tax"));
        let terms = self.terms.read(reader, &field, starts, currency);
        Some(Service {
            id: self.id,
            product: self.product.get(),
            description,
            unit: self.unit.get(),
            tax: tax?,
            tax_included: self.tax_included.get(),
            starts,
            last_day: None,
            terms: vec![terms?],
            billed: Vec::new(),
            closed_before: None,
            replaces: None,
        })
    }
}
