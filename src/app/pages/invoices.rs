//! The list of invoices and credit notes, and the drafts that wait.

mod drafts;
mod row;

pub use row::accounts_named;

use crate::app::{
    components::{
        ButtonKind, Choice, EmptyState, LinkButton, Notice, PageHeader, RowLink, SearchField,
        SegmentedField, SelectField, StandingBadge, Symbol, Tone, VirtualTable,
        virtual_table::{Card, Column, Direction, Sort},
    },
    locale::{t, t_string, use_format, use_i18n},
    pages::paper::BundleButton,
    route::Route,
    wording::store_error_text,
    workspace::use_workspace,
};
use crate::billing::id::InvoiceId;
use crate::store::summary::{Summaries, SummaryKind};
use leptos::prelude::*;
use row::{Filter, Question, Span};
use std::rc::Rc;

/// The page.
#[component]
pub fn Invoices() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let summaries = LocalResource::new(move || {
        workspace.version();
        async move { workspace.summaries().await }
    });
    view! {
        <PageHeader title=move || t_string!(i18n, invoices.title)>
            <LinkButton route=Route::NewInvoice kind=ButtonKind::Primary symbol=Symbol::Plus>
                {t!(i18n, invoices.new)}
            </LinkButton>
        </PageHeader>
        {move || match summaries.get() {
            None => view! { <p class="quiet" role="status">{t!(i18n, invoices.loading)}</p> }.into_any(),
            Some(Err(error)) => view! {
                <Notice tone=Tone::Bad title=move || t_string!(i18n, invoices.load_failed)>
                    {store_error_text(i18n, &error)}
                </Notice>
            }.into_any(),
            Some(Ok(summaries)) => {
                let has_nothing = summaries.documents.is_empty()
                    && workspace.with_untracked(|book| book.drafts.is_empty());
                if has_nothing {
                    view! { <Nothing/> }.into_any()
                } else {
                    view! { <List summaries/> }.into_any()
                }
            }
        }}
    }
}

#[component]
fn Nothing() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <EmptyState
            symbol=Symbol::Invoice
            title=move || t_string!(i18n, invoices.empty_title)
            text=move || t_string!(i18n, invoices.empty_text)
        >
            <LinkButton route=Route::NewInvoice kind=ButtonKind::Primary>{t!(i18n, invoices.new)}</LinkButton>
            <LinkButton route=Route::BillingRun>{t!(i18n, invoices.empty_run)}</LinkButton>
        </EmptyState>
    }
}

#[component]
fn List(summaries: Rc<Summaries>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let summaries = StoredValue::new_local(summaries);
    let text = RwSignal::new(String::new());
    let filter = RwSignal::new(Filter::All);
    let span = RwSignal::new(Span::All);
    let sort = RwSignal::new(Sort::descending("number"));
    let order = Memo::new(move |_| {
        let sort = sort.get();
        let mut places = summaries.with_value(|all| row::sorted(workspace, all, sort.key));
        if sort.direction == Direction::Descending {
            places.reverse();
        }
        places
    });
    let rows = Memo::new(move |_| {
        let question = Question {
            text: text.get(),
            filter: filter.get(),
            span: span.get(),
        };
        let asked = summaries.with_value(|all| row::asked_for(workspace, all, &question));
        let mut places = order.get();
        places.retain(|place| asked[*place as usize]);
        places
    });
    let count = Signal::derive(move || rows.with(Vec::len));
    let documents = move || {
        let id_of = |all: &Summaries, place: u32| {
            let row = all.documents.row(place as usize)?;
            Some(InvoiceId(row.id))
        };
        let rows = rows.get();
        summaries.with_value(|all| rows.iter().filter_map(|place| id_of(all, *place)).collect())
    };
    let shows_drafts = move || filter.get() == Filter::Drafts;
    view! {
        <drafts::Drafts is_alone=Signal::derive(shows_drafts)/>
        <div class="toolbar">
            <SearchField label=move || t_string!(i18n, invoices.search) value=text/>
            <Filters filter span/>
        </div>
        <Show when=move || !shows_drafts()>
            <div class="list-head">
                <p class="quiet" role="status">
                    {t!(i18n, invoices.count, count = move || count.get(), figure = move || format.get().number(count.get()))}
                </p>
                <BundleButton documents count/>
            </div>
            <Show
                when=move || count.get() != 0
                fallback=move || view! {
                    <EmptyState
                        symbol=Symbol::Search
                        title=move || t_string!(i18n, invoices.nothing_found)
                        text=move || t_string!(i18n, invoices.nothing_found_text)
                    />
                }
            >
                <VirtualTable
                    label=move || t_string!(i18n, invoices.table, figure = format.get().number(count.get()))
                    count
                    columns=columns(summaries, rows)
                    sort
                    query=text
                />
            </Show>
        </Show>
    }
}

