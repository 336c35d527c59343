//! Summaries: a compact row for every document and payment, so that lists and search need not read the archive.
//!
//! What is open isn't here: it follows from the book's open items.

use crate::billing::id::{AccountId, InvoiceId, PaymentId};
use crate::billing::invoice::Invoice;
use crate::billing::payment::Payment;
use crate::billing::receivable::CreditSource;
use crate::money::{Currency, Money};
use chrono::{Datelike, NaiveDate};
use memchr::memmem::Finder;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::rc::Rc;
use uuid::Uuid;

/// Rows in a segment.
pub const SEGMENT: usize = 1000;

/// What a row stands for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum SummaryKind {
    /// An invoice.
    Invoice,
    /// A credit note; its total is positive.
    CreditNote,
    /// A payment.
    Payment,
}

/// A document or payment in short.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary<'a> {
    /// What it is.
    pub kind: SummaryKind,
    /// Its id, of the type that follows from its kind.
    pub id: Uuid,
    /// Whose it is.
    pub account: AccountId,
    /// Issue date, or the day the money arrived.
    pub on: NaiveDate,
    /// Due date; of a payment the day the money arrived.
    pub due: NaiveDate,
    /// Amount due when issued, or received.
    pub total: Money,
    /// The printed number; empty for a payment.
    pub number: Cow<'a, str>,
    /// The reference to pay with, or that the payment came with.
    pub reference: Cow<'a, str>,
}

impl Summary<'_> {
    /// The same, for keeping.
    pub fn into_owned(self) -> Summary<'static> {
        Summary {
            number: Cow::Owned(self.number.into_owned()),
            reference: Cow::Owned(self.reference.into_owned()),
            kind: self.kind,
            id: self.id,
            account: self.account,
            on: self.on,
            due: self.due,
            total: self.total,
        }
    }

    /// An issued document in short.
    pub fn of_document(invoice: &Invoice) -> Summary<'_> {
        Summary {
            kind: if invoice.is_credit_note() {
                SummaryKind::CreditNote
            } else {
                SummaryKind::Invoice
            },
            id: invoice.id.0,
            account: invoice.account,
            on: invoice.issue_date,
            due: invoice.due_date,
            total: invoice.totals.amount_due,
            number: Cow::Borrowed(&invoice.number),
            reference: invoice
                .reference
                .as_ref()
                .map(|reference| Cow::Owned(String::from(reference.clone())))
                .unwrap_or_default(),
        }
    }

    /// A payment in short.
    pub fn of_payment(payment: &Payment) -> Summary<'_> {
        Summary {
            kind: SummaryKind::Payment,
            id: payment.id.0,
            account: payment.account,
            on: payment.received,
            due: payment.received,
            total: payment.amount,
            number: Cow::Borrowed(""),
            reference: Cow::Borrowed(&payment.reference),
        }
    }

    /// The invoice or credit note, unless it is a payment.
    pub fn document(&self) -> Option<InvoiceId> {
        match self.kind {
            SummaryKind::Invoice | SummaryKind::CreditNote => Some(InvoiceId(self.id)),
            SummaryKind::Payment => None,
        }
    }

    /// The payment, if it is one.
    pub fn payment(&self) -> Option<PaymentId> {
        match self.kind {
            SummaryKind::Invoice | SummaryKind::CreditNote => None,
            SummaryKind::Payment => Some(PaymentId(self.id)),
        }
    }
}

/// Every document and every payment of a book.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Summaries {
    /// Invoices and credit notes in the order of issuing.
    pub documents: Table,
    /// Payments in the order of recording.
    pub payments: Table,
}

impl Summaries {
    /// The place of a credit's source in its table.
    pub fn position_of_source(&self, source: CreditSource) -> Option<usize> {
        match source {
            CreditSource::Payment(id) => self.payments.position(id.0),
            CreditSource::CreditNote(id) => self.documents.position(id.0),
        }
    }
}

/// Rows in the order of keeping, counted from 0. Copying it is cheap: full segments are shared.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Table {
    segments: Vec<Rc<Segment>>,
}

