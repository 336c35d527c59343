//! A small book with every kind of record, made by the engine itself, and its file.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use lasku::billing::account::*;
use lasku::billing::book::Book;
use lasku::billing::catalogue::{PriceVersion, Product};
use lasku::billing::change::Change;
use lasku::billing::charge::PendingCharge;
use lasku::billing::command::{
    Allocation, Command, Confirmed, CreditExtent, CreditInvoice, IssueRun,
};
use lasku::billing::contract::*;
use lasku::billing::decide::{Context, Fetched, decide};
use lasku::billing::desk::caller::{
    Attempt, Caller, Cost, Enrolment, Heard, Hex, Level, Method, Secret,
};
use lasku::billing::desk::case::{
    CallBack, Case, CaseEvent, CaseKind, Channel, Happening, Outcome, Priority, Promise,
};
use lasku::billing::desk::experiment::{Arm, Experiment, ExperimentState, Offer};
use lasku::billing::desk::grant::{Decided, Grant, GrantKind, GrantState};
use lasku::billing::desk::policy::Policy;
use lasku::billing::desk::role::Role;
use lasku::billing::draft::Draft;
use lasku::billing::id::*;
use lasku::billing::identifier::*;
use lasku::billing::invoice::{CreditReason, Invoice};
use lasku::billing::journal::{Author, Hash, JournalEntry};
use lasku::billing::letter::{Letter, LetterKind, Sent, Way};
use lasku::billing::line::{LineItem, Origin, Reduction};
use lasku::billing::payment::{Payment, PaymentMethod};
use lasku::billing::receivable::{Credit, CreditSource, Receivable};
use lasku::billing::run::{RunRequest, preview};
use lasku::billing::seller::{Person, Seller};
use lasku::billing::stationery::{Picture, PictureKind, Rgb, Stationery, Template};
use lasku::billing::taken_over::{Corrected, TakenOver, TakenOverLine};
use lasku::billing::tax::{Rate, Tax, TaxBreakdown, TaxCategory, TaxRule, TaxTreatment};
use lasku::billing::tax_rate::RateClass;
use lasku::billing::totals::{Adjustment, AdjustmentKind, Totals};
use lasku::calendar::{BillingCycle, CycleUnit, PaymentTerms};
use lasku::exchange::backup::{Header, Mark, Section, Writer};
use lasku::money::{Currency, Money, Percent, Quantity, UnitPrice};
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn eur(text: &str) -> Money {
    format!("{text} EUR").parse().unwrap()
}

pub fn price(text: &str) -> UnitPrice {
    text.parse().unwrap()
}

/// A book with everything at rest beside it, as a store would have it.
pub struct Desk {
    pub book: Book,
    pub invoices: Vec<Invoice>,
    pub payments: Vec<Payment>,
    pub receivables: BTreeMap<InvoiceId, Receivable>,
    pub credits: BTreeMap<CreditSource, Credit>,
    pub journal: Vec<JournalEntry>,
    ids: u128,
    now: DateTime<Utc>,
}

impl Desk {
    pub fn new() -> Self {
        let book = Book::new(
            Uuid::from_u128(0xB00C),
            SeriesId(Uuid::from_u128(0x5E51)),
            CountryCode::FI,
            Language::Fi,
        );
        Desk {
            book,
            invoices: Vec::new(),
            payments: Vec::new(),
            receivables: BTreeMap::new(),
            credits: BTreeMap::new(),
            journal: Vec::new(),
            ids: 0x1000,
            now: "2026-01-05T08:00:00Z".parse().unwrap(),
        }
    }

    pub fn id<T: From<Uuid>>(&mut self) -> T {
        self.ids += 1;
        Uuid::from_u128(self.ids).into()
    }

    pub fn series(&self) -> SeriesId {
        *self.book.series.keys().next().unwrap()
    }

