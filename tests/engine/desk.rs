//! The desk: cases from the ringing phone to their end, clocks, the queue, and who is recognised as whom.

use crate::support::shop::day;
use chrono::{DateTime, TimeDelta, Utc};
use lasku::billing::account::{Account, ContactPerson, Language};
use lasku::billing::book::Book;
use lasku::billing::command::Command as Billing;
use lasku::billing::decide::{Context, Fetched};
use lasku::billing::desk::caller::{Cost, Enrolment, Hex, Level, Secret};
use lasku::billing::desk::case::{CallBack, Case, CaseKind, Happening, Outcome, Priority, Promise};
use lasku::billing::desk::policy::{Policy, Target};
use lasku::billing::desk::role::Role;
use lasku::billing::id::*;
use lasku::billing::identifier::CountryCode;
use lasku::billing::letter::LetterKind;
use lasku::billing::refusal::{Field, Refusal, RefusalKind};
use lasku::billing::seller::Person;
use lasku::calendar::Opening;
use lasku::care::call_back;
use lasku::care::case::{
    Clock, Phase, call_back as promised_call, clocks, likely_outcome, open_promises, recognition,
};
use lasku::care::command::{Command, NewCase, Remark, Wish};
use lasku::care::decide::{Desk, decide};
use lasku::care::queue::{Next, Queue, Urgency};
use lasku::care::refusal::Refused;
use lasku::care::sight::{Sight, sight};
use lasku::care::waiting::{Ending, waits_of};
use lasku::money::Percent;
use uuid::Uuid;

/// Monday 30 November 2026, nine o'clock in Helsinki.
const MONDAY: &str = "2026-11-30T07:00:00Z";

/// A desk whose clock stands where it is put.
struct Room {
    book: Book,
    now: DateTime<Utc>,
    person: Option<PersonId>,
    ids: u128,
}

impl Room {
    fn new() -> Room {
        let series = SeriesId(Uuid::from_u128(2));
        Room {
            book: Book::new(Uuid::from_u128(1), series, CountryCode::FI, Language::Fi),
            now: at(MONDAY),
            person: None,
            ids: 1_000,
        }
    }

    fn id<T: From<Uuid>>(&mut self) -> T {
        self.ids += 1;
        T::from(Uuid::from_u128(self.ids))
    }

    fn ask(&mut self, wish: impl Into<Wish>) -> Result<(), Refused> {
        let mut ids = self.ids;
        let fetched = Fetched::default();
        let mut context = Context {
            now: self.now,
            today: self.now.date_naive(),
            fetched: &fetched,
            fresh: &mut || {
                ids += 1;
                Uuid::from_u128(ids)
            },
        };
        let desk = Desk {
            person: self.person,
            facts: None,
            has_open_finding: Some(false),
            spend_12_months: None,
        };
        let changes = decide(&self.book, wish.into(), &desk, &mut context)?;
        self.ids = ids;
        self.book.apply(&changes);
        Ok(())
    }

    fn must(&mut self, wish: impl Into<Wish>) {
        let wish = wish.into();
        let name = wish.name();
        self.ask(wish)
            .unwrap_or_else(|refused| panic!("{name} was refused: {refused:?}"));
    }

    fn pass(&mut self, minutes: i64) {
        self.now += TimeDelta::minutes(minutes);
    }

    fn customer(&mut self, name: &str, phone: &str) -> AccountId {
        let account = Account {
            contacts: vec![ContactPerson {
                name: String::new(),
                role: String::new(),
                email: String::new(),
                phone: phone.into(),
                phone_since: None,
            }],
            ..crate::support::shop::account(self.id(), name)
        };
        let id = account.id;
        self.must(Billing::AddAccount(account));
        id
    }

    fn ring(&mut self, phone: &str) -> CaseId {
        let case = self.id();
        let phone = phone.to_owned();
        self.must(Command::CallIn { case, phone });
        case
    }

