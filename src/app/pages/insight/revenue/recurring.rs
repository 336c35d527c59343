//! What contracts bring a month, by month, and what moved it.

use super::{place, tick, units};
use crate::app::pages::insight::retention::customer_name;
use crate::app::{
    components::{
        ChartLine, ChartPoint, FigureCell, FigureColumn, FigureRow, FigureStat, FigureTable,
        Figures, LineChart, LineDrawing, Section, Stats, Waterfall, WaterfallKind, WaterfallStep,
    },
    format::Format,
    locale::{I18n, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::calendar::last_of_month;
use crate::insight::revenue::{MovementKind, Revenue, RevenueMonth};
use crate::money::Money;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The section.
#[component]
pub fn Recurring(found: Memo<Revenue>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let name_of = customer_name(workspace);
    let write_y = Callback::new(move |y: f64| tick(format.get(), y));
    let shown = move || {
        let format = format.get();
        found.with(|found| {
            let (drawing, figures) = (drawing(i18n, format, found), figures(i18n, format, found));
            let title = {
                let months = format.number(found.months.len());
                t_string!(i18n, revenue.moved, months = months).to_string()
            };
            let heads = [
                t_string!(i18n, revenue.moved_what),
                t_string!(i18n, revenue.moved_way),
                t_string!(i18n, revenue.moved_amount),
            ]
            .map(str::to_owned);
            let cut_note = t_string!(i18n, revenue.moved_cut).to_owned();
            let steps = steps(i18n, format, found);
            view! {
                <Leading found=found.clone() name_of/>
                <LineChart drawing write_y is_titled=true is_open=true>
                    <FigureTable figures name_of is_titled=true/>
                </LineChart>
                <Waterfall title heads steps cut_note/>
            }
        })
    };
    view! {
        <Section title=move || t_string!(i18n, revenue.mrr) note=move || t_string!(i18n, revenue.mrr_note)>
            {shown}
        </Section>
    }
}

#[component]
fn Leading(found: Revenue, name_of: Callback<AccountId, String>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let zero = Money::zero(found.currency);
    let last = found.months.last();
    let now = last.map_or(zero, |month| month.total);
    let before = found.months.first().map_or(zero, |month| month.before);
    let paying: Arc<[AccountId]> = last.map_or(Arc::from([]), |month| Arc::from(&*month.customers));
    let count = paying.len();
    let moved: BTreeSet<AccountId> = found
        .months
        .iter()
        .flat_map(|month| &month.movements)
        .flat_map(|movement| movement.customers.iter().copied())
        .collect();
    let moved: Arc<[AccountId]> = moved.into_iter().collect();
    let months = found.months.len();
    let now_note = move || {
        let number = format.get().number(count);
        t_string!(i18n, revenue.mrr_now_note, count = count, number = number).to_string()
    };
    let change = move || {
        let months = format.get().number(months);
        t_string!(i18n, revenue.mrr_change, months = months).to_string()
    };
    let change_note = move || {
        let before = format.get().money(before);
        t_string!(i18n, revenue.mrr_change_note, before = before).to_string()
    };
    view! {
        <Stats>
            <FigureStat
                label=move || t_string!(i18n, revenue.mrr_now).to_owned()
                note=now_note
                figure=move || format.get().money(now)
                customers=Signal::stored(paying)
                name_of
            />
            <FigureStat
                label=change
                note=change_note
                figure=move || signed(format.get(), now.checked_sub(before).unwrap_or(zero))
                customers=Signal::stored(moved)
                name_of
            />
        </Stats>
    }
}

/// An amount with its sign, also where it adds.
fn signed(format: Format, amount: Money) -> String {
    if amount.is_positive() {
        format!("+{}", format.money(amount))
    } else {
        format.money(amount)
    }
}

/// A month's name; the present one says that it isn't over.
fn month_name(i18n: I18n, format: Format, on: NaiveDate) -> String {
    let month = format.month_short(on);
    if on == last_of_month(on) {
        return month;
    }
    t_string!(i18n, revenue.so_far, month = month).to_string()
}

fn drawing(i18n: I18n, format: Format, found: &Revenue) -> LineDrawing {
    let currency = found.currency.code().to_owned();
    let points = found.months.iter().enumerate();
    let ticks = points.clone();
    LineDrawing {
        caption: t_string!(i18n, revenue.mrr_of, currency = currency.clone()).to_string(),
        x_title: t_string!(i18n, revenue.mrr_x).to_owned(),
        y_title: t_string!(i18n, revenue.mrr_y, currency = currency).to_string(),
        lines: vec![ChartLine {
            name: t_string!(i18n, revenue.mrr_short).to_owned(),
            points: points
                .map(|(at, month)| ChartPoint::new(place(at), units(month.total)))
                .collect(),
            ..ChartLine::default()
        }],
        x_ticks: ticks
            .map(|(at, month)| (place(at), format.month_short(month.on)))
            .collect(),
        ..LineDrawing::default()
    }
}

fn kind_name(i18n: I18n, kind: MovementKind) -> &'static str {
    match kind {
        MovementKind::New => t_string!(i18n, revenue.new),
        MovementKind::Reactivated => t_string!(i18n, revenue.reactivated),
        MovementKind::Expansion => t_string!(i18n, revenue.expansion),
        MovementKind::Contraction => t_string!(i18n, revenue.contraction),
        MovementKind::Churn => t_string!(i18n, revenue.churn),
    }
}

/// What all months together moved in one way, how often, and whom.
fn over_all(found: &Revenue, kind: MovementKind) -> (Money, usize, Vec<AccountId>) {
    let movements = found.months.iter().flat_map(|month| &month.movements);
    let of_kind: Vec<_> = movements.filter(|each| each.kind == kind).collect();
    let amounts = of_kind.iter().map(|each| each.amount);
    let zero = Money::zero(found.currency);
    let amount = Money::sum(found.currency, amounts).unwrap_or(zero);
    let customers = of_kind
        .iter()
        .flat_map(|each| each.customers.iter().copied());
    let whom: BTreeSet<AccountId> = customers.clone().collect();
    (amount, customers.count(), whom.into_iter().collect())
}

fn steps(i18n: I18n, format: Format, found: &Revenue) -> Vec<WaterfallStep> {
    let (Some(first), Some(last)) = (found.months.first(), found.months.last()) else {
        return Vec::new();
    };
    let total = |name: &str, detail: String, amount: Money| WaterfallStep {
        name: name.to_owned(),
        detail,
        amount: format.money(amount),
        kind: WaterfallKind::Total,
        from: amount.minor(),
        to: amount.minor(),
    };
    let mut steps = vec![total(
        t_string!(i18n, revenue.start),
        String::new(),
        first.before,
    )];
    let mut at = first.before.minor();
    for kind in MovementKind::ALL {
        let (amount, count, _) = over_all(found, kind);
        if count == 0 {
            continue;
        }
        let number = format.number(count);
        let to = at.saturating_add(amount.minor());
        steps.push(WaterfallStep {
            name: kind_name(i18n, kind).to_owned(),
            detail: t_string!(i18n, revenue.moved_events, count = count, number = number)
                .to_string(),
            amount: signed(format, amount),
            kind: WaterfallKind::Change,
            from: at,
            to,
        });
        at = to;
    }
    steps.push(total(
        t_string!(i18n, revenue.end),
        format.date(last.on),
        last.total,
    ));
    steps
}

fn figures(i18n: I18n, format: Format, found: &Revenue) -> Figures {
    let currency = found.currency.code().to_owned();
    let mut columns = vec![
        FigureColumn::words(t_string!(i18n, revenue.month)),
        FigureColumn::amount(t_string!(i18n, revenue.start)),
    ];
    let kinds = MovementKind::ALL.into_iter();
    columns.extend(kinds.map(|kind| FigureColumn::amount(kind_name(i18n, kind))));
    columns.push(FigureColumn::amount(t_string!(i18n, revenue.end)));
    columns.push(FigureColumn::amount(t_string!(i18n, revenue.customers)));
    let row = |month: &RevenueMonth| {
        let mut cells = vec![
            FigureCell::text(month_name(i18n, format, month.on)),
            FigureCell::amount(format, month.before),
        ];
        cells.extend(month.movements.iter().map(|movement| {
            FigureCell::amount(format, movement.amount).of(movement.customers.clone())
        }));
        cells.push(FigureCell::amount(format, month.total));
        let count = FigureCell::count(format, month.customers.len());
        cells.push(count.of(month.customers.clone()));
        FigureRow::new(cells)
    };
    let mut rows: Vec<FigureRow> = found.months.iter().map(row).collect();
    if let (Some(first), Some(last)) = (found.months.first(), found.months.last()) {
        let mut cells = vec![
            FigureCell::text(t_string!(i18n, revenue.all_months)),
            FigureCell::amount(format, first.before),
        ];
        cells.extend(MovementKind::ALL.into_iter().map(|kind| {
            let (amount, _, whom) = over_all(found, kind);
            FigureCell::amount(format, amount).of(whom)
        }));
        cells.push(FigureCell::amount(format, last.total));
        cells.push(FigureCell::count(format, last.customers.len()).of(last.customers.clone()));
        rows.push(FigureRow::new(cells).sum());
    }
    Figures {
        title: t_string!(i18n, revenue.mrr_of, currency = currency).to_string(),
        definition: t_string!(i18n, revenue.mrr_definition).to_owned(),
        columns,
        rows,
        on: found
            .months
            .last()
            .map(|month| month.on)
            .unwrap_or_default(),
        file: t_string!(i18n, revenue.file_mrr).to_owned(),
    }
}
