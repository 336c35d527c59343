//! What an experiment shows so far, in words, as curves and as figures; and its end.

use super::send;
use crate::app::{
    components::{
        Actions, Button, ButtonKind, Choice, FigureCell, FigureColumn, FigureRow, FigureTable,
        Figures, LineChart, LineDrawing, Notice as NoticeBox, SelectField, Tone,
    },
    format::Format,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::insight::{
        retention::{curve_drawing, curve_line, customer_name, even_ticks, until},
        words::{interval_text, verdict_text},
    },
    workspace::use_workspace,
};
use crate::billing::desk::experiment::Experiment;
use crate::care::command::Command;
use crate::insight::history::{Drawn, drawn};
use crate::insight::trial::{ArmOutcome, Trial, outcome};
use crate::insight::verdict::Verdict;
use chrono::NaiveDate;
use leptos::prelude::*;

/// Days at which the numbers at risk are told.
const TICKS: u32 = 6;

/// The outcome so far.
#[component]
pub fn Outcome(experiment: Experiment) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let experiment = StoredValue::new(experiment);
    let found = Memo::new(move |_| {
        let (today, now) = (workspace.today(), workspace.now());
        let experiment = experiment.get_value();
        let drawn = workspace.with(|book| drawn(book, experiment.id, today));
        let trial = outcome(&experiment, &drawn, now);
        (trial, drawn)
    });
    move || {
        let (trial, drawn) = found.get();
        let experiment = experiment.get_value();
        let format = format.get();
        let on = workspace.today();
        let sentences = sentences(i18n, format, &experiment, &trial);
        let ratio = trial.sample_ratio.map(|ratio| {
            let p = format.decimal(ratio.p, 4);
            if ratio.is_sound() {
                view! { <p class="section-note">{t_string!(i18n, trials.ratio_sound, p = p).to_string()}</p> }.into_any()
            } else {
                view! { <NoticeBox tone=Tone::Bad>{t_string!(i18n, trials.ratio_broken, p = p).to_string()}</NoticeBox> }.into_any()
            }
        });
        view! {
            <NoticeBox tone=Tone::Info title=move || t_string!(i18n, trials.verdict_title)>
                <ul class="plain-list">{sentences}</ul>
            </NoticeBox>
            {ratio}
            <LineChart drawing=drawing(i18n, format, &experiment, &trial) write_y=move |share: f64| format.share(share, 0)>
                <FigureTable figures=figures(i18n, format, &experiment, &trial, &drawn, on) name_of=customer_name(workspace)/>
            </LineChart>
        }
    }
}

fn sentences(
    i18n: I18n,
    format: Format,
    experiment: &Experiment,
    trial: &Trial,
) -> impl IntoView + use<> {
    let pairs = experiment.arms.iter().zip(&trial.arms);
    let said = pairs.filter_map(|(arm, found)| Some((arm.name.clone(), found.verdict?)));
    said.map(|(name, verdict)| {
        let is_told = matches!(
            verdict,
            Verdict::KeepsCustomers | Verdict::DrivesCustomersAway
        );
        let grade = is_told.then(|| format!(" {}", t_string!(i18n, trials.grade_a)));
        let text = verdict_text(i18n, format, verdict);
        view! { <li><strong>{name}</strong>": "{text}{grade}</li> }
    })
    .collect_view()
}

fn drawing(i18n: I18n, format: Format, experiment: &Experiment, trial: &Trial) -> LineDrawing {
    let horizon = f64::from(experiment.horizon_days);
    let ticks = even_ticks(horizon, TICKS);
    let pairs = experiment.arms.iter().zip(&trial.arms);
    let lines = pairs.filter_map(|(arm, found)| {
        let curve = found.figures.curve.as_ref()?;
        let line = curve_line(format, arm.name.clone(), curve, &ticks);
        Some(until(line, horizon))
    });
    let titles = (
        t_string!(i18n, trials.curves),
        t_string!(i18n, trials.days_after),
    );
    curve_drawing(i18n, format, titles, lines, &ticks)
}

