//! A bill that fits: plans side by side on a customer's own bills, and the change to another plan.

use crate::builder::*;
use chrono::{Months, NaiveDate};
use lasku::billing::catalogue::{PriceVersion, Product};
use lasku::billing::command::{Command, CreditExtent};
use lasku::billing::contract::{Contract, EndCause, Notice, PriceSource};
use lasku::billing::decide::{Context, Fetched, decide};
use lasku::billing::id::*;
use lasku::billing::invoice::Invoice;
use lasku::billing::plan::{ChangeWindow, PlanChange, discounts_from};
use lasku::billing::refusal::RefusalKind;
use lasku::billing::run::next_bills;
use lasku::care::savings::{
    Finding, Question, Savings, SavingsPolicy, Tariff, WhyNothing, best_tariff, find,
};
use lasku::money::{Currency, Money};
use proptest::prelude::*;
use uuid::Uuid;

/// A customer with one contract, the plans on sale, and bills behind it.
struct Care {
    world: World,
    account: AccountId,
    contract: ContractId,
    plans: Vec<ProductId>,
}

impl Care {
    /// The first price is that of the plan the customer has; `terms` are the contract's after `monthly catalogue EUR`.
    fn new(prices: &[&str], terms: &str) -> Care {
        let mut world = World::new();
        world.today = day("2025-01-01");
        let plans: Vec<ProductId> = prices
            .iter()
            .map(|price| {
                let id = world.product(price);
                revise(&mut world, id, |product| {
                    product.family = Some("Fibre".into())
                });
                id
            })
            .collect();
        let account = world.account(|_| {});
        let contract = world.contract(account, terms);
        Care {
            world,
            account,
            contract,
            plans,
        }
    }

    /// Bills on the first of every month, from one month through another.
    fn billed(mut self, from: &str, through: &str) -> Care {
        self.bill(from, through);
        self
    }

    fn bill(&mut self, from: &str, through: &str) {
        let (mut on, last) = (day(from), day(through));
        while on <= last {
            self.world.today = on;
            self.world.bill(on, on).unwrap();
            on = on + Months::new(1);
        }
    }

    fn service(&self) -> ServiceId {
        let services = &self.world.book.contracts[&self.contract].services;
        services.last().unwrap().id
    }

    fn invoices(&self) -> Vec<Invoice> {
        self.world.archive.invoices.values().cloned().collect()
    }

