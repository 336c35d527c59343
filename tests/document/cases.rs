//! One document of every kind that the law and the standards tell apart, made by the engine itself.

use crate::backup_book::{Desk, account, day, eur, item, seller};
use crate::tools::now;
use chrono::DateTime;
use lasku::billing::account::{Account, Address};
use lasku::billing::change::Change;
use lasku::billing::command::{Command, CreditExtent, CreditInvoice};
use lasku::billing::draft::Draft;
use lasku::billing::id::{AccountId, DraftId, InvoiceId};
use lasku::billing::identifier::{CountryCode, EInvoiceAddress, Iban, PaymentReference, VatId};
use lasku::billing::invoice::{CreditReason, Invoice};
use lasku::billing::journal::{Author, JournalEntry};
use lasku::billing::line::{LineItem, Reduction};
use lasku::billing::seller::Seller;
use lasku::billing::tax::{Rate, TaxCategory, TaxRule, TaxTreatment};
use lasku::billing::tax_rate::RateClass;
use lasku::billing::totals::{Adjustment, AdjustmentKind};
use lasku::calendar::Period;
use lasku::money::{Currency, Percent, Quantity, UnitPrice};
use lasku::store::memory::Memory;
use lasku::store::{Commit, Durability, Store};

/// A document with the name of what is special about it.
pub struct Case {
    pub name: &'static str,
    pub invoice: Invoice,
}

fn address(country: &str, city: &str, postal_code: &str) -> Address {
    Address {
        lines: vec!["Main Street 7".into(), "Building B".into()],
        postal_code: postal_code.into(),
        city: city.into(),
        country: CountryCode::parse(country).unwrap(),
    }
}

/// A Finnish company that buys.
fn company(id: AccountId) -> Account {
    Account {
        business_id: Some("0201256-6".into()),
        vat_id: Some(VatId::parse("FI02012566").unwrap()),
        e_invoice: Some(EInvoiceAddress::new("003702012566", Some("DABAFIHH")).unwrap()),
        address: address("FI", "Tampere", "33100"),
        buyer_reference: "OSTO-7".into(),
        ..account(id, "1001", "Laine & Pojat Oy")
    }
}

fn abroad(id: AccountId, country: &str, vat_id: Option<&str>, treatment: TaxTreatment) -> Account {
    Account {
        business_id: None,
        vat_id: vat_id.map(|id| VatId::parse(id).unwrap()),
        e_invoice: Some(EInvoiceAddress::new("0088:7300010000001", None).unwrap()),
        address: address(country, "Storstad", "11120"),
        treatment,
        ..company(id)
    }
}

/// How a document differs from the plain one.
#[derive(Default)]
struct Differs {
    lines: Vec<LineItem>,
    adjustments: Vec<Adjustment>,
    supplied: Option<&'static str>,
    note: &'static str,
}

/// Issues one document to one customer in a book of its own.
fn issue(
    seller: Seller,
    customer: impl Fn(AccountId) -> Account,
    differs: Differs,
) -> (Desk, Invoice) {
    let mut desk = Desk::new();
    desk.ask(Command::ReviseSeller(seller));
    let id: AccountId = desk.id();
    let customer = customer(id);
    let currency = customer.currency;
    desk.ask(Command::AddAccount(customer));
    let draft: DraftId = desk.id();
    desk.ask(Command::SaveDraft(Draft {
        id: draft,
        account: id,
        currency,
        items: differs.lines,
        adjustments: differs.adjustments,
        supplied: differs.supplied.map(day),
        terms: None,
        order_reference: "PO-100".into(),
        note: differs.note.into(),
        created: day("2026-01-07"),
    }));
    let (series, invoice) = (desk.series(), desk.id());
    desk.ask(Command::IssueDraft {
        draft,
        series,
        issue_date: day("2026-01-09"),
        invoice,
    });
    let issued = desk.invoices.last().unwrap().clone();
    (desk, issued)
}

fn of(name: &'static str, customer: impl Fn(AccountId) -> Account, differs: Differs) -> Case {
    let (_, invoice) = issue(seller(), customer, differs);
    Case { name, invoice }
}

fn lines(lines: Vec<LineItem>) -> Differs {
    Differs {
        lines,
        ..Differs::default()
    }
}

fn taxed(description: &str, price: &str, tax: TaxRule) -> LineItem {
    LineItem {
        tax,
        ..item(description, price)
    }
}

