//! What a call opens and what it leaves behind: who is on the line is one thing and the work on the matter another, and what is
//! done for the caller is written down by itself.

use crate::builder::{day, eur, percent};
use crate::caller::{At, paper};
use chrono::{DateTime, TimeDelta, Utc};
use lasku::billing::account::ContactPerson;
use lasku::billing::command::{Command as Billing, CreditExtent, CreditInvoice};
use lasku::billing::contract::{Discount, PriceSource, Terms};
use lasku::billing::desk::caller::Level;
use lasku::billing::desk::case::{CaseKind, Happening, Outcome, Priority};
use lasku::billing::desk::role::Role;
use lasku::billing::dispute::Dispute;
use lasku::billing::id::{AccountId, CaseId, ContractId, InvoiceId};
use lasku::billing::invoice::CreditReason;
use lasku::billing::letter::LetterKind;
use lasku::billing::line::Reduction;
use lasku::care::caller::{FactKind, FactTable, FactValue, StatedFact};
use lasku::care::case::{Clock, Phase, clocks, matter_at_hand};
use lasku::care::command::{Command, NewCase, Remark};
use lasku::care::decide::Desk;
use lasku::care::queue::Queue;
use lasku::care::refusal::Refused;
use lasku::care::secret::holds_identity_code;
use lasku::care::sight::{Sight, sight_of_lists};
use proptest::prelude::*;

fn phase(desk: &At, case: CaseId) -> Phase {
    Phase::of(&desk.world.book.cases[&case])
}

fn wait(case: CaseId) -> Command {
    let what = Remark::Wait("send the receipt".into());
    Command::Record { case, what }
}

fn note(case: CaseId) -> Command {
    let what = Remark::Note("hello".into());
    Command::Record { case, what }
}

#[test]
fn a_call_stays_a_call_while_it_is_noted_that_the_customer_has_to_do_something() {
    let mut desk = At::new();
    let account = desk.customer();
    let case = desk.call(Some(account));
    desk.must(wait(case));
    assert!(matches!(phase(&desk, case), Phase::Talking { .. }));
    assert_eq!(desk.sees(account), Sight::Unrecognised { case });
    let revised = desk.world.book.accounts[&account].clone();
    assert!(desk.ask(Billing::ReviseAccount(revised)).is_err());
    desk.must(Command::HangUp(case));
    assert!(matches!(
        phase(&desk, case),
        Phase::WaitingOnCustomer { .. }
    ));
    // Called and not reached, they still have to.
    let call = |case| Command::CallOut {
        case,
        phone: "040 123 4567".into(),
    };
    desk.later(60);
    desk.must(call(case));
    desk.must(Command::NotReached(case));
    assert!(matches!(
        phase(&desk, case),
        Phase::WaitingOnCustomer { .. }
    ));
    // Reached, it goes on, and so does the clock.
    desk.later(60);
    desk.must(call(case));
    desk.must(Command::HangUp(case));
    assert_eq!(phase(&desk, case), Phase::Open);
    let hours = desk.world.book.policy().hours;
    let used = |desk: &At| match clocks(&desk.world.book.cases[&case], &hours, desk.now).resolution
    {
        Clock::Running { left, .. } => left,
        other => panic!("{other:?}"),
    };
    let before = used(&desk);
    desk.later(3_600);
    assert_eq!(before - used(&desk), TimeDelta::hours(1));
}

#[test]
fn what_lapsed_does_not_come_back_with_whatever_happens_next() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.phrase(account);
    let case = desk.call(Some(account));
    desk.say(case, 1).unwrap();
    desk.later(1_800);
    desk.must(Command::StillThere(case));
    assert_eq!(desk.level(case), Level::L0);
    desk.must(note(case));
    assert_eq!(desk.level(case), Level::L0);
    desk.say(case, 1).unwrap();
    assert_eq!(desk.level(case), Level::L3);
}

