//! Today: what is owed, what is late, what is due for billing, and what to do next.
//!
//! An empty book shows the way to the first invoice instead.

mod figures;
mod first_run;
mod sample;
mod step;

use crate::app::{
    components::{
        Bar, BarChart, ButtonKind, DateView, LinkButton, MoneyView, PageHeader, Section,
        ShortTable, Stat, Stats, Symbol, Tone,
    },
    locale::{t, t_string, use_format, use_i18n},
    route::Route,
    wording::bucket_name,
    workspace::{Failure, painted, pause, use_workspace, whole},
};
use crate::billing::id::AccountId;
use crate::billing::receivable::Bucket;
use crate::billing::run::{Proposal, RunRequest, preview};
use crate::money::Money;
use crate::store::StoreError;
use crate::store::summary::{Summary, SummaryKind};
use figures::{DueForBilling, Figures};
use first_run::FirstRun;
use leptos::prelude::*;
use leptos::task::spawn_local;
use sample::SampleNotice;
use step::NextSteps;

/// Rows in the short lists.
const SHORT: usize = 6;

/// Accounts whose due bills are counted at once; in between the page hears the person.
const AT_ONCE: usize = 100;

/// The first page.
#[component]
pub fn Today() -> impl IntoView {
    let workspace = use_workspace();
    let is_first_run = Memo::new(move |_| {
        let nothing_issued = workspace.document_count() == 0;
        workspace.is_filling()
            || workspace
                .with(|book| nothing_issued && book.contracts.is_empty() && book.drafts.is_empty())
    });
    view! {
        <TodayHeader is_first_run/>
        <SampleNotice/>
        {move || if is_first_run.get() {
            view! { <FirstRun/> }.into_any()
        } else {
            view! { <Overview/> }.into_any()
        }}
    }
}

#[component]
fn TodayHeader(is_first_run: Memo<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let day = move || {
        let text = format.get().date_long(workspace.today());
        let mut letters = text.chars();
        let first = letters.next().map(|first| first.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    };
    view! {
        <PageHeader title=move || t_string!(i18n, shell.today).to_owned() subtitle=day>
            <Show when=move || !is_first_run.get()>
                <LinkButton route=Route::NewInvoice symbol=Symbol::Plus>{t!(i18n, shell.new_invoice)}</LinkButton>
                <LinkButton route=Route::BillingRun kind=ButtonKind::Primary symbol=Symbol::Billing>
                    {t!(i18n, today.bill)}
                </LinkButton>
            </Show>
        </PageHeader>
    }
}

#[component]
fn Overview() -> impl IntoView {
    let workspace = use_workspace();
    let figures = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| Figures::of(book, today))
    });
    view! {
        <Headline figures/>
        <div class="today-columns">
            <div class="today-main">
                <AgeingBars figures/>
                <Late figures/>
                <Recent/>
            </div>
            <aside class="today-aside">
                <NextSteps/>
                <Drafts/>
            </aside>
        </div>
    }
}

/// The three figures that lead the page.
#[component]
fn Headline(figures: Memo<Figures>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let due = use_due_for_billing();
    let owed_note = move || {
        let (count, number) = figures.with(|it| (it.open, format.get().number(it.open)));
        if count == 0 {
            t_string!(i18n, today.owed_none).to_owned()
        } else {
            t_string!(i18n, today.owed_note, count = count, number = number).to_string()
        }
    };
    let overdue_note = move || {
        let (count, days) = figures.with(|it| (it.overdue, it.oldest_days));
        let (number, days) = (format.get().number(count), days);
        if count == 0 {
            t_string!(i18n, today.overdue_none).to_owned()
        } else {
            t_string!(
                i18n,
                today.overdue_note,
                count = count,
                number = number,
                days = days
            )
            .to_string()
        }
    };
    let overdue_tone = Signal::derive(move || {
        if figures.with(|it| it.overdue > 0) {
            Tone::Bad
        } else {
            Tone::Neutral
        }
    });
    let due_note = move || match due.get() {
        None => t_string!(i18n, today.due_counting).to_owned(),
        Some(due) if due.accounts == 0 => t_string!(i18n, today.due_none).to_owned(),
        Some(due) => {
            let number = format.get().number(due.accounts);
            t_string!(i18n, today.due_note, count = due.accounts, number = number).to_string()
        }
    };
    let due_figure = move || match due.get() {
        None => "…".to_owned(),
        Some(due) => amounts(format.get(), &due.amounts),
    };
    view! {
        <Stats>
            <Stat label=move || t_string!(i18n, today.owed).to_owned() note=Signal::derive(owed_note)>
                {move || amounts(format.get(), &figures.with(|it| it.owed.clone()))}
            </Stat>
            <Stat
                label=move || t_string!(i18n, today.overdue).to_owned()
                tone=overdue_tone
                note=Signal::derive(overdue_note)
            >
                {move || amounts(format.get(), &figures.with(|it| it.late.clone()))}
            </Stat>
            <Stat label=move || t_string!(i18n, today.due_for_billing).to_owned() note=Signal::derive(due_note)>
                {due_figure}
            </Stat>
        </Stats>
    }
}

