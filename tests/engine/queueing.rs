//! How long callers wait by model, against sums and integrals of fifty digits.

use lasku::insight::queueing::*;
use proptest::prelude::*;
use serde_json::Value;

const GOLDEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/queueing.json");

fn golden() -> Value {
    serde_json::from_str(&std::fs::read_to_string(GOLDEN).unwrap()).unwrap()
}

fn rows(name: &str) -> Vec<Value> {
    golden()[name].as_array().unwrap().clone()
}

fn number(value: &Value) -> f64 {
    match value {
        Value::String(text) => text.parse().unwrap(),
        other => other.as_f64().unwrap(),
    }
}

/// The largest relative difference seen to what others worked out.
#[derive(Default)]
struct Comparison {
    worst: f64,
    count: usize,
}

impl Comparison {
    fn check(&mut self, what: &str, row: &Value, got: impl Into<Option<f64>>) {
        let got: Option<f64> = got.into();
        let expected = &row[what];
        if expected.is_null() {
            assert_eq!(got, None, "{what} of {row}");
            self.count += 1;
            return;
        }
        let (got, expected) = (got.unwrap(), number(expected));
        let difference = match expected == got {
            true => 0.0,
            false => ((got - expected) / expected).abs(),
        };
        assert!(
            difference <= 1e-10,
            "{what} of {row}: {got}, not {expected} ({difference:e})"
        );
        self.worst = self.worst.max(difference);
        self.count += 1;
    }

    fn tell(&self, of: &str, count: usize) {
        println!("{of}: {} values, worst {:e}", self.count, self.worst);
        assert_eq!(self.count, count, "{of}");
    }
}

fn load(calls_per_hour: f64, handling_minutes: f64) -> Load {
    Load::of(calls_per_hour, handling_minutes).unwrap()
}

fn load_of(row: &Value) -> Load {
    load(number(&row["calls_per_hour"]), number(&row["aht_min"]))
}

fn agents_of(row: &Value) -> u32 {
    row["agents"].as_u64().unwrap() as u32
}

fn promise(share: f64, minutes: f64) -> Target {
    Target { share, minutes }
}

#[test]
fn callers_who_wait_until_they_are_answered_wait_as_erlang_c_says() {
    let mut seen = Comparison::default();
    for row in rows("erlang_c") {
        let model = ErlangC::of(load_of(&row), agents_of(&row)).unwrap();
        let limit = number(&row["T_min"]);
        assert_eq!(model.is_stable(), row["stable"].as_bool().unwrap());
        seen.check("A", &row, load_of(&row).erlangs());
        seen.check("p_wait", &row, model.wait_probability);
        seen.check("asa_min", &row, model.mean_wait());
        seen.check("sl", &row, model.within(limit));
        seen.check("occupancy", &row, model.occupancy());
        seen.check("queue_len", &row, model.queue_length());
        seen.check("wait_p95_min", &row, model.wait_percentile(0.95));
        seen.check(
            "mean_wait_of_waiters_min",
            &row,
            model.mean_wait_of_waiters(),
        );
    }
    seen.tell("Erlang C", 80);
}

#[test]
fn callers_who_give_up_wait_as_erlang_a_says() {
    let mut seen = Comparison::default();
    for row in rows("erlang_a") {
        let patience = number(&row["patience_mean_min"]);
        let model = ErlangA::of(load_of(&row), agents_of(&row), patience).unwrap();
        let limit = number(&row["T_min"]);
        seen.check("p_wait", &row, model.wait_probability);
        seen.check("p_abandon", &row, model.abandon_probability);
        seen.check("mean_wait_min", &row, model.mean_wait());
        seen.check("mean_wait_sec", &row, 60.0 * model.mean_wait());
        seen.check("served_within_T", &row, model.answered_within(limit));
        seen.check(
            "sl_excluding_abandoned",
            &row,
            model.within_of_answered(limit),
        );
        seen.check(
            "p_virtual_wait_gt_T",
            &row,
            model.offered_longer_than(limit),
        );
        seen.check("p_wait_gt_T", &row, model.longer_than(limit));
        seen.check("occupancy", &row, model.occupancy());
    }
    seen.tell("Erlang A", 63);
}

