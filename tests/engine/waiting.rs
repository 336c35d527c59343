//! Waiting: figures of several days, hour by hour of the week, promised calls, and how many people an hour takes.

use crate::support::shop::day;
use chrono::{DateTime, TimeDelta, Utc};
use lasku::billing::desk::case::{
    CallBack, Case, CaseEvent, CaseKind, Channel, Happening, Outcome, Priority,
};
use lasku::billing::desk::policy::{Policy, Target as Deadline};
use lasku::billing::id::{AccountId, CaseId};
use lasku::calendar::{Opening, Period};
use lasku::care::waiting::{Ending, Keeping, calls_within, promised_calls, talks_within, waits_of};
use lasku::insight::queueing::{Load, Target};
use lasku::insight::waiting::{
    HourOfWeek, Light, Observed, PercentileInterval, Question, RightNow, Span, Staffed, Staffing,
};
use lasku::money::Currency;
use serde_json::Value;
use std::fs;
use uuid::Uuid;

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn policy() -> Policy {
    Policy::usual(Currency::EUR)
}

fn days(from: &str, last: &str) -> Period {
    Period::through(day(from), day(last)).unwrap()
}

fn promise(due: &str) -> Happening {
    Happening::CallBackPromised(CallBack {
        from: at(due) - TimeDelta::hours(8),
        until: at(due),
        due: at(due),
        phone: "040 1234567".into(),
        note: String::new(),
    })
}

fn settled() -> Happening {
    Happening::Resolved {
        outcome: Outcome::Explained,
        note: String::new(),
    }
}

/// A case in which these things happened.
fn case(number: u32, events: &[(DateTime<Utc>, Happening)]) -> Case {
    let event = |(at, what): &(DateTime<Utc>, Happening)| CaseEvent {
        at: *at,
        by: None,
        is_clock_behind: false,
        is_late_entry: false,
        what: what.clone(),
    };
    let case = Case {
        id: CaseId(Uuid::from_u128(u128::from(number))),
        number,
        account: Some(AccountId(Uuid::from_u128(u128::from(number) + 1_000_000))),
        channel: Channel::Phone,
        kind: CaseKind::Question,
        priority: Priority::USUAL,
        subject: String::new(),
        phone: String::new(),
        target: Deadline {
            first_response: 60,
            resolution: 600,
        },
        events: events.iter().map(event).collect(),
    };
    case.check().unwrap();
    case
}

/// A call that waited so many seconds and was answered; it lasted six minutes.
fn answered(number: u32, rang: &str, seconds: i64) -> Case {
    let rang = at(rang);
    let answer = rang + TimeDelta::seconds(seconds);
    case(
        number,
        &[
            (rang, Happening::CalledIn),
            (answer, Happening::Answered),
            (answer + TimeDelta::minutes(6), Happening::HungUp),
        ],
    )
}

fn gave_up(number: u32, rang: &str, seconds: i64) -> Case {
    let rang = at(rang);
    let end = rang + TimeDelta::seconds(seconds);
    case(
        number,
        &[(rang, Happening::CalledIn), (end, Happening::Abandoned)],
    )
}

fn observe(cases: &[Case], span: Span, now: &str) -> Observed {
    Observed::of(cases.iter(), &policy(), span, at(now)).unwrap()
}

// Days

