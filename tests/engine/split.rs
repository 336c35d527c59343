//! Splitting gives back every cent.

use lasku::money::{Currency, Money, split};
use proptest::prelude::*;

/// One row: the total, the weights, the parts.
fn check_split(total: &str, weights: &[u64], parts: &[&str]) {
    let total: Money = total.parse().unwrap();
    let expected: Vec<Money> = parts.iter().map(|part| part.parse().unwrap()).collect();
    assert_eq!(split(total, weights), expected, "{total} by {weights:?}");
}

#[test]
fn the_cents_left_over_go_to_the_parts_that_lost_most_the_first_of_equals_first() {
    check_split(
        "100.00 EUR",
        &[1, 1, 1],
        &["33.34 EUR", "33.33 EUR", "33.33 EUR"],
    );
    check_split(
        "0.05 EUR",
        &[1, 1, 1],
        &["0.02 EUR", "0.02 EUR", "0.01 EUR"],
    );
    check_split("0.01 EUR", &[1, 2], &["0.00 EUR", "0.01 EUR"]);
    check_split(
        "10.00 EUR",
        &[50, 30, 20],
        &["5.00 EUR", "3.00 EUR", "2.00 EUR"],
    );
    check_split(
        "0.10 EUR",
        &[3, 3, 1],
        &["0.04 EUR", "0.04 EUR", "0.02 EUR"],
    );
    check_split("100 JPY", &[2, 1], &["67 JPY", "33 JPY"]);
    check_split(
        "1.000 KWD",
        &[1, 1, 1],
        &["0.334 KWD", "0.333 KWD", "0.333 KWD"],
    );
    check_split("0.00 EUR", &[4, 5], &["0.00 EUR", "0.00 EUR"]);
    check_split("12.34 EUR", &[9], &["12.34 EUR"]);
}

#[test]
fn an_allocation_of_47_10_does_not_drift_to_47_11() {
    // A quarter is 11.775 and three quarters are 35.325: each rounded by itself would make 47.11.
    check_split("47.10 EUR", &[1, 3], &["11.78 EUR", "35.32 EUR"]);
    check_split(
        "47.10 EUR",
        &[333, 333, 334],
        &["15.69 EUR", "15.68 EUR", "15.73 EUR"],
    );
    check_split(
        "47.10 EUR",
        &[1, 1, 1, 1],
        &["11.78 EUR", "11.78 EUR", "11.77 EUR", "11.77 EUR"],
    );
}

#[test]
fn a_part_without_weight_gets_nothing_unless_none_has_weight() {
    check_split(
        "0.05 EUR",
        &[0, 1, 0, 1],
        &["0.00 EUR", "0.03 EUR", "0.00 EUR", "0.02 EUR"],
    );
    check_split(
        "0.05 EUR",
        &[0, 0, 0],
        &["0.02 EUR", "0.02 EUR", "0.01 EUR"],
    );
    check_split("5.00 EUR", &[], &[]);
}

#[test]
fn a_negative_amount_is_split_like_its_opposite() {
    check_split(
        "-100.00 EUR",
        &[1, 1, 1],
        &["-33.34 EUR", "-33.33 EUR", "-33.33 EUR"],
    );
}

#[test]
fn the_largest_weights_do_not_overflow() {
    let total = Money::new(100_000_000_000_001, Currency::EUR);
    let parts = split(total, &[u64::MAX, u64::MAX, u64::MAX]);
    assert_eq!(
        Money::sum(Currency::EUR, parts.iter().copied()).unwrap_err(),
        lasku::money::MoneyError::TooLarge
    );
    assert_eq!(
        parts.iter().map(|part| part.minor()).sum::<i64>(),
        total.minor()
    );
}

fn any_weights() -> impl Strategy<Value = Vec<u64>> {
    let weight = prop_oneof![Just(0_u64), 0_u64..100, any::<u64>()];
    proptest::collection::vec(weight, 1..40)
}

proptest! {
    #[test]
    fn the_parts_add_up_to_the_total(minor in -100_000_000_i64..100_000_000, weights in any_weights()) {
        let total = Money::new(minor, Currency::EUR);
        let parts = split(total, &weights);
        prop_assert_eq!(parts.len(), weights.len());
        prop_assert_eq!(Money::sum(Currency::EUR, parts), Ok(total));
    }

    #[test]
    fn every_part_is_within_a_cent_of_its_exact_share(
        minor in -100_000_000_i64..100_000_000,
        weights in proptest::collection::vec(0_u64..1_000_000, 1..40),
    ) {
        prop_assume!(weights.iter().any(|&weight| weight > 0));
        let total = i128::from(weights.iter().sum::<u64>());
        for (part, &weight) in split(Money::new(minor, Currency::EUR), &weights).iter().zip(&weights) {
            // |part − minor·weight/total| < 1, without dividing.
            let error = i128::from(part.minor()) * total - i128::from(minor) * i128::from(weight);
            prop_assert!(error.abs() < total, "{} of {} by {}", part, minor, weight);
            prop_assert!(weight > 0 || part.is_zero());
        }
    }

    #[test]
    fn a_heavier_part_never_gets_less(
        minor in 0_i64..100_000_000,
        weights in proptest::collection::vec(0_u64..1_000, 2..20),
    ) {
        let mut sorted = weights;
        sorted.sort_unstable_by(|a, b| b.cmp(a));
        let parts = split(Money::new(minor, Currency::EUR), &sorted);
        prop_assert!(parts.is_sorted_by(|a, b| a >= b), "{:?} by {:?}", parts, sorted);
    }

    #[test]
    fn the_opposite_amount_has_the_opposite_parts(minor in 0_i64..100_000_000, weights in any_weights()) {
        let total = Money::new(minor, Currency::EUR);
        let mirrored: Vec<Money> = split(-total, &weights).into_iter().map(|part| -part).collect();
        prop_assert_eq!(split(total, &weights), mirrored);
    }
}
