//! A special discount: what somebody's to give is given, what is not is asked for, and the contract bills what was shown.

use crate::builder::*;
use chrono::{DateTime, TimeDelta, Utc};
use lasku::billing::change::Change;
use lasku::billing::command::Command as Billing;
use lasku::billing::contract::{PriceSource, Service, Terms};
use lasku::billing::decide::{Context, Fetched};
use lasku::billing::desk::case::{CaseKind, Channel, Outcome, Priority};
use lasku::billing::desk::grant::{Grant, GrantKind, GrantState, Severity};
use lasku::billing::desk::policy::{Condition, Discounts, Limits, Policy, Rule};
use lasku::billing::desk::role::Role;
use lasku::billing::id::*;
use lasku::billing::journal::{Author, JournalEntry};
use lasku::billing::line::Reduction;
use lasku::billing::refusal::{Field, Refusal, RefusalKind};
use lasku::billing::run::next_bills;
use lasku::billing::seller::Person;
use lasku::care::authority::{Reason, Verdict};
use lasku::care::command::{Command, NewCase, NewGrant, Wish};
use lasku::care::decide::{Desk, decide};
use lasku::care::offer::{self, Circumstances, Known};
use lasku::care::refusal::Refused;
use lasku::money::{Currency, Money, Percent, Quantity};
use lasku::store::memory::Memory;
use lasku::store::{Commit, Durability, Store, StoreError};
use proptest::prelude::*;
use uuid::Uuid;

/// A firm with one person of each role, and a customer with one contract.
#[derive(Clone)]
struct Firm {
    world: World,
    now: DateTime<Utc>,
    contract: ContractId,
    has_open_finding: bool,
    spend: Option<Money>,
}

const REP: u128 = 501;

fn person(role: Role) -> PersonId {
    PersonId(Uuid::from_u128(REP + role as u128))
}

impl Firm {
    /// On 1 March 2026, `contract` in the words of the builder.
    fn new(contract: &str) -> Firm {
        Firm::of(contract, &Role::ALL)
    }

    fn of(contract: &str, roles: &[Role]) -> Firm {
        let mut world = World::new();
        world.today = day("2026-03-01");
        for role in roles {
            world.must(Billing::RevisePerson(Person {
                id: person(*role),
                name: format!("{role:?}"),
                role: *role,
                pin: None,
                recovery: None,
                left: false,
            }));
        }
        if contract.contains("catalogue") {
            world.product("40.00");
        }
        let account = world.account(|account| account.since = day("2020-01-15"));
        let contract = world.contract(account, contract);
        Firm {
            now: noon(world.today),
            world,
            contract,
            has_open_finding: false,
            spend: None,
        }
    }

    fn on(mut self, today: &str) -> Firm {
        self.go_to(noon(day(today)));
        self
    }

    fn go_to(&mut self, now: DateTime<Utc>) {
        self.now = now;
        self.world.today = now.date_naive();
    }

    fn discounts(mut self, change: impl FnOnce(&mut Discounts)) -> Firm {
        let mut policy = self.world.book.policy();
        change(&mut policy.discounts);
        self.ask(Role::Manager, Command::RevisePolicy(policy))
            .unwrap();
        self
    }

    fn service(&self) -> &Service {
        &self.world.book.contracts[&self.contract].services[0]
    }

    fn decide(&self, role: Role, wish: impl Into<Wish>) -> Result<Vec<Change>, Refused> {
        self.decide_as(Some(person(role)), wish)
    }

    fn decide_as(
        &self,
        person: Option<PersonId>,
        wish: impl Into<Wish>,
    ) -> Result<Vec<Change>, Refused> {
        let desk = Desk {
            person,
            facts: None,
            has_open_finding: Some(self.has_open_finding),
            spend_12_months: self.spend,
        };
        let fetched = Fetched::default();
        let mut context = Context {
            now: self.now,
            today: self.world.today,
            fetched: &fetched,
            fresh: &mut || panic!("nothing new is needed"),
        };
        decide(&self.world.book, wish.into(), &desk, &mut context)
    }

    fn ask(&mut self, role: Role, wish: impl Into<Wish>) -> Result<Vec<Change>, Refused> {
        let changes = self.decide(role, wish)?;
        self.world.book.apply(&changes);
        Ok(changes)
    }

    fn ask_as(
        &mut self,
        person: Option<PersonId>,
        wish: impl Into<Wish>,
    ) -> Result<Vec<Change>, Refused> {
        let changes = self.decide_as(person, wish)?;
        self.world.book.apply(&changes);
        Ok(changes)
    }

    /// `10 % 3 months from 2026-03-01`.
    fn grant(&mut self, text: &str) -> NewGrant {
        let words: Vec<&str> = text.split(' ').collect();
        let [share, "%", months, "months", "from", from] = words.as_slice() else {
            panic!("{text:?} is no discount");
        };
        NewGrant {
            id: self.world.id(),
            contract: self.contract,
            service: self.service().id,
            case: None,
            kind: GrantKind::Goodwill,
            severity: None,
            percent: percent(share),
            months: months.parse().unwrap(),
            from: day(from),
            reason_code: "outage".into(),
            note: String::new(),
            expiry: Some(self.world.today + TimeDelta::days(14)),
        }
    }

    /// Asks, and says what became of it.
    #[track_caller]
    fn asks(&mut self, role: Role, text: &str) -> GrantId {
        let new = self.grant(text);
        let id = new.id;
        self.ask(role, Command::AskGrant(new)).unwrap();
        id
    }

    #[track_caller]
    fn refused(&mut self, role: Role, text: &str) -> Refused {
        let new = self.grant(text);
        self.decide(role, Command::AskGrant(new)).unwrap_err()
    }