#[test]
fn a_call_that_nobody_ended_is_over_when_the_next_begins() {
    let mut desk = At::new();
    let (first, second) = (desk.customer(), desk.customer());
    desk.phrase(first);
    let old = desk.call(Some(first));
    desk.say(old, 1).unwrap();
    assert_eq!(desk.sees(first), Sight::Whole);
    let new = desk.call(Some(second));
    assert_eq!(phase(&desk, old), Phase::Open);
    assert_eq!(desk.sees(first), Sight::SomebodyElses { case: new });
    assert_eq!(desk.sees(second), Sight::Unrecognised { case: new });
}

#[test]
fn nobody_takes_over_while_somebody_is_on_the_line() {
    let mut desk = At::new();
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let other = desk.person("Eero", Role::Representative);
    let case = desk.call(None);
    let number = desk.world.book.cases[&case].number;
    let take_over = || Command::TakeOver {
        person: other,
        hash: None,
    };
    assert_eq!(desk.ask(take_over()), Err(Refused::OnCall { case: number }));
    desk.must(Command::HangUp(case));
    desk.must(take_over());
}

#[test]
fn lists_of_many_customers_are_closed_until_the_caller_is_known() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.phrase(account);
    let lists = |desk: &At| sight_of_lists(&desk.world.book, desk.person, desk.now);
    assert_eq!(lists(&desk), Sight::Whole);
    let case = desk.call(Some(account));
    assert_eq!(lists(&desk), Sight::Unrecognised { case });
    desk.say(case, 1).unwrap();
    assert_eq!(lists(&desk), Sight::Whole);
    desk.must(Command::HangUp(case));
    assert_eq!(lists(&desk), Sight::Whole);
}

#[test]
fn whoever_holds_an_invoice_disputes_that_one_and_no_other() {
    let mut desk = At::new();
    let account = desk.customer();
    let (held, other) = (paper(&mut desk, account), paper(&mut desk, account));
    let case = desk.call(Some(account));
    let dispute = |desk: &mut At, invoice: InvoiceId| Billing::OpenDispute {
        invoice,
        dispute: Dispute {
            id: desk.world.id(),
            amount: eur("10.00"),
            opened_on: desk.world.today,
            reason: "nobody came".into(),
            case: None,
            decided: None,
        },
    };
    let early = dispute(&mut desk, held);
    assert!(matches!(
        desk.ask(early),
        Err(Refused::NotVerified {
            needs: Level::L1,
            ..
        })
    ));
    let invoice = desk.fetched.invoices[&held].clone();
    desk.must(Command::ShowPaper {
        case,
        invoice: Some(held),
        number: invoice.number.clone(),
        total: invoice.totals.amount_due,
        due: invoice.due_date,
    });
    let wrong = dispute(&mut desk, other);
    assert!(desk.ask(wrong).is_err());
    let right = dispute(&mut desk, held);
    desk.must(right);
    let events = &desk.world.book.cases[&case].events;
    assert!(
        events
            .iter()
            .any(|event| event.what == Happening::Disputed(held))
    );
    // A question that turns out to be a dispute has the time of one.
    let call = &desk.world.book.cases[&case];
    assert_eq!(call.kind, CaseKind::Dispute);
    assert_eq!(call.target, desk.world.book.policy().targets.dispute);
    // Money is none of theirs to move.
    let write_off = Billing::WriteOff {
        id: desk.world.id(),
        invoice: held,
        amount: eur("1.00"),
        reason: "asked".into(),
        on: desk.world.today,
    };
    assert!(matches!(
        desk.ask(write_off),
        Err(Refused::NotVerified {
            needs: Level::L2,
            ..
        })
    ));
}