#[test]
fn the_last_seven_days_are_today_and_the_six_before_where_the_desk_is() {
    let cases = [
        // In Helsinki it is Friday 20 November already.
        answered(1, "2026-11-19T22:30:00Z", 10),
        // Still Thursday there.
        answered(2, "2026-11-19T21:30:00Z", 500),
        answered(3, "2026-11-26T08:00:00Z", 30),
        gave_up(4, "2026-11-24T08:00:00Z", 90),
        // Too soon to have waited.
        gave_up(5, "2026-11-24T09:00:00Z", 4),
    ];
    let now = "2026-11-26T12:00:00Z";
    for (span, from, offered, within_150) in [
        (Span::Last(7), "2026-11-20", 3, (2, 3)),
        (Span::Last(8), "2026-11-19", 4, (2, 4)),
        (Span::Last(1), "2026-11-26", 1, (1, 1)),
        (Span::All, "2026-11-19", 4, (2, 4)),
    ] {
        let found = observe(&cases, span, now);
        assert_eq!(found.days, days(from, "2026-11-26"), "{span:?}");
        assert_eq!(found.figures.offered, offered, "{span:?}");
        let share = found.within_of_offered(150).unwrap();
        assert_eq!((share.events(), share.total()), within_150, "{span:?}");
        assert_eq!(found.counted().count(), offered, "{span:?}");
    }
    let week = observe(&cases, Span::Last(7), now);
    assert_eq!(week.figures.short_abandons, 1);
    assert_eq!(week.ended(Ending::Abandoned).count(), 1);
    let of_answered = week.within_of_answered(150).unwrap();
    assert_eq!((of_answered.events(), of_answered.total()), (2, 2));
}

#[test]
fn a_range_of_days_gives_what_its_days_give_one_by_one() {
    let cases: Vec<Case> = (0..40)
        .map(|number| {
            let rang = at("2026-10-20T05:00:00Z") + TimeDelta::hours(5 * i64::from(number));
            answered(number, &rang.to_rfc3339(), i64::from(number * 7 % 300))
        })
        .collect();
    let zone = policy().hours.zone;
    let whole = calls_within(&cases, &zone, days("2026-10-22", "2026-10-27"));
    let mut one_by_one = Vec::new();
    for day in day("2026-10-22").iter_days().take(6) {
        one_by_one.extend(waits_of(&cases, &zone, day));
    }
    let waits: Vec<_> = whole.measured.iter().map(|call| call.wait).collect();
    assert_eq!(waits, one_by_one);
    assert!(whole.measured.is_sorted_by_key(|call| call.at));
    assert!(
        whole
            .measured
            .iter()
            .all(|call| call.account.is_some() && call.at < at("2026-10-27T22:00:00Z"))
    );
}

#[test]
fn calls_that_nobody_measured_are_kept_out_and_counted_apart() {
    let mut typed_in = answered(1, "2026-11-26T08:00:00Z", 120);
    for event in &mut typed_in.events {
        event.is_late_entry = true;
    }
    let mut set_back = answered(2, "2026-11-26T09:00:00Z", 0);
    set_back.events[1].is_clock_behind = true;
    let measured = answered(3, "2026-11-26T10:00:00Z", 20);
    let found = observe(
        &[typed_in, set_back, measured],
        Span::Last(7),
        "2026-11-26T12:00:00Z",
    );
    assert_eq!(
        (found.figures.offered, found.calls.unmeasured.len()),
        (1, 2)
    );
    assert_eq!(found.figures.longest, Some(20));
    // How long they talked is known of the third, and of the second from a time on that is right.
    assert_eq!(found.talks.len(), 2);
}

#[test]
fn a_ring_that_ended_unseen_is_no_wait_however_long_ago_it_was() {
    let cases = [
        case(
            1,
            &[
                (at("2026-11-02T08:00:00Z"), Happening::CalledIn),
                (at("2026-11-02T08:10:00Z"), settled()),
                (at("2026-11-10T08:00:00Z"), Happening::Reopened),
                (at("2026-11-10T08:01:00Z"), promise("2026-11-11T15:00:00Z")),
            ],
        ),
        // Still waiting: no wait yet.
        case(2, &[(at("2026-11-26T11:58:00Z"), Happening::CalledIn)]),
    ];
    let found = observe(&cases, Span::All, "2026-11-26T12:00:00Z");
    assert_eq!(found.figures.offered, 0);
    let now = RightNow::of(cases.iter(), at("2026-11-26T12:00:00Z"));
    assert_eq!(now.waiting.len(), 1);
    assert_eq!(now.longest(at("2026-11-26T12:00:30Z")), Some(150));
    assert_eq!(
        RightNow::default().longest(at("2026-11-26T12:00:30Z")),
        None
    );
    assert_eq!((found.within_of_offered(20), found.gave_up()), (None, None));
}

