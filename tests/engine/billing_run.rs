//! The billing run: what it takes up, what it passes over and why, and that it bills once whatever happens in between.

use super::builder::{World, bare, check_story, check_story_in, day, eur, item, later, only};
use lasku::billing::account::Grouping;
use lasku::billing::charge::PendingCharge;
use lasku::billing::command::{Command, Confirmed, IssueRun};
use lasku::billing::id::{AccountId, InvoiceId, RunId};
use lasku::billing::refusal::RefusalKind;
use lasku::billing::run::{Preview, RunRequest, preview};
use lasku::billing::tax::TaxRule;
use lasku::billing::tax_rate::RateClass;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::time::Instant;
use uuid::Uuid;

// Once

#[test]
fn a_run_that_is_repeated_bills_once() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-01",
        &[
            ("bill 2026-01-01", "#1 30.00: 2026-01-01..2026-02-01 30.00"),
            ("bill 2026-01-01", "next 2026-02-01"),
            ("bill 2026-01-31", "next 2026-02-01"),
        ],
    );
}

#[test]
fn missed_periods_are_caught_up_on_one_invoice() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-16",
        &[(
            "bill 2026-04-01",
            "#1 105.48: 2026-01-16..2026-02-01 16/31 15.48 | 2026-02-01..2026-03-01 30.00 \
             | 2026-03-01..2026-04-01 30.00 | 2026-04-01..2026-05-01 30.00",
        )],
    );
}

#[test]
fn a_run_broken_off_in_the_middle_and_finished_is_the_same_as_one_run() {
    let business = || {
        let mut world = World::new();
        for nth in 0..30 {
            let account = world.account(|account| {
                if nth % 3 == 0 {
                    account.grouping = Grouping::PerContract;
                }
            });
            world.contract(account, "monthly 19.90 EUR, anchor 1, from 2026-01-01");
            world.contract(account, "quarterly 7.77 EUR, anchor 1, from 2026-01-09");
        }
        world
    };
    let target = day("2026-01-20");
    let mut whole = business();
    whole.bill(target, target).unwrap();

    let mut broken = business();
    let shown = broken.preview(target, target);
    for batch in shown.proposals[..17].chunks(5) {
        let mut part = shown.clone();
        part.proposals = batch.to_vec();
        broken.issue_run(&part).unwrap();
    }
    // The same accounts once more, the rest with them: as after a tab that was closed.
    broken.issue_run(&shown).unwrap();
    broken.check();

    let documents = |world: &World| -> Vec<(String, String)> {
        let issued = world.archive.order.iter().map(|id| {
            let invoice = &world.archive.invoices[id];
            (
                invoice.number.clone(),
                invoice.totals.amount_due.to_string(),
            )
        });
        issued.collect()
    };
    assert_eq!(documents(&whole), documents(&broken));
    assert_eq!(documents(&whole).len(), 40);
    assert_eq!(documents(&whole)[39].0, "2026-00040");
}

#[test]
fn an_account_named_twice_in_a_batch_is_billed_once() {
    let mut world = World::new();
    let account = world.account(|_| {});
    world.contract(account, "monthly 30.00 EUR, anchor 1, from 2026-01-01");
    let total = world
        .preview(day("2026-01-01"), day("2026-01-01"))
        .proposals[0]
        .total();
    let confirmed = Confirmed { account, total };
    let run = IssueRun {
        run: RunId(Uuid::from_u128(1)),
        target: day("2026-01-01"),
        issue_date: day("2026-01-01"),
        series: world.series,
        accounts: vec![confirmed.clone(), confirmed],
    };
    world.must(Command::IssueRun(run));
    assert_eq!(world.archive.order.len(), 1);
    assert_eq!(world.balance(account), "37.65");
}

#[test]
fn a_preview_that_no_longer_holds_issues_nothing() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let contract = world.contract(account, "monthly 30.00 EUR, anchor 1, from 2026-01-01");
    let shown = world.preview(day("2026-01-01"), day("2026-01-01"));
    let service = world.book.contracts[&contract].services[0].clone();
    let mut terms = service.terms[0].clone();
    terms.quantity = "2".parse().unwrap();
    world.must(Command::AmendService {
        contract,
        service: service.id,
        terms,
    });
    let refusal = world.issue_run(&shown).unwrap_err();
    assert_eq!(
        refusal.kind,
        RefusalKind::PreviewOutdated {
            expected: eur("37.65"),
            found: eur("75.30")
        }
    );
    assert_eq!(world.archive.order.len(), 0);
    let series = &world.book.series[&world.series];
    assert_eq!(series.next, 1, "a refused run takes no number");
}