fn figures(
    i18n: I18n,
    format: Format,
    experiment: &Experiment,
    trial: &Trial,
    drawn: &[Drawn],
    on: NaiveDate,
) -> Figures {
    let columns = vec![
        FigureColumn::words(t_string!(i18n, trials.arm)),
        FigureColumn::amount(t_string!(i18n, insight.customers)),
        FigureColumn::amount(t_string!(i18n, trials.followed)),
        FigureColumn::amount(t_string!(i18n, insight.left)),
        FigureColumn::amount(t_string!(i18n, trials.set_aside)),
        FigureColumn::amount(t_string!(
            i18n,
            insight.stayed_days,
            count = experiment.horizon_days
        )),
        FigureColumn::words(t_string!(i18n, insight.interval)),
        FigureColumn::amount(t_string!(i18n, insight.points_more)),
        FigureColumn::words(t_string!(i18n, trials.always_valid)),
        FigureColumn::amount(t_string!(i18n, insight.q)),
        FigureColumn::amount(t_string!(i18n, insight.worth)),
        FigureColumn::words(t_string!(i18n, insight.interval)),
    ];
    let pairs = experiment.arms.iter().zip(&trial.arms).enumerate();
    let rows = pairs.map(|(place, (arm, found))| {
        let customers: Vec<_> = drawn
            .iter()
            .filter(|each| each.arm == place)
            .map(|each| each.account)
            .collect();
        FigureRow::new(row(format, arm.name.clone(), found)).of(customers)
    });
    let basis = if trial.knows_cost {
        t_string!(i18n, insight.worth_margin)
    } else {
        t_string!(i18n, insight.worth_revenue)
    };
    Figures {
        title: experiment.name.clone(),
        definition: format!("{} {basis}", t_string!(i18n, trials.definition)),
        columns,
        rows: rows.collect(),
        on,
        file: "experiment".to_owned(),
    }
}

fn row(format: Format, name: String, found: &ArmOutcome) -> Vec<FigureCell> {
    let whole =
        |count: u64| FigureCell::count(format, usize::try_from(count).unwrap_or(usize::MAX));
    let share = |value: f64| format.share(value, 1);
    let points = |value: f64| format.decimal(value * 100.0, 1);
    let amount = |value: f64| format.decimal(value, 2);
    let unknown = FigureCell::unknown;
    vec![
        FigureCell::text(name),
        whole(found.contacts),
        whole(found.count.contacts),
        whole(found.count.events),
        whole(found.set_aside),
        found
            .kept
            .map_or(unknown(), |kept| FigureCell::share(format, kept.value(), 1)),
        found.kept.map_or(unknown(), |kept| {
            FigureCell::text(interval_text(kept.wilson(), share))
        }),
        found.standing.map_or(unknown(), |standing| {
            FigureCell::decimal(format, standing.finding.difference * 100.0, 1)
        }),
        found.standing.map_or(unknown(), |standing| {
            FigureCell::text(interval_text(standing.interval, points))
        }),
        found.standing.map_or(unknown(), |standing| {
            FigureCell::decimal(format, standing.finding.q, 4)
        }),
        found.worth.map_or(unknown(), |worth| {
            FigureCell::decimal(format, worth.estimate, 2)
        }),
        found.worth.map_or(unknown(), |worth| {
            FigureCell::text(interval_text(worth.interval, amount))
        }),
    ]
}

/// Ends an experiment, with or without an offer for everybody; it stands in a dialog.
#[component]
pub fn StopForm(experiment: Experiment, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let workspace = use_workspace();
    let adopted = RwSignal::new(None::<usize>);
    let id = experiment.id;
    let arms: Vec<String> = experiment.arms.iter().map(|arm| arm.name.clone()).collect();
    let choices = Signal::derive(move || {
        let none = Choice::new(None, t_string!(i18n, trials.adopt_none));
        let named = arms
            .iter()
            .enumerate()
            .map(|(place, name)| Choice::new(Some(place), name.clone()));
        std::iter::once(none).chain(named).collect::<Vec<_>>()
    });
    let stop = move |()| {
        let command = Command::StopExperiment {
            experiment: id,
            adopted: adopted.get_untracked(),
        };
        send(workspace, command, t_string!(i18n, trials.ended).to_owned());
        open.set(false);
    };
    view! {
        <div class="dialog-form">
            <p class="dialog-text">{t!(i18n, trials.stop_text)}</p>
            <SelectField label=move || t_string!(i18n, trials.adopt) value=adopted choices/>
            <Actions>
                <Button on_press=move |()| open.set(false)>{t!(i18n, words.cancel)}</Button>
                <Button kind=ButtonKind::Primary on_press=stop>{t!(i18n, trials.stop)}</Button>
            </Actions>
        </div>
    }
}
