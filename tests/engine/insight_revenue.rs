//! Recurring revenue, cohorts, customers at risk and past receivables: what the statistics of a business say, from its book.

use crate::builder::*;
use chrono::{Days, NaiveDate};
use lasku::billing::change::Change;
use lasku::billing::command::{Allocation, Command};
use lasku::billing::contract::{Contract, Pause, PriceSource, Terms};
use lasku::billing::desk::case::{
    Case, CaseEvent, CaseKind, Channel, Happening, Outcome, Priority,
};
use lasku::billing::desk::policy::Target;
use lasku::billing::id::*;
use lasku::billing::payment::{Payment, PaymentMethod};
use lasku::billing::tax::TaxTreatment;
use lasku::exchange::csv::{Cell, Sheet};
use lasku::insight::cohort::{CohortSpan, cohorts};
use lasku::insight::receivable::{OutstandingDays, open_on};
use lasku::insight::revenue::{
    Movement, MovementKind, Revenue, month_ends, monthly_price, revenue,
};
use lasku::insight::risk::{AtRisk, Reason, at_risk};
use lasku::money::{Currency, Money, Quantity};
use proptest::prelude::*;

/// Customers with their contracts, put into the book as they are.
struct Firm {
    world: World,
    accounts: Vec<AccountId>,
}

impl Firm {
    fn new() -> Firm {
        Firm {
            world: World::new(),
            accounts: Vec::new(),
        }
    }

    fn customer(&mut self) -> AccountId {
        let id = self.world.account_unchecked();
        self.accounts.push(id);
        id
    }

    fn contract(&mut self, account: AccountId, text: &str) -> ContractId {
        self.contract_with(account, text, |_| {})
    }

    fn contract_with(
        &mut self,
        account: AccountId,
        text: &str,
        change: impl FnOnce(&mut Contract),
    ) -> ContractId {
        let mut contract = self.world.contract_of(account, text);
        change(&mut contract);
        contract.check().unwrap();
        let id = contract.id;
        self.world.book.apply(&[Change::ContractAdded(contract)]);
        id
    }

    fn revenue(&self, today: &str, count: usize) -> Revenue {
        revenue(&self.world.book, Currency::EUR, day(today), count)
    }

    /// The place of a customer, counted from 0.
    fn places(&self, customers: &[AccountId]) -> Vec<usize> {
        let place = |id: &AccountId| self.accounts.iter().position(|each| each == id).unwrap();
        customers.iter().map(place).collect()
    }
}

fn tell(movement: &Movement) -> Option<String> {
    let word = match movement.kind {
        MovementKind::New => "new",
        MovementKind::Reactivated => "back",
        MovementKind::Expansion => "more",
        MovementKind::Contraction => "less",
        MovementKind::Churn => "gone",
    };
    (!movement.customers.is_empty()).then(|| format!("{word} {}", bare(movement.amount)))
}

