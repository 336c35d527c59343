//! How long customers stay: curves, their intervals, what two groups differ by, and the log-rank test.

use lasku::insight::cox::{CoxData, CoxError, Row, Ties};
use lasku::insight::distribution::Interval;
use lasku::insight::log_rank::{ChiSquareTest, LogRank, LogRankError, peto};
use lasku::insight::survival::{
    Estimate, Observation, Survival, SurvivalError, restricted_mean_difference, survival_difference,
};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

const EXACT: f64 = 1e-10;
const FITTED: f64 = 1e-9;

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A table, column by name.
fn table(name: &str) -> Vec<BTreeMap<String, String>> {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    read(path.into())
}

fn read(path: PathBuf) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

/// Compares with golden values, and keeps the largest relative difference.
struct Check {
    largest: f64,
    values: usize,
}

impl Check {
    fn new() -> Self {
        Check {
            largest: 0.0,
            values: 0,
        }
    }

    fn close(&mut self, what: &str, actual: f64, expected: f64, tolerance: f64) {
        let difference = (actual - expected).abs() / expected.abs().max(1e-300);
        let difference = if actual == expected { 0.0 } else { difference };
        assert!(
            difference <= tolerance,
            "{what}: {actual} instead of {expected}, off by {difference:e}"
        );
        self.largest = self.largest.max(difference);
        self.values += 1;
    }

    fn close_to(&mut self, what: &str, actual: f64, expected: &Value, tolerance: f64) {
        let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}"));
        self.close(what, actual, expected, tolerance);
    }

    fn interval(&mut self, what: &str, actual: Interval, expected: &Value, tolerance: f64) {
        self.close_to(&format!("{what} low"), actual.low, &expected[0], tolerance);
        self.close_to(
            &format!("{what} high"),
            actual.high,
            &expected[1],
            tolerance,
        );
    }

    fn done(&self, file: &str) {
        println!(
            "{file}: {} values, largest relative difference {:e}",
            self.values, self.largest
        );
    }
}

fn seen(days: f64, ended: bool) -> Observation {
    Observation { days, ended }
}

fn all(ended: bool, days: &[f64]) -> Vec<Observation> {
    days.iter().map(|days| seen(*days, ended)).collect()
}

/// The columns of duration, end and group of a data set.
fn columns(set: &str) -> [&'static str; 4] {
    match set {
        "gehan" => ["gehan.csv", "weeks", "relapse", "arm"],
        "waltons" => ["waltons.csv", "T", "E", "group"],
        "rossi" => ["rossi.csv", "week", "arrest", "fin"],
        "rct" => ["retention_rct.csv", "days", "churned", "arm"],
        other => panic!("no data set {other}"),
    }
}

fn observation(row: &BTreeMap<String, String>, days: &str, ended: &str) -> Observation {
    seen(row[days].parse().unwrap(), row[ended] == "1")
}

/// The groups of a data set by name.
fn groups(set: &str) -> BTreeMap<String, Vec<Observation>> {
    let [file, days, ended, group] = columns(set);
    let mut groups: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
    for row in table(file) {
        let members = groups.entry(row[group].clone()).or_default();
        members.push(observation(&row, days, ended));
    }
    groups
}

fn curve(observations: &[Observation]) -> Survival {
    Survival::of(observations).unwrap()
}

fn check_steps(check: &mut Check, what: &str, curve: &Survival, rows: &Value) {
    let rows = rows.as_array().unwrap();
    assert_eq!(curve.steps.len(), rows.len(), "{what}: steps");
    for (step, row) in curve.steps.iter().zip(rows) {
        let what = format!("{what} at {}", step.time);
        assert_eq!(Some(step.time), row["t"].as_f64(), "{what}");
        assert_eq!(Some(step.at_risk as u64), row["n"].as_u64(), "{what}");
        assert_eq!(Some(step.events as u64), row["d"].as_u64(), "{what}");
        assert_eq!(Some(step.censored as u64), row["c"].as_u64(), "{what}");
        check.close_to(&what, step.survival, &row["S"], EXACT);
        match step.standard_error {
            Some(error) => check.close_to(&what, error, &row["greenwood_se"], EXACT),
            None => assert!(row["greenwood_se"].is_null(), "{what}"),
        }
        let Some(low) = row.get("lo") else { continue };
        match step.interval {
            Some(interval) => {
                check.close_to(&what, interval.low, low, EXACT);
                check.close_to(&what, interval.high, &row["hi"], EXACT);
            }
            None => assert!(low.is_null() && row["hi"].is_null(), "{what}"),
        }
        let at = curve.at(step.time).unwrap();
        assert_eq!(at.value, step.survival, "{what}");
        assert_eq!(at.interval, step.interval, "{what}");
        assert_eq!(curve.at_risk(step.time), step.at_risk, "{what}");
    }
}

