//! All else being equal: hazard models, strata and propensity weights, and what each refuses to say.

use lasku::insight::cox::{
    Coefficient, Cox, CoxData, CoxError, History, Row, Ties, landmark, time_dependent,
};
use lasku::insight::distribution::Interval;
use lasku::insight::propensity::{
    GOOD_BALANCE, Logistic, LogisticError, Propensity, PropensityError, Unit, Weights,
};
use lasku::insight::stratified::{MantelHaenszel, StratifiedError, Stratum};
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

const EXACT: f64 = 1e-10;
const FITTED: f64 = 1e-9;

type Table = Vec<BTreeMap<String, String>>;

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A table, column by name.
fn table(name: &str) -> Table {
    let path = format!("{}/tests/golden/{name}", env!("CARGO_MANIFEST_DIR"));
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
        // R writes a vector of one as a number.
        let expected = expected.as_array().map_or(expected, |each| {
            assert_eq!(each.len(), 1);
            &each[0]
        });
        let expected = expected.as_f64().unwrap_or_else(|| panic!("{what}"));
        self.close(what, actual, expected, tolerance);
    }

    /// One value per coefficient.
    fn all(&mut self, what: &str, actual: impl Iterator<Item = f64>, expected: &Value) {
        let expected = match expected {
            Value::Array(values) => values.clone(),
            one => vec![one.clone()],
        };
        let actual: Vec<f64> = actual.collect();
        assert_eq!(actual.len(), expected.len(), "{what}");
        for (place, value) in actual.into_iter().enumerate() {
            self.close_to(&format!("{what} {place}"), value, &expected[place], FITTED);
        }
    }

    fn interval(&mut self, what: &str, actual: Interval, low: &Value, high: &Value) {
        self.close_to(&format!("{what} low"), actual.low, low, EXACT);
        self.close_to(&format!("{what} high"), actual.high, high, EXACT);
    }

    fn done(&self, file: &str) {
        println!(
            "{file}: {} values, largest relative difference {:e}",
            self.values, self.largest
        );
    }
}

// Hazard models.

fn number(row: &BTreeMap<String, String>, column: &str) -> f64 {
    row[column].parse().unwrap()
}

fn indicator(is_so: bool) -> f64 {
    if is_so { 1.0 } else { 0.0 }
}

/// A covariate by the name that the golden file gives it.
fn covariate(row: &BTreeMap<String, String>, name: &str) -> f64 {
    match name {
        "control" => indicator(row["arm"] == "control"),
        "explain" | "disc10" | "disc20" => indicator(row["arm"] == name),
        "segmentB" => indicator(row["segment"] == "B"),
        column => number(row, column),
    }
}

fn rows(file: &str, days: &str, ended: &str, names: &[&str]) -> Vec<Row> {
    let row = |row: &BTreeMap<String, String>| Row {
        entry: None,
        exit: number(row, days),
        ended: row[ended] == "1",
        stratum: 0,
        covariates: names.iter().map(|name| covariate(row, name)).collect(),
    };
    table(file).iter().map(row).collect()
}

fn fit(rows: &[Row], ties: Ties) -> Result<Cox, CoxError> {
    CoxData::of(rows)?.fit(ties)
}

/// Every value of a golden fit; a key that isn't known here is a failure.
fn check_fit(check: &mut Check, what: &str, rows: &[Row], model: &Cox, expected: &Value) {
    let each = |of: fn(&Coefficient) -> f64| model.coefficients.iter().map(of);
    for (key, expected) in expected.as_object().unwrap() {
        let what = format!("{what} {key}");
        match key.as_str() {
            "names" | "ties" | "max_rel_diff_coef" => {}
            "coef" | "R_coef" => check.all(&what, each(|each| each.estimate), expected),
            "se" | "R_se" => check.all(&what, each(|each| each.standard_error), expected),
            "hr" => check.all(&what, each(Coefficient::ratio), expected),
            "hr_lo" => check.all(&what, each(|each| each.ratio_interval().low), expected),
            "hr_hi" => check.all(&what, each(|each| each.ratio_interval().high), expected),
            "z" => check.all(&what, each(Coefficient::z), expected),
            "p" => check.all(&what, each(Coefficient::p), expected),
            "vcov" => {
                let covariance = model.covariance(0, 0).unwrap();
                check.close_to(&what, covariance, &expected[0], FITTED);
            }
            "loglik" => check.close_to(&what, model.log_likelihood, expected, FITTED),
            "loglik_null" => check.close_to(&what, model.null_log_likelihood, expected, FITTED),
            "lrt" => check.close_to(&what, model.likelihood_ratio.chi_square, expected, FITTED),
            "score" => check.close_to(&what, model.score.chi_square, expected, FITTED),
            "wald" => check.close_to(&what, model.wald.chi_square, expected, FITTED),
            "n" => assert_eq!(Some(model.rows as u64), expected.as_u64(), "{what}"),
            "nevent" => assert_eq!(Some(model.events as u64), expected.as_u64(), "{what}"),
            "concordance" => check.close_to(&what, concordance(rows, model), expected, FITTED),
            other => panic!("{what}: nothing is known of {other}"),
        }
    }
    assert_eq!(model.score.degrees, model.coefficients.len());
}

/// Of pairs of which one ended while the other was there: the share in which the hazard of the one was larger.
fn concordance(rows: &[Row], model: &Cox) -> f64 {
    let hazard = |row: &Row| -> f64 {
        let terms = row.covariates.iter().zip(&model.coefficients);
        terms.map(|(value, each)| value * each.estimate).sum()
    };
    let (mut right, mut all) = (0.0, 0.0);
    for one in rows.iter().filter(|row| row.ended) {
        for other in rows {
            let is_there = other.entry.is_none_or(|entry| entry < one.exit);
            let stayed = other.exit > one.exit || (other.exit == one.exit && !other.ended);
            if is_there && stayed {
                let difference = hazard(one) - hazard(other);
                // What is equal but for rounding is equal.
                right += if difference.abs() < 1e-12 {
                    0.5
                } else {
                    indicator(difference > 0.0)
                };
                all += 1.0;
            }
        }
    }
    right / all
}

#[test]
fn hazard_models_are_those_of_three_programs() {
    let golden = golden("cox.json");
    let mut check = Check::new();
    let rossi = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    let retention = [
        "explain",
        "disc10",
        "disc20",
        "severity",
        "tenure_months",
        "segmentB",
    ];
    for (name, expected) in golden["fits"].as_object().unwrap() {
        let (data, ties) = name.split_once('_').unwrap();
        let ties = match ties {
            "efron" => Ties::Efron,
            "breslow" => Ties::Breslow,
            // Ties taken as one choice of so many; we have no use for it.
            "exact" => continue,
            other => panic!("no ties like {other}"),
        };
        let rows = match data {
            "gehan" => rows("gehan.csv", "weeks", "relapse", &["control"]),
            "rossi" => rows("rossi.csv", "week", "arrest", &rossi),
            "rct" => rows("retention_rct.csv", "days", "churned", &retention),
            other => panic!("no data {other}"),
        };
        let model = fit(&rows, ties).unwrap();
        check_fit(&mut check, name, &rows, &model, expected);
        assert!(!model.has_few_events);
    }
    check.done("cox.json, fits");
}

#[test]
fn whether_hazards_are_proportional_is_told_as_r_tells_it() {
    let golden = golden("cox.json");
    let expected = &golden["zph_rossi_km_transform_R"];
    let names = ["fin", "age", "race", "wexp", "mar", "paro", "prio"];
    let data = CoxData::of(&rows("rossi.csv", "week", "arrest", &names)).unwrap();
    let test = data
        .proportionality(&data.fit(Ties::Efron).unwrap())
        .unwrap();
    let mut check = Check::new();
    let tests: Vec<_> = test.covariates.iter().chain([&test.all]).collect();
    assert_eq!(Some(tests.len()), expected["rows"].as_array().map(Vec::len));
    for (place, test) in tests.into_iter().enumerate() {
        let what = format!("{}", expected["rows"][place]);
        check.close_to(&what, test.chi_square, &expected["chisq"][place], FITTED);
        check.close_to(&what, test.p, &expected["p"][place], FITTED);
        assert_eq!(
            Some(test.degrees as u64),
            expected["df"][place].as_u64(),
            "{what}"
        );
    }
    check.done("cox.json, zph");
}

