//! Rows understood as customers and contracts. Good rows become records, bad ones keep their reasons.

use super::contract::{self, Span};
use super::customer;
use super::fault::{BadRow, FaultKind, LikeRow, RowFault};
use super::{Mapping, Row, Table, Target};
use crate::billing::account::{Account, Likeness};
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::contract::{Contract, PriceSource};
use crate::billing::id::{AccountId, ImportId};
use crate::billing::identifier::phone_digits;
use crate::billing::refusal::{Refusal, RefusalKind};
use crate::calendar::first_of_month;
use crate::money::Currency;
use chrono::NaiveDate;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// What rows are understood with.
pub struct ImportContext<'a> {
    /// The present book.
    pub book: &'a Book,
    /// Today where the seller is.
    pub today: NaiveDate,
    /// Identity of the import.
    pub import: ImportId,
    /// Ids of the new records.
    pub fresh: &'a mut dyn FnMut() -> Uuid,
}

/// What a file would bring.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Understood {
    /// New customers.
    pub accounts: Vec<Account>,
    /// New products.
    pub products: Vec<Product>,
    /// New contracts.
    pub contracts: Vec<Contract>,
    /// Rows that are not imported.
    pub bad: Vec<BadRow>,
    /// Rows whose customer may be known already.
    pub like: Vec<LikeRow>,
    /// Contracts that run, or will.
    pub running: usize,
    /// Contracts that have ended.
    pub ended: usize,
    /// What the running contracts cost for a billing period, as far as they have a price of their own.
    pub price_sum: BTreeMap<Currency, Decimal>,
    /// Running contracts of which something before this month was never billed, and the first such day: the next billing run
    /// would bill all of it.
    pub catch_up: Option<(usize, NaiveDate)>,
}

/// A row being read.
pub(super) struct Reading<'a> {
    pub(super) mapping: &'a Mapping,
    pub(super) row: &'a Row,
    faults: Vec<RowFault>,
}

impl<'a> Reading<'a> {
    pub(super) fn text(&self, target: Target) -> &'a str {
        self.mapping.text(target, self.row)
    }

    pub(super) fn filled(&self, target: Target) -> Option<String> {
        Some(self.text(target))
            .filter(|text| !text.is_empty())
            .map(str::to_owned)
    }

    pub(super) fn fault(&mut self, target: Option<Target>, kind: FaultKind) {
        self.faults.push(RowFault { target, kind });
    }

    /// Reads a field; nothing where it is empty or can't be read, which is noted.
    pub(super) fn read<T>(
        &mut self,
        target: Target,
        read: impl FnOnce(&str) -> Result<T, FaultKind>,
    ) -> Option<T> {
        let text = self.text(target);
        if text.is_empty() {
            return None;
        }
        match read(text) {
            Ok(value) => Some(value),
            Err(kind) => {
                self.fault(Some(target), kind);
                None
            }
        }
    }

    /// Reads a field that must not be empty.
    pub(super) fn needed<T>(
        &mut self,
        target: Target,
        read: impl FnOnce(&str) -> Result<T, FaultKind>,
    ) -> Option<T> {
        if self.text(target).is_empty() {
            self.fault(Some(target), FaultKind::Empty);
        }
        self.read(target, read)
    }
}

/// Understands every row.
pub fn understand(table: &Table, mapping: &Mapping, context: &mut ImportContext<'_>) -> Understood {
    let mut known = Known::of(context.book);
    let mut understood = Understood::default();
    for (index, row) in table.rows.iter().enumerate() {
        let mut reading = Reading {
            mapping,
            row,
            faults: Vec::new(),
        };
        let extra = row.cells.iter().skip(table.header.len());
        if extra.filter(|cell| !cell.is_empty()).count() > 0 {
            let cells = row.cells.len();
            reading.fault(None, FaultKind::TooManyCells { cells });
        }
        let records = known.row(&mut reading, context);
        if reading.faults.is_empty() {
            known.keep(index, row.line, records, context.today, &mut understood);
        } else {
            understood.bad.push(BadRow {
                row: index,
                faults: reading.faults,
            });
        }
    }
    understood
}

