//! Finvoice: what is written is read back the same, in exact amounts; foreign, broken and hostile files are refused.
//!
//! The files stay in the folder `documents/finvoice` of the build, where `tests/validators/finvoice.py` checks them against the schema.

use super::builder::{World, day, eur, item, noon, percent};
use lasku::billing::account::{Address, Language};
use lasku::billing::command::CreditExtent;
use lasku::billing::identifier::{
    Bic, CountryCode, EInvoiceAddress, Iban, PaymentReference, VatId,
};
use lasku::billing::invoice::{Invoice, InvoiceType};
use lasku::billing::line::{LineItem, Proration, Reduction};
use lasku::billing::tax::{TaxCategory, TaxRule, TaxTreatment};
use lasku::billing::totals::{Adjustment, AdjustmentKind};
use lasku::calendar::Period;
use lasku::document::finvoice::missing::{Effect, Field, Lack, Part};
use lasku::document::finvoice::read::Amount;
use lasku::document::finvoice::{Missing, Read, ReadError, missing, read, read_all, write};
use lasku::document::pay::barcode::Barcode;
use lasku::money::{Currency, Money};
use proptest::prelude::*;
use rust_decimal::{Decimal, RoundingStrategy};
use std::path::PathBuf;

/// A business that lacks nothing, and its customer.
struct Shop {
    world: World,
    account: lasku::billing::id::AccountId,
}

fn address(lines: &[&str], postal_code: &str, city: &str, country: &str) -> Address {
    Address {
        lines: lines.iter().map(|line| (*line).to_owned()).collect(),
        postal_code: postal_code.into(),
        city: city.into(),
        country: CountryCode::parse(country).unwrap(),
    }
}

fn shop(change: impl FnOnce(&mut lasku::billing::account::Account)) -> Shop {
    let mut world = World::new();
    world.today = day("2026-03-02");
    let seller = &mut world.book.seller;
    seller.address = address(&["Mannerheimintie 1 A 5"], "00100", "Helsinki", "FI");
    seller.email = "laskutus@testi.example".into();
    seller.phone = "+358 9 123 4567".into();
    seller.website = "https://testi.example".into();
    seller.iban = Some(Iban::parse("FI2112345600000785").unwrap());
    seller.bic = Some(Bic::parse("NDEAFIHH").unwrap());
    seller.e_invoice = Some(EInvoiceAddress::parse("003701120389, DABAFIHH").unwrap());
    seller.late_payment = "Viivästyskorko korkolain mukaan".into();
    seller.footer = "Kotipaikka Helsinki".into();
    let account = world.account(|account| {
        account.name = "Ostaja Åkerö Oy".into();
        account.business_id = Some("2077474-0".into());
        account.vat_id = Some(VatId::parse("FI20774740").unwrap());
        account.e_invoice = Some(EInvoiceAddress::parse("003720774740, 003721291126").unwrap());
        account.address = address(&["Kauppakatu 5"], "33100", "Tampere", "FI");
        account.buyer_reference = "Kustannuspaikka 7".into();
        change(account);
    });
    Shop { world, account }
}

impl Shop {
    fn issue(&mut self, lines: Vec<LineItem>, adjustments: Vec<Adjustment>) -> Invoice {
        let mut draft = self.world.draft(self.account, lines);
        draft.adjustments = adjustments;
        draft.supplied = Some(day("2026-02-27"));
        draft.order_reference = "PO-77".into();
        draft.note = "Thank you.\nSecond line & more".into();
        let id = self.world.issue(draft).unwrap();
        self.world.archive.invoices[&id].clone()
    }
}

fn rated(quantity: &str, price: &str, rate: &str) -> LineItem {
    let mut line = item(quantity, price);
    line.tax = TaxRule::fixed(percent(rate));
    line
}

fn less(mut line: LineItem, reduction: Reduction, reason: &str) -> LineItem {
    line.reduction = Some(reduction);
    line.reduction_reason = (!reason.is_empty()).then(|| reason.to_owned());
    line
}

fn adjusted(kind: AdjustmentKind, value: Reduction, reason: &str) -> Adjustment {
    Adjustment {
        kind,
        value,
        reason: reason.into(),
    }
}

fn untaxed(category: TaxCategory) -> Vec<LineItem> {
    let mut line = item("3", "33.33");
    line.tax = TaxRule::untaxed(category);
    vec![line]
}

fn one_rate() -> Invoice {
    shop(|_| {}).issue(vec![rated("2", "10.00", "25.5")], Vec::new())
}

fn to_another_country(treatment: TaxTreatment, country: &str, vat_id: Option<&str>) -> Invoice {
    let mut shop = shop(|account| {
        account.treatment = treatment;
        account.address = address(&["Drottninggatan 1"], "11151", "Stockholm", country);
        account.delivery_address = Some(address(&["Lager 4"], "11152", "Solna", country));
        account.vat_id = vat_id.map(|id| VatId::parse(id).unwrap());
    });
    shop.issue(vec![rated("4", "25.00", "25.5")], Vec::new())
}

