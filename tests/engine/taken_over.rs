//! Invoices of another program: taken over with their numbers and what is open of them, and then like any other.

use super::builder::{World, bare, day, eur, percent};
use lasku::billing::command::{
    Allocation, AskReminder, Command, CreditExtent, CreditInvoice, LetterText,
};
use lasku::billing::desk::role::Role;
use lasku::billing::dunning::reminders_due;
use lasku::billing::id::{AccountId, InvoiceId, SeriesId};
use lasku::billing::identifier::PaymentReference;
use lasku::billing::invoice::CreditReason;
use lasku::billing::journal::FactKind;
use lasku::billing::numbering::NumberSeries;
use lasku::billing::payment::Payment;
use lasku::billing::receivable::{CreditSource, Standing};
use lasku::billing::refusal::{Location, Refusal, RefusalKind};
use lasku::billing::report::Sales;
use lasku::billing::statement::statement;
use lasku::billing::taken_over::{Corrected, StatedSum, TakenOver, TakenOverLine};
use lasku::billing::tax::{Tax, TaxBreakdown, TaxCategory};
use lasku::billing::totals::Totals;
use lasku::calendar::Period;
use lasku::care::command::Wish;
use lasku::care::permission::needs;
use lasku::money::{Currency, Money};
use uuid::Uuid;

/// A business that begins with this program in March.
fn begun() -> (World, AccountId) {
    let mut world = World::new();
    world.today = day("2026-03-01");
    let account = world.account(|_| {});
    (world, account)
}

const STANDARD: &str = "25.5";

fn tax(rate: &str) -> Tax {
    let rate = percent(rate);
    let category = TaxCategory::Standard;
    Tax { category, rate }
}

/// `2 × 50.00 = 100.00 at 25.5`.
fn line(text: &str) -> TakenOverLine {
    let [quantity, _, price, _, net, _, rate] = text.split(' ').collect::<Vec<_>>()[..] else {
        panic!("not a line: {text}");
    };
    TakenOverLine {
        description: "Work".into(),
        quantity: quantity.parse().unwrap(),
        unit: "HUR".into(),
        unit_price: price.parse().unwrap(),
        net: eur(net),
        tax: tax(rate),
        reason: None,
    }
}

/// `100.00 + 25.50` for each group, in the order of the rates given.
fn totals(groups: &[(&str, &str, &str)], rounding: &str) -> Totals {
    let zero = eur("0.00");
    let breakdown: Vec<TaxBreakdown> = groups
        .iter()
        .map(|(rate, taxable, amount)| TaxBreakdown {
            tax: tax(rate),
            taxable: eur(taxable),
            amount: eur(amount),
            reason: None,
        })
        .collect();
    let net = breakdown.iter().fold(zero, |sum, each| sum + each.taxable);
    let vat = breakdown.iter().fold(zero, |sum, each| sum + each.amount);
    Totals {
        lines_total: net,
        allowances_total: zero,
        charges_total: zero,
        tax_exclusive_total: net,
        tax_total: vat,
        tax_inclusive_total: net + vat,
        prepaid_amount: zero,
        rounding_amount: eur(rounding),
        amount_due: net + vat + eur(rounding),
        breakdown,
    }
}

/// An invoice of 2026-01-10 over 100.00 and VAT, due on 2026-01-24.
fn old(world: &mut World, account: AccountId, number: &str, open: &str) -> TakenOver {
    TakenOver {
        id: world.id(),
        account,
        number: number.into(),
        issue_date: day("2026-01-10"),
        due_date: day("2026-01-24"),
        currency: Currency::EUR,
        lines: vec![line("2 × 50.00 = 100.00 at 25.5")],
        totals: totals(&[(STANDARD, "100.00", "25.50")], "0.00"),
        reference: Some(PaymentReference::parse("1232").unwrap()),
        corrects: None,
        open: eur(open),
    }
}

fn take_over(world: &mut World, account: AccountId, number: &str, open: &str) -> InvoiceId {
    let document = old(world, account, number, open);
    let id = document.id;
    world.must(Command::TakeOverInvoice(document));
    id
}

/// A credit note of the other program for an invoice, over some hours at 50.00 and VAT.
fn old_note(
    world: &mut World,
    account: AccountId,
    number: &str,
    invoice: &str,
    left: &str,
) -> TakenOver {
    TakenOver {
        issue_date: day("2026-01-20"),
        lines: vec![line("0.8 × 50.00 = 40.00 at 25.5")],
        totals: totals(&[(STANDARD, "40.00", "10.20")], "0.00"),
        corrects: Some(Corrected {
            number: invoice.into(),
            reason: CreditReason::BillingError,
        }),
        ..old(world, account, number, left)
    }
}