/// The records of one row.
#[derive(Default)]
struct Records {
    account: Option<Account>,
    product: Option<Product>,
    contract: Option<Contract>,
}

/// What is known already: from the book, and from earlier rows.
struct Known {
    /// By customer number; the line where it is from this file.
    accounts: HashMap<String, (AccountId, Currency, Option<u64>)>,
    contracts: HashMap<String, Option<u64>>,
    products: HashMap<String, Product>,
    /// By what two accounts can have in common: number and name of the one that is known.
    alike: HashMap<(u8, String), String>,
    closed: BTreeSet<AccountId>,
    next_number: u64,
}

impl Known {
    fn of(book: &Book) -> Known {
        let mut known = Known {
            accounts: HashMap::new(),
            contracts: book
                .contracts
                .values()
                .map(|contract| (contract.number.trim().to_owned(), None))
                .collect(),
            products: book
                .products
                .values()
                .map(|product| (product.code.trim().to_owned(), product.clone()))
                .collect(),
            alike: HashMap::new(),
            closed: BTreeSet::new(),
            next_number: 1001,
        };
        for account in book.accounts.values() {
            if !account.is_open() {
                known.closed.insert(account.id);
            }
            if let Ok(number) = account.number.trim().parse::<u64>() {
                known.next_number = known.next_number.max(number.saturating_add(1));
            }
            known.note_account(account, None);
        }
        known
    }

    fn note_account(&mut self, account: &Account, line: Option<u64>) {
        self.accounts.insert(
            account.number.trim().to_owned(),
            (account.id, account.currency, line),
        );
        for (key, _) in common(account) {
            self.alike
                .entry(key)
                .or_insert_with(|| format!("{} {}", account.number, account.name));
        }
    }

    fn row(&self, reading: &mut Reading<'_>, context: &mut ImportContext<'_>) -> Records {
        let mut records = Records::default();
        let with_contracts = reading.mapping.with_contracts;
        let span = if with_contracts {
            contract::span(reading)
        } else {
            None
        };
        let number = reading
            .filled(Target::Number)
            .unwrap_or_else(|| self.next_number.to_string());
        let known = self.accounts.get(&number).copied();
        let owner = match known {
            Some((_, _, Some(line))) if !with_contracts => {
                reading.fault(Some(Target::Number), FaultKind::Repeated { line });
                return records;
            }
            Some((_, _, None)) if !with_contracts => {
                reading.fault(Some(Target::Number), FaultKind::Taken { number });
                return records;
            }
            Some((id, currency, _)) => {
                if self.closed.contains(&id) {
                    let refusal = Refusal::whole(RefusalKind::AccountClosed);
                    reading.fault(Some(Target::Number), FaultKind::Breaks(refusal));
                }
                (id, currency)
            }
            None => {
                let since = span.map_or(context.today, |span| span.starts);
                let id = (context.fresh)();
                let account = customer::account(reading, context, id, &number, since);
                if let Err(refusal) = account.check() {
                    reading.check_failed(refusal);
                }
                let owner = (account.id, account.currency);
                records.account = Some(account);
                owner
            }
        };
        if let Some(span) = span {
            self.contract(reading, context, &number, owner, span, &mut records);
        }
        records
    }

    fn contract(
        &self,
        reading: &mut Reading<'_>,
        context: &mut ImportContext<'_>,
        customer: &str,
        owner: (AccountId, Currency),
        span: Span,
        records: &mut Records,
    ) {
        let number = match reading.filled(Target::ContractNumber) {
            None => self.free_number(customer),
            Some(number) => {
                match self.contracts.get(&number) {
                    Some(Some(line)) => reading.fault(
                        Some(Target::ContractNumber),
                        FaultKind::Repeated { line: *line },
                    ),
                    Some(None) => reading.fault(
                        Some(Target::ContractNumber),
                        FaultKind::Taken {
                            number: number.clone(),
                        },
                    ),
                    None => {}
                }
                number
            }
        };
        if let Some(code) = reading.filled(Target::ProductCode)
            && !self.products.contains_key(&code)
        {
            let id = (context.fresh)();
            records.product = Some(contract::product(reading, context, &code, id, span.starts));
        }
        let code = reading.text(Target::ProductCode);
        let product = records.product.as_ref().or_else(|| self.products.get(code));
        records.contract = contract::contract(reading, context, owner, number, span, product);
        if let Some(contract) = &records.contract
            && reading.faults.is_empty()
            && let Err(refusal) = contract.check()
        {
            reading.fault(None, FaultKind::Breaks(refusal));
        }
    }

