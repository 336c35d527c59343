//! Numbers of documents: their form, their years, and that none is missing or given twice.

use super::builder::{World, day, item};
use lasku::billing::command::Command;
use lasku::billing::id::SeriesId;
use lasku::billing::numbering::NumberSeries;
use lasku::billing::refusal::{Refusal, RefusalKind};
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
    assert_eq!(
        taken(&mut world, "{YYYY}-{NNNNN}", 3),
        RefusalKind::Taken { what: "4".into() }
    );
    // Otherwise it could begin anew under another form, and come back under the first.
    assert_eq!(
        taken(&mut world, "B{YYYY}-{NNNNN}", 1),
        RefusalKind::Taken { what: "4".into() }
    );
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
            pattern: same.into(),
            ..NumberSeries::initial(second)
        };
        let kind = world.refused(Command::ReviseSeries(clash));
        assert_eq!(kind, RefusalKind::Taken { what: "1".into() }, "{same}");
    }
    let other = NumberSeries {
        pattern: "T{YYYY}-{NNNNN}".into(),
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
        ["2026-00001", "T2026-00001", "T2026-00002", "2026-00002"]
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