/// Every kind of document, with the name of its file.
fn cases() -> Vec<(&'static str, Invoice)> {
    let discounts = || {
        shop(|_| {}).issue(
            vec![
                less(
                    rated("1", "100.00", "25.5"),
                    Reduction::Percent(percent("10")),
                    "Loyal customer",
                ),
                less(
                    rated("3", "20.00", "14"),
                    Reduction::Amount(eur("3.00")),
                    "",
                ),
            ],
            vec![
                adjusted(
                    AdjustmentKind::Allowance,
                    Reduction::Percent(percent("10")),
                    "Campaign",
                ),
                adjusted(
                    AdjustmentKind::Charge,
                    Reduction::Amount(eur("4.90")),
                    "Delivery",
                ),
                adjusted(
                    AdjustmentKind::Allowance,
                    Reduction::Amount(eur("1.00")),
                    "",
                ),
            ],
        )
    };
    let credit_note = || {
        let mut shop = shop(|_| {});
        let invoice = shop.issue(
            vec![
                rated("2", "10.00", "25.5"),
                less(
                    rated("1", "50.00", "14"),
                    Reduction::Percent(percent("2.5")),
                    "",
                ),
            ],
            vec![adjusted(
                AdjustmentKind::Charge,
                Reduction::Amount(eur("4.90")),
                "Delivery",
            )],
        );
        let note = shop
            .world
            .credit(invoice.id, CreditExtent::Rest, false)
            .unwrap();
        shop.world.archive.invoices[&note].clone()
    };
    let included = || {
        let with_tax = |line: LineItem| LineItem {
            tax_included: true,
            ..line
        };
        shop(|_| {}).issue(
            vec![
                with_tax(rated("3", "9.99", "25.5")),
                with_tax(less(
                    rated("1", "20.00", "25.5"),
                    Reduction::Percent(percent("12.5")),
                    "",
                )),
            ],
            Vec::new(),
        )
    };
    let prorated = || {
        let mut line = rated("1", "30.00", "25.5");
        line.period = Period::through(day("2026-02-01"), day("2026-02-10"));
        line.proration = Some(Proration { days: 10, of: 28 });
        let mut metered = rated("1234.5", "0.123456", "25.5");
        metered.unit = "KWH".into();
        shop(|_| {}).issue(vec![line, metered], Vec::new())
    };
    let yen = || {
        let mut shop = shop(|account| account.currency = Currency::parse("JPY").unwrap());
        shop.issue(vec![rated("1", "1500", "25.5")], Vec::new())
    };
    let many = || {
        let lines = (1..=500)
            .map(|number| {
                let mut line = rated("1", &format!("{number}.01"), "25.5");
                line.description = format!("Thing {number}");
                line
            })
            .collect();
        shop(|_| {}).issue(lines, Vec::new())
    };
    let long = || {
        let mut shop = shop(|account| {
            account.name = "Ä".repeat(200);
            account.address.lines = vec!["Pitkäkatu ".repeat(20), "C".into()];
            account.buyer_reference = "x".repeat(200);
        });
        shop.world.book.seller.name = "日本 ".repeat(67);
        shop.world.book.seller.late_payment = "word ".repeat(100);
        let mut line = rated("1", "10.00", "25.5");
        line.description = "Ö".repeat(700);
        shop.issue(vec![line], Vec::new())
    };
    let right_to_left = || {
        let mut shop = shop(|account| account.name = "شركة الاختبار".into());
        shop.world.book.seller.name = "חברת בדיקה בע״מ".into();
        let mut line = rated("1", "10.00", "25.5");
        line.description = "שירות (5) \u{202B}abc\u{202C}".into();
        shop.issue(vec![line], Vec::new())
    };
    let marks = || {
        let mut shop =
            shop(|account| account.name = "<b>&amp; \"Co\" 'Oy' \u{FFFE} ]]>\u{0}\u{FFFF}".into());
        let mut line = rated("1", "10.00", "25.5");
        line.description = "a < b && c > d\u{1}\r\n\tnext".into();
        line.unit = "<kpl>".into();
        shop.issue(vec![line], Vec::new())
    };
    let in_finnish = || {
        let mut shop = shop(|account| {
            account.language = Language::Fi;
            account.e_invoice =
                Some(EInvoiceAddress::parse("FI2112345600000785, NDEAFIHH").unwrap());
        });
        shop.issue(untaxed(TaxCategory::ReverseCharge), Vec::new())
    };
    let with_rf = || {
        let mut shop = shop(|_| {});
        let seller = &mut shop.world.book.seller;
        seller.address.country = CountryCode::DE;
        seller.iban = Some(Iban::parse("DE33100205000001194700").unwrap());
        shop.issue(vec![rated("1", "10.00", "19")], Vec::new())
    };
    let taken_back = || {
        shop(|_| {}).issue(
            vec![rated("5", "10.00", "25.5"), rated("-2", "10.00", "25.5")],
            Vec::new(),
        )
    };
    let bare = || {
        let mut shop = shop(|account| {
            account.e_invoice = None;
            account.business_id = None;
            account.vat_id = None;
            account.address = Address::in_country(CountryCode::FI);
        });
        let seller = &mut shop.world.book.seller;
        seller.bic = None;
        seller.email.clear();
        seller.phone.clear();
        seller.website.clear();
        seller.footer.clear();
        seller.late_payment.clear();
        seller.address.lines.clear();
        shop.issue(vec![rated("1", "10.00", "25.5")], Vec::new())
    };
    vec![
        ("one_rate", one_rate()),
        (
            "several_rates",
            shop(|_| {}).issue(
                vec![
                    rated("1", "19.99", "25.5"),
                    rated("7", "3.33", "13.5"),
                    rated("1", "100.05", "10"),
                    rated("1", "5.00", "0"),
                ],
                Vec::new(),
            ),
        ),
        ("discounts", discounts()),
        (
            "reverse_charge",
            to_another_country(TaxTreatment::ReverseCharge, "SE", Some("SE556042722001")),
        ),
        (
            "exempt",
            shop(|_| {}).issue(untaxed(TaxCategory::Exempt), Vec::new()),
        ),
        (
            "export",
            to_another_country(TaxTreatment::Export, "US", None),
        ),
        (
            "intra_community",
            to_another_country(TaxTreatment::IntraCommunity, "SE", Some("SE556042722001")),
        ),
        (
            "outside_scope",
            shop(|_| {}).issue(untaxed(TaxCategory::OutsideScope), Vec::new()),
        ),
        ("credit_note", credit_note()),
        ("tax_included", included()),
        ("prorated", prorated()),
        ("yen", yen()),
        ("lines_500", many()),
        ("long", long()),
        ("right_to_left", right_to_left()),
        ("marks", marks()),
        ("in_finnish", in_finnish()),
        ("with_rf", with_rf()),
        ("taken_back", taken_back()),
        ("bare", bare()),
    ]
}

