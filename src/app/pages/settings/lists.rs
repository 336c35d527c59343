//! The code lists that e-invoices are written in: which version of each this program has, and what stands on it.

use crate::app::{
    components::Section,
    locale::{I18n, t, t_string, use_format, use_i18n},
    pages::display_name::{currency_names, unit_name},
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
            let (named, bare): (Vec<_>, Vec<_>) = words(i18n, list)
                .into_iter()
                .partition(|(_, words)| words.is_some());
            let rows = named
                .into_iter()
                .map(|(code, words)| {
                    view! {
                        <tr>
                            <th scope="row">{code}</th>
                            <td>{words}</td>
                        </tr>
                    }
                })
                .collect_view();
            let bare: Vec<&str> = bare.into_iter().map(|(code, _)| code).collect();
            let bare = (!bare.is_empty()).then(|| {
                view! { <p class="code-run"><span class="quiet">{t!(i18n, settings.list_bare)}</span>" "{bare.join(" ")}</p> }
            });
            // The browser and the catalogue have words in the page's language; the standard's own are English.
            let language = match list.list {
                List::ElectronicAddressSchemes | List::ExemptionReasons => Some("en"),
                List::Units | List::Currencies => None,
            };
            view! {
                <p class="field-hint" lang="en">{list.source.clone()}</p>
                <div class="code-list" role="region" tabindex="0" aria-label=move || list_name(i18n, list.list)>
                    <table class="simple-table" lang=language>
                        <thead>
                            <tr>
                                <th scope="col">{t!(i18n, settings.list_code)}</th>
                                <th scope="col">{t!(i18n, settings.list_meaning)}</th>
                            </tr>
                        </thead>
                        <tbody>{rows}</tbody>
                    </table>
                    {bare}
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

/// Every code with its words, if it has any.
fn words(i18n: I18n, list: &'static CodeList) -> Vec<(&'static str, Option<String>)> {
    let locale = i18n.get_locale();
    let currency = currency_names(locale);
    list.codes()
        .map(|code| {
            let words = match list.list {
                List::Units => Some(unit_name(locale, code)).filter(|name| name != code),
                List::Currencies => Some(currency(code)).filter(|name| name != code),
                List::ElectronicAddressSchemes | List::ExemptionReasons => {
                    list.name(code).map(str::to_owned)
                }
            };
            (code, words)
        })
        .collect()
}

fn list_name(i18n: I18n, list: List) -> &'static str {
    match list {
        List::ElectronicAddressSchemes => t_string!(i18n, settings.list_addresses),
        List::ExemptionReasons => t_string!(i18n, settings.list_reasons),
        List::Units => t_string!(i18n, settings.list_units),
        List::Currencies => t_string!(i18n, settings.list_currencies),
    }
}
