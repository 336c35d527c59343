//! Days, periods, billing cycles and due dates.

use chrono::{Datelike, NaiveDate};
use lasku::calendar::{
    BillingCycle, BillingCycleError, CycleUnit, PaymentTerms, Period, days_between, days_in_month,
    first_of_month, is_supported, last_of_month, parse_date,
};
use proptest::prelude::*;

fn day(text: &str) -> NaiveDate {
    parse_date(text).unwrap_or_else(|| panic!("{text} is no day"))
}

fn period(text: &str) -> Period {
    text.parse()
        .unwrap_or_else(|_| panic!("{text} is no period"))
}

fn cycle(every: u32, unit: CycleUnit, anchor: &str) -> BillingCycle {
    BillingCycle::new(every, unit, day(anchor)).unwrap()
}

/// One row: the cycle, the period to begin with, the first days from there on.
fn check_starts(cycle: BillingCycle, first: i64, starts: &str) {
    for (n, start) in (first..).zip(starts.split(' ')) {
        assert_eq!(
            cycle.start_of(n),
            Some(day(start)),
            "period {n} of {cycle:?}"
        );
        assert_eq!(cycle.index_of(day(start)), n, "{start} in {cycle:?}");
        assert_eq!(
            cycle.index_of(day(start).pred_opt().unwrap()),
            n - 1,
            "the day before {start} in {cycle:?}"
        );
    }
}

// Days

#[test]
fn a_day_is_read_only_in_its_stored_form() {
    assert_eq!(
        day("2026-01-31"),
        NaiveDate::from_ymd_opt(2026, 1, 31).unwrap()
    );
    assert_eq!(day("2028-02-29").day(), 29);
    for text in [
        "",
        "2026-1-31",
        "2026-01-32",
        "2026-02-29",
        "2026-13-01",
        "2026-00-01",
        "2026/01/31",
        "20260131",
        "31.01.2026",
        " 2026-01-31",
        "2026-01-31Z",
        "+2026-01-1",
        "-026-01-31",
        "1899-12-31",
        "10000-01-01",
        "２026-01-1",
    ] {
        assert_eq!(parse_date(text), None, "{text:?}");
    }
    assert!(is_supported(day("1900-01-01")) && is_supported(day("9999-12-31")));
    assert!(!is_supported(NaiveDate::MAX) && !is_supported(NaiveDate::MIN));
}

#[test]
fn days_are_counted_across_leap_days() {
    for (from, to, days) in [
        ("2026-01-01", "2026-01-01", 0),
        ("2026-01-31", "2026-02-01", 1),
        ("2026-02-01", "2026-01-31", -1),
        ("2026-02-28", "2026-03-01", 1),
        ("2028-02-28", "2028-03-01", 2),
        ("2100-02-28", "2100-03-01", 1),
        ("2026-01-01", "2027-01-01", 365),
        ("2028-01-01", "2029-01-01", 366),
        ("1900-01-01", "9999-12-31", 2_958_463),
    ] {
        assert_eq!(days_between(day(from), day(to)), days, "{from} to {to}");
    }
}

#[test]
fn a_month_knows_its_ends() {
    for (any_day, first, last, days) in [
        ("2026-02-14", "2026-02-01", "2026-02-28", 28),
        ("2028-02-29", "2028-02-01", "2028-02-29", 29),
        ("2026-12-31", "2026-12-01", "2026-12-31", 31),
        ("2026-04-01", "2026-04-01", "2026-04-30", 30),
    ] {
        assert_eq!(first_of_month(day(any_day)), day(first));
        assert_eq!(last_of_month(day(any_day)), day(last));
        assert_eq!(days_in_month(day(any_day)), days);
    }
}

// Periods

#[test]
fn a_period_ends_before_its_end_day() {
    let january = Period::new(day("2026-01-01"), day("2026-02-01")).unwrap();
    assert_eq!(
        (january.from(), january.to()),
        (day("2026-01-01"), day("2026-02-01"))
    );
    assert_eq!(january.last_day(), day("2026-01-31"));
    assert_eq!(january.days(), 31);
    assert!(january.contains(day("2026-01-01")) && january.contains(day("2026-01-31")));
    assert!(!january.contains(day("2026-02-01")) && !january.contains(day("2025-12-31")));
    assert_eq!(
        Period::through(day("2026-01-01"), day("2026-01-31")),
        Some(january)
    );
    assert!(january.covers(&january) && january.covers(&period("2026-01-31..2026-02-01")));
    assert!(!january.covers(&period("2026-01-31..2026-02-02")));
}

#[test]
fn a_period_of_no_days_is_none() {
    assert_eq!(Period::new(day("2026-01-01"), day("2026-01-01")), None);
    assert_eq!(Period::new(day("2026-01-02"), day("2026-01-01")), None);
    assert_eq!(Period::new(day("2026-01-02"), NaiveDate::MAX), None);
    assert_eq!(Period::through(day("2026-01-02"), NaiveDate::MAX), None);
}

