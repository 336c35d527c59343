//! The book: the working set of a business's records in memory.
//!
//! It holds what decisions need: seller, accounts, catalogue, contracts, drafts, waiting charges and open items. Settled
//! items and issued documents rest in the store and are fetched when a command or a page names them.

use crate::billing::account::{Account, Language};
use crate::billing::catalogue::Product;
use crate::billing::change::Change;
use crate::billing::charge::PendingCharge;
use crate::billing::contract::Contract;
use crate::billing::desk::{
    caller::Caller, case::Case, experiment::Experiment, grant::Grant, policy::Policy,
};
use crate::billing::draft::Draft;
use crate::billing::id::*;
use crate::billing::identifier::{CountryCode, PaymentReference};
use crate::billing::invoice::payment_reference;
use crate::billing::journal::JournalHead;
use crate::billing::letter::Letter;
use crate::billing::numbering::NumberSeries;
use crate::billing::receivable::{Credit, CreditSource, Receivable};
use crate::billing::seller::{Import, Person, Seller};
use crate::billing::stationery::Stationery;
use crate::money::{Currency, Money};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The working set.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Book {
    /// Identity of the book, kept in every copy of it.
    pub id: Uuid,
    /// The seller.
    pub seller: Seller,
    /// People on this device.
    pub people: BTreeMap<PersonId, Person>,
    /// Number series.
    pub series: BTreeMap<SeriesId, NumberSeries>,
    /// Accounts.
    pub accounts: BTreeMap<AccountId, Account>,
    /// Products.
    pub products: BTreeMap<ProductId, Product>,
    /// Contracts.
    pub contracts: BTreeMap<ContractId, Contract>,
    /// Charges that wait for the next bill.
    pub charges: BTreeMap<ChargeId, PendingCharge>,
    /// Drafts.
    pub drafts: BTreeMap<DraftId, Draft>,
    /// Invoices on which something is open.
    pub receivables: BTreeMap<InvoiceId, Receivable>,
    /// Payments and credit notes of which something is left.
    pub credits: BTreeMap<CreditSource, Credit>,
    /// Imports that can be undone.
    pub imports: BTreeMap<ImportId, Import>,
    /// Cases.
    pub cases: BTreeMap<CaseId, Case>,
    /// What customers are recognised by.
    pub callers: BTreeMap<AccountId, Caller>,
    /// Discounts at discretion.
    pub grants: BTreeMap<GrantId, Grant>,
    /// Letters.
    pub letters: BTreeMap<LetterId, Letter>,
    /// Experiments with offers.
    pub experiments: BTreeMap<ExperimentId, Experiment>,
    /// How customers are cared for, once the business said so.
    pub policy: Option<Policy>,
    /// How documents look, once the business said so.
    pub stationery: Option<Stationery>,
    /// Where the journal stands.
    pub journal: JournalHead,
    index: Index,
}

/// What follows from the records and is kept beside them for speed.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
struct Index {
    contracts: Of<ContractId>,
    charges: Of<ChargeId>,
    receivables: Of<InvoiceId>,
    credits: Of<CreditSource>,
    cases: Of<CaseId>,
    unsettled: BTreeSet<CaseId>,
    last_case: u32,
    grants: Of<GrantId>,
    letters: Of<LetterId>,
}

/// Which records belong to which account. One set of pairs: most accounts have one record, and a set of its own for each
/// would take more room than the record.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Of<T>(BTreeSet<(AccountId, T)>);

impl<T> Default for Of<T> {
    fn default() -> Self {
        Of(BTreeSet::new())
    }
}

impl<T: Ord + Copy> Of<T> {
    /// The records of an account, in order. `least` is the least that may be.
    fn account(&self, account: AccountId, least: T) -> impl Iterator<Item = T> {
        self.0
            .range((account, least)..)
            .take_while(move |(owner, _)| *owner == account)
            .map(|(_, id)| *id)
    }

    fn add(&mut self, account: AccountId, id: T) {
        self.0.insert((account, id));
    }

