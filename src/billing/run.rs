//! The billing run: everything that is due by a day, as documents. Pure: looking at it changes nothing.
//!
//! A run is a function of the book and the target date. What was billed is in the contracts themselves, so a run that
//! is repeated, made in two tabs, or broken off and begun again bills once, and catches up whatever was missed.

use crate::billing::account::{Account, Grouping};
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::{BilledSpan, Contract, Service};
use crate::billing::credit_note::round_by;
use crate::billing::draft::Draft;
use crate::billing::id::{AccountId, ChargeId, ContractId, DraftId, InvoiceId, ServiceId};
use crate::billing::line::LineItem;
pub use crate::billing::proration::Agreed;
use crate::billing::proration::{BillItem, Rating};
use crate::billing::refusal::Refusal;
use crate::billing::tax::TaxTreatment;
use crate::billing::totals::Computed;
use crate::calendar::Period;
use crate::money::{Currency, Money};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// What to bill.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RunRequest {
    /// Bill everything due by that day.
    pub target: NaiveDate,
    /// Issue date of the documents.
    pub issue_date: NaiveDate,
    /// These accounts only.
    pub only: Option<BTreeSet<AccountId>>,
}

/// What a run would do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Preview {
    /// What was asked.
    pub request: RunRequest,
    /// What would be issued, in the order in which numbers would be given.
    pub proposals: Vec<Proposal>,
    /// What is passed over, and why.
    pub skipped: Vec<Skipped>,
}

/// What an account would get.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// The account.
    pub account: AccountId,
    /// Its currency.
    pub currency: Currency,
    /// The documents.
    pub documents: Vec<ProposedDocument>,
    pub(crate) updates: Vec<SpanUpdate>,
    pub(crate) charges: Vec<ChargeId>,
}

/// A document as it would be issued.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ProposedDocument {
    /// Invoice or credit note.
    pub kind: ProposedKind,
    /// What it says.
    pub draft: Draft,
    /// What it comes to.
    pub computed: Computed,
    /// For each line the invoice that it takes back from.
    pub(crate) takes_back: Vec<Option<InvoiceId>>,
}

/// Invoice or credit note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum ProposedKind {
    /// An invoice.
    Invoice,
    /// A credit note on an invoice.
    CreditNote {
        /// The invoice.
        invoice: InvoiceId,
    },
}

/// What is billed of a service afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct SpanUpdate {
    pub contract: ContractId,
    pub service: ServiceId,
    pub spans: Vec<BilledSpan>,
    pub closed_before: Option<NaiveDate>,
}

/// Something that is passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Skipped {
    /// The account.
    pub account: AccountId,
    /// The contract, where it is about one.
    pub contract: Option<ContractId>,
    /// Why.
    pub reason: SkipReason,
}

/// Why something is passed over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum SkipReason {
    /// It begins later.
    NotStarted {
        /// Its first day.
        starts: NaiveDate,
    },
    /// It has ended and everything is billed.
    Ended {
        /// Its last day.
        on: NaiveDate,
    },
    /// It rests.
    Paused {
        /// Until before that day, if known.
        resumes: Option<NaiveDate>,
    },
    /// Everything due is billed.
    NothingDue {
        /// When something will be due, if that can be told.
        next: Option<NaiveDate>,
    },
    /// The account is closed.
    AccountClosed,
    /// The account has no contract and nothing waits.
    NoContract,
    /// More is taken back than charged; it waits for the next bill.
    CreditCarried {
        /// What waits.
        amount: Money,
    },
    /// It can't be billed as it stands.
    Refused(Refusal),
}

impl Proposal {
    /// The sum of the amounts due, credit notes negative.
    pub fn total(&self) -> Money {
        self.documents
            .iter()
            .fold(Money::zero(self.currency), |sum, document| {
                let due = document.computed.totals.amount_due;
                match document.kind {
                    ProposedKind::Invoice => sum + due,
                    ProposedKind::CreditNote { .. } => sum - due,
                }
            })
    }
}