fn file(invoice: &Invoice) -> Vec<u8> {
    write(invoice, noon(day("2026-03-02")))
        .unwrap_or_else(|missing| panic!("{}: {missing:?}", invoice.number))
}

fn text_of(invoice: &Invoice) -> String {
    String::from_utf8(file(invoice)).unwrap()
}

#[test]
fn what_is_written_is_read_back_the_same() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("documents/finvoice");
    std::fs::create_dir_all(&folder).unwrap();
    let cases = cases();
    for (name, invoice) in &cases {
        let bytes = file(invoice);
        std::fs::write(folder.join(format!("{name}.xml")), &bytes).unwrap();
        let read = read(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        check_same(name, invoice, &read);
        check_sums(name, &read);
    }
    println!("{} files in {}", cases.len(), folder.display());
}

/// What both sides know is the same, to the cent.
fn check_same(name: &str, invoice: &Invoice, read: &Read) {
    let signed = |amount: Money| {
        if invoice.is_credit_note() {
            -amount
        } else {
            amount
        }
    };
    let money = |amount: Option<Amount>| amount.map(|amount| amount.money().unwrap());
    let same = |what: &str, ours: Money, theirs: Option<Amount>| {
        assert_eq!(Some(signed(ours)), money(theirs), "{name}: {what}");
    };
    let same_or_none = |what: &str, ours: Money, theirs: Option<Amount>| {
        let ours = (!ours.is_zero()).then(|| signed(ours));
        assert_eq!(ours, money(theirs), "{name}: {what}");
    };
    assert_eq!(read.version, "3.0");
    assert_eq!(read.is_credit_note, invoice.is_credit_note(), "{name}");
    assert_eq!(read.number, invoice.number);
    assert_eq!(read.issue_date, invoice.issue_date);
    assert_eq!(read.due_date, Some(invoice.due_date));
    assert_eq!(read.delivered, invoice.supplied);
    assert_eq!(read.currency, invoice.currency);
    assert_eq!(read.reference, invoice.reference);
    assert_eq!(read.iban, invoice.seller.iban);
    assert_eq!(
        read.bic,
        invoice.seller.bic.as_ref().map(Bic::as_str).unwrap_or("")
    );
    let barcode = Barcode::of(invoice);
    assert_eq!(read.barcode, barcode.as_ref().map_or("", Barcode::digits));
    let totals = &invoice.totals;
    same("lines", totals.lines_total, read.totals.lines);
    same_or_none("discounts", totals.allowances_total, read.totals.discounts);
    same_or_none("charges", totals.charges_total, read.totals.charges);
    same("net", totals.tax_exclusive_total, read.totals.tax_exclusive);
    same("tax", totals.tax_total, read.totals.tax);
    same(
        "gross",
        totals.tax_inclusive_total,
        Some(read.totals.tax_inclusive),
    );
    same_or_none("rounding", totals.rounding_amount, read.totals.rounding);
    same("due", totals.amount_due, read.totals.due);
    check_lines(name, invoice, read, &same);
    check_parties(name, invoice, read);
    assert_eq!(read.vat.len(), totals.breakdown.len(), "{name}");
    for (ours, theirs) in totals.breakdown.iter().zip(&read.vat) {
        same("taxable", ours.taxable, theirs.taxable);
        same("tax of the group", ours.amount, theirs.amount);
        assert_eq!(theirs.code, ours.tax.category.code());
        assert_eq!(!theirs.reason.is_empty(), ours.tax.category.needs_reason());
        let has_rate = ours.tax.category != TaxCategory::OutsideScope;
        assert_eq!(theirs.rate, has_rate.then(|| ours.tax.rate.value()));
    }
    assert_eq!(read.adjustments.len(), invoice.allowance_charges.len());
    for kind in [AdjustmentKind::Allowance, AdjustmentKind::Charge] {
        let ours = invoice.allowance_charges.iter();
        let ours = ours.filter(|each| each.kind == kind);
        let is_charge = kind == AdjustmentKind::Charge;
        let theirs = read.adjustments.iter();
        let theirs = theirs.filter(|each| each.is_charge == is_charge);
        for (ours, theirs) in ours.zip(theirs) {
            same("adjustment", ours.amount, theirs.amount);
            assert_eq!(theirs.reason, ours.reason);
            assert_eq!(theirs.vat_rate, Some(ours.tax.rate.value()));
        }
    }
    match &invoice.type_code {
        InvoiceType::Commercial => assert_eq!(read.corrected, None),
        InvoiceType::CreditNote(correction) => assert_eq!(
            read.corrected,
            Some((correction.number.clone(), Some(correction.issue_date)))
        ),
    }
}

