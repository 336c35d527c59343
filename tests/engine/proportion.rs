//! Distributions, shares of customers and many tests at once, against what other packages say.

use lasku::insight::distribution::*;
use lasku::insight::multiplicity::*;
use lasku::insight::proportion::*;
use proptest::prelude::*;
use serde_json::Value;

fn golden(name: &str) -> Value {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/");
    serde_json::from_str(&std::fs::read_to_string(format!("{folder}{name}")).unwrap()).unwrap()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.parse().unwrap(),
        other => other.as_f64().unwrap(),
    }
}

fn numbers(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(number).collect()
}

/// The largest relative difference seen to what others worked out.
#[derive(Default)]
struct Comparison {
    worst: f64,
    count: usize,
}

impl Comparison {
    fn check(&mut self, what: &str, got: f64, expected: f64) {
        let difference = match expected == got {
            true => 0.0,
            false => ((got - expected) / expected).abs(),
        };
        assert!(
            difference <= 1e-10,
            "{what}: {got:e}, not {expected:e} ({difference:e})"
        );
        self.worst = self.worst.max(difference);
        self.count += 1;
    }

    fn check_interval(&mut self, what: &str, got: Interval, expected: &Value) {
        let expected = numbers(expected);
        self.check(what, got.low, expected[0]);
        self.check(what, got.high, expected[1]);
    }

    fn tell(&self, of: &str, count: usize) {
        println!("{of}: {} values, worst {:e}", self.count, self.worst);
        assert_eq!(self.count, count, "{of}");
    }
}

#[test]
fn tails_and_quantiles_are_those_of_fifty_digits() {
    type Function = fn(&[f64]) -> f64;
    let functions: [(&str, Function); 7] = [
        ("normal_cdf", |row| normal_cdf(row[0])),
        ("normal_sf", |row| normal_sf(row[0])),
        ("normal_ppf", |row| normal_quantile(row[0])),
        ("chi2_sf", |row| chi_square_sf(row[0], row[1])),
        ("t_sf", |row| student_sf(row[0], row[1])),
        ("lgamma", |row| ln_gamma(row[0])),
        ("beta_reg", |row| incomplete_beta(row[0], row[1], row[2])),
    ];
    let file = golden("special_functions.json");
    assert_eq!(file.as_object().unwrap().len(), functions.len());
    let mut seen = Comparison::default();
    for (name, function) in functions {
        for row in file[name].as_array().unwrap() {
            let row = numbers(row);
            let (expected, arguments) = row.split_last().unwrap();
            seen.check(name, function(arguments), *expected);
        }
    }
    seen.tell("special functions", 65);
}

#[test]
fn both_tails_of_the_normal_distribution_are_small_where_they_should_be() {
    assert_eq!(normal_sf(37.0), normal_cdf(-37.0));
    assert!(normal_sf(37.0) > 0.0);
    assert_eq!(normal_two_sided(-3.0), 2.0 * normal_sf(3.0));
    assert_eq!(
        (normal_cdf(f64::INFINITY), normal_sf(f64::INFINITY)),
        (1.0, 0.0)
    );
    assert_eq!(normal_quantile(0.0), f64::NEG_INFINITY);
    assert_eq!(normal_quantile(1.0), f64::INFINITY);
    assert!(normal_quantile(0.5).is_sign_positive());
    assert!((normal_quantile(0.975) - Z95).abs() < 1e-15);
}

#[test]
fn students_distribution_of_many_degrees_is_nearly_normal() {
    // mpmath, 40 digits.
    let cases = [
        (6.0, 50.0, 1.0944697425399964e-7),
        (25.0, 1000.0, 7.601_770_691_660_64e-108),
        (1.7, 1999.0, 0.044_643_243_498_188_06),
    ];
    let mut seen = Comparison::default();
    for (t, degrees, expected) in cases {
        seen.check("student", student_sf(t, degrees), expected);
        seen.check("student", student_sf(-t, degrees), 1.0 - expected);
    }
    for t in [-3.0, -0.5, 0.5, 3.0] {
        // On both sides of the number of degrees where the way of working it out changes.
        seen.check(
            "student",
            student_sf(t, 2_000.000_000_001),
            student_sf(t, 2000.0),
        );
        seen.check("student", student_sf(t, f64::INFINITY), normal_sf(t));
    }
    assert_eq!(student_sf(0.0, 7.0), 0.5);
    assert_eq!(student_sf(f64::INFINITY, 7.0), 0.0);
    seen.tell("student", 14);
}