    fn state(&self, id: GrantId) -> &GrantState {
        &self.world.book.grants[&id].state
    }

    fn approve(&mut self, role: Role, id: GrantId) -> Result<Vec<Change>, Refused> {
        let note = String::new();
        self.ask(role, Command::ApproveGrant { grant: id, note })
    }

    fn account(&self) -> AccountId {
        self.world.book.contracts[&self.contract].account
    }

    fn judged(&self, role: Role, new: &NewGrant) -> offer::Judged {
        let book = &self.world.book;
        let known = Known {
            has_open_finding: self.has_open_finding,
            spend_12_months: self.spend,
        };
        let account = self.account();
        let circumstances = Circumstances::of(book, account, new.id, known, self.now);
        let contract = &book.contracts[&self.contract];
        offer::judged(book, contract, self.service(), new, role, &circumstances).unwrap()
    }
}

/// `from: 10 % until day (reason)`, a line for every stretch of terms.
fn terms_of(service: &Service) -> Vec<String> {
    let text = |terms: &Terms| {
        let discount = terms.discount.as_ref().map(|discount| {
            let off = match discount.reduction {
                Reduction::Percent(percent) => format!("{} %", percent.value().normalize()),
                Reduction::Amount(amount) => bare(amount),
            };
            let until = discount.until.map(|day| format!(" until {day}"));
            format!("{off}{}", until.unwrap_or_default())
        });
        format!("{}: {}", terms.from, discount.unwrap_or("whole".into()))
    };
    service.terms.iter().map(text).collect()
}

#[track_caller]
fn check_terms(contract: &str, grant: &str, expected: &[&str]) {
    let mut firm = Firm::new(contract);
    let id = firm.asks(Role::Owner, grant);
    assert!(matches!(firm.state(id), GrantState::Given(_)), "{grant}");
    assert_eq!(terms_of(firm.service()), expected, "{contract}; {grant}");
}

// What the contract says afterwards

#[test]
fn a_discount_holds_for_its_months_and_no_longer() {
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01",
        "10 % 3 months from 2026-03-01",
        &[
            "2026-01-01: whole",
            "2026-03-01: 10 % until 2026-05-31",
            "2026-06-01: whole",
        ],
    );
    // From the last day of January one month ends with February.
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01",
        "10 % 1 months from 2026-03-31",
        &[
            "2026-01-01: whole",
            "2026-03-31: 10 % until 2026-04-29",
            "2026-04-30: whole",
        ],
    );
}

#[test]
fn a_discount_that_is_active_counts_together_with_the_new_one_and_is_not_lost() {
    // Without an end: before, together, and by itself again.
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01, less 10 %",
        "10 % 3 months from 2026-03-01",
        &[
            "2026-01-01: 10 %",
            "2026-03-01: 19 % until 2026-05-31",
            "2026-06-01: 10 %",
        ],
    );
    // It ends while the new one holds.
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01, less 10 % until 2026-04-15",
        "20 % 3 months from 2026-03-01",
        &[
            "2026-01-01: 10 % until 2026-04-15",
            "2026-03-01: 28 % until 2026-04-15",
            "2026-04-16: 20 % until 2026-05-31",
            "2026-06-01: whole",
        ],
    );
    // It ends after the new one.
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01, less 10 % until 2026-12-31",
        "20 % 3 months from 2026-03-01",
        &[
            "2026-01-01: 10 % until 2026-12-31",
            "2026-03-01: 28 % until 2026-05-31",
            "2026-06-01: 10 % until 2026-12-31",
        ],
    );
    // It ended before.
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01, less 10 % until 2026-02-28",
        "20 % 3 months from 2026-03-01",
        &[
            "2026-01-01: 10 % until 2026-02-28",
            "2026-03-01: 20 % until 2026-05-31",
            "2026-06-01: whole",
        ],
    );
}

#[test]
fn an_amount_that_is_off_already_counts_by_its_share_of_the_price() {
    // 10 of 40 is a quarter; a tenth of the rest is 7.5 % of all.
    let with_ten = [
        "2026-01-01: 10.00",
        "2026-03-01: 32.5 % until 2026-05-31",
        "2026-06-01: 10.00",
    ];
    check_terms(
        "monthly 40.00 EUR, from 2026-01-01, less 10.00",
        "10 % 3 months from 2026-03-01",
        &with_ten,
    );
    check_terms(
        "monthly catalogue EUR, from 2026-01-01, less 10.00",
        "10 % 3 months from 2026-03-01",
        &with_ten,
    );
    // Of a year's price, not of a rounded month's: 10 of 100 is 10 %, and not 0.83 of 8.33.
    check_terms(
        "yearly 100.00 EUR, from 2026-01-01, less 10.00",
        "10 % 3 months from 2026-03-01",
        &[
            "2026-01-01: 10.00",
            "2026-03-01: 19 % until 2026-05-31",
            "2026-06-01: 10.00",
        ],
    );
    // More off than the price is all of it.
    check_terms(
        "monthly 5.00 EUR, from 2026-01-01, less 10.00",
        "10 % 3 months from 2026-03-01",
        &[
            "2026-01-01: 10.00",
            "2026-03-01: 100 % until 2026-05-31",
            "2026-06-01: 10.00",
        ],
    );
}