impl Table {
    /// Number of rows.
    pub fn len(&self) -> usize {
        match self.segments.last() {
            Some(last) => (self.segments.len() - 1) * SEGMENT + last.len(),
            None => 0,
        }
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.segments.is_empty()
    }

    /// The row at an index.
    pub fn row(&self, index: usize) -> Option<Summary<'_>> {
        self.segments.get(index / SEGMENT)?.row(index % SEGMENT)
    }

    /// All rows, in order.
    pub fn rows(&self) -> impl DoubleEndedIterator<Item = Summary<'_>> {
        self.segments
            .iter()
            .flat_map(|segment| (0..segment.len()).filter_map(|at| segment.row(at)))
    }

    /// The last rows, the newest first.
    pub fn last(&self, count: usize) -> Vec<Summary<'static>> {
        self.rows()
            .rev()
            .take(count)
            .map(Summary::into_owned)
            .collect()
    }

    /// Where the record with an id is.
    pub fn position(&self, id: Uuid) -> Option<usize> {
        // New ids are the greatest, and the newest are asked for most.
        self.segments
            .iter()
            .enumerate()
            .rev()
            .find_map(|(index, segment)| Some(index * SEGMENT + segment.position(id)?))
    }

    /// Indexes of the rows of accounts, in order.
    pub fn by_account(&self, accounts: &BTreeSet<AccountId>) -> Vec<usize> {
        let single = accounts.first().filter(|_| accounts.len() == 1);
        self.find(|segment, found| {
            for (at, account) in segment.accounts.iter().enumerate() {
                let matches = match single {
                    Some(single) => account == single,
                    None => accounts.contains(account),
                };
                if matches {
                    found(at);
                }
            }
        })
    }

    /// Indexes of the rows in whose number, reference or amount a text occurs, in order. Upper and lower case are the same, and
    /// an amount may be typed as `1 234,50` or `1,234.50`. An empty text is in every row.
    pub fn search(&self, text: &str) -> Vec<usize> {
        let Some(wanted) = Wanted::of(text) else {
            return (0..self.len()).collect();
        };
        self.find(|segment, found| segment.sought.find(&wanted, found))
    }

    /// Adds a row at the end.
    pub fn push(&mut self, row: &Summary<'_>) {
        match self.segments.last_mut() {
            Some(last) if last.len() < SEGMENT => Rc::make_mut(last).push(row),
            _ => {
                let mut segment = Segment::default();
                segment.push(row);
                self.segments.push(Rc::new(segment));
            }
        }
    }

    /// Adds a segment as stored. All before it must be full.
    pub(crate) fn push_segment(&mut self, segment: Segment) {
        self.segments.push(Rc::new(segment));
    }

    fn find(&self, look: impl Fn(&Segment, &mut dyn FnMut(usize))) -> Vec<usize> {
        let mut found = Vec::new();
        for (index, segment) in self.segments.iter().enumerate() {
            look(segment, &mut |at| found.push(index * SEGMENT + at));
        }
        found
    }
}

/// Up to [`SEGMENT`] rows, as columns.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Segment {
    kinds: Vec<SummaryKind>,
    ids: Vec<Uuid>,
    accounts: Vec<AccountId>,
    on: Vec<NaiveDate>,
    due: Vec<NaiveDate>,
    totals: Vec<Money>,
    numbers: Texts,
    references: Texts,
    /// Number, reference and amount in lower case.
    sought: Texts,
    /// Positions in the order of their ids.
    by_id: Vec<u16>,
}

impl Segment {
    pub(crate) fn len(&self) -> usize {
        self.ids.len()
    }