fn several_rates() -> Vec<LineItem> {
    vec![
        item("Installation", "120"),
        taxed("Book", "15.5", TaxRule::class(RateClass::Reduced)),
        taxed("Journal", "9.99", TaxRule::class(RateClass::SecondReduced)),
        LineItem {
            quantity: "3".parse().unwrap(),
            ..taxed("Fixed rate", "0.333", TaxRule::fixed("14".parse().unwrap()))
        },
    ]
}

fn discounts() -> Differs {
    let mut lines = several_rates();
    lines[0].reduction = Some(Reduction::Amount(eur("10.00")));
    lines[0].reduction_reason = Some("agreed".into());
    lines[1].reduction = Some(Reduction::Percent("12.5".parse().unwrap()));
    let adjustment = |kind, value, reason: &str| Adjustment {
        kind,
        value,
        reason: reason.into(),
    };
    Differs {
        lines,
        adjustments: vec![
            adjustment(
                AdjustmentKind::Allowance,
                Reduction::Percent("5".parse().unwrap()),
                "regular customer",
            ),
            adjustment(
                AdjustmentKind::Charge,
                Reduction::Amount(eur("7.77")),
                "delivery",
            ),
        ],
        note: "Thank you – kiitos – ευχαριστώ",
        ..Differs::default()
    }
}

fn with_tax() -> Vec<LineItem> {
    let price = |description: &str, price: &str, quantity: &str| LineItem {
        tax_included: true,
        quantity: quantity.parse::<Quantity>().unwrap(),
        ..item(description, price)
    };
    let mut lines = vec![
        price("Coffee", "3.9", "3"),
        price("Cake", "5.25", "7"),
        price("Tea", "0.99", "1"),
    ];
    lines[1].reduction = Some(Reduction::Percent("10".parse().unwrap()));
    lines
}

fn part_of_a_period() -> Vec<LineItem> {
    let period = Period::new(day("2026-01-21"), day("2026-02-01"));
    let part = |quantity: &str, price: &str| LineItem {
        quantity: quantity.parse::<Quantity>().unwrap(),
        unit: "MON".into(),
        period,
        proration: Some(lasku::billing::line::Proration { days: 11, of: 31 }),
        ..item("Network 100", price)
    };
    vec![
        part("1", "29.85"),
        part("3", "9.9"),
        part("-2", "4.45"),
        item("Fee", "5"),
    ]
}

fn exempt() -> TaxRule {
    TaxRule {
        category: TaxCategory::Exempt,
        rate: Rate::Fixed(Percent::ZERO),
        reason: Some("AVL 39 §".into()),
    }
}

/// Another currency, with a price that its smallest unit can say.
fn in_currency(name: &'static str, currency: Currency, price: &str) -> Case {
    let customer = |id| Account {
        currency,
        ..company(id)
    };
    let price: UnitPrice = price.parse().unwrap();
    of(
        name,
        customer,
        lines(vec![LineItem {
            unit_price: price,
            ..item("Service", "1")
        }]),
    )
}

fn credit_note(name: &'static str, extent: impl Fn(&Invoice) -> CreditExtent) -> Case {
    let (mut desk, invoice) = issue(seller(), company, discounts());
    let (series, id): (_, InvoiceId) = (desk.series(), desk.id());
    desk.ask(Command::CreditInvoice(CreditInvoice {
        invoice: invoice.id,
        credit_note: id,
        series,
        issue_date: day("2026-01-18"),
        extent: extent(&invoice),
        reason: CreditReason::BillingError,
        note: "Sorry".into(),
        bill_again: false,
    }));
    Case {
        name,
        invoice: desk.invoices.last().unwrap().clone(),
    }
}