#[test]
fn curves_and_their_intervals_are_those_of_three_programs() {
    let golden = golden("survival_km.json");
    let mut check = Check::new();
    for (set, expected) in golden["km"].as_object().unwrap() {
        let groups = groups(set);
        assert_eq!(groups.len(), expected.as_object().unwrap().len());
        for (group, expected) in expected.as_object().unwrap() {
            let what = format!("{set} {group}");
            let curve = curve(&groups[group]);
            assert_eq!(Some(curve.members as u64), expected["n"].as_u64(), "{what}");
            assert_eq!(
                Some(curve.events as u64),
                expected["events"].as_u64(),
                "{what}"
            );
            assert_eq!(curve.median(), expected["median"].as_f64(), "{what}");
            check_steps(&mut check, &what, &curve, &expected["rows"]);
        }
    }
    for (set, expected) in golden["rmst"].as_object().unwrap() {
        let groups = groups(set);
        for (group, expected) in expected.as_object().unwrap() {
            let until = expected["tau"].as_f64().unwrap();
            let mean = curve(&groups[group]).restricted_mean(until).unwrap();
            let what = format!("{set} {group} restricted mean");
            check.close_to(&what, mean.value, &expected["rmst"], EXACT);
            let error = mean.standard_error.unwrap();
            check.close_to(&what, error, &expected["se"], EXACT);
        }
    }
    check.done("survival_km.json");
}

#[test]
fn curves_of_odd_customers_are_those_of_three_programs() {
    let golden = golden("survival_km.json");
    let cases = golden["edge_cases"].as_object().unwrap();
    assert_eq!(cases.len(), 6);
    let mut check = Check::new();
    for (what, case) in cases {
        let days = case["t"].as_array().unwrap().iter();
        let ends = case["e"].as_array().unwrap().iter();
        let observations: Vec<Observation> = days
            .zip(ends)
            .map(|(days, ended)| seen(days.as_f64().unwrap(), ended.as_u64() == Some(1)))
            .collect();
        let curve = curve(&observations);
        check_steps(&mut check, what, &curve, &case["rows"]);
        assert_eq!(curve.median(), case["lifelines_median"].as_f64(), "{what}");
    }
    check.done("survival_km.json, edge cases");
}

#[test]
fn log_rank_tests_are_those_of_three_programs() {
    let golden = golden("logrank.json");
    let tests = golden["tests"].as_object().unwrap();
    let mut check = Check::new();
    for (name, expected) in tests {
        let of = |set: &str| groups(set).into_values().collect::<Vec<_>>();
        let test = match name.as_str() {
            "gehan" | "waltons" => LogRank::of(&of(name)).unwrap(),
            "rossi_fin" => LogRank::of(&of("rossi")).unwrap(),
            "rct_4arm" => LogRank::of(&of("rct")).unwrap(),
            "rct_4arm_stratified_by_segment_severity" => {
                LogRank::stratified(&strata_of_arms()).unwrap()
            }
            "gehan_peto_rho1" => {
                let test = peto(&of("gehan")).unwrap();
                check.close_to(name, test.chi_square, &expected["chisq"], EXACT);
                check.close_to(name, test.p, &expected["p"], EXACT);
                assert_eq!(Some(test.degrees as u64), expected["df"].as_u64());
                continue;
            }
            other => panic!("no test for {other}"),
        };
        check.close_to(name, test.test.chi_square, &expected["chisq"], EXACT);
        check.close_to(name, test.test.chi_square, &expected["R_chisq"], EXACT);
        check.close_to(name, test.test.p, &expected["p"], EXACT);
        assert_eq!(Some(test.test.degrees as u64), expected["df"].as_u64());
        for (place, group) in test.groups.iter().enumerate() {
            assert_eq!(
                Some(group.observed as u64),
                expected["observed"][place].as_u64()
            );
            check.close_to(name, group.expected, &expected["expected"][place], EXACT);
        }
    }
    check.done("logrank.json");
}