    /// Somebody is on the line, and says that it is about this customer.
    fn talk(&mut self, account: AccountId) -> CaseId {
        let case = self.ring("");
        self.must(Command::Answer(case));
        self.must(Command::NameCase { case, account });
        case
    }

    fn case(&self, id: CaseId) -> &Case {
        &self.book.cases[&id]
    }

    fn phase(&self, id: CaseId) -> Phase {
        Phase::of(self.case(id))
    }

    fn queue(&self) -> Queue {
        Queue::of(&self.book, &self.book.policy(), self.now)
    }

    fn level(&self, id: CaseId) -> Level {
        recognition(self.case(id), &self.book.policy().identity, self.now).level
    }

    fn person(&mut self, name: &str, role: Role) -> PersonId {
        let id = self.id();
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

    fn phrase(&mut self, account: AccountId, hash: u8) {
        let secret = Secret {
            cost: Cost::default(),
            salt: Hex(vec![7; 16]),
            hash: Hex(vec![hash; 32]),
            pepper: None,
            set_at: self.now,
        };
        self.must(Command::SetPhrase {
            account,
            secret: Some(secret),
            enrolment: Enrolment::Made,
        });
    }

    fn say(&mut self, case: CaseId, hash: u8) -> Result<(), Refused> {
        self.ask(Command::HearPhrase {
            case,
            hash: Hex(vec![hash; 32]),
            pepper: None,
        })
    }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn call(from: &str, until: &str, phone: &str) -> CallBack {
    CallBack {
        from: at(from),
        until: at(until),
        due: at(until),
        phone: phone.into(),
        note: String::new(),
    }
}

#[test]
fn a_call_waits_is_answered_and_its_case_is_settled() {
    let mut room = Room::new();
    let case = room.ring("");
    assert_eq!(room.phase(case), Phase::Ringing { since: room.now });
    room.pass(2);
    room.must(Command::Answer(case));
    assert_eq!(room.ask(Command::Answer(case)), Err(Refused::NotRinging));
    room.pass(3);
    room.must(Command::HangUp(case));
    assert_eq!(room.ask(Command::HangUp(case)), Err(Refused::NotOnCall));
    room.must(Command::Resolve {
        case,
        outcome: Outcome::Explained,
        note: " all clear ".into(),
    });
    assert!(room.phase(case).is_resolved());
    let note = Command::Record {
        case,
        what: Remark::Note("later".into()),
    };
    assert_eq!(room.ask(note.clone()), Err(Refused::CaseResolved));
    room.must(Command::Reopen(case));
    room.must(note);
    assert_eq!(room.case(case).events.len(), 6);
}

#[test]
fn a_case_is_opened_again_within_two_weeks_only() {
    let mut room = Room::new();
    let case = room.ring("");
    room.must(Command::Resolve {
        case,
        outcome: Outcome::Other,
        note: String::new(),
    });
    room.pass(15 * 24 * 60);
    let until = day("2026-12-14");
    assert_eq!(
        room.ask(Command::Reopen(case)),
        Err(Refused::TooLongAgo { until })
    );
}

#[test]
fn the_number_of_a_customer_names_the_case_in_any_spelling() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "040/1234 567");
    let case = room.ring("+358 (0)40 1234567");
    assert_eq!(room.case(case).account, Some(lahti));
    room.must(Command::Answer(case));
    // It says nothing of who is calling.
    assert_eq!(room.level(case), Level::L0);
    room.customer("Toinen Oy", "0401234567");
    let case = room.ring("040-1234567");
    assert_eq!(room.case(case).account, None, "two have the number");
}

