//! Reminders, disputes and their decision: when an invoice is asked for again, and when it is left in peace.

use super::builder::{World, bare, day, eur};
use lasku::billing::account::AccountKind;
use lasku::billing::change::Change;
use lasku::billing::command::{
    AskFee, AskReminder, Command, CreditExtent, CreditInvoice, DecideDispute, LetterText,
};
use lasku::billing::credit_note::{extent_for, preview};
use lasku::billing::dispute::{Collection, Dispute, Outcome};
use lasku::billing::dunning::{
    DunningPolicy, DunningRule, DunningWarning, HeldBy, ReminderHold, reminders_due,
};
use lasku::billing::id::{AccountId, DisputeId, InvoiceId};
use lasku::billing::invoice::CreditReason;
use lasku::billing::letter::LetterKind;
use lasku::billing::receivable::Receivable;
use lasku::billing::refusal::RefusalKind;
use lasku::billing::tax::TaxCategory;

/// An invoice of 2026-01-01 over an amount, due on 2026-01-15.
fn owing(amount: &str) -> (World, AccountId, InvoiceId) {
    let mut world = World::new();
    let account = world.account(|account| account.kind = AccountKind::Person);
    let invoice = world.invoice(account, amount);
    assert_eq!(world.book.receivables[&invoice].due_date, day("2026-01-15"));
    (world, account, invoice)
}

fn with_fee(world: &mut World, fee: &str) {
    world.book.seller.dunning.consumers.fee = Some(eur(fee));
}

fn letter(world: &mut World) -> LetterText {
    LetterText {
        id: world.id(),
        subject: "Reminder".into(),
        paragraphs: vec!["Please pay.".into()],
    }
}

fn reminder(world: &mut World, invoice: InvoiceId, open: &str, fee: Option<&str>) -> AskReminder {
    AskReminder {
        id: world.id(),
        invoice,
        open: eur(open),
        fee: fee.map(|amount| AskFee {
            charge: world.id(),
            amount: eur(amount),
            description: "Reminder fee".into(),
            tax_reason: "No supply".into(),
        }),
        letter: letter(world),
    }
}

fn send(world: &World, reminders: Vec<AskReminder>) -> Command {
    let on = world.today;
    Command::SendReminders { reminders, on }
}

fn dispute(world: &mut World, invoice: InvoiceId, amount: &str) -> DisputeId {
    let id = world.id();
    let dispute = Dispute {
        id,
        opened_on: world.today,
        amount: eur(amount),
        reason: "Not delivered".into(),
        case: None,
        decided: None,
    };
    world.must(Command::OpenDispute { invoice, dispute });
    id
}

fn decision(
    world: &mut World,
    invoice: InvoiceId,
    dispute: DisputeId,
    granted: &str,
    extent: Option<CreditExtent>,
) -> DecideDispute {
    let credit = extent.map(|extent| CreditInvoice {
        invoice,
        credit_note: world.id(),
        series: world.series,
        issue_date: world.today,
        extent,
        reason: CreditReason::NotDelivered,
        note: String::new(),
        bill_again: false,
    });
    DecideDispute {
        invoice,
        dispute,
        on: world.today,
        note: "We looked into it".into(),
        granted: eur(granted),
        credit,
        letter: letter(world),
    }
}

/// What is proposed on a day: the level and the amount, or why nothing is.
fn told(world: &World, on: &str) -> String {
    let all = reminders_due(&world.book, day(on));
    let due = all
        .due
        .iter()
        .map(|due| format!("{} {}", due.level, bare(due.open)));
    let held = all.held.iter().map(|held| match &held.why {
        HeldBy::NotBefore(day) => format!("from {day}"),
        HeldBy::Hold(hold) => format!("held until {}", hold.until),
        other => format!("{other:?}"),
    });
    due.chain(held).collect::<Vec<_>>().join(", ")
}

fn check_days(world: &World, table: &[(&str, &str)]) {
    for (on, expected) in table {
        assert_eq!(told(world, on), *expected, "{on}");
    }
}

fn kept(world: &World, invoice: InvoiceId) -> &Receivable {
    &world.archive.receivables[&invoice]
}

