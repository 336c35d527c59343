//! The list of accounts: found by a few letters or digits, sorted, narrowed to those who owe.

use crate::app::{
    components::{
        Badge, ButtonKind, Card, Choice, Column, EmptyState, LinkButton, PageHeader, RowLink,
        SearchField, SegmentedField, Sort, Symbol, Tone, VirtualTable, combobox::Found,
        virtual_table::Direction,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    workspace::{Workspace, use_workspace},
};
use crate::billing::account::Account;
use crate::billing::book::Book;
use crate::billing::id::AccountId;
use crate::billing::identifier::phone_digits;
use crate::money::Money;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::cmp::Ordering;

/// One account as the list shows it, and what it is found by.
#[derive(Clone, PartialEq)]
struct Row {
    id: AccountId,
    number: String,
    name: String,
    city: String,
    contracts: usize,
    owes: Money,
    is_overdue: bool,
    is_open: bool,
    since: NaiveDate,
    sought: String,
    digits: String,
}

/// Which accounts are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Open,
    Owing,
    Overdue,
    Closed,
}

impl Row {
    fn of(book: &Book, account: &Account, today: NaiveDate) -> Self {
        let contacts = |of: fn(&crate::billing::account::ContactPerson) -> &str| {
            account
                .contacts
                .iter()
                .map(of)
                .collect::<Vec<_>>()
                .join(" ")
        };
        let sought = [
            account.name.as_str(),
            &account.number,
            &account.address.city,
            &account.address.postal_code,
            account.business_id.as_deref().unwrap_or_default(),
            &contacts(|contact| &contact.name),
            &contacts(|contact| &contact.email),
            &account.tags.join(" "),
        ]
        .join("\n")
        .to_lowercase();
        let phones = account
            .contacts
            .iter()
            .map(|contact| phone_digits(&contact.phone));
        Row {
            id: account.id,
            number: account.number.clone(),
            name: account.name.clone(),
            city: account.address.city.clone(),
            contracts: book
                .contracts_of(account.id)
                .filter(|contract| contract.last_day.is_none_or(|last| today <= last))
                .count(),
            owes: book.balance(account.id, account.currency),
            is_overdue: book
                .receivables_of(account.id)
                .any(|item| item.is_overdue(today)),
            is_open: account.is_open(),
            since: account.since,
            sought,
            digits: phones.collect::<Vec<_>>().join(" "),
        }
    }

    fn is_shown(&self, shown: Shown) -> bool {
        match shown {
            Shown::Open => self.is_open,
            Shown::Owing => self.owes.is_positive(),
            Shown::Overdue => self.is_overdue,
            Shown::Closed => !self.is_open,
        }
    }

    fn order(&self, other: &Row, key: &str) -> Ordering {
        let by_name = || self.name.to_lowercase().cmp(&other.name.to_lowercase());
        match key {
            "number" => natural(&self.number).cmp(&natural(&other.number)),
            "city" => self
                .city
                .to_lowercase()
                .cmp(&other.city.to_lowercase())
                .then_with(by_name),
            "contracts" => self.contracts.cmp(&other.contracts).then_with(by_name),
            "owes" => self.owes.cmp(&other.owes).then_with(by_name),
            "since" => self.since.cmp(&other.since).then_with(by_name),
            _ => by_name(),
        }
    }
}

/// Numbers in the order people expect: 999 before 1001.
fn natural(number: &str) -> (usize, &str) {
    (number.chars().count(), number)
}

/// What was typed, ready to be looked for.
struct Wanted {
    words: Vec<String>,
    digits: Option<String>,
}

impl Wanted {
    fn of(typed: &str) -> Self {
        let is_phone = typed.chars().filter(char::is_ascii_digit).count() >= 4
            && typed.chars().all(|c| {
                c.is_ascii_digit() || c.is_whitespace() || matches!(c, '+' | '-' | '(' | ')')
            });
        Wanted {
            words: typed.split_whitespace().map(str::to_lowercase).collect(),
            // With or without the country: a leading zero stands for it.
            digits: is_phone.then(|| phone_digits(typed).trim_start_matches('0').to_owned()),
        }
    }

    fn is_in(&self, row: &Row) -> bool {
        self.words.iter().all(|word| row.sought.contains(word))
            || self
                .digits
                .as_ref()
                .is_some_and(|digits| row.digits.contains(digits))
    }
}

