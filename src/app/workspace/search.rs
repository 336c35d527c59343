//! What the command palette finds: places and steps, accounts, contracts, products, documents.

use super::Workspace;
use crate::app::components::{PaletteEntry, Symbol};
use crate::app::locale::use_format;
use crate::app::navigation::place_name;
use crate::app::route::Route;
use crate::app::wording::summary_kind_name;
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::id::{AccountId, ContractId};
use crate::billing::identifier::phone_digits;
use crate::care::sight::{Sight, sight_of_lists};
use crate::store::summary::Summary;
use leptos::prelude::*;
use std::sync::Arc;

/// No more answers of one kind than this; the palette shows about as many in all.
const MOST: usize = 20;

/// Steps a person may ask for by name, beside the places of the navigation.
const STEPS: [Route; 23] = [
    Route::Today,
    Route::Desk,
    Route::Accounts,
    Route::NewAccount,
    Route::Catalogue,
    Route::NewProduct,
    Route::Contracts,
    Route::NewContract,
    Route::Approvals,
    Route::BillingRun,
    Route::Invoices,
    Route::NewInvoice,
    Route::Payments,
    Route::NewPayment,
    Route::Reminders,
    Route::Reports,
    Route::Insight,
    Route::Fairness,
    Route::Files,
    Route::ImportCsv,
    Route::ReadInvoice,
    Route::Settings,
    Route::Journal,
];

/// How well an answer fits: the less, the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Fit {
    Exact,
    Begins,
    BeginsWord,
    Contains,
}

/// A record in the form in which it is sought.
#[derive(Clone, Debug)]
struct Sought<T> {
    id: T,
    /// Name, number, phone digits, e-mail, in lower case, parted by tabs.
    text: String,
}

/// Accounts and contracts in the form in which they are sought; made anew when the book changes and somebody seeks.
#[derive(Clone, Debug, Default)]
struct Index {
    accounts: Vec<Sought<AccountId>>,
    contracts: Vec<Sought<ContractId>>,
}

/// Gives the palette's answers: at most twenty, best first. Call below the workspace; the answers follow the book.
pub fn use_search(workspace: Workspace) -> Callback<String, Vec<PaletteEntry>> {
    let format = use_format();
    let index = Memo::new_with_compare(
        move |_| Arc::new(workspace.with(Index::of)),
        // Each making is a new one; comparing them would cost more than seeking again.
        |_, _| true,
    );
    Callback::new(move |query: String| {
        let asked = query.trim().to_lowercase();
        let mut answers = workspace.places(&asked);
        if asked.is_empty() {
            return only_entries(answers);
        }
        let index = index.get();
        let (person, now) = (workspace.person(), workspace.now());
        let shows_all = workspace.with(|book| {
            // A customer is found by name or number while nobody is recognised; what they have and owe is not.
            let shows_all = sight_of_lists(book, person, now) == Sight::Whole;
            answers.extend(accounts(book, &index, &asked));
            if shows_all {
                answers.extend(workspace.contracts(book, &index, &asked));
            }
            answers.extend(products(book, &asked));
            shows_all
        });
        if shows_all {
            answers.extend(workspace.found_documents(&query, &asked, format.get()));
        }
        answers.sort_by_key(|(fit, _)| *fit);
        answers.truncate(MOST);
        only_entries(answers)
    })
}

fn only_entries(answers: Vec<(Fit, PaletteEntry)>) -> Vec<PaletteEntry> {
    answers.into_iter().map(|(_, entry)| entry).collect()
}

impl Index {
    fn of(book: &Book) -> Index {
        let accounts = book
            .accounts
            .values()
            .filter(|account| account.merged_into.is_none());
        let contracts = book.contracts.values();
        Index {
            accounts: accounts
                .map(|account| Sought {
                    id: account.id,
                    text: account_text(account),
                })
                .collect(),
            contracts: contracts
                .map(|contract| Sought {
                    id: contract.id,
                    text: format!("{}\t{}", contract.number, contract.name).to_lowercase(),
                })
                .collect(),
        }
    }
}

