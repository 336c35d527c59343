//! Credit notes: what can still be credited, and what becomes of it.

use super::builder::{World, bare, check_story, day, eur, item, money, percent};
use lasku::billing::command::{Allocation, Command, CreditExtent};
use lasku::billing::id::{AccountId, ContractId, InvoiceId};
use lasku::billing::line::Reduction;
use lasku::billing::payment::Payment;
use lasku::billing::receivable::{CreditSource, Standing};
use lasku::billing::refusal::{Location, Refusal, RefusalKind};
use lasku::billing::totals::{Adjustment, AdjustmentKind};

fn lines(lines: &[(usize, &str)]) -> CreditExtent {
    CreditExtent::Lines(
        lines
            .iter()
            .map(|(index, amount)| (*index, eur(amount)))
            .collect(),
    )
}

/// A customer with one invoice of these prices at 25.5 %.
fn billed(
    prices: &[&str],
    change: impl FnOnce(&mut lasku::billing::draft::Draft),
) -> (World, AccountId, InvoiceId) {
    let mut world = World::new();
    let account = world.account(|_| {});
    let items = prices.iter().map(|price| item("1", price)).collect();
    let mut draft = world.draft(account, items);
    change(&mut draft);
    let id = world.issue(draft).unwrap();
    (world, account, id)
}

fn pay(world: &mut World, account: AccountId, invoice: InvoiceId, amount: &str) {
    let payment = Payment {
        id: world.id(),
        account,
        received: world.today,
        amount: eur(amount),
        method: Default::default(),
        reference: String::new(),
        note: String::new(),
    };
    let allocations = vec![Allocation {
        invoice,
        amount: eur(amount),
    }];
    world.must(Command::ReceivePayment {
        payment,
        allocations,
    });
}

fn due(world: &World, id: InvoiceId) -> String {
    bare(world.archive.invoices[&id].totals.amount_due)
}

#[test]
fn a_credit_note_has_positive_amounts_and_settles_its_invoice() {
    let (mut world, account, invoice) = billed(&["100.00", "50.00"], |_| {});
    let note = world
        .credit(invoice, lines(&[(1, "50.00")]), false)
        .unwrap();
    assert_eq!(due(&world, note), "62.75");
    let document = &world.archive.invoices[&note];
    assert!(document.is_credit_note() && document.lines.iter().all(|line| line.net.is_positive()));
    assert_eq!(world.balance(account), "125.50");
    let rest = world.credit(invoice, CreditExtent::Rest, false).unwrap();
    assert_eq!(due(&world, rest), "125.50");
    assert_eq!(world.balance(account), "0.00");
    let receivable = &world.archive.receivables[&invoice];
    assert_eq!(receivable.standing(), Standing::Credited);
    assert_eq!(bare(receivable.creditable()), "0.00");
    world.check();
}

#[test]
fn parts_credited_one_after_the_other_close_to_the_cent() {
    // Each part's tax is rounded by itself: three times 0.085 is 0.27 and not 0.26.
    for prices in [
        &["1.00"][..],
        &["0.99", "0.01"],
        &["33.33", "33.33", "33.34"],
    ] {
        let (mut world, account, invoice) = billed(prices, |_| {});
        for _ in 0..3 {
            world.credit(invoice, lines(&[(0, "0.33")]), false).unwrap();
        }
        world.credit(invoice, CreditExtent::Rest, false).unwrap();
        assert_eq!(world.balance(account), "0.00", "{prices:?}");
        assert!(world.archive.receivables[&invoice].creditable().is_zero());
        let kind = world
            .credit(invoice, CreditExtent::Rest, false)
            .unwrap_err()
            .kind;
        assert_eq!(kind, RefusalKind::Empty);
        world.check();
    }
}

#[test]
fn no_more_than_is_left_of_a_line_can_be_credited() {
    let (mut world, _, invoice) = billed(&["100.00", "50.00"], |_| {});
    world
        .credit(invoice, lines(&[(0, "80.00")]), false)
        .unwrap();
    let kind = |result: Result<InvoiceId, Refusal>| result.unwrap_err().kind;
    let exceeds = RefusalKind::CreditExceedsInvoice {
        creditable: eur("20.00"),
        asked: eur("20.01"),
    };
    assert_eq!(
        kind(world.credit(invoice, lines(&[(0, "20.01")]), false)),
        exceeds
    );
    assert_eq!(
        kind(world.credit(invoice, lines(&[(2, "1.00")]), false)),
        RefusalKind::Unknown
    );
    for bad in [
        &[(0, "0.00")][..],
        &[(0, "-1.00")],
        &[(0, "1.00"), (0, "1.00")],
    ] {
        assert_eq!(
            kind(world.credit(invoice, lines(bad), false)),
            RefusalKind::NotPositive
        );
    }
    let yen = CreditExtent::Lines(vec![(0, money("5", "JPY".parse().unwrap()))]);
    let mismatch = format!("{:?}", kind(world.credit(invoice, yen, false)));
    assert!(mismatch.starts_with("CurrencyMismatch"), "{mismatch}");
    let note = world
        .credit(invoice, lines(&[(0, "20.00")]), false)
        .unwrap();
    assert_eq!(
        kind(world.credit(note, CreditExtent::Rest, false)),
        RefusalKind::NotAnInvoice
    );
}

