//! An invoice to look at while none has been issued: invented, and never kept.

use crate::app::{components::document_paper::paper_locale, locale::td_string};
use crate::billing::{
    account::{Account, AccountKind, Address, Grouping},
    draft::{Draft, Stamp},
    id::{AccountId, DraftId, InvoiceId, SeriesId},
    invoice::{Invoice, InvoiceType},
    line::{LineItem, Origin},
    seller::Seller,
    tax::{TaxCategory, TaxRule, TaxTreatment},
};
use crate::money::{Quantity, UnitPrice};
use chrono::NaiveDate;
use rust_decimal::Decimal;
use uuid::Uuid;

/// The invoice; none where it can't be reckoned, which no seller has met.
pub(super) fn sample(seller: &Seller, day: NaiveDate) -> Option<Invoice> {
    let locale = paper_locale(seller.language);
    let account = account(
        seller,
        td_string!(locale, documents.sample_customer).to_owned(),
        day,
    );
    let items = [
        item(
            td_string!(locale, documents.sample_work),
            "HUR",
            (Decimal::new(75, 1), Decimal::from(84)),
        ),
        item(
            td_string!(locale, documents.sample_travel),
            "KMT",
            (Decimal::from(46), Decimal::new(59, 2)),
        ),
        item(
            td_string!(locale, documents.sample_goods),
            "C62",
            (Decimal::from(3), Decimal::new(2990, 2)),
        ),
    ];
    let mut items = items.into_iter().collect::<Option<Vec<_>>>()?;
    // Where no rates are known the picture shows none.
    if TaxRule::STANDARD.on(seller.address.country, day).is_none() {
        for item in &mut items {
            item.tax = TaxRule::untaxed(TaxCategory::Zero);
        }
    }
    let draft = Draft {
        id: DraftId(Uuid::nil()),
        account: account.id,
        currency: seller.currency,
        items,
        adjustments: Vec::new(),
        supplied: None,
        terms: None,
        order_reference: String::new(),
        note: td_string!(locale, documents.sample_note).to_owned(),
        created: day,
    };
    let computed = draft.compute(seller, TaxTreatment::Domestic, day).ok()?;
    let stamp = Stamp {
        id: InvoiceId(Uuid::nil()),
        number: "1001".to_owned(),
        series: SeriesId(Uuid::nil()),
        issue_date: day,
        seller,
        account: &account,
        run: None,
    };
    let due = seller.terms.due_date(day);
    Some(draft.document(stamp, computed, InvoiceType::Commercial, due))
}

fn item(description: &str, unit: &str, (quantity, price): (Decimal, Decimal)) -> Option<LineItem> {
    Some(LineItem {
        description: description.to_owned(),
        quantity: Quantity::new(quantity).ok()?,
        unit: unit.to_owned(),
        unit_price: UnitPrice::new(price).ok()?,
        tax_included: false,
        reduction: None,
        reduction_reason: None,
        tax: TaxRule::STANDARD,
        period: None,
        proration: None,
        origin: Origin::default(),
    })
}

fn account(seller: &Seller, name: String, day: NaiveDate) -> Account {
    Account {
        id: AccountId(Uuid::nil()),
        number: "1001".to_owned(),
        kind: AccountKind::Company,
        name,
        business_id: None,
        vat_id: None,
        e_invoice: None,
        contacts: Vec::new(),
        address: Address {
            lines: vec!["Satamakatu 3 B".to_owned()],
            postal_code: "00160".to_owned(),
            city: "Helsinki".to_owned(),
            country: seller.address.country,
        },
        delivery_address: None,
        language: seller.language,
        currency: seller.currency,
        terms: None,
        treatment: TaxTreatment::Domestic,
        grouping: Grouping::Together,
        buyer_reference: String::new(),
        tags: Vec::new(),
        notes: String::new(),
        since: day,
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: None,
    }
}