    fn drop(&mut self, account: AccountId, id: T) {
        self.0.remove(&(account, id));
    }
}

impl Book {
    /// An empty book with one series.
    pub fn new(id: Uuid, series: SeriesId, country: CountryCode, language: Language) -> Self {
        let series = NumberSeries::initial(series);
        Book {
            id,
            seller: Seller::unnamed(country, language),
            people: BTreeMap::new(),
            series: BTreeMap::from([(series.id, series)]),
            accounts: BTreeMap::new(),
            products: BTreeMap::new(),
            contracts: BTreeMap::new(),
            charges: BTreeMap::new(),
            drafts: BTreeMap::new(),
            receivables: BTreeMap::new(),
            credits: BTreeMap::new(),
            imports: BTreeMap::new(),
            cases: BTreeMap::new(),
            callers: BTreeMap::new(),
            grants: BTreeMap::new(),
            letters: BTreeMap::new(),
            experiments: BTreeMap::new(),
            policy: None,
            stationery: None,
            journal: JournalHead::default(),
            index: Index::default(),
        }
    }

    /// Contracts of an account.
    pub fn contracts_of(&self, account: AccountId) -> impl Iterator<Item = &Contract> {
        self.index
            .contracts
            .account(account, ContractId(Uuid::nil()))
            .filter_map(|id| self.contracts.get(&id))
    }

    /// Waiting charges of an account.
    pub fn charges_of(&self, account: AccountId) -> impl Iterator<Item = &PendingCharge> {
        self.index
            .charges
            .account(account, ChargeId(Uuid::nil()))
            .filter_map(|id| self.charges.get(&id))
    }

    /// Open invoices of an account.
    pub fn receivables_of(&self, account: AccountId) -> impl Iterator<Item = &Receivable> {
        self.index
            .receivables
            .account(account, InvoiceId(Uuid::nil()))
            .filter_map(|id| self.receivables.get(&id))
    }

    /// Credits of an account of which something is left.
    pub fn credits_of(&self, account: AccountId) -> impl Iterator<Item = &Credit> {
        self.index
            .credits
            .account(account, CreditSource::Payment(PaymentId(Uuid::nil())))
            .filter_map(|id| self.credits.get(&id))
    }

    /// Drafts of an account.
    pub fn drafts_of(&self, account: AccountId) -> impl Iterator<Item = &Draft> {
        self.drafts
            .values()
            .filter(move |draft| draft.account == account)
    }

    /// How customers are cared for: as the business said, or as usual.
    pub fn policy(&self) -> Policy {
        self.policy
            .clone()
            .unwrap_or_else(|| Policy::usual(self.seller.currency))
    }

    /// How documents look: as the business said, or as usual.
    pub fn stationery(&self) -> Stationery {
        self.stationery.clone().unwrap_or_default()
    }

    /// Cases of an account.
    pub fn cases_of(&self, account: AccountId) -> impl Iterator<Item = &Case> {
        self.index
            .cases
            .account(account, CaseId(Uuid::nil()))
            .filter_map(|id| self.cases.get(&id))
    }

    /// Cases that are not settled: few, however many there ever were.
    pub fn unsettled_cases(&self) -> impl Iterator<Item = &Case> {
        let unsettled = self.index.unsettled.iter();
        unsettled.filter_map(|id| self.cases.get(id))
    }

    /// The highest number that a case has; 0 where there is none.
    pub fn last_case_number(&self) -> u32 {
        self.index.last_case
    }

    /// Discounts at discretion for an account.
    pub fn grants_of(&self, account: AccountId) -> impl Iterator<Item = &Grant> {
        self.index
            .grants
            .account(account, GrantId(Uuid::nil()))
            .filter_map(|id| self.grants.get(&id))
    }

    /// Letters of an account.
    pub fn letters_of(&self, account: AccountId) -> impl Iterator<Item = &Letter> {
        self.index
            .letters
            .account(account, LetterId(Uuid::nil()))
            .filter_map(|id| self.letters.get(&id))
    }

