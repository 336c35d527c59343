//! A plan: which packs a commit edits, and how. Pure; the database is asked afterwards, once.

use crate::billing::change::Change;
use crate::billing::journal::JournalEntry;
use crate::billing::json::json;
use crate::billing::receivable::CreditSource;
use crate::store::StoreError;
use crate::store::packed::directory::{ARCHIVE_PACK, Changed, Directory, Occupancy, Place};
use crate::store::packed::disk::{Found, Query, Write};
use crate::store::packed::pack::{Edit, Shelf, edit};
use crate::store::summary::{SEGMENT, Summary, encode};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use uuid::Uuid;

/// Plans changes one after the other.
pub struct Planner<'a> {
    directory: &'a Directory,
    /// The ordinal of a document or payment that was kept before.
    position: &'a dyn Fn(Shelf, Uuid) -> Option<u64>,
    plan: Plan,
    /// The JSON of the record that is being planned, where it was written before.
    written: Option<Cow<'a, [u8]>>,
    /// Documents and payments of this plan.
    fresh: HashMap<(Shelf, Uuid), u64>,
}

/// What to do to which packs, and what the directory says afterwards.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Plan {
    edits: BTreeMap<(Shelf, u64), Vec<Edit>>,
    /// Packs that hold something already; where one is missing the database is damaged.
    present: BTreeSet<(Shelf, u64)>,
    /// For the directory, once the plan is kept.
    pub changed: Changed,
}