#[test]
fn a_forgotten_line_says_nothing_of_how_long_calls_last() {
    let rang = "2026-11-26T07:00:00Z";
    let mut forgotten = answered(1, rang, 10);
    forgotten.events[2].at = at("2026-11-26T11:30:00Z");
    let usual = answered(2, rang, 10);
    // The matter was settled while they talked.
    let mut settled_on_line = answered(3, rang, 10);
    settled_on_line.events[2].what = settled();
    let zone = policy().hours.zone;
    let of = days("2026-11-26", "2026-11-26");
    let talks = talks_within(&[forgotten, usual, settled_on_line], &zone, of);
    let seconds: Vec<u32> = talks.iter().map(|talk| talk.seconds).collect();
    assert_eq!(seconds, [360, 360]);
}

#[test]
fn figures_of_cases_are_the_published_ones() {
    let path = format!(
        "{}/tests/golden/wait_metrics.json",
        env!("CARGO_MANIFEST_DIR")
    );
    let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let cases: Vec<Case> = file["calls"]
        .as_array()
        .unwrap()
        .iter()
        .zip(1..)
        .map(|(call, number)| {
            let rang = at("2026-11-23T08:00:00Z") + TimeDelta::hours(i64::from(number));
            let end = rang + TimeDelta::seconds(call["wait_s"].as_i64().unwrap());
            let what = match call["outcome"].as_str().unwrap() {
                "answered" => Happening::Answered,
                "abandoned" => Happening::Abandoned,
                _ => promise("2026-12-01T15:00:00Z"),
            };
            case(number, &[(rang, Happening::CalledIn), (end, what)])
        })
        .collect();
    let mut policy = policy();
    policy.targets.short_abandon = 5;
    let now = at("2026-11-28T12:00:00Z");
    let found = Observed::of(cases.iter(), &policy, Span::Last(28), now).unwrap();
    let expected = &file["expected"];
    assert_eq!(
        found.figures.offered as u64,
        expected["offered"].as_u64().unwrap()
    );
    assert_eq!(
        found.figures.short_abandons as u64,
        expected["short_abandons_excluded"].as_u64().unwrap()
    );
    for (what, share) in [
        ("sl_20_offered", found.within_of_offered(20)),
        ("sl_150_offered", found.within_of_offered(150)),
        ("sl_180_offered", found.within_of_offered(180)),
        ("sl_180_answered", found.within_of_answered(180)),
        ("abandon_rate", found.gave_up()),
    ] {
        let difference = share.unwrap().value() - expected[what].as_f64().unwrap();
        assert!(difference.abs() < 1e-9, "{what}");
    }
    assert_eq!(
        found.promised.len() as u64,
        expected["callback"].as_u64().unwrap()
    );
}

// Promised calls