/// Patients who waited for a heart and may have got one.
fn heart_patients() -> Vec<History> {
    let mut patients: BTreeMap<u32, History> = BTreeMap::new();
    for row in table("stanford_heart.csv") {
        let none = History {
            days: 0.0,
            ended: false,
            treated_on: None,
            stratum: 0,
            covariates: vec![],
        };
        let patient = patients.entry(row["id"].parse().unwrap()).or_insert(none);
        patient.days = number(&row, "stop");
        patient.ended = row["event"] == "1";
        if row["transplant"] == "1" {
            patient.treated_on = Some(number(&row, "start"));
        }
    }
    patients.into_values().collect()
}

/// Rows as they must not be made: divided by what came later.
fn ever_treated(patients: &[History]) -> Vec<Row> {
    let row = |patient: &History| Row {
        entry: None,
        exit: patient.days,
        ended: patient.ended,
        stratum: 0,
        covariates: vec![indicator(patient.treated_on.is_some())],
    };
    patients.iter().map(row).collect()
}

#[test]
fn days_before_a_transplant_are_not_its_success() {
    let golden = golden("cox.json");
    let patients = heart_patients();
    let mut check = Check::new();
    for (name, expected) in golden["immortal_time_stanford_heart"].as_object().unwrap() {
        let rows = match name.as_str() {
            "data" => continue,
            "naive_ever_treated" => ever_treated(&patients),
            "time_dependent" => time_dependent(&patients).unwrap(),
            "landmark_30_days" => landmark(&patients, 30.0).unwrap(),
            other => panic!("no rows for {other}"),
        };
        let model = fit(&rows, Ties::Efron).unwrap();
        check_fit(&mut check, name, &rows, &model, expected);
    }
    check.done("cox.json, immortal time");
}

#[test]
fn strata_and_late_entries_are_those_of_another_program() {
    // statsmodels 0.15.0 PHReg, Newton to the last digit. Its late entries begin with the day and ours after it, which a
    // thousandth of a day added to each entry makes the same.
    let mut check = Check::new();
    let mut compare = |rows: &[Row], ties, estimates: &[f64], errors: &[f64], logs: [f64; 2]| {
        let model = fit(rows, ties).unwrap();
        for (each, (estimate, error)) in model
            .coefficients
            .iter()
            .zip(estimates.iter().zip(errors.iter()))
        {
            check.close("estimate", each.estimate, *estimate, FITTED);
            check.close("error", each.standard_error, *error, FITTED);
        }
        check.close("likelihood", model.log_likelihood, logs[0], FITTED);
        check.close("likelihood", model.null_log_likelihood, logs[1], FITTED);
    };
    let names = ["disc10", "disc20", "explain", "tenure_months"];
    let mut retention = rows("retention_rct.csv", "days", "churned", &names);
    for (row, customer) in retention.iter_mut().zip(table("retention_rct.csv")) {
        let segment = usize::from(customer["segment"] == "B");
        row.stratum = 10 * segment + customer["severity"].parse::<usize>().unwrap();
    }
    compare(
        &retention,
        Ties::Efron,
        &[
            -0.4288345618375777,
            -0.3106287860182969,
            -0.05914417678662489,
            -0.00928211876019829,
        ],
        &[
            0.1913815805075212,
            0.19300798644085865,
            0.1797417843275553,
            0.0028445898715532348,
        ],
        [-792.3742364369614, -801.2499029655578],
    );
    compare(
        &retention,
        Ties::Breslow,
        &[
            -0.42744042448173036,
            -0.30860070616142254,
            -0.0569664134646589,
            -0.009259925517840691,
        ],
        &[
            0.19137327994702255,
            0.19297113807408278,
            0.17975387982275604,
            0.0028443915214973023,
        ],
        [-792.9484180716111, -801.7923842700656],
    );
    let heart = |names: &[&str], stratum: Option<&str>| -> Vec<Row> {
        let mut rows = rows("stanford_heart.csv", "stop", "event", names);
        for (row, patient) in rows.iter_mut().zip(table("stanford_heart.csv")) {
            row.entry = Some(number(&patient, "start"));
            row.stratum = stratum.map_or(0, |name| patient[name].parse().unwrap());
        }
        rows
    };
    compare(
        &heart(&["age", "surgery", "transplant"], None),
        Ties::Efron,
        &[
            0.030536314914173635,
            -0.7733276453176698,
            0.016095605296621344,
        ],
        &[
            0.013892786630862991,
            0.35966798811293915,
            0.30858580422845433,
        ],
        [-292.76202553240347, -298.1213556729842],
    );
    compare(
        &heart(&["age", "surgery", "transplant"], None),
        Ties::Breslow,
        &[
            0.03053221054879689,
            -0.7716099957994108,
            0.01441961661275728,
        ],
        &[0.013898129732800349, 0.35967506757693835, 0.308515806077011],
        [-292.9839548450275, -298.3256067364625],
    );
    compare(
        &heart(&["age", "transplant"], Some("surgery")),
        Ties::Efron,
        &[0.03030865116386588, 0.003979224486966419],
        &[0.013853919851395717, 0.3104220856650479],
        [-267.62164304312665, -270.39789349728204],
    );
    check.done("strata and late entries");
}

fn row(exit: f64, ended: bool, covariates: &[f64]) -> Row {
    Row {
        entry: None,
        exit,
        ended,
        stratum: 0,
        covariates: covariates.to_vec(),
    }
}

/// Customers of two arms who end one after another, so many days apart.
fn arms(first: &[f64], second: &[f64]) -> Vec<Row> {
    let first = first.iter().map(|days| row(*days, true, &[1.0]));
    let second = second.iter().map(|days| row(*days, true, &[0.0]));
    first.chain(second).collect()
}

#[test]
fn data_that_are_none_for_a_hazard_model_are_refused_for_their_reason() {
    let refused = |rows: &[Row]| fit(rows, Ties::Efron).unwrap_err();
    let good = arms(&[1.0, 4.0, 6.0], &[2.0, 3.0, 5.0]);
    assert!(fit(&good, Ties::Efron).is_ok());
    let with = |index: usize, change: &dyn Fn(&mut Row)| {
        let mut rows = good.clone();
        change(&mut rows[index]);
        refused(&rows)
    };
    assert_eq!(refused(&[]), CoxError::Empty);
    assert_eq!(refused(&[row(1.0, true, &[])]), CoxError::NoCovariates);
    assert_eq!(
        with(4, &|row| row.covariates.push(1.0)),
        CoxError::Ragged { row: 4 }
    );
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e200] {
        assert_eq!(
            with(3, &|row| row.covariates[0] = bad),
            CoxError::BadNumber { row: 3 }
        );
        assert_eq!(with(3, &|row| row.exit = bad), CoxError::BadStay { row: 3 });
        assert_eq!(
            with(3, &|row| row.entry = Some(bad)),
            CoxError::BadStay { row: 3 }
        );
    }
    assert_eq!(
        with(2, &|row| row.exit = -1.0),
        CoxError::BadStay { row: 2 }
    );
    // Nobody is there in a stretch without days.
    assert_eq!(
        with(2, &|row| row.entry = Some(row.exit)),
        CoxError::BadStay { row: 2 }
    );
    let mut staying = good.clone();
    staying.iter_mut().for_each(|row| row.ended = false);
    assert_eq!(refused(&staying), CoxError::NoEvents);
}