/// The file's own figures add up, which the schema doesn't check: lines, groups and totals, without a cent's tolerance.
fn check_sums(name: &str, read: &Read) {
    let value = |amount: Option<Amount>| amount.map_or(Decimal::ZERO, |amount| amount.value);
    let digits = read.currency.minor_digits();
    let rounded = |exact: Decimal| {
        exact.round_dp_with_strategy(digits, RoundingStrategy::MidpointAwayFromZero)
    };
    for line in &read.lines {
        // A price with tax and days of a period make no product that stands in the file.
        let (Some(price), true) = (line.unit_price, line.free_text.is_empty()) else {
            continue;
        };
        let price = price.value / line.price_units.unwrap_or(Decimal::ONE);
        let gross = rounded(line.quantity.unwrap() * price);
        assert_eq!(gross - value(line.discount), value(line.net), "{name}");
    }
    let totals = &read.totals;
    let lines: Decimal = read.lines.iter().map(|line| value(line.net)).sum();
    assert_eq!(lines, value(totals.lines), "{name}: lines");
    let adjusted = |is_charge: bool| -> Decimal {
        let each = read.adjustments.iter();
        each.filter(|each| each.is_charge == is_charge)
            .map(|each| value(each.amount))
            .sum()
    };
    assert_eq!(adjusted(false), value(totals.discounts), "{name}");
    assert_eq!(adjusted(true), value(totals.charges), "{name}");
    let net = value(totals.tax_exclusive);
    assert_eq!(lines - adjusted(false) + adjusted(true), net, "{name}: net");
    let taxable: Decimal = read.vat.iter().map(|group| value(group.taxable)).sum();
    assert_eq!(taxable, net, "{name}: groups");
    for group in &read.vat {
        let rate = group.rate.unwrap_or_default() / Decimal::ONE_HUNDRED;
        let tax = rounded(value(group.taxable) * rate);
        assert_eq!(tax, value(group.amount), "{name}: tax of a group");
    }
    let tax: Decimal = read.vat.iter().map(|group| value(group.amount)).sum();
    assert_eq!(tax, value(totals.tax), "{name}: tax");
    let gross = totals.tax_inclusive.value;
    assert_eq!(net + tax, gross, "{name}: gross");
    let due = gross + value(totals.rounding) - value(totals.paid);
    assert_eq!(due, value(totals.due), "{name}: due");
}

fn check_lines(
    name: &str,
    invoice: &Invoice,
    read: &Read,
    same: &dyn Fn(&str, Money, Option<Amount>),
) {
    assert_eq!(read.lines.len(), invoice.lines.len(), "{name}");
    for (ours, theirs) in invoice.lines.iter().zip(&read.lines) {
        let item = &ours.item;
        let quantity = if invoice.is_credit_note() {
            -item.quantity
        } else {
            item.quantity
        };
        same("net of the line", ours.net, theirs.net);
        assert_eq!(theirs.quantity, Some(quantity.value()), "{name}");
        let price = if item.tax_included {
            same("gross of the line", ours.priced(), theirs.gross);
            theirs.gross_unit_price
        } else {
            theirs.unit_price
        };
        let units = theirs.price_units.unwrap_or(1.into());
        assert_eq!(price.unwrap().value / units, item.unit_price.value());
        assert_eq!(theirs.vat_code, ours.tax.category.code());
        if let Some(Reduction::Percent(percent)) = item.reduction {
            assert_eq!(theirs.discount_percent, Some(percent.value()));
        }
        if item.reduction.is_some() && !item.tax_included {
            same("reduction", ours.derivation.reduction, theirs.discount);
        }
        let reason = item.reduction_reason.as_deref().unwrap_or_default();
        assert_eq!(theirs.discount_reason, reason);
        assert_eq!(theirs.from, item.period.map(|period| period.from()));
        assert_eq!(theirs.last_day, item.period.map(|period| period.last_day()));
    }
}

fn check_parties(name: &str, invoice: &Invoice, read: &Read) {
    let (seller, buyer) = (&invoice.seller, &invoice.buyer);
    let id = seller.business_id.as_ref().unwrap().to_string();
    assert_eq!(read.seller.business_id, id);
    assert_eq!(read.seller.email, seller.email);
    assert_eq!(
        read.buyer.business_id,
        buyer.business_id.clone().unwrap_or_default()
    );
    assert_eq!(
        read.buyer.vat_id,
        buyer.vat_id.as_ref().map(VatId::as_str).unwrap_or("")
    );
    if !["long", "marks"].contains(&name) {
        assert_eq!(read.seller.name, seller.name);
        assert_eq!(read.buyer.name, buyer.name);
        assert_eq!(read.buyer_reference, buyer.reference);
        for (ours, theirs) in invoice.lines.iter().zip(&read.lines) {
            assert_eq!(theirs.name, ours.item.description);
        }
    }
    if !["long", "bare"].contains(&name) {
        assert_eq!(read.buyer.streets, buyer.address.lines);
        assert_eq!(read.buyer.city, buyer.address.city);
        assert_eq!(read.buyer.postal_code, buyer.address.postal_code);
        assert_eq!(read.buyer.country, buyer.address.country.code());
        let from = read.from.as_ref().unwrap();
        assert_eq!(
            (from.scheme.as_str(), from.address.as_str()),
            ("0216", "003701120389")
        );
        let to = read.to.as_ref().unwrap();
        let address = buyer.e_invoice.as_ref().unwrap();
        assert_eq!(to.address, address.address());
        assert_eq!(Some(to.intermediator.as_str()), address.operator());
    }
    let place = buyer.delivery_address.as_ref();
    assert_eq!(
        read.delivery.as_ref().map(|party| &party.city),
        place.map(|place| &place.city)
    );
}

