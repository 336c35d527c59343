//! What tells a line from the others: its marker and its dash. The dashes stand in the style, by the line's place.

use leptos::prelude::*;

/// The outline of a line's marker around a place.
pub fn marker(place: usize, x: f64, y: f64) -> String {
    let (left, right, above, below) = (x - 3.5, x + 3.5, y - 3.5, y + 3.5);
    match place {
        0 => format!("M{left:.1} {y:.1}a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0 -7 0z"),
        1 => format!("M{left:.1} {above:.1}H{right:.1}V{below:.1}H{left:.1}z"),
        2 => format!("M{x:.1} {:.1}L{right:.1} {below:.1}H{left:.1}z", y - 4.5),
        3 => format!(
            "M{x:.1} {:.1}L{:.1} {y:.1}L{x:.1} {:.1}L{:.1} {y:.1}z",
            y - 4.75,
            x + 4.75,
            y + 4.75,
            x - 4.75
        ),
        _ => format!(
            "M{left:.1} {above:.1}L{right:.1} {below:.1}M{right:.1} {above:.1}L{left:.1} {below:.1}"
        ),
    }
}

/// The class that gives a line its colour and its dash.
pub fn class(place: usize) -> &'static str {
    match place {
        0 => "line-1",
        1 => "line-2",
        2 => "line-3",
        3 => "line-4",
        _ => "line-5",
    }
}

/// A short piece of the line with its marker, for the legend.
pub fn sample(place: usize) -> AnyView {
    view! {
        <svg class=format!("line-chart-sample {}", class(place)) viewBox="0 0 36 14" aria-hidden="true" focusable="false">
            <path class="line-chart-line" d="M1 7H35"/>
            <path class="line-chart-mark" d=marker(place, 18.0, 7.0)/>
        </svg>
    }
    .into_any()
}
