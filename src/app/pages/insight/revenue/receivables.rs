//! What is owed, by how late it is, and how many days of invoicing that was at the end of each month.

use super::{place, tick};
use crate::app::pages::insight::retention::customer_name;
use crate::app::{
    components::{
        ChartLine, ChartPoint, FigureCell, FigureColumn, FigureRow, FigureStat, FigureTable,
        Figures, LineChart, LineDrawing, Notice, Progress, Section, Stats, Tone,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    wording,
    workspace::{Failure, Workspace, pause, use_workspace},
};
use crate::billing::book::Book;
use crate::billing::id::{AccountId, InvoiceId};
use crate::billing::receivable::{Ageing, Bucket};
use crate::insight::receivable::{Outstanding, OutstandingDays};
use crate::insight::revenue::month_ends;
use crate::money::Currency;
use crate::store::summary::SummaryKind;
use chrono::NaiveDate;
use leptos::{prelude::*, task::spawn_local};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Months looked back on.
const MONTHS: usize = 12;

/// Invoices read at once; between, the page draws.
const AT_ONCE: usize = 500;

/// How far the reading is. A late answer to an earlier question is dropped by its question's number.
#[derive(Clone, PartialEq)]
enum State {
    Reading,
    Ready(OutstandingDays),
    Failed(String),
}

/// The section.
#[component]
pub fn Receivables(currency: RwSignal<Currency>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <Section title=move || t_string!(i18n, revenue.owed) note=move || t_string!(i18n, revenue.owed_note)>
            <Now currency/>
            <Past currency/>
        </Section>
    }
}

#[component]
fn Now(currency: RwSignal<Currency>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let name_of = customer_name(workspace);
    move || {
        let (format, currency, today) = (format.get(), currency.get(), workspace.today());
        let figures = workspace.with(|book| ageing(i18n, format, book, currency, today));
        match figures {
            Some(figures) => view! { <FigureTable figures name_of/> }.into_any(),
            None => view! { <p class="quiet">{t!(i18n, revenue.owed_none)}</p> }.into_any(),
        }
    }
}

/// None where nothing is open.
fn ageing(
    i18n: I18n,
    format: Format,
    book: &Book,
    currency: Currency,
    today: NaiveDate,
) -> Option<Figures> {
    let found = Ageing::of(book.receivables.values(), currency, today);
    let open = || {
        book.receivables
            .values()
            .filter(move |item| item.total.currency() == currency && !item.open().is_zero())
    };
    open().next()?;
    let total = found.total();
    let owing = |bucket: Option<Bucket>| -> Vec<AccountId> {
        open()
            .filter(|item| bucket.is_none_or(|it| Bucket::of(item.days_overdue(today)) == it))
            .filter_map(|item| book.current_account(item.account))
            .map(|owner| owner.id)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect()
    };
    let share = |amount| {
        if total.is_positive() {
            super::units(amount) / super::units(total)
        } else {
            f64::NAN
        }
    };
    let mut rows: Vec<FigureRow> = Bucket::ALL
        .into_iter()
        .zip(found.buckets)
        .map(|(bucket, amount)| {
            FigureRow::new(vec![
                FigureCell::text(wording::bucket_name(i18n, bucket)),
                FigureCell::money(format, amount),
                FigureCell::share(format, share(amount), 1).shaded(share(amount)),
            ])
            .of(owing(Some(bucket)))
        })
        .collect();
    let sum = FigureRow::new(vec![
        FigureCell::text(t_string!(i18n, revenue.ageing_total)),
        FigureCell::money(format, total),
        FigureCell::share(format, share(total), 1),
    ]);
    rows.push(sum.of(owing(None)).sum());
    let code = currency.code().to_owned();
    Some(Figures {
        title: t_string!(i18n, revenue.ageing_title, currency = code).to_string(),
        definition: t_string!(i18n, revenue.ageing_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, revenue.ageing_bucket)),
            FigureColumn::amount(t_string!(i18n, revenue.ageing_open)),
            FigureColumn::amount(t_string!(i18n, revenue.ageing_share)),
        ],
        rows,
        on: today,
        file: t_string!(i18n, revenue.file_ageing).to_owned(),
    })
}

#[component]
fn Past(currency: RwSignal<Currency>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let state = RwSignal::new(State::Reading);
    let question = StoredValue::new(0_u64);
    let done = RwSignal::new(0_usize);
    let total = RwSignal::new(0_usize);
    Effect::new(move |_| {
        let today = workspace.today();
        workspace.version();
        question.update_value(|number| *number += 1);
        let asked = question.get_value();
        let is_stale = move || question.try_get_value() != Some(asked);
        state.set(State::Reading);
        spawn_local(async move {
            let answer = read(workspace, today, is_stale, (done, total)).await;
            if is_stale() {
                return;
            }
            match answer {
                Ok(Some(days)) => state.set(State::Ready(days)),
                Ok(None) => {}
                Err(failure) => state.set(State::Failed(wording::failure_text(i18n, &failure))),
            }
        });
    });
    move || match state.get() {
        State::Reading => {
            view! { <Progress label=move || t_string!(i18n, revenue.dso_reading) done total/> }
                .into_any()
        }
        State::Failed(why) => view! {
            <Notice tone=Tone::Bad title=move || t_string!(i18n, revenue.dso_failed)>{why}</Notice>
        }
        .into_any(),
        State::Ready(days) => {
            let days = days.of(currency.get());
            if days.iter().all(|each| each.days().is_none()) {
                return view! { <p class="quiet">{t!(i18n, revenue.dso_none)}</p> }.into_any();
            }
            let format = format.get();
            view! { <Days days format currency=currency.get()/> }.into_any()
        }
    }
}