#[test]
fn what_has_no_distribution_is_not_a_number_and_no_panic() {
    for degrees in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(chi_square_sf(3.0, degrees).is_nan());
    }
    for degrees in [0.0, -1.0, f64::NAN] {
        assert!(student_sf(2.0, degrees).is_nan());
    }
    for x in [-0.1, 1.1, f64::NAN] {
        assert!(incomplete_beta(2.0, 3.0, x).is_nan());
    }
    for a in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(incomplete_beta(a, 3.0, 0.5).is_nan());
        assert!(incomplete_beta(3.0, a, 0.5).is_nan());
    }
    assert!(normal_quantile(f64::NAN).is_nan());
    assert_eq!(chi_square_sf(-1.0, 3.0), 1.0);
    assert_eq!(chi_square_sf(f64::INFINITY, 3.0), 0.0);
    assert_eq!(
        (
            incomplete_beta(2.0, 3.0, 0.0),
            incomplete_beta(2.0, 3.0, 1.0)
        ),
        (0.0, 1.0)
    );
    assert_eq!(
        [0, 1, 2, 3].map(ln_factorial).map(f64::exp).map(f64::round),
        [1.0, 1.0, 2.0, 6.0]
    );
}

#[test]
fn intervals_hold_their_ends_and_what_they_share() {
    let interval = Interval::around(1.0, 0.5);
    assert!(interval.contains(0.5) && interval.contains(1.5) && !interval.contains(1.6));
    assert!(!interval.contains(f64::NAN));
    let other = Interval {
        low: 1.2,
        high: 9.0,
    };
    let shared = Interval {
        low: 1.2,
        high: 1.5,
    };
    assert_eq!(interval.intersection(&other), Some(shared));
    assert_eq!(
        interval.intersection(&Interval {
            low: 2.0,
            high: 3.0
        }),
        None
    );
    assert_eq!(
        other.within(Interval {
            low: 0.0,
            high: 1.0
        }),
        Interval {
            low: 1.0,
            high: 1.0
        }
    );
}

fn share(events: u64, total: u64) -> Proportion {
    Proportion::of(events, total).unwrap()
}

#[test]
fn wilsons_intervals_are_those_of_statsmodels_and_r() {
    let mut seen = Comparison::default();
    for (name, expected) in golden("proportions.json")["wilson"].as_object().unwrap() {
        let (events, total) = name.split_once('/').unwrap();
        let share = share(events.parse().unwrap(), total.parse().unwrap());
        seen.check_interval(name, share.wilson(), expected);
    }
    seen.tell("Wilson", 10);
}

#[test]
fn two_shares_are_compared_as_statsmodels_and_r_do() {
    let mut seen = Comparison::default();
    for row in golden("proportions.json")["pairs"].as_array().unwrap() {
        let count = |name: &str| row[name].as_u64().unwrap();
        let (first, second) = (
            share(count("x1"), count("n1")),
            share(count("x2"), count("n2")),
        );
        seen.check("diff", difference(first, second), number(&row["diff"]));
        seen.check_interval("newcombe", newcombe(first, second), &row["newcombe"]);
        seen.check_interval("wilson1", first.wilson(), &row["wilson1"]);
        seen.check_interval("wilson2", second.wilson(), &row["wilson2"]);
        seen.check(
            "fisher_p",
            fisher_exact(first, second),
            number(&row["fisher_p"]),
        );
        let test = two_proportion_z(first, second);
        assert_eq!(test.is_none(), row["z_pooled"].is_null(), "{row}");
        if let Some(test) = test {
            seen.check("z_pooled", test.z, number(&row["z_pooled"]));
            seen.check("p_pooled", test.p, number(&row["p_pooled"]));
        }
    }
    seen.tell("pairs of shares", 5 * 8 + 4 * 2);
}