#[component]
fn Filters(filter: RwSignal<Filter>, span: RwSignal<Span>) -> impl IntoView {
    let i18n = use_i18n();
    let filters = Signal::derive(move || {
        vec![
            Choice::new(Filter::All, t_string!(i18n, invoices.filter_all)),
            Choice::new(Filter::Open, t_string!(i18n, invoices.filter_open)),
            Choice::new(Filter::Overdue, t_string!(i18n, invoices.filter_overdue)),
            Choice::new(Filter::Closed, t_string!(i18n, invoices.filter_settled)),
            Choice::new(
                Filter::CreditNotes,
                t_string!(i18n, invoices.filter_credit_notes),
            ),
            Choice::new(Filter::Drafts, t_string!(i18n, invoices.filter_drafts)),
        ]
    });
    let spans = Signal::derive(move || {
        vec![
            Choice::new(Span::All, t_string!(i18n, invoices.period_all)),
            Choice::new(Span::ThisMonth, t_string!(i18n, invoices.period_month)),
            Choice::new(Span::LastMonth, t_string!(i18n, invoices.period_last_month)),
            Choice::new(Span::ThisYear, t_string!(i18n, invoices.period_year)),
            Choice::new(Span::LastYear, t_string!(i18n, invoices.period_last_year)),
        ]
    });
    view! {
        <SegmentedField label=move || t_string!(i18n, invoices.filter) value=filter choices=filters/>
        <SelectField label=move || t_string!(i18n, invoices.period) value=span choices=spans/>
    }
}

/// The columns; each reads its row from the summaries when the row comes in sight.
fn columns(
    summaries: StoredValue<Rc<Summaries>, LocalStorage>,
    rows: Memo<Vec<u32>>,
) -> Vec<Column> {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    // The place of a row in the archive's table.
    let place = move |row: usize| rows.with(|rows| rows.get(row).map(|place| *place as usize));
    let name = move |account| {
        workspace.with(|book| {
            book.accounts
                .get(&account)
                .map(|account| account.name.clone())
        })
    };
    vec![
        Column::new(
            "number",
            Signal::derive(move || t_string!(i18n, invoices.column_number).to_string()),
            14,
            move |row| {
                summaries.with_value(|all| {
                    let row = all.documents.row(place(row)?)?;
                    let number = row.number.to_string();
                    Some(view! { <RowLink route=Route::Invoice(InvoiceId(row.id))>{number}</RowLink> })
                })
            },
        )
        .card(Card::Title),
        Column::new(
            "customer",
            Signal::derive(move || t_string!(i18n, invoices.column_customer).to_string()),
            30,
            move |row| {
                let account = summaries
                    .with_value(|all| Some(all.documents.row(place(row)?)?.account))?;
                Some(name(account).unwrap_or_else(|| {
                    t_string!(i18n, invoices.unknown_customer).to_string()
                }))
            },
        )
        .card(Card::Detail),
        Column::new(
            "date",
            Signal::derive(move || t_string!(i18n, invoices.column_date).to_string()),
            13,
            move |row| {
                summaries.with_value(|all| {
                    Some(format.get().date(all.documents.row(place(row)?)?.on))
                })
            },
        )
        .card(Card::Hidden),
        Column::new(
            "due",
            Signal::derive(move || t_string!(i18n, invoices.column_due).to_string()),
            13,
            move |row| {
                summaries.with_value(|all| {
                    let row = all.documents.row(place(row)?)?;
                    (row.kind == SummaryKind::Invoice).then(|| format.get().date(row.due))
                })
            },
        )
        .card(Card::Hidden),
        Column::new(
            "standing",
            Signal::derive(move || t_string!(i18n, invoices.column_standing).to_string()),
            22,
            move |row| {
                summaries.with_value(|all| {
                    let row = all.documents.row(place(row)?)?;
                    let today = workspace.today();
                    let standing = workspace.with(|book| row::standing_of(book, &row, today));
                    let is_credit_note = row.kind == SummaryKind::CreditNote;
                    Some(view! { <Standing standing is_credit_note/> })
                })
            },
        )
        .unsorted()
        .card(Card::Aside),
        Column::new(
            "total",
            Signal::derive(move || t_string!(i18n, invoices.column_total).to_string()),
            14,
            move |row| {
                summaries.with_value(|all| {
                    let row = all.documents.row(place(row)?)?;
                    let signed = match row.kind {
                        SummaryKind::CreditNote => -row.total,
                        SummaryKind::Invoice | SummaryKind::Payment => row.total,
                    };
                    Some(format.get().money(signed))
                })
            },
        )
        .amount()
        .card(Card::Value),
        Column::new(
            "open",
            Signal::derive(move || t_string!(i18n, invoices.column_open).to_string()),
            14,
            move |row| {
                summaries.with_value(|all| {
                    let row = all.documents.row(place(row)?)?;
                    let open = workspace.with(|book| row::open_of(book, &row));
                    (!open.is_zero()).then(|| format.get().money(open))
                })
            },
        )
        .amount()
        .card(Card::Hidden),
    ]
}

/// The standing in a row: what is closed says only that.
#[component]
fn Standing(
    standing: Option<crate::app::components::DocumentStanding>,
    is_credit_note: bool,
) -> impl IntoView {
    let i18n = use_i18n();
    let note = is_credit_note
        .then(|| view! { <span class="quiet">{t!(i18n, invoices.credit_note)}" · "</span> });
    let badge = match standing {
        Some(standing) => view! { <StandingBadge standing/> }.into_any(),
        None => view! {
            <crate::app::components::Badge tone=Tone::Good>{t!(i18n, invoices.standing_closed)}</crate::app::components::Badge>
        }
        .into_any(),
    };
    view! { {note}{badge} }
}