    fn ask<T>(&self, policy: SavingsPolicy, with: impl FnOnce(&Question<'_>) -> T) -> T {
        with(&Question {
            book: &self.world.book,
            contract: self.contract,
            service: self.service(),
            invoices: &self.invoices(),
            today: self.world.today,
            policy,
        })
    }

    #[track_caller]
    fn compared(&self) -> Savings {
        self.compared_with(SavingsPolicy::default())
    }

    #[track_caller]
    fn compared_with(&self, policy: SavingsPolicy) -> Savings {
        match self.ask(policy, find).unwrap() {
            Finding::Compared(savings) => *savings,
            Finding::Nothing(why) => panic!("nothing compared: {why:?}"),
        }
    }

    fn best(&self) -> Option<Tariff> {
        self.ask(SavingsPolicy::default(), best_tariff).unwrap()
    }

    #[track_caller]
    fn nothing(&self) -> WhyNothing {
        match self.ask(SavingsPolicy::default(), find).unwrap() {
            Finding::Compared(savings) => panic!("compared: {savings:?}"),
            Finding::Nothing(why) => why,
        }
    }

    fn change_to(&mut self, plan: usize, from: &str) -> PlanChange {
        PlanChange {
            contract: self.contract,
            service: self.service(),
            new_service: self.world.id(),
            product: self.plans[plan],
            price: PriceSource::Catalogue,
            from: day(from),
            keeps_discounts: false,
            waive_notice: false,
        }
    }

    fn contract(&self) -> &Contract {
        &self.world.book.contracts[&self.contract]
    }

    /// Due on the documents issued on or after a day, credit notes negative.
    fn due_since(&self, from: NaiveDate) -> Money {
        let issued = self.world.archive.invoices.values();
        let since = issued.filter(|invoice| invoice.issue_date >= from);
        since.fold(Money::zero(Currency::EUR), |sum, invoice| {
            let due = invoice.totals.amount_due;
            if invoice.is_credit_note() {
                sum - due
            } else {
                sum + due
            }
        })
    }
}

fn revise(world: &mut World, id: ProductId, change: impl FnOnce(&mut Product)) {
    let mut product = world.book.products[&id].clone();
    change(&mut product);
    world.must(Command::ReviseProduct(product));
}

/// The contract as a command would leave it, without keeping anything: what a screen previews.
fn previewed(world: &World, contract: ContractId, command: Command) -> Contract {
    let fetched = Fetched::default();
    let mut context = Context {
        now: noon(world.today),
        today: world.today,
        fetched: &fetched,
        fresh: &mut || Uuid::nil(),
    };
    let mut book = world.book.clone();
    book.apply(&decide(&world.book, command, &mut context).unwrap());
    book.contracts[&contract].clone()
}

#[track_caller]
fn check_tariff(
    care: &Care,
    plan: usize,
    cost: &str,
    saving: &str,
    a_year: &str,
    is_recommended: bool,
) {
    let savings = care.compared();
    let tariff = savings
        .tariffs
        .iter()
        .find(|tariff| tariff.product == care.plans[plan])
        .unwrap();
    assert_eq!(
        (
            tariff.cost,
            tariff.saving,
            tariff.saving_a_year,
            tariff.is_recommended
        ),
        (eur(cost), eur(saving), eur(a_year), is_recommended)
    );
}

#[test]
fn every_plan_is_rated_on_the_customers_own_bills_with_vat() {
    let care = Care::new(
        &["50", "43", "60"],
        "monthly catalogue EUR, from 2024-11-01",
    )
    .billed("2025-01-01", "2025-12-01");
    let savings = care.compared();
    // Twelve bills of 62.75; on the other plan of 53.97 (43.00 and 10.97 VAT).
    assert_eq!((savings.history.periods, savings.history.months), (12, 12));
    assert_eq!(savings.history.billed, eur("753.00"));
    check_tariff(&care, 1, "647.64", "105.36", "105.36", true);
    check_tariff(&care, 2, "903.60", "-150.60", "-150.60", false);
    assert_eq!(care.best().unwrap().product, care.plans[1]);
}

#[test]
fn fewer_than_twelve_months_are_told_and_counted_up_to_a_year_by_days() {
    let care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-03-01");
    let savings = care.compared();
    assert_eq!((savings.history.periods, savings.history.months), (3, 3));
    assert_eq!(savings.history.days.days(), 90);
    // 37.65 in 90 days: 37.65 × 365 ÷ 90 = 152.6916…
    check_tariff(&care, 1, "150.60", "37.65", "152.69", true);
}

#[test]
fn a_quarterly_contract_looks_back_on_four_bills() {
    let care = Care::new(&["150", "120"], "quarterly catalogue EUR, from 2024-01-01")
        .billed("2024-01-01", "2025-10-01");
    let savings = care.compared();
    assert_eq!((savings.history.periods, savings.history.months), (4, 12));
    check_tariff(&care, 1, "602.40", "150.60", "150.60", true);
}

#[test]
fn prices_with_tax_and_without_are_compared_by_what_the_customer_pays() {
    let mut care = Care::new(&["50", "50"], "monthly catalogue EUR, from 2025-01-01");
    let other = care.plans[1];
    revise(&mut care.world, other, |product| {
        product.tax_included = true
    });
    let care = care.billed("2025-01-01", "2025-12-01");
    check_tariff(&care, 1, "600.00", "153.00", "153.00", true);
}

#[test]
fn below_five_per_cent_or_twelve_a_year_nothing_is_recommended() {
    let small = Care::new(&["50", "48"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    // 4 %: 30.12 of 753.00.
    check_tariff(&small, 1, "722.88", "30.12", "30.12", false);
    let cheap = Care::new(&["3", "2.50"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    // A sixth, but 7.44 a year (3.77 against 3.15, VAT once a bill: 0.63 and 0.77 rounded).
    let savings = cheap.compared();
    assert!(savings.tariffs[0].saving_a_year < eur("12.00"));
    assert!(savings.tariffs[0].saving.is_positive());
    assert_eq!(cheap.best(), None);
    let patient = SavingsPolicy {
        least_a_year: 5,
        ..SavingsPolicy::default()
    };
    assert!(cheap.ask(patient, best_tariff).unwrap().is_some());
}

#[test]
fn only_plans_of_the_same_family_unit_and_currency_that_are_sold_are_compared() {
    let care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    type Change = fn(&mut Product);
    let without: [(&str, Change); 4] = [
        ("another family", |product| {
            product.family = Some("TV".into())
        }),
        ("no family", |product| product.family = None),
        ("another unit", |product| product.unit = "HUR".into()),
        ("withdrawn", |product| {
            product.withdrawn = Some(day("2025-12-01"))
        }),
    ];
    for (what, change) in without {
        let mut world = care.world.clone();
        revise(&mut world, care.plans[1], change);
        let care = Care {
            world,
            plans: care.plans.clone(),
            ..care
        };
        assert_eq!(care.nothing(), WhyNothing::NoOtherPlan, "{what}");
    }
}

#[test]
fn why_nothing_is_compared_is_told() {
    let mut care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01");
    assert_eq!(care.nothing(), WhyNothing::NotBilled);
    care.bill("2025-01-01", "2025-03-01");
    care.world.must(Command::EndContract {
        contract: care.contract,
        last_day: day("2025-03-31"),
        reason: String::new(),
        cause: None,
        waive_notice: true,
    });
    care.world.today = day("2025-04-02");
    assert_eq!(care.nothing(), WhyNothing::Ends);
    let present = care.plans[0];
    revise(&mut care.world, present, |product| product.family = None);
    assert_eq!(care.nothing(), WhyNothing::NoFamily);
    let own = Care::new(&["50", "40"], "monthly 45 EUR, from 2025-01-01");
    assert_eq!(own.nothing(), WhyNothing::NoProduct);
}

#[test]
fn the_same_plan_at_todays_lower_price_is_an_alternative() {
    let mut care = Care::new(&["50"], "monthly catalogue EUR, from 2025-01-01");
    let service = care.service();
    let mut terms = care.contract().services[0].terms[0].clone();
    terms.price = PriceSource::Own("60".parse().unwrap());
    care.world.must(Command::AmendService {
        contract: care.contract,
        service,
        terms,
    });
    let care = care.billed("2025-01-01", "2025-12-01");
    assert_eq!(care.best().unwrap().product, care.plans[0]);
}

#[test]
fn a_discount_that_runs_makes_a_cheaper_plan_the_dearer_one() {
    // Half off for the year to come: the other plan would have been cheaper, and won't be.
    let mut care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    let mut terms = care.contract().services[0].terms[0].clone();
    terms.from = day("2026-01-01");
    terms.discount = Some(lasku::billing::contract::Discount {
        reduction: lasku::billing::line::Reduction::Percent(percent("50 %")),
        until: Some(day("2026-12-31")),
        reason: "loyal".into(),
    });
    let service = care.service();
    care.world.must(Command::AmendService {
        contract: care.contract,
        service,
        terms,
    });
    let savings = care.compared();
    assert!(savings.tariffs[0].saving.is_positive());
    assert!(savings.tariffs[0].coming_saving.is_negative());
    assert_eq!(savings.best(), None);
    // What is lost is named, also where it begins after the change.
    assert_eq!(savings.discounts.len(), 1);
    assert_eq!(savings.discounts[0].reason, "loyal");
    let carried = SavingsPolicy {
        keeps_discounts: true,
        ..SavingsPolicy::default()
    };
    assert!(care.compared_with(carried).best().is_some());
}

#[test]
fn a_partial_credit_lowers_what_was_billed_and_is_given_on_no_other_plan() {
    let mut care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    let before = care.compared();
    let invoice = care.world.numbered("#3");
    let lines = CreditExtent::Lines(vec![(0, eur("20.00"))]);
    care.world.credit(invoice, lines, false).unwrap();
    let after = care.compared();
    assert_eq!(before.history.billed - after.history.billed, eur("25.10"));
    assert_eq!(after.history.credited, eur("25.10"));
    assert_eq!(before.tariffs[0].cost, after.tariffs[0].cost);
}

#[test]
fn days_given_away_cost_nothing_on_any_plan() {
    let mut care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    let invoice = care.world.numbered("#3");
    care.world
        .credit(invoice, CreditExtent::Rest, false)
        .unwrap();
    let savings = care.compared();
    assert_eq!(savings.history.billed, eur("690.25"));
    assert_eq!(savings.tariffs[0].cost, eur("552.20"));
    assert_eq!(savings.history.credited, eur("0.00"));
}

#[test]
fn the_history_goes_on_through_a_change_of_plan() {
    let mut care = Care::new(
        &["50", "40", "30"],
        "monthly catalogue EUR, from 2025-01-01",
    )
    .billed("2025-01-01", "2025-06-01");
    care.world.today = day("2025-06-15");
    let change = care.change_to(1, "2025-07-01");
    care.world.must(Command::ChangePlan(change));
    care.bill("2025-07-01", "2025-12-01");
    let savings = care.compared();
    assert_eq!(savings.history.periods, 12);
    // Six bills of 62.75 and six of 50.20.
    assert_eq!(savings.history.billed, eur("677.70"));
}

// Changing the plan

#[test]
fn a_change_of_plan_ends_the_old_service_the_day_before_and_begins_the_new_one() {
    let mut care = Care::new(
        &["60", "30"],
        "monthly catalogue EUR, from 2025-01-01, quantity 2",
    )
    .billed("2025-01-01", "2025-04-01");
    care.world.today = day("2025-04-16");
    let change = care.change_to(1, "2025-04-16");
    care.world.must(Command::ChangePlan(change));
    let [old, new] = care.contract().services.as_slice() else {
        panic!("two services");
    };
    assert_eq!(old.last_day, Some(day("2025-04-15")));
    assert_eq!(
        (new.starts, new.replaces),
        (day("2025-04-16"), Some(old.id))
    );
    assert_eq!(new.terms[0].quantity, "2".parse().unwrap());
    let (account, contracts) = (care.account, [care.contract]);
    assert_eq!(
        care.world.tell_step(account, &contracts, "bill 2025-05-01"),
        "#5 30.00: 2025-04-16..2025-05-01 15/30 -60.00 | 2025-04-16..2025-05-01 15/30 30.00 | 2025-05-01..2025-06-01 60.00"
    );
    care.world.check();
}

#[test]
fn a_plan_that_was_changed_meanwhile_is_told_and_not_changed_again() {
    let mut care = Care::new(&["60", "30"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-04-01");
    care.world.today = day("2025-04-16");
    // Begun in one tab, done in another.
    let first = care.change_to(1, "2025-05-01");
    let second = care.change_to(1, "2025-05-01");
    care.world.must(Command::ChangePlan(first));
    assert_eq!(
        care.world.refused(Command::ChangePlan(second)),
        RefusalKind::ServiceEnded {
            on: day("2025-04-30")
        }
    );
}

#[track_caller]
fn check_bound(terms: &str, today: &str, from: &str, until: Option<&str>) {
    let mut care = Care::new(
        &["50", "40"],
        &format!("monthly catalogue EUR, from 2025-01-01{terms}"),
    )
    .billed("2025-01-01", "2025-03-01");
    care.world.today = day(today);
    let change = care.change_to(1, from);
    let bound = ChangeWindow::of(care.contract(), day(today)).bound_until;
    match until {
        None => {
            care.world.must(Command::ChangePlan(change));
        }
        Some(until) => {
            assert_eq!(bound, Some(day(until)));
            let waived = PlanChange {
                waive_notice: true,
                ..change.clone()
            };
            let kind = care.world.refused(Command::ChangePlan(change));
            assert_eq!(kind, RefusalKind::Bound { until: day(until) });
            care.world.must(Command::ChangePlan(waived));
        }
    }
}

#[test]
fn minimum_term_and_notice_bind_to_the_old_plan_until_a_day_that_is_told() {
    check_bound("", "2025-03-10", "2025-03-10", None);
    check_bound(
        ", minimum 2025-06-30",
        "2025-03-10",
        "2025-03-10",
        Some("2025-06-30"),
    );
    check_bound(
        ", minimum 2025-06-30",
        "2025-03-10",
        "2025-06-30",
        Some("2025-06-30"),
    );
    check_bound(", minimum 2025-06-30", "2025-03-10", "2025-07-01", None);
    check_bound(", minimum 2025-03-09", "2025-03-10", "2025-03-10", None);
    check_bound(
        ", notice 14 days",
        "2025-03-10",
        "2025-03-10",
        Some("2025-03-24"),
    );
    check_bound(", notice 14 days", "2025-03-10", "2025-03-25", None);
}

#[test]
fn a_change_to_what_is_no_alternative_is_refused_and_nothing_changes() {
    let mut care = Care::new(
        &["50", "40", "30"],
        "monthly catalogue EUR, from 2025-01-01",
    )
    .billed("2025-01-01", "2025-03-01");
    let [_, other, withdrawn] = care.plans[..] else {
        panic!("three plans");
    };
    revise(&mut care.world, other, |product| {
        product.family = Some("TV".into())
    });
    revise(&mut care.world, withdrawn, |product| {
        product.withdrawn = Some(day("2025-03-01"))
    });
    for (plan, expected) in [(1, RefusalKind::NoAlternative), (2, RefusalKind::NotSold)] {
        let change = care.change_to(plan, "2025-03-10");
        assert_eq!(care.world.refused(Command::ChangePlan(change)), expected);
    }
    // Not before its second day, not twice under one identity.
    let change = PlanChange {
        product: care.plans[0],
        ..care.change_to(0, "2025-01-01")
    };
    let earliest = RefusalKind::TooEarly {
        earliest: day("2025-01-02"),
    };
    assert_eq!(care.world.refused(Command::ChangePlan(change)), earliest);
}

#[test]
fn a_discount_goes_on_with_the_new_plan_or_is_named_as_lost() {
    let terms = "monthly catalogue EUR, from 2025-01-01, less 10 % until 2025-12-31";
    for keeps_discounts in [true, false] {
        let mut care = Care::new(&["50", "40"], terms).billed("2025-01-01", "2025-03-01");
        let from = day("2025-04-01");
        let old = care.contract().services[0].clone();
        assert_eq!(discounts_from(&old, from).len(), 1);
        assert_eq!(discounts_from(&old, day("2026-01-01")).len(), 0);
        let change = PlanChange {
            keeps_discounts,
            ..care.change_to(1, "2025-04-01")
        };
        care.world.must(Command::ChangePlan(change));
        let (account, contracts) = (care.account, [care.contract]);
        let bill = care.world.tell_step(account, &contracts, "bill 2025-04-01");
        let net = if keeps_discounts { "36.00" } else { "40.00" };
        assert_eq!(bill, format!("#4 {net}: 2025-04-01..2025-05-01 {net}"));
    }
}

#[test]
fn why_and_when_an_end_was_asked_for_is_kept_and_goes_with_it() {
    let mut care = Care::new(&["50"], "monthly catalogue EUR, from 2025-01-01");
    care.world.today = day("2025-02-10");
    care.world.must(Command::EndContract {
        contract: care.contract,
        last_day: day("2025-02-28"),
        reason: "found it for less".into(),
        cause: Some(EndCause::Price),
        waive_notice: false,
    });
    let ended = care.contract();
    assert_eq!(ended.end_cause, Some(EndCause::Price));
    assert_eq!(ended.end_asked, Some(day("2025-02-10")));
    care.world.must(Command::WithdrawEnd(care.contract));
    let again = care.contract();
    assert_eq!((again.end_cause, again.end_asked), (None, None));
}

// Laws

/// A customer's year: the contract, and what happens in it.
#[derive(Clone, Debug)]
struct Year {
    terms: String,
    steps: Vec<String>,
    prices: Vec<u32>,
    change: u32,
}

fn cents(minor: u32) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}

fn year() -> impl Strategy<Value = Year> {
    let rhythm = proptest::sample::select(vec![
        "monthly",
        "quarterly",
        "weekly",
        "every 2 months",
        "yearly",
    ]);
    let terms = (
        rhythm,
        proptest::sample::select(vec!["", ", in arrears"]),
        proptest::sample::select(vec![
            "",
            ", less 10 %",
            ", less 7.35",
            ", less 50 % until 2025-06-15",
        ]),
        proptest::sample::select(vec!["", ", quantity 3", ", quantity 0.5"]),
        proptest::sample::select(vec!["", ", notice 14 days", ", minimum 2026-01-20"]),
        1_u32..=28,
    );
    let terms = terms.prop_map(|(rhythm, mode, less, quantity, bound, anchor)| {
        format!(
            "{rhythm} catalogue EUR, anchor {anchor}, from 2025-01-01{mode}{less}{quantity}{bound}"
        )
    });
    let months = proptest::collection::vec((0_u32..6, 1_u32..28), 12);
    let steps = months.prop_map(|months| {
        let mut steps = Vec::new();
        for (month, (what, at)) in (1..).zip(months) {
            let on = format!("2025-{month:02}-{at:02}");
            steps.push(match what {
                0 => format!("quantity {} from {on}", at % 4 + 1),
                1 => format!("discount {} % from {on}", at),
                2 => format!("pause {on} to 2025-{month:02}-28"),
                _ => format!("bill {on}"),
            });
            steps.push(format!("bill 2025-{month:02}-28"));
        }
        steps
    });
    let prices = proptest::collection::vec(100_u32..20_000, 1..4);
    (terms, steps, prices, 0_u32..45).prop_map(|(terms, steps, prices, change)| Year {
        terms,
        steps,
        prices,
        change,
    })
}

/// Lives through the year; steps that the engine refuses don't happen.
fn lived(year: &Year, plans: &[String]) -> Care {
    let plans: Vec<&str> = plans.iter().map(String::as_str).collect();
    let mut care = Care::new(&plans, &year.terms);
    for step in &year.steps {
        let (account, contracts) = (care.account, [care.contract]);
        let _refused = care.world.step(account, &contracts, step);
    }
    care
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_plan_like_the_present_one_would_have_cost_exactly_what_was_billed(year in year()) {
        let price = cents(year.prices[0]);
        let care = lived(&year, &[price.clone(), price]);
        if let Finding::Compared(savings) = care.ask(SavingsPolicy { keeps_discounts: true, ..SavingsPolicy::default() }, find).unwrap() {
            let twin = &savings.tariffs[0];
            // What was given back as a mere amount would not have been given on the twin.
            prop_assert_eq!(twin.cost, savings.history.billed + savings.history.credited);
            prop_assert!(!twin.is_recommended);
        }
    }

    #[test]
    fn what_is_recommended_was_dearer_and_will_be_dearer_without_it(year in year()) {
        let plans: Vec<String> = [year.prices[0] + 500].iter().chain(&year.prices).map(|price| cents(*price)).collect();
        let care = lived(&year, &plans);
        let Finding::Compared(savings) = care.ask(SavingsPolicy::default(), find).unwrap() else {
            return Ok(());
        };
        for tariff in savings.tariffs.iter().filter(|tariff| tariff.is_recommended) {
            prop_assert!(tariff.cost < savings.history.billed);
            prop_assert!(tariff.saving_a_year >= eur("12.00"));
            prop_assert!(tariff.saving.minor() * 20 >= savings.history.billed.minor());
            let due = |change: bool| {
                let mut care = Care { world: care.world.clone(), plans: care.plans.clone(), ..care };
                let since = care.world.today;
                let known: Vec<InvoiceId> = care.world.archive.order.clone();
                if change {
                    let change = PlanChange {
                        product: tariff.product,
                        ..care.change_to(0, &savings.window.earliest.to_string())
                    };
                    care.world.must(Command::ChangePlan(change));
                }
                let mut on = since;
                while on < savings.horizon {
                    care.world.today = on;
                    care.world.bill(on, on).unwrap();
                    on = later(on, 1);
                }
                for id in known {
                    care.world.archive.invoices.remove(&id);
                }
                care.due_since(since)
            };
            let (stays, changes) = (due(false), due(true));
            prop_assert!(changes < stays, "{changes} is not less than {stays}");
            // What was foreseen is what was billed.
            prop_assert_eq!((stays, changes), (savings.coming, tariff.coming));
        }
    }

    #[test]
    fn a_change_of_plan_is_billed_as_it_was_previewed(year in year(), keeps_discounts in any::<bool>()) {
        let plans: Vec<String> = [year.prices[0], year.prices[0] / 2 + 50].iter().map(|price| cents(*price)).collect();
        let mut care = lived(&year, &plans);
        let from = later(care.world.today, u64::from(year.change));
        let change = PlanChange {
            keeps_discounts,
            waive_notice: true,
            ..care.change_to(1, &from.to_string())
        };
        let command = Command::ChangePlan(change);
        let after = previewed(&care.world, care.contract, command.clone());
        let foreseen = next_bills(&care.world.book, &after, care.world.today, 3).unwrap();
        care.world.must(command);
        prop_assert_eq!(care.contract(), &after);
        for bill in foreseen.iter().filter(|bill| !bill.is_carried) {
            care.world.today = bill.on;
            let (issued, _) = care.world.bill(bill.on, bill.on).unwrap();
            let due = issued.iter().fold(Money::zero(Currency::EUR), |sum, id| {
                let invoice = &care.world.archive.invoices[id];
                let due = invoice.totals.amount_due;
                if invoice.is_credit_note() { sum - due } else { sum + due }
            });
            prop_assert_eq!(due, bill.computed.totals.amount_due);
        }
        care.world.check();
    }
}

#[test]
fn a_price_that_is_announced_counts_in_the_year_to_come() {
    let mut care = Care::new(&["50", "40"], "monthly catalogue EUR, from 2025-01-01")
        .billed("2025-01-01", "2025-12-01");
    let other = care.plans[1];
    care.world.must(Command::ChangePrice {
        product: other,
        version: PriceVersion {
            from: day("2026-02-01"),
            currency: Currency::EUR,
            price: "70".parse().unwrap(),
            notified: None,
        },
    });
    let savings = care.compared();
    assert!(savings.tariffs[0].saving.is_positive());
    assert_eq!(savings.best(), None);
}

#[test]
fn within_a_minimum_term_the_change_is_foreseen_from_its_end_on() {
    let care = Care::new(
        &["50", "40"],
        "monthly catalogue EUR, from 2025-01-01, minimum 2026-03-31",
    )
    .billed("2025-01-01", "2025-12-01");
    let savings = care.compared();
    assert_eq!(savings.window.earliest, day("2026-04-01"));
    assert_eq!(savings.window.next_period, Some(day("2026-05-01")));
    assert_eq!(savings.horizon, day("2027-04-01"));
    // Twelve bills of 12.55 less.
    assert_eq!(savings.tariffs[0].coming_saving, eur("150.60"));
    assert_eq!(care.contract().notice, Notice::None);
}