    pub fn ask(&mut self, command: Command) {
        let name = command.name();
        let fetched = Fetched {
            invoices: self.invoices.iter().map(|i| (i.id, i.clone())).collect(),
            receivables: self.receivables.clone(),
            credits: self.credits.clone(),
            documented: Some(self.invoices.iter().map(|i| i.account).collect()),
            numbers: Some(
                self.invoices
                    .iter()
                    .map(|i| (i.number.clone(), i.id))
                    .collect(),
            ),
        };
        let mut ids = self.ids;
        let mut fresh = || {
            ids += 1;
            Uuid::from_u128(ids)
        };
        let mut context = Context {
            now: self.now,
            today: day("2026-03-31"),
            fetched: &fetched,
            fresh: &mut fresh,
        };
        let changes = decide(&self.book, command, &mut context)
            .unwrap_or_else(|refusal| panic!("{name}: {refusal:?}"));
        self.ids = ids;
        self.keep(name, &changes);
    }

    pub fn keep(&mut self, name: &str, changes: &[Change]) {
        let author = Author {
            id: PersonId(Uuid::from_u128(0x9E01)),
            name: "Aino".into(),
        };
        let entry = JournalEntry::seal(self.book.journal, self.now, author, name, changes);
        self.now += TimeDelta::milliseconds(61_250);
        for change in changes {
            match change {
                Change::InvoiceIssued(invoice) => self.invoices.push(invoice.clone()),
                Change::PaymentReceived(payment) => self.payments.push(payment.clone()),
                Change::ReceivableRevised(item) | Change::InvoiceSent(item) => {
                    self.receivables.insert(item.invoice, item.clone());
                }
                Change::CreditRevised(credit) | Change::CreditNoteSent(credit) => {
                    self.credits.insert(credit.source, credit.clone());
                }
                _ => {}
            }
        }
        self.book.apply(changes);
        self.book.journal = entry.head();
        self.journal.push(entry);
    }

    /// The file, as a store's records would make it.
    pub fn file(&self) -> Vec<u8> {
        let mark = Mark::of(&self.book);
        let header = Header {
            mark: &mark,
            exported_at: "2026-02-01T12:00:00Z".parse().unwrap(),
            seller: &self.book.seller,
        };
        let mut writer = Writer::begin(Vec::new(), &header).unwrap();
        let book = &self.book;
        all(&mut writer, Section::People, book.people.values());
        all(&mut writer, Section::Series, book.series.values());
        all(&mut writer, Section::Accounts, book.accounts.values());
        all(&mut writer, Section::Products, book.products.values());
        all(&mut writer, Section::Contracts, book.contracts.values());
        all(&mut writer, Section::Charges, book.charges.values());
        all(&mut writer, Section::Drafts, book.drafts.values());
        all(&mut writer, Section::Imports, book.imports.values());
        all(&mut writer, Section::Policies, book.policy.iter());
        all(&mut writer, Section::Stationery, book.stationery.iter());
        all(&mut writer, Section::Cases, book.cases.values());
        all(&mut writer, Section::Callers, book.callers.values());
        all(&mut writer, Section::Grants, book.grants.values());
        all(&mut writer, Section::Letters, book.letters.values());
        all(&mut writer, Section::Experiments, book.experiments.values());
        all(&mut writer, Section::Invoices, &self.invoices);
        all(&mut writer, Section::Payments, &self.payments);
        let invoices = || self.invoices.iter().map(|invoice| invoice.id);
        let receivables = invoices().filter_map(|id| self.receivables.get(&id));
        all(&mut writer, Section::Receivables, receivables);
        let sources = self
            .payments
            .iter()
            .map(|payment| CreditSource::Payment(payment.id))
            .chain(invoices().map(CreditSource::CreditNote));
        let credits = sources.filter_map(|source| self.credits.get(&source));
        all(&mut writer, Section::Credits, credits);
        all(&mut writer, Section::Journal, &self.journal);
        writer.finish().unwrap()
    }