fn pay(world: &mut World, account: AccountId, invoice: InvoiceId, amount: &str) {
    let payment = Payment {
        id: world.id(),
        account,
        received: world.today,
        amount: eur(amount),
        method: Default::default(),
        reference: String::new(),
        note: String::new(),
    };
    let amount = eur(amount);
    world.must(Command::ReceivePayment {
        payment,
        allocations: vec![Allocation { invoice, amount }],
    });
}

#[test]
fn an_invoice_is_taken_over_as_it_is_and_owes_what_is_open_of_it() {
    for (open, standing) in [
        ("125.50", Standing::Open),
        ("25.50", Standing::PartlySettled),
        ("0.00", Standing::Settled),
    ] {
        let (mut world, account) = begun();
        let id = take_over(&mut world, account, "L-17", open);
        let invoice = &world.archive.invoices[&id];
        assert_eq!(invoice.number, "L-17");
        assert_eq!((invoice.series, invoice.taken_over), (None, true));
        assert_eq!(invoice.totals.amount_due, eur("125.50"));
        assert_eq!(invoice.issue_date, day("2026-01-10"));
        assert_eq!(
            invoice.reference,
            Some(PaymentReference::parse("1232").unwrap())
        );
        let receivable = &world.archive.receivables[&id];
        assert_eq!(receivable.open(), eur(open));
        assert_eq!(receivable.settled_before(), eur("125.50") - eur(open));
        assert_eq!(receivable.standing(), standing);
        assert_eq!(world.balance(account), open);
        let entry = world.journal.last().unwrap();
        assert_eq!(entry.facts[0].what, FactKind::InvoiceTakenOver);
        assert_eq!(entry.facts[0].label, "L-17");
        assert!(entry.facts[0].digest.is_some());
        world.check();
    }
}

/// One row: what is wrong, how, and the sum that differs with what is stated and derived.
type Wrong = (
    &'static str,
    fn(&mut TakenOver),
    StatedSum,
    &'static str,
    &'static str,
);

#[test]
fn a_sum_that_the_lines_do_not_come_to_is_named_with_both_figures() {
    let rows: [Wrong; 9] = [
        (
            "more than the price of the quantity",
            |of| of.lines[0].net = eur("100.01"),
            StatedSum::LineNet,
            "100.01",
            "100.00",
        ),
        (
            "a line is missing",
            |of| of.totals = totals(&[(STANDARD, "120.00", "30.60")], "0.00"),
            StatedSum::LinesTotal,
            "120.00",
            "100.00",
        ),
        (
            "a discount that is no line",
            |of| of.totals.allowances_total = eur("5.00"),
            StatedSum::Allowances,
            "5.00",
            "0.00",
        ),
        (
            "VAT rounded down",
            |of| of.totals = totals(&[(STANDARD, "100.00", "25.49")], "0.00"),
            StatedSum::TaxAmount(tax(STANDARD)),
            "25.49",
            "25.50",
        ),
        (
            "VAT at another rate",
            |of| of.totals = totals(&[("24", "100.00", "24.00")], "0.00"),
            StatedSum::Taxable(tax(STANDARD)),
            "0.00",
            "100.00",
        ),
        (
            "the total with VAT",
            |of| of.totals.tax_inclusive_total = eur("125.00"),
            StatedSum::TaxInclusive,
            "125.00",
            "125.50",
        ),
        (
            "paid in advance",
            |of| of.totals.prepaid_amount = eur("20.00"),
            StatedSum::Prepaid,
            "20.00",
            "0.00",
        ),
        (
            "rounded by a whole euro",
            |of| of.totals = totals(&[(STANDARD, "100.00", "25.50")], "1.00"),
            StatedSum::Rounding,
            "1.00",
            "0.00",
        ),
        (
            "the amount due",
            |of| of.totals.amount_due = eur("125.00"),
            StatedSum::AmountDue,
            "125.00",
            "125.50",
        ),
    ];
    for (what, spoil, sum, stated, derived) in rows {
        let (mut world, account) = begun();
        let mut document = old(&mut world, account, "L-17", "0.00");
        spoil(&mut document);
        let kind = RefusalKind::SumDiffers {
            sum,
            stated: eur(stated),
            derived: eur(derived),
        };
        assert_eq!(
            world.refused(Command::TakeOverInvoice(document)),
            kind,
            "{what}"
        );
    }
}

