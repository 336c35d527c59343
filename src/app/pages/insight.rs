//! Statistics: what keeps customers, experiments, recurring revenue, and how long people wait.

mod experiments;
mod retention;
mod revenue;
mod waiting;
mod words;

use crate::app::{
    components::{Choice, PageHeader, Tabs},
    locale::{t_string, use_i18n},
    route::use_query,
};
use leptos::prelude::*;

/// Which part is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Part {
    Retention,
    Experiments,
    Revenue,
    Waiting,
}

impl Part {
    const ALL: [Part; 4] = [
        Part::Retention,
        Part::Experiments,
        Part::Revenue,
        Part::Waiting,
    ];

    /// Its name in the address.
    fn word(self) -> &'static str {
        match self {
            Part::Retention => "retention",
            Part::Experiments => "experiments",
            Part::Revenue => "revenue",
            Part::Waiting => "waiting",
        }
    }
}

/// The page; `?part=` in the address chooses what it begins with.
#[component]
pub fn InsightPage() -> impl IntoView {
    let i18n = use_i18n();
    let asked = use_query().read_untracked().get("part");
    let begins = Part::ALL
        .into_iter()
        .find(|part| asked.as_deref() == Some(part.word()));
    let chosen = RwSignal::new(begins.unwrap_or(Part::Retention));
    let choices = Signal::derive(move || {
        let name = |part| match part {
            Part::Retention => t_string!(i18n, insight.retention),
            Part::Experiments => t_string!(i18n, trials.title),
            Part::Revenue => t_string!(i18n, revenue.title),
            Part::Waiting => t_string!(i18n, wait.title),
        };
        let choice = |part| Choice::new(part, name(part));
        Part::ALL.into_iter().map(choice).collect::<Vec<_>>()
    });
    view! {
        <PageHeader title=move || t_string!(i18n, insight.title) subtitle=move || t_string!(i18n, insight.subtitle)/>
        <Tabs label=move || t_string!(i18n, insight.title) chosen choices>
            {move || match chosen.get() {
                Part::Retention => view! { <retention::Retention/> }.into_any(),
                Part::Experiments => view! { <experiments::Experiments/> }.into_any(),
                Part::Revenue => view! { <revenue::Revenue/> }.into_any(),
                Part::Waiting => view! { <waiting::Waiting/> }.into_any(),
            }}
        </Tabs>
    }
}
