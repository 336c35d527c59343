//! Names of units of measure, for pages and documents alike.

use crate::app::locale::{Locale, td_string};

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
        other => other.to_owned(),
    }
}