// What is on a bill

#[test]
fn contracts_share_an_invoice_or_have_one_each() {
    let contracts = "monthly 30.00 EUR, anchor 1, from 2026-01-01; monthly 10.00 EUR, anchor 1, from 2026-01-01";
    check_story(
        contracts,
        &[(
            "bill 2026-01-01",
            "#1 40.00: 2026-01-01..2026-02-01 30.00 | 2026-01-01..2026-02-01 10.00",
        )],
    );
    check_story_in(
        World::new(),
        |account| account.grouping = Grouping::PerContract,
        contracts,
        &[
            (
                "bill 2026-01-01",
                "#1 30.00: 2026-01-01..2026-02-01 30.00 / #2 10.00: 2026-01-01..2026-02-01 10.00",
            ),
            // What comes back names the invoice that billed it.
            ("end 2026-01-15", ""),
            (
                "bill 2026-01-16",
                "#3 credits #1 15.48: 2026-01-16..2026-02-01 16/31 15.48",
            ),
            ("end 2026-01-15 @2", ""),
            (
                "bill 2026-01-16",
                "#4 credits #2 5.16: 2026-01-16..2026-02-01 16/31 5.16",
            ),
        ],
    );
}

#[test]
fn charges_and_usage_go_on_the_first_bill_after_their_day() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-01",
        &[
            ("charge 12.34 on 2026-01-10", ""),
            ("bill 2026-01-09", "#1 30.00: 2026-01-01..2026-02-01 30.00"),
            ("bill 2026-01-09", "next 2026-02-01"),
            ("bill 2026-01-10", "#2 12.34: 2026-01-10..2026-01-11 12.34"),
            ("bill 2026-01-10", "next 2026-02-01"),
        ],
    );
}

#[test]
fn a_charge_is_taxed_by_the_day_of_its_supply_whenever_it_is_billed() {
    let mut world = World::new();
    let account = world.account(|_| {});
    for on in ["2025-12-31", "2026-01-01"] {
        let mut item = item("1", "100.00");
        item.tax = TaxRule::class(RateClass::Reduced);
        let charge = PendingCharge {
            id: world.id(),
            account,
            contract: None,
            on: day(on),
            item,
        };
        world.must(Command::AddCharge(charge));
    }
    let (issued, _) = world.bill(day("2026-01-05"), day("2026-01-05")).unwrap();
    let totals = &world.archive.invoices[&issued[0]].totals;
    let rates: Vec<String> = totals
        .breakdown
        .iter()
        .map(|group| format!("{} {}", group.tax.rate, bare(group.amount)))
        .collect();
    assert_eq!(rates, ["13.5 13.50", "14 14.00"]);
}

// What is passed over

#[test]
fn what_is_passed_over_says_why() {
    for (contract, target, reason) in [
        (
            "monthly 30.00 EUR, anchor 1, from 2026-03-01",
            "2026-02-28",
            "starts 2026-03-01",
        ),
        (
            "monthly 30.00 EUR, anchor 1, from 2026-03-01, in arrears",
            "2026-03-31",
            "next 2026-04-01",
        ),
        // Its last days are still to be billed.
        (
            "monthly 30.00 EUR, anchor 1, from 2026-03-01, until 2026-03-31, in arrears",
            "2026-03-31",
            "next 2026-04-01",
        ),
    ] {
        check_story(contract, &[(&format!("bill {target}"), reason)]);
    }
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-03-01, until 2026-03-31",
        &[
            ("bill 2026-03-01", "#1 30.00: 2026-03-01..2026-04-01 30.00"),
            ("bill 2026-03-31", "ended 2026-03-31"),
            ("bill 2026-06-30", "ended 2026-03-31"),
        ],
    );
    check_story("", &[("bill 2026-03-01", "no contract")]);
    let mut world = World::new();
    let account = world.account(|_| {});
    world.must(Command::CloseAccount {
        account,
        on: day("2026-01-31"),
    });
    let shown = world.preview(day("2026-02-01"), day("2026-02-01"));
    assert_eq!(format!("{:?}", shown.skipped[0].reason), "AccountClosed");
    let mut world = World::new();
    world.product("30.00");
    let yen = "JPY".parse().unwrap();
    check_story_in(
        world,
        |account| account.currency = yen,
        "monthly catalogue JPY, anchor 1, from 2026-03-01",
        &[(
            "bill 2026-03-01",
            "refused: NoPrice { currency: JPY, on: 2026-03-01 }",
        )],
    );
}

