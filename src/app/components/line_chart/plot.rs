//! The drawing itself, for a wide place or a narrow one.

use super::mark::{class, marker};
use super::scale::{Scale, nice_ticks, x_range, y_range};
use super::{ChartLine, ChartPoint, LineDrawing};
use leptos::prelude::*;
use std::fmt::Write;

/// Which of the two drawings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// Names stand at the ends of the lines.
    Wide,
    /// Names stand in the legend.
    Narrow,
}

/// A letter's width, in units of the drawing: what room words take is only guessed.
const LETTER: f64 = 6.8;

/// The height of a row of words.
const ROW: f64 = 17.0;

/// Letters of a name at the end of a line; the legend has the whole of it.
const NAME: usize = 22;

/// Markers of one line, so that they mark it and don't cover it.
const MARKERS: usize = 12;

/// Where the parts of the drawing are.
struct Frame {
    width: f64,
    height: f64,
    x: Scale,
    y: Scale,
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
}

/// One of the two drawings.
pub fn plot(drawing: &LineDrawing, size: Size, write_y: Callback<f64, String>) -> AnyView {
    let most_rows = match size {
        Size::Wide => 5,
        Size::Narrow => 4,
    };
    let (low, high) = y_range(drawing, most_rows);
    let y_ticks: Vec<(f64, String)> = nice_ticks(low, high, most_rows)
        .into_iter()
        .map(|y| (y, write_y.run(y)))
        .collect();
    let at_risk = rows_at_risk(drawing);
    let frame = frame(drawing, size, (low, high), &y_ticks, at_risk.len());
    let x_ticks = x_ticks(drawing, &frame, &at_risk);
    let lines = drawing
        .lines
        .iter()
        .enumerate()
        .map(|(place, line)| line_view(place, line, drawing.is_stepped, &frame))
        .collect_view();
    let names = (size == Size::Wide).then(|| names_view(drawing, &frame));
    let (class, view_box) = (
        match size {
            Size::Wide => "line-chart-svg line-chart-wide",
            Size::Narrow => "line-chart-svg line-chart-narrow",
        },
        format!("0 0 {:.0} {:.0}", frame.width, frame.height),
    );
    view! {
        <svg class=class viewBox=view_box role="img" aria-label=drawing.caption.clone() focusable="false">
            {y_axis(drawing, &frame, &y_ticks)}
            {x_axis(drawing, &frame, &x_ticks)}
            {risk_view(drawing, &frame, &x_ticks, &at_risk)}
            {lines}
            {names}
        </svg>
    }
    .into_any()
}

/// The lines that have numbers below the axis.
fn rows_at_risk(drawing: &LineDrawing) -> Vec<usize> {
    let ticks = drawing.x_ticks.len();
    let has = |(place, line): (usize, &ChartLine)| {
        (ticks > 0 && line.at_risk.len() == ticks).then_some(place)
    };
    drawing.lines.iter().enumerate().filter_map(has).collect()
}

fn frame(
    drawing: &LineDrawing,
    size: Size,
    y_ends: (f64, f64),
    y_ticks: &[(f64, String)],
    rows: usize,
) -> Frame {
    let (width, body) = match size {
        Size::Wide => (880.0, 280.0),
        Size::Narrow => (400.0, 230.0),
    };
    let longest = y_ticks
        .iter()
        .map(|(_, words)| room(words))
        .fold(0.0, f64::max);
    let left = longest.max(if rows > 0 { 44.0 } else { 24.0 }) + 10.0;
    let names = drawing
        .lines
        .iter()
        .map(|line| room(&shortened(&line.name)));
    let right = match size {
        Size::Wide => width - names.fold(0.0, f64::max) - 26.0,
        // Half of the last tick's words.
        Size::Narrow => width - 22.0,
    };
    let top = 30.0;
    let bottom = top + body;
    let below = 2.0 * ROW + 10.0;
    let of_rows = if rows > 0 {
        f64::from(u32::try_from(rows).unwrap_or(0)) * ROW + ROW + 6.0
    } else {
        0.0
    };
    Frame {
        width,
        height: bottom + below + of_rows,
        x: Scale::new(x_range(drawing), (left, right)),
        y: Scale::new(y_ends, (bottom, top)),
        left,
        right,
        top,
        bottom,
    }
}