/// The arms within each segment and severity.
fn strata_of_arms() -> Vec<Vec<Vec<Observation>>> {
    let rows = table("retention_rct.csv");
    let mut strata: BTreeMap<(String, String), BTreeMap<String, Vec<Observation>>> =
        BTreeMap::new();
    let arms = ["disc10", "disc20", "explain", "holdout"];
    for row in &rows {
        let key = (row["segment"].clone(), row["severity"].clone());
        let stratum = strata.entry(key).or_insert_with(|| {
            let none = arms.map(|arm| (arm.to_string(), Vec::new()));
            BTreeMap::from(none)
        });
        let arm = stratum.get_mut(&row["arm"]).unwrap();
        arm.push(observation(row, "days", "churned"));
    }
    let arms = strata
        .into_values()
        .map(|arms| arms.into_values().collect());
    arms.collect()
}

#[test]
fn the_table_of_a_manager_is_right_in_every_arm() {
    let golden = golden("retention_report.json");
    let groups = groups("rct");
    let mut check = Check::new();
    let holdout = curve(&groups["holdout"]);
    let expected = &golden["holdout"];
    assert_eq!(Some(holdout.members as u64), expected["n"].as_u64());
    assert_eq!(Some(holdout.events as u64), expected["events"].as_u64());
    let at_90 = holdout.at(90.0).unwrap();
    check.close_to("S90", at_90.value, &expected["S90"], EXACT);
    let error = at_90.standard_error.unwrap();
    check.close_to("S90", error, &expected["S90_se"], EXACT);
    check.interval("S90", at_90.interval.unwrap(), &expected["S90_ci"], EXACT);
    let mean = holdout.restricted_mean(180.0).unwrap();
    check.close_to("rmst180", mean.value, &expected["rmst180"], EXACT);
    for expected in golden["arms"].as_array().unwrap() {
        let arm = expected["arm"].as_str().unwrap();
        let observations = &groups[arm];
        let curve = curve(observations);
        assert_eq!(Some(curve.members as u64), expected["n"].as_u64());
        assert_eq!(Some(curve.events as u64), expected["events"].as_u64());
        let at_90 = curve.at(90.0).unwrap();
        check.close_to(arm, at_90.value, &expected["S90"], EXACT);
        let error = at_90.standard_error.unwrap();
        check.close_to(arm, error, &expected["S90_se"], EXACT);
        check.interval(arm, at_90.interval.unwrap(), &expected["S90_ci"], EXACT);
        let difference = survival_difference(&curve, &holdout, 90.0).unwrap();
        check_difference(&mut check, arm, difference, expected, "diff90");
        let test = LogRank::of(&[observations, &groups["holdout"]])
            .unwrap()
            .test;
        check.close_to(arm, test.chi_square, &expected["logrank_chisq"], EXACT);
        check.close_to(arm, test.p, &expected["logrank_p"], EXACT);
        let rows = rows_of(observations, &groups["holdout"]);
        let model = CoxData::of(&rows).unwrap().fit(Ties::Efron).unwrap();
        let ratio = model.coefficients[0];
        check.close_to(arm, ratio.ratio(), &expected["hr"], FITTED);
        check.interval(arm, ratio.ratio_interval(), &expected["hr_ci"], FITTED);
        assert!(!model.has_few_events);
        let mean = curve.restricted_mean(180.0).unwrap();
        check.close_to(arm, mean.value, &expected["rmst180"], EXACT);
        let difference = restricted_mean_difference(&curve, &holdout, 180.0).unwrap();
        check_difference(&mut check, arm, difference, expected, "rmst180_diff");
    }
    check.done("retention_report.json");
}

fn check_difference(check: &mut Check, arm: &str, actual: Estimate, expected: &Value, name: &str) {
    let what = format!("{arm} {name}");
    check.close_to(&what, actual.value, &expected[name], EXACT);
    let interval = actual.interval.unwrap();
    check.interval(&what, interval, &expected[format!("{name}_ci")], EXACT);
}

