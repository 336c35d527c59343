//! Everything about one customer: what is owed and why, what is agreed, what waits, what has been.

mod business;
mod charge;
mod document;
mod fairness;
mod history;
mod merge;
mod owing;
mod peace;
mod profile;
mod statement;

use crate::app::pages::offer::Discounts;
use crate::app::{
    components::{
        Badge, Button, ButtonKind, Choice, ConfirmDialog, Dialog, Icon, LinkButton,
        Notice as NoticeBox, PageHeader, Section, Stat, Stats, Symbol, Tabs, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::{
        NotFound,
        caller::{Enrolment, SightGate},
    },
    route::Route,
    workspace::use_workspace,
};
use crate::billing::account::Account;
use crate::billing::command::Command;
use crate::billing::desk::role::Role;
use crate::billing::id::AccountId;
use crate::money::Money;
use business::{Charges, Contracts, Drafts};
use charge::ChargeForm;
use document::Documents;
pub use fairness::Verdict;
use history::History;
use leptos::prelude::*;
use merge::MergeForm;
use owing::Owing;
use peace::{HoldDialog, Letters, Peace};
use profile::Profile;
use statement::StatementPanel;
use wasm_bindgen_futures::spawn_local;

/// The page.
#[component]
pub fn AccountPage(
    /// Whose.
    id: AccountId,
) -> impl IntoView {
    let workspace = use_workspace();
    let account = Memo::new(move |_| workspace.with(|book| book.accounts.get(&id).cloned()));
    let is_known = Memo::new(move |_| account.read().is_some());
    move || {
        if is_known.get() {
            view! { <SightGate account=Some(id)><Known id account/></SightGate> }.into_any()
        } else {
            view! { <NotFound/> }.into_any()
        }
    }
}

/// What the last part of the page shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Documents,
    Statement,
    History,
}

#[component]
fn Known(id: AccountId, account: Memo<Option<Account>>) -> impl IntoView {
    let i18n = use_i18n();
    let charging = RwSignal::new(false);
    let part = RwSignal::new(Part::Documents);
    let parts = Signal::derive(move || {
        vec![
            Choice::new(Part::Documents, t_string!(i18n, accounts.documents)),
            Choice::new(Part::Statement, t_string!(i18n, accounts.statement)),
            Choice::new(Part::History, t_string!(i18n, accounts.history)),
        ]
    });
    let name = move || {
        account.with(|account| {
            account
                .as_ref()
                .map(|account| account.name.clone())
                .unwrap_or_default()
        })
    };
    let number = move || {
        let number = account.with(|account| {
            account
                .as_ref()
                .map(|account| account.number.clone())
                .unwrap_or_default()
        });
        t_string!(i18n, accounts.number_of, number = number).to_string()
    };
    view! {
        <PageHeader title=name subtitle=number><Steps id account charging/></PageHeader>
        <Closed account/>
        <Verdict id/>
        <Standing id account/>
        <Peace id/>
        <Owing id/>
        <Contracts id/>
        <Discounts id/>
        <Charges id charging/>
        <Drafts id/>
        {move || account.get().map(|account| view! { <Profile account/> })}
        <Letters id/>
        <Enrolment id/>
        <Section title=move || t_string!(i18n, accounts.record)>
            <Tabs label=move || t_string!(i18n, accounts.record) chosen=part choices=parts>
                {move || match part.get() {
                    Part::Documents => view! { <Documents id/> }.into_any(),
                    Part::Statement => view! { <StatementPanel id/> }.into_any(),
                    Part::History => view! { <History id/> }.into_any(),
                }}
            </Tabs>
        </Section>
        <Dialog title=move || t_string!(i18n, accounts.add_charge) open=charging>
            {move || account.get_untracked().map(|account| view! { <ChargeForm account open=charging/> })}
        </Dialog>
    }
}

