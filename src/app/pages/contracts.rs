//! The list of contracts: found by name, number and customer, narrowed by how they stand, with the next billing day.

use crate::app::{
    components::{
        Badge, ButtonKind, Card, Choice, Column, EmptyState, LinkButton, PageHeader, RowLink,
        SearchField, SegmentedField, Sort, Symbol, Tone, VirtualTable, virtual_table::Direction,
    },
    locale::{Locale, t, t_string, td_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::book::Book;
use crate::billing::contract::Contract;
use crate::billing::id::ContractId;
use crate::billing::run::next_due;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::cmp::Ordering;

/// How a contract stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ContractStanding {
    /// It begins later.
    Coming,
    /// It runs.
    Running,
    /// It rests.
    Paused,
    /// It runs, and its last day is known.
    Ending,
    /// It is over.
    Ended,
}

impl ContractStanding {
    /// How `contract` stands on `day`.
    pub fn of(contract: &Contract, day: NaiveDate) -> Self {
        if contract.last_day.is_some_and(|last| last < day) {
            ContractStanding::Ended
        } else if day < contract.starts {
            ContractStanding::Coming
        } else if contract.is_paused(day) {
            ContractStanding::Paused
        } else if contract.last_day.is_some() {
            ContractStanding::Ending
        } else {
            ContractStanding::Running
        }
    }

    /// Its name.
    pub fn name(self, locale: Locale) -> &'static str {
        match self {
            ContractStanding::Coming => td_string!(locale, contracts.coming),
            ContractStanding::Running => td_string!(locale, contracts.running),
            ContractStanding::Paused => td_string!(locale, contracts.paused),
            ContractStanding::Ending => td_string!(locale, contracts.ending),
            ContractStanding::Ended => td_string!(locale, contracts.ended),
        }
    }

    /// Its tone.
    pub fn tone(self) -> Tone {
        match self {
            ContractStanding::Coming => Tone::Info,
            ContractStanding::Running => Tone::Good,
            ContractStanding::Paused | ContractStanding::Ending => Tone::Warn,
            ContractStanding::Ended => Tone::Neutral,
        }
    }
}

/// A word on how a contract stands.
#[component]
pub fn StandingBadge(
    /// How it stands.
    standing: ContractStanding,
) -> impl IntoView {
    let i18n = use_i18n();
    view! { <Badge tone=standing.tone()>{move || standing.name(i18n.get_locale())}</Badge> }
}

#[derive(Clone, PartialEq)]
struct Row {
    id: ContractId,
    number: String,
    name: String,
    account: String,
    standing: ContractStanding,
    next: Option<NaiveDate>,
    ends: Option<NaiveDate>,
    sought: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Current,
    Ending,
    Paused,
    Ended,
}

impl Row {
    fn of(book: &Book, contract: &Contract, today: NaiveDate) -> Self {
        let account = book.accounts.get(&contract.account);
        let account_name = account
            .map(|account| account.name.clone())
            .unwrap_or_default();
        let yesterday = today.pred_opt().unwrap_or(today);
        Row {
            id: contract.id,
            number: contract.number.clone(),
            name: contract.name.clone(),
            standing: ContractStanding::of(contract, today),
            next: account.and_then(|account| next_due(book, account, contract, yesterday)),
            ends: contract.last_day,
            sought: [contract.number.as_str(), &contract.name, &account_name]
                .join("\n")
                .to_lowercase(),
            account: account_name,
        }
    }

    fn is_shown(&self, shown: Shown) -> bool {
        match shown {
            Shown::Current => self.standing != ContractStanding::Ended,
            Shown::Ending => self.standing == ContractStanding::Ending,
            Shown::Paused => self.standing == ContractStanding::Paused,
            Shown::Ended => self.standing == ContractStanding::Ended,
        }
    }

    fn order(&self, other: &Row, key: &str) -> Ordering {
        let by_account = || {
            self.account
                .to_lowercase()
                .cmp(&other.account.to_lowercase())
        };
        let number = |row: &Row| (row.number.chars().count(), row.number.clone());
        match key {
            "number" => number(self).cmp(&number(other)),
            "name" => self
                .name
                .to_lowercase()
                .cmp(&other.name.to_lowercase())
                .then_with(by_account),
            // Those that are never billed again come last.
            "next" => {
                let day = |row: &Row| row.next.unwrap_or(NaiveDate::MAX);
                day(self).cmp(&day(other)).then_with(by_account)
            }
            "standing" => self.standing.cmp(&other.standing).then_with(by_account),
            _ => by_account().then_with(|| number(self).cmp(&number(other))),
        }
    }
}

