//! Sums by EN 16931: discounts across rates, tax once per group, prices that contain the tax, categories without tax.

use super::builder::{World, bare, day, eur, item, money, percent};
use lasku::billing::identifier::{CountryCode, VatId};
use lasku::billing::invoice::Invoice;
use lasku::billing::line::{LineItem, Reduction};
use lasku::billing::refusal::{Location, RefusalKind};
use lasku::billing::tax::{TaxCategory, TaxRule, TaxTreatment};
use lasku::billing::tax_rate::RateClass;
use lasku::billing::totals::{Adjustment, AdjustmentKind, compute};
use lasku::money::{Currency, Money};
use proptest::prelude::*;

/// `2 × 10.00 at 25.5`, `1 × 10.00 at 14 with tax`, `1 × 10.00 at 25.5 less 2.5 %`, `… less 3.00`.
fn line(text: &str) -> LineItem {
    let words: Vec<&str> = text.split(' ').collect();
    let [quantity, "×", price, "at", rate, rest @ ..] = words.as_slice() else {
        panic!("{text:?} is no line");
    };
    let mut line = item(quantity, price);
    line.tax = match *rate {
        "E" => TaxRule::untaxed(TaxCategory::Exempt),
        rate => TaxRule::fixed(percent(rate)),
    };
    match rest {
        [] => {}
        ["with", "tax"] => line.tax_included = true,
        ["less", share, "%"] => line.reduction = Some(Reduction::Percent(percent(share))),
        ["less", amount] => line.reduction = Some(Reduction::Amount(eur(amount))),
        _ => panic!("{text:?} is no line"),
    }
    line
}

/// `10 % off`, `5.00 off`, `4.90 fee`.
fn adjustment(text: &str) -> Adjustment {
    let words: Vec<&str> = text.split(' ').collect();
    let (value, kind) = match words.as_slice() {
        [share, "%", kind] => (Reduction::Percent(percent(share)), *kind),
        [amount, kind] => (Reduction::Amount(eur(amount)), *kind),
        _ => panic!("{text:?} is no discount"),
    };
    Adjustment {
        kind: match kind {
            "off" => AdjustmentKind::Allowance,
            "fee" => AdjustmentKind::Charge,
            _ => panic!("{text:?} is neither off nor a fee"),
        },
        value,
        reason: "because".into(),
    }
}

fn issued(lines: &[&str], adjustments: &[&str]) -> Invoice {
    let mut world = World::new();
    let account = world.account(|_| {});
    let mut draft = world.draft(account, lines.iter().map(|text| line(text)).collect());
    draft.adjustments = adjustments.iter().map(|text| adjustment(text)).collect();
    let id = world.issue(draft).unwrap();
    world.archive.invoices[&id].clone()
}

/// `25.5: 74.70 + 19.05; 14: …`
fn groups(invoice: &Invoice) -> String {
    let groups = invoice.totals.breakdown.iter().map(|group| {
        let (rate, taxable, tax) = (group.tax.rate, bare(group.taxable), bare(group.amount));
        format!("{} {rate}: {taxable} + {tax}", group.tax.category.code())
    });
    groups.collect::<Vec<_>>().join("; ")
}

/// One row: the lines, the discounts and fees, the tax groups, the amount due.
#[track_caller]
fn check_invoice(lines: &[&str], adjustments: &[&str], expected: &str, due: &str) {
    let invoice = issued(lines, adjustments);
    assert_eq!(groups(&invoice), expected, "{lines:?} {adjustments:?}");
    assert_eq!(
        bare(invoice.totals.amount_due),
        due,
        "{lines:?} {adjustments:?}"
    );
    // The order of building changes nothing.
    let mut backwards = lines.to_vec();
    backwards.reverse();
    assert_eq!(issued(&backwards, adjustments).totals, invoice.totals);
}

#[test]
fn each_group_of_lines_is_taxed_once() {
    check_invoice(
        &["1 × 100.00 at 25.5"],
        &[],
        "S 25.5: 100.00 + 25.50",
        "125.50",
    );
    check_invoice(
        &["1 × 100.00 at 25.5", "2 × 10.00 at 14", "3 × 1.00 at E"],
        &[],
        "S 14: 20.00 + 2.80; S 25.5: 100.00 + 25.50; E 0: 3.00 + 0.00",
        "151.30",
    );
    // Each line's own tax would be 0.03 × 3 = 0.09.
    check_invoice(
        &["1 × 0.10 at 25.5", "1 × 0.10 at 25.5", "1 × 0.10 at 25.5"],
        &[],
        "S 25.5: 0.30 + 0.08",
        "0.38",
    );
    // Two rates of different origin but of one height are one group.
    check_invoice(
        &["1 × 10.00 at 25.5", "1 × 10.00 at 25.50"],
        &[],
        "S 25.5: 20.00 + 5.10",
        "25.10",
    );
}