impl<'a> Planner<'a> {
    /// Begins a plan.
    pub fn new(
        directory: &'a Directory,
        position: &'a dyn Fn(Shelf, Uuid) -> Option<u64>,
    ) -> Planner<'a> {
        Planner {
            directory,
            position,
            plan: Plan {
                edits: BTreeMap::new(),
                present: BTreeSet::new(),
                changed: Changed {
                    meta: directory.meta.clone(),
                    places: HashMap::new(),
                    packs: BTreeMap::new(),
                },
            },
            written: None,
            fresh: HashMap::new(),
        }
    }

    /// Plans a change whose record's JSON was written before.
    pub fn change_written(
        &mut self,
        change: &Change,
        written: Option<Cow<'a, [u8]>>,
    ) -> Result<(), StoreError> {
        self.written = written;
        let planned = self.change(change);
        self.written = None;
        planned
    }

    /// Plans a change.
    pub fn change(&mut self, change: &Change) -> Result<(), StoreError> {
        match change {
            Change::SellerRevised(seller) => self.put(Shelf::Seller, Uuid::nil(), 0, seller),
            Change::PersonRevised(person) => self.put(Shelf::People, person.id.0, 0, person),
            Change::SeriesRevised(series) => self.put(Shelf::Series, series.id.0, 0, series),
            Change::AccountAdded(account) | Change::AccountRevised(account) => {
                self.put(Shelf::Accounts, account.id.0, 0, account);
            }
            Change::AccountRemoved(id) => self.remove(Shelf::Accounts, id.0),
            Change::ProductAdded(product) | Change::ProductRevised(product) => {
                self.put(Shelf::Products, product.id.0, 0, product);
            }
            Change::ProductRemoved(id) => self.remove(Shelf::Products, id.0),
            Change::ContractAdded(contract) | Change::ContractRevised(contract) => {
                self.put(Shelf::Contracts, contract.id.0, 0, contract);
            }
            Change::ContractRemoved(id) => self.remove(Shelf::Contracts, id.0),
            Change::ChargeAdded(charge) => self.put(Shelf::Charges, charge.id.0, 0, charge),
            Change::ChargeRemoved(id) => self.remove(Shelf::Charges, id.0),
            Change::DraftSaved(draft) => self.put(Shelf::Drafts, draft.id.0, 0, draft),
            Change::DraftRemoved(id) => self.remove(Shelf::Drafts, id.0),
            Change::ImportRecorded(import) => self.put(Shelf::Imports, import.id.0, 0, import),
            Change::ImportUndone(id) => self.remove(Shelf::Imports, id.0),
            Change::CaseRevised(case) => self.put(Shelf::Cases, case.id.0, 0, case),
            Change::CallerRevised(caller) => self.put(Shelf::Callers, caller.account.0, 0, caller),
            Change::GrantRevised(grant) => self.put(Shelf::Grants, grant.id.0, 0, grant),
            Change::LetterKept(letter) => self.put(Shelf::Letters, letter.id.0, 0, letter),
            Change::ExperimentRevised(experiment) => {
                self.put(Shelf::Experiments, experiment.id.0, 0, experiment);
            }
            Change::PolicyRevised(policy) => self.put(Shelf::Policy, Uuid::nil(), 0, policy),
            Change::StationeryRevised(stationery) => {
                self.put(Shelf::Stationery, Uuid::nil(), 0, stationery);
            }
            Change::InvoiceIssued(invoice) => {
                let row = Summary::of_document(invoice);
                let ordinal = self.plan.changed.meta.documents;
                self.plan.changed.meta.documents += 1;
                self.append(
                    Shelf::Documents,
                    Shelf::DocumentRows,
                    ordinal,
                    &row,
                    invoice,
                );
            }
            Change::PaymentReceived(payment) => {
                let row = Summary::of_payment(payment);
                let ordinal = self.plan.changed.meta.payments;
                self.plan.changed.meta.payments += 1;
                self.append(Shelf::Payments, Shelf::PaymentRows, ordinal, &row, payment);
            }
            Change::ReceivableRevised(receivable) | Change::InvoiceSent(receivable) => {
                let rests = receivable.rests();
                self.open_item(&RECEIVABLES, receivable.invoice.0, rests, receivable)?;
            }
            Change::CreditRevised(credit) | Change::CreditNoteSent(credit) => {
                let (shelves, id) = match credit.source {
                    CreditSource::Payment(id) => (&PAYMENTS, id.0),
                    CreditSource::CreditNote(id) => (&CREDIT_NOTES, id.0),
                };
                self.open_item(shelves, id, credit.left().is_zero(), credit)?;
            }
        }
        Ok(())
    }

    /// Plans a journal entry behind the others.
    pub fn journal(&mut self, entry: &JournalEntry) {
        self.journal_written(entry, None);
    }

    /// Plans a journal entry whose JSON was written before.
    pub fn journal_written(&mut self, entry: &JournalEntry, written: Option<Vec<u8>>) {
        let json = written.unwrap_or_else(|| json(entry));
        let before = self.plan.changed.meta.journal_pack;
        let pack = before.after(entry.sequence, json.len() as u64);
        let key = (Shelf::Journal, pack.number);
        if self.directory.meta.journal_pack.number == pack.number && pack.entries > 1 {
            self.plan.present.insert(key);
        }
        self.plan.changed.meta.journal = entry.head();
        self.plan.changed.meta.journal_pack = pack;
        self.plan.edits.entry(key).or_default().push(Edit::Put {
            id: Uuid::nil(),
            ordinal: entry.sequence,
            json,
        });
    }

    /// The plan.
    pub fn finish(self) -> Plan {
        self.plan
    }

    fn place(&self, shelf: Shelf, id: Uuid) -> Option<Place> {
        match self.plan.changed.places.get(&(shelf, id)) {
            Some(place) => *place,
            None => self.directory.place(shelf, id),
        }
    }

    fn packs(&mut self, shelf: Shelf) -> &mut Occupancy {
        let directory = self.directory;
        self.plan
            .changed
            .packs
            .entry(shelf)
            .or_insert_with(|| directory.occupancy(shelf).cloned().unwrap_or_default())
    }

    fn edit(&mut self, shelf: Shelf, pack: u64, edit: Edit) {
        let present = self
            .directory
            .occupancy(shelf)
            .is_some_and(|packs| packs.holds(pack));
        if present {
            self.plan.present.insert((shelf, pack));
        }
        self.plan.edits.entry((shelf, pack)).or_default().push(edit);
    }

    fn put<T: Serialize>(&mut self, shelf: Shelf, id: Uuid, ordinal: u64, record: &T) {
        let pack = match self.place(shelf, id) {
            Some(place) => place.pack,
            None => {
                let packs = self.packs(shelf);
                let pack = packs.room();
                packs.add(pack);
                let place = Place { pack, ordinal };
                self.plan.changed.places.insert((shelf, id), Some(place));
                pack
            }
        };
        let json = self.json(record);
        self.edit(shelf, pack, Edit::Put { id, ordinal, json });
    }

    fn json<T: Serialize>(&mut self, record: &T) -> Vec<u8> {
        self.written
            .take()
            .map_or_else(|| json(record), Cow::into_owned)
    }

    fn remove(&mut self, shelf: Shelf, id: Uuid) {
        if let Some(place) = self.place(shelf, id) {
            self.packs(shelf).remove(place.pack);
            self.plan.changed.places.insert((shelf, id), None);
            self.edit(shelf, place.pack, Edit::Remove { id });
        }
    }

    fn append<T: Serialize>(
        &mut self,
        shelf: Shelf,
        rows: Shelf,
        ordinal: u64,
        row: &Summary<'_>,
        record: &T,
    ) {
        let pack = ordinal / ARCHIVE_PACK;
        let before = match shelf {
            Shelf::Payments => self.directory.meta.payments,
            _ => self.directory.meta.documents,
        };
        if before > pack * ARCHIVE_PACK {
            self.plan.present.insert((shelf, pack));
        }
        let segment = ordinal / SEGMENT as u64;
        if before > segment * SEGMENT as u64 {
            self.plan.present.insert((rows, segment));
        }
        self.fresh.insert((shelf, row.id), ordinal);
        let json = self.json(record);
        let id = row.id;
        self.edit(shelf, pack, Edit::Put { id, ordinal, json });
        let edits = self.plan.edits.entry((rows, segment)).or_default();
        if let Some(Edit::Append(bytes)) = edits.last_mut() {
            encode(row, bytes);
        } else {
            let mut bytes = Vec::new();
            encode(row, &mut bytes);
            edits.push(Edit::Append(bytes));
        }
    }

    /// An open item lies in the working set while something is open or disputed, and beside its document when nothing is.
    fn open_item<T: Serialize>(
        &mut self,
        shelves: &OpenItem,
        id: Uuid,
        rests: bool,
        record: &T,
    ) -> Result<(), StoreError> {
        let working = self.place(shelves.open, id);
        let of = shelves.of;
        let ordinal = match working {
            Some(place) => place.ordinal,
            None => self
                .fresh
                .get(&(of, id))
                .copied()
                .or_else(|| (self.position)(of, id))
                .ok_or_else(|| StoreError::Damaged {
                    place: of.name().into(),
                    fault: format!("an open item names {id}, which isn't there"),
                })?,
        };
        let rest = (shelves.rest, ordinal / ARCHIVE_PACK);
        if rests {
            self.remove(shelves.open, id);
            let json = self.json(record);
            self.edit(rest.0, rest.1, Edit::Put { id, ordinal, json });
        } else {
            let may_rest =
                !self.fresh.contains_key(&(of, id)) || self.plan.edits.contains_key(&rest);
            if working.is_none() && may_rest {
                self.edit(rest.0, rest.1, Edit::Remove { id });
            }
            self.put(shelves.open, id, ordinal, record);
        }
        Ok(())
    }
}

