//! Who is calling, and who works at the device: what may be seen and done follows from it, and what was said leaves no trace.

use crate::builder::{World, day, eur};
use chrono::{DateTime, TimeDelta, Utc};
use lasku::billing::account::ContactPerson;
use lasku::billing::change::Change;
use lasku::billing::command::Command as Billing;
use lasku::billing::decide::{Context, Fetched};
use lasku::billing::desk::caller::{Cost, Enrolment, Hex, Level, Secret};
use lasku::billing::desk::role::Role;
use lasku::billing::id::{AccountId, CaseId, InvoiceId, PersonId};
use lasku::billing::letter::LetterKind;
use lasku::billing::seller::Person;
use lasku::calendar::{easter, finnish_holidays};
use lasku::care::caller::answer;
use lasku::care::case::recognition;
use lasku::care::command::{Command, NewCase, Wish};
use lasku::care::decide::{Desk, decide};
use lasku::care::lockout::{Lockout, wait_for_pin};
use lasku::care::refusal::Refused;
use lasku::care::secret::{PinFault, as_compared, check_pin, nfkc};
use lasku::care::sight::{Sight, sight};
use uuid::Uuid;

const PHONE: &str = "040 123 4567";

/// A desk with a clock, and somebody at it.
pub struct At {
    pub world: World,
    pub now: DateTime<Utc>,
    pub person: Option<PersonId>,
    pub fetched: Fetched,
}

impl At {
    pub fn new() -> At {
        let mut world = World::new();
        world.today = day("2026-11-30");
        At {
            world,
            now: "2026-11-30T09:00:00Z".parse().unwrap(),
            person: None,
            fetched: Fetched::default(),
        }
    }

    pub fn ask(&mut self, wish: impl Into<Wish>) -> Result<Vec<Change>, Refused> {
        let desk = Desk {
            person: self.person,
            facts: None,
            has_open_finding: None,
            spend_12_months: None,
        };
        self.ask_with(wish, &desk)
    }

    pub fn ask_with(&mut self, wish: impl Into<Wish>, desk: &Desk) -> Result<Vec<Change>, Refused> {
        let changes = self.decided(wish.into(), desk)?;
        self.world.book.apply(&changes);
        Ok(changes)
    }

    /// Whether it would be done; nothing is.
    pub fn may(&mut self, wish: impl Into<Wish>) -> Result<(), Refused> {
        let desk = Desk {
            person: self.person,
            facts: None,
            has_open_finding: None,
            spend_12_months: None,
        };
        self.decided(wish.into(), &desk).map(drop)
    }

    fn decided(&mut self, wish: Wish, desk: &Desk) -> Result<Vec<Change>, Refused> {
        let mut ids = 0;
        let base: Uuid = self.world.id();
        let mut fresh = || {
            ids += 1;
            Uuid::from_u128(base.as_u128() * 1_000 + ids)
        };
        let mut context = Context {
            now: self.now,
            today: self.world.today,
            fetched: &self.fetched,
            fresh: &mut fresh,
        };
        decide(&self.world.book, wish, desk, &mut context)
    }

    #[track_caller]
    pub fn must(&mut self, wish: impl Into<Wish>) -> Vec<Change> {
        self.ask(wish)
            .unwrap_or_else(|why| panic!("refused: {why:?}"))
    }

    pub fn later(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
    }

    pub fn customer(&mut self) -> AccountId {
        self.world.account(|account| {
            account.contacts = vec![ContactPerson {
                name: "Liisa".into(),
                phone: PHONE.into(),
                ..ContactPerson::default()
            }];
        })
    }

    /// A call that was answered, about this customer.
    pub fn call(&mut self, account: Option<AccountId>) -> CaseId {
        let case: CaseId = self.world.id();
        self.must(Command::CallIn {
            case,
            phone: String::new(),
        });
        self.must(Command::Answer(case));
        if let Some(account) = account {
            self.must(Command::NameCase { case, account });
        }
        case
    }

    pub fn phrase(&mut self, account: AccountId) {
        self.must(Command::SetPhrase {
            account,
            secret: Some(secret(1)),
            enrolment: Enrolment::Made,
        });
    }

    pub fn say(&mut self, case: CaseId, hash: u8) -> Result<Option<bool>, Refused> {
        let heard = Command::HearPhrase {
            case,
            hash: Hex(vec![hash; 32]),
            pepper: None,
        };
        self.ask(heard).map(|changes| answer(&changes))
    }

    pub fn level(&self, case: CaseId) -> Level {
        let case = &self.world.book.cases[&case];
        recognition(case, &self.world.book.policy().identity, self.now).level
    }

