//! Choosing the bill to compare with.

use super::Beside;
use crate::app::{
    components::{Button, ButtonKind, Choice, SelectField},
    locale::{t, t_string, td_string, use_format, use_i18n},
};
use crate::billing::id::InvoiceId;
use leptos::prelude::*;
use std::rc::Rc;

/// Any other bill of the customer; the same month last year with one press.
#[component]
pub fn Choose(
    /// What there is.
    beside: Rc<Beside>,
    /// What is chosen, both ways.
    chosen: RwSignal<Option<InvoiceId>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let last_year = beside.last_year;
    let rows = StoredValue::new_local(beside);
    let choices = Signal::derive(move || {
        let (locale, format) = (i18n.get_locale(), format.get());
        let known = rows.with_value(|beside| {
            let named = beside.choices.iter().map(|row| {
                let name = td_string!(
                    locale,
                    why.bill_choice,
                    number = row.number.clone(),
                    date = format.date(row.on),
                    total = format.money(row.total)
                );
                Choice::new(row.document(), name)
            });
            named.collect::<Vec<_>>()
        });
        let asked = chosen.get_untracked();
        let is_known = known.iter().any(|choice| choice.value == asked);
        // A bill that is none of the customer's, or none at all, is no choice, but it is what is chosen.
        let foreign = (!is_known).then(|| Choice::new(asked, "–"));
        foreign.into_iter().chain(known).collect::<Vec<_>>()
    });
    view! {
        <SelectField label=move || t_string!(i18n, why.compare_with) value=chosen choices/>
        {last_year.map(|id| view! {
            <Button
                kind=ButtonKind::Quiet
                disabled=Signal::derive(move || chosen.get() == Some(id))
                on_press=move |()| chosen.set(Some(id))
            >
                {t!(i18n, why.last_year)}
            </Button>
        })}
    }
}
