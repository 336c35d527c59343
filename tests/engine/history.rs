//! A business lives for years at random, and a second, naive set of books is kept beside it.
//!
//! Commands come from a seed. After each step the naive ledger, which knows nothing but sums of cents, says what each
//! customer owes, what each invoice has open, what VAT there is at each rate and which numbers were given. After each
//! billing run a naive rating, day by day, says what every service should have been charged so far.
//!
//! `LASKU_SEED` and `LASKU_STEPS` run another life.

use super::builder::{World, bare, day, item, later, noon, percent};
use chrono::NaiveDate;
use lasku::billing::account::Grouping;
use lasku::billing::book::Book;
use lasku::billing::catalogue::PriceVersion;
use lasku::billing::change::Change;
use lasku::billing::charge::PendingCharge;
use lasku::billing::command::{Allocation, Command, CreditExtent};
use lasku::billing::contract::{BillingMode, Discount, PriceSource, Service, Terms};
use lasku::billing::credit_note::creditable;
use lasku::billing::id::*;
use lasku::billing::invoice::{Invoice, InvoiceType};
use lasku::billing::journal::JournalHead;
use lasku::billing::line::Reduction;
use lasku::billing::payment::Payment;
use lasku::billing::receivable::CreditSource;
use lasku::billing::refusal::Refusal;
use lasku::billing::run::{Preview, SkipReason};
use lasku::billing::tax::{TaxCategory, TaxRule, TaxTreatment};
use lasku::billing::tax_rate::RateClass;
use lasku::billing::totals::{Adjustment, AdjustmentKind};
use lasku::care::review::{FirmReview, Rule, Severity};
use lasku::money::{Currency, Money};
use lasku::store::memory::Memory;
use lasku::store::{Commit, Durability, Store};
use lasku::worker::copy_in::{Opener, Slices, replace};
use lasku::worker::copy_out::copy_out;
use lasku::worker::fairness::review_all;
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn a_business_that_lives_at_random_agrees_with_naive_books() {
    let from_env = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let steps = from_env("LASKU_STEPS").unwrap_or(1_200);
    let seeds: Vec<u64> = match from_env("LASKU_SEED") {
        Some(seed) => vec![seed],
        None => vec![1, 11],
    };
    let mut done: BTreeMap<&'static str, (u32, u32)> = BTreeMap::new();
    let mut rated = 0;
    for seed in seeds {
        let told = Told { seed };
        let mut life = Life::new(seed);
        for step in 0..steps {
            life.step(step);
        }
        life.world.check();
        life.keep_and_move();
        for (name, (kept, refused)) in &life.done {
            let sum = done.entry(*name).or_default();
            sum.0 += *kept;
            sum.1 += *refused;
        }
        rated += life.rated;
        std::mem::forget(told);
        println!(
            "seed {seed}: until {}, {} documents; {} reviews, {} rises without notice",
            life.world.today, life.documents, life.reviewed, life.risen
        );
    }
    println!("kept and refused by command: {done:#?}; services rated: {rated}");
    // A life in which most things are refused tests nothing.
    for (name, (kept, refused)) in &done {
        assert!(
            u64::from(*kept) * 20 > u64::from(*refused),
            "{name}: {kept} kept, {refused} refused"
        );
    }
    assert!(steps < 1_000 || rated > 200, "{rated} services rated");
}

/// A business after some steps of a random life.
pub(super) fn lived(seed: u64, steps: u64) -> World {
    let told = Told { seed };
    let mut life = Life::new(seed);
    for step in 0..steps {
        life.step(step);
    }
    std::mem::forget(told);
    life.world
}

/// Says the seed when a step panics.
struct Told {
    seed: u64,
}

impl Drop for Told {
    fn drop(&mut self) {
        println!("LASKU_SEED={}", self.seed);
    }
}

struct Life {
    /// The book before anything happened.
    born: Book,
    world: World,
    chance: Chance,
    ledger: Ledger,
    days: Days,
    done: BTreeMap<&'static str, (u32, u32)>,
    head: JournalHead,
    entries: usize,
    documents: usize,
    rated: u32,
    reviewed: u32,
    risen: u32,
}

impl Life {
    fn new(seed: u64) -> Life {
        let mut world = World::new();
        let born = world.book.clone();
        world.log = Some(Vec::new());
        world.product("49.90");
        Life {
            born,
            world,
            chance: Chance(seed),
            ledger: Ledger::default(),
            days: Days::default(),
            done: BTreeMap::new(),
            head: JournalHead::default(),
            entries: 0,
            documents: 0,
            rated: 0,
            reviewed: 0,
            risen: 0,
        }
    }

    fn step(&mut self, step: u64) {
        let (name, result) = self.something(step);
        let count = self.done.entry(name).or_default();
        match result {
            Ok(()) => count.0 += 1,
            Err(refusal) => {
                count.1 += 1;
                let fault_of_ours = format!("{:?}", refusal.kind).contains("NotFetched");
                assert!(!fault_of_ours, "step {step}, {name}: {refusal:?}");
            }
        }
        self.compare(step);
        if step.is_multiple_of(10) {
            self.review(step);
        }
    }

    /// Whatever people did: the business billed as its contracts say, so nothing is owed to anybody. Only the catalogue's price
    /// rises without a notice here.
    fn review(&mut self, step: u64) {
        let accounts: Vec<AccountId> = self.world.book.accounts.keys().copied().collect();
        for account in accounts {
            if self.world.book.accounts[&account].merged_into.is_some() {
                continue;
            }
            let review = self.world.review(account);
            self.reviewed += 1;
            for finding in review.of(Severity::Owed) {
                assert_eq!(finding.rule, Rule::PriceRise, "step {step}: {finding:#?}");
                self.risen += 1;
            }
        }
    }