    pub fn run(&mut self, target: &str) {
        let request = RunRequest {
            target: day(target),
            issue_date: day(target),
            only: None,
        };
        let preview = preview(&self.book, &request);
        assert!(!preview.proposals.is_empty(), "nothing to bill");
        let run = IssueRun {
            run: self.id(),
            target: request.target,
            issue_date: request.issue_date,
            series: self.series(),
            accounts: preview
                .proposals
                .iter()
                .map(|proposal| Confirmed {
                    account: proposal.account,
                    total: proposal.total(),
                })
                .collect(),
        };
        self.ask(Command::IssueRun(run));
    }

    pub fn pay(
        &mut self,
        account: AccountId,
        amount: &str,
        on: &str,
        invoice: InvoiceId,
        part: &str,
    ) -> PaymentId {
        let id: PaymentId = self.id();
        self.ask(Command::ReceivePayment {
            payment: Payment {
                id,
                account,
                received: day(on),
                amount: eur(amount),
                method: PaymentMethod::BankTransfer,
                reference: "RF18 5390 0754 7034".into(),
                note: "tiliotteelta".into(),
            },
            allocations: vec![Allocation {
                invoice,
                amount: eur(part),
            }],
        });
        id
    }
}

fn all<'a, T: serde::Serialize + 'a>(
    writer: &mut Writer<Vec<u8>>,
    section: Section,
    records: impl IntoIterator<Item = &'a T>,
) {
    for record in records {
        writer.record(section, record).unwrap();
    }
}

pub fn account(id: AccountId, number: &str, name: &str) -> Account {
    Account {
        id,
        number: number.into(),
        kind: AccountKind::Company,
        name: name.into(),
        business_id: None,
        vat_id: None,
        e_invoice: None,
        contacts: Vec::new(),
        address: Address::in_country(CountryCode::FI),
        delivery_address: None,
        language: Language::Fi,
        currency: Currency::EUR,
        terms: None,
        treatment: TaxTreatment::Domestic,
        grouping: Grouping::Together,
        buyer_reference: String::new(),
        tags: Vec::new(),
        notes: String::new(),
        since: day("2026-01-01"),
        contact_changed: None,
        reminders_held: None,
        closed: None,
        merged_into: None,
        import: None,
    }
}

pub fn service(id: ServiceId, description: &str, price: PriceSource, starts: NaiveDate) -> Service {
    Service {
        id,
        product: None,
        description: description.into(),
        unit: "C62".into(),
        tax: TaxRule::STANDARD,
        tax_included: false,
        starts,
        last_day: None,
        terms: vec![Terms {
            from: starts,
            quantity: Quantity::ONE,
            price,
            discount: None,
        }],
        billed: Vec::new(),
        closed_before: None,
        replaces: None,
    }
}

pub fn contract(
    id: ContractId,
    account: AccountId,
    number: &str,
    services: Vec<Service>,
) -> Contract {
    let starts = services[0].starts;
    Contract {
        id,
        account,
        number: number.into(),
        name: "Ylläpito".into(),
        currency: Currency::EUR,
        cycle: BillingCycle::new(1, CycleUnit::Month, starts).unwrap(),
        mode: BillingMode::InAdvance,
        starts,
        minimum_term: None,
        notice: Notice::None,
        last_day: None,
        end_reason: String::new(),
        end_cause: None,
        end_asked: None,
        pauses: Vec::new(),
        services,
        order_reference: String::new(),
        notes: String::new(),
        import: None,
    }
}

pub fn item(description: &str, unit_price: &str) -> LineItem {
    LineItem {
        description: description.into(),
        quantity: Quantity::ONE,
        unit: "C62".into(),
        unit_price: price(unit_price),
        tax_included: false,
        reduction: None,
        reduction_reason: None,
        tax: TaxRule::STANDARD,
        period: None,
        proration: None,
        origin: Origin::default(),
    }
}