#[test]
fn what_is_done_during_a_call_stands_in_its_history() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.phrase(account);
    let contract = desk
        .world
        .contract(account, "monthly 40.00 EUR, from 2026-01-01");
    let invoice = paper(&mut desk, account);
    let record = desk.world.book.receivables[&invoice].clone();
    desk.fetched.receivables.insert(invoice, record);
    let case = desk.call(Some(account));
    desk.say(case, 1).unwrap();
    let end = |last_day| Billing::EndContract {
        contract,
        last_day,
        reason: String::new(),
        cause: None,
        waive_notice: false,
    };
    desk.must(end(day("2026-12-31")));
    let credit = CreditInvoice {
        invoice,
        credit_note: desk.world.id(),
        series: *desk.world.book.series.keys().next().unwrap(),
        issue_date: desk.world.today,
        extent: CreditExtent::Rest,
        reason: CreditReason::BillingError,
        note: String::new(),
        bill_again: false,
    };
    let credit_note = credit.credit_note;
    desk.must(Billing::CreditInvoice(credit));
    let name = desk.world.book.contracts[&contract].name.clone();
    let happened: Vec<Happening> = desk.world.book.cases[&case]
        .events
        .iter()
        .rev()
        .take(2)
        .map(|event| event.what.clone())
        .collect();
    assert_eq!(
        happened,
        [
            Happening::Corrected(credit_note),
            Happening::Changed(format!("{name} (\u{2013} 2026-12-31)"))
        ]
    );
    // After the call nothing is added to it.
    let count = desk.world.book.cases[&case].events.len();
    desk.must(Command::HangUp(case));
    desk.must(end(day("2027-01-31")));
    assert_eq!(desk.world.book.cases[&case].events.len(), count + 1);
}

#[test]
fn the_matter_at_hand_is_the_call_and_otherwise_the_latest_open_case() {
    let mut desk = At::new();
    let account = desk.customer();
    let at_hand = |desk: &At| {
        matter_at_hand(&desk.world.book, desk.person, account, desk.now).map(|case| case.id)
    };
    assert_eq!(at_hand(&desk), None);
    let first = desk.call(Some(account));
    desk.must(Command::HangUp(first));
    desk.later(60);
    let second = desk.call(Some(account));
    assert_eq!(at_hand(&desk), Some(second));
    desk.must(Command::HangUp(second));
    desk.later(60);
    desk.must(note(first));
    assert_eq!(at_hand(&desk), Some(first));
}

#[test]
fn whoever_was_known_as_one_customer_is_not_known_as_another_by_a_merge() {
    let mut desk = At::new();
    let gone = desk.customer();
    let stays = desk.world.account(|account| {
        account.contacts = vec![ContactPerson {
            phone: "050 765 4321".into(),
            email: "liisa@example.com".into(),
            ..ContactPerson::default()
        }];
    });
    desk.phrase(gone);
    let case = desk.call(Some(gone));
    desk.say(case, 1).unwrap();
    let merge = || Billing::MergeAccounts {
        from: gone,
        into: stays,
    };
    assert!(matches!(
        desk.ask(merge()),
        Err(Refused::NotVerified {
            needs: Level::L3,
            ..
        })
    ));
    desk.must(Command::HangUp(case));
    let letters = desk.world.book.letters_of(stays).count();
    desk.must(merge());
    let book = &desk.world.book;
    assert_eq!(book.cases[&case].account, Some(stays));
    let last = book.cases[&case].events.last().map(|event| &event.what);
    assert_eq!(last, Some(&Happening::Named(stays)));
    // The number that came with it counts from today, and the customer hears of it.
    let added = book.accounts[&stays]
        .contacts
        .iter()
        .find(|contact| contact.phone == "040 123 4567");
    assert_eq!(
        added.and_then(|contact| contact.phone_since),
        Some(desk.world.today)
    );
    assert_eq!(
        book.accounts[&stays].contact_changed,
        Some(desk.world.today)
    );
    let told = book
        .letters_of(stays)
        .filter(|letter| letter.kind == LetterKind::ContactChange);
    assert!(told.count() > 0, "{letters} letters before");
}