    fn row(&self, at: usize) -> Option<Summary<'_>> {
        Some(Summary {
            kind: *self.kinds.get(at)?,
            id: self.ids[at],
            account: self.accounts[at],
            on: self.on[at],
            due: self.due[at],
            total: self.totals[at],
            number: Cow::Borrowed(self.numbers.get(at)),
            reference: Cow::Borrowed(self.references.get(at)),
        })
    }

    fn position(&self, id: Uuid) -> Option<usize> {
        self.by_id
            .binary_search_by(|at| self.ids[usize::from(*at)].cmp(&id))
            .ok()
            .map(|found| usize::from(self.by_id[found]))
    }

    fn push(&mut self, row: &Summary<'_>) {
        let at = self.append(row);
        let place = self
            .by_id
            .partition_point(|other| self.ids[usize::from(*other)] < row.id);
        self.by_id.insert(place, at);
    }

    fn append(&mut self, row: &Summary<'_>) -> u16 {
        let at = u16::try_from(self.len()).expect("a segment has at most a thousand rows");
        self.kinds.push(row.kind);
        self.ids.push(row.id);
        self.accounts.push(row.account);
        self.on.push(row.on);
        self.due.push(row.due);
        self.totals.push(row.total);
        self.numbers.push(|all| all.push_str(&row.number));
        self.references.push(|all| all.push_str(&row.reference));
        self.sought.push(|all| {
            push_folded(all, &row.number);
            all.push('\t');
            push_folded(all, &row.reference);
            all.push('\t');
            push_amount(all, row.total);
            all.push('\n');
        });
        at
    }

    /// Reads rows as [`encode`] wrote them.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Segment, String> {
        let mut reader = Reader(bytes);
        let mut segment = Segment::default();
        while !reader.0.is_empty() {
            if segment.len() == SEGMENT {
                return Err("too many rows".into());
            }
            segment.append(&reader.row()?);
        }
        let ids = &segment.ids;
        segment.by_id = (0..).take(ids.len()).collect();
        segment
            .by_id
            .sort_unstable_by_key(|at| ids[usize::from(*at)]);
        Ok(segment)
    }
}

/// Texts one after the other in one allocation.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Texts {
    all: String,
    ends: Vec<u32>,
}

impl Texts {
    fn push(&mut self, write: impl FnOnce(&mut String)) {
        write(&mut self.all);
        let end = u32::try_from(self.all.len()).expect("a thousand texts of at most 64 KB");
        self.ends.push(end);
    }

    fn get(&self, at: usize) -> &str {
        let start = if at == 0 {
            0
        } else {
            self.ends[at - 1] as usize
        };
        &self.all[start..self.ends[at] as usize]
    }

    /// Looks through all texts at once: a thousand short searches would cost more than one long one.
    fn find(&self, wanted: &Wanted, found: &mut dyn FnMut(usize)) {
        let all = self.all.as_bytes();
        let next = |form: &Finder<'_>, from: usize| form.find(&all[from..]).map(|at| from + at);
        let mut places: Vec<(&Finder<'_>, usize)> = wanted
            .forms
            .iter()
            .filter_map(|form| Some((form, next(form, 0)?)))
            .collect();
        while let Some(place) = places.iter().map(|(_, place)| *place).min() {
            let at = self.ends.partition_point(|end| *end as usize <= place);
            found(at);
            let end = self.ends[at] as usize;
            places.retain_mut(|(form, place)| {
                if *place >= end {
                    return true;
                }
                match next(form, end) {
                    Some(found) => {
                        *place = found;
                        true
                    }
                    None => false,
                }
            });
        }
    }
}

/// What a person typed in a search field, in the forms in which it may stand in a row.
struct Wanted {
    /// As typed, and as an amount or a reference without spaces where that differs.
    forms: Vec<Finder<'static>>,
}

impl Wanted {
    fn of(text: &str) -> Option<Wanted> {
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let mut folded = String::with_capacity(text.len());
        push_folded(&mut folded, text);
        let number = plain_number(text).filter(|number| *number != folded);
        let forms = std::iter::once(folded).chain(number);
        Some(Wanted {
            forms: forms.map(|form| Finder::new(&form).into_owned()).collect(),
        })
    }
}

/// `1 234,50 €` and `1,234.50` as `1234.50`; `None` for what isn't a number.
fn plain_number(text: &str) -> Option<String> {
    let digits: String = text
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '€' | '\'' | '’'))
        .collect();
    if !digits
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '-'))
    {
        return None;
    }
    let point = digits.rfind([',', '.']);
    let mut number = String::with_capacity(digits.len());
    for (index, c) in digits.char_indices() {
        match c {
            ',' | '.' if Some(index) == point => number.push('.'),
            ',' | '.' => {}
            _ => number.push(c),
        }
    }
    number.bytes().any(|b| b.is_ascii_digit()).then_some(number)
}