fn rates_of(row: &Value) -> ErrorRates {
    ErrorRates {
        false_alarm: number(&row["alpha"]),
        power: number(&row["power"]),
    }
}

#[test]
fn plans_take_so_many_customers_and_events() {
    let mut seen = Comparison::default();
    let file = golden("proportions.json");
    for row in file["sample_size"].as_array().unwrap() {
        let (p1, p2) = (number(&row["p1"]), number(&row["p2"]));
        let size = sample_size(p1, p2, 1.0, rates_of(row)).unwrap();
        seen.check("n_per_arm", size, number(&row["n_per_arm"]));
        seen.check("ceil", size.ceil(), number(&row["ceil"]));
    }
    for row in file["schoenfeld_events"].as_array().unwrap() {
        let (ratio, allocation) = (number(&row["hr"]), number(&row["alloc"]));
        let events = schoenfeld_events(ratio, allocation, rates_of(row)).unwrap();
        seen.check("events", events, number(&row["events"]));
        // Halves are the same whichever arm is counted, and a hazard ratio reads the same from the other side.
        let other = schoenfeld_events(1.0 / ratio, 1.0 - allocation, rates_of(row)).unwrap();
        seen.check("events", other, number(&row["events"]));
    }
    seen.tell("sizes", 10 + 8);
}

#[test]
fn nobody_and_everybody_have_exact_ends() {
    for total in [1, 2, 7, 20, 1000, 1_000_000_000] {
        let (none, all) = (share(0, total).wilson(), share(total, total).wilson());
        assert_eq!((none.low, all.high), (0.0, 1.0), "{total}");
        assert!(none.high > 0.0 && all.low < 1.0, "{total}");
        assert!((none.high - (1.0 - all.low)).abs() < 1e-12, "{total}");
        let apart = newcombe(share(total, total), share(0, total));
        assert_eq!(apart.high, 1.0);
        let same = newcombe(share(0, total), share(0, total));
        assert!((same.low + same.high).abs() < 1e-12 && same.contains(0.0));
    }
    assert_eq!(two_proportion_z(share(0, 10), share(0, 20)), None);
    assert_eq!(two_proportion_z(share(10, 10), share(20, 20)), None);
    assert_eq!(difference_p(share(0, 10_000), share(0, 20_000)), 1.0);
}

#[test]
fn what_is_no_share_is_refused_with_the_reason() {
    assert_eq!(Proportion::of(0, 0), Err(ProportionError::Nobody));
    assert_eq!(Proportion::of(5, 4), Err(ProportionError::MoreThanAll));
    assert_eq!((share(3, 4).events(), share(3, 4).total()), (3, 4));
}

#[test]
fn the_exact_test_is_taken_where_fewer_than_five_are_expected() {
    // Expected of each 100: 4.5 and 5.
    assert!(needs_exact_test(share(3, 100), share(6, 100)));
    assert!(!needs_exact_test(share(4, 100), share(6, 100)));
    assert!(needs_exact_test(share(97, 100), share(94, 100)));
    let (few, other) = (share(9, 10), share(3, 10));
    assert_eq!(difference_p(few, other), fisher_exact(few, other));
    let (many, others) = (share(56, 70), share(48, 80));
    assert_eq!(
        difference_p(many, others),
        two_proportion_z(many, others).unwrap().p
    );
}

#[test]
fn fishers_test_of_many_customers_stays_exact() {
    // scipy.stats.fisher_exact 1.17.1
    let mut seen = Comparison::default();
    let halves = (share(30_100, 50_000), share(29_800, 50_000));
    seen.check(
        "fisher",
        fisher_exact(halves.0, halves.1),
        0.05370081055164678,
    );
    let rare = (share(12, 5000), share(40, 5000));
    seen.check(
        "fisher",
        fisher_exact(rare.0, rare.1),
        0.00012266025141246837,
    );
    seen.tell("Fisher", 2);
    assert_eq!(fisher_exact(share(5, 5), share(5, 5)), 1.0);
}