#[test]
fn covariates_that_say_nothing_new_are_named() {
    let mut rows = arms(&[1.0, 4.0, 6.0], &[2.0, 3.0, 5.0]);
    for row in &mut rows {
        row.covariates.push(7.0);
    }
    assert_eq!(
        fit(&rows, Ties::Efron),
        Err(CoxError::Collinear { covariate: 1 })
    );
    for row in &mut rows {
        row.covariates[1] = 3.0 - 2.0 * row.covariates[0];
    }
    assert_eq!(
        fit(&rows, Ties::Efron),
        Err(CoxError::Collinear { covariate: 1 })
    );
    // The same within each stratum, and different between them.
    let mut rows = arms(&[1.0, 4.0, 6.0], &[2.0, 3.0, 5.0]);
    for row in &mut rows {
        row.stratum = usize::from(row.covariates[0] == 1.0);
    }
    assert_eq!(
        fit(&rows, Ties::Efron),
        Err(CoxError::Collinear { covariate: 0 })
    );
}

#[test]
fn an_arm_without_ends_makes_a_ratio_of_zero_and_is_refused() {
    let mut rows = arms(&[9.0; 8], &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0]);
    rows.iter_mut().take(8).for_each(|row| row.ended = false);
    for ties in [Ties::Efron, Ties::Breslow] {
        assert_eq!(fit(&rows, ties), Err(CoxError::Separation { covariate: 0 }));
    }
    // In any unit, and beside another covariate.
    for (index, row) in rows.iter_mut().enumerate() {
        row.covariates = vec![(index % 3) as f64, 1e-6 * row.covariates[0]];
    }
    assert_eq!(
        fit(&rows, Ties::Efron),
        Err(CoxError::Separation { covariate: 1 })
    );
}

#[test]
fn all_of_one_arm_leaving_before_the_other_is_separation() {
    let rows = arms(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0]);
    assert_eq!(
        fit(&rows, Ties::Efron),
        Err(CoxError::Separation { covariate: 0 })
    );
}

#[test]
fn one_customer_a_thousand_times_as_large_is_no_separation() {
    // Large customers stay longer; the largest of all is still here, at a hazard of e^-200 against the others.
    let numbers = shuffled(400);
    let mut rows: Vec<Row> = numbers
        .chunks(2)
        .map(|each| {
            let charge = 20.0 + 100.0 * each[0];
            let days = -each[1].ln() * (0.04 * charge).exp();
            row(days.min(100.0), days <= 100.0, &[charge])
        })
        .collect();
    let model = fit(&rows, Ties::Efron).unwrap();
    rows.push(row(100.0, false, &[100_000.0]));
    let with = fit(&rows, Ties::Efron).unwrap();
    assert!(with.coefficients[0].estimate < -0.03);
    Check::new().close(
        "estimate",
        with.coefficients[0].estimate,
        model.coefficients[0].estimate,
        1e-6,
    );
}

#[test]
fn a_ratio_is_the_same_in_every_unit_and_from_every_zero() {
    let names = ["disc10", "tenure_months"];
    let rows = rows("retention_rct.csv", "days", "churned", &names);
    let model = fit(&rows, Ties::Efron).unwrap();
    for (factor, shift) in [(1e-9, 0.0), (1e9, -1e9), (30.4, 2000.0), (-1.0, 5.0)] {
        let mut other = rows.clone();
        for row in &mut other {
            row.covariates[1] = factor * row.covariates[1] + shift;
            row.exit *= 24.0;
        }
        let other = fit(&other, Ties::Efron).unwrap();
        let mut check = Check::new();
        let (one, two) = (model.coefficients[1], other.coefficients[1]);
        check.close("estimate", two.estimate * factor, one.estimate, 1e-7);
        check.close("z", two.z().abs(), one.z().abs(), 1e-7);
        check.close("log", other.log_likelihood, model.log_likelihood, 1e-12);
    }
}

#[test]
fn fewer_than_ten_ends_per_coefficient_are_said_to_be_few() {
    let days: Vec<f64> = (1..=20).map(f64::from).collect();
    let (odd, even): (Vec<f64>, Vec<f64>) = days.iter().partition(|day| *day % 2.0 == 1.0);
    let mut rows = arms(&odd, &even);
    assert!(!fit(&rows, Ties::Efron).unwrap().has_few_events);
    rows.iter_mut().for_each(|row| row.ended = row.exit < 10.0);
    assert!(fit(&rows, Ties::Efron).unwrap().has_few_events);
}

#[test]
fn a_customer_of_no_days_is_there_when_another_ends_on_the_first_day() {
    let mut rows = arms(&[0.0, 4.0, 6.0], &[0.0, 3.0, 5.0]);
    rows[3].ended = false;
    let model = fit(&rows, Ties::Efron).unwrap();
    assert_eq!(model.events, 5);
    // One of six ends on day 0, and of the four others one after another.
    let null: f64 = [6.0_f64, 4.0, 3.0, 2.0, 1.0]
        .iter()
        .map(|left| -left.ln())
        .sum();
    Check::new().close("log", model.null_log_likelihood, null, 1e-14);
}

#[test]
fn a_censoring_tied_with_an_end_is_at_risk_in_a_hazard_model() {
    let mut rows = arms(&[2.0, 5.0], &[2.0, 4.0]);
    rows[2].ended = false;
    let model = fit(&rows, Ties::Efron).unwrap();
    let null = -(4.0_f64.ln() + 2.0_f64.ln());
    Check::new().close("log", model.null_log_likelihood, null, 1e-14);
}

#[test]
fn to_cut_a_customers_days_in_pieces_changes_nothing() {
    let names = ["explain", "disc10", "disc20", "tenure_months"];
    let whole = rows("retention_rct.csv", "days", "churned", &names);
    let mut pieces = Vec::new();
    for (index, row) in whole.iter().enumerate() {
        let cut = row.exit * (index % 7 + 1) as f64 / 9.0;
        let cut = cut.floor();
        if cut > 0.0 && cut < row.exit {
            pieces.push(Row {
                exit: cut,
                ended: false,
                ..row.clone()
            });
            pieces.push(Row {
                entry: Some(cut),
                ..row.clone()
            });
        } else {
            pieces.push(row.clone());
        }
    }
    assert!(pieces.len() > whole.len() + 300);
    let mut check = Check::new();
    for ties in [Ties::Efron, Ties::Breslow] {
        let (data, cut) = (CoxData::of(&whole).unwrap(), CoxData::of(&pieces).unwrap());
        let (one, other) = (data.fit(ties).unwrap(), cut.fit(ties).unwrap());
        check.close("log", other.log_likelihood, one.log_likelihood, 1e-13);
        for (one, other) in one.coefficients.iter().zip(&other.coefficients) {
            check.close("estimate", other.estimate, one.estimate, 1e-11);
            check.close("error", other.standard_error, one.standard_error, 1e-11);
        }
        let tests = [
            data.proportionality(&one).unwrap(),
            cut.proportionality(&other).unwrap(),
        ];
        let [one, other] = tests.map(|test| test.all.chi_square);
        check.close("proportionality", other, one, 1e-10);
    }
}

#[test]
fn what_is_given_on_the_last_day_changed_nothing_before_it() {
    let customer = |days, treated_on| History {
        days,
        ended: true,
        treated_on,
        stratum: 3,
        covariates: vec![9.0],
    };
    let rows = time_dependent(&[
        customer(10.0, Some(10.0)),
        customer(10.0, Some(0.0)),
        customer(10.0, Some(4.0)),
        customer(0.0, None),
        customer(0.0, Some(0.0)),
    ])
    .unwrap();
    let shape: Vec<_> = rows
        .iter()
        .map(|row| (row.entry, row.exit, row.ended, row.covariates[0]))
        .collect();
    let expected = [
        (None, 10.0, true, 0.0),
        (None, 10.0, true, 1.0),
        (None, 4.0, false, 0.0),
        (Some(4.0), 10.0, true, 1.0),
        (None, 0.0, true, 0.0),
        (None, 0.0, true, 0.0),
    ];
    assert_eq!(shape, expected);
    assert!(
        rows.iter()
            .all(|row| row.stratum == 3 && row.covariates[1] == 9.0)
    );
    let bad = [customer(3.0, None), customer(3.0, Some(f64::NAN))];
    assert_eq!(time_dependent(&bad), Err(CoxError::BadStay { row: 1 }));
    assert_eq!(landmark(&bad, 1.0), Err(CoxError::BadStay { row: 1 }));
}