#[test]
fn a_promise_takes_so_many_agents() {
    let promises = [
        ("n_80_20s", promise(0.8, 20.0 / 60.0)),
        ("n_95_3min", promise(0.95, 3.0)),
        ("n_90_2_5min", promise(0.9, 2.5)),
    ];
    let mut count = 0;
    for row in rows("required") {
        for (name, promise) in promises {
            let expected = row[name].as_u64().unwrap() as u32;
            assert_eq!(
                agents_needed(load_of(&row), promise),
                Some(expected),
                "{name} of {row}"
            );
            count += 1;
        }
    }
    assert_eq!(count, 78);
}

#[test]
fn more_agents_are_needed_the_more_calls_come() {
    let table = [(2, 2), (6, 3), (12, 4), (20, 5), (30, 6), (60, 9)];
    for (calls, agents) in table {
        let needed = agents_needed(load(f64::from(calls), 6.0), promise(0.95, 3.0));
        assert_eq!(needed, Some(agents), "{calls} calls per hour");
    }
}

#[test]
fn one_person_alone_cannot_promise_three_minutes_at_six_calls_an_hour() {
    let spanish = promise(0.95, 3.0);
    let alone = Alone::of(load(6.0, 5.0), spanish).unwrap();
    let mean = alone.mean_wait.unwrap();
    let percentile = alone.wait_of_95_percent.unwrap();
    let most = alone.most_calls_per_hour.unwrap();
    assert_eq!(format!("{:.3}", alone.wait_probability), "0.500");
    assert_eq!(
        format!("{mean:.1} min, 95 %: {percentile:.0} min"),
        "5.0 min, 95 %: 23 min"
    );
    assert_eq!(format!("{:.2}", alone.within), "0.63");
    // At the most calls the promise is just met.
    let just = ErlangC::of(load(most, 5.0), 1).unwrap();
    assert!((just.within(3.0) - 0.95).abs() < 1e-12, "{most}");
    assert_eq!(format!("{most:.2}"), "1.04");

    let two = ErlangC::of(load(6.0, 5.0), 2).unwrap();
    assert_eq!(format!("{:.1} %", 100.0 * two.within(3.0)), "95.9 %");
    assert_eq!(format!("{:.0} s", 60.0 * two.mean_wait().unwrap()), "20 s");
    let busier = ErlangC::of(load(12.0, 5.0), 2).unwrap();
    assert_eq!(format!("{:.1} %", 100.0 * busier.within(3.0)), "81.7 %");
    let impatient = ErlangA::of(load(12.0, 5.0), 1, 4.0).unwrap();
    assert_eq!(
        format!("{:.0} %", 100.0 * impatient.abandon_probability),
        "38 %"
    );
}

#[test]
fn work_that_nobody_gets_through_makes_everybody_wait_without_end() {
    for (calls, agents) in [(12.0, 1), (24.0, 2), (200.0, 3)] {
        let model = ErlangC::of(load(calls, 5.0), agents).unwrap();
        assert!(!model.is_stable());
        assert_eq!(model.wait_probability, 1.0);
        assert_eq!((model.within(60.0), model.occupancy()), (0.0, 1.0));
        assert_eq!((model.mean_wait(), model.queue_length()), (None, None));
        assert_eq!(model.wait_percentile(0.5), None);
    }
}

#[test]
fn nobody_waits_where_nobody_calls() {
    let model = ErlangC::of(load(0.0, 5.0), 1).unwrap();
    assert_eq!((model.wait_probability, model.within(0.0)), (0.0, 1.0));
    assert_eq!(
        (model.mean_wait(), model.wait_percentile(0.99)),
        (Some(0.0), Some(0.0))
    );
    let model = ErlangA::of(load(0.0, 5.0), 3, 2.0).unwrap();
    assert_eq!(
        (model.wait_probability, model.abandon_probability),
        (0.0, 0.0)
    );
    assert_eq!((model.answered_within(0.0), model.mean_wait()), (1.0, 0.0));
    let call_backs = CallBacks::of(load(0.0, 5.0), 1, 3.0).unwrap();
    assert_eq!(
        (call_backs.share, call_backs.slots(8.0, 0.95)),
        (0.0, Some(0))
    );
    assert_eq!(agents_needed(load(0.0, 5.0), promise(0.95, 3.0)), Some(1));
}

