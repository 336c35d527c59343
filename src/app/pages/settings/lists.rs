//! The code lists that e-invoices are written in: which version of each this program has, and what stands on it.

use crate::app::{
    components::Section,
    locale::{I18n, t, t_string, use_format, use_i18n},
};
use crate::billing::code_list::{self, CodeList, List};
use leptos::prelude::*;

/// The section.
#[component]
pub fn ListsSection() -> impl IntoView {
    let i18n = use_i18n();
    let lists = code_list::all()
        .iter()
        .map(|list| view! { <One list/> })
        .collect_view();
    view! {
        <Section title=move || t_string!(i18n, settings.lists) note=move || t_string!(i18n, settings.lists_note)>
            {lists}
        </Section>
    }
}

/// One list; its codes show when it is opened.
#[component]
fn One(list: &'static CodeList) -> impl IntoView {
    let i18n = use_i18n();
    let format = use_format();
    let is_open = RwSignal::new(false);
    let count = list.codes().len();
    let version = move || match list.published {
        Some(day) => t_string!(
            i18n,
            settings.list_version_of,
            version = list.version.clone(),
            date = format.get().date(day)
        ),
        None => list.version.clone(),
    };
    let codes = move || {
        is_open.get().then(|| {
            let rows = list
                .codes()
                .map(|code| {
                    view! {
                        <tr>
                            <th scope="row">{code.to_owned()}</th>
                            <td>{list.name(code).map(str::to_owned)}</td>
                        </tr>
                    }
                })
                .collect_view();
            view! {
                <p class="field-hint" lang="en">{list.source.clone()}</p>
                <div class="code-list" role="region" tabindex="0" aria-label=move || list_name(i18n, list.list)>
                    <table class="simple-table" lang="en">
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, settings.list_code)}</th>
                                <th scope="col">{t!(i18n, settings.list_meaning)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                </div>
            }
        })
    };
    view! {
        <details
            class="skipped-group"
            on:toggle=move |event| is_open.set(event_target::<web_sys::Element>(&event).has_attribute("open"))
        >
            <summary>
                <span>{move || list_name(i18n, list.list)}</span>
                <span class="quiet">
                    {version}" · "
                    {move || t_string!(i18n, settings.list_codes, count = count, figure = format.get().number(count))}
                </span>
            </summary>
            {codes}
        </details>
    }
}

fn list_name(i18n: I18n, list: List) -> &'static str {
    match list {
        List::ElectronicAddressSchemes => t_string!(i18n, settings.list_addresses),
        List::ExemptionReasons => t_string!(i18n, settings.list_reasons),
        List::Units => t_string!(i18n, settings.list_units),
        List::Currencies => t_string!(i18n, settings.list_currencies),
    }
}