    pub fn sees(&self, account: AccountId) -> Sight {
        sight(&self.world.book, self.person, account, self.now)
    }

    pub fn person(&mut self, name: &str, role: Role) -> PersonId {
        let id: PersonId = self.world.id();
        self.must(Billing::RevisePerson(Person {
            id,
            name: name.into(),
            role,
            pin: None,
            recovery: None,
            left: false,
        }));
        id
    }

    pub fn pin(
        &mut self,
        person: PersonId,
        old: Option<u8>,
        new: Option<u8>,
    ) -> Result<(), Refused> {
        let set = Command::SetPin {
            person,
            hash: old.map(|old| Hex(vec![old; 32])),
            pin: new.map(secret),
            recovery: new.map(|_| secret(99)),
        };
        self.ask(set).map(drop)
    }
}

/// What a secret comes to, told apart by one byte.
fn secret(byte: u8) -> Secret {
    Secret {
        cost: Cost::default(),
        salt: Hex(vec![7; 16]),
        hash: Hex(vec![byte; 32]),
        pepper: None,
        set_at: "2026-11-01T09:00:00Z".parse().unwrap(),
    }
}

#[test]
fn without_a_call_everything_is_seen() {
    let mut desk = At::new();
    let account = desk.customer();
    assert_eq!(desk.sees(account), Sight::Whole);
}

#[test]
fn a_caller_who_is_not_recognised_opens_no_account() {
    let mut desk = At::new();
    let account = desk.customer();
    let case = desk.call(None);
    assert_eq!(desk.sees(account), Sight::Unrecognised { case });
    desk.must(Command::NameCase { case, account });
    assert_eq!(desk.sees(account), Sight::Unrecognised { case });
    desk.must(Command::HangUp(case));
    assert_eq!(desk.sees(account), Sight::Whole);
}

#[test]
fn a_recognised_caller_opens_their_own_account_and_no_other() {
    let mut desk = At::new();
    let (account, other) = (desk.customer(), desk.customer());
    desk.phrase(account);
    let case = desk.call(Some(account));
    assert_eq!(desk.say(case, 1), Ok(Some(true)));
    assert_eq!(desk.level(case), Level::L3);
    assert_eq!(desk.sees(account), Sight::Whole);
    assert_eq!(desk.sees(other), Sight::SomebodyElses { case });
}

#[test]
fn a_call_hides_nothing_from_a_colleague() {
    let mut desk = At::new();
    let account = desk.customer();
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let colleague = desk.person("Eero", Role::Representative);
    desk.call(Some(account));
    desk.person = Some(colleague);
    assert_eq!(desk.sees(account), Sight::Whole);
}

#[test]
fn recognition_ends_when_nothing_happens_and_goes_on_with_a_sign_of_life() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.phrase(account);
    let case = desk.call(Some(account));
    desk.say(case, 1).unwrap();
    desk.later(299);
    desk.must(Command::StillThere(case));
    desk.later(299);
    assert_eq!(desk.sees(account), Sight::Whole);
    desk.later(2);
    assert_eq!(desk.sees(account), Sight::Unrecognised { case });
}

#[test]
fn the_own_invoice_opens_that_invoice_only() {
    let mut desk = At::new();
    let account = desk.customer();
    let invoice = paper(&mut desk, account);
    let case = desk.call(None);
    let other: InvoiceId = desk.world.id();
    let (number, total, due) = {
        let paper = &desk.fetched.invoices[&invoice];
        (
            paper.number.clone(),
            paper.totals.amount_due,
            paper.due_date,
        )
    };
    let show = |total| Command::ShowPaper {
        case,
        invoice: Some(invoice),
        number: number.clone(),
        total,
        due,
    };
    let wrong = desk.must(show(total + eur("0.01")));
    assert_eq!(answer(&wrong), Some(false));
    assert_eq!(desk.sees(account), Sight::Unrecognised { case });
    let right = desk.must(show(total));
    assert_eq!(answer(&right), Some(true));
    let seen = desk.sees(account);
    assert_eq!(seen, Sight::OneInvoice { case, invoice });
    assert!(seen.shows(invoice) && !seen.shows(other));
}

#[test]
fn a_number_that_no_invoice_has_is_as_wrong_as_any_other() {
    let mut desk = At::new();
    let case = desk.call(None);
    let changes = desk.must(Command::ShowPaper {
        case,
        invoice: None,
        number: "2026-99999".into(),
        total: eur("10.00"),
        due: day("2026-12-01"),
    });
    assert_eq!(answer(&changes), Some(false));
}