    fn something(&mut self, step: u64) -> (&'static str, Result<(), Refusal>) {
        let many = self.world.book.accounts.len();
        if many < 3 || (many < 16 && self.chance.one_in(20)) {
            return ("account", self.add_account());
        }
        match self.chance.below(100) {
            0..=7 => ("contract", self.add_contract()),
            8..=17 => ("run", self.bill(step)),
            18..=28 => ("amend", self.amend()),
            29..=31 => ("pause", self.pause()),
            32..=34 => ("resume", self.resume()),
            35..=37 => ("end", self.end()),
            38 => ("withdraw", self.withdraw()),
            39..=40 => ("end service", self.end_service()),
            41..=42 => ("add service", self.add_service()),
            43..=45 => ("charge", self.charge()),
            46 => ("price", self.price()),
            47..=54 => ("invoice", self.invoice()),
            55..=62 => ("credit", self.credit()),
            63..=77 => ("payment", self.payment()),
            78..=83 => ("use credit", self.use_credit()),
            84..=87 => ("refund", self.refund()),
            88..=90 => ("write off", self.write_off()),
            91 => ("reverse write-off", self.reverse_write_off()),
            92..=94 => ("reverse", self.reverse()),
            95 => ("merge", self.merge()),
            _ => {
                self.world.today = later(self.world.today, self.chance.below(9));
                ("wait", Ok(()))
            }
        }
    }

    // Records

    fn add_account(&mut self) -> Result<(), Refusal> {
        let together = self.chance.one_in(2);
        let treatment = if self.chance.one_in(5) {
            TaxTreatment::Export
        } else {
            TaxTreatment::Domestic
        };
        self.world.account(|account| {
            account.treatment = treatment;
            if !together {
                account.grouping = Grouping::PerContract;
            }
        });
        Ok(())
    }

    fn add_contract(&mut self) -> Result<(), Refusal> {
        if self.world.book.contracts.len() > 24 {
            return Ok(());
        }
        let account = self.open_account();
        let starts = self.near(30, 30);
        let cycle = self.chance.pick(&[
            "monthly",
            "monthly",
            "monthly",
            "weekly",
            "quarterly",
            "yearly",
            "every 10 days",
        ]);
        let price = match self.chance.below(4) {
            0 => "catalogue EUR".to_owned(),
            _ => format!("{} EUR", self.any_price()),
        };
        let mut text = format!("{cycle} {price}, from {starts}");
        if cycle != "weekly" && self.chance.one_in(2) {
            text = format!("{text}, anchor {}", 1 + self.chance.below(31));
        }
        for (clause, one_in) in [
            ("in arrears", 3),
            ("with tax", 4),
            ("at reduced rate", 4),
            ("and 3.33", 4),
            ("quantity 2.5", 5),
            ("less 12.5 %", 6),
        ] {
            if self.chance.one_in(one_in) {
                text = format!("{text}, {clause}");
            }
        }
        let contract = self.world.contract_of(account, &text);
        self.ask(Command::AddContract(contract))
    }

    fn any_terms(&mut self, from: NaiveDate, before: &Terms) -> Terms {
        let mut terms = Terms {
            from,
            ..before.clone()
        };
        match self.chance.below(4) {
            0 => terms.quantity = format!("{}", 1 + self.chance.below(4)).parse().unwrap(),
            1 => {
                let until = self
                    .chance
                    .one_in(2)
                    .then(|| later(from, self.chance.below(90)));
                let reduction = if self.chance.one_in(2) {
                    Reduction::Percent(percent(self.chance.pick(&[
                        "10",
                        "2.5",
                        "33.333333",
                        "100",
                    ])))
                } else {
                    Reduction::Amount(cents(self.chance.below(3_000) as i64))
                };
                terms.discount = Some(Discount {
                    reduction,
                    until,
                    reason: String::new(),
                });
            }
            2 => terms.discount = None,
            _ => terms.price = PriceSource::Own(self.any_price().parse().unwrap()),
        }
        terms
    }

    fn amend(&mut self) -> Result<(), Refusal> {
        let Some((contract, service)) = self.any_service() else {
            return Ok(());
        };
        let from = self.near(40, 30);
        let before = self
            .service(contract, service)
            .terms
            .last()
            .unwrap()
            .clone();
        let terms = self.any_terms(from, &before);
        self.ask(Command::AmendService {
            contract,
            service,
            terms,
        })
    }

    fn add_service(&mut self) -> Result<(), Refusal> {
        let Some((contract, like)) = self.any_service() else {
            return Ok(());
        };
        let starts = self.near(20, 20);
        let mut service = self.service(contract, like).clone();
        let terms = self.any_terms(starts, &service.terms[0]);
        service.id = self.world.id();
        service.starts = starts;
        service.last_day = None;
        service.terms = vec![terms];
        service.billed.clear();
        service.closed_before = None;
        self.ask(Command::AddService { contract, service })
    }

    fn end_service(&mut self) -> Result<(), Refusal> {
        let Some((contract, service)) = self.any_service() else {
            return Ok(());
        };
        let last_day = self.near(20, 40);
        self.ask(Command::EndService {
            contract,
            service,
            last_day,
        })
    }

    fn pause(&mut self) -> Result<(), Refusal> {
        let Some((contract, _)) = self.any_service() else {
            return Ok(());
        };
        let from = self.near(20, 20);
        let resumes = self
            .chance
            .one_in(2)
            .then(|| later(from, 1 + self.chance.below(50)));
        self.ask(Command::PauseContract {
            contract,
            from,
            resumes,
        })
    }

