//! What a contract costs for given days: whole periods, parts at either end, and changes in the middle.

use super::builder::{World, check_story, day};

/// One row: a contract, the day up to which it is billed, and the lines of everything billed by then.
#[track_caller]
fn check_proration_by(contract: &str, target: &str, lines: &str) {
    let mut world = World::new();
    let account = world.account(|_| {});
    world.contract(account, contract);
    let (issued, _) = world.bill(day(target), day(target)).unwrap();
    let told = match issued.as_slice() {
        [] => String::new(),
        [one] => world.tell_document(*one),
        more => panic!("{} documents", more.len()),
    };
    let told = told.split_once(": ").map_or("", |(_, lines)| lines);
    assert_eq!(told, lines, "{contract} by {target}");
}

/// The first bill of a contract.
#[track_caller]
fn check_proration(contract: &str, line: &str) {
    let first_day = contract.split("from ").nth(1).unwrap();
    check_proration_by(contract, &first_day[..10], line);
}

#[test]
fn a_contract_begun_mid_period_is_charged_for_the_days_left() {
    for (contract, line) in [
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-16",
            "2026-04-16..2026-05-01 15/30 15.00",
        ),
        (
            "monthly 31.00 EUR, anchor 1, from 2026-01-31",
            "2026-01-31..2026-02-01 1/31 1.00",
        ),
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-01",
            "2026-04-01..2026-05-01 30.00",
        ),
        // 10 of 30 days: multiplied before it is divided.
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-21",
            "2026-04-21..2026-05-01 10/30 10.00",
        ),
        (
            "quarterly 90.00 EUR, anchor 1, from 2026-02-15",
            "2026-02-15..2026-04-01 45/90 45.00",
        ),
        (
            "yearly 365.00 EUR, anchor 1, from 2026-12-25",
            "2026-12-25..2027-01-01 7/365 7.00",
        ),
        (
            "yearly 366.00 EUR, anchor 1, from 2028-02-29",
            "2028-02-29..2029-01-01 307/366 307.00",
        ),
        (
            "weekly 7.00 EUR, anchor 2026-01-05, from 2026-01-08",
            "2026-01-08..2026-01-12 4/7 4.00",
        ),
        (
            "every 30 days 30.00 EUR, anchor 2026-01-01, from 2026-01-11",
            "2026-01-11..2026-01-31 20/30 20.00",
        ),
        // Half a cent goes away from zero, once: 9.99 × 3 ÷ 30 = 0.999.
        (
            "monthly 9.99 EUR, anchor 1, from 2026-04-28",
            "2026-04-28..2026-05-01 3/30 1.00",
        ),
        (
            "monthly 0.10 EUR, anchor 1, from 2026-06-29",
            "2026-06-29..2026-07-01 2/30 0.01",
        ),
        (
            "monthly 30000 JPY, anchor 1, from 2026-04-16",
            "2026-04-16..2026-05-01 15/30 15000",
        ),
        (
            "monthly 10.000 KWD, anchor 1, from 2026-04-11",
            "2026-04-11..2026-05-01 20/30 6.667",
        ),
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-16, quantity 2.5",
            "2026-04-16..2026-05-01 15/30 37.50",
        ),
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-16, less 10 %",
            "2026-04-16..2026-05-01 15/30 13.50",
        ),
        // An amount off a whole period is prorated with it, and never more than the price.
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-16, less 10.00",
            "2026-04-16..2026-05-01 15/30 10.00",
        ),
        (
            "monthly 30.00 EUR, anchor 1, from 2026-04-16, less 40.00",
            "2026-04-16..2026-05-01 15/30 0.00",
        ),
    ] {
        let mut world = World::new();
        let currency = contract
            .split([' ', ','])
            .find(|word| word.len() == 3 && word.chars().all(|c| c.is_ascii_uppercase()));
        let currency = currency.unwrap().parse().unwrap();
        let account = world.account(|account| account.currency = currency);
        world.contract(account, contract);
        let first = day(&contract.split("from ").nth(1).unwrap()[..10]);
        let (issued, _) = world.bill(first, first).unwrap();
        let told = world.tell_document(issued[0]);
        assert_eq!(told.split_once(": ").unwrap().1, line, "{contract}");
    }
}

#[test]
fn a_contract_that_ends_mid_period_is_charged_up_to_its_last_day() {
    check_proration(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01, until 2026-04-10",
        "2026-04-01..2026-04-11 10/30 10.00",
    );
    check_proration(
        "monthly 30.00 EUR, anchor 1, from 2026-04-11, until 2026-04-20",
        "2026-04-11..2026-04-21 10/30 10.00",
    );
    check_proration(
        "monthly 30.00 EUR, anchor 1, from 2026-04-30, until 2026-04-30",
        "2026-04-30..2026-05-01 1/30 1.00",
    );
    check_proration(
        "yearly 365.00 EUR, anchor 1, from 2026-12-31, until 2027-01-01",
        "2026-12-31..2027-01-01 1/365 1.00",
    );
}