#[test]
fn only_the_accounts_asked_for_are_billed() {
    let mut world = World::new();
    let accounts: Vec<AccountId> = (0..3).map(|_| world.account(|_| {})).collect();
    for account in &accounts {
        world.contract(*account, "monthly 30.00 EUR, anchor 1, from 2026-01-01");
    }
    let request = RunRequest {
        target: day("2026-01-01"),
        issue_date: day("2026-01-01"),
        only: only(&accounts[1..2]),
    };
    let shown = preview(&world.book, &request);
    let billed: Vec<AccountId> = shown.proposals.iter().map(|each| each.account).collect();
    assert_eq!(billed, accounts[1..2]);
}

// What is shown is what is issued

proptest! {
    #[test]
    fn a_run_issues_to_the_cent_what_it_showed(
        cents in 1_u32..3_000,
        further in 1_u32..3_000,
        with_tax in any::<bool>(),
        ends in prop::collection::btree_set(1_u32..30, 1..6),
    ) {
        let mut world = World::new();
        let account = world.account(|_| {});
        let tax = if with_tax { ", with tax" } else { "" };
        let price = |cents: u32| format!("{}.{:02}", cents / 100, cents % 100);
        let terms = format!(
            "monthly {} EUR, anchor 1, from 2026-04-01, and {}{tax}",
            price(cents),
            price(further)
        );
        let contract = world.contract(account, &terms);
        world.today = day("2026-04-01");
        world.bill(world.today, world.today).unwrap();
        // The end comes nearer and nearer; each time a credit note gives some days back, its tax rounded by itself.
        world.today = day("2026-05-01");
        for last in ends.iter().rev() {
            world.must(Command::EndContract {
                contract,
                last_day: day(&format!("2026-04-{last:02}")),
                reason: String::new(),
                cause: None,
                waive_notice: true,
            });
            let (issued, _) = world.bill(world.today, world.today).unwrap();
            prop_assert!(issued.len() < 2);
        }
        // The sum the customer confirmed moved the balance, nothing else.
        let due = |id: &InvoiceId| {
            let invoice = &world.archive.invoices[id];
            let due = invoice.totals.amount_due;
            if invoice.is_credit_note() { -due } else { due }
        };
        let sum = world.archive.order.iter().map(due).fold(eur("0.00"), |sum, due| sum + due);
        prop_assert_eq!(world.balance(account), bare(sum));
        world.check();
    }
}

#[test]
fn credit_notes_that_round_up_one_by_one_are_shown_as_they_are_issued() {
    // 0.60 is 0.75 with tax, and each thirtieth of it, 0.02, is 0.03.
    let mut world = World::new();
    let account = world.account(|_| {});
    let contract = world.contract(account, "monthly 0.60 EUR, anchor 1, from 2026-04-01");
    world.tell_step(account, &[contract], "bill 2026-04-01");
    for last in (1..30).rev() {
        let end = format!("end 2026-04-{last:02}");
        world.tell_step(account, &[contract], &end);
        let told = world.tell_step(account, &[contract], "bill 2026-05-01");
        assert!(told.contains("credits #1 0.02"), "{told}");
    }
    for id in &world.archive.order[1..] {
        let totals = &world.archive.invoices[id].totals;
        assert_eq!(bare(totals.amount_due), "0.03");
        assert!(totals.rounding_amount.is_zero());
    }
    // The invoice has nothing left; what rounding gave beyond it is the customer's.
    assert_eq!(world.balance(account), "-0.12");
    let receivable = &world.archive.receivables[&world.numbered("#1")];
    assert_eq!(bare(receivable.creditable()), "0.00");
    world.check();
}

// The end

#[test]
fn what_was_billed_beyond_the_end_comes_back_as_a_credit_note() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("end 2026-04-20", ""),
            // The day after the last has not come.
            ("bill 2026-04-20", "ended 2026-04-20"),
            (
                "bill 2026-04-21",
                "#2 credits #1 10.00: 2026-04-21..2026-05-01 10/30 10.00",
            ),
            ("bill 2026-05-01", "ended 2026-04-20"),
            ("balance", "25.10"),
        ],
    );
}

