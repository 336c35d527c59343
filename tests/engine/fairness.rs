//! Is this customer treated fairly: bills that are wrong on purpose, each found, and bills that are right, none of them.

use crate::builder::{World, bare, day, eur, item, percent};
use crate::csv;
use lasku::billing::account::AccountKind;
use lasku::billing::catalogue::PriceVersion;
use lasku::billing::charge::PendingCharge;
use lasku::billing::command::{Command, CreditExtent};
use lasku::billing::contract::{Discount, PriceSource};
use lasku::billing::dispute::{Decision, Dispute, Outcome};
use lasku::billing::dunning::{Reminder, ReminderFee};
use lasku::billing::id::{AccountId, ChargeId, ContractId, ImportId, InvoiceId};
use lasku::billing::invoice::Invoice;
use lasku::billing::line::{LineItem, Origin, Reduction};
use lasku::billing::payment::Payment;
use lasku::billing::receivable::Receivable;
use lasku::billing::tax::{TaxCategory, TaxRule};
use lasku::billing::tax_rate::RateClass;
use lasku::billing::totals::compute;
use lasku::calendar::Period;
use lasku::care::review::{
    AccountRecords, Correction, Evidence, Finding, FirmReview, Review, Reviewer, Rule, Severity,
    Stamp, Thresholds, review_account,
};
use lasku::exchange::csv::encoding::{Encoding, decode};
use lasku::exchange::csv::{EndedRule, Mapping};
use lasku::money::{Currency, Money};
use std::collections::{BTreeMap, BTreeSet};

/// A customer with contracts, and what happened to them in steps of the billing stories.
struct Story {
    world: World,
    account: AccountId,
    contracts: Vec<ContractId>,
}

impl Story {
    fn of(contracts: &str, steps: &str) -> Story {
        let mut world = World::new();
        world.product("20.00");
        let account = world.account(|_| {});
        let contracts = contracts
            .split(" + ")
            .map(|text| world.contract(account, text))
            .collect();
        let mut story = Story {
            world,
            account,
            contracts,
        };
        story.go(steps);
        story
    }

    fn go(&mut self, steps: &str) {
        for step in steps.split("; ").filter(|step| !step.is_empty()) {
            self.world.tell_step(self.account, &self.contracts, step);
        }
    }

    fn review(&self) -> Review {
        self.world.review(self.account)
    }

    /// A one-off line of the contract's service, as somebody might type it a second time.
    fn again(&self, price: &str, from: &str, last: &str) -> LineItem {
        let contract = &self.world.book.contracts[&self.contracts[0]];
        LineItem {
            period: Period::through(day(from), day(last)),
            origin: Origin {
                contract: Some(contract.id),
                service: Some(contract.services[0].id),
                ..Origin::default()
            },
            ..item("1", price)
        }
    }

    fn issue(&mut self, on: &str, line: LineItem) -> InvoiceId {
        self.world.today = day(on);
        let draft = self.world.draft(self.account, vec![line]);
        self.world.issue(draft).unwrap()
    }

    /// Alters a document at rest, as if it had been issued so.
    fn alter(&mut self, number: &str, change: impl FnOnce(&mut Invoice)) {
        let id = self.world.numbered(number);
        let invoice = self.world.archive.invoices.get_mut(&id).unwrap();
        change(invoice);
        let total = again(invoice);
        alter_receivable(&mut self.world, id, total);
    }

    fn correct(&mut self, finding: &Finding) {
        let stamp = Stamp {
            credit_note: self.world.id(),
            series: self.world.series,
            on: self.world.today,
        };
        let correction = finding.correction.as_ref().expect("a correction");
        self.world.must(correction.command(stamp));
    }
}

/// Computes the document anew from its lines.
fn again(invoice: &mut Invoice) -> Money {
    let lines = invoice
        .lines
        .iter()
        .map(|line| {
            let at = lasku::billing::refusal::Location::Whole;
            line.item.price(invoice.currency, line.tax, at).unwrap()
        })
        .collect();
    let computed = compute(invoice.currency, lines, &invoice.adjustments).unwrap();
    invoice.lines = computed.lines;
    invoice.totals = computed.totals;
    invoice.totals.amount_due
}

fn alter_receivable(world: &mut World, id: InvoiceId, total: Money) {
    let receivable = world.archive.receivables.get_mut(&id).unwrap();
    receivable.total = total;
    let receivable = receivable.clone();
    world
        .book
        .apply(&[lasku::billing::change::Change::ReceivableRevised(
            receivable,
        )]);
}

/// `F02 12.55`: the rule of each finding and its amount, in order.
fn told(review: &Review, severity: Severity) -> String {
    let each: Vec<String> = review
        .of(severity)
        .map(|finding| format!("{} {}", finding.rule.code(), bare(finding.amount)))
        .collect();
    each.join(", ")
}