#[test]
fn a_credit_note_on_a_paid_invoice_is_the_customers_credit() {
    let (mut world, account, invoice) = billed(&["100.00"], |_| {});
    pay(&mut world, account, invoice, "125.50");
    let note = world.credit(invoice, CreditExtent::Rest, false).unwrap();
    assert_eq!(world.balance(account), "-125.50");
    let credit = &world.book.credits[&CreditSource::CreditNote(note)];
    assert_eq!(bare(credit.left()), "125.50");
    world.check();
}

#[test]
fn a_credit_note_on_a_partly_paid_invoice_settles_first_what_is_open() {
    let (mut world, account, invoice) = billed(&["100.00"], |_| {});
    pay(&mut world, account, invoice, "100.00");
    let note = world.credit(invoice, CreditExtent::Rest, false).unwrap();
    assert!(world.archive.receivables[&invoice].open().is_zero());
    assert_eq!(
        bare(world.book.credits[&CreditSource::CreditNote(note)].left()),
        "100.00"
    );
    assert_eq!(world.balance(account), "-100.00");
}

#[test]
fn crediting_an_invoice_that_was_given_up_makes_no_credit() {
    let (mut world, account, invoice) = billed(&["100.00"], |_| {});
    pay(&mut world, account, invoice, "25.50");
    let write_off = Command::WriteOff {
        id: world.id(),
        invoice,
        amount: eur("100.00"),
        reason: "insolvent".into(),
        on: world.today,
    };
    world.must(write_off);
    assert_eq!(
        world.archive.receivables[&invoice].standing(),
        Standing::WrittenOff
    );
    world.credit(invoice, CreditExtent::Rest, false).unwrap();
    // What was paid comes back; what never was does not.
    assert_eq!(world.balance(account), "-25.50");
    assert_eq!(
        world.archive.receivables[&invoice].standing(),
        Standing::Credited
    );
    world.check();
}

#[test]
fn discounts_on_the_whole_invoice_come_back_in_proportion() {
    let discount = |value| {
        vec![Adjustment {
            kind: AdjustmentKind::Allowance,
            value,
            reason: "loyalty".into(),
        }]
    };
    for value in [
        Reduction::Percent(percent("10")),
        Reduction::Amount(eur("15.00")),
    ] {
        let (mut world, account, invoice) = billed(&["100.00", "50.00"], |draft| {
            draft.adjustments = discount(value);
        });
        assert_eq!(due(&world, invoice), "169.43");
        let part = world
            .credit(invoice, lines(&[(1, "50.00")]), false)
            .unwrap();
        assert_eq!(due(&world, part), "56.48");
        let rest = world.credit(invoice, CreditExtent::Rest, false).unwrap();
        assert_eq!(due(&world, rest), "112.95");
        assert_eq!(world.balance(account), "0.00");
        world.check();
    }
}

#[test]
fn a_discount_on_the_whole_comes_back_by_what_lines_are_without_tax() {
    let (mut world, account, invoice) = billed(&["125.50", "100.00"], |draft| {
        draft.items[0].tax_included = true;
        draft.adjustments = vec![Adjustment {
            kind: AdjustmentKind::Allowance,
            value: Reduction::Amount(eur("20.00")),
            reason: "loyalty".into(),
        }];
    });
    // Two lines of 100.00 without tax: each has half of the discount.
    for line in [0, 1] {
        let amount = ["125.50", "100.00"][line];
        let note = world
            .credit(invoice, lines(&[(line, amount)]), false)
            .unwrap();
        assert_eq!(due(&world, note), "112.95");
        let rounding = world.archive.invoices[&note].totals.rounding_amount;
        assert!(rounding.is_zero(), "{rounding}");
    }
    assert_eq!(world.balance(account), "0.00");
}

#[test]
fn lines_with_tax_are_credited_with_tax() {
    let (mut world, account, invoice) = billed(&["9.99", "0.01"], |draft| {
        for item in &mut draft.items {
            item.tax_included = true;
        }
    });
    assert_eq!(due(&world, invoice), "10.00");
    let part = world.credit(invoice, lines(&[(0, "3.33")]), false).unwrap();
    assert_eq!(due(&world, part), "3.33");
    let rest = world.credit(invoice, CreditExtent::Rest, false).unwrap();
    assert_eq!(due(&world, rest), "6.67");
    assert_eq!(world.balance(account), "0.00");
}