/// What a run would do now. The one that issues makes the very same proposals again.
pub fn preview(book: &Book, request: &RunRequest) -> Preview {
    let mut proposals = Vec::new();
    let mut skipped = Vec::new();
    // Some of many are looked up; nobody else is looked at. Both ways go by the accounts' ids.
    let accounts: Box<dyn Iterator<Item = &Account>> = match &request.only {
        Some(only) => Box::new(only.iter().filter_map(|id| book.accounts.get(id))),
        None => Box::new(book.accounts.values()),
    };
    for account in accounts.filter(|account| account.merged_into.is_none()) {
        if let Some(proposal) = propose(
            book,
            account,
            request.target,
            request.issue_date,
            &mut skipped,
        ) {
            proposals.push(proposal);
        }
    }
    Preview {
        request: request.clone(),
        proposals,
        skipped,
    }
}

/// What is due from one account.
pub(crate) fn propose(
    book: &Book,
    account: &Account,
    target: NaiveDate,
    issue_date: NaiveDate,
    skipped: &mut Vec<Skipped>,
) -> Option<Proposal> {
    let skip = |contract, reason| Skipped {
        account: account.id,
        contract,
        reason,
    };
    let charges: Vec<&PendingCharge> = book
        .charges_of(account.id)
        .filter(|charge| charge.on <= target)
        .collect();
    let mut contracts = book.contracts_of(account.id).peekable();
    if contracts.peek().is_none() && charges.is_empty() {
        let reason = if account.is_open() {
            SkipReason::NoContract
        } else {
            SkipReason::AccountClosed
        };
        skipped.push(skip(None, reason));
        return None;
    }

    let mut groups = Groups::default();
    let key = |contract: Option<ContractId>| match account.grouping {
        Grouping::Together => None,
        Grouping::PerContract => contract,
    };
    for contract in contracts {
        match bill_contract(book, account, contract, target) {
            Ok(group) if group.billed.updates.is_empty() => {
                skipped.push(skip(
                    Some(contract.id),
                    why_nothing(book, account, contract, target),
                ));
            }
            Ok(group) => groups.of(key(Some(contract.id))).add(group),
            Err(refusal) => skipped.push(skip(Some(contract.id), SkipReason::Refused(refusal))),
        }
    }
    for charge in charges {
        let group = groups.of(key(charge.contract));
        let mut item = charge.item.clone();
        item.tax = account.treatment.over(&item.tax);
        // Its tax is that of the day of supply, whenever it is billed.
        item.period = item
            .period
            .or_else(|| Period::through(charge.on, charge.on));
        item.origin.charge = Some(charge.id);
        group.items.push(BillItem {
            item,
            takes_back_from: None,
        });
        group.billed.charges.push(charge.id);
    }

    let mut proposal = Proposal {
        account: account.id,
        currency: account.currency,
        documents: Vec::new(),
        updates: Vec::new(),
        charges: Vec::new(),
    };
    for (contract, group) in groups.0 {
        match group.documents(book, account, target, issue_date) {
            Ok(Outcome::Documents(mut documents, mut billed)) => {
                proposal.documents.append(&mut documents);
                proposal.updates.append(&mut billed.updates);
                proposal.charges.append(&mut billed.charges);
            }
            Ok(Outcome::Carried(amount)) => {
                skipped.push(skip(contract, SkipReason::CreditCarried { amount }))
            }
            Err(refusal) => skipped.push(skip(contract, SkipReason::Refused(refusal))),
        }
    }
    (!proposal.documents.is_empty()).then_some(proposal)
}

/// What belongs together, by contract where each has a document of its own. In order, and nearly always one.
#[derive(Default)]
struct Groups(Vec<(Option<ContractId>, Group)>);

