//! A small business to test with, and readers that turn a line of text into a contract, a step or an amount.
//!
//! [`World`] stands where store and screen stand in the app: it fetches what a command needs, decides, keeps documents
//! and settled items apart from the book, seals the journal, and applies.

use chrono::{DateTime, Days, NaiveDate, Utc};
use lasku::billing::account::{Account, AccountKind, Address, Grouping, Language};
use lasku::billing::book::Book;
use lasku::billing::catalogue::{PriceVersion, Product};
use lasku::billing::change::Change;
use lasku::billing::charge::PendingCharge;
use lasku::billing::command::{Command, Confirmed, CreditExtent, CreditInvoice, IssueRun};
use lasku::billing::contract::{
    BillingMode, Contract, Discount, Notice, PriceSource, Service, Terms,
};
use lasku::billing::decide::{Context, Fetched, decide, needs};
use lasku::billing::draft::Draft;
use lasku::billing::id::*;
use lasku::billing::identifier::{BusinessId, CountryCode};
use lasku::billing::invoice::{CreditReason, Invoice, InvoiceType};
use lasku::billing::journal::{Author, JournalEntry};
use lasku::billing::line::{InvoiceLine, LineItem, Origin, Reduction};
use lasku::billing::payment::Payment;
use lasku::billing::receivable::{Credit, CreditSource, EntryKind, Receivable, UseKind};
use lasku::billing::refusal::{Refusal, RefusalKind};
use lasku::billing::run::{Preview, RunRequest, SkipReason, preview};
use lasku::billing::tax::{TaxCategory, TaxRule, TaxTreatment};
use lasku::billing::tax_rate::RateClass;
use lasku::calendar::{BillingCycle, CycleUnit, PaymentTerms, parse_date};
use lasku::care::review::{AccountRecords, Review, Thresholds, review_account};
use lasku::money::{Currency, Money, Quantity, UnitPrice};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    parse_date(text).unwrap_or_else(|| panic!("{text} is no day"))
}

/// `12.34`, in euros.
pub fn eur(text: &str) -> Money {
    money(text, Currency::EUR)
}

pub fn money(text: &str, currency: Currency) -> Money {
    format!("{text} {currency}")
        .parse()
        .unwrap_or_else(|error| panic!("{text} {currency}: {error}"))
}