#[test]
fn the_first_answer_is_due_in_working_time() {
    let mut room = Room::new();
    // Friday, half past four: a question may take four hours, half an hour today and the rest on Monday.
    room.now = at("2026-12-04T14:30:00Z");
    let case = room.ring("");
    room.must(Command::Abandon(case));
    let clock = |room: &Room| {
        let hours = room.book.policy().hours;
        clocks(room.case(case), &hours, room.now)
    };
    let due = at("2026-12-07T10:30:00Z");
    assert!(matches!(clock(&room).first_response, Clock::Running { due: d, .. } if d == due));
    room.now = due;
    assert!(matches!(
        clock(&room).first_response,
        Clock::Running { used: 100, .. }
    ));
    room.pass(1);
    assert_eq!(clock(&room).first_response, Clock::Missed { at: None, due });
    room.must(Command::Record {
        case,
        what: Remark::Reply("we looked".into()),
    });
    // Answered late stays late, whatever anybody looks at when.
    assert_eq!(
        clock(&room).first_response,
        Clock::Missed {
            at: Some(room.now),
            due
        }
    );
}

#[test]
fn a_new_policy_rewrites_nobodys_past() {
    let mut room = Room::new();
    let case = room.ring("");
    let before = room.case(case).target;
    let mut policy = Policy::usual(room.book.seller.currency);
    policy.targets.other = Target {
        first_response: 1,
        resolution: 2,
    };
    room.must(Command::RevisePolicy(policy));
    assert_eq!(room.case(case).target, before);
    let new = room.ring("");
    assert_eq!(room.case(new).target.first_response, 1);
}

#[test]
fn the_clock_rests_while_the_customer_has_something_to_do() {
    let mut room = Room::new();
    let case = room.ring("");
    room.must(Command::Answer(case));
    room.must(Command::HangUp(case));
    let due = |room: &Room| match clocks(room.case(case), &room.book.policy().hours, room.now)
        .resolution
    {
        Clock::Running { due, .. } => due,
        other => panic!("{other:?}"),
    };
    let before = due(&room);
    room.must(Command::Record {
        case,
        what: Remark::Wait("send the meter's number".into()),
    });
    room.pass(120);
    // Two hours of work later, which is on the next working day.
    let hours = room.book.policy().hours;
    let later = hours.deadline(before, TimeDelta::hours(2), &[]).unwrap();
    assert_eq!(due(&room), later);
    room.must(Command::Record {
        case,
        what: Remark::Resume,
    });
    room.pass(60);
    assert_eq!(due(&room), later, "it goes on");
    // What the customer said waits for an answer again.
    let again = clocks(room.case(case), &room.book.policy().hours, room.now);
    assert!(again.next_response.is_some());
}

#[test]
fn a_clock_set_back_is_taken_to_stand_still() {
    let mut room = Room::new();
    let case = room.ring("");
    let rang = room.now;
    room.pass(-30);
    room.must(Command::Answer(case));
    let answered = room.case(case).events.last().unwrap();
    assert_eq!((answered.at, answered.is_clock_behind), (rang, true));
}

#[test]
fn a_call_back_keeps_the_place_and_is_kept_by_calling() {
    let mut room = Room::new();
    let case = room.ring("");
    let promise = call(
        "2026-11-30T09:00:00Z",
        "2026-11-30T12:00:00Z",
        "040 1234567",
    );
    room.must(Command::PromiseCallBack {
        case,
        call: promise.clone(),
    });
    assert!(room.queue().ringing.is_empty(), "nobody waits on the line");
    assert_eq!(promised_call(room.case(case)), Some(&promise));
    let phone = promise.phone.clone();
    room.must(Command::CallOut {
        case,
        phone: phone.clone(),
    });
    room.must(Command::NotReached(case));
    assert!(promised_call(room.case(case)).is_some(), "not yet kept");
    room.must(Command::CallOut { case, phone });
    room.must(Command::HangUp(case));
    assert_eq!(promised_call(room.case(case)), None);
    // Instead of an answer there was a promise: that is how the wait ended.
    let waits = waits_of(
        room.book.cases.values(),
        &room.book.policy().hours.zone,
        day("2026-11-30"),
    );
    assert_eq!(waits.len(), 1);
    assert_eq!(waits[0].ending, Ending::CallBack);
}