#[test]
fn an_amount_off_a_catalogue_price_follows_the_prices_that_are_known() {
    let mut firm = Firm::new("monthly catalogue EUR, from 2026-01-01, less 10.00");
    let product = *firm.world.book.products.keys().next().unwrap();
    let version = lasku::billing::catalogue::PriceVersion {
        from: day("2026-04-01"),
        currency: Currency::EUR,
        price: "50.00".parse().unwrap(),
        notified: Some(day("2026-02-01")),
    };
    firm.world.must(Billing::ChangePrice { product, version });
    firm.asks(Role::Owner, "10 % 3 months from 2026-03-01");
    let expected = [
        "2026-01-01: 10.00",
        "2026-03-01: 32.5 % until 2026-05-31",
        "2026-04-01: 28 % until 2026-05-31",
        "2026-06-01: 10.00",
    ];
    assert_eq!(terms_of(firm.service()), expected);
}

#[test]
fn a_price_that_was_agreed_for_later_is_discounted_and_kept() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let (contract, service) = (firm.contract, firm.service().id);
    let later = |from: &str, price: &str| Billing::AmendService {
        contract,
        service,
        terms: Terms {
            from: day(from),
            quantity: Quantity::ONE,
            price: PriceSource::Own(price.parse().unwrap()),
            discount: None,
        },
    };
    firm.world.must(later("2026-04-01", "44.00"));
    firm.world.must(later("2026-09-01", "48.00"));
    firm.asks(Role::Owner, "10 % 3 months from 2026-03-01");
    let prices: Vec<String> = firm
        .service()
        .terms
        .iter()
        .map(|terms| match terms.price {
            PriceSource::Own(price) => format!("{} {}", terms.from, price.value()),
            PriceSource::Catalogue => panic!("a price of its own"),
        })
        .collect();
    let expected = [
        "2026-01-01 40",
        "2026-03-01 40",
        "2026-04-01 44",
        "2026-06-01 44",
        "2026-09-01 48",
    ];
    assert_eq!(prices, expected);
    assert!(firm.service().terms[2].discount.is_some());
    assert!(firm.service().terms[3].discount.is_none());
}

#[test]
fn the_next_bills_are_those_that_were_shown() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let new = firm.grant("10 % 3 months from 2026-03-01");
    let before = firm.world.book.contracts[&firm.contract].clone();
    let with = offer::applied(&firm.world.book, &before, &new).unwrap();
    let today = firm.world.today;
    let shown = next_bills(&firm.world.book, &with, today, 5).unwrap();
    firm.ask(Role::Representative, Command::AskGrant(new))
        .unwrap();
    // 40.00 less 10 % with 25.5 % VAT is 45.18; whole 50.20. The first holds January to March.
    let shown: Vec<String> = shown
        .iter()
        .map(|bill| bare(bill.computed.totals.amount_due))
        .collect();
    assert_eq!(shown, ["145.58", "45.18", "45.18", "50.20", "50.20"]);
    let mut billed = Vec::new();
    for on in [
        "2026-03-01",
        "2026-04-01",
        "2026-05-01",
        "2026-06-01",
        "2026-07-01",
    ] {
        firm.world.today = day(on);
        let (issued, _) = firm.world.bill(day(on), day(on)).unwrap();
        for id in issued {
            billed.push(bare(firm.world.archive.invoices[&id].totals.amount_due));
        }
    }
    assert_eq!(billed, shown);
}

// What it is judged by

#[track_caller]
fn check_month(contract: &str, price: &str, total: &str) {
    let mut firm = Firm::new(contract);
    let new = firm.grant("10 % 3 months from 2026-03-01");
    let judged = firm.judged(Role::Owner, &new);
    assert_eq!(bare(judged.ask.price), price, "{contract}");
    let effect = judged.judgement.effect.unwrap();
    assert_eq!(bare(effect.total), total, "{contract}");
}

#[test]
fn whatever_is_billed_at_once_a_month_of_it_is_judged() {
    check_month("monthly 40.00 EUR, from 2026-01-01", "40.00", "12.00");
    check_month("quarterly 120.00 EUR, from 2026-01-01", "40.00", "12.00");
    check_month("yearly 480.00 EUR, from 2026-01-01", "40.00", "12.00");
    check_month(
        "every 2 months 80.00 EUR, from 2026-01-01",
        "40.00",
        "12.00",
    );
    check_month(
        "monthly 20.00 EUR, from 2026-01-01, quantity 2",
        "40.00",
        "12.00",
    );
    check_month("monthly catalogue EUR, from 2026-01-01", "40.00", "12.00");
    // 30.436875 / 7 weeks a month.
    check_month("weekly 10.00 EUR, from 2026-01-01", "43.48", "13.04");
}

#[test]
fn tax_in_a_price_is_not_the_business_s_to_give() {
    // 50.20 with 25.5 % VAT is 40.00 without.
    check_month(
        "monthly 50.20 EUR, from 2026-01-01, with tax",
        "40.00",
        "12.00",
    );
    check_month(
        "monthly 40.00 EUR, from 2026-01-01, with tax, without tax",
        "40.00",
        "12.00",
    );
}

#[test]
fn ten_per_cent_on_ten_per_cent_is_nineteen() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01, less 10 %");
    let new = firm.grant("10 % 3 months from 2026-03-01");
    let judged = firm.judged(Role::Representative, &new);
    let effect = judged.judgement.effect.unwrap();
    assert_eq!(effect.percent, "19".parse().unwrap());
    assert_eq!(bare(effect.price), "32.40");
    assert_eq!(bare(effect.total), "10.80");
    assert_eq!(judged.judgement.verdict, Verdict::NeedsApproval(Role::Lead));
    let limit = Percent::whole(10);
    let effective = effect.percent;
    assert_eq!(
        judged.judgement.reasons,
        [Reason::Percent { effective, limit }]
    );
    // Nothing passes on top of a discount that is at the limit already.
    assert_eq!(judged.nearest(), None);
}