/// Months as `2026-01-31 0.00 new 40.00 = 40.00`.
#[track_caller]
fn check_months(revenue: &Revenue, expected: &[&str]) {
    let told: Vec<String> = revenue
        .months
        .iter()
        .map(|month| {
            let moved: Vec<String> = month.movements.iter().filter_map(tell).collect();
            let moved = if moved.is_empty() {
                "same".to_owned()
            } else {
                moved.join(", ")
            };
            format!(
                "{} {} {moved} = {}",
                month.on,
                bare(month.before),
                bare(month.total)
            )
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn a_price_is_brought_to_a_month_without_tax_and_less_the_discount_of_the_day() {
    for (text, on, monthly) in [
        ("monthly 30.00 EUR", "2026-01-31", "30.00"),
        ("every 2 months 30.00 EUR", "2026-01-31", "15.00"),
        ("quarterly 100.00 EUR", "2026-01-31", "33.33"),
        ("yearly 100.00 EUR", "2026-01-31", "8.33"),
        // 7.00 × 365.2425 ÷ 12 ÷ 7 and 1.00 × 365.2425 ÷ 12.
        ("weekly 7.00 EUR", "2026-01-31", "30.44"),
        ("daily 1.00 EUR", "2026-01-31", "30.44"),
        ("monthly 30.00 EUR, quantity 2.5", "2026-01-31", "75.00"),
        ("monthly 30.00 EUR, less 10 %", "2026-01-31", "27.00"),
        (
            "monthly 30.00 EUR, less 10 % until 2026-01-30",
            "2026-01-31",
            "30.00",
        ),
        (
            "monthly 30.00 EUR, less 10 % until 2026-01-31",
            "2026-01-31",
            "27.00",
        ),
        ("quarterly 90.00 EUR, less 15.00", "2026-01-31", "25.00"),
        ("monthly 30.00 EUR, less 45.00", "2026-01-31", "0.00"),
        ("monthly 125.50 EUR, with tax", "2026-01-31", "100.00"),
        ("yearly 125.50 EUR, with tax", "2026-01-31", "8.33"),
        ("monthly 30.00 EUR, until 2026-01-31", "2026-01-31", "30.00"),
    ] {
        let mut firm = Firm::new();
        let customer = firm.customer();
        let id = firm.contract(customer, text);
        let book = &firm.world.book;
        let contract = &book.contracts[&id];
        let price = monthly_price(book, contract, &contract.services[0], day(on)).unwrap();
        assert_eq!(bare(price), monthly, "{text}");
    }
}

#[test]
fn nothing_comes_from_a_contract_before_it_begins_after_it_ends_and_while_it_rests() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    let id = firm.contract_with(
        customer,
        "monthly 30.00 EUR, until 2026-06-30",
        |contract| {
            contract.pauses = vec![Pause {
                from: day("2026-02-15"),
                resumes: Some(day("2026-03-15")),
            }];
        },
    );
    let book = &firm.world.book;
    let contract = &book.contracts[&id];
    for (on, charged) in [
        ("2025-12-31", false),
        ("2026-01-31", true),
        ("2026-02-28", false),
        ("2026-03-31", true),
        ("2026-06-30", true),
        ("2026-07-31", false),
    ] {
        let price = monthly_price(book, contract, &contract.services[0], day(on));
        assert_eq!(price.is_some(), charged, "{on}");
    }
}

#[test]
fn a_price_with_tax_of_a_customer_who_pays_none_is_without_tax_already() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    let mut account = firm.world.book.accounts[&customer].clone();
    account.treatment = TaxTreatment::Export;
    firm.world.book.apply(&[Change::AccountRevised(account)]);
    let id = firm.contract(customer, "monthly 125.50 EUR, with tax");
    let book = &firm.world.book;
    let contract = &book.contracts[&id];
    let price = monthly_price(book, contract, &contract.services[0], day("2026-01-31"));
    assert_eq!(price, Some(eur("125.50")));
}

#[test]
fn months_end_on_their_last_days_and_the_present_one_is_looked_at_today() {
    let told = |today: &str, count| -> Vec<String> {
        let days = month_ends(day(today), count);
        days.iter().map(NaiveDate::to_string).collect()
    };
    assert_eq!(
        told("2024-03-31", 2),
        ["2024-01-31", "2024-02-29", "2024-03-31"]
    );
    assert_eq!(told("2026-01-01", 1), ["2025-12-31", "2026-01-01"]);
    assert_eq!(told("2026-01-15", 0), ["2026-01-15"]);
}

#[test]
fn every_movement_has_its_name() {
    let mut firm = Firm::new();
    // Begins in February, takes more in March, less in April, leaves in May, comes back in June.
    let first = firm.customer();
    firm.contract_with(
        first,
        "monthly 40.00 EUR, from 2026-02-10, until 2026-05-10",
        |contract| {
            let service = &mut contract.services[0];
            for (from, quantity) in [("2026-03-05", "2"), ("2026-04-05", "0.5")] {
                service.terms.push(Terms {
                    from: day(from),
                    quantity: quantity.parse().unwrap(),
                    ..service.terms[0].clone()
                });
            }
        },
    );
    firm.contract(first, "monthly 50.00 EUR, from 2026-06-01");
    // Always there.
    let second = firm.customer();
    firm.contract(second, "monthly 10.00 EUR, from 2025-01-01");
    check_months(
        &firm.revenue("2026-06-20", 6),
        &[
            "2026-01-31 10.00 same = 10.00",
            "2026-02-28 10.00 new 40.00 = 50.00",
            "2026-03-31 50.00 more 40.00 = 90.00",
            "2026-04-30 90.00 less -60.00 = 30.00",
            "2026-05-31 30.00 gone -20.00 = 10.00",
            "2026-06-20 10.00 back 50.00 = 60.00",
        ],
    );
}

#[test]
fn who_paid_before_the_months_that_are_shown_is_not_new() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    firm.contract(
        customer,
        "monthly 40.00 EUR, from 2024-01-01, until 2024-03-31",
    );
    firm.contract(customer, "monthly 50.00 EUR, from 2026-03-01");
    check_months(
        &firm.revenue("2026-03-31", 1),
        &["2026-03-31 0.00 back 50.00 = 50.00"],
    );
}