#[test]
fn two_periods_share_the_days_of_both_or_none() {
    let january = period("2026-01-01..2026-02-01");
    for (other, shared) in [
        ("2026-01-10..2026-01-20", Some("2026-01-10..2026-01-20")),
        ("2025-12-15..2026-01-02", Some("2026-01-01..2026-01-02")),
        ("2026-01-31..2026-03-01", Some("2026-01-31..2026-02-01")),
        ("2025-01-01..2027-01-01", Some("2026-01-01..2026-02-01")),
        ("2026-02-01..2026-03-01", None),
        ("2025-12-01..2026-01-01", None),
    ] {
        assert_eq!(
            january.intersect(&period(other)),
            shared.map(period),
            "{other}"
        );
        assert_eq!(
            period(other).intersect(&january),
            shared.map(period),
            "{other}"
        );
    }
}

#[test]
fn a_period_is_stored_as_its_two_days() {
    let json = serde_json::to_string(&period("2026-01-01..2026-02-01")).unwrap();
    assert_eq!(json, "\"2026-01-01..2026-02-01\"");
    assert_eq!(
        serde_json::from_str::<Period>(&json).unwrap(),
        period("2026-01-01..2026-02-01")
    );
    for text in [
        "",
        "2026-01-01",
        "2026-01-01..",
        "..2026-01-01",
        "2026-02-01..2026-01-01",
        "2026-01-01..2026-01-01",
        "2026-01-01...2026-02-01",
        "2026-01-01..2026-02-30",
        "2026-01-01 .. 2026-02-01",
        "1899-01-01..1901-01-01",
    ] {
        assert!(
            serde_json::from_str::<Period>(&format!("\"{text}\"")).is_err(),
            "{text:?}"
        );
    }
}

// Billing cycles

#[test]
fn a_monthly_cycle_keeps_the_anchors_day_through_short_months() {
    let monthly = |anchor| cycle(1, CycleUnit::Month, anchor);
    check_starts(
        monthly("2026-01-31"),
        0,
        "2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30",
    );
    check_starts(
        monthly("2026-01-31"),
        -3,
        "2025-10-31 2025-11-30 2025-12-31 2026-01-31",
    );
    check_starts(
        monthly("2027-12-31"),
        0,
        "2027-12-31 2028-01-31 2028-02-29 2028-03-31",
    );
    check_starts(monthly("2026-01-30"), 0, "2026-01-30 2026-02-28 2026-03-30");
    check_starts(monthly("2028-01-29"), 0, "2028-01-29 2028-02-29 2028-03-29");
    check_starts(monthly("2026-11-15"), 0, "2026-11-15 2026-12-15 2027-01-15");
    assert_eq!(monthly("2026-01-31").anchor_day(), 31);
}

#[test]
fn a_yearly_cycle_from_a_leap_day_comes_back_to_it() {
    let yearly = cycle(1, CycleUnit::Year, "2024-02-29");
    check_starts(
        yearly,
        0,
        "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29 2029-02-28",
    );
    check_starts(yearly, -1, "2023-02-28 2024-02-29");
    check_starts(
        cycle(4, CycleUnit::Year, "2096-02-29"),
        0,
        "2096-02-29 2100-02-28 2104-02-29",
    );
}

#[test]
fn cycles_of_several_units_step_over_the_days_between() {
    check_starts(
        cycle(3, CycleUnit::Month, "2025-11-30"),
        -1,
        "2025-08-30 2025-11-30 2026-02-28 2026-05-30",
    );
    check_starts(
        cycle(2, CycleUnit::Week, "2026-12-28"),
        -1,
        "2026-12-14 2026-12-28 2027-01-11",
    );
    check_starts(
        cycle(30, CycleUnit::Day, "2028-02-01"),
        -1,
        "2028-01-02 2028-02-01 2028-03-02",
    );
    check_starts(
        cycle(1, CycleUnit::Day, "2028-02-28"),
        0,
        "2028-02-28 2028-02-29 2028-03-01",
    );
}

#[test]
fn a_day_is_in_the_period_that_contains_it() {
    let monthly = cycle(1, CycleUnit::Month, "2026-01-31");
    for (any_day, n, expected) in [
        ("2026-01-31", 0, "2026-01-31..2026-02-28"),
        ("2026-02-27", 0, "2026-01-31..2026-02-28"),
        ("2026-02-28", 1, "2026-02-28..2026-03-31"),
        ("2026-03-30", 1, "2026-02-28..2026-03-31"),
        ("2026-01-30", -1, "2025-12-31..2026-01-31"),
    ] {
        assert_eq!(monthly.index_of(day(any_day)), n, "{any_day}");
        assert_eq!(
            monthly.period_containing(day(any_day)),
            Some(period(expected)),
            "{any_day}"
        );
    }
}

