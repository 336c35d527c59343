//! Names of countries, currencies and units in the page's language. Those of countries and currencies are the browser's.

use crate::app::{
    components::Choice,
    locale::{Locale, td_string},
};
use crate::billing::identifier::CountryCode;
use crate::money::Currency;
use js_sys::{Array, Intl, JsString, Object, Reflect};
use wasm_bindgen::JsValue;

fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en-GB",
        Locale::fi => "fi-FI",
    }
}

fn names(locale: Locale, of: &str) -> Option<Intl::DisplayNames> {
    let options = Object::new();
    Reflect::set(&options, &JsValue::from_str("type"), &JsValue::from_str(of)).ok()?;
    Some(Intl::DisplayNames::new(
        &Array::of1(&JsValue::from_str(tag(locale))),
        &options,
    ))
}

fn name_or_code(names: Option<&Intl::DisplayNames>, code: &str) -> String {
    names
        .and_then(|names| names.of(code))
        .map(String::from)
        .unwrap_or_else(|| code.to_owned())
}

/// A country's name.
pub fn country_name(locale: Locale, country: CountryCode) -> String {
    name_or_code(names(locale, "region").as_ref(), country.code())
}

/// Every country, in the order of the names.
pub fn countries(locale: Locale) -> Vec<Choice<CountryCode>> {
    let names = names(locale, "region");
    let mut choices: Vec<Choice<CountryCode>> = CountryCode::all()
        .map(|country| Choice::new(country, name_or_code(names.as_ref(), country.code())))
        .collect();
    let tags = Array::of1(&JsValue::from_str(tag(locale)));
    let options = Object::new();
    choices.sort_by(|one, other| {
        JsString::from(one.name.as_str())
            .locale_compare(&other.name, &tags, &options)
            .cmp(&0)
    });
    choices
}

/// Every currency one can bill in, by code.
pub fn currencies(locale: Locale) -> Vec<Choice<Currency>> {
    let names = names(locale, "currency");
    Currency::all()
        .map(|currency| {
            let name = name_or_code(names.as_ref(), currency.code());
            Choice::new(currency, format!("{} · {name}", currency.code()))
        })
        .collect()
}

/// How currencies are called; the code itself where the browser has no name.
pub fn currency_names(locale: Locale) -> impl Fn(&str) -> String {
    let names = names(locale, "currency");
    move |code| name_or_code(names.as_ref(), code)
}

/// The units a form offers: codes of UN/ECE Recommendation 20 and 21.
pub const UNITS: [&str; 18] = [
    "C62", "MON", "ANN", "HUR", "DAY", "WEE", "MIN", "KGM", "GRM", "TNE", "LTR", "MTQ", "MTR",
    "KMT", "MTK", "KWH", "SET", "XPK",
];

/// A unit's name; the code itself where it is not one of the common ones.
pub fn unit_name(locale: Locale, code: &str) -> String {
    match code {
        "C62" => td_string!(locale, catalogue.unit_c62).to_string(),
        "MON" => td_string!(locale, catalogue.unit_mon).to_string(),
        "ANN" => td_string!(locale, catalogue.unit_ann).to_string(),
        "HUR" => td_string!(locale, catalogue.unit_hur).to_string(),
        "DAY" => td_string!(locale, catalogue.unit_day).to_string(),
        "WEE" => td_string!(locale, catalogue.unit_wee).to_string(),
        "MIN" => td_string!(locale, catalogue.unit_min).to_string(),
        "KGM" => td_string!(locale, catalogue.unit_kgm).to_string(),
        "GRM" => td_string!(locale, catalogue.unit_grm).to_string(),
        "TNE" => td_string!(locale, catalogue.unit_tne).to_string(),
        "LTR" => td_string!(locale, catalogue.unit_ltr).to_string(),
        "MTQ" => td_string!(locale, catalogue.unit_mtq).to_string(),
        "MTR" => td_string!(locale, catalogue.unit_mtr).to_string(),
        "KMT" => td_string!(locale, catalogue.unit_kmt).to_string(),
        "MTK" => td_string!(locale, catalogue.unit_mtk).to_string(),
        "KWH" => td_string!(locale, catalogue.unit_kwh).to_string(),
        "SET" => td_string!(locale, catalogue.unit_set).to_string(),
        "XPK" => td_string!(locale, catalogue.unit_xpk).to_string(),
        "LS" => td_string!(locale, catalogue.unit_ls).to_string(),
        other => other.to_owned(),
    }
}

/// The units to choose from; `present` is kept even where it is a rare one.
pub fn units(locale: Locale, present: &str) -> Vec<Choice<String>> {
    let rare = (!present.is_empty() && !UNITS.contains(&present)).then_some(present);
    UNITS
        .into_iter()
        .chain(rare)
        .map(|code| Choice::new(code.to_owned(), unit_name(locale, code)))
        .collect()
}