#[test]
fn who_left_by_the_landmark_is_not_compared_and_later_gifts_do_not_count() {
    let customer = |days, treated_on| History {
        days,
        ended: true,
        treated_on,
        stratum: 0,
        covariates: vec![],
    };
    let rows = landmark(
        &[
            customer(30.0, Some(5.0)),
            customer(31.0, Some(30.0)),
            customer(40.0, Some(35.0)),
            customer(50.0, None),
        ],
        30.0,
    )
    .unwrap();
    let shape: Vec<_> = rows
        .iter()
        .map(|row| (row.exit, row.covariates[0]))
        .collect();
    assert_eq!(shape, [(1.0, 1.0), (10.0, 0.0), (20.0, 0.0)]);
    assert!(
        landmark(&[customer(30.0, None)], f64::NAN)
            .unwrap()
            .is_empty()
    );
}

#[test]
fn a_model_of_other_data_is_not_tested_on_these() {
    let data = CoxData::of(&arms(&[1.0, 4.0, 6.0], &[2.0, 3.0, 5.0])).unwrap();
    let other = CoxData::of(&arms(&[1.0, 4.0], &[2.0, 3.0])).unwrap();
    let model = other.fit(Ties::Efron).unwrap();
    assert!(data.proportionality(&model).is_none());
    assert_eq!(model.covariance(0, 1), None);
}

/// Numbers that look random and are the same every time.
fn shuffled(count: usize) -> Vec<f64> {
    let mut state = 20_260_102_u64;
    std::iter::repeat_with(move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005);
        state = state.wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    })
    .take(count)
    .collect()
}

#[test]
fn a_hundred_thousand_customers_are_modelled_at_once() {
    let numbers = shuffled(500_000);
    let rows: Vec<Row> = numbers
        .chunks(5)
        .map(|each| {
            let treated = indicator(each[0] < 0.5);
            let hazard = (-0.5 * treated + each[1]).exp();
            let days = (-each[2].ln() / hazard * 365.0).ceil();
            let last = 400.0 * each[3];
            Row {
                entry: (each[4] < 0.2 && days.min(last) > 5.0).then_some(2.0),
                exit: days.min(last),
                ended: days <= last,
                stratum: 0,
                covariates: vec![treated, each[1], each[4], each[1] * treated],
            }
        })
        .collect();
    let begin = Instant::now();
    let data = CoxData::of(&rows).unwrap();
    let model = data.fit(Ties::Efron).unwrap();
    println!(
        "100,000 customers, 4 covariates, {} ends: {:?}",
        model.events,
        begin.elapsed()
    );
    // Generous, because the machine does other things and the program is not optimised.
    assert!(begin.elapsed() < Duration::from_secs(20));
    assert!((model.coefficients[0].estimate + 0.5).abs() < 0.1);
    assert!((model.coefficients[1].estimate - 1.0).abs() < 0.1);
    // Customers in another order, whose sums are rounded otherwise.
    let backwards: Vec<Row> = rows.into_iter().rev().collect();
    let other = fit(&backwards, Ties::Efron).unwrap();
    let mut check = Check::new();
    for (one, other) in model.coefficients.iter().zip(&other.coefficients) {
        check.close("estimate", other.estimate, one.estimate, 1e-11);
        check.close("error", other.standard_error, one.standard_error, 1e-12);
    }
    check.close("log", other.log_likelihood, model.log_likelihood, 1e-14);
    check.done("100,000 customers backwards");
}

prop_compose! {
    fn stays(width: usize)(
        each in prop::collection::vec(
            (0_u8..15, any::<bool>(), 0_usize..2, prop::collection::vec(-3_i8..4, width), 0_u8..20),
            1..40,
        )
    ) -> Vec<Row> {
        each.into_iter().map(|(exit, ended, stratum, covariates, entry)| Row {
            entry: (entry < exit).then_some(f64::from(entry)),
            exit: f64::from(exit),
            ended,
            stratum,
            covariates: covariates.into_iter().map(f64::from).collect(),
        }).collect()
    }
}

/// Efron's partial likelihood by its definition.
fn by_definition(rows: &[Row], at: &[f64]) -> f64 {
    let hazard = |row: &Row| -> f64 { row.covariates.iter().zip(at).map(|(a, b)| a * b).sum() };
    let mut times: Vec<(usize, f64)> = rows
        .iter()
        .filter(|row| row.ended)
        .map(|row| (row.stratum, row.exit))
        .collect();
    times.sort_by(|one, other| one.partial_cmp(other).unwrap());
    times.dedup();
    let mut log = 0.0;
    for (stratum, time) in times {
        let here = || rows.iter().filter(|row| row.stratum == stratum);
        let there = here().filter(|row| row.exit >= time && row.entry.is_none_or(|day| day < time));
        let all: f64 = there.map(|row| hazard(row).exp()).sum();
        let ending: Vec<f64> = here()
            .filter(|row| row.ended && row.exit == time)
            .map(hazard)
            .collect();
        let tied: f64 = ending.iter().map(|each| each.exp()).sum();
        for (gone, each) in ending.iter().enumerate() {
            log += each - (all - gone as f64 / ending.len() as f64 * tied).ln();
        }
    }
    log
}

/// Why rows of one covariate have no hazard ratio: whoever ended always had the largest value of all who were there, or always
/// the smallest.
fn expected_refusal(rows: &[Row]) -> Option<CoxError> {
    if rows.iter().all(|row| !row.ended) {
        let first = rows[0].covariates[0];
        let is_constant = rows.iter().all(|row| row.covariates[0] == first);
        let constant = CoxError::Collinear { covariate: 0 };
        return Some(if is_constant {
            constant
        } else {
            CoxError::NoEvents
        });
    }
    let (mut always_largest, mut always_smallest) = (true, true);
    for one in rows.iter().filter(|row| row.ended) {
        let is_there = |row: &&Row| {
            row.stratum == one.stratum
                && row.exit >= one.exit
                && row.entry.is_none_or(|entry| entry < one.exit)
        };
        for other in rows.iter().filter(is_there) {
            always_largest &= other.covariates[0] <= one.covariates[0];
            always_smallest &= other.covariates[0] >= one.covariates[0];
        }
    }
    match (always_largest, always_smallest) {
        (true, true) => Some(CoxError::Collinear { covariate: 0 }),
        (true, false) | (false, true) => Some(CoxError::Separation { covariate: 0 }),
        (false, false) => None,
    }
}