#[test]
fn a_promised_call_is_kept_late_due_dropped_or_moved() {
    let due = "2026-11-26T15:00:00Z";
    let made = |when: &str| {
        vec![
            (at(when), Happening::CalledOut("040 1234567".into())),
            (at(when), Happening::HungUp),
            (at(when), Happening::CallBackDone),
        ]
    };
    let not_reached = vec![
        (
            at("2026-11-26T10:00:00Z"),
            Happening::CalledOut("040 1234567".into()),
        ),
        (at("2026-11-26T10:01:00Z"), Happening::NotReached),
    ];
    let settled_on_call = vec![
        (
            at("2026-11-26T10:00:00Z"),
            Happening::CalledOut("040 1234567".into()),
        ),
        (at("2026-11-26T10:05:00Z"), settled()),
    ];
    use Keeping::*;
    let table = [
        ("made before", made("2026-11-26T14:00:00Z"), vec![Kept]),
        ("made after", made("2026-11-26T15:01:00Z"), vec![MadeLate]),
        ("not made", vec![], vec![Late]),
        ("tried", not_reached, vec![Late]),
        ("settled on the call", settled_on_call, vec![Kept]),
        (
            "settled before",
            vec![(at("2026-11-26T14:00:00Z"), settled())],
            vec![Dropped],
        ),
        (
            "settled after",
            vec![(at("2026-11-27T14:00:00Z"), settled())],
            vec![MadeLate],
        ),
        (
            "another time, in time",
            vec![(at("2026-11-26T14:00:00Z"), promise("2026-11-30T15:00:00Z"))],
            vec![Moved, Due],
        ),
        (
            "another time, too late",
            vec![(at("2026-11-26T16:00:00Z"), promise("2026-11-30T15:00:00Z"))],
            vec![MadeLate, Due],
        ),
    ];
    let begun = at("2026-11-25T10:00:00Z");
    let now = at("2026-11-27T15:00:00Z");
    let mut cases = Vec::new();
    for ((name, then, expected), number) in table.into_iter().zip(1..) {
        let mut events = vec![(begun, Happening::CalledIn), (begun, promise(due))];
        events.extend(then);
        let case = case(number, &events);
        let found: Vec<Keeping> = promised_calls([&case], now)
            .iter()
            .map(|call| call.keeping)
            .collect();
        assert_eq!(found, expected, "{name}");
        cases.push(case);
    }
    let found = Observed::of(cases.iter(), &policy(), Span::Last(7), now).unwrap();
    // Two kept of seven whose time is over; what was moved, dropped or is due later says nothing.
    let kept = found.kept_in_time().unwrap();
    assert_eq!((kept.events(), kept.total()), (2, 7));
    let open = RightNow::of(cases.iter(), now);
    assert_eq!((open.late.len(), open.due.len()), (2, 2));
    // What is open stays in sight, whenever it was promised.
    let later = at("2027-02-01T10:00:00Z");
    let week = Observed::of(cases.iter(), &policy(), Span::Last(7), later).unwrap();
    let open = RightNow::of(cases.iter(), later);
    assert_eq!((week.promised.len(), open.late.len()), (0, 4));
}

// Hours of the week

fn hour(weekday: u8, hour: u8) -> HourOfWeek {
    HourOfWeek { weekday, hour }
}

#[test]
fn an_hour_of_the_week_is_the_clocks_on_the_wall_through_both_changes_of_the_clocks() {
    // Nine o'clock on a Monday in Helsinki, before and after the clocks are set.
    for (summer, winter, now) in [
        (
            "2026-10-19T06:15:00Z",
            "2026-10-26T07:15:00Z",
            "2026-10-30T16:00:00Z",
        ),
        (
            "2026-03-30T06:15:00Z",
            "2026-03-23T07:15:00Z",
            "2026-04-03T16:00:00Z",
        ),
    ] {
        let cases = [answered(1, summer, 10), answered(2, winter, 200)];
        let found = observe(&cases, Span::Last(28), now);
        let cell = &found.week.cells[&hour(0, 9)];
        assert_eq!((cell.offered, cell.within, cell.times()), (2, 1, 2));
        assert_eq!(cell.hours(), 2.0);
        assert!(found.week.outside.is_empty());
        assert_eq!(found.week.weekdays(), [0, 1, 2, 3, 4]);
        assert_eq!(found.week.hours_of_day(), (9..17).collect::<Vec<u8>>());
    }
}

#[test]
fn the_hour_that_comes_twice_is_two_hours_long_and_the_one_left_out_has_none() {
    let mut policy = policy();
    policy.hours.week[6] = vec![Opening::new(2 * 60, 5 * 60).unwrap()];
    for (rang, now, expected) in [
        (
            "2026-10-25T00:10:00Z",
            "2026-10-25T10:00:00Z",
            [Some(1.0), Some(2.0), Some(1.0)],
        ),
        (
            "2026-03-29T00:10:00Z",
            "2026-03-29T10:00:00Z",
            [Some(1.0), None, Some(1.0)],
        ),
    ] {
        let cases = [answered(1, rang, 10)];
        let found = Observed::of(cases.iter(), &policy, Span::Last(1), at(now)).unwrap();
        let hours = [2, 3, 4].map(|clock| {
            let cell = found.week.cells.get(&hour(6, clock));
            cell.map(|cell| cell.hours())
        });
        assert_eq!(hours, expected, "{now}");
        assert_eq!(found.week.offered(), 1);
    }
}