impl Groups {
    fn of(&mut self, key: Option<ContractId>) -> &mut Group {
        let at = match self.0.binary_search_by_key(&key, |(key, _)| *key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, Group::default()));
                at
            }
        };
        &mut self.0[at].1
    }
}

/// What belongs on one document.
#[derive(Default)]
struct Group {
    items: Vec<BillItem>,
    billed: Billed,
    goes_on: bool,
    order_reference: String,
}

/// What the documents of a group settle.
#[derive(Default)]
struct Billed {
    updates: Vec<SpanUpdate>,
    charges: Vec<ChargeId>,
}

enum Outcome {
    Documents(Vec<ProposedDocument>, Billed),
    Carried(Money),
}

impl Group {
    fn add(&mut self, other: Group) {
        self.items.extend(other.items);
        self.billed.updates.extend(other.billed.updates);
        self.goes_on |= other.goes_on;
        if self.order_reference.is_empty() {
            self.order_reference = other.order_reference;
        }
    }

    fn documents(
        self,
        book: &Book,
        account: &Account,
        target: NaiveDate,
        issue_date: NaiveDate,
    ) -> Result<Outcome, Refusal> {
        let document = |kind, items: Vec<BillItem>| -> Result<ProposedDocument, Refusal> {
            let takes_back = items.iter().map(|each| each.takes_back_from).collect();
            let draft = Draft {
                // A proposal is never kept as a draft; it has no identity.
                id: DraftId(Uuid::nil()),
                account: account.id,
                currency: account.currency,
                items: items.into_iter().map(|each| each.item).collect(),
                adjustments: Vec::new(),
                supplied: None,
                terms: None,
                order_reference: self.order_reference.clone(),
                note: String::new(),
                created: target,
            };
            let computed = draft.compute(&book.seller, TaxTreatment::Domestic, issue_date)?;
            Ok(ProposedDocument {
                kind,
                draft,
                computed,
                takes_back,
            })
        };
        let together = document(ProposedKind::Invoice, self.items)?;
        let due = together.computed.totals.amount_due;
        if !due.is_negative() {
            return Ok(Outcome::Documents(vec![together], self.billed));
        }
        if self.goes_on {
            return Ok(Outcome::Carried(-due));
        }
        // Nothing will be billed any more that it could be set against: it goes back as credit notes.
        let (charges, credits): (Vec<_>, Vec<_>) = together
            .draft
            .items
            .into_iter()
            .zip(together.takes_back)
            .map(|(item, takes_back_from)| BillItem {
                item,
                takes_back_from,
            })
            .partition(|each| each.takes_back_from.is_none());
        let mut documents = Vec::new();
        if !charges.is_empty() {
            documents.push(document(ProposedKind::Invoice, charges)?);
        }
        let mut by_invoice: BTreeMap<InvoiceId, Vec<BillItem>> = BTreeMap::new();
        for mut credit in credits {
            if let Some(invoice) = credit.takes_back_from {
                // Amounts of a credit note are positive.
                credit.item.quantity = -credit.item.quantity;
                by_invoice.entry(invoice).or_default().push(credit);
            }
        }
        for (invoice, items) in by_invoice {
            let mut note = document(ProposedKind::CreditNote { invoice }, items)?;
            close(book, invoice, &mut note.computed);
            documents.push(note);
        }
        Ok(Outcome::Documents(documents, self.billed))
    }
}

/// Rounding by itself may leave a credit note a few cents above what its invoice has left: it is rounded down to that.
///
/// Only where the invoice is still open. What is proposed follows from the book alone, so that it is what will be issued;
/// on an invoice that is paid, the cents go back with the money.
fn close(book: &Book, invoice: InvoiceId, computed: &mut Computed) {
    let Some(receivable) = book.receivables.get(&invoice) else {
        return;
    };
    let over = computed.totals.amount_due - receivable.creditable();
    let rounding = Money::new(computed.lines.len() as i64, receivable.total.currency());
    if over.is_positive() && over <= rounding {
        round_by(computed, -over);
    }
}