pub fn seller() -> Seller {
    Seller {
        name: "Meren Huolto Oy".into(),
        address: Address {
            lines: vec!["Rantatie 4".into()],
            postal_code: "00210".into(),
            city: "Helsinki".into(),
            country: CountryCode::FI,
        },
        business_id: Some(BusinessId::parse("0112038-9").unwrap()),
        vat_id: Some(VatId::parse("FI01120389").unwrap()),
        email: "laskutus@meri.example".into(),
        phone: "+358 40 123 4567".into(),
        website: "https://meri.example".into(),
        e_invoice: None,
        iban: Some(Iban::parse("FI21 1234 5600 0007 85").unwrap()),
        bic: Some(Bic::parse("NDEAFIHH").unwrap()),
        late_payment: "Viivästyskorko korkolain mukaan".into(),
        footer: "Kiitos!".into(),
        dunning: Default::default(),
        ..Seller::unnamed(CountryCode::FI, Language::Fi)
    }
}

/// Every kind of record, and every optional field somewhere.
pub fn sample() -> Desk {
    let mut desk = Desk::new();
    desk.ask(Command::ReviseSeller(seller()));
    for (id, name, left) in [(0x9E01_u128, "Aino", false), (0x9E02, "Eero", true)] {
        desk.ask(Command::RevisePerson(Person {
            id: PersonId(Uuid::from_u128(id)),
            name: name.into(),
            role: Role::default(),
            pin: None,
            recovery: None,
            left,
        }));
    }
    let product: ProductId = desk.id();
    let version = |from: &str, amount: &str, notified: Option<&str>| PriceVersion {
        from: day(from),
        currency: Currency::EUR,
        price: price(amount),
        notified: notified.map(day),
    };
    desk.ask(Command::AddProduct(Product {
        id: product,
        code: "HUOLTO".into(),
        name: "Kuukausihuolto".into(),
        description: "Tarkastus ja pesu".into(),
        unit: "MON".into(),
        tax: TaxRule::class(RateClass::Standard),
        tax_included: false,
        cost: Some(price("31.5")),
        prices: vec![version("2026-01-01", "60", None)],
        family: None,
        withdrawn: None,
        import: None,
    }));
    desk.ask(Command::ChangePrice {
        product,
        version: version("2026-07-01", "64.9", Some("2026-05-15")),
    });

    let company: AccountId = desk.id();
    desk.ask(Command::AddAccount(Account {
        business_id: Some("0201256-6".into()),
        vat_id: Some(VatId::parse("FI02012566").unwrap()),
        e_invoice: Some(EInvoiceAddress::new("003702012566", Some("DABAFIHH")).unwrap()),
        contacts: vec![ContactPerson {
            name: "Liisa Laine".into(),
            role: "talous".into(),
            email: "liisa@laine.example".into(),
            phone: "050 111 2222".into(),
            phone_since: None,
        }],
        address: Address {
            lines: vec!["Kauppakatu 1".into(), "c/o Laine".into()],
            postal_code: "33100".into(),
            city: "Tampere".into(),
            country: CountryCode::FI,
        },
        delivery_address: Some(Address::in_country(CountryCode::FI)),
        terms: Some(PaymentTerms::EndOfMonth { plus_days: 7 }),
        buyer_reference: "OSTO-7".into(),
        tags: vec!["avain".into()],
        notes: "Soita ennen laskua \"iso\" \\ – ÅÄÖ €".into(),
        ..account(company, "1001", "Laine Oy")
    }));
    let person: AccountId = desk.id();
    desk.ask(Command::AddAccount(Account {
        kind: AccountKind::Person,
        terms: Some(PaymentTerms::NetDays(7)),
        grouping: Grouping::PerContract,
        ..account(person, "1002", "Kalle Koski")
    }));
    let twin: AccountId = desk.id();
    desk.ask(Command::AddAccount(account(
        twin,
        "1003",
        "Kalle Koski (vanha)",
    )));

    let starts = day("2026-01-01");
    let mut catalogue = service(desk.id(), "Kuukausihuolto", PriceSource::Catalogue, starts);
    catalogue.product = Some(product);
    let mut own = service(
        desk.id(),
        "Varasto",
        PriceSource::Own(price("20.25")),
        starts,
    );
    own.terms[0].discount = Some(Discount {
        reduction: Reduction::Percent("12.5".parse().unwrap()),
        until: Some(day("2026-06-30")),
        reason: "avajaiset".into(),
    });
    let agreement: ContractId = desk.id();
    desk.ask(Command::AddContract(Contract {
        minimum_term: Some(day("2026-12-31")),
        notice: Notice::Months(1),
        order_reference: "PO-99".into(),
        notes: "käsitelty".into(),
        ..contract(agreement, company, "S-1", vec![catalogue, own])
    }));
    let included = Service {
        tax_included: true,
        ..service(
            desk.id(),
            "Säilytys",
            PriceSource::Own(price("9.9")),
            starts,
        )
    };
    let second: ContractId = desk.id();
    desk.ask(Command::AddContract(Contract {
        mode: BillingMode::InArrears,
        notice: Notice::Days(14),
        ..contract(second, person, "S-2", vec![included])
    }));
    let import: ImportId = desk.id();
    let imported: AccountId = desk.id();
    let third = service(
        desk.id(),
        "Nettiyhteys",
        PriceSource::Own(price("29.85")),
        starts,
    );
    let third = contract(desk.id(), imported, "S-3", vec![third]);
    // Nothing of the fourth is billed yet, so it still belongs to its import.
    let begins = day("2027-01-01");
    let own_price = PriceSource::Own(price("12"));
    let fourth = service(desk.id(), "Varmistus", own_price, begins);
    let fourth = Contract {
        starts: begins,
        ..contract(desk.id(), imported, "S-4", vec![fourth])
    };
    desk.ask(Command::ImportRecords {
        import,
        source: "asiakkaat.csv".into(),
        accounts: vec![account(imported, "1004", "7590-VHVEG")],
        products: Vec::new(),
        contracts: vec![third, fourth],
    });
    desk.run("2026-01-08");
    desk.ask(Command::PauseContract {
        contract: second,
        from: day("2026-03-01"),
        resumes: Some(day("2026-04-01")),
    });

    for (own_account, adjust) in [(company, true), (twin, false)] {
        let draft: DraftId = desk.id();
        let mut lines = vec![item("Asennus", "120"), item("Kirja", "15.5")];
        lines[0].reduction = Some(Reduction::Amount(eur("10.00")));
        lines[0].reduction_reason = Some("sovittu".into());
        lines[1].tax = TaxRule::class(RateClass::Reduced);
        let mut exempt = item("Koulutus", "80");
        exempt.tax = TaxRule {
            category: TaxCategory::Exempt,
            rate: Rate::Fixed(Percent::ZERO),
            reason: Some("AVL 39 §".into()),
        };
        lines.push(exempt);
        let adjustment = Adjustment {
            kind: AdjustmentKind::Allowance,
            value: Reduction::Percent("5".parse().unwrap()),
            reason: "kanta-asiakas".into(),
        };
        desk.ask(Command::SaveDraft(Draft {
            id: draft,
            account: own_account,
            currency: Currency::EUR,
            items: lines,
            adjustments: if adjust { vec![adjustment] } else { Vec::new() },
            supplied: Some(day("2026-01-07")),
            terms: Some(PaymentTerms::NetDays(21)),
            order_reference: "PO-100".into(),
            note: "Asennus tammikuussa".into(),
            created: day("2026-01-07"),
        }));
        let (series, invoice) = (desk.series(), desk.id());
        desk.ask(Command::IssueDraft {
            draft,
            series,
            issue_date: day("2026-01-09"),
            invoice,
        });
    }
    settle(&mut desk, company, person, twin, imported);
    desk.ask(Command::MergeAccounts {
        from: twin,
        into: person,
    });
    let charge: ChargeId = desk.id();
    desk.ask(Command::AddCharge(PendingCharge {
        id: charge,
        account: company,
        contract: Some(agreement),
        on: day("2026-01-20"),
        item: item("Lisätyö", "45"),
    }));
    let draft: DraftId = desk.id();
    desk.ask(Command::SaveDraft(Draft {
        id: draft,
        account: person,
        currency: Currency::EUR,
        items: vec![item("Kesken", "1")],
        adjustments: Vec::new(),
        supplied: None,
        terms: None,
        order_reference: String::new(),
        note: String::new(),
        created: day("2026-01-21"),
    }));
    desk
}