#[test]
fn a_discount_on_the_whole_lowers_what_is_taxed() {
    // 83.00 less a tenth is 74.70, and that is what the tax is taken of.
    check_invoice(
        &["1 × 83.00 at 24"],
        &["10 % off"],
        "S 24: 74.70 + 17.93",
        "92.63",
    );
    check_invoice(
        &["1 × 100.00 at 25.5", "1 × 50.00 at 14"],
        &["15.00 off"],
        "S 14: 45.00 + 6.30; S 25.5: 90.00 + 22.95",
        "164.25",
    );
    check_invoice(
        &["1 × 100.00 at 25.5", "1 × 50.00 at 14"],
        &["4.90 fee"],
        "S 14: 51.63 + 7.23; S 25.5: 103.27 + 26.33",
        "188.46",
    );
    // The cents of a discount that doesn't divide go one each to the groups that lost most.
    check_invoice(
        &["1 × 10.00 at 10", "1 × 10.00 at 14", "1 × 10.00 at 25.5"],
        &["0.50 off"],
        "S 10: 9.83 + 0.98; S 14: 9.83 + 1.38; S 25.5: 9.84 + 2.51",
        "34.37",
    );
    check_invoice(
        &["1 × 40.00 at 14"],
        &["40.00 off"],
        "S 14: 0.00 + 0.00",
        "0.00",
    );
    check_invoice(
        &["1 × 40.00 at 14"],
        &["2.5 % off"],
        "S 14: 39.00 + 5.46",
        "44.46",
    );
}

#[test]
fn a_discount_above_the_sum_is_refused() {
    let lines = |invoice: &[&str]| invoice.iter().map(|text| line(text)).collect::<Vec<_>>();
    let mut world = World::new();
    let account = world.account(|_| {});
    let mut draft = world.draft(account, lines(&["1 × 40.00 at 14"]));
    draft.adjustments = vec![adjustment("40.01 off")];
    let refusal = world.issue(draft).unwrap_err();
    assert_eq!(refusal.at, Location::Adjustment(0));
    let kind = RefusalKind::AllowanceAboveSum {
        sum: eur("40.00"),
        asked: eur("40.01"),
    };
    assert_eq!(refusal.kind, kind);
}

#[test]
fn a_discount_on_a_line_is_never_more_than_the_line_nor_less_than_nothing() {
    for text in [
        "1 × 40.00 at 14 less 100.000001 %",
        "1 × 40.00 at 14 less 150 %",
    ] {
        let mut world = World::new();
        let account = world.account(|_| {});
        let draft = world.draft(account, vec![line(text)]);
        let refusal = world.issue(draft).unwrap_err();
        let found = format!("{:?}", refusal.kind);
        assert!(found.starts_with("DiscountAboveWhole"), "{text}: {found}");
        assert_eq!(refusal.at, Location::Line(0));
    }
    let mut world = World::new();
    let account = world.account(|_| {});
    let mut negative = line("1 × 40.00 at 14");
    negative.reduction = Some(Reduction::Amount(eur("-5.00")));
    let draft = world.draft(account, vec![negative]);
    assert_eq!(
        world.issue(draft).unwrap_err().kind,
        RefusalKind::NotPositive
    );
    check_invoice(
        &["1 × 40.00 at 14 less 100 %"],
        &[],
        "S 14: 0.00 + 0.00",
        "0.00",
    );
    check_invoice(
        &["1 × 40.00 at 14 less 50.00"],
        &[],
        "S 14: 0.00 + 0.00",
        "0.00",
    );
}

#[test]
fn an_amount_is_rounded_once_and_a_percentage_is_used_as_agreed() {
    for (text, net) in [
        // 1.905 × 1 would be 1.91; less 0.25 % it is 1.90 when rounded once, 1.91 when rounded first.
        ("1 × 1.905 at 24 less 0.25 %", "1.90"),
        ("1 × 100.00 at 24 less 2.5 %", "97.50"),
        ("3 × 3.335 at 24", "10.01"),
        ("0.3333 × 30.003 at 24", "10.00"),
        ("1 × 0.005 at 24", "0.01"),
        ("1 × 0.004999 at 24", "0.00"),
        ("1.5 × 31.40 at 24", "47.10"),
    ] {
        let invoice = issued(&[text], &[]);
        assert_eq!(bare(invoice.totals.lines_total), net, "{text}");
    }
}

