//! Payments, credits, refunds, write-offs and reversals; what is overdue; the statement that tells all of it.

use super::builder::{World, bare, day, eur, later};
use lasku::billing::command::{Allocation, Command, CreditExtent};
use lasku::billing::id::{AccountId, InvoiceId, PaymentId, WriteOffId};
use lasku::billing::payment::Payment;
use lasku::billing::receivable::{Ageing, Bucket, CreditSource, Standing};
use lasku::billing::refusal::{Field, Location, Refusal, RefusalKind};
use lasku::billing::statement::{MovementKind, statement};
use lasku::calendar::Period;
use lasku::money::Currency;

fn business(invoices: &[&str]) -> (World, AccountId, Vec<InvoiceId>) {
    let mut world = World::new();
    let account = world.account(|_| {});
    let ids = invoices
        .iter()
        .map(|amount| world.invoice(account, amount))
        .collect();
    (world, account, ids)
}

fn pay(
    world: &mut World,
    account: AccountId,
    amount: &str,
    settles: &[(InvoiceId, &str)],
) -> Command {
    let payment = Payment {
        id: world.id(),
        account,
        received: world.today,
        amount: eur(amount),
        method: Default::default(),
        reference: String::new(),
        note: String::new(),
    };
    let allocations = settles
        .iter()
        .map(|(invoice, amount)| Allocation {
            invoice: *invoice,
            amount: eur(amount),
        })
        .collect();
    Command::ReceivePayment {
        payment,
        allocations,
    }
}

fn id_of(command: &Command) -> PaymentId {
    match command {
        Command::ReceivePayment { payment, .. } => payment.id,
        other => panic!("{other:?} is no payment"),
    }
}

fn reverse(world: &World, payment: PaymentId) -> Command {
    Command::ReversePayment {
        payment,
        reason: "bounced".into(),
        on: world.today,
    }
}

fn refund(world: &mut World, source: CreditSource, amount: &str) -> Command {
    Command::Refund {
        id: world.id(),
        source,
        amount: eur(amount),
        method: Default::default(),
        reason: "asked for".into(),
        on: world.today,
    }
}

#[test]
fn a_payment_settles_several_invoices_and_the_rest_is_the_customers() {
    let (mut world, account, ids) = business(&["10.00", "20.00", "30.00"]);
    let command = pay(
        &mut world,
        account,
        "45.00",
        &[(ids[0], "10.00"), (ids[2], "25.00")],
    );
    let source = CreditSource::Payment(id_of(&command));
    world.must(command);
    let standing: Vec<Standing> = ids
        .iter()
        .map(|id| world.archive.receivables[id].standing())
        .collect();
    assert_eq!(
        standing,
        [Standing::Settled, Standing::Open, Standing::PartlySettled]
    );
    assert_eq!(bare(world.book.credits[&source].left()), "10.00");
    assert_eq!(world.balance(account), "15.00");
    let allocations = vec![Allocation {
        invoice: ids[1],
        amount: eur("10.00"),
    }];
    let on = world.today;
    world.must(Command::UseCredit {
        source,
        allocations,
        on,
    });
    assert!(!world.book.credits.contains_key(&source));
    assert_eq!(world.balance(account), "15.00");
    world.check();
}

#[test]
fn a_payment_never_settles_more_than_is_open_or_than_came() {
    let (mut world, account, ids) = business(&["10.00", "20.00"]);
    let other = world.account(|_| {});
    let command = pay(&mut world, account, "50.00", &[(ids[0], "10.01")]);
    assert_eq!(
        world.refused(command),
        RefusalKind::MoreThanOpen {
            open: eur("10.00"),
            asked: eur("10.01")
        }
    );
    let twice = [(ids[0], "6.00"), (ids[0], "6.00")];
    let command = pay(&mut world, account, "50.00", &twice);
    assert_eq!(
        world.refused(command),
        RefusalKind::MoreThanOpen {
            open: eur("4.00"),
            asked: eur("6.00")
        }
    );
    let command = pay(
        &mut world,
        account,
        "15.00",
        &[(ids[0], "10.00"), (ids[1], "6.00")],
    );
    assert_eq!(
        world.refused(command),
        RefusalKind::MoreThanLeft {
            left: eur("5.00"),
            asked: eur("6.00")
        }
    );
    let command = pay(&mut world, account, "0.00", &[]);
    assert_eq!(world.refused(command), RefusalKind::NotPositive);
    let command = pay(&mut world, account, "5.00", &[(ids[0], "-1.00")]);
    assert_eq!(world.refused(command), RefusalKind::NotPositive);
    let command = pay(&mut world, other, "10.00", &[(ids[0], "10.00")]);
    assert_eq!(world.refused(command), RefusalKind::OtherAccount);
}