fn settle(
    desk: &mut Desk,
    company: AccountId,
    person: AccountId,
    twin: AccountId,
    imported: AccountId,
) {
    let of = |desk: &Desk, account: AccountId| -> Vec<(InvoiceId, Money)> {
        desk.invoices
            .iter()
            .filter(|invoice| invoice.account == account)
            .map(|invoice| (invoice.id, invoice.totals.amount_due))
            .collect()
    };
    let number = |amount: Money| amount.to_string().replace(" EUR", "");
    let firsts = of(desk, company);
    let (run, typed) = (firsts[0], firsts[1]);
    // Too much: the rest stays as credit and is partly paid back.
    desk.pay(company, "500.00", "2026-01-15", run.0, &number(run.1));
    let paid = desk.payments.last().unwrap().id;
    desk.ask(Command::UseCredit {
        source: CreditSource::Payment(paid),
        allocations: vec![Allocation {
            invoice: typed.0,
            amount: eur("50.00"),
        }],
        on: day("2026-01-16"),
    });
    let refund = desk.id();
    desk.ask(Command::Refund {
        id: refund,
        source: CreditSource::Payment(paid),
        amount: eur("12.34"),
        method: PaymentMethod::BankTransfer,
        reason: "liikaa".into(),
        on: day("2026-01-17"),
    });
    let (series, note) = (desk.series(), desk.id());
    desk.ask(Command::CreditInvoice(CreditInvoice {
        invoice: typed.0,
        credit_note: note,
        series,
        issue_date: day("2026-01-18"),
        extent: CreditExtent::Lines(vec![(0, eur("30.00"))]),
        reason: CreditReason::Goodwill,
        note: "Pahoittelut".into(),
        bill_again: false,
    }));
    let old = of(desk, twin)[0];
    desk.pay(twin, "20.00", "2026-01-18", old.0, "20.00");
    let bounced = desk.payments.last().unwrap().id;
    desk.ask(Command::ReversePayment {
        payment: bounced,
        reason: "palautui".into(),
        on: day("2026-01-19"),
    });
    let net = of(desk, imported)[0];
    let write_off = desk.id();
    desk.ask(Command::WriteOff {
        id: write_off,
        invoice: net.0,
        amount: eur("0.10"),
        reason: "pyöristys".into(),
        on: day("2026-01-19"),
    });
    assert!(of(desk, person).is_empty(), "billed in arrears");
}