#[test]
fn a_line_may_have_a_deduction_and_a_total_may_be_rounded_to_cash() {
    let (mut world, account) = begun();
    let document = TakenOver {
        lines: vec![
            line("3 × 40.00 = 100.00 at 25.5"),
            line("-1 × 10.00 = -10.00 at 25.5"),
            line("1 × 20.00 = 20.00 at 14"),
        ],
        // 90.00 at 25.5 % are 22.95; the whole is 135.75, and 135.70 was asked for.
        totals: totals(
            &[("14", "20.00", "2.80"), (STANDARD, "90.00", "22.95")],
            "-0.05",
        ),
        ..old(&mut world, account, "L-18", "135.70")
    };
    let id = document.id;
    world.must(Command::TakeOverInvoice(document));
    let invoice = &world.archive.invoices[&id];
    assert_eq!(bare(invoice.lines[0].derivation.reduction), "20.00");
    assert_eq!(bare(invoice.totals.amount_due), "135.70");
    world.check();
    // Crediting all of it leaves nothing, the rounding among it.
    let note = world.credit(id, CreditExtent::Rest, false).unwrap();
    assert_eq!(
        bare(world.archive.invoices[&note].totals.amount_due),
        "135.70"
    );
    assert_eq!(world.balance(account), "0.00");
}

#[test]
fn what_cannot_be_is_refused() {
    type Spoil = fn(&mut TakenOver);
    let rows: [(&str, Spoil, RefusalKind); 9] = [
        ("no number", |of| of.number = " ".into(), RefusalKind::Empty),
        ("no lines", |of| of.lines.clear(), RefusalKind::Empty),
        (
            "no description",
            |of| of.lines[0].description.clear(),
            RefusalKind::Empty,
        ),
        (
            "issued tomorrow",
            |of| of.issue_date = day("2026-03-02"),
            RefusalKind::TooLate {
                latest: day("2026-03-01"),
            },
        ),
        (
            "due before it was issued",
            |of| of.due_date = day("2026-01-09"),
            RefusalKind::TooEarly {
                earliest: day("2026-01-10"),
            },
        ),
        (
            "more open than due",
            |of| of.open = eur("125.51"),
            RefusalKind::MoreThanOpen {
                open: eur("125.50"),
                asked: eur("125.51"),
            },
        ),
        (
            "less than nothing open",
            |of| of.open = eur("-0.01"),
            RefusalKind::NotPositive,
        ),
        (
            "an amount of another currency",
            |of| of.totals.tax_total = "25.50 SEK".parse().unwrap(),
            RefusalKind::CurrencyMismatch {
                expected: Currency::EUR,
                found: "SEK".parse().unwrap(),
            },
        ),
        (
            "nobody's",
            |of| of.account = AccountId(Uuid::nil()),
            RefusalKind::Unknown,
        ),
    ];
    for (what, spoil, kind) in rows {
        let (mut world, account) = begun();
        let mut document = old(&mut world, account, "L-17", "0.00");
        spoil(&mut document);
        let refused = world.refused(Command::TakeOverInvoice(document));
        assert_eq!(refused, kind, "{what}");
    }
}

#[test]
fn a_number_that_is_taken_is_refused_and_asking_twice_takes_over_once() {
    let (mut world, account) = begun();
    let own = world.invoice(account, "10.00");
    let number = world.archive.invoices[&own].number.clone();
    let document = old(&mut world, account, &number, "0.00");
    let taken = RefusalKind::Taken { what: number };
    assert_eq!(world.refused(Command::TakeOverInvoice(document)), taken);
    let document = old(&mut world, account, "L-17", "0.00");
    world.must(Command::TakeOverInvoice(document.clone()));
    let again = TakenOver {
        number: "L-18".into(),
        ..document.clone()
    };
    for document in [document, again] {
        let what = document.number.clone();
        assert_eq!(
            world.refused(Command::TakeOverInvoice(document)),
            RefusalKind::Taken { what }
        );
    }
}

fn number_of(world: &World, id: InvoiceId) -> &str {
    &world.archive.invoices[&id].number
}

