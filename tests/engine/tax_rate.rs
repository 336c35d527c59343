//! VAT rates by country, class and day.

use chrono::{Days, NaiveDate};
use lasku::billing::identifier::CountryCode;
use lasku::billing::tax_rate::{self, RateClass, changes_between, classes, rate_on};

fn country(code: &str) -> CountryCode {
    CountryCode::parse(code).unwrap()
}

fn class(name: &str) -> RateClass {
    serde_json::from_value(name.into()).unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `FI standard 2024-08-31 24`, where a rate of `-` says that there is none.
fn check_rate(row: &str) {
    let [code, name, date, expected] = row.split_whitespace().collect::<Vec<_>>()[..] else {
        panic!("not a row: {row}");
    };
    let rate = rate_on(country(code), class(name), day(date));
    let found = rate.map_or("-".to_string(), |rate| rate.value().to_string());
    assert_eq!(found, expected, "{row}");
}

#[test]
fn the_finnish_rate_is_that_of_the_day() {
    for row in [
        "FI standard       2012-12-31 -",
        "FI standard       2013-01-01 24",
        "FI standard       2024-08-31 24",
        "FI standard       2024-09-01 25.5",
        "FI standard       2026-11-20 25.5",
        "FI reduced        2013-01-01 14",
        "FI reduced        2025-12-31 14",
        "FI reduced        2026-01-01 13.5",
        "FI second_reduced 2013-01-01 10",
        "FI second_reduced 2026-11-20 10",
        "FI super_reduced  2026-11-20 -",
        "FI zero           2026-11-20 0",
    ] {
        check_rate(row);
    }
}

#[test]
fn a_rate_of_another_country_is_that_of_the_day() {
    for row in [
        "DE standard       2020-06-30 19",
        "DE standard       2020-07-01 16",
        "DE standard       2020-12-31 16",
        "DE standard       2021-01-01 19",
        "EE standard       2025-06-30 22",
        "EE standard       2025-07-01 24",
        "SK standard       2024-12-31 20",
        "SK standard       2025-01-01 23",
        "SK reduced        2025-01-01 19",
        "SK second_reduced 2025-01-01 5",
        "RO standard       2025-08-01 21",
        "RO second_reduced 2025-07-31 5",
        "RO second_reduced 2025-08-01 -",
        "LT reduced        2025-12-31 9",
        "LT reduced        2026-01-01 12",
        "CZ second_reduced 2024-01-01 -",
        "DK reduced        2026-01-01 -",
        "NO standard       2026-01-01 -",
    ] {
        check_rate(row);
    }
}

#[test]
fn every_member_state_has_a_standard_rate_that_the_directive_allows() {
    let today = tax_rate::as_of();
    let members: Vec<_> = CountryCode::all()
        .filter(|country| country.is_eu())
        .collect();
    assert_eq!(members.len(), 27);
    for country in CountryCode::all() {
        let found = classes(country, today);
        assert_eq!(!found.is_empty(), country.is_eu(), "{country}");
        let standard = rate_on(country, RateClass::Standard, today);
        // Article 97: not below 15 %.
        assert!(
            !country.is_eu() || standard.is_some_and(|rate| rate.value() >= 15.into()),
            "{country}"
        );
        for (class, rate) in found {
            assert!(
                class == RateClass::Standard || Some(rate) < standard,
                "{country} {class:?}"
            );
            assert_eq!(
                class == RateClass::Zero,
                rate.is_zero(),
                "{country} {class:?}"
            );
            assert!(
                class != RateClass::SuperReduced || rate.value() < 5.into(),
                "{country}"
            );
        }
    }
}

#[test]
fn the_days_of_each_rate_are_in_order_and_each_changes_something() {
    for country in CountryCode::all() {
        for class in RateClass::ALL {
            let days = changes_between(country, class, NaiveDate::MIN, NaiveDate::MAX);
            assert!(
                days.is_sorted_by(|one, next| one < next),
                "{country} {class:?}"
            );
            for first_day in days {
                let day_before = first_day - Days::new(1);
                assert_ne!(
                    rate_on(country, class, day_before),
                    rate_on(country, class, first_day),
                    "{country} {class:?} {first_day}"
                );
            }
        }
    }
}

#[test]
fn a_period_is_parted_where_the_rate_changes_inside_it() {
    let fi = |from, to| changes_between(CountryCode::FI, RateClass::Standard, day(from), day(to));
    assert_eq!(fi("2024-08-15", "2024-09-15"), [day("2024-09-01")]);
    assert_eq!(fi("2024-08-31", "2024-09-02"), [day("2024-09-01")]);
    // A period that begins or ends with the change needs no parting.
    assert_eq!(fi("2024-09-01", "2024-10-01"), []);
    assert_eq!(fi("2024-08-01", "2024-09-01"), []);
    let germany = changes_between(
        CountryCode::DE,
        RateClass::Reduced,
        day("2020-01-01"),
        day("2022-01-01"),
    );
    assert_eq!(germany, [day("2020-07-01"), day("2021-01-01")]);
}

#[test]
fn the_classes_of_a_day_stand_from_the_standard_rate_down() {
    let found: Vec<_> = classes(CountryCode::FI, day("2026-11-20"))
        .into_iter()
        .map(|(class, rate)| {
            format!(
                "{} {}",
                serde_json::to_value(class).unwrap().as_str().unwrap(),
                rate.value()
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            "standard 25.5",
            "reduced 13.5",
            "second_reduced 10",
            "zero 0"
        ]
    );
}