proptest! {
    #[test]
    fn a_fit_is_the_top_of_its_likelihood_or_refused(rows in stays(2)) {
        let model = match fit(&rows, Ties::Efron) {
            Ok(model) => model,
            Err(refused) => {
                prop_assert_ne!(refused, CoxError::NotConverged);
                return Ok(());
            }
        };
        let at: Vec<f64> = model.coefficients.iter().map(|each| each.estimate).collect();
        let top = by_definition(&rows, &at);
        prop_assert!((top - model.log_likelihood).abs() < 1e-9 * (1.0 + top.abs()));
        let null = by_definition(&rows, &[0.0, 0.0]);
        prop_assert!((null - model.null_log_likelihood).abs() < 1e-9 * (1.0 + null.abs()));
        for (place, step) in [(0, 0.01), (0, -0.01), (1, 0.01), (1, -0.01)] {
            let mut beside = at.clone();
            beside[place] += step;
            prop_assert!(by_definition(&rows, &beside) <= top + 1e-12);
        }
        for each in &model.coefficients {
            prop_assert!(each.standard_error > 0.0 && each.standard_error.is_finite());
            let interval = each.ratio_interval();
            prop_assert!(interval.contains(each.ratio()) && interval.high.is_finite());
        }
        for test in [model.likelihood_ratio, model.wald, model.score] {
            prop_assert!(test.chi_square.is_finite() && (0.0..=1.0).contains(&test.p));
        }
    }

    #[test]
    fn a_hazard_ratio_is_refused_just_where_there_is_none(rows in stays(1), ties in any::<bool>()) {
        let ties = if ties { Ties::Efron } else { Ties::Breslow };
        let expected = expected_refusal(&rows);
        match fit(&rows, ties) {
            Ok(_) => prop_assert_eq!(expected, None),
            Err(refused) => prop_assert_eq!(expected, Some(refused)),
        }
    }

    #[test]
    fn odd_rows_are_refused_and_never_a_figure(
        mut rows in stays(3),
        odd in any::<f64>(),
        place in any::<prop::sample::Index>(),
        field in 0..3,
    ) {
        let place = place.index(rows.len());
        let row = rows[place].clone();
        let changed = match field {
            0 => Row { exit: odd, ..row },
            1 => Row { entry: Some(odd), ..row },
            _ => Row { covariates: vec![odd, 1.0, 2.0], ..row },
        };
        rows[place] = changed;
        let Ok(data) = CoxData::of(&rows) else { return Ok(()) };
        let Ok(model) = data.fit(Ties::Efron) else { return Ok(()) };
        for each in &model.coefficients {
            prop_assert!(each.estimate.is_finite() && each.standard_error.is_finite());
            prop_assert!(!each.p().is_nan());
        }
        if let Some(test) = data.proportionality(&model) {
            prop_assert!(test.all.chi_square.is_finite());
        }
    }
}

// Strata.

/// The strata of a golden case.
fn departments(case: &Value) -> Vec<Stratum> {
    let cells: Vec<u64> = case["table"]
        .as_array()
        .unwrap()
        .iter()
        .map(|cell| cell.as_u64().unwrap())
        .collect();
    let stratum = |cells: &[u64]| Stratum {
        treated_kept: cells[0],
        treated_lost: cells[1],
        control_kept: cells[2],
        control_lost: cells[3],
    };
    cells.chunks(4).map(stratum).collect()
}

fn severities(case: &Value) -> Vec<Stratum> {
    let cell = |name: &str, place: usize| case[name][place].as_u64().unwrap();
    let stratum = |place| Stratum {
        treated_kept: cell("kept_disc", place),
        treated_lost: cell("lost_disc", place),
        control_kept: cell("kept_none", place),
        control_lost: cell("lost_none", place),
    };
    (0..3).map(stratum).collect()
}

fn pooled(strata: &[Stratum]) -> Stratum {
    let none = Stratum::default();
    strata.iter().fold(none, |all, each| Stratum {
        treated_kept: all.treated_kept + each.treated_kept,
        treated_lost: all.treated_lost + each.treated_lost,
        control_kept: all.control_kept + each.control_kept,
        control_lost: all.control_lost + each.control_lost,
    })
}

#[test]
fn strata_are_compared_as_three_programs_compare_them() {
    let golden = golden("stratified.json");
    let mut check = Check::new();
    for name in ["ucb", "retention_obs"] {
        let case = &golden[name];
        let strata = match name {
            "ucb" => departments(case),
            _ => severities(case),
        };
        let compared = MantelHaenszel::of(&strata).unwrap();
        let ratio = compared.odds_ratio().unwrap();
        let difference = compared.risk_difference();
        let plain = compared.association(false).unwrap();
        let corrected = compared.association(true).unwrap();
        let same = compared.homogeneity().unwrap();
        let whole = pooled(&strata);
        let crude = MantelHaenszel::of(&[whole]).unwrap();
        for (key, expected) in case.as_object().unwrap() {
            let what = format!("{name} {key}");
            let mut close = |value: f64| check.close_to(&what, value, expected, EXACT);
            match key.as_str() {
                "layout" | "table" | "dim" | "data" | "strata" => {}
                "kept_disc" | "lost_disc" | "kept_none" | "lost_none" => {}
                "or_mh" => close(ratio.ratio),
                "log_or" => close(ratio.ratio.ln()),
                "log_or_se" => close(ratio.log_standard_error),
                "ci" | "or_ci" => {
                    check.interval(&what, ratio.interval, &expected[0], &expected[1]);
                }
                "chisq" => close(plain.chi_square),
                "p" => close(plain.p),
                "chisq_cc" => close(corrected.chi_square),
                "p_cc" => close(corrected.p),
                "breslow_day" => close(same.breslow_day.chi_square),
                "breslow_day_p" => close(same.breslow_day.p),
                "tarone" => close(same.tarone.chi_square),
                "tarone_p" => close(same.tarone.p),
                "crude_or" => close(crude.odds_ratio().unwrap().ratio),
                "rd_mh" | "rd" => {
                    check.close_to(&what, difference.value, &expected["est"], EXACT);
                    let error = difference.standard_error.unwrap();
                    check.close_to(&what, error, &expected["se"], EXACT);
                    let interval = difference.interval.unwrap();
                    check.interval(&what, interval, &expected["lo"], &expected["hi"]);
                }
                "crude" => {
                    // Its interval is tested with those of proportions.
                    let value = crude.risk_difference().value;
                    check.close_to(&what, value, &expected["diff"], EXACT);
                    assert_eq!(Some(whole.treated_kept), expected["kept_disc"].as_u64());
                    assert_eq!(Some(whole.control_kept), expected["kept_none"].as_u64());
                    let treated = whole.treated_kept + whole.treated_lost;
                    assert_eq!(Some(treated), expected["n_disc"].as_u64());
                    let control = whole.control_kept + whole.control_lost;
                    assert_eq!(Some(control), expected["n_none"].as_u64());
                }
                other => panic!("{what}: nothing is known of {other}"),
            }
        }
    }
    check.done("stratified.json");
}

fn stratum(treated_kept: u64, treated_lost: u64, control_kept: u64, control_lost: u64) -> Stratum {
    Stratum {
        treated_kept,
        treated_lost,
        control_kept,
        control_lost,
    }
}

#[test]
fn strata_without_both_groups_say_nothing() {
    assert_eq!(MantelHaenszel::of(&[]), Err(StratifiedError::Empty));
    let treated_only = stratum(5, 3, 0, 0);
    let control_only = stratum(0, 0, 4, 9);
    let none = Stratum::default();
    let refused = MantelHaenszel::of(&[treated_only, control_only, none]);
    assert_eq!(refused, Err(StratifiedError::NothingToCompare));
    let both = [stratum(7, 3, 4, 6), stratum(9, 4, 5, 5)];
    let more = [both[0], treated_only, none, both[1], control_only];
    let (one, other) = (MantelHaenszel::of(&both), MantelHaenszel::of(&more));
    assert_eq!(one, other);
}

#[test]
fn where_all_or_none_were_kept_no_spread_is_known() {
    for all in [stratum(9, 0, 7, 0), stratum(0, 9, 0, 7)] {
        let compared = MantelHaenszel::of(&[all]).unwrap();
        let difference = compared.risk_difference();
        assert_eq!((difference.value, difference.interval), (0.0, None));
        assert_eq!(compared.odds_ratio(), None);
        assert_eq!(compared.association(true), None);
        assert_eq!(compared.homogeneity(), None);
    }
    let opposite = MantelHaenszel::of(&[stratum(9, 0, 0, 7)]).unwrap();
    let difference = opposite.risk_difference();
    assert_eq!((difference.value, difference.interval), (1.0, None));
    assert_eq!(opposite.odds_ratio(), None);
    assert!(opposite.association(false).unwrap().p < 0.001);
}