    /// The customer's own number, or with a count behind it.
    fn free_number(&self, customer: &str) -> String {
        (2_u32..)
            .map(|count| format!("{customer}-{count}"))
            .find(|number| !self.contracts.contains_key(number))
            .filter(|_| self.contracts.contains_key(customer))
            .unwrap_or_else(|| customer.to_owned())
    }

    fn keep(
        &mut self,
        index: usize,
        line: u64,
        records: Records,
        today: NaiveDate,
        understood: &mut Understood,
    ) {
        if let Some(account) = records.account {
            let likeness = common(&account)
                .into_iter()
                .find_map(|(key, likeness)| Some((self.alike.get(&key)?.clone(), likeness)));
            if let Some((other, likeness)) = likeness {
                understood.like.push(LikeRow {
                    row: index,
                    other,
                    likeness,
                });
            }
            self.note_account(&account, Some(line));
            if let Ok(number) = account.number.parse::<u64>() {
                self.next_number = self.next_number.max(number.saturating_add(1));
            }
            understood.accounts.push(account);
        }
        if let Some(product) = records.product {
            self.products.insert(product.code.clone(), product.clone());
            understood.products.push(product);
        }
        if let Some(contract) = records.contract {
            self.contracts.insert(contract.number.clone(), Some(line));
            understood.count(&contract, today);
            understood.contracts.push(contract);
        }
    }
}

impl Reading<'_> {
    fn check_failed(&mut self, refusal: Refusal) {
        // An empty name is named as such already.
        if refusal.kind != RefusalKind::Empty {
            self.fault(None, FaultKind::Breaks(refusal));
        }
    }
}

impl Understood {
    fn count(&mut self, contract: &Contract, today: NaiveDate) {
        if contract.last_day.is_some_and(|last| last < today) {
            self.ended += 1;
        } else {
            self.running += 1;
            self.add_price(contract);
        }
        for service in &contract.services {
            let unbilled = service.closed_before.unwrap_or(service.starts);
            let is_left = contract.last_day.is_none_or(|last| unbilled <= last);
            if is_left && unbilled < first_of_month(today) {
                let (count, first) = self.catch_up.unwrap_or((0, unbilled));
                self.catch_up = Some((count + 1, first.min(unbilled)));
            }
        }
    }

    fn add_price(&mut self, contract: &Contract) {
        for terms in contract.services.iter().flat_map(|service| &service.terms) {
            if let PriceSource::Own(price) = terms.price {
                let sum = self.price_sum.entry(contract.currency).or_default();
                let price = price
                    .value()
                    .checked_mul(terms.quantity.value())
                    .unwrap_or(Decimal::MAX);
                *sum = sum.saturating_add(price);
            }
        }
    }
}

/// What two accounts can have in common, the surest first. The same comparison as [`Account::likeness`], by keys, because
/// comparing thousands of rows with each other takes minutes.
fn common(account: &Account) -> Vec<((u8, String), Likeness)> {
    let fold = |text: &str| -> String {
        text.chars()
            .filter(|character| character.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let mut keys = Vec::new();
    if let Some(vat_id) = &account.vat_id {
        keys.push(((0, vat_id.as_str().to_owned()), Likeness::VatId));
    }
    if let Some(id) = account.business_id.as_deref() {
        keys.push(((1, fold(id)), Likeness::BusinessId));
    }
    for contact in &account.contacts {
        keys.push(((2, contact.email.trim().to_lowercase()), Likeness::Email));
        keys.push(((3, phone_digits(&contact.phone)), Likeness::Phone));
    }
    keys.retain(|((_, key), _)| !key.is_empty());
    let name = fold(&account.name);
    if !name.is_empty() {
        let place = fold(&account.address.postal_code);
        keys.push(((4, format!("{name} {place}")), Likeness::Name));
    }
    keys
}
