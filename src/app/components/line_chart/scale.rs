//! From values to places in the drawing, and the round numbers between.

use super::LineDrawing;

/// Values on one axis and where they are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    low: f64,
    high: f64,
    from: f64,
    to: f64,
}

impl Scale {
    /// Draws `low` at `from` and `high` at `to`; a span of nothing is widened, so that a single value has a place.
    pub fn new((low, high): (f64, f64), (from, to): (f64, f64)) -> Scale {
        let (low, high) = if high > low {
            (low, high)
        } else {
            (low - 0.5, low + 0.5)
        };
        Scale {
            low,
            high,
            from,
            to,
        }
    }

    /// Where a value is drawn, never outside the axis.
    pub fn at(self, value: f64) -> f64 {
        let share = (value - self.low) / (self.high - self.low);
        self.from + share.clamp(0.0, 1.0) * (self.to - self.from)
    }

    /// Whether a value is on the axis.
    pub fn holds(self, value: f64) -> bool {
        let slack = (self.high - self.low) * 1e-9;
        value >= self.low - slack && value <= self.high + slack
    }
}

/// Round numbers from the first at or above `low` to the last at or below `high`, about `most` of them.
pub fn nice_ticks(low: f64, high: f64, most: usize) -> Vec<f64> {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) || most < 2 {
        return if low.is_finite() {
            vec![low]
        } else {
            Vec::new()
        };
    }
    let step = round_step(span, most);
    let first = (low / step - 1e-9).ceil();
    let last = (high / step + 1e-9).floor();
    let mut ticks = Vec::new();
    let mut at = first;
    // The bound keeps a step too small for its numbers from running for ever.
    while at <= last && ticks.len() <= 4 * most {
        ticks.push(at * step);
        at += 1.0;
    }
    ticks
}

/// One, two or five times a power of ten, so that `most` steps cover the span.
fn round_step(span: f64, most: usize) -> f64 {
    let parts = u32::try_from(most).unwrap_or(u32::MAX).max(1);
    let rough = span / f64::from(parts);
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * (1.0 - 1e-9));
    step.unwrap_or(10.0 * power)
}

/// The ends of the horizontal axis: of the points and the ticks.
pub fn x_range(drawing: &LineDrawing) -> (f64, f64) {
    let points = drawing
        .lines
        .iter()
        .flat_map(|line| line.points.iter().map(|point| point.x));
    let ticks = drawing.x_ticks.iter().map(|(x, _)| *x);
    ends(points.chain(ticks)).unwrap_or((0.0, 1.0))
}

/// The ends of the vertical axis, at round numbers.
pub fn y_range(drawing: &LineDrawing, most: usize) -> (f64, f64) {
    if let Some((low, high)) = drawing.y_range
        && low.is_finite()
        && high > low
    {
        return (low, high);
    }
    let values = drawing
        .lines
        .iter()
        .flat_map(|line| &line.points)
        .flat_map(|point| {
            let (low, high) = point.band.unwrap_or((point.y, point.y));
            [point.y, low, high]
        });
    let (low, high) = ends(values).unwrap_or((0.0, 1.0));
    // An axis that begins elsewhere than at zero makes small changes look great.
    let (low, high) = (low.min(0.0), high.max(0.0));
    let span = if high > low { high - low } else { 1.0 };
    let step = round_step(span, most);
    let top = (high / step - 1e-9)
        .ceil()
        .max(if low < 0.0 { 0.0 } else { 1.0 });
    ((low / step + 1e-9).floor() * step, top * step)
}

fn ends(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values
        .filter(|value| value.is_finite())
        .fold(None, |found, value| {
            let (low, high) = found.unwrap_or((value, value));
            Some((f64::min(low, value), f64::max(high, value)))
        })
}