#[test]
fn the_strictest_day_counts_where_terms_change_meanwhile() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let (contract, service) = (firm.contract, firm.service().id);
    let mut terms = firm.service().terms[0].clone();
    terms.from = day("2026-04-01");
    terms.discount = Some(lasku::billing::contract::Discount {
        reduction: Reduction::Percent(Percent::whole(50)),
        until: None,
        reason: String::new(),
    });
    firm.world.must(Billing::AmendService {
        contract,
        service,
        terms,
    });
    let new = firm.grant("10 % 3 months from 2026-03-01");
    let judged = firm.judged(Role::Representative, &new);
    assert_eq!(
        judged.judgement.effect.unwrap().percent,
        "55".parse().unwrap()
    );
    assert_eq!(
        judged.judgement.verdict,
        Verdict::NeedsApproval(Role::Owner)
    );
    // One month ends before.
    let short = NewGrant { months: 1, ..new };
    let judged = firm.judged(Role::Representative, &short);
    assert_eq!(judged.judgement.verdict, Verdict::Grant);
}

#[test]
fn a_margin_below_the_floor_is_the_owners() {
    let mut firm = Firm::new("monthly catalogue EUR, from 2026-01-01");
    let product = *firm.world.book.products.keys().next().unwrap();
    let mut revised = firm.world.book.products[&product].clone();
    revised.cost = Some("33.00".parse().unwrap());
    firm.world.must(Billing::ReviseProduct(revised));
    // 40.00 less 5 % is 38.00, of which 13.16 % is left.
    let id = firm.asks(Role::Manager, "5 % 3 months from 2026-03-01");
    assert_eq!(*firm.state(id), GrantState::Waiting { needs: Role::Owner });
    firm.approve(Role::Owner, id).unwrap();
}

// Who gives, who decides

#[test]
fn what_is_ones_own_to_give_is_given_at_once() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Representative, "10 % 3 months from 2026-03-01");
    let GrantState::Given(decided) = firm.state(id) else {
        panic!("it waits");
    };
    assert_eq!(decided.by, Some(person(Role::Representative)));
    assert!(!decided.is_sole_operator);
    assert_eq!(bare(firm.world.book.grants[&id].total), "12.00");
}

#[test]
fn what_is_not_waits_for_the_lowest_role_that_may_and_nobody_below_or_the_same_decides() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Representative, "30 % 3 months from 2026-03-01");
    assert_eq!(
        *firm.state(id),
        GrantState::Waiting {
            needs: Role::Manager
        }
    );
    assert_eq!(firm.service().terms.len(), 1, "nothing is given yet");
    let needs = Role::Lead;
    assert_eq!(
        firm.approve(Role::Representative, id),
        Err(Refused::NotPermitted { needs })
    );
    let needs = Role::Manager;
    assert_eq!(
        firm.approve(Role::Lead, id),
        Err(Refused::NotPermitted { needs })
    );
    firm.approve(Role::Manager, id).unwrap();
    assert!(matches!(firm.state(id), GrantState::Given(_)));
    assert_eq!(firm.service().terms.len(), 3);
    assert_eq!(firm.approve(Role::Manager, id), Err(Refused::NotWaiting));
}

#[test]
fn nobody_approves_their_own_request() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Lead, "30 % 3 months from 2026-03-01");
    assert_eq!(firm.approve(Role::Lead, id), Err(Refused::OwnRequest));
    // Nor once they have risen.
    let mut lead = firm.world.book.people[&person(Role::Lead)].clone();
    lead.role = Role::Owner;
    firm.world.must(Billing::RevisePerson(lead));
    assert_eq!(firm.approve(Role::Lead, id), Err(Refused::OwnRequest));
}

#[test]
fn whoever_works_alone_approves_their_own_and_that_is_written_down() {
    for role in [Role::Representative, Role::Lead, Role::Manager] {
        let mut firm = Firm::of("monthly 40.00 EUR, from 2026-01-01", &[role]);
        let id = firm.asks(role, "50 % 3 months from 2026-03-01");
        assert!(firm.world.book.grants[&id].is_waiting(), "{role:?}");
        firm.approve(role, id).unwrap();
        let GrantState::Given(decided) = firm.state(id) else {
            panic!("{role:?} does not give");
        };
        assert!(decided.is_sole_operator, "{role:?}");
    }
}

#[test]
fn whoever_did_not_say_who_they_are_is_not_the_only_one_who_works_here() {
    let mut firm = Firm::of("monthly 40.00 EUR, from 2026-01-01", &[Role::Owner]);
    let new = firm.grant("100 % 24 months from 2026-03-01");
    let id = new.id;
    firm.ask_as(None, Command::AskGrant(new)).unwrap();
    let approve = || Command::ApproveGrant {
        grant: id,
        note: String::new(),
    };
    let needs = Role::Lead;
    assert_eq!(
        firm.ask_as(None, approve()),
        Err(Refused::NotPermitted { needs })
    );
    firm.ask(Role::Owner, approve()).unwrap();
}

#[test]
fn what_nobody_put_their_name_to_an_owner_answers_for() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let new = firm.grant("30 % 3 months from 2026-03-01");
    let id = new.id;
    firm.ask_as(None, Command::AskGrant(new)).unwrap();
    let needs = Role::Owner;
    assert_eq!(
        firm.approve(Role::Manager, id),
        Err(Refused::NotPermitted { needs })
    );
    firm.approve(Role::Owner, id).unwrap();
}