#[test]
fn what_is_billed_as_agreed_is_fair_whatever_changed_meanwhile() {
    for (contracts, steps) in [
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; bill 2026-02-01; bill 2026-03-01",
        ),
        (
            "monthly 30.00 EUR, anchor 1, from 2026-01-16",
            "bill 2026-01-16; bill 2026-02-01",
        ),
        (
            "monthly 30.00 EUR, in arrears, from 2026-01-01",
            "bill 2026-02-01; bill 2026-03-01",
        ),
        // Changes in the middle of a period, before and after the run that settles them.
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; price 45.00 from 2026-01-16",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; price 45.00 from 2026-01-16; bill 2026-02-01",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; price 17.77 from 2026-01-10; bill 2026-02-01; bill 2026-03-01",
        ),
        (
            "monthly 33.33 EUR, from 2026-01-01",
            "bill 2026-01-01; quantity 3 from 2026-01-11; quantity 2 from 2026-01-20; bill 2026-02-01",
        ),
        // The end, agreed before and after the bill; in the middle of what is billed, and not yet come.
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; end 2026-01-20",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; end 2026-01-20; bill 2026-02-01",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01, until 2026-02-10",
            "bill 2026-01-01; bill 2026-02-01; bill 2026-03-01",
        ),
        (
            "yearly 365.00 EUR, from 2026-01-01",
            "bill 2026-01-01; end 2026-11-30",
        ),
        // Rests.
        (
            "monthly 31.00 EUR, from 2026-01-01",
            "bill 2026-01-01; pause 2026-01-10 to 2026-01-20; bill 2026-02-01",
        ),
        (
            "monthly 31.00 EUR, from 2026-01-01",
            "bill 2026-01-01; pause 2026-01-10; bill 2026-02-01; resume 2026-02-15; bill 2026-02-15; bill 2026-03-01",
        ),
        // Discounts, with an end in the middle of a period; a whole one.
        (
            "monthly 30.00 EUR, from 2026-01-01, less 20 % until 2026-02-14",
            "bill 2026-01-01; bill 2026-02-01; bill 2026-03-01",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01, less 7.77",
            "bill 2026-01-01; discount 50 % from 2026-01-16; bill 2026-02-01",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01, less 100 %",
            "bill 2026-01-01; price 45.00 from 2026-01-16; bill 2026-02-01",
        ),
        // Prices with the tax in them.
        (
            "monthly 30.00 EUR, with tax, from 2026-01-01, and 9.99",
            "bill 2026-01-01; price 25.00 from 2026-01-16; bill 2026-02-01",
        ),
        // Given away, billed again, credited in parts.
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; bill 2026-02-01; credit #1",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; credit #1 again; bill 2026-02-01",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; credit #1 line 1 10.00; bill 2026-02-01",
        ),
        (
            "monthly 30.00 EUR, from 2026-01-01",
            "bill 2026-01-01; credit #1 line 1 25.00; end 2026-01-10; bill 2026-02-01",
        ),
        // One-off charges and several contracts.
        (
            "monthly 30.00 EUR, from 2026-01-01 + quarterly 9.00 EUR, from 2026-01-01",
            "charge 5.00 on 2026-01-10; bill 2026-02-01; end service 2026-02-10; bill 2026-03-01",
        ),
    ] {
        let story = Story::of(contracts, steps);
        let review = story.review();
        assert_eq!(review.findings, [], "{contracts}: {steps}");
        assert!(review.is_fair());
        assert_eq!(review.passed.len(), Rule::ALL.len());
    }
}

#[test]
fn days_that_are_billed_twice_are_owed_once() {
    let mut story = Story::of(
        "monthly 30.00 EUR, from 2026-01-01",
        "bill 2026-01-01; bill 2026-02-01",
    );
    let line = story.again("30.00", "2026-02-01", "2026-02-28");
    story.issue("2026-02-03", line);
    // 30.00 with 25.5 % VAT.
    assert_eq!(told(&story.review(), Severity::Owed), "F02 37.65");
    let line = story.again("30.00", "2026-02-01", "2026-02-28");
    story.issue("2026-02-04", line);
    assert_eq!(
        told(&story.review(), Severity::Owed),
        "F02 37.65, F02 37.65"
    );

    // Ten of 28 days, dearer than the contract: what the days cost by the contract, and the rest as too much.
    let mut story = Story::of("monthly 28.00 EUR, from 2026-01-01", "bill 2026-02-01");
    let line = story.again("20.00", "2026-02-10", "2026-02-19");
    story.issue("2026-02-20", line);
    assert_eq!(
        told(&story.review(), Severity::Owed),
        "F01 12.55, F02 12.55"
    );
}