/// The sample with every kind of record of the customer desk.
pub fn with_desk() -> Desk {
    let mut desk = sample();
    let contract = desk.book.contracts.values().next().unwrap().clone();
    let account = contract.account;
    let invoice = desk.invoices.first().unwrap().id;
    let at: DateTime<Utc> = "2026-02-01T12:00:00Z".parse().unwrap();
    let person = desk.book.people.keys().next().copied();
    let (case, grant): (CaseId, GrantId) = (desk.id(), desk.id());
    let event = |what| CaseEvent {
        at,
        by: person,
        is_clock_behind: false,
        is_late_entry: false,
        what,
    };
    let happenings = vec![
        Happening::CalledIn,
        Happening::Answered,
        Happening::Named(account),
        Happening::Verified {
            method: Method::OwnPaper,
            level: Level::L1,
            invoice: Some(invoice),
        },
        Happening::NotVerified(Method::Phrase),
        Happening::Sorted {
            kind: CaseKind::Dispute,
            priority: Priority::USUAL,
            before: None,
        },
        Happening::Promised(Promise {
            what: "kopio laskusta".into(),
            by: day("2026-02-03"),
        }),
        Happening::PromiseKept(0),
        Happening::CallBackPromised(CallBack {
            from: at,
            until: at + TimeDelta::hours(1),
            due: at + TimeDelta::hours(2),
            phone: "+358 40 1234567".into(),
            note: "hinnasta".into(),
        }),
        Happening::CalledOut("+358 40 1234567".into()),
        Happening::Explained(invoice),
        Happening::Granted(grant),
        Happening::WaitingOnCustomer("lähettää kuitin".into()),
        Happening::Resumed,
        Happening::Resolved {
            outcome: Outcome::Discounted,
            note: String::new(),
        },
    ];
    let policy = Policy::usual(Currency::EUR);
    let record = Case {
        id: case,
        number: 1,
        account: Some(account),
        channel: Channel::Phone,
        kind: CaseKind::Dispute,
        priority: Priority::USUAL,
        subject: "laskutettu kahdesti".into(),
        phone: "040 1234567".into(),
        target: policy.targets.dispute,
        events: happenings.into_iter().map(event).collect(),
    };
    let caller = Caller {
        account,
        secret: Some(Secret {
            cost: Cost::default(),
            salt: Hex(vec![1; 16]),
            hash: Hex(vec![2; 32]),
            pepper: Some(Uuid::from_u128(7)),
            set_at: at,
        }),
        enrolment: Some(Enrolment::Chosen),
        attempts: vec![Attempt {
            at,
            by: person,
            case: Some(case),
            method: Method::Phrase,
            heard: Heard::Wrong,
        }],
        failures: 1,
    };
    let given = Grant {
        id: grant,
        account,
        contract: contract.id,
        service: contract.services[0].id,
        case: Some(case),
        kind: GrantKind::Retention,
        severity: None,
        percent: Percent::whole(10),
        months: 3,
        from: day("2026-02-01"),
        expiry: day("2026-02-14"),
        reason_code: "häiriö".into(),
        note: String::new(),
        price: eur("29.85"),
        total: eur("8.96"),
        binding: Hash::of(b"asked"),
        asked_by: person,
        asked_at: at,
        state: GrantState::Given(Decided {
            by: person,
            at,
            note: String::new(),
            is_sole_operator: true,
        }),
    };
    let letter = Letter {
        id: desk.id(),
        account,
        kind: LetterKind::DisputeDecision,
        on: day("2026-02-01"),
        language: Language::Fi,
        recipient: "Laine Oy".into(),
        address: desk.book.accounts[&account].address.clone(),
        email: "liisa@laine.example".into(),
        subject: "Päätös".into(),
        paragraphs: vec!["Hyvä asiakas".into()],
        invoice: Some(invoice),
        case: Some(case),
        sent: vec![Sent {
            at,
            way: Way::Email,
            to: String::new(),
        }],
    };
    desk.book.apply(&[
        Change::PolicyRevised(policy),
        Change::CaseRevised(record),
        Change::CallerRevised(caller),
        Change::GrantRevised(given),
        Change::LetterKept(letter),
    ]);
    desk
}