#[test]
fn no_series_gives_a_number_that_was_taken_over() {
    let (mut world, account) = begun();
    for number in [
        "2026-00001",
        "2026-00002",
        "2026-00004",
        "K-6",
        "9-2026-00001",
    ] {
        take_over(&mut world, account, number, "0.00");
    }
    let next = world.book.series[&world.series].peek(world.today);
    assert_eq!(next, "2026-00003");
    let own: Vec<InvoiceId> = (0..2).map(|_| world.invoice(account, "10.00")).collect();
    // Which reference another program gave is not to be guessed from its number.
    for (id, receivable) in &world.book.receivables {
        let reference = world.book.reference_of(receivable);
        assert_eq!(
            reference.is_some(),
            own.contains(id),
            "{}",
            receivable.number
        );
    }
    assert_eq!(number_of(&world, own[0]), "2026-00003");
    assert_eq!(number_of(&world, own[1]), "2026-00005");
    // Under another pattern, and of another series that begins later.
    let revised = NumberSeries {
        pattern: "K-{N}".into(),
        yearly: false,
        ..world.book.series[&world.series].clone()
    };
    world.must(Command::ReviseSeries(revised));
    let third = world.invoice(account, "10.00");
    assert_eq!(number_of(&world, third), "K-7");
    let second = SeriesId(Uuid::from_u128(501));
    world.must(Command::ReviseSeries(NumberSeries {
        name: "2".into(),
        pattern: "9-{YYYY}-{NNNNN}".into(),
        ..NumberSeries::initial(second)
    }));
    world.series = second;
    let fourth = world.invoice(account, "10.00");
    assert_eq!(number_of(&world, fourth), "9-2026-00002");
    // A form that doesn't know of them can't take them off.
    let kept = world.book.series[&second].taken_over.clone();
    world.must(Command::ReviseSeries(NumberSeries {
        taken_over: Default::default(),
        ..world.book.series[&second].clone()
    }));
    assert_eq!(world.book.series[&second].taken_over, kept);
    assert_eq!(kept.len(), 5);
}

#[test]
fn it_is_paid_reminded_of_and_on_the_statement_with_what_was_open() {
    let (mut world, account) = begun();
    let id = take_over(&mut world, account, "L-17", "100.00");
    take_over(&mut world, account, "L-18", "0.00");
    let due = reminders_due(&world.book, world.today).due;
    let due: Vec<InvoiceId> = due.iter().map(|each| each.invoice).collect();
    assert_eq!(due, [id]);
    let reminder = AskReminder {
        id: world.id(),
        invoice: id,
        open: eur("100.00"),
        fee: None,
        letter: LetterText {
            id: world.id(),
            subject: "Reminder".into(),
            paragraphs: vec!["Please pay.".into()],
        },
    };
    let on = world.today;
    world.must(Command::SendReminders {
        reminders: vec![reminder],
        on,
    });
    pay(&mut world, account, id, "60.00");
    assert_eq!(world.balance(account), "40.00");
    let year = Period::new(day("2026-01-01"), day("2027-01-01")).unwrap();
    let told = statement(
        world.archive.receivables.values(),
        world.archive.credits.values(),
        Currency::EUR,
        year,
    );
    let movements: Vec<String> = told
        .movements
        .iter()
        .map(|each| format!("{} {} {}", each.on, each.label, bare(each.amount)))
        .collect();
    assert_eq!(movements, ["2026-01-10 L-17 100.00", "2026-03-01  -60.00"]);
    assert_eq!(bare(told.closing), "40.00");
    pay(&mut world, account, id, "40.00");
    assert!(world.book.receivables.is_empty());
    world.check();
}

#[test]
fn it_is_credited_and_what_was_settled_before_goes_to_the_customer() {
    let (mut world, account) = begun();
    let id = take_over(&mut world, account, "L-17", "25.50");
    let note = world.credit(id, CreditExtent::Lines(vec![(0, eur("40.00"))]), false);
    let note = note.unwrap();
    assert_eq!(number_of(&world, note), "2026-00001");
    // 50.20 credited: 25.50 were open, the rest was paid to the other program.
    assert_eq!(world.balance(account), "-24.70");
    world.credit(id, CreditExtent::Rest, false).unwrap();
    assert_eq!(world.balance(account), "-100.00");
    let receivable = &world.archive.receivables[&id];
    assert_eq!(bare(receivable.creditable()), "0.00");
    world.check();
}

#[test]
fn no_report_counts_it_but_a_credit_note_that_is_issued_for_it() {
    let (mut world, account) = begun();
    let id = take_over(&mut world, account, "L-17", "125.50");
    let mut sales = Sales::default();
    sales.add(&world.archive.invoices[&id]);
    assert_eq!(sales, Sales::default());
    let note = world.credit(id, CreditExtent::Rest, false).unwrap();
    sales.add(&world.archive.invoices[&note]);
    assert_eq!(bare(sales.totals[&Currency::EUR].tax), "-25.50");
}