/// Reads every document in short and what is owed on every invoice; none where nobody waits for the answer any more.
async fn read(
    workspace: Workspace,
    today: NaiveDate,
    is_stale: impl Fn() -> bool,
    (done, total): (RwSignal<usize>, RwSignal<usize>),
) -> Result<Option<OutstandingDays>, Failure> {
    let summaries = workspace.summaries().await.map_err(Failure::Store)?;
    let mut days = OutstandingDays::new(month_ends(today, MONTHS));
    let mut invoices: Vec<InvoiceId> = Vec::new();
    for row in summaries.documents.rows() {
        let is_credit_note = match row.kind {
            SummaryKind::Invoice => false,
            SummaryKind::CreditNote => true,
            SummaryKind::Payment => continue,
        };
        days.add_document(row.on, row.total, is_credit_note);
        if !is_credit_note {
            invoices.extend(row.document());
        }
    }
    if is_stale() {
        return Ok(None);
    }
    done.set(0);
    total.set(invoices.len());
    for part in invoices.chunks(AT_ONCE) {
        let read = workspace.receivables(part).await.map_err(Failure::Store)?;
        if is_stale() {
            return Ok(None);
        }
        workspace.with_untracked(|book| {
            for item in &read {
                let owner = book.current_account(item.account);
                let owner = owner.map_or(item.account, |owner| owner.id);
                days.add_receivable(item, owner);
            }
        });
        done.update(|done| *done += part.len());
        pause().await;
        if is_stale() {
            return Ok(None);
        }
    }
    Ok(Some(days))
}

#[component]
fn Days(days: Vec<Outstanding>, format: Format, currency: Currency) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let name_of = customer_name(workspace);
    let now = days.last().and_then(Outstanding::days);
    let now = now.map_or_else(
        || t_string!(i18n, words.figures_none).to_owned(),
        |now| format.decimal(now, 0),
    );
    let owing: Arc<[AccountId]> = days
        .last()
        .map_or(Arc::from([]), |last| Arc::from(&*last.owing));
    let drawing = drawing(i18n, format, &days);
    let figures = figures(i18n, format, &days, currency);
    let write_y = Callback::new(move |y: f64| tick(format, y));
    view! {
        <Stats>
            <FigureStat
                label=move || t_string!(i18n, revenue.dso_now).to_owned()
                note=move || t_string!(i18n, revenue.dso_now_note).to_owned()
                figure=Signal::stored(now)
                customers=Signal::stored(owing)
                name_of
            />
        </Stats>
        <LineChart drawing write_y><FigureTable figures name_of/></LineChart>
    }
}

fn drawing(i18n: I18n, format: Format, days: &[Outstanding]) -> LineDrawing {
    let points = days.iter().enumerate().map(|(at, each)| {
        // Where nothing was invoiced there is no figure, and the line is broken.
        ChartPoint::new(place(at), each.days().unwrap_or(f64::NAN))
    });
    let ticks = days.iter().enumerate();
    LineDrawing {
        caption: t_string!(i18n, revenue.dso_caption).to_owned(),
        x_title: t_string!(i18n, revenue.dso_end).to_owned(),
        y_title: t_string!(i18n, revenue.dso_y).to_owned(),
        lines: vec![ChartLine {
            name: t_string!(i18n, revenue.dso_y).to_owned(),
            points: points.collect(),
            ..ChartLine::default()
        }],
        x_ticks: ticks
            .map(|(at, each)| (place(at), format.month_short(each.on)))
            .collect(),
        ..LineDrawing::default()
    }
}

fn figures(i18n: I18n, format: Format, days: &[Outstanding], currency: Currency) -> Figures {
    let row = |each: &Outstanding| {
        let figure = each.days().unwrap_or(f64::NAN);
        FigureRow::new(vec![
            FigureCell::day(format, each.on),
            FigureCell::money(format, each.open),
            FigureCell::money(format, each.invoiced),
            FigureCell::decimal(format, figure, 1),
        ])
        .of(each.owing.clone())
    };
    let code = currency.code().to_owned();
    Figures {
        title: t_string!(i18n, revenue.dso_title, currency = code).to_string(),
        definition: t_string!(i18n, revenue.dso_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, revenue.dso_end)),
            FigureColumn::amount(t_string!(i18n, revenue.dso_open)),
            FigureColumn::amount(t_string!(i18n, revenue.dso_invoiced)),
            FigureColumn::amount(t_string!(i18n, revenue.dso_days)),
        ],
        rows: days.iter().map(row).collect(),
        on: days.last().map(|each| each.on).unwrap_or_default(),
        file: t_string!(i18n, revenue.file_dso).to_owned(),
    }
}