#[test]
fn a_credit_note_keeps_the_tax_of_its_invoice_and_is_not_older_than_it() {
    let (mut world, _, invoice) = billed(&["100.00"], |_| {});
    world.today = super::builder::day("2025-12-31");
    let kind = world
        .credit(invoice, CreditExtent::Rest, false)
        .unwrap_err()
        .kind;
    assert_eq!(
        kind,
        RefusalKind::TooEarly {
            earliest: super::builder::day("2026-01-01")
        }
    );
}

// Invoices that take days of an earlier one back

/// April at 30.00, and on the invoice of May the days from 16 April again at 60.00: -15.00 + 30.00 + 60.00.
const CHANGED_MID_MONTH: [(&str, &str); 3] = [
    ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
    ("price 60.00 from 2026-04-16", ""),
    (
        "bill 2026-05-01",
        "#2 75.00: 2026-04-16..2026-05-01 15/30 -15.00 | 2026-04-16..2026-05-01 15/30 30.00 \
         | 2026-05-01..2026-06-01 60.00",
    ),
];

/// That world, its account, its contract, and the invoice of May.
fn changed_mid_month() -> (World, AccountId, ContractId, InvoiceId) {
    let mut world = World::new();
    let account = world.account(|_| {});
    let contract = world.contract(account, "monthly 30.00 EUR, anchor 1, from 2026-04-01");
    for (step, _) in CHANGED_MID_MONTH {
        world.tell_step(account, &[contract], step);
    }
    let invoice = world.numbered("#2");
    (world, account, contract, invoice)
}

#[track_caller]
fn check_changed_mid_month(steps: &[(&str, &str)]) {
    let all: Vec<_> = CHANGED_MID_MONTH.iter().chain(steps).copied().collect();
    check_story("monthly 30.00 EUR, anchor 1, from 2026-04-01", &all);
}

#[test]
fn what_an_invoice_took_back_stays_taken_back_when_the_invoice_is_credited() {
    // Half of April at 30.00, half of it and May at 60.00: 105.00, with 25.5 % 131.78.
    check_changed_mid_month(&[
        ("balance", "131.78"),
        (
            "credit #2 again",
            "#3 credits #2 90.00: 2026-04-16..2026-05-01 15/30 30.00 | 2026-05-01..2026-06-01 60.00",
        ),
        ("balance", "18.83"),
        (
            "bill 2026-05-02",
            "#4 90.00: 2026-04-16..2026-05-01 15/30 30.00 | 2026-05-01..2026-06-01 60.00",
        ),
        ("balance", "131.78"),
        ("bill 2026-05-31", "next 2026-06-01"),
    ]);
    // Given away: the first half of April is all there is to pay.
    check_changed_mid_month(&[
        (
            "credit #2",
            "#3 credits #2 90.00: 2026-04-16..2026-05-01 15/30 30.00 | 2026-05-01..2026-06-01 60.00",
        ),
        ("balance", "18.83"),
        ("bill 2026-05-31", "next 2026-06-01"),
        ("bill 2026-06-01", "#4 60.00: 2026-06-01..2026-07-01 60.00"),
        ("balance", "94.13"),
        // Nothing was charged for the days given away, so nothing of them comes back.
        ("end 2026-04-20", ""),
        (
            "bill 2026-06-02",
            "#5 credits #4 60.00: 2026-06-01..2026-07-01 60.00",
        ),
        ("balance", "18.83"),
    ]);
}

#[test]
fn a_take_back_stays_whatever_the_terms_are_when_its_days_are_billed_again() {
    // The old price again, before the days are billed again.
    check_changed_mid_month(&[
        (
            "credit #2 again",
            "#3 credits #2 90.00: 2026-04-16..2026-05-01 15/30 30.00 | 2026-05-01..2026-06-01 60.00",
        ),
        ("price 30.00 from 2026-04-16", ""),
        (
            "bill 2026-05-02",
            "#4 45.00: 2026-04-16..2026-05-01 15/30 15.00 | 2026-05-01..2026-06-01 30.00",
        ),
        ("balance", "75.31"),
    ]);
    // An end instead: ten of the days are billed again.
    check_changed_mid_month(&[
        (
            "credit #2 again",
            "#3 credits #2 90.00: 2026-04-16..2026-05-01 15/30 30.00 | 2026-05-01..2026-06-01 60.00",
        ),
        ("end 2026-04-25", ""),
        (
            "bill 2026-05-02",
            "#4 20.00: 2026-04-16..2026-04-26 10/30 20.00",
        ),
        ("balance", "43.93"),
    ]);
}

