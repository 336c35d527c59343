//! Customers with findings, the one that is owed most first.

use super::sees_undercharged;
use crate::app::{
    components::{Card, Choice, Column, RowLink, SearchField, SegmentedField, Sort, VirtualTable},
    format::Format,
    locale::{t_string, use_format, use_i18n},
    route::Route,
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::care::review::{AccountFindings, FirmReview, Rule};
use crate::money::Money;
use leptos::prelude::*;
use std::sync::Arc;

/// Which customers are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Owed,
    Talk,
    Under,
}

/// The place of the column of what was charged too little.
const UNDER: usize = 3;

#[derive(Clone, PartialEq)]
struct Row {
    id: AccountId,
    name: String,
    number: String,
    sought: String,
    rules: Vec<Rule>,
    talk: Vec<Rule>,
    owed: Money,
    under: Money,
}

impl Row {
    fn is_shown(&self, shown: Shown) -> bool {
        match shown {
            Shown::Owed => !self.rules.is_empty(),
            Shown::Talk => !self.talk.is_empty(),
            Shown::Under => self.under.is_positive(),
        }
    }

    fn codes(&self, shown: Shown) -> String {
        let rules = match shown {
            Shown::Owed => &self.rules,
            Shown::Talk => &self.talk,
            Shown::Under => return String::new(),
        };
        let codes: Vec<&str> = rules.iter().map(|rule| rule.code()).collect();
        codes.join(", ")
    }

    fn order(&self, other: &Row, key: &str) -> std::cmp::Ordering {
        match key {
            "name" => self.name.cmp(&other.name),
            "number" => self.number.cmp(&other.number),
            "under" => self.under.minor().cmp(&other.under.minor()),
            _ => self.owed.minor().cmp(&other.owed.minor()),
        }
    }
}

/// The list.
#[component]
pub fn Customers(firm: Arc<FirmReview>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let all = Memo::new(move |_| {
        workspace.with(|book| {
            let row = |found: &AccountFindings| {
                let account = book.accounts.get(&found.account)?;
                Some(Row {
                    id: found.account,
                    name: account.name.clone(),
                    number: account.number.clone(),
                    sought: format!("{} {}", account.name, account.number).to_lowercase(),
                    rules: found.rules.clone(),
                    talk: found.talk.clone(),
                    owed: found.owed,
                    under: found.undercharged,
                })
            };
            firm.found.iter().filter_map(row).collect::<Vec<_>>()
        })
    });
    let query = RwSignal::new(String::new());
    let shown = RwSignal::new(Shown::Owed);
    let sort = RwSignal::new(Sort::descending("owed"));
    let rows = Memo::new(move |_| {
        let wanted = query.get().to_lowercase();
        let Sort { key, direction } = sort.get();
        let mut rows: Vec<Row> = all.with(|all| {
            all.iter()
                .filter(|row| row.is_shown(shown.get()) && row.sought.contains(wanted.trim()))
                .cloned()
                .collect()
        });
        rows.sort_by(|one, other| match direction {
            crate::app::components::Direction::Ascending => one.order(other, key),
            crate::app::components::Direction::Descending => other.order(one, key),
        });
        rows
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let sees_under = sees_undercharged(workspace);
    let choices = Signal::derive(move || {
        let mut choices = vec![
            Choice::new(Shown::Owed, t_string!(i18n, fairness.shown_owed)),
            Choice::new(Shown::Talk, t_string!(i18n, fairness.shown_talk)),
        ];
        if sees_under.get() {
            choices.push(Choice::new(
                Shown::Under,
                t_string!(i18n, fairness.shown_under),
            ));
        }
        choices
    });
    // Somebody else took over the device while the list was on show.
    Effect::new(move || {
        if !sees_under.get() && shown.get_untracked() == Shown::Under {
            shown.set(Shown::Owed);
        }
    });
    let list = move || {
        let (count, number) = (count.get(), format.get().number(count.get()));
        t_string!(i18n, fairness.list, count = count, number = number).to_string()
    };
    view! {
        <div class="toolbar">
            <SearchField label=move || t_string!(i18n, fairness.search) value=query/>
            <SegmentedField label=move || t_string!(i18n, fairness.shown) value=shown choices/>
        </div>
        {move || view! { <VirtualTable label=list count columns=columns(rows, shown, format, sees_under.get()) sort/> }}
        <p class="list-foot" role="status">
            {move || if count.get() == 0 {
                t_string!(i18n, fairness.customers_none).to_owned()
            } else {
                list()
            }}
        </p>
    }
}

fn columns(
    rows: Memo<Vec<Row>>,
    shown: RwSignal<Shown>,
    format: Memo<Format>,
    sees_under: bool,
) -> Vec<Column> {
    let i18n = use_i18n();
    let cell = move |row: usize, read: &dyn Fn(&Row) -> String| {
        rows.with(|rows| rows.get(row).map(read).unwrap_or_default())
    };
    let money = move |amount: Money| {
        if amount.is_zero() {
            String::new()
        } else {
            format.get().money(amount)
        }
    };
    let mut columns = vec![
        Column::new(
            "number",
            Signal::derive(move || t_string!(i18n, fairness.col_number).to_owned()),
            14,
            move |row| cell(row, &|row| row.number.clone()),
        )
        .card(Card::Aside),
        Column::new(
            "name",
            Signal::derive(move || t_string!(i18n, fairness.col_customer).to_owned()),
            34,
            move |row| {
                let row = rows.with(|rows| rows.get(row).cloned());
                row.map(|row| view! { <RowLink route=Route::Account(row.id)>{row.name}</RowLink> })
            },
        )
        .card(Card::Title),
        Column::new(
            "rules",
            Signal::derive(move || t_string!(i18n, fairness.col_rules).to_owned()),
            20,
            move |row| cell(row, &|row| row.codes(shown.get())),
        )
        .unsorted(),
        Column::new(
            "under",
            Signal::derive(move || t_string!(i18n, fairness.col_under).to_owned()),
            16,
            move |row| cell(row, &|row| money(row.under)),
        )
        .amount()
        .card(Card::Hidden),
        Column::new(
            "owed",
            Signal::derive(move || t_string!(i18n, fairness.col_owed).to_owned()),
            16,
            move |row| cell(row, &|row| money(row.owed)),
        )
        .amount()
        .card(Card::Value),
    ];
    if !sees_under {
        columns.remove(UNDER);
    }
    columns
}