#[test]
fn days_after_the_end_before_the_beginning_and_of_rest_are_owed() {
    let mut story = Story::of(
        "monthly 30.00 EUR, from 2026-01-01, until 2026-02-28",
        "bill 2026-01-01; bill 2026-02-01",
    );
    let line = story.again("30.00", "2026-03-01", "2026-03-31");
    story.issue("2026-03-01", line);
    let review = story.review();
    assert_eq!(told(&review, Severity::Owed), "F03 37.65");
    assert!(matches!(
        review.findings[0].evidence[0],
        Evidence::AfterEnd { days: 31, last_day, .. } if last_day == day("2026-02-28")
    ));

    // From the middle of what was billed on: 12 of 31 days.
    let mut story = Story::of(
        "monthly 31.00 EUR, from 2026-01-01, until 2026-01-19",
        "bill 2026-01-01",
    );
    let line = story.again("31.00", "2026-01-20", "2026-02-19");
    story.issue("2026-02-01", line);
    assert_eq!(told(&story.review(), Severity::Owed), "F03 38.91");

    let mut story = Story::of("monthly 30.00 EUR, from 2026-02-01", "bill 2026-02-01");
    let line = story.again("30.00", "2026-01-01", "2026-01-31");
    story.issue("2026-02-01", line);
    assert_eq!(told(&story.review(), Severity::Owed), "F15 37.65");

    let mut story = Story::of(
        "monthly 31.00 EUR, from 2026-01-01",
        "pause 2026-01-11 to 2026-01-21; bill 2026-02-01",
    );
    let line = story.again("10.00", "2026-01-11", "2026-01-20");
    story.issue("2026-02-02", line);
    assert_eq!(told(&story.review(), Severity::Owed), "F15 12.55");
}

#[test]
fn a_line_above_the_contract_and_a_forgotten_discount_are_told_apart() {
    let mut story = Story::of(
        "monthly 30.00 EUR, from 2026-01-01, less 20 %",
        "bill 2026-01-01; bill 2026-02-01",
    );
    story.alter("#1", |invoice| invoice.lines[0].item.reduction = None);
    assert_eq!(told(&story.review(), Severity::Owed), "F04 7.53");
    story.alter("#2", |invoice| {
        invoice.lines[0].item.unit_price = "35.00".parse().unwrap();
        invoice.lines[0].item.reduction = None;
    });
    assert_eq!(
        told(&story.review(), Severity::Owed),
        "F01 6.28, F04 7.53, F04 7.53"
    );
    // Too little is told, and owed to nobody.
    story.alter("#1", |invoice| {
        invoice.lines[0].item.unit_price = "10.00".parse().unwrap();
    });
    let review = story.review();
    assert_eq!(told(&review, Severity::Undercharged), "F01 17.57");
    assert_eq!(told(&review, Severity::Owed), "F01 6.28, F04 7.53");
}

#[test]
fn a_rise_without_notice_is_owed_until_the_notice_holds() {
    let rise = |notified: Option<&str>, steps: &str| {
        let mut story = Story::of("monthly catalogue EUR, from 2026-01-01", "bill 2026-01-01");
        let product = *story.world.book.products.keys().next().unwrap();
        story.world.must(Command::ChangePrice {
            product,
            version: lasku::billing::catalogue::PriceVersion {
                from: day("2026-02-01"),
                currency: lasku::money::Currency::EUR,
                price: "25.00".parse().unwrap(),
                notified: notified.map(day),
            },
        });
        story.go(steps);
        told(&story.review(), Severity::Owed)
    };
    let year = "bill 2026-02-01; bill 2026-03-01";
    assert_eq!(rise(None, year), "F05 6.28, F05 6.28");
    assert_eq!(rise(Some("2026-01-01"), year), "");
    // Told on 14 January: it holds from 14 February, so 13 of 28 days of February are owed.
    assert_eq!(rise(Some("2026-01-14"), year), "F05 2.91");

    // Who comes at the new price has agreed to it.
    let mut story = Story::of(
        "monthly catalogue EUR, from 2026-03-01",
        "catalogue 25.00 from 2026-02-01; bill 2026-03-01",
    );
    assert_eq!(story.review().findings, []);
    // A price that falls needs no notice.
    story.go("catalogue 15.00 from 2026-04-01; bill 2026-04-01");
    assert_eq!(story.review().findings, []);
}

#[test]
fn a_wrong_rate_of_vat_and_a_wrong_sum_are_owed() {
    let mut story = Story::of(
        "monthly 100.00 EUR, at reduced rate, from 2026-01-01",
        "bill 2026-01-01; bill 2026-02-01",
    );
    story.alter("#2", |invoice| {
        invoice.lines[0].tax.rate = "25.5".parse().unwrap();
    });
    let review = story.review();
    // 25.5 % instead of 13.5 %.
    assert_eq!(told(&review, Severity::Owed), "F06 12.00");
    assert!(matches!(
        &review.findings[0].correction,
        Some(Correction::Credit(credit)) if credit.bill_again
    ));
    let finding = review.findings[0].clone();
    story.correct(&finding);
    assert_eq!(told(&story.review(), Severity::Owed), "");
    story.go("bill 2026-02-02");
    assert_eq!(
        story.review().findings,
        [],
        "billed again at the right rate"
    );

    // Something sold once is charged again as it was, and billed at the right rate.
    let mut story = Story::of("monthly 100.00 EUR, from 2026-01-01", "");
    story.issue(
        "2026-01-10",
        LineItem {
            tax: TaxRule::class(RateClass::Reduced),
            ..item("2", "50.00")
        },
    );
    story.alter("#1", |invoice| {
        invoice.lines[0].tax.rate = "25.5".parse().unwrap();
    });
    let review = story.review();
    assert_eq!(told(&review, Severity::Owed), "F06 12.00");
    let finding = review.findings[0].clone();
    story.correct(&finding);
    assert_eq!(told(&story.review(), Severity::Owed), "");
    let charge = story.world.book.charges.values().next().unwrap();
    assert_eq!(
        (charge.on, charge.item.quantity),
        (day("2026-01-10"), "2".parse().unwrap())
    );
    story.go("bill 2026-02-01");
    assert_eq!(story.review().findings, []);

    let mut story = Story::of("monthly 100.00 EUR, from 2026-01-01", "bill 2026-01-01");
    let id = story.world.numbered("#1");
    let invoice = story.world.archive.invoices.get_mut(&id).unwrap();
    invoice.totals.amount_due += eur("12.55");
    let total = invoice.totals.amount_due;
    alter_receivable(&mut story.world, id, total);
    let review = story.review();
    assert_eq!(told(&review, Severity::Owed), "F16 12.55");
    let finding = review.findings[0].clone();
    story.correct(&finding);
    assert_eq!(told(&story.review(), Severity::Owed), "");
}

