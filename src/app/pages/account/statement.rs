//! The statement of account over some days, in the customer's language, ready to be printed.

use crate::app::{
    components::{Actions, Button, DateField, Notice as NoticeBox, Paper, Symbol, Tone},
    format::Format,
    locale::{Locale, t, t_string, td_string, use_i18n},
    pages::paper::PdfButton,
    wording::{movement_name, store_error_text},
    workspace::use_workspace,
};
use crate::billing::account::{Account, Language};
use crate::billing::id::AccountId;
use crate::billing::statement::{Movement, Statement};
use crate::calendar::Period;
use crate::worker::protocol::Paper;
use chrono::Datelike;
use leptos::prelude::*;

/// The days, and the statement over them.
#[component]
pub fn StatementPanel(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let today = workspace.today();
    let from = RwSignal::new(today.with_ordinal(1));
    let to = RwSignal::new(Some(today));
    let account = Memo::new(move |_| workspace.with(|book| book.accounts.get(&id).cloned()));
    let period = Memo::new(move |_| Period::through(from.get()?, to.get()?));
    let wrong = Signal::derive(move || {
        (period.get().is_none() && from.get().is_some() && to.get().is_some())
            .then(|| t_string!(i18n, accounts.statement_backwards).to_string())
    });
    let fetched = LocalResource::new(move || {
        workspace.version();
        let (period, account) = (period.get(), account.get());
        async move {
            let (Some(period), Some(account)) = (period, account) else {
                return None;
            };
            let currency = account.currency;
            Some(
                workspace
                    .statement(id, currency, period)
                    .await
                    .map(|statement| (account, statement)),
            )
        }
    });
    let paper = Memo::new(move |_| {
        let (account, statement) = fetched.get()??.ok()?;
        Some(Paper::Statement {
            account,
            seller: workspace.with(|book| book.seller.clone()),
            statement,
            on: today,
        })
    });
    let print = move |()| {
        if let Err(error) = window().print() {
            leptos::logging::warn!("the browser does not print: {error:?}");
        }
    };
    view! {
        <div class="toolbar statement-bar">
            <DateField label=move || t_string!(i18n, accounts.statement_from) value=from/>
            <DateField label=move || t_string!(i18n, accounts.statement_to) value=to error=wrong/>
            <Actions>
                <PdfButton
                    paper=move || paper.get_untracked()
                    disabled=Signal::derive(move || paper.with(Option::is_none))
                />
                <Button symbol=Symbol::Print on_press=print>{t!(i18n, words.print)}</Button>
            </Actions>
        </div>
        {move || match fetched.get().flatten() {
            None => ().into_any(),
            Some(Err(error)) => view! { <NoticeBox tone=Tone::Bad>{store_error_text(i18n, &error)}</NoticeBox> }.into_any(),
            Some(Ok((account, statement))) => view! { <Sheet account statement/> }.into_any(),
        }}
    }
}

/// The paper.
#[component]
fn Sheet(account: Account, statement: Statement) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (locale, tag) = match account.language {
        Language::En => (Locale::en, "en"),
        Language::Fi => (Locale::fi, "fi"),
    };
    let format = Format::new(locale);
    let seller = workspace.with_untracked(|book| book.seller.clone());
    let lines = |address: &crate::billing::account::Address| {
        let city = format!("{} {}", address.postal_code, address.city)
            .trim()
            .to_owned();
        address
            .lines
            .iter()
            .cloned()
            .chain([city])
            .filter(|line| !line.is_empty())
            .map(|line| view! { <div>{line}</div> })
            .collect_view()
    };
    let rows = statement
        .movements
        .iter()
        .map(|movement| row(locale, format, movement))
        .collect_view();
    let number =
        td_string!(locale, accounts.number_of, number = account.number.clone()).to_string();
    let (opening, closing) = (
        format.money(statement.opening),
        format.money(statement.closing),
    );
    let (first, last) = (
        format.date(statement.period.from()),
        format.date(statement.period.last_day()),
    );
    view! {
        <Paper label=move || t_string!(i18n, accounts.statement) lang=tag>
            <header class="paper-head">
                <div><strong>{seller.name.clone()}</strong>{lines(&seller.address)}</div>
                <div>
                    <h3 class="paper-title">{td_string!(locale, accounts.statement_title)}</h3>
                    <p>{first.clone()}"–"{last.clone()}</p>
                </div>
            </header>
            <div class="paper-parties">
                <div>
                    <strong>{account.name.clone()}</strong>
                    {lines(&account.address)}
                </div>
                <div>{number}</div>
            </div>
            <table class="simple-table paper-lines">
                <thead>
                    <tr>
                        <th scope="col">{td_string!(locale, accounts.day)}</th>
                        <th scope="col">{td_string!(locale, accounts.what)}</th>
                        <th scope="col" class="amount">{td_string!(locale, accounts.amount)}</th>
                        <th scope="col" class="amount">{td_string!(locale, accounts.balance_short)}</th>
                    </tr>
                </thead>
                <tbody>
                    <tr>
                        <th scope="row">{first}</th>
                        <td>{td_string!(locale, accounts.opening)}</td>
                        <td></td>
                        <td class="amount">{opening}</td>
                    </tr>
                    {rows}
                </tbody>
                <tfoot>
                    <tr>
                        <th scope="row">{last}</th>
                        <td>{td_string!(locale, accounts.closing)}</td>
                        <td></td>
                        <td class="amount">{closing}</td>
                    </tr>
                </tfoot>
            </table>
        </Paper>
    }
}

fn row(locale: Locale, format: Format, movement: &Movement) -> impl IntoView + use<> {
    let kind = movement_name(locale, movement.kind);
    let what = format!("{kind} {}", movement.label);
    view! {
        <tr>
            <th scope="row">{format.date(movement.on)}</th>
            <td>{what}</td>
            <td class="amount">{format.money(movement.amount)}</td>
            <td class="amount">{format.money(movement.balance)}</td>
        </tr>
    }
}