#[test]
fn in_arrears_a_period_is_billed_on_the_day_after_it() {
    let contract = "monthly 30.00 EUR, anchor 1, from 2026-04-16, in arrears";
    check_proration_by(contract, "2026-04-30", "");
    check_proration_by(contract, "2026-05-01", "2026-04-16..2026-05-01 15/30 15.00");
    check_proration_by(contract, "2026-05-31", "2026-04-16..2026-05-01 15/30 15.00");
    check_proration_by(
        contract,
        "2026-06-01",
        "2026-04-16..2026-05-01 15/30 15.00 | 2026-05-01..2026-06-01 30.00",
    );
    // At the end of the contract nobody waits for the end of the period.
    let ends = "monthly 30.00 EUR, anchor 1, from 2026-04-01, until 2026-04-10, in arrears";
    check_proration_by(ends, "2026-04-10", "");
    check_proration_by(ends, "2026-04-11", "2026-04-01..2026-04-11 10/30 10.00");
}

#[test]
fn in_advance_a_period_is_billed_on_its_first_day() {
    let contract = "monthly 30.00 EUR, anchor 1, from 2026-04-16";
    check_proration_by(contract, "2026-04-15", "");
    check_proration_by(contract, "2026-04-16", "2026-04-16..2026-05-01 15/30 15.00");
    check_proration_by(contract, "2026-04-30", "2026-04-16..2026-05-01 15/30 15.00");
    check_proration_by(
        contract,
        "2026-05-01",
        "2026-04-16..2026-05-01 15/30 15.00 | 2026-05-01..2026-06-01 30.00",
    );
}

#[test]
fn a_cycle_from_the_31st_loses_no_day_and_charges_none_twice() {
    check_story(
        "monthly 31.00 EUR, from 2026-01-31",
        &[
            ("bill 2026-01-31", "#1 31.00: 2026-01-31..2026-02-28 31.00"),
            ("bill 2026-02-28", "#2 31.00: 2026-02-28..2026-03-31 31.00"),
            ("bill 2026-03-30", "next 2026-03-31"),
            ("bill 2026-03-31", "#3 31.00: 2026-03-31..2026-04-30 31.00"),
            ("bill 2026-04-30", "#4 31.00: 2026-04-30..2026-05-31 31.00"),
        ],
    );
}

#[test]
fn a_higher_price_in_the_middle_takes_back_the_old_one_for_the_days_left() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("price 60.00 from 2026-04-16", ""),
            (
                "bill 2026-04-16",
                "#2 15.00: 2026-04-16..2026-05-01 15/30 -15.00 | 2026-04-16..2026-05-01 15/30 30.00",
            ),
            ("bill 2026-05-01", "#3 60.00: 2026-05-01..2026-06-01 60.00"),
        ],
    );
}

#[test]
fn a_lower_price_in_the_middle_is_a_credit_on_the_next_bill() {
    check_story(
        "monthly 60.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 60.00: 2026-04-01..2026-05-01 60.00"),
            ("price 30.00 from 2026-04-16", ""),
            // With tax: 15.00 and 25.5 %.
            ("bill 2026-04-16", "carries 18.83"),
            (
                "bill 2026-05-01",
                "#2 15.00: 2026-04-16..2026-05-01 15/30 -30.00 | 2026-04-16..2026-05-01 15/30 15.00 \
                 | 2026-05-01..2026-06-01 30.00",
            ),
        ],
    );
}

#[test]
fn a_change_of_quantity_or_discount_prorates_like_a_change_of_price() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("quantity 3 from 2026-04-16", ""),
            (
                "bill 2026-04-16",
                "#2 30.00: 2026-04-16..2026-05-01 15/30 -15.00 | 2026-04-16..2026-05-01 15/30 45.00",
            ),
            ("discount 50 % until 2026-05-10 from 2026-05-01", ""),
            // 90.00 a month: 10 days at half price, 21 days at full price.
            (
                "bill 2026-05-01",
                "#3 75.49: 2026-05-01..2026-05-11 10/31 14.52 | 2026-05-11..2026-06-01 21/31 60.97",
            ),
        ],
    );
}

#[test]
fn a_change_before_the_period_is_billed_cuts_the_period_instead() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("price 60.00 from 2026-04-16", ""),
            (
                "bill 2026-04-16",
                "#1 45.00: 2026-04-01..2026-04-16 15/30 15.00 | 2026-04-16..2026-05-01 15/30 30.00",
            ),
        ],
    );
}