#[test]
fn prices_with_tax_come_out_as_printed() {
    check_invoice(
        &["1 × 125.50 at 25.5 with tax"],
        &[],
        "S 25.5: 100.00 + 25.50",
        "125.50",
    );
    check_invoice(
        &["3 × 9.99 at 25.5 with tax"],
        &[],
        "S 25.5: 23.88 + 6.09",
        "29.97",
    );
    // No net sum has this gross: 0.42 + 0.11 is 0.53 and 0.43 + 0.11 is 0.54, but 0.02 + 0.01 …
    check_invoice(
        &["1 × 0.02 at 25.5 with tax"],
        &[],
        "S 25.5: 0.02 + 0.01",
        "0.02",
    );
}

#[test]
fn currencies_without_or_with_three_decimals_are_rounded_to_their_own() {
    for (code, price, net, tax) in [
        ("JPY", "333", "333", "85"),
        ("KWD", "1.001", "1.001", "0.255"),
        ("EUR", "3.335", "3.34", "0.85"),
    ] {
        let mut world = World::new();
        let currency: Currency = code.parse().unwrap();
        let account = world.account(|account| account.currency = currency);
        let draft = world.draft(account, vec![line(&format!("1 × {price} at 25.5"))]);
        let id = world.issue(draft).unwrap();
        let totals = &world.archive.invoices[&id].totals;
        assert_eq!(totals.lines_total, money(net, currency));
        assert_eq!(totals.tax_total, money(tax, currency));
    }
}

#[test]
fn a_customers_standing_takes_the_tax_off_with_its_category() {
    for (treatment, group, needs_words) in [
        (TaxTreatment::ReverseCharge, "AE 0: 10.00 + 0.00", true),
        (TaxTreatment::IntraCommunity, "K 0: 10.00 + 0.00", true),
        (TaxTreatment::Export, "G 0: 10.00 + 0.00", true),
        (TaxTreatment::Exempt, "E 0: 10.00 + 0.00", true),
        (TaxTreatment::OutsideScope, "O 0: 10.00 + 0.00", true),
        (TaxTreatment::Domestic, "S 25.5: 10.00 + 2.55", false),
    ] {
        let mut world = World::new();
        let account = world.account(|account| {
            account.treatment = treatment;
            account.vat_id = Some(VatId::parse("SE556677889901").unwrap());
        });
        let draft = world.draft(account, vec![line("1 × 10.00 at 25.5")]);
        let id = world.issue(draft).unwrap();
        let invoice = &world.archive.invoices[&id];
        assert_eq!(groups(invoice), group);
        assert_eq!(
            invoice.totals.breakdown[0].tax.category.needs_reason(),
            needs_words
        );
        // The billing run takes the same tax.
        world.contract(account, "monthly 10.00 EUR, from 2026-01-01");
        let (issued, _) = world.bill(day("2026-01-01"), day("2026-01-01")).unwrap();
        assert_eq!(groups(&world.archive.invoices[&issued[0]]), group);
    }
    // What is exempt by itself stays so under its own article.
    let rule = TaxRule::untaxed(TaxCategory::Exempt);
    assert_eq!(TaxTreatment::Export.over(&rule), rule);
}

#[test]
fn reverse_charge_needs_the_buyers_vat_id() {
    let mut world = World::new();
    let id = world.id();
    let mut account = super::builder::account(id, "1");
    account.treatment = TaxTreatment::ReverseCharge;
    let kind = world.refused(lasku::billing::command::Command::AddAccount(account));
    assert_eq!(kind, RefusalKind::BuyerVatIdMissing);
}

#[test]
fn a_zero_rate_is_category_z() {
    check_invoice(&["1 × 10.00 at 0"], &[], "Z 0: 10.00 + 0.00", "10.00");
    let zero = TaxRule::class(RateClass::Zero);
    let tax = zero.on(CountryCode::FI, day("2026-01-01")).unwrap();
    assert_eq!(tax.category, TaxCategory::Zero);
}

#[test]
fn the_finnish_rates_are_those_of_the_day_of_supply() {
    for (class, on, rate) in [
        (RateClass::Standard, "2024-08-31", "24"),
        (RateClass::Standard, "2024-09-01", "25.5"),
        (RateClass::Reduced, "2025-12-31", "14"),
        (RateClass::Reduced, "2026-01-01", "13.5"),
        (RateClass::SecondReduced, "2026-01-01", "10"),
    ] {
        let mut world = World::new();
        world.today = day("2026-02-01");
        let account = world.account(|_| {});
        let mut line = item("1", "100.00");
        line.tax = TaxRule::class(class);
        let mut draft = world.draft(account, vec![line]);
        draft.supplied = Some(day(on));
        let id = world.issue(draft).unwrap();
        let found = world.archive.invoices[&id].totals.breakdown[0]
            .tax
            .rate
            .to_string();
        assert_eq!(found, rate, "{class:?} on {on}");
    }
}