#[test]
fn an_end_before_anything_is_billed_bills_the_days_until_then() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01, in arrears",
        &[
            ("end 2026-04-20", ""),
            (
                "bill 2026-04-21",
                "#1 20.00: 2026-04-01..2026-04-21 20/30 20.00",
            ),
            ("bill 2026-05-01", "ended 2026-04-20"),
        ],
    );
}

#[test]
fn an_end_in_the_future_waits_for_its_day() {
    check_story(
        "yearly 365.00 EUR, anchor 1, from 2026-01-01",
        &[
            (
                "bill 2026-01-01",
                "#1 365.00: 2026-01-01..2027-01-01 365.00",
            ),
            ("end 2026-06-30", ""),
            ("bill 2026-06-29", "nothing"),
            (
                "bill 2026-07-01",
                "#2 credits #1 184.00: 2026-07-01..2027-01-01 184/365 184.00",
            ),
        ],
    );
}

#[test]
fn what_comes_back_of_one_contract_is_set_against_another_billed_with_it() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01; monthly 100.00 EUR, anchor 1, from 2026-04-01",
        &[
            (
                "bill 2026-04-01",
                "#1 130.00: 2026-04-01..2026-05-01 30.00 | 2026-04-01..2026-05-01 100.00",
            ),
            ("end 2026-04-20", ""),
            (
                "bill 2026-05-01",
                "#2 90.00: 2026-04-21..2026-05-01 10/30 -10.00 | 2026-05-01..2026-06-01 100.00",
            ),
        ],
    );
}

#[test]
fn a_contract_whose_only_service_has_ended_pays_back_like_one_that_has_ended() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("end service 2026-04-20", ""),
            (
                "bill 2026-04-21",
                "#2 credits #1 10.00: 2026-04-21..2026-05-01 10/30 10.00",
            ),
        ],
    );
}

#[test]
fn an_upgrade_and_then_an_end_pays_back_all_that_was_charged_for_the_days_after() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("price 60.00 from 2026-04-16", ""),
            (
                "bill 2026-04-16",
                "#2 15.00: 2026-04-16..2026-05-01 15/30 -15.00 | 2026-04-16..2026-05-01 15/30 30.00",
            ),
            ("pay #1", ""),
            ("pay #2", ""),
            // 10 days at 60.00 are 20.00, more than the second invoice came to.
            ("end 2026-04-20", ""),
            (
                "bill 2026-04-21",
                "#3 credits #2 20.00: 2026-04-21..2026-05-01 10/30 20.00",
            ),
            ("balance", "-25.10"),
        ],
    );
}

#[test]
fn an_end_withdrawn_bills_the_days_again() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("end 2026-04-20", ""),
            (
                "bill 2026-04-21",
                "#2 credits #1 10.00: 2026-04-21..2026-05-01 10/30 10.00",
            ),
            ("withdraw", ""),
            (
                "bill 2026-04-22",
                "#3 10.00: 2026-04-21..2026-05-01 10/30 10.00",
            ),
        ],
    );
}

#[test]
fn a_minimum_term_and_notice_bind_unless_they_are_waived() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-01, minimum 2026-12-31, notice 30 days",
        &[
            (
                "end 2026-06-30 bound",
                "refused: Bound { until: 2026-12-31 }",
            ),
            (
                "end 2026-12-31 bound",
                "refused: Bound { until: 2027-01-30 }",
            ),
            ("end 2026-06-30", ""),
        ],
    );
}

// Changes and credit notes

#[test]
fn a_change_does_not_reach_days_that_are_billed_for_good() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-01",
        &[
            ("bill 2026-01-01", "#1 30.00: 2026-01-01..2026-02-01 30.00"),
            ("bill 2026-02-01", "#2 30.00: 2026-02-01..2026-03-01 30.00"),
            ("bill 2026-03-01", "#3 30.00: 2026-03-01..2026-04-01 30.00"),
            ("bill 2026-04-01", "#4 30.00: 2026-04-01..2026-05-01 30.00"),
            ("bill 2026-05-01", "#5 30.00: 2026-05-01..2026-06-01 30.00"),
            ("bill 2026-06-01", "#6 30.00: 2026-06-01..2026-07-01 30.00"),
            (
                "price 31.00 from 2026-01-31",
                "refused: TooEarly { earliest: 2026-03-01 }",
            ),
            (
                "pause 2026-01-31",
                "refused: TooEarly { earliest: 2026-03-01 }",
            ),
            (
                "end 2026-01-30",
                "refused: TooEarly { earliest: 2026-02-28 }",
            ),
            ("end 2026-02-28", ""),
            ("price 31.00 from 2026-03-01", "refused: ContractEnded"),
        ],
    );
}