/// A logo of sixteen by eight dots.
const LOGO: &str = "iVBORw0KGgoAAAANSUhEUgAAABAAAAAIAQMAAADKuO3UAAAABlBMVEX///8fXE1c2xhGAAAADklEQVR42mOw+cCADQEAbcgJYdVPi4wAAAAASUVORK5CYII=";

/// The sample with a look of its own, chosen at last.
pub fn with_stationery() -> Desk {
    let mut desk = sample();
    desk.ask(Command::ReviseStationery(Stationery {
        template: Template::Modern,
        accent: Rgb::new(0x1f, 0x5c, 0x4d),
        logo: Some(Picture {
            kind: PictureKind::Png,
            content: LOGO.into(),
        }),
    }));
    desk
}

/// The sample with an invoice and a credit note of another program, and notes of how documents left.
pub fn with_history() -> Desk {
    let mut desk = sample();
    let account = desk.invoices.first().unwrap().account;
    let tax = Tax {
        category: TaxCategory::Standard,
        rate: "25.5".parse().unwrap(),
    };
    // The second has a number that the series would come to.
    for (number, hours, net, vat, open, corrects) in [
        ("L-17", "2", "100.00", "25.50", "25.50", None),
        ("2026-00007", "1", "50.00", "12.75", "0.00", None),
        ("H-1", "0.8", "40.00", "10.20", "10.20", Some("L-17")),
    ] {
        let zero = eur("0.00");
        let (net, vat) = (eur(net), eur(vat));
        let document = TakenOver {
            id: desk.id(),
            account,
            number: number.into(),
            issue_date: day("2025-12-10"),
            due_date: day("2025-12-24"),
            currency: Currency::EUR,
            lines: vec![TakenOverLine {
                description: "Huolto".into(),
                quantity: hours.parse().unwrap(),
                unit: "HUR".into(),
                unit_price: price("50"),
                net,
                tax,
                reason: None,
            }],
            totals: Totals {
                lines_total: net,
                allowances_total: zero,
                charges_total: zero,
                tax_exclusive_total: net,
                tax_total: vat,
                tax_inclusive_total: net + vat,
                prepaid_amount: zero,
                rounding_amount: zero,
                amount_due: net + vat,
                breakdown: vec![TaxBreakdown {
                    tax,
                    taxable: net,
                    amount: vat,
                    reason: None,
                }],
            },
            reference: Some(PaymentReference::parse("1232").unwrap()),
            corrects: corrects.map(|number: &str| Corrected {
                number: number.into(),
                reason: CreditReason::Complaint,
            }),
            open: eur(open),
        };
        desk.ask(Command::TakeOverInvoice(document));
    }
    let documents: Vec<InvoiceId> = desk.invoices.iter().map(|invoice| invoice.id).collect();
    desk.ask(Command::SendDocument {
        document: documents[0],
        way: Way::Email,
        to: "liisa@laine.example".into(),
    });
    desk.ask(Command::SendDocuments {
        documents,
        way: Way::Post,
    });
    desk
}