#[test]
fn one_stratum_has_an_odds_ratio_and_nothing_to_be_homogeneous_with() {
    let compared = MantelHaenszel::of(&[stratum(20, 10, 15, 30)]).unwrap();
    let ratio = compared.odds_ratio().unwrap();
    let mut check = Check::new();
    check.close("ratio", ratio.ratio, 4.0, 1e-15);
    // In one stratum Robins, Breslow and Greenland's variance is Woolf's.
    let woolf: f64 = [20.0_f64, 10.0, 15.0, 30.0]
        .iter()
        .map(|cell| 1.0 / cell)
        .sum();
    check.close("error", ratio.log_standard_error, woolf.sqrt(), 1e-14);
    assert_eq!(compared.homogeneity(), None);
    // A stratum in which all were kept adds nothing to be compared with.
    let more = MantelHaenszel::of(&[stratum(20, 10, 15, 30), stratum(5, 0, 5, 0)]).unwrap();
    assert_eq!(more.homogeneity(), None);
}

#[test]
fn strata_of_one_odds_ratio_are_homogeneous() {
    let same = [
        stratum(20, 10, 15, 30),
        stratum(40, 20, 30, 60),
        stratum(2, 1, 15, 30),
    ];
    let test = MantelHaenszel::of(&same).unwrap().homogeneity().unwrap();
    assert!(test.breslow_day.chi_square < 1e-20);
    assert!(test.tarone.chi_square >= 0.0);
    assert_eq!(test.tarone.degrees, 2);
    // Also where the ratio is just 1, and the equation of the fitted cells is of the first degree.
    let none = [stratum(10, 20, 15, 30), stratum(40, 20, 30, 15)];
    let test = MantelHaenszel::of(&none).unwrap().homogeneity().unwrap();
    assert!(test.breslow_day.chi_square < 1e-20);
}

proptest! {
    #[test]
    fn to_swap_the_groups_turns_the_signs(
        cells in prop::collection::vec((0_u64..30, 0_u64..30, 0_u64..30, 0_u64..30), 1..6)
    ) {
        let strata: Vec<Stratum> = cells.iter().map(|(a, b, c, d)| stratum(*a, *b, *c, *d)).collect();
        let swapped: Vec<Stratum> = cells.iter().map(|(a, b, c, d)| stratum(*c, *d, *a, *b)).collect();
        let (one, other) = (MantelHaenszel::of(&strata), MantelHaenszel::of(&swapped));
        let (Ok(one), Ok(other)) = (&one, &other) else {
            prop_assert!(one.is_err() && other.is_err());
            return Ok(());
        };
        let (forward, backward) = (one.risk_difference(), other.risk_difference());
        prop_assert!((forward.value + backward.value).abs() < 1e-12);
        prop_assert!((-1.0..=1.0).contains(&forward.value));
        if let (Some(one), Some(other)) = (forward.standard_error, backward.standard_error) {
            prop_assert!((one - other).abs() < 1e-9);
        }
        match (one.odds_ratio(), other.odds_ratio()) {
            (Some(one), Some(other)) => {
                prop_assert!((one.ratio * other.ratio - 1.0).abs() < 1e-12);
                prop_assert!(one.interval.contains(one.ratio));
                prop_assert!((one.log_standard_error - other.log_standard_error).abs() < 1e-9);
            }
            (one, other) => prop_assert_eq!(one, other),
        }
        match (one.homogeneity(), other.homogeneity()) {
            (Some(one), Some(other)) => {
                let (one, other) = (one.breslow_day, other.breslow_day);
                prop_assert!(one.chi_square >= 0.0 && (0.0..=1.0).contains(&one.p));
                prop_assert!((one.chi_square - other.chi_square).abs() < 1e-6 * (1.0 + one.chi_square));
            }
            (one, other) => prop_assert_eq!(one.is_none(), other.is_none()),
        }
        if let Some(test) = one.association(true) {
            prop_assert!(test.chi_square <= one.association(false).unwrap().chi_square);
        }
    }
}

// Propensity.

/// A covariate by the name that the golden file gives it.
fn of_customer(row: &BTreeMap<String, String>, name: &str) -> f64 {
    let arm = |name: &str| indicator(row["arm"] == name.trim_start_matches("arm"));
    match name {
        "factor(severity)2" | "severity2" | "s2" => indicator(row["severity"] == "2"),
        "factor(severity)3" | "severity3" | "s3" => indicator(row["severity"] == "3"),
        "armexplain" | "armdisc10" | "armdisc20" => arm(name),
        both if both.contains(':') => {
            let (one, other) = both.split_once(':').unwrap();
            of_customer(row, one) * of_customer(row, other)
        }
        column => number(row, column),
    }
}

/// The covariates of a golden regression, its constant left out.
fn regressors(table: &Table, names: &Value) -> Vec<Vec<f64>> {
    let names: Vec<&str> = names
        .as_array()
        .unwrap()
        .iter()
        .skip(1)
        .map(|name| name.as_str().unwrap())
        .collect();
    let row = |row| names.iter().map(|name| of_customer(row, name)).collect();
    table.iter().map(row).collect()
}

fn check_regression(check: &mut Check, what: &str, model: &Logistic, expected: &Value) {
    let each = |of: fn(&Coefficient) -> f64| {
        std::iter::once(&model.constant)
            .chain(&model.coefficients)
            .map(of)
    };
    for (key, expected) in expected.as_object().unwrap() {
        let what = format!("{what} {key}");
        match key.as_str() {
            "names" | "min" | "max" => {}
            "coef" => check.all(&what, each(|each| each.estimate), expected),
            "se" => check.all(&what, each(|each| each.standard_error), expected),
            "z" => check.all(&what, each(Coefficient::z), expected),
            "p" => check.all(&what, each(Coefficient::p), expected),
            "deviance" => check.close_to(&what, model.deviance(), expected, FITTED),
            "null_deviance" => check.close_to(&what, model.null_deviance(), expected, FITTED),
            "loglik" => check.close_to(&what, model.log_likelihood, expected, FITTED),
            other => panic!("{what}: nothing is known of {other}"),
        }
    }
}

fn observed_customers() -> Vec<Unit> {
    let names = serde_json::json!(["const", "s2", "s3", "tenure_months"]);
    let table = table("retention_obs.csv");
    let covariates = regressors(&table, &names);
    let units = table.iter().zip(covariates).map(|(row, covariates)| Unit {
        covariates,
        treated: row["discount"] == "1",
        outcome: number(row, "kept90"),
    });
    units.collect()
}

#[test]
fn logistic_regressions_are_those_of_two_programs() {
    let golden = golden("logit_ipw.json");
    let observed = table("retention_obs.csv");
    let mut check = Check::new();
    let expected = &golden["outcome_model"];
    let kept: Vec<bool> = observed.iter().map(|row| row["kept90"] == "1").collect();
    let rows = regressors(&observed, &expected["names"]);
    let model = Logistic::of(&rows, &kept).unwrap();
    check_regression(&mut check, "outcome", &model, expected);
    let expected = &golden["logit_rct_interaction"];
    let trial = table("retention_rct.csv");
    let churned: Vec<bool> = trial.iter().map(|row| row["churned"] == "1").collect();
    let rows = regressors(&trial, &expected["names"]);
    let model = Logistic::of(&rows, &churned).unwrap();
    check_regression(&mut check, "trial", &model, expected);
    check.done("logit_ipw.json, regressions");
}

