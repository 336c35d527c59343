//! Packs: records one after the other in one value, because the number of values costs, not their bytes.
//!
//! A pack begins with its shelf and number, so that it can be told what it is without its key. Then come its records, each
//! with id, ordinal and length before its JSON. A record is replaced without reading the others.

use crate::store::StoreError;
use uuid::Uuid;

/// Where records of one kind are kept.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Shelf {
    /// The seller, alone.
    Seller,
    /// People.
    People,
    /// Number series.
    Series,
    /// Accounts.
    Accounts,
    /// Products.
    Products,
    /// Contracts.
    Contracts,
    /// Waiting charges.
    Charges,
    /// Drafts.
    Drafts,
    /// Imports.
    Imports,
    /// Receivables on which something is open.
    OpenReceivables,
    /// Payments of which something is left.
    LeftPayments,
    /// Credit notes of which something is left.
    LeftCreditNotes,
    /// Invoices and credit notes; packs are counted by their ordinals.
    Documents,
    /// Payments; likewise.
    Payments,
    /// Receivables on which nothing is open, beside their documents.
    SettledReceivables,
    /// Credits of payments of which nothing is left, beside their payments.
    UsedPayments,
    /// Credits of credit notes of which nothing is left, beside their documents.
    UsedCreditNotes,
    /// Journal entries; a pack has the number of its first entry.
    Journal,
    /// Summaries of documents.
    DocumentRows,
    /// Summaries of payments.
    PaymentRows,
    /// Cases.
    Cases,
    /// What customers are recognised by.
    Callers,
    /// Discounts at discretion.
    Grants,
    /// Letters.
    Letters,
    /// Experiments with offers.
    Experiments,
    /// How customers are cared for, alone.
    Policy,
    /// How documents look, alone.
    Stationery,
}

impl Shelf {
    /// Every shelf; the place in this list is stored.
    pub const ALL: [Shelf; 27] = [
        Shelf::Seller,
        Shelf::People,
        Shelf::Series,
        Shelf::Accounts,
        Shelf::Products,
        Shelf::Contracts,
        Shelf::Charges,
        Shelf::Drafts,
        Shelf::Imports,
        Shelf::OpenReceivables,
        Shelf::LeftPayments,
        Shelf::LeftCreditNotes,
        Shelf::Documents,
        Shelf::Payments,
        Shelf::SettledReceivables,
        Shelf::UsedPayments,
        Shelf::UsedCreditNotes,
        Shelf::Journal,
        Shelf::DocumentRows,
        Shelf::PaymentRows,
        Shelf::Cases,
        Shelf::Callers,
        Shelf::Grants,
        Shelf::Letters,
        Shelf::Policy,
        Shelf::Experiments,
        Shelf::Stationery,
    ];

    /// Its name in keys.
    pub fn name(self) -> &'static str {
        match self {
            Shelf::Seller => "seller",
            Shelf::People => "people",
            Shelf::Series => "series",
            Shelf::Accounts => "accounts",
            Shelf::Products => "products",
            Shelf::Contracts => "contracts",
            Shelf::Charges => "charges",
            Shelf::Drafts => "drafts",
            Shelf::Imports => "imports",
            Shelf::OpenReceivables => "open-receivables",
            Shelf::LeftPayments => "left-payments",
            Shelf::LeftCreditNotes => "left-credit-notes",
            Shelf::Documents => "documents",
            Shelf::Payments => "payments",
            Shelf::SettledReceivables => "settled-receivables",
            Shelf::UsedPayments => "used-payments",
            Shelf::UsedCreditNotes => "used-credit-notes",
            Shelf::Journal => "journal",
            Shelf::DocumentRows => "document-rows",
            Shelf::PaymentRows => "payment-rows",
            Shelf::Cases => "cases",
            Shelf::Callers => "callers",
            Shelf::Grants => "grants",
            Shelf::Letters => "letters",
            Shelf::Experiments => "experiments",
            Shelf::Policy => "policy",
            Shelf::Stationery => "stationery",
        }
    }

    /// Whether it belongs to the working set, which is read at the start.
    pub fn is_working(self) -> bool {
        !matches!(
            self,
            Shelf::Documents
                | Shelf::Payments
                | Shelf::SettledReceivables
                | Shelf::UsedPayments
                | Shelf::UsedCreditNotes
                | Shelf::Journal
                | Shelf::DocumentRows
                | Shelf::PaymentRows
        )
    }

    /// The shelf's keys begin with this.
    pub fn prefix(self, generation: u64) -> String {
        let part = if self.is_working() { "work" } else { "rest" };
        format!("{}{part}/{}/", generation_prefix(generation), self.name())
    }

    /// The key of a pack. Keys sort by number.
    pub fn key(self, generation: u64, number: u64) -> String {
        format!("{}{number:010}", self.prefix(generation))
    }

    /// What a message calls a pack.
    pub fn place(self, number: u64) -> String {
        format!("{}/{number}", self.name())
    }

    fn code(self) -> u8 {
        Shelf::ALL
            .iter()
            .position(|shelf| *shelf == self)
            .and_then(|at| u8::try_from(at).ok())
            .expect("every shelf is listed")
    }
}

/// All keys of a generation of a book begin with this.
pub fn generation_prefix(generation: u64) -> String {
    format!("{generation:08}/")
}

/// All keys of a generation's working set begin with this.
pub fn working_prefix(generation: u64) -> String {
    format!("{}work/", generation_prefix(generation))
}