    fn resume(&mut self) -> Result<(), Refusal> {
        let paused: Vec<ContractId> = self
            .world
            .book
            .contracts
            .values()
            .filter(|contract| contract.pauses.iter().any(|pause| pause.resumes.is_none()))
            .map(|contract| contract.id)
            .collect();
        let Some(contract) = self.chance.one_of(&paused) else {
            return Ok(());
        };
        let resumes = self.near(10, 10);
        self.ask(Command::ResumeContract { contract, resumes })
    }

    fn end(&mut self) -> Result<(), Refusal> {
        let Some((contract, _)) = self.any_service() else {
            return Ok(());
        };
        let last_day = self.near(25, 40);
        self.ask(Command::EndContract {
            contract,
            last_day,
            reason: String::new(),
            cause: None,
            waive_notice: true,
        })
    }

    fn withdraw(&mut self) -> Result<(), Refusal> {
        let Some((contract, _)) = self.any_service() else {
            return Ok(());
        };
        self.ask(Command::WithdrawEnd(contract))
    }

    fn charge(&mut self) -> Result<(), Refusal> {
        let account = self.open_account();
        let price = self.any_price();
        let on = self.near(20, 20);
        let charge = PendingCharge {
            id: self.world.id(),
            account,
            contract: None,
            on,
            item: item("1", &price),
        };
        self.ask(Command::AddCharge(charge))
    }

    fn price(&mut self) -> Result<(), Refusal> {
        let product = *self.world.book.products.keys().next().unwrap();
        let price = self.any_price().parse().unwrap();
        let from = self.near(20, 60);
        self.ask(Command::ChangePrice {
            product,
            version: PriceVersion {
                from,
                currency: Currency::EUR,
                price,
                notified: None,
            },
        })
    }

    fn merge(&mut self) -> Result<(), Refusal> {
        if self.world.book.accounts.len() < 10 {
            return Ok(());
        }
        let (from, into) = (self.open_account(), self.open_account());
        self.ask(Command::MergeAccounts { from, into })?;
        let moved = self.ledger.owed.remove(&from).unwrap_or_default();
        *self.ledger.owed.entry(into).or_default() += moved;
        for other in self.ledger.home.values_mut().filter(|home| **home == from) {
            *other = into;
        }
        self.ledger.home.insert(from, into);
        Ok(())
    }

    // Documents

    fn bill(&mut self, step: u64) -> Result<(), Refusal> {
        let today = later(self.world.today, self.chance.below(16));
        self.world.today = today;
        let before = self.world.archive.order.len();
        let (_, shown) = self
            .world
            .bill(today, today)
            .unwrap_or_else(|refusal| panic!("step {step}: the run was refused: {refusal:?}"));
        let issued: Vec<Invoice> = self.world.archive.order[before..]
            .iter()
            .map(|id| self.world.archive.invoices[id].clone())
            .collect();
        for invoice in &issued {
            if let InvoiceType::CreditNote(correction) = &invoice.type_code {
                self.ledger.credit(correction.invoice, invoice);
            }
        }
        // Days are taken back before they are charged anew, on whichever document that stands.
        for takes_back in [true, false] {
            for invoice in &issued {
                self.days.see(invoice, takes_back);
            }
        }
        self.compare_rating(&shown, step);
        Ok(())
    }

    fn invoice(&mut self) -> Result<(), Refusal> {
        let account = self.open_account();
        let mut items = Vec::new();
        for _ in 0..1 + self.chance.below(6) {
            let quantity = self.chance.pick(&["1", "2", "0.5", "13.37", "0.3333"]);
            let mut line = item(quantity, &self.any_price());
            line.tax = match self.chance.below(4) {
                0 => TaxRule::class(RateClass::Reduced),
                1 => TaxRule::untaxed(TaxCategory::Exempt),
                2 => TaxRule::fixed(percent("10")),
                _ => TaxRule::STANDARD,
            };
            line.tax_included = self.chance.one_in(6);
            if self.chance.one_in(4) {
                line.reduction = Some(Reduction::Percent(percent("2.5")));
            }
            items.push(line);
        }
        let mut draft = self.world.draft(account, items);
        if self.chance.one_in(3) {
            let value = if self.chance.one_in(2) {
                Reduction::Percent(percent("7.5"))
            } else {
                Reduction::Amount(cents(self.chance.below(500) as i64))
            };
            let kind = if self.chance.one_in(3) {
                AdjustmentKind::Charge
            } else {
                AdjustmentKind::Allowance
            };
            draft.adjustments.push(Adjustment {
                kind,
                value,
                reason: "because".into(),
            });
        }
        self.world.issue(draft).map(|_| ())
    }

    fn credit(&mut self) -> Result<(), Refusal> {
        let candidates: Vec<InvoiceId> = self
            .world
            .archive
            .receivables
            .values()
            .filter(|receivable| {
                let invoice = &self.world.archive.invoices[&receivable.invoice];
                creditable(invoice, receivable).unwrap().is_positive()
            })
            .map(|receivable| receivable.invoice)
            .collect();
        let Some(id) = self.chance.one_of(&candidates) else {
            return Ok(());
        };
        let invoice = self.world.archive.invoices[&id].clone();
        let before = self.world.archive.receivables[&id].clone();
        let bill_again = self.chance.one_in(2);
        let extent = if self.chance.one_in(2) {
            CreditExtent::Rest
        } else {
            let index = self.chance.below(invoice.lines.len() as u64) as usize;
            let left = invoice.lines[index].priced() - before.credited_on(index);
            if !left.is_positive() {
                return Ok(());
            }
            let part = cents(1 + self.chance.below(left.minor() as u64) as i64);
            CreditExtent::Lines(vec![(index, part)])
        };
        let lines: Vec<(usize, Money)> = match &extent {
            CreditExtent::Lines(lines) => lines.clone(),
            // What the invoice took back of earlier ones stays taken back.
            CreditExtent::Rest => (0..invoice.lines.len())
                .filter(|index| !invoice.lines[*index].net.is_negative())
                .map(|index| {
                    (
                        index,
                        invoice.lines[index].priced() - before.credited_on(index),
                    )
                })
                .filter(|(_, left)| !left.is_zero())
                .collect(),
        };
        let note = self.world.credit(id, extent, bill_again)?;
        let note = self.world.archive.invoices[&note].clone();
        self.ledger.credit(id, &note);
        for (index, amount) in lines {
            let whole = before.credited_on(index) + amount == invoice.lines[index].priced();
            self.days
                .credited(&invoice, index, amount, whole, bill_again);
        }
        Ok(())
    }