fn room(words: &str) -> f64 {
    f64::from(u32::try_from(words.chars().count()).unwrap_or(0)) * LETTER
}

fn shortened(name: &str) -> String {
    if name.chars().count() <= NAME {
        return name.to_owned();
    }
    let begin: String = name.chars().take(NAME - 1).collect();
    format!("{}…", begin.trim_end())
}

/// A tick of the horizontal axis.
struct Tick {
    x: f64,
    words: String,
    /// Its place among all ticks, by which the numbers below it are found.
    place: usize,
}

/// The ticks whose words have room beside each other.
fn x_ticks(drawing: &LineDrawing, frame: &Frame, at_risk: &[usize]) -> Vec<Tick> {
    let given = !drawing.x_ticks.is_empty();
    let ticks: Vec<(f64, String)> = if given {
        drawing.x_ticks.clone()
    } else {
        let (low, high) = x_range(drawing);
        let words = |x: f64| {
            // Steps are powers of ten, doubled or halved: a few decimals name each of them.
            let text = format!("{x:.6}");
            let text = text.trim_end_matches('0').trim_end_matches('.');
            text.replace('-', "\u{2212}")
        };
        nice_ticks(low, high, 8)
            .into_iter()
            .map(|x| (x, words(x)))
            .collect()
    };
    let numbers = at_risk
        .iter()
        .filter_map(|place| drawing.lines.get(*place))
        .flat_map(|line| &line.at_risk)
        .map(|number| room(number));
    let widest = ticks.iter().map(|(_, words)| room(words)).chain(numbers);
    let needed = widest.fold(0.0, f64::max) + 12.0;
    let count = u32::try_from(ticks.len()).unwrap_or(u32::MAX).max(1);
    let fitting = ((frame.right - frame.left) / needed).floor().max(1.0);
    let every = (f64::from(count) / fitting).ceil().max(1.0);
    let mut shown = Vec::new();
    let mut next = 0.0;
    for (place, (x, words)) in ticks.into_iter().enumerate() {
        if f64::from(u32::try_from(place).unwrap_or(u32::MAX)) < next {
            continue;
        }
        next += every;
        if frame.x.holds(x) {
            let x = frame.x.at(x);
            shown.push(Tick { x, words, place });
        }
    }
    shown
}

fn y_axis(drawing: &LineDrawing, frame: &Frame, ticks: &[(f64, String)]) -> AnyView {
    let (left, right) = (frame.left, frame.right);
    let rows = ticks
        .iter()
        .filter(|(y, _)| frame.y.holds(*y))
        .map(|(y, words)| {
            let at = frame.y.at(*y);
            view! {
                <path class="line-chart-grid" d=format!("M{left:.1} {at:.1}H{right:.1}")/>
                <text class="line-chart-words" text-anchor="end" x=px(left - 8.0) y=px(at + 4.0)>{words.clone()}</text>
            }
        })
        .collect_view();
    view! {
        <g aria-hidden="true">
            <text class="line-chart-words" x="2" y="14">{drawing.y_title.clone()}</text>
            {rows}
        </g>
    }
    .into_any()
}

fn x_axis(drawing: &LineDrawing, frame: &Frame, ticks: &[Tick]) -> AnyView {
    let (left, right, bottom) = (frame.left, frame.right, frame.bottom);
    let marks = ticks
        .iter()
        .map(|tick| {
            let x = tick.x;
            view! {
                <path class="line-chart-axis" d=format!("M{x:.1} {bottom:.1}v5")/>
                <text class="line-chart-words" text-anchor="middle" x=px(x) y=px(bottom + ROW + 2.0)>{tick.words.clone()}</text>
            }
        })
        .collect_view();
    // Values below zero have their own line to rise from.
    let zero = frame.y.holds(0.0).then(|| {
        let at = frame.y.at(0.0);
        view! { <path class="line-chart-axis" d=format!("M{left:.1} {at:.1}H{right:.1}")/> }
    });
    view! {
        <g aria-hidden="true">
            <path class="line-chart-axis" d=format!("M{left:.1} {bottom:.1}H{right:.1}")/>
            {zero}
            {marks}
            <text class="line-chart-words" text-anchor="end" x=px(right) y=px(bottom + 2.0 * ROW + 4.0)>{drawing.x_title.clone()}</text>
        </g>
    }
    .into_any()
}