#[test]
fn an_invoice_that_took_back_is_credited_in_parts_to_the_cent() {
    for again in [false, true] {
        let (mut world, account, contract, invoice) = changed_mid_month();
        // With what is left of the line of May, every part is rounded by itself.
        for (line, amount) in [(1, "10.01"), (2, "33.33"), (1, "10.01"), (2, "19.99")] {
            world
                .credit(invoice, lines(&[(line, amount)]), again)
                .unwrap();
        }
        let rest = world.credit(invoice, CreditExtent::Rest, again).unwrap();
        assert_eq!(
            world.tell_document(rest),
            "#7 credits #2 16.66: 2026-04-16..2026-05-01 9.98 | 2026-05-01..2026-06-01 6.68"
        );
        // 37.65 + 94.13 less 112.95, what 30.00 and 60.00 come to together.
        assert_eq!(world.balance(account), "18.83", "{again}");
        let nothing_left = world.credit(invoice, CreditExtent::Rest, again);
        assert_eq!(nothing_left.unwrap_err().kind, RefusalKind::Empty);
        let billed = world.tell_step(account, &[contract], "bill 2026-05-02");
        let (expected, balance) = if again {
            let both =
                "#8 90.00: 2026-04-16..2026-05-01 15/30 30.00 | 2026-05-01..2026-06-01 60.00";
            (both, "131.78")
        } else {
            ("next 2026-06-01", "18.83")
        };
        assert_eq!(billed, expected);
        assert_eq!(world.balance(account), balance, "{again}");
        world.check();
    }
}

#[test]
fn one_line_billed_again_and_the_rest_credited_later_charges_every_day_once() {
    let (mut world, account, contract, invoice) = changed_mid_month();
    world.credit(invoice, lines(&[(1, "30.00")]), true).unwrap();
    assert_eq!(
        world.tell_step(account, &[contract], "bill 2026-05-02"),
        "#4 30.00: 2026-04-16..2026-05-01 15/30 30.00"
    );
    assert_eq!(world.balance(account), "131.78");
    let rest = world.credit(invoice, CreditExtent::Rest, true).unwrap();
    assert_eq!(
        world.tell_document(rest),
        "#5 credits #2 60.00: 2026-05-01..2026-06-01 60.00"
    );
    assert_eq!(
        world.tell_step(account, &[contract], "bill 2026-05-03"),
        "#6 60.00: 2026-05-01..2026-06-01 60.00"
    );
    assert_eq!(world.balance(account), "131.78");
    world.check();
}

#[test]
fn a_line_that_takes_back_can_not_be_credited_itself() {
    let (mut world, account, _, invoice) = changed_mid_month();
    let refusal = world
        .credit(invoice, lines(&[(2, "60.00"), (0, "-15.00")]), true)
        .unwrap_err();
    assert_eq!(refusal.kind, RefusalKind::NotPositive);
    assert_eq!(refusal.at, Location::Line(1));
    // Both lines that charge come to more than the invoice did.
    let both = lines(&[(1, "30.00"), (2, "60.00")]);
    let note = world.credit(invoice, both, true).unwrap();
    assert_eq!(due(&world, note), "112.95");
    // What a person typed as a deduction is no take-back.
    let draft = world.draft(account, vec![item("1", "100.00"), item("-1", "20.00")]);
    let typed = world.issue(draft).unwrap();
    let note = world.credit(typed, CreditExtent::Rest, false).unwrap();
    assert_eq!(due(&world, note), "100.40");
    world.check();
}

#[test]
fn what_was_credited_for_a_period_is_given_back_for_each_of_its_days() {
    let mut world = World::new();
    world.today = day("2026-02-01");
    let account = world.account(|_| {});
    let contract = world.contract(account, "monthly 25.00 EUR, from 2026-02-01");
    let (issued, _) = world.bill(world.today, world.today).unwrap();
    // 5.00 too much, given back without being billed again: the month has cost 20.00.
    world
        .credit(issued[0], lines(&[(0, "5.00")]), false)
        .unwrap();
    // Fourteen of its twenty-eight days are not used.
    world.must(Command::EndContract {
        contract,
        last_day: day("2026-02-14"),
        reason: String::new(),
        cause: None,
        waive_notice: false,
    });
    let preview = world.preview(day("2026-03-01"), day("2026-03-01"));
    let document = &preview.proposals[0].documents[0];
    let nets: Vec<String> = document
        .computed
        .lines
        .iter()
        .map(|line| bare(line.net))
        .collect();
    assert_eq!(nets, ["10.00"]);
}