#[test]
fn call_backs_due_first_come_first_and_one_without_time_is_named() {
    let mut room = Room::new();
    let mut promise = |from: &str, until: &str| {
        let case = room.ring("");
        let call = call(from, until, "040 1234567");
        room.must(Command::PromiseCallBack { case, call });
        case
    };
    let late = promise("2026-11-30T07:00:00Z", "2026-11-30T14:00:00Z");
    let early = promise("2026-11-30T07:00:00Z", "2026-11-30T08:00:00Z");
    // The desk is closed then.
    let never = promise("2026-11-30T18:00:00Z", "2026-11-30T19:00:00Z");
    let queue = room.queue();
    let order: Vec<CaseId> = queue.call_backs.iter().map(|each| each.case).collect();
    assert_eq!(order, [early, late, never]);
    let planned: Vec<bool> = queue
        .call_backs
        .iter()
        .map(|each| each.planned.is_some())
        .collect();
    assert_eq!(planned, [true, true, false]);
    // One person makes one call at a time.
    assert_eq!(
        queue.call_backs[1].planned.unwrap() - queue.call_backs[0].planned.unwrap(),
        TimeDelta::minutes(15)
    );
    room.now = at("2026-11-30T08:30:00Z");
    let queue = room.queue();
    assert!(queue.call_backs[0].is_overdue && queue.call_backs[0].planned.is_some());
    assert_eq!(
        queue.next(&room.book, None, Role::Owner, day("2026-11-30")),
        Next::CallBack(early)
    );
    assert_eq!(call_back::schedule(&[], &Default::default(), 15).len(), 0);
}

#[test]
fn the_longest_wait_comes_first_and_before_everything_else() {
    let mut room = Room::new();
    let first = room.ring("");
    room.pass(1);
    room.ring("");
    let next = room
        .queue()
        .next(&room.book, None, Role::Owner, day("2026-11-30"));
    assert_eq!(next, Next::Answer(first));
    room.must(Command::Answer(first));
    let next = room
        .queue()
        .next(&room.book, None, Role::Owner, day("2026-11-30"));
    assert_eq!(next, Next::Talk(first), "nobody leaves a call for another");
}

#[test]
fn what_became_due_while_nobody_looked_is_named() {
    let mut room = Room::new();
    let dispute: CaseId = room.id();
    room.must(Command::OpenCase(NewCase {
        id: dispute,
        account: None,
        channel: lasku::billing::desk::case::Channel::Mail,
        kind: CaseKind::Dispute,
        priority: Priority::USUAL,
        subject: "twice".into(),
    }));
    let seen = room.now;
    room.now = at("2026-12-01T08:00:00Z");
    let missed = room
        .queue()
        .missed_between(seen, room.now, day("2026-12-01"));
    assert_eq!(missed.cases, [dispute]);
    assert_eq!(room.queue().open[0].urgency, Urgency::Missed);
    let nothing = room
        .queue()
        .missed_between(room.now, room.now, day("2026-12-01"));
    assert!(nothing.is_empty());
}

#[test]
fn promises_are_kept_once_and_never_made_for_the_past() {
    let mut room = Room::new();
    let case = room.ring("");
    let promise = |by: &str| Command::Record {
        case,
        what: Remark::Promise(Promise {
            what: "a copy".into(),
            by: day(by),
        }),
    };
    assert!(room.ask(promise("2026-11-29")).is_err());
    room.must(promise("2026-12-01"));
    assert_eq!(open_promises(room.case(case)).len(), 1);
    room.must(Command::Record {
        case,
        what: Remark::KeepPromise(0),
    });
    assert!(open_promises(room.case(case)).is_empty());
    let events = room.case(case).events.len();
    room.must(Command::Record {
        case,
        what: Remark::KeepPromise(0),
    });
    assert_eq!(room.case(case).events.len(), events);
    let unknown = Command::Record {
        case,
        what: Remark::KeepPromise(1),
    };
    assert!(room.ask(unknown).is_err());
}