#[test]
fn what_is_no_load_no_desk_and_no_patience_is_refused_with_the_reason() {
    for calls in [f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(Load::of(calls, 5.0), Err(QueueError::Calls));
    }
    for minutes in [f64::NAN, f64::INFINITY, -1.0, 0.0] {
        assert_eq!(Load::of(6.0, minutes), Err(QueueError::Handling));
        let patient = ErlangA::of(load(6.0, 5.0), 1, minutes);
        assert_eq!(patient, Err(QueueError::Patience));
        assert_eq!(
            CallBacks::of(load(6.0, 5.0), 1, minutes),
            Err(QueueError::Limit)
        );
    }
    assert_eq!(Load::of(1e300, 5.0), Err(QueueError::Calls));
    assert_eq!(Load::of(6.0, 1e300), Err(QueueError::Handling));
    for agents in [0, MOST_AGENTS + 1] {
        assert_eq!(ErlangC::of(load(6.0, 5.0), agents), Err(QueueError::Agents));
        assert_eq!(
            ErlangA::of(load(6.0, 5.0), agents, 4.0),
            Err(QueueError::Agents)
        );
        assert_eq!(
            CallBacks::of(load(6.0, 5.0), agents, 3.0),
            Err(QueueError::Agents)
        );
        assert_eq!(most_calls_per_hour(agents, 5.0, promise(0.95, 3.0)), None);
    }
    assert_eq!(erlang_b(f64::NAN, 3), None);
    assert_eq!(erlang_b(-1.0, 3), None);
}

#[test]
fn a_promise_that_is_none_or_cannot_be_kept_takes_no_number_of_agents() {
    for share in [1.0, 1.5, -0.1, f64::NAN] {
        assert_eq!(agents_needed(load(6.0, 5.0), promise(share, 3.0)), None);
        assert_eq!(
            agents_needed_with_patience(load(6.0, 5.0), 4.0, promise(share, 3.0)),
            None
        );
    }
    for minutes in [-1.0, f64::NAN] {
        assert_eq!(agents_needed(load(6.0, 5.0), promise(0.9, minutes)), None);
        assert_eq!(most_calls_per_hour(1, 5.0, promise(0.9, minutes)), None);
    }
    assert_eq!(agents_needed(load(1e9, 5.0), promise(0.9, 3.0)), None);
    assert_eq!(
        agents_needed_with_patience(load(1e9, 5.0), 4.0, promise(0.9, 3.0)),
        None
    );
    assert_eq!(
        agents_needed_with_patience(load(6.0, 5.0), 0.0, promise(0.9, 3.0)),
        None
    );
    assert_eq!(most_calls_per_hour(1, 0.0, promise(0.9, 3.0)), None);
    assert_eq!(
        ErlangC::of(load(6.0, 5.0), 1).unwrap().wait_percentile(1.0),
        None
    );
    assert_eq!(
        ErlangA::of(load(6.0, 5.0), 1, 4.0)
            .unwrap()
            .wait_percentile(f64::NAN),
        None
    );
}

/// Erlang A by the sums over the numbers of callers, which is another road to the same figures.
struct States {
    wait: f64,
    gives_up: f64,
    mean_wait: f64,
}

fn states(calls_per_minute: f64, handling: f64, patience: f64, agents: u32) -> States {
    let leaving = |callers: f64| {
        let busy = callers.min(f64::from(agents));
        busy / handling + (callers - busy) / patience
    };
    let (mut weight, mut all, mut waiting, mut queue, mut callers) = (1.0, 0.0, 0.0, 0.0, 0.0);
    while callers <= f64::from(agents) || weight > 1e-20 * waiting {
        all += weight;
        if callers >= f64::from(agents) {
            waiting += weight;
            queue += weight * (callers - f64::from(agents));
        }
        // A long queue's weights overflow; only their ratios matter.
        if weight > 1e100 {
            (all, waiting, queue, weight) = (all / weight, waiting / weight, queue / weight, 1.0);
        }
        callers += 1.0;
        weight *= calls_per_minute / leaving(callers);
    }
    States {
        wait: waiting / all,
        gives_up: queue / all / patience / calls_per_minute,
        mean_wait: queue / all / calls_per_minute,
    }
}