/// The page.
#[component]
pub fn Contracts() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Shown::Current);
    let sort = RwSignal::new(Sort::ascending("account"));
    let all = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| {
            book.contracts
                .values()
                .map(|contract| Row::of(book, contract, today))
                .collect::<Vec<_>>()
        })
    });
    let rows = Memo::new(move |_| {
        let words: Vec<String> =
            query.with(|typed| typed.split_whitespace().map(str::to_lowercase).collect());
        let Sort { key, direction } = sort.get();
        let mut rows: Vec<Row> = all.with(|all| {
            all.iter()
                .filter(|row| {
                    row.is_shown(shown.get()) && words.iter().all(|word| row.sought.contains(word))
                })
                .cloned()
                .collect()
        });
        rows.sort_by(|one, other| match direction {
            Direction::Ascending => one.order(other, key),
            Direction::Descending => other.order(one, key),
        });
        rows
    });
    let format = use_format();
    let count = Signal::derive(move || rows.with(Vec::len));
    let is_empty = Memo::new(move |_| all.with(Vec::is_empty));
    let choices = Signal::derive(move || {
        vec![
            Choice::new(Shown::Current, t_string!(i18n, contracts.shown_current)),
            Choice::new(Shown::Ending, t_string!(i18n, contracts.ending)),
            Choice::new(Shown::Paused, t_string!(i18n, contracts.paused)),
            Choice::new(Shown::Ended, t_string!(i18n, contracts.ended)),
        ]
    });
    let columns = columns(rows);
    view! {
        <PageHeader
            title=move || t_string!(i18n, contracts.title)
            subtitle=move || t_string!(i18n, contracts.count, count = all.with(Vec::len), number = format.get().number(all.with(Vec::len))).to_string()
        >
            <LinkButton route=Route::NewContract kind=ButtonKind::Primary symbol=Symbol::Plus>
                {t!(i18n, contracts.new)}
            </LinkButton>
        </PageHeader>
        <Show
            when=move || !is_empty.get()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Contract
                    title=move || t_string!(i18n, contracts.empty_title)
                    text=move || t_string!(i18n, contracts.empty_text)
                >
                    <LinkButton route=Route::NewContract kind=ButtonKind::Primary>{t!(i18n, contracts.new)}</LinkButton>
                    <LinkButton route=Route::ImportCsv>{t!(i18n, contracts.import)}</LinkButton>
                </EmptyState>
            }
        >
            <div class="toolbar">
                <SearchField label=move || t_string!(i18n, contracts.search) value=query/>
                <SegmentedField label=move || t_string!(i18n, contracts.shown) value=shown choices/>
            </div>
            <VirtualTable
                label=move || t_string!(i18n, contracts.list, count = count.get(), number = format.get().number(count.get())).to_string()
                count
                columns=columns.clone()
                sort
            />
            <p class="list-foot" role="status">
                {move || if count.get() == 0 {
                    t_string!(i18n, contracts.none_found).to_string()
                } else {
                    t_string!(i18n, contracts.list, count = count.get(), number = format.get().number(count.get())).to_string()
                }}
            </p>
        </Show>
    }
}

fn columns(rows: Memo<Vec<Row>>) -> Vec<Column> {
    let i18n = use_i18n();
    let format = use_format();
    let read = move |row: usize| rows.with(|rows| rows.get(row).cloned());
    let name = |text: fn(Locale) -> &'static str| {
        Signal::derive(move || text(i18n.get_locale()).to_owned())
    };
    vec![
        Column::new(
            "number",
            name(|locale| td_string!(locale, contracts.number_short)),
            10,
            move |row| read(row).map(|row| row.number),
        )
        .card(Card::Hidden),
        Column::new(
            "account",
            name(|locale| td_string!(locale, contracts.account)),
            30,
            move |row| {
                read(row).map(
                    |row| {
                        // One customer may have several contracts: who only hears the link hears which.
                        let which = format!(", {}, {}", row.name, row.number);
                        view! { <RowLink route=Route::Contract(row.id)>{row.account}<span class="heard">{which}</span></RowLink> }
                    },
                )
            },
        )
        .card(Card::Title),
        Column::new(
            "name",
            name(|locale| td_string!(locale, contracts.name)),
            26,
            move |row| read(row).map(|row| row.name),
        ),
        Column::new(
            "standing",
            name(|locale| td_string!(locale, contracts.standing)),
            16,
            move |row| {
                read(row).map(|row| {
                let ends = (row.standing == ContractStanding::Ending).then_some(row.ends).flatten();
                let ends = ends.map(|day| view! { <span>{move || format.get().date(day)}</span> });
                view! { <span class="standing"><StandingBadge standing=row.standing/>{ends}</span> }
            })
            },
        )
        .card(Card::Aside),
        Column::new(
            "next",
            name(|locale| td_string!(locale, contracts.next_bill)),
            14,
            move |row| {
                read(row)
                    .and_then(|row| row.next)
                    .map(|day| format.get().date(day))
            },
        )
        .amount()
        .card(Card::Value),
    ]
}