#[test]
fn a_call_typed_in_later_is_marked_and_no_wait() {
    let mut room = Room::new();
    let case = room.id();
    room.now = at("2026-11-30T09:00:00Z");
    let enter = |rang: &str, answered: Option<&str>, ended: &str| Command::EnterCall {
        case,
        phone: String::new(),
        rang: at(rang),
        answered: answered.map(at),
        ended: at(ended),
    };
    let future = enter("2026-11-30T08:00:00Z", None, "2026-11-30T09:01:00Z");
    assert!(room.ask(future).is_err());
    let backwards = enter(
        "2026-11-30T08:00:00Z",
        Some("2026-11-30T07:59:00Z"),
        "2026-11-30T08:10:00Z",
    );
    assert!(room.ask(backwards).is_err());
    room.must(enter(
        "2026-11-30T08:00:00Z",
        Some("2026-11-30T08:02:00Z"),
        "2026-11-30T08:10:00Z",
    ));
    assert!(
        room.case(case)
            .events
            .iter()
            .all(|event| event.is_late_entry)
    );
    let zone = room.book.policy().hours.zone;
    assert!(waits_of(room.book.cases.values(), &zone, day("2026-11-30")).is_empty());
}

#[test]
fn a_phrase_recognises_strongly_unless_contact_data_are_new() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    room.phrase(lahti, 1);
    let case = room.talk(lahti);
    room.say(case, 2).unwrap();
    assert_eq!(room.level(case), Level::L0);
    room.say(case, 1).unwrap();
    assert_eq!(room.level(case), Level::L3);
    // It ends with the call.
    room.must(Command::HangUp(case));
    assert_eq!(room.level(case), Level::L0);
    // New contact data: strongly again after thirty days.
    let mut account = room.book.accounts[&lahti].clone();
    account.contacts[0].phone = "0507654321".into();
    room.must(Billing::ReviseAccount(account));
    assert_eq!(
        room.book.accounts[&lahti].contact_changed,
        Some(day("2026-11-30"))
    );
    let case = room.talk(lahti);
    room.say(case, 1).unwrap();
    assert_eq!(room.level(case), Level::L2);
}

#[test]
fn whoever_says_nothing_for_five_minutes_is_no_longer_recognised() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    room.phrase(lahti, 1);
    let case = room.talk(lahti);
    room.say(case, 1).unwrap();
    room.pass(5);
    room.must(Command::StillThere(case));
    room.pass(5);
    assert_eq!(room.level(case), Level::L3);
    room.now += TimeDelta::seconds(1);
    assert_eq!(room.level(case), Level::L0);
    // Naming somebody else recognises nobody.
    room.say(case, 1).unwrap();
    assert_eq!(room.level(case), Level::L3);
    let other = room.customer("Toinen Oy", "");
    room.must(Command::NameCase {
        case,
        account: other,
    });
    assert_eq!(room.level(case), Level::L0);
}

#[test]
fn five_wrong_phrases_lock_until_a_call_to_the_number_on_file() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    room.phrase(lahti, 1);
    let case = room.talk(lahti);
    room.say(case, 2).unwrap();
    room.say(case, 2).unwrap();
    room.say(case, 2).unwrap();
    assert_eq!(room.say(case, 1), Err(Refused::TooEarly { left: 30 }));
    room.now += TimeDelta::seconds(30);
    room.say(case, 2).unwrap();
    assert_eq!(room.say(case, 1), Err(Refused::TooEarly { left: 300 }));
    room.pass(5);
    room.say(case, 2).unwrap();
    assert_eq!(room.say(case, 1), Err(Refused::LockedOut));
    room.must(Command::HangUp(case));
    // Another number is no way in.
    room.must(Command::CallOut {
        case,
        phone: "0409999999".into(),
    });
    assert_eq!(
        room.ask(Command::RecogniseByCallBack(case)),
        Err(Refused::NotOnFile)
    );
    room.must(Command::HangUp(case));
    room.must(Command::CallOut {
        case,
        phone: "+358 40 123 4567".into(),
    });
    room.must(Command::RecogniseByCallBack(case));
    assert_eq!(room.level(case), Level::L3);
    room.must(Command::HangUp(case));
    let case = room.talk(lahti);
    room.say(case, 1).unwrap();
    assert_eq!(room.level(case), Level::L3, "the phrase is heard again");
}