#[test]
fn where_bills_go_and_every_lost_address_are_told_of() {
    let mut desk = At::new();
    let account = desk.world.account(|account| {
        account.contacts = ["first@example.com", "second@example.com"]
            .map(|email| ContactPerson {
                email: email.into(),
                ..ContactPerson::default()
            })
            .into();
    });
    let mut revised = desk.world.book.accounts[&account].clone();
    revised.contacts.remove(1);
    desk.must(Billing::ReviseAccount(revised.clone()));
    let emails: Vec<String> = desk
        .world
        .book
        .letters_of(account)
        .map(|letter| letter.email.clone())
        .collect();
    assert!(
        emails.contains(&"second@example.com".to_owned()),
        "{emails:?}"
    );
    assert!(
        emails.contains(&"first@example.com".to_owned()),
        "{emails:?}"
    );
    let before = desk.world.book.letters_of(account).count();
    revised.delivery_address = Some(revised.address.clone());
    desk.must(Billing::ReviseAccount(revised));
    assert!(desk.world.book.letters_of(account).count() > before);
}

#[test]
fn the_same_amount_said_twice_is_one_fact() {
    let mut desk = At::new();
    let accounts: Vec<AccountId> = (0..2_000).map(|_| desk.world.id()).collect();
    let mut table = FactTable::default();
    let account = desk.customer();
    for (place, other) in accounts.iter().chain([&account]).enumerate() {
        let amount = FactValue::Amount(eur(&format!("{place}.50")));
        table.note(FactKind::LastInvoice, *other, amount);
        table.note(FactKind::LastPayment, *other, amount);
    }
    let said = table.of(FactKind::LastInvoice, account).unwrap();
    let facts =
        [FactKind::LastInvoice, FactKind::LastPayment].map(|kind| StatedFact { kind, said });
    let case = desk.call(Some(account));
    let heard = Command::HearFacts {
        case,
        facts: facts.to_vec(),
    };
    let with = Desk {
        person: None,
        facts: Some(table),
        has_open_finding: None,
        spend_12_months: None,
    };
    // log2(2001) is 10.97 bits; twice that would be enough.
    let Err(Refused::FactsTooEasy { bits, needed }) = desk.ask_with(heard, &with) else {
        panic!("the caller is recognised by one number");
    };
    assert_eq!(needed, 20);
    assert_eq!(bits.round_dp(2).to_string(), "10.97");
}

#[test]
fn facts_that_are_hard_to_guess_together_recognise_and_one_wrong_one_does_not() {
    let mut desk = At::new();
    let account = desk.customer();
    let mut table = FactTable::default();
    let others: Vec<AccountId> = (0..2_000).map(|_| desk.world.id()).collect();
    for (place, other) in others.iter().chain([&account]).enumerate() {
        let amount = |cents| FactValue::Amount(eur(&format!("{place}.{cents}")));
        table.note(FactKind::LastInvoice, *other, amount(50));
        table.note(FactKind::LastPayment, *other, amount(75));
    }
    let fact = |kind| StatedFact {
        kind,
        said: table.of(kind, account).unwrap(),
    };
    let right = [FactKind::LastInvoice, FactKind::LastPayment].map(fact);
    let mut wrong = right;
    wrong[1].said = FactValue::Amount(eur("1.00"));
    let case = desk.call(Some(account));
    let with = Desk {
        person: None,
        facts: Some(table.clone()),
        has_open_finding: None,
        spend_12_months: None,
    };
    let hear = |facts: [StatedFact; 2]| Command::HearFacts {
        case,
        facts: facts.to_vec(),
    };
    desk.ask_with(hear(wrong), &with).unwrap();
    assert_eq!(desk.level(case), Level::L0);
    desk.ask_with(hear(right), &with).unwrap();
    // Facts are nothing to change an address by.
    assert_eq!(desk.level(case), Level::L2);
}

#[test]
fn an_identity_code_is_known_however_it_is_typed() {
    for text in [
        "131052-308T",
        "131052\u{2013}308t",
        "131052 - 308T",
        "it is 131052-308T I think",
        "010100A 123A",
    ] {
        assert!(holds_identity_code(text), "{text}");
    }
    for text in [
        "a blue horse 17",
        "1310522308T",
        "9131052-308T",
        "131052-308",
        "",
    ] {
        assert!(!holds_identity_code(text), "{text}");
    }
}

// Clocks

