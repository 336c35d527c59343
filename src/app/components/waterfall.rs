//! From one total to another, step by step: a table whose rows have a bar each, where the one before ends.
//!
//! Nothing depends on colour: what adds is full and points to the right, what takes away is hatched and points to the left,
//! totals stand on the base line. Every amount is written with its sign.

use super::identity::fresh_id;
use leptos::prelude::*;

/// What a step does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaterfallKind {
    /// Stands on the base line.
    Total,
    /// Leads from the step before to another sum, upwards or downwards.
    Change,
}

/// One step, in whole units of whatever is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaterfallStep {
    /// What it is.
    pub name: String,
    /// What it is about, in small letters.
    pub detail: String,
    /// The amount, written out with its sign.
    pub amount: String,
    /// A total or a change.
    pub kind: WaterfallKind,
    /// The sum before; of a total the sum itself.
    pub from: i64,
    /// The sum after.
    pub to: i64,
}

/// `<Waterfall title heads steps cut_note/>`.
#[component]
pub fn Waterfall(
    /// What leads from where to where.
    title: String,
    /// What the three columns are called.
    heads: [String; 3],
    /// The steps, in order.
    steps: Vec<WaterfallStep>,
    /// What is said where the bars of the totals don't begin at zero.
    cut_note: String,
) -> impl IntoView {
    let scale = Scale::of(&steps);

    let count = steps.len();
    let rows = steps
        .into_iter()
        .enumerate()
        .map(|(place, step)| {
            let joins = (place > 0, place + 1 < count);
            let bar = bar(&step, scale, joins);
            let class = match step.kind {
                WaterfallKind::Total => "waterfall-total",
                WaterfallKind::Change => "waterfall-change",
            };
            let detail = (!step.detail.is_empty())
                .then(|| view! { <span class="waterfall-detail">{step.detail}</span> });
            view! {
                <tr class=class>
                    <th scope="row">{step.name}{detail}</th>
                    <td class="waterfall-way">{bar}</td>
                    <td class="waterfall-amount">{step.amount}</td>
                </tr>
            }
        })
        .collect_view();
    let [what, way, amount] = heads;
    let note = scale
        .is_cut
        .then(|| view! { <p class="waterfall-note">{cut_note}</p> });
    view! {
        <figure class="waterfall">
            <table>
                <caption>{title}</caption>
                <thead class="heard">
                    <tr><th scope="col">{what}</th><th scope="col">{way}</th><th scope="col">{amount}</th></tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
            {note}
        </figure>
    }
}

/// From sums to thousandths of the width.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Scale {
    low: i64,
    span: i64,
    is_cut: bool,
}

/// Room at both sides for the arrows, in thousandths.
const MARGIN: i128 = 40;

impl Scale {
    fn of(steps: &[WaterfallStep]) -> Scale {
        let sums = || steps.iter().flat_map(|step| [step.from, step.to]);
        let (least, most) = (sums().min().unwrap_or(0), sums().max().unwrap_or(0));
        let moved = most - least;
        // Changes of less than a sixth of the whole would be hardly seen.
        let is_cut = moved > 0 && least > 0 && moved < most / 6;
        let low = if is_cut { least - moved } else { least.min(0) };
        let high = most.max(0);
        Scale {
            low,
            span: (high - low).max(1),
            is_cut,
        }
    }

    /// Where a sum is, in thousandths.
    fn at(self, sum: i64) -> i128 {
        MARGIN + i128::from(sum - self.low) * (1000 - 2 * MARGIN) / i128::from(self.span)
    }
}

fn per_cent(thousandths: i128) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}

/// One bar, with the hairlines that join it to its neighbours.
fn bar(step: &WaterfallStep, scale: Scale, joins: (bool, bool)) -> AnyView {
    let zero = if scale.is_cut {
        0
    } else {
        scale.at(0.max(scale.low))
    };
    let (from, to) = match step.kind {
        WaterfallKind::Total => (zero, scale.at(step.to)),
        WaterfallKind::Change => (scale.at(step.from), scale.at(step.to)),
    };
    let hatch = fresh_id("hatch");
    let (left, width) = (from.min(to), (from - to).abs().max(2));
    let before = match step.kind {
        WaterfallKind::Total => to,
        WaterfallKind::Change => from,
    };
    let (class, fill) = match step.kind {
        WaterfallKind::Total => ("waterfall-bar waterfall-sum", None),
        WaterfallKind::Change if step.to < step.from => (
            "waterfall-bar waterfall-less",
            Some(format!("url(#{hatch})")),
        ),
        WaterfallKind::Change => ("waterfall-bar waterfall-more", None),
    };
    let arrow = match step.kind {
        WaterfallKind::Change if step.to > step.from => Some("M3 -4 L8 0 L3 4"),
        WaterfallKind::Change if step.to < step.from => Some("M-3 -4 L-8 0 L-3 4"),
        WaterfallKind::Change | WaterfallKind::Total => None,
    };
    let arrow = arrow.map(|path| {
        view! {
            <svg x=per_cent(to) y="50%" overflow="visible"><path class="waterfall-arrow" d=path/></svg>
        }
    });
    // The base is torn where the bar does not begin at zero.
    let torn = (scale.is_cut && step.kind == WaterfallKind::Total)
        .then(|| view! { <path class="waterfall-torn" d="M7 2 L11 8 L7 14 L11 20 L7 26 M12 2 L16 8 L12 14 L16 20 L12 26"/> });
    let pattern = fill.is_some().then(|| {
        view! {
            <pattern id=hatch.clone() width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                <rect class="waterfall-hatch" width="2" height="5"/>
            </pattern>
        }
    });
    view! {
        <svg class="waterfall-svg" aria-hidden="true" focusable="false">
            {pattern}
            {(!scale.is_cut).then(|| view! { <line class="waterfall-base" x1=per_cent(zero) x2=per_cent(zero) y1="0" y2="100%"/> })}
            {joins.0.then(|| view! { <line class="waterfall-join" x1=per_cent(before) x2=per_cent(before) y1="0" y2="24%"/> })}
            {joins.1.then(|| view! { <line class="waterfall-join" x1=per_cent(to) x2=per_cent(to) y1="76%" y2="100%"/> })}
            <rect class=class fill=fill x=per_cent(left) width=per_cent(width) y="24%" height="52%"/>
            {torn}
            {arrow}
        </svg>
    }
    .into_any()
}