fn rows_of(treated: &[Observation], control: &[Observation]) -> Vec<Row> {
    let row = |each: &Observation, treated: f64| Row {
        entry: None,
        exit: each.days,
        ended: each.ended,
        stratum: 0,
        covariates: vec![treated],
    };
    let treated = treated.iter().map(|each| row(each, 1.0));
    let control = control.iter().map(|each| row(each, 0.0));
    treated.chain(control).collect()
}

/// The contracts of a real telephone company's customers, read as history; the file is not ours to hand on.
fn telephone_contracts() -> Option<BTreeMap<String, Vec<Observation>>> {
    let here = env!("CARGO_MANIFEST_DIR");
    let path = ["..", "../.."]
        .iter()
        .map(|above| PathBuf::from(format!("{here}/{above}/shared/data/telco-customers.csv")))
        .find(|path| path.exists())?;
    let mut contracts: BTreeMap<String, Vec<Observation>> = BTreeMap::new();
    for row in read(path) {
        let members = contracts.entry(row["Contract"].clone()).or_default();
        members.push(seen(row["tenure"].parse().unwrap(), row["Churn"] == "Yes"));
    }
    Some(contracts)
}

#[test]
fn a_telephone_companys_customers_stay_as_long_as_their_contracts() {
    let Some(contracts) = telephone_contracts() else {
        eprintln!(
            "SKIPPED: there is no shared/data/telco-customers.csv on this machine; \
             the figures of the real file were not tested"
        );
        return;
    };
    let mut check = Check::new();
    let figures = [
        ("Month-to-month", 3875, 1655, 12.0, 0.7030966363),
        ("Month-to-month", 3875, 1655, 24.0, 0.5859154739),
        ("One year", 1473, 166, 24.0, 0.9782723764),
        ("Two year", 1695, 48, 60.0, 0.9861995456),
    ];
    for (contract, members, events, months, share) in figures {
        let curve = curve(&contracts[contract]);
        assert_eq!((curve.members, curve.events), (members, events));
        let at = curve.at(months).unwrap();
        check.close(contract, at.value, share, 1e-10);
        assert!(at.interval.unwrap().contains(share));
    }
    assert_eq!(curve(&contracts["Month-to-month"]).median(), Some(35.0));
    assert_eq!(curve(&contracts["One year"]).median(), None);
    let groups: Vec<_> = contracts.into_values().collect();
    let test = LogRank::of(&groups).unwrap().test;
    check.close("log-rank", test.chi_square, 2352.8725382593, 1e-10);
    assert_eq!(test.degrees, 2);
    // On two degrees the tail is exp(-x / 2): 1e-511, which is smaller than any number of the machine but not than none.
    check.close("log-rank p", test.ln_p(), -test.chi_square / 2.0, 1e-12);
    check.done("telco-customers.csv");
}

#[test]
fn a_censoring_tied_with_an_event_is_at_risk() {
    let curve = curve(&[seen(2.0, false), seen(2.0, true), seen(4.0, true)]);
    assert_eq!(curve.steps[0].at_risk, 3);
    assert_eq!(curve.steps[0].survival, 2.0 / 3.0);
    let early = all(true, &[2.0, 4.0]);
    let tied = [seen(2.0, false), seen(4.0, true)];
    let test = LogRank::of(&[early, tied.to_vec()]).unwrap();
    // Two of the four at risk are of each group, and one of the two later.
    assert_eq!(test.groups[0].expected, 0.5 + 1.0);
}

#[test]
fn nobody_makes_no_curve() {
    assert_eq!(Survival::of(&[]), Err(SurvivalError::Empty));
}

#[test]
fn a_duration_that_is_none_is_refused_and_named() {
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -1.0, 1e300] {
        let observations = [seen(3.0, true), seen(bad, false)];
        let refused = Survival::of(&observations);
        assert_eq!(refused, Err(SurvivalError::BadDuration { row: 1 }), "{bad}");
        let refused = LogRank::of(&[all(true, &[1.0]), observations.to_vec()]);
        let named = LogRankError::BadDuration {
            stratum: 0,
            group: 1,
            row: 1,
        };
        assert_eq!(refused, Err(named), "{bad}");
    }
}