/// What can be done with the customer.
#[component]
fn Steps(id: AccountId, account: Memo<Option<Account>>, charging: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let merging = RwSignal::new(false);
    let closing = RwSignal::new(false);
    let may_merge = move || workspace.role() >= Role::Lead;
    let holding = RwSignal::new(false);
    let is_open =
        Memo::new(move |_| account.with(|account| account.as_ref().is_some_and(Account::is_open)));
    let is_merged = Memo::new(move |_| {
        account.with(|account| {
            account
                .as_ref()
                .is_some_and(|account| account.merged_into.is_some())
        })
    });
    let send = move |command: Command| {
        spawn_local(async move {
            if let Err(failure) = workspace.dispatch(command).await {
                workspace.report(&failure);
            }
        });
    };
    view! {
        <Show when=move || !is_merged.get()>
            <LinkButton route=Route::EditAccount(id) symbol=Symbol::Edit>{t!(i18n, words.edit)}</LinkButton>
            <details class="menu">
                <summary class="button"><Icon symbol=Symbol::More/><span>{t!(i18n, accounts.more)}</span></summary>
                <div class="menu-list">
                    <Button kind=ButtonKind::Quiet symbol=Symbol::Pause on_press=move |()| holding.set(true)>
                        {t!(i18n, dunning.hold)}
                    </Button>
                    <Show when=may_merge>
                        <Button kind=ButtonKind::Quiet symbol=Symbol::Merge on_press=move |()| merging.set(true)>
                            {t!(i18n, accounts.merge)}
                        </Button>
                    </Show>
                    <Show
                        when=move || is_open.get()
                        fallback=move || view! {
                            <Button kind=ButtonKind::Quiet symbol=Symbol::Undo on_press=move |()| send(Command::ReopenAccount(id))>
                                {t!(i18n, accounts.reopen)}
                            </Button>
                        }
                    >
                        <Button kind=ButtonKind::Quiet symbol=Symbol::Lock on_press=move |()| closing.set(true)>
                            {t!(i18n, accounts.close)}
                        </Button>
                    </Show>
                </div>
            </details>
        </Show>
        <Show when=move || is_open.get()>
            <Button symbol=Symbol::Plus on_press=move |()| charging.set(true)>{t!(i18n, accounts.add_charge)}</Button>
            <AccountLink route=Route::NewPayment id class="button">
                <Icon symbol=Symbol::Payment/><span>{t!(i18n, accounts.receive_payment)}</span>
            </AccountLink>
            <AccountLink route=Route::NewInvoice id class="button button-primary">
                <Icon symbol=Symbol::Invoice/><span>{t!(i18n, accounts.new_invoice)}</span>
            </AccountLink>
        </Show>
        <Dialog title=move || t_string!(i18n, accounts.merge_title) open=merging><MergeForm id open=merging/></Dialog>
        <HoldDialog id open=holding/>
        <ConfirmDialog
            title=move || t_string!(i18n, accounts.close_title)
            text=move || t_string!(i18n, accounts.close_text)
            confirm=move || t_string!(i18n, accounts.close)
            open=closing
            on_confirm=move |()| send(Command::CloseAccount { account: id, on: workspace.today() })
        />
    }
}

/// A link to a screen that begins with this customer.
#[component]
fn AccountLink(
    route: Route,
    id: AccountId,
    class: &'static str,
    children: Children,
) -> impl IntoView {
    view! { <a class=class href=format!("{}?account={id}", route.href())>{children()}</a> }
}

/// Says that no new business is done with the customer, and why.
#[component]
fn Closed(account: Memo<Option<Account>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    move || {
        let account = account.get().filter(|account| !account.is_open())?;
        let other = account.merged_into.map(|into| {
            let name = workspace.with(|book| {
                book.accounts
                    .get(&into)
                    .map(|other| other.name.clone())
                    .unwrap_or_default()
            });
            (into, name)
        });
        let view = match other {
            Some((into, name)) => view! {
                <NoticeBox tone=Tone::Info title=move || t_string!(i18n, accounts.merged_title)>
                    <a href=Route::Account(into).href()>{name}</a>
                </NoticeBox>
            }
            .into_any(),
            None => {
                let day = account
                    .closed
                    .map(|day| format.get().date(day))
                    .unwrap_or_default();
                view! {
                    <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, accounts.closed_title)>
                        {t_string!(i18n, accounts.closed_on, day = day).to_string()}
                    </NoticeBox>
                }
                .into_any()
            }
        };
        Some(view! { <div class="notices">{view}</div> })
    }
}

/// The figures on top: what is owed, what of it is overdue, what has been paid too much.
#[component]
fn Standing(id: AccountId, account: Memo<Option<Account>>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let figures = Memo::new(move |_| {
        let today = workspace.today();
        let currency = account.with(|account| account.as_ref().map(|account| account.currency))?;
        workspace.with(|book| {
            let zero = Money::zero(currency);
            let overdue = book
                .receivables_of(id)
                .filter(|item| item.total.currency() == currency && item.is_overdue(today))
                .fold((zero, 0_i64), |(sum, days), item| {
                    (sum + item.open(), days.max(item.days_overdue(today)))
                });
            let credit = book
                .credits_of(id)
                .filter(|credit| credit.amount.currency() == currency)
                .fold(zero, |sum, credit| sum + credit.left());
            Some((book.balance(id, currency), overdue, credit))
        })
    });
    move || {
        figures.get().map(|(balance, (overdue, days), credit)| {
            let tone = if overdue.is_positive() {
                Tone::Bad
            } else if balance.is_positive() {
                Tone::Neutral
            } else {
                Tone::Good
            };
            let word = if overdue.is_positive() {
                view! { <Badge tone=Tone::Bad>{t!(i18n, accounts.overdue)}</Badge> }.into_any()
            } else {
                ().into_any()
            };
            let note = move || {
                if overdue.is_positive() {
                    t_string!(i18n, accounts.overdue_for, count = days).to_string()
                } else {
                    t_string!(i18n, accounts.nothing_overdue).to_string()
                }
            };
            view! {
                <Stats>
                    <Stat
                        label=move || if balance.is_negative() {
                            t_string!(i18n, accounts.in_credit)
                        } else {
                            t_string!(i18n, accounts.balance)
                        }
                        tone
                    >
                        {move || format.get().money(balance.abs())} " " {word}
                    </Stat>
                    <Stat label=move || t_string!(i18n, accounts.overdue_sum) note>{move || format.get().money(overdue)}</Stat>
                    <Stat label=move || t_string!(i18n, accounts.credit_left)>{move || format.get().money(credit)}</Stat>
                </Stats>
            }
        })
    }
}