#[test]
fn what_is_legal_is_talked_about_and_not_corrected() {
    let mut world = World::new();
    let product = world.product("20.00");
    let ask = |world: &mut World, price: &str, starts: &str| {
        let account = world.account(|_| {});
        let mut contract =
            world.contract_of(account, &format!("monthly {price} EUR, from {starts}"));
        contract.services[0].product = Some(product);
        world.must(Command::AddContract(contract));
        account
    };
    let old = ask(&mut world, "30.00", "2024-01-01");
    let young = ask(&mut world, "30.00", "2026-01-01");
    world.today = day("2026-01-10");
    let review = world.review(old);
    // Ten euros a month for a year, and 25.5 % of it.
    assert_eq!(told(&review, Severity::Talk), "F08 150.60");
    assert!(review.is_fair(), "it is legal");
    assert_eq!(review.findings[0].correction, None);
    assert_eq!(told(&world.review(young), Severity::Talk), "");

    // Twenty others at the catalogue's price: both are far above them now.
    for _ in 0..30 {
        ask(&mut world, "20.00", "2026-01-01");
    }
    assert_eq!(told(&world.review(young), Severity::Talk), "F07 0.00");
    assert_eq!(
        told(&world.review(old), Severity::Talk),
        "F07 0.00, F08 150.60"
    );
}

#[test]
fn a_bill_far_above_those_before_it_is_told_once() {
    let mut story = Story::of(
        "monthly 30.00 EUR, from 2026-01-01",
        "bill 2026-01-01; bill 2026-02-01; bill 2026-03-01; bill 2026-04-01; bill 2026-05-01; bill 2026-06-01; bill 2026-07-01",
    );
    assert_eq!(story.review().findings, []);
    story.go("charge 100.00 on 2026-07-10; bill 2026-08-01");
    let review = story.review();
    assert_eq!(told(&review, Severity::Talk).split(' ').next(), Some("F12"));
    assert!(review.is_fair());
}

#[test]
fn money_that_lies_unused_while_an_invoice_is_overdue_is_used_with_one_command() {
    let mut story = Story::of(
        "monthly 30.00 EUR, from 2026-01-01",
        "bill 2026-01-01; pay #1; bill 2026-02-01; credit #1",
    );
    story.world.today = day("2026-04-01");
    let review = story.review();
    assert_eq!(told(&review, Severity::Talk), "F14 37.65");
    let finding = review.findings[0].clone();
    story.correct(&finding);
    assert_eq!(story.review().findings, []);
    assert_eq!(story.world.balance(story.account), "0.00");
}

/// A customer with an overdue invoice of 37.65 EUR, reminded of on a day for a fee that waits for the next bill.
fn reminded(kind: AccountKind, sent: &str, fee: &str) -> Story {
    let mut story = Story::of("monthly 30.00 EUR, from 2026-01-01", "bill 2026-01-01");
    let mut account = story.world.book.accounts[&story.account].clone();
    account.kind = kind;
    story.world.must(Command::ReviseAccount(account));
    story.world.today = day(sent);
    story.remind(sent, fee);
    story
}

impl Story {
    /// Reminds of the first invoice, whatever a policy says of it.
    fn remind(&mut self, sent: &str, fee: &str) {
        let charge: ChargeId = self.world.id();
        let mut line = item("1", fee);
        line.tax = TaxRule::untaxed(TaxCategory::Exempt);
        self.world.must(Command::AddCharge(PendingCharge {
            id: charge,
            account: self.account,
            contract: None,
            on: day(sent),
            item: line,
        }));
        let reminder = Reminder {
            id: self.world.id(),
            level: 1,
            sent_on: day(sent),
            open: eur("37.65"),
            days_overdue: 0,
            fee: Some(ReminderFee {
                charge,
                amount: eur(fee),
            }),
            letter: self.world.id(),
        };
        self.receivable(|receivable| receivable.reminders.push(reminder));
    }

    fn receivable(&mut self, change: impl FnOnce(&mut Receivable)) {
        let id = self.world.numbered("#1");
        let receivable = self.world.archive.receivables.get_mut(&id).unwrap();
        change(receivable);
        let receivable = receivable.clone();
        self.world
            .book
            .apply(&[lasku::billing::change::Change::ReceivableRevised(
                receivable,
            )]);
    }

