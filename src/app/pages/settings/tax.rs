//! The VAT rates that lines are taxed with, as the table has them today.

use crate::app::{
    components::Section,
    locale::{t, t_string, use_format, use_i18n},
    wording,
    workspace::use_workspace,
};
use crate::billing::tax_rate;
use leptos::prelude::*;

/// Rates of the seller's country, and how old the table is.
#[component]
pub fn TaxSection() -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let workspace = use_workspace();
    let country = move || workspace.with(|book| book.seller.address.country);
    let rows = move || {
        tax_rate::classes(country(), workspace.today())
            .into_iter()
            .map(|(class, rate)| {
                view! {
                    <tr>
                        <th scope="row">{wording::rate_class_name(i18n, class)}</th>
                        <td class="amount">{format.get().percent(rate)}</td>
                    </tr>
                }
            })
            .collect_view()
    };
    let is_known = move || !tax_rate::classes(country(), workspace.today()).is_empty();
    view! {
        <Section title=move || t_string!(i18n, settings.tax)>
            <Show when=is_known fallback=move || view! { <p>{t!(i18n, settings.tax_unknown)}</p> }>
                <table class="simple-table">
                    <thead>
                        <tr>
                            <th scope="col">{t!(i18n, settings.rate_class)}</th>
                            <th scope="col" class="amount">{t!(i18n, settings.rate_today)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </Show>
            <p class="field-hint">{move || {
                let as_of = format.get().date(tax_rate::as_of());
                t_string!(i18n, settings.tax_as_of, date = as_of)
            }}</p>
        </Section>
    }
}