#[test]
fn a_free_trial_makes_a_customer_new_when_something_is_paid_first() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    firm.contract(
        customer,
        "monthly 40.00 EUR, from 2025-11-01, less 100 % until 2026-02-15",
    );
    check_months(
        &firm.revenue("2026-03-31", 2),
        &[
            "2026-02-28 0.00 new 40.00 = 40.00",
            "2026-03-31 40.00 same = 40.00",
        ],
    );
}

#[test]
fn a_customer_who_changes_one_contract_for_another_only_moves_by_the_difference() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    firm.contract(
        customer,
        "monthly 40.00 EUR, from 2025-01-01, until 2026-03-10",
    );
    firm.contract(customer, "monthly 55.00 EUR, from 2026-03-11");
    check_months(
        &firm.revenue("2026-03-31", 1),
        &["2026-03-31 40.00 more 15.00 = 55.00"],
    );
}

#[test]
fn merging_two_customers_moves_nothing() {
    let mut firm = Firm::new();
    let (one, other) = (firm.customer(), firm.customer());
    firm.contract(one, "monthly 40.00 EUR, from 2025-01-01, until 2026-03-10");
    firm.contract(other, "monthly 40.00 EUR, from 2026-03-11");
    let mut account = firm.world.book.accounts[&one].clone();
    account.merged_into = Some(other);
    firm.world.book.apply(&[Change::AccountRevised(account)]);
    check_months(
        &firm.revenue("2026-03-31", 1),
        &["2026-03-31 40.00 same = 40.00"],
    );
}

#[test]
fn other_currencies_are_left_out() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    firm.contract(customer, "monthly 40.00 EUR, from 2025-01-01");
    firm.contract(customer, "monthly 99.00 SEK, from 2025-01-01");
    let revenue = firm.revenue("2026-03-31", 1);
    assert_eq!(bare(revenue.months[0].total), "40.00");
}