#[test]
fn any_changed_cent_of_an_invoice_is_found() {
    let invoice = issued(
        &[
            "1 × 100.00 at 25.5",
            "2 × 10.00 at 14 less 2.5 %",
            "1 × 9.99 at 10 with tax",
        ],
        &["5.00 off", "4.90 fee"],
    );
    assert!(invoice.verify().is_ok());
    let stored = serde_json::to_value(&invoice).unwrap();
    let mut amounts = Vec::new();
    paths_of_amounts(&stored, String::new(), &mut amounts);
    assert!(amounts.len() > 20, "{amounts:?}");
    for path in amounts {
        let mut changed = stored.clone();
        let place = changed.pointer_mut(&path).unwrap();
        let amount: Money = place.as_str().unwrap().parse().unwrap();
        *place = (amount + eur("0.01")).to_string().into();
        let changed: Invoice = serde_json::from_value(changed).unwrap();
        assert!(
            changed.verify().is_err(),
            "a cent more at {path} is not found"
        );
    }
}

fn paths_of_amounts(value: &serde_json::Value, path: String, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields {
                paths_of_amounts(value, format!("{path}/{name}"), found);
            }
        }
        serde_json::Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                paths_of_amounts(value, format!("{path}/{index}"), found);
            }
        }
        serde_json::Value::String(text) if text.parse::<Money>().is_ok() => found.push(path),
        _ => {}
    }
}

fn any_line() -> impl Strategy<Value = LineItem> {
    let rates = proptest::sample::select(vec!["25.5", "14", "13.5", "10", "24", "0", "7.7"]);
    (1_u32..200_000, 1_u32..40, rates).prop_map(|(cents, quantity, rate)| {
        let price = format!("{}.{:02}", cents / 100, cents % 100);
        line(&format!("{quantity} × {price} at {rate}"))
    })
}

proptest! {
    #[test]
    fn what_was_promised_with_tax_is_what_is_due(lines in proptest::collection::vec(any_line(), 1..12)) {
        let mut promised = eur("0.00");
        let mut priced = Vec::new();
        for mut line in lines {
            line.tax_included = true;
            let tax = line.tax.on(CountryCode::FI, day("2026-01-01")).unwrap();
            let line = line.price(Currency::EUR, tax, Location::Whole).unwrap();
            promised += line.priced();
            priced.push(line);
        }
        let totals = compute(Currency::EUR, priced.clone(), &[]).unwrap().totals;
        prop_assert_eq!(totals.amount_due, promised);
        prop_assert!(totals.rounding_amount.minor().abs() <= totals.breakdown.len() as i64);
        priced.reverse();
        prop_assert_eq!(compute(Currency::EUR, priced, &[]).unwrap().totals, totals);
    }

    #[test]
    fn the_parts_of_a_document_add_up(
        lines in proptest::collection::vec(any_line(), 1..12),
        off in 0_i64..500,
        fee in 0_i64..500,
    ) {
        let priced: Vec<_> = lines
            .iter()
            .map(|line| {
                let tax = line.tax.on(CountryCode::FI, day("2026-01-01")).unwrap();
                line.price(Currency::EUR, tax, Location::Whole).unwrap()
            })
            .collect();
        let sum = Money::sum(Currency::EUR, priced.iter().map(|line| line.net)).unwrap();
        let cents = |minor| Reduction::Amount(Money::new(minor, Currency::EUR));
        let off = off.min(sum.minor());
        let adjustments = [
            Adjustment { kind: AdjustmentKind::Allowance, value: cents(off), reason: String::new() },
            Adjustment { kind: AdjustmentKind::Charge, value: cents(fee), reason: String::new() },
        ];
        let totals = compute(Currency::EUR, priced, &adjustments).unwrap().totals;
        prop_assert_eq!(totals.allowances_total.minor(), off);
        prop_assert_eq!(totals.charges_total.minor(), fee);
        prop_assert_eq!(totals.tax_exclusive_total.minor(), sum.minor() - off + fee);
        let taxable = Money::sum(Currency::EUR, totals.breakdown.iter().map(|group| group.taxable)).unwrap();
        prop_assert_eq!(taxable, totals.tax_exclusive_total);
        prop_assert_eq!(totals.amount_due, totals.tax_exclusive_total + totals.tax_total);
    }
}
