//! Numbers of documents: their form, their years, and that none is missing or given twice.

use super::builder::{World, day, item};
use lasku::billing::command::Command;
use lasku::billing::id::SeriesId;
use lasku::billing::numbering::{NumberSeries, free_pattern};
use lasku::billing::refusal::{Field, Refusal, RefusalKind};
use uuid::Uuid;

fn series(pattern: &str, yearly: bool) -> NumberSeries {
    NumberSeries {
        pattern: pattern.into(),
        yearly,
        ..NumberSeries::initial(SeriesId(Uuid::from_u128(500)))
    }
}

/// One row: the pattern, whether it begins anew each year, and numbers by the day of issue.
#[track_caller]
fn check_numbers(pattern: &str, yearly: bool, given: &[(&str, &str)]) {
    let mut series = series(pattern, yearly);
    series.check().unwrap();
    for (on, number) in given {
        assert_eq!(series.peek(day(on)), *number);
        assert_eq!(series.take(day(on)).unwrap(), *number, "{pattern} on {on}");
    }
}

#[test]
fn numbers_look_as_the_pattern_says() {
    let two_years = |a, b, c| [("2026-12-30", a), ("2026-12-31", b), ("2027-01-01", c)];
    check_numbers(
        "{YYYY}-{NNNNN}",
        true,
        &two_years("2026-00001", "2026-00002", "2027-00001"),
    );
    check_numbers(
        "{YYYY}-{NNNNN}",
        false,
        &two_years("2026-00001", "2026-00002", "2027-00003"),
    );
    check_numbers("{N}", false, &two_years("1", "2", "3"));
    check_numbers(
        "A{YY}/{NNN}",
        true,
        &two_years("A26/001", "A26/002", "A27/001"),
    );
}

#[test]
fn a_pattern_that_would_give_a_number_twice_is_refused() {
    for (pattern, yearly) in [
        ("", false),
        ("2026", false),
        ("{YYYY}", true),
        ("{N}", true),
        ("{N}-{N}", false),
        ("{YYYY}-{X}", false),
        ("{YYYY}-{N", false),
        ("{YYYY}}-{N}", false),
        ("{N}-this-is-longer-than-any-invoice", false),
    ] {
        let refusal = series(pattern, yearly).check().unwrap_err();
        assert_eq!(refusal.kind, RefusalKind::PatternInvalid, "{pattern}");
    }
}

#[test]
fn days_never_go_back_within_a_series() {
    let mut series = series("{N}", false);
    series.take(day("2026-05-02")).unwrap();
    let refused = series.take(day("2026-05-01"));
    let earliest = day("2026-05-02");
    assert_eq!(
        refused.map_err(|r: Refusal| r.kind),
        Err(RefusalKind::TooEarly { earliest })
    );
    assert_eq!(series.take(day("2026-05-02")).unwrap(), "2");
}

#[test]
fn a_refused_invoice_takes_no_number() {
    let mut world = World::new();
    let account = world.account(|_| {});
    world.invoice(account, "10.00");
    world.today = day("2025-12-31");
    let draft = world.draft(account, vec![item("1", "1.00")]);
    assert!(world.issue(draft).is_err());
    world.today = day("2026-01-01");
    let draft = world.draft(account, vec![item("-1", "1.00")]);
    assert!(world.issue(draft).is_err());
    let draft = world.draft(account, Vec::new());
    assert!(world.issue(draft).is_err());
    let next = world.invoice(account, "10.00");
    assert_eq!(world.archive.invoices[&next].number, "2026-00002");
}

#[test]
fn a_series_that_gave_numbers_does_not_give_them_again_by_changing_its_form() {
    let mut world = World::new();
    let account = world.account(|_| {});
    for _ in 0..3 {
        world.invoice(account, "10.00");
    }
    let first = world.book.series[&world.series].clone();
    let taken = |world: &mut World, pattern: &str, next| {
        let revised = NumberSeries {
            pattern: pattern.into(),
            next,
            ..first.clone()
        };
        world.refused(Command::ReviseSeries(revised))
    };
    let too_low = RefusalKind::NumberTooLow { lowest: 4 };
    assert_eq!(taken(&mut world, "{YYYY}-{NNNNN}", 3), too_low);
    // Otherwise it could begin anew under another form, and come back under the first.
    assert_eq!(taken(&mut world, "B{YYYY}-{NNNNN}", 1), too_low);
    let revised = NumberSeries {
        pattern: "B{YYYY}-{NNN}".into(),
        ..first
    };
    world.must(Command::ReviseSeries(revised));
    let next = world.invoice(account, "10.00");
    assert_eq!(world.archive.invoices[&next].number, "B2026-004");
}