#[test]
fn retention_counts_those_who_were_there_twelve_months_ago_and_nobody_else() {
    let mut firm = Firm::new();
    let grown = firm.customer();
    firm.contract(grown, "monthly 100.00 EUR, from 2024-01-01");
    firm.contract(grown, "monthly 50.00 EUR, from 2026-01-01");
    let gone = firm.customer();
    firm.contract(gone, "monthly 60.00 EUR, from 2024-01-01, until 2026-01-31");
    let less = firm.customer();
    firm.contract(less, "monthly 40.00 EUR, from 2024-01-01, less 25 %");
    let new = firm.customer();
    firm.contract(new, "monthly 500.00 EUR, from 2026-01-01");
    let revenue = firm.revenue("2026-03-31", 12);
    let kept = revenue.retention.unwrap();
    assert_eq!(kept.since, day("2025-03-31"));
    assert_eq!(
        (bare(kept.base), bare(kept.now), bare(kept.kept)),
        ("190.00".into(), "180.00".into(), "130.00".into())
    );
    assert_eq!(firm.places(&kept.customers), [0, 1, 2]);
    assert_eq!(firm.places(&kept.lost), [1]);
    assert!((kept.net().unwrap() - 180.0 / 190.0).abs() < 1e-12);
    assert!((kept.gross().unwrap() - 130.0 / 190.0).abs() < 1e-12);
    assert_eq!(firm.revenue("2026-03-31", 11).retention, None);
    let empty = Firm::new().revenue("2026-03-31", 12).retention.unwrap();
    assert_eq!((empty.net(), empty.gross()), (None, None));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn movements_sum_to_the_difference_of_the_months_to_the_cent(
        contracts in proptest::collection::vec(
            (0_usize..6, 1_i64..99_999, 0_u64..900, proptest::option::of(20_u64..500),
             proptest::option::of((0_u64..300, 1_u64..120)), 0_usize..5, 0_u8..=100),
            0..24,
        ),
        today in 0_u64..200,
    ) {
        let mut firm = Firm::new();
        let customers: Vec<AccountId> = (0..6).map(|_| firm.customer()).collect();
        let begin = day("2024-01-01");
        for (who, cents, starts, runs, pause, cycle, less) in contracts {
            let starts = begin + Days::new(starts);
            let cycle = ["monthly", "quarterly", "yearly", "weekly", "every 7 months"][cycle];
            let price = format!("{}.{:02}", cents / 100, cents % 100);
            let text = format!("{cycle} {price} EUR, from {starts}, less {less} %");
            firm.contract_with(customers[who], &text, |contract| {
                contract.last_day = runs.map(|runs| starts + Days::new(runs));
                contract.pauses = pause
                    .map(|(after, days)| {
                        let from = starts + Days::new(after);
                        Pause { from, resumes: Some(from + Days::new(days)) }
                    })
                    .into_iter()
                    .collect();
            });
        }
        let today = day("2026-01-01") + Days::new(today);
        let revenue = revenue(&firm.world.book, Currency::EUR, today, 24);
        prop_assert_eq!(revenue.months.len(), 24);
        let mut before: Option<Money> = None;
        for month in &revenue.months {
            if let Some(before) = before {
                prop_assert_eq!(month.before, before);
            }
            let sum = month.movements.iter().fold(month.before, |sum, each| sum + each.amount);
            prop_assert_eq!(sum, month.total);
            let mut moved: Vec<AccountId> = month
                .movements
                .iter()
                .flat_map(|each| each.customers.iter().copied())
                .collect();
            let count = moved.len();
            moved.sort();
            moved.dedup();
            prop_assert_eq!(moved.len(), count, "a customer moves in one way a month");
            for movement in &month.movements {
                let adds = matches!(
                    movement.kind,
                    MovementKind::New | MovementKind::Reactivated | MovementKind::Expansion
                );
                prop_assert!(!(adds && movement.amount.is_negative()));
                prop_assert!(adds || !movement.amount.is_positive());
            }
            before = Some(month.total);
        }
        let new = revenue.months.iter().flat_map(|month| &month.movements[0].customers);
        let mut new: Vec<AccountId> = new.copied().collect();
        let count = new.len();
        new.sort();
        new.dedup();
        prop_assert_eq!(new.len(), count, "nobody is new twice");
        let kept = revenue.retention.unwrap();
        prop_assert!(kept.kept <= kept.base && kept.kept <= kept.now);
    }
}

// Cohorts

#[test]
fn a_cohort_is_told_as_far_as_its_youngest_customer_has_come() {
    let mut firm = Firm::new();
    for text in [
        "monthly 10.00 EUR, from 2026-01-05",
        "monthly 10.00 EUR, from 2026-01-20, until 2026-03-19",
        "monthly 10.00 EUR, from 2026-02-28, until 2026-03-28",
    ] {
        let customer = firm.customer();
        firm.contract(customer, text);
    }
    let found = cohorts(&firm.world.book, day("2026-04-10"), CohortSpan::Month, 24);
    let told: Vec<String> = found
        .iter()
        .map(|cohort| {
            let kept: Vec<String> = cohort
                .kept
                .iter()
                .map_while(|kept| kept.as_ref())
                .map(|kept| kept.len().to_string())
                .collect();
            format!(
                "{} n {}: {}",
                cohort.from,
                cohort.customers.len(),
                kept.join(" ")
            )
        })
        .collect();
    // On 20 March the second is gone, on 28 March the third is still there.
    assert_eq!(told, ["2026-01-01 n 2: 2 1", "2026-02-01 n 1: 1"]);
    assert_eq!(found[0].share(2), Some(0.5));
    assert_eq!(found[0].share(3), None);
    assert_eq!(found[0].share(0), None);

    let quarters = cohorts(&firm.world.book, day("2026-04-10"), CohortSpan::Quarter, 24);
    assert_eq!(quarters.len(), 1);
    assert_eq!(quarters[0].from, day("2026-01-01"));
    assert_eq!(quarters[0].share(1), Some(1.0));
    let none = cohorts(&firm.world.book, day("2026-04-10"), CohortSpan::Month, 2);
    assert!(none.is_empty(), "{none:?}");
}