#[test]
fn a_change_in_the_future_waits_for_its_day() {
    check_story(
        "yearly 365.00 EUR, anchor 1, from 2026-01-01",
        &[
            (
                "bill 2026-01-01",
                "#1 365.00: 2026-01-01..2027-01-01 365.00",
            ),
            ("price 730.00 from 2026-12-30", ""),
            ("bill 2026-06-30", "next 2027-01-01"),
            ("bill 2026-12-29", "next 2027-01-01"),
            (
                "bill 2026-12-30",
                "#2 2.00: 2026-12-30..2027-01-01 2/365 -2.00 | 2026-12-30..2027-01-01 2/365 4.00",
            ),
        ],
    );
}

#[test]
fn a_catalogue_price_that_rises_mid_period_reaches_running_contracts() {
    let mut world = World::new();
    world.product("30.00");
    super::builder::check_story_in(
        world,
        |_| {},
        "monthly catalogue EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("catalogue 36.00 from 2026-04-21", ""),
            ("bill 2026-04-20", "next 2026-05-01"),
            (
                "bill 2026-04-21",
                "#2 2.00: 2026-04-21..2026-05-01 10/30 -10.00 | 2026-04-21..2026-05-01 10/30 12.00",
            ),
            ("catalogue 40.00 from 2026-06-01", ""),
            (
                "bill 2026-06-01",
                "#3 76.00: 2026-05-01..2026-06-01 36.00 | 2026-06-01..2026-07-01 40.00",
            ),
        ],
    );
}

#[test]
fn days_of_rest_are_taken_back_and_charged_again_from_the_day_it_resumes() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("pause 2026-04-11 to 2026-04-21", ""),
            ("bill 2026-04-11", "carries 12.55"),
            (
                "bill 2026-05-01",
                "#2 20.00: 2026-04-11..2026-04-21 10/30 -10.00 | 2026-05-01..2026-06-01 30.00",
            ),
            ("pause 2026-05-11", ""),
            ("bill 2026-06-01", "carries 25.50"),
            ("bill 2026-07-01", "carries 25.50"),
            ("resume 2026-07-11", ""),
            (
                "bill 2026-07-11",
                "#3 0.00: 2026-05-11..2026-06-01 21/31 -20.32 | 2026-07-11..2026-08-01 21/31 20.32",
            ),
        ],
    );
}

#[test]
fn a_rest_known_beforehand_is_never_billed() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("pause 2026-04-11 to 2026-06-11", ""),
            (
                "bill 2026-04-01",
                "#1 10.00: 2026-04-01..2026-04-11 10/30 10.00",
            ),
            ("bill 2026-05-01", "rests until 2026-06-11"),
            (
                "bill 2026-06-01",
                "#2 20.00: 2026-06-11..2026-07-01 20/30 20.00",
            ),
        ],
    );
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01, in arrears",
        &[
            ("pause 2026-04-11 to 2026-04-21", ""),
            (
                "bill 2026-05-01",
                "#1 20.00: 2026-04-01..2026-04-11 10/30 10.00 | 2026-04-21..2026-05-01 10/30 10.00",
            ),
        ],
    );
}

#[test]
fn a_reduced_rate_that_changes_within_a_period_parts_it() {
    check_story(
        "monthly 31.00 EUR, anchor 16, from 2025-12-16, at reduced rate",
        &[(
            "bill 2025-12-16",
            "#1 31.00: 2025-12-16..2026-01-01 16/31 16.00 | 2026-01-01..2026-01-16 15/31 15.00",
        )],
    );
}

#[test]
fn several_changes_in_one_period_are_each_charged_for_their_days() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01",
        &[
            ("bill 2026-04-01", "#1 30.00: 2026-04-01..2026-05-01 30.00"),
            ("price 60.00 from 2026-04-11", ""),
            (
                "bill 2026-04-11",
                "#2 20.00: 2026-04-11..2026-05-01 20/30 -20.00 | 2026-04-11..2026-05-01 20/30 40.00",
            ),
            ("price 90.00 from 2026-04-21", ""),
            (
                "bill 2026-04-21",
                "#3 10.00: 2026-04-21..2026-05-01 10/30 -20.00 | 2026-04-21..2026-05-01 10/30 30.00",
            ),
            // Back to the first price from the 6th on, as if it had never been otherwise; 20.00 + 10.00 come back.
            ("price 30.00 from 2026-04-06", ""),
            ("bill 2026-04-21", "carries 37.65"),
        ],
    );
}

#[test]
fn an_end_withdrawn_in_arrears_waits_again_for_the_end_of_the_period() {
    check_story(
        "monthly 30.00 EUR, anchor 1, from 2026-04-01, in arrears",
        &[
            ("end 2026-04-10", ""),
            (
                "bill 2026-04-11",
                "#1 10.00: 2026-04-01..2026-04-11 10/30 10.00",
            ),
            ("withdraw", ""),
            ("bill 2026-04-15", "next 2026-05-01"),
            (
                "bill 2026-05-01",
                "#2 20.00: 2026-04-11..2026-05-01 20/30 20.00",
            ),
        ],
    );
}