fn is_near(one: f64, other: f64, tolerance: f64) -> bool {
    (one - other).abs() <= tolerance * other.abs()
}

#[test]
fn the_sum_over_the_queue_and_the_integral_over_the_wait_agree() {
    for calls in [0.5, 6.0, 20.0, 60.0, 150.0] {
        for handling in [0.5, 5.0, 20.0] {
            for patience in [0.01, 0.5, 4.0, 60.0, 1000.0] {
                for agents in [1, 2, 5, 12] {
                    let model = ErlangA::of(load(calls, handling), agents, patience).unwrap();
                    let sum = states(calls / 60.0, handling, patience, agents);
                    let at = format!("{calls}/h, {handling} min, patience {patience}, {agents}");
                    assert!(is_near(model.wait_probability, sum.wait, 1e-9), "{at}");
                    assert!(
                        is_near(model.abandon_probability, sum.gives_up, 1e-9),
                        "{at}"
                    );
                    assert!(is_near(model.mean_wait(), sum.mean_wait, 1e-9), "{at}");
                }
            }
        }
    }
}

#[test]
fn what_is_not_answered_is_given_up_when_all_wait_long_enough() {
    // A load far above what the agents can do, and callers who hardly ever give up: the integrand overflows unless it is scaled.
    for patience in [30.0, 1000.0, 1e6] {
        let model = ErlangA::of(load(60.0, 10.0), 4, patience).unwrap();
        assert!(is_near(model.abandon_probability, 0.6, 0.02), "{model:?}");
        assert!(is_near(model.occupancy(), 1.0, 0.02), "{model:?}");
        let forever = model.answered_within(f64::INFINITY);
        assert!(
            is_near(forever, 1.0 - model.abandon_probability, 1e-9),
            "{patience}: {forever}"
        );
    }
}

#[test]
fn callers_without_patience_are_lost_as_erlang_b_says() {
    let model = ErlangA::of(load(20.0, 6.0), 3, 1e-9).unwrap();
    assert!(is_near(
        model.abandon_probability,
        erlang_b(2.0, 3).unwrap(),
        1e-6
    ));
    // 2 Erlang and 3 agents: (8/6) / (1 + 2 + 2 + 8/6) = 4/19.
    assert!(is_near(erlang_b(2.0, 3).unwrap(), 4.0 / 19.0, 1e-15));
}

#[test]
fn a_wait_percentile_is_the_wait_that_the_others_exceed() {
    let model = ErlangA::of(load(20.0, 6.0), 3, 3.0).unwrap();
    for share in [0.75, 0.9, 0.95, 0.999] {
        let wait = model.wait_percentile(share).unwrap();
        assert!(
            is_near(model.longer_than(wait), 1.0 - share, 1e-9),
            "{share}"
        );
    }
    assert_eq!(model.wait_percentile(0.5), Some(0.0));
    let model = ErlangC::of(load(20.0, 6.0), 3).unwrap();
    for share in [0.6, 0.9, 0.999] {
        let wait = model.wait_percentile(share).unwrap();
        assert!(
            is_near(model.longer_than(wait), 1.0 - share, 1e-9),
            "{share}"
        );
    }
    assert_eq!(model.wait_percentile(0.5), Some(0.0));
}

#[test]
fn fewer_agents_suffice_where_callers_give_up() {
    let spanish = promise(0.8, 3.0);
    let (patient, impatient) = (load(60.0, 6.0), load(60.0, 6.0));
    let needed = agents_needed(patient, spanish).unwrap();
    let fewer = agents_needed_with_patience(impatient, 3.0, spanish).unwrap();
    assert!(fewer < needed, "{fewer} of {needed}");
    let met = |agents| {
        ErlangA::of(impatient, agents, 3.0)
            .unwrap()
            .answered_within(3.0)
            >= 0.8
    };
    assert!(met(fewer) && !met(fewer - 1));
}