fn bill_contract(
    book: &Book,
    account: &Account,
    contract: &Contract,
    target: NaiveDate,
) -> Result<Group, Refusal> {
    let mut group = Group {
        goes_on: goes_on(contract, target),
        order_reference: contract.order_reference.clone(),
        ..Group::default()
    };
    for service in &contract.services {
        let rating = rating(book, account, contract, service);
        if let Some(bill) = rating.bill(target)? {
            group.items.extend(bill.items);
            group.billed.updates.push(SpanUpdate {
                contract: contract.id,
                service: service.id,
                spans: bill.spans,
                closed_before: bill.closed_before,
            });
        }
    }
    Ok(group)
}

/// Whether something of the contract is still charged after `target`.
fn goes_on(contract: &Contract, target: NaiveDate) -> bool {
    let after = |last: Option<NaiveDate>| last.is_none_or(|last| last > target);
    after(contract.last_day)
        && contract
            .services
            .iter()
            .any(|service| after(service.last_day))
}

fn rating<'a>(
    book: &'a Book,
    account: &Account,
    contract: &'a Contract,
    service: &'a crate::billing::contract::Service,
) -> Rating<'a> {
    Rating {
        contract,
        service,
        product: service.product.and_then(|id| book.products.get(&id)),
        country: book.seller.address.country,
        treatment: account.treatment,
    }
}

fn why_nothing(
    book: &Book,
    account: &Account,
    contract: &Contract,
    target: NaiveDate,
) -> SkipReason {
    if contract.starts > target {
        return SkipReason::NotStarted {
            starts: contract.starts,
        };
    }
    let next = next_due(book, account, contract, target);
    if let Some(on) = contract.last_day.filter(|last| *last <= target) {
        // In arrears the last days are billed on the day after.
        return match next {
            Some(_) => SkipReason::NothingDue { next },
            None => SkipReason::Ended { on },
        };
    }
    if let Some(pause) = contract.pauses.iter().find(|pause| pause.contains(target)) {
        return SkipReason::Paused {
            resumes: pause.resumes,
        };
    }
    SkipReason::NothingDue { next }
}

/// The day on which a contract has to be billed next.
pub fn next_due(
    book: &Book,
    account: &Account,
    contract: &Contract,
    after: NaiveDate,
) -> Option<NaiveDate> {
    contract
        .services
        .iter()
        .filter_map(|service| rating(book, account, contract, service).next_due(after))
        .min()
}

/// One future bill of a contract.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FutureBill {
    /// When it is due.
    pub on: NaiveDate,
    /// Its lines.
    pub lines: Vec<LineItem>,
    /// What it comes to.
    pub computed: Computed,
    /// Nothing is issued: it is a credit that waits for a later bill, and none is foreseen that could take it in.
    pub is_carried: bool,
}