#[test]
fn a_customer_belongs_to_the_cohort_of_the_first_contract_and_stays_with_the_second() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    firm.contract(
        customer,
        "monthly 10.00 EUR, from 2025-01-01, until 2025-02-15",
    );
    firm.contract(customer, "monthly 10.00 EUR, from 2025-04-01");
    let found = cohorts(&firm.world.book, day("2026-04-10"), CohortSpan::Month, 24);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].share(1), Some(1.0));
    assert_eq!(found[0].share(2), Some(0.0));
    assert_eq!(found[0].share(3), Some(1.0));
    assert_eq!(found[0].share(12), Some(1.0));
}

// Customers at risk

fn tell_reason(reason: &Reason) -> String {
    match reason {
        Reason::EndAsked { last_day } => format!("ends {}", last_day.unwrap_or_default()),
        Reason::TermEnds { on } => format!("term {on}"),
        Reason::OpenCase { kind, .. } => format!("case {kind:?}"),
        Reason::DisputedInvoice { number } => format!("disputed {number}"),
        Reason::Overdue { days, open } => format!("overdue {days} {}", bare(*open)),
        Reason::PriceRose { on, from, to } => format!("rose {on} {} {}", from.value(), to.value()),
        Reason::DiscountEnds { on } => format!("discount {on}"),
        Reason::Contacts { count } => format!("contacts {count}"),
    }
}

#[track_caller]
fn check_risk(firm: &Firm, today: &str, expected: &[&str]) {
    let found: Vec<AtRisk> = at_risk(&firm.world.book, Currency::EUR, day(today));
    let told: Vec<String> = found
        .iter()
        .map(|each| {
            let place = firm.places(&[each.account])[0];
            let reasons: Vec<String> = each.reasons.iter().map(tell_reason).collect();
            format!("{place} {}: {}", bare(each.monthly), reasons.join(", "))
        })
        .collect();
    assert_eq!(told, expected);
}

#[test]
fn what_a_contract_says_makes_a_customer_at_risk() {
    let today = "2026-06-01";
    for (text, reasons) in [
        ("monthly 30.00 EUR", ""),
        ("monthly 30.00 EUR, until 2026-07-31", "ends 2026-07-31"),
        ("monthly 30.00 EUR, until 2026-08-01", ""),
        ("monthly 30.00 EUR, until 2026-05-31", ""),
        ("monthly 30.00 EUR, minimum 2026-07-31", "term 2026-07-31"),
        ("monthly 30.00 EUR, minimum 2026-08-01", ""),
        ("monthly 30.00 EUR, minimum 2026-05-31", ""),
        (
            "monthly 30.00 EUR, less 50 % until 2026-07-31",
            "discount 2026-07-31",
        ),
        ("monthly 30.00 EUR, less 50 % until 2026-08-01", ""),
        ("monthly 30.00 EUR, less 50 % until 2026-05-31", ""),
    ] {
        let mut firm = Firm::new();
        let customer = firm.customer();
        firm.contract(customer, text);
        let found = at_risk(&firm.world.book, Currency::EUR, day(today));
        let told: Vec<String> = found
            .iter()
            .flat_map(|each| each.reasons.iter().map(tell_reason))
            .collect();
        assert_eq!(told.join(", "), reasons, "{text}");
    }
}