fn mail(desk: &mut At, kind: CaseKind) -> CaseId {
    let id: CaseId = desk.world.id();
    desk.must(Command::OpenCase(NewCase {
        id,
        account: None,
        channel: lasku::billing::desk::case::Channel::Mail,
        kind,
        priority: Priority::USUAL,
        subject: String::new(),
    }));
    id
}

fn first_response(desk: &At, case: CaseId) -> Clock {
    let hours = desk.world.book.policy().hours;
    clocks(&desk.world.book.cases[&case], &hours, desk.now).first_response
}

#[test]
fn a_deadline_that_was_missed_stays_missed_whatever_the_case_is_called_later() {
    let mut desk = At::new();
    let case = mail(&mut desk, CaseKind::Dispute);
    // A dispute is to be answered within one hour.
    desk.later(2 * 3_600);
    let due: DateTime<Utc> = desk.now - TimeDelta::hours(1);
    desk.must(Command::Sort {
        case,
        kind: CaseKind::Question,
        priority: Priority::USUAL,
        subject: String::new(),
    });
    assert_eq!(first_response(&desk, case), Clock::Missed { at: None, due });
    let what = Remark::Reply("it was right".into());
    desk.must(Command::Record { case, what });
    let at = Some(desk.now);
    assert_eq!(first_response(&desk, case), Clock::Missed { at, due });
    // Called in time what it is, it has the time of that.
    let case = mail(&mut desk, CaseKind::Dispute);
    desk.later(60);
    desk.must(Command::Sort {
        case,
        kind: CaseKind::Question,
        priority: Priority::USUAL,
        subject: String::new(),
    });
    desk.later(3_600);
    assert!(matches!(first_response(&desk, case), Clock::Running { .. }));
}

#[test]
fn a_case_opened_again_has_to_be_answered_again() {
    let mut desk = At::new();
    let case = mail(&mut desk, CaseKind::Question);
    let settle = || Command::Resolve {
        case,
        outcome: Outcome::Explained,
        note: String::new(),
    };
    desk.must(settle());
    desk.later(3_600);
    desk.must(Command::Reopen(case));
    let Clock::Running { due, .. } = first_response(&desk, case) else {
        panic!("nobody has to answer");
    };
    assert!(due > desk.now);
    // Called and reached is answered.
    desk.must(Command::CallOut {
        case,
        phone: "040 123 4567".into(),
    });
    assert!(matches!(first_response(&desk, case), Clock::Running { .. }));
    desk.later(60);
    desk.must(Command::HangUp(case));
    assert!(matches!(first_response(&desk, case), Clock::Met { .. }));
}

#[test]
fn a_promised_call_does_not_hide_that_a_case_is_late() {
    let mut desk = At::new();
    let case = mail(&mut desk, CaseKind::Dispute);
    let until = desk.now + TimeDelta::days(9);
    desk.must(Command::PromiseCallBack {
        case,
        call: lasku::billing::desk::case::CallBack {
            from: until - TimeDelta::hours(1),
            until,
            due: until,
            phone: "040 123 4567".into(),
            note: String::new(),
        },
    });
    let queue = |desk: &At| {
        let policy = desk.world.book.policy();
        Queue::of(&desk.world.book, &policy, desk.now)
    };
    assert_eq!(queue(&desk).call_backs.len(), 1);
    assert!(queue(&desk).open.is_empty());
    desk.later(2 * 3_600);
    assert_eq!(queue(&desk).call_backs.len(), 1);
    assert_eq!(queue(&desk).open.len(), 1);
}