#[test]
fn arms_of_different_sizes_take_more_customers_together() {
    let rates = ErrorRates::default();
    let together = |ratio: f64| sample_size(0.7, 0.8, ratio, rates).unwrap() * (1.0 + ratio);
    assert!(together(1.0) < together(2.0) && together(2.0) < together(4.0));
    assert!(together(1.0) < together(0.5));
    // The other arm counted first.
    let of_first = sample_size(0.7, 0.8, 4.0, rates).unwrap() * 4.0;
    let of_second = sample_size(0.8, 0.7, 0.25, rates).unwrap();
    assert!((of_first - of_second).abs() < 1e-9);
}

#[test]
fn a_plan_that_is_none_takes_no_number_of_customers() {
    let rates = ErrorRates::default();
    assert_eq!(sample_size(0.5, 0.5, 1.0, rates), None);
    for share in [-0.1, 1.1, f64::NAN] {
        assert_eq!(sample_size(share, 0.5, 1.0, rates), None);
        assert_eq!(sample_size(0.5, share, 1.0, rates), None);
        assert_eq!(smallest_visible(share, 10, 10, rates), None);
        assert_eq!(power(share, 0.5, 10, 10, 0.05), None);
    }
    for ratio in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert_eq!(sample_size(0.5, 0.6, ratio, rates), None);
        assert_eq!(schoenfeld_events(ratio, 0.5, rates), None);
    }
    for allocation in [0.0, 1.0, f64::NAN] {
        assert_eq!(schoenfeld_events(0.7, allocation, rates), None);
    }
    let impossible = [
        (0.0, 0.8),
        (1.0, 0.8),
        (f64::NAN, 0.8),
        (0.05, 0.3),
        (0.05, 1.0),
        (0.05, f64::NAN),
    ];
    for (false_alarm, power) in impossible {
        let rates = ErrorRates { false_alarm, power };
        assert_eq!(sample_size(0.5, 0.6, 1.0, rates), None);
        assert_eq!(smallest_visible(0.5, 10, 10, rates), None);
        assert_eq!(schoenfeld_events(0.7, 0.5, rates), None);
        assert_eq!(smallest_visible_hazard_ratio(100, 0.5, rates), None);
    }
    assert_eq!(schoenfeld_events(1.0, 0.5, rates), None);
    assert_eq!(smallest_visible_hazard_ratio(0, 0.5, rates), None);
    assert_eq!(smallest_visible(0.5, 0, 10, rates), None);
    assert_eq!(power(0.5, 0.6, 0, 10, 0.05), None);
}

#[test]
fn a_small_firm_sees_only_large_differences() {
    let visible = smallest_visible(0.7, 40, 160, ErrorRates::default()).unwrap();
    let above = visible.above.unwrap();
    let below = visible.below.unwrap();
    assert_eq!(format!("{above:.2} {below:.2}"), "0.89 0.46");
    // With ten customers each not even keeping all would be seen, and with three not even losing all.
    let blind = smallest_visible(0.7, 10, 10, ErrorRates::default()).unwrap();
    assert_eq!(blind.above, None);
    assert!(blind.below.is_some());
    assert_eq!(
        smallest_visible(0.7, 2, 2, ErrorRates::default())
            .unwrap()
            .below,
        None
    );
    // From nobody it only goes up, from everybody only down.
    let none = smallest_visible(0.0, 100, 100, ErrorRates::default()).unwrap();
    assert!(none.above.is_some() && none.below.is_none());
    let all = smallest_visible(1.0, 100, 100, ErrorRates::default()).unwrap();
    assert!(all.above.is_none() && all.below.is_some());
}