/// Net, tax and amount to pay as they stand in the file. Computed by hand.
#[test]
fn amounts_are_told_to_the_cent() {
    let table = [
        ("one_rate", "20,00", "5,10", "25,10"),
        // 19.99 at 25.5: 5.10; 23.31 at 13.5: 3.15; 100.05 at 10: 10.01 (10.005 rounded away from zero).
        ("several_rates", "148,35", "18,26", "166,61"),
        ("reverse_charge", "100,00", "0,00", "100,00"),
        ("exempt", "99,99", "0,00", "99,99"),
        ("export", "100,00", "0,00", "100,00"),
        ("intra_community", "100,00", "0,00", "100,00"),
        ("outside_scope", "99,99", "0,00", "99,99"),
        // 1500 at 25.5 is 382.5, and a yen has no parts.
        ("yen", "1500,00", "383,00", "1883,00"),
        // 1 + … + 500 = 125 250, and 500 cents: 125 255.00.
        ("lines_500", "125255,00", "31940,03", "157195,03"),
        ("taken_back", "30,00", "7,65", "37,65"),
    ];
    let cases = cases();
    for (name, net, tax, due) in table {
        let (_, invoice) = cases.iter().find(|(each, _)| *each == name).unwrap();
        let text = text_of(invoice);
        let currency = invoice.currency;
        for (element, amount) in [
            ("InvoiceTotalVatExcludedAmount", net),
            ("InvoiceTotalVatAmount", tax),
            ("InvoiceTotalVatIncludedAmount", due),
            ("EpiInstructedAmount", due),
        ] {
            let told = format!("<{element} AmountCurrencyIdentifier=\"{currency}\">{amount}</");
            assert!(text.contains(&told), "{name}: no {told}");
        }
    }
}

#[test]
fn a_credit_note_is_negative_and_names_its_invoice() {
    let (_, note) = cases()
        .into_iter()
        .find(|(name, _)| *name == "credit_note")
        .unwrap();
    // 20.00 + 50.00 − 1.25 + 4.90 delivery = 73.65. Delivery: 1.11 of 4.90 with the first rate … split by net sums.
    assert!(note.totals.tax_exclusive_total == eur("73.65"));
    let text = text_of(&note);
    for told in [
        "<InvoiceTypeCode CodeListAgencyIdentifier=\"SPY\">INV02</InvoiceTypeCode>",
        "<InvoiceTypeCodeUN>381</InvoiceTypeCodeUN>",
        "<InvoiceTotalVatExcludedAmount AmountCurrencyIdentifier=\"EUR\">-73,65</",
        "<OriginalInvoiceDate Format=\"CCYYMMDD\">20260302</OriginalInvoiceDate>",
    ] {
        assert!(text.contains(told), "{told} is not in\n{text}");
    }
    assert!(!text.contains("VirtualBankBarcode"));
    assert!(!text.contains(">-0,00<"));
    let read = read(text.as_bytes()).unwrap();
    assert!(
        read.lines
            .iter()
            .all(|line| line.net.unwrap().value.is_sign_negative())
    );
}

#[test]
fn a_price_of_six_decimals_is_told_for_ten() {
    let (_, invoice) = cases()
        .into_iter()
        .find(|(name, _)| *name == "prorated")
        .unwrap();
    let text = text_of(&invoice);
    let price = "UnitPriceUnitCode=\"KWH\" QuantityUnitCodeUN=\"KWH\">1,23456</UnitPriceAmount>";
    assert!(text.contains(price), "{text}");
    assert!(text.contains("<UnitPriceBaseQuantity>10</UnitPriceBaseQuantity>"));
    // 30.00 × 10 ÷ 28 = 10.714285…; the line itself is 10.71.
    assert!(text.contains(">10,71429</UnitPriceNetAmount>"), "{text}");
    assert!(text.contains("<RowFreeText>10 of 28 days</RowFreeText>"));
}

#[test]
fn names_are_cut_at_the_length_of_their_element() {
    let (_, invoice) = cases()
        .into_iter()
        .find(|(name, _)| *name == "long")
        .unwrap();
    let read = read(&file(&invoice)).unwrap();
    assert_eq!(read.buyer.name, "Ä".repeat(70));
    assert_eq!(read.seller.name.chars().count(), 70);
    assert_eq!(read.buyer_reference.chars().count(), 70);
    // Three words of nine and two spaces fit into 35.
    let street = "Pitkäkatu Pitkäkatu Pitkäkatu";
    assert_eq!(read.buyer.streets, [street; 3]);
    assert_eq!(read.lines[0].name, "Ö".repeat(100));
    assert_eq!(read.lines[0].description, "Ö".repeat(512));
}

#[test]
fn marks_of_xml_are_text_and_forbidden_characters_go() {
    let (_, invoice) = cases()
        .into_iter()
        .find(|(name, _)| *name == "marks")
        .unwrap();
    let read = read(&file(&invoice)).unwrap();
    assert_eq!(read.buyer.name, "<b>&amp; \"Co\" 'Oy' ]]>");
    assert_eq!(read.lines[0].name, "a < b && c > d next");
    assert_eq!(read.lines[0].unit, "<kpl>");
}

#[test]
fn a_note_is_told_line_by_line() {
    let read = read(&file(&one_rate())).unwrap();
    assert_eq!(read.free_text, ["Thank you.", "Second line & more"]);
}

