//! What was done for customers who got in touch, and who stayed.

use super::{
    compared::{curve_drawing, curve_line, even_ticks, until},
    customer_name,
};
use crate::app::{
    components::{
        Choice, FigureCell, FigureColumn, FigureRow, FigureTable, Figures, LineChart, LineDrawing,
        Notice as NoticeBox, SegmentedField, SelectField, Tone,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::insight::words::{interval_text, verdict_text},
    wording::case_kind_name,
    workspace::{Workspace, use_workspace},
};
use crate::billing::account::{Account, AccountKind};
use crate::billing::book::Book;
use crate::billing::desk::case::CaseKind;
use crate::insight::history::{Decision, Practice, decisions};
use crate::insight::practice::{By, Compared, Covariate, Group, Report, report};
use crate::insight::retention::Refused;
use crate::insight::survival::Estimate;
use crate::insight::verdict::{SMALLEST_CELL, ranking};
use chrono::NaiveDate;
use leptos::prelude::*;
use std::collections::BTreeMap;

/// Days at which the numbers at risk are told.
const TICKS: u32 = 6;

/// Tags that can be chosen; a list of more would be no choice.
const TAGS: usize = 30;

/// Whose contacts are looked at.
#[derive(Clone, PartialEq)]
enum Segment {
    Everybody,
    Kind(AccountKind),
    Tag(String),
}

impl Segment {
    fn has(&self, account: Option<&Account>) -> bool {
        match self {
            Segment::Everybody => true,
            Segment::Kind(kind) => account.is_some_and(|account| account.kind == *kind),
            Segment::Tag(tag) => account.is_some_and(|account| account.tags.contains(tag)),
        }
    }

    fn name(&self, i18n: I18n) -> String {
        match self {
            Segment::Everybody => t_string!(i18n, insight.everybody).to_owned(),
            Segment::Kind(AccountKind::Person) => t_string!(i18n, insight.persons).to_owned(),
            Segment::Kind(AccountKind::Company) => t_string!(i18n, insight.companies).to_owned(),
            Segment::Tag(tag) => tag.clone(),
        }
    }
}

/// Everybody, each kind, and the tags that most customers have.
fn segments(book: &Book) -> Vec<Segment> {
    let mut tags = BTreeMap::<&String, usize>::new();
    for tag in book.accounts.values().flat_map(|account| &account.tags) {
        *tags.entry(tag).or_default() += 1;
    }
    let mut tags: Vec<(&String, usize)> = tags.into_iter().collect();
    tags.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let tags = tags.into_iter().take(TAGS);
    let kinds = [AccountKind::Person, AccountKind::Company].map(Segment::Kind);
    std::iter::once(Segment::Everybody)
        .chain(kinds)
        .chain(tags.map(|(tag, _)| Segment::Tag(tag.clone())))
        .collect()
}

/// The choices, the chart and the tables.
#[component]
pub fn Decided() -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let by = RwSignal::new(By::Practice);
    let kind = RwSignal::new(None::<CaseKind>);
    let days = RwSignal::new(90_i64);
    let segment = RwSignal::new(Segment::Everybody);
    let known = Memo::new(move |_| workspace.with(segments));
    let segment_choices = Signal::derive(move || {
        let choice = |each: Segment| Choice::new(each.clone(), each.name(i18n));
        known.get().into_iter().map(choice).collect::<Vec<_>>()
    });
    let ways = Signal::derive(move || {
        let choice = |by| Choice::new(by, by_name(i18n, by));
        By::ALL.into_iter().map(choice).collect::<Vec<_>>()
    });
    let kinds = Signal::derive(move || {
        let all = Choice::new(None, t_string!(i18n, insight.all_contacts));
        let named = |kind| Choice::new(Some(kind), case_kind_name(i18n, kind));
        std::iter::once(all)
            .chain(CaseKind::ALL.into_iter().map(named))
            .collect::<Vec<_>>()
    });
    let horizons = Signal::derive(move || {
        let named = |days: i64| {
            Choice::new(
                days,
                t_string!(i18n, insight.first_days, count = days).to_string(),
            )
        };
        [30, 90, 180].into_iter().map(named).collect::<Vec<_>>()
    });
    let all = Memo::new(move |_| {
        let today = workspace.today();
        workspace.with(|book| decisions(book, today))
    });
    let found = Memo::new(move |_| {
        let (kind, segment) = (kind.get(), segment.get());
        let chosen: Vec<Decision> = workspace.with(|book| {
            let is_chosen = |each: &&Decision| {
                kind.is_none_or(|kind| each.kind == kind)
                    && segment.has(book.accounts.get(&each.account))
            };
            all.with(|all| all.iter().filter(is_chosen).cloned().collect())
        });
        (chosen.len(), report(&chosen, by.get(), days.get()))
    });
    view! {
        <div class="toolbar">
            <SelectField label=move || t_string!(i18n, insight.by) value=by choices=ways/>
            <SelectField label=move || t_string!(i18n, insight.contacts_of) value=kind choices=kinds/>
            <SelectField label=move || t_string!(i18n, insight.customers_of) value=segment choices=segment_choices/>
            <SegmentedField label=move || t_string!(i18n, insight.horizon) value=days choices=horizons/>
        </div>
        {move || match found.get() {
            (_, Err(Refused::ImmortalTime)) => view! {
                <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, insight.refused_title)>
                    {t!(i18n, insight.refused_immortal)}
                </NoticeBox>
            }
            .into_any(),
            (0, _) | (_, Err(Refused::NoReference)) => view! {
                <NoticeBox tone=Tone::Info>{t!(i18n, insight.no_decisions)}</NoticeBox>
            }
            .into_any(),
            (_, Ok(report)) => view! { <Found report by=by.get_untracked() days=days.get_untracked()/> }.into_any(),
        }}
    }
}