/// `25.5 %`.
pub fn percent(text: &str) -> lasku::money::Percent {
    let number = text.trim_end_matches('%').trim();
    number
        .parse()
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// An amount without its currency.
pub fn bare(amount: Money) -> String {
    amount.to_decimal().to_string()
}

/// Documents and items at rest.
#[derive(Clone, Default)]
pub struct Archive {
    pub invoices: BTreeMap<InvoiceId, Invoice>,
    /// Documents in the order of issuing.
    pub order: Vec<InvoiceId>,
    pub receivables: BTreeMap<InvoiceId, Receivable>,
    pub credits: BTreeMap<CreditSource, Credit>,
    pub payments: BTreeMap<PaymentId, Payment>,
}

/// A business under test.
#[derive(Clone)]
pub struct World {
    pub book: Book,
    pub archive: Archive,
    pub journal: Vec<JournalEntry>,
    pub series: SeriesId,
    pub today: NaiveDate,
    /// What was kept, command by command, where somebody wants to keep it once more.
    pub log: Option<Vec<Vec<Change>>>,
    ids: u128,
}

impl World {
    /// A Finnish seller with one series and no customer.
    pub fn new() -> World {
        let mut ids = 0;
        let mut next = || {
            ids += 1;
            Uuid::from_u128(ids)
        };
        let series = SeriesId(next());
        let mut book = Book::new(next(), series, CountryCode::FI, Language::En);
        let id = BusinessId::parse("0112038-9").unwrap();
        book.seller.name = "Testi Oy".into();
        book.seller.address.city = "Helsinki".into();
        book.seller.vat_id = Some(id.vat_id());
        book.seller.business_id = Some(id);
        World {
            book,
            archive: Archive::default(),
            journal: Vec::new(),
            series,
            today: day("2026-01-01"),
            log: None,
            ids,
        }
    }

    pub fn id<T: From<Uuid>>(&mut self) -> T {
        self.ids += 1;
        T::from(Uuid::from_u128(self.ids))
    }

    /// What the app does with a command.
    pub fn ask(&mut self, command: Command) -> Result<Vec<Change>, Refusal> {
        let fetched = self.fetch(&command);
        let (today, mut ids) = (self.today, self.ids);
        let mut fresh = || {
            ids += 1;
            Uuid::from_u128(ids)
        };
        let mut context = Context {
            now: noon(today),
            today,
            fetched: &fetched,
            fresh: &mut fresh,
        };
        let name = command.name();
        let changes = decide(&self.book, command, &mut context)?;
        self.ids = ids;
        self.keep(name, &changes);
        Ok(changes)
    }

    /// A command that nothing speaks against.
    #[track_caller]
    pub fn must(&mut self, command: Command) -> Vec<Change> {
        let name = command.name();
        self.ask(command)
            .unwrap_or_else(|refusal| panic!("{name} was refused: {refusal:?}"))
    }

    /// A command that is refused, and leaves everything as it was.
    #[track_caller]
    pub fn refused(&mut self, command: Command) -> RefusalKind {
        let name = command.name();
        let before = self.book.clone();
        match self.ask(command) {
            Ok(changes) => panic!("{name} was not refused: {changes:?}"),
            Err(refusal) => {
                assert!(self.book == before, "a refused {name} changed the book");
                refusal.kind
            }
        }
    }

    fn fetch(&self, command: &Command) -> Fetched {
        let mut fetched = Fetched::default();
        for _ in 0..3 {
            let needs = needs(&self.book, command, &fetched);
            if needs.is_empty() {
                return fetched;
            }
            for id in needs.invoices {
                let found = self.archive.invoices.get(&id);
                fetched.invoices.extend(found.map(|i| (id, i.clone())));
            }
            for id in needs.receivables {
                let found = self.archive.receivables.get(&id);
                fetched.receivables.extend(found.map(|r| (id, r.clone())));
            }
            for id in needs.credits {
                let found = self.archive.credits.get(&id);
                fetched.credits.extend(found.map(|c| (id, c.clone())));
            }
            if needs.numbers {
                let documents = self.archive.invoices.values();
                let numbers = documents.map(|each| (each.number.clone(), each.id));
                fetched.numbers = Some(numbers.collect());
            }
            if needs.documented {
                let of_documents = self.archive.invoices.values().map(|each| each.account);
                let of_payments = self.archive.payments.values().map(|each| each.account);
                fetched.documented = Some(of_documents.chain(of_payments).collect());
            }
        }
        fetched
    }

    fn keep(&mut self, name: &str, changes: &[Change]) {
        for change in changes {
            match change {
                Change::InvoiceIssued(invoice) => {
                    let before = self.archive.invoices.insert(invoice.id, invoice.clone());
                    assert!(before.is_none(), "{} was issued twice", invoice.number);
                    self.archive.order.push(invoice.id);
                    if let Err(damage) = invoice.verify() {
                        panic!("just issued, and damaged: {damage:#?}");
                    }
                }
                Change::ReceivableRevised(receivable) | Change::InvoiceSent(receivable) => {
                    check_receivable(receivable);
                    let id = receivable.invoice;
                    self.archive.receivables.insert(id, receivable.clone());
                }
                Change::CreditRevised(credit) | Change::CreditNoteSent(credit) => {
                    check_credit(credit);
                    self.archive.credits.insert(credit.source, credit.clone());
                }
                Change::PaymentReceived(payment) => {
                    self.archive.payments.insert(payment.id, payment.clone());
                }
                _ => {}
            }
        }
        let author = Author {
            id: PersonId(Uuid::from_u128(7)),
            name: "Aino".into(),
        };
        let now = noon(self.today);
        let entry = JournalEntry::seal(self.book.journal, now, author, name, changes);
        self.book.apply(changes);
        self.book.journal = entry.head();
        self.journal.push(entry);
        if let Some(log) = &mut self.log {
            log.push(changes.to_vec());
        }
    }

    // Records

    /// A Finnish customer, changed by what is needed.
    pub fn account(&mut self, change: impl FnOnce(&mut Account)) -> AccountId {
        let id: AccountId = self.id();
        let mut account = account(id, &format!("C{}", self.ids));
        change(&mut account);
        self.must(Command::AddAccount(account));
        id
    }

    /// An account put into the book directly, where thousands are needed.
    pub fn account_unchecked(&mut self) -> AccountId {
        let id: AccountId = self.id();
        let account = account(id, &format!("C{}", self.ids));
        self.book.apply(&[Change::AccountAdded(account)]);
        id
    }

    /// A contract put into the book directly.
    pub fn contract_unchecked(&mut self, account: AccountId, text: &str) -> ContractId {
        let contract = self.contract_of(account, text);
        let id = contract.id;
        self.book.apply(&[Change::ContractAdded(contract)]);
        id
    }

    /// A contract of an account from its description.
    pub fn contract(&mut self, account: AccountId, text: &str) -> ContractId {
        let contract = self.contract_of(account, text);
        let id = contract.id;
        self.must(Command::AddContract(contract));
        id
    }

    /// Reads `monthly 30.00 EUR, anchor 1, from 2026-04-16`; see [`check_story`] for the rest of the words.
    pub fn contract_of(&mut self, account: AccountId, text: &str) -> Contract {
        let mut clauses = text.split(", ");
        let first: Vec<&str> = clauses.next().unwrap().split(' ').collect();
        let (every, unit, rest) = match first.as_slice() {
            ["daily", rest @ ..] => (1, CycleUnit::Day, rest),
            ["weekly", rest @ ..] => (1, CycleUnit::Week, rest),
            ["monthly", rest @ ..] => (1, CycleUnit::Month, rest),
            ["quarterly", rest @ ..] => (3, CycleUnit::Month, rest),
            ["yearly", rest @ ..] => (1, CycleUnit::Year, rest),
            ["every", many, "days", rest @ ..] => (many.parse().unwrap(), CycleUnit::Day, rest),
            ["every", many, "months", rest @ ..] => (many.parse().unwrap(), CycleUnit::Month, rest),
            _ => panic!("no cycle in {text:?}"),
        };
        let (price, currency) = match rest {
            ["catalogue", code] => (PriceSource::Catalogue, *code),
            [price, code] => (PriceSource::Own(price.parse().unwrap()), *code),
            _ => panic!("no price in {text:?}"),
        };
        let currency: Currency = currency.parse().unwrap();
        let product = match price {
            PriceSource::Own(_) => None,
            PriceSource::Catalogue => Some(*self.book.products.keys().next().unwrap()),
        };
        let number: ContractId = self.id();
        let starts = day("2026-01-01");
        let mut service = Service {
            id: self.id(),
            product,
            description: "Service".into(),
            unit: "C62".into(),
            tax: TaxRule::STANDARD,
            tax_included: false,
            starts,
            last_day: None,
            terms: Vec::new(),
            billed: Vec::new(),
            closed_before: None,
            replaces: None,
        };
        let mut terms = Terms {
            from: starts,
            quantity: Quantity::ONE,
            price,
            discount: None,
        };
        let mut contract = Contract {
            id: number,
            account,
            number: format!("S{}", self.ids),
            name: text.to_owned(),
            currency,
            cycle: BillingCycle::new(every, unit, starts).unwrap(),
            mode: BillingMode::InAdvance,
            starts,
            minimum_term: None,
            notice: Notice::None,
            last_day: None,
            end_reason: String::new(),
            end_cause: None,
            end_asked: None,
            pauses: Vec::new(),
            services: Vec::new(),
            order_reference: String::new(),
            notes: String::new(),
            import: None,
        };
        let mut anchor = None;
        let mut further: Vec<UnitPrice> = Vec::new();
        for clause in clauses {
            match clause.split(' ').collect::<Vec<_>>().as_slice() {
                ["anchor", text] => anchor = Some(*text),
                ["from", text] => contract.starts = day(text),
                ["until", text] => contract.last_day = Some(day(text)),
                ["in", "arrears"] => contract.mode = BillingMode::InArrears,
                ["in", "advance"] => contract.mode = BillingMode::InAdvance,
                ["quantity", text] => terms.quantity = text.parse().unwrap(),
                ["with", "tax"] => service.tax_included = true,
                ["at", "reduced", "rate"] => service.tax = TaxRule::class(RateClass::Reduced),
                ["without", "tax"] => service.tax = TaxRule::untaxed(TaxCategory::Exempt),
                ["less", words @ ..] => terms.discount = Some(discount(words, currency)),
                ["and", text] => further.push(text.parse().unwrap()),
                ["minimum", text] => contract.minimum_term = Some(day(text)),
                ["notice", text, "days"] => contract.notice = Notice::Days(text.parse().unwrap()),
                _ => panic!("{clause:?} is nothing that a contract says"),
            }
        }
        let anchor = match anchor {
            None => contract.starts,
            // A day of the month: January has all of them.
            Some(text) if text.len() <= 2 => {
                let year = chrono::Datelike::year(&contract.starts);
                NaiveDate::from_ymd_opt(year, 1, text.parse().unwrap()).unwrap()
            }
            Some(text) => day(text),
        };
        contract.cycle = BillingCycle::new(every, unit, anchor).unwrap();
        service.starts = contract.starts;
        terms.from = contract.starts;
        service.terms = vec![terms];
        contract.services.push(service);
        for price in further {
            let mut service = contract.services[0].clone();
            service.id = self.id();
            service.terms[0].price = PriceSource::Own(price);
            contract.services.push(service);
        }
        contract
    }

    /// The only product, with its price from 2020 on.
    pub fn product(&mut self, price: &str) -> ProductId {
        let id: ProductId = self.id();
        self.must(Command::AddProduct(Product {
            id,
            code: format!("P{}", self.ids),
            name: "Product".into(),
            description: String::new(),
            unit: "C62".into(),
            tax: TaxRule::STANDARD,
            tax_included: false,
            cost: None,
            prices: vec![PriceVersion {
                from: day("2020-01-01"),
                currency: Currency::EUR,
                price: price.parse().unwrap(),
                notified: None,
            }],
            family: None,
            withdrawn: None,
            import: None,
        }));
        id
    }

    // Documents

    pub fn preview(&self, target: NaiveDate, issue_date: NaiveDate) -> Preview {
        let request = RunRequest {
            target,
            issue_date,
            only: None,
        };
        preview(&self.book, &request)
    }

    pub fn issue_run(&mut self, preview: &Preview) -> Result<Vec<InvoiceId>, Refusal> {
        let accounts = preview.proposals.iter().map(|proposal| Confirmed {
            account: proposal.account,
            total: proposal.total(),
        });
        let run = IssueRun {
            run: RunId(Uuid::from_u128(99)),
            target: preview.request.target,
            issue_date: preview.request.issue_date,
            series: self.series,
            accounts: accounts.collect(),
        };
        let before = self.archive.order.len();
        self.ask(Command::IssueRun(run))?;
        Ok(self.archive.order[before..].to_vec())
    }

    /// Bills everything due by a day, and checks that what was issued is what was shown, and that nothing is left.
    pub fn bill(
        &mut self,
        target: NaiveDate,
        issue_date: NaiveDate,
    ) -> Result<(Vec<InvoiceId>, Preview), Refusal> {
        let shown = self.preview(target, issue_date);
        if shown.proposals.is_empty() {
            return Ok((Vec::new(), shown));
        }
        let issued = self.issue_run(&shown)?;
        let proposed: Vec<_> = shown
            .proposals
            .iter()
            .flat_map(|proposal| &proposal.documents)
            .collect();
        assert_eq!(proposed.len(), issued.len(), "documents shown and issued");
        for (proposed, issued) in proposed.iter().zip(&issued) {
            let issued = &self.archive.invoices[issued];
            assert_eq!(proposed.computed.totals, issued.totals, "{}", issued.number);
            assert_eq!(proposed.computed.lines, issued.lines, "{}", issued.number);
        }
        let again = self.preview(target, issue_date);
        assert!(
            again.proposals.is_empty(),
            "a repeated run bills again: {:#?}",
            again.proposals
        );
        Ok((issued, shown))
    }

    pub fn draft(&mut self, account: AccountId, items: Vec<LineItem>) -> Draft {
        Draft {
            id: self.id(),
            account,
            currency: self.book.accounts[&account].currency,
            items,
            adjustments: Vec::new(),
            supplied: None,
            terms: None,
            order_reference: String::new(),
            note: String::new(),
            created: self.today,
        }
    }

    /// Keeps a draft and issues it today.
    pub fn issue(&mut self, draft: Draft) -> Result<InvoiceId, Refusal> {
        let (invoice, id) = (self.id(), draft.id);
        self.ask(Command::SaveDraft(draft))?;
        self.ask(Command::IssueDraft {
            draft: id,
            series: self.series,
            issue_date: self.today,
            invoice,
        })?;
        Ok(invoice)
    }

    /// Issues an invoice of one line without tax.
    pub fn invoice(&mut self, account: AccountId, amount: &str) -> InvoiceId {
        let mut item = item("1", amount);
        item.tax = TaxRule::untaxed(TaxCategory::Exempt);
        let draft = self.draft(account, vec![item]);
        self.issue(draft).unwrap()
    }

    pub fn credit(
        &mut self,
        invoice: InvoiceId,
        extent: CreditExtent,
        bill_again: bool,
    ) -> Result<InvoiceId, Refusal> {
        let credit_note = self.id();
        self.ask(Command::CreditInvoice(CreditInvoice {
            invoice,
            credit_note,
            series: self.series,
            issue_date: self.today,
            extent,
            reason: CreditReason::BillingError,
            note: String::new(),
            bill_again,
        }))?;
        Ok(credit_note)
    }

    pub fn balance(&self, account: AccountId) -> String {
        let currency = self.book.accounts[&account].currency;
        bare(self.book.balance(account, currency))
    }

    /// Every line of a service, to look at when a test fails.
    pub fn print_lines_of(&self, service: ServiceId) {
        for id in &self.archive.order {
            let invoice = &self.archive.invoices[id];
            for line in &invoice.lines {
                if line.item.origin.service == Some(service) {
                    let kind = if invoice.is_credit_note() { "-" } else { "+" };
                    let (number, date) = (&invoice.number, invoice.issue_date);
                    println!("{date} {number} {kind} {}", tell_line(line));
                }
            }
        }
    }

    // Fairness

    /// Everything kept about an account and those merged into it.
    pub fn records(&self, account: AccountId) -> AccountRecords {
        let family = self.book.merged_with(account);
        let documents: Vec<Invoice> = self
            .archive
            .order
            .iter()
            .map(|id| &self.archive.invoices[id])
            .filter(|invoice| family.contains(&invoice.account))
            .cloned()
            .collect();
        let receivables = documents
            .iter()
            .filter_map(|invoice| self.archive.receivables.get(&invoice.id));
        let credits = self.archive.credits.values();
        AccountRecords {
            account,
            receivables: receivables.cloned().collect(),
            credits: credits
                .filter(|credit| family.contains(&credit.account))
                .cloned()
                .collect(),
            documents,
        }
    }

    /// The review of an account today.
    pub fn review(&self, account: AccountId) -> Review {
        let records = self.records(account);
        review_account(&self.book, &records, self.today, &Thresholds::default())
            .expect("an account of the book")
    }

    // Laws

    /// What must hold between the book, the archive and the journal at any time.
    pub fn check(&self) {
        for (id, receivable) in &self.archive.receivables {
            check_receivable(receivable);
            let is_open = !receivable.open().is_zero();
            assert_eq!(
                self.book.receivables.get(id),
                is_open.then_some(receivable),
                "{} in the book",
                receivable.number
            );
            let listed = self
                .book
                .receivables_of(receivable.account)
                .any(|each| each.invoice == *id);
            assert_eq!(listed, is_open, "{} in the index", receivable.number);
        }
        for (source, credit) in &self.archive.credits {
            check_credit(credit);
            let is_left = !credit.left().is_zero();
            assert_eq!(
                self.book.credits.get(source),
                is_left.then_some(credit),
                "credit {} in the book",
                credit.label
            );
        }
        assert_eq!(
            self.settled_by(),
            self.used_for(),
            "both sides of every allocation"
        );
        for invoice in self.archive.invoices.values() {
            assert!(invoice.verify().is_ok(), "{}", invoice.number);
        }
        let billed = self
            .book
            .contracts
            .values()
            .flat_map(|contract| &contract.services)
            .flat_map(|service| &service.billed);
        for span in billed {
            let invoice = &self.archive.invoices[&span.invoice];
            assert!(!invoice.is_credit_note(), "days billed by a credit note");
            assert!(!span.amount.is_negative(), "{span:?}");
        }
    }

    fn settled_by(&self) -> BTreeMap<(InvoiceId, CreditSource), Money> {
        let mut sums = BTreeMap::new();
        for receivable in self.archive.receivables.values() {
            for entry in &receivable.entries {
                let source = match entry.kind {
                    EntryKind::Payment(id) => CreditSource::Payment(id),
                    EntryKind::CreditNote(id) => CreditSource::CreditNote(id),
                    EntryKind::WriteOff { .. }
                    | EntryKind::WriteOffReversal { .. }
                    | EntryKind::SettledBefore => continue,
                };
                add(&mut sums, (receivable.invoice, source), entry.amount);
            }
        }
        sums.retain(|_, sum: &mut Money| !sum.is_zero());
        sums
    }

    fn used_for(&self) -> BTreeMap<(InvoiceId, CreditSource), Money> {
        let mut sums = BTreeMap::new();
        for credit in self.archive.credits.values() {
            for each in &credit.uses {
                if let UseKind::Invoice { id, .. } = each.kind {
                    add(&mut sums, (id, credit.source), each.amount);
                }
            }
        }
        sums.retain(|_, sum: &mut Money| !sum.is_zero());
        sums
    }
}

fn add<K: Ord>(sums: &mut BTreeMap<K, Money>, key: K, amount: Money) {
    let sum = sums.entry(key).or_insert(Money::zero(amount.currency()));
    *sum += amount;
}

pub fn check_receivable(receivable: &Receivable) {
    let (open, total) = (receivable.open(), receivable.total);
    let number = &receivable.number;
    assert!(
        !open.is_negative() && open <= total,
        "{number}: {open} open of {total}"
    );
    let creditable = receivable.creditable();
    assert!(
        !creditable.is_negative(),
        "{number}: {creditable} can be credited"
    );
}

pub fn check_credit(credit: &Credit) {
    let (left, amount) = (credit.left(), credit.amount);
    assert!(
        !left.is_negative() && left <= amount,
        "{}: {left} left of {amount}",
        credit.label
    );
}

pub fn noon(day: NaiveDate) -> DateTime<Utc> {
    day.and_hms_opt(12, 0, 0).unwrap().and_utc()
}

pub fn account(id: AccountId, number: &str) -> Account {
    Account {
        id,
        number: number.to_owned(),
        kind: AccountKind::Company,
        name: format!("Customer {number}"),
        business_id: None,
        vat_id: None,
        e_invoice: None,
        contacts: Vec::new(),
        address: Address::in_country(CountryCode::FI),
        delivery_address: None,
        language: Language::En,
        currency: Currency::EUR,
        terms: Some(PaymentTerms::NetDays(14)),
        treatment: TaxTreatment::Domestic,
        grouping: Grouping::Together,
        buyer_reference: String::new(),
        tags: Vec::new(),
        notes: String::new(),
        since: day("2020-01-01"),
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: None,
    }
}

/// A line at the standard rate.
pub fn item(quantity: &str, price: &str) -> LineItem {
    LineItem {
        description: "Thing".into(),
        quantity: quantity.parse().unwrap(),
        unit: "C62".into(),
        unit_price: price.parse().unwrap(),
        tax_included: false,
        reduction: None,
        reduction_reason: None,
        tax: TaxRule::STANDARD,
        period: None,
        proration: None,
        origin: Origin::default(),
    }
}

/// `10 %`, `5.00`, either with `until 2026-05-15`.
fn discount(words: &[&str], currency: Currency) -> Discount {
    let (reduction, rest) = match words {
        [share, "%", rest @ ..] => (Reduction::Percent(percent(share)), rest),
        [amount, rest @ ..] => (Reduction::Amount(money(amount, currency)), rest),
        [] => panic!("no discount"),
    };
    let until = match rest {
        [] => None,
        ["until", text] => Some(day(text)),
        _ => panic!("{words:?} is no discount"),
    };
    Discount {
        reduction,
        until,
        reason: String::new(),
    }
}

// Stories

/// Tells what happens to the contracts of one customer, step by step, and what each step gives.
///
/// Contracts stand apart with `; `. A step is `bill 2026-02-01`, `price 60.00 from 2026-01-16`, `quantity 2 from …`,
/// `discount 10 % from …`, `catalogue 35.00 from …`, `pause …`, `pause … to …`, `resume …`, `end …`, `end service …`,
/// `withdraw`, `charge 5.00 on …`, `credit #1`, `credit #1 again`, `credit #1 line 2 5.00`, `pay #1`. ` @2` at the end of
/// a step names the second contract. Before each step today is its date.
///
/// A bill is told by its documents: `#2 45.00: 2026-02-01..2026-03-01 45.00` (without tax), a line of some days with
/// days charged and days of the period, `#3 credits #1 15.00: …`. Where nothing is issued it tells why.
#[track_caller]
pub fn check_story(contracts: &str, steps: &[(&str, &str)]) {
    check_story_in(World::new(), |_| {}, contracts, steps);
}

#[track_caller]
pub fn check_story_in(
    mut world: World,
    customer: impl FnOnce(&mut Account),
    contracts: &str,
    steps: &[(&str, &str)],
) {
    let account = world.account(customer);
    let contracts: Vec<ContractId> = contracts
        .split("; ")
        .filter(|text| !text.is_empty())
        .map(|text| world.contract(account, text))
        .collect();
    let mut told = Vec::new();
    for (step, _) in steps {
        let gives = match world.step(account, &contracts, step) {
            Ok(gives) => gives,
            Err(refusal) => format!("refused: {}", kind_of(&refusal.kind)),
        };
        told.push(format!("{step} -> {gives}"));
        world.check();
    }
    let expected: Vec<String> = steps
        .iter()
        .map(|(step, gives)| format!("{step} -> {gives}"))
        .collect();
    assert_eq!(told, expected);
}

/// The name of a refusal with what it says, in one line.
pub fn kind_of(kind: &RefusalKind) -> String {
    format!("{kind:?}")
}

impl World {
    /// A step that nothing speaks against.
    #[track_caller]
    pub fn tell_step(
        &mut self,
        account: AccountId,
        contracts: &[ContractId],
        step: &str,
    ) -> String {
        self.step(account, contracts, step)
            .unwrap_or_else(|refusal| panic!("{step}: {refusal:?}"))
    }

    /// A step, or why it was refused.
    pub fn step(
        &mut self,
        account: AccountId,
        contracts: &[ContractId],
        step: &str,
    ) -> Result<String, Refusal> {
        let (step, nth) = match step.split_once(" @") {
            Some((step, nth)) => (step, nth.parse::<usize>().unwrap() - 1),
            None => (step, 0),
        };
        if let Some(today) = step.split(' ').rev().find_map(parse_date) {
            self.today = today;
        }
        let words: Vec<&str> = step.split(' ').collect();
        let contract = contracts.get(nth).copied();
        let service = contract.map(|id| self.book.contracts[&id].services[0].id);
        let done = |changes: Vec<Change>| {
            assert!(!changes.is_empty());
            Ok(String::new())
        };
        let revised = |world: &World, from: &str, change: &dyn Fn(&mut Terms)| {
            let service = &world.book.contracts[&contract.unwrap()].services[0];
            let mut terms = service.terms_on(day(from)).unwrap().clone();
            terms.from = day(from);
            change(&mut terms);
            Command::AmendService {
                contract: contract.unwrap(),
                service: service.id,
                terms,
            }
        };
        match words.as_slice() {
            ["bill", target] => {
                let (issued, preview) = self.bill(day(target), day(target))?;
                Ok(self.tell(&issued, &preview))
            }
            ["price", price, "from", from] => {
                let price = PriceSource::Own(price.parse().unwrap());
                let command = revised(self, from, &|terms| terms.price = price);
                done(self.ask(command)?)
            }
            ["quantity", quantity, "from", from] => {
                let quantity: Quantity = quantity.parse().unwrap();
                let command = revised(self, from, &|terms| terms.quantity = quantity);
                done(self.ask(command)?)
            }
            ["discount", words @ .., "from", from] => {
                let discount = discount(words, Currency::EUR);
                let command = revised(self, from, &|terms| terms.discount = Some(discount.clone()));
                done(self.ask(command)?)
            }
            ["catalogue", price, "from", from] => {
                let product = *self.book.products.keys().next().unwrap();
                done(self.ask(Command::ChangePrice {
                    product,
                    version: PriceVersion {
                        from: day(from),
                        currency: Currency::EUR,
                        price: price.parse().unwrap(),
                        notified: None,
                    },
                })?)
            }
            ["pause", from, rest @ ..] => {
                self.today = day(from);
                done(self.ask(Command::PauseContract {
                    contract: contract.unwrap(),
                    from: day(from),
                    resumes: rest.get(1).map(|text| day(text)),
                })?)
            }
            ["resume", from] => done(self.ask(Command::ResumeContract {
                contract: contract.unwrap(),
                resumes: day(from),
            })?),
            ["end", "service", last] => done(self.ask(Command::EndService {
                contract: contract.unwrap(),
                service: service.unwrap(),
                last_day: day(last),
            })?),
            ["end", last, rest @ ..] => done(self.ask(Command::EndContract {
                contract: contract.unwrap(),
                last_day: day(last),
                reason: "moves abroad".into(),
                cause: None,
                waive_notice: rest.is_empty(),
            })?),
            ["withdraw"] => done(self.ask(Command::WithdrawEnd(contract.unwrap()))?),
            ["charge", price, "on", on] => {
                let charge = PendingCharge {
                    id: self.id(),
                    account,
                    contract,
                    on: day(on),
                    item: item("1", price),
                };
                done(self.ask(Command::AddCharge(charge))?)
            }
            ["credit", number, rest @ ..] => {
                let invoice = self.numbered(number);
                let (extent, again) = match rest {
                    [] => (CreditExtent::Rest, false),
                    ["again"] => (CreditExtent::Rest, true),
                    ["line", line, amount] => {
                        let index: usize = line.parse().unwrap();
                        let lines = vec![(index - 1, eur(amount))];
                        (CreditExtent::Lines(lines), false)
                    }
                    _ => panic!("{step:?} credits nothing"),
                };
                let note = self.credit(invoice, extent, again)?;
                Ok(self.tell_document(note))
            }
            ["pay", number] => {
                let invoice = self.numbered(number);
                let amount = self.archive.receivables[&invoice].open();
                let payment = Payment {
                    id: self.id(),
                    account,
                    received: self.today,
                    amount,
                    method: Default::default(),
                    reference: String::new(),
                    note: String::new(),
                };
                let allocations = vec![lasku::billing::command::Allocation { invoice, amount }];
                done(self.ask(Command::ReceivePayment {
                    payment,
                    allocations,
                })?)
            }
            ["balance"] => Ok(self.balance(account)),
            _ => panic!("{step:?} is no step"),
        }
    }

    /// `#3`: the third document.
    pub fn numbered(&self, number: &str) -> InvoiceId {
        self.archive.order[number[1..].parse::<usize>().unwrap() - 1]
    }

    fn number_of(&self, id: InvoiceId) -> String {
        let place = self.archive.order.iter().position(|each| *each == id);
        format!("#{}", place.unwrap() + 1)
    }

    fn tell(&self, issued: &[InvoiceId], preview: &Preview) -> String {
        let documents: Vec<String> = issued.iter().map(|id| self.tell_document(*id)).collect();
        if !documents.is_empty() {
            return documents.join(" / ");
        }
        let reasons: Vec<String> = preview
            .skipped
            .iter()
            .map(|skipped| tell_skip(&skipped.reason))
            .collect();
        reasons.join(" / ")
    }

    pub fn tell_document(&self, id: InvoiceId) -> String {
        let invoice = &self.archive.invoices[&id];
        let credits = match &invoice.type_code {
            InvoiceType::Commercial => String::new(),
            InvoiceType::CreditNote(correction) => {
                format!("credits {} ", self.number_of(correction.invoice))
            }
        };
        let lines: Vec<String> = invoice.lines.iter().map(tell_line).collect();
        format!(
            "{} {credits}{}: {}",
            self.number_of(id),
            bare(invoice.totals.tax_exclusive_total),
            lines.join(" | ")
        )
    }
}

fn tell_line(line: &InvoiceLine) -> String {
    let amount = bare(line.priced());
    match (line.item.period, line.item.proration) {
        (Some(period), Some(part)) => format!("{period} {}/{} {amount}", part.days, part.of),
        (Some(period), None) => format!("{period} {amount}"),
        (None, _) => format!("{} {amount}", line.item.description),
    }
}

fn tell_skip(reason: &SkipReason) -> String {
    match reason {
        SkipReason::NotStarted { starts } => format!("starts {starts}"),
        SkipReason::Ended { on } => format!("ended {on}"),
        SkipReason::Paused {
            resumes: Some(resumes),
        } => format!("rests until {resumes}"),
        SkipReason::Paused { resumes: None } => "rests".to_owned(),
        SkipReason::NothingDue { next: Some(next) } => format!("next {next}"),
        SkipReason::NothingDue { next: None } => "nothing".to_owned(),
        SkipReason::AccountClosed => "closed".to_owned(),
        SkipReason::NoContract => "no contract".to_owned(),
        SkipReason::CreditCarried { amount } => format!("carries {}", bare(*amount)),
        SkipReason::Refused(refusal) => format!("refused: {}", kind_of(&refusal.kind)),
    }
}

/// So many days later.
pub fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap()
}

/// Accounts named.
pub fn only(accounts: &[AccountId]) -> Option<BTreeSet<AccountId>> {
    Some(accounts.iter().copied().collect())
}