#[test]
fn an_ovt_number_stands_with_its_organisation_and_an_iban_does_not() {
    let text = text_of(&one_rate());
    for told in [
        "<SellerOrganisationUnitNumber>003701120389</SellerOrganisationUnitNumber>",
        "<BuyerOrganisationUnitNumber>003720774740</BuyerOrganisationUnitNumber>",
    ] {
        assert!(text.contains(told), "{told}");
    }
    let (_, to_iban) = cases()
        .into_iter()
        .find(|(name, _)| *name == "in_finnish")
        .unwrap();
    let text = text_of(&to_iban);
    assert!(!text.contains("BuyerOrganisationUnitNumber"));
    assert!(text.contains("<ToIdentifier>FI2112345600000785</ToIdentifier>"));
    assert!(text.contains("<InvoiceTypeText>LASKU</InvoiceTypeText>"));
    assert!(text.contains("<VatFreeText>Käännetty verovelvollisuus: veron suorittaa ostaja</"));
    assert!(text.contains("<VatExemptionReasonCode>VATEX-EU-AE</VatExemptionReasonCode>"));
}

// What is missing

fn lacks(invoice: &Invoice) -> Vec<String> {
    missing(invoice)
        .into_iter()
        .map(|each: Missing| {
            let Missing {
                part,
                field,
                lack,
                effect,
            } = each;
            format!("{part:?} {field:?} {lack:?} {effect:?}")
        })
        .collect()
}

#[test]
fn a_whole_invoice_lacks_nothing() {
    assert!(missing(&one_rate()).is_empty());
}

#[test]
fn what_finvoice_lacks_is_told_with_its_field() {
    let check = |expected: &[&str], change: fn(&mut Invoice)| {
        let mut invoice = one_rate();
        change(&mut invoice);
        assert_eq!(lacks(&invoice), expected);
        let prevents = expected.iter().any(|each| each.ends_with("NotWritten"));
        let written = write(&invoice, noon(day("2026-03-02")));
        assert_eq!(written.is_err(), prevents, "{expected:?}");
    };
    check(&["Seller Iban Absent NotWritten"], |invoice| {
        invoice.seller.iban = None;
    });
    check(&["Seller Bic Absent LeftOut"], |invoice| {
        invoice.seller.bic = None;
    });
    check(
        &["Buyer Name TooShort { least: 2 } NotWritten"],
        |invoice| {
            invoice.buyer.name = " X ".into();
        },
    );
    check(&["Seller Name Absent NotWritten"], |invoice| {
        invoice.seller.name = "\n".into();
    });
    check(
        &[
            "Buyer Street Absent LeftOut",
            "Buyer PostalCode Absent LeftOut",
            "Buyer City Absent LeftOut",
        ],
        |invoice| invoice.buyer.address = Address::in_country(CountryCode::FI),
    );
    check(
        &["Document Number TooLong { most: 20 } NotWritten"],
        |invoice| {
            invoice.number = "1".repeat(21);
        },
    );
    check(
        &["Document Currency TooManyDecimals { most: 2 } NotWritten"],
        |invoice| invoice.currency = Currency::parse("KWD").unwrap(),
    );
    check(&["Document Reference NotTellable LeftOut"], |invoice| {
        invoice.reference = Some(PaymentReference::Text("Order of May".into()));
    });
    check(&["Document Lines Absent NotWritten"], |invoice| {
        invoice.lines.clear();
    });
    check(
        &["Line(0) UnitPrice TooLong { most: 15 } NotWritten"],
        |invoice| {
            invoice.lines[0].item.unit_price = "1000000000000000".parse().unwrap();
        },
    );
    check(
        &["Line(0) TaxRate TooManyDecimals { most: 3 } NotWritten"],
        |invoice| invoice.lines[0].tax.rate = percent("25.1234"),
    );
    check(
        &[
            "Buyer EInvoiceAddress Absent LeftOut",
            "Buyer Operator Absent LeftOut",
        ],
        |invoice| invoice.buyer.e_invoice = None,
    );
    check(
        &[
            "Delivery DeliveryDate Absent LeftOut",
            "Delivery DeliveryAddress Absent LeftOut",
        ],
        |invoice| {
            invoice.totals.breakdown[0].tax.category = TaxCategory::IntraCommunity;
            invoice.supplied = None;
        },
    );
}

#[test]
fn without_a_sender_the_frame_of_transmission_is_left_to_the_operator() {
    let mut invoice = one_rate();
    invoice.seller.e_invoice = None;
    let all = missing(&invoice);
    let expected = [Field::EInvoiceAddress, Field::Operator].map(|field| Missing {
        part: Part::Seller,
        field,
        lack: Lack::Absent,
        effect: Effect::LeftOut,
    });
    assert_eq!(all, expected);
    let bytes = write(&invoice, noon(day("2026-03-02"))).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    assert!(!text.contains("MessageTransmissionDetails"));
}

// Files of others

/// The smallest file that is an invoice.
fn small(version: &str, type_code: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Finvoice Version=\"{version}\"><InvoiceDetails>\
         <InvoiceTypeCode>{type_code}</InvoiceTypeCode><InvoiceNumber>7</InvoiceNumber>\
         <InvoiceDate Format=\"CCYYMMDD\">20260302</InvoiceDate>\
         <InvoiceTotalVatIncludedAmount AmountCurrencyIdentifier=\"EUR\">12,50</InvoiceTotalVatIncludedAmount>\
         </InvoiceDetails></Finvoice>"
    )
}

const ENVELOPE: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
    <SOAP-ENV:Envelope xmlns:SOAP-ENV=\"http://schemas.xmlsoap.org/soap/envelope/\"><SOAP-ENV:Header/>\
    <SOAP-ENV:Body/></SOAP-ENV:Envelope>\n";

