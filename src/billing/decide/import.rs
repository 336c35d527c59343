//! Imported records: added as a whole, removed as a whole.

use super::Fetched;
use super::contract::check_within;
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::catalogue::Product;
use crate::billing::change::Change;
use crate::billing::contract::Contract;
use crate::billing::id::{AccountId, ContractId, ImportId, ProductId};
use crate::billing::refusal::{Field, Location, Refusal, RefusalKind};
use crate::billing::seller::Import;
use crate::money::Currency;
use chrono::{DateTime, Utc};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn records(
    book: &Book,
    import: ImportId,
    source: String,
    accounts: Vec<Account>,
    products: Vec<Product>,
    contracts: Vec<Contract>,
    now: DateTime<Utc>,
) -> Result<Vec<Change>, Refusal> {
    if accounts.is_empty() && products.is_empty() && contracts.is_empty() {
        return Err(Refusal::field(Field::Lines, RefusalKind::Empty));
    }
    if book.imports.contains_key(&import) {
        return Err(Refusal::whole(RefusalKind::Taken { what: source }));
    }
    let count = |many: usize| u32::try_from(many).unwrap_or(u32::MAX);
    let recorded = Import {
        id: import,
        at: now,
        source,
        accounts: count(accounts.len()),
        products: count(products.len()),
        contracts: count(contracts.len()),
    };

    let mut numbers: BTreeSet<&str> = book
        .accounts
        .values()
        .map(|account| account.number.trim())
        .collect();
    let mut currencies: BTreeMap<AccountId, Currency> = book
        .accounts
        .values()
        .map(|account| (account.id, account.currency))
        .collect();
    for account in &accounts {
        let at = || Location::Account(account.name.clone());
        account.check().map_err(|refusal| Refusal {
            at: at(),
            ..refusal
        })?;
        let is_new = currencies.insert(account.id, account.currency).is_none();
        if !numbers.insert(account.number.trim()) || !is_new {
            return Err(Refusal {
                kind: RefusalKind::Taken {
                    what: account.number.clone(),
                },
                at: at(),
            });
        }
    }
    let mut codes: BTreeSet<&str> = book
        .products
        .values()
        .map(|product| product.code.trim())
        .collect();
    let mut known: BTreeSet<_> = book.products.keys().copied().collect();
    for product in &products {
        product.check()?;
        if !codes.insert(product.code.trim()) || !known.insert(product.id) {
            return Err(Refusal::field(
                Field::Code,
                RefusalKind::Taken {
                    what: product.code.clone(),
                },
            ));
        }
    }
    let mut contract_numbers: BTreeSet<&str> = book
        .contracts
        .values()
        .map(|contract| contract.number.trim())
        .collect();
    let mut contract_ids: BTreeSet<_> = book.contracts.keys().copied().collect();
    for contract in &contracts {
        let at = || Location::Account(contract.number.clone());
        let refused = |refusal: Refusal| Refusal {
            at: at(),
            ..refusal
        };
        contract.check().map_err(refused)?;
        let currency = currencies
            .get(&contract.account)
            .ok_or(Refusal::unknown(Field::Account))
            .map_err(refused)?;
        check_within(contract, *currency).map_err(refused)?;
        if !contract_numbers.insert(contract.number.trim()) || !contract_ids.insert(contract.id) {
            return Err(Refusal {
                kind: RefusalKind::Taken {
                    what: contract.number.clone(),
                },
                at: at(),
            });
        }
        if contract
            .services
            .iter()
            .filter_map(|service| service.product)
            .any(|id| !known.contains(&id))
        {
            return Err(refused(Refusal::unknown(Field::Product)));
        }
    }

    let mut changes = vec![Change::ImportRecorded(recorded)];
    changes.extend(accounts.into_iter().map(|account| {
        Change::AccountAdded(Account {
            import: Some(import),
            ..account
        })
    }));
    changes.extend(products.into_iter().map(|product| {
        Change::ProductAdded(Product {
            import: Some(import),
            ..product
        })
    }));
    changes.extend(contracts.into_iter().map(|contract| {
        Change::ContractAdded(Contract {
            import: Some(import),
            ..contract
        })
    }));
    Ok(changes)
}