#[test]
fn reminders_come_fourteen_days_after_the_due_date_and_fourteen_days_apart() {
    let (mut world, _, invoice) = owing("100.00");
    check_days(
        &world,
        &[
            ("2026-01-15", ""),
            ("2026-01-16", "from 2026-01-29"),
            ("2026-01-28", "from 2026-01-29"),
            ("2026-01-29", "1 100.00"),
        ],
    );
    world.today = day("2026-01-30");
    let asked = reminder(&mut world, invoice, "100.00", None);
    world.must(send(&world, vec![asked]));
    check_days(
        &world,
        &[
            ("2026-02-12", "from 2026-02-13"),
            ("2026-02-13", "2 100.00"),
        ],
    );
    world.today = day("2026-02-13");
    let asked = reminder(&mut world, invoice, "100.00", None);
    world.must(send(&world, vec![asked]));
    check_days(
        &world,
        &[("2026-02-13", "AllSent"), ("2027-01-01", "AllSent")],
    );
    let levels: Vec<u8> = kept(&world, invoice)
        .reminders
        .iter()
        .map(|reminder| reminder.level)
        .collect();
    assert_eq!(levels, [1, 2]);
    assert_eq!(world.book.letters.len(), 2);
}

#[test]
fn a_reminder_too_early_is_refused_with_the_first_day_and_nothing_of_its_batch_is_kept() {
    let (mut world, account, old) = owing("100.00");
    world.today = day("2026-01-10");
    let young = world.invoice(account, "50.00");
    world.today = day("2026-01-29");
    let batch = vec![
        reminder(&mut world, old, "100.00", None),
        reminder(&mut world, young, "50.00", None),
    ];
    let before = world.book.clone();
    let earliest = day("2026-02-07");
    let command = send(&world, batch);
    assert_eq!(world.refused(command), RefusalKind::TooEarly { earliest });
    assert_eq!(world.book, before);
    let twice = vec![
        reminder(&mut world, old, "100.00", None),
        reminder(&mut world, old, "100.00", None),
    ];
    let command = send(&world, twice);
    assert!(matches!(world.refused(command), RefusalKind::Taken { .. }));
}

#[test]
fn a_dispute_holds_the_reminder_until_it_is_decided_and_days_count_from_the_decision() {
    let (mut world, _, invoice) = owing("100.00");
    world.today = day("2026-01-20");
    let id = dispute(&mut world, invoice, "100.00");
    assert!(kept(&world, invoice).is_disputed());
    check_days(
        &world,
        &[("2026-01-29", "Dispute"), ("2030-01-01", "Dispute")],
    );
    world.today = day("2026-01-29");
    let asked = reminder(&mut world, invoice, "100.00", None);
    let command = send(&world, vec![asked]);
    assert_eq!(world.refused(command), RefusalKind::Disputed);
    world.today = day("2026-02-10");
    let rejected = decision(&mut world, invoice, id, "0.00", None);
    world.must(Command::DecideDispute(rejected.clone()));
    check_days(
        &world,
        &[
            ("2026-02-23", "from 2026-02-24"),
            ("2026-02-24", "1 100.00"),
        ],
    );
    let decided = kept(&world, invoice).disputes[0].decided.clone().unwrap();
    assert_eq!(decided.outcome, Outcome::Rejected);
    let letter = &world.book.letters[&decided.letter.unwrap()];
    assert_eq!(letter.kind, LetterKind::DisputeDecision);
    assert_eq!(letter.invoice, Some(invoice));
    let again = Command::DecideDispute(rejected);
    assert_eq!(world.refused(again), RefusalKind::AlreadyDecided);
}

#[test]
fn a_dispute_about_what_is_paid_meanwhile_stays_in_sight_until_it_is_decided() {
    let (mut world, account, invoice) = owing("100.00");
    world.today = day("2026-01-20");
    let id = dispute(&mut world, invoice, "40.00");
    world.tell_step(account, &[], "pay #1");
    let open = &world.book.receivables[&invoice];
    assert_eq!(
        (open.open(), open.disputed(), open.contested()),
        (eur("0.00"), eur("0.00"), eur("40.00"))
    );
    let rejected = decision(&mut world, invoice, id, "0.00", None);
    world.must(Command::DecideDispute(rejected));
    assert!(!world.book.receivables.contains_key(&invoice), "it rests");
}