#[test]
fn days_credited_are_given_away_unless_they_are_to_be_billed_again() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            (
                "credit #1",
                "#2 credits #1 30.00: 2026-04-01..2026-05-01 30.00",
            ),
            ("bill 2026-04-30", "next 2026-05-01"),
            // Whatever becomes of the terms.
            ("price 60.00 from 2026-04-16", ""),
            ("bill 2026-04-30", "next 2026-05-01"),
            ("bill 2026-05-01", "#3 60.00: 2026-05-01..2026-06-01 60.00"),
            ("price 45.00 from 2026-05-01", ""),
            (
                "credit #3 again",
                "#4 credits #3 60.00: 2026-05-01..2026-06-01 60.00",
            ),
            ("bill 2026-05-02", "#5 45.00: 2026-05-01..2026-06-01 45.00"),
        ],
    );
}

#[test]
fn days_credited_in_two_parts_are_given_away_or_billed_again_all_the_same() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            (
                "credit #1 line 1 10.00",
                "#2 credits #1 10.00: 2026-04-01..2026-05-01 10.00",
            ),
            (
                "credit #1",
                "#3 credits #1 20.00: 2026-04-01..2026-05-01 20.00",
            ),
            ("price 60.00 from 2026-04-16", ""),
            ("bill 2026-04-30", "next 2026-05-01"),
            ("bill 2026-05-01", "#4 60.00: 2026-05-01..2026-06-01 60.00"),
            (
                "credit #4 line 1 10.00",
                "#5 credits #4 10.00: 2026-05-01..2026-06-01 10.00",
            ),
            (
                "credit #4 again",
                "#6 credits #4 50.00: 2026-05-01..2026-06-01 50.00",
            ),
            ("bill 2026-05-02", "#7 60.00: 2026-05-01..2026-06-01 60.00"),
        ],
    );
}

#[test]
fn what_was_credited_by_hand_is_not_taken_back_a_second_time() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            (
                "credit #1 line 1 25.00",
                "#2 credits #1 25.00: 2026-04-01..2026-05-01 25.00",
            ),
            ("end 2026-04-10", ""),
            // The month has cost 5.00, so 20 of its 30 days are 3.33. What was given back was given back for every day:
            // whether it came before the end or after it, ten days cost 1.67, with VAT 2.09.
            (
                "bill 2026-04-11",
                "#3 credits #1 3.33: 2026-04-11..2026-05-01 3.33",
            ),
            ("balance", "2.09"),
        ],
    );
}

#[test]
fn days_billed_for_good_are_not_promised_to_be_billed_again() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-01-01",
        &[
            ("bill 2026-01-01", "#1 30.00: 2026-01-01..2026-02-01 30.00"),
            (
                "bill 2026-06-01",
                "#2 150.00: 2026-02-01..2026-03-01 30.00 | 2026-03-01..2026-04-01 30.00 | 2026-04-01..2026-05-01 30.00 \
                 | 2026-05-01..2026-06-01 30.00 | 2026-06-01..2026-07-01 30.00",
            ),
            (
                "credit #1 again",
                "refused: TooEarly { earliest: 2026-03-01 }",
            ),
            (
                "credit #1",
                "#3 credits #1 30.00: 2026-01-01..2026-02-01 30.00",
            ),
        ],
    );
}

#[test]
fn prices_with_tax_come_back_with_tax() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01, with tax",
        &[
            ("bill 2026-04-01", "#1 23.90: 2026-04-01..2026-05-01 30.00"),
            ("price 45.00 from 2026-04-11", ""),
            (
                "bill 2026-04-11",
                "#2 7.97: 2026-04-11..2026-05-01 20/30 -20.00 | 2026-04-11..2026-05-01 20/30 30.00",
            ),
            ("end 2026-04-20", ""),
            (
                "bill 2026-04-21",
                "#3 credits #2 11.95: 2026-04-21..2026-05-01 10/30 15.00",
            ),
            ("balance", "25.00"),
        ],
    );
}