    // Money

    fn payment(&mut self) -> Result<(), Refusal> {
        let account = self.open_account();
        let open: Vec<(InvoiceId, Money)> = self
            .world
            .book
            .receivables_of(account)
            .map(|receivable| (receivable.invoice, receivable.open()))
            .collect();
        let mut allocations = Vec::new();
        let mut sum = cents(0);
        for (invoice, open) in open.into_iter().take(3) {
            let amount = if self.chance.one_in(4) {
                cents(1 + self.chance.below(open.minor() as u64) as i64)
            } else {
                open
            };
            sum += amount;
            allocations.push(Allocation { invoice, amount });
        }
        // Sometimes more than that came, sometimes nothing is said about what it is for.
        if self.chance.one_in(5) {
            sum += cents(1 + self.chance.below(5_000) as i64);
        }
        if self.chance.one_in(8) {
            allocations.clear();
        }
        let payment = Payment {
            id: self.world.id(),
            account,
            received: self.world.today,
            amount: sum,
            method: Default::default(),
            reference: String::new(),
            note: String::new(),
        };
        let settled = allocations.clone();
        let id = payment.id;
        self.ask(Command::ReceivePayment {
            payment,
            allocations,
        })?;
        self.ledger.owe(account, -sum.minor());
        self.ledger
            .settle(CreditSource::Payment(id), sum.minor(), &settled);
        Ok(())
    }

    fn use_credit(&mut self) -> Result<(), Refusal> {
        let Some((source, account, left)) = self.any_credit() else {
            return Ok(());
        };
        let open: Vec<(InvoiceId, Money)> = self
            .world
            .book
            .receivables_of(account)
            .map(|receivable| (receivable.invoice, receivable.open()))
            .collect();
        let Some((invoice, open)) = self.chance.one_of(&open) else {
            return Ok(());
        };
        let amount = open.min(left);
        let allocations = vec![Allocation { invoice, amount }];
        let on = self.world.today;
        self.ask(Command::UseCredit {
            source,
            allocations: allocations.clone(),
            on,
        })?;
        self.ledger.settle(source, 0, &allocations);
        Ok(())
    }

    fn refund(&mut self) -> Result<(), Refusal> {
        let Some((source, account, left)) = self.any_credit() else {
            return Ok(());
        };
        let amount = cents(
            1 + self
                .chance
                .below(left.minor() as u64 + left.minor() as u64 / 10) as i64,
        );
        let (id, on) = (self.world.id(), self.world.today);
        let result = self.ask(Command::Refund {
            id,
            source,
            amount,
            method: Default::default(),
            reason: "asked for".into(),
            on,
        });
        assert_eq!(result.is_ok(), amount <= left, "{amount} of {left}");
        result?;
        self.ledger.owe(account, amount.minor());
        *self.ledger.left.get_mut(&source).unwrap() -= amount.minor();
        self.ledger.refunded.insert(source);
        Ok(())
    }

    fn write_off(&mut self) -> Result<(), Refusal> {
        let open: Vec<(InvoiceId, AccountId, Money)> = self
            .world
            .book
            .receivables
            .values()
            .map(|receivable| (receivable.invoice, receivable.account, receivable.open()))
            .collect();
        let Some((invoice, account, open)) = self.chance.one_of(&open) else {
            return Ok(());
        };
        let amount = if self.chance.one_in(2) {
            open
        } else {
            cents(1 + self.chance.below(open.minor() as u64 + 2) as i64)
        };
        let (id, on) = (self.world.id(), self.world.today);
        let result = self.ask(Command::WriteOff {
            id,
            invoice,
            amount,
            reason: "gone".into(),
            on,
        });
        assert_eq!(result.is_ok(), amount <= open, "{amount} of {open}");
        result?;
        self.ledger.owe(account, -amount.minor());
        let item = self.ledger.invoices.get_mut(&invoice).unwrap();
        item.open -= amount.minor();
        item.given_up.push((id, amount.minor()));
        Ok(())
    }

    fn reverse_write_off(&mut self) -> Result<(), Refusal> {
        let write_offs: Vec<(InvoiceId, WriteOffId)> = self
            .ledger
            .invoices
            .iter()
            .flat_map(|(invoice, item)| item.given_up.iter().map(|(id, _)| (*invoice, *id)))
            .collect();
        let Some((invoice, write_off)) = self.chance.one_of(&write_offs) else {
            return Ok(());
        };
        let result = self.ask(Command::ReverseWriteOff {
            invoice,
            write_off,
            reason: "not gone".into(),
            on: self.world.today,
        });
        let account = self.world.archive.receivables[&invoice].account;
        let item = self.ledger.invoices.get_mut(&invoice).unwrap();
        let given_up = item.given_up.iter_mut().find(|(id, _)| *id == write_off);
        let back = std::mem::take(&mut given_up.unwrap().1);
        item.open += back;
        assert_eq!(result.is_ok(), back > 0, "{result:?}");
        self.ledger.owe(account, back);
        result
    }

