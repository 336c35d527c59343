//! A business to measure with: as many customers as wanted, one monthly contract each, telephone-company prices.

use chrono::{DateTime, NaiveDate, TimeZone, Utc};
use lasku::billing::account::*;
use lasku::billing::book::Book;
use lasku::billing::change::Change;
use lasku::billing::command::{Command, Confirmed, IssueRun};
use lasku::billing::contract::*;
use lasku::billing::decide::{Context, Fetched, decide};
use lasku::billing::id::*;
use lasku::billing::identifier::{BusinessId, CountryCode};
use lasku::billing::journal::{Author, JournalEntry, Written};
use lasku::billing::run::{Preview, Proposal, RunRequest, preview};
use lasku::billing::seller::Seller;
use lasku::billing::tax::{TaxRule, TaxTreatment};
use lasku::calendar::{BillingCycle, CycleUnit};
use lasku::money::{Currency, Quantity, UnitPrice};
use uuid::Uuid;

/// A day.
pub fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).expect("a date of the calendar")
}

/// Ids that count up, so that a run is repeatable.
pub struct Ids(u128);

impl Ids {
    /// Begins after `start`.
    pub fn new(start: u128) -> Self {
        Ids(start)
    }

    /// The next id.
    pub fn next(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// A book with `customers` accounts, each with a monthly contract in advance from 2026-01-01.
pub fn book(customers: u32) -> Book {
    let mut ids = Ids::new(0);
    let series = SeriesId(ids.next());
    let mut book = Book::new(ids.next(), series, CountryCode::FI, Language::En);
    let mut changes = vec![Change::SellerRevised(Seller {
        name: "Measured Oy".into(),
        address: Address {
            lines: vec!["Mittatie 1".into()],
            postal_code: "00100".into(),
            city: "Helsinki".into(),
            country: CountryCode::FI,
        },
        business_id: BusinessId::parse("2077474-0").ok(),
        ..Seller::unnamed(CountryCode::FI, Language::En)
    })];
    for number in 0..customers {
        let account = AccountId(ids.next());
        changes.push(Change::AccountAdded(Account {
            id: account,
            number: format!("{}", 1000 + number),
            kind: AccountKind::Person,
            name: format!("Customer {number:05}"),
            business_id: None,
            vat_id: None,
            e_invoice: None,
            contacts: Vec::new(),
            address: Address {
                lines: vec![format!("Street {number}")],
                postal_code: format!("{:05}", number % 99_999),
                city: "Tampere".into(),
                country: CountryCode::FI,
            },
            delivery_address: None,
            language: Language::Fi,
            currency: Currency::EUR,
            terms: None,
            treatment: TaxTreatment::Domestic,
            grouping: Grouping::Together,
            buyer_reference: String::new(),
            tags: Vec::new(),
            notes: String::new(),
            since: day(2026, 1, 1),
            contact_changed: None,
            reminders_held: None,
            closed: None,
            merged_into: None,
            import: None,
        }));
        changes.push(Change::ContractAdded(contract(&mut ids, account, number)));
    }
    book.apply(&changes);
    book
}

fn contract(ids: &mut Ids, account: AccountId, number: u32) -> Contract {
    let starts = day(2026, 1, 1);
    let cents = i64::from(1_825 + (number * 37) % 10_000);
    Contract {
        id: ContractId(ids.next()),
        account,
        number: format!("S{number:05}"),
        name: "Broadband".into(),
        currency: Currency::EUR,
        cycle: BillingCycle::new(1, CycleUnit::Month, starts).expect("a monthly cycle"),
        mode: BillingMode::InAdvance,
        starts,
        minimum_term: None,
        notice: Notice::None,
        last_day: None,
        end_reason: String::new(),
        end_cause: None,
        end_asked: None,
        pauses: Vec::new(),
        services: vec![Service {
            id: ServiceId(ids.next()),
            product: None,
            description: "Broadband 100 Mbit/s".into(),
            unit: "MON".into(),
            tax: TaxRule::STANDARD,
            tax_included: false,
            starts,
            last_day: None,
            terms: vec![Terms {
                from: starts,
                quantity: Quantity::ONE,
                price: PriceSource::Own(
                    UnitPrice::new(rust_decimal::Decimal::new(cents, 2)).expect("a price"),
                ),
                discount: None,
            }],
            billed: Vec::new(),
            closed_before: None,
            replaces: None,
        }],
        order_reference: String::new(),
        notes: String::new(),
        import: None,
    }
}

/// A batch ready for the store.
pub struct Batch {
    /// The changes.
    pub changes: Vec<Change>,
    /// Their journal entry.
    pub entry: JournalEntry,
    /// The changes' records as JSON.
    #[allow(dead_code)]
    pub written: Written,
}

/// What a run to `target` would do.
pub fn plan(book: &Book, target: NaiveDate) -> Preview {
    preview(
        book,
        &RunRequest {
            target,
            issue_date: target,
            only: None,
        },
    )
}

/// Decides and applies a whole run in batches of `size` accounts, handing each batch to `keep`.
pub fn run(
    book: &mut Book,
    plan: &Preview,
    size: usize,
    ids: &mut Ids,
    mut keep: impl FnMut(&Batch),
) -> usize {
    let run = RunId(ids.next());
    let mut issued = 0;
    for proposals in plan.proposals.chunks(size) {
        let batch = issue(book, &plan.request, proposals, run, ids);
        keep(&batch);
        apply(book, &batch);
        issued += proposals.len();
    }
    issued
}

/// Decides one batch of a run.
pub fn issue(
    book: &Book,
    request: &RunRequest,
    proposals: &[Proposal],
    run: RunId,
    ids: &mut Ids,
) -> Batch {
    let accounts = proposals
        .iter()
        .map(|proposal| Confirmed {
            account: proposal.account,
            total: proposal.total(),
        })
        .collect();
    let command = Command::IssueRun(IssueRun {
        run,
        target: request.target,
        issue_date: request.issue_date,
        series: *book.series.keys().next().expect("a series"),
        accounts,
    });
    let name = command.name();
    let mut fresh = || ids.next();
    let mut context = Context {
        now: now(),
        today: request.issue_date,
        fetched: &Fetched::default(),
        fresh: &mut fresh,
    };
    let changes = decide(book, command, &mut context).expect("a run that is allowed");
    seal(book, name, changes)
}

/// Puts the journal entry to changes that were decided.
pub fn seal(book: &Book, command: &str, changes: Vec<Change>) -> Batch {
    let by = Author {
        id: PersonId(Uuid::nil()),
        name: "Bench".into(),
    };
    let (entry, written) = JournalEntry::seal_written(book.journal, now(), by, command, &changes);
    Batch {
        changes,
        entry,
        written,
    }
}

/// Makes a kept batch so.
pub fn apply(book: &mut Book, batch: &Batch) {
    book.apply(&batch.changes);
    book.journal = batch.entry.head();
}

fn now() -> DateTime<Utc> {
    Utc.timestamp_opt(1_767_225_600, 0)
        .single()
        .expect("a moment")
}