#[test]
fn a_day_that_is_none_has_no_share() {
    let curve = curve(&all(true, &[1.0, 2.0]));
    for bad in [f64::NAN, -0.5, f64::NEG_INFINITY] {
        assert_eq!(curve.at(bad), None);
        assert_eq!(curve.restricted_mean(bad), None);
    }
    assert_eq!(curve.restricted_mean(f64::INFINITY), None);
}

#[test]
fn while_nobody_leaves_all_are_here_and_how_far_that_varies_is_not_known() {
    let curve = curve(&all(false, &[3.0, 5.0, 9.0]));
    let at = curve.at(6.0).unwrap();
    assert_eq!(at.value, 1.0);
    let interval = at.interval.unwrap();
    assert_eq!((interval.low, interval.high), (1.0, 1.0));
    assert_eq!(curve.median(), None);
    let mean = curve.restricted_mean(7.0).unwrap();
    assert_eq!((mean.value, mean.interval), (7.0, None));
}

#[test]
fn once_everybody_has_left_the_curve_is_zero_for_ever() {
    let curve = curve(&all(true, &[1.0, 2.0, 3.0]));
    let at = curve.at(1000.0).unwrap();
    assert_eq!(
        (at.value, at.standard_error, at.interval),
        (0.0, None, None)
    );
    assert_eq!(curve.at(f64::INFINITY).unwrap().value, 0.0);
    assert_eq!(curve.restricted_mean(1000.0).unwrap().value, 2.0);
    assert_eq!(curve.at_risk(3.0), 3 - 2);
    assert_eq!(curve.at_risk(3.5), 0);
}

#[test]
fn beyond_the_longest_that_anybody_was_seen_nothing_is_said() {
    let curve = curve(&[seen(1.0, true), seen(6.0, false)]);
    assert!(curve.at(6.0).is_some());
    assert_eq!(curve.at(6.5), None);
    assert!(curve.restricted_mean(6.0).is_some());
    assert_eq!(curve.restricted_mean(6.5), None);
    let longer = Survival::of(&all(true, &[1.0, 9.0])).unwrap();
    assert_eq!(survival_difference(&longer, &curve, 7.0), None);
    assert_eq!(restricted_mean_difference(&longer, &curve, 7.0), None);
}

#[test]
fn a_group_in_which_nothing_happened_gives_a_difference_without_an_interval() {
    let none = curve(&all(false, &[10.0; 20]));
    let some = curve(&[all(true, &[4.0; 10]), all(false, &[10.0; 10])].concat());
    let difference = survival_difference(&none, &some, 5.0).unwrap();
    assert_eq!((difference.value, difference.interval), (0.5, None));
    let days = restricted_mean_difference(&none, &some, 10.0).unwrap();
    assert_eq!((days.value, days.interval), (3.0, None));
}

#[test]
fn a_customer_of_no_days_is_at_risk_on_the_first_day_only() {
    let curve = curve(&[
        seen(0.0, false),
        seen(-0.0, true),
        seen(0.0, true),
        seen(5.0, true),
    ]);
    assert_eq!(curve.steps.len(), 2);
    assert_eq!(curve.at_risk(0.0), 4);
    assert_eq!(curve.at_risk(0.1), 1);
    assert_eq!(curve.at(0.0).unwrap().value, 0.5);
    assert!(curve.steps[0].time.is_sign_positive());
    assert_eq!(curve.median(), Some(0.0));
    assert_eq!(curve.restricted_mean(5.0).unwrap().value, 2.5);
    assert_eq!(curve.restricted_mean(0.0).unwrap().value, 0.0);
}

#[test]
fn a_half_is_found_however_its_fractions_are_rounded() {
    for count in 1..300 {
        let days: Vec<f64> = (1..=2 * count).map(f64::from).collect();
        let uncensored = curve(&all(true, &days));
        assert_eq!(uncensored.median(), Some(f64::from(count)));
    }
    // 9/10, and of the six still seen then 5/9 stay: 9/10 x 5/9 is a half, which is rounded up.
    let half = [
        all(true, &[1.0]),
        all(true, &[3.0; 4]),
        all(false, &[3.5; 5]),
    ];
    assert_eq!(curve(&half.concat()).median(), Some(3.0));
    // 6/7 x 7/12 with one censored between any two ends.
    let mut censored = all(true, &[1.0]);
    censored.extend(all(false, &[1.5; 1]));
    censored.extend(all(true, &[2.0; 2]));
    censored.extend(all(false, &[9.0; 3]));
    let share = curve(&censored).at(2.0).unwrap().value;
    assert!((share - 6.0 / 7.0 * 3.0 / 5.0).abs() < 1e-15);
}