#[test]
fn calls_while_the_desk_is_closed_are_no_load_of_its_hours() {
    let cases = [
        answered(1, "2026-11-24T08:00:00Z", 10),
        // 17:00 in Helsinki: the end is not part of the hours.
        answered(2, "2026-11-24T15:00:00Z", 10),
        // A Saturday.
        gave_up(3, "2026-11-28T10:00:00Z", 60),
    ];
    let found = observe(&cases, Span::Last(7), "2026-11-29T12:00:00Z");
    assert_eq!(found.figures.offered, 3);
    assert_eq!((found.week.offered(), found.week.outside.len()), (1, 2));
    // Nothing was observed before the first call: Tuesday to Friday, eight hours each.
    assert_eq!(found.week.hours(), 32.0);
}

#[test]
fn all_days_are_all_days_after_many_years_too() {
    let mut typed_in = answered(1, "2010-03-01T08:00:00Z", 10);
    for event in &mut typed_in.events {
        event.is_late_entry = true;
    }
    let cases = [
        typed_in,
        answered(2, "2010-03-02T08:00:00Z", 10),
        answered(3, "2026-11-24T08:00:00Z", 10),
    ];
    let found = observe(&cases, Span::All, "2026-11-24T12:00:00Z");
    assert_eq!(found.days, days("2010-03-01", "2026-11-24"));
    assert_eq!(found.calls.unmeasured.len(), 1);
    assert_eq!((found.week.offered(), found.week.outside.len()), (2, 0));
    // Observed from the Tuesday on which somebody first measured a call.
    assert_eq!(found.week.cells[&hour(0, 9)].times(), 873);
    assert_eq!(found.week.cells[&hour(1, 9)].times(), 874);
}

#[test]
fn an_hour_begun_counts_for_the_time_passed_and_not_against_chance() {
    let cases: Vec<Case> = [
        "2026-11-03T07:10:00Z",
        "2026-11-10T07:10:00Z",
        "2026-11-10T07:40:00Z",
        "2026-11-17T07:10:00Z",
        "2026-11-24T07:10:00Z",
    ]
    .into_iter()
    .zip(1..)
    .map(|(rang, number)| answered(number, rang, 10))
    .collect();
    // A quarter past nine on a Tuesday.
    let found = observe(&cases, Span::All, "2026-11-24T07:15:00Z");
    let cell = &found.week.cells[&hour(1, 9)];
    assert_eq!((cell.offered, cell.times(), cell.hours()), (5, 4, 3.25));
    let dispersion = cell.dispersion().unwrap();
    // One, two and one call: the mean is 4/3, the variance 1/3.
    assert_eq!(dispersion.calls, 4);
    assert!((dispersion.ratio - 0.25).abs() < 1e-12);
    assert!(cell.is_few() && !dispersion.allows_model());
}

#[test]
fn a_monday_that_is_always_busier_is_no_bunch() {
    let mut cases = Vec::new();
    for week in 0..6 {
        for call in 0..12 {
            let rang = at("2026-10-26T07:00:00Z")
                + TimeDelta::days(7 * week)
                + TimeDelta::minutes(5 * call);
            cases.push(answered(cases.len() as u32, &rang.to_rfc3339(), 10));
        }
    }
    let found = observe(&cases, Span::All, "2026-12-06T12:00:00Z");
    let dispersion = found.week.dispersion().unwrap();
    assert_eq!((dispersion.ratio, dispersion.calls), (0.0, 72));
    assert!(dispersion.allows_model());
    let monday = found.load(Some(hour(0, 9)));
    assert_eq!((monday.calls, monday.calls_per_hour), (72, Some(12.0)));
    assert_eq!(monday.handling_minutes, Some(6.0));
    // Six weeks of forty hours.
    assert_eq!(found.load(None).calls_per_hour, Some(72.0 / 240.0));
}