/// A small generator for simulations (splitmix64).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((x ^ (x >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }

    fn minutes(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.next()).ln()
    }
}

/// The share of callers who find a longer wait than the limit and are called back, by playing it.
fn played_call_backs(calls_per_hour: f64, handling: f64, agents: usize, limit: f64) -> f64 {
    let mut chance = Chance(20_251_127);
    let mut free_at = vec![0.0_f64; agents];
    let (mut now, mut called_back) = (0.0, 0);
    let calls = 200_000;
    for _ in 0..calls {
        now += chance.minutes(60.0 / calls_per_hour);
        let next = free_at
            .iter_mut()
            .min_by(|one, other| one.total_cmp(other))
            .unwrap();
        if *next - now > limit {
            called_back += 1;
        } else {
            *next = next.max(now) + chance.minutes(handling);
        }
    }
    f64::from(called_back) / f64::from(calls)
}

#[test]
fn who_would_wait_longer_than_promised_is_called_back() {
    for (calls, handling, agents, limit) in
        [(6.0, 5.0, 1, 3.0), (20.0, 6.0, 2, 2.5), (30.0, 6.0, 2, 3.0)]
    {
        let call_backs = CallBacks::of(load(calls, handling), agents, limit).unwrap();
        let played = played_call_backs(calls, handling, agents as usize, limit);
        assert!(
            is_near(call_backs.share, played, 0.02),
            "{call_backs:?}, played {played}"
        );
        assert!(is_near(
            call_backs.per_hour,
            calls * call_backs.share,
            1e-15
        ));
        assert_eq!(
            call_backs.can_be_kept,
            calls * handling / 60.0 < f64::from(agents)
        );
    }
}

#[test]
fn without_any_wait_whoever_finds_all_busy_is_called_back() {
    let call_backs = CallBacks::of(load(20.0, 6.0), 3, 1e-9).unwrap();
    assert!(is_near(call_backs.share, erlang_b(2.0, 3).unwrap(), 1e-9));
    // And with all the time in the world nobody is, if the work gets done at all.
    let call_backs = CallBacks::of(load(20.0, 6.0), 3, 1e9).unwrap();
    assert_eq!(call_backs.share, 0.0);
    let overload = CallBacks::of(load(60.0, 6.0), 3, 1e9).unwrap();
    assert!(
        is_near(overload.share, 0.5, 1e-6) && !overload.can_be_kept,
        "{overload:?}"
    );
    // Just as much work as there are agents: no exponential grows or falls.
    let balance = CallBacks::of(load(30.0, 6.0), 3, 3.0).unwrap();
    let nearly = CallBacks::of(load(30.000_003, 6.0), 3, 3.0).unwrap();
    assert!(is_near(balance.share, nearly.share, 1e-6));
}

#[test]
fn slots_for_call_backs_suffice_on_most_days() {
    let call_backs = CallBacks {
        share: 0.5,
        per_hour: 0.5,
        can_be_kept: true,
    };
    // A Poisson number of mean 4: at most 4 with 62.9 %, 7 with 94.9 %, 8 with 97.9 %.
    assert_eq!(call_backs.slots(8.0, 0.6), Some(4));
    assert_eq!(call_backs.slots(8.0, 0.94), Some(7));
    assert_eq!(call_backs.slots(8.0, 0.95), Some(8));
    assert_eq!(call_backs.slots(0.0, 0.95), Some(0));
    for (hours, share) in [
        (-1.0, 0.95),
        (f64::NAN, 0.95),
        (1e9, 0.95),
        (8.0, 1.0),
        (8.0, f64::NAN),
    ] {
        assert_eq!(call_backs.slots(hours, share), None);
    }
}

#[test]
fn patience_is_all_waiting_over_who_gave_up() {
    assert_eq!(patience(30.0, 4), Some(7.5));
    assert_eq!(patience(0.0, 4), Some(0.0));
    assert_eq!(patience(30.0, 0), None);
    for waited in [f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(patience(waited, 4), None);
    }
}