fn risk_view(
    drawing: &LineDrawing,
    frame: &Frame,
    ticks: &[Tick],
    at_risk: &[usize],
) -> Option<AnyView> {
    if at_risk.is_empty() {
        return None;
    }
    let head = frame.bottom + 3.0 * ROW + 8.0;
    let rows = at_risk
        .iter()
        .zip(1_u32..)
        .filter_map(|(place, row)| {
            let line = drawing.lines.get(*place)?;
            let y = head + f64::from(row) * ROW;
            let numbers = ticks
                .iter()
                .filter_map(|tick| {
                    let number = line.at_risk.get(tick.place)?.clone();
                    Some(view! { <text class="line-chart-words" text-anchor="middle" x=px(tick.x) y=px(y)>{number}</text> })
                })
                .collect_view();
            let (from, to, middle) = (2.0, 30.0, y - 4.0);
            Some(view! {
                <g class=class(*place)>
                    <path class="line-chart-line" d=format!("M{from:.1} {middle:.1}H{to:.1}")/>
                    <path class="line-chart-mark" d=marker(*place, 16.0, middle)/>
                    {numbers}
                </g>
            })
        })
        .collect_view();
    let view = view! {
        <g aria-hidden="true">
            <text class="line-chart-words" x="2" y=px(head)>{drawing.at_risk_title.clone()}</text>
            {rows}
        </g>
    };
    Some(view.into_any())
}

fn line_view(place: usize, line: &ChartLine, is_stepped: bool, frame: &Frame) -> AnyView {
    let parts = parts(&line.points);
    let mut curve = String::new();
    let (mut area, mut edges) = (String::new(), String::new());
    for part in &parts {
        let of = |value: &dyn Fn(&ChartPoint) -> f64| -> Vec<(f64, f64)> {
            part.iter()
                .map(|point| (frame.x.at(point.x), frame.y.at(value(point))))
                .collect()
        };
        path(&mut curve, &of(&|point| point.y), is_stepped);
        band(&mut area, &mut edges, part, is_stepped, frame);
    }
    let mut ticks = String::new();
    let mut last = f64::NEG_INFINITY;
    for (x, y) in &line.censored {
        let is_on = x.is_finite() && y.is_finite() && frame.x.holds(*x);
        let (x, y) = (frame.x.at(*x), frame.y.at(*y));
        // Strokes closer than their own width would be one blot.
        if is_on && x - last >= 1.5 {
            write_path(&mut ticks, format_args!("M{x:.1} {:.1}v8", y - 4.0));
            last = x;
        }
    }
    let points: Vec<ChartPoint> = parts.concat();
    let every = points.len().div_ceil(MARKERS).max(1);
    let mut marks = String::new();
    for point in points.iter().step_by(every) {
        marks.push_str(&marker(place, frame.x.at(point.x), frame.y.at(point.y)));
    }
    let has_band = !area.is_empty();
    view! {
        <g class=class(place) aria-hidden="true">
            {has_band.then(|| view! {
                <path class="line-chart-band" d=area/>
                <path class="line-chart-edge" d=edges/>
            })}
            <path class="line-chart-line" d=curve/>
            <path class="line-chart-censored" d=ticks/>
            <path class="line-chart-mark" d=marks/>
        </g>
    }
    .into_any()
}

/// The points between the gaps.
fn parts(points: &[ChartPoint]) -> Vec<Vec<ChartPoint>> {
    points
        .split(|point| !(point.x.is_finite() && point.y.is_finite()))
        .filter(|part| !part.is_empty())
        .map(<[ChartPoint]>::to_vec)
        .collect()
}

