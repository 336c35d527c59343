//! Reminders: who is to be reminded today and of what, who is left in peace and why; the letters, to print at once.

use crate::app::{
    components::{
        Badge, Button, ButtonKind, ConfirmDialog, Dialog, EmptyState, LetterPaper, MoneyView,
        Notice as NoticeBox, PageHeader, Section, ShortTable, Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::invoice::print,
    route::Route,
    wording::{
        failure_text,
        letter::{fee_words, held_text, reminder_words},
    },
    workspace::{Notice, Workspace, use_workspace},
};
use crate::billing::book::Book;
use crate::billing::command::{AskFee, AskReminder, Command, LetterText};
use crate::billing::dunning::{DueReminder, HeldReminder, reminders_due};
use crate::billing::id::{InvoiceId, LetterId};
use crate::billing::letter::{Letter, LetterKind};
use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Rows on show and reminders in a batch; the next ones follow when these are sent.
const MOST_ROWS: usize = 200;

/// What the screen shows.
#[derive(Clone, PartialEq)]
enum Stage {
    /// What can be sent.
    Choosing,
    /// The letters that were just written.
    Papers(Vec<LetterId>),
}

/// A reminder that can be sent, with its names.
#[derive(Clone, PartialEq)]
struct Row {
    due: DueReminder,
    number: String,
    customer: String,
}

/// An invoice that is left in peace, with its names.
#[derive(Clone, PartialEq)]
struct HeldRow {
    held: HeldReminder,
    number: String,
    customer: String,
}

/// The page.
#[component]
pub fn Reminders() -> impl IntoView {
    let stage = RwSignal::new(Stage::Choosing);
    move || match stage.get() {
        Stage::Choosing => view! { <Choosing stage/> }.into_any(),
        Stage::Papers(letters) => view! { <Papers letters stage/> }.into_any(),
    }
}

#[component]
fn Choosing(stage: RwSignal<Stage>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let all = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| named(book, today))
    });
    let left_out = RwSignal::new(BTreeSet::<InvoiceId>::new());
    let error = RwSignal::new(None::<String>);
    let is_sending = RwSignal::new(false);
    let is_asking = RwSignal::new(false);
    let chosen = Memo::new(move |_| {
        let left_out = left_out.get();
        let rows = all.with(|all| all.due.clone());
        rows.into_iter()
            .filter(|row| !left_out.contains(&row.due.invoice))
            .collect::<Vec<Row>>()
    });
    let send = move |()| {
        let on = workspace.today();
        let reminders: Vec<AskReminder> = chosen
            .get_untracked()
            .iter()
            .filter_map(|row| asked(workspace, row, on))
            .collect();
        let letters = reminders.iter().map(|asked| asked.letter.id).collect();
        error.set(None);
        is_sending.set(true);
        spawn_local(async move {
            let outcome = workspace
                .dispatch(Command::SendReminders { reminders, on })
                .await;
            is_sending.set(false);
            match outcome {
                Ok(_) => {
                    let text = t_string!(i18n, dunning.sent_done).to_string();
                    workspace.notify(Notice::Done(text));
                    stage.set(Stage::Papers(letters));
                }
                Err(failure) => error.set(Some(failure_text(i18n, &failure))),
            }
        });
    };
    view! {
        <PageHeader title=move || t_string!(i18n, dunning.title) subtitle=move || t_string!(i18n, dunning.subtitle)>
            <Show when=move || !all.read().due.is_empty()>
                <Button
                    kind=ButtonKind::Primary
                    symbol=Symbol::Mail
                    disabled=Signal::derive(move || is_sending.get() || chosen.read().is_empty())
                    on_press=move |()| is_asking.set(true)
                >
                    {move || t_string!(i18n, dunning.send, count = chosen.read().len()).to_string()}
                </Button>
            </Show>
        </PageHeader>
        <ConfirmDialog
            title=move || t_string!(i18n, dunning.write_title)
            text=move || t_string!(i18n, dunning.write_text, count = chosen.read().len()).to_string()
            confirm=move || t_string!(i18n, dunning.send, count = chosen.read().len()).to_string()
            open=is_asking
            on_confirm=send
            is_danger=false
        />
        <div role="alert">
            {move || error.get().map(|text| view! {
                <NoticeBox tone=Tone::Bad title=move || t_string!(i18n, dunning.not_done)>{text}</NoticeBox>
            })}
        </div>
        <Show
            when=move || !all.read().due.is_empty()
            fallback=move || view! {
                <EmptyState
                    symbol=Symbol::Check
                    title=move || t_string!(i18n, dunning.nobody)
                    text=move || t_string!(i18n, dunning.nobody_text)
                />
            }
        >
            <Section title=move || t_string!(i18n, dunning.to_remind)>
                <DueTable all left_out/>
                <Show when=move || all.read().has_more_due>
                    <p class="section-note">{t!(i18n, dunning.first_shown, count = MOST_ROWS)}</p>
                </Show>
            </Section>
        </Show>
        <Show when=move || !all.read().held.is_empty()>
            <Section title=move || t_string!(i18n, dunning.held_title)>
                <HeldTable all/>
                <Show when=move || all.read().has_more_held>
                    <p class="section-note">{t!(i18n, dunning.first_held, count = MOST_ROWS)}</p>
                </Show>
            </Section>
        </Show>
    }
}