#[test]
fn two_series_each_run_without_a_gap_and_never_share_a_form() {
    let mut world = World::new();
    let second = SeriesId(Uuid::from_u128(501));
    for same in ["{YYYY}-{NNNNN}", "{YYYY}-{NNNN}"] {
        let clash = NumberSeries {
            id: second,
            name: "2".into(),
            pattern: same.into(),
            ..NumberSeries::initial(second)
        };
        let kind = world.refused(Command::ReviseSeries(clash));
        assert_eq!(kind, RefusalKind::Taken { what: "1".into() }, "{same}");
    }
    let other = NumberSeries {
        name: "2".into(),
        pattern: "T2-{YYYY}-{NNNNN}".into(),
        ..NumberSeries::initial(second)
    };
    world.must(Command::ReviseSeries(other));
    let account = world.account(|_| {});
    let first = world.series;
    let mut numbers = Vec::new();
    for series in [first, second, second, first] {
        world.series = series;
        let id = world.invoice(account, "10.00");
        numbers.push(world.archive.invoices[&id].number.clone());
    }
    assert_eq!(
        numbers,
        ["2026-00001", "T2-2026-00001", "T2-2026-00002", "2026-00002"]
    );
}

#[test]
fn every_invoice_has_a_payment_reference_of_its_own() {
    let mut world = World::new();
    let plain = NumberSeries {
        id: world.series,
        pattern: "{N}".into(),
        yearly: false,
        ..NumberSeries::initial(world.series)
    };
    world.must(Command::ReviseSeries(plain));
    let account = world.account(|_| {});
    let mut seen = std::collections::BTreeMap::new();
    for _ in 0..130 {
        let id = world.invoice(account, "1.00");
        let invoice = &world.archive.invoices[&id];
        let reference = invoice.reference.as_ref().unwrap().to_string();
        let before = seen.insert(reference.clone(), invoice.number.clone());
        assert_eq!(
            before, None,
            "{} has the reference {reference} too",
            invoice.number
        );
    }
}

/// A second series beside one of the first pattern; its own pattern, and what is said about it.
#[track_caller]
fn check_beside(first: &str, second: &str, is_refused: bool) {
    let mut world = World::new();
    let pattern = |id, name: &str, pattern: &str| {
        Command::ReviseSeries(NumberSeries {
            id,
            name: name.into(),
            pattern: pattern.into(),
            yearly: false,
            ..NumberSeries::initial(id)
        })
    };
    world.must(pattern(world.series, "1", first));
    let asked = world.ask(pattern(SeriesId(Uuid::from_u128(501)), "2", second));
    let series = "1".to_owned();
    let refusal = Refusal::field(Field::Pattern, RefusalKind::SharedReferences { series });
    assert_eq!(
        asked.err(),
        is_refused.then_some(refusal),
        "{first} {second}"
    );
}

#[test]
fn two_series_never_share_a_payment_reference() {
    for (first, second) in [
        // Letters and signs don't count.
        ("{YYYY}-{NNNNN}", "T{YYYY}-{NNNNN}"),
        ("A{YYYY}{NNN}", "B-{YYYY}/{NNN}"),
        // The year may as well be written out, and zeros before a number don't count.
        ("A{YYYY}{N}", "B2026{N}"),
        ("{YYYY}{NNNN}", "20{YY}-{NNNN}"),
        ("{N}", "A0-{NNNN}"),
        ("{N}", "A1{N}"),
        // A longer number of one is a shorter one of the other.
        ("{YYYY}-{NNNNN}", "{YYYY}-1{NNNN}"),
        // 12 is filled up to 1000000012.
        ("{N}", "A100000{NNNN}"),
    ] {
        check_beside(first, second, true);
        check_beside(second, first, true);
    }
    for (first, second) in [
        ("{YYYY}-{NNNNN}", "2-{YYYY}-{NNNNN}"),
        ("2-{YYYY}-{NNNNN}", "3-{YYYY}-{NNNNN}"),
        ("{YYYY}-{NNNNN}", "{N}"),
        ("{N}-1", "{N}-2"),
        ("{NNNNN}-{YYYY}", "{NNNNN}-{YYYY}-5"),
    ] {
        check_beside(first, second, false);
        check_beside(second, first, false);
    }
}