#[test]
fn a_number_that_is_new_recognises_nobody_for_thirty_days() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    let mut account = room.book.accounts[&lahti].clone();
    account.contacts[0].phone = "0507654321".into();
    room.must(Billing::ReviseAccount(account));
    let case = room.ring("");
    room.must(Command::NameCase {
        case,
        account: lahti,
    });
    let phone = || "050 765 4321".to_owned();
    room.must(Command::CallOut {
        case,
        phone: phone(),
    });
    let from = day("2026-12-30");
    assert_eq!(
        room.ask(Command::RecogniseByCallBack(case)),
        Err(Refused::NumberTooNew { from })
    );
    room.must(Command::HangUp(case));
    room.now = at("2026-12-30T08:00:00Z");
    room.must(Command::CallOut {
        case,
        phone: phone(),
    });
    room.must(Command::RecogniseByCallBack(case));
    assert_eq!(room.level(case), Level::L3);
}

#[test]
fn new_contact_data_are_told_to_the_old_and_the_new_address() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    let before = room.book.accounts[&lahti].address.clone();
    let mut account = room.book.accounts[&lahti].clone();
    account.address.lines = vec!["Uusi tie 1".into()];
    let after = account.address.clone();
    room.must(Billing::ReviseAccount(account.clone()));
    let letters: Vec<_> = room.book.letters_of(lahti).collect();
    assert_eq!(letters.len(), 2);
    assert!(
        letters
            .iter()
            .all(|each| each.kind == LetterKind::ContactChange)
    );
    assert!(letters.iter().any(|each| each.address == before));
    assert!(letters.iter().any(|each| each.address == after));
    // A note changes nobody's way to be reached.
    account.notes = "prefers mornings".into();
    room.must(Billing::ReviseAccount(account));
    assert_eq!(room.book.letters_of(lahti).count(), 2);
}

#[test]
fn nothing_a_caller_says_is_kept() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    room.phrase(lahti, 1);
    let case = room.talk(lahti);
    room.say(case, 0xee).unwrap();
    let kept = format!("{:?}", room.book.callers[&lahti].attempts)
        + &format!("{:?}", room.case(case).events);
    assert!(
        !kept.contains("238"),
        "the hash of what was said is kept: {kept}"
    );
    let json = serde_json::to_string(&room.book.callers[&lahti]).unwrap();
    assert!(!json.contains(&"ee".repeat(32)));
}

#[test]
fn on_a_call_an_account_is_changed_only_for_a_recognised_caller() {
    let mut room = Room::new();
    let lahti = room.customer("Lahti Oy", "0401234567");
    let other = room.customer("Toinen Oy", "");
    room.phrase(lahti, 1);
    let mut account = room.book.accounts[&lahti].clone();
    account.notes = "called".into();
    let revise = Billing::ReviseAccount(account);
    let case = room.talk(lahti);
    let number = room.case(case).number;
    let refused = Err(Refused::NotVerified {
        case: number,
        needs: Level::L3,
    });
    assert_eq!(room.ask(revise.clone()), refused);
    assert_eq!(
        sight(&room.book, None, lahti, room.now),
        Sight::Unrecognised { case }
    );
    room.say(case, 1).unwrap();
    assert_eq!(sight(&room.book, None, lahti, room.now), Sight::Whole);
    room.must(revise.clone());
    // Recognised is a caller as the customer of one account, and of no other.
    let mut account = room.book.accounts[&other].clone();
    account.notes = "called".into();
    assert_eq!(room.ask(Billing::ReviseAccount(account.clone())), refused);
    room.must(Command::HangUp(case));
    room.must(Billing::ReviseAccount(account));
}