/// What stands in the two tables, each cut where it is too long.
#[derive(Clone, PartialEq)]
struct All {
    due: Vec<Row>,
    held: Vec<HeldRow>,
    has_more_due: bool,
    has_more_held: bool,
}

#[component]
fn DueTable(all: Memo<All>, left_out: RwSignal<BTreeSet<InvoiceId>>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let shown = RwSignal::new(None::<InvoiceId>);
    let is_open = RwSignal::new(false);
    let rows = move || {
        all.with(|all| all.due.clone())
            .into_iter()
            .map(|row| view! { <DueRow row left_out shown is_open/> })
            .collect_view()
    };
    let paper = move || {
        let id = shown.get()?;
        let row = all.with(|all| all.due.iter().find(|row| row.due.invoice == id).cloned())?;
        let (letter, seller) = workspace
            .with(|book| Some((preview(book, &row, workspace.today())?, book.seller.clone())))?;
        Some(view! { <LetterPaper letter seller/> })
    };
    view! {
        <ShortTable label=move || t_string!(i18n, dunning.to_remind)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, dunning.invoice)}</th>
                    <th scope="col">{t!(i18n, invoices.customer)}</th>
                    <th scope="col">{t!(i18n, dunning.level)}</th>
                    <th scope="col" class="amount">{t!(i18n, dunning.asks)}</th>
                    <th scope="col" class="amount">{t!(i18n, dunning.fee)}</th>
                    <th scope="col">{t!(i18n, dunning.letter_title)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
        <Dialog title=move || t_string!(i18n, dunning.preview) open=is_open is_wide=true>{paper}</Dialog>
    }
}

#[component]
fn DueRow(
    row: Row,
    left_out: RwSignal<BTreeSet<InvoiceId>>,
    shown: RwSignal<Option<InvoiceId>>,
    is_open: RwSignal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let Row {
        due,
        number,
        customer,
    } = row;
    let (id, level, days) = (due.invoice, due.level, due.days_overdue);
    let (named, heard) = (number.clone(), number.clone());
    let choose = move |event| {
        let is_chosen = event_target_checked(&event);
        left_out.update(|left_out| {
            if is_chosen {
                left_out.remove(&id);
            } else {
                left_out.insert(id);
            }
        });
    };
    let look = move |()| {
        shown.set(Some(id));
        is_open.set(true);
    };
    view! {
        <tr>
            <th scope="row">
                <div class="check-line">
                    <input
                        type="checkbox"
                        class="check"
                        prop:checked=move || !left_out.read().contains(&id)
                        on:change=choose
                        aria-label=move || t_string!(i18n, dunning.remind_of, number = named.clone()).to_string()
                    />
                    <a href=Route::Invoice(id).href()>{number}</a>
                </div>
            </th>
            <td><a href=Route::Account(due.account).href()>{customer}</a></td>
            <td>
                {move || t_string!(i18n, dunning.level_of, level = level).to_string()} " "
                <Badge tone=Tone::Bad>{move || t_string!(i18n, accounts.days_overdue, count = days).to_string()}</Badge>
            </td>
            <td class="amount">
                <MoneyView money=due.open/>
                {due.disputed.is_positive().then(|| view! {
                    <small class="quiet">
                        " " {move || t_string!(i18n, dunning.without_disputed, amount = format.get().money(due.disputed)).to_string()}
                    </small>
                })}
            </td>
            <td class="amount">{due.fee.map(|fee| view! { <MoneyView money=fee/> })}</td>
            <td>
                <Button kind=ButtonKind::Quiet on_press=look>
                    {t!(i18n, dunning.look)}
                    <span class="heard">" " {heard}</span>
                </Button>
            </td>
        </tr>
    }
}