/// The page.
#[component]
pub fn Accounts() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Shown::Open);
    let sort = RwSignal::new(Sort::ascending("name"));
    let all = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            book.accounts
                .values()
                .filter(|account| account.merged_into.is_none())
                .map(|account| Row::of(book, account, today))
                .collect::<Vec<_>>()
        })
    });
    let rows = Memo::new(move |_| {
        let wanted = query.with(|typed| Wanted::of(typed));
        let Sort { key, direction } = sort.get();
        let mut rows: Vec<Row> = all.with(|all| {
            all.iter()
                .filter(|row| row.is_shown(shown.get()) && wanted.is_in(row))
                .cloned()
                .collect()
        });
        rows.sort_by(|one, other| match direction {
            Direction::Ascending => one.order(other, key),
            Direction::Descending => other.order(one, key),
        });
        rows
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let choices = Signal::derive(move || {
        vec![
            Choice::new(Shown::Open, t_string!(i18n, accounts.shown_open)),
            Choice::new(Shown::Owing, t_string!(i18n, accounts.shown_owing)),
            Choice::new(Shown::Overdue, t_string!(i18n, accounts.shown_overdue)),
            Choice::new(Shown::Closed, t_string!(i18n, accounts.shown_closed)),
        ]
    });
    let columns = columns(rows, format);
    view! {
        <PageHeader
            title=move || t_string!(i18n, accounts.title)
            subtitle=move || t_string!(i18n, accounts.count, count = all.with(Vec::len), number = format.get().number(all.with(Vec::len))).to_string()
        >
            <LinkButton route=Route::NewAccount kind=ButtonKind::Primary symbol=Symbol::Plus>
                {t!(i18n, accounts.new)}
            </LinkButton>
        </PageHeader>
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Accounts
                    title=move || t_string!(i18n, accounts.empty_title)
                    text=move || t_string!(i18n, accounts.empty_text)
                >
                    <LinkButton route=Route::NewAccount kind=ButtonKind::Primary>{t!(i18n, accounts.new)}</LinkButton>
                    <LinkButton route=Route::ImportCsv>{t!(i18n, accounts.import)}</LinkButton>
                </EmptyState>
            }
        >
            <div class="toolbar">
                <SearchField label=move || t_string!(i18n, accounts.search) value=query/>
                <SegmentedField label=move || t_string!(i18n, accounts.shown) value=shown choices/>
            </div>
            <VirtualTable
                label=move || t_string!(i18n, accounts.list, count = count.get(), number = format.get().number(count.get())).to_string()
                count
                columns=columns.clone()
                sort
            />
            <p class="list-foot" role="status">
                {move || if count.get() == 0 {
                    t_string!(i18n, accounts.none_found).to_string()
                } else {
                    t_string!(i18n, accounts.list, count = count.get(), number = format.get().number(count.get())).to_string()
                }}
            </p>
        </Show>
    }
}

fn columns(rows: Memo<Vec<Row>>, format: Memo<crate::app::format::Format>) -> Vec<Column> {
    let i18n = use_i18n();
    let cell = move |row: usize, read: &dyn Fn(&Row) -> String| {
        rows.with(|rows| rows.get(row).map(read).unwrap_or_default())
    };
    vec![
        Column::new(
            "number",
            Signal::derive(move || t_string!(i18n, accounts.number_short).to_owned()),
            10,
            move |row| cell(row, &|row| row.number.clone()),
        ),
        Column::new(
            "name",
            Signal::derive(move || t_string!(i18n, accounts.name).to_owned()),
            36,
            move |row| {
                let row = rows.with(|rows| rows.get(row).cloned());
                row.map(|row| view! { <RowLink route=Route::Account(row.id)>{row.name}</RowLink> })
            },
        )
        .card(Card::Title),
        Column::new(
            "city",
            Signal::derive(move || t_string!(i18n, accounts.city).to_owned()),
            18,
            move |row| cell(row, &|row| row.city.clone()),
        )
        .card(Card::Aside),
        Column::new(
            "contracts",
            Signal::derive(move || t_string!(i18n, accounts.contracts).to_owned()),
            10,
            move |row| {
                cell(row, &|row| {
                    if row.contracts == 0 {
                        String::new()
                    } else {
                        format.get().number(row.contracts)
                    }
                })
            },
        )
        .amount()
        .card(Card::Hidden),
        Column::new(
            "since",
            Signal::derive(move || t_string!(i18n, accounts.since).to_owned()),
            12,
            move |row| cell(row, &|row| format.get().date(row.since)),
        )
        .card(Card::Hidden),
        Column::new(
            "owes",
            Signal::derive(move || t_string!(i18n, accounts.owes).to_owned()),
            16,
            move |row| {
                let row = rows.with(|rows| rows.get(row).map(|row| (row.owes, row.is_overdue)));
                row.map(|(owes, is_overdue)| {
                    let owes = (!owes.is_zero()).then(|| format.get().money(owes));
                    let overdue = is_overdue.then(
                        || view! { <Badge tone=Tone::Bad>{t!(i18n, accounts.overdue)}</Badge> },
                    );
                    view! { <span class="owes">{overdue}<span>{owes}</span></span> }
                })
            },
        )
        .amount()
        .card(Card::Value),
    ]
}

/// So many customers are offered at once.
const OFFERED: usize = 20;

/// Customers new business can be done with, in whose name or number a text occurs: for a field that finds one.
pub fn open_accounts(workspace: Workspace, text: &str) -> Vec<Found<AccountId>> {
    let wanted = text.trim().to_lowercase();
    workspace.with(|book| {
        book.accounts
            .values()
            .filter(|account| {
                account.is_open()
                    && (account.name.to_lowercase().contains(&wanted)
                        || account.number.to_lowercase().contains(&wanted))
            })
            .take(OFFERED)
            .map(|account| Found {
                value: account.id,
                title: account.name.clone(),
                detail: format!("{} {}", account.number, account.address.city),
            })
            .collect()
    })
}