fn account_text(account: &Account) -> String {
    let mut text = format!("{}\t{}", account.number, account.name).to_lowercase();
    for contact in &account.contacts {
        for part in [&contact.name, &contact.email] {
            if !part.is_empty() {
                text.push('\t');
                text.push_str(&part.to_lowercase());
            }
        }
        let digits = phone_digits(&contact.phone);
        if !digits.is_empty() {
            text.push('\t');
            text.push_str(&digits);
        }
    }
    text
}

/// How well a text fits; the fields are parted by tabs.
fn fit(text: &str, asked: &str) -> Option<Fit> {
    let mut best = None;
    for (at, _) in text.match_indices(asked) {
        let end = at + asked.len();
        let begins_field = at == 0 || text[..at].ends_with('\t');
        let ends_field = end == text.len() || text[end..].starts_with('\t');
        let begins_word = text[..at]
            .chars()
            .next_back()
            .is_none_or(|before| !before.is_alphanumeric());
        let here = match (begins_field, ends_field, begins_word) {
            (true, true, _) => return Some(Fit::Exact),
            (true, false, _) => Fit::Begins,
            (false, _, true) => Fit::BeginsWord,
            (false, _, false) => Fit::Contains,
        };
        best = Some(best.map_or(here, |best: Fit| best.min(here)));
    }
    best
}

/// The best of many, without sorting all of them.
fn best<T: Copy>(all: &[Sought<T>], asked: &str) -> Vec<(Fit, T)> {
    // A phone number may be typed with spaces, which the index doesn't have.
    let digits = phone_digits(asked);
    let is_phone = digits.len() >= 4 && !asked.chars().any(char::is_alphabetic);
    let mut by_fit: [Vec<T>; 4] = Default::default();
    for each in all {
        let found =
            fit(&each.text, asked).or_else(|| is_phone.then(|| fit(&each.text, &digits)).flatten());
        if let Some(found) = found
            && by_fit[found as usize].len() < MOST
        {
            by_fit[found as usize].push(each.id);
        }
    }
    let fits = [Fit::Exact, Fit::Begins, Fit::BeginsWord, Fit::Contains];
    fits.into_iter()
        .zip(by_fit)
        .flat_map(|(fit, ids)| ids.into_iter().map(move |id| (fit, id)))
        .take(MOST)
        .collect()
}

fn accounts(book: &Book, index: &Index, asked: &str) -> Vec<(Fit, PaletteEntry)> {
    let found = best(&index.accounts, asked).into_iter();
    let entry = |(fit, id): (Fit, AccountId)| {
        let account = book.accounts.get(&id)?;
        let detail = [account.number.as_str(), account.address.city.as_str()];
        let detail = detail.into_iter().filter(|part| !part.is_empty());
        Some((
            fit,
            PaletteEntry {
                title: account.name.clone(),
                detail: detail.collect::<Vec<_>>().join(" · "),
                kind: String::new(),
                symbol: Symbol::Accounts,
                route: Route::Account(id),
            },
        ))
    };
    found.filter_map(entry).collect()
}

fn products(book: &Book, asked: &str) -> Vec<(Fit, PaletteEntry)> {
    let all: Vec<_> = book
        .products
        .values()
        .map(|product| Sought {
            id: product.id,
            text: format!("{}\t{}", product.code, product.name).to_lowercase(),
        })
        .collect();
    let found = best(&all, asked).into_iter();
    let entry = |(fit, id)| {
        let product = book.products.get(&id)?;
        Some((
            fit,
            PaletteEntry {
                title: product.name.clone(),
                detail: product.code.clone(),
                kind: String::new(),
                symbol: Symbol::Catalogue,
                route: Route::Product(id),
            },
        ))
    };
    found.filter_map(entry).collect()
}