    fn reverse(&mut self) -> Result<(), Refusal> {
        let payments: Vec<PaymentId> = self.world.archive.payments.keys().copied().collect();
        let Some(payment) = self.chance.one_of(&payments) else {
            return Ok(());
        };
        let source = CreditSource::Payment(payment);
        let on = self.world.today;
        let result = self.ask(Command::ReversePayment {
            payment,
            reason: "bounced".into(),
            on,
        });
        let may =
            !self.ledger.refunded.contains(&source) && !self.ledger.reversed.contains(&source);
        assert_eq!(result.is_ok(), may, "{result:?}");
        result?;
        let payment = &self.world.archive.payments[&payment];
        self.ledger.owe(payment.account, payment.amount.minor());
        self.ledger.reversed.insert(source);
        self.ledger.left.insert(source, 0);
        let used: Vec<_> = self
            .ledger
            .used
            .iter_mut()
            .filter(|((from, _), _)| *from == source)
            .collect();
        for ((_, invoice), amount) in used {
            self.ledger.invoices.get_mut(invoice).unwrap().open += *amount;
            *amount = 0;
        }
        Ok(())
    }

    // Comparing

    fn compare(&mut self, step: u64) {
        for id in &self.world.archive.order[self.documents..] {
            let invoice = &self.world.archive.invoices[id];
            self.ledger.see(invoice, step);
        }
        self.documents = self.world.archive.order.len();
        for entry in &self.world.journal[self.entries..] {
            self.head = entry
                .verify(self.head)
                .unwrap_or_else(|broken| panic!("step {step}: {broken:?}"));
        }
        self.entries = self.world.journal.len();
        assert_eq!(self.head, self.world.book.journal, "step {step}");
        for account in self.world.book.accounts.keys() {
            let owed = self.ledger.owed.get(account).copied().unwrap_or_default();
            let balance = self.world.book.balance(*account, Currency::EUR);
            assert_eq!(
                balance.minor(),
                owed,
                "step {step}: the balance of {account}"
            );
        }
        let open: BTreeMap<InvoiceId, i64> = self
            .ledger
            .invoices
            .iter()
            .filter(|(_, item)| item.open != 0)
            .map(|(id, item)| (*id, item.open))
            .collect();
        let kept: BTreeMap<InvoiceId, i64> = self
            .world
            .book
            .receivables
            .iter()
            .map(|(id, receivable)| (*id, receivable.open().minor()))
            .collect();
        assert_eq!(open, kept, "step {step}: what is open");
        let series = &self.world.book.series[&self.world.series];
        let expected = self.ledger.next_number(self.world.today);
        assert_eq!(series.peek(self.world.today), expected, "step {step}");
        if step.is_multiple_of(100) {
            self.world.check();
            self.ledger.compare_tax(&self.world);
        }
    }

    /// What every service was charged so far against what it should have been, day by day.
    fn compare_rating(&mut self, shown: &Preview, step: u64) {
        let target = shown.request.target;
        let waiting: BTreeSet<AccountId> = shown
            .skipped
            .iter()
            .filter(|skipped| {
                matches!(
                    skipped.reason,
                    SkipReason::CreditCarried { .. } | SkipReason::Refused(_)
                )
            })
            .map(|skipped| skipped.account)
            .collect();
        for contract in self.world.book.contracts.values() {
            if waiting.contains(&contract.account) {
                continue;
            }
            for service in &contract.services {
                // Rating all days of all services after every run would take most of the time.
                if !self.chance.one_in(4) {
                    continue;
                }
                let Some((expected, given)) =
                    self.days.rate(&self.world, contract, service, target)
                else {
                    continue;
                };
                self.rated += 1;
                let (charged, lines) = self
                    .days
                    .charged
                    .get(&service.id)
                    .copied()
                    .unwrap_or((0, 0));
                // Each line is rounded once for its price and once for its discount.
                let tolerance = lines;
                if charged < expected - given - tolerance || charged > expected + tolerance {
                    self.world.print_lines_of(service.id);
                }
                assert!(
                    charged >= expected - given - tolerance && charged <= expected + tolerance,
                    "step {step}: {} of {}: charged {charged}, rated {expected} cents, {given} given, {lines} lines\n{service:#?}\n{contract:?}",
                    service.id,
                    contract.name,
                );
            }
        }
    }

    /// The same life in a store gives the same book; its file opens in another store, and gives the same file.
    fn keep_and_move(&self) {
        let store = Memory::default();
        now(store.create(&self.born)).unwrap();
        now(store.open()).unwrap();
        let mut expected = self.born.journal;
        for (changes, entry) in self.world.log.iter().flatten().zip(&self.world.journal) {
            let commit = Commit {
                expected,
                changes,
                entry,
                durability: Durability::Relaxed,
            };
            now(store.commit(commit)).unwrap();
            expected = entry.head();
        }
        assert!(now(store.open()).unwrap().unwrap().book == self.world.book);
        self.review_in(&store);
        let file = saved(&store);
        let other = Memory::default();
        now(other.create(&World::new().book)).unwrap();
        now(other.open()).unwrap();
        let opener = Opener {
            author: self.world.journal[0].by.clone(),
            at: noon(day("2040-01-01")),
            given: Vec::new(),
        };
        let mut slices = Whole(Some(file.clone()));
        now(replace(&other, &mut slices, opener, |_, _| {})).unwrap();
        assert!(now(other.open()).unwrap().unwrap().book == self.world.book);
        assert!(saved(&other) == file, "the file of a file is another file");
    }