#[test]
fn every_version_since_1_3_is_read() {
    for version in ["1.3", "2.0", "2.01", "3.0"] {
        let read = read(small(version, "INV01").as_bytes()).unwrap();
        assert_eq!(
            (read.version.as_str(), read.number.as_str()),
            (version, "7")
        );
        assert_eq!(read.totals.tax_inclusive.money().unwrap(), eur("12.50"));
        assert!(!read.is_credit_note);
    }
    assert!(
        read(small("2.0", "INV02").as_bytes())
            .unwrap()
            .is_credit_note
    );
}

#[test]
fn an_invoice_is_found_behind_its_envelope() {
    let invoice = small("3.0", "INV01");
    let undeclared = invoice.split_once('\n').unwrap().1;
    for framed in [
        format!("{ENVELOPE}{invoice}"),
        format!("\u{FEFF}{ENVELOPE}\n\n{invoice}\n"),
        format!("{ENVELOPE}{undeclared}"),
        format!("  \n{invoice}"),
        format!("{}{invoice}", ENVELOPE.split_once('\n').unwrap().1),
        format!("<Frame xmlns=\"urn:x\"><Body>{undeclared}</Body></Frame>"),
    ] {
        let read = read(framed.as_bytes()).unwrap_or_else(|error| panic!("{error}\n{framed}"));
        assert_eq!(read.number, "7");
    }
    let two = format!("{ENVELOPE}{invoice}{ENVELOPE}{invoice}");
    assert_eq!(read(two.as_bytes()), Err(ReadError::Several { count: 2 }));
    assert_eq!(read_all(two.as_bytes()).unwrap().len(), 2);
}

#[test]
fn the_declared_encoding_is_followed() {
    let of = |encoding: &str, name: &[u8]| {
        let text = small("3.0", "INV01").replace("UTF-8", encoding);
        let (head, tail) = text.split_once("<InvoiceDetails>").unwrap();
        let mut bytes = head.as_bytes().to_vec();
        bytes.extend(b"<SellerPartyDetails><SellerOrganisationName>");
        bytes.extend(name);
        bytes.extend(b"</SellerOrganisationName></SellerPartyDetails><InvoiceDetails>");
        bytes.extend(tail.as_bytes());
        read(&bytes).map(|read| read.seller.name)
    };
    assert_eq!(of("UTF-8", "Äijä €".as_bytes()), Ok("Äijä €".into()));
    assert_eq!(
        of("ISO-8859-15", b"\xC4ij\xE4 \xA4 \xA6"),
        Ok("Äijä € Š".into())
    );
    assert_eq!(of("iso-8859-1", b"\xC4ij\xE4 \xA4"), Ok("Äijä ¤".into()));
    assert_eq!(
        of("EBCDIC-FI", b"x"),
        Err(ReadError::Encoding {
            name: "EBCDIC-FI".into()
        })
    );
    assert!(matches!(
        of("UTF-8", b"\xC4ij\xE4"),
        Err(ReadError::Bytes { .. })
    ));
    assert!(matches!(
        read(b"\xFF\xFE<\0"),
        Err(ReadError::Encoding { .. })
    ));
}

#[test]
fn broken_foreign_and_hostile_files_are_refused() {
    let small = small("3.0", "INV01");
    let with = |from: &str, to: &str| small.replace(from, to);
    let deep = |levels: usize| {
        // The root and the invoice are two levels more.
        let (open, close) = ("<x>".repeat(levels), "</x>".repeat(levels));
        with("</Finvoice>", &format!("{open}{close}</Finvoice>"))
    };
    let content = |element: &str, found: &str| ReadError::Content {
        element: element.into(),
        found: found.into(),
    };
    let table: Vec<(String, ReadError)> = vec![
        (String::new(), ReadError::Broken { line: 1, column: 1 }),
        ("no xml".into(), ReadError::Broken { line: 1, column: 1 }),
        (
            "<?xml version=\"1.0\"?><Invoice/>".into(),
            ReadError::NotFinvoice {
                root: "Invoice".into(),
            },
        ),
        (
            ENVELOPE.into(),
            ReadError::NotFinvoice {
                root: String::new(),
            },
        ),
        (
            with("?>\n", "?>\n<!DOCTYPE Finvoice [<!ENTITY a \"aaaa\">]>"),
            ReadError::DocumentType,
        ),
        (deep(64), ReadError::TooDeep),
        (deep(100_000), ReadError::TooDeep),
        (
            with("3.0", "4.0"),
            ReadError::Version {
                found: "4.0".into(),
            },
        ),
        (
            with("INV01", "ORD01"),
            ReadError::Type {
                code: "ORD01".into(),
            },
        ),
        (
            with(
                "<InvoiceNumber>7</InvoiceNumber>",
                "<InvoiceNumber> </InvoiceNumber>",
            ),
            ReadError::Missing {
                element: "InvoiceNumber",
            },
        ),
        (
            with("20260302", "20260230"),
            content("InvoiceDate", "20260230"),
        ),
        (
            with("20260302", "2026-03-02"),
            content("InvoiceDate", "2026-03-02"),
        ),
        (
            with("12,50", "12.50"),
            content("InvoiceTotalVatIncludedAmount", "12.50"),
        ),
        (
            with("12,50", "1 2,50"),
            content("InvoiceTotalVatIncludedAmount", "1 2,50"),
        ),
        (
            with("12,50", "1e5"),
            content("InvoiceTotalVatIncludedAmount", "1e5"),
        ),
        (
            with("12,50", "1234567890123456,00"),
            content("InvoiceTotalVatIncludedAmount", "1234567890123456,00"),
        ),
        (
            with("EUR", "EURO"),
            ReadError::Currency {
                code: "EURO".into(),
            },
        ),
    ];
    for (text, expected) in table {
        let found = read(text.as_bytes());
        assert_eq!(
            found,
            Err(expected),
            "{}",
            text.chars().take(300).collect::<String>()
        );
    }
    assert!(read(deep(60).as_bytes()).is_ok());
    let large = vec![b' '; 20 * 1024 * 1024 + 1];
    assert!(matches!(read(&large), Err(ReadError::TooLarge { .. })));
    let attributes: String = (0..100_000)
        .map(|number| format!(" a{number}=''"))
        .collect();
    let namespaces: String = (0..1_001)
        .map(|number| format!("<x xmlns:n{number}='u'/>"))
        .collect();
    for hostile in [
        with("<InvoiceNumber>", &format!("<InvoiceNumber{attributes}>")),
        with("</Finvoice>", &format!("{namespaces}</Finvoice>")),
        with(
            "</Finvoice>",
            &format!("{}</Finvoice>", "<x/>".repeat(1_000_001)),
        ),
        "<?xml version='1.0'?>".repeat(20_001),
    ] {
        assert_eq!(read(hostile.as_bytes()), Err(ReadError::TooMany));
    }
    let entity = with("<InvoiceNumber>7", "<InvoiceNumber>&a;");
    assert!(matches!(
        read(entity.as_bytes()),
        Err(ReadError::Broken { .. })
    ));
    let cut = &small[..small.len() / 2];
    assert!(matches!(
        read(cut.as_bytes()),
        Err(ReadError::Broken { .. })
    ));
}