#[test]
fn a_load_of_fewer_than_twenty_calls_is_not_known_yet() {
    let begin = at("2026-11-23T07:00:00Z");
    let call = |number: u32| {
        let rang = begin + TimeDelta::minutes(10 * i64::from(number));
        match number % 4 {
            0 => gave_up(number, &rang.to_rfc3339(), 90),
            _ => answered(number, &rang.to_rfc3339(), 30),
        }
    };
    let cases: Vec<Case> = (1..=27).map(call).collect();
    let now = "2026-11-23T15:00:00Z";
    let few = observe(&cases[..19], Span::Last(7), now).load(None);
    assert_eq!((few.calls, few.talks, few.gave_up), (19, 15, 4));
    assert_eq!(
        (
            few.calls_per_hour,
            few.handling_minutes,
            few.patience_minutes
        ),
        (None, None, None)
    );
    let enough = observe(&cases, Span::Last(7), now).load(None);
    assert_eq!(enough.calls_per_hour, Some(27.0 / 8.0));
    assert_eq!(enough.handling_minutes, Some(6.0));
    // 21 waited half a minute, six a minute and a half.
    assert_eq!(enough.patience_minutes, Some(19.5 / 6.0));
    let other = observe(&cases, Span::Last(7), now).load(Some(hour(3, 11)));
    assert_eq!((other.calls, other.calls_per_hour), (0, None));
}

// How well it is known

#[test]
fn percentiles_have_the_intervals_of_their_order_statistics() {
    let waits = |count: u32| (1..=count).collect::<Vec<u32>>();
    // Tables of order statistics: of 10 the 2nd and 9th, of 20 the 6th and 15th, of 100 the 40th and 61st.
    for (count, percent, low, high) in [
        (10, 50, Some(2), Some(9)),
        (20, 50, Some(6), Some(15)),
        (100, 50, Some(40), Some(61)),
        (5, 50, None, None),
        (6, 50, Some(1), Some(6)),
        // 0.95 to the power of 71 is more than 2.5 %, to that of 72 less.
        (71, 95, Some(63), None),
        (72, 95, Some(64), Some(72)),
        (0, 95, None, None),
    ] {
        let found = PercentileInterval::of(&waits(count), percent);
        assert_eq!((found.low, found.high), (low, high), "{count} {percent}");
    }
}

#[test]
fn the_light_follows_the_longest_waits_and_not_the_mean() {
    let now = "2026-11-27T14:00:00Z";
    let of = |slow: i64| {
        let begin = at("2026-11-27T07:00:00Z");
        let cases: Vec<Case> = (0..20)
            .map(|number| {
                let rang = begin + TimeDelta::minutes(10 * i64::from(number));
                let seconds = if number < 2 { slow } else { 5 };
                answered(number, &rang.to_rfc3339(), seconds)
            })
            .collect();
        (
            observe(&cases, Span::Last(7), now).light(),
            observe(&cases[..19], Span::Last(7), now).light(),
        )
    };
    assert_eq!(of(150), (Light::Good, Light::Unknown));
    assert_eq!(of(180), (Light::Watch, Light::Unknown));
    // The mean is below half a minute.
    assert_eq!(of(200), (Light::Bad, Light::Unknown));
    for (seconds, light) in [
        (None, Light::Good),
        (Some(59), Light::Good),
        (Some(60), Light::Watch),
        (Some(149), Light::Watch),
        (Some(150), Light::Bad),
    ] {
        assert_eq!(Light::of_longest_now(seconds), light, "{seconds:?}");
    }
}

// Staffing

fn question(calls: f64, handling: f64, people: u32, patience: Option<f64>) -> Question {
    Question {
        load: Load::of(calls, handling).unwrap(),
        people,
        patience_minutes: patience,
        target: Target {
            share: 0.95,
            minutes: 3.0,
        },
    }
}

#[track_caller]
fn close(found: f64, expected: f64, within: f64) {
    assert!(
        (found - expected).abs() <= within,
        "{found} is not {expected}"
    );
}