#[test]
fn one_customer_who_left_makes_a_curve() {
    let curve = curve(&[seen(7.0, true)]);
    assert_eq!(curve.median(), Some(7.0));
    assert_eq!(curve.at(6.9).unwrap().value, 1.0);
    assert_eq!(curve.at(7.0).unwrap().value, 0.0);
    let mean = curve.restricted_mean(30.0).unwrap();
    assert_eq!((mean.value, mean.interval), (7.0, None));
}

#[test]
fn groups_that_cannot_be_compared_are_refused_for_their_reason() {
    let some = all(true, &[1.0, 2.0]);
    let staying = all(false, &[1.0, 2.0]);
    let of = |groups: &[Vec<Observation>]| LogRank::of(groups).unwrap_err();
    assert_eq!(of(&[]), LogRankError::FewerThanTwoGroups);
    assert_eq!(
        of(std::slice::from_ref(&some)),
        LogRankError::FewerThanTwoGroups
    );
    assert_eq!(
        of(&[some.clone(), vec![]]),
        LogRankError::EmptyGroup { group: 1 }
    );
    assert_eq!(
        of(&[staying.clone(), staying.clone()]),
        LogRankError::NoEvents
    );
    // Whoever is in the second group was gone before the first end.
    assert_eq!(
        of(&[all(true, &[5.0, 6.0]), all(false, &[1.0])]),
        LogRankError::NothingToCompare
    );
    // All end at once.
    assert_eq!(
        of(&[all(true, &[5.0; 3]), all(true, &[5.0; 4])]),
        LogRankError::NothingToCompare
    );
    let strata = [vec![some.clone(), staying.clone()], vec![some.clone()]];
    assert_eq!(
        LogRank::stratified(&strata),
        Err(LogRankError::UnequalStrata { stratum: 1 })
    );
    let none: [Vec<Vec<Observation>>; 0] = [];
    assert_eq!(
        LogRank::stratified(&none),
        Err(LogRankError::FewerThanTwoGroups)
    );
    // Pairs that are never there together.
    let apart = [
        vec![some.clone(), all(true, &[3.0]), vec![], vec![]],
        vec![vec![], vec![], some, all(true, &[3.0])],
    ];
    assert_eq!(
        LogRank::stratified(&apart),
        Err(LogRankError::NothingToCompare)
    );
}

#[test]
fn an_arm_that_was_gone_before_the_first_end_counts_no_degree_of_freedom() {
    let one = all(true, &[5.0, 6.0, 9.0]);
    let other = all(true, &[6.0, 7.0, 8.0]);
    let gone = all(false, &[1.0, 2.0]);
    let with = LogRank::of(&[one.clone(), gone, other.clone()]).unwrap();
    let without = LogRank::of(&[one, other]).unwrap();
    assert_eq!(with.test, without.test);
    assert_eq!(with.test.degrees, 1);
}

#[test]
fn a_stratum_without_ends_changes_nothing() {
    let one = all(true, &[5.0, 6.0, 9.0]);
    let other = all(true, &[6.0, 7.0, 8.0]);
    let staying = all(false, &[4.0]);
    let whole = LogRank::of(&[one.clone(), other.clone()]).unwrap();
    let strata = [vec![one, other], vec![staying.clone(), staying]];
    assert_eq!(LogRank::stratified(&strata).unwrap().test, whole.test);
}

/// Numbers that look random and are the same every time.
fn shuffled(count: usize) -> impl Iterator<Item = f64> {
    let mut state = 20_260_101_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    })
    .take(count)
}