#[test]
fn five_failures_lock_and_a_call_to_the_number_on_file_unlocks() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.phrase(account);
    let case = desk.call(Some(account));
    for wait in [0, 0, 30, 300] {
        assert_eq!(desk.say(case, 2), Ok(Some(false)));
        if wait > 0 {
            assert_eq!(desk.say(case, 1), Err(Refused::TooEarly { left: wait }));
        }
        desk.later(i64::from(wait));
    }
    assert_eq!(desk.say(case, 2), Ok(Some(false)));
    assert_eq!(desk.say(case, 1), Err(Refused::LockedOut));
    desk.must(Command::CallOut {
        case,
        phone: "+358 40 1234567".into(),
    });
    desk.must(Command::RecogniseByCallBack(case));
    assert_eq!(desk.level(case), Level::L3);
    let caller = &desk.world.book.callers[&account];
    let lockout = Lockout::replay(&desk.world.book.policy().identity.ladder, &caller.attempts);
    assert!(!lockout.is_locked());
    assert_eq!(desk.say(case, 1), Ok(Some(true)));
}

#[test]
fn a_caller_of_one_invoice_changes_nothing() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.call(Some(account));
    let revised = desk.world.book.accounts[&account].clone();
    let why = desk.ask(Billing::ReviseAccount(revised)).unwrap_err();
    assert!(matches!(
        why,
        Refused::NotVerified {
            needs: Level::L3,
            ..
        }
    ));
}

#[test]
fn a_changed_phrase_is_told_by_letter() {
    let mut desk = At::new();
    let account = desk.customer();
    desk.phrase(account);
    let letters: Vec<_> = desk.world.book.letters_of(account).collect();
    assert_eq!(letters.len(), 1);
    assert_eq!(letters[0].kind, LetterKind::PhraseChange);
}

#[test]
fn a_visitor_is_recognised_only_where_they_came_in_person() {
    let mut desk = At::new();
    let account = desk.customer();
    let case = desk.call(Some(account));
    let by_phone = desk.ask(Command::RecogniseByVisit(case));
    assert_eq!(by_phone.unwrap_err(), Refused::NotOnCall);
    let visit: CaseId = desk.world.id();
    desk.must(Command::OpenCase(NewCase {
        id: visit,
        account: Some(account),
        channel: lasku::billing::desk::case::Channel::Visit,
        kind: lasku::billing::desk::case::CaseKind::Question,
        priority: lasku::billing::desk::case::Priority::USUAL,
        subject: String::new(),
    }));
    desk.must(Command::RecogniseByVisit(visit));
    assert_eq!(desk.level(visit), Level::L3);
}

#[test]
fn a_representative_changes_their_own_name_and_pin_and_nobody_elses() {
    let mut desk = At::new();
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let other = desk.person("Eero", Role::Representative);
    desk.person = Some(other);
    let renamed = |desk: &At, id: PersonId| Person {
        name: "Toinen".into(),
        ..desk.world.book.people[&id].clone()
    };
    desk.must(Billing::RevisePerson(renamed(&desk, other)));
    let owners = Refused::NotPermitted { needs: Role::Owner };
    let why = desk.ask(Billing::RevisePerson(renamed(&desk, owner)));
    assert_eq!(why.unwrap_err(), owners);
    let promoted = Person {
        role: Role::Owner,
        ..desk.world.book.people[&other].clone()
    };
    let why = desk.ask(Billing::RevisePerson(promoted));
    assert_eq!(why.unwrap_err(), owners);
    assert_eq!(desk.pin(other, None, Some(1)), Ok(()));
    assert_eq!(desk.pin(owner, None, Some(1)), Err(owners));
    let seller = desk.world.book.seller.clone();
    let why = desk.ask(Billing::ReviseSeller(seller)).unwrap_err();
    assert_eq!(why, Refused::NotPermitted { needs: Role::Owner });
}

#[test]
fn a_pin_is_changed_by_whoever_knows_it_or_by_an_owner() {
    let mut desk = At::new();
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let other = desk.person("Eero", Role::Representative);
    desk.person = Some(other);
    desk.pin(other, None, Some(1)).unwrap();
    assert_eq!(desk.pin(other, None, Some(2)), Err(Refused::PinNeeded));
    assert_eq!(desk.pin(other, Some(3), Some(2)), Err(Refused::WrongPin));
    assert_eq!(desk.pin(other, Some(1), Some(2)), Ok(()));
    desk.person = Some(owner);
    assert_eq!(desk.pin(other, None, None), Ok(()));
    assert_eq!(desk.world.book.people[&other].pin, None);
    assert_eq!(desk.world.book.people[&other].recovery, None);
}