#[test]
fn a_credit_note_that_is_taken_over_leaves_less_to_credit() {
    let (mut world, account) = begun();
    let invoice = take_over(&mut world, account, "L-17", "0.00");
    let note = old_note(&mut world, account, "H-1", "L-17", "20.20");
    let id = note.id;
    world.must(Command::TakeOverInvoice(note));
    assert_eq!(world.balance(account), "-20.20");
    let kept = &world.archive.invoices[&id];
    assert!(kept.is_credit_note() && kept.taken_over);
    assert_eq!(kept.due_date, kept.issue_date);
    let entry = world.journal.last().unwrap();
    assert_eq!(entry.facts[0].what, FactKind::CreditNoteTakenOver);
    let credit = &world.archive.credits[&CreditSource::CreditNote(id)];
    assert_eq!(bare(credit.settled_before()), "30.00");
    let receivable = &world.archive.receivables[&invoice];
    assert_eq!(bare(receivable.creditable()), "75.30");
    assert_eq!(receivable.credited_on(0), eur("40.00"));
    world.check();
    // What is left can be credited here, and no more than that.
    let extent = CreditExtent::Lines(vec![(0, eur("60.01"))]);
    let asked = CreditInvoice {
        invoice,
        credit_note: world.id(),
        series: world.series,
        issue_date: world.today,
        extent,
        reason: CreditReason::BillingError,
        note: String::new(),
        bill_again: false,
    };
    assert!(matches!(
        world.refused(Command::CreditInvoice(asked)),
        RefusalKind::CreditExceedsInvoice { .. }
    ));
    let own = world.credit(invoice, CreditExtent::Rest, false).unwrap();
    assert_eq!(
        bare(world.archive.invoices[&own].totals.amount_due),
        "75.30"
    );
    assert_eq!(world.balance(account), "-95.50");
}

#[test]
fn a_credit_note_without_its_invoice_or_above_it_is_refused() {
    let (mut world, account) = begun();
    let own = world.invoice(account, "10.00");
    let own = number_of(&world, own).to_owned();
    for number in ["L-17", &own] {
        let note = old_note(&mut world, account, "H-1", number, "0.00");
        let number = number.to_owned();
        assert_eq!(
            world.refused(Command::TakeOverInvoice(note)),
            RefusalKind::NotTakenOver { number }
        );
    }
    take_over(&mut world, account, "L-17", "0.00");
    let other = world.account(|_| {});
    let note = old_note(&mut world, other, "H-1", "L-17", "0.00");
    assert_eq!(
        world.refused(Command::TakeOverInvoice(note)),
        RefusalKind::OtherAccount
    );
    let above = TakenOver {
        lines: vec![line("3 × 50.00 = 150.00 at 25.5")],
        totals: totals(&[(STANDARD, "150.00", "38.25")], "0.00"),
        ..old_note(&mut world, account, "H-1", "L-17", "0.00")
    };
    let expected = RefusalKind::CreditExceedsInvoice {
        creditable: eur("125.50"),
        asked: eur("188.25"),
    };
    assert_eq!(world.refused(Command::TakeOverInvoice(above)), expected);
    let at_another_rate = TakenOver {
        lines: vec![line("1 × 10.00 = 10.00 at 14")],
        totals: totals(&[("14", "10.00", "1.40")], "0.00"),
        ..old_note(&mut world, account, "H-1", "L-17", "0.00")
    };
    let expected = RefusalKind::CreditExceedsInvoice {
        creditable: Money::zero(Currency::EUR),
        asked: eur("10.00"),
    };
    assert_eq!(
        world.refused(Command::TakeOverInvoice(at_another_rate)),
        expected
    );
}

#[test]
fn a_refused_line_is_named_by_its_place() {
    let (mut world, account) = begun();
    let mut document = old(&mut world, account, "L-17", "0.00");
    document.lines.push(line("1 × 5.00 = 6.00 at 25.5"));
    let Err(Refusal { at, .. }) = world.ask(Command::TakeOverInvoice(document)) else {
        panic!("it was taken over");
    };
    assert_eq!(at, Location::Line(1));
}

#[test]
fn whoever_may_import_records_may_take_over_invoices() {
    let (mut world, account) = begun();
    let document = old(&mut world, account, "L-17", "0.00");
    let wish = Wish::Billing(Command::TakeOverInvoice(document));
    assert_eq!(needs(&world.book, &wish, None, world.today), Role::Manager);
}