#[component]
fn Found(report: Report, by: By, days: i64) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let report = StoredValue::new(report);
    move || {
        let format = format.get();
        let report = report.get_value();
        let words = Words {
            i18n,
            format,
            workspace,
            days,
            on: workspace.today(),
        };
        let is_compared = by != By::Person;
        let lines = verdicts(words, &report);
        let chart = is_compared.then(|| {
            let (drawing, figures) = (drawing(words, &report), curves(words, &report));
            view! {
                <LineChart drawing write_y=move |share: f64| format.share(share, 0)>
                    <FigureTable figures name_of=customer_name(workspace)/>
                </LineChart>
            }
        });
        let tables = is_compared.then(|| {
            let tables = [
                differences(words, &report),
                adjusted(words, &report),
                balance(words, &report),
                money(words, &report),
            ];
            tables
                .into_iter()
                .map(|figures| view! { <FigureTable figures name_of=customer_name(workspace)/> })
                .collect_view()
        });
        view! {
            {is_compared.then(|| view! {
                <NoticeBox tone=Tone::Warn title=move || t_string!(i18n, insight.grade_b_title)>
                    <p>{t!(i18n, insight.grade_b_text)}</p>
                    <ul class="plain-list">{lines}</ul>
                </NoticeBox>
            })}
            {chart}
            <FigureTable figures=counts(words, &report, by) name_of=customer_name(workspace)/>
            {tables}
        }
    }
}

/// What the tables are worded with.
#[derive(Clone, Copy)]
struct Words {
    i18n: I18n,
    format: Format,
    workspace: Workspace,
    days: i64,
    on: NaiveDate,
}

fn verdicts(words: Words, report: &Report) -> impl IntoView + use<> {
    let lines = report.groups.iter().filter_map(|compared| {
        let verdict = verdict_text(words.i18n, words.format, compared.verdict?);
        Some((group_name(words, &compared.group), verdict))
    });
    lines
        .map(|(name, verdict)| view! { <li><strong>{name}</strong>": "{verdict}</li> })
        .collect_view()
}

fn drawing(words: Words, report: &Report) -> LineDrawing {
    let Words { i18n, format, .. } = words;
    let ticks = even_ticks(words.days as f64, TICKS);
    let lines = report.groups.iter().filter_map(|compared| {
        let curve = compared.arm.curve.as_ref()?;
        let line = curve_line(format, group_name(words, &compared.group), curve, &ticks);
        Some(until(line, words.days as f64))
    });
    let titles = (
        t_string!(i18n, insight.curves_caption),
        t_string!(i18n, insight.days_after),
    );
    curve_drawing(i18n, format, titles, lines, &ticks)
}