#[test]
fn what_is_left_is_paid_back_once() {
    let (mut world, account, ids) = business(&["10.00"]);
    let command = pay(&mut world, account, "25.00", &[(ids[0], "10.00")]);
    let source = CreditSource::Payment(id_of(&command));
    world.must(command);
    let command = refund(&mut world, source, "15.01");
    assert_eq!(
        world.refused(command),
        RefusalKind::MoreThanLeft {
            left: eur("15.00"),
            asked: eur("15.01")
        }
    );
    let command = refund(&mut world, source, "15.00");
    world.must(command);
    assert_eq!(world.balance(account), "0.00");
    let command = refund(&mut world, source, "0.01");
    assert_eq!(world.refused(command), RefusalKind::Unknown);
    world.check();
}

#[test]
fn a_payment_taken_back_opens_what_it_settled() {
    let (mut world, account, ids) = business(&["10.00", "20.00"]);
    let settles = [(ids[0], "10.00"), (ids[1], "5.00")];
    let command = pay(&mut world, account, "18.00", &settles);
    let payment = id_of(&command);
    world.must(command);
    let command = reverse(&world, payment);
    world.must(command.clone());
    assert_eq!(world.balance(account), "30.00");
    assert_eq!(bare(world.book.receivables[&ids[0]].open()), "10.00");
    assert_eq!(world.refused(command), RefusalKind::AlreadyReversed);
    world.check();
}

#[test]
fn money_that_went_back_cannot_also_never_have_come() {
    let (mut world, account, _) = business(&[]);
    let command = pay(&mut world, account, "18.00", &[]);
    let payment = id_of(&command);
    world.must(command);
    let command = refund(&mut world, CreditSource::Payment(payment), "8.00");
    world.must(command);
    let command = reverse(&world, payment);
    let kind = format!("{:?}", world.refused(command));
    assert!(kind.starts_with("MoreThanLeft"), "{kind}");
}

#[test]
fn a_write_off_gives_up_no_more_than_is_open_and_says_why() {
    let (mut world, account, ids) = business(&["10.00"]);
    let mut write_off = |amount: &str, reason: &str| Command::WriteOff {
        id: world.id(),
        invoice: ids[0],
        amount: eur(amount),
        reason: reason.into(),
        on: day("2026-01-01"),
    };
    let (much, silent, all) = (
        write_off("10.01", "gone"),
        write_off("1.00", " "),
        write_off("10.00", "gone"),
    );
    assert_eq!(
        world.refused(much),
        RefusalKind::MoreThanOpen {
            open: eur("10.00"),
            asked: eur("10.01")
        }
    );
    assert_eq!(world.refused(silent), RefusalKind::Empty);
    world.must(all);
    assert_eq!(
        world.archive.receivables[&ids[0]].standing(),
        Standing::WrittenOff
    );
    assert_eq!(world.balance(account), "0.00");
}

#[test]
fn what_is_overdue_is_grouped_by_the_days_since_it_was_due() {
    let (world, _, ids) = business(&["10.00"]);
    let due = world.archive.receivables[&ids[0]].due_date;
    assert_eq!(due, day("2026-01-15"));
    for (days, bucket) in [
        (0, Bucket::Current),
        (1, Bucket::To30),
        (30, Bucket::To30),
        (31, Bucket::To60),
        (60, Bucket::To60),
        (61, Bucket::To90),
        (90, Bucket::To90),
        (91, Bucket::Over90),
    ] {
        let ageing = Ageing::of(
            world.book.receivables.values(),
            Currency::EUR,
            later(due, days),
        );
        assert_eq!(
            bare(ageing.buckets[bucket as usize]),
            "10.00",
            "{days} days"
        );
        assert_eq!(bare(ageing.total()), "10.00");
        let receivable = &world.book.receivables[&ids[0]];
        assert_eq!(receivable.is_overdue(later(due, days)), days > 0);
    }
}