#[test]
fn of_an_invoice_disputed_in_part_only_the_rest_is_reminded() {
    let (mut world, _, invoice) = owing("100.00");
    world.today = day("2026-01-20");
    dispute(&mut world, invoice, "40.00");
    check_days(&world, &[("2026-01-29", "1 60.00")]);
    world.today = day("2026-01-29");
    let whole = reminder(&mut world, invoice, "100.00", None);
    let command = send(&world, vec![whole]);
    assert_eq!(
        world.refused(command),
        RefusalKind::PreviewOutdated {
            expected: eur("100.00"),
            found: eur("60.00")
        }
    );
    let rest = reminder(&mut world, invoice, "60.00", None);
    world.must(send(&world, vec![rest]));
    let dispute = Dispute {
        id: world.id(),
        opened_on: world.today,
        amount: eur("60.01"),
        reason: "More".into(),
        case: None,
        decided: None,
    };
    let command = Command::OpenDispute { invoice, dispute };
    assert_eq!(
        world.refused(command),
        RefusalKind::MoreThanOpen {
            open: eur("60.00"),
            asked: eur("60.01")
        }
    );
}

#[test]
fn a_dispute_that_is_upheld_is_decided_with_its_credit_note_in_one_step() {
    let (mut world, _, invoice) = owing("100.00");
    world.today = day("2026-01-20");
    let id = dispute(&mut world, invoice, "40.00");
    let lines = CreditExtent::Lines(vec![(0, eur("40.00"))]);
    let other_sum = decision(&mut world, invoice, id, "39.00", Some(lines.clone()));
    let before = world.book.clone();
    assert_eq!(
        world.refused(Command::DecideDispute(other_sum)),
        RefusalKind::PreviewOutdated {
            expected: eur("39.00"),
            found: eur("40.00")
        }
    );
    assert_eq!(world.book, before);
    let upheld = decision(&mut world, invoice, id, "40.00", Some(lines));
    let changes = world.must(Command::DecideDispute(upheld));
    let revised = changes.iter().filter(
        |change| matches!(change, Change::ReceivableRevised(item) if item.invoice == invoice),
    );
    assert_eq!(revised.count(), 1);
    let item = kept(&world, invoice);
    assert_eq!(bare(item.open()), "60.00");
    assert_eq!(bare(item.disputed()), "0.00");
    let decided = item.disputes[0].decided.clone().unwrap();
    assert_eq!(decided.outcome, Outcome::Upheld);
    let credit_note = &world.archive.invoices[&decided.credit_note.unwrap()];
    assert_eq!(credit_note.totals.amount_due, eur("40.00"));
    world.check();
}

#[test]
fn a_fee_comes_with_the_next_bill_untaxed_and_leads_back_to_its_reminder() {
    let (mut world, account, invoice) = owing("100.00");
    with_fee(&mut world, "5.00");
    world.today = day("2026-01-29");
    let free = reminder(&mut world, invoice, "100.00", None);
    let command = send(&world, vec![free]);
    assert!(matches!(
        world.refused(command),
        RefusalKind::PreviewOutdated { .. }
    ));
    let asked = reminder(&mut world, invoice, "100.00", Some("5.00"));
    world.must(send(&world, vec![asked]));
    let fee = kept(&world, invoice).reminders[0].fee.clone().unwrap();
    assert_eq!(fee.amount, eur("5.00"));
    let charge = &world.book.charges[&fee.charge];
    assert_eq!(charge.account, account);
    assert_eq!(charge.item.tax.category, TaxCategory::Exempt);
    assert_eq!(charge.item.origin.charge, Some(fee.charge));
}