#[test]
fn sums_over_a_hundred_thousand_customers_keep_their_digits() {
    let count = 100_000;
    let days: Vec<f64> = shuffled(count).map(|share| share * 3650.0).collect();
    // Without censoring the curve is a plain fraction and Greenwood's variance that of a share.
    let uncensored = curve(&all(true, &days));
    let mut check = Check::new();
    for step in &uncensored.steps {
        let share = (step.at_risk - step.events) as f64 / count as f64;
        check.close("share", step.survival, share, 1e-15);
        if let Some(error) = step.standard_error {
            let gone = (count - step.at_risk + step.events) as f64 / count as f64;
            let expected = (share * gone / count as f64).sqrt();
            check.close("error", error, expected, 1e-12);
        }
    }
    // The area under the whole curve is the mean.
    let mean = days.iter().sum::<f64>() / count as f64;
    let area = uncensored.restricted_mean(3650.0).unwrap();
    check.close("mean", area.value, mean, 1e-12);
    let squares = days.iter().map(|days| (days - mean) * (days - mean));
    let error = (squares.sum::<f64>()).sqrt() / count as f64;
    check.close("error", area.standard_error.unwrap(), error, 1e-11);
    check.done("100,000 customers");
}

#[test]
fn a_hundred_thousand_customers_are_compared_at_once() {
    let count = 100_000;
    let observations: Vec<Observation> = shuffled(2 * count)
        .collect::<Vec<f64>>()
        .chunks(2)
        .map(|pair| seen(pair[0] * 1000.0, pair[1] < 0.5))
        .collect();
    let begin = Instant::now();
    let whole = curve(&observations);
    assert!(whole.restricted_mean(900.0).is_some());
    let curves = begin.elapsed();
    let groups: Vec<&[Observation]> = observations.chunks(count / 4).collect();
    let test = LogRank::of(&groups).unwrap();
    assert!(test.test.p > 1e-6);
    let log_rank = begin.elapsed() - curves;
    println!("100,000 customers: curve {curves:?}, log-rank of four groups {log_rank:?}");
    // Generous, because the machine does other things and the program is not optimised.
    assert!(begin.elapsed() < Duration::from_secs(5));
}

prop_compose! {
    fn customers()(
        seen in prop::collection::vec((0_u32..40, any::<bool>()), 1..60)
    ) -> Vec<Observation> {
        seen.into_iter().map(|(days, ended)| Observation { days: f64::from(days) / 2.0, ended }).collect()
    }
}

/// The curve by its definition, one customer at a time.
fn by_definition(observations: &[Observation], days: f64) -> f64 {
    let mut times: Vec<f64> = observations.iter().map(|each| each.days).collect();
    times.sort_by(f64::total_cmp);
    times.dedup();
    let reached = times.into_iter().filter(|time| *time <= days);
    reached
        .map(|time| {
            let at_risk = observations.iter().filter(|each| each.days >= time).count();
            let ended = observations.iter().filter(|each| each.days == time);
            let ended = ended.filter(|each| each.ended).count();
            1.0 - ended as f64 / at_risk as f64
        })
        .product()
}