    fn dispute(&mut self, from: &str, until: Option<&str>, amount: &str) {
        let dispute = Dispute {
            id: self.world.id(),
            opened_on: day(from),
            amount: eur(amount),
            reason: "not mine".into(),
            case: None,
            decided: until.map(|until| Decision {
                on: day(until),
                outcome: Outcome::Rejected,
                granted: eur("0.00"),
                note: String::new(),
                letter: None,
                credit_note: None,
            }),
        };
        self.receivable(|receivable| receivable.disputes.push(dispute));
    }

    fn owed(&self) -> String {
        told(&self.review(), Severity::Owed)
    }
}

#[test]
fn a_fee_above_the_law_or_too_soon_is_owed_to_a_person() {
    // Due on 15 January.
    let person = |sent, fee| reminded(AccountKind::Person, sent, fee).owed();
    assert_eq!(person("2026-01-29", "5.00"), "");
    assert_eq!(person("2026-01-29", "7.50"), "F11 2.50");
    assert_eq!(person("2026-01-28", "5.00"), "F11 5.00");
    // Companies agree on their fees themselves.
    let company = reminded(AccountKind::Company, "2026-01-28", "7.50");
    assert_eq!(company.owed(), "");

    // Billed, it is credited in part.
    let mut story = reminded(AccountKind::Person, "2026-01-29", "7.50");
    story.go("bill 2026-02-01");
    assert_eq!(story.owed(), "F11 2.50");
    let finding = story.review().findings[0].clone();
    story.correct(&finding);
    assert_eq!(story.owed(), "");
    // The second comes ten days after the first.
    story.world.today = day("2026-02-08");
    story.remind("2026-02-08", "5.00");
    assert_eq!(story.owed(), "F11 5.00");
    let finding = story.review().findings[0].clone();
    story.correct(&finding);
    assert_eq!(story.owed(), "", "it was withdrawn before it was billed");
}

#[test]
fn a_fee_for_what_is_disputed_is_owed_whole_and_once() {
    let mut story = reminded(AccountKind::Person, "2026-01-28", "7.50");
    story.dispute("2026-01-20", Some("2026-02-20"), "37.65");
    assert_eq!(story.owed(), "F10 7.50", "whole, and by no other rule");
    let finding = story.review().findings[0].clone();
    story.correct(&finding);
    assert_eq!(story.owed(), "");

    // Before the dispute, and after its decision.
    let mut story = reminded(AccountKind::Person, "2026-01-29", "5.00");
    story.dispute("2026-01-30", None, "37.65");
    assert_eq!(story.owed(), "");
    let mut story = reminded(AccountKind::Person, "2026-01-29", "5.00");
    story.dispute("2026-01-10", Some("2026-01-28"), "37.65");
    assert_eq!(story.owed(), "");
    // A part is disputed: the reminder may ask for the rest, and for no more.
    let mut story = reminded(AccountKind::Person, "2026-01-29", "5.00");
    story.dispute("2026-01-20", None, "10.00");
    assert_eq!(story.owed(), "F10 5.00");
    story.receivable(|receivable| receivable.reminders[0].open = eur("27.65"));
    assert_eq!(story.owed(), "");
}

#[test]
fn a_fee_while_the_money_lay_there_is_owed() {
    let mut story = reminded(AccountKind::Company, "2026-01-29", "5.00");
    assert_eq!(story.owed(), "");
    let payment = |story: &mut Story, received: &str, amount: &str| {
        let id = story.world.id();
        let account = story.account;
        story.world.must(Command::ReceivePayment {
            payment: Payment {
                id,
                account,
                received: day(received),
                amount: eur(amount),
                method: Default::default(),
                reference: String::new(),
                note: String::new(),
            },
            allocations: Vec::new(),
        });
    };
    payment(&mut story, "2026-01-28", "37.64");
    assert_eq!(story.owed(), "", "a cent too little");
    payment(&mut story, "2026-01-29", "0.01");
    assert_eq!(story.owed(), "F14 5.00");
}

/// A customer with something wrong of every kind that a credit note corrects.
fn wronged() -> Story {
    let mut story = Story::of(
        "monthly 30.00 EUR, from 2026-01-01, less 20 %, and 12.34",
        "bill 2026-01-01; bill 2026-02-01; bill 2026-03-01; end 2026-03-31; bill 2026-04-01",
    );
    story.alter("#1", |invoice| {
        invoice.lines[0].item.unit_price = "33.33".parse().unwrap();
        invoice.lines[0].item.reduction = None;
        invoice.lines[1].item.unit_price = "13.37".parse().unwrap();
    });
    let line = story.again("24.00", "2026-02-01", "2026-02-28");
    story.issue("2026-04-02", line);
    let line = story.again("24.00", "2026-04-01", "2026-04-30");
    story.issue("2026-04-03", line);
    story
}