#[test]
fn weighted_customers_are_compared_as_two_programs_compare_them() {
    let golden = golden("logit_ipw.json");
    let units = observed_customers();
    let scores = Propensity::of(&units).unwrap();
    let mut check = Check::new();
    let expected = &golden["propensity"];
    check_regression(&mut check, "propensity", &scores.regression(), expected);
    let overlap = scores.overlap();
    check.close_to("lowest", overlap.lowest, &expected["min"], FITTED);
    check.close_to("highest", overlap.highest, &expected["max"], FITTED);
    assert_eq!((overlap.outside, overlap.is_poor), (0, false));
    let weighted = scores.weighted(Weights::Inverse);
    let size = scores.weights(Weights::Inverse);
    let balance = scores.balance(Weights::Inverse);
    for (key, expected) in golden["hajek_ipw"].as_object().unwrap() {
        let mut close = |value: f64| check.close_to(key, value, expected, FITTED);
        match key.as_str() {
            "ate" => close(weighted.effect.value),
            "pom1" => close(weighted.treated_mean),
            "pom0" => close(weighted.control_mean),
            "se" => close(weighted.effect.standard_error.unwrap()),
            "se_ignoring_ps_estimation" => close(weighted.known_scores_error.unwrap()),
            "ess_treated" => close(size.effective_treated),
            "ess_control" => close(size.effective_control),
            "max_weight" => close(size.largest),
            "smd" => {
                for (balance, name) in balance.iter().zip(["s2", "s3", "tenure_months"]) {
                    let expected = &expected[name];
                    let (before, after) = (balance.before.unwrap(), balance.after.unwrap());
                    check.close_to(name, before, &expected["before"], FITTED);
                    check.close_to(name, after, &expected["after"], FITTED);
                    assert!(before.abs() > GOOD_BALANCE && after.abs() < GOOD_BALANCE);
                }
            }
            other => panic!("nothing is known of {other}"),
        }
    }
    let total = scores.horvitz_thompson();
    check.close_to("total", total, &golden["horvitz_thompson_ate"], FITTED);
    let augmented = scores.augmented().unwrap();
    check.close_to("augmented", augmented.value, &golden["aipw"][0], FITTED);
    let error = augmented.standard_error.unwrap();
    // The golden error is off by 3.1e-9, because its program's slopes are differences; this one has 20 digits (mpmath 1.4,
    // the sandwich of all estimating equations).
    check.close("augmented", error, 0.037_218_221_069_426_33, 1e-12);
    let off = error / golden["aipw"][1].as_f64().unwrap() - 1.0;
    assert!(off.abs() < 1e-8);
    let crude = mean(&units, true) - mean(&units, false);
    check.close_to("crude", crude, &golden["crude_diff"], FITTED);
    let expected = &golden["overlap_weights_ato"];
    let weighted = scores.weighted(Weights::Overlap);
    check.close_to("ato", weighted.effect.value, &expected["ato"], FITTED);
    check.close_to("mean1", weighted.treated_mean, &expected["mean1"], FITTED);
    check.close_to("mean0", weighted.control_mean, &expected["mean0"], FITTED);
    for balance in scores.balance(Weights::Overlap) {
        assert!(balance.difference.abs() < 1e-10, "{balance:?}");
        assert!(balance.after.unwrap().abs() < 1e-10);
    }
    check.done("logit_ipw.json, weights");
}

fn mean(units: &[Unit], treated: bool) -> f64 {
    let group: Vec<f64> = units
        .iter()
        .filter(|unit| unit.treated == treated)
        .map(|unit| unit.outcome)
        .collect();
    group.iter().sum::<f64>() / group.len() as f64
}

/// The error by leaving out each customer in turn, which knows nothing of influences.
fn jackknife(units: &[Unit], figure: impl Fn(&[Unit]) -> f64) -> f64 {
    let count = units.len() as f64;
    let without: Vec<f64> = (0..units.len())
        .map(|left_out| {
            let mut rest = units.to_vec();
            rest.remove(left_out);
            figure(&rest)
        })
        .collect();
    let middle = without.iter().sum::<f64>() / count;
    let squares: f64 = without.iter().map(|each| (each - middle).powi(2)).sum();
    (squares * (count - 1.0) / count).sqrt()
}

#[test]
fn errors_are_about_what_leaving_out_each_customer_shows() {
    let units = observed_customers();
    let scores = Propensity::of(&units).unwrap();
    for weights in [Weights::Inverse, Weights::Overlap] {
        let error = scores.weighted(weights).effect.standard_error.unwrap();
        let shown = jackknife(&units, |units| {
            Propensity::of(units)
                .unwrap()
                .weighted(weights)
                .effect
                .value
        });
        assert!((error / shown - 1.0).abs() < 0.03, "{error} {shown}");
    }
    let error = scores.augmented().unwrap().standard_error.unwrap();
    let shown = jackknife(&units, |units| {
        Propensity::of(units).unwrap().augmented().unwrap().value
    });
    assert!((error / shown - 1.0).abs() < 0.03, "{error} {shown}");
}

#[test]
fn rows_that_make_no_regression_are_refused_for_their_reason() {
    let rows = [[1.0], [2.0], [3.0], [4.0]].map(|row| row.to_vec());
    let mixed = [true, false, true, false];
    let refused = |rows: &[Vec<f64>], outcomes: &[bool]| Logistic::of(rows, outcomes).unwrap_err();
    assert!(Logistic::of(&rows, &mixed).is_ok());
    assert_eq!(refused(&[], &[]), LogisticError::Empty);
    assert_eq!(refused(&rows, &[true]), LogisticError::UnequalLengths);
    assert_eq!(refused(&rows, &[true; 4]), LogisticError::OneOutcome);
    assert_eq!(refused(&rows, &[false; 4]), LogisticError::OneOutcome);
    let mut ragged = rows.clone();
    ragged[2].push(0.0);
    assert_eq!(refused(&ragged, &mixed), LogisticError::Ragged { row: 2 });
    for bad in [f64::NAN, f64::INFINITY, -1e200] {
        let mut odd = rows.clone();
        odd[3][0] = bad;
        assert_eq!(refused(&odd, &mixed), LogisticError::BadNumber { row: 3 });
    }
    let constant = [[1.0, 5.0], [2.0, 5.0], [3.0, 5.0], [4.0, 5.0]].map(|row| row.to_vec());
    assert_eq!(
        refused(&constant, &mixed),
        LogisticError::Collinear { covariate: 1 }
    );
    let twice = [[1.0, 3.0], [2.0, 5.0], [3.0, 7.0], [4.0, 9.0]].map(|row| row.to_vec());
    assert_eq!(
        refused(&twice, &mixed),
        LogisticError::Collinear { covariate: 1 }
    );
}

#[test]
fn a_covariate_that_tells_every_outcome_is_separation() {
    let separation = LogisticError::Separation { covariate: Some(0) };
    let rows: Vec<Vec<f64>> = (0..20).map(|place| vec![f64::from(place)]).collect();
    let complete: Vec<bool> = (0..20).map(|place| place >= 8).collect();
    assert_eq!(Logistic::of(&rows, &complete), Err(separation));
    // Almost: at one value both happen.
    let groups: Vec<Vec<f64>> = (0..20).map(|place| vec![f64::from(place / 10)]).collect();
    let quasi: Vec<bool> = (0..20).map(|place| place >= 5).collect();
    assert_eq!(Logistic::of(&groups, &quasi), Err(separation));
    // In any unit.
    for factor in [1e-6, 1e6] {
        let scaled: Vec<Vec<f64>> = rows.iter().map(|row| vec![row[0] * factor]).collect();
        assert_eq!(Logistic::of(&scaled, &complete), Err(separation));
    }
}

#[test]
fn a_steep_covariate_without_separation_has_its_coefficient() {
    // The odds grow by e^40 over the range of a share of which all but two values are close together.
    let rows: Vec<Vec<f64>> = (0..200)
        .map(|place| vec![0.5 + f64::from(place % 10) / 100.0])
        .collect();
    let outcomes: Vec<bool> = (0..200)
        .map(|place| (place * 7919) % 97 < 5 + 10 * (place % 10))
        .collect();
    let model = Logistic::of(&rows, &outcomes).unwrap();
    assert!(model.coefficients[0].estimate > 15.0);
}

#[test]
fn without_covariates_the_odds_are_those_of_all() {
    let model = Logistic::of(
        &[vec![], vec![], vec![], vec![]],
        &[true, true, true, false],
    );
    let model = model.unwrap();
    let mut check = Check::new();
    check.close("odds", model.constant.ratio(), 3.0, 1e-12);
    check.close("deviance", model.deviance(), model.null_deviance(), 1e-12);
    let probability = model.probability(&[]).unwrap();
    check.close("probability", probability, 0.75, 1e-12);
    assert_eq!(model.probability(&[1.0]), None);
}