/// The curves at their ticks, as a table.
fn curves(words: Words, report: &Report) -> Figures {
    let Words { i18n, format, .. } = words;
    let ticks = even_ticks(words.days as f64, TICKS).split_off(1);
    let mut columns = vec![FigureColumn::words(t_string!(i18n, insight.done))];
    columns.extend(ticks.iter().map(|tick| {
        let days = format.decimal(*tick, 0);
        FigureColumn::amount(t_string!(i18n, insight.day_n, day = days).to_string())
    }));
    let rows = report.groups.iter().map(|compared| {
        let mut cells = vec![FigureCell::text(group_name(words, &compared.group))];
        cells.extend(ticks.iter().map(|tick| {
            let at = compared
                .arm
                .curve
                .as_ref()
                .and_then(|curve| curve.at(*tick));
            at.map_or(FigureCell::unknown(), |at| {
                FigureCell::share(format, at.value, 1)
            })
        }));
        FigureRow::new(cells).of(compared.customers.clone())
    });
    Figures {
        title: t_string!(i18n, insight.curves_caption).to_owned(),
        definition: t_string!(i18n, insight.curves_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: words.on,
        file: "retention-curves".to_owned(),
    }
}

fn counts(words: Words, report: &Report, by: By) -> Figures {
    let Words { i18n, format, .. } = words;
    let columns = vec![
        FigureColumn::words(t_string!(i18n, insight.done)),
        FigureColumn::amount(t_string!(i18n, insight.customers)),
        FigureColumn::amount(t_string!(i18n, insight.left)),
        FigureColumn::amount(t_string!(i18n, insight.lost)),
        FigureColumn::amount(t_string!(i18n, insight.stayed_days, count = words.days).to_string()),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.days_kept, count = words.days).to_string()),
    ];
    let rows = report.groups.iter().map(|compared| {
        let arm = &compared.arm;
        let is_small = by == By::Person && (arm.contacts as u64) < SMALLEST_CELL;
        let name = FigureCell::text(group_name(words, &compared.group));
        if is_small {
            // A few say more about chance, and about single customers, than about somebody's work.
            let few = FigureCell::text(t_string!(i18n, insight.fewer_than_five));
            let unknown = std::iter::repeat_with(FigureCell::unknown).take(5);
            let cells = [name, few].into_iter().chain(unknown);
            return FigureRow::new(cells.collect());
        }
        let interval = arm.stayed.map(|stayed| stayed.wilson());
        FigureRow::new(vec![
            name,
            FigureCell::count(format, arm.contacts),
            FigureCell::count(format, arm.events),
            FigureCell::count(format, compared.lost),
            arm.stayed.map_or(FigureCell::unknown(), |stayed| {
                FigureCell::share(format, stayed.value(), 1)
            }),
            interval.map_or(FigureCell::unknown(), |interval| {
                FigureCell::text(interval_text(interval, |share| format.share(share, 1)))
            }),
            arm.days_kept.map_or(FigureCell::unknown(), |days| {
                FigureCell::decimal(format, days.value, 1)
            }),
        ])
        .of(compared.customers.clone())
    });
    Figures {
        title: t_string!(i18n, insight.counts_title).to_owned(),
        definition: t_string!(i18n, insight.counts_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: words.on,
        file: "retention".to_owned(),
    }
}

fn points(words: Words, value: f64) -> FigureCell {
    FigureCell::decimal(words.format, value * 100.0, 1)
}

fn estimate_cells(
    estimate: Option<Estimate>,
    write: impl Fn(f64) -> FigureCell,
    between: impl Fn(f64) -> String,
) -> [FigureCell; 2] {
    let Some(estimate) = estimate else {
        return [FigureCell::unknown(), FigureCell::unknown()];
    };
    let interval = estimate.interval.map_or(FigureCell::unknown(), |interval| {
        FigureCell::text(interval_text(interval, between))
    });
    [write(estimate.value), interval]
}

/// Every group against the one for which nothing was done, as they are.
fn differences(words: Words, report: &Report) -> Figures {
    let Words { i18n, format, .. } = words;
    let columns = vec![
        FigureColumn::words(t_string!(i18n, insight.done)),
        FigureColumn::amount(t_string!(i18n, insight.points_more)),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.days_more)),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.hazard)),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.p)),
        FigureColumn::amount(t_string!(i18n, insight.p_strata)),
        FigureColumn::amount(t_string!(i18n, insight.q)),
    ];
    let rows = report.groups.iter().skip(1).map(|compared| {
        let name = FigureCell::text(group_name(words, &compared.group));
        let Some(against) = &compared.arm.against else {
            let few = FigureCell::text(t_string!(i18n, insight.counts_only));
            let unknown = std::iter::repeat_with(FigureCell::unknown).take(8);
            let cells = [name, few].into_iter().chain(unknown);
            return FigureRow::new(cells.collect()).of(compared.customers.clone());
        };
        let plain = |value: f64| format.decimal(value, 1);
        let share = against.share.map(|(value, interval)| {
            let between = |value: f64| format.decimal(value * 100.0, 1);
            [
                points(words, value),
                FigureCell::text(interval_text(interval, between)),
            ]
        });
        let days = estimate_cells(
            against.days,
            |days| FigureCell::decimal(format, days, 1),
            plain,
        );
        let hazard = match &against.hazard {
            Ok(hazard) => [
                FigureCell::decimal(format, hazard.ratio, 2),
                FigureCell::text(interval_text(hazard.interval, |ratio| {
                    format.decimal(ratio, 2)
                })),
            ],
            // Why not: nobody left in one of the groups, or too few to tell.
            Err(_) => [
                FigureCell::unknown(),
                FigureCell::text(t_string!(i18n, insight.no_hazard)),
            ],
        };
        let p = |test: Option<crate::insight::log_rank::ChiSquareTest>| {
            test.map_or(FigureCell::unknown(), |test| {
                FigureCell::text(super::lifetimes::p_text(format, test))
            })
        };
        let q = against
            .q
            .map_or(FigureCell::unknown(), |q| FigureCell::decimal(format, q, 4));
        let cells = std::iter::once(name)
            .chain(share.unwrap_or([FigureCell::unknown(), FigureCell::unknown()]))
            .chain(days)
            .chain(hazard)
            .chain([p(against.log_rank), p(against.stratified), q]);
        FigureRow::new(cells.collect()).of(compared.customers.clone())
    });
    Figures {
        title: t_string!(i18n, insight.raw_title).to_owned(),
        definition: t_string!(i18n, insight.raw_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: words.on,
        file: "retention-differences".to_owned(),
    }
}