#[test]
fn a_statement_tells_every_movement_and_closes_with_the_balance() {
    let (mut world, account, ids) = business(&["100.00"]);
    world.today = day("2026-01-20");
    let command = pay(&mut world, account, "60.00", &[(ids[0], "50.00")]);
    let payment = id_of(&command);
    world.must(command);
    world.today = day("2026-02-03");
    let second = world.invoice(account, "30.00");
    let command = refund(&mut world, CreditSource::Payment(payment), "4.00");
    world.must(command);
    world
        .credit(
            second,
            lasku::billing::command::CreditExtent::Lines(vec![(0, eur("5.00"))]),
            false,
        )
        .unwrap();
    world.today = day("2026-02-10");
    let write_off = Command::WriteOff {
        id: world.id(),
        invoice: ids[0],
        amount: eur("50.00"),
        reason: "gone".into(),
        on: world.today,
    };
    world.must(write_off);
    let february = Period::new(day("2026-02-01"), day("2026-03-01")).unwrap();
    let told = statement(
        world.archive.receivables.values(),
        world.archive.credits.values(),
        Currency::EUR,
        february,
    );
    let movements: Vec<String> = told
        .movements
        .iter()
        .map(|each| {
            format!(
                "{} {} {}",
                each.on.format("%d.%m."),
                bare(each.amount),
                bare(each.balance)
            )
        })
        .collect();
    assert_eq!(bare(told.opening), "40.00");
    assert_eq!(
        movements,
        [
            "03.02. 30.00 70.00",
            "03.02. -5.00 65.00",
            "03.02. 4.00 69.00",
            "10.02. -50.00 19.00"
        ]
    );
    assert_eq!(bare(told.closing), world.balance(account));
}

#[test]
fn money_that_is_to_move_on_a_day_to_come_has_not_moved() {
    let (mut world, account, ids) = business(&["10.00"]);
    let too_late = RefusalKind::TooLate {
        latest: world.today,
    };
    let tomorrow = world.today.succ_opt().unwrap();
    let command = pay(&mut world, account, "10.00", &[(ids[0], "10.00")]);
    let mut early = command.clone();
    if let Command::ReceivePayment { payment, .. } = &mut early {
        payment.received = tomorrow;
    }
    assert_eq!(world.refused(early), too_late);
    let payment = id_of(&command);
    world.must(command);
    let reversal = Command::ReversePayment {
        payment,
        reason: "bounced".to_owned(),
        on: tomorrow,
    };
    assert_eq!(world.refused(reversal), too_late);
}

#[test]
fn money_does_not_move_before_the_day_of_what_it_comes_from() {
    let (mut world, account, ids) = business(&["10.00", "20.00"]);
    let (before, came, used) = (day("2026-02-27"), day("2026-02-28"), day("2026-03-02"));
    world.today = came;
    let command = pay(&mut world, account, "40.00", &[(ids[0], "10.00")]);
    let payment = id_of(&command);
    world.must(command);
    let note = world.credit(ids[0], CreditExtent::Rest, false).unwrap();
    let on_field = |world: &mut World, on, command: &dyn Fn(&mut World) -> Command| {
        world.today = on;
        let command = command(world);
        let refusal = world.ask(command).unwrap_err();
        assert_eq!(refusal.at, Location::Field(Field::Date));
        refusal.kind
    };
    let too_early = |earliest| RefusalKind::TooEarly { earliest };
    for source in [
        CreditSource::Payment(payment),
        CreditSource::CreditNote(note),
    ] {
        let back = |world: &mut World| refund(world, source, "1.00");
        let uses = |world: &mut World| Command::UseCredit {
            source,
            allocations: vec![Allocation {
                invoice: ids[1],
                amount: eur("1.00"),
            }],
            on: world.today,
        };
        assert_eq!(on_field(&mut world, before, &back), too_early(came));
        assert_eq!(on_field(&mut world, before, &uses), too_early(came));
        world.today = came;
        let command = back(&mut world);
        if source == CreditSource::CreditNote(note) {
            world.must(command);
        }
        world.today = used;
        let command = uses(&mut world);
        world.must(command);
    }
    // What it settled in March can't be open again in February.
    let reversed = |world: &mut World| reverse(world, payment);
    assert_eq!(on_field(&mut world, came, &reversed), too_early(used));
    let written_off = |world: &mut World| Command::WriteOff {
        id: world.id(),
        invoice: ids[1],
        amount: eur("1.00"),
        reason: "gone".into(),
        on: world.today,
    };
    let issued = day("2026-01-01");
    assert_eq!(
        on_field(&mut world, day("2025-12-31"), &written_off),
        too_early(issued)
    );
    world.today = used;
    let command = reverse(&world, payment);
    world.must(command);
    world.check();
}