#[test]
fn whoever_wants_to_leave_hears_one_offer() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let case = firm.world.id();
    let account = firm.account();
    let leaving = Command::OpenCase(NewCase {
        id: case,
        account: Some(account),
        channel: Channel::Mail,
        kind: CaseKind::Cancel,
        priority: Priority::USUAL,
        subject: String::new(),
    });
    firm.ask(Role::Representative, leaving).unwrap();
    let offer = |firm: &mut Firm, share: &str| NewGrant {
        kind: GrantKind::Retention,
        ..firm.grant(share)
    };
    // Asked for and declined, it was never offered.
    let first = offer(&mut firm, "30 % 3 months from 2026-03-01");
    let id = first.id;
    firm.ask(Role::Representative, Command::AskGrant(first))
        .unwrap();
    let note = "too much".to_owned();
    firm.ask(Role::Manager, Command::DeclineGrant { grant: id, note })
        .unwrap();
    let second = offer(&mut firm, "10 % 3 months from 2026-03-01");
    firm.ask(Role::Representative, Command::AskGrant(second))
        .unwrap();
    let third = offer(&mut firm, "15 % 3 months from 2026-06-01");
    assert_eq!(
        firm.ask(Role::Lead, Command::AskGrant(third)),
        Err(Refused::OfferedAlready { case: 1 })
    );
    // Once the matter is settled they are a customer like others.
    let settled = Command::Resolve {
        case,
        outcome: Outcome::Discounted,
        note: String::new(),
    };
    firm.ask(Role::Representative, settled).unwrap();
    let later = offer(&mut firm, "15 % 3 months from 2026-06-01");
    firm.ask(Role::Lead, Command::AskGrant(later)).unwrap();
}

#[test]
fn an_offer_stands_for_as_long_as_the_business_lets_it() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let mut new = firm.grant("10 % 3 months from 2026-03-01");
    new.expiry = Some(day("2026-03-16"));
    let latest = day("2026-03-15");
    assert_eq!(
        firm.ask(Role::Representative, Command::AskGrant(new)),
        Err(Refusal::field(Field::DueDate, RefusalKind::TooLate { latest }).into())
    );
}

#[test]
fn a_request_is_declined_with_a_reason_and_taken_back_without() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Representative, "30 % 3 months from 2026-03-01");
    let decline = |note: &str| Command::DeclineGrant {
        grant: id,
        note: note.into(),
    };
    let no_reason = Refusal::field(Field::Reason, RefusalKind::Empty);
    assert_eq!(
        firm.decide(Role::Manager, decline("  ")),
        Err(no_reason.into())
    );
    let mut other = firm.clone();
    firm.ask(Role::Manager, decline("two months ago, too"))
        .unwrap();
    assert!(
        matches!(firm.state(id), GrantState::Declined(decided) if decided.note == "two months ago, too")
    );
    other
        .ask(Role::Representative, Command::WithdrawGrant(id))
        .unwrap();
    assert!(matches!(other.state(id), GrantState::Withdrawn(_)));
    assert_eq!(other.approve(Role::Manager, id), Err(Refused::NotWaiting));
}

// An approval is of exactly what was asked

#[track_caller]
fn check_outdated(contract: &str, meanwhile: impl FnOnce(&mut Firm)) {
    let mut firm = Firm::new(contract);
    let id = firm.asks(Role::Representative, "30 % 3 months from 2026-04-01");
    assert!(!offer::is_outdated(
        &firm.world.book,
        &firm.world.book.grants[&id]
    ));
    meanwhile(&mut firm);
    assert!(offer::is_outdated(
        &firm.world.book,
        &firm.world.book.grants[&id]
    ));
    assert_eq!(firm.approve(Role::Owner, id), Err(Refused::Outdated));
    // Asked anew, it is approved.
    let id = firm.asks(Role::Representative, "30 % 3 months from 2026-04-01");
    firm.approve(Role::Owner, id).unwrap();
}

fn amend(firm: &mut Firm, change: impl FnOnce(&mut Terms)) {
    let (contract, service) = (firm.contract, firm.service().id);
    let mut terms = firm.service().terms[0].clone();
    change(&mut terms);
    firm.world.must(Billing::AmendService {
        contract,
        service,
        terms,
    });
}

#[test]
fn another_price_meanwhile_voids_what_was_asked() {
    let own = "monthly 40.00 EUR, from 2026-01-01";
    check_outdated(own, |firm| {
        amend(firm, |terms| {
            terms.price = PriceSource::Own("44.00".parse().unwrap())
        });
    });
    check_outdated(own, |firm| {
        amend(firm, |terms| terms.quantity = "2".parse().unwrap())
    });
    // A price from the second month on, too: the first is the same.
    check_outdated(own, |firm| {
        amend(firm, |terms| {
            terms.from = day("2026-05-01");
            terms.price = PriceSource::Own("400.00".parse().unwrap());
        });
    });
    check_outdated("monthly catalogue EUR, from 2026-01-01", |firm| {
        let product = *firm.world.book.products.keys().next().unwrap();
        let version = lasku::billing::catalogue::PriceVersion {
            from: day("2026-05-01"),
            currency: Currency::EUR,
            price: "50.00".parse().unwrap(),
            notified: None,
        };
        firm.world.must(Billing::ChangePrice { product, version });
    });
}

#[test]
fn another_discount_meanwhile_voids_what_was_asked() {
    check_outdated("monthly 40.00 EUR, from 2026-01-01", |firm| {
        firm.asks(Role::Lead, "10 % 3 months from 2026-04-01");
    });
}

#[test]
fn an_offer_ends_with_its_last_day() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Representative, "30 % 3 months from 2026-04-01");
    let mut late = firm.clone().on("2026-03-16");
    let on = day("2026-03-15");
    assert_eq!(late.approve(Role::Owner, id), Err(Refused::Expired { on }));
    firm = firm.on("2026-03-15");
    firm.approve(Role::Owner, id).unwrap();
}