    /// The account that an id stands for now: the one it was merged into, if it was.
    pub fn current_account(&self, id: AccountId) -> Option<&Account> {
        let mut account = self.accounts.get(&id)?;
        // Merging into an account that was merged is refused, so this ends; the count only guards damaged records.
        for _ in 0..self.accounts.len() {
            match account.merged_into {
                Some(into) => account = self.accounts.get(&into)?,
                None => break,
            }
        }
        Some(account)
    }

    /// The account and those merged into it, whose documents are also its.
    pub fn merged_with(&self, account: AccountId) -> BTreeSet<AccountId> {
        let mut family = BTreeSet::from([account]);
        loop {
            let before = family.len();
            family.extend(
                self.accounts
                    .values()
                    .filter(|other| other.merged_into.is_some_and(|into| family.contains(&into)))
                    .map(|other| other.id)
                    .collect::<Vec<_>>(),
            );
            if family.len() == before {
                return family;
            }
        }
    }

    /// Whether an account is another, or was merged into it.
    pub fn belongs_to(&self, account: AccountId, whole: AccountId) -> bool {
        self.mergers(account).any(|id| id == whole)
    }

    /// The account that stayed where this one was merged into another; itself where it was not.
    pub fn that_stayed(&self, account: AccountId) -> AccountId {
        self.mergers(account).last().unwrap_or(account)
    }

    /// The account, the one it was merged into, and so on.
    fn mergers(&self, account: AccountId) -> impl Iterator<Item = AccountId> {
        let next = |id: &AccountId| self.accounts.get(id)?.merged_into;
        // The count only guards damaged records.
        std::iter::successors(Some(account), next).take(self.accounts.len() + 1)
    }

    /// The reference an invoice of our own is paid with. None of one that another program issued: which it has, if any, only the
    /// document itself says.
    pub fn reference_of(&self, receivable: &Receivable) -> Option<PaymentReference> {
        let number = &receivable.number;
        let is_ours = !self
            .series
            .values()
            .any(|series| series.taken_over.contains(number));
        is_ours
            .then(|| payment_reference(number, &self.seller))
            .flatten()
    }

    /// What an account owes: open invoices less what is left of its credits.
    pub fn balance(&self, account: AccountId, currency: Currency) -> Money {
        let owed = self
            .receivables_of(account)
            .filter(|item| item.total.currency() == currency);
        let left = self
            .credits_of(account)
            .filter(|item| item.amount.currency() == currency);
        let owed = owed.fold(Money::zero(currency), |sum, item| sum + item.open());
        left.fold(owed, |sum, item| sum - item.left())
    }

    /// Applies facts that the store has kept.
    pub fn apply(&mut self, changes: &[Change]) {
        for change in changes {
            self.apply_one(change);
        }
    }

