//! Customer care against published cases (tests/golden), and the properties that any case has.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lasku::calendar::{Opening, Stretch, Tz, WorkingTime};
use lasku::care::authority::{self, Ask, Judgement, Kind, Limits, Policy, Role, Verdict};
use lasku::care::call_back::{Request, schedule};
use lasku::care::explanation::{Factor, LineKind, RatedLine, explain};
use lasku::care::lockout::{Ladder, Lockout, Outcome};
use lasku::care::secret::{self, Cost};
use lasku::care::waiting::{Ending, Wait, WaitFigures};
use lasku::money::{Currency, Money, Percent};
use proptest::prelude::*;
use rust_decimal::Decimal;
use serde_json::Value;
use std::collections::BTreeMap;

fn golden(name: &str) -> Value {
    let path = format!("{}/tests/golden/{name}.json", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

fn cases(file: &Value) -> &Vec<Value> {
    file["cases"].as_array().unwrap()
}

fn text(value: &Value) -> &str {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
}

fn number(value: &Value) -> u32 {
    u32::try_from(
        value
            .as_u64()
            .unwrap_or_else(|| panic!("{value} is no number")),
    )
    .unwrap()
}

fn decimal(value: &Value) -> Decimal {
    match value {
        Value::String(text) => text.parse().unwrap(),
        other => other.to_string().parse().unwrap(),
    }
}

fn instant(value: &Value) -> DateTime<Utc> {
    DateTime::parse_from_rfc3339(text(value)).unwrap().to_utc()
}

// The clock of a case

fn working_time(calendar: &Value, zone: &Value) -> WorkingTime {
    let minute = |value: &Value| {
        let (hour, minute) = text(value).split_once(':').unwrap();
        hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap()
    };
    let day = |weekday: usize| {
        calendar["week"][weekday]
            .as_array()
            .unwrap()
            .iter()
            .map(|hours| Opening::new(minute(&hours[0]), minute(&hours[1])).unwrap())
            .collect()
    };
    WorkingTime {
        zone: text(zone).parse::<Tz>().unwrap(),
        week: std::array::from_fn(day),
        holidays: calendar["holidays"]
            .as_array()
            .unwrap()
            .iter()
            .map(|day| text(day).parse().unwrap())
            .collect(),
    }
}

#[test]
fn every_answer_is_due_when_the_published_clock_says() {
    let file = golden("sla_clock");
    for case in cases(&file) {
        let calendar = &file["calendars"][text(&case["calendar"])];
        let time = working_time(calendar, &file["timezone"]);
        let pauses: Vec<Stretch> = case["pauses"]
            .as_array()
            .unwrap()
            .iter()
            .map(|pause| (instant(&pause[0]), instant(&pause[1])))
            .collect();
        let target = TimeDelta::minutes(i64::from(number(&case["target_min"])));
        let start = instant(&case["start"]);
        let due = time.deadline(start, target, &pauses).unwrap();
        assert_eq!(due, instant(&case["deadline_utc"]), "{}", case["name"]);
        assert_eq!(
            time.elapsed(start, due, &pauses),
            target,
            "{}",
            case["name"]
        );
    }
}

fn office() -> WorkingTime {
    let file = golden("sla_clock");
    working_time(&file["calendars"]["lunch"], &file["timezone"])
}

#[test]
fn a_desk_that_never_opens_promises_nothing() {
    let never = WorkingTime {
        week: Default::default(),
        ..office()
    };
    let now = DateTime::<Utc>::UNIX_EPOCH;
    assert_eq!(never.deadline(now, TimeDelta::minutes(1), &[]), None);
    assert_eq!(never.deadline(now, TimeDelta::zero(), &[]), Some(now));
}

proptest! {
    #[test]
    fn a_deadline_never_comes_earlier_for_more_time_or_more_pauses(
        start in 1_767_225_600_i64..1_798_761_600,
        target in 0_i64..40_000,
        more in 0_i64..5_000,
        pauses in prop::collection::vec((0_i64..2_000_000, 1_i64..400_000), 0..5),
        cut in 0_i64..400_000,
    ) {
        let time = office();
        let start = DateTime::from_timestamp(start, 0).unwrap();
        let pauses: Vec<Stretch> = pauses
            .into_iter()
            .map(|(after, length)| {
                let begin = start + TimeDelta::seconds(after);
                (begin, begin + TimeDelta::seconds(length))
            })
            .collect();
        let due = time.deadline(start, TimeDelta::seconds(target), &pauses).unwrap();
        prop_assert_eq!(time.elapsed(start, due, &pauses), TimeDelta::seconds(target));
        prop_assert!(due <= time.deadline(start, TimeDelta::seconds(target + more), &pauses).unwrap());
        if let Some((first, rest)) = pauses.split_first() {
            prop_assert!(time.deadline(start, TimeDelta::seconds(target), rest).unwrap() <= due);
            // A pause in two pieces is the same pause.
            let middle = (first.0 + TimeDelta::seconds(cut)).min(first.1);
            let mut pieces = rest.to_vec();
            pieces.extend([(middle, first.1), (first.0, middle)]);
            prop_assert_eq!(time.deadline(start, TimeDelta::seconds(target), &pieces), Some(due));
        }
    }
}

// Lockout

fn told(outcome: Outcome) -> String {
    match outcome {
        Outcome::Verified => "verified".to_owned(),
        Outcome::Failed { failures, wait } => format!("failed_{failures}_wait_{wait}"),
        Outcome::LockedNow => "failed_now_locked".to_owned(),
        Outcome::TooEarly { left } => format!("refused_wait_{left}"),
        Outcome::Locked => "refused_locked".to_owned(),
    }
}

#[test]
fn attempts_are_heard_as_the_published_ladder_says() {
    let file = golden("identity_lockout");
    let waits: BTreeMap<u32, u32> = file["ladder"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(failure, wait)| (failure.parse().unwrap(), number(wait)))
        .collect();
    let ladder = Ladder {
        waits: waits.into_values().collect(),
        locks_at: number(&file["lock_at"]),
    };
    assert_eq!(ladder, Ladder::default());
    for case in cases(&file) {
        let mut lockout = Lockout::default();
        let mut found = Vec::new();
        for event in case["events"].as_array().unwrap() {
            let at = DateTime::from_timestamp(event[0].as_i64().unwrap(), 0).unwrap();
            found.push(match text(&event[1]) {
                "ok" => told(lockout.attempt(&ladder, at, true)),
                "bad" => told(lockout.attempt(&ladder, at, false)),
                "unlock_by_callback_or_in_person" => {
                    lockout.unlock(at);
                    "unlocked".to_owned()
                }
                other => panic!("{other}"),
            });
        }
        let expected: Vec<&str> = case["expected"]
            .as_array()
            .unwrap()
            .iter()
            .map(text)
            .collect();
        assert_eq!(found, expected, "{}", case["name"]);
    }
}

#[test]
fn a_clock_that_is_set_back_shortens_no_wait() {
    let ladder = Ladder::default();
    let mut lockout = Lockout::default();
    let at = |seconds| DateTime::from_timestamp(seconds, 0).unwrap();
    for second in [1_000, 1_001, 1_002] {
        lockout.attempt(&ladder, at(second), false);
    }
    let early = lockout.attempt(&ladder, at(10), true);
    assert_eq!(early, Outcome::TooEarly { left: 30 });
    assert_eq!(lockout.attempt(&ladder, at(1_032), true), Outcome::Verified);
}

// Call-backs

#[test]
fn promised_calls_find_the_published_slots() {
    let file = golden("callback_schedule");
    let requests: Vec<Request> = file["requests"]
        .as_array()
        .unwrap()
        .iter()
        .map(|request| Request {
            id: text(&request["id"]).to_owned(),
            asked: number(&request["asked"]),
            due: number(&request["due"]),
            from: number(&request["win_from"]),
            until: number(&request["win_to"]),
        })
        .collect();
    let agents = file["agents"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(agent, hours)| {
            let hours = hours.as_array().unwrap();
            let hours = hours
                .iter()
                .map(|each| (number(&each[0]), number(&each[1])));
            (agent.clone(), hours.collect())
        })
        .collect();
    let placed = schedule(&requests, &agents, number(&file["slot_min"]));
    let expected = file["expected"].as_object().unwrap();
    assert_eq!(placed.len(), expected.len());
    for (id, slot) in placed {
        let told = slot.map_or(Value::Null, |slot| {
            serde_json::json!({ "start": slot.start, "agent": slot.agent, "late": slot.is_late })
        });
        assert_eq!(told, expected[&id], "{id}");
    }
}

// Authority

const ROLES: [(&str, Role); 4] = [
    ("rep", Role::Representative),
    ("lead", Role::Lead),
    ("manager", Role::Manager),
    ("owner", Role::Owner),
];

fn role(name: &Value) -> Role {
    let found = ROLES.iter().find(|(known, _)| *known == text(name));
    found.unwrap_or_else(|| panic!("{name}")).1
}

fn cents(value: &Value) -> Money {
    Money::new(value.as_i64().unwrap(), Currency::EUR)
}

fn percent(value: &Value) -> Percent {
    Percent::new(decimal(value)).unwrap()
}

fn policy(limits: &Value, floor: Percent) -> Policy {
    Policy {
        limits: ROLES.map(|(name, _)| {
            let limits = &limits[name];
            Limits {
                percent: percent(&limits["pct"]),
                months: number(&limits["months"]),
                total: cents(&limits["total"]),
                grants_a_year: number(&limits["per_12m"]),
            }
        }),
        margin_floor: floor,
    }
}

fn ask(input: &Value) -> Ask {
    Ask {
        kind: match text(&input["kind"]) {
            "correction" => Kind::Correction,
            "contractual" => Kind::Contractual,
            "goodwill" => Kind::Goodwill,
            "retention" => Kind::Retention,
            other => panic!("{other}"),
        },
        role: role(&input["role"]),
        price: cents(&input["monthly_price_cents"]),
        cost: cents(&input["monthly_cost_cents"]),
        active: input["active_discounts_pct"]
            .as_array()
            .unwrap()
            .iter()
            .map(percent)
            .collect(),
        percent: percent(&input["pct"]),
        months: number(&input["months"]),
        grants_last_year: number(&input["discretionary_last_12m"]),
        budget_left: cents(&input["budget_left_cents"]),
        expiry: input["expiry"]
            .as_str()
            .map(|day| day.parse::<NaiveDate>().unwrap()),
        reason_code: input["reason_code"].as_str().map(str::to_owned),
        is_in_collection: input["in_collection"].as_bool().unwrap_or(false),
        has_open_finding: false,
    }
}

fn check_judgement(judgement: &Judgement, expected: &Value, name: &Value) {
    let (result, approver) = match judgement.verdict {
        Verdict::Grant => ("grant", None),
        Verdict::NeedsApproval(role) => ("needs_approval", Some(role)),
        Verdict::Refuse => ("refuse", None),
    };
    assert_eq!(result, text(&expected["result"]), "{name}");
    let expected_approver = (!expected["approver"].is_null()).then(|| role(&expected["approver"]));
    assert_eq!(approver, expected_approver, "{name}");
    let reasons: Vec<String> = judgement.reasons.iter().map(ToString::to_string).collect();
    let expected_reasons: Vec<&str> = expected["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect();
    assert_eq!(reasons, expected_reasons, "{name}");
    if let Some(effect) = judgement.effect {
        assert_eq!(
            effect.percent,
            decimal(&expected["effective_pct"]),
            "{name}"
        );
        assert_eq!(
            effect.price,
            cents(&expected["price_after_cents"]),
            "{name}"
        );
        assert_eq!(effect.total, cents(&expected["total_cost_cents"]), "{name}");
        let off = effect.margin.unwrap() - decimal(&expected["margin_pct"]);
        assert!(off.abs() < Decimal::new(1, 10), "{name}: {off}");
    }
}

#[test]
fn discounts_are_judged_as_the_published_cases_say() {
    let file = golden("discount_authority");
    for case in cases(&file) {
        let input = &case["input"];
        let policy = policy(&file["limits"], percent(&input["margin_floor_pct"]));
        let judgement = authority::judge(&policy, &ask(input)).unwrap();
        check_judgement(&judgement, &case["expected"], &case["name"]);
    }
}

#[test]
fn a_refusal_says_what_would_pass() {
    let file = golden("discount_authority");
    for case in cases(&file) {
        let input = &case["input"];
        let policy = policy(&file["limits"], percent(&input["margin_floor_pct"]));
        let ask = ask(input);
        let Some((percent, months)) = authority::nearest_grant(&policy, &ask) else {
            continue;
        };
        let lesser = Ask {
            percent,
            months,
            ..ask
        };
        let verdict = authority::judge(&policy, &lesser).unwrap().verdict;
        assert_eq!(verdict, Verdict::Grant, "{}", case["name"]);
    }
    let one_over = &cases(&file)[1]["input"];
    let policy = policy(&file["limits"], percent(&one_over["margin_floor_pct"]));
    let ten = Percent::new(Decimal::TEN).unwrap();
    assert_eq!(
        authority::nearest_grant(&policy, &ask(one_over)),
        Some((ten, 3))
    );
}

#[test]
fn an_offer_without_end_or_reason_is_nobodys_to_give() {
    let file = golden("discount_authority");
    let input = &cases(&file)[0]["input"];
    let policy = policy(&file["limits"], percent(&input["margin_floor_pct"]));
    let whole = ask(input);
    for bare in [
        Ask {
            expiry: None,
            ..whole.clone()
        },
        Ask {
            reason_code: Some("  ".to_owned()),
            ..whole.clone()
        },
        Ask {
            has_open_finding: true,
            ..whole.clone()
        },
        Ask {
            months: 0,
            ..whole.clone()
        },
    ] {
        let judgement = authority::judge(&policy, &bare).unwrap();
        assert_eq!(judgement.verdict, Verdict::Refuse, "{bare:?}");
        assert_eq!(judgement.reasons.len(), 1, "{bare:?}");
    }
}

// Why a bill changed

fn rated(line: &Value) -> RatedLine {
    let or = |name: &str, otherwise: &str| {
        line.get(name)
            .map_or_else(|| otherwise.parse().unwrap(), decimal)
    };
    RatedLine {
        id: text(&line["id"]).to_owned(),
        kind: match text(&line["kind"]) {
            "recurring" => LineKind::Recurring,
            "usage" => LineKind::Usage,
            "oneoff" => LineKind::OneOff,
            "fee" => LineKind::Fee,
            "credit" => LineKind::Credit,
            other => panic!("{other}"),
        },
        quantity: or("qty", "1"),
        unit_price: or("unit_price", "0"),
        days: (
            line.get("days").map_or(1, number),
            line.get("days_full").map_or(1, number),
        ),
        discount: or("disc_pct", "0"),
        tax_rate: or("vat_pct", "0"),
    }
}

fn bill(lines: &Value) -> Vec<RatedLine> {
    lines.as_array().unwrap().iter().map(rated).collect()
}

fn factor_name(factor: Factor) -> &'static str {
    match factor {
        Factor::Price => "price",
        Factor::Quantity => "quantity",
        Factor::Proration => "proration",
        Factor::Discount => "discount",
        Factor::TaxRate => "tax_rate",
        Factor::ServiceAdded => "service_added",
        Factor::ServiceRemoved => "service_removed",
        Factor::OneOff => "oneoff",
        Factor::Fee => "fee",
        Factor::Credit => "credit",
    }
}

#[test]
fn bills_are_explained_as_the_published_cases_say() {
    let file = golden("bill_decomposition");
    let order: Vec<&str> = file["factor_order"]
        .as_array()
        .unwrap()
        .iter()
        .map(text)
        .collect();
    assert_eq!(Factor::ALL.map(factor_name).to_vec(), order);
    for case in cases(&file) {
        let found = explain(&bill(&case["old"]), &bill(&case["new"]), Currency::EUR).unwrap();
        let name = &case["name"];
        assert_eq!(found.old_total, cents(&case["old_total_cents"]), "{name}");
        assert_eq!(found.new_total, cents(&case["new_total_cents"]), "{name}");
        let exact: BTreeMap<&str, String> = found
            .parts
            .iter()
            .map(|part| {
                (
                    factor_name(part.factor),
                    format!("{}/{}", part.exact.0, part.exact.1),
                )
            })
            .collect();
        let expected: BTreeMap<&str, String> = case["exact"]
            .as_object()
            .unwrap()
            .iter()
            .map(|(factor, exact)| (factor.as_str(), text(exact).to_owned()))
            .collect();
        assert_eq!(exact, expected, "{name}");
        for part in &found.parts {
            let expected = cents(&case["cents"][factor_name(part.factor)]);
            assert_eq!(part.amount, expected, "{name}: {:?}", part.factor);
        }
    }
}

fn any_line() -> impl Strategy<Value = RatedLine> {
    let kinds = [
        LineKind::Recurring,
        LineKind::Usage,
        LineKind::OneOff,
        LineKind::Fee,
        LineKind::Credit,
    ];
    let kind = prop::sample::select(kinds.to_vec());
    (
        0_u8..6,
        kind,
        0_i64..5_000,
        -9_999_i64..99_999,
        0_u32..=30,
        0_i64..=100,
        prop::sample::select(vec![0_i64, 10, 14, 24]),
    )
        .prop_map(
            |(id, kind, quantity, price, days, discount, rate)| RatedLine {
                id: id.to_string(),
                kind,
                quantity: Decimal::new(quantity, 2),
                unit_price: Decimal::new(price, 3),
                days: (days, 30),
                discount: Decimal::from(discount),
                tax_rate: Decimal::from(rate),
            },
        )
}

fn any_bill() -> impl Strategy<Value = Vec<RatedLine>> {
    prop::collection::vec(any_line(), 0..5).prop_map(|mut lines| {
        // One line of each name.
        lines.sort_by(|a, b| a.id.cmp(&b.id));
        lines.dedup_by(|a, b| a.id == b.id);
        lines
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn the_parts_sum_to_the_difference_and_turn_round_with_the_bills(old in any_bill(), new in any_bill()) {
        let there = explain(&old, &new, Currency::EUR).unwrap();
        let back = explain(&new, &old, Currency::EUR).unwrap();
        let sum: i64 = there.parts.iter().map(|part| part.amount.minor()).sum();
        prop_assert_eq!(sum, there.new_total.minor() - there.old_total.minor());
        let turned = |factor| match factor {
            Factor::ServiceAdded => Factor::ServiceRemoved,
            Factor::ServiceRemoved => Factor::ServiceAdded,
            other => other,
        };
        let mut opposite: Vec<_> = back
            .parts
            .iter()
            .map(|part| (turned(part.factor), (-part.exact.0, part.exact.1)))
            .collect();
        opposite.sort();
        let found: Vec<_> = there.parts.iter().map(|part| (part.factor, part.exact)).collect();
        prop_assert_eq!(found, opposite);
        prop_assert!(explain(&old, &old, Currency::EUR).unwrap().parts.is_empty());
    }
}

// Waits

fn close(found: Decimal, expected: &Value, name: &str) {
    // The published figures are binary floats, right to ten digits.
    let expected_figure = decimal_of_float(expected);
    let off = (found - expected_figure).abs();
    let within = expected_figure.abs().max(Decimal::ONE) * Decimal::new(1, 10);
    assert!(off <= within, "{name}: {found}, not {expected}");
}

fn decimal_of_float(value: &Value) -> Decimal {
    let text = value.to_string();
    text.parse()
        .or_else(|_| Decimal::from_scientific(&text))
        .unwrap_or_else(|_| panic!("{value} is no number"))
}

#[test]
fn waits_come_to_the_published_figures() {
    let file = golden("wait_metrics");
    let calls: Vec<Wait> = file["calls"]
        .as_array()
        .unwrap()
        .iter()
        .map(|call| Wait {
            seconds: number(&call["wait_s"]),
            ending: match text(&call["outcome"]) {
                "answered" => Ending::Answered,
                "abandoned" => Ending::Abandoned,
                "callback" => Ending::CallBack,
                other => panic!("{other}"),
            },
        })
        .collect();
    let found = WaitFigures::of(&calls, number(&file["short_abandon_s"]));
    let expected = &file["expected"];
    for (name, count) in [
        ("offered", found.offered),
        ("answered", found.answered),
        ("abandoned", found.abandoned),
        ("short_abandons_excluded", found.short_abandons),
        ("callback", found.call_backs),
    ] {
        assert_eq!(count as u64, expected[name].as_u64().unwrap(), "{name}");
    }
    assert_eq!(found.longest, Some(number(&expected["max_s"])));
    for (name, figure) in [
        ("asa_s", found.mean_answer),
        ("sl_20_offered", found.within_of_offered(20)),
        ("sl_150_offered", found.within_of_offered(150)),
        ("sl_180_offered", found.within_of_offered(180)),
        ("sl_180_answered", found.within_of_answered(180)),
        ("abandon_rate", found.abandon_rate),
        ("p50_s", found.percentile(50)),
        ("p90_s", found.percentile(90)),
        ("p95_s", found.percentile(95)),
        ("patience_estimate_s", found.patience),
    ] {
        close(figure.unwrap(), &expected[name], name);
    }
}

#[test]
fn of_no_calls_there_is_nothing_to_tell() {
    let none = WaitFigures::of(&[], 5);
    assert_eq!(
        (
            none.percentile(95),
            none.mean_answer,
            none.within_of_offered(20),
            none.patience
        ),
        (None, None, None, None)
    );
}

// Secrets

fn bytes(hex: &str) -> Vec<u8> {
    (0..hex.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap())
        .collect()
}

fn salt(case: &Value) -> Vec<u8> {
    case["salt_hex"]
        .as_str()
        .map_or_else(|| text(&case["salt_utf8"]).as_bytes().to_vec(), bytes)
}

#[test]
fn secrets_are_derived_to_the_published_bytes() {
    let file = golden("kdf_vectors");
    for case in file["argon2id"].as_array().unwrap() {
        let cost = Cost {
            memory: number(&case["m_kib"]),
            passes: number(&case["t"]),
            lanes: number(&case["p"]),
        };
        let found = secret::argon2id(text(&case["password"]).as_bytes(), &salt(case), cost);
        assert_eq!(
            found.unwrap().to_vec(),
            bytes(text(&case["hex"])),
            "{cost:?}"
        );
    }
    for case in file["pbkdf2_hmac_sha256"].as_array().unwrap() {
        let mut found = vec![0; number(&case["dklen"]) as usize];
        let password = text(&case["password"]).as_bytes();
        secret::pbkdf2_sha256(password, &salt(case), number(&case["iter"]), &mut found);
        assert_eq!(found, bytes(text(&case["hex"])), "{}", case["src"]);
    }
    for case in file["normalisation"].as_array().unwrap() {
        assert_eq!(
            secret::normalise(text(&case["input"])),
            text(&case["output"])
        );
    }
    assert!(secret::argon2id(b"x", b"short", Cost::default()).is_err());
}

#[test]
fn an_identity_code_is_known_for_one() {
    for code in ["131052-308T", "010100A123a", " 131052+308T ", "010101Y123B"] {
        assert!(secret::is_identity_code(code), "{code}");
    }
    for other in [
        "131052-308",
        "131052_308T",
        "pilvi harava",
        "1310522308T",
        "",
    ] {
        assert!(!secret::is_identity_code(other), "{other}");
    }
}

// Fairness

mod fairness {
    use super::{cases, cents, close, decimal, golden, number, percent, text};
    use chrono::NaiveDate;
    use lasku::calendar::Period;
    use lasku::care::review::{self, Charge, ChargeKind, Dispute, Reminder, ShockMethod};
    use lasku::care::secret::min_entropy_bits;
    use lasku::money::{Currency, Money, Quantity, UnitPrice};
    use rust_decimal::Decimal;
    use serde_json::{Value, json};

    fn day(value: &Value) -> NaiveDate {
        text(value).parse().unwrap()
    }

    fn days(from: &Value, last: &Value) -> Period {
        Period::through(day(from), day(last)).unwrap()
    }

    fn price(value: &Value) -> UnitPrice {
        UnitPrice::new(decimal(value)).unwrap()
    }

    fn prices(value: &Value) -> Vec<UnitPrice> {
        value.as_array().unwrap().iter().map(price).collect()
    }

    fn euros(value: &Value) -> Vec<Money> {
        let one = |each: &Value| Money::from_decimal(decimal(each), Currency::EUR).unwrap();
        value.as_array().unwrap().iter().map(one).collect()
    }

    fn periods(value: &Value) -> Vec<Period> {
        let all = value.as_array().unwrap();
        all.iter().map(|each| days(&each[0], &each[1])).collect()
    }

    /// Compares what was found with what is expected, field by field: whole numbers exactly, others to nine decimals.
    fn check(found: &Value, expected: &Value, name: &str) {
        for (field, expected) in expected.as_object().unwrap() {
            let found = &found[field];
            match (found, expected) {
                (Value::String(figure), Value::Number(_)) => {
                    close(
                        figure.parse().unwrap(),
                        expected,
                        &format!("{name}: {field}"),
                    );
                }
                _ => assert_eq!(found, expected, "{name}: {field}"),
            }
        }
    }

    /// A figure for [`check`].
    fn figure(value: Option<Decimal>) -> Value {
        value.map_or(Value::Null, |value| Value::String(value.to_string()))
    }

    fn found(detector: &str, input: &Value) -> Value {
        let quantity = || Quantity::new(decimal(&input["qty"])).unwrap();
        match detector {
            "F01" => {
                let (billed, agreed) = (
                    price(&input["billed_price"]),
                    price(&input["contract_price"]),
                );
                let found =
                    review::contract_price(quantity(), billed, agreed, Currency::EUR).unwrap();
                json!({
                    "flag": found.over.is_positive(),
                    "overcharge_cents": found.over.minor(),
                    "undercharge_cents": found.under.minor(),
                })
            }
            "F02" => {
                let line = |name: &str| {
                    let period = &input[name];
                    (
                        days(&period[0], &period[1]),
                        cents(&input[format!("{name}_cents")]),
                    )
                };
                let found = review::overlap(line("a"), line("b"));
                json!({
                    "flag": found.is_some(),
                    "overlap_days": found.map_or(0, |found| found.days),
                    "refund_cents": found.map_or(0, |found| found.refund.minor()),
                })
            }
            "F03" => {
                let (period, net) = (
                    days(&input["from"], &input["to"]),
                    cents(&input["net_cents"]),
                );
                let found =
                    review::service_after_end(period, net, day(&input["contract_end"])).unwrap();
                json!({
                    "flag": found.days > 0,
                    "days_after_end": found.days,
                    "refund_cents": found.refund.minor(),
                })
            }
            "F04" => {
                let (gross, given) = (
                    cents(&input["gross_cents"]),
                    cents(&input["discount_given_cents"]),
                );
                let missing =
                    review::missing_discount(gross, percent(&input["promised_pct"]), given)
                        .unwrap();
                json!({ "flag": missing.is_positive(), "missing_cents": missing.minor() })
            }
            "F05" => {
                let told = input["notice_sent"]
                    .as_str()
                    .map(|day| day.parse().unwrap());
                let (old, new) = (price(&input["old_price"]), price(&input["new_price"]));
                let found = review::price_rise(old, new, day(&input["effective"]), told, 1);
                let owed = Money::from_decimal(found.a_period, Currency::EUR).unwrap();
                json!({
                    "flag": found.is_flagged,
                    "earliest_valid": found.earliest.map(|day| day.to_string()),
                    "diff_per_period_cents": owed.minor(),
                })
            }
            "F06" => {
                let lines: Vec<_> = input["lines"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|line| (cents(&line[0]), percent(&line[1])))
                    .collect();
                let right: Vec<_> = input["expected_rates"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(percent)
                    .collect();
                let found = review::vat(&lines, &right, cents(&input["vat_billed_cents"])).unwrap();
                json!({
                    "flag": found.is_flagged(),
                    "wrong_rate_lines": found.wrong_lines,
                    "vat_recomputed_at_billed_rates_cents": found.recomputed.minor(),
                    "vat_expected_cents": found.expected.minor(),
                    "vat_over_cents": found.over.minor(),
                })
            }
            "F07" => {
                let found =
                    review::peers(price(&input["price"]), &prices(&input["peers"])).unwrap();
                json!({
                    "flag": found.is_flagged,
                    "percentile": figure(Some(found.percentile)),
                    "peer_median": figure(Some(found.median)),
                    "ratio": figure(found.ratio),
                    "n": found.count,
                })
            }
            "F08" => {
                let found = review::loyalty_penalty(
                    number(&input["tenure_months"]),
                    input["in_minimum_term"].as_bool().unwrap_or(false),
                    &euros(&input["customer_next12"]),
                    &euros(&input["new_customer_first12"]),
                )
                .unwrap();
                json!({
                    "flag": found.is_flagged,
                    "penalty_12m_cents": found.penalty.minor(),
                    "ratio": figure(found.ratio),
                })
            }
            "F10" => {
                let dispute = Dispute {
                    invoice: cents(&input["invoice_cents"]),
                    disputed: cents(&input["disputed_cents"]),
                    from: day(&input["dispute_open"]),
                    until: input["dispute_close"]
                        .as_str()
                        .map(|day| day.parse().unwrap()),
                };
                let charges: Vec<Charge> = input["charges"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|charge| Charge {
                        id: text(&charge["id"]).to_owned(),
                        kind: match text(&charge["kind"]) {
                            "reminder_fee" => ChargeKind::ReminderFee,
                            "collection_fee" => ChargeKind::CollectionFee,
                            "late_interest" => ChargeKind::LateInterest,
                            other => panic!("{other}"),
                        },
                        amount: cents(&charge["cents"]),
                        on: day(&charge["date"]),
                    })
                    .collect();
                let (reversed, which) = review::disputed_charges(&dispute, &charges).unwrap();
                json!({ "flag": reversed.is_positive(), "reverse_cents": reversed.minor(), "charges": which })
            }
            "F11" => {
                let sent: Vec<Reminder> = input["reminders"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|each| Reminder {
                        sent: day(&each["sent"]),
                        fee: cents(&each["fee_cents"]),
                    })
                    .collect();
                let most = Money::new(500, Currency::EUR);
                let checks = review::reminders(day(&input["due"]), &sent, most).unwrap();
                let refund: i64 = checks.iter().map(|check| check.excess.minor()).sum();
                let detail: Vec<Value> = sent
                    .iter()
                    .zip(&checks)
                    .map(|(reminder, check)| {
                        json!({
                            "sent": reminder.sent.to_string(),
                            "days_since": check.days_since,
                            "allowed_fee_cents": check.allowed.minor(),
                            "excess_cents": check.excess.minor(),
                        })
                    })
                    .collect();
                json!({ "flag": refund > 0, "refund_cents": refund, "detail": detail })
            }
            "F12" => {
                let history: Vec<Money> = input["history"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(cents)
                    .collect();
                let found = review::bill_shock(&history, cents(&input["x"])).unwrap();
                let in_cents = |value: Decimal| figure(Some(value * Decimal::ONE_HUNDRED));
                json!({
                    "flag": found.is_flagged,
                    "median": in_cents(found.median),
                    "mad": in_cents(found.mad),
                    "mean_ad": in_cents(found.mean_ad),
                    "modified_z": found.z.map_or(json!("inf"), |z| figure(Some(z))),
                    "method": match found.method {
                        ShockMethod::Mad => "MAD",
                        ShockMethod::MeanAd => "MeanAD",
                        ShockMethod::Constant => "constant history",
                    },
                })
            }
            "F15" => {
                let active = [days(&input["active"][0], &input["active"][1])];
                let found = review::coverage(&active, &periods(&input["billed"]));
                json!({
                    "flag": found.is_flagged(),
                    "unbilled_days": found.unbilled,
                    "double_days": found.double,
                    "outside_days": found.outside,
                })
            }
            "ENT" => {
                let told = text(&input["counts_description"]);
                let count: usize = told.split(' ').next().unwrap().parse().unwrap();
                assert!(told.ends_with("equal counts of 1"), "{told}");
                let bits = min_entropy_bits(std::iter::repeat_n(1, count));
                json!({ "min_entropy_bits": figure(Some(bits)) })
            }
            other => panic!("{other} is no known rule"),
        }
    }

    #[test]
    fn every_rule_finds_what_the_published_cases_say() {
        let file = golden("fairness_detectors");
        for case in cases(&file) {
            let (detector, name) = (text(&case["detector"]), text(&case["name"]));
            let found = found(detector, &case["input"]);
            check(&found, &case["expected"], &format!("{detector} {name}"));
        }
    }

    #[test]
    fn a_total_that_is_not_the_sum_of_its_lines_is_found() {
        let eur = |minor| Money::new(minor, Currency::EUR);
        let lines = [eur(1_000), eur(250)];
        assert_eq!(
            review::arithmetic(lines, eur(319), eur(1_569)),
            Some(eur(0))
        );
        assert_eq!(
            review::arithmetic(lines, eur(319), eur(1_570)),
            Some(eur(1))
        );
    }

    #[test]
    fn a_fee_is_owed_where_the_money_lay_there_already() {
        let eur = |minor| Money::new(minor, Currency::EUR);
        assert_eq!(
            review::misplaced_payment(eur(500), eur(3_000), eur(3_000)),
            Some(eur(500))
        );
        assert_eq!(
            review::misplaced_payment(eur(500), eur(2_999), eur(3_000)),
            Some(eur(0))
        );
    }
}

// Phone numbers

#[test]
fn a_phone_number_is_one_however_it_is_written() {
    for spelling in [
        "+358 40 1234567",
        "040/1234567",
        "040 123 45 67",
        "(040) 123-4567",
        "00358401234567",
        "+358 (0)40 123.4567",
        " 0401234567 ",
    ] {
        let found = lasku::care::phone::e164(spelling, "358");
        assert_eq!(found.as_deref(), Some("+358401234567"), "{spelling}");
    }
    assert_eq!(
        lasku::care::phone::e164("08-123 456 78", "46").as_deref(),
        Some("+46812345678")
    );
    for other in [
        "",
        "meri",
        "12",
        "1234567",
        "+0401234567",
        "040+1234567",
        "+1234567890123456",
    ] {
        assert_eq!(lasku::care::phone::e164(other, "358"), None, "{other}");
    }
}
