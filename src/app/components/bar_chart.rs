//! A few amounts compared: a table whose rows have a bar, so that eyes and ears get the same.

use super::badge::Tone;
use leptos::prelude::*;

/// One bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// The amount, written out.
    pub amount: String,
    /// Its length against the longest, in thousandths.
    pub per_mille: u16,
    /// How it stands.
    pub tone: Tone,
}

/// `<BarChart title=… bars/>`.
#[component]
pub fn BarChart(
    /// What is compared.
    #[prop(into)]
    title: Signal<String>,
    /// The bars, in order.
    #[prop(into)]
    bars: Signal<Vec<Bar>>,
    /// Below a heading that says the same, the title is only heard.
    #[prop(optional)]
    is_titled: bool,
) -> impl IntoView {
    let rows = move || {
        bars.get().into_iter().map(|bar| {
            let length = bar.per_mille.min(1000).to_string();
            view! {
                <tr class=bar.tone.class()>
                    <th scope="row">{bar.name}</th>
                    <td>
                        <svg viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">
                            <rect class="bar-chart-bar" width=length height="10"/>
                        </svg>
                    </td>
                    <td class="amount">{bar.amount}</td>
                </tr>
            }
        }).collect_view()
    };
    view! {
        <figure class="bar-chart">
            <table><caption class="bar-chart-title"><span class:heard=is_titled>{title}</span></caption><tbody>{rows}</tbody></table>
        </figure>
    }
}