    fn apply_one(&mut self, change: &Change) {
        match change {
            Change::SellerRevised(seller) => self.seller = seller.clone(),
            Change::PersonRevised(person) => {
                self.people.insert(person.id, person.clone());
            }
            Change::SeriesRevised(series) => {
                self.series.insert(series.id, series.clone());
            }
            Change::AccountAdded(account) | Change::AccountRevised(account) => {
                self.accounts.insert(account.id, account.clone());
            }
            Change::AccountRemoved(id) => {
                self.accounts.remove(id);
            }
            Change::ProductAdded(product) | Change::ProductRevised(product) => {
                self.products.insert(product.id, product.clone());
            }
            Change::ProductRemoved(id) => {
                self.products.remove(id);
            }
            Change::ContractAdded(contract) | Change::ContractRevised(contract) => {
                self.put_contract(contract.clone());
            }
            Change::ContractRemoved(id) => {
                if let Some(contract) = self.contracts.remove(id) {
                    self.index.contracts.drop(contract.account, *id);
                }
            }
            Change::ChargeAdded(charge) => self.put_charge(charge.clone()),
            Change::ChargeRemoved(id) => {
                if let Some(charge) = self.charges.remove(id) {
                    self.index.charges.drop(charge.account, *id);
                }
            }
            Change::DraftSaved(draft) => {
                self.drafts.insert(draft.id, draft.clone());
            }
            Change::DraftRemoved(id) => {
                self.drafts.remove(id);
            }
            // The documents themselves rest in the store.
            Change::InvoiceIssued(_) | Change::PaymentReceived(_) => {}
            Change::ReceivableRevised(receivable) | Change::InvoiceSent(receivable) => {
                self.put_receivable(receivable.clone());
            }
            Change::CreditRevised(credit) | Change::CreditNoteSent(credit) => {
                self.put_credit(credit.clone());
            }
            Change::ImportRecorded(import) => {
                self.imports.insert(import.id, import.clone());
            }
            Change::ImportUndone(id) => {
                self.imports.remove(id);
            }
            Change::CaseRevised(case) => self.put_case(case.clone()),
            Change::CallerRevised(caller) => {
                self.callers.insert(caller.account, caller.clone());
            }
            Change::GrantRevised(grant) => self.put_grant(grant.clone()),
            Change::LetterKept(letter) => self.put_letter(letter.clone()),
            Change::ExperimentRevised(experiment) => {
                self.experiments.insert(experiment.id, experiment.clone());
            }
            Change::PolicyRevised(policy) => self.policy = Some(policy.clone()),
            Change::StationeryRevised(stationery) => self.stationery = Some(stationery.clone()),
        }
    }

    pub(crate) fn put_contract(&mut self, contract: Contract) {
        if let Some(before) = self.contracts.get_mut(&contract.id) {
            if before.account == contract.account {
                *before = contract;
                return;
            }
            self.index.contracts.drop(before.account, contract.id);
        }
        self.index.contracts.add(contract.account, contract.id);
        self.contracts.insert(contract.id, contract);
    }

    pub(crate) fn put_charge(&mut self, charge: PendingCharge) {
        if let Some(before) = self.charges.get(&charge.id)
            && before.account != charge.account
        {
            self.index.charges.drop(before.account, charge.id);
        }
        self.index.charges.add(charge.account, charge.id);
        self.charges.insert(charge.id, charge);
    }

    pub(crate) fn put_receivable(&mut self, receivable: Receivable) {
        let id = receivable.invoice;
        if let Some(before) = self.receivables.remove(&id) {
            self.index.receivables.drop(before.account, id);
        }
        if !receivable.rests() {
            self.index.receivables.add(receivable.account, id);
            self.receivables.insert(id, receivable);
        }
    }

    pub(crate) fn put_credit(&mut self, credit: Credit) {
        let source = credit.source;
        if let Some(before) = self.credits.remove(&source) {
            self.index.credits.drop(before.account, source);
        }
        if !credit.left().is_zero() {
            self.index.credits.add(credit.account, source);
            self.credits.insert(source, credit);
        }
    }

    pub(crate) fn put_case(&mut self, case: Case) {
        let id = case.id;
        if let Some(before) = self.cases.get(&id).and_then(|before| before.account) {
            self.index.cases.drop(before, id);
        }
        if let Some(account) = case.account {
            self.index.cases.add(account, id);
        }
        if case.is_settled() {
            self.index.unsettled.remove(&id);
        } else {
            self.index.unsettled.insert(id);
        }
        self.index.last_case = self.index.last_case.max(case.number);
        self.cases.insert(id, case);
    }

    pub(crate) fn put_grant(&mut self, grant: Grant) {
        if let Some(before) = self.grants.get(&grant.id) {
            self.index.grants.drop(before.account, grant.id);
        }
        self.index.grants.add(grant.account, grant.id);
        self.grants.insert(grant.id, grant);
    }

    pub(crate) fn put_letter(&mut self, letter: Letter) {
        if let Some(before) = self.letters.get(&letter.id) {
            self.index.letters.drop(before.account, letter.id);
        }
        self.index.letters.add(letter.account, letter.id);
        self.letters.insert(letter.id, letter);
    }
}