#[test]
fn an_offer_of_yesterday_is_not_asked_for() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let earliest = firm.world.today;
    let new = NewGrant {
        expiry: Some(day("2026-02-28")),
        ..firm.grant("10 % 3 months from 2026-03-01")
    };
    let refusal = Refusal::field(Field::DueDate, RefusalKind::TooEarly { earliest });
    assert_eq!(
        firm.ask(Role::Owner, Command::AskGrant(new)),
        Err(refusal.into())
    );
}

#[test]
fn asking_twice_gives_once() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let new = firm.grant("10 % 3 months from 2026-03-01");
    firm.ask(Role::Owner, Command::AskGrant(new.clone()))
        .unwrap();
    let before = firm.world.book.clone();
    firm.ask(Role::Owner, Command::AskGrant(new)).unwrap_err();
    assert!(firm.world.book == before);
}

#[test]
fn the_same_discount_waits_once_and_another_one_beside_it() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    firm.asks(Role::Representative, "15 % 3 months from 2026-04-01");
    let again = firm.refused(Role::Representative, "15 % 3 months from 2026-04-01");
    assert_eq!(again, Refused::AskedAlready);
    firm.asks(Role::Representative, "15 % 4 months from 2026-04-01");
}

#[test]
fn what_could_not_be_given_is_not_asked_for() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01, until 2026-03-31");
    let refused = firm.refused(Role::Representative, "30 % 3 months from 2026-04-01");
    assert!(matches!(refused, Refused::Billing(_)), "{refused:?}");
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-04-01");
    let refused = firm.refused(Role::Representative, "30 % 3 months from 2026-03-01");
    assert!(matches!(refused, Refused::Billing(_)), "{refused:?}");
}

// Refusals

#[track_caller]
fn why(refused: Refused) -> Vec<Reason> {
    match refused {
        Refused::Discount { why, .. } => why,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_owed_is_put_right_before_anything_is_given() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Representative, "30 % 3 months from 2026-03-01");
    firm.has_open_finding = true;
    let refused = firm.refused(Role::Owner, "10 % 3 months from 2026-03-01");
    assert_eq!(why(refused), [Reason::CorrectFirst]);
    let refused = firm.approve(Role::Owner, id).unwrap_err();
    assert_eq!(why(refused), [Reason::CorrectFirst]);
}

#[test]
fn a_reason_is_one_of_the_list() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01")
        .discounts(|discounts| discounts.reasons = vec!["moved".into(), "outage".into()]);
    let mut reason = |text: &str| {
        let new = NewGrant {
            reason_code: text.into(),
            ..firm.grant("10 % 3 months from 2026-03-01")
        };
        firm.decide(Role::Owner, Command::AskGrant(new))
    };
    for text in ["", "  ", "a friend"] {
        assert_eq!(
            why(reason(text).unwrap_err()),
            [Reason::NoReasonCode],
            "{text}"
        );
    }
    reason(" outage ").unwrap();
}

#[test]
fn nothing_off_no_month_and_no_end_are_no_discount() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    for text in [
        "0 % 3 months from 2026-03-01",
        "10 % 0 months from 2026-03-01",
        "101 % 1 months from 2026-03-01",
    ] {
        assert_eq!(
            why(firm.refused(Role::Owner, text)),
            [Reason::NoDiscount],
            "{text}"
        );
    }
    let endless = NewGrant {
        expiry: None,
        ..firm.grant("10 % 3 months from 2026-03-01")
    };
    let refused = firm
        .decide(Role::Owner, Command::AskGrant(endless))
        .unwrap_err();
    assert_eq!(why(refused), [Reason::NoExpiry]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn what_a_refusal_names_instead_passes(
        price in 100_u32..100_000,
        held in 0_u8..60,
        share in 1_u8..=100,
        months in 1_u32..30,
        role in 0_usize..4,
    ) {
        let role = Role::ALL[role];
        let price = Money::new(i64::from(price), Currency::EUR).to_decimal();
        let held = if held < 50 { format!(", less {held} % until 2026-04-10") } else { String::new() };
        let mut firm = Firm::new(&format!("monthly {price} EUR, from 2026-01-01{held}"));
        let new = firm.grant(&format!("{share} % {months} months from 2026-03-01"));
        let judged = firm.judged(role, &new);
        if let Some((percent, months)) = judged.nearest() {
            prop_assert!(percent <= new.percent && months <= new.months);
            let lesser = NewGrant { percent, months, ..new };
            let judged = firm.judged(role, &lesser);
            prop_assert_eq!(judged.judgement.verdict, Verdict::Grant);
            let id = lesser.id;
            firm.ask(role, Command::AskGrant(lesser)).unwrap();
            prop_assert!(firm.world.book.grants[&id].given_at().is_some());
        } else {
            prop_assert_ne!(judged.judgement.verdict, Verdict::Grant);
        }
    }
}

#[test]
fn where_no_share_passes_for_so_long_a_shorter_one_is_named() {
    // A hundredth of 4,000 a month is 40: twice that is beyond 50.
    let mut firm = Firm::new("monthly 4000.00 EUR, from 2026-01-01");
    let new = firm.grant("10 % 3 months from 2026-03-01");
    let nearest = firm.judged(Role::Representative, &new).nearest();
    assert_eq!(nearest, Some((Percent::whole(1), 1)));
}

// A year, a month's budget, two tabs

#[test]
fn a_customer_is_given_so_many_a_year_of_365_days() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Representative, "5 % 1 months from 2026-03-01");
    assert!(firm.world.book.grants[&id].given_at().is_some());
    let mut soon = firm.clone().on("2027-02-28");
    let second = soon.asks(Role::Representative, "5 % 1 months from 2027-03-01");
    assert_eq!(
        *soon.state(second),
        GrantState::Waiting { needs: Role::Lead }
    );
    let mut late = firm.on("2027-03-01");
    let second = late.asks(Role::Representative, "5 % 1 months from 2027-03-01");
    assert!(late.world.book.grants[&second].given_at().is_some());
}