#[component]
fn HeldTable(all: Memo<All>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        all.with(|all| all.held.clone())
            .into_iter()
            .map(|row| {
                let why = row.held.why.clone();
                view! {
                    <tr>
                        <th scope="row"><a href=Route::Invoice(row.held.invoice).href()>{row.number}</a></th>
                        <td><a href=Route::Account(row.held.account).href()>{row.customer}</a></td>
                        <td class="amount"><MoneyView money=row.held.open/></td>
                        <td>{move || held_text(i18n, &why)}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <ShortTable label=move || t_string!(i18n, dunning.held_title)>
            <thead>
                <tr>
                    <th scope="col">{t!(i18n, dunning.invoice)}</th>
                    <th scope="col">{t!(i18n, invoices.customer)}</th>
                    <th scope="col" class="amount">{t!(i18n, invoices.open)}</th>
                    <th scope="col">{t!(i18n, dunning.why)}</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </ShortTable>
    }
}

/// The letters that were just written, to print at once.
#[component]
fn Papers(letters: Vec<LetterId>, stage: RwSignal<Stage>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let (letters, seller) = workspace.with(|book| {
        let found: Vec<Letter> = letters
            .iter()
            .filter_map(|id| book.letters.get(id).cloned())
            .collect();
        (found, book.seller.clone())
    });
    let papers = letters
        .into_iter()
        .map(|letter| view! { <LetterPaper letter seller=seller.clone()/> })
        .collect_view();
    view! {
        <PageHeader title=move || t_string!(i18n, dunning.papers)>
            <Button on_press=move |()| stage.set(Stage::Choosing)>{t!(i18n, dunning.back)}</Button>
            <Button kind=ButtonKind::Primary symbol=Symbol::Print on_press=move |()| print()>
                {t!(i18n, dunning.print_all)}
            </Button>
        </PageHeader>
        {papers}
    }
}

fn named(book: &Book, today: NaiveDate) -> All {
    let all = reminders_due(book, today);
    let names = |invoice: InvoiceId| {
        let receivable = book.receivables.get(&invoice);
        let number = receivable.map(|item| item.number.clone());
        let account = receivable.and_then(|item| book.accounts.get(&item.account));
        let customer = account.map(|account| account.name.clone());
        (number.unwrap_or_default(), customer.unwrap_or_default())
    };
    let has_more_due = all.due.len() > MOST_ROWS;
    let has_more_held = all.held.len() > MOST_ROWS;
    let rows = all.due.into_iter().take(MOST_ROWS).map(|due| {
        let (number, customer) = names(due.invoice);
        Row {
            due,
            number,
            customer,
        }
    });
    let held = all.held.into_iter().take(MOST_ROWS).map(|held| {
        let (number, customer) = names(held.invoice);
        HeldRow {
            held,
            number,
            customer,
        }
    });
    All {
        due: rows.collect(),
        held: held.collect(),
        has_more_due,
        has_more_held,
    }
}

/// What is asked of the book for a row.
fn asked(workspace: Workspace, row: &Row, on: NaiveDate) -> Option<AskReminder> {
    let letter = workspace.with_untracked(|book| preview(book, row, on))?;
    let fee = row.due.fee.map(|amount| {
        let (description, tax_reason) = fee_words(letter.language, &row.number);
        AskFee {
            charge: workspace.fresh_id(),
            amount,
            description,
            tax_reason,
        }
    });
    Some(AskReminder {
        id: workspace.fresh_id(),
        invoice: row.due.invoice,
        open: row.due.open,
        fee,
        letter: LetterText {
            id: workspace.fresh_id(),
            subject: letter.subject,
            paragraphs: letter.paragraphs,
        },
    })
}

/// The letter as it would be.
fn preview(book: &Book, row: &Row, on: NaiveDate) -> Option<Letter> {
    let receivable = book.receivables.get(&row.due.invoice)?;
    let account = book.accounts.get(&receivable.account)?;
    let (subject, paragraphs) = reminder_words(
        &book.seller,
        account.language,
        receivable,
        book.reference_of(receivable),
        &row.due,
        on,
    );
    Some(Letter {
        id: LetterId(Uuid::nil()),
        account: account.id,
        kind: LetterKind::Reminder,
        on,
        language: account.language,
        recipient: account.name.clone(),
        address: account.address.clone(),
        email: String::new(),
        subject,
        paragraphs,
        invoice: Some(receivable.invoice),
        case: None,
        sent: Vec::new(),
    })
}
