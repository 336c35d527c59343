//! A small business to try the app with: made of ordinary commands, so that everything in it could have been typed.
//!
//! All names are invented. The identifiers have right check digits and belong to nobody that we know of.

use crate::billing::account::{Account, AccountKind, Address, ContactPerson, Grouping, Language};
use crate::billing::catalogue::{PriceVersion, Product};
use crate::billing::command::Command;
use crate::billing::contract::{
    BillingMode, Contract, Discount, Notice, PriceSource, Service, Terms,
};
use crate::billing::id::*;
use crate::billing::identifier::{BusinessId, CountryCode, Iban};
use crate::billing::line::Reduction;
use crate::billing::seller::Seller;
use crate::billing::tax::{TaxRule, TaxTreatment};
use crate::billing::tax_rate::RateClass;
use crate::calendar::{BillingCycle, CycleUnit, PaymentTerms, first_of_month};
use crate::money::{Currency, Percent, Quantity, UnitPrice};
use chrono::{Months, NaiveDate};
use rust_decimal::Decimal;
use uuid::Uuid;

/// What the import of the sample is called in the book; by it the app knows that it may be removed as a whole.
pub const SOURCE: &str = "lasku:sample";

/// Months of bills that the sample has behind it.
pub const MONTHS: u32 = 3;

/// The first day that the sample bills.
pub fn begins(today: NaiveDate) -> NaiveDate {
    first_of_month(today)
        .checked_sub_months(Months::new(MONTHS))
        .unwrap_or(today)
}