/// The next bills of a contract as it stands (or as it would stand: `contract` needn't be in the book), from `today`
/// on, made by the code that bills. The first holds everything due by today.
pub fn next_bills(
    book: &Book,
    contract: &Contract,
    today: NaiveDate,
    count: usize,
) -> Result<Vec<FutureBill>, Refusal> {
    let Some(account) = book.accounts.get(&contract.account) else {
        return Ok(Vec::new());
    };
    let mut contract = contract.clone();
    let mut bills = Vec::new();
    let mut day = today;
    let mut carried = None;
    // A credit that nothing will ever outweigh is carried for good; the search for a bill ends all the same.
    for _ in 0..count.saturating_mul(4).saturating_add(60) {
        if bills.len() >= count {
            break;
        }
        let group = bill_contract(book, account, &contract, day)?;
        if !group.billed.updates.is_empty() {
            let draft = Draft {
                id: DraftId(Uuid::nil()),
                account: account.id,
                currency: contract.currency,
                items: group.items.into_iter().map(|each| each.item).collect(),
                adjustments: Vec::new(),
                supplied: None,
                terms: None,
                order_reference: String::new(),
                note: String::new(),
                created: day,
            };
            let computed = draft.compute(&book.seller, TaxTreatment::Domestic, day)?;
            // What a run carries to the next bill is on the next bill here too.
            let is_carried = group.goes_on && computed.totals.amount_due.is_negative();
            let bill = |computed| FutureBill {
                on: day,
                lines: draft.items,
                computed,
                is_carried,
            };
            if is_carried {
                carried = Some(bill(computed));
            } else {
                carried = None;
                for update in group.billed.updates {
                    if let Some(service) = contract
                        .services
                        .iter_mut()
                        .find(|service| service.id == update.service)
                    {
                        service.billed = update.spans;
                        service.closed_before = update.closed_before;
                    }
                }
                bills.push(bill(computed));
            }
        }
        // A change that waits for its day may come before the next regular bill.
        let changes = change_days(&contract)
            .into_iter()
            .filter(|change| *change > day)
            .min();
        let due = next_due(book, account, &contract, day);
        match [changes, due].into_iter().flatten().min() {
            Some(next) if next > day => day = next,
            _ => break,
        }
    }
    if bills.len() < count {
        bills.extend(carried);
    }
    Ok(bills)
}

/// What a contract says that `days` of one of its services cost, by the code that bills, whatever was billed for them.
/// `service` needn't be as it is in the book.
pub fn agreed(
    book: &Book,
    contract: &Contract,
    service: &Service,
    days: Period,
) -> Result<Vec<Agreed>, Refusal> {
    let Some(account) = book.accounts.get(&contract.account) else {
        return Ok(Vec::new());
    };
    let product = service.product.and_then(|id| book.products.get(&id));
    agreed_of(book, account, contract, (service, product), days)
}

/// The same of a product that needn't be as it is in the book.
pub(crate) fn agreed_of(
    book: &Book,
    account: &Account,
    contract: &Contract,
    (service, product): (&Service, Option<&Product>),
    days: Period,
) -> Result<Vec<Agreed>, Refusal> {
    // Days that are billed for good were agreed like all others.
    let open;
    let service = if service.closed_before.is_some() {
        open = Service {
            billed: Vec::new(),
            closed_before: None,
            ..service.clone()
        };
        &open
    } else {
        service
    };
    let rating = Rating {
        product,
        ..rating(book, account, contract, service)
    };
    rating.agreed(days)
}

/// A line that the next run would bill, or take back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DueLine {
    /// The line; of negative quantity where it takes back.
    pub item: LineItem,
    /// The invoice it takes back from.
    pub takes_back_from: Option<InvoiceId>,
}

/// What the run of a day would bill of a contract and take back, alone or with other things, now or carried.
pub fn due_lines(
    book: &Book,
    contract: &Contract,
    target: NaiveDate,
) -> Result<Vec<DueLine>, Refusal> {
    let Some(account) = book.accounts.get(&contract.account) else {
        return Ok(Vec::new());
    };
    let group = bill_contract(book, account, contract, target)?;
    let line = |each: BillItem| DueLine {
        item: each.item,
        takes_back_from: each.takes_back_from,
    };
    Ok(group.items.into_iter().map(line).collect())
}

/// Days on which a contract's terms change.
fn change_days(contract: &Contract) -> Vec<NaiveDate> {
    let after = |day: NaiveDate| day.succ_opt();
    let mut days: Vec<NaiveDate> = Vec::new();
    days.extend(contract.last_day.and_then(after));
    for pause in &contract.pauses {
        days.push(pause.from);
        days.extend(pause.resumes);
    }
    for service in &contract.services {
        days.extend(service.last_day.and_then(after));
        days.extend(service.terms.iter().map(|terms| terms.from));
        days.extend(
            service
                .terms
                .iter()
                .filter_map(|terms| terms.discount.as_ref()?.until)
                .filter_map(after),
        );
    }
    days
}
