//! What stays of the revenue of the customers there were twelve months ago.

use crate::app::pages::insight::retention::customer_name;
use crate::app::{
    components::{
        FigureCell, FigureColumn, FigureRow, FigureStat, FigureTable, Figures, Section, Stats,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::id::AccountId;
use crate::insight::revenue::{Revenue, RevenueRetention};
use crate::money::Money;
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The section.
#[component]
pub fn Kept(found: Memo<Revenue>) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let name_of = customer_name(workspace);
    let kept = Memo::new(move |_| {
        let kept = found.with(|found| found.retention.clone());
        kept.filter(|kept| kept.base.is_positive())
    });
    let shown = move || {
        let format = format.get();
        let Some(kept) = kept.get() else {
            return view! { <p class="quiet">{t!(i18n, revenue.kept_none)}</p> }.into_any();
        };
        let figures = figures(i18n, format, &kept, workspace.today());
        let share = |share: Option<f64>| {
            let text = share.map(|share| format.share(share, 1));
            text.unwrap_or_else(|| t_string!(i18n, words.figures_none).to_owned())
        };
        let (net, gross) = (share(kept.net()), share(kept.gross()));
        // Both are shares of what these customers brought.
        let whose: Signal<Arc<[AccountId]>> = Signal::stored(Arc::from(&*kept.customers));
        view! {
            <Stats>
                <FigureStat
                    label=move || t_string!(i18n, revenue.net).to_owned()
                    note=move || t_string!(i18n, revenue.net_note).to_owned()
                    figure=Signal::stored(net)
                    customers=whose
                    name_of
                />
                <FigureStat
                    label=move || t_string!(i18n, revenue.gross).to_owned()
                    note=move || t_string!(i18n, revenue.gross_note).to_owned()
                    figure=Signal::stored(gross)
                    customers=whose
                    name_of
                />
            </Stats>
            <FigureTable figures name_of/>
        }
        .into_any()
    };
    view! {
        <Section title=move || t_string!(i18n, revenue.kept) note=move || t_string!(i18n, revenue.kept_note)>
            {shown}
        </Section>
    }
}

fn figures(i18n: I18n, format: Format, kept: &RevenueRetention, today: NaiveDate) -> Figures {
    let (from, to) = (format.date(kept.since), format.date(today));
    let currency = kept.base.currency().code().to_owned();
    let stays: Vec<AccountId> = {
        let lost: BTreeSet<AccountId> = kept.lost.iter().copied().collect();
        let customers = kept.customers.iter().copied();
        customers.filter(|id| !lost.contains(id)).collect()
    };
    let row = |name: &str, amount: Money, share: Option<f64>, customers: &[AccountId]| {
        let share = share.map_or_else(FigureCell::unknown, |share| {
            FigureCell::share(format, share, 1)
        });
        FigureRow::new(vec![
            FigureCell::text(name),
            FigureCell::money(format, amount),
            share,
        ])
        .of(customers.to_vec())
    };
    let lost = FigureRow::new(vec![
        FigureCell::text(t_string!(i18n, revenue.kept_lost)),
        FigureCell::empty(),
        FigureCell::empty(),
    ]);
    Figures {
        title: t_string!(
            i18n,
            revenue.kept_title,
            from = from,
            to = to,
            currency = currency
        )
        .to_string(),
        definition: t_string!(i18n, revenue.kept_definition).to_owned(),
        columns: vec![
            FigureColumn::words(t_string!(i18n, revenue.kept_what)),
            FigureColumn::amount(t_string!(i18n, revenue.kept_amount)),
            FigureColumn::amount(t_string!(i18n, revenue.kept_share)),
        ],
        rows: vec![
            row(
                t_string!(i18n, revenue.kept_base),
                kept.base,
                Some(1.0),
                &kept.customers,
            ),
            row(
                t_string!(i18n, revenue.kept_now),
                kept.now,
                kept.net(),
                &stays,
            ),
            row(
                t_string!(i18n, revenue.kept_gross),
                kept.kept,
                kept.gross(),
                &stays,
            ),
            lost.of(kept.lost.clone()),
        ],
        on: today,
        file: t_string!(i18n, revenue.file_kept).to_owned(),
    }
}
