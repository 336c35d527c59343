//! Curves as the chart draws them.

use crate::app::{
    components::{ChartLine, ChartPoint, LineDrawing},
    format::Format,
    locale::{I18n, t_string},
};
use crate::insight::survival::Survival;

/// The line of a curve, with its band and the numbers at risk at the ticks.
pub fn curve_line(format: Format, name: String, curve: &Survival, ticks: &[f64]) -> ChartLine {
    let begin = ChartPoint::within(0.0, 1.0, 1.0, 1.0);
    let points = curve.steps.iter().map(|step| match step.interval {
        Some(interval) => ChartPoint::within(step.time, step.survival, interval.low, interval.high),
        None => ChartPoint::new(step.time, step.survival),
    });
    // A stroke for every customer would be a bar where there are thousands.
    let strokes = curve.steps.iter().filter(|step| step.censored > 0);
    let strokes: Vec<(f64, f64)> = strokes.map(|step| (step.time, step.survival)).collect();
    ChartLine {
        name,
        points: std::iter::once(begin).chain(points).collect(),
        censored: if strokes.len() > 60 {
            Vec::new()
        } else {
            strokes
        },
        at_risk: ticks
            .iter()
            .map(|tick| format.number(curve.at_risk(*tick)))
            .collect(),
    }
}

/// A chart of curves: shares from nobody to everybody, that fall in steps, with the numbers at risk below the ticks.
pub fn curve_drawing(
    i18n: I18n,
    format: Format,
    (caption, x_title): (&str, &str),
    lines: impl Iterator<Item = ChartLine>,
    ticks: &[f64],
) -> LineDrawing {
    LineDrawing {
        caption: caption.to_owned(),
        x_title: x_title.to_owned(),
        y_title: t_string!(i18n, insight.still_here).to_owned(),
        lines: lines.collect(),
        x_ticks: ticks
            .iter()
            .map(|tick| (*tick, format.decimal(*tick, 0)))
            .collect(),
        y_range: Some((0.0, 1.0)),
        is_stepped: true,
        at_risk_title: t_string!(i18n, insight.at_risk).to_owned(),
    }
}

/// A line as far as the days that are looked at.
pub fn until(mut line: ChartLine, days: f64) -> ChartLine {
    line.points.retain(|point| point.x <= days);
    line.censored.retain(|(x, _)| *x <= days);
    line
}

/// So many ticks of the same distance from the beginning to the end.
pub fn even_ticks(end: f64, count: u32) -> Vec<f64> {
    let step = end / f64::from(count.max(1));
    (0..=count).map(|place| f64::from(place) * step).collect()
}