/// The same, with like compared with like.
fn adjusted(words: Words, report: &Report) -> Figures {
    let Words { i18n, format, .. } = words;
    let columns = vec![
        FigureColumn::words(t_string!(i18n, insight.done)),
        FigureColumn::amount(t_string!(i18n, insight.within)),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.weighted)),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.effective)),
        FigureColumn::amount(t_string!(i18n, insight.largest_weight)),
        FigureColumn::words(t_string!(i18n, insight.overlap)),
    ];
    let between = |value: f64| format.decimal(value * 100.0, 1);
    let rows = report.groups.iter().skip(1).map(|compared| {
        let name = FigureCell::text(group_name(words, &compared.group));
        let adjusted = compared.arm.against.as_ref().map(|found| &found.adjusted);
        let within = adjusted.and_then(|adjusted| adjusted.within);
        let weighted = adjusted.and_then(|adjusted| adjusted.weighted.as_ref());
        let effect = weighted.map(|weighted| weighted.effect);
        let size = weighted.map_or(FigureCell::unknown(), |weighted| {
            let of = weighted.weights;
            FigureCell::text(format!(
                "{} + {}",
                format.decimal(of.effective_treated, 0),
                format.decimal(of.effective_control, 0)
            ))
        });
        let largest = weighted.map_or(FigureCell::unknown(), |weighted| {
            FigureCell::decimal(format, weighted.weights.largest, 1)
        });
        let overlap = weighted.map_or(FigureCell::unknown(), |weighted| {
            FigureCell::text(if weighted.overlap.is_poor {
                t_string!(i18n, insight.overlap_poor)
            } else {
                t_string!(i18n, insight.overlap_good)
            })
        });
        let cells = std::iter::once(name)
            .chain(estimate_cells(
                within,
                |value| points(words, value),
                between,
            ))
            .chain(estimate_cells(
                effect,
                |value| points(words, value),
                between,
            ))
            .chain([size, largest, overlap]);
        FigureRow::new(cells.collect()).of(compared.customers.clone())
    });
    Figures {
        title: t_string!(i18n, insight.adjusted_title).to_owned(),
        definition: t_string!(i18n, insight.adjusted_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: words.on,
        file: "retention-adjusted".to_owned(),
    }
}

/// How alike the groups are in what is adjusted for, before and after.
fn balance(words: Words, report: &Report) -> Figures {
    let Words { i18n, format, .. } = words;
    let weighted: Vec<(&Compared, &crate::insight::retention::Weighted)> = report
        .groups
        .iter()
        .filter_map(|compared| {
            let against = compared.arm.against.as_ref()?;
            Some((compared, against.adjusted.weighted.as_ref()?))
        })
        .collect();
    let mut columns = vec![FigureColumn::words(t_string!(i18n, insight.covariate))];
    for (compared, _) in &weighted {
        let name = group_name(words, &compared.group);
        let before = t_string!(i18n, insight.before_of, name = name.clone()).to_string();
        let after = t_string!(i18n, insight.after_of, name = name).to_string();
        columns.push(FigureColumn::amount(before));
        columns.push(FigureColumn::amount(after));
    }
    let cell = |value: Option<f64>| {
        value.map_or(FigureCell::unknown(), |value| {
            FigureCell::decimal(format, value, 2)
        })
    };
    let rows = Covariate::ALL
        .into_iter()
        .enumerate()
        .filter_map(|(place, covariate)| {
            let found: Vec<_> = weighted
                .iter()
                .map(|(_, weighted)| weighted.balance.iter().find(|(which, ..)| *which == place))
                .collect();
            if found.iter().all(Option::is_none) {
                return None;
            }
            let cells = found.into_iter().flat_map(|each| match each {
                Some((_, before, after)) => [cell(*before), cell(*after)],
                None => [FigureCell::unknown(), FigureCell::unknown()],
            });
            let name = FigureCell::text(covariate_name(i18n, covariate));
            Some(FigureRow::new(std::iter::once(name).chain(cells).collect()))
        });
    Figures {
        title: t_string!(i18n, insight.balance_title).to_owned(),
        definition: t_string!(i18n, insight.balance_definition).to_owned(),
        columns,
        rows: rows.collect(),
        on: words.on,
        file: "retention-balance".to_owned(),
    }
}