#[test]
fn crediting_the_amount_clears_the_finding_in_any_order() {
    let orders = [[0, 0, 0, 0], [3, 2, 1, 0], [1, 1, 1, 0], [2, 0, 1, 0]];
    for order in orders {
        let mut story = wronged();
        let mut before = story.review();
        assert_eq!(
            told(&before, Severity::Owed),
            "F01 5.22, F02 30.12, F03 30.12, F04 7.53"
        );
        for place in order {
            let owed: Vec<Finding> = before.of(Severity::Owed).cloned().collect();
            let finding = owed[place].clone();
            story.correct(&finding);
            let after = story.review();
            let others: Vec<&Finding> = owed.iter().filter(|each| **each != finding).collect();
            let rules = |all: &[&Finding]| all.iter().map(|each| each.rule).collect::<Vec<_>>();
            let left: Vec<&Finding> = after.of(Severity::Owed).collect();
            assert_eq!(rules(&left), rules(&others), "{order:?}");
            before = after;
        }
        assert!(before.is_fair());
        story.world.check();
    }
}

#[test]
fn a_credit_note_comes_to_what_the_finding_says() {
    let story = wronged();
    for finding in story.review().of(Severity::Owed) {
        let mut story = Story {
            world: story.world.clone(),
            account: story.account,
            contracts: story.contracts.clone(),
        };
        story.correct(finding);
        let note = story.world.archive.order.last().unwrap();
        let note = &story.world.archive.invoices[note];
        assert_eq!(note.totals.amount_due, finding.amount, "{finding:?}");
        assert!(note.is_credit_note());
    }
}

#[test]
fn the_whole_of_an_invoice_credited_leaves_nothing_owed_on_it() {
    let mut story = wronged();
    for number in ["#4", "#5", "#1"] {
        let id = story.world.numbered(number);
        story.world.credit(id, CreditExtent::Rest, false).unwrap();
    }
    assert_eq!(told(&story.review(), Severity::Owed), "");
}

#[test]
fn an_unrelated_customer_changes_the_peers_only() {
    let mut story = wronged();
    let product = story.world.product("20.00");
    let mut contract = story
        .world
        .contract_of(story.account, "monthly 30.00 EUR, from 2024-01-01");
    contract.services[0].product = Some(product);
    story.world.must(Command::AddContract(contract));
    let before = story.review();
    for _ in 0..25 {
        let other = story.world.account(|_| {});
        let mut contract = story
            .world
            .contract_of(other, "monthly 10.00 EUR, from 2026-01-01");
        contract.services[0].product = Some(product);
        story.world.must(Command::AddContract(contract));
    }
    let after = story.review();
    let without = |review: &Review| -> Vec<Finding> {
        let all = review.findings.iter();
        all.filter(|each| each.rule != Rule::Peers)
            .cloned()
            .collect()
    };
    assert_eq!(without(&before), without(&after));
    assert_eq!(before.owed, after.owed);
    assert_eq!(after.rules(Severity::Talk), [Rule::Peers, Rule::Loyalty]);
    assert_eq!(before.rules(Severity::Talk), [Rule::Loyalty]);
}

#[test]
fn an_account_that_is_not_in_the_book_has_no_review() {
    let story = wronged();
    let mut records = story.world.records(story.account);
    records.account = AccountId(uuid::Uuid::from_u128(u128::MAX));
    let today = story.world.today;
    assert_eq!(
        review_account(&story.world.book, &records, today, &Thresholds::default()),
        None
    );
}

// The whole book of a telephone company, a year of bills.

/// What is wrong on purpose: whose, by which rule, how much with VAT.
type Wrongs = BTreeSet<(String, Rule, Money)>;

/// The book with everything that may happen to a customer in a year, and some bills that are wrong on purpose.
struct Year {
    world: World,
    /// Those who are still customers.
    running: Vec<(AccountId, ContractId)>,
    /// Those who left before the year began.
    gone: Vec<(AccountId, ContractId)>,
    wrongs: Wrongs,
    months: u32,
}

impl Year {
    fn of(bytes: &[u8]) -> Year {
        let mut world = World::new();
        let table = csv::table(&decode(bytes, Encoding::Utf8));
        let mut mapping = Mapping::guess(&table, &csv::fixed());
        mapping.ended = EndedRule::suggest(&table, day("2026-01-01"));
        let mut found = csv::read_with(&table, &mapping, &world.book);
        let paper = world.product("1.90");
        for (place, contract) in found.contracts.iter_mut().enumerate() {
            let service = &mut contract.services[0];
            // Some were promised a discount until the middle of June, some take their bill on paper.
            if place % 50 == 0 {
                service.terms[0].discount = Some(Discount {
                    reduction: Reduction::Percent(percent("10")),
                    until: Some(day("2026-06-15")),
                    reason: "Campaign".into(),
                });
            }
            if place % 3 == 0 {
                let mut more = service.clone();
                more.id = world.id();
                more.product = Some(paper);
                more.unit = "C62".into();
                more.terms[0].price = PriceSource::Catalogue;
                more.terms[0].discount = None;
                contract.services.push(more);
            }
        }
        world.must(Command::ImportRecords {
            import: ImportId(uuid::Uuid::from_u128(1)),
            source: "telco-customers.csv".into(),
            accounts: found.accounts,
            products: found.products,
            contracts: found.contracts.clone(),
        });
        let (gone, running) = found
            .contracts
            .iter()
            .map(|contract| (contract, (contract.account, contract.id)))
            .partition::<Vec<_>, _>(|(contract, _)| contract.last_day.is_some());
        let ids = |some: Vec<(_, (AccountId, ContractId))>| some.into_iter().map(|each| each.1);
        Year {
            world,
            running: ids(running).collect(),
            gone: ids(gone).collect(),
            wrongs: Wrongs::new(),
            months: 0,
        }
    }