#[test]
fn the_pattern_offered_for_another_series_has_references_of_its_own() {
    let mut world = World::new();
    for nth in 2_u32..14 {
        let id = SeriesId(Uuid::from_u128(u128::from(500 + nth)));
        let series = NumberSeries {
            name: nth.to_string(),
            pattern: free_pattern(world.book.series.values()),
            ..NumberSeries::initial(id)
        };
        assert_eq!(series.pattern, format!("{nth}-{{YYYY}}-{{NNNNN}}"));
        world.must(Command::ReviseSeries(series));
    }
}

#[test]
fn a_series_keeps_the_references_it_gave_under_another_pattern() {
    let mut world = World::new();
    let account = world.account(|_| {});
    world.invoice(account, "10.00");
    let revised = |world: &World, pattern: &str| {
        let series = world.book.series[&world.series].clone();
        Command::ReviseSeries(NumberSeries {
            pattern: pattern.into(),
            ..series
        })
    };
    let command = revised(&world, "5-{YYYY}-{NNNNN}");
    world.must(command);
    let second = SeriesId(Uuid::from_u128(501));
    let other = Command::ReviseSeries(NumberSeries {
        name: "2".into(),
        pattern: "A{YYYY}-{NNNNN}".into(),
        ..NumberSeries::initial(second)
    });
    let series = "1".to_owned();
    assert_eq!(
        world.refused(other),
        RefusalKind::SharedReferences { series }
    );
    // Its own first number again, 202600001, would be the 600,001st of another form.
    let command = revised(&world, "20{YY}{NNNNN}");
    let series = "1".to_owned();
    assert_eq!(
        world.refused(command),
        RefusalKind::SharedReferences { series }
    );
    for pattern in ["{YYYY}-{NNNNN}", "A{YYYY}-{NNN}", "5-{YYYY}-{NNNNN}"] {
        let command = revised(&world, pattern);
        world.must(command);
        world.invoice(account, "10.00");
    }
}

#[test]
fn series_whose_names_look_the_same_are_refused() {
    let mut world = World::new();
    let named = |nth: u128, name: &str| {
        Command::ReviseSeries(NumberSeries {
            name: name.into(),
            pattern: format!("{nth}-{{YYYY}}-{{NNNNN}}"),
            ..NumberSeries::initial(SeriesId(Uuid::from_u128(500 + nth)))
        })
    };
    world.must(named(2, "Kassa Ö"));
    for same in ["kassa ö", " Kassa  Ö", "KASSA Ö"] {
        let refusal = world.ask(named(3, same)).unwrap_err();
        let what = "Kassa Ö".to_owned();
        assert_eq!(
            refusal,
            Refusal::field(Field::Name, RefusalKind::Taken { what })
        );
    }
    world.must(named(3, "Kassa O"));
    world.must(named(2, "KASSA ö"));
}

#[test]
fn a_next_number_typed_by_mistake_can_be_lowered_to_the_first_not_given() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let next = |world: &World, next| {
        let series = world.book.series[&world.series].clone();
        Command::ReviseSeries(NumberSeries { next, ..series })
    };
    // Nothing was given yet: anything goes.
    for number in [900, 40, 3] {
        world.must(next(&world, number));
    }
    world.invoice(account, "10.00");
    for number in [4_000, 4_001, 40, 4, 50] {
        world.must(next(&world, number));
    }
    let refusal = world.ask(next(&world, 3)).unwrap_err();
    let kind = RefusalKind::NumberTooLow { lowest: 4 };
    assert_eq!(refusal, Refusal::field(Field::Next, kind));
    // Given with a gap before it, it is the last: what was passed over is not given behind it.
    world.invoice(account, "10.00");
    let kind = RefusalKind::NumberTooLow { lowest: 51 };
    assert_eq!(world.refused(next(&world, 50)), kind);
    world.must(next(&world, 51));
    let numbers = world
        .archive
        .order
        .iter()
        .map(|id| world.archive.invoices[id].number.clone());
    assert_eq!(numbers.collect::<Vec<_>>(), ["2026-00003", "2026-00050"]);
}