#[test]
fn a_budget_is_a_calendar_month_s_where_the_business_is() {
    let firm = || {
        Firm::new("monthly 40.00 EUR, from 2026-01-01")
            .discounts(|discounts| discounts.budget = eur("20.00"))
    };
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    // 12.00 of 20.00 at half past eleven on the last evening of March in Helsinki.
    let mut firm = firm();
    firm.go_to(at("2026-03-31T20:30:00Z"));
    firm.asks(Role::Lead, "10 % 3 months from 2026-04-01");
    let mut same = firm.clone();
    same.go_to(at("2026-03-31T20:59:59Z"));
    let new = same.grant("10 % 3 months from 2026-07-01");
    let judged = same.judged(Role::Lead, &new);
    assert_eq!(judged.judgement.reasons, [Reason::Budget]);
    assert_eq!(
        judged.judgement.verdict,
        Verdict::NeedsApproval(Role::Manager)
    );
    assert_eq!(
        judged.nearest(),
        Some((Percent::whole(6), 3)),
        "8.00 are left"
    );
    // April has begun there, though not in Greenwich.
    let mut next = firm;
    next.go_to(at("2026-03-31T21:00:00Z"));
    let new = next.grant("10 % 3 months from 2026-07-01");
    assert_eq!(
        next.judged(Role::Lead, &new).judgement.verdict,
        Verdict::Grant
    );
}

fn run<T>(work: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(work).poll(&mut context) {
        std::task::Poll::Ready(done) => done,
        std::task::Poll::Pending => panic!("a store in memory waits"),
    }
}

#[test]
fn two_tabs_do_not_spend_one_budget_twice() {
    let mut first = Firm::new("monthly 40.00 EUR, from 2026-01-01")
        .discounts(|discounts| discounts.budget = eur("20.00"));
    let store = Memory::default();
    run(store.create(&first.world.book)).unwrap();
    let head = first.world.book.journal;
    let mut second = first.clone();
    let new = first.grant("10 % 3 months from 2026-03-01");
    let other = NewGrant {
        id: GrantId(Uuid::from_u128(77_000)),
        from: day("2026-06-01"),
        ..new.clone()
    };
    let keep = |firm: &Firm, changes: &[Change]| {
        let author = Author {
            id: person(Role::Lead),
            name: "Lead".into(),
        };
        let entry = JournalEntry::seal(head, firm.now, author, "ask_grant", changes);
        run(store.commit(Commit {
            expected: head,
            changes,
            entry: &entry,
            durability: Durability::Relaxed,
        }))
    };
    // Both see 20.00 and want 12.00.
    let mine = first.decide(Role::Lead, Command::AskGrant(new)).unwrap();
    let theirs = second
        .decide(Role::Lead, Command::AskGrant(other.clone()))
        .unwrap();
    assert_eq!(keep(&first, &mine), Ok(()));
    assert_eq!(keep(&second, &theirs), Err(StoreError::Stale));
    // The other tab reads what was kept and decides again.
    second.world.book = run(store.open()).unwrap().unwrap().book;
    second
        .ask(Role::Lead, Command::AskGrant(other.clone()))
        .unwrap();
    assert_eq!(
        *second.state(other.id),
        GrantState::Waiting {
            needs: Role::Manager
        }
    );
}

// Rules of the policy

fn rule(when: Vec<Condition>) -> Rule {
    Rule {
        role: Role::Representative,
        when,
        allow: Limits {
            percent: Percent::whole(30),
            months: 6,
            total: eur("100.00"),
            grants_a_year: 2,
        },
    }
}

#[track_caller]
fn check_rule(when: Vec<Condition>, change: impl FnOnce(&mut Firm, &mut NewGrant), passes: bool) {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01")
        .discounts(|discounts| discounts.rules = vec![rule(when.clone())]);
    firm.spend = Some(eur("500.00"));
    let mut new = firm.grant("30 % 3 months from 2026-03-01");
    change(&mut firm, &mut new);
    let verdict = firm.judged(Role::Representative, &new).judgement.verdict;
    assert_eq!(verdict == Verdict::Grant, passes, "{when:?}");
}

#[test]
fn a_rule_raises_what_a_role_may_give_where_all_of_it_holds() {
    // A customer since 15 January 2020: 73 whole months on 1 March 2026.
    check_rule(vec![Condition::TenureMonths(73)], |_, _| {}, true);
    check_rule(vec![Condition::TenureMonths(74)], |_, _| {}, false);
    check_rule(vec![Condition::Spend(eur("500.00"))], |_, _| {}, true);
    check_rule(vec![Condition::Spend(eur("500.01"))], |_, _| {}, false);
    check_rule(
        vec![Condition::Severity(Severity::Serious)],
        |_, new| new.severity = Some(Severity::Grave),
        true,
    );
    check_rule(
        vec![Condition::Severity(Severity::Serious)],
        |_, new| new.severity = Some(Severity::Slight),
        false,
    );
    check_rule(
        vec![Condition::Severity(Severity::Slight)],
        |_, _| {},
        false,
    );
    check_rule(vec![Condition::GrantsLastYear(0)], |_, _| {}, true);
    let given = |firm: &mut Firm, _: &mut NewGrant| {
        firm.asks(Role::Representative, "5 % 1 months from 2026-09-01");
    };
    check_rule(vec![Condition::GrantsLastYear(0)], given, false);
    check_rule(vec![Condition::GrantsLastYear(1)], given, true);
    let both = vec![
        Condition::TenureMonths(12),
        Condition::Severity(Severity::Grave),
    ];
    check_rule(both.clone(), |_, _| {}, false);
    check_rule(both, |_, new| new.severity = Some(Severity::Grave), true);
}