#[test]
fn calls_in_bunches_are_not_modelled() {
    // Variance 58/3 over mean 7.
    let bunched = Dispersion::of(&[2, 12, 4, 10]).unwrap();
    assert!(
        is_near(bunched.ratio, 68.0 / 3.0 / 7.0, 1e-15),
        "{bunched:?}"
    );
    assert!(is_near(bunched.chi_square, 68.0 / 7.0, 1e-15));
    assert!(
        !Dispersion::of(&[0, 20, 1, 19, 0, 22])
            .unwrap()
            .allows_model()
    );
    assert!(Dispersion::of(&[6, 8, 7, 9]).unwrap().allows_model());
    assert!(!Dispersion::of(&[4, 6, 5, 4]).unwrap().allows_model());
    assert_eq!(Dispersion::of(&[5, 5]).unwrap().ratio, 0.0);
    assert_eq!(Dispersion::of(&[5]), None);
    assert_eq!(Dispersion::of(&[0, 0]), None);
    assert_eq!(Dispersion::of(&[]), None);
    assert_eq!(Dispersion::of(&[u64::MAX, 1]), None);
}

/// Mostly numbers that a model takes, however far out, and some that it doesn't.
fn odd_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        8 => (-9.0..12.0_f64).prop_map(|exponent| 10_f64.powf(exponent)),
        1 => Just(0.0),
        1 => prop::num::f64::ANY,
    ]
}

proptest! {
    #[test]
    fn waiting_longer_never_answers_fewer(
        calls in 0.0..200.0_f64, handling in 0.1..30.0_f64, patience in 0.05..100.0_f64,
        agents in 1_u32..20, soon in 0.0..5.0_f64, more in 0.0..20.0_f64,
    ) {
        let model = ErlangA::of(load(calls, handling), agents, patience).unwrap();
        let (first, second) = (model.answered_within(soon), model.answered_within(soon + more));
        prop_assert!(first <= second + 1e-12);
        prop_assert!((0.0..=1.0).contains(&first) && second <= 1.0 - model.abandon_probability + 1e-12);
        prop_assert!(model.longer_than(soon) + 1e-12 >= model.longer_than(soon + more));
        prop_assert!((0.0..=1.0).contains(&model.occupancy()));
        let stable = ErlangC::of(load(calls, handling), agents).unwrap();
        prop_assert!(stable.within(soon) <= stable.within(soon + more));
        prop_assert!(model.wait_probability <= stable.wait_probability + 1e-12);
    }

    #[test]
    fn one_agent_more_never_makes_callers_wait_longer(
        calls in 0.0..200.0_f64, handling in 0.1..30.0_f64, patience in 0.05..100.0_f64,
        agents in 1_u32..20, limit in 0.01..10.0_f64,
    ) {
        let load = load(calls, handling);
        let figures = |agents| {
            let impatient = ErlangA::of(load, agents, patience).unwrap();
            let patient = ErlangC::of(load, agents).unwrap();
            let call_backs = CallBacks::of(load, agents, limit).unwrap();
            [impatient.mean_wait(), patient.longer_than(limit), call_backs.share, 1.0 - impatient.answered_within(limit)]
        };
        for (more, fewer) in figures(agents + 1).into_iter().zip(figures(agents)) {
            prop_assert!(more <= fewer + 1e-12, "{} {}", more, fewer);
        }
    }

    #[test]
    fn no_figure_is_ever_not_a_number(
        calls in odd_number(), handling in odd_number(), patience in odd_number(),
        agents in 0_u32..40, limit in odd_number(),
    ) {
        let Ok(load) = Load::of(calls, handling) else { return Ok(()) };
        if let Ok(model) = ErlangC::of(load, agents) {
            prop_assert!((0.0..=1.0).contains(&model.within(limit)));
            prop_assert!(model.mean_wait().is_none_or(|mean| mean >= 0.0));
        }
        if let Ok(model) = ErlangA::of(load, agents, patience) {
            for share in [model.wait_probability, model.abandon_probability, model.answered_within(limit), model.longer_than(limit)] {
                prop_assert!((0.0..=1.0).contains(&share), "{:?} {}", model, share);
            }
        }
        if let Ok(call_backs) = CallBacks::of(load, agents, limit) {
            prop_assert!((0.0..=1.0).contains(&call_backs.share), "{:?}", call_backs);
        }
    }
}
