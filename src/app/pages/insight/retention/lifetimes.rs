//! How long customers stay, by what they are or bought first.

use super::{
    compared::{curve_drawing, curve_line},
    customer_name,
};
use crate::app::{
    components::{
        Choice, FigureCell, FigureColumn, FigureRow, FigureTable, Figures, LineChart,
        Notice as NoticeBox, SelectField, Tone, nice_ticks,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    workspace::use_workspace,
};
use crate::billing::account::AccountKind;
use crate::billing::id::AccountId;
use crate::insight::lifetime::{By, Group, Life, grouped, lives};
use crate::insight::log_rank::{ChiSquareTest, LogRank};
use crate::insight::survival::{Observation, Survival};
use leptos::prelude::*;

/// Groups that are drawn apart.
const GROUPS: usize = 5;

/// Months of which the share that stayed is told.
const AFTER: [u32; 4] = [12, 24, 36, 60];

/// A group with its curve.
#[derive(Clone, PartialEq)]
struct Drawn {
    group: Group,
    customers: Vec<AccountId>,
    events: usize,
    curve: Survival,
}

/// What is shown.
#[derive(Clone, PartialEq)]
struct Shown {
    groups: Vec<Drawn>,
    test: Option<ChiSquareTest>,
}

fn shown(lives: Vec<Life>) -> Shown {
    let groups: Vec<(Group, Vec<Life>)> = grouped(lives, GROUPS);
    let seen: Vec<Vec<Observation>> = groups
        .iter()
        .map(|(_, lives)| lives.iter().map(Life::observation).collect())
        .collect();
    let test = LogRank::of(&seen).ok().map(|found| found.test);
    let groups = groups
        .into_iter()
        .zip(&seen)
        .filter_map(|((group, lives), seen)| {
            Some(Drawn {
                group,
                customers: lives.iter().map(|life| life.account).collect(),
                events: seen.iter().filter(|each| each.ended).count(),
                curve: Survival::of(seen).ok()?,
            })
        })
        .collect();
    Shown { groups, test }
}

/// The chart and its table.
#[component]
pub fn Lifetimes() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let by = RwSignal::new(By::Nothing);
    let choices = Signal::derive(move || {
        let choice = |by| Choice::new(by, by_name(i18n, by));
        By::ALL.into_iter().map(choice).collect::<Vec<_>>()
    });
    let found = Memo::new(move |_| {
        let (by, today) = (by.get(), workspace.today());
        shown(workspace.with(|book| lives(book, by, today)))
    });
    view! {
        <div class="toolbar"><SelectField label=move || t_string!(i18n, insight.by) value=by choices/></div>
        {move || {
            let found = found.get();
            if found.groups.is_empty() {
                view! { <NoticeBox tone=Tone::Info>{t!(i18n, insight.nobody)}</NoticeBox> }.into_any()
            } else {
                view! { <Curves found/> }.into_any()
            }
        }}
    }
}

#[component]
fn Curves(found: Shown) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    move || {
        let format = format.get();
        let longest = found
            .groups
            .iter()
            .filter_map(|drawn| drawn.curve.steps.last())
            .fold(1.0_f64, |longest, step| longest.max(step.time));
        let ticks = nice_ticks(0.0, longest, 6);
        let lines = found.groups.iter().map(|drawn| {
            let name = group_name(i18n, &drawn.group);
            curve_line(format, name, &drawn.curve, &ticks)
        });
        let titles = (
            t_string!(i18n, insight.lives_caption),
            t_string!(i18n, insight.months),
        );
        let drawing = curve_drawing(i18n, format, titles, lines, &ticks);
        let figures = figures(i18n, format, &found, workspace.today());
        let test = found.test.map(|test| test_text(i18n, format, test));
        view! {
            <LineChart drawing write_y=move |share: f64| format.share(share, 0)>
                <FigureTable figures name_of=customer_name(workspace)/>
            </LineChart>
            {test.map(|text| view! { <p class="section-note">{text}</p> })}
        }
    }
}

fn figures(i18n: I18n, format: Format, found: &Shown, on: chrono::NaiveDate) -> Figures {
    let mut columns = vec![
        FigureColumn::words(t_string!(i18n, insight.group)),
        FigureColumn::amount(t_string!(i18n, insight.customers)),
        FigureColumn::amount(t_string!(i18n, insight.left)),
        FigureColumn::amount(t_string!(i18n, insight.median)),
    ];
    for months in AFTER {
        let share = t_string!(i18n, insight.after_months, count = months).to_string();
        columns.push(FigureColumn::amount(share));
        columns.push(FigureColumn::amount(
            t_string!(i18n, insight.interval).to_owned(),
        ));
    }
    let rows = found.groups.iter().map(|drawn| {
        let mut cells = vec![
            FigureCell::text(group_name(i18n, &drawn.group)),
            FigureCell::count(format, drawn.customers.len()),
            FigureCell::count(format, drawn.events),
            match drawn.curve.median() {
                Some(median) => FigureCell::decimal(format, median, 0),
                None => FigureCell::unknown(),
            },
        ];
        for months in AFTER {
            let at = drawn.curve.at(f64::from(months));
            cells.push(match at {
                Some(at) => FigureCell::share(format, at.value, 1),
                None => FigureCell::unknown(),
            });
            cells.push(match at.and_then(|at| at.interval) {
                Some(interval) => FigureCell::text(format!(
                    "{} – {}",
                    format.share(interval.low, 1),
                    format.share(interval.high, 1)
                )),
                None => FigureCell::unknown(),
            });
        }
        FigureRow::new(cells).of(drawn.customers.clone())
    });
    Figures {
        title: t_string!(i18n, insight.lives_title).to_owned(),
        definition: t_string!(i18n, insight.lives_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on,
        file: "lifetimes".to_owned(),
    }
}

/// What the test of the curves says. A tail too thin for a number is told by its power of ten.
fn test_text(i18n: I18n, format: Format, test: ChiSquareTest) -> String {
    let chi = format.decimal(test.chi_square, 2);
    let degrees = test.degrees;
    t_string!(
        i18n,
        insight.log_rank,
        chi = chi,
        degrees = degrees,
        p = p_text(format, test)
    )
    .to_string()
}

/// A p, by its power of ten where it is very small.
pub(super) fn p_text(format: Format, test: ChiSquareTest) -> String {
    if test.p >= 0.0001 {
        return format.decimal(test.p, 4);
    }
    let power = (test.ln_p() / std::f64::consts::LN_10).floor();
    format!("10^{power}")
}

fn by_name(i18n: I18n, by: By) -> &'static str {
    match by {
        By::Nothing => t_string!(i18n, insight.by_nothing),
        By::Kind => t_string!(i18n, insight.by_kind),
        By::Service => t_string!(i18n, insight.by_service),
        By::Tag => t_string!(i18n, insight.by_tag),
        By::MinimumTerm => t_string!(i18n, insight.by_term),
    }
}

fn group_name(i18n: I18n, group: &Group) -> String {
    match group {
        Group::Everybody => t_string!(i18n, insight.everybody).to_owned(),
        Group::Kind(AccountKind::Person) => t_string!(i18n, insight.persons).to_owned(),
        Group::Kind(AccountKind::Company) => t_string!(i18n, insight.companies).to_owned(),
        Group::Named(name) => name.clone(),
        Group::Term(None) => t_string!(i18n, insight.no_term).to_owned(),
        Group::Term(Some(months)) => {
            t_string!(i18n, insight.term_months, count = *months).to_string()
        }
        Group::Others => t_string!(i18n, insight.others).to_owned(),
    }
}