/// A record as it lies in a pack.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Frame<'a> {
    /// Identity; nil where the kind has none.
    pub id: Uuid,
    /// For documents, payments and their open items: the place in the order of issuing or recording. For journal entries
    /// the sequence number. Otherwise 0.
    pub ordinal: u64,
    /// The record.
    pub json: &'a [u8],
}

/// A pack's shelf, number and records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Contents<'a> {
    /// Its shelf.
    pub shelf: Shelf,
    /// Its number.
    pub number: u64,
    /// Its records, in order.
    pub frames: Vec<Frame<'a>>,
    /// Why the rest of it can't be read, if so.
    pub fault: Option<&'static str>,
}

impl<'a> Contents<'a> {
    /// Reads as much of a pack as can be read; `None` where even its beginning can't.
    pub fn read(bytes: &'a [u8]) -> Option<Contents<'a>> {
        let (code, mut rest) = bytes.split_first()?;
        let shelf = *Shelf::ALL.get(usize::from(*code))?;
        let number = u64::from_le_bytes(take(&mut rest)?);
        let mut contents = Contents {
            shelf,
            number,
            frames: Vec::new(),
            fault: None,
        };
        while !rest.is_empty() {
            match read_frame(&mut rest) {
                Some(frame) => contents.frames.push(frame),
                None => {
                    contents.fault = Some("a record is cut off");
                    break;
                }
            }
        }
        Some(contents)
    }

    /// Reads a pack that must be whole and the one that was asked for.
    pub fn expect(bytes: &'a [u8], shelf: Shelf, number: u64) -> Result<Self, StoreError> {
        let damaged = |fault: &str| StoreError::Damaged {
            place: shelf.place(number),
            fault: fault.to_owned(),
        };
        let contents = Contents::read(bytes).ok_or_else(|| damaged("not a pack"))?;
        if contents.shelf != shelf || contents.number != number {
            return Err(damaged("another pack lies in its place"));
        }
        match contents.fault {
            Some(fault) => Err(damaged(fault)),
            None => Ok(contents),
        }
    }
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (taken, after) = rest.split_first_chunk()?;
    *rest = after;
    Some(*taken)
}

fn read_frame<'a>(rest: &mut &'a [u8]) -> Option<Frame<'a>> {
    let id = Uuid::from_bytes(take(rest)?);
    let ordinal = u64::from_le_bytes(take(rest)?);
    let length = usize::try_from(u32::from_le_bytes(take(rest)?)).ok()?;
    let (json, after) = rest.split_at_checked(length)?;
    *rest = after;
    Some(Frame { id, ordinal, json })
}

/// One thing to be done to a pack.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// Keeps a record: in the place of the one with the same id, otherwise where its ordinal belongs.
    Put {
        /// See [`Frame::id`].
        id: Uuid,
        /// See [`Frame::ordinal`].
        ordinal: u64,
        /// The record.
        json: Vec<u8>,
    },
    /// Removes the record with this id, if it is there.
    Remove {
        /// See [`Frame::id`].
        id: Uuid,
    },
    /// Adds rows behind the others, on a shelf of summaries.
    Append(Vec<u8>),
}

/// Does all edits to a pack; `None` where nothing is left in it.
pub fn edit(
    before: Option<&[u8]>,
    shelf: Shelf,
    number: u64,
    edits: &[Edit],
) -> Result<Option<Vec<u8>>, StoreError> {
    match shelf {
        Shelf::DocumentRows | Shelf::PaymentRows => {
            let mut rows = before.unwrap_or_default().to_vec();
            for edit in edits {
                if let Edit::Append(more) = edit {
                    rows.extend_from_slice(more);
                }
            }
            return Ok(Some(rows));
        }
        _ => {}
    }
    let mut frames = match before {
        Some(bytes) => Contents::expect(bytes, shelf, number)?.frames,
        None => Vec::new(),
    };
    for edit in edits {
        match edit {
            Edit::Put { id, ordinal, json } => {
                let frame = Frame {
                    id: *id,
                    ordinal: *ordinal,
                    json,
                };
                put(&mut frames, frame);
            }
            Edit::Remove { id } => frames.retain(|frame| frame.id != *id),
            Edit::Append(_) => unreachable!("rows belong on a shelf of summaries"),
        }
    }
    if frames.is_empty() {
        return Ok(None);
    }
    Ok(Some(write(shelf, number, &frames)))
}

fn put<'a>(frames: &mut Vec<Frame<'a>>, frame: Frame<'a>) {
    // Journal entries and the seller have no id of their own: there the ordinal tells them apart.
    let same = frames.iter_mut().rev().find(|other| {
        other.id == frame.id && (!frame.id.is_nil() || other.ordinal == frame.ordinal)
    });
    if let Some(same) = same {
        *same = frame;
        return;
    }
    let at = frames.partition_point(|other| other.ordinal <= frame.ordinal);
    frames.insert(at, frame);
}

fn write(shelf: Shelf, number: u64, frames: &[Frame<'_>]) -> Vec<u8> {
    let length: usize = frames.iter().map(|frame| frame.json.len() + 28).sum();
    let mut bytes = Vec::with_capacity(9 + length);
    bytes.push(shelf.code());
    bytes.extend_from_slice(&number.to_le_bytes());
    for frame in frames {
        let length = u32::try_from(frame.json.len()).expect("a record is smaller than 4 GB");
        bytes.extend_from_slice(frame.id.as_bytes());
        bytes.extend_from_slice(&frame.ordinal.to_le_bytes());
        bytes.extend_from_slice(&length.to_le_bytes());
        bytes.extend_from_slice(frame.json);
    }
    bytes
}