#[test]
fn a_wrong_reference_is_kept_as_text() {
    let text = small("3.0", "INV01").replace(
        "</InvoiceDetails>",
        "</InvoiceDetails><EpiDetails><EpiPaymentInstructionDetails>\
         <EpiRemittanceInfoIdentifier IdentificationSchemeName=\"SPY\">1233</EpiRemittanceInfoIdentifier>\
         </EpiPaymentInstructionDetails></EpiDetails>",
    );
    let read = read(text.as_bytes()).unwrap();
    assert_eq!(read.reference, Some(PaymentReference::Text("1233".into())));
}

/// An anonymised invoice of an operator; it is not ours to hand on.
#[test]
fn an_invoice_of_an_operator_is_read() {
    let name = "data/einvoice/anon_finvoice_30_invoice_with_MessageTransmissionDetails.xml";
    let Some(bytes) = shared(name) else {
        println!("skipped: {name} is not here");
        return;
    };
    let read = read(&bytes).unwrap();
    assert_eq!(read.number, "9190100001");
    assert_eq!(read.issue_date, day("2019-01-21"));
    assert_eq!(read.due_date, Some(day("2019-01-28")));
    assert_eq!(read.totals.tax_inclusive.money().unwrap(), eur("1116.00"));
    assert_eq!(read.totals.paid.unwrap().money().unwrap(), eur("10.00"));
    assert_eq!(read.totals.due.unwrap().money().unwrap(), eur("1106.00"));
    assert_eq!(read.reference.unwrap().to_string(), "91901000011");
    assert_eq!((read.account.as_str(), read.iban), ("EpiAccountID", None));
    assert_eq!(read.bic, "NDEAFIHH");
    assert_eq!(read.lines.len(), 4);
    assert_eq!(read.lines.iter().filter(|line| line.is_sub_row).count(), 1);
    assert_eq!(read.lines[2].net.unwrap().money().unwrap(), eur("900.00"));
    assert_eq!(read.adjustments.len(), 2);
    assert_eq!(read.adjustments[0].amount.unwrap().currency.code(), "NOK");
    assert_eq!(read.seller.further_names, ["SellerOrganisationName"]);
    assert_eq!(read.from.unwrap().intermediator, "003721291126");
}

fn shared(name: &str) -> Option<Vec<u8>> {
    let named = std::env::var_os("LASKU_SHARED").map(PathBuf::from);
    let beside = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared");
    [named, Some(beside)]
        .into_iter()
        .flatten()
        .find_map(|folder| std::fs::read(folder.join(name)).ok())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn no_file_however_damaged_makes_the_reader_fall(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0_u8..4), 0..12),
        framed: bool,
    ) {
        let mut bytes = base().to_vec();
        if framed {
            bytes.splice(0..0, ENVELOPE.bytes());
        }
        for (index, byte, kind) in changes {
            let at = index.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => {
                    bytes.remove(at);
                }
                _ => {
                    let end = (at + usize::from(byte)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    bytes.splice(at..at, part);
                }
            }
        }
        let _ = read_all(&bytes);
    }

    #[test]
    fn any_text_is_written_as_well_formed_xml(name: String, words: String, note: String) {
        let mut invoice = base_invoice().clone();
        invoice.buyer.name = name;
        invoice.note = note;
        invoice.order_reference = words.clone();
        invoice.lines[0].item.unit = words.chars().take(3).collect();
        invoice.lines[0].item.description = words;
        if let Ok(bytes) = write(&invoice, noon(day("2026-03-02"))) {
            let read = read(&bytes);
            prop_assert!(read.is_ok(), "{read:?}");
        }
    }

    #[test]
    fn no_bytes_make_the_reader_fall(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let _ = read_all(&bytes);
    }
}

fn base() -> &'static [u8] {
    static BASE: std::sync::OnceLock<Vec<u8>> = std::sync::OnceLock::new();
    BASE.get_or_init(|| file(base_invoice()))
}

fn base_invoice() -> &'static Invoice {
    static BASE: std::sync::OnceLock<Invoice> = std::sync::OnceLock::new();
    BASE.get_or_init(one_rate)
}