#[test]
fn p_values_of_many_tests_are_adjusted_as_statsmodels_and_r_do() {
    let file = golden("multiplicity.json");
    let some = |value: &Value| numbers(value).into_iter().map(Some).collect::<Vec<_>>();
    let p = some(&file["p"]);
    let mut seen = Comparison::default();
    let mut check = |name: &str, got: Vec<Option<f64>>, expected: &Value| {
        assert_eq!(got.len(), numbers(expected).len());
        for (got, expected) in got.into_iter().zip(numbers(expected)) {
            seen.check(name, got.unwrap(), expected);
        }
    };
    check("BH", benjamini_hochberg(&p), &file["BH"]);
    check("BY", benjamini_yekutieli(&p), &file["BY"]);
    check("holm", holm(&p), &file["holm"]);
    check("bonferroni", bonferroni(&p), &file["bonferroni"]);
    let unsorted = &file["unsorted_check"];
    check(
        "unsorted",
        benjamini_hochberg(&some(&unsorted["p"])),
        &unsorted["BH"],
    );
    let report = golden("retention_report.json");
    let arms = report["arms"].as_array().unwrap();
    let of_arms =
        |name: &str| Value::from(arms.iter().map(|arm| arm[name].clone()).collect::<Vec<_>>());
    check(
        "report",
        benjamini_hochberg(&some(&of_arms("logrank_p"))),
        &of_arms("BH_q"),
    );
    seen.tell("adjusted p", 4 * 15 + 4 + 3);

    let found: Vec<bool> = benjamini_hochberg(&p)
        .into_iter()
        .map(|q| q.unwrap() <= 0.05)
        .collect();
    assert_eq!(Value::from(found), file["reject_BH_05"]);
}

#[test]
fn a_test_that_could_not_be_made_is_not_counted_among_the_tests() {
    let p = [
        Some(0.03),
        None,
        Some(0.001),
        Some(f64::NAN),
        Some(0.2),
        Some(-1.0),
        Some(0.01),
        Some(1.5),
    ];
    let q = benjamini_hochberg(&p);
    let expected = [
        Some(0.04),
        None,
        Some(0.004),
        None,
        Some(0.2),
        None,
        Some(0.02),
        None,
    ];
    assert_eq!(q, expected);
    for adjust in [benjamini_hochberg, benjamini_yekutieli, holm, bonferroni] {
        assert_eq!(adjust(&[]), []);
        assert_eq!(adjust(&[None, Some(f64::NAN)]), [None, None]);
        assert_eq!(adjust(&[Some(0.02)]), [Some(0.02)]);
        assert_eq!(adjust(&[Some(0.0), Some(1.0)]), [Some(0.0), Some(1.0)]);
    }
}