proptest! {
    #[test]
    fn a_curve_falls_from_one_and_lies_within_its_interval(observations in customers()) {
        let curve = curve(&observations);
        let mut before = 1.0;
        for step in &curve.steps {
            prop_assert!((0.0..=before).contains(&step.survival));
            before = step.survival;
            prop_assert!((step.survival - by_definition(&observations, step.time)).abs() < 1e-12);
            if let Some(interval) = step.interval {
                prop_assert!(0.0 <= interval.low && interval.high <= 1.0);
                prop_assert!(interval.contains(step.survival));
            }
        }
    }

    #[test]
    fn days_kept_are_at_most_the_days_there_were_and_their_variance_is_known(
        observations in customers(),
        until in 0.0_f64..25.0,
    ) {
        let curve = curve(&observations);
        if let Some(mean) = curve.restricted_mean(until) {
            prop_assert!((0.0..=until + 1e-12).contains(&mean.value));
            // By the rectangles under the curve.
            let mut area = 0.0;
            let parts = 2000_u32;
            for part in 0..parts {
                let day = until * (f64::from(part) + 0.5) / f64::from(parts);
                area += by_definition(&observations, day) * until / f64::from(parts);
            }
            prop_assert!((mean.value - area).abs() < 0.5 * until / 20.0 + 1e-9);
            prop_assert!(mean.standard_error.is_none_or(|error| error.is_finite() && error > 0.0));
        }
    }

    #[test]
    fn the_order_of_customers_and_of_groups_changes_no_test(
        one in customers(), other in customers(), third in customers(),
    ) {
        let forward = LogRank::of(&[one.clone(), other.clone(), third.clone()]);
        let reversed = |each: &[Observation]| each.iter().rev().copied().collect::<Vec<_>>();
        let backward = LogRank::of(&[reversed(&third), reversed(&other), reversed(&one)]);
        match (forward, backward) {
            (Ok(forward), Ok(backward)) => {
                let (forward, backward) = (forward.test, backward.test);
                let scale = 1.0 + forward.chi_square;
                prop_assert!((forward.chi_square - backward.chi_square).abs() < 1e-9 * scale);
                prop_assert_eq!(forward.degrees, backward.degrees);
                prop_assert!((0.0..=1.0).contains(&forward.p));
            }
            (forward, backward) => prop_assert_eq!(forward.is_err(), backward.is_err()),
        }
    }

    #[test]
    fn as_many_end_as_were_expected_to(one in customers(), other in customers()) {
        if let Ok(test) = LogRank::of(&[one, other]) {
            let observed: usize = test.groups.iter().map(|group| group.observed).sum();
            let expected: f64 = test.groups.iter().map(|group| group.expected).sum();
            prop_assert!((observed as f64 - expected).abs() < 1e-9);
        }
    }

    #[test]
    fn odd_durations_are_refused_and_never_a_figure(
        days in prop::collection::vec(any::<f64>(), 0..20),
        ended in prop::collection::vec(any::<bool>(), 20),
        until in any::<f64>(),
    ) {
        let observations: Vec<Observation> =
            days.iter().zip(ended).map(|(days, ended)| seen(*days, ended)).collect();
        if let Ok(curve) = Survival::of(&observations) {
            for step in &curve.steps {
                prop_assert!(step.survival.is_finite());
                prop_assert!(step.standard_error.is_none_or(f64::is_finite));
            }
            for figure in [curve.at(until), curve.restricted_mean(until)].into_iter().flatten() {
                prop_assert!(figure.value.is_finite());
                prop_assert!(figure.interval.is_none_or(|each| each.low <= each.high));
            }
        }
        let half = observations.len() / 2;
        if let Ok(test) = LogRank::of(&[&observations[..half], &observations[half..]]) {
            prop_assert!(test.test.chi_square.is_finite() && test.test.p.is_finite());
        }
    }
}

#[test]
fn without_ties_the_log_rank_test_is_the_score_test_of_a_hazard_model() {
    let days: Vec<f64> = shuffled(80).map(|share| share * 100.0).collect();
    let observations: Vec<Observation> = days
        .iter()
        .enumerate()
        .map(|(index, days)| seen(*days, index % 3 > 0))
        .collect();
    let (one, other) = observations.split_at(40);
    let test = LogRank::of(&[one, other]).unwrap().test;
    let data = CoxData::of(&rows_of(one, other)).unwrap();
    let score = data.fit(Ties::Efron).unwrap().score;
    Check::new().close("score", score.chi_square, test.chi_square, EXACT);
}

#[test]
fn an_arm_that_nobody_left_has_no_hazard_ratio() {
    let leaving = all(true, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    let staying = all(false, &[7.0; 6]);
    let data = CoxData::of(&rows_of(&staying, &leaving)).unwrap();
    assert_eq!(
        data.fit(Ties::Efron),
        Err(CoxError::Separation { covariate: 0 })
    );
    // The test and the curves still say what can be said.
    assert!(LogRank::of(&[leaving, staying]).unwrap().test.p < 0.01);
}

#[test]
fn a_tail_too_small_for_a_number_still_has_a_logarithm() {
    let mut check = Check::new();
    // Chi-square, degrees, and the logarithm of the upper incomplete gamma function in 40 digits (mpmath 1.4).
    let tails = [
        (3.84, 1, -2.994862227180027),
        (1400.0, 1, -703.8486181251224),
        (1500.0, 1, -753.8830671053825),
        (1500.0, 2, -750.0),
        (1500.0, 3, -746.5685151578195),
        (1600.0, 50, -694.3236284757959),
        (5000.0, 7, -2481.639858475353),
        (1e5, 4, -49989.18020171579),
        (1e6, 1, -500007.1335476316),
    ];
    for (chi_square, degrees, expected) in tails {
        let test = ChiSquareTest::of(chi_square, degrees);
        check.close("ln p", test.ln_p(), expected, 1e-12);
    }
}