#[test]
fn one_more_person_makes_the_difference_in_a_small_firm() {
    let one = Staffing::of(question(6.0, 5.0, 1, None)).unwrap();
    close(one.asked.waits, 0.5, 1e-12);
    close(one.asked.mean_wait.unwrap(), 5.0, 1e-12);
    close(one.asked.within, 0.63, 0.001);
    close(one.asked.wait_of_95_percent.unwrap(), 23.0, 0.1);
    assert_eq!((one.needed, one.asked.gives_up), (Some(2), None));
    let two = &one.rows[1];
    close(two.within, 0.959, 0.0005);
    close(two.mean_wait.unwrap() * 60.0, 20.0, 0.5);
    assert!(two.meets(one.question.target) && !one.asked.meets(one.question.target));
    let twelve = Staffed::of(question(12.0, 5.0, 2, None), 2).unwrap();
    close(twelve.within, 0.817, 0.0005);
    // The queue grows without end: the model promises nothing.
    let over = Staffing::of(question(12.0, 5.0, 1, None)).unwrap();
    assert_eq!((over.asked.mean_wait, over.asked.within), (None, 0.0));
    assert_eq!(over.beyond_per_hour(), Some(0.0));
    let impatient = Staffing::of(question(12.0, 5.0, 1, Some(4.0))).unwrap();
    close(impatient.asked.gives_up.unwrap(), 0.38, 0.005);
}

#[test]
fn the_fewest_people_for_a_promise_are_found() {
    for (calls, people) in [
        (2.0, 2),
        (6.0, 3),
        (12.0, 4),
        (20.0, 5),
        (30.0, 6),
        (60.0, 9),
    ] {
        let found = Staffing::of(question(calls, 6.0, 1, None)).unwrap();
        assert_eq!(found.needed, Some(people), "{calls} calls per hour");
        let rows: Vec<u32> = found.rows.iter().map(|row| row.people).collect();
        assert_eq!(rows, (1..=people + 3).collect::<Vec<u32>>());
        let meets = |people: u32| found.rows[people as usize - 1].meets(found.question.target);
        assert!(meets(people) && !meets(people - 1));
        assert!(
            found
                .rows
                .is_sorted_by(|one, more| one.within <= more.within)
        );
    }
}

#[test]
fn whoever_works_alone_promises_call_backs() {
    let found = Staffing::of(question(6.0, 5.0, 1, None)).unwrap();
    let most = found.alone.most_calls_per_hour.unwrap();
    let at = |calls: f64| Staffed::of(question(calls, 5.0, 1, None), 1).unwrap();
    // With one agent of occupancy r, the share who wait longer is r exp(-(1 - r) T / AHT).
    let busy = most * 5.0 / 60.0;
    close(busy * (-(1.0 - busy) * 3.0 / 5.0).exp(), 0.05, 1e-9);
    assert!(at(most - 0.01).within >= 0.95 && at(most + 0.01).within < 0.95);
    // Whoever would wait longer is called back: most callers are still answered at once.
    let call_backs = found.asked.call_backs;
    assert!(call_backs.can_be_kept && found.beyond_per_hour().is_none());
    assert!(call_backs.per_hour > 1.0 && call_backs.per_hour < 6.0 * (1.0 - found.asked.within));
    assert_eq!(call_backs, found.alone_call_backs);
    assert!(found.slots.unwrap() as f64 >= call_backs.per_hour);
    // 20 calls of six minutes are more than one person gets through: ten are too many, whatever is promised.
    let over = Staffing::of(question(20.0, 6.0, 1, None)).unwrap();
    assert!(!over.asked.call_backs.can_be_kept);
    close(over.beyond_per_hour().unwrap(), 10.0, 1e-9);
}

#[test]
fn of_many_people_the_last_rows_are_shown() {
    let found = Staffing::of(question(400.0, 6.0, 42, Some(5.0))).unwrap();
    let last = 42.max(found.needed.unwrap()) + 3;
    assert_eq!(found.rows.len(), 30);
    assert_eq!(found.rows.last().map(|row| row.people), Some(last));
    assert!(Staffing::of(question(1.0, 6.0, 0, None)).is_err());
    assert!(Staffing::of(question(1.0, 6.0, 10_000, None)).is_ok());
}