proptest! {
    #[test]
    fn a_share_lies_in_its_own_interval(total in 1_u64..5000, part in 0.0..=1.0_f64) {
        let events = (total as f64 * part) as u64;
        let interval = share(events, total).wilson();
        prop_assert!(interval.contains(share(events, total).value()));
        prop_assert!(0.0 <= interval.low && interval.high <= 1.0);
        let others = share(total - events, total).wilson();
        prop_assert!((interval.low - (1.0 - others.high)).abs() < 1e-12);
    }

    #[test]
    fn comparing_the_other_way_round_changes_only_the_sign(
        n1 in 1_u64..400, n2 in 1_u64..400, part1 in 0.0..=1.0_f64, part2 in 0.0..=1.0_f64,
    ) {
        let first = share((n1 as f64 * part1) as u64, n1);
        let second = share((n2 as f64 * part2) as u64, n2);
        let (one, other) = (newcombe(first, second), newcombe(second, first));
        prop_assert!((one.low + other.high).abs() < 1e-14 && (one.high + other.low).abs() < 1e-14);
        prop_assert!(one.contains(difference(first, second)));
        let (p, back) = (fisher_exact(first, second), fisher_exact(second, first));
        prop_assert!(is_near(p, back), "{} {}", p, back);
        prop_assert!(p > 0.0 && p <= 1.0);
        let misses = |share: Proportion| self::share(share.total() - share.events(), share.total());
        prop_assert!(is_near(p, fisher_exact(misses(first), misses(second))));
        if let Some(test) = two_proportion_z(first, second) {
            prop_assert!((0.0..=1.0).contains(&test.p));
            prop_assert_eq!(test.z, -two_proportion_z(second, first).unwrap().z);
        }
    }

    #[test]
    fn what_is_visible_is_what_the_size_was_planned_for(
        base in 0.05..0.95_f64, distance in 0.02..0.3_f64, ratio in 0.2..5.0_f64,
    ) {
        let target = base + distance;
        prop_assume!(target < 0.99);
        let rates = ErrorRates::default();
        let size = sample_size(base, target, ratio, rates).unwrap();
        let (n1, n2) = (size.ceil() as u64, (size * ratio).ceil() as u64);
        let above = smallest_visible(base, n1, n2, rates).unwrap().above.unwrap();
        prop_assert!(above <= target + 1e-12, "{} {}", above, target);
        prop_assert!(power(base, target, n1, n2, 0.05).unwrap() >= 0.8 - 1e-12);
        prop_assert!((power(base, above, n1, n2, 0.05).unwrap() - 0.8).abs() < 1e-9);
        if n1 > 20 && n2 > 20 {
            let fewer = smallest_visible(base, n1 - 1, n2 - 1, rates).unwrap();
            prop_assert!(fewer.above.unwrap_or(1.0) > above);
        }
    }

    #[test]
    fn a_hazard_ratio_is_visible_with_the_events_planned_for_it(
        ratio in 0.2..0.95_f64, allocation in 0.05..0.95_f64,
    ) {
        let rates = ErrorRates::default();
        let events = schoenfeld_events(ratio, allocation, rates).unwrap().ceil() as u64;
        let visible = |events| smallest_visible_hazard_ratio(events, allocation, rates);
        prop_assert!(visible(events).unwrap() >= ratio - 1e-12);
        prop_assert!(events < 2 || visible(events - 1).unwrap() <= ratio + 1e-12);
    }

    #[test]
    fn adjusting_keeps_the_order_of_p_and_never_makes_one_smaller(p in prop::collection::vec(0.0..=1.0_f64, 0..40)) {
        let some: Vec<Option<f64>> = p.iter().copied().map(Some).collect();
        let adjusted = [benjamini_hochberg, benjamini_yekutieli, holm, bonferroni].map(|adjust| {
            adjust(&some).into_iter().map(Option::unwrap).collect::<Vec<f64>>()
        });
        for one in &adjusted {
            for (p, q) in p.iter().zip(one) {
                prop_assert!(*q >= p * (1.0 - 1e-15) && *q <= 1.0);
            }
            for (i, j) in (0..p.len()).flat_map(|i| (0..i).map(move |j| (i, j))) {
                prop_assert!(p[i] > p[j] || one[i] <= one[j]);
            }
        }
        let [hochberg, yekutieli, holm, bonferroni] = adjusted;
        for i in 0..p.len() {
            prop_assert!(hochberg[i] <= holm[i] * (1.0 + 1e-12) && holm[i] <= bonferroni[i] * (1.0 + 1e-12));
            prop_assert!(hochberg[i] <= yekutieli[i]);
        }
    }

    #[test]
    fn a_quantile_is_where_the_distribution_reaches_it(p in 1e-12..1.0_f64) {
        prop_assume!(p < 1.0 - 1e-9);
        prop_assert!((normal_cdf(normal_quantile(p)) - p).abs() <= 1e-12 * p.max(1e-3), "{}", p);
    }

    #[test]
    fn the_tails_of_a_chi_square_fall(degrees in 0.5..200.0_f64, x in 0.0..500.0_f64, more in 0.01..50.0_f64) {
        let (first, second) = (chi_square_sf(x, degrees), chi_square_sf(x + more, degrees));
        prop_assert!((0.0..=1.0).contains(&first) && second <= first);
    }
}

fn is_near(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * other
}
