//! Reports: who owes how long, VAT by rate, and sales, for days one chooses.

mod ageing;
mod sales;

use crate::app::{
    components::{Choice, PageHeader, Tabs},
    locale::{t_string, use_i18n},
};
use leptos::prelude::*;

/// Which report is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Report {
    Ageing,
    Tax,
    Sales,
}

/// The reports page.
#[component]
pub fn Reports() -> impl IntoView {
    let i18n = use_i18n();
    let chosen = RwSignal::new(Report::Ageing);
    let choices = Signal::derive(move || {
        vec![
            Choice::new(Report::Ageing, t_string!(i18n, reports.ageing)),
            Choice::new(Report::Tax, t_string!(i18n, reports.tax)),
            Choice::new(Report::Sales, t_string!(i18n, reports.sales)),
        ]
    });
    view! {
        <PageHeader title=move || t_string!(i18n, reports.title) subtitle=move || t_string!(i18n, reports.subtitle)/>
        <Tabs label=move || t_string!(i18n, reports.title) chosen choices>
            {move || match chosen.get() {
                Report::Ageing => view! { <ageing::AgeingReport/> }.into_any(),
                Report::Tax => view! { <sales::SalesReport part=sales::Part::Tax/> }.into_any(),
                Report::Sales => view! { <sales::SalesReport part=sales::Part::Sales/> }.into_any(),
            }}
        </Tabs>
    }
}