    fn bill(&mut self) {
        self.months += 1;
        let target = day(&format!("2026-{:02}-01", self.months));
        self.world.today = target;
        let preview = self.world.preview(target, target);
        self.world.issue_run(&preview).unwrap();
    }

    /// What people do in the middle of a month: other prices, rests, ends, goodwill.
    fn live(&mut self) {
        let on = day(&format!("2026-{:02}-{:02}", self.months, 9 + self.months));
        self.world.today = on;
        let month = self.months as usize;
        for (place, (account, contract)) in self.running.clone().into_iter().enumerate() {
            match place % 240 {
                at if at == month => {
                    let service = &self.world.book.contracts[&contract].services[0];
                    let mut terms = service.terms_on(on).unwrap().clone();
                    terms.from = on;
                    terms.price = PriceSource::Own("44.44".parse().unwrap());
                    let service = service.id;
                    self.world.must(Command::AmendService {
                        contract,
                        service,
                        terms,
                    });
                }
                at if at == 20 + month => {
                    self.world.must(Command::PauseContract {
                        contract,
                        from: on,
                        resumes: on.checked_add_days(chrono::Days::new(20)),
                    });
                }
                at if at == 40 + month => {
                    self.world.must(Command::EndContract {
                        contract,
                        last_day: on,
                        reason: "moves".into(),
                        cause: None,
                        waive_notice: true,
                    });
                }
                at if at == 60 + month => {
                    let id = self.bill_of(account, self.months);
                    let extent = CreditExtent::Lines(vec![(0, eur("5.00"))]);
                    self.world.credit(id, extent, false).unwrap();
                }
                _ => {}
            }
        }
    }

    /// The bill of a month.
    fn bill_of(&self, account: AccountId, month: u32) -> InvoiceId {
        let on = day(&format!("2026-{month:02}-01"));
        let bills = self.world.archive.invoices.values();
        bills
            .filter(|invoice| invoice.account == account && invoice.issue_date == on)
            .map(|invoice| invoice.id)
            .next()
            .expect("a bill")
    }

    fn number(&self, account: AccountId) -> String {
        self.world.book.accounts[&account].number.clone()
    }

    fn wrong(&mut self, account: AccountId, rule: Rule, net: Money) {
        let vat = lasku::money::Rounding::HalfAwayFromZero
            .reduce(percent("25.5").of_exact(net.to_decimal()), Currency::EUR)
            .unwrap();
        self.wrongs.insert((self.number(account), rule, net + vat));
    }

    /// Types a line of a contract by hand and issues it.
    fn type_in(&mut self, contract: ContractId, price: Money, from: &str, last: &str) {
        let contract = &self.world.book.contracts[&contract];
        let line = LineItem {
            period: Period::through(day(from), day(last)),
            origin: Origin {
                contract: Some(contract.id),
                service: Some(contract.services[0].id),
                ..Origin::default()
            },
            ..item("1", &bare(price))
        };
        let account = contract.account;
        let draft = self.world.draft(account, vec![line]);
        self.world.issue(draft).unwrap();
    }

    /// One of each hundred that nothing else happens to.
    fn some(&self, at: usize) -> Vec<(AccountId, ContractId)> {
        let each = self.running.iter().enumerate();
        each.filter(|(place, _)| place % 240 == at)
            .map(|(_, ids)| *ids)
            .collect()
    }

    fn price(&self, contract: ContractId) -> Money {
        let service = &self.world.book.contracts[&contract].services[0];
        let price = service
            .price_on(None, Currency::EUR, self.world.today)
            .unwrap();
        Money::from_decimal(price.value(), Currency::EUR).unwrap()
    }

    fn charge_twice(&mut self) {
        for (account, contract) in self.some(100) {
            let price = self.price(contract);
            self.type_in(contract, price, "2026-03-01", "2026-03-31");
            self.wrong(account, Rule::Duplicate, price);
        }
    }

    fn charge_after_the_end(&mut self) {
        for (account, contract) in self.gone.clone().into_iter().step_by(100) {
            self.type_in(contract, eur("29.85"), "2026-02-01", "2026-02-28");
            self.wrong(account, Rule::AfterEnd, eur("29.85"));
        }
    }

    /// The promise is on no bill of April.
    fn forget_discounts(&mut self) {
        let promised: Vec<(AccountId, ContractId)> = self
            .running
            .iter()
            .copied()
            .enumerate()
            .filter(|(place, (_, contract))| {
                let contract = &self.world.book.contracts[contract];
                let terms = &contract.services[0].terms;
                place % 240 >= 100 && terms[0].discount.is_some()
            })
            .map(|(_, ids)| ids)
            .step_by(3)
            .collect();
        for (account, _) in promised {
            let id = self.bill_of(account, 4);
            let invoice = self.world.archive.invoices.get_mut(&id).unwrap();
            let given = invoice.lines[0].derivation.reduction;
            invoice.lines[0].item.reduction = None;
            let total = again(invoice);
            alter_receivable(&mut self.world, id, total);
            self.wrong(account, Rule::MissingDiscount, given);
        }
    }