/// The shelves of a kind of open items.
struct OpenItem {
    /// While something is open.
    open: Shelf,
    /// When nothing is.
    rest: Shelf,
    /// The documents or payments they belong to.
    of: Shelf,
}

const RECEIVABLES: OpenItem = OpenItem {
    open: Shelf::OpenReceivables,
    rest: Shelf::SettledReceivables,
    of: Shelf::Documents,
};

const PAYMENTS: OpenItem = OpenItem {
    open: Shelf::LeftPayments,
    rest: Shelf::UsedPayments,
    of: Shelf::Payments,
};

const CREDIT_NOTES: OpenItem = OpenItem {
    open: Shelf::LeftCreditNotes,
    rest: Shelf::UsedCreditNotes,
    of: Shelf::Documents,
};

/// Whether planning these changes asks for positions of documents or payments that were kept before.
pub fn asks_for_positions(directory: &Directory, changes: &[Change]) -> bool {
    let fresh: BTreeSet<Uuid> = changes
        .iter()
        .filter_map(|change| match change {
            Change::InvoiceIssued(invoice) => Some(invoice.id.0),
            Change::PaymentReceived(payment) => Some(payment.id.0),
            _ => None,
        })
        .collect();
    changes.iter().any(|change| {
        let (shelf, id) = match change {
            Change::ReceivableRevised(receivable) | Change::InvoiceSent(receivable) => {
                (Shelf::OpenReceivables, receivable.invoice.0)
            }
            Change::CreditRevised(credit) | Change::CreditNoteSent(credit) => match credit.source {
                CreditSource::Payment(id) => (Shelf::LeftPayments, id.0),
                CreditSource::CreditNote(id) => (Shelf::LeftCreditNotes, id.0),
            },
            _ => return false,
        };
        !fresh.contains(&id) && directory.place(shelf, id).is_none()
    })
}

impl Plan {
    /// What must be read before it can be carried out.
    pub fn queries(&self) -> Vec<Query> {
        let generation = self.changed.meta.generation;
        self.edits
            .keys()
            .map(|(shelf, number)| Query::One(shelf.key(generation, *number)))
            .collect()
    }

    /// What [`Plan::queries`] would find in a database without packs.
    pub fn nothing_found(&self) -> Found {
        Found {
            meta: None,
            values: vec![Vec::new(); self.edits.len()],
        }
    }

    /// What to write, given what was read by [`Plan::queries`]. The meta record is not among it.
    pub fn writes(&self, found: &Found) -> Result<Vec<Write>, StoreError> {
        let generation = self.changed.meta.generation;
        let mut writes = Vec::with_capacity(self.edits.len() + 1);
        for (((shelf, number), edits), values) in self.edits.iter().zip(&found.values) {
            let before = values.first().map(Vec::as_slice);
            if before.is_none() && self.present.contains(&(*shelf, *number)) {
                return Err(StoreError::Damaged {
                    place: shelf.place(*number),
                    fault: "it is missing".into(),
                });
            }
            let key = shelf.key(generation, *number);
            match edit(before, *shelf, *number, edits)? {
                Some(bytes) => writes.push(Write::Put(key, bytes)),
                None if before.is_some() => writes.push(Write::Delete(key)),
                None => {}
            }
        }
        Ok(writes)
    }
}