#[test]
fn a_rule_raises_the_roles_above_too_and_lowers_nobody() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01")
        .discounts(|discounts| discounts.rules = vec![rule(vec![Condition::TenureMonths(1)])]);
    let new = firm.grant("30 % 3 months from 2026-03-01");
    let authority = firm.judged(Role::Representative, &new).authority;
    assert_eq!(
        authority.of(Role::Representative).percent,
        Percent::whole(30)
    );
    assert_eq!(authority.of(Role::Lead).percent, Percent::whole(30));
    assert_eq!(authority.of(Role::Lead).total, eur("200.00"));
    assert_eq!(authority.of(Role::Manager).percent, Percent::whole(40));
}

#[test]
fn a_rule_about_spend_needs_what_was_billed() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01")
        .discounts(|discounts| discounts.rules = vec![rule(vec![Condition::Spend(eur("1.00"))])]);
    assert_eq!(
        firm.refused(Role::Representative, "5 % 1 months from 2026-03-01"),
        Refused::NotFetched
    );
}

#[test]
fn a_policy_without_rules_opens_and_a_rule_without_conditions_is_refused() {
    let policy = Policy::usual(Currency::EUR);
    let text = serde_json::to_string(&policy).unwrap();
    assert!(!text.contains("rules"));
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), policy);
    let mut with = policy;
    with.discounts.rules = vec![rule(vec![
        Condition::TenureMonths(60),
        Condition::Spend(eur("500.00")),
        Condition::Severity(Severity::Grave),
        Condition::GrantsLastYear(0),
    ])];
    with.check().unwrap();
    let text = serde_json::to_string(&with).unwrap();
    assert!(text.contains(r#"{"spend_12_months":"#), "{text}");
    assert_eq!(serde_json::from_str::<Policy>(&text).unwrap(), with);
    with.discounts.rules = vec![rule(Vec::new())];
    with.check().unwrap_err();
    with.discounts.rules = vec![rule(vec![Condition::Spend(money(
        "1.00",
        "SEK".parse().unwrap(),
    ))])];
    with.check().unwrap_err();
}

// Who is to decide now

#[track_caller]
fn check_escalation(asked: &str, now: &str, expected: Role) {
    let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().to_utc();
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    firm.go_to(at(asked));
    // 15 % needs a lead.
    let id = firm.asks(Role::Representative, "15 % 3 months from 2026-03-01");
    let grant: &Grant = &firm.world.book.grants[&id];
    let policy = firm.world.book.policy();
    assert_eq!(
        offer::decides_now(&policy, grant, at(now)),
        Some(expected),
        "{asked} {now}"
    );
}

#[test]
fn what_waits_longer_than_a_day_of_work_goes_to_the_next_role() {
    // Monday, 2 March 2026, at ten in Helsinki; the desk is open from nine to five.
    check_escalation(
        "2026-03-02T10:00:00+02:00",
        "2026-03-02T10:00:00+02:00",
        Role::Lead,
    );
    check_escalation(
        "2026-03-02T10:00:00+02:00",
        "2026-03-03T10:00:00+02:00",
        Role::Lead,
    );
    check_escalation(
        "2026-03-02T10:00:00+02:00",
        "2026-03-03T10:00:01+02:00",
        Role::Manager,
    );
    check_escalation(
        "2026-03-02T10:00:00+02:00",
        "2026-03-04T10:00:01+02:00",
        Role::Owner,
    );
    check_escalation(
        "2026-03-02T10:00:00+02:00",
        "2026-03-12T10:00:00+02:00",
        Role::Owner,
    );
    // A weekend is no time.
    check_escalation(
        "2026-03-06T16:00:00+02:00",
        "2026-03-09T15:59:00+02:00",
        Role::Lead,
    );
    check_escalation(
        "2026-03-06T16:00:00+02:00",
        "2026-03-09T16:30:00+02:00",
        Role::Manager,
    );
}

#[test]
fn nobody_is_asked_about_what_is_decided() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let id = firm.asks(Role::Owner, "15 % 3 months from 2026-03-01");
    let policy = firm.world.book.policy();
    let grant = &firm.world.book.grants[&id];
    assert_eq!(offer::decides_now(&policy, grant, firm.now), None);
}

#[test]
fn what_was_billed_within_a_year_is_counted_with_its_credit_notes() {
    let mut firm = Firm::new("monthly 40.00 EUR, from 2026-01-01");
    let account = firm.account();
    let on = |firm: &mut Firm, today: &str, amount: &str| {
        firm.world.today = day(today);
        firm.world.invoice(account, amount)
    };
    on(&mut firm, "2025-03-01", "1000.00");
    on(&mut firm, "2025-03-02", "300.00");
    let wrong = on(&mut firm, "2026-02-01", "50.00");
    firm.world
        .credit(wrong, lasku::billing::command::CreditExtent::Rest, false)
        .unwrap();
    let archive = &firm.world.archive;
    let records = lasku::care::review::AccountRecords {
        account,
        documents: archive.invoices.values().cloned().collect(),
        receivables: archive.receivables.values().cloned().collect(),
        credits: archive.credits.values().cloned().collect(),
    };
    let known = Known::of(&firm.world.book, &records, day("2026-03-01"));
    assert_eq!(known.spend_12_months, Some(eur("300.00")));
    assert!(!known.has_open_finding);
}