    /// What the worker finds in the store is what is found account by account.
    fn review_in(&self, store: &Memory) {
        let mut last = 0;
        let firm = now(review_all(store, self.world.today, |done, total| {
            assert!(last <= done && done <= total);
            last = done;
        }));
        let mut expected = FirmReview::default();
        for account in self.world.book.accounts.values() {
            if account.merged_into.is_none() {
                let documents = self.world.records(account.id).documents.len() as u64;
                expected.add(account.id, &self.world.review(account.id), documents);
            }
        }
        expected.finish();
        assert_eq!(firm.unwrap(), expected);
        assert_eq!(expected.documents, self.documents as u64);
        assert_eq!(last, expected.accounts);
    }

    // Choosing

    fn ask(&mut self, command: Command) -> Result<(), Refusal> {
        let changes: Vec<Change> = self.world.ask(command)?;
        assert!(!changes.is_empty());
        Ok(())
    }

    fn open_account(&mut self) -> AccountId {
        let open: Vec<AccountId> = self
            .world
            .book
            .accounts
            .values()
            .filter(|account| account.is_open())
            .map(|account| account.id)
            .collect();
        self.chance.one_of(&open).unwrap()
    }

    fn any_service(&mut self) -> Option<(ContractId, ServiceId)> {
        let all: Vec<(ContractId, ServiceId)> = self
            .world
            .book
            .contracts
            .values()
            .flat_map(|contract| {
                contract
                    .services
                    .iter()
                    .map(|service| (contract.id, service.id))
            })
            .collect();
        self.chance.one_of(&all)
    }

    fn service(&self, contract: ContractId, service: ServiceId) -> &Service {
        self.world.book.contracts[&contract]
            .service(service)
            .unwrap()
    }

    fn any_credit(&mut self) -> Option<(CreditSource, AccountId, Money)> {
        let all: Vec<_> = self
            .world
            .book
            .credits
            .values()
            .map(|credit| (credit.source, credit.account, credit.left()))
            .collect();
        self.chance.one_of(&all)
    }

    fn any_price(&mut self) -> String {
        let cents = 1 + self.chance.below(20_000);
        let more = self.chance.pick(&["", "", "", "5"]);
        format!("{}.{:02}{more}", cents / 100, cents % 100)
    }

    /// A day around today.
    fn near(&mut self, before: u64, after: u64) -> NaiveDate {
        let from = self.world.today - chrono::Days::new(before);
        later(from, self.chance.below(before + after))
    }
}

fn saved(store: &Memory) -> Vec<u8> {
    let at = noon(day("2040-01-01"));
    now(copy_out(store, at, Vec::new(), |_, _| {})).unwrap().0
}

/// A file in one piece.
struct Whole(Option<Vec<u8>>);

impl Slices for Whole {
    fn total(&self) -> u64 {
        self.0.as_ref().map_or(0, |file| file.len() as u64)
    }

    async fn next(&mut self) -> Result<Option<Vec<u8>>, String> {
        Ok(self.0.take())
    }
}

/// The store in memory never waits.
fn now<T>(work: impl Future<Output = T>) -> T {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    let mut work = std::pin::pin!(work);
    loop {
        if let std::task::Poll::Ready(value) = work.as_mut().poll(&mut context) {
            return value;
        }
    }
}

// The naive ledger

#[derive(Default)]
struct Ledger {
    owed: BTreeMap<AccountId, i64>,
    /// Where a merged account went.
    home: BTreeMap<AccountId, AccountId>,
    invoices: BTreeMap<InvoiceId, Item>,
    left: BTreeMap<CreditSource, i64>,
    used: BTreeMap<(CreditSource, InvoiceId), i64>,
    refunded: BTreeSet<CreditSource>,
    reversed: BTreeSet<CreditSource>,
    /// By year, how many numbers were given.
    numbers: BTreeMap<i32, u64>,
    /// Net and tax by rate, from the lines.
    tax: BTreeMap<String, (i64, i64)>,
}

#[derive(Default)]
struct Item {
    open: i64,
    /// By write-off, in order.
    given_up: Vec<(WriteOffId, i64)>,
}

impl Ledger {
    fn owe(&mut self, account: AccountId, cents: i64) {
        let account = self.home.get(&account).copied().unwrap_or(account);
        *self.owed.entry(account).or_default() += cents;
    }

    fn settle(&mut self, source: CreditSource, more: i64, allocations: &[Allocation]) {
        let left = self.left.entry(source).or_default();
        *left += more;
        for each in allocations {
            *left -= each.amount.minor();
            *self.used.entry((source, each.invoice)).or_default() += each.amount.minor();
            self.invoices.get_mut(&each.invoice).unwrap().open -= each.amount.minor();
        }
        assert!(*left >= 0);
    }

    /// A credit note settles what is open, what was given up next, and the rest is the customer's.
    fn credit(&mut self, invoice: InvoiceId, note: &Invoice) {
        let amount = note.totals.amount_due.minor();
        let source = CreditSource::CreditNote(note.id);
        // Invoices of the same run are not seen yet; a run credits only what it found.
        let item = self.invoices.get_mut(&invoice).unwrap();
        let mut back = 0;
        for (_, given_up) in &mut item.given_up {
            let part = (amount - item.open).clamp(0, *given_up);
            *given_up -= part;
            item.open += part;
            back += part;
        }
        let settles = amount.min(item.open);
        item.open -= settles;
        self.left.insert(source, amount - settles);
        self.used.insert((source, invoice), settles);
        self.owe(note.account, back);
    }