#[test]
fn the_periods_of_a_span_begin_with_the_one_under_way() {
    let monthly = cycle(1, CycleUnit::Month, "2026-01-15");
    let listed = |from, until| {
        monthly
            .periods(day(from), day(until))
            .map(|each| each.to_string())
            .collect::<Vec<_>>()
            .join(" ")
    };
    assert_eq!(
        listed("2026-02-01", "2026-02-15"),
        "2026-01-15..2026-02-15 2026-02-15..2026-03-15"
    );
    assert_eq!(listed("2026-02-01", "2026-02-14"), "2026-01-15..2026-02-15");
    assert_eq!(listed("2026-02-15", "2026-02-15"), "2026-02-15..2026-03-15");
    assert_eq!(listed("2026-02-20", "2026-02-01"), "");
}

#[test]
fn a_cycle_of_no_units_or_outside_the_calendar_is_refused() {
    let anchor = day("2026-01-01");
    for every in [0, 1000, u32::MAX] {
        let refusal = Err(BillingCycleError::EveryOutOfRange { every });
        assert_eq!(BillingCycle::new(every, CycleUnit::Month, anchor), refusal);
        let json = format!("{{\"every\":{every},\"unit\":\"month\",\"anchor\":\"2026-01-01\"}}");
        assert!(
            serde_json::from_str::<BillingCycle>(&json).is_err(),
            "{json}"
        );
    }
    let early = NaiveDate::from_ymd_opt(1899, 12, 31).unwrap();
    assert_eq!(
        BillingCycle::new(1, CycleUnit::Day, early),
        Err(BillingCycleError::AnchorOutOfRange)
    );
}

#[test]
fn a_cycle_is_stored_with_its_words() {
    let stored = "{\"every\":3,\"unit\":\"month\",\"anchor\":\"2026-01-31\"}";
    let quarterly = cycle(3, CycleUnit::Month, "2026-01-31");
    assert_eq!(serde_json::to_string(&quarterly).unwrap(), stored);
    assert_eq!(
        serde_json::from_str::<BillingCycle>(stored).unwrap(),
        quarterly
    );
}

#[test]
fn a_cycle_far_outside_the_calendar_has_no_period_and_does_not_fail() {
    for unit in [
        CycleUnit::Day,
        CycleUnit::Week,
        CycleUnit::Month,
        CycleUnit::Year,
    ] {
        for every in [1, 999] {
            let cycle = cycle(every, unit, "2026-01-31");
            for n in [
                i64::MIN,
                i64::MIN / 7,
                -100_000_000,
                100_000_000,
                i64::MAX / 12,
                i64::MAX - 1,
                i64::MAX,
            ] {
                assert_eq!(cycle.start_of(n), None, "{n} of {cycle:?}");
                assert_eq!(cycle.period(n), None, "{n} of {cycle:?}");
            }
            for far in [NaiveDate::MIN, NaiveDate::MAX] {
                assert_eq!(cycle.period_containing(far), None);
                assert_eq!(cycle.periods(far, far).count(), 0);
            }
            assert!(cycle.periods(day("9990-01-01"), NaiveDate::MAX).count() < 4_000);
        }
    }
}

// Payment terms

#[test]
fn an_invoice_is_due_when_its_terms_say() {
    for (terms, issued, due) in [
        (PaymentTerms::NetDays(14), "2026-01-20", "2026-02-03"),
        (PaymentTerms::NetDays(0), "2026-01-20", "2026-01-20"),
        (PaymentTerms::NetDays(30), "2028-02-15", "2028-03-16"),
        (
            PaymentTerms::EndOfMonth { plus_days: 0 },
            "2026-02-01",
            "2026-02-28",
        ),
        (
            PaymentTerms::EndOfMonth { plus_days: 0 },
            "2028-02-29",
            "2028-02-29",
        ),
        (
            PaymentTerms::EndOfMonth { plus_days: 15 },
            "2026-01-31",
            "2026-02-15",
        ),
        (
            PaymentTerms::EndOfMonth { plus_days: 30 },
            "2026-12-05",
            "2027-01-30",
        ),
    ] {
        assert_eq!(
            terms.due_date(day(issued)),
            day(due),
            "{terms:?} from {issued}"
        );
    }
}

#[test]
fn a_due_date_stops_at_the_end_of_the_calendar() {
    for terms in [
        PaymentTerms::NetDays(u16::MAX),
        PaymentTerms::EndOfMonth { plus_days: 1 },
    ] {
        assert_eq!(terms.due_date(NaiveDate::MAX), NaiveDate::MAX);
    }
}