/// What each is worth, the surest first.
fn money(words: Words, report: &Report) -> Figures {
    let Words { i18n, format, .. } = words;
    let worths: Vec<_> = report
        .groups
        .iter()
        .map(|compared| compared.worth)
        .collect();
    let columns = vec![
        FigureColumn::words(t_string!(i18n, insight.done)),
        FigureColumn::amount(t_string!(i18n, insight.worth)),
        FigureColumn::amount(t_string!(i18n, insight.worth_low)),
        FigureColumn::amount(t_string!(i18n, insight.worth_high)),
    ];
    let order = ranking(&worths);
    let rows = order
        .into_iter()
        .filter_map(|place| report.groups.get(place))
        .filter_map(|compared| {
            let worth = compared.worth?;
            let amount = |value: f64| FigureCell::decimal(format, value, 2);
            let cells = vec![
                FigureCell::text(group_name(words, &compared.group)),
                amount(worth.estimate),
                amount(worth.interval.low),
                amount(worth.interval.high),
            ];
            Some(FigureRow::new(cells).of(compared.customers.clone()))
        });
    let basis = if report.knows_cost {
        t_string!(i18n, insight.worth_margin)
    } else {
        t_string!(i18n, insight.worth_revenue)
    };
    Figures {
        title: t_string!(i18n, insight.worth_title).to_owned(),
        definition: format!("{} {basis}", t_string!(i18n, insight.worth_definition)),
        columns,
        rows: rows.collect(),
        on: words.on,
        file: "retention-worth".to_owned(),
    }
}

fn by_name(i18n: I18n, by: By) -> &'static str {
    match by {
        By::Practice => t_string!(i18n, insight.by_practice),
        By::Size => t_string!(i18n, insight.by_size),
        By::Reason => t_string!(i18n, insight.by_reason),
        By::Person => t_string!(i18n, insight.by_person),
        By::EverDiscounted => t_string!(i18n, insight.by_ever),
    }
}

fn group_name(words: Words, group: &Group) -> String {
    let i18n = words.i18n;
    match group {
        Group::Practice(practice) => practice_name(i18n, *practice).to_owned(),
        Group::UpTo(percent) => t_string!(i18n, insight.up_to, percent = *percent).to_string(),
        Group::Reason(reason) => reason.clone(),
        Group::Person(None) => t_string!(i18n, insight.nobody_named).to_owned(),
        Group::Person(Some(id)) => words
            .workspace
            .with(|book| book.people.get(id).map(|person| person.name.clone()))
            .unwrap_or_default(),
    }
}

fn practice_name(i18n: I18n, practice: Practice) -> &'static str {
    match practice {
        Practice::Discount => t_string!(i18n, insight.practice_discount),
        Practice::Changed => t_string!(i18n, insight.practice_changed),
        Practice::Corrected => t_string!(i18n, insight.practice_corrected),
        Practice::Explained => t_string!(i18n, insight.practice_explained),
        Practice::CalledBack => t_string!(i18n, insight.practice_called_back),
        Practice::Nothing => t_string!(i18n, insight.practice_nothing),
    }
}

fn covariate_name(i18n: I18n, covariate: Covariate) -> String {
    match covariate {
        Covariate::Tenure => t_string!(i18n, insight.cov_tenure).to_owned(),
        Covariate::Month => t_string!(i18n, insight.cov_month).to_owned(),
        Covariate::EarlierGrants => t_string!(i18n, insight.cov_grants).to_owned(),
        Covariate::EarlierCases => t_string!(i18n, insight.cov_cases).to_owned(),
        Covariate::Severity => t_string!(i18n, insight.cov_severity).to_owned(),
        Covariate::Kind(kind) => case_kind_name(i18n, kind),
    }
}