impl Workspace {
    fn places(&self, asked: &str) -> Vec<(Fit, PaletteEntry)> {
        let locale = self.i18n.get_locale();
        let entry = |route: Route| {
            let title = place_name(locale, route);
            let fit = fit(&title.to_lowercase(), asked)?;
            Some((
                fit,
                PaletteEntry {
                    title,
                    detail: String::new(),
                    kind: String::new(),
                    symbol: symbol(route),
                    route,
                },
            ))
        };
        STEPS.into_iter().filter_map(entry).collect()
    }

    fn contracts(&self, book: &Book, index: &Index, asked: &str) -> Vec<(Fit, PaletteEntry)> {
        let locale = self.i18n.get_locale();
        let found = best(&index.contracts, asked).into_iter();
        let entry = |(fit, id): (Fit, ContractId)| {
            let contract = book.contracts.get(&id)?;
            let account = book.accounts.get(&contract.account)?;
            let name = if contract.name.is_empty() {
                &contract.number
            } else {
                &contract.name
            };
            Some((
                fit,
                PaletteEntry {
                    title: name.clone(),
                    detail: format!("{} · {}", contract.number, account.name),
                    kind: place_name(locale, Route::Contract(id)),
                    symbol: Symbol::Contract,
                    route: Route::Contract(id),
                },
            ))
        };
        found.filter_map(entry).collect()
    }

    /// Documents by number, reference or amount, the newest first.
    fn found_documents(
        &self,
        typed: &str,
        asked: &str,
        format: crate::app::format::Format,
    ) -> Vec<(Fit, PaletteEntry)> {
        let Some(summaries) = self.summaries_now() else {
            return Vec::new();
        };
        let entry = |at: usize| {
            let row = summaries.documents.row(at)?;
            let id = row.document()?;
            let fit = fit(&row.number.to_lowercase(), asked).unwrap_or(Fit::Contains);
            let name = self.with(|book| {
                let account = book.accounts.get(&row.account);
                account
                    .map(|account| account.name.clone())
                    .unwrap_or_default()
            });
            Some((fit, self.document_entry(&row, id, &name, format)))
        };
        let found = summaries.documents.search(typed);
        found
            .into_iter()
            .rev()
            .take(MOST)
            .filter_map(entry)
            .collect()
    }

    fn document_entry(
        &self,
        row: &Summary<'_>,
        id: crate::billing::id::InvoiceId,
        name: &str,
        format: crate::app::format::Format,
    ) -> PaletteEntry {
        PaletteEntry {
            title: row.number.to_string(),
            detail: format!(
                "{name} · {} · {}",
                format.date(row.on),
                format.money(row.total)
            ),
            kind: summary_kind_name(self.i18n, row.kind),
            symbol: Symbol::Invoice,
            route: Route::Invoice(id),
        }
    }
}

fn symbol(route: Route) -> Symbol {
    match route {
        Route::Today => Symbol::Today,
        Route::Desk | Route::Case(_) => Symbol::Phone,
        Route::Accounts | Route::Account(_) | Route::EditAccount(_) => Symbol::Accounts,
        Route::Catalogue | Route::Product(_) | Route::EditProduct(_) => Symbol::Catalogue,
        Route::Contracts
        | Route::Contract(_)
        | Route::EditContract(_)
        | Route::Savings(_)
        | Route::Offer(_) => Symbol::Contract,
        Route::NewAccount
        | Route::NewProduct
        | Route::NewContract
        | Route::NewInvoice
        | Route::NewPayment => Symbol::Plus,
        Route::Approvals => Symbol::Check,
        Route::BillingRun => Symbol::Billing,
        Route::Invoices | Route::Invoice(_) | Route::Comparison(_) => Symbol::Invoice,
        Route::Draft(_) => Symbol::Draft,
        Route::Payments | Route::Payment(_) => Symbol::Payment,
        Route::Reminders | Route::Letter(_) => Symbol::Mail,
        Route::Reports => Symbol::Report,
        Route::Insight => Symbol::Curve,
        Route::Fairness => Symbol::Scales,
        Route::Files => Symbol::Files,
        Route::ImportCsv | Route::ReadInvoice => Symbol::Upload,
        Route::Settings => Symbol::Settings,
        Route::Journal => Symbol::Journal,
    }
}