#[test]
fn an_end_that_was_asked_for_counts_however_far_it_is() {
    let mut firm = Firm::new();
    let customer = firm.customer();
    firm.contract_with(
        customer,
        "monthly 30.00 EUR, until 2026-12-31",
        |contract| {
            contract.end_asked = Some(day("2026-05-20"));
        },
    );
    check_risk(&firm, "2026-06-01", &["0 30.00: ends 2026-12-31"]);
}

#[test]
fn a_price_that_rose_counts_for_ninety_days_and_a_lower_one_never() {
    for (from, price, today, told) in [
        (
            "2026-05-01",
            "35.00",
            "2026-06-01",
            Some("0 35.00: rose 2026-05-01 30 35"),
        ),
        (
            "2026-05-01",
            "35.00",
            "2026-07-29",
            Some("0 35.00: rose 2026-05-01 30 35"),
        ),
        ("2026-05-01", "35.00", "2026-07-30", None),
        ("2026-05-01", "25.00", "2026-06-01", None),
    ] {
        let mut firm = Firm::new();
        let customer = firm.customer();
        firm.contract_with(customer, "monthly 30.00 EUR", |contract| {
            contract.services[0].terms.push(Terms {
                from: day(from),
                quantity: Quantity::ONE,
                price: PriceSource::Own(price.parse().unwrap()),
                discount: None,
            });
        });
        check_risk(&firm, today, told.as_slice());
    }
}

fn case(world: &mut World, account: AccountId, kind: CaseKind, days: &[&str]) -> Case {
    let events = days.iter().map(|on| CaseEvent {
        at: noon(day(on)),
        by: None,
        is_clock_behind: false,
        is_late_entry: false,
        what: Happening::CalledIn,
    });
    Case {
        id: world.id(),
        number: 1,
        account: Some(account),
        channel: Channel::Phone,
        kind,
        priority: Priority::USUAL,
        subject: String::new(),
        phone: String::new(),
        target: Target {
            first_response: 60,
            resolution: 600,
        },
        events: events.collect(),
    }
}

#[test]
fn an_open_complaint_and_two_contacts_in_ninety_days_count() {
    for (kind, is_settled, days, told) in [
        (
            CaseKind::Complaint,
            false,
            &["2026-05-20"][..],
            "case Complaint",
        ),
        (CaseKind::Complaint, true, &["2026-05-20"], ""),
        (CaseKind::Dispute, false, &["2026-05-20"], "case Dispute"),
        (CaseKind::Cancel, false, &["2026-05-20"], "case Cancel"),
        (CaseKind::Question, false, &["2026-05-20"], ""),
        (
            CaseKind::Question,
            true,
            &["2026-03-03", "2026-05-20"],
            "contacts 2",
        ),
        (CaseKind::Question, true, &["2026-03-02", "2026-05-20"], ""),
    ] {
        let mut firm = Firm::new();
        let customer = firm.customer();
        firm.contract(customer, "monthly 30.00 EUR");
        let mut case = case(&mut firm.world, customer, kind, days);
        if is_settled {
            let mut last = case.events[case.events.len() - 1].clone();
            last.what = Happening::Resolved {
                outcome: Outcome::Explained,
                note: String::new(),
            };
            case.events.push(last);
        }
        firm.world.book.apply(&[Change::CaseRevised(case)]);
        let found = at_risk(&firm.world.book, Currency::EUR, day("2026-06-01"));
        let reasons: Vec<String> = found
            .iter()
            .flat_map(|each| each.reasons.iter().map(tell_reason))
            .collect();
        assert_eq!(reasons.join(", "), told, "{kind:?} {is_settled} {days:?}");
    }
}

#[test]
fn the_customer_from_whom_most_comes_stands_first() {
    let mut firm = Firm::new();
    for price in ["30.00", "50.00", "40.00"] {
        let customer = firm.customer();
        firm.contract(
            customer,
            &format!("monthly {price} EUR, minimum 2026-06-20"),
        );
    }
    check_risk(
        &firm,
        "2026-06-01",
        &[
            "1 50.00: term 2026-06-20",
            "2 40.00: term 2026-06-20",
            "0 30.00: term 2026-06-20",
        ],
    );
}