/// The commands that make the sample's seller, catalogue, customers and contracts. Billing and payments follow by the
/// ordinary road.
pub fn commands(
    today: NaiveDate,
    language: Language,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Vec<Command> {
    let begins = begins(today);
    let words = Words::of(language);
    let products: Vec<Product> = PRODUCTS
        .iter()
        .zip(words.products)
        .map(|(&(code, unit, price, cost, class), name)| Product {
            id: ProductId(fresh()),
            code: code.into(),
            name: name.into(),
            description: String::new(),
            unit: unit.into(),
            tax: TaxRule::class(class),
            tax_included: false,
            cost: Some(cents(cost)),
            prices: vec![PriceVersion {
                from: begins,
                currency: Currency::EUR,
                price: cents(price),
                notified: None,
            }],
            family: is_care_plan(code).then(|| words.family.into()),
            withdrawn: None,
            import: None,
        })
        .collect();
    let mut accounts = Vec::new();
    let mut contracts = Vec::new();
    for (index, customer) in CUSTOMERS.iter().enumerate() {
        let account = account(customer, index, begins, language, AccountId(fresh()));
        contracts.push(contract(
            customer, index, &account, &products, words, begins, fresh,
        ));
        accounts.push(account);
    }
    vec![
        Command::ReviseSeller(seller(language, words)),
        Command::ImportRecords {
            import: ImportId(fresh()),
            source: SOURCE.into(),
            accounts,
            products,
            contracts,
        },
    ]
}

/// Code, unit, price and cost in cents, rate class.
const PRODUCTS: [(&str, &str, i64, i64, RateClass); 5] = [
    ("CARE-S", "MON", 4_900, 1_200, RateClass::Standard),
    ("CARE-L", "MON", 11_900, 3_100, RateClass::Standard),
    ("HOST", "MON", 1_950, 640, RateClass::Standard),
    ("MAG", "MON", 890, 410, RateClass::SecondReduced),
    ("HOUR", "HUR", 9_500, 4_500, RateClass::Standard),
];

/// Whether a product is one of the two plans of website care.
fn is_care_plan(code: &str) -> bool {
    code.starts_with("CARE-")
}

/// A customer of the sample.
struct Customer {
    name: &'static str,
    kind: AccountKind,
    contact: &'static str,
    city: (&'static str, &'static str),
    /// Places in [`PRODUCTS`] with a quantity.
    services: &'static [(usize, u32)],
    discount: Option<u32>,
    mode: BillingMode,
}

const fn company(
    name: &'static str,
    contact: &'static str,
    city: (&'static str, &'static str),
    services: &'static [(usize, u32)],
) -> Customer {
    Customer {
        name,
        kind: AccountKind::Company,
        contact,
        city,
        services,
        discount: None,
        mode: BillingMode::InAdvance,
    }
}

const CUSTOMERS: [Customer; 10] = [
    company(
        "Kaislan Puutarha Oy",
        "Kaisla Rantanen",
        ("20100", "Turku"),
        &[(0, 1), (2, 2)],
    ),
    company(
        "Pohjolan Pyörä Oy",
        "Ilmari Salo",
        ("90100", "Oulu"),
        &[(1, 1)],
    ),
    Customer {
        discount: Some(15),
        ..company(
            "Kahvila Aamunkoi",
            "Sini Lahti",
            ("00500", "Helsinki"),
            &[(0, 1), (3, 4)],
        )
    },
    company(
        "Vesilinna Arkkitehdit Oy",
        "Otso Harju",
        ("33200", "Tampere"),
        &[(1, 1), (2, 5)],
    ),
    Customer {
        kind: AccountKind::Person,
        ..company("Aino Mäkelä", "", ("70100", "Kuopio"), &[(3, 1)])
    },
    company(
        "Tuulispää Tapahtumat Oy",
        "Venla Koski",
        ("40100", "Jyväskylä"),
        &[(0, 2)],
    ),
    Customer {
        mode: BillingMode::InArrears,
        ..company(
            "Lumo Hammas Oy",
            "Elias Niemi",
            ("15110", "Lahti"),
            &[(1, 2), (2, 3)],
        )
    },
    Customer {
        kind: AccountKind::Person,
        ..company("Eero Virtala", "", ("28100", "Pori"), &[(2, 1), (3, 1)])
    },
    company(
        "Saaristoveneet Ky",
        "Meri Öhman",
        ("21600", "Parainen"),
        &[(0, 1)],
    ),
    company(
        "Kultakala Design Oy",
        "Helmi Kallio",
        ("02100", "Espoo"),
        &[(1, 1), (3, 2)],
    ),
];

/// The sample's texts in one language.
#[derive(Clone, Copy)]
struct Words {
    products: [&'static str; 5],
    /// The family of the plans that can take each other's place.
    family: &'static str,
    contract: &'static str,
    discount: &'static str,
    late_payment: &'static str,
}

impl Words {
    fn of(language: Language) -> Words {
        match language {
            Language::En => Words {
                products: [
                    "Website care, small",
                    "Website care, large",
                    "Hosting, one site",
                    "Monthly magazine, printed",
                    "Design and advice",
                ],
                family: "Website care",
                contract: "Care agreement",
                discount: "First-year discount",
                late_payment: "11.5 %",
            },
            Language::Fi => Words {
                products: [
                    "Verkkosivujen ylläpito, pieni",
                    "Verkkosivujen ylläpito, laaja",
                    "Palvelintila, yksi sivusto",
                    "Kuukausilehti, painettu",
                    "Suunnittelu ja neuvonta",
                ],
                family: "Verkkosivujen ylläpito",
                contract: "Ylläpitosopimus",
                discount: "Ensimmäisen vuoden alennus",
                late_payment: "11,5 %",
            },
        }
    }
}

fn seller(language: Language, words: Words) -> Seller {
    Seller {
        name: "Saarni Verkkotyöt Oy".into(),
        address: address("Saarnikuja 4", ("00100", "Helsinki")),
        business_id: BusinessId::parse("2077474-0").ok(),
        email: "laskutus@saarni.example".into(),
        phone: "010 555 0123".into(),
        iban: Iban::parse("FI2112345600000785").ok(),
        late_payment: words.late_payment.into(),
        ..Seller::unnamed(CountryCode::FI, language)
    }
}

fn address(street: &str, city: (&str, &str)) -> Address {
    Address {
        lines: vec![street.into()],
        postal_code: city.0.into(),
        city: city.1.into(),
        country: CountryCode::FI,
    }
}

fn account(
    customer: &Customer,
    index: usize,
    since: NaiveDate,
    language: Language,
    id: AccountId,
) -> Account {
    let contacts = (!customer.contact.is_empty()).then(|| ContactPerson {
        name: customer.contact.into(),
        phone: format!("040 555 {:04}", 1100 + index),
        ..ContactPerson::default()
    });
    Account {
        id,
        number: (1001 + index).to_string(),
        kind: customer.kind,
        name: customer.name.into(),
        business_id: None,
        vat_id: None,
        e_invoice: None,
        contacts: contacts.into_iter().collect(),
        address: address(&format!("Esimerkkitie {}", 3 + 2 * index), customer.city),
        delivery_address: None,
        language,
        currency: Currency::EUR,
        terms: (index % 4 == 1).then_some(PaymentTerms::NetDays(30)),
        treatment: TaxTreatment::Domestic,
        grouping: Grouping::Together,
        buyer_reference: String::new(),
        tags: Vec::new(),
        notes: String::new(),
        since,
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: None,
    }
}

fn contract(
    customer: &Customer,
    index: usize,
    account: &Account,
    products: &[Product],
    words: Words,
    begins: NaiveDate,
    fresh: &mut dyn FnMut() -> Uuid,
) -> Contract {
    let discount = customer.discount.map(|percent| Discount {
        reduction: Reduction::Percent(
            Percent::new(Decimal::from(percent)).unwrap_or(Percent::ZERO),
        ),
        until: begins.checked_add_months(Months::new(12)),
        reason: words.discount.into(),
    });
    let services = customer
        .services
        .iter()
        .map(|&(product, quantity)| {
            let product = &products[product];
            Service {
                id: ServiceId(fresh()),
                product: Some(product.id),
                description: product.name.clone(),
                unit: product.unit.clone(),
                tax: product.tax.clone(),
                tax_included: product.tax_included,
                starts: begins,
                last_day: None,
                terms: vec![Terms {
                    from: begins,
                    quantity: Quantity::from(quantity),
                    price: PriceSource::Catalogue,
                    discount: discount.clone(),
                }],
                billed: Vec::new(),
                closed_before: None,
                replaces: None,
            }
        })
        .collect();
    Contract {
        id: ContractId(fresh()),
        account: account.id,
        number: format!("S-{}", 501 + index),
        name: words.contract.into(),
        currency: Currency::EUR,
        cycle: BillingCycle {
            every: 1,
            unit: CycleUnit::Month,
            anchor: begins,
        },
        mode: customer.mode,
        starts: begins,
        minimum_term: begins.checked_add_months(Months::new(12)),
        notice: Notice::Months(1),
        last_day: None,
        end_reason: String::new(),
        end_cause: None,
        end_asked: None,
        pauses: Vec::new(),
        services,
        order_reference: String::new(),
        notes: String::new(),
        import: None,
    }
}

fn cents(cents: i64) -> UnitPrice {
    UnitPrice::new(Decimal::new(cents, 2)).unwrap_or(UnitPrice::ZERO)
}