#[test]
fn payment_terms_are_stored_with_their_words() {
    for (terms, stored) in [
        (PaymentTerms::NetDays(14), "{\"net_days\":14}"),
        (
            PaymentTerms::EndOfMonth { plus_days: 7 },
            "{\"end_of_month\":{\"plus_days\":7}}",
        ),
    ] {
        assert_eq!(serde_json::to_string(&terms).unwrap(), stored);
        assert_eq!(serde_json::from_str::<PaymentTerms>(stored).unwrap(), terms);
    }
}

// Properties

fn any_day() -> impl Strategy<Value = NaiveDate> {
    let days = days_between(day("1950-01-01"), day("2150-01-01"));
    (0..days).prop_map(|offset| day("1950-01-01") + chrono::Duration::days(offset))
}

fn any_cycle() -> impl Strategy<Value = BillingCycle> {
    let unit = proptest::sample::select(vec![
        CycleUnit::Day,
        CycleUnit::Week,
        CycleUnit::Month,
        CycleUnit::Year,
    ]);
    let every = prop_oneof![4 => 1_u32..=13, 1 => 1_u32..=40];
    (every, unit, any_day())
        .prop_map(|(every, unit, anchor)| BillingCycle::new(every, unit, anchor).unwrap())
}

/// Period numbers that stay within the calendar for every cycle above.
const NEAR: std::ops::Range<i64> = -1..100;

proptest! {
    #[test]
    fn one_period_ends_where_the_next_begins(cycle in any_cycle(), n in NEAR) {
        let (this, next) = (cycle.period(n).unwrap(), cycle.period(n + 1).unwrap());
        prop_assert_eq!(this.to(), next.from());
    }

    #[test]
    fn the_first_and_last_day_of_a_period_are_in_it(cycle in any_cycle(), n in NEAR) {
        let period = cycle.period(n).unwrap();
        prop_assert_eq!(cycle.index_of(period.from()), n);
        prop_assert_eq!(cycle.index_of(period.last_day()), n);
        prop_assert_eq!(cycle.index_of(period.to()), n + 1);
    }

    #[test]
    fn every_day_is_in_exactly_the_period_found_for_it(cycle in any_cycle(), day in any_day()) {
        if let Some(period) = cycle.period_containing(day) {
            prop_assert!(period.contains(day));
        } else {
            // Only where the period would begin before 1900.
            prop_assert!(cycle.start_of(cycle.index_of(day)).is_none());
        }
    }

    #[test]
    fn the_anchors_day_is_kept_or_the_month_is_too_short(cycle in any_cycle(), n in NEAR) {
        prop_assume!(matches!(cycle.unit, CycleUnit::Month | CycleUnit::Year));
        let start = cycle.start_of(n).unwrap();
        let day_kept = start.day() == cycle.anchor_day();
        let month_too_short = start == last_of_month(start) && start.day() < cycle.anchor_day();
        prop_assert!(day_kept || month_too_short, "{} from {}", start, cycle.anchor);
    }

    #[test]
    fn the_periods_of_a_span_leave_no_day_out(cycle in any_cycle(), from in any_day(), length in 0_i64..2_000) {
        let until = from + chrono::Duration::days(length);
        let periods: Vec<Period> = cycle.periods(from, until).collect();
        if let (Some(first), Some(last)) = (periods.first(), periods.last()) {
            prop_assert!(first.contains(from) && last.contains(until));
            prop_assert!(periods.windows(2).all(|pair| pair[0].to() == pair[1].from()));
        } else {
            prop_assert!(cycle.period_containing(from).is_none());
        }
    }

    #[test]
    fn a_stored_period_is_read_back(from in any_day(), days in 1_i64..5_000) {
        let period = Period::new(from, from + chrono::Duration::days(days)).unwrap();
        prop_assert_eq!(period.to_string().parse::<Period>(), Ok(period));
        prop_assert_eq!(period.days(), days);
    }
}

#[test]
fn a_period_holds_whole_units_of_time_or_none() {
    let anchor = NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    for (every, unit, code, held) in [
        (1, CycleUnit::Month, "MON", Some(1)),
        (3, CycleUnit::Month, "MON", Some(3)),
        (1, CycleUnit::Year, "MON", Some(12)),
        (24, CycleUnit::Month, "ANN", Some(2)),
        (3, CycleUnit::Month, "ANN", None),
        (2, CycleUnit::Week, "DAY", Some(14)),
        (14, CycleUnit::Day, "WEE", Some(2)),
        (30, CycleUnit::Day, "MON", None),
        (1, CycleUnit::Month, "DAY", None),
    ] {
        let cycle = BillingCycle::new(every, unit, anchor).unwrap();
        let asked = CycleUnit::of_code(code).unwrap();
        assert_eq!(cycle.holds(asked), held, "{every} {unit:?} of {code}");
    }
    assert_eq!(CycleUnit::of_code("HUR"), None);
}