#[test]
fn a_forgotten_pin_goes_with_its_recovery_code_which_works_once() {
    let mut desk = At::new();
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    desk.pin(owner, None, Some(1)).unwrap();
    let recover = |byte: u8| Command::Recover {
        person: owner,
        hash: Hex(vec![byte; 32]),
    };
    desk.person = None;
    assert_eq!(desk.ask(recover(1)), Err(Refused::WrongRecovery));
    desk.must(recover(99));
    assert_eq!(desk.world.book.people[&owner].pin, None);
    assert_eq!(desk.ask(recover(99)), Err(Refused::WrongRecovery));
}

#[test]
fn somebody_stays_owner_while_anybody_works_here() {
    let mut desk = At::new();
    let owner = desk.person("Aino", Role::Owner);
    desk.person = Some(owner);
    let other = desk.person("Eero", Role::Manager);
    let leaving = |desk: &At, id: PersonId| Person {
        left: true,
        ..desk.world.book.people[&id].clone()
    };
    let why = desk.ask(Billing::RevisePerson(leaving(&desk, owner)));
    assert_eq!(why.unwrap_err(), Refused::LastOwner);
    desk.must(Billing::RevisePerson(leaving(&desk, other)));
    desk.must(Billing::RevisePerson(leaving(&desk, owner)));
}

#[test]
fn a_pin_of_whoever_works_here_waits_longer_after_each_failure_and_never_for_good() {
    let waits: Vec<u32> = [1, 2, 3, 4, 5, 9, 10, 40, u32::MAX]
        .into_iter()
        .map(wait_for_pin)
        .collect();
    assert_eq!(waits, [0, 0, 30, 60, 120, 1_920, 3_600, 3_600, 3_600]);
}

#[test]
fn figures_are_compared_without_what_stands_between_them() {
    assert_eq!(as_compared(nfkc, " 482-193 "), "482193");
    assert_eq!(
        as_compared(nfkc, "Sininen  Kahvi-kuppi 7"),
        "sininen kahvi kuppi 7"
    );
}

#[test]
fn the_pin_that_everybody_tries_first_is_not_taken() {
    for (pin, found) in [
        ("48219", Err(PinFault::TooShort)),
        ("482 193", Ok(())),
        ("111111", Err(PinFault::TooSimple)),
        ("123456", Err(PinFault::TooSimple)),
        ("987654", Err(PinFault::TooSimple)),
        ("kissa12", Err(PinFault::NotFigures)),
        ("135790", Ok(())),
    ] {
        assert_eq!(check_pin(nfkc, pin), found, "{pin}");
    }
}

#[test]
fn the_records_of_a_person_keep_pin_and_code() {
    let person = Person {
        id: PersonId(Uuid::from_u128(1)),
        name: "Aino".into(),
        role: Role::Owner,
        pin: Some(secret(1)),
        recovery: Some(secret(2)),
        left: false,
    };
    let text = serde_json::to_string(&person).unwrap();
    assert_eq!(serde_json::from_str::<Person>(&text).unwrap(), person);
}

#[test]
fn easter_falls_on_the_published_days() {
    // Almanac Office of the University of Helsinki; the earliest and the latest there can be.
    for (year, expected) in [
        (2024, "2024-03-31"),
        (2025, "2025-04-20"),
        (2026, "2026-04-05"),
        (2027, "2027-03-28"),
        (2285, "2285-03-22"),
        (2038, "2038-04-25"),
    ] {
        assert_eq!(easter(year), Some(day(expected)), "{year}");
    }
}

#[test]
fn the_holidays_of_a_year_are_those_of_the_almanac() {
    let found: Vec<String> = finnish_holidays(2026)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        found,
        [
            "2026-01-01",
            "2026-01-06",
            "2026-04-03",
            "2026-04-05",
            "2026-04-06",
            "2026-05-01",
            "2026-05-14",
            "2026-05-24",
            "2026-06-20",
            "2026-10-31",
            "2026-12-06",
            "2026-12-25",
            "2026-12-26",
        ]
    );
    assert!(finnish_holidays(100_000).is_empty());
}

/// An issued invoice of the customer, as the app would have fetched it.
pub fn paper(desk: &mut At, account: AccountId) -> InvoiceId {
    let id = desk.world.invoice(account, "30.00");
    let invoice = desk.world.archive.invoices[&id].clone();
    desk.fetched.invoices.insert(id, invoice);
    id
}