    /// Reads an issued document: number, sums, what it adds to the debt.
    fn see(&mut self, invoice: &Invoice, step: u64) {
        let year = chrono::Datelike::year(&invoice.issue_date);
        let given = self.numbers.entry(year).or_default();
        *given += 1;
        let expected = format!("{year}-{given:05}");
        assert_eq!(invoice.number, expected, "step {step}: numbers without gap");

        let sign = if invoice.is_credit_note() { -1 } else { 1 };
        let mut nets: BTreeMap<String, (i64, i128)> = BTreeMap::new();
        for line in &invoice.lines {
            let group = nets.entry(rate_of(line.tax)).or_default();
            group.0 += line.net.minor();
            group.1 = millionths(&line.tax.rate.to_string());
        }
        for each in &invoice.allowance_charges {
            let amount = each.amount.minor();
            let group = nets.entry(rate_of(each.tax)).or_default();
            match each.kind {
                AdjustmentKind::Allowance => group.0 -= amount,
                AdjustmentKind::Charge => group.0 += amount,
            }
        }
        let (mut net_sum, mut tax_sum) = (0, 0);
        for (rate, (net, per_cent)) in nets {
            let tax = rounded(i128::from(net) * per_cent, 100_000_000);
            net_sum += net;
            tax_sum += tax;
            let sum = self.tax.entry(rate).or_default();
            sum.0 += sign * net;
            sum.1 += sign * tax;
        }
        let totals = &invoice.totals;
        assert_eq!(
            totals.tax_exclusive_total.minor(),
            net_sum,
            "step {step}: {}",
            invoice.number
        );
        assert_eq!(
            totals.tax_total.minor(),
            tax_sum,
            "step {step}: {}",
            invoice.number
        );
        let due = net_sum + tax_sum + totals.rounding_amount.minor();
        assert_eq!(
            totals.amount_due.minor(),
            due,
            "step {step}: {}",
            invoice.number
        );
        // The credit note that closes an invoice takes up the cents of all before it.
        let earlier = match &invoice.type_code {
            InvoiceType::Commercial => 0,
            InvoiceType::CreditNote(correction) => {
                let of_it = |(_, id): &&(CreditSource, InvoiceId)| *id == correction.invoice;
                self.used.keys().filter(of_it).count() as i64
            }
        };
        let most = totals.breakdown.len() as i64 + invoice.lines.len() as i64 + 2 * earlier;
        assert!(
            totals.rounding_amount.minor().abs() <= most,
            "step {step}: {} is rounded by {}",
            invoice.number,
            totals.rounding_amount
        );
        self.owe(invoice.account, sign * due);
        if !invoice.is_credit_note() {
            let item = Item {
                open: due,
                given_up: Vec::new(),
            };
            self.invoices.insert(invoice.id, item);
        }
    }

    fn next_number(&self, today: NaiveDate) -> String {
        let year = chrono::Datelike::year(&today);
        let given = self.numbers.get(&year).copied().unwrap_or_default();
        format!("{year}-{:05}", given + 1)
    }

    fn compare_tax(&self, world: &World) {
        let mut sales = lasku::billing::report::Sales::default();
        for invoice in world.archive.invoices.values() {
            sales.add(invoice);
        }
        let reported: BTreeMap<String, (i64, i64)> = sales
            .tax
            .iter()
            .map(|((_, tax), sum)| (rate_of(*tax), (sum.taxable.minor(), sum.tax.minor())))
            .collect();
        assert_eq!(self.tax, reported, "VAT by rate");
    }
}

fn rate_of(tax: lasku::billing::tax::Tax) -> String {
    format!("{} {}", tax.category.code(), tax.rate)
}

/// `25.5` as 25,500,000.
fn millionths(text: &str) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let padded = format!("{fraction:0<6}");
    whole.parse::<i128>().unwrap() * 1_000_000 + padded.parse::<i128>().unwrap()
}

/// A quotient, half a unit away from zero.
fn rounded(value: i128, by: i128) -> i64 {
    let up = (value.abs() + by / 2) / by;
    i64::try_from(up * value.signum()).unwrap()
}