#[test]
fn each_does_what_their_role_may() {
    let mut room = Room::new();
    let owner = room.person("Omistaja", Role::Owner);
    room.person = Some(owner);
    let lead = room.person("Vastaava", Role::Lead);
    let seller = room.book.seller.clone();
    let revise = || {
        let mut seller = seller.clone();
        seller.name = "Uusi".into();
        Billing::ReviseSeller(seller)
    };
    let rows = [
        (
            Some(lead),
            Err(Refused::NotPermitted { needs: Role::Owner }),
        ),
        // People are known, and nobody said which of them it is.
        (None, Err(Refused::NotPermitted { needs: Role::Owner })),
        (Some(owner), Ok(())),
    ];
    for (person, expected) in rows {
        room.person = person;
        assert_eq!(room.ask(revise()), expected, "{person:?}");
    }
    room.person = Some(lead);
    let mut policy = Policy::usual(room.book.seller.currency);
    policy.identity.refuses_facts = true;
    assert_eq!(
        room.ask(Command::RevisePolicy(policy.clone())),
        Err(Refused::NotPermitted {
            needs: Role::Manager
        })
    );
    room.person = Some(owner);
    room.must(Command::RevisePolicy(policy));
    // Nobody makes themselves more than they are.
    room.person = Some(lead);
    let mut person = room.book.people[&lead].clone();
    person.role = Role::Owner;
    assert_eq!(
        room.ask(Billing::RevisePerson(person.clone())),
        Err(Refused::NotPermitted { needs: Role::Owner })
    );
    person.role = Role::Lead;
    person.name = "Vastaava Maija".into();
    room.must(Billing::RevisePerson(person));
}

#[test]
fn two_who_work_here_have_two_names() {
    let mut room = Room::new();
    let owner = room.person("Maija", Role::Owner);
    room.person = Some(owner);
    let lead = room.person("Matti", Role::Lead);
    let named = |room: &Room, name: &str| {
        let mut person = room.book.people[&lead].clone();
        person.name = name.into();
        Billing::RevisePerson(person)
    };
    let what = "Maija".to_owned();
    let taken = Refusal::field(Field::Name, RefusalKind::Taken { what });
    assert_eq!(room.ask(named(&room, " maija ")), Err(taken.into()));
    room.must(named(&room, "Maija K."));
    // The name of somebody who left is free again.
    let mut gone = room.book.people[&lead].clone();
    gone.left = true;
    room.must(Billing::RevisePerson(gone));
    room.person("Maija K.", Role::Lead);
}

#[test]
fn a_role_gives_no_more_than_the_one_above_and_hours_do_not_overlap() {
    let mut room = Room::new();
    let usual = Policy::usual(room.book.seller.currency);
    type Change = fn(&mut Policy);
    let rows: [(Change, Field, RefusalKind); 4] = [
        (
            |policy| policy.discounts.authority.limits[0].percent = Percent::whole(21),
            Field::Limit,
            RefusalKind::AboveHigherRole,
        ),
        (
            |policy| policy.discounts.authority.limits[1].months = 13,
            Field::Limit,
            RefusalKind::AboveHigherRole,
        ),
        (
            |policy| policy.hours.week[2] = hours("9-12, 11:59-17"),
            Field::Hours,
            RefusalKind::HoursOverlap,
        ),
        (
            |policy| policy.hours.week[2] = hours("12-17, 9-13"),
            Field::Hours,
            RefusalKind::HoursOverlap,
        ),
    ];
    for (change, field, kind) in rows {
        let mut policy = usual.clone();
        change(&mut policy);
        let refused = Refusal::field(field, kind);
        assert_eq!(room.ask(Command::RevisePolicy(policy)), Err(refused.into()));
    }
    let mut policy = usual;
    policy.hours.week[2] = hours("12-17, 9-12");
    room.must(Command::RevisePolicy(policy));
}