proptest! {
    /// The book's own list of unsettled cases is what their events say, in whatever order things happen.
    #[test]
    fn what_is_unsettled_follows_from_the_events(deeds in prop::collection::vec(0..9_u8, 1..25)) {
        let mut desk = At::new();
        let account = desk.customer();
        let case = desk.call(Some(account));
        for deed in deeds {
            desk.later(30);
            let phone = "040 123 4567".to_owned();
            let command = match deed {
                0 => Command::HangUp(case),
                1 => Command::CallOut { case, phone },
                2 => Command::NotReached(case),
                3 => Command::Resolve { case, outcome: Outcome::Explained, note: String::new() },
                4 => Command::Reopen(case),
                5 => wait(case),
                6 => Command::Record { case, what: Remark::Resume },
                7 => Command::StillThere(case),
                _ => note(case),
            };
            // Refused or not, what is kept fits together.
            let _ = desk.ask(command);
            let kept = &desk.world.book.cases[&case];
            let is_listed = desk.world.book.unsettled_cases().any(|each| each.id == case);
            prop_assert_eq!(is_listed, !Phase::of(kept).is_resolved());
            prop_assert_eq!(desk.world.book.cases_of(account).count(), 1);
        }
    }
}

// Prices as authority

fn contract_of(desk: &mut At) -> ContractId {
    desk.world.product("40.00");
    let account = desk.customer();
    desk.world
        .contract(account, "monthly catalogue EUR, from 2026-01-01")
}

#[test]
fn nobody_gives_as_a_price_what_they_may_not_give_as_a_discount() {
    let mut desk = At::new();
    let contract = contract_of(&mut desk);
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let people = [Role::Representative, Role::Lead, Role::Manager]
        .map(|role| (role, desk.person(&format!("{role:?}"), role)));
    let service = desk.world.book.contracts[&contract].services[0].clone();
    let terms = |price: &str, off: Option<&str>| Terms {
        from: day("2026-12-01"),
        price: PriceSource::Own(price.parse().unwrap()),
        discount: off.map(|off| Discount {
            reduction: Reduction::Percent(percent(off)),
            until: None,
            reason: String::new(),
        }),
        ..service.terms[0].clone()
    };
    // 40.00 in the catalogue; a lead may give 20 %, a manager 40 %.
    for (terms, least) in [
        (terms("40.00", None), Role::Representative),
        (terms("50.00", None), Role::Representative),
        (terms("32.00", None), Role::Lead),
        (terms("40.00", Some("20")), Role::Lead),
        (terms("31.99", None), Role::Manager),
        (terms("24.00", None), Role::Manager),
        (terms("36.00", Some("50")), Role::Owner),
        (terms("0.00", None), Role::Owner),
    ] {
        let mut added = service.clone();
        added.starts = terms.from;
        added.terms = vec![terms.clone()];
        added.billed = Vec::new();
        added.id = desk.world.id();
        for wish in [
            Billing::AmendService {
                contract,
                service: service.id,
                terms: terms.clone(),
            },
            Billing::AddService {
                contract,
                service: added,
            },
        ] {
            for (role, person) in people {
                desk.person = Some(person);
                let refused = Refused::NotPermitted { needs: least };
                let found = desk.may(wish.clone());
                let expected = if role < least { Err(refused) } else { Ok(()) };
                assert_eq!(found, expected, "{role:?}: {terms:?}");
            }
        }
    }
}

#[test]
fn what_binds_a_customer_is_waived_by_a_lead() {
    let mut desk = At::new();
    let contract = contract_of(&mut desk);
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let mut bound = desk.world.book.contracts[&contract].clone();
    bound.minimum_term = Some(day("2027-12-31"));
    desk.must(Billing::ReviseContract(bound.clone()));
    let clerk = desk.person("Eero", Role::Representative);
    desk.person = Some(clerk);
    let needs = Refused::NotPermitted { needs: Role::Lead };
    let service = bound.services[0].id;
    let end = |last_day| Billing::EndService {
        contract,
        service,
        last_day,
    };
    assert_eq!(desk.may(end(day("2026-12-31"))), Err(needs.clone()));
    assert_eq!(desk.may(end(day("2027-12-31"))), Ok(()));
    let mut free = bound.clone();
    free.minimum_term = None;
    assert_eq!(desk.may(Billing::ReviseContract(free)), Err(needs));
    let mut renamed = bound;
    renamed.name = "Office".into();
    assert_eq!(desk.may(Billing::ReviseContract(renamed)), Ok(()));
}
