//! Lines over an axis: values by month, or curves that fall in steps, with their uncertainty.
//!
//! Nothing depends on colour: each line has a dash and a marker of its own, and its name stands at its end or, where there is
//! no room, in the legend below. The chart is drawn twice, for a wide place and for a narrow one, so that its words keep
//! their size on a phone; the style shows one of them. The figures themselves stand in a table behind it.

mod mark;
mod plot;
mod scale;

pub use scale::nice_ticks;

use crate::app::locale::{t, use_i18n};
use leptos::prelude::*;
use mark::sample;
use plot::{Size, plot};

/// Lines told apart; more would be a tangle.
const LINES: usize = 5;

/// One point of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ChartPoint {
    /// Where it stands on the horizontal axis.
    pub x: f64,
    /// Its value. Where it is no number, the line is broken.
    pub y: f64,
    /// The ends of its interval.
    pub band: Option<(f64, f64)>,
}

impl ChartPoint {
    /// A point whose value is exact.
    pub fn new(x: f64, y: f64) -> ChartPoint {
        ChartPoint { x, y, band: None }
    }

    /// A point with its interval.
    pub fn within(x: f64, y: f64, low: f64, high: f64) -> ChartPoint {
        ChartPoint {
            x,
            y,
            band: Some((low, high)),
        }
    }
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChartLine {
    /// What it shows.
    pub name: String,
    /// Its points, from left to right.
    pub points: Vec<ChartPoint>,
    /// Where somebody left the count without the event: short strokes on the curve.
    pub censored: Vec<(f64, f64)>,
    /// How many are still counted at each tick of the horizontal axis; as many as there are ticks, or none.
    pub at_risk: Vec<String>,
}

/// What a chart draws; the first five lines are drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineDrawing {
    /// What the chart shows.
    pub caption: String,
    /// What the horizontal axis counts.
    pub x_title: String,
    /// What the vertical axis counts.
    pub y_title: String,
    /// The lines.
    pub lines: Vec<ChartLine>,
    /// The ticks of the horizontal axis with their words; left empty, round numbers are chosen.
    pub x_ticks: Vec<(f64, String)>,
    /// The ends of the vertical axis; left out, they follow the values and begin at zero where all are positive.
    pub y_range: Option<(f64, f64)>,
    /// Whether the lines run horizontally until the next point and then drop to it, as the share that is left does.
    pub is_stepped: bool,
    /// What the rows of numbers below the axis are called; shown if a line has such numbers.
    pub at_risk_title: String,
}

/// `<LineChart drawing write_y=move |y| format.get().share(y, 0)><FigureTable …/></LineChart>`.
#[component]
pub fn LineChart(
    /// What is drawn.
    drawing: LineDrawing,
    /// How a value of the vertical axis is written.
    #[prop(into)]
    write_y: Callback<f64, String>,
    /// Below a heading that says the same, the caption is only heard.
    #[prop(optional)]
    is_titled: bool,
    /// Whether the table is open from the start.
    #[prop(optional)]
    is_open: bool,
    /// The same figures as a table.
    children: Children,
) -> impl IntoView {
    let i18n = use_i18n();
    let mut drawing = drawing;
    drawing.lines.truncate(LINES);
    let is_drawn = drawing
        .lines
        .iter()
        .flat_map(|line| &line.points)
        .any(|point| point.x.is_finite() && point.y.is_finite());
    let legend = drawing
        .lines
        .iter()
        .enumerate()
        .map(|(place, line)| {
            view! { <li>{sample(place)}<span>{line.name.clone()}</span></li> }
        })
        .collect_view();
    let caption = drawing.caption.clone();
    let chart = if is_drawn {
        view! {
            {plot(&drawing, Size::Wide, write_y)}
            {plot(&drawing, Size::Narrow, write_y)}
            <ul class="line-chart-legend">{legend}</ul>
        }
        .into_any()
    } else {
        view! { <p class="quiet">{t!(i18n, words.figures_none)}</p> }.into_any()
    };
    view! {
        <figure class="line-chart">
            <figcaption class="line-chart-title"><span class:heard=is_titled>{caption}</span></figcaption>
            {chart}
            <details class="line-chart-table" open=is_open>
                <summary>{t!(i18n, words.figures_as_table)}</summary>
                {children()}
            </details>
        </figure>
    }
}