fn cents(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

// The naive rating

#[derive(Default)]
struct Days {
    /// Cents charged less taken back, and how many lines that took.
    charged: BTreeMap<ServiceId, (i64, i64)>,
    /// The invoice that billed a day.
    billed: BTreeMap<ServiceId, BTreeMap<NaiveDate, InvoiceId>>,
    /// Days given away.
    waived: BTreeMap<ServiceId, BTreeSet<NaiveDate>>,
    /// Part of a line credited without obligation.
    given: BTreeMap<(ServiceId, InvoiceId, usize), i64>,
}

/// Cents are this fine in the naive rating.
const FINE: i128 = 10_i128.pow(16);

impl Days {
    /// Lines of a run's documents: those that take back, or those that charge.
    fn see(&mut self, invoice: &Invoice, only: bool) {
        for line in &invoice.lines {
            let (Some(service), Some(period)) = (line.item.origin.service, line.item.period) else {
                continue;
            };
            let takes_back = invoice.is_credit_note() || line.item.quantity.is_negative();
            if takes_back != only {
                continue;
            }
            let sign = if invoice.is_credit_note() { -1 } else { 1 };
            let sum = self.charged.entry(service).or_default();
            sum.0 += sign * line.priced().minor();
            sum.1 += 1;
            let billed = self.billed.entry(service).or_default();
            let mut date = period.from();
            while date < period.to() {
                // Free days are charged without a line that takes nothing back; that no day is charged twice shows in the sum.
                if takes_back {
                    let by = billed.remove(&date);
                    assert!(by.is_some(), "{date} was not billed: {line:?}");
                } else {
                    billed.insert(date, invoice.id);
                }
                date = later(date, 1);
            }
        }
    }

    /// A line credited by hand.
    fn credited(
        &mut self,
        invoice: &Invoice,
        index: usize,
        amount: Money,
        whole: bool,
        again: bool,
    ) {
        let line = &invoice.lines[index];
        let (Some(service), Some(period)) = (line.item.origin.service, line.item.period) else {
            return;
        };
        let sum = self.charged.entry(service).or_default();
        sum.0 -= amount.minor();
        sum.1 += 1;
        let key = (service, invoice.id, index);
        if !whole {
            *self.given.entry(key).or_default() += amount.minor();
            return;
        }
        self.given.remove(&key);
        let billed = self.billed.entry(service).or_default();
        let of_line: Vec<NaiveDate> = billed
            .range(period.from()..period.to())
            .filter(|(_, by)| **by == invoice.id)
            .map(|(date, _)| *date)
            .collect();
        for date in of_line {
            billed.remove(&date);
            if !again {
                self.waived.entry(service).or_default().insert(date);
            }
        }
    }

    /// Cents that a service should have been charged by a day, and how much less it may be because parts of lines were
    /// credited. Nothing where a change that has been told waits for its day.
    fn rate(
        &self,
        world: &World,
        contract: &lasku::billing::contract::Contract,
        service: &Service,
        target: NaiveDate,
    ) -> Option<(i64, i64)> {
        let nothing = BTreeMap::new();
        let billed = self.billed.get(&service.id).unwrap_or(&nothing);
        let waived = self.waived.get(&service.id);
        let product = service.product.map(|id| &world.book.products[&id]);

        let mut changes: Vec<NaiveDate> = service.terms.iter().map(|terms| terms.from).collect();
        let discounts = service
            .terms
            .iter()
            .filter_map(|terms| terms.discount.as_ref());
        changes.extend(
            discounts
                .filter_map(|each| each.until)
                .map(|until| later(until, 1)),
        );
        changes.extend(contract.pauses.iter().map(|pause| pause.from));
        changes.extend(contract.pauses.iter().filter_map(|pause| pause.resumes));
        let ends = [contract.last_day, service.last_day].into_iter().flatten();
        changes.extend(ends.map(|last| later(last, 1)));
        changes.extend(
            product
                .iter()
                .flat_map(|product| &product.prices)
                .map(|each| each.from),
        );
        let last_billed = billed.keys().next_back();
        let waits = changes
            .iter()
            .any(|change| *change > target && last_billed.is_some_and(|last| last >= change));
        if waits {
            return None;
        }

        let changes: BTreeSet<NaiveDate> = changes.into_iter().collect();
        let mut price = None;
        let mut sum = 0_i128;
        let mut date = contract.starts.max(service.starts);
        let first = date;
        while let Some(period) = contract.cycle.period_containing(date) {
            let due = match contract.mode {
                BillingMode::InAdvance => period.from().max(first),
                BillingMode::InArrears => match contract.last_day {
                    Some(last) if last < period.last_day() => later(last, 1),
                    _ => period.to(),
                },
            };
            let is_due = due <= target;
            let over = contract.last_day.is_some_and(|last| last < date);
            if over || (!is_due && last_billed.is_none_or(|last| *last < date)) {
                break;
            }
            let of = i128::from(period.days());
            while date < period.to() {
                if price.is_none() || changes.contains(&date) {
                    price = Some(price_of(service, product, date));
                }
                let charged = service.last_day.is_none_or(|last| date <= last)
                    && contract.last_day.is_none_or(|last| date <= last)
                    && !contract.pauses.iter().any(|pause| {
                        pause.from <= date && pause.resumes.is_none_or(|resumes| date < resumes)
                    })
                    && waived.is_none_or(|waived| !waived.contains(&date));
                if charged && (is_due || billed.contains_key(&date)) {
                    sum += price.unwrap_or_default() / of;
                }
                date = later(date, 1);
            }
        }
        let given = self
            .given
            .iter()
            .filter(|((id, _, _), _)| *id == service.id)
            .map(|(_, cents)| *cents)
            .sum();
        Some((rounded(sum, FINE), given))
    }
}

/// What a whole billing period costs at the terms of a day.
fn price_of(
    service: &Service,
    product: Option<&lasku::billing::catalogue::Product>,
    date: NaiveDate,
) -> i128 {
    let terms = service
        .terms
        .iter()
        .rfind(|terms| terms.from <= date)
        .unwrap();
    let price = match terms.price {
        PriceSource::Own(price) => price.to_string(),
        PriceSource::Catalogue => {
            let mut prices = product.unwrap().prices.clone();
            prices.sort_by_key(|version| version.from);
            let version = prices.iter().rev().find(|version| version.from <= date);
            version.unwrap().price.to_string()
        }
    };
    let full = millionths(&price) * millionths(&terms.quantity.to_string()) * 1_000_000;
    let discount = terms
        .discount
        .as_ref()
        .filter(|discount| discount.until.is_none_or(|until| date <= until));
    match discount.map(|discount| discount.reduction) {
        None => full,
        Some(Reduction::Percent(share)) => {
            full - full / 1_000_000 * millionths(&share.to_string()) / 100
        }
        Some(Reduction::Amount(amount)) => (full - i128::from(amount.minor()) * FINE).max(0),
    }
}

// Chance

/// SplitMix64: small, and the same everywhere.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, bound: u64) -> u64 {
        self.next() % bound.max(1)
    }

    fn one_in(&mut self, many: u64) -> bool {
        self.below(many) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len() as u64) as usize]
    }

    fn one_of<T: Clone>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| from[self.below(from.len() as u64) as usize].clone())
    }
}

#[test]
fn the_naive_arithmetic_is_right_by_itself() {
    assert_eq!(millionths("25.5"), 25_500_000);
    assert_eq!(rounded(5, 10), 1);
    assert_eq!(rounded(-5, 10), -1);
    assert_eq!(rounded(4, 10), 0);
    assert_eq!(bare(cents(-5)), "-0.05");
    assert_eq!(later(day("2026-02-28"), 1), day("2026-03-01"));
}