/// Amounts of several currencies, the usual one first.
fn amounts(format: crate::app::format::Format, amounts: &[Money]) -> String {
    let written: Vec<String> = amounts.iter().map(|amount| format.money(*amount)).collect();
    written.join(" · ")
}

/// What a billing run of today would bill; counted after the page is drawn, again when the book changes.
fn use_due_for_billing() -> RwSignal<Option<DueForBilling>> {
    let workspace = use_workspace();
    let due = RwSignal::new(None);
    Effect::new(move || {
        let today = workspace.today();
        let version = workspace.version();
        spawn_local(async move {
            // First the screen, and what billing needs of the program.
            painted().await;
            whole().await;
            let (home, accounts) = workspace.with_untracked(|book| {
                let accounts: Vec<AccountId> = book.accounts.keys().copied().collect();
                (book.seller.currency, accounts)
            });
            let mut totals = Vec::new();
            for some in accounts.chunks(AT_ONCE) {
                // A later change, or another page, has made the answer useless.
                if workspace.version() != version || due.is_disposed() {
                    return;
                }
                let request = RunRequest {
                    target: today,
                    issue_date: today,
                    only: Some(some.iter().copied().collect()),
                };
                let found = workspace.with_untracked(|book| preview(book, &request));
                totals.extend(found.proposals.iter().map(Proposal::total));
                pause().await;
            }
            due.try_set(Some(DueForBilling::of(home, &totals)));
        });
    });
    due
}

#[component]
fn AgeingBars(figures: Memo<Figures>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let bars = Signal::derive(move || {
        figures.with(|figures| {
            let shares = figures.shares();
            Bucket::ALL
                .into_iter()
                .zip(figures.ageing.buckets)
                .zip(shares)
                .map(|((bucket, amount), per_mille)| Bar {
                    name: bucket_name(i18n, bucket),
                    amount: format.get().money(amount),
                    per_mille,
                    tone: tone_of(bucket),
                })
                .collect::<Vec<_>>()
        })
    });
    let is_owed = move || figures.with(|it| it.open > 0);
    view! {
        <Show when=is_owed>
            <Section title=move || t_string!(i18n, today.ageing).to_owned()>
                <BarChart title=move || t_string!(i18n, today.ageing).to_owned() bars is_titled=true/>
                <a class="quiet-link" href=Route::Reports.href()>{t!(i18n, today.open_reports)}</a>
            </Section>
        </Show>
    }
}

fn tone_of(bucket: Bucket) -> Tone {
    match bucket {
        Bucket::Current => Tone::Good,
        Bucket::To30 | Bucket::To60 => Tone::Warn,
        Bucket::To90 | Bucket::Over90 => Tone::Bad,
    }
}

/// The invoices that are late the longest.
#[component]
fn Late(figures: Memo<Figures>) -> impl IntoView {
    let i18n = use_i18n();
    let rows = move || {
        figures.with(|it| it.longest.clone()).into_iter().map(|late| view! {
            <tr>
                <td><a href=Route::Invoice(late.invoice).href()>{late.number}</a></td>
                <td>{late.customer}</td>
                <td class="today-days">
                    {move || t_string!(i18n, today.days_late, count = late.days).to_string()}
                </td>
                <td class="amount"><MoneyView money=late.open/></td>
            </tr>
        }).collect_view()
    };
    view! {
        <Show when=move || figures.with(|it| !it.longest.is_empty())>
            <Section title=move || t_string!(i18n, today.late).to_owned()>
                <ShortTable label=move || t_string!(i18n, today.late).to_owned()>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, today.number)}</th>
                            <th scope="col">{t!(i18n, today.customer)}</th>
                            <th scope="col">{t!(i18n, today.due)}</th>
                            <th scope="col" class="amount">{t!(i18n, today.amount)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </ShortTable>
            </Section>
        </Show>
    }
}