/// The sample with an experiment that is over, and a case in which its lot was drawn and set aside.
pub fn with_experiment() -> Desk {
    let mut desk = with_desk();
    let experiment: ExperimentId = desk.id();
    let mut case = desk.book.cases.values().next().unwrap().clone();
    let granted = case
        .events
        .iter()
        .position(|event| matches!(event.what, Happening::Granted(_)))
        .unwrap();
    let at = case.events[granted].at;
    let drawn = [
        Happening::Drawn { experiment, arm: 1 },
        Happening::SetAside {
            experiment,
            why: "pyysi alennusta itse".into(),
        },
    ];
    let events = drawn.map(|what| CaseEvent {
        what,
        ..case.events[granted].clone()
    });
    case.events.splice(granted..granted, events);
    let arm = |name: &str, weight, offer| Arm {
        name: name.into(),
        weight,
        offer,
    };
    let tried = Experiment {
        id: experiment,
        name: "Kevät".into(),
        key: Uuid::from_u128(0x6B65),
        kinds: vec![CaseKind::Cancel, CaseKind::Dispute],
        arms: vec![
            arm("ei tarjousta", 2_000, Offer::Nothing),
            arm(
                "kymmenen",
                5_000,
                Offer::Discount {
                    percent: Percent::whole(10),
                    months: 3,
                },
            ),
            arm("soitto viikon päästä", 3_000, Offer::Practice),
        ],
        horizon_days: 90,
        planned: 1_234,
        expected: Percent::whole(80),
        difference: "7.5".parse().unwrap(),
        state: ExperimentState::Stopped {
            since: at,
            at: at + TimeDelta::days(60),
            adopted: Some(1),
        },
    };
    desk.book
        .apply(&[Change::CaseRevised(case), Change::ExperimentRevised(tried)]);
    desk
}