#[test]
fn what_is_overdue_for_more_than_thirty_days_counts() {
    let mut firm = Firm::new();
    let customer = firm.world.account(|_| {});
    firm.accounts.push(customer);
    firm.contract(customer, "monthly 30.00 EUR");
    firm.world.today = day("2026-01-01");
    firm.world.invoice(customer, "12.00");
    firm.world.invoice(customer, "8.00");
    // Due on 15 January.
    check_risk(&firm, "2026-02-14", &[]);
    check_risk(&firm, "2026-02-15", &["0 30.00: overdue 31 20.00"]);
}

// Receivables

#[test]
fn what_was_open_at_the_end_of_a_month_follows_from_the_entries_up_to_it() {
    let mut world = World::new();
    let customer = world.account(|_| {});
    world.today = day("2026-01-10");
    let first = world.invoice(customer, "100.00");
    world.today = day("2026-02-10");
    let second = world.invoice(customer, "50.00");
    world.today = day("2026-02-20");
    for (invoice, on, amount) in [
        (first, "2026-02-05", "60.00"),
        (first, "2026-03-02", "40.00"),
    ] {
        let payment = Payment {
            id: world.id(),
            account: customer,
            received: day(on),
            amount: eur(amount),
            method: PaymentMethod::BankTransfer,
            reference: String::new(),
            note: String::new(),
        };
        world.today = day(on).max(world.today);
        world.must(Command::ReceivePayment {
            payment,
            allocations: vec![Allocation {
                invoice,
                amount: eur(amount),
            }],
        });
    }
    let receivable = &world.archive.receivables[&first];
    for (on, open) in [
        ("2026-01-09", None),
        ("2026-01-10", Some("100.00")),
        ("2026-01-31", Some("100.00")),
        ("2026-02-28", Some("40.00")),
        ("2026-03-31", Some("0.00")),
    ] {
        let told = open_on(receivable, day(on)).map(bare);
        assert_eq!(told.as_deref(), open, "{on}");
    }

    let mut days = OutstandingDays::new(month_ends(day("2026-03-31"), 2));
    for id in [first, second] {
        let invoice = &world.archive.invoices[&id];
        days.add_document(invoice.issue_date, invoice.totals.amount_due, false);
        days.add_receivable(&world.archive.receivables[&id], customer);
    }
    // A credit note of the window takes away from what was invoiced.
    days.add_document(day("2026-03-05"), eur("30.00"), true);
    assert_eq!(days.currencies(), [Currency::EUR]);
    let told: Vec<String> = days
        .of(Currency::EUR)
        .iter()
        .map(|each| {
            let days = each.days().map(|days| format!("{days:.1}"));
            format!(
                "{} {} of {}: {} from {}",
                each.on,
                bare(each.open),
                bare(each.invoiced),
                days.unwrap_or_default(),
                each.owing.len()
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            "2026-01-31 100.00 of 100.00: 90.0 from 1",
            "2026-02-28 90.00 of 150.00: 54.0 from 1",
            "2026-03-31 50.00 of 120.00: 37.5 from 1",
        ]
    );
    assert!(days.of(Currency::parse("SEK").unwrap()).is_empty());
}

#[test]
fn days_of_receivables_are_unknown_where_nothing_was_invoiced() {
    let mut days = OutstandingDays::new(vec![day("2026-03-31"), day("2026-04-01")]);
    // The window is the ninety days that end with the day itself.
    days.add_document(day("2026-01-01"), eur("10.00"), false);
    let found = days.of(Currency::EUR);
    assert_eq!(found[0].days(), Some(0.0));
    assert_eq!(found[1].days(), None);
}

// The file

#[test]
fn a_file_of_figures_begins_with_what_they_are() {
    let mut sheet = Sheet::with_notes(&["=Title", "How \"many\"; when"], &["a", "b"], true);
    sheet.row([
        Cell::Text("-5".into()),
        Cell::Number("-1.5".parse().unwrap()),
    ]);
    assert_eq!(
        sheet.finish(),
        "\u{feff}\"'=Title\"\r\n\"How \"\"many\"\"; when\"\r\n\"a\";\"b\"\r\n\"-5\";-1,5\r\n"
    );
}