/// The documents issued last.
#[component]
fn Recent() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let last = use_last_documents();
    let rows = move || {
        last.get()
            .into_iter()
            .filter_map(|row| {
                let id = row.document()?;
                let customer = workspace.with(|book| {
                    let account = book.accounts.get(&row.account);
                    account
                        .map(|account| account.name.clone())
                        .unwrap_or_default()
                });
                let amount = match row.kind {
                    SummaryKind::CreditNote => -row.total,
                    SummaryKind::Invoice | SummaryKind::Payment => row.total,
                };
                Some((id, row.number.to_string(), customer, row.on, amount))
            })
            .collect::<Vec<_>>()
    };
    let body = move || {
        rows()
            .into_iter()
            .map(|(id, number, customer, on, amount)| {
                view! {
                    <tr>
                        <td><a href=Route::Invoice(id).href()>{number}</a></td>
                        <td>{customer}</td>
                        <td><DateView day=on/></td>
                        <td class="amount"><MoneyView money=amount/></td>
                    </tr>
                }
            })
            .collect_view()
    };
    let is_empty = Memo::new(move |_| workspace.document_count() == 0);
    view! {
        <Section title=move || t_string!(i18n, today.recent).to_owned()>
            <Show
                when=move || !is_empty.get()
                fallback=move || view! { <p class="section-note">{t!(i18n, today.recent_none)}</p> }
            >
                <ShortTable label=move || t_string!(i18n, today.recent).to_owned()>
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, today.number)}</th>
                            <th scope="col">{t!(i18n, today.customer)}</th>
                            <th scope="col">{t!(i18n, today.date)}</th>
                            <th scope="col" class="amount">{t!(i18n, today.amount)}</th>
                        </tr>
                    </thead>
                    <tbody>{body}</tbody>
                </ShortTable>
                <a class="quiet-link" href=Route::Invoices.href()>{t!(i18n, today.all_invoices)}</a>
            </Show>
        </Section>
    }
}

/// The documents issued last, read again after each change.
fn use_last_documents() -> RwSignal<Vec<Summary<'static>>> {
    let workspace = use_workspace();
    let last = RwSignal::new(Vec::new());
    Effect::new(move || {
        let version = workspace.version();
        spawn_local(async move {
            let found = workspace.last_documents(SHORT).await;
            // A later change has its own reading under way.
            if workspace.version() != version {
                return;
            }
            match found {
                Ok(found) => {
                    last.try_set(found);
                }
                // Another tab was faster: its change comes here as well, and is read then.
                Err(StoreError::Stale) => {}
                Err(error) => workspace.report(&Failure::Store(error)),
            }
        });
    });
    last
}

/// Drafts that wait, the oldest first.
#[component]
fn Drafts() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let drafts = Memo::new(move |_| {
        workspace.with(|book| {
            let mut drafts: Vec<_> = book
                .drafts
                .values()
                .map(|draft| {
                    let account = book.accounts.get(&draft.account);
                    let name = account
                        .map(|account| account.name.clone())
                        .unwrap_or_default();
                    (draft.created, draft.id, name)
                })
                .collect();
            drafts.sort();
            drafts
        })
    });
    let rows = move || {
        drafts.get().into_iter().take(SHORT).map(|(created, id, name)| view! {
            <li>
                <a href=Route::Draft(id).href()>{name}</a>
                <span class="section-note">
                    {move || t_string!(i18n, today.draft_begun, date = format.get().date(created)).to_string()}
                </span>
            </li>
        }).collect_view()
    };
    let more = move || {
        let count = drafts.with(Vec::len).saturating_sub(SHORT);
        (count > 0).then(|| t_string!(i18n, today.drafts_more, count = count).to_string())
    };
    view! {
        <Show when=move || drafts.with(|drafts| !drafts.is_empty())>
            <Section title=move || t_string!(i18n, today.drafts).to_owned()>
                <ul class="today-list">{rows}</ul>
                <p class="section-note">{more}</p>
            </Section>
        </Show>
    }
}