#[test]
fn groups_that_do_not_overlap_are_refused_or_said_to() {
    let units = |treated: &dyn Fn(u32, f64) -> bool| -> Vec<Unit> {
        let numbers = shuffled(400);
        (0..400)
            .zip(numbers)
            .map(|(place, number)| Unit {
                covariates: vec![f64::from(place)],
                treated: treated(place, number),
                outcome: number,
            })
            .collect()
    };
    let apart = Propensity::of(&units(&|place, _| place >= 200)).err();
    let separation = LogisticError::Separation { covariate: Some(0) };
    assert_eq!(apart, Some(PropensityError::Scores(separation)));
    let nobody = Propensity::of(&units(&|_, _| false)).err();
    assert_eq!(
        nobody,
        Some(PropensityError::Scores(LogisticError::OneOutcome))
    );
    let steep =
        units(&|place, number| (number / (1.0 - number)).ln() < f64::from(place) / 30.0 - 7.0);
    let scores = Propensity::of(&steep).unwrap();
    let overlap = scores.overlap();
    assert!(overlap.is_poor && overlap.outside > 200, "{overlap:?}");
    assert!(scores.weights(Weights::Inverse).largest > 20.0);
    assert!(scores.weights(Weights::Overlap).largest < 1.0);
    let mut odd = steep;
    odd[7].outcome = f64::NAN;
    let refused = Propensity::of(&odd).err();
    assert_eq!(refused, Some(PropensityError::BadOutcome { row: 7 }));
}

#[test]
fn a_customer_without_any_like_in_the_other_group_is_named() {
    let mut units = observed_customers();
    units[11].covariates[2] = 1e6;
    units[11].treated = true;
    let refused = Propensity::of(&units).err();
    assert_eq!(refused, Some(PropensityError::NoOverlap { row: 11 }));
    units[12].covariates.pop();
    let refused = Propensity::of(&units).err();
    let ragged = LogisticError::Ragged { row: 12 };
    assert_eq!(refused, Some(PropensityError::Scores(ragged)));
}

#[test]
fn an_outcome_that_is_one_for_all_gives_no_effect_and_no_spread() {
    let mut units = observed_customers();
    units.iter_mut().for_each(|unit| unit.outcome = 0.0);
    let scores = Propensity::of(&units).unwrap();
    let weighted = scores.weighted(Weights::Inverse);
    assert_eq!(weighted.effect.value, 0.0);
    assert_eq!(weighted.effect.interval, None);
    assert_eq!(weighted.known_scores_error, None);
    // One customer alone in a group leaves no regression of outcomes.
    let few: Vec<Unit> = [0.0, 1.0, 2.0, 3.0, 1.5]
        .iter()
        .enumerate()
        .map(|(place, value)| Unit {
            covariates: vec![*value],
            treated: place == 4,
            outcome: *value,
        })
        .collect();
    assert!(Propensity::of(&few).unwrap().augmented().is_none());
}

#[test]
fn a_hundred_thousand_customers_are_weighted_at_once() {
    let numbers = shuffled(400_000);
    let units: Vec<Unit> = numbers
        .chunks(4)
        .map(|each| {
            let treated = each[0] < 0.2 + 0.6 * each[1];
            Unit {
                covariates: vec![each[1], each[2]],
                treated,
                outcome: 2.0 * indicator(treated) + 5.0 * each[1] + each[3],
            }
        })
        .collect();
    let begin = Instant::now();
    let scores = Propensity::of(&units).unwrap();
    let weighted = scores.weighted(Weights::Overlap);
    let augmented = scores.augmented().unwrap();
    println!("100,000 customers weighted: {:?}", begin.elapsed());
    assert!(begin.elapsed() < Duration::from_secs(20));
    assert!(weighted.effect.interval.unwrap().contains(2.0));
    assert!(augmented.interval.unwrap().contains(2.0));
    for balance in scores.balance(Weights::Overlap) {
        assert!(balance.difference.abs() < 1e-10, "{balance:?}");
    }
}

proptest! {
    #[test]
    fn an_odds_ratio_is_refused_just_where_there_is_none(
        each in prop::collection::vec((-3_i8..4, any::<bool>()), 2..40)
    ) {
        let rows: Vec<Vec<f64>> = each.iter().map(|(value, _)| vec![f64::from(*value)]).collect();
        let outcomes: Vec<bool> = each.iter().map(|(_, outcome)| *outcome).collect();
        let of = |outcome: bool| each.iter().filter(move |each| each.1 == outcome).map(|each| each.0);
        let ends = |outcome: bool| Some((of(outcome).min()?, of(outcome).max()?));
        let expected = match (ends(true), ends(false)) {
            _ if each.iter().all(|one| one.0 == each[0].0) => {
                Some(LogisticError::Collinear { covariate: 0 })
            }
            (Some((low, high)), Some((other_low, other_high))) => {
                let apart = high <= other_low || other_high <= low;
                apart.then_some(LogisticError::Separation { covariate: Some(0) })
            }
            _ => Some(LogisticError::OneOutcome),
        };
        match (Logistic::of(&rows, &outcomes), expected) {
            (Ok(_), expected) => prop_assert_eq!(expected, None),
            // Far apart the constant may run further than the slope.
            (Err(LogisticError::Separation { .. }), Some(LogisticError::Separation { .. })) => {}
            (Err(refused), expected) => prop_assert_eq!(expected, Some(refused)),
        }
    }

    #[test]
    fn overlap_weights_balance_what_the_scores_know(
        each in prop::collection::vec((-4_i8..5, 0_u8..3, any::<bool>(), 0_u8..100), 12..80)
    ) {
        let units: Vec<Unit> = each.iter().map(|(one, two, treated, outcome)| Unit {
            covariates: vec![f64::from(*one), f64::from(*two)],
            treated: *treated,
            outcome: f64::from(*outcome),
        }).collect();
        let Ok(scores) = Propensity::of(&units) else { return Ok(()) };
        for balance in scores.balance(Weights::Overlap) {
            prop_assert!(balance.difference.abs() < 1e-10);
        }
        for weights in [Weights::Inverse, Weights::Overlap] {
            let weighted = scores.weighted(weights);
            prop_assert!((0.0..=99.0 + 1e-9).contains(&weighted.treated_mean));
            prop_assert!((0.0..=99.0 + 1e-9).contains(&weighted.control_mean));
            prop_assert!(weighted.effect.interval.is_none_or(|each| each.contains(weighted.effect.value)));
            let size = scores.weights(weights);
            let treated = units.iter().filter(|unit| unit.treated).count() as f64;
            prop_assert!(1.0 - 1e-9 <= size.effective_treated && size.effective_treated <= treated + 1e-9);
        }
        for (score, unit) in scores.scores().iter().zip(&units) {
            prop_assert!(0.0 < *score && *score < 1.0);
            let probability = scores.regression().probability(&unit.covariates).unwrap();
            prop_assert!((probability - score).abs() < 1e-9);
        }
    }

    #[test]
    fn odd_customers_are_refused_and_never_a_figure(
        each in prop::collection::vec((any::<f64>(), any::<bool>(), any::<f64>()), 0..12)
    ) {
        let units: Vec<Unit> = each.iter().map(|(value, treated, outcome)| Unit {
            covariates: vec![*value],
            treated: *treated,
            outcome: *outcome,
        }).collect();
        let Ok(scores) = Propensity::of(&units) else { return Ok(()) };
        for weights in [Weights::Inverse, Weights::Overlap] {
            prop_assert!(scores.weighted(weights).effect.value.is_finite());
        }
        prop_assert!(scores.horvitz_thompson().is_finite());
        prop_assert!(scores.augmented().is_none_or(|each| each.value.is_finite()));
    }
}