// What is told beforehand

/// The next bills of a contract are the bills that runs on those days issue.
#[track_caller]
fn check_next_bills(contract: &str, changes: &[&str]) {
    let mut world = World::new();
    let account = world.account(|_| {});
    let id = world.contract(account, contract);
    for change in changes {
        world.tell_step(account, &[id], change);
    }
    let today = world.today;
    let told =
        lasku::billing::run::next_bills(&world.book, &world.book.contracts[&id], today, 8).unwrap();
    let mut told_sums = BTreeMap::new();
    for bill in &told {
        told_sums.insert(bill.on, bare(bill.computed.totals.amount_due));
    }
    let Some(last) = told.last().map(|bill| bill.on) else {
        panic!("no bill at all for {contract}");
    };
    let mut billed = BTreeMap::new();
    let mut date = today;
    while date <= last {
        let (issued, _) = world.bill(date, date).unwrap();
        let sum = issued.iter().fold(eur("0.00"), |sum, id| {
            let invoice = &world.archive.invoices[id];
            let due = invoice.totals.amount_due;
            if invoice.is_credit_note() {
                sum - due
            } else {
                sum + due
            }
        });
        if !issued.is_empty() {
            billed.insert(date, bare(sum));
        }
        date = later(date, 1);
    }
    assert_eq!(told_sums, billed, "{contract} {changes:?}");
}

#[test]
fn the_next_bills_are_those_that_the_runs_then_issue() {
    for contract in [
        "monthly 30.00 EUR, anchor 1, from 2026-01-01",
        "monthly 29.99 EUR, from 2026-01-31",
        "monthly 30.00 EUR, anchor 1, from 2026-01-17, in arrears",
        "quarterly 99.00 EUR, anchor 15, from 2026-02-03, less 12.5 % until 2026-07-04",
        "weekly 5.00 EUR, from 2026-01-01, and 3.33",
        "yearly 365.00 EUR, anchor 1, from 2026-03-01",
        "monthly 30.00 EUR, anchor 1, from 2026-01-01, until 2026-04-17",
        "every 10 days 7.00 EUR, from 2026-01-05, in arrears, until 2026-02-28",
    ] {
        check_next_bills(contract, &[]);
    }
    let contract = "monthly 30.00 EUR, anchor 1, from 2026-01-01";
    check_next_bills(contract, &["price 60.00 from 2026-02-16"]);
    check_next_bills(
        contract,
        &["bill 2026-01-01", "price 60.00 from 2026-01-16"],
    );
    check_next_bills(
        contract,
        &["price 60.00 from 2026-02-16", "price 90.00 from 2026-04-01"],
    );
    check_next_bills(contract, &["pause 2026-03-01 to 2026-05-01"]);
    check_next_bills(contract, &["bill 2026-01-01", "end 2026-01-20"]);
}

#[test]
fn the_next_bills_carry_what_the_runs_carry() {
    let contract = "monthly 60.00 EUR, anchor 1, from 2026-01-01";
    check_next_bills(
        contract,
        &["bill 2026-01-01", "price 30.00 from 2026-01-16"],
    );
    check_next_bills(
        contract,
        &["bill 2026-01-01", "pause 2026-01-11 to 2026-02-11"],
    );
}

#[test]
fn a_credit_that_no_bill_takes_in_is_foreseen_as_one_that_waits() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let id = world.contract(account, "monthly 30.00 EUR, anchor 1, from 2026-01-01");
    world.tell_step(account, &[id], "bill 2026-01-01");
    world.tell_step(account, &[id], "pause 2026-01-16");
    let contract = &world.book.contracts[&id];
    let told = lasku::billing::run::next_bills(&world.book, contract, world.today, 3).unwrap();
    // 30.00 × 16 ÷ 31 of January are taken back: 15.48, with 25.5 % VAT 19.43.
    let told: Vec<(bool, String)> = told
        .iter()
        .map(|bill| (bill.is_carried, bare(bill.computed.totals.amount_due)))
        .collect();
    assert_eq!(told, [(true, "-19.43".to_owned())]);
}