#[test]
fn a_policy_above_what_consumers_may_be_charged_is_warned_about() {
    let rule = |days: u16, fee: Option<&str>| DunningPolicy {
        consumers: DunningRule {
            days_after_due: days,
            fee: fee.map(eur),
            ..DunningRule::default()
        },
        companies: DunningRule {
            days_after_due: 1,
            fee: Some(eur("40.00")),
            ..DunningRule::default()
        },
    };
    use DunningWarning::{FeeTooEarly, FeeTooHigh};
    let table: [(u16, Option<&str>, &[DunningWarning]); 5] = [
        (14, Some("5.00"), &[]),
        (14, Some("5.01"), &[FeeTooHigh]),
        (13, Some("5.00"), &[FeeTooEarly]),
        (13, None, &[]),
        (0, Some("40.00"), &[FeeTooHigh, FeeTooEarly]),
    ];
    for (days, fee, expected) in table {
        assert_eq!(rule(days, fee).warnings(), expected, "{days} {fee:?}");
    }
}

#[test]
fn hardship_collection_and_credit_leave_an_invoice_in_peace() {
    let (mut world, account, invoice) = owing("100.00");
    world.today = day("2026-01-29");
    let hold = Some(ReminderHold {
        until: day("2026-02-28"),
        reason: "Out of work".into(),
    });
    world.must(Command::HoldReminders { account, hold });
    check_days(
        &world,
        &[
            ("2026-02-28", "held until 2026-02-28"),
            ("2026-03-01", "1 100.00"),
        ],
    );
    world.must(Command::HoldReminders {
        account,
        hold: None,
    });
    check_days(&world, &[("2026-02-28", "1 100.00")]);
    let collection = Collection {
        since: world.today,
        agency: "Perintä Oy".into(),
    };
    let hand_over = Command::HandToCollection {
        invoice,
        collection: collection.clone(),
    };
    world.must(hand_over.clone());
    check_days(&world, &[("2026-02-28", "Collection")]);
    assert_eq!(world.refused(hand_over), RefusalKind::InCollection);
    world.must(Command::TakeBackFromCollection(invoice));
    dispute(&mut world, invoice, "1.00");
    let disputed = Command::HandToCollection {
        invoice,
        collection,
    };
    assert_eq!(world.refused(disputed), RefusalKind::Disputed);
}

#[test]
fn a_part_of_an_invoice_with_tax_is_credited_to_within_a_cent() {
    let mut world = World::new();
    let account = world.account(|_| {});
    let items = vec![
        super::builder::item("1", "33.33"),
        super::builder::item("3", "7.77"),
    ];
    let draft = world.draft(account, items);
    let id = world.issue(draft).unwrap();
    let invoice = world.archive.invoices[&id].clone();
    let receivable = kept(&world, id).clone();
    let credit = CreditInvoice {
        invoice: id,
        credit_note: world.id(),
        series: world.series,
        issue_date: world.today,
        extent: CreditExtent::Rest,
        reason: CreditReason::BillingError,
        note: String::new(),
        bill_again: false,
    };
    let total = receivable.total;
    for minor in (1..=total.minor()).step_by(7) {
        let asked = lasku::money::Money::new(minor, total.currency());
        let extent = extent_for(&invoice, &receivable, &credit, asked).unwrap();
        let sum = preview(
            &invoice,
            &receivable,
            &CreditInvoice {
                extent,
                ..credit.clone()
            },
        )
        .unwrap();
        assert!((sum.amount_due - asked).minor().abs() <= 1, "{asked}");
    }
}

#[test]
fn reminders_disputes_and_collection_survive_being_written_and_read() {
    let (mut world, _, invoice) = owing("100.00");
    with_fee(&mut world, "5.00");
    world.today = day("2026-01-29");
    let asked = reminder(&mut world, invoice, "100.00", Some("5.00"));
    world.must(send(&world, vec![asked]));
    let id = dispute(&mut world, invoice, "40.00");
    let decided = decision(&mut world, invoice, id, "0.00", None);
    world.must(Command::DecideDispute(decided));
    let item = kept(&world, invoice).clone();
    let text = serde_json::to_string(&item).unwrap();
    let read: Receivable = serde_json::from_str(&text).unwrap();
    assert_eq!(read, item);
    let mut old: serde_json::Value = serde_json::from_str(&text).unwrap();
    let record = old.as_object_mut().unwrap();
    record.remove("reminders");
    record.remove("disputes");
    let read: Receivable = serde_json::from_value(old).unwrap();
    assert!(read.reminders.is_empty() && !read.is_disputed() && !read.is_in_collection());
}