pub(super) fn undo(
    book: &Book,
    import: ImportId,
    fetched: &Fetched,
) -> Result<Vec<Change>, Refusal> {
    let Some(recorded) = book.imports.get(&import) else {
        return Err(Refusal::whole(RefusalKind::Unknown));
    };
    let Some(documented) = &fetched.documented else {
        return Err(Refusal::whole(RefusalKind::NotFetched));
    };
    let of = Some(import);
    let accounts: BTreeSet<AccountId> = book
        .accounts
        .values()
        .filter(|account| account.import == of)
        .map(|account| account.id)
        .collect();
    let products: BTreeSet<_> = book
        .products
        .values()
        .filter(|product| product.import == of)
        .map(|product| product.id)
        .collect();
    let contracts: Vec<&Contract> = book
        .contracts
        .values()
        .filter(|contract| contract.import == of)
        .collect();

    let waiting = Waiting::of(book);
    let is_used = |contract: &&&Contract| {
        let is_billed = contract
            .services
            .iter()
            .any(|service| !service.billed.is_empty());
        is_billed || waiting.contracts.contains(&contract.id)
    };
    // What stands on a document doesn't belong to its import any more: see `Issuing::note_origins`.
    let documented_of = |brought: u32, left: usize| (brought as usize).saturating_sub(left);
    let used_contracts = contracts.iter().filter(is_used).count()
        + documented_of(recorded.contracts, contracts.len());
    let used_accounts = accounts.iter().filter(|id| {
        book.contracts_of(**id)
            .any(|contract| contract.import != of)
            || book.charges_of(**id).next().is_some()
            || book.drafts_of(**id).next().is_some()
            || book.receivables_of(**id).next().is_some()
            || book.credits_of(**id).next().is_some()
            || super::account::is_cared_for(book, **id)
            || documented.contains(id)
            || book
                .accounts
                .get(id)
                .is_some_and(|account| account.merged_into.is_some())
            || book
                .accounts
                .values()
                .any(|other| other.merged_into == Some(**id))
    });
    let used_products = products.iter().filter(|id| {
        let in_contracts = book.contracts.values().any(|contract| {
            contract.import != of && contract.services.iter().any(|s| s.product == Some(**id))
        });
        in_contracts || waiting.products.contains(*id)
    });
    let used_products = used_products.count() + documented_of(recorded.products, products.len());
    let count = used_contracts + used_accounts.count() + used_products;
    if count > 0 {
        return Err(Refusal::whole(RefusalKind::ImportUsed { count }));
    }
    let mut changes: Vec<Change> = contracts
        .iter()
        .map(|contract| Change::ContractRemoved(contract.id))
        .collect();
    changes.extend(products.into_iter().map(Change::ProductRemoved));
    changes.extend(accounts.into_iter().map(Change::AccountRemoved));
    changes.push(Change::ImportUndone(import));
    Ok(changes)
}

/// What waits to be billed, and what it names.
struct Waiting {
    contracts: BTreeSet<ContractId>,
    products: BTreeSet<ProductId>,
}

impl Waiting {
    fn of(book: &Book) -> Waiting {
        let charges = book.charges.values();
        let origins = || {
            let of_charges = book.charges.values().map(|charge| charge.item.origin);
            let of_drafts = book.drafts.values().flat_map(|draft| &draft.items);
            of_charges.chain(of_drafts.map(|item| item.origin))
        };
        Waiting {
            contracts: charges
                .filter_map(|charge| charge.contract)
                .chain(origins().filter_map(|origin| origin.contract))
                .collect(),
            products: origins().filter_map(|origin| origin.product).collect(),
        }
    }
}