#[test]
fn the_next_bills_know_of_prices_that_the_catalogue_will_have() {
    let mut world = World::new();
    world.product("30.00");
    let account = world.account(|_| {});
    let id = world.contract(account, "monthly catalogue EUR, anchor 1, from 2026-01-01");
    world.tell_step(account, &[id], "bill 2026-01-01");
    world.tell_step(account, &[id], "catalogue 60.00 from 2026-02-16");
    world.today = day("2026-01-02");
    let contract = &world.book.contracts[&id];
    let told: Vec<String> = lasku::billing::run::next_bills(&world.book, contract, world.today, 3)
        .unwrap()
        .iter()
        .map(|bill| {
            format!(
                "{} {}",
                bill.on,
                bare(bill.computed.totals.tax_exclusive_total)
            )
        })
        .collect();
    assert_eq!(
        told,
        ["2026-02-01 43.93", "2026-03-01 60.00", "2026-04-01 60.00"]
    );
}

// Size

#[test]
fn seven_thousand_accounts_are_billed_in_seconds() {
    let mut world = World::new();
    for nth in 0..7_000 {
        let account = world.account_unchecked();
        let price = 1_990 + nth % 4_000;
        let text = format!(
            "monthly {}.{:02} EUR, anchor 1, from 2026-01-01",
            price / 100,
            price % 100
        );
        world.contract_unchecked(account, &text);
    }
    let begun = Instant::now();
    let shown = world.preview(day("2026-01-01"), day("2026-01-01"));
    let previewed = begun.elapsed();
    assert_eq!(shown.proposals.len(), 7_000);
    let begun = Instant::now();
    for batch in shown.proposals.chunks(500) {
        let part = Preview {
            request: shown.request.clone(),
            proposals: batch.to_vec(),
            skipped: Vec::new(),
        };
        world.issue_run(&part).unwrap();
    }
    let issued = begun.elapsed();
    println!("7,000 accounts: previewed in {previewed:?}, issued in {issued:?}");
    assert_eq!(world.archive.order.len(), 7_000);
    assert!(previewed.as_secs() < 20 && issued.as_secs() < 60);
}

// A real customer base

/// The folder of sample data, if this machine has it: `LASKU_SHARED`, or `shared` beside the repository or above it.
fn shared() -> Option<std::path::PathBuf> {
    let named = std::env::var_os("LASKU_SHARED").map(std::path::PathBuf::from);
    let above = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared"));
    named
        .into_iter()
        .chain(above)
        .map(|folder| folder.join("data/telco-customers.csv"))
        .find(|file| file.exists())
}

#[test]
fn a_telephone_companys_january_is_billed_to_the_cent() {
    let Some(file) = shared() else {
        println!("SKIPPED: there is no shared/data/telco-customers.csv on this machine");
        return;
    };
    let mut reader = csv::Reader::from_path(file).unwrap();
    let heading = reader.headers().unwrap().clone();
    let column = |name: &str| heading.iter().position(|each| each == name).unwrap();
    let (charges, churn) = (column("MonthlyCharges"), column("Churn"));
    let mut world = World::new();
    let mut accounts = 0;
    for row in reader.records() {
        let row = row.unwrap();
        let account = world.account_unchecked();
        accounts += 1;
        let ended = &row[churn] == "Yes";
        let starts = if ended {
            "2025-01-01, until 2025-12-31"
        } else {
            "2026-01-01"
        };
        let text = format!("monthly {} EUR, anchor 1, from {starts}", &row[charges]);
        let contract = world.contract_unchecked(account, &text);
        if ended {
            // What was before is billed elsewhere.
            let mut contract = world.book.contracts[&contract].clone();
            contract.services[0].closed_before = Some(day("2026-01-01"));
            world
                .book
                .apply(&[lasku::billing::change::Change::ContractRevised(contract)]);
        }
    }
    assert_eq!(accounts, 7_043);
    let shown = world.preview(day("2026-01-01"), day("2026-01-01"));
    assert_eq!(shown.proposals.len(), 5_174);
    world.issue_run(&shown).unwrap();
    let net = world
        .archive
        .invoices
        .values()
        .fold(eur("0.00"), |sum, invoice| {
            sum + invoice.totals.tax_exclusive_total
        });
    assert_eq!(net, eur("316985.75"));
    assert_eq!(world.archive.order.len(), 5_174);
    assert_eq!(
        world.archive.invoices[&world.archive.order[5_173]].number,
        "2026-05174"
    );
}