/// The band of one part: its area, and its two edges. Where a point has no interval, the band is broken.
fn band(
    area: &mut String,
    edges: &mut String,
    part: &[ChartPoint],
    is_stepped: bool,
    frame: &Frame,
) {
    let runs = part.split(|point| {
        let ends = point.band;
        !ends.is_some_and(|(low, high)| low.is_finite() && high.is_finite())
    });
    for run in runs.filter(|run| run.len() > 1) {
        let edge = |of: &dyn Fn((f64, f64)) -> f64| -> Vec<(f64, f64)> {
            run.iter()
                .filter_map(|point| {
                    let y = of(point.band?);
                    Some((frame.x.at(point.x), frame.y.at(y)))
                })
                .collect()
        };
        let upper = corners(&edge(&|(_, high)| high), is_stepped);
        let lower = corners(&edge(&|(low, _)| low), is_stepped);
        path(edges, &upper, false);
        path(edges, &lower, false);
        let around: Vec<(f64, f64)> = upper.into_iter().chain(lower.into_iter().rev()).collect();
        path(area, &around, false);
        area.push('z');
    }
}

/// The corners of a line that falls in steps.
fn corners(points: &[(f64, f64)], is_stepped: bool) -> Vec<(f64, f64)> {
    let mut corners: Vec<(f64, f64)> = Vec::with_capacity(2 * points.len());
    for (x, y) in points {
        if let Some((_, before)) = corners.last().copied()
            && is_stepped
        {
            corners.push((*x, before));
        }
        corners.push((*x, *y));
    }
    corners
}

fn path(out: &mut String, points: &[(f64, f64)], is_stepped: bool) {
    for (place, (x, y)) in corners(points, is_stepped).into_iter().enumerate() {
        let letter = if place == 0 { 'M' } else { 'L' };
        write_path(out, format_args!("{letter}{x:.1} {y:.1}"));
    }
}

fn write_path(out: &mut String, piece: std::fmt::Arguments) {
    // Writing into a string cannot fail.
    let _ = out.write_fmt(piece);
}

/// The names at the ends of the lines, moved apart where they would cover each other.
fn names_view(drawing: &LineDrawing, frame: &Frame) -> AnyView {
    let mut ends: Vec<(usize, f64, f64)> = drawing
        .lines
        .iter()
        .enumerate()
        .filter_map(|(place, line)| {
            let last = line
                .points
                .iter()
                .rfind(|point| point.x.is_finite() && point.y.is_finite())?;
            Some((place, frame.x.at(last.x), frame.y.at(last.y)))
        })
        .collect();
    ends.sort_by(|(_, _, one), (_, _, other)| one.total_cmp(other));
    let wanted: Vec<f64> = ends.iter().map(|(_, _, y)| *y).collect();
    let places = apart(&wanted, (frame.top, frame.bottom));
    let names = ends
        .iter()
        .zip(places)
        .filter_map(|((place, x, y), at)| {
            let name = shortened(&drawing.lines.get(*place)?.name);
            let begin = frame.right + 14.0;
            let is_led = (at - y).abs() > 3.0 || begin - x > 20.0;
            let lead = is_led.then(|| {
                let (from, to) = (x + 6.0, begin - 4.0);
                view! { <path class="line-chart-lead" d=format!("M{from:.1} {y:.1}L{to:.1} {at:.1}")/> }
            });
            Some(view! {
                <g class=class(*place)>
                    {lead}
                    <text class="line-chart-name" x=px(begin) y=px(at + 4.0)>{name}</text>
                </g>
            })
        })
        .collect_view();
    view! { <g aria-hidden="true">{names}</g> }.into_any()
}

/// Heights in order, each at least a row below the one before, and none outside the frame if they fit at all.
fn apart(wanted: &[f64], (top, bottom): (f64, f64)) -> Vec<f64> {
    let mut places: Vec<f64> = Vec::with_capacity(wanted.len());
    for y in wanted {
        let least = places.last().map_or(top, |before| before + ROW);
        places.push(y.max(least));
    }
    let mut most = bottom;
    for place in places.iter_mut().rev() {
        *place = place.min(most);
        most = *place - ROW;
    }
    places
}

fn px(at: f64) -> String {
    format!("{at:.1}")
}
