//! Own invoices of another program: what a file states becomes a document here with the same number and sums.

use crate::backup_book::{Desk, account, seller};
use crate::cases::cases;
use crate::tools::press;
use lasku::billing::account::Account;
use lasku::billing::command::Command;
use lasku::billing::id::{AccountId, InvoiceId};
use lasku::money::Money;
use lasku::worker::protocol::Form;
use lasku::worker::read_in::read;
use lasku::worker::reading::{ReadAdjustment, Reading};
use lasku::worker::take_over::{NotTakeable, taken_over};
use rust_decimal::Decimal;

fn readings(form: Form) -> Vec<(String, Reading, Money)> {
    let mut found = Vec::new();
    for case in cases() {
        // A credit note is taken over after its invoice.
        if case.invoice.is_credit_note() {
            continue;
        }
        let Ok(made) = press().document(&case.invoice, form) else {
            continue;
        };
        let reading = read(&made.content).unwrap().remove(0);
        found.push((
            format!("{} {form:?}", case.name),
            reading,
            case.invoice.totals.amount_due,
        ));
    }
    assert!(found.len() > 8, "{form:?}: only {} kinds", found.len());
    found
}

#[test]
fn what_a_file_states_is_taken_over_with_its_number_and_sums() {
    for form in [Form::Ubl, Form::Cii, Form::Finvoice] {
        for (name, reading, due) in readings(form) {
            let mut desk = Desk::new();
            desk.ask(Command::ReviseSeller(seller()));
            let id: AccountId = desk.id();
            let customer = Account {
                currency: due.currency(),
                ..account(id, "1001", "Laine & Pojat Oy")
            };
            desk.ask(Command::AddAccount(customer.clone()));
            let invoice: InvoiceId = desk.id();
            let wish = taken_over(&reading, invoice, &customer, due)
                .unwrap_or_else(|why| panic!("{name}: {why:?}"));
            assert_eq!(wish.totals.amount_due, due, "{name}");
            desk.ask(Command::TakeOverInvoice(wish));
            let owed = &desk.book.receivables[&invoice];
            assert_eq!(
                (owed.open(), &owed.number),
                (due, &reading.number),
                "{name}"
            );
        }
    }
}

#[test]
fn what_has_no_place_here_is_named() {
    let (_, reading, due) = readings(Form::Ubl).remove(0);
    let mut desk = Desk::new();
    let id: AccountId = desk.id();
    let customer = account(id, "1001", "Laine & Pojat Oy");
    let invoice: InvoiceId = desk.id();
    let asked = |reading: &Reading| taken_over(reading, invoice, &customer, due);
    let not = |change: &dyn Fn(&mut Reading)| {
        let mut reading = reading.clone();
        change(&mut reading);
        asked(&reading).unwrap_err()
    };
    assert!(asked(&reading).is_ok());
    assert_eq!(
        not(&|reading| reading.currency = "XXQ".into()),
        NotTakeable::Currency { code: "XXQ".into() }
    );
    assert_eq!(
        not(&|reading| reading.issue_date = None),
        NotTakeable::NoDate
    );
    assert_eq!(not(&|reading| reading.lines.clear()), NotTakeable::NoLines);
    assert_eq!(
        not(&|reading| {
            reading.lines[0].net = None;
            reading.lines[0].price = None;
        }),
        NotTakeable::NoAmount { line: 1 }
    );
    assert!(matches!(
        not(&|reading| reading.lines[0].category = "B".into()),
        NotTakeable::Tax { .. }
    ));
    let discount = ReadAdjustment {
        reason: "Loyal customer".into(),
        amount: Decimal::NEGATIVE_ONE,
        category: String::new(),
        rate: None,
    };
    assert_eq!(
        not(&|reading| {
            let other = reading.taxes[0].clone();
            reading.taxes.push(other);
            reading.adjustments.push(discount.clone());
        }),
        NotTakeable::Adjustment {
            name: "Loyal customer".into()
        }
    );
    let tenth_of_a_cent = Decimal::new(1, 3);
    assert_eq!(
        not(&|reading| reading.lines[0].net = Some(tenth_of_a_cent)),
        NotTakeable::Figure {
            figure: tenth_of_a_cent
        }
    );
}