fn push_folded(all: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            // They part the fields and rows of a text that is searched.
            '\t' | '\n' => all.push(' '),
            _ if c.is_ascii() => all.push(c.to_ascii_lowercase()),
            _ => all.extend(c.to_lowercase()),
        }
    }
}

fn push_amount(all: &mut String, amount: Money) {
    let minor = amount.minor();
    let digits = amount.currency().minor_digits() as usize;
    if minor < 0 {
        all.push('-');
    }
    let text = format!("{:0width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, part) = text.split_at(text.len() - digits);
    all.push_str(whole);
    if !part.is_empty() {
        all.push('.');
        all.push_str(part);
    }
}

/// Writes a row behind others. A pack of summaries is nothing but rows.
pub(crate) fn encode(row: &Summary<'_>, bytes: &mut Vec<u8>) {
    bytes.push(match row.kind {
        SummaryKind::Invoice => 0,
        SummaryKind::CreditNote => 1,
        SummaryKind::Payment => 2,
    });
    bytes.extend_from_slice(row.id.as_bytes());
    bytes.extend_from_slice(row.account.0.as_bytes());
    bytes.extend_from_slice(&row.on.num_days_from_ce().to_le_bytes());
    bytes.extend_from_slice(&row.due.num_days_from_ce().to_le_bytes());
    bytes.extend_from_slice(&row.total.minor().to_le_bytes());
    bytes.extend_from_slice(row.total.currency().code().as_bytes());
    for text in [&row.number, &row.reference] {
        let text = clipped(text);
        let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
}

/// The beginning of a text, as far as a summary shows one.
fn clipped(text: &str) -> &str {
    const LONGEST: usize = 200;
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Reads rows off the front of some bytes.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn row(&mut self) -> Result<Summary<'a>, String> {
        let [kind] = self.take()?;
        Ok(Summary {
            kind: match kind {
                0 => SummaryKind::Invoice,
                1 => SummaryKind::CreditNote,
                2 => SummaryKind::Payment,
                other => return Err(format!("a row of unknown kind {other}")),
            },
            id: Uuid::from_bytes(self.take()?),
            account: AccountId(Uuid::from_bytes(self.take()?)),
            on: self.date()?,
            due: self.date()?,
            total: {
                let minor = i64::from_le_bytes(self.take()?);
                Money::new(minor, self.currency()?)
            },
            number: Cow::Borrowed(self.text()?),
            reference: Cow::Borrowed(self.text()?),
        })
    }

    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (taken, rest) = self.0.split_first_chunk().ok_or("a row is cut off")?;
        self.0 = rest;
        Ok(*taken)
    }

    fn date(&mut self) -> Result<NaiveDate, String> {
        let days = i32::from_le_bytes(self.take()?);
        NaiveDate::from_num_days_from_ce_opt(days).ok_or_else(|| format!("no date: day {days}"))
    }

    fn currency(&mut self) -> Result<Currency, String> {
        let code: [u8; 3] = self.take()?;
        std::str::from_utf8(&code)
            .ok()
            .and_then(|code| Currency::parse(code).ok())
            .ok_or_else(|| format!("no currency: {code:?}"))
    }

    fn text(&mut self) -> Result<&'a str, String> {
        let length = usize::from(u16::from_le_bytes(self.take()?));
        let (text, rest) = self.0.split_at_checked(length).ok_or("a row is cut off")?;
        self.0 = rest;
        std::str::from_utf8(text).map_err(|error| error.to_string())
    }
}