fn hours(text: &str) -> Vec<Opening> {
    text.split(", ").map(|part| part.parse().unwrap()).collect()
}

#[test]
fn only_a_number_is_called() {
    let mut room = Room::new();
    let case = room.ring("");
    let rows = [
        ("", Some(RefusalKind::Empty)),
        ("hello", Some(RefusalKind::NotAPhone)),
        ("hello 040 1234567", Some(RefusalKind::NotAPhone)),
        ("12", Some(RefusalKind::NotAPhone)),
        ("112", None),
        ("+358 (0)40 123 4567 Maija", None),
    ];
    for (phone, expected) in rows {
        let call = call("2026-11-30T09:00:00Z", "2026-11-30T12:00:00Z", phone);
        let outcome = room.ask(Command::PromiseCallBack { case, call });
        let expected = expected.map(|kind| Refused::from(Refusal::field(Field::Phone, kind)));
        assert_eq!(outcome.err(), expected, "{phone:?}");
    }
}

#[test]
fn what_was_done_speaks_for_the_outcome() {
    let mut room = Room::new();
    let account = room.customer("Oy", "040 1234567");
    let case = room.talk(account);
    let likely = |room: &Room| likely_outcome(&room.book, room.case(case));
    assert_eq!(likely(&room), Outcome::Explained);
    let changed = Remark::Changed("Net 100".into());
    room.must(Command::Record {
        case,
        what: changed,
    });
    assert_eq!(likely(&room), Outcome::Changed);
}

#[test]
fn somebody_with_a_pin_takes_over_only_with_it() {
    let mut room = Room::new();
    let id = room.person("Omistaja", Role::Owner);
    room.person = Some(id);
    let pin = Secret {
        cost: Cost::default(),
        salt: Hex(vec![1; 16]),
        hash: Hex(vec![9; 32]),
        pepper: None,
        set_at: room.now,
    };
    let mut person = room.book.people[&id].clone();
    person.pin = Some(pin);
    room.must(Billing::RevisePerson(person));
    let take = |hash: Option<u8>| Command::TakeOver {
        person: id,
        hash: hash.map(|byte| Hex(vec![byte; 32])),
    };
    room.person = None;
    assert_eq!(room.ask(take(None)), Err(Refused::PinNeeded));
    assert_eq!(room.ask(take(Some(8))), Err(Refused::WrongPin));
    room.must(take(Some(9)));
}

#[test]
fn merged_accounts_keep_their_cases() {
    let mut room = Room::new();
    let gone = room.customer("Lahti Oy", "0401234567");
    let stays = room.customer("Lahden Oy", "");
    let case = room.talk(gone);
    room.must(Command::HangUp(case));
    room.must(Billing::MergeAccounts {
        from: gone,
        into: stays,
    });
    assert_eq!(room.case(case).account, Some(stays));
}

#[test]
fn events_are_in_order_and_promises_kept_were_made() {
    let mut room = Room::new();
    let case = room.ring("");
    let mut record = room.case(case).clone();
    assert_eq!(record.check(), Ok(()));
    record.events.push(lasku::billing::desk::case::CaseEvent {
        at: room.now - TimeDelta::seconds(1),
        by: None,
        is_clock_behind: false,
        is_late_entry: false,
        what: Happening::Answered,
    });
    assert!(record.check().is_err());
    record.events.pop();
    record.events.push(lasku::billing::desk::case::CaseEvent {
        at: room.now,
        by: None,
        is_clock_behind: false,
        is_late_entry: false,
        what: Happening::PromiseKept(0),
    });
    assert!(record.check().is_err());
}