/// Every case.
pub fn cases() -> Vec<Case> {
    let long = "Ääkkönen ja Kumppanit ".repeat(10);
    let named = |name: String| {
        move |id| Account {
            name: name.clone(),
            ..company(id)
        }
    };
    let vat_free = |country: &'static str, vat_id: Option<&'static str>, treatment| {
        move |id| abroad(id, country, vat_id, treatment)
    };
    let supplied = |differs: Differs| Differs {
        supplied: Some("2026-01-07"),
        ..differs
    };
    let plain = || lines(vec![item("Installation", "120")]);
    let many = |count: usize| {
        (1..=count)
            .map(|number| item(&format!("Work {number}"), "1.115"))
            .collect()
    };
    vec![
        of("one-line", company, plain()),
        of("several-rates", company, lines(several_rates())),
        of("discounts", company, discounts()),
        of("with-tax", company, lines(with_tax())),
        of("part-of-period", company, lines(part_of_a_period())),
        of(
            "reverse-charge",
            vat_free("DE", Some("DE136695976"), TaxTreatment::ReverseCharge),
            plain(),
        ),
        of(
            "intra-community",
            vat_free("SE", Some("SE556042722001"), TaxTreatment::IntraCommunity),
            supplied(plain()),
        ),
        of(
            "export",
            vat_free("US", None, TaxTreatment::Export),
            plain(),
        ),
        of(
            "exempt",
            company,
            lines(vec![taxed("Training", "80", exempt()), item("Book", "20")]),
        ),
        of(
            "outside-scope",
            vat_free("FI", None, TaxTreatment::OutsideScope),
            plain(),
        ),
        of(
            "zero-rate",
            company,
            lines(vec![taxed(
                "Fuel",
                "10",
                TaxRule::untaxed(TaxCategory::Zero),
            )]),
        ),
        in_currency("swedish", Currency::parse("SEK").unwrap(), "99.95"),
        in_currency("yen", Currency::parse("JPY").unwrap(), "1234"),
        of("500-lines", company, lines(many(500))),
        of("long-names", named(long.trim().to_owned()), {
            let text = "Maintenance and repair of everything ".repeat(6);
            lines(vec![item(text.trim(), "1")])
        }),
        of(
            "right-to-left",
            named("חברת הדוגמה בע״מ".to_owned()),
            lines(vec![item("خدمة الصيانة", "42")]),
        ),
        credit_note("credit-note", |_| CreditExtent::Rest),
        credit_note("credit-note-part", |_| {
            CreditExtent::Lines(vec![(0, eur("30.00"))])
        }),
    ]
}

/// An invoice from Biel to Rorschach, to be paid by Swiss QR-bill.
pub fn swiss(account: &str, reference: &str) -> Invoice {
    let francs = Currency::parse("CHF").unwrap();
    let mut invoice = in_currency("swiss", francs, "1553.5856").invoice;
    let address = |street: &str, postal_code: &str, city: &str| Address {
        lines: vec![street.into()],
        ..address("CH", city, postal_code)
    };
    invoice.seller.name = "Robert Schneider AG".into();
    invoice.seller.address = address("Rue du Lac 1268", "2501", "Biel");
    invoice.seller.iban = Some(Iban::parse(account).unwrap());
    invoice.buyer.name = "Pia Rutschmann".into();
    invoice.buyer.address = address("Marktgasse 28", "9400", "Rorschach");
    invoice.reference = Some(PaymentReference::read(reference));
    invoice
}

/// The documents of all cases in a store, as often as said, each time with ids of their own.
pub fn store(cases: &[Case], times: usize) -> (Memory, Vec<InvoiceId>) {
    let mut desk = Desk::new();
    let issued: Vec<Invoice> = (0..times)
        .flat_map(|_| cases.iter())
        .map(|case| Invoice {
            id: desk.id(),
            ..case.invoice.clone()
        })
        .collect();
    let ids = issued.iter().map(|invoice| invoice.id).collect();
    let changes: Vec<Change> = issued.into_iter().map(Change::InvoiceIssued).collect();
    let store = Memory::default();
    let head = desk.book.journal;
    let author = Author {
        id: desk.id(),
        name: "Aino".into(),
    };
    let at = DateTime::UNIX_EPOCH;
    let entry = JournalEntry::seal(head, at, author, "issue", &changes);
    now(store.create(&desk.book)).unwrap();
    now(store.commit(Commit {
        expected: head,
        changes: &changes,
        entry: &entry,
        durability: Durability::Relaxed,
    }))
    .unwrap();
    (store, ids)
}

/// A document in a currency of three decimals whose amounts need them.
pub fn three_decimals() -> Invoice {
    in_currency("dinar", Currency::parse("KWD").unwrap(), "12.345").invoice
}

/// The same in a currency of three decimals, with amounts that need but two.
pub fn two_of_three_decimals() -> Invoice {
    let rule = TaxRule::untaxed(TaxCategory::Zero);
    let customer = |id| Account {
        currency: Currency::parse("KWD").unwrap(),
        ..company(id)
    };
    let (_, invoice) = issue(
        seller(),
        customer,
        lines(vec![taxed("Service", "12.34", rule)]),
    );
    invoice
}