    fn charge_above_the_contract(&mut self) {
        for (account, _) in self.some(120) {
            let id = self.bill_of(account, 5);
            let invoice = self.world.archive.invoices.get_mut(&id).unwrap();
            let item = &mut invoice.lines[0].item;
            if item.reduction.is_some() {
                continue;
            }
            let more = item.unit_price.value() + rust_decimal::Decimal::new(123, 2);
            item.unit_price = lasku::money::UnitPrice::new(more).unwrap();
            let total = again(invoice);
            alter_receivable(&mut self.world, id, total);
            self.wrong(account, Rule::ContractPrice, eur("1.23"));
        }
    }

    /// A bill on paper costs 2.15 from November on, and nobody was told.
    fn raise_without_a_word(&mut self) {
        let product = *self.world.book.products.keys().next().unwrap();
        self.world.must(Command::ChangePrice {
            product,
            version: PriceVersion {
                from: day("2026-11-01"),
                currency: Currency::EUR,
                price: "2.15".parse().unwrap(),
                notified: None,
            },
        });
    }

    /// Those who neither rested nor left.
    fn steady(&self) -> impl Iterator<Item = (AccountId, ContractId)> {
        let each = self.running.iter().enumerate();
        each.filter(|(place, _)| !(20..=52).contains(&(place % 240)))
            .map(|(_, ids)| *ids)
    }

    /// What the steady ones pay more for bills on paper.
    fn on_paper(&self) -> Wrongs {
        self.steady()
            .filter(|(_, contract)| self.world.book.contracts[contract].services.len() > 1)
            .map(|(account, _)| (self.number(account), Rule::PriceRise, eur("0.31")))
            .collect()
    }

    /// Everybody reviewed, with the documents of each by themselves.
    fn review(&self) -> (FirmReview, Wrongs, std::time::Duration) {
        let mut records: BTreeMap<AccountId, AccountRecords> = BTreeMap::new();
        for id in &self.world.archive.order {
            let invoice = &self.world.archive.invoices[id];
            let of = records.entry(invoice.account).or_insert(AccountRecords {
                account: invoice.account,
                documents: Vec::new(),
                receivables: Vec::new(),
                credits: Vec::new(),
            });
            of.documents.push(invoice.clone());
            of.receivables
                .extend(self.world.archive.receivables.get(id).cloned());
        }
        let begun = std::time::Instant::now();
        let book = &self.world.book;
        let reviewer = Reviewer::of(book, self.world.today, &Thresholds::default());
        let mut firm = FirmReview::default();
        let mut found = Wrongs::new();
        for (account, records) in &records {
            let review = reviewer.review(records).unwrap();
            firm.add(*account, &review, records.documents.len() as u64);
            for finding in review.of(Severity::Owed) {
                found.insert((self.number(*account), finding.rule, finding.amount));
            }
        }
        firm.finish();
        (firm, found, begun.elapsed())
    }
}

#[test]
fn a_year_of_a_real_company_s_bills_has_every_wrong_found_and_none_invented() {
    let Some(bytes) = csv::telephone_customers() else {
        eprintln!(
            "SKIPPED: {} is not here; a real book was not reviewed",
            csv::TELCO
        );
        return;
    };
    let mut year = Year::of(&bytes);
    for month in 1..=12 {
        year.bill();
        match month {
            3 => year.charge_twice(),
            4 => year.forget_discounts(),
            5 => year.charge_above_the_contract(),
            6 => year.charge_after_the_end(),
            10 => year.raise_without_a_word(),
            _ => {}
        }
        year.live();
    }
    let (firm, found, took) = year.review();
    println!(
        "{} accounts, {} documents, {} fair, owed {:?}, in {took:?}",
        firm.accounts, firm.documents, firm.fair, firm.owed
    );
    for sums in &firm.rules {
        println!(
            "{} {:?}: {} accounts, {} findings, {:?}",
            sums.rule.code(),
            sums.severity,
            sums.accounts,
            sums.findings,
            sums.amounts
        );
    }
    let (rises, others): (Wrongs, Wrongs) = found
        .into_iter()
        .partition(|(_, rule, _)| *rule == Rule::PriceRise);
    assert_eq!(others, year.wrongs);
    // 0.25 a month and its VAT, for everybody on paper; those who rested or left meanwhile owe a part of it.
    let on_paper = year.on_paper();
    let steady: BTreeSet<String> = year
        .steady()
        .map(|(account, _)| year.number(account))
        .collect();
    let steady: Wrongs = rises
        .into_iter()
        .filter(|(number, ..)| steady.contains(number))
        .collect();
    assert_eq!(steady, on_paper);
    assert!(on_paper.len() > 1_200, "{}", on_paper.len());
}
