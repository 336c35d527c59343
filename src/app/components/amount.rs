//! Amounts and days as they stand in a page: in the page's language, the machine's reading beside them.

use crate::{app::locale::use_format, calendar::Period, money::Money};
use chrono::NaiveDate;
use leptos::prelude::*;

/// An amount with its currency; below zero it is said by the sign, never by a colour alone.
#[component]
pub fn MoneyView(
    /// The amount.
    #[prop(into)]
    money: Signal<Money>,
) -> impl IntoView {
    let format = use_format();
    view! { <data class="money" value=move || money.get().to_decimal().to_string()>{move || format.get().money(money.get())}</data> }
}

/// A day.
#[component]
pub fn DateView(
    /// The day.
    #[prop(into)]
    day: Signal<NaiveDate>,
) -> impl IntoView {
    let format = use_format();
    view! { <time class="date" datetime=move || day.get().to_string()>{move || format.get().date(day.get())}</time> }
}

/// The days of a period, first and last; a whole month by its name.
#[component]
pub fn PeriodView(
    /// The period.
    #[prop(into)]
    period: Signal<Period>,
) -> impl IntoView {
    let format = use_format();
    view! { <span class="date">{move || format.get().period(period.get())}</span> }
}