/// An invoice of 100.00 of which 60.00 was given up on 1 March, and the write-off.
fn written_off() -> (World, AccountId, InvoiceId, WriteOffId) {
    let (mut world, account, ids) = business(&["100.00"]);
    let id: WriteOffId = world.id();
    world.today = day("2026-03-01");
    world.must(Command::WriteOff {
        id,
        invoice: ids[0],
        amount: eur("60.00"),
        reason: "insolvent".into(),
        on: world.today,
    });
    (world, account, ids[0], id)
}

fn reverse_write_off(world: &World, invoice: InvoiceId, write_off: WriteOffId) -> Command {
    Command::ReverseWriteOff {
        invoice,
        write_off,
        reason: "the wrong invoice".into(),
        on: world.today,
    }
}

#[test]
fn a_write_off_that_is_reversed_is_owed_again_and_both_stay_on_the_statement() {
    let (mut world, account, invoice, write_off) = written_off();
    let command = pay(&mut world, account, "40.00", &[(invoice, "40.00")]);
    world.must(command);
    assert_eq!(
        world.archive.receivables[&invoice].standing(),
        Standing::WrittenOff
    );
    assert_eq!(world.balance(account), "0.00");

    world.today = day("2026-02-28");
    let refusal = world
        .ask(reverse_write_off(&world, invoice, write_off))
        .unwrap_err();
    let earliest = day("2026-03-01");
    let too_early = Refusal::field(Field::Date, RefusalKind::TooEarly { earliest });
    assert_eq!(refusal, too_early);

    world.today = day("2026-03-05");
    let mut without_reason = reverse_write_off(&world, invoice, write_off);
    if let Command::ReverseWriteOff { reason, .. } = &mut without_reason {
        reason.clear();
    }
    assert_eq!(world.refused(without_reason), RefusalKind::Empty);
    world.must(reverse_write_off(&world, invoice, write_off));
    let entry = world.journal.last().unwrap();
    assert_eq!(entry.command, "reverse_write_off");
    assert_eq!(entry.facts[0].label, "2026-00001");
    let receivable = &world.archive.receivables[&invoice];
    assert_eq!(bare(receivable.open()), "60.00");
    assert_eq!(receivable.standing(), Standing::PartlySettled);
    assert!(receivable.written_off().is_empty());
    assert_eq!(world.balance(account), "60.00");

    let statement = statement(
        world.archive.receivables.values(),
        world.archive.credits.values(),
        Currency::EUR,
        Period::through(day("2026-03-01"), day("2026-03-31")).unwrap(),
    );
    let told: Vec<(MovementKind, String)> = statement
        .movements
        .iter()
        .map(|movement| (movement.kind, bare(movement.amount)))
        .filter(|(kind, _)| !matches!(kind, MovementKind::Payment(_)))
        .collect();
    let expected = [
        (MovementKind::WriteOff(invoice), "-60.00".to_owned()),
        (MovementKind::WriteOffReversal(invoice), "60.00".to_owned()),
    ];
    assert_eq!(told, expected);
    assert_eq!(bare(statement.closing), "60.00");

    // Once is enough.
    assert_eq!(
        world.refused(reverse_write_off(&world, invoice, write_off)),
        RefusalKind::NotWrittenOff
    );
    world.check();
}

#[test]
fn a_write_off_reversed_and_one_that_was_credited_are_not_taken_back_twice() {
    // Reversed, then credited: the credit note settles what is open, and nothing goes to the customer.
    let (mut world, account, invoice, write_off) = written_off();
    world.must(reverse_write_off(&world, invoice, write_off));
    world.credit(invoice, CreditExtent::Rest, false).unwrap();
    assert_eq!(world.balance(account), "0.00");
    assert_eq!(
        world.archive.receivables[&invoice].standing(),
        Standing::Credited
    );
    assert_eq!(
        world.refused(reverse_write_off(&world, invoice, write_off)),
        RefusalKind::NotWrittenOff
    );
    world.check();

    // Credited for 70.00, which takes 30.00 of the write-off back; then the rest of it is reversed.
    let (mut world, account, invoice, write_off) = written_off();
    let part = CreditExtent::Lines(vec![(0, eur("70.00"))]);
    world.credit(invoice, part, false).unwrap();
    assert_eq!(world.balance(account), "0.00");
    world.must(reverse_write_off(&world, invoice, write_off));
    assert_eq!(world.balance(account), "30.00");
    world.check();
}
